"""What would leave nobody worse off: the smallest remedy of each kind, and what it costs the employer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from paymodel.break_evens import changes, pounds_to_try, saturday_night_hours, smallest_that_pays
from paymodel.career_path import career
from paymodel.comparison import Case, Scenario, refuse_impossible
from paymodel.errors import Refused
from paymodel.job import BANDS, WEEKS_IN_A_YEAR, Job, Payslip
from paymodel.payslips import annex_5_share, payslip
from paymodel.policy import Policy
from paymodel.posts import Post, job_in_years, offer_payslip, placed
from paymodel.rounding import Array, as_array
from paymodel.rules import pension
from paymodel.rules.on_costs import cost_of_a_pound
from paymodel.rules.premium import NORMAL_MAXIMUM_SHARE
from paymodel.schedules import Marginal

WEEKS_IN_THE_CYCLE = 10
FEWEST_WEEKS, MOST_WEEKS = 2, 52
COST_YEARS = 5
STARTING_STEP = "starting step"
NEW_PAY_POINT = "new pay point"
ANNEX_5_KEPT = "Annex 5 percentage kept on promotion"
LONG_TERM, SHORT_TERM, ON_CALL = "long-term premium", "short-term premium", "on-call payment"
CLINICAL_WEEKS, HOURS_KEPT = "clinical weeks kept", "Saturday and night hours kept"
OVERTIME_PAID = "overtime paid in the band offered"


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


@dataclass(frozen=True)
class PolicyOutcome:
    """What one policy of a scenario does for one offer, beside the scenario's first policy. Pounds.

    `take_home_change` is that of the move under this policy. `offer_on_first` and `held_on_first` are what it adds to
    take-home pay a year of the post offered and of the post held. Costs are the employer's for one holder of the post
    offered, with on-costs, on top of the first policy. `cost_for_each_pound` is the first year's cost for each pound
    that `offer_on_first` holds; None where that is not a gain. `rank` counts from 1, by the cost over five years, those
    that leave no loss; None for the others.
    """

    post: str
    pattern: str | None
    policy: str
    take_home_change: float
    offer_on_first: float
    held_on_first: float
    employer_cost_a_year: float
    employer_cost_over_five_years: float
    cost_for_each_pound: float | None
    side_effects: tuple[str, ...]
    rank: int | None = None

    @property
    def leaves_a_loss(self) -> bool:
        """Whether the move still pays less than the post held."""
        return self.take_home_change < 0


@dataclass(frozen=True, eq=False)
class _Question:
    """One offer under one policy, placed, with what the unchanged offer pays and costs."""

    current: Post
    offer: Post
    policy: Policy
    same: bool
    held: Payslip
    before: Payslip
    costs_before: Array

    def changes(self, job: Job, policy: Policy | None = None) -> Array:
        """Change of take-home pay, pounds a year, for a job in place of the offered one."""
        stated = replace(self.offer, step_stated=True)
        return changes(self.current, job, stated, policy or self.policy, same_pattern=self.same)


def _question(current: Post, offer: Post, policy: Policy, same: bool) -> _Question:
    offer = placed(current, offer, policy)
    before, costs = _cost(current, offer, offer.job, policy, same)
    return _Question(current, offer, policy, same, payslip(current.job, policy), before, costs)


def remedies(
    case: Case, offer: Post, *, same_pattern: bool = False, weeks_in: int = WEEKS_IN_THE_CYCLE
) -> tuple[Remedy, ...]:
    """The smallest remedy of each kind that leaves no loss of take-home pay in the first year, the cheapest first.

    Kinds that would not do at any value come last. A premium or a pay point goes with the post: every holder is paid
    it, so the cost shown is for each of them. Clinical weeks are counted in a cycle of `weeks_in`, 2 to 52; any other
    number is `Refused`.

    >>> from paymodel import load_scenario
    >>> case = load_scenario("paramedic-to-operations-manager").cases[0]
    >>> [found] = [one for one in remedies(case, case.offers[0], weeks_in=5) if one.kind == "clinical weeks kept"]
    >>> found.value, found.unit
    (1.0, 'weeks in 5')
    """
    if not FEWEST_WEEKS <= weeks_in <= MOST_WEEKS:
        raise Refused("weeks_in", f"'{weeks_in}' is out of range: {FEWEST_WEEKS} to {MOST_WEEKS} weeks")
    question = _question(case.current, offer, case.policy, same_pattern)
    found = list(_found(question, weeks_in))
    return tuple(sorted(found, key=lambda one: (one.value is None, one.employer_cost_over_five_years or 0.0)))


FoundRemedies = tuple[tuple[Case, str, tuple[Remedy, ...]], ...]
"""For each policy and offer: the case, the offer's name with its pattern, and the remedies, the cheapest first."""


def remedies_of(scenario: Scenario, weeks_in: int = WEEKS_IN_THE_CYCLE) -> FoundRemedies:
    """The remedies of every offer of a scenario under every policy. Raises `Refused` where a pattern is impossible.

    >>> from paymodel import load_scenario
    >>> ((_, name, found),) = remedies_of(load_scenario("paramedic-to-operations-manager"))
    >>> name, found[0].kind
    ('Operations manager (pattern different)', 'months of pay protection')
    """
    refuse_impossible(scenario)
    return tuple(
        (
            case,
            f"{offer.name} (pattern {pattern})" if pattern else offer.name,
            remedies(case, offer, same_pattern=pattern == "same", weeks_in=weeks_in),
        )
        for case in scenario.cases
        for offer in case.offers
        for pattern in offer.patterns
    )


def policies_side_by_side(cases: Sequence[Case]) -> tuple[PolicyOutcome, ...]:
    """Every policy of a scenario beside its first, by offer and pattern; those that leave no loss first, by cost.

    >>> from paymodel import load_scenario
    >>> for one in policies_side_by_side(load_scenario("three-ways-to-put-it-right").cases):
    ...     print(one.rank, one.policy, one.take_home_change, one.cost_for_each_pound)
    1 Five per cent premium 71.85 2.7
    None On-call added -623.65 2.7
    None In force -1411.8 None
    """
    found: list[PolicyOutcome] = []
    for index in range(len(cases[0].offers)):
        patterns = [case.offers[index].patterns for case in cases]
        # Where a policy changes the pattern itself, all stand in one group.
        groups = [(pattern,) for pattern in patterns[0]] if len(set(patterns)) == 1 else [None]
        for group in groups:
            here = []
            firsts: dict[str | None, _Question] = {}
            for case, own in zip(cases, patterns, strict=True):
                for pattern in group or own:
                    this = _question(case.current, case.offers[index], case.policy, pattern == "same")
                    if case is cases[0]:
                        firsts[pattern] = this
                    first = firsts.get(pattern, next(iter(firsts.values())))
                    here.append(_outcome(case.policy_name, pattern, first, this))
            here.sort(key=_by_cost_and_loss)
            sound = sum(not one.leaves_a_loss for one in here)
            found += [replace(one, rank=n + 1 if n < sound else None) for n, one in enumerate(here)]
    return tuple(found)


def _by_cost_and_loss(one: PolicyOutcome) -> tuple[bool, float]:
    """The cheapest that leaves no loss first; of those that leave one, the smallest loss first."""
    return one.leaves_a_loss, -one.take_home_change if one.leaves_a_loss else one.employer_cost_over_five_years


def _outcome(name: str, pattern: str | None, first: _Question, this: _Question) -> PolicyOutcome:
    gain = _round(this.before["take_home_pay"] - first.before["take_home_pay"])
    cost = _round(this.before["employer_cost"] - first.before["employer_cost"])
    raised = float(as_array(this.offer.job.step)) > float(as_array(first.offer.job.step))
    kind = STARTING_STEP if raised else ""
    return PolicyOutcome(
        post=this.offer.name,
        pattern=pattern,
        policy=name,
        take_home_change=_round(this.before["take_home_pay"] - this.held["take_home_pay"]),
        offer_on_first=gain,
        held_on_first=_round(this.held["take_home_pay"] - first.held["take_home_pay"]),
        employer_cost_a_year=cost,
        employer_cost_over_five_years=_round(np.sum(this.costs_before - first.costs_before)),
        cost_for_each_pound=round(cost / gain, 2) if gain > 0 else None,
        side_effects=tuple(_side_effects(kind, first.before, this.before, this.policy, this.offer.job)),
    )


def _found(q: _Question, weeks_in: int) -> Iterator[Remedy]:
    current, offer, policy, job = q.current, q.offer, q.policy, q.offer.job
    pounds = pounds_to_try(current, offer, policy)

    def tried(kind: str, unit: str, values: Array, jobs: Job, status: str = "confirmed") -> Remedy:
        best = smallest_that_pays(values, q.changes(jobs))
        if best is None:
            return _none(kind, unit, status)
        at = int(np.searchsorted(values, best.value))
        return _remedy(q, kind, best.value, unit, status, _one_of(jobs, at))

    yield tried(LONG_TERM, "pounds a year", pounds, job.with_(long_term_premium=pounds, long_term_premium_share=0.0))
    yield tried(
        SHORT_TERM,
        "pounds a year",
        pounds,
        job.with_(short_term_premium=pounds, short_term_premium_share=0.0),
    )
    yield tried(ON_CALL, "pounds a year", pounds, job.with_(on_call_payment=pounds, on_call_share=0.0))
    band = int(as_array(job.band))
    if band >= 0:
        steps = np.arange(int(as_array(job.step)), policy.pay_points.steps(band) + 1).astype(float)
        yield tried(STARTING_STEP, f"the step of band {BANDS[band]}", steps, job.with_(step=steps))
        entry = float(policy.pay_points.pounds[band, int(as_array(job.step)) - 1])
        points = np.arange(entry, 2 * entry)
        yield tried(NEW_PAY_POINT, "pounds a year", points, job.with_(basic_pay=points), "assumed")
    yield _clinical_weeks(q, weeks_in)
    kind, unit = HOURS_KEPT, "hours a week"
    hours = saturday_night_hours(current, offer, policy, same_pattern=q.same)
    if hours is None:
        yield _none(kind, unit, "confirmed")
    else:
        kept = as_array(job.saturday_night_hours_a_year) + hours.value * WEEKS_IN_A_YEAR
        with_hours = job.with_(saturday_night_hours_a_year=kept)
        yield _remedy(q, kind, hours.value, unit, "confirmed", with_hours)
    yield _protected_months(q)
    if current.on_annex_5:
        share = float(annex_5_share(current.job, policy))
        yield _all_or_nothing(q, ANNEX_5_KEPT, share * 100, "per cent", job.with_(annex_5_percent=share))
    if np.any(as_array(job.overtime_hours_a_year) > 0) and band >= 0:
        everybody = replace(policy.overtime, bands=policy.overtime.bands | {band})
        yield _under(q, OVERTIME_PAID, replace(policy, overtime=everybody))
    yield _marginal_tiers(q)


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


def _remedy(q: _Question, kind: str, value: float, unit: str, status: str, job: Job, extra_cost: float = 0.0) -> Remedy:
    after, costs_after = _cost(q.current, q.offer, job, q.policy, q.same)
    return Remedy(
        kind=kind,
        value=float(value),
        unit=unit,
        take_home_change=_round(after["take_home_pay"] - q.held["take_home_pay"]),
        employer_cost_a_year=_round(after["employer_cost"] - q.before["employer_cost"] + extra_cost),
        employer_cost_over_five_years=_round(np.sum(costs_after - q.costs_before) + extra_cost * COST_YEARS),
        status=status,
        side_effects=tuple(_side_effects(kind, q.before, after, q.policy, job)),
    )


def _round(amount: ArrayLike) -> float:
    return round(float(as_array(amount)), 2)


def _side_effects(kind: str, before: Payslip, after: Payslip, policy: Policy, job: Job) -> Iterator[str]:
    """What a remedy brings with it."""
    if float(after["recruitment_and_retention_premium"]) > NORMAL_MAXIMUM_SHARE * float(after["basic_pay"]):
        yield f"the premium is above {NORMAL_MAXIMUM_SHARE:.0%} of basic pay, the normal maximum"
    if kind == STARTING_STEP and float(after["basic_pay"]) > float(before["basic_pay"]):
        yield "overtakes people already in the post on lower steps"
    if kind == NEW_PAY_POINT and float(after["basic_pay"]) > float(before["basic_pay"]):
        yield from _points_passed(policy, job)
    if kind == ANNEX_5_KEPT and float(after["gross_pay"]) > float(before["gross_pay"]):
        yield "pays more than people already in the post who are paid by Section 2"
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


def _points_passed(policy: Policy, job: Job) -> Iterator[str]:
    """The pay points above that a new one reaches: they would have to rise with it."""
    points = policy.pay_points.pounds[int(as_array(job.band))]
    higher = points[~np.isnan(points)][int(as_array(job.step)) :]
    passed = higher[higher <= float(as_array(job.basic_pay))]
    if len(passed):
        yield f"reaches the next pay point, £{passed[-1]:,.0f}: people on it would be overtaken unless it rises too"


def _clinical_weeks(q: _Question, weeks_in: int) -> Remedy:
    """Weeks of a cycle spent on the old rota: its enhanced hours in proportion, the office's for the rest.

    Costs the share of a manager lost and saves the share of a clinician gained.
    """
    current, offer = q.current, q.offer
    kind, unit = CLINICAL_WEEKS, f"weeks in {weeks_in}"
    whole_time = current.enhanced_hours()
    if whole_time is None or not np.isnan(offer.job.unsocial_hours_payment):
        return _none(kind, unit, "confirmed")
    weeks = np.arange(weeks_in).astype(float)  # at least one week is left to lead
    jobs = offer.job.with_(**hours_with_clinical_weeks(current, offer, weeks, weeks_in))
    best = smallest_that_pays(weeks, q.changes(jobs))
    if best is None:
        return _none(kind, unit, "confirmed")
    backfill = cost_of_clinical_weeks(current, offer, q.policy, best.value / weeks_in)
    job = _one_of(jobs, int(best.value))
    return _remedy(q, kind, best.value, unit, "confirmed", job, extra_cost=backfill)


def hours_with_clinical_weeks(current: Post, offer: Post, weeks: Array, weeks_in: int) -> dict[str, Array]:
    """Hours a year at each enhanced rate of an offer that keeps some weeks of a cycle on the rota of the post held."""
    part = as_array(offer.job.whole_time_equivalent) / as_array(current.job.whole_time_equivalent)
    blended = {}
    for name in ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year"):
        old, new = _hours_of(current, name) * part, as_array(getattr(offer.job, name))
        blended[name] = new + weeks / weeks_in * np.maximum(old - new, 0.0)
    return blended


def cost_of_clinical_weeks(current: Post, offer: Post, policy: Policy, share: float) -> float:
    """What a share of a leader's weeks on the old rota costs the employer beside pay, pounds a year.

    So much of a manager is lost, and so much of a clinician is gained.
    """
    manager, clinician = (float(payslip(post.job, policy)["employer_cost"]) for post in (offer, current))
    return share * (manager - clinician)


def _hours_of(post: Post, name: str) -> Array:
    """Section 2 hours a year of a post, from its rota where it is on Annex 5."""
    if post.hours is None:
        return as_array(getattr(post.job, name))
    weekly = post.hours.saturday_night if name.startswith("saturday") else post.hours.sunday_holiday
    return as_array(weekly * WEEKS_IN_A_YEAR)


def _protected_months(q: _Question) -> Remedy:
    """Months for which the loss of gross pay is made up, until the move is ahead by itself."""
    kind, unit, policy = "months of pay protection", "months", q.policy
    path = career(q.current, q.offer, policy, same_pattern=q.same, years=40)
    if path.first_year_ahead is None:
        return _none(kind, unit, "assumed")
    behind = np.arange(40) < path.first_year_ahead - 1
    shortfall = np.maximum(path.stay["gross_pay"] - path.move["gross_pay"], 0.0) * behind
    years = shortfall * cost_of_a_pound(policy, True)
    effects = ["local pay protection is for organisational change, not for a chosen promotion"]
    if behind.any():
        effects.append("pays more than people already in the post, for as long as it lasts")
    return Remedy(
        kind=kind,
        value=12.0 * (path.first_year_ahead - 1),
        unit=unit,
        take_home_change=0.0 if behind.any() else float(path.difference[0]),
        employer_cost_a_year=_round(years[0]),
        employer_cost_over_five_years=_round(np.sum(years[:COST_YEARS])),
        status="assumed",
        side_effects=tuple(effects),
    )


def _all_or_nothing(q: _Question, kind: str, value: float, unit: str, job: Job) -> Remedy:
    if float(q.changes(job)) < 0:
        return _none(kind, unit, "assumed")
    return _remedy(q, kind, value, unit, "assumed", job)


def _under(q: _Question, kind: str, reform: Policy) -> Remedy:
    """A change of the rules: does it leave no loss, and what does it cost?"""
    if float(q.changes(q.offer.job, reform)) < 0:
        return _none(kind, "rule", "assumed")
    after, costs_after = _cost(q.current, q.offer, q.offer.job, reform, q.same)
    held = payslip(q.current.job, reform)
    return Remedy(
        kind=kind,
        value=1.0,
        unit="rule",
        take_home_change=_round(after["take_home_pay"] - held["take_home_pay"]),
        employer_cost_a_year=_round(after["employer_cost"] - q.before["employer_cost"]),
        employer_cost_over_five_years=_round(np.sum(costs_after - q.costs_before)),
        status="assumed",
        side_effects=tuple(_side_effects(kind, q.before, after, reform, q.offer.job)),
    )


def _marginal_tiers(q: _Question) -> Remedy:
    """Pension tiers that charge each rate on its own part of pay, for both posts."""
    kind, policy = "pension tiers charged on their own part of pay", q.policy
    tiers = policy.member_pension_contribution
    schedule = Marginal(tiers.up_to, tiers.rates)

    def under(post: Post) -> Post:
        pay = payslip(post.job, policy)["pensionable_pay"]
        return replace(post, job=post.job.with_(pension_contribution=schedule.charge(pay)))

    if not bool(q.current.job.in_pension_scheme):
        return _none(kind, "rule", "assumed")
    reformed, offer = under(q.current), replace(under(q.offer), step_stated=True)
    change = changes(reformed, offer.job, offer, policy, same_pattern=q.same)
    if float(change) < 0:
        return _none(kind, "rule", "assumed")
    return Remedy(kind, 1.0, "rule", _round(change), 0.0, 0.0, "assumed", ("lowers the scheme's income",))
