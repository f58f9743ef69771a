"""High cost area supplement (England, in and around London)."""

from numpy.typing import ArrayLike

from paymodel.arithmetic import times, total
from paymodel.pay.schedules import Clamp
from paymodel.rounding import Array


def high_cost_area_supplement(
    zone: Clamp, basic_pay: ArrayLike, long_term_premium: ArrayLike, whole_time_equivalent: ArrayLike = 1.0
) -> Array:
    """The supplement, pounds a year: a share of whole-time basic pay and long-term premium, between a floor and a cap.

    `basic_pay` and `long_term_premium` are whole time; part-time staff get their share of the result, so the floor and
    the cap are pro rata too. Pensionable; not part of the hourly rate.

    Source: handbook section 4 and Annex 9; pro rata after section 11.

    >>> inner = Clamp(0.20, 5_794, 8_746)
    >>> high_cost_area_supplement(inner, [25_272, 32_073, 57_528], 0).tolist()
    [5794.0, 6414.6, 8746.0]
    """
    return times(zone.clamped(total(basic_pay, long_term_premium)), whole_time_equivalent)
