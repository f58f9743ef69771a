"""Counting who loses and who gains: every person against every offer, in whole pence and exactly.

People who differ only in what they are paid now share a key: an offer is worth the same to all of them. So the pay of
each key is sorted once, and every question after that is a search and a difference of running sums. Where keys hold few
people it is quicker to visit everybody; both ways give the same figures.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
SHIFT = 36
MIDDLE = 1 << (SHIFT - 1)
"""Pence are held in the lower bits of a whole number, in the middle of their room so that they may be negative."""
PEOPLE_WORTH_SORTING = 60
"""Sorting pays where a cell holds about this many people; below that, visiting everybody is quicker."""


@dataclass(frozen=True, eq=False)
class Tallied:
    """For each offer (first axis) and group of people (second): numbers of people and sums of whole pence.

    `change` is the sum of what the offer is worth less what is paid now, `losses` the same of those who lose, turned
    positive.
    """

    people: Whole
    lose: Whole
    gain: Whole
    change: Whole
    losses: Whole


class Tally:
    """People ready to be counted: what each is paid now (whole pence), their keys and their groups (both from 0).

    >>> tally = Tally(current=np.array([100, 200, 300]), key=np.array([0, 0, 1]), group=np.zeros(3, int))
    >>> found = tally.of(offered=np.array([[150, 150]]), open_to=np.array([[True, True]]), tolerance=0)
    >>> found.lose.tolist(), found.gain.tolist(), found.losses.tolist(), found.change.tolist()
    ([[2]], [[1]], [[200]], [[-150]])
    """

    def __init__(
        self, current: Whole, key: NDArray[np.intp], group: NDArray[np.intp], groups: int | None = None
    ) -> None:
        self.current, self.key, self.group = current, key, group
        self.groups = int(group.max(initial=-1)) + 1 if groups is None else groups
        keys = int(key.max(initial=-1)) + 1
        self.cells = _Cells(current, key, group, keys * self.groups, self.groups)
        self.sorts = len(current) >= PEOPLE_WORTH_SORTING * self.cells.count

    def of(self, offered: Whole, open_to: NDArray[np.bool_], tolerance: int, *, sorts: bool | None = None) -> Tallied:
        """Count everybody to whom an offer is open.

        `offered[offer, key]` is what an offer is worth to a key in whole pence, `open_to` whether it is open to it. A
        change of no more than `tolerance` pence either way is neither loss nor gain. `sorts` chooses the way.
        """
        way = self._sorted if (self.sorts if sorts is None else sorts) else self._visited
        names = ("people", "lose", "gain", "change", "losses")
        out = {name: np.zeros((len(offered), self.groups), dtype=np.int64) for name in names}
        if self.groups == 1 and way == self._sorted:
            found, here = self.cells.counted(offered, tolerance), open_to[:, self.cells.key]
            return Tallied(
                **{name: np.where(here, getattr(found, name), 0).sum(axis=1)[:, np.newaxis] for name in names}
            )
        for row in range(len(offered)):
            for name, sums in zip(names, way(offered[row], open_to[row], tolerance), strict=True):
                out[name][row] = sums
        return Tallied(**out)

    def _sorted(self, offered: Whole, open_to: NDArray[np.bool_], tolerance: int) -> Iterator[Whole]:
        cells = self.cells
        counted = self.cells.counted(offered, tolerance)
        of_cell = open_to[cells.key]
        for sums in (cells.people, counted.lose, counted.gain, counted.change, counted.losses):
            yield _added(cells.group, np.where(of_cell, sums, 0), self.groups)

    def _visited(self, offered: Whole, open_to: NDArray[np.bool_], tolerance: int) -> Iterator[Whole]:
        change = offered[self.key] - self.current
        group = np.where(open_to[self.key], self.group, self.groups)
        lose = change < -tolerance
        for weights in (np.ones(len(change)), lose, change > tolerance, change, np.where(lose, -change, 0)):
            yield _added(group, weights, self.groups + 1)[: self.groups]


class _Cells:
    """People sorted by cell (a key within a group) and, within it, by what they are paid now."""

    def __init__(self, current: Whole, key: NDArray[np.intp], group: NDArray[np.intp], room: int, groups: int) -> None:
        raw = key * np.intp(groups) + group
        used = np.zeros(room, dtype=bool)
        used[raw] = True
        cells = np.flatnonzero(used)
        number = np.cumsum(used) - 1
        self.key, self.group, self.count = cells // max(groups, 1), cells % max(groups, 1), len(cells)
        packed = (number[raw].astype(np.int64) << SHIFT) + (current + MIDDLE)
        packed.sort()
        self.packed = packed
        self.bases = np.arange(self.count, dtype=np.int64) << SHIFT
        bounds = np.searchsorted(packed, np.append(self.bases, self.count << SHIFT))
        self.start, self.end = bounds[:-1], bounds[1:]
        self.people = (self.end - self.start).astype(np.int64)
        pence = (packed & ((1 << SHIFT) - 1)) - MIDDLE
        self.running = np.concatenate(([0], np.cumsum(pence)))
        self.paid = self.running[self.end] - self.running[self.start]

    def pence(self) -> Whole:
        """What everybody is paid now, by cell and then rising."""
        return np.diff(self.running)

    def counted(self, offered: Whole, tolerance: int) -> Tallied:
        """The same sums for every cell; `offered` may hold several offers."""
        worth = offered[..., self.key]
        first = np.searchsorted(self.packed, self.bases + (worth + tolerance + MIDDLE), side="right")
        last = np.searchsorted(self.packed, self.bases + (worth - tolerance + MIDDLE), side="left")
        lose = self.end - first
        return Tallied(
            people=self.people,
            lose=lose,
            gain=last - self.start,
            change=worth * self.people - self.paid,
            losses=self.running[self.end] - self.running[first] - worth * lose,
        )


def _added(group: NDArray[np.intp], weights: NDArray[np.generic], groups: int) -> Whole:
    """Sums by group. Whole pence of any workforce are far below 2 to the power of 53, so the sums are exact."""
    return np.rint(np.bincount(group, weights, groups)).astype(np.int64)
