"""What becomes of the pounds, the people and the cost as a lever is moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from paymodel.answers.phrasing import whole_pounds
from paymodel.answers.remedies import value_words
from paymodel.answers.tables import Cell
from paymodel.answers.workforce_tables import ALL_BANDS, tables_of
from paymodel.files.mappings import ColumnMapping
from paymodel.files.uploads import Upload
from paymodel.moves.policies_side_by_side import policies_side_by_side
from paymodel.moves.remedied_offer import NO_WEEK_LEFT, RemedyKind, cost_of_clinical_weeks
from paymodel.moves.remedies import WEEKS_IN_THE_CYCLE
from paymodel.scenarios.levers import Lever, LeverContext, cases_along, openings_along, policy_names
from paymodel.scenarios.offered_posts import path_of_shipped as path_of
from paymodel.workforces.ask import ask
from paymodel.workforces.disclosure import SMALLEST, control_of
from paymodel.workforces.options import Options


@dataclass(frozen=True)
class LeverPoint:
    """What one value of a lever does. Pounds a year; costs are the employer's, with on-costs, beside how it stands.

    `value` is None for how the offer stands. `take_home_change` is that of the move, `employer_cost` of one holder, in
    the first year and over five.
    """

    value: float | None
    take_home_change: float
    employer_cost: float
    employer_cost_over_five_years: float
    side_effects: tuple[str, ...]


@dataclass(frozen=True)
class PeoplePoint:
    """What one value of a lever does to a workforce: rounded numbers and pounds, or the mark of what is redacted.

    `cost` is the employer's a year, on top of how the offer stands, if everybody counted took the post;
    `cost_for_each` is that cost for each person who no longer loses. `few` says what a redacted number of people is.
    """

    people: Cell
    lose: Cell
    cost: Cell
    fewer: Cell
    cost_for_each: Cell
    few: str = control_of().few


def try_lever(context: LeverContext, lever: Lever) -> list[LeverPoint]:
    """How the offer stands, and what each value of a lever does, worked out together. Raises `Faults`, `Refused`.

    Clinical weeks cost the share of a manager lost and save the share of a clinician gained, beside pay.
    """
    outcomes = {outcome.policy: outcome for outcome in policies_side_by_side(cases_along(context, lever))}
    points = []
    for value, name in zip((None, *lever.values), policy_names(lever), strict=True):
        outcome = outcomes[name]
        backfill, effects = 0.0, outcome.side_effects
        if lever.kind == RemedyKind.CLINICAL_WEEKS and value:
            share = value / WEEKS_IN_THE_CYCLE
            backfill = cost_of_clinical_weeks(context.case.current, context.post, context.case.rule_book, share)
            effects += (NO_WEEK_LEFT,) if share == 1 else ()
        points.append(
            LeverPoint(
                value,
                outcome.take_home_change,
                round(outcome.employer_cost_a_year + backfill, 2),
                round(outcome.employer_cost_over_five_years + outcome.cost_years * backfill, 2),
                effects,
            )
        )
    return points


def try_lever_on_people(
    context: LeverContext,
    lever: Lever,
    staff: str | Upload,
    open_to: Mapping[str, Sequence[str]] | None = None,
    *,
    mapping: ColumnMapping | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
    unstated: str | None = None,
    threshold: int = SMALLEST,
) -> list[PeoplePoint]:
    """What each value of a lever does for the people of a staff list: a path, a shipped name, or one in memory.

    Everybody in a lower band is counted, or those of them who have one of some values in a column (`open_to`). Numbers
    are redacted and rounded, by the threshold. `unstated` is what is paid where a row says nothing of unsocial hours.
    Raises `Faults`.
    """
    source = staff if isinstance(staff, Upload) else Path(path_of(staff, "staff"))
    options = Options(
        staff=str(source),
        posts=context.document.file,
        sheet=sheet,
        heading_row=heading_row,
        by=(),
        threshold=threshold,
        unsocial_hours_unstated=unstated,
    )
    openings = openings_along(context, lever, open_to or {})
    answered = tables_of(*ask(options, staff=source, mapping=mapping, openings=openings))
    # All whom the group chosen (`open_to`) holds; people are grouped by nothing else.
    tables = {table.name: table.where(band_held=ALL_BANDS).records() for table in answered}
    return [
        PeoplePoint(
            summary["people"],
            summary["lose"],
            costs["policy_cost"],
            costs["fewer_losers"],
            costs["policy_cost_for_each_fewer_loser"],
            options.control.few,
        )
        for summary, costs in zip(tables["summary"], tables["costs"], strict=True)
    ]


def setting_words(unit: str, value: float) -> str:
    """What a lever is set to, in few words.

    >>> setting_words("pounds a year", 2619.0), setting_words("weeks in 10", 2)
    ('£2,619', '2 weeks in 10')
    """
    if unit == "rule":
        return "paid" if value else "not paid"
    if unit.startswith("pounds"):
        return whole_pounds(value)
    return f"{value:.10g}%" if unit.startswith("per cent") else value_words(value, unit)
