"""What an answer depends on: how far each thing that is not sure moves it, and the range over plausible combinations.

Nothing here is a probability: values are tried and counted, not weighed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from paymodel.moves.comparison import verdict_of
from paymodel.pay.rule_book import Switches

LEAST = 1.0
"""Pounds a year, or people, below which an answer has not moved: rounding alone."""


@dataclass(frozen=True)
class Tried:
    """One value that was tried: its name and the answer with it; or why it cannot be.

    The answer of a scenario is the change of take-home pay, pounds a year; that of a workforce the number of people who
    lose, or a cost in pounds a year.
    """

    value: str
    answer: float | None
    refused: str = ""


@dataclass(frozen=True)
class Swing:
    """How far one thing that is not sure moves an answer, all else as the scenario has it.

    `as_it_stands` is the answer of the scenario itself. `status` is that of the values tried; `why` says why these,
    `affects` whom they concern.
    """

    id: str
    what: str
    why: str
    affects: str
    status: str
    source: str
    url: str
    as_it_stands: float
    tried: tuple[Tried, ...]

    @cached_property
    def sound(self) -> tuple[tuple[str, float], ...]:
        """Values that could be, with their answers, the lowest answer first; the scenario's own where beyond them."""
        sound = [(tried.value, tried.answer) for tried in self.tried if tried.answer is not None]
        answers = [answer for _, answer in sound]
        if answers and not min(answers) - LEAST <= self.as_it_stands <= max(answers) + LEAST:
            sound.append((AS_IT_STANDS, self.as_it_stands))
        return tuple(sorted(sound, key=lambda pair: pair[1]))

    @property
    def low(self) -> tuple[str, float]:
        """The value with the lowest answer, and that answer."""
        return self.sound[0]

    @property
    def high(self) -> tuple[str, float]:
        """The value with the highest answer, and that answer."""
        return self.sound[-1]

    @property
    def moves_by(self) -> float:
        """The lowest answer from the highest; nought where no value could be."""
        return round(self.high[1] - self.low[1], 2) if self.sound else 0.0

    @property
    def refused(self) -> tuple[Tried, ...]:
        """Values that cannot be here."""
        return tuple(tried for tried in self.tried if tried.refused)


AS_IT_STANDS = "as it is"


@dataclass(frozen=True)
class Combination:
    """Values of several things at once, by what they are of, and the answer with them."""

    values: Mapping[str, str]
    answer: float


@dataclass(frozen=True)
class Combined:
    """Every combination of plausible values of several things, the lowest answer first.

    `of` names what varies. `verdicts` counts how many combinations of a scenario lose, stay about the same and gain.
    """

    of: tuple[str, ...]
    combinations: tuple[Combination, ...]
    verdicts: Mapping[str, int]

    @property
    def lowest(self) -> Combination:
        """The combination with the lowest answer."""
        return self.combinations[0]

    @property
    def highest(self) -> Combination:
        """The combination with the highest answer."""
        return self.combinations[-1]

    @cached_property
    def median(self) -> float:
        """The middle answer; the mean of the two in the middle where their number is even."""
        return round(float(np.median([combination.answer for combination in self.combinations])), 2)

    @property
    def share_losing(self) -> float:
        """The share of the combinations in which take-home pay falls. A count, not a probability."""
        return self.verdicts["loses"] / len(self.combinations)


@dataclass(frozen=True)
class Sensitivity:
    """What the answer to one move depends on.

    `swings` holds what moves the answer, the most first; `still` what was tried and does not; `not_here` what could not
    be tried at all. `combined` is None where nothing that moves the answer is to be combined.
    """

    post: str
    policy_name: str
    pattern: str | None
    take_home_change: float
    verdict: str
    swings: tuple[Swing, ...]
    still: tuple[Swing, ...]
    not_here: tuple[Swing, ...]
    combined: Combined | None

    @property
    def turning(self) -> tuple[Swing, ...]:
        """What can by itself turn a loss into a gain, or a gain into a loss: nought lies within its answers."""
        return tuple(swing for swing in self.swings if swing.low[1] < 0 < swing.high[1])


def order_swings(swings: Sequence[Swing]) -> tuple[tuple[Swing, ...], tuple[Swing, ...], tuple[Swing, ...]]:
    """Swings that move an answer, the most first; those that do not; those that do not because a value cannot be.

    >>> swing = Swing("a", "A", "", "", "assumed", "", "", 5.0, (Tried("x", 5.0), Tried("y", -10.0)))
    >>> [[swing.moves_by for swing in kind] for kind in order_swings([swing])]
    [[15.0], [], []]
    """
    moving = sorted((swing for swing in swings if swing.moves_by >= LEAST), key=lambda swing: -swing.moves_by)
    unmoved = [swing for swing in swings if swing.moves_by < LEAST]
    still, not_here = ([swing for swing in unmoved if bool(swing.refused) is wanted] for wanted in (False, True))
    return tuple(moving), tuple(still), tuple(not_here)


def combine(of: Sequence[str], combinations: Sequence[Combination], switches: Switches) -> Combined:
    """Combinations in order, with the count of each verdict.

    >>> tried = [Combination({"Rota": "a"}, 900.0), Combination({"Rota": "b"}, -600.0)]
    >>> combined = combine(["Rota"], tried, Switches())
    >>> combined.lowest.values, combined.median, combined.share_losing
    ({'Rota': 'b'}, 150.0, 0.5)
    """
    ranked = tuple(sorted(combinations, key=lambda combination: combination.answer))
    verdicts = [verdict_of(combination.answer, switches) for combination in ranked]
    return Combined(tuple(of), ranked, {name: verdicts.count(name) for name in ("loses", "same", "gains")})
