"""Tables in text: cells parted by commas, semicolons, tabs or bars, in the usual encodings."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paymodel.errors import Fault, Faults
from paymodel.files.file_kinds import NOT_TEXT, encoding_of
from paymodel.files.raw_tables import RawRow, RawTable
from paymodel.files.sheet_shown import Shown
from paymodel.files.uploads import Source

MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_BEFORE, _AFTER = r"(?P<before>[-(]?(?:£ ?)?)", r"(?P<after>\)? ?[%£]?)"
WITH_A_COMMA = re.compile(
    rf"{_BEFORE}(?:[0-9]{{1,3}}(?:\.[0-9]{{3}})+,[0-9]+|[0-9]+,(?:[0-9]{{1,2}}|[0-9]{{4,}})){_AFTER}"
)
WITH_A_POINT = re.compile(rf"{_BEFORE}(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)\.(?:[0-9]{{1,2}}|[0-9]{{4,}}){_AFTER}")
NUMBER_WITH_A_COMMA = re.compile(
    rf"{_BEFORE}(?P<whole>[0-9]{{1,3}}(?:\.[0-9]{{3}})+|[0-9]+)(?:,(?P<decimals>[0-9]+))?{_AFTER}"
)
"""Numbers whose decimals can only come after a comma, or after a point; and any with a comma before its decimals."""
SET_APART = (
    "its columns are set apart by spaces: open it in a spreadsheet (Data, Text to columns) and save it as CSV or .xlsx"
)
SAMPLE, MOST_LINES = 200_000, 200
"""Characters and lines that are looked at for what parts the cells."""


@dataclass(frozen=True)
class Dialect:
    """What parts cells, whether blanks may come before a quotation mark, and whether the first line only says so."""

    mark: str = ","
    blanks: bool = False
    says_so: bool = False


def open_text(source: Source) -> RawTable:
    """The rows of a table in text. Raises `Faults`."""
    encoding = encoding_of(source)
    try:
        with source.open(encoding=encoding.codec, newline="") as file:
            sample = file.read(SAMPLE)
    except OSError as error:
        raise Faults([Fault(str(source), "", f"cannot be read: {(error.strerror or 'error').lower()}")]) from None
    lines = sample.splitlines(keepends=True)
    if len(sample) == SAMPLE and len(lines) > 1:
        lines.pop()  # it is cut off
    dialect = dialect_of(lines[:MOST_LINES])
    if not dialect.says_so and in_columns_of_blanks(lines[:MOST_LINES], dialect.mark):
        raise Faults([Fault(str(source), "", SET_APART)])
    words = [encoding.words] if encoding.words else []
    if dialect.mark != ",":
        words.append(f"Cells are parted by {MARKS.get(dialect.mark, shown_mark(dialect.mark))}.")
    rows = _rows(source, encoding.codec, dialect)
    example = decimal_comma(lines[int(dialect.says_so) : MOST_LINES], dialect)
    if example:
        words.append(f"Numbers have a comma before their decimals, such as '{example}', and are read so.")
        rows = ((number, [with_a_point(cell) for cell in row]) for number, row in rows)
    return RawTable(rows, (), Shown(), tuple(words), "text")


def shown_mark(mark: str) -> str:
    """A sign that parts cells, as it is written."""
    return f"'{mark}'"


def dialect_of(lines: Sequence[str]) -> Dialect:
    """What parts the cells of some lines: what gives most of them the same number of cells, and the most of these.

    >>> dialect_of(["id;fte", "1;0,8", "2;0,5"]).mark, dialect_of(["id,band", "1,6"]).mark, dialect_of(["id"]).mark
    (';', ',', ',')
    """
    says = re.fullmatch(r'"?sep=(.|\\t)"?[,;\t|]*', lines[0].strip(" \r\n"), re.IGNORECASE) if lines else None
    if says:
        mark = says[1].replace("\\t", "\t")
        return Dialect(mark, _blanks_before_quotes(lines[1:], mark), says_so=True)
    sample = "".join(lines)
    marks = [mark for mark in MARKS if mark in sample]
    best = max(marks, key=lambda mark: _fit(lines, mark), default=",")
    return Dialect(best, _blanks_before_quotes(lines, best))


def in_columns_of_blanks(lines: Sequence[str], mark: str) -> bool:
    """Whether no sign parts the cells of some lines, and most have several, with two blanks or more between them.

    >>> in_columns_of_blanks(["ID      Band  Step", "1000    7     top", "1001    6     1"], ",")
    True
    >>> in_columns_of_blanks(["id,band", "1,6"], ","), in_columns_of_blanks(["A list of   staff", "1", "2"], ",")
    (False, False)
    """
    filled = [line.strip() for line in lines if line.strip()]
    several = [line for line in filled if len(re.findall(r"\S {2,}(?=\S)", line)) > 1]
    return _fit(lines, mark)[0] * 2 < len(filled) and len(several) * 2 > len(filled) > 1


def decimal_comma(lines: Sequence[str], dialect: Dialect) -> str:
    """A number with a comma before its decimals, where all numbers of some lines have one; nothing for other lines.

    Only a comma that parts no cells can be one, and a number with a point before its decimals leaves it open.

    >>> decimal_comma(["id;fte", "1;0,8", "2;1"], Dialect(";")), decimal_comma(["1;0,8", "2;0.5"], Dialect(";"))
    ('0,8', '')
    >>> decimal_comma(["1;2,000"], Dialect(";"))
    ''
    """
    if dialect.mark == ",":
        return ""
    try:
        cells = [cell.strip() for row in csv.reader(lines, delimiter=dialect.mark) for cell in row]
    except csv.Error:
        return ""
    if any(WITH_A_POINT.fullmatch(cell) for cell in cells):
        return ""
    return next((cell for cell in cells if WITH_A_COMMA.fullmatch(cell)), "")


def with_a_point(cell: str) -> str:
    """A cell whose number has a comma before its decimals, and points before its thousands, as we write it.

    >>> with_a_point("0,8"), with_a_point("£3.000,50"), with_a_point("3.000"), with_a_point("Ward 5, north")
    ('0.8', '£3000.50', '3000', 'Ward 5, north')
    """
    number = NUMBER_WITH_A_COMMA.fullmatch(cell.strip())
    if number is None or not (number["decimals"] or "." in number["whole"]):
        return cell
    decimals = f".{number['decimals']}" if number["decimals"] else ""
    return f"{number['before']}{number['whole'].replace('.', '')}{decimals}{number['after']}"


def _fit(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """How many lines have the same number of cells under a mark, more than one, and how many these are."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1 and any(row))
    except csv.Error:
        return (0, 0)
    return max(((times, width) for width, times in widths.items()), default=(0, 0))


def _blanks_before_quotes(lines: Sequence[str], mark: str) -> bool:
    """Whether cells in quotation marks have blanks before these."""
    return any(re.search(rf'{re.escape(mark)} +"[^"]*"\s*({re.escape(mark)}|$)', line.rstrip()) for line in lines)


def _rows(source: Source, codec: str, dialect: Dialect) -> Iterator[RawRow]:
    row = 0
    try:
        with source.open(encoding=codec, newline="") as file:
            if dialect.says_so:
                file.readline()
            rows = csv.reader(file, delimiter=dialect.mark, skipinitialspace=dialect.blanks, strict=True)
            for row, cells in enumerate(rows, 1):
                yield row, cells
    except UnicodeDecodeError:  # pragma: no cover  the file changed since it was looked at
        raise Faults([Fault(str(source), "", NOT_TEXT)]) from None
    except csv.Error as error:
        if "end of data" in str(error):
            words = "a quotation mark is opened and never closed"
        elif "field larger" in str(error):
            words = f"a cell of over {csv.field_size_limit():,} characters, or a quotation mark opened and never closed"
        else:
            words = "text follows a closing quotation mark; within a cell, write quotation marks twice"
        raise Faults([Fault(str(source), f"row {row + 1}", words)]) from None
    except OSError as error:
        raise Faults([Fault(str(source), "", f"cannot be read: {(error.strerror or 'error').lower()}")]) from None
