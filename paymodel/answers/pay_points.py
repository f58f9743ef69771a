"""The pay scale as take-home pay: every band and step under a rule book, and beside another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from paymodel.answers.blocks import Table
from paymodel.answers.phrasing import signed, step_words
from paymodel.answers.workforce import Cell, Sheet
from paymodel.pay.job import BAND_CODE, BANDS, Job
from paymodel.pay.payslips import payslip, whole_time_basic_pay
from paymodel.pay.rule_book import RuleBook

FIRST_BAND, LAST_WITH_UNSOCIAL_HOURS = "5", "7"


@dataclass(frozen=True)
class PointPay:
    """A pay point: its band and step (from 1), basic pay and take-home pay of a whole-time post, pounds a year."""

    band: str
    step: int
    basic_pay: float
    take_home_pay: float


def point_pay(rule_book: RuleBook, unsocial_share: float) -> list[PointPay]:
    """What every step from band 5 up takes home whole time, in the pension scheme, without a loan.

    `unsocial_share` (0.25 for 25%) is unsocial hours pay as a part of basic pay in bands 5 to 7; none from band 8a up.

    >>> from paymodel import load_policy
    >>> found = point_pay(load_policy("england", "2026-11-22"), 0.0)
    >>> [one.basic_pay for one in found if one.band == "8a"][0], found[0].band
    (57528.0, '5')
    """
    codes = range(BAND_CODE[FIRST_BAND], len(BANDS))
    points = [(code, step) for code in codes for step in range(1, rule_book.pay_points.steps(code) + 1)]
    band, step = (np.array(part) for part in zip(*points, strict=True))
    job = Job(band=band, step=step)
    basic = whole_time_basic_pay(job, rule_book)
    kept = np.where(band <= BAND_CODE[LAST_WITH_UNSOCIAL_HOURS], unsocial_share, 0.0)
    slip = payslip(job.with_(unsocial_hours_payment=basic * kept), rule_book)
    return [
        PointPay(BANDS[code], number, float(pay), float(home))
        for (code, number), pay, home in zip(points, basic, slip["take_home_pay"], strict=True)
    ]


def point_sheet(today: Sequence[PointPay], after: Sequence[PointPay], stamp: str) -> Sheet:
    """The rows of `point_table` as a sheet: one for each band and step; the last holds the stamp alone."""
    rows: list[list[Cell]] = [
        [
            *(a.band, a.step, a.basic_pay, b.basic_pay, a.take_home_pay, b.take_home_pay),
            round(b.take_home_pay - a.take_home_pay, 2),
        ]
        for a, b in zip(today, after, strict=True)
    ]
    columns = [f"{line}_{when}" for line in ("basic_pay", "take_home_pay") for when in ("today", "after")]
    head = ("band", "step", *columns, "take_home_difference")
    return Sheet("pay-points", "Pay points today and after a change", head, [*rows, [stamp]])


def point_table(today: Sequence[PointPay], after: Sequence[PointPay], caption: str) -> Table:
    """Basic and take-home pay of every band and step today, after a change, and the difference, pounds a year."""
    steps = {one.band: one.step for one in today}
    rows = [
        [
            f"Band {a.band}, {step_words(a.step, steps[a.band])}",
            f"{a.basic_pay:,.0f}",
            f"{b.basic_pay:,.0f}",
            f"{a.take_home_pay:,.2f}",
            f"{b.take_home_pay:,.2f}",
            signed(b.take_home_pay - a.take_home_pay),
        ]
        for a, b in zip(today, after, strict=True)
    ]
    head = ["Pounds a year", "Basic today", "Basic after", "Take-home today", "Take-home after", "Difference"]
    return Table(head, rows, caption)
