"""Counting who loses and who gains: every person against every offer, in whole pence and exactly.

People who differ only in what they are paid now share a key: an offer is worth the same to all of them. So the pay of
each key is sorted once, and every question after that is a search and a difference of running sums. Most offers are
worth more than anybody of most keys is paid now: everybody there gains, and only the others are looked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
CodeArray = NDArray[np.intp]
SHIFT = 36
MIDDLE = 1 << (SHIFT - 1)
"""Pence are held in the lower bits of a whole number, in the middle of their room so that they may be negative."""
MOST_DENSE = 4_000_000
"""A table of prices by groups of up to this many places is held whole; a larger one as the places that are filled."""
MOST_LOOKED_AT = 2_000_000
"""How many people are looked at at once, an offer at a time, where keys hold people of several groups."""


@dataclass(frozen=True, eq=False)
class Losing:
    """How many people of a key lose by an offer: each pair of an offer and a key in which somebody may not gain."""

    offer: CodeArray
    key: CodeArray
    people: Whole

    def by_offer_and_key(self, offers: int, keys: int) -> Whole:
        """How many people lose, as a table of offers by keys."""
        out = np.zeros((offers, keys), dtype=np.int64)
        out[self.offer, self.key] = self.people
        return out


@dataclass(frozen=True, eq=False)
class Tallied:
    """For each offer (first axis) and group of people (second): numbers of people and sums of whole pence.

    `change` is the sum of what the offer is worth less what is paid now, `losses` the same of those who lose, turned
    positive. `losing` says how many lose of each key to which an offer is open.
    """

    people: Whole
    lose: Whole
    gain: Whole
    change: Whole
    losses: Whole
    losing: Losing


@dataclass(frozen=True, eq=False)
class _Unsure:
    """Pairs of an offer and a key in which somebody may not gain, and what follows of each.

    `first` and `last` are places in the order of pay: who stands from `last` to the end of the key does not gain, who
    stands from `first` loses.
    """

    offer: CodeArray
    key: CodeArray
    worth: Whole
    first: Whole
    last: Whole


class Tally:
    """People ready to be counted: what each is paid now (whole pence), their keys and, by column, their groups.

    Keys and groups count from 0; a column is its number of groups and each person's. The first group of the answer is
    everybody, then come those of each column in turn. Keys of one `price` are worth the same in every offer; each key
    is a price of its own where it is None.

    >>> tally = Tally(current=np.array([100, 200, 300]), key=np.array([0, 0, 1]), columns=[(2, np.array([0, 1, 1]))])
    >>> worth, everybody = np.array([[150, 150]]), np.array([[True, True]])
    >>> tallied = tally.count(worth, worth, everybody, np.array([0]), tolerance=0)
    >>> tallied.lose.tolist(), tallied.gain.tolist(), tallied.losses.tolist(), tallied.change.tolist()
    ([[2, 0, 2]], [[1, 1, 0]], [[200, 0, 200]], [[-150, 50, -200]])
    """

    def __init__(
        self,
        current: Whole,
        key: CodeArray,
        columns: Sequence[tuple[int, CodeArray]] = (),
        price: CodeArray | None = None,
    ) -> None:
        self.current = current
        self.keys = int(key.max(initial=-1)) + 1
        # A column is nested where each key is all of one group. Of the others, each person's group must be known.
        self.nested: list[tuple[int, int, CodeArray]] = [(0, 1, np.zeros(self.keys, dtype=np.intp))]
        parted: list[tuple[int, int, CodeArray]] = []
        self.groups = 1
        for size, codes in columns:
            of_key = np.zeros(self.keys, dtype=np.intp)
            of_key[key] = codes
            if np.array_equal(of_key[key], codes):
                self.nested.append((self.groups, size, of_key))
            else:
                parted.append((self.groups, size, codes))
            self.groups += size
        # Key and pay in one whole number, so that one sort puts people in order of key and then of pay.
        packed = (key.astype(np.int64) << SHIFT) + (current + MIDDLE)
        if parted:
            order = np.argsort(packed)
            packed = packed[order]
            self.parted = np.stack([(codes + first)[order].astype(np.int32) for first, _, codes in parted])
        else:
            packed.sort()
            self.parted = np.zeros((0, len(key)), dtype=np.int32)
        self.packed = packed
        self.bases = np.arange(self.keys, dtype=np.int64) << SHIFT
        bounds = np.searchsorted(packed, np.append(self.bases, self.keys << SHIFT))
        self.start, self.end = bounds[:-1], bounds[1:]
        self.people = (self.end - self.start).astype(np.int64)
        pence = (packed & ((1 << SHIFT) - 1)) - MIDDLE
        # The pay of any stretch of people is the difference of two running sums.
        self.running = np.concatenate(([0], np.cumsum(pence)))
        self.most = pence[self.end - 1] if len(pence) else pence
        self.price = np.arange(self.keys) if price is None else price
        self.places = self._places(key, parted)
        self.known: dict[bytes, tuple[Whole, Whole, Filled]] = {}

    def _places(self, key: CodeArray, parted: Sequence[tuple[int, int, CodeArray]]) -> tuple[NDArray[Any], ...]:
        """The keys, the groups of any column, how many people of the key are of the group, and what they are paid."""
        paid = self.running[self.end] - self.running[self.start]
        parts = [(np.arange(self.keys), first + of_key, self.people, paid) for first, _, of_key in self.nested]
        for first, size, codes in parted:
            cells, which = np.unique(key * np.intp(size) + codes, return_inverse=True)
            held, pay = (_sums(which, each, len(cells)) for each in (None, self.current))
            parts.append((cells // size, first + cells % size, held, pay))
        return tuple(np.concatenate(each) for each in zip(*parts, strict=True))

    def pence(self) -> Whole:
        """What everybody is paid now, by key and then rising."""
        return np.diff(self.running)

    def count(self, offered: Whole, worth: Whole, sets: NDArray[np.bool_], which: CodeArray, tolerance: int) -> Tallied:
        """Count everybody to whom an offer is open.

        `offered[offer, price]` is what an offer is worth to a price in whole pence, `worth[offer, key]` the same to a
        key; `sets[number, key]` and `which[offer]` say to which keys it is open. A change of no more than `tolerance`
        pence either way is neither loss nor gain.
        """
        people, paid, change = np.zeros((3, len(offered), self.groups), dtype=np.int64)
        for number in np.unique(which).tolist():
            offers = np.flatnonzero(which == number)
            people[offers], paid[offers], filled = self._now(sets[number])
            change[offers] = filled.sums(offered[offers])
        unsure = self._unsure(worth, sets[which], tolerance)
        lose, losses, not_gaining = self._outcomes(unsure, len(offered))
        return Tallied(
            people=people,
            lose=lose,
            gain=people - not_gaining,
            change=change - paid,
            losses=losses,
            losing=Losing(unsure.offer, unsure.key, self.end[unsure.key] - unsure.first),
        )

    def _now(self, some: NDArray[np.bool_]) -> tuple[Whole, Whole, "Filled"]:
        """By group, the people of some keys and what they are paid now; and the people by price and group."""
        name = some.tobytes()
        if name not in self.known:
            key, group, people, paid = (each[some[self.places[0]]] for each in self.places)
            filled = Filled(self.price[key], group, people, int(self.price.max(initial=-1)) + 1, self.groups)
            self.known[name] = _sums(group, people, self.groups), _sums(group, paid, self.groups), filled
        return self.known[name]

    def paid_at(self, places: CodeArray) -> Whole:
        """What the people at some places of the order of `pence` are paid now."""
        return np.asarray(self.running[places + 1] - self.running[places])

    def losing(self, worth: Whole, tolerance: int) -> Losing:
        """How many of each key would lose by each offer (worth so much to a key), whether or not it is open to them."""
        unsure = self._unsure(worth, np.ones((1, self.keys), dtype=bool), tolerance)
        return Losing(unsure.offer, unsure.key, self.end[unsure.key] - unsure.first)

    def _unsure(self, worth: Whole, open_to: NDArray[np.bool_], tolerance: int) -> _Unsure:
        """The keys to which an offer is open and of which the best paid does not gain by it, key by key."""
        some = worth <= self.most + tolerance
        some &= open_to
        key, offer = np.divmod(np.flatnonzero(some.T), max(len(worth), 1))
        pence = worth[offer, key]
        # Who is paid more than the offer is worth (and the tolerance) loses: they are the end of the key. Who is paid
        # less gains: they are its start. Two searches find both places.
        at = self.bases[key] + (pence + MIDDLE)
        first = np.searchsorted(self.packed, at + tolerance, side="right")
        last = np.searchsorted(self.packed, at - tolerance, side="left")
        return _Unsure(offer, key, pence, first, last)

    def _outcomes(self, unsure: _Unsure, offers: int) -> tuple[Whole, Whole, Whole]:
        """By offer and group, people who lose, what they lose, and people who do not gain."""
        end = self.end[unsure.key]
        lose, not_gaining = end - unsure.first, end - unsure.last
        losses = self.running[end] - self.running[unsure.first] - unsure.worth * lose
        out = np.zeros((3, offers, self.groups), dtype=np.int64)
        for first, size, of_key in self.nested:
            place = unsure.offer * size + of_key[unsure.key]
            for sums, each in zip(out, (lose, losses, not_gaining), strict=True):
                sums[:, first : first + size] = _sums(place, each, offers * size).reshape(offers, size)
        if len(self.parted):
            some = np.flatnonzero(not_gaining)
            parts = np.cumsum(not_gaining[some]) // MOST_LOOKED_AT
            for part in np.split(some, np.flatnonzero(np.diff(parts)) + 1):
                self._look_at(unsure, part, not_gaining[part], out)
        return out[0], out[1], out[2]

    def _look_at(self, unsure: _Unsure, part: CodeArray, counts: Whole, out: Whole) -> None:
        """Add those who do not gain, of some pairs, to the groups that are not nested, person by person."""
        person = runs(unsure.last[part], counts)
        pair = np.repeat(part, counts)
        loses = person >= unsure.first[pair]
        room = out[0].size
        row = unsure.offer[pair] * np.intp(self.groups)
        loss = (self.running[person + 1] - self.running[person] - unsure.worth[pair])[loses]
        for codes in self.parted:
            place = row + codes[person]
            out[2] += _sums(place, None, room).reshape(out[2].shape)
            out[0] += _sums(place[loses], None, room).reshape(out[0].shape)
            out[1] += _sums(place[loses], loss, room).reshape(out[1].shape)


@dataclass(frozen=True, eq=False)
class Filled:
    """How many people of each price are of each group, as the places of that table which are filled."""

    price: CodeArray
    group: CodeArray
    people: Whole
    prices: int
    groups: int

    @cached_property
    def dense(self) -> NDArray[np.float64] | None:
        """The whole table, prices by groups, where it is small enough."""
        if self.prices * self.groups > MOST_DENSE:
            return None
        place = self.price * np.intp(self.groups) + self.group
        table = np.bincount(place, self.people, self.prices * self.groups).astype(float, copy=False)
        return table.reshape(self.prices, self.groups)

    def sums(self, worth: NDArray[np.generic]) -> Whole:
        """By row and group, what each price is worth (whole numbers) times its people."""
        if self.dense is not None:
            return np.rint(np.asarray(worth, dtype=np.float64) @ self.dense).astype(np.int64)
        out = np.zeros((len(worth), self.groups), dtype=np.int64)
        for number, row in enumerate(worth):
            out[number] = _sums(self.group, row[self.price] * self.people, self.groups)
        return out


def runs(start: Whole, length: Whole) -> CodeArray:
    """Places of several runs, one after another.

    >>> runs(np.array([5, 0]), np.array([2, 1])).tolist()
    [5, 6, 0]
    """
    before = np.concatenate(([0], np.cumsum(length)[:-1]))
    return np.repeat(start - before, length) + np.arange(int(length.sum()))


def distinct_masks(
    masks: Sequence[Sequence[NDArray[np.bool_]]],
) -> tuple[list[NDArray[np.bool_]], list[list[int]]]:
    """The masks that differ, and for each of the masks which of them it is."""
    distinct: list[NDArray[np.bool_]] = []
    place_of_mask: dict[int, int] = {}
    for mask in chain.from_iterable(masks):
        if id(mask) not in place_of_mask:
            same = (place for place, other in enumerate(distinct) if np.array_equal(mask, other))
            place_of_mask[id(mask)] = next(same, len(distinct))
            if place_of_mask[id(mask)] == len(distinct):
                distinct.append(mask)
    return distinct, [[place_of_mask[id(mask)] for mask in some_masks] for some_masks in masks]


def _sums(place: NDArray[np.generic], weights: NDArray[np.generic] | None, room: int) -> Whole:
    """Sums of whole numbers by place: pence of any workforce stay far below 2 to the power of 53, so they are exact."""
    return np.rint(np.bincount(place, weights, room)).astype(np.int64)
