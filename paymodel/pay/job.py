"""The words for a job."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from paymodel.rounding import Array

BANDS = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")
HIGH_COST_AREAS = ("inner", "outer", "fringe")
STUDENT_LOANS = ("plan_1", "plan_2", "plan_4", "plan_5", "postgraduate")
MONTHS = 12
"""Months in a year, as payrolls count."""
WEEKS_IN_A_YEAR = 365 / 7
"""Weeks that annual pay is spread over (NHSBSA KA-02658): 52.143, never 52."""

MOST_YEARS_OF_SERVICE = 45
"""The most years of service in a section of the pension scheme that anybody may state."""

BAND_CODE = {band: code for code, band in enumerate(BANDS)}
WHOLE = ("high_cost_area", "student_loan")
"""Fields of a job that hold for a whole group."""
NO_BAND = -1
"""Code for a job whose basic pay is stated without a band: the rates are those of bands 4 to 9."""


@dataclass(frozen=True, eq=False)
class Job:
    """One job, or many at once: every number may be a scalar or an array, and all must broadcast together.

    Names and units are those of the columns of `paymodel payslips`, worked out to codes and fractions: `band` is an
    index into `BANDS`, `step` counts from 1, shares are fractions. NaN in `basic_pay`, `annex_5_hours_a_week`,
    `annex_5_percent`, `unsocial_hours_payment`, `pension_contribution` or years of a section means "not stated".
    `high_cost_area` and `student_loan` hold for the whole group. Years of a section touch no line of a payslip.

    >>> job = Job(band=BAND_CODE["6"], step=3)
    >>> job.with_(whole_time_equivalent=0.6).whole_time_equivalent
    0.6
    """

    band: ArrayLike = NO_BAND
    step: ArrayLike = 1
    basic_pay: ArrayLike = np.nan
    whole_time_equivalent: ArrayLike = 1.0
    saturday_night_hours_a_year: ArrayLike = 0.0
    sunday_holiday_hours_a_year: ArrayLike = 0.0
    overtime_hours_a_year: ArrayLike = 0.0
    public_holiday_overtime_hours_a_year: ArrayLike = 0.0
    extra_hours_a_year: ArrayLike = 0.0
    annex_5_hours_a_week: ArrayLike = np.nan
    annex_5_percent: ArrayLike = np.nan
    unsocial_hours_payment: ArrayLike = np.nan
    on_call_payment: ArrayLike = 0.0
    on_call_share: ArrayLike = 0.0
    on_call_pensionable: ArrayLike = True
    high_cost_area: str | None = None
    long_term_premium: ArrayLike = 0.0
    long_term_premium_share: ArrayLike = 0.0
    short_term_premium: ArrayLike = 0.0
    short_term_premium_share: ArrayLike = 0.0
    in_pension_scheme: ArrayLike = True
    pension_contribution: ArrayLike = np.nan
    student_loan: tuple[str, ...] = ()
    children: ArrayLike = 0
    marriage_allowance: ArrayLike = False
    sickness_absence: ArrayLike = 0.0
    salary_sacrifice: ArrayLike = 0.0
    other_pay: ArrayLike = 0.0
    other_pensionable_pay: ArrayLike = 0.0
    promotion_protection: ArrayLike = 0.0
    years_of_1995_section: ArrayLike = np.nan
    years_of_2008_section: ArrayLike = np.nan

    def with_(self, **changes: Any) -> "Job":
        """A copy with some fields changed."""
        return replace(self, **changes)

    def shape(self) -> tuple[int, ...]:
        """The shape that all the fields broadcast to."""
        arrays = (value for name, value in vars(self).items() if name not in WHOLE)
        return np.broadcast_shapes(*(np.shape(array) for array in arrays if not isinstance(array, (int, float))))


Payslip = dict[str, Array]
"""A payslip: each name of `lines.LINES` to pounds a year, all arrays of one shape."""
