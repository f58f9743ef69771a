"""Annex 5 of the handbook: the fixed percentage that ambulance staff in post before September 2018 are paid."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.clock import DAY, DAYS_TOUCHED, SUNDAY_OR_HOLIDAY, Duties
from paymodel.pay.rule_book import Annex5, Annex5Window
from paymodel.rounding import Array, as_amounts, as_array, to_penny

LOCAL = "up to 5 hours a week the percentage is settled locally: state annex_5_percent"


def qualifying_hours(duties: Duties, window: Annex5Window, weekend: ArrayLike) -> Array:
    """Hours of each duty that Annex 5 counts as unsocial. Breaks count in.

    `weekend` says for each duty and day touched whether it is a Saturday or a Sunday, holiday or not.

    Source: old Annex E, copy of the Isle of Man. A shift of 15:00 to 23:00 has four (bands 1 to 7).

    >>> from paymodel.pay.clock import WEEKDAY, nominal_duties
    >>> window = Annex5Window(7 * 60, 19 * 60, DAY, DAY)
    >>> late = nominal_duties([15 * 60], [8 * 60], [30], [[WEEKDAY] * 3])
    >>> qualifying_hours(late, window, weekend=[[False] * 3]).tolist()
    [4.0]
    """
    weekend = np.asarray(weekend)
    minutes = np.zeros(duties.start.shape)
    for day in range(DAYS_TOUCHED):
        holiday = (duties.day_kinds[:, day] == SUNDAY_OR_HOLIDAY) & ~weekend[:, day]
        on_weekday = _outside(duties, day, window.weekday_before, window.weekday_from)
        on_weekend = _outside(duties, day, window.weekend_before, window.weekend_from)
        all_day = duties.minutes_between(day, 0, DAY, with_break=True)
        minutes += np.select([weekend[:, day], holiday], [on_weekend, all_day], on_weekday)
    return minutes / 60


def _outside(duties: Duties, day: int, before: int, after: int) -> Array:
    """Minutes of duty on a day before one time and from another."""
    late = duties.minutes_between(day, max(before, after), DAY, with_break=True)
    return duties.minutes_between(day, 0, before, with_break=True) + late


def average_hours(hours_a_week: ArrayLike, whole_time_equivalent: ArrayLike) -> Array:
    """Average unsocial hours of a whole-time post, half up to 0.01 h: part-time hours are scaled up.

    Source: old Annex F: 18.75 hours a week with 7 unsocial count as 14.

    >>> float(average_hours(7, 0.5))
    14.0
    """
    return to_penny(as_array(hours_a_week) / as_array(whole_time_equivalent))  # hundredths, like pence


def share_of_basic_pay(annex_5: Annex5, average: ArrayLike, edge: str = "upper_bound_in") -> Array:
    """The share of basic pay (a fraction) for average weekly unsocial hours; NaN where it is settled locally.

    No hours, no payment; more than none and up to the first bound is local, whatever the edge. A bound belongs to the
    bracket below it (`upper_bound_in`: "more than 9 but not more than 13") or, from the second on, to the one above it
    (`lower_bound_in`).

    Source: the wording of the table as it is usually given. Old Annex F re-estimates a 17% "at 17 hours or more" and
    "under 13", which is the other reading: unverified, as are the brackets but for that of 14 hours.

    >>> annex = Annex5(None, None, (5.0, 9.0, 13.0, 17.0, 21.0), (0.09, 0.13, 0.17, 0.21, 0.25), ())
    >>> share_of_basic_pay(annex, [0, 5, 5.01, 13, 13.01, 21, 30]).tolist()
    [0.0, nan, 0.09, 0.13, 0.17, 0.21, 0.25]
    >>> share_of_basic_pay(annex, [13, 21], edge="lower_bound_in").tolist()
    [0.17, 0.25]
    """
    average = as_array(average)
    row = bracket(annex_5, average, edge)
    shares = np.array([np.nan, *annex_5.shares])
    return np.asarray(np.where(average <= 0, 0.0, shares[row]))


def bracket(annex_5: Annex5, average: ArrayLike, edge: str = "upper_bound_in") -> np.ndarray:
    """The bracket that an average falls in, from 1; 0 where the percentage is settled locally."""
    average = as_array(average)
    row = np.searchsorted(annex_5.above, average, side="right" if edge == "lower_bound_in" else "left")
    return np.asarray(np.where(average <= annex_5.above[0], 0, row))


def status(annex_5: Annex5, average: float, edge: str = "upper_bound_in") -> str:
    """How sure the bracket of an average is: exactly on a bound it is `unverified`, whatever the bracket itself is.

    >>> annex = Annex5(None, None, (5.0, 13.0, 17.0), (0.09, 0.17, 0.21), ("unverified", "confirmed", "unverified"))
    >>> status(annex, 14.0), status(annex, 17.0)
    ('confirmed', 'unverified')
    """
    row = int(bracket(annex_5, average, edge))
    return "unverified" if on_a_bound(annex_5, average) else annex_5.statuses[row - 1]


def on_a_bound(annex_5: Annex5, average: ArrayLike) -> np.ndarray:
    """Whether an average lies exactly on a bound above the first, where the switch `annex_5_edge` decides."""
    return np.isin(as_array(average), annex_5.above[1:])


def annex_5_payment(basic_pay: ArrayLike, share: ArrayLike) -> Array:
    """Annex 5 pay, pounds a year: the share of basic pay (part-time basic pay for part-time staff).

    Paid in leave, training and sickness alike. Basic pay only: no premium or supplement.

    Source: old Annex E.

    >>> float(annex_5_payment(48_117, 0.25))
    12029.25
    """
    return as_amounts(basic_pay) * as_amounts(share)
