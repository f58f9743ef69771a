"""Types of single values as people write them. Each reads its own text and says what would be right.

`SCHEMA` says the same to an editor, as JSON Schema: of the value as YAML has it there, so that 5 is a number.
"""

import re
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from paymodel.errors import nearest, shortened
from paymodel.files import parsers
from paymodel.pay.job import BANDS

Schema = dict[str, Any]
"""A JSON Schema."""
UP_TO_50, UP_TO_100 = (
    rf"0*({below}(\.[0-9]+)?|{top}(\.0*)?)" for below, top in (("[1-4]?[0-9]", 50), ("[1-9]?[0-9]", 100))
)
"""Numbers to 50 and 100, as patterns."""
FROM_1 = r"0*[1-9][0-9]*(\.[0-9]{1,6})?|0+(\.0*)?"
"""Nothing, or a number from 1 on: one between may be a percentage without its sign."""


class Share(float):
    """A share written as a percentage, such as `5.2%`, held as a fraction from 0 to 1: no rate is above all of pay."""

    SCHEMA: ClassVar[Schema] = {"type": "string", "pattern": rf"^{UP_TO_100}%$"}

    @classmethod
    def read(cls, value: Any) -> "Share":
        """Read `5.2%`; the sign is required."""
        if not isinstance(value, str) or not value.endswith("%"):
            raise ValueError(f"'{value}' needs a per cent sign, such as 5.2%")
        try:
            share = round(float(value[:-1]) / 100, 10)
        except ValueError:
            share = float("nan")
        if share != share:  # not a number
            raise ValueError(f"'{value}' is not a percentage")
        if not 0 <= share <= 1:
            raise ValueError(f"'{value}' is out of range: 0% to 100%")
        return cls(share)


class Rate(float):
    """A yearly rate written as a percentage with its sign, such as `3.3%`, held as a fraction between 0 and a half.

    >>> Rate.read("3.3%")
    0.033
    """

    SCHEMA: ClassVar[Schema] = {"type": "string", "pattern": rf"^{UP_TO_50}%$"}

    @classmethod
    def read(cls, value: Any) -> "Rate":
        """Read `3.3%`; the sign is required, so that 0.033 is not taken for less than a tenth of a per cent."""
        text = str(value).strip()
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?%?", text):
            raise ValueError(f"{shortened(value)} is not a percentage; write it as 3.3%")
        if not text.endswith("%"):
            raise ValueError(f"{shortened(value)} needs a per cent sign, such as 3.3%")
        rate = round(float(text.removesuffix("%")) / 100, 10)
        if rate > 0.5:
            raise ValueError(f"{shortened(value)} is out of range: 0% to 50%")
        return cls(rate)


class ClockTime(int):
    """A clock time, held as minutes after midnight.

    >>> ClockTime.read("07:30")
    450
    """

    SCHEMA: ClassVar[Schema] = {"type": "string", "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}

    @classmethod
    def read(cls, value: Any) -> "ClockTime":
        """Read `07:30`; `24:00` is the end of the day."""
        hours, colon, minutes = str(value).partition(":")
        if not (colon and hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
            raise ValueError(f"'{value}' is not a clock time; write it as \"07:30\"")
        if len(hours) > 2 or len(minutes) != 2 or int(minutes) > 59 or int(hours) * 60 + int(minutes) > 24 * 60:
            raise ValueError(f"'{value}' is not a clock time between 00:00 and 24:00")
        return cls(int(hours) * 60 + int(minutes))


class YesNo(int):
    """Yes or no, written as true, false, yes or no."""

    SCHEMA: ClassVar[Schema] = {
        "enum": [
            True,
            False,
            *(form(word) for word in ("yes", "no", "y", "n", "true", "false") for form in (str, str.title, str.upper)),
        ]
    }

    @classmethod
    def read(cls, value: Any) -> "YesNo":
        """Read a word."""
        return cls(parsers.yes_no(str(value)))


class BandName(str):
    """The name of a band."""

    __slots__ = ()
    SCHEMA: ClassVar[Schema] = {"enum": [*BANDS, *(int(band) for band in BANDS if band.isdigit())]}

    @classmethod
    def read(cls, value: Any) -> "BandName":
        """Read a band such as `8a`."""
        text = str(value)
        if text not in BANDS:
            raise ValueError(f"{shortened(text)} is not a band; {nearest(text.lower().removeprefix('band '), BANDS)}")
        return cls(text)


class Line(str):
    """A line of a rota: text, where a plain `- - E` would be read as a list."""

    __slots__ = ()
    SCHEMA: ClassVar[Schema] = {"type": "string", "pattern": r"^\s*(\S+\s+){6}\S+\s*$"}

    @classmethod
    def read(cls, value: Any) -> "Line":
        """Keep text; refuse a list."""
        if not isinstance(value, str):
            raise ValueError('is not read as text; quote this line, such as "- - E E N N -"')
        return cls(value)


class WebAddress(str):
    """A web address that begins with `http://` or `https://`; nothing is fetched from it."""

    __slots__ = ()
    SCHEMA: ClassVar[Schema] = {"type": "string", "pattern": r"^https?://\S+$"}

    @classmethod
    def read(cls, value: Any) -> "WebAddress":
        """Read an address that starts with https:// or http://."""
        if not re.fullmatch(r"https?://\S+", str(value)):
            raise ValueError(f"{shortened(value)} is not a web address; it starts with https://")
        return cls(value)


class Frequency(str):
    """How often an on-call duty comes round, such as `1 in 8`."""

    __slots__ = ()
    SCHEMA: ClassVar[Schema] = {"type": "string", "pattern": "^1 in [1-9][0-9]{0,2}$"}

    @classmethod
    def read(cls, value: Any) -> "Frequency":
        """Read `1 in 8`."""
        if not re.fullmatch(r"1 in [1-9][0-9]{0,2}", str(value)):
            raise ValueError(f"{shortened(value)} is not a frequency; write it as 1 in 8")
        return cls(value)


class Key(str):
    """The key of a post in a library."""

    __slots__ = ()
    SCHEMA: ClassVar[Schema] = {"type": ["string", "integer"], "pattern": "^[a-z0-9-]{1,80}$"}

    @classmethod
    def read(cls, value: Any) -> "Key":
        """Read small letters, digits and dashes."""
        if not re.fullmatch(r"[a-z0-9-]{1,80}", str(value)):
            raise ValueError(f"{shortened(value)} is not a key; use small letters, digits and dashes")
        return cls(value)


Status = Literal["confirmed", "derived", "unverified", "assumed"]
Pounds = Annotated[float, Meta(ge=0, le=10_000_000)]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
