"""Several assignments of one person: taken together, and taxed as one."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paymodel.counting import counted
from paymodel.files.staff_parts import Part, Problem
from paymodel.pay.payslips import payslips_in_blocks
from paymodel.pay.rule_book import RuleBook
from paymodel.workforces.staff_rows import People, Reader, keep_only

FURTHER = r"-(?:[2-9]|[1-9][0-9])$"
"""How the number of a further assignment ends: that of the first assignment, then -2, -3, ..."""
OF_THE_PERSON = "another assignment of the person on row "
"""How what is said of the row of a further assignment begins: it is used, beside another."""
WITHOUT_A_FIRST = (
    "Some ids are the same but for -2, -3 ... at their ends, and no row has the rest alone: each counts as a person."
    " Where they are assignments of one, name the column that says whose they are (--person)."
)
BESIDE = ("other_pensionable_pay", "other_pay")
"""Where the pay of further assignments goes: beside the one that could be moved, whatever becomes of it."""


def take_together(
    people: People, part: Part, column: str | None, reader: Reader, rules_of: Callable[[str, str], RuleBook]
) -> People:
    """The people with one row each: the assignment with most hours, and the pay of the others beside it.

    Assignments are of one person where a `column` says the same, or without one where an id is another's with -2 (-3,
    ...) behind. What is a person's own (loans, pension membership, children) is what that row says. The other rows are
    problems of the part, each with the row that it is taken together with.
    """
    person = _persons(people, part, column)
    if person is None:
        return people
    several = np.bincount(person)[person] > 1
    if not several.any():
        return people
    rows = np.flatnonzero(several)
    pensionable, gross = _pay(keep_only(people, several), reader, rules_of)
    hours = people.part.figures["whole_time_equivalent"][rows]
    order = np.lexsort((rows, -hours, person[rows]))  # by person, most hours first, then as the list has them
    first = np.append(True, np.diff(person[rows][order]) > 0)
    main_of = rows[order][first][np.cumsum(first) - 1]
    further, main_of = ~first, main_of[~first]
    figures = dict(people.part.figures)
    for name, pay in zip(BESIDE, (pensionable, gross - pensionable), strict=True):
        total = np.array(figures.get(name, np.zeros(people.size)), dtype=float)
        np.add.at(total, main_of, pay[order][further])
        figures[name] = total
    numbers, left = people.part.numbers, rows[order][further]
    for row, main in zip(left.tolist(), main_of.tolist(), strict=True):
        place = np.flatnonzero(part.numbers == numbers[row])
        words = f"{OF_THE_PERSON}{numbers[main]}: taken together with it, and taxed as one"
        part.problems.append(Problem(place, "id", words))
    persons = counted(int(first.sum()), "person has several assignments", "people have several assignments")
    part.notes.append(f"{persons}: they are taken together and taxed as one; the one with most hours is compared.")
    keep = np.ones(people.size, dtype=bool)
    keep[left] = False
    return keep_only(replace(people, part=replace(people.part, figures=figures)), keep)


def _persons(people: People, part: Part, column: str | None) -> NDArray[np.intp] | None:
    """A number for each person, the same for the rows of one; None where nobody has several."""
    if column is not None:
        coded = people.part.text(column)
        stated = np.array([bool(text) for text in coded.values])[coded.codes]
        return np.where(stated, coded.codes, len(coded.values) + np.arange(people.size))
    if part.ids is None or people.part.ids is None:
        return None
    further = people.part.ids.match(FURTHER)
    if not further.any():
        return None
    import pandas as pd

    everybody, ids = (each.cells.to_pandas().str.lower() for each in (part.ids, people.part.ids))
    known = everybody[~everybody.str.contains(FURTHER, regex=True)]
    first = ids.str.replace(FURTHER, "", regex=True)
    joins = first.isin(known)
    joined = ids.where(~(further & joins), first)
    again = ids.duplicated()  # an id that repeats another is no further assignment
    if first[further & ~joins & ~again].duplicated().any():
        part.notes.append(WITHOUT_A_FIRST)
    person = np.asarray(pd.factorize(joined)[0]).astype(np.intp)
    return np.where(np.asarray(again, dtype=bool), len(ids) + np.arange(len(ids)), person)


def _pay(people: People, reader: Reader, rules_of: Callable[[str, str], RuleBook]) -> tuple[NDArray[np.float64], ...]:
    """What each assignment pays now, pounds a year: pensionable and gross."""
    rules = {people.place.values[code]: rules_of(*people.place.values[code]) for code in np.unique(people.place.codes)}
    pensionable, gross = np.empty(people.size), np.empty(people.size)
    for group in reader.staff(people, rules).groups:
        rule_book = rules[group.nation, group.tax_residence]
        slip = payslips_in_blocks(group.job, rule_book, ("pensionable_pay", "gross_pay"))
        pensionable[group.rows], gross[group.rows] = slip["pensionable_pay"], slip["gross_pay"]
    return pensionable, gross
