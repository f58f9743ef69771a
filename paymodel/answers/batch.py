"""Many scenarios as one table: a row for each post offered, under each policy of each scenario."""

from collections.abc import Sequence

import numpy as np

from paymodel.answers.columns import amount, change, columns_of
from paymodel.answers.figures import not_confirmed, statuses
from paymodel.answers.kinds import kind_and_length
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.moves import batch
from paymodel.moves.comparison import Case, Scenario, refuse_impossible
from paymodel.moves.posts import Post
from paymodel.moves.provenance import figures_used
from paymodel.moves.temporary import change_over_the_move
from paymodel.pay.job import BANDS, NO_BAND, Payslip
from paymodel.pay.lines import LINES

ABOUT = "Each post offered under each policy of each scenario, less the post held now: the first whole year."


def moves_of_scenarios(scenarios: Sequence[Scenario]) -> Table:
    """Every move of every scenario, worked out together: pounds a year of the first whole year, and the verdict.

    Of a move that ends, `lasts` says for how long and `take_home_change_over_the_move` what it does in all: the other
    figures are at a yearly rate. `not_confirmed` names the figures that the two payslips rest on and that are not
    confirmed, with their status.
    Raises `Refused` where a scenario cannot be answered.

    >>> from paymodel.scenarios.load import load_scenario
    >>> table = moves_of_scenarios([load_scenario("paramedic-to-operations-manager")])
    >>> row = dict(zip(table.names, table.rows[0], strict=True))
    >>> row["post_offered"], row["verdict"], row["take_home_change"]
    ('Operations manager', 'loses', -1350.49)
    """
    for scenario in scenarios:
        refuse_impossible(scenario)
    cases = [case for scenario in scenarios for case in scenario.cases]
    asked_by = [scenario for scenario in scenarios for _ in scenario.cases]
    worked = batch.moves(cases)
    rows = [
        _row(asked_by[number], cases[number], worked, place)
        for place, (number, offer) in enumerate(zip(worked.case, worked.offer, strict=True))
        if offer >= 0
    ]
    columns = [
        *(Column("scenario"), Column("title", "Question"), Column("nation"), Column("as_at", "Day"), Column("policy")),
        *(Column("post_held"), Column("band_held"), Column("post_offered"), Column("band_offered")),
        *columns_of("pattern", "step_held", "step_offered"),
        *(amount("take_home_held"), amount("take_home_offered")),
        *columns_of("take_home_change_a_month", "take_home_change", "gross_change", "employer_cost_change"),
        *(Column("verdict"), Column("lasts"), change("take_home_change_over_the_move", "Over the move", Unit.POUNDS)),
        Column("not_confirmed", "Figures not confirmed", none="none"),
    ]
    return Table(columns, rows, "Moves of every scenario", "Moves", ABOUT)


def _row(scenario: Scenario, case: Case, worked: batch.Moves, place: int) -> list[Cell]:
    held_post, offer = case.current, case.offers[int(worked.offer[place])]
    held, offered = (_payslip(slips, place) for slips in (worked.held, worked.offered))
    before, after = ({line: float(slip[line]) for line in LINES} for slip in (held, offered))
    changed = {line: round(after[line] - before[line], 2) for line in ("take_home_pay", "gross_pay", "employer_cost")}
    figures = dict.fromkeys(
        (*figures_used(held_post, held, case.rule_book), *figures_used(offer, offered, case.rule_book))
    )
    return [
        *(scenario.id, scenario.title, scenario.nation, scenario.as_at.isoformat(), case.policy_name),
        *(held_post.name, _band(held_post), offer.name, _band(offer), worked.pattern[place]),
        *(int(np.asarray(held_post.job.step)), int(worked.step[place])),
        *(before["take_home_pay"], after["take_home_pay"], round(changed["take_home_pay"] / 12, 2)),
        *(changed["take_home_pay"], changed["gross_pay"], changed["employer_cost"], worked.verdict[place]),
        "" if offer.for_good else kind_and_length(offer),
        change_over_the_move(held_post, offer, case.rule_book, worked.pattern[place]),
        "; ".join(not_confirmed(statuses(list(figures)))) or None,
    ]


def _payslip(slips: Payslip, place: int) -> Payslip:
    return {line: slips[line][place] for line in LINES}


def _band(post: Post) -> str | None:
    band = int(np.asarray(post.job.band))
    return None if band == NO_BAND else BANDS[band]
