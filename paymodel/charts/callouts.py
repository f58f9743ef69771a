"""Names of places on a line: put where they lie on nothing else, and rules that stand at a place with a name above."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import altair as alt

from paymodel.charts.layout import Box, Words, draw_boxes, draw_words, pixels_across, pixels_down
from paymodel.charts.letters import LINE, width_of
from paymodel.charts.style import FAINT, INK, PAPER, Body, data, overlay

Point = tuple[float, float]
PAD = 5
AWAY = (9, 16, 26, 40, 60, 85, 115)
"""How far a name may stand from its place, in pixels; the first that is free is taken."""
LEADER_FROM = 26
NEAR = 3.0
"""Pixels of line between two points that are looked at."""


@dataclass(frozen=True)
class Spot:
    """A place in pixels with a name of some lines. A filled spot is where somebody is, a hollow one a crossing."""

    at: Point
    lines: tuple[str, ...]
    filled: bool = False

    @property
    def width(self) -> float:
        """Pixels of its widest line; the first of a filled spot is bold."""
        return max(width_of(line, bold=self.filled and not number) for number, line in enumerate(self.lines))


@dataclass(frozen=True)
class _Area:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point, pad: float = 2.0) -> bool:
        x, y = point
        return self.left - pad <= x <= self.right + pad and self.top - pad <= y <= self.bottom + pad

    def meets(self, other: "_Area") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > -PAD and min(self.bottom, other.bottom) - max(self.top, other.top) > -PAD

    def nearest(self, point: Point) -> Point:
        x, y = point
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)


def draw_rules(rules: Sequence[tuple[float, str]], plot: float, height: float) -> Body:
    """Upright rules across a plot, each at a place in pixels with a name above the plot; near names stand in rows."""
    taken: list[_Area] = []
    words, grounds, lines = [], [], []
    for x, text in sorted(rules, reverse=True):
        wide = width_of(text)
        left = min(max(x - wide / 2, 0.0), plot - wide)
        row = 0
        while any(other.meets(_area(left, row, wide)) for other in taken):
            row += 1
        area = _area(left, row, wide)
        taken.append(area)
        words.append(Words(text, left, (area.top + area.bottom) / 2, colour=FAINT))
        grounds.append(Box(left - 2, area.top, wide + 4, area.bottom - area.top, PAPER))
        lines.append({"x": x, "y": area.bottom, "y2": height})
    dashed = data(lines).mark_rule(color=FAINT, strokeDash=[3, 3])
    uprights = dashed.encode(x=pixels_across(), y=pixels_down(), y2=alt.Y2("y2:Q"))
    return overlay(uprights, draw_boxes(grounds), draw_words(words))


def _area(left: float, row: int, wide: float) -> _Area:
    bottom = -4.0 - row * (LINE + PAD)
    return _Area(left, bottom - LINE + 2, left + wide, bottom)


def draw_spots(
    spots: Sequence[Spot], paths: Sequence[Sequence[Point]], uprights: Sequence[float], plot: float, height: float
) -> Body:
    """Places with their names, put where they hide neither a path, nor a rule, nor one another."""
    seen = [point for path in paths for point in _points_along(path)]
    taken: list[_Area] = []
    words: list[Words] = []
    leaders: list[dict[str, float]] = []
    for spot in spots:
        others = [other.at for other in spots]
        area, away = min(
            _areas_to_try(spot, plot, height),
            key=lambda tried: (_count_hidden(tried[0], seen + others, uprights, taken), tried[1]),
        )
        taken.append(area)
        for number, line in enumerate(spot.lines):
            middle = area.top + LINE * (number + 0.5)
            words.append(Words(line, area.left, middle, bold=spot.filled and not number))
        if away >= LEADER_FROM:
            x, y = area.nearest(spot.at)
            leaders.append({"x": spot.at[0], "x2": x, "y": spot.at[1], "y2": y})
    grounds = [Box(area.left, area.top, area.right - area.left, area.bottom - area.top, PAPER) for area in taken]
    dots = [{"x": spot.at[0], "y": spot.at[1], "fill": INK if spot.filled else PAPER} for spot in spots]
    lead = data(leaders).mark_rule(color=INK, strokeWidth=0.8)
    dot = data(dots).mark_point(size=70, stroke=INK, strokeWidth=2, opacity=1, filled=False)
    return overlay(
        draw_boxes(grounds),
        lead.encode(x=pixels_across(), x2=alt.X2("x2:Q"), y=pixels_down(), y2=alt.Y2("y2:Q")),
        dot.encode(x=pixels_across(), y=pixels_down(), fill=alt.Fill("fill:N", scale=None)),
        draw_words(words),
    )


def _points_along(path: Sequence[Point]) -> Iterator[Point]:
    """Points along a path, a few pixels apart."""
    for (x, y), (x2, y2) in pairwise(path):
        steps = max(1, math.ceil(math.hypot(x2 - x, y2 - y) / NEAR))
        for step in range(steps):
            yield x + (x2 - x) * step / steps, y + (y2 - y) * step / steps
    if path:
        yield path[-1]


def _areas_to_try(spot: Spot, plot: float, height: float) -> Iterator[tuple[_Area, float]]:
    """Places for a name around its spot, all inside the plot, and how far off they are."""
    (x, y), wide, high = spot.at, spot.width + 4, LINE * len(spot.lines)
    for away in AWAY:
        for right, down in ((1, -1), (-1, 1), (1, 1), (-1, -1), (0, -1), (0, 1)):
            left = x - wide / 2 if not right else x + away if right > 0 else x - away - wide
            top = y + away * 0.6 if down > 0 else y - away * 0.6 - high
            left, top = min(max(left, 0.0), max(plot - wide, 0.0)), min(max(top, 0.0), height - high)
            yield _Area(left, top, left + wide, top + high), away


def _count_hidden(area: _Area, points: Sequence[Point], uprights: Sequence[float], taken: Sequence[_Area]) -> int:
    """How much a name would hide at a place."""
    return (
        1_000 * sum(area.meets(other) for other in taken)
        + 10 * sum(area.holds(point) for point in points)
        + 15 * sum(area.left - 2 <= x <= area.right + 2 for x in uprights)
    )
