"""What is counted of a workforce, in whole numbers, so that parts of it add up exactly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from paymodel.pay.job import BANDS
from paymodel.workforces.disclosure import PREMIUM_STEP, STEP
from paymodel.workforces.tally import Whole

_NOBODY: Whole = np.zeros(0, dtype=np.int64)


@dataclass(eq=False)
class Spread:
    """How many people have which change of take-home pay, in steps of whole pounds: `counts[0]` stands at `lowest`."""

    lowest: int = 0
    counts: Whole = field(default_factory=lambda: _NOBODY)

    @classmethod
    def of(cls, change: Whole, step: int) -> "Spread":
        """Changes in whole pence as counts of steps of whole pounds, each to the nearest step (half up)."""
        return cls.of_steps(steps_of(change, step))

    @classmethod
    def of_steps(cls, steps: Whole) -> "Spread":
        """How many people have which number of steps."""
        if not len(steps):
            return cls()
        lowest = int(steps.min())
        return cls(lowest, np.bincount(steps - lowest).astype(np.int64))

    def add(self, other: "Spread") -> None:
        """Count the people of another spread too."""
        both = sum_of_spreads([self, other])
        self.lowest, self.counts = both.lowest, both.counts

    def changes_at(self, *ranks: int) -> list[int]:
        """The changes of the people at some ranks from the lowest (from 1), in steps.

        >>> Spread(-1, np.array([2, 0, 3])).changes_at(2, 3)
        [-1, 1]
        """
        places: list[int] = self.counts.cumsum().searchsorted(ranks).tolist()
        return [self.lowest + place for place in places]


def sum_of_spreads(spreads: Iterable[Spread]) -> Spread:
    """The people of several spreads as one.

    >>> sum_of_spreads([Spread(-1, np.array([2])), Spread(1, np.array([3]))]).counts.tolist()
    [2, 0, 3]
    """
    some = [spread for spread in spreads if len(spread.counts)]
    if len(some) < 2:
        return some[0] if some else Spread()
    lowest = min(spread.lowest for spread in some)
    counts = np.zeros(max(spread.lowest + len(spread.counts) for spread in some) - lowest, dtype=np.int64)
    for spread in some:
        counts[spread.lowest - lowest : spread.lowest - lowest + len(spread.counts)] += spread.counts
    return Spread(lowest, counts)


def spreads_between(steps: Whole, edges: Sequence[int]) -> list[list[Spread]]:
    """Row by row, the spreads of the people from each edge up to the next; there is somebody between any two.

    >>> [spread.counts.tolist() for spread in spreads_between(np.array([[4, 4, 6, 1]]), (0, 3, 4))[0]]
    [[2, 0, 1], [1]]
    """
    lowest = np.minimum.reduceat(steps, edges[:-1], axis=1)
    widths = np.maximum.reduceat(steps, edges[:-1], axis=1) - lowest + 1
    ends = widths.cumsum().reshape(widths.shape)
    places = steps + np.repeat(ends - widths - lowest, np.diff(edges), axis=1)
    counts = np.split(np.bincount(places.ravel()), ends.ravel()[:-1])
    spreads = iter(zip(lowest.ravel().tolist(), counts, strict=True))
    return [[Spread(*next(spreads)) for _ in row] for row in lowest]


def steps_of(change: Whole, step: int) -> Whole:
    """Changes in whole pence in steps of whole pounds, each to the nearest step (half up).

    >>> steps_of(np.array([-501, 499, 500]), 10).tolist()
    [-1, 0, 1]
    """
    return np.asarray((change + step * 50) // (step * 100))


COUNTS = ("people", "lose", "gain", "change", "losses")
"""What is counted for each policy, move and group of people; the last two are whole pence."""
COSTS = ("cost", "cost_to_not_losing", "whole_again", "whole_time", "whole_time_not_losing")
"""Costs for each policy, move and band held: see `Measured`."""
WHY = ("basic_pay", "unsocial_hours_payment", "gross_pay")
"""Lines whose change says why take-home pay changes; the rest of gross pay, and deductions, are what is left."""
NOW, OFFERED = "_now", "_offered"
LINES = tuple(f"{line}{when}" for line in WHY for when in (NOW, OFFERED))
"""Those lines in the posts held and in the post offered."""


@dataclass(eq=False)
class Measured:
    """What was counted, in whole numbers, so that parts of a workforce can be added up exactly.

    `counts[name]` are arrays of policies by moves by rows, where `rows` are pairs of a column and a value, the first of
    everybody. `costs[name]` are arrays of policies by moves by the band held (all of `BANDS`): `cost`, the employer's
    cost on top of the first policy of those to whom the move is open, and `cost_to_not_losing`, the part of it for
    those who did not lose under the first policy, both in whole pence; `whole_again`, the employer's cost of making
    each loser whole, in ten-thousandths of a penny; `whole_time` (and `whole_time_not_losing`), what one pound a year
    more of a whole-time post would cost for all (and for those not losing), in hundred-millionths of a pound.
    `extremes` are the two lowest changes (0 where there is no such loss) and the two highest, in whole pence, on a last
    axis of four. `spreads` are the changes in steps of `step` pounds, `premiums` what the losers need more of a
    whole-time post in steps of `premium_step`, rounded up (both None where not asked for). All are by policy, move and
    band held too. `lines` are sums of lines of the payslip of those to whom a move is open, in the posts held and in
    the one offered, under the first policy: whole pence, in arrays of moves by bands held.
    """

    rows: list[tuple[str, str]]
    counts: dict[str, Whole]
    costs: dict[str, Whole]
    extremes: Whole
    spreads: list[list[list[Spread]]] | None
    premiums: list[list[list[Spread]]] | None
    step: int = STEP
    premium_step: int = PREMIUM_STEP
    lines: dict[str, Whole] = field(default_factory=dict)

    def costs_by_band(self) -> list[list[list[dict[str, int]]]]:
        """By policy and move, the costs of those who hold each band, and at the end of everybody."""
        of_all = [np.concatenate([each, each.sum(axis=2, keepdims=True)], axis=2) for each in self.costs.values()]
        together = np.stack(of_all, axis=-1).tolist()
        return [[[dict(zip(self.costs, held, strict=True)) for held in move] for move in policy] for policy in together]

    def spread_of(self, policy: int, move: int, band: int | None) -> Spread:
        """The changes of those who hold a band, or of everybody where it is None. Spreads must have been asked for."""
        return _of_band(self.spreads, policy, move, band)

    def premium_that_is_enough(self, policy: int, move: int, band: int | None, people: int, percent: int) -> int:
        """The whole-time pounds a year that a percentage of some people need no more than so as not to lose.

        Spreads must have been asked for.
        """
        needed = _of_band(self.premiums, policy, move, band)
        rank = -(-percent * people // 100) - (people - int(needed.counts.sum()))
        return needed.changes_at(rank)[0] * self.premium_step if rank > 0 else 0

    def all_extremes(self) -> Whole:
        """The extremes of everybody, whatever band is held: by policy and move."""
        return two_at_each_end(self.extremes.reshape(*self.extremes.shape[:2], -1))

    def add(self, other: "Measured") -> None:
        """Add another part of the same workforce, put the same questions."""
        place = {row: number for number, row in enumerate(self.rows)}
        new = [row for row in other.rows if row not in place]
        place.update({row: len(self.rows) + number for number, row in enumerate(new)})
        self.rows = [*self.rows, *new]
        where = [place[row] for row in other.rows]
        for name, values in self.counts.items():
            wider = np.zeros((*values.shape[:2], len(self.rows)), dtype=np.int64)
            wider[:, :, : values.shape[2]] = values
            wider[:, :, where] += other.counts[name]
            self.counts[name] = wider
        for sums, more in ((self.costs, other.costs), (self.lines, other.lines)):
            for name in sums:
                sums[name] = sums[name] + more[name]
        self.extremes = two_at_each_end(np.concatenate((self.extremes, other.extremes), axis=-1))
        for mine, theirs in ((self.spreads, other.spreads), (self.premiums, other.premiums)):
            for own, others in zip(chain(*chain(*(mine or []))), chain(*chain(*(theirs or []))), strict=True):
                own.add(others)


def no_spreads(policies: int, moves: int) -> list[list[list[Spread]]]:
    """A spread of nobody for each policy, move and band held."""
    return [[[Spread() for _ in BANDS] for _ in range(moves)] for _ in range(policies)]


def _of_band(spreads: list[list[list[Spread]]] | None, policy: int, move: int, band: int | None) -> Spread:
    by_band = spreads[policy][move] if spreads else []
    return sum_of_spreads(by_band if band is None else by_band[band : band + 1])


def two_at_each_end(extremes: Whole) -> Whole:
    """The two lowest and the two highest of a last axis of several times four."""
    return np.sort(extremes, axis=-1)[..., [0, 1, -2, -1]]
