"""The tables of a workforce, as charts read them: rows by the name of their columns, and marks that are no numbers."""

from typing import TYPE_CHECKING, Any

import numpy as np

from paymodel.answers.tables import Table
from paymodel.answers.workforce_tables import BAND_HELD, NAMES

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]
"""A row of a table: a cell for the name of each column."""
TEXTS = (*(column.name for column in NAMES), BAND_HELD.name, "column", "value", "remedy")
"""Columns that name what a row is of; the others hold numbers, or marks in place of them."""


def read_rows(table: "Table | pd.DataFrame") -> list[Record]:
    """The rows of a table; numbers are Python's own, and whole where they are whole."""
    head, rows = (
        (table.names, table.rows) if isinstance(table, Table) else (table.columns, table.to_numpy(dtype=object))
    )
    return [
        {str(name): cell if name in TEXTS else parse_number(cell) for name, cell in zip(head, row, strict=True)}
        for row in rows
    ]


def parse_number(cell: Any) -> Any:
    """A number in words or of numpy as one of Python, an int where it is whole; anything else as it is.

    >>> parse_number("199"), parse_number(199.0), parse_number("0.5"), parse_number("[c]"), parse_number("inf")
    (199, 199, 0.5, '[c]', inf)
    """
    value = cell.item() if isinstance(cell, np.generic) else cell
    try:
        value = float(value) if isinstance(value, str) else value
    except ValueError:
        return value
    return int(value) if isinstance(value, float) and value.is_integer() else value


def pick_rows(rows: list[Record], **named: str | None) -> list[Record]:
    """The rows that bear a name in each column; None takes the name that stands first.

    Raises `ValueError` where no row bears it.

    >>> pick_rows([{"post": "a"}, {"post": "b"}, {"post": "a"}], post=None)
    [{'post': 'a'}, {'post': 'a'}]
    """
    for column, name in named.items():
        wanted = rows[0][column] if rows and name is None else name
        rows = [row for row in rows if row[column] == wanted]
        if not rows:
            raise ValueError(f"no row of the table has the {column} '{name}'")
    return rows


def number_of(cell: Any) -> float | None:
    """A cell as a number; None where it holds a mark in place of one.

    >>> number_of(5), number_of("[c]")
    (5.0, None)
    """
    return None if cell is None or isinstance(cell, str) else float(cell)
