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

Cell = str | int | float | None
NONE = "[x]"
"""What means that there is no figure."""
NONE_MEANS = f"{NONE} means that there is no figure."
LONGEST_NAME, LONGEST_HEADING, LONGEST_TEXT = 31, 255, 16_000
NARROWEST, WIDEST, PAGE, SHORT = 10, 56, 90, 28
"""In letters: widths of a table's columns and of a page of text, and a heading that takes one line."""
OURS = ("cover", "contents", "notes", "history")
"""Names that no table's sheet may have; Excel keeps the last for itself."""


@dataclass(frozen=True)
class Sheet:
    """One table: `about` says in a sentence what it holds; each column is a heading and its unit, which may be empty.

    `name` stands on the sheet's tab, cut to 31 letters. Cells are texts, numbers or None; rows as long as `columns`.
    """

    name: str
    title: str
    about: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Column:
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
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | float]]
    links: Sequence[str] = ()


def lay_out_pages(notes: Sequence[str], sheets: Sequence[Sheet]) -> list[Page]:
    """Contents, notes and tables, in their order. Raises ValueError for a row that is not as long as the columns."""
    names = sheet_names([sheet.name for sheet in sheets])
    listed = [["Cover", "What this workbook is."], ["Notes", "What to know before using the tables."]]
    listed += [[name, clean_cell(sheet.title)] for name, sheet in zip(names, sheets, strict=True)]
    note_rows = [[f"Note {number}", clean_cell(note)] for number, note in enumerate((*notes, NONE_MEANS), start=1)]
    text = Column("What it holds", PAGE - 30)
    laid_out = [
        Page(
            "Contents",
            "Contents",
            "Every sheet of this workbook, with links.",
            [Column("Sheet", 34), text],
            listed,
            [row[0] for row in listed],
        ),
        Page(
            "Notes",
            "Notes",
            "What to know before using the tables.",
            [Column("Note", NARROWEST), Column("What it says", PAGE)],
            note_rows,
        ),
    ]
    return laid_out + [_page(name, sheet) for name, sheet in zip(names, sheets, strict=True)]


def _page(name: str, sheet: Sheet) -> Page:
    if any(len(row) != len(sheet.columns) for row in sheet.rows):
        raise ValueError(f"a row of {sheet.name} is not as long as its columns")
    rows = [[_cell(cell) for cell in row] for row in sheet.rows] or [[NONE] * len(sheet.columns)]
    headings = _headings(sheet.columns)
    columns = [
        _column(heading, unit, [row[at] for row in rows], at == 0)
        for at, (heading, (_, unit)) in enumerate(zip(headings, sheet.columns, strict=True))
    ]
    return Page(name, clean_cell(sheet.title), clean_cell(sheet.about), columns, rows)


def _column(heading: str, unit: str, cells: Sequence[str | float], first: bool) -> Column:
    """A column's width, and its decimals: as many as its numbers need, at most four; pounds have none or two."""
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    decimals = max((_count_decimals(number) for number in numbers), default=None)
    if decimals == 1 and ("pound" in unit or "£" in unit):
        decimals = 2
    # Years and numbers without a unit, such as steps, are names rather than amounts.
    grouped = unit not in ("", "year")
    written = [cell if isinstance(cell, str) else f"{cell:,.{decimals}f}" for cell in cells]
    # A short heading takes one line, a longer one two, and mostly the unit is not broken.
    lengths = [
        *map(len, (*written, *heading.split())),
        len(heading) if len(heading) <= SHORT else len(heading) // 2 + 2,
    ]
    width = min(max(NARROWEST, max(lengths) + 3), WIDEST)
    return Column(heading, width, decimals, grouped, right=decimals is not None and not first)


def count_lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of some letters: about, and rather too many than too few.

    >>> count_lines("Take-home pay", 20), count_lines("Take-home pay", 10)
    (1, 2)
    """
    return len(textwrap.wrap(text, max(1, width), break_on_hyphens=False)) or 1


def _count_decimals(number: float) -> int:
    written = f"{number:.4f}".rstrip("0")
    return len(written) - written.index(".") - 1


def _cell(cell: Cell) -> str | float:
    if isinstance(cell, Real):
        number = float(cell)
        return number if math.isfinite(number) else NONE
    return clean_cell(str(cell)) if cell is not None else NONE


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


def _headings(columns: Sequence[tuple[str, str]]) -> list[str]:
    """Headings with their units, each once, as a table object wants them."""
    headings: list[str] = []
    for heading, unit in columns:
        whole = clean_cell(f"{heading} ({unit})" if unit else heading)
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
