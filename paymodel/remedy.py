"""What would leave nobody worse off: the smallest remedy of each kind, and what it costs the employer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from paymodel.break_evens import changes, pounds_to_try, saturday_night_hours, smallest_that_pays
from paymodel.career_path import career
from paymodel.comparison import Case
from paymodel.job import BANDS, WEEKS_IN_A_YEAR, Job, Payslip
from paymodel.payslips import annex_5_share, payslip
from paymodel.policy import Policy
from paymodel.posts import Post, job_in_years, offer_payslip, placed
from paymodel.rounding import Array, as_array
from paymodel.rules import pension
from paymodel.rules.premium import NORMAL_MAXIMUM_SHARE
from paymodel.schedules import Marginal

WEEKS_IN_THE_CYCLE = 10
COST_YEARS = 5


@dataclass(frozen=True)
class Remedy:
    """The smallest remedy of a kind for one offer.

    `value` is in `unit`, None where no value would do. Costs are the employer's, with pension, National Insurance and
    levy, on top of the offer as it stands: of one holder, in the first year and over five (pounds).
    """

    kind: str
    value: float | None
    unit: str
    take_home_change: float | None
    employer_cost_a_year: float | None
    employer_cost_over_five_years: float | None
    status: str
    side_effects: tuple[str, ...]


def remedies(case: Case, offer: Post, *, same_pattern: bool = False) -> tuple[Remedy, ...]:
    """The smallest remedy of each kind that leaves no loss of take-home pay in the first year, the cheapest first.

    Kinds that would not do at any value come last. A premium or a pay point goes with the post: every holder is paid
    it, so the cost shown is for each of them.
    """
    current, policy = case.current, case.policy
    offer = placed(current, offer, policy)
    found = list(_found(current, offer, policy, same_pattern))
    return tuple(sorted(found, key=lambda one: (one.value is None, one.employer_cost_over_five_years or 0.0)))


def _found(current: Post, offer: Post, policy: Policy, same: bool) -> Iterator[Remedy]:
    pounds = pounds_to_try(current, offer, policy)
    job, stated = offer.job, replace(offer, step_stated=True)

    def tried(kind: str, unit: str, values: Array, jobs: Job, status: str = "confirmed") -> Remedy:
        best = smallest_that_pays(values, changes(current, jobs, stated, policy, same_pattern=same))
        if best is None:
            return _none(kind, unit, status)
        at = int(np.searchsorted(values, best.value))
        return _remedy(kind, best.value, unit, status, current, offer, _one_of(jobs, at), policy, same)

    yield tried(
        "long-term premium", "pounds a year", pounds, job.with_(long_term_premium=pounds, long_term_premium_share=0.0)
    )
    yield tried(
        "short-term premium",
        "pounds a year",
        pounds,
        job.with_(short_term_premium=pounds, short_term_premium_share=0.0),
    )
    yield tried("on-call payment", "pounds a year", pounds, job.with_(on_call_payment=pounds, on_call_share=0.0))
    band = int(as_array(job.band))
    if band >= 0:
        steps = np.arange(int(as_array(job.step)), policy.pay_points.steps(band) + 1).astype(float)
        yield tried("starting step", f"the step of band {BANDS[band]}", steps, job.with_(step=steps))
        entry = float(policy.pay_points.pounds[band, int(as_array(job.step)) - 1])
        points = np.arange(entry, 2 * entry)
        yield tried("higher pay point", "pounds a year", points, job.with_(basic_pay=points), "assumed")
    yield _clinical_weeks(current, offer, policy, same)
    kind, unit = "Saturday and night hours kept", "hours a week"
    hours = saturday_night_hours(current, offer, policy, same_pattern=same)
    if hours is None:
        yield _none(kind, unit, "confirmed")
    else:
        kept = as_array(job.saturday_night_hours_a_year) + hours.value * WEEKS_IN_A_YEAR
        with_hours = job.with_(saturday_night_hours_a_year=kept)
        yield _remedy(kind, hours.value, unit, "confirmed", current, offer, with_hours, policy, same)
    yield _protected_months(current, offer, policy, same)
    if current.on_annex_5:
        share = float(annex_5_share(current.job, policy))
        kept_job = job.with_(annex_5_percent=share)
        yield _all_or_nothing(
            "Annex 5 percentage kept on promotion", share * 100, "per cent", current, offer, kept_job, policy, same
        )
    if np.any(as_array(job.overtime_hours_a_year) > 0) and band >= 0:
        everybody = replace(policy.overtime, bands=policy.overtime.bands | {band})
        reform = replace(policy, overtime=everybody)
        yield _under("overtime paid in the band offered", current, offer, policy, reform, same)
    yield _marginal_tiers(current, offer, policy, same)


def _one_of(job: Job, at: int) -> Job:
    """One of the jobs stacked in arrays."""
    picked = {
        name: np.ravel(getattr(job, name))[at]
        for name in job.__dataclass_fields__
        if np.ndim(getattr(job, name)) == 1 and name not in ("student_loan", "high_cost_area")
    }
    return job.with_(**picked)


def _none(kind: str, unit: str, status: str) -> Remedy:
    return Remedy(kind, None, unit, None, None, None, status, ())


def _cost(current: Post, offer: Post, job: Job, policy: Policy, same: bool) -> tuple[Payslip, Array]:
    """The first year's payslip of the offer with a remedy, and the employer's cost of each of five years."""
    remedied = replace(offer, job=job, later_job=_later(offer, job), step_stated=True)
    remedied = replace(remedied, years_in_band=_years(remedied, policy))
    slip = offer_payslip(current, job, policy, same_pattern=same)
    years = job_in_years(remedied, policy, np.arange(COST_YEARS))
    if np.isnan(offer.job.basic_pay) and not np.isnan(job.basic_pay):  # a raised point: higher steps stay as they are
        points = policy.pay_points.pounds[int(as_array(job.band)), as_array(years.step).astype(int) - 1]
        years = years.with_(basic_pay=np.maximum(job.basic_pay, points))
    later = offer_payslip(current, years, policy, same_pattern=same)
    return slip, later["employer_cost"]


def _later(offer: Post, job: Job) -> Job:
    """The later years of a job with a remedy: the holidays of a usual year on top of the same remedy."""
    names = ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year")
    added = {
        name: as_array(getattr(offer.later_job, name))
        + as_array(getattr(job, name))
        - as_array(getattr(offer.job, name))
        for name in names
    }
    return job.with_(**added)


def _years(offer: Post, policy: Policy) -> float:
    band, step = int(as_array(offer.job.band)), int(as_array(offer.job.step))
    return offer.years_in_band if band < 0 else float(policy.pay_points.years_to_reach[band, step - 1])


def _remedy(
    kind: str,
    value: float,
    unit: str,
    status: str,
    current: Post,
    offer: Post,
    job: Job,
    policy: Policy,
    same: bool,
    extra_cost: float = 0.0,
) -> Remedy:
    before, costs_before = _cost(current, offer, offer.job, policy, same)
    after, costs_after = _cost(current, offer, job, policy, same)
    held = payslip(current.job, policy)
    return Remedy(
        kind=kind,
        value=float(value),
        unit=unit,
        take_home_change=_round(after["take_home_pay"] - held["take_home_pay"]),
        employer_cost_a_year=_round(after["employer_cost"] - before["employer_cost"] + extra_cost),
        employer_cost_over_five_years=_round(np.sum(costs_after - costs_before) + extra_cost * COST_YEARS),
        status=status,
        side_effects=tuple(_side_effects(kind, before, after, policy, job)),
    )


def _round(amount: ArrayLike) -> float:
    return round(float(as_array(amount)), 2)


def _side_effects(kind: str, before: Payslip, after: Payslip, policy: Policy, job: Job) -> Iterator[str]:
    """What a remedy brings with it."""
    if float(after["recruitment_and_retention_premium"]) > NORMAL_MAXIMUM_SHARE * float(after["basic_pay"]):
        yield f"the premium is above {NORMAL_MAXIMUM_SHARE:.0%} of basic pay, the normal maximum"
    if kind == "starting step" and float(after["basic_pay"]) > float(before["basic_pay"]):
        yield "overtakes people already in the post on lower steps"
    tiers = policy.member_pension_contribution
    rates = [float(pension.member_contribution_rate(tiers, slip["pensionable_pay"])) for slip in (before, after)]
    if rates[1] > rates[0] and bool(job.in_pension_scheme):
        yield f"crosses a pension tier: {rates[0]:.1%} to {rates[1]:.1%} of all pensionable pay"
    lines = [(policy.personal_allowance.taper_start, "where the personal allowance starts to taper")]
    if np.any(as_array(job.children) > 0):
        lines.append((policy.child_benefit.charge_start, "where the child benefit charge starts"))
    for line, words in lines:
        if float(before["taxable_pay"]) <= line < float(after["taxable_pay"]):
            yield f"adjusted net income rises above £{line:,.0f}, {words}"


def _clinical_weeks(current: Post, offer: Post, policy: Policy, same: bool) -> Remedy:
    """Weeks in ten spent on the old rota: its enhanced hours in proportion, the office's for the rest.

    Costs the share of a manager lost and saves the share of a clinician gained.
    """
    kind, unit = "clinical weeks kept", f"weeks in {WEEKS_IN_THE_CYCLE}"
    whole_time = current.enhanced_hours()
    if whole_time is None or not np.isnan(offer.job.unsocial_hours_payment):
        return _none(kind, unit, "confirmed")
    weeks = np.arange(WEEKS_IN_THE_CYCLE).astype(float)  # at least one week is left to lead
    part = as_array(offer.job.whole_time_equivalent) / as_array(current.job.whole_time_equivalent)
    names = ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year")
    blended = {}
    for name in names:
        old = _hours_of(current, name) * part
        new = as_array(getattr(offer.job, name))
        blended[name] = new + weeks / WEEKS_IN_THE_CYCLE * np.maximum(old - new, 0.0)
    jobs = offer.job.with_(**blended)
    best = smallest_that_pays(
        weeks, changes(current, jobs, replace(offer, step_stated=True), policy, same_pattern=same)
    )
    if best is None:
        return _none(kind, unit, "confirmed")
    share = best.value / WEEKS_IN_THE_CYCLE
    slips = [payslip(post.job, policy)["employer_cost"] for post in (offer, current)]
    backfill = share * float(slips[0] - slips[1])
    job = _one_of(jobs, int(best.value))
    return _remedy(kind, best.value, unit, "confirmed", current, offer, job, policy, same, extra_cost=backfill)


def _hours_of(post: Post, name: str) -> Array:
    """Section 2 hours a year of a post, from its rota where it is on Annex 5."""
    if post.hours is None:
        return as_array(getattr(post.job, name))
    weekly = post.hours.saturday_night if name.startswith("saturday") else post.hours.sunday_holiday
    return as_array(weekly * WEEKS_IN_A_YEAR)


def _protected_months(current: Post, offer: Post, policy: Policy, same: bool) -> Remedy:
    """Months for which the loss of gross pay is made up, until the move is ahead by itself."""
    kind, unit = "months of pay protection", "months"
    path = career(current, offer, policy, same_pattern=same, years=40)
    if path.first_year_ahead is None:
        return _none(kind, unit, "assumed")
    behind = np.arange(40) < path.first_year_ahead - 1
    shortfall = np.maximum(path.stay["gross_pay"] - path.move["gross_pay"], 0.0) * behind
    on_costs = 1 + policy.employer_pension_contribution + policy.national_insurance.employer_rate
    on_costs += policy.apprenticeship_levy
    years = shortfall * on_costs
    return Remedy(
        kind=kind,
        value=12.0 * (path.first_year_ahead - 1),
        unit=unit,
        take_home_change=0.0 if behind.any() else float(path.difference[0]),
        employer_cost_a_year=_round(years[0]),
        employer_cost_over_five_years=_round(np.sum(years[:COST_YEARS])),
        status="assumed",
        side_effects=("local pay protection is for organisational change, not for a chosen promotion",),
    )


def _all_or_nothing(
    kind: str, value: float, unit: str, current: Post, offer: Post, job: Job, policy: Policy, same: bool
) -> Remedy:
    if float(changes(current, job, replace(offer, step_stated=True), policy, same_pattern=same)) < 0:
        return _none(kind, unit, "assumed")
    return _remedy(kind, value, unit, "assumed", current, offer, job, policy, same)


def _under(kind: str, current: Post, offer: Post, policy: Policy, reform: Policy, same: bool) -> Remedy:
    """A change of the rules: does it leave no loss, and what does it cost?"""
    if float(changes(current, offer.job, replace(offer, step_stated=True), reform, same_pattern=same)) < 0:
        return _none(kind, "rule", "assumed")
    before, costs_before = _cost(current, offer, offer.job, policy, same)
    after, costs_after = _cost(current, offer, offer.job, reform, same)
    held = payslip(current.job, reform)
    return Remedy(
        kind=kind,
        value=1.0,
        unit="rule",
        take_home_change=_round(after["take_home_pay"] - held["take_home_pay"]),
        employer_cost_a_year=_round(after["employer_cost"] - before["employer_cost"]),
        employer_cost_over_five_years=_round(np.sum(costs_after - costs_before)),
        status="assumed",
        side_effects=(),
    )


def _marginal_tiers(current: Post, offer: Post, policy: Policy, same: bool) -> Remedy:
    """Pension tiers that charge each rate on its own part of pay, for both posts."""
    kind = "pension tiers charged on their own part of pay"
    tiers = policy.member_pension_contribution
    schedule = Marginal(tiers.up_to, tiers.rates)

    def under(post: Post) -> Post:
        pay = payslip(post.job, policy)["pensionable_pay"]
        return replace(post, job=post.job.with_(pension_contribution=schedule.charge(pay)))

    if not bool(current.job.in_pension_scheme):
        return _none(kind, "rule", "assumed")
    reformed_current, reformed_offer = under(current), under(offer)
    change = changes(
        reformed_current, reformed_offer.job, replace(reformed_offer, step_stated=True), policy, same_pattern=same
    )
    if float(change) < 0:
        return _none(kind, "rule", "assumed")
    return Remedy(kind, 1.0, "rule", _round(change), 0.0, 0.0, "assumed", ("lowers the scheme's income",))
