"""The Rota page, driven as a user would; its figures are those of the package."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

import paymodel
from paymodel.answers.rota import figures, rota_headline, worths
from paymodel.app.rota_kept import link_of
from paymodel.cli import main
from paymodel.files.rotas import load_rota
from paymodel.pay.job import BAND_CODE
from tests.app import asked, back, file_of, settled, violations, visit
from tests.app_script import ANSWERED, FAULTS, Script, table_of
from tests.test_rota_grids import workbook

DAY = "2026-11-22"
TEN_WEEKS = "Ambulance crew, 24/7, ten weeks with two relief weeks"
SHIFTS, WEEKS, CELLS = "Shifts, one a line", "Weeks, one a line", "Cells copied from a spreadsheet"
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


def lines(page: Any, label: str = WEEKS) -> str:
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


def rota_page() -> Script:
    return Script(page="rota")


def answered(app: Script) -> str:
    (said,) = app.texts(ANSWERED)
    return said


def faults_of(app: Script) -> str:
    """What is wrong, where the answer would be or where something was brought in."""
    return "\n".join(app.texts(FAULTS))


def test_the_page_says_what_the_package_says() -> None:
    policy = paymodel.load_policy("england", DAY)
    hours = paymodel.rota_hours(load_rota("ambulance-ten-week"), policy.working_time)
    section_2, annex_5 = worths(hours, policy, BAND_CODE["6"])
    app = rota_page()
    assert app.texts("//h1") == [TEN_WEEKS]
    assert answered(app) == headline("ambulance-ten-week")
    shown = figures(hours, policy.working_time, BAND_CODE["6"], 1.0)
    assert app.texts('//*[@class="pm-glance"]')[0].endswith(
        f"Days travelled a year{shown['days_travelled_a_year']:.0f}"
    )
    title = app.texts("//figcaption")[0]
    assert f"{hours.enhanced:.1f} of 37.5 hours a week are unsocial hours of Section 2" in title
    assert app.file_of("Data (CSV)").decode().count("\n") >= 71  # a heading, and seven days of ten weeks
    app.show("Hours and worth")
    (row,) = [row for row in app.rows(table_of("Section 2")) if row[0].startswith("Section 2")]
    take_home = section_2.take_home
    pounds = [f"£{one:,.2f}" for one in (section_2.payment, take_home, take_home / 12)]
    assert row[1:] == ["25.3%", *pounds]
    said = json.loads(app.file_of("Figures as data (JSON)"))
    assert said["hours_a_week"]["saturday_night"] == round(hours.saturday_night, 4)
    assert said["annex_5_take_home_pounds_a_year"] == annex_5.take_home
    table = app.file_of("Figures as a table (CSV)").decode().splitlines()
    assert f"annex_5_pounds_a_year,{annex_5.payment}" in table


def test_what_is_asked_changes_the_answer_and_says_what_is_wrong() -> None:
    app = rota_page()
    app.choose("Band", "Band 5")
    assert answered(app) == headline("ambulance-ten-week", band="5")
    app.write("Rules in force on", "tomorrow")
    (alert,) = app.alerts
    assert "'tomorrow' is not a date" in alert
    app.write("Rules in force on", DAY)
    app.choose("Rota to start from", FOUR_ON)
    assert app.texts("//h1") == [FOUR_ON]
    app.choose("Nation", "Scotland")
    assert "The rota averages" in faults_of(app)
    assert "contract is 36.00" in faults_of(app)
    app.press("Scale all hours to the contract")
    assert answered(app) == headline("four-on-four-off-eight-week", "scotland", "5", if_hours_differ="scale")
    (warned,) = app.app.main.warning
    assert "all hours are scaled to the contract" in warned.value
    app.tick("A shift exactly half at night counts whole")
    assert "Switches set: exactly_half_counts True." in app.said
    app.slide("Whole time equivalent", 0.1)
    assert "of 3.6 hours" in answered(app)


def test_the_grids_are_edited() -> None:
    app = rota_page()
    app.show("Edit")
    app.edit(1, 1, "Monday", "Q")
    assert "Week 1, Monday: 'Q' is not in shifts; one of: D, M, L, N, -, R" in faults_of(app)
    assert app.said.count("Week 1, Monday: 'Q'") == 1  # below the grid too
    app.edit(1, 1, "Monday", "D")
    assert "39.00 paid hours" in faults_of(app)
    app.edit(1, 3, "Monday", "-")  # a day shift less in week 3
    first = answered(app)
    app.go("compare")
    app.go("rota")
    assert answered(app) == first
    app.show("Edit")
    app.edit(0, 1, "Code", "DD")  # the shift that the weeks call D
    assert "Week 1, Monday: 'D' is not in shifts" in faults_of(app)
    app.choose("Edit in", "Lines of text")
    assert app.value(WEEKS).splitlines()[0] == "D - M M M - -"
    assert app.value(SHIFTS).splitlines()[0] == "DD 06:30 19:00 30"
    app.press("Undo all edits of the rota")
    assert answered(app) == headline("ambulance-ten-week")
    assert app.value(SHIFTS).splitlines()[0] == "D 06:30 19:00 30"


def test_lines_of_text_do_the_same(tmp_path: Path) -> None:
    (tmp_path / "worked.yaml").write_text(TEAM, encoding="utf-8")
    (tmp_path / "leave.yaml").write_text(TEAM.replace("worked", "leave"), encoding="utf-8")
    app = rota_page()
    app.show("Edit")
    app.choose("Edit in", "Lines of text")
    app.write(SHIFTS, "E 07:00 15:00 30\nL 14:00 22:00")
    assert "Shift L, unpaid break, minutes: missing" in faults_of(app)
    app.write(SHIFTS, "E 07:00 15:00 30\nL 14:00 22:00 30")
    app.write(WEEKS, "E E E E L - -\n- - E E E L")
    assert "Week 2: has 6 days; a week has 7, Monday first" in faults_of(app)
    app.write(WEEKS, "E E E E L - -\n- - E E E L L")
    app.write("Title", "Team of two")
    assert app.texts("//h1") == ["Team of two"]
    assert answered(app) == headline(tmp_path / "worked.yaml")
    app.choose("Public holidays are", "Taken as leave, paid")
    assert answered(app) == headline(tmp_path / "leave.yaml")
    app.show("Use and save")
    saved = app.file_of("Rota file")
    assert yaml.safe_load(saved) == {**yaml.safe_load(TEAM), "public_holidays": "leave"}
    command, python = (code.value for code in app.app.code)
    (tmp_path / "rota.yaml").write_bytes(saved)
    hours = paymodel.rota_hours(load_rota(tmp_path / "rota.yaml"), paymodel.load_policy("england", DAY).working_time)
    with contextlib.chdir(tmp_path):
        assert f"{hours.saturday_night:.2f}" in printed(lambda: main(command.split()[1:]))
        assert str(hours.saturday_night) in printed(lambda: exec(python, {}))  # noqa: S102  as the page says


def test_cells_are_pasted_and_what_they_mean_is_asked() -> None:
    app = rota_page()
    app.show("Paste or open")
    app.write(CELLS, "E\tE\tE")
    app.press("Read the cells")
    assert "row 1: has 3 cells" in faults_of(app)
    assert "as it was" in faults_of(app)
    app.write(CELLS, PASTED)
    app.press("Read the cells")
    assert "2 weeks read" in app.texts("//h2")
    assert "Left out: 'Week'." in app.texts("//li")
    app.press("Use these weeks")
    said = faults_of(app)
    assert "as it was" in said
    assert "Public holidays: say whether" in said
    assert "Code X: say what it means" in said
    assert "Blank cells: say what it means" in said
    assert answered(app) == headline("ambulance-ten-week")
    app.write("Title of the rota", "Office")
    app.choose("Public holidays are", "Taken as leave, paid")
    app.choose("X (10 days)", "A shift")
    assert app.value("OFF (2 days)") == "-"  # the word says so; a blank cell says nothing
    app.choose("Blank cells (2 days)", "A day off")
    app.write("X: start", "9")
    app.write("X: end", "17:00")
    app.write("X: unpaid break, min", "30")
    app.press("Use these weeks")
    assert "Shift X, start: '9' is not a clock time" in faults_of(app)
    app.write("X: start", "09:00")
    app.press("Use these weeks")
    assert "The rota is now Office." in app.said
    assert answered(app) == headline("monday-to-friday")
    assert "None of 37.5" in answered(app)
    app.show("Edit")
    app.choose("Edit in", "Lines of text")
    assert app.value(WEEKS) == "X X X X X - -\nX X X X X - -"


def test_leave_is_a_choice_and_times_in_a_cell_are_a_shift(tmp_path: Path) -> None:
    """Pay in leave is what work would have paid (handbook, Section 13): a week of it is a week of relief."""
    week = "07:00-19:00\t07:00-19:00\t07:00 - 19:00\t0700-1430\tRest day\tOFF\tOFF"
    crew = "title: Pasted rota\npublic_holidays: worked\nshifts:\n"
    crew += '  A: {start: "07:00", end: "19:00", unpaid_break_minutes: 30}\n'
    crew += '  B: {start: "07:00", end: "14:30", unpaid_break_minutes: 30}\nweeks: [A A A B - - -, R R R R R R R]\n'
    (tmp_path / "crew.yaml").write_text(crew, encoding="utf-8")
    app = rota_page()
    app.show("Paste or open")
    app.write(CELLS, f"{week}\n" + "\t".join(["AL", "AL", "A/L", "Annual leave", "XX", "XX", "XX"]))
    app.press("Read the cells")
    app.choose("Public holidays are", "Worked, as any other day")
    times = [app.value(f"{code}: {end}") for code in ("0700-1900", "0700-1430") for end in ("start", "end")]
    assert times == ["07:00", "19:00", "07:00", "14:30"]
    off_or_leave = [app.value(code) for code in ("Rest_day (1 day)", "OFF (2 days)", "AL (2 days)", "A/L (1 day)")]
    assert off_or_leave == ["-", "-", "leave", "leave"]
    assert app.value("Annual_leave (1 day)") == "leave"
    app.write_all({f"{code}: unpaid break, min": "30" for code in ("0700-1900", "0700-1430")})
    app.choose("XX (3 days)", "Leave")
    app.press("Use these weeks")
    assert "The rota is now Pasted rota." in app.said
    app.press("Scale all hours to the contract")
    assert answered(app) == headline(tmp_path / "crew.yaml", if_hours_differ="scale")


def test_24_hours_are_said_in_lines_in_the_grid_and_as_cells_are_brought_in(tmp_path: Path) -> None:
    crew = 'title: Crew\npublic_holidays: worked\nshifts: {S: {start: "08:00", hours: 24, unpaid_break_minutes: 0}}\n'
    (tmp_path / "crew.yaml").write_text(f'{crew}weeks: ["- S - - - S -", "- - - S - - -"]\n', encoding="utf-8")
    expected = headline(tmp_path / "crew.yaml", if_hours_differ="scale")
    app = rota_page()
    app.show("Edit")
    app.choose("Edit in", "Lines of text")
    app.write(WEEKS, "- S - - - S -\n- - - S - - -")
    app.write(SHIFTS, "S 08:00 08:00 0")
    assert "Shift S, end: the shift ends when it starts; if it lasts 24 hours" in faults_of(app)
    app.write(SHIFTS, "S 08:00 08:00 0 hours 24")
    app.press("Scale all hours to the contract")
    assert answered(app) == expected
    app.choose("Edit in", "Grids")
    app.edit(0, 1, "Hours", "12")
    assert "Shift S, hours: from its start to its end the shift lasts 24 hours, not 12" in faults_of(app)
    app.edit(0, 1, "Hours", "24")
    assert answered(app) == expected
    app.show("Paste or open")
    app.write(CELLS, "-\t24\t-\t-\t-\t24\t-\n-\t-\t-\t24\t-\t-\t-\n")
    app.press("Read the cells")
    assert "2 weeks read" in app.texts("//h2")
    app.choose("Public holidays are", "Worked, as any other day")
    app.choose("24 (3 days)", "A shift")
    app.write("24: start", "08:00")
    app.write("24: end", "08:00")
    app.write("24: unpaid break, min", "0")
    app.press("Use these weeks")
    assert "as it was" in faults_of(app)
    assert "Shift 24, end: the shift ends when it starts" in faults_of(app)
    app.tick("24: lasts 24 hours")
    app.press("Use these weeks")
    assert "The rota is now Pasted rota." in app.said
    assert answered(app) == expected
    app.show("Edit")
    app.choose("Edit in", "Lines of text")
    assert app.value(SHIFTS) == "24 08:00 08:00 0 hours 24"


def test_files_are_opened_in_memory(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text(TEAM, encoding="utf-8")
    app = rota_page()
    app.show("Paste or open")

    def read(name: str, content: bytes) -> None:
        app.give(name, content)
        app.press("Read the file")

    read("broken.yaml", TEAM.replace("E E E E L - -", "E E E E Q - -").encode())
    assert "'Q' is not in shifts" in faults_of(app)
    assert "as it was" in faults_of(app)
    read("weeks.csv", b"Mon,Tue,Wed,Thu,Fri,Sat,Sun\nD,D,D,-,-,-,-\n")
    assert app.value("D (3 days)") == "shift"
    assert app.value("D: start") == "06:30"  # as in the rota edited, to be checked
    read("weeks.xlsx", workbook([["N", "N", "N", "-", "-", "-", "-"]]))
    assert app.value("N (3 days)") == "shift"
    assert any(said.startswith("There is no row of days") for said in app.texts("//li"))
    read("team.yaml", TEAM.encode())
    assert "The rota is now Team of two." in app.said
    assert answered(app) == headline(tmp_path / "team.yaml")


def use_in_compare(page: Any, post: str) -> None:
    part(page, "Use and save")
    page.get_by_text(post).click()
    settled(page)
    page.get_by_role("button", name="Use it in Compare").click()
    page.get_by_role("heading", name="Band 6 paramedic on a 24/7 rota to operations manager").wait_for()
    settled(page)


def test_a_rota_is_edited_by_hand_used_in_compare_and_the_back_button_takes_it_back() -> None:
    with visit("rota") as page:
        before = page.url
        part(page, "Edit")
        cell(page, 1, 1, 0, "Q")
        assert "Week 1, Monday: 'Q' is not in shifts; one of: D, M, L, N, -, R" in faults(page, "Week 1")
        assert page.get_by_test_id("stTabs").get_by_test_id("stAlert").inner_text().startswith("Week 1, Monday: 'Q'")
        cell(page, 1, 1, 0, "D")
        cell(page, 1, 3, 0, "-")  # a day shift less in week 3
        first = answer(page, "unsocial")
        page.get_by_role("link", name="Compare").click()
        page.get_by_text("Take-home pay falls by").first.wait_for()
        page.get_by_role("link", name="Rota").click()
        page.get_by_role("button", name="Undo all edits of the rota").wait_for()
        assert answer(page, "unsocial") == first
        weeks = lines(page)
        assert weeks.splitlines()[0] == "D - M M M - -"
        write(page, WEEKS, weeks.replace("- - N N - - -", "- - D D - - -"))
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
        question = asked(page)
        assert (question["current"]["rota"], question["offers"][0]["rota"]) == ("Fewer nights", "Fewer nights")
        assert question["rotas"]["Fewer nights"]["weeks"][1] == "- - D D - - -"
        for _ in range(8):
            if page.url.partition("?")[0] != before or "q=" in page.url:
                back(page)
                settled(page)
        assert page.url.partition("?")[0] == before
        page.wait_for_url(lambda url: "?rota=" in url)  # the rota is the user's own wherever one goes back to
        page.get_by_role("link", name="Compare").click()
        page.get_by_text("Take-home pay falls by £113 a month").wait_for()


def test_a_rota_is_brought_in_by_hand_and_every_field_is_open_to_all(tmp_path: Path) -> None:
    """Lines with a fault below them; cells with every kind of question about them; a file read and a file saved."""
    (tmp_path / "team.yaml").write_text(TEAM, encoding="utf-8")
    with visit("rota") as page:
        lines(page)
        write(page, SHIFTS, "S 08:00 08:00 0")
        assert "Shift S, end: the shift ends when it starts; if it lasts 24 hours" in faults(page, "Shift S")
        assert not violations(page)
        part(page, "Paste or open")
        write(page, CELLS, PASTED.replace("X\t", "S\t"))
        page.get_by_role("button", name="Read the cells").click()
        page.get_by_role("heading", name="2 weeks read").wait_for()
        page.get_by_role("button", name="Use these weeks").click()
        assert "Blank cells: say what it means" in faults(page, "as it was")
        assert page.get_by_text("S: lasts 24 hours").is_visible()
        assert not violations(page)
        page.locator("input[type=file]").set_input_files(tmp_path / "team.yaml")
        page.get_by_text("team.yaml").first.wait_for()
        settled(page)
        page.get_by_role("button", name="Read the file").click()
        page.get_by_text("The rota is now Team of two.").wait_for()
        assert answer(page, "unsocial") == headline(tmp_path / "team.yaml")
        part(page, "Use and save")
        assert yaml.safe_load(file_of(page, "Rota file")) == yaml.safe_load(TEAM)


def test_a_rota_of_ones_own_comes_back_with_the_address_and_another_one_can_be_undone() -> None:
    app = Script(page="rota")
    assert link_of(app.app.session_state["rota"]) is None
    app.show("Edit")
    app.edit(1, 3, "Monday", "-")  # a day shift less in week 3
    held = link_of(app.app.session_state["rota"])
    assert held
    answered = app.texts(ANSWERED)
    again = Script()
    again.app.query_params["rota"] = held  # what the browser asks for when the page is loaded anew
    again.go("rota")
    assert again.texts(ANSWERED) == answered
    assert again.value("Rota to start from") is None
    again.choose("Rota to start from", "Monday to Friday")
    assert again.texts("//h1") == ["Monday to Friday"]
    again.press(f"Go back to: {TEN_WEEKS}")
    assert again.texts(ANSWERED) == answered
    damaged = Script()
    damaged.app.query_params["rota"] = "1.nonsense"
    damaged.go("rota")
    assert damaged.texts("//h1") == [TEN_WEEKS]
