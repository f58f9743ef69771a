"""Calendars (.ics) as tables of duties."""

import csv
from pathlib import Path

import pytest

from paymodel.cli import main
from paymodel.files.calendar_files import HEADINGS, open_calendar
from paymodel.files.uploads import Upload

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//A roster//EN\r\n"
ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\nBEGIN:STANDARD\r\nDTSTART:19961027T020000\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)


def calendar(*events: str) -> bytes:
    """A calendar of events, each written with bars between its lines."""
    lines = [f"BEGIN:VEVENT|{event}|END:VEVENT".replace("|", "\r\n") for event in events]
    return (HEAD + ZONE + "\r\n".join([*lines, "END:VCALENDAR", ""])).encode()


TIMES = [
    (
        "DTSTART;TZID=Europe/London:20261102T070000|DTEND;TZID=Europe/London:20261102T193000",
        ("2026-11-02T07:00:00", "2026-11-02T19:30:00"),
    ),
    ("DTSTART:20261107T190000Z|DTEND:20261108T070000Z", ("2026-11-07T19:00:00Z", "2026-11-08T07:00:00Z")),
    ("DTSTART:20261107T190000|DURATION:PT12H30M", ("2026-11-07T19:00:00", "2026-11-08T07:30:00")),
    (
        "DTSTART;TZID=GMT Standard Time:20260702T070000|DTEND;TZID=GMT Standard Time:20260702T190000",
        ("2026-07-02T07:00:00", "2026-07-02T19:00:00"),
    ),
    (
        'DTSTART;TZID="Europe/Paris":20261102T080000|DTEND;TZID="Europe/Paris":20261102T200000',
        ("2026-11-02T07:00:00Z", "2026-11-02T19:00:00Z"),
    ),
    ("DTSTART;VALUE=DATE:20261109|DTEND;VALUE=DATE:20261116", ("2026-11-09", "2026-11-16")),
    (
        "BEGIN:VALARM|TRIGGER:-PT30M|DTSTART:20000101T000000|END:VALARM|DTSTART:20261102T0700|DTEND:20261102T1900",
        ("2026-11-02T07:00:00", "2026-11-02T19:00:00"),
    ),
]


@pytest.mark.parametrize(("event", "times"), TIMES)
def test_the_times_of_an_event_are_those_of_the_calendar(event: str, times: tuple[str, str]) -> None:
    """RFC 5545, 3.3.5: local, with a time zone, or in UTC; 3.8.2.5: a length in place of an end."""
    _, (_, cells) = open_calendar(Upload("rota.ics", calendar(event))).rows
    row = dict(zip(HEADINGS, cells, strict=True))
    assert (row["Start Time"], row["End Time"]) == times
    assert row["All Day Event"] == ("true" if "VALUE=DATE" in event else "false")


def test_a_calendar_is_read_by_hours_and_by_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A Saturday night, 19:00 to 07:00: five hours of Saturday and seven of Sunday. 12.5 plain hours by day."""
    events = (
        f"SUMMARY:Long day\\, ward 5\r\n  north|{TIMES[0][0]}",
        f"SUMMARY:Night|{TIMES[1][0]}",
        "SUMMARY:Annual leave|DTSTART;VALUE=DATE:20261109",
        "SUMMARY:Gone|STATUS:CANCELLED|DTSTART:20261120T190000Z|DTEND:20261120T200000Z",
        "SUMMARY:Every week|DTSTART:20261120T190000Z|DTEND:20261120T200000Z|RRULE:FREQ=WEEKLY",
    )
    (tmp_path / "rota.ics").write_bytes(calendar(*events))
    out = tmp_path / "out.csv"
    assert main(["hours", str(tmp_path / "rota.ics"), "--nation", "england", "-o", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = [list(map(float, list(row.values())[1:])) for row in csv.DictReader(file)]
    assert rows == [[12.5, 0, 0], [0, 5, 7]]
    said = capsys.readouterr().out
    assert "Left out: 1 event that is cancelled." in said
    assert "Not counted, leave: row" in said
    assert "'repeated (FREQ=WEEKLY): export each date' is not a time" in said
    assert main(["check", str(tmp_path / "rota.ics")]) == 2
    assert "table of duties, 2 faults" in capsys.readouterr().out
