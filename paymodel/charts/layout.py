"""Where things are in a picture, in pixels from the top left corner of the plot. Places need no scale.

Texts, filled rectangles, a key of colours, and places that keep things from lying on one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import altair as alt

from paymodel.charts.letters import LINE, TEXT, width_of
from paymodel.charts.style import INK, Body, Layer, data, overlay

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Words:
    """A line of text at a place: `x` is where it starts (or ends, aligned to the right), `y` its middle."""

    text: str
    x: float
    y: float
    align: Align = "left"
    bold: bool = False
    colour: str = INK
    size: float = TEXT


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


def pixels_across(field: str = "x") -> alt.X:
    """Pixels from the left edge of the plot, that a field holds."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def pixels_down(field: str = "y") -> alt.Y:
    """Pixels from the top edge of the plot, that a field holds."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def draw_words(words: Sequence[Words]) -> Body:
    """Lines of text as a chart."""

    def look(line: Words) -> tuple[Align, bool, float]:
        return line.align, line.bold, line.size

    layers = []
    for (align, bold, size), group in groupby(sorted(words, key=look), key=look):
        rows = [{"x": line.x, "y": line.y, "text": line.text, "colour": line.colour} for line in group]
        weight: Literal["bold", "normal"] = "bold" if bold else "normal"
        mark = data(rows).mark_text(align=align, baseline="middle", fontWeight=weight, fontSize=size)
        colour = alt.Color("colour:N", scale=None)
        layers.append(mark.encode(x=pixels_across(), y=pixels_down(), text=alt.Text("text:N"), color=colour))
    return overlay(*(layers or [data([]).mark_text()]))


def draw_boxes(boxes: Sequence[Box], name: str | None = None) -> alt.Chart:
    """Filled rectangles as a chart."""
    rows = [
        {"x": box.x, "x2": box.x + box.width, "y": box.y, "y2": box.y + box.height, "colour": box.colour}
        for box in boxes
    ]
    chart = data(rows) if name is None else data(rows).properties(name=name)
    drawn: alt.Chart = chart.mark_rect().encode(
        x=pixels_across(),
        x2=alt.X2("x2:Q"),
        y=pixels_down(),
        y2=alt.Y2("y2:Q"),
        color=alt.Color("colour:N", scale=None),
    )
    return drawn


def stack_lines(
    lines: Sequence[str],
    x: float,
    middle: float,
    height: float = LINE,
    *,
    align: Align = "left",
    bold: bool = False,
    size: float = TEXT,
    colour: str = INK,
) -> Iterator[Words]:
    """Lines of text one below the other, around a middle.

    >>> [(line.y, line.text) for line in stack_lines(["a", "b"], 0, 50)]
    [(41.5, 'a'), (58.5, 'b')]
    """
    top = middle - height * (len(lines) - 1) / 2
    for number, text in enumerate(lines):
        yield Words(text, x, top + number * height, align, bold, colour, size)


def draw_key(colours: Sequence[tuple[str, str]], x: float, y: float) -> list[Layer]:
    """What colours stand for, in a line from a place on: names with their colours, in the order of the bars."""
    swatches, words = [], []
    for name, colour in colours:
        swatches.append(Box(x, y - 7, 14, 14, colour))
        words.append(Words(name, x + 19, y))
        x += 35 + width_of(name)
    return [draw_boxes(swatches), draw_words(words)]


def spread_apart(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Places as near as can be to those wanted, so that things of some sizes do not overlap, between two bounds.

    Where there is too little room they run over the upper bound.

    >>> spread_apart([50.0, 52.0, 90.0], [10.0, 10.0, 10.0], 0, 100)
    [46.0, 56.0, 90.0]
    """
    order = sorted(range(len(wanted)), key=lambda number: (wanted[number], number))
    offsets, at = [], 0.0
    for number in order:
        offsets.append(at + sizes[number] / 2)
        at += sizes[number]
    clusters: list[list[float]] = []  # of mean place and count: neighbours that touch move as one
    for number, offset in zip(order, offsets, strict=True):
        clusters.append([wanted[number] - offset, 1])
        while len(clusters) > 1 and clusters[-1][0] < clusters[-2][0]:
            mean, count = clusters.pop()
            before = clusters[-1]
            before[0] = (before[0] * before[1] + mean * count) / (before[1] + count)
            before[1] += count
    means = [mean for mean, count in clusters for _ in range(int(count))]
    places = [0.0] * len(order)
    for number, offset, mean in zip(order, offsets, means, strict=True):
        places[number] = max(low, min(mean, high - at)) + offset
    return places
