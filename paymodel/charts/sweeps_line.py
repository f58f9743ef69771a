"""One move of a sweep: the change of take-home pay as a value of the question grows, and where it crosses nought."""

from collections.abc import Callable

from paymodel.answers.columns import MONTH_AND_YEAR, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.phrasing import sentence
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.curve import draw_curve, say_month, say_where_it_pays, where_title
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.titles import first_that_fits
from paymodel.scenarios.sweeps import Swept, SweptMove

TICKS = {
    "£{}": "'£' + format(datum.value, ',~r')",
    "{}%": "datum.value + '%'",
    "{} hours": "format(datum.value, ',~r')",
    "{}": "format(datum.value, ',~r')",
}
"""How a tick of the axis is written, for each form of a value."""


def sweep_line(
    sweep: Swept,
    move: SweptMove,
    name: str,
    what: str,
    axis: str,
    own: tuple[float, float] | None = None,
    policy: str | None = None,
) -> Picture:
    """The change of take-home pay on a move of a sweep, pounds a month.

    `name` is that of the move, `what` names what varies ("overtime"), `axis` says more of it ("Overtime in the post
    held, hours a week"). `own` is the value of the question as it stands, and the change there in pounds a year; None
    where it has none. `policy` is that of the move, the first unless named.
    """
    say = _say_in(sweep)
    standing = None if own is None else (*own, f"As asked, {say(own[0])}")
    ends = (sweep.at[0], sweep.at[-1])
    first, last = (f"{say_month(move.change[end] / 12)} at {say(sweep.at[end])}" for end in (0, -1))
    stands = "" if own is None else f" As asked, at {say(own[0])}, it is {say_month(own[1] / 12)}."
    scenario = sweep.scenario
    if sweep.path.partition(".")[0] in ("award", "scales"):  # figures other than those in force
        axis = f"{axis} [assumed]"
    note = policy_note(scenario, policy or scenario.cases[0].policy_name)
    return Picture(
        kind="sweep",
        title=where_title(move.where, ends, say, what)
        if move.varies
        else first_that_fits(f"The policy sets {what} itself, so nothing varies", "The policy sets it: nothing varies"),
        subtitle=f"Change of take-home pay on moving to {name}, pounds a month. Across: {axis}.{note}",
        alt=f"A line of the change of take-home pay on moving to {name}. Across: {axis}. It starts with {first} and"
        f" ends with {last}. {sentence(say_where(sweep, move, what))}.{stands}",
        table=Table(
            [Column(sweep.path, sweep.path, Unit.NUMBER), *columns_of(*MONTH_AND_YEAR)],
            [(at, round(amount / 12, 2), amount) for at, amount in zip(sweep.at, move.change, strict=True)],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: draw_curve(
            sweep.at,
            move.change,
            move.where,
            standing,
            (),
            axis,
            TICKS[sweep.form],
            say,
            width,
        ),
    )


def say_where(sweep: Swept, move: SweptMove, what: str) -> str:
    """Where a move of a sweep pays, in words that follow its name."""
    return f"the move {say_where_it_pays(move.where, (sweep.at[0], sweep.at[-1]), _say_in(sweep), what)}"


def _say_in(sweep: Swept) -> Callable[[float], str]:
    return lambda value: sweep.form.format(f"{value:,.10g}")
