"""Workbooks: the conventions kept, the rows read back whole, and nothing a user typed does anything."""

import csv
import io
import itertools
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from paymodel.answers.tables import Column, Table, Unit
from paymodel.reports.workbook import as_ods, as_xlsx
from tests.documents import COVER, HOSTILE, MADE, careers, converted, hostile_sheets


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    both = {"xlsx": as_xlsx, "ods": as_ods}
    return {kind: write("A move", COVER, ["A note."], careers(), MADE) for kind, write in both.items()}


def read(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_workbook_reads_back(written: dict[str, bytes], kind: str) -> None:
    found, sheets = read(written[kind]), careers()
    assert list(found) == ["Cover", "Contents", "Notes", *(sheet.name for sheet in sheets)]
    for sheet in sheets:
        title, about, heads, *rows = found[sheet.name]
        assert (title[0], about[0]) == (sheet.caption, sheet.about)
        assert heads == [column.heading_with_unit for column in sheet.columns]
        assert [tuple(row) for row in rows] == [tuple(row) for row in sheet.rows]
    assert [row[0] for row in found["Contents"][3:]] == ["Cover", "Notes", "Year by year", "Assumptions"]
    assert found["Notes"][3:] == [["Note 1", "A note."], ["Note 2", "[x] means that there is no figure."]]
    for rows in found.values():
        assert all(row[0] != "" for row in rows)


def test_an_excel_workbook_follows_the_conventions(written: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(written["xlsx"])) as archive:
        held = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = [text for name, text in held.items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 5
    assert not any("<mergeCell" in text or "<f>" in text for text in sheets)
    assert sum('state="frozen"' in text for text in sheets) == 4
    tables = [text for name, text in held.items() if name.startswith("xl/tables/")]
    assert len(tables) == 4
    assert all('ref="A3:' in text and "headerRowCount" not in text for text in tables)
    assert held["xl/worksheets/sheet2.xml"].count("<hyperlink ") == 4
    core = held["docProps/core.xml"]
    assert "<dc:language>en-GB</dc:language>" in core
    assert core.count("2026-11-22T00:00:00Z") == 2
    assert 'formatCode="#,##0.00"' in held["xl/styles.xml"] or 'numFmtId="4"' in held["xl/styles.xml"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_nothing_typed_does_anything_in_a_workbook(kind: str) -> None:
    write = as_xlsx if kind == "xlsx" else as_ods
    content = write(HOSTILE[0], [(text, text) for text in HOSTILE], HOSTILE, hostile_sheets(), MADE)
    found = read(content)
    names = list(found)
    assert len({name.casefold() for name in names}) == len(HOSTILE) + 3
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    for name in names[3:]:
        rows = found[name][3:]
        assert [row[1] for row in rows] == [number / 4 for number in range(len(HOSTILE))]
        for text, row in zip(HOSTILE, rows, strict=True):
            if text.isprintable() and text:
                assert str(row[0]).rstrip() == text
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
    for name, part in whole.items():
        root = etree.fromstring(part)
        assert not root.xpath("//*[local-name()='f' or local-name()='script']"), name
        assert not root.xpath("//@*[local-name()='formula']"), name
    if kind == "xlsx":
        columns = etree.fromstring(whole["xl/tables/table3.xml"]).xpath("//@name")[2:]
        assert len(set(columns)) == len(columns)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert not any(b"External" in archive.read(name) for name in archive.namelist() if name.endswith(".rels"))


def test_libreoffice_reads_workbooks_whole(written: dict[str, bytes], tmp_path: Path) -> None:
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    out = converted({f"{kind}.{kind}": written[kind] for kind in ("xlsx", "ods")}, every_sheet, tmp_path)
    for kind, sheet in itertools.product(("xlsx", "ods"), careers()):
        text = (out / f"{kind}-{sheet.name}.csv").read_text(encoding="utf-8")
        rows = list(csv.reader(io.StringIO(text)))[3:]
        assert [[_number(cell) for cell in row] for row in rows] == [list(row) for row in sheet.rows]


def _number(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def test_what_has_no_figure_says_so() -> None:
    columns = [Column("post"), Column("pay", unit=Unit.POUNDS)]
    rows: list[tuple[str | None, float | None]] = [("One", None), ("Two", float("nan")), (None, 2.5)]
    sheets = [Table(columns, rows, "Pay", "Pay", "Pay."), Table(columns, [], "None", "None", "None.")]
    for write in (as_xlsx, as_ods):
        found = read(write("Pay", COVER, [], sheets, MADE))
        assert found["Pay"][3:] == [["One", "[x]"], ["Two", "[x]"], ["[x]", 2.5]]
        assert found["None"][3:] == [["[x]", "[x]"]]
        with pytest.raises(ValueError, match="not as long as its columns"):
            write("Pay", COVER, [], [Table(columns, [("One",)], "Pay", "Pay", "Pay.")], MADE)
