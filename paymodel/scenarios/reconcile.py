"""The known differences between calculators and payslips, made for the person of a scenario."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from paymodel.errors import NotInForce, Refused
from paymodel.files import parsers
from paymodel.files.scales import load_paye, load_policy
from paymodel.moves.comparison import Scenario
from paymodel.moves.posts import placed
from paymodel.moves.reconcile import GROSS, MONTH, NET, Asked, KnownDifference, Reconciliation, figure_of, reconcile
from paymodel.pay.calendar import pay_year
from paymodel.pay.job import BAND_CODE, HIGH_COST_AREAS, NO_BAND, STUDENT_LOANS, WEEKS_IN_A_YEAR
from paymodel.pay.months import last_days
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.paye import with_marriage_allowance
from paymodel.pay.schedules import Slab
from paymodel.rounding import as_array
from paymodel.scenarios.payroll import code_of_case, nation_without_letter, place_of, rules_of_case

LINES_ASKED: Mapping[str, str] = {"net": NET, "gross": GROSS}
PARTS_OF_WHOLE_TIME = (0.4, 0.5, 0.6, 0.64, 0.7, 0.75, 0.8, 0.9, 1.0)
"""Usual whole time equivalents."""
TAX_OF_A_YEAR = ("personal_allowance", "income_tax", "national_insurance", "national_insurance_a_month")
YEARLY_HOURS = (
    *("saturday_night_hours_a_year", "sunday_holiday_hours_a_year", "overtime_hours_a_year"),
    *("public_holiday_overtime_hours_a_year", "extra_hours_a_year"),
)
"""Hours of a job that are paid beside basic pay."""
MOST_SACRIFICED = 0.3
"""The share of the figure up to which a salary sacrifice is looked for."""


def reconcile_scenario(
    scenario: Scenario,
    theirs: float,
    *,
    line: str = "net",
    month: datetime.date | None = None,
    offer: str | None = None,
    tax_code: str | None = None,
) -> Reconciliation:
    """What brings our figure for a scenario's person to somebody else's.

    `month` is a day of the month of their payslip; None asks about the year. `offer` names a post offered in place of
    the post held. Raises `Refused` and `NotInForce`.

    >>> from paymodel.scenarios.load import load_scenario
    >>> scenario = load_scenario("paramedic-to-operations-manager")
    >>> answer = reconcile_scenario(scenario, 45442.22)  # 60,146.25 - 11,490.50 - 3,213.53: no pension
    >>> answer.ours, answer.explained[0].words
    (41580.83, 'not in the pension scheme')
    """
    asked = asked_about(scenario, offer=offer, tax_code=tax_code, year=month is None)
    number = None
    if month is not None:
        first, last = pay_year(asked.case.rule_book.as_at)
        if not first <= month <= last:
            words = f"'{month:%Y-%m}' is outside the pay year of the scenario: {first:%Y-%m} to {last:%Y-%m}"
            raise Refused("--month", words)
        number = (month.year - first.year) * 12 + month.month - first.month + 1
    known = [*known_differences(asked, scenario, month=number), *_sacrifice(asked, theirs, LINES_ASKED[line], number)]
    return reconcile(asked, known, theirs, LINES_ASKED[line], number)


def asked_about(
    scenario: Scenario, *, offer: str | None = None, tax_code: str | None = None, year: bool = True
) -> Asked:
    """The person of a scenario in the post held, or in an offer, under a tax code. Raises `Refused`."""
    case = scenario.cases[0]
    if offer is not None:
        case = replace(case, current=case.offers[place_of([post.name for post in case.offers], offer, "--offer")])
    code, rules, basis = code_of_case(case, tax_code)
    from_months = tax_code is not None and year
    return Asked(case, rules_of_case(case), rules, code, basis == parsers.BASES[1], from_months)


def known_differences(asked: Asked, scenario: Scenario, *, month: int | None) -> list[KnownDifference]:
    """Every known difference that could touch this person, each of one kind and in words."""
    return [
        *_of_tax_codes(asked, month),
        *_of_pension(asked),
        *_of_loans(asked),
        *_of_hours_and_supplement(asked),
        *_of_the_post(asked),
        *_of_another_year(asked),
        *_of_other_posts(asked, scenario),
        *_of_rounding(month),
        *_of_other_months(asked, month),
    ]


def _of_tax_codes(asked: Asked, month: int | None) -> Iterator[KnownDifference]:
    kind = "tax code"
    standard = parsers.tax_code(asked.paye.standard_code)
    letter = standard.text.rstrip("0123456789L")
    gives, receives = (
        with_marriage_allowance(standard, asked.case.rule_book.marriage_allowance.transferred, given=given).text
        for given in (True, False)
    )
    yield KnownDifference(
        kind,
        "tax is deducted month by month on its own (month 1, W1 or X)",
        lambda person: replace(person, month_1=True, from_months=month is None),
    )
    for text, words in (
        (f"{letter}BR", "taxed as a second post, all at the basic rate (BR)"),
        (f"{letter}D0", "taxed as a second post, all at the higher rate (D0)"),
        (f"{letter}0T", "no personal allowance (0T)"),
        (gives, "gives a tenth of the allowance to a partner (N)"),
        (receives, "receives marriage allowance (M)"),
    ):
        code = parsers.tax_code(text)
        yield KnownDifference(
            kind,
            words,
            lambda person, code=code: replace(person, code=code, from_months=month is None),  # type: ignore[misc]
        )


def _of_pension(asked: Asked) -> Iterator[KnownDifference]:
    if not bool(as_array(asked.job.in_pension_scheme)):
        return
    kind = "pension"
    yield KnownDifference(kind, "not in the pension scheme", lambda person: person.with_job(in_pension_scheme=False))
    for rate in dict.fromkeys(asked.case.rule_book.member_pension_contribution.rates):
        flat = Slab((), (rate,))
        yield KnownDifference(
            kind,
            f"a pension contribution of {100 * rate:g}%: the tier of other pay, such as last year's",
            lambda person, flat=flat: person.with_rules(  # type: ignore[misc]
                lambda book: replace(book, member_pension_contribution=flat)
            ),
        )


def _of_loans(asked: Asked) -> Iterator[KnownDifference]:
    stated = asked.job.student_loan
    for plan in (*STUDENT_LOANS, None):
        loans = () if plan is None else (plan,)
        if loans == stated:
            continue
        words = "no student loan" if plan is None else f"a student loan ({plan.replace('_', ' ')})"
        yield KnownDifference("loan", words, lambda person, loans=loans: person.with_job(student_loan=loans))  # type: ignore[misc]


def _of_hours_and_supplement(asked: Asked) -> Iterator[KnownDifference]:
    job = asked.job
    if np.any([as_array(getattr(job, name)) > 0 for name in YEARLY_HOURS]):
        yield KnownDifference(
            "weeks", "a year of 52 weeks, not of 365 days", lambda person: _with_hours(person, 52 / WEEKS_IN_A_YEAR)
        )
        yield KnownDifference(
            "enhancements", "no enhancements and no overtime", lambda person: _with_hours(person, 0.0)
        )
    if asked.case.current.on_annex_5:
        yield KnownDifference(
            "enhancements",
            "no unsocial hours payment",
            lambda person: person.with_job(annex_5_percent=np.nan, annex_5_hours_a_week=np.nan),
        )
    if asked.case.rule_book.nation == "england":
        for area in (*HIGH_COST_AREAS, None):
            if area != job.high_cost_area:
                words = "no high cost area supplement" if area is None else f"a high cost area supplement ({area})"
                yield KnownDifference(
                    "supplement",
                    words,
                    lambda person, area=area: person.with_job(high_cost_area=area),  # type: ignore[misc]
                )


def _with_hours(asked: Asked, share: float) -> Asked:
    """The person with a share of the hours that are paid beside basic pay, in every month."""
    changed = asked.with_job(**{name: as_array(getattr(asked.job, name)) * share for name in YEARLY_HOURS})
    post = changed.case.current
    if post.hours is None:
        return changed
    hours = replace(post.hours, paid=post.hours.paid * share)  # what the calendar of a month goes by
    return replace(changed, case=replace(changed.case, current=replace(post, hours=hours)))


def _of_the_post(asked: Asked) -> Iterator[KnownDifference]:
    job, points = asked.job, asked.case.rule_book.pay_points
    band = int(as_array(job.band))
    if band != NO_BAND and bool(np.isnan(job.basic_pay)):
        name = next(word for word, code in BAND_CODE.items() if code == band)
        for step in range(1, points.steps(band) + 1):
            if step != int(as_array(job.step)):
                yield KnownDifference(
                    "step",
                    f"step {step} of band {name}",
                    lambda person, step=step: person.with_job(step=step),  # type: ignore[misc]
                )
    whole = float(as_array(job.whole_time_equivalent))
    for part in PARTS_OF_WHOLE_TIME:
        if part != whole:
            words = "whole time" if part == 1 else f"a whole time equivalent of {part:g}, hours in proportion"
            yield KnownDifference(
                "hours",
                words,
                lambda person, part=part: _with_hours(  # type: ignore[misc]
                    person.with_job(whole_time_equivalent=part), part / whole
                ),
            )


def _of_another_year(asked: Asked) -> Iterator[KnownDifference]:
    rule_book = asked.case.rule_book
    for years, words in ((-1, "last year's"), (1, "next year's")):
        try:
            other = load_policy(
                rule_book.nation,
                _same_day(rule_book.as_at, years),
                tax_residence=rule_book.tax_residence,
                switches=rule_book.switches,
                needs_pay_points=False,
            )
            paye = load_paye(asked.code.nation or nation_without_letter(rule_book), other.as_at)
        except NotInForce:
            continue
        yield from _of_rates_of(other, words)
        yield KnownDifference(
            "rates of another year",
            f"{words} tax and National Insurance",
            lambda person, other=other, paye=paye: replace(  # type: ignore[misc]
                person.with_rules(lambda book: replace(book, **{name: getattr(other, name) for name in TAX_OF_A_YEAR})),
                paye=paye,
            ),
        )


def _of_rates_of(other: RuleBook, words: str) -> Iterator[KnownDifference]:
    for kind, name in (("pay points of another year", "pay_points"), ("pension", "member_pension_contribution")):
        label = "pay points" if name == "pay_points" else "pension tiers"
        yield KnownDifference(
            kind,
            f"{words} {label}",
            lambda person, name=name: person.with_rules(  # type: ignore[misc]
                lambda book: replace(book, **{name: getattr(other, name)})
            ),
        )


def _of_other_posts(asked: Asked, scenario: Scenario) -> Iterator[KnownDifference]:
    for post in (scenario.cases[0].current, *scenario.cases[0].offers):
        if post.name != asked.case.current.name:
            placed_post = (
                post if post is scenario.cases[0].current else placed(asked.case.current, post, asked.case.rule_book)
            )
            yield KnownDifference(
                "post",
                f"the pay of another post: {post.name}",
                lambda person, post=placed_post: replace(person, case=replace(person.case, current=post)),  # type: ignore[misc]
            )


def _of_other_months(asked: Asked, month: int | None) -> Iterator[KnownDifference]:
    for number, day in enumerate(last_days(asked.case.rule_book.as_at), start=1):
        if month not in (None, number):
            yield KnownDifference(
                MONTH,
                f"the payslip of {day:%B %Y}",
                lambda person, number=number: replace(person, month=number),  # type: ignore[misc]
            )


def _of_rounding(month: int | None) -> Iterator[KnownDifference]:
    if month is None:
        words = "twelve payslips added up, each rounded"
        yield KnownDifference("rounding", words, lambda person: replace(person, from_months=True))
    else:
        words = "a twelfth of the year's figure, not a payslip"
        yield KnownDifference("rounding", words, lambda person: replace(person, by_twelfths=True))


def _sacrifice(asked: Asked, theirs: float, line: str, month: int | None) -> Iterator[KnownDifference]:
    """A salary sacrifice of whole pounds a month that leaves theirs, if there is one."""
    if line != NET or np.any(as_array(asked.job.salary_sacrifice) > 0):
        return
    ours = figure_of(asked, line, month)
    times = 1 if month is not None else 12
    most = int(max(ours, 0) / times * MOST_SACRIFICED)
    if not 0 < ours - theirs <= most * times:
        return
    low, high = 0, most
    while low < high:  # the more is given up, the less is left
        middle = (low + high) // 2
        left = figure_of(asked.with_job(salary_sacrifice=12.0 * middle), line, month)
        low, high = (middle + 1, high) if left > theirs else (low, middle)
    yield KnownDifference(
        "sacrifice",
        f"a salary sacrifice of £{low} a month",
        lambda person: person.with_job(salary_sacrifice=12.0 * low),
    )


def _same_day(day: datetime.date, years: int) -> datetime.date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
