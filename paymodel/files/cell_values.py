"""Numbers in cells as people write them: signs, units, dashes for nothing, thousands; and cells without a value."""

import re
from typing import Any

import numpy as np

from paymodel.errors import shortened
from paymodel.files.merged_cells import MERGED_WITH
from paymodel.files.number_texts import OF_A_MONTH, OF_A_WEEK, percent_number, plain_number, two_amounts
from paymodel.files.sheet_shown import NO_VALUE_YET
from paymodel.pay.fields import Kind
from paymodel.pay.job import FIELDS

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
POUNDS = tuple(each.name for each in FIELDS.values() if each.doors and each.kind is Kind.POUNDS and not each.bounds[0])
"""Columns that hold pounds a year: less than one is a percentage as a spreadsheet keeps it, or a slip."""
SHARES = tuple(each.name for each in FIELDS.values() if each.doors and each.kind is Kind.SHARE)
"""Columns that hold a part of 1."""
COUNTS = (*(each.name for each in FIELDS.values() if each.doors and each.kind is Kind.COUNT), "period")
"""Columns that hold a count."""
FULL_TIME = re.compile(
    r"(?:f\s*[/.-]?\s*t\.?|w\s*/\s*t|full[\s-]*time|whole[\s-]*time|full)(?:\s*[:,(-]?\s*(?:1(?:\.0+)?|100\s?%)\s*\)?)?"
    r"|1(?:\.0+)?\s*(?:f/?t|full[\s-]*time|whole[\s-]*time(?: equivalent)?)",
    re.IGNORECASE,
)
AS_CLOCK = re.compile(r"(?<![\d:])([0-9]{1,2}):([0-5][0-9])(?![\d:])")
"""Hours and minutes, such as 37:30."""
PART_TIME = r"(?:p\s*/?\s*t\.?|part[\s-]*time)"
BESIDE_A_PART = re.compile(
    rf"^{PART_TIME}[\s:,(-]*(?=[0-9.])|(?<=[0-9.%])[\s:,(-]*{PART_TIME}$"
    r"|(?<=%)\s*(?:of\s+)?(?:f\.?t\.?e|w\.?t\.?e|full[\s-]*time)\.?$",
    re.IGNORECASE,
)
"""What may be beside a part of full time and says only that it is one."""
ROUNDING = 1e-9
"""How far a sum of parts of full time may be beside 1 by the way that computers keep numbers."""
UNDER_PERCENT = "percentage or part of 1: "
"""What a bare number below 1 begins with whose heading says per cent."""
_HOURS = r"(?:\s*(?:hours?|hrs?|days?|h))?"
PART_OF_WHOLE = re.compile(
    rf"([0-9]{{1,3}}(?:\.[0-9]{{1,4}})?){_HOURS}\s*(?:/|of|out of)\s*([0-9]{{1,3}}(?:\.[0-9]{{1,4}})?){_HOURS}"
)
"""Hours or days of those of full time."""


def no_value(text: str) -> str:
    """What is wrong with a cell that holds a formula, or the error of one, or none of its own; nothing for others."""
    if text.startswith("="):
        return f"{shortened(text)} is a formula; save the list with values"
    if text == NO_VALUE_YET:
        return "a formula without a value; open the workbook in Excel and save it, so that its formulas are worked out"
    if text.upper() in ERRORS:
        return f"{shortened(text)} is an error of the spreadsheet; put its formula right"
    if text.startswith(MERGED_WITH):
        return f"{shortened(text)} is no value of its own: unmerge the cells across columns, and fill each"
    return ""


def less_than_a_pound(text: str, pounds: float) -> str:
    """What is said of a payment of less than a pound a year."""
    return f"{shortened(text)} would be £{pounds:.4g} a year; give pounds a year, not a part of 1"


def number_in(column: str, text: str) -> float:
    """The number that a cell of a column holds; a share may be written as a percentage. Raises `ValueError`.

    >>> number_in("whole_time_equivalent", "80%"), number_in("whole_time_equivalent", "Full time")
    (0.8, 1.0)
    >>> number_in("other_pay", "£2,000.00"), number_in("other_pay", "(250)"), number_in("other_pay", "-")
    (2000.0, -250.0, 0.0)
    """
    if text.startswith(UNDER_PERCENT):
        number = float(text.removeprefix(UNDER_PERCENT))
        raise ValueError(f"'{number:g}' may be {number:g}% or {round(number * 100, 8):g}%; write it with its sign")
    if column == "whole_time_equivalent":
        plain = BESIDE_A_PART.sub("", text.strip())
        text = plain.removesuffix(")") if plain != text and "(" not in plain else plain
    if column in SHARES and (percent := percent_number(text)) is not None:
        return round(float(percent) / 100, 10)
    if column in SHARES and re.fullmatch(r"[01],[0-9]{1,6}", text):  # no thousands are a part of 1
        raise ValueError(f"{shortened(text)} is not a number; write a point, not a comma, before the decimals")
    if column == "whole_time_equivalent":
        text = AS_CLOCK.sub(lambda clock: f"{int(clock[1]) + int(clock[2]) / 60:g}", text)
        text = _said_twice(text)
        if FULL_TIME.fullmatch(text):
            return 1.0
        part = PART_OF_WHOLE.fullmatch(text.lower())
        if part and 0 < float(part[1]) <= float(part[2]):
            return round(float(part[1]) / float(part[2]), 6)
    if column == "period":
        text = re.sub(r"^(?:month|mth|period|tax month|m|p)[\s.]*(?=[0-9])", "", text.strip(), flags=re.IGNORECASE)
    return float(whole(column, number_of(text, kind_of(column))))


def _said_twice(text: str) -> str:
    """A part of full time without hours in brackets that say the same: `0.8 (30/37.5)`; any other text as it is."""
    twice = re.fullmatch(r"([0-9.]+)\s*\((.+)\)", text.strip())
    part = PART_OF_WHOLE.fullmatch(twice[2].lower()) if twice else None
    if twice and part and plain_number(twice[1], "share") is not None and float(part[2]) > 0:
        return twice[1] if abs(float(twice[1]) - float(part[1]) / float(part[2])) < 0.005 else text
    return twice[1] if twice and FULL_TIME.fullmatch(twice[2]) and float(twice[1]) == 1 else text


def whole(column: str, numbers: Any) -> Any:
    """Numbers of a column, a whole time equivalent that is beyond 1 by a rounding alone as 1.

    >>> whole("whole_time_equivalent", 1.0000000000000002), whole("whole_time_equivalent", 1.2)
    (1.0, 1.2)
    """
    if column != "whole_time_equivalent":
        return numbers
    rounded = np.where(np.abs(np.asarray(numbers) - 1) < ROUNDING, 1.0, numbers)
    return rounded if rounded.ndim else float(rounded)


def kind_of(column: str) -> str:
    """What the numbers of a column are of, by its name: pounds, hours, a share, years or a count."""
    if column in SHARES:
        return "share"
    if column.endswith("_hours_a_week"):
        return "hours a week"
    if "hours_a_" in column:
        return "hours"
    if column.startswith("years_"):
        return "years"
    return "count" if column in COUNTS else "pounds"


def number_of(text: str, kind: str = "count") -> float:
    """A number; `kind` says which unit may be written after it. Raises `ValueError` with what would be right."""
    if kind == "pounds" and (words := two_amounts(text)):
        raise ValueError(words)
    if len(text) < 100:
        number = plain_number(text, kind)
        if number is not None and np.isfinite(number):
            return number
    words = no_value(text) or f"{shortened(text)} is not a number"
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,6}", text):
        words += "; leave out the points, and write one, not a comma, before the decimals"
    elif re.fullmatch(r"£?\s?[0-9]{1,12},[0-9]{1,6}", text):
        words += "; write a point, not a comma, before the decimals"
    elif percent_number(text) is not None:
        words += " but a percentage"
    elif kind == "share" and re.fullmatch(r"[0-9.:]+\s*(?:h|hrs?|hours?)\b.*", text, re.IGNORECASE):
        words += " but hours; say of how many, such as 30/37.5"
    elif kind == "pounds" and re.fullmatch(rf"(?:£\s?)?[0-9.,]+\s*(?:{OF_A_WEEK}|{OF_A_MONTH})", text, re.IGNORECASE):
        words += " of pounds a year; multiply it, or say the unit in the heading, such as (£ per month)"
    elif re.fullmatch(r"p\s*/?\s*t|part[\s-]*time", text, re.IGNORECASE):
        words += "; say which part of full time, such as 0.6"
    raise ValueError(words)
