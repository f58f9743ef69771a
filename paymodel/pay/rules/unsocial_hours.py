"""Unsocial hours under Section 2 of the handbook: which hours earn which rate, and what they pay."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import times, total
from paymodel.pay.clock import DAY, DAYS_TOUCHED, SATURDAY, SUNDAY_OR_HOLIDAY, WEEKDAY, Duties
from paymodel.pay.rule_book import Section2
from paymodel.rounding import Array, as_amounts


@dataclass(frozen=True)
class HoursByRate:
    """Paid hours of each duty: at plain time, at the lower rate and at the higher."""

    plain: Array
    saturday_night: Array
    sunday_holiday: Array

    def total(self) -> Array:
        """All paid hours."""
        return self.plain + self.saturday_night + self.sunday_holiday


def hours_by_rate(
    duties: Duties, section_2: Section2, *, exactly_half_counts: bool = False, break_taken_from: str = "mid-shift"
) -> HoursByRate:
    """Split duties into hours at plain time, at the Saturday-and-night rate and at the Sunday-and-holiday rate.

    The part on each calendar day takes the rate of that day; rates never stack. Where more than half of the whole duty
    (break included) lies between 20:00 and 06:00, its weekday parts are all at the lower rate; `exactly_half_counts`
    lets a half suffice. Unpaid breaks earn nothing: they sit where `duties` puts them, or (`break_taken_from` `lower`
    or `higher`) come out of plain time first, then out of time at that rate, then out of the rest.

    Source: handbook 2.8 to 2.13, as NHS Employers explain them; 2.11 for the more-than-half rule. Where the break goes
    is local practice.

    >>> from paymodel.pay.clock import nominal_duties
    >>> section_2 = Section2(np.array([0.3]), np.array([0.6]), {}, 6 * 60, 20 * 60)
    >>> saturday = nominal_duties([19 * 60], [11 * 60], [0], [[SATURDAY, SUNDAY_OR_HOLIDAY, WEEKDAY]])
    >>> hours = hours_by_rate(saturday, section_2)        # 19:00 to 06:00: five hours, then six
    >>> hours.saturday_night.tolist(), hours.sunday_holiday.tolist()
    ([5.0], [6.0])
    """
    mid_shift = break_taken_from == "mid-shift"
    night = np.zeros(duties.start.shape)
    plain, lower, higher = np.zeros_like(night), np.zeros_like(night), np.zeros_like(night)
    for day in range(DAYS_TOUCHED):
        kind = duties.day_kinds[:, day]
        windows = ((0, section_2.weekday_before), (section_2.weekday_before, section_2.weekday_from))
        for clock_from, clock_to in (*windows, (section_2.weekday_from, DAY)):
            social = clock_from == section_2.weekday_before
            if not social:
                night += duties.minutes_between(day, clock_from, clock_to, with_break=True)
            minutes = duties.minutes_between(day, clock_from, clock_to, with_break=not mid_shift)
            at_lower = (kind == SATURDAY) | (kind == WEEKDAY) & (not social)
            plain += np.where((kind == WEEKDAY) & social, minutes, 0.0)
            lower += np.where(at_lower, minutes, 0.0)
            higher += np.where(kind == SUNDAY_OR_HOLIDAY, minutes, 0.0)
    length = duties.end - duties.start
    whole_shift = night * 2 >= length if exactly_half_counts else night * 2 > length
    lower, plain = np.where(whole_shift, lower + plain, lower), np.where(whole_shift, 0.0, plain)
    if not mid_shift:
        owed = duties.break_end - duties.break_start
        parts = {"plain": plain, "lower": lower, "higher": higher}
        for name in ("plain", "lower", "higher") if break_taken_from == "lower" else ("plain", "higher", "lower"):
            taken = np.minimum(owed, parts[name])
            parts[name] = parts[name] - taken
            owed = owed - taken
        plain, lower, higher = parts["plain"], parts["lower"], parts["higher"]
    return HoursByRate(plain / 60, lower / 60, higher / 60)


def unsocial_hours_payment(
    saturday_night_hours: ArrayLike,
    sunday_holiday_hours: ArrayLike,
    hourly_rate: ArrayLike,
    lower: ArrayLike,
    higher: ArrayLike,
    absence_without_payment: ArrayLike = 0.0,
) -> Array:
    """Section 2 pay, pounds: hours times the hourly rate times the share that the rate adds.

    Hours as worked (a year's, for pounds a year); the hourly rate includes any long-term premium and no other
    supplement; `absence_without_payment` is the share of the year's hours lost to sickness in a nation where sick pay
    leaves this payment out.

    Source: handbook 2.8 and 14.4; NHS Employers, unsocial hours payments.

    >>> float(unsocial_hours_payment(100, 50, hourly_rate=20.0, lower=0.3, higher=0.6))   # 600 + 600
    1200.0
    """
    hours_added = total(times(saturday_night_hours, lower), times(sunday_holiday_hours, higher))
    kept = 1 - as_amounts(absence_without_payment)
    return times(times(hours_added, hourly_rate), kept)
