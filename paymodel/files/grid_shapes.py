"""How a grid of a rota is laid out: weeks down, or people down and dates across, in one block or several.

Whatever the shape, a row of days and a row of seven cells for each week come out; nothing is taken for a week or a code
that is a person, a date, a total or a time.
"""

import datetime
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, bare, nearest, shortened
from paymodel.files.duty_cells import Dates, break_minutes, span_in
from paymodel.files.duty_mappings import said_by_word
from paymodel.files.grid_columns import ENDS, STARTS
from paymodel.files.rotas import DAYS

GridRow = tuple[int, list[str]]
"""A row's number, from 1, and its cells."""
LABEL = re.compile(
    r"(?:(?:week|wk|line|row|rota|rotation|pattern)(?:[ .]*(?:line|week|no\.?|number))?[ .:]*)?(?:[0-9]{1,3}|[a-z])?"
    r"|(?:w/?c|week (?:commencing|beginning|starting))\b.*",
    re.IGNORECASE,
)
"""What stands before a week: its number or letter, or the day on which it begins."""
_WEEKS_BELOW = re.compile(r"(?:week|wk|w/?c|line|rota|rotation|pattern)\b.*", re.IGNORECASE)
_PEOPLE_BELOW = re.compile(
    r".*\b(?:names?|staff|employees?|persons?|people|nurses?|members?|workers?|paramedics?|clinicians?|crew|team|who|"
    r"resource)\b.*",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:(?:grand|sub|weekly|daily|overall|average|total|mean)[ -]?)*(?:totals?|sum|averages?|mean|count|hours|"
    r"numbers?|staff on duty|on duty|cover|required|shortfall|variance|hrs)\b.*",
    re.IGNORECASE,
)
_BREAKS = re.compile(
    r"(?:unpaid |meal |rest )?breaks?(?: \(?(?:mins|minutes|hrs|hours)\)?)?|rest|unpaid", re.IGNORECASE
)
MOST_NAMED = 12


@dataclass
class Shape:
    """The rows of a grid as a row of days and rows of weeks, and what is to be said of what it was.

    `key` holds the times of codes that the grid itself explains, below its weeks.
    """

    rows: list[GridRow]
    said: list[str] = field(default_factory=list)
    key: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Block:
    """Days across: the row of them, the column of the first, how many, the first one's weekday, and the rows below."""

    head: GridRow
    column: int
    days: int
    first: int
    below: Sequence[GridRow]

    def before(self, row: Sequence[str]) -> list[str]:
        """What a row holds before its days."""
        return [cell for cell in row[: self.column] if cell]

    def cells(self, row: Sequence[str]) -> list[str]:
        """The days of a row."""
        days = list(row[self.column : self.column + self.days])
        return days + [""] * (self.days - len(days))


def times_in(cell: str) -> str:
    """The times of a cell that holds a start and an end, as a code, with a break after them; else nothing.

    A label beside them changes nothing, unless it says that nobody works: `LD 07:00-19:30`.

    >>> times_in("07:00 - 19:30"), times_in("7am to 7pm"), times_in("LD 0700-1930"), times_in("0700-1930/30")
    ('0700-1930', '0700-1900', '0700-1930', '0700-1930/30')
    >>> times_in("E25"), times_in("Sick 07:00-15:00")
    ('', '')
    """
    span = span_in(cell)
    if span is None or any(sign.isdigit() for sign in span.label):
        return ""
    if said_by_word(span.label):
        return ""
    ends = [_clock(span.start), _clock(span.end)]
    return "-".join(ends) + (f"/{span.unpaid_break}" if span.unpaid_break else "") if all(ends) else ""


def _clock(text: str) -> str:
    moment = Dates().moment(text)
    valid = moment is not None and moment.time and not moment.day and moment.time[:5] <= "24:00"
    return moment.time[:5].replace(":", "") if valid and moment is not None else ""


MOST_DAYS_DOWN = 400
"""Rows and columns of a table that may have its days down it: a year of them."""


def shape_of(rows: Sequence[GridRow], name: str, person: str | None = None) -> Shape:
    """A grid as weeks. Raises `Faults` where it holds the rows of several people and nobody says whose.

    >>> days = ["Name", *(f"{day}/03/2026" for day in range(2, 16))]
    >>> shape = shape_of([(1, days), (2, ["Jo", *"EEEEE--LLLLL--"])], "grid.csv")
    >>> ["".join(cells) for _, cells in shape.rows[1:]]
    ['EEEEE--', 'LLLLL--']
    """
    rows = _days_once(rows)
    blocks, above = _blocks(rows)
    if not blocks and person is not None:
        raise Faults([Fault(name, "--person", "there is no row of days or dates, so no row of a person; leave it out")])
    if not blocks:
        return Shape(list(rows))
    sentences: list[str] = []
    key: dict[str, str] = {}
    codes = {cell.casefold() for block in blocks for _, row in block.below for cell in block.cells(row) if cell}
    blocks = [_weeks_alone(block, codes, key, sentences) for block in blocks]
    blocks = [_two_rows_as_one(block, name, sentences) for block in blocks]
    if _of_people(blocks):
        return _rows_of(_person_of(blocks, name, person, sentences), blocks, name, sentences, key)
    if person is not None:
        raise Faults([Fault(name, "--person", "the rows are weeks, not people; leave it out")])
    if any(block.days > 7 for block in blocks):
        filled = [(number, row) for block in blocks for number, row in block.below if any(block.cells(row))]
        if len(filled) != len(blocks):
            words = "has dates across and several rows without a name; put the name of each person before its row"
            raise Faults([Fault(name, f"row {blocks[0].head[0]}", words)])
        cells = {number: block.cells(row) for block, (number, row) in zip(blocks, filled, strict=True)}
        return _rows_of(cells, blocks, name, sentences, key)
    weeks = [*above, blocks[0].head]
    for block in blocks:
        below = list(block.below)
        while below and not any(below[-1][1]):
            below.pop()
        shift = blocks[0].column - block.column
        weeks += [(number, [""] * shift + row if shift > 0 else row[-shift:]) for number, row in below]
    if len(blocks) > 1:
        sentences.append(f"{len(blocks)} blocks of weeks follow one another.")
    return Shape(weeks, sentences, key)


def _days_once(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """Rows without those of day names just above or below one of dates: the dates say the same, and which week."""
    heads = {place: run[0] for place, (_, row) in enumerate(rows) if (run := days_across(row))}
    dated = {place for place, column in heads.items() if _date(rows[place][1][column]) is not None}
    twice = {place for place in heads if place not in dated and {place - 1, place + 1} & dated}
    return [row for place, row in enumerate(rows) if place not in twice]


def _blocks(rows: Sequence[GridRow]) -> tuple[list[_Block], list[GridRow]]:
    """The blocks of a grid, each below a row of days or dates, and the rows above the first."""
    heads = [(place, *run) for place, (_, row) in enumerate(rows) if (run := days_across(row))]
    blocks = []
    ends = [*(head[0] for head in heads[1:]), len(rows)]
    for (place, column, days, first), end in zip(heads, ends[: len(heads)], strict=True):
        below = rows[place + 1 : end]
        blocks.append(_Block(rows[place], column, days, first, below))
    return blocks, list(rows[: heads[0][0]]) if heads else []


def days_on_top(cells: Sequence[Sequence[str]]) -> tuple[Sequence[Sequence[str]], str]:
    """Cells whose days are across, and a sentence where they were down the table and it was turned.

    >>> days_on_top([["Day", "Jo"], *([day, "E"] for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))])[0][1]
    ('Jo', 'E', 'E', 'E', 'E', 'E', 'E', 'E')
    """
    width = max(map(len, cells), default=0)
    if any(map(days_across, cells)) or max(len(cells), width) > MOST_DAYS_DOWN:
        return cells, ""
    turned = list(zip(*([*row, *[""] * (width - len(row))] for row in cells), strict=True))
    if not any(map(days_across, turned)):
        return cells, ""
    return turned, "The days are down the table: it is read turned, so a row named here is a column of it."


def days_across(row: Sequence[str]) -> tuple[int, int, int] | None:
    """The column where days or dates begin that follow one another, how many, and the weekday of the first.

    >>> days_across(["Name", "Sun - 23/02", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Hours"]), days_across(["E"] * 7)
    ((1, 7, 6), None)
    """
    dates = [_date(cell) for cell in row]
    letters = [re.sub("[^a-z]", "", cell.lower()) for cell in row]
    names = [day.lower() for day in DAYS]
    for column in range(len(row) - 6):
        start = dates[column]
        if start is not None:
            days = 1
            while column + days < len(row) and _ordinal(dates[column + days]) == start.toordinal() + days:
                days += 1
            if days >= 7:
                return column, days, start.weekday()
        for first in range(7):
            days = 0
            while (
                column + days < len(row)
                and letters[column + days]
                and names[(first + days) % 7].startswith(letters[column + days])
            ):
                days += 1
            if days >= 7:
                return column, days, first
    return None


def _ordinal(day: datetime.date | None) -> int:
    """The number of a day, 0 for none: a sum with days could go beyond the last that there is."""
    return 0 if day is None else day.toordinal()


def _date(cell: str) -> datetime.date | None:
    moment = Dates().moment(cell) if cell[:1].isalnum() else None
    try:
        return datetime.date.fromisoformat(moment.day) if moment and moment.day else None
    except ValueError:
        return None


def _weeks_alone(block: _Block, codes: Collection[str], key: dict[str, str], sentences: list[str]) -> _Block:
    """A block without its totals, its notes, and what explains its codes, which `key` takes up; all are said."""
    kept = []
    for number, row in block.below:
        before, cells = block.before(row), [cell for cell in block.cells(row) if cell]
        explained = _explained(before, cells)
        if explained and explained[0].casefold() in codes:
            key[explained[0]] = explained[1]
            sentences.append(f"Row {number} says what {shortened(explained[0])} is: {explained[1]}.")
        elif len(cells) > 1 and STARTS.fullmatch(cells[0]) and ENDS.fullmatch(cells[1]) and len(before) == 1:
            sentences.append(f"Left out: row {number}, the headings of what explains the codes.")
        elif before and _TOTAL.fullmatch(before[0]):
            sentences.append(f"Left out: row {number}, {shortened(before[0])}.")
        elif before and not cells and not LABEL.fullmatch(before[0]) and _date(before[0]) is None:
            sentences.append(f"Left out: row {number}, {shortened(before[0])}, which holds no codes.")
        else:
            kept.append((number, row))
    return _Block(block.head, block.column, block.days, block.first, kept)


def _explained(before: Sequence[str], cells: Sequence[str]) -> tuple[str, str] | None:
    """A code and its times, where a row holds these alone, and perhaps its break.

    >>> _explained(["D"], ["07:00", "19:30"]), _explained(["N = 1900-0730"], []), _explained(["1"], ["D", "N"])
    (('D', '0700-1930'), ('N', '1900-0730'), None)
    >>> _explained(["D"], ["07:00", "19:30", "00:30"]), _explained(["N 19:30-08:00"], [])
    (('D', '0700-1930/30'), ('N', '1930-0800'))
    """
    if len(before) != 1 or len(cells) > 3:
        return None
    if not cells:
        span = span_in(before[0])
        times = times_in(before[0])
        return (span.label, times) if span is not None and span.label and times else None
    times = times_in(cells[0]) if len(cells) == 1 else times_in(" - ".join(cells[:2]))
    try:
        pause = f"/{break_minutes(cells[2]):g}" if cells[2:] else ""
    except ValueError:
        return None
    return (before[0], times + pause) if times else None


def _two_rows_as_one(block: _Block, name: str, sentences: list[str]) -> _Block:
    """A block with the row of starts and the row of ends of each week as one row of times."""
    marks = [
        [any(form.fullmatch(cell) for cell in block.before(row)) for form in (STARTS, ENDS)] for _, row in block.below
    ]
    if not any(start for start, _ in marks) or not any(end for _, end in marks):
        return block
    kept: list[GridRow] = []
    waiting: GridRow | None = None
    faults = []
    for (number, row), (start, end) in zip(block.below, marks, strict=True):
        if start:
            waiting = (number, row)
        elif end and waiting is not None:
            both = zip(block.cells(waiting[1]), block.cells(row), strict=True)
            cells = []
            for begins, finishes in both:
                if bool(_clock(begins)) != bool(_clock(finishes)):
                    words = f"{shortened(begins)} and {shortened(finishes)} are no start and end of a shift"
                    faults.append(Fault(name, f"rows {waiting[0]} and {number}", words))
                cells.append(f"{_clock(begins)}-{_clock(finishes)}" if _clock(begins) else begins or finishes)
            before = ["" if STARTS.fullmatch(cell) else cell for cell in waiting[1][: block.column]]
            kept.append((waiting[0], [*before, *cells]))
            waiting = None
        else:
            kept.append((number, row))
    if faults:
        raise Faults(faults)
    sentences.append("Each week has a row of starts and a row of ends.")
    return _Block(block.head, block.column, block.days, block.first, kept)


def _of_people(blocks: Sequence[_Block]) -> bool:
    """Whether the rows are people: the heading before the days says so, or what stands before the rows."""
    heads = [text for block in blocks for text in block.before(block.head[1])]
    if any(_WEEKS_BELOW.fullmatch(text) for text in heads):
        return False
    labels = [before[0] for block in blocks for _, row in block.below if (before := block.before(row))]
    named = [text for text in labels if not LABEL.fullmatch(text) and _date(text) is None]
    if any(_PEOPLE_BELOW.fullmatch(text) for text in heads):
        return bool(named)
    return bool(named) and len(named) == len(labels)


def _person_of(blocks: Sequence[_Block], name: str, person: str | None, sentences: list[str]) -> dict[int, list[str]]:
    """The cells of one person in each block, by the row. Raises `Faults`."""
    people: dict[str, str] = {}
    for block in blocks:
        for _, row in block.below:
            before = block.before(row)
            if before and any(block.cells(row)):
                people.setdefault(bare(before[0]), before[0])
    names = list(people.values())
    if person is None and len(names) > 1:
        more = f" and {len(names) - MOST_NAMED} more" if names[MOST_NAMED:] else ""
        listed = ", ".join(names[:MOST_NAMED])
        words = f"the rows are people: {listed}{more}; say whose rota it is with --person NAME"
        raise Faults([Fault(name, "", words)])
    if person is not None and bare(person) not in people:
        raise Faults([Fault(name, "--person", f"no row of {shortened(person)}; {nearest(person, names)}")])
    wanted = bare(person) if person is not None else next(iter(people), "")
    cells: dict[int, list[str]] = {}
    for block in blocks:
        mine = [(number, row) for number, row in block.below if bare(next(iter(block.before(row)), "")) == wanted]
        if len(mine) > 1:
            words = f"{people[wanted]} has {counted(len(mine), 'row')} below row {block.head[0]}; leave one"
            raise Faults([Fault(name, f"row {mine[1][0]}", words)])
        number, row = mine[0] if mine else (block.head[0], [])
        cells[number] = block.cells(row)
    sentences.append(f"The rows are people; this is the rota of {people.get(wanted, 'nobody')}.")
    return cells


def _rows_of(
    cells: dict[int, list[str]], blocks: Sequence[_Block], name: str, sentences: list[str], key: dict[str, str]
) -> Shape:
    """Days in a row, block after block, folded into weeks of seven. Raises `Faults`."""
    first = blocks[0].first
    follows = first
    days: list[tuple[int, str]] = []
    for block, (number, row) in zip(blocks, cells.items(), strict=True):
        if block.first != follows:
            words = f"begins on {DAYS[block.first]}, and the block above ends before {DAYS[follows]}; leave no days out"
            raise Faults([Fault(name, f"row {block.head[0]}", words)])
        follows = (block.first + block.days) % 7
        days += [(number, cell) for cell in row]
    lead, over = 0, 0
    if len(days) % 7:
        lead = (7 - first) % 7
        over = (len(days) - lead) % 7
        if len(days) - lead - over < 7:
            raise Faults([Fault(name, "", "holds no whole week from Monday to Sunday")])
        sentences.append(
            f"{counted(len(days), 'day')} are {counted((len(days) - lead - over) // 7, 'week')} from Monday to Sunday:"
            f" left out are {lead} before them and {over} after."
        )
        days, first = days[lead : len(days) - over], 0
    head = (blocks[0].head[0], [DAYS[(first + day) % 7] for day in range(7)])
    weeks = [(days[at][0], [cell for _, cell in days[at : at + 7]]) for at in range(0, len(days), 7)]
    return Shape([head, *weeks], sentences, key)
