"""On-costs: what the employer pays on top of pay."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.rule_book import Policy
from paymodel.rounding import Array


def cost_of_a_pound(policy: Policy, in_pension_scheme: ArrayLike) -> Array:
    """What one more pound a year of pensionable pay costs the employer, in pounds a year.

    The pound itself, the employer's pension contribution, employer's National Insurance above its threshold, and the
    apprenticeship levy: in England, 1 + 0.2378 + 0.15 + 0.005.

    >>> from paymodel import load_policy
    >>> round(float(cost_of_a_pound(load_policy("england", "2026-11-22"), True)), 4)
    1.3928
    """
    pension = np.where(in_pension_scheme, policy.employer_pension_contribution, 0.0)
    return np.asarray(1 + pension + policy.national_insurance.employer_rate + policy.apprenticeship_levy)
