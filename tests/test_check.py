"""`paymodel check`: what a file is, which command opens it, what was read of it, as the command reads it."""

import shlex
from pathlib import Path

import pytest

from paymodel.cli import main
from tests.table_files import Cells, text, xlsx

STAFF: Cells = [
    ["Assignment Number", "Payscale Description", "Grade Step", "FTE", "Unsocial Hours Payment", "Location", "Notes"],
    ["A1", "Review Body Band 6", "Top", "80%", "£2,000", "North", ""],
    ["A2", "XR07", 1, 1, 0, "North", "new"],
    ["A3", "Band 5/6", 1, 1, 0, "South", ""],
]
JOBS: Cells = [["Employee No", "As at", "AfC Band", "Colour"], ["1", "22/11/2026", "Band 6", "red"]]
MONTHS: Cells = [
    ["id", "as_at", "tax_code", "period", "taxable_pay", "taxable_pay_to_date", "tax_to_date"],
    ["1", "2026-11-22", "1257L M1", 8, "£3,000.00", "", ""],
]
DUTIES: Cells = [
    ["Staff", "Duty Date", "Start Time", "End Time", "Shift Type", "Unit"],
    ["Jo", "02/11/2026", "07:00", "19:30", "", "ED"],
    ["Jo", "03/11/2026", "", "", "Annual Leave", "ED"],
]
GRID: Cells = [
    ["Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["1", *["07:00-19:30"] * 3, "", "", "", ""],
    ["2", "", "", "", *["07:00-19:30"] * 3, ""],
    ["Total", "1", "1", "1", "1", "1", "1", "0"],
]
PEOPLE_GRID: Cells = [
    ["Name", *[f"{day:02}/11/2026" for day in range(2, 16)]],
    ["Jo", *"DDD----NNN----"],
    ["Al", *"D" * 14],
]
POSTS = "title: Posts\nas_at: 2026-11-22\noffers: [{name: Manager, band: 8d, pattern: same}]\n"


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed, without the name of the file."""
    return [line.partition(": ")[2] for line in capsys.readouterr().out.splitlines()]


KINDS: dict[str, tuple[bytes, list[str], list[str]]] = {
    "jobs.csv": (
        text(JOBS, ";", "cp1252"),
        [],
        [
            "table of jobs, no fault found",
            "Open it with: paymodel payslips jobs.csv -o OUT.csv",
            "Rows: 1 read, 1 used, none left out.",
            "Columns used: 'As at' as as_at, 'Employee No' as id, 'AfC Band' as band.",
            "Column not used: 'Colour'.",
            "Read in another dress: as_at: '22/11/2026' as 2026-11-22 (1 row); band: 'Band 6' as 6 (1 row).",
            "Cells are parted by semicolons.",
        ],
    ),
    "months.csv": (
        text(MONTHS),
        [],
        [
            "table of months for PAYE, no fault found",
            "Open it with: paymodel paye months.csv -o OUT.csv",
            "Read in another dress: tax_code: '1257L M1' as 1257L month1 (1 row);"
            " taxable_pay: '£3,000.00' as 3000 (1 row).",
        ],
    ),
    "duties.csv": (
        text(DUTIES),
        [],
        [
            "table of duties, no fault found",
            "Open it with: paymodel hours duties.csv --nation NATION -o OUT.csv",
            "Rows: 2 read, 1 used, 1 left out (leave: 1).",
            "Not counted, leave: row 3 (Annual Leave).",
        ],
    ),
    "grid.csv": (
        text(GRID),
        ["--break", "30"],
        [
            "grid of a rota (2 weeks), no fault found",
            "Open it with: paymodel rota grid.csv --break 0=30 --nation NATION",
            "Shifts: 0700-1930 (6 days).",
            "Left out: row 4, 'Total'.",
        ],
    ),
    "people.xlsx": (
        xlsx(PEOPLE_GRID),
        ["--person", "Jo", "--code", "D=07:00-19:30/30", "--code", "N=19:00-07:30/30"],
        [
            "grid of a rota (2 weeks), no fault found",
            "Open it with: paymodel rota people.xlsx --person Jo --code D=07:00-19:30/30 --code N=19:00-07:30/30"
            " --nation NATION",
        ],
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_table_is_named_with_the_command_that_opens_it_and_what_was_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    content, options, lines = KINDS[name]
    Path(name).write_bytes(content)
    assert main(["check", name, *options]) == 0
    said = told(capsys)
    assert [line for line in lines if line not in said] == []
    assert said[:2] == lines[:2]
    command = said[1].removeprefix("Open it with: paymodel ").replace("NATION", "england").replace("OUT", "out")
    assert main(shlex.split(command)) == 0


def test_a_staff_list_is_judged_as_the_run_judges_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("posts.yaml").write_text(POSTS, encoding="utf-8")
    Path("staff.xlsx").write_bytes(xlsx(STAFF, sheets={"Notes": [["Figures are made up"]]}))
    assert main(["check", "staff.xlsx"]) == 2
    assert "say which with --sheet NAME" in capsys.readouterr().err
    assert main(["check", "posts.yaml", "staff.xlsx", "--sheet", "Staff"]) == 2
    said = capsys.readouterr()
    (fault,) = said.err.splitlines()
    assert "row 4, band: 'Band 5/6' holds two bands, 5 and 6; give the one that is paid" in fault
    lines = [line.partition(": ")[2] for line in said.out.splitlines()]
    assert "staff list (column mapping 'esr', 3 rows), 1 fault" in lines
    assert "Rows: 3 read, 2 used, 1 left out (band: 1)." in lines
    assert "Column not used (--by groups people by any of them): 'Notes'." in lines
    dress = next(line for line in lines if line.startswith("Read in another dress"))
    for words in ("'XR07' as 7", "'80%' as 0.8", "'£2,000' as 2000", "'Review Body Band 6' as 6"):
        assert words in dress
    assert "'Top'" not in dress
    command = next(line for line in lines if line.startswith("Open it with: paymodel workforce staff"))
    run = [*shlex.split(command)[4:-1], "out", "--threshold", "2"]
    assert main(run) == 0
    assert "2 of 3 rows of the staff list could be used" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("beside", [(), ("posts.yaml",)])
def test_several_assignments_of_a_person_are_no_fault(
    beside: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("posts.yaml").write_text(POSTS, encoding="utf-8")
    head = ["id", "band", "step", "whole_time_equivalent", "unsocial_hours_payment"]
    rows = [[name, "6", "top", 0.5, 0] for name in ("20", "20-2", "21-2", "21-3", "22")]
    Path("staff.csv").write_bytes(text([head, *rows]))
    assert main(["check", "staff.csv", *beside]) == 0
    said = told(capsys)
    assert "Rows: 5 read, 5 used, none left out." in said
    assert any(line.startswith("1 person has several assignments: they are taken together") for line in said)
    assert any(line.startswith("Some ids are the same but for -2, -3 ... at their ends") for line in said)


def test_what_is_lacking_in_every_row_of_a_list_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = tmp_path / "staff.csv"
    rows = [[f"A{number}", "6", "top", 1 if number else 2] for number in range(500)]
    staff.write_bytes(text([["id", "band", "step", "whole_time_equivalent"], *rows]))
    assert main(["check", str(staff)]) == 2
    rota, share = (line.partition(": ")[2] for line in capsys.readouterr().err.splitlines())
    assert share.startswith("row 2, whole_time_equivalent: ")
    assert rota.startswith("rows 2 to 501, rota: no rota and no unsocial payment: ")


def test_a_mapping_and_words_beside_a_list_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ours.yaml").write_text(
        "title: Ours\ncolumns: {id: [Nr], band: [Tier], step: [Rung], whole_time_equivalent: [Part],"
        " unsocial_hours_payment: [Extra]}\n",
        encoding="utf-8",
    )
    Path("duties.yaml").write_text("title: Ours\ncolumns: {start: [Von], end: [Bis]}\n", encoding="utf-8")
    Path("staff.csv").write_text("Nr,Tier,Rung,Part,Extra\n1,6,top,1,0\n", encoding="utf-8")
    Path("worked.csv").write_text("Von,Bis\n2026-11-02T07:00,2026-11-02T19:00\n", encoding="utf-8")
    assert main(["check", "staff.csv"]) == 2
    assert "name a mapping with --mapping FILE" in capsys.readouterr().err
    for files in (["staff.csv", "ours.yaml"], ["staff.csv", "--mapping", "ours.yaml"]):
        assert main(["check", *files]) == 0
        assert "staff list (column mapping 'ours.yaml', 1 row), no fault found" in told(capsys)
    assert main(["check", "worked.csv", "duties.yaml"]) == 0
    said = told(capsys)
    assert "table of duties, no fault found" in said
    assert "mapping of duties, no fault found" in said
    assert "Open it with: paymodel hours worked.csv --mapping duties.yaml --nation NATION -o OUT.csv" in said


def test_a_grid_of_people_asks_for_one_and_for_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rota.csv").write_bytes(text(PEOPLE_GRID))
    assert main(["check", "rota.csv"]) == 2
    assert "the rows are people: Jo, Al; say whose rota it is with --person NAME" in capsys.readouterr().err
    assert main(["check", "rota.csv", "--person", "Jo"]) == 2
    said = capsys.readouterr()
    assert "codes whose times are not known: D (3 days), N (3 days)" in said.err
    assert said.out.startswith("rota.csv: grid of a rota (2 weeks), 1 fault\n")


@pytest.mark.parametrize(
    "option", ["--sheet", "--heading-row", "--words", "--mapping", "--person", "--code", "--break"]
)
def test_help_names_every_option_that_a_refusal_advises(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert option in capsys.readouterr().out
