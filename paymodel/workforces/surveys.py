"""A first look at the parts of a staff list: who is there, which rows repeat another, and who are too few to show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from paymodel.files.staff_parts import Part


@dataclass(eq=False)
class Survey:
    """What a first look at a part tells: whose rows can be used, and how many people there are of each kind.

    `rotas` are the files of rotas and posts that were read, each with its digest; `wrong_rotas` the names of rotas that
    could not be used; `notes` sentences about its rows together; `groups` how many people have each value of the
    columns to group by (of those of fixed words, none).
    """

    numbers: NDArray[np.int64]
    kinds: Counter[str]
    ids: NDArray[np.uint64]
    values: dict[str, set[str]] = field(default_factory=dict)
    rotas: tuple[tuple[str, str], ...] = ()
    wrong_rotas: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    groups: dict[str, Counter[str]] = field(default_factory=dict)


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
    order = np.argsort(ids, kind="stable")
    same = np.flatnonzero(ids[order][1:] == ids[order][:-1]) + 1
    repeats: list[dict[int, str]] = [{} for _ in surveys]
    bounds = np.cumsum([len(survey.ids) for survey in surveys])
    for at in same.tolist():
        row, before = int(order[at]), int(order[at - 1])
        piece = int(np.searchsorted(bounds, row, side="right"))
        repeats[piece][int(numbers[row])] = f"the assignment stands on row {int(numbers[before])} already"
    return repeats


def too_few(surveys: Sequence[Survey], threshold: int) -> list[str]:
    """Kinds of people who are too few to be shown: they would stand out in the difference between two posts' tables."""
    total: Counter[str] = Counter()
    for survey in surveys:
        total.update(survey.kinds)
    return sorted(kind for kind, count in total.items() if 0 < count < threshold)
