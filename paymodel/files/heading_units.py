"""The unit that a heading says, such as `FTE %` or `Overtime (hours per week)`: bare numbers below it are of that unit.

A cell that says its own unit is read by that. A heading whose unit a column cannot have is none of that column.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paymodel.errors import shortened
from paymodel.files.cell_values import SHARES, UNDER_PERCENT
from paymodel.files.number_texts import OF_A_MONTH, OF_A_WEEK, OF_A_YEAR, in_plain_signs, plain_number
from paymodel.files.vocabulary import heading_key
from paymodel.pay.fields import Kind
from paymodel.pay.job import FIELDS, MONTHS, WEEKS_IN_A_YEAR

if TYPE_CHECKING:
    import pandas as pd

PERIODS: Mapping[str, str] = {
    "year": OF_A_YEAR.replace("annually", "annual(?:ly)?"),
    "month": OF_A_MONTH,
    "week": OF_A_WEEK,
}
SIGNS: Mapping[str, str] = {
    "%": r"(?:%|per\s?cent(?:age)?|pct)",
    "£000": r"(?:£\s?'?0{3}s?|£\s?k|£\s?thousands?)",
    "£": r"(?:£|gbp|pounds)",
    "hours": r"(?:hours?|hrs?|h)",
}
TIMES: Mapping[str, float] = {"year": 1.0, "month": float(MONTHS), "week": WEEKS_IN_A_YEAR}
"""How many there are of it in a year."""
IN_WORDS: Mapping[str, str] = {
    "%": "percentages: 80 is 80%",
    "month": "of a month: each is multiplied by 12",
    "week": "of a week: each is multiplied by 52.143, for 365 days",
    "£000": "thousands of pounds",
}
PARTED = re.compile(r"[\s()\[\],:;_\u2013\u2014]+|(?<![a-z0-9])-|-(?![a-z0-9])")
BARE_NUMBER = re.compile(r"[-+(]?\s*£?\s*[0-9][0-9,\s]*(?:\.[0-9]+)?\s*\)?|\.[0-9]+")
"""A number that says no unit but pounds."""
PERCENT_COLUMNS = ("unsocial_hours_percent", "on_call_percent")
"""Columns of percentages that are no fields of a job."""


@dataclass(frozen=True)
class Unit:
    """What a heading says of the numbers below it: a sign (per cent, pounds, hours), and of how long they are."""

    sign: str = ""
    period: str = ""

    def times(self, of: str = "year") -> float:
        """What a number is multiplied by, to be of the time that the column is of."""
        period = TIMES[self.period] / TIMES[of] if self.period else 1.0
        return period * (1_000.0 if self.sign == "£000" else 1.0)


def units_said(heading: str) -> Iterator[tuple[str, Unit]]:
    """What is left of a heading without a unit that it says, and the unit; the least that is taken off it first.

    >>> [(rest, unit.sign, unit.period) for rest, unit in units_said("Overtime (hrs per week)")]
    [('overtime hrs', '', 'week'), ('overtime', 'hours', 'week')]
    >>> [(rest, unit.sign) for rest, unit in units_said("FTE %")]
    [('fte', '%')]
    """
    rest = " ".join(PARTED.sub(" ", in_plain_signs(str(heading)).lower()).split())
    sign = period = ""
    while True:
        signs = [] if sign else [one for one in SIGNS if period or one != "hours"]
        if new_sign := next((one for one in signs if _without(rest, SIGNS[one])), ""):
            sign, rest = new_sign, _without(rest, SIGNS[new_sign])
        else:
            period = "" if period else next((one for one in PERIODS if _without(rest, PERIODS[one])), "")
            if not period:
                return
            rest = _without(rest, PERIODS[period])
        yield rest, Unit(sign, period)


def _without(rest: str, words: str) -> str:
    """A heading without a unit at its end, or at its beginning; nothing where it is at neither or is all of it."""
    letters = r"(?:(?<![a-z0-9])|(?=[^a-z0-9]))"
    for pattern in (rf"(.*\S)\s*?{letters}(?:{words})\.?", rf"(?:{words})(?![a-z0-9])\s*(\S.*)"):
        if match := re.fullmatch(pattern, rest):
            return match[1].strip(" -/.")
    return ""


def _own_period(column: str) -> str:
    return "week" if column.endswith("_a_week") else "year"


def _kind(column: str) -> Kind | None:
    if column in PERCENT_COLUMNS:
        return Kind.PERCENT
    return FIELDS[column].kind if column in FIELDS else None


def _fits(column: str, unit: Unit) -> bool:
    """Whether numbers of a column can be of a unit."""
    kind = _kind(column)
    if kind in (Kind.SHARE, Kind.PERCENT):
        return unit == Unit("%")
    if kind in (Kind.POUNDS, Kind.PREMIUM):
        return unit.sign in ("", "£", "£000") or (kind is Kind.PREMIUM and unit == Unit("%"))
    if kind is Kind.HOURS_A_WEEK:
        return unit.sign in ("", "hours") and unit.period == "week"
    return kind is Kind.HOURS and unit.sign in ("", "hours") and bool(unit.period)


def unit_of(column: str, heading: str) -> Unit | None:
    """The unit that a heading says of a column, where it changes how bare numbers are read.

    >>> unit_of("whole_time_equivalent", "FTE %").sign, unit_of("other_pay", "Other pay per month").times()
    ('%', 12.0)
    >>> unit_of("whole_time_equivalent", "FTE"), unit_of("basic_pay", "Basic Pay (£ pa)")
    (None, None)
    """
    units = [unit for _, unit in units_said(heading) if _fits(column, unit)]
    if not units or heading_key(heading) == heading_key(column) or _kind(column) is Kind.PERCENT:
        return None
    return units[-1] if units[-1].sign == "%" or units[-1].times(_own_period(column)) != 1 else None


def headings_with_units(
    headings: Sequence[str], names_of: Mapping[str, Iterable[str]], taken: Iterable[str]
) -> dict[str, str]:
    """Columns whose names headings have, but for a unit that the column can have; none of those `taken` already.

    >>> headings_with_units(["id", "Other pay (£ per month)"], {"other_pay": ["other_pay"]}, ["id"])
    {'other_pay': 'Other pay (£ per month)'}
    """
    used = set(taken)
    heading_of: dict[str, str] = {}
    parted = [
        (heading, rest, unit) for heading in headings if heading not in used for rest, unit in units_said(heading)
    ]
    if not parted:
        return {}
    for column, names in names_of.items():
        if _kind(column) is None:
            continue
        keys = {heading_key(name) for name in names}
        for heading, rest, unit in parted:
            if heading not in used and _fits(column, unit) and not keys.isdisjoint(_candidates(column, rest, unit)):
                heading_of[column] = heading
                used.add(heading)
                break
    return heading_of


def _candidates(column: str, rest: str, unit: Unit) -> set[str]:
    """What the name of a column may be that a heading says with a unit."""
    if _kind(column) in (Kind.HOURS, Kind.HOURS_A_WEEK):
        return {heading_key(f"{rest} {hours} a {_own_period(column)}") for hours in ("", "hours")}
    signs = ("", "%", "percent") if unit.sign == "%" else ("", "£") if unit.sign else ("",)
    return {heading_key(f"{rest} {sign}") for sign in signs}


def text_in_unit(text: str, column: str, unit: Unit) -> str:
    """A cell below a heading that says a unit, as it is written where the heading says none.

    >>> text_in_unit("80", "whole_time_equivalent", Unit("%")), text_in_unit("£200", "other_pay", Unit("£", "month"))
    ('80%', '2400')
    """
    plain = in_plain_signs(text)
    if not BARE_NUMBER.fullmatch(plain):
        return text
    number = plain_number(plain, "pounds")
    if number is None or (unit.sign == "%" and "£" in plain):
        return text
    if unit.sign != "%":
        return f"{number * unit.times(_own_period(column)):.6f}".rstrip("0").rstrip(".")
    if column == "whole_time_equivalent" and number <= 1:  # nobody works a hundredth of full time
        return text
    if 0 < number < 1:
        return f"{UNDER_PERCENT}{plain}" if column in SHARES else text
    return f"{number:.10g}%"


def cells_in_unit(cells: "pd.Series", column: str, unit: Unit) -> "pd.Series":
    """A column of cells below a heading that says a unit, as `text_in_unit` has them."""
    import pandas as pd

    codes, distinct = pd.factorize(cells)
    texts = [text_in_unit(f"{cell:.10g}" if isinstance(cell, float) else str(cell), column, unit) for cell in distinct]
    return pd.Series(pd.array([*texts, ""], dtype=object)[codes], index=cells.index)  # an empty cell has the code -1


def told_of_unit(heading: str, unit: Unit) -> str:
    """A sentence on how bare numbers below a heading are read.

    >>> told_of_unit("FTE %", Unit("%"))
    "Numbers under 'FTE %' are percentages: 80 is 80%."
    """
    words = [IN_WORDS[one] for one in (unit.sign, unit.period) if one in IN_WORDS]
    return f"Numbers under {shortened(heading)} are {', '.join(words)}."
