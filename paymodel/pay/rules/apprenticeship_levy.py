"""The apprenticeship levy, as a cost of one more post."""

from numpy.typing import ArrayLike

from paymodel.rounding import Array, as_amounts


def apprenticeship_levy(rate: float, pay: ArrayLike) -> Array:
    """Levy, pounds a year: a rate on pay subject to National Insurance, with no allowance (marginal cost).

    Source: HMRC guidance; the allowance of 15,000 pounds is the whole employer's and used up long before.

    >>> float(apprenticeship_levy(0.005, 57_528))
    287.64
    """
    return as_amounts(pay) * rate
