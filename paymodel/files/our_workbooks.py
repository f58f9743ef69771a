"""Workbooks of our own: one file with sheets of staff, posts, policies and rotas, for whoever writes no YAML.

`paymodel template` writes one. It is known by its sheets `staff` and `posts`, whatever the file is called.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from paymodel.errors import Fault, Faults
from paymodel.files.file_kinds import WORKBOOKS, Choice, kind_of
from paymodel.files.our_columns import find_our_columns, names_of_columns
from paymodel.files.raw_tables import text_of_cell
from paymodel.files.table_reading import open_raw
from paymodel.files.uploads import Source
from paymodel.files.vocabulary import heading_key
from paymodel.files.workbooks import sheets_of
from paymodel.files.yaml_documents import DOCUMENT_ENDINGS

START, STAFF, POSTS, POLICIES, ROTAS = "start", "staff", "posts", "policies", "rotas"
KNOWN_BY = (STAFF, POSTS)
UNSOUND = (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError)
"""How a zip file ends that is damaged or locked."""
MOST_ROWS_ABOVE = 20
"""Rows above the headings of a sheet, such as a title, that are passed over."""


@dataclass(frozen=True)
class SheetRow:
    """A row of a sheet: its number as the spreadsheet shows it, and its filled cells as text, by our columns."""

    number: int
    cells: dict[str, str]


def our_sheets(source: Source) -> dict[str, str]:
    """The sheets of a workbook of ours, by our names for them; none for any other file. Raises nothing.

    >>> from pathlib import Path
    >>> our_sheets(Path("no-such-file.xlsx"))
    {}
    """
    if source.suffix.lower() in DOCUMENT_ENDINGS:
        return {}
    try:
        if not source.is_file():
            return {}
        kind = kind_of(source)
        names = _names_of_sheets(source) if kind == "xlsx" else sheets_of(source) if kind in WORKBOOKS else []
    except (Faults, *UNSOUND):
        return {}  # whoever reads the file says what is wrong with it
    ours = {name.strip().casefold(): name for name in reversed(names)}
    return ours if all(name in ours for name in KNOWN_BY) else {}


def _names_of_sheets(source: Source) -> list[str]:
    """The names of the sheets of an Excel workbook, from its list of them alone: a staff list may be large."""
    with source.open("rb") as file, zipfile.ZipFile(file) as archive, archive.open("xl/workbook.xml") as part:
        text = part.read(1 << 20).decode("utf-8", "replace")
    return re.findall(r"""<(?:\w+:)?sheet\s[^>]*?\bname\s*=\s*["']([^"']*)""", text)


def rows_of_sheet(
    source: Source,
    sheet: str,
    columns: Collection[str],
    required: Sequence[str],
    more: Callable[[str], str | None] = lambda _heading: None,
    *,
    others: bool = False,
) -> list[SheetRow]:
    """The filled rows below the headings of a sheet. Raises `Faults`: columns that are missing, or not known.

    `more` is our name for a heading that is none of `columns`, if it is one; `others` says that the sheet may have
    columns of other kinds, which are left out.
    """
    known = {heading_key(name) for name in names_of_columns(required)}
    our_name: dict[int, str] = {}
    rows: list[SheetRow] = []
    for number, values in open_raw(source, Choice(sheet)).rows:
        cells = [text_of_cell(value).strip() for value in values]
        if our_name:
            held = {name: cells[place] for place, name in our_name.items() if place < len(cells) and cells[place]}
            rows += [SheetRow(number, held)] if held else []
        elif known & {heading_key(cell) for cell in cells if cell}:
            our_name = _our_names(source, sheet, number, cells, columns, required, more, others=others)
        elif number > MOST_ROWS_ABOVE:
            break
    if not our_name:
        listed = " and ".join(f"'{name.replace('_', ' ')}'" for name in required)
        raise Faults([Fault(str(source), sheet, f"has no row of headings with {listed}")])
    return rows


def _our_names(
    source: Source,
    sheet: str,
    number: int,
    cells: Sequence[str],
    columns: Collection[str],
    required: Sequence[str],
    more: Callable[[str], str | None],
    *,
    others: bool,
) -> dict[int, str]:
    """Our name for each column of a sheet, by its place. Raises `Faults`."""
    headings = [cell for cell in cells if cell]
    own = {heading: name for heading in headings if (name := more(heading)) is not None}
    ours = find_our_columns([each for each in headings if each not in own], columns, required, str(source), number)
    faults = [] if others else [Fault(fault.file, f"{sheet}, {fault.place}", fault.message) for fault in ours.faults]
    if others:
        faults = [
            Fault(str(source), f"{sheet}, row {number}", f"the column '{name}' is missing")
            for name in required
            if name not in ours.heading_of
        ]
    elif ours.not_used:
        words = f"{ours.unused()}: this sheet has no such column; take it out, or see the sheet of headings"
        faults.append(Fault(str(source), f"{sheet}, row {number}", words))
    twice = sorted({heading for heading in headings if headings.count(heading) > 1})
    faults += [
        Fault(str(source), f"{sheet}, row {number}", f"the column '{heading}' is there twice; take one out")
        for heading in twice
    ]
    if faults:
        raise Faults(faults)
    name_of = {heading: name for name, heading in ours.heading_of.items()} | own
    return {place: name_of[cell] for place, cell in enumerate(cells) if cell in name_of}
