"""A move in each pay year: the change of take-home pay in pounds, and below it as a share of take-home pay."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import altair as alt

from paymodel.answers.history import headline, history_table, name_of_move
from paymodel.answers.phrasing import signed_whole_pounds
from paymodel.charts.careers import DASHES
from paymodel.charts.ends import End, draw_ends, height_of_ends
from paymodel.charts.letters import TEXT, lines_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import (
    BOARD,
    CATEGORIES,
    INK,
    PHONE,
    Body,
    Layer,
    bounds_with_room,
    data,
    draw_zero_line,
    overlay,
    pounds_axis,
    stack,
)
from paymodel.moves.history import History, YearOfMove, pay_year_words

MOST_LINES = len(CATEGORIES)
PER_CENT = "(datum.value < 0 ? '\u2212' : '') + format(abs(datum.value), '.0f') + '%'"
"""A Vega expression that says a tick in per cent. It holds nothing that a user typed."""


class _Line(NamedTuple):
    """A move to draw: its name, and by pay year the change in pounds and in per cent; None where it is not known."""

    name: str
    pounds: list[float | None]
    per_cent: list[float | None]


class _Panel(NamedTuple):
    """One measure of every line, year by year, and how its axis and its ends say it."""

    title: str
    values: list[list[float | None]]
    ends: list[str]
    axis: alt.Axis


def history_lines(history: History) -> Picture:
    """The change of take-home pay in each pay year, in pounds of that year and as a share of take-home pay.

    Six moves at most are drawn, the first of them; the table holds all. A year that cannot be answered leaves a gap.
    """
    moves = history.moves
    shown = moves[:MOST_LINES]
    lines = [_line(history, move) for move in shown]
    years = [year.pay_year for year in moves[0]]
    on = f"{moves[0][0].as_at.day} {moves[0][0].as_at:%B}"
    subtitle = (
        f"Change of take-home pay, pay years {pay_year_words(years[0])} to {pay_year_words(years[-1])}, by the rules in"
        f" force on {on} of each: above in pounds of that year, below as a share of what the post held takes home. Step"
        " and pattern of work are held."
    )
    if len(moves) > len(shown):
        subtitle += f" The first {MOST_LINES} of {len(moves)} moves; the table holds all."
    lacking = sorted({pay_year_words(year.pay_year) for year in history.years if year.refused})
    if lacking:
        subtitle += f" A gap: not every figure of {', '.join(lacking)} was found."
    scenario = history.scenario
    number = _largest(shown)
    if len(shown) > 1:
        subtitle += f" The move that changes most: {lines[number].name}."
    return Picture(
        kind="history",
        title=_title(shown, number),
        subtitle=subtitle,
        alt="Two panels of lines by pay year, pounds above and per cent of take-home pay below. "
        + " ".join(f"{line.name}: {headline(move)}" for line, move in zip(lines, shown, strict=True)),
        table=history_table(history),
        stamp=stamp_of(scenario.id, scenario.nation, history.years[-1].as_at),
        draw=lambda width: _draw(lines, years, width),
    )


def _line(history: History, move: Sequence[YearOfMove]) -> _Line:
    first_years = [year.first_year for year in move]
    return _Line(
        name_of_move(history, move),
        [None if one is None else one.change_of("take_home_pay") for one in first_years],
        [None if one is None else 100 * one.share_of_take_home_pay for one in first_years],
    )


def _largest(shown: Sequence[Sequence[YearOfMove]]) -> int:
    """The place of the move that changes take-home pay most in its last year, as a share."""
    shares = [_shares(move) for move in shown]
    return max(range(len(shown)), key=lambda at: abs(shares[at][-1]) if shares[at] else 0.0)


def _title(shown: Sequence[Sequence[YearOfMove]], number: int) -> str:
    """What became of the move that changes most, in pounds and as a share: one of them alone would mislead."""
    move, shares = [year for year in shown[number] if year.first_year is not None], _shares(shown[number])
    first, last = (
        (signed_whole_pounds(move[at].take_home_change or 0.0), f"({shares[at]:+.1%}) in {_pay_year(move[at])}")
        for at in (0, -1)
    )
    title = " a year ".join(first) + ("" if len(move) == 1 else f", {' '.join(last)}")
    return title if len(shown) == 1 else f"Largest of {len(shown)} moves: {title}"


def _pay_year(year: YearOfMove) -> str:
    return pay_year_words(year.pay_year)


def _shares(move: Sequence[YearOfMove]) -> list[float]:
    return [round(year.first_year.share_of_take_home_pay, 3) + 0.0 for year in move if year.first_year is not None]


def _draw(lines: Sequence[_Line], years: Sequence[int], width: int) -> Body:
    board = width > (BOARD + PHONE) / 2
    names, axis_room = (190 if board else 104), (60 if board else 52)
    if len(lines) == 1:  # the title says which move it is
        names = 60
    plot = width - 24 - names - axis_room
    pounds = _Panel(
        "Pounds a year",
        [line.pounds for line in lines],
        [_last(line.pounds, signed_whole_pounds) for line in lines],
        pounds_axis(None, 300),
    )
    shares = _Panel(
        "Share of take-home pay",
        [line.per_cent for line in lines],
        [_last(line.per_cent, lambda share: f"{share:+.1f}%".replace("-", "\u2212")) for line in lines],
        alt.Axis(title=None, labelExpr=PER_CENT, tickCount=5),
    )
    labels = [line.name for line in lines]
    return stack(
        _panel(pounds, labels, years, plot, names, labelled=False),
        _panel(shares, labels, years, plot, names, labelled=True),
        spacing=18,
    )


def _last(values: Sequence[float | None], words: Callable[[float], str]) -> str:
    known = [value for value in values if value is not None]
    return words(known[-1]) if known else "not known"


def _panel(
    panel: _Panel, labels: Sequence[str], years: Sequence[int], plot: float, names: float, *, labelled: bool
) -> Body:
    known = [value for values in panel.values for value in values if value is not None]
    low, high = bounds_with_room(known)
    ends = [
        [*lines_of(label, names, most=3), end] if len(labels) > 1 else [end]
        for label, end in zip(labels, panel.ends, strict=True)
    ]
    height = max(170.0, height_of_ends(ends))
    at = [
        height * (high - next(v for v in reversed(values) if v is not None)) / (high - low) for values in panel.values
    ]
    y = alt.Y("value:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=panel.axis)
    x = alt.X(
        "at:Q", scale=alt.Scale(domain=[0, max(len(years) - 1, 1)], nice=False), axis=_axis(years, plot, labelled)
    )
    drawn: list[Layer] = []
    for values, ink, dash in zip(panel.values, CATEGORIES, DASHES, strict=False):
        rows = [{"at": place, "value": value} for place, value in enumerate(values)]
        line = data(rows).mark_line(color=ink, strokeWidth=2.5, strokeDash=list(dash), point={"color": ink, "size": 24})
        drawn.append(line.encode(x=x, y=y))
    named = [End(*end) for end in zip(at, CATEGORIES, ends, strict=False)]
    drawn += [draw_zero_line("y"), *draw_ends(named, plot, height)]
    title = alt.TitleParams(panel.title, anchor="start", frame="group", fontSize=TEXT, color=INK)
    return overlay(*drawn, width=plot, height=height, title=title)


def _axis(years: Sequence[int], plot: float, labelled: bool) -> alt.Axis:
    step = next(step for step in (1, 2, 3, 4, 5, 10, 25, 50, 100) if plot / max(len(years) / step, 1) >= 44)
    words = {place: pay_year_words(year) for place, year in enumerate(years)}
    cases = "".join(f"datum.value == {place} ? '{words[place]}' : " for place in list(words)[::step])
    return alt.Axis(title=None, values=list(words)[::step], labelExpr=f"{cases}''", labels=labelled, grid=False)
