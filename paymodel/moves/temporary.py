"""A move that ends: what it does in all, and what it would cost that nobody loses by it."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from paymodel.moves.career_path import PlannedMove, follow
from paymodel.moves.kinds import shares_away
from paymodel.moves.posts import Post, beside_in_years, job_in_years, offer_payslip
from paymodel.pay.job import MONTHS, WEEKS_IN_A_YEAR, Job, Payslip
from paymodel.pay.payslips import payslip, payslip_of_a_shared_year
from paymodel.pay.rule_book import RuleBook
from paymodel.rounding import Array, as_array, to_penny


class OverTheMove(NamedTuple):
    """A move from its first day to its last: months, weeks away, pounds in all.

    The cost is the employer's, with on-costs, of making gross pay up to that of the post held in each year in which
    take-home pay falls; None where a loss would be left all the same.
    """

    months: float
    weeks_away: float
    take_home_change: float
    cost_of_holding_harmless: float | None


def over_the_move(current: Post, offer: Post, rule_book: RuleBook, pattern: str | None) -> OverTheMove | None:
    """What a move in year 1 does until it ends, under one rule book; None where it has no end.

    Each year that it takes a part of is worked out as a whole: pay is that of each post for its share, and what is
    deducted is that of the year.
    """
    change = change_over_the_move(current, offer, rule_book, pattern)
    if offer.lasts_years is None or change is None:
        return None
    shares = shares_away(offer.lasts_years, offer.blocks, math.ceil(offer.lasts_years))
    made_up = with_gross_made_up(current, offer, rule_book, same_pattern=pattern == "same", shares=shares)
    return OverTheMove(
        offer.lasts_years * MONTHS,
        float(np.sum(shares)) * WEEKS_IN_A_YEAR,
        change,
        None if made_up.leaves_a_loss else float(to_penny(np.sum(made_up.cost))),
    )


def change_over_the_move(current: Post, offer: Post, rule_book: RuleBook, pattern: str | None) -> float | None:
    """The change of take-home pay in all, pounds, of a move that ends; None of one that does not."""
    if offer.lasts_years is None:
        return None
    books = (rule_book,) * math.ceil(offer.lasts_years)
    stay, path = (follow(current, moves, books) for moves in ((), (PlannedMove(offer, pattern=pattern),)))
    return float(to_penny(np.sum(to_penny(path.slip["take_home_pay"] - stay.slip["take_home_pay"]))))


class MadeUp(NamedTuple):
    """Years in which gross pay is made up: what is left of the change of take-home pay, and what it costs. Pounds."""

    change: Array
    cost: Array

    @property
    def leaves_a_loss(self) -> bool:
        """Whether deductions leave a loss all the same."""
        return bool(np.any(self.change < 0))


def with_gross_made_up(current: Post, offer: Post, rule_book: RuleBook, *, same_pattern: bool, shares: Array) -> MadeUp:
    """Years from the move on, a share of each in the post offered, with gross pay made up to that of the post held.

    Only in years in which take-home pay falls. What is made up is pensionable as far as pensionable pay falls, and
    costs the employer what it costs for this person.
    """
    years = np.arange(len(shares))
    home, away = job_in_years(current, rule_book, years), job_in_years(offer, rule_book, years)
    away, beside = _paid_away(current, offer, away, rule_book, years, shares, same_pattern=same_pattern)
    stay, moved = payslip(home, rule_book), payslip_of_a_shared_year(home, away, shares, rule_book, **beside)
    loses = moved["take_home_pay"] < stay["take_home_pay"]
    short, pensionable = (
        np.where(loses, np.maximum(stay[line] - moved[line], 0.0), 0.0) for line in ("gross_pay", "pensionable_pay")
    )
    pensionable = np.minimum(pensionable, short)
    more = _added(beside, {"other_pensionable_pay": pensionable, "other_pay": short - pensionable})
    made_up = payslip_of_a_shared_year(home, away, shares, rule_book, **more)
    return MadeUp(
        to_penny(made_up["take_home_pay"] - stay["take_home_pay"]),
        to_penny(made_up["employer_cost"] - moved["employer_cost"]),
    )


def first_year_with(current: Post, offer: Post, rule_book: RuleBook, *, same_pattern: bool, once: ArrayLike) -> Payslip:
    """The first year of a move with more paid once (not pensionable), pounds, whatever part of the year it takes."""
    (share,) = shares_away(offer.lasts_years, offer.blocks, 1)
    away, beside = _paid_away(current, offer, offer.job, rule_book, np.zeros(()), share, same_pattern=same_pattern)
    more = _added(beside, {"other_pay": as_array(once)})
    return payslip_of_a_shared_year(current.job if share < 1 else away, away, share, rule_book, **more)


def _paid_away(
    current: Post,
    offer: Post,
    job: Job,
    rule_book: RuleBook,
    years: ArrayLike,
    shares: ArrayLike,
    *,
    same_pattern: bool,
) -> tuple[Job, dict[str, Array]]:
    """A job of the offer as its holder is paid it in some years of the move, and what is paid beside that, pounds."""
    paid = offer_payslip(current, job, rule_book, same_pattern=same_pattern, in_years=np.ndim(years) > 0)
    beside = beside_in_years(
        current, job, rule_book, paid, offer.conditions, years, lasts_years=offer.lasts_years, shares=shares
    )
    return job.with_(promotion_protection=paid["promotion_protection"]), beside


def _added(beside: Mapping[str, Array], more: Mapping[str, Array]) -> dict[str, Array]:
    """What is paid beside the pay of a post, with more of it."""
    return dict(beside) | {name: pounds + beside.get(name, 0.0) for name, pounds in more.items()}
