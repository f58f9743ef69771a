"""Rows of a staff list as coded columns: what is read of them, and what is wrong with some."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from paymodel.files.coded_columns import Codes
from paymodel.files.tabular_io import (
    LeftOut,
)
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Ids:
    """The ids of some rows, as a pandas series of text: nearly all are distinct, so there is nothing to code."""

    cells: "pd.Series"

    def empty(self) -> NDArray[np.bool_]:
        """Which rows have none."""
        return np.asarray(self.cells == "", dtype=bool)

    def texts_of(self, rows: NDArray[Any]) -> list[str]:
        """The ids of some rows (places, or a mask)."""
        return [str(text) for text in self.cells.iloc[rows]]

    def all_begin_with(self, text: str) -> bool:
        """Whether there are ids and each begins with a text."""
        if self.cells.empty or not str(self.cells.iloc[0]).startswith(text):
            return False
        return bool(self.cells.str.startswith(text).all())

    def hashes(self, *, alone: bool) -> NDArray[np.uint64]:
        """A number for each id, the same for ids that differ only in letter case.

        Where these ids stand alone, numbers in their order do; else ones that any other piece would give too.
        """
        import pandas as pd

        lower = self.cells.str.lower()
        if not alone:
            return np.asarray(pd.util.hash_pandas_object(lower, index=False, categorize=False))
        earlier, later = lower.array[:-1], lower.array[1:]
        if bool((later > earlier).all()):  # type: ignore[operator]  # a list in the order of its ids
            return np.arange(len(lower), dtype=np.uint64)
        return np.asarray(pd.factorize(lower)[0]).astype(np.uint64)


@dataclass(eq=False)
class Problem:
    """Something about rows of a staff list: the places of the rows, the column, and what is wrong with each."""

    rows: NDArray[np.intp]
    column: str
    message: str


@dataclass(eq=False)
class Part:
    """Some rows of a staff list, column by column under our names; the number of each row as a spreadsheet has it."""

    numbers: NDArray[np.int64]
    texts: dict[str, Codes[str]]
    figures: dict[str, Array]
    ids: Ids | None = None
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What is to be said of the rows together, such as that some are hidden."""
    left_out: list[LeftOut] = field(default_factory=list)
    """Lines that are no rows of the list."""
    full_time_hours: Array | None = None
    """Hours of full time, where the list says them beside hours that are contracted."""

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.numbers)

    @property
    def lines(self) -> int:
        """How many rows and other lines that are none."""
        return len(self.numbers) + len(self.left_out)

    def text(self, name: str) -> Codes[str]:
        """A column of text; empty throughout where the list has none."""
        return self.texts.get(name) or Codes(("",), np.zeros(self.size, dtype=np.intp))

    def only(self, keep: NDArray[np.bool_]) -> "Part":
        """Some of the rows, without their problems."""
        return Part(
            self.numbers[keep],
            {name: column[keep] for name, column in self.texts.items()},
            {name: values[keep] for name, values in self.figures.items()},
            self.ids and Ids(self.ids.cells[keep]),
        )

    def id_of(self, rows: NDArray[Any]) -> list[str]:
        """The ids of some rows."""
        return self.ids.texts_of(rows) if self.ids else [""] * len(self.numbers[rows])
