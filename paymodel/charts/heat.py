"""A table of coloured cells, each with what it says: in several panels below one another where it is narrow."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from paymodel.charts.layout import Box, Words, draw_boxes, draw_words, stack_lines
from paymodel.charts.letters import LINE, lines_of, width_of
from paymodel.charts.style import BOARD, GAIN, GRID, LOSS, Body, choose_ink, overlay

WIDEST_CELL, LEAST_CELL, WIDEST_WORD = 120, 70, 96
ROW, LINES_OF_NAME, GAP = 26, 7, 18
FAINTEST = 0.08
"""How much colour the smallest change has."""


class Look(NamedTuple):
    """How rows of a table look: headings above some of them, and what some are called in place of their name."""

    headings: Mapping[str, str] = {}
    names: Mapping[str, str] = {}


PLAIN = Look()
"""Rows called by their names, without headings."""


class HeatCell(NamedTuple):
    """What a cell says, and its colour."""

    text: str
    colour: str


def draw_heat(
    cells: Mapping[tuple[str, str], HeatCell],
    rows: Sequence[str],
    columns: Sequence[str],
    width: int,
    look: Look = PLAIN,
) -> Body:
    """The cells of rows and columns; a pair without a cell stays blank."""
    whole = width - 24
    shown_names = {row: look.names.get(row, row) for row in rows}
    left = min(max(map(width_of, shown_names.values())) + 8, whole * 0.38)
    labels = {row: lines_of(name, left - 6, 2) for row, name in shown_names.items()}
    text = max(width_of(cell.text) for cell in cells.values()) + 6
    least = max(text, LEAST_CELL)
    if width >= BOARD and len(columns) * least > whole - left:  # in several panels anyway: then with words whole
        words_of_names = [word for name in columns for word in re.findall(r"[^\s-]+-?", name)]
        least = max(least, min(max(map(width_of, words_of_names), default=0.0) + 7, WIDEST_WORD))
    across = max(1, int((whole - left) / least))
    panels = -(-len(columns) // across)
    across = -(-len(columns) // panels)
    size = min((whole - left) / across, float(WIDEST_CELL if len(columns) > 2 else 2 * WIDEST_CELL))
    words: list[Words] = []
    grounds: list[Box] = []
    y = 0.0
    for panel in (columns[first : first + across] for first in range(0, len(columns), across)):
        names = [lines_of(name, size - 6, LINES_OF_NAME) for name in panel]
        y += LINE * max(map(len, names)) + 4
        for place, name in enumerate(names):
            middle = y - 4 - LINE * len(name) / 2
            words += stack_lines(name, left + place * size + 1, middle)
        for row in rows:
            if row in look.headings:
                heading = lines_of(look.headings[row], whole, LINES_OF_NAME)
                y += GAP / 2 + LINE * len(heading)
                words += stack_lines(heading, 0, y - LINE * len(heading) / 2, bold=True)
                y += 4
            row_height = ROW if len(labels[row]) == 1 else 2 * LINE + 4
            middle = y + row_height / 2
            words += stack_lines(labels[row], 0, middle)
            for place, column in enumerate(panel):
                if (row, column) in cells:
                    label, colour = cells[row, column]
                    x = left + place * size
                    grounds.append(Box(x, y, size - 1.5, row_height - 1.5, colour))
                    words.append(Words(label, x + size - 5, middle, "right", colour=choose_ink(colour)))
            y += row_height
        y += GAP
    return overlay(draw_boxes(grounds), draw_words(words), width=whole, height=y - GAP)


def shade(share: float) -> str:
    """The colour of a change that is some share of the largest: from almost white to blue for a gain, pink for a loss.

    >>> shade(1.0), shade(-1.0), shade(0.0)
    ('#12436D', '#801650', '#E3E5E6')
    """
    if not share:
        return GRID
    deep = (
        FAINTEST + (1 - FAINTEST) * min(abs(share), 1.0) ** 0.5
    )  # the root, so that small losses beside large gains are seen
    end = GAIN if share > 0 else LOSS
    parts = (round(255 + (int(end[at : at + 2], 16) - 255) * deep) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in parts)
