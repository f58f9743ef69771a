"""Tables in files: CSV or Parquet, read and written a block of rows at a time; a file appears only when it is whole."""

import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, at_most, bare, shortened
from paymodel.files.csv_writer import CsvFile
from paymodel.files.uploads import Source, for_libraries
from paymodel.files.workspace import move_to, workspace

if TYPE_CHECKING:
    import pandas as pd

ROWS_AT_ONCE = 50_000
MOST_COLUMNS, MOST_NAMELESS = 1_000, 5
LARGEST_TABLE = 100_000_000
"""Cells of a Parquet file that are read together: rows times columns. A small file may state any number of them."""
LARGEST_UNPACKED = 2_000_000_000
"""Bytes that what is read together of a Parquet file may hold when unpacked."""
LONGEST_CELL = 32_767
"""Bytes of text in one cell, as many as a spreadsheet takes: one long text may be repeated down a whole column."""
NOT_SOUND = "is not a sound Parquet file; write it again, or give a CSV file"


@dataclass(frozen=True)
class LeftOut:
    """A line below the headings that is no row of the list: its number and why. A `line` holds one text alone."""

    row: int
    words: str
    line: bool = False


@dataclass
class Block:
    """Some rows of a table: the cells as text (numbers of Parquet as numbers), and each row's number in the table.

    `told` holds what is to be said of columns by their headings; `left_out` are lines that are no rows; `words` are
    sentences about the whole table, by what they are about (those of a later block take the place of earlier ones).
    `of_sheet` says that they are of a workbook.
    """

    cells: "pd.DataFrame"
    rows: np.ndarray
    told: Mapping[str, str] = field(default_factory=dict)
    left_out: Sequence[LeftOut] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    heading_row: int = 1
    of_sheet: bool = False


def check_readable(files: Sequence[Source]) -> None:
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


def refuse_same(source: Source, target: Path) -> None:
    """Refuse to write over the table that is read, by whatever name or link."""
    if isinstance(source, Path) and os.path.realpath(source) == os.path.realpath(
        target
    ):  # unlike `Path.resolve`, at ease with a loop of links
        raise Faults([Fault(str(target), "", "is the table read; write to another file")])


def check_header(source: Source, row: int, header: Sequence[str]) -> None:
    """Refuse a header with a column twice or without a name."""
    faults = [Fault(str(source), f"row {row}", words) for words in _unnamed_or_twice(header)]
    if not header:
        faults = [Fault(str(source), "", "is empty")]
    if faults:
        raise Faults(faults)


def _unnamed_or_twice(header: Sequence[str]) -> list[str]:
    twice = sorted({name for name in header if name.strip() and header.count(name) > 1})
    words = [f"the column {shortened(name, 120)} is there twice; rename one or take it out" for name in twice]
    blank = [str(number) for number, name in enumerate(header, 1) if not name.strip()]
    more = f" and {len(blank) - MOST_NAMELESS} more" if len(blank) > MOST_NAMELESS else ""
    if blank:
        words.append(f"no name for column {', '.join(blank[:MOST_NAMELESS])}{more}; give it one or take it out")
    return words


def readable_columns(source: Source, names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The columns of a Parquet file that can be read by their names, and sentences about the others.

    Raises `Faults` where there are too many, or none.
    """
    if len(names) > MOST_COLUMNS:
        size = counted(len(names), "column")
        raise Faults([Fault(str(source), "row 1", f"has {size}; at most {MOST_COLUMNS:,} are read")])
    own = [name for name in names if name.strip() and names.count(name) == 1]
    if not own:
        raise Faults([Fault(str(source), "row 1", "; ".join(_unnamed_or_twice(names)) or "holds no column")])
    words = _unnamed_or_twice(names)
    return own, {"columns": f"Columns are left out: {'; '.join(words)}."} if words else {}


def reading_parquet(source: Source, known: Collection[str]) -> Iterator[Block]:
    """Blocks of the rows of a Parquet file. Raises `Faults`, of columns of neither text nor numbers if `known`."""
    import pyarrow as pa

    row = 2
    ours = {bare(name) for name in known}
    try:
        with parquet_file(source) as file:
            all_names = [str(name) for name in file.schema_arrow.names]
            names, words = readable_columns(source, all_names)
            twice = {name for name in all_names if all_names.count(name) > 1 and bare(name) in ours}
            if twice:
                check_header(source, 1, sorted([*twice, *twice]))
            for name in list(names):
                kind = file.schema_arrow.field(name).type
                if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_nested(kind):
                    if bare(name) in ours:
                        holds = f"the column {shortened(name)} holds {kind}; give text or numbers"
                        raise Faults([Fault(str(source), "row 1", holds)])
                    names.remove(name)
                    words[name] = f"The column {shortened(name)} holds {kind}, and is left out."
            for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=names):
                batch.validate(full=True)  # text that is no UTF-8 would be noticed too late
                check_cells(source, pa.Table.from_batches([batch]))
                block = batch.to_pandas()
                if None not in block.index.names:  # pandas had made these columns the index of a table
                    block = block.reset_index()
                yield Block(block, np.arange(row, row + len(block)), words=words)
                row += len(block)
    except (pa.ArrowException, OSError, ValueError):  # a heading may be no text
        raise Faults([Fault(str(source), "", NOT_SOUND)]) from None


def parquet_file(
    source: Source, columns: Collection[str] | None = None, row_groups: Collection[int] | None = None
) -> Any:
    """A Parquet file to read from, each text that repeats held once (a category). Raises `Faults` for a bomb.

    It is judged by the columns and row groups that are to be read together: all of them where None.

    Libraries' own errors for what is no sound Parquet file are the caller's.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(for_libraries(source)) as file:
        repeated = _check_size(source, file.metadata, columns, row_groups)
        schema = file.schema_arrow
        texts = {name for name in schema.names if schema.get_field_index(name) >= 0 and _is_text(schema.field(name))}
    return pq.ParquetFile(for_libraries(source), read_dictionary=sorted(repeated & texts))


def _is_text(field: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(field.type) or pa.types.is_large_string(field.type))


def _check_size(
    source: Source, metadata: Any, columns: Collection[str] | None, row_groups: Collection[int] | None
) -> set[str]:
    """Refuse what would unpack to far more than a table of people holds, before anything is unpacked.

    Returns the columns whose values lie in the file once each.
    """
    numbers = range(metadata.num_row_groups) if row_groups is None else row_groups
    parts = [metadata.row_group(number) for number in numbers]
    chunks = [
        chunk
        for part in parts
        for chunk in map(part.column, range(metadata.num_columns))
        if columns is None or chunk.path_in_schema in columns or chunk.path_in_schema.split(".")[0] in columns
    ]
    rows, read = sum(part.num_rows for part in parts), metadata.num_columns if columns is None else len(columns)
    whole = columns is None and row_groups is None
    cure = (
        "leave columns out, or give several files" if whole else "write it in smaller row groups, or as several files"
    )
    if rows * read > LARGEST_TABLE:
        size = f"{counted(rows, 'row')} of {counted(read, 'column')}"
        words = f"holds {size}{'' if whole else ' that are read together'}; at most {LARGEST_TABLE:,} cells are read"
        raise Faults([Fault(str(source), "", f"{words}: {cure}")])
    unpacked = sum(max(chunk.total_uncompressed_size, 0) for chunk in chunks)
    if unpacked > LARGEST_UNPACKED:
        words = f"would unpack to {unpacked:,} bytes; at most {LARGEST_UNPACKED:,} are read"
        raise Faults([Fault(str(source), "", f"{words}: {cure}")])
    return {chunk.path_in_schema for chunk in chunks if any("DICT" in encoding for encoding in chunk.encodings)}


def check_cells(source: Source, table: Any) -> None:
    """Refuse a text longer than any cell of a spreadsheet in rows of Parquet: each row might hold it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, column in zip(table.column_names, table.columns, strict=True):
        for chunk in column.chunks:
            texts = chunk.dictionary if pa.types.is_dictionary(chunk.type) else chunk
            if pa.types.is_string(texts.type) or pa.types.is_large_string(texts.type):
                longest = pc.max(pc.binary_length(texts)).as_py() or 0
                if longest > LONGEST_CELL:
                    words = f"the column {shortened(name)} holds a text of {longest:,} bytes"
                    raise Faults([Fault(str(source), "", f"{words}; at most {LONGEST_CELL:,} are read")])


@contextmanager
def appearing_whole(target: Path, *, private: bool) -> Iterator[Path]:
    """A file to write a table to: it becomes the target only when all went well.

    A new file that is `private`, as it holds people, is for whoever made it alone.
    Raises `Faults` for a name that is not a table's, a folder that is not there, and what cannot be written.
    """
    ending = target.suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise Faults([Fault(str(target), "", f"'{ending}' is not a table; write to a .csv or .parquet file")])
    if not target.parent.is_dir():
        raise Faults([Fault(str(target), "", "its folder does not exist")])
    if target.is_dir():
        raise Faults([Fault(str(target), "", "this is a folder; give a file")])
    try:
        with workspace(target) as scratch:
            yield scratch / target.name
            move_to(scratch / target.name, target, private=private)
    except OSError as error:
        raise Faults([Fault(str(target), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None


@contextmanager
def writing(
    target: Path, float_format: str = "%.2f", *, private: bool = True
) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """A function that writes a block of columns. The file appears only when all went well.

    A new file that is `private`, as it holds people, is for whoever made it alone. In CSV a text that a spreadsheet
    would run as a formula is made harmless; Parquet keeps every text as it is.
    """
    with appearing_whole(target, private=private) as beside:
        yield from _writing(beside, target.suffix.lower(), float_format)


def _writing(beside: Path, ending: str, float_format: str) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    if ending == ".csv":
        file = CsvFile(beside, float_format)
        try:
            yield file.write
        finally:
            file.close()
        return
    writer: Any = None

    def write(columns_of_block: Mapping[str, Any]) -> None:
        nonlocal writer
        import pandas as pd
        import pyarrow as pa
        import pyarrow.parquet as pq

        arrow = pa.Table.from_pandas(pd.DataFrame(columns_of_block), preserve_index=False)
        if writer is None:
            words = [part.name for part in arrow.schema if not pa.types.is_floating(part.type)]
            writer = pq.ParquetWriter(beside, arrow.schema, use_dictionary=words)  # pounds hardly ever repeat
        writer.write_table(arrow)

    try:
        yield write
    finally:
        if writer is not None:
            writer.close()


def finish(source: Source | str, rows: int, faults: list[Fault]) -> None:
    """Raise what was found wrong with a table, if anything; a table without rows is wrong."""
    if not rows and not faults:
        faults = [Fault(str(source), "", "holds no rows")]
    if faults:
        raise Faults(at_most(faults, str(source)))
