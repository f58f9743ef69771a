"""Tables of jobs: CSV or Parquet in, payslips out, a block of rows at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from paymodel.errors import NotInForce, shortened
from paymodel.files import parsers
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.person_values import (
    BESIDE_ANNEX_5,
    BESIDE_SECTION_2,
    HOURS_IN_A_YEAR,
    NEEDS_A_BAND,
    NO_TABLE_OF_ANNEX_5,
    NOT_IN_SCOTLAND,
    ONLY_ENGLAND,
    could_be_month_first,
    too_many_hours,
)
from paymodel.files.person_values import step as read_step
from paymodel.files.scales import load_policy
from paymodel.files.table_rows import (
    Layout,
    Rows,
    TableDone,
    check_columns,
    distinct_rows,
    each_block,
    work_through,
    worked_out,
)
from paymodel.files.tabular_io import ROWS_AT_ONCE, Block, check_header
from paymodel.files.uploads import Source
from paymodel.moves.provenance import figures_of_jobs
from paymodel.pay.fields import Door, Kind
from paymodel.pay.job import BAND_CODE, NO_BAND, WEEKS_IN_A_YEAR, Job, Payslip, fields_at
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import beyond_pay, payslips_in_blocks, pounds_owed, stated_beyond_gross
from paymodel.pay.rule_book import Citation, RuleBook
from paymodel.pay.rules import annex_5
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd


REQUIRED = ("id", "as_at")
NUMBERS: dict[str, float] = {each.name: float(each.default) for each in fields_at(Door.TABLES) if each.is_number}
"""Columns that hold numbers, and what an empty cell means."""
WORDS = (
    *("id", "nation", "as_at", "tax_residence"),
    *(each.name for each in fields_at(Door.TABLES) if not each.is_number),
)
COLUMNS = (*WORDS, *NUMBERS)
JOBS = Layout(WORDS, NUMBERS, REQUIRED, either=("band", "basic_pay"))


def payslips(source: Source, target: Path, choice: Choice = ANYWHERE) -> TableDone:
    """Read a table of jobs and write their payslips, one row for each, in order.

    CSV or Parquet is written by the ending of the name; what is read is told by what it holds. Nothing is written
    unless every row is sound.

    Raises `Faults`, each with the row as a spreadsheet numbers it (the header is row 1).
    """
    return worked_out(source, target, JOBS, _payslips, choice)


def check(source: Source, choice: Choice = ANYWHERE) -> TableDone:
    """Check a table of jobs without writing anything. Raises `Faults`."""
    return each_block(source, lambda _columns: None, JOBS, _payslips, choice)


def payslips_of(jobs: "pd.DataFrame") -> tuple[list[Mapping[str, Any]], list[Citation]]:
    """The payslips of a data frame of jobs, a block of rows at a time, and the figures used.

    Raises `Faults`, each with the row by its label in the index.
    """
    frame = Path("frame")
    check_header(frame, 1, [str(name) for name in jobs.columns])
    blocks = (
        Block(part.reset_index(drop=True), part.index.to_numpy())
        for first in range(0, len(jobs), ROWS_AT_ONCE)
        for part in [jobs.iloc[first : first + ROWS_AT_ONCE]]
    )
    done: list[Mapping[str, Any]] = []
    check_columns(frame, list(jobs.columns), JOBS)
    _, figures = work_through(blocks, str(frame), done.append, JOBS, _payslips)
    return done, figures


@lru_cache(maxsize=256)
def rule_book_on(nation: str, as_at: str, tax_residence: str, needs_pay_points: bool) -> RuleBook:
    """A rule book, loaded once."""
    return load_policy(nation, as_at, tax_residence=tax_residence, needs_pay_points=needs_pay_points)


@dataclass(frozen=True, eq=False)
class Group:
    """Rows of a block (their positions) that share a rule book, as jobs; `shared` is what else they have in common."""

    rows: np.ndarray
    job: Job
    rule_book: RuleBook
    shared: tuple[str, ...]


def _payslips(b: Rows, figures: dict[Citation, None]) -> Mapping[str, Any]:
    """The payslip lines of a block of rows (of use only where no row is at fault)."""
    lines = {line: np.full(b.size, np.nan) for line in LINES}
    residence = b.each("tax_residence", "")
    for group in groups(b, residence):
        figures.update(dict.fromkeys(figures_of_jobs(group.job, group.rule_book)))
        slip = payslips_in_blocks(group.job, group.rule_book)
        for line, values in slip.items():
            lines[line][group.rows] = values
        refuse_beyond_gross(b, group, slip)
        owing = group.rows[(pounds_owed(slip) > 0) & ~b.at_fault[group.rows]]
        b.fault(owing, "id", beyond_pay())
    return {"id": b.ids, **lines}


def refuse_beyond_gross(b: Rows, group: Group, slip: Payslip) -> None:
    """Note a fault for each row that gives up, or contributes, more than it is paid; `slip` is that of a year."""
    for field, alone, jobs in stated_beyond_gross(group.job, slip):
        with_it = "" if alone else ", with the pension contribution,"
        b.fault(group.rows[jobs], field, f"is{with_it} more than the gross pay")


def groups(b: Rows, tax_residence: np.ndarray, *more: np.ndarray) -> Iterator[Group]:
    """The sound rows of a table of jobs, in groups that share nation, day, tax residence, area, loans and `more`.

    `tax_residence` is empty where it is the nation. Notes a fault for each cell that is wrong.
    """
    nation = b.each("nation", "england")
    residence = np.where(tax_residence == "", nation, tax_residence)
    as_at = day_of(b)
    zone = b.each("high_cost_area", "")
    b.fault((zone != "") & (nation != "england"), "high_cost_area", ONLY_ENGLAND)
    loans = b.each("student_loan", "", "+".join)
    band = b.each("band", NO_BAND).astype(np.int64)
    band = _without_band_1(b, band)
    no_pay = np.isnan(b.numbers["basic_pay"]) & ~b.faulty("basic_pay")
    b.fault(~b.text["band"].stated() & no_pay, "band", "missing (or give basic_pay)")
    by_words: dict[str, np.ndarray] = {
        each.name: b.each(each.name, each.default).astype(bool) for each in fields_at(Door.TABLES, Kind.YES_NO)
    }
    for each in fields_at(Door.TABLES, Kind.PERCENT):
        by_words[each.name] = b.each(each.name, each.default).astype(np.float64)
    for kind in (each.name for each in fields_at(Door.TABLES, Kind.PREMIUM)):
        by_words[kind] = b.each(kind, 0.0, attrgetter("pounds")).astype(np.float64)
        by_words[f"{kind}_share"] = b.each(kind, 0.0, attrgetter("share")).astype(np.float64)
    _check_together(b, band, by_words["annex_5_percent"])
    sound = ~b.at_fault
    positions = np.flatnonzero(sound)
    group, firsts = distinct_rows(*(part[sound] for part in (nation, as_at, residence, zone, loans, *more)))
    for number, first in enumerate(positions[firsts]):
        rows = positions[group == number]
        one_nation, day, one_residence, one_zone, one_loans = (
            str(part[first]) for part in (nation, as_at, residence, zone, loans)
        )
        try:
            needs_points = bool(np.isnan(b.numbers["basic_pay"][rows]).any())
            rule_book = rule_book_on(one_nation, day, one_residence, needs_points)
        except NotInForce as error:
            b.fault(rows, "as_at", str(error))
            continue
        step = _steps(b, rows, band, rule_book, f"{one_nation} on {day}")
        _check_with_rule_book(b, rows, band, rule_book)
        rows, step = rows[~b.at_fault[rows]], step[~b.at_fault[rows]]
        numbers: dict[str, Any] = {
            # A column that the table lacks holds one value for all, which is quicker than a million times the same.
            column: values[rows] if column.removesuffix("_share") in b.present else values[0]
            for column, values in {**b.numbers, **by_words}.items()
        }
        job = Job(
            band=band[rows],
            step=step,
            high_cost_area=one_zone or None,
            student_loan=tuple(one_loans.split("+")) if one_loans else (),
            **numbers,
        )
        yield Group(rows, job, rule_book, tuple(str(part[first]) for part in more))


def _without_band_1(b: Rows, band: np.ndarray) -> np.ndarray:
    """Bands with 1 paid as 2, where its own rates for unsocial hours are not needed."""
    first = band == BAND_CODE["1"]
    if not first.any():
        return band
    stated = ~np.isnan(b.numbers["unsocial_hours_payment"])
    hours = (b.numbers["saturday_night_hours_a_year"] > 0) | (b.numbers["sunday_holiday_hours_a_year"] > 0)
    b.fault(first & hours & ~stated, "band", parsers.BAND_1_BY_RATES)
    b.notes[parsers.BAND_1_AS_2] = None
    return np.where(first, BAND_CODE["2"], band)


def day_of(b: Rows) -> np.ndarray:
    """The column `as_at` as days written 2026-04-01, with a fault where there is none."""
    as_at = b.each("as_at", "", str)
    either = next(filter(could_be_month_first, b.text["as_at"].distinct), "")
    if either:
        b.notes[f"Dates such as {shortened(either)} are read with the day first."] = None
    b.fault(~b.text["as_at"].stated(), "as_at", "missing")
    return as_at


def _check_together(b: Rows, band: np.ndarray, percent: Array) -> None:
    """Columns that do not go together."""
    n = b.numbers
    annex = ~np.isnan(n["annex_5_hours_a_week"])
    section_2 = (n["saturday_night_hours_a_year"] > 0) | (n["sunday_holiday_hours_a_year"] > 0)
    paid = ~np.isnan(n["unsocial_hours_payment"])
    b.fault(annex & section_2, "annex_5_hours_a_week", BESIDE_SECTION_2)
    b.fault(~np.isnan(percent) & section_2, "annex_5_percent", BESIDE_SECTION_2)
    b.fault(paid & section_2, "unsocial_hours_payment", BESIDE_SECTION_2)
    b.fault(paid & (annex | ~np.isnan(percent)), "unsocial_hours_payment", BESIDE_ANNEX_5)
    stated = paid | ~np.isnan(percent)
    senior = band >= BAND_CODE["8a"]
    b.fault(
        annex & senior & ~stated,
        "annex_5_hours_a_week",
        NO_TABLE_OF_ANNEX_5,
    )
    hours = [column for column in NUMBERS if column.endswith("_hours_a_year")]
    total = np.sum([n[column] for column in hours], axis=0)
    b.fault(
        (total > HOURS_IN_A_YEAR) & ~np.any([b.faulty(column) for column in hours], axis=0),
        "saturday_night_hours_a_year",
        lambda row: too_many_hours(total[row]),
    )
    overtime = n["overtime_hours_a_year"] + n["public_holiday_overtime_hours_a_year"] > 0
    b.fault((band == NO_BAND) & overtime, "overtime_hours_a_year", NEEDS_A_BAND)


def _steps(b: Rows, rows: np.ndarray, band: np.ndarray, rule_book: RuleBook, where: str) -> Array:
    """The step of each row of a group, working each pair of band and step out once."""
    texts = b.text["step"]
    codes, firsts = distinct_rows(band[rows], texts.codes[rows])
    numbers = []
    for code, first in enumerate(rows[firsts]):
        number = 1
        same = rows[codes == code]
        one_band, text = band[first], texts.distinct[texts.codes[first]]
        if one_band == NO_BAND:
            if text:
                b.fault(same, "step", "a step needs a band")
        elif text or np.isnan(b.numbers["basic_pay"][same]).any():
            try:
                number = read_step(text or "entry", int(one_band), rule_book.pay_points, where)
            except ValueError as error:
                missing = same if text else same[np.isnan(b.numbers["basic_pay"][same])]
                b.fault(missing, "step" if text else "band", str(error))
        numbers.append(number)
    return np.asarray(np.array(numbers, dtype=np.float64)[codes])


def _check_with_rule_book(b: Rows, rows: np.ndarray, band: np.ndarray, rule_book: RuleBook) -> None:
    """What can be refused only once the figures in force are known."""
    n = b.numbers
    room = (1 - n["whole_time_equivalent"][rows]) * rule_book.weekly_hours * WEEKS_IN_A_YEAR
    over = n["extra_hours_a_year"][rows] > room + 0.01
    b.fault(rows[over], "extra_hours_a_year", "goes beyond whole time; the rest is overtime")
    annex = ~np.isnan(n["annex_5_hours_a_week"][rows])
    percent = b.text["annex_5_percent"].stated()[rows]
    if rule_book.working_time.annex_5 is None:
        b.fault(rows[annex], "annex_5_hours_a_week", NOT_IN_SCOTLAND)
        b.fault(rows[percent], "annex_5_percent", NOT_IN_SCOTLAND)
    elif annex.any():
        stated = percent | ~np.isnan(n["unsocial_hours_payment"][rows])
        average = annex_5.average_hours(n["annex_5_hours_a_week"][rows], n["whole_time_equivalent"][rows])
        share = annex_5.share_of_basic_pay(rule_book.working_time.annex_5, average)
        b.fault(rows[annex & ~stated & np.isnan(share)], "annex_5_hours_a_week", annex_5.LOCAL)
    hours = n["saturday_night_hours_a_year"][rows] + n["sunday_holiday_hours_a_year"][rows]
    no_rate = np.isnan(rule_book.working_time.section_2.lower[np.maximum(band[rows], 0)]) & (band[rows] != NO_BAND)
    b.fault(
        rows[no_rate & (hours > 0) & np.isnan(n["unsocial_hours_payment"][rows])],
        "band",
        f"no unsocial hours rates are established for bands 1 to 3 in {rule_book.nation}",
    )
