"""CSV as it is written: numbers as numbers, no text that a spreadsheet would run, and a mark where Excel needs it.

Whatever is written as CSV is written here.
"""

import csv
import io
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.files.coded_columns import CodedRows, Codes
from paymodel.files.formulas import STARTS_A_FORMULA, harmless

MARK = "\ufeff"
"""What tells Excel on Windows that a file is UTF-8. Every reader of ours passes over it."""
SIGNS = ',"\r\n'
"""What stands in quotation marks in CSV."""
SHORTEST = ""
"""The form of a number that is written with as many digits as it has."""


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]], forms: Sequence[str] = ()) -> str:
    r"""A table as CSV. `forms` say how the numbers of each column with decimals are written, such as `.2f`.

    What is not there (None, not a number) is empty.

    >>> csv_text(["post", "pounds"], [["=post", 1350.5], ["Näher", None]], ["", ".2f"])
    "post,pounds\n'=post,1350.50\nNäher,\n"
    """
    written = forms or [SHORTEST] * len(head)
    if isinstance(rows, CodedRows):
        columns = [_coded(column, form) for column, form in zip(rows.columns, written, strict=True)]
    else:
        columns = [_column(cells, form) for cells, form in zip(zip(*rows, strict=True), written, strict=False)]
    lines = map(",".join, zip(*columns, strict=True)) if len(columns) != 1 else (text or '""' for text in columns[0])
    return "\n".join([_line([harmless(name) for name in head]), *lines, ""])


def for_people(text: str) -> str:
    r"""CSV as a file that people open: it begins with the mark unless it is pure ASCII.

    >>> for_people("site\nLeeds\n"), for_people("site\nYnys Môn\n")
    ('site\nLeeds\n', '\ufeffsite\nYnys Môn\n')
    """
    return text if text.isascii() else MARK + text


def _coded(column: Codes[Any], form: str) -> list[str]:
    """The cells of a column as they are written, of which each value is looked at once."""
    written: list[str] = Codes(tuple(_written(cell, form) for cell in column.values), column.codes).texts().tolist()
    return written


def _column(cells: Sequence[Any], form: str) -> list[str]:
    """The cells of a column as they are written; what stands there over and over is looked at once."""
    kinds = set(map(type, cells))
    if kinds <= {int, str} or kinds <= {float, str}:
        written = {cell: _written(cell, form) for cell in set(cells)}
        if float not in kinds:
            return list(map(written.__getitem__, cells))
        return [written[cell] if cell else _written(cell, form) for cell in cells]  # -0.0 is 0.0, and written otherwise
    return [_written(cell, form) for cell in cells]


def _written(cell: Any, form: str) -> str:
    """A cell of several in a line."""
    harmless_cell = _cell(cell, form)
    text = "" if harmless_cell is None else str(harmless_cell)
    return _line([text, ""])[:-1] if any(sign in text for sign in SIGNS) else text


def _line(cells: Sequence[str]) -> str:
    """A line of CSV, without its end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()[:-1]


def _cell(cell: Any, form: str) -> Any:
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, float):
        return "" if math.isnan(cell) else format(cell, form)
    return cell


class CsvFile:
    """A CSV file for people, written a block of columns at a time, each with as many decimals as the form says."""

    def __init__(self, path: Path, form: str) -> None:
        self._path, self._form = path, form
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._headed, self._plain = False, True

    def write(self, columns: Mapping[str, Any]) -> None:
        """Add a block of rows; the first says what the columns are called."""
        if not self._headed:
            self._writer.writerow([harmless(name) for name in columns])
            self._headed = True
        cells = [self._cells(column) for column in columns.values()]
        self._writer.writerows(zip(*cells, strict=True))

    def _cells(self, column: Any) -> list[Any]:
        held = np.array(column, dtype=object) if isinstance(column, list) else np.asarray(column)
        cells: list[Any] = held.tolist()
        if held.dtype.kind == "f":
            return [self._form % number if number == number else "" for number in cells]
        if held.dtype.kind in "biu":
            return cells
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell.startswith(STARTS_A_FORMULA):
                    cells[at] = harmless(cell)
                self._plain = self._plain and cell.isascii()
            else:
                cells[at] = _cell(cell, self._form.removeprefix("%"))
        return cells

    def close(self) -> None:
        """Finish the file."""
        self._file.close()
        if self._plain:
            return
        beside = self._path.with_name(f"{self._path.name}.marked")
        with self._path.open("rb") as source, beside.open("wb") as target:
            target.write(MARK.encode())
            shutil.copyfileobj(source, target)
        beside.replace(self._path)
