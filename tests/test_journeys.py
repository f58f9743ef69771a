"""Five journeys of those whom the app is for, by hand in a browser: each press of the mouse and of a key is counted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
from PIL import Image

from paymodel.app.doors import example
from paymodel.app.questions import Question, answer_question
from tests.app import asked, at, file_of, reaches, settled, visit
from tests.table_files import text
from tests.test_app import shows_its_answer
from tests.test_first_try import ESR

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "app.md"
MOST_CLICKS, MOST_KEYS = 8, 20
"""What the first journey may take, the question that the app was made for."""
STAFF = text(
    [*ESR[:5], *([f"{copy}{row[0]}", f"{copy}{row[1]}", *row[2:]] for copy in range(10, 20) for row in ESR[5:-1])],
    ",",
    "cp1252",
    "\r\n",
)
"""An extract in the shape of ESR, of 160 people: three lines of titles, then their headings."""


@dataclass
class Hand:
    """One who uses a page, with what they press: the mouse, and keys (Control and A are two)."""

    page: Any
    clicks: int = 0
    keys: int = 0

    def click(self, target: Any, **where: Any) -> None:
        """Press the mouse on something; the page is drawn after it."""
        target.click(**where)
        self.clicks += 1
        settled(self.page)

    def type(self, words: str) -> None:
        """Type words, a key for each letter."""
        self.page.keyboard.type(words)
        self.keys += len(words)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, or some at once (`Control+a`)."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += key.count("+") + 1

    def pick(self, label: str, letters: str, words: str) -> None:
        """Open a list, type the first letters of a word, and take with Enter what is then on top."""
        self.page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile(f"(^|\\. ){label}")).last.click()
        self.clicks += 1
        self.type(letters)
        top = self.page.get_by_role("option").first
        top.filter(has_text=words).wait_for()
        self.press("Enter")
        settled(self.page)

    def download(self, button: str) -> bytes:
        """Press a button that hands out a file."""
        self.clicks += 1
        return file_of(self.page, button)

    def open(self, page: str) -> None:
        """Open another page by the navigation."""
        self.click(self.page.get_by_role("link", name=page))
        self.page.get_by_role("heading", name=page, exact=True, level=1).wait_for()


def take_home_change(question: Question) -> float:
    """What the first move of a question changes, pounds a year."""
    worked = answer_question(question).worked
    assert worked is not None
    return worked.moves[0].take_home_change or 0.0


def own_question(hand: Hand) -> None:
    """Top of band 7 on the ten-week rota, to a mostly office 8b that keeps one weekend in five; sent to a colleague."""
    page = hand.page
    hand.pick("Post held now", "clin", "Clinical team leader or manager, band 7, top step")
    hand.pick("Post offered", "sect", "Sector or group operations manager (8b")
    hand.pick("Rota of that post", "one w", "Monday to Friday, and one weekend in five")
    hand.click(page.get_by_test_id("stSidebar").get_by_label("On-call pay, pounds a year").last)
    hand.press("Control+a", "Delete", "Enter")  # the list's on-call payment is an illustration: none here
    page.wait_for_url(lambda _: "on_call" not in asked(page)["offers"][0])
    shows_its_answer(page)
    question = asked(page)
    assert {key: question["offers"][0].get(key) for key in ("band", "rota")} == {
        "band": "8b",
        "rota": "office-one-weekend-in-five",
    }
    assert take_home_change(question) == take_home_change(example())
    tiles = page.locator(".pm-glance").inner_text()
    premium = re.findall(r"remium.*?£([\d,]+)", tiles, re.DOTALL)[-1].replace(",", "")
    with_it = {"offers": [{**question["offers"][0], "long_term_premium": premium}]}
    assert 0 <= take_home_change({**question, **with_it}) < 1  # the least whole pound that leaves no loss
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand.click(page.get_by_role("button", name="Copy link"))
    page.get_by_text("Copied. Whoever opens it needs this app").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def own_percentage(hand: Hand) -> None:
    """Somebody who knows of unsocial hours pay that it is 25 per cent: a physiotherapist at the top of band 6."""
    page = hand.page
    hand.pick("Post held now", "phys", "Physiotherapist, band 6, top step")
    hand.click(page.get_by_test_id("stSidebar").get_by_text("Per cent", exact=True).first)
    hand.click(page.get_by_label("Unsocial hours pay, per cent of basic pay").first)
    hand.press("Control+a")
    hand.type("25")
    hand.press("Enter")
    reaches(page, "current.unsocial_hours_payment", f"{48_117 * 0.25:.2f}")  # Section 2, of the top of band 6
    shows_its_answer(page)


def scotland(hand: Hand) -> None:
    """In Scotland, three days in five, with a student loan of plan 2."""
    page = hand.page
    hand.pick("Nation", "scot", "Scotland")
    track = page.get_by_test_id("stSlider").first.locator("[data-orientation=horizontal]").first
    box = track.bounding_box()
    hand.click(track, position={"x": box["width"] * (0.6 - 0.1) / (1 - 0.1), "y": box["height"] / 2})
    reaches(page, "person.whole_time_equivalent", "0.6")
    hand.click(page.get_by_text("Everything", exact=True))
    hand.pick("Part of the question", "pers", "The person")
    hand.pick("Student loans", "2", "Plan 2")
    hand.press("Escape")  # a list of several stays open
    reaches(page, "person.student_loan", ["plan_2"])
    question = asked(page)
    assert question["nation"] == "scotland"
    assert at(question, "person.whole_time_equivalent") == "0.6"
    shows_its_answer(page)


def staff_list(hand: Hand) -> None:
    """A planner: an extract of ESR with its titles, to the answer and the paper for the board."""
    page = hand.page
    hand.open("Workforce")
    hand.clicks += 2  # Upload, and the file in the window of the operating system
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(
        {"name": "staff in post.csv", "mimeType": "text/csv", "buffer": STAFF}
    )
    page.get_by_text("160 of 160 rows can be used").wait_for()
    hand.pick("Posts offered", "amb", "Leadership posts of an ambulance trust")
    hand.click(page.get_by_role("button", name="Work it out"))
    page.get_by_role("tab", name="Download", exact=True).wait_for()
    assert "take-home pay would" in page.locator(".pm-answer").inner_text()
    hand.click(page.get_by_role("tab", name="Download", exact=True))
    paper = ZipFile(BytesIO(hand.download("Download report (zip)")))
    (name,) = [name for name in paper.namelist() if name.endswith(".docx")]
    words = " ".join(paragraph.text for paragraph in docx.Document(BytesIO(paper.read(name))).paragraphs)
    assert "not payroll, not advice" in words


def chart_of_bands(hand: Hand) -> None:
    """Policy staff: bands 8a to 9 by unsocial hours pay, as a picture for a paper."""
    hand.open("Bands")
    hand.click(hand.page.get_by_role("tab", name="By unsocial hours", exact=True))
    hand.click(hand.page.get_by_role("button", name="Download this chart"))
    picture = Image.open(BytesIO(hand.download("PNG")))
    assert picture.format == "PNG"
    assert picture.width > 1000


JOURNEYS: dict[str, Callable[[Hand], None]] = {
    "The top of band 7 on the ten-week rota, offered a mostly office 8b that keeps one weekend in five, no on-call; "
    "*Copy link*": own_question,
    "“I get 25%”, for a post from the list": own_percentage,
    "Scotland, 0.6 of whole time, student loan plan 2": scotland,
    "A staff list from ESR, the answer and the paper for the board": staff_list,
    "Bands 8a to 9 by unsocial hours, as a picture (PNG)": chart_of_bands,
}


def test_five_journeys_take_the_clicks_and_keys_that_the_guide_says() -> None:
    """One after the other in one window; the first within eight clicks and twenty keys."""
    taken = {}
    with visit() as page:
        for name, go in JOURNEYS.items():
            hand = Hand(page)
            go(hand)
            taken[name] = (hand.clicks, hand.keys)
    clicks, keys = taken[next(iter(JOURNEYS))]
    assert clicks <= MOST_CLICKS
    assert keys <= MOST_KEYS
    rows = "\n".join(f"| {name} | {clicks} | {keys} |" for name, (clicks, keys) in taken.items())
    assert rows in GUIDE.read_text(encoding="utf-8"), f"the guide's table is now:\n{rows}"
