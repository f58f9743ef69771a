"""What remedies cost for each person who no longer loses, across a workforce: the cheapest first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from paymodel.answers.phrasing import sentence, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Table
from paymodel.answers.workforce_phrasing import in_band, still_lose_words
from paymodel.answers.workforce_remedies import REMEDIES, YES
from paymodel.answers.workforce_tables import HIDDEN
from paymodel.charts.bars import Part, Row, draw_bars, plot_width
from paymodel.charts.picture import Picture
from paymodel.charts.style import BOARD, LOSS, MUTED, Body, bounds_with_room, draw_zero_line, overlay, pounds_axis
from paymodel.charts.tables import Record, number_of, pick_rows, read_rows
from paymodel.charts.titles import MOST_WORDS_OF_PEOPLE, first_that_fits
from paymodel.counting import counted
from paymodel.workforces.disclosure import SMALLEST, Control, control_of

if TYPE_CHECKING:
    import pandas as pd

SHOWN = tuple(
    column
    for column in REMEDIES
    if column.name in ("remedy", "applies", "cost_a_year", "fewer_losers", "cost_for_each_fewer_loser", "still_lose")
)
"""The columns of the data."""
MOST_ROWS = 20
COLUMN = 82


def policy_costs(
    table: "Table | pd.DataFrame",
    stamp: str,
    *,
    post: str | None = None,
    pattern: str | None = None,
    band_held: str | None = None,
    threshold: int = SMALLEST,
) -> Picture:
    """What each remedy costs the employer a year for each person who no longer loses on moving to a post.

    `table` is the `remedies` of a workforce, in whose order they are drawn. The first post and pattern, and the band
    just below the post, are taken where none is named. What is redacted or cannot be said stays in words; `threshold`
    is that of the run. Raises `ValueError` where nothing in the table bears the names.
    """
    rows = pick_rows(pick_rows(pick_rows(read_rows(table), post=post), pattern=pattern), band_held=band_held)
    now, *ranked = rows
    post_named, held = str(now["post"]), str(now["band_held"])
    shown = ranked[:MOST_ROWS]
    subtitle = (
        f"Moving to {post_named}. Cost to the employer a year for each person {in_band(held)} who no longer loses,"
        f" pounds, with on-costs, on top of: {now['remedy']}."
    )
    first = next((remedy for remedy in ranked if number_of(remedy["rank"]) is not None), None)
    if first is not None:
        subtitle += f" First: {_name(first)}{still_lose_words(first, control_of(threshold))}."
    if len(ranked) > len(shown):
        subtitle += f" The first {MOST_ROWS}; {counted(len(ranked) - len(shown), 'more row')} in the table."
    return Picture(
        kind="policy-costs",
        title=_title(held, now, ranked, control_of(threshold)),
        subtitle=subtitle,
        alt="Bars one below the other, the cheapest first. "
        + " ".join(f"{_name(remedy)}: {_words(remedy, threshold)}." for remedy in shown),
        table=Table(SHOWN, [[row[column.name] for column in SHOWN] for row in rows]),
        stamp=stamp,
        draw=lambda width: _draw(shown, threshold, width),
    )


def _name(remedy: Record) -> str:
    return sentence(str(remedy["remedy"])) + ("" if remedy["applies"] == YES else " (does not apply)")


def _words(remedy: Record, threshold: int) -> str:
    """What a row says: its cost for each, or why there is none."""
    each, fewer = number_of(remedy["cost_for_each_fewer_loser"]), number_of(remedy["fewer_losers"])
    if each is not None:
        return f"{whole_pounds(each)} for each of {counted(fewer or 0, 'person', 'people')}"
    if HIDDEN in (remedy["cost_for_each_fewer_loser"], remedy["fewer_losers"]) or fewer is None:
        return f"redacted: {control_of(threshold).few} lose, or two of them may make up most of it"
    return f"{-fewer:,.0f} more would lose" if fewer < 0 else "nobody fewer would lose"


def _title(held: str, now: Record, ranked: Sequence[Record], control: Control) -> str:
    if now["still_lose"] == 0:
        return f"Nobody {in_band(held)} would lose: nothing needs fixing"
    if now["still_lose"] == HIDDEN:
        return f"{sentence(control.few)} people {in_band(held)} would lose"
    priced = [remedy for remedy in ranked if number_of(remedy["rank"]) is not None]
    if not priced:
        return "No remedy has a cost for each person that can be shown"
    best = priced[0]
    cost = f"{whole_pounds(number_of(best['cost_for_each_fewer_loser']) or 0.0)} a year"
    least = ", the least compared" if len(priced) > 1 else ""
    return first_that_fits(
        f"{_name(best)}: {cost} for each who no longer loses{least}",
        f"{_name(best)}: {cost} for each who no longer loses",
        f"{_name(best)}: {cost} for each person",
        f"The first of these costs {cost} for each who no longer loses",
        most=MOST_WORDS_OF_PEOPLE,
    )


def _draw(shown: Sequence[Record], threshold: int, width: int) -> Body:
    rows = []
    for remedy in shown:
        each, fewer = number_of(remedy["cost_for_each_fewer_loser"]), number_of(remedy["fewer_losers"])
        if each is None or fewer is None:
            rows.append(Row(_name(remedy), words=_words(remedy, threshold)))
        else:
            part = Part(min(each, 0.0), max(each, 0.0), LOSS if remedy["applies"] == YES else MUTED)
            rows.append(Row(_name(remedy), (part,), (signed_whole_pounds(each), f"{fewer:,.0f}")))
    costs = [number_of(remedy["cost_for_each_fewer_loser"]) or 0.0 for remedy in shown]
    bounds = bounds_with_room(costs, before=0.04 if min(costs, default=0.0) < 0 else 0.0)
    scale = alt.Scale(domain=bounds, nice=False)
    plot = plot_width(width, 2, COLUMN)
    priced = any(row.parts for row in rows)  # without a bar an axis would measure nothing
    axis = pounds_axis("Pounds a year for each" if width >= BOARD else None, plot) if priced else None
    x = alt.X("from:Q", scale=scale, axis=axis)
    heads = ("For each", "Fewer who lose") if priced else ("", "")
    layers, plot, height, _ = draw_bars(rows, heads, COLUMN, width, x, bounds)
    return overlay(layers[0], draw_zero_line(), *layers[1:], width=plot, height=max(height, 20))
