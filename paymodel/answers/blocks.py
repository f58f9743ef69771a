"""A small document: headings, paragraphs, tables and lists, written as plain text or as Markdown."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from paymodel.files.spreadsheets import harmless

WIDTH = 100


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table: the first column is text, the others are set to the right.

    Documents show the caption above it, or where it is empty the heading that it stands under.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""


Block = Heading | Paragraph | Bullets | Table


def as_text(blocks: Sequence[Block]) -> str:
    """Plain text, at most about a hundred columns wide.

    >>> print(as_text([Heading("Pay", 1), Table(["Line", "Pounds"], [["Basic pay", "1.00"]])]), end="")
    Pay
    ===
    <BLANKLINE>
    Line       Pounds
    Basic pay    1.00
    """
    parts = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{printable(block.text)}\n{'=-~'[block.level - 1] * len(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(_wrapped(block.text))
        elif isinstance(block, Bullets):
            parts.append("\n".join(_wrapped(item, "  - ") for item in block.items))
        else:
            parts.append(_text_table(block))
    return "\n\n".join(part for part in parts if part) + "\n"


def printable(text: str) -> str:
    r"""Text without control characters, which a terminal would obey and XML cannot hold: spaces stand for them.

    >>> printable("a\x1bb")
    'a b'
    """
    return "".join(character if character.isprintable() else " " for character in text)


def _wrapped(text: str, bullet: str = "") -> str:
    return fill(
        printable(text),
        WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _text_table(table: Table) -> str:
    rows = [[printable(cell) for cell in row] for row in (table.head, *table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.head))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def as_csv(table: Table) -> str:
    r"""A table as CSV that no spreadsheet takes for formulas.

    >>> as_csv(Table(["Remedy", "A year"], [["=premium", "+12.50"]]))
    "Remedy,A year\n'=premium,+12.50\n"
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [[harmless(cell) for cell in row] for row in (table.head, *table.rows)]
    )
    return out.getvalue()


def as_markdown(blocks: Sequence[Block]) -> str:
    r"""Markdown, with pipe tables. What users typed is escaped.

    >>> print(as_markdown([Bullets(["a | b"])]), end="")
    - a \| b
    """
    parts = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {_escaped(block.text)}")
        elif isinstance(block, Paragraph):
            parts.append(_escaped(block.text))
        elif isinstance(block, Bullets):
            parts.append("\n".join(f"- {_escaped(item)}" for item in block.items))
        else:
            rows = [[_escaped(cell) for cell in row] for row in (block.head, *block.rows)]
            rows.insert(1, ["---", *("---:" for _ in block.head[1:])])
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _escaped(text: str) -> str:
    for character in "\\`*[]<>|":
        text = text.replace(character, f"\\{character}")
    return printable(text)
