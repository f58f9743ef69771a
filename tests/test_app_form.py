"""The first form of the app: what people know, in their words, and the answer beside it."""

import pytest

from paymodel.app.doors import example, two_awards
from paymodel.app.questions import FIRST, answer_question, load_shipped
from paymodel.moves.remedied_offer import RemedyKind
from tests.app_script import ANSWERED, FAULTS, Script

TEAM_LEADER = "Clinical team leader or manager, band 7, top step"
SECTOR = "Sector or group operations manager (8b, on call 1 in 8)"
ONE_WEEKEND = "Monday to Friday, and one weekend in five"
BY, NEW_BY = "Unsocial hours pay now, known by", "Unsocial hours of the new post, known by"
BESIDE = '//dl[contains(@class, "pm-beside")]//dd'
BASIC = 48_117
"""Band 6, top step, England, from 1 April 2026 (NHS Employers, pay scales for 2026/27)."""


def take_home_change(app: Script) -> float:
    worked = answer_question(app.question).worked
    assert worked is not None
    change = worked.moves[0].take_home_change
    assert change is not None
    return change


def test_a_team_leader_who_keeps_one_weekend_in_five_is_asked_about_in_three_choices() -> None:
    """Each list is opened by a click and searched by a word of it: six clicks with *Copy link* among them."""
    app = Script()
    app.choose("Post held now", TEAM_LEADER)
    app.choose("Post offered", SECTOR)
    app.choose("Rota of that post", ONE_WEEKEND)
    question = app.question
    assert (question["current"]["band"], question["current"]["step"]) == ("7", "top")
    assert question["offers"][0]["rota"] == "office-one-weekend-in-five"
    assert app.app.query_params["q"]
    app.shows_its_answer()
    # The library's on-call payment of £1,528 is said to be an illustration, with what the answer is without it.
    assert "£1,528 is an illustration from the list of posts" in app.said
    assert "On-call payment (an illustration)" in [row[0] for row in app.rows()]
    assert "nine sessions a week at £26.05 (the Welsh rate" in app.words  # in the opened line
    assert "On-call pay is an illustration." in app.texts("//figcaption")[0]
    app.write("On-call pay, pounds a year", "")
    assert "on_call" not in app.question["offers"][0]
    app.shows_its_answer()
    bare = f"{abs(take_home_change(app)):,.2f}"
    app.write("On-call pay, pounds a year", "£1,000")
    assert app.question["offers"][0]["on_call_payment"] == "£1,000"
    assert "illustration from the list" not in app.said
    again = Script(question)
    assert f"without it, \u2212£{bare} a year" in again.said


def test_now_and_then_stand_side_by_side_by_the_month_or_the_year() -> None:
    app = Script()
    worked = answer_question(load_shipped(FIRST)).worked
    assert worked is not None
    move = worked.moves[0]
    now, then = (float(result.payslip["take_home_pay"]) for result in (worked.held(move), move))
    shown = app.texts(BESIDE)
    assert shown[0].startswith(f"£{now / 12:,.0f}")
    assert shown[1].startswith(f"£{then / 12:,.0f}")
    assert shown[2] == "£113 lesstake-home pay a month"
    assert (
        "Gains £784 basic pay; loses £1,002 unsocial hours pay; pays £106 less" in app.words
    )  # 9,411 and 12,029 a year
    app.choose("Pounds", "A year", main=True)
    assert app.texts(BESIDE)[0].startswith(f"£{now:,.0f}")
    assert app.texts(BESIDE)[2] == "£1,350 lesstake-home pay a year"


def test_unsocial_pay_is_known_as_a_percentage_or_in_pounds_a_month() -> None:
    app = Script()
    first = app.texts(ANSWERED)
    app.choose(BY, "Per cent")
    assert app.value("Unsocial hours pay, per cent of basic pay") == "25%"  # Annex 5, above 21 hours
    assert app.question["current"]["annex_5_percent"] == "25%"
    assert "rota" not in app.question["current"]
    assert app.texts(ANSWERED) == first
    app.choose(BY, "£ a month")
    assert app.value("Unsocial hours pay, pounds a month") == f"{BASIC / 4 / 12:.2f}"
    assert app.texts(ANSWERED) == first
    app.write("Unsocial hours pay, pounds a month", "£620")
    assert app.question["current"]["annex_5_percent"] == f"{100 * 12 * 620 / BASIC:.2f}%"
    app.shows_its_answer()
    app.choose("Which scheme pays it", "Section 2")
    payment = float(app.question["current"]["unsocial_hours_payment"])
    assert payment == pytest.approx(12 * 620, abs=3)
    app.shows_its_answer()
    app.write("Unsocial hours pay, pounds a month", "62")  # 744 a year of 48,117
    assert "That is 1.5% of basic pay. Is it pounds a month" in app.said
    app.write("Unsocial hours pay, pounds a month", "lots")
    assert any("'lots' is not a number" in words for words in app.alerts)
    app.choose(BY, "None")
    assert "unsocial_hours" not in app.question["current"]
    app.shows_its_answer()
    app.choose(NEW_BY, "£ a month")
    app.write("Unsocial hours pay, pounds a month", "100")
    assert float(app.question["offers"][0]["unsocial_hours_payment"]) == 1200
    app.shows_its_answer()


def test_a_percentage_of_section_2_follows_basic_pay() -> None:
    question = load_shipped(FIRST)
    del question["current"]["unsocial_hours"]
    app = Script(question)
    app.choose(BY, "Per cent")
    app.write("Unsocial hours pay, per cent of basic pay", "20%")
    assert float(app.question["current"]["unsocial_hours_payment"]) == pytest.approx(0.2 * BASIC, abs=0.01)
    app.slide("Whole time equivalent", 0.5)
    assert float(app.question["current"]["unsocial_hours_payment"]) == pytest.approx(0.1 * BASIC, abs=0.01)


def test_a_post_that_is_not_in_the_list_has_a_name_and_a_band() -> None:
    app = Script()
    app.choose("Post offered", "Another post: not in the list")
    app.write("Its name", "Head of EPRR")
    app.choose("Its band", "Band 8c")
    assert app.question["offers"] == [
        {"name": "Head of EPRR", "band": "8c", "rota": "monday-to-friday", "pattern": "different"}
    ]
    assert app.texts("//h1") == ["Band 6 paramedic, ten-week rota, Annex 5 to Head of EPRR"]
    app.shows_its_answer()


def test_whether_the_pattern_is_the_same_is_asked_only_where_it_may_be() -> None:
    asks = "Is the unsocial hours pattern of the new post substantially the same?"
    app = Script()
    assert "the new post keeps 0% of the unsocial hours, and counts as the same from 75% on" in app.said
    assert asks not in [field.label for field in app.app.radio]
    app.choose("Rota of that post", "Ambulance crew, 24/7, ten weeks with two relief weeks")
    app.choose(asks, "Substantially the same")
    assert app.question["offers"][0]["pattern"] == "same"
    app.shows_its_answer()


def test_each_door_says_what_it_is_and_has_a_worked_example() -> None:
    app = Script()
    assert "Does a promotion pay? Compare take-home pay before and after a move between NHS pay bands." in app.words
    app.press("Example: an 8b, one weekend in five")
    assert app.question == example()
    app.shows_its_answer()
    app = Script(page="bands")
    assert "Policy staff" in app.said
    assert "Example: 3.3%, or £1,500 for all" in [button.label for button in app.app.button]
    awards = Script(two_awards(load_shipped(FIRST)))
    rows = awards.rows("(//table)[1]")
    assert all(name in " ".join(row) for name, row in zip(("Award of 3.3%", "£1,500 for"), rows[1:], strict=True))
    app = Script(page="workforce")
    assert "Workforce planners" in app.said


def test_how_a_page_is_looked_at_stays_while_another_is_open() -> None:
    app = Script(page="remedies")
    app.choose("Lever", "Starting step")
    app.slide("Starting step, the step of band 8a", 2.0)
    app.go("sources")
    app.write("Filter by text", "57,528", main=True)
    assert len(app.rows()) == 1  # the pay points of England hold the entry point of band 8a, £57,528
    app.go("remedies")
    assert app.value("Lever") == RemedyKind.STARTING_STEP
    assert "With starting step at" in app.texts(ANSWERED)[0]
    app.go("sources")
    assert app.value("Filter by text") == "57,528"


def test_what_is_wrong_is_said_in_the_words_of_the_form() -> None:
    app = Script(load_shipped(FIRST) | {"award": {"percent": "lots"}})
    (wrong,) = app.texts(FAULTS)
    assert "There is a problem" in wrong
    assert "Pay award, percent:" in wrong


def test_a_move_may_have_blocks_a_payment_and_protection() -> None:
    app = Script()
    app.choose("How much to ask", "Everything")
    app.choose("Part of the question", "Posts offered")
    app.write("One-off payment on taking the post, pounds", "500")
    app.write("Local pay protection, months", "24")
    app.choose("Kind of move", "Rotation")
    app.write("or in blocks: weeks in the post offered", "4")
    app.write("and weeks back in the post held", "8")
    app.write("It lasts, years", "1")
    offer = app.question["offers"][0]
    assert (offer["one_off_payment"], offer["protection"]) == ("500", {"months": "24"})
    assert (offer["move"], offer["blocks"]) == ("rotation", {"away": "4", "home": "8"})
    assert not app.texts(FAULTS)


def test_hours_that_are_stated_are_no_pay_of_nothing() -> None:
    question = load_shipped(FIRST)
    question["current"] = {"name": "Nurse", "band": "6", "step": "top", "saturday_night_hours_a_week": "8"}
    app = Script(question)
    assert "Hours are stated: change them under Everything." in app.said
    app.shows_its_answer()


def test_a_question_without_posts_is_said_to_lack_them() -> None:
    app = Script({**load_shipped(FIRST), "offers": []})
    assert "lacks a post held or a post offered" in app.said
    assert app.texts(FAULTS)
