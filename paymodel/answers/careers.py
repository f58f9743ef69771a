"""Careers in words, tables, JSON and CSV."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import COLUMNS, change, columns_of
from paymodel.answers.comparison_data import (
    assumptions_of_answer,
    run_of_answer,
    scenario_of_answer,
    warnings_of_answer,
)
from paymodel.answers.contracts import to_json
from paymodel.answers.figures import assumptions_blocks, figures_blocks
from paymodel.answers.kinds import kind_and_length
from paymodel.answers.phrasing import catch_up_words, margin_words, rules_in_force, sentence, whole_pounds
from paymodel.answers.tables import Cell, Table, Unit
from paymodel.counting import counted
from paymodel.moves.career_path import PlannedMove
from paymodel.moves.careers import Careers, PathResult
from paymodel.pay.award import Award
from paymodel.pay.job import BANDS, NO_BAND

SHOWN_YEARS = (1, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40)
"""Years that a table shows in any case."""
SHOWN = (
    *("year", "band", "step", "basic_pay", "gross_pay", "take_home_pay", "difference", "cumulative"),
    *("pension_in_all", "employer_cost"),
)
"""Columns that a table in words shows; files hold all."""


def career_blocks(careers: Careers) -> list[Block]:
    """Paths beside one another, each in a sentence, then each in chosen years."""
    scenario = careers.scenario
    years = counted(scenario.horizon_years, "year")
    blocks: list[Block] = [Heading(f"Career paths: {scenario.title}", 1)]
    if scenario.question:
        blocks.append(Paragraph(scenario.question))
    exact = "CSV and JSON hold every year to the penny"
    blocks.append(
        Paragraph(
            f"{rules_in_force(scenario.nation, scenario.as_at)}, {years}, each path beside staying. Whole pounds"
            f" ({exact}); pension is the yearly pension built up since year 1."
        )
    )
    for case in scenario.cases:
        paths = [result for result in careers.results if result.case is case]
        if len(scenario.cases) > 1:
            blocks.append(Heading(f"Policy: {case.policy_name}"))
        if case.because:
            blocks.append(Paragraph(f"Why this policy: {case.because}"))
        blocks.append(paths_table(paths, scenario.horizon_years).in_whole_pounds())
        blocks.append(
            Bullets([f"{result.path.name}. {outcome_of_path(result)}" for result in paths if not result.stays])
        )
        for result in paths:
            policy = f", policy: {case.policy_name}" if len(scenario.cases) > 1 else ""
            blocks.append(Heading(f"{result.path.name}{policy}", 3))
            blocks.append(Paragraph(_moves_words(result)))
            blocks.append(_chosen_years(years_of_path(result), result))
            if result.warnings:
                blocks.append(Paragraph("Take care:"))
                blocks.append(Bullets([f"{sentence(warning.words)}." for warning in result.warnings]))
    blocks += assumptions_blocks(careers.assumptions)
    blocks += figures_blocks(careers.figures, scenario.as_at)
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def outcome_of_path(result: PathResult) -> str:
    """When a path catches up, its first year ahead, what it comes to at the horizon, and the pension it builds up."""
    career = result.career
    years, total = len(career.difference), float(career.cumulative[-1])
    thin_below = result.case.rule_book.switches.thin_margin_pounds
    caught = catch_up_words(career.catch_up_year, career.catch_up_margin, years, thin_below)
    first = "no year is ahead"
    if career.first_year_ahead is not None:
        first = f"the first year ahead is year {career.first_year_ahead}"
    parts = [sentence(caught), first]
    if career.catch_up_year is not None:
        parts.append(f"by year {years} it is {margin_words(total)} ahead")
    if result.discounted is not None:
        present = float(result.discounted[-1])
        parts[-1] += f" ({margin_words(present)} {'ahead' if present >= 0 else 'behind'} after discounting)"
    more = "more" if result.extra_pension > 0 else "less"
    extra = f"{whole_pounds(result.extra_pension)} a year {more}" if round(result.extra_pension) else "as much"
    return f"{'; '.join(parts)}; {extra} pension is built up."


def paths_table(results: Sequence[PathResult], years: int) -> Table:
    """Every path beside staying, summed up over the years: nothing for the path that stays."""
    rows: list[list[Cell]] = []
    for result in results:
        if result.stays:
            rows.append([result.path.name, "", *[None] * 4])
            continue
        rows.append(
            [
                result.path.name,
                result.career.catch_up_year or "never",
                float(result.career.cumulative[-1]),
                None if result.discounted is None else float(result.discounted[-1]),
                result.extra_pension,
                result.employer_cost_change,
            ]
        )
    columns = [
        *columns_of("path", "catch_up_year", "cumulative", "discounted_cumulative"),
        change("extra_pension", "Pension a year", Unit.POUNDS),
        change("employer_cost_change", "Employer cost", Unit.POUNDS),
    ]
    caption = f"Each path beside staying, over {counted(years, 'year')}"
    return Table(columns, rows, caption, "paths").without_empty("discounted_cumulative")


def _moves_words(result: PathResult) -> str:
    """The posts of a path, each with the year in which it is taken up."""
    posts, held = result.followed.posts, result.followed.held
    parts = [f"Year 1: {posts[held[0]].name}"] if held[0] == 0 else []
    for year in _turns(result):
        number = int(held[year])
        back = number in held[:year] or number == 0
        how = "" if back else _how(result.path.moves[number - 1])
        parts.append(f"{'y' if parts else 'Y'}ear {year + 1}: {'back to ' if back else ''}{posts[number].name}{how}")
    return f"{'; '.join(parts)}."


def _how(move: PlannedMove) -> str:
    parts = [kind_and_length(move.offer)] if not move.offer.for_good else []
    parts += [f"pattern {move.pattern}"] if move.pattern else []
    return f" ({', '.join(parts)})" if parts else ""


def _turns(result: PathResult) -> list[int]:
    """The years (from 0) in which another post is taken up or returned to."""
    held = np.concatenate(([0], result.followed.held))
    return [int(year) for year in np.flatnonzero(np.diff(held))]


def _chosen_years(years: Table, result: PathResult) -> Table:
    """A path in chosen years: those of the list, of each turn, of the catch-up, and the last."""
    last = len(result.career.difference)
    chosen = {*SHOWN_YEARS, last, *(year + 1 for year in _turns(result)), result.career.catch_up_year}
    shown = years.pick(*SHOWN).in_whole_pounds()
    return replace(shown, rows=[row for row in shown.rows if row[0] in chosen])


def years_of_path(result: PathResult) -> Table:
    """Year by year: what a path pays, beside staying in the post held now, to the penny."""
    career, slip = result.career, result.followed.slip
    rows: list[list[Cell]] = [
        [
            result.case.policy_name,
            result.path.name,
            year + 1,
            result.followed.posts[result.followed.held[year]].name,
            _band(result, year) or None,
            int(result.followed.steps[year]) if _band(result, year) else None,
            *(float(slip[line][year]) for line in ("basic_pay", "gross_pay", "take_home_pay")),
            float(career.difference[year]),
            float(career.cumulative[year]),
            None if result.discounted is None else float(result.discounted[year]),
            float(slip["pension_built_up"][year]),
            float(result.pension_in_all[year]),
            float(slip["employer_cost"][year]),
        ]
        for year in range(len(career.difference))
    ]
    return Table(YEARS, rows, f"Year by year, pounds: {result.path.name}", "years")


YEARS = [
    *columns_of("policy", "path", "year", "post", "band", "step"),
    *(replace(COLUMNS[line], unit=Unit.POUNDS) for line in ("basic_pay", "gross_pay", "take_home_pay")),
    *columns_of("difference", "cumulative", "discounted_cumulative"),
    replace(COLUMNS["pension_built_up"], unit=Unit.POUNDS),
    COLUMNS["pension_in_all"],
    replace(COLUMNS["employer_cost"], unit=Unit.POUNDS),
]
"""The columns of a career, year by year. A row is a year, so its pounds are pounds."""


def years_of_paths(careers: Careers) -> Table:
    """A row for each policy, path and year, to the penny."""
    rows = [row for result in careers.results for row in years_of_path(result).rows]
    about = "Take-home pay of each career path, year by year, beside staying in the post held now."
    return Table(YEARS, rows, "Year by year, pounds", "Years", about)


def _band(result: PathResult, year: int) -> str:
    band = int(np.asarray(result.followed.posts[result.followed.held[year]].job.band))
    return "" if band == NO_BAND else BANDS[band]


def career_json(careers: Careers) -> str:
    """The paths year by year as JSON, with what was assumed."""
    scenario = careers.scenario
    whole = {
        "scenario": scenario_of_answer(scenario),
        "run": run_of_answer(scenario, careers.figures),
        "results": [_result_json(result) for result in careers.results],
        "assumptions": assumptions_of_answer(careers.assumptions),
    }
    return to_json(whole)


def _result_json(result: PathResult) -> dict[str, Any]:
    plan, career = result.case.plan, result.career
    names = [column.name for column in YEARS[2:]]
    return {
        "policy": result.case.policy_name,
        "path": result.path.name,
        "award": _award_json(result.case.award),
        "award_a_year": _award_json(plan.award_a_year),
        "discount_rate": plan.discount_rate,
        "pension_revaluation": plan.pension_revaluation,
        "moves": [
            {"to": move.offer.name, "in_year": move.in_year, "pattern": move.pattern} for move in result.path.moves
        ],
        "sentence": "" if result.stays else outcome_of_path(result),
        "catch_up_year": career.catch_up_year,
        "first_year_ahead": career.first_year_ahead,
        "catch_up_margin": career.catch_up_margin,
        "extra_pension": result.extra_pension,
        "employer_cost_change": result.employer_cost_change,
        "warnings": warnings_of_answer(result.warnings),
        "years": [{name: row[name] for name in names} for row in years_of_path(result).records()],
    }


def _award_json(award: Award) -> dict[str, Any] | None:
    if not award:
        return None
    rise = "rise" if award.pension_tiers_rise else "stay"
    data = {"percent": round(award.percent * 100, 6), "pounds": award.pounds, "pension_tiers": rise}
    by_band = {BANDS[band]: round(share * 100, 6) for band, share in award.by_band}
    return data | ({"by_band": by_band} if by_band else {}) | ({"from": str(award.since)} if award.since else {})
