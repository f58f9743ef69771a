"""The NHS pension: what counts, what it costs member and employer, and what it builds up."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import chosen, not_stated, times
from paymodel.pay.schedules import Slab
from paymodel.rounding import Array, as_amounts, as_array, down_to_pound, to_penny


def member_contribution_rate(tiers: Slab, pensionable_pay: ArrayLike) -> Array:
    """The member's rate (a fraction): that of the tier that actual yearly pensionable pay falls in.

    Pay is rounded down to a whole pound first.

    Source: NHSBSA, cost of being in the Scheme; SPPA and HSC tables for Scotland and Northern Ireland.

    >>> tiers = Slab((52_778.0, 67_668.0), (0.098, 0.107, 0.125))
    >>> member_contribution_rate(tiers, [52_778.99, 52_779, 67_669]).tolist()
    [0.098, 0.107, 0.125]
    """
    return tiers.rate(down_to_pound(pensionable_pay))


def pension_contribution(
    tiers: Slab,
    pensionable_pay: ArrayLike,
    in_pension_scheme: ArrayLike = True,
    stated: ArrayLike = np.nan,
    *,
    tier_by: ArrayLike | None = None,
) -> Array:
    """The member's contribution, pounds a year: one rate on the whole of pensionable pay, or the stated sum.

    `tier_by` is the pay that the tier goes by, where that is not pensionable pay itself.

    >>> tiers = Slab((52_778.0, 67_668.0), (0.098, 0.107, 0.125))
    >>> float(pension_contribution(tiers, 57_528))          # 10.7%
    6155.496
    >>> float(pension_contribution(tiers, 28_764, tier_by=57_528))      # half of the hours, 10.7% all the same
    3077.748
    """
    rate = member_contribution_rate(tiers, pensionable_pay if tier_by is None else tier_by)
    by_tier = rate * as_amounts(pensionable_pay)
    return chosen(in_pension_scheme, chosen(not_stated(stated), by_tier, stated), 0.0)


def whole_time_pensionable_pay(pensionable_pay: ArrayLike, whole_time_equivalent: ArrayLike) -> Array:
    """Pensionable pay of the same post whole time, pounds a year, to the penny: what the tier went by until 2022.

    Source: NHSBSA, cost of being in the Scheme (2022): up to 1 October 2022 "whole time equivalent pay", from then on
    "your actual annual rate of pay". Scotland: until 30 September 2023; Northern Ireland: until 31 October 2022.

    >>> float(whole_time_pensionable_pay(28_000, 0.6))
    46666.67
    """
    return to_penny(as_amounts(pensionable_pay) / as_amounts(whole_time_equivalent))


def pension_built_up(build_up: float, pensionable_pay: ArrayLike, in_pension_scheme: ArrayLike = True) -> Array:
    """Yearly pension earned this year, pounds: pensionable pay over 54 in the 2015 schemes, before revaluation.

    Source: SI 2015/94.

    >>> float(pension_built_up(54, 54_000))
    1000.0
    """
    return chosen(in_pension_scheme, as_amounts(pensionable_pay) / build_up, 0.0)


def pension_in_all(built_up: ArrayLike, revaluation: float = 0.0) -> Array:
    """Yearly pension built up by the end of each year, pounds: what stood before is revalued, then the year's is added.

    `built_up` is what each year adds, `revaluation` the rate a year (a fraction) while still in service. Each year is
    rounded half up to the penny.

    Source: SI 2015/94, revaluation of active members; the rate is the user's to state.

    >>> pension_in_all([1_000, 1_000, 1_000], revaluation=0.032).tolist()        # 1,000 x 1.032 + 1,000 is 2,032
    [1000.0, 2032.0, 3097.02]
    """
    total, totals = 0.0, []
    for year in np.ravel(as_array(built_up)).tolist():
        total = float(to_penny(total * (1 + revaluation) + year))
        totals.append(total)
    return as_array(totals)


def employer_contribution(rate: float, pensionable_pay: ArrayLike, in_pension_scheme: ArrayLike = True) -> Array:
    """The employer's contribution, or a part of it, pounds a year: a rate on all pensionable pay.

    >>> float(employer_contribution(0.2378, 100_000))
    23780.0
    """
    return chosen(in_pension_scheme, times(pensionable_pay, rate), 0.0)
