"""Remedies in a real browser: a lever is dragged, and the pounds, the people and the cost are the package's."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from paymodel.answers.levers import along, people_along, setting_words
from paymodel.answers.phrasing import sentence
from paymodel.app.links import packed
from paymodel.app.questions import FIRST, Question, answered, shipped, written
from paymodel.charts.levers import lose_words
from paymodel.cli import main
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import Document
from paymodel.moves.remedied_offer import RemedyKind
from paymodel.scenarios.levers import Lever, LeverContext, levers_of
from paymodel.workforces.synthetic import synthetic
from tests.app import asked, back, choose, settled, taken, visit

ANSWER = ".pm-answer"
BAND_6 = {"band": ["6"]}


def ground_of(question: Question, policy: int = 0) -> LeverContext:
    worked = answered(question).worked
    assert worked is not None
    scenario = worked.scenario
    pattern = scenario.cases[policy].offers[0].patterns[0]
    document = Document("question", question)
    return LeverContext.of_offer(document, shipped_folder("scenarios"), scenario, policy, 0, pattern)


def lever_of(ground: LeverContext, kind: str) -> Lever:
    return next(lever for lever in levers_of(ground) if lever.kind == kind)


def shown_figures(page: Any) -> dict[str, str]:
    """The last column of the table beside the offer as it is, by its line."""
    rows = page.locator("table.pm", has_text="As it is").locator("tbody tr").all_inner_texts()
    return {row.split("\t")[0].strip(): row.split("\t")[-1].strip() for row in rows}


def shows(
    page: Any,
    ground: LeverContext,
    kind: str,
    value: float,
    *,
    holders: int = 10,
    staff: str = "ambulance",
    open_to: dict[str, list[str]] | None = None,
) -> None:
    """What is on the screen is what the package says of a setting of a lever."""
    lever = lever_of(ground, kind)
    at = 1 + lever.values.index(value)
    point = along(ground, lever)[at]
    crowd = people_along(ground, lever, staff, BAND_6 if open_to is None else open_to)[at]
    settled(page)
    page.locator("table.pm th", has_text=f"At {setting_words(lever.unit, value)}").wait_for()
    said = page.locator(ANSWER).inner_text()
    assert f"{lose_words(crowd)} people would still lose" in said
    found = shown_figures(page)
    assert found["Take-home pay on the move, a year"] == pounds(point.take_home_change)
    assert found["Employer cost of one holder, a year"] == pounds(point.employer_cost)
    assert found["Employer cost of one holder, five years"] == pounds(point.employer_cost_over_five_years)
    word = "holder" if holders == 1 else "holders"
    assert found[f"Employer cost of {holders:,} {word}, a year"] == pounds(point.employer_cost * holders)
    assert found["People to whom the post is offered"] == f"{crowd.people:,}"
    assert found["People who would lose"] == ("hidden" if crowd.lose == "[c]" else f"{crowd.lose:,}")
    each = crowd.cost_for_each
    words = {"[c]": "hidden", "[x]": "nobody fewer loses"}
    expected = words[each] if isinstance(each, str) else f"£{each:,.0f}"
    assert found["... for each person who no longer loses"] == expected


def pounds(amount: float) -> str:
    return f"{'-' if amount < 0 else '+' if round(amount, 2) > 0 else ''}£{abs(amount):,.2f}"


def test_a_lever_is_dragged_and_everything_moves_together() -> None:
    ground = ground_of(shipped(FIRST))
    with visit("remedies") as page:
        shows(page, ground, RemedyKind.LONG_TERM, 2619.0)
        said = page.locator(ANSWER).inner_text()
        assert "take-home pay does not fall: it rises by £0.03 a month" in said
        assert "24 of 152 people would still lose" in said
        assert "10 holders cost the employer £36,478 a year more" in said  # ten times 3,647.75
        slider = page.get_by_role("slider")
        slider.focus()
        page.keyboard.press("ArrowRight")
        shows(page, ground, RemedyKind.LONG_TERM, 2750.0)
        for _ in range(2):
            page.keyboard.press("ArrowLeft")
        shows(page, ground, RemedyKind.LONG_TERM, 2500.0)
        assert "still falls by £5.08 a month" in page.locator(ANSWER).inner_text()
        holders = page.get_by_role("spinbutton", name="Holders of the post")
        holders.fill("1")
        holders.press("Enter")
        shows(page, ground, RemedyKind.LONG_TERM, 2500.0, holders=1)
        choose(page, "People counted", "Every band below 8a")
        shows(page, ground, RemedyKind.LONG_TERM, 2500.0, holders=1, open_to={})
        choose(page, "Workforce", "An acute workforce (invented)")
        shows(page, ground, RemedyKind.LONG_TERM, 2500.0, holders=1, staff="acute", open_to={})


def test_each_remedy_sets_its_lever() -> None:
    ground = ground_of(shipped(FIRST))
    with visit("remedies") as page:
        set_to = page.locator(".st-key-remedies-set button")
        able = {lever.kind: lever for lever in levers_of(ground) if lever.smallest is not None}
        ranked = [one.kind for one in ground.remedies if one.kind in able]
        words = [f"{sentence(kind)}: {setting_words(able[kind].unit, able[kind].smallest or 0)}" for kind in ranked]
        set_to.last.wait_for()
        assert set_to.all_inner_texts() == words
        for kind, word in zip(ranked, words, strict=True):
            page.get_by_role("button", name=word).click()
            shows(page, ground, kind, able[kind].smallest or 0.0)
            if kind == RemedyKind.CLINICAL_WEEKS:
                page.get_by_text("share of a manager lost").first.wait_for()
        choose(page, "Lever", "Long-term premium in per cent", main=True)
        page.get_by_text("The smallest that leaves no loss: 4.56%").wait_for()
        rows = page.locator("table.pm", has_text="Cost over five years").locator("tbody tr").all_inner_texts()
        assert [row.split("\t")[0].strip() for row in rows] == [f"{one.kind} [{one.status}]" for one in ground.remedies]
        page.get_by_text("a policy of a scenario cannot state them: months of pay protection").wait_for()


def test_a_setting_becomes_a_policy_and_another_lever_stands_on_top_of_it() -> None:
    with visit("remedies") as page:
        page.get_by_role("button", name="Add to Compare as a policy").click()
        page.get_by_text("The question holds the policy").wait_for()
        settled(page)
        question = asked(page)
        assert question["policies"][1] == {
            "name": "Long-term premium: £2,619",
            "because": "Set on the page Remedies.",
            "change": {"offers.0.long_term_premium": "2619"},
        }
        choose(page, "On top of the policy", "Long-term premium: £2,619")
        choose(page, "Lever", "Starting step", main=True)
        ground = ground_of(question, 1)
        shows(page, ground, RemedyKind.STARTING_STEP, 1.0)  # there is no loss as it stands: the lever rests
        page.get_by_text("The lever is where the offer is").wait_for()
        page.get_by_role("slider").focus()
        page.keyboard.press("ArrowRight")
        shows(page, ground, RemedyKind.STARTING_STEP, 2.0)
        page.get_by_role("button", name="Add to Compare as a policy").click()
        page.get_by_text("The question holds the policy").wait_for()
        settled(page)
        question = asked(page)
        assert question["policies"][2]["change"] == {"offers.0.long_term_premium": "2619", "offers.0.step": "2"}
        page.get_by_role("link", name="Compare").click()
        page.get_by_text("Change of take-home pay on each move").wait_for()
        worked = answered(question).worked
        assert worked is not None
        rows = page.locator("table.pm", has_text="Change of take-home pay").locator("tbody tr").all_inner_texts()
        assert [row.split("\t")[3] for row in rows] == [pounds(one.take_home_change) for one in worked.moves]
        back(page)
        page.get_by_role("heading", name="Remedies").wait_for()
        back(page)
        settled(page)
        assert len(asked(page)["policies"]) == 2


def test_everything_can_be_taken_away_and_done_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with visit("remedies") as page:
        for number, name in enumerate(("lever.csv", "remedies.csv")):
            coming = taken(page, page.get_by_role("button", name="This table (CSV)").nth(number))
            assert coming.suggested_filename == name
            head, *rows = csv.reader(io.StringIO(Path(coming.path()).read_text(encoding="utf-8")))
            if name == "lever.csv":
                assert head == ["", "As it is", "At £2,619"]
                assert ["People who would lose", "67", "24"] in rows
            else:
                premium = ["long-term premium [confirmed]", "2,619 pounds a year, 4.56%", "+0.39"]
                assert premium in [row[:3] for row in rows]
        page.get_by_role("button", name="Download this chart").click()
        coming = taken(page, page.get_by_role("button", name="Data (CSV)"))
        assert "2619.0,0.39,3647.75,36477.5,152,24" in Path(coming.path()).read_text(encoding="utf-8")
        page.keyboard.press("Escape")
        page.get_by_text("Do this in Python or on the command line").click()
        settled(page)
        for button, name in (("Post offered (YAML)", "posts.yaml"), ("Settings of the lever (YAML)", "policies.yaml")):
            coming = taken(page, page.get_by_role("button", name=button))
            coming.save_as(tmp_path / name)
        codes = page.locator(".st-key-remedies-by-hand code").all_inner_texts()
    remedies, python, people = codes
    file = tmp_path / remedies.split()[-1]
    file.write_text(written(shipped(FIRST)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(remedies.split()[1:]) == 0
    assert "2,619 pounds a year" in capsys.readouterr().out
    exec(python, {})  # noqa: S102  what the page says is what is run
    assert capsys.readouterr().out.splitlines()[-1] == "With the lever Operations manager 0.39"
    assert main(people.split()[1:]) == 0
    summary = (tmp_path / "people" / "summary.csv").read_text(encoding="utf-8").splitlines()
    assert "2619,Operations manager,different,152,24" in [",".join(row.split(",")[:5]) for row in summary]


def test_a_question_that_cannot_be_answered_is_said_plainly_and_another_nation_has_its_own_people(
    tmp_path: Path,
) -> None:
    question = shipped(FIRST) | {"as_at": "never"}
    with visit(f"remedies?q={packed(question)}") as page:
        assert "as_at" in page.get_by_role("alert").inner_text()
    scotland = shipped("scotland-paramedic-to-operations-manager")
    with visit(f"remedies?q={packed(scotland)}") as page:
        ground = ground_of(scotland)
        lever = levers_of(ground)[0]
        staff = tmp_path / "scotland.csv"
        synthetic("ambulance", staff, rows=400, seed=1, nation="scotland")
        shows(page, ground, lever.kind, lever.rest if lever.smallest is None else lever.smallest, staff=str(staff))
