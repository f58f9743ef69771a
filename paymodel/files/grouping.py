"""Which columns people are grouped by in what is published: none that names them, or nearly."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, shortened
from paymodel.files.mappings import GROUPS, WORDS, ColumnMapping, placed, plain_heading
from paymodel.files.personal_columns import said_by_heading, said_by_values

GROUPED_BY = (*GROUPS, "band", "step", "rota", "nation")
PART_TIME = "part_or_whole_time"
"""A column of our own making, for those who ask for it: whether a whole time equivalent is below 1."""
FIXED = (*WORDS, "band", "step", PART_TIME)
"""Columns that hold one of a few words that are checked, so they name nobody."""
PEOPLE_TO_A_GROUP = 10
"""A column nearly names people if it has more different values than one for so many of them."""
CROSSED_WITH = ","
"""What stands between two columns that people are grouped by together."""
FEW_GROUPS, FEWEST_TO_A_GROUP = 10, 2
"""So many groups are never too many, if there are so many people to a group: counts below the threshold are hidden."""
MOST_VALUES = 1_000
"""A column with more values than this says who somebody is, however many people there are."""
INSTEAD = "map it to a smaller number of groups in a column mapping (docs/workforce.md)"
ANOTHER = "group by a column that many share"
"""What to do in place of it."""


@dataclass(frozen=True)
class Grouping:
    """The columns to group people by: those that were `asked` for, or the usual ones that the list has (None)."""

    staff: str
    asked: Sequence[str] | None
    mapping: ColumnMapping
    headings: Sequence[str]

    def columns_of(self, name: str) -> tuple[str, ...]:
        """The columns behind a name to group by: itself, or two that are crossed, with a comma between them.

        A heading of the list that holds a comma is itself.
        """
        known = (*GROUPED_BY, PART_TIME, *self.mapping.columns, *self.mapping.constants, *self.headings)
        return (name,) if name in known else tuple(part.strip() for part in name.split(CROSSED_WITH))

    def columns_asked(self) -> list[str]:
        """The columns that were asked for, those of crossed ones too, each once."""
        return list(dict.fromkeys(part for name in self.asked or () for part in self.columns_of(name)))

    def faults(self) -> list[Fault]:
        """What is wrong with the columns that were asked for by their headings alone, before the list is read."""
        words = "crosses more than two columns; name two, with a comma between them"
        faults = [
            Fault(self.staff, "--by", f"'{name}' {words}")
            for name in self.asked or ()
            if len(self.columns_of(name)) > 2
        ]
        for name in self.columns_asked():
            if plain_heading(name) in ("id", plain_heading(self._heading("id"))):
                words = f"'{name}' names people; {ANOTHER}"
                faults.append(Fault(self.staff, "--by", words))
            elif not self._written(name) and (says := _by_heading(name, self._heading(name))):
                faults.append(Fault(self.staff, f"--by {name}", _cured(says)))
        return faults

    def judged(self, groups: Sequence[Mapping[str, Mapping[str, int]]]) -> dict[str, str | None]:
        """For each column why nobody is grouped by it, by what it holds too; None where people are.

        `groups` say how many people have each value, part by part; of a column of fixed words nothing.
        """
        together: dict[str, Counter[str]] = {}
        for part in groups:
            for name, people in part.items():
                together.setdefault(name, Counter()).update(people)
        reasons: dict[str, str | None] = {}
        for name, people in together.items():
            if len(self.columns_of(name)) > 1:  # each of the two is judged by itself; together they may be too many
                reasons[name] = _too_many(people, asked=True)
                continue
            mapped = people.keys() <= self._written(name) or name in FIXED
            words = None if mapped else _by_heading(name, self._heading(name))
            reasons[name] = words or _by_values(people, asked=self.asked is not None)
        return reasons

    def fit(self, groups: Sequence[Mapping[str, Mapping[str, int]]]) -> tuple[list[str], list[str]]:
        """The columns that people are grouped by, and a sentence for each usual one that is left out.

        Raises `Faults` where a column that was asked for names people, or nearly.
        """
        judged = self.judged(groups)
        wrong = {name: words for name, words in judged.items() if words}
        if wrong and self.asked is not None:
            raise Faults([Fault(self.staff, f"--by {name}", _cured(words)) for name, words in wrong.items()])
        sentences = [f"People are not grouped by {name}: {_cured(words)}." for name, words in wrong.items()]
        return [name for name in self.asked or judged if name not in wrong], sentences

    def _heading(self, name: str) -> str:
        """The heading that a column stands under."""
        return placed(self.mapping, self.headings).get(name, name)

    def _written(self, name: str) -> frozenset[str]:
        """The words that the mapping itself writes in a column; what it finds and copies is the list's."""
        patterns = self.mapping.patterns.get(name, [])
        written = [pattern.write for pattern in patterns if "\\" not in pattern.write]
        return frozenset([*written, *self.mapping.values.get(name, {}).values()])


def stated_values(values: Sequence[str], codes: NDArray[np.intp]) -> Counter[str]:
    """How many people have each of the values of a coded column that says something: some more values than may be do.

    >>> stated_values(["", "North", "South"], np.array([0, 1, 1]))
    Counter({'North': 2})
    """
    counts = np.bincount(codes, minlength=len(values))
    some = [code for code in np.flatnonzero(counts)[: MOST_VALUES + 2].tolist() if values[code]]
    return Counter({values[code]: int(counts[code]) for code in some})


def most_groups(people: int, *, asked: bool) -> int:
    """How many groups so many people may be parted into before the groups nearly name them.

    A tenth as many, or a few in a small list. A usual column that nobody `asked` for may always have the few.

    >>> [most_groups(people, asked=True) for people in (3, 12, 60, 400)], most_groups(3, asked=False)
    ([1, 6, 10, 40], 10)
    """
    few = min(FEW_GROUPS, people // FEWEST_TO_A_GROUP) if asked else FEW_GROUPS
    return max(1, few, people // PEOPLE_TO_A_GROUP)


def _cured(words: str) -> str:
    """What is wrong with a column, and what to do."""
    return f"{words}; {INSTEAD}, or {ANOTHER}"


def _by_heading(name: str, heading: str) -> str | None:
    """Why nobody is grouped by a column, by the heading that it stands under; None where they may be."""
    says = said_by_heading(heading)
    if says is None:
        return None
    stands = "its heading" if heading == name else f"it stands under the heading {shortened(heading)}, which"
    return f"{stands} looks like that of {says}"


def _by_values(people: Mapping[str, int], *, asked: bool) -> str | None:
    """Why nobody is grouped by a column, by how many people have each of its values; None where they may be."""
    says = said_by_values(people)
    return _too_many(people, asked=asked) if says is None else f"it holds what looks like {says}"


def _too_many(people: Mapping[str, int], *, asked: bool) -> str | None:
    """Why nobody is grouped by a column that has so many different values; None where they may be."""
    values, stated = len(people), sum(people.values())
    most = most_groups(stated, asked=asked)
    if values > MOST_VALUES:
        return f"it holds more than {MOST_VALUES:,} different values"
    if values > most:
        several, for_people = counted(values, "different value"), counted(stated, "person", "people")
        return f"it holds {several} for {for_people}, which nearly names them (at most {most:,})"
    return None
