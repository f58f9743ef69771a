"""The page of the bands says what the package and the command line say: every move, a sweep, a change of the bands."""

import csv
import io
import re
import shlex
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from paymodel import compare, load_scenario
from paymodel.answers.phrasing import MINUS, signed_whole_pounds, true_minus
from paymodel.app.bands_change import beside_today
from paymodel.app.bands_sweep import choices_of, with_scaled_rotas
from paymodel.app.questions import NAME, Question, answer_question, load_shipped, try_question
from paymodel.charts.sweeps_matrix import cells_of
from paymodel.cli import main
from paymodel.scenarios.sweeps import matrix_moves, swept
from tests.app import back, settled, show, visit
from tests.app_script import ANSWERED, Script

FIRST = "paramedic-to-operations-manager"
SECTION_2 = "paramedic-section-2-to-operations-manager"
SCOTLAND = "scotland-paramedic-to-operations-manager"
PART_TIME = "part-time-carer-paramedic-to-operations-manager"


def commands(app: Script, folder: Path) -> list[str]:
    """The commands that the page gives, with the scenario file that it hands out put where they look for it."""
    app.take("Scenario file", folder)
    (said,) = [code.value for code in app.app.code if code.value.startswith("paymodel ")]
    return str(said).strip().splitlines()


def run(line: str) -> None:
    """A command as it stands on the page, typed in the folder of the scenario file."""
    program, *words = shlex.split(line)
    assert program == "paymodel"
    assert main(words) == 0


def data_of(app: Script, what: str) -> list[list[str]]:
    """The data of a chart, or of a table, that is shown, as it is handed out."""
    return rows_in(app.file_of("Data (CSV)", f"{what}.csv"))


def rows_of(path: Path) -> list[list[str]]:
    return rows_in(path.read_bytes())


def rows_in(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


def answer(app: Script) -> str:
    """The answer in a sentence, which is read first."""
    return app.texts(ANSWERED)[0]


def test_every_move_is_that_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, moves = matrix_moves(FIRST)
    cells = cells_of(moves)
    app = Script(page="bands")
    # with Annex 5 as previous earnings the top of band 7 keeps its pay as commander, on the same pattern
    assert "falls on 39 of 225 moves" in answer(app)
    line, sweep = commands(app, tmp_path)
    run(line.replace(".svg", ".csv"))
    run(sweep)
    data = rows_of(tmp_path / "matrix.csv")
    change, paid = data[0].index("take_home_change"), data[0].index("employer_cost")
    swept = [float(row[change]) for row in data[1:] if len(row) > paid and row[paid] and row[change]]
    assert sorted(swept) == sorted(cell.change or 0.0 for cell in cells)
    published = [row[3] for row in data_of(app, "matrix")[1:-1]]
    assert [float(cell) for cell in published] == [cell.change for cell in cells]

    app.choose("From", "Band 6, step 2")
    app.choose("To", "8a Operations commander on a 24/7 rota (pattern same)")
    app.press("Open in Compare")
    assert app.texts("//h1")[0].startswith("Band 6, step 2 to Operations commander")
    (closer,) = [field for field in app.app.main.selectbox if field.label.startswith("Look closer at")]
    assert closer.format_func(closer.value) == "Operations commander on a 24/7 rota (pattern same)"


def test_by_unsocial_hours_is_that_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = Script(page="bands")
    app.show("By unsocial hours")
    assert answer(app).startswith(f"With the 25% of the post held now, in pounds a month: 8a {MINUS}£113, 8b +£")
    (line,) = commands(app, tmp_path)
    run(line.replace(".svg", ".csv"))
    assert data_of(app, "bands") == rows_of(tmp_path / "bands.csv")  # to the stamp below it


def test_the_professions_are_those_of_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = Script(page="bands")
    app.show("Professions")
    assert answer(app).startswith("7 of 14 professions lose on the ladder")
    line, _ = commands(app, tmp_path)
    run(line.replace(".svg", ".csv"))
    assert data_of(app, "professions") == rows_of(tmp_path / "professions.csv")  # to the stamp below it


def test_every_move_opens_in_compare_and_back_leads_to_it() -> None:
    """Squares to press, which a browser draws; and the ways to Compare and back, which it keeps."""
    _, moves = matrix_moves(FIRST)
    cells = cells_of(moves)
    with visit("bands") as page:
        squares = page.locator("table.pm-squares button")
        squares.first.wait_for()
        assert squares.all_inner_texts() == [
            signed_whole_pounds((cell.change or 0.0) / 12)
            for post in dict.fromkeys(cell.post for cell in cells)
            for cell in cells
            if cell.post == post
        ]
        squares.first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        assert "Band 5, step 2 to 8a Theatre manager" in page.locator(":focus").get_attribute("aria-label")
        page.get_by_role("button", name="Band 7, step 3 to 8b Consultant paramedic.").click()
        page.locator("h1", has_text="Band 7, step 3 to Consultant paramedic").wait_for()
        settled(page)
        change = next(
            one.change for one in cells if (one.held, one.post[3:]) == ("Band 7, step 3", "Consultant paramedic")
        )
        row = page.locator("table.pm-explained tbody tr", has_text=re.compile(r"^\s*Take-home pay")).first
        assert float(row.inner_text().split("\t")[-1].strip().replace(",", "").replace(MINUS, "-")) == change
        back(page)
        squares.first.wait_for()
        back(page)
        page.wait_for_url(re.compile(r"/bands$"))
        held = page.get_by_role("combobox", name=re.compile("Post held now"))
        expect(held).to_have_value(re.compile("Band 6 paramedic, ten-week rota, Annex 5"))
        show(page, "Change the bands")
        page.get_by_role("button", name="Add as a policy in Compare").click()
        page.get_by_text("Change of take-home pay on each move").wait_for()
        back(page)
        page.get_by_role("tab", name="Change the bands").wait_for()


def test_a_sweep_says_where_the_move_pays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = Script(page="bands")
    app.show("Sweep")
    assert answer(app).endswith("the move pays with long-term premium from £2,619 (exact to £1).")
    # Annex 5 of 19.55% of 48,117 is 9,406.87 and 19.56% is 9,411.69; band 8a pays 9,411 more than band 6.
    app.choose("What varies", "Annex 5 percentage of the post held")
    assert answer(app).endswith("pays with Annex 5 percentage up to 19.55% (exact to 0.01%).")
    (said,) = app.texts("//img/@alt")
    assert re.search("As asked, at 25%, it is .£113 a month", said)
    app.slide("From and to", (0.0, 19.0))
    assert "with any Annex 5 percentage from 0% to 19%" in app.words
    shown = {float(row[0]): float(row[2]) for row in data_of(app, "sweep")[1:-1]}
    [line] = commands(app, tmp_path)
    assert line.endswith(" --vary current.annex_5_percent=0:19:0.5% -o sweep.csv")
    run(line)
    head, *rows = rows_of(tmp_path / "sweep.csv")
    change = head.index("take_home_change")
    swept_rows = {float(row[0].removesuffix("%")): float(row[change]) for row in rows if row[change]}
    assert len(swept_rows) == 39
    assert {at: shown[at] for at in swept_rows} == swept_rows

    app.choose("What varies", "Another figure, by its path")
    app.write("Path of the figure", "current.on_cal_payment")
    app.write("Values: from:to:step", "0:3000:100")
    assert "did you mean 'on_call_payment'" in " ".join(app.texts("//*[@role='alert']"))
    app.write("Path of the figure", "offers.0.on_call_payment")
    assert "the move pays with offers.0.on_call_payment from £2,619" in answer(app)


def moved(app: Script) -> list[str]:
    """The move, a year: today, after the change of the bands, and the difference."""
    return app.rows("//table[contains(thead, 'Difference a year')]")[0][3:]


def test_a_change_of_the_bands_beside_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = Script(page="bands")
    app.show("Change the bands")
    results = compare(load_scenario("award-flat-or-percentage")).results
    assert results[0].payslip["take_home_pay"] > 0
    # The cookbook's figures of the same award, on the same move: -1,350.49 and -1,395.37.
    assert moved(app) == [true_minus(words) for words in ("-1,350.49", "-1,395.37", "-44.88")]

    award = "Award on every pay point, per cent"
    app.write(award, "3.3")
    assert "'3.3' needs a per cent sign, such as 3.3%." in app.said
    app.write(award, "")
    assert "Nothing is changed yet" in app.said
    app.choose("What changes", "Pay points of a band")
    entry = "Entry step, pounds a year"
    assert [field.placeholder for field in app.app.number_input if field.label == entry] == ["today 57,528"]
    app.write(entry, "70000")
    assert "Band 8a: pay falls from 70000 to 60417." in app.said
    app.write(entry, "60300")
    assert "rises by £7 a month (£79 a year)" in answer(app)
    # By hand: 60,300 - 57,528 = 2,772 more, of which 10.7% pension, 40% tax on the rest and 2% National Insurance:
    # 2,772 x (1 - 0.107 - 0.4 x 0.893 - 0.02) = 1,429.80, and -1,350.49 + 1,429.80 = 79.31.
    assert moved(app) == [true_minus(words) for words in ("-1,350.49", "+79.31", "+1,429.80")]
    assert "8a.0.pounds from 57528 to 60300" in app.texts("//ul")[-1]

    points = data_of(app, "pay-points")
    differ = [row for row in points[1:-1] if float(row[-1])]
    assert [row[:4] for row in differ] == [["8a", "1", "57528", "60300"]]
    assert points[-1][0].startswith("paymodel ")

    rungs = {row[0]: row[3:5] for row in data_of(app, "ladder-beside")[1:-1]}
    lines = commands(app, tmp_path)
    scenario = lines[0].removeprefix("paymodel compare ")
    for number, line in enumerate(lines[1:]):
        run(line.replace(".svg", ".csv"))
        name = ("today", "after")[number]
        assert {row[0]: row[2] for row in rows_of(tmp_path / f"{name}.csv")[1:-1]} == {
            rung: amounts[number] for rung, amounts in rungs.items()
        }
    written_out = compare(load_scenario(tmp_path / scenario)).moves
    assert [one.take_home_change for one in written_out] == [-1350.49, 79.31]

    app.press("Add as a policy in Compare")
    (caption,) = app.texts("//table[contains(thead, 'Catch-up year')]/caption")
    assert caption == "Change of take-home pay on each move"
    assert "Changed bands" in " ".join(app.texts("//table[contains(thead, 'Catch-up year')]"))


@pytest.mark.parametrize(
    "name",
    [FIRST, SECTION_2, "scotland-paramedic-to-operations-manager", "part-time-carer-paramedic-to-operations-manager"],
)
def test_whatever_varies_agrees_with_the_question(name: str) -> None:
    """Each figure to choose can be swept from end to end, and at its value in the question is the question's answer."""
    question = load_shipped(name)
    worked = answer_question(question).worked
    assert worked is not None
    for choice in choices_of(worked):
        asked = with_scaled_rotas(question, choice.path)
        vary = choice.vary(*choice.bounds)
        found, faults = try_question(asked, partial(swept, identity=NAME, vary=vary))
        assert found is not None, faults
        if asked == question and choice.unstated is not None and choice.unstated in found.at:
            at = found.at.index(choice.unstated)
            stated = any(choice.path.endswith(str(key)) for key in question.get("person", {}))
            assert stated or found.moves[0].change[at] == worked.moves[0].take_home_change, choice.axis


def test_a_change_stands_on_top_of_the_first_policy() -> None:
    question: Question = load_shipped("three-ways-to-put-it-right")
    question["policies"][0]["change"] = {"award.pounds": "500"}
    new = beside_today(question, {"scales.pay-points.8a.0.pounds": "60300"})
    assert [list(policy.get("change", {})) for policy in new["policies"]] == [
        ["award.pounds"],
        ["award.pounds", "scales.pay-points.8a.0.pounds"],
    ]
    assert answer_question(new).worked is not None
    assert len(question["policies"]) == 3
