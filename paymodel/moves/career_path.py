"""Year by year: the posts that a path leads through, what they pay, and when the path catches up with staying.

Most types here are named tuples: `compare` makes them at start-up, where a frozen dataclass takes ten times as long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from paymodel.moves.conditions import with_paid_beside
from paymodel.moves.kinds import rises, shares_away
from paymodel.moves.posts import Post, job_in_years, maintained_in_years, placed, previous_earnings
from paymodel.pay.award import NO_AWARD, Award, job_under_award
from paymodel.pay.job import Job, Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslip, payslip_of_a_shared_year
from paymodel.pay.rule_book import RuleBook
from paymodel.rounding import Array, as_array, to_penny

STAY = "Stay"
MOVE_NOW = "Move now"
"""The names of the paths that always stand: the second is followed by the name of an offer."""


class PlannedMove(NamedTuple):
    """A move to an offer at the start of a year (from 1).

    `pattern` says whether the unsocial hours pattern is substantially the same (handbook 1.19): same, different, or
    None where nothing turns on it.
    """

    offer: Post
    in_year: int = 1
    pattern: str | None = None

    @property
    def same_pattern(self) -> bool:
        """Whether the pattern is the same."""
        return self.pattern == "same"


class CareerPath(NamedTuple):
    """Moves one after the other, by a name. Without any: staying."""

    name: str
    moves: tuple[PlannedMove, ...] = ()


class CareerPlan(NamedTuple):
    """What a scenario says of careers: its paths, the award of each year after the first, and yearly rates (fractions).

    A rate that is not stated is None.
    """

    paths: tuple[CareerPath, ...] = ()
    award_a_year: Award = NO_AWARD
    discount_rate: float | None = None
    pension_revaluation: float | None = None


NO_PLAN = CareerPlan()
"""Nothing said of careers: the paths that always stand, without an award."""


class Followed(NamedTuple):
    """A path, year by year: payslips of arrays, pounds a year, and the step held.

    `held` says which of `posts` is held in each year; the first of them is the post held at the start. `share` is the
    share of the year for which it is: the rest of the year is that of the post that its holder comes back to.
    """

    posts: tuple[Post, ...]
    held: np.ndarray
    steps: Array
    slip: Payslip
    share: Array


@dataclass(frozen=True, eq=False)
class Career:
    """Two paths of one length, in pounds a year: staying, and a move or several.

    `stay` and `move` are payslips of arrays by year. `difference` is take-home pay of the move less that of staying,
    `cumulative` its running sum. Years count from 1. `away` says in which years another post than the first is held.
    """

    stay: Payslip
    move: Payslip
    stay_steps: Array
    move_steps: Array
    away: np.ndarray
    difference: Array
    cumulative: Array
    first_year_ahead: int | None
    catch_up_year: int | None
    catch_up_margin: float


def career(
    current: Post,
    offer: Post,
    rule_book: RuleBook,
    *,
    same_pattern: bool = False,
    years: int = 10,
    stay: Followed | None = None,
) -> Career:
    """Follow the post held and the offer for so many years, both in the pay scale of the rule book's day.

    `stay` is the post held followed for as many years as are asked about, where it is known already.

    Steps are taken as they fall due. A move that ends (acting up, secondment) returns to the post held, with Annex 5
    if it had it (`assumed`). `catch_up_year` is the first year from which the cumulative difference stays at least 0
    to the horizon (1 if never behind, None if not reached); `catch_up_margin` is the cumulative difference in that
    year, or at the horizon where there is none.
    """
    stay = stay or follow(current, (), (rule_book,) * years)
    move = PlannedMove(offer, pattern="same" if same_pattern else "different")
    return against_staying(stay, follow(current, (move,), (rule_book,) * len(stay.held)))


class _Held(NamedTuple):
    """A post of a path: the year it was taken up (0 is the first), and the earnings that its holder was promised."""

    post: Post
    started: int = 0
    maintained: Array | None = None
    same_pattern: bool = False
    before: Job | None = None


def follow(
    current: Post, moves: Sequence[PlannedMove], books: Sequence[RuleBook], award_a_year: Award = NO_AWARD
) -> Followed:
    """Follow the post held through moves in rising years; `books` holds the rule book of each year.

    `award_a_year` is the award that lies between each rule book and the next. Within a band steps go on. Earnings on
    promotion and the first higher point are worked out in the year of the move, from the post held then at its step
    then; what is maintained is a fixed sum of cash from there on, until a year in the post pays more: it then ends for
    good. A move that ends returns to the post held before, whose years in the band went on counting; in a year of which
    it takes a part, pay is that of each post for its share. A move while another one that ends is running ends it, and
    is a move from the post that it would have returned to.

    Raises `Refused` where a payslip cannot be worked out.
    """
    posts = [_Held(current)]
    origins = promoted_from(moves)
    held, share = np.zeros(len(books), dtype=np.int64), np.ones(len(books))
    for number, (move, origin) in enumerate(zip(moves, origins, strict=True), start=1):
        start = move.in_year - 1
        book = books[start]
        job = current.job if start == 0 else _job(posts[origin], np.asarray(start), books, award_a_year)
        before = replace(posts[origin].post, job=job, years_in_band=_years_by_then(posts[origin], start))
        maintained = None
        if book.promotion_method == "maintain" and rises(job, move.offer.job).all():
            maintained = previous_earnings(
                job, book, same_pattern=move.same_pattern, annex_5_protected=book.switches.annex_5_protected
            )
        posts.append(_Held(placed(before, move.offer, book), start, maintained, move.same_pattern, job))
        shares = shares_away(move.offer.lasts_years, move.offer.blocks, len(books) - start)
        held[start:] = np.where(shares > 0, number, origin)
        share[start:] = np.where(shares > 0, shares, 1.0)
    slip = {line: np.zeros(len(books)) for line in LINES}
    steps = np.zeros(len(books))
    ended = [False] * len(posts)
    for years in years_by_rule_book(books):
        for number, taken in enumerate(posts):
            index = years[held[years] == number]
            if not len(index):
                continue
            job = _job(taken, index, books, award_a_year)
            worked, ended[number] = _payslips(job, books[index[0]], taken, ended[number])
            job = _with_protection(job, worked)
            beside: dict[str, Array] = {}
            if taken.before is not None and taken.post.conditions.pays:
                promoted = posts[origins[number - 1]]
                beside = _paid_beside(taken, promoted, job, worked, index, share[index], books, award_a_year)
                worked = payslip(with_paid_beside(job, beside), books[index[0]])
            if np.any(part := share[index] < 1):
                back = origins[number - 1]
                home = _job(posts[back], index, books, award_a_year)
                at_home, ended[back] = _payslips(home, books[index[0]], posts[back], ended[back])
                home = _with_protection(home, at_home)
                shared = payslip_of_a_shared_year(home, job, share[index], books[index[0]], **beside)
                worked = {line: np.where(part, shared[line], worked[line]) for line in LINES}
            for line in LINES:
                slip[line][index] = worked[line]
            steps[index] = job.step
    return Followed(tuple(taken.post for taken in posts), held, steps, slip, share)


def promoted_from(moves: Sequence[PlannedMove]) -> list[int]:
    """Which post each move is from: 0 is the one held at the start, 1 the offer of the first move, and on.

    A move that ends leaves its holder in the post held before.

    >>> from paymodel.pay.job import Job
    >>> post, secondment = Post("", Job(), Job()), Post("", Job(), Job(), lasts_years=2)
    >>> promoted_from([PlannedMove(post, 1), PlannedMove(secondment, 3), PlannedMove(post, 4)])
    [0, 1, 1]
    """
    origins, own = [], 0
    for number, move in enumerate(moves, start=1):
        origins.append(own)
        if move.offer.for_good:
            own = number
    return origins


def against_staying(stay: Followed, path: Followed) -> Career:
    """A path followed beside staying: the differences of take-home pay, and when the path catches up."""
    away = path.held > 0
    difference = to_penny(path.slip["take_home_pay"] - stay.slip["take_home_pay"])
    cumulative = to_penny(np.cumsum(difference))
    ahead = np.flatnonzero((difference >= 0) & away)
    year = catch_up_year(cumulative)
    return Career(
        stay=stay.slip,
        move=path.slip,
        stay_steps=stay.steps,
        move_steps=path.steps,
        away=away,
        difference=difference,
        cumulative=cumulative,
        first_year_ahead=int(ahead[0]) + 1 if len(ahead) else None,
        catch_up_year=year,
        catch_up_margin=float(cumulative[-1 if year is None else year - 1]),
    )


def catch_up_year(cumulative: Array) -> int | None:
    """The first year (from 1) from which a cumulative difference stays at least 0; None if it ends behind.

    >>> catch_up_year(np.array([-5.0, 1.0, -1.0, 2.0, 3.0]))
    4
    """
    behind = np.flatnonzero(cumulative < 0)
    if not len(behind):
        return 1
    year = int(behind[-1]) + 2
    return year if year <= len(cumulative) else None


def discounted(difference: Array, rate: float) -> Array:
    """The running sum of yearly differences (pounds) in the money of the first year, which counts in full.

    Each year is rounded half up to the penny. `rate` is a fraction a year.

    >>> discounted(np.array([-1_000.0, 1_035.0, 1_071.23]), 0.035).tolist()      # 1,035 / 1.035, 1,071.23 / 1.035^2
    [-1000.0, 0.0, 1000.0]
    """
    years = np.arange(len(difference))
    return to_penny(np.cumsum(to_penny(as_array(difference) / (1 + rate) ** years)))


def same_payslips(slip: Payslip, other_slip: Payslip) -> bool:
    """Whether two payslips, or those of two paths, are the same to the penny, line by line and year by year."""
    return all(np.array_equal(slip[line], other_slip[line]) for line in LINES)


def years_by_rule_book(books: Sequence[RuleBook]) -> Iterator[np.ndarray]:
    """Years (from 0) in runs that share a rule book."""
    first = 0
    for year in range(1, len(books) + 1):
        if year == len(books) or books[year] is not books[first]:
            yield np.arange(first, year)
            first = year


def _job(taken: _Held, index: np.ndarray, books: Sequence[RuleBook], award_a_year: Award) -> Job:
    """The job of a post in years that share a rule book, with the awards made by then."""
    year = int(index.flat[0])
    job = job_in_years(taken.post, books[0], index, taken.started)
    return job_under_award(job, award_a_year, books[0], books[year], times=year)


def _paid_beside(
    taken: _Held,
    origin: _Held,
    job: Job,
    slip: Payslip,
    index: np.ndarray,
    shares: Array,
    books: Sequence[RuleBook],
    award_a_year: Award,
) -> dict[str, Array]:
    """The one-off payment and the protection of the move to a post, in years that share a rule book."""
    protection, before = taken.post.protection, taken.before or origin.post.job
    held, book = before, books[taken.started]
    if protection is not None and not protection.mark_time:
        held, book = _job(origin, index, books, award_a_year), books[index[0]]
    part = as_array(job.whole_time_equivalent) / as_array(before.whole_time_equivalent)
    lasts, years = taken.post.lasts_years, index - taken.started
    return taken.post.conditions.beside(slip, payslip(held, book), part, years, lasts_years=lasts, shares=shares)


def _with_protection(job: Job, slip: Payslip) -> Job:
    return job.with_(promotion_protection=slip["promotion_protection"])


def _years_by_then(taken: _Held, year: int) -> float:
    """Years in the band of the holder of a post at the start of a year (from 0)."""
    return taken.post.years_in_band + year - taken.started


def _payslips(job: Job, book: RuleBook, taken: _Held, ended: bool) -> tuple[Payslip, bool]:
    """The payslips of years of a post, and whether promotion protection has ended by the last, if it had not before."""
    if taken.maintained is None:
        return payslip(job, book), ended
    return maintained_in_years(job, book, taken.maintained, same_pattern=taken.same_pattern, ended=ended)
