"""A post as the questions see it: a job, the hours behind it, and where a move places somebody in it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from paymodel.errors import Refused, shortened
from paymodel.moves.conditions import PLAIN, Conditions, Protection, with_paid_beside
from paymodel.moves.kinds import Blocks, Lasts, direction, rises
from paymodel.pay.job import NO_BAND, WEEKS_IN_A_YEAR, Job, Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import (
    annex_5_share,
    payslip,
    payslip_of_a_shared_year,
    payslip_of_parts,
    whole_time_basic_pay,
    whole_time_long_term_premium,
    whole_time_short_term_premium,
    yearly_parts,
)
from paymodel.pay.rota import Rota, RotaHours
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import pay_steps, promotion
from paymodel.rounding import Array, as_array, to_penny


def with_pattern(post: str, pattern: str | None) -> str:
    """A post by its name, with the pattern of the move to it where one is stated.

    >>> with_pattern("Operations manager", "same"), with_pattern("Operations manager", None)
    ('Operations manager (pattern same)', 'Operations manager')
    """
    return f"{post} (pattern {pattern})" if pattern else post


@dataclass(frozen=True, eq=False)
class Post:
    """A post held or offered.

    `job` is its first year, `later_job` the years after (the usual number of public holidays). `hours` is None where
    hours or a payment were stated instead of a rota. `years_in_band` at the start of year 1. `move`, `pattern`,
    `lasts_years` (as stated: `lasts`), `blocks`, `one_off_payment` (pounds) and `protection` belong to an offer.
    `illustration` marks a post or a rota that is no employer's own. `own` names what is the holder's in most posts
    (whole time equivalent, student loans ...) and is stated by this one. `stated` says which of `overtime`, `on_call`
    and `marriage_allowance` is stated, if only to say that there is none.
    """

    name: str
    job: Job
    later_job: Job
    hours: RotaHours | None = None
    rota: Rota | None = None
    days_travelled: float | None = None
    step_stated: bool = False
    years_in_band: float = 0
    pattern: str | None = None
    move: str = "promotion"
    lasts_years: float | None = None
    lasts: Lasts | None = None
    blocks: Blocks | None = None
    one_off_payment: float = 0.0
    protection: Protection | None = None
    travel_cost: float | None = None
    illustration: bool = False
    notes: tuple[str, ...] = field(default=())
    own: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Post {shortened(self.name)}>"

    def with_jobs(self, job: Job, later_job: Job) -> "Post":
        """The post with other jobs of the same kind of pay. (`replace` would do, and takes ten times as long.)"""
        copy = object.__new__(type(self))
        held = vars(self).copy()
        held.update(job=job, later_job=later_job)
        object.__setattr__(copy, "__dict__", held)
        return copy

    @property
    def rota_title(self) -> str:
        """The title of the rota worked; empty where there is none."""
        return "" if self.rota is None else self.rota.title

    @cached_property
    def on_annex_5(self) -> bool:
        """Whether the post is paid Annex 5."""
        return bool(np.any(paid_annex_5(self.job)))

    @property
    def for_good(self) -> bool:
        """Whether nobody comes back from the post by itself: it has no end, and alternates with no other."""
        return self.lasts_years is None and self.blocks is None

    @property
    def share_away(self) -> float:
        """The share of weeks spent in the post while it lasts; the others are spent in the post held."""
        return 1.0 if self.blocks is None else self.blocks.share

    @property
    def conditions(self) -> Conditions:
        """What the move to it is made under."""
        return Conditions(self.share_away, self.one_off_payment, self.protection)

    @property
    def length(self) -> str:
        """How long the post lasts, in words; empty where it has no end."""
        if self.lasts_years is None:
            return ""
        return (self.lasts or Lasts(self.lasts_years, "years")).words

    @property
    def patterns(self) -> tuple[str | None, ...]:
        """The patterns to show: the one stated, or both where it is unsure."""
        return ("different", "same") if self.pattern == "unsure" else (self.pattern,)

    def enhanced_hours(self) -> float | None:
        """Hours a year at the lower or higher rate of a whole-time post; None where only a payment is known."""
        if self.hours is None and (self.on_annex_5 or not np.isnan(self.job.unsocial_hours_payment)):
            return None
        hours = as_array(self.job.saturday_night_hours_a_year) + as_array(self.job.sunday_holiday_hours_a_year)
        if self.hours is not None:
            hours = np.asarray(self.hours.enhanced * WEEKS_IN_A_YEAR)
        return float(hours / as_array(self.job.whole_time_equivalent))


def steps_in_years(post: Post, rule_book: RuleBook, years: ArrayLike) -> Array:
    """The step held in each year (0 is the first) of somebody who starts the first year with `post.years_in_band`."""
    if np.any(as_array(post.job.band) == NO_BAND):
        return np.ones(np.shape(years))
    return pay_steps.step_after(rule_book.pay_points, post.job.band, np.asarray(years) + post.years_in_band)


def job_in_years(post: Post, rule_book: RuleBook, years: ArrayLike, started: int = 0) -> Job:
    """The post's job in each of some years (0 is the first): steps earned, holidays as usual after the first.

    `started` is the year in which the post was taken up. Annex 5 keeps the percentage of the first year: it changes
    only when the pattern does.
    """
    index = np.asarray(years)
    first = index == 0
    job, later = post.job, post.later_job

    def by_year(name: str) -> Array:
        return np.asarray(np.where(first, getattr(job, name), getattr(later, name)))

    return job.with_(
        step=steps_in_years(post, rule_book, index - started),
        saturday_night_hours_a_year=by_year("saturday_night_hours_a_year"),
        sunday_holiday_hours_a_year=by_year("sunday_holiday_hours_a_year"),
    )


def placed(current: Post, offer: Post, rule_book: RuleBook) -> Post:
    """The offer with the step that the move starts on.

    The stated one; on promotion the minimum, or the first higher point; within the band the step and the years held; in
    a lower band the top, as if the years above counted there. Jobs may be stacked as arrays if they share a band and
    are all moved up, sideways or down.
    """
    up = int(np.ravel(direction(current.job, offer.job))[0])
    if offer.step_stated or np.any(as_array(offer.job.band) == NO_BAND):
        if up == 0 and np.all(as_array(offer.job.step) == as_array(current.job.step)):
            return replace(offer, years_in_band=current.years_in_band)
        return offer
    if up == 0:
        return _as_held(current, offer)
    step: ArrayLike = 1.0
    if up < 0:
        step = float(rule_book.pay_points.steps(int(np.ravel(offer.job.band)[0])))
    elif rule_book.promotion_method == "first_higher_point":
        job = offer.job
        step = promotion.first_higher_step(
            rule_book.pay_points,
            int(np.ravel(job.band)[0]),
            pay_to_beat(current.job, rule_book),
            as_array(job.long_term_premium) + as_array(job.short_term_premium),
            as_array(job.long_term_premium_share) + as_array(job.short_term_premium_share),
        )
    years = float(np.min(pay_steps.years_to_reach(rule_book.pay_points, offer.job.band, step)))
    return _at_step(offer, step, years)


def _as_held(current: Post, offer: Post) -> Post:
    """An offer in the band held: the step and the years go on, and basic pay that the post held states."""
    kept = _at_step(offer, current.job.step, current.years_in_band)
    job, later_job = (
        job.with_(basic_pay=np.where(np.isnan(job.basic_pay), current.job.basic_pay, job.basic_pay))
        for job in (kept.job, kept.later_job)
    )
    return replace(kept, job=job, later_job=later_job)


def _at_step(offer: Post, step: ArrayLike, years: float) -> Post:
    return replace(
        offer, job=offer.job.with_(step=step), later_job=offer.later_job.with_(step=step), years_in_band=years
    )


def pay_to_beat(held: Job, rule_book: RuleBook) -> Array:
    """What the first higher point must beat, whole-time pounds a year: basic pay and any premium."""
    long_term, short_term = (
        whole_time_long_term_premium(held, rule_book),
        whole_time_short_term_premium(held, rule_book),
    )
    return np.asarray(whole_time_basic_pay(held, rule_book) + long_term + short_term)


def paid_annex_5(job: Job) -> np.ndarray:
    """Which jobs are paid Annex 5: by percentage or by hours, with no payment stated."""
    section_2 = np.isnan(job.annex_5_percent) & np.isnan(job.annex_5_hours_a_week)
    return np.asarray(~section_2 & np.isnan(job.unsocial_hours_payment))


def previous_earnings(held: Job, rule_book: RuleBook, *, same_pattern: ArrayLike, annex_5_protected: bool) -> Array:
    """What a promotion from a job must not pay less than (1.18), pounds a year of a whole-time post.

    Annex 5 pay counts only where the switch says that it is protected. Rates of pay are compared: sickness does not
    lower them.
    """
    parts = yearly_parts(held.with_(sickness_absence=0.0), rule_book)
    counted = np.asarray(same_pattern) & (annex_5_protected | ~paid_annex_5(held))
    unsocial = parts["unsocial_hours_payment"] / as_array(held.whole_time_equivalent)
    return promotion.earnings_compared(
        whole_time_basic_pay(held, rule_book),
        whole_time_long_term_premium(held, rule_book),
        unsocial,
        counted,
    )


def offer_payslip(
    current: Post,
    job: Job,
    rule_book: RuleBook,
    *,
    same_pattern: bool,
    conditions: Conditions = PLAIN,
    annex_5_protected: bool | None = None,
    in_years: bool = False,
    lines: Collection[str] = LINES,
) -> Payslip:
    """The payslip of a job offered to the holder of a post, with promotion protection where the method is `maintain`.

    A job in the band held or in a lower one is not a promotion, and has none. `annex_5_protected` is the rule book's
    switch unless given. With `in_years` the job's arrays are years in a row from the promotion on, so that protection
    ends for good; without, each is a first year of its own. `conditions` are those of the offer (`Post.conditions`).
    `lines` are those wanted (`payslip`).
    """
    slip = _offer_payslip(
        current,
        job,
        rule_book,
        same_pattern=same_pattern,
        annex_5_protected=annex_5_protected,
        in_years=in_years,
        lines=lines if conditions == PLAIN else LINES,
    )
    if conditions == PLAIN:
        return slip
    years = np.arange(slip["gross_pay"].shape[-1]) if in_years else np.zeros(())
    beside = beside_in_years(current, job, rule_book, slip, conditions, years, shares=conditions.away)
    job = job.with_(promotion_protection=slip["promotion_protection"])
    if conditions.away == 1:
        return payslip(with_paid_beside(job, beside), rule_book, lines=lines)
    return payslip_of_a_shared_year(current.job, job, conditions.away, rule_book, lines, **beside)


def beside_in_years(
    current: Post,
    job: Job,
    rule_book: RuleBook,
    slip: Payslip,
    conditions: Conditions,
    years: ArrayLike,
    *,
    lasts_years: float | None = None,
    shares: ArrayLike = 1.0,
) -> dict[str, Array]:
    """What is paid beside the pay of a job offered to the holder of a post (`Conditions.beside`), in some years.

    `slip` is the payslip of the job without that.
    """
    if not conditions.pays:
        return {}
    frozen = conditions.protection is None or conditions.protection.mark_time
    held = current.job if frozen or not np.ndim(years) else job_in_years(current, rule_book, years)
    part = as_array(job.whole_time_equivalent) / as_array(current.job.whole_time_equivalent)
    return conditions.beside(slip, payslip(held, rule_book), part, years, lasts_years=lasts_years, shares=shares)


def _offer_payslip(
    current: Post,
    job: Job,
    rule_book: RuleBook,
    *,
    same_pattern: bool,
    annex_5_protected: bool | None,
    in_years: bool,
    lines: Collection[str],
) -> Payslip:
    promoted = rises(current.job, job)
    if rule_book.promotion_method != "maintain" or not promoted.any():
        return payslip(job, rule_book, lines=lines)
    protected = rule_book.switches.annex_5_protected if annex_5_protected is None else annex_5_protected
    maintained = previous_earnings(current.job, rule_book, same_pattern=same_pattern, annex_5_protected=protected)
    if not promoted.all():
        maintained = np.where(promoted, maintained, 0.0)
    if in_years:
        return maintained_in_years(job, rule_book, maintained, same_pattern=same_pattern)[0]
    return maintained_payslip(job, rule_book, maintained, same_pattern=same_pattern, lines=lines)


def maintained_payslip(
    job: Job,
    rule_book: RuleBook,
    maintained: ArrayLike,
    *,
    same_pattern: ArrayLike,
    may_owe: bool = False,
    lines: Collection[str] = LINES,
) -> Payslip:
    """The payslip of a job's first year with what makes up the earnings maintained, whole-time pounds a year.

    Deductions beyond pay are refused, unless the job `may_owe`. `lines` are those wanted (`payslip`).
    """
    parts, previous, new = _earnings(job, rule_book, maintained, same_pattern)
    job, parts = _with_protection(job, parts, promotion.promotion_protection(previous, new))
    return payslip_of_parts(parts, job, rule_book, may_owe=may_owe, lines=lines)


def maintained_in_years(
    job: Job, rule_book: RuleBook, maintained: ArrayLike, *, same_pattern: ArrayLike, ended: bool = False
) -> tuple[Payslip, bool]:
    """The payslips of years in a row with what makes up the earnings maintained, and whether that has ended for good.

    `maintained` is a fixed sum of whole-time pounds a year; `ended` says that it had ended before these years.
    """
    parts, previous, new = _earnings(job, rule_book, maintained, same_pattern)
    protection, over = promotion.protection_in_years(previous, np.broadcast_to(new, job.shape()), ended)
    job, parts = _with_protection(job, parts, protection)
    return payslip_of_parts(parts, job, rule_book), bool(over)


def _earnings(
    job: Job, rule_book: RuleBook, maintained: ArrayLike, same_pattern: ArrayLike
) -> tuple[Payslip, Array, Array]:
    """The parts of a job's pay without protection; the earnings maintained and the new ones, as paid in the job."""
    parts = yearly_parts(job, rule_book)
    whole_time_equivalent = as_array(job.whole_time_equivalent)
    absent = np.any(as_array(job.sickness_absence) > 0)
    well = yearly_parts(job.with_(sickness_absence=0.0), rule_book) if absent else parts
    new = promotion.earnings_compared(
        parts["basic_pay"],
        whole_time_long_term_premium(job, rule_book) * whole_time_equivalent,
        well["unsocial_hours_payment"],
        same_pattern,
    )
    return parts, as_array(maintained) * whole_time_equivalent, new


def _with_protection(job: Job, parts: Payslip, protection: Array) -> tuple[Job, Payslip]:
    """A job and the parts of its pay with promotion protection, where there is any."""
    if not np.any(protection > 0):
        return job, parts
    return job.with_(promotion_protection=protection), parts | {"promotion_protection": to_penny(protection)}


def refuse_impossible_pattern(current: Post, offer: Post, rule_book: RuleBook, place: str) -> None:
    """Refuse `pattern: same` for a post that keeps too little of the pattern (or for an office post)."""
    kept = share_kept(current, offer)
    least = rule_book.switches.same_pattern_minimum_share
    if kept is not None and kept < least:
        raise Refused(
            place,
            f"'same' cannot be: the offer keeps {kept:.0%} of the enhanced hours and 'same' needs {least:.0%}"
            " (switch same_pattern_minimum_share); say different",
        )


def share_kept(current: Post, offer: Post) -> float | None:
    """The share of the enhanced hours that an offer keeps, whole time for whole time; None where it is not known."""
    old, new = current.enhanced_hours(), offer.enhanced_hours()
    if new == 0 and (old is None or old > 0):
        return 0.0
    return None if old is None or new is None else promotion.share_of_pattern_kept(old, new)


def annex_5_percent_of(post: Post, rule_book: RuleBook) -> float | None:
    """The Annex 5 percentage of a post (25.0 for 25%), None on Section 2."""
    if not post.on_annex_5:
        return None
    return float(annex_5_share(post.job, rule_book)) * 100
