"""The ladder of a workforce, rung by rung: of the people in the band below each post, how many lose and how much."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import altair as alt

from paymodel.answers.phrasing import per_cent, sentence, whole_pounds
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_phrasing import first_of_each_move, in_band
from paymodel.answers.workforce_tables import BAND_HELD, COUNTED, LOSSES, post_words
from paymodel.charts.bars import Part, Row, draw_bars
from paymodel.charts.picture import Picture
from paymodel.charts.style import LOSS, Body, draw_zero_line, overlay
from paymodel.charts.tables import Record, number_of, pick_rows, read_rows
from paymodel.charts.titles import MOST_WORDS_OF_PEOPLE, first_that_fits, out_of
from paymodel.counting import counted
from paymodel.pay.job import BANDS
from paymodel.workforces.disclosure import SMALLEST, control_of

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 24
SHOWN = (BAND_HELD, Column("post"), *COUNTED, LOSSES[1])
"""The columns of the data."""


def ladder_of_workforce(
    table: "Table | pd.DataFrame", stamp: str, *, policy: str | None = None, threshold: int = SMALLEST
) -> Picture:
    """A bar for each rung, the lowest first: the share of the people in the band below a post who lose by taking it.

    `table` is the `summary` of a workforce; the first policy is taken where none is named. What is hidden in it stays
    hidden; `threshold` is that of the run. Raises `ValueError` where nothing in the table bears the name.
    """
    rungs = [row for row in first_of_each_move(pick_rows(read_rows(table), policy=policy)) if row["people"] != 0]
    if not rungs:
        raise ValueError("no post is open to anybody, so the ladder has no rung")
    named = [{**row, "post": post_words(row)} for row in sorted(rungs, key=_height)]
    shown = named[:MOST_ROWS]
    worst = _worst(named)
    more = f" Most lose from {_rung(worst)}." if worst is not None and worst["lose"] else ""
    if len(named) > MOST_ROWS:
        more += f" The {MOST_ROWS} lowest; {counted(len(named) - MOST_ROWS, 'more rung')} in the table."
    return Picture(
        kind="workforce-ladder",
        title=_title(named, worst, control_of(threshold).few),
        subtitle="Share of the people in the band just below each post who would take home less by taking it, per cent,"
        f" and what each of them loses a year on average. Policy: {rungs[0]['policy']}. The lowest rung first." + more,
        alt="A bar for each rung, one below the other. " + " ".join(f"{_say(row, threshold)}." for row in shown),
        table=Table(SHOWN, [[row.get(column.name) for column in SHOWN] for row in named]),
        stamp=stamp,
        draw=lambda width: _draw(shown, threshold, width),
    )


def _height(row: Record) -> int:
    return BANDS.index(row["band_held"]) if row["band_held"] in BANDS else len(BANDS)


def _losing(row: Record) -> float | None:
    """How many lose; None where that, or of how many, is hidden."""
    return None if number_of(row["people"]) is None else number_of(row["lose"])


def _worst(rungs: Sequence[Record]) -> Record | None:
    """The rung on which the largest share loses, of those that can be shown."""
    known = [row for row in rungs if _losing(row) is not None]
    return max(known, key=lambda row: (row["lose"] / row["people"], number_of(row["mean_loss"]) or 0.0), default=None)


def _title(rungs: Sequence[Record], worst: Record | None, few: str) -> str:
    if worst is None:
        return f"{sentence(few)} people would lose on any rung"
    some = "Of those shown, " if any(_losing(row) is None for row in rungs) else ""
    if not worst["lose"]:
        return "Nobody would lose on any rung"
    each = number_of(worst["mean_loss"])
    average = "" if each is None else f", {whole_pounds(each)} a year each"
    who = out_of(worst["lose"], worst["people"])
    most = "most lose" if some else "Most lose"
    return first_that_fits(
        f"{some}{most} from {_rung(worst)}: {who}{average}",
        f"{some}{most} from {_rung(worst)}: {who}",
        f"{sentence(some + who)} {in_band(worst['band_held'])} would lose{average}",
        f"{sentence(some + who)} {in_band(worst['band_held'])} would lose",
        most=MOST_WORDS_OF_PEOPLE,
    )


def _rung(row: Record) -> str:
    return f"{in_band(row['band_held'])} to {row['post']}".removeprefix("in ")


def _few(row: Record, threshold: int) -> str:
    """What a row says whose losers are redacted."""
    few = control_of(threshold).few
    return f"{few} people" if number_of(row["people"]) is None else f"{few} of {row['people']:,} lose"


def _say(row: Record, threshold: int) -> str:
    lose, each = _losing(row), number_of(row["mean_loss"])
    if lose is None:
        return f"From {_rung(row)}: {_few(row, threshold)}"
    pounds = "" if each is None else f", {whole_pounds(each)} a year each on average"
    return f"From {_rung(row)}: {lose:,.0f} of {row['people']:,} lose{pounds}"


def _row(row: Record, threshold: int) -> Row:
    name = sentence(_rung(row))
    lose, each = _losing(row), number_of(row["mean_loss"])
    if lose is None:
        return Row(name, words=_few(row, threshold))
    share = lose / row["people"]
    part = (Part(0.0, share, LOSS, per_cent(share)),) if share else ()
    return Row(name, part, (f"{lose:,.0f} of {row['people']:,}", "" if each is None else whole_pounds(each)))


def _draw(shown: Sequence[Record], threshold: int, width: int) -> Body:
    rows = [_row(row, threshold) for row in shown]
    open_ = any(row.amounts for row in rows)  # without a bar an axis would measure nothing
    axis = alt.Axis(title=None, format=".0%", tickCount=3) if open_ else None
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)
    heads = ("Lose", "Each, a year") if open_ else ("", "")
    layers, plot, height, _ = draw_bars(rows, heads, 98, width, x, (0, 1))
    return overlay(layers[0], draw_zero_line(), *layers[1:], width=plot, height=height)
