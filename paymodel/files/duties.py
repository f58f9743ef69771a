"""Actual duties from a roster export: local start and end times to hours by rate."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from paymodel.clock import DAY, DAYS_TOUCHED, Duties
from paymodel.errors import Fault, Faults, nearest
from paymodel.files.scales import load_working_time
from paymodel.files.tables import finish, progress, reading, writing
from paymodel.policy import WorkingTime
from paymodel.rota import day_kinds
from paymodel.rounding import Array
from paymodel.rules.unsocial_hours import hours_by_rate

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("id", "start", "end", "unpaid_break_minutes")
ZONE = "Europe/London"
LONGEST = 24 * 60


def duty_hours(
    source: Path, target: Path, nation: str, *, exactly_half_counts: bool = False, break_taken_from: str = "mid-shift"
) -> int:
    """Split each duty of a table into hours by rate and write them, in order. Returns the number of duties.

    Times are Europe/London clock times (ISO); hours are elapsed hours, so a night across a clock change has 11 or 13.
    Breaks sit in the middle unless `break_taken_from` says otherwise. Each row stands alone.

    Raises `Faults`, each with the row as a spreadsheet numbers it (the header is row 1).
    """
    if source.resolve() == target.resolve():
        raise Faults([Fault(str(target), "", "is the table read; write to another file")])
    with writing(target) as write:
        return _each_block(source, nation, write, exactly_half_counts, break_taken_from)


def check(source: Path) -> int:
    """Check a table of duties without writing anything. Returns the number of duties; raises `Faults`."""
    return _each_block(source, "england", lambda _ids, _hours: None, False, "mid-shift")


def _each_block(
    source: Path,
    nation: str,
    write: Callable[["pd.Series", dict[str, Array]], None],
    exactly_half_counts: bool,
    break_taken_from: str,
) -> int:
    faults: list[Fault] = []
    done = 0
    for first_row, block in reading(source):
        _check_columns(source, list(block.columns))
        found, duties, first_day = _duties(block, str(source), first_row)
        faults.extend(found)
        done += len(block)
        if duties is not None and first_day is not None and not faults:
            rules = load_working_time(nation, first_day)
            faults.extend(_uncovered(duties, rules, str(source), first_row))
            hours = hours_by_rate(
                _with_days(duties, rules),
                rules.section_2,
                exactly_half_counts=exactly_half_counts,
                break_taken_from=break_taken_from,
            )
            by_rate = {
                "plain_hours": hours.plain,
                "saturday_night_hours": hours.saturday_night,
                "sunday_holiday_hours": hours.sunday_holiday,
            }
            if not faults:
                write(block["id"], by_rate)
        progress(f"{done:,} duties")
    progress("")
    finish(source, done, faults)
    return done


def _check_columns(source: Path, names: list[str]) -> None:
    faults = [
        Fault(str(source), "row 1", f"unknown column '{name}'; {nearest(str(name), COLUMNS)}")
        for name in names
        if name not in COLUMNS
    ]
    faults += [Fault(str(source), "row 1", f"the column '{name}' is missing") for name in COLUMNS if name not in names]
    if faults:
        raise Faults(faults)


class _LocalDuties:
    """Duties in minutes of real time, with the local date each starts on."""

    def __init__(self, start: "pd.Series", end: "pd.Series", unpaid_break: Array) -> None:
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
        self.unpaid_break = unpaid_break


def _utc_minutes(times: "pd.Series") -> Array:
    moments = times.dt.tz_convert("UTC").dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    return np.asarray(moments.astype(np.int64) / 60)


def _with_days(duties: _LocalDuties, rules: WorkingTime) -> Duties:
    kinds = day_kinds(duties.span, sorted(rules.public_holidays))
    begins = duties.start + (duties.end - duties.start - duties.unpaid_break) / 2
    return Duties(
        start=duties.start,
        end=duties.end,
        break_start=begins,
        break_end=begins + duties.unpaid_break,
        midnights=duties.midnights,
        day_kinds=kinds[duties.index],
        summer_shift=duties.summer_shift,
    )


def _uncovered(duties: _LocalDuties, rules: WorkingTime, name: str, first_row: int) -> list[Fault]:
    first, last = (np.datetime64(day, "D") for day in rules.covered)
    outside = (duties.days < first) | (duties.days > last)
    return [
        Fault(name, f"row {first_row + row}, start", f"public holidays are known from {first} to {last} only")
        for row in np.flatnonzero(outside)
    ]


def _duties(
    block: "pd.DataFrame", name: str, first_row: int
) -> tuple[list[Fault], _LocalDuties | None, datetime.date | None]:
    import pandas as pd

    faults: dict[tuple[int, str], Fault] = {}

    def note(rows: np.ndarray, column: str, words: str) -> None:
        for row in np.flatnonzero(rows):
            text = str(block[column].iloc[row])
            fault = Fault(name, f"row {first_row + row}, {column}", words.format(text[:40]))
            faults.setdefault((int(row), column), fault)

    start, end = (_local(block[column].astype(str).str.strip(), column, note) for column in ("start", "end"))
    breaks = pd.to_numeric(block["unpaid_break_minutes"], errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    note(~np.isfinite(breaks), "unpaid_break_minutes", "'{}' is not a number of minutes")
    note(breaks < 0, "unpaid_break_minutes", "'{}' is negative")
    length = ((end - start).dt.total_seconds() / 60).to_numpy(dtype=np.float64, na_value=np.nan)
    note(length <= 0, "end", "'{}' is not after the start")
    note(length > LONGEST, "end", "'{}' makes a duty of more than 24 hours")
    note((length > 0) & (breaks >= length), "unpaid_break_minutes", "'{}' minutes leave nothing of the duty")
    if faults:
        return [faults[key] for key in sorted(faults)], None, None
    duties = _LocalDuties(start, end, breaks)
    return [], duties, duties.days.min().astype(datetime.date)


def _local(texts: "pd.Series", column: str, note: Callable[[np.ndarray, str, str], None]) -> "pd.Series":
    """London times of a column of ISO texts, those with an offset read as the moment they name."""
    import pandas as pd

    shaped = texts.str.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:?\d\d)?").to_numpy(dtype=bool)
    note(~shaped, column, "'{}' is not an ISO time, such as 2026-04-01T19:00")
    offset = texts.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", regex=True).to_numpy(dtype=bool) & shaped
    naive = pd.to_datetime(texts.where(shaped & ~offset), errors="coerce", format="ISO8601")
    exact = pd.to_datetime(texts.where(offset), errors="coerce", format="ISO8601", utc=True).dt.tz_convert(ZONE)
    note(shaped & naive.isna().to_numpy() & exact.isna().to_numpy(), column, "'{}' is not a time that exists")
    local = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="NaT")
    shifted = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="shift_forward")
    missing = naive.notna().to_numpy() & local.isna().to_numpy()
    ambiguous = missing & shifted.isna().to_numpy()
    note(ambiguous, column, "'{}' comes twice that night, as clocks go back: add +01:00 or +00:00")
    note(missing & ~ambiguous, column, "'{}' does not exist that night, as clocks go forward")
    return local.where(~offset, exact)
