"""The tables that may be published of a workforce, under disclosure control, and the same in few columns for words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from paymodel.answers.columns import COLUMNS
from paymodel.answers.tables import Cell, Column, Table, Unit, text_columns
from paymodel.moves.posts import with_pattern
from paymodel.pay.payslips import payslip
from paymodel.workforces.disclosure import OPEN_TO, TOTAL, Hidden, find_nested_columns, hide, quantile_shown, rounded
from paymodel.workforces.impact import COUNTS, Measured, Spread
from paymodel.workforces.pay_to_match import RATE_UNIT
from paymodel.workforces.run import PartResult, Run
from paymodel.workforces.surveys import ListedProblem

HIDDEN, NOT_KNOWN = "[c]", "[x]"
"""Marks in place of a number: of one that is hidden, and of one that does not apply."""
UNSHOWN = (HIDDEN, NOT_KNOWN)


def _count(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.COUNT)


def _pounds(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.POUNDS_A_YEAR, 0, in_pounds=True)


def _share(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.SHARE)


NAMES = (COLUMNS["policy"], Column("post"), Column("pattern"))
COUNTED = (
    *map(_count, ("people", "lose", "same", "gain")),
    _share("share_losing"),
    _pounds("mean_change"),
)
LOSSES = (_pounds("sum_of_losses", "All losses"), _pounds("mean_loss"))
SPREAD = (_pounds("median_loss"), *(_pounds(f"decile_{number}") for number in range(1, 10)))
COSTS = (
    _pounds("cost_of_making_losers_whole", "Losers made whole"),
    _pounds("premium_that_leaves_no_loser"),
    _pounds("cost_of_that_premium_for_all", "That premium, for all"),
    _share("share_of_it_to_people_not_losing", "To people not losing"),
    _pounds("policy_cost", "Policy, for all"),
    _share("share_of_policy_cost_to_people_not_losing", "Of it to people not losing"),
    _count("fewer_losers"),
    _pounds("policy_cost_for_each_fewer_loser", "For each"),
    _count("holders"),
    _pounds("policy_cost_for_holders", "Policy, for holders"),
)
REMEDIES = (
    Column("remedy"),
    _pounds("cost_a_year"),
    _count("fewer_losers", "Fewer who lose"),
    _pounds("cost_for_each_fewer_loser", "For each"),
)
IN_WORDS = ("people", "lose", "same", "gain", "mean_change", "mean_loss", "median_loss", "sum_of_losses", "vacancies")
"""Columns of the summary that a table in words shows, where it has them."""
GROUPS_IN_WORDS = ("people", "lose", "same", "gain", "share_losing", "mean_change", "mean_loss")
OF_A_CHANGE = (
    *("policy_cost", "share_of_policy_cost_to_people_not_losing", "fewer_losers"),
    *("policy_cost_for_each_fewer_loser", "policy_cost_for_holders"),
)
"""Columns that say what a policy changes: the first changes nothing."""
OF_LOSERS = tuple(column.name for column in COSTS[:4])
"""Columns that say what a loss would cost to make up."""


def tables_of(run: Run, tally: PartResult) -> list[Table]:
    """Every table that may be published: `summary`, `groups` and `costs`, those that have rows."""
    measured, options = tally.measured, run.options
    counts = measured.counts
    within = find_nested_columns(tally.pairs)
    hidden = hide(measured.rows, counts["people"], counts["lose"], counts["gain"], within, options.threshold)
    counted = _counted(measured, hidden, options.round_to)
    tables = [_summary(run, measured, hidden, counted), _groups(run, measured, counted)]
    if measured.spreads is not None:
        tables.append(_costs(run, measured, hidden))
    return [table for table in tables if table.rows]


def _moves(run: Run) -> list[tuple[int, int, list[Cell]]]:
    """Each policy and move with the cells that name it."""
    names, policies = run.openings.names, run.openings.policies
    return [
        (q, m, [policies[q].name, names[index], pattern or ""])
        for q in range(len(policies))
        for m, (index, pattern) in enumerate(run.openings.moves)
    ]


def _counted(measured: Measured, hidden: Hidden, unit: int) -> NDArray[np.object_]:
    """The cells of `COUNTED`, then the sum and mean of losses: policies by moves by rows by cells."""
    people, lose, gain, change, losses = (measured.counts[name] for name in COUNTS)
    share = np.floor(lose / np.maximum(people, 1) * 100 + 0.5) / 100
    mean, sums, mean_loss = (
        (np.floor(amount / 100 / np.maximum(count, 1) / unit + 0.5) * unit).astype(np.int64)
        for amount, count in ((change, people), (losses, np.ones_like(lose)), (losses, lose))
    )
    shown = (
        (people, hidden.people, None),
        (lose, hidden.lose, None),
        (people - lose - gain, hidden.same, None),
        (gain, hidden.gain, None),
        (share, hidden.lose | hidden.people, people),
        (mean, hidden.change, people),
        (sums, hidden.losses, None),
        (mean_loss, hidden.losses, lose),
    )
    cells = np.empty((*people.shape, len(shown)), dtype=object)
    for place, (values, marks, among) in enumerate(shown):
        column = values.astype(object)
        if among is not None:
            column[among == 0] = NOT_KNOWN
        column[marks] = HIDDEN
        cells[..., place] = column
    return cells


def _summary(run: Run, measured: Measured, hidden: Hidden, counted: NDArray[np.object_]) -> Table:
    total = measured.rows.index(TOTAL)
    threshold = run.options.threshold
    spread = measured.spreads is not None
    stated = [offer.vacancies for offer in run.openings.file.offers]
    vacancies = (_count("vacancies"),) if any(count is not None for count in stated) else ()
    columns = (*NAMES, *COUNTED, *LOSSES, *(SPREAD if spread else ()), *vacancies)
    rows: list[list[Cell]] = []
    for q, m, names in _moves(run):
        at = (q, m, total)
        cells: list[Cell] = counted[q, m, total].tolist()
        if measured.spreads is not None:
            cells += _spread_cells(measured.spreads[q][m], measured, hidden, at, threshold)
        if vacancies:
            count = stated[run.openings.moves[m][0]]
            cells.append(NOT_KNOWN if count is None else count)
        rows.append([*names, *cells])
    return Table(columns, rows, name="summary", about="Who loses and who gains, by policy and post.")


def _spread_cells(
    spread: Spread, measured: Measured, hidden: Hidden, at: tuple[int, int, int], threshold: int
) -> list[Cell]:
    """The median loss and the nine deciles of the change: each the change of one person, rounded."""
    people, lose = int(measured.counts["people"][at]), int(measured.counts["lose"][at])
    ranks = [(lose + 1) // 2, *(-(-decile * people // 10) for decile in range(1, 10))]
    median, *deciles = (change * measured.step for change in spread.changes_at(*ranks))
    shown: Cell = HIDDEN
    if not hidden.losses[at] and (not lose or quantile_shown(lose, 50, threshold)):
        shown = -median if lose else NOT_KNOWN
    marks = [hidden.change[at] or not quantile_shown(people, 10 * decile, threshold) for decile in range(1, 10)]
    return [shown, *(HIDDEN if shut else change for change, shut in zip(deciles, marks, strict=True))]


def _groups(run: Run, measured: Measured, counted: NDArray[np.object_]) -> Table:
    columns = (*NAMES, Column("column"), Column("value"), *COUNTED, *LOSSES)
    order = sorted(
        (number for number, (column, _) in enumerate(measured.rows) if column not in ("", OPEN_TO)),
        key=lambda number: measured.rows[number],
    )
    groups = [measured.rows[number] for number in order]
    rows: list[list[Cell]] = []
    for q, m, names in _moves(run):
        cells = counted[q, m][order].tolist()
        rows += [[*names, *group, *of_row] for group, of_row in zip(groups, cells, strict=True)]
    about = "The same by profession, band, site and every other column asked for."
    return Table(columns, rows, name="groups", about=about)


def _costs(run: Run, measured: Measured, hidden: Hidden) -> Table:
    """Costs to the employer a year, with pension, National Insurance and levy."""
    total = measured.rows.index(TOTAL)
    unit = run.options.round_to
    costs, lose = measured.costs, measured.counts["lose"][..., total]
    rows: list[list[Cell]] = []
    for q, m, names in _moves(run):
        at, first = (q, m, total), (0, m, total)
        no_losers, no_first = bool(hidden.losses[at]), bool(hidden.losses[first])
        premium = rounded(-(-int(measured.premium[q, m]) // unit) * unit, unit)
        for_all = premium * int(costs["whole_time"][q, m]) / RATE_UNIT**2
        kept = costs["whole_time_not_losing"][q, m] / costs["whole_time"][q, m] if costs["whole_time"][q, m] else 0.0
        cost, to_others = int(costs["cost"][q, m]), int(costs["cost_to_not_losing"][q, m])
        fewer = int(lose[0, m] - lose[q, m])
        cells: list[Cell] = [HIDDEN] * 4
        if not no_losers:
            whole = costs["whole_again"][q, m] / RATE_UNIT / 100
            cells = [rounded(whole, unit), premium, rounded(for_all, unit)]
            cells.append((HIDDEN if no_first else round(float(kept), 2)) if premium else NOT_KNOWN)
        if hidden.people[at]:
            cells += [HIDDEN] * 4
        else:
            cells.append(rounded(cost / 100, unit))
            cells.append((HIDDEN if no_first else round(to_others / cost, 2)) if cost else NOT_KNOWN)
            hide_fewer = no_losers or no_first
            cells.append(HIDDEN if hide_fewer else fewer)
            each: Cell = rounded(cost / 100 / fewer, unit) if fewer > 0 else NOT_KNOWN
            cells.append(HIDDEN if hide_fewer else each)
        cells += _holders(run, q, m)
        rows.append([*names, *cells])
    about = "Costs to the employer a year, with pension, National Insurance and levy."
    return Table((*NAMES, *COSTS), rows, name="costs", about=about)


def _holders(run: Run, policy: int, move: int) -> list[Cell]:
    """How many hold the post, and what a policy costs on top of the first for them: whole time, at the post's step."""
    index = run.openings.moves[move][0]
    holders = run.openings.file.offers[index].holders
    if holders is None:
        return [NOT_KNOWN, NOT_KNOWN]
    cases = run.openings.cases_of(run.openings.nation, run.openings.nation)
    now, before = (
        float(payslip(case.offers[index].job, case.rule_book)["employer_cost"]) for case in (cases[policy], cases[0])
    )
    return [holders, rounded(holders * (now - before), run.options.round_to)]


def quality_table(problems: Sequence[ListedProblem]) -> Table:
    """Every row that could not be used, and why. It names people's assignments: not for publication."""
    columns = [Column("row", unit=Unit.NUMBER), *text_columns("Id", "Column", "Problem")]
    return Table(columns, problems, "Rows that cannot be used", "data-quality-not-for-publication")


def with_posts_named(table: Table) -> Table:
    """A table of a workforce whose posts bear their pattern where that is `same`, for words."""
    rows = [[*row] for row in table.rows]
    post, pattern = (table.names.index(name) for name in ("post", "pattern"))
    for row in rows:
        row[post] = with_pattern(str(row[post]), "same" if row[pattern] == "same" else None)
    return replace(table, rows=rows)


def summary_in_words(summary: Table, policy: str) -> Table:
    """Who loses under a policy, post by post, in few columns."""
    shown = [name for name in IN_WORDS if name in summary.names]
    return with_posts_named(summary.where(policy=policy)).pick("post", *shown)


def costs_in_words(costs: Table, policy: str, *, first: bool) -> Table:
    """What making losers whole would cost under a policy, and what the policy itself costs, post by post."""
    shown = OF_LOSERS if first else (*OF_A_CHANGE, *OF_LOSERS)
    table = with_posts_named(costs.where(policy=policy)).pick("post", *shown)
    return table.relabelled(post="Pounds a year, with on-costs")


def groups_in_words(groups: Table, policy: str, post: str, pattern: str, column: str) -> Table:
    """Who loses on moving to one post, by the groups of a column."""
    chosen = groups.where(policy=policy, post=post, pattern=pattern, column=column)
    thing = column.replace("_", " ")
    table = chosen.pick("value", *GROUPS_IN_WORDS).relabelled(value=f"{thing[:1].upper()}{thing[1:]}")
    return replace(table, caption=f"{post}, by {thing}")
