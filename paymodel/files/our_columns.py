"""Headings of a table under our names: the same letters and digits, whatever their dress; what is not used is said."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, nearest, shortened
from paymodel.files.heading_units import cells_in_unit, headings_with_units, told_of_unit, unit_of
from paymodel.files.tabular_io import Block, LeftOut
from paymodel.files.vocabulary import heading_key, other_headings

MOST_NAMED, MOST_LINES = 12, 6
TOLD_APART = re.compile(r"(.*) \(column ([A-Z]{1,3})\)")
"""How a heading is named that is there more than once."""


@dataclass(frozen=True)
class OurColumns:
    """Our columns that a table has, with the heading of each; the headings that are none of ours; and what is wrong."""

    heading_of: Mapping[str, str]
    not_used: Sequence[str]
    faults: Sequence[Fault]

    def unused(self) -> str:
        """The columns that are not used, if there are any."""
        named = ", ".join(map(shortened, self.not_used[:MOST_NAMED]))
        more = " and more" if self.not_used[MOST_NAMED:] else ""
        return f"{'column' if len(self.not_used) == 1 else 'columns'} not used: {named}{more}" if named else ""


def names_of_columns(columns: Iterable[str]) -> list[str]:
    """Our columns and all their other names: by these the row of the headings is found."""
    return [name for column in columns for name in (column, *other_headings(column))]


def find_our_columns(
    headings: Sequence[str], ours: Collection[str], required: Collection[str], file: str, row: int
) -> OurColumns:
    """Our columns among the headings of a row. A heading that is nearly one of ours is a fault, not left unused."""
    place = f"row {row}"
    plain = {heading_key(column): column for column in ours}
    heading_of: dict[str, str] = {}
    faults: list[Fault] = []
    not_used: list[str] = []
    for heading in map(str, headings):
        column = plain.get(heading_key(heading))
        if column is not None:
            heading_of[column] = heading
    known = {heading_key(heading): heading for heading in map(str, headings)}
    for column in ours:  # then by other names, none of which stands for two columns
        names = () if column in heading_of else map(heading_key, other_headings(column))
        other = next((known[name] for name in names if name in known and name not in plain), None)
        if other is not None and other not in heading_of.values():
            heading_of[column] = other
    more = {column: (column, *other_headings(column)) for column in ours if column not in heading_of}
    heading_of |= headings_with_units(list(map(str, headings)), more, heading_of.values())
    meant = set()
    for heading in map(str, headings):
        if heading in heading_of.values():
            continue
        hint = nearest(heading, [column for column in ours if column not in heading_of])
        if hint.startswith("did you mean"):
            meant.add(hint)
            faults.append(Fault(file, place, f"unknown column {shortened(heading)}; {hint}"))
        else:
            not_used.append(heading)
    for column in ours:
        several = columns_of(column, headings)
        if column not in heading_of and several:
            meant.add(f"did you mean '{column}'?")
            faults.append(Fault(file, place, f"{several} are both '{column}'; keep one, or rename one"))
            not_used = [heading for heading in not_used if not _is_column_of(column, heading)]
    faults += [
        Fault(file, place, f"the column '{column}' is missing")
        for column in required
        if column not in heading_of and f"did you mean '{column}'?" not in meant
    ]
    return OurColumns(heading_of, not_used, faults)


class HeadingsOfList(list[str]):
    """The headings of a list, the row that they are in, and sentences that say why one may be missing."""

    def __init__(self, headings: Iterable[str], row: int = 1, why: Sequence[str] = ()) -> None:
        super().__init__(headings)
        self.row, self.why = row, why


def headings_of_block(block: Block) -> HeadingsOfList:
    """The headings of a block as it was read."""
    why = [text for key, text in block.words.items() if key.startswith(("above", "across"))]
    return HeadingsOfList(map(str, block.cells.columns), block.heading_row, why)


def columns_of(heading: str, headings: Sequence[str]) -> str:
    """The columns of a heading that is there more than once, as `columns C and F`; nothing where it is not.

    >>> columns_of("FTE", ["id", "FTE (column B)", "fte (column D)"])
    'columns B and D'
    """
    letters = [column for name in headings if (column := _is_column_of(heading, str(name)))]
    return f"columns {', '.join(letters[:-1])} and {letters[-1]}" if len(letters) > 1 else ""


def _is_column_of(heading: str, name: str) -> str:
    """The letters of a column by its name, where it is one of several with a heading."""
    match = TOLD_APART.fullmatch(name)
    return match[2] if match and heading_key(match[1]) == heading_key(heading) else ""


class TableReader:
    """Blocks of a table as they are read, under our names, and all that is to be said of them."""

    def __init__(
        self,
        name: str,
        columns: Collection[str],
        required: Collection[str],
        see: str,
        either: tuple[str, str] | None = None,
    ) -> None:
        self.name, self.columns, self.required, self.see, self.either = name, columns, required, see, either
        self.faults: list[Fault] = []
        self.words: dict[str, str] = {}
        self.lines: list[LeftOut] = []

    def under_our_names(self, block: Block) -> Block:
        """A block with the columns that are ours, by our names. Raises `Faults` where one is missing.

        Lines that hold one text are left out; other rows that are not as wide as the headings are faults.
        """
        headings = headings_of_block(block)
        columns = find_our_columns(headings, self.columns, self.required, self.name, block.heading_row)
        faults = [*columns.faults]
        if self.either and not set(self.either) & set(columns.heading_of):
            first, other = self.either
            if not any(f"'{first}'" in fault.message for fault in faults):
                words = f"the column '{first}' is missing (or '{other}')"
                faults.append(Fault(self.name, f"row {block.heading_row}", words))
        if faults:
            place = f"row {block.heading_row}"
            faults += [Fault(self.name, place, f"{columns.unused()}; {self.see}")] if columns.not_used else []
            raise Faults([*faults, *(Fault(self.name, "", text) for text in headings.why)])
        unused = columns.unused()
        self.words |= {**block.words, "unused": f"{unused[:1].upper()}{unused[1:]}." if unused else ""}
        used = set(columns.heading_of.values())
        self.words |= {f"column {heading}": words for heading, words in block.told.items() if heading in used}
        for line in block.left_out:
            if line.line:
                self.lines.append(line)
            else:
                self.faults.append(Fault(self.name, f"row {line.row}", line.words))
        our_name = {heading: column for column, heading in columns.heading_of.items()}
        cells = block.cells[list(our_name)].rename(columns=our_name)
        for heading, column in our_name.items():
            if (unit := unit_of(column, heading)) is not None:
                cells[column] = cells_in_unit(cells[column], column, unit)
                self.words[f"unit {heading}"] = told_of_unit(heading, unit)
        return replace(block, cells=cells)

    def sentences(self) -> list[str]:
        """What is to be said of how the table was read."""
        words = [text for text in self.words.values() if text]
        words += [f"Row {line.row} {line.words}: left out." for line in self.lines[:MOST_LINES]]
        if self.lines[MOST_LINES:]:
            words.append(f"{counted(len(self.lines) - MOST_LINES, 'more line')} like these: left out.")
        return words
