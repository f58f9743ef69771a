"""A year's twelve payslips of one person, with a promotion on any day, beside the annual view, and why they differ."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import numpy as np

from paymodel.errors import Refused, shortened
from paymodel.moves.assumptions import assumptions, payroll_assumptions
from paymodel.moves.comparison import Case
from paymodel.moves.kinds import Lasts
from paymodel.moves.posts import Post, offer_payslip, paid_annex_5, placed
from paymodel.moves.provenance import figures_of_months
from paymodel.pay.job import MONTHS, Job, Payslip
from paymodel.pay.lines import DEDUCTED, LINES, PAID
from paymodel.pay.months import (
    Month,
    Spell,
    beyond_pay_in_month,
    contribution_rate,
    last_days,
    month_beyond_pay,
    month_parts,
    payslips_by_month,
)
from paymodel.pay.payslips import marriage_allowance_of, pay_lines, pay_of_the_tier, payslip
from paymodel.pay.rota import enhanced_hours_between
from paymodel.pay.rule_book import Assumption, Citation, Paye, RuleBook
from paymodel.pay.rules import income_tax, national_insurance, paye, pension, student_loan
from paymodel.pay.rules.paye import CodesInForce, TaxCode
from paymodel.rounding import to_penny

RulesOf = Callable[[datetime.date], RuleBook]

CAUSES: Mapping[str, str] = {
    "rounding": "Each line of pay is rounded to the penny in each month.",
    "rules": "Figures that change within the year hold from the month in which they change.",
    "calendar": "Unsocial hours are paid for the shifts that start in each month (in each post), not as a share of the"
    " year's.",
    "arrears": "Enhancements and overtime come a month later: last March's are in the year, this March's are not.",
    "pension-pay": "The rate of the annual view on the pensionable pay of the twelve months.",
    "pension-tier": "Each month is charged at the rate of the tier in force in that month.",
    "pension-rounding": "The contribution is rounded to the penny in each month.",
    "tax-pay": "The year's tax on the taxable pay of the twelve months as a whole.",
    "tax-nation": "The tax code asks for the rates of another nation than the annual view.",
    "tax-marriage-allowance": "The annual view takes marriage allowance off the tax. Payroll gives it by the tax code"
    " alone, as more free pay under the suffix M.",
    "tax-code": "The tax code's free pay (or its one rate) replaces the personal allowance and its taper.",
    "tax-pound": "Taxable pay to date is rounded down to the pound, and the tax on it down to the penny.",
    "tax-month-1": "On a month-1 basis each month is taxed on its own: a band not used up in one month is lost.",
    "tax-limit": "No more than half of a month's pay is deducted.",
    "insurance-pay": "The year's contributions on the pay of the twelve months as a whole.",
    "insurance-thresholds": "The thresholds printed for a month are not twelfths of the year's.",
    "insurance-months": "Each month is worked out on its own: pay that differs from month to month crosses thresholds"
    " at different times.",
    "insurance-rules": "Rates that change within the year hold from the month in which they change.",
    "insurance-rounding": "Contributions are rounded to the penny in each month, half a penny down.",
    "loan-pay": "The year's repayment on the pay of the twelve months as a whole.",
    "loan-months": "A twelfth of the threshold, rounded down to the penny; each repayment rounded down to the pound.",
    "loan-uneven": "Each month is worked out on its own: pay that differs from month to month is above the threshold at"
    " different times.",
    "child-benefit": "Payroll does not take the child benefit charge: it comes by a tax return or by another tax code.",
}
"""Why twelve payslips differ from the annual view."""


DAYS_IN_A_YEAR = 365
ON_COSTS = ("employer_pension_contribution", "employer_national_insurance", "apprenticeship_levy")
NOT_OF_A_YEAR = ("annual-view", "liability", "progression", "progression-award")
"""Assumptions of a comparison that say nothing of twelve payslips beside the annual view."""


@dataclass(frozen=True)
class Difference:
    """A reason why a line's twelve months differ from the annual view: pounds on the line, and on take-home pay."""

    line: str
    cause: str
    pounds: float

    @property
    def words(self) -> str:
        """The reason in a sentence."""
        return CAUSES[self.cause]

    @property
    def on_take_home(self) -> float:
        """What it does to take-home pay."""
        return self.pounds if self.line == "gross_pay" else 0.0 - self.pounds


@dataclass(frozen=True, eq=False)
class PayrollYear:
    """Twelve payslips and the annual view beside them.

    `slips` holds an array of twelve for each line; `annual` the annual view, pounds a year; `totals` what the twelve
    come to. After a promotion the annual view is that of each post for its share of the year (`months_held` of the
    twelve in the post held before). `back_on` is the day in the year on which a secondment or acting-up is over and the
    post held is held again. `rates` are the member's pension rates by month. The differences of a line add up
    exactly.
    """

    case: Case
    held: Post
    offer: Post | None
    promoted_on: datetime.date | None
    back_on: datetime.date | None
    code: TaxCode
    month_1: bool
    days: tuple[datetime.date, ...]
    months: tuple[Month, ...]
    rules: Paye
    slips: Payslip
    annual: Mapping[str, float]
    months_held: float
    rates: tuple[float, ...]
    differences: tuple[Difference, ...]
    assumptions: tuple[Assumption, ...]

    @cached_property
    def totals(self) -> Mapping[str, float]:
        """What the twelve payslips come to, pounds by line."""
        return {line: float(to_penny(self.slips[line].sum())) for line in LINES}

    @property
    def figures(self) -> tuple[Citation, ...]:
        """Every figure that the twelve payslips used, each once."""
        return figures_of_months(self.months, self.rules)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {shortened(self.held.name)}: {self.totals['take_home_pay']:,.2f} take-home pay>"


def payroll_year(
    case: Case,
    code: TaxCode,
    rules: Paye,
    rules_of: RulesOf,
    *,
    month_1: bool = False,
    code_stated: bool = True,
    offer: Post | None = None,
    promoted_on: datetime.date | None = None,
    same_pattern: bool = False,
) -> PayrollYear:
    """The twelve payslips of the pay year that holds the case's day: in the post held, and from a day on in an offer.

    `rules_of` gives the rule book in force on a day: that of a month is the one of its last day. A secondment or
    acting-up ends after its years, in the year or not; it may have begun before the year.

    Raises `Refused` where the rules cannot answer or the promotion lies outside the year, and `NotInForce`.
    """
    year = _Year(case, rules_of, offer, promoted_on, same_pattern)
    rule_book = case.rule_book
    codes = paye.in_force(rules, code, month_1=month_1)
    months, slips = year.payslips(rules, codes)
    annual = year.annual()
    paid = [pay_lines(month_parts(month), month.rule_book) for month in months]
    rates = tuple(
        float(contribution_rate(month, months[0], lines["pensionable_pay"]))
        for month, lines in zip(months, paid, strict=True)
    )
    differences = _differences(year, months, slips, annual, rates, rules, codes)
    posts = [case.current, *([year.offer] if year.offer else [])]
    taken = assumptions(case, posts[0], posts[1:], year.annual_slips)
    return PayrollYear(
        case=case,
        held=case.current,
        offer=year.offer,
        promoted_on=promoted_on,
        back_on=year.back_on,
        code=code,
        month_1=month_1,
        days=tuple(year.days),
        months=months,
        rules=rules,
        slips=slips,
        annual=annual,
        months_held=year.weights[0] * MONTHS,
        rates=rates,
        differences=differences,
        assumptions=(
            *payroll_assumptions(
                rule_book,
                code=code.text,
                code_stated=code_stated,
                promoted=promoted_on is not None,
                held_all_year=rules_of(year.days[0]) is rule_book,
            ),
            *(assumption for assumption in taken if assumption.id not in NOT_OF_A_YEAR),
        ),
    )


def months_of_one_post(case: Case, code: TaxCode, rules: Paye, rules_of: RulesOf, *, month_1: bool = False) -> Payslip:
    """The twelve payslips of the post held alone, as `PayrollYear.slips` has them: nothing else is worked out.

    Raises `Refused` where the rules cannot answer, and `NotInForce`.
    """
    year = _Year(case, rules_of, None, None, same_pattern=False)
    return year.payslips(rules, paye.in_force(rules, code, month_1=month_1))[1]


def days_to_move(year: tuple[datetime.date, datetime.date], offer: Post) -> tuple[datetime.date, datetime.date]:
    """The first and the last day on which an offer may be taken up, so that it is held on some day of a pay year.

    >>> from paymodel.pay.calendar import pay_year
    >>> year = pay_year(datetime.date(2026, 11, 22))
    >>> [str(day) for day in days_to_move(year, Post("", Job(), Job(), lasts_years=1))]
    ['2025-04-02', '2027-03-31']
    """
    first, last = year
    if offer.lasts_years is not None:
        first = _over_after(first, offer, -1) + datetime.timedelta(days=1)
    return first, last


def _over_after(day: datetime.date, offer: Post, way: int = 1) -> datetime.date:
    """The day on which an offer taken up on a day is over; with a `way` of -1, the other way round."""
    lasts = offer.lasts or Lasts(offer.lasts_years or 0.0, "years")
    months = lasts.months
    if lasts.unit == "weeks" or months != int(months):
        return day + way * datetime.timedelta(days=round(lasts.years * DAYS_IN_A_YEAR))
    return _months_later(day, way * int(months))


def _months_later(day: datetime.date, months: int) -> datetime.date:
    """That day of another month; the first of the month after where that month lacks it (29 February: 1 March).

    >>> str(_months_later(datetime.date(2026, 8, 31), 6)), str(_months_later(datetime.date(2024, 2, 29), -12))
    ('2027-03-01', '2023-03-01')
    """
    years, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    try:
        return datetime.date(years, month + 1, day.day)
    except ValueError:
        return datetime.date(years, month + 2, 1)


class _Year:
    """The year asked about: who holds which post when."""

    def __init__(
        self,
        case: Case,
        rules_of: RulesOf,
        offer: Post | None,
        promoted_on: datetime.date | None,
        same_pattern: bool,
    ) -> None:
        self.case, self.rules_of, self.promoted_on = case, rules_of, promoted_on
        rule_book = case.rule_book
        self.days = last_days(rule_book.as_at)
        first = self.days[0].replace(day=1)
        self.before = first - datetime.timedelta(days=1)
        self.offer: Post | None = None
        self.back_on: datetime.date | None = None
        self.jobs: list[Job] = [case.current.job]
        self.annual_slips = [payslip(case.current.job, rule_book)]
        if offer is not None and promoted_on is not None:
            if offer.blocks is not None:
                raise Refused("--promoted-on", f"'{offer.name}' alternates with the post held; leave its blocks out")
            if offer.conditions.pays:
                words = "has a one-off payment or pay protection, which twelve payslips do not hold; leave it out"
                raise Refused("--promoted-on", f"'{offer.name}' {words}")
            earliest, latest = days_to_move((first, self.days[-1]), offer)
            if not earliest <= promoted_on <= latest:
                words = "lies outside the pay year of the scenario"
                if earliest < first:
                    words = "leaves no day of the pay year of the scenario in the post offered"
                raise Refused("--promoted-on", f"'{promoted_on}' {words}: give a day from {earliest} to {latest}")
            self.back_on = self._over(promoted_on, offer)
            self.offer = placed(case.current, offer, rule_book)
            slip = offer_payslip(case.current, self.offer.job, rule_book, same_pattern=same_pattern)
            self.jobs.append(self.offer.job.with_(promotion_protection=slip["promotion_protection"]))
            self.annual_slips.append(slip)
        level = self.months(own_rules=False, calendar=False, arrears=False)
        spells = [spell for month in level for spell in month.held]
        self.weights = [sum(s.share for s in spells if s.job is job) / MONTHS for job in self.jobs]

    def _over(self, promoted_on: datetime.date, offer: Post) -> datetime.date | None:
        """The day in the year on which the post held is held again."""
        over = None if offer.lasts_years is None else _over_after(promoted_on, offer)
        return over if over is not None and over <= self.days[-1] else None

    def payslips(self, rules: Paye, codes: CodesInForce) -> tuple[tuple[Month, ...], Payslip]:
        """The twelve months under their own rules, and their payslips."""
        arrears = self.case.rule_book.switches.enhancements_in_arrears
        months = self.months(own_rules=True, calendar=True, arrears=arrears)
        slips = payslips_by_month(months, rules, codes)
        if beyond := int(month_beyond_pay(slips)):
            raise Refused("person", beyond_pay_in_month(beyond))
        return months, slips

    def months(self, *, own_rules: bool, calendar: bool, arrears: bool) -> tuple[Month, ...]:
        """The twelve months, each under its own rules or all under those of the annual view."""
        days = [*([self.before] if arrears else []), *self.days]
        books = [self.rules_of(day) if own_rules else self.case.rule_book for day in days]
        spells = [self._spells(day, book, calendar) for day, book in zip(days, books, strict=True)]
        return tuple(
            Month(book, held, worked)
            for book, held, worked in zip(books[-MONTHS:], spells[-MONTHS:], spells[:MONTHS], strict=True)
        )

    def _spells(self, last: datetime.date, rule_book: RuleBook, calendar: bool) -> tuple[Spell, ...]:
        """Who holds which post in the month that ends on a day."""
        first = last.replace(day=1)
        starts = [first, *(day for day in (self.promoted_on, self.back_on) if day and first < day <= last)]
        ends = [*(day - datetime.timedelta(days=1) for day in starts[1:]), last]
        return tuple(
            self._spell(self._post_on(start), rule_book, start, end, last.day, calendar)
            for start, end in zip(starts, ends, strict=True)
        )

    def _post_on(self, day: datetime.date) -> int:
        """Which post is held on a day: 0 the post held, 1 the post offered."""
        moved = self.promoted_on is not None and day >= self.promoted_on
        return int(moved and (self.back_on is None or day < self.back_on))

    def _spell(
        self, number: int, rule_book: RuleBook, first: datetime.date, last: datetime.date, days: int, calendar: bool
    ) -> Spell:
        held = (last - first).days + 1
        share = held / days
        if share < 1 and rule_book.switches.part_month_by == "days_of_the_year":
            share = held * MONTHS / ((self.days[-1] - self.before).days)
        hours = self._hours(number, rule_book, first, last) if calendar else None
        return Spell(self.jobs[number], rule_book, share, hours)

    def _hours(
        self, number: int, rule_book: RuleBook, first: datetime.date, last: datetime.date
    ) -> tuple[float, float] | None:
        """Enhanced hours in some days, where the post has a rota that is paid by Section 2."""
        post = self.case.current if number == 0 else self.offer
        if post is None or post.rota is None or post.hours is None or bool(paid_annex_5(post.job)):
            return None
        kept = post.hours.paid / post.rota.paid_hours_a_week()
        lower, higher = enhanced_hours_between(post.rota, rule_book.working_time, first, last)
        return lower * kept, higher * kept

    def annual(self) -> Mapping[str, float]:
        """The annual view: of each post for its share of the year; totals add the lines."""
        if len(self.jobs) == 1:
            return {line: float(self.annual_slips[0][line]) for line in LINES}
        slips = [{line: float(slip[line]) for line in LINES} for slip in self.annual_slips]

        def shared(value: Callable[[Mapping[str, float]], float]) -> float:
            return sum(share * value(slip) for share, slip in zip(self.weights, slips, strict=True))

        lines = {line: _penny(shared(itemgetter(line))) for line in LINES}
        other = shared(lambda slip: slip["gross_pay"] - sum(slip[line] for line in PAID))
        gross = _penny(sum(lines[line] for line in PAID) + other)
        not_pensionable = shared(lambda slip: slip["gross_pay"] - slip["pensionable_pay"])
        not_taxable = shared(lambda slip: slip["gross_pay"] - slip["pension_contribution"] - slip["taxable_pay"])
        return lines | {
            "gross_pay": gross,
            "pensionable_pay": _penny(gross - not_pensionable),
            "taxable_pay": _penny(gross - lines["pension_contribution"] - not_taxable),
            "take_home_pay": _penny(gross - sum(lines[line] for line in DEDUCTED)),
            "employer_cost": _penny(gross + sum(lines[line] for line in ON_COSTS)),
        }


def _penny(pounds: float) -> float:
    return float(to_penny(pounds))


def _differences(
    year: _Year,
    months: Sequence[Month],
    slips: Payslip,
    annual: Mapping[str, float],
    rates: Sequence[float],
    rules: Paye,
    codes: paye.CodesInForce,
) -> tuple[Difference, ...]:
    """Each line's way from the annual view to the twelve months, step by step."""
    rule_book = year.case.rule_book
    final = {line: slips[line] for line in (*DEDUCTED, "gross_pay")}
    liable = slips["gross_pay"] - slips["salary_sacrifice"]
    steps = {
        "gross_pay": _pay_steps(year),
        "pension_contribution": _pension_steps(year, slips, annual, rates),
        "income_tax": _tax_steps(rule_book, year.jobs[0], slips, rules, codes),
        "national_insurance": _insurance_steps(rule_book, months, liable),
        "student_loan_repayment": _loan_steps(rule_book, months[0].held[0].job.student_loan, liable),
        "child_benefit_charge": [("child-benefit", 0.0)],
    }
    differences = []
    for line, ways in steps.items():
        at = round(annual[line], 2)
        for cause, value in [*ways[:-1], (ways[-1][0], float(final[line].sum()))]:
            there = round(value, 2)
            if round(there - at, 2):
                differences.append(Difference(line, cause, round(there - at, 2)))
            at = there
    return tuple(differences)


Steps = list[tuple[str, float]]
"""From the annual view on: a cause, and what the line comes to with it. The last comes to what the payslips say."""


def _gross(months: Sequence[Month]) -> float:
    return float(sum(float(pay_lines(month_parts(month), month.rule_book)["gross_pay"]) for month in months))


def _pay_steps(year: _Year) -> Steps:
    arrears = year.case.rule_book.switches.enhancements_in_arrears
    return [
        ("rounding", _gross(year.months(own_rules=False, calendar=False, arrears=False))),
        ("rules", _gross(year.months(own_rules=True, calendar=False, arrears=False))),
        ("calendar", _gross(year.months(own_rules=True, calendar=True, arrears=False))),
        ("arrears", _gross(year.months(own_rules=True, calendar=True, arrears=arrears))),
    ]


def _pension_steps(year: _Year, slips: Payslip, annual: Mapping[str, float], rates: Sequence[float]) -> Steps:
    charged, stated = annual["pension_contribution"], year.jobs[0].pension_contribution
    tiers = year.case.rule_book.member_pension_contribution
    pay = np.array([float(slip["pensionable_pay"]) for slip in year.annual_slips]) * year.weights
    of_pay = by_tier = charged
    if charged and np.isnan(float(np.asarray(stated))):
        tier_pays = [
            pay_of_the_tier(job, year.case.rule_book, slip["pensionable_pay"])
            for job, slip in zip(year.jobs, year.annual_slips, strict=True)
        ]
        own = [float(pension.member_contribution_rate(tiers, tier_pay)) for tier_pay in tier_pays]
        of_pay = float((pay * own).sum() / pay.sum() * slips["pensionable_pay"].sum())
        by_tier = float((np.array(rates) * slips["pensionable_pay"]).sum())
    return [("pension-pay", of_pay), ("pension-tier", by_tier), ("pension-rounding", 0.0)]


def _tax_steps(rule_book: RuleBook, job: Job, slips: Payslip, rules: Paye, codes: paye.CodesInForce) -> Steps:
    taxable = float(slips["taxable_pay"].sum())
    free_pay, rate = float(np.asarray(codes.free_pay)), float(np.asarray(codes.one_rate))
    under_code = taxable * rate
    if np.isnan(rate):
        under_code = float(rules.bands.charge(max(taxable - MONTHS * free_pay, 0.0)))
    at_once = float(paye.tax_to_date(rules, codes, taxable, MONTHS))
    unlimited = at_once
    if bool(np.asarray(codes.month_1)):
        unlimited = float(paye.tax_to_date(rules, codes, slips["taxable_pay"], 1).sum())
    own, asked_for = (
        float(income_tax.income_tax(bands, rule_book.personal_allowance, taxable))
        for bands in (rule_book.income_tax, rules.bands)
    )
    married = float(marriage_allowance_of(job, rule_book, taxable))
    return [
        ("tax-pay", own - married),
        ("tax-nation", asked_for - married),
        ("tax-marriage-allowance", asked_for),
        ("tax-code", under_code),
        ("tax-pound", at_once),
        ("tax-month-1", unlimited),
        ("tax-limit", 0.0),
    ]


def _insurance_steps(rule_book: RuleBook, months: Sequence[Month], liable: np.ndarray) -> Steps:
    rule, year = national_insurance.national_insurance, float(liable.sum())
    by_month, own = (
        rule_book.national_insurance_a_month,
        [month.rule_book.national_insurance_a_month for month in months],
    )
    return [
        ("insurance-pay", float(rule(rule_book.national_insurance, year))),
        ("insurance-thresholds", float(rule(by_month, year / MONTHS)) * MONTHS),
        ("insurance-months", float(rule(by_month, liable).sum())),
        ("insurance-rules", sum(float(rule(book, pay)) for book, pay in zip(own, liable, strict=True))),
        ("insurance-rounding", 0.0),
    ]


def _loan_steps(rule_book: RuleBook, held: Sequence[str], liable: np.ndarray) -> Steps:
    year = float(liable.sum())
    a_month = student_loan.loans_a_month(rule_book.student_loans)
    return [
        ("loan-pay", float(student_loan.student_loan_repayment(rule_book.student_loans, held, year))),
        ("loan-months", float(student_loan.student_loan_repayment(a_month, held, year / MONTHS)) * MONTHS),
        ("loan-uneven", 0.0),
    ]
