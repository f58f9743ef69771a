"""The Rota page in a real browser, driven as a user would; its figures are those of the package."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

import paymodel
from paymodel.answers.rota import figures, rota_headline, worths
from paymodel.app.links import opened
from paymodel.cli import main
from paymodel.files.rotas import load_rota
from paymodel.pay.job import BAND_CODE
from tests.app import back, choose, file_of, settled, violations, visit
from tests.test_rota_grids import workbook

DAY = "2026-11-22"
TEN_WEEKS = "Ambulance crew, 24/7, ten weeks with two relief weeks"
FOUR_ON = "Four on, four off, twelve-hour shifts, eight weeks, three day shifts given back"
TEAM = """\
title: Team of two
public_holidays: worked
shifts:
  E: {start: "07:00", end: "15:00", unpaid_break_minutes: 30}
  L: {start: "14:00", end: "22:00", unpaid_break_minutes: 30}
weeks:
  - "E E E E L - -"
  - "- - E E E L L"
"""
PASTED = "Week\tMon\tTue\tWed\tThu\tFri\tSat\tSun\n1\tX\tX\tX\tX\tX\tOFF\t\n2\tX\tX\tX\tX\tX\t\tOFF\n"
"""Cells as a spreadsheet hands them over: two office weeks, with days off left blank or marked."""


def headline(name: str | Path, nation: str = "england", band: str = "6", **options: Any) -> str:
    policy, code = paymodel.load_policy(nation, DAY), BAND_CODE[band]
    hours = paymodel.rota_hours(load_rota(name), policy.working_time, band=code, **options)
    return rota_headline(hours, worths(hours, policy, code), code)


def answer(page: Any, has: str) -> str:
    """The answer, once it holds some words."""
    found = page.locator(".pm-answer").filter(has_text=has)
    found.wait_for()
    settled(page)
    return str(found.inner_text())


def faults(page: Any, has: str) -> str:
    """What is wrong, once it is said."""
    found = page.locator(".pm-faults").filter(has_text=has).first
    found.wait_for()
    settled(page)
    return str(found.inner_text())


def part(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    page.locator("[role=tab][aria-selected=true]", has_text=name).wait_for()
    settled(page)


def lines(page: Any, label: str = "Weeks, one a line") -> str:
    """The weeks, or the shifts, as lines of text."""
    part(page, "Edit")
    page.get_by_text("Lines of text", exact=True).click()
    page.get_by_label(label).wait_for()
    settled(page)
    page.wait_for_function("label => document.querySelector(`[aria-label='${label}']`).value", arg=label)
    return str(page.get_by_label(label).input_value())


def write(page: Any, label: str, text: str) -> None:
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.blur()
    settled(page)


def cell(page: Any, grid: int, row: int, column: int, text: str) -> None:
    """Write in a cell of a grid, which is drawn on canvas: the row from 1, the column from 0."""
    page.set_viewport_size({"width": 1280, "height": 1900})
    canvas = page.get_by_test_id("stDataFrame").nth(grid)
    canvas.wait_for()
    page.wait_for_timeout(800)
    box = canvas.bounding_box()
    page.mouse.click(box["x"] + 130, box["y"] + 17 + 35 * row)
    page.wait_for_timeout(200)
    for _ in range(column):  # columns are as wide as their words
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator("#portal textarea, #portal input").first.fill(text)
    page.keyboard.press("Enter")
    page.wait_for_timeout(600)
    settled(page)


def printed(do: Callable[[], object]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        do()
    return said.getvalue()


def test_the_page_says_what_the_package_says() -> None:
    policy = paymodel.load_policy("england", DAY)
    hours = paymodel.rota_hours(load_rota("ambulance-ten-week"), policy.working_time)
    section_2, annex_5 = worths(hours, policy, BAND_CODE["6"])
    with visit("rota") as page:
        assert page.locator("h1").inner_text() == TEN_WEEKS
        assert answer(page, "unsocial") == headline("ambulance-ten-week")
        shown = figures(hours, policy.working_time, BAND_CODE["6"], 1.0)
        assert page.locator(".pm-glance").inner_text().split()[-1] == f"{shown['days_travelled_a_year']:.0f}"
        title = page.locator("figcaption").first.inner_text()
        assert f"{hours.enhanced:.1f} of 37.5 hours a week are unsocial hours of Section 2" in title
        page.get_by_role("button", name="Download this chart").click()
        assert file_of(page, "Data (CSV)").decode().count("\n") >= 71  # a heading, and seven days of ten weeks
        page.keyboard.press("Escape")
        part(page, "Hours and worth")
        row = page.locator("table.pm tr", has_text="Section 2").inner_text()
        take_home = section_2.take_home
        pounds = [f"£{one:,.2f}" for one in (section_2.payment, take_home, take_home / 12)]
        assert row.split("\t")[1:] == ["25.3%", *pounds]
        said = json.loads(file_of(page, "Figures as data (JSON)"))
        assert said["hours_a_week"]["saturday_night"] == round(hours.saturday_night, 4)
        assert said["annex_5_take_home_pounds_a_year"] == annex_5.take_home
        table = file_of(page, "Figures as a table (CSV)").decode().splitlines()
        assert f"annex_5_pounds_a_year,{annex_5.payment}" in table
        assert not violations(page)


def test_what_is_asked_changes_the_answer_and_says_what_is_wrong() -> None:
    with visit("rota") as page:
        choose(page, "Band", "Band 5")
        assert answer(page, "band 5") == headline("ambulance-ten-week", band="5")
        write(page, "Rules in force on", "tomorrow")
        assert "'tomorrow' is not a date" in page.get_by_test_id("stSidebar").get_by_test_id("stAlert").inner_text()
        write(page, "Rules in force on", DAY)
        choose(page, "Rota to start from", FOUR_ON)
        page.get_by_role("heading", name=FOUR_ON).wait_for()
        choose(page, "Nation", "Scotland")
        assert "The rota averages" in faults(page, "contract is 36.00")
        page.get_by_role("button", name="Scale all hours to the contract").click()
        scaled = headline("four-on-four-off-eight-week", "scotland", "5", if_hours_differ="scale")
        assert answer(page, "36.0 hours") == scaled
        warned = page.get_by_test_id("stMain").get_by_test_id("stAlert").inner_text()
        assert "all hours are scaled to the contract" in warned
        page.get_by_text("Switches: where the law").click()
        page.get_by_text("A shift exactly half at night counts whole").click()
        page.get_by_text("Switches set: exactly_half_counts True.").wait_for()
        page.get_by_test_id("stSlider").get_by_role("slider").focus()
        page.keyboard.press("Home")
        answer(page, "of 3.6 hours")


def test_the_grids_are_edited_and_survive_another_page() -> None:
    with visit("rota") as page:
        part(page, "Edit")
        cell(page, 1, 1, 0, "Q")
        assert "Week 1, Monday: 'Q' is not in shifts; one of: D, M, L, N, -, R" in faults(page, "Week 1")
        assert page.get_by_test_id("stTabs").get_by_test_id("stAlert").inner_text().startswith("Week 1, Monday: 'Q'")
        cell(page, 1, 1, 0, "D")
        assert "39.00 paid hours" in faults(page, "39.00")
        cell(page, 1, 3, 0, "-")  # a day shift less in week 3
        first = answer(page, "unsocial")
        page.get_by_role("link", name="Compare").click()
        page.get_by_text("Take-home pay falls by").first.wait_for()
        page.get_by_role("link", name="Rota").click()
        page.get_by_role("button", name="Undo all edits of the rota").wait_for()
        assert answer(page, "unsocial") == first
        part(page, "Edit")
        cell(page, 0, 1, 0, "DD")  # the shift that the weeks call D
        assert "'D' is not in shifts" in faults(page, "Week 1, Monday")
        assert lines(page).splitlines()[0] == "D - M M M - -"
        assert lines(page, "Shifts, one a line").splitlines()[0] == "DD 06:30 19:00 30"
        page.get_by_role("button", name="Undo all edits of the rota").click()
        assert answer(page, "unsocial") == headline("ambulance-ten-week")
        assert lines(page, "Shifts, one a line").splitlines()[0] == "D 06:30 19:00 30"


def test_lines_of_text_do_the_same_by_keyboard(tmp_path: Path) -> None:
    (tmp_path / "worked.yaml").write_text(TEAM, encoding="utf-8")
    (tmp_path / "leave.yaml").write_text(TEAM.replace("worked", "leave"), encoding="utf-8")
    with visit("rota") as page:
        lines(page)
        write(page, "Shifts, one a line", "E 07:00 15:00 30\nL 14:00 22:00")
        assert "Shift L, unpaid break, minutes: missing" in faults(page, "Shift L")
        write(page, "Shifts, one a line", "E 07:00 15:00 30\nL 14:00 22:00 30")
        write(page, "Weeks, one a line", "E E E E L - -\n- - E E E L")
        assert "Week 2: has 6 days; a week has 7, Monday first" in faults(page, "Week 2")
        write(page, "Weeks, one a line", "E E E E L - -\n- - E E E L L")
        write(page, "Title", "Team of two")
        page.get_by_role("heading", name="Team of two").wait_for()
        assert answer(page, "unsocial") == headline(tmp_path / "worked.yaml")
        page.get_by_text("Taken as leave, paid").click()
        on_leave = headline(tmp_path / "leave.yaml")
        assert answer(page, on_leave[:30]) == on_leave
        assert not violations(page)
        part(page, "Use and save")
        saved = file_of(page, "Rota file")
        assert yaml.safe_load(saved) == {**yaml.safe_load(TEAM), "public_holidays": "leave"}
        page.get_by_text("Do this in Python, or on the command line").click()
        command, python = (page.get_by_test_id("stCode").nth(number).inner_text() for number in (0, 1))
    (tmp_path / "rota.yaml").write_bytes(saved)
    hours = paymodel.rota_hours(load_rota(tmp_path / "rota.yaml"), paymodel.load_policy("england", DAY).working_time)
    with contextlib.chdir(tmp_path):
        assert f"{hours.saturday_night:.2f}" in printed(lambda: main(command.split()[1:]))
        assert str(hours.saturday_night) in printed(lambda: exec(python, {}))  # noqa: S102  as the page says


def test_cells_are_pasted_and_what_they_mean_is_asked() -> None:
    with visit("rota") as page:
        part(page, "Paste or open")
        write(page, "Cells copied from a spreadsheet", "E\tE\tE")
        page.get_by_role("button", name="Read the cells").click()
        assert "row 1: has 3 cells" in faults(page, "as it was")
        write(page, "Cells copied from a spreadsheet", PASTED)
        page.get_by_role("button", name="Read the cells").click()
        page.get_by_role("heading", name="2 weeks read").wait_for()
        page.get_by_text("Left out: 'Week'.").wait_for()
        page.get_by_role("button", name="Use these weeks").click()
        said = faults(page, "as it was")
        assert "Public holidays: say whether" in said
        assert "Code X: say what it means" in said
        assert "Blank cells: say what it means" in said
        assert answer(page, "unsocial") == headline("ambulance-ten-week")
        write(page, "Title of the rota", "Office")
        page.get_by_text("Taken as leave, paid").click()
        choose(page, "X (10 days)", "A shift", main=True)
        choose(page, "OFF (2 days)", "A day off", main=True)
        choose(page, "Blank cells (2 days)", "A day off", main=True)
        write(page, "X: start", "9")
        write(page, "X: end", "17:00")
        write(page, "X: unpaid break, min", "30")
        page.get_by_role("button", name="Use these weeks").click()
        assert "Shift X, start: '9' is not a clock time" in faults(page, "Shift X")
        assert not violations(page)
        write(page, "X: start", "09:00")
        page.get_by_role("button", name="Use these weeks").click()
        page.get_by_text("The rota is now Office.").wait_for()
        assert answer(page, "None of 37.5") == headline("monday-to-friday")
        assert lines(page) == "X X X X X - -\nX X X X X - -"


def test_24_hours_are_said_in_lines_in_the_grid_and_as_cells_are_brought_in(tmp_path: Path) -> None:
    crew = 'title: Crew\npublic_holidays: worked\nshifts: {S: {start: "08:00", hours: 24, unpaid_break_minutes: 0}}\n'
    (tmp_path / "crew.yaml").write_text(f'{crew}weeks: ["- S - - - S -", "- - - S - - -"]\n', encoding="utf-8")
    expected = headline(tmp_path / "crew.yaml", if_hours_differ="scale")
    with visit("rota") as page:
        lines(page)
        write(page, "Weeks, one a line", "- S - - - S -\n- - - S - - -")
        write(page, "Shifts, one a line", "S 08:00 08:00 0")
        assert "Shift S, end: the shift ends when it starts; if it lasts 24 hours" in faults(page, "Shift S")
        write(page, "Shifts, one a line", "S 08:00 08:00 0 hours 24")
        page.get_by_role("button", name="Scale all hours to the contract").click()
        assert answer(page, expected[:20]) == expected
        page.get_by_text("Grids", exact=True).click()
        settled(page)
        cell(page, 0, 1, 5, "12")
        assert "the shift lasts 24 hours, not 12" in faults(page, "Shift S, hours")
        cell(page, 0, 1, 5, "24")
        assert answer(page, expected[:20]) == expected
        part(page, "Paste or open")
        write(page, "Cells copied from a spreadsheet", "-\t24\t-\t-\t-\t24\t-\n-\t-\t-\t24\t-\t-\t-\n")
        page.get_by_role("button", name="Read the cells").click()
        page.get_by_role("heading", name="2 weeks read").wait_for()
        page.get_by_text("Worked, as any other day").last.click()
        choose(page, "24 (3 days)", "A shift", main=True)
        write(page, "24: start", "08:00")
        write(page, "24: end", "08:00")
        write(page, "24: unpaid break, min", "0")
        page.get_by_role("button", name="Use these weeks").click()
        assert "Shift 24, end: the shift ends when it starts" in faults(page, "as it was")
        page.get_by_text("24: lasts 24 hours").click()
        settled(page)
        assert not violations(page)
        page.get_by_role("button", name="Use these weeks").click()
        page.get_by_text("The rota is now Pasted rota.").wait_for()
        assert answer(page, expected[:20]) == expected
        assert lines(page, "Shifts, one a line") == "24 08:00 08:00 0 hours 24"


def test_files_are_opened_in_memory(tmp_path: Path) -> None:
    files = {
        "team.yaml": TEAM.encode(),
        "broken.yaml": TEAM.replace("E E E E L - -", "E E E E Q - -").encode(),
        "weeks.csv": b"Mon,Tue,Wed,Thu,Fri,Sat,Sun\nD,D,D,-,-,-,-\n",
        "weeks.xlsx": workbook([["N", "N", "N", "-", "-", "-", "-"]]),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    with visit("rota") as page:
        part(page, "Paste or open")

        def read(name: str) -> None:
            page.locator("input[type=file]").set_input_files(tmp_path / name)
            page.get_by_text(name).first.wait_for()
            settled(page)
            page.get_by_role("button", name="Read the file").click()

        read("broken.yaml")
        assert "'Q' is not in shifts" in faults(page, "as it was")
        read("weeks.csv")
        page.get_by_role("combobox", name="D (3 days)").wait_for()
        assert page.get_by_label("D: start").input_value() == "06:30"  # as in the rota edited, to be checked
        read("weeks.xlsx")
        page.get_by_role("combobox", name="N (3 days)").wait_for()
        page.get_by_text("There is no row of days").wait_for()
        read("team.yaml")
        page.get_by_text("The rota is now Team of two.").wait_for()
        assert answer(page, "unsocial") == headline(tmp_path / "team.yaml")


def use_in_compare(page: Any, post: str) -> None:
    part(page, "Use and save")
    page.get_by_text(post).click()
    settled(page)
    page.get_by_role("button", name="Use it in Compare").click()
    page.get_by_role("heading", name="Band 6 paramedic on a 24/7 rota to operations manager").wait_for()
    settled(page)


def test_the_rota_is_used_in_compare_and_the_back_button_takes_it_back() -> None:
    with visit("rota") as page:
        before = page.url
        write(page, "Weeks, one a line", lines(page).replace("- - N N - - -", "- - D D - - -"))
        write(page, "Title", "Fewer nights")
        answer(page, "unsocial")
        use_in_compare(page, "Post held now: Band 6 paramedic")
        assert "?q=" in page.url
        assert page.get_by_role("combobox", name="Rota worked now").input_value() == "Fewer nights (yours)"
        page.get_by_role("link", name="Rota").click()
        page.get_by_role("heading", name="Fewer nights").wait_for()
        settled(page)
        page.get_by_role("combobox", name="Rota to start from").click()
        page.get_by_role("option", name="Fewer nights (yours)").wait_for()
        page.keyboard.press("Escape")
        use_in_compare(page, "Post offered: Operations manager")
        question = opened(page.url.split("q=")[1])
        assert (question["current"]["rota"], question["offers"][0]["rota"]) == ("Fewer nights", "Fewer nights")
        assert question["rotas"]["Fewer nights"]["weeks"][1] == "- - D D - - -"
        for _ in range(8):
            if page.url != before:
                back(page)
                settled(page)
        assert page.url == before
        page.get_by_role("link", name="Compare").click()
        page.get_by_text("Take-home pay falls by £113 a month").wait_for()
