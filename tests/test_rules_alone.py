"""Rules called by themselves: what they take for granted when nothing is stated, and many people at once.

`test_rules.py` asks the payslip, which states everything and mostly one person; what a rule does where less is stated,
or where people of different kinds stand in one array, is settled here. Figures of England, 22 November 2026, as there.
"""

import numpy as np
import pytest

from paymodel import load_policy
from paymodel.arithmetic import NOUGHT, chosen, times, total
from paymodel.pay.clock import DAY, SUNDAY_OR_HOLIDAY, WEEKDAY, nominal_duties
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rule_book import Annex5Window, ChildBenefit, PersonalAllowance, RuleBook, StudentLoan
from paymodel.pay.rules.annex_5 import bracket, qualifying_hours, share_of_basic_pay
from paymodel.pay.rules.basic_pay import whole_time_basic_pay
from paymodel.pay.rules.child_benefit import child_benefit, child_benefit_charge
from paymodel.pay.rules.high_cost_area import high_cost_area_supplement
from paymodel.pay.rules.income_tax import personal_allowance
from paymodel.pay.rules.on_costs import cost_of_a_pound
from paymodel.pay.rules.overtime import overtime_pay
from paymodel.pay.rules.pay_steps import step_after, years_to_reach
from paymodel.pay.rules.pension import employer_contribution, pension_built_up, pension_contribution, pension_in_all
from paymodel.pay.rules.promotion import first_higher_step, promotion_protection, share_of_pattern_kept
from paymodel.pay.rules.student_loan import loans_a_month, student_loan_repayment
from paymodel.pay.rules.unsocial_hours import HoursByRate, hours_by_rate, unsocial_hours_payment
from paymodel.pay.schedules import Marginal
from paymodel.rounding import Array, to_penny, to_penny_half_down, to_pound, up_to_pound

POLICY = load_policy("england", "2026-11-22")
POINTS = POLICY.pay_points
SCOTLAND = load_policy("scotland", "2026-11-22")


class TestFirstHigherStep:
    def test_without_a_premium_basic_pay_alone_decides(self) -> None:
        first, second, third = POINTS.pounds[BAND_CODE["8a"], :3]
        old = [first - 1, first, second - 0.01, second, third - 0.01, third, third + 1]
        assert first_higher_step(POINTS, BAND_CODE["8a"], old).tolist() == [1, 2, 2, 3, 3, 3, 3]

    def test_one_person_and_one_of_many_get_the_same(self) -> None:
        old = POINTS.pounds[BAND_CODE["8a"], 0]
        found = first_higher_step(POINTS, BAND_CODE["8a"], old)
        assert (found.shape, found.dtype.name, float(found)) == ((), "float64", 2.0)

    def test_a_sum_and_a_share_both_count(self) -> None:
        first = POINTS.pounds[BAND_CODE["8a"], 0]
        assert first_higher_step(POINTS, BAND_CODE["8a"], first, [0, 0.01]).tolist() == [2, 1]
        assert first_higher_step(POINTS, BAND_CODE["8a"], first * 1.05, 0, [0.05, 0.06]).tolist() == [2, 1]


@pytest.mark.parametrize(("old", "new", "share"), [(0, 5, 1), (-1, 5, 1), (0.5, 0.25, 0.5), (1, 0, 0), (20, 15, 0.75)])
def test_the_share_of_a_pattern_kept(old: float, new: float, share: float) -> None:
    assert share_of_pattern_kept(old, new) == share


def test_protection_is_rounded_to_the_penny_and_never_negative() -> None:
    assert promotion_protection([100.005, 100, 99.99], 100).tolist() == [0.01, 0, 0]


class TestChildBenefit:
    RULES = ChildBenefit(27.05, 17.90, 60_000, 200)

    def test_each_child_counts_and_none_is_none(self) -> None:
        # 27.05 a week for the eldest, 17.90 for each other, 52 weeks
        assert to_penny(child_benefit(self.RULES, [0, 1, 2, 3])).tolist() == [0, 1_406.60, 2_337.40, 3_268.20]

    def test_people_with_and_without_children_stand_side_by_side(self) -> None:
        # 30% of 2,337 is 701.1; nobody without children is charged
        assert child_benefit_charge(self.RULES, [0, 2, 0, 1], [90_000, 66_000, 66_000, 59_000]).tolist() == [
            0,
            701,
            0,
            0,
        ]

    def test_benefit_percentage_and_charge_are_each_rounded_down(self) -> None:
        # 64,399: 21.995 steps, 21%; 21% of 1,406 is 295.26 (of 1,406.60 it would be 295.39); 29% of 2,337 is 677.73
        assert child_benefit_charge(self.RULES, [1, 2], [64_399, 65_999]).tolist() == [295, 677]


class TestAnnex5:
    def test_a_bound_belongs_to_the_bracket_below_unless_said_otherwise(self) -> None:
        rules = POLICY.annex_5()
        bounds = [5, 5.01, 9, 13, 17, 21]
        assert bracket(rules, bounds).tolist() == [0, 1, 1, 2, 3, 4]
        assert bracket(rules, bounds, edge="lower_bound_in").tolist() == [0, 1, 2, 3, 4, 5]
        assert share_of_basic_pay(rules, bounds[2:]).tolist() == [0.09, 0.13, 0.17, 0.21]

    def test_no_hours_are_no_pay_and_few_are_settled_locally(self) -> None:
        assert share_of_basic_pay(POLICY.annex_5(), [-1, 0, 0.01, 5]).tolist() == pytest.approx(
            [0, 0, np.nan, np.nan], nan_ok=True
        )

    def test_all_of_a_public_holiday_counts_from_midnight_to_midnight(self) -> None:
        # old Annex E: bands 1 to 7 before 07:00 and from 19:00 on a weekday, all of a weekend or public holiday
        window = Annex5Window(7 * 60, 19 * 60, DAY, DAY)
        holiday = [SUNDAY_OR_HOLIDAY, WEEKDAY, WEEKDAY]
        all_day = nominal_duties([0], [24 * 60], [60], [holiday])
        assert qualifying_hours(all_day, window, [[False] * 3]).tolist() == [24]
        # 16:00 to 08:00: eight hours of the holiday, then seven before 07:00
        into_the_next = nominal_duties([16 * 60], [16 * 60], [60], [holiday])
        assert qualifying_hours(into_the_next, window, [[False] * 3]).tolist() == [15]


class TestBasicPay:
    def test_a_step_off_the_scale_is_no_pay_point(self) -> None:
        # band 8a is followed by 8b in the table: a step too many must not read the next band's first
        found = whole_time_basic_pay(POINTS, BAND_CODE["8a"], [-5, 0, 1, 3, 4, 5, 50])
        assert found.tolist() == pytest.approx(
            [np.nan, np.nan, *POINTS.pounds[BAND_CODE["8a"], [0, 2]], np.nan, np.nan, np.nan], nan_ok=True
        )

    def test_many_bands_may_come_as_floats(self) -> None:
        bands = np.array([BAND_CODE["6"], BAND_CODE["8a"]], dtype=np.float64)
        assert whole_time_basic_pay(POINTS, bands, [3.0, 1.0]).tolist() == [48_117, 57_528]

    def test_stated_and_scale_pay_stand_side_by_side(self) -> None:
        found = whole_time_basic_pay(POINTS, [BAND_CODE["6"], BAND_CODE["6"]], [3, 3], [np.nan, 50_000])
        assert found.tolist() == [48_117, 50_000]


class TestPaySteps:
    def test_bands_and_steps_may_come_as_whole_numbers_of_any_kind(self) -> None:
        # the steps of band 8a are reached after 0, 2 and 5 years; a table of jobs holds its numbers as floats
        band = float(BAND_CODE["8a"])
        assert years_to_reach(POINTS, [band, band], [2.0, 3.0]).tolist() == [2, 5]
        found = step_after(POINTS, band, [0, 1, 2, 4, 5, 40])
        assert (found.dtype.name, found.tolist()) == ("float64", [1, 1, 2, 2, 3, 3])
        assert whole_time_basic_pay(POINTS, band, 1.0) == POINTS.pounds[BAND_CODE["8a"], 0]


class TestPension:
    def test_people_in_and_out_of_the_scheme_stand_side_by_side(self) -> None:
        inside = [True, False]
        assert pension_built_up(54, [54_000, 54_000], inside).tolist() == [1_000, 0]
        assert employer_contribution(0.2378, [100_000, 100_000], inside).tolist() == [23_780, 0]
        # 57,528 is in the tier of 10.7%
        tiers = POLICY.member_pension_contribution
        assert to_penny(pension_contribution(tiers, [57_528, 57_528], inside)).tolist() == [6_155.50, 0]
        assert pension_contribution(tiers, 57_528, True, [5_000, 6_000]).tolist() == [5_000, 6_000]

    def test_everybody_is_in_the_scheme_unless_said_otherwise(self) -> None:
        assert float(pension_built_up(54, 54_000)) == 1_000
        assert float(employer_contribution(0.2378, 100_000)) == 23_780
        assert float(to_penny(pension_contribution(POLICY.member_pension_contribution, 57_528))) == 6_155.50

    def test_what_stood_before_is_revalued_and_each_year_is_rounded(self) -> None:
        # 1,000; 1,032 + 1,100; 2,132 x 1.032 is 2,200.224, and 1,200
        assert pension_in_all([1_000, 1_100, 1_200], 0.032).tolist() == [1_000, 2_132, 3_400.22]
        assert pension_in_all([1_000, 1_100, 1_200]).tolist() == [1_000, 2_100, 3_300]
        assert pension_in_all([0.005, 0.005]).tolist() == [0.01, 0.02]


def test_a_pound_costs_the_employer_pension_insurance_and_levy() -> None:
    # 1 + 23.78% + 15% + 0.5%; in Scotland 22.5%; outside the scheme no pension contribution
    def of_a_pound(policy: RuleBook, in_pension_scheme: list[bool]) -> Array:
        return cost_of_a_pound(
            in_pension_scheme,
            pension=policy.employer_pension_contribution,
            national_insurance=policy.national_insurance.employer_rate,
            levy=policy.apprenticeship_levy,
        )

    assert of_a_pound(POLICY, [True, False]).tolist() == pytest.approx([1.3928, 1.155], abs=1e-12)
    assert of_a_pound(SCOTLAND, [True]).tolist() == pytest.approx([1.38], abs=1e-12)


class TestHours:
    def test_all_paid_hours_are_the_three_kinds_together(self) -> None:
        hours = HoursByRate(np.array([1.0, 8.0]), np.array([2.0, 0.0]), np.array([4.0, 0.5]))
        assert hours.total().tolist() == [7, 8.5]

    def test_a_break_at_night_counts_to_whether_most_of_the_shift_is_at_night(self) -> None:
        # 16:00 to 24:30 with a break from 21:00 to 22:00: 4.5 of 8.5 hours after 20:00; without it, 3.5 of 8.5
        weekday = [[WEEKDAY] * 3]
        late = nominal_duties([16 * 60], [8.5 * 60], [60], weekday, break_start=21 * 60)
        hours = hours_by_rate(late, POLICY.working_time.section_2)
        assert (hours.plain.tolist(), hours.saturday_night.tolist()) == ([0], [7.5])

    def test_unsocial_hours_are_paid_in_full_unless_absence_is_stated(self) -> None:
        # (100 x 30% + 50 x 60%) x 20 = 1,200, of which an absence of a tenth leaves nine
        assert float(unsocial_hours_payment(100, 50, 20.0, 0.3, 0.6)) == 1_200
        assert float(unsocial_hours_payment(100, 50, 20.0, 0.3, 0.6, 0.1)) == pytest.approx(1_080)

    def test_overtime_of_those_who_are_paid_it_and_of_those_who_are_not(self) -> None:
        # 10 hours at 1.5 and 2 at double, of 20.00: 380; band 8a has none
        bands = [BAND_CODE["7"], BAND_CODE["8a"]]
        assert overtime_pay(POLICY.overtime, bands, [10, 10], [2, 2], 20.0).tolist() == [380, 0]
        assert overtime_pay(POLICY.overtime, bands, [0, 10], [0, 2], 20.0).tolist() == [0, 0]
        assert overtime_pay(POLICY.overtime, bands, 0, 0, 20.0) is NOUGHT
        assert overtime_pay(POLICY.overtime, BAND_CODE["7"], 0, 1, 20.0) == 40


def test_a_supplement_is_whole_time_unless_a_share_is_stated() -> None:
    inner = POLICY.high_cost_area_supplement["inner"]
    whole = inner.clamped(32_073)
    assert high_cost_area_supplement(inner, 32_073, 0) == whole
    assert high_cost_area_supplement(inner, 32_073, 0, 0.5) == whole / 2


class TestStudentLoans:
    LOANS = {  # noqa: RUF012
        "plan_1": StudentLoan(10_000, 0.09),
        "plan_2": StudentLoan(20_000, 0.09),
        "plan_5": StudentLoan(None, 0.09),
        "postgraduate": StudentLoan(15_000, 0.06),
    }

    @pytest.mark.parametrize(
        ("held", "repaid"),
        [
            ([], 0),
            (["plan_5"], 0),
            (["plan_2"], 90),  # 9% of 1,009 is 90.81
            (["plan_2", "plan_1"], 990),  # once, above the lower threshold: 9% of 11,009 is 990.81
            (["plan_5", "plan_2"], 90),
            (["postgraduate"], 360),  # 6% of 6,009 is 360.54
            (["plan_2", "postgraduate"], 90 + 360),  # together 451.35
        ],
    )
    def test_each_is_rounded_down_by_itself(self, held: list[str], repaid: float) -> None:
        assert float(student_loan_repayment(self.LOANS, held, 21_009)) == repaid

    def test_pay_below_a_threshold_repays_nothing(self) -> None:
        assert student_loan_repayment(self.LOANS, ["plan_2"], [0, 19_999, 20_000, 20_011, 20_012]).tolist() == [
            *(0, 0, 0),
            *(0, 1),  # 0.99 and 1.08
        ]

    def test_nobody_below_a_threshold_repays_at_any_rate(self) -> None:
        # all of what lies above 20,000: a pound of 20,001, nothing of less
        loans = {"plan_2": StudentLoan(20_000, 1.0)}
        assert student_loan_repayment(loans, ["plan_2"], [0, 19_999, 20_000, 20_001]).tolist() == [0, 0, 0, 1]

    def test_a_month_has_a_twelfth_of_each_threshold(self) -> None:
        # 10,000 / 12 is 833.333 and 20,000 / 12 is 1,666.667, down to the penny; 15,000 / 12 is 1,250
        a_month = loans_a_month(self.LOANS)
        assert {plan: (loan.threshold, loan.rate) for plan, loan in a_month.items()} == {
            "plan_1": (833.33, 0.09),
            "plan_2": (1_666.66, 0.09),
            "plan_5": (None, 0.09),
            "postgraduate": (1_250, 0.06),
        }
        # 9% of 100.00; above a threshold not rounded down it would be 9% of a third of a penny less, and so 8
        assert float(student_loan_repayment(a_month, ["plan_1"], 933.33)) == 9


class TestIncomeTax:
    def test_nobody_under_the_start_loses_any_of_the_allowance(self) -> None:
        # a pound lost for each pound above 100,000
        rules = PersonalAllowance(12_570, 100_000, 1)
        assert personal_allowance(rules, [0, 99_999, 100_000, 100_001]).tolist() == [12_570, 12_570, 12_570, 12_569]

    def test_people_of_different_bands_stand_side_by_side(self) -> None:
        # 20% of 50; 20 and 40% of 50; nobody pays for a part that he does not reach
        bands = Marginal((100.0,), (0.20, 0.40))
        assert bands.charge([0, 50, 100, 150]).tolist() == [0, 10, 20, 40]
        assert bands.charge([]).tolist() == []

    def test_a_table_with_a_rate_too_few_is_no_table(self) -> None:
        with pytest.raises(ValueError, match="zip"):
            Marginal((100.0,), (0.20,)).charge(150)


class TestRounding:
    def test_pounds_round_half_up_without_binary_slips(self) -> None:
        # a pay point under an award of 3.3%: 56,803 x 1.033 = 58,677.499; a half goes up
        assert to_pound([58_677.499, 58_678.5, 58_678.49, 0.5, 0, 0.4999]).tolist() == [58_677, 58_679, 58_678, 1, 0, 0]
        assert to_pound([2.4999996, 2.4999994]).tolist() == [3, 2]
        assert float(to_pound(1.5)) == 2

    def test_one_number_is_rounded_as_many_are(self) -> None:
        assert float(to_penny(1.005)) == 1.01
        assert to_penny([1.005]).tolist() == [1.01]
        given = np.array([1.005])
        to_penny(given)
        assert given.tolist() == [1.005]  # what was given stays as it was
        assert up_to_pound(-0.0) == 0

    def test_nothing_is_never_a_minus_nought(self) -> None:
        # a payslip would print it as -0.00
        for rounded in (up_to_pound(-0.0), up_to_pound(-0.4), to_penny_half_down(0.0), to_penny_half_down(0.001)):
            assert str(float(rounded)) == "0.0"


class TestArithmetic:
    MANY = np.array([1.0, 2.0])

    def test_a_plain_nought_is_passed_over_and_a_row_of_noughts_is_not(self) -> None:
        assert total() is NOUGHT
        assert total(0, 0.0) is NOUGHT
        assert total(self.MANY, 0.0) is self.MANY
        assert total(0.0, self.MANY) is self.MANY
        assert total(self.MANY, [0.0, 0.0]).tolist() == [1, 2]
        assert total(1, 2, 0, 4) == 7

    def test_nought_and_one_cost_no_product(self) -> None:
        assert times(self.MANY, 0.0) is NOUGHT
        assert times(0.0, self.MANY) is NOUGHT
        assert times(self.MANY, 1.0) is self.MANY
        assert times(1.0, self.MANY) is self.MANY
        assert times(self.MANY, 2.0).tolist() == [2, 4]
        assert times(self.MANY, [0.0, 1.0]).tolist() == [0, 2]
        assert times(3.0, 0.5) == 1.5

    def test_nought_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError, match="item assignment"):
            NOUGHT[()] = 1  # one number, which nobody can write to

    def test_a_choice_that_is_one_for_all_takes_the_whole(self) -> None:
        assert chosen(True, self.MANY, 5.0) is self.MANY
        assert chosen(False, 5.0, self.MANY) is self.MANY
        assert chosen([True, False], self.MANY, 5.0).tolist() == [1, 5]
        assert chosen(np.array(1), 2, 3).dtype == np.float64
