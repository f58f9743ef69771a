"""The one reader of tables: delimited text, workbooks of every kind and Parquet, told apart by what they hold."""

from collections.abc import Collection, Iterator

from paymodel.errors import Fault, Faults
from paymodel.files.calendar_files import is_calendar, open_calendar
from paymodel.files.file_kinds import ANYWHERE, Choice, kind_of
from paymodel.files.list_places import blocks_of
from paymodel.files.raw_tables import RawTable
from paymodel.files.tabular_io import ROWS_AT_ONCE, Block, check_readable, reading_parquet
from paymodel.files.text_tables import open_text
from paymodel.files.uploads import Source
from paymodel.files.workbooks import open_sheet


def reading(
    source: Source, known: Collection[str], choice: Choice = ANYWHERE, most: int = ROWS_AT_ONCE
) -> Iterator[Block]:
    """Blocks of a table, of text at most so many rows each. Rows are numbered as in a spreadsheet.

    `known` are headings by which the row of them is found. Raises `Faults`.
    """
    check_readable([source])
    kind = kind_of(source)
    if kind == "parquet":
        refuse_choice(source, choice, "a Parquet file")
        yield from reading_parquet(source, known)
        return
    yield from blocks_of(open_raw(source, choice), str(source), known, choice.heading_row, most)


def open_raw(source: Source, choice: Choice = ANYWHERE) -> RawTable:
    """The rows of a table in text or in a workbook, as they are in the file. Raises `Faults`."""
    kind = kind_of(source)
    if kind == "parquet":
        raise Faults([Fault(str(source), "", "is a Parquet file; give a CSV file or a workbook")])
    if kind != "text":
        return open_sheet(source, kind, choice)
    if choice.sheet is not None:
        raise Faults([Fault(str(source), "--sheet", "goes with a workbook; leave it out")])
    return open_calendar(source) if is_calendar(source) else open_text(source)


def refuse_choice(source: Source, choice: Choice, what: str) -> None:
    """Refuse a choice that means nothing for a file. Raises `Faults`."""
    given = {"--sheet": choice.sheet, "--heading-row": choice.heading_row}
    faults = [
        Fault(str(source), option, f"goes with text or a workbook, and this is {what}; leave it out")
        for option, value in given.items()
        if value is not None
    ]
    if faults:
        raise Faults(faults)
