"""A rota becomes hours by rate: shifts and lines laid over the real calendar of the pay year."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from paymodel.clock import DAYS_TOUCHED, SATURDAY, SUNDAY_OR_HOLIDAY, WEEKDAY, Duties, nominal_duties
from paymodel.errors import NotInForce, Refused
from paymodel.job import BAND_CODE, WEEKS_IN_A_YEAR
from paymodel.policy import WorkingTime
from paymodel.rounding import Array
from paymodel.rules import annex_5, unsocial_hours

OFF, RELIEF = "-", "R"
HOURS_TOLERANCE = 0.05
AVERAGED = ("plain", "saturday_night", "sunday_holiday", "annex_5", "attendances", "holiday_leave")
IF_HOURS_DIFFER = ("refuse", "scale", "overtime", "lieu")


@dataclass(frozen=True)
class Shift:
    """A shift: start and length in minutes, break and (if stated) its start, and whether holidays are worked."""

    start: int
    length: int
    unpaid_break: float
    break_start: float = np.nan
    works_public_holidays: bool = True

    @property
    def paid_hours(self) -> float:
        """Hours paid: length less the unpaid break."""
        return (self.length - self.unpaid_break) / 60


@dataclass(frozen=True)
class Rota:
    """Lines of seven shift codes, Monday first; `-` is off and `R` relief. Staff are spread evenly over the lines."""

    title: str
    shifts: Mapping[str, Shift]
    weeks: Sequence[Sequence[str]]
    status: str = "illustration"

    def shares(self) -> Mapping[str, Array]:
        """For each shift code, the share of staff on it on each weekday: seven numbers, Monday first.

        A relief day counts as the mean of that weekday in the weeks that hold no relief at all; a relief week so
        becomes the mean of those weeks.

        >>> early = Shift(start=480, length=480, unpaid_break=0)
        >>> rota = Rota("", {"E": early}, ["E------", "RRRRRRR", "-------"])
        >>> rota.shares()["E"][:2].tolist()              # one of three lines, and half a relief line
        [0.5, 0.0]
        """
        lines = np.array([list(week) for week in self.weeks])
        known = lines[~(lines == RELIEF).any(axis=1)]
        relief = (lines == RELIEF).sum(axis=0)
        shares = {}
        for code in self.shifts:
            usual = (known == code).mean(axis=0) if len(known) else np.zeros(7)
            shares[code] = ((lines == code).sum(axis=0) + relief * usual) / len(lines)
        return shares

    def paid_hours_a_week(self) -> float:
        """Average paid hours of the plain cycle, without holidays."""
        return float(sum(share.sum() * self.shifts[code].paid_hours for code, share in self.shares().items()))


@dataclass(frozen=True)
class RotaHours:
    """What a rota comes to, on average, hours a week as worked by one person.

    `paid` is the average of the plain cycle; the three rates are averages over the pay year, so they add up to
    slightly more or less. `annex_5` is hours that Annex 5 counts, within the contract (overtime and extra hours are
    left out) and before part-time scaling; NaN where there is no Annex 5. `attendances` are a week, as rostered.
    `overtime` is what is worked and paid beyond the contract, `lieu` what is worked and given back.
    `holiday_leave` is paid time off on public holidays, already in `plain`.
    """

    plain: float
    saturday_night: float
    sunday_holiday: float
    annex_5: float
    attendances: float
    paid: float
    weeks_in_cycle: int
    public_holidays: int
    holiday_leave: float = 0.0
    extra: float = 0.0
    overtime: float = 0.0
    lieu: float = 0.0

    def scaled(self, factor: float) -> "RotaHours":
        """All hours and attendances times a factor."""
        names = (*AVERAGED, "paid")
        return replace(self, **{name: getattr(self, name) * factor for name in names})

    def of_a_job(self) -> dict[str, float]:
        """The hours a year that a payslip asks for, by the names of `Job`; overtime and extra hours among them.

        >>> hours = RotaHours(20.0, 7.0, 14.0, 21.0, 3.0, 37.5, 1, 8)
        >>> hours.of_a_job()["saturday_night_hours_a_year"]        # 7 a week, 365 / 7 weeks
        365.0
        """
        weekly = {
            "saturday_night_hours_a_year": self.saturday_night,
            "sunday_holiday_hours_a_year": self.sunday_holiday,
            "extra_hours_a_year": self.extra,
            "overtime_hours_a_year": self.overtime,
        }
        return {name: amount * WEEKS_IN_A_YEAR for name, amount in weekly.items()}

    @property
    def enhanced(self) -> float:
        """Hours a week at the lower or the higher rate."""
        return self.saturday_night + self.sunday_holiday


def pay_year(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The pay year that a day falls in: 1 April to 31 March.

    >>> pay_year(datetime.date(2027, 3, 31))
    (datetime.date(2026, 4, 1), datetime.date(2027, 3, 31))
    """
    year = day.year if day.month >= 4 else day.year - 1
    return datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)


def holidays_left_out(rules: WorkingTime) -> list[datetime.date]:
    """Unverified public holidays of the pay year that are not counted, in order."""
    first, last = pay_year(rules.as_at)
    return sorted(day for day in rules.left_out if first <= day <= last)


def day_kinds(days: NDArray[np.datetime64], public_holidays: Sequence[datetime.date]) -> NDArray[np.int8]:
    """What kind of day each is: `WEEKDAY`, `SATURDAY` or `SUNDAY_OR_HOLIDAY`."""
    kinds = np.select([weekdays(days) == 5, weekdays(days) == 6], [SATURDAY, SUNDAY_OR_HOLIDAY], WEEKDAY)
    return np.where(are_holidays(days, public_holidays), SUNDAY_OR_HOLIDAY, kinds).astype(np.int8)


def are_holidays(days: NDArray[np.datetime64], public_holidays: Sequence[datetime.date]) -> NDArray[np.bool_]:
    """Which days are public holidays. (`np.isin` would do, but imports masked arrays, a tenth of start-up.)"""
    holidays = np.array(sorted(public_holidays), dtype="datetime64[D]")
    if not len(holidays):
        return np.zeros(len(days), dtype=bool)
    after = np.searchsorted(holidays, days)
    return np.asarray(holidays[np.minimum(after, len(holidays) - 1)] == days)


def weekdays(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Day of the week, Monday 0."""
    return (days.astype("datetime64[D]").astype(np.int64) + 3) % 7


@dataclass(frozen=True, eq=False)
class _LaidOut:
    """A rota on the days of a calendar: for each shift and day, who attends it (a share of staff) and its duty.

    Arrays are of shifts by days; `on_leave` is paid hours off on public holidays.
    """

    shifts: Sequence[Shift]
    attends: Array
    on_leave: Array
    hours: unsocial_hours.HoursByRate
    duties: Duties
    weekend: NDArray[np.bool_]


def _laid_out(
    rota: Rota,
    rules: WorkingTime,
    first: datetime.date,
    last: datetime.date,
    public_holidays: Sequence[datetime.date],
) -> _LaidOut:
    days = np.arange(np.datetime64(first), np.datetime64(last) + DAYS_TOUCHED, dtype="datetime64[D]")
    kinds = np.lib.stride_tricks.sliding_window_view(day_kinds(days, public_holidays), DAYS_TOUCHED)
    weekend = np.lib.stride_tricks.sliding_window_view(weekdays(days) >= 5, DAYS_TOUCHED)
    days = days[: len(kinds)]
    holiday = are_holidays(days, public_holidays)
    codes, shares = zip(*rota.shares().items(), strict=True)
    shifts = [rota.shifts[code] for code in codes]
    staff = np.stack(shares)[:, weekdays(days)]
    works_holidays = np.array([[shift.works_public_holidays] for shift in shifts])
    attends = staff * (works_holidays | ~holiday)
    duties = nominal_duties(
        np.repeat([shift.start for shift in shifts], len(days)),
        np.repeat([shift.length for shift in shifts], len(days)),
        np.repeat([shift.unpaid_break for shift in shifts], len(days)),
        np.tile(kinds, (len(shifts), 1)),
        np.repeat([shift.break_start for shift in shifts], len(days)),
    )
    hours = unsocial_hours.hours_by_rate(
        duties,
        rules.section_2,
        exactly_half_counts=rules.switches.exactly_half_counts,
        break_taken_from=rules.switches.break_taken_from,
    )
    return _LaidOut(shifts, attends, staff - attends, hours, duties, weekend)


def enhanced_hours_between(
    rota: Rota, rules: WorkingTime, first: datetime.date, last: datetime.date
) -> tuple[float, float]:
    """Hours at the lower and at the higher rate in shifts that start from one day to another, both counted.

    The mean over every starting week, as the rota pays (not scaled to a contract), on the calendar that `rules` cover.

    Raises `NotInForce` where the list of public holidays does not cover the days.
    """
    _refuse_uncovered(rules, first, last, "days from")
    laid = _laid_out(rota, rules, first, last, sorted(rules.public_holidays))
    present = laid.attends.ravel()
    return float(present @ laid.hours.saturday_night), float(present @ laid.hours.sunday_holiday)


def _refuse_uncovered(rules: WorkingTime, first: datetime.date, last: datetime.date, what: str) -> None:
    if not rules.covered[0] <= first <= last <= rules.covered[1]:
        raise NotInForce(
            f"public-holidays: the list for {rules.nation} covers {rules.covered[0]} to {rules.covered[1]},"
            f" not the {what} {first} to {last}"
        )


def _over_the_year(rota: Rota, rules: WorkingTime, band: int, public_holidays: Sequence[datetime.date]) -> RotaHours:
    first, last = pay_year(rules.as_at)
    laid = _laid_out(rota, rules, first, last, public_holidays)
    on_leave = (laid.on_leave.sum(axis=1) * [shift.paid_hours for shift in laid.shifts]).sum()
    hours, present = laid.hours, laid.attends.ravel()
    totals = {
        "plain": present @ hours.plain + on_leave,
        "saturday_night": present @ hours.saturday_night,
        "sunday_holiday": present @ hours.sunday_holiday,
        "annex_5": np.nan,
        "attendances": present.sum(),
        "holiday_leave": on_leave,
    }
    if rules.annex_5 is not None:
        window = rules.annex_5.bands_8_to_9 if band >= BAND_CODE["8a"] else rules.annex_5.bands_1_to_7
        weekend = np.tile(laid.weekend, (len(laid.shifts), 1))
        totals["annex_5"] = present @ annex_5.qualifying_hours(laid.duties, window, weekend)
    weeks = laid.attends.shape[1] / 7
    averages = {name: float(total / weeks) for name, total in totals.items()}
    return RotaHours(
        **averages,
        paid=rota.paid_hours_a_week(),
        weeks_in_cycle=len(rota.weeks),
        public_holidays=len({day for day in public_holidays if first <= day <= last}),
    )


def rota_hours(
    rota: Rota,
    rules: WorkingTime,
    *,
    whole_time_equivalent: float = 1.0,
    band: int = BAND_CODE["6"],
    if_hours_differ: str = "refuse",
    usual_holidays: bool = False,
) -> RotaHours:
    """Average weekly hours by rate of a rota, over every starting week of the pay year that holds `rules.as_at`.

    Shifts that start in the pay year count whole. With `usual_holidays` the year holds the usual number of public
    holidays (eight; ten in Northern Ireland): the effect of this year's, in proportion. Average paid hours must agree
    with the contract to 0.05 h a week, or `if_hours_differ` says what becomes of the difference: `scale` (all hours
    times contract over rota), `overtime` (the excess is paid: at plain rate up to whole time, as overtime beyond) or
    `lieu` (it is given back).

    Raises `Refused` where hours differ and the choice is `refuse`, and `NotInForce` where the list of public holidays
    does not cover the pay year.
    """
    hours = averages(rota, rules, band)
    if usual_holidays:
        hours = in_a_usual_year(hours, rota, rules, band)
    return under_contract(hours, rules, whole_time_equivalent=whole_time_equivalent, if_hours_differ=if_hours_differ)


def averages(rota: Rota, rules: WorkingTime, band: int) -> RotaHours:
    """Average weekly hours as the rota itself pays, of a pay year: as `rota_hours`, before any contract.

    Raises `NotInForce` where the list of public holidays does not cover the pay year.
    """
    _refuse_uncovered(rules, *pay_year(rules.as_at), "pay year")
    return _over_the_year(rota, rules, band, sorted(rules.public_holidays))


def in_a_usual_year(hours: RotaHours, rota: Rota, rules: WorkingTime, band: int) -> RotaHours:
    """The `averages` of a pay year, were it to hold the usual number of public holidays: as `rota_hours`."""
    if not hours.public_holidays:
        return hours
    without = _over_the_year(rota, rules, band, [])
    part = rules.usual_public_holidays / hours.public_holidays
    blend = {n: getattr(without, n) + part * (getattr(hours, n) - getattr(without, n)) for n in AVERAGED}
    return replace(hours, **blend, public_holidays=rules.usual_public_holidays)


def under_contract(
    hours: RotaHours, rules: WorkingTime, *, whole_time_equivalent: float, if_hours_differ: str
) -> RotaHours:
    """The hours of a rota paid under a contract, as `rota_hours` says where they differ. Raises `Refused`.

    Annex 5 leaves the excess out, whichever way it is paid: old Annex E counts the pattern in standard hours,
    "excluding overtime", and old Annex F scales a part-timer's own pattern up.
    """
    contract = rules.weekly_hours * whole_time_equivalent
    excess = hours.paid - contract
    if abs(excess) <= HOURS_TOLERANCE:
        return hours
    if if_hours_differ == "refuse" or (if_hours_differ != "scale" and excess < 0):
        raise Refused(
            "rota",
            f"averages {hours.paid:.2f} paid hours a week but the contract is {contract:.2f}"
            f" ({rules.weekly_hours:g} x {whole_time_equivalent:g}); mend the rota or the whole time equivalent,"
            " or set if_hours_differ to scale"
            + (", overtime or lieu" if excess > 0 else " (there is no excess to pay or give back)"),
        )
    within = hours.scaled(contract / hours.paid)
    if if_hours_differ == "scale":
        return within
    if if_hours_differ == "lieu":
        return replace(within, lieu=excess)
    extra = min(excess, rules.weekly_hours - contract)
    worked = hours.scaled((contract + extra) / hours.paid)
    return replace(worked, annex_5=within.annex_5, attendances=hours.attendances, extra=extra, overtime=excess - extra)


def annex_5_average(hours: RotaHours, whole_time_equivalent: float = 1.0) -> float:
    """Average Annex 5 hours a week of a whole-time post, to 0.01 h."""
    return float(annex_5.average_hours(hours.annex_5, whole_time_equivalent))


def section_2_share(hours: RotaHours, rules: WorkingTime, band: int, whole_time_equivalent: float = 1.0) -> float:
    """What Section 2 pays on these hours as a share of basic pay; NaN where the band has no established rate."""
    lower, higher = rules.section_2.lower[band], rules.section_2.higher[band]
    weekly = hours.saturday_night * lower + hours.sunday_holiday * higher
    return float(weekly / (rules.weekly_hours * whole_time_equivalent))


def days_travelled(hours: RotaHours, rules: WorkingTime, whole_time_equivalent: float = 1.0) -> float:
    """Days of travel to work a year: attendances less annual leave, and less time off for public holidays worked.

    Leave is `annual_leave_days` (27 to 33) of a fifth of the contract's week each, and so is each public holiday that
    the rota does not already give off; both are taken at the average paid length of an attendance.
    """
    attendances = hours.attendances * WEEKS_IN_A_YEAR
    paid = (hours.plain - hours.holiday_leave + hours.saturday_night + hours.sunday_holiday) * WEEKS_IN_A_YEAR
    if attendances <= 0 or paid <= 0:
        return 0.0
    day = rules.weekly_hours * whole_time_equivalent / 5
    holidays_owed = max(hours.public_holidays * day - hours.holiday_leave * WEEKS_IN_A_YEAR, 0.0)
    time_off = rules.switches.annual_leave_days * day + holidays_owed
    return float(attendances * max(1 - time_off / paid, 0.0))
