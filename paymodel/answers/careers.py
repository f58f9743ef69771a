"""Careers in words, tables, JSON and CSV."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.answers.comparison import figures_blocks
from paymodel.answers.comparison_data import head_json
from paymodel.answers.phrasing import NATION_LABELS, catch_up_words, pounds, signed_whole, whole_pounds
from paymodel.counting import counted
from paymodel.files.spreadsheets import harmless
from paymodel.moves.career_path import PlannedMove
from paymodel.moves.careers import Careers, PathResult
from paymodel.pay.award import Award
from paymodel.pay.job import BANDS, NO_BAND

SHOWN_YEARS = (1, 2, 3, 5, 10, 15, 20, 25, 30, 35, 40)
"""Years that a table shows in any case."""
COLUMNS = (
    *("policy", "path", "year", "post", "band", "step", "basic_pay", "gross_pay", "take_home_pay"),
    *("difference", "cumulative", "discounted_cumulative", "pension_built_up", "pension_in_all", "employer_cost"),
)
"""The columns of the CSV."""


def career_blocks(found: Careers) -> list[Block]:
    """Paths beside one another, each in a sentence, then each in chosen years."""
    scenario = found.scenario
    years = counted(scenario.horizon_years, "year")
    blocks: list[Block] = [Heading(f"Career paths: {scenario.title}", 1)]
    if scenario.question:
        blocks.append(Paragraph(scenario.question))
    nation = NATION_LABELS[scenario.nation]
    exact = "CSV and JSON hold every year to the penny"
    blocks.append(
        Paragraph(
            f"{nation}, rules in force on {scenario.as_at}, {years}, each path beside staying. Whole pounds ({exact});"
            " pension is the yearly pension built up since year 1."
        )
    )
    for case in scenario.cases:
        here = [result for result in found.results if result.case is case]
        if len(scenario.cases) > 1:
            blocks.append(Heading(f"Policy: {case.policy_name}"))
        if case.because:
            blocks.append(Paragraph(f"Why this policy: {case.because}"))
        blocks.append(_summary(here, years))
        blocks.append(Bullets([f"{result.path.name}. {sentence(result)}" for result in here if not result.stays]))
        for result in here:
            policy = f", policy: {case.policy_name}" if len(scenario.cases) > 1 else ""
            blocks.append(Heading(f"{result.path.name}{policy}", 3))
            blocks.append(Paragraph(_moves_words(result)))
            blocks.append(_years_table(result))
            if result.warnings:
                blocks.append(Paragraph("Take care:"))
                blocks.append(Bullets([f"{one.words[0].upper()}{one.words[1:]}." for one in result.warnings]))
    blocks.append(Heading("Assumptions"))
    blocks.append(Bullets([f"{a.words} [{a.status}]" for a in found.assumptions]))
    blocks += figures_blocks(list(found.figures), found.scenario.as_at)
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def sentence(result: PathResult) -> str:
    """When a path catches up, its first year ahead, what it comes to at the horizon, and the pension it builds up."""
    career = result.career
    years, total = len(career.difference), float(career.cumulative[-1])
    thin_below = result.case.rule_book.switches.thin_margin_pounds
    caught = catch_up_words(career.catch_up_year, career.catch_up_margin, years, thin_below)
    first = "no year is ahead"
    if career.first_year_ahead is not None:
        first = f"the first year ahead is year {career.first_year_ahead}"
    said = [f"{caught[0].upper()}{caught[1:]}", first]
    if career.catch_up_year is not None:
        said.append(f"by year {years} it is {pounds(total)} ahead")
    if result.discounted is not None:
        present = float(result.discounted[-1])
        said[-1] += f" ({pounds(abs(present))} {'ahead' if present >= 0 else 'behind'} after discounting)"
    more = "more" if result.extra_pension > 0 else "less"
    extra = f"{whole_pounds(result.extra_pension)} a year {more}" if round(result.extra_pension) else "as much"
    return f"{'; '.join(said)}; {extra} pension is built up."


def _summary(results: list[PathResult], years: str) -> Table:
    """Every path on one page."""
    with_discount = any(result.discounted is not None for result in results)
    head = [f"Beside staying, over {years}", "Catch-up year", "Take-home"]
    head += [*(["Discounted"] if with_discount else []), "Pension a year", "Employer cost"]
    rows = []
    for result in results:
        row = [result.path.name]
        if result.stays:
            rows.append(row + [""] * (len(head) - 1))
            continue
        year = result.career.catch_up_year
        row += ["never" if year is None else str(year), signed_whole(float(result.career.cumulative[-1]))]
        if result.discounted is not None:
            row.append(signed_whole(float(result.discounted[-1])))
        rows.append([*row, signed_whole(result.extra_pension), signed_whole(result.employer_cost_change)])
    return Table(head, rows)


def _moves_words(result: PathResult) -> str:
    """The posts of a path, each with the year in which it is taken up."""
    posts, held = result.followed.posts, result.followed.held
    said = [f"Year 1: {posts[held[0]].name}"] if held[0] == 0 else []
    for year in _turns(result):
        number = int(held[year])
        back = number in held[:year] or number == 0
        how = "" if back else _how(result.path.moves[number - 1])
        said.append(f"{'y' if said else 'Y'}ear {year + 1}: {'back to ' if back else ''}{posts[number].name}{how}")
    return f"{'; '.join(said)}."


def _how(move: PlannedMove) -> str:
    ends = move.offer.lasts_years
    said = [] if ends is None else [f"{move.offer.move.replace('_', ' ')} of {counted(ends, 'year')}"]
    said += [f"pattern {move.pattern}"] if move.pattern else []
    return f" ({', '.join(said)})" if said else ""


def _turns(result: PathResult) -> list[int]:
    """The years (from 0) in which another post is taken up or returned to."""
    held = np.concatenate(([0], result.followed.held))
    return [int(year) for year in np.flatnonzero(np.diff(held))]


def _years_table(result: PathResult) -> Table:
    """A path in chosen years: those of the list, of each turn, of the catch-up, and the last."""
    career, slip = result.career, result.followed.slip
    last = len(career.difference)
    shown = {*SHOWN_YEARS, last, *(year + 1 for year in _turns(result)), career.catch_up_year}
    head = ["Year", "Band, step", "Basic pay", "Gross pay", "Take-home", "Difference", "Cumulative"]
    head += ["Pension", "Employer cost"]
    rows = []
    for year in range(last):
        if year + 1 not in shown:
            continue
        row = [str(year + 1), _band_and_step(result, year)]
        row += [f"{float(slip[line][year]):,.0f}" for line in ("basic_pay", "gross_pay", "take_home_pay")]
        row += [signed_whole(float(career.difference[year])), signed_whole(float(career.cumulative[year]))]
        row += [f"{float(result.pension_in_all[year]):,.0f}", f"{float(slip['employer_cost'][year]):,.0f}"]
        rows.append(row)
    return Table(head, rows)


def _band(result: PathResult, year: int) -> str:
    band = int(np.asarray(result.followed.posts[result.followed.held[year]].job.band))
    return "" if band == NO_BAND else BANDS[band]


def _band_and_step(result: PathResult, year: int) -> str:
    band = _band(result, year)
    return f"{band}, {int(result.followed.steps[year])}" if band else "as stated"


def _rows(result: PathResult) -> Iterator[dict[str, Any]]:
    """Every year of a path, to the penny."""
    career, slip = result.career, result.followed.slip
    for year in range(len(career.difference)):
        discounted = None if result.discounted is None else float(result.discounted[year])
        yield {
            "year": year + 1,
            "post": result.followed.posts[result.followed.held[year]].name,
            "band": _band(result, year) or None,
            "step": int(result.followed.steps[year]) if _band(result, year) else None,
            **{line: float(slip[line][year]) for line in ("basic_pay", "gross_pay", "take_home_pay")},
            "difference": float(career.difference[year]),
            "cumulative": float(career.cumulative[year]),
            "discounted_cumulative": discounted,
            "pension_built_up": float(slip["pension_built_up"][year]),
            "pension_in_all": float(result.pension_in_all[year]),
            "employer_cost": float(slip["employer_cost"][year]),
        }


def career_csv(found: Careers) -> str:
    """A row for each policy, path and year. A text that a spreadsheet would run is made harmless."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in career_rows(found):
        shown = {name: f"{value:.2f}" if isinstance(value, float) else value for name, value in row.items()}
        writer.writerow({**shown, **{name: harmless(row[name]) for name in ("policy", "path", "post")}})
    return out.getvalue()


def career_rows(found: Careers) -> Iterator[dict[str, Any]]:
    """A row for each policy, path and year, with the columns of the CSV; pounds as numbers."""
    for result in found.results:
        for row in _rows(result):
            yield {"policy": result.case.policy_name, "path": result.path.name, **row}


def career_json(found: Careers) -> str:
    """The paths year by year as JSON, with what was assumed."""
    scenario = found.scenario
    whole = {
        **head_json(scenario, found.figures),
        "results": [_result_json(result) for result in found.results],
        "assumptions": [{"id": a.id, "words": a.words, "status": a.status} for a in found.assumptions],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _result_json(result: PathResult) -> dict[str, Any]:
    plan, career = result.case.plan, result.career
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
        "sentence": "" if result.stays else sentence(result),
        "catch_up_year": career.catch_up_year,
        "first_year_ahead": career.first_year_ahead,
        "catch_up_margin": career.catch_up_margin,
        "extra_pension": result.extra_pension,
        "employer_cost_change": result.employer_cost_change,
        "warnings": [one._asdict() for one in result.warnings],
        "years": list(_rows(result)),
    }


def _award_json(award: Award) -> dict[str, Any] | None:
    if not award:
        return None
    rise = "rise" if award.pension_tiers_rise else "stay"
    return {"percent": round(award.percent * 100, 6), "pounds": award.pounds, "pension_tiers": rise}
