"""The ladder of allied health professions' bands: what the promotion of each rung changes in take-home pay."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from paymodel.answers.columns import MONTH_AND_YEAR, change, columns_of
from paymodel.answers.phrasing import percent, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.charts.layout import Words, draw_words, pixels_down, stack_lines
from paymodel.charts.letters import LINE, lines_of
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import GAIN, LOSS, MUTED, Body, bounds_with_room, data, draw_zero_line, overlay, pounds_axis
from paymodel.charts.titles import first_that_fits, pick_largest, say_change
from paymodel.counting import counted
from paymodel.files.scales import load_policy
from paymodel.moves.posts import Post, offer_payslip, placed
from paymodel.pay.job import BAND_CODE, BANDS, Job, Payslip
from paymodel.pay.payslips import payslip, whole_time_basic_pay
from paymodel.pay.rule_book import RuleBook

BANDS_OF_LADDER = ("5", "6", "7", "8a", "8b", "8c", "8d", "9")
CLINICAL = ("5", "6", "7")
"""Bands whose posts work unsocial hours; posts of the others keep office hours."""
MOST = 24
ROW = 36
LEAST_POUNDS = 10.0
MEASURED = (
    "Change of take-home pay on promotion from the top step of each band to the next band, pounds a month. Whole time,"
    " in the pension scheme, no student loan or supplement."
)


@dataclass(frozen=True)
class Rung:
    """A rung of a ladder: what it is called, and the change of take-home pay on taking it, pounds a year."""

    name: str
    change: float


def rungs_of(nation: str, as_at: datetime.date | str, unsocial_share: float) -> list[Rung]:
    """The rungs under the rules in force in a nation on a day: see `rungs_under`. Raises `NotInForce` too.

    >>> [(rung.name, rung.change) for rung in rungs_of("england", "2026-11-22", 0.0)][2]
    ('Band 7 to 8a', 522.51)
    """
    return rungs_under(load_policy(nation, as_at), unsocial_share)


def rungs_under(rule_book: RuleBook, unsocial_share: float) -> list[Rung]:
    """Each rung from the top step of a band to the step where promotion starts in the next, whole time.

    `unsocial_share` (0.2 for 20%) is unsocial hours pay as a part of basic pay in bands 5, 6 and 7; from 8a up posts
    keep office hours. The pattern is the same up to band 7 and different from there. Raises `ValueError` for a share
    below nought or above one.
    """
    if not 0 <= unsocial_share <= 1:
        raise ValueError(f"'{unsocial_share}' is no share of basic pay: 0 to 1")
    rungs = []
    for index, band in enumerate(BANDS_OF_LADDER[1:]):
        below = BANDS_OF_LADDER[index]
        same = band in CLINICAL
        top = Job(band=BAND_CODE[below], step=rule_book.pay_points.steps(BAND_CODE[below]))
        kept = unsocial_share if below in CLINICAL else 0.0
        held = _post(top.with_(unsocial_hours_payment=whole_time_basic_pay(top, rule_book) * kept))
        offer = placed(held, _post(Job(band=BAND_CODE[band])), rule_book)
        kept = unsocial_share if same else 0.0
        job = offer.job.with_(unsocial_hours_payment=whole_time_basic_pay(offer.job, rule_book) * kept)
        before = payslip(held.job, rule_book)["take_home_pay"]
        after = offer_payslip(held, job, rule_book, same_pattern=same)["take_home_pay"]
        rungs.append(Rung(f"Band {below} to {band}", float(np.round(after - before, 2))))
    return rungs


def unsocial_share_of(held: Payslip) -> float:
    """Unsocial hours pay of a payslip as a part of its basic pay, to a hundredth of a per cent and at most all of it.

    >>> unsocial_share_of({"basic_pay": np.array(48_117.0), "unsocial_hours_payment": np.array(12_029.25)})
    0.25
    """
    basic = float(held["basic_pay"])
    return min(round(float(held["unsocial_hours_payment"]) / basic, 4), 1.0) if basic else 0.0


def with_share(share: float) -> str:
    """What a ladder takes for granted of unsocial hours, in words."""
    if not share:
        return "No unsocial hours pay in any band: the post held has none."
    paid = f"unsocial hours pay of {percent(share)} of basic pay"
    return f"Bands 5 to 7 with {paid}, as in the post held; none from 8a up."


def _post(job: Job) -> Post:
    return Post(f"Band {BANDS[int(np.asarray(job.band))]}", job, job)


def ladder(
    rungs: Sequence[Rung], nation: str, as_at: datetime.date, scenario_id: str = "ladder", note: str = ""
) -> Picture:
    """What each rung of a ladder changes in take-home pay, pounds a month; the 24 largest changes if there are more.

    `note` is added to what is measured: what was assumed of unsocial hours, say. Raises `ValueError` without rungs.
    """
    if not rungs:
        raise ValueError("a ladder has a rung at least")
    shown = [rungs[at] for at in pick_largest([rung.change for rung in rungs], MOST)]
    more = f" The {MOST} largest of {counted(len(rungs), 'change')} are shown." if len(rungs) > MOST else ""
    rung_words = "; ".join(f"{rung.name} {signed_whole_pounds(rung.change / 12)}" for rung in shown)
    return Picture(
        kind="ladder",
        title=_title(rungs),
        subtitle=f"{MEASURED}{' ' if note else ''}{note}{more}",
        alt=f"A bar for each rung of the ladder, to the right where take-home pay rises and to the left where it falls."
        f" In pounds a month: {rung_words}.{more}",
        table=Table(
            [Column("rung"), *columns_of(*MONTH_AND_YEAR)],
            [(rung.name, round(rung.change / 12, 2), rung.change) for rung in rungs],
        ),
        stamp=stamp_of(scenario_id, nation, as_at),
        draw=lambda width: _draw(shown, width),
    )


TODAY_AND_AFTER = (
    *(change(f"{when}_a_month", unit=Unit.POUNDS_A_MONTH) for when in ("today", "after")),
    *(change(f"{when}_a_year") for when in ("today", "after", "difference")),
)
"""Columns of what a move does today and after a change."""


def ladder_beside(
    today: Sequence[Rung],
    after: Sequence[Rung],
    change: str,
    nation: str,
    as_at: datetime.date,
    scenario_id: str = "ladder",
    note: str = "",
) -> Picture:
    """A ladder today and the same ladder after a change, which is named in words; pounds a month.

    Raises `ValueError` without rungs, or where the two have different ones.
    """
    if not today or [rung.name for rung in today] != [rung.name for rung in after]:
        raise ValueError("two ladders beside one another have the same rungs, one at least")
    pairs = list(zip(today, after, strict=True))
    falls = [sum(say_change(rung.change / 12).startswith("falls") for rung in rungs) for rungs in (today, after)]
    moved = max(pairs, key=lambda pair: abs(pair[1].change - pair[0].change))
    most = moved[1].change - moved[0].change
    title = f"Rungs move by at most {whole_pounds(most / 12)} a month"
    if signed_whole_pounds(most / 12) == "£0":
        title = "No rung moves by a pound a month"
    count = f"{falls[0]} of {len(today)} fall" if falls[0] == falls[1] else f"{falls[0]} fall today, {falls[1]} after"
    rung_words = "; ".join(
        f"{a.name} {signed_whole_pounds(a.change / 12)} today, {signed_whole_pounds(b.change / 12)} after"
        for a, b in pairs
    )
    return Picture(
        kind="ladder-beside",
        title=f"{title}; {count}",
        subtitle=f"{MEASURED} Upper bar, grey: today. Lower bar: after the change ({change}) [assumed]."
        f" Moved most: {moved[0].name}.{note and f' {note}'}",
        alt=f"Two bars for each rung of the ladder, today and after the change. In pounds a month: {rung_words}.",
        table=Table(
            [Column("rung"), *TODAY_AND_AFTER],
            [
                (
                    a.name,
                    round(a.change / 12, 2),
                    round(b.change / 12, 2),
                    a.change,
                    b.change,
                    round(b.change - a.change, 2),
                )
                for a, b in pairs
            ],
        ),
        stamp=stamp_of(scenario_id, nation, as_at),
        draw=lambda width: _draw(today, width, after),
    )


def _title(rungs: Sequence[Rung]) -> str:
    ordered = sorted(rungs, key=lambda rung: rung.change)
    least, most = ordered[0], ordered[-1]
    falls = [rung for rung in rungs if say_change(rung.change / 12).startswith("falls")]
    if len(rungs) == 1:
        does = f"Take-home pay {say_change(least.change / 12)} on"
        return first_that_fits(f"{does} the rung {least.name}", f"{does} the one rung")
    if not falls:
        rises = say_change(most.change / 12)
        if not rises.startswith("rises"):
            return f"Take-home pay stays about the same on all {len(rungs)} rungs"
        return f"Take-home pay falls on no rung of {len(rungs)}: it {rises} at best"
    if len(falls) == 1:
        does = f"Take-home pay {say_change(least.change / 12)} on one rung of {len(rungs)}"
        return first_that_fits(f"{does}: {least.name}", does)
    return f"Take-home pay falls on {len(falls)} of {len(rungs)} rungs, by {whole_pounds(least.change / 12)} at worst"


def _draw(rungs: Sequence[Rung], width: int, after: Sequence[Rung] = ()) -> Body:
    whole = width - 24
    names, figures = round(whole * 0.34), 62
    row = ROW + (LINE if after else 0)
    plot, height = whole - names - figures, row * len(rungs)
    words: list[Words] = []
    rows = []
    for number, rung in enumerate(rungs):
        middle = (number + 0.5) * row
        lines = lines_of(rung.name, names - 10)
        words += stack_lines(lines, -names, middle)
        bars = [(rung.change / 12, middle, 11.0, False)]
        if after:
            bars = [(rung.change / 12, middle - 10, 7.0, True), (after[number].change / 12, middle + 9, 9.0, False)]
        for monthly, y, half, faint in bars:
            colour = MUTED if faint else GAIN if monthly > 0 else LOSS
            label = Words(signed_whole_pounds(monthly), plot + figures, y, "right", bold=not faint)
            words.append(label)
            rows.append({"from": 0, "to": monthly, "y": y - half, "y2": y + half, "colour": colour})
    low, high = bounds_with_room([rung.change / 12 for rung in (*rungs, *after)])
    if high - low < LEAST_POUNDS:  # pennies must not look large
        low, high = -LEAST_POUNDS, LEAST_POUNDS
    across = alt.Scale(domain=(low, high), nice=False)
    bars = (
        data(rows)
        .mark_rect()
        .encode(
            x=alt.X("from:Q", axis=pounds_axis("Pounds a month", plot * 1.5), scale=across),
            x2=alt.X2("to:Q"),
            y=pixels_down(),
            y2=alt.Y2("y2:Q"),
            color=alt.Color("colour:N", scale=None),
        )
    )
    return overlay(bars, draw_zero_line(), draw_words(words), width=plot, height=height)
