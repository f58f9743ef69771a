"""Sources and method: every figure in force is shown with its status and source, and can be cited."""

import csv
import datetime
import io
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

import paymodel
from paymodel.answers.in_force import ends_within, figures_in_force, in_force_table, values_table
from paymodel.cli import main
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scales import shipped_assumptions, shipped_scales
from paymodel.reports.method import CITATION, LIMITS, METHOD, NOT_MODELLED
from tests.app_script import Script

ROOT = Path(__file__).parent.parent
DAY = datetime.date(2026, 11, 22)
SCALES = shipped_scales()
GLANCE = "//dl[contains(@class, 'pm-glance')]//{}"


def test_what_is_in_force_is_shown_with_status_and_source(tmp_path: Path) -> None:
    figures, missing = figures_in_force(SCALES, "england", DAY)
    assert missing == []
    app = Script(page="sources")
    counts = Counter(one.cited.status for one in figures)
    said = dict(zip(app.texts(GLANCE.format("dt")), app.texts(GLANCE.format("dd")), strict=True))
    names = ("confirmed", "derived", "unverified", "assumed")
    assert said == {one.capitalize(): f"{counts[one]} of {len(figures)}" for one in names}
    assert "No figure ends within 60 days of 22 November 2026." in app.words
    table = app.rows()
    assert len(table) == len(figures)
    for row, figure in zip(table, figures, strict=True):
        assert row[0].lower() == figure.name.replace("-", " ")
        assert row[1].startswith(figure.cited.status)
        assert figure.cited.title in row[3]
        assert figure.cited.publisher in row[3]
    assert app.texts("//table//a/@href") == [one.cited.url for one in figures]
    assert set(app.texts("//table//a/@rel")) == {"noopener noreferrer"}
    assert app.texts("//summary[contains(., 'Pay points')]") == ["Pay points"]  # what is said of it is folded away
    words = app.texts("//tr[contains(., 'Annex 5 percentages')]//li")
    (annex,) = [one for one in figures if one.name == "annex-5-percentages"]
    assert list(annex.others) == words[-len(annex.others) :]
    app.write("Filter by text", "UK Parliament")
    assert re.search(r": 2 of \d+ figures", app.words)
    assert [row[0] for row in app.rows()] == ["Employer pension contribution", "Employer pension paid centrally"]
    app.write("Filter by text", "no such words")
    assert "No figure has that text and status." in app.words
    app.write("Filter by text", "")
    app.choose("Filter by status", "unverified")
    assert re.search(r": 3 of \d+ figures", app.words)
    assert [(row[0], row[1].split(",")[0]) for row in app.rows()] == [
        ("Annex 5 windows", "unverified"),
        ("Annex 5 percentages", "unverified"),
        ("Public holidays", "confirmed"),  # those at a weekend are not
    ]
    content = app.take("The whole table (CSV)", tmp_path).read_text(encoding="utf-8-sig")
    head, *body = csv.reader(io.StringIO(content))
    whole = in_force_table(figures)
    assert (tuple(head), len(body)) == (whole.names, len(figures))
    command, python = (code.value for code in app.app.code)
    assert command == "paymodel scales --nation england --as-at 2026-11-22 --format csv"
    exec(python, {})  # noqa: S102  what the page says is what is run


def test_another_nation_and_day() -> None:
    app = Script(page="sources")
    app.choose("Nation", "Scotland")
    figures, _ = figures_in_force(SCALES, "scotland", DAY)
    assert "In force in Scotland on 22 November 2026" in app.words
    assert len(app.rows()) == len(figures)
    day = datetime.date(2027, 2, 15)
    app.on_day("Day", day)
    assert "Scotland, 15 February 2027." in app.said
    ending = ends_within(figures_in_force(SCALES, "scotland", day)[0], day, 60)
    assert ending
    assert f"{len(ending)} figures end within 60 days" in app.said
    assert "Pay points: 31 March 2027" in app.said
    app.on_day("Day", datetime.date(2023, 6, 1))
    assert "Some figures are not in force on that day." in app.words
    assert "nothing is in force for scotland on 2023-06-01" in app.words


def test_values_assumptions_method_and_how_to_cite(tmp_path: Path) -> None:
    figures, _ = figures_in_force(SCALES, "england", DAY)
    app = Script(page="sources")
    app.show("Values")
    (points,) = [one for one in figures if one.name == "pay-points"]
    shown = app.rows("//table[starts-with(caption, 'Pay points, from 1 April 2026')]")
    assert shown == [list(row) for row in values_table(points).rows]
    assert ["8a", "1", "0", "57,528", "confirmed"] in shown  # NHS Employers, pay scales 2026/27
    taken = app.take("This table (CSV)", tmp_path).read_text(encoding="utf-8")
    assert '8a,1,0,"57,528",confirmed' in taken
    app.choose("Figure", "Personal allowance")
    allowance = app.rows("//table[starts-with(caption, 'Personal allowance, from 6 April 2026')]")
    assert ["allowance", "12,570", "confirmed"] in allowance
    app.show("Assumptions")
    table = app.rows("//table[caption = 'Assumptions of the answers']")
    assert len(table) == len(shipped_assumptions())
    assert {row[-1] for row in table} == {"yes", "no"}
    assert all(row[1] in ("confirmed", "derived", "unverified", "assumed") for row in table)
    app.show("Method and limits")
    assert "What is not modelled" in app.texts("//h2")
    assert app.texts("//ul/li") == [*METHOD, *LIMITS, *NOT_MODELLED]
    app.show("Version and citing")
    assert "How to cite" in app.texts("//h2")
    assert [code.value for code in app.app.code] == [CITATION]
    assert "Not an official NHS tool" in app.words


def test_the_command_line_writes_the_same_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scales", "--nation", "wales", "--as-at", "2026-11-22", "--format", "csv"]) == 0
    head, *body = csv.reader(io.StringIO(capsys.readouterr().out))
    whole = in_force_table(figures_in_force(SCALES, "wales", DAY)[0])
    assert head == list(whole.names)
    assert [row[0] for row in body] == [row[0] for row in whole.rows]
    assert main(["scales", "--as-at", "2026-11-22", "--format", "csv", "--parameter", "weekly-hours"]) == 0
    assert [row[1] for row in csv.reader(io.StringIO(capsys.readouterr().out))][1:] == [*paymodel.about.NATIONS]


@pytest.mark.parametrize("nation", paymodel.about.NATIONS)
def test_every_value_stands_in_its_table(nation: str) -> None:
    for figure in figures_in_force(SCALES, nation, DAY)[0]:
        table = values_table(figure)
        assert table.rows, figure.name
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert all(row[-1] in ("confirmed", "derived", "unverified", "assumed") for row in table.rows)
    assert {one.name for one in figures_in_force(SCALES, nation, DAY)[0]} <= set(PARAMETERS)


def test_the_citation_file_names_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == paymodel.__version__
    assert cited["license"] == "MIT"
    assert cited["authors"] == [{"name": "The paymodel authors"}]
    assert cited["title"] in CITATION
    assert f"Version {cited['version']}" in CITATION
    assert cited["abstract"]
    assert cited["message"]
