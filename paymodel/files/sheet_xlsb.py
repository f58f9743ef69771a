"""What a sheet of a binary workbook (.xlsb) shows: its records, by Microsoft's open specification [MS-XLSB]."""

import struct
import zipfile
from collections.abc import Iterator

from paymodel.files.sheet_shown import Shown, check_area, percent_formats

ROW, COLUMNS, MERGED, SHEET = 0, 60, 176, 156
CELLS = range(1, 12)
ERROR_CELLS, NUMBER_CELLS = (3, 11), (2, 5, 9)
NUMBER_FORMAT, CELL_FORMAT, CELL_FORMATS, CELL_FORMATS_END = 44, 47, 617, 618
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


class NotSoundPart(Exception):
    """A part of the workbook is not what it ought to be."""


def look_at_xlsb(archive: zipfile.ZipFile, part: str) -> Shown:
    """What the sheet in a part shows. Raises `NotSoundPart` or `TooFar`."""
    try:
        percent = _percent(archive.read("xl/styles.bin")) if "xl/styles.bin" in archive.namelist() else frozenset()
        return _look(archive.read(part), percent)
    except (struct.error, IndexError, KeyError):
        raise NotSoundPart from None


def relations_of_sheets(data: bytes) -> list[bytes]:
    """For each sheet that the part of the workbook lists, the name of the relation that leads to its part."""
    names = []
    try:
        for kind, at, _ in _records(data):
            if kind == SHEET:
                (length,) = struct.unpack_from("<I", data, at + 8)
                names.append(data[at + 12 : at + 12 + 2 * length].decode("utf-16-le", "replace").encode())
    except (struct.error, IndexError):
        raise NotSoundPart from None
    return names


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """The records of a part: kind, place of the content, its size; both numbers take seven bits of each byte."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _ in range(4):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, at, size
        at += size


def _percent(data: bytes) -> frozenset[int]:
    own: dict[int, str] = {}
    formats: list[int] = []
    within = False
    for kind, at, _ in _records(data):
        if kind == NUMBER_FORMAT:
            number, length = struct.unpack_from("<HI", data, at)
            own[number] = data[at + 6 : at + 6 + 2 * length].decode("utf-16-le", "replace")
        elif kind in (CELL_FORMATS, CELL_FORMATS_END):
            within = kind == CELL_FORMATS
        elif kind == CELL_FORMAT and within:
            formats.append(struct.unpack_from("<H", data, at + 2)[0])
    percent = percent_formats(own)
    return frozenset(place for place, form in enumerate(formats) if form in percent)


def _look(data: bytes, percent: frozenset[int]) -> Shown:
    shown = Shown()
    across = row = 0
    for kind, at, size in _records(data):
        if kind in CELLS:
            column, form = struct.unpack_from("<II", data, at)
            across = max(across, column + 1)
            if kind in ERROR_CELLS:
                shown.hold_error(row + 1, column + 1, ERRORS.get(data[at + 8], "#N/A"))
            elif kind in NUMBER_CELLS and form & 0xFFFFFF in percent:
                shown.hold_percentage(row + 1, column + 1)
        elif kind == ROW:
            (row,) = struct.unpack_from("<I", data, at)
            check_area(across, row + 1)
            if size > 11 and data[at + 11] & 0x10:
                shown.hide_row(row + 1)
        elif kind == COLUMNS:
            first, last = struct.unpack_from("<II", data, at)
            if data[at + 16] & 1:
                shown.hide_columns(first + 1, last + 1)
        elif kind == MERGED:
            first, last, left, right = struct.unpack_from("<IIII", data, at)
            shown.merged.append(((first, left), (last, right)))
    check_area(across, row + 1)
    return shown
