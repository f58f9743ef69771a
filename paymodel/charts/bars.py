"""Rows of bars with their names and what they stand for."""

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from paymodel.charts.layout import Box, Words, draw_boxes, draw_words, pixels_down, stack_lines
from paymodel.charts.letters import LINE, lines_of, width_of
from paymodel.charts.style import BOARD, PAPER, PHONE, Layer, data

MOST_LINES = 4
"""Lines of the name of a row, and of words in the place of its bar."""


class Part(NamedTuple):
    """A stretch of a bar: from, to, its colour, and what is written in it."""

    start: float
    end: float
    colour: str
    text: str = ""


class Row(NamedTuple):
    """A row of bars: its name, the parts of its bar, what stands in each column to the right, or words in its place."""

    name: str
    parts: tuple[Part, ...] = ()
    amounts: tuple[str, ...] = ()
    words: str = ""


def draw_bars(
    rows: Sequence[Row], heads: Sequence[str], column: float, width: int, x: alt.X, domain: tuple[float, float]
) -> tuple[list[Layer], float, float, float]:
    """Rows of bars below one another: the layers, the width and height of the plot, and the left edge of the names.

    `heads` name the columns to the right, each `column` wide; they stand above the plot, in two lines at most. `x` is
    the axis of the bars, whose scale must hold `domain`; the bars are the first of the layers. Where a picture is
    narrow, names stand above the bars.
    """
    narrow = _is_narrow(width)
    names = width - 24 if narrow else round(width * 0.3)
    plot = plot_width(width, len(heads), column)
    scale = plot / (domain[1] - domain[0])
    ends = [plot + column * (number + 1) for number in range(len(heads))]
    words: list[Words] = []
    bars: list[dict[str, float | str]] = []
    plates: list[Box] = []  # no line runs through a name or through words
    for end, head in zip(ends, heads, strict=True):
        lines = lines_of(head, column - 6)
        words += stack_lines(lines, end, -6 - LINE * len(lines) / 2, align="right")
    y = 0.0
    for row in rows:
        lines = lines_of(row.name, names, MOST_LINES)
        instead = lines_of(row.words, width - 40 - (0 if narrow else names), MOST_LINES) if row.words else []
        if narrow:
            plates.append(Box(-2, y, ends[-1] + 2, 6 + LINE * len(lines), PAPER))
            words += stack_lines(lines, 0, y + 6 + LINE * len(lines) / 2)
            y += LINE * len(lines) + 2
        height = max(LINE * max(0 if narrow else len(lines), len(instead)) + 12, 28)
        middle = y + height / 2
        if not narrow:
            words += stack_lines(lines, -12, middle, align="right")
        if instead:
            plates.append(Box(-2, y - 1, ends[-1] + 2, height + 2, PAPER))  # over its edges
        words += stack_lines(instead, 0 if narrow else 4, middle)
        for end, amount in zip(ends, row.amounts, strict=False):
            words.append(Words(lines_of(amount, column - 4, most=1)[0], end, middle, "right"))
        for part in row.parts:
            bars.append({"from": part.start, "to": part.end, "y": middle - 9, "y2": middle + 9, "colour": part.colour})
            if part.text and abs(part.end - part.start) * scale > width_of(part.text) + 6:
                at = ((part.start + part.end) / 2 - domain[0]) * scale
                words.append(Words(part.text, at, middle, "center", colour=PAPER))
        y += height
    drawn = data(bars).mark_rect(stroke=PAPER, strokeWidth=1)
    colour = alt.Color("colour:N", scale=None)
    layers: list[Layer] = [
        drawn.encode(x=x, x2=alt.X2("to:Q"), y=pixels_down(), y2=alt.Y2("y2:Q"), color=colour),
        draw_boxes(plates),
        draw_words(words),
    ]
    return layers, plot, y, 0.0 if narrow else -12.0 - names


def plot_width(width: int, columns: int, column: float) -> float:
    """How wide the plot of `draw_bars` is."""
    return width - 24 - column * columns - (12 if _is_narrow(width) else round(width * 0.3) + 16)


def _is_narrow(width: int) -> bool:
    return width < (BOARD + PHONE) / 2
