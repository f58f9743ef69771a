"""A first look at the parts of a staff list: who is there, which rows repeat another, and whom to count."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paymodel.files.staff_parts import Part


@dataclass(eq=False)
class Survey:
    """What a first look at a part tells: whose rows can be used, and how many people there are of each kind and band.

    `rotas` are the files of rotas and posts that were read, each with its digest; `wrong_rotas` the names of rotas that
    could not be used; `notes` sentences about its rows together; `groups` how many people have each value of the
    columns to group by (of those of fixed words, none); `invented`, that every id is that of an invented person.
    """

    numbers: NDArray[np.int64]
    kinds: Counter[tuple[str, int]]
    ids: NDArray[np.uint64]
    values: dict[str, set[str]] = field(default_factory=dict)
    rotas: tuple[tuple[str, str], ...] = ()
    wrong_rotas: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    groups: dict[str, Counter[str]] = field(default_factory=dict)
    invented: bool = False


@dataclass(frozen=True)
class Scope:
    """Whom to count, settled for all parts together before any is measured.

    `grouped` are the columns to group by. `next_bands` hold for each opening the one band whose people are counted (-1:
    nobody's); None where all lower bands are.
    """

    grouped: tuple[str, ...] = ()
    next_bands: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Settled:
    """What the surveys of all parts settle together.

    `twice` are for each piece the rows that repeat another, `rotas` the rotas and post libraries behind the figures
    with their digests, `unheld` what posts are open to and nobody has: the post, the column and the word. `invented`
    says that everybody on the list is an invented person.
    """

    scope: Scope = field(default_factory=Scope)
    twice: tuple[dict[int, str], ...] = ()
    notes: tuple[str, ...] = ()
    rotas: Mapping[Path, str] = field(default_factory=dict)
    unheld: tuple[tuple[str, str, str], ...] = ()
    invented: bool = False


ListedProblem = tuple[int, str, str, str]
"""What is wrong with a cell: its row, the id there, its column, and what is wrong with it."""


def list_problems(part: Part, twice: Mapping[int, str] | None = None) -> list[ListedProblem]:
    """What is wrong with the rows of a part, once for each row and column; `twice` are rows that repeat another."""
    problems: dict[tuple[int, str], ListedProblem] = {}
    for problem in part.problems:
        numbers = part.numbers[problem.rows].tolist()
        for number, text in zip(numbers, part.id_of(problem.rows), strict=True):
            problems.setdefault((number, problem.column), (number, text, problem.column, problem.message))
    places = np.flatnonzero(np.isin(part.numbers, list(twice))) if twice else np.zeros(0, dtype=np.intp)
    repeats = [
        (number, text, "id", (twice or {})[number])
        for number, text in zip(part.numbers[places].tolist(), part.id_of(places), strict=True)
    ]
    left_out = [(line.row, "", "", line.words) for line in part.left_out]
    return [*problems.values(), *repeats, *left_out]


def repeated_rows(surveys: Sequence[Survey]) -> list[dict[int, str]]:
    """For each piece, the rows whose assignment stands on an earlier row, with words that say so."""
    ids = np.concatenate([survey.ids for survey in surveys])
    numbers = np.concatenate([survey.numbers for survey in surveys])
    if bool(np.all(ids[1:] > ids[:-1])):  # a list in the order of its ids, where none repeats another
        return [{} for _ in surveys]
    order = np.argsort(ids, kind="stable")
    same = np.flatnonzero(ids[order][1:] == ids[order][:-1]) + 1
    repeats: list[dict[int, str]] = [{} for _ in surveys]
    bounds = np.cumsum([len(survey.ids) for survey in surveys])
    for at in same.tolist():
        row, before = int(order[at]), int(order[at - 1])
        piece = int(np.searchsorted(bounds, row, side="right"))
        repeats[piece][int(numbers[row])] = f"the assignment stands on row {int(numbers[before])} already"
    return repeats


def scope_of(surveys: Sequence[Survey], grouped: Sequence[str], fewest: int, *, next_band: bool) -> Scope:
    """Whom to count: everybody to whom an opening is open, or the people of one band below each post alone.

    That band is the highest with at least the `fewest` people who can be shown.
    """
    kinds: Counter[tuple[str, int]] = Counter()
    for survey in surveys:
        kinds.update(survey.kinds)
    return Scope(tuple(grouped), _next_bands(kinds, fewest) if next_band else None)


def _next_bands(kinds: Mapping[tuple[str, int], int], fewest: int) -> tuple[int, ...]:
    """For each opening, the highest band in which it is open to enough people to be shown; -1 where there is none.

    >>> _next_bands({("11", 5): 40, ("01", 7): 3, ("01", 6): 9}, 8)
    (5, 6)
    """
    openings = len(next(iter(kinds), ("", 0))[0])
    bands = []
    for place in range(openings):
        held: Counter[int] = Counter()
        for (label, band), count in kinds.items():
            held[band] += count * (label[place] == "1")
        bands.append(max((band for band, count in held.items() if count >= fewest), default=-1))
    return tuple(bands)
