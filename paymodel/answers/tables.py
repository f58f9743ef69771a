"""A table of an answer: columns with a name, a label and a unit, and values. Every format is made of it at the edge."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from paymodel.answers.phrasing import pounds, sentence, signed, signed_whole
from paymodel.files import csv_writer
from paymodel.files.coded_columns import CodedRows

Cell = str | int | float | None
"""A value; None where there is none. A text among numbers is a mark, such as that of a figure that is hidden."""


class Unit(StrEnum):
    """What the values of a column are."""

    TEXT = ""
    POUNDS = "pounds"
    POUNDS_A_YEAR = "pounds a year"
    POUNDS_A_MONTH = "pounds a month"
    PER_CENT = "per cent"
    SHARE = "share of 1"
    HOURS = "hours"
    HOURS_A_WEEK = "hours a week"
    COUNT = "count"
    NUMBER = "number"

    @property
    def in_a_heading(self) -> str:
        """What a heading says of it: nothing of a text, of a share (which has its sign), of a count or a number."""
        return "" if self in (Unit.TEXT, Unit.SHARE, Unit.COUNT, Unit.NUMBER) else self.value


@dataclass(frozen=True)
class Column:
    """A column: `name` in CSV, JSON and data frames, `label` in front of people, and the unit of its values.

    The label is the name in words where none is given. Amounts have so many `decimals` (as many as they have where
    None), a plus where they are `signed`, a pound sign where `in_pounds`. `none` is what people read for no value;
    with a `capital`, they read texts as a sentence begins.

    >>> column = Column("take_home_change", unit=Unit.POUNDS_A_YEAR, decimals=2, signed=True)
    >>> column.label, column.words(1350.5), column.heading_with_unit
    ('Take home change', '+1,350.50', 'Take home change (pounds a year)')
    """

    name: str
    label: str = ""
    unit: Unit = Unit.TEXT
    decimals: int | None = None
    signed: bool = False
    in_pounds: bool = False
    none: str = ""
    capital: bool = False

    def __post_init__(self) -> None:
        """Say the name in words where no label is given."""
        if not self.label and self.name:
            words = self.name.replace("_", " ")
            object.__setattr__(self, "label", f"{words[:1].upper()}{words[1:]}")

    @property
    def heading_with_unit(self) -> str:
        """The label, with the unit where a reader must be told, but for what the label says of it already."""
        unit = self.unit.in_a_heading
        unit = unit.partition(" ")[0] if self.says_its_period else unit
        return f"{self.label} ({unit})" if unit else self.label

    @property
    def says_its_period(self) -> bool:
        """Whether the label tells that its pounds are by the year or by the month.

        >>> Column("change_a_month", unit=Unit.POUNDS_A_MONTH).heading_with_unit
        'Change a month (pounds)'
        """
        return bool(period := self.unit.partition(" ")[2]) and self.label.endswith(period)

    def words(self, cell: Cell) -> str:
        """A value of the column as people read it."""
        if cell is None:
            return self.none
        if isinstance(cell, str):
            return sentence(cell) if self.capital else cell
        if self.unit is Unit.NUMBER:
            return f"{cell:.10g}"
        if self.unit is Unit.SHARE:
            return f"{cell:.{self.decimals or 0}%}"
        if self.in_pounds:
            return _with_pound_sign(cell, self)
        if self.decimals is None:
            return f"{cell:+,.10g}" if self.signed and cell else f"{cell:,.10g}"
        if self.signed:
            return signed_whole(cell) if self.decimals == 0 else signed(cell)
        return f"{math.floor(cell + 0.5):,}" if self.decimals == 0 else f"{cell:,.{self.decimals}f}"


def _with_pound_sign(cell: float, column: Column) -> str:
    if column.decimals == 0:
        plus = "+" if column.signed and cell > 0 else ""
        return f"{plus or '-' * (cell < 0)}£{abs(cell):,.0f}"
    return f"{'+' if column.signed and round(cell, 2) > 0 else ''}{pounds(cell)}"


@dataclass(frozen=True)
class Table:
    """A table: columns and rows of values as long as they are.

    `caption` stands above it in documents; where it is empty, the heading that it stands under does. `name` is that of
    its file or sheet, and `about` says in a sentence what it holds.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    name: str = ""
    about: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def labels(self) -> list[str]:
        """The headings as people read them."""
        return [column.label for column in self.columns]

    def headings(self) -> list[str]:
        """The headings of documents, with the units of what does not show its own.

        The unit that most columns share is said once, beside the name of the first; where that is a number itself, such
        as a year, the caption says it.

        >>> pay = [Column(name, unit=Unit.POUNDS_A_YEAR) for name in ("held", "offered")]
        >>> Table([Column("line"), *pay], []).headings()
        ['Line, pounds a year', 'Held', 'Offered']
        >>> Table([Column("line"), *pay, Column("hours", unit=Unit.HOURS_A_WEEK)], []).headings()[2:]
        ['Offered', 'Hours (hours a week)']
        """
        bare = [column for column in self.columns if column.unit.in_a_heading and not column.in_pounds]
        if not bare or self.columns[0] in bare:
            return [column.heading_with_unit if column in bare else column.label for column in self.columns]
        unit, _ = Counter(column.unit for column in bare).most_common(1)[0]
        apart = [column for column in bare if column.unit != unit and not column.says_its_period]
        first, *others = (column.heading_with_unit if column in apart else column.label for column in self.columns)
        return [first if self.columns[0].unit is Unit.NUMBER else f"{first}, {unit}", *others]

    @property
    def numeric(self) -> list[bool]:
        """Which columns are set to the right: those of numbers, but never the first, which names the rows."""
        return [at > 0 and column.unit is not Unit.TEXT for at, column in enumerate(self.columns)]

    def words(self) -> list[list[str]]:
        """The rows as people read them."""
        return [[column.words(cell) for column, cell in zip(self.columns, row, strict=True)] for row in self.rows]

    def records(self) -> Iterator[dict[str, Any]]:
        """Each row by the names of its columns."""
        names = self.names
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def values(self, name: str) -> list[Cell]:
        """The values of a column."""
        place = self.names.index(name)
        return [row[place] for row in self.rows]

    def pick(self, *names: str) -> "Table":
        """The table with some of its columns, in the order named.

        >>> Table([Column("post"), Column("pay", unit=Unit.POUNDS)], [["Manager", 1.0]]).pick("pay").labels
        ['Pay']
        """
        places = [self.names.index(name) for name in names]
        return replace(
            self,
            columns=[self.columns[place] for place in places],
            rows=[[row[place] for place in places] for row in self.rows],
        )

    def where(self, **named: Cell) -> "Table":
        """The table with those rows alone that hold a value in each column named."""
        rows = self.rows
        for place, value in [(self.names.index(name), value) for name, value in named.items()]:
            rows = [row for row in rows if row[place] == value]
        return replace(self, rows=list(rows))

    def without_empty(self, *names: str) -> "Table":
        """The table without those of the columns named that hold nothing in any row."""
        empty = {name for name in names if all(cell in (None, "") for cell in self.values(name))}
        return self.pick(*(name for name in self.names if name not in empty))

    def relabelled(self, **labels: str) -> "Table":
        """The table with other headings for some columns, where what they hold has a narrower name."""
        columns = [replace(column, label=labels.get(column.name, column.label)) for column in self.columns]
        return replace(self, columns=columns)

    def beside(self, column: Column, values: Sequence[Cell]) -> "Table":
        """The table with one more column."""
        rows = [[*row, value] for row, value in zip(self.rows, values, strict=True)]
        return replace(self, columns=[*self.columns, column], rows=rows)

    def in_whole_pounds(self) -> "Table":
        """The table with its pounds shown without pence."""
        return replace(self, columns=[_whole(column) for column in self.columns])


def _whole(column: Column) -> Column:
    return replace(column, decimals=0) if column.unit.startswith("pounds") else column


def text_columns(*labels: str) -> list[Column]:
    """Columns of text by their headings.

    >>> text_columns("What is wrong")[0].name
    'what_is_wrong'
    """
    return [Column(label.lower().replace(" ", "_"), label) for label in labels]


def table_of(columns: Sequence[Column], records: Iterator[Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> Table:
    """A table of rows that are given by the names of its columns."""
    return Table(columns, [[record[column.name] for column in columns] for record in records])


def as_csv(table: Table, foot: str = "") -> str:
    r"""A table as CSV, the names of its columns at the head; a foot is a last row of one cell.

    >>> as_csv(Table([Column("remedy"), Column("a_year", unit=Unit.POUNDS, decimals=2)], [["=premium", 12.5]]))
    "remedy,a_year\n'=premium,12.50\n"
    """
    forms = ["" if column.decimals is None else f".{column.decimals}f" for column in table.columns]
    below = csv_writer.csv_text([foot], []) if foot else ""
    return csv_writer.csv_text(table.names, table.rows, forms) + below


def of_invented_people(table: Table) -> Table:
    """A table of people who were made up: a last column says so in each row.

    >>> list(of_invented_people(Table([Column("lose")], [[15]])).records())
    [{'lose': 15, 'people_are': 'invented'}]
    """
    column, rows = Column("people_are"), table.rows
    if isinstance(rows, CodedRows):
        return replace(table, columns=[*table.columns, column], rows=rows.beside("invented"))
    return table.beside(column, ["invented"] * len(rows))


def csv_file(table: Table, foot: str = "") -> str:
    """A table as a CSV file that people open, with the mark that Excel needs where it is not pure ASCII."""
    return csv_writer.for_people(as_csv(table, foot))
