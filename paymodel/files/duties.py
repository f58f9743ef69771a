"""Actual duties from a roster export: local start and end times to hours by rate."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from paymodel.counting import counted
from paymodel.errors import MOST_FAULTS, Fault, Faults, shortened
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.our_columns import TableReader
from paymodel.files.scales import load_working_time, shipped_scales
from paymodel.files.table_reading import reading
from paymodel.files.tabular_io import Block, finish, refuse_same, writing
from paymodel.files.uploads import Source
from paymodel.pay.calendar import day_kinds, kinds_of_weekdays, weekdays
from paymodel.pay.clock import DAY, DAYS_TOUCHED, Duties
from paymodel.pay.rule_book import Citation, Switches, WorkingTime
from paymodel.pay.rules.public_holidays import CappedDays, capped_days
from paymodel.pay.rules.unsocial_hours import hours_by_rate
from paymodel.progress import progress
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("id", "start", "end", "unpaid_break_minutes")
PERSON = "person"
"""The column that names who works a duty; it may be missing."""
OURS = (*COLUMNS, PERSON)
ZONE = "Europe/London"
LONGEST = 24 * 60


@dataclass(frozen=True)
class DutiesDone:
    """How many duties were worked out, what is to be said of them, and the figures that are not those of the list."""

    duties: int
    words: tuple[str, ...] = ()
    figures: tuple[Citation, ...] = ()


def duty_hours(
    source: Source, target: Path, nation: str, choice: Choice = ANYWHERE, *, switches: Switches | None = None
) -> DutiesDone:
    """Split each duty of a table into hours by rate and write them, in order.

    Times are Europe/London clock times (ISO); hours are elapsed hours, so a night across a clock change has 11 or 13.
    Breaks sit in the middle unless the switch `break_taken_from` says otherwise. Each row stands alone, but for public
    holidays at a weekend: where a column `person` says who works, nobody is paid more of them and of their substitutes
    than there are.

    Raises `Faults`, each with the row as a spreadsheet numbers it (the header is row 1).
    """
    refuse_same(source, target)
    _check_time_zone()
    with writing(target, "%.4f") as write:
        return _each_block(source, nation, write, switches or Switches(), choice)


def check(source: Source, choice: Choice = ANYWHERE) -> DutiesDone:
    """Check a table of duties without writing anything. Raises `Faults`."""
    _check_time_zone()
    return _each_block(source, "england", lambda _columns: None, Switches(), choice)


def _check_time_zone() -> None:
    """Refuse a computer that does not know when clocks change."""
    try:
        ZoneInfo(ZONE)
    except (ZoneInfoNotFoundError, OSError):
        words = f"this computer has no time zone data for {ZONE}; install it with: pip install tzdata"
        raise Faults([Fault("paymodel hours", "", words)]) from None


def _each_block(
    source: Source,
    nation: str,
    write: Callable[[Mapping[str, Any]], None],
    switches: Switches,
    choice: Choice = ANYWHERE,
) -> DutiesDone:
    done = 0
    cap = _cap(source, nation, switches, choice)
    reader = _reader(source)
    faults = reader.faults
    for block in map(reader.under_our_names, reading(source, OURS, choice)):
        if not len(block.rows):
            continue
        faults_of_block, duties = _duties(block, str(source), nation)
        faults.extend(faults_of_block)
        done += len(block.rows)
        if duties is not None and not faults:
            rules = load_working_time(nation, duties.days.min().astype(datetime.date), switches=switches)
            hours = hours_by_rate(
                _with_days(duties, rules, cap.giving_way(duties, rules)),
                rules.section_2,
                exactly_half_counts=switches.exactly_half_counts,
                break_taken_from=switches.break_taken_from,
            )
            by_rate = {
                "plain_hours": hours.plain,
                "saturday_night_hours": hours.saturday_night,
                "sunday_holiday_hours": hours.sunday_holiday,
            }
            write({"id": block.cells["id"].to_numpy(), **by_rate})
        progress(counted(done, "duty", "duties"))
    progress("")
    finish(source, done, faults)
    return DutiesDone(done, (*reader.sentences(), *cap.words()), tuple(cap.figures))


def _reader(source: Source) -> TableReader:
    return TableReader(str(source), OURS, COLUMNS, f"the columns are {', '.join(OURS)}")


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


def _cap(source: Source, nation: str, switches: Switches, choice: Choice) -> _Cap:
    """Who works on the days that are capped: the table is read for it where a column names people."""
    cap: _Cap | None = None
    rules = None
    for block in map(_reader(source).under_our_names, reading(source, OURS, choice)):
        if cap is None:
            cap = _Cap(by_person=PERSON in block.cells.columns)
        if not cap.by_person:
            break
        if not len(block.rows):
            continue
        _, duties = _duties(block, str(source), nation)
        if duties is not None:
            rules = load_working_time(nation, duties.days.min().astype(datetime.date), switches=switches)
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

    def __init__(self, start: "pd.Series", end: "pd.Series", unpaid_break: Array, people: np.ndarray) -> None:
        import pandas as pd

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
        self.start = _utc_minutes(start) - origin
        self.end = _utc_minutes(end) - origin
        self.unpaid_break, self.people = unpaid_break, people
        self.dates = span[index]

    def touches(self) -> np.ndarray:
        """Which of its days each duty has time on."""
        midnights = np.column_stack([self.midnights, np.full(len(self.midnights), np.inf)])
        within = (self.start[:, np.newaxis] < midnights[:, 1:]) & (self.end[:, np.newaxis] > midnights[:, :-1])
        return np.asarray(within)


def _utc_minutes(times: "pd.Series") -> Array:
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


def _duties(block: Block, name: str, nation: str) -> tuple[list[Fault], _LocalDuties | None]:
    """The faults of a block of duties, in order, and the duties where there are none."""
    import pandas as pd

    faults: dict[tuple[int, int], Fault] = {}
    cells = block.cells

    def note(rows: np.ndarray, column: str, words: str) -> None:
        for row in np.flatnonzero(rows)[: MOST_FAULTS + 1]:
            place = f"row {block.rows[row]}, {column}"
            fault = Fault(name, place, words.format(shortened(cells[column].iloc[row])))
            faults.setdefault((int(row), OURS.index(column)), fault)

    note(cells["id"].astype(str).str.strip().to_numpy() == "", "id", "missing")
    people = cells[PERSON].astype(str).str.strip().to_numpy() if PERSON in cells else np.full(len(cells), "")
    if PERSON in cells:
        note(people == "", PERSON, "missing; say who works the duty, or leave the column out")
    first, last = _covered(nation)
    start, end = (
        _local(cells[column].astype(str).str.strip(), column, note, first, last) for column in ("start", "end")
    )
    breaks = pd.to_numeric(cells["unpaid_break_minutes"], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    note(~np.isfinite(breaks), "unpaid_break_minutes", "{} is not a number of minutes")
    note(breaks < 0, "unpaid_break_minutes", "{} is negative")
    length = ((end - start).dt.total_seconds() / 60).to_numpy(dtype=np.float64, na_value=np.nan)
    note(length <= 0, "end", "{} is not after the start")
    note(length > LONGEST, "end", "{} makes a duty of more than 24 hours")
    note((length > 0) & (breaks >= length), "unpaid_break_minutes", "{} minutes leave nothing of the duty")
    if faults:
        return [faults[key] for key in sorted(faults)], None
    return [], _LocalDuties(start, end, breaks, people)


def _covered(nation: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that the nation's list of public holidays speaks for."""
    path = shipped_scales().find("public-holidays", nation)
    blocks = shipped_scales().history(path).history if path else []
    return blocks[0].effective, blocks[-1].until or datetime.date.max


def _local(
    texts: "pd.Series",
    column: str,
    note: Callable[[np.ndarray, str, str], None],
    first: datetime.date,
    last: datetime.date,
) -> "pd.Series":
    """London times of a column of ISO texts, those with an offset read as the moment they name."""
    import pandas as pd

    shaped = texts.str.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?").to_numpy(dtype=bool)
    note(~shaped, column, "{} is not an ISO time, such as 2026-04-01T19:00")
    # A duty may end on the day after the list does.
    days = texts.str[:10].to_numpy(dtype=object).astype(str)
    covered = (days >= str(first)) & (days <= str(last + datetime.timedelta(days=int(column == "end"))))
    note(shaped & ~covered, column, f"public holidays are known from {first} to {last} only")
    shaped = shaped & covered
    offset = texts.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", regex=True).to_numpy(dtype=bool) & shaped
    naive = pd.to_datetime(texts.where(shaped & ~offset), errors="coerce", format="ISO8601")
    exact = pd.to_datetime(texts.where(offset), errors="coerce", format="ISO8601", utc=True).dt.tz_convert(ZONE)
    note(shaped & naive.isna().to_numpy() & exact.isna().to_numpy(), column, "{} is not a time that exists")
    local = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="NaT")
    shifted = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="shift_forward")
    missing = naive.notna().to_numpy() & local.isna().to_numpy()
    ambiguous = missing & shifted.isna().to_numpy()
    note(ambiguous, column, "{} comes twice that night, as clocks go back: add +01:00 or +00:00")
    note(missing & ~ambiguous, column, "{} does not exist that night, as clocks go forward")
    return local.where(~offset, exact)
