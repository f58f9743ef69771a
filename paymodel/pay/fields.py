"""What is to be known of a field of a job beside its value: how it is stated, where, and what it is called.

`paymodel.pay.job` says it of each field, as the metadata of a dataclass; columns, keys, bounds, labels and documents
are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, Flag, auto
from typing import Any, TypedDict, Unpack


class Kind(Enum):
    """What a field of a job holds, and so how it is written and what it may be."""

    POUNDS = auto()
    """Pounds a year."""
    HOURS = auto()
    """Hours a year; a post may state them by the week, in a key that ends in `_a_week`."""
    HOURS_A_WEEK = auto()
    SHARE = auto()
    """A part of 1."""
    COUNT = auto()
    """A whole number."""
    YEARS = auto()
    YES_NO = auto()
    PERCENT = auto()
    """A percentage, such as 25%, held as a fraction."""
    PREMIUM = auto()
    """Pounds a year, or a percentage of basic pay such as 5%, held in a second field that ends in `_share`."""
    WORDS = auto()
    """Some words of ours, each field its own."""


BOUNDS: Mapping[Kind, tuple[float, float]] = {
    Kind.POUNDS: (0.0, 1_000_000.0),
    Kind.HOURS: (0.0, 8_784.0),
    Kind.HOURS_A_WEEK: (0.0, 168.0),
    Kind.SHARE: (0.0, 1.0),
    Kind.COUNT: (0.0, 20.0),
    Kind.YEARS: (0.0, 45.0),
}
"""The least and the most of numbers, unless a field has its own: 366 days of hours, a week of hours."""


class Door(Flag):
    """Where a field of a job may be stated."""

    TABLES = auto()
    """A column of a table of jobs."""
    STAFF_LISTS = auto()
    """A column of a staff list."""
    POSTS = auto()
    """A key of a post of a scenario or a post library."""
    PERSON = auto()
    """A key of the person of a scenario."""


OF_A_POST = Door.TABLES | Door.STAFF_LISTS | Door.POSTS
OF_A_PERSON = OF_A_POST | Door.PERSON
TABLES_AND_POSTS = Door.TABLES | Door.POSTS


YES_OR_NO = "yes or no, true or false"


@dataclass(frozen=True, kw_only=True)
class JobField:
    """What is to be known of a field of a job: columns, keys, bounds, labels and documents are made from it.

    `label` is what the app calls it (hours a year by the week); `hint` and `example` go beside that. In the documents
    `words` say what it holds, `unstated` what holds where nothing is stated, `more` what one door alone has to add.
    `bounds` are the least and the most. `pro_rata`: it is that of a whole post, and a part-time holder has a share.
    """

    name: str = ""
    default: Any = None
    kind: Kind
    doors: Door
    label: str = ""
    hint: str | None = None
    example: str = ""
    words: str = ""
    unstated: str = ""
    more: Mapping[Door, str] = field(default_factory=dict)
    bounds: tuple[float, float] = (0.0, 0.0)
    pro_rata: bool = False

    @property
    def theirs(self) -> bool:
        """Whether it is the person's, whichever post is held."""
        return Door.PERSON in self.doors

    def said_at(self, *doors: Door) -> str:
        """What it holds, with what some doors alone have to add."""
        more = (self.more[door] for door in doors if door in self.more)
        return "; ".join(filter(None, (self.words or YES_OR_NO, *more)))

    @property
    def is_number(self) -> bool:
        """Whether it is stated as a plain number."""
        return self.kind in BOUNDS

    @property
    def by_the_week(self) -> str:
        """The key of a post that states it by the week; none but for hours a year."""
        return self.name.replace("_a_year", "_a_week") if self.kind is Kind.HOURS else ""


ABOUT = "about"
"""The key of the metadata of a dataclass field that holds its `JobField`."""


class Details(TypedDict, total=False):
    """What else may be said of a field; see `JobField`."""

    hint: str | None
    example: str
    words: str
    unstated: str
    more: Mapping[Door, str]
    bounds: tuple[float, float]
    pro_rata: bool


def about(kind: Kind, label: str = "", doors: Door = OF_A_POST, **more: Unpack[Details]) -> Mapping[str, JobField]:
    """What is to be known of a field, as its metadata."""
    more.setdefault("bounds", BOUNDS.get(kind, (0.0, 0.0)))
    return {ABOUT: JobField(kind=kind, label=label, doors=doors, **more)}


def inside(kind: Kind) -> Mapping[str, JobField]:
    """What is to be known of a field that is worked out, or stated as a part of another key: nothing states it."""
    return about(kind, doors=Door(0))
