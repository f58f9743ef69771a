"""Calendars as phones and rosters export them (iCalendar, .ics): each event is a row of a table of duties.

Source: RFC 5545 (https://www.rfc-editor.org/rfc/rfc5545), sections 3.1, 3.3.5, 3.3.6 and 3.6.1.
"""

import datetime
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.files.file_kinds import encoding_of
from paymodel.files.raw_tables import RawRow, RawTable
from paymodel.files.sheet_shown import Shown
from paymodel.files.uploads import Source

FIRST_LINE = "BEGIN:VCALENDAR"
HEADINGS = ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All Day Event"]
"""Those of a calendar's table, as `scenarios/mappings/duties/calendar.yaml` knows them."""
LARGEST = 20_000_000
"""Bytes of a calendar that are read."""
LONDON = re.compile(r"gmt standard time|gb|.*\b(?:london|belfast)\b.*", re.IGNORECASE)
"""Names of the time zone of the United Kingdom; Windows calls it GMT Standard Time."""
_PROPERTY = re.compile(r'([A-Za-z-]+)((?:;[A-Za-z-]+=(?:"[^"]*"|[^";:]*))*):(.*)', re.DOTALL)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_LENGTH = re.compile(r"\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
Event = dict[str, tuple[str, str]]
"""The properties of an event that are read: the parameters and the value of each."""


def is_calendar(source: Source) -> bool:
    """Whether a text is a calendar."""
    try:
        with source.open("rb") as file:
            start = file.read(200)
    except OSError:
        return False
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(FIRST_LINE.encode())


def open_calendar(source: Source) -> RawTable:
    """The events of a calendar as the rows of a table, numbered by the lines on which they begin. Raises `Faults`."""
    encoding = encoding_of(source)
    if source.stat().st_size > LARGEST:
        raise Faults([Fault(str(source), "", f"is a calendar of more than {LARGEST:,} bytes; export fewer months")])
    with source.open(encoding=encoding.codec, newline="") as file:
        events = list(_events(file.read()))
    kept = [(line, event) for line, event in events if event.get("STATUS", ("", ""))[1].upper() != "CANCELLED"]
    rows: list[RawRow] = [(1, list(HEADINGS)), *((line, _cells(event)) for line, event in kept)]
    words = ["A calendar (iCalendar): a row is the line on which an event begins.", encoding.words]
    cancelled = len(events) - len(kept)
    if cancelled:
        words.append(f"Left out: {counted(cancelled, 'event')} that {'is' if cancelled == 1 else 'are'} cancelled.")
    return RawTable(iter(rows), (), Shown(), tuple(filter(None, words)), "text")


def _events(text: str) -> Iterator[tuple[int, Event]]:
    """Each event with the number of its first line; long lines are folded, and alarms within it are not read."""
    begins, inner = 0, 0
    event: Event = {}
    for number, line in _unfolded(text):
        match = _PROPERTY.fullmatch(line)
        if match is None:
            continue
        name, parameters, value = match[1].upper(), match[2], match[3].strip()
        if name == "BEGIN":
            if value.upper() == "VEVENT":
                begins, inner, event = number, 0, {}
            elif begins:
                inner += 1
        elif name == "END":
            if value.upper() == "VEVENT" and begins:
                yield begins, event
                begins = 0
            elif begins:
                inner -= 1
        elif begins and not inner:
            event.setdefault(name, (parameters, value))


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines with those that go on in the next joined, each with its number."""
    first, whole = 0, ""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and first:
            whole += line[1:]
            continue
        if first:
            yield first, whole
        first, whole = number, line
    if first:
        yield first, whole


def _cells(event: Event) -> list[str]:
    """The cells of an event under `HEADINGS`; one that repeats has no times of its own."""
    subject = re.sub(r"\\([,;\\])", r"\1", re.sub(r"\\[nN]", " ", event.get("SUMMARY", ("", ""))[1]))
    start, whole_day = _moment(*event.get("DTSTART", ("", "")))
    end, _ = _moment(*event.get("DTEND", ("", "")))
    if not end and "DURATION" in event:
        end = _after(start, event["DURATION"][1])
    repeats = event.get("RRULE") or event.get("RDATE")
    if repeats:
        start = end = f"repeated ({repeats[1]}): export each date"
    return [subject, "" if repeats else start[:10], start, "" if repeats else end[:10], end, str(whole_day).lower()]


def _moment(parameters: str, value: str) -> tuple[str, bool]:
    """A day or a time as a cell says it, and whether it is a day alone; what cannot be read stays as it is."""
    match = _MOMENT.fullmatch(value)
    if match is None:
        return value, False
    year, month, day, hour, minute, second, utc = match.groups()
    date = f"{year}-{month}-{day}"
    if hour is None:
        return date, True
    moment = f"{date}T{hour}:{minute}:{second or '00'}"
    named = re.search(r';TZID=("?)([^";]*)\1', parameters, re.IGNORECASE)
    zone = named[2].strip("/") if named else ""
    if utc:
        return f"{moment}Z", False
    if not zone or LONDON.fullmatch(zone):
        return moment, False
    try:
        there = datetime.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
        return there.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), False
    except (ZoneInfoNotFoundError, ValueError, OverflowError, OSError):
        return f"{moment} ({zone})", False


def _after(start: str, length: str) -> str:
    """The end of an event by its start and its length."""
    parts = _LENGTH.fullmatch(length)
    try:
        begins = datetime.datetime.fromisoformat(start.removesuffix("Z"))
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts.groups()) if parts else (0,) * 5
        passed = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return (begins + passed).isoformat() + ("Z" if start.endswith("Z") else "")
    except (ValueError, OverflowError):
        return length
