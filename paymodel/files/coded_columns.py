"""Columns of few different values and many rows: each value once, and a number for each row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Codes(Generic[Value]):
    """A column: its distinct values, and each row's value as a number from 0.

    >>> bands = Codes(("5", "6"), np.array([1, 0, 1]))
    >>> bands.texts().tolist(), bands.are("6").tolist(), bands[np.array([1])].texts().tolist()
    (['6', '5', '6'], [True, False, True], ['5'])
    """

    values: tuple[Value, ...]
    codes: NDArray[np.intp]

    def __getitem__(self, keep: NDArray[Any]) -> "Codes[Value]":
        return Codes(self.values, self.codes[keep])

    def array(self, kind: type) -> NDArray[Any]:
        """Each row's value, as an array of a type."""
        values: NDArray[Any] = np.array(self.values, dtype=kind)
        return np.broadcast_to(values, self.codes.shape) if len(values) == 1 else values[self.codes]

    def texts(self) -> NDArray[np.object_]:
        """Each row's value, in an array of its own."""
        return np.array(self.values, dtype=object)[self.codes] if self.values else np.zeros(0, dtype=object)

    def are(self, value: Value) -> NDArray[np.bool_]:
        """Which rows hold a value."""
        return Codes(tuple(held == value for held in self.values), self.codes).array(bool)


def recoded(column: Codes[str], texts: Sequence[str]) -> Codes[str]:
    """A column with other texts for its distinct values; values that become the same share a number."""
    if len(set(texts)) == len(texts):
        return Codes(tuple(texts), column.codes)
    distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return Codes(tuple(distinct), np.array([distinct[text] for text in texts], dtype=np.intp)[column.codes])


class CodedRows(Sequence[tuple[Any, ...]]):
    """Rows of a table that are read as any others, and held as `columns`: of few values, each is written once.

    >>> rows = CodedRows([Codes(("Leeds", "York"), np.array([0, 1, 1])), Codes((5, "[c]"), np.array([0, 1, 0]))])
    >>> list(rows), rows[1], rows[1:]
    ([('Leeds', 5), ('York', '[c]'), ('York', 5)], ('York', '[c]'), [('York', '[c]'), ('York', 5)])
    """

    def __init__(self, columns: Sequence[Codes[Any]]) -> None:
        self.columns = tuple(columns)

    def beside(self, value: object) -> "CodedRows":
        """The rows with one more column, which holds the same value in each."""
        return CodedRows([*self.columns, Codes((value,), np.zeros(len(self), dtype=np.intp))])

    def __len__(self) -> int:
        return len(self.columns[0].codes) if self.columns else 0

    @overload
    def __getitem__(self, at: int) -> tuple[Any, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Any, ...]]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return list(CodedRows([Codes(column.values, column.codes[at]) for column in self.columns]))
        return tuple(column.values[column.codes[at]] for column in self.columns)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(*(column.texts().tolist() for column in self.columns), strict=True)
