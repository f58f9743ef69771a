"""What can go wrong, in the words that a user reads.

Every error that the package raises on purpose is a `PaymodelError`, so that one `except` catches them all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

MOST_FAULTS = 1_000
"""How many faults of one file are listed."""
LONGEST_LIKENESS = 100
"""Characters of a word that is likened to those that are valid: a longer one is no slip of the pen."""
ROWS_TOLD = 20
"""Rows with the same fault that are listed one by one; more are told at once."""
_OF_A_ROW = re.compile(r"row (\d+)((?:, .*)?)")
SHORTEST_LIKENESS, LONG_WORD = 4, 10
"""Letters from which on one slip of the pen is forgiven, and two."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of one file: where it is, what is wrong and what would be right. `at` is the place as keys.

    >>> str(Fault("staff.csv", "row 3, band", "'10' is not a band"))
    "staff.csv: row 3, band: '10' is not a band"
    """

    file: str
    place: str
    message: str
    at: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.message}" if self.place else f"{self.file}: {self.message}"


class PaymodelError(Exception):
    """Any error that the package raises on purpose."""


class Faults(PaymodelError):
    """Every fault found in what was read, in order.

    >>> Faults([Fault("a.yaml", "band", "missing")]).faults[0].place
    'band'
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["Faults"], tuple[tuple[Fault, ...]]]:
        """Faults found by another process arrive whole."""
        return Faults, (self.faults,)


def at_most(faults: list[Fault], name: str) -> list[Fault]:
    """The first thousand faults, and a line that says so."""
    if len(faults) <= MOST_FAULTS:
        return faults
    return [*faults[:MOST_FAULTS], Fault(name, "", f"has more faults; the first {MOST_FAULTS:,} are listed")]


def told_once(faults: list[Fault]) -> list[Fault]:
    """The faults, of which one that more than a few rows share stands at its first row, with how many more there are.

    >>> lacking = [Fault("staff.csv", f"row {row}, rota", "missing") for row in range(2, 3002)]
    >>> [str(fault) for fault in told_once([*lacking, Fault("staff.csv", "row 5, band", "missing")])]
    ['staff.csv: rows 2 to 3001, rota: missing', 'staff.csv: row 5, band: missing']
    >>> told_once([*lacking[:30], *lacking[40:70]])[0].place
    'row 2 and 59 more, rota'
    """
    rows: dict[tuple[str, str, str], list[int]] = {}
    parts = [(fault, _OF_A_ROW.fullmatch(fault.place)) for fault in faults]
    for fault, part in parts:
        if part:
            rows.setdefault((fault.file, part[2], fault.message), []).append(int(part[1]))
    told = []
    for fault, part in parts:
        same = rows[fault.file, part[2], fault.message] if part else []
        if part is None or len(same) <= ROWS_TOLD:
            told.append(fault)
        elif int(part[1]) == same[0]:
            one_after_the_other = same == list(range(same[0], same[0] + len(same)))
            where = (
                f"rows {same[0]} to {same[-1]}" if one_after_the_other else f"row {same[0]} and {len(same) - 1:,} more"
            )
            told.append(replace(fault, place=f"{where}{part[2]}"))
    return told


class NotInForce(PaymodelError):
    """No block of a parameter covers the day asked for. The message names the nearest block."""


class Refused(PaymodelError):
    """The rules cannot answer, and guessing is not allowed. `place` names the input concerned."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        self.message = message
        super().__init__(f"{place}: {message}")

    def __reduce__(self) -> tuple[type["Refused"], tuple[Any, ...]]:
        """What another process refused arrives whole."""
        return Refused, (self.place, self.message)

    @property
    def each(self) -> tuple["Refused", ...]:
        """What was refused, place by place."""
        return (self,)


class RefusedTogether(Refused):
    r"""Several things refused at once; `place` and `message` are those of the first, the text is all of them.

    >>> str(RefusedTogether([Refused("scales.overtime.rate", "too high"), Refused("scales.weekly-hours", "too low")]))
    'scales.overtime.rate: too high\nscales.weekly-hours: too low'
    """

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__(refused[0].place, refused[0].message)
        self.refused = tuple(refused)
        self.args = ("\n".join(str(each) for each in refused),)

    def __reduce__(self) -> tuple[type[Refused], tuple[Any, ...]]:
        """What another process refused arrives whole."""
        return RefusedTogether, (self.refused,)

    @property
    def each(self) -> tuple[Refused, ...]:
        """What was refused, place by place."""
        return self.refused


def together(refused: Sequence[Refused]) -> Refused:
    """What was refused as one error: itself where it is one."""
    return refused[0] if len(refused) == 1 else RefusedTogether(refused)


_HINTS = ContextVar("hints", default=True)


@contextmanager
def without_hints() -> Iterator[None]:
    """Within, `nearest` looks for no likeness: that takes a tenth of a millisecond, too long for all of a long list."""
    token = _HINTS.set(False)
    try:
        yield
    finally:
        _HINTS.reset(token)


def nearest(word: str, valid: Iterable[str]) -> str:
    """Say which valid name was meant, where it is the same word in another dress or with a slip in it; else list all.

    >>> nearest("strp", ["band", "step"]), nearest("Plan 2", ["plan_1", "plan_2"])
    ("did you mean 'step'?", "did you mean 'plan_2'?")
    >>> nearest("Plan 3", ["plan_1", "plan_2"]), nearest("Ireland", ["england", "wales"])
    ('one of: plan_1, plan_2', 'one of: england, wales')
    """
    names = list(valid)
    close = likeness(word, names) if len(word) <= LONGEST_LIKENESS and _HINTS.get() else None
    if close is not None:
        return f"did you mean '{close}'?"
    return f"one of: {', '.join(names)}" if names else "there is none"


def likeness(word: str, names: Iterable[str]) -> str | None:
    """The one name that is the same word as another: in other letters and signs, cut short, or with a slip of the pen.

    A name with other digits, another number, month or quarter of the compass, or more words to it, is another: `plan_3`
    is not `plan_2`, `manager-8b` not `manager-8a`, `Jan 2026` not `Jun 2026`, `Nationality` not `nation`. One slip is
    forgiven from four letters on, two from ten; in three letters, one swapped, left out or written twice.

    >>> likeness("postgrad", ["plan_1", "postgraduate"]), likeness("Shetland", ["scotland"])
    ('postgraduate', None)
    """
    plain = bare(word)
    by_slips: dict[int, list[str]] = {}
    for name in names:
        other = bare(name)
        if plain == other:
            return name
        shorter = min(len(plain), len(other))
        most = 2 if shorter >= LONG_WORD else 1
        short = shorter < SHORTEST_LIKENESS and (shorter < 3 or not set(plain) <= set(other))
        if short or _other_numbers(word, name) or _of_a_series(word, name):
            continue
        ends = name.lower()[len(word.strip()) :]
        if name.lower().startswith(word.strip().lower()) and ends.isalpha():
            by_slips.setdefault(1, []).append(name)
        elif abs(len(plain) - len(other)) <= most and (slips := _slips(plain, other)) <= most:
            by_slips.setdefault(slips, []).append(name)
    best = by_slips[min(by_slips)] if by_slips else []
    return best[0] if len(best) == 1 else None


def bare(word: str) -> str:
    """A word by its letters and digits alone, with signs of money and of percentages, which make it another word.

    >>> bare("Unsocial-Hours £"), bare("unsocial_hours")
    ('unsocialhours£', 'unsocialhours')
    """
    return "".join(sign for sign in word.lower() if sign.isalnum() or sign in "£$€%")


def _other_numbers(word: str, name: str) -> bool:
    """Whether two names hold other numbers, bands (8a, 8b) or signs of money and percentages.

    >>> _other_numbers("manager-8b", "manager-8a"), _other_numbers("manger 8A", "manager-8a")
    (True, False)
    """
    (one, signs), (other, others) = (_numbers(text) for text in (word, name))
    bands = any(mine[1] and its[1] and mine[1] != its[1] for mine, its in zip(one, other, strict=False))
    return [number for number, _ in one] != [number for number, _ in other] or signs != others or bands


def _numbers(word: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Numbers, each with the letter of a band that may follow, and other signs that make a word another."""
    signs = [sign for sign in word if sign in "£$€%" or (sign.isalnum() and not sign.isalpha() and not sign.isascii())]
    return re.findall("([0-9]+)([a-d](?![a-z]))?", word.lower()), signs


_SERIES = """
one two three four five six seven eight nine ten eleven twelve twenty first second third fourth fifth
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
north south east west day night early late male female
"""
SERIES = frozenset(_SERIES.split())
"""Words of which each is one of several that stand beside one another: two of them are never a slip of the pen."""


def _of_a_series(word: str, name: str) -> bool:
    """Whether two names hold different ones of a series, such as two months."""
    one, other = (SERIES.intersection(re.findall("[a-z]+", text.lower())) for text in (word, name))
    return bool(one - other and other - one)


def _slips(word: str, other: str) -> int:
    """How many letters were left out, put in, mistaken or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]


def shortened(text: object, most: int = 40) -> str:
    r"""Text in quotation marks, as a message shows it: at most `most` characters, none of them a control character.

    >>> shortened("chil\x1bdren")
    "'chil\\x1bdren'"
    """
    shown = str(text).encode("unicode_escape").decode("ascii") if not str(text).isprintable() else str(text)
    return f"'{shown if len(shown) <= most else shown[: most - 3] + '...'}'"
