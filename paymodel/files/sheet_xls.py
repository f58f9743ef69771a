"""What a sheet of Excel 97 to 2003 (.xls) shows: its records, by Microsoft's open specification [MS-XLS]."""

import struct
from collections.abc import Iterator
from typing import IO

from paymodel.files.compound_files import NotSound, stream_of, streams_of
from paymodel.files.sheet_shown import Shown, check_area, percent_formats

BOF, LOCKED, NUMBER_FORMAT, CELL_FORMAT, SHEET = 0x0809, 0x2F, 0x41E, 0xE0, 0x85
ROW, COLUMNS, ERROR, FORMULA = 0x208, 0x7D, 0x205, 0x06
NUMBER, SMALL_NUMBER, SMALL_NUMBERS = 0x203, 0x27E, 0xBD
CELLS = frozenset({NUMBER, SMALL_NUMBER, SMALL_NUMBERS, ERROR, FORMULA, 0xFD, 0x204, 0x201, 0xBE, 0xD6})
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class Locked(Exception):
    """The workbook is locked with a password."""


def look_at_xls(file: IO[bytes], number: int) -> Shown:
    """What the sheet of a number (from 0, in the order of the workbook) shows.

    Raises `NotSound`, `Locked` or `TooFar`.
    """
    names = {name.lower(): name for name in streams_of(file)}
    data = stream_of(file, names.get("workbook") or names.get("book", ""))
    sheets: list[int] = []
    own: dict[int, str] = {}
    formats: list[int] = []
    try:
        for kind, at, size in _records(data, 0):
            if kind == LOCKED:
                raise Locked
            if kind == SHEET:
                sheets.append(struct.unpack_from("<I", data, at)[0])
            elif kind == NUMBER_FORMAT:
                own[struct.unpack_from("<H", data, at)[0]] = _code(data[at + 2 : at + size])
            elif kind == CELL_FORMAT:
                formats.append(struct.unpack_from("<H", data, at + 2)[0])
        percent = percent_formats(own)
        looked = _Looked(data, frozenset(place for place, form in enumerate(formats) if form in percent))
        every = [looked.look(start) for start in sheets]  # the reader may make room for any of them
        return every[number]
    except (struct.error, IndexError):
        raise NotSound from None


def _records(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """The records from a place to the end of their part: kind, place of the content, its size."""
    at, depth = start, 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        if kind == BOF:
            depth += 1
        elif kind == 0x0A:  # the end of a part; a chart within a sheet is one, too
            depth -= 1
            if depth <= 0:
                return
        yield kind, at + 4, size
        at += 4 + size


def _code(text: bytes) -> str:
    """The code of a number format, of Excel 97 on (a length, a flag, letters) or before (a length, letters)."""
    if len(text) < 3:
        return ""
    length, wide = struct.unpack_from("<HB", text)
    if length <= len(text) and wide in (0, 1) and 3 + length * (wide + 1) == len(text):
        return text[3:].decode("utf-16-le" if wide else "latin-1", "replace")
    return text[1:].decode("latin-1")


class _Looked:
    """A workbook while its sheets are gone through; `percent` are the cell formats that show percentages."""

    def __init__(self, data: bytes, percent: frozenset[int]) -> None:
        self.data, self.percent = data, percent

    def look(self, start: int) -> Shown:
        """Go through the records of a sheet."""
        shown, data = Shown(), self.data
        across = down = 0
        for kind, at, size in _records(data, start):
            if kind in CELLS:
                row, column = struct.unpack_from("<HH", data, at)
                down, across = max(down, row + 1), max(across, column + 1)
                if kind in (SMALL_NUMBERS, 0xBE):
                    across = max(across, struct.unpack_from("<H", data, at + size - 2)[0] + 1)
                self._cell(shown, kind, at, size)
            elif kind == ROW:
                (row,) = struct.unpack_from("<H", data, at)
                if struct.unpack_from("<H", data, at + 12)[0] & 0x20:
                    shown.hide_row(row + 1)
            elif kind == COLUMNS:
                first, last, _, _, flags = struct.unpack_from("<HHHHH", data, at)
                if flags & 1:
                    shown.hide_columns(first + 1, last + 1)
        check_area(across, down)
        return shown

    def _cell(self, shown: Shown, kind: int, at: int, size: int) -> None:
        row, column, form = struct.unpack_from("<HHH", self.data, at)
        if kind == SMALL_NUMBERS:
            for place in range((size - 6) // 6):
                if struct.unpack_from("<H", self.data, at + 4 + place * 6)[0] in self.percent:
                    shown.hold_percentage(row + 1, column + 1 + place)
            return
        if kind == ERROR and self.data[at + 7]:
            shown.hold_error(row + 1, column + 1, ERRORS.get(self.data[at + 6], "#N/A"))
        elif kind == FORMULA and self.data[at + 12 : at + 14] == b"\xff\xff":
            if self.data[at + 6] == 2:
                shown.hold_error(row + 1, column + 1, ERRORS.get(self.data[at + 8], "#N/A"))
            return
        if form in self.percent and kind in (NUMBER, SMALL_NUMBER, FORMULA):
            shown.hold_percentage(row + 1, column + 1)
