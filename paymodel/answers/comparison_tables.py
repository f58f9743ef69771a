"""The tables of a comparison, each made in one place for every format: payslips, moves side by side, year by year."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from paymodel.answers.columns import OTHER_PAY, amount, columns_of, shared_names
from paymodel.answers.kinds import kind_and_length
from paymodel.answers.phrasing import LINE_LABELS, step_words
from paymodel.answers.tables import Cell, Table
from paymodel.moves.comparison import Comparison, Move, Result
from paymodel.moves.posts import with_pattern
from paymodel.pay.job import BANDS, NO_BAND
from paymodel.pay.lines import DEDUCTED, LINES, PAID

TOTALS = ("gross_pay", "take_home_pay", "employer_cost")


def title_of(result: Result) -> str:
    """The name of a result: the post, with its pattern and policy where they tell results apart."""
    ends = "" if result.post.for_good else f", {kind_and_length(result.post)}"
    return with_pattern(f"{result.post.name}{ends}", result.pattern if isinstance(result, Move) else None)


def title_with_policy(result: Result, *, several: bool) -> str:
    """The name of a result, with its policy where there are several."""
    return f"{title_of(result)}{f', {result.policy_name}' if several else ''}"


def band_and_step(result: Result) -> str:
    """Band and step in words."""
    band = int(np.asarray(result.post.job.band))
    if band == NO_BAND:
        return "basic pay as stated"
    return f"band {BANDS[band]}, {step_words(result.step, result.rule_book.pay_points.steps(band))}"


def payslips_table(held: Result, offered: Result) -> Table:
    """Two payslips side by side: each line that either has, with its change and what that does to take-home pay.

    A deduction that falls has a change below zero and an effect above it. The effect of a line that is no part of
    take-home pay is None.
    """
    rows: list[list[Cell]] = []
    for line in lines_of_two(held, offered):
        before, after = _amount_of(held, line), _amount_of(offered, line)
        change = round(after - before, 2)
        effect = change if line == OTHER_PAY else effect_on_take_home(line, change)
        rows.append([LINE_LABELS.get(line, OTHER_PAY), before, after, change, effect])
    columns = columns_of("line", "held", "offered", "change_of_the_line", "effect_on_take_home_pay")
    return Table(columns, rows, f"Payslips: {held.post.name}, and {offered.post.name}", "payslips")


def lines_of_two(held: Result, offered: Result) -> list[str]:
    """The lines that `payslips_table` shows, in its order; `OTHER_PAY` for what is no line of its own."""
    lines = [*LINES]
    lines.insert(lines.index("gross_pay"), OTHER_PAY)
    return [line for line in lines if line in TOTALS or any(_amount_of(result, line) for result in (held, offered))]


def _amount_of(result: Result, line: str) -> float:
    return other_pay(result.payslip) if line == OTHER_PAY else float(result.payslip[line])


def effect_on_take_home(line: str, change: float) -> float | None:
    """What a change of a line of the payslip does to take-home pay; None for a line that is no part of it.

    >>> effect_on_take_home("basic_pay", 1013.0), effect_on_take_home("pension_contribution", -280.15)
    (1013.0, 280.15)
    >>> effect_on_take_home("gross_pay", -2618.25) is None  # its parts have been counted
    True
    """
    if line in DEDUCTED:
        return -change
    return change if line in (*PAID, "take_home_pay") else None


def other_pay(slip: Mapping[str, Any]) -> float:
    """Gross pay less the lines that it adds: pay that a scenario states and that is no line of its own.

    >>> other_pay({**dict.fromkeys(PAID, 0.0), "basic_pay": 48_117.0, "gross_pay": 49_617.0})
    1500.0
    """
    return round(float(slip["gross_pay"]) - sum(float(slip[line]) for line in PAID), 2)


def payslips_of_all(comparison: Comparison) -> Table:
    """Every line of every payslip, a column for each post under each policy."""
    results = comparison.results
    rows: list[list[Cell]] = [
        [LINE_LABELS[line].strip(), *(float(result.payslip[line]) for result in results)] for line in LINES
    ]
    if any(others := [other_pay(result.payslip) for result in results]):
        rows.insert(LINES.index("gross_pay"), [OTHER_PAY, *others])
    posts = [amount(f"post_{place}", name) for place, name in enumerate(_names_apart(comparison), start=1)]
    about = "Every line of the payslip of the post held now and of each post offered, whole years."
    return Table([*columns_of("line"), *posts], rows, "Payslips side by side", "Payslips", about)


def _names_apart(comparison: Comparison) -> list[str]:
    """A name for each result that no other has."""
    several = len(comparison.scenario.cases) > 1
    names = [title_with_policy(result, several=several) for result in comparison.results]
    return [name if names.count(name) == 1 else f"{name} ({place})" for place, name in enumerate(names, start=1)]


def lines_table(comparison: Comparison) -> Table:
    """A row for each post, policy and line: pounds a year, and the change against the post held (None for that)."""
    rows: list[list[Cell]] = []
    for result in comparison.results:
        name = title_of(result) if _tells_apart(comparison.results, result) else result.post.name
        for line in LINES:
            change = float(result.change[line]) if isinstance(result, Move) else None
            rows.append([name, result.policy_name, line, float(result.payslip[line]), change])
    columns = [*columns_of("post", "policy", "line"), amount("pounds"), amount("change")]
    return Table(columns, rows, name="answer")


def _tells_apart(results: Sequence[Result], result: Result) -> bool:
    return sum(r.post.name == result.post.name and r.policy_name == result.policy_name for r in results) > 1


def moves_table(moves: Sequence[Move]) -> Table:
    """Every policy and post offered side by side, each less the post held now."""
    rows: list[list[Cell]] = [
        [
            move.policy_name,
            title_of(move),
            band_and_step(move),
            round(move.take_home_change / 12, 2),
            move.take_home_change,
            move.gross_change,
            move.what_else.employer_cost_change,
            move.what_else.pension_built_up_change,
            move.career.catch_up_year,
            move.premium_to_break_even.value if move.premium_to_break_even else None,
        ]
        for move in moves
    ]
    columns = columns_of(
        *("policy", "post", "band_and_step", "take_home_change_a_month", "take_home_change", "gross_change"),
        *("employer_cost_change", "pension_built_up_change", "catch_up_year", "premium_to_break_even"),
    )
    about = "Each post offered under each policy, less the post held now."
    return Table(columns, rows, "Change of take-home pay on each move", "Changes", about)


def moves_at_a_glance(moves: Sequence[Move], *more: str) -> Table:
    """What each move changes, in few columns: what tells the moves apart, some more, and the yearly changes."""
    names = shared_names((move.policy_name, title_of(move)) for move in moves)
    changes = ("take_home_change", "gross_change", "employer_cost_change", "catch_up_year")
    return moves_table(moves).pick(*names, *more, *changes)


def years_of_move(move: Move) -> Table:
    """Year by year: steps and take-home pay of the post held and of the one offered, and the difference, summed up."""
    career = move.career
    rows: list[list[Cell]] = [
        [
            year + 1,
            int(career.stay_steps[year]),
            int(career.move_steps[year]) if career.away[year] else "returned",
            float(career.stay["take_home_pay"][year]),
            float(career.move["take_home_pay"][year]),
            float(career.difference[year]),
            float(career.cumulative[year]),
        ]
        for year in range(len(career.difference))
    ]
    columns = columns_of(
        *("year", "step_held", "step_offered", "take_home_held", "take_home_offered", "difference", "cumulative")
    )
    return Table(columns, rows, f"Year by year, pounds: staying, and {title_of(move)}", "years")
