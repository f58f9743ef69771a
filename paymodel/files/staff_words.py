"""Words of staff lists that ship as data: headings that say who is in post, and words that change what a cell says."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from paymodel.errors import shortened
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name, WebAddress
from paymodel.files.yaml_documents import read_document

SHIPPED_WORDS = "words/staff-lists.yaml"


class InPost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Headings of columns that say who is in post: regular expressions for the whole of a plain heading.

    `example` is a word of such a column for those who are.
    """

    headings: Annotated[list[str], Meta(min_length=1)]
    says: Name
    example: Name | None = None
    source: Name
    url: WebAddress | None = None


class Changing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that change what a cell says: of a profession, of pay (band, step, loans, area, ...) or of anything.

    `learns` says that they name somebody who learns, and is not paid by the band alone.
    """

    words: Annotated[list[Name], Meta(min_length=1)]
    of: Literal["anything", "pay", "profession"]
    learns: Literal["yes", "no"] = "no"
    why: Name
    source: Annotated[str, Meta(min_length=1, max_length=400)]
    url: WebAddress | None = None


class Beside(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that may come beside a band, or after a profession, and change nothing of it."""

    words: Annotated[list[Name], Meta(min_length=1)]
    of: Literal["band", "profession"]
    source: Annotated[str, Meta(min_length=1, max_length=400)]
    url: WebAddress | None = None


class StaffWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file of these words."""

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    in_post: list[InPost]
    beside: list[Beside]
    changes: list[Changing]


@cache
def staff_words() -> StaffWords:
    """The words that ship with the package."""
    return validate(read_document(shipped_folder("scenarios") / SHIPPED_WORDS, SHIPPED_WORDS), StaffWords)


@cache
def _changing() -> Sequence[tuple[re.Pattern[str], Changing]]:
    """An expression for each entry of words that change what a cell says."""
    expressions = []
    for changing in staff_words().changes:
        words = "|".join(
            re.escape(word).replace(r"\-", "[ -]?") for word in sorted(changing.words, key=len, reverse=True)
        )
        expressions.append((re.compile(rf"(?<![a-z0-9])(?:{words})s?(?![a-z0-9])", re.IGNORECASE), changing))
    return expressions


def changed_by(text: str, of: str) -> tuple[str, Changing] | None:
    """The first word that changes what a cell says of `pay` or of a `profession`, as it stands there, and its entry.

    >>> changed_by("Band 6 (Protected)", "pay")[0], changed_by("Senior Paramedic", "profession")
    ('Protected', None)
    """
    for find, changing in _changing():
        match = find.search(text) if changing.of in ("anything", of) else None
        if match:
            return match.group(), changing
    return None


@cache
def beside(of: str) -> frozenset[str]:
    """Words that may stand beside a `band`, or after a `profession`.

    >>> "review" in beside("band"), "driver" in beside("profession")
    (True, False)
    """
    return frozenset(word for entry in staff_words().beside if entry.of == of for word in entry.words)


def of_learners(heading: str, roles: Iterable[str]) -> list[str]:
    """A sentence where a column of roles names people who learn: what they are paid may not be that of their band.

    >>> len(of_learners("Job Role", ["Nurse", "Apprentice nurse"])), of_learners("Job Role", ["Nurse"])
    (1, [])
    """
    changes = [changed_by(role, "anything") for role in roles]
    words = sorted({change[0].lower() for change in changes if change and change[1].learns == "yes"})
    if not words:
        return []
    return [
        f"The column {shortened(heading)} names people who learn ({', '.join(words)}): those who count are taken to be"
        " paid by their band and step. Where it is a share of a maximum (handbook, Annex 21), give basic_pay or take"
        " the row out."
    ]


def says_who_is_in_post(heading: str) -> InPost | None:
    """What a column says of who is in post by its heading; None where it says nothing of it.

    >>> says_who_is_in_post("Assignment_Status").example, says_who_is_in_post("Marital Status")
    ('Active Assignment', None)
    """
    plain = " ".join(re.findall(r"[a-z0-9]+", heading.lower()))
    for in_post in staff_words().in_post:
        if any(re.fullmatch(pattern, plain) for pattern in in_post.headings):
            return in_post
    return None


def not_used(headings: Iterable[str], filters: Sequence[Iterable[str]], names: Sequence[str]) -> list[str]:
    """A sentence for each column that says who is in post and leaves nobody out.

    `filters` are, for each post, the columns by which it is open to some alone; `names` what the posts are called.
    """
    sentences = []
    for heading in headings:
        in_post = says_who_is_in_post(heading)
        counting = [
            name
            for name, columns in zip(names, filters, strict=True)
            if heading.lower() not in {column.lower() for column in columns}
        ]
        if in_post is None or not counting:
            continue
        used = "is not used" if len(counting) == len(names) else f"is not used for {' and '.join(counting)}"
        sentences.append(
            f"The column {shortened(heading)} says {in_post.says}, and {used}: every row counts."
            f" {_cure(heading, in_post)}"
        )
    return sentences


def _cure(heading: str, in_post: InPost) -> str:
    if in_post.example is None:
        return "Take the rows that are not meant out of the list."
    open_to = f"open_to: {{{shortened(heading)[1:-1]}: [{in_post.example}]}}"
    return f"To count some alone, say whom each post is open to, such as {open_to}."
