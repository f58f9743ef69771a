"""Staff lists: CSV, Excel or Parquet, with a saved mapping of their headings, read into coded columns."""

import decimal
import math
import re
import stat
import time
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from paymodel.errors import Fault, Faults, at_most, nearest, shortened
from paymodel.files.documents import Document, read_document, validate
from paymodel.files.scales import shipped_folder
from paymodel.files.tables import BLOCK, Block, check_header, progress, reading
from paymodel.files.tables import NUMBERS as NUMBERS_OF_A_PAYSLIP
from paymodel.files.uploads import Source, for_libraries
from paymodel.files.words import Name
from paymodel.rounding import Array

if TYPE_CHECKING:
    import pandas as pd
    from python_calamine import CalamineWorkbook

TEXTS = (
    "id",
    "nation",
    "band",
    "step",
    "rota",
    "unsocial_hours",
    "annex_5_percent",
    "unsocial_hours_percent",
    "high_cost_area",
    "long_term_premium",
    "short_term_premium",
    "in_pension_scheme",
    "student_loan",
    "tax_residence",
    "increment_date",
)
NUMBERS: Mapping[str, tuple[float, tuple[float, float]]] = {
    "whole_time_equivalent": (np.nan, NUMBERS_OF_A_PAYSLIP["whole_time_equivalent"][1]),
    "basic_pay": (np.nan, (1_000.0, 1_000_000.0)),
    **{
        name: NUMBERS_OF_A_PAYSLIP[name]
        for name in (
            *("saturday_night_hours_a_year", "sunday_holiday_hours_a_year", "overtime_hours_a_year"),
            *("unsocial_hours_payment", "on_call_payment", "children", "sickness_absence", "salary_sacrifice"),
            *("other_pay", "other_pensionable_pay"),
        )
    },
}
"""Columns that hold numbers: what an empty cell means, and the least and the most."""
COLUMNS = (*TEXTS, *NUMBERS)
GROUPS = ("staff_group", "job_role", "profession", "site", "sex", "age_band", "ethnic_group")
"""Columns that only group people. Any other column of the list may, too."""
REQUIRED = ("id", "band", "step", "whole_time_equivalent")
ROWS_FOR_HEADINGS = 1_000
"""Rows of a CSV file that are read for its headings, so that a file that is no table is found out at once."""
ROWS_IN_A_PART = 2_000_000
LARGEST_WORKBOOK = 500_000_000
"""Bytes that an Excel file may hold when unpacked: enough for a million rows, too little for a bomb."""
NOT_SOUND = "is not a sound Parquet file; write it again, or give a CSV file"
DAMAGED = "cannot be read as a workbook: a part of it is damaged; save it as .xlsx or CSV UTF-8 again"
LARGEST_AREA = 50_000_000
"""Cells from the first to the last of a sheet, filled or not: the reader makes room for all of them."""
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
"""What a spreadsheet shows where a formula has failed."""
LIKE_ENOUGH = 0.8
"""How like a heading must be to the name of a column to be guessed, from 0 to 1."""
LONGEST_MATCHED, MOST_REPEATS, MOST_OPTIONAL, LONGEST_MATCHING = 150, 4, 10, 20.0
"""Characters of a cell that a pattern is put to, repeats and optional parts in a pattern, seconds for a column."""


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    r"""A regular expression to find in a cell, and what to write for it (`\1` is its first group)."""

    find: Name
    write: Name


class ColumnMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column mapping: for each of our columns the headings it may stand under, and how their words become ours."""

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    columns: Annotated[dict[Name, Annotated[list[Name], Meta(min_length=1)]], Meta(min_length=1)]
    patterns: dict[Name, list[Pattern]] = {}
    values: dict[Name, dict[str, str]] = {}
    constants: dict[Name, str] = {}


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of text: its distinct values, and each row's value as a number from 0."""

    values: tuple[str, ...]
    codes: NDArray[np.intp]

    def texts(self) -> NDArray[np.object_]:
        """Each row's text."""
        return np.array(self.values, dtype=object)[self.codes] if self.values else np.zeros(0, dtype=object)


@dataclass(frozen=True, eq=False)
class Ids:
    """The ids of some rows, as a pandas series of text: nearly all are distinct, so there is nothing to code."""

    cells: "pd.Series"

    def empty(self) -> NDArray[np.bool_]:
        """Which rows have none."""
        return np.asarray(self.cells == "", dtype=bool)

    def of(self, rows: NDArray[Any]) -> list[str]:
        """The ids of some rows (places, or a mask)."""
        return [str(text) for text in self.cells.iloc[rows]]

    def hashes(self, *, alone: bool) -> NDArray[np.uint64]:
        """A number for each id, the same for ids that differ only in letter case.

        Where these ids stand alone, numbers in their order do; else ones that any other piece would give too.
        """
        import pandas as pd

        lower = self.cells.str.lower()
        if not alone:
            return np.asarray(pd.util.hash_pandas_object(lower, index=False, categorize=False))
        earlier, later = lower.array[:-1], lower.array[1:]
        if bool((later > earlier).all()):  # type: ignore[operator]  # a list in the order of its ids
            return np.arange(len(lower), dtype=np.uint64)
        return np.asarray(pd.factorize(lower)[0]).astype(np.uint64)


@dataclass(eq=False)
class Problem:
    """Something about rows of a staff list: the places of the rows, the column, and what is wrong with each."""

    rows: NDArray[np.intp]
    column: str
    message: str


@dataclass(eq=False)
class Part:
    """Some rows of a staff list, column by column under our names; the number of each row as a spreadsheet has it."""

    numbers: NDArray[np.int64]
    texts: dict[str, Coded]
    figures: dict[str, Array]
    ids: Ids | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.numbers)

    def text(self, name: str) -> Coded:
        """A column of text; empty throughout where the list has none."""
        return self.texts.get(name) or Coded(("",), np.zeros(self.size, dtype=np.intp))

    def only(self, keep: NDArray[np.bool_]) -> "Part":
        """Some of the rows, without their problems."""
        return Part(
            self.numbers[keep],
            {name: Coded(column.values, column.codes[keep]) for name, column in self.texts.items()},
            {name: values[keep] for name, values in self.figures.items()},
            self.ids and Ids(self.ids.cells[keep]),
        )

    def id_of(self, rows: NDArray[Any]) -> list[str]:
        """The ids of some rows."""
        return self.ids.of(rows) if self.ids else [""] * len(self.numbers[rows])


@dataclass(frozen=True)
class Piece:
    """Which rows of a staff list a part holds: row groups of a Parquet file; the whole of any other file."""

    source: Source
    first_row: int
    row_groups: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        """The file, for other processes to read. Raises `TypeError` for a list in memory, which stays in this one."""
        if isinstance(self.source, Path):
            return self.source
        raise TypeError(f"{self.source} is held in memory")


def shipped_mappings() -> list[str]:
    """Names of the column mappings that ship with the package."""
    return sorted(path.stem for path in (shipped_folder("scenarios") / "mappings").glob("*.yaml"))


def load_mapping(reference: str) -> ColumnMapping:
    """Read a column mapping: a file, or a shipped one by its name. Raises `Faults`.

    >>> load_mapping("template").columns["band"]
    ['band']
    """
    path = Path(reference)
    if re.fullmatch(r"[a-z0-9-]+", reference) and not path.exists():
        path = shipped_folder("scenarios") / "mappings" / f"{reference}.yaml"
        if not path.is_file():
            words = f"not a file or a shipped mapping; {nearest(reference, shipped_mappings())}"
            raise Faults([Fault(reference, "", words)])
    return mapping_of(read_document(path, reference))


def mapping_of(document: Document) -> ColumnMapping:
    """Check the document of a column mapping. Raises `Faults`."""
    mapping = validate(document, ColumnMapping)
    faults = []
    for where in ("columns", "patterns", "values", "constants"):
        for name in getattr(mapping, where):
            if name not in (*COLUMNS, *GROUPS) and not (where != "columns" and name in mapping.columns):
                words = f"'{name}' is not a column of a staff list; {nearest(name, (*COLUMNS, *GROUPS))}"
                faults.append(document.fault((where, name), words))
    for name, patterns in mapping.patterns.items():
        for index, pattern in enumerate(patterns):
            try:
                found = re.compile(pattern.find)
                _repeats(pattern.find)
            except (re.error, OverflowError, RecursionError, ValueError) as error:
                words = f"is not a regular expression that can be used: {error}"
                faults.append(document.fault(("patterns", name, index, "find"), words))
                continue
            try:
                found.sub(pattern.write, "")
            except (re.error, IndexError) as error:
                words = f"cannot be written: {error}; \\1 is the first group of find"
                faults.append(document.fault(("patterns", name, index, "write"), words))
    for name, text in mapping.constants.items():
        if name in NUMBERS:
            least, most = NUMBERS[name][1]
            try:
                wrong = "" if least <= _number(text) <= most else f"'{text}' is out of range: {least:g} to {most:,.0f}"
            except ValueError as error:
                wrong = str(error)
            if wrong:
                faults.append(document.fault(("constants", name), wrong))
    if faults:
        raise Faults(faults)
    return mapping


def _repeats(pattern: str) -> None:
    """Refuse a regular expression that could take for ever: a repeat within a repeat, or many repeats.

    >>> _repeats("(a+)+$")
    Traceback (most recent call last):
    ValueError: a group that repeats holds a repeat or a choice, which can take for ever; write it without
    """
    plain = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)
    again = r"(?:[*+]|\{\d*,?\d*\})"
    count, maybe, groups = 0, 0, [False]
    for found in re.finditer(rf"\((?:\?[a-zA-Z#<>!=:]*)?|\)(?:{again})?|{again}|\||\?", plain):
        sign = found.group()
        if sign.startswith("("):
            groups.append(False)
            continue
        if sign.startswith(")"):
            inside = groups.pop() if len(groups) > 1 else False
            if len(sign) > 1 and inside:
                words = "a group that repeats holds a repeat or a choice, which can take for ever; write it without"
                raise ValueError(words)
            sign = sign[1:]
            groups[-1] |= inside
        if sign:
            groups[-1] = True
            count += sign not in ("|", "?")
            maybe += sign == "?"
    if count > MOST_REPEATS:
        raise ValueError(f"it has {count} repeats (* + {{m,n}}); at most {MOST_REPEATS}, or it can take for ever")
    if maybe > MOST_OPTIONAL:
        raise ValueError(f"it has {maybe} optional parts (?); at most {MOST_OPTIONAL}, or it can take for ever")


def find_mapping(headings: Sequence[str], source: Source) -> str:
    """The shipped mapping whose headings a list has, or a fault that says what is missing."""
    best: list[tuple[int, str]] = []
    for name in shipped_mappings():
        mapping = load_mapping(name)
        here = placed(mapping, headings)
        if all(column in here or column in mapping.constants for column in REQUIRED):
            best.append((-len(here), name))
    if not best:
        known = [load_mapping(name) for name in shipped_mappings()]
        near = max(known, key=lambda one: len(set(REQUIRED) & {*placed(one, headings), *one.constants}))
        if len(set(REQUIRED) & set(placed(near, headings))) > 1:
            _check_required(placed(near, headings), near, headings, source)
        words = (
            "its headings are not those of the staff template ("
            + ", ".join(REQUIRED)
            + " ...) nor of an ESR-style extract (Assignment Number, Payscale Description ...); name a mapping with"
            " --mapping FILE (docs/workforce.md shows one). The headings are: "
            + ", ".join(shortened(heading) for heading in headings[:12])
        )
        raise Faults([Fault(str(source), "row 1", words)])
    return min(best)[1]


def guessed(headings: Sequence[str]) -> ColumnMapping:
    """A column mapping for a list, as near as can be guessed, to be put right by hand.

    The shipped mapping that finds most of what is required reads the words; a column that it does not find stands under
    a heading that another shipped mapping knows, else under one much like its name. `columns` has one heading for each
    column that was found.

    >>> guessed(["Assignment Number", "Pay Grade", "WTE", "Ward"]).columns["whole_time_equivalent"]
    ['WTE']
    """
    known = [load_mapping(name) for name in shipped_mappings()]
    known.sort(key=lambda one: -len(set(REQUIRED) & set(placed(one, headings))))
    found: dict[str, str] = {}
    for mapping in known:
        for column, heading in placed(mapping, headings).items():
            if heading not in found.values() or column in placed(known[0], headings):
                found.setdefault(column, heading)
    left = {_plain(heading): heading for heading in headings if heading not in found.values()}
    for column in (*COLUMNS, *GROUPS):
        near = get_close_matches(_plain(column), left, n=1, cutoff=LIKE_ENOUGH) if column not in found else []
        if near:
            found[column] = left.pop(near[0])
    return msgspec.structs.replace(known[0], columns={column: [heading] for column, heading in found.items()})


def placed(mapping: ColumnMapping, headings: Sequence[str]) -> dict[str, str]:
    """Our columns that a list has, with the heading of each; letter case and outer blanks do not matter."""
    known = {_plain(heading): heading for heading in headings}
    found = {}
    for column, names in mapping.columns.items():
        heading = next((known[_plain(name)] for name in names if _plain(name) in known), None)
        if heading is not None:
            found[column] = heading
    return found


def _plain(heading: str) -> str:
    """A heading as it is compared."""
    return re.sub(r"[\s_]+", " ", str(heading)).strip().lower()


def pieces(source: Source, most: int | None = None) -> list[Piece]:
    """The pieces of a staff list that are read one at a time: a folder or file of Parquet has several, others one.

    Row groups of one file are joined up to `most` rows.
    """
    most = ROWS_IN_A_PART if most is None else most
    _check_readable([source])
    files: Sequence[Source] = [source]
    if isinstance(source, Path) and source.is_dir():
        files = sorted(source.glob("*.parquet"))
        if not files:
            raise Faults([Fault(str(source), "", "this folder holds no .parquet files; give a file, or such a folder")])
    _check_readable(files)
    if source.is_file() and source.suffix.lower() != ".parquet":
        return [Piece(source, 2)]
    import pyarrow as pa

    found: list[Piece] = []
    row = 2
    for path in files:
        if path.suffix.lower() != ".parquet" or not path.is_file() or path.stat().st_size == 0:
            return [Piece(path, row)]  # reading it says what is wrong
        try:
            with _parquet_file(path) as file:
                counts = [file.metadata.row_group(index).num_rows for index in range(file.metadata.num_row_groups)]
        except (pa.ArrowException, OSError, ValueError):
            raise Faults([Fault(str(path), "", NOT_SOUND)]) from None
        together: list[int] = []
        for index, count in enumerate(counts):
            held = sum(counts[one] for one in together)
            if together and held + count > most:
                found.append(Piece(path, row, tuple(together)))
                row += held
                together = []
            together.append(index)
        if sum(counts):  # a file of a folder may well hold no rows
            found.append(Piece(path, row, tuple(together)))
            row += sum(counts[one] for one in together)
    if not found:
        raise Faults([Fault(str(source), "", "holds no rows")])
    return found


def _check_readable(files: Sequence[Source]) -> None:
    """Refuse files that cannot be opened, before anything else is said of them."""
    for path in files:
        try:
            if stat.S_ISREG(path.stat().st_mode):
                path.open("rb").close()
        except FileNotFoundError:
            continue  # reading it says so
        except OSError as error:
            words = f"cannot be read: {(error.strerror or 'error').lower()}"
            raise Faults([Fault(shortened(path, 200)[1:-1], "", words)]) from None


def headings_of(source: Source, sheet: str | None) -> list[str]:
    """The headings of a staff list. Files of a folder have the same ones: a missing column would be read as empty."""
    found = pieces(source)
    first = found[0]
    if sheet is not None and first.source.suffix.lower() != ".xlsx":
        raise Faults([Fault(str(source), "--sheet", "goes with an Excel workbook (.xlsx); leave it out")])
    if first.row_groups:
        names: list[str] = []
        faults = []
        for path in dict.fromkeys(piece.source for piece in found):
            here = _parquet_names(path)
            names = names or here
            for differs, words in ((set(names) - set(here), "lacks"), (set(here) - set(names), "also has")):
                if differs:
                    listed = " and ".join(shortened(name) for name in sorted(differs)[:5])
                    words = f"{words} the column {listed}, unlike {first.source.name}; give every file the same columns"
                    faults.append(Fault(str(path), "row 1", words))
        if faults:
            raise Faults(at_most(faults, str(source)))
        return names
    for block in _blocks(first, sheet, None, ROWS_FOR_HEADINGS):
        return [str(name) for name in block.cells.columns]
    raise Faults([Fault(str(source), "", "holds no rows")])


def read_part(piece: Piece, mapping: ColumnMapping, more: Sequence[str], sheet: str | None = None) -> Part:
    """Read a piece of a staff list into coded columns under our names.

    `more` names the columns to keep beside those that pay rests on (to group people by). Raises `Faults` for what makes
    the whole file unusable;
    what is wrong with a single row stands in `problems`.
    """
    found: dict[str, str] = {}
    numbers: list[NDArray[np.int64]] = []
    gathered: dict[str, list[Any]] = {}
    for block in _blocks(piece, sheet, lambda headings: _wanted(mapping, headings, more)):
        headings = [str(name) for name in block.cells.columns]
        found = _wanted(mapping, headings, more)
        _check_required(found, mapping, headings, piece.source)
        numbers.append(block.rows)
        for column, heading in found.items():
            gathered.setdefault(column, []).append(_kept(column, block.cells[heading]))
        progress(f"{sum(map(len, numbers)):,} rows read")
    if not numbers:
        raise Faults([Fault(str(piece.source), "", "holds no rows")])
    part = Part(np.concatenate(numbers), {}, {})
    for column in found:
        _enter(part, column, gathered.pop(column), mapping)
    for column, value in mapping.constants.items():
        if column in NUMBERS:
            part.figures[column] = np.full(part.size, float(value))
        else:
            part.texts[column] = Coded((value,), np.zeros(part.size, dtype=np.intp))
    return part


def _wanted(mapping: ColumnMapping, headings: Sequence[str], more: Sequence[str]) -> dict[str, str]:
    known = {_plain(heading): heading for heading in headings}
    found = {
        column: heading for column, heading in placed(mapping, headings).items() if column in COLUMNS or column in more
    }
    for name in more:
        if name not in found and _plain(name) in known:
            found[name] = known[_plain(name)]
    return found


def _check_required(found: Mapping[str, str], mapping: ColumnMapping, headings: Sequence[str], source: Source) -> None:
    missing = [name for name in REQUIRED if name not in found and name not in mapping.constants]
    faults = []
    for name, heading in found.items():
        same = [shortened(one) for one in headings if _plain(one) == _plain(heading)]
        if len(same) > 1:
            words = f"{' and '.join(same)} are both the heading of '{name}'; keep one, or rename one"
            faults.append(Fault(str(source), "row 1", words))
    for name in missing:
        wanted = mapping.columns.get(name, [name])
        words = f"no column for '{name}': the mapping looks for {' or '.join(repr(one) for one in wanted)}"
        close = nearest(wanted[0], headings)
        faults.append(Fault(str(source), "row 1", words + (f"; {close}" if close.startswith("did") else "")))
    if faults:
        raise Faults(faults)


def _blocks(piece: Piece, sheet: str | None, wanted: Any, most: int = BLOCK) -> Iterator[Block]:
    if piece.row_groups:
        yield _parquet_block(piece, wanted)
    elif piece.source.suffix.lower() == ".xlsx":
        yield from _reading_excel(piece.source, sheet)
    elif piece.source.is_file() and piece.source.suffix.lower() not in (".csv", ".parquet"):
        ending = f"'{piece.source.suffix}' is not read" if piece.source.suffix else "its name has no ending"
        raise Faults([Fault(str(piece.source), "", f"{ending}; save the list as .xlsx, CSV UTF-8 or Parquet")])
    else:
        yield from reading(piece.source, most)


def _parquet_block(piece: Piece, wanted: Any) -> Block:
    """The rows of some row groups, in the columns that are used."""
    import pyarrow as pa

    not_sound = Faults([Fault(str(piece.source), "", NOT_SOUND)])
    names = _parquet_names(piece.source)
    columns = list(dict.fromkeys(wanted(names).values())) if wanted else names
    try:
        with _parquet_file(piece.source) as file:
            for name in columns:
                kind = file.schema_arrow.field(name).type
                if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind):
                    words = f"the column {shortened(name)} holds {kind}; give text or numbers"
                    raise Faults([Fault(str(piece.source), "row 1", words)])
            table = file.read_row_groups(list(piece.row_groups), columns=columns or None)
    except (pa.ArrowException, OSError, ValueError):
        raise not_sound from None
    for name in table.column_names:
        try:
            table.column(name).validate(full=True)
        except pa.ArrowException:
            words = f"the column {shortened(name)} holds text that is not UTF-8, or is damaged; write the file again"
            raise Faults([Fault(str(piece.source), "row 1", words)]) from None
    try:
        cells = table.to_pandas()
    except (pa.ArrowException, ValueError, OverflowError):
        raise not_sound from None
    return Block(cells, np.arange(piece.first_row, piece.first_row + len(cells)))


def _parquet_file(source: Source) -> Any:
    """A Parquet file, to read from."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(for_libraries(source))


def _parquet_names(source: Source) -> list[str]:
    """The headings of a Parquet file."""
    import pyarrow as pa

    try:
        with _parquet_file(source) as file:
            names = [str(name) for name in file.schema_arrow.names]
    except (pa.ArrowException, OSError, ValueError):
        raise Faults([Fault(str(source), "", NOT_SOUND)]) from None
    check_header(source, 1, names)
    return names


def sheets_of(source: Source) -> list[str]:
    """The sheets of a workbook that are shown and hold anything; none for any other file. Raises `Faults`."""
    if source.suffix.lower() != ".xlsx":
        return []
    _check_workbook(source)
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_object(for_libraries(source))
        return _filled(book)
    except (CalamineError, OSError, ValueError):
        raise Faults([Fault(str(source), "", DAMAGED)]) from None


def _filled(book: "CalamineWorkbook") -> list[str]:
    """The sheets of an open workbook that are shown and hold anything."""
    from python_calamine import SheetVisibleEnum

    shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    return [name for name in shown if book.get_sheet_by_name(name).height]


def _reading_excel(source: Source, sheet: str | None) -> Iterator[Block]:
    """The rows of one sheet of a workbook, as text."""
    errors = _check_workbook(source)
    import pandas as pd
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_object(for_libraries(source))
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        if sheet is not None and sheet not in book.sheet_names:
            words = f"has no sheet {shortened(sheet)}; {nearest(sheet, book.sheet_names)}"
            raise Faults([Fault(str(source), "", words)])
        hidden = [name for name in book.sheet_names if name not in visible]
        filled = _filled(book) if sheet is None else [sheet]
        if len(filled) > 1:
            words = f"has several sheets: {', '.join(map(shortened, filled))}; say which with --sheet NAME"
            raise Faults([Fault(str(source), "", words)])
        if not filled and hidden:
            words = f"holds nothing but hidden sheets: {', '.join(map(shortened, hidden))}; say which with --sheet NAME"
            raise Faults([Fault(str(source), "", words)])
        if not filled:
            raise Faults([Fault(str(source), "", "is empty")])
        page = book.get_sheet_by_name(filled[0])
        wrong = errors.get(_part_of_sheet(source, book.sheet_names.index(filled[0])), {}) if errors else {}
        rows = enumerate(page.iter_rows(), 1)
        top, titles = next(((place, row) for place, row in rows if any(cell != "" for cell in row)), (0, []))
    except (CalamineError, OSError, ValueError):
        raise Faults([Fault(str(source), "", DAMAGED)]) from None
    if not top:
        raise Faults([Fault(str(source), "", "is empty")])
    merged = [one for one in page.merged_cell_ranges or () if one[0][0] <= top - 1 <= one[1][0]]
    if merged:
        cell = f"{_letters(merged[0][0][1])}{merged[0][0][0] + 1}"
        words = f"the heading at {cell} is merged over several cells; give each column one heading, in one row"
        raise Faults([Fault(str(source), f"row {top}", words)])
    header = [cell_text(cell).strip() for cell in titles]
    while header and not header[-1]:
        header.pop()
    check_header(source, top, header)
    width = len(header)
    numbers, cells = [], []
    errors_of: dict[int, dict[int, str]] = {}
    for (place, column), text in wrong.items():
        errors_of.setdefault(place, {})[column] = text
    for place, row in rows:
        for column, text in errors_of.get(place, {}).items():
            if column <= len(row):
                row[column - 1] = text
        if any(cell != "" for cell in row):
            texts = [cell_text(cell) for cell in row]
            if any(map(str.strip, texts)):
                numbers.append(place)
                cells.append(texts[:width])
    if cells:
        yield Block(pd.DataFrame(cells, columns=header, dtype=object), np.array(numbers))


def _check_workbook(source: Source) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse what is no workbook, is locked, or would unpack to far more than a staff list holds.

    Returns the cells that hold an error (#REF! and the like), by part, row and column: the reader leaves them empty.
    """
    if not source.is_file():
        words = "is neither a file nor a folder; give a file" if source.exists() else "no such file"
        raise Faults([Fault(str(source), "", words)])
    with source.open("rb") as file:
        return check_workbook(file, str(source))


def check_workbook(file: IO[bytes], name: str) -> dict[str, dict[tuple[int, int], str]]:
    """The same of an open workbook, be it in memory alone. Raises `Faults`."""
    start = file.read(8)
    if not start:
        raise Faults([Fault(name, "", "is empty")])
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        words = "is locked with a password, or is an old .xls; save it as .xlsx without a password"
        raise Faults([Fault(name, "", words)])
    try:
        with zipfile.ZipFile(file) as archive:
            words, errors = _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        words = "is not a sound Excel workbook, whatever its name; save it as .xlsx or CSV UTF-8 again"
        errors = {}
    if words:
        raise Faults([Fault(name, "", words)])
    return errors


def _check_parts(archive: zipfile.ZipFile) -> tuple[str, dict[str, dict[tuple[int, int], str]]]:
    """What is wrong with the parts of a workbook, if anything; and for each part the cells that hold an error.

    Each part is unpacked once, a little at a time, so that its real size counts and not the one that it states; and the
    cells of each sheet are looked at, as a single one far away would take the room of all those before it.
    """
    unpacked = sum(item.file_size for item in archive.infolist())
    stated = {item.filename: item.file_size for item in archive.infolist()}
    errors: dict[str, dict[tuple[int, int], str]] = {}
    large = f"at most {LARGEST_WORKBOOK:,} are read: give CSV or Parquet"
    if "xl/workbook.xml" not in stated:
        return "is not an Excel workbook, whatever its name; save it as .xlsx or CSV UTF-8 again", errors
    if unpacked > LARGEST_WORKBOOK:
        return f"would unpack to {unpacked:,} bytes; {large}", errors
    for item in archive.infolist():
        name, size = item.filename, 0
        item.file_size = LARGEST_WORKBOOK + 1  # else reading stops at what it states
        letters: set[bytes] = set()
        rows: set[bytes] = set()
        before = b""
        with archive.open(item) as file:
            while chunk := file.read(1 << 20):
                size += len(chunk)
                if size > max(stated[name], 1):
                    return "is damaged: a part is larger than it states; save it as .xlsx or CSV UTF-8 again", errors
                here = before + chunk  # any part may be a sheet, whatever its name
                letters.update(_COLUMN.findall(here))
                rows.update(_ROW.findall(here))
                for cell, text in _ERROR.findall(here) if b"#" in here else ():
                    at = _PLACE.search(cell)
                    if at:
                        place = int(at[2]), _column_number(at[1])
                        errors.setdefault(name, {})[place] = text.decode("ascii", "replace")
                before = here[-LONGEST_CELL:]
        across = max((_column_number(one) for one in letters), default=0)
        down = max((int(one) for one in rows), default=0)
        if across * down > LARGEST_AREA:
            words = (
                f"holds cells as far as column {_letters(across - 1)} and row {down:,}; at most {LARGEST_AREA:,} cells"
            )
            return f"{words} are read: clear what stands far from the list, or save it as CSV UTF-8", errors
    return "", errors


def _part_of_sheet(source: Source, number: int) -> str:
    """The name of the part that holds a sheet of a workbook, or nothing where its relations are written oddly."""
    with zipfile.ZipFile(for_libraries(source)) as archive:
        names = archive.namelist()
        sheets = re.findall(rb"<(?:\w+:)?sheet\s([^>]*)>", archive.read("xl/workbook.xml"))
        relations = "xl/_rels/workbook.xml.rels"
        parts = re.findall(rb"<(?:\w+:)?Relationship\s([^>]*)>", archive.read(relations)) if relations in names else []
    at = re.search(rb"""\w:id\s*=\s*["']([^"']*)""", sheets[number]) if number < len(sheets) else None
    for part in parts:
        own, target = (re.search(rb"""\b%s\s*=\s*["']([^"']*)""" % key, part) for key in (b"Id", b"Target"))
        if at and own and target and own[1] == at[1]:
            path = target[1].decode("utf-8", "replace")
            return path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
    return ""


_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,7})[0-9]""")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>(?:<f[^<>]*>(?:[^<]*</f>)?)?<v>(#[^<]{1,20})</v>"""
)
LONGEST_CELL = 10_000
"""Bytes of a sheet that are looked at again with the next ones: a cell that holds an error may be cut in two."""
_ROW = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,7}([0-9]{1,12})""")


def _column_number(letters: bytes) -> int:
    """The number of a column of a spreadsheet, from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _letters(column: int) -> str:
    """The letters of a column of a spreadsheet, from 0.

    >>> _letters(0), _letters(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_text(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without .0, dates as 2026-04-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return str(value)


def _kept(column: str, cells: "pd.Series") -> "pd.Series":
    """A column of a block as it is kept: texts without the rest of their block, which is ten times as large."""
    if cells.dtype != object:
        return cells
    return cells.astype(str) if column == "id" else cells.astype("category")


def _enter(part: Part, column: str, cells: list["pd.Series"], mapping: ColumnMapping) -> None:
    """Enter a column under our name: numbers as numbers, text coded, with its mapping made."""
    import pandas as pd

    whole = cells[0]
    if len(cells) > 1 and all(isinstance(one.dtype, pd.CategoricalDtype) for one in cells):
        whole = pd.Series(pd.api.types.union_categoricals(cells))
    elif len(cells) > 1:
        whole = pd.concat(cells, ignore_index=True)
    plain = column not in mapping.values and column not in mapping.patterns
    if column in NUMBERS and plain and pd.api.types.is_numeric_dtype(whole.dtype):
        values = whole.to_numpy(dtype=np.float64, na_value=np.nan)
        part.figures[column] = _within(part, column, values, ~np.isnan(values), lambda row: f"{values[row]:g}")
        return
    if column == "id" and plain and pd.api.types.is_string_dtype(whole.dtype):
        part.ids = Ids(whole.fillna("").str.strip())
        return
    coded = _coded(whole)
    if not plain:
        coded = _mapped(part, column, coded, mapping)
    if column == "id":
        part.ids = Ids(pd.Series(coded.texts(), dtype=str))
        return
    if column not in NUMBERS:
        part.texts[column] = coded
        return
    found = np.full(len(coded.values), np.nan)
    wrong = {}
    for code, text in enumerate(coded.values):
        if text:
            try:
                found[code] = _number(text)
            except ValueError as error:
                wrong[code] = str(error)
    part.problems += problems_of(coded.codes, wrong, column)
    stated = np.array([text != "" for text in coded.values]) & ~np.isnan(found)
    values = found[coded.codes]
    part.figures[column] = _within(
        part, column, values, stated[coded.codes], lambda row: coded.values[coded.codes[row]]
    )


def problems_of(codes: NDArray[np.intp], wrong: Mapping[int, str], column: str) -> list[Problem]:
    """A problem for each faulty value of a coded column: where it stands and what is wrong with it."""
    if not wrong:
        return []
    order = np.argsort(codes, kind="stable")
    numbers = np.array(list(wrong), dtype=codes.dtype)
    first, last = (np.searchsorted(codes[order], numbers, side=side) for side in ("left", "right"))
    return [
        Problem(order[start:end], column, message)
        for start, end, message in zip(first.tolist(), last.tolist(), wrong.values(), strict=True)
        if end > start
    ]


def no_value(text: str) -> str:
    """What is wrong with a cell that holds a formula, or the error of one; nothing for any other."""
    if text.startswith("="):
        return f"{shortened(text)} is a formula; save the list with values"
    if text in ERRORS:
        return f"{shortened(text)} is an error of the spreadsheet; put its formula right"
    return ""


def _number(text: str) -> float:
    """A number. Raises `ValueError` with what would be right."""
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text) and len(text) < 100:
        number = float(text)
        if np.isfinite(number):
            return number
    words = no_value(text) or f"{shortened(text)} is not a number"
    if re.fullmatch(r"£?\s?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        words += f"; leave out the commas{' and the pound sign' if '£' in text else ''}"
    elif re.fullmatch(r"£\s?[0-9.]+", text):
        words += "; leave out the pound sign"
    elif re.fullmatch(r"[0-9.]{1,12},[0-9]{1,6}", text):
        words += "; write a point, not a comma, before the decimals"
    elif re.fullmatch(r"[0-9.]{1,12}\s?%", text):
        words += "; write 80% as 0.8"
    raise ValueError(words)


def _within(part: Part, column: str, values: Array, stated: NDArray[np.bool_], said: Any) -> Array:
    empty, (least, most) = NUMBERS[column]
    if column == "children":
        broken = [int(row) for row in np.flatnonzero(stated & np.isfinite(values) & (values % 1 != 0))]
        part.problems += [
            Problem(np.array([row]), column, f"{shortened(said(row))} is not a whole number") for row in broken
        ]
    with np.errstate(invalid="ignore"):
        out = np.flatnonzero(stated & ~((values >= least) & (values <= most)))
    if len(out):
        shown: dict[str, list[int]] = {}
        for row in out.tolist():
            shown.setdefault(said(row), []).append(row)
        for text, rows in shown.items():
            words = f"{shortened(text)} is out of range: {least:g} to {most:,.0f}"
            words += " (a part of full time, not hours)" if column == "whole_time_equivalent" else ""
            part.problems.append(Problem(np.array(rows), column, words))
    return np.where(stated, values, empty)


def _coded(cells: "pd.Series") -> Coded:
    """A column as distinct texts without outer blanks; empty cells are empty texts, whole numbers lose their .0."""
    import pandas as pd

    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes, distinct = cells.cat.codes.to_numpy().astype(np.intp), cells.cat.categories
    else:
        codes, distinct = pd.factorize(cells)
        codes = np.asarray(codes, dtype=np.intp)
    texts = [_text(value) for value in distinct]
    if (codes < 0).any():
        texts.append("")
        codes = np.where(codes < 0, len(texts) - 1, codes)
    return renamed(Coded((), codes), [text.strip() for text in texts])


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, float | np.floating | decimal.Decimal) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value)


def renamed(coded: Coded, texts: Sequence[str]) -> Coded:
    """A coded column with other texts for its distinct values; values that become the same share a number."""
    if len(set(texts)) == len(texts):
        return Coded(tuple(texts), coded.codes)
    distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return Coded(tuple(distinct), np.array([distinct[text] for text in texts], dtype=np.intp)[coded.codes])


def _mapped(part: Part, column: str, coded: Coded, mapping: ColumnMapping) -> Coded:
    """A column in our words: each distinct text by the mapping's values, else by its patterns, else as it is."""
    known = {key.lower(): value for key, value in mapping.values.get(column, {}).items()}
    patterns = [(re.compile(one.find, re.IGNORECASE), one.write) for one in mapping.patterns.get(column, ())]
    texts = []
    wrong = {}
    ends = time.monotonic() + LONGEST_MATCHING
    for code, text in enumerate(coded.values):
        if patterns and len(text) > LONGEST_MATCHED and text.lower() not in known:
            wrong[code] = (
                f"{shortened(text)} has {len(text):,} characters; patterns are put to {LONGEST_MATCHED} at most"
            )
            texts.append(text)
            continue
        if time.monotonic() > ends:
            words = f"take more than {LONGEST_MATCHING:g} seconds; write simpler ones, or give the words under values"
            raise Faults([Fault(mapping.title, f"patterns.{column}", words)])
        texts.append(_ours(text, column, known, patterns))
    part.problems += problems_of(coded.codes, wrong, column)
    return renamed(coded, texts)


def _ours(text: str, column: str, known: Mapping[str, str], patterns: Sequence[tuple[re.Pattern[str], str]]) -> str:
    """Our word for theirs."""
    if text.lower() in known:
        return known[text.lower()]
    for find, write in patterns:
        found = find.search(text)
        if found:
            return found.expand(write).strip().lower() if column in COLUMNS else found.expand(write)
    return text
