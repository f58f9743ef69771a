"""Cells of a roster export as people write them: a day, a time or both, and the length of a break."""

import datetime
import re
from dataclasses import dataclass, field

from paymodel.errors import shortened
from paymodel.files.number_texts import NOTHING, in_plain_signs

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


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


_MOMENT = _unnamed(rf"(?:{_DATE}(?:\s*(?:T|,|\bat\b)\s*|\s+))?{_TIME}")
_CLOCK = r"\d{1,2}[:.]\d\d"
_BREAK_AFTER = re.compile(
    r"/\s*(\d{1,3})|\((2[5-9]|[3-9]\d|1[0-2]\d)\)"
    r"|[\s(,;+/]*(?:less\s+|break:?\s+)?(\d{1,3})\s*(?:m|mins?|minutes?)(?:\s+(?:unpaid|break|rest|meal))*\s*\)?",
    re.IGNORECASE,
)
"""The minutes of a break after the times; without a unit in brackets they are more than the hours of a day."""
_SPANS = tuple(
    re.compile(
        rf"(?P<before>.*?)(?<![\w:.])(?P<first>{moment}){mark}(?P<second>{moment})(?![\w:]|\.\d)(?P<after>.*)", re.I
    )
    for moment, mark in (
        (_MOMENT, r"\s*(?:-+>?|/|>|\u2192|\bto\b|\buntil\b|\btill?\b)\s*"),
        (_CLOCK, r"\s+"),
    )
)
"""A start and an end in one cell, with a label before or after them: `LD 07:00 - 19:30`."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL = re.compile(r"(?:(?P<days>[3-6]\d{4})(?=\.|$)|0?(?=\.\d{2}|0\.\d))(?:0?\.(?P<part>\d+))?")
_FIRST_OF_A_SHEET = datetime.date(1899, 12, 30)
"""The day that a spreadsheet counts from."""
_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>m|mins?|minutes?|h|hrs?|hours?)?", re.IGNORECASE)
_HOURS_AND_MORE = re.compile(r"(\d{1,2})\s*(?:h|hrs?|hours?)\s*(?:,|and)?\s*(\d{1,2})\s*(?:m|mins?|minutes?)?", re.I)
_BESIDE_A_BREAK = re.compile(r"\s*[(,]?\s*(?:unpaid|break|meal break|rest break)\)?$", re.IGNORECASE)
"""Words after the length of an unpaid break that change nothing of it."""
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

    `month_first` reads 04/01/2026 as 1 April; otherwise it is 4 January. `shown` and `serial` are the first date of the
    kind, and the first number that was read as a spreadsheet keeps days and times.
    """

    month_first: bool = False
    shown: str = ""
    serial: str = ""
    only_day_first: int = 0
    only_month_first: list[str] = field(default_factory=list)

    def moment(self, text: str) -> Moment | None:
        """What a cell says; None for what is neither a day nor a time.

        >>> Dates().moment("01/11/2026 07:00"), Dates().moment("2 Nov 26 7.30pm")
        (Moment(day='2026-11-01', time='07:00:00', offset=''), Moment(day='2026-11-02', time='19:30:00', offset=''))
        >>> Dates().moment("0700"), Dates().moment("soon")
        (Moment(day='', time='07:00:00', offset=''), None)
        >>> Dates().moment("46327.8125"), Dates().moment("0.2916667")
        (Moment(day='2026-11-01', time='19:30:00', offset=''), Moment(day='', time='07:00:00', offset=''))
        """
        plain = " ".join(text.split())
        if re.fullmatch(r"0\.\d\d", plain):  # minutes past midnight, or a part of a day as a spreadsheet keeps it
            return None
        for form in (_BOTH, _DAY_ALONE, _TIME_ALONE):
            match = form.fullmatch(plain)
            if match:
                parts = match.groupdict()
                time = _time(parts)
                day = self._day(parts, plain) if form is not _TIME_ALONE else ""
                if time is None or day is None:
                    return None
                return Moment(day, time, (parts.get("offset") or "").upper())
        return self._of_a_sheet(plain)

    def _of_a_sheet(self, text: str) -> Moment | None:
        """A day or a time as a spreadsheet keeps it: days since 1899-12-30, and parts of a day; None for others."""
        number = _SERIAL.fullmatch(text)
        if number is None:
            return None
        seconds = round(float(f"0.{number['part'] or '0'}") * 86_400)
        minutes, odd = divmod(seconds + 2, 60)
        if odd > 4 or minutes >= 24 * 60:  # no time of a clock, but a number
            return None
        self.serial = self.serial or text
        time = f"{minutes // 60:02}:{minutes % 60:02}:00" if number["part"] and number["part"].strip("0") else ""
        if number["days"] is None:
            return Moment("", time or "00:00:00")
        return Moment(str(_FIRST_OF_A_SHEET + datetime.timedelta(days=int(number["days"]))), time)

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


@dataclass(frozen=True)
class Span:
    """A start and an end that one cell says, the break after them if it says one, and what else it says."""

    start: str
    end: str
    label: str = ""
    unpaid_break: str = ""


def span_in(text: str) -> Span | None:
    """The start and the end that a cell holds; None for a cell that holds none, or numbers beside them.

    >>> span_in("LD 07:00 - 19:30")
    Span(start='07:00', end='19:30', label='LD', unpaid_break='')
    >>> span_in("0700-1930/30")
    Span(start='0700', end='1930', label='', unpaid_break='30')
    >>> span_in("07:00-13:00/14:00-18:00"), span_in("2026-2027"), span_in("E25")
    (None, None, None)
    """
    plain = in_plain_signs(" ".join(text.split()))
    match = next(filter(None, (form.fullmatch(plain) for form in _SPANS)), None)
    if match is None or _are_years(match["first"], match["second"]):
        return None
    before, after = match["before"], match["after"]
    pause = _BREAK_AFTER.fullmatch(after.strip())
    rest = "" if pause else after
    numbers_alone = re.search(r"\d", before) and not re.search("[a-z]", before, re.IGNORECASE)
    if numbers_alone or re.search(r"\d", rest):
        return None
    rest = re.sub(r"^\s*(?:hours|hrs)\b\.?", "", rest, flags=re.IGNORECASE)
    label = " ".join(part for part in (before.strip(" :=,;-()[]"), rest.strip(" :=,;-()[]")) if part)
    return Span(match["first"].strip(), match["second"].strip(), label, pause[pause.lastindex or 0] if pause else "")


def _are_years(first: str, second: str) -> bool:
    return (
        bool(re.fullmatch("20[0-9]{2}", first) and re.fullmatch("20[0-9]{2}", second))
        and 0 <= int(second) - int(first) <= 1
    )


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


def is_a_day(day: str) -> bool:
    """Whether a text of ISO 8601 is a day that exists.

    >>> is_a_day("2026-11-01"), is_a_day("2026-14-01"), is_a_day("")
    (True, False, False)
    """
    try:
        return bool(datetime.date.fromisoformat(day))
    except ValueError:
        return False


def day_after(day: str) -> str:
    """The day after one; as it is where there is no such day."""
    try:
        return str(datetime.date.fromisoformat(day) + datetime.timedelta(days=1))
    except (ValueError, OverflowError):
        return day


def break_minutes(text: str, *, in_hours: bool = False) -> float:
    """The minutes of a break: a number of minutes, hours and minutes such as 00:30, or a length with its unit.

    Raises `ValueError` with what is wrong.

    >>> break_minutes("30"), break_minutes("00:30"), break_minutes("1h 30m"), break_minutes("0.5", in_hours=True)
    (30.0, 30.0, 90.0, 30.0)
    >>> break_minutes("none"), break_minutes("2 x 30"), break_minutes("30 unpaid")
    (0.0, 60.0, 30.0)
    """
    text = _BESIDE_A_BREAK.sub("", in_plain_signs(text))
    if NOTHING.fullmatch(text) or re.fullmatch(r"no(?:t taken)?|(?:all )?paid(?: break)?", text, re.IGNORECASE):
        return 0.0
    several = re.fullmatch(r"(\d)\s*(?:x|\u00d7|\*)\s*(.+)", text, re.IGNORECASE)
    if several:
        return int(several[1]) * break_minutes(several[2], in_hours=in_hours)
    parts = _HOURS_AND_MORE.fullmatch(text)
    if parts:
        return int(parts[1]) * 60.0 + int(parts[2])
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
