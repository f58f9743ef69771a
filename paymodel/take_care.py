"""What to take care of in the years that an answer shows: edges that pay comes near, lines that a move crosses.

Every warning comes from the payslips of the years, and says the first year in which it holds.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from paymodel.career_path import Career
from paymodel.job import Job, Payslip
from paymodel.policy import Policy
from paymodel.posts import Post, annex_5_percent_of, share_kept
from paymodel.rota import annex_5_average
from paymodel.rounding import Array
from paymodel.rules import pension
from paymodel.rules.income_tax import may_receive_marriage_allowance
from paymodel.rules.premium import NORMAL_MAXIMUM_SHARE

TIER_MARGIN = 500.0
BRACKET_MARGIN = 1.0


class Warned(NamedTuple):
    """A warning, and the first year (from 1) in which it holds."""

    text: str
    first_year: int = 1

    @property
    def words(self) -> str:
        """The warning with the year from which it holds, where that is not the first.

        >>> Warned("the charge starts", 3).words, Warned("the charge starts").words
        ('the charge starts, from year 3', 'the charge starts')
        """
        return self.text if self.first_year == 1 else f"{self.text}, from year {self.first_year}"


def about_a_post(post: Post, slip: Payslip, policy: Policy, years: np.ndarray) -> tuple[Warned, ...]:
    """What is close to an edge, or out of the ordinary, in one post.

    `slip` holds pounds by year; `years` (from 0, rising) are those in which the post is held.
    """
    return (
        *(Warned(note) for note in post.notes),
        *_near_a_tier(post.job, slip, policy, years),
        *_near_a_bracket(post, policy),
        *_large_premium(slip, years),
    )


def warnings_of(held: Post, offer: Post, policy: Policy, career: Career, pattern: str | None) -> tuple[Warned, ...]:
    """Every warning of an offer beside the post held: of the post offered, and of the move to it, in years shown."""
    return (
        *about_a_post(offer, career.move, policy, np.flatnonzero(career.away)),
        *_about_a_move(held, offer, policy, career, pattern),
    )


def _about_a_move(held: Post, offer: Post, policy: Policy, career: Career, pattern: str | None) -> tuple[Warned, ...]:
    """Lines that a move crosses in any year in which it is held, and what it gives up."""
    found = [*_lines_crossed(held, offer, policy, career)]
    kept = share_kept(held, offer)
    least = policy.switches.same_pattern_minimum_share
    if pattern == "same" and offer.pattern == "unsure" and kept is not None and kept < least:
        found.append(
            Warned(
                f"'same' is shown because the pattern is unsure, but the offer keeps only {kept:.0%} of the enhanced"
                f" hours (the least for 'same' is {least:.0%})"
            )
        )
    if pattern == "same" and kept is None:
        found.append(Warned("whether the pattern is the same could not be checked: the hours of a post are not known"))
    percent = annex_5_percent_of(held, policy)
    if percent is not None and offer.lasts_years is None:
        found.append(
            Warned(f"the move gives up Annex 5 ({percent:g}% of basic pay, paid in leave and sickness) for good")
        )
    return tuple(found)


def _near_a_tier(job: Job, slip: Payslip, policy: Policy, years: np.ndarray) -> Iterator[Warned]:
    if not _pays_by_tier(job):
        return
    for bound in policy.member_pension_contribution.up_to:
        for year in years[np.abs(slip["pensionable_pay"][years] - bound) <= TIER_MARGIN][:1]:
            below = float(pension.member_contribution_rate(policy.member_pension_contribution, bound))
            above = float(pension.member_contribution_rate(policy.member_pension_contribution, bound + 1))
            pay = float(slip["pensionable_pay"][year])
            yield Warned(
                f"pensionable pay of £{pay:,.2f} is within £{TIER_MARGIN:,.0f} of the pension tier bound of"
                f" £{bound:,.0f}, where the rate goes from {below:.1%} to {above:.1%} of all of it",
                int(year) + 1,
            )


def _pays_by_tier(job: Job) -> bool:
    return bool(job.in_pension_scheme) and bool(np.isnan(job.pension_contribution))


def _near_a_bracket(post: Post, policy: Policy) -> Iterator[Warned]:
    annex_5 = policy.working_time.annex_5
    if not post.on_annex_5 or post.hours is None or annex_5 is None:
        return
    average = annex_5_average(post.hours, float(np.asarray(post.job.whole_time_equivalent)))
    for bound in annex_5.above:
        if abs(average - bound) <= BRACKET_MARGIN:
            yield Warned(
                f"the Annex 5 average of {average:.2f} hours is within an hour of the bracket bound of {bound:g}"
            )


def _large_premium(slip: Payslip, years: np.ndarray) -> Iterator[Warned]:
    large = slip["recruitment_and_retention_premium"] > NORMAL_MAXIMUM_SHARE * slip["basic_pay"]
    yield from _first(
        f"the premium is more than {NORMAL_MAXIMUM_SHARE:.0%} of basic pay, the normal maximum", large, years
    )


def _lines_crossed(held: Post, offer: Post, policy: Policy, career: Career) -> Iterator[Warned]:
    """Bounds between what staying and what the move pays in a year."""
    years = np.flatnonzero(career.away)
    if _pays_by_tier(held.job) and _pays_by_tier(offer.job):
        yield from _another_tier(policy, career, years)
    yield from _marriage_allowance(held, offer, policy, career, years)
    before, after = career.stay["taxable_pay"], career.move["taxable_pay"]
    taper = policy.personal_allowance.taper_start
    yield from _crossed(
        before,
        after,
        taper,
        years,
        f"adjusted net income rises above £{taper:,.0f}: the personal allowance tapers, and tax-free childcare and"
        " funded hours are lost",
        f"adjusted net income falls to £{taper:,.0f} or below: the personal allowance is whole again",
    )
    if np.any(np.asarray(offer.job.children) > 0):
        start = policy.child_benefit.charge_start
        yield from _crossed(
            before,
            after,
            start,
            years,
            f"adjusted net income rises above £{start:,.0f}: the child benefit charge starts",
            f"adjusted net income falls to £{start:,.0f} or below: the child benefit charge stops",
        )


def _marriage_allowance(held: Post, offer: Post, policy: Policy, career: Career, years: np.ndarray) -> Iterator[Warned]:
    """The line above which nobody receives marriage allowance, for who does and for who may."""
    rules, bands = policy.marriage_allowance, policy.income_tax
    before, after = (
        may_receive_marriage_allowance(rules, bands, policy.personal_allowance, slip["taxable_pay"])
        for slip in (career.stay, career.move)
    )
    pounds, rate = (
        f"£{rules.transferred * rules.rate:,.0f} a year",
        f"{bands.rates[min(rules.bands, len(bands.up_to))]:.0%}",
    )
    if bool(offer.job.marriage_allowance) and bool(held.job.marriage_allowance):
        yield from _first(f"income is taxed at {rate}: marriage allowance of {pounds} is lost", before & ~after, years)
        back = f"no income is taxed at {rate} any more: marriage allowance of {pounds} counts"
        yield from _first(back, after & ~before, years)
    elif "marriage_allowance" not in held.stated | offer.stated:
        lost = f"income is taxed at {rate}: who receives marriage allowance ({pounds}; not stated) loses it"
        yield from _first(lost, before & ~after, years)


def _another_tier(policy: Policy, career: Career, years: np.ndarray) -> Iterator[Warned]:
    """The member's rate of the move where it is not that of staying, each pair of rates once."""
    tiers = policy.member_pension_contribution
    before, after = (
        pension.member_contribution_rate(tiers, slip["pensionable_pay"]) for slip in (career.stay, career.move)
    )
    said = set()
    for year in years[before[years] != after[years]]:
        old, new = float(before[year]), float(after[year])
        if (old, new) not in said:
            said.add((old, new))
            pay = np.floor(career.move["pensionable_pay"][year])
            if pay > np.floor(career.stay["pensionable_pay"][year]):
                where = f"rises above £{max(bound for bound in tiers.up_to if bound < pay):,.0f}"
            else:
                where = f"falls to £{min(bound for bound in tiers.up_to if bound >= pay):,.0f} or below"
            yield Warned(
                f"pensionable pay {where}: the pension contribution is {new:.1%} of all of it, in place of {old:.1%}",
                int(year) + 1,
            )


def _crossed(before: Array, after: Array, bound: float, years: np.ndarray, rises: str, falls: str) -> Iterator[Warned]:
    """The words of a bound that the move lies above and staying does not, or the other way round."""
    yield from _first(rises, (after > bound) & (bound >= before), years)
    yield from _first(falls, (before > bound) & (bound >= after), years)


def _first(words: str, holds: np.ndarray, years: np.ndarray) -> Iterator[Warned]:
    for year in years[holds[years]][:1]:
        yield Warned(words, int(year) + 1)
