"""What a sheet of an .xlsx workbook shows and the reader of its cells does not tell: what is hidden, and percentages.

Every part is read a little at a time and no tree is made of it; its size was checked before. Nothing outside the
workbook is looked at, and a part that declares entities is not read.
"""

import re
import zipfile
from xml.parsers import expat

from paymodel.files.merged_cells import column_of
from paymodel.files.sheet_shown import LAST_ROW, Shown, percent_formats
from paymodel.files.xml_parts import CHUNK, Entities, parse_part


def look_at_xlsx(archive: zipfile.ZipFile, part: str) -> Shown:
    """What the sheet in a part of a workbook shows."""
    try:
        styles = [name for name in archive.namelist() if name.lower().endswith("styles.xml")]
        percent = _percent_styles(archive, styles[0]) if styles else frozenset()
        if not percent and not _mentions_hidden(archive, part):
            return Shown()
        looked = _Looked(percent)
        with archive.open(part) as file:
            parse_part(file, looked.start)
        return looked.shown
    except (KeyError, OSError, ValueError, zipfile.BadZipFile, expat.ExpatError, Entities):
        return Shown(known=False)


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
        parse_part(file, start)
    percent = percent_formats(own)
    return frozenset(str(number) for number, number_format in enumerate(formats) if number_format in percent)


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
                self.shown.hold_percentage(self.row, self.column)
        elif name == "row":
            self.row, self.column = int(attributes["r"]) if "r" in attributes else self.row + 1, 0
            if self.row <= LAST_ROW and (_true(attributes.get("hidden")) or _is_zero(attributes.get("ht"))):
                self.shown.hide_row(self.row)
        elif name == "col" and (_true(attributes.get("hidden")) or _is_zero(attributes.get("width"))):
            self.shown.hide_columns(int(attributes["min"]), int(attributes["max"]))


def _true(text: str | None) -> bool:
    return text in ("1", "true")


def _is_zero(text: str | None) -> bool:
    return text is not None and float(text) == 0
