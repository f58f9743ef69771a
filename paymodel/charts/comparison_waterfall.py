"""Why take-home pay changes: what each line of the payslip does to it, from nothing to the whole change."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt

from paymodel.answers.columns import OTHER_PAY, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.comparison_tables import effect_on_take_home, other_pay, title_with_policy
from paymodel.answers.phrasing import LINE_LABELS, signed, signed_whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.letters import lines_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import (
    GAIN,
    LOSS,
    Body,
    bounds_with_room,
    data,
    draw_amounts,
    draw_zero_line,
    names_axis,
    pounds_axis,
)
from paymodel.charts.titles import say_move
from paymodel.moves.comparison import Comparison, Move
from paymodel.pay.lines import DEDUCTED, LINES, PAID

WHOLE = "Take-home pay"


BARS = [Column(name, unit=Unit.POUNDS_A_YEAR, decimals=2) for name in ("bar_from", "bar_to")]


class _Step(NamedTuple):
    """A bar: the line, what it is called, pounds a year by which it changes and by which it moves take-home pay."""

    line: str
    name: str
    change: float
    effect: float
    start: float
    end: float


def waterfall(comparison: Comparison, move: Move) -> Picture:
    """Why take-home pay changes on one move: what each line that changes does to it, and what they do together."""
    scenario = comparison.scenario
    steps = _steps({line: float(move.change[line]) for line in LINES})
    whole = steps[-1].effect
    name = title_with_policy(move, several=len(scenario.cases) > 1)
    step_words = ", ".join(f"{step.name} {signed(step.effect)}" for step in steps[:-1]) or "no line changes"
    return Picture(
        kind="waterfall",
        title=f"Take-home pay {say_move(move)} on moving to {name}",
        subtitle="Effect of each line of the payslip on take-home pay, pounds a year: a lower deduction raises it."
        + policy_note(scenario, move.policy_name),
        alt="Bars one below the other, each beginning where the one above ends. Effect on take-home pay, in pounds a"
        f" year: {step_words}. Together, take-home pay changes by {signed(whole)}.",
        table=Table(
            [
                *columns_of("line", "change_of_the_line", "effect_on_take_home_pay"),
                *BARS,
            ],
            [(step.line, *(round(amount, 2) for amount in step[2:])) for step in steps],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(steps, width),
    )


def _steps(change: Mapping[str, float]) -> list[_Step]:
    """A step for each line that moves take-home pay, and one for the whole change."""
    moved = [(LINE_LABELS[line], LINE_LABELS[line], change[line], line) for line in PAID]
    moved.append((OTHER_PAY, OTHER_PAY, other_pay(change), PAID[0]))
    moved += [(LINE_LABELS[line], _deduction(line, change[line]), change[line], line) for line in DEDUCTED]
    steps, at = [], 0.0
    for label_, name, amount, line in moved:
        effect = round(effect_on_take_home(line, amount) or 0.0, 2)
        if effect:
            steps.append(_Step(label_, name, round(amount, 2), effect, at, at + effect))
            at += effect
    whole = round(change["take_home_pay"], 2)
    return [*steps, _Step(WHOLE, WHOLE, whole, whole, 0.0, whole)]


def _deduction(line: str, change: float) -> str:
    """What a bar of a deduction is called: its sign is that of the effect, so its name says which way it went.

    >>> _deduction("pension_contribution", -280.15), _deduction("national_insurance", 12.0)
    ('Lower pension contribution', 'Higher National Insurance')
    """
    name = LINE_LABELS[line]
    return f"{'Lower' if change < 0 else 'Higher'} {name if name.istitle() else name[0].lower() + name[1:]}"


def _draw(steps: Sequence[_Step], width: int) -> Body:
    names, amounts_of = round(width * 0.3), 62
    plot = width - names - amounts_of - 40
    values = [
        {
            "line": "\n".join(lines_of(step.name, names)),
            "from": step.start,
            "to": step.end,
            "effect": "raises" if step.effect >= 0 else "lowers",
            "text": signed_whole_pounds(step.effect),
        }
        for step in steps
    ]
    base = data(values)
    down = alt.Y("line:N", sort=None, axis=names_axis(), scale=alt.Scale(paddingInner=0.35))
    across = alt.Scale(domain=bounds_with_room([edge for step in steps for edge in (step.start, step.end)]), nice=False)
    bars = base.mark_bar().encode(
        y=down,
        x=alt.X("from:Q", axis=pounds_axis("Effect on take-home pay, pounds a year", plot), scale=across),
        x2=alt.X2("to:Q"),
        color=alt.Color("effect:N", scale=alt.Scale(domain=["raises", "lowers"], range=[GAIN, LOSS]), legend=None),
    )
    labels = draw_amounts(base, down, plot + amounts_of)
    return alt.layer(bars, draw_zero_line(), labels, width=plot, height=34 * len(steps))
