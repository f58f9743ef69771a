"""Who loses across a workforce: shares that lose, stay about the same and gain, by group or by post."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt

from paymodel.answers.phrasing import per_cent, sentence, signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_phrasing import HERE_OR_BESIDE, first_of_each_move, in_band, post_words
from paymodel.answers.workforce_tables import ALL_BANDS, COUNTED, LOSSES, group_words
from paymodel.charts.bars import Part, Row, draw_bars
from paymodel.charts.layout import draw_key
from paymodel.charts.picture import Picture
from paymodel.charts.style import BOARD, GAIN, LOSS, SAME, Body, draw_zero_line
from paymodel.charts.tables import Record, number_of, pick_rows, read_rows
from paymodel.counting import counted
from paymodel.workforces.run import SMALLEST

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
    is hidden in the table stays hidden: such a row holds words and no bar; `threshold` is that of the run. Which row is
    small itself, and which is hidden to protect it, is not said: that would tell the small ones. Raises `ValueError`
    where nothing in the table bears the names.
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
    why = _Why(threshold, ", here or in another row" if by_group else f", {HERE_OR_BESIDE}")
    return Picture(
        kind="losers",
        title=_title(shown, "" if post is None and not by_group else str(first["post"]), thing),
        subtitle=subtitle,
        alt="Bars one below the other, each of three parts: who loses, who stays about the same and who gains. "
        + " ".join(_say_row(row, why) for row in shown),
        table=Table(SHOWN, [[row.get(column.name) for column in SHOWN] for row in named]),
        stamp=stamp,
        draw=lambda width: _draw(shown, why, width),
    )


class _Why(NamedTuple):
    """Why figures are hidden: counts from 1 to below a threshold, and where they may stand."""

    threshold: int
    where: str

    def words(self, row: Record) -> str:
        """Why who loses is hidden in a row."""
        of_what = "people" if number_of(row["people"]) is None else "in one outcome"
        return f"hidden: fewer than {self.threshold} {of_what}{self.where}"


def _name(row: Record, by_group: bool, by_band: bool, several: bool) -> str:
    if by_group:
        return str(row["value"])
    held = "everybody" if row["band_held"] == ALL_BANDS else f"band {row['band_held']}"
    return sentence(held) if by_band else f"{_post_name(row, several)}, from {held}"


def _post_name(row: Record, several: bool) -> str:
    return f"Pattern {row['pattern']}: {row['post']}" if several and row["pattern"] else str(row["post"])


def _people(row: Record) -> float:
    return number_of(row["people"]) or 0.0


def _is_open(row: Record) -> bool:
    """Whether every count of a row may be shown."""
    return all(number_of(row[name]) is not None for name in ("people", "lose", "same", "gain"))


def _order(row: Record) -> tuple[Any, ...]:
    mean = number_of(row.get("mean_change"))
    return (mean is None, mean or 0.0, -_people(row), str(row["name"]))


def _share(row: Record) -> float:
    return (number_of(row["lose"]) or 0.0) / max(_people(row), 1)


def _title(shown: Sequence[Record], post: str, thing: str) -> str:
    where = f" on moving to {post}" if post else ""
    known = [row for row in shown if _is_open(row)]
    if not known:
        return f"Who would lose{where} is hidden by {thing}, so that small numbers stay hidden"
    some = f"Of what can be shown by {thing}: " if len(known) < len(shown) else ""
    by_band = bool(post) and "column" not in known[0]
    worst = known[0] if by_band else max(known, key=_share)
    lose, people = int(number_of(worst["lose"]) or 0), int(_people(worst))
    each = number_of(worst.get("mean_loss"))
    if lose:
        average = "" if each is None else f": take-home pay falls {whole_pounds(each)} a year each on average"
        if "column" in worst:
            among = f"({str(worst['column']).replace('_', ' ')}: {worst['name']})"
        else:
            among, where = in_band(worst["band_held"]), f" on moving to {post_words(worst)}"
        return f"{some}{lose:,} of {counted(people, 'person', 'people')} {among} would lose{where}{average}"
    if by_band:
        return f"{some}Nobody {in_band(worst['band_held'])} would lose{where}"
    rises = [mean for row in known if (mean := number_of(row.get("mean_change"))) is not None]
    least = min(rises, default=0.0)
    rise = f": take-home pay rises {whole_pounds(least)} a year or more on average" if least > 0 else ""
    return f"Nobody shown would lose{where}{rise}"


def _say_hidden(row: Record, why: _Why) -> str:
    """What stands in place of a bar: why, and what may be shown of the people."""
    people, mean = number_of(row["people"]), number_of(row.get("mean_change"))
    known = [] if people is None else [counted(people, "person", "people")]
    known += [] if mean is None else [f"mean change {signed_whole_pounds(mean)}"]
    return why.words(row) + (f" ({', '.join(known)})" if known else "")


def _say_row(row: Record, why: _Why) -> str:
    if not _is_open(row):
        return f"{row['name']}: {_say_hidden(row, why)}."
    counts = f"{row['lose']:,} lose, {row['same']:,} about the same, {row['gain']:,} gain"
    return f"{row['name']}, {counted(_people(row), 'person', 'people')}: {counts}."


def _row(row: Record, why: _Why) -> Row:
    name = str(row["name"])
    if not _is_open(row):
        return Row(name, words=_say_hidden(row, why))
    parts, at = [], 0.0
    for kind, _, colour in KINDS:
        share = float(number_of(row[kind]) or 0.0) / _people(row)
        if share:
            parts.append(Part(at, at + share, colour, per_cent(share)))
        at += share
    return Row(name, tuple(parts), (f"{row['lose']:,}", f"{row['people']:,}"))


def _draw(shown: Sequence[Record], why: _Why, width: int) -> Body:
    rows = [_row(row, why) for row in shown]
    open_ = any(row.parts for row in rows)  # without a bar an axis would measure nothing
    axis = alt.Axis(title=None, format=".0%", tickCount=4 if width >= BOARD else 2) if open_ else None
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=axis)
    layers, plot, height, left = draw_bars(rows, ("Lose", "of all") if open_ else ("", ""), 56, width, x, (0, 1))
    key = draw_key([(name, colour) for _, name, colour in KINDS], left, -40) if open_ else []
    return alt.layer(layers[0], draw_zero_line(), *layers[1:], *key, width=plot, height=height)
