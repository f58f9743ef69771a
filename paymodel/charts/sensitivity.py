"""What an answer depends on: a bar for each uncertain input, the longest first; and the range of all together."""

from collections.abc import Sequence

import altair as alt
import numpy as np

from paymodel.answers.columns import columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.phrasing import sentence
from paymodel.answers.sensitivity import (
    NOT_A_PROBABILITY,
    combined_words,
    ends_words,
    monthly_pounds,
    name_of,
    swings_table,
)
from paymodel.answers.tables import Column, Table, Unit
from paymodel.answers.workforce_phrasing import in_band
from paymodel.answers.workforce_sensitivity import (
    FEW,
    PostSensitivity,
    WorkforceSensitivity,
    losers_swings_table,
    post_name,
)
from paymodel.charts.bars import Part, Row, draw_bars, plot_width
from paymodel.charts.picture import Picture, mark_invented, stamp_of, stamp_of_posts
from paymodel.charts.style import (
    BOARD,
    GAIN,
    INK,
    LOSS,
    Body,
    bounds_with_room,
    data,
    draw_zero_line,
    overlay,
    pounds_axis,
)
from paymodel.charts.titles import MOST_WORDS_OF_PEOPLE, first_that_fits
from paymodel.counting import counted
from paymodel.moves.comparison import Scenario
from paymodel.moves.sensitivity import Combination, Combined, Sensitivity, Swing

COLUMN = 82
RANGE = [
    Column("combinations"),
    *columns_of("lowest_a_month", "middle_a_month", "highest_a_month"),
    *(Column("falls_in", unit=Unit.COUNT), Column("of", unit=Unit.COUNT)),
]
"""Columns of the data of the range."""
MOST_ROWS = 20
MARK = 0.008
"""Half the width of the mark of a single combination, as a part of the axis."""


def tornado(scenario: Scenario, sensitivity: Sensitivity) -> Picture:
    """How far each thing that is not sure moves the answer to one move, the most first.

    Raises `ValueError` where nothing that was tried moves it.
    """
    if not sensitivity.swings:
        raise ValueError(f"nothing that was tried moves the answer for {name_of(sensitivity)}")
    shown = sensitivity.swings[:MOST_ROWS]
    subtitle = (
        f"Change of take-home pay on moving to {name_of(sensitivity)}, pounds a month, with one thing at a time at its"
        f" plausible values. Dashed line: the scenario as it is, {monthly_pounds(sensitivity.take_home_change)}."
    )
    subtitle += policy_note(scenario, sensitivity.policy_name)
    if len(sensitivity.swings) > len(shown):
        subtitle += (
            f" The {MOST_ROWS} that move most; {counted(len(sensitivity.swings) - len(shown), 'more')} in the table."
        )
    most = sensitivity.swings[0]
    ends = f"{monthly_pounds(most.low[1])} to {monthly_pounds(most.high[1])}"
    return Picture(
        kind="sensitivity",
        title=_tornado_title(
            most.what, f"the answer {'most' if len(sensitivity.swings) > 1 else 'alone'}", f"{ends} a month"
        ),
        subtitle=subtitle,
        alt="Bars one below the other, the longest first. "
        + " ".join(
            f"{swing.what} [{swing.status}]: {monthly_pounds(swing.low[1])} at {swing.low[0]},"
            f" {monthly_pounds(swing.high[1])} at {swing.high[0]}."
            for swing in shown
        ),
        table=swings_table(sensitivity),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw_tornado(shown, sensitivity.take_home_change / 12, width),
    )


def _tornado_title(what: str, moved: str, ends: str) -> str:
    return first_that_fits(
        f"{sentence(what)} moves {moved}: {ends}",
        f"The first of these moves {moved}: {ends}",
        most=MOST_WORDS_OF_PEOPLE + 2 * moved.startswith("the answer"),
    )


def _month(change: float) -> float:
    return round(change / 12, 2)


def _draw_tornado(shown: Sequence[Swing], stands: float, width: int) -> Body:
    rows = []
    for swing in shown:
        (low, least), (high, most) = swing.low, swing.high
        ends = least / 12, most / 12
        middle = min(max(stands, ends[0]), ends[1])
        parts = (Part(ends[0], middle, LOSS), Part(middle, ends[1], GAIN))
        name = f"{swing.what} [{swing.status}]: {low} to {high}"
        rows.append(Row(name, parts, (monthly_pounds(least), monthly_pounds(most))))
    values = [change / 12 for swing in shown for _, change in (swing.low, swing.high)]
    return _draw_over_axis(rows, ("Lowest", "Highest"), values, width, stands)


def plausible_range(scenario: Scenario, sensitivity: Sensitivity) -> Picture:
    """The range of the answer to one move over every combination of plausible values, and over those with each value.

    Raises `ValueError` where nothing that is to be combined moves the answer.
    """
    combined = sensitivity.combined
    if combined is None:
        raise ValueError(f"nothing that is to be combined moves the answer for {name_of(sensitivity)}")
    groups = groups_of(combined)
    subtitle = (
        f"Change of take-home pay on moving to {name_of(sensitivity)}, pounds a month, from the lowest to the highest"
        f" combination. {NOT_A_PROBABILITY}"
    )
    subtitle += policy_note(scenario, sensitivity.policy_name)
    if len(groups) > MOST_ROWS:
        subtitle += f" The first {MOST_ROWS} rows; {counted(len(groups) - MOST_ROWS, 'more')} in the table."
    return Picture(
        kind="range",
        title=_range_title(combined),
        subtitle=subtitle,
        alt=f"{combined_words(combined)} {ends_words(combined)} "
        + " ".join(
            f"{name}: {monthly_pounds(least)} to {monthly_pounds(most)}, falls in {falls} of {count}."
            for name, least, _, most, falls, count in groups[1:MOST_ROWS]
        ),
        table=Table(RANGE, [[name, *map(_month, amounts), falls, count] for name, *amounts, falls, count in groups]),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw_range(groups[:MOST_ROWS], width),
    )


def _range_title(combined: Combined) -> str:
    falls, count = combined.verdicts["loses"], len(combined.combinations)
    ends = f"{monthly_pounds(combined.lowest.answer)} to {monthly_pounds(combined.highest.answer)} a month"
    return f"Take-home pay falls in {falls} of {counted(count, 'plausible combination')}: {ends}"


Group = tuple[str, float, float, float, int, int]
"""Combinations that share a value: its name; lowest, middle and highest change, pounds a year; falls; count."""


def groups_of(combined: Combined) -> list[Group]:
    """All combinations, then those with each value of each thing that varies."""
    losing = combined.verdicts["loses"]
    falling = {id(combination) for combination in combined.combinations[:losing]}

    def group(name: str, those: Sequence[Combination]) -> Group:
        changes = [combination.answer for combination in those]
        falls = sum(id(combination) in falling for combination in those)
        return name, changes[0], round(float(np.median(changes)), 2), changes[-1], falls, len(those)

    groups = [group(f"All {counted(len(combined.combinations), 'combination')}", combined.combinations)]
    groups += [
        group(
            f"{what}: {value}",
            [combination for combination in combined.combinations if combination.values[what] == value],
        )
        for what in combined.of
        for value in dict.fromkeys(combination.values[what] for combination in combined.combinations)
    ]
    return groups


def _draw_range(groups: Sequence[Group], width: int) -> Body:
    ends = [change / 12 for _, least, _, most, _, _ in groups for change in (least, most)]
    least_wide = (max(*ends, 0.0) - min(*ends, 0.0)) * MARK
    rows = []
    for name, least, middle, most, falls, count in groups:
        low, high = least / 12, most / 12
        if low == high:  # one combination: a mark where it lies
            low, high = low - least_wide, high + least_wide
        nought = min(max(0.0, low), high)
        parts = (Part(low, nought, LOSS), Part(nought, high, GAIN))
        rows.append(Row(name, parts, (monthly_pounds(middle), f"{falls} of {count}")))
    return _draw_over_axis(rows, ("Middle", "Falls in"), ends, width, None)


def workforce_tornado(sensitivity: WorkforceSensitivity, post: PostSensitivity) -> Picture:
    """How far each thing that is not sure moves the number who lose on moving to one post, the most first.

    What is hidden is left out. Raises `ValueError` where nothing that can be shown moves the number.
    """
    if post.lose is None or not post.swings:
        raise ValueError(f"nothing that can be shown moves how many lose on moving to {post_name(post)}")
    stands, shown = post.lose, post.swings[:MOST_ROWS]
    of_whom = f"{post.people} {in_band(post.band_held)}"
    subtitle = (
        f"People of {of_whom} who lose on moving to {post_name(post)}, with one thing at a time at its plausible"
        f" values; values with {FEW} are left out. Dashed line: as it is, {stands:,.0f}."
    )
    if len(post.swings) > len(shown):
        subtitle += f" The {MOST_ROWS} that move most; {counted(len(post.swings) - len(shown), 'more')} in the table."
    most = post.swings[0]
    ends = [(swing, *swing.low, *swing.high) for swing in post.swings]
    picture = Picture(
        kind="sensitivity",
        title=_tornado_title(
            most.what,
            f"how many lose {'most' if len(post.swings) > 1 else 'alone'}",
            f"{most.low[1]:,.0f} to {most.high[1]:,.0f}",
        ),
        subtitle=subtitle,
        alt="Bars one below the other, the longest first. "
        + " ".join(
            f"{swing.what} [{swing.status}]: {fewest:,.0f} lose at {low}, {largest:,.0f} at {high}."
            for swing, low, fewest, high, largest in ends[:MOST_ROWS]
        ),
        table=losers_swings_table(post),
        stamp=stamp_of_posts(sensitivity.file.title, sensitivity.file.nation, sensitivity.file.as_at),
        draw=lambda width: _draw_workforce(shown, stands, width),
    )
    return mark_invented(picture, invented=sensitivity.invented)


def _draw_workforce(shown: Sequence[Swing], stands: float, width: int) -> Body:
    rows = []
    for swing in shown:
        (low, fewest), (high, most) = swing.low, swing.high
        parts = (Part(fewest, stands, GAIN), Part(stands, most, LOSS))
        rows.append(Row(f"{swing.what} [{swing.status}]: {low} to {high}", parts, (f"{fewest:,.0f}", f"{most:,.0f}")))
    values = [people for swing in shown for _, people in (swing.low, swing.high)]
    people = alt.Axis(title="People who lose" if width >= BOARD else None, tickCount=4, tickMinStep=1, format=",d")
    return _draw_over_axis(rows, ("Fewest", "Most"), values, width, stands, people)


def _draw_over_axis(
    rows: Sequence[Row],
    heads: Sequence[str],
    values: Sequence[float],
    width: int,
    stands: float | None,
    axis: alt.Axis | None = None,
) -> Body:
    """Rows of bars over an axis (of pounds a month), the line at nought, and a dashed one where things stand now."""
    bounds = bounds_with_room(values if stands is None else [*values, stands])
    plot = plot_width(width, len(heads), COLUMN)
    scale = alt.Scale(domain=bounds, nice=False)
    axis = axis or pounds_axis("Pounds a month" if width >= BOARD else None, plot)
    x = alt.X("from:Q", scale=scale, axis=axis)
    layers, plot, height, _ = draw_bars(rows, heads, COLUMN, width, x, bounds)
    lines = [draw_zero_line()]
    if stands is not None:
        dashed = data([{"at": stands}]).mark_rule(color=INK, strokeWidth=1.5, strokeDash=[4, 3])
        lines.append(dashed.encode(x=alt.X("at:Q", scale=scale)))
    return overlay(layers[0], *lines, *layers[1:], width=plot, height=max(height, 20))
