"""What policies cost for each person who no longer loses, across a workforce: the cheapest first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from paymodel.charts.bars import Part, Row, bar_room, rows_of_bars
from paymodel.charts.picture import Picture
from paymodel.charts.style import BOARD, LOSS, Body, pounds_axis, room, zero_line
from paymodel.charts.tables import Record, chosen, number, records
from paymodel.counting import counted
from paymodel.reading.words import signed_whole_pounds, whole_pounds
from paymodel.reading.workforces import HIDDEN, Sheet

if TYPE_CHECKING:
    import pandas as pd

EACH, FEWER, COST = "policy_cost_for_each_fewer_loser", "fewer_losers", "policy_cost"
HEAD = ("policy", COST, FEWER, EACH)
MOST_ROWS = 20
COLUMN = 68


def policy_costs(
    table: "Sheet | pd.DataFrame", stamp: str, *, post: str | None = None, pattern: str | None = None
) -> Picture:
    """What each policy costs the employer a year for each person who no longer loses on moving to a post.

    `table` is the `costs` of a workforce, whose first policy is what the others are put beside. The first post and
    pattern are taken where none is named. What is hidden or cannot be said stays in words. Raises `ValueError` where
    nothing in the table bears the names.
    """
    every = records(table)
    found = chosen(chosen(every, post=post), pattern=pattern)
    first, named = str(every[0]["policy"]), str(found[0]["post"])
    others = [row for row in found if row["policy"] != first]
    ranked = sorted(others, key=_order)
    shown = ranked[:MOST_ROWS]
    subtitle = f"Cost to the employer a year for each person who no longer loses, pounds, on top of: {first}."
    if len(ranked) > len(shown):
        subtitle += f" The {MOST_ROWS} cheapest; {counted(len(ranked) - len(shown), 'more row')} in the table."
    return Picture(
        kind="policy-costs",
        title=_title(named, ranked),
        subtitle=subtitle,
        alt="Bars one below the other, the cheapest policy first. "
        + " ".join(f"{row['policy']}: {_words(row)}." for row in shown),
        head=HEAD,
        rows=[[row[name] for name in HEAD] for row in (*(row for row in found if row["policy"] == first), *ranked)],
        stamp=stamp,
        draw=lambda width: _draw(shown, width),
    )


def _order(row: Record) -> tuple[bool, float, str]:
    each = number(row[EACH])
    return each is None, each or 0.0, str(row["policy"])


def _words(row: Record) -> str:
    """What a row says: its cost for each, or why there is none."""
    each, fewer, cost = (number(row[name]) for name in (EACH, FEWER, COST))
    if each is not None:
        return f"{whole_pounds(each)} for each of {counted(int(fewer or 0), 'person')}".replace("persons", "people")
    if HIDDEN in (row[EACH], row[FEWER]) or fewer is None:
        return "hidden: too few"
    if fewer < 0:
        return f"{-fewer:,.0f} more would lose"
    return "nobody fewer would lose" if not fewer else f"{fewer:,.0f} fewer would lose, at no cost" if not cost else ""


def _title(post: str, ranked: Sequence[Record]) -> str:
    priced = [row for row in ranked if number(row[EACH]) is not None]
    if not priced:
        return f"No policy has a cost that can be shown for each person who no longer loses on moving to {post}"
    best = priced[0]
    said = f"{best['policy']} costs {whole_pounds(float(best[EACH]))} a year for each person whose take-home pay"
    return f"{said} no longer falls on moving to {post}{', the least of all' if len(priced) > 1 else ''}"


def _draw(shown: Sequence[Record], width: int) -> Body:
    rows = []
    for row in shown:
        each = number(row[EACH])
        if each is None:
            rows.append(Row(str(row["policy"]), words=_words(row)))
        else:
            part = Part(min(each, 0.0), max(each, 0.0), LOSS)
            rows.append(Row(str(row["policy"]), (part,), (signed_whole_pounds(each), f"{row[FEWER]:,}")))
    costs = [number(row[EACH]) or 0.0 for row in shown]
    bounds = room(costs, before=0.04 if min(costs, default=0.0) < 0 else 0.0)
    scale = alt.Scale(domain=bounds, nice=False)
    plot = bar_room(width, 2, COLUMN)
    x = alt.X("from:Q", scale=scale, axis=pounds_axis("Pounds a year for each" if width >= BOARD else None, plot))
    layers, plot, height, _ = rows_of_bars(rows, ("For each", "Fewer who lose"), COLUMN, width, x, bounds)
    return alt.layer(layers[0], zero_line(), *layers[1:], width=plot, height=max(height, 20))
