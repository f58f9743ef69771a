"""Careers: staying, moving now and every path of a scenario, year by year and beside one another."""

from dataclasses import dataclass, replace

import numpy as np

from paymodel.counting import counted
from paymodel.errors import shortened
from paymodel.moves.assumptions import assumptions, career_assumptions
from paymodel.moves.career_path import (
    MOVE_NOW,
    STAY,
    Career,
    CareerPath,
    CareerPlan,
    Followed,
    PlannedMove,
    against_staying,
    discounted,
    follow,
    same_payslips,
)
from paymodel.moves.comparison import Case, Scenario, refuse_impossible
from paymodel.moves.posts import with_pattern
from paymodel.moves.provenance import figures_used
from paymodel.moves.warnings import Warned, warnings_of
from paymodel.pay.award import rule_books
from paymodel.pay.lines import LINES
from paymodel.pay.rule_book import Assumption, Citation
from paymodel.pay.rules.pension import pension_in_all
from paymodel.rounding import Array, to_penny


@dataclass(frozen=True, eq=False)
class PathResult:
    """One path under one policy. Pounds; arrays hold a value for each year.

    `career` sets the path beside staying. `discounted` is the cumulative difference in the money of year 1, None where
    no rate is stated. `pension_in_all` is yearly pension built up by the end of each year; `extra_pension` is how much
    more of it than staying builds up by the last. `employer_cost_change` is the employer's cost over all the years
    less that of staying. `warnings` are what to take care of in its years, each with the first of them.
    """

    case: Case
    path: CareerPath
    followed: Followed
    career: Career
    discounted: Array | None
    pension_in_all: Array
    extra_pension: float
    employer_cost_change: float
    warnings: tuple[Warned, ...] = ()

    @property
    def stays(self) -> bool:
        """Whether this is the path of staying."""
        return not self.path.moves

    def __repr__(self) -> str:
        return f"<PathResult {shortened(self.path.name)}, {shortened(self.case.policy_name)}>"


@dataclass(frozen=True, eq=False)
class Careers:
    """The careers of a scenario: paths by policy, staying first; what was assumed; the figures used."""

    scenario: Scenario
    results: tuple[PathResult, ...]
    assumptions: tuple[Assumption, ...]
    figures: tuple[Citation, ...]

    def __repr__(self) -> str:
        return f"<Careers of {self.scenario!r}: {counted(len(self.results), 'path')}>"


def careers(scenario: Scenario) -> Careers:
    """Follow every path of a scenario under every policy: staying, each offer now, then the paths that it names.

    Raises `Refused` where a rule cannot answer or a pattern is impossible.

    >>> from paymodel import load_scenario
    >>> stay, move = careers(load_scenario("paramedic-to-operations-manager")).results
    >>> move.path.name, move.career.catch_up_year, move.career.catch_up_margin
    ('Move now: Operations manager', 6, 92.62)
    """
    refuse_impossible(scenario)
    results: list[PathResult] = []
    taken: dict[Assumption, None] = {}
    figures: dict[Citation, None] = {}
    for case in scenario.cases:
        of_case = _results(case, scenario.horizon_years)
        if case.changes and results and _answers_the_same(of_case, results[: len(of_case)]):
            nothing = Warned(f"the policy '{case.policy_name}' changes nothing")
            of_case[0] = replace(of_case[0], warnings=(*of_case[0].warnings, nothing))
        results += of_case
        taken.update(dict.fromkeys(_assumptions(case, of_case)))
        for result in of_case:
            figures.update(dict.fromkeys(_figures(case, result.followed)))
    return Careers(scenario, tuple(results), tuple(taken), tuple(figures))


def _answers_the_same(some: list[PathResult], others: list[PathResult]) -> bool:
    """Whether two policies come to the same on each of their paths."""
    return len(some) == len(others) and all(
        same_payslips(path.followed.slip, other_path.followed.slip)
        and np.array_equal(path.pension_in_all, other_path.pension_in_all)
        and np.array_equal(_discounted(path), _discounted(other_path))
        for path, other_path in zip(some, others, strict=True)
    )


def _discounted(result: PathResult) -> Array:
    return np.array([]) if result.discounted is None else result.discounted


def standing_paths(case: Case) -> tuple[CareerPath, ...]:
    """The paths that always stand: staying, and each offer now, with both patterns where it is unsure."""
    paths = [CareerPath(STAY)]
    for offer in case.offers:
        for pattern in offer.patterns:
            name = with_pattern(offer.name, pattern if len(offer.patterns) > 1 else None)
            paths.append(CareerPath(f"{MOVE_NOW}: {name}", (PlannedMove(offer, pattern=pattern),)))
    return tuple(paths)


def _results(case: Case, years: int) -> list[PathResult]:
    plan = case.plan
    books = rule_books(case.rule_book, plan.award_a_year, years)
    stay = follow(case.current, (), books, plan.award_a_year)
    results = []
    for path in (*standing_paths(case), *plan.paths):
        followed = follow(case.current, path.moves, books, plan.award_a_year) if path.moves else stay
        beside = _beside(case, path, followed, stay)
        results.append(replace(beside, warnings=warnings_of(stay, followed, path.moves, books)))
    return results


def _beside(case: Case, path: CareerPath, followed: Followed, stay: Followed) -> PathResult:
    plan: CareerPlan = case.plan
    beside_staying = against_staying(stay, followed)
    pension, unmoved = (
        pension_in_all(followed_path.slip["pension_built_up"], plan.pension_revaluation or 0.0)
        for followed_path in (followed, stay)
    )
    cost = np.sum(followed.slip["employer_cost"]) - np.sum(stay.slip["employer_cost"])
    return PathResult(
        case=case,
        path=path,
        followed=followed,
        career=beside_staying,
        discounted=None if plan.discount_rate is None else discounted(beside_staying.difference, plan.discount_rate),
        pension_in_all=pension,
        extra_pension=float(to_penny(pension[-1] - unmoved[-1])),
        employer_cost_change=float(to_penny(cost)),
    )


def _assumptions(case: Case, results: list[PathResult]) -> tuple[Assumption, ...]:
    plan = case.plan
    moves = [move for result in results for move in result.path.moves]
    posts = [case.current, *case.offers, *(replace(move.offer, pattern=move.pattern) for move in moves)]
    slips = [result.followed.slip for result in results]
    return (
        *assumptions(case, posts[0], posts[1:], slips, award_a_year=plan.award_a_year),
        *career_assumptions(
            case.rule_book,
            award_a_year=plan.award_a_year,
            discount_rate=plan.discount_rate,
            pension_revaluation=plan.pension_revaluation,
            later_promotion=any(len(path.moves) > 1 for path in plan.paths),
            cut_short=any(_cut_short(path) for path in plan.paths),
        ),
    )


def _cut_short(path: CareerPath) -> bool:
    """Whether a move of the path comes while a secondment or acting-up runs."""
    pairs = zip(path.moves, path.moves[1:], strict=False)
    return any(
        not before.offer.for_good
        and after.in_year < before.in_year + (np.inf if (lasts := before.offer.lasts_years) is None else lasts)
        for before, after in pairs
    )


def _figures(case: Case, followed: Followed) -> list[Citation]:
    """The figures that each post and step of a path used: in the first year, and as later awards have it."""
    first, later = rule_books(case.rule_book, case.plan.award_a_year, 2)
    citations: dict[Citation, None] = {}
    seen = set()
    for year, (number, step) in enumerate(zip(followed.held.tolist(), followed.steps.tolist(), strict=True)):
        if (number, step, year == 0) not in seen:
            seen.add((number, step, year == 0))
            post = followed.posts[number]
            slip = {line: followed.slip[line][year] for line in LINES}
            at_step = replace(post, job=post.job.with_(step=step))
            citations.update(dict.fromkeys(figures_used(at_step, slip, later if year else first)))
    return list(citations)
