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

from paymodel.files.formulas import STARTS_A_FORMULA, harmless

MARK = "\ufeff"
"""What tells Excel on Windows that a file is UTF-8. Every reader of ours passes over it."""
SHORTEST = ""
"""The form of a number that is written with as many digits as it has."""


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Any]], forms: Sequence[str] = ()) -> str:
    r"""A table as CSV. `forms` say how the numbers of each column with decimals are written, such as `.2f`.

    What is not there (None, not a number) is empty.

    >>> csv_text(["post", "pounds"], [["=post", 1350.5], ["Näher", None]], ["", ".2f"])
    "post,pounds\n'=post,1350.50\nNäher,\n"
    """
    written = forms or [SHORTEST] * len(head)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(name) for name in head])
    columns = zip(*rows, strict=True)
    writer.writerows(zip(*(_column(cells, form) for cells, form in zip(columns, written, strict=False)), strict=True))
    return out.getvalue()


def for_people(text: str) -> str:
    r"""CSV as a file that people open: it begins with the mark unless it is pure ASCII.

    >>> for_people("site\nLeeds\n"), for_people("site\nYnys Môn\n")
    ('site\nLeeds\n', '\ufeffsite\nYnys Môn\n')
    """
    return text if text.isascii() else MARK + text


def _column(cells: Sequence[Any], form: str) -> Sequence[Any]:
    """The cells of a column as they are written; the same text over and over is looked at once."""
    kinds = set(map(type, cells))
    if kinds <= {int}:
        return cells
    if kinds <= {int, str}:
        written = {cell: harmless(cell) if type(cell) is str else cell for cell in set(cells)}
        return list(map(written.__getitem__, cells))
    texts: dict[str, str] = {}
    column = list(cells)
    for place, cell in enumerate(cells):
        if type(cell) is str:
            if cell not in texts:
                texts[cell] = harmless(cell)
            column[place] = texts[cell]
        elif type(cell) is not int:
            column[place] = _cell(cell, form)
    return column


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
