"""Results that others worked out or published, beside ours: what the tests and docs/verification.md both hold against.

A comparison is a function of `COMPARISONS`. Its rows agree within a stated closeness, or differ by a difference that is
known: then `without_known` is what the other result would be without it, and ours must agree with that.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from paymodel import Job, load_policy, payslip
from paymodel.about import NATIONS
from paymodel.files.parsers import tax_code
from paymodel.files.payroll_tables import nation_of
from paymodel.files.rotas import load_rota
from paymodel.files.scales import load_paye, load_working_time
from paymodel.pay.calendar import day_kinds
from paymodel.pay.clock import Duties, nominal_duties
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rota import RotaHours, annex_5_average, rota_hours, section_2_share
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.pay.rules import paye
from paymodel.pay.rules.annex_5 import average_hours, qualifying_hours, share_of_basic_pay
from paymodel.pay.rules.basic_pay import hourly_rate
from paymodel.pay.rules.child_benefit import child_benefit, child_benefit_charge
from paymodel.pay.rules.income_tax import income_tax, personal_allowance
from paymodel.pay.rules.national_insurance import employer_national_insurance, national_insurance
from paymodel.pay.rules.pension import pension_contribution
from paymodel.pay.rules.student_loan import student_loan_repayment
from paymodel.pay.rules.unsocial_hours import hours_by_rate
from paymodel.rounding import Array, as_array, to_penny

INDEPENDENT = Path(__file__).parent / "independent"
YEARS = ("2024-25", "2025-26", "2026-27")
DAY = "2026-11-22"
BINARY = 1e-6
"""What is exact, but for binary fractions."""
TO_THE_PENNY = (0.001, "to the penny")
EXACTLY = (BINARY, "exactly")
SINGLE_PRECISION = 0.03
TO_3P = (SINGLE_PRECISION, "within 3p")
"""policyengine-uk computes in single precision."""


@dataclass(frozen=True)
class Origin:
    """Whose results they are: a name, what they are and by whom, and where they stand."""

    name: str
    what: str
    place: str


FOLDER, HERE, DEPENDENCY = "tests/independent/", "tests/independent_results.py", "requirements/dev.txt"
POLICYENGINE = Origin(
    "policyengine-uk 2.162.10",
    "a year's tax, National Insurance, student loan and net pay for a pay, a pension contribution and a plan, in the "
    "four nations, 2024-25 to 2026-27, by another open model of the tax system, which computes in single precision",
    f"{FOLDER}annual_take_home.csv",
)
STATED = Origin(
    "Contributions of the annual results",
    "the pension contribution put into a case of the annual results: the rate of its tier, as those who made the cases "
    "read it",
    f"{FOLDER}annual_take_home.csv",
)
SECTION_681C = Origin(
    "Section 681C, worked exactly",
    "child benefit of 52 weeks and the high income charge, worked from the Income Tax (Earnings and Pensions) Act 2003",
    f"{FOLDER}child_benefit_charge.csv",
)
HMRC = Origin("HMRC's test data", "HMRC, Tax test data examples 2026-27, version 1.1", f"{FOLDER}hmrc_paye_2026_27.csv")
HOURLY_RATES = Origin(
    "Published hourly rates",
    "annual pay and its hourly rate as printed by NHS Employers, by a guide that quotes it, and in the Scottish "
    "circular PCS(AFC)2026/1; each row names its page",
    f"{FOLDER}published_hourly_rates.csv",
)
ROTAS = Origin(
    "Hours of the illustrated rotas",
    "hours by rate, Section 2 pay and Annex 5 hours of 13 shipped rotas in pay year 2026-27, worked out apart from "
    "this package when the rotas were drawn, and held with the substitutes of public holidays at a weekend alone",
    f"{FOLDER}rota_hours.csv",
)
SECTION_2_ANSWERS = Origin("Section 2 examples", "NHS Employers, old Section 2 questions and answers", HERE)
OLD_ANNEXES = Origin("Annex 5 examples", "old Annexes E and F of the handbook", HERE)
PAY_SCALES = Origin("Published supplements", "NHS Employers, pay scales 2026/27, Annex 9", HERE)
GOV_UK_HOLIDAYS = Origin(
    "GOV.UK bank holidays", "GOV.UK's list, as the package govuk-bank-holidays keeps it", DEPENDENCY
)
HOLIDAYS = Origin("The package holidays", "a list made from the law by others", DEPENDENCY)


@dataclass(frozen=True, eq=False)
class Held:
    """Results of others beside ours.

    `rules` name what was held against them: lines of a payslip, or rules behind the lines. `closeness` is how far apart
    two that agree may be, and that in words. `reason` is the one of the known difference, if there is any.
    """

    what: str
    by: Origin
    rules: tuple[str, ...]
    labels: Sequence[str]
    ours: Array
    theirs: Array
    closeness: tuple[float, str]
    reason: str = ""
    without_known: Array | None = None

    def only(self, chosen: np.ndarray) -> "Held":
        """Some of the rows."""
        known = None if self.without_known is None else self.without_known[chosen]
        labels = [self.labels[row] for row in np.flatnonzero(chosen).tolist()]
        return replace(self, labels=labels, ours=self.ours[chosen], theirs=self.theirs[chosen], without_known=known)

    def agree(self) -> np.ndarray:
        """Which rows agree."""
        return np.isclose(self.ours, self.theirs, rtol=0, atol=self.closeness[0])

    def known(self) -> np.ndarray:
        """Which rows differ by the known difference."""
        if self.without_known is None:
            return np.zeros(len(self.labels), dtype=bool)
        explained = np.isclose(self.ours, self.without_known, rtol=0, atol=self.closeness[0], equal_nan=True)
        return np.asarray(explained & ~self.agree())

    def faults(self) -> list[str]:
        """Rows that differ for no known reason; and a known difference that no row has any more."""
        wrong = np.flatnonzero(~self.agree() & ~self.known()).tolist()
        found = [f"{self.labels[row]}: {self.ours[row]:.10g}, not {self.theirs[row]:.10g}" for row in wrong]
        if bool(self.reason) != bool(self.known().any()):
            found.append(f"no row differs any more by: {self.reason}" if self.reason else "a difference has no reason")
        return [f"{self.what}, {self.by.name}: {words}" for words in found]


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a file of `tests/independent`."""
    with (INDEPENDENT / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def policy_of(tax_year: str, nation: str) -> RuleBook:
    """The rule book of 22 November of a tax year: the contributions of Scotland's 2024-25 are those from October."""
    return load_policy(nation, f"{tax_year[:4]}-11-22")


def numbers(found: Iterable[dict[str, str]], column: str) -> Array:
    """A column of numbers."""
    return np.array([float(row[column]) for row in found])


def take_home_rows(tax_year: str, nation: str) -> list[dict[str, str]]:
    """The rows of the annual results of a year and a nation."""
    return [row for row in rows("annual_take_home.csv") if (row["tax_year"], row["region"]) == (tax_year, nation)]


def of_annual_results(ours: Callable[[RuleBook, list[dict[str, str]]], Array]) -> Array:
    """Ours for every row of the annual results, in the order of their file."""
    found = np.full(len(rows("annual_take_home.csv")), np.nan)
    place = {id(row): number for number, row in enumerate(rows("annual_take_home.csv"))}
    for tax_year in YEARS:
        for nation in NATIONS:
            some = take_home_rows(tax_year, nation)
            found[[place[id(row)] for row in some]] = ours(policy_of(tax_year, nation), some)
    return found


def annual(what: str, rule: str, column: str, ours: Array, closeness: tuple[float, str], **known: Any) -> Held:
    """A column of the annual results beside ours."""
    found = rows("annual_take_home.csv")
    labels = [f"{row['tax_year']}, {row['region']}, {row['employment_income']}" for row in found]
    return Held(what, POLICYENGINE, (rule,), labels, ours, numbers(found, column), closeness, **known)


def income_tax_of_a_year() -> Held:
    """Income tax of a year."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        taxable = numbers(found, "employment_income") - numbers(found, "pension_contribution_employee")
        return income_tax(policy.income_tax, policy.personal_allowance, taxable)

    return annual("Income tax of a year", "income_tax", "income_tax", of_annual_results(ours), TO_3P)


def personal_allowance_of_a_year() -> Held:
    """The personal allowance, tapered and rounded up."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        return personal_allowance(policy.personal_allowance, numbers(found, "adjusted_net_income"))

    return annual("Personal allowance", "income_tax", "personal_allowance", of_annual_results(ours), EXACTLY)


def national_insurance_of_a_year() -> Held:
    """What the employee pays."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        return national_insurance(policy.national_insurance, numbers(found, "employment_income"))

    what = "Employee National Insurance of a year"
    return annual(what, "national_insurance", "national_insurance", of_annual_results(ours), TO_3P)


def employer_national_insurance_of_a_year() -> Held:
    """What the employer pays."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        return employer_national_insurance(policy.national_insurance, numbers(found, "employment_income"))

    what = "Employer National Insurance of a year"
    return annual(what, "employer_national_insurance", "employer_ni", of_annual_results(ours), TO_3P)


def plans_of(row: dict[str, str]) -> tuple[str, ...]:
    """The student loans of a row."""
    plan = row["student_loan_plan"].lower()
    return () if plan == "none" else (plan,)


def loans_of_a_year() -> Array:
    """Our student loan repayments of the annual results."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        pay = numbers(found, "employment_income")
        each = [student_loan_repayment(policy.student_loans, plans_of(row), pay[n]) for n, row in enumerate(found)]
        return np.array(each, dtype=float)

    return of_annual_results(ours)


def student_loans_of_a_year() -> Held:
    """Repayments of a year, which the law rounds down to the pound."""
    ours, theirs = loans_of_a_year(), numbers(rows("annual_take_home.csv"), "student_loan_repayment")
    down = np.floor(theirs - SINGLE_PRECISION)
    down = np.where(down == ours, down, np.floor(theirs + SINGLE_PRECISION))
    reason = (
        "A repayment is rounded down to the pound (HMRC CSLM17065); policyengine-uk does not round it, so it takes up "
        "to a pound more."
    )
    what, line = "Student loan repayment of a year, where one is due", "student_loan_repayment"
    return annual(what, line, line, ours, TO_3P, reason=reason, without_known=down).only((ours > 0) | (theirs > 0))


def student_loans_before_rounding() -> Held:
    """The rate on pay above the threshold of the plan, with its pence: what the rounding would hide."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        pay, due = numbers(found, "employment_income"), np.zeros(len(found))
        for number, row in enumerate(found):
            for loan in (policy.student_loans[plan] for plan in plans_of(row)):
                if loan.threshold is not None:
                    due[number] += max(pay[number] - loan.threshold, 0) * loan.rate
        return due

    line = "student_loan_repayment"
    every = annual("Student loan repayment before it is rounded down", line, line, of_annual_results(ours), TO_3P)
    return every.only((every.ours > 0) | (every.theirs > 0))


def payslips_of_a_year(line: str) -> Array:
    """A line of the whole payslips of the annual results."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        slips = np.full(len(found), np.nan)
        for plans in {plans_of(row) for row in found}:
            places = [number for number, row in enumerate(found) if plans_of(row) == plans]
            held = [found[number] for number in places]
            job = Job(
                basic_pay=numbers(held, "employment_income"),
                pension_contribution=numbers(held, "pension_contribution_employee"),
                student_loan=plans,
            )
            slips[places] = payslip(job, policy)[line]
        return slips

    return of_annual_results(ours)


def taxable_pay_of_a_year() -> Held:
    """Pay less the pension contribution, of whole payslips."""
    ours = payslips_of_a_year("taxable_pay")
    return annual("Taxable pay of a whole payslip", "taxable_pay", "adjusted_net_income", ours, TO_THE_PENNY)


def pension_contribution_of_a_year() -> Held:
    """The rate of the tier on all of pensionable pay, where a contribution is stated."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        return pension_contribution(policy.member_pension_contribution, numbers(found, "employment_income"))

    unrounded = of_annual_results(ours)
    theirs = numbers(rows("annual_take_home.csv"), "pension_contribution_employee")
    half_a_penny = np.isclose(unrounded - theirs, 0.005, rtol=0, atol=BINARY)
    every = annual(
        *("Pension contribution of a year", "pension_contribution", "pension_contribution_employee"),
        *(to_penny(unrounded), TO_THE_PENNY),
        reason="Half a penny is rounded up here; there it is rounded to an even penny.",
        without_known=np.where(half_a_penny, theirs + 0.01, theirs),
    )
    return replace(every, by=STATED).only((theirs > 0) & (of_the_first_bounds() == 1))


FIRST_BOUNDS = (
    (27_288, 27_797, 8.5, 6.7),
    (33_247, 33_868, 10, 8.5),
    (49_913, 50_845, 10.9, 10),
    (63_994, 65_190, 12.7, 10.9),
)
"""Northern Ireland, 2025-26: the bounds of a tier as the year began and since the backdated award, and the per cent of
pay between the two, by each."""


def of_the_first_bounds() -> Array:
    """For each annual result, the per cent by the final bounds over that by the first: 1 where the two agree."""
    shares = []
    for row in rows("annual_take_home.csv"):
        pay = int(row["employment_income"])
        mine = (row["tax_year"], row["region"]) == ("2025-26", "northern_ireland")
        shares.append(next((now / then for low, high, then, now in FIRST_BOUNDS if mine and low < pay <= high), 1.0))
    return np.array(shares)


def pension_contribution_by_the_first_bounds() -> Held:
    """Contributions of Northern Ireland in 2025-26 that were made by the bounds with which the year began."""

    def ours(policy: RuleBook, found: list[dict[str, str]]) -> Array:
        return pension_contribution(policy.member_pension_contribution, numbers(found, "employment_income"))

    theirs, shares = numbers(rows("annual_take_home.csv"), "pension_contribution_employee"), of_the_first_bounds()
    every = annual(
        *("Pension contribution between two bounds", "pension_contribution", "pension_contribution_employee"),
        *(to_penny(of_annual_results(ours)), TO_THE_PENNY),
        reason="The cases went by the bounds with which 2025-26 began in Northern Ireland; they rose with the award.",
        without_known=to_penny(theirs * shares),
    )
    return replace(every, by=STATED).only((theirs > 0) & (shares < 1))


def take_home_pay_of_a_year() -> Held:
    """Take-home pay of whole payslips."""
    found = rows("annual_take_home.csv")
    pence = numbers(found, "student_loan_repayment") - loans_of_a_year()
    without = np.where((pence >= -SINGLE_PRECISION) & (pence < 1 + SINGLE_PRECISION), pence, np.nan)
    return annual(
        *("Take-home pay of a whole payslip", "take_home_pay", "net", payslips_of_a_year("take_home_pay"), TO_3P),
        reason="It lacks the pence of the student loan repayment, which policyengine-uk does not round down.",
        without_known=numbers(found, "net") + without,
    )


def of_child_benefit(what: str, column: str, rule: Callable[[Any, Array, Array], Array]) -> Held:
    """A column of the file of child benefit, beside ours."""
    found = rows("child_benefit_charge.csv")
    rules = {tax_year: policy_of(tax_year, "england").child_benefit for tax_year in YEARS}
    children, income = numbers(found, "children"), numbers(found, "adjusted_net_income")
    ours = [float(rule(rules[row["tax_year"]], children[n], income[n])) for n, row in enumerate(found)]
    labels = [f"{row['tax_year']}, {row['children']} children, {row['adjusted_net_income']}" for row in found]
    theirs = numbers(found, column)
    return Held(what, SECTION_681C, ("child_benefit_charge",), labels, np.array(ours), theirs, EXACTLY)


def child_benefit_charge_of_a_year() -> Held:
    """The charge of 52 weeks."""
    return of_child_benefit("High income child benefit charge", "hicbc_s681C_52_weeks", child_benefit_charge)


def child_benefit_of_a_year() -> Held:
    """The benefit of 52 weeks."""
    return of_child_benefit("Child benefit of 52 weeks", "child_benefit", lambda b, n, _: to_penny(child_benefit(b, n)))


def published_hours() -> tuple[list[str], list[RuleBook], list[str]]:
    """The names of the published hourly rates, the rule book of each as its year began, and its band."""
    names = [row["id"] for row in rows("published_hourly_rates.csv")]
    parts = [name.split("-") for name in names]  # such as HR-S2627-8A-65125: Scotland, 2026-27, band 8a
    nations = {"E": "england", "S": "scotland"}
    policies = [load_policy(nations[year[0]], f"20{year[1:3]}-04-06") for _, year, _, _ in parts]
    return names, policies, [band.lower() for _, _, band, _ in parts]


def published_hourly_rates() -> Held:
    """What an hour is worth, from the annual pay and the weekly hours printed beside it."""
    found = rows("published_hourly_rates.csv")
    names, policies, _ = published_hours()
    weeks = [policy.weekly_hours for policy in policies]
    ours = to_penny([float(hourly_rate(float(row["annual"]), week)) for row, week in zip(found, weeks, strict=True)])
    return Held("Hourly rate", HOURLY_RATES, ("hourly_rate",), names, ours, numbers(found, "hourly"), TO_THE_PENNY)


def nearest_to(pay: float, points: Array) -> float:
    """The point nearest to some pay; NaN where there is none."""
    return float(points[abs(points - pay).argmin()]) if len(points) else np.nan


def published_pay_points() -> Held:
    """The annual pay printed beside the hourly rates: the nearest point of the band and nation."""
    found = rows("published_hourly_rates.csv")
    names, policies, bands = published_hours()
    printed = numbers(found, "annual")
    points = [policy.pay_points.pounds[BAND_CODE[band]] for policy, band in zip(policies, bands, strict=True)]
    near = [nearest_to(pay, row[np.isfinite(row)]) for row, pay in zip(points, printed, strict=True)]
    reason = "Band 1 is closed to new entrants: its one point in Scotland is not in the scales."
    without = np.where([band == "1" for band in bands], np.nan, printed)
    rules = ("basic_pay",)
    return Held("Annual pay of a step", HOURLY_RATES, rules, names, np.array(near), printed, EXACTLY, reason, without)


def deducted(row: dict[str, str]) -> float:
    """Income tax deducted from the pay of a row of HMRC's test data."""
    code = tax_code(row["tax_code"])
    rules = load_paye(nation_of(code), DAY)
    tax = paye.income_tax(
        rules,
        paye.in_force(rules, code, month_1=row["basis"] == "W1M1"),
        float(row["gross"]),
        period=int(row["period"]),
        taxable_pay_to_date=float(row["gross_to_date"]),
        tax_before=round(float(row["tax_due_to_date"]) - float(row["tax_due"]), 2),
    )
    return float(tax)


def hmrc_test_data() -> Held:
    """Tax deducted from a month's pay under a tax code."""
    found = rows("hmrc_paye_2026_27.csv")
    labels = [f"{row['sheet']}, {row['tax_code']}, month {row['period']}, {row['gross']}" for row in found]
    ours, theirs = np.array([deducted(row) for row in found]), numbers(found, "tax_due")
    return Held("Income tax deducted from a month's pay", HMRC, ("paye",), labels, ours, theirs, TO_THE_PENNY)


def late_shift(day: str, start: int, length: int, unpaid_break: int = 0) -> Duties:
    """One shift, times in hours, on a day of 2026 in England."""
    holidays = load_working_time("england", DAY).public_holidays
    first = np.datetime64(day, "D")
    kinds = day_kinds(np.arange(first, first + 3), sorted(holidays))
    return nominal_duties([start * 60], [length * 60], [unpaid_break], [kinds])


SECTION_2_EXAMPLES = (
    ("Monday", "2026-11-23", 11, 0),
    ("Tuesday", "2026-11-24", 11, 0),
    ("Wednesday", "2026-11-25", 11, 0),
    ("Thursday", "2026-11-26", 11, 0),
    ("Friday", "2026-11-27", 11, 0),  # the Saturday part is at the lower rate too
    ("Saturday", "2026-11-28", 5, 6),  # five hours, then the Sunday rate
    ("Sunday", "2026-11-29", 6, 5),  # five hours at the Sunday rate, then the night rate
)
"""A shift of 19:00 to 06:00 by the day it starts on: hours at the lower and at the higher rate."""


def section_2_examples() -> Held:
    """The hours of a shift by rate."""
    rules = load_working_time("england", DAY).section_2
    labels, ours, theirs = [], [], []
    for name, day, lower, higher in SECTION_2_EXAMPLES:
        hours = hours_by_rate(late_shift(day, 19, 11), rules)
        for rate, found, published in (
            ("plain", hours.plain, 0),
            ("lower rate", hours.saturday_night, lower),
            ("higher rate", hours.sunday_holiday, higher),
        ):
            labels.append(f"{name}, {rate}")
            ours.append(float(found[0]))
            theirs.append(published)
    what = "Hours by rate of a shift of 19:00 to 06:00 on each day of the week"
    shown = np.array(ours), np.array(theirs, dtype=float)
    return Held(what, SECTION_2_ANSWERS, ("hours_by_rate",), labels, *shown, EXACTLY)


def annex_5_examples() -> Held:
    """A part-time post of 18.75 hours a week of which 7 are unsocial: they count as 14, so it is paid 17%."""
    rules = load_policy("england", DAY).annex_5()
    average = average_hours(7, 18.75 / 37.5)
    ours = np.array([float(average), float(share_of_basic_pay(rules, average))])
    labels = ("average hours", "share of basic pay")
    what = "Average hours and percentage of a part-time post under Annex 5"
    return Held(what, OLD_ANNEXES, ("unsocial_hours_payment",), labels, ours, np.array([14, 0.17]), EXACTLY)


def annex_5_late_shift() -> Held:
    """15:00 to 23:00 has four qualifying hours in bands 1 to 7, wherever the break falls."""
    window = load_policy("england", DAY).annex_5().bands_1_to_7
    breaks = (0, 30, 60)
    shifts = [late_shift("2026-11-24", 15, 8, unpaid_break) for unpaid_break in breaks]
    ours = np.array([float(qualifying_hours(shift, window, [[False] * 3])[0]) for shift in shifts])
    labels = [f"a break of {unpaid_break} minutes" for unpaid_break in breaks]
    what = "Annex 5 hours of a shift of 15:00 to 23:00"
    return Held(what, OLD_ANNEXES, ("annex_5_hours",), labels, ours, np.full(3, 4.0), EXACTLY)


SUPPLEMENTS = (("2", "inner", 5_794), ("5", "inner", 6_414.60), ("8a", "inner", 8_746), ("8a", "fringe", 2_270))
"""Band at its entry, area, pounds a year: a minimum, a share, and two maxima."""


def high_cost_area_supplements() -> Held:
    """The supplement at the entry of a band."""
    policy = load_policy("england", DAY)
    line = "high_cost_area_supplement"
    slips = [payslip(Job(band=BAND_CODE[band], high_cost_area=zone), policy) for band, zone, _ in SUPPLEMENTS]
    ours = np.array([float(slip[line]) for slip in slips])
    labels = [f"band {band}, {zone}" for band, zone, _ in SUPPLEMENTS]
    theirs = np.array([pounds for _, _, pounds in SUPPLEMENTS], dtype=float)
    return Held("High cost area supplement", PAY_SCALES, (line,), labels, ours, theirs, TO_THE_PENNY)


@cache
def rota_rows() -> tuple[tuple[dict[str, str], float, RotaHours], ...]:
    """The illustrated rotas: the row, the whole time equivalent in England, and our hours there in pay year 2026-27.

    Where a public holiday falls on a Saturday, they count its substitute alone.
    """
    rules = load_working_time("england", DAY, switches=Switches(weekend_public_holidays="substitute"))
    found = []
    for row in rows("rota_hours.csv"):
        share = float(row["weekly_hours"]) / 37.5
        found.append((row, share, rota_hours(load_rota(row["rota"]), rules, whole_time_equivalent=share)))
    return tuple(found)


def rota_hours_by_rate() -> Held:
    """Average hours a week by rate."""
    labels, ours, theirs = [], [], []
    for row, _, hours in rota_rows():
        for column in ("plain", "saturday_night", "sunday_holiday"):
            labels.append(f"{row['rota']}, {column}")
            ours.append(float(getattr(hours, column)))
            theirs.append(float(row[column]))
    what, rules = "Average hours a week by rate of each rota", ("rota_hours", "hours_by_rate")
    return Held(what, ROTAS, rules, labels, np.array(ours), np.array(theirs), (0.01, "within 0.01 hours"))


def rota_section_2() -> Held:
    """What Section 2 pays for a rota, per cent of basic pay."""
    working_time = load_working_time("england", DAY)
    band = BAND_CODE["6"]
    ours = [100 * section_2_share(hours, working_time, band, share) for _, share, hours in rota_rows()]
    labels, theirs = [row["rota"] for row, _, _ in rota_rows()], numbers(rows("rota_hours.csv"), "section_2_percent")
    what, rules = "Section 2 pay of each rota, per cent of basic pay in band 6", ("unsocial_hours_payment",)
    return Held(what, ROTAS, rules, labels, np.array(ours), theirs, (0.05, "to the tenth of a per cent"))


def rota_annex_5() -> Held:
    """The Annex 5 average of a rota."""
    ours = np.array([annex_5_average(hours, share) for _, share, hours in rota_rows()])
    shares = np.array([share for _, share, _ in rota_rows()])
    labels, theirs = [row["rota"] for row, _, _ in rota_rows()], numbers(rows("rota_hours.csv"), "annex_5_hours")
    closeness = (0.051, "to the tenth of an hour")
    reason = "Held in England a rota of 36 hours is part time, so its hours are scaled up to 37.5; Scotland's are not."
    what, rules = "Annex 5 hours a week of each rota", ("annex_5_hours", "rota_hours")
    return Held(what, ROTAS, rules, labels, ours, theirs, closeness, reason, theirs / shares)


DIVISIONS = {
    "england": ("england-and-wales", "ENG"),
    "wales": ("england-and-wales", "WLS"),
    "scotland": ("scotland", "SCT"),
    "northern_ireland": ("northern-ireland", "NIR"),
}
FIRST_DAY, LAST_DAY = date(2023, 4, 1), date(2028, 3, 31)
BEFORE = date(2018, 4, 1), date(2023, 3, 31)


def of_holidays(
    by: Origin,
    theirs: Mapping[str, Iterable[date]],
    switches: Switches,
    span: tuple[date, date] = (FIRST_DAY, LAST_DAY),
    **known: Any,
) -> Held:
    """Days that are public holidays to us, to them, or to both: 1 is a holiday, 0 is none."""
    labels, ours, others = [], [], []
    first, last = span
    for nation in NATIONS:
        own = set(load_working_time(nation, first, switches=switches).public_holidays)
        their = {day for day in theirs[nation] if first <= day <= last}
        for day in sorted(own | their):
            labels.append(f"{nation}, {day}")
            ours.append(day in own)
            others.append(day in their)
    shown = as_array(ours), as_array(others)
    what = f"Public holidays, April {first.year} to March {last.year}"
    return Held(what, by, ("rota_hours",), labels, *shown, EXACTLY, **known)


def holidays_of_gov_uk() -> Held:
    """GOV.UK's own list, which holds the substitute of a day at a weekend alone."""
    from govuk_bank_holidays.bank_holidays import BankHolidays

    listed = BankHolidays(use_cached_holidays=True)
    theirs = {
        nation: [row["date"] for row in listed.get_holidays(division=division)]
        for nation, (division, _) in DIVISIONS.items()
    }
    substitutes = Switches(weekend_public_holidays="substitute")
    plain = of_holidays(GOV_UK_HOLIDAYS, theirs, substitutes)
    added_since = [label == "scotland, 2026-06-15" for label in plain.labels]
    reason = "The copy that the package keeps was made before Scotland's holiday of 15 June 2026 was proclaimed."
    known = np.where(added_since, 1.0, plain.theirs)
    return of_holidays(GOV_UK_HOLIDAYS, theirs, substitutes, reason=reason, without_known=known)


def holidays_of_the_package(span: tuple[date, date] = (FIRST_DAY, LAST_DAY)) -> Held:
    """A list made by others from the law."""
    import holidays

    years = range(span[0].year, span[1].year + 1)
    parts = {nation: part for nation, (_, part) in DIVISIONS.items()}
    theirs = {nation: holidays.country_holidays("GB", subdiv=parts[nation], years=years) for nation in NATIONS}
    plain = of_holidays(HOLIDAYS, theirs, Switches(), span)
    days = [label.split(", ") for label in plain.labels]
    not_counted = [
        date.fromisoformat(day).weekday() >= 5 and nation in ("scotland", "northern_ireland") for nation, day in days
    ]
    reason = (
        "It also lists the day at a weekend that a substitute day replaces, which in Scotland and Northern Ireland "
        "counts here only under the switch weekend_public_holidays."
    )
    return of_holidays(
        HOLIDAYS, theirs, Switches(), span, reason=reason, without_known=np.where(not_counted, 0.0, plain.theirs)
    )


def holidays_before_2023_of_the_package() -> Held:
    """The same list, of earlier years."""
    return holidays_of_the_package(BEFORE)


COMPARISONS: tuple[Callable[[], Held], ...] = (
    hmrc_test_data,
    income_tax_of_a_year,
    personal_allowance_of_a_year,
    national_insurance_of_a_year,
    employer_national_insurance_of_a_year,
    student_loans_before_rounding,
    student_loans_of_a_year,
    pension_contribution_of_a_year,
    pension_contribution_by_the_first_bounds,
    taxable_pay_of_a_year,
    take_home_pay_of_a_year,
    child_benefit_charge_of_a_year,
    child_benefit_of_a_year,
    published_pay_points,
    published_hourly_rates,
    high_cost_area_supplements,
    section_2_examples,
    rota_hours_by_rate,
    rota_section_2,
    annex_5_late_shift,
    annex_5_examples,
    rota_annex_5,
    holidays_of_gov_uk,
    holidays_of_the_package,
    holidays_before_2023_of_the_package,
)
"""Every comparison, in the order of docs/verification.md."""
