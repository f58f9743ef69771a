"""Take-home pay against gross pay, with every cliff and bend of the rules between two bounds."""

import math
from collections.abc import Sequence

import altair as alt
import numpy as np

from paymodel.answers.columns import amount, columns_of
from paymodel.answers.phrasing import pounds, whole_pounds
from paymodel.answers.tables import Column, Table
from paymodel.charts.edges import Edge, edges_between
from paymodel.charts.layout import (
    Box,
    Words,
    draw_boxes,
    draw_words,
    pixels_across,
    pixels_down,
    spread_apart,
    stack_lines,
)
from paymodel.charts.letters import LINE, lines_of
from paymodel.charts.picture import Picture
from paymodel.charts.style import DARK_BLUE, DARK_PINK, FAINT, INK, Body, Layer, data, overlay, pounds_axis
from paymodel.counting import counted
from paymodel.pay.job import Job, Payslip
from paymodel.pay.payslips import payslip
from paymodel.pay.rule_book import RuleBook

CLIFF = [
    Column("place"),
    *columns_of("gross_pay", "take_home_pay"),
    *(amount("take_home_pay_a_pound_on"), amount("lost"), amount("regained_at")),
]
"""The columns of the data."""
MOST_POSTS = 12
LETTERS = "ABCDEFGHIJKL"
GRID = 5_000
POINTS = 120
BADGE = 17.0
SHADE = "#F3E3EC"
"""Behind gross pay that leaves less than the pound before a cliff."""
LEAST_APART = 100
"""Pounds a year of pay that is not pensionable, from which a post is seen off the line."""
Marked = Sequence[tuple[str, Payslip]]
"""Posts by name, each with its payslip."""


def cliffs(
    rule_book: RuleBook,
    posts: Marked,
    stamp: str,
    *,
    student_loan: tuple[str, ...] = (),
    children: int = 0,
    marriage_allowance: bool = False,
    in_pension_scheme: bool = True,
    note: str = "",
    between: tuple[int, int] | None = None,
) -> Picture:
    """What a year's gross pay, all of it pensionable, leaves in the pocket, and where more pay leaves less.

    `posts` are marked at their gross pay: the post held, then those offered, twelve at most. `note` is added to what is
    measured: the policy, say. `between` holds the bounds in whole pounds; without it they are those of `bounds_of`.
    Raises `ValueError` where there is neither.
    """
    low, high = between or bounds_of([float(slip["gross_pay"]) for _, slip in posts])
    base = Job(
        student_loan=student_loan,
        children=children,
        marriage_allowance=marriage_allowance,
        in_pension_scheme=in_pension_scheme,
    )
    edges = edges_between(rule_book, base, low, high)
    shown = posts[:MOST_POSTS]
    gross = np.unique([*np.linspace(low, high, POINTS).round(), *(p for e in edges for p in (e.at, e.at + 1))])
    gross = gross[(gross >= low) & (gross <= high)]
    slip = payslip(base.with_(basic_pay=gross), rule_book)
    take_home = slip["take_home_pay"]
    pension = "all gross pay pensionable" if in_pension_scheme else "outside the pension scheme"
    subtitle = f"Take-home pay against gross pay, pounds a year, {pension}.{note}"
    if student_loan:
        subtitle += f" Student loan: {', '.join(plan.replace('_', ' ') for plan in student_loan)}."
    if children:
        subtitle += f" {children} {'child' if children == 1 else 'children'}."
    if marriage_allowance:
        subtitle += " Marriage allowance received."
    if apart := [letter for letter, (_, slip) in zip(LETTERS, shown, strict=False) if _partly_pensionable(slip)]:
        these = "a post whose" if len(apart) == 1 else "posts whose"
        subtitle += f" Off the line: {', '.join(apart)}, {these} pay is not all pensionable."
    if falls := sum(edge.regained is not None for edge in edges):
        subtitle += f" {f'The deepest of {falls} cliffs' if falls > 1 else 'One cliff'} is in the title."
        subtitle += " Shaded: gross pay that leaves less than the pound before a cliff."
    if len(posts) > len(shown):
        subtitle += f" The first {MOST_POSTS} of {counted(len(posts), 'post')}."
    edge_words = " ".join(f"{number}: {_words(edge)}" for number, edge in enumerate(edges, start=1))
    return Picture(
        kind="cliffs",
        title=_title(edges, low, high),
        subtitle=subtitle,
        alt=f"A line of take-home pay that rises from {pounds(float(take_home[0]))} at {whole_pounds(low)} of gross pay"
        f" to {pounds(float(take_home[-1]))} at {whole_pounds(high)}. {edge_words} "
        + " ".join(_post_words(letter, *post) for letter, post in zip(LETTERS, shown, strict=False)),
        table=Table(
            CLIFF,
            [
                *(("point", float(x), float(y), None, None, None) for x, y in zip(gross, take_home, strict=True)),
                *((e.name, e.at, e.before, e.after, e.lost, e.regained) for e in edges),
                *(
                    (name, *(float(s[line]) for line in ("gross_pay", "take_home_pay")), None, None, None)
                    for name, s in posts
                ),
            ],
        ),
        stamp=stamp,
        draw=lambda width: _draw(list(zip(gross.tolist(), take_home.tolist(), strict=True)), edges, shown, width),
    )


def bounds_of(gross: Sequence[float], later: Sequence[float] = ()) -> tuple[int, int]:
    """The bounds of gross pay that a chart of posts shows, in whole pounds.

    A fifth or more below and above what the posts pay now, so that the next cliff is seen; a twentieth or more above
    what they pay in later years, so that a post that grows into a cliff shows it.

    >>> bounds_of([92_628, 95_375]), bounds_of([92_628, 95_375], [110_036])
    ((70000, 115000), (70000, 120000))
    """
    if not gross:
        raise ValueError("without posts the bounds must be stated")
    low, high = min(gross) * 0.8, max(*(pay * 1.2 for pay in gross), *(pay * 1.05 for pay in (*later, *gross)))
    return math.floor(low / GRID) * GRID, math.ceil(high / GRID) * GRID


def _partly_pensionable(slip: Payslip) -> bool:
    """Whether a post in the pension scheme lies off the line, as part of its pay is not pensionable."""
    paid = float(slip["pension_contribution"])
    return bool(paid) and round(float(slip["gross_pay"]) - float(slip["pensionable_pay"])) >= LEAST_APART


def _title(edges: Sequence[Edge], low: int, high: int) -> str:
    falls = [edge for edge in edges if edge.regained]
    if not falls:
        return f"Take-home pay rises throughout with gross pay from {whole_pounds(low)} to {whole_pounds(high)}"
    worst = max(falls, key=lambda edge: edge.lost)
    back = "" if worst.regained is None else f", made up for at {whole_pounds(worst.regained)}"
    return f"A pound more than {whole_pounds(worst.at)} costs {whole_pounds(worst.lost)} of take-home pay{back}"


def _words(edge: Edge) -> str:
    fall = f": take-home pay falls {whole_pounds(edge.lost)}" if edge.regained else ""
    back = f", made up for at {whole_pounds(edge.regained)}" if edge.regained else ""
    return f"{whole_pounds(edge.at)}, {edge.name}{fall}{back}."


def _post_words(letter: str, name: str, slip: Payslip) -> str:
    gross, take_home = float(slip["gross_pay"]), float(slip["take_home_pay"])
    return f"{letter}: {name}, {whole_pounds(gross)} gross and {whole_pounds(take_home)} take-home."


def _draw(points: list[tuple[float, float]], edges: Sequence[Edge], posts: Marked, width: int) -> Body:
    left = 58.0
    plot, height = width - 24 - left - 14, 300.0
    stand = [(float(slip["gross_pay"]), float(slip["take_home_pay"])) for _, slip in posts]
    lows, highs = (bound([y for _, y in (*points, *stand)]) for bound in (min, max))
    span = (highs - lows) or 1.0
    bounds = (lows - span * 0.14, highs + span * 0.14)  # room for the numbers above and the letters below
    first, last = points[0][0], points[-1][0]

    def right(gross: float) -> float:
        return min(max((gross - first) / ((last - first) or 1.0), 0.0), 1.0) * plot

    def below(amount: float) -> float:
        return height * (bounds[1] - amount) / (bounds[1] - bounds[0])

    x_scale = alt.Scale(domain=[first, last if last > first else first + 1], nice=False)
    x = alt.X("gross:Q", scale=x_scale, axis=pounds_axis("Gross pay a year", plot * 1.2, grid=False))
    y_axis = pounds_axis(None, height * 1.4)
    y = alt.Y("net:Q", scale=alt.Scale(domain=list(bounds), nice=False, zero=False), axis=y_axis)
    line = data([{"gross": gross, "net": net} for gross, net in points])
    shades = [Box(right(e.at), 0, right(e.regained) - right(e.at), height, SHADE) for e in edges if e.regained]
    numbers = [str(number) for number in range(1, len(edges) + 1)]
    top = _badges(numbers, [(right(e.at), below(e.before)) for e in edges], (10.0, 18.0), plot)
    foot = _badges(
        LETTERS[: len(posts)], [(right(g), below(net)) for g, net in stand], (height - 10.0, height - 18.0), plot
    )
    dots = data([{"x": right(gross), "y": below(net)} for gross, net in stand])
    cliffs_at = [{"x": right(e.at + 0.5), "y": below(e.before), "y2": below(e.after)} for e in edges if e.regained]
    listed: list[Words] = []
    at = height + 62.0
    items = [*zip(numbers, map(_words, edges), strict=True)]
    items += [(letter, _post_words(letter, *post)[3:]) for letter, post in zip(LETTERS, posts, strict=False)]
    for mark, words in items:
        lines = lines_of(words, width - 24 - 24, most=5)
        listed.append(Words(mark, -left, at))
        listed += stack_lines(lines, 22 - left, at + LINE * (len(lines) - 1) / 2)
        at += LINE * len(lines) + 6
    steps = data(cliffs_at).mark_rule(color=DARK_PINK, strokeWidth=4)
    diamonds = dots.mark_point(shape="diamond", filled=True, size=110, fill=INK, opacity=1)
    layers = [
        draw_boxes(shades),
        *(leader for leader, _ in (top, foot)),
        line.mark_line(color=DARK_BLUE, strokeWidth=2.5).encode(x=x, y=y),
        steps.encode(x=pixels_across(), y=pixels_down(), y2=alt.Y2("y2:Q")),
        diamonds.encode(x=pixels_across(), y=pixels_down()),
        *(badge for _, badge in (top, foot)),
        draw_words(listed),
    ]
    return overlay(*layers, width=plot, height=height)


def _badges(
    marks: Sequence[str], at: list[tuple[float, float]], y: tuple[float, float], plot: float
) -> tuple[Layer, Layer]:
    """Numbers or letters in a line, none on another, and a thin line from each to where it belongs."""
    places = spread_apart([x for x, _ in at], [min(BADGE, plot / max(len(at), 1))] * len(at), 0, plot)
    joins = [{"x": place, "x2": x, "y": y[1], "y2": end} for place, (x, end) in zip(places, at, strict=True)]
    leader = data(joins).mark_rule(color=FAINT, strokeWidth=0.8)
    badges = [Words(mark, place, y[0], "center", bold=True) for mark, place in zip(marks, places, strict=True)]
    drawn = leader.encode(x=pixels_across(), x2=alt.X2("x2:Q"), y=pixels_down(), y2=alt.Y2("y2:Q"))
    return drawn, draw_words(badges)
