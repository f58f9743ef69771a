"""A workforce run in short: the answer in sentences, remedies ranked, one post by group, the quality of the list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from paymodel.answers.blocks import Block, Paragraph
from paymodel.answers.phrasing import signed_whole_pounds, whole_pounds
from paymodel.answers.tables import Cell, Column, Table, Unit, text_columns
from paymodel.answers.workforce_remedies import cheapest, remedies_ranked
from paymodel.answers.workforce_tables import ALL_BANDS, HIDDEN, UNSHOWN, post_words
from paymodel.counting import counted
from paymodel.workforces.disclosure import Control, control_of
from paymodel.workforces.row_by_row import Quality
from paymodel.workforces.surveys import ListedProblem

MOST_ROWS_NAMED = 8
USUAL = control_of()
"""What is redacted and rounded, unless something else was asked for."""
_OF_A_CELL = re.compile(r"^'.*'(?= (?:is|has|stands|holds|cannot|pounds|does|leaves|averages)\b)", re.DOTALL)


def next_rungs(table: Table, policy: Cell | None = None) -> list[dict[str, Any]]:
    """The rows of the band just below each post, of `summary` or `costs`: the first of each post and pattern.

    They are those of a policy, the first where none is named.
    """
    return first_of_each_move(table.where(policy=table.rows[0][0] if policy is None else policy).records())


def first_of_each_move(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the rows of one policy the first of each post and pattern: that of the band just below the post.

    >>> rows = [{"post": "a", "pattern": "", "band_held": band} for band in ("7", "6", "all")]
    >>> [row["band_held"] for row in first_of_each_move(rows)]
    ['7']
    """
    first: dict[tuple[Cell, Cell], dict[str, Any]] = {}
    for row in rows:
        first.setdefault((row["post"], row["pattern"]), row)
    return list(first.values())


def in_band(band: Cell) -> str:
    """Who holds a band, after a number of people.

    >>> in_band("7"), in_band("all")
    ('in band 7', 'in the bands below')
    """
    return "in the bands below" if band == ALL_BANDS else f"in band {band}"


def rung_words(row: Mapping[str, Any], control: Control = USUAL) -> str:
    """What a post would do to the people of a band, in a sentence.

    >>> row = {"post": "Lead", "pattern": "", "band_held": "7", "people": 325, "lose": 325, "mean_loss": 3880}
    >>> rung_words(row)
    'Lead: nearly all of 325 people in band 7 would lose, £3,880 a year each on average.'
    """
    held, mean = in_band(row["band_held"]), row.get("mean_change")
    changes = (
        "" if mean is None or mean in UNSHOWN else f"; the mean change is {signed_whole_pounds(float(mean))} a year"
    )
    if row["people"] in UNSHOWN:
        return f"{post_words(row)}: open to {control.few} people {held}."
    if not row["people"]:
        return f"{post_words(row)}: open to nobody on the list."
    people = counted(int(row["people"]), "person", "people")
    if row["lose"] in UNSHOWN:
        return f"{post_words(row)}: {control.few} of {people} {held} would lose{changes}."
    if not row["lose"]:
        return f"{post_words(row)}: none of {people} {held} would lose{changes}."
    who = f"{row['lose']:,} of {people} {held}"
    if row["lose"] == row["people"]:
        who = f"all {people} {held}" if control.internal else f"nearly all of {people} {held}"
    each = "" if row["mean_loss"] in UNSHOWN else f", {whole_pounds(float(row['mean_loss']))} a year each on average"
    return f"{post_words(row)}: {who} would lose{each}."


def headline(summary: Table, remedies: Table | None, control: Control = USUAL) -> str:
    """Who loses under the first policy of those in the band just below each post, and the cheapest remedy there."""
    rows = next_rungs(summary)
    posts = list(dict.fromkeys(str(row["post"]) for row in rows))
    losing = {str(row["post"]) for row in rows if not isinstance(row["lose"], str) and row["lose"]}
    few = {str(row["post"]) for row in rows if row["lose"] == HIDDEN} - losing
    worst = most_lost(summary)
    words = "Of those in the band just below each post, "
    if losing:
        somebody = "somebody" if control.internal else f"{control.most_redacted + 1} people or more"
        words += f"take-home pay would fall for {somebody} in {len(losing)} of {counted(len(posts), 'post')}"
        words += f", and for {control.few} in {len(few)}." if few else "."
    elif few:
        words += f"take-home pay would fall for {control.few} people on moving to any of {counted(len(few), 'post')}."
    else:
        words += "nobody would take home less on moving."
    if worst is None:
        return words
    words += f" Most is lost by moving to {rung_words(worst, control)}"
    best = cheapest(remedies_ranked(remedies, worst))
    if best is None:
        return words
    each = whole_pounds(float(best["cost_for_each_fewer_loser"]))
    return (
        f"{words} The cheapest remedy there for each who no longer loses: {best['remedy']} ({each} a year each to the"
        f" employer: pay before deductions, with on-costs{still_lose_words(best, control)})."
    )


def still_lose_words(remedy: Mapping[str, Cell], control: Control = USUAL) -> str:
    """How many lose all the same under a remedy, after a comma; empty where nobody does.

    >>> still_lose_words({"still_lose": 12}), still_lose_words({"still_lose": "[c]"})
    ('; 12 would still lose', '; fewer than 8 would still lose')
    """
    lose = remedy["still_lose"]
    if isinstance(lose, str):
        return f"; {control.few} would still lose"
    return f"; {lose:,} would still lose" if lose else ""


def most_lost(summary: Table) -> dict[str, Any] | None:
    """The post on moving to which the people in the band below lose most under the first policy, if there is one.

    It is its row of the summary.
    """
    losing = [
        row for row in next_rungs(summary) if row["lose"] not in (*UNSHOWN, 0) and row["mean_loss"] not in UNSHOWN
    ]
    return max(losing, key=lambda row: float(row["sum_of_losses"]), default=None)


def quality_blocks(quality: Quality, headings: Mapping[str, str]) -> list[Block]:
    """What is wrong with the rows of a staff list, kind by kind, with row numbers and nothing that the cells hold.

    `headings` are those that our columns stand under in the list.
    """
    left_out = quality.read - quality.used
    blocks: list[Block] = [
        Paragraph(
            f"{quality.used:,} of {counted(quality.read, 'row')} can be used"
            + (
                f"; {left_out:,} {'is' if left_out == 1 else 'are'} left out of the answer."
                if left_out
                else "."
                if quality.problems
                else ". Nothing was found wrong with any."
            )
        )
    ]
    blocks += [Paragraph(words) for words in quality.notes]
    kinds: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for row, _, column, message in quality.problems:
        plain = without_cells(message)
        kinds.setdefault((column, plain.split(";")[0]), []).append((row, plain))
    table: list[list[Cell]] = []
    for (column, short), problems in sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0])):
        messages = {words for _, words in problems}
        rows = ", ".join(f"{row:,}" for row, _ in problems[:MOST_ROWS_NAMED])
        more = " ..." if len(problems) > MOST_ROWS_NAMED else ""
        where = headings.get(column)
        table.append(
            [
                column.replace("_", " ") + (f" (in the list: {where})" if where and where != column else ""),
                messages.pop() if len(messages) == 1 else short,
                len(problems),
                rows + more,
            ]
        )
    if table:
        blocks.append(Paragraph("Rows are numbered as a spreadsheet numbers them: the headings are row 1."))
        blocks.append(Table(QUALITY, table, "What is wrong", "data-quality"))
    return blocks


QUALITY = [
    *text_columns("Column", "What is wrong"),
    Column("rows", unit=Unit.COUNT),
    *text_columns("The first of them"),
]


def without_cells(message: str) -> str:
    """What is wrong with a cell, without what the cell holds: that could be a name.

    >>> without_cells("'Jo Smith' is not a band; one of: 1, 2"), without_cells("the assignment stands on row 9 already")
    ('is not a band; one of: 1, 2', 'the assignment stands on an earlier row already')
    """
    plain = re.sub(r"\brow [0-9]+ already", "an earlier row already", _OF_A_CELL.sub("", message).strip())
    return "cannot be read" if plain.startswith(("'", '"')) else plain


def without_names(problems: Sequence[ListedProblem]) -> list[ListedProblem]:
    """What is wrong with rows, without the ids and what the cells hold."""
    return [(row, "", column, without_cells(message)) for row, _, column, message in problems]
