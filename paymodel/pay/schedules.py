"""The shapes that pay and tax tables come in: a slab, margins, a clamp."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paymodel.rounding import Array, as_array


@dataclass(frozen=True)
class Slab:
    """One rate on the whole amount: that of the row the amount falls in. Bounds are inclusive.

    >>> tiers = Slab(up_to=(100.0,), rates=(0.05, 0.10))
    >>> tiers.rate([100, 101]).tolist()
    [0.05, 0.1]
    """

    up_to: tuple[float, ...]
    rates: tuple[float, ...]

    def rate(self, amount: ArrayLike) -> Array:
        """The rate (a fraction) for each amount."""
        amount = as_array(amount)
        row = np.zeros(amount.shape, dtype=np.int8)  # counting bounds gone beyond: few, so quicker than a search
        for bound in self.up_to:
            row += amount > bound
        return np.asarray(np.asarray(self.rates).take(row))


@dataclass(frozen=True)
class Marginal:
    """Each rate on its own part of the amount.

    >>> bands = Marginal(up_to=(100.0,), rates=(0.20, 0.40))
    >>> bands.charge([50, 150]).tolist()
    [10.0, 40.0]
    """

    up_to: tuple[float, ...]
    rates: tuple[float, ...]

    def charge(self, amount: ArrayLike) -> Array:
        """The sum over the parts, in the unit of the amount."""
        amount = as_array(amount)
        charge = np.zeros(amount.shape)
        most = amount.max(initial=0.0)
        for lower, upper, rate in zip((0.0, *self.up_to), (*self.up_to, np.inf), self.rates, strict=True):
            if most <= lower:  # no amount reaches this part or any after it
                break
            part = np.minimum(amount, upper) - lower
            charge += rate * np.maximum(part, 0.0)
        return charge


@dataclass(frozen=True)
class Clamp:
    """A share of an amount, not less than a minimum and not more than a maximum.

    >>> Clamp(share=0.2, minimum=5, maximum=10).clamped([10, 30, 90]).tolist()
    [5.0, 6.0, 10.0]
    """

    share: float
    minimum: float
    maximum: float

    def clamped(self, amount: ArrayLike) -> Array:
        """The share of each amount within the bounds."""
        return np.minimum(np.maximum(self.share * as_array(amount), self.minimum), self.maximum)
