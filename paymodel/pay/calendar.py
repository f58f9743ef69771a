"""The calendar of a pay year: which days are weekends and public holidays, and how many holidays count."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paymodel.pay.clock import DAYS_TOUCHED, SATURDAY, SUNDAY_OR_HOLIDAY, WEEKDAY
from paymodel.pay.rule_book import PublicHoliday, WorkingTime
from paymodel.rounding import Array

HolidaysByDay = dict[datetime.date, PublicHoliday]


def pay_year(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The pay year that a day falls in: 1 April to 31 March.

    >>> pay_year(datetime.date(2027, 3, 31))
    (datetime.date(2026, 4, 1), datetime.date(2027, 3, 31))
    """
    year = day.year if day.month >= 4 else day.year - 1
    return datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)


def in_the_pay_year(rules: WorkingTime, holidays: Mapping[datetime.date, PublicHoliday]) -> HolidaysByDay:
    """The public holidays among some that fall in the pay year, in order."""
    first, last = pay_year(rules.as_at)
    return {day: holiday for day, holiday in sorted(holidays.items()) if first <= day <= last}


def day_kinds(days: NDArray[np.datetime64], public_holidays: Sequence[datetime.date]) -> NDArray[np.int8]:
    """What kind of day each is: `WEEKDAY`, `SATURDAY` or `SUNDAY_OR_HOLIDAY`."""
    kinds = kinds_of_weekdays(weekdays(days))
    return np.where(are_holidays(days, public_holidays), SUNDAY_OR_HOLIDAY, kinds).astype(np.int8)


def kinds_of_weekdays(weekday: NDArray[np.int64]) -> NDArray[np.int8]:
    """What kind of day each day of the week is (Monday 0), were it no public holiday."""
    return np.select([weekday == 5, weekday == 6], [SATURDAY, SUNDAY_OR_HOLIDAY], WEEKDAY).astype(np.int8)


def are_holidays(days: NDArray[np.datetime64], public_holidays: Sequence[datetime.date]) -> NDArray[np.bool_]:
    """Which days are public holidays. (`np.isin` would do, but imports masked arrays, a tenth of start-up.)"""
    holidays = np.array(sorted(public_holidays), dtype="datetime64[D]")
    if not len(holidays):
        return np.zeros(len(days), dtype=bool)
    after = np.searchsorted(holidays, days)
    return np.asarray(holidays[np.minimum(after, len(holidays) - 1)] == days)


def weekdays(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Day of the week, Monday 0."""
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


class Calendar:
    """The days of a calendar, and three more: what kind each is, and which are public holidays or weekends.

    `may_be_off` are the days that a rota may take as leave: the public holidays but those at a weekend that count
    beside their substitutes, which are days of work.
    """

    def __init__(
        self,
        first: datetime.date,
        last: datetime.date,
        public_holidays: Mapping[datetime.date, PublicHoliday],
    ) -> None:
        self.first, self.length = np.datetime64(first), (last - first).days + 1
        days = np.arange(self.first, np.datetime64(last) + DAYS_TOUCHED, dtype="datetime64[D]")
        self.days, self.weekdays = days[: self.length], weekdays(days)
        self.holiday = are_holidays(days, list(public_holidays))
        self.may_be_off = are_holidays(days, [day for day, holiday in public_holidays.items() if not holiday.beside])
        self.kinds = day_kinds(days, list(public_holidays))

    def kinds_touched(self, day: NDArray[np.int64], gives_way: NDArray[np.bool_] | None = None) -> tuple[Array, Array]:
        """The kinds of the days that duties touch, and which are days of a weekend that are no public holidays.

        `day` counts from the first; `gives_way` says of each day touched whether it is paid as any other.
        """
        index = day[:, np.newaxis] + np.arange(DAYS_TOUCHED)
        weekday, kinds, holiday = self.weekdays[index], self.kinds[index], self.holiday[index]
        if gives_way is not None:
            kinds, holiday = np.where(gives_way, kinds_of_weekdays(weekday), kinds), holiday & ~gives_way
        return kinds, (weekday >= 5) & ~holiday


@dataclass(frozen=True)
class Counted:
    """A part of how many public holidays a year is taken to hold: some days, and by what they are multiplied."""

    times: float
    days: Mapping[datetime.date, PublicHoliday]


def holidays_counted(rules: WorkingTime, day: datetime.date, *, as_usual: bool, additional: bool) -> Sequence[Counted]:
    """The public holidays of the pay year of a day: as they fall or, `as_usual`, the usual number in proportion.

    Days that come on top of the usual number count in full, where `additional`.
    """
    whole = rules.public_holidays
    listed = {on: holiday for on, holiday in whole.items() if not holiday.additional}
    among = proclaimed(listed, day)
    if not as_usual or not among:
        return [Counted(1.0, whole if additional else listed)]
    part = rules.usual_public_holidays / among
    parts = [Counted(part, listed), Counted(1 - part, {})]
    if additional and proclaimed(whole, day) > among:
        parts += [Counted(1.0, whole), Counted(-1.0, listed)]
    return [counted for counted in parts if counted.times]


def proclaimed(public_holidays: Mapping[datetime.date, PublicHoliday], day: datetime.date) -> int:
    """How many public holidays the pay year of a day holds, a day at a weekend and its substitute as one."""
    first, last = pay_year(day)
    return sum(first <= on <= last and not holiday.beside for on, holiday in public_holidays.items())
