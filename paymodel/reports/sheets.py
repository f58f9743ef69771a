"""What a workbook holds before it is written as Excel or OpenDocument: names, headings, numbers and their forms.

The conventions are those of the Government Analysis Function (https://analysisfunction.civilservice.gov.uk/
policy-store/releasing-statistics-in-spreadsheets/): a cover, contents and notes; one table a sheet, from column A,
under a title and a sentence; units in the headings; nothing merged, nothing empty, nothing told by colour.
"""

import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real

from paymodel.answers.blocks import printable
from paymodel.answers.tables import Cell, Column, Table, Unit

NONE = "[x]"
"""What means that there is no figure."""
NONE_MEANS = f"{NONE} means that there is no figure."
LONGEST_NAME, LONGEST_HEADING, LONGEST_TEXT = 31, 255, 16_000
NARROWEST, WIDEST, PAGE, SHORT = 10, 56, 90, 28
"""In letters: widths of a table's columns and of a page of text, and a heading that takes one line."""
OURS = ("cover", "contents", "notes", "history")
"""Names that no table's sheet may have; Excel keeps the last for itself."""


@dataclass(frozen=True)
class PageColumn:
    """A column as it is written: its heading with the unit, its width in letters, and how its numbers look.

    `decimals` is None in a column of text. `grouped` numbers have a comma at each thousand. `right` says which side.
    """

    heading: str
    width: int
    decimals: int | None = None
    grouped: bool = False
    right: bool = False

    @property
    def form(self) -> str:
        """The form of its numbers, as Excel writes it."""
        return ("#,##0" if self.grouped else "0") + (f".{'0' * self.decimals}" if self.decimals else "")


@dataclass(frozen=True)
class Page:
    """A sheet as it is written: a title, a sentence, the columns, and cells that are text or finite numbers.

    A cell of the first column links to the sheet that `links` names at its place, where it names one.
    """

    name: str
    title: str
    about: str
    columns: Sequence[PageColumn]
    rows: Sequence[Sequence[str | float]]
    links: Sequence[str] = ()


def lay_out_pages(notes: Sequence[str], tables: Sequence[Table]) -> list[Page]:
    """Contents, notes and tables, in their order. Raises ValueError for a row that is not as long as the columns."""
    names = sheet_names([table.name for table in tables])
    listed = [["Cover", "What this workbook is."], ["Notes", "What to know before using the tables."]]
    listed += [[name, clean_cell(table.caption)] for name, table in zip(names, tables, strict=True)]
    note_rows = [[f"Note {number}", clean_cell(note)] for number, note in enumerate((*notes, NONE_MEANS), start=1)]
    text = PageColumn("What it holds", PAGE - 30)
    laid_out = [
        Page(
            "Contents",
            "Contents",
            "Every sheet of this workbook, with links.",
            [PageColumn("Sheet", 34), text],
            listed,
            [row[0] for row in listed],
        ),
        Page(
            "Notes",
            "Notes",
            "What to know before using the tables.",
            [PageColumn("Note", NARROWEST), PageColumn("What it says", PAGE)],
            note_rows,
        ),
    ]
    return laid_out + [_page(name, table) for name, table in zip(names, tables, strict=True)]


def _page(name: str, table: Table) -> Page:
    if any(len(row) != len(table.columns) for row in table.rows):
        raise ValueError(f"a row of {table.name} is not as long as its columns")
    rows = [[_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)] for row in table.rows]
    rows = rows or [[NONE] * len(table.columns)]
    columns = [
        _column(heading, column.unit, [row[at] for row in rows], at == 0)
        for at, (heading, column) in enumerate(zip(_headings(table.columns), table.columns, strict=True))
    ]
    return Page(name, clean_cell(table.caption), clean_cell(table.about), columns, rows)


def _column(heading: str, unit: Unit, cells: Sequence[str | float], first: bool) -> PageColumn:
    """A column's width, and its decimals: as many as its numbers need, at most four; pounds have none or two."""
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    decimals = max((_count_decimals(number) for number in numbers), default=None)
    if decimals == 1 and unit.startswith("pounds"):
        decimals = 2
    # Numbers that name, such as years and steps, are no amounts.
    grouped = unit not in (Unit.TEXT, Unit.NUMBER)
    written = [cell if isinstance(cell, str) else f"{cell:,.{decimals}f}" for cell in cells]
    # A short heading takes one line, a longer one two, and mostly the unit is not broken.
    lengths = [
        *map(len, (*written, *heading.split())),
        len(heading) if len(heading) <= SHORT else len(heading) // 2 + 2,
    ]
    width = min(max(NARROWEST, max(lengths) + 3), WIDEST)
    return PageColumn(heading, width, decimals, grouped, right=decimals is not None and not first)


def count_lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of some letters: about, and rather too many than too few.

    >>> count_lines("Take-home pay", 20), count_lines("Take-home pay", 10)
    (1, 2)
    """
    return len(textwrap.wrap(text, max(1, width), break_on_hyphens=False)) or 1


def _count_decimals(number: float) -> int:
    written = f"{number:.4f}".rstrip("0")
    return len(written) - written.index(".") - 1


def _cell(cell: Cell, column: Column) -> str | float:
    if isinstance(cell, Real):
        number = float(cell)
        return number if math.isfinite(number) else NONE
    return clean_cell(column.words(cell))


def clean_cell(text: str) -> str:
    r"""Text that a cell can hold: no control character, not empty, not too long.

    >>> clean_cell("a\x00b"), clean_cell("")
    ('a b', '[x]')
    """
    cleaned = printable(text).strip()
    if len(cleaned) > LONGEST_TEXT:
        return f"{cleaned[:LONGEST_TEXT]}…"
    # The writer of Excel files takes a text within these marks for XML of its own and would copy it as it is.
    return f"{cleaned} " if cleaned.startswith("<r>") and cleaned.endswith("</r>") else cleaned or NONE


def _headings(columns: Sequence[Column]) -> list[str]:
    """Headings with their units, each once, as a table object wants them."""
    headings: list[str] = []
    for column in columns:
        whole = clean_cell(column.heading_with_unit)
        # Excel reads _x0041_ as a letter in a cell, but not in the name of a table's column, which must be the same.
        whole = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "-", whole)
        whole = whole if len(whole) < LONGEST_HEADING // 2 else _cut_to_length(whole, LONGEST_HEADING)
        headings.append(_make_unique(whole, headings, LONGEST_HEADING))
    return headings


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names that sheets can have: letters, digits and harmless signs, at most 31, each once, none of the book's own.

    >>> sheet_names(["Pay: 8a/8b", "pay 8a 8b", "Notes", "'=x'!"])
    ['Pay 8a 8b', 'pay 8a 8b 2', 'Notes 2', 'x']
    """
    taken: list[str] = list(OURS)
    for name in names:
        words = re.sub(r"[^\w £&()+,.-]", " ", printable(name))
        taken.append(
            _make_unique(_cut_to_length(" ".join(words.split()), LONGEST_NAME) or "Table", taken, LONGEST_NAME)
        )
    return taken[len(OURS) :]


def _make_unique(name: str, taken: Sequence[str], longest: int) -> str:
    held, unique, number = {other.casefold() for other in taken}, name, 1
    while unique.casefold() in held:
        number += 1
        unique = f"{_cut_to_length(name, longest - len(f' {number}'))} {number}"
    return unique


def _cut_to_length(text: str, longest: int) -> str:
    """The beginning of a text, as long as Excel counts: rare letters count twice."""
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-1]
    return text.strip(" .-")
