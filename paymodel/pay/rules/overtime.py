"""Overtime, and the extra hours of part-time staff."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import NOUGHT, anywhere, chosen, times, total
from paymodel.pay.rule_book import Overtime
from paymodel.rounding import Array


def is_paid_overtime(overtime: Overtime, band: ArrayLike) -> np.ndarray:
    """Whether a band (a code) is paid overtime at all.

    >>> bands = Overtime(frozenset({5, 6}), 1.5, 2.0)
    >>> is_paid_overtime(bands, [6, 7]).tolist()
    [True, False]
    """
    return np.isin(band, list(overtime.bands))


def overtime_pay(
    overtime: Overtime, band: ArrayLike, hours: ArrayLike, public_holiday_hours: ArrayLike, hourly_rate: ArrayLike
) -> Array:
    """Overtime pay, pounds: time and a half, double on general public holidays; nothing where the band has none.

    Hours over the same time as the pounds. The hourly rate includes any long-term premium. Not pensionable.

    Source: handbook 3.1 to 3.7; bands 8 and 9 have none (3.6).

    >>> bands = Overtime(frozenset({5, 6}), 1.5, 2.0)
    >>> overtime_pay(bands, band=[6, 7], hours=10, public_holiday_hours=2, hourly_rate=20.0).tolist()
    [380.0, 0.0]
    """
    hours_paid = total(times(hours, overtime.rate), times(public_holiday_hours, overtime.public_holiday_rate))
    if not anywhere(hours_paid):
        return NOUGHT
    return chosen(is_paid_overtime(overtime, band), times(hours_paid, hourly_rate), 0.0)


def extra_hours_pay(hours: ArrayLike, hourly_rate: ArrayLike) -> Array:
    """Pay for part-time staff's extra hours up to whole time, pounds: plain rate, pensionable, any band.

    Source: handbook 3.3; NHSBSA KA-04362 for the pension.

    >>> float(extra_hours_pay(100, 20.0))
    2000.0
    """
    return times(hours, hourly_rate)
