"""The figures that an answer used and what it took for granted, each with its source and status."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence

from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.phrasing import day_words
from paymodel.answers.tables import Cell, Column, Table, text_columns
from paymodel.counting import counted
from paymodel.moves.comparison import Comparison, Move
from paymodel.moves.provenance import SOON, ending_soon, figures_used
from paymodel.pay.rule_book import Assumption, Citation

PLACES = {"uk": "UK", "and": "and"}
"""Words of a place that do not take a capital letter at their beginning alone."""


def figures_of(comparison: Comparison) -> list[Citation]:
    """Every figure used in any result, each once."""
    citations: dict[Citation, None] = {}
    for result in comparison.results:
        citations.update(dict.fromkeys(figures_used(result.post, result.payslip, result.rule_book)))
        if isinstance(result, Move) and result.final_salary is not None:
            citations[result.rule_book.citations["final-salary"]] = None
    return list(citations)


def statuses(figures: Sequence[Citation]) -> dict[str, str]:
    """The status of each figure by name; a figure that a policy or an award changed is named with the change."""
    return {
        figure_name(figure) + (f", {figure.changed}" if figure.changed else ""): figure.status for figure in figures
    }


def not_confirmed(by_name: Mapping[str, str]) -> list[str]:
    """Figures that are not confirmed, each with its status; `by_name` is the status of each.

    >>> not_confirmed({"overtime (uk)": "confirmed", "annex-5-windows (england)": "unverified"})
    ['annex-5-windows (england) [unverified]']
    """
    return [f"{name} [{status}]" for name, status in by_name.items() if status != "confirmed"]


def doubt_words(doubtful: Sequence[str]) -> str:
    """A sentence that names figures which are not confirmed; nothing where there is none."""
    return f"Figures used that are not confirmed: {'; '.join(map(figure_words, doubtful))}." if doubtful else ""


def figure_name(figure: Citation) -> str:
    """A figure's name, by which `paymodel scales` and data know it: parameter, place and row."""
    row = f", {figure.row}" if figure.row else ""
    return f"{figure.parameter} ({figure.scope.replace('_', ' ')}{row})"


def figure_words(name: str) -> str:
    """The name of a figure as a sentence has it; what follows the name stays.

    >>> figure_words("annex-5-percentages (england, above 21 hours: 25%) [unverified]")
    'Annex 5 percentages (England, above 21 hours: 25%) [unverified]'
    >>> figure_words("national-insurance-employee (uk)")
    'National Insurance employee (UK)'
    """
    parts = re.fullmatch(r"([a-z0-9-]+) \(([a-z ]+)(.*)", name, re.DOTALL)
    if parts is None:
        return name
    parameter = parts[1].replace("-", " ").capitalize().replace("National insurance", "National Insurance")
    place = " ".join(PLACES.get(word, word.capitalize()) for word in parts[2].split(" "))
    return f"{parameter} ({place}{parts[3]}"


CITED = (
    *text_columns("Figure", "Status", "Source", "Publisher", "Where", "Address", "From"),
    Column("until", none="until replaced"),
)
"""What every table of figures says of each."""


def citation_cells(figure: Citation) -> list[Cell]:
    """What is said of a figure after its name, in the columns of `CITED`."""
    until = figure.until.isoformat() if figure.until else None
    source = [figure.title, figure.publisher, figure.where, figure.url]
    return [figure.status, *source, figure.effective.isoformat(), until]


def figures_used_table(figures: Sequence[Citation]) -> Table:
    """Every figure that an answer rests on, with its source, status and the days for which it holds."""
    rows = [[figure_name(figure), *citation_cells(figure), figure.changed] for figure in figures]
    about = "Every figure that the answer rests on, with its source, status and the days for which it holds."
    return Table([*CITED, *text_columns("Changed by the policy")], rows, "Figures used", "Figures", about)


def assumptions_table(assumptions: Iterable[Assumption]) -> Table:
    """Assumptions with their status, how sure they are, why they are made, on what they rest and whom they touch."""
    rows = [
        [*(each.id, each.words, each.status, each.quality, each.impact), *(each.why, each.source, each.affects)]
        for each in assumptions
    ]
    columns = text_columns("Name", "Assumption", "Status", "Quality", "Impact", "Why", "Source", "Affects")
    return Table(columns, rows, "Assumptions", "Assumptions", "What the answer assumes.")


def assumptions_blocks(assumptions: Iterable[Assumption]) -> list[Block]:
    """What was taken for granted, a line each."""
    return [Heading("Assumptions"), Bullets([f"{each.words} [{each.status}]" for each in assumptions])]


def figures_blocks(figures: Sequence[Citation], as_at: datetime.date) -> list[Block]:
    """Figures whose status is not confirmed, how many are, and how many end soon after the day asked about."""
    doubtful = [figure for figure in figures if figure.status != "confirmed"]
    blocks: list[Block] = [Heading("Figures that are not confirmed")]
    if doubtful:
        blocks.append(Bullets([_doubt(figure) for figure in doubtful]))
    else:
        blocks.append(Paragraph("None: every figure used is confirmed."))
    ends = [figure.until for figure in figures if figure.until]
    until = f" The first to end does so on {day_words(min(ends))}." if ends else ""
    soon = len(ending_soon(figures, as_at))
    if soon:
        until += f" {soon} end within {SOON.days} days of {day_words(as_at)}: then ask about a later day."
    confirmed = len(figures) - len(doubtful)
    blocks.append(
        Paragraph(
            f"{confirmed} of {counted(len(figures), 'figure')} used are confirmed.{until}"
            " `paymodel explain` lists each."
        )
    )
    return blocks


def confirmed_words(figures: Sequence[Citation]) -> str:
    """How many of the figures used are confirmed, and which are not, in a line."""
    doubtful = not_confirmed(statuses(figures))
    which = f"; not confirmed: {', '.join(map(figure_words, doubtful))}" if doubtful else ""
    confirmed = sum(figure.status == "confirmed" for figure in figures)
    return f"{confirmed} of {counted(len(figures), 'figure')} used are confirmed{which}."


def _doubt(figure: Citation) -> str:
    if figure.changed:
        return f"{figure_words(figure_name(figure))} [{figure.status}]: changed {figure.changed}."
    note = f" {figure.note}" if figure.note else ""
    until = f" {figure.until_because}" if figure.until is None and figure.parameter == "pay-points" else ""
    return f"{figure_words(figure_name(figure))} [{figure.status}]: {figure.title}, {figure.publisher}.{note}{until}"
