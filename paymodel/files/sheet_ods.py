"""What a sheet of OpenDocument (.ods) shows: its elements, gone through a little at a time."""

import zipfile

from paymodel.files.merged_cells import MOST_MERGED
from paymodel.files.sheet_shown import LAST_ROW, NO_VALUE_YET, Shown, check_area
from paymodel.files.xml_parts import parse_part

CONTENT = "content.xml"
HIDDEN = ("collapse", "filter")


def look_at_ods(archive: zipfile.ZipFile) -> dict[str, Shown]:
    """What each sheet shows, by its name. Raises `TooFar`; what libraries raise for damaged parts is the caller's."""
    looked = _Looked()
    with archive.open(CONTENT) as file:
        parse_part(file, looked.start, looked.end, looked.text)
    return looked.sheets


class _Looked:
    """The sheets of a document while they are gone through.

    The room of every sheet is measured: empty cells and rows may be repeated to the end of it, filled ones may not.
    """

    def __init__(self) -> None:
        self.sheets: dict[str, Shown] = {}
        self.shown = Shown()
        self.depth = 0
        self.row = self.rows = self.column = self.columns = self.across = self.headings = 0
        self.filled = self.error = self.value = self.formula = False
        self.hidden = False
        self.words = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = name.rpartition(":")[2]
        at = {key.rpartition(":")[2]: text for key, text in attributes.items()}
        if kind == "table":
            self.depth += 1
            if self.depth == 1:
                self.shown = self.sheets.setdefault(at.get("name", ""), Shown())
                self.row = self.rows = self.across = self.headings = 0
        elif self.depth != 1:
            return
        elif kind == "table-column":
            first = self.headings + 1
            self.headings += _times(at, "number-columns-repeated")
            if at.get("visibility") in HIDDEN:
                self.shown.hide_columns(first, self.headings)
        elif kind == "table-row":
            self.row += self.rows
            self.rows, self.column, self.columns = _times(at, "number-rows-repeated"), 0, 0
            self.filled, self.hidden = False, at.get("visibility") in HIDDEN
        elif kind in ("table-cell", "covered-table-cell"):
            self._cell(at, kind)

    def _cell(self, at: dict[str, str], kind: str) -> None:
        self.column += self.columns
        self.columns = _times(at, "number-columns-repeated")
        self.value = "value-type" in at
        self.error, self.formula, self.words = at.get("value-type") == "error", "formula" in at, ""
        if self.row >= LAST_ROW:
            return
        down, across = int(at.get("number-rows-spanned", 1)), int(at.get("number-columns-spanned", 1))
        if (down > 1 or across > 1) and kind == "table-cell" and len(self.shown.merged) <= MOST_MERGED:
            last = self.row + min(down, LAST_ROW) - 1, self.column + min(across, LAST_ROW) - 1
            self.shown.merged.append(((self.row, self.column), last))
        if at.get("value-type") == "percentage":
            for row in range(min(self.rows, 1000)):
                self.shown.hold_percentage(self.row + 1 + row, self.column + 1)

    def text(self, words: str) -> None:
        """Some letters of a cell."""
        if len(self.words) < 20:
            self.words += words

    def end(self, name: str) -> None:
        """An element ends."""
        kind = name.rpartition(":")[2]
        if kind == "table":
            self.depth -= 1
        elif self.depth != 1:
            return
        elif kind in ("table-cell", "covered-table-cell"):
            if self.value or self.words:
                self.filled = True
                self.across = max(self.across, self.column + self.columns)
            if self.error or self.words.startswith("#"):
                self.shown.hold_error(self.row + 1, self.column + 1, self.words or "#N/A")
            elif self.formula and not (self.value or self.words):
                self.shown.hold_error(self.row + 1, self.column + 1, NO_VALUE_YET)
            self.error = self.formula = self.value = False
            self.words = ""
        elif kind == "table-row":
            if self.filled:
                check_area(self.across, self.row + self.rows)
            if self.hidden:
                self.shown.hide_row(self.row + 1, self.rows)


def _times(at: dict[str, str], key: str) -> int:
    return max(int(at.get(key, 1)), 1)
