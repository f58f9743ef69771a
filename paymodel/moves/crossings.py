"""Where a change of take-home pay crosses nothing, to the unit: a grid looked at more closely where it matters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from paymodel.moves.break_evens import smallest_that_pays
from paymodel.rounding import Array

FLICKER = 3.0
"""Pounds a year within which pennies, and loans rounded down to the pound, can turn the sign to and fro."""
MOST_CLOSER_POINTS = 20_000


@dataclass(frozen=True, eq=False)
class TriedPoints:
    """Points tried: where they lie in whole units (rising), and what each of several moves does there.

    `change` (points by moves) is in pounds a year. `marks` (points by moves by marks) says which steps, tiers and
    brackets apply: between two points with the same marks the change is a straight line, to the pound.
    """

    at: np.ndarray
    change: Array
    marks: np.ndarray


@dataclass(frozen=True)
class Where:
    """Where one move pays. `direction` is `throughout`, `from`, `up_to` or `never`; `value` is its bound.

    `islands` are the other stretches in which it pays, from the lowest up.
    """

    direction: str
    value: float | None
    islands: tuple[tuple[float, float], ...]


def look_closer(
    tried: TriedPoints, work: Callable[[np.ndarray], TriedPoints], most: int = MOST_CLOSER_POINTS, *, at_once: int = 2
) -> TriedPoints | None:
    """Points with more between them, so that no crossing lies unseen between two that are a unit apart.

    All stretches that may hide one are cut in step with one another: their ends differ in sign or in marks, or lie so
    close to nothing that rounding decides. A round cuts them into `at_once` parts together, each in two at least: a
    round of few points may take about as long as one of many. None where that would take more than `most` further
    points.

    >>> def line(at: np.ndarray) -> TriedPoints:
    ...     return TriedPoints(at, (at - 37.5)[:, np.newaxis] * 10.0, np.zeros((len(at), 1, 1)))
    >>> closer = look_closer(line(np.array([0, 100])), line)
    >>> int(closer.at[np.flatnonzero(closer.change[:, 0] >= 0)[0]])
    38
    """
    further = 0
    while True:
        before, after = slice(None, -1), slice(1, None)
        apart = np.diff(tried.at) > 1
        differ = np.any((tried.change[before] >= 0) != (tried.change[after] >= 0), axis=1)
        differ |= np.any(tried.marks[before] != tried.marks[after], axis=(1, 2))
        near = np.any(np.abs(tried.change) < FLICKER, axis=1)
        wanted = np.flatnonzero(apart & (differ | near[before] | near[after]))
        if not len(wanted):
            return tried
        cuts = _cuts(tried.at[wanted], tried.at[wanted + 1], max(at_once // len(wanted), 2))
        further += len(cuts)
        if further > most:
            return None
        between = work(cuts)
        order = np.argsort(np.concatenate((tried.at, between.at)))
        tried = TriedPoints(
            np.concatenate((tried.at, between.at))[order],
            np.concatenate((tried.change, between.change))[order],
            np.concatenate((tried.marks, between.marks))[order],
        )


def _cuts(low: np.ndarray, high: np.ndarray, parts: int) -> np.ndarray:
    """The places that cut stretches into so many parts, or as many as they have places for.

    >>> _cuts(np.array([0, 20]), np.array([16, 22]), 8).tolist()
    [2, 4, 6, 8, 10, 12, 14, 21]
    """
    cuts = low[:, np.newaxis] + (high - low)[:, np.newaxis] * np.arange(1, parts) // parts
    return np.unique(cuts[cuts > low[:, np.newaxis]])


def where_it_pays(values: Array, change: Array) -> Where:
    """Where a move pays, of rising values: throughout, for good from one on, for good up to one, or never for good.

    >>> where_it_pays(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.0, 1.0]))
    Where(direction='from', value=2.0, islands=())
    >>> where_it_pays(np.array([1.0, 2.0, 3.0]), np.array([1.0, 0.0, -1.0]))
    Where(direction='up_to', value=2.0, islands=())
    >>> where_it_pays(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.0, -1.0]))
    Where(direction='never', value=None, islands=((2.0, 2.0),))
    """
    pays = change >= 0
    if pays.all():
        return Where("throughout", float(values[0]), ())
    rising = smallest_that_pays(values, change)
    if rising is not None:
        return Where("from", rising.value, rising.islands)
    falling = smallest_that_pays(values[::-1], change[::-1])
    if falling is not None:
        return Where("up_to", falling.value, tuple((low, high) for high, low in reversed(falling.islands)))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], pays.astype(int), [0]))))
    islands = tuple((float(values[a]), float(values[b - 1])) for a, b in edges.reshape(-1, 2))
    return Where("never", None, islands)
