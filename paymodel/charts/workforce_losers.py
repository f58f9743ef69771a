"""Who loses across a workforce: shares that lose, stay about the same and gain, by group or by post."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from paymodel.answers.phrasing import per_cent, sentence, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_phrasing import first_of_each_move, in_band
from paymodel.answers.workforce_tables import ALL_BANDS, COUNTED, LOSSES, group_named, group_words
from paymodel.charts.bars import Part, Row, draw_bars
from paymodel.charts.layout import draw_key
from paymodel.charts.picture import Picture
from paymodel.charts.style import BOARD, GAIN, LOSS, SAME, Body, draw_zero_line, overlay
from paymodel.charts.tables import Record, number_of, pick_rows, read_rows
from paymodel.charts.titles import MOST_WORDS_OF_PEOPLE, first_that_fits, out_of
from paymodel.counting import counted
from paymodel.workforces.disclosure import SMALLEST, Control, control_of

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 20
KINDS = (("lose", "Lose", LOSS), ("same", "About the same", SAME), ("gain", "Gain", GAIN))
"""Columns of the table in the order of the parts of a bar, with what they are called and their colours."""
SHOWN = (Column("name"), *COUNTED, LOSSES[1])
"""The columns of the data."""


def losers(
    table: "Table | pd.DataFrame",
    stamp: str,
    *,
    column: str | None = None,
    post: str | None = None,
    policy: str | None = None,
    pattern: str | None = None,
    threshold: int = SMALLEST,
) -> Picture:
    """Who loses, as shares of the people to whom a post is open.

    `table` is the `summary` of a workforce (a bar for each post, of the people in the band just below it; or for one
    `post`, a bar for each band, from the band just below) or its `groups` (a bar for each value of `column`, for one
    post and pattern). The first policy, post, pattern and column of the table are taken where none is named. What
    is redacted in the table stays redacted: an outcome is a gap in its bar, and a row of which no outcome is shown
    holds words; `threshold` is that of the run. Raises `ValueError` where nothing in the table bears the names.
    """
    rows = read_rows(table)
    by_group = bool(rows) and "column" in rows[0]
    rows = pick_rows(rows, policy=policy)
    if by_group:
        rows = pick_rows(pick_rows(rows, post=post), pattern=pattern)
        rows = pick_rows(rows, column=column)
    elif post is not None:
        rows = pick_rows(pick_rows(rows, post=post), pattern=pattern)
    else:
        rows = first_of_each_move(rows)
    first, by_band = rows[0], not by_group and post is not None
    posts = [row["post"] for row in rows]
    several = {name for name in posts if not by_band and posts.count(name) > 1}
    named = [{**row, "name": _name(row, by_group, by_band, row["post"] in several)} for row in rows]
    shown = sorted((row for row in named if row["people"] != 0), key=lambda row: (-_people(row), str(row["name"])))
    left_out, empty = len(shown[MOST_ROWS:]), len(named) - len(shown)
    shown = [row for row in named if row in shown] if by_band else sorted(shown[:MOST_ROWS], key=_order)
    thing = group_words(str(first["column"])) if by_group else "band held" if by_band else "post"
    whom = "to whom the post would be open" if by_group or by_band else "in the band just below each post"
    subtitle = f"Share of the people {whom}, per cent, by {thing}. Policy: {first['policy']}."
    subtitle += " The band just below the post first." if by_band else " The lowest mean change first."
    if left_out:
        subtitle += f" The {MOST_ROWS} with most people; {counted(left_out, 'more row')} in the table."
    if empty:
        subtitle += f" Nobody could take it up in {counted(empty, 'more row')} of the table."
    few = control_of(threshold)
    worst = _worst(shown, by_band)
    if by_band or by_group:
        subtitle = f"Moving to {first['post']}. {subtitle}"
    if worst is not None and worst["lose"] and not by_band:
        named_worst = group_named(thing, worst["name"]) if by_group else worst["name"]
        subtitle += f" The largest share: {named_worst}; pounds are the mean of those who lose."
    return Picture(
        kind="losers",
        title=_title(shown, worst, thing, few, by_band=by_band),
        subtitle=subtitle,
        alt="Bars one below the other, each of three parts: who loses, who stays about the same and who gains. "
        + " ".join(_say_row(row, few) for row in shown),
        table=Table(SHOWN, [[row.get(column.name) for column in SHOWN] for row in named]),
        stamp=stamp,
        draw=lambda width: _draw(shown, few, width),
    )


def _name(row: Record, by_group: bool, by_band: bool, several: bool) -> str:
    if by_group:
        return str(row["value"])
    held = "everybody" if row["band_held"] == ALL_BANDS else f"band {row['band_held']}"
    return sentence(held) if by_band else f"{_post_name(row, several)}, from {held}"


def _post_name(row: Record, several: bool) -> str:
    return f"Pattern {row['pattern']}: {row['post']}" if several and row["pattern"] else str(row["post"])


def _people(row: Record) -> float:
    return number_of(row["people"]) or 0.0


def _has_bar(row: Record) -> bool:
    """Whether a row shows its people and what some of them would see."""
    return number_of(row["people"]) is not None and any(number_of(row[kind]) is not None for kind, *_ in KINDS)


def _order(row: Record) -> tuple[Any, ...]:
    mean = number_of(row.get("mean_change"))
    return (mean is None, mean or 0.0, -_people(row), str(row["name"]))


def _share(row: Record) -> float:
    return (number_of(row["lose"]) or 0.0) / max(_people(row), 1)


def _worst(shown: Sequence[Record], by_band: bool) -> Record | None:
    """The row of which the largest share loses, of those that can be shown; of bands the one just below the post."""
    known = [row for row in shown if _says_who_loses(row)]
    return next(iter(known), None) if by_band else max(known, key=_share, default=None)


def _says_who_loses(row: Record) -> bool:
    return number_of(row["lose"]) is not None and number_of(row["people"]) is not None


def _title(shown: Sequence[Record], worst: Record | None, thing: str, few: Control, *, by_band: bool) -> str:
    if worst is None:
        return f"{sentence(few.few)} people would lose, whatever the {thing}"
    known = [row for row in shown if _says_who_loses(row)]
    some = "Of those shown, " if len(known) < len(shown) else ""
    lose, people = int(number_of(worst["lose"]) or 0), int(_people(worst))
    each = number_of(worst.get("mean_loss"))
    if lose:
        count = sentence(f"{some}{out_of(lose, people)}")
        band = worst["band_held"] if "column" not in worst else worst["value"] if worst["column"] == "band" else None
        among = f"({thing}: {worst['name']})" if band is None else in_band(band)
        average = [] if each is None else [f"{count} {among} lose {whole_pounds(each)} a year each on average"]
        average += [title.removesuffix(end) for end in (" on average", " each on average") for title in average]
        titles = (*average, f"{count} {among} would lose", f"{count} would lose")
        return first_that_fits(*titles, most=MOST_WORDS_OF_PEOPLE)
    if by_band:
        return f"{some}{'nobody' if some else 'Nobody'} {in_band(worst['band_held'])} would lose"
    rises = [mean for row in known if (mean := number_of(row.get("mean_change"))) is not None]
    least = min(rises, default=0.0)
    rise = f": take-home pay rises {whole_pounds(least)} a year or more on average" if least > 0 else ""
    return first_that_fits(f"Nobody shown would lose{rise}", "Nobody shown would lose", most=MOST_WORDS_OF_PEOPLE)


def _no_bar(row: Record, few: Control) -> str:
    """What stands in place of a bar: why, and what may be shown of the people."""
    people, mean = number_of(row["people"]), number_of(row.get("mean_change"))
    if people is None:
        return f"{few.few} people"
    change = "" if mean is None else f"; mean change {signed_whole_pounds(mean)}"
    return f"{people:,.0f} people, {few.few} in each outcome{change}"


def _say_row(row: Record, few: Control) -> str:
    if not _has_bar(row):
        return f"{row['name']}: {_no_bar(row, few)}."
    lose, same, gain = (few.few if number_of(row[kind]) is None else f"{row[kind]:,}" for kind, *_ in KINDS)
    counts = f"{lose} lose, {same} about the same, {gain} gain"
    return f"{row['name']}, {counted(_people(row), 'person', 'people')}: {counts}."


def _row(row: Record, few: Control) -> Row:
    name = str(row["name"])
    if not _has_bar(row):
        return Row(name, words=_no_bar(row, few))
    counts = [number_of(row[kind]) for kind, *_ in KINDS]
    known = sum(count for count in counts if count is not None)
    whole = max(_people(row), known)  # rounded counts may add up to more
    gap = (whole - known) / max(counts.count(None), 1)
    parts, at = [], 0.0
    for count, (_, _, colour) in zip(counts, KINDS, strict=True):
        share = (gap if count is None else count) / whole
        if count:
            parts.append(Part(at, at + share, colour, per_cent(share)))
        at += share
    lose = f"<{few.most_redacted + 1}" if counts[0] is None else f"{row['lose']:,}"
    return Row(name, tuple(parts), (lose, f"{row['people']:,}"))


def _draw(shown: Sequence[Record], few: Control, width: int) -> Body:
    rows = [_row(row, few) for row in shown]
    open_ = any(row.parts for row in rows)  # without a bar an axis would measure nothing
    axis = alt.Axis(title=None, format=".0%", tickCount=4 if width >= BOARD else 2) if open_ else None
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)
    layers, plot, height, left = draw_bars(rows, ("Lose", "of all") if open_ else ("", ""), 56, width, x, (0, 1))
    key = draw_key([(name, colour) for _, name, colour in KINDS], left, -40) if open_ else []
    return overlay(layers[0], draw_zero_line(), *layers[1:], *key, width=plot, height=height)
