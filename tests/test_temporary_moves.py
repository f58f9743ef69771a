"""Moves that end or alternate with the post held, worked by hand on the rates of `tests/test_moves.py`.

A paramedic at the top of band 6 (48,117) on 25% of Annex 5 (12,029.25) is paid 60,146.25. A year of which a part is
spent elsewhere is worked out as a whole: pay is that of each post for its share of 365 days, deductions are the year's.
On-costs are 23.78% pension, 15% National Insurance and 0.5% levy: 39.28% of a pensionable pound (`test_remedies.py`).
"""

import datetime
import json
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from paymodel.answers.comparison_data import as_json
from paymodel.answers.explanation import inputs
from paymodel.cli import main
from paymodel.moves.batch import moves
from paymodel.moves.careers import careers
from paymodel.moves.comparison import Move
from paymodel.moves.payroll import days_to_move
from paymodel.moves.posts import Post
from paymodel.moves.remedies import remedies_of
from paymodel.pay.job import Job
from paymodel.scenarios.history import Years, history_of
from paymodel.scenarios.load import open_scenario
from tests.test_moves import SIX_ON_ANNEX_5, asked, penny, refused, scenario, taken_home, text_of

OFFICE = {"band": "6", "rota": "monday-to-friday"}
ON_THE_ROTA, ANNEX_5, ON_COSTS = 60_146.25, 12_029.25, 1.3928
MANAGER = {"band": "8a", "rota": "monday-to-friday", "pattern": "different"}


def move_of(offer: dict[str, Any], current: dict[str, Any] = SIX_ON_ANNEX_5, **more: Any) -> Move:
    (move,) = asked(current, offer, **more).moves
    return move


def year_in_part(weeks_in_the_office: float) -> float:
    """A year's gross pay with so many weeks in the office, without Annex 5."""
    return 48_117 + penny(ANNEX_5 * (1 - weeks_in_the_office * 7 / 365))


class TestLength:
    def test_twelve_weeks_in_primary_care(self) -> None:
        # 12 weeks are 84 of 365 days: 2,768.38 of Annex 5 is not paid, all of it in the band taxed at 40%
        move = move_of({**OFFICE, "lasts_weeks": 12, "move": "rotation"})
        gross = year_in_part(12)
        assert round(ON_THE_ROTA - gross, 2) == pytest.approx(2_768.38, abs=0.01)
        assert move.over is not None
        assert move.over.take_home_change == round(taken_home(gross) - taken_home(ON_THE_ROTA), 2) == -1_427.93
        assert move.over.cost_of_holding_harmless == pytest.approx(ON_COSTS * 2_768.38, abs=0.03)
        assert move.kind == "rotation"
        assert move.over.months == pytest.approx(84 / 365 * 12)
        # the yearly rate beside it: a whole year in the office
        assert move.take_home_change == round(taken_home(48_117) - taken_home(ON_THE_ROTA), 2)

    @pytest.mark.parametrize("lasts", [{"lasts_weeks": 26}, {"lasts_months": 6}, {"lasts_years": 0.5}])
    def test_half_a_year_in_each_unit(self, lasts: dict[str, float]) -> None:
        weeks = 26 if "lasts_weeks" in lasts else 365 / 7 / 2
        over = move_of({**OFFICE, **lasts}).over
        assert over is not None
        expected = taken_home(year_in_part(weeks)) - taken_home(ON_THE_ROTA)
        assert over.take_home_change == pytest.approx(expected, abs=0.01)

    def test_eighteen_months_are_a_year_and_half_of_the_next(self) -> None:
        # 8a entry is 57,528: a year of it, then half of it and half of the rota, 58,837.13
        over = move_of({**MANAGER, "lasts_months": 18}).over
        assert over is not None
        year, half = (taken_home(gross) - taken_home(ON_THE_ROTA) for gross in (57_528, 58_837.13))
        assert over.take_home_change == pytest.approx(year + half, abs=0.011)
        lost = (60_146.25 - 57_528) + (60_146.25 - 58_837.13)
        assert over.cost_of_holding_harmless == pytest.approx(lost * ON_COSTS, abs=0.03)

    def test_whole_years_are_what_they_were(self) -> None:
        move = move_of({**MANAGER, "move": "secondment", "lasts_years": 2})
        assert move.over is not None
        assert move.over.take_home_change == move.career.cumulative[-1] == 2 * move.take_home_change
        assert move.over.cost_of_holding_harmless == pytest.approx(2 * 2_618.25 * ON_COSTS, abs=0.02)

    def test_longer_than_the_years_shown(self) -> None:
        short, long = (move_of({**OFFICE, "lasts_years": 3}, horizon_years=years).over for years in (1, 10))
        assert short == long

    def test_who_gains_need_not_be_held_harmless(self) -> None:
        # 8a for half a year on top of band 6 without a rota: (48,117 + 57,528) / 2
        move = move_of({**MANAGER, "lasts_months": 6}, {"band": "6", "step": "top"})
        assert move.over is not None
        assert move.over.take_home_change == round(taken_home(52_822.50) - taken_home(48_117), 2)
        assert move.over.cost_of_holding_harmless == 0
        assert "Nobody has to be held harmless" in text_of(asked({"band": "6"}, {"band": "7", "lasts_weeks": 10}))

    def test_outside_the_scheme_no_pension_is_made_up(self) -> None:
        over = move_of({**OFFICE, "lasts_weeks": 12}, person={"in_pension_scheme": "no"}).over
        assert over is not None
        assert over.cost_of_holding_harmless == pytest.approx(1.155 * 2_768.38, abs=0.02)

    def test_part_time(self) -> None:
        # at 0.5 on both, half of each line: 24,058.50 and 6,014.63 of Annex 5
        held = {**SIX_ON_ANNEX_5, "if_hours_differ": "scale"}
        offer = {**OFFICE, "if_hours_differ": "scale", "lasts_months": 6}
        move = move_of(offer, held, person={"whole_time_equivalent": 0.5})
        assert float(move.career.move["gross_pay"][0]) == pytest.approx(24_058.50 + 6_014.63 / 2, abs=0.01)

    @pytest.mark.parametrize("nation", ["wales", "scotland", "northern_ireland"])
    def test_in_every_nation_half_a_year_costs_half_of_the_gross_pay(self, nation: str) -> None:
        held = {"band": "6", "step": "top", "unsocial_hours_payment": 8_000}
        over = move_of({"band": "6", "lasts_months": 6}, held, nation=nation).over
        assert over is not None
        assert over.take_home_change < 0
        assert over.cost_of_holding_harmless is not None
        assert 4_000 * 1.155 < over.cost_of_holding_harmless < 4_000 * 1.45


class TestBlocks:
    def test_six_weeks_about_for_a_year_is_half_of_its_weeks(self) -> None:
        move = move_of({**OFFICE, "lasts_years": 1, "blocks": {"away": 6, "home": 6}})
        expected = round(taken_home(48_117 + 6_014.63) - taken_home(ON_THE_ROTA), 2)
        assert move.over is not None
        assert move.over.take_home_change == move.take_home_change == expected == -3_488.42
        assert move.kind == "rotation"
        assert move.over.weeks_away == pytest.approx(365 / 7 / 2)

    @pytest.mark.parametrize(("away", "home"), [(5, 7), (1, 3), (2, 9), (10, 1)])
    def test_blocks_that_do_not_divide_the_year(self, away: int, home: int) -> None:
        move = move_of({**OFFICE, "lasts_years": 1, "blocks": {"away": away, "home": home}})
        gross = 48_117 + penny(ANNEX_5 * home / (away + home))
        assert move.over is not None
        expected = taken_home(gross) - taken_home(ON_THE_ROTA)
        assert move.over.take_home_change == pytest.approx(expected, abs=0.01)

    @pytest.mark.parametrize(("first", "weeks"), [("away", 24 + 365 / 7 - 48), ("home", 24)])
    def test_where_the_first_block_is_said_the_weeks_are_counted(self, first: str, weeks: float) -> None:
        # 52.14 weeks hold four whole cycles, and 4.14 weeks of a fifth
        move = move_of({**OFFICE, "lasts_years": 1, "blocks": {"away": 6, "home": 6, "first": first}})
        assert move.over is not None
        assert move.over.weeks_away == pytest.approx(weeks)
        expected = taken_home(year_in_part(weeks)) - taken_home(ON_THE_ROTA)
        assert move.over.take_home_change == pytest.approx(expected, abs=0.01)

    def test_without_an_end_every_year_is_alike(self) -> None:
        move = move_of({**OFFICE, "blocks": {"away": 1, "home": 1}}, horizon_years=3)
        assert move.over is None
        assert move.career.difference.tolist() == [move.take_home_change] * 3 == [-3_488.42] * 3
        assert (move.kind, move.leaves_annex_5) == ("rotation", False)

    def test_many_at_once_come_to_the_same(self) -> None:
        asked_of = scenario(SIX_ON_ANNEX_5, {**OFFICE, "blocks": {"away": 1, "home": 2}}, OFFICE, MANAGER)
        answers = [move_of(offer) for offer in ({**OFFICE, "blocks": {"away": 1, "home": 2}}, OFFICE, MANAGER)]
        assert moves(asked_of.cases).take_home_change[1:].tolist() == [move.take_home_change for move in answers]


class TestAnswer:
    def test_it_speaks_of_the_move_and_then_of_a_year(self) -> None:
        said = text_of(asked(SIX_ON_ANNEX_5, {**OFFICE, "lasts_weeks": 12, "move": "rotation"}))
        assert "Over 12 weeks take-home pay falls by £1,427.93 in all." in said
        assert "would cost the employer £3,855.80. At a yearly rate, take-home pay falls by £599 a month" in said
        assert "On return the post held pays what it would have paid" in said
        assert "Annex 5 is taken to go on, which was not established: were it lost" in said

    def test_programs_have_the_kind_the_length_and_the_sums(self) -> None:
        found = asked(
            SIX_ON_ANNEX_5, {**MANAGER, "lasts_months": 6}, OFFICE, {**OFFICE, "blocks": {"away": 6, "home": 4}}
        )
        _, acting_up, sideways, rotation = json.loads(as_json(found))["results"]
        assert acting_up["lasts"] == {"number": 6, "unit": "months", "blocks": None}
        assert acting_up["over_the_move"] == {
            "months": 6,
            "take_home_change": round(taken_home(58_837.13) - taken_home(ON_THE_ROTA), 2),
            "cost_of_holding_harmless": pytest.approx(1_309.12 * ON_COSTS, abs=0.02),
        }
        assert (sideways["kind"], sideways["lasts"], sideways["over_the_move"]) == ("sideways", None, None)
        assert rotation["lasts"]["blocks"] == {"away": 6, "home": 4, "first": None}

    @pytest.mark.parametrize(
        ("offer", "kind"),
        [
            ({**MANAGER, "lasts_months": 6}, "acting_up"),
            ({**OFFICE, "lasts_weeks": 6}, "secondment"),
            ({"band": "5", "lasts_weeks": 6}, "secondment"),
            ({**OFFICE, "lasts_weeks": 6, "blocks": {"away": 1, "home": 1}}, "rotation"),
            ({**MANAGER, "lasts_weeks": 2, "move": "shadowing"}, "shadowing"),
        ],
    )
    def test_the_kind_is_as_stated_or_by_band_and_blocks(self, offer: dict[str, Any], kind: str) -> None:
        assert move_of(offer).kind == kind

    def test_one_length_is_enough(self) -> None:
        words = refused(SIX_ON_ANNEX_5, {**OFFICE, "lasts_weeks": 12, "lasts_years": 1})
        assert words == ["offers.0.lasts_years: stands beside lasts_weeks; give one of them"]


class TestElsewhere:
    def test_a_secondment_that_becomes_permanent(self) -> None:
        # Half a year at 8a entry, then the post itself from year 2: entry again, as nobody is promoted out of it
        path = {"name": "Then for good", "moves": [{"to": "Second", "in_year": 1}, {"to": "Manager", "in_year": 2}]}
        second: dict[str, Any] = {**MANAGER, "name": "Second", "lasts_months": 6}
        offers = (second, {**MANAGER, "name": "Manager"})
        found = careers(scenario(SIX_ON_ANNEX_5, *offers, career={"paths": [path]}, horizon_years=3))
        gross = found.results[-1].followed.slip["gross_pay"].tolist()
        assert gross == [58_837.13, 57_528, 57_528]

    def test_remedies_cost_what_the_weeks_cost(self) -> None:
        (offer,) = remedies_of(scenario(SIX_ON_ANNEX_5, {**OFFICE, "lasts_weeks": 12}))
        found = {str(remedy.kind): remedy for remedy in offer.remedies}
        protection = found["months of pay protection"]
        assert (protection.value, protection.take_home_change) == (round(84 / 365 * 12, 2), 0)
        assert protection.employer_cost_over_five_years == pytest.approx(2_768.38 * ON_COSTS, abs=0.03)
        assert protection.employer_cost_a_year == pytest.approx(ANNEX_5 * ON_COSTS, abs=0.03)  # as the others: a rate
        kept = found["Annex 5 percentage kept on the move"]
        assert kept.employer_cost_over_five_years == pytest.approx(2_768.38 * ON_COSTS, abs=0.03)

    @pytest.mark.parametrize(
        ("offer", "words", "lost"),
        [
            # 12 weeks of Annex 5; half a year of 60,146.25 - 57,528; half the weeks of a year without Annex 5
            ({**OFFICE, "lasts_weeks": 12}, "12 weeks", 2_768.38),
            ({**MANAGER, "lasts_months": 6, "move": "acting_up"}, "6 months", 1_309.12),
            ({**OFFICE, "lasts_years": 1, "blocks": {"away": 6, "home": 6}}, "1 year", 6_014.62),
        ],
    )
    def test_a_payment_once_makes_a_part_of_a_year_even(self, offer: dict[str, Any], words: str, lost: float) -> None:
        # What is lost is paid at 10.7% pension, and at 40% and 2% above 50,270; taxable pay is more than 50,270 up to
        # 5,790.80 of it. What is paid once is not pensionable: 58p of each pound is kept, 78p below 50,270 of taxable
        (found,) = remedies_of(scenario(SIX_ON_ANNEX_5, offer))
        once = next(remedy for remedy in found.remedies if str(remedy.kind) == "one-off payment")
        assert once.unit == f"pounds once, for {words}"
        change = taken_home(ON_THE_ROTA - lost) - taken_home(ON_THE_ROTA)
        below = max(50_270 - (ON_THE_ROTA - lost) * (1 - 0.107), 0)  # of taxable pay and allowance, at 20%
        needed = -change / 0.58 if below == 0 else below + (-change - 0.78 * below) / 0.58
        assert once.value == math.ceil(needed - 0.02)
        move = move_of({**offer, "one_off_payment": once.value})
        assert move.over is not None
        assert 0 <= move.over.take_home_change < 0.6
        assert move.over.take_home_change == pytest.approx(once.take_home_change, abs=0.011)
        assert move.beside is not None
        assert move.beside.cost == pytest.approx(once.value * 1.155, abs=0.02)  # 15% and 0.5%, no pension
        assert move.over.cost_of_holding_harmless == 0

    def test_a_month_of_protection_is_a_month_of_what_is_lost_however_long_the_move(self) -> None:
        for lasts in ({"lasts_weeks": 12}, {"lasts_months": 6}, {}):
            (move,) = asked(SIX_ON_ANNEX_5, {**OFFICE, **lasts, "protection": {"months": 1}}).moves
            assert move.beside is not None
            assert move.beside.cost == pytest.approx(ANNEX_5 / 12 * ON_COSTS, abs=0.03)
        # longer than the move, it ends with it: 2,768.38 in 12 weeks; half of a month's weeks are at home in blocks
        (move,) = asked(SIX_ON_ANNEX_5, {**OFFICE, "lasts_weeks": 12, "protection": {"months": 24}}).moves
        assert move.over is not None
        assert (move.over.take_home_change, move.over.cost_of_holding_harmless) == (0, 0)
        blocks = {"lasts_years": 1, "blocks": {"away": 6, "home": 6}, "protection": {"months": 1}}
        (move,) = asked(SIX_ON_ANNEX_5, {**OFFICE, **blocks}).moves
        assert move.beside is not None
        assert move.beside.cost == pytest.approx(ANNEX_5 / 24 * ON_COSTS, abs=0.03)

    def test_tables_of_many_moves_say_how_long_each_lasts_and_what_it_does_in_all(self, tmp_path: Path) -> None:
        # 4, 8 and 12 weeks of Annex 5 are 28, 56 and 84 of 365 days of 12,029.25, all of it in the band taxed at 40%
        asked_of = {"title": "T", "as_at": "2026-11-22", "nation": "england", "current": SIX_ON_ANNEX_5}
        office = {**OFFICE, "name": "Office", "lasts_weeks": 12, "move": "rotation"}
        there = tmp_path / "ours"
        there.mkdir()
        text = yaml.safe_dump({**asked_of, "offers": [office, {**OFFICE, "name": "For good"}]})
        (there / "move.yaml").write_text(text, encoding="utf-8")
        expected = [round(taken_home(year_in_part(weeks)) - taken_home(ON_THE_ROTA), 2) for weeks in (4, 8, 12)]
        assert expected[2] == -1_427.93

        assert main(["batch", str(there), "-o", str(tmp_path / "all.csv")]) == 0
        for_a_time, for_good = pd.read_csv(tmp_path / "all.csv").to_dict("records")
        assert for_a_time["take_home_change"] == for_good["take_home_change"]  # at a yearly rate
        assert (for_a_time["lasts"], for_a_time["take_home_change_over_the_move"]) == (
            "rotation of 12 weeks",
            -1_427.93,
        )
        assert pd.isna(for_good["lasts"])
        assert pd.isna(for_good["take_home_change_over_the_move"])

        varied = ["sweep", str(there / "move.yaml"), "--vary", "offers.0.lasts_weeks=4:12:4"]
        assert main([*varied, "-o", str(tmp_path / "sweep.csv")]) == 0
        swept = pd.read_csv(tmp_path / "sweep.csv")
        over = swept["take_home_change_over_the_move"]
        assert over[swept["post"] == "Office"].tolist() == pytest.approx(expected, abs=0.011)
        assert over[swept["post"] != "Office"].isna().all()

        document, folder = open_scenario(str(there / "move.yaml"))
        held = history_of(document, folder, "move", Years(2026, 2026, 11, 1)).held_words
        assert "Office: rotation of 12 weeks, each year at the rate of a whole year of it" in held
        assert not any(words.startswith("For good") for words in held)

    def test_the_explanation_adds_up_to_each_line_of_pay(self) -> None:
        beside = {"one_off_payment": 3_000, "protection": {"months": 6}}
        about = ({"lasts_years": 1, "blocks": {"away": 4, "home": 8}} for _ in range(2))
        offers = ({**OFFICE, **beside}, {**MANAGER, **next(about)}, {**OFFICE, "one_off_payment": 500, **next(about)})
        paid, alternating, both = asked(SIX_ON_ANNEX_5, *offers, person={"other_pay": 100}).moves
        # half of 12,029.25 is made up, and 3,000 and 100 are paid
        assert inputs("gross_pay", paid) == ["£48,117.00 + £9,114.63 (other pay, one-off payment, pay protection)"]
        # 4 of 12 weeks at 57,528, 8 at 48,117: 51,254; 8 of 12 at 12,029.25: 8,019.50
        assert inputs("basic_pay", alternating) == [
            "4 of each 12 weeks at £57,528.00 a year, 8 at £48,117.00 in the post held"
        ]
        assert float(alternating.payslip["basic_pay"]) == (4 * 57_528 + 8 * 48_117) / 12
        assert inputs("unsocial_hours_payment", alternating) == [
            "4 of each 12 weeks at £0.00 a year, 8 at £12,029.25 in the post held"
        ]
        assert inputs("gross_pay", both) == ["£48,117.00 + £8,019.50 + £600.00 (other pay, one-off payment)"]

    def test_clinical_weeks_cost_a_share_of_a_manager_for_as_long_as_the_move_lasts(self) -> None:
        # A manager at 57,528 less a clinician at 60,146.25, with on-costs: 2,618.25 x 1.3928 = 3,646.70 a year
        (whole,), (half,) = (
            remedies_of(scenario(SIX_ON_ANNEX_5, {**MANAGER, **lasts})) for lasts in ({}, {"lasts_months": 6})
        )
        yearly, over = (
            next(remedy for remedy in offer.remedies if str(remedy.kind) == "clinical weeks kept")
            for offer in (whole, half)
        )
        assert yearly.employer_cost_a_year == over.employer_cost_a_year
        assert over.value == 2  # in 10: a fifth of 3,646.70 is saved, beside what the enhanced hours cost
        assert over.employer_cost_over_five_years == pytest.approx((over.employer_cost_a_year or 0) / 2, abs=0.01)
        assert over.employer_cost_a_year is not None
        blocks = {"lasts_years": 1, "blocks": {"away": 6, "home": 6}}
        (alternating,) = remedies_of(scenario(SIX_ON_ANNEX_5, {**MANAGER, **blocks}))
        weeks = next(remedy for remedy in alternating.remedies if str(remedy.kind) == "clinical weeks kept")
        assert weeks.employer_cost_a_year == pytest.approx(over.employer_cost_a_year / 2, abs=1)

    @pytest.mark.parametrize(
        ("lasts", "first"),
        [({"lasts_weeks": 12}, "2026-01-08"), ({"lasts_months": 6}, "2025-10-02"), ({"lasts_years": 1}, "2025-04-02")],
    )
    def test_twelve_payslips_hold_it_from_its_first_day_to_its_last(self, lasts: dict[str, Any], first: str) -> None:
        offer = scenario(SIX_ON_ANNEX_5, {**MANAGER, **lasts}).cases[0].offers[0]
        year = (datetime.date(2026, 4, 1), datetime.date(2027, 3, 31))
        assert str(days_to_move(year, offer)[0]) == first  # 84 days, six months or a year before 2 April
        assert str(days_to_move(year, Post("", Job(), Job()))[0]) == "2026-04-01"
