"""Overtime and on-call that nobody stated of the post held, and what an hour of overtime a week would do to a move."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from paymodel.moves.career_path import Career, career
from paymodel.moves.posts import Post
from paymodel.pay.job import WEEKS_IN_A_YEAR, Job
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.overtime import is_paid_overtime
from paymodel.rounding import as_array

LOOK_AHEAD = 20
"""Years in which a move may catch up, with overtime in the post held."""
HALF_HOURS = (1.5, 2.0, 2.5, 3.0)
"""Hours a week that are tried, to find from where on a move never catches up."""


class Unstated(NamedTuple):
    """What nobody stated, and the move with one hour a week beyond contract in the post held. Pounds a year.

    `what` is "overtime and on-call", or "overtime" where on-call is stated. `plain` says that the hour is an extra one
    of a part-timer, at plain rate, and not overtime. `years` are those looked ahead. `never_from` is the fewest of the
    hours tried with which the move does not catch up in them (1 where one is enough), None where it does with all.
    """

    what: str
    plain: bool
    take_home_change: float
    catch_up_year: int | None
    catch_up_margin: float
    years: int
    never_from: float | None


def of_a_move(held: Post, offer: Post, rule_book: RuleBook, *, same_pattern: bool, years: int) -> Unstated | None:
    """The move with an hour a week beyond contract in the post held, where that may well be and nothing is stated.

    None where the post held is not paid overtime, works no rota, or states its overtime (if only that there is none).
    """
    if not _may_work_overtime(held, rule_book):
        return None
    years = max(years, LOOK_AHEAD)
    room = (1 - float(as_array(held.job.whole_time_equivalent))) * rule_book.weekly_hours
    plain = room >= 1
    kind = "extra_hours_a_year" if plain else "overtime_hours_a_year"

    def with_hours(hours: float) -> Career:
        more = {kind: hours * WEEKS_IN_A_YEAR}
        busy = replace(held, job=held.job.with_(**more), later_job=held.later_job.with_(**more))
        return career(busy, offer, rule_book, same_pattern=same_pattern, years=years)

    with_one_hour = with_hours(1.0)
    never = 1.0 if with_one_hour.catch_up_year is None else None
    if never is None and with_one_hour.catch_up_year != 1:
        tried = (hours for hours in HALF_HOURS if not plain or hours <= room)
        never = next((hours for hours in tried if with_hours(hours).catch_up_year is None), None)
    return Unstated(
        "overtime" if "on_call" in held.stated or _on_call(held.job) else "overtime and on-call",
        plain,
        float(with_one_hour.difference[0]),
        with_one_hour.catch_up_year,
        with_one_hour.catch_up_margin,
        years,
        never,
    )


def _may_work_overtime(held: Post, rule_book: RuleBook) -> bool:
    job = held.job
    hours = as_array(job.overtime_hours_a_year) + as_array(job.public_holiday_overtime_hours_a_year)
    if "overtime" in held.stated or np.any(hours + as_array(job.extra_hours_a_year) > 0):
        return False
    on_a_rota = held.rota is not None or held.enhanced_hours() != 0
    return bool(np.all(is_paid_overtime(rule_book.overtime, job.band))) and on_a_rota


def _on_call(job: Job) -> bool:
    return bool(np.any(as_array(job.on_call_payment) + as_array(job.on_call_share) > 0))
