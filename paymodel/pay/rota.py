"""A rota becomes hours by rate: shifts and lines laid over the real calendar of the pay year."""

import datetime
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from paymodel.errors import NotInForce, Refused
from paymodel.pay.calendar import Calendar, Counted, holidays_counted, pay_year, proclaimed
from paymodel.pay.clock import DAY, DAYS_TOUCHED, SUNDAY_OR_HOLIDAY, Duties, nominal_duties
from paymodel.pay.job import BAND_CODE, WEEKS_IN_A_YEAR
from paymodel.pay.rule_book import Annex5Window, PublicHoliday, WorkingTime
from paymodel.pay.rules import annex_5, unsocial_hours
from paymodel.pay.rules.public_holidays import CappedDays, capped_days
from paymodel.rounding import Array

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
        return self._shares

    @cached_property
    def _shares(self) -> Mapping[str, Array]:
        lines = np.array([list(week) for week in self.weeks])
        known = lines[~(lines == RELIEF).any(axis=1)]
        relief = (lines == RELIEF).sum(axis=0)
        shares = {}
        for code in self.shifts:
            usual = (known == code).mean(axis=0) if len(known) else np.zeros(7)
            shares[code] = ((lines == code).sum(axis=0) + relief * usual) / len(lines)
        return shares

    @cached_property
    def worked(self) -> tuple[Hashable, ...]:
        """Who works what, by value: where two are equal, the rotas are worked alike."""
        return tuple(self.shifts.items()), tuple(map(tuple, self.weeks))

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

    def as_job_hours(self) -> dict[str, float]:
        """The hours a year that a payslip asks for, by the names of `Job`; overtime and extra hours among them.

        >>> hours = RotaHours(20.0, 7.0, 14.0, 21.0, 3.0, 37.5, 1, 8)
        >>> hours.as_job_hours()["saturday_night_hours_a_year"]        # 7 a week, 365 / 7 weeks
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


@dataclass(frozen=True, eq=False)
class _LaidOut:
    """A rota on the days of a calendar: its duties, each with the share of staff who attend it, or are paid to be off.

    A share below nothing takes back what another entry counted. Few duties differ in their shift and the kinds of the
    days that they touch: `duties`, `weekend` and `hours_of_kinds` are of those that do, and `kind` says which each is.
    """

    shift: NDArray[np.int64]
    attends: Array
    on_leave: Array
    kind: NDArray[np.int64]
    hours_of_kinds: unsocial_hours.HoursByRate
    duties: Duties
    weekend: NDArray[np.bool_]

    def attended(self, hours_of_kinds: Array) -> float:
        """What everybody attends of some hours of each kind."""
        return float(self.attends @ hours_of_kinds[self.kind])


@lru_cache(maxsize=64)
def _calendar(
    first: datetime.date, last: datetime.date, public_holidays: tuple[tuple[datetime.date, PublicHoliday], ...]
) -> Calendar:
    """The calendar of some days with their public holidays: rotas of one year and nation share it."""
    return Calendar(first, last, dict(public_holidays))


def _laid_out(
    rota: Rota,
    rules: WorkingTime,
    first: datetime.date,
    last: datetime.date,
    public_holidays: Mapping[datetime.date, PublicHoliday],
) -> _LaidOut:
    calendar = _calendar(first, last, tuple(public_holidays.items()))
    codes, shares = zip(*rota.shares().items(), strict=True)
    shifts = [rota.shifts[code] for code in codes]
    works_holidays = np.array([shift.works_public_holidays for shift in shifts])
    entries = [_for_everybody(np.stack(shares), works_holidays, calendar)]
    for capped in capped_days(public_holidays, rules.switches.public_holiday_over_the_cap):
        entries += _over_the_cap(rota, capped, codes, works_holidays, calendar)
    shift, attends, on_leave, kinds, weekend = (np.concatenate(part) for part in zip(*entries, strict=True))
    kind, which = _alike(shift, kinds, weekend)
    of_shift = shift[which]
    duties = nominal_duties(
        np.array([worked.start for worked in shifts])[of_shift],
        np.array([worked.length for worked in shifts])[of_shift],
        np.array([worked.unpaid_break for worked in shifts])[of_shift],
        kinds[which],
        np.array([worked.break_start for worked in shifts])[of_shift],
    )
    hours = unsocial_hours.hours_by_rate(
        duties,
        rules.section_2,
        exactly_half_counts=rules.switches.exactly_half_counts,
        break_taken_from=rules.switches.break_taken_from,
    )
    return _LaidOut(shift, attends, on_leave, kind, hours, duties, weekend[which])


def _alike(
    shift: NDArray[np.int64], kinds: Array, weekend: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Duties that differ in nothing share a number from 0: that of each, and one duty of each number.

    >>> kind, which = _alike(np.array([1, 0, 1]), np.array([[0], [0], [0]]), np.array([[False], [False], [False]]))
    >>> kind.tolist(), which.tolist()
    ([1, 0, 1], [1, 0])
    """
    code = shift.astype(np.int64)
    for day in range(kinds.shape[1]):
        code = code * (SUNDAY_OR_HOLIDAY + 1) * 2 + kinds[:, day].astype(np.int64) * 2 + weekend[:, day]
    used = np.zeros(int(code.max(initial=0)) + 1, dtype=bool)
    used[code] = True
    kind = (np.cumsum(used) - 1)[code]
    which = np.zeros(int(used.sum()), dtype=np.int64)
    which[kind[::-1]] = np.arange(len(code) - 1, -1, -1)
    return kind, which


_Entries = tuple[NDArray[np.int64], Array, Array, Array, Array]
"""Of each duty: its shift, the shares that attend and that are on leave, and the kinds and weekends of its days."""


def _for_everybody(shares: Array, works_holidays: NDArray[np.bool_], calendar: Calendar) -> _Entries:
    """Every shift on every day, as if each public holiday were paid to all."""
    staff = shares[:, calendar.weekdays[: calendar.length]]
    attends = staff * (works_holidays[:, np.newaxis] | ~calendar.may_be_off[: calendar.length])
    shift = np.repeat(np.arange(len(shares)), calendar.length)
    kinds, weekend = calendar.kinds_touched(np.tile(np.arange(calendar.length), len(shares)))
    return shift, attends.ravel(), (staff - attends).ravel(), kinds, weekend


def _over_the_cap(
    rota: Rota, capped: CappedDays, codes: Sequence[str], works_holidays: NDArray[np.bool_], calendar: Calendar
) -> list[_Entries]:
    """What is counted otherwise for those who work more of some days than are paid as public holidays.

    A person works a day who works any of its hours, or is paid to be off on it. For each duty of theirs that a day
    giving way touches, one entry takes back what everybody's held and one puts what is paid in its place.
    """
    eve = capped.days[0] - datetime.timedelta(days=1)
    span = (capped.days[-1] - eve).days + 1
    offset = int((np.datetime64(eve) - calendar.first).astype(np.int64))
    if offset + span <= 0 or offset >= calendar.length:
        return []
    people, weights = _people(rota, codes, eve, span)
    on = people >= 0
    columns = [(day - eve).days for day in capped.days]
    past_midnight = np.array([shift.start + shift.length > DAY for shift in (rota.shifts[code] for code in codes)])
    leave = [(day - eve).days for day in capped.others]
    off = np.zeros_like(on)
    off[:, leave] = ~works_holidays[people[:, leave]]
    works = on.copy()
    works[:, 1:] |= on[:, :-1] & past_midnight[people[:, :-1]] & ~off[:, :-1]
    gives_way = np.zeros((len(people), span + DAYS_TOUCHED), dtype=bool)
    gives_way[:, columns] = capped.giving_way(works[:, columns])
    touched = np.lib.stride_tricks.sliding_window_view(gives_way, DAYS_TOUCHED, axis=1)[:, :span]
    day = np.arange(span) + offset
    person, column = np.nonzero(on & touched.any(axis=2) & (day >= 0) & (day < calendar.length))
    shift, weight, start = people[person, column], weights[person], day[column]
    works_on = works_holidays[shift]
    entries = []
    for sign, ways in ((-1.0, None), (1.0, touched[person, column])):
        off_duty = calendar.may_be_off[start] & (True if ways is None else ~ways[:, 0])
        attends = works_on | ~off_duty
        kinds, weekend = calendar.kinds_touched(start, ways)
        entries.append((shift, sign * weight * attends, sign * weight * ~attends, kinds, weekend))
    return entries


def _people(rota: Rota, codes: Sequence[str], first: datetime.date, days: int) -> tuple[NDArray[np.int64], Array]:
    """Who works what on some days in a row: for each starting week the shift of each day, and the share of staff.

    Shifts are by their place in `codes`, -1 off. Who is on relief stands in for somebody: each week without relief is
    as likely, and the next such week comes after it.
    """
    known_codes = {code: place for place, code in enumerate(codes)}
    lines = np.array([[known_codes.get(code, -1) for code in week] for week in rota.weeks])
    relief = np.array([[code == RELIEF for code in week] for week in rota.weeks])
    week, weekday = np.divmod(np.arange(days) + first.weekday(), 7)
    line = (np.arange(len(lines))[:, np.newaxis] + week) % len(lines)
    people, standing_in = lines[line, weekday], relief[line, weekday]
    known = lines[~relief.any(axis=1)]
    with_relief = standing_in.any(axis=1)
    weights = [np.full(int((~with_relief).sum()), 1 / len(lines))]
    on_shift = [people[~with_relief]]
    if with_relief.any() and len(known):
        for_whom = known[(np.arange(len(known))[:, np.newaxis] + week) % len(known), weekday]
        on_shift += [np.where(out, for_whom, own) for own, out in zip(people, standing_in, strict=True) if out.any()]
        weights += [np.full(len(known), 1 / len(lines) / len(known))] * int(with_relief.sum())
    return np.concatenate(on_shift), np.concatenate(weights)


def enhanced_hours_between(
    rota: Rota, rules: WorkingTime, first: datetime.date, last: datetime.date
) -> tuple[float, float]:
    """Hours at the lower and at the higher rate in shifts that start from one day to another, both counted.

    The mean over every starting week, as the rota pays (not scaled to a contract), on the calendar that `rules` cover;
    where a pay year holds the usual number of public holidays, each counts for its part (the days are of one pay year).

    Raises `NotInForce` where the list of public holidays does not cover the days.
    """
    _refuse_uncovered(rules, first, last, "days from")
    lower = higher = 0.0
    for counted in holidays_counted(rules, first, as_usual=rules.first_year_as_usual, additional=True):
        totals = _totals(_asked(rota, rules, None, first, last, counted.days))
        lower += counted.times * totals["saturday_night"]
        higher += counted.times * totals["sunday_holiday"]
    return lower, higher


def _refuse_uncovered(rules: WorkingTime, first: datetime.date, last: datetime.date, what: str) -> None:
    if not rules.covered[0] <= first <= last <= rules.covered[1]:
        raise NotInForce(
            f"public-holidays: the list for {rules.nation} covers {rules.covered[0]} to {rules.covered[1]},"
            f" not the {what} {first} to {last}"
        )


@dataclass(frozen=True)
class _Asked:
    """A rota to be laid out on some days; `rests_on` is all that its totals rest on, by value."""

    rests_on: tuple[Hashable, ...]
    rota: Rota = field(compare=False)
    rules: WorkingTime = field(compare=False)
    window: Annex5Window | None = field(compare=False)
    first: datetime.date = field(compare=False)
    last: datetime.date = field(compare=False)
    public_holidays: Mapping[datetime.date, PublicHoliday] = field(compare=False)


def _asked(
    rota: Rota,
    rules: WorkingTime,
    window: Annex5Window | None,
    first: datetime.date,
    last: datetime.date,
    public_holidays: Mapping[datetime.date, PublicHoliday],
) -> _Asked:
    switches, section_2 = rules.switches, rules.section_2
    rests_on = (
        *(rota.worked, first, last, tuple((day, holiday.beside) for day, holiday in public_holidays.items())),
        *(section_2.weekday_before, section_2.weekday_from, None if window is None else astuple(window)),
        *(switches.exactly_half_counts, switches.break_taken_from, switches.public_holiday_over_the_cap),
    )
    return _Asked(rests_on, rota, rules, window, first, last, public_holidays)


@lru_cache(maxsize=4096)
def _totals(asked: _Asked) -> Mapping[str, float]:
    """What a rota comes to over its days, hours: worked out once for all that ask the same of the same days."""
    rota = asked.rota
    laid = _laid_out(rota, asked.rules, asked.first, asked.last, asked.public_holidays)
    paid = np.array([shift.paid_hours for shift in rota.shifts.values()])
    on_leave = laid.on_leave @ paid[laid.shift]
    annex = float(np.nan)
    if asked.window is not None:
        annex = laid.attended(annex_5.qualifying_hours(laid.duties, asked.window, laid.weekend))
    totals = {
        "plain": laid.attended(laid.hours_of_kinds.plain) + on_leave,
        "saturday_night": laid.attended(laid.hours_of_kinds.saturday_night),
        "sunday_holiday": laid.attended(laid.hours_of_kinds.sunday_holiday),
        "annex_5": annex,
        "attendances": laid.attends.sum(),
        "holiday_leave": on_leave,
    }
    return {name: float(total) for name, total in totals.items()}


def _average(rota: Rota, rules: WorkingTime, band: int, counted: Sequence[Counted], holidays: int) -> RotaHours:
    """Average hours a week over the pay year, which is said to hold so many public holidays."""
    first, last = pay_year(rules.as_at)
    weeks = ((last - first).days + 1) / 7
    window = None
    if rules.annex_5 is not None:
        window = rules.annex_5.bands_8_to_9 if band >= BAND_CODE["8a"] else rules.annex_5.bands_1_to_7
    sums = dict.fromkeys(AVERAGED, 0.0)
    for part in counted:
        for name, total in _totals(_asked(rota, rules, window, first, last, part.days)).items():
            sums[name] += part.times * total
    return RotaHours(
        **{name: total / weeks for name, total in sums.items()},
        paid=rota.paid_hours_a_week(),
        weeks_in_cycle=len(rota.weeks),
        public_holidays=holidays,
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
    counted = holidays_counted(rules, rules.as_at, as_usual=rules.first_year_as_usual, additional=True)
    number = proclaimed(rules.public_holidays, rules.as_at)
    if rules.first_year_as_usual and number:
        additional = {day: holiday for day, holiday in rules.public_holidays.items() if holiday.additional}
        number = rules.usual_public_holidays + proclaimed(additional, rules.as_at)
    return _average(rota, rules, band, counted, number)


def in_a_usual_year(hours: RotaHours, rota: Rota, rules: WorkingTime, band: int) -> RotaHours:
    """The `averages` of a pay year, were it to hold the usual number of public holidays: as `rota_hours`."""
    if not hours.public_holidays:
        return hours
    counted = holidays_counted(rules, rules.as_at, as_usual=True, additional=False)
    return _average(rota, rules, band, counted, rules.usual_public_holidays)


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
