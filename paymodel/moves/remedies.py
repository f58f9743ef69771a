"""What would leave nobody worse off: the smallest remedy of each kind, and what it costs the employer."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from paymodel.counting import counted
from paymodel.errors import Refused
from paymodel.moves.break_evens import changes, hours_to_try, percent_of_basic_pay, pounds_to_try, smallest_needed
from paymodel.moves.career_path import career
from paymodel.moves.comparison import Case, Scenario, refuse_impossible
from paymodel.moves.kinds import DOWN, SIDEWAYS, direction, shares_away
from paymodel.moves.posts import Post, with_pattern
from paymodel.moves.remedied_offer import (
    COST_YEARS,
    NO_WEEK_LEFT,
    Question,
    RemedyKind,
    cost,
    cost_of_clinical_weeks,
    hours_with_clinical_weeks,
    penny,
    side_effects,
)
from paymodel.moves.temporary import first_year_with, with_gross_made_up
from paymodel.pay.job import BANDS, MONTHS, WEEKS_IN_A_YEAR, Job
from paymodel.pay.payslips import annex_5_share, pay_of_the_tier, payslip, whole_time_basic_pay
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.schedules import Marginal
from paymodel.rounding import Array, as_array, to_penny

WEEKS_IN_THE_CYCLE = 10
FEWEST_WEEKS, MOST_WEEKS = 2, 52
PROTECTED_YEARS = 40
MOST_FOR_A_POUND = 4
"""Pounds paid once that are tried for each pound lost: tax, insurance and loans leave more than a quarter."""
PAYMENT_STATED = "the offer states its unsocial hours payment"


@dataclass(frozen=True)
class Remedy:
    """The smallest remedy of a kind for one offer.

    `value` is in `unit`, None where no value would do; `why` then says why. It takes the place of what there is `now`,
    or comes `on_top` of it. `percent` is that of basic pay, where the remedy is a premium. Costs are the employer's,
    with National Insurance, levy and, where the person is in the scheme, pension, on top of the offer as it stands: of
    one holder, in the first year and over five (pounds), of which the post lasts `cost_years`: `lasts`, in words, where
    it has an end. One that does not apply would leave no loss, but is not for such a move; `side_effects` say why.
    """

    kind: RemedyKind
    value: float | None
    unit: str
    take_home_change: float | None
    employer_cost_a_year: float | None
    employer_cost_over_five_years: float | None
    status: str
    side_effects: tuple[str, ...]
    why: str = ""
    now: float = 0.0
    on_top: bool = False
    percent: float | None = None
    applies: bool = True
    cost_years: int = COST_YEARS
    lasts: str = ""


def remedies(
    case: Case,
    offer: Post,
    *,
    same_pattern: bool = False,
    weeks_in: int = WEEKS_IN_THE_CYCLE,
    years: int = COST_YEARS,
) -> tuple[Remedy, ...]:
    """The smallest remedy of each kind that leaves no loss of take-home pay in the first year, the cheapest first.

    Those that do not apply to such a move follow, and kinds that would not do at any value come last, each
    with the reason. A premium or a pay point goes with the post: every holder is paid
    it, so the cost shown is for each of them. Clinical weeks are counted in a cycle of `weeks_in`, 2 to 52; any other
    number is `Refused`. A one-off payment makes up for so many `years`.

    >>> from paymodel import load_scenario
    >>> case = load_scenario("paramedic-to-operations-manager").cases[0]
    >>> of_each_kind = remedies(case, case.offers[0], weeks_in=5)
    >>> [(remedy.value, remedy.unit) for remedy in of_each_kind if remedy.kind is RemedyKind.CLINICAL_WEEKS]
    [(1.0, 'weeks in 5')]
    """
    if not FEWEST_WEEKS <= weeks_in <= MOST_WEEKS:
        raise Refused("weeks_in", f"'{weeks_in}' is out of range: {FEWEST_WEEKS} to {MOST_WEEKS} weeks")
    question = Question.about(case.current, offer, case.rule_book, same=same_pattern)
    of_each_kind = (
        replace(remedy, cost_years=question.years, lasts=offer.length)
        for remedy in _of_each_kind(question, weeks_in, years)
    )
    return tuple(sorted(of_each_kind, key=_by_use_and_cost))


def _by_use_and_cost(remedy: Remedy) -> tuple[bool, bool, float]:
    return remedy.value is None, not remedy.applies, remedy.employer_cost_over_five_years or 0.0


@dataclass(frozen=True, eq=False)
class OfferRemedies:
    """The remedies of one offer under one policy, the cheapest first; `pattern` is that of the move, where stated."""

    case: Case
    post: str
    pattern: str | None
    remedies: tuple[Remedy, ...]

    @property
    def name(self) -> str:
        """The post offered, with its pattern."""
        return with_pattern(self.post, self.pattern)


def remedies_of(
    scenario: Scenario, weeks_in: int = WEEKS_IN_THE_CYCLE, years: int = COST_YEARS
) -> tuple[OfferRemedies, ...]:
    """The remedies of every offer of a scenario under every policy. Raises `Refused` where a pattern is impossible.

    >>> from paymodel import load_scenario
    >>> (offer,) = remedies_of(load_scenario("paramedic-to-operations-manager"))
    >>> offer.name, str(offer.remedies[0].kind)
    ('Operations manager (pattern different)', 'new pay point')
    """
    refuse_impossible(scenario)
    return tuple(
        OfferRemedies(
            case,
            offer.name,
            pattern,
            remedies(case, offer, same_pattern=pattern == "same", weeks_in=weeks_in, years=years),
        )
        for case in scenario.cases
        for offer in case.offers
        for pattern in offer.patterns
    )


def _of_each_kind(q: Question, weeks_in: int, years: int) -> Iterator[Remedy]:
    offer, rule_book, job = q.offer, q.rule_book, q.offer.job
    pounds, year = pounds_to_try(q.current, offer, rule_book), "pounds a year"
    basic = float(whole_time_basic_pay(job, rule_book))
    for kind, name in ((RemedyKind.LONG_TERM, "long_term_premium"), (RemedyKind.SHORT_TERM, "short_term_premium")):
        now = float(getattr(job, name) + as_array(getattr(job, f"{name}_share")) * basic)
        jobs = job.with_(**{name: pounds, f"{name}_share": 0.0})
        remedy = _smallest_tried(q, kind, year, pounds, jobs, "a premium of the whole of basic pay", now=now)
        yield remedy if remedy.value is None else replace(remedy, percent=percent_of_basic_pay(remedy.value, basic))
    on_call = job.with_(on_call_payment=pounds, on_call_share=0.0)
    now = float(q.before["on_call_payment"])
    yield _smallest_tried(q, RemedyKind.ON_CALL, year, pounds, on_call, "a payment of the whole of basic pay", now=now)
    band, step = int(as_array(job.band)), int(as_array(job.step))
    if band >= 0:
        steps = np.arange(step, rule_book.pay_points.steps(band) + 1).astype(float)
        unit = f"the step of band {BANDS[band]}"
        if np.isnan(job.basic_pay):
            yield _smallest_tried(
                q, RemedyKind.STARTING_STEP, unit, steps, job.with_(step=steps), "the top step", now=step
            )
        else:
            yield _no_remedy(RemedyKind.STARTING_STEP, unit, "confirmed", "the offer states its basic pay")
        points = np.arange(basic, 2 * basic)
        raised, most = job.with_(basic_pay=points), "a point of twice as much"
        if int(direction(q.current.job, job)) == 0:
            why = "the post held is in the band too, and would be paid the point as well"
            yield _no_remedy(RemedyKind.NEW_PAY_POINT, year, "assumed", why)
        else:
            yield _smallest_tried(q, RemedyKind.NEW_PAY_POINT, year, points, raised, most, now=basic, status="assumed")
    yield _clinical_weeks(q, weeks_in)
    yield _hours_kept(q)
    yield _protected_months(q)
    if int(direction(q.current.job, job)) <= 0 or offer.lasts_years is not None:
        yield _one_off_payment(q, years)
    if q.current.on_annex_5 and not q.offer.on_annex_5:
        yield _annex_5_kept(q)
    if np.any(as_array(job.overtime_hours_a_year) > 0) and band >= 0:
        everybody = replace(rule_book.overtime, bands=rule_book.overtime.bands | {band})
        yield _rule_changed(q, RemedyKind.OVERTIME_PAID, replace(rule_book, overtime=everybody))
    yield _marginal_tiers(q)


def _smallest_tried(
    q: Question,
    kind: RemedyKind,
    unit: str,
    values: Array,
    jobs: Job,
    most: str,
    *,
    now: float = 0.0,
    status: str = "confirmed",
) -> Remedy:
    """The smallest of rising values that leaves no loss; `most` says what the last of them is."""
    change = q.changes(jobs)
    best = smallest_needed(values, change)
    if best is None:
        return _no_remedy(kind, unit, status, f"even {most} leaves {_loss(change[-1])}")
    job = _job_at(jobs, int(np.searchsorted(values, best.value)))
    return replace(_remedy(q, kind, best.value, unit, status, job), now=now)


def _not_needed(q: Question, kind: RemedyKind, unit: str) -> Remedy:
    """What does all or nothing, for a move that pays as it is."""
    change = penny(q.before["take_home_pay"] - q.held["take_home_pay"])
    return Remedy(kind, 0.0, unit, change, 0.0, 0.0, "assumed", ())


def _loss(change: ArrayLike) -> str:
    """A loss in words, from a change of take-home pay."""
    return f"a loss of £{-float(as_array(change)):,.2f} a year"


def _job_at(job: Job, at: int) -> Job:
    """One of the jobs stacked in arrays."""
    picked = {
        name: np.ravel(getattr(job, name))[at]
        for name in job.__dataclass_fields__
        if np.ndim(getattr(job, name)) == 1 and name not in ("student_loan", "high_cost_area")
    }
    return job.with_(**picked)


def _no_remedy(kind: RemedyKind, unit: str, status: str, why: str) -> Remedy:
    return Remedy(kind, None, unit, None, None, None, status, (), why)


def _remedy(
    q: Question, kind: RemedyKind, value: float, unit: str, status: str, job: Job, extra_cost: float = 0.0
) -> Remedy:
    """The remedy that makes a job of the offered one; `extra_cost` is what a year of the move costs beside pay."""
    after, costs_after = cost(q.current, q.offer, job, q.rule_book, q.same)
    lasts = COST_YEARS if q.offer.lasts_years is None else min(q.offer.lasts_years, COST_YEARS)
    return Remedy(
        kind=kind,
        value=float(value),
        unit=unit,
        take_home_change=penny(after["take_home_pay"] - q.held["take_home_pay"]),
        employer_cost_a_year=penny(after["employer_cost"] - q.before["employer_cost"] + extra_cost),
        employer_cost_over_five_years=penny(q.cost_over_five_years(costs_after) + extra_cost * lasts),
        status=status,
        side_effects=tuple(side_effects(kind, q.before, after, q.rule_book, job)),
    )


def _clinical_weeks(q: Question, weeks_in: int) -> Remedy:
    """Weeks of a cycle, up to all, spent on the old rota: its enhanced hours in proportion, the office's for the rest.

    Costs the share of a manager lost and saves the share of a clinician gained.
    """
    current, offer = q.current, q.offer
    kind, unit = RemedyKind.CLINICAL_WEEKS, f"weeks in {weeks_in}"
    if not np.isnan(offer.job.unsocial_hours_payment):
        return _no_remedy(kind, unit, "confirmed", PAYMENT_STATED)
    enhanced = current.enhanced_hours()
    if not enhanced:
        why = "not known" if enhanced is None else "none"
        return _no_remedy(kind, unit, "confirmed", f"the unsocial hours of the post held are {why}")
    weeks = np.arange(weeks_in + 1).astype(float)
    jobs = offer.job.with_(**hours_with_clinical_weeks(current, offer, weeks, weeks_in))
    change = q.changes(jobs)
    best = smallest_needed(weeks, change)
    if best is None:
        return _no_remedy(kind, unit, "confirmed", f"even all {weeks_in} weeks leave {_loss(change[-1])}")
    backfill = cost_of_clinical_weeks(current, offer, q.rule_book, best.value / weeks_in)
    remedy = _remedy(q, kind, best.value, unit, "confirmed", _job_at(jobs, int(best.value)), extra_cost=backfill)
    if best.value < weeks_in:
        return remedy
    return replace(remedy, side_effects=(*remedy.side_effects, NO_WEEK_LEFT), applies=False)


def _hours_kept(q: Question) -> Remedy:
    """Hours a week at the lower rate, on top of those that the offer has."""
    kind, unit, job = RemedyKind.HOURS_KEPT, "hours a week", q.offer.job
    hours = hours_to_try(q.offer, q.rule_book)
    if hours is None:
        return _no_remedy(kind, unit, "confirmed", PAYMENT_STATED)
    own = as_array(job.saturday_night_hours_a_year)
    jobs = job.with_(saturday_night_hours_a_year=own + hours * WEEKS_IN_A_YEAR)
    now = float(own + as_array(job.sunday_holiday_hours_a_year)) / WEEKS_IN_A_YEAR
    return replace(
        _smallest_tried(q, kind, unit, hours, jobs, "every hour of the contract", now=round(now, 2)), on_top=True
    )


def _protected_months(q: Question) -> Remedy:
    """Months for which the loss of gross pay is made up, until the move is ahead by itself or ends.

    What is made up is pensionable as far as pensionable pay falls, and costs what it costs for this person.
    """
    kind, unit, rule_book = RemedyKind.PAY_PROTECTION, "months", q.rule_book
    path = career(q.current, q.offer, rule_book, same_pattern=q.same, years=PROTECTED_YEARS)
    behind = path.away & (np.arange(PROTECTED_YEARS) < (path.first_year_ahead or PROTECTED_YEARS + 1) - 1)
    years = int(behind.sum())
    if years == PROTECTED_YEARS and q.offer.lasts_years is None:
        return _no_remedy(kind, unit, "assumed", f"the move is still behind after {PROTECTED_YEARS} years")
    if not years:
        return _protected(q, 0.0, float(path.difference[0]), 0.0, np.zeros(COST_YEARS))
    shares = shares_away(q.offer.lasts_years, q.offer.blocks, years)
    made_up = with_gross_made_up(q.current, q.offer, rule_book, same_pattern=q.same, shares=shares)
    if made_up.leaves_a_loss:
        at = int(np.argmin(made_up.change))
        words = f"with gross pay made up, deductions would still leave {_loss(made_up.change[at])}, in year {at + 1}"
        return _no_remedy(kind, unit, "assumed", words)
    cost_of_each = np.zeros(max(years, COST_YEARS))
    cost_of_each[:years] = made_up.cost
    lasts = min(float(years), np.inf if q.offer.lasts_years is None else q.offer.lasts_years)
    a_year = made_up
    if lasts < 1:
        whole = shares_away(None, q.offer.blocks, 1)
        a_year = with_gross_made_up(q.current, q.offer, rule_book, same_pattern=q.same, shares=whole)
    return _protected(q, round(MONTHS * lasts, 2), float(a_year.change[0]), float(a_year.cost[0]), cost_of_each)


def _protected(q: Question, months: float, change: float, cost_a_year: float, cost_of_each: Array) -> Remedy:
    """So many months of pay protection, with what a year of them and each year that it lasts costs."""
    moves = {"acting_up": "acting-up", SIDEWAYS: "move", DOWN: "move"}.get(q.offer.move, q.offer.move)
    effects = [f"local pay protection is for organisational change, not for a chosen {moves}"]
    if months:
        effects.append("pays more than people already in the post, for as long as it lasts")
    return Remedy(
        kind=RemedyKind.PAY_PROTECTION,
        value=months,
        unit="months",
        take_home_change=penny(change),
        employer_cost_a_year=penny(cost_a_year),
        employer_cost_over_five_years=penny(np.sum(cost_of_each[:COST_YEARS])),
        status="assumed",
        side_effects=tuple(effects),
        applies=False,
    )


def _one_off_payment(q: Question, years: int) -> Remedy:
    """Pounds paid once, with the first year, with which so many years come out even; not pensionable.

    Of a move that ends before, as long as it lasts. A payment that the offer has stays, and this comes on top.
    """
    words = counted(years, "year")
    if q.offer.lasts_years is not None and q.offer.lasts_years <= years:
        years, words = math.ceil(q.offer.lasts_years), q.offer.length
    path = career(q.current, q.offer, q.rule_book, same_pattern=q.same, years=years)
    behind = float(path.cumulative[-1])
    values = np.arange(0.0, MOST_FOR_A_POUND * np.ceil(max(-behind, 0.0)) + 1)
    paid = first_year_with(q.current, q.offer, q.rule_book, same_pattern=q.same, once=values)
    gain, costs = (paid[line] - paid[line][0] for line in ("take_home_pay", "employer_cost"))
    kind, unit = RemedyKind.ONE_OFF, f"pounds once, for {words}"
    best = smallest_needed(values, to_penny(behind + gain))
    if best is None:
        return _no_remedy(kind, unit, "assumed", f"even £{values[-1]:,.0f} leaves a loss")
    at = int(best.value)
    told = f"its change of take-home pay is that of {words} together"
    effects = (told, "the loss goes on after that") if q.offer.for_good and behind < 0 else (told,)
    change, cost_once = penny(behind + gain[at]), penny(costs[at])
    now = q.offer.one_off_payment
    remedy = Remedy(kind, best.value, unit, change, cost_once, cost_once, "assumed", effects, applies=True)
    return replace(remedy, now=now, on_top=now > 0)


def _annex_5_kept(q: Question) -> Remedy:
    """The Annex 5 percentage of the post held, paid in the post offered: all of it, or nothing."""
    up = int(direction(q.current.job, q.offer.job)) > 0
    kind, unit, job = RemedyKind.ANNEX_5_KEPT if up else RemedyKind.ANNEX_5_GOES_ON, "per cent", q.offer.job
    if not np.isnan(job.unsocial_hours_payment):
        return _no_remedy(kind, unit, "assumed", PAYMENT_STATED)
    if q.pays:
        return _not_needed(q, kind, unit)
    share = float(annex_5_share(q.current.job, q.rule_book))
    kept = job.with_(annex_5_percent=share)
    change = float(q.changes(kept))
    if change < 0:
        return _no_remedy(kind, unit, "assumed", f"even {share * 100:g}% leaves {_loss(change)}")
    return _remedy(q, kind, share * 100, unit, "assumed", kept)


def _rule_changed(q: Question, kind: RemedyKind, reform: RuleBook) -> Remedy:
    """A change of the rules: does it leave no loss, and what does it cost?"""
    if q.pays:
        return _not_needed(q, kind, "rule")
    change = float(q.changes(q.offer.job, reform))
    if change < 0:
        return _no_remedy(kind, "rule", "assumed", f"it leaves {_loss(change)}")
    after, costs_after = cost(q.current, q.offer, q.offer.job, reform, q.same)
    held = payslip(q.current.job, reform)
    return Remedy(
        kind=kind,
        value=1.0,
        unit="rule",
        take_home_change=penny(after["take_home_pay"] - held["take_home_pay"]),
        employer_cost_a_year=penny(after["employer_cost"] - q.before["employer_cost"]),
        employer_cost_over_five_years=q.cost_over_five_years(costs_after),
        status="assumed",
        side_effects=tuple(side_effects(kind, q.before, after, reform, q.offer.job)),
    )


def _marginal_tiers(q: Question) -> Remedy:
    """Pension tiers that charge each rate on its own part of pay, for both posts."""
    kind, rule_book, posts = RemedyKind.MARGINAL_TIERS, q.rule_book, (q.current, q.offer)
    tiers = rule_book.member_pension_contribution
    schedule = Marginal(tiers.up_to, tiers.rates)
    if not any(bool(post.job.in_pension_scheme) for post in posts):
        return _no_remedy(kind, "rule", "assumed", "the person is not in the pension scheme")
    if not any(np.isnan(post.job.pension_contribution) for post in posts):
        return _no_remedy(kind, "rule", "assumed", "the pension contribution is stated")

    if q.pays:
        return _not_needed(q, kind, "rule")

    def under(post: Post) -> Post:
        if not np.isnan(post.job.pension_contribution):
            return post
        pay = payslip(post.job, rule_book)["pensionable_pay"]
        by = np.maximum(pay_of_the_tier(post.job, rule_book, pay), 1.0)
        return replace(post, job=post.job.with_(pension_contribution=schedule.charge(by) * pay / by))

    reformed, offer = under(q.current), replace(under(q.offer), step_stated=True)
    change = float(changes(reformed, offer.job, offer, rule_book, same_pattern=q.same))
    if change < 0:
        return _no_remedy(kind, "rule", "assumed", f"they leave {_loss(change)}")
    effects = ("lowers the scheme's income",)
    return Remedy(kind, 1.0, "rule", penny(change), 0.0, 0.0, "assumed", effects)
