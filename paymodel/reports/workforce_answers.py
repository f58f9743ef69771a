"""The answer for a workforce, read from the folder that `paymodel workforce` wrote: its tables and its record alone."""

import csv
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from paymodel.answers.tables import Column, Table, Unit, table_of
from paymodel.answers.workforce_paybill import INCENTIVE, PAYBILL
from paymodel.answers.workforce_phrasing import most_lost
from paymodel.answers.workforce_remedies import REMEDIES
from paymodel.answers.workforce_tables import BAND_HELD, COSTS, COUNTED, HIDDEN, LOSSES, NAMES, SPREAD
from paymodel.answers.workforce_why import WHY
from paymodel.charts.picture import stamp_of_posts
from paymodel.charts.tables import parse_number
from paymodel.errors import Fault, Faults
from paymodel.reports.as_written import Record, find_changed_files, read_record
from paymodel.workforces.disclosure import SMALLEST, STEP, Control, control_of, rounded

RECORD = "run.json"
OF_THE_PAYBILL = {"paybill": PAYBILL, "incentive": INCENTIVE}
"""Tables of the pay bill, which a folder holds where it was asked for, with their columns."""
TABLES = ("summary", "groups", "costs", "remedies", "why", *OF_THE_PAYBILL)
"""Tables that a folder may hold; `summary` is always there."""
KNOWN = {column.name: column for column in (*WHY, *REMEDIES, *COSTS, *SPREAD, *LOSSES, *COUNTED, BAND_HELD, *NAMES)}
KNOWN |= {"vacancies": Column("vacancies", unit=Unit.COUNT)}


class StaffList(msgspec.Struct):
    """What the record says of the staff list."""

    rows: int
    used: int
    invented: bool = False


class Policy(msgspec.Struct):
    """A policy of the run."""

    name: str
    because: str = ""


class AnswerRecord(Record):
    """What is read of the record of a workforce for a paper."""

    as_at: datetime.date
    nation: str
    staff_list: StaffList
    disclosure: dict[str, Any]
    policies: list[Policy]
    figures: list[dict[str, Any]]
    assumptions_rated: list[dict[str, Any]]
    review_by: datetime.date | None = None
    marks: str = ""


@dataclass(frozen=True, eq=False)
class WorkforceAnswer:
    """A folder that `paymodel workforce` wrote, as it was published; `label` tells it from another beside it."""

    label: str
    folder: Path
    record: AnswerRecord
    tables: dict[str, Table]

    @property
    def title(self) -> str:
        """What was asked, and that the people are invented where they are."""
        return self.record.title + (" (invented people)" if self.invented else "")

    @property
    def invented(self) -> bool:
        """Whether the people of the staff list were made up."""
        return self.record.staff_list.invented

    @property
    def summary(self) -> Table:
        """Who loses and who gains."""
        return self.tables["summary"]

    @property
    def first_policy(self) -> str:
        """The policy that the others are set beside."""
        return str(self.summary.rows[0][0])

    @property
    def worst(self) -> dict[str, Any] | None:
        """The row of the post on moving to which most is lost by the people of the band just below it."""
        return most_lost(self.summary)

    @property
    def control(self) -> Control:
        """What was redacted and rounded."""
        done = self.record.disclosure
        return control_of(int(done.get("threshold", SMALLEST)), int(done.get("money_rounded_to", STEP)))

    @property
    def stamp(self) -> str:
        """What stands below its charts."""
        return stamp_of_posts(self.record.title, self.record.nation, self.record.as_at)

    def row_of(self, table: str, of: dict[str, Any]) -> dict[str, Any] | None:
        """The row of a table (of the first policy, where it has several) for a post, pattern and band held."""
        if table not in self.tables:
            return None
        named = {name: of[name] for name in ("post", "pattern", "band_held")}
        return next(self.tables[table].where(**named).records(), None)

    def files(self) -> dict[str, bytes]:
        """Every file of the folder that may be published, by name."""
        return {name: (self.folder / name).read_bytes() for name in (*self.record.files, RECORD)}

    @property
    def assumptions(self) -> list[dict[str, Any]]:
        """What was taken for granted, with how sure it is."""
        return self.record.assumptions_rated


def read_answer(folder: Path, label: str = "") -> WorkforceAnswer:
    """The answer in a folder. Raises `Faults` where it is none, was altered, or was written by an earlier version."""
    name = str(folder / RECORD)
    if not (folder / RECORD).is_file():
        words = f"holds no {RECORD}; name a folder that paymodel workforce wrote"
        raise Faults([Fault(str(folder), "", words)])
    record = read_record(folder / RECORD, name, AnswerRecord)
    changed = [words for words in find_changed_files(folder, record.files, [RECORD]) if not words.endswith("was added")]
    if changed:
        raise Faults([Fault(str(folder), "", f"{words}; run paymodel workforce again") for words in changed])
    if record.disclosure.get("internal"):
        words = "holds exact figures, which are not for publication; run paymodel workforce without --internal"
        raise Faults([Fault(str(folder), "", words)])
    tables = {table: _read(folder, table) for table in TABLES if f"{table}.csv" in record.files}
    if not tables.get("summary", Table((), ())).rows:
        raise Faults([Fault(str(folder), "", "holds no summary.csv with rows; run paymodel workforce again")])
    return WorkforceAnswer(label, folder, record, tables)


def _read(folder: Path, name: str) -> Table:
    """A table of the folder, its columns as they are known."""
    try:
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        if any(len(row) != len(head) for row in rows):
            raise ValueError(name)
    except (OSError, ValueError, csv.Error):
        raise Faults([Fault(str(folder / f"{name}.csv"), "", "is not a table that paymodel workforce wrote")]) from None
    known = KNOWN | {column.name: column for column in OF_THE_PAYBILL.get(name, ())}
    columns = [known.get(column, Column(column)) for column in head]
    cells = [
        [cell if column.unit is Unit.TEXT else parse_number(cell) for cell, column in zip(row, columns, strict=True)]
        for row in rows
    ]
    kept = [column.name for column in columns if column.name not in ("people_are", "note")]
    return Table(columns, cells, name=name).pick(*kept)


def under_joint_control(answers: Sequence[WorkforceAnswer]) -> list[WorkforceAnswer]:
    """Several answers as they may stand side by side: the highest threshold and the coarsest rounding hold for all.

    What is shown of a figure depends on it alone, so nothing else of one answer need be hidden for another. A pay bill
    that was published under less control is left out: how few people a change of it is of is not known here.
    """
    threshold = max(answer.control.threshold for answer in answers)
    control = control_of(threshold, max(answer.control.unit for answer in answers))
    return [
        answer
        if (answer.control.threshold, answer.control.unit) == (control.threshold, control.unit)
        else replace(answer, tables=_all_under(answer.tables, control))
        for answer in answers
    ]


def _all_under(tables: dict[str, Table], control: Control) -> dict[str, Table]:
    return {name: _under(table, control) for name, table in tables.items() if name not in OF_THE_PAYBILL}


COUNTS = ("people", "lose", "same", "gain", "fewer_losers", "still_lose")
OF_LOSERS = (
    *("share_losing", *(column.name for column in (*LOSSES, *SPREAD[:1])), "cost_for_each_fewer_loser"),
    *("cost_of_making_losers_whole", "cost_of_making_each_loser_whole", "policy_cost_for_each_fewer_loser"),
)
"""Columns that go with the number who lose; other pounds go with the number of people."""


def _under(table: Table, control: Control) -> Table:
    """A table under a control that is stricter than its own."""
    columns = {column.name: column for column in table.columns}
    rows = []
    for row in table.records():
        cells = dict(row)
        few_people, few_losers = (_fewer(row.get(name), control.fewest_for_pounds) for name in ("people", "lose"))
        for name, cell in row.items():
            if isinstance(cell, str) or cell is None:
                continue
            in_pounds = columns[name].unit is Unit.POUNDS_A_YEAR
            hidden = name in COUNTS and _fewer(cell, control.most_redacted + 1)
            hidden |= (in_pounds or name in OF_LOSERS) and (few_losers if name in OF_LOSERS else few_people)
            if hidden:
                cells[name] = HIDDEN
            elif in_pounds:
                cells[name] = rounded(cell, control.unit)
        rows.append(cells)
    return replace(table, rows=table_of(table.columns, rows).rows)


def _fewer(count: Any, least: int) -> bool:
    """Whether a count is hidden, or of fewer than so many; nobody is not."""
    return isinstance(count, str) or (count is not None and 0 < abs(count) < least)
