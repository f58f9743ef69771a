"""A small document: headings, paragraphs, tables and lists, written as plain text or as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

from paymodel.answers.tables import Table

WIDTH = 100


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title. `new_page` begins one on paper."""

    text: str
    level: int = 2
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of plain text, without marks of any format."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[str]


Block = Heading | Paragraph | Bullets | Table


def as_text(blocks: Sequence[Block]) -> str:
    """Plain text, at most about a hundred columns wide.

    >>> from paymodel.answers.tables import Column, Unit
    >>> columns = [Column("line"), Column("pounds", unit=Unit.POUNDS, decimals=2)]
    >>> print(as_text([Heading("Pay", 1), Table(columns, [["Basic pay", 1]])]), end="")
    Pay
    ===
    <BLANKLINE>
    Line, pounds  Pounds
    Basic pay       1.00
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
    if text.isprintable():
        return text
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
    rows = [[printable(cell) for cell in row] for row in (table.headings(), *table.words())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    sides = [str.rjust if right else str.ljust for right in table.numeric]
    return "\n".join(
        "  ".join(side(cell, width) for side, cell, width in zip(sides, row, widths, strict=True)).rstrip()
        for row in rows
    )


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
            rows = [[_escaped(cell) for cell in row] for row in (block.headings(), *block.words())]
            rows.insert(1, ["---:" if right else "---" for right in block.numeric])
            parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _escaped(text: str) -> str:
    for character in "\\`*[]<>|":
        text = text.replace(character, f"\\{character}")
    return printable(text)
