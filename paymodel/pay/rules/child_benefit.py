"""The high income child benefit charge."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import NOUGHT, anywhere
from paymodel.pay.rule_book import ChildBenefit
from paymodel.rounding import Array, as_array, down_to_pound

WEEKS_CLAIMED = 52


def child_benefit(rules: ChildBenefit, children: ArrayLike) -> Array:
    """Child benefit of 52 weeks, pounds.

    >>> rules = ChildBenefit(27.05, 17.90, 60_000, 200)
    >>> [round(float(pounds), 2) for pounds in child_benefit(rules, [0, 1, 2])]
    [0.0, 1406.6, 2337.4]
    """
    children = as_array(children)
    weekly = np.where(children >= 1, rules.eldest, 0.0) + np.maximum(children - 1, 0) * rules.additional
    return np.asarray(weekly * WEEKS_CLAIMED)


def child_benefit_charge(rules: ChildBenefit, children: ArrayLike, adjusted_net_income: ArrayLike) -> Array:
    """The charge, pounds a year: 1% of the benefit for each step of income above the start, up to all of it.

    Benefit, percentage and charge are each rounded down to a whole number. The person is taken to be the higher earner
    of the household, with the benefit claimed.

    Source: Income Tax (Earnings and Pensions) Act 2003, section 681C.

    >>> rules = ChildBenefit(27.05, 17.90, 60_000, 200)
    >>> child_benefit_charge(rules, 2, [60_199, 60_200, 64_000, 90_000]).tolist()    # 0%, 1%, 20%, 100% of 2,337
    [0.0, 23.0, 467.0, 2337.0]
    """
    if not anywhere(children):
        return NOUGHT
    over = as_array(adjusted_net_income) - rules.charge_start
    percent = np.minimum(np.maximum(down_to_pound(over / rules.charge_step), 0.0), 100.0)
    return down_to_pound(down_to_pound(child_benefit(rules, children)) * percent / 100)
