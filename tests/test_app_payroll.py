"""Month by month: what the app shows is what `paymodel payroll` says."""

import contextlib
import csv
import datetime
import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from paymodel.answers.payroll import months_in_words, months_table, part_months, summary, year_table
from paymodel.answers.phrasing import true_minus
from paymodel.answers.tables import csv_file
from paymodel.app.links import pack_link
from paymodel.app.payroll import HELD, OFFERED, WITHIN, Asked, twelve_payslips
from paymodel.app.questions import Question, answer_question, load_shipped
from paymodel.app.shell_words import shell_line
from paymodel.cli import main
from paymodel.moves.payroll import PayrollYear
from paymodel.pay.lines import LINES
from paymodel.scenarios.shared_reads import SharedReads
from tests.app import asked, at, back, on_day, reaches, settled, show, tick, violations, visit
from tests.app_script import ANSWERED, Script
from tests.test_app import ANSWER

TAB = "Month by month"
SECTION_2 = "paramedic-section-2-to-operations-manager"
FIRST_DAY, POSTS = "First day in the post offered", "Which post, April to March"
ROUNDED = "Half a penny down, on three decimals"
WHY = "Open a line to see why it differs"
SEEN = SharedReads()
SECONDMENT = {"move": "secondment", "lasts_years": "1"}


def said_by_the_package(question: Question, options: dict[str, str]) -> PayrollYear:
    worked = answer_question(question, SEEN).worked
    assert worked is not None
    return twelve_payslips(worked.scenario, options)


def answers(year: PayrollYear, rows: list[list[str]], why: list[str]) -> None:
    """The year beside the annual view, and why they differ, are the package's."""
    assert rows == [[true_minus(cell.strip()) for cell in row] for row in year_table(year).words()]
    assert len(why) == len(year.differences)
    for words, one in zip(why, sorted(year.differences, key=lambda one: LINES.index(one.line)), strict=True):
        assert words.endswith(one.words)
        assert f"£{abs(one.pounds):,.2f}" in words


def on_screen(rows: list[list[str]]) -> list[list[str]]:
    """Cells with the minus signs of the app."""
    return [[true_minus(cell) for cell in row] for row in rows]


def shows(app: Script, **options: str) -> PayrollYear:
    """The sentence, the twelve payslips and the year are the package's."""
    year = said_by_the_package(app.question, options)
    assert summary(year) in app.texts(ANSWERED)
    assert app.rows("//table[starts-with(caption, 'Twelve payslips')]") == on_screen(months_in_words(year).words())
    beside = f"//table[caption = '{WHY}']"
    answers(year, app.rows(beside), app.texts(f"{beside}//li"))
    assert [words for words in part_months(year) if words not in app.texts("//p")] == []
    return year


def cells(table: Any) -> list[list[str]]:
    """The cells of a table on the screen; what is folded away is left out."""
    rows: list[list[str]] = table.locator("tbody tr").evaluate_all(
        """rows => rows.map(row => [...row.cells].map(
            cell => (cell.querySelector('summary') ?? cell).textContent.trim()))"""
    )
    return rows


def shows_folded(page: Any, **options: str) -> None:
    """The same on the screen of a telephone, where a month is opened to see all of its lines."""
    year = said_by_the_package(asked(page), options)
    page.locator(ANSWER).get_by_text(summary(year), exact=True).wait_for()
    settled(page)
    months, beside = page.get_by_role("region", name="Twelve payslips"), page.get_by_role("region", name=WHY)
    rows = on_screen(months_in_words(year).words())
    assert months.get_by_text("open a month to see").count() == 1
    gross = months_in_words(year).labels.index("Gross")
    assert cells(months) == [[row[0], row[gross], row[-1]] for row in rows]
    folded = months.locator("li").all_text_contents()
    assert [words.split(": ")[1] for words in folded] == [cell for row in rows for cell in row[1:]]
    answers(year, cells(beside), [words.strip() for words in beside.locator("li").all_text_contents()])
    for words in part_months(year):
        page.get_by_text(words, exact=True).wait_for()


def write(page: Any, label: str, value: str) -> None:
    """Write into a field of the page, and leave it."""
    field = page.get_by_test_id("stMain").get_by_label(label, exact=True)
    field.fill(value)
    field.press("Enter")
    field.press("Tab")
    settled(page)


def test_every_control_reaches_the_payslips_and_the_command_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Script(load_shipped(SECTION_2))
    app.show(TAB)
    shows(app, promoted_on="2026-11-22")
    assert "free pay (or its one rate)" in " ".join(app.texts("//tr[.//summary = 'Income tax']//li"))

    app.on_day(FIRST_DAY, datetime.date(2026, 9, 14))
    shows(app, promoted_on="2026-09-14")
    for code, wrong in {"1257Q": "'1257Q' is not a tax code", "D9": "'D9' has no rate"}.items():
        app.write("Tax code", code)
        assert any(wrong in error.value for error in app.app.error)
        assert len(app.texts(ANSWERED)) == 1  # that of the year alone
    app.write("Tax code", "S1257L")
    app.choose("Basis of the tax code", "Month 1")
    shows(app, promoted_on="2026-09-14", tax_code="S1257L", month_1="")

    app.tick("Enhancements and overtime are paid a month after they are worked")
    assert at(app.question, "switches.enhancements_in_arrears") == "yes"
    for label, words, name, value in (
        ("Pay for part of a month goes by", "The days of the year", "part_month_by", "days_of_the_year"),
        ("The pension tier of a month is that of", "Twelve times the month's pay", "pension_tier_by", "month"),
        ("National Insurance is rounded", ROUNDED, "national_insurance_rounding", "third_decimal"),
    ):
        app.choose(label, words)
        assert at(app.question, f"switches.{name}") == value
    options = {"promoted_on": "2026-09-14", "tax_code": "S1257L", "month_1": ""}
    year = shows(app, **options)

    payslips = app.take("Twelve payslips (CSV)", tmp_path).read_text(encoding="utf-8")
    assert payslips == csv_file(months_table(year))
    assert {row["tax_code"] for row in csv.DictReader(io.StringIO(payslips))} == {"S1257L"}
    beside_annual = app.take("Beside the annual view (CSV)", tmp_path).read_text(encoding="utf-8")
    assert f"{year.annual['take_home_pay']:.2f}" in beside_annual
    whole = json.loads(app.take("All of it as data (JSON)", tmp_path).read_bytes())
    assert whole["year"]["take_home_pay"] == year.totals["take_home_pay"]

    app.take("Scenario file", tmp_path)
    command, python = (code.value for code in app.app.code)
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(command)
    assert program == "paymodel"
    assert main([*arguments, "--format", "csv"]) == 0
    assert capsys.readouterr().out == payslips
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(python, {})  # noqa: S102
    assert out.getvalue().strip() == f"{year.slips['take_home_pay'].tolist()} {year.totals['take_home_pay']}"

    app.show("Year by year")
    app.show(TAB)  # what was asked is still there
    shows(app, **options)
    app.choose(POSTS, HELD)
    shows(app, tax_code="S1257L", month_1="")
    app.choose(POSTS, OFFERED)
    shows(app, promoted_on="2026-04-01", tax_code="S1257L", month_1="")


def test_a_secondment_that_ends_within_the_year_on_a_phone_in_the_dark() -> None:
    """And what else a browser alone shows: a line that opens, where a fault is said, a choice that is taken back."""
    question = load_shipped("paramedic-to-operations-manager")
    question["offers"][0] |= SECONDMENT
    with visit(f"?q={pack_link(question)}", width=390, height=844, phone=True, dark=True) as page:
        show(page, TAB)
        on_day(page, FIRST_DAY, datetime.date(2025, 9, 14))
        shows_folded(page, promoted_on="2025-09-14")
        assert "with the post held again from 14 September 2026" in page.locator(ANSWER).last.inner_text()
        assert not violations(page)
        for table in page.locator("[data-testid=stMain] .pm-scroll").all():
            assert table.evaluate("it => it.scrollWidth - it.clientWidth") <= 0  # nothing is cut off

        page.set_viewport_size({"width": 1280, "height": 1600})
        page.locator(".pm-explained summary", has_text="Income tax").last.click()
        page.get_by_text("free pay (or its one rate)").last.wait_for()
        write(page, "Tax code", "1257Q")
        page.get_by_role("alert").get_by_text("'1257Q' is not a tax code").wait_for()
        beside = page.get_by_role("alert").bounding_box()["x"]
        assert beside == pytest.approx(page.get_by_label("Tax code", exact=True).bounding_box()["x"], abs=30)
        write(page, "Tax code", "S1257L")
        page.get_by_text("Where law or local practice is unsure").click()
        page.get_by_role("combobox", name="National Insurance is rounded").wait_for()
        page.get_by_text("Enhancements and overtime are paid a month after").click()
        reaches(page, "switches.enhancements_in_arrears", "yes")
        tick(page, OFFERED)
        shows_folded(page, promoted_on="2026-04-01", tax_code="S1257L")
        back(page)  # the last switch is taken back
        reaches(page, "switches.enhancements_in_arrears", None)
        shows_folded(page, promoted_on="2026-04-01", tax_code="S1257L")


def test_the_options_of_the_command_name_what_the_scenario_holds_several_of() -> None:
    question = load_shipped("surprise-5-same-person-protected-or-not")
    question["policies"] = [{"name": "In force"}, {"name": "A premium", "change": {"offers.0.long_term_premium": "5%"}}]
    worked = answer_question(question).worked
    assert worked is not None
    for posts, day in ((WITHIN, datetime.date(2026, 9, 14)), (OFFERED, None)):
        for result in worked.moves:
            options = Asked(posts, day).options(worked, result)
            assert options["pattern"] == result.pattern
            year = twelve_payslips(worked.scenario, options)
            assert year.case.policy_name == result.policy_name == options["policy"]
            if posts == OFFERED:
                assert year.annual["take_home_pay"] == float(result.payslip["take_home_pay"])
    assert "offer" not in Asked(HELD).options(worked, worked.moves[0])


@pytest.mark.parametrize(
    "word", ["move.yaml", "staff list.csv", "3% & more", "it's", "", "$(date)", 'a "b"', "a\\", "!!"]
)
def test_a_command_is_read_back_as_the_words_that_it_was_made_of(word: str) -> None:
    line = shell_line("paymodel", "workforce", word, "-o", "answer")
    assert shlex.split(line) == ["paymodel", "workforce", word, "-o", "answer"]
    assert "'" not in line.replace("it's", "") or set(word) & set('"$`!\\')  # cmd.exe knows no single quotes
