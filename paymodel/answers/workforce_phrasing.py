"""A workforce run in short: the answer in sentences, remedies ranked, one post by group, the quality of the list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from paymodel.answers.blocks import Block, Paragraph
from paymodel.answers.phrasing import sentence, whole_pounds
from paymodel.answers.tables import Cell, Column, Table, Unit, text_columns
from paymodel.answers.workforce import Published
from paymodel.answers.workforce_tables import HIDDEN, NOT_KNOWN, REMEDIES, UNSHOWN
from paymodel.counting import counted
from paymodel.moves.posts import with_pattern
from paymodel.workforces.disclosure import rounded
from paymodel.workforces.row_by_row import Quality
from paymodel.workforces.surveys import ListedProblem

MOST_ROWS_NAMED = 8
CHEAPEST_FIRST = "Remedies, the cheapest for each person who no longer loses first"
_OF_A_CELL = re.compile(r"^'.*'(?= (?:is|has|stands|holds|cannot|pounds|does|leaves|averages)\b)", re.DOTALL)


def headline(answer: Published) -> str:
    """Who loses under the first policy, and the cheapest remedy where most is lost."""
    summary = answer.summary
    rows = list(summary.where(policy=summary.rows[0][0]).records())
    posts = list(dict.fromkeys(str(row["post"]) for row in rows))
    known = [row for row in rows if not isinstance(row["lose"], str)]
    losing = {str(row["post"]) for row in known if row["lose"]}
    hidden = {str(row["post"]) for row in rows if row["lose"] == HIDDEN} - losing
    worst = most_lost(answer)
    words = "Nobody shown would take home less on moving"
    if losing:
        words = f"Take-home pay would fall for somebody in {len(losing)} of {counted(len(posts), 'post')}"
    words += f"; for {counted(len(hidden), 'post')} the number who lose is hidden." if hidden else "."
    if worst is None:
        return words
    words += (
        f" Most is lost by moving to {post_words(worst)}: {worst['lose']:,} of"
        f" {counted(int(worst['people']), 'person', 'people')} would"
        f" take home less, {whole_pounds(float(worst['mean_loss']))} a year each on average."
    )
    ranked = remedies_ranked(answer, str(worst["post"]), str(worst["pattern"]))
    name, _, _, each = ranked.rows[0] if ranked and ranked.rows else ("", 0, 0, HIDDEN)
    if isinstance(each, str):
        return words
    return (
        f"{words} The cheapest remedy there for each who no longer loses: {name} ({money(each)} a year each to the"
        " employer: pay before deductions, with on-costs)."
    )


def most_lost(answer: Published) -> dict[str, Any] | None:
    """The post on moving to which most is lost under the first policy, as its row of the summary, if there is one."""
    summary = answer.summary
    rows = list(summary.where(policy=summary.rows[0][0]).records())
    known = [row for row in rows if not isinstance(row["lose"], str) and not isinstance(row["sum_of_losses"], str)]
    losing = [row for row in known if row["lose"]]
    return max(losing, key=lambda row: float(row["sum_of_losses"]), default=None)


def post_words(row: Mapping[str, Cell]) -> str:
    """A post by its name, with the pattern where both are shown."""
    return with_pattern(str(row["post"]), "same" if row["pattern"] == "same" else None)


def remedies_ranked(answer: Published, post: str, pattern: str) -> Table | None:
    """Ways to fix it for those who lose on moving to a post, the cheapest for each first.

    The policies of the run, a premium for all that leaves no loser, and paying each loser what is lost. Every figure is
    one of the published tables, or two of them divided. None where no costs were asked for.
    """
    costs = answer.table("costs")
    if costs is None:
        return None
    rows = list(costs.where(post=post, pattern=pattern).records())
    (lose,) = answer.summary.where(policy=rows[0]["policy"], post=post, pattern=pattern).values("lose")
    return ranked_remedies(rows, lose, answer.round_to)


def ranked_remedies(rows: Sequence[Mapping[str, Cell]], lose: Cell, unit: int) -> Table:
    """Ways to fix it from the rows of one post in `costs`, the first policy's first; `lose` are that policy's losers.

    Money is rounded to `unit` pounds.
    """
    first = rows[0]
    ranked: list[list[Cell]] = [
        [row["policy"], row["policy_cost"], row["fewer_losers"], row["policy_cost_for_each_fewer_loser"]]
        for row in rows[1:]
    ]
    premium, for_all = first["premium_that_leaves_no_loser"], first["cost_of_that_premium_for_all"]
    whole = first["cost_of_making_losers_whole"]
    if premium not in UNSHOWN and premium:
        name = f"a premium of {money(premium)} for all who could move, so that nobody loses"
        ranked.append([name, for_all, lose, _each(for_all, lose, unit)])
    if whole not in UNSHOWN and whole:
        name = "each loser paid, on top, just what is lost"
        ranked.append([name, whole, lose, _each(whole, lose, unit)])
    ranked.sort(key=lambda row: (isinstance(row[3], str), 0.0 if isinstance(row[3], str) else float(row[3] or 0)))
    return Table(REMEDIES, ranked, CHEAPEST_FIRST, "remedies", f"{CHEAPEST_FIRST}.")


def money(cell: Cell) -> str:
    """Pounds, or the mark that stands in their place.

    >>> money(-1350), money("[c]")
    ('-£1,350', '[c]')
    """
    return REMEDIES[1].words(cell)


def _each(cost: Cell, lose: Cell, unit: int) -> Cell:
    if isinstance(cost, str) or isinstance(lose, str) or cost is None:
        return HIDDEN
    return rounded(cost / lose, unit) if lose else NOT_KNOWN


def remedies_in_words(ranked: Table) -> Table:
    """Ranked remedies as a table in words."""
    rows = [[sentence(str(name)), *cells] for name, *cells in ranked.rows]
    labels = {"remedy": "Pounds a year to the employer, with on-costs", "cost_a_year": "Cost"}
    return replace(ranked, rows=rows).relabelled(**labels)


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
