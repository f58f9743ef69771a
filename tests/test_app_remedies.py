"""Remedies: a lever is dragged, and the pounds, the people and the cost are the package's."""

import csv
import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from paymodel.answers.levers import LeverPoint, PeoplePoint, setting_words, try_lever, try_lever_on_people
from paymodel.answers.phrasing import MINUS, sentence, true_minus
from paymodel.app.questions import FIRST, Question, answer_question, load_shipped, to_yaml
from paymodel.charts.levers import lose_words
from paymodel.cli import main
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import Document
from paymodel.moves.remedied_offer import RemedyKind
from paymodel.scenarios.levers import Lever, LeverContext, levers_of
from paymodel.workforces.synthetic import synthetic
from tests.app import asked, back, settled, visit
from tests.app_script import ANSWERED, FAULTS, Script, table_of

ANSWER = ".pm-answer"
AMBULANCE = "An ambulance workforce (invented)"
PREMIUM = "Long-term premium, pounds a year"


def ground_of(question: Question, policy: int = 0) -> LeverContext:
    worked = answer_question(question).worked
    assert worked is not None
    scenario = worked.scenario
    pattern = scenario.cases[policy].offers[0].patterns[0]
    document = Document("question", question)
    return LeverContext.of_offer(document, shipped_folder("scenarios"), scenario, policy, 0, pattern)


def lever_of(ground: LeverContext, kind: str) -> Lever:
    return next(lever for lever in levers_of(ground) if lever.kind == kind)


@dataclass(frozen=True)
class Said:
    """What a page says of a setting of a lever: its column by its lines, what heads it, and the answer."""

    setting: str
    answer: str
    figures: dict[str, str]


def of_script(app: Script) -> Said:
    figures = {row[0]: row[-1] for row in app.rows(table_of("As it is"))}
    (answer,) = app.texts(ANSWERED)
    (setting,) = [cell for cell in app.texts("//th") if cell.startswith("At ")]
    return Said(setting, answer, figures)


def of_browser(page: Any, setting: str) -> Said:
    """Once its table is that of a setting."""
    settled(page)
    page.locator("table.pm th", has_text=setting).wait_for()
    rows = page.locator("table.pm", has_text="As it is").locator("tbody tr").all_inner_texts()
    figures = {row.split("\t")[0].strip(): row.split("\t")[-1].strip() for row in rows}
    return Said(setting, page.locator(ANSWER).inner_text(), figures)


@cache
def setting_of(
    ground: LeverContext, kind: str, value: float, staff: str, open_to: tuple[str, ...]
) -> tuple[Lever, LeverPoint, PeoplePoint | None]:
    """A lever with no value but this one; what that does to the pounds, and to people in some bands, or in all.

    Without a staff list nobody is counted.
    """
    lever = lever_of(ground, kind)
    assert value in lever.values
    alone = replace(lever, values=(value,))
    groups = {"band": list(open_to)} if open_to else {}
    people = try_lever_on_people(ground, alone, staff, groups)[1] if staff else None
    return alone, try_lever(ground, alone)[1], people


def is_right(
    said: Said,
    ground: LeverContext,
    kind: str,
    value: float,
    *,
    holders: int = 1,
    staff: str = "",
    open_to: tuple[str, ...] = ("6",),
) -> None:
    """What is said is what the package says of a setting of a lever."""
    lever, point, crowd = setting_of(ground, kind, value, staff, open_to)
    assert said.setting == f"At {setting_words(lever.unit, value)}"
    found = said.figures
    assert found["Take-home pay on the move, a year"] == pounds(point.take_home_change)
    assert found["Employer cost of one holder, a year"] == pounds(point.employer_cost)
    assert found["Employer cost of one holder, five years"] == pounds(point.employer_cost_over_five_years)
    of_all = found.get(f"Employer cost of {holders:,} holders, a year")
    assert of_all == (None if holders == 1 else pounds(point.employer_cost * holders))
    assert "Employer cost of 1 holder, a year" not in found  # said once
    if crowd is None:
        assert "people" not in said.answer
        assert not [line for line in found if "people" in line.lower()]
        return
    assert f"{lose_words(crowd)} invented people would still lose" in said.answer
    assert found["People to whom the post is offered"] == f"{crowd.people:,}"
    assert found["People who would lose"] == ("fewer than 8" if crowd.lose == "[c]" else f"{crowd.lose:,}")
    each = crowd.cost_for_each
    words = {"[c]": "redacted, as few would lose", "[x]": "nobody fewer loses"}
    expected = words[each] if isinstance(each, str) else f"£{each:,.0f}"
    assert found["... for each person who no longer loses"] == expected


def pounds(amount: float) -> str:
    return f"{MINUS if amount < 0 else '+' if round(amount, 2) > 0 else ''}£{abs(amount):,.2f}"


@pytest.fixture(scope="module")
def ground() -> LeverContext:
    """What the levers of the first question move."""
    return ground_of(load_shipped(FIRST))


def test_a_lever_is_moved_and_everything_moves_together(ground: LeverContext) -> None:
    app = Script(page="remedies")
    said = of_script(app)
    is_right(said, ground, RemedyKind.LONG_TERM, 2619.0)
    assert "take-home pay does not fall: it rises by £0.03 a month" in said.answer
    assert "1 holder costs the employer £3,648 a year more" in said.answer  # 3,647.75
    app.write("Holders of the post", "10")
    assert "10 holders cost the employer £36,478 a year more" in of_script(app).answer  # ten times 3,647.75
    app.choose("People to count", AMBULANCE)
    assert "25 of 150 invented people would still lose" in of_script(app).answer
    app.slide(PREMIUM, 2750.0)
    is_right(of_script(app), ground, RemedyKind.LONG_TERM, 2750.0, holders=10, staff="ambulance")
    app.slide(PREMIUM, 2500.0)
    assert "still falls by £5.08 a month" in of_script(app).answer
    app.write("Holders of the post", "1")
    is_right(of_script(app), ground, RemedyKind.LONG_TERM, 2500.0, staff="ambulance")
    app.choose("Of which bands", "Every band below 8a")
    is_right(of_script(app), ground, RemedyKind.LONG_TERM, 2500.0, staff="ambulance", open_to=())
    app.choose("People to count", "An acute workforce (invented)")
    is_right(of_script(app), ground, RemedyKind.LONG_TERM, 2500.0, staff="acute", open_to=())


def test_each_remedy_sets_its_lever(ground: LeverContext) -> None:
    able = {lever.kind: lever for lever in levers_of(ground) if lever.smallest is not None}
    ranked = [one.kind for one in ground.remedies if one.kind in able]
    words = [f"{sentence(kind)}: {setting_words(able[kind].unit, able[kind].smallest or 0)}" for kind in ranked]
    app = Script(page="remedies")
    buttons: Any = app.app.get_by_key("remedies-set")
    assert [button.label for button in buttons if button.type == "button"] == words
    for kind, word in zip(ranked, words, strict=True):
        app.press(word)
        is_right(of_script(app), ground, kind, able[kind].smallest or 0.0)
        assert ("share of a manager lost" in app.said) == (kind == RemedyKind.CLINICAL_WEEKS)
    app.choose("Lever", "Long-term premium in per cent")
    assert "The smallest that leaves no loss: 4.56%" in app.said
    rows = app.rows(table_of("what would leave no loss"))
    assert [row[:2] for row in rows] == [[sentence(one.kind), one.status] for one in ground.remedies]
    assert "a policy of a scenario cannot state them: months of pay protection" in app.said


FIRST_POLICY = {
    "name": "Long-term premium: £2,619",
    "because": "Set on the page Remedies.",
    "change": {"offers.0.long_term_premium": "2619"},
}
"""What the page's first setting is, as a policy."""


def test_a_setting_becomes_a_policy_and_another_lever_stands_on_top_of_it() -> None:
    app = Script(page="remedies")
    app.press("Add to Compare as a policy")
    assert "The question holds the policy" in app.said
    assert app.question["policies"][1] == FIRST_POLICY
    app.choose("On top of the policy", "Long-term premium: £2,619")
    app.choose("Lever", "Starting step")
    ground = ground_of(app.question, 1)
    is_right(of_script(app), ground, RemedyKind.STARTING_STEP, 1.0)  # there is no loss as it stands: the lever rests
    assert "The lever is where the offer is" in app.said
    app.slide("Starting step, the step of band 8a", 2.0)
    is_right(of_script(app), ground, RemedyKind.STARTING_STEP, 2.0)
    app.press("Add to Compare as a policy")
    assert "The question holds the policy" in app.said
    question = app.question
    assert question["policies"][2]["change"] == {"offers.0.long_term_premium": "2619", "offers.0.step": "2"}
    app.go("compare")
    worked = answer_question(question).worked
    assert worked is not None
    rows = app.rows(table_of("Catch-up year"))
    assert [row[3] for row in rows] == [true_minus(f"{one.take_home_change:+,.2f}") for one in worked.moves]


def test_a_lever_is_dragged_and_its_setting_goes_to_compare_and_back(ground: LeverContext) -> None:
    """In a browser; what every field does is held without one."""
    with visit("remedies") as page:
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
        is_right(of_browser(page, "At £2,750"), ground, RemedyKind.LONG_TERM, 2750.0)
        page.keyboard.press("ArrowLeft")
        is_right(of_browser(page, "At £2,619"), ground, RemedyKind.LONG_TERM, 2619.0)
        page.get_by_role("button", name="Add to Compare as a policy").click()
        page.get_by_text("The question holds the policy").wait_for()
        settled(page)
        assert asked(page)["policies"][1:] == [FIRST_POLICY]
        page.get_by_role("link", name="Compare").click()
        moves = page.locator("table.pm", has_text="Catch-up year")
        moves.wait_for()
        worked = answer_question(asked(page)).worked
        assert worked is not None
        rows = moves.locator("tbody tr").all_inner_texts()
        assert [row.split("\t")[3] for row in rows] == [
            true_minus(f"{one.take_home_change:+,.2f}") for one in worked.moves
        ]
        back(page)
        page.get_by_role("heading", name="Remedies").wait_for()
        back(page)
        settled(page)
        assert asked(page) == load_shipped(FIRST)


def test_everything_can_be_taken_away_and_done_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    app = Script(page="remedies")
    app.write("Holders of the post", "10")
    assert b"people" not in app.file_of("Data (CSV)")
    app.choose("People to count", AMBULANCE)
    head, *rows = csv.reader(io.StringIO(app.file_of("This table (CSV)", "lever.csv").decode("utf-8-sig")))
    assert head == ["line", "as_it_is", "at_£2,619", "people_are"]
    assert ["People who would lose", "65", "25", "invented"] in rows
    ranked = csv.DictReader(io.StringIO(app.file_of("This table (CSV)", "remedies.csv").decode("utf-8-sig")))
    (premium,) = [row for row in ranked if row["remedy"] == "long-term premium"]
    said = (premium["status"], premium["smallest"], premium["take_home_change"])
    assert said == ("confirmed", "2,619 pounds a year, 4.56%", "0.39")
    assert b"2619.0,0.39,3647.75,36477.50,150,25," in app.file_of("Data (CSV)")
    for button, name in (("Post offered (YAML)", "posts.yaml"), ("Settings of the lever (YAML)", "policies.yaml")):
        (tmp_path / name).write_bytes(app.file_of(button, name))
    remedies, python, people = (code.value for code in app.app.code)
    file = tmp_path / remedies.split()[-1]
    file.write_text(to_yaml(load_shipped(FIRST)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(remedies.split()[1:]) == 0
    assert "2,619 pounds a year" in capsys.readouterr().out
    exec(python, {})  # noqa: S102  what the page says is what is run
    assert capsys.readouterr().out.splitlines()[-1] == "With the lever Operations manager 0.39"
    assert main(people.split()[1:]) == 0
    summary = (tmp_path / "people" / "summary.csv").read_text(encoding="utf-8").splitlines()
    assert "2619,Operations manager,different,all,150,25" in [",".join(row.split(",")[:6]) for row in summary]


def test_a_question_that_cannot_be_answered_is_said_plainly() -> None:
    app = Script(load_shipped(FIRST) | {"as_at": "never"}, page="remedies")
    (said,) = app.texts(FAULTS)
    assert "Rules in force on" in said


def test_another_nation_has_its_own_people(tmp_path: Path) -> None:
    scotland = load_shipped("scotland-paramedic-to-operations-manager")
    ground = ground_of(scotland)
    lever = levers_of(ground)[0]
    staff = tmp_path / "scotland.csv"
    synthetic("ambulance", staff, rows=400, seed=1, nation="scotland")
    setting = lever.rest if lever.smallest is None else lever.smallest
    app = Script(scotland, page="remedies")
    app.choose("People to count", AMBULANCE)
    is_right(of_script(app), ground, lever.kind, setting, staff=str(staff))
