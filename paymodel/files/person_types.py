"""Types of what a scenario says of a person or a post: each is read as a cell of a table is (`person_values`).

`schema` says the same to an editor, as JSON Schema: of the value as YAML has it there, so that 5 is a number. A model
holds the values as plain ones (`with_plain_values`).
"""

import datetime
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from typing import Any, ClassVar, TypeVar, get_args, get_type_hints

import msgspec

from paymodel.about import NATIONS
from paymodel.files import parsers
from paymodel.files.cell_values import COUNTS
from paymodel.files.person_values import BOUNDS, day, read_number, read_word
from paymodel.files.value_types import FROM_1, UP_TO_100, Name, Schema
from paymodel.files.vocabulary import words_for
from paymodel.pay.fields import JobField, Kind
from paymodel.pay.job import BANDS, HIGH_COST_AREAS, STUDENT_LOANS

AnyModel = TypeVar("AnyModel", bound=msgspec.Struct)
UNIT = r"[\sa-zA-Z./]*"
DIGITS = r"([0-9]+|[0-9]{1,3}([, ][0-9]{3})+)(\.[0-9]*)?([eE][-+]?[0-9]+)?"
NUMBER = rf"^\s*[-+(]*\s*(£|GBP)?\s*-?{DIGITS}\s*[kK)-]?{UNIT}$|^\s*£?\s*-$"
NUMBER_OR_NONE = rf"{NUMBER}|^\s*\.[0-9]+$|^([nN]il|[nN]one|[zZ]ero)$"
CLOCK = rf"^[0-9]+:[0-5][0-9]{UNIT}$"
PERCENT = rf"^\s*{UP_TO_100}\s*(%|[pP]er ?cent)\s*$"
PART = (
    rf"^[fFwW][a-zA-Z/ (:-]*[0-9.%]*\)?$|^[0-9. ]+[a-zA-Z ]*(/|of)[0-9. ]+{UNIT}$"
    r"|^[pP][a-zA-Z/ (:-]*[0-9.]+\)?$|^[0-9.]+\s*%?[\s(-]*[a-zA-Z/ .-]+\)?$"
)
POUNDS_OF_PREMIUM = rf"^({FROM_1})$|^\s*(£|GBP)\s*[0-9][0-9,]*(\.[0-9]*)?{UNIT}$|^[0-9]{{1,3}}(,[0-9]{{3}})+{UNIT}$"
NOT_BELOW_1: Schema = {"not": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}}


def text_of(value: Any, wanted: str) -> str:
    """A value as the text that it was written as. Raises `ValueError` for what is none."""
    if value is None:
        raise ValueError(f"has no value; write {wanted}")
    if isinstance(value, dict | list):
        raise ValueError(f"{'a mapping' if isinstance(value, dict) else 'a list'} is not {wanted}")
    return str(value).strip()


def in_any_dress(words: Iterable[str]) -> str:
    """A pattern for words whatever their letter case, and whatever is between their parts.

    >>> import re
    >>> bool(re.search(in_any_dress(["northern_ireland"]), "Northern Ireland"))
    True
    """
    forms = {"".join(_sign(sign) for sign in word.strip()) for word in words}
    return rf"^\s*({'|'.join(sorted(forms))})[\s.]*$"


def _sign(sign: str) -> str:
    if sign.isalpha():
        return f"[{sign.lower()}{sign.upper()}]"
    return sign if sign.isalnum() else r"[\s_.,-]*"


def one_of_words(column: str, ours: Iterable[str]) -> Schema:
    """The schema of one of some words of a column, or of those of the vocabulary."""
    ours = list(ours)
    return {"anyOf": [{"enum": ours}, {"type": "string", "pattern": in_any_dress([*ours, *words_for(column)])}]}


def with_plain_values(model: msgspec.Struct) -> None:
    """Put plain values in the place of those of the types of this module, once a model is made."""
    for name in _of_a_person(type(model)):
        value = getattr(model, name)
        if isinstance(value, OfAPerson):
            msgspec.structs.force_setattr(model, name, value.plain())


def with_plain_values_of(model: AnyModel, values: Mapping[str, Any]) -> AnyModel:
    """A copy of a model that is made, with some other values, plain ones: nothing of it is read again."""
    changed = copy(model)
    for name, value in values.items():
        msgspec.structs.force_setattr(changed, name, value)
    return changed


@cache
def _of_a_person(model: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a model that may hold values of the types of this module."""
    kinds = get_type_hints(model)
    return tuple(
        name for name in model.__struct_fields__ if any(map(_is_of_a_person, (kinds[name], *get_args(kinds[name]))))
    )


def _is_of_a_person(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, OfAPerson)


class OfAPerson:
    """A value of a person or a post, read as a cell of its column."""

    __slots__ = ()
    COLUMN: ClassVar[str] = ""
    WANTED: ClassVar[str] = "a number"
    NONE: ClassVar[str | None] = None
    """What is in the place of a word that says that there is none; None where there must be one."""

    @classmethod
    def read(cls, value: Any) -> Any:
        """Read what was written. Raises `ValueError`."""
        read = read_word(cls.COLUMN, text_of(value, cls.WANTED), cls.NONE)
        if read is None:
            raise ValueError(f"has no value; write {cls.WANTED}")
        return cls(read)  # type: ignore[call-arg]

    @classmethod
    def schema(cls) -> Schema:
        """The JSON Schema of it."""
        raise NotImplementedError

    def plain(self) -> Any:
        """The value as one of Python's own."""
        raise NotImplementedError


class _Number(OfAPerson, float):
    """A number."""

    PATTERN: ClassVar[str] = NUMBER_OR_NONE
    MORE: ClassVar[Schema] = {}

    @classmethod
    def read(cls, value: Any) -> "_Number":
        """Read it within the bounds of its column."""
        whole = cls.COLUMN in COUNTS
        return cls(read_number(cls.COLUMN, text_of(value, "a whole number" if whole else "a number")))

    @classmethod
    def schema(cls) -> Schema:
        """The schema of a number within its bounds, or of text that holds one."""
        (least, most), kind = BOUNDS[cls.COLUMN], "integer" if cls.COLUMN in COUNTS else "number"
        return {"type": [kind, "string"], "pattern": cls.PATTERN, "minimum": least, "maximum": most, **cls.MORE}

    def plain(self) -> float:
        """A number, whole where the column is."""
        return int(self) if self.COLUMN in COUNTS else float(self)


class Pounds(_Number):
    """Pounds a year."""

    COLUMN = "other_pay"
    MORE = NOT_BELOW_1


class BasicPay(_Number):
    """Basic pay of a whole-time post, pounds a year."""

    COLUMN = "basic_pay"


class HoursAYear(_Number):
    """Hours a year."""

    COLUMN, PATTERN = "overtime_hours_a_year", f"{NUMBER_OR_NONE}|{CLOCK}"


class HoursAWeek(_Number):
    """Hours a week."""

    COLUMN, PATTERN = "overtime_hours_a_week", f"{NUMBER_OR_NONE}|{CLOCK}"


class WholeTimeEquivalent(_Number):
    """A part of full time, more than 0 and at most 1."""

    COLUMN, PATTERN = "whole_time_equivalent", f"{NUMBER_OR_NONE}|{PERCENT}|{PART}"


class PartOfTheYear(_Number):
    """A part of the year, as of sickness absence."""

    COLUMN, PATTERN = "sickness_absence", f"{NUMBER_OR_NONE}|{PERCENT}"


class YearsOfService(_Number):
    """Years of service in a section of the pension scheme."""

    COLUMN = "years_of_1995_section"


class Children(_Number):
    """How many children."""

    COLUMN = "children"


class _Word(OfAPerson, str):
    """One of a few words; an empty text where it says that there is none."""

    __slots__ = ()
    OURS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def schema(cls) -> Schema:
        """The schema of our words and of those of the vocabulary."""
        return one_of_words(cls.COLUMN, cls.OURS)

    def plain(self) -> str:
        """A plain text."""
        return str(self)


class NationName(_Word):
    """One of the four nations."""

    __slots__ = ()
    COLUMN, OURS, WANTED = "nation", NATIONS, f"one of: {', '.join(NATIONS)}"


class AreaName(_Word):
    """A high cost area, or an empty text for none."""

    __slots__ = ()
    COLUMN, OURS, WANTED = "high_cost_area", HIGH_COST_AREAS, f"one of: {', '.join(HIGH_COST_AREAS)}"
    NONE = ""


class UnsocialHoursKind(_Word):
    """Section 2 or Annex 5."""

    __slots__ = ()
    COLUMN, OURS, WANTED = "unsocial_hours", ("annex_5", "section_2"), "one of: annex_5, section_2"


class BandOfPost(_Word):
    """The name of a band, read from any of the ways in which it is written."""

    __slots__ = ()
    COLUMN, OURS, WANTED = "band", BANDS, "a band such as 8a"

    @classmethod
    def read(cls, value: Any) -> "BandOfPost":
        """Read a band such as `Band 8a`."""
        code = read_word("band", text_of(value, cls.WANTED), None)
        if code is None:
            raise ValueError(f"has no value; write {cls.WANTED}")
        return cls(BANDS[code])

    @classmethod
    def schema(cls) -> Schema:
        """The schema of a band, with what may come before and after it."""
        digit = r"[\s:._#|/()-]*0?([1-79](\.0+)?|8[\s._([-]*([rR]ange\s*)?[a-dA-D][\s)\]]*)[a-zA-Z\s()-]*$"
        words = r"[a-zA-Z4|\s_()-]*([xX][rRnN][01][0-9])?[\s|:,-]*[a-zA-Z\s_()-]*"
        pattern = f"^{words}{digit}|^[xX][rRnN](0[1-9]|1[0-2])$|([oO]ne|[tT]wo|ree|our|ive|[sS]ix|ven|ine)$"
        ours = [*BANDS, *(int(band) for band in BANDS if band.isdigit())]
        return {"anyOf": [{"enum": ours}, {"type": "string", "pattern": pattern}]}


class PremiumText(_Word):
    """A premium as written: pounds a year, or a percentage of basic pay."""

    __slots__ = ()
    COLUMN = "long_term_premium"

    @classmethod
    def read(cls, value: Any) -> "PremiumText":
        """Check the text and keep it."""
        text = text_of(value, "pounds a year, or a percentage such as 5%")
        parsers.premium(text)
        return cls(text)

    @classmethod
    def schema(cls) -> Schema:
        """The schema of pounds or a percentage."""
        pattern = f"{POUNDS_OF_PREMIUM}|{PERCENT}"
        return {"type": ["number", "string"], "minimum": 0, "maximum": 1_000_000, **NOT_BELOW_1, "pattern": pattern}


class PercentText(_Word):
    """A percentage as written, with its sign, or without it from 1 on."""

    __slots__ = ()
    COLUMN = "annex_5_percent"

    @classmethod
    def read(cls, value: Any) -> "PercentText":
        """Check the text and keep it."""
        text = text_of(value, "a percentage such as 25%")
        parsers.percentage(text)
        return cls(text)

    @classmethod
    def schema(cls) -> Schema:
        """The schema of a percentage."""
        pattern = f"^({FROM_1})$|{PERCENT}"
        return {"type": ["number", "string"], "minimum": 0, "maximum": 100, **NOT_BELOW_1, "pattern": pattern}


class _YesNo(OfAPerson, int):
    """Yes or no of a column, in any of its words."""

    WANTED = "yes or no"

    @classmethod
    def schema(cls) -> Schema:
        """The schema of yes and no, and of the vocabulary's words for them."""
        words = in_any_dress(("true", "false", "yes", "no", "y", "n", "0", "1", *words_for(cls.COLUMN)))
        return {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, {"type": "string", "pattern": words}]}

    def plain(self) -> bool:
        """A truth value."""
        return bool(self)


class Loans(OfAPerson, tuple[str, ...]):
    """Student loans: a list, or a text joined with `+`."""

    __slots__ = ()

    @classmethod
    def read(cls, value: Any) -> "Loans":
        """Read the plans into a set order."""
        text = "+".join(str(item) for item in value) if isinstance(value, list) else str(value or "")
        return cls(read_word("student_loan", text, ()))

    @classmethod
    def schema(cls) -> Schema:
        """The schema of a list of plans, or of a text of them."""
        plan = one_of_words("student_loan", STUDENT_LOANS)
        one = plan["anyOf"][1]["pattern"].removeprefix("^").removesuffix("$")
        text = {"type": "string", "pattern": rf"^({one}([+&,/;]|[aA][nN][dD]|$))*$"}
        return {"anyOf": [{"type": "array", "items": plan, "uniqueItems": True}, {"type": "null"}, text]}

    def plain(self) -> tuple[str, ...]:
        """A plain tuple."""
        return tuple(self)


class Day(OfAPerson, datetime.date):
    """A day, in any of the usual ways of writing it."""

    __slots__ = ()

    @classmethod
    def read(cls, value: Any) -> "Day":
        """Read a day such as 2026-04-01."""
        read = day(text_of(value, "a date as 2026-04-01"))
        return cls(read.year, read.month, read.day)

    @classmethod
    def schema(cls) -> Schema:
        """The schema of a date."""
        iso = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        month = r"([0-9]{1,2}|[a-zA-Z]{3,9}),?"
        other = rf"^\s*([a-zA-Z]{{3,9}},? )?[0-9]{{1,2}}(st|nd|rd|th)?[-/. ]{month}[-/. ]([0-9]{{2}}|[0-9]{{4}})\s*$"
        return {"anyOf": [iso, {"type": "string", "pattern": other}]}

    def plain(self) -> datetime.date:
        """A plain date."""
        return datetime.date(self.year, self.month, self.day)


TYPES_OF_KINDS: Mapping[Kind, Any] = {
    Kind.POUNDS: Pounds,
    Kind.HOURS: HoursAYear,
    Kind.HOURS_A_WEEK: HoursAWeek,
    Kind.SHARE: PartOfTheYear,
    Kind.COUNT: Children,
    Kind.YEARS: YearsOfService,
    Kind.YES_NO: _YesNo,
    Kind.PERCENT: PercentText,
    Kind.PREMIUM: PremiumText,
}
OWN_TYPES: Mapping[str, Any] = {
    "band": BandOfPost,
    "step": Name,
    "basic_pay": BasicPay,
    "whole_time_equivalent": WholeTimeEquivalent,
    "high_cost_area": AreaName,
    "student_loan": Loans,
}
"""The types of fields of a job that are not as others of their kind."""


def type_of_field(each: JobField) -> Any:
    """The type of a key that states a field of a job: its own, or that of its kind, for its column."""
    own = OWN_TYPES.get(each.name)
    return own or type(f"_{each.name}", (TYPES_OF_KINDS[each.kind],), {"__slots__": (), "COLUMN": each.name})
