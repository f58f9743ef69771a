"""Compare in a real browser: what is on the screen is what the package says, and every field reaches the question."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from paymodel.app.comparison import worked_out
from paymodel.app.links import packed
from paymodel.app.questions import FIRST, answered, name_of, read, shipped
from paymodel.pay.job import LINES
from paymodel.scenarios.load import shipped_scenarios
from tests.app import (
    asked,
    at,
    back,
    choose,
    end,
    free_port,
    reaches,
    serve,
    serving,
    settled,
    show,
    taken,
    tick,
    visit,
)
from tests.app_script import Script

ANSWER = ".pm-answer"


def shows_its_answer(page: Any) -> None:
    """What is on the screen is what the package says of the question in the address, once it has been drawn."""
    wrong = "nothing"
    for _ in range(120):
        settled(page)
        worked = answered(asked(page)).worked
        offers = [] if worked is None else worked.moves
        payslips = page.locator("table.pm-explained tbody tr").all_inner_texts()
        shown = [row.split("\t")[-1].strip() for row in payslips if row.strip().startswith("Take-home pay")]
        expected = [f"{one.take_home_change:+,.2f}" for one in offers[:1]]
        if len(offers) > 1:
            rows = page.locator("table.pm").first.locator("tbody tr").all_inner_texts()
            shown += [row.split("\t")[3] for row in rows if row.count("\t") > 3]
            expected += [pounds(one.take_home_change) for one in offers]
        wrong = f"{shown} is shown, {expected} is right"
        if offers and shown == expected:
            return
        page.wait_for_timeout(250)
    raise AssertionError(wrong)


def pounds(amount: float | None) -> str:
    amount = amount or 0.0
    return f"{'+' if amount > 0 else '-' if amount < 0 else ''}£{abs(amount):,.2f}"


def test_the_landing_page_answers_the_paramedic() -> None:
    with visit() as page:
        assert page.locator("h1").inner_text() == "Band 6 paramedic on a 24/7 rota to operations manager"
        assert "Take-home pay falls by £113 a month (£1,350 a year)" in page.locator(ANSWER).inner_text()
        shows_its_answer(page)
        line = page.locator(".pm-explained details", has_text="Basic pay").first
        line.locator("summary").click()
        assert "[confirmed]" in line.inner_text()
        assert "£57,528.00 whole time" in line.inner_text()
        for tab, words in {
            "Year by year": "Staying, and Operations manager, pounds",
            "Month by month": "£4.58 more than the annual view",
            "Ways to fix it": "A long-term premium of £2,619 a year (4.56% of basic pay) leaves no loss",
            "What else changes": "Employer cost: -£3,646.70 a year",
            "How sure": "Assumptions",
            "Save and share": "paymodel compare move-",
        }.items():
            page.get_by_role("tab", name=tab).click()
            page.get_by_text(words).first.wait_for()


def test_the_main_inputs_by_keyboard_alone() -> None:
    """The main job without a mouse: another post held, another offered, the pattern, part-time."""
    with visit() as page:
        held = page.get_by_role("combobox", name="Post held now")
        for _ in range(120):
            page.keyboard.press("Tab")
            if held.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.type("Physiotherapist, band 7")
        page.get_by_role("option", name="Physiotherapist, band 7").first.wait_for()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Physiotherapist, band 7 to Operations manager").wait_for()
        shows_its_answer(page)
        offered = page.get_by_role("combobox", name="Posts offered")
        for _ in range(10):
            page.keyboard.press("Tab")
            if offered.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.type("large trust")
        page.get_by_role("option", name="Profession lead (one profession, large trust)").wait_for()
        page.keyboard.press("Enter")
        page.get_by_text("Change of take-home pay on each move").wait_for()
        page.keyboard.press("Escape")
        shows_its_answer(page)
        assert [offer["band"] for offer in asked(page)["offers"]] == ["8a", "8b"]
        slider = page.get_by_role("slider")
        for _ in range(20):
            page.keyboard.press("Tab")
            if slider.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.press("ArrowLeft")
        reaches(page, "person.whole_time_equivalent", "0.95")
        shows_its_answer(page)


def test_another_nation_takes_what_fits_it_and_gives_it_back() -> None:
    with visit() as page:
        choose(page, "Nation", "Scotland")
        page.get_by_text("Annex 5 is not used in Scotland").wait_for()
        shows_its_answer(page)
        question = asked(page)
        assert question["current"]["rota"] == "scotland-ambulance-ten-week-36h"
        assert "unsocial_hours" not in question["current"]
        choose(page, "Nation", "England")
        page.get_by_text("Take-home pay falls by £113 a month").wait_for()
        shows_its_answer(page)


def test_the_back_button_takes_changes_back() -> None:
    with visit() as page:
        assert "?" not in page.url
        tick(page, "Unsure: show both")
        page.get_by_text("Change of take-home pay on each move").wait_for()
        tick(page, "Substantially the same")
        page.get_by_role("alert").get_by_text("keeps").first.wait_for()
        back(page)
        page.get_by_text("Change of take-home pay on each move").wait_for()
        back(page)
        page.get_by_text("Take-home pay falls by £113 a month").wait_for()
        settled(page)
        assert page.get_by_role("radio", name="Different").is_checked()
        assert "?" not in page.url


HOURS, CALLS, EXTRAS = (
    "Hours and unsocial pay without a rota",
    "Overtime and on-call",
    "Supplement, premium, own basic pay",
)
HELD = {
    "Name": ("", "current.name", "Somebody"),
    "Overtime hours a week": (CALLS, "current.overtime_hours_a_week", "1.5"),
    "of these apart: on public holidays": (CALLS, "current.public_holiday_overtime_hours_a_week", "0.5"),
    "On-call payment, pounds a year": (CALLS, "current.on_call_payment", "900"),
    "Long-term premium": (EXTRAS, "current.long_term_premium", "2%"),
    "Short-term premium": (EXTRAS, "current.short_term_premium", "100"),
}
OFFERED = {
    "Saturday and night hours a week": (HOURS, "offers.0.saturday_night_hours_a_week", "3"),
    "Sunday and public holiday hours a week": (HOURS, "offers.0.sunday_holiday_hours_a_week", "1"),
    "or on-call rota": (CALLS, "offers.0.on_call.frequency", "1 in 8"),
    "its pounds a year": (CALLS, "offers.0.on_call.pounds_a_year", "1528"),
}
PERSON = {
    "Children that child benefit is claimed for": ("", "person.children", "2"),
    "Years in the 1995 Section": ("", "person.years_of_1995_section", "12"),
    "Years in the 2008 Section": ("", "person.years_of_2008_section", "3.5"),
    "Sickness absence, share of the year": ("", "person.sickness_absence", "0.04"),
    "Salary sacrifice, pounds a year": ("", "person.salary_sacrifice", "600"),
    "Other pensionable pay, pounds a year": ("", "person.other_pensionable_pay", "200"),
    "Other pay, such as bank shifts, pounds a year": ("", "person.other_pay", "300"),
    "Travel cost for each attendance, pounds": ("", "person.travel_cost_per_attendance", "4"),
}
DAY = {
    "Title": ("", "title", "A question of ours"),
    "Question": ("", "question", "Does it pay?"),
    "Rules in force on": ("", "as_at", "2026-10-01"),
    "Years to look ahead": ("", "horizon_years", "6"),
    "Award on every pay point, per cent": ("Pay award first", "award.percent", "3.3%"),
    "and pounds on top": ("Pay award first", "award.pounds", "50"),
    "Share of enhanced hours that the same pattern keeps, at least": (
        "Switches: where the law or local practice is unsure",
        "switches.same_pattern_minimum_share",
        "0.5",
    ),
    "About the same within so many pounds a month": ("Switches", "switches.same_within_pounds_a_month", "10"),
    "A catch-up by fewer pounds is thin": ("Switches", "switches.thin_margin_pounds", "100"),
    "Wales: share of sickness absence beyond the first week": (
        "Switches",
        "switches.wales_sickness_beyond_first_week",
        "0.6",
    ),
    "Days of annual leave": ("Switches", "switches.annual_leave_days", "30"),
}


def open_all(page: Any) -> None:
    """Open every drawer of the sidebar; one that the page draws anew meanwhile is looked at again."""
    shut = page.get_by_test_id("stSidebar").locator("details:not([open]) > summary")
    for _ in range(30):
        page.wait_for_timeout(200)
        if shut.count() == 0:
            return
        shut.first.click()


def write(page: Any, label: str, value: str) -> None:
    """Write into a field of the sidebar, and leave it."""
    found = page.get_by_test_id("stSidebar").get_by_label(label, exact=True)
    found.fill(value)
    found.press("Tab")
    settled(page)


def test_everything_reaches_the_question_and_the_answer() -> None:
    app = Script()
    app.choose("How much to ask", "Everything")
    for part, fields in (("Post held now", HELD), ("The person", PERSON), ("Day and switches", DAY)):
        app.choose("Part of the question", part)
        for label, (_, path, value) in fields.items():
            app.write(label, value)
            assert at(app.question, path) == value, label
    assert "A question of ours" in app.html
    app.shows_its_answer()
    app.choose("Part of the question", "Posts offered")
    app.choose("Rota", "No rota")
    for label, (_, path, value) in OFFERED.items():
        app.write(label, value)
        assert at(app.question, path) == value, label
    app.shows_its_answer()


CHOSEN = {
    "Post held now": {
        "Step": ("Intermediate step", "current.step", "intermediate"),
        "Unsocial hours are paid by": ("Section 2", "current.unsocial_hours", "section_2"),
        "Where its hours are not the contract's": (
            "Scale all hours to the contract",
            "current.if_hours_differ",
            "scale",
        ),
        "High cost area": ("Outer London", "current.high_cost_area", "outer"),
        "Band": ("Band 5", "current.band", "5"),
        "Rota": ("Ward, long days and nights, three weeks", "current.rota", "ward-three-week"),
    },
    "Posts offered": {
        "Kind of move": ("Secondment", "offers.0.move", "secondment"),
        "Unsocial hours pattern, beside the post held": ("Unsure: show both", "offers.0.pattern", "unsure"),
    },
    "The person": {
        "Tax residence": ("Scotland", "person.tax_residence", "scotland"),
        "Marriage allowance from a partner": ("Received", "person.marriage_allowance", "yes"),
    },
    "Day and switches": {
        "Pension tiers": ("Stay", "award.pension_tiers", "stay"),
        "Pay on promotion": ("First higher pay point", "switches.promotion_method", "first_higher_point"),
        "Unpaid breaks are taken from": ("Plain time, then the lower rate", "switches.break_taken_from", "lower"),
        "Edges of the Annex 5 brackets": ("The lower bound is in", "switches.annex_5_edge", "lower_bound_in"),
        "Public holidays at a weekend": ("The substitute alone", "switches.weekend_public_holidays", "substitute"),
        "Where more are worked than paid, this gives way": (
            "The substitute",
            "switches.public_holiday_over_the_cap",
            "substitute",
        ),
        "Public holidays of the first year": ("The usual number", "switches.first_year_public_holidays", "usual"),
        "Member pension table in Scotland": ("Table 1", "switches.scotland_pension_table", "1"),
    },
}
TICKED = {
    "The person": {"In the NHS Pension Scheme": ("person.in_pension_scheme", "no")},
    "Day and switches": {
        "A shift exactly half at night counts whole": ("switches.exactly_half_counts", "yes"),
        "Annex 5 pay counts as previous earnings": ("switches.annex_5_protected", "no"),
        "Count public holidays that are unverified": ("switches.unverified_public_holidays", "no"),
        "Scotland: overtime of bands 8 and 9 is paid": ("switches.scotland_overtime_bands_8_and_9", "no"),
        "Northern Ireland: Section 2 pay goes on in sickness": (
            "switches.northern_ireland_sickness_keeps_section_2",
            "no",
        ),
        "Salary sacrifice lowers pensionable pay": ("switches.salary_sacrifice_lowers_pensionable_pay", "no"),
    },
}


def test_every_choice_reaches_the_question() -> None:
    app = Script({**shipped(FIRST), "person": {}})
    app.choose("How much to ask", "Everything")
    for part, choices in CHOSEN.items():
        app.choose("Part of the question", part)
        for label, (words, path, value) in choices.items():
            app.choose(label, words)
            assert at(app.question, path) == value, label
        for label, (path, value) in TICKED.get(part, {}).items():
            app.tick(label)
            assert at(app.question, path) == value, label
    app.choose("Part of the question", "The person")
    app.choose("Student loans", "Plan 2")
    assert at(app.question, "person.student_loan") == ["plan_2"]
    app.choose("Part of the question", "Posts offered")
    assert "say after how many whole years" in app.words
    app.write("It lasts, years", "2")
    app.shows_its_answer()


def test_a_browser_writes_chooses_and_ticks_in_the_full_form() -> None:
    """One field of each kind by hand; what every field does is held without a browser."""
    start = {**shipped(FIRST), "person": {}}
    with visit(f"?q={packed(start)}", height=1600) as page:
        page.get_by_text("Everything", exact=True).click()
        choose(page, "Part of the question", "The person")
        write(page, "Other pensionable pay, pounds a year", "200")
        reaches(page, "person.other_pensionable_pay", "200")
        choose(page, "Tax residence", "Scotland")
        reaches(page, "person.tax_residence", "scotland")
        choose(page, "Student loans", "Plan 2", several=True)
        reaches(page, "person.student_loan", ["plan_2"])
        label = "In the NHS Pension Scheme"
        page.get_by_test_id("stSidebar").get_by_test_id("stCheckbox").get_by_text(label, exact=True).click()
        reaches(page, "person.in_pension_scheme", "no")
        choose(page, "Part of the question", "Post held now")
        open_all(page)
        write(page, "Long-term premium", "<b>nil</b> ☃ 1e999")
        page.get_by_test_id("stSidebar").get_by_role("alert").first.wait_for()
        page.get_by_text("The question cannot be answered yet").first.wait_for()
        write(page, "Long-term premium", "2%")
        shows_its_answer(page)


def test_policies_stand_side_by_side() -> None:
    with visit(height=1400) as page:
        page.get_by_text("Everything", exact=True).click()
        choose(page, "Part of the question", "Policies")
        page.get_by_role("button", name="Add a policy").click()
        page.get_by_label("Name of the policy").nth(1).wait_for()
        choose(page, "What it changes", "Long-term premium of every post offered")
        page.get_by_label("offers.all.long_term_premium").wait_for()
        shows_its_answer(page)
        assert page.locator("table.pm").first.locator("tbody tr").count() == 2
        page.get_by_label("offers.all.long_term_premium").fill("lots")
        page.get_by_label("offers.all.long_term_premium").press("Tab")
        page.get_by_role("alert").get_by_text("'lots'").first.wait_for()
        settled(page)
        page.get_by_role("button", name="Drop the last").click()
        page.get_by_text("Take-home pay falls by £113 a month").wait_for()


ANYTHING = ("Name", "Title", "Question")
"""Fields that take any words."""


def test_nonsense_in_every_field_is_said_beside_it() -> None:
    app = Script()
    app.choose("How much to ask", "Everything")
    for part in ("Post held now", "Posts offered", "Day and switches"):
        app.choose("Part of the question", part)
        said = app.alerts
        for label in app.labels("text_input"):
            app.write(label, "<b>nil</b> ☃ 1e999")
            assert len(app.alerts) > len(said) or label in ANYTHING, label
            said = app.alerts
        assert "The question cannot be answered yet" in app.words
    app.choose("Part of the question", "The person")
    for label in app.labels("number_input"):
        app.write(label, "99999999999999999999")
    assert "Traceback" not in app.words


def test_everything_can_be_taken_away_and_brought_in(tmp_path: Path) -> None:
    with visit() as page:
        tick(page, "Unsure: show both")
        page.get_by_text("Change of take-home pay on each move").wait_for()
        page.get_by_role("button", name="Download this chart").first.click()
        for name, begins in (
            ("SVG", b"<svg"),
            ("PNG", b"\x89PNG"),
            ("Web page", b"<!doctype"),
            ("Words", b"Take-home"),
        ):
            coming = taken(page, page.get_by_role("button", name=name, exact=True).first)
            assert Path(coming.path()).read_bytes().startswith(begins)
        page.keyboard.press("Escape")
        page.get_by_role("tab", name="Save and share").click()
        files = {}
        for name in ("Scenario file", "The answer as a table", "The answer as data", "A page to print"):
            coming = taken(page, page.get_by_role("button", name=name))
            files[name] = tmp_path / coming.suggested_filename
            coming.save_as(files[name])
        question = asked(page)
        scenario = files["Scenario file"]
        assert read(scenario.read_bytes(), scenario.name) == question
        assert scenario.stem == name_of(question)
        command = [sys.executable, "-m", "paymodel.cli", "compare", str(scenario), "--format", "json"]
        said = subprocess.run(command, capture_output=True, check=True).stdout
        assert json.loads(said) == json.loads(files["The answer as data"].read_bytes())
        printed = files["A page to print"].read_text(encoding="utf-8")
        assert "Estimates, not payroll" in printed
        assert printed.count("<figure") >= 6  # why, payslips, unsocial hours, careers, remedies, cliffs
        assert printed.count("<svg") >= printed.count("<figure")
        assert files["The answer as a table"].read_text(encoding="utf-8").startswith("post,policy,line,pounds,change")
        link = page.get_by_test_id("stCode").first.inner_text().strip()

    with visit() as page:
        page.get_by_role("tab", name="Save and share").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(scenario)
        page.get_by_role("button", name="Open the file").click()
        page.get_by_text("Change of take-home pay on each move").wait_for()
        assert asked(page) == question
        choose(page, "A shipped scenario", "Scotland", main=True)
        page.get_by_role("button", name="Open the scenario").click()
        page.get_by_text("Scotland, rules in force").wait_for()
        show(page, "Save and share")
        page.get_by_label("A link from a colleague").fill(link)
        page.get_by_label("A link from a colleague").press("Tab")
        page.get_by_role("button", name="Open the link").click()
        page.get_by_text("Change of take-home pay on each move").wait_for()
        assert asked(page) == question


@pytest.mark.parametrize("text", ["1.xx", "nonsense", "9.abc", "1.eJwDAAAAAAE"])
def test_a_corrupt_link_opens_the_first_question_and_says_so(text: str) -> None:
    with visit(f"?q={text}") as page:
        assert "link:" in page.locator(".pm-faults").inner_text() or "is" in page.locator(".pm-faults").inner_text()
        assert "Take-home pay falls by £113 a month" in page.locator(ANSWER).inner_text()


def test_a_bad_file_leaves_the_question_as_it_was(tmp_path: Path) -> None:
    (bad := tmp_path / "bad.yaml").write_bytes(b"\xff\xfe\x00 not text")
    with visit() as page:
        page.get_by_role("tab", name="Save and share").click()
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(bad)
        page.get_by_role("button", name="Open the file").click()
        page.get_by_text("is not UTF-8 text").wait_for()
        large = tmp_path / "large.yaml"
        with large.open("wb") as file:
            file.truncate(200_000_000)
        page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(large)
        page.get_by_text("File must be 1.0MB or smaller").wait_for()
        assert "Take-home pay falls by £113 a month" in page.locator(ANSWER).inner_text()


SLOW = """
import time
import streamlit as st
from paymodel.app import frame

navigation = st.navigation

def slow(*pages, **options):
    found = navigation(*pages, **options)
    time.sleep(0.5)
    return found

st.navigation = slow
frame.main()
st.navigation = navigation
"""
"""The app, with time between what the browser is told of the navigation and what it is told of the page."""


def test_the_back_button_leads_from_a_page_to_the_page_before(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    question = {**shipped(FIRST), "title": "Kept"}
    with serving(script) as app, visit(f"?q={packed(question)}", at=app) as page:
        for name in ("Sources and method", "Compare"):
            page.get_by_role("link", name=name).click()
            page.get_by_role("heading", name="Kept" if name == "Compare" else name, level=1).wait_for()
            settled(page)
            assert asked(page) == question
        for name in ("Sources and method", "Kept"):
            back(page)
            page.get_by_role("heading", name=name, level=1).wait_for()
            assert asked(page) == question


def test_two_tabs_do_not_disturb_each_other() -> None:
    with visit() as one, visit() as other:
        tick(one, "Unsure: show both")
        one.get_by_text("Change of take-home pay on each move").wait_for()
        choose(other, "Nation", "Wales")
        other.get_by_text("Wales, rules in force").wait_for()
        shows_its_answer(one)
        shows_its_answer(other)
        assert asked(one)["nation"] == "england"


def test_a_server_that_starts_again_goes_on_from_the_address() -> None:
    port = free_port()
    server = serve(port)
    try:
        with visit(at=f"http://localhost:{port}") as page:
            choose(page, "Nation", "Wales")
            page.get_by_text("Wales, rules in force").wait_for()
            end(server)
            server = serve(port)
            page.wait_for_timeout(3000)
            page.reload()
            settled(page)
            page.get_by_text("Wales, rules in force").wait_for()
            shows_its_answer(page)
    finally:
        end(server)


def test_every_line_of_every_shipped_scenario_is_explained() -> None:
    """A line that one of two posts lacks is said to be none; the rest say how they came about."""
    for name in shipped_scenarios():
        worked = answered(shipped(name)).worked
        assert worked is not None
        for offer in worked.moves:
            for result in (worked.held(offer), offer):
                for line in LINES:
                    assert worked_out("Post", line, result)
