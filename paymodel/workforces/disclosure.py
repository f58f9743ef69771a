"""Statistical disclosure control: which figures of a run must not be published, so that nobody can be singled out.

Small counts are hidden, and enough others with them that no hidden count follows from everything published together:
rows that add up to a row above them, equal counts under other moves and policies, and outcomes that add up to people.

Hidden rows of one column that lie in the same published rows form a class. Only the sums of a class are known, so its
people may be thought of as standing in any of its rows: each hidden count of it may be nothing or the whole sum. Hence
a class needs two rows, and sums of nothing or of no fewer than the threshold. A row within a hidden row is hidden too,
so whoever is thought of as elsewhere changes no published row. That is a proof where the columns a column lies within
form a chain (step, band); where they do not (rota in site and in band), the rows above may tie a hidden row down, and
linear algebra looks for that.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Marks = NDArray[np.bool_]
Row = tuple[str, str]
Columns = Mapping[str, tuple[Sequence[str], NDArray[np.intp]]]
"""Columns that people are grouped by: the values, and each person's value as a number from 0."""
Pairs = dict[tuple[str, str], set[tuple[str, str]]]
Within = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Which columns are nested: column, a column it lies within, and for each value the value that holds it."""

TOTAL = ("", "")
"""The row of everybody."""
OPEN_TO = "(open to)"
"""The column of people to whom exactly the same moves are open. It is never published, but everybody can work out how
many people each of its values has: the totals of the moves differ by them."""
CAN_SINGLE_OUT = (
    "Take care before you publish: several policies, moves or groupings of one list together can single a person out,"
    " though small numbers are hidden in each."
)
"""What every answer about a workforce says of itself."""
THRESHOLD = 5
"""Counts of people below this, and above nothing, are hidden unless another threshold is asked for."""


@dataclass(frozen=True, eq=False)
class Hidden:
    """What is not published: marks of policies by moves by rows, each True where a figure is hidden.

    `people`, `lose`, `same` and `gain` are counts; `change` is the mean change of pay; `losses` stands for everything
    said in pounds about those who lose (sum, mean, median).
    """

    people: Marks
    lose: Marks
    same: Marks
    gain: Marks
    change: Marks
    losses: Marks


def hide(
    rows: Sequence[Row], people: Counts, lose: Counts, gain: Counts, within: Within, threshold: int = THRESHOLD
) -> Hidden:
    """What of everything a run publishes together must be hidden.

    `people`, `lose` and `gain` are counts of policies by moves by `rows` (pairs of a column and a value, one of them
    `TOTAL`); `within` is what `find_nested_columns` gave for the whole workforce. Every value of `OPEN_TO` must hold
    nobody or at least `threshold` people. Raises `ValueError` for a threshold outside 2 to 1000.

    >>> rows = [TOTAL, ("site", "East"), ("site", "North"), ("site", "West")]
    >>> people, lose = np.array([[[40, 20, 3, 17]]]), np.array([[[0, 0, 0, 0]]])
    >>> found = hide(rows, people, lose, people, {})
    >>> found.people[0, 0].tolist(), found.lose.any()
    ([False, False, True, True], np.False_)
    """
    if not 2 <= threshold <= 1000:
        raise ValueError(f"the threshold is {threshold}; it must be from 2 to 1000")
    # First the people of each row, then lose, same and gain of rows whose people are shown, then pounds, which follow
    # from those counts. Hiding one row alone would help nobody: the total less the others gives it, so each step hides
    # rows until what is hidden of a column cannot be worked out.
    no_people = _hidden_people(rows, people, within, threshold)
    outcomes = np.stack((lose, people - lose - gain, gain), axis=-1)
    published = {
        name: {outer: holder for outer, holder in outers.items() if outer != OPEN_TO}
        for name, outers in within.items()
        if name != OPEN_TO
    }
    nesting = _nesting(rows, published)  # what comes of the people of OPEN_TO is told nowhere
    hidden = _hidden_outcomes(people, outcomes, no_people, nesting, threshold)
    internal = [number for number, (name, _) in enumerate(rows) if name == OPEN_TO]
    no_people[..., internal] = hidden[..., internal, :] = True
    no_lose, no_same, no_gain = (hidden[..., outcome] for outcome in range(3))
    # Where it is known that nobody gains, the mean change of all tells what the few who lose lose; and the other way.
    one_sided = no_lose & ~no_gain & (gain == 0) | no_gain & ~no_lose & (lose == 0)
    return Hidden(
        people=no_people, lose=no_lose, same=no_same, gain=no_gain, change=no_people | one_sided, losses=no_lose.copy()
    )


def pair_values(columns: Columns) -> Pairs:
    """Which values of two columns occur together. Parts of a workforce are put together by uniting their sets.

    >>> columns = {"band": (["5", "6"], np.array([0, 1, 1])), "step": (["5 top", "6 top"], np.array([0, 1, 1]))}
    >>> sorted(pair_values(columns)["band", "step"])
    [('5', '5 top'), ('6', '6 top')]
    """
    together = {}
    for (column, (values, codes)), (other, (others, other_codes)) in combinations(columns.items(), 2):
        there = np.flatnonzero(np.bincount(codes * np.intp(len(others)) + other_codes)).tolist()
        together[column, other] = {(values[both // len(others)], others[both % len(others)]) for both in there}
    return together


def find_nested_columns(together: Pairs) -> dict[str, dict[str, dict[str, str]]]:
    """Which columns lie within which: every value of the one occurs with one value of the other only.

    Two columns that part the people alike each lie within the other.

    >>> find_nested_columns({("band", "step"): {("5", "5 top"), ("6", "6 low"), ("6", "6 top")}})
    {'step': {'band': {'5 top': '5', '6 low': '6', '6 top': '6'}}}
    """
    holders: dict[str, dict[str, dict[str, str]]] = {}
    for (column, other), both in together.items():
        for inner, outer, values in (
            (column, other, both),
            (other, column, {(second, first) for first, second in both}),
        ):
            holder = dict(sorted(values))
            if len(holder) == len(values):
                holders.setdefault(inner, {})[outer] = holder
    return holders


def quantile_shown(people: int, percent: int, threshold: int = THRESHOLD) -> bool:
    """Whether a percentile of so many people may be published: enough people must lie on each side of it.

    >>> quantile_shown(9, 50), quantile_shown(10, 50), quantile_shown(49, 10), quantile_shown(50, 90)
    (False, True, False, True)
    """
    return people * min(percent, 100 - percent) >= 100 * threshold


def rounded(pounds: float, unit: int = 10) -> int:
    """Pounds to the nearest unit of pounds, half up, as money is published.

    >>> rounded(1_234.99), rounded(15.0), rounded(-15.0), rounded(149.99, 100)
    (1230, 20, -10, 100)
    """
    return math.floor(pounds / unit + 0.5) * unit


@dataclass(frozen=True)
class _Nesting:
    """How rows belong together, by their numbers.

    `above` are the rows that hold a row (numbers below 0: values of `OPEN_TO`), `below` those that it holds.
    `component` says which columns are nested with one another in any way; those of `tangled` components form no chains.
    `tied` keeps what was once worked out.
    """

    column: list[str]
    above: list[tuple[int, ...]]
    below: list[list[int]]
    members: dict[str, list[int]]
    component: dict[str, int]
    tangled: set[int]
    tied: dict[frozenset[int], list[int]] = field(default_factory=dict)


def _nesting(rows: Sequence[Row], within: Within) -> _Nesting:
    column = [name for name, _ in rows]
    members: dict[str, list[int]] = {}
    for number, (name, _) in enumerate(rows):
        if name not in ("", OPEN_TO):
            members.setdefault(name, []).append(number)
    place = {rows[number]: number for numbers in members.values() for number in numbers}
    above: list[list[int]] = [[] for _ in rows]
    below: list[list[int]] = [[] for _ in rows]
    classes: dict[str, int] = {}
    for (name, value), number in place.items():
        for outer, holders in within.get(name, {}).items():
            holder = holders.get(value, "")
            if outer == OPEN_TO and value in holders:
                above[number].append(classes.setdefault(holder, -1 - len(classes)))
            elif (outer, holder) in place:
                below[place[outer, holder]].append(number)
                if name not in within.get(outer, {}):  # two names for the same people are hidden together, that is all
                    above[number].append(place[outer, holder])
    component = _components(within, members)
    return _Nesting(
        column=column,
        above=[tuple(sorted(numbers)) for numbers in above],
        below=below,
        members=members,
        component=component,
        tangled={component[name] for name in members if _forks(name, within)},
    )


def _components(within: Within, names: Iterable[str]) -> dict[str, int]:
    """Columns by number, the same for all that are nested with one another by any way round."""
    component = {name: number for number, name in enumerate([OPEN_TO, *names])}
    for inner, outers in within.items():
        for outer in outers:
            if inner in component and outer in component:
                old, new = component[inner], component[outer]
                component = {name: new if number == old else number for name, number in component.items()}
    return component


def _forks(name: str, within: Within) -> bool:
    """Whether a column lies within two columns neither of which lies within the other."""
    return any(
        second not in within.get(first, {}) and first not in within.get(second, {})
        for first, second in combinations(within.get(name, {}), 2)
    )


def _hidden_people(rows: Sequence[Row], people: Counts, within: Within, threshold: int) -> Marks:
    """Rows whose people are hidden: the same under every move and policy, as equal counts would betray each other."""
    # Counts of every policy and move at once: where a row is hidden under one and shown under another with the same
    # people, the one would give the other away. Rows with different counts (`told`) are each a way to subtract.
    nesting = _nesting(rows, within)
    flat = people.reshape(-1, people.shape[-1])
    few = (flat > 0) & (flat < threshold)
    total = rows.index(TOTAL)
    told = np.unique(flat[~few[:, total]], axis=0)
    most = flat.max(axis=0, initial=0).tolist()
    known = _known_anyway(rows, nesting, within, most)
    known |= {number for number, size in enumerate(most) if not size}
    published = {number for members in nesting.members.values() for number in members}
    first = set(np.flatnonzero(few.any(axis=0)).tolist()) & published
    sizes = list(map(tuple, told.T.tolist()))
    hidden = _spread(first, nesting, sizes, sizes, most, known, threshold)
    marks = np.zeros(flat.shape, dtype=bool)
    for members in _classes(hidden, nesting).values():
        marks[:, members] = flat[:, members].any(axis=1, keepdims=True)  # a sum of nothing gives every row away
    marks[few[:, total]] = True
    return marks.reshape(people.shape)


def _known_anyway(rows: Sequence[Row], nesting: _Nesting, within: Within, most: Sequence[int]) -> set[int]:
    """Rows whose people follow from the totals of the moves alone; the values of `OPEN_TO` are no small groups."""
    known = set()
    for name, members in nesting.members.items():
        if name in within.get(OPEN_TO, {}):
            known |= set(members)
        beside: dict[str, list[int]] = {}
        for number in members:
            if most[number]:
                beside.setdefault(within.get(name, {}).get(OPEN_TO, {}).get(rows[number][1], ""), []).append(number)
        known |= {numbers[0] for numbers in beside.values() if len(numbers) == 1}
    return known


def _hidden_outcomes(people: Counts, outcomes: Counts, no_people: Marks, nesting: _Nesting, threshold: int) -> Marks:
    """Which of lose, same and gain are hidden: policies by moves by rows by three."""
    hidden = np.zeros(outcomes.shape, dtype=bool)
    hidden_by_counts: dict[bytes, Marks] = {}
    for place in np.ndindex(*people.shape[:2]):
        of_move = people[place], outcomes[place], no_people[place]
        key = b"".join(part.tobytes() for part in of_move)
        if key not in hidden_by_counts:
            hidden_by_counts[key] = _hide_outcomes_of_move(*of_move, nesting, threshold)
        hidden[place] = hidden_by_counts[key]
    return hidden


def _hide_outcomes_of_move(
    people: Counts, outcomes: Counts, no_people: Marks, nesting: _Nesting, threshold: int
) -> Marks:
    """Which outcomes of one move under one policy are hidden: rows by three."""
    total = nesting.column.index("")
    if no_people[total]:
        return np.ones(outcomes.shape, dtype=bool)
    marks = np.zeros(outcomes.shape, dtype=bool)
    everybody = int(people[total])
    sizes, counts = people.tolist(), list(map(tuple, outcomes.tolist()))
    unknown = no_people.tolist()
    rows = (number for members in nesting.members.values() for number in members)
    live = {number for number in rows if sizes[number] or unknown[number]}
    like_total = {number for number in live if sizes[number] == everybody and not unknown[number]}
    shut = _shut(counts[total], threshold)
    # An outcome of everybody is small: breaking it down by group would give it away, so no group shows it.
    if any(shut):
        some = [outcome for outcome in range(3) if counts[total][outcome]]
        marks[np.ix_(sorted(live - like_total), some)] = True
        marks[[total, *sorted(like_total)]] = shut
        return marks
    first = {number for number in live if unknown[number] or any(0 < count < threshold for count in counts[number])}
    if not first:
        return marks
    still = like_total | set(range(len(sizes))) - live
    hidden = _spread(first, nesting, counts, [(size,) for size in sizes], sizes, still, threshold)
    for members in _classes(hidden, nesting).values():
        some = [outcome for outcome in range(3) if any(counts[number][outcome] for number in members)]
        # Where the class has one outcome only, it is everybody's: known wherever people are.
        told = members if len(some) > 1 else [number for number in members if unknown[number]]
        marks[np.ix_(told, some)] = True
    return marks


def _shut(counts: tuple[int, ...], threshold: int) -> list[bool]:
    """Which outcomes of everybody are hidden: small ones, with the smallest others that hide them.

    >>> _shut((3, 0, 97), 5), _shut((3, 10, 87), 5), _shut((3, 1, 96), 5), _shut((0, 5, 95), 5)
    ([True, False, True], [True, True, False], [True, True, True], [False, False, False])
    """
    shut = [0 < count < threshold for count in counts]
    for outcome in sorted(range(3), key=lambda outcome: counts[outcome]):
        hidden = [count for count, is_shut in zip(counts, shut, strict=True) if is_shut]
        if hidden and counts[outcome] and not shut[outcome] and (len(hidden) < 2 or sum(hidden) < threshold):
            shut[outcome] = True
    return shut


def _classes(hidden: set[int], nesting: _Nesting) -> dict[tuple[str, tuple[int, ...]], list[int]]:
    """Hidden rows of one column that lie in the same rows that are not hidden."""
    classes: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for number in sorted(hidden):
        classes.setdefault((nesting.column[number], _seen_above(number, hidden, nesting)), []).append(number)
    return classes


def _seen_above(number: int, hidden: set[int], nesting: _Nesting) -> tuple[int, ...]:
    return tuple(other for other in nesting.above[number] if other not in hidden)


def _spread(
    first: set[int],
    nesting: _Nesting,
    amounts: Sequence[tuple[int, ...]],
    present: Sequence[tuple[int, ...]],
    sizes: Sequence[int],
    still: set[int],
    threshold: int,
) -> set[int]:
    """The rows to hide so that no amount of the first ones can be worked out; those of `still` cannot be hidden.

    `present` are the people of each row, one or more times; `sizes` say which rows are rather hidden: the small ones.
    """
    hidden = set(first)
    # Hiding a row may lay another open, in its own column or in one that it is nested in, so go on until nothing
    # changes: what lies in a hidden row is hidden, each column hides its smallest rows until at least two that hold
    # enough people are hidden together, and where that is impossible the row above is hidden too.
    while True:
        before = len(hidden)
        _downwards(hidden, nesting, still)
        for (name, seen), members in _classes(hidden, nesting).items():
            others = [
                number
                for number in nesting.members[name]
                if number not in hidden and number not in still and _seen_above(number, hidden, nesting) == seen
            ]
            others.sort(key=lambda number: sizes[number], reverse=True)
            while others and not _safe(members, amounts, threshold):
                members.append(others.pop())
            hidden.update(members)
            if not _safe(members, amounts, threshold):
                hidden.update(_smallest({number for number in seen if number >= 0} - still, sizes))
        if len(hidden) == before and nesting.tangled:
            hidden.update(_loosened(hidden, nesting, present, sizes, still))
        if len(hidden) == before:
            return hidden


def _downwards(hidden: set[int], nesting: _Nesting, still: set[int]) -> None:
    waiting = list(hidden)
    while waiting:
        for number in nesting.below[waiting.pop()]:
            if number not in hidden and number not in still:
                hidden.add(number)
                waiting.append(number)


def _safe(members: Sequence[int], amounts: Sequence[tuple[int, ...]], threshold: int) -> bool:
    if len(members) < 2:
        return False
    sums = map(sum, zip(*(amounts[number] for number in members), strict=True))
    return all(amount == 0 or amount >= threshold for amount in sums)


def _smallest(numbers: Iterable[int], sizes: Sequence[int]) -> list[int]:
    return sorted(numbers, key=lambda number: (sizes[number], number))[:1]


def _loosened(
    hidden: set[int], nesting: _Nesting, present: Sequence[tuple[int, ...]], sizes: Sequence[int], still: set[int]
) -> list[int]:
    """One more row to hide where columns form no chains and their sums tie a hidden row down."""
    numbers = [number for number in hidden if nesting.component[nesting.column[number]] in nesting.tangled]
    kinds = zip(*(present[number] for number in numbers), strict=True)
    some = {frozenset(number for number, people in zip(numbers, kind, strict=True) if people) for kind in kinds}
    for tied in sorted({number for people in some for number in _tied(people, nesting)}):
        component = nesting.component[nesting.column[tied]]
        others = {
            other
            for name, members in nesting.members.items()
            if nesting.component[name] == component
            for other in members
        }
        smallest = _smallest(others - hidden - still, sizes)
        if smallest:
            return smallest
    return []


def _tied(hidden: frozenset[int], nesting: _Nesting) -> list[int]:
    """Of hidden rows with people in them, those that cannot change, either way, while every sum stays as it is."""
    if hidden not in nesting.tied:
        numbers = sorted(hidden)
        place = {number: where for where, number in enumerate(numbers)}
        sums: dict[tuple[str, int | None], NDArray[np.float64]] = {}
        for number in numbers:
            for other in (None, *nesting.above[number]):
                line = sums.setdefault((nesting.column[number], other), np.zeros(len(numbers)))
                line[place[number]] = 1
                if other in place:
                    line[place[other]] = -1
        lines = np.stack(list(sums.values())) if sums else np.zeros((0, 0))
        size, directions = np.linalg.eigh(lines.T @ lines)
        moved = (directions[:, size < 1e-7] ** 2).sum(axis=1)
        nesting.tied[hidden] = [number for number in numbers if moved[place[number]] < 1e-9]
    return nesting.tied[hidden]
