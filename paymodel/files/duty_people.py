"""Each person's hours a year at each rate from the duties of a roster export, and how far the table bears them out."""

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, shortened
from paymodel.files.duties import DutiesDone, SplitDuties, by_rate, utc_minutes
from paymodel.files.duty_mappings import OF_A_PERSON, PERSON
from paymodel.files.duty_rows import AS_FOUND, HowRead
from paymodel.files.person_values import could_be_a_step, in_our_words
from paymodel.files.tabular_io import refuse_same, writing
from paymodel.files.uploads import Source
from paymodel.pay.rule_book import Switches

WEEKS_A_YEAR = 365 / 7
SHORTEST_GAP = 7
"""Days without a row of a person from which on they are a gap."""
FEWEST_WEEKS, MOST_HOURS_A_WEEK, LONG_DUTY = 4, 48, 16
"""Weeks below which a year is uncertain; hours a week and of one duty above which a table may hold something twice."""
MOST_NAMED = 10
NOT_AWAY = ("a day off", "on call", "an event of the whole day")
"""Rows that are no duty and that no leave or sickness either: their days are covered."""
RATES = ("plain_hours", "saturday_night_hours", "sunday_holiday_hours")


@dataclass(frozen=True)
class OfPeople:
    """What is asked of people: the days that the table covers, whether gaps are weeks off, and what all of them have.

    `given` holds a band, a step or a whole time equivalent for whoever has none in the table.
    """

    first: datetime.date | None = None
    last: datetime.date | None = None
    gaps_are_off: bool = False
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Person:
    """The duties of one person, in the order of the table: rows, starts and ends in minutes, hours at each rate.

    `days` are those of duties and days off, `leave` those of leave and sickness.
    """

    rows: list[int] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    days: set[datetime.date] = field(default_factory=set)
    leave: set[datetime.date] = field(default_factory=set)
    hours: np.ndarray = field(default_factory=lambda: np.zeros(len(RATES)))
    apart: int = 0
    of_person: dict[str, dict[str, None]] = field(default_factory=dict)


def hours_of_people(
    source: Source,
    target: Path,
    nation: str,
    how: HowRead = AS_FOUND,
    asked: OfPeople | None = None,
    *,
    switches: Switches | None = None,
) -> DutiesDone:
    """Write a row for each person: hours in the table and a year at each rate, the average week, weeks covered, gaps.

    Hours a year are those of an average week times 365/7 (52.14). The weeks are those from the first day of the table
    to its last (or as `asked`), less stretches of 7 days or more without a duty or a day off of the person: of leave,
    as enhancements are paid on it as on average (handbook 13.9), and gaps, of which the table says nothing.

    Raises `Faults`.
    """
    refuse_same(source, target)
    asked = asked or OfPeople()
    split = SplitDuties(source, nation, switches or Switches(), how)
    people = _gathered(split, source)
    done = split.done()
    days = set().union(*(person.days | person.leave for person in people.values()))
    first, last = _period(days, asked, source)
    words: list[str] = []
    rows = []
    for name, person in people.items():
        rows.append(_row(name, person, (first, last), nation, asked, words))
    words = _of_the_table(people, rows, (first, last), asked, split.export.by_person) + words
    with writing(target, "%.4f") as write:
        write({column: [row[column] for row in rows] for column in rows[0]})
    return replace(done, words=(*done.words, *words))


def _gathered(split: SplitDuties, source: Source) -> dict[str, _Person]:
    """The duties of each person; of a table that names nobody, all are one person's, called as the file is."""
    people: dict[str, _Person] = {}
    alone = Path(str(source)).stem
    for duties, hours in split.blocks():
        starts, ends = utc_minutes(duties.start), utc_minutes(duties.end)
        at_rates = np.column_stack([by_rate(hours)[rate] for rate in RATES])
        first_days = duties.start.dt.date.tolist()
        for at, name in enumerate(duties.people.tolist()):
            person = people.setdefault(name or alone, _Person())
            person.rows.append(int(duties.rows[at]))
            person.starts.append(float(starts[at]))
            person.ends.append(float(ends[at]))
            person.days.add(first_days[at])
            person.hours = person.hours + at_rates[at]
            for column, texts in duties.of_person.items():
                if texts[at]:
                    person.of_person.setdefault(column, {})[texts[at]] = None
    for row in split.export.apart:
        known = people.get(row.person or alone)
        if known is not None:
            known.apart += 1
            try:
                day = datetime.date.fromisoformat(row.day)
            except ValueError:
                continue
            (known.days if row.says in NOT_AWAY else known.leave).add(day)
    return people


def _period(days: set[datetime.date], asked: OfPeople, source: Source) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that the table covers: through the weekend where its last day is a Friday."""
    last = max(days)
    weekend = 6 - last.weekday() if last.weekday() >= 4 else 0
    first, last = asked.first or min(days), asked.last or last + datetime.timedelta(days=weekend)
    beyond = [day for day in (min(days), max(days)) if not first <= day <= last]
    if beyond:
        option = "--from" if beyond[0] < first else "--to"
        raise Faults([Fault(str(source), option, f"the table has a row of {beyond[0]}, outside {first} to {last}")])
    return first, max(last, first + datetime.timedelta(days=6))


def _gaps(days: set[datetime.date], first: datetime.date, last: datetime.date) -> list[tuple[datetime.date, int]]:
    """Stretches of 7 days or more without a row: the first day of each, and how many days it has.

    >>> day = datetime.date(2026, 11, 2)
    >>> _gaps({day, day + datetime.timedelta(days=14)}, day, day + datetime.timedelta(days=16))
    [(datetime.date(2026, 11, 3), 13)]
    """
    one = datetime.timedelta(days=1)
    ends = [first - one, *sorted(days), last + one]
    gaps = [(before + one, (after - before).days - 1) for before, after in itertools.pairwise(ends)]
    return [(start, size) for start, size in gaps if size >= SHORTEST_GAP]


def _row(
    name: str,
    person: _Person,
    period: tuple[datetime.date, datetime.date],
    nation: str,
    asked: OfPeople,
    words: list[str],
) -> dict[str, Any]:
    """What is written of a person; `words` gains what is to be said of them."""
    first, last = period
    stretches = _gaps(person.days, first, last)
    away = [one for one in stretches if any(0 <= (day - one[0]).days < one[1] for day in person.leave)]
    gaps = [one for one in stretches if one not in away]
    missing = sum(size for _, size in (away if asked.gaps_are_off else stretches))
    weeks = ((last - first).days + 1 - missing) / 7
    own = {}
    for column in OF_A_PERSON:
        values = list(person.of_person.get(column, ()))
        if len(values) > 1:
            listed = " and ".join(map(shortened, values[:3]))
            words.append(f"{name} has several values of {column}, {listed}: none is written.")
        stated = values[0] if len(values) == 1 else "" if values else asked.given.get(column, "")
        own[column] = _in_our_words(name, column, stated, words)
    a_week = person.hours / weeks
    row: dict[str, Any] = {"id": name, "as_at": str(last), "nation": nation, **own, "duties": len(person.rows)}
    row |= {"rows_apart": person.apart, "weeks_covered": round(weeks, 4)}
    for column, these in (("leave", away), ("gaps", gaps)):
        row[column] = "; ".join(f"{start} to {start + datetime.timedelta(days=size - 1)}" for start, size in these)
    row |= dict(zip(RATES, person.hours.tolist(), strict=True))
    row["average_hours_a_week"] = float(a_week.sum())
    row |= {f"{rate}_a_year": hours * WEEKS_A_YEAR for rate, hours in zip(RATES, a_week.tolist(), strict=True)}
    return row


def _in_our_words(name: str, column: str, text: str, words: list[str]) -> str:
    """A value of a person as tables of jobs hold it; what cannot be read is left out, and `words` gains why."""
    if not text or (column == "step" and not could_be_a_step(text)):
        return text  # a step may be known by the wait for it, which needs the band
    try:
        return in_our_words(column, text)
    except ValueError as error:
        words.append(f"{name}: {column}: {error}: none is written.")
        return ""


def _of_the_table(
    people: Mapping[str, _Person],
    rows: Sequence[Mapping[str, Any]],
    period: tuple[datetime.date, datetime.date],
    asked: OfPeople,
    by_person: bool,
) -> list[str]:
    """How far the table bears out a year: what it covers, its gaps, duties at the same time, and long ones."""
    first, last = period
    weeks = ((last - first).days + 1) / 7
    words = [
        f"{counted(len(people), 'person', 'people')}, {first} to {last}, weeks: {weeks:.2f}. Hours a year are those of"
        " an average week times 52.14. Another period is stated with --from and --to."
    ]
    if not by_person:
        words.append(f"No column names people ({PERSON}): all duties are taken for one person's.")
    away = [f"{row['id']} ({row['leave']})" for row in rows if row["leave"]]
    if away:
        words.append(
            "Leave of 7 days or more is left out of the weeks covered, as it is paid like an average week:"
            f" {_some(away)}."
            " Shorter leave lowers the average."
        )
    with_gaps = [f"{row['id']} ({row['gaps']})" for row in rows if row["gaps"]]
    if with_gaps:
        counts = "count as weeks off" if asked.gaps_are_off else "are left out of the weeks covered"
        words.append(
            f"Gaps, 7 days or more without a row, {counts}: {_some(with_gaps)}."
            + ("" if asked.gaps_are_off else " --gaps-are-off counts them as weeks off.")
        )
    short = [str(row["id"]) for row in rows if row["weeks_covered"] < FEWEST_WEEKS]
    if short:
        words.append(f"Fewer than {FEWEST_WEEKS} weeks covered, so that a year is uncertain: {_some(short)}.")
    many = [
        f"{row['id']} ({row['average_hours_a_week']:.1f})"
        for row in rows
        if row["average_hours_a_week"] > MOST_HOURS_A_WEEK
    ]
    if many:
        words.append(f"More than {MOST_HOURS_A_WEEK} hours in an average week: {_some(many)}.")
    together, long = [], []
    for name, person in people.items():
        order = np.argsort(person.starts, kind="stable").tolist()
        for one, other in itertools.pairwise(order):
            if person.starts[other] < person.ends[one]:
                together.append(f"{name} (rows {person.rows[one]} and {person.rows[other]})")
        long += [
            f"row {row}"
            for row, start, end in zip(person.rows, person.starts, person.ends, strict=True)
            if end - start > LONG_DUTY * 60
        ]
    if together:
        words.append(f"Duties at the same time, all of them counted: {_some(together)}.")
    if long:
        words.append(f"Duties of more than {LONG_DUTY} hours: {_some(long)}.")
    return words


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED:,} more" if names[MOST_NAMED:] else ""
    return ", ".join(names[:MOST_NAMED]) + more
