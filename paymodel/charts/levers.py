"""A lever: the pounds, the people and the cost against the value that it is set to."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

import altair as alt

from paymodel.answers.columns import change, columns_of
from paymodel.answers.figures import with_doubt
from paymodel.answers.levers import LeverPoint, PeoplePoint, setting_words
from paymodel.answers.phrasing import sentence, signed_pounds, signed_whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.answers.workforce_tables import HIDDEN
from paymodel.charts.letters import LINE, TEXT, lines_of
from paymodel.charts.picture import Picture
from paymodel.charts.style import (
    DARK_BLUE,
    DARK_PINK,
    FAINT,
    INK,
    PAPER,
    TURQUOISE,
    Body,
    bounds_with_room,
    data,
    draw_zero_line,
    overlay,
    pounds_axis,
    stack,
)
from paymodel.charts.tables import number_of
from paymodel.counting import counted
from paymodel.scenarios.levers import Lever

OF_PEOPLE = (
    *(Column("people", unit=Unit.COUNT), Column("still_lose", unit=Unit.COUNT)),
    *(change("cost_if_all_took_it"), change("cost_for_each_fewer_loser")),
)
"""Columns of the data that count people."""
SHOWN = [
    Column("value", unit=Unit.NUMBER),
    *columns_of("take_home_change_a_year"),
    *(change("employer_cost_of_one_holder"), change("employer_cost_of_all_holders")),
    *OF_PEOPLE,
]
"""The columns of the data."""
NUMBERS = {2: "Two", 3: "Three"}
HEIGHT, AXIS = 84.0, 62
FEW = 10
"""Values that are drawn as dots alone: nothing lies between a step and the next."""


class _Panel(NamedTuple):
    """One of the two or three: what is said above it, a value for each setting (None where hidden), how it is drawn."""

    said: str
    values: list[float | None]
    ink: str
    in_pounds: bool


def lever_panels(
    lever: Lever,
    points: Sequence[LeverPoint],
    people: Sequence[PeoplePoint] | None,
    chosen: float,
    holders: int,
    stamp: str,
    *,
    move: str = "",
    status: str = "confirmed",
) -> Picture:
    """Take-home pay on the move, people who still lose and the employer's cost against the value of a lever.

    `points` and `people` are what `answers.levers` works out: the offer as it is first, then each value; without people
    only the pounds and the cost are drawn. `chosen` is
    one of the values; `holders` are paid what the lever brings. `move` names the move, `status` is that of the remedy.
    """
    at = 1 + lever.values.index(chosen)
    point, crowd = points[at], None if people is None else people[at]
    set_to = setting_words(lever.unit, chosen)
    month = signed_pounds(round(point.take_home_change / 12, 2))
    cost = signed_whole_pounds(point.employer_cost * holders)
    panels = [
        _Panel(
            f"Take-home pay on the move, pounds a month: {month}",
            [point.take_home_change / 12 for point in points[1:]],
            DARK_BLUE,
            True,
        ),
        _Panel(
            f"Employer cost of {counted(holders, 'holder')}, pounds a year: {cost}",
            [point.employer_cost * holders for point in points[1:]],
            TURQUOISE,
            True,
        ),
    ]
    if people is not None and crowd is not None:
        told = f"People who still lose: {lose_words(crowd)}"
        panels.insert(1, _Panel(told, [number_of(each.lose) for each in people[1:]], DARK_PINK, False))
    kind = with_doubt(lever.kind, status)
    subtitle = f"{sentence(kind)} at {set_to}. {f'{move}. ' if move else ''}"
    whom = "" if people is None else ", the people of the workforce who would lose on it,"
    subtitle += (
        f"The pounds of this move{whom} and the employer's cost with on-costs, beside the offer as it is. The upright"
        " line marks the value chosen."
    )
    if gaps := [each.few for each in people or () if HIDDEN in (each.people, each.lose)]:
        subtitle += f" Gaps: {gaps[0]} people."
    return Picture(
        kind="lever",
        title=f"{month} a month"
        + ("" if crowd is None else f", {lose_words(crowd)} lose")
        + f", {counted(holders, 'holder')} cost{'s' * (holders == 1)} {cost} a year",
        subtitle=subtitle,
        alt=f"{NUMBERS[len(panels)]} charts, one below the other, against the {kind}. "
        + " ".join(f"{panel.said}." for panel in panels),
        table=Table(
            SHOWN if people is not None else SHOWN[: -len(OF_PEOPLE)],
            [
                _row(value, point, None if people is None else people[number], holders)
                for number, (value, point) in enumerate(zip(lever.values, points[1:], strict=True), start=1)
            ],
        ),
        stamp=stamp,
        draw=lambda width: _draw(lever, panels, chosen, width),
    )


def lose_words(crowd: PeoplePoint) -> str:
    """How many of how many lose, or why that is redacted.

    >>> lose_words(PeoplePoint(150, 15, 0, 0, 0)), lose_words(PeoplePoint(150, "[c]", 0, "[c]", "[c]"))
    ('15 of 150', 'fewer than 8 of 150')
    """
    if crowd.people == HIDDEN:
        return crowd.few
    return f"{crowd.few if crowd.lose == HIDDEN else f'{crowd.lose:,}'} of {crowd.people:,}"


def _row(value: float, point: LeverPoint, crowd: PeoplePoint | None, holders: int) -> tuple[Any, ...]:
    whole = round(point.employer_cost * holders, 2)
    costs = (point.take_home_change, point.employer_cost, whole)
    counts = () if crowd is None else (crowd.people, crowd.lose, crowd.cost, crowd.cost_for_each)
    return (value, *costs, *counts)


def _draw(lever: Lever, panels: Sequence[_Panel], chosen: float, width: int) -> Body:
    plot = width - 24 - AXIS - 14
    last = len(panels) - 1
    drawn = [_panel(lever, panel, chosen, plot, labelled=number == last) for number, panel in enumerate(panels)]
    return stack(*drawn, spacing=14)


def _panel(lever: Lever, panel: _Panel, chosen: float, plot: float, *, labelled: bool) -> Body:
    low, high = lever.values[0], lever.values[-1]
    edge = 0.04 * ((high - low) or 1.0) if len(lever.values) <= FEW else 0.0
    x_scale = alt.Scale(domain=[low - edge, (high if high > low else low + 1) + edge], nice=False)
    x = alt.X("value:Q", scale=x_scale, axis=_values_axis(lever, plot) if labelled else None)
    known = [value for value in panel.values if value is not None]
    bounds = bounds_with_room([*known, *(() if any(known) else (1.0,))], before=0.08, after=0.08)
    more: dict[str, Any] = {"minExtent": AXIS, "maxExtent": AXIS}
    if panel.in_pounds:
        axis = pounds_axis(None, HEIGHT * 2.4, **more)
    else:
        axis = alt.Axis(title=None, tickCount=3, format=",d", tickMinStep=1, **more)
    y = alt.Y("amount:Q", scale=alt.Scale(domain=list(bounds), nice=False), axis=axis)
    runs = _split_at_gaps(lever.values, panel.values)
    rows = [row for run in runs for row in run]
    marked = [row for row in rows if row["value"] == chosen]
    few = len(lever.values) <= FEW
    dots = rows if few else [run[0] for run in runs if len(run) == 1]
    dot: dict[str, Any] = {"shape": "circle", "filled": True, "opacity": 1}
    upright = data([{"value": chosen}]).mark_rule(color=FAINT, strokeDash=[3, 3])
    line = data([] if few else rows).mark_line(color=panel.ink, strokeWidth=2.5)
    ring = data(marked).mark_point(**dot, size=90, fill=PAPER, stroke=INK, strokeWidth=2.5)
    layers = [
        upright.encode(x=x),
        draw_zero_line("y"),
        line.encode(x=x, y=y, detail=alt.Detail("run:N")),
        data(dots).mark_point(**dot, size=50 if few else 18, color=panel.ink).encode(x=x, y=y),
        ring.encode(x=x, y=y),
    ]
    title = alt.TitleParams(
        text=lines_of(panel.said, plot, bold=True),
        anchor="start",
        frame="group",
        fontSize=TEXT,
        fontWeight="bold",
        color=INK,
        lineHeight=LINE,
        offset=4,
    )
    return overlay(*layers, width=plot, height=HEIGHT, title=title)


def _split_at_gaps(values: Sequence[float], amounts: Sequence[float | None]) -> list[list[dict[str, float]]]:
    """Stretches of values whose amounts are known: a line is drawn through each, and none across a gap."""
    pairs = zip(values, amounts, strict=True)
    known = [list(group) for shown, group in groupby(pairs, lambda pair: pair[1] is not None) if shown]
    return [
        [{"value": value, "amount": amount, "run": run} for value, amount in group if amount is not None]
        for run, group in enumerate(known)
    ]


def _values_axis(lever: Lever, plot: float) -> alt.Axis:
    title = sentence(lever.kind)
    if lever.unit.startswith("pounds"):
        return pounds_axis(f"{title}, pounds a year", plot, grid=False)
    ticks = list(lever.values) if len(lever.values) <= FEW else alt.Undefined
    unit = "" if lever.unit == "rule" else f", {lever.unit}"
    return alt.Axis(title=lines_of(f"{title}{unit}", plot), values=ticks, grid=False, format=".10~g")
