"""One move as a value grows: the change of take-home pay, where it crosses nought, where somebody stands."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import altair as alt

from paymodel.answers.phrasing import signed_whole_pounds
from paymodel.charts.callouts import Spot, draw_rules, draw_spots
from paymodel.charts.letters import lines_of, width_of
from paymodel.charts.style import DARK_BLUE, Body, bounds_with_room, data, draw_zero_line, overlay, pounds_axis
from paymodel.charts.titles import first_that_fits
from paymodel.moves.crossings import Where

LEAST_POUNDS = 10.0
"""Pounds a month to each side of nought that are shown at least, so that pennies do not look large."""
MOST_NAMED = 2
"""Stretches apart from the main one in which a move pays: if there are more, they are counted and not named."""
Say = Callable[[float], str]
"""How a value is written."""
Own = tuple[float, float, str]
"""Where somebody stands: the value, the change there in pounds a year, and its name."""


def draw_curve(
    at: Sequence[float],
    change: Sequence[float],
    where: Where,
    own: Own | None,
    jumps: Sequence[tuple[float, str]],
    axis: str,
    ticks: str,
    say: Say,
    width: int,
) -> Body:
    """A line of the change of take-home pay (pounds a year) at rising values, drawn in pounds a month.

    `jumps` are values with names, drawn as dashed rules. `ticks` is a Vega expression that writes a tick of the axis;
    it must hold nothing that a user typed.
    """
    months = [amount / 12 for amount in change]
    standing = [] if own is None else [own]
    low, high = bounds_with_room([*months, *(amount / 12 for _, amount, _ in standing)], 0.1, 0.1)
    low, high = min(low, -LEAST_POUNDS), max(high, LEAST_POUNDS)
    beside = width_of(signed_whole_pounds(low if -low > high else high)) + 34
    plot, height = width - 24 - round(beside), 300 if width > 480 else 260
    first = min([at[0], *(value for value, _, _ in standing)])
    last = max([at[-1], *(value for value, _, _ in standing)])
    last = last if last > first else first + 1

    def place(value: float, amount: float) -> tuple[float, float]:
        return (value - first) / (last - first) * plot, (high - amount) / (high - low) * height

    points = data([{"value": a, "change": b} for a, b in zip(at, months, strict=True)])
    below = alt.Axis(title=lines_of(axis, plot), labelExpr=ticks, tickCount=6 if width > 480 else 4, grid=False)
    across = alt.X("value:Q", scale=alt.Scale(domain=[first, last], nice=False), axis=below)
    up = alt.Y("change:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=pounds_axis(None, height))
    drawn = points.mark_line(color=DARK_BLUE, strokeWidth=2.5, point=len(months) == 1).encode(x=across, y=up)
    uprights = [(place(value, 0)[0], name) for value, name in jumps]
    path = [place(value, amount) for value, amount in zip(at, months, strict=True)]
    spots = [
        Spot(place(value, amount / 12), (name, say_month(amount / 12)), filled=True) for value, amount, name in standing
    ]
    if where.value is not None and where.direction != "throughout":
        word = "up to" if where.direction == "up_to" else "from"
        spots.append(Spot(place(where.value, 0), (f"Pays {word} {say(where.value)}",)))
    if len(where.islands) <= MOST_NAMED:
        spots += [Spot(place(a, 0), (f"Pays at {_say_stretch(a, b, say)}",)) for a, b in where.islands]
    nought = [place(first, 0), place(last, 0)]
    layers = [drawn, draw_zero_line("y")]
    if spots:
        layers.append(draw_spots(spots, [path, nought], [x for x, _ in uprights], plot, height))
    if uprights:
        layers.insert(0, draw_rules(uprights, plot, height))
    return overlay(*layers, width=plot, height=height)


def say_where_it_pays(where: Where, ends: tuple[float, float], say: Say, what: str, unit: str = "") -> str:
    """Where a move pays, in words that follow "the move": `what` is varied between two ends, `unit` follows a value.

    >>> say_where_it_pays(Where("from", 2619.0, ()), (0.0, 6000.0), "£{:,.0f}".format, "premium")
    'pays with premium from £2,619'
    """
    least, most = map(say, ends)
    if where.direction == "throughout":
        return f"pays with any {what} from {least} to {most}{unit}"
    islands = " and ".join(_say_stretch(a, b, say) for a, b in where.islands)
    if len(where.islands) > MOST_NAMED:
        islands = f"{len(where.islands)} stretches from {_say_stretch(where.islands[0][0], where.islands[-1][1], say)}"
    if where.value is None:
        if not islands:
            return f"does not pay with any {what} from {least} to {most}{unit}"
        return f"pays only with {what} of {islands}{unit}"
    word = "up to" if where.direction == "up_to" else "from"
    also = f", and at {islands}" if islands else ""
    return f"pays with {what} {word} {say(where.value)}{unit}{also}"


def where_title(where: Where, ends: tuple[float, float], say: Say, what: str) -> str:
    """Where a move pays, as a title: what is not needed to say so is left to the words below it.

    >>> where_title(Where("up_to", 19.55, ((21.0, 22.0),)), (0.0, 30.0), "{:g}%".format, "unsocial hours pay")
    'The move pays with unsocial hours pay up to 19.55%'
    """
    main = replace(where, islands=()) if where.value is not None else where
    return first_that_fits(
        f"The move {say_where_it_pays(main, ends, say, what)}",
        f"The move {say_where_it_pays(main, ends, say, 'values')}",
        "Where the move pays, and where it does not",
    )


def say_month(amount: float) -> str:
    """A change in pounds a month.

    >>> say_month(12.4)
    '+£12 a month'
    """
    return f"{signed_whole_pounds(amount)} a month"


def _say_stretch(low: float, high: float, say: Say) -> str:
    return say(low) if low == high else f"{say(low)} to {say(high)}"
