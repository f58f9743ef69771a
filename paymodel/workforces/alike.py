"""Rows that hold the same in some columns of small whole numbers."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.rounding import Array

MOST_COMBINATIONS = 65_536
"""Where there may be more, those that there are get numbers without gaps."""


class Alike:
    """Rows by what they hold in some columns of small whole numbers: each of the `combinations` that there are.

    >>> alike = Alike((np.array([7, 5, 7]), np.array([0, 1, 0])))
    >>> alike.combinations, [rows.tolist() for rows in alike.rows], alike.array([0.5, 2.0]).tolist()
    ([(5, 1), (7, 0)], [[1], [0, 2]], [2.0, 0.5, 2.0])
    """

    def __init__(self, keys: tuple[NDArray[Any], ...]) -> None:
        number, room = np.zeros(len(keys[0]), dtype=np.int64), 1
        lowest = [int(key.min(initial=0)) for key in keys]
        sizes = [int(key.max(initial=0)) - least + 1 for key, least in zip(keys, lowest, strict=True)]
        for key, least, size in zip(keys, lowest, sizes, strict=True):
            if size > 1:
                number *= size
                number += key
                number -= least
            room *= size
        self.number = number
        if room > MOST_COMBINATIONS:
            held, self.number = np.unique(number, return_inverse=True)
            self.held, self.room = np.arange(len(held)), len(held)
        else:
            used = np.zeros(room, dtype=bool)
            used[number] = True
            self.held = held = np.flatnonzero(used)
            self.room = room
        columns = np.unravel_index(held, sizes)
        shifted = [(column + least).tolist() for column, least in zip(columns, lowest, strict=True)]
        self.combinations: list[tuple[int, ...]] = list(zip(*shifted, strict=True))

    @cached_property
    def rows(self) -> list[NDArray[np.intp]]:
        """Where each combination stands."""
        if len(self.held) <= 1:
            return [np.arange(len(self.number))] * len(self.held)
        # few numbers are sorted ten times as quickly
        small = self.number.astype(np.uint8 if self.room <= 256 else np.uint16 if self.room <= 65_536 else np.int64)
        order = np.argsort(small, kind="stable")
        return np.split(order, np.searchsorted(small[order], self.held[1:]))

    def array(self, values: Sequence[float]) -> float | Array:
        """For each row, the value of its combination; one number where all have the same."""
        if len(set(values)) == 1:
            return values[0]
        of_each = np.zeros(self.room)
        of_each[self.held] = values
        return of_each[self.number]


def rows_by(
    keys: tuple[NDArray[Any], ...], where: NDArray[np.bool_] | None = None
) -> dict[tuple[int, ...], NDArray[np.intp]]:
    """Rows by the values of some columns of small whole numbers."""
    if where is not None and not where.all():
        some = np.flatnonzero(where)
        return {name: some[rows] for name, rows in rows_by(tuple(key[some] for key in keys)).items()}
    alike = Alike(keys)
    return dict(zip(alike.combinations, alike.rows, strict=True))
