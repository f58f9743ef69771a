"""Statistical disclosure control: what of a workforce may be published, so that nobody can be singled out.

Small counts are redacted, other counts rounded, and pounds given for enough people alone, rounded too, as OpenSAFELY
does with health records (https://docs.opensafely.org/outputs/sdc/). What is shown depends on a figure alone, never on
the figures beside it: so it holds for one folder, for several of one list, and for every value of a lever.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Marks = NDArray[np.bool_]
Columns = Mapping[str, tuple[Sequence[str], NDArray[np.intp]]]
"""Columns that people are grouped by: the values, and each person's value as a number from 0."""

TOTAL = ("", "")
"""The row of everybody."""
SMALLEST = 5
"""The threshold, unless a higher one is asked for; and what counts of people are rounded to."""
STEP = 10
"""Pounds a year that money is rounded to, unless a higher unit is asked for."""
PREMIUM_STEP, PREMIUM_PERCENT = 50, 95
"""A premium is the one that this percentage of people need no more than, rounded up to these pounds a year."""
EXACT = "exact figures: not for publication"
"""What every file and title of exact figures says."""
MARK = "not-for-publication"
"""What the name of a folder of exact figures ends in."""


@dataclass(frozen=True)
class Control:
    """What is redacted and rounded: by a threshold of people and a unit of pounds, or (`internal`) nothing.

    `notes` are sentences about what was asked for and is not done.

    >>> usual = control_of()
    >>> usual.most_redacted, usual.fewest_for_pounds, usual.fewest_for_deciles
    (7, 10, 100)
    """

    threshold: int
    unit: int
    internal: bool
    notes: tuple[str, ...] = ()

    @property
    def most_redacted(self) -> int:
        """The largest count of people that is redacted: every one that would be rounded to no more than 5 is."""
        return -1 if self.internal else self.threshold + SMALLEST // 2

    @property
    def fewest_for_pounds(self) -> int:
        """How many people a mean, a median or a total needs."""
        return 1 if self.internal else 2 * self.threshold

    @property
    def fewest_for_deciles(self) -> int:
        """How many people a decile needs."""
        return 1 if self.internal else 20 * self.threshold

    @property
    def fewest_for_premium(self) -> int:
        """How many people a premium that is enough for most needs: so many that it is not the largest of all."""
        return 1 if self.internal else 4 * self.threshold

    @property
    def premium_step(self) -> int:
        """Pounds a year that a premium is rounded up to."""
        return self.unit if self.internal else max(PREMIUM_STEP, self.unit)

    @property
    def few(self) -> str:
        """A count that is redacted, in words.

        >>> control_of().few
        'fewer than 8'
        """
        return f"fewer than {self.most_redacted + 1}"

    def count(self, people: int) -> int:
        """A count of people as it is published.

        >>> control_of().count(12), control_of().count(13), control_of(internal=True).count(13)
        (10, 15, 13)
        """
        return people if self.internal else rounded(people, SMALLEST)

    def counts(self, people: Counts) -> Counts:
        """Counts of people as they are published."""
        return people if self.internal else (people + SMALLEST // 2) // SMALLEST * SMALLEST

    def means(self, pounds: NDArray[np.float64]) -> Counts:
        """Means as they are published: the first policy's rounded, the others' as rounded differences from it.

        The first axis is policies. So the pay that people have now is rounded once: a hundred policies do not tell it
        more exactly than one.

        >>> control_of().means(np.array([104.0, 111.0])).tolist()  # 7 more than 104
        [100, 110]
        """
        if self.internal:
            return np.asarray(np.floor(pounds + 0.5), dtype=np.int64)
        first, more = (np.floor(each / self.unit + 0.5) * self.unit for each in (pounds[:1], pounds - pounds[:1]))
        return np.asarray(first + more, dtype=np.int64)

    def rows(self, rows: int) -> str:
        """How many rows a list has, as it may be said.

        >>> control_of().rows(1_003), control_of().rows(6)
        ('1,005', 'fewer than 8')
        """
        return self.few if rows <= self.most_redacted else f"{self.count(rows):,}"

    def words(self) -> str:
        """What is redacted and rounded, in sentences."""
        if self.internal:
            return "These are exact figures, for people inside: they can single a person out. Not for publication."
        return (
            f"Counts of people are rounded to the nearest {SMALLEST}, so they may not add up, and those of"
            f" {self.most_redacted} or fewer are redacted. Means, medians and totals are of {self.fewest_for_pounds}"
            f" people or more, deciles of {self.fewest_for_deciles}; money is rounded to £{self.unit}."
        )


@cache
def control_of(threshold: int = SMALLEST, unit: int = STEP, *, internal: bool = False) -> Control:
    """What is redacted and rounded where a threshold and a unit of pounds are asked for: never less than the usual.

    >>> control_of(2).notes
    ('The threshold asked for is 2; the lowest is 5, which is used.',)
    >>> control_of(internal=True).unit
    1
    """
    notes = [
        f"{name} is {asked}; the lowest is {least}, which is used."
        for name, asked, least in (
            ("The threshold asked for", threshold, SMALLEST),
            ("The pounds that money is to be rounded to", unit, STEP),
        )
        if asked < least
    ]
    if internal:
        return Control(threshold, 1, internal=True)
    return Control(max(threshold, SMALLEST), max(unit, STEP), internal=False, notes=tuple(notes))


@dataclass(frozen=True, eq=False)
class Hidden:
    """What is not published: marks of policies by moves by rows, each True where a figure is redacted.

    `people`, `lose`, `same` and `gain` are counts; `change` is whatever is said in pounds of all people, `losses`
    whatever is said in pounds of those who lose.
    """

    people: Marks
    lose: Marks
    same: Marks
    gain: Marks
    change: Marks
    losses: Marks


def hide(counts: Mapping[str, Counts], largest: tuple[Counts, Counts], control: Control) -> Hidden:
    """What of everything a run publishes must be redacted.

    `counts` are those of `measured.COUNTS`, of policies by moves by rows; `largest` the sums of the two largest losses
    and of the two largest changes either way of each row, or more, in pence.

    >>> counts = {"people": 40, "lose": 7, "gain": 33, "change": 660_000, "losses": 70_000}
    >>> found = hide({name: np.array([[[count]]]) for name, count in counts.items()}, (20_000, 60_000), control_of())
    >>> found.people.item(), found.lose.item(), found.same.item(), found.gain.item(), found.change.item()
    (False, True, True, False, False)
    """
    people, lose, gain, change, losses = (counts[name] for name in ("people", "lose", "gain", "change", "losses"))
    no_people, no_lose, no_same, no_gain = (
        count <= control.most_redacted for count in (people, lose, people - lose - gain, gain)
    )
    no_change, no_losses = no_people, no_lose
    if not control.internal:
        two_losses, two_changes = largest
        # All changes without their signs are the losses once more on top of what the losses take from the gains.
        no_change = no_change | (people < control.fewest_for_pounds) | (2 * two_changes > change + 2 * losses)
        no_losses = no_losses | (lose < control.fewest_for_pounds) | (2 * two_losses > losses)
    return Hidden(no_people, no_lose, no_same, no_gain, no_change, no_losses)


def two_largest(extremes: Counts) -> tuple[Counts, Counts]:
    """Sums of the two largest losses and of the two largest changes either way.

    The last axis of `extremes` holds the two lowest changes (0 where there is no such loss) and the two highest.

    >>> [int(each) for each in two_largest(np.array([-900, -20, 30, 400]))]
    [920, 1300]
    """
    return -extremes[..., :2].sum(axis=-1), np.sort(np.abs(extremes), axis=-1)[..., 2:].sum(axis=-1)


def rounded(pounds: float, unit: int = STEP) -> int:
    """Pounds (or people) to the nearest unit, half up, as they are published.

    >>> rounded(1_234.99), rounded(15.0), rounded(-15.0), rounded(149.99, 100)
    (1230, 20, -10, 100)
    """
    return math.floor(pounds / unit + 0.5) * unit
