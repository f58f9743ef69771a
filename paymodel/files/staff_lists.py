"""Staff lists: text, workbooks or Parquet, with a saved mapping of their headings, read into coded columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, at_most, shortened
from paymodel.files.cell_values import number_in, whole
from paymodel.files.coded_columns import Codes, recoded
from paymodel.files.file_kinds import ANYWHERE, Choice, kind_of
from paymodel.files.heading_units import Unit, text_in_unit, told_of_unit, unit_of
from paymodel.files.mappings import (
    COLUMNS,
    FULL_TIME_HOURS,
    NO_ID,
    NUMBERS,
    ColumnMapping,
    check_required,
    known_headings,
    placed,
    plain_heading,
)
from paymodel.files.our_columns import HeadingsOfList, headings_of_block
from paymodel.files.person_values import doubtful, wrong_number
from paymodel.files.staff_columns import coded_column, hours_in, joined, kept, numbers_in, of_parquet, texts_in
from paymodel.files.staff_parts import Ids, Part, Problem
from paymodel.files.staff_words import of_learners
from paymodel.files.table_reading import reading, refuse_choice
from paymodel.files.tabular_io import (
    NOT_SOUND,
    LeftOut,
    check_cells,
    check_readable,
    parquet_file,
    readable_columns,
)
from paymodel.files.uploads import Source
from paymodel.files.vocabulary import other_headings
from paymodel.files.whole_cells import OF_A_ROLE, Words
from paymodel.progress import progress
from paymodel.rounding import Array

ROWS_FOR_HEADINGS = 1_000
"""Rows of a CSV file that are read for its headings, so that a file that is no table is found out at once."""
"""The column that says how many hours full time is: with it, contracted hours are a whole time equivalent."""
ROWS_IN_A_PART = 2_000_000
COLUMNS_AT_ONCE = 2
"""Columns that are read at once, each in a thread: numpy and Arrow let another run."""


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


def pieces(source: Source, most: int | None = None) -> list[Piece]:
    """The pieces of a staff list that are read one at a time: a folder or file of Parquet has several, others one.

    Row groups of one file are joined up to `most` rows.
    """
    most = ROWS_IN_A_PART if most is None else most
    check_readable([source])
    files: Sequence[Source] = [source]
    if isinstance(source, Path) and source.is_dir():
        files = sorted(source.glob("*.parquet"))
        if not files:
            raise Faults([Fault(str(source), "", "this folder holds no .parquet files; give a file, or such a folder")])
    check_readable(files)
    if not source.is_dir() and kind_of(source) != "parquet":
        return [Piece(source, 2)]
    import pyarrow as pa

    pieces_found: list[Piece] = []
    row = 2
    for path in files:
        if kind_of(path) != "parquet":
            raise Faults([Fault(str(path), "", NOT_SOUND)])
        try:
            with parquet_file(path, ()) as file:  # how it is laid out, and nothing of what it holds
                counts = [file.metadata.row_group(index).num_rows for index in range(file.metadata.num_row_groups)]
        except (pa.ArrowException, OSError, ValueError):
            raise Faults([Fault(str(path), "", NOT_SOUND)]) from None
        together: list[int] = []
        for index, count in enumerate(counts):
            held = sum(counts[group] for group in together)
            if together and held + count > most:
                pieces_found.append(Piece(path, row, tuple(together)))
                row += held
                together = []
            together.append(index)
        if sum(counts):  # a file of a folder may well hold no rows
            pieces_found.append(Piece(path, row, tuple(together)))
            row += sum(counts[group] for group in together)
    if not pieces_found:
        raise Faults([Fault(str(source), "", "holds no rows")])
    return pieces_found


def headings_of(
    source: Source,
    choice: Choice = ANYWHERE,
    mapping: ColumnMapping | None = None,
    known: Collection[str] = frozenset(),
) -> HeadingsOfList:
    """The headings of a staff list, found by those that shipped mappings have, a `mapping` and more that are `known`.

    Files of a folder have the same ones: a missing column would be read as empty.
    """
    all_pieces = pieces(source)
    first = all_pieces[0]
    if first.row_groups:
        refuse_choice(source, choice, "a Parquet file")
        names: list[str] = []
        faults = []
        for path in dict.fromkeys(piece.source for piece in all_pieces):
            own_names = _parquet_names(path)
            names = names or own_names
            for differs, words in ((set(names) - set(own_names), "lacks"), (set(own_names) - set(names), "also has")):
                if differs:
                    listed = " and ".join(shortened(name) for name in sorted(differs)[:5])
                    words = f"{words} the column {listed}, unlike {first.source.name}; give every file the same columns"
                    faults.append(Fault(str(path), "row 1", words))
        if faults:
            raise Faults(at_most(faults, str(source)))
        return HeadingsOfList(names)
    for block in reading(first.source, known_headings(mapping).union(known), choice, ROWS_FOR_HEADINGS):
        return headings_of_block(block)
    raise Faults([Fault(str(source), "", "holds no rows")])


def read_part(
    piece: Piece,
    mapping: ColumnMapping,
    more: Sequence[str],
    choice: Choice = ANYWHERE,
    instead: Mapping[str, str] | None = None,
    asked: Collection[str] = (),
) -> Part:
    """Read a piece of a staff list into coded columns under our names.

    `more` names the columns to keep beside those that pay rests on (to group people by); `instead` holds what is tried
    on everybody, whatever the list says; `asked` names the columns by which posts are open to some alone. Raises
    `Faults` for what makes the whole file unusable; what is wrong with a single row stands in `problems`.
    """
    heading_of: dict[str, str] = {}
    numbers: list[NDArray[np.int64]] = []
    gathered: dict[str, list[Any]] = {}
    told: dict[str, str] = {}
    left_out: list[LeftOut] = []
    words_of: dict[str, str] = {}
    for block in _blocks(piece, choice, mapping, more):
        heading_of = columns_used(mapping, block.headings, more)
        check_required(heading_of, mapping, block.headings, piece.source)
        left_out += block.left_out
        told.update(block.told)
        words_of.update(block.words)
        if not len(block.rows):
            continue
        numbers.append(block.rows)
        for column, heading in heading_of.items():
            cells, as_text = block.cells[heading], column in ("id", FULL_TIME_HOURS)
            gathered.setdefault(column, []).append(kept(cells, as_text=as_text))
        progress(f"{counted(sum(map(len, numbers)), 'row')} read")
    if not numbers:
        first = f"no row can be used; row {left_out[0].row}: {left_out[0].words}" if left_out else "holds no rows"
        raise Faults([Fault(str(piece.source), "", first)])
    part = Part(np.concatenate(numbers), {}, {})
    part.left_out = left_out
    part.notes = [words for heading, words in told.items() if words and heading in heading_of.values()]
    part.notes += [words for words in words_of.values() if words]
    if FULL_TIME_HOURS in heading_of:
        part.full_time_hours = hours_in(gathered.pop(FULL_TIME_HOURS))
        full, own = heading_of.pop(FULL_TIME_HOURS), heading_of["whole_time_equivalent"]
        part.notes.append(f"{shortened(own)} of more than 1 are hours, of those in {shortened(full)}.")
    words = {column: Words(column, mapping, asked=column in asked) for column in heading_of}
    units = {column: unit_of(column, heading) for column, heading in heading_of.items()}
    bare = {
        column for column in heading_of if not (words[column].mapped or units[column] or column in mapping.constants)
    }
    with ThreadPoolExecutor(COLUMNS_AT_ONCE) as threads:
        read = threads.map(lambda column: _read(column, gathered.pop(column), bare=column in bare), [*heading_of])
        for column, cells in zip(heading_of, read, strict=True):
            if (unit := units[column]) is not None:
                part.notes.append(told_of_unit(heading_of[column], unit))
            _enter(part, column, cells, words[column], mapping.constants, piece.source, unit)
            if column in OF_A_ROLE and column in part.texts:
                part.notes += of_learners(heading_of[column], part.texts[column].values)
    filled = {column: value for column, value in mapping.constants.items() if column not in heading_of}
    for column, value in {**filled, **(instead or {})}.items():
        if column in NUMBERS:
            part.figures[column] = np.full(part.size, number_in(column, value))
        else:
            part.texts[column] = Codes((value,), np.zeros(part.size, dtype=np.intp))
    return part


def columns_used(mapping: ColumnMapping, headings: Sequence[str], more: Sequence[str]) -> dict[str, str]:
    """Which columns of a list are read, each with its heading: those that pay rests on, and `more`."""
    known = {plain_heading(heading): heading for heading in headings}
    heading_of = {
        column: heading for column, heading in placed(mapping, headings).items() if column in COLUMNS or column in more
    }
    for name in (*more, *mapping.constants):  # what a row says goes before what is said of everybody
        heading = known.get(plain_heading(name))
        if name not in heading_of and heading is not None and heading not in heading_of.values():
            heading_of[name] = heading
    full = next(
        (known[plain] for name in other_headings(FULL_TIME_HOURS) if (plain := plain_heading(name)) in known), ""
    )
    if full and "whole_time_equivalent" in heading_of and full not in heading_of.values():
        heading_of[FULL_TIME_HOURS] = full
    return heading_of


class _Block(NamedTuple):
    """Some rows of a list: their numbers, the cells by heading, and what a `Block` says beside them."""

    headings: HeadingsOfList
    rows: NDArray[np.int64]
    cells: Any
    told: Mapping[str, str] = {}
    left_out: Sequence[LeftOut] = ()
    words: Mapping[str, str] = {}


def _blocks(piece: Piece, choice: Choice, mapping: ColumnMapping, more: Sequence[str]) -> Iterator[_Block]:
    if piece.row_groups:
        yield _parquet_block(piece, mapping, more)
        return
    for block in reading(piece.source, known_headings(mapping), choice):
        headings = headings_of_block(block)
        yield _Block(headings, block.rows, block.cells, block.told, block.left_out, block.words)


def _parquet_block(piece: Piece, mapping: ColumnMapping, more: Sequence[str]) -> _Block:
    """The rows of some row groups, in the columns that are used."""
    import pyarrow as pa

    not_sound = Faults([Fault(str(piece.source), "", NOT_SOUND)])
    names = _parquet_names(piece.source)
    columns = list(dict.fromkeys(columns_used(mapping, names, more).values()))
    try:
        with parquet_file(piece.source, columns, piece.row_groups) as file:
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
    check_cells(piece.source, table)
    try:
        cells = {name: of_parquet(table.column(name)) for name in columns}
    except (pa.ArrowException, ValueError, OverflowError):
        raise not_sound from None
    rows = np.arange(piece.first_row, piece.first_row + len(table))
    return _Block(HeadingsOfList(columns), rows, cells)


def _parquet_names(source: Source) -> list[str]:
    """The headings of a Parquet file."""
    import pyarrow as pa

    try:
        with parquet_file(source, ()) as file:
            names = [str(name) for name in file.schema_arrow.names]
    except (pa.ArrowException, OSError, ValueError):
        raise Faults([Fault(str(source), "", NOT_SOUND)]) from None
    return readable_columns(source, names)[0]


def _read(column: str, cells: list[Any], *, bare: bool) -> Array | Ids | Codes[str]:
    """A column as numbers, ids or coded texts. Where it is not `bare`, there is more to be made of its texts."""
    whole = joined(cells)
    if bare and column in NUMBERS and (figures := numbers_in(whole)) is not None:
        return figures
    if bare and column == "id" and (ids := texts_in(whole)) is not None:
        return Ids.of(ids, NO_ID)
    return coded_column(whole)


def _enter(
    part: Part,
    column: str,
    cells: Array | Ids | Codes[str],
    words: Words,
    everybody: Mapping[str, str],
    source: Source,
    unit: Unit | None,
) -> None:
    """Enter a column under our name: numbers as numbers, text coded, with its mapping made.

    Bare numbers are of the `unit` that the heading says. What the mapping says of `everybody` fills empty cells.
    Raises `Faults` where a row says otherwise.
    """
    if isinstance(cells, Ids):
        part.ids = cells
        return
    if not isinstance(cells, Codes):
        part.figures[column] = _within(part, column, cells, ~np.isnan(cells), lambda row: f"{cells[row]:g}")
        return
    coded = cells
    if words.mapped:
        texts, wrong = words.all_ours(coded.values)
        part.problems += problems_of(coded.codes, wrong, column)
        if unit is not None:  # what the mapping has made ours is in our unit
            pairs = zip(texts, coded.values, strict=True)
            texts = [text_in_unit(text, column, unit) if text == was else text for text, was in pairs]
        coded = recoded(coded, texts)
    elif unit is not None:
        coded = recoded(coded, [text_in_unit(text, column, unit) for text in coded.values])
    if column in everybody:
        coded = _filled(part, column, coded, everybody[column], source)
    if column == "id":
        part.ids = Ids.of(coded.texts(), NO_ID)
        return
    if column not in NUMBERS:
        part.texts[column] = coded
        return
    numbers = np.full(len(coded.values), np.nan)
    wrong = {}
    for code, text in enumerate(coded.values):
        if text:
            try:
                numbers[code] = number_in(column, text)
            except ValueError as error:
                wrong[code] = str(error)
    part.problems += problems_of(coded.codes, wrong, column)
    stated = np.array([text != "" for text in coded.values]) & ~np.isnan(numbers)
    values = numbers[coded.codes]
    part.figures[column] = _within(
        part, column, values, stated[coded.codes], lambda row: coded.values[coded.codes[row]]
    )


def _filled(part: Part, column: str, coded: Codes[str], everybody: str, source: Source) -> Codes[str]:
    """A column with what is said of everybody in its empty cells. Raises `Faults` where a row says otherwise."""
    other = [code for code, text in enumerate(coded.values) if text and not _same(column, text, everybody)]
    rows = np.flatnonzero(np.isin(coded.codes, other))
    if len(rows):
        more = f" ({counted(len(rows), 'row')} do)" if len(rows) > 1 else ""
        words = (
            f"says other than {shortened(everybody)}{more}, which the column mapping says of everybody under constants;"
            " take it out of the mapping, or correct the list"
        )
        raise Faults([Fault(str(source), f"row {part.numbers[rows[0]]}, {column}", words)])
    return recoded(coded, [text or everybody for text in coded.values])


def _same(column: str, text: str, other: str) -> bool:
    """Whether two texts say the same in a column."""
    if column in NUMBERS:
        try:
            return number_in(column, text) == number_in(column, other)
        except ValueError:
            return False
    return " ".join(text.split()).lower() == " ".join(other.split()).lower()


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


def _within(part: Part, column: str, values: Array, stated: NDArray[np.bool_], text_of: Any) -> Array:
    empty = NUMBERS[column]
    if column == "whole_time_equivalent" and part.full_time_hours is not None:
        with np.errstate(invalid="ignore", divide="ignore"):
            values = np.where(values > 1, np.round(values / part.full_time_hours, 6), values)
    values = whole(column, values)
    out = np.flatnonzero(stated & doubtful(column, values))
    shown: dict[tuple[str, float], list[int]] = {}
    for row in out.tolist():
        shown.setdefault((text_of(row), float(values[row])), []).append(row)
    part.problems += [
        Problem(np.array(rows), column, wrong_number(column, number, text)) for (text, number), rows in shown.items()
    ]
    return np.where(stated, values, empty)
