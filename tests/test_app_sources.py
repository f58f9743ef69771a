"""Sources and method in a real browser: every figure in force is shown with its status and source, and can be cited."""

import csv
import datetime
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

import paymodel
from paymodel.answers.in_force import ends_within, figures_in_force, in_force_table, values_table
from paymodel.cli import main
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scales import shipped_assumptions, shipped_scales
from paymodel.reports.method import CITATION, LIMITS, METHOD, NOT_MODELLED
from tests.app import choose, on_day, show, taken, visit

ROOT = Path(__file__).parent.parent
DAY = datetime.date(2026, 11, 22)
SCALES = shipped_scales()


def rows(page: Any) -> list[list[str]]:
    """The rows of the table that is shown."""
    return [row.split("\t") for row in page.locator("table.pm tbody tr").all_inner_texts()]


def test_what_is_in_force_is_shown_with_status_and_source() -> None:
    figures, missing = figures_in_force(SCALES, "england", DAY)
    assert missing == []
    with visit("sources") as page:
        counts = Counter(one.cited.status for one in figures)
        glance = page.locator(".pm-glance").inner_text().split("\n")
        said = dict(zip(glance[::2], glance[1::2], strict=True))
        names = ("confirmed", "derived", "unverified", "assumed")
        assert said == {one.capitalize(): f"{counts[one]} of {len(figures)}" for one in names}
        page.get_by_text("No figure ends within 60 days of 22 November 2026.").wait_for()
        table = rows(page)
        assert len(table) == len(figures)
        for row, figure in zip(table, figures, strict=True):
            assert row[0].strip().lower() == figure.name.replace("-", " ")
            assert row[1].startswith(figure.cited.status)
            assert figure.cited.title in row[3]
            assert figure.cited.publisher in row[3]
        links = page.locator("table.pm a")
        assert [link.get_attribute("href") for link in links.all()] == [one.cited.url for one in figures]
        assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer"}
        page.locator("summary", has_text="Annex 5 percentages").click()
        assert "above 21 hours: " not in page.locator("summary", has_text="Pay points").inner_text()
        words = page.locator("tr", has_text="Annex 5 percentages").locator("li").all_inner_texts()
        (annex,) = [one for one in figures if one.name == "annex-5-percentages"]
        assert list(annex.others) == words[-len(annex.others) :]
        page.get_by_role("textbox", name="Filter by text").fill("UK Parliament")
        page.keyboard.press("Enter")
        page.get_by_text(re.compile(r": 2 of \d+ figures")).wait_for()
        assert [row[0].strip() for row in rows(page)] == [
            "Employer pension contribution",
            "Employer pension paid centrally",
        ]
        page.get_by_role("textbox", name="Filter by text").fill("no such words")
        page.keyboard.press("Enter")
        page.get_by_text("No figure has that text and status.").wait_for()
        page.get_by_role("textbox", name="Filter by text").fill("")
        page.keyboard.press("Enter")
        choose(page, "Filter by status", "unverified", main=True, several=True)
        page.get_by_text(re.compile(r": 3 of \d+ figures")).wait_for()
        assert [(row[0].strip(), row[1].split("\n")[0].split(",")[0]) for row in rows(page)] == [
            ("Annex 5 windows", "unverified"),
            ("Annex 5 percentages", "unverified"),
            ("Public holidays", "confirmed"),  # those at a weekend are not
        ]
        coming = taken(page, page.get_by_role("button", name="The whole table (CSV)"))
        head, *body = csv.reader(io.StringIO(Path(coming.path()).read_text(encoding="utf-8")))
        whole = in_force_table(figures)
        assert (tuple(head), len(body)) == (whole.names, len(figures))
        page.get_by_text("Do this in Python or on the command line").click()
        command, python = page.locator(".st-key-sources-by-hand code").all_inner_texts()
    assert command == "paymodel scales --nation england --as-at 2026-11-22 --format csv"
    exec(python, {})  # noqa: S102  what the page says is what is run


def test_another_nation_and_day() -> None:
    with visit("sources") as page:
        choose(page, "Nation", "Scotland")
        figures, _ = figures_in_force(SCALES, "scotland", DAY)
        page.get_by_text("In force in Scotland on 22 November 2026").wait_for()
        assert len(rows(page)) == len(figures)
        day = datetime.date(2027, 2, 15)
        on_day(page, "Day", day)
        page.get_by_text("Scotland, 15 February 2027.").wait_for()
        ending = ends_within(figures_in_force(SCALES, "scotland", day)[0], day, 60)
        assert ending
        said = page.get_by_test_id("stAlert").inner_text()
        assert f"{len(ending)} figures end within 60 days" in said
        assert "Pay points: 31 March 2027" in said
        on_day(page, "Day", datetime.date(2023, 6, 1))
        page.get_by_text("Some figures are not in force on that day.").wait_for()
        assert "nothing is in force for scotland on 2023-06-01" in page.locator(".pm-faults").inner_text()


def test_values_assumptions_method_and_how_to_cite() -> None:
    figures, _ = figures_in_force(SCALES, "england", DAY)
    with visit("sources") as page:
        show(page, "Values")
        page.locator("table.pm caption", has_text="Pay points, from 1 April 2026").wait_for()
        (points,) = [one for one in figures if one.name == "pay-points"]
        shown = [row for row in rows(page) if len(row) == 5]
        assert shown == [list(row) for row in values_table(points).rows]
        assert ["8a", "1", "0", "57,528", "confirmed"] in shown  # NHS Employers, pay scales 2026/27
        coming = taken(page, page.get_by_role("button", name="This table (CSV)"))
        assert '8a,1,0,"57,528",confirmed' in Path(coming.path()).read_text(encoding="utf-8")
        choose(page, "Figure", "Personal allowance", main=True)
        page.locator("table.pm caption", has_text="Personal allowance, from 6 April 2026").wait_for()
        assert ["allowance", "12,570", "confirmed"] in rows(page)
        show(page, "Assumptions")
        page.get_by_text("Assumptions of the answers").first.wait_for()
        table = rows(page)
        assert len(table) == len(shipped_assumptions())
        assert {row[-1] for row in table} == {"yes", "no"}
        assert all(row[1] in ("confirmed", "derived", "unverified", "assumed") for row in table)
        show(page, "Method and limits")
        page.get_by_role("heading", name="What is not modelled").wait_for()
        assert page.locator("ul.pm li").all_inner_texts() == [*METHOD, *LIMITS, *NOT_MODELLED]
        show(page, "Version and citing")
        page.get_by_role("heading", name="How to cite").wait_for()
        assert page.get_by_test_id("stCode").inner_text().strip() == CITATION
        assert "Not an official NHS tool" in page.get_by_test_id("stMain").inner_text()


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
