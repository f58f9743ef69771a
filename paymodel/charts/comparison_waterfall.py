"""Why take-home pay changes: from what is taken home now, by what each line of the payslip does, to what would be."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt

from paymodel.answers.columns import OTHER_PAY, columns_of
from paymodel.answers.comparison import policy_note
from paymodel.answers.comparison_tables import effect_on_take_home, other_pay, title_with_policy
from paymodel.answers.phrasing import LINE_LABELS, signed, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.layout import Box, Words, draw_boxes, draw_words, pixels_across, pixels_down, stack_lines
from paymodel.charts.letters import LINE, lines_of, width_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import BOARD, DARK_GREY, FAINT, GAIN, LOSS, MUTED, PAPER, PHONE, Body, data, overlay
from paymodel.charts.titles import first_that_fits, say_move
from paymodel.moves.comparison import Comparison, Move
from paymodel.pay.lines import DEDUCTED, LINES, PAID

WHOLE, NOW, AFTER = "Take-home pay", "Take-home pay now", "Take-home pay offered"
GROSS, DEDUCTIONS = "Change of gross pay", "deductions"
BARS = [Column(name, unit=Unit.POUNDS_A_YEAR, decimals=2) for name in ("bar_from", "bar_to")]
"""The levels of take-home pay between which a bar lies."""
BAR, ROW = 24.0, 38.0
STUB = 0.3
"""How much of a cut total is shown, as a part of what lies between the lowest and the highest level."""
LEAST_SPAN = 0.02
"""The least that is drawn between levels, as a part of take-home pay, so that pennies do not look large."""


class _Step(NamedTuple):
    """A line and what its bar is called; pounds a year by which it changes and moves take-home pay; from and to."""

    line: str
    name: str
    change: float
    effect: float
    start: float
    end: float


class _Bar(NamedTuple):
    """A bar to draw: its name, its levels, its colour, what is written at its end; whether it is a total."""

    name: str
    low: float
    high: float
    colour: str
    text: str
    leaves: float
    total: bool = False


def waterfall(comparison: Comparison, move: Move, *, each_deduction: bool = True) -> Picture:
    """Why take-home pay changes on one move: take-home pay now, what each line that changes does to it, and after.

    Between what is paid and what is deducted stands the change of gross pay. Without `each_deduction` the deductions
    are one bar; words and data hold each all the same.
    """
    scenario = comparison.scenario
    change = {line: float(move.change[line]) for line in LINES}
    now = round(float(move.payslip["take_home_pay"]) - change["take_home_pay"], 2)
    steps = _steps(change, now)
    whole = steps[-1].effect
    name = title_with_policy(move, several=len(scenario.cases) > 1)
    step_words = ", ".join(f"{step.name} {signed(step.effect)}" for step in steps[:-1]) or "no line changes"
    paid = [step for step in steps[:-1] if step.change == step.effect]
    gross = f" Gross pay changes by {signed(sum(step.effect for step in paid))}." if len(paid) > 1 else ""
    bars = _bars(steps, each_deduction)
    cut = " Grey totals are cut short: they start from £0." if _least_shown(bars) else ""
    return Picture(
        kind="waterfall",
        title=_title(paid, whole, f"Take-home pay {say_move(move)}"),
        subtitle=f"Moving to {name}: effect of each line of the payslip on take-home pay, pounds a year; a lower"
        f" deduction raises it.{cut}" + policy_note(scenario, move.policy_name),
        alt=f"Bars one below the other, each beginning where the one above ends, from take-home pay of"
        f" {whole_pounds(now)} a year now to {whole_pounds(now + whole)}. Effect on take-home pay, in pounds a"
        f" year: {step_words}.{gross} Together, take-home pay changes by {signed(whole)}.",
        table=Table(
            [*columns_of("line", "change_of_the_line", "effect_on_take_home_pay"), *BARS],
            [(step.line, *(round(amount, 2) for amount in step[2:])) for step in steps],
        ),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(bars, width),
    )


def _steps(change: Mapping[str, float], now: float) -> list[_Step]:
    """A step for each line that moves take-home pay from what it is now, and one for the whole change."""
    moved = [(LINE_LABELS[line], LINE_LABELS[line], change[line], line) for line in PAID]
    moved.append((OTHER_PAY, OTHER_PAY, other_pay(change), PAID[0]))
    moved += [(LINE_LABELS[line], _deduction(line, change[line]), change[line], line) for line in DEDUCTED]
    steps, at = [], now
    for label_, name, amount, line in moved:
        effect = round(effect_on_take_home(line, amount) or 0.0, 2)
        if effect:
            steps.append(_Step(label_, name, round(amount, 2), effect, at, at + effect))
            at += effect
    whole = round(change["take_home_pay"], 2)
    return [*steps, _Step(WHOLE, WHOLE, whole, whole, now, now + whole)]


def _deduction(line: str, change: float) -> str:
    """What a bar of a deduction is called: its sign is that of the effect, so its name says which way it went.

    >>> _deduction("pension_contribution", -280.15), _deduction("national_insurance", 12.0)
    ('Lower pension contribution', 'Higher National Insurance')
    """
    name = LINE_LABELS[line]
    return f"{'Lower' if change < 0 else 'Higher'} {name if name.istitle() else name[0].lower() + name[1:]}"


def _title(paid: Sequence[_Step], whole: float, otherwise: str) -> str:
    """What is paid less and what more, in the order of what happens to take-home pay; and that."""
    against = -1 if whole < 0 else 1
    first, other = (
        max((step for step in paid if step.effect * sign > 0), key=lambda step: abs(step.effect), default=None)
        for sign in (against, -against)
    )
    if first is None or not round(whole):
        return otherwise
    end = f"{whole_pounds(whole)} {'less' if whole < 0 else 'more'} a year"
    most = f"{first.name} {_goes(first)}"
    beside = "" if other is None else f", {other.name[0].lower()}{other.name[1:]} {_goes(other)}"
    return first_that_fits(f"{most}{beside}: {end}", f"{most}: {end}", otherwise)


def _goes(step: _Step) -> str:
    return f"{'falls' if step.effect < 0 else 'rises'} {whole_pounds(step.effect)}"


def _bars(steps: Sequence[_Step], each_deduction: bool) -> list[_Bar]:
    """The bars from top to bottom, with the total at both ends and the change of gross pay between."""
    *lines, whole = steps
    paid = [step for step in lines if step.change == step.effect]
    deducted = lines[len(paid) :]
    bars = [_Bar(NOW, 0.0, whole.start, DARK_GREY, whole_pounds(whole.start), whole.start, total=True)]
    bars += map(_bar, paid)
    if len(paid) > 1:
        bars.append(_bar(_together(GROSS, paid))._replace(colour=MUTED))
    if len(deducted) > 1 and not each_deduction:
        together = _together("", deducted)
        bars.append(_bar(together._replace(name=f"{'Lower' if together.effect > 0 else 'Higher'} {DEDUCTIONS}")))
    else:
        bars += map(_bar, deducted)
    end = f"{whole_pounds(whole.end)}, {signed_whole_pounds(whole.effect)}"
    return [*bars, _Bar(AFTER, 0.0, whole.end, DARK_GREY, end, whole.end, total=True)]


def _together(name: str, steps: Sequence[_Step]) -> _Step:
    effect = sum(step.effect for step in steps)
    return _Step(name, name, effect, effect, steps[0].start, steps[-1].end)


def _bar(step: _Step) -> _Bar:
    low, high = sorted((step.start, step.end))
    return _Bar(step.name, low, high, GAIN if step.effect > 0 else LOSS, signed_whole_pounds(step.effect), step.end)


def _levels(bars: Sequence[_Bar]) -> tuple[float, float]:
    """The lowest and the highest level between which anything changes; apart by something at least."""
    edges = [edge for bar in bars for edge in ((bar.high,) if bar.total else (bar.low, bar.high))]
    low, high = min(edges), max(edges)
    return low, max(high, low + LEAST_SPAN * abs(high), low + 1.0)


def _least_shown(bars: Sequence[_Bar]) -> float:
    """Pounds at the left edge: £0, or more where totals would leave no room for what changes."""
    low, high = _levels(bars)
    return max(0.0, low - STUB * (high - low))


def _draw(bars: Sequence[_Bar], width: int) -> Body:
    board = width > (BOARD + PHONE) / 2
    names = round(width * 0.32) if board else 0
    plot = width - 24 - names
    room = max(width_of(bar.text, bold=bar.total) for bar in bars) + 8
    least, (low, high) = _least_shown(bars), _levels(bars)
    scale = (plot - room) / (high - min(least, low))

    def at(level: float) -> float:
        return (max(level, least) - least) * scale

    boxes: list[Box] = []
    plates: list[Box] = []
    words: list[Words] = []
    joins: list[dict[str, float]] = []
    cuts: list[dict[str, float]] = []
    y = 0.0
    for number, bar in enumerate(bars):
        lines = lines_of(bar.name, names - 14 if board else plot, bold=bar.total)
        if board:
            words += stack_lines(lines, -12, y + ROW / 2, align="right", bold=bar.total)
        else:
            words += stack_lines(lines, 0, y + LINE * len(lines) / 2, bold=bar.total)
            wide = max(width_of(line, bold=bar.total) for line in lines)
            plates.append(Box(-2, y, wide + 6, LINE * len(lines), PAPER))  # no connector runs through a name
            y += LINE * len(lines)
        top = y + (ROW - BAR) / 2
        left, right = at(bar.low), at(bar.high)
        boxes.append(Box(left, top, max(right - left, 1.5), BAR, bar.colour))
        words.append(Words(bar.text, right + 6, y + ROW / 2, bold=bar.total))
        if bar.total and least:
            cuts += [{"x": x, "y": top + BAR + 2, "x2": x + 8, "y2": top - 2} for x in (8.0, 16.0)]
        if number + 1 < len(bars):
            below = 0 if board else LINE * len(lines_of(bars[number + 1].name, plot, bold=bars[number + 1].total))
            joins.append({"x": at(bar.leaves), "y": top + BAR, "y2": y + ROW + below + (ROW - BAR) / 2})
        y += ROW
    join = data(joins).mark_rule(color=FAINT, strokeWidth=1)
    cut = data(cuts).mark_rule(color=PAPER, strokeWidth=4)
    across, down = pixels_across(), pixels_down()
    return overlay(
        join.encode(x=across, y=down, y2=alt.Y2("y2:Q")),
        draw_boxes(boxes),
        draw_boxes(plates),
        cut.encode(x=across, x2=alt.X2("x2:Q"), y=down, y2=alt.Y2("y2:Q")),
        draw_words(words),
        width=plot,
        height=y,
    )
