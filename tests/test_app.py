"""Compare: what is shown is what the package says, and every field reaches the question; and in a real browser."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from paymodel.answers.phrasing import MINUS
from paymodel.app.comparison import explain_line
from paymodel.app.links import pack_link
from paymodel.app.questions import FIRST, answer_question, load_shipped, name_of, read_question
from paymodel.app.state import PRESS
from paymodel.cli import main
from paymodel.pay.lines import LINES
from paymodel.scenarios.load import load_scenario, shipped_scenarios
from tests.app import (
    address,
    asked,
    at,
    back,
    choose,
    end,
    free_port,
    reaches,
    serve,
    settled,
    show,
    taken,
    visit,
)
from tests.app_script import ANSWERED, FAULTS, Script, pounds
from tests.shipped import compared

ROOT = Path(__file__).resolve().parents[1]
ANSWER = ".pm-answer"
SEVERAL = "Change of take-home pay on each move"
"""What is said above the moves, where there are several."""
SCOTTISH = "scotland-paramedic-to-operations-manager"


def shows_its_answer(page: Any) -> None:
    """What is on the screen is what the package says of the question in the address, once it has been drawn."""
    wrong = "nothing"
    for _ in range(120):
        settled(page)
        changes = changes_of(json.dumps(asked(page)))
        payslips = page.locator("table.pm-explained tbody tr").all_inner_texts()
        shown = [row.split("\t")[-1].strip() for row in payslips if row.strip().startswith("Take-home pay")]
        expected = [pounds(change) for change in changes[:1]]
        if len(changes) > 1:
            rows = page.locator("table.pm").first.locator("tbody tr").all_inner_texts()
            shown += [row.split("\t")[3] for row in rows if row.count("\t") > 3]
            expected += map(pounds, changes)
        wrong = f"{shown} is shown, {expected} is right"
        if changes and shown == expected:
            return
        page.wait_for_timeout(250)
    raise AssertionError(wrong)


@cache
def changes_of(question: str) -> list[float]:
    """What each move of a question changes, pounds a year; none where it has no answer."""
    worked = answer_question(json.loads(question)).worked
    return [] if worked is None else [move.take_home_change or 0.0 for move in worked.moves]


def test_the_landing_page_answers_the_paramedic() -> None:
    app = Script()
    assert app.texts("//h1") == ["Band 6 paramedic on a 24/7 rota to operations manager"]
    assert "Take-home pay falls by £113 a month (£1,350 a year)" in app.texts(ANSWERED)[0]
    app.shows_its_answer()
    basic = " ".join(app.texts("(//tr[.//summary = 'Basic pay'])[1]//li"))
    assert "[confirmed]" in basic
    assert "£57,528.00 whole time" in basic
    for tab, words in {
        "Year by year": "Year by year, pounds: staying, and Operations manager",
        "By year": "Take-home pay changes by \u2212£2,054 a year in 2018-19 and by \u2212£1,350 in 2026-27",
        "Month by month": "£4.58 more than the annual view",
        "What would fix it": "A long-term premium of £2,619 a year (4.56% of basic pay) leaves no loss",
        "What else changes": f"Employer cost: {MINUS}£3,646.70 a year",
        "How sure": "Assumptions",
        "Save and share": "paymodel compare move-",
    }.items():
        app.show(tab)
        assert words in " ".join([app.words, *(code.value for code in app.app.code)]), tab


def test_the_main_inputs_by_keyboard_alone() -> None:
    """The main job without a mouse: another post held, part-time, another post offered."""
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
        slider = page.get_by_role("slider")
        for _ in range(10):
            page.keyboard.press("Tab")
            if slider.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.press("ArrowLeft")
        reaches(page, "person.whole_time_equivalent", "0.95")
        shows_its_answer(page)
        offered = page.get_by_role("combobox", name="Post offered")
        for _ in range(20):
            page.keyboard.press("Tab")
            if offered.evaluate("it => it === document.activeElement"):
                break
        page.keyboard.type("large trust")
        page.get_by_role("option", name="Profession lead (one profession, large trust)").wait_for()
        page.keyboard.press("Enter")
        reaches(page, "offers.0.band", "8b")
        shows_its_answer(page)
        page.get_by_role("button", name="Change: post now").press("Enter")
        page.wait_for_function("it => it === document.activeElement", arg=held.element_handle())
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy link").press("Enter")
        page.get_by_text("Copied. Whoever opens it needs this app").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == page.url
        assert "Now £" in page.locator("#pm-live").inner_text()


def test_an_address_that_lags_behind_an_edit_does_not_undo_it_and_back_still_goes_back() -> None:
    app = Script()
    app.slide("Whole time equivalent", 0.9)
    app.choose("Nation", "Wales")
    lags = app.app.query_params["q"]
    app.slide("Whole time equivalent", 0.8)
    app.app.query_params["q"] = lags  # what the browser still has when the next key is pressed
    app.slide("Whole time equivalent", 0.7)
    assert app.question["person"]["whole_time_equivalent"] == "0.7"
    assert app.question["nation"] == "wales"
    app.shows_its_answer()
    app.app.query_params["q"] = lags  # the back button: no field has changed
    app.draw()
    assert app.question["person"]["whole_time_equivalent"] == "0.9"
    app.shows_its_answer()


def test_the_heading_and_the_names_follow_what_is_asked() -> None:
    app = Script()
    app.choose("Rota worked now", "Monday to Friday")
    assert app.question["current"]["name"] == "Band 6 paramedic, Monday to Friday, Annex 5"
    assert app.texts("//h1") == ["Band 6 paramedic, Monday to Friday, Annex 5 to Operations manager"]
    app.choose("Nation", "Scotland")  # which has no Annex 5, and rotas of its own
    assert app.texts("//h1") == ["Band 6 paramedic, Monday to Friday, 36 hours, Scotland to Operations manager"]
    app.choose("Nation", "England")
    assert app.texts("//h1") == ["Band 6 paramedic, Monday to Friday, Annex 5 to Operations manager"]


def test_below_the_answer_is_said_which_figures_are_not_confirmed() -> None:
    app = Script()
    assert re.search(r"\d+ of \d+ figures used are confirmed; not confirmed: Annex 5 percentages \(", app.said)
    assert "no rise" not in app.words


def test_a_name_that_was_typed_stays_and_the_heading_takes_it_up() -> None:
    app = Script()
    app.choose("How much to ask", "Everything")
    app.choose("Part of the question", "Post held now")
    app.choose("Band", "Band 7")
    assert app.question["current"]["name"] == "Band 7 paramedic, ten-week rota, Annex 5"
    app.write("Name", "Deputy")
    app.choose("Band", "Band 5")
    assert app.texts("//h1") == ["Deputy to Operations manager"]
    app.choose("Part of the question", "Posts offered")
    app.choose("Band", "Band 8c")
    app.write("Name", "Head of EPRR")
    assert app.texts("//h1") == ["Deputy to Head of EPRR"]
    app.choose("Part of the question", "Day and switches")
    app.write("Title", "My own words")
    app.choose("Part of the question", "Posts offered")
    app.choose("Band", "Band 8b")
    assert app.texts("//h1") == ["My own words"]


def test_every_button_with_a_key_is_known_as_one() -> None:
    """What a button holds is true for one run: without the mark, going back after a press would seem an edit."""
    buttons = [
        (path.name, key)
        for path in sorted((ROOT / "paymodel" / "app").glob("*.py"))
        for key in re.findall(r"[. ]button\([^\n]*key=([^\n]*)", path.read_text(encoding="utf-8"))
    ]
    assert len(buttons) > 10
    assert [button for button in buttons if PRESS not in button[1]] == []


def test_keys_held_down_end_at_the_right_value_on_a_slow_machine() -> None:
    """Eight steps left and back at the speeds of a held key, of quick and of slow presses, the processor slowed."""
    with visit() as page:
        processor = page.context.new_cdp_session(page)
        processor.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        slider = page.get_by_role("slider", name="Whole time equivalent")
        slider.focus()
        for key, apart, value in (("Left", 33, "0.6"), ("Right", 150, "1"), ("Left", 250, "0.6")):
            for _ in range(8):
                page.keyboard.press(f"Arrow{key}")
                page.wait_for_timeout(apart)
            reaches(page, "person.whole_time_equivalent", value)
            settled(page)
            assert asked(page)["person"]["whole_time_equivalent"] == value
            assert slider.evaluate("it => it === document.activeElement")
        processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})  # the next visit is to the same page
        processor.detach()
        shows_its_answer(page)


def test_another_nation_takes_what_fits_it_and_gives_it_back() -> None:
    app = Script()
    app.choose("Nation", "Scotland")
    assert "Annex 5 is not used in Scotland" in f"{app.words} {app.said}"
    app.shows_its_answer()
    assert app.question["current"]["rota"] == "scotland-ambulance-ten-week-36h"
    assert "unsocial_hours" not in app.question["current"]
    app.choose("Nation", "England")
    assert "Take-home pay falls by £113 a month" in app.words
    app.shows_its_answer()


def test_two_tabs_do_not_disturb_each_other_and_back_takes_changes_back() -> None:
    """One of them is opened by a link that is damaged, which it says, and goes on from the first question.

    Its address names the landing page, which opens; an address that is no page's says which pages there are.
    """
    with visit() as one, visit("compare?q=nonsense") as other:
        assert "is not one of paymodel's" in other.locator(".pm-faults").inner_text()
        assert "Take-home pay falls by £113 a month" in other.locator(ANSWER).inner_text()
        assert "?" not in one.url
        one.get_by_role("button", name="Compare with another post").click()
        one.get_by_text(SEVERAL).wait_for()
        choose(other, "Nation", "Wales")
        other.get_by_text("Wales, rules in force").wait_for()
        shows_its_answer(one)
        shows_its_answer(other)
        assert asked(one)["nation"] == "england"

        back(one)
        one.get_by_text(SEVERAL).wait_for(state="detached")
        one.get_by_text("Take-home pay falls by £113 a month").wait_for()
        settled(one)
        assert "?" not in one.url

        other.goto(f"{address()}/nowhere")
        other.get_by_role("heading", name="There is no such page", level=1).wait_for()
        settled(other)
        assert not other.get_by_role("dialog").count()
        assert other.title() == "There is no such page: paymodel"
        other.get_by_test_id("stMain").get_by_role("link", name="Bands").click()
        other.get_by_role("heading", name="Bands", level=1).wait_for()


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
        app.write_all({label: value for label, (_, _, value) in fields.items()})
        for label, (_, path, value) in fields.items():
            assert at(app.question, path) == value, label
    assert "A question of ours" in app.html
    app.shows_its_answer()
    app.choose("Part of the question", "Posts offered")
    app.choose("Rota", "No rota")
    app.write_all({label: value for label, (_, _, value) in OFFERED.items()})
    for label, (_, path, value) in OFFERED.items():
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
    app = Script({**load_shipped(FIRST), "person": {}})
    app.choose("How much to ask", "Everything")
    for part, choices in CHOSEN.items():
        app.choose("Part of the question", part)
        for label, (words, path, value) in choices.items():
            app.choose(label, words)
            assert at(app.question, path) == value, label
        app.tick(*TICKED.get(part, {}))
        for label, (path, value) in TICKED.get(part, {}).items():
            assert at(app.question, path) == value, label
    app.choose("Part of the question", "The person")
    app.choose("Student loans", "Plan 2")
    assert at(app.question, "person.student_loan") == ["plan_2"]
    app.choose("Part of the question", "Posts offered")
    assert "say after how many whole years" in app.words
    app.write("It lasts, years", "2")
    app.shows_its_answer()


def test_a_browser_fills_in_the_full_form_takes_files_and_opens_them(tmp_path: Path) -> None:
    """One field of each kind by hand, and files; what every field and file does is held without a browser."""
    start = {**load_shipped(FIRST), "person": {}}
    with visit(f"?q={pack_link(start)}", height=1600) as page:
        page.get_by_text("Everything", exact=True).click()
        choose(page, "Part of the question", "The person")
        write(page, "Other pensionable pay, pounds a year", "200")
        reaches(page, "person.other_pensionable_pay", "200")
        choose(page, "Tax residence", "Scotland")
        reaches(page, "person.tax_residence", "scotland")
        label = "In the NHS Pension Scheme"
        page.get_by_test_id("stSidebar").get_by_test_id("stCheckbox").get_by_text(label, exact=True).click()
        reaches(page, "person.in_pension_scheme", "no")
        choose(page, "Part of the question", "Post held now")
        page.get_by_test_id("stSidebar").locator("summary", has_text=EXTRAS).click()
        write(page, "Long-term premium", "<b>nil</b> ☃ 1e999")
        page.get_by_test_id("stSidebar").get_by_role("alert").first.wait_for()
        page.get_by_text("There is a problem").first.wait_for()
        write(page, "Long-term premium", "2%")
        shows_its_answer(page)

        show(page, "Save and share")
        question = asked(page)
        coming = taken(page, page.get_by_role("button", name="Scenario file"))
        coming.save_as(scenario := tmp_path / coming.suggested_filename)
        assert read_question(scenario.read_bytes(), scenario.name) == question

        write(page, "Long-term premium", "3%")
        reaches(page, "current.long_term_premium", "3%")
        with (large := tmp_path / "large.yaml").open("wb") as file:
            file.truncate(200_000_000)
        uploads = page.get_by_test_id("stFileUploaderDropzoneInput")
        uploads.set_input_files(large)
        page.get_by_text("File must be 20.0MB or smaller").wait_for()
        assert at(asked(page), "current.long_term_premium") == "3%"
        uploads.set_input_files(scenario)
        page.get_by_role("button", name="Open the file").click()
        reaches(page, "current.long_term_premium", "2%")
        assert asked(page) == question


def test_policies_stand_side_by_side() -> None:
    app = Script()
    app.choose("How much to ask", "Everything")
    app.choose("Part of the question", "Policies")
    app.press("Add a policy")
    assert app.labels("text_input").count("Name of the policy") == 2
    app.choose("What it changes", "Long-term premium of every post offered")
    changed = "Long-term premium of every post offered"
    assert changed in app.labels("text_input")
    app.shows_its_answer()
    assert len(app.rows("(//table)[1]")) == 2
    app.write(changed, "lots")
    assert any("'lots'" in words for words in app.alerts)
    app.press("Drop the last")
    assert "Take-home pay falls by £113 a month" in app.words


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
        assert "There is a problem" in app.words
    app.choose("Part of the question", "The person")
    app.write_all(dict.fromkeys(app.labels("number_input"), "99999999999999999999"))
    assert "Traceback" not in app.words


def test_everything_can_be_taken_away_and_brought_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = Script()
    app.press("Compare with another post")
    assert SEVERAL in app.words
    for name, file, begins in (
        ("SVG", "waterfall.svg", b"<svg"),
        ("PNG", "waterfall.png", b"\x89PNG"),
        ("Web page", "waterfall.html", b"<!doctype"),
        ("Words", "waterfall.txt", b"Unsocial hours payment falls"),
    ):
        assert app.file_of(name, file).startswith(begins)
    app.show("Save and share")
    question = app.question
    scenario = app.take("Scenario file", tmp_path)
    assert read_question(scenario.read_bytes(), scenario.name) == question
    assert scenario.stem == name_of(question)
    assert main(["compare", str(scenario), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(app.file_of("The answer as data (JSON)"))
    printed = app.file_of("A page to print").decode("utf-8")
    assert "Estimates, not payroll" in printed
    assert printed.count("<figure") >= 6  # why, payslips, unsocial hours, careers, remedies, cliffs
    assert printed.count("<svg") >= printed.count("<figure")
    table = app.file_of("The answer as a table (CSV)").decode("utf-8")
    assert table.startswith("post,policy,line,pounds,change")
    link = app.app.code[0].value.strip()

    app = Script()
    app.show("Save and share")
    app.give(scenario.name, scenario.read_bytes())
    app.press("Open the file")
    assert SEVERAL in app.words
    assert app.question == question
    app.choose("A shipped scenario", load_scenario(SCOTTISH).title)
    app.press("Open the scenario")
    assert "Scotland, rules in force" in app.words
    app.show("Save and share")
    app.write("A link from a colleague", link)
    app.press("Open the link")
    assert SEVERAL in app.words
    assert app.question == question


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1.xx", "is damaged"),
        ("nonsense", "is not one of paymodel's"),
        ("9.abc", "was made by a later version"),
        ("1.eJwDAAAAAAE", "is damaged"),
    ],
)
def test_a_corrupt_link_opens_the_first_question_and_says_so(text: str, wrong: str) -> None:
    app = Script(link=text)
    (faults,) = app.texts(FAULTS)
    assert wrong in faults
    assert "Take-home pay falls by £113 a month" in app.texts(ANSWERED)[0]
    assert app.question == load_shipped(FIRST)


def test_a_bad_file_leaves_the_question_as_it_was() -> None:
    app = Script()
    app.show("Save and share")
    app.give("bad.yaml", b"\xff\xfe\x00 not text")
    app.press("Open the file")
    assert "is not UTF-8 text" in app.words
    assert "Take-home pay falls by £113 a month" in app.texts(ANSWERED)[0]


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


def test_the_address_leads_back_from_page_to_page_and_through_a_new_start_of_the_server(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    question = {**load_shipped(FIRST), "title": "Kept"}
    port = free_port()
    server = serve(port, script=script)
    try:
        with visit(f"?q={pack_link(question)}", at=f"http://localhost:{port}") as page:
            for name in ("Sources and method", "Compare"):
                page.get_by_role("link", name=name).click()
                page.get_by_role("heading", name="Kept" if name == "Compare" else name, level=1).wait_for()
                settled(page)
                assert asked(page) == question
                if name != "Compare":  # how a page is looked at stays
                    page.get_by_label("Filter by text").fill("57,528")
                    page.get_by_label("Filter by text").press("Enter")
                    page.get_by_text("1 of 25 figures").wait_for()
            for name in ("Sources and method", "Kept"):
                back(page)
                page.get_by_role("heading", name=name, level=1).wait_for()
                assert asked(page) == question
                if name != "Kept":
                    assert page.get_by_label("Filter by text").input_value() == "57,528"
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
        for result in compared(name).results:
            for line in LINES:
                assert explain_line("Post", line, result)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("band-7-from-the-rota-to-the-office", "Take-home pay falls by £544 a month"),
        ("back-from-8a-to-the-rota", "it is ahead at first"),
        ("rotation-to-primary-care-for-12-weeks", "Over 12 weeks take-home pay falls by £1,427.93"),
    ],
)
def test_moves_within_the_band_down_and_for_a_time_are_answered_on_each_page(name: str, words: str) -> None:
    app = Script(load_shipped(name))
    app.shows_its_answer()
    assert words in app.words
    for page in ("remedies", "bands"):
        app.go(page)  # fails where the page does


def test_a_chosen_rotation_has_a_length_in_weeks() -> None:
    app = Script(load_shipped("band-7-from-the-rota-to-the-office"))
    app.choose("How much to ask", "Everything")
    app.choose("Part of the question", "Posts offered")
    app.choose("Kind of move", "Rotation")
    app.write("or weeks", "12")
    assert at(app.question, "offers.0.lasts_weeks") == "12"
    assert "Over 12 weeks" in app.words
