"""Counting who loses and who gains: every person against every offer, in whole pence and exactly.

People who differ only in what they are paid now share a key: an offer is worth the same to all of them. So the pay of
each key is sorted once, and every question after that is a search and a difference of running sums. Where people are
also parted into groups, and keys hold few of each group, it is quicker to visit everybody. Both ways give the same
figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
CodeArray = NDArray[np.intp]
SHIFT = 36
MIDDLE = 1 << (SHIFT - 1)
"""Pence are held in the lower bits of a whole number, in the middle of their room so that they may be negative."""
PEOPLE_WORTH_SORTING = 60
"""Sorting pays where a cell holds about this many people; below that, visiting everybody is quicker."""


OFFERS_WORTH_A_CELL = 100
"""With this many offers at once it is quicker to search cell by cell."""


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


NAMES = ("people", "lose", "gain", "change", "losses")


class Tally:
    """People ready to be counted: what each is paid now (whole pence), their keys and, by column, their groups.

    Keys and groups count from 0; a column is its number of groups and each person's. The first group of the answer is
    everybody, then come those of each column in turn.

    >>> tally = Tally(current=np.array([100, 200, 300]), key=np.array([0, 0, 1]), columns=[(2, np.array([0, 1, 1]))])
    >>> tallied = tally.count(offered=np.array([[150, 150]]), open_to=np.array([[True, True]]), tolerance=0)
    >>> tallied.lose.tolist(), tallied.gain.tolist(), tallied.losses.tolist(), tallied.change.tolist()
    ([[2, 0, 2]], [[1, 1, 0]], [[200, 0, 200]], [[-150, 50, -200]])
    """

    def __init__(
        self,
        current: Whole,
        key: CodeArray,
        columns: Sequence[tuple[int, CodeArray]] = (),
        people_worth_sorting: float = PEOPLE_WORTH_SORTING,
    ) -> None:
        self.current, self.key = current, key
        self.everybody = Cells(current, key, np.zeros(len(key), dtype=np.intp), 1)
        self.groups = 1 + sum(size for size, _ in columns)
        self.sorted: list[tuple[int, int, Cells]] = []
        self.visited: list[tuple[int, int, CodeArray]] = []
        nested: list[tuple[int, int, CodeArray]] = [(0, 1, np.zeros(self.everybody.count, dtype=np.intp))]
        first = 1
        # Three ways to count a column of groups, all with the same figures. Nested: every key is of one group, so
        # sums by key need only be added. Sorted: cells (key and group) hold many people each, so each cell is sorted
        # once. Visited: cells hold few people, so it is quicker to look at everybody again for each offer.
        for size, codes in columns:
            cells = int(_cells_used(key, codes, size).sum())
            if cells == self.everybody.count:  # a key is all of one group: its sums are known already
                group_of_key = np.zeros(cells, dtype=np.intp)
                group_of_key[key] = codes
                nested.append((first, size, group_of_key))
            elif len(current) >= people_worth_sorting * cells:
                self.sorted.append((first, size, Cells(current, key, codes, size)))
            else:
                self.visited.append((first, size, codes))
            first += size
        # Keys that are of the same groups in every nested column are added first, then those sums by group.
        self.known = np.concatenate([np.arange(first, first + size) for first, size, _ in nested])
        kinds, self.kind = np.unique(np.stack([groups for *_, groups in nested]), axis=1, return_inverse=True)
        self.by_kind = np.argsort(self.kind, kind="stable")
        self.of_kind = np.concatenate(
            [np.arange(size) == groups[:, np.newaxis] for (_, size, _), groups in zip(nested, kinds, strict=True)],
            axis=1,
        ).astype(np.int64)
        self._prepare()

    def _prepare(self) -> None:
        """Groups of the columns that are visited, one under the other, and how many of each key they hold."""
        self.codes = np.zeros((len(self.visited), len(self.key)), dtype=np.intp)
        for row, (first, _, codes) in enumerate(self.visited):
            self.codes[row] = codes + first
        self.is_visited = np.zeros(self.groups, dtype=bool)
        for first, size, _ in self.visited:
            self.is_visited[first : first + size] = True
        keys = self.everybody.count
        room = self.groups * keys
        self.held = np.zeros((keys, self.groups))
        self.paid = np.zeros((keys, self.groups))
        for codes in self.codes:
            cell = self.key * self.groups + codes
            self.held += np.bincount(cell, minlength=room).reshape(keys, self.groups)
            self.paid += np.bincount(cell, self.current, room).reshape(keys, self.groups)

    def count(
        self, offered: Whole, open_to: NDArray[np.bool_], tolerance: int, by_key: Tallied | None = None
    ) -> Tallied:
        """Count everybody to whom an offer is open.

        `offered[offer, key]` is what an offer is worth to a key in whole pence, `open_to` whether it is open to it. A
        change of no more than `tolerance` pence either way is neither loss nor gain. `by_key` is what
        `everybody.count_outcomes` gave, if that is known.
        """
        out = {name: np.zeros((len(offered), self.groups), dtype=np.int64) for name in NAMES}
        counted = by_key or self.everybody.count_outcomes(offered, tolerance)
        # Everybody, and the groups that keys are nested in, for all offers that are open to the same keys at once.
        for offers in _offers_by_mask(open_to):
            keys = self.by_kind[open_to[offers[0]][self.by_kind]]
            starts = np.flatnonzero(np.diff(self.kind[keys], prepend=-1))
            groups = self.of_kind[self.kind[keys[starts]]]
            places = np.ix_(np.array(offers), self.known)
            for name in NAMES:
                values = _some_rows(getattr(counted, name), offers).take(keys, axis=1)
                out[name][places] = np.add.reduceat(values, starts, axis=1) @ groups if len(keys) else 0
        # Groups of the sorted columns: sums by cell, added by group, leaving out cells to which the offer is not open.
        for first, size, cells in self.sorted:
            counted = cells.count_outcomes(offered, tolerance)
            is_open = open_to[:, cells.key]
            for name in NAMES:
                sums = np.where(is_open, getattr(counted, name), 0)
                for row, of_cells in enumerate(sums):
                    out[name][row, first : first + size] = _sums_by_group(cells.group, of_cells, size)
        if self.visited:
            groups = slice(1, None)
            # People and the sum of changes need nobody to be looked at: each key is worth the same to all who share
            # it. Who loses and who gains does.
            shown = np.where(open_to, 1.0, 0.0)
            out["people"][:, groups] += _whole_sums(shown @ self.held)[:, groups]
            out["change"][:, groups] += _whole_sums((offered * shown) @ self.held - shown @ self.paid)[:, groups]
            for row in range(len(offered)):
                self._visit(row, offered[row], open_to[row], tolerance, out)
        return Tallied(**out)

    def _visit(
        self, row: int, offered: Whole, open_to: NDArray[np.bool_], tolerance: int, out: dict[str, Whole]
    ) -> None:
        """Count losers and gainers of one offer by visiting everybody to whom it is open."""
        change = np.where(open_to, offered, 0)[self.key] - np.where(open_to[self.key], self.current, 0)
        losers, gainers = np.flatnonzero(change < -tolerance), np.flatnonzero(change > tolerance)
        of_losers = self.codes[:, losers].ravel()
        lose = np.bincount(of_losers, minlength=self.groups)
        out["lose"][row] += lose
        if 2 * len(gainers) <= len(change):
            out["gain"][row] += np.bincount(self.codes[:, gainers].ravel(), minlength=self.groups)
        else:  # quicker to count those about the same
            same = np.flatnonzero((change >= -tolerance) & (change <= tolerance) & open_to[self.key])
            about = np.bincount(self.codes[:, same].ravel(), minlength=self.groups)
            out["gain"][row] += np.where(self.is_visited, out["people"][row] - lose - about, 0)
        out["losses"][row] += _whole_sums(
            np.bincount(of_losers, np.tile(-change[losers], len(self.codes)), self.groups)
        )


class Cells:
    """People sorted by cell (a key within a group) and, within it, by what they are paid now.

    With one group, cells are keys in their order.
    """

    def __init__(self, current: Whole, key: CodeArray, group: CodeArray, groups: int) -> None:
        self.grouped = groups > 1
        raw = key * np.intp(groups) + group
        used = _cells_used(key, group, groups)
        cells = np.flatnonzero(used)
        number = np.cumsum(used) - 1
        self.key, self.group, self.count = cells // max(groups, 1), cells % max(groups, 1), len(cells)
        # Cell and pay in one whole number, so that one sort puts people in order of cell and then of pay.
        packed = (number[raw].astype(np.int64) << SHIFT) + (current + MIDDLE)
        packed.sort()
        self.packed = packed
        self.bases = np.arange(self.count, dtype=np.int64) << SHIFT
        bounds = np.searchsorted(packed, np.append(self.bases, self.count << SHIFT))
        self.start, self.end = bounds[:-1], bounds[1:]
        self.people = (self.end - self.start).astype(np.int64)
        pence = (packed & ((1 << SHIFT) - 1)) - MIDDLE
        # The pay of any stretch of people is the difference of two running sums.
        self.running = np.concatenate(([0], np.cumsum(pence)))
        self.paid = self.running[self.end] - self.running[self.start]

    def pence(self) -> Whole:
        """What everybody is paid now, by cell and then rising."""
        return np.diff(self.running)

    def count_outcomes(self, offered: Whole, tolerance: int) -> Tallied:
        """People, losers, gainers, changes and losses of every cell; `offered` may hold several offers."""
        worth = offered[..., self.key] if self.grouped else offered
        if worth.ndim == 2 and len(worth) >= OFFERS_WORTH_A_CELL:
            order = np.argsort(worth.sum(axis=1))  # rising or nearly so, offers are found much more quickly
            least = np.ascontiguousarray(worth[order].T)
            most = least + tolerance
            least -= tolerance
            pence = self.pence()
            for cell, (start, end) in enumerate(zip(self.start.tolist(), self.end.tolist(), strict=True)):
                pay = pence[start:end]  # few enough to stay near the processor
                most[cell] = pay.searchsorted(most[cell], side="right")
                least[cell] = pay.searchsorted(least[cell], side="left")
            lose, gain = np.empty_like(worth), np.empty_like(worth)
            lose[order], gain[order] = most.T, least.T
            np.subtract(self.people, lose, out=lose)
        else:
            # Who is paid more than the offer is worth (and the tolerance) loses: they are the end of the cell. Who is
            # paid less gains: they are its start. Two searches find both places.
            first = np.searchsorted(self.packed, self.bases + (worth + tolerance + MIDDLE), side="right")
            last = np.searchsorted(self.packed, self.bases + (worth - tolerance + MIDDLE), side="left")
            lose, gain = self.end - first, last - self.start
        change = worth * self.people
        change -= self.paid
        losses = self.running[self.end] - self.running[self.end - lose]
        losses -= worth * lose
        return Tallied(people=self.people, lose=lose, gain=gain, change=change, losses=losses)


def _offers_by_mask(open_to: NDArray[np.bool_]) -> list[list[int]]:
    """Offers that are open to the same keys."""
    offers: dict[bytes, list[int]] = {}
    for offer, mask in enumerate(open_to):
        offers.setdefault(mask.tobytes(), []).append(offer)
    return list(offers.values())


def _some_rows(values: Whole, rows: list[int]) -> Whole:
    """Some rows of what was counted; what is the same for every offer is one row for all."""
    return values[rows] if values.ndim == 2 else values[np.newaxis]


def _cells_used(key: CodeArray, group: CodeArray, groups: int) -> NDArray[np.bool_]:
    """Which pairs of key and group there are."""
    used = np.zeros((int(key.max(initial=-1)) + 1) * groups, dtype=bool)
    used[key * np.intp(groups) + group] = True
    return used


def _sums_by_group(group: CodeArray, weights: NDArray[np.generic], groups: int) -> Whole:
    """Sums by group."""
    return _whole_sums(np.bincount(group, weights, groups))


def _whole_sums(sums: NDArray[np.generic]) -> Whole:
    """Sums of whole numbers: pence of any workforce stay far below 2 to the power of 53, so they are exact."""
    return np.rint(np.asarray(sums, dtype=np.float64)).astype(np.int64)
