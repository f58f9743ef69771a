"""Where a list is in its table: the row of its headings, the columns that have one, the lines that are no rows."""

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, bare, shortened
from paymodel.files.merged_cells import Corner, Merges, letters_of
from paymodel.files.raw_tables import RawRow, RawTable, text_of_cell
from paymodel.files.tabular_io import MOST_COLUMNS, Block, LeftOut

LOOKED_THROUGH = 200
"""Filled rows among which the headings are looked for."""
FEWEST_KNOWN = 2
"""Known headings from which on a row is one of headings."""
MOST_NAMED = 6
BLANK = " \t\r\n\u00a0\x1a"
"""Signs that a cell may hold and that say nothing: the last ends a file of DOS."""


@dataclass
class Headings:
    """The row of the headings (from 1), the name of each column, and which of the columns are read.

    A heading that is there twice has its columns told apart by their letters; `words` are sentences about the headings.
    """

    row: int
    cells: list[str]
    names: list[str]
    read: list[int]
    unnamed: list[int]
    words: dict[str, str] = field(default_factory=dict)


def blocks_of(
    table: RawTable, name: str, known: Collection[str], heading_row: int | None, most: int
) -> Iterator[Block]:
    """The rows below the headings, as text, so many at once. Raises `Faults` for what makes the whole unusable.

    `known` are the headings by which the row of them is found; `heading_row` is that row, where the user says it.
    """
    rows = table.rows
    first = _first_rows(rows, heading_row)
    if not first:
        raise Faults([Fault(name, "", "is empty")])
    place = _place_of_headings(first, name, known, heading_row, table.merged)
    headings = _headings(first, place, name, table)
    left = itertools.chain(first[place + 1 :], rows)
    reader = _Below(headings, table)
    yield from reader.blocks(left, most, name)


def _first_rows(rows: Iterator[RawRow], heading_row: int | None) -> list[RawRow]:
    """The first filled rows of a table, to the row of the headings at least."""
    first: list[RawRow] = []
    for number, cells in rows:
        if cells.count("") < len(cells) and any(str(cell).strip() for cell in cells):
            first.append((number, cells))
        if number >= (heading_row or 0) and len(first) >= LOOKED_THROUGH:
            break
    return first


def _place_of_headings(
    first: Sequence[RawRow],
    name: str,
    known: Collection[str],
    heading_row: int | None,
    merged: Sequence[tuple[Corner, Corner]],
) -> int:
    """Which of the first rows holds the headings. Raises `Faults` where the row that was named is empty."""
    if heading_row is not None:
        place = next((place for place, (number, _) in enumerate(first) if number == heading_row), None)
        if place is None:
            words = f"row {heading_row} of {name} is empty; the first filled row is {first[0][0]}"
            raise Faults([Fault(name, "--heading-row", words)])
        return place
    ours = {bare(heading) for heading in known}
    down = {(left, last): top for (top, left), (last, right) in merged if last > top and left == right}
    best, best_known = 0, 0
    texts_above: dict[tuple[int, int], Any] = {}
    for place, (number, cells) in enumerate(first[:LOOKED_THROUGH]):
        texts = [text_of_cell(cell) for cell in cells]
        for (column, last), top in down.items() if down else ():
            if top + 1 == number and column < len(texts):
                texts_above[column, last] = texts[column]
            elif last + 1 == number and column < len(texts):
                texts[column] = texts[column] or str(texts_above.get((column, last), ""))
        count = len({plain for text in texts if text and (plain := bare(text)) in ours})
        if count > best_known:
            best, best_known = place, count
    if best_known >= FEWEST_KNOWN:
        return best
    several = (place for place, (_, cells) in enumerate(first) if sum(str(cell).strip() != "" for cell in cells) > 1)
    return next(several, 0)


def _headings(first: Sequence[RawRow], place: int, name: str, table: RawTable) -> Headings:
    """The headings of a row, and which of their columns are read. Raises `Faults`."""
    number, cells = first[place]
    texts = [text_of_cell(cell).strip() for cell in cells]
    words = {}
    across = []
    above = dict(first[:place])
    for (top, left), (last, right) in table.merged:
        if top <= number - 1 <= last and left < len(texts):
            if top + 1 != number and top + 1 in above:
                texts[left] = texts[left] or text_of_cell(above[top + 1][left]).strip()
            if right > left:
                across.append((left, right, texts[left]))
    for left, right, text in across:
        if text:
            both = f"columns {letters_of(left + 1)} to {letters_of(right + 1)}"
            words[f"across {left}"] = (
                f"The heading {shortened(text)} in row {number} is merged over {both}, and none of them is read; give"
                " each column one heading."
            )
        texts[left : right + 1] = [""] * len(texts[left : right + 1])
    while texts and not texts[-1]:
        texts.pop()
    if not texts:
        raise Faults([Fault(name, f"row {number}", "holds no heading")])
    if len(texts) > MOST_COLUMNS:
        size = counted(len(texts), "column")
        raise Faults([Fault(name, f"row {number}", f"has {size}; at most {MOST_COLUMNS:,} are read")])
    if place:
        words["above"] = (
            f"The headings are those of row {number}; {counted(place, 'filled row')} above"
            f" {'is' if place == 1 else 'are'} left out. If they are in another row, say which with --heading-row."
        )
    names, twice = _told_apart(texts)
    for heading, columns in twice.items():
        words[f"twice {heading}"] = (
            f"{_columns(columns)} have the same heading, {shortened(heading)}, and are not read under it."
        )
    read = [column for column, text in enumerate(texts) if text]
    unnamed = [column for column, text in enumerate(texts) if not text]
    return Headings(number, texts, names, read, unnamed, words)


def _told_apart(texts: Sequence[str]) -> tuple[list[str], dict[str, list[int]]]:
    """Names of columns of which no two are the same, and the columns of each heading that is there more than once.

    >>> _told_apart(["id", "FTE", "fte"])[0]
    ['id', 'FTE (column B)', 'fte (column C)']
    """
    columns: dict[str, list[int]] = {}
    for column, text in enumerate(texts):
        if text:
            columns.setdefault(bare(text) or text, []).append(column)
    twice = {texts[places[0]]: places for places in columns.values() if len(places) > 1}
    names = list(texts)
    for places in twice.values():
        for column in places:
            names[column] = f"{texts[column]} (column {letters_of(column + 1)})"
    return names, twice


def _columns(columns: Sequence[int]) -> str:
    named = [letters_of(column + 1) for column in columns]
    return f"Columns {', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else f"Column {named[0]}"


TOTAL = re.compile(
    r"(?:(?:grand|sub|overall|running|page)[ -]?)?totals?(?: (?:staff|fte|wte|headcount|hours|rows|records|people))?"
    r"[ :=]*[0-9.,]*",
    re.IGNORECASE,
)
"""What the first cell of a row of totals holds, as a whole."""


def _is_total(texts: Sequence[str]) -> bool:
    """Whether a row is a total of others: its first filled cell says so, and nothing but numbers is beside it.

    >>> _is_total(["", "Grand Total", "", "23.2"]), _is_total(["Total", "6", "top"]), _is_total(["A1", "Total"])
    (True, False, False)
    """
    first = texts[0] or next(filter(None, texts), "")
    if "otal" not in first and "OTAL" not in first:
        return False
    others = [text for text in texts if text.strip() and text != first]
    return TOTAL.fullmatch(first.strip()) is not None and not any(re.search("[A-Za-z]", text) for text in others)


class _Below:
    """The rows below the headings while they are gone through."""

    def __init__(self, headings: Headings, table: RawTable) -> None:
        self.headings, self.table = headings, table
        self.width = len(headings.cells)
        self.merges = Merges(table.merged, headings.row, self.width)
        self.ragged = table.kind == "text"
        self.again = frozenset(cell for cell in headings.cells if cell)
        self.fewest_again = max(2, (len(self.again) + 1) // 2)
        self.repeats: list[int] = []
        self.filled_without: set[int] = set()

    def blocks(self, rows: Iterator[RawRow], most: int, name: str) -> Iterator[Block]:
        """The rows, so many at once. A block without rows is given where lines were left out alone."""
        numbers: list[int] = []
        cells: list[list[str]] = []
        left_out: list[LeftOut] = []
        take = self._text_row if self.ragged else self._sheet_row
        width, again = self.width, self.again
        for number, row in rows:
            usual = self.ragged and len(row) == width and again.isdisjoint(row)
            texts = row if usual else take(number, row, left_out, name)
            if texts is None or not any(map(str.strip, texts)):
                continue
            if _is_total(texts):
                left_out.append(LeftOut(number, "is a total of other rows", line=True))
                continue
            numbers.append(number)
            cells.append(texts)
            if len(cells) == most:
                yield self._block(numbers, cells, left_out)
                numbers, cells, left_out = [], [], []
        if cells or left_out:
            yield self._block(numbers, cells, left_out)

    def _text_row(self, number: int, row: list[str], left_out: list[LeftOut], name: str) -> list[str] | None:
        """A row of a text that has other cells than the headings are, or holds headings again."""
        if self._is_headings(number, row, name):
            return None
        filled = [cell for cell in row if cell.strip(BLANK)]
        if not filled:
            return None
        if len(row) > self.width and not any(map(str.strip, row[self.width :])):
            return row[: self.width]
        if len(row) != self.width:
            beside = f": {shortened(filled[0])}" if len(filled) == 1 else ""
            words = f"has {counted(len(row), 'cell')}{beside}; the headings in row {self.headings.row} are {self.width}"
            left_out.append(LeftOut(number, words, line=len(filled) == 1 and self.width > len(filled) + 1))
            return None
        return row

    def _sheet_row(self, number: int, row: list[Any], _left_out: list[LeftOut], name: str) -> list[str] | None:
        """A row of a sheet: what is beside the list, beyond its headings, is no part of it."""
        cells = row[: self.width]
        self.merges.fill(number, cells)
        if all(cell == "" for cell in cells):
            return None
        texts = [text_of_cell(cell) for cell in cells]
        texts += [""] * (self.width - len(texts))
        return None if self._is_headings(number, texts, name) else texts

    def _is_headings(self, number: int, row: Sequence[str], name: str) -> bool:
        """Whether a row holds the headings again. Raises `Faults` where they are in another order."""
        if self.again.isdisjoint(row):
            return False
        texts = [cell.strip() for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        if sum(text in self.again for text in texts) < self.fewest_again:
            return False
        if any(text != heading for text, heading in zip(texts, self.headings.cells, strict=False) if text and heading):
            words = (
                f"holds headings again, in another order than row {self.headings.row}; give each list a file of its own"
            )
            raise Faults([Fault(name, f"row {number}", words)])
        self.repeats.append(number)
        return True

    def _block(self, numbers: list[int], cells: list[list[str]], left_out: list[LeftOut]) -> Block:
        import pandas as pd

        headings = self.headings
        if headings.unnamed:
            self.filled_without |= {column for column in headings.unnamed if any(row[column].strip() for row in cells)}
        frame = pd.DataFrame(cells, columns=range(self.width), dtype=object)
        if headings.unnamed:
            frame = frame[headings.read]
        frame.columns = pd.Index([headings.names[column] for column in headings.read], dtype=object)
        words = {**headings.words, **{f"file {text}": text for text in self.table.words}}
        if self.filled_without:
            without = sorted(self.filled_without)
            verb = "has" if len(without) == 1 else "have"
            words["unnamed"] = (
                f"{_columns(without)} {verb} no heading, and {'is' if verb == 'has' else 'are'} left out."
            )
        if self.repeats:
            shown = ", ".join(f"{row:,}" for row in self.repeats[:MOST_NAMED])
            many = "Row" if len(self.repeats) == 1 else "Rows"
            more = f" and {len(self.repeats) - MOST_NAMED:,} more" if self.repeats[MOST_NAMED:] else ""
            words["again"] = (
                f"{many} {shown}{more} {'holds' if many == 'Row' else 'hold'} the headings again: left out."
            )
        words["rows"] = self.table.shown.rows_words(numbers)
        return Block(
            frame,
            np.array(numbers, dtype=np.int64),
            self._told(),
            left_out,
            words,
            headings.row,
            of_sheet=not self.ragged,
        )

    def _told(self) -> dict[str, str]:
        """What is to be said of columns by their headings: merged cells, and those that are hidden."""
        told = {}
        for column in self.headings.read:
            heading, sentences = self.headings.names[column], []
            if column in self.merges.filled:
                sentences.append(f"Merged cells of {shortened(heading)} hold for all of their rows.")
            if self.table.shown.hides(column + 1):
                sentences.append(f"The column {shortened(heading)} is hidden in the sheet, and is used.")
            if sentences:
                told[heading] = " ".join(sentences)
        return told
