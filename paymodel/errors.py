"""What can go wrong, in the words that a user reads.

Every error that the package raises on purpose is a `PaymodelError`, so that one `except` catches them all.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

MOST_FAULTS = 1_000
"""How many faults of one file are listed."""
LONGEST_LIKENESS = 100
"""Characters of a word that is likened to those that are valid: a longer one is no slip of the pen."""


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


class NotInForce(PaymodelError):
    """No block of a parameter covers the day asked for. The message names the nearest block."""


class Refused(PaymodelError):
    """The rules cannot answer, and guessing is not allowed. `place` names the input concerned."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        self.message = message
        super().__init__(f"{place}: {message}")

    def __reduce__(self) -> tuple[type["Refused"], tuple[str, str]]:
        """What another process refused arrives whole."""
        return Refused, (self.place, self.message)


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
    """Say which valid name was probably meant, or list them all. A word of one or two letters is too short to tell.

    >>> nearest("strp", ["band", "step"])
    "did you mean 'step'?"
    >>> nearest("zzz", ["band", "step"])
    'one of: band, step'
    """
    from difflib import get_close_matches  # only a fault needs it

    names = list(valid)
    close = [name for name in names if name.lower() == word.strip().lower()]
    if not close and 2 < len(word) <= LONGEST_LIKENESS and _HINTS.get():
        close = get_close_matches(word.lower(), names, n=1, cutoff=0.66)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"one of: {', '.join(names)}" if names else "there is none"


def shortened(text: object, most: int = 40) -> str:
    r"""Text in quotation marks, as a message shows it: at most `most` characters, none of them a control character.

    >>> shortened("chil\x1bdren")
    "'chil\\x1bdren'"
    """
    shown = str(text).encode("unicode_escape").decode("ascii") if not str(text).isprintable() else str(text)
    return f"'{shown if len(shown) <= most else shown[: most - 3] + '...'}'"
