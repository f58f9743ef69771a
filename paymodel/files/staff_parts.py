"""Rows of a staff list as coded columns: what is read of them, and what is wrong with some."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.files.arrow_arrays import flags_of, numbers_of, picked, texts_of
from paymodel.files.coded_columns import Codes
from paymodel.files.tabular_io import (
    LeftOut,
)
from paymodel.rounding import Array


@dataclass(frozen=True, eq=False)
class Ids:
    """The ids of some rows, as an Arrow array of text: nearly all are distinct, so there is nothing to code."""

    cells: Any

    @classmethod
    def of(cls, texts: Any, none: Collection[str]) -> "Ids":
        """Ids of some texts; those that only say that there is none are none."""
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = pa.array(texts, type=pa.large_string()) if isinstance(texts, np.ndarray) else texts
        says_none = pc.is_in(whole, value_set=texts_of(none))
        return cls(pc.if_else(says_none, texts_of([""])[0], whole) if says_none.true_count else whole)

    def __getitem__(self, keep: NDArray[np.bool_]) -> "Ids":
        return Ids(picked(self.cells, np.flatnonzero(keep)))

    def empty(self) -> NDArray[np.bool_]:
        """Which rows have none."""
        return self.are_among([""])

    def are_among(self, texts: Collection[str]) -> NDArray[np.bool_]:
        """Which are one of some texts."""
        import pyarrow.compute as pc

        return flags_of(pc.is_in(self.cells, value_set=texts_of(texts)))

    def begin_with(self, text: str) -> NDArray[np.bool_]:
        """Which begin with a text."""
        import pyarrow.compute as pc

        return flags_of(pc.starts_with(self.cells, pattern=text))

    def match(self, expression: str) -> NDArray[np.bool_]:
        """Which hold what a regular expression finds."""
        import pyarrow.compute as pc

        return flags_of(pc.match_substring_regex(self.cells, expression))

    def texts_of(self, rows: NDArray[Any]) -> list[str]:
        """The ids of some rows (places, or a mask)."""
        places = np.flatnonzero(rows) if rows.dtype == bool else rows
        texts: list[str] = picked(self.cells, places).to_pylist()
        return texts

    def all_begin_with(self, text: str) -> bool:
        """Whether there are ids and each begins with a text."""
        if not len(self.cells) or not self.cells[0].as_py().startswith(text):
            return False
        return bool(self.begin_with(text).all())

    def hashes(self, *, alone: bool) -> NDArray[np.uint64]:
        """A number for each id, the same for ids that differ only in letter case.

        Where these ids stand alone, numbers in their order do; else ones that any other piece would give too.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        lower = pc.utf8_lower(self.cells)
        if not alone:
            import pandas as pd

            return np.asarray(pd.util.hash_pandas_object(lower.to_pandas(), index=False, categorize=False))
        if pc.all(pc.greater(lower[1:], lower[:-1])).as_py() is not False:  # a list in the order of its ids
            return np.arange(len(lower), dtype=np.uint64)
        return numbers_of(pa.chunked_array([lower.dictionary_encode().indices])).astype(np.uint64)


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
        return self.texts.get(name) or Codes(("",), np.broadcast_to(np.intp(0), self.size))

    def only(self, keep: NDArray[np.bool_]) -> "Part":
        """Some of the rows, without their problems."""
        return Part(
            self.numbers[keep],
            {name: column[keep] for name, column in self.texts.items()},
            {name: values[keep] for name, values in self.figures.items()},
            self.ids and self.ids[keep],
        )

    def id_of(self, rows: NDArray[Any]) -> list[str]:
        """The ids of some rows."""
        return self.ids.texts_of(rows) if self.ids else [""] * len(self.numbers[rows])
