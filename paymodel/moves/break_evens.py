"""The smallest change of an offer that leaves no loss, found by trying every value: pay has jumps."""

from dataclasses import dataclass, replace

import numpy as np

from paymodel.moves.posts import Post, offer_payslip, placed
from paymodel.pay.job import WEEKS_IN_A_YEAR, Job
from paymodel.pay.payslips import in_blocks, payslip, whole_time_basic_pay
from paymodel.pay.rule_book import RuleBook
from paymodel.rounding import Array

HOURS_STEP = 0.1
TAKE_HOME = "take_home_pay"


@dataclass(frozen=True)
class BreakEven:
    """The smallest value that is needed, and the islands below it where the move pays already."""

    value: float
    islands: tuple[tuple[float, float], ...]


def smallest_needed(values: Array, change: Array) -> BreakEven | None:
    """The smallest of rising values that a move needs to leave no loss; None where the last still loses.

    Where the first leaves none, nothing more is needed, though a little more may bring a loss: pay that reaches a
    higher pension tier. Elsewhere it is the value from which no further one brings a loss.

    >>> smallest_needed(np.array([0.0, 1.0, 2.0, 3.0]), np.array([-2.0, 0.5, -1.0, 1.0]))
    BreakEven(value=3.0, islands=((1.0, 1.0),))
    >>> smallest_needed(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.5, -1.0, 1.0, 1.0]))
    BreakEven(value=0.0, islands=())
    """
    return BreakEven(float(values[0]), ()) if change[0] >= 0 else smallest_that_pays(values, change)


def smallest_that_pays(values: Array, change: Array) -> BreakEven | None:
    """The smallest of rising values from which the change stays at least 0; None where the last still loses.

    >>> smallest_that_pays(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.5, -1.0, 1.0, 1.0]))
    BreakEven(value=2.0, islands=((0.0, 0.0),))
    """
    pays = change >= 0
    losing = np.flatnonzero(~pays)
    if not len(losing):
        return BreakEven(float(values[0]), ())
    first = int(losing[-1]) + 1
    if first == len(values):
        return None
    edges = np.flatnonzero(np.diff(np.concatenate(([0], pays[:first].astype(int), [0]))))
    islands = tuple((float(values[a]), float(values[b - 1])) for a, b in edges.reshape(-1, 2))
    return BreakEven(float(values[first]), islands)


def long_term_premium(
    current: Post, offer: Post, rule_book: RuleBook, *, same_pattern: bool = False
) -> BreakEven | None:
    """The smallest long-term premium of the offer, whole pounds a year of a whole-time post, that leaves no loss.

    It takes the place of any premium that the offer has: 0 where the move pays without one. Tried up to the whole of
    basic pay.
    """
    pounds = pounds_to_try(current, offer, rule_book)
    tried = offer.job.with_(long_term_premium=pounds, long_term_premium_share=0.0)
    return smallest_needed(pounds, changes(current, tried, offer, rule_book, same_pattern=same_pattern))


def saturday_night_hours(
    current: Post, offer: Post, rule_book: RuleBook, *, same_pattern: bool = False
) -> BreakEven | None:
    """The smallest hours a week at the lower rate, on top of the offer's own, that leave no loss, in steps of 0.1.

    0 where the offer pays as it is.
    None where even all the contract's hours would not do, or where the offer states its payment.
    """
    hours = hours_to_try(offer, rule_book)
    if hours is None:
        return None
    own = np.asarray(offer.job.saturday_night_hours_a_year)
    tried = offer.job.with_(saturday_night_hours_a_year=own + hours * WEEKS_IN_A_YEAR)
    return smallest_needed(hours, changes(current, tried, offer, rule_book, same_pattern=same_pattern))


def hours_to_try(offer: Post, rule_book: RuleBook) -> Array | None:
    """Hours a week from nothing to all of the contract's that are at no enhanced rate, in steps of 0.1.

    None where the offer states its payment, so that hours decide nothing.
    """
    if not np.isnan(offer.job.unsocial_hours_payment) or offer.on_annex_5:
        return None
    own = np.asarray(offer.job.saturday_night_hours_a_year)
    enhanced = float(own + np.asarray(offer.job.sunday_holiday_hours_a_year)) / WEEKS_IN_A_YEAR
    contract = rule_book.weekly_hours * float(np.asarray(offer.job.whole_time_equivalent))
    return np.round(np.arange(0, max(contract - enhanced, 0.0) + 1e-9, HOURS_STEP), 1)


def percent_of_basic_pay(pounds: float, basic: float) -> float | None:
    """Whole-time pounds as a percentage of basic pay, rounded up to two decimals, so that it still leaves no loss.

    >>> percent_of_basic_pay(2619.0, 57528.0)
    4.56
    """
    return float(np.ceil(np.round(100 * (100 * pounds / basic), 6)) / 100) if basic else None


def pounds_to_try(current: Post, offer: Post, rule_book: RuleBook) -> Array:
    """Whole pounds from nothing to the whole of the offer's basic pay."""
    ceiling = float(whole_time_basic_pay(placed(current, offer, rule_book).job, rule_book))
    return np.arange(0.0, np.ceil(ceiling) + 1)


def changes(current: Post, tried: Job, offer: Post, rule_book: RuleBook, *, same_pattern: bool) -> Array:
    """Change of take-home pay, pounds a year, for every value tried of the offered job."""
    offer = placed(current, replace(offer, job=tried), rule_book)
    before = payslip(current.job, rule_book, lines=(TAKE_HOME,))[TAKE_HOME]
    blocks = (job for _, job in in_blocks(offer.job)) if offer.job.shape() else (offer.job,)
    after = [
        offer_payslip(
            current, job, rule_book, same_pattern=same_pattern, conditions=offer.conditions, lines=(TAKE_HOME,)
        )[TAKE_HOME]
        for job in blocks
    ]
    return np.asarray((after[0] if len(after) == 1 else np.concatenate(after)) - before)
