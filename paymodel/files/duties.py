"""Actual duties from a roster export: local start and end times to hours by rate."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from paymodel.clock import DAY, DAYS_TOUCHED, Duties
from paymodel.counting import counted
from paymodel.errors import MOST_FAULTS, Fault, Faults, nearest, shortened
from paymodel.files.progress import progress
from paymodel.files.scales import load_working_time, shipped_scales
from paymodel.files.table_files import Block, finish, reading, refuse_same, writing
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
    refuse_same(source, target)
    _check_time_zone()
    with writing(target, "%.4f") as write:
        return _each_block(source, nation, write, exactly_half_counts, break_taken_from)


def check(source: Path) -> int:
    """Check a table of duties without writing anything. Returns the number of duties; raises `Faults`."""
    _check_time_zone()
    return _each_block(source, "england", lambda _columns: None, False, "mid-shift")


def _check_time_zone() -> None:
    """Refuse a computer that does not know when clocks change."""
    try:
        ZoneInfo(ZONE)
    except (ZoneInfoNotFoundError, OSError):
        words = f"this computer has no time zone data for {ZONE}; install it with: pip install tzdata"
        raise Faults([Fault("paymodel hours", "", words)]) from None


def _each_block(
    source: Path,
    nation: str,
    write: Callable[[Mapping[str, Any]], None],
    exactly_half_counts: bool,
    break_taken_from: str,
) -> int:
    faults: list[Fault] = []
    done = 0
    for block in reading(source):
        _check_columns(source, list(block.cells.columns))
        found, duties = _duties(block, str(source), nation)
        faults.extend(found)
        done += len(block.rows)
        if duties is not None and not faults:
            rules = load_working_time(nation, duties.days.min().astype(datetime.date))
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
            write({"id": block.cells["id"].to_numpy(), **by_rate})
        progress(counted(done, "duty", "duties"))
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


def _duties(block: Block, name: str, nation: str) -> tuple[list[Fault], _LocalDuties | None]:
    """The faults of a block of duties, in order, and the duties where there are none."""
    import pandas as pd

    faults: dict[tuple[int, int], Fault] = {}
    cells = block.cells

    def note(rows: np.ndarray, column: str, words: str) -> None:
        for row in np.flatnonzero(rows)[: MOST_FAULTS + 1]:
            place = f"row {block.rows[row]}, {column}"
            fault = Fault(name, place, words.format(shortened(cells[column].iloc[row])))
            faults.setdefault((int(row), COLUMNS.index(column)), fault)

    note(cells["id"].astype(str).str.strip().to_numpy() == "", "id", "missing")
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
    return [], _LocalDuties(start, end, breaks)


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
