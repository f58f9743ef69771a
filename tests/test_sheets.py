"""What a sheet shows is what is read of it: merged cells, hidden rows and columns, and sheets made to fill the memory.

All people are invented. Merged cells lose all but their first value in most readers (tidyverse/readxl, issue 355), and
rows that a filter hides are read without a word (tidyverse/readxl, issue 428; SheetJS, issue 630).
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from paymodel.app import workforce_question
from paymodel.app.questions import Question
from paymodel.cli import main
from paymodel.files import merged_cells
from paymodel.files.mappings import load_mapping
from paymodel.files.staff_lists import headings_of, pieces
from paymodel.files.uploads import Upload
from paymodel.workforces.options import Options
from paymodel.workforces.run import Run
from tests.test_what_is_said import answer, book, changes, listed, posts, workforce

HEADS = ["site", "id", "band", "step", "whole_time_equivalent", "unsocial_hours_payment", "note"]
PEOPLE = [
    ["North", "A1", "5", "1", 1, 3000, ""],
    ["North", "A2", "5", "3", 1, 3000, ""],
    ["North", "A3", "6", "1", 1, 3000, ""],
    ["South", "B1", "6", "3", 1, 3000, ""],
    ["South", "B2", "7", "3", 1, 3000, ""],
    ["South", "B3", "3", "2", 1, 3000, ""],
]
Shape = Callable[[Any, Worksheet], object]


def sheet(*shapes: Shape, rows: Sequence[Sequence[Any]] = PEOPLE, heads: Sequence[str] = HEADS) -> bytes:
    """A staff list as a workbook, with what was done to its sheet."""

    def then(made: Any, page: Worksheet) -> None:
        for shape in shapes:
            shape(made, page)

    return book([heads, *rows], then)


def merged(place: str, value: object) -> Shape:
    """Cells that are merged."""
    return lambda _, page: page.merge_range(place, value)


def asked(folder: Path, staff: bytes | str, *said: str, name: str = "staff.xlsx") -> str:
    """The answer for a staff list, in one line."""
    assert workforce(folder, staff, posts(), *said, name=name) == 0
    return answer(folder)


# Merged cells hold for all their rows

SITES = (merged("A2:A4", "North"), merged("A5:A7", "South"))


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    said = asked(tmp_path / "merged", sheet(*SITES), "--by", "site", "--internal")
    asked(tmp_path / "filled", sheet(), "--by", "site", "--internal")
    groups = [(tmp_path / name / "out" / "groups.csv").read_text(encoding="utf-8") for name in ("merged", "filled")]
    assert groups[0] == groups[1]
    assert [line.split(",")[4:6] for line in groups[0].splitlines()[1:]] == [["North", "3"], ["South", "3"]]
    assert "Merged cells of 'site' hold for all of their rows." in said
    assert "Empty for some people" not in said


@pytest.mark.parametrize(
    ("column", "place", "value"),
    [(3, "D2:D3", "3"), (2, "C2:C7", "6"), (4, "E4:E6", 0.5), (5, "F3:F7", 1234)],
    ids=["step", "band", "whole time equivalent", "payment"],
)
def test_whatever_a_merged_cell_holds_holds_for_all_its_rows(
    column: int, place: str, value: object, tmp_path: Path
) -> None:
    first, last = (int(row) for row in re.findall("[0-9]+", place))
    rows = [[*row] for row in PEOPLE]
    for row in rows[first - 2 : last - 1]:
        row[column] = value
    asked(tmp_path / "merged", sheet(merged(place, value)))
    asked(tmp_path / "filled", sheet(rows=rows))
    assert changes(tmp_path / "merged") == changes(tmp_path / "filled") != {}


def test_a_merged_id_is_an_id_that_stands_twice(tmp_path: Path) -> None:
    asked(tmp_path, sheet(merged("B2:B4", "A1")))
    said = "the assignment stands on row {} already"
    assert listed(tmp_path) == [("A1", "id", said.format(row)) for row in (2, 3)]
    assert len(changes(tmp_path)) == 4


def test_cells_merged_across_columns_are_no_value_of_the_others(tmp_path: Path) -> None:
    asked(tmp_path, sheet(merged("C3:D4", "6")))
    words = "'(merged with C3)' is no value of its own: unmerge the cells across columns, and fill each"
    assert listed(tmp_path) == [("A2", "step", words), ("A3", "step", words)]
    # nor is it where the first column is one that nothing uses, but for a column that nothing uses it does no harm
    asked(tmp_path / "site", sheet(merged("A3:B3", "North")))
    words = words.replace("C3", "A3")
    assert [(column, said) for _, column, said in listed(tmp_path / "site")] == [("id", words)]
    asked(tmp_path / "note", sheet(merged("F3:G4", 3000)))
    assert listed(tmp_path / "note") == []


def test_merged_cells_make_nobody_up(tmp_path: Path) -> None:
    # a blank row within merged cells, cells merged below and beside the list, and merged cells that are empty
    rows: list[list[Any]] = [*PEOPLE[:3], [""] * 7, *PEOPLE[3:]]
    shapes = (merged("A2:A5", "North"), merged("A6:A8", "South"), merged("A10:G12", ""), merged("I2:J9", "a note"))
    said = asked(tmp_path, sheet(*shapes, merged("G3:G4", ""), rows=rows), "--by", "site", "--internal")
    assert "6 of 6 rows" in said
    assert listed(tmp_path) == []
    groups = (tmp_path / "out" / "groups.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(",")[4:6] for line in groups] == [["North", "3"], ["South", "3"]]


@pytest.mark.parametrize("by", [("--by", "site"), ()])
def test_a_column_filled_here_and_there_is_told_of(by: Sequence[str], tmp_path: Path) -> None:
    lines = ["site,id,band,step,whole_time_equivalent,unsocial_hours_payment"]
    lines += [f"{'North' if n == 1 else ''},A{n},6,{n % 3 + 1},1,3000" for n in range(1, 7)]
    said = asked(tmp_path, "\n".join(lines) + "\n", *by, name="staff.csv")
    assert "Empty for some people, who are under (not stated): 'site'." in said


# Hidden rows and columns are told of


def hidden(*rows: int) -> Shape:
    """Rows (from 1) that are hidden by hand."""
    return lambda _, page: [page.set_row(row - 1, None, None, {"hidden": True}) for row in rows]


def filtered(*rows: int) -> Shape:
    """Rows (from 1) that a filter hides."""

    def shape(_: object, page: Worksheet) -> None:
        page.autofilter("A1:G7")
        page.filter_column("A", "x == South")
        hidden(*rows)(None, page)

    return shape


ROWS_HIDDEN = [
    (
        filtered(2, 3, 4),
        "3 rows of the sheet are hidden, by a filter or by hand, and count like any other: rows 2, 3, 4.",
    ),
    (hidden(6), "1 row of the sheet is hidden, by a filter or by hand, and counts like any other: row 6."),
    (lambda _, page: page.set_row(4, 0), "1 row of the sheet is hidden, by a filter or by hand, and counts"),
    (
        lambda _, page: page.set_row(4, None, None, {"level": 1, "hidden": True}),
        "1 row of the sheet is hidden, by a filter or by hand, and counts like any other: row 5.",
    ),
]


@pytest.mark.parametrize(("shape", "words"), ROWS_HIDDEN, ids=["a filter", "by hand", "no height", "a folded group"])
def test_hidden_rows_count_and_are_named(
    shape: Shape, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = asked(tmp_path, sheet(shape), "--internal")
    assert "6 of 6 rows" in said
    assert len(changes(tmp_path)) == 6
    assert words in said
    assert "out if" in said
    capsys.readouterr()
    assert main(["check", str(tmp_path / "staff.xlsx")]) == 0
    assert words in capsys.readouterr().out
    assert [one for one in quality_notes(sheet(shape)) if one.startswith(words)]


def test_hidden_rows_without_anybody_are_not_named(tmp_path: Path) -> None:
    assert "hidden, by a filter" not in asked(tmp_path, sheet(hidden(1, 9, 10)))


def test_many_hidden_rows_are_counted_and_the_first_named(tmp_path: Path) -> None:
    rows = [["North", f"A{n}", "6", "3", 1, 3000, ""] for n in range(40)]
    said = asked(tmp_path, sheet(hidden(*range(11, 41)), rows=rows))
    assert "30 rows of the sheet are hidden" in said
    assert "the first are rows 11, 12, 13, 14, 15, 16, 17, 18. Take them out" in said


def test_the_rows_told_of_are_those_of_the_sheet_that_is_read(tmp_path: Path) -> None:
    def second(made: Any, page: Worksheet) -> None:
        page.set_row(1, None, None, {"hidden": True})
        other = made.add_worksheet("Other")
        for number, row in enumerate([HEADS, *PEOPLE]):
            other.write_row(number, 0, row)
        other.set_row(5, None, None, {"hidden": True})

    assert "count like any other: row 6." in asked(tmp_path, sheet(second), "--sheet", "Other").replace(
        "counts", "count"
    )


@pytest.mark.parametrize(
    "shape",
    [
        lambda _, page: page.set_column("F:F", None, None, {"hidden": True}),
        lambda _, page: page.set_column("F:G", 0),
        lambda _, page: page.set_column("E:F", None, None, {"hidden": True, "level": 1}),
    ],
    ids=["hidden", "no width", "folded"],
)
def test_a_hidden_column_that_is_used_is_named(shape: Shape, tmp_path: Path) -> None:
    said = asked(tmp_path, sheet(shape))
    assert "The column 'unsocial_hours_payment' is hidden in the sheet, and is used." in said
    assert "'note'" not in said
    assert len(changes(tmp_path)) == 6


def quality_notes(staff: bytes) -> Sequence[str]:
    """What the app says of a staff list as a whole."""
    offered: Question = {"title": "x", "as_at": "2026-11-22", "nation": "england", "offers": []}
    source = Upload("staff.xlsx", staff)
    return workforce_question.check_rows(
        workforce_question.Asked(source, None, load_mapping("template"), offered, None)
    ).notes


def test_what_a_sheet_shows_travels_with_its_part(tmp_path: Path) -> None:
    asked(tmp_path, sheet(filtered(2), *SITES))
    path = tmp_path / "staff.xlsx"
    run = Run(Options(str(path), str(tmp_path / "posts.yaml"), by=("site",)))
    survey = run.survey(pieces(path)[0])
    assert len(survey.notes) == 2
    assert run.settle([survey, survey]).notes == run.settle([survey]).notes
    assert run.settle([survey]).notes[-2:] == survey.notes


# Sheets made to fill the memory


def changed(staff: bytes, old: str, new: str) -> bytes:
    """A workbook with something in its sheet replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(staff)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in archive.namelist():
            text = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert re.search(old.encode(), text, re.DOTALL)
                text = re.sub(old.encode(), new.encode(), text, flags=re.DOTALL)
            written.writestr(name, text)
    return out.getvalue()


def refused(folder: Path, staff: bytes, capsys: pytest.CaptureFixture[str]) -> str:
    """The one line with which a workbook is refused."""
    capsys.readouterr()
    assert workforce(folder, staff, posts(), name="staff.xlsx") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert not (folder / "out").exists()
    return line


def test_more_merged_cells_than_a_list_has_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    many = '<mergeCell ref="A2:A4"/>' * (merged_cells.MOST_MERGED + 1)
    staff = changed(sheet(*SITES), '<mergeCell ref="A2:A4"/>', many)
    assert len(staff) < 50_000
    assert refused(tmp_path, staff, capsys).endswith(
        "staff.xlsx: holds more than 200,000 merged cells; unmerge them, or save it as CSV UTF-8"
    )


def test_cells_that_are_merged_twice_hold_what_the_first_holds(tmp_path: Path) -> None:
    many = '<mergeCell ref="A2:G2"/>' * 50_000 + '<mergeCell ref="B2:B4"/><mergeCell ref="A5:A1048576"/>'
    said = asked(tmp_path, changed(sheet(*SITES), '<mergeCell ref="A2:A4"/>', many), "--by", "site", "--internal")
    assert "6 rows" in said


PLACES = r' r="[A-Z]*[0-9]+"'


def test_cells_that_do_not_say_where_they_stand_are_read_in_turn(tmp_path: Path) -> None:
    asked(tmp_path / "placed", sheet())
    asked(tmp_path / "placeless", changed(sheet(), PLACES, ""))
    assert changes(tmp_path / "placeless") == changes(tmp_path / "placed") != {}


@pytest.mark.parametrize(
    ("row", "times", "said"),
    [
        ('<row r="1048576"><c><v>1</v></c></row>', 1, "column AHP and row 1,048,577"),
        ("<row><c><v>1</v></c></row>", 12_000, "column AHP and row 12,001"),
        ('<row r="2"></row><row/>', 12_000, "column AHP and row 12,003"),
    ],
    ids=["far down", "many rows", "many empty rows"],
)
def test_a_sheet_of_cells_without_places_is_refused_before_room_is_made_for_it(
    row: str, times: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = "<row>" + "<c><v>1</v></c>" * 900 + "</row>"  # 900 columns end at AHP
    staff = changed(sheet(), "<sheetData>.*</sheetData>", f"<sheetData>{wide}{row * times}</sheetData>")
    assert f"holds cells as far as {said}; at most 10,000,000 cells are read" in refused(tmp_path, staff, capsys)


def test_rows_beyond_the_last_of_any_sheet_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from paymodel.files import sheet_shown, sheet_xml

    monkeypatch.setattr(sheet_xml, "LAST_ROW", 3)
    monkeypatch.setattr(sheet_shown, "LAST_COLUMN", 2)
    looked = sheet_xml._Looked(frozenset())
    for number in range(1, 10):
        looked.start("row", {"hidden": "1"})
        looked.start("col", {"hidden": "true", "min": str(number), "max": str(number)})
    assert looked.shown.hidden_rows == [1, 2, 3]
    assert looked.shown.hidden_columns == [(1, 1), (2, 2)]


def test_a_sheet_that_cannot_be_looked_at_says_so(tmp_path: Path) -> None:
    staff = changed(sheet(hidden(3)), "<sheetData>", '<cols><col min="A" max="B" hidden="1"/></cols><sheetData>')
    said = "Whether rows or columns of the sheet are hidden could not be seen; all of them were read."
    assert said in asked(tmp_path, staff)


def test_a_list_that_hides_nothing_says_nothing(tmp_path: Path) -> None:
    said = asked(tmp_path, sheet())
    assert "hidden in the sheet" not in said
    assert "Merged cells" not in said
    assert headings_of(tmp_path / "staff.xlsx") == HEADS
