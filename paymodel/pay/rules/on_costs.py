"""On-costs: what the employer pays on top of pay."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.rounding import Array


def cost_of_a_pound(in_pension_scheme: ArrayLike, *, pension: float, national_insurance: float, levy: float) -> Array:
    """What one more pound a year of pensionable pay costs the employer, in pounds a year.

    The pound itself, and three rates, fractions: the employer's `pension` contribution, where the person is in the
    scheme, employer's `national_insurance` above its threshold, and the apprenticeship `levy`.

    >>> round(float(cost_of_a_pound(True, pension=0.2378, national_insurance=0.15, levy=0.005)), 4)
    1.3928
    """
    return np.asarray(1 + np.where(in_pension_scheme, pension, 0.0) + national_insurance + levy)
