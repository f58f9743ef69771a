"""Text that a spreadsheet would run as a formula, made harmless in the CSV files that are written."""

import re

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes first, unless it reads as a plain number.

    >>> harmless("=1+1"), harmless("-2.5"), harmless("-2+3")
    ("'=1+1", '-2.5', "'-2+3")
    """
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) and not _NUMBER.fullmatch(text) else text
