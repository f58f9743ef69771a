"""The pay scale as take-home pay: every band and step under a rule book, and beside another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from paymodel.answers.columns import amount, change, columns_of
from paymodel.answers.phrasing import step_words
from paymodel.answers.tables import Cell, Column, Table, Unit
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
    >>> points = point_pay(load_policy("england", "2026-11-22"), 0.0)
    >>> [point.basic_pay for point in points if point.band == "8a"][0], points[0].band
    (57528.0, '5')
    """
    codes = range(BAND_CODE[FIRST_BAND], len(BANDS))
    scale = rule_book.pay_points
    points = [
        (code, step)
        for code in codes
        for step in range(1, scale.steps(code) + 1)
        if not scale.why_not_found(code, step)
    ]
    band, step = (np.array(part) for part in zip(*points, strict=True))
    job = Job(band=band, step=step)
    basic = whole_time_basic_pay(job, rule_book)
    kept = np.where(band <= BAND_CODE[LAST_WITH_UNSOCIAL_HOURS], unsocial_share, 0.0)
    slip = payslip(job.with_(unsocial_hours_payment=basic * kept), rule_book)
    return [
        PointPay(BANDS[code], number, float(pay), float(home))
        for (code, number), pay, home in zip(points, basic, slip["take_home_pay"], strict=True)
    ]


def points_table(today: Sequence[PointPay], after: Sequence[PointPay], caption: str = "") -> Table:
    """Basic and take-home pay of every band and step today, after a change, and the difference, pounds a year."""
    rows: list[list[Cell]] = [
        [
            *(a.band, a.step, a.basic_pay, b.basic_pay, a.take_home_pay, b.take_home_pay),
            round(b.take_home_pay - a.take_home_pay, 2),
        ]
        for a, b in zip(today, after, strict=True)
    ]
    columns = [
        *columns_of("band", "step"),
        *(Column(f"basic_pay_{when}", f"Basic {when}", Unit.POUNDS_A_YEAR, 0) for when in ("today", "after")),
        *(amount(f"take_home_pay_{when}", f"Take-home {when}") for when in ("today", "after")),
        change("take_home_difference", "Difference"),
    ]
    return Table(columns, rows, caption, "pay-points", "Pay points today and after a change")


def points_in_words(points: Table) -> Table:
    """Pay points with the names of the steps in place of band and step."""
    steps = {str(band): int(step or 0) for band, step, *_ in points.rows}
    rows = [
        [f"Band {band}, {step_words(int(step or 0), steps[str(band)])}", *cells] for band, step, *cells in points.rows
    ]
    return replace(points, columns=[Column("point", "Band and step"), *points.columns[2:]], rows=rows)
