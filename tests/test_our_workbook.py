"""The workbook that people fill in: what goes in, what comes back, and what is wrong with it, place by place."""

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from xlsxwriter import Workbook

import paymodel
from paymodel.app.questions import answer_question, read_question
from paymodel.app.workforce_question import Asked, answer_workforce, check_rows, of_workbook, open_list
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.mappings import KNOWN, guessed
from paymodel.files.our_workbooks import our_sheets
from paymodel.files.uploads import Source, Upload
from paymodel.moves.comparison import compare
from paymodel.reports.answer_book import workforce_book
from paymodel.reports.record import read_inputs
from paymodel.reports.template import FIRST_OF_POSTS, template
from paymodel.scenarios.load import open_scenario, scenario_of
from paymodel.scenarios.our_workbook import POST_COLUMNS, OurWorkbook, headings, our_workbook
from tests.app_script import Script

Rows = Sequence[Sequence[Any]]
DAY = datetime.date(2026, 11, 22)
SETTINGS: Rows = [["Setting", "Value"], ["As at", "2026-11-22"], ["If hours differ", "scale"]]
STAFF: Rows = [
    ["Id", "Band", "Step", "Whole time equivalent", "Unsocial hours payment", "Nation"],
    ["A1", "6", "top", 1, 9000],
]
POSTS: Rows = [["Name", "Band", "Rota", "Pattern"], ["Operations manager", "8a", "monday-to-friday", "different"]]
ROTA: Rows = [
    ["Rota", "Public holidays", "Week", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    ["ours", "worked", 1, "07:00-19:30/30", "off", "07:00-19:30/30", "", "-", "19:00-07:30/30", ""],
    ["", "", 2, "", "07:00 - 19:30/30", "07:00-19:30/60", "", "", "", ""],
]


def workbook(path: Path, **sheets: Rows) -> Path:
    book = Workbook(path)
    for name, rows in {"start": SETTINGS, "staff": STAFF, "posts": POSTS, **sheets}.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    book.close()
    return path


def faults(path: Path) -> list[str]:
    with pytest.raises(Faults) as error:
        paymodel.compare(path)
    return [str(fault).removeprefix(f"{path}: ") for fault in error.value.faults]


def changes_by_row(folder: Path) -> dict[tuple[str, str, str], float]:
    """The change of take-home pay of each person, policy and post, as a workforce counts it."""
    text = (folder / "individual-rows-not-for-publication.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {(row["id"], row["policy"], row["post"]): float(row["take_home_change"]) for row in rows}


def test_one_person_and_everybody_give_the_same_figures_from_one_workbook(tmp_path: Path) -> None:
    path = tmp_path / "trust.xlsx"
    path.write_bytes(template("england", DAY, "trust.xlsx", example=True))
    assert main(["workforce", str(path), "--rows", "-o", str(tmp_path / "answer")]) == 0
    by_row = changes_by_row(tmp_path / "answer")
    book = our_workbook(path)
    assert book is not None
    people = {row.cells["id"]: row for row in book._staff}
    part_time = 0
    for identity in list(people)[:60:5]:
        book._settings["person"] = identity, ""
        document = book.scenario()
        comparison = compare(scenario_of(document, tmp_path, "one"))
        part_time += float(people[identity].cells["whole_time_equivalent"]) < 1
        for move in comparison.moves:
            if (identity, move.policy_name, move.post.name) in by_row:  # the post is open to the person
                change = by_row.pop((identity, move.policy_name, move.post.name))
                assert (identity, move.policy_name, change) == (identity, move.policy_name, move.take_home_change)
    assert part_time > 3


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Unsocial hours payment", "12,000"),
        ("Saturday night hours a year", 500),
        ("Overtime hours a year", 100),
        ("On-call payment", 1500),
        ("Annex 5 percent", "25%"),
        ("Long-term premium", "5%"),
        ("Student loan", "plan_2+postgraduate"),
        ("Salary sacrifice", 1200),
        ("Children", 2),
        ("Sickness absence", "4%"),
        ("In pension scheme", "no"),
        ("Nation", "scotland"),
    ],
)
def test_every_column_means_the_same_for_one_person_as_for_everybody(tmp_path: Path, column: str, value: Any) -> None:
    """A part-time person is due the share of a post that a whole-time holder of it is due: 0.6 of each payment."""
    unsocial = [] if column.startswith(("Unsocial", "Saturday", "Annex")) else ["Unsocial hours payment"]
    rows: Rows = [
        ["Id", "Band", "Step", "Whole time equivalent", column, *unsocial],
        ["A1", "7", "top", 0.6, value, *([4000] if unsocial else [])],
    ]
    posts: Rows = [
        ["Name", "Band", "Step", "On-call payment", "Saturday night hours a year", "Pattern"],
        ["Manager", "8a", "entry", 2000, 100, "different"],
        ["Head", "8b", "top", "", "", "different"],
    ]
    policies: Rows = [
        ["Policy", "Post", "What", "Value"],
        ["More", "Manager", "on call payment", 3000],
        ["More", "", "long-term premium", "1000"],
    ]
    path = workbook(tmp_path / "trust.xlsx", staff=rows, posts=posts, policies=policies)
    assert main(["workforce", str(path), "--rows", "-o", str(tmp_path / "answer")]) == 0
    alone = {("A1", move.policy_name, move.post.name): move.take_home_change for move in paymodel.compare(path).moves}
    assert alone == changes_by_row(tmp_path / "answer")
    assert set(alone) == {("A1", policy, post) for policy in ("In force", "More") for post in ("Manager", "Head")}


def test_a_rota_of_the_workbook_is_the_same_rota_in_yaml(tmp_path: Path) -> None:
    posts: Rows = [*POSTS, ["Commander", "8a", "ours", "same"]]
    path = workbook(tmp_path / "trust.xlsx", posts=posts, rotas=ROTA)
    data = open_scenario(path)[0].data
    assert data["rotas"]["ours"] == {
        "title": "ours",
        "public_holidays": "worked",
        "shifts": {
            "0700-1930": {"start": "07:00", "end": "19:30", "unpaid_break_minutes": 30},
            "1900-0730": {"start": "19:00", "end": "07:30", "unpaid_break_minutes": 30},
            "0700-1930/60": {"start": "07:00", "end": "19:30", "unpaid_break_minutes": 60},
        },
        "weeks": ["0700-1930 - 0700-1930 - - 1900-0730 -", "- 0700-1930 0700-1930/60 - - - -"],
    }
    held = {"name": "Band 6", "band": "6", "step": "top", "unsocial_hours_payment": "9000"}
    assert (data["person"], data["current"]) == ({"whole_time_equivalent": "1"}, held)


def test_staff_may_work_a_rota_of_the_workbook(tmp_path: Path) -> None:
    staff: Rows = [STAFF[0], ["A1", "6", "top", 1], *[[f"B{number}", "6", "top", 1] for number in range(9)]]
    rows = [[*row[:4], "ours"] for row in staff[1:]]
    path = workbook(tmp_path / "trust.xlsx", staff=[[*STAFF[0][:4], "Rota"], *rows], rotas=ROTA)
    summary = paymodel.workforce(path)["summary"]
    assert summary["people"].tolist()[-1] == 10
    with pytest.raises(Faults, match="the sheet staff has 10 rows; write the id of the one to compare"):
        paymodel.compare(path)


SHEETS: Mapping[str, tuple[str, Rows, list[str]]] = {
    "a setting that is none": ("start", [*SETTINGS, ["Nations", "wales"]], ["unknown setting 'Nations'"]),
    "no day": ("start", SETTINGS[:1], ["as_at: missing"]),
    "a person who is not there": (
        "start",
        [*SETTINGS, ["Person", "A2"]],
        ["start, row 4, person: 'A2' is no id of the sheet staff"],
    ),
    "a band that is none": (
        "posts",
        [*POSTS[:1], ["Manager", "8z", "monday-to-friday", "different"]],
        ["posts, row 2, band: '8z' is not a band"],
    ),
    "no pattern": ("posts", [["Name", "Band"], ["Manager", "8a"]], ["posts, row 2, pattern: missing"]),
    "a heading that is none": (
        "posts",
        [["Name", "Band", "Patern"], ["Manager", "8a"]],
        ["posts, row 1: unknown column"],
    ),
    "a heading of another sheet": (
        "posts",
        [["Name", "Band", "Fish"], ["M", "8a"]],
        ["columns not used", "column not used: 'Fish'"],
    ),
    "a heading twice": ("posts", [["Name", "Band", "Band"], ["M", "8a", "8b"]], ["the column 'Band' is there twice"]),
    "headings far below": ("posts", [["x"]] * 22 + [["Name", "Band"]], ["posts: has no row of headings"]),
    "a column of the staff missing": (
        "staff",
        [["Id", "Band", "Step"], ["A1", "6", "top"]],
        ["staff, row 1: the column 'whole_time_equivalent' is missing"],
    ),
    "a switch of one post": (
        "policies",
        [["Policy", "Post", "What", "Value"], ["A", "Operations manager", "annex 5 protected", "yes"]],
        ["policies, row 2: 'annex 5 protected' is changed for all; leave the column post empty"],
    ),
    "a whole time equivalent that is none": (
        "staff",
        [STAFF[0], ["A1", "6", "top", "most", 9000]],
        ["staff, row 2, whole_time_equivalent: 'most' is not a number"],
    ),
    "no posts": ("posts", [["Name", "Band"]], ["posts: holds no post"]),
    "no headings": ("posts", [["Our posts"], ["M", "8a"]], ["posts: has no row of headings with 'name' and 'band'"]),
    "a step that is none": (
        "staff",
        [STAFF[0], ["A1", "6", "tops", 1, 9000]],
        ["staff, row 2, step: 'tops' is not a step; one of: entry"],
    ),
    "a loan that is none": (
        "staff",
        [[*STAFF[0][:5], "Student loan"], ["A1", "6", "top", 1, 9000, "plan_9"]],
        ["staff, row 2, student_loan"],
    ),
    "a share of pay for unsocial hours": (
        "staff",
        [[*STAFF[0][:4], "Unsocial hours percent"], ["A1", "6", "top", 1, "20%"]],
        ["staff, row 2, unsocial_hours_percent: is for a workforce"],
    ),
    "a change of nothing we know": (
        "policies",
        [["Policy", "What", "Value"], ["A", "premium of sorts", "5%"]],
        ["policies, row 2: 'premium of sorts' cannot be changed"],
    ),
    "a change to what cannot be": (
        "policies",
        [["Policy", "What", "Value"], ["A", "long term premium", "lots"]],
        ["policies, row 2, long term premium: 'lots' is not"],
    ),
    "a change without a value": (
        "policies",
        [["Policy", "What"], ["A", "long term premium"]],
        ["policies, row 2: the change has no value"],
    ),
    "a change of a post that is none": (
        "policies",
        [["Policy", "Post", "What", "Value"], ["A", "Manger", "step", "top"]],
        ["policies, row 2: 'Manger' is no name of a post"],
    ),
    "a policy without a name": (
        "policies",
        [["Policy", "What", "Value"], ["", "step", "top"]],
        ["policies, row 2: the policy has no name"],
    ),
    "a shift without a break": (
        "rotas",
        [ROTA[0], ["ours", "worked", 1, "07:00-19:30"]],
        ["rotas, row 2, Monday: '07:00-19:30' says no unpaid break"],
    ),
    "a shift that is none": (
        "rotas",
        [ROTA[0], ["ours", "worked", 1, "early"]],
        ["rotas, row 2, Monday: 'early' is not a shift"],
    ),
    "a rota without a name": ("rotas", [ROTA[0], ["", "worked", 1, "off"]], ["rotas, row 2: no name above it"]),
    "a rota that says nothing of holidays": (
        "rotas",
        [ROTA[0], ["ours", "", 1, "07:00-15:30/30"]],
        ["rotas, row 2, public_holidays: missing"],
    ),
}


@pytest.mark.parametrize("wrong", SHEETS)
def test_what_is_wrong_with_a_sheet_is_said_with_its_sheet_and_row(tmp_path: Path, wrong: str) -> None:
    sheet, rows, wanted = SHEETS[wrong]
    told = faults(workbook(tmp_path / "trust.xlsx", **{sheet: rows}))
    assert any(words in line for line in told for words in wanted), told
    assert all("line " not in line for line in told)


def test_policies_may_change_one_post_the_award_and_a_switch(tmp_path: Path) -> None:
    policies: Rows = [
        ["Policy", "Because", "Post", "What", "Value"],
        ["As it is", "To compare with."],
        ["Three things", "", "Operations manager", "Long-term premium", "5%"],
        ["Three things", "They go together.", "", "Award percent", "3%"],
        ["Three things", "", "", "Annex 5 protected", "yes"],
        ["A band alone", "", "", "Award in band 8a", "6%"],
        ["A band alone", "", "", "Award from", "01/08/2026"],
    ]
    path = workbook(tmp_path / "trust.xlsx", policies=policies)
    assert open_scenario(path)[0].data["policies"] == [
        {"name": "As it is", "because": "To compare with."},
        {
            "name": "Three things",
            "because": "They go together.",
            "change": {"offers.0.long_term_premium": "5%", "award.percent": "3%", "switches.annex_5_protected": "yes"},
        },
        {"name": "A band alone", "change": {"award.by_band.8a": "6%", "award.from": "01/08/2026"}},
    ]
    moves = paymodel.compare(path).moves
    assert [move.policy_name for move in moves] == ["As it is", "Three things", "A band alone"]
    assert moves[2].payslip["basic_pay"] == 60_980  # 57,528 x 1.06 = 60,979.68, to the pound


def test_a_workbook_needs_no_sheet_but_staff_and_posts(tmp_path: Path) -> None:
    book = Workbook(tmp_path / "trust.xlsx")
    for name, rows in (("Staff", STAFF), ("POSTS", POSTS)):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            sheet.write_row(row, 0, cells)
    book.close()
    assert faults(tmp_path / "trust.xlsx") == ["as_at: missing"]


def test_check_says_what_is_wrong_with_every_sheet_and_what_opens_a_sound_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = workbook(tmp_path / "sound.xlsx")
    assert main(["check", str(sound)]) == 0
    printed = capsys.readouterr().out
    assert "workbook of staff, posts, policies and rotas: staff list (column mapping 'template', 1 row)" in printed
    assert f"paymodel workforce {sound} -o ANSWER.xlsx or paymodel compare {sound} -o ANSWER.xlsx" in printed
    part_time: Rows = [STAFF[0], ["A1", "6", "top", 0.6, 9000]]
    posts: Rows = [[*POSTS[0], "On-call payment"], [*POSTS[1], "some"]]
    wrong = workbook(tmp_path / "wrong.xlsx", staff=part_time, posts=posts)
    assert main(["check", str(wrong)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"{wrong}: posts, row 2, on_call_payment: 'some' is not")
    rows = workbook(tmp_path / "rows.xlsx", staff=[*STAFF, ["A2", "6", "tops", 1, 0]])
    assert main(["check", str(rows)]) == 2
    told = capsys.readouterr()
    assert "row 3, step: 'tops' is not a step" in told.err
    assert "paymodel compare" not in told.out  # it has two people and names none


def test_only_a_workbook_with_staff_and_posts_is_ours(tmp_path: Path) -> None:
    assert our_sheets(workbook(tmp_path / "trust.xlsx"))["staff"] == "staff"
    content = (tmp_path / "trust.xlsx").read_bytes()
    assert set(our_sheets(Upload("any name", content))) == {"start", "staff", "posts"}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo("xl/workbook.xml").header_offset + 60
    assert our_sheets(Upload("damaged.xlsx", content[:at] + bytes(20) + content[at + 20 :])) == {}
    others: list[Source] = [Upload("other.xlsx", b"no workbook"), Upload("s.csv", b"id,band\n1,6\n"), tmp_path]
    assert [our_sheets(other) for other in (*others, tmp_path / "none.xlsx")] == [{}] * 4


def test_every_heading_of_the_template_is_explained_and_read_back(tmp_path: Path) -> None:
    told = list(headings())
    assert [heading for heading in told if not heading[2].strip()] == []
    assert {name for sheet, name, _ in told if sheet == "staff"} == set(KNOWN)
    assert {name for sheet, name, _ in told if sheet == "posts"} >= {*POST_COLUMNS, *FIRST_OF_POSTS}
    path = tmp_path / "empty.xlsx"
    for nation in ("scotland", "northern_ireland"):
        path.write_bytes(template(nation, DAY, "empty.xlsx"))
        book = OurWorkbook(path, our_sheets(path))
        assert (book._staff, book._changes, book._rotas) == ([], [], ({}, {}))
        assert {name: value for name, (value, _) in book._settings.items()} == {
            "title": "Our leadership posts",
            "as_at": "2026-11-22",
            "nation": nation,
            "if_hours_differ": "scale",
        }


def test_a_report_of_a_workbook_holds_nobody_else(tmp_path: Path) -> None:
    staff: Rows = [[*STAFF[0][:5], "Job role"], ["A1", "6", "top", 1, 9000, "Paramedic"], ["ZZ-99", "5", "top", 1, 0]]
    path = workbook(tmp_path / "trust.xlsx", staff=staff, start=[*SETTINGS, ["Person", "A1"]])
    held = read_inputs(str(path)).text.decode()
    assert "ZZ-99" not in held
    (tmp_path / "trust.yaml").write_text(held, encoding="utf-8")
    (move,), (again,) = paymodel.compare(path).moves, paymodel.compare(tmp_path / "trust.yaml").moves
    assert move.take_home_change == again.take_home_change


def test_a_record_tells_nothing_that_would_confirm_a_guess_at_the_staff(tmp_path: Path) -> None:
    """The posts are digested by what they say: a digest of the whole file would change with anybody's row."""
    rows: list[Rows] = [[STAFF[0], *([f"{name}{number}", "6", "top", 1, 900] for number in range(9))] for name in "AB"]
    records = []
    for place, staff in enumerate(rows):
        (tmp_path / str(place)).mkdir()
        path = workbook(tmp_path / str(place) / "trust.xlsx", staff=staff)
        assert main(["workforce", str(path), "-o", str(tmp_path / str(place) / "answer")]) == 0
        record = (tmp_path / str(place) / "answer" / "run.json").read_text(encoding="utf-8")
        records.append(record[record.index('"inputs"') : record.index('"rotas_and_posts"')])
    assert records[0] == records[1]
    given = ["--staff", str(tmp_path / "1" / "trust.xlsx"), "--posts", str(tmp_path / "1" / "trust.xlsx")]
    assert main(["verify", str(tmp_path / "1" / "answer"), *given]) == 0
    other = ["--staff", str(tmp_path / "0" / "trust.xlsx"), "--posts", str(tmp_path / "0" / "trust.xlsx")]
    assert main(["verify", str(tmp_path / "1" / "answer"), *other]) == 1


def test_the_app_takes_the_workbook_as_it_is(tmp_path: Path) -> None:
    page = Script(page="workforce")
    path = tmp_path / "trust.xlsx"
    path.write_bytes(page.file_of("The same with invented people"))
    page.give("trust.xlsx", path.read_bytes())
    held = page.app.session_state["workforce"]
    assert (held.sheet, [offer["name"] for offer in held.own_posts["offers"]]) == (
        "staff",
        ["Operations manager", "Operations commander"],
    )
    source = Upload("trust.xlsx", path.read_bytes())
    book = of_workbook(source)
    assert book is not None
    opened = open_list(source, book.sheet)
    asked = Asked(source, book.sheet, guessed(opened.headings), book.posts, book.policies)
    assert check_rows(asked).used == 400
    published = answer_workforce(asked, 400, "template")
    summary = paymodel.workforce(path)["summary"]
    assert [row[1] for row in published.summary.rows] == summary["post"].tolist()
    back = tmp_path / "back.xlsx"
    back.write_bytes(workforce_book(published))
    lost = pd.read_excel(back, sheet_name="summary", header=2, engine="calamine")
    assert lost.iloc[:, lost.columns.str.startswith("Lose")].iloc[:, 0].tolist() == summary["lose"].tolist()
    question = read_question(path.read_bytes(), "trust.xlsx")
    answer = answer_question(question)
    assert answer.worked is not None
    alone = [move.take_home_change for move in paymodel.compare(path).moves]
    assert [move.take_home_change for move in answer.worked.moves] == alone
    with pytest.raises(Faults, match="is a workbook without sheets of staff and posts"):
        read_question(back.read_bytes(), "back.xlsx")


def test_the_app_says_what_is_wrong_with_a_workbook_by_its_sheet_and_row(tmp_path: Path) -> None:
    wrong = workbook(tmp_path / "trust.xlsx", posts=[*POSTS[:1], ["Manager", "8z", "monday-to-friday", "different"]])
    page = Script(page="workforce")
    page.give("trust.xlsx", wrong.read_bytes())
    assert "posts, row 2, band: '8z' is not a band" in page.words
    assert "workforce" not in page.app.session_state
