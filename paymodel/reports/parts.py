"""The parts of a report: question, answer, charts, tables, remedies, method, assumptions, figures and limits."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.careers import career_blocks
from paymodel.answers.comparison import headlines, offers_blocks
from paymodel.answers.figures import assumptions_table, count_confirmed, figures_of, figures_used_table
from paymodel.answers.history import history_blocks
from paymodel.answers.phrasing import rules_in_force
from paymodel.answers.remedies import remedy_blocks
from paymodel.answers.sensitivity import sensitivity_blocks
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.files.yaml_documents import Document
from paymodel.moves.careers import Careers, careers
from paymodel.moves.comparison import Comparison, Move, Result, Scenario, compare
from paymodel.moves.history import History
from paymodel.moves.policies_side_by_side import PolicyOutcome, policies_side_by_side
from paymodel.moves.provenance import ending_soon
from paymodel.moves.remedies import OfferRemedies, remedies_of
from paymodel.moves.sensitivity import Sensitivity
from paymodel.pay.rule_book import Assumption, Citation
from paymodel.reports.chart import Chart, Part
from paymodel.reports.method import LIMITS, METHOD, NOT_MODELLED, QUALITY_WORDS
from paymodel.scenarios.history import history_of, years_asked
from paymodel.scenarios.sensitivity import sensitivities
from paymodel.scenarios.sweeps import Swept, swept


@dataclass(frozen=True, eq=False)
class Worked:
    """Everything that a report of a scenario says, worked out when it is first asked for.

    `document` and `folder` are those that the scenario was read from: without them nothing can be varied. What asks
    raises `Refused` where a rule cannot answer. `with_history` says that the report shows each pay year, `with_career`
    that it shows each career path, `vary` a figure that it varies (`PATH=START:STOP:STEP`).
    """

    scenario: Scenario
    document: Document | None = None
    folder: Path | None = None
    with_history: bool = False
    with_career: bool = False
    vary: str = ""

    @cached_property
    def comparison(self) -> Comparison:
        """Every post under every policy."""
        return compare(self.scenario)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The move to each post offered, policy by policy."""
        return self.comparison.moves

    def held(self, move: Move) -> Result:
        """The post held now, under the policy of a move."""
        return self.comparison.held(move.policy_name)

    @cached_property
    def careers(self) -> Careers:
        """Every career path."""
        return careers(self.scenario)

    @cached_property
    def history(self) -> History:
        """What the moves did in each pay year from 2018-19 to that of the scenario's own day."""
        if self.document is None:
            raise ValueError("the scenario was not read from a file, so it cannot be asked about another year")
        years = years_asked(self.scenario, None, None, "11-01")
        return history_of(self.document, self.folder, self.scenario.id, years)

    @cached_property
    def sweep(self) -> Swept:
        """What the moves do as a figure varies. Raises `Faults`, also for a figure that cannot."""
        if self.document is None or self.folder is None:
            raise ValueError("the scenario was not read from a file, so nothing of it can be varied")
        return swept(self.document, self.folder, self.scenario.id, self.vary)

    @cached_property
    def remedies(self) -> Sequence[OfferRemedies]:
        """The remedies of every offer."""
        return remedies_of(self.scenario)

    @cached_property
    def outcomes(self) -> Sequence[PolicyOutcome]:
        """The policies side by side, where there are several."""
        return policies_side_by_side(self.scenario.cases) if len(self.scenario.cases) > 1 else ()

    @cached_property
    def sensitivities(self) -> Sequence[Sensitivity]:
        """What the answer to every move depends on, in the order of `offers`."""
        return () if self.document is None else sensitivities(self.scenario, self.document, self.folder)

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Everything taken for granted, each once."""
        return tuple(dict.fromkeys([*self.comparison.assumptions, *self.careers.assumptions]))

    @cached_property
    def figures(self) -> tuple[Citation, ...]:
        """Every figure used, each once."""
        return tuple(dict.fromkeys([*figures_of(self.comparison), *self.careers.figures]))

    @property
    def review_by(self) -> datetime.date | None:
        """The first day on which a figure used has ended; None where none has an end."""
        return min((figure.until for figure in self.figures if figure.until), default=None)


def parts_of(worked: Worked, charts: Sequence[Chart], about_the_charts: str = "") -> list[Part]:
    """The report in order, with its charts, and what is said of them, after the answer."""
    scenario = worked.scenario
    parts: list[Part] = [Heading(scenario.title, 1), Paragraph(about_words(worked))]
    if scenario.question:
        parts += [Heading("The question"), Paragraph(scenario.question)]
    parts += [Heading("The answer"), *headlines(worked.comparison)]
    if charts:
        parts += [Heading("Charts"), *([Paragraph(about_the_charts)] if about_the_charts else []), *charts]
    parts += [Heading("The figures"), *lower_headings(offers_blocks(worked.comparison))]
    if worked.with_history:
        history = worked.history
        parts += [Heading("Is it getting worse?"), *lower_headings(history_blocks(history)[1:-1])]
        parts += [Heading("Figures of the pay years", 3), figures_used_table(history.figures)]
    if worked.with_career:
        parts += [Heading("Career paths"), *lower_headings(_only_paths(career_blocks(worked.careers)))]
    if worked.vary:
        parts += [Heading(f"If the {varied_words(worked.sweep)} varies"), *_sweep_parts(worked.sweep)]
    remedies = remedy_blocks(scenario, worked.remedies, worked.outcomes)[1:-1]
    parts += [Heading("Ways to fix it"), *lower_headings(remedies)]
    if worked.sensitivities:
        hangs_on = sensitivity_blocks(scenario, worked.sensitivities)[1:-1]
        parts += [Heading("What the answer depends on"), *lower_headings(hangs_on)]
    parts += [Heading("How it was worked out"), Bullets(METHOD)]
    parts += [Heading("Assumptions"), Paragraph(QUALITY_WORDS), assumptions_table(worked.assumptions).pick(*ASSUMED)]
    parts += [Heading("Figures used"), Paragraph(_confirmed(worked.figures)), _figures_used(worked.figures)]
    parts += [Heading("Limits of use"), Bullets(LIMITS), Paragraph(review_words(worked))]
    parts += [Heading("What is not modelled"), Bullets(NOT_MODELLED)]
    return parts


def _only_paths(blocks: Sequence[Block]) -> list[Block]:
    """Career paths without title, question, assumptions and figures, which the report has of its own."""
    ends = next(at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "Assumptions")
    begins = next(at for at, block in enumerate(blocks) if isinstance(block, Table))
    return [block for block in blocks[max(begins - 1, 1) : ends] if not isinstance(block, Paragraph) or block.text]


MOST_VALUES = 25
"""Values of a varied figure that a table shows; the results hold all."""


def varied_words(sweep: Swept) -> str:
    """What varies, in words: the last part of its path.

    >>> from types import SimpleNamespace
    >>> varied_words(SimpleNamespace(path="offers.0.long_term_premium"))
    'long term premium'
    """
    return sweep.path.rpartition(".")[2].replace("_", " ")


def _sweep_parts(sweep: Swept) -> list[Part]:
    """Where each move pays as a figure varies, and the change of take-home pay at some of its values."""
    every = -(-len(sweep.at) // MOST_VALUES)
    shown = [*range(0, len(sweep.at), every)]
    shown += [len(sweep.at) - 1] if shown[-1] != len(sweep.at) - 1 else []
    columns = [
        Column(sweep.path, f"{varied_words(sweep)[:1].upper()}{varied_words(sweep)[1:]}", Unit.NUMBER),
        *(Column(f"move_{n}", move.name, Unit.POUNDS_A_YEAR, 2, True) for n, move in enumerate(sweep.moves, start=1)),
    ]
    rows: list[list[Cell]] = [[sweep.at[at], *(move.change[at] for move in sweep.moves)] for at in shown]
    caption = "Change of take-home pay, pounds a year, as it varies"
    about = f"The change of take-home pay on each move, by {varied_words(sweep)}."
    words = [move.words.replace(f"{sweep.path} = ", f"a {varied_words(sweep)} of ") for move in sweep.moves]
    return [Bullets(words), Table(columns, rows, caption, "Sweep", about)]


def about_words(worked: Worked) -> str:
    """Nation, day and version, and what the report is not."""
    scenario = worked.scenario
    rates = f"{rules_in_force(scenario.nation, scenario.as_at)}, held for twelve months"
    return f"{rates}. {NOT_PAYROLL} Made by paymodel {__version__} from the scenario {scenario.id}."


def review_words(worked: Worked) -> str:
    """When to make the report again."""
    if worked.review_by is None:
        return "Review it when a figure changes: none of the figures used has an end yet."
    soon = (worked.review_by - worked.scenario.as_at).days
    so_soon = (
        f", {counted(soon, 'day')} after the day of the rates"
        if ending_soon(worked.figures, worked.scenario.as_at)
        else ""
    )
    return f"Review by {day_words(worked.review_by)}: the first of the figures used ends then{so_soon}."


def lower_headings(blocks: Iterable[Block]) -> list[Block]:
    """Blocks with their headings a level lower."""
    return [replace(block, level=block.level + 1) if isinstance(block, Heading) else block for block in blocks]


ASSUMED = ("assumption", "status", "quality", "impact", "why", "source", "affects")
"""What a document says of an assumption: workbooks have its name too."""


def _figures_used(figures: Sequence[Citation]) -> Table:
    return figures_used_table(figures).without_empty("changed_by_the_policy")


def _confirmed(figures: Sequence[Citation]) -> str:
    return f"{count_confirmed([figure.status for figure in figures])}; the status of each is beside it."
