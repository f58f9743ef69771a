"""Sums, products and choices, elementwise, where what holds for a whole group costs nothing to work out.

A number that is the same for everybody stays one number: a nought is not added to a million rows, and a choice that
falls the same way for all is made once. Results are those of plain numpy; their shape is the smallest that says it all,
and broadcasts to that of the arguments.
"""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.rounding import Array, as_array

NOUGHT = np.zeros(())
NOUGHT.flags.writeable = False


def total(*parts: ArrayLike) -> Array:
    """The parts added in the order given, passing over a plain nought.

    >>> total([1.0, 2.0], 0.0, 10.0).tolist()
    [11.0, 12.0]
    """
    added = NOUGHT
    for part in map(as_array, parts):
        if part.ndim or part:
            added = part if added is NOUGHT else np.asarray(added + part)
    return added


def times(number: ArrayLike, other: ArrayLike) -> Array:
    """The product: a plain nought where either is one, the other where either is a plain 1.

    >>> times([1.0, 2.0], 3.0).tolist(), float(times([1.0, 2.0], 0.0))
    ([3.0, 6.0], 0.0)
    """
    number, other = as_array(number), as_array(other)
    for one, rest in ((number, other), (other, number)):
        if one.ndim == 0 and not one:
            return NOUGHT
        if one.ndim == 0 and float(one) == 1.0:
            return rest
    return np.asarray(number * other)


def chosen(condition: ArrayLike, yes: ArrayLike, no: ArrayLike) -> Array:
    """`yes` where the condition holds, else `no`; the one or the other whole where the condition is one for all.

    >>> chosen([True, False], 1.0, 2.0).tolist(), float(chosen(True, 1.0, 2.0))
    ([1.0, 2.0], 1.0)
    """
    condition = np.asarray(condition)
    if condition.ndim == 0:
        return as_array(yes if condition else no)
    return np.where(condition, as_array(yes), as_array(no))
