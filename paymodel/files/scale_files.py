"""Scale files: the shape of each figure, and what must hold of its values."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from paymodel.errors import nearest
from paymodel.files.value_types import BandName, ClockTime, Pounds, Share, Status, Text, YesNo
from paymodel.files.yaml_documents import Place
from paymodel.pay.job import BANDS

Kind = Literal["pay-scale", "slab", "marginal", "clamp", "rates-by-band", "amount", "choice", "table"]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mapping of a scale file."""


Number = Annotated[float, Meta(gt=0, le=1000)]


class _Judged(Row, frozen=True, kw_only=True):
    status: Status | None = None
    note: str = ""


class Point(_Judged, frozen=True, kw_only=True):
    """A pay point: the years in the band from which it is paid, and pounds a year of a whole-time post.

    Without pounds it stands for points that are known to exist and were not found: the note says so.
    """

    years: Annotated[float, Meta(ge=0, le=20)]
    pounds: Pounds | None = None

    def __post_init__(self) -> None:
        if self.pounds is None and not self.note:
            raise ValueError("pounds are missing; where the point was not found, say so in its note")


class Tier(Row, frozen=True, kw_only=True):
    """A tier: pounds a year up to which it applies (all above where none are given), and its rate as a fraction."""

    up_to: Pounds | None = None
    rate: Share


class Zone(Row, frozen=True, kw_only=True):
    """A high cost area: a percentage of basic pay, and the least and most that it comes to, pounds a year."""

    percent: Share
    minimum: Pounds
    maximum: Pounds

    def __post_init__(self) -> None:
        if self.maximum < self.minimum:
            raise ValueError("the maximum is below the minimum")


class Enhancement(_Judged, frozen=True, kw_only=True):
    """What unsocial hours add to the hourly rate of a band (Section 2): the lower and the higher rate, as fractions."""

    lower: Share
    higher: Share


class Section2Windows(Row, frozen=True, kw_only=True):
    """The clock times of weekdays before and from which hours are paid at the lower rate (Section 2)."""

    weekday_before: ClockTime
    weekday_from: ClockTime


class Window(Section2Windows, frozen=True, kw_only=True):
    """The clock times before and from which hours count as unsocial under Annex 5, on weekdays and at weekends."""

    weekend_before: ClockTime
    weekend_from: ClockTime


class Annex5Windows(Row, frozen=True, kw_only=True):
    """The clock times of Annex 5 by band: bands 1 to 7 and bands 8 to 9 differ."""

    bands_1_to_7: Window
    bands_8_to_9: Window


class Bracket(_Judged, frozen=True, kw_only=True):
    """A bracket of Annex 5: average unsocial hours a week above which it applies, and its fraction of basic pay."""

    above: Annotated[float, Meta(ge=0, le=60)]
    percent: Share


class OvertimeValues(Row, frozen=True, kw_only=True):
    """Which bands are paid overtime, and at how many times the hourly rate, on ordinary days and public holidays."""

    bands: list[BandName]
    unverified_bands: list[BandName] = []
    rate: Annotated[float, Meta(ge=1, le=5)]
    public_holiday_rate: Annotated[float, Meta(ge=1, le=5)]


class PersonalAllowanceValues(Row, frozen=True, kw_only=True):
    """The personal allowance and where its taper starts, pounds a year; pounds of income for each pound lost."""

    allowance: Pounds
    taper_start: Pounds
    pounds_for_each_pound_lost: Annotated[float, Meta(gt=0, le=100)]


class MarriageAllowanceValues(Row, frozen=True, kw_only=True):
    """Pounds a year that a partner transfers, the rate of the tax reduction, and up to which band of tax it is had."""

    transferred: Pounds
    rate: Share
    bands: Annotated[int, Meta(ge=1, le=20)]


class FinalSalaryValues(Row, frozen=True, kw_only=True):
    """What pay is divided by for a year of service (1995, 2008 Section); the 1995 lump sum is so many pensions."""

    pay_over_1995: Number
    lump_sum_1995: Number
    pay_over_2008: Number


class TaxCodeValues(Row, frozen=True, kw_only=True):
    """PAYE: the standard code, the rate of code BR, pounds a month for 500 of a code, and the most deducted."""

    standard_code: Text
    basic_rate: Share
    free_pay_of_500: Pounds
    most_deducted: Share


class ByPeriod(Row, frozen=True, kw_only=True):
    """A threshold in pounds for a week, a month and a year."""

    week: Pounds
    month: Pounds
    year: Pounds


class EmployeeInsuranceValues(Row, frozen=True, kw_only=True):
    """National Insurance of employees: limits and thresholds in pounds, and the main and upper rates as fractions."""

    lower_earnings_limit: ByPeriod
    primary_threshold: ByPeriod
    upper_earnings_limit: ByPeriod
    main_rate: Share
    upper_rate: Share

    def __post_init__(self) -> None:
        for period in ByPeriod.__struct_fields__:
            start, end = (getattr(limit, period) for limit in (self.primary_threshold, self.upper_earnings_limit))
            if end < start:
                raise ValueError(
                    f"the upper earnings limit of a {period}, {end:g}, is below the primary threshold, {start:g}"
                )


class EmployerInsuranceValues(Row, frozen=True, kw_only=True):
    """National Insurance of employers: the threshold in pounds, and the rate as a fraction."""

    secondary_threshold: ByPeriod
    rate: Share


class Loan(Row, frozen=True, kw_only=True):
    """A student loan plan: pounds a year above which it is repaid (none where the plan is not in use), and the rate."""

    threshold: Pounds | None = None
    rate: Share


class StudentLoanValues(Row, frozen=True, kw_only=True):
    """The student loan plans."""

    plan_1: Loan
    plan_2: Loan
    plan_4: Loan
    plan_5: Loan
    postgraduate: Loan


class ChildBenefitValues(Row, frozen=True, kw_only=True):
    """Child benefit in pounds a week: for the eldest child and for each other."""

    eldest: Pounds
    additional: Pounds


class ChildBenefitChargeValues(Row, frozen=True, kw_only=True):
    """The child benefit charge: pounds of income where it starts and where it takes all, and those of a step of 1%."""

    start: Pounds
    full: Pounds
    step: Annotated[float, Meta(gt=0, le=10_000)]

    def __post_init__(self) -> None:
        if self.full != self.start + 100 * self.step:
            raise ValueError(f"full is {self.full:g}, but 100 steps of {self.step:g} from {self.start:g} end elsewhere")


class LevyValues(Row, frozen=True, kw_only=True):
    """The apprenticeship levy: its rate as a fraction, and the employer's allowance in pounds a year."""

    rate: Share
    allowance: Pounds


class Holiday(_Judged, frozen=True, kw_only=True):
    """A public holiday.

    A day at a weekend counts `beside` the holidays that it names: of them all, itself included, a person is paid at
    most as many as it names. `additional` marks a day on top of the nation's usual number; `source` and `where` say
    where it was read, if elsewhere than the list.
    """

    date: datetime.date
    name: Text
    beside: Annotated[list[datetime.date], Meta(min_length=1, max_length=4)] | None = None
    additional: YesNo | None = None
    source: Text | None = None
    where: Text | None = None


TierBasis = Literal["whole_time", "actual"]
"""Which pay pension tiers go by: that of a whole-time post, or what is paid."""
PayPointValues = Annotated[dict[BandName, Annotated[list[Point], Meta(min_length=1)]], Meta(min_length=1)]
TierValues = Annotated[list[Tier], Meta(min_length=1)]
ZoneValues = Annotated[dict[Literal["inner", "outer", "fringe"], Zone], Meta(min_length=1)]
EnhancementValues = Annotated[dict[BandName, Enhancement], Meta(min_length=1)]
BracketValues = Annotated[list[Bracket], Meta(min_length=1)]
Hours = Annotated[float, Meta(gt=0, le=60)]


def _known_bands(values: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    for band in values:
        if band not in BANDS:
            yield (band,), f"'{band}' is not a band; {nearest(band, BANDS)}"


def _rising_points(values: Mapping[str, Sequence[Point]]) -> Iterator[tuple[Place, str]]:
    yield from _known_bands(values)
    for band, points in values.items():
        if points[0].years:
            yield (band,), f"band {band}: the first step is reached after {points[0].years:g} years; it must be 0"
        for falls in pairwise(point.pounds for point in points if point.pounds is not None):
            if falls[1] < falls[0]:
                yield (band,), f"band {band}: pay falls from {falls[0]:g} to {falls[1]:g}"
        if any(after.years <= before.years for before, after in pairwise(points)):
            yield (band,), f"band {band}: the years of the steps do not rise"


def _rising_tiers(tiers: Sequence[Tier]) -> Iterator[tuple[Place, str]]:
    bounds = [tier.up_to for tier in tiers[:-1]]
    known = [bound for bound in bounds if bound is not None]
    if tiers[-1].up_to is not None:
        yield (), "the last row must have no up_to: it holds for everything above"
    if None in bounds:
        yield (), "every row but the last needs up_to"
    if known != sorted(set(known)):
        yield (), "the bounds do not rise"


def _rising_brackets(brackets: Sequence[Bracket]) -> Iterator[tuple[Place, str]]:
    bounds = [bracket.above for bracket in brackets]
    if bounds != sorted(set(bounds)):
        yield (), "the bounds do not rise"


MOST_DAYS_BETWEEN = 7
"""How far a public holiday may be from the day at a weekend that counts beside it."""


def _sound_holidays(holidays: Sequence[Holiday]) -> Iterator[tuple[Place, str]]:
    for before, after in pairwise(holidays):
        if after.date <= before.date:
            yield (), f"{after.date} does not come after {before.date}"
    days = {holiday.date: holiday for holiday in holidays}
    lists: dict[datetime.date, list[datetime.date]] = {}
    for row, holiday in enumerate(holidays):
        if holiday.beside is None:
            continue
        place = (row, "beside")
        if holiday.date.weekday() < 5:
            yield (
                place,
                f"{holiday.date} is no Saturday or Sunday; only a day at a weekend counts beside others",
            )
        if holiday.beside != sorted(set(holiday.beside)):
            yield place, "the days do not rise; put them in order, each once"
        for day in dict.fromkeys(holiday.beside):
            if day not in days:
                yield place, f"{day} is not a public holiday of this list"
            elif days[day].beside is not None:
                yield place, f"{day} counts beside others itself; name public holidays that do not"
            elif abs((day - holiday.date).days) > MOST_DAYS_BETWEEN:
                yield place, f"{day} is more than {MOST_DAYS_BETWEEN} days away from {holiday.date}"
            if lists.setdefault(day, holiday.beside) != holiday.beside:
                yield place, f"{day} stands in another list too; days that share a holiday must name the same"


def _ordered_windows(windows: Section2Windows) -> Iterator[tuple[Place, str]]:
    if windows.weekday_before >= windows.weekday_from:
        first, second = (f"{time // 60:02}:{time % 60:02}" for time in (windows.weekday_before, windows.weekday_from))
        yield (), f"weekday_before ({first}) must be earlier than weekday_from ({second})"


def _ordered_annex_5_windows(windows: Annex5Windows) -> Iterator[tuple[Place, str]]:
    for name in ("bands_1_to_7", "bands_8_to_9"):
        yield from (((name,), words) for _, words in _ordered_windows(getattr(windows, name)))


def _nothing_more(_values: Any) -> Iterator[tuple[Place, str]]:
    yield from ()


@dataclass(frozen=True)
class ParameterKind:
    """The shape of a figure's values, what else must hold of them, and whether it follows the tax or the pay year."""

    kind: str
    values: Any
    follows_tax_year: bool = False
    more: Callable[[Any], Iterator[tuple[Place, str]]] = _nothing_more


PARAMETERS: Mapping[str, ParameterKind] = {
    "pay-points": ParameterKind("pay-scale", PayPointValues, more=_rising_points),
    "high-cost-area-supplement": ParameterKind("clamp", ZoneValues),
    "section-2-rates": ParameterKind("rates-by-band", EnhancementValues, more=_known_bands),
    "section-2-windows": ParameterKind("table", Section2Windows, more=_ordered_windows),
    "annex-5-windows": ParameterKind("table", Annex5Windows, more=_ordered_annex_5_windows),
    "annex-5-percentages": ParameterKind("table", BracketValues, more=_rising_brackets),
    "overtime": ParameterKind("table", OvertimeValues),
    "weekly-hours": ParameterKind("amount", Hours),
    "member-pension-contribution": ParameterKind("slab", TierValues, more=_rising_tiers),
    "member-pension-contribution-previous-year-pay": ParameterKind("slab", TierValues, more=_rising_tiers),
    "pension-tier-basis": ParameterKind("choice", TierBasis),
    "final-salary": ParameterKind("table", FinalSalaryValues),
    "employer-pension-contribution": ParameterKind("amount", Share),
    "employer-pension-paid-centrally": ParameterKind("amount", Share),
    "pension-build-up": ParameterKind("amount", Number),
    "personal-allowance": ParameterKind("table", PersonalAllowanceValues, follows_tax_year=True),
    "income-tax": ParameterKind("marginal", TierValues, follows_tax_year=True, more=_rising_tiers),
    "marriage-allowance": ParameterKind("table", MarriageAllowanceValues, follows_tax_year=True),
    "tax-codes": ParameterKind("table", TaxCodeValues, follows_tax_year=True),
    "national-insurance-employee": ParameterKind("table", EmployeeInsuranceValues, follows_tax_year=True),
    "national-insurance-employer": ParameterKind("table", EmployerInsuranceValues, follows_tax_year=True),
    "student-loans": ParameterKind("table", StudentLoanValues, follows_tax_year=True),
    "child-benefit": ParameterKind("table", ChildBenefitValues, follows_tax_year=True),
    "child-benefit-charge": ParameterKind("table", ChildBenefitChargeValues, follows_tax_year=True),
    "apprenticeship-levy": ParameterKind("table", LevyValues, follows_tax_year=True),
    "public-holidays": ParameterKind("table", list[Holiday], more=_sound_holidays),
}
"""Every figure the model uses."""
