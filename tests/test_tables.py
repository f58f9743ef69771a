"""Tables: one way to make each, the same headings and units in every format, one writer of CSV."""

import ast
import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from lxml import etree, html
from python_calamine import CalamineWorkbook

import paymodel
from paymodel.answers.blocks import as_markdown, as_text
from paymodel.answers.careers import years_of_paths
from paymodel.answers.columns import COLUMNS
from paymodel.answers.comparison import offers_blocks
from paymodel.answers.comparison_tables import lines_table, moves_table, payslips_table, years_of_move
from paymodel.answers.figures import assumptions_table, figures_used_table
from paymodel.answers.remedies import outcomes_table, remedies_table
from paymodel.answers.tables import Cell, Column, Table, Unit, as_csv, csv_file, text_columns
from paymodel.cli import main
from paymodel.files.csv_writer import MARK
from paymodel.reports.html import as_html
from paymodel.reports.outline import outline_parts
from paymodel.reports.parts import Worked, parts_of
from paymodel.reports.report_charts import draw_pictures
from paymodel.reports.tables import sheets_of
from paymodel.reports.word import as_docx
from paymodel.reports.xlsx import as_xlsx
from paymodel.scenarios.load import open_scenario, scenario_of

PACKAGE = Path(paymodel.__file__).parent
SCENARIO = "three-ways-to-put-it-right"
"""Several policies, one of which leaves a loss: every table is there."""
READS_CSV = {"reader", "DictReader", "Error", "field_size_limit"}
"""What modules that read CSV need of the library."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def worked() -> Worked:
    document, folder = open_scenario(SCENARIO)
    return Worked(scenario_of(document, folder, SCENARIO), document, folder)


def tables(blocks: Sequence[object]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def writes_csv(tree: ast.AST) -> Iterator[str]:
    """What a module does that only the writer of CSV may."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr in ("to_csv", "write_csv", "DictWriter"):
                yield node.attr
            if isinstance(node.value, ast.Name) and node.value.id == "csv" and node.attr not in READS_CSV:
                yield f"csv.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module in ("csv", "pyarrow.csv"):
            yield f"from {node.module}"
        if isinstance(node, ast.Import) and any(name.name == "pyarrow.csv" for name in node.names):
            yield "import pyarrow.csv"


def test_csv_has_one_writer() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): sorted(set(used))
        for path in PACKAGE.rglob("*.py")
        if (used := list(writes_csv(ast.parse(path.read_text(encoding="utf-8")))))
    }
    assert found == {"files/csv_writer.py": ["csv.writer"]}


@pytest.mark.parametrize(
    "code", ["import csv\ncsv.writer(out)", "frame.to_csv()", "from csv import writer", "import pyarrow.csv as pc"]
)
def test_a_second_writer_would_be_found(code: str) -> None:
    assert list(writes_csv(ast.parse(code)))


def headings_in_text(text: str, table: Table) -> bool:
    """Whether a line of a text holds the headings of a table, in order, and nothing else."""
    wanted = re.compile(r"\s{2,}".join(map(re.escape, table.headings())))
    return any(wanted.fullmatch(line.strip()) for line in text.splitlines())


def test_a_table_has_the_same_headings_in_every_document(worked: Worked) -> None:
    parts = parts_of(worked, [])
    shown = tables([*parts])
    assert len(shown) > 10
    text, markdown = as_text([*offers_blocks(worked.comparison)]), as_markdown([*offers_blocks(worked.comparison)])
    for table in tables([*offers_blocks(worked.comparison)]):
        assert headings_in_text(text, table), table.headings()
        assert f"| {' | '.join(table.headings())} |" in markdown
    page = html.fromstring(as_html(parts, "A report", "Estimates."))
    in_html = [[cell.text_content() for cell in head.iter("th")] for head in page.iter("thead")]
    assert in_html == [table.headings() for table in shown]
    with zipfile.ZipFile(io.BytesIO(as_docx(parts, "A report", "Estimates.", worked.scenario.as_at))) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    in_word = [
        ["".join(cell.itertext()) for cell in table.find(f"{W}tr").iter(f"{W}tc")] for table in document.iter(f"{W}tbl")
    ]
    assert in_word == in_html


def test_a_workbook_has_the_headings_of_the_tables_and_says_every_unit(worked: Worked) -> None:
    sheets = sheets_of(worked)
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(as_xlsx("A report", [("About", "Estimates.")], [], sheets, worked.scenario.as_at))
    )
    for table in sheets:
        headings = book.get_sheet_by_name(table.name).to_python()[2]
        assert headings == [column.heading_with_unit for column in table.columns]
        for column, heading in zip(table.columns, headings, strict=True):
            assert str(heading).startswith(column.label)
            assert not column.unit.startswith("pounds") or "pounds" in str(heading)


def test_a_column_has_one_label_in_every_table_of_an_answer(worked: Worked) -> None:
    """Year by year, figures used, policies side by side and the rest show a column alike."""
    blocks = parts_of(worked, [])
    shown = [*tables(blocks), *sheets_of(worked), *(picture.table for picture in draw_pictures(worked))]
    shown += [payslips_table(worked.held(worked.moves[0]), worked.moves[0]), lines_table(worked.comparison)]
    labels: dict[str, set[str]] = {}
    units: dict[str, set[str]] = {}
    for table in shown:
        for column in table.columns:
            labels.setdefault(column.name, set()).add(column.label)
            units.setdefault(column.name, set()).add(column.unit.partition(" ")[0])
    several = {name: held for name, held in labels.items() if len(held) > 1 and not name.startswith("post_")}
    assert several == {}
    assert {name: held for name, held in units.items() if len(held) > 1} == {}
    for name in COLUMNS.keys() & labels.keys():
        assert labels[name] == {COLUMNS[name].label}, name


def test_each_table_is_the_same_wherever_it_is_shown(worked: Worked) -> None:
    """What documents show is a choice of the columns of the one table, with its values."""
    shown = tables(parts_of(worked, []))
    move = worked.moves[0]
    whole = [
        *(moves_table(worked.moves), payslips_table(worked.held(move), move), years_of_move(move)),
        *(outcomes_table(worked.outcomes), assumptions_table(worked.assumptions), figures_used_table(worked.figures)),
        remedies_table([worked.remedies[0]]),
    ]
    for table in whole:
        choices = [other for other in shown if set(other.names) <= set(table.names)]
        assert any(other.rows == table.pick(*other.names).rows for other in choices), table.caption
    sheets = {table.name: table for table in sheets_of(worked)}
    assert sheets["Changes"] == whole[0]
    assert sheets["Policies"] == whole[3]
    assert sheets["Figures"] == whole[5]
    years = years_of_paths(worked.careers)
    assert sheets["Years"] == years
    (careers,) = [picture.table for picture in draw_pictures(worked) if picture.kind == "careers"]
    paths = {result.path.name for result in worked.careers.results if not result.stays}
    moving = [row for row in years.pick(*careers.names[:-1]).rows if row[1] in paths]
    assert [list(row[:-1]) for row in careers.rows] == moving


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        (Column("pay", unit=Unit.POUNDS_A_YEAR, decimals=2), 1350.5, "1,350.50"),
        (Column("pay", unit=Unit.POUNDS_A_YEAR, decimals=0), 1350.5, "1,351"),  # half a pound is rounded up
        (Column("change", unit=Unit.POUNDS, decimals=2, signed=True), 12.5, "+12.50"),
        (Column("change", unit=Unit.POUNDS, decimals=2, signed=True), -0.001, "0.00"),
        (Column("change", unit=Unit.POUNDS, decimals=0, signed=True), -1350.49, "-1,350"),
        (Column("cost", unit=Unit.POUNDS, decimals=0, in_pounds=True), -1350, "-£1,350"),
        (Column("share", unit=Unit.SHARE), 0.25, "25%"),
        (Column("year", unit=Unit.NUMBER), 2026, "2026"),
        (Column("people", unit=Unit.COUNT), 1234, "1,234"),
        (Column("people", unit=Unit.COUNT), "[c]", "[c]"),
        (Column("year", unit=Unit.NUMBER, none="never"), None, "never"),
    ],
)
def test_a_value_in_words(column: Column, cell: Cell, words: str) -> None:
    assert column.words(cell) == words


def test_csv_holds_numbers_as_numbers_and_no_formula() -> None:
    columns = [
        Column("post"),
        Column("pay", "Pay of the post", Unit.POUNDS_A_YEAR, 2),
        Column("year", unit=Unit.NUMBER),
    ]
    table = Table(columns, [["=cmd()|' /C calc'!A1", 1234567.8, 3], ["Two, three", None, None], ["-2.5", -0.5, 1]])
    assert as_csv(table) == (
        "post,pay,year\n'=cmd()|' /C calc'!A1,1234567.80,3\n\"Two, three\",,\n-2.5,-0.50,1\n"
    )  # a text that reads as a number is no formula


@pytest.mark.parametrize(("site", "marked"), [("Leeds", False), ("Ynys Môn", True)])
def test_a_file_for_people_bears_the_mark_that_excel_needs(site: str, marked: bool) -> None:
    """Excel on Windows takes a CSV file for its own old letters unless it begins with EF BB BF."""
    text = csv_file(Table(text_columns("Site"), [[site]]))
    assert text.encode().startswith(b"\xef\xbb\xbf") is marked
    assert text.removeprefix(MARK) == f"site\n{site}\n"


def test_what_is_written_with_the_mark_is_read_again(tmp_path: Path) -> None:
    staff = tmp_path / "welsh.csv"
    rows = "".join(
        f"A{number},6,top,1,{site},3000\n" for number, site in enumerate(["Ynys Môn", "Leeds", "Llanelwy"] * 20)
    )
    staff.write_text("id,band,step,whole_time_equivalent,site,unsocial_hours_payment\n" + rows, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["workforce", str(staff), "--posts", "ambulance", "--by", "site", "-o", str(out)]) == 0
    assert (out / "groups.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (out / "summary.csv").read_bytes().startswith(b"policy,post")  # pure ASCII
    chart = tmp_path / "chart.csv"
    assert main(["chart", "workforce", str(out), "--by", "site", "-o", str(chart)]) == 0
    head, *drawn = csv.reader(io.StringIO(chart.read_text(encoding="utf-8-sig")))
    assert head[0] == "name"
    assert "Ynys Môn" in [row[0] for row in drawn]
    jobs, slips = tmp_path / "jobs.csv", tmp_path / "slips.csv"
    jobs.write_text("id,as_at,band,step\nSiân,2026-11-22,6,top\n", encoding="utf-8")
    assert main(["payslips", str(jobs), "-o", str(slips)]) == 0
    assert slips.read_bytes().startswith(b"\xef\xbb\xbfid,basic_pay")
    again = tmp_path / "again.csv"
    jobs.write_bytes(b"\xef\xbb\xbf" + jobs.read_bytes())
    assert main(["payslips", str(jobs), "-o", str(again)]) == 0
    assert again.read_bytes() == slips.read_bytes()


def test_documents_number_the_tables_and_keep_their_sides(worked: Worked) -> None:
    _, parts = outline_parts([years_of_move(worked.moves[0])], "Years")
    (table,) = tables([*parts])
    post = worked.moves[0].post.name
    assert table.caption == f"Table 1: Year by year, pounds: staying, and {post} (pattern different)"
    assert table.numeric == [False, *[True] * 6]
