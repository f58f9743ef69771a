"""Merged cells of a sheet: what stands in the first holds for all of their rows."""

from collections.abc import Iterable
from typing import Any

MERGED_WITH = "(merged with "
"""How the text begins that stands for a cell which is merged with one of another column, as `(merged with A5)`."""
MOST_MERGED = 200_000
"""Merged cells of a sheet: a list of a million rows has fewer, and the reader makes room for each."""

Corner = tuple[int, int]
"""Row and column of a cell, from 0."""


class Merges:
    """The merged cells of a sheet while its rows are gone through, from the top.

    Merged over rows of one column, the value holds for each row. Merged across columns, it is the first column's; the
    others are marked as having none of their own. What a program left in a cell that is merged away is shown to nobody
    and is not read. A row without a cell of its own stays empty: nobody is made up.
    """

    def __init__(self, ranges: Iterable[tuple[Corner, Corner]], top: int, width: int) -> None:
        """`ranges` as first and last cell; `top` is the row of the headings (from 1), `width` how many they are."""
        self.begins: dict[int, list[tuple[int, int, int]]] = {}
        for (first, left), (last, right) in sorted(ranges):
            of_row = self.begins.setdefault(first + 1, []) if first >= top and left < width else None
            if of_row is not None and (not of_row or left > of_row[-1][2]):  # no sound sheet merges a cell twice
                of_row.append((left, last + 1, min(right, width - 1)))
        self.held: dict[int, tuple[int, Any]] = {}
        self.filled: set[int] = set()
        """Columns (from 0) in which a value was taken from the first of merged rows."""

    def fill(self, place: int, row: list[Any]) -> None:
        """Fill the cells of a row (numbered from 1) that belong to merged ones.

        >>> merges, row = Merges([((1, 0), (2, 0))], top=1, width=2), ["", "Jo"]
        >>> merges.fill(2, ["North", "Al"])
        >>> merges.fill(3, row)
        >>> row
        ['North', 'Jo']
        """
        begins = self.begins.get(place, ())
        self.held = {column: held for column, held in self.held.items() if held[0] >= place} if self.held else {}
        for left, last, right in begins:
            value = row[left]
            self.held[left] = last, value
            mark = f"{MERGED_WITH}{letters_of(left + 1)}{place})" if value != "" else ""
            self.held |= dict.fromkeys(range(left + 1, right + 1), (last, mark))
        if not self.held or all(cell == "" for cell in row):
            return
        begun = {left for left, _, _ in begins}
        for column, (_, value) in self.held.items():
            row[column] = value
            if value != "" and column not in begun and not str(value).startswith(MERGED_WITH):
                self.filled.add(column)


def letters_of(column: int) -> str:
    """The letters of a column of a spreadsheet, from 1.

    >>> letters_of(1), letters_of(28)
    ('A', 'AB')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


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
