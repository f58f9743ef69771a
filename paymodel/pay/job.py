"""The words for a job: each of its fields, with what is to be known of it beside its value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.fields import ABOUT, OF_A_PERSON, TABLES_AND_POSTS, Details, Door, JobField, Kind, about, inside
from paymodel.rounding import Array

BANDS = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")
HIGH_COST_AREAS = ("inner", "outer", "fringe")
STUDENT_LOANS = ("plan_1", "plan_2", "plan_4", "plan_5", "postgraduate")
MONTHS = 12
"""Months in a year, as payrolls count."""
WEEKS_IN_A_YEAR = 365 / 7
"""Weeks that annual pay is spread over (NHSBSA KA-02658): 52.143, never 52."""

BAND_CODE = {band: code for code, band in enumerate(BANDS)}
WHOLE = ("high_cost_area", "student_loan")
"""Fields of a job that hold for a whole group."""
NO_BAND = -1
"""Code for a job whose basic pay is stated without a band: the rates are those of bands 4 to 9."""

_PAID_BY_HOURS = (
    "hours paid for, holiday pay on regular overtime (handbook 13.9) in them, so that an hour a week is 52.143; paid in"
    " bands 1 to 7, in Scotland in bands 8 and 9 too"
)
_A_PREMIUM = (
    "whole-time pounds a year, or a percentage of basic pay such as 5% with its sign; a number between 0 and 1 is"
    " refused, as it may be a spreadsheet's 5%"
)
_SECTION_2: Details = {
    "words": "Section 2 hours as worked",
    "pro_rata": True,
    "more": {Door.POSTS: "instead of a rota, that of a library post too"},
}
_OF_PENSIONS = Door.TABLES | Door.PERSON
_OLD_SECTION: Details = {
    "unstated": "not stated",
    "words": "years of membership before 2022, 0 to 45, as the pension statement counts them",
    "hint": "Membership before 2022, as the pension statement counts it: what the move does to that pension.",
    "more": {
        Door.TABLES: "no line of a payslip rests on them",
        Door.PERSON: "with either, an answer says what the move does to that pension, else for each year of it",
    },
}


@dataclass(frozen=True, eq=False)
class Job:
    """One job, or many at once: every number may be a scalar or an array, and all must broadcast together.

    Names and units are those of the columns of `paymodel payslips`, worked out to codes and fractions: `band` is an
    index into `BANDS`, `step` counts from 1, shares are fractions. NaN in `basic_pay`, `annex_5_hours_a_week`,
    `annex_5_percent`, `unsocial_hours_payment`, `pension_contribution` or years of a section means "not stated".
    `high_cost_area` and `student_loan` hold for the whole group. Years of a section touch no line of a payslip.
    What is known of each field beside its value is in `FIELDS`.

    >>> job = Job(band=BAND_CODE["6"], step=3)
    >>> job.with_(whole_time_equivalent=0.6).whole_time_equivalent
    0.6
    """

    band: ArrayLike = field(
        default=NO_BAND,
        metadata=about(
            Kind.WORDS, "Band", words="1 to 7, 8a, 8b, 8c, 8d, 9", unstated="required, unless `basic_pay` is given"
        ),
    )
    step: ArrayLike = field(
        default=1,
        metadata=about(
            Kind.WORDS,
            "Step",
            words="entry, intermediate, top, or a number from 1",
            unstated="entry",
            more={Door.POSTS: "without one: entry, or where the promotion rule starts it"},
        ),
    )
    basic_pay: ArrayLike = field(
        default=np.nan,
        metadata=about(
            Kind.POUNDS,
            "Basic pay, whole time, in place of the scale's",
            words="whole-time pounds a year; without a band, rates are those of bands 4 to 9",
            unstated="the pay point",
            bounds=(1_000.0, 1_000_000.0),
        ),
    )
    whole_time_equivalent: ArrayLike = field(
        default=1.0,
        metadata=about(
            Kind.SHARE,
            "Whole time equivalent",
            OF_A_PERSON,
            words="more than 0, at most 1; not hours",
            unstated="1",
            bounds=(0.0001, 1.0),
        ),
    )
    saturday_night_hours_a_year: ArrayLike = field(
        default=0.0, metadata=about(Kind.HOURS, "Saturday and night hours a week", **_SECTION_2)
    )
    sunday_holiday_hours_a_year: ArrayLike = field(
        default=0.0, metadata=about(Kind.HOURS, "Sunday and public holiday hours a week", **_SECTION_2)
    )
    overtime_hours_a_year: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.HOURS,
            "Overtime hours a week",
            words=_PAID_BY_HOURS,
            pro_rata=True,
            more={
                Door.STAFF_LISTS: "hours of this person, not of a whole-time post, on top of a rota's",
                Door.POSTS: "0 says that there is none: where nothing is said of a post on a rota, the answer says so,"
                " and what an hour a week would do",
            },
        ),
    )
    public_holiday_overtime_hours_a_year: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.HOURS,
            "of these apart: on public holidays",
            TABLES_AND_POSTS,
            words="overtime on public holidays, which is not among the other overtime hours",
            pro_rata=True,
        ),
    )
    extra_hours_a_year: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.HOURS,
            "Extra hours a week, up to whole time",
            TABLES_AND_POSTS,
            words="part-time staff's hours up to whole time, at plain rate; enter their unsocial part in the Section 2"
            " hours too",
            pro_rata=True,
        ),
    )
    annex_5_hours_a_week: ArrayLike = field(
        default=np.nan,
        metadata=about(
            Kind.HOURS_A_WEEK,
            "or Annex 5 hours a week",
            TABLES_AND_POSTS,
            words="average unsocial hours as worked within the contract (overtime and extra hours left out), before"
            " part-time scaling; 0 is 0%, and up to 5 hours is local: state the percentage",
            unstated="Section 2",
        ),
    )
    annex_5_percent: ArrayLike = field(
        default=np.nan,
        metadata=about(
            Kind.PERCENT,
            "or Annex 5 percentage",
            example="25%",
            words="such as 25%; overrides the hours. A number below 1 needs its sign: 0.25 is refused, as it may be a"
            " spreadsheet's 25%",
            unstated="from the hours",
        ),
    )
    unsocial_hours_payment: ArrayLike = field(
        default=np.nan,
        metadata=about(
            Kind.POUNDS,
            "or unsocial hours payment, pounds a year",
            words="pounds a year as paid; in place of hours at Section 2 rates or Annex 5",
            unstated="from the hours",
            pro_rata=True,
            more={Door.STAFF_LISTS: "0 for office hours"},
        ),
    )
    on_call_payment: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.POUNDS,
            "On-call payment, pounds a year",
            words="pounds a year as paid, pensionable",
            pro_rata=True,
            more={Door.POSTS: "or `on_call`, above"},
        ),
    )
    on_call_share: ArrayLike = field(default=0.0, metadata=inside(Kind.SHARE))
    on_call_pensionable: ArrayLike = field(default=True, metadata=inside(Kind.YES_NO))
    high_cost_area: str | None = field(
        default=None,
        metadata=about(
            Kind.WORDS, "High cost area", OF_A_PERSON, words="inner, outer, fringe (England)", unstated="none"
        ),
    )
    long_term_premium: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.PREMIUM,
            "Long-term premium",
            words=_A_PREMIUM,
            example="5% or 2500",
            hint="Pounds a year of a whole-time post, or per cent of basic pay.",
        ),
    )
    long_term_premium_share: ArrayLike = field(default=0.0, metadata=inside(Kind.SHARE))
    short_term_premium: ArrayLike = field(
        default=0.0, metadata=about(Kind.PREMIUM, "Short-term premium", words=_A_PREMIUM, example="5% or 2500")
    )
    short_term_premium_share: ArrayLike = field(default=0.0, metadata=inside(Kind.SHARE))
    in_pension_scheme: ArrayLike = field(
        default=True, metadata=about(Kind.YES_NO, "In the NHS Pension Scheme", OF_A_PERSON)
    )
    pension_contribution: ArrayLike = field(
        default=np.nan,
        metadata=about(
            Kind.POUNDS,
            "Pension contribution in place of the tier's, pounds a year",
            TABLES_AND_POSTS | Door.PERSON,
            words="pounds a year",
            unstated="the tier's",
        ),
    )
    student_loan: tuple[str, ...] = field(
        default=(),
        metadata=about(
            Kind.WORDS,
            "Student loans",
            OF_A_PERSON,
            words=f"{', '.join(STUDENT_LOANS)}, joined with +",
            unstated="none",
            more={Door.PERSON: "or a list"},
        ),
    )
    children: ArrayLike = field(
        default=0,
        metadata=about(
            Kind.COUNT,
            "Children that child benefit is claimed for",
            OF_A_PERSON,
            words="children that child benefit is claimed for",
        ),
    )
    marriage_allowance: ArrayLike = field(
        default=False,
        metadata=about(
            Kind.YES_NO,
            "Marriage allowance from a partner",
            OF_A_PERSON,
            words="yes for who receives it from a husband, wife or civil partner",
            more={
                Door.PERSON: "£252 a year less income tax, as long as none is due above the basic rate (Scotland: the"
                " intermediate rate). Where nothing is said, a move that crosses that line warns of it"
            },
        ),
    )
    sickness_absence: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.SHARE,
            "Sickness absence, share of the year",
            OF_A_PERSON,
            example="0.04",
            words="share of the year; whether Section 2 pay stops for it depends on the nation, and in Wales and"
            " Northern Ireland on a [switch](scenarios.md#switches)",
        ),
    )
    salary_sacrifice: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.POUNDS,
            "Salary sacrifice, pounds a year",
            OF_A_PERSON,
            words="pounds a year; lowers pay for tax, National Insurance, loans and pension, and is deducted: take-home"
            " pay is what reaches the bank",
        ),
    )
    other_pay: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.POUNDS,
            "Other pay, such as bank shifts, pounds a year",
            OF_A_PERSON,
            words="pounds a year, in gross pay",
        ),
    )
    other_pensionable_pay: ArrayLike = field(
        default=0.0,
        metadata=about(
            Kind.POUNDS, "Other pensionable pay, pounds a year", OF_A_PERSON, words="pounds a year, in gross pay"
        ),
    )
    promotion_protection: ArrayLike = field(default=0.0, metadata=inside(Kind.POUNDS))
    years_of_1995_section: ArrayLike = field(
        default=np.nan,
        metadata=about(Kind.YEARS, "Years in the 1995 Section", _OF_PENSIONS, **_OLD_SECTION),
    )
    years_of_2008_section: ArrayLike = field(
        default=np.nan,
        metadata=about(Kind.YEARS, "Years in the 2008 Section", _OF_PENSIONS, **_OLD_SECTION),
    )

    def with_(self, **changes: Any) -> "Job":
        """A copy with some fields changed. (`dataclasses.replace` would do, and takes ten times as long.)

        >>> Job(step=1).with_(step=2).step
        2
        """
        if not changes.keys() <= vars(self).keys():
            raise TypeError(f"a job has no field {min(changes.keys() - vars(self).keys())}")
        copy = object.__new__(type(self))
        held = vars(self).copy()
        held.update(changes)
        object.__setattr__(copy, "__dict__", held)
        return copy

    def shape(self) -> tuple[int, ...]:
        """The shape that all the fields broadcast to."""
        arrays = (value for name, value in vars(self).items() if name not in WHOLE)
        return np.broadcast_shapes(*(np.shape(array) for array in arrays if not isinstance(array, (int, float))))


Payslip = dict[str, Array]
"""A payslip: each name of `lines.LINES` to pounds a year, all arrays of one shape."""


FIELDS: Mapping[str, JobField] = {
    each.name: replace(each.metadata[ABOUT], name=each.name, default=each.default) for each in fields(Job)
}
"""What is to be known of each field of a job, by its name."""


def fields_at(door: Door, *kinds: Kind) -> tuple[JobField, ...]:
    """The fields that may be stated at a door, of some kinds or of all.

    >>> [each.name for each in fields_at(Door.STAFF_LISTS, Kind.PREMIUM)]
    ['long_term_premium', 'short_term_premium']
    """
    return tuple(each for each in FIELDS.values() if door in each.doors and (not kinds or each.kind in kinds))
