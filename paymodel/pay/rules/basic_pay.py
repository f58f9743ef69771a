"""Basic pay and what an hour of it is worth."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import chosen, not_stated
from paymodel.pay.job import WEEKS_IN_A_YEAR
from paymodel.pay.rule_book import PayPoints
from paymodel.rounding import Array, as_amounts


def whole_time_basic_pay(pay_points: PayPoints, band: ArrayLike, step: ArrayLike, stated: ArrayLike = np.nan) -> Array:
    """Basic pay of a whole-time post, pounds a year: the stated figure, or the pay point of the band and step.

    `band` is a code (an index into `BANDS`), `step` counts from 1. NaN where the table has no such point.

    Source: the pay circular of the nation and year, `pay-points` in the scales.

    >>> points = PayPoints(np.array([[39_959.0, 42_170.0, 48_117.0]]), np.array([[0.0, 2.0, 5.0]]), {})
    >>> float(whole_time_basic_pay(points, band=0, step=3))
    48117.0
    >>> float(whole_time_basic_pay(points, band=0, step=3, stated=50_000))
    50000.0
    """
    points = pay_points.with_margin
    column = np.minimum(np.maximum(np.asarray(step, dtype=np.int64), 0), points.shape[1] - 1)
    on_scale = points.ravel().take(np.asarray(band, dtype=np.int64) * points.shape[1] + column)
    return chosen(not_stated(stated), on_scale, stated)


def hourly_rate(whole_time_pay: ArrayLike, weekly_hours: float) -> Array:
    """What an hour is worth, pounds: annual pay over 365/7 weeks over the hours of the standard week. Not rounded.

    `whole_time_pay` is basic pay with any long-term premium (handbook notes to 2.8 and 3.2).

    Source: NHSBSA KA-02658 (365/7 = 52.143 weeks); it gives all the hourly rates that NHS Employers print.

    >>> round(float(hourly_rate(56_515, 37.5)), 2)     # 56,515 / 52.142857 / 37.5
    28.9
    """
    return as_amounts(whole_time_pay) / WEEKS_IN_A_YEAR / weekly_hours
