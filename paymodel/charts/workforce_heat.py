"""Groups of a workforce by post: a heat map of the share of each group who lose by moving to each post."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paymodel.answers.phrasing import per_cent, sentence
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_tables import COUNTED, HIDDEN, group_named, group_words, post_words
from paymodel.charts.heat import HeatCell, draw_heat, shade
from paymodel.charts.picture import Picture
from paymodel.charts.style import PAPER
from paymodel.charts.tables import Record, number_of, pick_rows, read_rows
from paymodel.charts.titles import MOST_WORDS_OF_PEOPLE, first_that_fits, out_of
from paymodel.counting import counted

if TYPE_CHECKING:
    import pandas as pd

MOST_GROUPS, MOST_POSTS = 30, 32
SHOWN = (Column("value", "Group"), Column("post"), *COUNTED)
"""The columns of the data."""


def losers_by_group_and_post(
    table: "Table | pd.DataFrame", stamp: str, *, column: str | None = None, policy: str | None = None
) -> Picture:
    """The share of each group (rows) who lose by moving to each post (columns).

    `table` are the `groups` of a workforce; the first column and policy are taken where none is named. What is hidden
    in it stays hidden. Raises `ValueError` where nothing in the table bears the names, or no post is open to anybody.
    """
    rows = pick_rows(pick_rows(read_rows(table), policy=policy), column=column)
    named = [{**row, "post": post_words(row)} for row in rows if row["people"] != 0]
    if not named:
        raise ValueError("no post is open to anybody of these groups")
    groups, posts = _groups_with_most(named), list(dict.fromkeys(row["post"] for row in named))[:MOST_POSTS]
    shown = [row for row in named if row["value"] in groups and row["post"] in posts]
    thing = group_words(str(rows[0]["column"]))
    all_groups = len({row["value"] for row in named})
    more = f" Of {all_groups} groups, the {len(groups)} with most people are shown." if all_groups > len(groups) else ""
    if (worst := _worst(shown)) is not None and worst["lose"]:
        more += f" The largest share: {_group(worst)} on moving to {worst['post']}."
    return Picture(
        kind="workforce-heat-map",
        title=_title(shown, thing),
        subtitle=f"Share of the people of each group, by {thing}, who would take home less on moving to the post above,"
        f" per cent. Blank: open to nobody there. {HIDDEN}: redacted, as few lose. Policy: {rows[0]['policy']}.{more}",
        alt=f"A table of {counted(len(groups), 'group')} by {counted(len(posts), 'post')}; each cell is the share who"
        " lose." + "".join(_say(group, [row for row in shown if row["value"] == group]) for group in groups),
        table=Table(SHOWN, [[row.get(each.name) for each in SHOWN] for row in named]),
        stamp=stamp,
        draw=lambda width: draw_heat(_cells(shown), groups, posts, width),
    )


def _groups_with_most(rows: Sequence[Record]) -> list[str]:
    """The groups with most people in any post, in the order of the table."""
    people: dict[str, float] = {}
    for row in rows:
        people[row["value"]] = max(people.get(row["value"], 0.0), number_of(row["people"]) or 0.0)
    most = sorted(people, key=lambda group: -people[group])[:MOST_GROUPS]
    return [group for group in people if group in most]


def _group(row: Record) -> str:
    return group_named(str(row["column"]), str(row["value"]))


def _cells(rows: Sequence[Record]) -> dict[tuple[str, str], HeatCell]:
    cells = {}
    for row in rows:
        share = number_of(row["share_losing"])
        cell = HeatCell(HIDDEN, PAPER) if share is None else HeatCell(per_cent(share), shade(-share))
        cells[row["value"], row["post"]] = cell
    return cells


def _worst(rows: Sequence[Record]) -> Record | None:
    """The row of which the largest share loses, of those that can be shown."""
    known = [row for row in rows if number_of(row["lose"]) is not None and number_of(row["people"]) is not None]
    return max(known, key=lambda row: (row["lose"] / row["people"], row["lose"]), default=None)


def _title(rows: Sequence[Record], thing: str) -> str:
    worst = _worst(rows)
    if worst is None:
        return f"Few would lose in any {thing}: each number is too small to publish"
    some = "Of those shown, " if any(number_of(row["lose"]) is None for row in rows) else ""
    if not worst["lose"]:
        return f"{some}{'nobody' if some else 'Nobody'} would lose by {thing} and post"
    most = f"{some}{'most' if some else 'Most'} lose"
    of_how_many = out_of(worst["lose"], worst["people"])
    return first_that_fits(
        f"{most} in {_group(worst)} on moving to {worst['post']}: {of_how_many}",
        f"{most} in {_group(worst)}: {of_how_many}",
        f"{sentence(some + of_how_many)} of a group would lose, the largest share",
        most=MOST_WORDS_OF_PEOPLE,
    )


def _say(group: str, rows: Sequence[Record]) -> str:
    worst = _worst(rows)
    if worst is None:
        return f" {group}: redacted."
    return f" {group}: at most {per_cent(worst['lose'] / worst['people'])} ({worst['post']})."
