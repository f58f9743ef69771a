"""What to take care of in the years that an answer shows: edges that pay comes near, lines that a move crosses.

Every warning comes from the payslips of the years, and says the first year in which it holds.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paymodel.moves.career_path import Followed, PlannedMove, promoted_from, years_by_rule_book
from paymodel.moves.posts import Post, annex_5_percent_of, share_kept
from paymodel.pay.job import Job
from paymodel.pay.payslips import pay_of_the_tier
from paymodel.pay.rota import annex_5_average
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import pension
from paymodel.pay.rules.income_tax import may_receive_marriage_allowance
from paymodel.pay.rules.premium import NORMAL_MAXIMUM_SHARE
from paymodel.rounding import Array

TIER_MARGIN = 500.0
BRACKET_MARGIN = 1.0
Years = NDArray[np.intp]
"""Years from 0, rising."""


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


def warnings_of(
    stay: Followed, path: Followed, moves: Sequence[PlannedMove], books: Sequence[RuleBook]
) -> tuple[Warned, ...]:
    """Every warning of a path beside staying, in the years shown, each once: of its posts, and of the moves to them.

    `books` holds the rule book of each year. Without any move it is the post held that is looked at.
    """
    if not moves:
        return tuple(_about_a_post(stay, 0, books))
    warnings = [warning for number in range(1, len(path.posts)) for warning in _about_a_post(path, number, books)]
    warnings += _lines_crossed(stay, path, books)
    for number, (move, origin) in enumerate(zip(moves, promoted_from(moves), strict=True), start=1):
        warnings += _about_a_move(path.posts[origin], path.posts[number], move, books[move.in_year - 1])
    first: dict[str, Warned] = {}
    for warning in warnings:
        if warning.text not in first or warning.first_year < first[warning.text].first_year:
            first[warning.text] = warning
    return tuple(first.values())


def _about_a_post(path: Followed, number: int, books: Sequence[RuleBook]) -> Iterator[Warned]:
    """What is close to an edge, or out of the ordinary, in one post of a path, in the years in which it is held."""
    post, years = path.posts[number], np.flatnonzero(path.held == number)
    if not len(years):
        return
    yield from (Warned(note, int(years[0]) + 1) for note in post.notes)
    yield from _near_a_tier(post.job, path, books, years)
    yield from _near_a_bracket(post, books, years)
    large = path.slip["recruitment_and_retention_premium"] > NORMAL_MAXIMUM_SHARE * path.slip["basic_pay"]
    yield from _first(
        f"the premium is more than {NORMAL_MAXIMUM_SHARE:.0%} of basic pay, the normal maximum", large, years
    )


def _about_a_move(held: Post, offer: Post, move: PlannedMove, rule_book: RuleBook) -> Iterator[Warned]:
    """What a move gives up, and what is not known of its pattern. `held` is the post that it is from."""
    kept = share_kept(held, offer)
    least = rule_book.switches.same_pattern_minimum_share
    if move.same_pattern and offer.pattern == "unsure" and kept is not None and kept < least:
        yield Warned(
            f"'same' is shown because the pattern is unsure, but the offer keeps only {kept:.0%} of the enhanced"
            f" hours (the least for 'same' is {least:.0%})",
            move.in_year,
        )
    if move.same_pattern and kept is None:
        words = "whether the pattern is the same could not be checked: the hours of a post are not known"
        yield Warned(words, move.in_year)
    percent = annex_5_percent_of(held, rule_book)
    if percent is not None and offer.for_good and not offer.on_annex_5:
        words = f"the move gives up Annex 5 ({percent:g}% of basic pay, paid in leave and sickness) for good"
        yield Warned(words, move.in_year)


def _near_a_tier(job: Job, path: Followed, books: Sequence[RuleBook], years: Years) -> Iterator[Warned]:
    if not _pays_by_tier(job):
        return
    pays, bounds = _tier_pay(path, books), np.array([book.member_pension_contribution.up_to for book in books])
    for number in range(bounds.shape[1]):
        for year in years[np.abs(pays[years] - bounds[years, number]) <= TIER_MARGIN][:1]:
            tiers, bound, pay = books[year].member_pension_contribution, bounds[year, number], float(pays[year])
            below = float(pension.member_contribution_rate(tiers, bound))
            above = float(pension.member_contribution_rate(tiers, bound + 1))
            yield Warned(
                f"{_tier_pay_words(books[year])} of £{pay:,.2f} is within £{TIER_MARGIN:,.0f} of the pension tier bound"
                f" of £{bound:,.0f}, where the rate goes from {below:.1%} to {above:.1%} of all of it",
                int(year) + 1,
            )


def _tier_pay(path: Followed, books: Sequence[RuleBook]) -> Array:
    """The pay that the pension tier goes by in each year of a path."""
    pay = path.slip["pensionable_pay"].astype(float)
    for year, (held, rule_book) in enumerate(zip(path.held.tolist(), books, strict=True)):
        pay[year] = pay_of_the_tier(path.posts[held].job, rule_book, pay[year])
    return pay


def _tier_pay_words(rule_book: RuleBook) -> str:
    return "whole-time pensionable pay" if rule_book.pension_tier_by_whole_time_pay else "pensionable pay"


def _pays_by_tier(job: Job) -> bool:
    return bool(job.in_pension_scheme) and bool(np.isnan(job.pension_contribution))


def _near_a_bracket(post: Post, books: Sequence[RuleBook], years: Years) -> Iterator[Warned]:
    annex_5 = books[years[0]].working_time.annex_5
    if not post.on_annex_5 or post.hours is None or annex_5 is None:
        return
    average = annex_5_average(post.hours, float(np.asarray(post.job.whole_time_equivalent)))
    for bound in annex_5.above:
        if abs(average - bound) <= BRACKET_MARGIN:
            words = f"the Annex 5 average of {average:.2f} hours is within an hour of the bracket bound of {bound:g}"
            yield Warned(words, int(years[0]) + 1)


def _lines_crossed(stay: Followed, path: Followed, books: Sequence[RuleBook]) -> Iterator[Warned]:
    """Bounds between what staying and what the path pays in a year, in years in which another post is held."""

    def away_where(holds: Iterable[bool]) -> Years:
        """The years in which a post is held of which it holds."""
        return np.flatnonzero((path.held > 0) & np.array([*holds])[path.held])

    held = stay.posts[0]
    if _pays_by_tier(held.job):
        yield from _another_tier(stay, path, books, away_where(_pays_by_tier(post.job) for post in path.posts))
    both = [bool(held.job.marriage_allowance) and bool(post.job.marriage_allowance) for post in path.posts]
    unsaid = ["marriage_allowance" not in held.stated | post.stated for post in path.posts]
    yield from _marriage_allowance(
        stay, path, books, away_where(both), away_where(u and not b for u, b in zip(unsaid, both, strict=True))
    )
    yield from _crossed(
        stay,
        path,
        np.array([book.personal_allowance.taper_start for book in books]),
        np.flatnonzero(path.held > 0),
        "adjusted net income rises above £{:,.0f}: the personal allowance tapers, and tax-free childcare and"
        " funded hours are lost",
        "adjusted net income falls to £{:,.0f} or below: the personal allowance is whole again",
    )
    yield from _crossed(
        stay,
        path,
        np.array([book.child_benefit.charge_start for book in books]),
        away_where(bool(np.any(np.asarray(post.job.children) > 0)) for post in path.posts),
        "adjusted net income rises above £{:,.0f}: the child benefit charge starts",
        "adjusted net income falls to £{:,.0f} or below: the child benefit charge stops",
    )


def _marriage_allowance(
    stay: Followed, path: Followed, books: Sequence[RuleBook], claimed: Years, unsaid: Years
) -> Iterator[Warned]:
    """The line above which nobody receives marriage allowance, for who does and for who may."""
    before, after = (
        _by_year(
            books,
            followed.slip["taxable_pay"],
            lambda book, taxable: may_receive_marriage_allowance(
                book.marriage_allowance, book.income_tax, book.personal_allowance, taxable
            ),
        )
        > 0
        for followed in (stay, path)
    )

    def with_figures(words: str) -> Callable[[int], str]:
        def fill_in(year: int) -> str:
            rules, bands = books[year].marriage_allowance, books[year].income_tax
            rate = bands.rates[min(rules.bands, len(bands.up_to))]
            return words.format(rate=f"{rate:.0%}", pounds=f"£{rules.transferred * rules.rate:,.0f} a year")

        return fill_in

    lost = "income is taxed at {rate}: marriage allowance of {pounds} is lost"
    back = "no income is taxed at {rate} any more: marriage allowance of {pounds} counts"
    may_be_lost = "income is taxed at {rate}: who receives marriage allowance ({pounds}; not stated) loses it"
    yield from _first(with_figures(lost), before & ~after, claimed)
    yield from _first(with_figures(back), after & ~before, claimed)
    yield from _first(with_figures(may_be_lost), before & ~after, unsaid)


def _another_tier(stay: Followed, path: Followed, books: Sequence[RuleBook], years: Years) -> Iterator[Warned]:
    """The member's rate of the path where it is not that of staying, each pair of rates once."""
    before, after = (_tier_pay(followed, books) for followed in (stay, path))
    old, new = (
        _by_year(books, pay, lambda book, pay: pension.member_contribution_rate(book.member_pension_contribution, pay))
        for pay in (before, after)
    )
    told = set()
    for year in years[old[years] != new[years]]:
        if (old[year], new[year]) in told:
            continue
        told.add((old[year], new[year]))
        bounds, pay = books[year].member_pension_contribution.up_to, np.floor(after[year])
        if pay > np.floor(before[year]):
            where = f"rises above £{max(bound for bound in bounds if bound < pay):,.0f}"
        else:
            where = f"falls to £{min(bound for bound in bounds if bound >= pay):,.0f} or below"
        words = f"the pension contribution is {new[year]:.1%} of all of it, in place of {old[year]:.1%}"
        yield Warned(f"{_tier_pay_words(books[year])} {where}: {words}", int(year) + 1)


def _crossed(stay: Followed, path: Followed, bounds: Array, years: Years, rises: str, falls: str) -> Iterator[Warned]:
    """The words of a bound of taxable pay that the path lies above and staying does not, or the other way round."""
    before, after = stay.slip["taxable_pay"], path.slip["taxable_pay"]
    yield from _first(lambda year: rises.format(bounds[year]), (after > bounds) & (bounds >= before), years)
    yield from _first(lambda year: falls.format(bounds[year]), (before > bounds) & (bounds >= after), years)


def _first(words: str | Callable[[int], str], holds: NDArray[np.bool_], years: Years) -> Iterator[Warned]:
    for year in years[holds[years]][:1]:
        yield Warned(words if isinstance(words, str) else words(int(year)), int(year) + 1)


def _by_year(books: Sequence[RuleBook], pay: Array, work: Callable[[RuleBook, Array], ArrayLike]) -> Array:
    """What a rule makes of the pay of each year, worked out at once for years that share a rule book."""
    by_year = np.empty(len(books))
    for years in years_by_rule_book(books):
        by_year[years] = work(books[years[0]], pay[years])
    return by_year
