"""Columns of a grid made days: starts and ends in two columns as one, and a weekend that is not there as days off."""

import re
from collections.abc import Sequence

from paymodel.files.rotas import DAYS

STARTS = re.compile(r"(?:start|starts|from|on|in|begin|begins)(?: time)?", re.IGNORECASE)
ENDS = re.compile(r"(?:finish|finishes|end|ends|to|until|off|out)(?: time)?", re.IGNORECASE)
FEWEST_DAYS = 5
"""Days of a week that has no weekend: from Monday to Friday."""
Rows = Sequence[Sequence[str]]


def two_columns_as_one(cells: Rows, merged: str) -> tuple[Rows, str]:
    """Cells with the start and the end of each day in one, where they are in two columns; and a sentence on it.

    `merged` is what stands in a cell that is merged with another.

    >>> days = ["Week", *(cell for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for cell in (day, ""))]
    >>> rows = [days, ["", *["Start", "End"] * 5], ["1", "07:00", "19:30", *[""] * 8]]
    >>> two_columns_as_one(rows, "")[0]
    [['Week', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri'], ['1', '07:00 - 19:30', '', '', '', '']]
    """
    for place in range(1, len(cells)):
        row, above = cells[place], cells[place - 1]
        first = next((column for column, cell in enumerate(row) if STARTS.fullmatch(cell)), None)
        if first is None:
            continue
        days = 0
        while first + 2 * days + 1 < len(row) and _is_pair(row, first + 2 * days):
            days += 1
        if days < FEWEST_DAYS or not _are_days([*above, *[""] * len(row)][first : first + 2 * days : 2]):
            continue
        end = first + 2 * days
        folded = [list(one) for one in cells[: place - 1]]
        head = ["" if cell == merged else cell for cell in above]
        folded.append([*head[:first], *head[first:end:2], *head[end:]])
        folded += [_folded([*one, *[""] * (end - len(one))], first, end) for one in cells[place + 1 :]]
        return folded, "The start and the end of each day are in two columns, taken together."
    return cells, ""


def _is_pair(row: Sequence[str], column: int) -> bool:
    return bool(STARTS.fullmatch(row[column]) and ENDS.fullmatch(row[column + 1]))


def _folded(row: Sequence[str], first: int, end: int) -> list[str]:
    pairs = zip(row[first:end:2], row[first + 1 : end : 2], strict=True)
    days = [f"{begins} - {finishes}" if begins and finishes else begins or finishes for begins, finishes in pairs]
    return [*row[:first], *days, *row[end:]]


def weekend_added(cells: Rows) -> tuple[Rows, str]:
    """Cells with Saturday and Sunday as days off, where a row of days ends on Friday or Saturday; and a sentence on it.

    >>> rows, words = weekend_added([["Week", "Mon", "Tue", "Wed", "Thu", "Fri"], ["1", *"EEEEE"]])
    >>> rows[1], words
    (['1', 'E', 'E', 'E', 'E', 'E', '-', '-'], 'There is no Saturday and no Sunday: they are taken for days off.')
    """
    for place, row in enumerate(cells):
        for column in range(len(row) - FEWEST_DAYS + 1):
            days = next((many for many in (7, 6, 5) if _are_days(row[column : column + many], many)), 0)
            end = column + days
            if not days:
                continue
            if days == len(DAYS) or any(_names_a_day(cell) for cell in (*row[:column], *row[end:])):
                return cells, ""
            off = ["-"] * (len(DAYS) - days)
            added = [
                [*one[:end], *[""] * (end - len(one)), *off, *one[end:]] if number > place and any(one) else list(one)
                for number, one in enumerate(cells)
            ]
            added[place] = [*row[:end], *DAYS[days:], *row[end:]]
            missing = " and no ".join(DAYS[days:])
            verb = "it is taken for a day off" if days == len(DAYS) - 1 else "they are taken for days off"
            return added, f"There is no {missing}: {verb}."
    return cells, ""


def _names_a_day(cell: str) -> bool:
    letters = re.sub("[^a-z]", "", cell.lower())
    return len(letters) > 1 and any(day.lower().startswith(letters) for day in DAYS)


def _are_days(cells: Sequence[str], many: int = FEWEST_DAYS) -> bool:
    """Whether cells are so many days or more that follow one another from Monday."""
    if len(cells) < many:
        return False
    letters = [re.sub("[^a-z]", "", cell.lower()) for cell in cells]
    return all(len(name) > 1 and day.lower().startswith(name) for name, day in zip(letters, DAYS, strict=False))
