"""What policies cost for each person who no longer loses, across a workforce: the cheapest first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import altair as alt

from paymodel.answers.phrasing import sentence, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Cell, Table
from paymodel.answers.workforce_phrasing import HERE_OR_BESIDE, in_band, ranked_remedies
from paymodel.answers.workforce_tables import COSTS, HIDDEN, NAMES, NOT_KNOWN
from paymodel.charts.bars import Part, Row, draw_bars, plot_width
from paymodel.charts.picture import Picture
from paymodel.charts.style import BOARD, LOSS, Body, bounds_with_room, draw_zero_line, pounds_axis
from paymodel.charts.tables import number_of, pick_rows, read_rows
from paymodel.counting import counted
from paymodel.workforces.run import SMALLEST, STEP

if TYPE_CHECKING:
    import pandas as pd

SHOWN = (
    NAMES[0],
    *(column for column in COSTS if column.name in ("policy_cost", "fewer_losers", "policy_cost_for_each_fewer_loser")),
)
"""The columns of the data: a policy, its cost, fewer losers, the cost for each."""
OTHERWISE = ("premium_that_leaves_no_loser", "cost_of_that_premium_for_all", "cost_of_making_losers_whole")
"""Columns of `costs` behind the remedies that are no policies."""
MOST_ROWS = 20
COLUMN = 82


class _Ranked(NamedTuple):
    """A policy or another remedy: its cost, how many fewer lose, its cost for each of them, whether it is a policy."""

    name: str
    cost: Cell
    fewer: Cell
    each: Cell
    policy: bool


def policy_costs(
    table: "Table | pd.DataFrame",
    stamp: str,
    *,
    summary: "Table | pd.DataFrame | None" = None,
    post: str | None = None,
    pattern: str | None = None,
    band_held: str | None = None,
    round_to: int = STEP,
    threshold: int = SMALLEST,
) -> Picture:
    """What each policy costs the employer a year for each person who no longer loses on moving to a post.

    `table` is the `costs` of a workforce, whose first policy is what the others are put beside. With its `summary` two
    more remedies are ranked among the policies: a premium for all who could move that leaves no loser, and paying each
    loser just what is lost. The first post and pattern, and the band just below the post, are taken where none is
    named. What is hidden or cannot be said
    stays in words; `round_to` and `threshold` are those of the run. Raises `ValueError` where nothing in the tables
    bears the names.
    """
    rows = pick_rows(pick_rows(pick_rows(read_rows(table), post=post), pattern=pattern), band_held=band_held)
    first, post_named = rows[0], str(rows[0]["post"])
    held = str(first["band_held"])
    lose: Cell = NOT_KNOWN
    if summary is None:
        rows = [{**row, **dict.fromkeys(OTHERWISE, NOT_KNOWN)} for row in rows]
    else:
        named = {name: str(first[name]) for name in ("policy", "post", "pattern", "band_held")}
        lose = pick_rows(read_rows(summary), **named)[0]["lose"]
    policies = {str(row["policy"]) for row in rows}
    ranked = []
    for name, cost, fewer, each in ranked_remedies(rows, lose, round_to).rows:
        is_policy = name in policies
        ranked.append(_Ranked(str(name) if is_policy else sentence(str(name)), cost, fewer, each, is_policy))
    shown = ranked[:MOST_ROWS]
    subtitle = (
        f"Cost to the employer a year for each person {in_band(held)} who no longer loses, pounds, with on-costs, on"
        f" top of: {first['policy']}."
    )
    if len(ranked) > len(shown):
        subtitle += f" The {MOST_ROWS} cheapest; {counted(len(ranked) - len(shown), 'more row')} in the table."
    return Picture(
        kind="policy-costs",
        title=_title(post_named, held, str(first["policy"]), lose, ranked),
        subtitle=subtitle,
        alt="Bars one below the other, the cheapest first. "
        + " ".join(f"{remedy.name}: {_words(remedy, threshold)}." for remedy in shown),
        table=Table(SHOWN, [[first[column.name] for column in SHOWN], *(remedy[: len(SHOWN)] for remedy in ranked)]),
        stamp=stamp,
        draw=lambda width: _draw(shown, threshold, width),
    )


def _words(remedy: _Ranked, threshold: int) -> str:
    """What a row says: its cost for each, or why there is none."""
    each, fewer = number_of(remedy.each), number_of(remedy.fewer)
    if each is not None:
        return f"{whole_pounds(each)} for each of {counted(fewer or 0, 'person', 'people')}"
    if HIDDEN in (remedy.each, remedy.fewer) or fewer is None:
        return f"hidden: fewer than {threshold} in one outcome, {HERE_OR_BESIDE}"
    return f"{-fewer:,.0f} more would lose" if fewer < 0 else "nobody fewer would lose"


def _title(post: str, held: str, first: str, lose: Cell, ranked: Sequence[_Ranked]) -> str:
    if lose == 0:
        return f"Nobody {in_band(held)} would lose on moving to {post}, {first}: nothing needs fixing"
    priced = [remedy for remedy in ranked if number_of(remedy.each) is not None]
    if not priced:
        return f"No policy has a cost that can be shown for each person who no longer loses on moving to {post}"
    best = priced[0]
    verb = " costs" if best.policy else ":"
    cost = f"{best.name}{verb} {whole_pounds(number_of(best.each) or 0.0)} a year for each person whose take-home pay"
    these = "policies" if all(remedy.policy for remedy in ranked) else "remedies"
    return f"{cost} no longer falls on moving to {post}{f', the least of these {these}' if len(priced) > 1 else ''}"


def _draw(shown: Sequence[_Ranked], threshold: int, width: int) -> Body:
    rows = []
    for remedy in shown:
        each = number_of(remedy.each)
        if each is None:
            rows.append(Row(remedy.name, words=_words(remedy, threshold)))
        else:
            part = Part(min(each, 0.0), max(each, 0.0), LOSS)
            rows.append(Row(remedy.name, (part,), (signed_whole_pounds(each), f"{remedy.fewer:,}")))
    costs = [number_of(remedy.each) or 0.0 for remedy in shown]
    bounds = bounds_with_room(costs, before=0.04 if min(costs, default=0.0) < 0 else 0.0)
    scale = alt.Scale(domain=bounds, nice=False)
    plot = plot_width(width, 2, COLUMN)
    priced = any(row.parts for row in rows)  # without a bar an axis would measure nothing
    axis = pounds_axis("Pounds a year for each" if width >= BOARD else None, plot) if priced else None
    x = alt.X("from:Q", scale=scale, axis=axis)
    heads = ("For each", "Fewer who lose") if priced else ("", "")
    layers, plot, height, _ = draw_bars(rows, heads, COLUMN, width, x, bounds)
    return alt.layer(layers[0], draw_zero_line(), *layers[1:], width=plot, height=max(height, 20))
