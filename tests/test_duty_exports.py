"""Roster exports as people have them: what each row gives, worked by hand, and what is said of how it was read.

The shapes follow published examples: RosterOn (github.com/jacojac-au/RosterOnShiftCalculator), Microsoft Teams Shifts
and Google Calendar (the help of each), HealthRoster (the help of Civica Scheduling). People and duties are made up.
"""

import csv
import datetime
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.duties import DutiesDone, duty_hours
from paymodel.files.duty_cells import break_minutes
from paymodel.files.duty_mappings import (
    GENERAL,
    load_duty_mapping,
    placed,
    said_by_word,
    shipped_duty_mappings,
    words_apart,
)
from paymodel.files.duty_people import OfPeople, hours_of_people
from paymodel.files.duty_rows import Breaks, HowRead
from paymodel.files.uploads import Upload
from tests.table_files import Cells, text, xls, xlsx

Hours = tuple[float, float, float]
# November 2026: Sunday the 1st, Monday the 2nd, Saturday the 7th. Of each duty: plain hours, hours at the lower rate
# (Saturdays, and nights where more than half is between 20:00 and 06:00), hours at the higher rate (Sundays).
DAY: Hours = (11.5, 0, 0)  # Monday to Friday 07:00 to 19:00, 12 hours less 30 minutes
NIGHT: Hours = (0, 11.5, 0)  # Monday to Thursday 19:00 to 07:00: 10 of 12 hours at night
SUNDAY: Hours = (0, 0, 11.5)  # 07:00 to 19:00
OVER: Hours = (0, 5, 6.5)  # Saturday 19:00 to Sunday 07:00: 5 hours, and 7 less the break in the middle, at 01:00
SUNDAY_12: Hours = (0, 0, 12)
NIGHT_12: Hours = (0, 12, 0)

HEALTHROSTER: Cells = [
    ["Assigned Duties by Person"],
    [],
    [
        *("Unit", "Staff Number", "Staff Name", "Grade", "Duty Date", "Shift", "Shift Type"),
        *("Actual Start", "Actual End", "Actual Break", "Cancellation Reason", "Payroll State"),
    ],
    ["Ward", "S1", "One", "Band 5", "01/11/2026", "LD", "Day", "07:00", "19:00", "00:30", "", "Finalised"],
    ["Ward", "S1", "One", "Band 5", "02/11/2026", "N", "Night", "19:00", "07:00", "00:30", "", "Finalised"],
    ["Ward", "S1", "One", "Band 5", "04/11/2026", "RD", "Rest", "", "", "", "", ""],
    ["Ward", "S2", "Two", "Band 6", "02/11/2026", "LD", "Day", "07:00", "19:00", "00:30", "", "Finalised"],
    ["Ward", "S2", "Two", "Band 6", "03/11/2026", "LD", "Day", "07:00", "19:00", "00:30", "Sickness", ""],
]
ROSTERON = (
    "Date,Shift,Start,Finish,Oncall From,Oncall To,Area,Role,Status\n"
    "1/11/26 0:00,North-07:00-19:00,1/11/26 7:00,1/11/26 19:00,,,North,Paramedic,Payroll Processed\n"
    "3/11/26 0:00,North-19:00-07:00,3/11/26 19:00,4/11/26 7:00,,,North,Paramedic,Payroll Processed\n"
    "5/11/26 0:00,A/Leave,5/11/26 7:00,5/11/26 19:00,,,North,Paramedic,Payroll Processed\n"
    "6/11/26 0:00,Study Leave,6/11/26 7:00,6/11/26 15:00,,,North,Paramedic,Approved\n"
    "7/11/26 0:00,North on call,,,7/11/26 7:00,8/11/26 7:00,North,Paramedic,Approved\n"
)
TEAMS: Cells = [
    [
        *("Member", "Work Email", "Group", "Shift Start Date", "Shift Start Time", "Shift End Date", "Shift End Time"),
        *("Theme Colour", "Customised Label", "Unpaid Break (minutes)", "Notes", "Shared"),
    ],
    ["A", "a@example.org", "Crew", "07/11/2026", "19:00", "08/11/2026", "07:00", "1. White", "Night", "30", "", "1"],
    ["B", "b@example.org", "Crew", "02/11/2026", "07:00", "02/11/2026", "19:00", "2. Blue", "Day", "30", "x", "1"],
]
CALENDAR: Cells = [
    ["Subject", "Start Date", "Start Time", "End Date", "End Time", "All day event", "Location", "Private"],
    ["Long day", "1/11/2026", "07:00:00", "1/11/2026", "19:00:00", "False", "North", "False"],
    ["Annual leave", "2/11/2026", "07:00:00", "2/11/2026", "19:00:00", "False", "", "False"],
    ["Cover for annual leave", "3/11/2026", "19:00:00", "4/11/2026", "07:00:00", "False", "North", "False"],
    ["Bonfire night", "5/11/2026", "00:00:00", "6/11/2026", "00:00:00", "True", "", "False"],
]
SIGNED_IN: Cells = [
    ["Employee No", "Work Date", "Clock In", "Clock Out", "Break (hours)"],
    ["7", "Mon 2 Nov 2026", "7am", "7pm", "0.5"],
    ["8", "Tue 3 Nov 2026", "1900", "0700", "0.5"],
    ["9", "Sun 8 Nov 2026", "12.00", "24:00", "1"],
]
MONTH_FIRST: Cells = [
    ["Subject", "Start Date", "Start Time", "End Date", "End Time"],
    ["Late", "11/02/2026", "7:00 AM", "11/02/2026", "7:00 PM"],
    ["Late", "11/17/2026", "7:00 PM", "11/18/2026", "7:00 AM"],
]
ODD_ROWS: Cells = [
    ["Duties of November", "", "", "", "", ""],
    ["ID", " start ", "END", "Unpaid break minutes", "Person", "Ward"],
    ["a", "01/11/2026 07:00", "2026-11-01T19:00", "30", "P", "N"],
    ["b", "soon", "2026-11-02T19:00", "30", "P", "N"],
    ["c", "2026-11-02T07:00", "2026-11-02T19:00", "0.5", "P", "N"],
    ["d", "2026-11-03 19:00", "04/11/2026 07:00", "30 mins", "P", "N"],
    ["e", "2026-11-05T19:00", "2026-11-05T07:00", "30", "P", "N"],
    ["Run on 1 December"],
]


def sheet_of_times() -> bytes:
    """A workbook whose cells hold days and times, as spreadsheets keep them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Duties")
        formats = [book.add_format({"num_format": form}) for form in ("dd/mm/yyyy hh:mm", "hh:mm")]
        sheet.write_row(0, 0, ["Staff", "Start", "End", "Break"])
        for row, (start, end) in enumerate(
            [("2026-11-02T07:00", "2026-11-02T19:00"), ("2026-11-08T00:00", "2026-11-08T12:30")], start=1
        ):
            sheet.write(row, 0, f"P{row}")
            sheet.write_datetime(row, 1, datetime.datetime.fromisoformat(start), formats[0])
            sheet.write_datetime(row, 2, datetime.datetime.fromisoformat(end), formats[0])
            sheet.write_datetime(row, 3, datetime.time(0, 30), formats[1])
    return out.getvalue()


def parquet_of_times() -> bytes:
    """Parquet with times."""
    out = io.BytesIO()
    times = pd.to_datetime(["2026-11-02T07:00", "2026-11-03T19:00"])
    frame = {"employee": ["P1", "P2"], "shift_start": times, "shift_end": times + pd.Timedelta(hours=12)}
    pd.DataFrame({**frame, "break": [30, 30]}).to_parquet(out)
    return out.getvalue()


EXPORTS: Mapping[str, tuple[bytes, Mapping[str, Hours], list[str]]] = {
    "healthroster.xlsx": (
        xlsx(HEALTHROSTER),
        {"4": SUNDAY, "5": NIGHT, "7": DAY},
        [
            "Read as: HealthRoster, assigned duties by person.",
            "1 duty ends on the next day",
            "Not counted, a day off: row 6 (RD).",
            "Not counted, sickness or other absence: row 8 (Sickness).",
        ],
    ),
    "healthroster.xls": (xls(HEALTHROSTER), {"4": SUNDAY, "5": NIGHT, "7": DAY}, ["row 6 (RD)", "row 8 (Sickness)"]),
    "rosteron.csv": (
        ROSTERON.encode(),
        {"2": SUNDAY_12, "3": NIGHT_12},
        [
            "Read as: RosterOn",
            "2 duties state no unpaid break, and none is taken off",
            "--break MINUTES",
            "Not counted, leave: rows 4 (A/Leave), 5 (Study Leave).",
            "Not counted, on call: row 6 (7/11/26 7:00).",
        ],
    ),
    "rosteron in UTF-16.txt": (ROSTERON.replace(",", "\t").encode("utf-16"), {"2": SUNDAY_12, "3": NIGHT_12}, []),
    "teams.xlsx": (
        xlsx(TEAMS),
        {"2": OVER, "3": DAY},
        ["Read as: Microsoft Teams Shifts.", "Columns not used: 'Member'"],
    ),
    "calendar.csv": (
        text(CALENDAR),
        {"2": SUNDAY_12, "4": NIGHT_12},
        [
            "Read as: A calendar's export.",
            "Not counted, leave: row 3 (Annual leave).",
            "Not counted, an event of the whole day: row 5 (True).",
        ],
    ),
    "signed in.csv": (
        text(SIGNED_IN, ";"),
        {"2": DAY, "3": NIGHT, "4": (0, 0, 11)},  # Sunday noon to midnight less an hour
        ["1 duty ends on the next day"],
    ),
    "odd rows.csv": (
        text(ODD_ROWS),
        {"a": SUNDAY, "d": NIGHT},
        [
            "Dates such as '01/11/2026 07:00' are read with the day first.",
            "Column not used: 'Ward'.",
            "3 rows are not used:",
            "row 4, start: 'soon' is not a time",
            "row 5, unpaid_break_minutes: '0.5' could be minutes or a part of an hour",
            "row 7, end: '2026-11-05T07:00' is not after the start",
        ],
    ),
    # from midnight on Sunday 12.5 hours less 30 minutes
    "times in cells.xlsx": (sheet_of_times(), {"2": DAY, "3": SUNDAY_12}, ["No column names the duties"]),
    "times.parquet": (parquet_of_times(), {"2": DAY, "3": NIGHT}, []),
}
Read = Callable[..., tuple[dict[str, Hours], DutiesDone]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Work out an export: hours by id, and what is said."""

    def run(name: str, content: bytes, **options: Any) -> tuple[dict[str, Hours], DutiesDone]:
        done = duty_hours(Upload(name, content), tmp_path / "out.csv", "england", HowRead(**options))
        with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["id", "plain_hours", "saturday_night_hours", "sunday_holiday_hours"]
        return {row[0]: (float(row[1]), float(row[2]), float(row[3])) for row in rows[1:]}, done

    return run


@pytest.mark.rule("hours_by_rate")
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_gives_the_hours_that_are_worked_out_by_hand(name: str, read: Read) -> None:
    content, hours, said = EXPORTS[name]
    found, done = read(name, content)
    assert found == hours
    assert done.duties == len(hours)
    words = "\n".join(done.words)
    assert [part for part in said if part not in words] == []


def test_the_break_of_duties_that_state_none_is_said_by_an_option(read: Read) -> None:
    found, done = read("rosteron.csv", ROSTERON.encode(), breaks=Breaks(((0.0, 30.0),)))
    assert found == {"2": SUNDAY, "3": NIGHT}
    assert "2 duties state no unpaid break: --break says what it is." in done.words
    found, _ = read("rosteron.csv", ROSTERON.encode(), breaks=Breaks(((6.0, 20.0), (12.0, 60.0))))
    assert found == {"2": (0, 0, 11), "3": (0, 11, 0)}
    # a break that is stated goes before the option
    assert read("teams.xlsx", xlsx(TEAMS), breaks=Breaks(((0.0, 60.0),)))[0] == {"2": OVER, "3": DAY}


def test_months_before_days_are_read_where_they_are_asked_for_and_the_refusal_says_how(read: Read) -> None:
    with pytest.raises(Faults, match=r"dates such as '11/17/2026' have the month first; say so with --month-first"):
        read("months.csv", text(MONTH_FIRST))
    # Monday 2 and Tuesday 17 November
    found, done = read("months.csv", text(MONTH_FIRST), month_first=True)
    assert found == {"2": (12, 0, 0), "3": NIGHT_12}
    assert "Dates such as '11/02/2026' are read with the month first." in done.words
    with pytest.raises(Faults, match="--month-first says otherwise"):
        read(
            "days.csv",
            text([TEAMS[0], [*TEAMS[1][:3], "17/11/2026", "07:00", "17/11/2026", *TEAMS[1][6:]]]),
            month_first=True,
        )


def test_one_date_that_no_calendar_has_costs_its_row_alone(read: Read) -> None:
    rows = [TEAMS[0], *TEAMS[1:], ["C", "c", "G", "32/11/2026", "07:00", "32/11/2026", "19:00", "", "", "30", "", ""]]
    found, done = read("teams.csv", text(rows))
    assert found == {"2": OVER, "3": DAY}
    assert [fault.message for fault in done.faults] == [
        "'07:00' has no day: '32/11/2026' beside it is none",
        "'19:00' has no day: '32/11/2026' beside it is none",
    ]


IN_ONE_CELL: Mapping[str, tuple[Cells, Mapping[str, Hours]]] = {
    "a shift of times": (
        [
            ["Staff No", "Duty Date", "Shift", "Break"],
            ["P", "01/11/2026", "07:00-19:00", "30"],
            ["P", "02/11/2026", "1900 - 0700", "0:30"],
            ["P", "03/11/2026", "A/L", ""],
            ["P", "04/11/2026", "Sick 07:00-19:00", "30"],
        ],
        {"2": SUNDAY, "3": NIGHT},
    ),
    "a name beside the times, and the break after them": (
        [
            ["Name", "Date", "Duty"],
            ["P", "02/11/2026", "Long Day 7am to 7pm (30 min break)"],
            ["P", "03/11/2026", "Ward 5: 19.00\u201307.00/30"],
            ["P", "04/11/2026", "On call 19:00-07:00"],
        ],
        {"2": DAY, "3": NIGHT},
    ),
    "a day with each time": (
        [["Duty"], ["02/11/2026 07:00 - 02/11/2026 19:00 (30)"], ["2026-11-03T19:00/2026-11-04T07:00 30 mins"]],
        {"2": DAY, "3": NIGHT},
    ),
    "planned beside actual times": (
        [["Date", "Planned", "Actual"], ["02/11/2026", "06:00-12:00", "07:00-19:00/30"]],
        {"2": DAY},
    ),
}


@pytest.mark.parametrize("name", IN_ONE_CELL)
def test_a_start_and_an_end_in_one_cell_are_read_and_checked(name: str, read: Read, tmp_path: Path) -> None:
    rows, hours = IN_ONE_CELL[name]
    found, done = read("duties.csv", text(rows))
    assert found == hours
    assert "The start and the end of each duty are in one column" in " ".join(done.words)
    assert not done.faults
    (tmp_path / "duties.csv").write_bytes(text(rows))
    assert main(["check", str(tmp_path / "duties.csv")]) == 0


def test_a_cell_without_a_start_and_an_end_costs_its_row_alone(read: Read) -> None:
    rows = [
        ["Date", "Shift"],
        ["02/11/2026", "07:00-19:00/30"],
        ["03/11/2026", "LD"],
        ["04/11/2026", "07:00-19:00 (12)"],
    ]
    found, done = read("duties.csv", text(rows))
    assert found == {"2": DAY}
    assert [(fault.place, fault.message) for fault in done.faults] == [
        ("row 3, Shift", "'LD' is not a start and an end, such as 07:00-19:30"),
        ("row 4, Shift", "'07:00-19:00 (12)' is not a start and an end, such as 07:00-19:30"),
    ]


def test_days_and_times_as_a_spreadsheet_keeps_them_are_read_and_said(read: Read) -> None:
    """Day 46328 since 30 December 1899 is Monday 2 November 2026; 7/24 of a day is 07:00, 19/24 is 19:00."""
    rows = [
        ["Date", "Start", "End", "Break"],
        ["46328", "0.2916667", "0.7916667", "30"],
        ["46328", "0.33", "0.8", "30"],
    ]
    found, done = read("duties.csv", text(rows))
    assert found == {"2": DAY}
    assert "Numbers such as 0.2916667 are read as days and times of a spreadsheet." in done.words
    assert [fault.place for fault in done.faults] == ["row 3, start"]  # 0.33 may be 00:33, too
    found, _ = read("duties.csv", text([["Start", "End", "Break"], ["46328.2916667", "46328.7916667", "30"]]))
    assert found == {"2": DAY}


BREAKS = {"1h": 60, "1h 30m": 90, "1 hr 15 mins": 75, "None": 0, "-": 0, "Paid": 0, "2 x 15": 30, "30 unpaid": 30}


@pytest.mark.parametrize("word", BREAKS)
def test_a_break_is_read_in_the_words_of_a_roster(word: str) -> None:
    assert break_minutes(word) == BREAKS[word]


NOBODY_WORKED = (
    *("Maternity", "Unauthorised Absence", "LTS", "LTS Sick", "Carer's", "Bereavement", "A.L.", "Ann Leave", "NWD"),
    *("Time Owing", "Nights off", "Sick Leave Full Pay", "Leave of absence", "Cancelled by ward", "GP appointment"),
)


@pytest.mark.parametrize("word", NOBODY_WORKED)
def test_a_word_that_says_that_nobody_worked_is_known(word: str) -> None:
    assert said_by_word(word)


@pytest.mark.parametrize("word", ["LD", "Training", "Meeting", "Phased return", "Cover for sickness", "Bank", "Worked"])
def test_a_word_of_work_is_a_duty(word: str) -> None:
    assert not said_by_word(word)


def test_a_mapping_of_ones_own_names_other_headings(read: Read, tmp_path: Path) -> None:
    table = text(
        [
            ["wer", "von", "bis", "was"],
            ["P", "2026-11-02 07:00", "2026-11-02 19:00", "Dienst"],
            ["P", "2026-11-03 07:00", "2026-11-03 19:00", "Urlaub"],
        ]
    )
    with pytest.raises(Faults, match="--mapping FILE"):
        read("dienst.csv", table)
    own = tmp_path / "own.yaml"
    own.write_text(
        "title: Ours\ncolumns: {person: [wer], start: [von], end: [bis]}\nkinds: [was]\n"
        "apart: [{says: leave, find: Urlaub}]\n",
        encoding="utf-8",
    )
    found, done = read("dienst.csv", table, mapping=str(own))
    assert found == {"2": (12, 0, 0)}
    assert "Not counted, leave: row 3 (Urlaub)." in done.words


def test_leave_in_place_of_a_time_is_leave(read: Read) -> None:
    rows = [["date", "start", "end", "break"], ["02/11/2026", "07:00", "19:00", "30"], ["03/11/2026", "A/L", "", ""]]
    hours, done = read("leave.csv", text(rows))
    assert hours == {"2": DAY}
    assert "Not counted, leave: row 3 (A/L)." in done.words


def test_a_table_of_leave_alone_says_so(read: Read) -> None:
    leave = ROSTERON.splitlines()[0] + "\n" + ROSTERON.splitlines()[3] + "\n"
    with pytest.raises(Faults, match=r"holds no duty; 1 row is no duty, such as row 2 \(leave\)"):
        read("leave.csv", leave.encode())


@pytest.mark.parametrize("name", shipped_duty_mappings())
def test_a_shipped_mapping_says_where_it_is_from_and_finds_its_own_headings(name: str) -> None:
    mapping = load_duty_mapping(name)
    assert mapping.sources
    if name != GENERAL:
        headings = [names[0] for names in mapping.columns.values()]
        assert set(mapping.columns) <= set(placed(headings, name).heading_of)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        *(
            (cell, "leave")
            for cell in ("A/L", "AL", "Annual Leave", "annual leave - 7.5", "Study leave", "TOIL", "Leave")
        ),
        *((cell, "leave") for cell in ("Maternity Leave", "Time off in lieu", "Public Holiday Leave", "Sick Leave")),
        *((cell, "sickness or other absence") for cell in ("Sick", "Sickness", "Long term sick", "Absent")),
        *((cell, "a day off") for cell in ("Rest", "Rest day", "Day off", "OFF", "D/O", "RD")),
        *((cell, "on call") for cell in ("On call", "On-Call night", "Standby")),
        *(
            (cell, "")
            for cell in (
                "Early",
                "Cover for annual leave",
                "Night",
                "Leaving do team",
                "Offload team",
                "Sickness cover",
            )
        ),
        *(
            (cell, "")
            for cell in ("Study day", "Holiday cover", "Restart clinic", "Payroll Processed", "LD", "E", "Alfa")
        ),
    ],
)
def test_a_cell_says_that_nobody_worked_only_as_a_whole(cell: str, says: str) -> None:
    assert next((kind for find, kind in words_apart(GENERAL) if find.fullmatch(cell)), "") == says


class TestPerPerson:
    """Hours a year: those of an average week times 365/7."""

    HEADS = ("person", "start", "end", "break", "shift")

    def rows(self) -> list[list[str]]:
        """Four weeks from Monday 2 November 2026: A works Mondays and Sundays, B one week and is on leave."""
        rows = [list(self.HEADS)]
        for monday in (2, 9, 16, 23):
            rows.append(["A", f"2026-11-{monday:02}T07:00", f"2026-11-{monday:02}T19:00", "30", "LD"])
            rows.append(["A", f"2026-11-{monday + 6:02}T07:00", f"2026-11-{monday + 6:02}T19:00", "30", "LD"])
        rows += [["B", f"2026-11-{day:02}T19:00", f"2026-11-{day + 1:02}T07:00", "30", "N"] for day in (2, 4, 6, 8)]
        rows += [["B", f"2026-11-{day:02}T09:00", f"2026-11-{day:02}T17:00", "0", "Annual leave"] for day in (10, 12)]
        return [*rows, ["B", "2026-11-29T07:00", "2026-11-29T19:00", "30", "LD"]]

    def people(
        self, tmp_path: Path, rows: list[list[str]], **asked: Any
    ) -> tuple[dict[str, dict[str, str]], DutiesDone]:
        source = Upload("duties.csv", text(rows))
        done = hours_of_people(source, tmp_path / "people.csv", "england", HowRead(), OfPeople(**asked))
        with (tmp_path / "people.csv").open(encoding="utf-8", newline="") as file:
            return {row["id"]: row for row in csv.DictReader(file)}, done

    def test_each_person_has_the_hours_of_an_average_week_times_the_weeks_of_a_year(self, tmp_path: Path) -> None:
        people, done = self.people(tmp_path, self.rows())
        a = people["A"]
        assert (a["duties"], a["weeks_covered"], a["gaps"]) == ("8", "4.0000", "")
        # a Monday of 11.5 hours and a Sunday of 11.5 in each of 4 weeks
        assert float(a["average_hours_a_week"]) == pytest.approx(23, abs=1e-4)
        assert float(a["plain_hours_a_year"]) == pytest.approx(11.5 * 365 / 7, abs=1e-4)
        assert float(a["sunday_holiday_hours_a_year"]) == pytest.approx(11.5 * 365 / 7, abs=1e-4)
        # B: nights on Monday 2 and Wednesday 4 (11.5), Friday 6 (5 hours to midnight, 6.5 after: all at the lower rate)
        # and Sunday 8 (5 hours on Sunday; the break is at 01:00 on Monday): 11.5 * 3 + 6.5 lower, 5 higher; and 11.5
        # on Sunday 29. From the 9th to the 28th is leave, 20 of 28 days.
        b = people["B"]
        assert (b["duties"], b["rows_apart"], b["leave"], b["gaps"]) == ("5", "2", "2026-11-09 to 2026-11-28", "")
        assert float(b["weeks_covered"]) == pytest.approx(8 / 7, abs=1e-4)
        assert float(b["saturday_night_hours"]) == pytest.approx(41)
        assert float(b["sunday_holiday_hours"]) == pytest.approx(16.5)
        assert float(b["saturday_night_hours_a_year"]) == pytest.approx(41 / (8 / 7) * 365 / 7, abs=1e-3)
        words = "\n".join(done.words)
        assert "2 people, 2026-11-02 to 2026-11-29, weeks: 4.00." in words
        assert "B (2026-11-09 to 2026-11-28)" in words
        assert "Fewer than 4 weeks covered, so that a year is uncertain: B." in words

    def test_weeks_without_a_row_are_gaps_until_they_are_said_to_be_off(self, tmp_path: Path) -> None:
        rows = [row for row in self.rows() if row[4] != "Annual leave"]
        people, done = self.people(tmp_path, rows)
        assert (people["B"]["gaps"], people["B"]["leave"]) == ("2026-11-09 to 2026-11-28", "")
        assert any("--gaps-are-off" in words for words in done.words)
        people, _ = self.people(tmp_path, rows, gaps_are_off=True)
        assert float(people["B"]["weeks_covered"]) == 4
        assert float(people["B"]["saturday_night_hours_a_year"]) == pytest.approx(41 / 4 * 365 / 7, abs=1e-3)

    def test_the_period_may_be_stated_and_holds_every_row(self, tmp_path: Path) -> None:
        first, last = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
        people, _ = self.people(tmp_path, self.rows(), first=first, last=last)
        assert float(people["A"]["weeks_covered"]) == pytest.approx(30 / 7, abs=1e-4)
        with pytest.raises(Faults, match="--to: the table has a row of 2026-11-29"):
            self.people(tmp_path, self.rows(), last=datetime.date(2026, 11, 20))

    def test_duties_at_the_same_time_and_long_ones_are_named(self, tmp_path: Path) -> None:
        rows = [*self.rows(), ["A", "2026-11-02T08:00", "2026-11-03T06:00", "0", "X"]]
        _, done = self.people(tmp_path, rows)
        words = "\n".join(done.words)
        assert "Duties at the same time, all of them counted: A (rows 2 and 17)." in words
        assert "Duties of more than 16 hours: row 17." in words

    def test_what_is_written_is_a_table_of_jobs_and_a_staff_list(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "duties.csv").write_bytes(text(self.rows()))
        asked = ["--per-person", "--band", "6", "--step", "top", "--whole-time-equivalent", "1"]
        people = str(tmp_path / "people.csv")
        assert main(["hours", str(tmp_path / "duties.csv"), "--nation", "england", *asked, "-o", people]) == 0
        assert main(["payslips", people, "-o", str(tmp_path / "payslips.csv")]) == 0
        with (tmp_path / "payslips.csv").open(encoding="utf-8", newline="") as file:
            slips = {row["id"]: float(row["unsocial_hours_payment"]) for row in csv.DictReader(file)}
        # Band 6, top, 48,117 a year (NHS Employers, pay scales 2026/27); Section 2, bands 4 to 9: 30% and 60%. A year
        # of A: 11.5 hours a week at 60% of 48,117 / (37.5 * 365 / 7) an hour.
        assert slips["A"] == pytest.approx(11.5 / 37.5 * 48_117 * 0.6, abs=0.02)
        (tmp_path / "posts.yaml").write_text(
            "title: Posts\nas_at: 2026-11-22\nnation: england\n"
            "offers: [{name: Manager, band: 8b, rota: monday-to-friday, pattern: same}]\n",
            encoding="utf-8",
        )
        out = str(tmp_path / "out")
        assert main(["workforce", people, "--posts", str(tmp_path / "posts.yaml"), "-o", out]) == 0
        assert "2 of 2" in capsys.readouterr().out


def test_options_for_people_are_refused_without_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "duties.csv").write_bytes(text(TEAMS))
    asked = ["hours", str(tmp_path / "duties.csv"), "--nation", "england", "-o", str(tmp_path / "out.csv")]
    assert main([*asked, "--band", "6"]) == 2
    assert "go with --per-person" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*asked, "--break", "half an hour"])
    assert "write minutes, 0 to 240, or minutes by hours of duty, such as 6=30,12=60" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
