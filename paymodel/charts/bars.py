"""Where things stand in a picture, in pixels: texts, and rows of bars with their names and what they stand for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import altair as alt

from paymodel.charts.letters import lines_of, width_of
from paymodel.charts.style import BOARD, INK, PAPER, PHONE, TEXT, data

LINE = 14
"""The height of a line of text."""
MOST_LINES = 4
Align = Literal["left", "center", "right"]
Placed = Mapping[str, Any]
"""A text with its place: `x`, `y` (of its middle) and `text`."""


def across(field: str = "x") -> alt.X:
    """Pixels from the left edge of the plot."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def down(field: str = "y") -> alt.Y:
    """Pixels from the top edge of the plot."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def texts(
    placed: Sequence[Placed], align: Align = "left", size: float = TEXT, color: str = INK, **more: Any
) -> alt.Chart:
    """Texts at their places. What is longer than `limit` pixels ends in an ellipsis."""
    mark = data(placed).mark_text(align=align, baseline="middle", fontSize=size, color=color, **more)
    found: alt.Chart = mark.encode(x=across(), y=down(), text=alt.Text("text:N"))
    return found


def block(lines: Sequence[str], x: float, middle: float, height: float = LINE) -> Iterator[dict[str, Any]]:
    """Lines of text around a middle.

    >>> [(line["y"], line["text"]) for line in block(["a", "b"], 0, 50)]
    [(43.0, 'a'), (57.0, 'b')]
    """
    top = middle - height * (len(lines) - 1) / 2
    for number, text in enumerate(lines):
        yield {"x": x, "y": top + number * height, "text": text}


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Places as near as can be to those wanted, so that things of some sizes do not overlap, between two bounds.

    Where there is too little room they run over the upper bound.

    >>> spread([50.0, 52.0, 90.0], [10.0, 10.0, 10.0], 0, 100)
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
    moved = [mean for mean, count in clusters for _ in range(int(count))]
    found = [0.0] * len(order)
    for number, offset, place in zip(order, offsets, moved, strict=True):
        found[number] = max(low, min(place, high - at)) + offset
    return found


def key(items: Sequence[tuple[str, str]], x: float, y: float) -> list[alt.Chart]:
    """What colours stand for, in a line from a place on: names with their colours, in the order of the bars."""
    swatches, words = [], []
    for name, color in items:
        swatches.append({"from": x, "to": x + 12, "top": y - 6, "end": y + 6, "ink": color})
        words.append({"x": x + 17, "y": y, "text": name})
        x += 31 + width_of(name)
    ink = alt.Color("ink:N", scale=None)
    drawn = (
        data(swatches)
        .mark_rect()
        .encode(x=across("from"), x2=alt.X2("to:Q"), y=down("top"), y2=alt.Y2("end:Q"), color=ink)
    )
    return [drawn, texts(words)]


class Part(NamedTuple):
    """A stretch of a bar: from, to, its colour, and what is written in it."""

    start: float
    end: float
    color: str
    text: str = ""


class Row(NamedTuple):
    """A row of bars: its name, the parts of its bar, what stands in each column to the right, or words in its place."""

    name: str
    parts: tuple[Part, ...] = ()
    said: tuple[str, ...] = ()
    words: str = ""


def rows_of_bars(
    rows: Sequence[Row], heads: Sequence[str], column: float, width: int, x: alt.X, domain: tuple[float, float]
) -> tuple[list[alt.Chart], float, float, float]:
    """Rows of bars below one another: the layers, the width and height of the plot, and the left edge of the names.

    `heads` name the columns to the right, each `column` wide; they stand above the plot, in two lines at most. `x` is
    the axis of the bars, whose scale must hold `domain`; the bars are the first of the layers. Where a picture is
    narrow, names stand above the bars.
    """
    narrow = width < (BOARD + PHONE) / 2
    names = width - 24 if narrow else round(width * 0.3)
    plot = bar_room(width, len(heads), column)
    scale = plot / (domain[1] - domain[0])
    ends = [plot + column * (number + 1) for number in range(len(heads))]
    placed: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    inside: list[dict[str, Any]] = []
    instead: list[dict[str, Any]] = []
    bars: list[dict[str, Any]] = []
    plates: list[dict[str, Any]] = []  # no line runs through a name or through words
    for end, head in zip(ends, heads, strict=True):
        lines = lines_of(head, column - 6)
        said += block(lines, end, -6 - LINE * len(lines) / 2)
    y = 0.0
    for row in rows:
        lines = lines_of(row.name, names, MOST_LINES)
        words = lines_of(row.words, width - 40 - (0 if narrow else names), MOST_LINES) if row.words else []
        if narrow:
            plates.append({"from": -2, "to": ends[-1], "top": y, "end": y + 6 + LINE * len(lines)})
            placed += block(lines, 0, y + 6 + LINE * len(lines) / 2)
            y += LINE * len(lines) + 2
        height = max(LINE * max(0 if narrow else len(lines), len(words)) + 12, 28)
        middle = y + height / 2
        if not narrow:
            placed += block(lines, -12, middle)
        if words:
            plates.append({"from": -2, "to": ends[-1], "top": y - 1, "end": y + height + 1})  # over its edges
        instead += block(words, 0 if narrow else 4, middle)
        said += ({"x": end, "y": middle, "text": text} for end, text in zip(ends, row.said, strict=False))
        for part in row.parts:
            bars.append({"from": part.start, "to": part.end, "top": middle - 9, "end": middle + 9, "ink": part.color})
            if part.text and abs(part.end - part.start) * scale > width_of(part.text) + 6:
                at = ((part.start + part.end) / 2 - domain[0]) * scale
                inside.append({"x": at, "y": middle, "text": part.text})
        y += height
    drawn = data(bars).mark_rect(stroke=PAPER, strokeWidth=1)
    plate = data(plates).mark_rect(color=PAPER)
    layers = [
        drawn.encode(x=x, x2=alt.X2("to:Q"), y=down("top"), y2=alt.Y2("end:Q"), color=alt.Color("ink:N", scale=None)),
        plate.encode(x=across("from"), x2=alt.X2("to:Q"), y=down("top"), y2=alt.Y2("end:Q")),
        texts(placed, "left" if narrow else "right", limit=names),
        texts(said, "right", limit=column - 4),
        texts(instead),
        texts(inside, "center", color=PAPER),
    ]
    return layers, plot, y, 0.0 if narrow else -12.0 - names


def bar_room(width: int, columns: int, column: float) -> float:
    """How wide the plot of `rows_of_bars` is."""
    narrow = width < (BOARD + PHONE) / 2
    return width - 24 - column * columns - (12 if narrow else round(width * 0.3) + 16)
