"""Makers of the files in which people keep tables: text in any dress, and small workbooks of every kind.

Old workbooks are written byte by byte, by Microsoft's open specifications [MS-CFB], [MS-XLS] and [MS-XLSB].
"""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

Cells = Sequence[Sequence[Any]]


def text(rows: Cells, mark: str = ",", encoding: str = "utf-8", ends: str = "\n", before: str = "") -> bytes:
    """A table in text: the cells parted by a mark."""
    lines = [mark.join(_quoted(str(cell), mark) for cell in row) for row in rows]
    return (before + ends.join([*lines, ""])).encode(encoding)


def _quoted(cell: str, mark: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in (mark, '"', "\n")) else cell


def xlsx(
    rows: Cells,
    *,
    merge: Sequence[str] = (),
    hide: Sequence[int] = (),
    formulas: Sequence[str] = (),
    sheets: Mapping[str, Cells] | None = None,
) -> bytes:
    """A workbook of today's Excel; `hide` are rows from 1, `formulas` places whose formula was never worked out.

    `sheets` are others of it, by their names.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Staff")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, list(row))
        for number in hide:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        for place in merge:
            sheet.merge_range(place, "")
            first, column = xlsxwriter.utility.xl_cell_to_rowcol(place.split(":")[0])
            sheet.write(first, column, rows[first][column])
        for place in formulas:
            sheet.write_formula(place, "=1+1", None, "")
        for name, cells in (sheets or {}).items():
            other = book.add_worksheet(name)
            for number, row in enumerate(cells):
                other.write_row(number, 0, list(row))
    return _without_values(out.getvalue()) if formulas else out.getvalue()


def _without_values(content: bytes) -> bytes:
    """A workbook whose formulas have no value, as programs write it that do not work them out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as written:
        for name in archive.namelist():
            part = archive.read(name).replace(b' t="str"><f>1+1</f><v></v>', b"><f>1+1</f><v></v>")
            written.writestr(name, part)
    return out.getvalue()


def ods(rows: Cells, *, hide: Sequence[int] = (), spans: Mapping[tuple[int, int], int] | None = None) -> bytes:
    """A sheet of OpenDocument; `spans` says over how many rows a cell (row and column from 0) is merged."""
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            over = (spans or {}).get((number, column))
            merged = f' table:number-rows-spanned="{over}"' if over else ""
            if isinstance(cell, float | int):
                cells.append(f'<table:table-cell{merged} office:value-type="float" office:value="{cell}"/>')
            elif str(cell).endswith("%"):
                share = float(str(cell)[:-1]) / 100
                cells.append(f'<table:table-cell office:value-type="percentage" office:value="{share}"/>')
            elif cell == "":
                cells.append("<table:table-cell/>")
            else:
                inner = f"<text:p>{cell}</text:p>"
                cells.append(f'<table:table-cell{merged} office:value-type="string">{inner}</table:table-cell>')
        hidden = ' table:visibility="filter"' if number + 1 in hide else ""
        lines.append(f"<table:table-row{hidden}>{''.join(cells)}</table:table-row>")
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    end = f'<table:table-row table:number-rows-repeated="1048000">{empty}'
    return ods_of(f"{''.join(lines)}{end}</table:table-row>")


def ods_of(rows: str, manifest: str = "") -> bytes:
    """A sheet of OpenDocument of the text of its rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="Staff">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    own = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{kind}{manifest}</m:manifest>'
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": own})


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file, in which old Office programs keep their documents."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, 1 if streams else 0xFFFFFFFF)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\x00")
        first = len(sectors)
        parts = [padded[at : at + 512] for at in range(0, len(padded), 512)]
        sectors += parts
        chain += [*range(first + 1, first + len(parts)), 0xFFFFFFFE]
        beside = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(padded), 0xFFFFFFFF, beside))
    while len(entries) % 4:
        entries.append(bytes(128))
    directory = len(sectors)
    data = b"".join(entries)
    parts = [data[at : at + 512] for at in range(0, len(data), 512)]
    sectors += parts
    chain += [*range(directory + 1, directory + len(parts)), 0xFFFFFFFE]
    tables = -(-(len(chain) + 1) // 127)
    first_table = len(sectors)
    chain += [0xFFFFFFFD] * tables
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    sectors.append(struct.pack(f"<{len(chain)}I", *chain))
    places = [*range(first_table, first_table + tables)] + [0xFFFFFFFF] * (109 - tables)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return head + struct.pack("<109I", *places) + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int, child: int, beside: int = 0xFFFFFFFF) -> bytes:
    letters = name.encode("utf-16-le")
    head = letters.ljust(64, b"\x00") + struct.pack("<HBBIII", len(letters) + 2, kind, 1, 0xFFFFFFFF, beside, child)
    return head + bytes(36) + struct.pack("<IQ", first, size)


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def xls(
    rows: Cells,
    *,
    hide: Sequence[int] = (),
    hide_columns: Sequence[int] = (),
    merge: Sequence[tuple[int, int, int, int]] = (),
    percent: Sequence[tuple[int, int]] = (),
    far: tuple[int, int] | None = None,
    locked: bool = False,
) -> bytes:
    """A workbook of Excel 97 to 2003. `merge` are first and last row and column, `percent` cells, all from 0."""
    formats = b"".join(_record(0xE0, struct.pack("<HH16x", 0, form)) for form in (0, 9))
    sheet = b""
    for column in hide_columns:
        sheet += _record(0x7D, struct.pack("<HHHHHH", column - 1, column - 1, 2000, 0, 1, 0))
    for number, row in enumerate(rows):
        sheet += _record(
            0x208, struct.pack("<HHHHIHH", number, 0, len(row), 255, 0, 0x20 if number + 1 in hide else 0, 0)
        )
        for column, cell in enumerate(row):
            form = 1 if (number, column) in percent else 0
            if isinstance(cell, float | int):
                sheet += _record(0x203, struct.pack("<HHHd", number, column, form, cell))
            elif str(cell).startswith("#"):
                sheet += _record(0x205, struct.pack("<HHHBB", number, column, form, 42, 1))
            elif cell != "":
                letters = str(cell).encode("utf-16-le")
                sheet += _record(0x204, struct.pack("<HHHHB", number, column, form, len(letters) // 2, 1) + letters)
    if far:
        sheet += _record(0x203, struct.pack("<HHHd", *far, 0, 1.0))
    if merge:
        sheet += _record(0xE5, struct.pack("<H", len(merge)) + b"".join(struct.pack("<HHHH", *one) for one in merge))
    own = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + sheet + _record(0x0A)
    start = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + (
        _record(0x2F, bytes(54)) if locked else b""
    )
    name = b"Staff"
    size = len(start) + len(formats) + 4 + 8 + len(name) + 4
    listed = _record(0x85, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name)
    return compound({"Workbook": start + formats + listed + _record(0x0A) + own})


def _binary(kind: int, content: bytes = b"") -> bytes:
    """A record of a binary workbook: kind and size with seven bits to a byte."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while True:
        head += bytes([size & 0x7F | (0x80 if size > 127 else 0)])
        size >>= 7
        if not size:
            return head + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(
    rows: Cells,
    *,
    hide: Sequence[int] = (),
    merge: Sequence[tuple[int, int, int, int]] = (),
    far: tuple[int, int] | None = None,
) -> bytes:
    """A binary workbook. `merge` are first and last row, first and last column, from 0."""
    sheet = _binary(129) + _binary(148, struct.pack("<IIII", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + _binary(145)
    for number, row in enumerate(rows):
        hidden = 0x10 if number + 1 in hide else 0
        sheet += _binary(0, struct.pack("<IIHBBBI", number, 0, 300, 0, hidden, 0, 0))
        for column, cell in enumerate(row):
            if isinstance(cell, float | int):
                sheet += _binary(5, struct.pack("<IId", column, 0, cell))
            elif cell != "":
                sheet += _binary(6, struct.pack("<II", column, 0) + _wide(str(cell)))
    if far:
        sheet += _binary(0, struct.pack("<IIHBBBI", far[0], 0, 300, 0, 0, 0, 0))
        sheet += _binary(5, struct.pack("<IId", far[1], 0, 1.0))
    sheet += _binary(146)
    if merge:
        sheet += _binary(177, struct.pack("<I", len(merge)))
        sheet += b"".join(_binary(176, struct.pack("<IIII", *one)) for one in merge) + _binary(178)
    sheet += _binary(130)
    book = _binary(131) + _binary(143) + _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Staff"))
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    parts = {"xl/workbook.bin": book + _binary(144) + _binary(132), "xl/worksheets/sheet1.bin": sheet}
    return zipped({**parts, "xl/_rels/workbook.bin.rels": relations})
