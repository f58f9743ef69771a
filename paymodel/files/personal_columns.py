"""Columns that name people, or nearly: nobody is grouped by one, as groups are published with their names.

What looks like a name, a number, an address, a day of birth and so on is data: `scenarios/personal/columns.yaml`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name, WebAddress
from paymodel.files.yaml_documents import read_document

SHIPPED_COLUMNS = "personal/columns.yaml"
SOME, SHARE = 3, 0.3
"""So many of the values, and such a share of them, look like names where the column does."""
SOME_ALONE, SHARE_ALONE = 5, 0.5
"""So many single words, and such a share, as wards and stations are called after people too; or all, from `SOME`."""
Word = Annotated[str, Meta(min_length=1, max_length=40)]


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something of this file is from."""

    says: Name
    name: Name
    url: WebAddress | None = None


class HeadingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words of headings that say what a column holds of people.

    `anywhere` in the heading, `within` other letters, `alone` as the whole of it; `of_people` unless the word before is
    one that many share, `if_people` alone or after a word of people.
    """

    says: Name
    anywhere: list[Word] = []
    within: list[Word] = []
    alone: list[Word] = []
    of_people: list[Word] = []
    if_people: list[Word] = []


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A regular expression for what names people, to find in a value or (`whole`) to be all of it.

    With `some` a few such values may be chance. `check` is a check digit that must be right.
    """

    says: Name
    find: Annotated[str, Meta(min_length=1, max_length=400)]
    example: Name
    whole: Literal["yes", "no"] = "no"
    some: Literal["yes", "no"] = "no"
    check: Literal["nhs_number"] | None = None


class PersonalColumns(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file of what tells people apart.

    `people` and `shared` are words before name, number and so on: of one person, and of what many share. `places` are
    words that no name of a person holds.
    """

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    sources: Annotated[list[Source], Meta(min_length=1)]
    headings: list[HeadingWords]
    people: list[Word]
    shared: list[Word]
    contents: list[Content]
    titles: list[Word]
    given_names: list[Word]
    surnames: list[Word]
    places: list[Word]


@cache
def personal_columns() -> PersonalColumns:
    """What ships with the package."""
    return validate(read_document(shipped_folder("scenarios") / SHIPPED_COLUMNS, SHIPPED_COLUMNS), PersonalColumns)


def said_by_heading(heading: str) -> str | None:
    """What a column holds that names people, by its heading; None for any other.

    >>> said_by_heading("EmpNo"), said_by_heading("home_address"), said_by_heading("Ward Name")
    ('a number of one person', 'an address', None)
    """
    known = personal_columns()
    words = [word for word in _split(heading) if not word.isdigit()]
    letters = "".join(words)
    for entry in known.headings:
        if _holds(words, entry.anywhere) or any(part in letters for part in entry.within):
            return entry.says
        if " ".join(words) in entry.alone or _of_people(words, entry) or _if_people(words, entry):
            return entry.says
    return None


def said_by_values(people: Mapping[str, int]) -> str | None:
    """What values of a column look like that names people; None where they look like nothing of the kind.

    `people` says how many have each of the different values. A name of one person alone is enough, as wards and
    stations that are called after people hold several.

    >>> said_by_values({"Ward 5": 8, "jo.bloggs@nhs.example": 2}), said_by_values({"White British": 80, "Asian": 9})
    ('an e-mail address', None)
    """
    for content, find in _contents():
        matching = sum(_matches(content, find, value) for value in people)
        if matching and (content.some == "no" or _enough(matching, len(people), SOME, SHARE)):
            return content.says
    kinds = {value: _kind_of_name(value) for value in people}
    whole = [value for value, kind in kinds.items() if kind == "whole"]
    alone = sum(kind == "alone" for kind in kinds.values())
    if _enough(len(whole), len(people), SOME, SHARE) or any(people[value] == 1 for value in whole):
        return "a name"
    several = alone >= SOME_ALONE and alone >= SHARE_ALONE * len(people)
    return "a name" if several or alone == len(people) >= SOME else None


def _enough(matching: int, values: int, some: int, share: float) -> bool:
    return matching > 0 and matching >= min(some, values) and matching >= share * values


def _split(text: str) -> list[str]:
    """The words of a heading in small letters; those of this file that are written together, apart."""
    plain = _without_marks(text)
    words = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+", plain)
    return [part for word in words for part in (_apart(word.lower()) or [word.lower()])]


def _without_marks(text: str) -> str:
    """A text in plain letters, without accents and other marks."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


@cache
def _vocabulary() -> frozenset[str]:
    """The words of headings that this file knows, of two letters or more."""
    known = personal_columns()
    phrases = [*known.people, *known.shared, "of", "and"]
    for entry in known.headings:
        phrases += [*entry.anywhere, *entry.alone, *entry.of_people, *entry.if_people]
    return frozenset(word for phrase in phrases for word in phrase.split() if len(word) > 1)


def _apart(word: str) -> list[str]:
    """A word as the fewest words of the vocabulary written together; nothing where it is not.

    >>> _apart("wardname"), _apart("empno"), _apart("site"), _apart("locker7")
    (['ward', 'name'], ['emp', 'no'], ['site'], [])
    """
    best: list[list[str]] = [[], *([] for _ in word)]
    reached = {0}
    for end in range(1, len(word) + 1):
        ways = [
            [*best[start], word[start:end]]
            for start in range(end)
            if start in reached and word[start:end] in _vocabulary()
        ]
        if ways:
            best[end] = min(ways, key=len)
            reached.add(end)
    return best[-1]


def _holds(words: Sequence[str], phrases: Sequence[str]) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {phrase} " in text for phrase in phrases)


def _of_people(words: Sequence[str], entry: HeadingWords) -> bool:
    """Whether a word such as name is in a heading, and not that of a ward or another thing that many share."""
    shared = personal_columns().shared
    for place, word in enumerate(words):
        if word in entry.of_people:
            after = words[place + 2 : place + 3] if words[place + 1 : place + 2] == ["of"] else []
            before = words[place - 1 : place] if place else after
            if not before or before[0] not in shared:
                return True
    return False


def _if_people(words: Sequence[str], entry: HeadingWords) -> bool:
    """Whether a word such as number is in a heading, alone or after a word of people."""
    people = personal_columns().people
    for place, word in enumerate(words):
        if word in entry.if_people:
            near = (
                words[place - 1 : place] if place else [other for other in words[1:] if other not in ("of", "the")][:1]
            )
            if not near or near[0] in people or near[0] in entry.if_people:
                return True
    return False


@cache
def _contents() -> Sequence[tuple[Content, re.Pattern[str]]]:
    return [(content, re.compile(content.find, re.IGNORECASE)) for content in personal_columns().contents]


def _matches(content: Content, find: re.Pattern[str], value: str) -> bool:
    plain = " ".join(_without_marks(value).split())
    match = find.fullmatch(plain) if content.whole == "yes" else find.search(plain)
    return match is not None and (content.check is None or CHECKS[content.check](match.group()))


def nhs_number(text: str) -> bool:
    """Whether the last of the ten digits of an NHS number is the one that checks the others (modulus 11).

    >>> nhs_number("943 476 5919"), nhs_number("943 476 5918")
    (True, False)
    """
    digits = [int(sign) for sign in text if sign.isdigit()]
    check = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return len(digits) == 10 and check % 11 == digits[9] and check != 10


CHECKS: Mapping[str, Callable[[str], bool]] = {"nhs_number": nhs_number}


@cache
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Titles, given names, surnames, and words that no name of a person holds."""
    known = personal_columns()
    none = frozenset([*known.places, *known.shared])
    return frozenset(known.titles), frozenset(known.given_names), frozenset(known.surnames), none


def _kind_of_name(value: str) -> str:
    """`whole` for what looks like a whole name, `alone` for a given name or a surname alone, nothing for other values.

    >>> [_kind_of_name(one) for one in ("SMITH, Jane", "J. Smith (bank)", "Mr Xu", "Smith", "Jane Ward", "St Thomas")]
    ['whole', 'whole', 'whole', 'alone', '', '']
    """
    parts = [part for part in re.split(r"\s[-\u2013\u2014]\s|[()|;:/]", value) if part.strip()]
    if len(parts) > 1:  # Jane Smith (Paramedic)
        return "whole" if any(_kind_of_name(part) == "whole" for part in parts) else ""
    titles, given, surnames, places = _names()
    plain = re.sub(r"['`\u2019]", "", _without_marks(value)).strip()
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", plain)]
    if len(words) == 1:  # JaneSmith
        words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", plain)] or words
        words = words if len(words) == 2 and words[0] in given else ["".join(words)]
    if not 1 <= len(words) <= 5 or re.search(r"\d(?!\d*$)", plain) or any(word in places for word in words):
        return ""
    if len(words) == 1:
        return "alone" if words[0] in given or words[0] in surnames else ""
    initials = [word for word in words if len(word) == 1]
    others = [word for word in words if len(word) > 1]
    if words[0] in titles and len(others) > 1:
        return "whole"
    if any(word in given for word in words):
        return "whole"
    comma = re.fullmatch(r"[^\W\d_][\w -]+, ?(?:[^\W\d_]\.? ?){1,3}", plain) is not None
    return "whole" if initials and len(others) == 1 and (comma or others[0] in surnames) else ""
