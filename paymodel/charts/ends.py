"""Names at the ends of lines: each beside the end of its line, none on another."""

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from paymodel.charts.layout import draw_words, pixels_across, pixels_down, spread_apart, stack_lines
from paymodel.charts.letters import LINE
from paymodel.charts.style import Layer, data

GAP, LEADER = 7.0, 13


class End(NamedTuple):
    """Where a line ends, in pixels from the top; its colour; and what is written there, in lines."""

    at: float
    ink: str
    lines: Sequence[str]


def height_of_ends(names: Sequence[Sequence[str]]) -> float:
    """The least height of a plot at whose right edge all these names find room."""
    return sum(LINE * len(lines) + GAP for lines in names)


def draw_ends(ends: Sequence[End], plot: float, height: float) -> list[Layer]:
    """The names to the right of a plot, each with a thin line from the end of its own line."""
    sizes = [LINE * len(end.lines) + GAP for end in ends]
    places = spread_apart([end.at for end in ends], sizes, 0, height)
    leaders = [
        {"x": plot, "x2": plot + LEADER, "y": end.at, "y2": place, "ink": end.ink}
        for end, place in zip(ends, places, strict=True)
    ]
    rule = data(leaders).mark_rule(strokeWidth=1, strokeDash=[2, 2])
    words = [
        line
        for end, place in zip(ends, places, strict=True)
        for line in stack_lines(end.lines, plot + LEADER + 4, place)
    ]
    ink = alt.Color("ink:N", scale=None)
    drawn: Layer = rule.encode(x=pixels_across(), x2=alt.X2("x2:Q"), y=pixels_down(), y2=alt.Y2("y2:Q"), color=ink)
    return [drawn, draw_words(words)]
