"""A board paper about a workforce: its first page, what it reads, that it can be checked, and two side by side."""

import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.answers.workforce_phrasing import next_rungs
from paymodel.answers.workforce_why import CHANGES
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.reports.board import ASKED, NOT_WORKED_OUT, SignOff, answer_table, board_parts
from paymodel.reports.board_folder import read_answers
from paymodel.reports.parts import parts_of
from paymodel.reports.record import read_inputs, results_of
from paymodel.reports.report_charts import draw_pictures
from paymodel.reports.verifying import verify
from paymodel.reports.workforce_answers import read_answer, under_joint_control
from paymodel.workforces.disclosure import control_of
from tests.browser import page_of

LEAD = "Clinical quality or education lead"
PLANNER = "A Planner, workforce planner, 30 November 2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the answers for two invented trusts, and the paper of the first."""
    place = tmp_path_factory.mktemp("board")
    for name, more in (("ambulance", ["--paybill", "--report", str(place / "paper")]), ("acute", [])):
        asked = ["workforce", name, "--posts", name, "--policies", "leadership", "--by", "profession"]
        assert main([*asked, "-o", str(place / name), *more]) == 0
    return place


def first_page(path: Path) -> str:
    """What stands before the first page break of a Word document, tables and all."""
    words: list[str] = []
    for element in docx.Document(str(path)).element.body:
        if element.find(f".//{qn('w:pageBreakBefore')}") is not None:
            return " ".join(words)
        words.append("".join(part.text or "" for part in element.iter(qn("w:t"))))
    raise AssertionError("the first page has no end")


def cells(folder: Path, table: str, **named: str) -> dict[str, str]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return next(row for row in csv.DictReader(file) if all(row[name] == value for name, value in named.items()))


def test_the_first_page_says_how_many_lose_how_much_why_at_what_cost_and_how_sure(made: Path) -> None:
    page = first_page(made / "paper" / "report.docx")
    summary = cells(made / "ambulance", "summary", policy="In force", post=LEAD, band_held="7")
    why = cells(made / "ambulance", "why", post=LEAD, band_held="7")
    paid = cells(made / "ambulance", "remedies", post=LEAD, band_held="7", applies="no")
    record = json.loads((made / "ambulance" / "run.json").read_text(encoding="utf-8"))
    assert all(question in page for question in ASKED)
    assert f"nearly all of {summary['people']} people in band 7 would lose" in page
    assert f"£{int(summary['mean_loss']):,} of take-home pay a year each" in page
    assert f"unsocial hours pay falls by £{-int(why['unsocial_hours_payment_change']):,} a year" in page
    assert f"take-home pay falls by £{-int(why['mean_change']):,} a year" in page
    assert f"£{int(paid['cost_for_each_fewer_loser']):,} a year each" in page
    sure = sum(figure["status"] == "confirmed" for figure in record["figures"])
    assert f"{sure} of {len(record['figures'])} figures used are confirmed" in page
    large = sum(each["impact"] == "large" for each in record["assumptions_rated"])
    assert f"Of {len(record['assumptions_rated'])} assumptions, {large} could change whether a move pays" in page
    assert f"Review by {'31 March 2027'}" in page
    assert record["review_by"] == "2027-03-31"  # the pay scales of 2026/27 end then
    for words in ("Prepared by", "Checked by", "Approved by", "(invented people)", "Estimates, not payroll"):
        assert words in page


def test_why_adds_up_to_the_mean_change(made: Path) -> None:
    with (made / "ambulance" / "why.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["mean_change"] not in ("[c]", "[x]")]
    assert len(rows) >= 20
    for row in rows:
        basic, unsocial, other, gross, deductions, net = (int(row[column.name]) for column in CHANGES)
        # Each is rounded to 10, so sums of three or two may be 15 or 10 apart.
        assert gross == pytest.approx(basic + unsocial + other, abs=15)
        assert net == pytest.approx(gross - deductions, abs=10)
        paid, offered = (int(row[f"unsocial_hours_payment_{when}"]) for when in ("now", "offered"))
        assert unsocial == pytest.approx(offered - paid, abs=10)
    lead = next(row for row in rows if (row["post"], row["band_held"]) == (LEAD, "7"))
    assert lead["unsocial_hours_payment_offered"] == "0"  # Monday to Friday
    hidden = cells(made / "ambulance", "summary", policy="In force", post=LEAD, band_held="7")
    assert lead["mean_change"] == hidden["mean_change"]


def test_the_paper_is_accessible_and_says_whose_people_they_are(made: Path) -> None:
    html = (made / "paper" / "report.html").read_text(encoding="utf-8")
    with page_of(html) as page:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels.count(1) == 1
    for words in (
        "Post by post",
        "Why take-home pay changes",
        "Which remedy",
        "Assumptions",
        "Small numbers",
        "Record",
    ):
        assert f">{words}</h2>" in html
    for path in (made / "paper" / "charts").glob("*.txt"):
        assert "invented" in path.read_text(encoding="utf-8")
    assert json.loads((made / "paper" / "results.json").read_text(encoding="utf-8"))["invented"] is True


def test_the_word_paper_has_headings_alternative_texts_and_header_rows(made: Path) -> None:
    document: WordDocument = docx.Document(str(made / "paper" / "report.docx"))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") >= 10
    pictures = document.element.body.findall(f".//{qn('wp:docPr')}")
    assert len(pictures) >= 2
    assert all(len(picture.get("descr")) > 40 for picture in pictures)
    assert all(table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in document.tables)
    captions = [
        paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Caption"
    ]
    numbered = [f"Figure {number}" for number in range(1, len(pictures) + 1)]  # the picture itself bears its title
    assert [words for words in captions if words.startswith("Figure")] == numbered


def test_a_pay_bill_that_was_asked_for_is_in_the_paper(made: Path) -> None:
    """Everybody in post, with on-costs, under each policy, and who loses beside it."""
    document: WordDocument = docx.Document(str(made / "paper" / "report.docx"))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    (bill,) = [table for table in tables if "Pay bill" in table[0]]
    published = cells(made / "ambulance", "paybill", policy="In force", band_held="all")
    assert bill[1][:3] == ["In force", published["people"], f"£{int(published['paybill']):,}"]
    assert len(bill) == 1 + 5  # the policies of leadership
    (beside,) = [table for table in tables if "Pay bill in a full year" in table[0]]
    assert [row[0] for row in beside] == ["Policy", *(row[0] for row in bill[1:])]
    assert "Who loses on moving to" in " ".join(paragraph.text for paragraph in document.paragraphs)


def test_a_paper_is_sound_until_something_changes(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(made / "paper")]) == 0
    assert "every figure comes out as it did" in capsys.readouterr().out
    shutil.copytree(made / "paper", tmp_path / "copy")
    results = tmp_path / "copy" / "results.json"
    text = results.read_text(encoding="utf-8")
    results.write_text(text.replace("nearly all of 30", "nearly all of 35", 1), encoding="utf-8")
    found = verify(tmp_path / "copy")
    assert found.files == ("results.json is not as it was written",)
    assert [place for place, *_ in found.figures] == ["answer.0.1"]
    (tmp_path / "copy" / "inputs" / "answer" / "summary.csv").unlink()
    assert "inputs/answer/summary.csv is missing" in verify(tmp_path / "copy").files


def test_a_paper_is_made_of_what_was_published_and_of_nothing_that_was_altered(made: Path, tmp_path: Path) -> None:
    inputs = {path.name for path in (made / "paper" / "inputs" / "answer").iterdir()}
    published = {
        "README.md",
        "summary.csv",
        "groups.csv",
        "costs.csv",
        "remedies.csv",
        "why.csv",
        "run.json",
        "paybill.csv",
    }
    published |= {"incentive.csv"}
    assert inputs == published
    shutil.copytree(made / "ambulance", tmp_path / "altered")
    with (tmp_path / "altered" / "costs.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(Faults, match=r"costs\.csv is not as it was written; run paymodel workforce again"):
        read_answer(tmp_path / "altered")
    with pytest.raises(Faults, match=r"holds no run\.json"):
        read_answer(tmp_path)


def test_two_answers_stand_side_by_side_on_one_scale(made: Path, tmp_path: Path) -> None:
    folders = [str(made / "ambulance"), str(made / "acute")]
    command = ["report", *folders, "--labels", "ambulance,acute", "--checked-by", PLANNER, "-o", str(tmp_path / "two")]
    assert main(command) == 0
    html = (tmp_path / "two" / "report.html").read_text(encoding="utf-8")
    assert re.search(r"<th scope=\"col\">Ambulance</th>\s*<th scope=\"col\">Acute</th>", html)
    assert "<td>A Planner, workforce planner</td>" in html
    assert "<td>30 November 2026</td>" in html
    with (tmp_path / "two" / "charts" / "01-losers.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert any(name.startswith("ambulance: ") for name in names)
    assert any(name.startswith("acute: ") for name in names)
    assert {path.name for path in (tmp_path / "two" / "inputs").iterdir()} == {"answer-1", "answer-2"}
    assert main(["verify", str(tmp_path / "two")]) == 0


def test_the_stricter_control_of_two_holds_for_both(made: Path) -> None:
    """A threshold of 10 redacts counts of 12 or fewer, and pounds of fewer than 20 people."""
    answers = read_answers([str(made / "ambulance"), str(made / "acute")], ["one", "two"])
    strict = answers[1].record.disclosure | {"threshold": 10, "money_rounded_to": 100}
    answers[1].record.disclosure = strict
    control = control_of(10, 100)
    assert (control.most_redacted, control.fewest_for_pounds) == (12, 20)
    shown = 0
    for row in under_joint_control(answers)[0].summary.records():
        for name in ("people", "lose", "same", "gain"):
            assert isinstance(row[name], str) or row[name] == 0 or row[name] > 12
        if not isinstance(row["mean_change"], str):
            assert row["people"] >= 20
            assert row["mean_change"] % 100 == 0
            shown += 1
    assert shown >= 20
    assert "paybill" in answers[0].tables
    assert "paybill" not in under_joint_control(answers)[0].tables  # few of a change are not known from it
    before, after = answers[0].summary, under_joint_control(answers)[0].summary
    assert len(next_rungs(before)) == len(next_rungs(after))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["{made}/ambulance", "{made}/acute", "--labels", "one"], "names 1 for 2 folders"),
        (["{made}/ambulance", "{made}/acute", "--labels", "one,One"], "a name of its own"),
        (["{made}/ambulance", "--history"], "--history: goes with a scenario"),
        (["paramedic-to-operations-manager", "--labels", "one"], "--labels: goes with folders"),
        (["{made}/ambulance", "paramedic-to-operations-manager"], "holds no run.json"),
    ],
)
def test_what_does_not_go_together_is_refused(
    options: list[str], words: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [option.format(made=made) for option in options]
    assert main(["report", *given, "-o", str(tmp_path / "out")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_exact_figures_are_no_board_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["workforce", "ambulance", "--posts", "ambulance", "--by", "band"]
    out = tmp_path / "exact-not-for-publication"
    paper = ["--report", str(tmp_path / "paper")]
    assert main([*asked, "--internal", *paper, "-o", str(out)]) == 2
    assert "exact figures are not" in capsys.readouterr().err
    assert main([*asked, "--internal", "-o", str(out)]) == 0
    with pytest.raises(Faults, match="exact figures, which are not for publication"):
        read_answer(out)


def test_where_nobody_is_shown_to_lose_the_answer_says_so(made: Path) -> None:
    (acute,) = read_answers([str(made / "acute")], [])
    assert acute.worst is None
    answer = {str(question): str(words) for question, words in answer_table([acute]).rows}
    assert answer[ASKED[0]].endswith("fewer than 8 people in the band just below would lose.")
    assert answer[ASKED[1]].startswith("The lowest mean change is +£")
    assert answer[ASKED[3]] == "No loss is shown that needs fixing."
    assert len(board_parts([acute], [], SignOff(), [])) > 20


def test_a_report_shows_careers_and_a_figure_that_varies() -> None:
    """The smallest long-term premium that leaves no loss is £2,619: as `paymodel remedies` finds it."""
    vary = "offers.0.long_term_premium=0:5000:1000"
    inputs = read_inputs("paramedic-to-operations-manager", with_career=True, vary=vary)
    worked = inputs.worked
    parts = parts_of(worked, [])
    headings = [part.text for part in parts if isinstance(part, Heading)]
    assert {"Career paths", "If the long term premium varies"} <= set(headings)
    assert headings.count("Assumptions") == 1
    (words,) = [part for part in parts if isinstance(part, Bullets) and "pays for good" in part.items[0]]
    assert "from a long term premium of 2619" in words.items[0]
    sweep = results_of(worked)["sweep"]
    assert sweep["vary"] == vary
    change = dict(zip(sweep["at"], sweep["moves"][0]["change"], strict=True))
    assert change[0.0] == -1350.49  # what the scenario itself answers
    assert change[2618.0] < 0 <= change[2619.0]
    assert [picture.kind for picture in draw_pictures(worked)].count("sweep") == 1


def test_a_run_of_counts_alone_says_what_was_left_out(made: Path) -> None:
    (full,) = read_answers([str(made / "ambulance")], [])
    counts = replace(full, tables={name: full.tables[name] for name in ("summary", "groups")})
    answer = {str(question): str(words) for question, words in answer_table([counts]).rows}
    assert answer["Why?"] == answer["What does it cost to fix?"] == NOT_WORKED_OUT
    assert any(
        isinstance(part, Paragraph) and part.text == NOT_WORKED_OUT for part in board_parts([counts], [], SignOff(), [])
    )
