"""Year by year from the move: pay in the post held and in the post offered, and when the one catches the other up."""

from dataclasses import dataclass

import numpy as np

from paymodel.job import Payslip
from paymodel.payslips import payslip
from paymodel.policy import Policy
from paymodel.posts import Post, job_in_years, offer_payslip, placed
from paymodel.rounding import Array, as_array, to_penny


@dataclass(frozen=True, eq=False)
class Career:
    """Two paths of one length, in pounds a year at today's scales.

    `stay` and `move` are payslips of arrays by year. `difference` is take-home pay of the move less that of staying,
    `cumulative` its running sum. Years count from 1. `away` says in which years the offer is held: all, unless it ends.
    """

    stay: Payslip
    move: Payslip
    stay_steps: Array
    move_steps: Array
    away: np.ndarray
    difference: Array
    cumulative: Array
    first_year_ahead: int | None
    catch_up_year: int | None
    catch_up_margin: float


def career(current: Post, offer: Post, policy: Policy, *, same_pattern: bool = False, years: int = 10) -> Career:
    """Follow the post held and the offer for so many years, both in the pay scale of the policy's day.

    Steps are taken as they fall due. A move that ends (acting up, secondment) returns to the post held, with Annex 5
    if it had it (`assumed`). `catch_up_year` is the first year from which the cumulative difference stays at least 0
    to the horizon (1 if never behind, None if not reached); `catch_up_margin` is the cumulative difference in that
    year, or at the horizon where there is none.
    """
    stay_job = job_in_years(current, policy, years)
    stay = payslip(stay_job, policy)
    offer = placed(current, offer, policy)
    move_job = job_in_years(offer, policy, years)
    move = offer_payslip(current, move_job, policy, same_pattern=same_pattern)
    away = np.arange(years) < (years if offer.lasts_years is None else offer.lasts_years)
    move = {line: np.where(away, move[line], stay[line]) for line in move}
    stay_steps = np.broadcast_to(as_array(stay_job.step), years)
    move_steps = np.where(away, as_array(move_job.step), stay_steps)
    difference = to_penny(move["take_home_pay"] - stay["take_home_pay"])
    cumulative = to_penny(np.cumsum(difference))
    ahead = np.flatnonzero((difference >= 0) & away)
    year = catch_up_year(cumulative)
    return Career(
        stay=stay,
        move=move,
        stay_steps=stay_steps,
        move_steps=move_steps,
        away=away,
        difference=difference,
        cumulative=cumulative,
        first_year_ahead=int(ahead[0]) + 1 if len(ahead) else None,
        catch_up_year=year,
        catch_up_margin=float(cumulative[-1 if year is None else year - 1]),
    )


def catch_up_year(cumulative: Array) -> int | None:
    """The first year (from 1) from which a cumulative difference stays at least 0; None if it ends behind.

    >>> catch_up_year(np.array([-5.0, 1.0, -1.0, 2.0, 3.0]))
    4
    """
    behind = np.flatnonzero(cumulative < 0)
    if not len(behind):
        return 1
    year = int(behind[-1]) + 2
    return year if year <= len(cumulative) else None
