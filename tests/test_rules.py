"""Each pay rule by hand, either side of every threshold. England, 22 November 2026, unless a test says otherwise.

Figures: NHS Employers, pay scales 2026/27; tax, National Insurance and loans 2026-27 (GOV.UK); NHSBSA member rates.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from paymodel import Job, load_policy, payslip
from paymodel.about import NATIONS
from paymodel.errors import Refused
from paymodel.pay.job import BAND_CODE
from paymodel.pay.lines import LINES
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.pay.rules.annex_5 import average_hours, bracket, share_of_basic_pay, status
from paymodel.pay.rules.basic_pay import hourly_rate
from paymodel.pay.rules.income_tax import income_tax, personal_allowance
from paymodel.pay.rules.national_insurance import employer_national_insurance, national_insurance
from paymodel.pay.rules.pay_steps import step_after, years_to_reach
from paymodel.rounding import down_to_pound, to_penny, up_to_pound

AS_AT = "2026-11-22"


@cache
def policy(nation: str = "england", as_at: str = AS_AT, **switches: Any) -> RuleBook:
    return load_policy(nation, as_at, switches=Switches(**switches))


def pay(line: str, rules: RuleBook | None = None, **job: Any) -> float:
    """One line of the payslip of a job; `band` is a name."""
    if "band" in job:
        job["band"] = BAND_CODE[job["band"]]
    return float(payslip(Job(**job), rules or policy())[line])


def hour_of(whole_time_pay: float, weekly_hours: float = 37.5) -> float:
    """An hour's pay: 365/7 weeks a year (NHSBSA KA-02658)."""
    return whole_time_pay * 7 / 365 / weekly_hours


def pennies(pounds: float) -> Any:
    """Within the rounding of one line."""
    return pytest.approx(pounds, rel=0, abs=0.0050001)


@pytest.mark.rule("income_tax")
class TestIncomeTax:
    # ITA 2007 s.35: 1 pound less for every 2 above 100,000, rounded up to a pound, nil from 125,140
    @pytest.mark.parametrize(
        ("income", "allowance"),
        [
            (99_999, 12_570),
            (100_000, 12_570),
            (100_001, 12_570),  # 12,569.50
            (100_002, 12_569),
            (100_003, 12_569),  # 12,568.50
            (110_000, 12_570 - 5_000),
            (125_137, 2),  # 1.50
            (125_138, 1),
            (125_139, 1),  # 0.50
            (125_139.99, 1),
            (125_140, 0),
            (125_141, 0),
            (200_000, 0),
        ],
    )
    def test_the_allowance_tapers(self, income: float, allowance: float) -> None:
        assert float(personal_allowance(policy().personal_allowance, income)) == allowance

    @pytest.mark.parametrize("nation", ["england", "wales", "northern_ireland"])
    @pytest.mark.parametrize(
        ("income", "tax"),
        [
            (12_570, 0),
            (12_571, 0.20),
            (50_270, 37_700 * 0.20),
            (50_271, 37_700 * 0.20 + 0.40),
            (100_000, 37_700 * 0.20 + 49_730 * 0.40),
            (100_002, 37_700 * 0.20 + 49_733 * 0.40),  # allowance 12,569
            (125_140, 37_700 * 0.20 + 87_440 * 0.40),  # no allowance
            (125_141, 37_700 * 0.20 + 87_440 * 0.40 + 0.45),
        ],
    )
    def test_each_band_of_the_rest_of_the_uk_starts_where_it_should(
        self, nation: str, income: float, tax: float
    ) -> None:
        rules = policy(nation)
        assert float(income_tax(rules.income_tax, rules.personal_allowance, income)) == pytest.approx(tax, abs=1e-6)

    # Scottish rate resolution S6M-20844: as gross pay with the whole allowance the bands start at 12,571, 16,538,
    # 29,527, 43,663 and 75,001; the top rate at 125,141, where there is no allowance
    @pytest.mark.parametrize(
        ("income", "tax"),
        [
            (12_570, 0),
            (12_571, 0.19),
            (16_537, 3_967 * 0.19),
            (16_538, 3_967 * 0.19 + 0.20),
            (29_526, 3_967 * 0.19 + 12_989 * 0.20),
            (29_527, 3_967 * 0.19 + 12_989 * 0.20 + 0.21),
            (43_662, 3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21),
            (43_663, 3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21 + 0.42),
            (75_000, 3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21 + 31_338 * 0.42),
            (75_001, 3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21 + 31_338 * 0.42 + 0.45),
            (125_140, 3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21 + 31_338 * 0.42 + 62_710 * 0.45),
            (125_141, 3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21 + 31_338 * 0.42 + 62_710 * 0.45 + 0.48),
        ],
    )
    def test_each_scottish_band_starts_where_it_should(self, income: float, tax: float) -> None:
        rules = policy("scotland")
        assert float(income_tax(rules.income_tax, rules.personal_allowance, income)) == pytest.approx(tax, abs=1e-6)

    def test_tax_follows_residence_and_the_rest_the_nation(self) -> None:
        # a post in England at 43,663 held by somebody who lives in Scotland: 42p and not 20p on the last pound
        resident = load_policy("england", AS_AT, tax_residence="scotland")
        slip = payslip(Job(basic_pay=43_663, in_pension_scheme=False), resident)
        assert float(slip["income_tax"]) == pennies(3_967 * 0.19 + 12_989 * 0.20 + 14_136 * 0.21 + 0.42)
        assert resident.weekly_hours == 37.5


class TestNationalInsurance:
    @pytest.mark.rule("national_insurance")
    @pytest.mark.parametrize(
        ("gross", "employee"),
        [
            (12_570, 0),
            (12_571, 0.08),
            (50_270, 37_700 * 0.08),
            (50_271, 37_700 * 0.08 + 0.02),
            (60_270, 37_700 * 0.08 + 10_000 * 0.02),
        ],
    )
    def test_the_employee_pays_from_the_primary_threshold(self, gross: float, employee: float) -> None:
        assert float(national_insurance(policy().national_insurance, gross)) == pytest.approx(employee, abs=1e-9)

    @pytest.mark.rule("employer_national_insurance")
    @pytest.mark.parametrize(
        ("as_at", "gross", "employer"),
        [
            ("2026-11-22", 5_000, 0),
            ("2026-11-22", 5_001, 0.15),
            ("2025-04-06", 5_001, 0.15),
            ("2025-03-31", 9_100, 0),
            ("2025-03-31", 9_101, 0.138),
        ],
    )
    def test_the_employer_pays_from_the_secondary_threshold(self, as_at: str, gross: float, employer: float) -> None:
        rules = policy(as_at=as_at).national_insurance
        assert float(employer_national_insurance(rules, gross)) == pytest.approx(employer, abs=1e-9)

    @pytest.mark.rule("national_insurance")
    @pytest.mark.parametrize(
        ("as_at", "rate"),
        [("2024-01-05", 0.12), ("2024-01-06", 0.10), ("2024-03-31", 0.10), ("2024-04-01", 0.08), ("2024-04-06", 0.08)],
    )
    def test_the_main_rate_changed_on_6_january_2024(self, as_at: str, rate: float) -> None:
        # NIC (Reduction in Rates) Act 2023: 12% to 10%; then 8% from April 2024
        found = pay("national_insurance", policy(as_at=as_at), basic_pay=30_000)
        assert found == pennies((30_000 - 12_570) * rate)

    @pytest.mark.rule("national_insurance")
    def test_pension_contributions_do_not_lower_it(self) -> None:
        # 57,528: the whole of 37,700 at 8% and 7,258 at 2%, in the scheme or out of it
        expected = pennies(37_700 * 0.08 + 7_258 * 0.02)
        assert pay("national_insurance", band="8a") == expected
        assert pay("national_insurance", band="8a", in_pension_scheme=False) == expected


class TestPension:
    # NHSBSA, member rates 2026/27; SPPA table 2; HSC Pension Service. The rate is on all of pay; pence do not count.
    @pytest.mark.rule("pension_contribution")
    @pytest.mark.parametrize(
        ("nation", "bound", "below", "above"),
        [
            ("england", 13_259, 0.052, 0.065),
            ("england", 28_854, 0.065, 0.083),
            ("england", 35_155, 0.083, 0.098),
            ("england", 52_778, 0.098, 0.107),
            ("england", 67_668, 0.107, 0.125),
            ("wales", 67_668, 0.107, 0.125),
            ("northern_ireland", 13_259, 0.052, 0.067),
            ("northern_ireland", 28_854, 0.067, 0.085),
            ("northern_ireland", 35_155, 0.085, 0.10),
            ("northern_ireland", 52_778, 0.10, 0.109),
            ("northern_ireland", 67_668, 0.109, 0.127),
            ("scotland", 13_330, 0.057, 0.064),
            ("scotland", 28_987, 0.064, 0.07),
            ("scotland", 34_302, 0.07, 0.087),
            ("scotland", 43_038, 0.087, 0.098),
            ("scotland", 45_134, 0.098, 0.105),
            ("scotland", 54_862, 0.105, 0.112),
            ("scotland", 59_369, 0.112, 0.116),
            ("scotland", 83_026, 0.116, 0.127),
        ],
    )
    @pytest.mark.parametrize("from_bound", [-1.0, -0.01, 0.0, 0.01, 0.99, 1.0, 1.01])
    def test_each_tier_ends_where_it_should(
        self, nation: str, bound: float, below: float, above: float, from_bound: float
    ) -> None:
        pounds = bound + from_bound
        rate = above if from_bound >= 1 else below
        assert pay("pension_contribution", policy(nation), basic_pay=pounds) == pennies(pounds * rate)

    @pytest.mark.rule("pension_contribution", "take_home_pay")
    def test_a_pound_more_pay_can_cost_hundreds(self) -> None:
        # England, 67,669 at 12.5% is 8,458.63; 67,668 at 10.7% is 7,240.48
        assert pay("pension_contribution", basic_pay=67_668) == 7_240.48
        assert pay("pension_contribution", basic_pay=67_669) == 8_458.63
        assert pay("take_home_pay", basic_pay=67_669) < pay("take_home_pay", basic_pay=67_668) - 700

    @pytest.mark.rule("pension_contribution")
    def test_the_tier_goes_by_part_time_pay(self) -> None:
        # half of 56,515 is 28,257.50: 6.5%, where whole time pays 10.7%
        job: dict[str, Any] = {"band": "7", "step": 3}
        assert pay("pension_contribution", whole_time_equivalent=0.5, **job) == pennies(28_257.50 * 0.065)
        assert pay("pension_contribution", **job) == pennies(56_515 * 0.107)

    @pytest.mark.rule("pension_contribution")
    def test_scotland_can_be_read_from_table_1(self) -> None:
        # table 1 of 2025-26 is table 2 of October 2024: 50,650 ends 10.5%
        table_1 = policy("scotland", "2025-11-22", scotland_pension_table=1)
        table_2 = policy("scotland", "2025-11-22")
        assert pay("pension_contribution", table_1, basic_pay=51_000) == 51_000 * 0.112
        assert pay("pension_contribution", table_2, basic_pay=51_000) == 51_000 * 0.105

    @pytest.mark.rule(
        "pension_contribution",
        "pension_built_up",
        "employer_pension_contribution",
        "employer_pension_paid_centrally",
        "employer_cost",
    )
    def test_outside_the_scheme_nothing_is_paid_or_built_up(self) -> None:
        job: dict[str, Any] = {"band": "8a", "in_pension_scheme": False}
        nothing = (
            "pension_contribution",
            "pension_built_up",
            "employer_pension_contribution",
            "employer_pension_paid_centrally",
        )
        assert [pay(line, **job) for line in nothing] == [0, 0, 0, 0]
        assert pay("pensionable_pay", **job) == 57_528
        assert pay("taxable_pay", **job) == 57_528
        assert pay("employer_cost", **job) == pennies(57_528 + (57_528 - 5_000) * 0.15 + 57_528 * 0.005)

    @pytest.mark.rule("pension_contribution", "pension_built_up")
    def test_a_stated_contribution_replaces_the_tier(self) -> None:
        assert pay("pension_contribution", band="8a", pension_contribution=5_000) == 5_000
        assert pay("taxable_pay", band="8a", pension_contribution=5_000) == 52_528
        assert pay("pension_contribution", band="8a", pension_contribution=0) == 0
        assert pay("pension_built_up", band="8a", pension_contribution=5_000) == pennies(57_528 / 54)

    @pytest.mark.rule("taxable_pay", "income_tax")
    def test_contributions_lower_taxable_pay(self) -> None:
        # 57,528 less 10.7% of it, 6,155.50
        assert pay("taxable_pay", band="8a") == 57_528 - 6_155.50
        assert pay("income_tax", band="8a") == pennies(37_700 * 0.20 + (51_372.50 - 50_270) * 0.40)


@pytest.mark.rule("student_loan_repayment")
class TestStudentLoans:
    THRESHOLDS = (("plan_1", 26_900), ("plan_2", 29_385), ("plan_4", 33_795), ("plan_5", 25_000))

    @pytest.mark.parametrize(("plan", "threshold"), THRESHOLDS)
    def test_a_plan_takes_nine_per_cent_above_its_threshold_rounded_down(self, plan: str, threshold: float) -> None:
        for over, repayment in ((-1, 0), (0, 0), (11, 0), (12, 1), (1_000, 90), (1_011, 90), (1_012, 91)):
            # 9% of 11 is 0.99, of 12 is 1.08, of 1,011 is 90.99, of 1,012 is 91.08
            assert pay("student_loan_repayment", basic_pay=threshold + over, student_loan=(plan,)) == repayment

    def test_a_postgraduate_loan_takes_six_per_cent_above_21_000(self) -> None:
        for over, repayment in ((-1, 0), (0, 0), (16, 0), (17, 1), (1_000, 60)):  # 6% of 16 is 0.96, of 17 is 1.02
            found = pay("student_loan_repayment", basic_pay=21_000 + over, student_loan=("postgraduate",))
            assert found == repayment

    def test_several_plans_are_charged_once_above_the_lowest_threshold(self) -> None:
        # 9% of (40,000 - 25,000) for plans 2 and 5; of (40,000 - 26,900) for plans 1, 2 and 4
        assert pay("student_loan_repayment", basic_pay=40_000, student_loan=("plan_2", "plan_5")) == 1_350
        assert pay("student_loan_repayment", basic_pay=40_000, student_loan=("plan_1", "plan_2", "plan_4")) == 1_179

    def test_a_plan_and_a_postgraduate_loan_are_each_rounded_down(self) -> None:
        # 48,117: 9% of 18,732 is 1,685.88 and 6% of 27,117 is 1,627.02; together 3,312.90
        job: dict[str, Any] = {"basic_pay": 48_117, "student_loan": ("plan_2", "postgraduate")}
        assert pay("student_loan_repayment", **job) == 1_685 + 1_627
        # 48,104: 9% of 18,719 is 1,684.71 and 6% of 27,104 is 1,626.24
        assert pay("student_loan_repayment", **job | {"basic_pay": 48_104}) == 1_684 + 1_626

    @pytest.mark.parametrize(("as_at", "repayment"), [("2026-03-31", 0), ("2026-04-01", 1_350), ("2026-04-06", 1_350)])
    def test_plan_5_takes_nothing_before_april_2026(self, as_at: str, repayment: float) -> None:
        job: dict[str, Any] = {"basic_pay": 40_000, "student_loan": ("plan_5",)}
        assert pay("student_loan_repayment", policy(as_at=as_at), **job) == repayment

    def test_plan_5_beside_another_plan_counts_for_nothing_before_april_2026(self) -> None:
        # 2025-26: 9% of (40,000 - 28,470) is 1,037.70
        job: dict[str, Any] = {"basic_pay": 40_000, "student_loan": ("plan_2", "plan_5")}
        assert pay("student_loan_repayment", policy(as_at="2025-11-22"), **job) == 1_037

    def test_the_base_is_pay_before_pension(self) -> None:
        for in_scheme in (True, False):
            job: dict[str, Any] = {"basic_pay": 40_000, "in_pension_scheme": in_scheme}
            assert pay("student_loan_repayment", student_loan=("plan_2",), **job) == 955  # 9% of 10,615 is 955.35


@pytest.mark.rule("child_benefit_charge")
class TestChildBenefitCharge:
    # ITEPA 2003 s.681C. Two children 2026-27: 52 x (27.05 + 17.90) = 2,337.40, so 2,337.
    @pytest.mark.parametrize(
        ("income", "charge"),
        [
            (59_999, 0),
            (60_000, 0),
            (60_199, 0),
            (60_200, 23),  # 1% is 23.37
            (60_399, 23),
            (60_400, 46),  # 46.74
            (79_799, 2_290),  # 98% is 2,290.26
            (79_999, 2_313),  # 99% is 2,313.63
            (80_000, 2_337),
            (80_001, 2_337),
            (120_000, 2_337),
        ],
    )
    def test_it_takes_one_per_cent_for_every_200_pounds(self, income: float, charge: float) -> None:
        found = pay("child_benefit_charge", basic_pay=income, children=2, in_pension_scheme=False)
        assert found == charge

    def test_it_is_nothing_without_children(self) -> None:
        assert pay("child_benefit_charge", basic_pay=90_000) == 0

    @pytest.mark.parametrize(
        ("income", "charge"),
        [(50_099, 0), (50_100, 20), (59_999, 2_053), (60_000, 2_074)],  # 1% of 2,074 is 20.74; 99% is 2,053.26
    )
    def test_it_took_one_per_cent_for_every_100_pounds_to_2023_24(self, income: float, charge: float) -> None:
        # 52 x (24.00 + 15.90) = 2,074.80
        rules = policy(as_at="2023-11-22")
        assert pay("child_benefit_charge", rules, basic_pay=income, children=2, in_pension_scheme=False) == charge

    def test_pension_and_sacrifice_lower_the_income_it_goes_by(self) -> None:
        # 67,000 less 10.7% (7,169) is 59,831; without a pension it is 67,000: 35% of 1,406 is 492.10
        assert pay("child_benefit_charge", basic_pay=67_000, children=1) == 0
        without: dict[str, Any] = {"basic_pay": 67_000, "children": 1, "in_pension_scheme": False}
        assert pay("child_benefit_charge", **without) == 492
        assert pay("child_benefit_charge", salary_sacrifice=7_000, **without) == 0


@pytest.mark.rule("high_cost_area_supplement")
class TestHighCostAreaSupplement:
    # handbook Annex 9, 2026/27: inner 20% of 5,794 to 8,746, outer 15% of 4,870 to 6,137, fringe 5% of 1,346 to 2,270
    @pytest.mark.parametrize(
        ("zone", "basic", "supplement"),
        [
            ("inner", 20_000, 5_794),
            ("inner", 28_969, 5_794),  # 5,793.80
            ("inner", 28_970, 5_794),
            ("inner", 28_971, 5_794.20),
            ("inner", 43_729, 8_745.80),
            ("inner", 43_730, 8_746),
            ("inner", 43_731, 8_746),
            ("outer", 32_466, 4_870),  # 4,869.90
            ("outer", 32_467, 4_870.05),
            ("outer", 40_913, 6_136.95),
            ("outer", 40_914, 6_137),  # 6,137.10
            ("fringe", 26_919, 1_346),  # 1,345.95
            ("fringe", 26_921, 1_346.05),
            ("fringe", 45_399, 2_269.95),
            ("fringe", 45_401, 2_270),  # 2,270.05
        ],
    )
    def test_the_floor_and_the_cap_hold(self, zone: str, basic: float, supplement: float) -> None:
        assert pay("high_cost_area_supplement", basic_pay=basic, high_cost_area=zone) == supplement

    @pytest.mark.parametrize(
        ("band", "share", "supplement"),
        [("2", 0.5, 2_897), ("8a", 0.6, 5_247.60), ("5", 0.8, 5_131.68)],  # of 5,794, 8,746 and 6,414.60
    )
    def test_part_time_staff_get_their_share_of_floor_cap_and_sum(
        self, band: str, share: float, supplement: float
    ) -> None:
        job: dict[str, Any] = {"band": band, "whole_time_equivalent": share, "high_cost_area": "inner"}
        assert pay("high_cost_area_supplement", **job) == supplement

    def test_it_is_pensionable_and_no_part_of_the_hourly_rate(self) -> None:
        job: dict[str, Any] = {"band": "5", "overtime_hours_a_year": 10, "saturday_night_hours_a_year": 100}
        for line in ("overtime_pay", "unsocial_hours_payment"):
            assert pay(line, high_cost_area="inner", **job) == pay(line, **job)
        assert pay("pensionable_pay", band="5", high_cost_area="inner") == 32_073 + 6_414.60

    @pytest.mark.parametrize("nation", ["wales", "scotland", "northern_ireland"])
    def test_only_england_has_one(self, nation: str) -> None:
        with pytest.raises(Refused, match="has no high cost area supplement"):
            pay("gross_pay", policy(nation), band="6", high_cost_area="inner")


class TestHoursPaid:
    @pytest.mark.rule("overtime_pay")
    def test_overtime_is_time_and_a_half_to_band_7(self) -> None:
        # handbook 3.1; 56,515 is 28.90 an hour
        found = pay("overtime_pay", band="7", step=3, overtime_hours_a_year=10)
        assert found == pennies(10 * 1.5 * hour_of(56_515))
        assert pay("overtime_pay", band="8a", overtime_hours_a_year=10) == 0

    @pytest.mark.rule("overtime_pay")
    def test_overtime_on_public_holidays_is_double(self) -> None:
        job: dict[str, Any] = {"step": 3, "overtime_hours_a_year": 10, "public_holiday_overtime_hours_a_year": 4}
        assert pay("overtime_pay", band="7", **job) == pennies((10 * 1.5 + 4 * 2) * hour_of(56_515))
        assert pay("overtime_pay", band="8a", **job) == 0

    @pytest.mark.rule("overtime_pay")
    @pytest.mark.parametrize("band", list(BAND_CODE)[1:])
    def test_bands_to_7_are_paid_overtime_and_no_others(self, band: str) -> None:
        assert (pay("overtime_pay", band=band, overtime_hours_a_year=1) > 0) == (band < "8")

    @pytest.mark.rule("overtime_pay")
    def test_a_policy_may_pay_band_8a_overtime(self) -> None:
        changed = load_policy("england", AS_AT, changes={"overtime.bands": ["7", "8a"]})
        found = pay("overtime_pay", changed, band="8a", overtime_hours_a_year=10)
        assert found == pennies(10 * 1.5 * hour_of(57_528))
        assert pay("overtime_pay", changed, band="6", overtime_hours_a_year=10) == 0

    @pytest.mark.rule("overtime_pay", "pensionable_pay", "gross_pay")
    def test_overtime_is_not_pensionable(self) -> None:
        assert pay("pensionable_pay", band="6", overtime_hours_a_year=50) == 39_959
        assert pay("gross_pay", band="6", overtime_hours_a_year=50) == pennies(39_959 + 75 * hour_of(39_959))

    @pytest.mark.rule("overtime_pay", "pensionable_pay")
    @pytest.mark.parametrize(("band", "step", "pounds"), [("6", 3, 48_117), ("8a", 1, 57_528)])
    def test_extra_hours_are_plain_and_pensionable_in_any_band(self, band: str, step: int, pounds: float) -> None:
        # handbook 3.3: the whole-time hourly rate
        job: dict[str, Any] = {"band": band, "step": step, "whole_time_equivalent": 0.6}
        extra = 100 * hour_of(pounds)
        assert pay("overtime_pay", extra_hours_a_year=100, **job) == pennies(extra)
        assert pay("pensionable_pay", extra_hours_a_year=100, **job) == pennies(pounds * 0.6 + extra)

    @pytest.mark.rule("overtime_pay")
    def test_extra_hours_and_overtime_share_a_line(self) -> None:
        job: dict[str, Any] = {"band": "6", "step": 3, "whole_time_equivalent": 0.6}
        both = pay("overtime_pay", extra_hours_a_year=100, overtime_hours_a_year=20, **job)
        assert both == pytest.approx(130 * hour_of(48_117), abs=0.01)  # two roundings
        assert pay("pensionable_pay", extra_hours_a_year=100, overtime_hours_a_year=20, **job) == pennies(
            48_117 * 0.6 + 100 * hour_of(48_117)
        )

    @pytest.mark.rule("unsocial_hours_payment")
    @pytest.mark.parametrize(
        ("band", "pounds", "lower", "higher"),
        [
            ("2", 25_272, 0.41, 0.83),
            ("3", 25_760, 0.35, 0.69),
            ("4", 28_392, 0.30, 0.60),
            ("7", 49_387, 0.30, 0.60),
            ("8a", 57_528, 0.30, 0.60),
            ("9", 112_782, 0.30, 0.60),
        ],
    )
    def test_unsocial_hours_add_a_share_of_the_hourly_rate(
        self, band: str, pounds: float, lower: float, higher: float
    ) -> None:
        found = pay(
            "unsocial_hours_payment", band=band, saturday_night_hours_a_year=300, sunday_holiday_hours_a_year=200
        )
        assert found == pennies((300 * lower + 200 * higher) * hour_of(pounds))

    @pytest.mark.rule("unsocial_hours_payment")
    def test_part_time_hours_are_as_worked(self) -> None:
        job: dict[str, Any] = {"band": "6", "step": 3, "saturday_night_hours_a_year": 300}
        found = pay("unsocial_hours_payment", whole_time_equivalent=0.6, **job)
        assert found == pennies(300 * 0.30 * hour_of(48_117))

    @pytest.mark.rule("unsocial_hours_payment")
    def test_wales_pays_band_2_as_england_does(self) -> None:
        found = pay(
            "unsocial_hours_payment", policy("wales"), band="2", basic_pay=25_000, sunday_holiday_hours_a_year=9
        )
        assert found == pennies(9 * 0.83 * hour_of(25_000))

    @pytest.mark.rule("unsocial_hours_payment")
    def test_scotland_has_no_rate_for_bands_1_to_3(self) -> None:
        with pytest.raises(Refused, match="bands 1 to 3 in scotland"):
            pay("gross_pay", policy("scotland"), band="3", saturday_night_hours_a_year=1)

    @pytest.mark.rule("hourly_rate")
    @pytest.mark.parametrize(
        ("as_at", "hours"),
        [("2024-03-31", 37.5), ("2024-04-01", 37), ("2026-03-31", 37), ("2026-04-01", 36)],
    )
    def test_scotland_shortened_its_week_twice(self, as_at: str, hours: float) -> None:
        # PCS(AFC)2024/2 and PCS(AFC)2026/2
        rules = policy("scotland", as_at)
        assert rules.weekly_hours == hours
        found = pay("overtime_pay", rules, band="6", basic_pay=40_000, overtime_hours_a_year=100)
        assert found == pennies(150 * 40_000 * 7 / 365 / hours)

    @pytest.mark.rule("hourly_rate")
    @pytest.mark.parametrize("nation", ["england", "wales", "northern_ireland"])
    @pytest.mark.parametrize("as_at", ["2024-04-01", "2026-04-01"])
    def test_the_week_stays_37_and_a_half_hours_elsewhere(self, nation: str, as_at: str) -> None:
        assert policy(nation, as_at).weekly_hours == 37.5


@pytest.mark.rule("recruitment_and_retention_premium")
class TestPremiums:
    def test_a_long_term_premium_counts_everywhere(self) -> None:
        # band 5 entry 32,073 and 5%, 1,603.65: 33,676.65
        job: dict[str, Any] = {"band": "5", "long_term_premium_share": 0.05}
        whole = 32_073 * 1.05
        assert pay("recruitment_and_retention_premium", **job) == 1_603.65
        assert pay("pensionable_pay", **job) == 33_676.65
        assert pay("overtime_pay", overtime_hours_a_year=10, **job) == pennies(15 * hour_of(whole))
        assert pay("overtime_pay", extra_hours_a_year=10, **job) == pennies(10 * hour_of(whole))
        found = pay("unsocial_hours_payment", sunday_holiday_hours_a_year=100, **job)
        assert found == pennies(60 * hour_of(whole))
        assert pay("high_cost_area_supplement", high_cost_area="inner", **job) == 6_735.33  # 20% of 33,676.65

    def test_a_short_term_premium_is_taxed_and_counts_nowhere_else(self) -> None:
        job: dict[str, Any] = {"band": "5", "short_term_premium_share": 0.05}
        assert pay("recruitment_and_retention_premium", **job) == 1_603.65
        assert pay("gross_pay", **job) == 33_676.65
        assert pay("pensionable_pay", **job) == 32_073
        assert pay("taxable_pay", **job) == pennies(33_676.65 - 32_073 * 0.083)
        assert pay("national_insurance", **job) == pennies((33_676.65 - 12_570) * 0.08)
        assert pay("overtime_pay", overtime_hours_a_year=10, **job) == pennies(15 * hour_of(32_073))
        found = pay("unsocial_hours_payment", sunday_holiday_hours_a_year=100, **job)
        assert found == pennies(60 * hour_of(32_073))
        assert pay("high_cost_area_supplement", high_cost_area="inner", **job) == 6_414.60

    def test_part_time_staff_get_their_share_of_a_premium(self) -> None:
        job: dict[str, Any] = {"band": "8a", "long_term_premium": 3_000, "short_term_premium": 1_000}
        assert pay("recruitment_and_retention_premium", whole_time_equivalent=0.6, **job) == 2_400
        assert pay("pensionable_pay", whole_time_equivalent=0.6, **job) == pennies(57_528 * 0.6 + 1_800)


@pytest.mark.rule("unsocial_hours_payment")
class TestAnnex5:
    # "more than 9 but not more than 13" hours: a bound belongs to the bracket below. 14 hours are 17% (old Annex F);
    # the other brackets are unverified.
    BRACKETS = ((5.01, 9), (9, 9), (9.01, 13), (13, 13), (13.01, 17), (17, 17), (17.01, 21), (21, 21), (21.01, 25))

    @pytest.mark.parametrize(("hours", "percent"), [*BRACKETS, (0, 0), (14, 17), (60, 25)])
    def test_a_bound_belongs_to_the_bracket_below_it(self, hours: float, percent: float) -> None:
        found = pay("unsocial_hours_payment", band="6", step=3, annex_5_hours_a_week=hours)
        assert found == pennies(48_117 * percent / 100)

    @pytest.mark.parametrize(
        ("hours", "percent"),
        [(5.01, 9), (8.99, 9), (9, 13), (12.99, 13), (13, 17), (16.99, 17), (17, 21), (20.99, 21), (21, 25)],
    )
    def test_the_switch_puts_a_bound_into_the_bracket_above(self, hours: float, percent: float) -> None:
        # old Annex F: a 17% is estimated again "at 17 hours or more", or "under 13"
        rules = policy(annex_5_edge="lower_bound_in")
        found = pay("unsocial_hours_payment", rules, band="6", step=3, annex_5_hours_a_week=hours)
        assert found == pennies(48_117 * percent / 100)

    @pytest.mark.parametrize("hours", [0.01, 4.99, 5.0])
    @pytest.mark.parametrize("edge", ["lower_bound_in", "upper_bound_in"])
    def test_up_to_five_hours_is_settled_locally(self, hours: float, edge: str) -> None:
        with pytest.raises(Refused, match="settled locally"):
            pay("gross_pay", policy(annex_5_edge=edge), band="6", annex_5_hours_a_week=hours)

    @pytest.mark.parametrize(("hours", "percent"), [(13.004, 13), (13.006, 17), (17.004, 17), (17.006, 21)])
    def test_the_average_is_taken_to_a_hundredth_of_an_hour(self, hours: float, percent: float) -> None:
        assert float(share_of_basic_pay(policy().annex_5(), average_hours(hours, 1))) == percent / 100

    @pytest.mark.parametrize(
        ("hours", "share", "percent"),
        [(7, 0.5, 17), (6.5, 0.5, 13), (6.51, 0.5, 17), (12.61, 0.6, 25), (12.6, 0.6, 21), (3, 0.6, None)],
    )
    def test_part_time_hours_are_scaled_up_and_pay_is_not(
        self, hours: float, share: float, percent: float | None
    ) -> None:
        job: dict[str, Any] = {"band": "6", "step": 3, "whole_time_equivalent": share, "annex_5_hours_a_week": hours}
        if percent is None:  # 3 hours of 0.6 count as 5
            with pytest.raises(Refused, match="settled locally"):
                pay("gross_pay", **job)
        else:
            assert pay("unsocial_hours_payment", **job) == pennies(48_117 * share * percent / 100)

    def test_it_is_a_share_of_basic_pay_alone(self) -> None:
        job: dict[str, Any] = {"band": "6", "step": 3, "annex_5_percent": 0.25}
        assert pay("unsocial_hours_payment", **job) == 12_029.25
        assert pay("unsocial_hours_payment", long_term_premium=5_000, high_cost_area="inner", **job) == 12_029.25
        assert pay("overtime_pay", overtime_hours_a_year=10, **job) == pennies(15 * hour_of(48_117))

    def test_it_is_pensionable(self) -> None:
        assert pay("pensionable_pay", band="6", step=3, annex_5_percent=0.25) == 60_146.25

    def test_bands_8_and_9_have_no_table(self) -> None:
        for band in ("8a", "8b", "8c", "8d", "9"):
            with pytest.raises(Refused, match="bands 8 and 9 have no confirmed Annex 5 table"):
                pay("gross_pay", band=band, annex_5_hours_a_week=10)
        assert pay("unsocial_hours_payment", band="8a", annex_5_percent=0.10) == 5_752.80

    def test_a_stated_percentage_comes_before_hours(self) -> None:
        found = pay("unsocial_hours_payment", band="6", step=3, annex_5_percent=0.21, annex_5_hours_a_week=2)
        assert found == pennies(48_117 * 0.21)

    def test_scotland_has_none(self) -> None:
        for how in ("annex_5_hours_a_week", "annex_5_percent"):
            with pytest.raises(Refused, match="not used in Scotland"):
                pay("gross_pay", policy("scotland"), band="6", **{how: 14})

    def test_only_the_verified_bracket_is_confirmed(self) -> None:
        rules = policy().annex_5()
        statuses = {0: None} | dict(enumerate(rules.statuses, start=1))
        found = [statuses[int(bracket(rules, hours))] for hours in (6, 10, 14, 18, 22)]
        assert found == ["unverified", "unverified", "confirmed", "unverified", "unverified"]

    @pytest.mark.parametrize("edge", ["lower_bound_in", "upper_bound_in"])
    def test_which_bracket_a_bound_belongs_to_is_unverified_even_of_a_verified_one(self, edge: str) -> None:
        rules = policy().annex_5()
        assert [status(rules, hours, edge) for hours in (13.0, 13.01, 14.0, 16.99, 17.0)] == [
            *("unverified", "confirmed", "confirmed", "confirmed", "unverified")
        ]


class TestStatedPayments:
    @pytest.mark.rule("unsocial_hours_payment")
    def test_a_stated_unsocial_hours_payment_replaces_hours_and_percentage(self) -> None:
        job: dict[str, Any] = {"band": "6", "unsocial_hours_payment": 9_000}
        assert pay("unsocial_hours_payment", sunday_holiday_hours_a_year=500, **job) == 9_000
        assert pay("unsocial_hours_payment", annex_5_percent=0.25, **job) == 9_000
        assert pay("pensionable_pay", **job) == 39_959 + 9_000

    @pytest.mark.rule("on_call_payment", "pensionable_pay", "gross_pay")
    def test_on_call_is_as_stated_and_pensionable_unless_the_post_says_not(self) -> None:
        # handbook Annex 29; 3% of 57,528 is 1,725.84
        job: dict[str, Any] = {"band": "8a", "on_call_payment": 1_528, "on_call_share": 0.03}
        assert pay("on_call_payment", **job) == 1_528 + 1_725.84
        assert pay("pensionable_pay", **job) == 57_528 + 3_253.84
        assert pay("pensionable_pay", on_call_pensionable=False, **job) == 57_528
        assert pay("gross_pay", on_call_pensionable=False, **job) == 57_528 + 3_253.84

    @pytest.mark.rule("gross_pay", "pensionable_pay", "taxable_pay")
    def test_other_pay_is_taxed_and_pensionable_only_where_it_says(self) -> None:
        assert pay("gross_pay", band="8a", other_pay=1_000, other_pensionable_pay=500) == 59_028
        assert pay("pensionable_pay", band="8a", other_pay=1_000, other_pensionable_pay=500) == 58_028
        assert pay("taxable_pay", band="8a", other_pay=1_000) == 57_528 + 1_000 - 6_155.50

    @pytest.mark.rule("basic_pay")
    def test_basic_pay_without_a_band_takes_the_rates_of_bands_4_to_9(self) -> None:
        job: dict[str, Any] = {"basic_pay": 50_000}
        assert pay("basic_pay", whole_time_equivalent=0.6, **job) == 30_000
        found = pay("unsocial_hours_payment", saturday_night_hours_a_year=100, sunday_holiday_hours_a_year=50, **job)
        assert found == pennies((100 * 0.30 + 50 * 0.60) * hour_of(50_000))
        assert pay("high_cost_area_supplement", high_cost_area="fringe", **job) == 2_270
        assert pay("overtime_pay", extra_hours_a_year=10, **job) == pennies(10 * hour_of(50_000))

    def test_overtime_without_a_band_is_refused(self) -> None:
        for hours in ("overtime_hours_a_year", "public_holiday_overtime_hours_a_year"):
            with pytest.raises(Refused, match="state the band"):
                pay("gross_pay", policy(), basic_pay=50_000, **{hours: 1})

    @pytest.mark.rule("basic_pay")
    def test_stated_basic_pay_beside_a_band_replaces_the_pay_point_only(self) -> None:
        assert pay("basic_pay", band="6", step=3, basic_pay=50_000) == 50_000
        found = pay("unsocial_hours_payment", band="2", basic_pay=50_000, sunday_holiday_hours_a_year=100)
        assert found == pennies(83 * hour_of(50_000))

    @pytest.mark.rule("basic_pay")
    def test_a_step_that_the_band_lacks_is_refused(self) -> None:
        with pytest.raises(Refused, match="no such step in scotland"):
            pay("gross_pay", policy("scotland"), band="8a", step=3)
        with pytest.raises(Refused, match="no such step in england"):
            pay("gross_pay", band="4", step=3)


class TestSalarySacrifice:
    @pytest.mark.rule(
        *("taxable_pay", "national_insurance", "employer_national_insurance", "apprenticeship_levy"),
        *("salary_sacrifice", "take_home_pay"),
    )
    def test_it_lowers_pay_for_tax_insurance_and_loans_and_never_reaches_the_bank(self) -> None:
        # 40,000 less 2,000, outside the pension scheme
        job: dict[str, Any] = {"basic_pay": 40_000, "in_pension_scheme": False, "student_loan": ("plan_2",)}
        with_it = {"salary_sacrifice": 2_000, **job}
        assert pay("gross_pay", **with_it) == 40_000
        assert pay("taxable_pay", **with_it) == 38_000
        tax, insurance, loan = 25_430 * 0.20, 25_430 * 0.08, 775  # 9% of 8,615 is 775.35
        assert pay("income_tax", **with_it) == pennies(tax)
        assert pay("national_insurance", **with_it) == pennies(insurance)
        assert pay("student_loan_repayment", **with_it) == loan
        assert pay("take_home_pay", **with_it) == pennies(40_000 - 2_000 - tax - insurance - loan)
        assert pay("salary_sacrifice", **with_it) == 2_000
        assert (
            pay("employer_cost", **with_it) == 40_000 + 4_950 + 190
        )  # 15% of 33,000; the 2,000 are spent on what they buy
        assert pay("employer_national_insurance", **with_it) == pennies(33_000 * 0.15)
        assert pay("apprenticeship_levy", **with_it) == 190

    @pytest.mark.rule("pensionable_pay")
    def test_whether_it_lowers_pensionable_pay_is_a_switch(self) -> None:
        # SI 2015/94 regulation 27: pay sacrificed is not pensionable
        job: dict[str, Any] = {"basic_pay": 40_000, "salary_sacrifice": 2_000}
        assert pay("pensionable_pay", **job) == 38_000
        assert pay("pensionable_pay", policy(salary_sacrifice_lowers_pensionable_pay=False), **job) == 40_000


@pytest.mark.rule("unsocial_hours_payment")
class TestSickness:
    # handbook 14.4; a tenth of the year. England: stops (since 2013). Northern Ireland: as it is outside England and
    # Wales, regularly paid supplements go on. Wales: after a week's absence (RCN Wales, March 2023).
    SWITCHED: tuple[tuple[str, float, dict[str, Any]], ...] = (
        ("england", 0.9, {}),
        ("northern_ireland", 1.0, {}),
        ("northern_ireland", 0.9, {"northern_ireland_sickness_keeps_section_2": False}),
        ("scotland", 1.0, {}),
        ("scotland", 1.0, {"northern_ireland_sickness_keeps_section_2": False}),
        ("wales", 0.9, {}),
        ("wales", 0.96, {"wales_sickness_beyond_first_week": 0.6}),  # 4% of the year lies in a first week
        ("wales", 1.0, {"wales_sickness_beyond_first_week": 1.0}),
        ("england", 0.9, {"wales_sickness_beyond_first_week": 1.0}),
    )

    @pytest.mark.parametrize(("nation", "kept", "switched"), SWITCHED)
    def test_section_2_pay_in_sickness_goes_by_the_nation(
        self, nation: str, kept: float, switched: dict[str, Any]
    ) -> None:
        rules = policy(nation, **switched)
        job: dict[str, Any] = {"band": "6", "basic_pay": 45_000, "sunday_holiday_hours_a_year": 400}
        full = 400 * 0.60 * hour_of(45_000, rules.weekly_hours)
        assert pay("unsocial_hours_payment", rules, sickness_absence=0.1, **job) == pennies(full * kept)
        assert pay("unsocial_hours_payment", rules, **job) == pennies(full)

    def test_annex_5_and_basic_pay_go_on(self) -> None:
        job: dict[str, Any] = {"band": "6", "step": 3, "annex_5_percent": 0.25, "sickness_absence": 0.1}
        assert pay("unsocial_hours_payment", **job) == 12_029.25
        assert pay("basic_pay", **job) == 48_117


class TestDays:
    @pytest.mark.parametrize("day", range(1, 7))
    def test_1_to_5_april_take_the_tax_year_of_the_6th(self, day: int) -> None:
        rules = policy(as_at=f"2026-04-0{day}")
        assert rules.student_loans["plan_2"].threshold == 29_385
        assert rules.child_benefit.eldest == 27.05
        assert rules.pay_points.pounds[BAND_CODE["8a"], 0] == 57_528
        assert policy("scotland", f"2026-04-0{day}").income_tax.up_to[0] == 3_967

    def test_31_march_takes_the_old_years_of_tax_and_pay(self) -> None:
        rules = policy(as_at="2026-03-31")
        assert rules.student_loans["plan_2"].threshold == 28_470
        assert rules.child_benefit.eldest == 26.05
        assert rules.pay_points.pounds[BAND_CODE["8a"], 0] == 55_690
        assert rules.member_pension_contribution.up_to[-1] == 65_190
        assert policy("scotland", "2026-03-31").income_tax.up_to[0] == 2_827


class TestEmployer:
    @pytest.mark.rule(
        "employer_pension_contribution",
        "employer_pension_paid_centrally",
        "employer_national_insurance",
        "apprenticeship_levy",
        "employer_cost",
    )
    def test_the_cost_of_a_post_in_england_adds_up(self) -> None:
        # 57,528: pension 23.78%, of which 9.4% is paid centrally; 15% above 5,000; levy 0.5%
        assert pay("employer_pension_contribution", band="8a") == 13_680.16
        assert pay("employer_pension_paid_centrally", band="8a") == 5_407.63
        assert pay("employer_national_insurance", band="8a") == 52_528 * 0.15
        assert pay("apprenticeship_levy", band="8a") == 287.64
        assert pay("employer_cost", band="8a") == 57_528 + 13_680.16 + 7_879.20 + 287.64

    @pytest.mark.rule("employer_pension_contribution", "employer_pension_paid_centrally")
    @pytest.mark.parametrize(
        ("nation", "as_at", "full", "centrally"),
        [
            ("england", AS_AT, 0.2378, 0.094),
            ("england", "2024-03-31", 0.2068, 0.063),
            ("wales", AS_AT, 0.2378, 0.094),
            ("scotland", AS_AT, 0.225, 0),
            ("scotland", "2024-03-31", 0.209, 0),
            ("northern_ireland", AS_AT, 0.232, 0),
        ],
    )
    def test_each_scheme_has_its_employer_rate(self, nation: str, as_at: str, full: float, centrally: float) -> None:
        rules = policy(nation, as_at)
        assert pay("employer_pension_contribution", rules, basic_pay=50_000) == pennies(50_000 * full)
        assert pay("employer_pension_paid_centrally", rules, basic_pay=50_000) == pennies(50_000 * centrally)

    @pytest.mark.rule("pension_built_up")
    def test_the_pension_built_up_is_a_54th(self) -> None:
        # SI 2015/94: 57,528 / 54 = 1,065.33
        assert pay("pension_built_up", band="8a") == 1_065.33


class TestSteps:
    @pytest.mark.rule("pay_steps")
    @pytest.mark.parametrize(
        ("nation", "as_at", "band", "waits"),
        [
            ("england", AS_AT, "5", [0, 2, 4]),
            ("england", AS_AT, "6", [0, 2, 5]),
            ("england", AS_AT, "8a", [0, 2, 5]),
            ("england", "2024-03-31", "8a", [0, 5]),
            ("scotland", AS_AT, "7", [0, 2, 5]),
            ("scotland", AS_AT, "8a", [0, 5]),
        ],
    )
    def test_a_step_is_reached_after_its_years(self, nation: str, as_at: str, band: str, waits: list[int]) -> None:
        points, code = policy(nation, as_at).pay_points, BAND_CODE[band]
        assert points.steps(code) == len(waits)
        for step, years in enumerate(waits, start=1):
            assert float(years_to_reach(points, code, step)) == years
            assert float(step_after(points, code, np.array(years))) == step
            if years:
                assert float(step_after(points, code, np.array(years - 1))) == step - 1

    @pytest.mark.rule("basic_pay")
    @pytest.mark.parametrize("nation", NATIONS)
    def test_the_payslip_pays_every_point(self, nation: str) -> None:
        rules = policy(nation)
        for code in BAND_CODE.values():
            for step in range(1, rules.pay_points.steps(code) + 1):
                slip = payslip(Job(band=code, step=step), rules)
                assert float(slip["basic_pay"]) == rules.pay_points.pounds[code, step - 1]


class TestRounding:
    @pytest.mark.rule("rounding")
    def test_pennies_round_half_up(self) -> None:
        assert to_penny([0.005, 1.005, 2.675, 0.00499, 1.0049]).tolist() == [0.01, 1.01, 2.68, 0, 1]
        pounds = np.arange(-100_000, 100_000) / 1_000  # every tenth of a penny
        tenths = np.arange(-100_000, 100_000)
        assert to_penny(pounds).tolist() == ((tenths + 5) // 10 / 100).tolist()

    @pytest.mark.rule("rounding")
    def test_what_is_settled_is_half_a_millionth(self) -> None:
        assert to_penny([0.0149999951, 0.0149999949]).tolist() == [0.02, 0.01]
        assert down_to_pound([2.99999951, 2.99999949]).tolist() == [3, 2]
        assert up_to_pound([2.00000049, 2.00000051]).tolist() == [2, 3]
        assert not np.signbit(up_to_pound([0.0, -0.3])).any()

    @pytest.mark.rule("rounding")
    def test_pounds_round_down_and_up_without_binary_slips(self) -> None:
        assert down_to_pound([0.1 * 3 * 10, 2.9999, 3]).tolist() == [3, 2, 3]  # 0.1 x 3 x 10 is not quite 3
        assert up_to_pound([0.1 * 3 * 10, 3.0001, 3]).tolist() == [3, 4, 3]

    @pytest.mark.rule("hourly_rate")
    def test_an_hour_is_not_rounded(self) -> None:
        assert float(hourly_rate(56_515, 37.5)) == pytest.approx(56_515 * 7 / (365 * 37.5), rel=1e-15)

    def test_the_lines_come_in_their_order(self) -> None:
        assert tuple(payslip(Job(band=BAND_CODE["6"]), policy())) == LINES
