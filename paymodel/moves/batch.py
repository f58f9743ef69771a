"""Many moves at once: the cases of a sweep, worked out as arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

import numpy as np

from paymodel.moves.comparison import Case, verdict_of
from paymodel.moves.kinds import direction
from paymodel.moves.posts import Post, offer_payslip, placed
from paymodel.pay.job import WHOLE, Job, Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import annex_5_share, pay_of_the_tier, payslip
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.income_tax import personal_allowance
from paymodel.rounding import Array, as_array


@dataclass(frozen=True)
class Moves:
    """Moves side by side: for each, which case and offer it is, its pattern, and both payslips as arrays.

    `offer` is -1 where the row is the post held itself; then `held` and `offered` are the same.
    """

    case: np.ndarray
    offer: np.ndarray
    pattern: tuple[str | None, ...]
    step: Array
    held: Payslip
    offered: Payslip
    verdict: tuple[str, ...]

    @property
    def take_home_change(self) -> Array:
        """Change of take-home pay, pounds a year."""
        return np.asarray(np.round(self.offered["take_home_pay"] - self.held["take_home_pay"], 2))

    @property
    def gross_change(self) -> Array:
        """Change of gross pay, pounds a year."""
        return np.asarray(np.round(self.offered["gross_pay"] - self.held["gross_pay"], 2))


NUMBERS = tuple(f.name for f in fields(Job) if f.name not in WHOLE)
_numbers = attrgetter(*NUMBERS)


def stacked(jobs: Sequence[Job]) -> Job:
    """Jobs with scalar fields as one job of arrays; all must share area and student loans.

    >>> stacked([Job(step=1), Job(step=3)]).step.tolist()
    [1, 3]
    """
    first = jobs[0]
    rows = zip(*map(_numbers, jobs), strict=True)
    arrays = {name: np.array(values) for name, values in zip(NUMBERS, rows, strict=True)}
    return Job(**arrays, high_cost_area=first.high_cost_area, student_loan=first.student_loan)


def moves(cases: Sequence[Case]) -> Moves:
    """Work out every post of every case: the post held, then its offers, each `unsure` pattern as two rows."""
    rows: list[tuple[int, int, str | None]] = []
    for number, case in enumerate(cases):
        rows.append((number, -1, None))
        for index, offer in enumerate(case.offers):
            rows.extend((number, index, pattern) for pattern in offer.patterns)
    held = _held_once(cases, rows)
    offered = {line: values.copy() for line, values in held.items()}
    offered["step"] = np.array([float(as_array(cases[number].current.job.step)) for number, _, _ in rows])
    moving = [place for place, (_, index, _) in enumerate(rows) if index >= 0]
    worked = _work_by_group(
        cases, [rows[place] for place in moving], lambda row: _offer_key(cases, row), _offered_payslips
    )
    for name, values in worked.items():
        offered[name][moving] = values
    change = np.round(offered["take_home_pay"] - held["take_home_pay"], 2)
    return Moves(
        case=np.array([number for number, _, _ in rows]),
        offer=np.array([index for _, index, _ in rows]),
        pattern=tuple(pattern for _, _, pattern in rows),
        step=offered.pop("step"),
        held=held,
        offered=offered,
        verdict=tuple(
            "" if index < 0 else verdict_of(float(change[row]), cases[number].rule_book.switches)
            for row, (number, index, _) in enumerate(rows)
        ),
    )


def marks(cases: Sequence[Case], worked: Moves) -> np.ndarray:
    """What take-home pay jumps or bends by, a line for each move: pension tiers, child benefit charge, the step, ...

    Between two points of a sweep that have the same marks, take-home pay changes along a straight line but for
    rounding, as long as what varies enters pay as a straight line itself.
    """
    places = np.flatnonzero(worked.offer >= 0)
    rows = [(cases[worked.case[place]], worked.offer[place]) for place in places.tolist()]
    held, offered = [case.current for case, _ in rows], [case.offers[index] for case, index in rows]
    books = [case.rule_book for case, _ in rows]
    sides = ((held, worked.held), (offered, worked.offered))
    columns = [_marks_of(posts, books, {line: slip[line][places] for line in LINES}) for posts, slip in sides]
    return np.column_stack([worked.step[places], *columns])


def _marks_of(posts: Sequence[Post], books: Sequence[RuleBook], slip: Payslip) -> np.ndarray:
    """The marks of posts, each with its rule book and its place in payslips side by side: a line for each."""
    groups: dict[object, list[int]] = {}
    for place, (post, rule_book) in enumerate(zip(posts, books, strict=True)):
        groups.setdefault(_group_key(rule_book, post.job), []).append(place)
    out: np.ndarray | None = None
    for places in groups.values():
        job, lines = stacked([posts[place].job for place in places]), {line: slip[line][places] for line in LINES}
        columns = np.column_stack(_marks_of_payslips(job, lines, books[places[0]]))
        out = np.empty((len(posts), columns.shape[1])) if out is None else out
        out[places] = columns
    return np.empty((0, 0)) if out is None else out


def _marks_of_payslips(job: Job, slip: Payslip, rule_book: RuleBook) -> list[Array]:
    def row_of(amount: Array, bounds: Sequence[float]) -> Array:
        return as_array(np.sum(as_array(amount)[:, np.newaxis] > np.array(bounds), axis=1))

    allowance, insurance = rule_book.personal_allowance, rule_book.national_insurance
    left = personal_allowance(allowance, slip["taxable_pay"])
    tapered = allowance.taper_start + allowance.allowance * allowance.pounds_for_each_pound_lost
    loans = [loan.threshold for loan in rule_book.student_loans.values() if loan.threshold is not None]
    liable = slip["gross_pay"] - slip["salary_sacrifice"]
    tier_pay = np.floor(pay_of_the_tier(job, rule_book, slip["pensionable_pay"]))
    by_hours = (
        np.isnan(job.annex_5_percent) & ~np.isnan(job.annex_5_hours_a_week) & np.isnan(job.unsocial_hours_payment)
    )
    zone = np.zeros(len(tier_pay))
    if job.high_cost_area is not None:
        area = rule_book.high_cost_area_supplement[job.high_cost_area]
        whole_time = slip["high_cost_area_supplement"] / as_array(job.whole_time_equivalent)
        zone = row_of(whole_time, (area.minimum + 0.05, area.maximum - 0.05))
    return [
        row_of(tier_pay, (0.0, *rule_book.member_pension_contribution.up_to)),
        slip["child_benefit_charge"],
        row_of(slip["taxable_pay"], (0.0, allowance.taper_start, tapered)),
        row_of(slip["taxable_pay"] - left, (0.0, *rule_book.income_tax.up_to)),
        row_of(liable, (insurance.primary_threshold, insurance.upper_earnings_limit, *loans)),
        np.asarray(job.marriage_allowance, dtype=bool) & (slip["income_tax"] > 0),
        slip["promotion_protection"] > 0,
        slip["overtime_pay"] > 0,
        as_array(job.extra_hours_a_year) > 0,
        as_array(job.overtime_hours_a_year) > 0,
        np.where(by_hours, annex_5_share(job, rule_book), 0.0),
        zone,
    ]


_Row = tuple[int, int, str | None]
_Work = Callable[[Sequence[Case], list[_Row]], dict[str, Array]]


def _work_by_group(
    cases: Sequence[Case], rows: list[_Row], key: Callable[[_Row], object], work: _Work
) -> dict[str, Array]:
    """Work rows out group by group, so that within a group only numbers differ."""
    groups: dict[object, list[int]] = {}
    for position, row in enumerate(rows):
        groups.setdefault(key(row), []).append(position)
    out: dict[str, Array] = {}
    for positions in groups.values():
        for name, values in work(cases, [rows[position] for position in positions]).items():
            out.setdefault(name, np.full(len(rows), np.nan))[positions] = values
    return out


def _group_key(rule_book: RuleBook, job: Job) -> tuple[object, ...]:
    return id(rule_book), job.high_cost_area, job.student_loan


def _offer_key(cases: Sequence[Case], row: _Row) -> tuple[object, ...]:
    number, index, pattern = row
    case = cases[number]
    offer = case.offers[index]
    held = (*_group_key(case.rule_book, case.current.job), case.current.on_annex_5)
    return (
        *held,
        *_group_key(case.rule_book, offer.job),
        offer.step_stated,
        int(as_array(offer.job.band)),
        int(direction(case.current.job, offer.job)),
        pattern == "same",
        offer.conditions,
    )


def _held_once(cases: Sequence[Case], rows: list[_Row]) -> dict[str, Array]:
    """The payslips of the posts held, row by row, each post worked out once under each rule book."""
    first: dict[tuple[int, int], _Row] = {}
    posts = [(id(cases[row[0]].current), id(cases[row[0]].rule_book)) for row in rows]
    for post, row in zip(posts, rows, strict=True):
        first.setdefault(post, row)
    worked = _work_by_group(
        cases,
        list(first.values()),
        lambda row: _group_key(cases[row[0]].rule_book, cases[row[0]].current.job),
        _held_payslips,
    )
    number = {post: place for place, post in enumerate(first)}
    places = [number[post] for post in posts]
    return {line: values[places] for line, values in worked.items()}


def _held_payslips(cases: Sequence[Case], rows: list[_Row]) -> dict[str, Array]:
    slip = payslip(stacked([cases[number].current.job for number, _, _ in rows]), cases[rows[0][0]].rule_book)
    return {line: slip[line] for line in LINES}


def _offered_payslips(cases: Sequence[Case], rows: list[_Row]) -> dict[str, Array]:
    number, _, pattern = rows[0]
    rule_book = cases[number].rule_book
    current = _stacked_post([cases[number].current for number, _, _ in rows])
    same = pattern == "same"
    offer = placed(current, _stacked_post([cases[n].offers[i] for n, i, _ in rows]), rule_book)
    slip = offer_payslip(current, offer.job, rule_book, same_pattern=same, conditions=offer.conditions)
    return {**slip, "step": np.broadcast_to(as_array(offer.job.step), len(rows))}


def _stacked_post(posts: Sequence[Post]) -> Post:
    """Posts as one, its job stacked unless they are one post; they share whatever is not a number."""
    if all(post is posts[0] for post in posts):
        return posts[0]
    job = stacked([post.job for post in posts])
    return replace(posts[0], job=job, later_job=job)
