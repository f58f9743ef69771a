"""A rota from a spreadsheet: pasted cells, a CSV file or a workbook become weeks of shift codes."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, shortened
from paymodel.files.duty_mappings import DAY_OFF, said_by_word
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.grid_columns import two_columns_as_one, weekend_added
from paymodel.files.grid_shapes import LABEL, GridRow, days_across, days_on_top, shape_of, times_in
from paymodel.files.merged_cells import letters_of
from paymodel.files.raw_tables import RawTable, text_of_cell
from paymodel.files.rotas import DAYS, LONGEST_CODE, MOST_WEEKS
from paymodel.files.table_reading import open_raw
from paymodel.files.uploads import Source

LARGEST_GRID = 1_000_000
"""Bytes of a file or a paste, and cells of a sheet from its first to the last that is filled."""
MERGED = "(merged)"
"""What stands in a cell that is merged with the one that holds its text."""


@dataclass(frozen=True)
class Grid:
    """Weeks of seven codes, Monday first, an empty text where a cell was blank; and what was taken and left out."""

    weeks: tuple[tuple[str, ...], ...]
    said: tuple[str, ...] = ()
    key: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The times of codes that the grid itself explains, such as `0700-1930`."""

    def counts(self) -> dict[str, int]:
        """How many days hold each code, in the order in which they first stand; blank cells as an empty text."""
        codes = [code for week in self.weeks for code in week]
        return {code: codes.count(code) for code in dict.fromkeys(codes)}

    def times(self) -> dict[str, tuple[str, str]]:
        """The start and the end of codes that are times, or that the grid explains: `0700-1930` is 07:00 to 19:30."""
        return {
            code: (f"{text[:2]}:{text[2:4]}", f"{text[5:7]}:{text[7:9]}") for code, text in self._explained().items()
        }

    def breaks(self) -> dict[str, float]:
        """The unpaid break in minutes of codes whose times say one: 30 of `0700-1930/30`."""
        return {code: float(text[10:]) for code, text in self._explained().items() if text[10:]}

    def _explained(self) -> dict[str, str]:
        explained = {code.casefold(): text for code, text in self.key.items()}
        codes = {code: times_in(code) or explained.get(code.casefold(), "") for code in self.counts()}
        return {code: text for code, text in codes.items() if text}


def weeks_of(cells: Sequence[Sequence[str]], name: str, person: str | None = None) -> Grid:
    """The weeks that cells hold: a row a week, with or without a row of days above and a column of numbers before.

    Where rows are people, `person` says whose weeks they are.

    Days may start on any day: then each week runs on into the next row, and the last into the first. Nothing is
    guessed: what a code or a blank cell means is for the user to say. Raises `Faults`.

    >>> cells = [["Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ["1", "E", "E", "N", "N", "", "", ""]]
    >>> weeks_of(cells, "ward.csv")
    Grid(weeks=(('E', 'E', 'N', 'N', '', '', ''),), said=('The days are those of row 1.', "Left out: 'Week'."))
    """
    cells, sides = days_across_the_top(cells)
    rows = [(number, list(row)) for number, row in enumerate(cells, start=1)]
    while rows and not any(rows[-1][1]):
        rows.pop()
    while rows and not any(rows[0][1]):
        rows.pop(0)
    shape = shape_of(rows, name, person)
    rows = shape.rows
    heads = ((place, *days) for place, (_, row) in enumerate(rows) if (days := days_across(row)))
    place, first, _, starts = next(heads, (0, -1, 7, 0))
    if first < 0:
        weeks, sentences = _without_days(rows, name)
    else:
        weeks, sentences = _below(rows, place, first, name)
    sentences += [*sides, *shape.said]
    if not 0 < len(weeks) <= MOST_WEEKS:
        words = (
            f"holds {counted(len(weeks), 'week')}; give 1 to {MOST_WEEKS}, a row of seven codes for each, Monday first"
        )
        raise Faults([Fault(name, "", words)])
    faults: list[Fault] = []
    codes = [
        _code(cell, name, f"row {number}, {DAYS[(starts + day) % 7]}", faults)
        for number, row in weeks
        for day, cell in enumerate(row)
    ]
    if faults:
        raise Faults(faults)
    if starts:
        sentences.append(
            f"Rows start on {DAYS[starts]}: weeks are taken from Monday, the last row running into the first."
        )
        monday = 7 - starts
        codes = codes[monday:] + codes[:monday]
    return Grid(tuple(tuple(codes[at : at + 7]) for at in range(0, len(codes), 7)), tuple(sentences), shape.key)


def days_across_the_top(cells: Sequence[Sequence[str]]) -> tuple[Sequence[Sequence[str]], list[str]]:
    """Cells with a column for each day of the week, and a sentence on each thing that was done for it."""
    cells, paired = two_columns_as_one([[cell.strip() for cell in row] for row in cells], MERGED)
    cells, added = weekend_added(cells)
    cells, turned = days_on_top(cells)
    return cells, [words for words in (paired, added, turned) if words]


def _below(rows: Sequence[GridRow], place: int, first: int, name: str) -> tuple[list[GridRow], list[str]]:
    """The cells below a row of days, and what was left out above and beside them."""
    number, head = rows[place]
    left_out = [cell for _, row in rows[:place] for cell in row if cell and cell != MERGED]
    left_out += [cell for column, cell in enumerate(head) if cell and not first <= column < first + 7]
    sentences = [f"The days are those of row {number}."]
    if left_out:
        sentences.append(f"Left out: {', '.join(map(shortened, left_out[:6]))}{' and more' if left_out[6:] else ''}.")
    weeks, faults = [], []
    for number, row in rows[place + 1 :]:
        days = [*row, *[""] * 7][first : first + 7] if len(row) > first else [""] * 7
        if not any(days) and not any(LABEL.fullmatch(cell) for cell in row[:first]):
            faults.append(_no_week(name, number, row))
        weeks.append((number, days + [""] * (7 - len(days))))
    if faults:
        raise Faults(faults)
    return weeks, sentences


def _without_days(rows: Sequence[GridRow], name: str) -> tuple[list[GridRow], list[str]]:
    """Rows of seven cells, or of eight where the first holds the number of the week."""
    labelled = bool(rows) and all(len(row) == 8 and LABEL.fullmatch(row[0]) for _, row in rows)
    sentences = ["There is no row of days: the first of seven columns is taken for Monday."]
    if labelled:
        sentences.append("Left out: the first column, which numbers the weeks.")
        return [(number, row[1:]) for number, row in rows], sentences
    words = "a week has 7 days, Monday first, and may have its number before them"
    faults = [
        Fault(name, f"row {number}", f"has {counted(len(row), 'cell')}; {words}")
        if any(row)
        else _no_week(name, number, row)
        for number, row in rows
        if len(row) != 7 or not any(row)
    ]
    if faults:
        raise Faults(faults)
    return list(rows), sentences


def _no_week(name: str, number: int, row: Sequence[str]) -> Fault:
    other = next((f" beside {shortened(cell)}" for cell in row if cell), "")
    return Fault(name, f"row {number}", f"holds no codes{other}; leave the row out, or write - for each day off")


def _code(cell: str, name: str, place: str, faults: list[Fault]) -> str:
    """A cell as a shift code, times as four figures each; blanks within it are written as low lines."""
    code = times_in(cell) or re.sub(r"\s+", "_", cell)
    if cell == MERGED:
        faults.append(Fault(name, place, "is merged with another cell; give each day a cell of its own"))
    elif len(code) > LONGEST_CODE:
        words = f"{shortened(cell)} is too long for a code: {LONGEST_CODE} letters at most"
        if re.search(r"[0-9]{1,2}[:.]?[0-9]{2}", cell):
            words = f"{shortened(cell)} holds more than a start and an end; write 07:00-19:30, or a code for --code"
        faults.append(Fault(name, place, words))
    return code


def cells_of_text(text: str, name: str) -> list[list[str]]:
    r"""Pasted text as cells, parted by tabs, else by semicolons, commas or blanks. Raises `Faults`.

    >>> cells_of_text("E\tN\nL\t\n", ""), cells_of_text("E,N", ""), cells_of_text("- E  N", "")
    ([['E', 'N'], ['L', '']], [['E', 'N']], [['-', 'E', 'N']])
    """
    if len(text) > LARGEST_GRID:
        raise Faults([Fault(name, "", f"holds {counted(len(text), 'letter')}; a rota has at most {LARGEST_GRID:,}")])
    mark = next((mark for mark in "\t;," if mark in text), None)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if mark is None:
        return [line.split() for line in lines.split("\n")]
    try:
        return list(csv.reader(io.StringIO(lines), delimiter=mark))
    except csv.Error:
        words = f"a cell holds over {csv.field_size_limit():,} letters, or a quotation mark is opened and never closed"
        raise Faults([Fault(name, "", words)]) from None


def cells_of_file(source: Source, choice: Choice = ANYWHERE) -> tuple[list[list[str]], RawTable]:
    """The cells of a file of text or a workbook, and what is known of it. Raises `Faults`."""
    name = str(source)
    table = open_raw(source, choice)
    if table.shown.errors:
        words = (
            "holds a cell with an error, such as #REF!, or a formula without a value; correct it, or paste the cells"
        )
        raise Faults([Fault(name, "", words)])
    cells: list[list[str]] = []
    size = 0
    for number, row in table.rows:
        texts = [text_of_cell(cell) for cell in row]
        cells += [[] for _ in range(number - len(cells) - 1)]
        cells.append(texts)
        size += max(len(texts), 1)
        if size > LARGEST_GRID:
            words = f"holds more than {LARGEST_GRID:,} cells; clear what is far from the rota, or paste its cells"
            raise Faults([Fault(name, "", words)])
    if table.kind == "text" and max(map(len, cells), default=0) <= 1:  # parted by blanks
        cells = [row[0].split() if row else [] for row in cells]
    area = sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in table.merged)
    if area > LARGEST_GRID:
        raise Faults([Fault(name, "", "merges cells far beyond the rota; unmerge them, or paste its cells")])
    for (top, left), (bottom, right) in table.merged:
        for row_number in range(top, min(bottom + 1, len(cells))):
            for column in range(left, min(right + 1, len(cells[row_number]))):
                if (row_number, column) != (top, left) and any(cells[row_number]):
                    off = top == bottom and said_by_word(cells[top][left].strip()) == DAY_OFF
                    cells[row_number][column] = cells[top][left] if off else MERGED
    return cells, table


def grid_of_file(source: Source, choice: Choice = ANYWHERE, person: str | None = None) -> Grid:
    """The weeks that a file holds, and what is to be said of how it was read. Raises `Faults`."""
    cells, table = cells_of_file(source, choice)
    grid = weeks_of(cells, str(source), person)
    filled = [number for number, row in enumerate(cells, 1) if any(row)]
    columns = [number for number in range(1, max(map(len, cells)) + 1) if table.shown.hides(number)]
    sentences = [*table.words, table.shown.rows_words(filled)]
    if columns:
        sentences.append(f"Hidden and read like any other: {_listed(columns)}.")
    return replace(grid, said=(*grid.said, *filter(None, sentences)))


def _listed(columns: Sequence[int]) -> str:
    names = " and ".join(map(letters_of, columns))
    return f"{'column' if len(columns) == 1 else 'columns'} {names}"
