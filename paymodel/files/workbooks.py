"""Excel workbooks that people bring: refused where they are no workbook or a bomb; one sheet's rows as text."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from paymodel.errors import Fault, Faults, nearest, shortened
from paymodel.files.merged_cells import MOST_MERGED, Merges, letters_of
from paymodel.files.sheet_xml import Shown, column_of, shown_in
from paymodel.files.tabular_io import Block, check_header
from paymodel.files.uploads import Source, for_libraries

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

LARGEST_WORKBOOK = 500_000_000
"""Bytes that an Excel file may hold when unpacked: enough for half a million rows, too little for a bomb."""
DAMAGED = "cannot be read as a workbook: a part of it is damaged; save it as .xlsx or CSV UTF-8 again"
LARGEST_AREA = 10_000_000
"""Cells from the first to the last of a sheet, filled or not: the reader makes room for all of them."""


def sheets_of(source: Source) -> list[str]:
    """The sheets of a workbook that are shown and hold anything; none for any other file. Raises `Faults`."""
    if source.suffix.lower() != ".xlsx":
        return []
    _check_workbook(source)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_object(for_libraries(source))
        return filled_sheets(book)
    except (CalamineError, OSError, ValueError):
        raise Faults([Fault(str(source), "", DAMAGED)]) from None


def filled_sheets(book: "CalamineWorkbook") -> list[str]:
    """The sheets of an open workbook that are shown and hold anything."""
    from python_calamine import SheetVisibleEnum

    shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
    return [name for name in shown if book.get_sheet_by_name(name).height]


def reading_workbook(source: Source, sheet: str | None) -> Iterator[Block]:
    """The rows of one sheet of a workbook, as text."""
    errors = _check_workbook(source)
    import pandas as pd
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_object(for_libraries(source))
        visible = [tab.name for tab in book.sheets_metadata if tab.visible == SheetVisibleEnum.Visible]
        if sheet is not None and sheet not in book.sheet_names:
            words = f"has no sheet {shortened(sheet)}; {nearest(sheet, book.sheet_names)}"
            raise Faults([Fault(str(source), "", words)])
        hidden = [name for name in book.sheet_names if name not in visible]
        filled = filled_sheets(book) if sheet is None else [sheet]
        if len(filled) > 1:
            words = f"has several sheets: {', '.join(map(shortened, filled))}; say which with --sheet NAME"
            raise Faults([Fault(str(source), "", words)])
        if not filled and hidden:
            words = f"holds nothing but hidden sheets: {', '.join(map(shortened, hidden))}; say which with --sheet NAME"
            raise Faults([Fault(str(source), "", words)])
        if not filled:
            raise Faults([Fault(str(source), "", "is empty")])
        page = book.get_sheet_by_name(filled[0])
        part = _part_of_sheet(source, book.sheet_names.index(filled[0]))
        wrong = errors.get(part, {})
        rows = enumerate(page.iter_rows(), 1)
        top, titles = next(((place, row) for place, row in rows if any(cell != "" for cell in row)), (0, []))
    except (CalamineError, OSError, ValueError):
        raise Faults([Fault(str(source), "", DAMAGED)]) from None
    if not top:
        raise Faults([Fault(str(source), "", "is empty")])
    merged = [cells for cells in page.merged_cell_ranges or () if cells[0][0] <= top - 1 <= cells[1][0]]
    if merged:
        cell = f"{letters_of(merged[0][0][1] + 1)}{merged[0][0][0] + 1}"
        words = f"the heading at {cell} is merged over several cells; give each column one heading, in one row"
        raise Faults([Fault(str(source), f"row {top}", words)])
    header = [cell_text(cell).strip() for cell in titles]
    while header and not header[-1]:
        header.pop()
    check_header(source, top, header)
    width = len(header)
    shown = shown_in(source, part)
    merges = Merges(page.merged_cell_ranges or (), top, width)
    numbers, cells = [], []
    errors_of: dict[int, dict[int, str]] = {}
    for (place, column), text in wrong.items():
        errors_of.setdefault(place, {})[column] = text
    for place, row in rows:
        for column, text in errors_of.get(place, {}).items():
            if column <= len(row):
                row[column - 1] = text
        for column in shown.percent.get(place, ()):
            number = row[column - 1] if column <= len(row) else ""
            if isinstance(number, float | int):
                row[column - 1] = f"{number * 100:.12g}%"
        of_list = row[:width]  # what stands beside the list, beyond its headings, is no part of it
        merges.fill(place, of_list)
        if any(cell != "" for cell in of_list):
            texts = [cell_text(cell) for cell in of_list]
            if any(map(str.strip, texts)):
                numbers.append(place)
                cells.append(texts)
    if cells:
        told = _told(header, shown, merges) | {"": shown.rows_words(numbers)}
        yield Block(pd.DataFrame(cells, columns=header, dtype=object), np.array(numbers), told)


def _told(header: Sequence[str], shown: Shown, merges: Merges) -> dict[str, str]:
    """What is to be said of columns by their headings: merged cells, and those that are hidden."""
    told = {}
    for column, heading in enumerate(header, 1):
        sentences = []
        if column - 1 in merges.filled:
            sentences.append(f"Merged cells of {shortened(heading)} hold for all of their rows.")
        if shown.hides(column):
            sentences.append(f"The column {shortened(heading)} is hidden in the sheet, and is used.")
        told[heading] = " ".join(sentences)
    return told


def _check_workbook(source: Source) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse what is no workbook, is locked, or would unpack to far more than a staff list holds.

    Returns the cells that hold an error (#REF! and the like), by part, row and column: the reader leaves them empty.
    """
    if not source.is_file():
        words = "is neither a file nor a folder; give a file" if source.exists() else "no such file"
        raise Faults([Fault(str(source), "", words)])
    with source.open("rb") as file:
        return check_workbook(file, str(source))


def check_workbook(file: IO[bytes], name: str) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse an open file that is no sound workbook; the cells that hold an error, by part, row and column."""
    start = file.read(8)
    if not start:
        raise Faults([Fault(name, "", "is empty")])
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        words = "is locked with a password, or is an old .xls; save it as .xlsx without a password"
        raise Faults([Fault(name, "", words)])
    try:
        with zipfile.ZipFile(file) as archive:
            words, errors = _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        words = "is not a sound Excel workbook, whatever its name; save it as .xlsx or CSV UTF-8 again"
        errors = {}
    if words:
        raise Faults([Fault(name, "", words)])
    return errors


def _check_parts(archive: zipfile.ZipFile) -> tuple[str, dict[str, dict[tuple[int, int], str]]]:
    """What is wrong with the parts of a workbook, if anything; and for each part the cells that hold an error.

    Each part is unpacked once, a little at a time, so that its real size counts and not the one that it states; and the
    cells of each sheet are looked at, as a single one far away would take the room of all those before it.
    """
    unpacked = sum(item.file_size for item in archive.infolist())
    stated = {item.filename: item.file_size for item in archive.infolist()}
    errors: dict[str, dict[tuple[int, int], str]] = {}
    large = f"at most {LARGEST_WORKBOOK:,} are read: give CSV or Parquet"
    if "xl/workbook.xml" not in stated:
        return "is not an Excel workbook, whatever its name; save it as .xlsx or CSV UTF-8 again", errors
    if unpacked > LARGEST_WORKBOOK:
        return f"would unpack to {unpacked:,} bytes; {large}", errors
    for item in archive.infolist():
        name, size = item.filename, 0
        item.file_size = LARGEST_WORKBOOK + 1  # else reading stops at what it states
        letters: set[bytes] = set()
        rows: set[bytes] = set()
        placeless, merged = _Placeless(), 0
        before = b""
        with archive.open(item) as file:
            while chunk := file.read(1 << 20):
                size += len(chunk)
                if size > max(stated[name], 1):
                    return "is damaged: a part is larger than it states; save it as .xlsx or CSV UTF-8 again", errors
                bytes_seen = before + chunk  # any part may be a sheet, whatever its name
                letters.update(_COLUMN.findall(bytes_seen))
                rows.update(_ROW.findall(bytes_seen))
                placeless.look(chunk)
                merged += chunk.count(b"mergeCell")
                for cell, text in _ERROR.findall(bytes_seen) if b"#" in bytes_seen else ():
                    at = _PLACE.search(cell)
                    if at:
                        place = int(at[2]), column_of(at[1].decode())
                        errors.setdefault(name, {})[place] = text.decode("ascii", "replace")
                before = bytes_seen[-LONGEST_CELL:]
        across = max((column_of(place_text.decode()) for place_text in letters), default=0) + placeless.across
        down = max((int(place_text) for place_text in rows), default=0) + placeless.down
        if across * down > LARGEST_AREA:
            words = (
                f"holds cells as far as column {letters_of(across)} and row {down:,}; at most {LARGEST_AREA:,} cells"
            )
            return f"{words} are read: clear what stands far from the list, or save it as CSV UTF-8", errors
        if merged > MOST_MERGED:
            return f"holds more than {MOST_MERGED:,} merged cells; unmerge them, or save it as CSV UTF-8", errors
    return "", errors


class _Placeless:
    """The most cells of a row of a sheet that do not say where they stand, and how many such rows there are.

    Each stands next to the one before it; a part is looked at from one tag to another.
    """

    def __init__(self) -> None:
        self.across = self.down = self.here = 0
        self.rest = b""

    def look(self, chunk: bytes) -> None:
        """Look at the next bytes of a part."""
        text = self.rest + chunk
        end = text.rfind(b"<")
        if end < 0:
            self.rest = b""
            return
        self.rest = text[end:][:LONGEST_CELL]
        if not _NO_PLACE.search(text, 0, end):
            return
        for number, row in enumerate(_A_ROW.split(text[:end])):
            self.here = len(_NO_PLACE.findall(row)) + (0 if number else self.here)
            self.across = max(self.across, self.here)
            self.down += bool(number) and not _ROW_PLACE.match(row)


def part_of_filled_sheet(source: Source) -> str:
    """The name of the part that holds the first sheet that is shown and filled, of a workbook that is sound."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_object(for_libraries(source))
    return _part_of_sheet(source, book.sheet_names.index(filled_sheets(book)[0]))


def _part_of_sheet(source: Source, number: int) -> str:
    """The name of the part that holds a sheet of a workbook, or nothing where its relations are written oddly."""
    with zipfile.ZipFile(for_libraries(source)) as archive:
        names = archive.namelist()
        sheets = re.findall(rb"<(?:\w+:)?sheet\s([^>]*)>", archive.read("xl/workbook.xml"))
        relations = "xl/_rels/workbook.xml.rels"
        parts = re.findall(rb"<(?:\w+:)?Relationship\s([^>]*)>", archive.read(relations)) if relations in names else []
    at = re.search(rb"""\w:id\s*=\s*["']([^"']*)""", sheets[number]) if number < len(sheets) else None
    for part in parts:
        own, target = (re.search(rb"""\b%s\s*=\s*["']([^"']*)""" % key, part) for key in (b"Id", b"Target"))
        if at and own and target and own[1] == at[1]:
            path = target[1].decode("utf-8", "replace")
            return path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
    return ""


_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,7})[0-9]""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>(?:<f[^<>]*>(?:[^<]*</f>)?)?<v>(#[^<]{1,20})</v>"""
)
LONGEST_CELL = 10_000
"""Bytes of a sheet that are looked at again with the next ones: a cell that holds an error may be cut in two."""
_A_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_NO_PLACE = re.compile(rb"""<(?:\w+:)?c(?=[\s/>])(?![^<>]*\sr\s*=)|<(?:\w+:)?row(?=[\s/>])(?![^<>]*\sr\s*=)""")
_ROW_PLACE = re.compile(rb"[^<>]*\sr\s*=")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,7}([0-9]{1,12})""")


def cell_text(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without .0, dates as 2026-04-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)
