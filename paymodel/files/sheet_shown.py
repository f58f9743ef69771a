"""What a sheet of a workbook shows and the reader of its cells does not tell: hidden rows, percentages, errors."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from paymodel.counting import counted
from paymodel.files.merged_cells import Corner

MOST_NAMED = 8
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of any sheet: what is said of rows beyond it, or of so many stretches of columns, is not kept."""
LARGEST_AREA = 10_000_000
"""Cells from the first to the last of a sheet, filled or not: the reader makes room for all of them."""
NO_VALUE_YET = "(formula without a value)"
"""The text that stands for a cell whose formula was never worked out."""


@dataclass
class Shown:
    """What a sheet shows: hidden rows (from 1), ranges of hidden columns (from 1), columns of percentages by row.

    `errors` are the texts of cells that hold an error, by row and column from 1; `merged` the merged cells, where the
    reader of cells does not know them. Where `known` is false the sheet could not be looked at.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    percent: dict[int, list[int]] = field(default_factory=dict)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[Corner, Corner]] = field(default_factory=list)
    known: bool = True

    def hide_row(self, row: int, repeats: int = 1) -> None:
        """Note that a row (from 1) is hidden, and so many after it."""
        self.hidden_rows += range(row, min(row + repeats, LAST_ROW + 1))

    def hide_columns(self, first: int, last: int) -> None:
        """Note that columns (from 1) are hidden."""
        if len(self.hidden_columns) < LAST_COLUMN:
            self.hidden_columns.append((first, last))

    def hold_percentage(self, row: int, column: int) -> None:
        """Note that a cell (from 1) shows its number as a percentage."""
        self.percent.setdefault(row, []).append(column)

    def hold_error(self, row: int, column: int, text: str) -> None:
        """Note the error that a cell (from 1) holds."""
        self.errors.setdefault(row, {})[column] = text

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
        return (
            f"{counted(len(hidden), 'row')} of the sheet are hidden, by a filter or by hand, and count like any other:"
            f" {which} {named}. Take them out if they are not meant."
        )

    def hides(self, column: int) -> bool:
        """Whether a column (from 1) is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def shows_percent(code: str) -> bool:
    r"""Whether a number format shows a hundredth as 1%: a sign that is quoted or escaped is shown and changes nothing.

    >>> shows_percent("0.0%"), shows_percent('0"%"'), shows_percent(r"0\%"), shows_percent("[Red]0%;-0%")
    (True, False, False, True)
    """
    plain = re.sub(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', "", code)
    return "%" in plain.split(";")[0]


def percent_formats(own: dict[int, str]) -> set[int]:
    """The numbers of the number formats that show percentages: 0% and 0.00%, which every workbook has, and its own."""
    return {*PERCENT, *(number for number, code in own.items() if shows_percent(code))} - {
        number for number, code in own.items() if not shows_percent(code)
    }


PERCENT = (9, 10)
"""The number formats 0% and 0.00%, which every workbook has without saying so."""


class TooFar(Exception):
    """A sheet holds cells so far apart that the reader would make room for more than is read."""

    def __init__(self, across: int, down: int) -> None:
        self.across, self.down = across, down
        super().__init__(across, down)


def check_area(across: int, down: int) -> None:
    """Refuse a sheet whose last filled cell is so far away. Raises `TooFar`."""
    if across * down > LARGEST_AREA:
        raise TooFar(across, down)
