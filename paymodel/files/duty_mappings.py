"""Headings of roster exports: which column of an export holds what of a duty, and which words say that none was worked.

A mapping is data: `scenarios/mappings/duties/`. What one lacks is looked for in the general one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from paymodel.errors import Fault, Faults, nearest
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name, WebAddress
from paymodel.files.vocabulary import heading_key
from paymodel.files.yaml_documents import read_document

PERSON = "person"
"""The column that names who works a duty; it may be missing."""
OF_A_PERSON = ("band", "step", "whole_time_equivalent")
"""Columns that a table of people is given back with, where a person has one value of each."""
COLUMNS = (
    *("id", PERSON, "date", "start", "start_date", "end", "end_date"),
    *("unpaid_break_minutes", "unpaid_break_hours", *OF_A_PERSON),
)
GENERAL = "general"
DAY_OFF, LEAVE = "a day off", "leave"
"""What two kinds of rows and cells are, by their words."""
Expression = Annotated[str, Meta(min_length=1, max_length=2000)]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something of a mapping is from."""

    says: Name
    name: Name
    url: WebAddress | None = None


class Apart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a cell says as a whole of a row that is no duty worked: a regular expression, and what such a row is."""

    says: Name
    find: Expression


class DutyMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which headings a roster export may have for each of our columns, the first that is there taken.

    `kinds` are headings of columns that may say that a row is no duty; `reasons` of those that say so by holding
    anything at all.
    """

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    sources: list[Source] = []
    columns: Annotated[dict[Name, Annotated[list[Name], Meta(min_length=1)]], Meta(min_length=1)]
    kinds: list[Name] = []
    reasons: list[Name] = []
    all_day: list[Name] = []
    on_call: list[Name] = []
    apart: list[Apart] = []


@dataclass(frozen=True)
class Placed:
    """Where a table has our columns: the heading of each, and the columns that may say that a row is no duty."""

    heading_of: Mapping[str, str]
    kinds: Sequence[str]
    reasons: Sequence[str]
    all_day: str | None
    on_call: str | None

    @property
    def used(self) -> list[str]:
        """Every heading that is used."""
        more = [heading for heading in (self.all_day, self.on_call) if heading]
        return list(dict.fromkeys([*self.heading_of.values(), *self.kinds, *self.reasons, *more]))


def shipped_duty_mappings() -> list[str]:
    """Names of the shipped mappings of roster exports, the general one last.

    >>> shipped_duty_mappings()
    ['calendar', 'healthroster', 'rosteron', 'teams-shifts', 'general']
    """
    names = sorted(path.stem for path in _folder().glob("*.yaml"))
    return [*(name for name in names if name != GENERAL), GENERAL]


def _folder() -> Path:
    return shipped_folder("scenarios") / "mappings" / "duties"


@cache
def load_duty_mapping(reference: str) -> DutyMapping:
    """A mapping of a roster export: a file, or a shipped one by its name. Raises `Faults`.

    >>> load_duty_mapping("rosteron").columns["end"]
    ['Finish']
    """
    path = Path(reference)
    if re.fullmatch(r"[a-z0-9-]+", reference) and not path.exists():
        path = _folder() / f"{reference}.yaml"
        if not path.is_file():
            words = f"not a file or a shipped mapping of duties; {nearest(reference, shipped_duty_mappings())}"
            raise Faults([Fault(reference, "", words)])
    document = read_document(path, reference)
    mapping = validate(document, DutyMapping)
    faults = [
        document.fault(("columns", name), f"'{name}' is not a column of a table of duties; {nearest(name, COLUMNS)}")
        for name in mapping.columns
        if name not in COLUMNS
    ]
    for number, apart in enumerate(mapping.apart):
        try:
            re.compile(apart.find)
        except (re.error, OverflowError, RecursionError) as error:
            words = f"is not a regular expression that can be used: {error}"
            faults.append(document.fault(("apart", number, "find"), words))
    if faults:
        raise Faults(faults)
    return mapping


def known_duty_headings(reference: str | None = None) -> frozenset[str]:
    """Headings by which the row of them is found: those of every shipped mapping, and of one that is named."""
    names = [*shipped_duty_mappings(), *([reference] if reference else [])]
    headings: set[str] = set(COLUMNS)
    for mapping in map(load_duty_mapping, names):
        headings.update(heading for names_of in mapping.columns.values() for heading in names_of)
        headings.update([*mapping.kinds, *mapping.reasons, *mapping.all_day, *mapping.on_call])
    return frozenset(headings)


def fitting(headings: Sequence[str]) -> str:
    """The shipped mapping that finds most of the headings of a table.

    >>> fitting(["Date", "Shift", "Start", "Finish", "Oncall From", "Area", "Status"]), fitting(["id", "start", "end"])
    ('rosteron', 'general')
    """
    plain = set(map(_plain, headings))

    def hits(name: str) -> int:
        mapping = load_duty_mapping(name)
        lists = [*mapping.columns.values(), mapping.kinds, mapping.reasons, mapping.all_day, mapping.on_call]
        complete = all(plain & set(map(_plain, mapping.columns[column])) for column in ("start", "end"))
        number = sum(bool(plain & set(map(_plain, names))) for names in lists)
        wanted = len([names for names in lists if names])
        return number if complete and (name == GENERAL or number * 2 > wanted) else 0

    others = [name for name in shipped_duty_mappings() if name != GENERAL]
    best = max(others, key=hits)
    own = set(map(_plain, COLUMNS))
    return best if hits(best) > len(own & plain) else GENERAL


def placed(headings: Sequence[str], name: str) -> Placed:
    """Where a table has our columns, by a mapping and by the general one for what that lacks."""
    mapping, general = load_duty_mapping(name), load_duty_mapping(GENERAL)
    at: dict[str, str] = {}
    for heading in headings:
        at.setdefault(_plain(heading), heading)
    heading_of: dict[str, str] = {}
    for column in COLUMNS:
        names = [column, *mapping.columns.get(column, ()), *general.columns.get(column, ())]
        named = next(
            (at[_plain(one)] for one in names if _plain(one) in at and at[_plain(one)] not in heading_of.values()), None
        )
        if named is not None:
            heading_of[column] = named

    def all_of(own: Sequence[str], others: Sequence[str]) -> list[str]:
        there = [at[_plain(one)] for one in (*own, *others) if _plain(one) in at]
        return [heading for heading in dict.fromkeys(there) if heading not in heading_of.values()]

    return Placed(
        heading_of,
        all_of(mapping.kinds, general.kinds),
        all_of(mapping.reasons, general.reasons),
        next(iter(all_of(mapping.all_day, general.all_day)), None),
        next(iter(all_of(mapping.on_call, general.on_call)), None),
    )


def words_apart(name: str) -> list[tuple[re.Pattern[str], str]]:
    """What a cell says as a whole of a row that is no duty, and what such a row is: a mapping's own, and the general.

    >>> [says for find, says in words_apart("rosteron") if find.fullmatch("A/Leave")]
    ['leave']
    """
    own = [] if name == GENERAL else load_duty_mapping(name).apart
    return [(re.compile(one.find, re.IGNORECASE), one.says) for one in (*own, *load_duty_mapping(GENERAL).apart)]


@cache
def said_by_word(code: str) -> str:
    """What a code says by a whole word: `a day off`, `leave`, another reason not to work; nothing if none does.

    >>> said_by_word("OFF"), said_by_word("Rest_Day"), said_by_word("AL"), said_by_word("E")
    ('a day off', 'a day off', 'leave', '')
    """
    words = code.replace("_", " ")
    return next((says for find, says in words_apart(GENERAL) if find.fullmatch(words)), "")


def _plain(heading: str) -> str:
    """A heading as it is compared: by its letters and digits alone.

    >>> _plain("Unpaid Break: minutes") == _plain("unpaid_break_minutes")
    True
    """
    return "".join(sign for sign in heading_key(str(heading)) if sign.isalnum())
