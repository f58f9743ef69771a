"""The rows of a table as they are in its file, before anybody knows where its headings are."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from paymodel.files.file_kinds import Kind
from paymodel.files.merged_cells import Corner
from paymodel.files.sheet_shown import Shown

RawRow = tuple[int, list[Any]]
"""A row's number, from 1 as a spreadsheet has it, and its cells: texts, or what a workbook holds."""


@dataclass
class RawTable:
    """The rows, the merged cells of a sheet, what it shows, and what is to be said of how the file was read."""

    rows: Iterator[RawRow]
    merged: Sequence[tuple[Corner, Corner]]
    shown: Shown
    words: tuple[str, ...]
    kind: Kind


def text_of_cell(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without .0, dates as 2026-04-01, with their time unless midnight.

    >>> text_of_cell(datetime.datetime(2026, 11, 2)), text_of_cell(datetime.datetime(2026, 11, 2, 19))
    ('2026-11-02', '2026-11-02T19:00:00')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime.datetime) and value.time() != datetime.time():
        return value.isoformat(timespec="seconds")
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)
