"""Twelve payslips: pay month by month, with PAYE under a tax code. Pounds a month.

Salary falls in the month it is for; enhancements and overtime in the month that `Month.worked` says.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paymodel.arithmetic import NOUGHT, chosen, times, total
from paymodel.pay.calendar import pay_year
from paymodel.pay.job import MONTHS, Job, Payslip
from paymodel.pay.lines import DEDUCTED, LINES
from paymodel.pay.payslips import beyond_pay, pay_lines, pay_of_the_tier, yearly_parts
from paymodel.pay.rule_book import Paye, RuleBook
from paymodel.pay.rules import apprenticeship_levy, national_insurance, paye, pension, student_loan
from paymodel.pay.rules.paye import CodesInForce
from paymodel.rounding import Array, as_array, to_penny

WORKED = ("unsocial_hours_payment", "extra_hours_pay", "overtime_alone")
"""Parts of pay that are earned shift by shift, and so may be paid in arrears."""
TO_DATE = ("taxable_pay_to_date", "income_tax_to_date")
MONTHLY_LINES = (*LINES, *TO_DATE)
"""The lines of a month's payslip: those of a year, and what has come together in the year so far."""
Parts = Callable[[Job, RuleBook], Payslip]


@dataclass(frozen=True, eq=False)
class Spell:
    """A job held for a share of a month, under a rule book.

    `hours` are those at the lower and the higher rate in these days, where the calendar says; None spreads the year's
    evenly.
    """

    job: Job
    rule_book: RuleBook
    share: float = 1.0
    hours: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Month:
    """A month to pay: its rule book, the spells whose salary it pays, and those whose enhancements it pays."""

    rule_book: RuleBook
    held: tuple[Spell, ...]
    worked: tuple[Spell, ...]


def last_days(day: datetime.date) -> list[datetime.date]:
    """The last day of each month of the pay year (April to March) that holds a day.

    >>> [str(last) for last in last_days(datetime.date(2027, 2, 3))[::10]]
    ['2026-04-30', '2027-02-28']
    """
    first = np.datetime64(pay_year(day)[0], "M")
    days: list[datetime.date] = (np.arange(first + 1, first + MONTHS + 1).astype("datetime64[D]") - 1).tolist()
    return days


def level_year(job: Job, rule_books: Sequence[RuleBook], before: RuleBook | None = None) -> tuple[Month, ...]:
    """Twelve months in one job, each under its own rule book, the year's hours spread evenly.

    `before` is the rule book of the month before the first, where enhancements are paid a month in arrears.
    """
    spells = [(Spell(job, rule_book),) for rule_book in rule_books]
    worked = spells if before is None else [(Spell(job, before),), *spells[:-1]]
    return tuple(Month(*month) for month in zip(rule_books, spells, worked, strict=True))


def payslips_by_month(months: Sequence[Month], rules: Paye, codes: CodesInForce) -> Payslip:
    """The payslips of the months of a tax year, in order: each line an array of months by the shape of the jobs.

    Each line is rounded as payroll rounds it: pay half up to the penny; tax and National Insurance as their rules say;
    loans down to the pound. `child_benefit_charge` is nought: payroll does not take it.

    Raises `Refused` where the rules cannot answer.

    >>> from paymodel import Job, load_policy
    >>> from paymodel.files.scales import load_paye
    >>> rule_book, rules = load_policy("england", "2026-11-22"), load_paye("england", "2026-11-22")
    >>> code = paye.in_force(rules, paye.TaxCode("1257L", number=1257))
    >>> slips = payslips_by_month(level_year(Job(band=7), [rule_book] * 12), rules, code)
    >>> float(slips["gross_pay"][0]), float(slips["pension_contribution"][0])         # 57,528 / 12, and 10.7% of it
    (4794.0, 512.96)
    """
    parts = _remembered()
    shape = np.broadcast_shapes(*(spell.job.shape() for month in months for spell in (*month.held, *month.worked)))
    shape = np.broadcast_shapes(shape, np.shape(codes.free_pay), np.shape(codes.one_rate), np.shape(codes.month_1))
    slips = {line: np.empty((len(months), *shape)) for line in MONTHLY_LINES}
    taxable, tax = NOUGHT, NOUGHT
    for number, month in enumerate(months):
        paid = month_parts(month, parts)
        lines = pay_lines(paid, month.rule_book)
        lines |= _deductions(month, months[0], paid, lines, parts)
        taxable = to_penny(taxable + lines["taxable_pay"])
        deducted = paye.income_tax(
            rules,
            codes,
            lines["taxable_pay"],
            period=number + 1,
            taxable_pay_to_date=taxable,
            tax_before=tax,
        )
        tax = to_penny(tax + deducted)
        lines |= {"income_tax": deducted, "taxable_pay_to_date": taxable, "income_tax_to_date": tax}
        taken = total(*(lines[line] for line in DEDUCTED))
        lines["take_home_pay"] = to_penny(lines["gross_pay"] - taken)
        for line, values in slips.items():
            values[number] = lines[line]
    return slips


def month_beyond_pay(slips: Payslip) -> NDArray[np.int64]:
    """The first month (from 1) of each job in which deductions come to more than pay; 0 where there is none."""
    beyond = slips["take_home_pay"] < 0
    return np.asarray(np.where(beyond.any(axis=0), beyond.argmax(axis=0) + 1, 0), dtype=np.int64)


def beyond_pay_in_month(number: int) -> str:
    """What is said of a month (from 1) in which deductions come to more than pay."""
    return beyond_pay(f" in month {number} of the tax year")


def _remembered() -> Parts:
    """`yearly_parts`, working each pair of job and rule book out once."""
    known: dict[tuple[int, int], tuple[Job, RuleBook, Payslip]] = {}

    def parts(job: Job, rule_book: RuleBook) -> Payslip:
        key = (id(job), id(rule_book))
        if key not in known:
            known[key] = (job, rule_book, yearly_parts(job, rule_book))  # kept, so that no other takes their places
        return known[key][2]

    return parts


def month_parts(month: Month, parts: Parts = yearly_parts) -> Payslip:
    """The parts of pay of a month: a twelfth of the year's, for the share of the month, to the penny; spells added."""
    pay: dict[str, Array] = {}
    for spell in month.held:
        _add(pay, _salary(spell, parts(spell.job, spell.rule_book)))
    for spell in month.worked:
        _add(pay, _worked(spell, parts(spell.job, spell.rule_book)))
    return {name: to_penny(pounds) for name, pounds in pay.items()}


def _add(pay: dict[str, Array], more: Payslip) -> None:
    for name, pounds in more.items():
        pay[name] = total(pay.get(name, NOUGHT), pounds)


def _salary(spell: Spell, yearly: Payslip) -> Payslip:
    """What a spell pays with the salary."""
    paid = {name: _share(pounds, spell.share) for name, pounds in yearly.items() if name not in WORKED}
    unsocial = _share(yearly["unsocial_hours_payment"], spell.share)
    return paid | {"unsocial_hours_payment": chosen(_with_the_salary(spell.job), unsocial, 0.0)}


def _worked(spell: Spell, yearly: Payslip) -> Payslip:
    """What a spell pays for its shifts."""
    paid = {name: _share(yearly[name], spell.share) for name in WORKED}
    if spell.hours is not None:
        paid["unsocial_hours_payment"] = _by_calendar(spell)
    return paid | {"unsocial_hours_payment": chosen(_with_the_salary(spell.job), 0.0, paid["unsocial_hours_payment"])}


def _share(pounds: Array, share: float) -> Array:
    return to_penny(times(pounds, share) / MONTHS)


def _by_calendar(spell: Spell) -> Array:
    lower, higher = spell.hours or (0.0, 0.0)
    job = spell.job.with_(saturday_night_hours_a_year=lower, sunday_holiday_hours_a_year=higher)
    return yearly_parts(job, spell.rule_book)["unsocial_hours_payment"]  # of these hours alone


def _with_the_salary(job: Job) -> np.ndarray:
    """Which jobs are paid for unsocial hours with their salary: by Annex 5, or a stated sum; not by Section 2."""
    section_2 = (
        np.isnan(job.annex_5_percent) & np.isnan(job.annex_5_hours_a_week) & np.isnan(job.unsocial_hours_payment)
    )
    return np.asarray(~section_2)


def contribution_rate(month: Month, first: Month, pensionable_pay: ArrayLike, parts: Parts = yearly_parts) -> Array:
    """The member's pension rate (a fraction) in a month, by the switch `pension_tier_by`.

    `post`: the tier of the yearly pensionable pay of the post held as the month starts, so that a new post counts from
    the next pay period; `month`: of twelve times the month's pensionable pay; `april`: of the post held in the first
    month, all year.

    Source: NHSBSA, actual pensionable pay, assessed again when pay changes, from the next pay period.
    """
    by = month.rule_book.switches.pension_tier_by
    job = (first if by == "april" else month).held[0].job
    if by == "month":
        yearly = as_array(pensionable_pay) * MONTHS
    else:
        yearly = pay_lines(parts(job, month.rule_book), month.rule_book)["pensionable_pay"]
    tier_pay = pay_of_the_tier(job, month.rule_book, yearly)
    return pension.member_contribution_rate(month.rule_book.member_pension_contribution, tier_pay)


def _deductions(month: Month, first: Month, paid: Payslip, lines: Payslip, parts: Parts) -> Payslip:
    """The lines after pensionable pay, but for those that hang on the months before."""
    job, rule_book = month.held[-1].job, month.rule_book
    pensionable, gross = lines["pensionable_pay"], lines["gross_pay"]
    liable = total(gross, -paid["salary_sacrifice"])
    by_tier = contribution_rate(month, first, pensionable, parts) * pensionable
    stated = as_array(job.pension_contribution) / MONTHS
    member = chosen(np.isnan(stated), by_tier, stated)
    contribution = to_penny(chosen(job.in_pension_scheme, member, 0.0))
    built_up = pension.pension_built_up(rule_book.pension_build_up, pensionable, job.in_pension_scheme)
    employer, central = (
        to_penny(pension.employer_contribution(rate, pensionable, job.in_pension_scheme))
        for rate in (rule_book.employer_pension_contribution, rule_book.employer_pension_paid_centrally)
    )
    thresholds, rounding = rule_book.national_insurance_a_month, rule_book.switches.national_insurance_rounding
    employee_insurance, employer_insurance = (
        national_insurance.rounded(rule(thresholds, liable), rounding)
        for rule in (national_insurance.national_insurance, national_insurance.employer_national_insurance)
    )
    loans = student_loan.loans_a_month(rule_book.student_loans)
    levy = to_penny(apprenticeship_levy.apprenticeship_levy(rule_book.apprenticeship_levy, liable))
    return {
        "pension_contribution": contribution,
        "taxable_pay": to_penny(np.maximum(liable - contribution, 0.0)),
        "national_insurance": employee_insurance,
        "student_loan_repayment": student_loan.student_loan_repayment(loans, job.student_loan, liable),
        "child_benefit_charge": NOUGHT,
        "salary_sacrifice": paid["salary_sacrifice"],
        "pension_built_up": to_penny(built_up),
        "employer_pension_contribution": employer,
        "employer_pension_paid_centrally": central,
        "employer_national_insurance": employer_insurance,
        "apprenticeship_levy": levy,
        "employer_cost": to_penny(total(gross, employer, employer_insurance, levy)),
    }
