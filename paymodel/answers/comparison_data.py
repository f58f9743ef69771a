"""The answer to a scenario as data: JSON and CSV."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.comparison import figures_of, headline, statuses, title_of
from paymodel.answers.past_service import final_salary_json
from paymodel.answers.phrasing import is_thin
from paymodel.answers.unstated import unstated_json
from paymodel.files.spreadsheets import harmless
from paymodel.moves.break_evens import BreakEven
from paymodel.moves.comparison import Comparison, Move, Result, Scenario
from paymodel.pay.job import BANDS, LINES, NO_BAND
from paymodel.pay.rule_book import Citation


def head_json(scenario: Scenario, figures: Sequence[Citation]) -> dict[str, Any]:
    """How an answer as JSON begins: the scenario, and the run with the statuses of the figures used."""
    return {
        "scenario": {
            "id": scenario.id,
            "title": scenario.title,
            "question": scenario.question,
            "nation": scenario.nation,
            "as_at": scenario.as_at.isoformat(),
            "horizon_years": scenario.horizon_years,
        },
        "run": {
            "version": __version__,
            "as_at": scenario.as_at.isoformat(),
            "statuses": statuses(figures),
            "not_payroll": NOT_PAYROLL,
        },
    }


def as_json(comparison: Comparison) -> str:
    """The answer as JSON."""
    scenario = comparison.scenario
    whole: dict[str, Any] = {
        **head_json(scenario, figures_of(comparison)),
        "results": [_result_json(result, scenario.horizon_years) for result in comparison.results],
        "assumptions": [{"id": a.id, "words": a.words, "status": a.status} for a in comparison.assumptions],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _result_json(result: Result, horizon_years: int) -> dict[str, Any]:
    band = int(np.asarray(result.post.job.band))
    shown: dict[str, Any] = {
        "post": result.post.name,
        "policy": result.policy_name,
        "band": None if band == NO_BAND else BANDS[band],
        "step": result.step,
        "payslip": {line: float(result.payslip[line]) for line in LINES},
        "warnings": [one._asdict() for one in result.warnings],
    }
    return shown | _move_json(result, horizon_years) if isinstance(result, Move) else shown


def _move_json(move: Move, horizon_years: int) -> dict[str, Any]:
    career, other = move.career, move.what_else
    return {
        "pattern": move.pattern,
        "change": {line: float(move.change[line]) for line in LINES},
        "take_home_change": move.take_home_change,
        "gross_change": move.gross_change,
        "share_of_rise_kept": _rounded(move.share_of_rise_kept, 6),
        "fall_absorbed": _rounded(move.fall_absorbed, 6),
        "verdict": move.verdict,
        "headline": headline(move, horizon_years),
        "catch_up_year": career.catch_up_year,
        "first_year_ahead": career.first_year_ahead,
        "catch_up_margin": career.catch_up_margin,
        "catch_up_is_thin": career.catch_up_year != 1
        and is_thin(career.catch_up_margin, move.rule_book.switches.thin_margin_pounds),
        "break_even": {
            "long_term_premium": _premium_json(move),
            "saturday_night_hours_a_week": None if move.hours_to_break_even is None else move.hours_to_break_even.value,
            "islands": {
                "long_term_premium": _islands_json(move.premium_to_break_even),
                "saturday_night_hours_a_week": _islands_json(move.hours_to_break_even),
            },
        },
        "what_else": {
            "unsocial_hours_given_up_a_week": _rounded(other.unsocial_hours_given_up_a_week, 4),
            "take_home_lost_for_each_unsocial_hour": _rounded(other.take_home_lost_for_each, 2),
            "days_travelled_change": _rounded(other.days_travelled_change, 1),
            "travel_cost_change": _rounded(other.travel_cost_change, 2),
            "pension_built_up_change": other.pension_built_up_change,
            "employer_cost_change": other.employer_cost_change,
            "employer_cost_change_without_central_pension": other.employer_cost_change_without_central_pension,
            "unpaid_hours_beyond_contract_a_week": _rounded(other.hours_beyond_contract_a_week, 2),
        },
        "going_back": move.going_back,
        **final_salary_json(move.final_salary),
        "unstated": unstated_json(move.unstated),
        "take_home_change_if_annex_5_counts": move.take_home_change_if_annex_5_counts,
        "take_home_change_if_annex_5_does_not_count": move.take_home_change_if_annex_5_does_not_count,
        "career": [
            {
                "year": year + 1,
                "step_held": int(career.stay_steps[year]),
                "step_offered": int(career.move_steps[year]),
                "take_home_held": float(career.stay["take_home_pay"][year]),
                "take_home_offered": float(career.move["take_home_pay"][year]),
                "difference": float(career.difference[year]),
                "cumulative": float(career.cumulative[year]),
            }
            for year in range(horizon_years)
        ],
    }


def _premium_json(move: Move) -> dict[str, float | None] | None:
    premium = move.premium_to_break_even
    return None if premium is None else {"pounds": premium.value, "percent": move.premium_percent}


def _islands_json(found: BreakEven | None) -> list[list[float]]:
    return [] if found is None else [[a, b] for a, b in found.islands]


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def as_csv(comparison: Comparison) -> str:
    """The answer as CSV: `post,policy,line,pounds,change`. A text that a spreadsheet would run is made harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["post", "policy", "line", "pounds", "change"])
    for row in rows(comparison):
        change = "" if row["change"] is None else f"{row['change']:.2f}"
        writer.writerow([harmless(row["post"]), harmless(row["policy"]), row["line"], f"{row['pounds']:.2f}", change])
    return out.getvalue()


def rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    """A row for each post, policy and line: pounds a year, and the change against the post held (None for that)."""
    for result in comparison.results:
        name = title_of(result) if _tells_apart(comparison.results, result) else result.post.name
        for line in LINES:
            yield {
                "post": name,
                "policy": result.policy_name,
                "line": line,
                "pounds": float(result.payslip[line]),
                "change": float(result.change[line]) if isinstance(result, Move) else None,
            }


def _tells_apart(results: Sequence[Result], result: Result) -> bool:
    return sum(r.post.name == result.post.name and r.policy_name == result.policy_name for r in results) > 1
