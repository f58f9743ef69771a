"""Rounding, as the law and the payslip do it. All functions are elementwise.

Binary floats cannot hold most pence, so a sum that is exactly half a penny on paper can be a hair less in memory. Each
function settles its argument to a millionth of the unit it rounds to: what lies within half a millionth of the edge is
taken to be on it.
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

A_HAIR = 0.5e-6
"""Half a millionth of the unit rounded to."""


def as_array(values: ArrayLike) -> Array:
    """Numbers of any shape as an array of floats."""
    return np.asarray(values, dtype=np.float64)


one_number: Callable[[float], Array] = np.float64  # type: ignore[assignment]
"""One number by itself: it has the shape, the type and the methods of an array, at a tenth of the cost."""

WHOLE = 2.0**53
"""Every whole number below this is exact."""


def as_amounts(values: ArrayLike) -> Array:
    """Numbers to calculate with: one number by itself (`one_number`), others as an array of floats.

    >>> as_amounts(2) * 3, as_amounts([1, 2]).tolist()
    (np.float64(6.0), [1.0, 2.0])
    """
    if type(values) is np.float64:
        return values  # type: ignore[return-value]
    if isinstance(values, float):
        return one_number(values)
    array = as_array(values)
    return array if array.ndim else array[()]


def _floor(numbers: Array) -> Array:
    if isinstance(numbers, float) and -WHOLE < numbers < WHOLE:
        return one_number(math.floor(numbers))
    return np.floor(numbers)


def to_penny(pounds: ArrayLike) -> Array:
    """Round pounds half up to the penny.

    >>> float(to_penny(1.005)), float(to_penny(-2.675))
    (1.01, -2.67)
    """
    pence = as_amounts(pounds) * 100
    pence += 0.5 + A_HAIR
    pence = np.floor(pence, out=pence) if pence.ndim else _floor(pence)
    pence /= 100
    return pence


def to_pound(pounds: ArrayLike) -> Array:
    """Round pounds half up to the whole pound (pay points under an award).

    >>> float(to_pound(58_678.5)), float(to_pound(58_678.49))
    (58679.0, 58678.0)
    """
    return np.asarray(np.floor(as_array(pounds) + (0.5 + A_HAIR)))


def down_to_pound(pounds: ArrayLike) -> Array:
    """Round down to a whole pound (student loans, pension tiers, the child benefit charge).

    >>> float(down_to_pound(1234.99))
    1234.0
    """
    return _floor(as_amounts(pounds) + A_HAIR)


def up_to_pound(pounds: ArrayLike) -> Array:
    """Round up to a whole pound (the tapered personal allowance).

    >>> float(up_to_pound(1234.01)), float(up_to_pound(1234.0))
    (1235.0, 1234.0)
    """
    return 0.0 - _floor(A_HAIR - as_amounts(pounds))  # from nought added, so that none is a minus nought


def down_to_penny(pounds: ArrayLike) -> Array:
    """Round down to the penny (PAYE, the monthly thresholds of student loans).

    >>> float(down_to_penny(2241.669)), float(down_to_penny(0.29))
    (2241.66, 0.29)
    """
    return np.asarray(np.floor(as_array(pounds) * 100 + A_HAIR) / 100)


def up_to_penny(pounds: ArrayLike) -> Array:
    """Round up to the penny (the free pay of a tax code).

    >>> float(up_to_penny(1048.251)), float(up_to_penny(0.29))
    (1048.26, 0.29)
    """
    return np.asarray(np.ceil(as_array(pounds) * 100 - A_HAIR) / 100)


def to_penny_half_down(pounds: ArrayLike) -> Array:
    """Round to the nearest penny, half a penny down (National Insurance).

    >>> float(to_penny_half_down(1.005)), float(to_penny_half_down(1.0051))
    (1.0, 1.01)
    """
    return np.asarray(np.ceil(as_array(pounds) * 100 - (0.5 + A_HAIR)) / 100 + 0.0)
