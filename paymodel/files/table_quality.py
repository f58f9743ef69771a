"""What was read of a table: rows used and left out, columns used and not, and cells that say it in another dress."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from paymodel.counting import counted
from paymodel.errors import shortened
from paymodel.files.heading_units import Unit, text_in_unit, unit_of
from paymodel.files.person_values import BOUNDS, READERS, in_our_words, same_words
from paymodel.files.tabular_io import Block

MOST_VALUES = 2_000
"""Different texts of a column that are looked at."""
MOST_SHOWN, MOST_COLUMNS = 5, 40
NO_ROWS = "lines that are no rows of the list"


def rows_in_words(read: int, used: int, why: Iterable[str]) -> str:
    """How many rows were read and used, and for which columns others were not; `why` has one for each row and column.

    >>> rows_in_words(6, 4, ["band", "band", ""])
    'Rows: 6 read, 4 used, 2 left out (band: 2, lines that are no rows of the list: 1).'
    """
    reasons = ", ".join(f"{column or NO_ROWS}: {count:,}" for column, count in Counter(why).most_common())
    left = f"{read - used:,} left out ({reasons})" if read > used else "none left out"
    return f"Rows: {read:,} read, {used:,} used, {left}."


def columns_in_words(heading_of: Mapping[str, str], headings: Sequence[str], beside: str = "") -> list[str]:
    """Which columns are used, under which of our names, and which are not; `beside` says what else uses them.

    >>> columns_in_words({"band": "Grade", "id": "id"}, ["id", "Grade", "Notes"])
    ["Columns used: 'Grade' as band, 'id'.", "Column not used: 'Notes'."]
    """
    columns_of: dict[str, list[str]] = {}
    for column, heading in heading_of.items():
        columns_of.setdefault(heading, []).append(column)
    used = [
        shortened(heading) if columns == [heading] else f"{shortened(heading)} as {' and '.join(columns)}"
        for heading, columns in columns_of.items()
    ]
    others = [shortened(heading) for heading in headings if heading not in heading_of.values()]
    sentences = [f"Columns used: {_some(used)}."] if used else []
    if others:
        sentences.append(f"{'Column' if len(others) == 1 else 'Columns'} not used{beside}: {_some(others)}.")
    return sentences


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_COLUMNS} more" if names[MOST_COLUMNS:] else ""
    return ", ".join(names[:MOST_COLUMNS]) + more


class Dress:
    """Texts of a table that are not as we would write them, and how they were read."""

    def __init__(self, ours: Callable[[str, str], str] = lambda _column, text: text) -> None:
        self.ours = ours
        """Makes a text of a column ours by a column mapping. Raises `ValueError`."""
        self.texts: dict[str, Counter[str]] = {}
        self.units: dict[str, Unit | None] = {}

    def look_at(self, block: Block, heading_of: Mapping[str, str]) -> None:
        """Count the different texts of the columns of a person; numbers of a workbook or of Parquet are none."""
        import pandas as pd

        for column, heading in heading_of.items():
            counts = self.texts.setdefault(column, Counter())
            self.units[column] = unit_of(column, heading)
            if column not in BOUNDS and column not in READERS and column != "step":
                continue
            cells = block.cells[heading]
            if len(counts) < MOST_VALUES and not pd.api.types.is_numeric_dtype(cells.dtype):
                held = cells.dropna().astype(str).str.strip().value_counts()
                counts.update({str(text): int(count) for text, count in held.items() if text})

    def sentences(self, fewest: int = 1) -> list[str]:
        """A sentence on what was read in another dress, column by column; none where all is as we would write it.

        It names the texts of the `fewest` rows or more.
        """
        parts = []
        for column, counts in self.texts.items():
            shown = [
                f"{shortened(text)} as {ours} ({counted(count, 'row')})"
                for text, count in counts.most_common()
                if count >= fewest and (ours := self._read(column, text))
            ]
            if shown:
                more = f" and {len(shown) - MOST_SHOWN} more" if shown[MOST_SHOWN:] else ""
                parts.append(f"{column}: {', '.join(shown[:MOST_SHOWN])}{more}")
        return [f"Read in another dress: {'; '.join(parts)}."] if parts else []

    def _read(self, column: str, text: str) -> str:
        """How a text was read, where it is not as we would write it."""
        try:
            plain, unit = self.ours(column, text), self.units.get(column)
            ours = in_our_words(column, text_in_unit(text, column, unit) if unit and plain == text else plain)
        except ValueError:
            return ""
        return "" if same_words(text, ours) else ours
