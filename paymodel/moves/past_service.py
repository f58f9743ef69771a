"""What a move does to the pension of service before 2022, where the final-salary link is kept."""

from typing import NamedTuple

import numpy as np

from paymodel.moves.career_path import Career
from paymodel.moves.posts import Post, job_in_years
from paymodel.pay.job import Payslip
from paymodel.pay.payslips import yearly_parts
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import final_salary
from paymodel.rounding import as_array, to_penny


class Change(NamedTuple):
    """The change of a yearly pension and of a lump sum, pounds."""

    pension_a_year: float
    lump_sum: float


class PastService(NamedTuple):
    """The change of pension from past service if pay at leaving changes as it does in one year of a move.

    `in_all` is that of the service stated, None where none is stated; the others are those of one year of service.
    """

    in_all: Change | None
    for_each_year_of_1995_section: Change
    for_each_year_of_2008_section: Change


def of_a_move(held: Post, offer: Post, rule_book: RuleBook, career: Career, year: int = 0) -> PastService | None:
    """What a move does in one of its years (0 is the first).

    None where pay at leaving does not change with it: outside the scheme, or where the move ends. Who states service in
    one section has none in the other.
    """
    if not (bool(held.job.in_pension_scheme) and bool(offer.job.in_pension_scheme)) or not offer.for_good:
        return None
    before = _pay_at_leaving(held, career.stay, rule_book, year)
    change = _pay_at_leaving(offer, career.move, rule_book, year) - before
    years = [float(as_array(held.job.years_of_1995_section)), float(as_array(held.job.years_of_2008_section))]
    stated = not np.isnan(years).all()
    of_1995, of_2008 = np.nan_to_num(years)
    return PastService(
        _change(rule_book, change, of_1995, of_2008) if stated else None,
        _change(rule_book, change, 1.0, 0.0),
        _change(rule_book, change, 0.0, 1.0),
    )


def _change(rule_book: RuleBook, pay_change: float, years_of_1995: float, years_of_2008: float) -> Change:
    rules = rule_book.final_salary
    pension = final_salary.pension_change(rules, pay_change, years_of_1995, years_of_2008)
    lump_sum = final_salary.lump_sum_change(rules, pay_change, years_of_1995)
    return Change(float(to_penny(pension)), float(to_penny(lump_sum)))


def _pay_at_leaving(post: Post, slip: Payslip, rule_book: RuleBook, year: int) -> float:
    """Whole-time pensionable pay of a year, pounds: part-timers' extra hours lengthen service and raise no pay."""
    job = job_in_years(post, rule_book, np.asarray(year))
    extra = yearly_parts(job, rule_book)["extra_hours_pay"] if np.any(job.extra_hours_a_year) else 0.0
    return float((slip["pensionable_pay"][year] - extra) / as_array(job.whole_time_equivalent))
