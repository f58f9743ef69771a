"""The shapes that pay and tax tables come in: a slab, margins, a clamp."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import NOUGHT, at_least, at_most
from paymodel.rounding import Array, as_amounts, one_number


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
        amount = as_amounts(amount)
        if not amount.ndim:
            return one_number(self.rates[sum(bool(amount > bound) for bound in self.up_to)])
        row = np.zeros(amount.shape, dtype=np.int8)  # counting bounds gone beyond: few, so quicker than a search
        for bound in self.up_to:
            row += amount > bound
        return np.asarray(self.rates).take(row)


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
        amount = as_amounts(amount)
        charge = np.zeros(amount.shape) if amount.ndim else NOUGHT
        most = amount.max(initial=0.0) if amount.ndim else amount
        for lower, upper, rate in zip((0.0, *self.up_to), (*self.up_to, np.inf), self.rates, strict=True):
            if most <= lower:  # no amount reaches this part or any after it
                break
            part = at_most(amount, upper) - lower
            charge += rate * at_least(part, 0.0)
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
        return at_most(at_least(self.share * as_amounts(amount), self.minimum), self.maximum)
