"""By unsocial hours: a move to each band from 8a up, a line for each, as unsocial hours pay of the post held grows."""

from collections.abc import Sequence

import altair as alt

from paymodel.answers.columns import MONTH_AND_YEAR, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.phrasing import percent, signed_whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.callouts import Spot, draw_rules, draw_spots
from paymodel.charts.comparison_unsocial_hours import UnsocialLine, line_of_offer, where_words
from paymodel.charts.curve import LEAST_POUNDS, MOST_NAMED, say_month
from paymodel.charts.ends import End, draw_ends, height_of_ends
from paymodel.charts.letters import lines_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import (
    BOARD,
    CATEGORIES,
    PHONE,
    Body,
    bounds_with_room,
    data,
    draw_zero_line,
    overlay,
    pounds_axis,
)
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.posts import placed
from paymodel.pay.job import BANDS
from paymodel.pay.payslips import payslip
from paymodel.rounding import as_array


def band_lines(cases: Sequence[Case]) -> list[UnsocialLine]:
    """The line of each band of `scenarios.sweeps.bands_of`, under one policy: the first offer of each case."""
    lines = []
    for case in cases:
        held, rule_book = case.current, case.rule_book
        offer = placed(held, case.offers[0], rule_book)
        band = BANDS[int(as_array(offer.job.band))]
        slip = payslip(held.job, rule_book)
        lines.append(line_of_offer(held, slip, offer, f"band {band}", rule_book, same_pattern=False))
    return lines


def by_unsocial_hours(scenario: Scenario, lines: Sequence[UnsocialLine], policy: str) -> Picture:
    """The change of take-home pay on a move to each band against unsocial hours pay of the post held, with break-evens.

    Raises `ValueError` without a line.
    """
    if not lines:
        raise ValueError("no band to draw")
    own = percent(lines[0].own / 100)
    last = _say(max(line.shares[-1] for line in lines))
    band_words = " ".join(
        f"{line.post[0].upper()}{line.post[1:]}: {say_month(line.change[0] / 12)} at 0% and"
        f" {say_month(line.change[-1] / 12)} at {_say(line.shares[-1])}; the move {where_words(line)}."
        for line in lines
    )
    return Picture(
        kind="bands",
        title=_title(lines),
        subtitle="Change of take-home pay on moving to the first step of each band, Monday to Friday, pounds a month."
        f" Rings: where a move starts or stops paying. The amounts at the ends of the lines are at {last}."
        + policy_note(scenario, policy),
        alt=f"A line for each band by unsocial hours pay of the post held, per cent of basic pay. {band_words}"
        f" {own_words(lines)}",
        table=Table(
            [
                Column("unsocial_hours_per_cent_of_basic_pay", unit=Unit.NUMBER),
                Column("band_offered"),
                *columns_of(*MONTH_AND_YEAR),
            ],
            [
                (share, _band(line), round(amount / 12, 2), amount)
                for line in lines
                for share, amount in zip(line.shares, line.change, strict=True)
            ],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(lines, own, width),
    )


def own_words(lines: Sequence[UnsocialLine]) -> str:
    """What a move to each band changes at the unsocial hours pay of the post held now, in a sentence."""
    changes = ", ".join(f"{_band(line)} {signed_whole_pounds(line.own_change / 12)}" for line in lines)
    return f"With the {percent(lines[0].own / 100)} of the post held now, in pounds a month: {changes}."


def _band(line: UnsocialLine) -> str:
    return line.post.removeprefix("band ")


def _say(share: float) -> str:
    return percent(share / 100)


def _title(lines: Sequence[UnsocialLine]) -> str:
    ends = [line.where.direction for line in lines]
    span = f"from {_band(lines[0])} to {_band(lines[-1])}" if len(lines) > 1 else _band(lines[0])
    if any(line.where.islands and line.where.value is None for line in lines) or "from" in ends:
        return "Where a move pays depends on the band and on unsocial hours pay"
    up_to = [line for line in lines if line.where.direction == "up_to"]
    if not up_to:
        if set(ends) == {"throughout"}:
            return f"Every band {span} pays up to {_say(lines[0].shares[-1])} unsocial hours pay"
        if "throughout" not in ends:
            return f"No band {span} pays at any share of unsocial hours pay"
        return f"Unsocial hours pay turns no move: {_range(lines, 'throughout')} pays throughout, the others never"
    first = up_to[0]
    title = f"Band {_band(first)} pays up to {_say(first.where.value or 0.0)} unsocial hours pay"
    if len(up_to) > 1:
        return f"{title}, {_band(up_to[1])} up to {_say(up_to[1].where.value or 0.0)}"
    throughout = _range(lines, "throughout")
    return f"{title}, {throughout} throughout" if throughout else title


def _range(lines: Sequence[UnsocialLine], direction: str) -> str:
    """The bands whose line goes one way, from the first to the last."""
    bands = [_band(line) for line in lines if line.where.direction == direction]
    return " to ".join(dict.fromkeys((bands[0], bands[-1]))) if bands else ""


def _ends(lines: Sequence[UnsocialLine], names: float) -> list[list[str]]:
    """What stands at the end of each line: the band, what the move changes there, and up to where it pays."""
    where = {"up_to": "up to", "from": "from"}
    words = []
    for line in lines:
        lines_at_end = [f"{_band(line)}: {signed_whole_pounds(line.change[-1] / 12)}"]
        if line.where.value is not None and line.where.direction in where:
            lines_at_end += lines_of(f"pays {where[line.where.direction]} {_say(line.where.value)}", names, most=2)
        words.append(lines_at_end)
    return words


def _draw(lines: Sequence[UnsocialLine], own: str, width: int) -> Body:
    board = width > (BOARD + PHONE) / 2
    names, axis_room = (136, 78) if board else (84, 72)
    plot = width - 24 - names - axis_room
    ends = _ends(lines, names)
    height = max(380.0 if board else 320.0, height_of_ends(ends))
    last = max(line.shares[-1] for line in lines)
    low, high = bounds_with_room([amount / 12 for line in lines for amount in line.change], 0.05, 0.05)
    low, high = min(low, -LEAST_POUNDS), max(high, LEAST_POUNDS)

    def place(share: float, amount: float) -> tuple[float, float]:
        return share / last * plot, (high - amount / 12) / (high - low) * height

    axis = alt.Axis(
        title=lines_of("Unsocial hours pay of the post held, % of basic pay", plot),
        labelExpr="datum.value + '%'",
        tickCount=6 if board else 3,
        grid=False,
    )
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, last], nice=False), axis=axis)
    y = alt.Y("change:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=pounds_axis(None, height))
    drawn, spots, paths = [], [], []
    for line, ink in zip(lines, CATEGORIES, strict=False):
        points = [{"share": a, "change": b / 12} for a, b in zip(line.shares, line.change, strict=True)]
        drawn.append(data(points).mark_line(color=ink, strokeWidth=2.5).encode(x=x, y=y))
        paths.append([place(a, b) for a, b in zip(line.shares, line.change, strict=True)])
        if line.where.value is not None and line.where.direction != "throughout":
            spots.append(Spot(place(line.where.value, 0.0), (f"{_band(line)} {_say(line.where.value)}",)))
        if len(line.where.islands) <= MOST_NAMED:
            spots += [Spot(place(a, 0.0), (f"{_band(line)} at {_say(a)}",)) for a, _ in line.where.islands]
    upright = place(lines[0].own, 0.0)[0]
    paths.append([place(0.0, 0.0), place(last, 0.0)])
    named = [
        End(place(last, line.change[-1])[1], ink, words)
        for line, ink, words in zip(lines, CATEGORIES, ends, strict=False)
    ]
    layers = [
        draw_rules([(upright, f"Post held now, {own}")], plot, height),
        *drawn,
        draw_zero_line("y"),
        *([draw_spots(spots, paths, [upright], plot, height)] if spots else []),
        *draw_ends(named, plot, height),
    ]
    return overlay(*layers, width=plot, height=height)
