"""A rule book in force on a day: every figure that pay is worked out from, and where each comes from.

The history of a figure lives in the files under `scales/`; `paymodel.files.scales` picks what is in force on a day and
makes one immutable `RuleBook`. Rules only ever see what they need of it. Types that hold arrays are not
compared (`eq=False`).
"""

import datetime
from collections.abc import Hashable, Mapping
from dataclasses import astuple, dataclass, field
from functools import cached_property

import numpy as np

from paymodel.errors import Refused
from paymodel.pay.schedules import Clamp, Marginal, Slab
from paymodel.rounding import Array

EARNINGS_MAINTAINED_SINCE = datetime.date(2021, 4, 1)
"""The first day of paragraphs 1.18 to 1.20 of the handbook of England (NHS Employers, Pay on promotion scenarios and
FAQs); before, a promotion started on the first higher point there too (old handbook 6.35)."""


CONFIRMED = "confirmed"
"""The status of what needs no words beside it."""


@dataclass(frozen=True)
class Citation:
    """Where a figure comes from, how sure it is, and from when until when it holds.

    `scope` is the folder of the scale file (a nation, or `uk`); `row` is the part of the block that was used, where
    its status differs by row; `changed` says what a policy changed it from and to.
    """

    parameter: str
    scope: str
    effective: datetime.date
    until: datetime.date | None
    status: str
    source: str
    title: str
    publisher: str
    url: str
    where: str
    note: str = ""
    until_because: str = ""
    row: str = ""
    changed: str = ""

    @property
    def is_confirmed(self) -> bool:
        """Whether the figure was read in an official source, or in two sources that agree."""
        return self.status == CONFIRMED


@dataclass(frozen=True)
class PublicHoliday:
    """A day that is paid as a public holiday.

    `beside` holds the public holidays that a day at a weekend counts beside: of all these days together, a person is
    paid at most as many as `beside` holds. A day that is `additional` comes on top of the nation's usual number.
    `citation` is the day's own, where its status or its source is not that of the list.
    """

    name: str
    beside: tuple[datetime.date, ...] = ()
    additional: bool = False
    citation: Citation | None = None


@dataclass(frozen=True)
class Assumption:
    """Something taken for granted: what, in words, how sure it is, why, on what it rests and whom it touches.

    `quality` says how well founded it is: `good` rests on a published rule, `fair` on the usual reading of one, `poor`
    on neither. `impact` says how far it can move the answer: `small` (pounds a year), `moderate` (tens, hundreds),
    `large` (its sign). In a rule book the words still hold the {names} of what an answer fills in. `where_stated` are
    fields of a job: it is made wherever one of them is above 0 (or yes) in a post.
    """

    id: str
    words: str
    status: str
    why: str
    source: str
    quality: str
    impact: str
    affects: str
    where_stated: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class PayPoints:
    """Pay points in force: `pounds[band, step - 1]` and `years_to_reach[band, step - 1]`, NaN where there is none.

    A step whose years are known and whose pounds are NaN exists, and was not found: its note says so.
    `statuses[band code]` holds the status of each step of the band, `notes[band code]` what is noted of it.
    """

    pounds: Array
    years_to_reach: Array
    statuses: Mapping[int, tuple[str, ...]]
    notes: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def steps(self, band: int) -> int:
        """How many steps a band (a code) has; 0 where the table lacks the band."""
        return self._steps[band]

    @cached_property
    def with_margin(self) -> Array:
        """`pounds` with a step below and one above, and a last row for no band: NaN."""
        bands, steps = self.pounds.shape
        points = np.full((bands + 1, steps + 2), np.nan)
        points[:bands, 1:-1] = self.pounds
        return points

    @cached_property
    def _steps(self) -> list[int]:
        return [int(steps) for steps in np.count_nonzero(~np.isnan(self.years_to_reach), axis=1)]

    def why_not_found(self, band: int, step: int) -> str:
        """Why a step that a band (a code) has is worth nobody knows what; empty where it is known, or there is none."""
        if not 1 <= step <= self.steps(band) or not np.isnan(self.pounds[band, step - 1]):
            return ""
        return self.notes[band][step - 1]


@dataclass(frozen=True, eq=False)
class Section2:
    """Unsocial hours: shares added by band code (NaN where no rate is established) and the weekday window.

    `weekday_before` and `weekday_from` are minutes after midnight.
    """

    lower: Array
    higher: Array
    statuses: Mapping[int, str]
    weekday_before: int
    weekday_from: int


@dataclass(frozen=True, eq=False)
class Annex5Window:
    """Times of day that count as unsocial, in minutes after midnight. On public holidays all do."""

    weekday_before: int
    weekday_from: int
    weekend_before: int
    weekend_from: int


@dataclass(frozen=True, eq=False)
class Annex5:
    """Annex 5: windows for bands 1 to 7 and for 8 and 9, and the brackets of average weekly hours."""

    bands_1_to_7: Annex5Window
    bands_8_to_9: Annex5Window
    above: tuple[float, ...]
    shares: tuple[float, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Overtime:
    """Multiples of the hourly rate, and the codes of the bands that are paid overtime."""

    bands: frozenset[int]
    rate: float
    public_holiday_rate: float


@dataclass(frozen=True, eq=False)
class PersonalAllowance:
    """Allowance in pounds a year, where its taper starts, and pounds of income for each pound lost."""

    allowance: float
    taper_start: float
    pounds_for_each_pound_lost: float


@dataclass(frozen=True)
class MarriageAllowance:
    """Personal allowance transferred (pounds), the rate of the tax reduction, and the bands of tax that allow of it.

    `bands` counts them from the lowest: 1 is the basic rate alone.
    """

    transferred: float
    rate: float
    bands: int


@dataclass(frozen=True, eq=False)
class NationalInsurance:
    """Employee's thresholds in pounds, of a year or of a month, and rates as fractions; employer's likewise."""

    primary_threshold: float
    upper_earnings_limit: float
    main_rate: float
    upper_rate: float
    secondary_threshold: float
    employer_rate: float


@dataclass(frozen=True, eq=False)
class Paye:
    """What PAYE is worked out from, for tax codes of one nation on a day.

    `basic_band` is the place of the basic rate among the rates of `bands`; `free_pay_of_500` is pounds a month for each
    500 of a code's number below the last; `most_deducted` is a share of a month's pay.
    """

    nation: str
    as_at: datetime.date
    bands: Marginal
    basic_band: int
    free_pay_of_500: float
    most_deducted: float
    standard_code: str
    citations: Mapping[str, Citation]


@dataclass(frozen=True)
class FinalSalary:
    """Final-salary sections: pay is divided by these for a year of service, and the lump sum is so many pensions."""

    pay_over_1995: float
    lump_sum_1995: float
    pay_over_2008: float


@dataclass(frozen=True)
class StudentLoan:
    """Yearly threshold in pounds (None: no deductions yet) and rate as a fraction."""

    threshold: float | None
    rate: float


@dataclass(frozen=True, eq=False)
class ChildBenefit:
    """Weekly benefit in pounds, and the income charge: where it starts and pounds for each 1%."""

    eldest: float
    additional: float
    charge_start: float
    charge_step: float


@dataclass(frozen=True)
class Switches:
    """Choices where the law or local practice is unsure. Each result shows those that were not left at the default.

    None means the nation's own. `promotion_method`: `maintain` in England since April 2021, else `first_higher_point`.
    `weekend_public_holidays`: `both` in England and Wales, `substitute` elsewhere. `first_year_public_holidays`:
    `usual` in Scotland, `calendar` elsewhere. `wales_sickness_beyond_first_week` is a share of the sickness absence.
    `annex_5_in_a_new_post` is of a post in the band held: `ends` or
    `goes_on`. The last four are of the payroll view alone (`monthly_pay`).
    """

    exactly_half_counts: bool = False
    break_taken_from: str = "mid-shift"
    annex_5_edge: str = "upper_bound_in"
    annex_5_protected: bool = True
    annex_5_in_a_new_post: str = "ends"
    promotion_method: str | None = None
    same_pattern_minimum_share: float = 0.75
    top_step_stays_top: bool = False
    same_within_pounds_a_month: float = 5.0
    thin_margin_pounds: float = 250.0
    scotland_pension_table: int = 2
    scotland_overtime_bands_8_and_9: bool = True
    northern_ireland_sickness_keeps_section_2: bool = True
    wales_sickness_beyond_first_week: float = 0.0
    annual_leave_days: float = 27.0
    weekend_public_holidays: str | None = None
    public_holiday_over_the_cap: str = "weekend_day"
    first_year_public_holidays: str | None = None
    unverified_public_holidays: bool = True
    salary_sacrifice_lowers_pensionable_pay: bool = True
    part_month_by: str = "days_of_the_month"
    pension_tier_by: str = "post"
    enhancements_in_arrears: bool = False
    national_insurance_rounding: str = "half_down"


@dataclass(frozen=True, eq=False)
class WorkingTime:
    """What turns a rota into hours: the standard week, the windows, Annex 5 and the public holidays of a nation.

    `annex_5` is None where the nation has none. `public_holidays` are the days counted; `covered` is the first and
    last day that the list speaks for; `left_out` are days of the list that are not counted. `usual_public_holidays` is
    the number of a usual year; with `first_year_as_usual` the pay year asked about holds that many too.
    """

    nation: str
    as_at: datetime.date
    weekly_hours: float
    section_2: Section2
    annex_5: Annex5 | None
    public_holidays: Mapping[datetime.date, PublicHoliday]
    covered: tuple[datetime.date, datetime.date]
    left_out: Mapping[datetime.date, PublicHoliday]
    usual_public_holidays: int
    first_year_as_usual: bool
    switches: Switches
    citations: Mapping[str, Citation]

    @cached_property
    def hours_rest_on(self) -> tuple[Hashable, ...]:
        """All that the hours of a rota rest on, by value: where two are equal, a rota has the same hours.

        >>> from paymodel import load_working_time
        >>> england, wales = (load_working_time(nation, "2026-11-22") for nation in ("england", "wales"))
        >>> england.hours_rest_on == load_working_time("england", "2026-11-22").hours_rest_on
        True
        >>> england.hours_rest_on == wales.hours_rest_on
        False
        """
        annex_5 = self.annex_5
        return (
            *(self.nation, self.as_at, self.switches, self.weekly_hours),
            *(self.section_2.weekday_before, self.section_2.weekday_from),
            None if annex_5 is None else (astuple(annex_5.bands_1_to_7), astuple(annex_5.bands_8_to_9)),
            tuple((day, holiday.beside, holiday.additional) for day, holiday in self.public_holidays.items()),
            *(self.covered, self.usual_public_holidays, self.first_year_as_usual),
        )


@dataclass(frozen=True, eq=False)
class RuleBook:
    """Every rule and figure in force on `as_at` for a nation and a tax residence.

    `assumptions` holds whatever an answer may take for granted, by its id.
    """

    nation: str
    tax_residence: str
    as_at: datetime.date
    working_time: WorkingTime
    pay_points: PayPoints
    overtime: Overtime
    high_cost_area_supplement: Mapping[str, Clamp]
    member_pension_contribution: Slab
    pension_tier_by_whole_time_pay: bool
    final_salary: FinalSalary
    employer_pension_contribution: float
    employer_pension_paid_centrally: float
    pension_build_up: float
    personal_allowance: PersonalAllowance
    income_tax: Marginal
    national_insurance: NationalInsurance
    national_insurance_a_month: NationalInsurance
    student_loans: Mapping[str, StudentLoan]
    child_benefit: ChildBenefit
    apprenticeship_levy: float
    marriage_allowance: MarriageAllowance
    citations: Mapping[str, Citation]
    assumptions: Mapping[str, Assumption]
    changed: tuple[str, ...] = field(default=())

    @property
    def weekly_hours(self) -> float:
        """Hours a week of a whole-time post."""
        return self.working_time.weekly_hours

    @property
    def switches(self) -> Switches:
        """The switches in use."""
        return self.working_time.switches

    @property
    def promotion_method(self) -> str:
        """`maintain` or `first_higher_point`: the switch, or the nation's own."""
        maintained = self.nation == "england" and self.as_at >= EARNINGS_MAINTAINED_SINCE
        return self.switches.promotion_method or ("maintain" if maintained else "first_higher_point")

    def annex_5(self) -> Annex5:
        """Annex 5 in force, or an error that says why there is none."""
        if self.working_time.annex_5 is None:
            raise Refused("unsocial_hours", "Annex 5 is not used in Scotland; say section_2")
        return self.working_time.annex_5


def tax_day(day: datetime.date) -> datetime.date:
    """The day whose tax rules are used: 1 to 5 April take the tax year that starts on the 6th.

    >>> tax_day(datetime.date(2026, 4, 2))
    datetime.date(2026, 4, 6)
    """
    return day.replace(day=6) if day.month == 4 and day.day < 6 else day
