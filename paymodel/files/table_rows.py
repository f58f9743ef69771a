"""Rows of a table, worked out a block at a time: its columns and their bounds, and every fault by row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import MOST_FAULTS, Fault, Faults, Refused, nearest
from paymodel.files.tabular_io import Block, finish, reading, refuse_same, writing
from paymodel.pay.rule_book import Citation
from paymodel.progress import progress
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd


Work = Callable[["Rows", dict[Citation, None]], Mapping[str, Any]]
"""Works out a block of rows: notes their faults, adds the figures used, and gives the columns to write."""


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of table: words, numbers (what an empty cell means, the least, the most), and the required.

    `either` are two columns of which one must be there; `whole` are numbers without decimals.
    """

    words: tuple[str, ...]
    numbers: Mapping[str, tuple[float, tuple[float, float]]]
    required: tuple[str, ...]
    either: tuple[str, str] | None = None
    whole: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        return (*self.words, *self.numbers)


def worked_out(source: Path, target: Path, layout: Layout, work: Work) -> tuple[int, list[Citation]]:
    """Read a table, work it out a block at a time and write it; the number of rows read, and the figures used.

    Nothing is written unless every row is sound. Raises `Faults`.
    """
    refuse_same(source, target)
    with writing(target) as write:
        return each_block(source, write, layout, work)


def each_block(
    source: Path, write: Callable[[Mapping[str, Any]], None], layout: Layout, work: Work
) -> tuple[int, list[Citation]]:
    """Work out each block of a table and hand it on, as long as no row is at fault. Raises `Faults`."""
    return work_through(reading(source), source, write, layout, work)


def work_through(
    blocks: Iterable[Block], source: Path, write: Callable[[Mapping[str, Any]], None], layout: Layout, work: Work
) -> tuple[int, list[Citation]]:
    """Work out blocks that are read already and hand them on, as long as no row is at fault. Raises `Faults`."""
    done = 0
    figures: dict[Citation, None] = {}
    faults: list[Fault] = []
    for block in blocks:
        check_columns(source, list(block.cells.columns), layout)
        rows = Rows(block, str(source), layout)
        columns = work(rows, figures)
        faults.extend(rows.in_order())
        done += len(block.rows)
        if not faults:
            write(columns)
        elif len(faults) > MOST_FAULTS:
            break
        progress(counted(done, "row"))
    progress("")
    finish(source, done, faults)
    return done, list(figures)


def check_columns(source: Path, names: list[str], layout: Layout) -> None:
    """Refuse unknown and missing columns."""
    faults, meant = [], set()
    for name in names:
        if name not in layout.columns:
            hint = nearest(str(name), [column for column in layout.columns if column not in names])
            if not hint.startswith("did you mean"):
                hint = "see docs/tables.md for the columns"
            meant.add(hint)
            faults.append(Fault(str(source), "row 1", f"unknown column '{name}'; {hint}"))
    faults += [
        Fault(str(source), "row 1", f"the column '{name}' is missing")
        for name in layout.required
        if name not in names and f"did you mean '{name}'?" not in meant
    ]
    if layout.either:
        first, other = layout.either
        if not set(layout.either) & set(names) and f"did you mean '{first}'?" not in meant:
            faults.append(Fault(str(source), "row 1", f"the column '{first}' is missing (or '{other}')"))
    if faults:
        raise Faults(faults)


class Rows:
    """One block of rows being worked out; faults by row."""

    def __init__(self, block: Block, name: str, layout: Layout) -> None:
        self.name, self.rows, self.size = name, block.rows, len(block.rows)
        self.ids = block.cells["id"].to_numpy()
        self.faults: dict[tuple[int, str], Fault] = {}
        self.at_fault = np.zeros(self.size, dtype=bool)
        self.present = set(block.cells.columns)
        nothing = _Texts(np.zeros(self.size, dtype=np.int64), [""])
        self.text = {
            column: _texts(block.cells[column]) if column in self.present else nothing
            for column in layout.words
            if column != "id"
        }
        self.numbers = {column: self._numbers(block.cells, layout, column) for column in layout.numbers}
        self.fault(~_stated(block.cells["id"]), "id", "missing")

    def in_order(self) -> list[Fault]:
        """The faults found, by row."""
        return [self.faults[key] for key in sorted(self.faults)]

    def fault(self, rows: Any, column: str, message: Callable[[int], str] | str) -> None:
        """Note a fault for each row (a mask or positions); the first fault of a cell stands."""
        rows = np.flatnonzero(rows) if np.asarray(rows).dtype == bool else rows
        self.at_fault[rows] = True
        for row in rows[: MOST_FAULTS + 1]:
            words = message if isinstance(message, str) else message(int(row))
            place = f"row {self.rows[row]}, {column}"
            self.faults.setdefault((int(row), column), Fault(self.name, place, words))

    def _numbers(self, cells: "pd.DataFrame", layout: Layout, column: str) -> Array:
        import pandas as pd

        empty, (least, most) = layout.numbers[column]
        if column not in cells:
            return np.full(self.size, empty)
        raw = cells[column]
        values = pd.to_numeric(raw, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
        stated = _stated(raw)
        wrong = stated & ~np.isfinite(values)
        self.fault(wrong, column, lambda row: f"'{_text(raw, row)}' is not a number")
        out = stated & ~wrong & ((values < least) | (values > most))
        self.fault(out, column, lambda row: f"'{_text(raw, row)}' is out of range: {least:g} to {most:,.0f}")
        if column in layout.whole:
            part = stated & ~wrong & (np.floor(values) != values)
            self.fault(part, column, lambda row: f"'{_text(raw, row)}' is not a whole number")
        return np.where(stated & ~wrong, values, empty)

    def faulty(self, column: str) -> np.ndarray:
        """Which rows have a fault in a column."""
        faulty = np.zeros(self.size, dtype=bool)
        faulty[[row for row, name in self.faults if name == column]] = True
        return faulty

    def each(self, column: str, work: Callable[[str], Any], empty: Any) -> np.ndarray:
        """Work out each distinct text of a column once."""
        texts = self.text[column]
        results = []
        for code, text in enumerate(texts.distinct):
            try:
                results.append(empty if text == "" else work(text))
            except (ValueError, Refused) as error:
                words = error.message if isinstance(error, Refused) else str(error)
                self.fault(texts.codes == code, column, words)
                results.append(empty)
        out = np.empty(len(results), dtype=object)
        out[:] = results
        return np.asarray(out[texts.codes])


@dataclass
class _Texts:
    """A column of text: for each row the number of its text among the distinct ones."""

    codes: np.ndarray
    distinct: list[str]

    def stated(self) -> np.ndarray:
        """Which rows hold any text."""
        return np.asarray(np.array([text != "" for text in self.distinct], dtype=bool)[self.codes])


def _texts(cells: "pd.Series") -> _Texts:
    """The cells of a column as text, without outer blanks; empty where there is none. Whole numbers lose their .0."""
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(cells.dtype) and pd.api.types.infer_dtype(cells) != "string":
        cells = cells.astype(object).where(cells.notna(), "").astype(str)
    codes, distinct = pd.factorize(cells)
    texts = pd.Series([_as_text(cell) for cell in distinct] + [""], dtype=object)
    codes_of_texts, once = pd.factorize(texts)
    return _Texts(codes_of_texts[codes], list(once))  # an empty cell has the code -1: the last text


def _as_text(cell: Any) -> str:
    if isinstance(cell, (bool, np.bool_)):
        return "true" if cell else "false"
    if isinstance(cell, (int, float, np.number)):
        return f"{float(cell):.6f}".rstrip("0").rstrip(".")
    return str(cell).strip()


def _text(cells: "pd.Series", row: int) -> str:
    """One cell as text."""
    texts = _texts(cells.iloc[row : row + 1])
    return texts.distinct[int(texts.codes[0])]


def _stated(cells: "pd.Series") -> np.ndarray:
    """Which cells of a column hold anything."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(cells.dtype):
        return np.asarray(~np.isnan(cells.to_numpy(dtype=np.float64, na_value=np.nan)))
    if isinstance(cells.dtype, pd.StringDtype):
        return (cells.str.strip().fillna("") != "").to_numpy(dtype=bool)
    return _texts(cells).stated()


def distinct_rows(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number the distinct rows of columns side by side in the order they come; for each row its number, and its place.

    >>> numbers, first = distinct_rows(np.array([5, 6, 5, 5]), np.array(["a", "a", "a", "b"], dtype=object))
    >>> numbers.tolist(), first.tolist()
    ([0, 1, 0, 2], [0, 1, 3])
    """
    import pandas as pd

    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        codes, distinct = pd.factorize(column)
        key = key * len(distinct) + codes
    numbers, keys = pd.factorize(key)
    first = np.empty(len(keys), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(key))[::-1]  # backwards, so that the first of each is written last
    return numbers, first
