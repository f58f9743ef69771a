"""The main question: does the move pay, by how much, and what else changes?"""

import datetime
from dataclasses import dataclass, fields, replace

import numpy as np

from paymodel.errors import Refused, shortened
from paymodel.moves import break_evens, past_service, unstated
from paymodel.moves.assumptions import assumptions
from paymodel.moves.break_evens import BreakEven
from paymodel.moves.career_path import (
    NO_PLAN,
    Career,
    CareerPlan,
    Followed,
    PlannedMove,
    against_staying,
    follow,
    promoted_from,
    same_payslips,
)
from paymodel.moves.kinds import direction, kind_of
from paymodel.moves.paid_beside import PaidBeside, paid_beside
from paymodel.moves.past_service import PastService
from paymodel.moves.posts import Post, offer_payslip, placed, refuse_impossible_pattern
from paymodel.moves.temporary import OverTheMove, over_the_move
from paymodel.moves.unstated import Unstated
from paymodel.moves.warnings import Warned, warnings_of
from paymodel.pay.award import NO_AWARD, Award
from paymodel.pay.job import WEEKS_IN_A_YEAR, Job, Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslip, stated_beyond_gross, whole_time_basic_pay
from paymodel.pay.rule_book import Assumption, RuleBook, Switches
from paymodel.rounding import as_array


@dataclass(frozen=True, eq=False, kw_only=True)
class PolicyTerms:
    """What is offered under one policy, whoever is offered it: the rule book and the posts as they stand under it.

    `changes` are the dotted paths that the policy sets, with their values. `award` is already in the rule book and in
    the posts.
    """

    policy_name: str
    because: str
    rule_book: RuleBook
    offers: tuple[Post, ...]
    changes: tuple[tuple[str, str], ...] = ()
    award: Award = NO_AWARD

    @property
    def assumed(self) -> bool:
        """Whether figures in force are changed, by the policy or by an award, so that what follows is assumed."""
        return bool(self.rule_book.changed or self.award)


@dataclass(frozen=True, eq=False, kw_only=True)
class Case(PolicyTerms):
    """One policy of a scenario: its terms, and the post held. `plan` is what is said of careers.

    `before_award` is the rule book until the day that the award is paid from, where it states one.
    """

    current: Post
    plan: CareerPlan = NO_PLAN
    before_award: RuleBook | None = None

    def __repr__(self) -> str:
        return f"<Case {shortened(self.policy_name)}: {shortened(self.current.name)}, {len(self.offers)} offered>"


@dataclass(frozen=True, eq=False)
class Scenario:
    """A question: who, the post held, the posts offered, under one policy or several. `id` names the file."""

    id: str
    title: str
    question: str
    as_at: datetime.date
    nation: str
    horizon_years: int
    cases: tuple[Case, ...]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {shortened(self.id)}: {self.nation}, {self.as_at}>"


@dataclass(frozen=True)
class WhatElse:
    """What changes beside take-home pay. Hours a week, days and pounds a year; None where it cannot be known.

    `take_home_lost_for_each` is pounds of take-home pay given up for each unsocial hour given up, where both fall.
    """

    unsocial_hours_given_up_a_week: float | None
    take_home_lost_for_each: float | None
    days_travelled_change: float | None
    travel_cost_change: float | None
    pension_built_up_change: float
    employer_cost_change: float
    employer_cost_change_without_central_pension: float
    hours_beyond_contract_a_week: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Result:
    """A post held under one policy for a year: the payslip in pounds a year, the step held, what to take care of.

    `because` is why the policy is asked about, in the words of the scenario.
    """

    post: Post
    policy_name: str
    because: str
    rule_book: RuleBook
    payslip: Payslip
    step: int
    warnings: tuple[Warned, ...]

    def __repr__(self) -> str:
        return f"<Result {shortened(self.post.name)}, {shortened(self.policy_name)}>"


@dataclass(frozen=True, eq=False, kw_only=True)
class Move(Result):
    """A move from the post held to a post offered, under one policy. Changes are in pounds a year, of the first year.

    `kind` is one of `kinds.KINDS`; `direction` is 1 to a higher band, 0 within the band, -1 to a lower one. `pattern`
    is `same` or `different` (handbook 1.19), None where nothing turns on it. A share is a fraction:
    `share_of_rise_kept` is None unless gross pay rises, `fall_absorbed` None unless it falls. A break-even is 0 where
    nothing is needed, None where no value would do, `going_back` None where it cannot be known, and the changes by the
    reading of Annex 5 None where there is nothing to read. `by_step` holds the change of take-home pay on each step of
    a lower band (from 1) where nobody says which: the one taken is the last. `over` is what a move that ends does in
    all; of one that alternates with the post held, payslip and changes are those of a year of both. `beside` is a
    one-off payment or pay protection, which the first year holds. `lost_if_annex_5_ends` is the change of a year's
    take-home pay after a return without the Annex 5 of the post held, None where there is none or it cannot be known.
    """

    kind: str
    direction: int
    pattern: str | None
    change: Payslip
    take_home_change: float
    gross_change: float
    share_of_rise_kept: float | None
    fall_absorbed: float | None
    verdict: str
    career: Career
    premium_to_break_even: BreakEven | None
    premium_percent: float | None
    hours_to_break_even: BreakEven | None
    what_else: WhatElse
    going_back: float | None
    leaves_annex_5: bool
    take_home_change_if_annex_5_counts: float | None
    take_home_change_if_annex_5_does_not_count: float | None
    final_salary: PastService | None
    final_salary_in_the_last_year: PastService | None
    unstated: Unstated | None
    over: OverTheMove | None = None
    beside: PaidBeside | None = None
    lost_if_annex_5_ends: float | None = None
    by_step: tuple[float, ...] = ()

    def __repr__(self) -> str:
        answer = f"{self.verdict}, {self.take_home_change:+,.2f} a year"
        return f"<Move {shortened(self.post.name)}, {shortened(self.policy_name)}: {answer}>"


@dataclass(frozen=True, eq=False)
class PolicyResults:
    """The answer of one policy: the post held, and a move to each post offered."""

    held: Result
    moves: tuple[Move, ...]

    @property
    def results(self) -> tuple[Result, ...]:
        """The post held, then the moves."""
        return (self.held, *self.moves)


@dataclass(frozen=True, eq=False)
class Comparison:
    """The answer to a scenario: the post held and the moves, policy by policy; what was assumed."""

    scenario: Scenario
    by_policy: tuple[PolicyResults, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every move, policy by policy."""
        return tuple(move for under in self.by_policy for move in under.moves)

    @property
    def results(self) -> tuple[Result, ...]:
        """The post held, then the moves from it, policy by policy: the rows of a table of all posts."""
        return tuple(result for under in self.by_policy for result in under.results)

    def held(self, policy_name: str) -> Result:
        """The post held under a policy. Raises `KeyError` for a policy that the scenario does not name."""
        for under in self.by_policy:
            if under.held.policy_name == policy_name:
                return under.held
        raise KeyError(policy_name)

    def __repr__(self) -> str:
        changes = [f"{shortened(move.post.name)} {move.take_home_change:+,.2f}" for move in self.moves[:2]]
        more = f" and {len(self.moves) - 2} more" if len(self.moves) > 2 else ""
        return f"<Comparison {shortened(self.scenario.id)}: {', '.join(changes)}{more}, pounds a year>"


def compare(scenario: Scenario) -> Comparison:
    """Answer a scenario: every post under every policy.

    An offer with `pattern: unsure` gives two moves, `different` and then `same`. Raises `Refused` where a rule cannot
    answer or `pattern: same` is impossible.
    """
    refuse_impossible(scenario)
    by_policy: list[PolicyResults] = []
    taken: dict[Assumption, None] = {}
    for case in scenario.cases:
        stay = follow(case.current, (), (case.rule_book,) * scenario.horizon_years)
        held = _post_held(case, stay)
        under = PolicyResults(
            held,
            tuple(_move(case, held, stay, offer, pattern) for offer in case.offers for pattern in offer.patterns),
        )
        if case.changes and by_policy and _answers_the_same(under, by_policy[0]):
            held = replace(held, warnings=(*held.warnings, Warned(_changes_nothing(case))))
            under = replace(under, held=held)
        by_policy.append(under)
        made = assumptions(
            case,
            held.post,
            [move.post for move in under.moves],
            [result.payslip for result in under.results],
            past_service=any(move.final_salary for move in under.moves),
            overtime_unstated=any(move.unstated for move in under.moves),
        )
        taken.update(dict.fromkeys(made))
    return Comparison(scenario, tuple(by_policy), tuple(taken))


def _changes_nothing(case: Case) -> str:
    alone = all(path.startswith("career.") for path, _ in case.changes)
    return f"the policy '{case.policy_name}' changes {'career paths alone' if alone else 'nothing'}"


def _answers_the_same(some: PolicyResults, others: PolicyResults) -> bool:
    """Whether two policies give the same answers throughout: every payslip of every year, and what else is said."""
    return (
        len(some.moves) == len(others.moves)
        and some.held.step == others.held.step
        and same_payslips(some.held.payslip, others.held.payslip)
        and all(map(_same_move, some.moves, others.moves))
    )


def _same_move(move: Move, other: Move) -> bool:
    return all(getattr(move, name) == getattr(other, name) for name in SAID_OF_A_MOVE) and all(
        map(same_payslips, _payslips_of(move), _payslips_of(other))
    )


SAID_OF_A_MOVE = tuple(
    field.name
    for field in fields(Move)
    if field.name not in ("post", "policy_name", "because", "rule_book", "warnings", "payslip", "change", "career")
)
"""What is compared of a move beside its payslips: those of `payslip`, `change` and `career` are, line by line."""


def _payslips_of(move: Move) -> list[Payslip]:
    return [move.payslip, move.career.stay, move.career.move]


def refuse_impossible(scenario: Scenario) -> None:
    """Refuse what cannot be answered: `pattern: same` for an office post, a sacrifice or contribution beyond pay."""
    for case in scenario.cases:
        for index, offer in enumerate(case.offers):
            if offer.pattern == "same" and case.rule_book.promotion_method == "maintain":
                refuse_impossible_pattern(case.current, offer, case.rule_book, f"offers.{index}.pattern")
        if case.rule_book.promotion_method == "maintain":
            _refuse_impossible_paths(case)
        posts = [("current", case.current), *((f"offers.{index}", offer) for index, offer in enumerate(case.offers))]
        for name, post in posts:
            _refuse_beyond_pay(post, case.rule_book, name)


def _refuse_beyond_pay(post: Post, rule_book: RuleBook, name: str) -> None:
    job = post.job
    if not np.any(np.nan_to_num([job.salary_sacrifice, job.pension_contribution])):
        return
    slip = payslip(job, rule_book, may_owe=True)
    for field, alone, beyond in stated_beyond_gross(job, slip):
        if beyond:
            amount, contributed = float(np.asarray(getattr(job, field))), float(slip["pension_contribution"])
            more = "is" if alone else f"and the pension contribution of {contributed:,.2f} are"
            raise Refused(f"person.{field}", f"'{amount:g}' {more} more than the pay of {name}")
    payslip(job, rule_book)  # refuses what else is beyond pay


def _refuse_impossible_paths(case: Case) -> None:
    for number, path in enumerate(case.plan.paths):
        posts = [case.current, *(move.offer for move in path.moves)]
        for index, (move, origin) in enumerate(zip(path.moves, promoted_from(path.moves), strict=True)):
            if move.same_pattern:
                place = f"career.paths.{number}.moves.{index}.pattern"
                refuse_impossible_pattern(posts[origin], move.offer, case.rule_book, place)


def _post_held(case: Case, stay: Followed) -> Result:
    slip = payslip(case.current.job, case.rule_book)
    return Result(
        post=case.current,
        policy_name=case.policy_name,
        because=case.because,
        rule_book=case.rule_book,
        payslip=slip,
        step=_step(case.current),
        warnings=warnings_of(stay, stay, (), (case.rule_book,) * len(stay.held)),
    )


def _step(post: Post) -> int:
    return int(np.asarray(post.job.step))


def _move(case: Case, held: Result, stay: Followed, offer: Post, pattern: str | None) -> Move:
    current, rule_book = case.current, case.rule_book
    same = pattern == "same"
    step_stated, offer = offer.step_stated, placed(current, offer, rule_book)
    slip = offer_payslip(current, offer.job, rule_book, same_pattern=same, conditions=offer.conditions)
    change = {line: np.asarray(np.round(slip[line] - held.payslip[line], 2)) for line in LINES}
    take_home, gross = float(change["take_home_pay"]), float(change["gross_pay"])
    premium = break_evens.long_term_premium(current, offer, rule_book, same_pattern=same)
    basic = float(whole_time_basic_pay(offer.job, rule_book))
    counts, does_not_count = _by_annex_5(held, offer, rule_book) if same else (None, None)
    books, moves = (rule_book,) * len(stay.held), (PlannedMove(offer, pattern=pattern),)
    path = follow(current, moves, books)
    years = against_staying(stay, path)
    return Move(
        post=offer,
        policy_name=case.policy_name,
        because=case.because,
        rule_book=rule_book,
        kind=kind_of(current.job, offer.job, offer.move),
        direction=int(direction(current.job, offer.job)),
        pattern=pattern,
        payslip=slip,
        step=_step(offer),
        warnings=warnings_of(stay, path, moves, books),
        change=change,
        take_home_change=take_home,
        gross_change=gross,
        share_of_rise_kept=take_home / gross if gross > 0 else None,
        fall_absorbed=1 - take_home / gross if gross < 0 else None,
        verdict=verdict_of(take_home, rule_book.switches),
        career=years,
        premium_to_break_even=premium,
        premium_percent=None if premium is None else break_evens.percent_of_basic_pay(premium.value, basic),
        hours_to_break_even=break_evens.saturday_night_hours(current, offer, rule_book, same_pattern=same),
        what_else=_what_else(held, offer, slip, change),
        going_back=_going_back(held) if offer.for_good and not offer.on_annex_5 else 0.0,
        leaves_annex_5=current.on_annex_5 and not offer.on_annex_5 and offer.for_good,
        take_home_change_if_annex_5_counts=counts,
        take_home_change_if_annex_5_does_not_count=does_not_count,
        final_salary=past_service.of_a_move(current, offer, rule_book, years),
        unstated=unstated.of_a_move(current, offer, rule_book, same_pattern=same, years=len(stay.held)),
        over=over_the_move(current, offer, rule_book, pattern),
        beside=paid_beside(current, offer, rule_book, pattern),
        lost_if_annex_5_ends=None if offer.for_good or not current.on_annex_5 else _going_back(held),
        by_step=_by_step(current, offer, rule_book, step_stated=step_stated),
        final_salary_in_the_last_year=past_service.of_a_move(current, offer, rule_book, years, len(stay.held) - 1),
    )


def _by_step(current: Post, offer: Post, rule_book: RuleBook, *, step_stated: bool) -> tuple[float, ...]:
    """Change of take-home pay on each step of a lower band, pounds a year, where the step is not stated."""
    if step_stated or int(direction(current.job, offer.job)) >= 0:
        return ()
    steps = np.arange(1.0, rule_book.pay_points.steps(int(as_array(offer.job.band))) + 1)
    paid = payslip(offer.job.with_(step=steps), rule_book)["take_home_pay"]
    return tuple(np.round(paid - payslip(current.job, rule_book)["take_home_pay"], 2).tolist())


def _by_annex_5(held: Result, offer: Post, rule_book: RuleBook) -> tuple[float | None, float | None]:
    """Change of take-home pay where Annex 5 pay counts as previous earnings, and where it does not.

    Of an offer with the same pattern. None where the post held is not on Annex 5, or earnings are not maintained.
    """
    if not held.post.on_annex_5 or rule_book.promotion_method != "maintain":
        return None, None
    slips = (
        offer_payslip(
            held.post, offer.job, rule_book, same_pattern=True, conditions=offer.conditions, annex_5_protected=counts
        )
        for counts in (True, False)
    )
    counted, not_counted = (float(np.round(slip["take_home_pay"] - held.payslip["take_home_pay"], 2)) for slip in slips)
    return counted, not_counted


def verdict_of(take_home_change: float, switches: Switches) -> str:
    """`loses`, `gains`, or `same` within so many pounds a month either way."""
    if abs(take_home_change) <= switches.same_within_pounds_a_month * 12:
        return "same"
    return "gains" if take_home_change > 0 else "loses"


def _going_back(held: Result) -> float | None:
    """Change of take-home pay on a return to the post held, in a usual year, once Annex 5 is lost.

    None where the hours behind an Annex 5 percentage are not known.
    """
    post = held.post
    if not post.on_annex_5:
        return 0.0
    if post.hours is None:
        return None
    job: Job = post.later_job.with_(annex_5_percent=np.nan, annex_5_hours_a_week=np.nan)
    back, stay = payslip(job, held.rule_book), payslip(post.later_job, held.rule_book)
    return float(np.round(back["take_home_pay"] - stay["take_home_pay"], 2))


def _what_else(held: Result, offer: Post, slip: Payslip, change: Payslip) -> WhatElse:
    current = held.post
    given_up = None
    if (old := _enhanced_a_week(current)) is not None and (new := _enhanced_a_week(offer)) is not None:
        given_up = (old - new) * offer.share_away
    take_home = float(change["take_home_pay"])
    lost_for_each = None
    if given_up is not None and given_up > 0 and take_home < 0:
        lost_for_each = -take_home / (given_up * WEEKS_IN_A_YEAR)
    days, travel = None, None
    if offer.days_travelled is not None and current.days_travelled is not None:
        days = (offer.days_travelled - current.days_travelled) * offer.share_away
        if offer.travel_cost is not None and current.travel_cost is not None:
            travel = offer.travel_cost * offer.days_travelled - current.travel_cost * current.days_travelled
            travel *= offer.share_away
    central = float(change["employer_pension_paid_centrally"])
    overtime = np.asarray(offer.job.overtime_hours_a_year) + np.asarray(offer.job.public_holiday_overtime_hours_a_year)
    unpaid = float(overtime) * offer.share_away / WEEKS_IN_A_YEAR if not np.any(slip["overtime_pay"] > 0) else 0.0
    return WhatElse(
        unsocial_hours_given_up_a_week=given_up,
        take_home_lost_for_each=lost_for_each,
        days_travelled_change=days,
        travel_cost_change=travel,
        pension_built_up_change=float(change["pension_built_up"]),
        employer_cost_change=float(change["employer_cost"]),
        employer_cost_change_without_central_pension=round(float(change["employer_cost"]) - central, 2),
        hours_beyond_contract_a_week=unpaid,
    )


def _enhanced_a_week(post: Post) -> float | None:
    whole_time = post.enhanced_hours()
    return (
        None if whole_time is None else whole_time * float(np.asarray(post.job.whole_time_equivalent)) / WEEKS_IN_A_YEAR
    )
