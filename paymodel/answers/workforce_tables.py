"""The tables that may be published of a workforce, under disclosure control, and the same in few columns for words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from paymodel.answers.columns import COLUMNS
from paymodel.answers.tables import Cell, Column, Table, Unit, text_columns
from paymodel.files.coded_columns import CodedRows, Codes
from paymodel.files.grouping import CROSSED_WITH
from paymodel.moves.posts import with_pattern
from paymodel.pay.job import BANDS
from paymodel.pay.payslips import payslip
from paymodel.rounding import as_array
from paymodel.workforces.disclosure import (
    EXACT,
    PREMIUM_PERCENT,
    TOTAL,
    Control,
    Counts,
    Hidden,
    hide,
    rounded,
    two_largest,
)
from paymodel.workforces.measured import COUNTS, Measured
from paymodel.workforces.options import NEXT_BAND
from paymodel.workforces.pay_to_match import RATE_UNIT
from paymodel.workforces.run import HELD, PartResult, Run
from paymodel.workforces.surveys import ListedProblem

HIDDEN, NOT_KNOWN = "[c]", "[x]"
"""Marks in place of a number: of one that is redacted, and of one that does not apply."""
UNSHOWN = (HIDDEN, NOT_KNOWN)


def _count(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.COUNT)


def _pounds(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.POUNDS_A_YEAR, 0, in_pounds=True)


def _share(name: str, label: str = "") -> Column:
    return Column(name, label, Unit.SHARE)


NAMES = (COLUMNS["policy"], Column("post"), Column("pattern"))
BAND_HELD = Column("band_held")
ALL_BANDS = "all"
"""What stands in `band_held` for everybody to whom a post is open."""
COUNTED = (
    *map(_count, ("people", "lose", "same", "gain")),
    _share("share_losing"),
    _pounds("mean_change"),
)
LOSSES = (_pounds("sum_of_losses", "All losses"), _pounds("mean_loss"))
SPREAD = (_pounds("median_loss"), *(_pounds(f"decile_{number}") for number in range(1, 10)))
COSTS = (
    _pounds("cost_of_making_losers_whole", "Losers made whole"),
    _pounds("cost_of_making_each_loser_whole", "Each loser made whole"),
    _pounds(f"premium_enough_for_{PREMIUM_PERCENT}_percent", f"Premium enough for {PREMIUM_PERCENT}%"),
    _pounds("cost_of_that_premium_for_all", "That premium, for all"),
    _pounds("cost_of_that_premium_for_holders", "That premium, for holders"),
    _pounds("cost_of_that_premium_for_each_appointed", "That premium, for each appointed"),
    _share("share_of_it_to_people_not_losing", "To people not losing"),
    _pounds("policy_cost", "Policy, for all"),
    _share("share_of_policy_cost_to_people_not_losing", "Of it to people not losing"),
    _count("fewer_losers"),
    _pounds("policy_cost_for_each_fewer_loser", "For each fewer"),
    _count("holders"),
    _pounds("policy_cost_for_holders", "Policy, for holders"),
    _pounds("policy_cost_for_each_appointed", "Policy, for each appointed"),
    _count("vacancies"),
    _pounds("policy_cost_for_those_appointed", "Policy, for vacancies filled"),
)
IN_WORDS = ("people", "lose", "same", "gain", "mean_change", "mean_loss", "median_loss", "sum_of_losses", "vacancies")
"""Columns of the summary that a table in words shows, where it has them."""
GROUPS_IN_WORDS = ("people", "lose", "same", "gain", "share_losing", "mean_change", "mean_loss")
OF_A_CHANGE = (
    *("policy_cost_for_holders", "policy_cost_for_each_appointed", "policy_cost_for_those_appointed"),
    *("fewer_losers", "policy_cost_for_each_fewer_loser"),
)
"""Columns that say what a policy changes, for who holds the post and for who would be appointed: the first changes
nothing."""
OF_LOSERS = (
    *("cost_of_making_each_loser_whole", COSTS[2].name, "cost_of_that_premium_for_holders"),
    *("cost_of_that_premium_for_each_appointed", "share_of_it_to_people_not_losing"),
)
"""Columns that say what a loss would cost to make up, for who would be appointed and for who holds the post."""


def tables_of(run: Run, tally: PartResult) -> list[Table]:
    """Every table that may be published: `summary`, `groups` and `costs`, those that have rows."""
    measured, control = tally.measured, run.options.control
    hidden, coded = cells_of(measured, control)
    counted = np.stack([column.texts() for column in coded], axis=-1)
    rungs = _rungs(run, measured, hidden)
    grouped = tally.settled.scope.grouped
    tables = [_summary(run, measured, hidden, counted, rungs), _groups(run, measured, coded, grouped)]
    if measured.spreads is not None:
        tables.append(_costs(run, measured, hidden, rungs))
    return [table for table in tables if table.rows]


def cells_of(measured: Measured, control: Control) -> tuple[Hidden, list[Codes[Cell]]]:
    """What is redacted of what was counted; and each of `COUNTED` and `LOSSES`, for policies by moves by rows."""
    hidden = hide(measured.counts, _two_largest(measured), control)
    return hidden, _counted(measured, hidden, control)


def marked(table: Table) -> Table:
    """A table of exact figures: every row says that it is not for publication."""
    rows = [[*row, EXACT] for row in table.rows]
    return replace(table, columns=(*table.columns, Column("note")), rows=rows)


def _two_largest(measured: Measured) -> tuple[Counts, Counts]:
    """For each row, sums of the two largest losses and changes: its own where it is everybody or a band held.

    Else those of everybody, which are no smaller.
    """
    held = {(HELD, band): measured.extremes[:, :, code] for code, band in enumerate(BANDS)}
    everybody = measured.all_extremes()
    return two_largest(np.stack([held.get(row, everybody) for row in measured.rows], axis=2))


class Rung(NamedTuple):
    """Those of a policy and move who hold one band: their band as a code (None: everybody) and the row of the counts.

    `names` are the cells that name it.
    """

    policy: int
    move: int
    band: int | None
    row: int
    names: list[Cell]


def _rungs(run: Run, measured: Measured, hidden: Hidden) -> list[Rung]:
    """Each policy and move from the band just below the post downwards, then its own and those above, everybody last.

    Bands in which nobody has the post open are left out, and so are those with so few that they are redacted.
    """
    rows = {row: number for number, row in enumerate(measured.rows)}
    total, is_shown = rows[TOTAL], ((measured.counts["people"] > 0) & ~hidden.people).tolist()
    rungs = []
    for q, m, names in _moves(run):
        bands = (*reversed(range(run.kinds_by_move[q][m][0])), *bands_not_below(run.kinds_by_move[q][m]))
        held = [(band, row) for band in bands if (row := rows.get((HELD, BANDS[band]))) is not None]
        shown = [(band, row) for band, row in held if is_shown[q][m][row]]
        rungs += [Rung(q, m, band, row, [*names, BANDS[band]]) for band, row in shown]
        if not shown or run.options.population != NEXT_BAND:
            rungs.append(Rung(q, m, None, total, [*names, ALL_BANDS]))
    return rungs


@cache
def bands_not_below(kind: tuple[int, tuple[tuple[str, tuple[str, ...]], ...]]) -> tuple[int, ...]:
    """The band of a post and higher ones whose people it is open to, as its `open_to` names them.

    >>> [BANDS[code] for code in bands_not_below((BANDS.index("6"), (("band", ("5", "6", "8A")),)))]
    ['6', '8a']
    """
    band, filters = kind
    named = {value.lower() for name, values in filters if name == "band" for value in values}
    return tuple(code for code in range(band, len(BANDS)) if BANDS[code] in named)


def _moves(run: Run) -> list[tuple[int, int, list[Cell]]]:
    """Each policy and move with the cells that name it."""
    names, policies = run.openings.names, run.openings.policies
    return [
        (q, m, [policies[q].name, names[index], pattern or ""])
        for q in range(len(policies))
        for m, (index, pattern) in enumerate(run.openings.moves)
    ]


def _counted(measured: Measured, hidden: Hidden, control: Control) -> list[Codes[Cell]]:
    """The cells of `COUNTED`, then the sum and mean of losses: each for policies by moves by rows."""
    people, lose, gain, change, losses = (measured.counts[name] for name in COUNTS)
    counts = [control.counts(count) for count in (people, lose, people - lose - gain, gain)]
    share = np.floor(counts[1] / np.maximum(counts[0], 1) * 100 + 0.5) / 100
    mean, mean_loss = (
        control.means(amount / 100 / np.maximum(count, 1)) for amount, count in ((change, people), (losses, lose))
    )
    # A total tells no more than its mean does.
    sums = np.floor(losses / 100 + 0.5).astype(np.int64) if control.internal else mean_loss * counts[1]
    return [
        _shown(counts[0], hidden.people),
        _shown(counts[1], hidden.lose),
        _shown(counts[2], hidden.same),
        _shown(counts[3], hidden.gain),
        _shown(share, hidden.lose, people),
        _shown(mean, hidden.change, people),
        _shown(sums, hidden.losses),
        _shown(mean_loss, hidden.losses, lose),
    ]


def _shown(values: NDArray[Any], marks: NDArray[np.bool_], among: NDArray[np.int64] | None = None) -> Codes[Cell]:
    """Values as they are shown: redacted where they are marked, not known where there is nobody they are `among`."""
    distinct, codes = np.unique(values, return_inverse=True)
    if among is not None:
        codes[among == 0] = len(distinct) + 1
    codes[marks] = len(distinct)
    return Codes((*distinct.tolist(), HIDDEN, NOT_KNOWN), codes)


def _summary(
    run: Run, measured: Measured, hidden: Hidden, counted: NDArray[np.object_], rungs: Sequence[Rung]
) -> Table:
    spread = measured.spreads is not None
    stated = [offer.vacancies for offer in run.openings.file.offers]
    vacancies = (_count("vacancies"),) if any(count is not None for count in stated) else ()
    columns = (*NAMES, BAND_HELD, *COUNTED, *LOSSES, *(SPREAD if spread else ()), *vacancies)
    rows: list[list[Cell]] = []
    for rung in rungs:
        cells: list[Cell] = counted[rung.policy, rung.move, rung.row].tolist()
        if spread:
            cells += spread_cells(rung, measured, hidden, run.options.control)
        if vacancies:
            count = stated[run.openings.moves[rung.move][0]]
            cells.append(NOT_KNOWN if count is None else count)
        rows.append([*rung.names, *cells])
    about = "Who loses and who gains, by policy, post and band held: the band just below the post first."
    return Table(columns, rows, name="summary", about=about)


def spread_cells(rung: Rung, measured: Measured, hidden: Hidden, control: Control) -> list[Cell]:
    """The median loss and the nine deciles of the change: each the change of one person, rounded."""
    at, spread = (rung.policy, rung.move, rung.row), measured.spread_of(rung.policy, rung.move, rung.band)
    people, lose = int(measured.counts["people"][at]), int(measured.counts["lose"][at])
    few = hidden.change[at] or people < control.fewest_for_deciles
    ranks = [(lose + 1) // 2, *(-(-decile * people // 10) for decile in range(1, 1 if few else 10))]
    median, *deciles = (change * measured.step for change in spread.changes_at(*ranks))
    shown: Cell = HIDDEN
    if not hidden.losses[at]:
        shown = -median if lose else NOT_KNOWN
    return [shown, *[HIDDEN] * 9] if few else [shown, *deciles]


def _groups(run: Run, measured: Measured, coded: Sequence[Codes[Cell]], grouped: Sequence[str]) -> Table:
    columns = (*NAMES, Column("column"), Column("value"), *COUNTED, *LOSSES)
    order = sorted(
        (number for number, (column, _) in enumerate(measured.rows) if column in grouped),
        key=lambda number: measured.rows[number],
    )
    groups, moves = [measured.rows[number] for number in order], [names for _, _, names in _moves(run)]
    move, group = np.repeat(np.arange(len(moves)), len(groups)), np.tile(np.arange(len(groups)), len(moves))
    held: list[Codes[Any]] = [Codes(names, move) for names in zip(*moves, strict=True)]
    held += [Codes(cells, group) for cells in zip(*groups, strict=True)]
    held += [Codes(column.values, column.codes[:, :, order].ravel()) for column in coded]
    about = "The same by profession, band, site and every other column asked for."
    return Table(columns, CodedRows(held), name="groups", about=about)


def _costs(run: Run, measured: Measured, hidden: Hidden, rungs: Sequence[Rung]) -> Table:
    """Costs to the employer a year, with pension, National Insurance and levy."""
    rows: list[list[Cell]] = []
    holders, by_band = _Holders(run), measured.costs_by_band()
    for rung in rungs:
        before, costs = (by_band[q][rung.move][-1 if rung.band is None else rung.band] for q in (0, rung.policy))
        making_whole = _cells_of_losers(run, measured, hidden, rung, (before, costs), holders)
        of_policy = _cells_of_the_policy(run, measured, hidden, rung, costs, holders)
        rows.append([*rung.names, *making_whole, *of_policy])
    about = "Costs to the employer a year, with pension, National Insurance and levy, by the band held."
    return Table((*NAMES, BAND_HELD, *COSTS), rows, name="costs", about=about)


def _cells_of_losers(
    run: Run,
    measured: Measured,
    hidden: Hidden,
    rung: Rung,
    before_and_now: tuple[Mapping[str, int], Mapping[str, int]],
    holders: "_Holders",
) -> list[Cell]:
    """What making losers whole would cost, and the premium that is enough for most."""
    control, (q, m) = run.options.control, (rung.policy, rung.move)
    before, costs = before_and_now
    at = (q, m, rung.row)
    people, lose = (int(measured.counts[name][at]) for name in ("people", "lose"))
    if hidden.losses[at]:
        return [HIDDEN] * 7
    first = before["whole_again"] / max(int(measured.counts["lose"][0, m, rung.row]), 1)
    pounds = np.array([first, costs["whole_again"] / max(lose, 1)]) / RATE_UNIT / 100
    of_each = int(control.means(pounds)[1])
    whole = rounded(pounds[1] * lose, control.unit) if control.internal else of_each * control.count(lose)
    cells: list[Cell] = [whole, of_each if lose else NOT_KNOWN]
    if people < control.fewest_for_premium:
        return [*cells, *[HIDDEN] * 5]
    premium = measured.premium_that_is_enough(q, m, rung.band, people, PREMIUM_PERCENT)
    of_a_pound = premium / RATE_UNIT**2
    each, for_all = each_and_all(of_a_pound * costs["whole_time"], people, control)
    cells += [premium, for_all, holders.premium(q, m, premium), each]
    share = _share_not_losing(of_a_pound * costs["whole_time_not_losing"], for_all, measured, hidden, rung, control)
    return [*cells, share]


def _cells_of_the_policy(
    run: Run, measured: Measured, hidden: Hidden, rung: Rung, costs: Mapping[str, int], holders: "_Holders"
) -> list[Cell]:
    """What a policy costs on top of the first, and how many fewer lose."""
    control, (q, m) = run.options.control, (rung.policy, rung.move)
    at = (q, m, rung.row)
    people = int(measured.counts["people"][at])
    fewer = _fewer(measured, hidden, rung, control)
    each: Cell = HIDDEN
    whole: Cell = HIDDEN
    share: Cell = HIDDEN
    each_fewer: Cell = HIDDEN
    if not hidden.change[at]:
        each, whole = each_and_all(costs["cost"] / 100, people, control)
        share = _share_not_losing(costs["cost_to_not_losing"] / 100, whole, measured, hidden, rung, control)
        if isinstance(fewer, int) and isinstance(whole, int):
            each_fewer = rounded(whole / fewer, control.unit) if fewer > 0 else NOT_KNOWN
    return [whole, share, fewer, each_fewer, *holders.cells(q, m), *_appointed(run, m, each)]


def _fewer(measured: Measured, hidden: Hidden, rung: Rung, control: Control) -> int | str:
    """How many fewer lose than under the first policy: the difference of what is shown.

    Where one of the two is redacted, as many are counted there as may be at most, rounded.
    """
    at = [(0, rung.move, rung.row), (rung.policy, rung.move, rung.row)]
    if all(hidden.lose[each] for each in at):
        return HIDDEN
    before, after = (control.most_redacted if hidden.lose[each] else int(measured.counts["lose"][each]) for each in at)
    return control.count(before) - control.count(after)


def each_and_all(pounds: float, people: int, control: Control) -> tuple[Cell, Cell]:
    """What some pounds come to for each of some people, rounded, and for all: a total tells no more than its mean."""
    if not people:
        return NOT_KNOWN, 0
    each = rounded(pounds / people, control.unit)
    return each, rounded(pounds, control.unit) if control.internal else each * control.count(people)


def _share_not_losing(
    pounds: float, of_all: Cell, measured: Measured, hidden: Hidden, rung: Rung, control: Control
) -> Cell:
    """The share of a total that goes to those who do not lose under the first policy: of pounds as they are shown."""
    if isinstance(of_all, str) or not of_all:
        return NOT_KNOWN
    first = (0, rung.move, rung.row)
    people, lose = (int(measured.counts[name][first]) for name in ("people", "lose"))
    if hidden.lose[first] or (people - lose < control.fewest_for_pounds and not control.internal):
        return HIDDEN
    _, theirs = each_and_all(pounds, people - lose, control)
    return round(min(float(theirs or 0) / of_all, 1.0), 2)


def _appointed(run: Run, move: int, each: Cell) -> list[Cell]:
    """What a policy costs for each who is appointed from the people of a row, and for as many as there are vacancies.

    `each` is its mean cost for those people, pounds a year, or the mark in its place.
    """
    vacancies = run.openings.file.offers[run.openings.moves[move][0]].vacancies
    if vacancies is None:
        return [each, NOT_KNOWN, each if each == HIDDEN else NOT_KNOWN]
    return [each, vacancies, each if isinstance(each, str) or each is None else each * vacancies]


class _Holders:
    """How many hold each post, and what a policy or a premium costs for them: whole time, at the post's step."""

    def __init__(self, run: Run) -> None:
        self.run, self.unit = run, run.options.control.unit
        self.cases = run.openings.cases_of(run.openings.nation, run.openings.nation)
        self.known: dict[tuple[int, int, float], float] = {}

    def cells(self, policy: int, move: int) -> list[Cell]:
        """How many hold the post, and what a policy costs on top of the first for them."""
        holders = self._of(move)
        if holders is None:
            return [NOT_KNOWN, NOT_KNOWN]
        return [holders, rounded(holders * (self._each(policy, move) - self._each(0, move)), self.unit)]

    def premium(self, policy: int, move: int, premium: int) -> Cell:
        """What a premium would cost on top of a policy for all who hold the post, pounds a year."""
        holders = self._of(move)
        if holders is None:
            return NOT_KNOWN
        return rounded(holders * (self._each(policy, move, premium) - self._each(policy, move)), self.unit)

    def _of(self, move: int) -> int | None:
        return self.run.openings.file.offers[self.run.openings.moves[move][0]].holders

    def _each(self, policy: int, move: int, premium: float = 0.0) -> float:
        """The employer's cost of a whole-time holder under a policy, with a premium on top; pounds a year."""
        if (policy, move, premium) not in self.known:
            job = self.cases[policy].offers[self.run.openings.moves[move][0]].job
            if premium:
                job = job.with_(long_term_premium=float(as_array(job.long_term_premium)) + premium)
            slip = payslip(job, self.cases[policy].rule_book)
            self.known[policy, move, premium] = float(slip["employer_cost"])
        return self.known[policy, move, premium]


def quality_table(problems: Sequence[ListedProblem]) -> Table:
    """Every row that could not be used, and why. It names people's assignments: not for publication."""
    columns = [Column("row", unit=Unit.NUMBER), *text_columns("Id", "Column", "Problem")]
    return Table(columns, problems, "Rows that cannot be used", "data-quality-not-for-publication")


def post_words(row: Mapping[str, Cell]) -> str:
    """A post by its name, with the pattern where both are shown."""
    return with_pattern(str(row["post"]), "same" if row["pattern"] == "same" else None)


def with_posts_named(table: Table) -> Table:
    """A table of a workforce whose posts bear their pattern where that is `same`, for words."""
    rows = [[*row] for row in table.rows]
    post, pattern = (table.names.index(name) for name in ("post", "pattern"))
    for row in rows:
        row[post] = post_words({"post": row[post], "pattern": row[pattern]})
    return replace(table, rows=rows)


def summary_in_words(summary: Table, policy: str) -> Table:
    """Who loses under a policy, post by post, in few columns."""
    shown = [name for name in IN_WORDS if name in summary.names]
    return with_posts_named(summary.where(policy=policy)).pick("post", BAND_HELD.name, *shown)


def costs_in_words(costs: Table, policy: str, *, first: bool) -> Table:
    """What making losers whole would cost under a policy, and what the policy itself costs, post by post."""
    shown = OF_LOSERS if first else (*OF_A_CHANGE, *OF_LOSERS)
    table = with_posts_named(costs.where(policy=policy)).pick("post", BAND_HELD.name, *shown)
    return table.relabelled(post="Pounds a year, with on-costs")


def group_words(column: str) -> str:
    """A column that people are grouped by, or two that are crossed, in words.

    >>> group_words("staff_group"), group_words("site,profession")
    ('staff group', 'site and profession')
    """
    return " and ".join(part.strip().replace("_", " ") for part in column.split(CROSSED_WITH))


def group_named(column: str, value: str) -> str:
    """A group as a sentence names it: bands are bare numbers in their column.

    >>> group_named("band", "7"), group_named("site", "East")
    ('band 7', 'East')
    """
    return f"band {value}" if column == "band" else value


def groups_in_words(groups: Table, policy: str, post: str, pattern: str, column: str) -> Table:
    """Who loses on moving to one post, by the groups of a column."""
    chosen = groups.where(policy=policy, post=post, pattern=pattern, column=column)
    thing = group_words(column)
    table = chosen.pick("value", *GROUPS_IN_WORDS).relabelled(value=f"{thing[:1].upper()}{thing[1:]}")
    return replace(table, caption=f"{post}, by {thing}")
