"""Other words of tables, which ship as data: other names of our columns, and other words for ours in their cells."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from paymodel.errors import bare
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name, WebAddress
from paymodel.files.yaml_documents import read_document

SHIPPED_VOCABULARY = "words/tables.yaml"
Words = Annotated[list[Name], Meta(min_length=1)]


class OtherHeadings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Other names of a column of ours."""

    column: Name
    also: Words
    source: Annotated[str, Meta(min_length=1, max_length=400)]
    url: WebAddress | None = None


class OtherWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Other words for one of ours in the cells of some columns; `means` may be empty: nothing is said."""

    columns: Words
    means: Annotated[str, Meta(max_length=100)]
    also: Words
    source: Annotated[str, Meta(min_length=1, max_length=400)]
    url: WebAddress | None = None


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of other words."""

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    headings: list[OtherHeadings] = []
    words: list[OtherWords] = []


_OWN: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


@cache
def _shipped() -> Vocabulary:
    return validate(read_document(shipped_folder("scenarios") / SHIPPED_VOCABULARY, SHIPPED_VOCABULARY), Vocabulary)


@contextmanager
def own_words(path: str | None) -> Iterator[None]:
    """Within, the words of a file go before those that ship. Raises `Faults`."""
    before = _OWN.get()
    use_words(path)
    try:
        yield
    finally:
        _OWN.set(before)


def use_words(path: str | None) -> None:
    """From now on, the words of a file go before those that ship; only those, where there is none. Raises `Faults`."""
    _OWN.set(validate(read_document(Path(path), path), Vocabulary) if path else None)


QUALIFIER = re.compile(
    r"\s*[(\[]\s*(?:(?:last |previous |past |rolling )?12 months(?: to [a-z0-9 ]+)?|0(?:\.0+)?\s?-\s?1(?:\.0+)?"
    r"|annual(?:ly)?|yearly|per (?:annum|year)|p\.?\s?a\.?|a year|afc|agenda for change|current|contracted"
    r"|y/?n|yes/no|(£)\s*(?:p\.?\s?a\.?|per (?:annum|year)|a year|annual)|mins?|minutes)\s*[)\]]",
    re.IGNORECASE,
)
"""What may be in brackets in a heading and changes nothing of it: our columns are of a year, and breaks in minutes."""


def heading_key(heading: str) -> str:
    """A heading as it is compared: its letters and digits, signs of money and percentages, without what is in brackets.

    >>> heading_key("Unsocial Hours Payment (£ p.a.)"), heading_key("Grade (AfC)"), heading_key("Break (hours)")
    ('unsocialhourspayment£', 'grade', 'breakhours')
    """
    return bare(QUALIFIER.sub(lambda match: match[1] or "", heading))


def other_headings(column: str) -> list[str]:
    """Other names of a column of ours, the user's own first.

    >>> "WTE" in other_headings("whole_time_equivalent")
    True
    """
    own = _OWN.get()
    first = _names_of(own).get(column, []) if own else []
    return [*first, *_shipped_names().get(column, ())]


def _names_of(vocabulary: Vocabulary) -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = {}
    for entry in vocabulary.headings:
        names.setdefault(entry.column, []).extend(entry.also)
    return names


@cache
def _shipped_names() -> Mapping[str, list[str]]:
    return _names_of(_shipped())


def our_word(column: str, text: str) -> str:
    """Our word for one in a cell of a column, by its letters and digits alone; the text itself where none is known.

    >>> our_word("step", "Top of band"), our_word("in_pension_scheme", "Opted-out"), our_word("band", "6")
    ('top', 'false', '6')
    """
    meaning = own_word(column, text)
    return _shipped_means().get((column, bare(text)), text) if meaning is None else meaning


def words_for(column: str) -> list[str]:
    """Other words for ours in the cells of a column.

    >>> "Cymru" in words_for("nation")
    True
    """
    return [word for entry in _shipped().words if column in entry.columns for word in entry.also]


def own_word(column: str, text: str) -> str | None:
    """Our word for one in a cell by the user's own words alone; None where they say nothing of it."""
    own = _OWN.get()
    return _means_of(own).get((column, bare(text))) if own else None


def _means_of(vocabulary: Vocabulary) -> Mapping[tuple[str, str], str]:
    return {
        (column, bare(word)): entry.means
        for entry in vocabulary.words
        for column in entry.columns
        for word in entry.also
    }


@cache
def _shipped_means() -> Mapping[tuple[str, str], str]:
    return _means_of(_shipped())
