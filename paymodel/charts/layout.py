"""Words and boxes placed to the pixel, for charts whose names are too long or too many for an axis.

Places are pixels from the top left corner of the plot: they stand in the data and need no scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import altair as alt

from paymodel.answers.phrasing import signed_whole_pounds, whole_pounds
from paymodel.charts.style import INK, PAPER, TEXT, Body, data
from paymodel.moves.comparison import Move

BLACK = "#000000"


@dataclass(frozen=True)
class Words:
    """A line of text at a place: `x` is where it starts (or ends, aligned to the right), `y` its middle."""

    text: str
    x: float
    y: float
    align: str = "left"
    bold: bool = False
    colour: str = INK
    size: float = TEXT


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


def written(words: Sequence[Words]) -> Body:
    """Lines of text as a chart."""

    def kind(one: Words) -> tuple[str, bool, float]:
        return one.align, one.bold, one.size

    found = []
    for (align, bold, size), group in groupby(sorted(words, key=kind), key=kind):
        rows = [{"x": one.x, "y": one.y, "text": one.text, "colour": one.colour} for one in group]
        weight = "bold" if bold else "normal"
        mark = data(rows).mark_text(align=align, baseline="middle", fontWeight=weight, fontSize=size)  # type: ignore[arg-type]
        found.append(
            mark.encode(x=place("x"), y=place("y"), text=alt.Text("text:N"), color=alt.Color("colour:N", scale=None))
        )
    return alt.layer(*found)


def boxes(them: Sequence[Box], name: str | None = None) -> alt.Chart:
    """Filled rectangles as a chart."""
    rows = [
        {"x": box.x, "x2": box.x + box.width, "y": box.y, "y2": box.y + box.height, "colour": box.colour}
        for box in them
    ]
    chart = data(rows) if name is None else data(rows).properties(name=name)
    found: alt.Chart = chart.mark_rect().encode(
        x=place("x"), x2=alt.X2("x2:Q"), y=place("y"), y2=alt.Y2("y2:Q"), color=alt.Color("colour:N", scale=None)
    )
    return found


def place(field: str) -> Any:
    """A place in pixels that a field holds."""
    return (alt.X if field.startswith("x") else alt.Y)(f"{field}:Q", scale=None, axis=None)


def contrast(one: str, other: str) -> float:
    """How much two colours differ, as the Web Content Accessibility Guidelines count it: 4.5 or more is readable.

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(ground: str) -> str:
    """The colour of letters on a ground, white or black: one of them always differs by 4.5 to 1 or more."""
    return max((PAPER, BLACK), key=lambda ink: contrast(ink, ground))


def moves(monthly: float, within: float = 0.0) -> str:
    """What take-home pay does, in a title; `within` is how few pounds a month are about the same, as in the answer.

    >>> moves(-112.54), moves(43.5), moves(0.2)
    ('falls £113 a month', 'rises £44 a month', 'stays about the same')
    >>> moves(1.5, within=5.0)
    'stays about the same (+£2 a month)'
    """
    amount = signed_whole_pounds(monthly)
    if amount == "£0":
        return "stays about the same"
    if abs(monthly) <= within:
        return f"stays about the same ({amount} a month)"
    return f"{'rises' if monthly > 0 else 'falls'} {whole_pounds(monthly)} a month"


def moved(move: Move) -> str:
    """What take-home pay does on a move, in a title, in the words of the answer's verdict."""
    return moves(move.take_home_change / 12, move.policy.switches.same_within_pounds_a_month)


def largest(values: Sequence[float], most: int) -> list[int]:
    """The places of the largest values, whatever their sign, in the order in which they stand.

    >>> largest([1.0, -5.0, 3.0], 2)
    [1, 2]
    """
    return sorted(sorted(range(len(values)), key=lambda at: -abs(values[at]))[:most])
