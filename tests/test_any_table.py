"""Tables as people have them: any usual text, any workbook, and a list anywhere in it.

What each gives is in `tests/any_table/accepted.json`: rows used and read, the rows that cannot be used and why, and
what is said of how it was read. When that changes on purpose, write it again and read each changed line:

    python -m tests.test_any_table --write
"""

import io
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.file_kinds import Choice
from paymodel.files.rota_grids import grid_of_file
from paymodel.files.staff_lists import pieces
from paymodel.files.uploads import Upload
from paymodel.scenarios.offered_posts import Openings, load_openings
from paymodel.workforces.options import Options
from paymodel.workforces.row_by_row import look_through
from paymodel.workforces.run import Run
from tests.table_files import Cells, compound, ods, ods_of, text, xls, xlsb, xlsx, zipped

ACCEPTED = Path(__file__).resolve().parent / "any_table" / "accepted.json"
HEADS = ["id", "band", "step", "whole_time_equivalent", "unsocial_hours_payment", "site"]
PEOPLE: Cells = [
    ["A1", 5, 1, 1, 1200, "Caf\u00e9 Road"],
    ["A2", 6, 2, 0.8, 0, "North, upper"],
    ["A3", 7, 1, 0.5, 300, "South"],
]
LIST: Cells = [HEADS, *PEOPLE]
ESR = ["Assignment Number", "Payscale Description", "Grade Step", "FTE", "Unsocial Hours Payment", "Location"]
IN_ESR: Cells = [ESR, *([row[0], f"Review Body Band {row[1]}", *row[2:]] for row in PEOPLE)]
DECIMALS: Cells = [HEADS[:5], ["A1", 5, 1, "1.0", 1200], ["A2", 6, 2, "0.8", 0]]


def wide(rows: Cells, more: int) -> Cells:
    """Rows with so many empty cells after them."""
    return [[*row, *[""] * more] for row in rows]


def parquet(frame: pd.DataFrame) -> bytes:
    """A Parquet file of a frame."""
    out = io.BytesIO()
    frame.to_parquet(out)
    return out.getvalue()


DRESS: Mapping[str, bytes] = {
    "commas.csv": text(LIST),
    "semicolons.csv": text(LIST, ";"),
    "tabs.tsv": text(LIST, "\t"),
    "bars.txt": text(LIST, "|"),
    "semicolons and the mark of UTF-8.csv": text(LIST, ";", "utf-8-sig"),
    "semicolons and commas before decimals.csv": b"id;band;step;whole_time_equivalent;unsocial_hours_payment;site\n"
    b'A1;5;1;"0,8";1.200,50;Road 5, north\nA2;6;2;1,0;3.000;South\nA3;7;1;0,50;2500;West\n',
    "sep line.csv": text(LIST, ";", before="sep=;\n"),
    "sep line in quotation marks.csv": text(LIST, "^", before='"sep=^"\r\n', ends="\r\n"),
    "tabs in UTF-16, as Excel saves Unicode text.txt": text(LIST, "\t", "utf-16"),
    "UTF-16, the large end first.csv": b"\xfe\xff" + text(LIST, encoding="utf-16-be"),
    "UTF-16 without its mark.csv": text(LIST, encoding="utf-16-le"),
    "UTF-32.csv": text(LIST, encoding="utf-32"),
    "Windows-1252.csv": text(LIST, encoding="cp1252"),
    "Windows-1252 and semicolons.csv": text(LIST, ";", "cp1252", "\r\n"),
    "lines that end as on old Macs.csv": text(LIST, ends="\r"),
    "blanks before quotation marks.csv": b"id, band, step, whole_time_equivalent, unsocial_hours_payment, site\n"
    b'"A1", "5", "1", "1", "1200", "North, upper"\n"A2", "6", "1", "1", "0", "South"\n',
    "the end of a file of DOS.csv": text(LIST) + b"\x1a",
    "every cell in quotation marks.csv": b"\n".join(
        b",".join(b'"%s"' % str(cell).encode() for cell in row) for row in LIST
    ),
    "a list called .xls.xls": text(LIST, "\t"),
    "a workbook called CSV.csv": xlsx(LIST),
    "no ending": text(LIST),
    "workbook.xlsx": xlsx(LIST),
    "workbook with macros.xlsm": xlsx(LIST),
    "binary workbook.xlsb": xlsb(LIST),
    "old workbook.xls": xls(LIST),
    "open document.ods": ods(LIST),
    "columns of pages.parquet": parquet(pd.DataFrame(PEOPLE, columns=HEADS)),
    "Parquet called CSV.csv": parquet(pd.DataFrame(PEOPLE, columns=HEADS)),
    "percentages in an old workbook.xls": xls(
        [[*HEADS[:4], "unsocial_hours_percent"], ["A1", 5, 1, 1, 0.25], ["A2", 6, 1, 1, 0.3]], percent=[(1, 4)]
    ),
    "percentages in an open document.ods": ods(
        [[*HEADS[:4], "unsocial_hours_percent"], ["A1", 5, 1, 1, "25%"], ["A2", 6, 1, 1, 0.3]]
    ),
}
TITLES: Cells = [["Staff in post"], ["As at 31 October 2026"], []]
TWICE = [*HEADS[:5], "Note", "note"]
WHERE: Mapping[str, bytes] = {
    "a title in one cell.csv": text([*TITLES, *LIST]),
    "a title as wide as the list.csv": text([*wide([["Staff in post"], [""]], 5), *LIST]),
    "a title of two cells.csv": text([["Report:", "Staff in post"], *LIST]),
    "titles and an ESR extract.csv": text([*TITLES, *IN_ESR], ";"),
    "a title in a workbook.xlsx": xlsx([["Staff in post"], [], *LIST]),
    "a title merged over the list.xlsx": xlsx([["Staff in post", *[""] * 5], *LIST], merge=["A1:F1"]),
    "a title in an old workbook.xls": xls([["Staff in post"], [], *LIST], merge=[(0, 0, 0, 5)]),
    "a title in a binary workbook.xlsb": xlsb([["Staff in post"], [""], *LIST]),
    "a title in an open document.ods": ods([["Staff in post"], [""], *LIST]),
    "a comma that may be either.csv": b"id;band;step;whole_time_equivalent;unsocial_hours_payment\n"
    b"A1;5;1;0,8;1200,50\nA2;6;2;1,0;2,000\n",
    "two rows of headings.xlsx": xlsx([["Person", "", "Pay", "", "", ""], *LIST], merge=["A1:B1", "C1:F1"]),
    "headings over two rows.xlsx": xlsx(
        [["id", "Pay", "", "", "", "site"], ["", *HEADS[1:5], ""], *PEOPLE], merge=["A1:A2", "B1:E1", "F1:F2"]
    ),
    "blank lines.csv": text([[], *LIST[:2], [], ["", "", ""], *LIST[2:]]),
    "a footer of one cell.csv": text([*LIST, [], ["Report run 1 November 2026"]]),
    "a total.csv": text([*LIST, ["Total", "", "", 2.3, 1500, ""]]),
    "a short row.csv": text([*LIST, ["A4", 5, 1]]),
    "a row with a comma too many.csv": text(LIST) + b"A4,5,1,1,0,North,upper\n",
    "commas at the ends.csv": text(wide(LIST, 3)),
    "commas at the ends of the headings alone.csv": text([[*HEADS, "", ""], *PEOPLE]),
    "a column without a heading.csv": text([[*HEADS, "", "sex"], *([*row, "x", "F"] for row in PEOPLE)]),
    "a column without a heading.xls": xls([[*HEADS, "", "sex"], *([*row, "x", "F"] for row in PEOPLE)]),
    "a heading twice that is not needed.csv": text([TWICE, *([*row[:5], "a", "b"] for row in PEOPLE)]),
    "the headings again on each page.csv": text([*LIST, HEADS, ["A4", 5, 1, 1, 0, "West"], HEADS]),
    "merged sites.xls": xls([LIST[0], LIST[1], ["A2", 6, 2, 1, 0, ""], LIST[3]], merge=[(1, 2, 5, 5)]),
    "merged sites.xlsb": xlsb([LIST[0], LIST[1], ["A2", 6, 2, 1, 0, ""], LIST[3]], merge=[(1, 2, 5, 5)]),
    "merged sites.ods": ods([LIST[0], LIST[1], ["A2", 6, 2, 1, 0, ""], LIST[3]], spans={(1, 5): 2}),
    "hidden rows.xlsx": xlsx(LIST, hide=[3]),
    "hidden rows.xls": xls(LIST, hide=[2, 3], hide_columns=[5]),
    "hidden rows.xlsb": xlsb(LIST, hide=[4]),
    "hidden rows.ods": ods(LIST, hide=[2]),
    "a formula without a value.xlsx": xlsx(LIST, formulas=["D3"]),
    "a formula without a value in a column not needed.xlsx": xlsx([[*HEADS, "age"], *PEOPLE], formulas=["G3"]),
    "headings that say units.csv": text(
        [
            ["Emp No.", "Band / Grade", "Step no.", "FTE %", "Enhancements £ pm", "Overtime (hrs/wk)"],
            ["A1", "Grade 5", "2 of 3", 100, "£100", 1],
            ["A2", "Band VI", "Top (3)", "80% FTE", "£1,200 p/a", "52 hours"],
            ["A3", 6, "Top (2)", 0.5, 0, "-"],
        ]
    ),
    "headings that say units.xlsx": xlsx(
        [
            ["id", "band", "step", "WTE (%)", "Unsocial Hours Payment (monthly)", "Sickness absence %"],
            ["A1", 5, 2, 100, 100, 4],
            ["A2", 6, 3, 62.5, 0, 0.5],
        ]
    ),
    "an error in a cell.xls": xls([*LIST[:2], ["A2", 6, 2, "#N/A", 0, "North"]]),
}
FILES = {**DRESS, **WHERE}
POSTS = (
    "as_at: 2026-11-22\nnation: england\noffers: [{name: Manager, band: 8b, rota: monday-to-friday, pattern: same}]\n"
)
MARK_OF_TITLE = "title: Posts\n"


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Posts that everybody on the lists is below."""
    path = tmp_path_factory.mktemp("posts") / "posts.yaml"
    path.write_text(MARK_OF_TITLE + POSTS, encoding="utf-8")
    return path


def given(name: str, openings: Openings, choice: Choice | None = None) -> dict[str, Any]:
    """What a staff list gives: rows used and read, what is wrong with the others, what is said of the whole."""
    source = Upload(name, FILES[name])
    where = choice or Choice()
    options = Options(name, "posts.yaml", sheet=where.sheet, heading_row=where.heading_row)
    quality = look_through(Run(options, staff=source, openings=openings), pieces(source))
    rows = [f"row {row}: {column + ': ' if column else ''}{words}" for row, _, column, words in quality.problems]
    return {"used": f"{quality.used} of {quality.read}", "rows": rows, "notes": list(quality.notes)}


def accepted() -> dict[str, dict[str, Any]]:
    """What is expected of every file."""
    found: dict[str, dict[str, Any]] = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_list_is_read_in_any_dress_and_wherever_it_is(name: str, posts: Path) -> None:
    assert given(name, load_openings(posts, None)) == accepted()[name]


def test_every_list_loses_at_most_the_lines_that_are_odd() -> None:
    assert list(accepted()) == list(FILES)
    assert len(DRESS) >= 10
    assert len(WHERE) >= 10
    for name in DRESS:
        used, read = accepted()[name]["used"].split(" of ")
        assert used == read or "percentages" in name, name
    for name, gives in accepted().items():
        used, read = map(int, gives["used"].split(" of "))
        assert used >= 1, name
        assert read - used == len({row.split(":")[0] for row in gives["rows"]}), name
        assert all(line.isprintable() for line in (*gives["rows"], *gives["notes"])), name


JOBS: Cells = [["id", "as_at", "band", "step", "Site"], ["A", "2026-11-22", "6", "top", "North"]]
MONTHS: Cells = [
    ["id", "as_at", "tax_code", "period", "taxable_pay", "taxable_pay_to_date", "tax_to_date"],
    ["A", "2026-11-22", "1257L", "1", "3000", "3000", "0"],
]
DUTIES: Cells = [["id", "start", "end", "unpaid_break_minutes"], ["1", "2026-11-02T19:00", "2026-11-03T07:00", "30"]]
COMMANDS: Mapping[str, tuple[Cells, Sequence[str]]] = {
    "payslips": (JOBS, ()),
    "payroll": (JOBS, ()),
    "paye": (MONTHS, ()),
    "hours": (DUTIES, ("--nation", "england")),
}
MAKERS: Mapping[str, Callable[[Cells], bytes]] = {
    "commas": text,
    "semicolons": lambda rows: text(rows, ";"),
    "UTF-16": lambda rows: text(rows, "\t", "utf-16"),
    "a title": lambda rows: text([["A report"], [], *rows]),
    "a footer": lambda rows: text([*rows, [], ["The end"]]),
    "xlsx": xlsx,
    "xls": xls,
    "xlsb": xlsb,
    "ods": ods,
}


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_reads_any_table_from_a_file_and_from_standard_input(
    command: str, maker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows, more = COMMANDS[command]
    plain, other, piped = (tmp_path / f"{name}.csv" for name in ("plain", "other", "piped"))
    (tmp_path / "plain-in.csv").write_bytes(text(rows))
    content = MAKERS[maker](rows)
    (tmp_path / "in.dat").write_bytes(content)
    assert main([command, str(tmp_path / "plain-in.csv"), *more, "-o", str(plain)]) == 0
    assert main([command, str(tmp_path / "in.dat"), *more, "-o", str(other)]) == 0
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert main([command, "-", *more, "-o", str(piped)]) == 0
    assert plain.read_bytes() == other.read_bytes() == piped.read_bytes()
    said = capsys.readouterr().out
    assert ("Column not used: 'Site'." in said) == (rows is JOBS)
    assert ("Row 4 has 1 cell: 'The end'" in said) == (maker == "a footer")


def test_a_staff_list_is_read_from_standard_input(
    posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for verb in (["workforce", "-", "--posts", str(posts), "-o", str(tmp_path / "out")], ["check", "-", str(posts)]):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(xls(LIST))))
        assert main(verb) == 0
    assert "3 of 3 rows of the staff list could be used" in capsys.readouterr().out


def test_the_row_of_the_headings_may_be_said(posts: Path) -> None:
    """Headings that nobody knows are looked for in the first row of several cells; the refusal names the option."""
    openings = load_openings(posts, None)
    unknown = text([["Trust", "Ward"], ["A", "B"], ["Payroll", "Pay", "Point", "Part"], ["A1", 5, 1, 1]])
    with pytest.raises(Faults, match="If they are in another row, say which with --heading-row"):
        Run(Options("s.csv", "posts.yaml"), staff=Upload("s.csv", unknown), openings=openings)
    with pytest.raises(Faults, match=r"^s.csv: row 3: .* The headings are: 'Payroll', 'Pay', 'Point', 'Part'"):
        Run(Options("s.csv", "posts.yaml", heading_row=3), staff=Upload("s.csv", unknown), openings=openings)
    with pytest.raises(Faults, match=r"^s.csv: --heading-row: row 9 of s.csv is empty; the first filled row is 1$"):
        Run(Options("s.csv", "posts.yaml", heading_row=9), staff=Upload("s.csv", unknown), openings=openings)


@pytest.mark.parametrize("command", ["payslips", "payroll", "paye", "hours", "workforce", "sensitivity", "check"])
def test_help_names_the_options_that_refusals_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    out = capsys.readouterr().out
    assert "--sheet" in out
    assert "--heading-row" in out


OLD = b"\x09\x08\x08\x00\x00\x05\x10\x00" + bytes(100)
NO_TABLES: Mapping[str, tuple[bytes, str]] = {
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "is a PDF, not a table; give .xlsx,"),
    "a web page": (
        b"\r\n<html><body><table><tr><td>id</td></tr></table>",
        "is a web page (HTML), not a table; open it in",
    ),
    "a table of a web page": (b"<TABLE border=1><TR><TD>id", "is a web page (HTML), not a table"),
    "a web page in UTF-16": ("<html><table>".encode("utf-16"), "is a web page (HTML), not a table"),
    "a web page in one file": (b"MIME-Version: 1.0\nX-Document-Type: Workbook\n", "is a web page in one file (MHTML)"),
    "Excel 2003 in XML": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "is a workbook of Excel 2003 in XML, not a table; open it in Excel",
    ),
    "XML": (b'<?xml version="1.0"?><staff/>', "is XML, not a table"),
    "JSON": (b'[{"id": 1}]', "is JSON, not a table"),
    "a Word document": (zipped({"word/document.xml": "x"}), "is a Word document, not a table"),
    "a PowerPoint presentation": (zipped({"ppt/presentation.xml": "x"}), "is a PowerPoint presentation, not a"),
    "a document of Numbers": (
        zipped({"Index/Document.iwa": "x"}),
        "is a document of Apple's Numbers, Pages or Keynote",
    ),
    "a zip of a list": (
        zipped({"staff.csv": "id"}),
        "is a zip archive that holds 'staff.csv'; unpack it, and give the",
    ),
    "a text of OpenDocument": (
        zipped({"content.xml": "x", "META-INF/manifest.xml": "application/vnd.oasis.opendocument.text"}),
        "is a text document (OpenDocument), not a table",
    ),
    "a locked open document": (ods_of("", "<m:encryption-data/>"), "is locked with a password; save it without one"),
    "a locked workbook": (
        compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}),
        "is locked with a password; save",
    ),
    "a locked old workbook": (xls(LIST, locked=True), "is locked with a password; save it without one"),
    "an old Word document": (compound({"WordDocument": b"x"}), "is a Word document, not a table"),
    "an Outlook message": (compound({"__properties_version1.0": b"x"}), "is an Outlook message, not a table"),
    "a gzip archive": (b"\x1f\x8b\x08\x00" + bytes(20), "is a gzip archive, not a table; unpack it, and give the file"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture (PNG), not a table"),
    "a workbook of an old Excel": (OLD, "is a workbook of an Excel before 1997, not a table"),
    "other bytes": (bytes(range(1, 256)) * 9, "line 2: is not UTF-8 text; save it as CSV UTF-8"),
    "two encodings in one": (
        "id,site\n1,Café\n".encode() + "2,Café\n".encode("cp1252"),
        "line 3: is not UTF-8 text, as line 2 is: parts were pasted from elsewhere",
    ),
    "columns set apart by spaces": (
        "".join("".join(str(cell).ljust(24) for cell in row).rstrip() + "\n" for row in LIST).encode(),
        "its columns are set apart by spaces: open it in a spreadsheet",
    ),
    "two lists in one": (
        text([*LIST, ["band", "id", *HEADS[2:]], [5, "A9", 1, 1, 0, "North"]]),
        "row 5: holds headings again, in another order than row 1; give each list a file of its own",
    ),
}


@pytest.mark.parametrize("name", NO_TABLES)
def test_what_is_no_table_is_called_what_it_is(
    name: str, posts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, words = NO_TABLES[name]
    path = tmp_path / "staff.xls"
    path.write_bytes(content)
    for verb in (["workforce", str(path), "--posts", str(posts), "-o", str(tmp_path / "out")], ["check", str(path)]):
        assert main(verb) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"{path}: {words}")


FILLED = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="%d"/>'
BOMBS: Mapping[str, bytes] = {
    "one cell of .xls far away": xls(LIST, far=(65_535, 255)),
    "a row of .ods repeated": ods_of(
        f'<table:table-row table:number-rows-repeated="1000000">{FILLED % 16}</table:table-row>'
    ),
    "a cell of .ods repeated": ods_of(
        f'<table:table-row table:number-rows-repeated="1000">{FILLED % 16_384}</table:table-row>'
    ),
    "one cell of .xlsb far away": xlsb(LIST, far=(1_048_575, 16_383)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_that_would_take_much_room_is_refused(name: str) -> None:
    with pytest.raises(Faults, match=r"holds cells as far as column [A-Z]+ and row [0-9,]+; at most 10,000,000 cells"):
        grid_of_file(Upload("grid", BOMBS[name]))


def test_an_archive_of_any_kind_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paymodel.files.workbook_parts.LARGEST_WORKBOOK", 1_000)
    for content in (xlsx(LIST), xlsb([*LIST, ["x" * 2_000]]), ods([*LIST, ["x" * 2_000]])):
        with pytest.raises(Faults, match=r"would unpack to [0-9,]+ bytes; at most 1,000 are read"):
            grid_of_file(Upload("grid", content))


def test_a_rota_is_read_from_any_file() -> None:
    week = ["E", "E", "L", "L", "N", "-", "-"]
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    for maker in (text, lambda rows: text(rows, ";", "utf-16"), xlsx, xls, xlsb, ods):
        assert grid_of_file(Upload("grid", maker([days, week]))).weeks == (tuple(week),)


def _write() -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.yaml"
        path.write_text(MARK_OF_TITLE + POSTS, encoding="utf-8")
        openings = load_openings(path, None)
    gives = {}
    for name in FILES:
        try:
            gives[name] = given(name, openings)
        except Faults as error:
            sys.stderr.write(f"{name}: {error}\n")
    ACCEPTED.write_text(json.dumps(gives, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.test_any_table --write")
    _write()
