"""Leaving Annex 5: staying, a one-off payment, protection by length, taper and mark-time; figures of `test_moves.py`.

The whole of Annex 5 lost by a paramedic at the top of band 6 is 12,029.25 a year, 7,189.37 of take-home pay.
"""

from typing import Any

import pytest

from paymodel.cli import main
from paymodel.moves.careers import careers
from paymodel.moves.comparison import Move
from paymodel.moves.remedies import Remedy, remedies_of
from tests.test_moves import SIX_ON_ANNEX_5, asked, penny, refused, scenario, taken_home, text_of

ANNEX_5, ON_COSTS = 12_029.25, 1.3928  # 23.78% pension, 15% National Insurance, 0.5% levy
OFFICE = {"band": "6", "rota": "monday-to-friday"}
ON_THE_ROTA = taken_home(60_146.25)
WHOLE_LOSS = round(taken_home(48_117) - ON_THE_ROTA, 2)


def move_of(current: dict[str, Any] = SIX_ON_ANNEX_5, **more: Any) -> Move:
    (move,) = asked(current, {**OFFICE, **more}, horizon_years=4).moves
    return move


class TestProtection:
    def test_two_years_are_made_up_and_then_all_is_lost(self) -> None:
        move = move_of(protection={"months": 24})
        assert move.career.difference.tolist() == [0, 0, WHOLE_LOSS, WHOLE_LOSS]
        assert move.beside is not None
        assert move.beside.years == 2
        assert move.beside.take_home_change_then == WHOLE_LOSS == -7_189.37
        assert move.beside.cost == pytest.approx(2 * ANNEX_5 * ON_COSTS, abs=0.03)

    def test_a_taper_is_of_equal_parts_of_the_months(self) -> None:
        # 8 months each: the first year holds 8 at 100% and 4 at 75%, the second 4 at 75% and 8 at 50%
        move = move_of(protection={"months": 24, "taper": [100, 75, 50]})
        years = [penny(ANNEX_5 * (8 * a + 4 * b) / 12) for a, b in ((1, 0.75), (0.5, 0.75))]
        changes = [taken_home(48_117 + made_up) - ON_THE_ROTA for made_up in years]
        assert move.career.difference.tolist() == pytest.approx([*changes, WHOLE_LOSS, WHOLE_LOSS], abs=0.011)
        assert move.take_home_change == move.career.difference[0]
        assert move.beside is not None
        assert move.beside.cost == pytest.approx(sum(years) * ON_COSTS, abs=0.03)

    @pytest.mark.parametrize("months", [6, 18])
    def test_a_part_of_a_year(self, months: int) -> None:
        move = move_of(protection={"months": months})
        made_up = penny(ANNEX_5 / 2)
        changes = [0.0] * (months // 12) + [taken_home(48_117 + made_up) - ON_THE_ROTA]
        assert move.career.difference.tolist()[: len(changes)] == pytest.approx(changes, abs=0.011)
        assert move.career.difference[len(changes)] == WHOLE_LOSS

    @pytest.mark.parametrize(("mark_time", "made_up"), [("yes", 50_170 - 48_117), ("no", 8_000)])
    def test_mark_time_freezes_what_is_made_up_to(self, mark_time: str, made_up: float) -> None:
        # Step 2 of band 6 (42,170) with 8,000 is 50,170; the top a year later is 48,117 with or without 8,000
        held = {"band": "6", "step": "2", "unsocial_hours_payment": 8_000}
        person = {"years_in_band": 4}
        (move,) = asked(
            held, {"band": "6", "protection": {"months": 36, "mark_time": mark_time}}, person=person, horizon_years=3
        ).moves
        gross = move.career.move["gross_pay"].tolist()
        assert gross == [50_170, 48_117 + made_up, 48_117 + made_up]

    def test_part_time_pay_is_made_up_for_the_hours_worked(self) -> None:
        # 0.5 of 48,117 with 25% is 30,073.13; half of it is made up to half of 60,146.25
        offer = {**OFFICE, "whole_time_equivalent": 0.5, "if_hours_differ": "scale", "protection": {"months": 12}}
        (move,) = asked(SIX_ON_ANNEX_5, offer).moves
        assert float(move.payslip["gross_pay"]) == pytest.approx(60_146.25 / 2, abs=0.01)

    def test_a_policy_may_state_it(self) -> None:
        change = {"offers.0.protection": {"months": 12, "taper": ["100%", "50%"]}}
        policies = [
            {"name": "Bare"},
            {"name": "Protected", "change": change},
            {"name": "Paid", "change": {"offers.0.one_off_payment": 500}},
        ]
        bare, protected, paid = asked(SIX_ON_ANNEX_5, OFFICE, policies=policies).moves
        assert bare.take_home_change == WHOLE_LOSS
        assert protected.take_home_change > WHOLE_LOSS
        assert float(paid.gross_change) == -ANNEX_5 + 500

    def test_the_answer_says_what_is_left_once_it_is_over(self) -> None:
        said = text_of(asked(SIX_ON_ANNEX_5, {**OFFICE, "protection": {"months": 24, "taper": [100, 75, 50]}}))
        assert "This holds 24 months of pay protection (100%, 75%, 50%), which costs the employer £25,131.50" in said
        assert "in year 3, without it, take-home pay changes by -£7,189.37." in said
        assert "Pay protection makes up the gross pay of the post held" in said

    def test_in_a_later_year_of_a_path(self) -> None:
        path = {"name": "Later", "moves": [{"to": "Offer 0", "in_year": 2}]}
        offer = {**OFFICE, "protection": {"months": 12}, "one_off_payment": 1_000}
        found = careers(scenario(SIX_ON_ANNEX_5, offer, career={"paths": [path]}, horizon_years=3))
        assert found.results[-1].followed.slip["gross_pay"].tolist() == [60_146.25, 61_146.25, 48_117]

    @pytest.mark.parametrize("taper", [["0.75"], [101], []])
    def test_a_taper_is_of_percentages(self, taper: list[Any]) -> None:
        words = refused(SIX_ON_ANNEX_5, {**OFFICE, "protection": {"months": 12, "taper": taper}})
        assert len(words) == 1
        assert words[0].startswith("offers.0.protection.taper")


class TestOneOffPayment:
    def test_it_is_taxed_and_not_pensionable_and_comes_once(self) -> None:
        # 48,117 pays 4,715.47 pension (9.8%); 53,401.53 is left of 58,117. Tax: 20% of 37,700 and 40% of 3,131.53;
        # insurance: 8% of 37,700 and 2% of 7,847
        move = move_of(one_off_payment=10_000)
        tax, insurance = 7_540 + penny(0.4 * 3_131.53), 3_016 + penny(0.02 * 7_847)
        expected = 58_117 - 4_715.47 - tax - insurance - ON_THE_ROTA
        assert move.career.difference.tolist() == pytest.approx(
            [expected, WHOLE_LOSS, WHOLE_LOSS, WHOLE_LOSS], abs=0.011
        )
        assert move.beside is not None
        assert (move.beside.years, move.beside.cost) == (1, 11_550)  # 15% and 0.5%, no pension

    @pytest.mark.parametrize("years", [1, 2])
    def test_remedies_find_the_payment_at_which_years_are_even(self, years: int) -> None:
        remedy = one_off(scenario(SIX_ON_ANNEX_5, OFFICE), years)
        assert remedy.value is not None
        # All of it above 6,868.47 is taxed at 40%, above 2,153 at 2%: the first 6,868.47 at 20%, 2,153 at 8%
        taxed = 0.2 * 6_868.47 + 0.4 * (remedy.value - 6_868.47) + 0.08 * 2_153 + 0.02 * (remedy.value - 2_153)
        left = remedy.value - taxed + years * WHOLE_LOSS
        assert 0 <= left + 0.02 < 0.6 + 0.02
        assert remedy.take_home_change == pytest.approx(left, abs=0.03)
        assert remedy.employer_cost_over_five_years == pytest.approx(remedy.value * 1.155, abs=0.02)

    def test_nothing_is_needed_where_nothing_is_lost(self) -> None:
        remedy = one_off(scenario({"band": "6"}, {"band": "6", "saturday_night_hours_a_week": 5}), 5)
        assert remedy.value == 0

    def test_on_promotion_the_remedies_are_what_they_were(self) -> None:
        (offer,) = remedies_of(scenario(SIX_ON_ANNEX_5, {"band": "8a", "pattern": "different"}))
        assert "one-off payment" not in {str(remedy.kind) for remedy in offer.remedies}

    def test_the_years_are_an_option(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["remedies", "band-7-from-the-rota-to-the-office", "--years", "1"]) == 0
        assert "pounds once, for 1 year" in capsys.readouterr().out


def one_off(asked_of: Any, years: int) -> Remedy:
    (offer,) = remedies_of(asked_of, years=years)
    return next(remedy for remedy in offer.remedies if str(remedy.kind) == "one-off payment")
