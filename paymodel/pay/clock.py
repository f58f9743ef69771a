"""Stretches of time and how they overlap. Minutes throughout, elementwise."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paymodel.rounding import Array

DAY = 24 * 60
WEEKDAY, SATURDAY, SUNDAY_OR_HOLIDAY = 0, 1, 2
DAYS_TOUCHED = 3
"""A duty of up to 24 hours can touch three calendar days: late on the eve of the 23-hour day in March."""


def overlap(start: ArrayLike, end: ArrayLike, window_start: ArrayLike, window_end: ArrayLike) -> Array:
    """Minutes that two stretches share.

    >>> float(overlap(60, 180, 120, 600))
    60.0
    """
    shared = np.minimum(end, window_end) - np.maximum(start, window_start)
    return np.asarray(np.maximum(shared, 0.0), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Duties:
    """Stretches of duty, as arrays of one length.

    Times are minutes on a clock that starts at midnight on the day a duty starts. `midnights[:, k]` is where day k
    begins on that clock and `day_kinds[:, k]` what kind of day it is (`WEEKDAY`, `SATURDAY`, `SUNDAY_OR_HOLIDAY`);
    `summer_shift[:, k]` is what a clock change adds to clock times later that day (0 on nearly all days).
    """

    start: Array
    end: Array
    break_start: Array
    break_end: Array
    midnights: Array
    day_kinds: NDArray[np.int8]
    summer_shift: Array

    def minutes_between(self, day: int, clock_from: float, clock_to: float, *, with_break: bool) -> Array:
        """Minutes of duty on the k-th day between two times of that day's clock, the break in or out.

        The times must not lie between midnight and 02:00, when clocks change, unless they are midnight itself.
        """
        begin = self.midnights[:, day]
        window_start = begin + clock_from + (self.summer_shift[:, day] if clock_from > 0 else 0.0)
        window_end = begin + clock_to + (self.summer_shift[:, day] if clock_to > 0 else 0.0)
        on_duty = overlap(self.start, self.end, window_start, window_end)
        if with_break:
            return on_duty
        return on_duty - overlap(self.break_start, self.break_end, window_start, window_end)


def nominal_duties(
    start: ArrayLike, length: ArrayLike, unpaid_break: ArrayLike, day_kinds: ArrayLike, break_start: ArrayLike = np.nan
) -> Duties:
    """Duties on days of 24 hours, the break in the middle unless its start is given (minutes after midnight).

    `day_kinds` has a row for each duty and `DAYS_TOUCHED` columns.

    >>> duties = nominal_duties([480], [510], [30], [[0, 0, 0]])
    >>> duties.break_start.tolist(), duties.end.tolist()
    ([720.0], [990.0])
    """
    start = np.asarray(start, dtype=np.float64)
    length = np.asarray(length, dtype=np.float64)
    unpaid_break = np.asarray(unpaid_break, dtype=np.float64)
    stated = np.broadcast_to(np.asarray(break_start, dtype=np.float64), start.shape)
    begins = np.where(np.isnan(stated), start + (length - unpaid_break) / 2, stated)
    midnights = np.broadcast_to(np.arange(DAYS_TOUCHED) * float(DAY), (*start.shape, DAYS_TOUCHED))
    return Duties(
        start=start,
        end=start + length,
        break_start=begins,
        break_end=begins + unpaid_break,
        midnights=midnights,
        day_kinds=np.asarray(day_kinds, dtype=np.int8),
        summer_shift=np.zeros_like(midnights),
    )
