"""Rows of a table, worked out a block at a time: its columns and their bounds, and every fault by row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from paymodel.counting import counted
from paymodel.errors import MOST_FAULTS, Fault, Faults, shortened
from paymodel.files.cell_values import kind_of, number_in, whole
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.number_texts import two_amounts
from paymodel.files.our_columns import TableReader, find_our_columns, names_of_columns
from paymodel.files.person_values import doubtful, read_word, wrong_number
from paymodel.files.table_reading import reading
from paymodel.files.tabular_io import Block, finish, refuse_same, writing
from paymodel.files.uploads import Source
from paymodel.pay.rule_book import Citation
from paymodel.progress import progress
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd


Work = Callable[["Rows", dict[Citation, None]], Mapping[str, Any]]
"""Works out a block of rows: notes their faults, adds the figures used, and gives the columns to write."""


@dataclass(frozen=True)
class Layout:
    """The columns of a kind of table: words, numbers (what an empty cell means), and the required.

    `either` are two columns of which one must be there.
    """

    words: tuple[str, ...]
    numbers: Mapping[str, float]
    required: tuple[str, ...]
    either: tuple[str, str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column."""
        return (*self.words, *self.numbers)


class TableDone(NamedTuple):
    """How many rows were worked out, the figures used, each once, and what is to be said of how the table was read."""

    rows: int
    figures: list[Citation]
    words: list[str]


def worked_out(source: Source, target: Path, layout: Layout, work: Work, choice: Choice = ANYWHERE) -> TableDone:
    """Read a table, work it out a block at a time and write it.

    Nothing is written unless every row is sound. Raises `Faults`.
    """
    refuse_same(source, target)
    with writing(target) as write:
        return each_block(source, write, layout, work, choice)


def each_block(
    source: Source,
    write: Callable[[Mapping[str, Any]], None],
    layout: Layout,
    work: Work,
    choice: Choice = ANYWHERE,
) -> TableDone:
    """Work out each block of a table and hand it on, as long as no row is at fault. Raises `Faults`."""
    reader = TableReader(
        str(source), layout.columns, layout.required, "see docs/tables.md for the columns", layout.either
    )
    blocks = map(reader.under_our_names, reading(source, names_of_columns(layout.columns), choice))
    notes: dict[str, None] = {}
    done, figures = work_through(blocks, str(source), write, layout, work, reader.faults, notes)
    return TableDone(done, figures, [*reader.sentences(), *notes])


def work_through(
    blocks: Iterable[Block],
    name: str,
    write: Callable[[Mapping[str, Any]], None],
    layout: Layout,
    work: Work,
    faults: list[Fault] | None = None,
    notes: dict[str, None] | None = None,
) -> tuple[int, list[Citation]]:
    """Work out blocks under our names; `faults` and `notes` are gathered as they are read. Raises `Faults`."""
    done = 0
    figures: dict[Citation, None] = {}
    faults = [] if faults is None else faults
    for block in blocks:
        if len(block.rows):
            rows = Rows(block, name, layout)
            columns = work(rows, figures)
            faults.extend(rows.in_order())
            if notes is not None:
                notes.update(rows.notes)
            done += len(block.rows)
            if not faults:
                write(columns)
        if len(faults) > MOST_FAULTS:
            break
        progress(counted(done, "row"))
    progress("")
    finish(name, done, faults)
    return done, list(figures)


def check_columns(source: Path, names: list[str], layout: Layout) -> None:
    """Refuse unknown and missing columns of a data frame, whose names are to be ours. Raises `Faults`."""
    columns = find_our_columns(names, layout.columns, layout.required, str(source), 1)
    faults = [*columns.faults]
    faults += [
        Fault(str(source), "row 1", f"unknown column {shortened(name)}; see docs/tables.md for the columns")
        for name in [*columns.not_used, *(heading for ours, heading in columns.heading_of.items() if ours != heading)]
    ]
    if layout.either and not set(layout.either) & set(names):
        first, other = layout.either
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
        self.notes: dict[str, None] = {}
        """Sentences about the rows together."""
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

        empty = layout.numbers[column]
        if column not in cells:
            return np.full(self.size, empty)
        raw = cells[column]
        values = pd.to_numeric(raw, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan).copy()
        stated = _stated(raw)
        wrong = stated & ~np.isfinite(values)
        if kind_of(column) == "pounds" and not pd.api.types.is_numeric_dtype(raw.dtype):
            small = np.flatnonzero(stated & (values >= 1) & (values < 1_000))
            doubts = [bool(two_amounts(str(raw.iloc[row]))) for row in small]
            wrong[small] |= np.array(doubts, dtype=bool)  # 3.000 is no number yet
        if wrong.any():
            self._numbers_in_words(raw, column, wrong, values)
        values = whole(column, values)
        out = stated & ~wrong & doubtful(column, values)
        self.fault(out, column, lambda row: wrong_number(column, values[row], _text(raw, row)))
        return np.where(stated & ~wrong, values, empty)

    def _numbers_in_words(self, raw: "pd.Series", column: str, wrong: np.ndarray, values: Array) -> None:
        """Enter numbers that are written with signs and units, and note a fault for what is none."""
        rows = np.flatnonzero(wrong)
        texts = _texts(raw.iloc[rows])
        for code, text in enumerate(texts.distinct):
            same = rows[texts.codes == code]
            try:
                values[same] = number_in(column, text)
                wrong[same] = False
            except ValueError as error:
                self.fault(same, column, str(error))

    def faulty(self, column: str) -> np.ndarray:
        """Which rows have a fault in a column."""
        faulty = np.zeros(self.size, dtype=bool)
        faulty[[row for row, name in self.faults if name == column]] = True
        return faulty

    def each(self, column: str, empty: Any, value_of: Callable[[Any], Any] | None = None) -> np.ndarray:
        """Read each distinct text of a column once; `value_of` takes what is wanted from what it says."""
        texts = self.text[column]
        results = []
        for code, text in enumerate(texts.distinct):
            try:
                read = read_word(column, text, _EMPTY)
                results.append(empty if read is _EMPTY else read if value_of is None else value_of(read))
            except ValueError as error:
                self.fault(texts.codes == code, column, str(error))
                results.append(empty)
        out = np.empty(len(results), dtype=object)
        out[:] = results
        return np.asarray(out[texts.codes])


_EMPTY = object()
"""What stands for a cell that says nothing, or that there is none."""


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
