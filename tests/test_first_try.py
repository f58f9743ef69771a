"""Exports as they come, each put to one command without editing: ESR, HealthRoster, and a rota from a spreadsheet.

Shapes and headings are those of such exports; people and figures are made up.
"""

import csv
import datetime
from pathlib import Path

import pytest

from paymodel.cli import main
from tests.table_files import Cells, text, xlsx

ESR: list[list[object]] = [
    ["NHS Electronic Staff Record - Business Intelligence"],
    ["Staff in Post, as at 31-OCT-2026"],
    ["Organisation: 999 Anytown NHS Trust \u2013 all staff"],
    [],
    [
        *("Employee Number", "Assignment Number", "Last Name", "Organisation", "Location", "Staff Group", "Role"),
        *("Payscale Description", "Grade Step", "Increment Date", "FTE", "Assignment Status", "Pension Scheme"),
        *("Unsocial Hours Payment (Annual)", "Date Of Birth"),
    ],
]
PAY = ("NHS|XR05|Review Body Band 5", "NHS|XR06|Review Body Band 6", "Review Body Band 7", "XR06")
STEPS = ("Entry Step Point", "Intermediate Step Point", "Top Step Point", "Step 2")
ESR += [
    [
        *(f"2000{person:04}", f"2000{person:04}-2", "Example\u2019s", "999 Caf\u00e9 ward", "St Mary\u2019s"),
        *("Allied Health Professionals", "Paramedic", PAY[person % 4], STEPS[person % 4], "01-APR-2027"),
        *("1.00" if person % 3 else "80%", "Active Assignment"),
        *("NHS Pension Scheme" if person % 5 else "Opted Out", f"£{1500 + person * 100:,}.00", "01-JAN-1980"),
    ]
    for person in range(16)
]
ESR.append(["Total", *[""] * 9, 14.8, "", "", "£36,000.00", ""])
ROSTER: list[list[object]] = [
    ["Assigned Duties By Person"],
    ["Unit: A&E Medical; Period: 02/11/2026 - 29/11/2026"],
    [],
    ["Person", "Staff Number", "Grade", "Duty Date", "Shift", "Start", "End", "Rest (mins)", "Actual Hours", "Reason"],
]
for week in range(4):
    monday = datetime.date(2026, 11, 2) + datetime.timedelta(days=7 * week)
    for day, shift in ((0, ["LD", "07:00", "19:30", 60, 11.5]), (5, ["N", "19:00", "07:30", 60, 11.5])):
        date = f"{monday + datetime.timedelta(days=day):%a %d/%m/%Y}"
        ROSTER.append(["BLOGGS, Jo (2000001)", "2000001", "Band 5", date, *shift, ""])
    off = f"{monday + datetime.timedelta(days=2):%a %d/%m/%Y}"
    ROSTER.append(["BLOGGS, Jo (2000001)", "2000001", "Band 5", off, "AL", "", "", "", 7.5, "Annual Leave"])
ROSTER.append(["Total", *[""] * 7, 122, ""])
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
CODES = {"D": "07:00\u201319:00", "N": "19:00\u201307:00", "-": "-"}
ROTA: Cells = [
    ["Anytown Station \u2013 master rota, Caf\u00e9 team"],
    ["Valid from 02/11/2026"],
    [],
    ["Week", *DAYS, "Hrs"],
    *(
        [number, *(CODES[code] for code in week), 12 * (7 - week.count("-"))]
        for number, week in enumerate(("DDNN---", "--DDNN-", "----DDN", "N------"), 1)
    ),
    ["Total", 2, 1, 2, 2, 2, 2, 1, ""],
]


def test_a_staff_list_of_esr_with_titles_a_total_and_pounds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Titles, Windows-1252, codes and names of bands side by side, a total: 16 people of 17 rows."""
    path = tmp_path / "staff in post.csv"
    path.write_bytes(text(ESR, ",", "cp1252", "\r\n"))
    run = ["workforce", str(path), "--posts", "ambulance", "-o", str(tmp_path / "out"), "--threshold", "2"]
    assert main(run) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "16 of 17 rows of the staff list could be used" in said
    assert "it was read as Windows-1252" in said
    listed = (tmp_path / "out" / "data-quality-not-for-publication.csv").read_text(encoding="utf-8-sig")
    assert "22,,,is a total of other rows" in listed
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Rows: 17 read, 16 used, 1 left out (lines that are no rows of the list: 1)." in said
    assert "'NHS|XR05|Review Body Band 5' as 5 (4 rows)" in said


def test_duties_of_healthroster_in_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Four weeks of a long day of 11.5 hours (a Monday) and a Saturday night.

    A night from 19:00 to 07:30 with an hour's break in the middle, from 00:45: 5 hours on Saturday, 6.5 on Sunday.
    """
    path = tmp_path / "Assigned Duties By Person.xlsx"
    path.write_bytes(xlsx(ROSTER, merge=["A1:J1", "A2:J2"]))
    out = tmp_path / "hours.csv"
    assert main(["hours", str(path), "--nation", "england", "--per-person", "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "Row 17 is a total of other rows: left out." in said
    assert "Not counted, leave: rows 7 (AL), 10 (AL), 13 (AL), 16 (AL)." in said
    with out.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["id"], row["band"], float(row["plain_hours"])) == ("BLOGGS, Jo (2000001)", "5", 4 * 11.5)
    assert (float(row["saturday_night_hours"]), float(row["sunday_holiday_hours"])) == (4 * 5.0, 4 * 6.5)


@pytest.mark.parametrize("maker", ["csv", "xlsx"])
def test_a_rota_of_a_spreadsheet_with_titles_and_totals(
    maker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ten shifts of 12 hours in four weeks: 30 paid hours a week, scaled to the contract of 37.5."""
    path = tmp_path / f"master rota.{maker}"
    path.write_bytes(text(ROTA, ";", "cp1252", "\r\n") if maker == "csv" else xlsx(ROTA, merge=["A1:I1", "A2:I2"]))
    assert main(["rota", str(path), "--nation", "england", "--as-at", "2026-11-22"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    shifts = sum(7 - week.count("-") for week in ("DDNN---", "--DDNN-", "----DDN", "N------"))
    assert f"The grid has {shifts * 12 / 4:.2f} paid hours a week and the contract 37.50" in said
    assert "Left out: row 9, 'Total'." in said
    assert "(merged)" not in said
