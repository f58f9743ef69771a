"""What a one-off payment or local pay protection costs in all, and what is left of a move once it is over."""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from paymodel.moves.career_path import PlannedMove, follow
from paymodel.moves.posts import Post
from paymodel.pay.job import MONTHS
from paymodel.pay.rule_book import RuleBook
from paymodel.rounding import to_penny


class PaidBeside(NamedTuple):
    """Years in which it is paid, the employer's cost in all with on-costs, the change of a year's take-home pay then.

    All in pounds. The change is that of the year after the last in which it is paid.
    """

    years: int
    cost: float
    take_home_change_then: float


def paid_beside(current: Post, offer: Post, rule_book: RuleBook, pattern: str | None) -> PaidBeside | None:
    """What is paid beside the pay of an offer, in year 1 and after; None where nothing is."""
    if not offer.conditions.pays:
        return None
    years = 1 if offer.protection is None else math.ceil(offer.protection.months / MONTHS)
    books = (rule_book,) * (years + 1)
    bare = replace(offer, one_off_payment=0.0, protection=None)
    stay, paid, unpaid = (
        follow(current, moves, books).slip
        for moves in ((), (PlannedMove(offer, pattern=pattern),), (PlannedMove(bare, pattern=pattern),))
    )
    return PaidBeside(
        years,
        float(to_penny(np.sum(paid["employer_cost"] - unpaid["employer_cost"]))),
        float(to_penny(paid["take_home_pay"][years] - stay["take_home_pay"][years])),
    )
