"""Career paths: year-by-year totals worked by hand, secondments that end, discounting, pension, and what is refused.

England, 22 November 2026, unless a test says otherwise. Pay points (NHS Employers, pay scales 2026/27): band 6 42,170
and 48,117 after 2 and 5 years; band 7 49,387, 51,932 and 56,515 and band 8a 57,528, 60,417 and 64,750 after 0, 2 and 5.
"""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

import paymodel
from paymodel.answers.careers import YEARS, outcome_of_path
from paymodel.cli import main
from paymodel.errors import Faults, Refused
from paymodel.files.yaml_documents import Document
from paymodel.moves.career_path import NO_PLAN, STAY, Followed, PlannedMove, against_staying, career, discounted, follow
from paymodel.moves.careers import Careers, PathResult, careers
from paymodel.moves.comparison import compare
from paymodel.pay.award import Award, rule_books
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.pension import pension_in_all
from paymodel.scenarios.load import load_scenario, scenario_of, shipped_scenarios
from tests.test_promotion import policy, post
from tests.test_scenarios import Pay, pay, pence

SHIPPED = "career-now-later-or-through-7"
NOT_PAYROLL = "Estimates, not payroll, not advice"
OFFERS = [
    {"name": "Operations manager", "band": "8a", "pattern": "different"},
    {"name": "Team leader", "band": "7", "pattern": "different"},
]
THROUGH_7 = {
    "name": "Through 7",
    "moves": [{"to": "Team leader", "in_year": "1"}, {"to": "Operations manager", "in_year": "4"}],
}


def asked(career: dict[str, Any], **keys: Any) -> Careers:
    data: dict[str, Any] = {
        "title": "Careers",
        "as_at": "2026-11-22",
        "nation": "england",
        "current": {"name": "Paramedic", "band": "6", "step": "top", "unsocial_hours_payment": "6000"},
        "offers": OFFERS,
        "career": career,
        "horizon_years": "6",
    }
    return careers(scenario_of(Document("one.yaml", data | keys), None, "one"))


def path_of(found: Careers, name: str) -> PathResult:
    return next(result for result in found.results if result.path.name == name)


def pounds(values: Any) -> list[Decimal]:
    return [pence(str(value)) for value in values.tolist()]


def followed(
    current: Any, moves: list[PlannedMove], rules: RuleBook, years: int, award: Award | None = None
) -> Followed:
    given = award or Award()
    return follow(current, moves, rule_books(rules, given, years), given)


class TestThroughBand7:
    """Band 6 with £6,000 of unsocial hours pay to an office in band 7, to one in 8a in year 4; 2% a year."""

    # Each year's pay point is the one before x 1.02, to the whole pound.
    BAND_6_TOP = (48_117, 49_079, 50_061, 51_062, 52_083, 53_125)
    # 7, first step: 49,387 and 50,374.74; 7, second step: 51,932, 52,970.64, 54,030.42; 8a, first step: 57,528,
    # 58,678.56, 59,852.58, 61,050.06, 62,271.00; 8a, second step: 60,417, 61,625.34, 62,857.50, 64,115.16, 65,397.30,
    # 66,705.24
    PATH = (49_387, 50_375, 54_030, 61_050, 62_271, 66_705)
    # The bound between 9.8% and 10.7% is 52,778, 53,834, 54,911, 56,009, 57,129, 58,272; the next one starts at 67,668.
    RATES = ("9.8", "9.8", "9.8", "10.7", "10.7", "10.7")

    def stay(self) -> list[Pay]:
        # 6,000 rises as basic pay does: 54,117 in year 1, 55,198.96 in year 2; always above the bound.
        return [pay(point + pence(Decimal(6_000) * point / 48_117), "10.7") for point in self.BAND_6_TOP]

    def path(self) -> list[Pay]:
        return [pay(point, rate) for point, rate in zip(self.PATH, self.RATES, strict=True)]

    def found(self, **keys: Any) -> Careers:
        return asked({"award_a_year": {"percent": "2%"}, "paths": [THROUGH_7], **keys})

    def test_every_year_agrees_with_the_working(self) -> None:
        found = self.found()
        stay, path = path_of(found, STAY), path_of(found, "Through 7")
        assert path.followed.steps.tolist() == [1, 1, 2, 1, 1, 2]
        assert path.followed.slip["basic_pay"].tolist() == list(self.PATH)
        assert pounds(stay.followed.slip["gross_pay"]) == [year.gross for year in self.stay()]
        assert pounds(stay.followed.slip["take_home_pay"]) == [year.take_home for year in self.stay()]
        assert pounds(path.followed.slip["take_home_pay"]) == [year.take_home for year in self.path()]

    def test_the_totals_agree_with_the_working(self) -> None:
        path = path_of(self.found(), "Through 7")
        difference = [a.take_home - b.take_home for a, b in zip(self.path(), self.stay(), strict=True)]
        assert pounds(path.career.difference) == difference
        cumulative = [sum(difference[: year + 1], Decimal(0)) for year in range(6)]
        assert pounds(path.career.cumulative) == cumulative
        # Behind in the three years of band 7, ahead from the move to 8a on.
        assert [year > 0 for year in difference] == [False, False, False, True, True, True]
        assert path.career.first_year_ahead == 4
        assert [total >= 0 for total in cumulative] == [False] * 5 + [True]
        assert path.career.catch_up_year == 6
        assert pence(str(path.career.catch_up_margin)) == cumulative[-1]

    def test_later_money_is_discounted(self) -> None:
        path = path_of(self.found(discount_rate="3.5%"), "Through 7")
        assert path.discounted is not None
        difference = [a.take_home - b.take_home for a, b in zip(self.path(), self.stay(), strict=True)]
        total = sum((pence(year / Decimal("1.035") ** number) for number, year in enumerate(difference)), Decimal(0))
        assert pounds(path.discounted)[-1] == total

    def test_pension_grows_while_in_service(self) -> None:
        path = path_of(self.found(pension_revaluation="3.2%"), "Through 7")
        pot, stays = Decimal(0), Decimal(0)
        for moved, stayed in zip(self.path(), self.stay(), strict=True):
            pot = pence(pot * Decimal("1.032")) + pence(moved.gross / 54)
            stays = pence(stays * Decimal("1.032")) + pence(stayed.gross / 54)
        assert abs(pounds(path.pension_in_all)[-1] - pot) <= Decimal("0.03")  # each year is rounded once, not twice
        assert abs(pence(str(path.extra_pension)) - (pot - stays)) <= Decimal("0.06")

    def test_the_employer_pays_for_the_years_of_the_path(self) -> None:
        # 23.78% pension, 15% National Insurance above 5,000 and 0.5% levy: a pound of pay costs 1.3928.
        path = path_of(self.found(), "Through 7")
        more = sum(a.gross - b.gross for a, b in zip(self.path(), self.stay(), strict=True))
        assert path.employer_cost_change == pytest.approx(float(more) * 1.3928, abs=0.2)


def test_discounting_by_hand() -> None:
    # 1,035 / 1.035 and 1,071.225 / 1.071225 are 1,000
    assert discounted(np.array([1_000, 1_035, 1_071.225]), 0.035).tolist() == [1_000, 2_000, 3_000]
    assert discounted(np.array([-100.0, 50.0]), 0.0).tolist() == [-100, -50]


def test_revaluation_by_hand() -> None:
    # 1,000; 1,032 + 1,100; 2,132 x 1.032 is 2,200.22 (2,200.224), and 1,200
    assert pension_in_all([1_000, 1_100, 1_200], 0.032).tolist() == [1_000, 2_132, 3_400.22]
    assert pension_in_all([1_000, 1_100, 1_200]).tolist() == [1_000, 2_100, 3_300]


class TestMoves:
    def test_a_secondment_ends_by_itself_and_steps_went_on(self) -> None:
        # band 6, step 2 after 4 years; top from year 2 on
        found = followed(post("6", 2, years=4), [PlannedMove(post("7", lasts=2), 2)], policy(), 6)
        assert found.slip["basic_pay"].tolist() == [42_170, 49_387, 49_387, 48_117, 48_117, 48_117]
        assert found.held.tolist() == [0, 1, 1, 0, 0, 0]

    def test_it_returns_to_annex_5(self) -> None:
        held = post("6", 3, years=5, annex_5_percent=0.25)
        found = followed(held, [PlannedMove(post("8a", lasts=2), 3)], policy(), 6)
        quarter = 12_029.25
        assert found.slip["unsocial_hours_payment"].tolist() == [quarter, quarter, 0, 0, quarter, quarter]

    def test_a_later_secondment_is_from_the_post_moved_to(self) -> None:
        moves = [PlannedMove(post("7"), 2), PlannedMove(post("8a", lasts=2), 4)]
        found = followed(post("6", 3, years=5), moves, policy(), 8)
        # 7 in years 2 and 3; 8a in 4 and 5; back in 7 in year 6, its fifth: second step; top in its sixth
        assert found.slip["basic_pay"].tolist() == [48_117, 49_387, 49_387, 57_528, 57_528, 51_932, 56_515, 56_515]

    def test_a_move_while_a_secondment_runs_ends_it(self) -> None:
        moves = [PlannedMove(post("8a", lasts=3), 1), PlannedMove(post("7"), 2)]
        found = followed(post("6", 3, years=5), moves, policy(), 5)
        assert found.slip["basic_pay"].tolist() == [57_528, 49_387, 49_387, 51_932, 51_932]
        # From the post it would have returned to: band 6 with a premium of 10%, 52,928.70, not the secondment's pay.
        held = post("6", 3, years=5, long_term_premium_share=0.10)
        protected = followed(held, moves, policy(), 2).slip["promotion_protection"]
        assert protected.tolist() == pytest.approx([0, 52_928.70 - 49_387])

    def test_protection_is_that_of_the_year_of_the_move_in_cash(self) -> None:
        # Year 3 of 2% a year: band 7 top 58,798 (57,645.30, 58,797.90), with a premium of 10% 64,677.80; 8a from then
        # on: 59,853, then 61,050; second step in year 5, 65,397.
        held = post("7", 3, years=5, long_term_premium_share=0.10)
        found = followed(held, [PlannedMove(post("8a"), 3)], policy(), 5, Award(percent=0.02))
        made_up = [0, 0, 64_677.80 - 59_853, 64_677.80 - 61_050, 0]
        assert found.slip["promotion_protection"].tolist() == pytest.approx(made_up, abs=0.005)

    def test_protection_starts_from_the_step_held_then(self) -> None:
        # 42,170 and 10% is 46,387; a year later the top, 48,117 and 10%, is 52,928.70, more than 49,387
        held = post("6", 2, years=4, long_term_premium_share=0.10)
        now, later = (followed(held, [PlannedMove(post("7"), year)], policy(), 3) for year in (1, 2))
        assert now.slip["promotion_protection"].tolist() == [0, 0, 0]
        assert later.slip["promotion_protection"].tolist() == pytest.approx([0, 3_541.70, 3_541.70])

    def test_the_first_higher_point_is_that_of_the_year_of_the_move(self) -> None:
        # A premium of 5% on band 7: 51,856.35 entry, 59,340.75 top; band 8a starts at 57,528, then 60,417.
        rules = policy(promotion_method="first_higher_point")
        held = post("7", 1, long_term_premium_share=0.05)
        now, later = (followed(held, [PlannedMove(post("8a"), year)], rules, 8) for year in (1, 6))
        assert now.slip["basic_pay"].tolist() == [57_528, 57_528, *[60_417] * 3, *[64_750] * 3]
        # At the top in year 6, so from the second step, at which two years are counted: three more to the top.
        assert later.slip["basic_pay"][5:].tolist() == [60_417, 60_417, 60_417]

    def test_a_return_keeps_what_was_protected(self) -> None:
        held = post("6", 3, years=5, long_term_premium_share=0.10)
        found = followed(held, [PlannedMove(post("7"), 1), PlannedMove(post("8a", lasts=1), 2)], policy(), 4)
        # 52,928.70 less 49,387; from year 3 the second step, 51,932
        assert found.slip["promotion_protection"].tolist() == pytest.approx([3_541.70, 0, 996.70, 996.70])

    def test_later_years_have_the_usual_number_of_holidays(self) -> None:
        scenario = load_scenario(SHIPPED)
        case = scenario.cases[0]
        leader = case.offers[1]
        found = followed(case.current, [PlannedMove(leader, 2, "same")], case.rule_book, 3)
        usual = paymodel.payslip(leader.later_job, case.rule_book)["unsocial_hours_payment"]
        assert found.slip["unsocial_hours_payment"][1] == usual
        assert usual < paymodel.payslip(leader.job, case.rule_book)["unsocial_hours_payment"]


class TestAgainstCompare:
    @pytest.mark.parametrize("name", shipped_scenarios())
    def test_moving_now_is_the_career_of_compare(self, name: str) -> None:
        scenario = load_scenario(name)
        scenario = replace(scenario, cases=tuple(replace(case, plan=NO_PLAN) for case in scenario.cases))
        expected = [move.career for move in compare(scenario).moves]
        found = [result for result in careers(scenario).results if not result.stays]
        assert len(found) == len(expected)
        for result, other in zip(found, expected, strict=True):
            assert result.career.difference.tolist() == other.difference.tolist()
            assert result.career.catch_up_year == other.catch_up_year
            assert result.career.first_year_ahead == other.first_year_ahead
            assert result.career.catch_up_margin == other.catch_up_margin
            assert result.career.move_steps.tolist() == other.move_steps.tolist()

    def test_waiting_shifts_the_difference(self) -> None:
        # No award, top of the band, no rota: moving in year 4 gives in years 4 to 6 what moving now gives in 1 to 3.
        later = {"name": "Later", "moves": [{"to": "Operations manager", "in_year": "4"}]}
        found = asked({"paths": [later]})
        now = path_of(found, "Move now: Operations manager").career.difference.tolist()
        assert path_of(found, "Later").career.difference.tolist() == [0, 0, 0, *now[:3]]

    def test_a_path_of_one_move_now_is_the_standing_one(self) -> None:
        now = {"name": "Now", "moves": [{"to": "Operations manager", "in_year": "1"}]}
        found = asked({"award_a_year": {"percent": "2%", "pounds": "100"}, "paths": [now]})
        one, other = path_of(found, "Now"), path_of(found, "Move now: Operations manager")
        assert one.career.difference.tolist() == other.career.difference.tolist()

    def test_years_of_one_rule_book_are_what_each_year_is_alone(self) -> None:
        held = post("6", 2, years=4, annex_5_percent=0.25)
        leader, acting = post("7", unsocial_hours_payment=3_000), post("8a", lasts=2)
        moves = [PlannedMove(leader, 2, "same"), PlannedMove(acting, 4), PlannedMove(post("8a"), 7)]
        together = follow(held, moves, (policy(),) * 12)
        alone = follow(held, moves, tuple(replace(policy()) for _ in range(12)))
        for line, values in together.slip.items():
            assert values.tolist() == alone.slip[line].tolist(), line
        assert together.held.tolist() == [0, 1, 1, 2, 2, 1, 3, 3, 3, 3, 3, 3]

    def test_career_itself_is_follow(self) -> None:
        held, offer = post("6", 3, years=5, annex_5_percent=0.25), post("8a", lasts=3)
        books = (policy(),) * 6
        alike = against_staying(follow(held, (), books), follow(held, [PlannedMove(offer)], books))
        assert career(held, offer, policy(), years=6).cumulative.tolist() == alike.cumulative.tolist()


class TestAnswer:
    def test_an_unsure_offer_moves_now_both_ways(self) -> None:
        found = asked({}, offers=[OFFERS[0] | {"pattern": "unsure", "unsocial_hours_payment": "6000"}])
        names = [result.path.name for result in found.results]
        told = "Move now: Operations manager"
        assert names == [STAY, f"{told} (pattern different)", f"{told} (pattern same)"]

    def test_a_sentence_says_when_and_by_how_much(self) -> None:
        found = careers(load_scenario("paramedic-to-operations-manager"))
        path = found.results[1]
        said = outcome_of_path(path)
        assert said.startswith(
            "It catches up in year 6, by £93 (thin: a rounding of the assumptions); the first year ahead is year 3;"
            " by year 10 it is £"
        )
        # 57,528 twice, 60,417 three times and 64,750 five times, less ten times 60,146.25, over 54
        assert said.endswith("a year more pension is built up.")
        more = (2 * 57_528 + 3 * 60_417 + 5 * 64_750 - 10 * 60_146.25) / 54
        assert path.extra_pension == pytest.approx(more, abs=0.1)
        behind = careers(load_scenario("team-leader-annex-5-to-operations-manager")).results[1]
        assert "never catches up within 10 years (£" in outcome_of_path(behind)
        assert "no year is ahead" in outcome_of_path(behind)

    def test_what_is_assumed_is_said(self) -> None:
        found = careers(load_scenario(SHIPPED))
        words = {one.id: one for one in found.assumptions}
        assert "an award of 2%" in words["award-a-year"].words
        assert "3.5% a year" in words["discount"].words
        assert "3.2% a year" in words["revaluation"].words
        assert {words[name].status for name in ("award-a-year", "path-promotion", "path-years")} == {"assumed"}
        assert "secondment-cut-short" not in words
        assert not {"progression", "no-revaluation"} & set(words)
        plain = {one.id for one in careers(load_scenario("paramedic-to-operations-manager")).assumptions}
        assert {"progression", "no-revaluation", "path-years"} <= plain
        assert not {"award-a-year", "discount", "path-promotion"} & plain

    def test_a_secondment_cut_short_is_said(self) -> None:
        offers = [*OFFERS, {"name": "Acting", "band": "8a", "pattern": "different", "move": "acting_up"}]
        offers[2]["lasts_years"] = "3"
        moves = [{"to": "Acting", "in_year": "1"}, {"to": "Operations manager", "in_year": "3"}]
        found = asked({"paths": [{"name": "Kept on", "moves": moves}]}, offers=offers)
        assert "secondment-cut-short" in {one.id for one in found.assumptions}
        assert path_of(found, "Kept on").followed.held.tolist() == [1, 1, 2, 2, 2, 2]

    def test_figures_of_later_years_are_assumed_under_an_award(self) -> None:
        found = careers(load_scenario(SHIPPED))
        later = [one for one in found.figures if one.changed]
        assert {one.parameter for one in later} == {"pay-points", "member-pension-contribution"}
        assert {one.status for one in later} == {"assumed"}
        assert all(one.changed.startswith("each year after the first by an award") for one in later)

    def test_a_policy_can_set_the_award_of_later_years(self) -> None:
        policies = [{"name": "In force"}, {"name": "Rising", "change": {"career.award_a_year.percent": "3%"}}]
        found = asked({}, policies=policies)
        plain, rising = (r.career.move["basic_pay"].tolist() for r in found.results if "Operations" in r.path.name)
        assert plain[:2] == [57_528, 57_528]
        assert rising[:2] == [57_528, 59_254]  # 57,528 x 1.03 is 59,253.84
        warned = [w for result in compare(found.scenario).results for w in result.warnings]
        assert ("the policy 'Rising' changes career paths alone", 1) in warned

    def test_a_policy_can_move_a_move(self) -> None:
        policies = [{"name": "Sooner", "change": {"career.paths.0.moves.1.in_year": "2"}}]
        found = asked({"paths": [THROUGH_7]}, policies=policies)
        assert path_of(found, "Through 7").followed.held.tolist() == [1, 2, 2, 2, 2, 2]

    def test_without_a_career_block_the_standing_paths_are_shown(self) -> None:
        assert [r.path.name for r in careers(load_scenario("surprise-3-band-6-with-annex-5-beats-8a")).results] == [
            STAY,
            "Move now: Band 8a, first step",
            "Move now: Band 8a, middle step",
        ]

    def test_a_same_pattern_that_cannot_be_is_refused(self) -> None:
        same = {"to": "Operations manager", "in_year": "4", "pattern": "same"}
        with pytest.raises(Refused, match="'same' cannot be"):
            asked({"paths": [{"name": "Later", "moves": [same]}]})

    def test_a_missing_offer_is_named(self) -> None:
        with pytest.raises(Faults, match=r"career\.paths\.0\.moves\.0\.to: 'Manager' is not the name of an offer"):
            asked({"paths": [{"name": "Later", "moves": [{"to": "Manager", "in_year": "2"}]}]})


class TestCommand:
    def test_text_puts_the_paths_side_by_side(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["career", SHIPPED]) == 0
        printed = capsys.readouterr().out
        assert NOT_PAYROLL in printed
        assert "[assumed]" in printed
        assert "unverified" in printed
        assert max(len(line) for line in printed.splitlines() if " " in line.strip()) <= 100  # an address is not broken
        assert "Catch-up year  Cumulative  Discounted  Pension a year  Employer cost" in printed
        assert "10 years, each path beside staying" in " ".join(printed.split())
        assert "Through 7, then 8a" in printed
        assert "year 3: back to Band 6 paramedic, Annex 5" in " ".join(printed.split())

    def test_markdown_says_the_same(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["career", "award-flat-or-percentage", "--format", "markdown"]) == 0
        printed = capsys.readouterr().out
        assert "## Policy: £1,500 for all" in printed
        assert NOT_PAYROLL in printed

    def test_csv_is_tidy_and_whole(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["career", SHIPPED, "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert list(rows[0]) == [column.name for column in YEARS]
        assert len(rows) == 7 * 10
        through = [row for row in rows if row["path"] == "Through 7, then 8a"]
        assert [row["band"] for row in through] == ["7"] * 3 + ["8a"] * 7
        assert [row["step"] for row in through] == ["1", "1", "2", "1", "1", "2", "2", "2", "3", "3"]
        assert through[3]["basic_pay"] == "61050.00"

    def test_a_rate_that_is_not_stated_leaves_its_column_empty(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["career", "paramedic-to-operations-manager", "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert {row["discounted_cumulative"] for row in rows} == {""}

    def test_json_agrees_with_csv(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["career", SHIPPED, "--format", "json"]) == 0
        whole = json.loads(capsys.readouterr().out)
        assert whole["run"]["not_payroll"].startswith(NOT_PAYROLL)
        assert main(["career", SHIPPED, "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        years = [year for result in whole["results"] for year in result["years"]]
        assert [f"{year['cumulative']:.2f}" for year in years] == [row["cumulative"] for row in rows]
        last = whole["results"][-1]
        assert last["moves"][0] == {"to": "Two-year secondment", "in_year": 1, "pattern": "different"}
        assert last["award_a_year"] == {"percent": 2.0, "pounds": 0.0, "pension_tiers": "rise"}

    def test_a_wrong_name_is_one_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["career", "nowhere"]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_front_door_follows_every_path() -> None:
    scenario = paymodel.load_scenario(SHIPPED)
    assert len(paymodel.career(scenario).results) == 7
