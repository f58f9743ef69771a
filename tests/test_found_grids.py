"""Grids of rotas as people keep them: what weeks each gives, and what is said of it.

The shapes follow published grids (github.com/ElfinAinu/AutoRota, github.com/mailboxsdn/RotaTable,
github.com/zeripath/sample-rota-converters). People and rotas are made up.
"""

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.duty_rows import Breaks
from paymodel.files.grid_rotas import Meaning, rota_of_grid
from paymodel.files.rota_grids import Grid, grid_of_file, weeks_of
from paymodel.files.rotas import load_rota
from paymodel.files.uploads import Upload
from tests.table_files import Cells, ods, text, xls, xlsx

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MARCH = [f"{day:02}/03/2026" for day in range(2, 16)]  # Monday 2 to Sunday 15 March 2026
BLOCKS: Cells = [
    ["Name", *(f"{day} {number}/03" for number, day in enumerate(DAYS, 2))],
    ["Ann", *"LL--EE-"],
    ["Bob", *"EE--LL-"],
    [],
    ["Name", *(f"{day} {number}/03" for number, day in enumerate(DAYS, 9))],
    ["Bob", *"--LLL--"],
    ["Ann", *"--EEE--"],
]
ACROSS: Cells = [["Staff Name", "Band", *MARCH], ["Ann", "6", *"LL--EE---EEE--"], ["Bob", "5", *"E" * 14]]
MONTH: Cells = [  # 1 March 2026 is a Sunday: a day, four weeks, and two days more
    ["Employee", *(f"2026-03-{day:02}" for day in range(1, 32))],
    ["Ann", "N", *"EEEEE--" * 4, "L", "L"],
]
TOTALS: Cells = [
    ["Crew A"],
    ["Week", *DAYS, "Hours"],
    ["1", *"DDNN---", "46"],
    ["2", *"--DDNN-", "46"],
    ["Total", *[""] * 7, "92"],
    ["Average hours", *[""] * 7, "46"],
]
ON_DUTY: Cells = [["Line", *DAYS], ["A", *"DDNN---"], ["B", *"--DDNN-"], ["Staff on duty", *"1122110"]]
TIMES: Cells = [
    ["Week", *DAYS],
    ["1", "0700-1930", "07:00 - 19:30", "7pm to 7.30am", "OFF", "", "", ""],
    ["2", "", "", "", "07:00-19:30", "07.00-19.30", "D/O", "Rest"],
]
TWO_ROWS: Cells = [
    ["Week", "", *DAYS],
    ["1", "Start", "07:00", "07:00", "19:00", "", "", "", ""],
    ["", "Finish", "19:30", "19:30", "07:30", "", "", "", ""],
    ["2", "Start", "", "", "", "07:00", "07:00", "", "OFF"],
    ["", "Finish", "", "", "", "19:30", "19:30", "", ""],
]
KEY: Cells = [*TOTALS[1:4], [], ["Key"], ["D", "07:00", "19:30"], ["N = 1900-0730"], ["Correct at 1 March"]]
LETTERS: Cells = [["", *"MTWTFSS"], ["Wk 1", *"EELLN--"], ["Wk 2", *"--EELLN"]]
COMMENCING: Cells = [["W/C", *DAYS], ["02/11/2026", *"EENN---"], ["09/11/2026", *"--EENN-"]]
LD, NIGHT = "0700-1930", "1900-0730"

GRIDS: Mapping[str, tuple[bytes, str | None, list[str], list[str]]] = {
    "blocks.csv": (text(BLOCKS), "Ann", ["LL--EE-", "--EEE--"], ["this is the rota of Ann"]),
    "blocks, the other.xlsx": (xlsx(BLOCKS), "bob", ["EE--LL-", "--LLL--"], ["this is the rota of Bob"]),
    "dates across.csv": (text(ACROSS, ";"), "Ann", ["LL--EE-", "--EEE--"], ["The rows are people"]),
    "dates across.xls": (xls(ACROSS), "Ann", ["LL--EE-", "--EEE--"], []),
    "dates across.ods": (ods(ACROSS), "Ann", ["LL--EE-", "--EEE--"], []),
    "a month of one person.csv": (
        text(MONTH),
        None,
        ["EEEEE--"] * 4,
        ["31 days are 4 weeks from Monday to Sunday: left out are 1 before them and 2 after."],
    ),
    "totals.csv": (
        text(TOTALS),
        None,
        ["DDNN---", "--DDNN-"],
        ["Left out: row 5, 'Total'.", "Left out: row 6, 'Average hours'.", "'Hours'"],
    ),
    "on duty.csv": (text(ON_DUTY), None, ["DDNN---", "--DDNN-"], ["Left out: row 4, 'Staff on duty'."]),
    "letters.csv": (text(LETTERS), None, ["EELLN--", "--EELLN"], []),
    "week commencing.csv": (text(COMMENCING), None, ["EENN---", "--EENN-"], []),
}


@pytest.mark.parametrize("name", GRIDS)
def test_a_grid_gives_the_weeks_that_it_shows(name: str) -> None:
    content, person, weeks, said = GRIDS[name]
    grid = grid_of_file(Upload(name, content), person=person)
    assert ["".join(week) for week in grid.weeks] == weeks
    words = "\n".join(grid.said)
    assert [part for part in said if part not in words] == []


@pytest.mark.parametrize("cells", [TIMES, TWO_ROWS], ids=["times in cells", "two rows a week"])
def test_times_are_shifts_however_they_are_written(cells: Cells) -> None:
    grid = grid_of_file(Upload("times.csv", text(cells)))
    off = grid.weeks[0][4]
    assert grid.weeks[0][:3] == (LD, LD, NIGHT)
    assert (grid.weeks[1][3:5], off) == ((LD, LD), "")
    assert grid.times() == {LD: ("07:00", "19:30"), NIGHT: ("19:00", "07:30")}


def test_a_key_below_the_weeks_says_what_codes_are_and_is_no_week() -> None:
    grid = grid_of_file(Upload("key.csv", text(KEY)))
    assert ["".join(week) for week in grid.weeks] == ["DDNN---", "--DDNN-"]
    assert grid.times() == {"D": ("07:00", "19:30"), "N": ("19:00", "07:30")}
    assert "Row 6 says what 'D' is: 0700-1930." in grid.said
    assert "Left out: row 8, 'Correct at 1 March', which holds no codes." in grid.said
    data, _ = rota_of_grid(grid, "key.csv", "Ours", {}, Breaks(((0, 30),)), "worked")
    assert data["shifts"]["N"] == {"start": "19:00", "end": "07:30", "unpaid_break_minutes": 30}


@pytest.mark.parametrize("cells", [BLOCKS, ACROSS])
def test_rows_of_people_are_not_taken_for_weeks(cells: Cells) -> None:
    with pytest.raises(Faults, match="the rows are people: Ann, Bob; say whose rota it is with --person NAME"):
        grid_of_file(Upload("people.csv", text(cells)))
    with pytest.raises(Faults, match="--person: no row of 'Anne'; one of: Ann, Bob"):
        grid_of_file(Upload("people.csv", text(cells)), person="Anne")


def test_a_person_is_refused_where_the_rows_are_weeks() -> None:
    for cells in (TOTALS, [TOTALS[2][1:8]]):
        with pytest.raises(Faults, match=r"--person: .* leave it out"):
            grid_of_file(Upload("weeks.csv", text(cells)), person="Ann")


def test_blocks_that_leave_days_out_are_refused() -> None:
    late = [*BLOCKS[:4], ["Name", *MARCH[8:], "16/03/2026"], ["Ann", *"--EEE--"]]
    with pytest.raises(Faults, match="row 5: begins on Tuesday, and the block above ends before Monday"):
        grid_of_file(Upload("late.csv", text(late)), person="Ann")


def test_one_half_of_two_rows_is_a_fault_of_both() -> None:
    half = [TWO_ROWS[0], TWO_ROWS[1], ["", "Finish", "19:30", "", "07:30", "", "", "", ""]]
    with pytest.raises(Faults, match="rows 2 and 3: '07:00' and '' are no start and end of a shift"):
        grid_of_file(Upload("half.csv", text(half)))


def test_codes_mean_what_is_said_of_them_and_days_off_are_known() -> None:
    grid = Grid((("E", "e", "D/O", "Rest", "", "X", "R"),))
    codes = {"E": Meaning("", "07:00", "15:00", 30), "X": Meaning("-"), "R": Meaning("R")}
    data, said = rota_of_grid(grid, "f.csv", "Ours", codes, Breaks(), "leave")
    assert data["weeks"] == ["E e - - - - R"]
    assert data["shifts"]["e"] == {"start": "07:00", "end": "15:00", "unpaid_break_minutes": 30}
    assert "1 blank cell is taken for days off." in said
    assert "Taken for days off: 'D/O', 'Rest'." in said
    with pytest.raises(Faults, match=r"codes whose times are not known: E \(1 day\), e \(1 day\), X \(1 day\), R"):
        rota_of_grid(grid, "f.csv", "Ours", {}, Breaks(), None)
    with pytest.raises(Faults, match="no cell holds 'N'"):
        rota_of_grid(grid, "f.csv", "Ours", {**codes, "N": Meaning("-")}, Breaks(), None)


class TestCommand:
    def ran(self, capsys: pytest.CaptureFixture[str], *asked: str) -> tuple[int, str, str]:
        status = main(["rota", *asked, "--nation", "england", "--as-at", "2026-11-22"])
        done = capsys.readouterr()
        return status, done.out, done.err

    def test_a_grid_becomes_a_rota_file_that_gives_the_same_hours(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "times.csv").write_bytes(text(TIMES))
        target = tmp_path / "rota.yaml"
        asked = ["--break", "30", "--public-holidays", "worked"]
        status, out, _ = self.ran(capsys, str(tmp_path / "times.csv"), *asked, "-o", str(target))
        assert status == 0
        # 5 shifts of 12 hours in two weeks
        assert load_rota(target).paid_hours_a_week() == 5 * 12 / 2
        assert "The grid has 30.00 paid hours a week and the contract 37.50" in out
        both = [
            json.loads(self.ran(capsys, str(path), "--if-hours-differ", "scale", "--format", "json")[1])
            for path in (target, target)
        ]
        grid = json.loads(self.ran(capsys, str(tmp_path / "times.csv"), *asked, "--format", "json")[1])
        for one in (*both, grid):
            one.pop("title", None)
        assert "The days are those of row 1." in grid.pop("read_as")
        assert both[0] == grid

    def test_codes_are_asked_for_and_given_by_an_option(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "totals.xls"
        path.write_bytes(xls(TOTALS))
        status, out, err = self.ran(capsys, str(path))
        assert (status, out) == (2, "")
        assert "codes whose times are not known: D (4 days), N (4 days); say what each is, such as --code D=" in err
        codes = ["--code", "D=07:00-19:30/30", "--code", "N=19:00-07:30/30"]
        status, out, _ = self.ran(capsys, str(path), *codes)
        assert status == 0
        assert "48.00 paid hours a week" in out  # 4 shifts of 12 hours a week

    def test_a_person_is_chosen_and_standard_input_is_read(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        codes = ["--code", "E=07:00-15:00/30", "--code", "L=13:00-21:00/30"]
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text(BLOCKS))))
        status, out, _ = self.ran(capsys, "-", "--person", "Ann", *codes)
        assert status == 0
        assert "this is the rota of Ann" in out

    def test_options_of_a_grid_are_refused_with_a_rota_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        status, _, err = self.ran(capsys, "ward-three-week", "--person", "Ann")
        assert (status, err) == (
            2,
            "ward-three-week: --person: goes with a grid, and this is a rota file; leave it out\n",
        )


@pytest.mark.parametrize("first", ["2 Nov 2026", "Mon"])
def test_a_grid_whose_days_are_down_it_is_read_turned(first: str) -> None:
    """People or weeks across, a row for each day: what `2026-11-02` to `2026-11-08` hold is one week."""
    dates = [f"2026-11-{day:02}" for day in range(2, 9)] if first != "Mon" else list(DAYS)
    down: Cells = [
        ["Date", "Jo", "Sam"],
        *([day, *codes] for day, codes in zip(dates, zip("EELL--N", "NN--EEL", strict=True), strict=True)),
    ]
    grid = weeks_of(down, "f", "Sam")
    assert grid.weeks == (tuple("NN--EEL"),)
    assert any("read turned" in words for words in grid.said)
    with pytest.raises(Faults, match="the rows are people: Jo, Sam; say whose rota it is"):
        weeks_of(down, "f")


OFFICE: Cells = [["Clinic", "", "", "", "", ""], ["Week", *DAYS[:5]], ["1", *["0900-1700/30"] * 5]]
PAIRS: Cells = [
    ["Week", *(cell for day in DAYS for cell in (day, "")), "Hours"],
    ["", *["Start", "Finish"] * 7, ""],
    ["1", "07:00", "19:30", *[""] * 8, "19:30", "08:00", "OFF", "", "25"],
]
LABELS: Cells = [
    ["Week", *DAYS],
    ["1", "LD 07:00-19:30", "Early (07:00 - 15:00)", "07:00\n19:30", "", "", "", "N 1930-0800/60"],
]
WITH_BREAKS: Cells = [
    ["Week", *DAYS],
    ["1", *"DD--N--"],
    [],
    ["Code", "Start", "Finish", "Break"],
    ["D", "07:00", "19:30", "30"],
    ["N", "19:30", "08:00", "1:00"],
]
TWO_HEADS: Cells = [
    ["", *(f"{day:02}/03/2026" for day in range(2, 9))],
    ["Name", *DAYS],
    ["Ann", *"EE-LL--"],
    ["Bob", *"-------"],
]


@pytest.mark.parametrize(
    ("cells", "weeks", "breaks"),
    [
        (OFFICE, [["0900-1700/30"] * 5 + ["-", "-"]], {"0900-1700/30": 30}),
        (PAIRS, [["0700-1930", "", "", "", "", "1930-0800", "OFF"]], {}),
        (LABELS, [["0700-1930", "0700-1500", "0700-1930", "", "", "", "1930-0800/60"]], {"1930-0800/60": 60}),
        (WITH_BREAKS, [[*"DD--N--"]], {"D": 30, "N": 60}),
    ],
)
def test_days_of_two_columns_no_weekend_labels_and_breaks_are_read(
    cells: Cells, weeks: list[list[str]], breaks: dict[str, float]
) -> None:
    grid = weeks_of([list(row) for row in cells], "f")
    assert [list(week) for week in grid.weeks] == weeks
    assert grid.breaks() == breaks


def test_a_row_of_dates_and_one_of_days_are_the_same_days() -> None:
    for cells in (TWO_HEADS, [TWO_HEADS[1], TWO_HEADS[0], *TWO_HEADS[2:]], list(zip(*TWO_HEADS, strict=True))):
        assert weeks_of([list(row) for row in cells], "f", "Ann").weeks == (tuple("EE-LL--"),)


def test_a_day_off_merged_over_several_days_is_each_of_them_and_a_shift_is_asked_about() -> None:
    rows: Cells = [["Week", *DAYS], ["1", "E", "E", "OFF", "", "", "E", "E"]]
    assert grid_of_file(Upload("f.xlsx", xlsx(rows, merge=["D2:F2"]))).weeks == (
        ("E", "E", "OFF", "OFF", "OFF", "E", "E"),
    )
    with pytest.raises(Faults, match="row 2, Tuesday: is merged with another cell"):
        grid_of_file(Upload("f.xlsx", xlsx(rows, merge=["B2:C2"])))
