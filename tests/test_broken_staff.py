"""Broken staff lists, mappings, posts and policies: what `paymodel workforce` says of each, and that it writes nothing.

Every file is made here. `tests/broken_staff/expected.json` holds, for each case, the exact lines on standard error; or,
where only single rows are bad, how many rows are used and the exact lines of the list of rows that are not. When
messages change on purpose, write them anew:

    python tests/test_broken_staff.py --write

Then read each changed line as somebody who keeps staff records would (does it name the place, what is wrong and what
would be right?) before it is committed: the tests can only hold what has been read.
"""

import contextlib
import csv
import datetime
import decimal
import io
import json
import os
import re
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paymodel.answers.workforce import QUALITY_FILE, ROWS_FILE
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files import staff_lists, tabular_io, whole_cells
from paymodel.files.keys import key_beside
from paymodel.files.mappings import GROUPS, load_mapping
from paymodel.files.staff_lists import pieces, read_part
from paymodel.files.staff_parts import Part
from paymodel.files.table_reading import reading

EXPECTED = Path(__file__).resolve().parent / "broken_staff" / "expected.json"
SECONDS = 120
"""The longest that any case may take, however hostile."""
HEADINGS = (
    "id",
    "nation",
    "profession",
    "band",
    "step",
    "whole_time_equivalent",
    "rota",
    "unsocial_hours_payment",
)
GOOD = {
    "nation": "england",
    "profession": "paramedics",
    "band": "6",
    "step": "top",
    "whole_time_equivalent": "1",
    "unsocial_hours_payment": "4000",
}
POSTS = """title: Posts
as_at: 2026-11-22
nation: england
offers:
  - {post: ambulance-operations-manager-8a, name: Manager, pattern: different}
"""
ROTA = """title: Ward
public_holidays: worked
shifts:
  D: {start: "07:30", end: "19:30", unpaid_break_minutes: 30}
weeks:
  - "D D D - - - -"
  - "- - - D D D -"
"""
Row = Mapping[str, str]
Make = Callable[[], Sequence[str] | None]
CASES: dict[str, Make] = {}


def case(name: str) -> Callable[[Make], Make]:
    """Enter a function that makes files in the working directory and returns the arguments, or None for the usual."""

    def enter(make: Make) -> Make:
        assert name not in CASES
        CASES[name] = make
        return make

    return enter


def staff(*bad: Row, headings: Sequence[str] = HEADINGS) -> list[list[str]]:
    """The cells of a staff list: headings, ten sound rows (2 to 11) and then rows that differ from a sound one."""
    more = [name for row in bad for name in row if name not in headings]
    names = [*headings, *dict.fromkeys(more)]
    rows = [{"id": f"P-{number:02}", **GOOD} for number in range(10)]
    rows += [{"id": f"X-{number:02}", **GOOD, **row} for number, row in enumerate(bad)]
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def as_csv(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """Cells as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def put(name: str, content: str | bytes) -> None:
    """Write a file of the working directory."""
    Path(name).write_bytes(content.encode() if isinstance(content, str) else content)


def simple(name: str, content: str | bytes | Callable[[], str | bytes], file: str = "staff.csv") -> None:
    """A case of one staff file."""

    def make() -> Sequence[str] | None:
        put(file, content() if callable(content) else content)
        return None if file == "staff.csv" else [file]

    case(name)(make)


def rows(name: str, *bad: Row) -> None:
    """A case of bad rows at the end of a sound list."""
    simple(name, as_csv(staff(*bad)))


def each(name: str, column: str, *texts: str, **beside: str) -> None:
    """A case of a row for each bad text of one column."""
    rows(name, *({column: text, **beside} for text in texts))


def beside(name: str, file: str, content: str | bytes, *arguments: str) -> None:
    """A case of a sound staff list with another file (a mapping, posts, policies) at fault."""

    def make() -> Sequence[str] | None:
        put(file, content)
        return ["staff.csv", *arguments] if arguments else None

    case(name)(make)


def arguments(name: str, *said: str) -> None:
    """A case of sound files and arguments at fault."""
    case(name)(lambda: ["staff.csv", *said])


TABLE = as_csv(staff())

# Text that is no sound CSV

simple("parted by semicolons", as_csv(staff(), ";"))
simple("parted by tabs", as_csv(staff(), "\t"))
simple("parted by bars", as_csv(staff(), "|"))
simple("pound signs of another encoding", lambda: (TABLE + "X-1,england,").encode() + b"\xa3,6,top,1,,0\n")
simple("UTF-16 with its mark", TABLE.encode("utf-16"))
simple("UTF-16 without its mark", TABLE.encode("utf-16-le"))
simple("a NUL byte", TABLE.replace("P-04", "P-\x0004"))
simple("a UTF-8 mark", b"\xef\xbb\xbf" + TABLE.encode())
simple("lines ended as on Windows", TABLE.replace("\n", "\r\n"))
simple("lines ended as on old Macs", TABLE.replace("\n", "\r"))
simple("an empty file", "")
simple("nothing but blank lines", "\n\n \n")
simple("headings only", as_csv(staff()[:1]))
simple("headings and blank rows only", as_csv(staff()[:1]) + ",,,,,,,\n" * 50)
simple("ragged rows", TABLE + "X-1,england\nX-2" + "," * 20 + "\n")
simple("an unclosed quotation mark", TABLE + '"X-1,england\n' * 3)
simple("an unclosed quotation mark in a long list", TABLE + '"X-1,england\n' + TABLE * 1_000)
simple("a cell of ten megabytes", lambda: TABLE + f"{'x' * 10_000_000},england,,6,top,1,,0\n")
simple("five thousand columns", ",".join(f"c{number}" for number in range(5_000)) + "\n")
simple("a million columns without a heading", lambda: "," * 1_000_000 + "\n")
simple("a million blank rows", lambda: TABLE + ",,,,,,,\n" * 1_000_000)
simple("rows of blanks", TABLE + "  , ,,\t,,,,\n" + as_csv(staff({"band": "10"})[11:]))
simple("a title above the headings", "Staff in post at 31 March 2026,,,,,,,\n" + TABLE)
simple("two rows of headings", as_csv([*staff()[:1], *staff()]))
simple("a blank heading", as_csv(staff(headings=[*HEADINGS, ""])))
simple("many blank headings", as_csv(staff(headings=[*HEADINGS, *[""] * 60])))
simple("a heading twice", as_csv(staff(headings=[*HEADINGS, "band"])))
simple("a heading twice but for blanks and case", as_csv(staff(headings=[*HEADINGS, " Band"])))
simple(
    "headings with line breaks, blanks and capitals",
    as_csv(
        [["ID ", "Nation", " PROFESSION", "band", "step", "Whole\nTime  Equivalent", "Rota", "UNSOCIAL hours payment"]]
    )
    + as_csv(staff()[1:]),
)
simple("headings of something else", "Name,Grade,Salary\nA,6,40000\n")
simple("a column that is needed and missing", as_csv(staff(headings=[name for name in HEADINGS if name != "step"])))
simple("a web page called CSV", "<!DOCTYPE html>\n<html><body><table><tr><td>id</td></tr></table></body></html>\n")
simple("a workbook called CSV", b"PK\x03\x04" + bytes(range(256)) * 4)

# Single rows

each("formulas in cells", "band", "=VLOOKUP(A2,Bands!A:B,2,FALSE)", "=6")
rows(
    "formulas in other columns",
    {"step": "=B2"},
    {"rota": "=B2", "unsocial_hours_payment": ""},
    {"profession": '=HYPERLINK("http://example.org")'},
    {"whole_time_equivalent": "=30/37.5"},
    {"unsocial_hours_payment": "=SUM(A1:A2)"},
    {"student_loan": "=C2"},
)
rows(
    "error cells",
    {"band": "#REF!"},
    {"whole_time_equivalent": "#DIV/0!"},
    {"profession": "#N/A"},
    {"id": "#N/A"},
    {"rota": "#VALUE!", "unsocial_hours_payment": ""},
    {"student_loan": "#NAME?"},
)
each("dates", "increment_date", "46000", "31/02/2026", "2026-13-01", "April", "46000.5", "04/01/26")
each(
    "money as people write it", "unsocial_hours_payment", "48,117", "£4,811.50", "£900", "-1", "1e7", "4.811,50", "nil"
)
each("percentages that a spreadsheet kept as parts of 1", "unsocial_hours_percent", "0.25", unsocial_hours_payment="")
each("percentages", "annex_5_percent", "0.0025", "250", "25 %", "-5", "abc", "25,5", unsocial_hours_payment="")
each(
    "whole time equivalents",
    "whole_time_equivalent",
    *("0,8", "1.5", "0", "-1", "NaN", "inf", "1e400", "37.5", "", "full time", "1_0", "80%", "\u0661"),
)
each("bands", "band", "10", "8e", "8", "VSM", "MC72", "Consultant", "Band 8 - Range E", "", "6 ", "8A", "Band 6")
each("bands that are no text at all", "band", "x" * 5_000, "\x1b[2J6", "6\n7")
each("steps", "step", "4", "0", "-1", "bottom", "6.5", "", "Entry", "2.0")
rows("steps that the band lacks", {"band": "5", "step": "9"}, {"band": "2", "step": "intermediate"})
rows("nations", {"nation": "France"}, {"nation": "Englnad"}, {"nation": "ENGLAND"}, {"tax_residence": "jersey"})
each("student loans", "student_loan", "plan_3", "Plan 2", "plan_2+plan_2", "yes", "plan_2+postgrad")
each("pension scheme", "in_pension_scheme", "maybe", "Y", "TRUE", "0", "opted out")
rows("high cost areas", {"high_cost_area": "middle"}, {"nation": "wales", "high_cost_area": "inner"})
each("premiums", "long_term_premium", "5 pounds", "150%", "-5%", "1,200", "1000001")
rows(
    "ids",
    {"id": ""},
    {"id": "P-00"},
    {"id": " P-01 "},
    {"id": "p-02"},
    {"id": "P-03", "band": "10"},
)
rows("no rota and no payment", {"unsocial_hours_payment": ""})
rows("a rota and a payment", {"rota": "monday-to-friday"}, {"unsocial_hours_percent": "25"})
rows(
    "rotas",
    {"rota": "ambulance-ten-weeks", "unsocial_hours_payment": ""},
    {"rota": "../../etc/passwd", "unsocial_hours_payment": ""},
    {"rota": "/etc/passwd", "unsocial_hours_payment": ""},
    {"rota": "rotas\\ward.yaml", "unsocial_hours_payment": ""},
    {"rota": "./nowhere.yaml", "unsocial_hours_payment": ""},
    {"rota": "a\x1b[31mb", "unsocial_hours_payment": ""},
    {"rota": "r" * 5_000, "unsocial_hours_payment": ""},
    {"rota": "./" + "r" * 5_000, "unsocial_hours_payment": ""},
)
rows(
    "Annex 5",
    {"nation": "scotland", "unsocial_hours": "annex_5", "rota": "ambulance-ten-week", "unsocial_hours_payment": ""},
    {"nation": "scotland", "annex_5_percent": "25", "unsocial_hours_payment": ""},
    {"unsocial_hours": "annex_5"},
    {"unsocial_hours": "section_2", "annex_5_percent": "25", "unsocial_hours_payment": ""},
    {"unsocial_hours": "annex 5"},
    {"band": "8a", "unsocial_hours": "annex_5", "rota": "ambulance-ten-week", "unsocial_hours_payment": ""},
)


@case("bands without rates for unsocial hours")
def _bands_without_rates() -> Sequence[str] | None:
    put("posts.yaml", POSTS.replace("pattern: different", "pattern: different, if_hours_differ: scale"))
    hours: list[Row] = [
        {"rota": "scotland-ambulance-ten-week-36h"},
        {"saturday_night_hours_a_year": "100"},
        {"rota": "scotland-monday-to-friday-36h"},
    ]
    common = {"nation": "scotland", "band": "3", "unsocial_hours_payment": ""}
    put("staff.csv", as_csv(staff(*({**common, **one} for one in hours))))
    return None


rows(
    "numbers out of range",
    {"children": "2.5"},
    {"sickness_absence": "5"},
    {"salary_sacrifice": "90000"},
    {"overtime_hours_a_year": "9000"},
    {"basic_pay": "40"},
)


@case("rota files")
def _rota_files() -> Sequence[str] | None:
    put("sound.yaml", ROTA)
    put("broken.yaml", ROTA.replace("D D D", "D D N"))
    put("other.yaml", "title: [\n")
    put("huge.yaml", "x" * 2_000_000)
    names = ("./sound.yaml", "./broken.yaml", "./other.yaml", "./huge.yaml", ".", "./staff.csv")
    put("staff.csv", as_csv(staff(*({"rota": name, "unsocial_hours_payment": ""} for name in names))))
    return None


@case("no row can be used")
def _no_row() -> Sequence[str] | None:
    put("staff.csv", as_csv([staff()[0], *([*row[:3], "10", *row[4:]] for row in staff()[1:])]))
    return None


# Workbooks


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]], hidden: Sequence[str] = (), then: Any = None) -> None:
    """Write `staff.xlsx`."""
    import xlsxwriter

    book = xlsxwriter.Workbook("staff.xlsx", {"strings_to_numbers": True, "nan_inf_to_errors": True})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
        if name in hidden:
            sheet.hide()
        if then is not None:
            then(book, sheet)
    book.close()


def excel(name: str, *said: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """A case of a workbook, with more arguments."""

    def enter(make: Callable[[], None]) -> Callable[[], None]:
        def made() -> Sequence[str]:
            make()
            return ["staff.xlsx", *said]

        case(name)(made)
        return make

    return enter


def a_chart(book: Any) -> Any:
    """A chart of the first cells of a list."""
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Staff!$F$2:$F$5"})
    return chart


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'


def by_hand(sheet: str | bytes, **replaced: str | bytes | None) -> dict[str, bytes]:
    """The parts of a small workbook, some of them replaced (`workbook`, `strings`) or left out."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    found: dict[str, str | bytes | None] = {
        "[Content_Types].xml": (
            f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
            f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": replaced.get(
            "workbook",
            f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Staff" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
            f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ),
        "xl/sharedStrings.xml": replaced.get("strings", f'{XML}<sst xmlns="{MAIN}"><si><t>id</t></si></sst>'),
        "xl/worksheets/sheet1.xml": sheet,
    }
    return {name: text.encode() if isinstance(text, str) else text for name, text in found.items() if text is not None}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Parts as the bytes of a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet_of(cells: Iterable[Sequence[str]], more: str = "") -> str:
    """The XML of a sheet with text in its cells."""
    lines = []
    for number, row in enumerate(cells, 1):
        inside = "".join(
            f'<c r="{chr(65 + place)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for place, text in enumerate(row)
            if text
        )
        lines.append(f'<row r="{number}">{inside}</row>')
    return SHEET % ("".join(lines) + more)


def lying(content: bytes, name: str, declared: int, crc: int | None = None) -> bytes:
    """A zip file whose directory states another size for one of its parts (and a sum that fits what is stated)."""
    out = bytearray(content)
    for sign, at_name, at_size, at_crc in ((b"PK\x01\x02", 46, 24, 16), (b"PK\x03\x04", 30, 22, 14)):
        place = out.find(sign)
        while place >= 0:
            if out[place + at_name :].startswith(name.encode()):
                struct.pack_into("<I", out, place + at_size, declared)
                if crc is not None:
                    struct.pack_into("<I", out, place + at_crc, crc)
            place = out.find(sign, place + 4)
    return bytes(out)


LAUGHS = (
    "<!DOCTYPE lolz [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)) + "]>\n"
)
"""Entities that come to three thousand million letters, were they followed."""
TENS = staff({"band": "10"})

excel("a sound workbook with one bad row")(lambda: workbook({"Staff": staff({"band": "10"})}))
excel("a workbook by hand")(lambda: put("staff.xlsx", zipped(by_hand(sheet_of(TENS)))))
excel("several sheets")(lambda: workbook({"Staff": staff(), "Leavers": staff()}))
excel("an unknown sheet", "--sheet", "Staf")(lambda: workbook({"Staff": staff(), "Leavers": staff()}))
excel("one of several sheets", "--sheet", "Leavers")(lambda: workbook({"Staff": [["x"]], "Leavers": TENS}))
excel("a hidden sheet beside the list")(lambda: workbook({"Staff": TENS, "Lists": [["x"]]}, hidden=["Lists"]))
excel("only a hidden sheet is filled")(lambda: workbook({"Notes": [], "Staff": staff()}, hidden=["Staff"]))
excel("a workbook without cells")(lambda: workbook({"Staff": []}))
excel("a workbook with headings only")(lambda: workbook({"Staff": staff()[:1]}))
excel("merged headings")(
    lambda: workbook({"Staff": staff()}, then=lambda _, sheet: sheet.merge_range(0, 2, 0, 3, "profession"))
)
excel("a merged title above the headings")(
    lambda: workbook(
        {"Staff": [[], *staff()]}, then=lambda _, sheet: sheet.merge_range(0, 0, 0, 7, "Staff in post at 31 March")
    )
)
excel("a sheet with a chart beside the list")(
    lambda: workbook({"Staff": TENS}, then=lambda book, _: book.add_chartsheet("Chart").set_chart(a_chart(book)))
)
excel("cells beyond the headings")(
    lambda: workbook({"Staff": TENS}, then=lambda _, sheet: sheet.write(20, 10, "a note beside the list"))
)
excel("a sheet of blank cells")(
    lambda: put("staff.xlsx", zipped(by_hand(SHEET % '<row r="1"><c r="A1" t="str"><v></v></c></row>')))
)
excel("an error cell without a place, and one within a comment")(
    lambda: put(
        "staff.xlsx",
        zipped(
            by_hand(
                sheet_of(TENS).replace(
                    "</sheetData>",
                    '<row r="13"><c t="e"><v>#N/A</v></c></row></sheetData><!-- <c r="ZZ12" t="e"><v>#REF!</v></c> -->',
                )
            )
        ),
    )
)
excel("blank rows above the headings")(lambda: workbook({"Staff": [[], [], *TENS]}))


@excel("cells of other kinds")
def _kinds_of_cells() -> None:
    def then(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        percent = book.add_format({"num_format": "0%"})
        sheet.write_row(0, 8, ["increment_date", "unsocial_hours_percent", "in_pension_scheme", "student_loan"])
        sheet.write_datetime(1, 8, datetime.datetime(2026, 4, 1), day)  # noqa: DTZ001  a day has no time zone
        sheet.write_number(2, 8, 46000)
        sheet.write_blank(3, 7, None)
        sheet.write_number(3, 9, 0.25, percent)
        sheet.write_boolean(4, 10, False)
        sheet.write_boolean(5, 3, True)
        sheet.write_formula(6, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(7, 11, "=NA()", None, "#N/A")
        sheet.write_formula(8, 3, "=3+3", None, 6)
        sheet.write_datetime(9, 4, datetime.datetime(2026, 2, 1), day)  # noqa: DTZ001  a day has no time zone

    workbook({"Staff": staff()}, then=then)


@excel("long numbers for ids")
def _long_numbers() -> None:
    cells: list[list[Any]] = [list(row) for row in staff({"band": "10"})]
    for number, row in enumerate(cells[1:]):
        row[0] = 123456789012 + number
    workbook({"Staff": cells})


excel("a format that runs to the last row")(
    lambda: workbook(
        {"Staff": TENS},
        then=lambda book, sheet: [
            sheet.set_column(0, 16_383, 9, book.add_format({"bold": True})),
            sheet.write_blank(1_048_575, 7, None, book.add_format({"bold": True})),
        ],
    )
)
excel("a blank far down")(lambda: workbook({"Staff": TENS}, then=lambda _, sheet: sheet.write_string(200_000, 7, " ")))
excel("a cell at the far corner")(
    lambda: workbook({"Staff": TENS}, then=lambda _, sheet: sheet.write_string(1_048_575, 16_383, "x"))
)
excel("rows that say they are elsewhere")(
    lambda: put("staff.xlsx", zipped(by_hand(sheet_of(TENS, "<row r='4294967295'><c r='XFD9'><v>1</v></c></row>"))))
)
excel("five thousand columns of a workbook")(lambda: workbook({"Staff": [[f"c{n}" for n in range(5_000)]]}))
excel("a declared size that is huge")(
    lambda: put("staff.xlsx", lying(zipped(by_hand(sheet_of(TENS))), "xl/worksheets/sheet1.xml", 4_000_000_000))
)


@excel("a bomb that says it is small")
def _bomb() -> None:
    whole = (sheet_of(TENS).replace("</worksheet>", "") + " " * 20_000_000 + "</worksheet>").encode()
    stated = whole[:5_000]
    put("staff.xlsx", lying(zipped(by_hand(whole)), "xl/worksheets/sheet1.xml", len(stated), zlib.crc32(stated)))


@excel("a bomb of many parts")
def _many_parts() -> None:
    parts = by_hand(sheet_of(TENS))
    whole = zipped(parts | {f"xl/{'a/' * 50}{number}.xml": b" " for number in range(2_000)})
    put("staff.xlsx", lying(whole, "xl/a/", 300_000))


excel("a zip inside a zip")(lambda: put("staff.xlsx", zipped({"staff.xlsx": zipped(by_hand(sheet_of(TENS)))})))
excel("entities that explode in the texts")(
    lambda: put(
        "staff.xlsx",
        zipped(
            by_hand(
                SHEET % "<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
                strings=f"{XML}{LAUGHS}<sst xmlns='{MAIN}'><si><t>&a9;</t></si></sst>",
            )
        ),
    )
)
excel("entities that explode in the sheet")(
    lambda: put("staff.xlsx", zipped(by_hand(sheet_of([["&a9;", "band"]]).replace(XML, XML + LAUGHS))))
)
excel("a file outside the workbook")(
    lambda: put(
        "staff.xlsx",
        zipped(
            by_hand(sheet_of([["&b;", "band"]]).replace(XML, f'{XML}<!DOCTYPE w [<!ENTITY b SYSTEM "/etc/passwd">]>'))
        ),
    )
)
excel("no list of sheets")(lambda: put("staff.xlsx", zipped(by_hand(sheet_of(TENS), workbook=None))))
excel("a list of sheets that is no XML")(lambda: put("staff.xlsx", zipped(by_hand(sheet_of(TENS), workbook="<<<"))))
excel("a sheet that is no XML")(lambda: put("staff.xlsx", zipped(by_hand("<worksheet><sheetData><row"))))
excel("a sheet of other bytes")(lambda: put("staff.xlsx", zipped(by_hand(bytes(range(256)) * 10))))
excel("a workbook cut short")(lambda: put("staff.xlsx", zipped(by_hand(sheet_of(TENS)))[:900]))
excel("a workbook with a byte changed")(
    lambda: put(
        "staff.xlsx",
        (lambda raw: raw[:1_200] + bytes([raw[1_200] ^ 255]) + raw[1_201:])(zipped(by_hand(sheet_of(TENS)))),
    )
)
excel("CSV called a workbook")(lambda: put("staff.xlsx", TABLE))
excel("a web page called a workbook")(lambda: put("staff.xlsx", "<html><table><tr><td>id</td></tr></table></html>"))
excel("a locked workbook")(lambda: put("staff.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000)))
excel("an empty workbook file")(lambda: put("staff.xlsx", b""))
excel("a folder called a workbook")(lambda: Path("staff.xlsx").mkdir())

for ending in (".xls", ".xlsm", ".xlsb", ".ods", ".txt", ".json", ""):
    simple(f"a file of the kind {ending or 'unknown'}", TABLE, f"staff{ending}")

# Parquet


def parquet(columns: Mapping[str, Any], name: str = "staff.parquet", **options: Any) -> None:
    """Write a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table(dict(columns)), name, **options)


def columns(cells: Sequence[Sequence[str]] = TENS) -> dict[str, Any]:
    """A list by columns."""
    return {name: [row[place] for row in cells[1:]] for place, name in enumerate(cells[0])}


def of_parquet(name: str, *said: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """A case of `staff.parquet`, a file or a folder."""

    def enter(make: Callable[[], None]) -> Callable[[], None]:
        def made() -> Sequence[str]:
            make()
            return ["staff.parquet", *said]

        case(name)(made)
        return make

    return enter


def folder(**files: Mapping[str, Any]) -> None:
    """Make `staff.parquet` a folder of Parquet files."""
    Path("staff.parquet").mkdir()
    for name, one in files.items():
        parquet(one, f"staff.parquet/{name}.parquet")


@of_parquet("columns of every kind")
def _columns_of_every_kind() -> None:
    import pyarrow as pa

    size = len(TENS) - 1
    found = columns()
    days = [datetime.datetime(2026, 4, 1, 9, tzinfo=datetime.UTC)] * size
    found |= {
        "profession": pa.array(found["profession"]).dictionary_encode(),
        "whole_time_equivalent": pa.array([decimal.Decimal("0.80")] * size),
        "increment_date": pa.array(days, type=pa.timestamp("us", tz="Europe/London")),
        "student_loan": pa.nulls(size),
        "children": pa.array([None, *[0] * (size - 2), 2], type=pa.int8()),
        "in_pension_scheme": pa.array([None, *[True] * (size - 1)]),
        "unsocial_hours_payment": pa.array([float("nan"), float("inf"), *[4000.0] * (size - 2)]),
        "band": pa.array([decimal.Decimal("6.00")] * (size - 1) + [decimal.Decimal("10.00")]),
        "notes": pa.array([[1, 2]] * size),
    }
    parquet(found)


def both(*makes: Callable[[], None]) -> Callable[[], None]:
    """One after the other."""

    def make() -> None:
        for one in makes:
            one()

    return make


def whole() -> bytes:
    """What `staff.parquet` holds."""
    return Path("staff.parquet").read_bytes()


def nested(kind: str) -> Callable[[], None]:
    """A column that holds something other than text or numbers."""

    def make() -> None:
        import pyarrow as pa

        cells: dict[str, Any] = {"list": ["6"], "struct": {"a": "6"}, "binary": b"6"}
        parquet(columns() | {"band": pa.array([cells[kind]] * (len(TENS) - 1))})

    return make


of_parquet("lists in a column")(nested("list"))
of_parquet("structures in a column")(nested("struct"))
of_parquet("bytes in a column")(nested("binary"))


@of_parquet("text of another encoding")
def _text_of_another_encoding() -> None:
    parquet(
        columns() | {"profession": ["paramedics\u00e9\u00e9"] * (len(TENS) - 1)},
        use_dictionary=False,
        compression="none",
    )
    put("staff.parquet", whole().replace("\u00e9\u00e9".encode(), b"\xe9\xe9\xe9\xe9"))


@of_parquet("a heading of another encoding")
def _heading_of_another_encoding() -> None:
    parquet(columns() | {"notes\u00e9": ["x"] * (len(TENS) - 1)})
    put("staff.parquet", whole().replace("\u00e9".encode(), b"\xe9\xe9"))


@of_parquet("days beyond the calendar")
def _days_beyond() -> None:
    import pyarrow as pa

    far = pa.array([2_000_000_000] * (len(TENS) - 1), type=pa.int32()).cast(pa.date32())
    parquet(columns() | {"step": far})


@of_parquet("rows and columns beyond what is read, in a small file")
def _many_cells() -> None:
    import pyarrow as pa

    rows = 100_000_000 // len(HEADINGS) + 1
    same = pa.array(np.zeros(rows, dtype=np.int8))
    texts = {name: pa.DictionaryArray.from_arrays(same, [cell]) for name, cell in zip(HEADINGS, TENS[1], strict=True)}
    parquet(texts, compression="zstd", row_group_size=rows)
    assert len(whole()) < 1_000_000


@of_parquet("one long text down a whole column")
def _long_text() -> None:
    import pyarrow as pa

    long = pa.DictionaryArray.from_arrays(pa.array(np.zeros(50_000, dtype=np.int32)), pa.array(["y" * 2_000_000]))
    plain = {name: pa.array([cell] * 50_000) for name, cell in zip(HEADINGS, TENS[1], strict=True)}
    parquet(plain | {"band": long}, compression="zstd", store_schema=False)
    assert len(whole()) < 1_000_000


of_parquet("no rows")(lambda: parquet({name: [] for name in HEADINGS}))
of_parquet("an empty Parquet file")(lambda: put("staff.parquet", b""))
of_parquet("a broken end")(both(lambda: parquet(columns()), lambda: put("staff.parquet", whole()[:-9])))
of_parquet("broken pages")(
    both(
        lambda: parquet(columns(), compression="none", use_dictionary=False),
        lambda: put("staff.parquet", b"PAR1" + b"\xff" * 400 + whole()[404:]),
    )
)
of_parquet("CSV called Parquet")(lambda: put("staff.parquet", TABLE))
of_parquet("an assignment twice in several row groups")(
    lambda: parquet(columns([*staff(), *staff()[3:5], *TENS[11:]]), row_group_size=5)
)
of_parquet("a folder with nothing in it")(lambda: folder())
of_parquet("a folder with other files")(both(lambda: folder(), lambda: put("staff.parquet/a.csv", TABLE)))
of_parquet("an assignment twice in two files")(
    lambda: folder(a=columns(staff()), b=columns([staff()[0], *staff()[4:6], *TENS[11:]]))
)
of_parquet("a file without rows beside others")(
    lambda: folder(a={name: [] for name in HEADINGS}, b=columns(), c={name: [] for name in HEADINGS})
)
of_parquet("files that have other columns")(
    lambda: folder(a=columns(staff({"student_loan": "plan_2"})), b=columns(), c=columns(staff({"sex": "x"})))
)
of_parquet("a file that lacks a column that is needed")(
    lambda: folder(a=columns(), b={name: cells for name, cells in columns().items() if name != "band"})
)
of_parquet("a broken file beside others")(
    both(lambda: folder(a=columns()), lambda: put("staff.parquet/b.parquet", "x"))
)
of_parquet("a folder inside the folder")(
    both(lambda: folder(a=columns()), lambda: Path("staff.parquet/b.parquet").mkdir())
)

# Files that are not there, and folders to write


@case("a folder called CSV")
def _folder_called_csv() -> Sequence[str] | None:
    Path("staff.csv").unlink()
    Path("staff.csv").mkdir()
    return None


@case("a name with a line break and an escape")
def _odd_name() -> Sequence[str] | None:
    return ["a\n\x1b[31mb.csv"]


@case("a link that goes round")
def _round() -> Sequence[str] | None:
    Path("round.csv").symlink_to("round.csv")
    return ["round.csv"]


def pipe(name: str) -> Make:
    """A pipe, which nobody writes to."""

    def make() -> Sequence[str]:
        os.mkfifo(name)
        return [name]

    return make


if hasattr(os, "mkfifo"):
    for ending in ("csv", "xlsx", "parquet"):
        case(f"a pipe called {ending}")(pipe(f"pipe.{ending}"))
case("no such workbook")(lambda: ["nowhere.xlsx"])
case("no such Parquet file")(lambda: ["nowhere.parquet"])
case("no such file")(lambda: ["nowhere.csv"])
case("a very long name")(lambda: [f"{'n' * 5_000}.csv"])
case("no such posts")(lambda: ["staff.csv", "--posts", "nowhere.yaml"])
case("a folder for posts")(lambda: ["staff.csv", "--posts", "."])
case("no such policies")(lambda: ["staff.csv", "--policies", "nowhere.yaml"])


@case("an output folder that is not empty")
def _not_empty() -> Sequence[str] | None:
    Path("full").mkdir()
    put("full/kept.txt", "kept")
    return ["staff.csv", "-o", "full"]


case("an output folder that is a file")(lambda: ["staff.csv", "-o", "staff.csv"])
case("an output folder in no folder")(lambda: ["staff.csv", "-o", "no/where"])

# Mappings

MAPPING = """title: Ours
columns:
  id: [id]
  band: [band]
  step: [step]
  whole_time_equivalent: [whole_time_equivalent]
  unsocial_hours_payment: [unsocial_hours_payment]
"""
USED = ("--mapping", "m.yaml")
beside("a sound mapping", "m.yaml", MAPPING, *USED)
beside("a mapping with an unknown column", "m.yaml", MAPPING + "  bnad: [Grade]\n", *USED)
beside("a mapping with an unknown key", "m.yaml", MAPPING + "column: {}\n", *USED)
beside("a mapping that is no YAML", "m.yaml", MAPPING + "values: {band: [\n", *USED)
beside("a mapping that is a list", "m.yaml", "- band\n", *USED)
beside("a mapping without columns", "m.yaml", "title: Ours\ncolumns: {}\n", *USED)
beside("a mapping of one heading, not a list", "m.yaml", MAPPING + "  sex: Gender\n", *USED)
beside("a heading that the list lacks", "m.yaml", MAPPING.replace("[band]", "[Grade, Pay Band]"), *USED)
beside("an expression that is none", "m.yaml", MAPPING + "patterns: {band: [{find: '(', write: '6'}]}\n", *USED)
beside("a group that is not there", "m.yaml", MAPPING + "patterns: {band: [{find: '6', write: '\\2'}]}\n", *USED)
beside(
    "patterns for a column that is not ours", "m.yaml", MAPPING + "patterns: {grade: [{find: a, write: b}]}\n", *USED
)
beside("words for a number", "m.yaml", MAPPING + "constants: {children: two, other_pay: '-5'}\n", *USED)
beside("a constant that is wrong on every row", "m.yaml", MAPPING + "constants: {nation: France}\n", *USED)
beside(
    "an expression that takes for ever", "m.yaml", MAPPING + "patterns: {step: [{find: '(a+)+$', write: top}]}\n", *USED
)
beside(
    "expressions that take long",
    "m.yaml",
    MAPPING + "patterns:\n  step:\n"
    "    - {find: '(a|aa)*$', write: top}\n"
    "    - {find: '(?:x(?:a*))+$', write: top}\n"
    "    - {find: '(a{1,30}){1,30}$', write: top}\n"
    "    - {find: '.*.*.*.*.*x', write: top}\n"
    "    - {find: '(a?){30}a{30}', write: top}\n"
    f"    - {{find: '{'a?' * 30}{'a' * 30}', write: top}}\n"
    "    - {find: '[(+*]+\\(+\\+(ab)+', write: top}\n",
    *USED,
)
beside("a mapping that does not ship", "m.yaml", MAPPING, "--mapping", "ers")


@case("a long cell under an expression")
def _long_cell() -> Sequence[str] | None:
    put("m.yaml", MAPPING + "patterns: {step: [{find: '^.*top$', write: top}]}\n")
    put("staff.csv", as_csv(staff({"step": "a" * 100_000}, {"step": "at the top"})))
    return ["staff.csv", *USED]


beside("a constant for a number", "m.yaml", MAPPING + "constants: {children: 2}\n", *USED)


@case("a list without ids under one for all")
def _one_id_for_all() -> Sequence[str] | None:
    put("m.yaml", MAPPING.replace("  id: [id]\n", "") + "constants: {id: none}\n")
    put("staff.csv", as_csv([row[1:] for row in staff({"band": "10"})]))
    return ["staff.csv", *USED]


@case("words and expressions for ids and bands")
def _words_and_expressions() -> Sequence[str] | None:
    values = "values: {id: {P-00: Q-00}, band: {six: '6', ten: '10'}}\n"
    patterns = "patterns: {band: [{find: '^b(.)$', write: '\\1'}, {find: '^grade (.*)$', write: '\\1'}]}\n"
    put("m.yaml", MAPPING + values + patterns)
    bad = ("six", "b6", "grade 7", "ten", "b9x", "grade 10")
    put("staff.csv", as_csv(staff(*({"band": text} for text in bad), {"id": "Q-00"})))
    return ["staff.csv", *USED]


# Options

arguments("an unknown column to group by", "--by", "profesion")
arguments("ids to group by", "--by", "id")
arguments("numbers to group by", "--by", "whole_time_equivalent")
arguments("a threshold of one", "--threshold", "1")
arguments("a threshold that is no number", "--threshold", "x")
arguments("money rounded to nothing", "--round-to", "0")
arguments("a scheduler without its engine", "--scheduler", "tcp://127.0.0.1:1")
arguments("many machines for CSV", "--engine", "dask")
arguments("a sheet of a CSV file", "--sheet", "Staff")


@case("names to group by")
def _names_to_group_by() -> Sequence[str] | None:
    put("staff.csv", as_csv(staff(*({"name": f"N{number}"} for number in range(10_000)))))
    return ["staff.csv", "--by", "name"]


@case("names in a column that groups")
def _names_in_a_column_that_groups() -> Sequence[str] | None:
    put("staff.csv", as_csv(staff(*({"job_role": f"N{number}"} for number in range(2_000)))))
    return ["staff.csv", "--by", "job_role"]


# Posts and policies


def posts(name: str, text: str) -> None:
    """A case of posts at fault."""
    beside(name, "posts.yaml", text)


posts("posts with an unknown key", POSTS.replace("title", "titel"))
posts("an offer with an unknown key", POSTS.replace("name:", "nmae:"))
posts("a post that is not in the library", POSTS.replace("manager-8a", "manger-8a"))
posts("a post without its pattern", POSTS.replace(", pattern: different", ""))
posts("a pattern that is none", POSTS.replace("different", "diferent"))
posts("open to a column that is not there", POSTS.replace("}", ", open_to: {profesion: [paramedics]}}"))
posts("open to a number", POSTS.replace("}", ", open_to: {unsocial_hours_payment: ['4000']}}"))
posts("open to nobody", POSTS.replace("}", ", open_to: {profession: [midwives]}}"))
posts("open to one word, not a list", POSTS.replace("}", ", open_to: {profession: paramedics}}"))
posts("a post without a band", POSTS.split("  -")[0] + "  - {basic_pay: 60000, name: A, pattern: different}\n")
posts("two offers of one name", POSTS + POSTS.split("offers:\n")[1])
posts("holders below nought", POSTS.replace("}", ", holders: -1, vacancies: many}"))
posts("no offers", POSTS.split("offers:")[0] + "offers: []\n")
posts("posts without the key offers", POSTS.split("offers:")[0])
posts("a nation that is none", POSTS.replace("england", "france"))
posts("a day long past", POSTS.replace("2026", "1999"))
posts("a post whose rota leaves the folder", POSTS.replace("}", ", rota: ../../etc/passwd}"))
posts("a post in band 1", POSTS.split("  -")[0] + "  - {band: '1', rota: monday-to-friday, name: A, pattern: same}\n")
posts("a staff list for posts", TABLE)


def policies(name: str, text: str) -> None:
    """A case of policies at fault."""
    beside(name, "policies.yaml", f"policies:\n  - {{name: In force}}\n{text}", "--policies", "policies.yaml")


policies("a policy whose path leads nowhere", "  - {name: A, change: {offers.all.long_term_premum: 5%}}\n")
policies("a policy for a post that is not offered", "  - {name: A, change: {offers.7.step: top}}\n")
policies("a policy whose value is wrong", "  - {name: A, change: {offers.0.long_term_premium: lots}}\n")
policies("two policies of one name", "  - {name: A, change: {offers.0.step: top}}\n  - {name: A}\n")
policies("a policy that changes the pattern", "  - {name: A, change: {offers.0.pattern: same}}\n")
policies("a policy that changes who may apply", "  - {name: A, change: {offers.0.open_to: {profession: [nurses]}}}\n")
policies("a policy that changes the person held", "  - {name: A, change: {current.step: top}}\n")
policies("policies with an unknown key", "polices: []\n")
beside("no policies", "policies.yaml", "policies: []\n", "--policies", "policies.yaml")


policies("a policy that changes the person", "  - {name: A, change: {person.children: '2'}}\n")


def expected() -> dict[str, dict[str, Any]]:
    """What is expected of every case."""
    found: dict[str, dict[str, Any]] = json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
    return found


def run(name: str) -> dict[str, Any]:
    """Make the files of a case in the working directory and run the command; what it said and did.

    Fails where it takes too long, or leaves something that it should not.
    """
    put("staff.csv", TABLE)
    put("posts.yaml", POSTS)
    said = CASES[name]() or ["staff.csv"]
    said = [*said, *([] if "--posts" in said else ["--posts", "posts.yaml"]), *([] if "-o" in said else ["-o", "out"])]
    before = sorted(Path().rglob("*"))
    errors, answer = io.StringIO(), io.StringIO()
    started = time.monotonic()
    with contextlib.redirect_stderr(errors), contextlib.redirect_stdout(answer):
        try:
            status = main(["workforce", *said])
        except SystemExit as stop:  # a wrong option
            status = int(str(stop.code))
    assert time.monotonic() - started < SECONDS
    lines = errors.getvalue().splitlines()
    if status == 0:
        assert lines == []
        made = {"out", key_beside(Path("out")).name}
        assert sorted(path.name for path in Path().iterdir()) == sorted({*(p.parts[0] for p in before), *made})
        shown = re.search(r"([\d,]+ of [\d,]+) rows of the staff list", " ".join(answer.getvalue().split()))
        assert shown  # on the screen exact, rounded in what is published
        listed = Path("out", QUALITY_FILE).read_text(encoding="utf-8").splitlines()
        return {"used": shown[1].replace(",", ""), "rows": listed[1:]}
    assert sorted(Path().rglob("*")) == before
    assert answer.getvalue() == ""
    return {"status": status, "said": [line for line in lines if not line.startswith(("usage:", "      "))]}


@pytest.mark.parametrize("name", CASES)
def test_what_is_broken_is_said_and_nothing_is_left(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(name) == expected()[name]


def in_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = TABLE, offered: str = POSTS) -> None:
    """Go to a folder with a staff list and posts."""
    monkeypatch.chdir(folder)
    put("staff.csv", text)
    put("posts.yaml", offered)


USUAL = ("workforce", "staff.csv", "--posts", "posts.yaml", "-o", "out")


def test_no_file_that_is_written_holds_a_formula(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "\t=1+1", "=HYPERLINK(1)")
    bad = [{"id": text, "site": f"+{text}"} for text in evil[1:5]]
    bad += [{"id": text, "band": "10"} for text in evil]
    bad += [{"id": text, "profession": text.replace("=", "@")} for text in ("=a", "@b")]
    offered = POSTS.replace("Manager", "'=Manager'").replace("title: Posts", "title: '=1+1'")
    in_folder(tmp_path, monkeypatch, as_csv(staff(*bad)), offered)
    assert main([*USUAL, "--rows", "--threshold", "2"]) == 0
    written = sorted(path.name for path in Path("out").glob("*.csv"))
    assert {ROWS_FILE, QUALITY_FILE, "groups.csv", "summary.csv"} <= set(written)
    harmless = 0
    for name in written:
        with Path("out", name).open(encoding="utf-8", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                harmless += cell.startswith("'")
                if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                    float(cell)
    assert harmless >= 10


def test_words_that_nobody_has_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_folder(
        tmp_path,
        monkeypatch,
        offered=POSTS.replace("}", ", open_to: {profession: [paramedics, physios], step: [top]}}"),
    )
    assert main([*USUAL]) == 0
    said = Path("out/README.md").read_text(encoding="utf-8")
    assert "No usable row has the profession 'physios', which Manager asks for. Check the spelling." in said
    assert "'paramedics'" not in said
    assert "'top'" not in said


@pytest.mark.parametrize("name", ["staff.csv", "staff.xlsx", "staff.parquet"])
def test_a_file_that_cannot_be_read_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_folder(tmp_path, monkeypatch)
    put(name, TABLE)
    opened = Path.open

    def refused(path: Path, *said: Any, **more: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Permission denied")
        return opened(path, *said, **more)

    monkeypatch.setattr(Path, "open", refused)
    assert main(["workforce", name, *USUAL[2:]]) == 2
    assert capsys.readouterr().err == f"{name}: cannot be read: permission denied\n"
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("column", "size"),
    [("rota", 20_000), *((column, 2_000) for column in ("band", "nation", "step", "unsocial_hours_payment"))],
)
def test_thousands_of_bad_rows_are_listed_in_good_time(
    column: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = [{column: f"ambulance-{number}"} for number in range(size)]
    if column == "rota":
        bad = [{**row, "unsocial_hours_payment": ""} for row in bad]
    in_folder(tmp_path, monkeypatch, as_csv(staff(*bad)))
    started = time.monotonic()
    assert main([*USUAL]) == 0
    assert time.monotonic() - started < SECONDS
    listed = Path("out", QUALITY_FILE).read_text(encoding="utf-8").splitlines()
    assert len(listed) == 1 + size


def test_a_list_of_several_parts_leaves_nothing_when_no_row_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_folder(tmp_path, monkeypatch)
    monkeypatch.setattr("paymodel.files.staff_lists.ROWS_IN_A_PART", 4)
    cells = staff()
    parquet(columns([cells[0], *([*row[:3], "10", *row[4:]] for row in cells[1:])]), row_group_size=4)
    before = sorted(Path().rglob("*"))
    assert main(["workforce", "staff.parquet", *USUAL[2:]]) == 2
    assert capsys.readouterr().err.startswith("staff.parquet: no row can be used; row 2, band: '10' is not a band")
    assert sorted(Path().rglob("*")) == before


def test_a_row_that_repeats_another_is_in_no_file_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_folder(tmp_path, monkeypatch, as_csv(staff({"id": "p-04 "}, {"id": "P-04"})))
    assert main([*USUAL, "--rows"]) == 0
    lines = Path("out", ROWS_FILE).read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"P-{number:02}" for number in range(10)]


def parts_of(source: Path, mapping: str = "template") -> list[Part]:
    return [read_part(piece, load_mapping(mapping), GROUPS) for piece in pieces(source)]


def test_a_list_read_in_blocks_is_the_list_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_folder(tmp_path, monkeypatch, as_csv(staff(*({"profession": f"p{number}"} for number in range(4)))))
    (whole,) = parts_of(Path("staff.csv"))
    monkeypatch.setattr(staff_lists, "reading", partial(reading, most=4))  # 14 rows: 4, 4, 4 and 2
    (again,) = parts_of(Path("staff.csv"))
    everyone = np.arange(whole.size)
    assert (again.numbers.tolist(), again.id_of(everyone)) == (whole.numbers.tolist(), whole.id_of(everyone))
    for name, one in whole.texts.items():
        assert again.texts[name].texts().tolist() == one.texts().tolist()
    for name, values in whole.figures.items():
        assert again.figures[name].tolist() == values.tolist()


def test_a_file_that_changes_once_its_parts_are_known_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    parquet(columns())
    (piece,) = pieces(Path("staff.parquet"))
    put("staff.parquet", b"PAR1")
    with pytest.raises(Faults, match=r"staff.parquet: is not a sound Parquet file"):
        read_part(piece, load_mapping("template"), ())
    workbook({"Staff": staff()[:1]})
    with pytest.raises(Faults, match=r"staff.xlsx: holds no rows"):
        parts_of(Path("staff.xlsx"))


def test_expressions_that_take_too_long_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_folder(tmp_path, monkeypatch)
    put("m.yaml", MAPPING + "patterns: {step: [{find: '^.*top$', write: top}]}\n")
    monkeypatch.setattr(whole_cells, "LONGEST_MATCHING", -1.0)
    words = "Ours: patterns.step: take more than -1 seconds; write simpler ones, or give the words under values"
    with pytest.raises(Faults, match=re.escape(words)):
        parts_of(Path("staff.csv"), "m.yaml")


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (lambda text: re.sub(r"(<Relationship Id=.rId1.*?/>)(<Relationship .*?/>)", r"\2\1", text), "'#N/A'"),
        (lambda text: text.replace("Id=", 'Was="" Id='), "'#N/A'"),
        (  # the reader finds its sheet, we do not find its errors
            lambda text: re.sub(r"(</?)(Relationship)", r"\1p-q:\2", text).replace("xmlns=", "xmlns:p-q="),
            "missing",
        ),
    ],
    ids=["in another order", "with more beside them", "written oddly"],
)
def test_an_error_cell_is_found_where_the_relations_of_a_workbook_lead(
    odd: Callable[[str], str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_folder(tmp_path, monkeypatch)
    error = '<c r="D12" t="e"><v>#N/A</v></c>'
    parts = by_hand(re.sub(r'<c r="D12" .*?</c>', error, sheet_of(TENS)))
    relations = "xl/_rels/workbook.xml.rels"
    put("staff.xlsx", zipped({**parts, relations: odd(parts[relations].decode()).encode()}))
    assert main(["workforce", "staff.xlsx", *USUAL[2:]]) == 0
    (line,) = Path("out", QUALITY_FILE).read_text(encoding="utf-8").splitlines()[1:]
    assert line.startswith("12,X-00,band,")
    assert words in line


def test_mappings_that_ship_end_in_good_time() -> None:
    for name in ("esr", "template"):
        assert load_mapping(name).columns


def test_every_case_has_its_lines() -> None:
    assert set(expected()) >= set(CASES)
    assert list(expected()) == list(CASES) or not hasattr(os, "mkfifo")
    assert len(CASES) >= 150
    for name, case_of_name in expected().items():
        assert case_of_name.get("status", 2) == 2, name
        for line in (*case_of_name.get("said", ()), *case_of_name.get("rows", ())):
            assert line.isprintable(), name
            assert len(line) < 1_000, name


def test_a_list_is_judged_by_the_columns_and_rows_that_are_read_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows, more = len(TENS) - 1, {f"note {number}": ["x"] * (len(TENS) - 1) for number in range(40)}
    parquet(columns() | more, row_group_size=5)
    monkeypatch.setattr(tabular_io, "LARGEST_TABLE", 5 * len(HEADINGS))  # far fewer cells than the whole file holds
    whole_list = pieces(Path("staff.parquet"), 5)
    assert len(whole_list) == -(-rows // 5)
    assert sum(read_part(piece, load_mapping("template"), ()).size for piece in whole_list) == rows
    with pytest.raises(Faults, match=r"rows of 7 columns that are read together; at most 40 cells are read"):
        read_part(pieces(Path("staff.parquet"))[0], load_mapping("template"), ())


def test_pages_that_unpack_to_more_than_is_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabular_io, "LARGEST_UNPACKED", 1_000_000)
    monkeypatch.chdir(tmp_path)
    parquet({"id": ["x" * 1_000] * 1_001}, compression="zstd", use_dictionary=False)
    assert len(whole()) < 5_000
    with pytest.raises(Faults, match=r"staff.parquet: would unpack to 1,00[0-9],[0-9]{3} bytes; at most 1,000,000"):
        next(reading(Path("staff.parquet"), ()))
    (piece,) = pieces(Path("staff.parquet"))
    with pytest.raises(Faults, match="would unpack to"):
        read_part(piece, load_mapping("template"), ["id"])


def _write() -> int:
    """Write what is now said of each case. Each must be read before it is committed. Returns the exit status."""
    before, found = expected(), {}
    here = Path.cwd()
    wrong = 0
    for name in CASES:
        if sys.argv[2:] and name not in sys.argv[2:]:
            found[name] = before.get(name, {})
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            started = time.monotonic()
            try:
                found[name] = run(name)
            except BaseException as error:  # whatever it is, the other cases are still to be written
                wrong += 1
                found[name] = before.get(name, {})
                sys.stderr.write(f"{name}: {type(error).__name__}: {str(error)[:300]}\n")
            if time.monotonic() - started > 2:
                sys.stderr.write(f"{name}: {time.monotonic() - started:.1f} s\n")
            os.chdir(here)
    EXPECTED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    sys.stderr.write(f"Wrote {EXPECTED.name}: {len(found)} cases. Read each changed line before it is committed.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python tests/test_broken_staff.py --write [CASE ...]")
    sys.exit(_write())
