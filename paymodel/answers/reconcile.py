"""Our figure beside somebody else's: what explains the difference, in words and as JSON."""

from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Heading, Paragraph
from paymodel.answers.contracts import to_json
from paymodel.answers.phrasing import pounds
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.counting import counted
from paymodel.moves.comparison import Scenario
from paymodel.moves.reconcile import NET, Explanation, Reconciliation

TRIED = (
    "Tried, alone and two together: the tax code, the pension tier or leaving the scheme, student loans, a year of 52"
    " weeks, enhancements, the high cost area supplement, a salary sacrifice, another step, part-time hours, another"
    " post of the scenario, another year's rates, another month and rounding."
)


def reconcile_blocks(scenario: Scenario, reconciliation: Reconciliation, post: str, when: str) -> list[Block]:
    """The two figures, and what brings ours to theirs: to the penny, or what comes nearest."""
    what = "Take-home pay" if reconciliation.line == NET else "Gross pay"
    if not reconciliation.difference:
        verdict = "The two agree to the penny."
    elif reconciliation.explained:
        fits = counted(len(reconciliation.explained), "explanation")
        verdict = f"{fits} to the penny, the simplest first. A sum that fits is not proof: check it on the payslip."
    else:
        rest = "These come nearest." if reconciliation.nearest else "None brings ours nearer to theirs."
        verdict = f"No known difference, alone or with one other, explains it to the penny. {rest}"
    blocks: list[Block] = [
        Heading(f"{what} of {post}, {when}", 1),
        Paragraph(
            f"Ours: {pounds(reconciliation.ours)}. Theirs: {pounds(reconciliation.theirs)},"
            f" {_difference_words(reconciliation.difference)}. {verdict}"
        ),
    ]
    if reconciliation.explained or reconciliation.nearest:
        blocks.append(explanations_table(reconciliation))
    if reconciliation.difference:
        blocks.append(Paragraph(TRIED))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def _difference_words(difference: float) -> str:
    return f"{pounds(abs(difference))} {'more' if difference > 0 else 'less'}" if difference else "the same"


def explanations_table(reconciliation: Reconciliation) -> Table:
    """What explains the difference, or comes nearest: the differences, our figure under them and what they leave."""
    rows: list[list[Cell]] = [
        [place, each.words, each.figure, each.unexplained]
        for place, each in enumerate(reconciliation.explained or reconciliation.nearest, start=1)
    ]
    columns = [
        Column("rank", "", Unit.NUMBER),
        Column("differences", "If theirs has"),
        Column("figure", "Ours would be", Unit.POUNDS, 2),
        Column("unexplained", "Left unexplained", Unit.POUNDS, 2, signed=True),
    ]
    return Table(columns, rows, "What explains the difference", "explanations")


def reconcile_json(scenario: Scenario, reconciliation: Reconciliation, post: str, when: str) -> str:
    """The two figures and what explains their difference, as JSON."""
    return to_json(
        {
            "scenario": scenario.id,
            "post": post,
            "when": when,
            "line": reconciliation.line,
            "ours": reconciliation.ours,
            "theirs": reconciliation.theirs,
            "difference": reconciliation.difference,
            "explained": [_of_answer(each) for each in reconciliation.explained],
            "nearest": [_of_answer(each) for each in reconciliation.nearest],
            "not_payroll": NOT_PAYROLL,
        }
    )


def _of_answer(each: Explanation) -> dict[str, Any]:
    return {
        "differences": [difference.words for difference in each.differences],
        "figure": each.figure,
        "unexplained": each.unexplained,
    }
