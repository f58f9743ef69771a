"""What a sheet of an .xlsx workbook shows and the reader of its cells does not tell: what is hidden, and percentages.

Every part is read a little at a time and no tree is made of it; its size was checked before. Nothing outside the
workbook is looked at, and a part that declares entities is not read. Only .xlsx is known here: of .xls, .xlsb and .ods
nobody says which rows are hidden.
"""

import re
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from paymodel.counting import counted
from paymodel.files.uploads import Source, for_libraries

PERCENT = (9, 10)
"""The number formats 0% and 0.00%, which every workbook has without saying so."""
CHUNK = 1 << 20
MOST_NAMED = 8
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of any sheet: what is said of rows beyond it, or of so many stretches of columns, is not kept."""


@dataclass
class Shown:
    """What a sheet shows: hidden rows (from 1), ranges of hidden columns (from 1), columns of percentages by row.

    Where `known` is false the sheet could not be looked at.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    percent: dict[int, list[int]] = field(default_factory=dict)
    known: bool = True

    def rows_words(self, among: Collection[int]) -> str:
        """A sentence about the hidden rows that are `among` those of a list; nothing where none is."""
        if not self.known:
            return "Whether rows or columns of the sheet are hidden could not be seen; all of them were read."
        hidden = sorted(set(self.hidden_rows).intersection(among))
        if not hidden:
            return ""
        named = ", ".join(f"{row:,}" for row in hidden[:MOST_NAMED])
        if len(hidden) == 1:
            return (
                "1 row of the sheet is hidden, by a filter or by hand, and counts like any other:"
                f" row {named}. Take it out if it is not meant."
            )
        which = "rows" if len(hidden) <= MOST_NAMED else "the first are rows"
        sentence = (
            f"{counted(len(hidden), 'row')} of the sheet are hidden, by a filter or by hand, and count like any other"
        )
        return f"{sentence}: {which} {named}. Take them out if they are not meant."

    def hides(self, column: int) -> bool:
        """Whether a column (from 1) is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def shown_in(source: Source, part: str) -> Shown:
    """What the sheet in a part of a workbook shows."""
    try:
        with zipfile.ZipFile(for_libraries(source)) as archive:
            styles = [name for name in archive.namelist() if name.lower().endswith("styles.xml")]
            percent = _percent_styles(archive, styles[0]) if styles else frozenset()
            if not percent and not _mentions_hidden(archive, part):
                return Shown()
            looked = _Looked(percent)
            with archive.open(part) as file:
                _parse(file, looked.start)
            return looked.shown
    except (KeyError, OSError, ValueError, zipfile.BadZipFile, expat.ExpatError, _Entities):
        return Shown(known=False)


class _Entities(Exception):
    """A part declares entities, which no sheet needs."""


def _parse(file: IO[bytes], start: Callable[[str, dict[str, str]], None]) -> None:
    """Go through the elements of a part."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = _refuse_entities
    while chunk := file.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_entities(*_: object) -> None:
    raise _Entities


def _mentions_hidden(archive: zipfile.ZipFile, part: str) -> bool:
    """Whether anything in a sheet may be hidden: most have nothing, and need not be gone through."""
    before = b""
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            if re.search(rb"""hidden\s*=|\bht\s*=\s*["']0|width\s*=\s*["']0""", before + chunk):
                return True
            before = chunk[-16:]
    return False


def _percent_styles(archive: zipfile.ZipFile, part: str) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    own: dict[int, str] = {}
    formats: list[int] = []
    within = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal within
        name = name.rpartition(":")[2]
        if name == "numFmt":
            own[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            within = name == "cellXfs"
        elif name == "xf" and within:
            formats.append(int(attributes.get("numFmtId", 0)))

    with archive.open(part) as file:
        _parse(file, start)
    percent = {*PERCENT, *(number for number, code in own.items() if shows_percent(code))} - {
        number for number, code in own.items() if not shows_percent(code)
    }
    return frozenset(str(number) for number, number_format in enumerate(formats) if number_format in percent)


def shows_percent(code: str) -> bool:
    r"""Whether a number format shows a hundredth as 1%: a sign that is quoted or escaped is shown and changes nothing.

    >>> shows_percent("0.0%"), shows_percent('0"%"'), shows_percent(r"0\%"), shows_percent("[Red]0%;-0%")
    (True, False, False, True)
    """
    plain = re.sub(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', "", code)
    return "%" in plain.split(";")[0]


class _Looked:
    """A sheet while it is gone through."""

    def __init__(self, percent: frozenset[str]) -> None:
        self.percent = percent
        self.shown = Shown()
        self.row = 0
        self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins. A row or a cell without a place comes after the one before."""
        name = name.rpartition(":")[2]
        if name == "c":
            self.column = column_of(attributes["r"]) if "r" in attributes else self.column + 1
            if attributes.get("s") in self.percent and attributes.get("t", "n") == "n":
                self.shown.percent.setdefault(self.row, []).append(self.column)
        elif name == "row":
            self.row, self.column = int(attributes["r"]) if "r" in attributes else self.row + 1, 0
            if self.row <= LAST_ROW and (_true(attributes.get("hidden")) or _is_zero(attributes.get("ht"))):
                self.shown.hidden_rows.append(self.row)
        elif name == "col" and (_true(attributes.get("hidden")) or _is_zero(attributes.get("width"))):
            stretch = int(attributes["min"]), int(attributes["max"])
            self.shown.hidden_columns += [stretch] if len(self.shown.hidden_columns) < LAST_COLUMN else []


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def _is_zero(text: str | None) -> bool:
    return text is not None and float(text) == 0


def column_of(place: str) -> int:
    """The number of the column of a cell, from 1.

    >>> column_of("A1"), column_of("AB12")
    (1, 28)
    """
    number = 0
    for letter in place.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number
