"""Actual duties from a roster export: local start and end times to hours by rate."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, at_most
from paymodel.files.duty_mappings import PERSON
from paymodel.files.duty_rows import AS_FOUND, ZONE, DutyRows, Export, HowRead
from paymodel.files.scales import load_working_time
from paymodel.files.tabular_io import refuse_same, writing
from paymodel.files.uploads import Source
from paymodel.pay.calendar import day_kinds, kinds_of_weekdays, weekdays
from paymodel.pay.clock import DAY, DAYS_TOUCHED, Duties
from paymodel.pay.rule_book import Citation, Switches, WorkingTime
from paymodel.pay.rules.public_holidays import CappedDays, capped_days
from paymodel.pay.rules.unsocial_hours import HoursByRate, hours_by_rate
from paymodel.progress import progress
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd

MOST_LISTED = 50
"""Rows that are listed by their numbers: those that are no duty, and those that cannot be used."""


@dataclass(frozen=True)
class DutiesDone:
    """How many duties were worked out, what is to be said of them, and the figures that are not those of the list.

    `faults` are those of rows that were not used.
    """

    duties: int
    words: tuple[str, ...] = ()
    figures: tuple[Citation, ...] = ()
    faults: tuple[Fault, ...] = ()


def duty_hours(
    source: Source, target: Path, nation: str, how: HowRead = AS_FOUND, *, switches: Switches | None = None
) -> DutiesDone:
    """Split each duty of a table into hours by rate and write them, in order.

    Times are Europe/London clock times; hours are elapsed hours, so a night across a clock change has 11 or 13.
    Breaks sit in the middle unless the switch `break_taken_from` says otherwise. Each row stands alone, but for public
    holidays at a weekend: where a column `person` says who works, nobody is paid more of them and of their substitutes
    than there are.

    Rows that are no duty (leave, days off) are left apart, and rows that cannot be used are listed. Raises `Faults`
    where none can be used, each with the row as a spreadsheet numbers it.
    """
    refuse_same(source, target)
    split = SplitDuties(source, nation, switches or Switches(), how)
    with writing(target, "%.4f") as write:
        for duties, hours in split.blocks():
            write({"id": duties.ids, **by_rate(hours)})
    return split.done()


def check(source: Source, how: HowRead = AS_FOUND) -> DutiesDone:
    """Check a table of duties without writing anything. Raises `Faults`."""
    split = SplitDuties(source, "england", Switches(), how)
    for _ in split.blocks():
        pass
    done = split.done()
    if done.faults:
        raise Faults(at_most(list(done.faults), str(source)))
    return done


def by_rate(hours: HoursByRate) -> dict[str, Array]:
    """Hours under the names of their columns."""
    return {
        "plain_hours": hours.plain,
        "saturday_night_hours": hours.saturday_night,
        "sunday_holiday_hours": hours.sunday_holiday,
    }


class SplitDuties:
    """The duties of a table with their hours at each rate, and all that is to be said of them once they are through."""

    def __init__(self, source: Source, nation: str, switches: Switches, how: HowRead) -> None:
        self.source, self.nation, self.switches = source, nation, switches
        self.export = Export(source, how, nation)
        self.cap = _cap(source, nation, switches, how)
        self.duties = 0

    def blocks(self) -> Iterator[tuple[DutyRows, HoursByRate]]:
        """The sound duties of each block and their hours. Raises `Faults` where none is sound."""
        for rows in self.export.blocks():
            if len(rows.rows):
                duties = _LocalDuties(rows)
                rules = _rules(duties, self.nation, self.switches)
                hours = hours_by_rate(
                    _with_days(duties, rules, self.cap.giving_way(duties, rules)),
                    rules.section_2,
                    exactly_half_counts=self.switches.exactly_half_counts,
                    break_taken_from=self.switches.break_taken_from,
                )
                self.duties += len(rows.rows)
                yield rows, hours
            progress(counted(self.export.read, "duty", "duties"))
        progress("")
        if not self.duties:
            raise Faults(at_most(self._faults() or [Fault(str(self.source), "", self._why_none())], str(self.source)))

    def _faults(self) -> list[Fault]:
        return [*self.export.reader.faults, *self.export.faults]

    def _why_none(self) -> str:
        apart = self.export.apart
        if not apart:
            return "holds no rows"
        first = apart[0]
        return f"holds no duty; {_many(len(apart), 'row')} no duty, such as row {first.row} ({first.says})"

    def done(self) -> DutiesDone:
        """What is to be said when all was read."""
        words = (*self.export.sentences(), *self._rows_listed(), *self.cap.words())
        return DutiesDone(self.duties, words, tuple(self.cap.figures), tuple(self._faults()))

    def _rows_listed(self) -> list[str]:
        words = []
        kinds: dict[str, list[str]] = {}
        for row in self.export.apart:
            kinds.setdefault(row.says, []).append(f"{row.row} ({row.text})" if row.text else str(row.row))
        for says, rows in kinds.items():
            more = f" and {len(rows) - MOST_LISTED:,} more" if rows[MOST_LISTED:] else ""
            where = f"{'row' if len(rows) == 1 else 'rows'} {', '.join(rows[:MOST_LISTED])}{more}"
            words.append(f"Not counted, {says}: {where}.")
        faults = self._faults()
        if faults:
            unusable = self.export.unusable + len(self.export.reader.faults)
            words.append(f"{_many(unusable, 'row')} not used:")
            words += [f"  {fault.place}: {fault.message}" for fault in faults[:MOST_LISTED]]
            if faults[MOST_LISTED:]:
                words.append(f"  and {counted(len(faults) - MOST_LISTED, 'more fault')}")
        return words


def _many(count: int, what: str) -> str:
    return f"{counted(count, what)} {'is' if count == 1 else 'are'}"


def _rules(duties: "_LocalDuties", nation: str, switches: Switches) -> WorkingTime:
    return load_working_time(nation, duties.days.min().astype(datetime.date), switches=switches)


class _Cap:
    """Who works which of the days of which nobody is paid more as public holidays than there are."""

    def __init__(self, *, by_person: bool) -> None:
        self.by_person = by_person
        self.worked: dict[str, set[datetime.date]] = {}
        self.figures: dict[Citation, None] = {}
        self.gives_way: dict[str, set[datetime.date]] = {}
        self.over = self.not_capped = self.boards_own = self.left_out = 0

    def see(self, duties: "_LocalDuties", rules: WorkingTime) -> None:
        """Take note of who works on which of the days."""
        for day in {day for capped in _capped(rules) for day in capped.days}:
            for person in duties.people[_touches(duties, [day]).any(axis=1)]:
                self.worked.setdefault(person, set()).add(day)

    def settle(self, rules: WorkingTime) -> None:
        """Say which days of whom are paid as any other."""
        for capped in _capped(rules):
            for person, days in self.worked.items():
                mine = np.array([[day in days for day in capped.days]])
                way = {capped.days[k] for k in np.flatnonzero(capped.giving_way(mine)[0])}
                self.gives_way.setdefault(person, set()).update(way)

    def giving_way(self, duties: "_LocalDuties", rules: WorkingTime) -> np.ndarray:
        """Which of the days that each duty touches are paid as any other."""
        touched = duties.touches()
        weekend = [day for day, holiday in rules.public_holidays.items() if holiday.beside]
        for day, holiday in rules.public_holidays.items():
            if holiday.citation and bool((touched & (duties.dates == np.datetime64(day))).any()):
                self.figures[holiday.citation] = None
        if rules.first_year_as_usual:
            listed = [day for day, holiday in rules.public_holidays.items() if not holiday.additional]
            self.boards_own += int(_touches(duties, listed).any(axis=1).sum())
        left_out = [day for day, holiday in rules.left_out.items() if holiday.beside]
        self.left_out += int(_touches(duties, left_out).any(axis=1).sum())
        gives_way = np.zeros_like(touched)
        if not self.by_person:
            self.not_capped += int(_touches(duties, weekend).any(axis=1).sum())
            return gives_way
        days = {day for own in self.gives_way.values() for day in own}
        for row in np.flatnonzero(_touches(duties, sorted(days)).any(axis=1)):
            own = np.array(sorted(self.gives_way.get(duties.people[row], ())), dtype="datetime64[D]")
            gives_way[row] = touched[row] & np.isin(duties.dates[row], own)
        self.over += int(gives_way.any(axis=1).sum())
        return gives_way

    def words(self) -> tuple[str, ...]:
        """What is to be said of public holidays."""
        sentences = []
        if self.boards_own:
            sentences.append(
                f"{counted(self.boards_own, 'duty', 'duties')} on bank holidays: health boards set their own eight"
                " public holidays, and the bank holidays of Scotland are taken for them."
            )
        if self.left_out:
            sentences.append(
                f"{counted(self.left_out, 'duty', 'duties')} on a public holiday at a weekend, paid as on any other day"
                " at a weekend: its substitute counts in its place [unverified]. --weekend-public-holidays both counts"
                " the day too."
            )
        if self.not_capped:
            sentences.append(
                f"{counted(self.not_capped, 'duty', 'duties')} on a public holiday at a weekend, paid as on a public"
                " holiday. Nobody is paid more of these days and of their substitutes than there are, but that was not"
                f" applied: add a column {PERSON} that says who works each duty."
            )
        if self.over:
            sentences.append(
                f"{counted(self.over, 'duty', 'duties')} on a public holiday paid as on any other day, at least in"
                " part: the person works more public holidays at a weekend and their substitutes than are paid."
            )
        return tuple(sentences)


def _cap(source: Source, nation: str, switches: Switches, how: HowRead) -> _Cap:
    """Who works on the days that are capped: the table is read for it where a column names people."""
    cap: _Cap | None = None
    rules = None
    export = Export(source, how, nation)
    for rows in export.blocks():
        if cap is None:
            cap = _Cap(by_person=export.by_person)
        if not cap.by_person:
            break
        if len(rows.rows):
            duties = _LocalDuties(rows)
            rules = _rules(duties, nation, switches)
            cap.see(duties, rules)
    cap = cap or _Cap(by_person=False)
    if rules is not None:
        cap.settle(rules)
    return cap


def _capped(rules: WorkingTime) -> Sequence[CappedDays]:
    return capped_days(rules.public_holidays, rules.switches.public_holiday_over_the_cap)


def _touches(duties: "_LocalDuties", days: Sequence[datetime.date]) -> np.ndarray:
    """Which of the days that each duty touches are among some."""
    return np.asarray(duties.touches() & np.isin(duties.dates, np.array(days, dtype="datetime64[D]")))


class _LocalDuties:
    """Duties in minutes of real time, with the local date each starts on."""

    def __init__(self, rows: DutyRows) -> None:
        import pandas as pd

        start, end, unpaid_break, people = rows.start, rows.end, rows.unpaid_break, rows.people
        self.days = start.dt.tz_localize(None).dt.normalize().to_numpy().astype("datetime64[D]")
        span = np.arange(self.days.min(), self.days.max() + DAYS_TOUCHED + 1)
        instants = pd.DatetimeIndex(span).tz_localize(ZONE).tz_convert("UTC").tz_localize(None)
        midnights = instants.to_numpy().astype("datetime64[s]").astype(np.int64) / 60
        first = (self.days - span[0]).astype(np.int64)
        self.span = span
        index = first[:, np.newaxis] + np.arange(DAYS_TOUCHED)
        origin = midnights[first]
        self.index = index
        self.midnights = midnights[index] - origin[:, np.newaxis]
        self.summer_shift = midnights[index + 1] - midnights[index] - DAY
        self.start = utc_minutes(start) - origin
        self.end = utc_minutes(end) - origin
        self.unpaid_break, self.people = unpaid_break, people
        self.dates = span[index]

    def touches(self) -> np.ndarray:
        """Which of its days each duty has time on."""
        midnights = np.column_stack([self.midnights, np.full(len(self.midnights), np.inf)])
        within = (self.start[:, np.newaxis] < midnights[:, 1:]) & (self.end[:, np.newaxis] > midnights[:, :-1])
        return np.asarray(within)


def utc_minutes(times: "pd.Series") -> Array:
    """Times as minutes of real time."""
    moments = times.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    return np.asarray(moments.astype(np.int64) / 60)


def _with_days(duties: _LocalDuties, rules: WorkingTime, gives_way: np.ndarray) -> Duties:
    kinds = day_kinds(duties.span, sorted(rules.public_holidays))[duties.index]
    begins = duties.start + (duties.end - duties.start - duties.unpaid_break) / 2
    return Duties(
        start=duties.start,
        end=duties.end,
        break_start=begins,
        break_end=begins + duties.unpaid_break,
        midnights=duties.midnights,
        day_kinds=np.where(gives_way, kinds_of_weekdays(weekdays(duties.dates)), kinds),
        summer_shift=duties.summer_shift,
    )
