"""Numbers in cells as people write them: signs, units, dashes for nothing, thousands; and cells without a value."""

import re

import numpy as np

from paymodel.errors import shortened
from paymodel.files.merged_cells import MERGED_WITH
from paymodel.files.sheet_shown import NO_VALUE_YET

ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
POUNDS = ("unsocial_hours_payment", "on_call_payment", "salary_sacrifice", "other_pay", "other_pensionable_pay")
"""Columns that hold pounds a year: less than one is a percentage as a spreadsheet keeps it, or a slip."""
SHARES = ("whole_time_equivalent", "sickness_absence")
"""Columns that hold a part of 1."""
OF_A_YEAR = r"(?:p\.?\s?a\.?|per annum|(?:a|per|/)\s?(?:year|yr|annum))"
UNIT_OF: dict[str, str] = {
    "pounds": OF_A_YEAR,
    "hours": rf"(?:hours?|hrs?)\.?\s*{OF_A_YEAR}?|{OF_A_YEAR}",
    "share": r"(?:f\.?t\.?e\.?|w\.?t\.?e\.?)",
}
"""What may follow a number, by what its column holds: the unit that the column has anyway."""
NOTHING = re.compile(r"(?:£\s*)?[-\u2010-\u2015\u2212](?:\s*[-\u2010-\u2015\u2212])?|nil|none|zero", re.IGNORECASE)
"""What accounts write for nought."""
FULL_TIME = re.compile(r"f\s*[/.]?\s*t\.?|full[\s-]*time|whole[\s-]*time|full", re.IGNORECASE)
DASHES = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | dict.fromkeys("\u00a0\u2009\u202f", " ")
)


def no_value(text: str) -> str:
    """What is wrong with a cell that holds a formula, or the error of one, or none of its own; nothing for others."""
    if text.startswith("="):
        return f"{shortened(text)} is a formula; save the list with values"
    if text == NO_VALUE_YET:
        return "a formula without a value; open the workbook in Excel and save it, so that its formulas are worked out"
    if text in ERRORS:
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
    if column in SHARES and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?\s?%", text):
        return round(float(text.removesuffix("%")) / 100, 10)
    if column in SHARES and re.fullmatch(r"[01],[0-9]{1,6}", text):  # no thousands are a part of 1
        raise ValueError(f"{shortened(text)} is not a number; write a point, not a comma, before the decimals")
    if column == "whole_time_equivalent" and FULL_TIME.fullmatch(text):
        return 1.0
    return number_of(text, _kind_of(column))


def _kind_of(column: str) -> str:
    if column in SHARES:
        return "share"
    if "hours_a_" in column:
        return "hours"
    return "pounds" if column in POUNDS or "pay" in column or "pension" in column else "count"


def number_of(text: str, kind: str = "count") -> float:
    """A number; `kind` says which unit may be written after it. Raises `ValueError` with what would be right."""
    plain = text.translate(DASHES).strip()
    if len(plain) < 100:
        number = _plain_number(plain, kind)
        if number is not None and np.isfinite(number):
            return number
    words = no_value(text) or f"{shortened(text)} is not a number"
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,6}", text):
        words += "; leave out the points, and write one, not a comma, before the decimals"
    elif re.fullmatch(r"£?\s?[0-9]{1,12},[0-9]{1,6}", text):
        words += "; write a point, not a comma, before the decimals"
    elif re.fullmatch(r"[0-9.]{1,12}\s?%", text):
        words += " but a percentage"
    elif re.fullmatch(r"p\s*/?\s*t|part[\s-]*time", text, re.IGNORECASE):
        words += "; say which part of full time, such as 0.6"
    raise ValueError(words)


def _plain_number(text: str, kind: str) -> float | None:
    """The number that a text says in one of the usual ways, or None."""
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text):
        return float(text)
    if NOTHING.fullmatch(text):
        return 0.0
    unit = UNIT_OF.get(kind)
    if unit:
        text = re.sub(rf"(?<=[0-9)])\s*(?:{unit})$", "", text, flags=re.IGNORECASE)
    sign = 1.0
    if re.fullmatch(r"\(.*\)|.*[0-9]\s?-", text):  # as accounts write what is owed
        sign, text = -1.0, text.strip("()- ")
    elif text[:1] in ("-", "+"):
        sign, text = (-1.0 if text[0] == "-" else 1.0), text[1:].strip()
    if kind == "pounds":
        text = re.sub(r"^(?:£|GBP)\s?", "", text)
        if text.startswith("-"):
            sign, text = -sign, text[1:].strip()
    if re.fullmatch(r"[1-9][0-9]{0,2}((,[0-9]{3})+|( [0-9]{3})+)(\.[0-9]{1,6})?|[0-9]+\.?[0-9]*|\.[0-9]+", text):
        return sign * float(text.replace(",", "").replace(" ", ""))
    return None
