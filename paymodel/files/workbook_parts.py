"""The parts of a workbook that is an archive: refused before they take more room than is read; errors in cells."""

import re
import zipfile

from paymodel.files.merged_cells import MOST_MERGED, column_of, letters_of
from paymodel.files.sheet_shown import LARGEST_AREA, NO_VALUE_YET

LARGEST_WORKBOOK = 500_000_000
"""Bytes that a workbook may hold when unpacked: enough for half a million rows, too little for a bomb."""
Errors = dict[str, dict[int, dict[int, str]]]
"""For each part the cells that hold an error, by row and column from 1."""


def check_parts(archive: zipfile.ZipFile, *, xlsx: bool) -> tuple[str, Errors]:
    """What is wrong with the parts of a workbook, if anything; and for each part of .xlsx the cells without a value.

    Each part is unpacked once, a little at a time, so that its real size counts and not the one that it states; and the
    cells of each sheet are looked at, as a single one far away would take the room of all those before it.
    """
    stated = {item.filename: item.file_size for item in archive.infolist()}
    unpacked = sum(item.file_size for item in archive.infolist())
    errors: Errors = {}
    if unpacked > LARGEST_WORKBOOK:
        return f"would unpack to {unpacked:,} bytes; at most {LARGEST_WORKBOOK:,} are read: give CSV or Parquet", errors
    for item in archive.infolist():
        size = 0
        item.file_size = LARGEST_WORKBOOK + 1  # else reading stops at what it states
        part = _Part()
        with archive.open(item) as file:
            while chunk := file.read(1 << 20):
                size += len(chunk)
                if size > max(stated[item.filename], 1):
                    return "is damaged: a part is larger than it states; save it as .xlsx or CSV UTF-8 again", errors
                if xlsx:  # any part may be a sheet, whatever its name
                    part.look(chunk)
        words = part.wrong()
        if words:
            return words, errors
        if part.errors:
            errors[item.filename] = part.errors
    return "", errors


def too_far(across: int, down: int) -> str:
    """What is said of a sheet whose last cell is too far away, by its column and row."""
    words = f"holds cells as far as column {letters_of(across)} and row {down:,}; at most {LARGEST_AREA:,} cells"
    return f"{words} are read: clear what stands far from the list, or save it as CSV UTF-8"


class _Part:
    """A part of an .xlsx workbook while its bytes are looked at: where its cells stand, merged cells, errors."""

    def __init__(self) -> None:
        self.letters: set[bytes] = set()
        self.rows: set[bytes] = set()
        self.placeless, self.merged = _Placeless(), 0
        self.errors: dict[int, dict[int, str]] = {}
        self.before = b""

    def look(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        seen = self.before + chunk
        self.letters.update(_COLUMN.findall(seen))
        self.rows.update(_ROW.findall(seen))
        self.placeless.look(chunk)
        self.merged += chunk.count(b"mergeCell")
        for cell, text in _ERROR.findall(seen) if b"#" in seen else ():
            self._hold(cell, text.decode("ascii", "replace"))
        for cell, value in _FORMULA_ALONE.findall(seen) if b"<f" in seen or b":f" in seen else ():
            if not (value and _IS_TEXT.search(cell)):  # an empty text is a value
                self._hold(cell, NO_VALUE_YET)
        self.before = seen[-LONGEST_CELL:]

    def _hold(self, cell: bytes, text: str) -> None:
        at = _PLACE.search(cell)
        if at:
            self.errors.setdefault(int(at[2]), {})[column_of(at[1].decode())] = text

    def wrong(self) -> str:
        """What is wrong with the part, if anything."""
        across = max((column_of(text.decode()) for text in self.letters), default=0) + self.placeless.across
        down = max((int(text) for text in self.rows), default=0) + self.placeless.down
        if across * down > LARGEST_AREA:
            return too_far(across, down)
        if self.merged > MOST_MERGED:
            return f"holds more than {MOST_MERGED:,} merged cells; unmerge them, or save it as CSV UTF-8"
        return ""


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


_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,7})[0-9]""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>(?:<f[^<>]*>(?:[^<]*</f>)?)?<v>(#[^<]{1,20})</v>"""
)
_FORMULA_ALONE = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_IS_TEXT = re.compile(rb"""\bt\s*=\s*["']str["']""")
LONGEST_CELL = 10_000
"""Bytes of a sheet that are looked at again with the next ones: a cell that holds an error may be cut in two."""
_A_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_NO_PLACE = re.compile(rb"""<(?:\w+:)?c(?=[\s/>])(?![^<>]*\sr\s*=)|<(?:\w+:)?row(?=[\s/>])(?![^<>]*\sr\s*=)""")
_ROW_PLACE = re.compile(rb"[^<>]*\sr\s*=")
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,7}([0-9]{1,12})""")
