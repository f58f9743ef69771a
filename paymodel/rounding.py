"""Rounding, as the law and the payslip do it. All functions are elementwise.

Binary floats cannot hold most pence, so a sum that is exactly half a penny on paper can be a hair less in memory. Each
function first settles its argument to a millionth of the unit it rounds to.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def as_array(values: ArrayLike) -> Array:
    """Numbers of any shape as an array of floats."""
    return np.asarray(values, dtype=np.float64)


def _settled(amount: ArrayLike) -> Array:
    return np.asarray(np.round(as_array(amount), 6))


def to_penny(pounds: ArrayLike) -> Array:
    """Round pounds half up to the penny.

    >>> float(to_penny(1.005)), float(to_penny(-2.675))
    (1.01, -2.67)
    """
    return np.asarray(np.floor(_settled(as_array(pounds) * 100) + 0.5) / 100)


def to_pound(pounds: ArrayLike) -> Array:
    """Round pounds half up to the whole pound (pay points under an award).

    >>> float(to_pound(58_678.5)), float(to_pound(58_678.49))
    (58679.0, 58678.0)
    """
    return np.asarray(np.floor(_settled(pounds) + 0.5))


def down_to_pound(pounds: ArrayLike) -> Array:
    """Round down to a whole pound (student loans, pension tiers, the child benefit charge).

    >>> float(down_to_pound(1234.99))
    1234.0
    """
    return np.asarray(np.floor(_settled(pounds)))


def up_to_pound(pounds: ArrayLike) -> Array:
    """Round up to a whole pound (the tapered personal allowance).

    >>> float(up_to_pound(1234.01)), float(up_to_pound(1234.0))
    (1235.0, 1234.0)
    """
    return np.asarray(np.ceil(_settled(pounds)))
