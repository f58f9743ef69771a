"""Sums, products and choices, elementwise, where what holds for a whole group costs nothing to work out.

A number that is the same for everybody stays one number: a nought is not added to a million rows, and a choice that
falls the same way for all is made once. Results are those of plain numpy; their shape is the smallest that says it all,
and broadcasts to that of the arguments.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paymodel.rounding import Array, as_amounts, one_number

NOUGHT = one_number(0.0)


def total(*parts: ArrayLike) -> Array:
    """The parts added in the order given, passing over a plain nought.

    >>> total([1.0, 2.0], 0.0, 10.0).tolist()
    [11.0, 12.0]
    """
    added = NOUGHT
    for part in map(as_amounts, parts):
        if part.ndim or part:
            added = part if added is NOUGHT else added + part
    return added


def times(number: ArrayLike, other: ArrayLike) -> Array:
    """The product: a plain nought where either is one, the other where either is a plain 1.

    >>> times([1.0, 2.0], 3.0).tolist(), float(times([1.0, 2.0], 0.0))
    ([3.0, 6.0], 0.0)
    """
    number, other = as_amounts(number), as_amounts(other)
    for one, rest in ((number, other), (other, number)):
        if one.ndim == 0 and not one:
            return NOUGHT
        if one.ndim == 0 and one == 1.0:
            return rest
    return number * other


def chosen(condition: ArrayLike, yes: ArrayLike, no: ArrayLike) -> Array:
    """`yes` where the condition holds, else `no`; the one or the other whole where the condition is one for all.

    >>> chosen([True, False], 1.0, 2.0).tolist(), float(chosen(True, 1.0, 2.0))
    ([1.0, 2.0], 1.0)
    """
    if not isinstance(condition, (bool, np.bool_)):
        condition = np.asarray(condition)
        if condition.ndim:
            return np.where(condition, as_amounts(yes), as_amounts(no))
    return as_amounts(yes if condition else no)


def at_least(amount: ArrayLike, least: ArrayLike) -> Array:
    """The greater of two amounts; NaN where either is.

    >>> at_least([1.0, 3.0], 2.0).tolist(), float(at_least(1.0, 2.0))
    ([2.0, 3.0], 2.0)
    """
    if isinstance(amount, float) and isinstance(least, float):
        return one_number(amount if amount >= least or amount != amount else least)
    return np.maximum(amount, least)


def at_most(amount: ArrayLike, most: ArrayLike) -> Array:
    """The smaller of two amounts; NaN where either is.

    >>> at_most([1.0, 3.0], 2.0).tolist(), float(at_most(3.0, 2.0))
    ([1.0, 2.0], 2.0)
    """
    if isinstance(amount, float) and isinstance(most, float):
        return one_number(amount if amount <= most or amount != amount else most)
    return np.minimum(amount, most)


def not_stated(values: ArrayLike) -> NDArray[np.bool_]:
    """Whether there is no number: NaN.

    >>> bool(not_stated(float("nan"))), not_stated([1.0, float("nan")]).tolist()
    (True, [False, True])
    """
    amounts = as_amounts(values)
    return np.not_equal(amounts, amounts) if amounts.ndim else np.bool_(amounts != amounts)  # type: ignore[return-value]


def anywhere(condition: ArrayLike) -> bool:
    """Whether something holds anywhere."""
    return bool(condition if isinstance(condition, (bool, int, float, np.bool_)) else np.any(condition))
