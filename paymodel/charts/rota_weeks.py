"""A rota as a picture: every week of it, day by day, each shift along the hours of its days and by what they earn."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import altair as alt
import numpy as np

from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.charts.layout import Box, Words, draw_boxes, draw_words, pixels_across, pixels_down, stack_lines
from paymodel.charts.letters import LINE, lines_of, width_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import DARK_BLUE, DARK_PINK, FAINT, GRID, LIGHT_BLUE, ORANGE, Body, data, overlay
from paymodel.counting import counted
from paymodel.files.rotas import DAYS
from paymodel.pay.clock import DAY, DAYS_TOUCHED, SATURDAY, SUNDAY_OR_HOLIDAY, WEEKDAY, Duties, nominal_duties
from paymodel.pay.rota import OFF, RELIEF, Rota, RotaHours, Shift
from paymodel.pay.rule_book import WorkingTime
from paymodel.pay.rules.unsocial_hours import HoursByRate, hours_by_rate

MOST_WEEKS = 26
MOST_SHIFTS = 12
ROW, BAR = 34.0, 12.0
"""The height of a week, and of the tallest bar in it."""
SHOWN: Mapping[str, tuple[str, str, float]] = {
    "plain": ("plain time", LIGHT_BLUE, 4.0),
    "saturday_night": ("Saturday and night", DARK_BLUE, 8.0),
    "sunday_holiday": ("Sunday and public holiday", DARK_PINK, BAR),
}
"""What a rate is called, its colour and the height of its bars: the taller, the more an hour earns."""


class _Piece(NamedTuple):
    """A stretch of a shift at one rate: minutes from the Monday of the first week."""

    start: int
    end: int
    rate: str


DUTIES = [
    Column("week", unit=Unit.NUMBER),
    *(Column(name) for name in ("day", "shift", "start", "end")),
    *(Column(name, unit=Unit.HOURS) for name in ("plain", "saturday_night", "sunday_holiday")),
]
"""The columns of the data."""


def rota_weeks(rota: Rota, rules: WorkingTime, hours: RotaHours, scenario_id: str = "") -> Picture:
    """A rota week by week: when each shift is worked and at which rate under Section 2.

    `hours` is what `paymodel.rota_hours` makes of the rota over the pay year: averages a week with its public holidays,
    which the picture of the cycle cannot show. 26 weeks at most are drawn; the table holds all.
    """
    weeks = [list(week) for week in rota.weeks]
    shown = weeks[:MOST_WEEKS]
    total = hours.plain + hours.enhanced
    subtitle = f"{rota.title}. Each shift along the 24 hours of its days, at Section 2 rates; the taller the bar, the"
    subtitle += " higher the rate."
    subtitle += f" Averages over the pay year, hours a week, with {counted(hours.public_holidays, 'public holiday')}."
    if any(RELIEF in week for week in weeks):
        subtitle += f" {RELIEF} is relief, counted as the mean of the known weeks."
    if len(shown) < len(weeks):
        subtitle += f" The first {MOST_WEEKS} of {counted(len(weeks), 'week')}; the table holds all."
    averages = [f"{amount:.2f} {name}" for name, amount in _averages(hours)]
    return Picture(
        kind="rota-weeks",
        title=f"{hours.enhanced:.1f} of {total:.1f} hours a week are unsocial hours of Section 2",
        subtitle=subtitle,
        alt=f"A grid of {counted(len(shown), 'week')} by seven days with a bar for each shift. On average a week, in"
        f" hours: {', '.join(averages)}."
        + "".join(f" Week {number}: {_week_words(week)}." for number, week in enumerate(shown, start=1)),
        table=Table(DUTIES, list(_rows(rota, rules))),
        stamp=stamp_of(scenario_id, rules.nation, rules.as_at),
        draw=lambda width: _draw(rota, rules, hours, width),
    )


def _averages(hours: RotaHours) -> list[tuple[str, float]]:
    averages = [(name, float(getattr(hours, rate))) for rate, (name, _, _) in SHOWN.items()]
    return [*averages, ("overtime", hours.overtime)] if hours.overtime else averages


def _week_words(week: list[str]) -> str:
    return ", ".join(f"{day} {code}" for day, code in zip(DAYS, week, strict=True) if code != OFF) or "off"


def _duty(shift: Shift, day: int, unpaid_break: float, break_start: float = np.nan) -> Duties:
    kinds = {5: SATURDAY, 6: SUNDAY_OR_HOLIDAY}
    touched = [kinds.get((day + later) % 7, WEEKDAY) for later in range(DAYS_TOUCHED)]
    return nominal_duties([shift.start], [shift.length], [unpaid_break], [touched], [break_start])


def _hours(shift: Shift, day: int, rules: WorkingTime) -> HoursByRate:
    """The paid hours of a shift that starts on a day of the week, without public holidays."""
    return hours_by_rate(
        _duty(shift, day, shift.unpaid_break, shift.break_start),
        rules.section_2,
        exactly_half_counts=rules.switches.exactly_half_counts,
        break_taken_from=rules.switches.break_taken_from,
    )


def _pieces(shift: Shift, day: int, rules: WorkingTime) -> Iterator[_Piece]:
    """A shift in stretches of one rate; the lower on weekdays throughout where it has no plain time (2.11)."""
    section_2, half = rules.section_2, rules.switches.exactly_half_counts
    whole = hours_by_rate(_duty(shift, day, 0.0), section_2, exactly_half_counts=half)
    cuts = {shift.start, shift.start + shift.length}
    for midnight in range(0, DAYS_TOUCHED * DAY, DAY):
        cuts |= {midnight, midnight + section_2.weekday_before, midnight + section_2.weekday_from}
    inside = sorted(cut for cut in cuts if shift.start <= cut <= shift.start + shift.length)
    for start, end in pairwise(inside):
        later, clock = divmod(start, DAY)
        weekday = (day + later) % 7
        social = section_2.weekday_before <= clock < section_2.weekday_from
        rate = "sunday_holiday" if weekday == 6 else "saturday_night"
        if weekday < 5 and social and float(whole.plain[0]) > 0:
            rate = "plain"
        yield _Piece(day * DAY + start, day * DAY + end, rate)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _rows(rota: Rota, rules: WorkingTime) -> Iterator[tuple[Cell, ...]]:
    for number, week in enumerate(rota.weeks, start=1):
        for day, code in enumerate(week):
            if code not in rota.shifts:
                yield number, DAYS[day], code, None, None, None, None, None
                continue
            shift = rota.shifts[code]
            hours = _hours(shift, day, rules)
            paid = (round(float(part[0]), 4) for part in (hours.plain, hours.saturday_night, hours.sunday_holiday))
            yield number, DAYS[day], code, _clock(shift.start), _clock(shift.start + shift.length), *paid


def _key(hours: RotaHours, left: float, right: float) -> tuple[list[Box], list[Words], float]:
    """What heights and colours stand for, with the hours of each rate, in as many lines as it takes."""
    bars: list[Box] = []
    words: list[Words] = []
    x, y = left, 8.0
    for rate, (name, ink, tall) in SHOWN.items():
        text = f"{name} {getattr(hours, rate):.2f}"
        needed = 22 + width_of(text)
        if x > left and x + needed > right:
            x, y = left, y + 20
        bars.append(Box(x, y + BAR / 2 - tall, 16, tall, ink))
        words.append(Words(text, x + 21, y))
        x += needed + 14
    if hours.overtime:  # it is paid on the average, so no shift of the picture holds it
        bars.append(Box(left, y + 14, 16, BAR, ORANGE))
        words.append(Words(f"overtime {hours.overtime:.2f}, drawn in no shift", left + 21, y + 20))
        y += 20
    return bars, words, y + 20


def _draw(rota: Rota, rules: WorkingTime, hours: RotaHours, width: int) -> Body:
    weeks = [list(week) for week in rota.weeks][:MOST_WEEKS]
    left = 24.0
    plot = width - 24 - left
    column = plot / 7
    bars, words, top = _key(hours, -left, plot)
    names = [day[: 3 if column < 70 else None] for day in DAYS]
    words += [Words(name, day * column + 3, top + 8) for day, name in enumerate(names)]
    top += 20
    shades: list[dict[str, Any]] = []
    length = 7 * DAY * len(weeks)
    for number, week in enumerate(weeks):
        base = top + number * ROW
        words.append(Words(str(number + 1), -left, base + ROW - BAR / 2 - 4))
        for day, code in enumerate(week):
            if code == OFF:
                continue
            (fit,) = lines_of(code, column - 5, most=1)
            words.append(Words(fit, day * column + 3, base + 8))
            if code == RELIEF:
                edge = day * column
                shades.append(
                    {"from": edge + 2, "to": edge + column - 2, "top": base + ROW - 4 - BAR, "end": base + ROW - 4}
                )
                continue
            for piece in _pieces(rota.shifts[code], day, rules):
                bars += _bars(piece, number * 7 * DAY, length, column, top)
    bottom = top + len(weeks) * ROW
    listed, bottom = _list_shifts(rota, weeks, bottom + 18, width - 24, left)
    lines = [{"x": day * column, "top": top - 18, "end": top + len(weeks) * ROW} for day in range(8)]
    across_lines = [{"from": -left, "to": plot, "y": top + number * ROW} for number in range(len(weeks) + 1)]
    relief = data(shades).mark_rect(fill=None, stroke=FAINT, strokeDash=[3, 2])
    upright = data(lines).mark_rule(color=GRID).encode(x=pixels_across(), y=pixels_down("top"), y2=alt.Y2("end:Q"))
    level = data(across_lines).mark_rule(color=GRID).encode(x=pixels_across("from"), x2=alt.X2("to:Q"), y=pixels_down())
    layers = [
        upright,
        level,
        relief.encode(x=pixels_across("from"), x2=alt.X2("to:Q"), y=pixels_down("top"), y2=alt.Y2("end:Q")),
        draw_boxes(bars),
        draw_words([*words, *listed]),
    ]
    return overlay(*layers, width=plot, height=bottom)


def _bars(piece: _Piece, monday: int, length: int, column: float, top: float) -> Iterator[Box]:
    """A stretch of a shift as bars: one for each week that it touches, the last week followed by the first."""
    _, ink, tall = SHOWN[piece.rate]
    start, end = monday + piece.start, monday + piece.end
    while start < end:
        stop = min(end, (start // (7 * DAY) + 1) * 7 * DAY)
        week, minute = divmod(start % length, 7 * DAY)
        base = top + (week + 1) * ROW - 4
        yield Box(minute / DAY * column, base - tall, (stop - start) / DAY * column, tall, ink)
        start = stop


def _list_shifts(
    rota: Rota, weeks: list[list[str]], top: float, width: float, left: float
) -> tuple[list[Words], float]:
    """The shifts of the rota with their hours, below the weeks."""
    used = [code for code in rota.shifts if any(code in week for week in weeks)]
    shift_words = []
    for code in used[:MOST_SHIFTS]:
        shift = rota.shifts[code]
        times = f"{_clock(shift.start)} to {_clock(shift.start + shift.length)}"
        times += " the next day" if shift.length == DAY else ""
        shift_words.append(f"{code} {times}, {shift.paid_hours:g} hours paid")
    if len(used) > MOST_SHIFTS:
        shift_words.append(f"and {counted(len(used) - MOST_SHIFTS, 'more shift')} in the table")
    if hours_words := "; ".join(shift_words):
        lines = lines_of(f"Shifts: {hours_words}.", width, most=20)
        middle = top + LINE * (len(lines) - 1) / 2
        return list(stack_lines(lines, -left, middle, colour=FAINT)), top + LINE * len(lines)
    return [], top
