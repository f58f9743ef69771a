"""Recruitment and retention premium."""

from numpy.typing import ArrayLike

from paymodel.arithmetic import times, total
from paymodel.rounding import Array

NORMAL_MAXIMUM_SHARE = 0.30
"""Premiums together do not normally exceed 30% of basic pay (handbook section 5)."""


def whole_time_premium(pounds: ArrayLike, share: ArrayLike, basic_pay: ArrayLike) -> Array:
    """A premium of a whole-time post, pounds a year: a sum, a share of whole-time basic pay, or both.

    A long-term premium is pensionable and counts in the hourly rate and in the supplement's base; a short-term one does
    neither. It belongs to the post, not the person.

    Source: handbook 5.8 to 5.10.

    >>> float(whole_time_premium(0, 0.05, 57_528))
    2876.4
    """
    return total(pounds, times(share, basic_pay))
