"""Careers: how far each path is ahead of staying or behind it, year by year."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import altair as alt

from paymodel.answers.careers import years_of_paths
from paymodel.answers.columns import COLUMNS
from paymodel.answers.comparison import assumed_note, marked_policy
from paymodel.answers.phrasing import catch_up_words, signed, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Table
from paymodel.charts.ends import End, draw_ends, height_of_ends
from paymodel.charts.letters import lines_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import (
    BOARD,
    CATEGORIES,
    INK,
    PAPER,
    PHONE,
    Body,
    bounds_with_room,
    data,
    draw_zero_line,
    overlay,
    pounds_axis,
)
from paymodel.counting import counted
from paymodel.moves.careers import Careers, PathResult
from paymodel.moves.comparison import Scenario, verdict_of

DASHES = ((1, 0), (7, 3), (2, 2), (9, 3, 2, 3), (4, 4), (12, 3))
"""What tells lines apart beside their colours, in the same order."""
MOST_LINES = len(CATEGORIES)


class _Line(NamedTuple):
    """A path to draw: its name, and the cumulative difference at the end of each year."""

    name: str
    cumulative: list[float]
    caught: int | None
    margin: float
    thin_below: float
    verdict: str


def career_lines(careers: Careers) -> Picture:
    """Take-home pay of each path against staying, summed up year by year.

    Six paths at most are drawn: those that end the furthest from staying, either way. The table holds all. Raises
    `ValueError` where every path stays.
    """
    moving = [result for result in careers.results if not result.stays]
    one_path = len(moving) > 1 and len({result.path.name for result in moving}) == 1
    lines = [_line(careers.scenario, result, one_path) for result in moving]
    if not lines:
        raise ValueError("every path stays in the post held now")
    furthest = sorted(range(len(lines)), key=lambda number: (-abs(lines[number].cumulative[-1]), number))
    shown = [lines[number] for number in sorted(furthest[:MOST_LINES])]
    years = careers.scenario.horizon_years
    best = max(lines, key=lambda line: line.cumulative[-1])
    subtitle = "Take-home pay against staying, summed up year by year, pounds."
    if len(lines) > 1:
        subtitle += f" The best: {best.name}."
    subtitle += assumed_note(careers.scenario)
    awards = {case.plan.award_a_year.words: case for case in careers.scenario.cases if case.plan.award_a_year}
    if awards:
        subtitle += f" An award each year after the first: {' or '.join(awards)} [assumed]."
    if any(case.plan.discount_rate for case in careers.scenario.cases):
        subtitle += " Not discounted."
    if one_path:
        subtitle += f" Every policy with one path: {moving[0].path.name}."
    if any(_has_ring(line) for line in shown):
        subtitle += " A ring marks the year from which a path stays ahead."
    if len(lines) > len(shown):
        subtitle += f" The {MOST_LINES} of {len(lines)} paths that end furthest from staying; the table holds all."
    sentences = " ".join(
        f"{line.name}: {signed(line.cumulative[0])} after year 1, {signed(line.cumulative[-1])} after"
        f" {counted(years, 'year')}; {catch_up_words(line.caught, line.margin, years, line.thin_below)}."
        for line in shown
    )
    return Picture(
        kind="careers",
        title=_title(best, len(lines), years, "policies" if one_path else "paths"),
        subtitle=subtitle,
        alt=f"Lines of cumulative pounds of take-home pay against staying, which is a level line at zero. {sentences}",
        table=_data(careers, moving),
        stamp=stamp_of(careers.scenario.id, careers.scenario.nation, careers.scenario.as_at),
        draw=lambda width: _draw(shown, years, width),
    )


def _line(scenario: Scenario, result: PathResult, one_path: bool) -> _Line:
    career, policy = result.career, marked_policy(scenario, result.case.policy_name)
    name = f"{result.path.name}, {policy}" if len(scenario.cases) > 1 else result.path.name
    name = policy if one_path else name
    cumulative = [float(amount) for amount in career.cumulative]
    switches = result.case.rule_book.switches
    verdict = verdict_of(cumulative[-1] / len(cumulative), switches)
    thin_below = switches.thin_margin_pounds
    return _Line(name, cumulative, career.catch_up_year, career.catch_up_margin, thin_below, verdict)


def _data(careers: Careers, moving: Sequence[PathResult]) -> Table:
    """Every path that moves, year by year, with the year in which it catches up."""
    years = years_of_paths(replace(careers, results=tuple(moving)))
    caught = [result.career.catch_up_year for result in moving for _ in result.career.difference]
    return years.pick("policy", "path", "year", "difference", "cumulative").beside(COLUMNS["catch_up_year"], caught)


def _has_ring(line: _Line) -> bool:
    return line.caught is not None and line.caught > 1


def _title(best: _Line, count: int, years: int, things: str) -> str:
    end = best.cumulative[-1]
    verb = {"gains": f"rises {whole_pounds(end)}", "loses": f"falls {whole_pounds(end)}"}.get(best.verdict)
    does = f"Take-home pay {verb or 'stays about the same'} over {counted(years, 'year')}"
    return f"{does} against staying" if count == 1 else f"{does} on the best of {count} {things}"


def _words(line: _Line) -> str:
    """When a line catches up, in the fewest words."""
    if line.caught is None:
        return "not caught up"
    return "never behind" if line.caught == 1 else f"ahead from year {line.caught}"


def _draw(shown: Sequence[_Line], years: int, width: int) -> Body:
    names, axis_room = (200, 84) if width > (BOARD + PHONE) / 2 else (104, 76)
    plot = width - 24 - names - axis_room
    ends = []
    for line in shown:
        amount = f"{signed_whole_pounds(line.cumulative[-1])}, {_words(line)}"
        ends.append([*lines_of(line.name, names, most=3), *lines_of(amount, names, most=4)])
    ends.append(["Staying"])
    height = max(280.0, height_of_ends(ends))
    low, high = bounds_with_room([amount for line in shown for amount in line.cumulative])

    def at(amount: float) -> float:
        return height * (high - amount) / (high - low)

    edges = [*(at(line.cumulative[-1]) for line in shown), at(0.0)]
    x = alt.X("year:Q", scale=alt.Scale(domain=[0, years], nice=False), axis=_years_axis(years, plot))
    axis = pounds_axis(None, height * 1.4)
    y = alt.Y("cumulative:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis)
    drawn = []
    rings: list[dict[str, Any]] = []
    for line, ink, dash in zip(shown, CATEGORIES, DASHES, strict=False):
        points = [{"year": year, "cumulative": amount} for year, amount in enumerate((0.0, *line.cumulative))]
        stroke = data(points).mark_line(color=ink, strokeWidth=2.5, strokeDash=list(dash))
        drawn.append(stroke.encode(x=x, y=y))
        if _has_ring(line) and line.caught is not None:
            rings.append({"year": line.caught, "cumulative": line.cumulative[line.caught - 1], "ink": ink})
    inks = [*CATEGORIES[: len(shown)], INK]
    ring = data(rings).mark_point(shape="circle", filled=True, size=70, fill=PAPER, strokeWidth=2.5, opacity=1)
    layers = [
        *drawn,
        draw_zero_line("y"),
        ring.encode(x=x, y=y, stroke=alt.Stroke("ink:N", scale=None)),
        *draw_ends([End(*end) for end in zip(edges, inks, ends, strict=True)], plot, height),
    ]
    return overlay(*layers, width=plot, height=height)


def _years_axis(years: int, plot: float) -> alt.Axis:
    """Whole years, ten at most."""
    most = min(10, max(2, int(plot / 26)))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if years / step <= most)
    return alt.Axis(title="End of year", values=list(range(0, years + 1, step)), format="d", grid=False)
