"""Ways to corrupt a sound input: documents by their parts, tables by their cells, anything by its bytes.

Everything is drawn from a `random.Random` that the caller seeds, so the same seed corrupts in the same way.
"""

import copy
import csv
import datetime
import decimal
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

Place = tuple[str | int, ...]
TEXTS = (
    *("", " ", "~", "null", "true", "yes", "no", "-", "R", "on", "top", "entry", "9", "8a", "all", "same", "unsure"),
    *("0", "-0", "1", "-1", "0.005", "1e-320", "1e308", "-1e308", "1e9999", "nan", "inf", "-inf", "0x10", "1_000"),
    *("1,000", "£5", "5%", "-5%", "1e9%", "%", "100.000001%", "+5", ".5", "5.", "1/0", "٣", "\uff19", "²", "9" * 30),
    *("9" * 400, "a" * 5_000, "1" + "0" * 4_400, "2026-11-22", "2026-02-30", "0001-01-01", "9999-12-31", "10000-01-01"),
    *("2023-03-31", "2027-04-06", "2026-W01-1", "20261122", "2026-11-22T00:00", "00:00", "23:59", "24:00", "07:60"),
    *("7:5", "1:2:3", "0:1:0", "2026-10-25T01:30", "2026-10-25T01:30+00:00", "2026-03-29T01:30", "England", "scotland"),
    *(
        "northern_ireland",
        "plan_2+postgraduate",
        "plan_2+plan_2",
        "+",
        "../x.yaml",
        "/dev/zero",
        "..",
        ".",
        "./rota.yaml",
    ),
    *(
        "scenario.yaml",
        "a/../b",
        "C:\\x",
        "CON",
        "http://example.org",
        "x" * 300 + ".yaml",
        "a\nb",
        "a\rb",
        "\t",
        "\x00",
    ),
    *("\x1b[31m", "\u202e", "\ufeff", "\ud800", "é", "🚑" * 50, "=1+1", "@x", "'", '"', ",", ";", ":", "#", "&a", "*a"),
    *("(a+)+$", "(", "[", "\\1", "{}", "{0}", "%s", "<b>", "]]>", "--", "D D D D D - -", "1 in 8", "Monday"),
)
"""Texts that readers of numbers, dates, times, names, paths and patterns are apt to trip over."""


def nodes(tree: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every part of a document, the whole first."""
    yield place, tree
    parts: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, part in parts:
        yield from nodes(part, (*place, key))


class Vocabulary:
    """Keys, values and paths that stand in some documents: what a corrupted one may hold in the wrong place."""

    def __init__(self, trees: Sequence[Any]) -> None:
        self.pairs: list[tuple[str, Any]] = []
        self.paths: list[str] = []
        for tree in trees:
            for place, part in nodes(tree):
                if place and isinstance(place[-1], str):
                    self.pairs.append((place[-1], part))
                    self.paths.append(".".join(map(str, place)))
        self.paths = list(dict.fromkeys(self.paths))

    def value(self, random: Random, key: object = None) -> Any:
        """A value: often one that stands under this key somewhere, else any, or a text that is apt to trip."""
        draw = random.random()
        alike = [value for name, value in self.pairs if name == key] if draw < 0.3 else []
        if alike:
            return copy.deepcopy(random.choice(alike))
        if draw < 0.5:
            return copy.deepcopy(random.choice(self.pairs)[1])
        return random.choice((None, {}, [], [[]], {"": ""})) if draw < 0.6 else random.choice(TEXTS)


def corrupted_tree(tree: Any, words: Vocabulary, random: Random) -> Any:
    """A copy of a document with one to four of its parts changed, dropped, doubled, renamed or added."""
    whole = [copy.deepcopy(tree)]
    for _ in range(random.choice((1, 1, 2, 4))):
        places = [place for place, _ in nodes(whole) if place]
        place = random.choice(places)
        at: Any = whole
        for key in place[:-1]:
            at = at[key]
        _corrupt(at, place[-1], words, random)
        if not whole:
            whole = [words.value(random)]
    return whole[0]


def _corrupt(at: Any, key: Any, words: Vocabulary, random: Random) -> None:
    """Change one part of a list or mapping."""
    part = at[key]
    draw = random.random()
    if isinstance(part, dict) and draw < 0.5:
        name, value = random.choice(words.pairs)
        if draw < 0.1:
            name, value = random.choice(words.paths), words.value(random, name)
        part[name if draw < 0.45 else random.choice(TEXTS)] = copy.deepcopy(value)
    elif isinstance(part, str) and draw < 0.35:
        at[key] = corrupted_text(part, random)
    elif draw < 0.7:
        at[key] = words.value(random, key)
    elif draw < 0.8 or isinstance(at, list):
        if draw < 0.9:
            del at[key]
        else:
            at.insert(key, copy.deepcopy(part))
    else:
        at[corrupted_text(key, random) if draw < 0.9 else random.choice(words.pairs)[0]] = at.pop(key)


def corrupted_text(text: str, random: Random) -> str:
    """A text a little changed: another number, a slip of the pen, another text, or the same many times."""
    draw = random.random()
    if draw < 0.5:
        sign = "%" if text.endswith("%") else ""
        try:
            number = decimal.Decimal(text.removesuffix("%"))
            factor = random.choice(("-1", "0", "0.5", "2", "10", "100", "1e6", "1e300", "1.0000001"))
            change = random.choice(("0", "0", "1", "-1", "0.01", "0.001"))
            return f"{number * decimal.Decimal(factor) + decimal.Decimal(change)}{sign}"
        except decimal.DecimalException:
            pass
    if draw < 0.6:
        return text * random.choice((2, 50))
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice((*TEXTS, "x")) + text[at + random.choice((0, 1, 3)) :]


def corrupted_bytes(content: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Bytes with some changed, cut, doubled, cut off, or taken from another file."""
    data = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8))):
        at = random.randrange(len(data) + 1)
        to = min(at + random.choice((1, 2, 10, 200)), len(data))
        draw = random.random()
        if draw < 0.3:
            data[at:to] = random.randbytes(random.choice((0, 1, to - at)))
        elif draw < 0.5:
            data[at:at] = random.choice(TEXTS).encode("utf-8", "surrogatepass")
        elif draw < 0.6:
            data[at:to] = data[at:to] * random.choice((2, 30))
        elif draw < 0.7:
            del data[at:]
        elif draw < 0.8 and others:
            other = random.choice(others)
            start = random.randrange(len(other) + 1)
            data[at:to] = other[start : start + random.choice((10, 200, 5_000))]
        elif at < len(data):
            data[at] ^= 1 << random.randrange(8)
    return bytes(data)


Cells = list[list[Any]]
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2**31, -(2**63), 0.5, -0.0, float("nan"), float("inf"), 1e308, 1e-320),
    *(
        datetime.date(2026, 11, 22),
        datetime.datetime.fromisoformat("2026-11-22T07:30"),
        datetime.date(1, 1, 1),
        datetime.time(7, 30),
    ),
    *(decimal.Decimal("1.10"), b"\xff\x00", datetime.timedelta(hours=8)),
)
"""Values that a cell of a workbook or of Parquet may hold."""


def corrupted_cells(cells: Cells, words: Sequence[str], random: Random, values: Sequence[Any] = ()) -> Cells:
    """A table (the headings first) with cells, columns or rows changed; `words` are headings and texts of others."""
    table = [list(row) for row in cells]
    for _ in range(random.choice((1, 2, 4))):
        draw = random.random()
        row = random.randrange(len(table))
        if draw < 0.55 and table[row]:
            column = random.randrange(len(table[row]))
            table[row][column] = _cell(table[row][column], words, random, values)
        elif draw < 0.65:
            column = random.randrange(len(table[0]) + 1)
            one = random.choice((*values, *TEXTS))
            for number, other in enumerate(table):
                other.insert(column, one if number else random.choice(words))
        elif draw < 0.75 and len(table[0]) > 1:
            column = random.randrange(len(table[0]))
            for other in table:
                del other[column : column + 1]
        elif draw < 0.85 and table[0]:
            column, one = random.randrange(len(table[0])), random.choice((*values, *TEXTS))
            for other in table[1:]:
                other[column : column + 1] = [one]
        elif draw < 0.9:
            table.insert(row, list(table[row]))
        elif draw < 0.95:
            table[row] = table[row] + [random.choice(TEXTS)] if random.random() < 0.5 else table[row][:-1]
        elif len(table) > 2:
            del table[row]
    return table


def _cell(cell: Any, words: Sequence[str], random: Random, values: Sequence[Any]) -> Any:
    draw = random.random()
    if values and draw < 0.3:
        return random.choice(values)
    if draw < 0.5:
        return random.choice(words)
    return corrupted_text(str(cell), random) if draw < 0.75 else random.choice(TEXTS)


def rectangle(cells: Cells) -> Cells:
    """Cells with every row as long as the longest."""
    width = max(map(len, cells))
    return [[*row, *[""] * (width - len(row))] for row in cells]


def as_csv(cells: Cells, random: Random) -> bytes:
    """A table as CSV, now and then in another manner than ours."""
    out = io.StringIO()
    mark = random.choice((",",) * 12 + (";", "\t"))
    end = random.choice(("\n",) * 6 + ("\r\n", "\r"))
    csv.writer(out, delimiter=mark, lineterminator=end).writerows(
        [str(cell).replace("\x00", "") if random.random() < 0.99 else cell for cell in row] for row in cells
    )
    return out.getvalue().encode("utf-8", "surrogatepass")


def as_parquet(cells: Cells, random: Random) -> bytes:
    """A table as Parquet: a column of one kind as that kind, any other as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    head, *rows = rectangle(cells)
    columns = []
    for number in range(len(head)):
        held = [row[number] for row in rows]
        try:
            column = pa.array(held)
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            column = pa.array([_text(one) for one in held])
        if random.random() < 0.05 and pa.types.is_string(column.type):
            column = column.dictionary_encode()
        columns.append(column)
    out = io.BytesIO()
    table = pa.table(columns, names=[_text(name) or "" for name in head])
    pq.write_table(table, out, row_group_size=random.choice((1, 3, 1000)))
    return out.getvalue()


def _text(value: Any) -> str | None:
    return None if value is None else str(value).encode("utf-8", "replace").decode()


def as_xlsx(cells: Cells, random: Random) -> bytes:
    """A table as a workbook, with formulas, dates and errors among its cells."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        down, right = random.choice(((0, 0),) * 8 + ((2, 1),))
        for row, line in enumerate(cells, down):
            for column, cell in enumerate(line, right):
                if isinstance(cell, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
                    if not isinstance(cell, datetime.date) or cell.year > 1900:
                        sheet.write_datetime(row, column, cell, day)
                elif isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(row, column, cell, None, random.choice((1, "#REF!", "", "x")))
                elif isinstance(cell, bool | int | float | decimal.Decimal):
                    sheet.write(row, column, cell)
                elif cell is not None:
                    sheet.write_string(row, column, (_text(cell) or "")[:32_000])
    return out.getvalue()


def corrupted_archive(content: bytes, random: Random) -> bytes:
    """A zip file (a workbook) one of whose parts is corrupted, dropped or doubled, the rest as it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = random.choice([name for name in names if name.startswith("xl/")])
        for name in names:
            part = before.read(name)
            if name == chosen:
                if random.random() < 0.1:
                    continue
                part = corrupted_bytes(part, [before.read(other) for other in names], random)
            after.writestr(name, part)
    return out.getvalue()


def corrupted_json(text: str, words: Vocabulary, others: Sequence[bytes], random: Random) -> bytes:
    """A JSON file with a part or some bytes changed."""
    tree = corrupted_tree(json.loads(text), words, random)
    content = json.dumps(tree, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass")
    return corrupted_bytes(content, others, random) if random.random() < 0.2 else content
