"""Rows of a roster export as duties: times in London, breaks, the rows that are no duty, and every fault."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from paymodel.counting import counted
from paymodel.errors import MOST_FAULTS, Fault, Faults, shortened
from paymodel.files.duty_cells import Dates, Moment, break_minutes, day_after, is_a_day
from paymodel.files.duty_mappings import (
    COLUMNS,
    GENERAL,
    OF_A_PERSON,
    PERSON,
    Placed,
    fitting,
    known_duty_headings,
    load_duty_mapping,
    placed,
    words_apart,
)
from paymodel.files.duty_spans import Spans, as_two_cells, no_span, spans_of
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.our_columns import TableReader
from paymodel.files.scales import shipped_scales
from paymodel.files.table_reading import reading
from paymodel.files.tabular_io import Block
from paymodel.files.uploads import Source
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd

ZONE = "Europe/London"
LONGEST = 24 * 60
LONGEST_KIND = 150
"""Letters of a cell that may say that a row is no duty: a longer one is a note."""
Note = Callable[["np.ndarray | Sequence[int]", str, str], None]
"""Takes note of a fault of some rows: their places in the block, our column, and what is wrong with its cell."""


@dataclass(frozen=True)
class Breaks:
    """What unpaid break a duty has that states none: minutes from so many hours of duty on, the longest first.

    >>> Breaks(((12.0, 60.0), (6.0, 30.0))).of(np.array([300.0, 480.0, 720.0])).tolist()
    [0.0, 30.0, 60.0]
    """

    by_length: tuple[tuple[float, float], ...] | None = None

    def as_option(self) -> str:
        """As the option `--break` says it.

        >>> Breaks(((6.0, 30.0), (12.0, 60.0))).as_option(), Breaks(((0.0, 30.0),)).as_option()
        ('6=30,12=60', '0=30')
        """
        return ",".join(f"{hours:g}={minutes:g}" for hours, minutes in self.by_length or ())

    def of(self, minutes: Array) -> Array:
        """The break of duties by their length in minutes."""
        breaks = np.zeros(len(minutes))
        for hours, of_these in sorted(self.by_length or ()):
            breaks = np.where(minutes >= hours * 60, of_these, breaks)
        return breaks


@dataclass(frozen=True)
class HowRead:
    """How a table of duties is read: where it is, by which mapping, with which breaks, and which date comes first."""

    choice: Choice = ANYWHERE
    mapping: str | None = None
    breaks: Breaks = Breaks()
    month_first: bool = False


AS_FOUND = HowRead()


@dataclass(frozen=True)
class RowApart:
    """A row that is no duty: its number, what it is (leave, a day off, ...), its own word, and whose day it is."""

    row: int
    says: str
    text: str
    person: str
    day: str


@dataclass
class DutyRows:
    """The sound duties of a block: number, id and person of each, and its times; `of_person` are columns of people."""

    rows: np.ndarray
    ids: np.ndarray
    people: np.ndarray
    start: "pd.Series"
    end: "pd.Series"
    unpaid_break: Array
    of_person: dict[str, np.ndarray]


@dataclass
class Export:
    """A table of duties while it is read: what was found, and all that is to be said of it."""

    source: Source
    how: HowRead
    nation: str
    reader: TableReader = field(init=False)
    name: str = GENERAL
    by_person: bool = False
    read: int = 0
    faults: list[Fault] = field(default_factory=list)
    unusable: int = 0
    apart: list[RowApart] = field(default_factory=list)
    next_day: int = 0
    without_break: int = 0
    filled_break: int = 0
    on_call: int = 0
    without_id: bool = False
    placed: Placed | None = None
    """Which heading each column of ours has, once the first rows are read."""
    spans: Spans | None = None
    """The column that holds starts and ends together, if one does."""

    def __post_init__(self) -> None:
        _check_time_zone()
        see = f"the columns are {', '.join(COLUMNS)}; other headings are named with --mapping FILE (docs/tables.md)"
        self.reader = TableReader(str(self.source), COLUMNS, ("start", "end"), see)
        self.dates = Dates(self.how.month_first)
        self.first, self.last = _covered(self.nation)
        self._moments: dict[str, Moment | None] = {}
        self._kinds: dict[str, str] = {}

    def blocks(self) -> Iterator[DutyRows]:
        """The sound duties, a block at a time. Raises `Faults` for what makes the whole unusable."""
        place: Placed | None = None
        for block in reading(self.source, known_duty_headings(self.how.mapping), self.how.choice):
            headings = [str(heading) for heading in block.cells.columns]
            if place is None:
                self.name = self.how.mapping or fitting(headings)
                place = placed(headings, self.name)
                self.spans = spans_of(block, place)
                self.placed = self.spans.placed(place) if self.spans else place
                self.by_person = PERSON in place.heading_of
                self.without_id = "id" not in place.heading_of
                self.reader.columns = [column for column in COLUMNS if column != "id" or not self.without_id]
                self.apart_words = words_apart(self.name)
            split, there = as_two_cells(block, place, self.spans) if self.spans else (block, place)
            under = self._under_our_names(split, there)
            self.read += len(block.rows)
            if len(block.rows):
                yield self._duties(under, split, self.placed or place)
        self._refuse_months_first()

    def _under_our_names(self, block: Block, place: Placed) -> Block:
        ours = {heading: column for column, heading in place.heading_of.items()}
        others = [heading for heading in place.used if heading not in ours]
        cells = block.cells.drop(columns=others).rename(columns=ours)
        told = {ours.get(heading, heading): words for heading, words in block.told.items()}
        return self.reader.under_our_names(replace(block, cells=cells, told=told))

    def _refuse_months_first(self) -> None:
        """Refuse a table whose dates can only be read another way round."""
        dates = self.dates
        wrong = dates.only_day_first if dates.month_first else len(dates.only_month_first)
        if wrong and not (len(dates.only_month_first) if dates.month_first else dates.only_day_first):
            if dates.month_first:
                words = "dates have the day first, and --month-first says otherwise; leave it out"
            else:
                example = shortened(dates.only_month_first[0])
                words = f"dates such as {example} have the month first; say so with --month-first"
            raise Faults([Fault(str(self.source), "", words)])

    def _duties(self, under: Block, block: Block, place: Placed) -> DutyRows:
        import pandas as pd

        cells, size = under.cells, len(under.rows)
        texts = {column: _texts(cells[column]) for column in cells.columns}
        none = [""] * size
        bad = np.zeros(size, dtype=bool)
        noted: dict[tuple[int, int], Fault] = {}

        def note(rows: "np.ndarray | Sequence[int]", column: str, words: str) -> None:
            rows = np.asarray(rows, dtype=np.int64)
            bad[rows] = True
            heading = place.heading_of.get(column, column)
            named = column if _same_heading(column, heading) else shortened(heading)[1:-1]
            for row in rows[: MOST_FAULTS + 1]:
                message = words.format(shortened(texts.get(column, none)[row]))
                fault = Fault(str(self.source), f"row {under.rows[row]}, {named}", message)
                noted.setdefault((int(row), COLUMNS.index(column)), fault)

        apart = self._rows_apart(block, place, texts)
        at_work = np.flatnonzero(~apart).tolist()
        if "id" in texts:
            note([row for row in at_work if not texts["id"][row]], "id", "missing")
        if PERSON in texts:
            words = "missing; say who works the duty, or leave the column out"
            note([row for row in at_work if not texts[PERSON][row]], PERSON, words)
        if self.spans is not None:
            held = _texts(block.cells[self.spans.heading])
            for row in (row for row in at_work if not texts["start"][row]):
                note([row], "start", no_span(held[row]))
            at_work = [row for row in at_work if texts["start"][row]]
        starts, ends = self._moments_of(texts, at_work, note, of_sheet=block.of_sheet)
        start, end = (
            _local(pd.Series(moments, dtype=object), column, note, self.first, self.last)
            for column, moments in (("start", starts), ("end", ends))
        )
        length = ((end - start).dt.total_seconds() / 60).to_numpy(dtype=np.float64, na_value=np.nan)
        breaks = self._breaks(texts, length, at_work, note)
        column = "unpaid_break_hours" if "unpaid_break_hours" in texts else "unpaid_break_minutes"
        note(np.flatnonzero(length <= 0), "end", "{} is not after the start")
        note(np.flatnonzero(length > LONGEST), "end", "{} makes a duty of more than 24 hours")
        note(np.flatnonzero((length > 0) & (breaks >= length)), column, "{} minutes leave nothing of the duty")
        self.faults += [noted[key] for key in sorted(noted)]
        self.unusable += int(bad.sum())
        sound = ~bad & ~apart
        rows = under.rows[sound]
        ids = np.array(texts["id"], dtype=object)[sound] if "id" in texts else rows.astype(str).astype(object)
        return DutyRows(
            rows,
            ids,
            np.array(texts.get(PERSON, none), dtype=object)[sound],
            start[sound].reset_index(drop=True),
            end[sound].reset_index(drop=True),
            breaks[sound],
            {name: np.array(texts[name], dtype=object)[sound] for name in OF_A_PERSON if name in texts},
        )

    def _rows_apart(self, block: Block, place: Placed, texts: "dict[str, list[str]]") -> np.ndarray:
        """Which rows are no duty, by what their cells say as a whole; they are listed."""
        size = len(block.rows)
        says = [""] * size
        shown = [""] * size
        for heading in place.kinds:
            for row, text in enumerate(_texts(block.cells[heading])):
                if text and not says[row] and (kind := self._kind(text)):
                    says[row], shown[row] = kind, text
        for column in ("start", "end"):
            for row, text in enumerate(texts[column]):
                if text and not says[row] and not text[0].isdigit() and (kind := self._kind(text)):
                    says[row], shown[row] = kind, text
        for heading in place.reasons:
            for row, text in enumerate(_texts(block.cells[heading])):
                if text and not says[row]:
                    says[row], shown[row] = self._kind(text) or "not worked", text
        if place.all_day:
            for row, text in enumerate(_texts(block.cells[place.all_day])):
                if not says[row] and text.lower() in ("true", "yes", "y", "1"):
                    says[row], shown[row] = "an event of the whole day", text
        if place.on_call:
            for row, text in enumerate(_texts(block.cells[place.on_call])):
                if text and not says[row]:
                    self.on_call += 1
                    if not texts.get("start", [""] * size)[row]:
                        says[row], shown[row] = "on call", text
        none = [""] * size
        days = [texts.get(column, none) for column in ("start_date", "date", "start")]
        for row in np.flatnonzero([bool(one) for one in says]).tolist():
            day = next((moment.day for of in days if (moment := self._moment(of[row])) and moment.day), "")
            person = texts.get(PERSON, none)[row]
            self.apart.append(RowApart(int(block.rows[row]), says[row], shown[row], person, day))
        return np.array([bool(one) for one in says], dtype=bool)

    def _kind(self, text: str) -> str:
        """What a cell as a whole says of a row that is no duty; nothing for any other word."""
        if text not in self._kinds:
            kinds = (says for find, says in self.apart_words if find.fullmatch(text))
            self._kinds[text] = next(kinds, "") if len(text) <= LONGEST_KIND else ""
        return self._kinds[text]

    def _moment(self, text: str) -> Moment | None:
        if text not in self._moments:
            self._moments[text] = self.dates.moment(text) if text else None
        return self._moments[text]

    def _moments_of(
        self, texts: "dict[str, list[str]]", at_work: Sequence[int], note: Note, *, of_sheet: bool
    ) -> tuple[list[str], list[str]]:
        """The start and the end of each row in ISO 8601, an empty text where there is none or a fault is noted."""
        size = len(texts["start"])
        none = [""] * size
        starts, ends = [""] * size, [""] * size
        date = texts.get("date", none)
        start_date, end_date = texts.get("start_date", none), texts.get("end_date", none)
        for row in at_work:
            begin = self._whole(texts["start"][row], start_date[row] or date[row], of_sheet)
            finish = self._whole(texts["end"][row], end_date[row], of_sheet, alone=True)
            if isinstance(begin, str):
                note([row], "start", begin)
            if isinstance(finish, str):
                note([row], "end", finish)
            if isinstance(begin, str) or isinstance(finish, str):
                continue
            if begin.ends_the_day:
                note([row], "start", "{} is the end of a day; write 00:00 of the next")
                continue
            day = finish.day or begin.day
            if finish.ends_the_day:
                finish = Moment(day_after(day), "00:00:00", finish.offset)
            elif not finish.day:
                if finish.time == begin.time:
                    note([row], "end", "{} is the time of the start too; give the date on which it ends")
                    continue
                self.next_day += finish.time < begin.time
                finish = Moment(day_after(day) if finish.time < begin.time else day, finish.time)
            starts[row], ends[row] = (f"{one.day}T{one.time}{one.offset}" for one in (begin, finish))
        return starts, ends

    def _whole(self, text: str, beside: str, of_sheet: bool, *, alone: bool = False) -> Moment | str:
        """A cell with the day that another says, or what is wrong with it; an end may be a time `alone`."""
        if not text:
            return "missing"
        moment = self._moment(text)
        if moment is None:
            return "{} is not a time, such as 2026-04-01T19:00 or 01/04/2026 19:00"
        if not moment.time:
            if of_sheet:  # a cell of a sheet that holds midnight shows the day alone
                return Moment(moment.day, "00:00:00")
            return "{} is a day without a time, such as 2026-04-01T19:00"
        if moment.day:
            return moment
        day = self._moment(beside)
        if day is None or not is_a_day(day.day):
            if alone and not beside:
                return moment
            return f"{{}} has no day: {shortened(beside)} beside it is none" if beside else "{} is a time without a day"
        return Moment(day.day, moment.time, moment.offset)

    def _breaks(self, texts: "dict[str, list[str]]", length: np.ndarray, at_work: Sequence[int], note: Note) -> Array:
        """The unpaid break of each row in minutes, that of its length where it states none."""
        breaks = np.full(len(length), np.nan)
        for column in ("unpaid_break_minutes", "unpaid_break_hours"):
            known: dict[str, float | str] = {"": np.nan}
            for row in at_work if column in texts else ():
                text = texts[column][row]
                if text not in known:
                    try:
                        known[text] = break_minutes(text, in_hours=column == "unpaid_break_hours")
                    except ValueError as error:
                        known[text] = str(error).replace("{", "{{").replace("}", "}}")
                minutes = known[text]
                if isinstance(minutes, str):
                    note([row], column, minutes)
                elif np.isnan(breaks[row]):
                    breaks[row] = minutes
        silent = np.isnan(breaks)
        worked = silent & (length > 0)
        if self.how.breaks.by_length is None:
            self.without_break += int(worked.sum())
        else:
            self.filled_break += int(worked.sum())
        return np.where(silent, self.how.breaks.of(np.nan_to_num(length)), breaks)

    def sentences(self) -> list[str]:
        """What is to be said of how the table was read."""
        words = []
        if self.name != GENERAL:
            words.append(f"Read as: {load_duty_mapping(self.name).title}.")
        words += self.reader.sentences()
        if self.spans is not None:
            words.append(self.spans.words())
        if self.without_id:
            words.append("No column names the duties: each has the number of its row as its id.")
        if self.dates.shown:
            order = "the month" if self.how.month_first else "the day"
            words.append(f"Dates such as {shortened(self.dates.shown)} are read with {order} first.")
        if self.dates.serial:
            words.append(f"Numbers such as {self.dates.serial} are read as days and times of a spreadsheet.")
        if self.next_day:
            many = counted(self.next_day, "duty ends", "duties end")
            words.append(f"{many} on the next day: the end is a time before that of the start.")
        if self.without_break:
            words.append(
                f"{counted(self.without_break, 'duty states', 'duties state')} no unpaid break, and none is taken off:"
                " say what is, with --break MINUTES or by length, such as --break 6=30,12=60."
            )
        if self.filled_break:
            words.append(
                f"{counted(self.filled_break, 'duty states', 'duties state')} no unpaid break: --break says what it is."
            )
        if self.on_call:
            words.append(f"{counted(self.on_call, 'row has', 'rows have')} time on call, which is not counted.")
        return words


def _texts(cells: "pd.Series") -> list[str]:
    """A column as texts without outer blanks, empty where there is none."""
    return [text.strip() for text in cells.astype(object).where(cells.notna(), "").astype(str).tolist()]


def _same_heading(column: str, heading: str) -> bool:
    return "".join(filter(str.isalnum, column.lower())) == "".join(filter(str.isalnum, heading.lower()))


def _check_time_zone() -> None:
    """Refuse a computer that does not know when clocks change."""
    try:
        ZoneInfo(ZONE)
    except (ZoneInfoNotFoundError, OSError):
        words = f"this computer has no time zone data for {ZONE}; install it with: pip install tzdata"
        raise Faults([Fault("paymodel hours", "", words)]) from None


def _covered(nation: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that the nation's list of public holidays speaks for."""
    path = shipped_scales().find("public-holidays", nation)
    blocks = shipped_scales().history(path).history if path else []
    return blocks[0].effective, blocks[-1].until or datetime.date.max


def _local(texts: "pd.Series", column: str, note: Note, first: datetime.date, last: datetime.date) -> "pd.Series":
    """London times of a column of ISO texts, those with an offset read as the moment they name; empty ones are none."""
    import pandas as pd

    def noted(rows: np.ndarray, words: str) -> None:
        note(np.flatnonzero(rows), column, words)

    shaped = (texts != "").to_numpy(dtype=bool)
    # A duty may end on the day after the list does.
    days = texts.str[:10].to_numpy(dtype=object).astype(str)
    covered = (days >= str(first)) & (days <= str(last + datetime.timedelta(days=int(column == "end"))))
    noted(shaped & ~covered, f"public holidays are known from {first} to {last} only")
    shaped = shaped & covered
    offset = texts.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", regex=True).to_numpy(dtype=bool) & shaped
    naive = pd.to_datetime(texts.where(shaped & ~offset), errors="coerce", format="ISO8601")
    exact = pd.to_datetime(texts.where(offset), errors="coerce", format="ISO8601", utc=True).dt.tz_convert(ZONE)
    noted(shaped & naive.isna().to_numpy() & exact.isna().to_numpy(), "{} is not a time that exists")
    local = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="NaT")
    shifted = naive.dt.tz_localize(ZONE, ambiguous="NaT", nonexistent="shift_forward")
    missing = naive.notna().to_numpy() & local.isna().to_numpy()
    ambiguous = missing & shifted.isna().to_numpy()
    noted(ambiguous, "{} comes twice that night, as clocks go back: add +01:00 or +00:00")
    noted(missing & ~ambiguous, "{} does not exist that night, as clocks go forward")
    return local.where(~offset, exact)
