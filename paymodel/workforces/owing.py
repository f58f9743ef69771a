"""Rows of a staff list on which deductions would come to more than pay: theirs is the fault, not that of the posts."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.files.staff_parts import Part, Problem
from paymodel.pay.payslips import beyond_pay
from paymodel.workforces.impact import owing
from paymodel.workforces.questions import Question
from paymodel.workforces.staff_rows import People, keep_only

OWES = beyond_pay(" in the post held or in one that is open")


def without_owing(people: People, part: Part, questions: Callable[[People], Sequence[Question]]) -> tuple[People, Part]:
    """The people without those whose salary sacrifice pay cannot bear, now or in a post that is open to them.

    Each of these is a problem of the part; without a sacrifice no rate in force takes all of what is paid. `questions`
    puts the posts of every policy to some people.
    """
    stated = people.part.figures.get("salary_sacrifice")
    if stated is None or not np.any(stated > 0):
        return people, part
    some = np.flatnonzero(stated > 0)
    asked = keep_only(people, _mask(some, people.size))
    owes = some[owing(questions(asked))]
    rows = np.flatnonzero(np.isin(part.numbers, people.part.numbers[owes]))
    if len(rows):
        part.problems.append(Problem(rows, "salary_sacrifice", OWES))
        people = keep_only(people, ~_mask(owes, people.size))
    return people, part


def _mask(places: NDArray[Any], size: int) -> NDArray[np.bool_]:
    mask = np.zeros(size, dtype=bool)
    mask[places] = True
    return mask
