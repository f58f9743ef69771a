"""`paymodel.published`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from paymodel.counting import counted
from paymodel.files import published_tables
from paymodel.files.file_kinds import Choice
from paymodel.files.published_tables import read_published
from paymodel.python.answer import Answer, Row
from paymodel.workforces.national import National, national_estimate

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(repr=False)
class Published(published_tables.Published, Answer):
    """Published averages: `paid` holds the pay of each staff group and band, `national` what posts do to it, if asked.

    `print(published)` shows what `paymodel published` prints. `to_frame` has a row for each staff group and band, or
    with posts for each move of each average.
    """

    national: National | None = None

    def blocks(self) -> "Sequence[Block]":
        """The shares of basic pay, and what posts do to the averages."""
        from paymodel.answers.published import published_blocks

        return published_blocks(self, self.national)

    def to_json(self) -> str:
        """The answer as `paymodel published --format json` prints it."""
        from paymodel.answers.published import published_json

        return published_json(self, self.national)

    def rows(self) -> Sequence[Row]:
        """A row for each staff group and band, or for each move of each average."""
        from paymodel.answers.published import estimate_table, shares_table

        table = shares_table(self) if self.national is None else estimate_table(self.national)
        return list(table.records())

    def __repr__(self) -> str:
        return f"<Published {self.month}: {counted(len(self.paid), 'staff group and band', 'staff groups and bands')}>"


def published(
    tables: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    posts: str | os.PathLike[str] | None = None,
    month: str | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
) -> Published:
    """Read published earnings by staff group and band (and how many people there are), and put the averages to posts.

    `tables` are files, `month` (2026-03) is that asked for, the last by default; `posts` is a file or the name of
    shipped ones. Averages, not people.

    Raises `Faults` where the files are at fault.

    >>> import paymodel, pathlib, tempfile
    >>> table = pathlib.Path(tempfile.mkdtemp()) / "earnings.csv"
    >>> lines = ["Staff group,Band,Payment type,Amount", "Nurses,5,Basic pay,30000", "Nurses,5,Shift work,3000"]
    >>> _ = table.write_text(chr(10).join(lines))
    >>> paymodel.published(table).rows()[0]["unsocial_percent"]
    10.0
    """
    files = [tables] if isinstance(tables, str | os.PathLike) else list(tables)
    means = read_published([Path(file) for file in files], Choice(sheet, heading_row), month)
    national = None if posts is None else national_estimate(means, os.fspath(posts))
    return Published(**vars(means), national=national)
