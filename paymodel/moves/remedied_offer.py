"""An offer with a remedy: what it pays, what it costs the employer, and what it brings with it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from paymodel.moves.break_evens import changes
from paymodel.moves.posts import Post, job_in_years, offer_payslip, placed
from paymodel.pay.job import WEEKS_IN_A_YEAR, Job, Payslip
from paymodel.pay.payslips import marriage_allowance_of, pay_of_the_tier, payslip
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import pension
from paymodel.pay.rules.premium import NORMAL_MAXIMUM_SHARE
from paymodel.rounding import Array, as_array, to_penny

COST_YEARS = 5

NO_WEEK_LEFT = "no week is left to lead: nobody would do the post offered"


class RemedyKind(StrEnum):
    """A kind of remedy, in the words that name it."""

    LONG_TERM = "long-term premium"
    SHORT_TERM = "short-term premium"
    ON_CALL = "on-call payment"
    CLINICAL_WEEKS = "clinical weeks kept"
    HOURS_KEPT = "Saturday and night hours kept"
    OVERTIME_PAID = "overtime paid in the band offered"
    PAY_PROTECTION = "months of pay protection"
    MARGINAL_TIERS = "pension tiers charged on their own part of pay"
    STARTING_STEP = "starting step"
    NEW_PAY_POINT = "new pay point"
    ANNEX_5_KEPT = "Annex 5 percentage kept on promotion"
    ANNEX_5_GOES_ON = "Annex 5 percentage kept on the move"
    ONE_OFF = "one-off payment"


@dataclass(frozen=True, eq=False)
class Question:
    """One offer under one policy, placed, with what the unchanged offer pays and costs.

    `costs_before` are the employer's of the person in each of five years, pounds: those of the offer, then, once it has
    ended, those of the post held. `years` is how many of the five the offer lasts.
    """

    current: Post
    offer: Post
    rule_book: RuleBook
    same: bool
    held: Payslip
    before: Payslip
    costs_before: Array
    years: int

    @classmethod
    def about(cls, current: Post, offer: Post, rule_book: RuleBook, *, same: bool) -> "Question":
        """The question of an offer under a rule book; `same` says that the unsocial hours pattern is the same."""
        offer = placed(current, offer, rule_book)
        before, costs = cost(current, offer, offer.job, rule_book, same)
        return cls(current, offer, rule_book, same, payslip(current.job, rule_book), before, costs, years_held(offer))

    @property
    def pays(self) -> bool:
        """Whether the offer leaves no loss as it is."""
        return float(self.before["take_home_pay"]) >= float(self.held["take_home_pay"])

    def changes(self, job: Job, rule_book: RuleBook | None = None) -> Array:
        """Change of take-home pay, pounds a year, for a job in place of the offered one."""
        stated = replace(self.offer, step_stated=True)
        return changes(self.current, job, stated, rule_book or self.rule_book, same_pattern=self.same)

    def cost_over_five_years(self, costs: Array, years: int = 0) -> float:
        """What yearly costs come to on top of these, pounds, in the years in which either post is held.

        `years` is how long the other is held, where that may be longer.
        """
        until = max(self.years, years)
        return penny(np.sum((costs - self.costs_before)[:until]))


def years_held(offer: Post) -> int:
    """How many of the five years that are costed an offer lasts."""
    return COST_YEARS if offer.lasts_years is None else min(math.ceil(offer.lasts_years), COST_YEARS)


def cost(current: Post, offer: Post, job: Job, rule_book: RuleBook, same: bool) -> tuple[Payslip, Array]:
    """The first year's payslip of the offer with a remedy, and the employer's cost of each of five years."""
    remedied = replace(offer, job=job, later_job=_later(offer, job), step_stated=True)
    remedied = replace(remedied, years_in_band=_years(remedied, rule_book))
    slip = offer_payslip(current, job, rule_book, same_pattern=same, conditions=offer.conditions)
    every = np.arange(COST_YEARS)
    years = job_in_years(remedied, rule_book, every)
    if np.isnan(offer.job.basic_pay) and not np.isnan(job.basic_pay):  # a raised point: higher steps stay as they are
        points = rule_book.pay_points.pounds[int(as_array(job.band)), as_array(years.step).astype(int) - 1]
        years = years.with_(basic_pay=np.maximum(job.basic_pay, points))
    paid = offer_payslip(current, years, rule_book, same_pattern=same, in_years=True, conditions=offer.conditions)
    costs = paid["employer_cost"]
    if offer.lasts_years is not None and offer.lasts_years < COST_YEARS:
        back = payslip(job_in_years(current, rule_book, every), rule_book)["employer_cost"]
        lasts = np.clip(offer.lasts_years - every, 0.0, 1.0)
        costs = np.where(lasts == 1, costs, to_penny(lasts * costs + (1 - lasts) * back))
    return slip, costs


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


def _years(offer: Post, rule_book: RuleBook) -> float:
    band, step = int(as_array(offer.job.band)), int(as_array(offer.job.step))
    return offer.years_in_band if band < 0 else float(rule_book.pay_points.years_to_reach[band, step - 1])


def penny(amount: ArrayLike) -> float:
    """An amount as a number of pounds, rounded to the penny."""
    return round(float(as_array(amount)), 2)


def side_effects(
    kind: RemedyKind | None, before: Payslip, after: Payslip, rule_book: RuleBook, job: Job
) -> Iterator[str]:
    """What a remedy brings with it."""
    if float(after["recruitment_and_retention_premium"]) > NORMAL_MAXIMUM_SHARE * float(after["basic_pay"]):
        yield f"the premium is above {NORMAL_MAXIMUM_SHARE:.0%} of basic pay, the normal maximum"
    if kind == RemedyKind.STARTING_STEP and float(after["basic_pay"]) > float(before["basic_pay"]):
        yield "overtakes people already in the post on lower steps"
    if kind == RemedyKind.NEW_PAY_POINT and float(after["basic_pay"]) > float(before["basic_pay"]):
        yield from _points_passed(rule_book, job)
    if kind in (RemedyKind.ANNEX_5_KEPT, RemedyKind.ANNEX_5_GOES_ON) and float(after["gross_pay"]) > float(
        before["gross_pay"]
    ):
        yield "pays more than people already in the post who are paid by Section 2"
    tiers = rule_book.member_pension_contribution
    tier_pays = (pay_of_the_tier(job, rule_book, slip["pensionable_pay"]) for slip in (before, after))
    rates = [float(pension.member_contribution_rate(tiers, pay)) for pay in tier_pays]
    if rates[1] > rates[0] and bool(job.in_pension_scheme):
        yield f"crosses a pension tier: {rates[0]:.1%} to {rates[1]:.1%} of all pensionable pay"
    lines = [(rule_book.personal_allowance.taper_start, "where the personal allowance starts to taper")]
    if np.any(as_array(job.children) > 0):
        lines.append((rule_book.child_benefit.charge_start, "where the child benefit charge starts"))
    for line, words in lines:
        if float(before["taxable_pay"]) <= line < float(after["taxable_pay"]):
            yield f"adjusted net income rises above £{line:,.0f}, {words}"
    had, left = (float(marriage_allowance_of(job, rule_book, slip["taxable_pay"])) for slip in (before, after))
    if had and not left:
        yield f"income is taxed at a higher rate: marriage allowance of £{had:,.0f} a year is lost"


def _points_passed(rule_book: RuleBook, job: Job) -> Iterator[str]:
    """The pay points above that a new one reaches: they would have to rise with it."""
    points = rule_book.pay_points.pounds[int(as_array(job.band))]
    higher = points[~np.isnan(points)][int(as_array(job.step)) :]
    passed = higher[higher <= float(as_array(job.basic_pay))]
    if len(passed):
        yield f"reaches the next pay point, £{passed[-1]:,.0f}: people on it would be overtaken unless it rises too"


def hours_with_clinical_weeks(current: Post, offer: Post, weeks: Array, weeks_in: int) -> dict[str, Array]:
    """Hours a year at each enhanced rate of an offer that keeps some weeks of a cycle on the rota of the post held."""
    part = as_array(offer.job.whole_time_equivalent) / as_array(current.job.whole_time_equivalent)
    blended = {}
    for name in ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year"):
        old, new = _hours_of(current, name) * part, as_array(getattr(offer.job, name))
        blended[name] = new + weeks / weeks_in * np.maximum(old - new, 0.0)
    return blended


def cost_of_clinical_weeks(current: Post, offer: Post, rule_book: RuleBook, share: float) -> float:
    """What a share of a leader's weeks on the old rota costs the employer beside pay, pounds a year.

    So much of a manager is lost, and so much of a clinician is gained, for the hours worked in the post offered and the
    weeks away. Both are this person, in or out of the pension scheme.
    """
    manager, clinician = (float(payslip(post.job, rule_book)["employer_cost"]) for post in (offer, current))
    part = float(as_array(offer.job.whole_time_equivalent) / as_array(current.job.whole_time_equivalent))
    return share * offer.share_away * (manager - clinician * part)


def _hours_of(post: Post, name: str) -> Array:
    """Section 2 hours a year of a post, from its rota where it is on Annex 5."""
    if post.hours is None:
        return as_array(getattr(post.job, name))
    weekly = post.hours.saturday_night if name.startswith("saturday") else post.hours.sunday_holiday
    return as_array(weekly * WEEKS_IN_A_YEAR)
