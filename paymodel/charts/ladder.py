"""The ladder of allied health professions' bands: what the promotion of each rung changes in take-home pay."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np

from paymodel.charts.layout import Words, largest, moves, place, written
from paymodel.charts.letters import fitted
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import GAIN, LOSS, Body, data, pounds_axis, room, zero_line
from paymodel.files.scales import load_policy
from paymodel.job import BAND_CODE, BANDS, Job
from paymodel.payslips import payslip, whole_time_basic_pay
from paymodel.posts import Post, offer_payslip, placed
from paymodel.reading.words import signed_whole_pounds

BANDS_OF_LADDER = ("5", "6", "7", "8a", "8b", "8c", "8d", "9")
CLINICAL = ("5", "6", "7")
"""Bands whose posts work unsocial hours; posts of the others keep office hours."""
MOST = 24
ROW = 36
LEAST_POUNDS = 10.0


@dataclass(frozen=True)
class Rung:
    """A rung of a ladder: what it is called, and the change of take-home pay on taking it, pounds a year."""

    name: str
    change: float


def rungs_of(nation: str, as_at: datetime.date | str, unsocial_share: float) -> list[Rung]:
    """Each rung from the top step of a band to the step where promotion starts in the next, whole time, in a nation.

    `unsocial_share` (0.2 for 20%) is unsocial hours pay as a part of basic pay in bands 5, 6 and 7; from 8a up posts
    keep office hours. The pattern is the same up to band 7 and different from there. Raises `ValueError` for a share
    below nought or above one, and `NotInForce` for a day without rates.

    >>> [(rung.name, rung.change) for rung in rungs_of("england", "2026-11-22", 0.0)][2]
    ('Band 7 to 8a', 522.51)
    """
    if not 0 <= unsocial_share <= 1:
        raise ValueError(f"'{unsocial_share}' is no share of basic pay: 0 to 1")
    policy = load_policy(nation, as_at)
    found = []
    for index, band in enumerate(BANDS_OF_LADDER[1:]):
        below = BANDS_OF_LADDER[index]
        same = band in CLINICAL
        top = Job(band=BAND_CODE[below], step=policy.pay_points.steps(BAND_CODE[below]))
        kept = unsocial_share if below in CLINICAL else 0.0
        held = _post(top.with_(unsocial_hours_payment=whole_time_basic_pay(top, policy) * kept))
        offer = placed(held, _post(Job(band=BAND_CODE[band])), policy)
        kept = unsocial_share if same else 0.0
        job = offer.job.with_(unsocial_hours_payment=whole_time_basic_pay(offer.job, policy) * kept)
        before = payslip(held.job, policy)["take_home_pay"]
        after = offer_payslip(held, job, policy, same_pattern=same)["take_home_pay"]
        found.append(Rung(f"Band {below} to {band}", float(np.round(after - before, 2))))
    return found


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
    shown = [rungs[at] for at in largest([rung.change for rung in rungs], MOST)]
    more = f" The {MOST} largest of {len(rungs)} changes are shown." if len(rungs) > MOST else ""
    said = "; ".join(f"{rung.name} {signed_whole_pounds(rung.change / 12)}" for rung in shown)
    return Picture(
        kind="ladder",
        title=_title(rungs),
        subtitle=f"Change of take-home pay on each promotion, pounds a month.{' ' if note else ''}{note}{more}",
        alt=f"A bar for each rung of the ladder, to the right where take-home pay rises and to the left where it falls."
        f" In pounds a month: {said}.{more}",
        head=("rung", "take_home_change_a_month", "take_home_change_a_year"),
        rows=[(rung.name, round(rung.change / 12, 2), rung.change) for rung in rungs],
        stamp=stamp_of(scenario_id, nation, as_at),
        draw=lambda width: _draw(shown, width),
    )


def _title(rungs: Sequence[Rung]) -> str:
    ordered = sorted(rungs, key=lambda rung: rung.change)
    least, most = ordered[0], ordered[-1]
    falls = [rung for rung in rungs if moves(rung.change / 12).startswith("falls")]
    if len(rungs) == 1:
        return f"Take-home pay {moves(least.change / 12)} on the rung {least.name}"
    if not falls:
        rises = moves(most.change / 12)
        if not rises.startswith("rises"):
            return f"Take-home pay stays about the same on all {len(rungs)} rungs"
        first = f"Take-home pay {moves(least.change / 12)} on the rung that pays least, {least.name}"
        return f"{first}, and {rises} on the best, {most.name}"
    if len(falls) == 1:
        return f"Take-home pay {moves(least.change / 12)} on one rung of {len(rungs)}: {least.name}"
    worst = f"it {moves(least.change / 12)} on {least.name}"
    return f"Take-home pay falls on {len(falls)} rungs of {len(rungs)}: {worst}"


def _draw(rungs: Sequence[Rung], width: int) -> Body:
    whole = width - 24
    names, figures = round(whole * 0.3), 56
    plot, height = whole - names - figures, ROW * len(rungs)
    words = []
    rows = []
    for number, rung in enumerate(rungs):
        middle = (number + 0.5) * ROW
        lines = fitted(rung.name, names - 10)
        words += [Words(line, -names, middle + 14 * (at - (len(lines) - 1) / 2)) for at, line in enumerate(lines)]
        monthly = rung.change / 12
        words.append(Words(signed_whole_pounds(monthly), plot + figures, middle, "right", bold=True))
        colour = GAIN if monthly > 0 else LOSS
        rows.append({"from": 0, "to": monthly, "y": middle - 11, "y2": middle + 11, "colour": colour})
    low, high = room([rung.change / 12 for rung in rungs])
    if high - low < LEAST_POUNDS:  # pennies must not look large
        low, high = -LEAST_POUNDS, LEAST_POUNDS
    across = alt.Scale(domain=(low, high), nice=False)
    bars = (
        data(rows)
        .mark_rect()
        .encode(
            x=alt.X("from:Q", axis=pounds_axis("Pounds a month", plot * 1.5), scale=across),
            x2="to:Q",
            y=place("y"),
            y2="y2:Q",
            color=alt.Color("colour:N", scale=None),
        )
    )
    return alt.layer(bars, zero_line(), written(words)).properties(width=plot, height=height)
