"""Checking a table: what it is, which command opens it, every fault, and what was read of it."""

import datetime
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, at_most, told_once
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.uploads import STANDARD_INPUT, Source, source_named

if TYPE_CHECKING:
    from paymodel.files.duty_rows import Breaks
    from paymodel.files.grid_rotas import Meaning
    from paymodel.workforces.row_by_row import Quality

HOURS_A_YEAR = ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year")
FEWEST_OF_JOBS = 2
"""Columns of a table of jobs from which on a table is taken for one."""
NO_FAULTS = ("is a total of other rows", "has 1 cell")
"""What is said of lines below a list that are no rows of it, and no fault either."""
OTHERS_ARE_USED = "The command leaves rows with a fault out, lists them and uses the others."
MOST_ROWS_OF_A_GRID = 5_000
"""Rows of a table that may be a grid of a rota."""


@dataclass(frozen=True)
class HowChecked:
    """What tables are checked with: where the list is, by which mapping, beside which posts, and a grid's codes."""

    choice: Choice = ANYWHERE
    mapping: str | None = None
    duty_mapping: str | None = None
    posts: Path | None = None
    person: str | None = None
    codes: Mapping[str, "Meaning"] = field(default_factory=dict)
    breaks: "Breaks | None" = None
    month_first: bool = False
    unstated: str | None = None

    def options(self, *more: str) -> str:
        """The options with which the command that opens the table is called, as they were given here."""
        given = {"--sheet": self.choice.sheet, "--heading-row": self.choice.heading_row, "--words": self.choice.words}
        words = [part for option, value in given.items() if value is not None for part in (option, str(value))]
        return " ".join(map(shlex.quote, [*words, *more]))


@dataclass(frozen=True)
class TableChecked:
    """A table that was checked: its kind, the command that opens it, sentences on what was read, and its faults."""

    kind: str
    opens: str
    sentences: Sequence[str] = ()
    faults: Sequence[Fault] = ()


def check_table(path: Path, how: HowChecked) -> TableChecked:
    """Check a table of any kind. Raises `Faults` where it cannot be said what it is, or for the table as a whole."""
    from paymodel.files import payroll_tables, people_tables  # pandas is needed for tables alone
    from paymodel.files.duty_mappings import fitting, known_duty_headings, placed
    from paymodel.files.mappings import find_mapping, known_headings, load_mapping, plain_heading
    from paymodel.files.our_columns import names_of_columns
    from paymodel.files.published_tables import kind_of_published
    from paymodel.files.staff_lists import headings_of

    source = source_named(str(path))
    own = load_mapping(how.mapping) if how.mapping else None
    ours = frozenset(
        [
            *known_headings(own),
            *names_of_columns(people_tables.COLUMNS),
            *payroll_tables.PAYE.columns,
            *known_duty_headings(how.duty_mapping),
            *names_of_columns(("payment_type", "sample_size", "data_type", "data_level", "headcount")),
        ]
    )
    try:
        headings = headings_of(source, how.choice, own, ours)
    except Faults:
        if grid := _grid(source, path, how):
            return grid
        raise
    if kind_of_published(headings):
        return _published(source, path, how, headings)
    plain = {plain_heading(heading) for heading in headings}
    if how.duty_mapping or plain & {"start", "end"}:
        return _duties(source, path, how)
    mapping = how.mapping or ""
    of_jobs = plain_heading("as_at") in plain or (_is_of_jobs(headings) and not _says_hours(headings))
    if not mapping and not of_jobs:
        try:
            mapping = find_mapping(headings, source)
        except Faults:
            if {"start", "end"} <= placed(headings, fitting(headings)).heading_of.keys():
                return _duties(source, path, how)
            if not _is_of_jobs(headings):
                if grid := _grid(source, path, how):
                    return grid
                if _has_spans(source, how):
                    return _duties(source, path, how)
                if (
                    how.posts
                    or len(plain & {plain_heading(column) for column in people_tables.COLUMNS}) < FEWEST_OF_JOBS
                ):
                    raise
    return _staff(source, path, mapping, how) if mapping else _jobs(source, path, headings, how)


def _published(source: Source, path: Path, how: HowChecked, headings: Sequence[str]) -> TableChecked:
    """Check a published table of earnings or of people."""
    from paymodel.files.published_tables import kind_of_published, read_published

    of_earnings = kind_of_published(headings) == "earnings"
    published = read_published([source], how.choice, needs_earnings=False)
    words = f"Month: {published.month or published.month_of_people or 'none named'}, the last of the table."
    groups = len(published.paid) if of_earnings else len(published.people)
    words += f" {counted(groups, 'staff group and band', 'staff groups and bands')} can be used."
    kind = "published table of mean earnings" if of_earnings else "published table of how many people there are"
    opens = f"paymodel published {_named(path) if of_earnings else f'EARNINGS {_named(path)}'} {how.options()}".strip()
    return TableChecked(kind, opens, [words, *(each.removeprefix(f"{source}: ") for each in published.sentences)])


def _has_spans(source: Source, how: HowChecked) -> bool:
    """Whether a table holds duties whose start and end are in one cell."""
    from paymodel.files.duty_mappings import fitting, known_duty_headings, placed
    from paymodel.files.duty_spans import spans_of
    from paymodel.files.table_reading import reading

    block = next(iter(reading(source, known_duty_headings(), how.choice)), None)
    if block is None:
        return False
    headings = [str(heading) for heading in block.cells.columns]
    return spans_of(block, placed(headings, fitting(headings))) is not None


def _is_of_jobs(headings: Sequence[str]) -> bool:
    """Whether a table has a day for each row, and what a table of jobs or of months must have."""
    from paymodel.files import payroll_tables, people_tables
    from paymodel.files.our_columns import find_our_columns

    for layout in (people_tables.JOBS, payroll_tables.PAYE):
        heading_of = find_our_columns(headings, layout.columns, layout.required, "", 1).heading_of
        if set(layout.required) <= heading_of.keys() and (not layout.either or set(layout.either) & heading_of.keys()):
            return True
    return False


def _says_hours(headings: Sequence[str]) -> bool:
    """Whether a list says what is paid for unsocial hours, as a staff list has to, in one of our columns."""
    from paymodel.files.mappings import load_mapping, placed
    from paymodel.workforces.staff_rows import UNSOCIAL

    there = placed(load_mapping("esr"), headings)
    return any(column in there for column in ("rota", *UNSOCIAL, *HOURS_A_YEAR))


def _named(path: Path) -> str:
    return shlex.quote(str(path)) if str(path) != STANDARD_INPUT else STANDARD_INPUT


def _jobs(source: Source, path: Path, headings: Sequence[str], how: HowChecked) -> TableChecked:
    from paymodel.files import payroll_tables, people_tables, table_rows
    from paymodel.files.our_columns import find_our_columns, names_of_columns
    from paymodel.files.table_quality import Dress, columns_in_words, rows_in_words
    from paymodel.files.table_reading import reading

    months = find_our_columns(headings, payroll_tables.PAYE.columns, (), "", 1).heading_of
    if "tax_code" not in months:
        kind, verb, layout, check = "table of jobs", "payslips", people_tables.JOBS, people_tables.check
    elif "taxable_pay" in months:
        kind, verb, layout = "table of months for PAYE", "paye", payroll_tables.PAYE
        check = payroll_tables.check_paye
    else:
        kind, verb, layout = "table of jobs with tax codes", "payroll", payroll_tables.JOBS
        check = payroll_tables.check_payroll
    opens = f"paymodel {verb} {_named(path)} {how.options('-o', 'OUT.csv')}"

    def place(headings: Sequence[str]) -> Mapping[str, str]:
        return find_our_columns(headings, layout.columns, layout.required, str(source), 1).heading_of

    dress, rows = Dress(), 0
    for block in reading(source, names_of_columns(layout.columns), how.choice):
        dress.look_at(block, place(list(map(str, block.cells.columns))))
        rows += len(block.rows) + len(block.left_out)
    words: Sequence[str] = ()
    faults: Sequence[Fault] = ()
    try:
        done: table_rows.TableDone = check(source, how.choice)
        words, used = done.words, done.rows
    except Faults as error:
        faults, used = error.faults, 0
    why = [fault.place.partition(", ")[2] for fault in faults] if faults else [""] * (rows - used)
    summary = [rows_in_words(rows, used, why)]
    if faults:
        summary = [f"Rows: {rows:,} read, none used: nothing is written unless every row is sound."]
    unused = [sentence for sentence in words if not sentence.startswith(("Column not used", "Columns not used"))]
    summary += [*columns_in_words(place(headings), headings), *dress.sentences(), *unused]
    return TableChecked(kind, opens, summary, faults)


def _duties(source: Source, path: Path, how: HowChecked) -> TableChecked:
    from paymodel.files.duties import SplitDuties
    from paymodel.files.duty_mappings import known_duty_headings
    from paymodel.files.duty_rows import Breaks, HowRead
    from paymodel.files.staff_lists import headings_of
    from paymodel.files.table_quality import columns_in_words, rows_in_words
    from paymodel.pay.rule_book import Switches

    read_so = HowRead(how.choice, how.duty_mapping, how.breaks or Breaks(), how.month_first)
    split = SplitDuties(source, "england", Switches(), read_so)
    for _ in split.blocks():
        pass
    done, export = split.done(), split.export
    more = ["--mapping", how.duty_mapping] if how.duty_mapping else []
    more += ["--month-first"] if how.month_first else []
    more += ["--break", how.breaks.as_option()] if how.breaks is not None else []
    opens = f"paymodel hours {_named(path)} {how.options(*more, '--nation', 'NATION', '-o', 'OUT.csv')}"
    placed = export.placed
    headings = headings_of(source, how.choice, known=known_duty_headings(how.duty_mapping))
    unlike = ("Column not used", "Columns not used", "  ")
    sentences = [text for text in done.words if not text.startswith(unlike) and not text.endswith(" not used:")]
    why = [*(apart.says for apart in export.apart), *(fault.place.partition(", ")[2] for fault in done.faults)]
    read = done.duties + len(export.apart) + export.unusable + len(export.reader.faults)
    summary = [rows_in_words(read, done.duties, why)]
    if placed is not None:
        beside = {heading: heading for heading in placed.used if heading not in placed.heading_of.values()}
        summary += columns_in_words({**placed.heading_of, **beside}, headings)
    faults = at_most(list(done.faults), str(source))
    summary += [OTHERS_ARE_USED] if faults else []
    return TableChecked("table of duties", opens, [*summary, *sentences], faults)


def _grid(source: Source, path: Path, how: HowChecked) -> TableChecked | None:
    """A grid of a rota; None for a table that is none. Raises `Faults` for a grid that cannot be read."""
    from paymodel.files.duty_rows import Breaks
    from paymodel.files.grid_rotas import rota_of_grid
    from paymodel.files.grid_shapes import days_across
    from paymodel.files.rota_grids import cells_of_file, days_across_the_top, grid_of_file
    from paymodel.files.rotas import rota_of
    from paymodel.files.yaml_documents import Document

    try:
        cells, _ = cells_of_file(source, how.choice)
    except Faults:
        return None
    days = any(map(days_across, days_across_the_top(cells[:MOST_ROWS_OF_A_GRID])[0]))
    if not days and not _are_weeks_alone([row for row in cells[:MOST_ROWS_OF_A_GRID] if any(row)]):
        return None
    more = ["--person", how.person] if how.person else []
    more += [part for code, meaning in how.codes.items() for part in ("--code", f"{code}={meaning.as_option()}")]
    if how.breaks is not None:
        more += ["--break", how.breaks.as_option()]
    opens = f"paymodel rota {_named(path)} {how.options(*more, '--nation', 'NATION')}"
    kind = "grid of a rota"
    try:
        grid = grid_of_file(source, how.choice, how.person)
        kind = f"grid of a rota ({counted(len(grid.weeks), 'week')})"
        breaks = how.breaks or Breaks()
        data, sentences = rota_of_grid(grid, str(source), path.stem, how.codes, breaks, None)
        rota_of(Document(str(source), data))
    except Faults as error:
        return TableChecked(kind, opens, (), error.faults)
    counts = grid.counts().items()
    shifts = ", ".join(f"{code} ({counted(count, 'day')})" for code, count in counts if code in data["shifts"])
    return TableChecked(kind, opens, [f"Shifts: {shifts}." if shifts else "No shifts.", *sentences])


def _are_weeks_alone(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows are weeks of codes without days above: seven or eight cells, those of the first in others too.

    >>> _are_weeks_alone([list("DDDDD--"), list("NN--DDD")]), _are_weeks_alone([["id", *"abcdef"], ["A1", *"abcdef"]])
    (True, False)
    """
    if len(rows) < 2 or any(len(row) not in (7, 8) for row in rows):
        return False
    others = {cell for row in rows[1:] for cell in row}
    return all(cell in others for cell in rows[0][-7:])


def _staff(source: Source, path: Path, mapping_name: str, how: HowChecked) -> TableChecked:
    """Check every row of a staff list: beside posts as a run does, else on this day in England."""
    from paymodel.files.mappings import GROUPS, load_mapping
    from paymodel.files.our_columns import MOST_LINES
    from paymodel.files.staff_lists import columns_used, headings_of
    from paymodel.files.table_quality import columns_in_words, rows_in_words
    from paymodel.workforces.ask import place_of
    from paymodel.workforces.assignments import OF_THE_PERSON
    from paymodel.workforces.row_by_row import in_another_dress

    quality = _beside_posts(source, mapping_name, how) if how.posts else _alone(source, mapping_name, how)
    mapping = load_mapping(mapping_name)
    problems = [problem for problem in quality.problems if not problem[-1].startswith(OF_THE_PERSON)]
    lines = [(row, words) for row, _, column, words in problems if not column and words.startswith(NO_FAULTS)]
    faults = [
        Fault(str(source), place_of(row, column), words)
        for row, _, column, words in problems
        if column or not words.startswith(NO_FAULTS)
    ]
    kind = f"staff list (column mapping '{mapping_name}', {counted(quality.read, 'row')})"
    more = ["--mapping", mapping_name] if how.mapping else []
    more += ["--unsocial-hours-unstated", how.unstated] if how.unstated else []
    more += ["--posts", str(how.posts) if how.posts else "POSTS"]
    opens = f"paymodel workforce {_named(path)} {how.options(*more, '-o', 'OUT')}"
    headings = headings_of(source, how.choice, mapping)
    used = len({row for row, *_ in problems})
    dressed = [
        *in_another_dress(source, mapping, how.choice),
        *(f"Row {row} {words}: left out." for row, words in lines[:MOST_LINES]),
    ]
    dressed += [OTHERS_ARE_USED] if faults else []
    summary = [rows_in_words(quality.read, quality.read - used, (column for _, _, column, _ in problems))]
    summary += columns_in_words(
        columns_used(mapping, headings, GROUPS), headings, " (--by groups people by any of them)"
    )
    return TableChecked(kind, opens, [*summary, *dressed, *quality.notes], at_most(told_once(faults), str(source)))


def _beside_posts(source: Source, mapping_name: str, how: HowChecked) -> "Quality":
    from paymodel.files.staff_lists import pieces
    from paymodel.workforces.options import Options
    from paymodel.workforces.row_by_row import look_through
    from paymodel.workforces.run import Run

    choice = how.choice
    options = Options(str(source), str(how.posts), None, mapping_name, choice.sheet, choice.heading_row, choice.words)
    options = replace(options, unsocial_hours_unstated=how.unstated)
    return look_through(Run(options, staff=source), pieces(source))


def _alone(source: Source, mapping_name: str, how: HowChecked) -> "Quality":
    from paymodel.files.mappings import load_mapping
    from paymodel.files.scales import load_policy
    from paymodel.files.staff_lists import headings_of, pieces, read_part
    from paymodel.pay.rule_book import RuleBook
    from paymodel.workforces.assignments import take_together
    from paymodel.workforces.row_by_row import Quality
    from paymodel.workforces.run import notes_of
    from paymodel.workforces.staff_rows import Reader
    from paymodel.workforces.surveys import list_problems

    day = datetime.date.today()  # noqa: DTZ011  the user's own day
    folder = source.parent if isinstance(source, Path) else Path()
    reader, choice = Reader("england", folder, "refuse", unstated=how.unstated), how.choice

    @cache
    def rules_of(nation: str, tax_residence: str) -> RuleBook:
        return load_policy(nation, day, tax_residence=tax_residence)

    mapping = load_mapping(mapping_name)
    notes = notes_of(mapping, headings_of(source, choice, mapping), None)
    seen: dict[str, int] = {}
    rows, problems = 0, []
    for piece in pieces(source):
        people, part = reader.people(read_part(piece, mapping, (), choice), rules_of)
        take_together(people, part, None, reader, rules_of)
        rows += part.lines
        notes += part.notes
        problems += list_problems(part)
        ids = part.id_of(np.arange(part.size))
        for row, identity in zip(part.numbers.tolist(), ids, strict=True):
            before = seen.setdefault(identity.casefold(), row) if identity else row
            if before != row:
                problems.append((row, identity, "id", f"the assignment stands on row {before} already"))
    return Quality(rows, rows, sorted(problems), notes)
