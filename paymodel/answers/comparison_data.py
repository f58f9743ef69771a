"""The answer to a scenario as JSON."""

import datetime
from collections.abc import Sequence

import numpy as np
from msgspec import structs

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.comparison import headline
from paymodel.answers.contracts import (
    AssumptionOfAnswer,
    BlocksOfAnswer,
    BreakEvenOfAnswer,
    ComparisonAnswer,
    Islands,
    LastsOfAnswer,
    OverTheMoveOfAnswer,
    PaidBesideOfAnswer,
    PayslipLines,
    PremiumToBreakEven,
    ResultOfAnswer,
    RunOfAnswer,
    ScenarioOfAnswer,
    WarningOfAnswer,
    WhatElseOfAnswer,
    YearOfAnswer,
    to_json,
)
from paymodel.answers.figures import figures_of, statuses
from paymodel.answers.past_service import final_salary_of_answer
from paymodel.answers.phrasing import is_thin
from paymodel.answers.unstated import unstated_of_answer
from paymodel.moves.break_evens import BreakEven
from paymodel.moves.comparison import Comparison, Move, Result, Scenario
from paymodel.moves.kinds import Lasts
from paymodel.moves.posts import Post
from paymodel.moves.warnings import Warned
from paymodel.pay.job import BANDS, NO_BAND, Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.rule_book import Assumption, Citation


def scenario_of_answer(scenario: Scenario) -> ScenarioOfAnswer:
    """The scenario, as an answer as JSON begins with it."""
    return ScenarioOfAnswer(
        id=scenario.id,
        title=scenario.title,
        question=scenario.question,
        nation=scenario.nation,
        as_at=scenario.as_at.isoformat(),
        horizon_years=scenario.horizon_years,
    )


def scenario_in_short(scenario: Scenario) -> dict[str, str]:
    """The scenario, as an answer as JSON names it where it says no more of it."""
    return {"id": scenario.id, "title": scenario.title, "nation": scenario.nation}


def run_in_short(as_at: datetime.date) -> dict[str, str]:
    """The version and the day, as an answer as JSON begins with them where figures are not listed."""
    return {"version": __version__, "as_at": as_at.isoformat(), "not_payroll": NOT_PAYROLL}


def run_of_answer(scenario: Scenario, figures: Sequence[Citation]) -> RunOfAnswer:
    """The version, the day, and the statuses of the figures used."""
    return RunOfAnswer(
        version=__version__, as_at=scenario.as_at.isoformat(), statuses=statuses(figures), not_payroll=NOT_PAYROLL
    )


def assumptions_of_answer(assumptions: Sequence[Assumption]) -> list[AssumptionOfAnswer]:
    """What was taken for granted."""
    return [AssumptionOfAnswer(id=each.id, words=each.words, status=each.status) for each in assumptions]


def warnings_of_answer(warnings: Sequence[Warned]) -> list[WarningOfAnswer]:
    """What to take care of."""
    return [WarningOfAnswer(**warning._asdict()) for warning in warnings]


def as_json(comparison: Comparison) -> str:
    """The answer as JSON."""
    return to_json(comparison_answer(comparison))


def comparison_answer(comparison: Comparison) -> ComparisonAnswer:
    """The answer as programs have it."""
    scenario = comparison.scenario
    return ComparisonAnswer(
        scenario=scenario_of_answer(scenario),
        run=run_of_answer(scenario, figures_of(comparison)),
        results=[_result(result, scenario.horizon_years) for result in comparison.results],
        assumptions=assumptions_of_answer(comparison.assumptions),
    )


def _lines(slip: Payslip) -> PayslipLines:  # type: ignore[valid-type]
    return PayslipLines(**{line: float(slip[line]) for line in LINES})


def _result(result: Result, horizon_years: int) -> ResultOfAnswer:
    band = int(np.asarray(result.post.job.band))
    held = ResultOfAnswer(
        post=result.post.name,
        policy=result.policy_name,
        band=None if band == NO_BAND else BANDS[band],
        step=result.step,
        payslip=_lines(result.payslip),
        warnings=warnings_of_answer(result.warnings),
    )
    return _with_move(held, result, horizon_years) if isinstance(result, Move) else held


def _with_move(post: ResultOfAnswer, move: Move, horizon_years: int) -> ResultOfAnswer:
    """A post offered: what the move to it changes, beside its payslip."""
    career, other = move.career, move.what_else
    final_salary, for_each_year = final_salary_of_answer(move.final_salary)
    hours = move.hours_to_break_even
    return structs.replace(
        post,
        kind=move.kind,
        lasts=_lasts(move.post),
        over_the_move=None
        if move.over is None
        else OverTheMoveOfAnswer(
            months=round(move.over.months, 4),
            take_home_change=move.over.take_home_change,
            cost_of_holding_harmless=move.over.cost_of_holding_harmless,
        ),
        paid_beside=None if move.beside is None else PaidBesideOfAnswer(**move.beside._asdict()),
        pattern=move.pattern,
        change=_lines(move.change),
        take_home_change=move.take_home_change,
        gross_change=move.gross_change,
        share_of_rise_kept=_rounded(move.share_of_rise_kept, 6),
        fall_absorbed=_rounded(move.fall_absorbed, 6),
        verdict=move.verdict,
        headline=headline(move, horizon_years),
        catch_up_year=career.catch_up_year,
        first_year_ahead=career.first_year_ahead,
        catch_up_margin=career.catch_up_margin,
        catch_up_is_thin=career.catch_up_year != 1
        and is_thin(career.catch_up_margin, move.rule_book.switches.thin_margin_pounds),
        break_even=BreakEvenOfAnswer(
            long_term_premium=_premium(move),
            saturday_night_hours_a_week=None if hours is None else hours.value,
            islands=Islands(
                long_term_premium=_islands(move.premium_to_break_even),
                saturday_night_hours_a_week=_islands(hours),
            ),
        ),
        what_else=WhatElseOfAnswer(
            unsocial_hours_given_up_a_week=_rounded(other.unsocial_hours_given_up_a_week, 4),
            take_home_lost_for_each_unsocial_hour=_rounded(other.take_home_lost_for_each, 2),
            days_travelled_change=_rounded(other.days_travelled_change, 1),
            travel_cost_change=_rounded(other.travel_cost_change, 2),
            pension_built_up_change=other.pension_built_up_change,
            employer_cost_change=other.employer_cost_change,
            employer_cost_change_without_central_pension=other.employer_cost_change_without_central_pension,
            unpaid_hours_beyond_contract_a_week=_rounded(other.hours_beyond_contract_a_week, 2),
        ),
        going_back=move.going_back,
        final_salary=final_salary,
        final_salary_for_each_year=for_each_year,
        unstated=unstated_of_answer(move.unstated),
        take_home_change_if_annex_5_counts=move.take_home_change_if_annex_5_counts,
        take_home_change_if_annex_5_does_not_count=move.take_home_change_if_annex_5_does_not_count,
        take_home_change_by_step=list(move.by_step),
        career=[
            YearOfAnswer(
                year=year + 1,
                step_held=int(career.stay_steps[year]),
                step_offered=int(career.move_steps[year]),
                take_home_held=float(career.stay["take_home_pay"][year]),
                take_home_offered=float(career.move["take_home_pay"][year]),
                difference=float(career.difference[year]),
                cumulative=float(career.cumulative[year]),
            )
            for year in range(horizon_years)
        ],
    )


def _lasts(post: Post) -> LastsOfAnswer | None:
    if post.for_good:
        return None
    lasts = post.lasts or (None if post.lasts_years is None else Lasts(post.lasts_years, "years"))
    blocks = post.blocks
    return LastsOfAnswer(
        number=None if lasts is None else lasts.number,
        unit=None if lasts is None else lasts.unit,  # type: ignore[arg-type]
        blocks=None if blocks is None else BlocksOfAnswer(blocks.away, blocks.home, blocks.first or None),  # type: ignore[arg-type]
    )


def _premium(move: Move) -> PremiumToBreakEven | None:
    premium = move.premium_to_break_even
    return None if premium is None else PremiumToBreakEven(pounds=premium.value, percent=move.premium_percent)


def _islands(break_even: BreakEven | None) -> list[tuple[float, float]]:
    return [] if break_even is None else list(break_even.islands)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
