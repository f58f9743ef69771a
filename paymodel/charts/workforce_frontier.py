"""Reforms of a workforce: what each costs on the pay bill against how many fewer lose, and which no other beats."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import altair as alt

from paymodel.answers.phrasing import signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Table
from paymodel.answers.workforce_paybill import INCENTIVE, post_with_most_losers
from paymodel.answers.workforce_tables import post_words
from paymodel.charts.callouts import Spot, draw_spots
from paymodel.charts.letters import lines_of, width_of
from paymodel.charts.picture import Picture
from paymodel.charts.style import DARK_BLUE, MUTED, Body, bounds_with_room, data, overlay, pounds_axis
from paymodel.charts.tables import Record, number_of, pick_rows, read_rows
from paymodel.charts.titles import MOST_WORDS_OF_PEOPLE, first_that_fits
from paymodel.counting import counted

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 6
"""Reforms that no other beats and that bear their name in the picture; the data name all."""
WIDEST_NAME, LINES_OF_NAME = 190, 3


class Reform(NamedTuple):
    """A policy: its name, pounds a year on the pay bill, and how many fewer people lose."""

    name: str
    cost: float
    fewer: float


def frontier(table: "Table | pd.DataFrame", stamp: str, *, post: str | None = None) -> Picture:
    """Each policy of a workforce: its cost on everybody in post against how many fewer lose on moving to a post.

    `table` is the `incentive` of a workforce; the post that most lose by moving to is taken where none is named.
    Policies of which a figure is redacted are left out. Raises `ValueError` where nothing in the table bears the name,
    or no policy can be shown.
    """
    everything, pattern = read_rows(table), None
    if post is None and everything:
        post, pattern = post_with_most_losers(everything)
    rows = pick_rows(pick_rows(everything, post=post), pattern=pattern)
    priced = [(row, _reform(row)) for row in rows]
    reforms = [reform for _, reform in priced if reform is not None]
    if not reforms:
        raise ValueError("the cost or the losers of every policy are redacted: there is nothing to draw")
    best, where = best_of(reforms), post_words(rows[0])
    left_out = len(rows) - len(reforms)
    more = f" {counted(left_out, 'policy is', 'policies are')} left out: a figure is redacted." if left_out else ""
    named = "; ".join(f"{each.name}: {_say(each)}" for each in best)
    return Picture(
        kind="frontier",
        title=_title(best, where),
        subtitle="Change of the pay bill of everybody in post, pounds a year with on-costs, on top of the first policy,"
        f" against how many fewer people would lose on moving to {where}. The line joins the policies that no other"
        f" beats: none costs as little and helps as many.{more}",
        alt=f"{counted(len(reforms), 'dot')}, one for each policy. Those that no other beats, the cheapest first:"
        f" {named}.",
        table=Table(INCENTIVE, [[row.get(each.name) for each in INCENTIVE] for row in rows]),
        stamp=stamp,
        draw=lambda width: _draw(reforms, best, width),
    )


def best_of(reforms: Sequence[Reform]) -> list[Reform]:
    """The reforms that no other beats, the cheapest first: any other costs more, or helps fewer.

    >>> best_of([Reform("a", 0, 0), Reform("b", 9, 5), Reform("c", 5, 5), Reform("d", 7, 4), Reform("e", 20, 6)])
    [Reform(name='a', cost=0, fewer=0), Reform(name='c', cost=5, fewer=5), Reform(name='e', cost=20, fewer=6)]
    """
    best: list[Reform] = []
    for reform in sorted(reforms, key=lambda each: (each.cost, -each.fewer)):
        if not best or reform.fewer > best[-1].fewer:
            best.append(reform)
    return best


def _reform(row: Record) -> Reform | None:
    cost, fewer = number_of(row["change_in_a_full_year"]), number_of(row["fewer_losers"])
    return None if cost is None or fewer is None else Reform(str(row["policy"]), cost, fewer)


def _say(reform: Reform) -> str:
    amount = signed_whole_pounds(reform.cost)
    if reform.fewer < 0:
        return f"{amount} a year, {-reform.fewer:,.0f} more lose"
    return f"{amount} a year, {reform.fewer:,.0f} fewer lose" if reform.fewer else f"{amount} a year, as many lose"


def _title(best: Sequence[Reform], post: str) -> str:
    most = best[-1]
    if most.fewer <= 0:
        return first_that_fits(
            f"No policy leaves fewer who lose on moving to {post}",
            "No policy leaves fewer who lose",
            most=MOST_WORDS_OF_PEOPLE,
        )
    paid = f"{whole_pounds(most.cost)} a year" if most.cost > 0 else "no more pay"
    fewer = f"{most.fewer:,.0f} fewer would lose"
    return first_that_fits(
        f"{fewer} on moving to {post} for {paid}: {most.name}",
        f"{fewer} on moving to {post} for {paid}",
        f"{fewer} for {paid}",
        most=MOST_WORDS_OF_PEOPLE,
    )


def _draw(reforms: Sequence[Reform], best: Sequence[Reform], width: int) -> Body:
    fewest, most = bounds_with_room([each.fewer for each in reforms], 0.12, 0.12)
    least, dearest = bounds_with_room([each.cost for each in reforms], 0.06, 0.1)
    dearest = dearest if dearest > least else least + 1
    most = most if most > fewest else fewest + 1
    beside = width_of(f"{most:,.0f}") + 30
    plot, height = width - 24 - round(beside), 340

    def place(each: Reform) -> tuple[float, float]:
        return (each.cost - least) / (dearest - least) * plot, (most - each.fewer) / (most - fewest) * height

    across = alt.X(
        "cost:Q",
        scale=alt.Scale(domain=[least, dearest], nice=False),
        axis=pounds_axis("Change of the pay bill, pounds a year" if plot > 300 else "Pounds a year", plot),
    )
    up = alt.Y(
        "fewer:Q",
        scale=alt.Scale(domain=[fewest, most], nice=False),
        axis=alt.Axis(title=None, tickMinStep=1, tickCount=4, format=",d"),
    )
    points = data([{"cost": each.cost, "fewer": each.fewer} for each in reforms])
    dots = points.mark_point(size=55, filled=True, color=MUTED, opacity=1).encode(x=across, y=up)
    joined = data([{"cost": each.cost, "fewer": each.fewer} for each in best])
    line = joined.mark_line(color=DARK_BLUE, strokeWidth=2, interpolate="step-after").encode(x=across, y=up)
    spots = [
        Spot(place(each), tuple(lines_of(each.name, WIDEST_NAME, LINES_OF_NAME)), filled=True) for each in _some(best)
    ]
    return overlay(line, dots, draw_spots(spots, [[*map(place, best)]], [], plot, height), width=plot, height=height)


def _some(best: Sequence[Reform]) -> list[Reform]:
    """Those that are named: the first, the last, and some between them."""
    if len(best) <= MOST_NAMED:
        return list(best)
    return [best[round(number * (len(best) - 1) / (MOST_NAMED - 1))] for number in range(MOST_NAMED)]
