"""What a workforce run publishes: tables under disclosure control, and the words that go with them."""

import csv
import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.answers.comparison import figure_name
from paymodel.answers.workforce_notes import columns_partly_filled, posts_open_to_nobody
from paymodel.answers.workforce_record import Inputs, made_from
from paymodel.counting import counted
from paymodel.files.spreadsheets import harmless
from paymodel.moves.assumptions import assumptions
from paymodel.pay.payslips import payslip
from paymodel.workforces.disclosure import (
    CAN_SINGLE_OUT,
    OPEN_TO,
    TOTAL,
    Hidden,
    find_nested_columns,
    hide,
    quantile_shown,
    rounded,
)
from paymodel.workforces.impact import COUNTS, Measured, Spread
from paymodel.workforces.pay_to_match import RATE_UNIT
from paymodel.workforces.run import PartResult, Run
from paymodel.workforces.staff_rows import NOT_HERE
from paymodel.workforces.surveys import ListedProblem

HIDDEN = "[c]"
MOST_SHOWN = 10
"""Policies that are shown in words; tables hold all."""
NOT_KNOWN = "[x]"
ROWS_FILE = "individual-rows-not-for-publication.csv"
QUALITY_FILE = "data-quality-not-for-publication.csv"
Cell = str | int | float


@dataclass(frozen=True)
class Sheet:
    """A table as it is written: its name, what it holds, its headings and rows."""

    name: str
    about: str
    head: tuple[str, ...]
    rows: list[list[Cell]]

    def as_csv(self) -> str:
        """The table as CSV. Texts of the rows are harmless already."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self.head)
        writer.writerows(self.rows)
        return out.getvalue()


def sheets(run: Run, found: PartResult) -> list[Sheet]:
    """Every table that may be published."""
    measured, options = found.measured, run.options
    counts = measured.counts
    within = find_nested_columns(found.pairs)
    hidden = hide(measured.rows, counts["people"], counts["lose"], counts["gain"], within, options.threshold)
    counted = _counted(measured, hidden, options.round_to)
    found_sheets = [_summary(run, measured, hidden, counted), _groups(run, measured, counted)]
    if measured.spreads is not None:
        found_sheets.append(_costs(run, measured, hidden))
    return [sheet for sheet in found_sheets if sheet.rows]


def _moves(run: Run) -> list[tuple[int, int, list[Cell]]]:
    """Each policy and move with the cells that name it."""
    names, policies = run.openings.names, run.openings.policies
    return [
        (q, m, [harmless(policies[q].name), harmless(names[index]), pattern or ""])
        for q in range(len(policies))
        for m, (index, pattern) in enumerate(run.openings.moves)
    ]


NAMES = ("policy", "post", "pattern")
COUNTED = ("people", "lose", "same", "gain", "share_losing", "mean_change")
DECILES = tuple(f"decile_{number}" for number in range(1, 10))


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


def _summary(run: Run, measured: Measured, hidden: Hidden, counted: NDArray[np.object_]) -> Sheet:
    total = measured.rows.index(TOTAL)
    threshold = run.options.threshold
    spread = measured.spreads is not None
    stated = [offer.vacancies for offer in run.openings.file.offers]
    vacancies = ("vacancies",) if any(one is not None for one in stated) else ()
    head = (*NAMES, *COUNTED, "sum_of_losses", "mean_loss", *(("median_loss", *DECILES) if spread else ()), *vacancies)
    rows = []
    for q, m, names in _moves(run):
        at = (q, m, total)
        cells: list[Cell] = counted[q, m, total].tolist()
        if measured.spreads is not None:
            cells += _spread_cells(measured.spreads[q][m], measured, hidden, at, threshold)
        if vacancies:
            count = stated[run.openings.moves[m][0]]
            cells.append(NOT_KNOWN if count is None else count)
        rows.append([*names, *cells])
    return Sheet("summary", "Who loses and who gains, by policy and post.", head, rows)


def _spread_cells(
    spread: Spread, measured: Measured, hidden: Hidden, at: tuple[int, int, int], threshold: int
) -> list[Cell]:
    """The median loss and the nine deciles of the change: each the change of one person, rounded."""
    people, lose = int(measured.counts["people"][at]), int(measured.counts["lose"][at])
    ranks = [(lose + 1) // 2, *(-(-decile * people // 10) for decile in range(1, 10))]
    median, *deciles = (found * measured.step for found in spread.changes_at(*ranks))
    shown: Cell = HIDDEN
    if not hidden.losses[at] and (not lose or quantile_shown(lose, 50, threshold)):
        shown = -median if lose else NOT_KNOWN
    marks = [hidden.change[at] or not quantile_shown(people, 10 * decile, threshold) for decile in range(1, 10)]
    return [shown, *(HIDDEN if shut else found for found, shut in zip(deciles, marks, strict=True))]


def _groups(run: Run, measured: Measured, counted: NDArray[np.object_]) -> Sheet:
    head = (*NAMES, "column", "value", *COUNTED, "sum_of_losses", "mean_loss")
    order = sorted(
        (number for number, (column, _) in enumerate(measured.rows) if column not in ("", OPEN_TO)),
        key=lambda number: measured.rows[number],
    )
    groups = [tuple(harmless(text) for text in measured.rows[number]) for number in order]
    rows: list[list[Cell]] = []
    for q, m, names in _moves(run):
        cells = counted[q, m][order].tolist()
        rows += [[*names, *group, *of_row] for group, of_row in zip(groups, cells, strict=True)]
    return Sheet("groups", "The same by profession, band, site and every other column asked for.", head, rows)


def _costs(run: Run, measured: Measured, hidden: Hidden) -> Sheet:
    """Costs to the employer a year, with pension, National Insurance and levy."""
    total = measured.rows.index(TOTAL)
    unit = run.options.round_to
    costs, lose = measured.costs, measured.counts["lose"][..., total]
    head = (
        *NAMES,
        "cost_of_making_losers_whole",
        "premium_that_leaves_no_loser",
        "cost_of_that_premium_for_all",
        "share_of_it_to_people_not_losing",
        "policy_cost",
        "share_of_policy_cost_to_people_not_losing",
        "fewer_losers",
        "policy_cost_for_each_fewer_loser",
        "holders",
        "policy_cost_for_holders",
    )
    rows = []
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
    return Sheet("costs", "Costs to the employer a year, with pension, National Insurance and levy.", head, rows)


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


def quality_csv(problems: Sequence[ListedProblem]) -> str:
    """Every row that could not be used, and why. It names people's assignments: not for publication."""
    rows: list[list[Cell]] = [[row, *(harmless(text) for text in texts)] for row, *texts in problems]
    return Sheet("", "", ("row", "id", "column", "problem"), rows).as_csv()


@dataclass(frozen=True, eq=False)
class Published:
    """All that may be shown of a run: tables, words and what the record says. It holds nothing of any one person.

    `said` is the whole in words; `opening`, `policies` (tables for each of the first policies), `marks` and `assumed`
    are parts of it.
    """

    title: str
    nation: str
    as_at: datetime.date
    round_to: int
    threshold: int
    sheets: Sequence[Sheet]
    moves: Sequence[tuple[str, str]]
    opening: Sequence[Block]
    policies: Sequence[Sequence[Block]]
    marks: Paragraph
    assumed: Sequence[Block]
    said: Sequence[Block]
    record: Mapping[str, Any]

    def sheet(self, name: str) -> Sheet | None:
        """A table by its name; None where the run has none such."""
        return next((one for one in self.sheets if one.name == name), None)


def published(run: Run, found: PartResult, started: datetime.datetime, inputs: Inputs | None = None) -> Published:
    """What is published of a run that was begun at a time; `inputs` where it was given no files."""
    file, written = run.openings.file, sheets(run, found)
    granted = _taken_for_granted(run)
    opening, marks, assumed = _opening(run, found), _marks(run), _assumed(found, granted)
    policies = [_of_policy(run, written, number) for number in range(len(run.openings.policies))[:MOST_SHOWN]]
    rest: list[Block] = []
    if len(run.openings.policies) > MOST_SHOWN:
        more = len(run.openings.policies) - MOST_SHOWN
        rest.append(Paragraph(f"{counted(more, 'more policy is', 'more policies are')} in summary.csv."))
    rest += _worst_groups(run, written)
    foot = Paragraph(f"{NOT_PAYROLL} paymodel {__version__}.")
    return Published(
        title=file.title,
        nation=run.openings.nation,
        as_at=file.as_at,
        round_to=run.options.round_to,
        threshold=run.options.threshold,
        sheets=written,
        moves=[(harmless(run.openings.names[index]), pattern or "") for index, pattern in run.openings.moves],
        opening=opening,
        policies=policies,
        marks=marks,
        assumed=assumed,
        said=[Heading(file.title, 1), *opening, *chain(*policies), *rest, marks, *assumed, foot],
        record=_record(run, found, written, granted, started, inputs or run.given),
    )


def _opening(run: Run, found: PartResult) -> list[Block]:
    """What was used of the staff list, and what is not shown of it."""
    file, unused = run.openings.file, found.read - found.used
    listed = "is listed" if unused == 1 else "are listed"
    said: list[Block] = [
        Paragraph(
            f"{found.used:,} of {counted(found.read, 'row')} of the staff list could be used"
            + (f"; the other {unused:,} {listed}, with the reason, in {QUALITY_FILE}." if unused else ".")
            + f" Rules in force on {file.as_at}. Each post is compared with the post held by everybody in a lower band"
            " to whom it is open. A change of up to "
            f"£{_rule_book(run).switches.same_within_pounds_a_month:g} a month either way is about the same."
        ),
    ]
    said.append(Paragraph(CAN_SINGLE_OUT))
    said += [Paragraph(words) for words in run.notes]
    said += [Paragraph(words) for words in columns_partly_filled(found)]
    nowhere = dict.fromkeys(words for *_, words in found.problems if words.startswith(NOT_HERE))
    said += [Paragraph(f"Some rows are left out: {words}.") for words in nowhere]
    said += [Paragraph(words) for words in posts_open_to_nobody(run)]
    if run.leaves_out:
        said.append(
            Paragraph(
                f"Some people are left out of every table: fewer than {run.options.threshold} people have the same"
                " posts open to them, and the difference between two posts' tables would show them."
            )
        )
    return said


def _of_policy(run: Run, written: Sequence[Sheet], number: int) -> list[Block]:
    """Who loses under a policy, and what it costs."""
    policy, summary = run.openings.policies[number], written[0]
    place = {name: summary.head.index(name) for name in summary.head}
    shown = [column for column in IN_WORDS if column[1] in place]
    moves = len(run.openings.moves)
    said: list[Block] = [Heading(policy.name)]
    said += [Paragraph(policy.because)] if policy.because else []
    rows = [
        [_post(row), *(say(row[place[name]]) for _, name, say in shown)]
        for row in summary.rows[number * moves : (number + 1) * moves]
    ]
    said.append(Table(["Post", *(words for words, _, _ in shown)], rows))
    costs = next((sheet for sheet in written if sheet.name == "costs"), None)
    if costs:
        said.append(_cost_table(harmless(policy.name), costs, first=number == 0))
    return said


def _marks(run: Run) -> Paragraph:
    """What the marks in the tables mean."""
    return Paragraph(
        f"{HIDDEN}: hidden (counts from 1 to {run.options.threshold - 1}, and what would give them away). {NOT_KNOWN}:"
        f" does not apply. Money is rounded to £{run.options.round_to}."
    )


def _assumed(found: PartResult, granted: Sequence[str]) -> list[Block]:
    """Assumptions, and what is not confirmed of it."""
    said: list[Block] = [Heading("Assumptions"), Bullets(granted)]
    if doubtful := _not_confirmed(found):
        said.append(Paragraph(f"Figures used that are not confirmed: {'; '.join(doubtful)}."))
    return said


def _post(row: Sequence[Cell]) -> str:
    """A post as the tables in words name it."""
    return f"{row[1]}{f' (pattern {row[2]})' if row[2] == 'same' else ''}"


def _cost_table(policy: str, costs: Sheet, *, first: bool) -> Table:
    """What making losers whole would cost under a policy, and what the policy itself costs."""
    shown = [column for column in COSTS_IN_WORDS if not (first and column[1] in OF_A_CHANGE)]
    place = {name: costs.head.index(name) for _, name, _ in shown}
    rows = [[_post(row), *(say(row[place[name]]) for _, name, say in shown)] for row in costs.rows if row[0] == policy]
    return Table(["Pounds a year, with on-costs", *(words for words, _, _ in shown)], rows)


def _worst_groups(run: Run, written: Sequence[Sheet]) -> list[Block]:
    """For each column that was asked for, the groups with the lowest mean change under the first policy."""
    groups = next((sheet for sheet in written if sheet.name == "groups"), None)
    if groups is None:
        return []
    first = harmless(run.openings.policies[0].name)
    place = {name: groups.head.index(name) for name in groups.head}
    said: list[Block] = []
    for name in run.options.by or ():
        rows = [
            row
            for row in groups.rows
            if row[0] == first and row[place["column"]] == harmless(name) and row[place["mean_change"]] not in UNSHOWN
        ]
        rows.sort(key=lambda row: float(row[place["mean_change"]]))
        if rows:
            table = [
                [str(row[place["value"]]), _post(row), *(say(row[place[cell]]) for _, cell, say in GROUPS_IN_WORDS)]
                for row in rows[:MOST_GROUPS]
            ]
            said.append(
                Heading(f"By {harmless(name).replace('_', ' ')}, {first}: the lowest mean changes that are shown")
            )
            said.append(Table([name.replace("_", " "), "Post", *(words for words, _, _ in GROUPS_IN_WORDS)], table))
    return said


def _not_confirmed(found: PartResult) -> list[str]:
    return sorted(
        {f"{figure_name(figure)} [{figure.status}]" for figure in found.figures if figure.status != "confirmed"}
    )


def _rule_book(run: Run) -> Any:
    return run.openings.cases_of(run.openings.nation, run.openings.nation)[0].rule_book


def _taken_for_granted(run: Run) -> list[str]:
    """Every assumption, once."""
    found: dict[str, None] = {}
    annex_5 = bool({"unsocial_hours", "annex_5_percent"} & {*run.mapping.columns, *run.mapping.constants})
    for case in run.openings.cases_of(run.openings.nation, run.openings.nation):
        posts = (case.current, *case.offers)
        for one in assumptions(case, posts, [], annex_5_held=annex_5):
            found.setdefault(f"{one.words} [{one.status}]" if one.status != "confirmed" else one.words)
    posts_of_all = _rule_book(run).assumptions["workforce-posts"]
    found.setdefault(f"{posts_of_all.words} [{posts_of_all.status}]")
    return list(found)


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def money(cell: Cell) -> str:
    """Pounds, or the mark that stands in their place.

    >>> money(-1350), money("[c]")
    ('-£1,350', '[c]')
    """
    if isinstance(cell, str):
        return cell
    return f"{'-' if cell < 0 else ''}£{abs(cell):,.0f}"


def _share(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:.0%}"


def _record(
    run: Run,
    found: PartResult,
    written: Sequence[Sheet],
    granted: Sequence[str],
    started: datetime.datetime,
    inputs: Inputs,
) -> dict[str, Any]:
    """What the record of a run says of it: what it read, with which rules and options, and which tables it gave."""
    options = run.options
    return {
        "title": run.openings.file.title,
        "not_payroll": NOT_PAYROLL,
        "version": __version__,
        "made": started.isoformat(timespec="seconds"),
        "as_at": run.openings.file.as_at.isoformat(),
        "nation": run.openings.nation,
        "staff_list": {"rows": found.read, "used": found.used, "mapping": run.mapping_name},
        "disclosure": {
            "threshold": options.threshold,
            "money_rounded_to": options.round_to,
            "hidden": HIDDEN,
            "take_care": CAN_SINGLE_OUT,
        },
        "policies": [
            {"name": policy.name, "because": policy.because, "change": policy.change}
            for policy in run.openings.policies
        ],
        "posts": list(run.openings.names),
        "figures_not_confirmed": _not_confirmed(found),
        "taken_for_granted": granted,
        "tables": {f"{sheet.name}.csv": sheet.about for sheet in written},
        **made_from(run, inputs),
    }


Column = tuple[str, str, Callable[[Cell], str]]
"""A column of a table in words: its heading, the column of the file that it shows, and how a cell is said."""
IN_WORDS: tuple[Column, ...] = (
    ("People", "people", _shown),
    ("Lose", "lose", _shown),
    ("Same", "same", _shown),
    ("Gain", "gain", _shown),
    ("Mean change", "mean_change", money),
    ("Mean loss", "mean_loss", money),
    ("Median loss", "median_loss", money),
    ("All losses", "sum_of_losses", money),
    ("Vacancies", "vacancies", _shown),
)
COSTS_IN_WORDS: tuple[Column, ...] = (
    ("Policy, for all", "policy_cost", money),
    ("Of it to people not losing", "share_of_policy_cost_to_people_not_losing", _share),
    ("Fewer losers", "fewer_losers", _shown),
    ("For each", "policy_cost_for_each_fewer_loser", money),
    ("Policy, for holders", "policy_cost_for_holders", money),
    ("Losers made whole", "cost_of_making_losers_whole", money),
    ("Premium that leaves no loser", "premium_that_leaves_no_loser", money),
    ("That premium, for all", "cost_of_that_premium_for_all", money),
    ("To people not losing", "share_of_it_to_people_not_losing", _share),
)
OF_A_CHANGE = tuple(name for _, name, _ in COSTS_IN_WORDS[:5])
"""Columns that say what a policy changes: the first changes nothing."""
GROUPS_IN_WORDS = (*IN_WORDS[:4], ("Share losing", "share_losing", _share), *IN_WORDS[4:6])
MOST_GROUPS = 10
UNSHOWN = (HIDDEN, NOT_KNOWN)
