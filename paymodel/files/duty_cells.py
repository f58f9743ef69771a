"""Cells of a roster export as people write them: a day, a time or both, and the length of a break."""

import datetime
import re
from dataclasses import dataclass, field

from paymodel.errors import shortened

_DATE = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s*)?(?:"
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<third>\d{4}|\d{2})"
    r"|(?P<of>\d{1,2})(?:st|nd|rd|th)?[ -](?P<name>[a-z]{3,9})\.?,?[ -](?P<last>\d{4}|\d{2})"
    r"|(?P<month_name>[a-z]{3,9})\.? (?P<of_month>\d{1,2})(?:st|nd|rd|th)?,? (?P<in_year>\d{4}))"
)
_TIME = (
    r"(?:(?P<hours>\d{1,2})[:.](?P<minutes>\d\d)(?:[:.](?P<seconds>\d\d)(?:\.0+)?)?|(?P<whole>\d{3,4})(?:\s*(?:h|hrs))?"
    r"|(?P<oclock>\d{1,2})(?=\s*[ap]\.?m))\s*(?P<half>[ap]\.?m\.?)?"
)
_DAY_ALONE = re.compile(_DATE, re.IGNORECASE)
_TIME_ALONE = re.compile(_TIME, re.IGNORECASE)
_BOTH = re.compile(rf"{_DATE}(?:\s*(?:T|,|\bat\b)\s*|\s+){_TIME}\s*(?P<offset>Z|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>m|mins?|minutes?|h|hrs?|hours?)?", re.IGNORECASE)
_HOURS_AND_MINUTES = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")


@dataclass(frozen=True)
class Moment:
    """A day, a time of the clock or both, as a cell says them: texts of ISO 8601, empty where it says none.

    A time of 24:00 is midnight at the end of its day.
    """

    day: str = ""
    time: str = ""
    offset: str = ""

    @property
    def ends_the_day(self) -> bool:
        """Whether the time is midnight at the end of the day."""
        return self.time == "24:00:00"


@dataclass
class Dates:
    """Reads days and times, and takes note of dates whose day and month could change places.

    `month_first` reads 04/01/2026 as 1 April; otherwise it is 4 January.
    """

    month_first: bool = False
    shown: str = ""
    only_day_first: int = 0
    only_month_first: list[str] = field(default_factory=list)

    def moment(self, text: str) -> Moment | None:
        """What a cell says; None for what is neither a day nor a time.

        >>> Dates().moment("01/11/2026 07:00"), Dates().moment("2 Nov 26 7.30pm")
        (Moment(day='2026-11-01', time='07:00:00', offset=''), Moment(day='2026-11-02', time='19:30:00', offset=''))
        >>> Dates().moment("0700"), Dates().moment("soon")
        (Moment(day='', time='07:00:00', offset=''), None)
        """
        plain = " ".join(text.split())
        for form in (_BOTH, _DAY_ALONE, _TIME_ALONE):
            match = form.fullmatch(plain)
            if match:
                parts = match.groupdict()
                time = _time(parts)
                day = self._day(parts, plain) if form is not _TIME_ALONE else ""
                if time is None or day is None:
                    return None
                return Moment(day, time, (parts.get("offset") or "").upper())
        return None

    def _day(self, parts: dict[str, str | None], text: str) -> str | None:
        if parts["year"]:
            return _iso(parts["year"], parts["month"], parts["day"])
        if parts["month_name"]:
            parts |= {"name": parts["month_name"], "of": parts["of_month"], "last": parts["in_year"]}
        if parts["name"]:
            month = parts["name"].lower()[:3]
            return _iso(parts["last"], str(_MONTHS.index(month) + 1), parts["of"]) if month in _MONTHS else None
        first, second = parts["first"] or "", parts["second"] or ""
        if int(first) > 12 >= int(second):
            self.only_day_first += 1
        elif int(second) > 12 >= int(first):
            self.only_month_first.append(text)
        self.shown = self.shown or text
        return _iso(parts["third"], first, second) if self.month_first else _iso(parts["third"], second, first)


def _iso(year: str | None, month: str | None, day: str | None) -> str:
    whole = f"20{year}" if len(year or "") == 2 else year
    return f"{whole}-{int(month or 0):02}-{int(day or 0):02}"


def _time(parts: dict[str, str | None]) -> str | None:
    """The time of a cell as hh:mm:ss, empty where there is none; None for a time that no clock shows."""
    hours, minutes = parts.get("hours") or parts.get("oclock"), parts.get("minutes") or "00"
    whole = parts.get("whole")
    if whole:
        hours, minutes = whole[:-2], whole[-2:]
    if not hours:
        return ""
    hour, half = int(hours), (parts.get("half") or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{minutes}:{parts.get('seconds') or '00'}"


def day_after(day: str) -> str:
    """The day after one; as it is where there is no such day."""
    try:
        return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))
    except (ValueError, OverflowError):
        return day


def break_minutes(text: str, *, in_hours: bool = False) -> float:
    """The minutes of a break: a number of minutes, hours and minutes such as 00:30, or a length with its unit.

    Raises `ValueError` with what is wrong.

    >>> break_minutes("30"), break_minutes("00:30"), break_minutes("1 hour"), break_minutes("0.5", in_hours=True)
    (30.0, 30.0, 60.0, 30.0)
    """
    clock = _HOURS_AND_MINUTES.fullmatch(text)
    if clock and int(clock[2]) < 60:
        return int(clock[1]) * 60.0 + int(clock[2]) + int(clock[3] or 0) / 60
    length = _LENGTH.fullmatch(text)
    if length is None:
        if re.fullmatch(r"-\d+(\.\d+)?", text):
            raise ValueError(f"{shortened(text)} is negative")
        raise ValueError(f"{shortened(text)} is not a number of minutes")
    number, unit = float(length["number"]), (length["unit"] or "").lower()
    if not unit and not in_hours and 0 < number < 1:
        raise ValueError(f"{shortened(text)} could be minutes or a part of an hour; write minutes, or 00:30")
    return number * 60 if unit.startswith("h") or (in_hours and not unit) else number
