"""Results that others worked out or published, compared with ours."""

import csv
import math
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from paymodel import Job, load_policy, payslip
from paymodel.clock import Duties, nominal_duties
from paymodel.files.scales import load_working_time
from paymodel.job import BAND_CODE
from paymodel.policy import Policy
from paymodel.rota import day_kinds
from paymodel.rules.annex_5 import average_hours, qualifying_hours, share_of_basic_pay
from paymodel.rules.basic_pay import hourly_rate
from paymodel.rules.child_benefit import child_benefit, child_benefit_charge
from paymodel.rules.high_cost_area import high_cost_area_supplement
from paymodel.rules.income_tax import income_tax, personal_allowance
from paymodel.rules.national_insurance import employer_national_insurance, national_insurance
from paymodel.rules.student_loan import student_loan_repayment
from paymodel.rules.unsocial_hours import hours_by_rate

INDEPENDENT = Path(__file__).parent / "independent"
SINGLE_PRECISION = 0.03
YEARS = ("2024-25", "2025-26", "2026-27")
NATIONS = ("england", "wales", "scotland", "northern_ireland")


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (INDEPENDENT / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def policy_of(tax_year: str, nation: str) -> Policy:
    return load_policy(nation, f"{tax_year[:4]}-06-01")


def take_home_rows(tax_year: str, nation: str) -> list[dict[str, str]]:
    return [r for r in rows("annual_take_home.csv") if (r["tax_year"], r["region"]) == (tax_year, nation)]


def numbers(found: list[dict[str, str]], column: str) -> np.ndarray:
    return np.array([float(row[column]) for row in found])


def test_the_files_hold_all_their_rows() -> None:
    assert [len(rows(f"{name}.csv")) for name in ("annual_take_home", "child_benefit_charge")] == [600, 100]
    assert len(rows("published_hourly_rates.csv")) == 30
    assert sum(len(take_home_rows(year, nation)) for year in YEARS for nation in NATIONS) == 600


@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("tax_year", YEARS)
class TestAnnualTakeHome:
    """Against policyengine-uk 2.162.10."""

    def test_income_tax_agrees(self, tax_year: str, nation: str) -> None:
        found, policy = take_home_rows(tax_year, nation), policy_of(tax_year, nation)
        taxable = numbers(found, "employment_income") - numbers(found, "pension_contribution_employee")
        ours = income_tax(policy.income_tax, policy.personal_allowance, taxable)
        np.testing.assert_allclose(ours, numbers(found, "income_tax"), rtol=0, atol=SINGLE_PRECISION)

    def test_the_personal_allowance_agrees(self, tax_year: str, nation: str) -> None:
        found, policy = take_home_rows(tax_year, nation), policy_of(tax_year, nation)
        ours = personal_allowance(policy.personal_allowance, numbers(found, "adjusted_net_income"))
        assert ours.tolist() == numbers(found, "personal_allowance").tolist()

    def test_rounding_the_allowance_up_lowers_tax_by_less_than_its_rate_on_a_pound(
        self, tax_year: str, nation: str
    ) -> None:
        # ITA 2007 s.35(3) rounds the tapered allowance up to a pound, and so does the file: the two agree. Against an
        # allowance left unrounded that is up to a pound more. While it tapers, taxable income lies between 87,430 and
        # 125,140: one band, of 40% (Scotland 45%). So tax is lower by less than 40p (45p).
        found, policy = take_home_rows(tax_year, nation), policy_of(tax_year, nation)
        income = numbers(found, "adjusted_net_income")
        unrounded = np.clip(12_570 - (income - 100_000) / 2, 0, 12_570)
        more = personal_allowance(policy.personal_allowance, income) - unrounded
        assert (more >= 0).all()
        assert (more < 1).all()
        exact_tax = policy.income_tax.charge(np.maximum(income - unrounded, 0))
        lower = exact_tax - income_tax(policy.income_tax, policy.personal_allowance, income)
        np.testing.assert_allclose(lower, more * (0.45 if nation == "scotland" else 0.40), rtol=0, atol=1e-6)

    def test_national_insurance_agrees(self, tax_year: str, nation: str) -> None:
        found, policy = take_home_rows(tax_year, nation), policy_of(tax_year, nation)
        pay = numbers(found, "employment_income")
        employee = national_insurance(policy.national_insurance, pay)
        employer = employer_national_insurance(policy.national_insurance, pay)
        np.testing.assert_allclose(employee, numbers(found, "national_insurance"), rtol=0, atol=SINGLE_PRECISION)
        np.testing.assert_allclose(employer, numbers(found, "employer_ni"), rtol=0, atol=SINGLE_PRECISION)

    def test_student_loans_agree_once_rounded_down(self, tax_year: str, nation: str) -> None:
        policy = policy_of(tax_year, nation)
        for row in take_home_rows(tax_year, nation):
            plan = row["student_loan_plan"].lower()
            held = () if plan == "none" else (plan,)
            ours = float(student_loan_repayment(policy.student_loans, held, float(row["employment_income"])))
            theirs = float(row["student_loan_repayment"])
            down = {math.floor(theirs - SINGLE_PRECISION), math.floor(theirs + SINGLE_PRECISION)}
            assert ours in down, row

    def test_net_pay_agrees_apart_from_the_pence_of_loans(self, tax_year: str, nation: str) -> None:
        policy = policy_of(tax_year, nation)
        for row in take_home_rows(tax_year, nation):
            plan = row["student_loan_plan"].lower()
            job = Job(
                basic_pay=float(row["employment_income"]),
                pension_contribution=float(row["pension_contribution_employee"]),
                student_loan=() if plan == "none" else (plan,),
            )
            slip = payslip(job, policy)
            assert float(slip["taxable_pay"]) == float(row["adjusted_net_income"])
            pence_of_loan = float(row["student_loan_repayment"]) - float(slip["student_loan_repayment"])
            assert -SINGLE_PRECISION <= pence_of_loan < 1 + SINGLE_PRECISION
            assert float(slip["take_home_pay"]) - pence_of_loan == pytest.approx(
                float(row["net"]), rel=0, abs=SINGLE_PRECISION
            ), row


@pytest.mark.parametrize("tax_year", YEARS)
def test_the_child_benefit_charge_agrees_exactly(tax_year: str) -> None:
    # ITEPA 2003 s.681C
    found = [row for row in rows("child_benefit_charge.csv") if row["tax_year"] == tax_year]
    rules = policy_of(tax_year, "england").child_benefit
    children, income = numbers(found, "children"), numbers(found, "adjusted_net_income")
    assert child_benefit_charge(rules, children, income).tolist() == numbers(found, "hicbc_s681C_52_weeks").tolist()
    assert np.round(child_benefit(rules, children), 2).tolist() == numbers(found, "child_benefit").tolist()


@pytest.mark.parametrize("row", rows("published_hourly_rates.csv"), ids=lambda row: row["id"])
def test_hourly_rates_agree_to_the_penny(row: dict[str, str]) -> None:
    ours = float(hourly_rate(float(row["annual"]), float(row["weekly_hours"])))
    assert math.floor(ours * 100 + 0.5) / 100 == float(row["hourly"])


def late_shift(day: str, start: int, length: int, unpaid_break: int = 0) -> Duties:
    """One shift, times in hours, on a day of 2026 in England."""
    holidays = load_working_time("england", "2026-11-22").public_holidays
    first = np.datetime64(day, "D")
    kinds = day_kinds(np.arange(first, first + 3), sorted(holidays))
    return nominal_duties([start * 60], [length * 60], [unpaid_break], [kinds])


# NHS Employers, old Section 2 questions and answers: a shift of 19:00 to 06:00.
@pytest.mark.parametrize(
    ("day", "lower", "higher"),
    [
        ("2026-11-23", 11, 0),  # Monday
        ("2026-11-24", 11, 0),
        ("2026-11-25", 11, 0),
        ("2026-11-26", 11, 0),  # Thursday
        ("2026-11-27", 11, 0),  # Friday: the Saturday part is at the lower rate too
        ("2026-11-28", 5, 6),  # Saturday: five hours, then the Sunday rate
        ("2026-11-29", 6, 5),  # Sunday: five hours at the Sunday rate, then the night rate
    ],
)
def test_the_published_section_2_examples_come_out(day: str, lower: float, higher: float) -> None:
    rules = load_working_time("england", "2026-11-22")
    hours = hours_by_rate(late_shift(day, 19, 11), rules.section_2)
    found = hours.plain.tolist(), hours.saturday_night.tolist(), hours.sunday_holiday.tolist()
    assert found == ([0], [lower], [higher])


def test_the_published_part_time_example_of_annex_5_comes_out() -> None:
    # old Annex F: 18.75 hours a week of which 7 are unsocial count as 14, so 17% of the part-time salary
    policy = load_policy("england", "2026-11-22")
    average = average_hours(7, 18.75 / 37.5)
    assert float(average) == 14
    assert float(share_of_basic_pay(policy.annex_5(), average)) == 0.17
    job = Job(band=BAND_CODE["6"], step=3, whole_time_equivalent=0.5, annex_5_hours_a_week=7)
    assert float(payslip(job, policy)["unsocial_hours_payment"]) == 4_089.95  # 17% of 24,058.50, half up


@pytest.mark.parametrize("unpaid_break", [0, 30, 60])
def test_the_published_late_shift_of_annex_5_has_four_hours(unpaid_break: int) -> None:
    # old Annex E: 15:00 to 23:00 has four qualifying hours in bands 1 to 7, wherever the break falls
    window = load_policy("england", "2026-11-22").annex_5().bands_1_to_7
    late = late_shift("2026-11-24", 15, 8, unpaid_break)
    assert qualifying_hours(late, window, [[False] * 3]).tolist() == [4]


# NHS Employers, pay scales 2026/27, Annex 9
@pytest.mark.parametrize(
    ("band", "zone", "pounds"),
    [("2", "inner", 5_794), ("5", "inner", 6_414.60), ("8a", "inner", 8_746), ("8a", "fringe", 2_270)],
)
def test_the_published_supplements_come_out(band: str, zone: str, pounds: float) -> None:
    policy = load_policy("england", "2026-11-22")
    job = Job(band=BAND_CODE[band], high_cost_area=zone)
    assert float(payslip(job, policy)["high_cost_area_supplement"]) == pounds
    entry = float(policy.pay_points.pounds[BAND_CODE[band], 0])
    rule = high_cost_area_supplement(policy.high_cost_area_supplement[zone], entry, 0)
    assert float(rule) == pytest.approx(pounds, abs=1e-9)
