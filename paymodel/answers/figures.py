"""The figures that an answer used and what it took for granted, each with its source and status."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.tables import Cell, Column, Table, text_columns
from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.moves.comparison import Comparison, Move
from paymodel.moves.provenance import SOON, ending_soon, figures_used
from paymodel.pay.rule_book import CONFIRMED, Assumption, Citation

NOT_CONFIRMED = "Figures that are not confirmed"

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
    return [with_status(name, status) for name, status in by_name.items() if status != CONFIRMED]


def doubt_words(doubtful: Sequence[str]) -> str:
    """A sentence that names figures which are not confirmed; nothing where there is none."""
    return f"Figures used that are not confirmed: {'; '.join(map(name_in_words, doubtful))}." if doubtful else ""


def figure_name(figure: Citation) -> str:
    """A figure's name, by which `paymodel scales` and data know it: parameter, place and row."""
    row = f", {figure.row}" if figure.row else ""
    return f"{figure.parameter} ({figure.scope.replace('_', ' ')}{row})"


def with_status(words: str, status: str) -> str:
    """What is said of a figure or of an assumption, with its status."""
    return f"{words} [{status}]"


def with_doubt(words: str, status: str) -> str:
    """What is said of something, with its status where that is not confirmed."""
    return words if status == CONFIRMED else with_status(words, status)


def figure_words(figure: Citation) -> str:
    """A figure as a sentence has it."""
    return name_in_words(figure_name(figure))


def rated_words(figure: Citation) -> str:
    """A figure as a sentence has it, with its status."""
    return with_status(figure_words(figure), figure.status)


def name_in_words(name: str) -> str:
    """The name of a figure as a sentence has it; what follows the name stays.

    >>> name_in_words("annex-5-percentages (england, above 21 hours: 25%) [unverified]")
    'Annex 5 percentages (England, above 21 hours: 25%) [unverified]'
    >>> name_in_words("national-insurance-employee (uk)")
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
    return [Heading("Assumptions"), Bullets([with_status(each.words, each.status) for each in assumptions])]


def figures_blocks(figures: Sequence[Citation], as_at: datetime.date) -> list[Block]:
    """Figures whose status is not confirmed, how many are, and how many end soon after the day asked about."""
    blocks = not_confirmed_blocks(figures, _doubt)
    ends = [figure.until for figure in figures if figure.until]
    until = f" The first to end does so on {day_words(min(ends))}." if ends else ""
    soon = len(ending_soon(figures, as_at))
    if soon:
        until += f" {soon} end within {SOON.days} days of {day_words(as_at)}: then ask about a later day."
    confirmed = count_confirmed([figure.status for figure in figures])
    return [*blocks, Paragraph(f"{confirmed}.{until} `paymodel explain` lists each.")]


def not_confirmed_blocks(figures: Sequence[Citation], words: Callable[[Citation], str]) -> list[Block]:
    """The figures that are not confirmed, a line each, under their heading."""
    doubtful = [words(figure) for figure in figures if not figure.is_confirmed]
    none = Paragraph("None: every figure used is confirmed.")
    return [Heading(NOT_CONFIRMED), Bullets(doubtful) if doubtful else none]


def count_confirmed(each_status: Sequence[str]) -> str:
    """How many figures are confirmed, of those that an answer used.

    >>> count_confirmed(["confirmed", "derived"])
    '1 of 2 figures used are confirmed'
    """
    return f"{each_status.count(CONFIRMED)} of {counted(len(each_status), 'figure')} used are confirmed"


def confirmed_words(figures: Sequence[Citation]) -> str:
    """How many of the figures used are confirmed, and which are not, in a line."""
    doubtful = not_confirmed(statuses(figures))
    which = f"; not confirmed: {', '.join(map(name_in_words, doubtful))}" if doubtful else ""
    return f"{count_confirmed([figure.status for figure in figures])}{which}."


def _doubt(figure: Citation) -> str:
    if figure.changed:
        return f"{rated_words(figure)}: changed {figure.changed}."
    note = f" {figure.note}" if figure.note else ""
    until = f" {figure.until_because}" if figure.until is None and figure.parameter == "pay-points" else ""
    return f"{rated_words(figure)}: {figure.title}, {figure.publisher}.{note}{until}"
