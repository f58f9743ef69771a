"""Where the rules bend or break as gross pay rises: each threshold, and what a pound more does to take-home pay."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from paymodel.answers.phrasing import percent
from paymodel.pay.job import Job
from paymodel.pay.payslips import payslip, payslips_in_blocks
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.child_benefit import child_benefit_charge
from paymodel.pay.rules.income_tax import personal_allowance
from paymodel.pay.rules.student_loan import POSTGRADUATE
from paymodel.rounding import Array, as_array

LINES = ("taxable_pay", "take_home_pay")
FALL = 1.0
"""Pounds that a loss must come to before it is a cliff: less is rounding."""
CHARGE = "child benefit charge"
"""Taken in a hundred small steps, so that neither its start nor its end is a cliff."""


class Edge(NamedTuple):
    """A threshold: the last whole pound of gross pay before it, take-home pay there and a pound on.

    `regained` is the gross pay that first leaves as much again; None where a pound on leaves no less (a bend).
    """

    name: str
    at: int
    before: float
    after: float
    regained: int | None

    @property
    def lost(self) -> float:
        """Pounds of take-home pay lost by crossing; 0 at a bend."""
        return round(self.before - self.after, 2) if self.regained else 0.0


def edges_between(rule_book: RuleBook, base: Job, low: int, high: int) -> list[Edge]:
    """Every threshold between two bounds of gross pay (whole pounds), all of it pensionable, in rising order."""
    # Pay is looked at beyond the upper bound, so that what is lost below it is seen to be made up for.
    gross = np.arange(low, high + 30_000, dtype=np.float64)
    slips = payslips_in_blocks(base.with_(basic_pay=gross), rule_book, LINES)
    edges = []
    for name, at in _thresholds(rule_book, base, gross, slips["taxable_pay"]):
        if low <= at < high:
            edges.append(_edge(name, at, low, slips["take_home_pay"], rule_book, base))
    return sorted(edges, key=lambda edge: (edge.at, edge.name))


def _edge(name: str, at: int, low: int, take_home: Array, rule_book: RuleBook, base: Job) -> Edge:
    pair = payslip(base.with_(basic_pay=np.array([at, at + 1.0])), rule_book)["take_home_pay"]
    before, after = float(pair[0]), float(pair[1])
    regained = None
    if before - after >= FALL and not name.startswith(CHARGE):
        later = np.flatnonzero(take_home[at + 1 - low :] >= before)
        regained = at + 1 + int(later[0]) if len(later) else low + len(take_home)
    return Edge(name, at, before, after, regained)


def _thresholds(rule_book: RuleBook, base: Job, gross: Array, taxable: Array) -> Iterator[tuple[str, int]]:
    """The name of each threshold, and the last whole pound of gross pay up to it."""

    def last(passed: NDArray[np.bool_]) -> int:
        """The pound before the first that has passed; beyond the bounds where none has, or all have."""
        first = int(np.argmax(passed)) if passed.any() else len(passed)
        return int(gross[0]) + first - 1

    if bool(base.in_pension_scheme):
        tiers = rule_book.member_pension_contribution
        whole_time = float(as_array(base.whole_time_equivalent)) if rule_book.pension_tier_by_whole_time_pay else 1.0
        for bound, below, above in zip(tiers.up_to, tiers.rates, tiers.rates[1:], strict=False):
            at = int(bound * whole_time)
            yield f"pension tier from {percent(below)} to {percent(above)} of all pay", at
    tax, rules = rule_book.income_tax, rule_book.personal_allowance
    charged = np.maximum(taxable - personal_allowance(rules, taxable), 0.0)
    married = rule_book.marriage_allowance.bands if np.any(base.marriage_allowance) else None
    for number, (bound, below, above) in enumerate(zip((0.0, *tax.up_to), (0.0, *tax.rates), tax.rates, strict=False)):
        lost = ", marriage allowance lost" if number == married else ""
        yield f"income tax from {percent(below)} to {percent(above)} of the next pound{lost}", last(charged > bound)
    after_pension = "of pay after pension contributions"
    start = f"£{rules.taper_start:,.0f} {after_pension}"
    yield f"personal allowance starts to taper ({start})", last(taxable > rules.taper_start)
    yield "personal allowance is used up", last(personal_allowance(rules, taxable) <= 0)
    insurance = rule_book.national_insurance
    rates = percent(insurance.main_rate), percent(insurance.upper_rate)
    yield f"National Insurance from 0% to {rates[0]} of the next pound", int(insurance.primary_threshold)
    yield f"National Insurance from {rates[0]} to {rates[1]} of the next pound", int(insurance.upper_earnings_limit)
    yield from _loans(rule_book, base.student_loan)
    if np.any(base.children):
        benefit = rule_book.child_benefit
        charge = child_benefit_charge(benefit, base.children, taxable)
        whole = float(child_benefit_charge(benefit, base.children, benefit.charge_start + 101 * benefit.charge_step))
        start = f"£{benefit.charge_start:,.0f} {after_pension}"
        yield f"{CHARGE} starts ({start})", last(taxable > benefit.charge_start)
        yield f"{CHARGE} takes all £{whole:,.0f} a year", last(charge >= whole)


def _loans(rule_book: RuleBook, held: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for group in ([plan for plan in held if plan != POSTGRADUATE], [plan for plan in held if plan == POSTGRADUATE]):
        loans = [rule_book.student_loans[plan] for plan in group]
        due = [(loan.threshold, loan.rate) for loan in loans if loan.threshold is not None]
        if due:
            threshold, rate = min(due)
            kind = "postgraduate" if POSTGRADUATE in group else "student"
            yield f"{kind} loan repayments start at {percent(rate)} of the next pound", int(threshold)
