"""Nobody's words are overruled, and no cell is half read.

All people are invented; the shapes of the files are those in which staff lists come.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

from paymodel.answers.blocks import Paragraph
from paymodel.answers.workforce import QUALITY_FILE, ROWS_FILE
from paymodel.answers.workforce_phrasing import quality_blocks
from paymodel.app import workforce_question
from paymodel.app.questions import Question
from paymodel.cli import main
from paymodel.errors import Faults, likeness, nearest
from paymodel.files import parsers, people_tables
from paymodel.files.cell_values import POUNDS, number_in
from paymodel.files.mappings import COLUMNS, GROUPS, KNOWN, guessed, load_mapping, shipped_mappings
from paymodel.files.people_tables import COLUMNS as JOB_COLUMNS
from paymodel.files.person_values import two_bands
from paymodel.files.rotas import shipped_rotas
from paymodel.files.staff_words import staff_words
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import parse
from paymodel.pay.job import BANDS, STUDENT_LOANS
from paymodel.workforces.disclosure import MARK

ROTAS = {"england": "monday-to-friday", "scotland": "scotland-monday-to-friday-36h"}
ESR = """Assignment Number,Payscale Description,Grade Step,FTE,Job Role,Unsocial Hours Payment
30000001,Review Body Band 5,1,1,Staff Nurse,3000
30000002,Review Body Band 5,3,1,Staff Nurse,3000
30000003,Review Body Band 6,1,1,Staff Nurse,3000
30000004,Review Body Band 6,3,1,Staff Nurse,3000
30000005,Review Body Band 7,3,1,Staff Nurse,3000
30000006,Review Body Band 3,2,1,HCSW,3000
"""
TEMPLATE = """id,band,step,whole_time_equivalent,unsocial_hours_payment
30000001,5,1,1,3000
30000002,5,3,1,3000
30000003,6,1,1,3000
30000004,6,3,1,3000
30000005,7,3,1,3000
30000006,3,2,1,3000
"""
OURS = """title: Ours
columns:
  id: [id]
  band: [band]
  step: [step]
  whole_time_equivalent: [whole_time_equivalent]
  unsocial_hours_payment: [unsocial_hours_payment]
"""


def posts(nation: str = "england", *, says: bool = True, more: str = "") -> str:
    """One post for anybody."""
    rota = ROTAS.get(nation, ROTAS["england"])
    stated = f"nation: {nation}\n" if says else ""
    return (
        f"title: One post\nas_at: 2026-11-22\n{stated}offers:\n"
        f"  - {{name: Operations manager, band: 8a, rota: {rota}, pattern: different{more}}}\n"
    )


def workforce(folder: Path, staff: str | bytes, offered: str, *said: str, name: str = "staff.csv", **files: str) -> int:
    """Ask for a workforce in a folder of its own; the exit status. `files` are further YAML files.

    Exact figures (`--internal`) are found where others are.
    """
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(staff.encode() if isinstance(staff, str) else staff)
    (folder / "posts.yaml").write_text(offered, encoding="utf-8")
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    options = ["--posts", str(folder / "posts.yaml"), "-o", str(folder / "out"), "--rows", "--threshold", "2"]
    status = main(["workforce", str(folder / name), *options, *said])
    if (exact := folder / f"out-{MARK}").exists():
        exact.rename(folder / "out")
    return status


def changes(folder: Path) -> Mapping[str, float]:
    """Each person's change of take-home pay, by id."""
    with (folder / "out" / ROWS_FILE).open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["take_home_change"]) for row in csv.DictReader(file)}


def listed(folder: Path) -> list[tuple[str, str, str]]:
    """The rows that were left out: id, column, what is wrong."""
    with (folder / "out" / QUALITY_FILE).open(encoding="utf-8", newline="") as file:
        return [(row["id"], row["column"], row["problem"]) for row in csv.DictReader(file)]


def answer(folder: Path) -> str:
    """What was said of the answer, in one line."""
    return " ".join((folder / "out" / "README.md").read_text(encoding="utf-8").split())


# A mapping says where columns are, and states no fact about people


@pytest.mark.parametrize("name", shipped_mappings())
def test_a_shipped_mapping_states_nothing_of_people_and_knows_every_column(name: str) -> None:
    mapping = load_mapping(name)
    assert mapping.constants == {}
    assert set(mapping.columns) == {*KNOWN}


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_a_list_under_other_headings_is_paid_in_the_nation_of_the_posts(nation: str, tmp_path: Path) -> None:
    found = []
    for name, text in (("esr", ESR), ("template", TEMPLATE)):
        assert workforce(tmp_path / name, text, posts(nation)) == 0
        found.append(changes(tmp_path / name))
    assert found[0] == found[1]
    assert len(found[0]) == 6


def test_a_row_says_its_nation_under_any_headings(tmp_path: Path) -> None:
    lines = ESR.splitlines()
    staff = "\n".join([f"{lines[0]},Nation", *(f"{line},Wales" for line in lines[1:])]) + "\n"
    assert workforce(tmp_path / "rows", staff, posts("england")) == 0
    assert workforce(tmp_path / "posts", ESR, posts("wales")) == 0
    assert changes(tmp_path / "rows") == changes(tmp_path / "posts")


def test_a_guessed_mapping_states_nothing_of_people() -> None:
    for headings in (ESR.splitlines()[0].split(","), TEMPLATE.splitlines()[0].split(","), ["Pay Grade", "WTE", "Ward"]):
        assert guessed(headings).constants == {}


def test_a_mapping_of_ones_own_that_contradicts_the_posts_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = OURS + "constants: {nation: england}\n"
    said = ("--mapping", str(tmp_path / "own.yaml"))
    assert workforce(tmp_path, TEMPLATE, posts("wales"), *said, own=own) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "own.yaml: constants.nation: says nation england for everybody, but" in line
    assert "posts.yaml says nation wales; take it out of the column mapping, or say the same in both" in line
    assert not (tmp_path / "out").exists()
    # what an empty cell becomes is said of everybody too
    columns = OURS + "  nation: [nation]\n"
    for more, key in (
        ("values: {nation: {'': Wales}}\n", "values"),
        ("patterns: {nation: [{find: '^$', write: wales}]}\n", "patterns"),
    ):
        assert (
            workforce(
                tmp_path / key, TEMPLATE, posts(), "--mapping", str(tmp_path / key / "own.yaml"), own=columns + more
            )
            == 2
        )
        (line,) = capsys.readouterr().err.splitlines()
        assert f"own.yaml: {key}.nation: says nation wales for everybody, but" in line
    # posts that say no nation contradict nothing: what somebody said fills it
    own = OURS + "constants: {nation: wales}\n"
    assert workforce(tmp_path, TEMPLATE, posts("wales", says=False), *said, own=own) == 0
    assert workforce(tmp_path / "wales", TEMPLATE, posts("wales")) == 0
    assert changes(tmp_path) == changes(tmp_path / "wales")
    assert "The column mapping says of everybody whose row does not: nation 'wales'." in answer(tmp_path)
    assert "The column mapping says" not in answer(tmp_path / "wales")


@pytest.mark.parametrize(
    ("column", "everybody", "other", "heading"),
    [
        ("nation", "england", "Wales", "nation"),
        ("nation", "england", "Wales", "Country"),
        ("student_loan", "plan_2", "plan_1", "student_loan"),
        ("in_pension_scheme", "true", "no", "in_pension_scheme"),
        ("children", "2", "1", "children"),
    ],
)
def test_a_row_that_says_otherwise_than_a_mapping_is_one_line(
    column: str, everybody: str, other: str, heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = OURS + (f"  {column}: [{heading}]\n" if heading != column else "")
    own += f"constants: {{{column}: '{everybody}'}}\n"
    said = ("--mapping", str(tmp_path / "own.yaml"))
    first, *lines = TEMPLATE.splitlines()

    def staff(*cells: str) -> str:
        rows = [f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)]
        return "\n".join([f"{first},{heading}", *rows]) + "\n"

    agreed = ("", everybody, everybody.upper(), "", "", "")
    if column == "student_loan":
        agreed = ("", everybody, everybody, "", "", "")
    assert workforce(tmp_path, staff("", everybody, other, other, "", ""), posts(), *said, own=own) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"staff.csv: row 4, {column}: says other than '{everybody}' (2 rows do), which the column" in line
    assert f"'{other}'" not in line
    # an empty cell is filled, and the same said in other letters is no contradiction
    assert workforce(tmp_path, staff(*agreed), posts(), *said, own=own) == 0
    assert workforce(tmp_path / "alone", TEMPLATE, posts(), "--mapping", str(tmp_path / "own.yaml")) == 0
    assert changes(tmp_path) == changes(tmp_path / "alone")


def test_the_nation_of_everybody_in_the_app_is_held_against_the_posts() -> None:
    offered: Question = {
        "title": "One post",
        "as_at": "2026-11-22",
        "nation": "wales",
        "offers": [{"name": "Manager", "band": "8a", "rota": "monday-to-friday", "pattern": "different"}],
    }
    source = Upload("staff.csv", ESR.encode())
    headings = ESR.splitlines()[0].split(",")
    mapping = guessed(headings)
    columns = {column: names[0] for column, names in mapping.columns.items()}
    for nation, agrees in (("england", False), ("wales", True), (None, True)):
        whole = workforce_question.with_columns(mapping, columns, nation)
        asked = workforce_question.Asked(source, None, whole, offered, None)
        if agrees:
            assert workforce_question.check_rows(asked).used == 6
            continue
        with pytest.raises(Faults, match=r"says nation england for everybody, but posts\.yaml says nation wales"):
            workforce_question.check_rows(asked)


# "Did you mean" is asked only of the same word


NATIONS = ("england", "wales", "scotland", "northern_ireland")
AREAS = ("inner", "outer", "fringe")
STEPS = ("entry", "intermediate", "top")


@pytest.mark.parametrize(
    ("word", "valid", "meant"),
    [
        ("Plan 3", STUDENT_LOANS, None),  # which is the postgraduate loan
        ("plan_6", STUDENT_LOANS, None),
        ("Plan 22", STUDENT_LOANS, None),
        ("Plan 2", STUDENT_LOANS, "plan_2"),
        ("PLAN-2", STUDENT_LOANS, "plan_2"),
        ("postgrad", STUDENT_LOANS, "postgraduate"),
        ("post graduate", STUDENT_LOANS, "postgraduate"),
        ("undergraduate", STUDENT_LOANS, None),
        ("None", AREAS, None),
        ("no", AREAS, None),
        ("other", AREAS, None),
        ("Inner ", AREAS, "inner"),
        ("innner", AREAS, "inner"),
        ("Ireland", NATIONS, None),
        ("Republic of Ireland", NATIONS, None),
        ("Shetland", NATIONS, None),
        ("Finland", NATIONS, None),
        ("Northern England", NATIONS, None),
        ("Northern Ireland", NATIONS, "northern_ireland"),
        ("Englnad", NATIONS, "england"),
        ("Scottland", NATIONS, "scotland"),
        ("Nationality", COLUMNS, None),
        ("Stepdown", COLUMNS, None),
        ("Pension", COLUMNS, None),
        ("Unsocial hours £", COLUMNS, None),
        ("Long-term premium", COLUMNS, "long_term_premium"),
        ("whole_time_equivelant", COLUMNS, "whole_time_equivalent"),
        ("Section 3", ("section_2", "annex_5"), None),
        ("Section 2", ("section_2", "annex_5"), "section_2"),
        ("Annex 21", ("section_2", "annex_5"), None),
        ("8e", BANDS, None),
        ("8 A", BANDS, "8a"),
        ("9a", BANDS, None),
        ("bottom", STEPS, None),
        ("tpo", STEPS, "top"),
        ("stepp", ("steps",), "steps"),
        ("ambulance-two-week", ("ambulance-ten-week",), None),
        ("ambulance-tne-week", ("ambulance-ten-week",), "ambulance-ten-week"),
        ("operations-manager-8b", ("operations-manager-8a",), None),
        ("operations-manager-8x", ("operations-manager-8a",), "operations-manager-8a"),  # which is no band
        ("operations-manger-8a", ("operations-manager-8a",), "operations-manager-8a"),
        ("monday-to-friday-37h", ("monday-to-friday-36h",), None),
        ("monday-to-sunday", ("monday-to-friday",), None),
        ("Jan 2026", ("Jun 2026", "Leavers"), None),
        ("June", ("July",), None),
        ("Weast Site", ("East Site", "North Site"), "East Site"),
        ("West Site", ("East Site", "North Site"), None),
        ("day rota", ("night rota",), None),
        ("female_staff", ("male_staff",), None),
        ("plan_x", ("plan_a", "plan_b"), None),  # as near to the one as to the other
    ],
)
def test_a_hint_is_given_only_for_the_same_word(word: str, valid: Sequence[str], meant: str | None) -> None:
    assert likeness(word, valid) == meant
    assert nearest(word, valid) == (f"did you mean '{meant}'?" if meant else f"one of: {', '.join(valid)}")


def test_no_valid_word_is_taken_for_another() -> None:
    vocabularies = (NATIONS, AREAS, STEPS, STUDENT_LOANS, BANDS, (*COLUMNS, *GROUPS), JOB_COLUMNS, shipped_rotas())
    for names in vocabularies:
        for name in names:
            others = [other for other in names if other != name]
            assert likeness(name, others) is None, name


def test_hints_are_the_same_behind_every_door(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff = TEMPLATE.replace("unsocial_hours_payment", "unsocial_hours_payment,student_loan,high_cost_area,nation")
    lines = staff.splitlines()
    rows = [f"{line},{cells}" for line, cells in zip(lines[1:], ("Plan 3,,", ",Central,", ",,Ireland"), strict=False)]
    assert workforce(tmp_path, "\n".join([lines[0], *rows, *(f"{line},,," for line in lines[4:])]), posts()) == 0
    assert listed(tmp_path) == [
        ("30000001", "student_loan", f"'Plan 3' is not a student loan; one of: {', '.join(STUDENT_LOANS)}"),
        ("30000002", "high_cost_area", "'Central' is not a high cost area; one of: inner, outer, fringe"),
        ("30000003", "nation", "'Ireland' is not a nation; one of: england, wales, scotland, northern_ireland"),
    ]
    jobs = tmp_path / "jobs.csv"
    jobs.write_text("id,as_at,band,step,Nationality\nA,2026-11-22,6,top,British\n", encoding="utf-8")
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(
        "title: A\nas_at: 2026-11-22\nnation: ireland\nnationality: x\nperson: {student_loan: plan_3}\n"
        "current: {band: '6', step: top}\noffers: [{band: 8a, pattern: different}]\n",
        encoding="utf-8",
    )
    capsys.readouterr()
    assert main(["check", str(jobs), str(scenario)]) == 2
    out, said = capsys.readouterr()
    assert "jobs.csv: Column not used: 'Nationality'." in out
    assert said.count("'nationality'") == said.count("'plan_3'") == 1
    assert "did you mean" not in said
    with pytest.raises(SystemExit):
        main(["rota", "monday-to-friday", "--nation", "ireland"])
    assert "'ireland' is not known; one of: england, wales, scotland, northern_ireland" in capsys.readouterr().err


def test_a_heading_is_guessed_only_where_it_is_the_same_word() -> None:
    headings = ["Assignment Number", "Payscale", "Step", "FTE", "Nationality", "Unsocial hours £", "Sexx", "rotas"]
    found = guessed(headings).columns
    assert found["rota"] == ["rotas"]
    assert "Nationality" not in {heading for names in found.values() for heading in names}
    assert "unsocial_hours" not in found


# What one row brings about is a fault of that row


HERE = "id,band,step,whole_time_equivalent,unsocial_hours_payment,nation,tax_residence\n"


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
@pytest.mark.parametrize("away", ["england", "wales", "scotland", "northern_ireland"])
def test_a_row_of_a_nation_where_no_post_holds_is_listed_and_the_others_are_counted(
    nation: str, away: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = HERE + f"1,6,3,1,3000,,\n2,6,3,1,3000,{nation},\n3,6,3,1,3000,{away},\n4,6,3,1,3000,,{away}\n"
    assert workforce(tmp_path, staff, posts(nation)) == 0
    # the week is 37.5 hours, in Scotland 36: the rota of the one is none of the other
    fits = (nation == "scotland") == (away == "scotland")
    assert set(changes(tmp_path)) == ({"1", "2", "3", "4"} if fits else {"1", "2", "4"})
    if fits:
        assert listed(tmp_path) == []
        return
    ((identity, column, words),) = listed(tmp_path)
    assert (identity, column) == ("3", "nation")
    hours = ("36.00", "37.50") if nation == "scotland" else ("37.50", "36.00")
    assert words.startswith(f"the posts do not hold for {away}: offers.0.rota, line 5: averages {hours[0]} paid hours")
    assert f"but the contract is {hours[1]}" in words
    assert f"Some rows are left out: the posts do not hold for {away}: offers.0.rota" in answer(tmp_path)
    # the people counted are those of the list without that row
    assert workforce(tmp_path / "without", "\n".join(staff.splitlines()[:3]), posts(nation)) == 0
    assert {key: changes(tmp_path)[key] for key in ("1", "2")} == changes(tmp_path / "without")
    # and a check says the same of the same row
    capsys.readouterr()
    assert main(["check", str(tmp_path / "staff.csv"), str(tmp_path / "posts.yaml")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(f"row 4, nation: {words}")


def test_a_row_where_posts_lack_what_is_asked_there_is_listed(tmp_path: Path) -> None:
    # in Scotland the first higher point is given, and nobody asks whether the pattern is the same
    offered = posts("scotland").replace("rota: scotland-monday-to-friday-36h, pattern: different", "step: entry")
    staff = HERE + "1,6,3,1,3000,,\n2,6,3,1,3000,,\n3,6,3,1,3000,england,\n"
    assert workforce(tmp_path, staff, offered) == 0
    assert set(changes(tmp_path)) == {"1", "2"}
    ((identity, column, words),) = listed(tmp_path)
    assert (identity, column) == ("3", "nation")
    assert words.startswith("the posts do not hold for england: offers.0.pattern, line 5: missing: say whether")


def test_a_policy_that_does_not_hold_where_a_row_is_leaves_out_that_row(tmp_path: Path) -> None:
    policies = "policies:\n  - {name: In force}\n  - {name: Office rota, change: {offers.0.rota: monday-to-friday}}\n"
    staff = HERE + "1,6,3,1,3000,,\n2,6,3,1,3000,,\n3,6,3,1,3000,scotland,\n"
    offered = posts("england").replace("rota: monday-to-friday, ", "")
    said = ("--policies", str(tmp_path / "policies.yaml"))
    assert workforce(tmp_path, staff, offered, *said, policies=policies) == 0
    ((identity, column, words),) = listed(tmp_path)
    assert (identity, column) == ("3", "nation")
    assert words.startswith("the posts do not hold for scotland: policies.1.change.offers.0.rota")


def test_a_list_of_which_no_row_has_a_post_is_refused_saying_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert workforce(tmp_path, HERE + "1,6,3,1,3000,scotland,\n", posts("england")) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "staff.csv: no row can be used; row 2, nation: the posts do not hold for scotland: offers.0.rota" in line


OWES = (
    "deductions come to more than pay in the post held or in one that is open; check the salary sacrifice, the pension"
    " contribution and the rates"
)
SACRIFICES = {
    # id: band, basic pay, salary sacrifice
    "nothing": ("6", "", ""),
    "a little": ("6", "", "2000"),
    "more than band 8a pays": ("6", "900000", "600000"),
    "not offered band 8a": ("9", "900000", "600000"),
}


@pytest.mark.parametrize(
    ("nation", "maintained"), [("england", True), ("wales", False), ("scotland", False), ("northern_ireland", False)]
)
def test_a_sacrifice_that_a_post_cannot_bear_is_a_fault_of_its_row(
    nation: str, maintained: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["id,band,step,basic_pay,whole_time_equivalent,unsocial_hours_payment,salary_sacrifice"]
    lines += [f"{name},{band},top,{basic},1,0,{off}" for name, (band, basic, off) in SACRIFICES.items()]
    lines += [f"B{number},5,top,,1,0," for number in range(3)]
    assert workforce(tmp_path, "\n".join(lines) + "\n", posts(nation)) == 0
    bears = {"nothing", "a little", "B0", "B1", "B2"}
    if maintained:  # whoever is promoted in England keeps the earnings of before (handbook, section 1.18)
        assert set(changes(tmp_path)) == bears | {"more than band 8a pays"}
        assert listed(tmp_path) == []
        return
    assert set(changes(tmp_path)) == bears
    assert listed(tmp_path) == [("more than band 8a pays", "salary_sacrifice", OWES)]
    # a check beside the posts says the same
    capsys.readouterr()
    assert main(["check", str(tmp_path / "staff.csv"), str(tmp_path / "posts.yaml")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(f"staff.csv: row 4, salary_sacrifice: {OWES}")


def test_a_sacrifice_is_set_against_gross_pay_in_staff_lists_as_in_tables_of_jobs(tmp_path: Path) -> None:
    """Half of the top of band 5 is £19,521.50 of basic pay (of £39,043); with £12,000 more £31,521.50 is paid."""
    heads = "id,band,step,whole_time_equivalent,unsocial_hours_payment,salary_sacrifice"
    rows = "A,5,top,0.5,12000,19522", "B,5,top,0.5,12000,25000", "C,5,top,0.5,12000,31522"
    assert workforce(tmp_path, "\n".join([heads, *rows]) + "\n", posts()) == 0
    assert set(changes(tmp_path)) == {"A", "B"}
    assert [(name, column) for name, column, _ in listed(tmp_path)] == [("C", "salary_sacrifice")]
    jobs = tmp_path / "jobs.csv"
    jobs.write_text("\n".join([f"{heads},as_at", *(f"{row},2026-11-22" for row in rows)]) + "\n", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        people_tables.check(jobs)
    assert [str(fault) for fault in caught.value.faults] == [
        f"{jobs}: row 4, salary_sacrifice: is more than the gross pay"
    ]


def test_a_sacrifice_that_the_pay_now_cannot_bear_is_a_fault_of_its_row(tmp_path: Path) -> None:
    staff = TEMPLATE.replace("payment\n", "payment,salary_sacrifice\n").replace(",3000\n", ",0,\n")
    whole = staff + "P,6,3,1,0,46000\n"  # of 48,117: a contribution of 10.7% of all of it is more than what is left
    switch = "switches: {salary_sacrifice_lowers_pensionable_pay: no}\n"
    assert workforce(tmp_path, whole, posts() + switch) == 0
    assert listed(tmp_path) == [("P", "salary_sacrifice", OWES)]
    assert workforce(tmp_path / "without", staff, posts() + switch) == 0
    assert changes(tmp_path) == changes(tmp_path / "without")


def test_a_policy_that_takes_more_than_pay_is_no_fault_of_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rates = "scales.income-tax.0.rate: 100%, scales.national-insurance-employee.main_rate: 100%"
    policies = f"policies:\n  - {{name: In force}}\n  - {{name: All of it, change: {{{rates}}}}}\n"
    said = ["--policies", str(tmp_path / "policies.yaml")]
    assert workforce(tmp_path, TEMPLATE, posts(), *said, policies=policies) == 2
    assert not (tmp_path / "out").exists()
    assert "deductions come to more than pay for 6 of the people" in capsys.readouterr().err


@pytest.mark.parametrize("day", ["2024-06-01", "2026-11-22"])
def test_no_single_row_ends_a_run(day: str, tmp_path: Path) -> None:
    odd = [
        {"nation": nation, **more}
        for nation in NATIONS
        for more in (
            *({"tax_residence": residence} for residence in NATIONS),
            *({"band": band} for band in BANDS),
            *({"band": band, "overtime_hours_a_year": "100"} for band in BANDS),
            *({"band": band, "saturday_night_hours_a_year": "99", "unsocial_hours_payment": ""} for band in BANDS),
            *({"band": band, "annex_5_percent": "25%", "unsocial_hours_payment": ""} for band in BANDS),
            *({"high_cost_area": area} for area in AREAS),
            *({"student_loan": loan} for loan in STUDENT_LOANS),
            {"rota": "ambulance-ten-week", "unsocial_hours": "annex_5", "unsocial_hours_payment": ""},
            {"basic_pay": "1000000", "children": "20"},
            {"basic_pay": "1000", "salary_sacrifice": "999"},
            {"sickness_absence": "1"},
        )
    ]
    sound = {"band": "6", "step": "top", "whole_time_equivalent": "1", "unsocial_hours_payment": "0"}
    rows = [{"id": f"P-{number}", **sound, **more} for number, more in enumerate([{}, {}, {}, *odd])]
    names = list(dict.fromkeys(name for row in rows for name in row))
    staff = "\n".join([",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]) + "\n"
    assert workforce(tmp_path, staff, posts("england").replace("2026-11-22", day)) == 0
    assert {"P-0", "P-1", "P-2"} <= set(changes(tmp_path))
    everybody = set(changes(tmp_path)) | {identity for identity, _, _ in listed(tmp_path)}
    assert {row["id"] for row in rows if row["band"] != "9"} <= everybody | {
        row["id"] for row in rows if row["band"] in ("8a", "8b", "8c", "8d")
    }


# A column that is not used leaves nobody out; one that says who is in post is used or named


def with_column(heading: str, *cells: str, staff: str = TEMPLATE) -> str:
    """A list with one column more, whose cells come round again."""
    first, *lines = staff.splitlines()
    rows = [f"{line},{cells[number % len(cells)]}" for number, line in enumerate(lines)]
    return "\n".join([f"{first},{heading}", *rows]) + "\n"


@pytest.mark.parametrize(
    "heading", ["increment_date", "Increment Date", "NI Number", "Position Title", "Notes", "Date Of Birth"]
)
@pytest.mark.parametrize("staff", [TEMPLATE, ESR])
def test_what_a_column_holds_that_nothing_uses_leaves_nobody_out(heading: str, staff: str, tmp_path: Path) -> None:
    odd = ("2027-04-01 00:00:00", "46113", "April", "#REF!", "=B2", "31/02/2027")
    assert workforce(tmp_path, with_column(heading, *odd, staff=staff), posts()) == 0
    assert listed(tmp_path) == []
    assert workforce(tmp_path / "without", staff, posts()) == 0
    assert changes(tmp_path) == changes(tmp_path / "without")


def test_a_column_that_is_grouped_by_alone_is_read_as_words(tmp_path: Path) -> None:
    staff = with_column("increment_date", "April", "May")
    assert workforce(tmp_path, staff, posts(), "--by", "increment_date", "--internal") == 0
    assert "By increment date" in answer(tmp_path)
    assert len(changes(tmp_path)) == 6


@pytest.mark.parametrize("esr", [True, False])
@pytest.mark.parametrize("none", ["-", "n/a", "N/A", "None", "NIL", "?", "\u2014", "TBC", "unknown"])
def test_what_says_that_there_is_no_id_is_no_id(none: str, esr: bool, tmp_path: Path) -> None:
    staff = (ESR if esr else TEMPLATE).replace("30000002", none).replace("30000003", none)
    assert workforce(tmp_path, staff, posts()) == 0
    assert listed(tmp_path) == [("", "id", "missing")] * 2
    assert len(changes(tmp_path)) == 4


@pytest.mark.parametrize("column", sorted(set(POUNDS) & set(COLUMNS)))
def test_a_part_of_a_pound_a_year_is_listed(column: str, tmp_path: Path) -> None:
    paid = column == "unsocial_hours_payment"
    first = TEMPLATE.splitlines()[0] + ("" if paid else f",{column}")
    cells = ["0.25", "0", "1", ".05", "0.999"]
    rows = [f"{number},6,3,1,{cell if paid else f'0,{cell}'}" for number, cell in enumerate(cells)]
    staff = "\n".join([first, *rows]) + "\n"
    assert workforce(tmp_path, staff, posts()) == 0
    words = "'{}' would be £{} a year; give pounds a year, not a part of 1"
    expected = [("0", column, words.format("0.25", "0.25")), ("3", column, words.format(".05", "0.05"))]
    assert listed(tmp_path) == [*expected, ("4", column, words.format("0.999", "0.999"))]
    assert set(changes(tmp_path)) == {"1", "2"}


def test_a_plan_that_is_missing_beside_another_is_listed(tmp_path: Path) -> None:
    first, *lines = TEMPLATE.splitlines()
    plans = ("plan_2", "plan_2+", "+plan_2", "plan_1++plan_2", "+", "")
    rows = [f"{line},{plan}" for line, plan in zip(lines, plans, strict=True)]
    assert workforce(tmp_path, "\n".join([f"{first},student_loan", *rows]) + "\n", posts()) == 0
    assert [words for _, _, words in listed(tmp_path)] == [f"'{plan}' lacks a plan beside +" for plan in plans[1:5]]


def test_a_heading_that_could_be_the_same_column_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *lines = ESR.splitlines()
    staff = "\n".join([f"{first},Contracted FTE,Role", *(f"{line},0.5,Nurse" for line in lines)]) + "\n"
    said = (
        "'FTE' is read as whole_time_equivalent, and 'Contracted FTE' is not: name the right one in a column mapping."
    )
    assert workforce(tmp_path, staff, posts()) == 0
    assert said in answer(tmp_path)
    assert "'Role'" not in answer(tmp_path)  # which only groups people
    capsys.readouterr()
    assert main(["check", str(tmp_path / "staff.csv")]) == 0
    assert said in capsys.readouterr().out
    assert workforce(tmp_path / "one", ESR, posts()) == 0
    assert "is read as" not in answer(tmp_path / "one")


@pytest.mark.parametrize("role", ["Apprentice nurse", "Trainee ODP", "Pre-reg", "Student Midwife", "Nurse (Annex 21)"])
@pytest.mark.parametrize("headings", ["esr", "template"])
def test_a_role_of_somebody_who_learns_is_told_of(role: str, headings: str, tmp_path: Path) -> None:
    staff = ESR.replace("HCSW", role)
    if headings == "template":
        staff = with_column("job_role", "Nurse", "Nurse", "Nurse", "Nurse", "Nurse", role)
    assert workforce(tmp_path, staff, posts()) == 0
    known = headings == "esr" and re.search(
        "nurse|midwife", role, re.IGNORECASE
    )  # of a profession: listed, not counted
    assert len(changes(tmp_path)) == (5 if known else 6)
    (word,) = re.findall(r"apprentice|trainee|pre-reg|student|annex 21", role.lower())
    heading = "Job Role" if headings == "esr" else "job_role"
    assert f"The column '{heading}' names people who learn ({word}): those who count" in answer(tmp_path)
    assert workforce(tmp_path / "none", ESR, posts()) == 0
    assert "people who learn" not in answer(tmp_path / "none")


IN_POST = (
    *("Status", "Assignment Status", "asg_status", "Employee Status Description", "Leaver", "Leaving Date"),
    *("Termination Date", "Assignment End Date", "Date Left", "Career Break", "Asg Type Of Contract", "Active Flag"),
    *("Emp Status", "Working Status", "Status of Assignment", "Current?", "Live", "In Post?", "Absence Type"),
    *(
        "Seconded",
        "Secondment In/Out",
        "Mat Leave",
        "Long Term Sick",
        "Date Left Trust",
        "FTC End",
        "Last Day of Service",
    ),
    *(
        "Worker Type",
        "Employment Category",
        "Bank/Substantive",
        "Bank Flag",
        "Primary Assignment",
        "Vacancy",
        "Filled/Vacant",
    ),
)


@pytest.mark.parametrize("heading", IN_POST)
def test_a_column_that_says_who_is_in_post_is_named(
    heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = with_column(heading, "Active Assignment", "Career Break")
    assert workforce(tmp_path, staff, posts()) == 0
    assert len(changes(tmp_path)) == 6
    assert f"The column '{heading}' says" in answer(tmp_path)
    assert "is not used: every row counts." in answer(tmp_path)
    capsys.readouterr()
    assert main(["check", str(tmp_path / "staff.csv")]) == 0
    first, *_, told = capsys.readouterr().out.splitlines()
    assert first.endswith("staff list (column mapping 'template', 6 rows), no fault found")
    assert f": The column '{heading}' says" in told


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Marital Status",
            "Vaccination Status",
            "Start Date",
            "Site",
            "Nationality",
            "Registration Status",
            "Bank Holiday",
        ),
        *(
            "Visa Status",
            "Staff Side",
            "Ward Type",
            "Left Handed",
            "Post Title",
            "Contract",
            "Tax Status",
            "Living Wage",
        ),
    ],
)
def test_a_column_that_says_something_else_is_not_named(heading: str, tmp_path: Path) -> None:
    assert workforce(tmp_path, with_column(heading, "a", "b"), posts()) == 0
    assert "is not used" not in answer(tmp_path)


def test_a_column_that_says_who_is_in_post_is_used_by_the_posts(tmp_path: Path) -> None:
    staff = with_column("Status", "Active Assignment", "Career Break", "active assignment")
    only = ", open_to: {Status: [Active Assignment]}"
    assert workforce(tmp_path, staff, posts(more=only)) == 0
    assert set(changes(tmp_path)) == {"30000001", "30000003", "30000004", "30000006"}
    assert "is not used" not in answer(tmp_path)
    # where one post of two uses it, the other is named
    second = posts(more=only) + "  - {name: Team leader, band: '7', rota: monday-to-friday, pattern: different}\n"
    assert workforce(tmp_path / "two", staff, second) == 0
    assert "is not used for Team leader: every row counts." in answer(tmp_path / "two")


def test_the_app_names_a_column_that_says_who_is_in_post() -> None:
    source = Upload("staff.csv", with_column("Status", "Active Assignment", "Career Break").encode())
    offered: Question = {"title": "x", "as_at": "2026-11-22", "nation": "england", "offers": []}
    found = workforce_question.check_rows(
        workforce_question.Asked(source, None, load_mapping("template"), offered, None)
    )
    (said,) = [words for words in found.notes if "'Status'" in words]
    assert "is not used" in said
    assert said in [block.text for block in quality_blocks(found, {}) if isinstance(block, Paragraph)]


# A percentage below 1 needs its sign, behind every door


PART_OF_1 = "'0.25' would be 0.25%; a percentage kept by a spreadsheet as a part of 1? Write 25%"
PENCE = "'0.05' would be £0.05 a year; a percentage kept by a spreadsheet as a part of 1? Write 5%"
MOVE = """title: A
as_at: 2026-11-22
nation: england
current: {{band: '6', step: top, unsocial_hours: annex_5, annex_5_percent: {annex}, on_call: {{percent: {call}}}}}
offers:
  - {{name: Manager, band: 8a, pattern: different, long_term_premium: {premium}}}
policies:
  - {{name: In force}}
  - {{name: A premium, change: {{{path}: {value}}}}}
"""
SOUND = {"annex": "25%", "call": "4.5%", "premium": "5%", "path": "offers.0.long_term_premium", "value": "6%"}


def move(folder: Path, **changed: str) -> Path:
    path = folder / "scenario.yaml"
    path.write_text(MOVE.format(**{**SOUND, **changed}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changed", "place", "words"),
    [
        ({"annex": "0.25"}, "current.annex_5_percent", PART_OF_1),
        ({"annex": "'0.25'"}, "current.annex_5_percent", PART_OF_1),
        ({"call": "0.25"}, "current.on_call.percent", PART_OF_1),
        ({"premium": "0.05"}, "offers.0.long_term_premium", PENCE),
        ({"value": "0.05"}, "policies.1.change.offers.0.long_term_premium", PENCE),
        ({"path": "current.annex_5_percent", "value": "0.25"}, "policies.1.change.current.annex_5_percent", PART_OF_1),
        ({"path": "award.percent", "value": "0.033"}, "policies.1.change.award.percent", "needs a per cent sign"),
    ],
)
def test_a_percentage_below_1_without_its_sign_is_refused_in_a_scenario(
    changed: dict[str, str], place: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", str(move(tmp_path))]) == 0
    path = move(tmp_path, **changed)
    for command in (["compare", str(path)], ["check", str(path)]):
        capsys.readouterr()
        assert main(command) == 2
        line = capsys.readouterr().err.splitlines()[0]
        assert f"scenario.yaml: {place}, line " in line
        assert words in line


def test_a_percentage_below_1_is_taken_with_its_sign(tmp_path: Path) -> None:
    # 0.5% of basic pay for being on call, and the same as a part of the whole
    assert parsers.percentage("0.5%") == parsers.percentage("0.5 %") == 0.005
    assert parsers.premium("0.5%").share == parsers.premium("0.5 %").share == 0.005
    assert parsers.percentage("0") == parsers.percentage("0%") == parsers.premium("0").pounds == 0
    assert parsers.percentage("1") == 0.01
    assert main(["compare", str(move(tmp_path, call="0.5%", premium="0.5%", annex="0.5%"))]) == 0


def test_a_sweep_refuses_a_percentage_below_1_and_finds_one_between(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = move(tmp_path), tmp_path / "out.csv"
    vary = "current.annex_5_percent=0:0.3:0.05"
    assert main(["sweep", str(path), "--vary", vary, "-o", str(out)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("'0.05' would be 0.05%; a percentage kept by a spreadsheet as a part of 1? Write 5%")
    assert not out.exists()
    for vary in ("current.annex_5_percent=0:25:5", "current.annex_5_percent=0:1:0.25%"):
        assert main(["sweep", str(path), "--vary", vary, "-o", str(out)]) == 0


JOBS = "id,as_at,band,step,annex_5_percent,long_term_premium\n"


@pytest.mark.parametrize("command", ["payslips", "payroll", "check"])
def test_a_percentage_below_1_without_its_sign_is_refused_in_a_table_of_jobs(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "jobs.csv", tmp_path / "out.csv"
    said = [command, str(path), *([] if command == "check" else ["-o", str(out)])]
    head = JOBS.replace("\n", ",tax_code\n" if command == "payroll" else "\n")
    ends = ",1257L" if command == "payroll" else ""
    path.write_text(f"{head}A,2026-11-22,6,top,0.25,0.05{ends}\nB,2026-11-22,6,top,25,5%{ends}\n", encoding="utf-8")
    assert main(said) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(f"row 2, annex_5_percent: {PART_OF_1}")
    assert second.endswith(f"row 2, long_term_premium: {PENCE}")
    path.write_text(f"{head}A,2026-11-22,6,top,25,5%{ends}\n", encoding="utf-8")
    assert main(said) == 0


PERCENTS = "id,band,step,whole_time_equivalent,unsocial_hours_payment,annex_5_percent,unsocial_hours_percent"


def test_a_percentage_below_1_without_its_sign_is_listed_in_a_staff_list(tmp_path: Path) -> None:
    staff = f"{PERCENTS},long_term_premium\n1,6,3,1,,0.25,,\n2,6,3,1,,,0.25,\n3,6,3,1,0,,,0.05\n"
    staff += "4,6,3,1,,25,,\n5,6,3,1,,,25 %,5%\n"
    assert workforce(tmp_path, staff, posts()) == 0
    expected = [
        ("1", "annex_5_percent", PART_OF_1),
        ("2", "unsocial_hours_percent", PART_OF_1),
        ("3", "long_term_premium", PENCE),
    ]
    assert listed(tmp_path) == expected
    # a number of a Parquet file is a number that was typed
    table = pd.read_csv(tmp_path / "staff.csv", dtype={"band": str, "step": str, "id": str})
    table["unsocial_hours_percent"] = [None, 0.25, None, None, 25.0]
    out = io.BytesIO()
    table.to_parquet(out)
    assert workforce(tmp_path / "parquet", out.getvalue(), posts(), name="staff.parquet") == 0
    assert listed(tmp_path / "parquet") == expected
    assert changes(tmp_path / "parquet") == changes(tmp_path)


def book(cells: Sequence[Sequence[Any]], then: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook of one sheet; a pair is a value and its number format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Staff")
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if isinstance(value, tuple):
                    sheet.write_number(row, column, value[0], made.add_format({"num_format": value[1]}))
                elif value != "":
                    sheet.write(row, column, value)
        if then is not None:
            then(made, sheet)
    return out.getvalue()


@pytest.mark.parametrize("shown", ["0%", "0.00%", "0.0%;[Red]-0.0%", "# ?/?%", "0 %"])
def test_a_cell_that_is_shown_as_a_percentage_is_one(shown: str, tmp_path: Path) -> None:
    heads = PERCENTS.split(",")
    cells: list[Sequence[Any]] = [
        [*heads, "long_term_premium", "sickness_absence"],
        ["1", 6, 3, (1, shown), "", (0.25, shown), "", (0.05, shown), (0.04, shown)],
        ["2", 6, 3, (0.8, shown), "", "", (0.305, shown), "", 0.04],
        ["3", 6, 3, 0.8, "", 0.25, "", "", ""],
        ["4", 6, 3, 1, (0.25, shown), "", "", "", ""],
    ]
    assert workforce(tmp_path, book(cells), posts(), name="staff.xlsx") == 0
    assert listed(tmp_path) == [
        ("3", "annex_5_percent", PART_OF_1),  # typed, in a cell that says nothing of percentages
        ("4", "unsocial_hours_payment", "'25%' is not a number but a percentage"),
    ]
    staff = f"{PERCENTS},long_term_premium,sickness_absence\n1,6,3,1,,25%,,5%,0.04\n2,6,3,0.8,,,30.5%,,4%\n"
    assert workforce(tmp_path / "typed", staff, posts()) == 0
    assert changes(tmp_path) == changes(tmp_path / "typed")


@pytest.mark.parametrize("shown", ['0.00"%"', r"0.00\%", "0.00", "General", "[$£-809]0.00", "0.00_%"])
def test_a_cell_that_only_looks_like_a_percentage_is_none(shown: str, tmp_path: Path) -> None:
    cells: list[Sequence[Any]] = [
        PERCENTS.split(","),
        ["1", 6, 3, 1, "", (0.25, shown), ""],
        ["2", 6, 3, 1, "", (25, shown), ""],
    ]
    assert workforce(tmp_path, book(cells), posts(), name="staff.xlsx") == 0
    assert listed(tmp_path) == [("1", "annex_5_percent", PART_OF_1)]


@pytest.mark.parametrize(
    ("column", "text", "cure"),
    [
        ("unsocial_hours_payment", "2.000,50", "leave out the points, and write one, not a comma, before the decimals"),
        ("unsocial_hours_payment", "20,00", "write a point, not a comma, before the decimals"),
        ("unsocial_hours_payment", "0,800", "write a point, not a comma, before the decimals"),
        ("whole_time_equivalent", "0,8", "write a point, not a comma, before the decimals"),
        ("whole_time_equivalent", "0,800", "write a point, not a comma, before the decimals"),
        ("whole_time_equivalent", "1,000", "write a point, not a comma, before the decimals"),
    ],
)
def test_the_cure_of_a_number_is_that_of_its_column(column: str, text: str, cure: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"'{text}' is not a number; {cure}")):
        number_in(column, text)


# A cell is taken only if the whole of it says one thing


def esr_rows(*bands: str, role: str = "Nurse") -> str:
    lines = [f"{number},{band},1,1,{role},2000" for number, band in enumerate(bands, 1)]
    return "\n".join([ESR.splitlines()[0], *lines]) + "\n"


TAKEN = (
    "Band 6",
    "Review Body Band 6",
    "Non Review Body Band 6",
    "AfC Band 6",
    "NHS Band 6",
    " band 6 ",
    "6",
    "BAND 6",
)
TWO = ("Band 5/6", "Band 5-6", "Band 5 to 6", "Band 5 or Band 6", "Review Body Band 5/6", "5/6", "Band 5 & 6", "5,6")
CHANGED = {
    "Annex 21 Band 6": "Annex 21",
    "Band 6 (Annex 21)": "Annex 21",
    "Band 6 Annex U": "Annex U",
    "Band 6 (protected)": "protected",
    "Band 6 - Pay Protection": "Protection",
    "Trainee Band 6": "Trainee",
    "Band 6 Apprentice": "Apprentice",
    "Student Band 6": "Student",
    "Acting up Band 6": "Acting up",
    "Band 6 acting-up": "acting-up",
    "Band 6 (seconded)": "seconded",
    "Band 6 equivalent": "equivalent",
    "Band 6 spot salary": "spot salary",
    "not Band 6": "not",
    "Former Band 6": "Former",
    "Bank Band 6": "Bank",
}
NOT_ALL_OF_IT = (
    *("Old Band 6", "Temp Band 7", "A/Up Band 7", "T/Band 6", "Whitley Band 6", "Medical Band 6", "Below Band 6"),
    *("Up to Band 6", "Minimum Band 6", "Top of Band 6", "75% of Band 6", "~Band 6", "?Band 6", "<Band 6", "> Band 6"),
    *("No Band 6", "Dev Band 6", "(X) Band 6", "Equals Band 6", "Half Band 6", "Covering Band 7", "Next Band 6"),
)
"""Cells that hold a band and something beside it that may change what it says."""


@pytest.mark.parametrize("headings", ["esr", "template"])
def test_a_band_is_read_only_where_the_whole_cell_says_one(headings: str, tmp_path: Path) -> None:
    cells = ['"5,6"' if text == "5,6" else text for text in (*TWO, *CHANGED)]
    staff = esr_rows("Band 6", *cells)
    if headings == "template":
        rows = [f"{number},{band},1,1,2000" for number, band in enumerate(["Band 6", *cells], 1)]
        staff = "\n".join([TEMPLATE.splitlines()[0], *rows]) + "\n"
    assert workforce(tmp_path, staff, posts()) == 0
    assert set(changes(tmp_path)) == {"1"}
    said = [words for _, column, words in listed(tmp_path) if column == "band"]
    assert len(said) == len(TWO) + len(CHANGED)
    for text, words in zip(TWO, said, strict=False):
        assert words == f"'{text}' holds two bands, 5 and 6; give the one that is paid"
    for (text, word), words in zip(CHANGED.items(), said[len(TWO) :], strict=True):
        assert words.startswith(f"'{text}' holds '{word}': ")
        assert words.endswith("; give the whole cell under values of a column mapping, or correct it")


@pytest.mark.parametrize("headings", ["esr", "template"])
def test_nothing_that_may_change_a_band_stands_beside_it(headings: str, tmp_path: Path) -> None:
    staff = esr_rows("Band 6", "Staff Nurse Band 6", "Physiotherapist MSK - Band 6", *NOT_ALL_OF_IT)
    taken = {"1", "2", "3"}
    if headings == "template":
        rows = [f"{number},{band},1,1,2000" for number, band in enumerate(["6", *NOT_ALL_OF_IT], 3)]
        staff, taken = "\n".join([TEMPLATE.splitlines()[0], *rows]) + "\n", {"3"}
    assert workforce(tmp_path, staff, posts()) == 0
    assert set(changes(tmp_path)) == taken
    assert [(identity, column) for identity, column, _ in listed(tmp_path)] == [
        (str(number), "band") for number in range(4, 4 + len(NOT_ALL_OF_IT))
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5/6", "two bands, 5 and 6"),
        ("Band 5 -> 6", "two bands, 5 and 6"),
        ("5 \u2192 6", "two bands, 5 and 6"),
        ("6; 7", "two bands, 6 and 7"),
        ("Band 8a-b", "two bands, 8a and 8b"),
        ("8 a/8 b", "two bands, 8a and 8b"),
        ("5/6/7", "3 bands, 5, 6 and 7"),
        ("Band 16", ""),  # one number, and no band
        ("66", ""),
        ("6/6", ""),
        ("8a", ""),
        ("Band 5 moving 6", ""),
    ],
)
def test_two_bands_are_told_from_a_number_of_two_digits(text: str, said: str) -> None:
    assert two_bands(text) == (f"'{text}' holds {said}; give the one that is paid" if said else "")


def test_a_band_in_a_usual_dress_is_read(tmp_path: Path) -> None:
    assert workforce(tmp_path, esr_rows(*TAKEN, "Review Body Band 8 - Range A"), posts(more=", step: top")) == 0
    assert set(changes(tmp_path)) == {str(number) for number in range(1, len(TAKEN) + 1)}
    assert len(set(changes(tmp_path).values())) == 1


OWN_BANDS = r"""patterns:
  band:
    - {find: 'band\s*([1-79])\b', write: '\1'}
    - {find: '.*grade ([1-79]).*', write: '\1'}
  step:
    - {find: 'step (\d)', write: '\1'}
    - {find: '^point .*(\d)', write: '\1'}
"""


def test_a_pattern_of_ones_own_is_held_to_the_whole_cell_too(tmp_path: Path) -> None:
    cells = [
        ("Staff Nurse Band 5", "1", ""),
        ("Sister (Ward 7) Band 6", "1", "band"),
        ("Band 5/6 Nurse", "1", "band"),
        ("Student Nurse Band 4", "1", "band"),
        ("Band 6a", "1", "band"),
        ("Nurse Grade 5", "1", ""),
        ("Nurse Grade 5/6", "1", "band"),
        ("Nurse Grade 6 protected", "1", "band"),
        ("5", "step 2", ""),
        ("5", "Step 2.", ""),
        ("5", "step 2 of 3", "step"),
        ("5", "step 2 protected", "step"),
        ("5", "not step 2", "step"),
        ("5", "point 2", ""),
        ("5", "point maybe 2", "step"),
    ]
    rows = [f"{number},{band},{step},1,0" for number, (band, step, _) in enumerate(cells, 1)]
    staff = "\n".join([TEMPLATE.splitlines()[0], *rows]) + "\n"
    assert workforce(tmp_path, staff, posts(), "--mapping", str(tmp_path / "own.yaml"), own=OURS + OWN_BANDS) == 0
    found = {identity: column for identity, column, _ in listed(tmp_path)}
    assert found == {str(number): column for number, (_, _, column) in enumerate(cells, 1) if column}
    assert set(changes(tmp_path)) == {str(number) for number, (_, _, column) in enumerate(cells, 1) if not column}
    # a whole cell that is named under values says what its owner says it does
    own = OURS + OWN_BANDS + "values: {band: {Band 5/6 Nurse: '6'}}\n"
    assert workforce(tmp_path / "named", staff, posts(), "--mapping", str(tmp_path / "named/own.yaml"), own=own) == 0
    assert "3" in changes(tmp_path / "named")


OWN_WORDS = r"""patterns:
  student_loan: [{find: 'plan\s*([1245])', write: 'plan_\1'}]
  high_cost_area: [{find: 'inner', write: inner}]
  in_pension_scheme: [{find: 'nhs pension', write: 'true'}, {find: 'opted out', write: 'false'}]
  whole_time_equivalent: [{find: '0?\.[0-9]+', write: '0.5'}]
  unsocial_hours: [{find: 'section\s*2', write: section_2}]
"""


@pytest.mark.parametrize(
    ("column", "taken", "half"),
    [
        ("student_loan", "Plan 2", ("Not plan 2", "Plan 2 ended", "Plan 2 and Plan 4", "Plan 2 from April")),
        ("high_cost_area", "Inner", ("Outside inner", "Inner or outer", "Inner London", "not inner")),
        ("in_pension_scheme", "NHS Pension", ("Not in NHS pension", "NHS pension, opted out", "NHS pension deferred")),
        ("whole_time_equivalent", "0.5", ("0.5 from May", "0.5 / 0.8")),
        ("unsocial_hours", "Section 2", ("Section 2 or Annex 5", "no section 2", "Section 21")),
    ],
)
def test_no_fixed_word_is_found_within_a_longer_cell(
    column: str, taken: str, half: Sequence[str], tmp_path: Path
) -> None:
    own = OURS + ("" if column == "whole_time_equivalent" else f"  {column}: [{column}]\n") + OWN_WORDS
    first = TEMPLATE.splitlines()[0]
    if column == "whole_time_equivalent":
        rows = [f'{number},6,1,"{text}",0' for number, text in enumerate([taken, *half])]
    else:
        first, rows = f"{first},{column}", [f'{number},6,1,1,0,"{text}"' for number, text in enumerate([taken, *half])]
    staff = "\n".join([first, *rows]) + "\n"
    assert workforce(tmp_path, staff, posts(), "--mapping", str(tmp_path / "own.yaml"), own=own) == 0
    assert set(changes(tmp_path)) == {"0"}
    assert [(identity, where) for identity, where, _ in listed(tmp_path)] == [
        (str(number), column) for number in range(1, len(half) + 1)
    ]


REGISTERED = ", open_to: {profession: [paramedics, physiotherapists, radiographers, dietitians]}"
ROLES = {
    "Paramedic": True,
    "Senior Paramedic": True,
    "Paramedic - Team A": True,
    "Newly Qualified Paramedic": True,
    "Physiotherapist Specialist Practitioner": True,
    "Physiotherapy": True,
    "Dietician": True,
    "Student Paramedic": False,
    "Paramedic (Student)": False,
    "Trainee Paramedic": False,
    "Apprentice Paramedic": False,
    "Paramedic Apprenticeship": False,
    "Pre-registration Physiotherapist": False,
    "Physiotherapy Helper": False,
    "Physiotherapy Assistant": False,
    "Assistant Physiotherapist": False,
    "Physiotherapist Support Worker": False,
    "Physiotherapy Technical Instructor": False,
    "Radiography Department Assistant": False,
    "Secretary to the Dietitians": False,
    "Physiotherapy Team Lead": False,
    "Former Paramedic": False,
    "Paramedic/Physiotherapist": False,
    # the last of several nouns is the one that is meant
    "Paramedic Practitioner": True,
    "Lead Paramedic (Stoke)": True,
    "Paramedic & Team Leader": True,
    "Ambulance Service - Paramedic": True,
    "Paramedic II": True,
    "Specialist Paramedic - Urgent & Emergency Care": True,
    "Advanced Paramedic in Critical Care": True,
    "HART Paramedic (Band 6)": True,
    "Senior Physiotherapist MSK": True,
    "Physiotherapist Older People, Community": True,
    "Radiographer CT/MRI": True,
    "Radiographer (Breast Screening)": True,
    "Radiographer, Interventional": True,
    "Dietitian Diabetes & Paediatrics": True,
    "Paramedic Driver": False,
    "Paramedic Support": False,
    "Paramedic Services Manager": False,
    "Paramedic Lecturer": False,
    "Call Taker (Paramedic Desk)": False,
    "Head of Paramedics": False,
    "Assessor, Paramedics": False,
    "Nurse/Paramedic": False,
    "Paramedic or Nurse": False,
    "Paramedic and Nurse": False,
    "Para-paramedic": False,
    "Non-paramedic": False,
    "Retired Paramedic": False,
    "Vacant - Paramedic": False,
    "Paramedic (left)": False,
    "Paramedic on career break": False,
    "Veterinary Physiotherapist": False,
    "Paramedic?": False,
    "~ Paramedic": False,
    "Paramedic x2": False,
}
"""Roles, and whether somebody with it is one of the profession for sure."""


def test_a_role_is_a_profession_only_where_no_word_changes_it(tmp_path: Path) -> None:
    rows = [f'{number},Band 6,1,1,"{role}",2000' for number, role in enumerate([*ROLES, "Midwife"])]
    staff = "\n".join([ESR.splitlines()[0], *rows]) + "\n"
    assert workforce(tmp_path, staff, posts(more=REGISTERED)) == 0
    assert set(changes(tmp_path)) == {str(number) for number, sure in enumerate(ROLES.values()) if sure}
    said = listed(tmp_path)
    assert [identity for identity, _, _ in said] == [str(n) for n, sure in enumerate(ROLES.values()) if not sure]
    for (_, column, words), role in zip(said, [role for role, sure in ROLES.items() if not sure], strict=True):
        assert column == "profession"
        assert words.startswith(f"'{role}' holds ")


def test_a_role_that_no_post_asks_for_is_a_word_of_its_own_but_a_learner_is_not_paid_by_the_band(
    tmp_path: Path,
) -> None:
    roles = ("Paramedic", "Physiotherapy Helper", "Assistant Physiotherapist", "Paramedic/Physiotherapist")
    learners = ("Student Paramedic", "Trainee Physiotherapist", "Apprentice Paramedic")
    rows = [f"{number},Band 6,1,1,{role},2000" for number, role in enumerate([*roles, *roles, *learners])]
    staff = "\n".join([ESR.splitlines()[0], *rows]) + "\n"
    assert workforce(tmp_path, staff, posts(), "--by", "profession", "--internal") == 0
    assert len(changes(tmp_path)) == 2 * len(roles)
    with (tmp_path / "out" / "groups.csv").open(encoding="utf-8", newline="") as file:
        groups = {row["value"]: row["people"] for row in csv.DictReader(file)}
    assert groups == {role.replace("Paramedic", "paramedics") if role == "Paramedic" else role: "2" for role in roles}
    assert [identity for identity, _, _ in listed(tmp_path)] == ["8", "9", "10"]


def test_the_words_that_change_a_cell_are_data_with_sources() -> None:
    for entry in staff_words().changes:
        assert entry.source
        assert entry.why
    assert all(one.source for one in staff_words().in_post)
    words = {word for entry in staff_words().changes for word in entry.words}
    assert {"student", "trainee", "apprentice", "helper", "assistant", "support-worker", "annex-21"} <= words
    assert {"protected", "acting-up"} <= words


def test_a_mapping_saved_in_the_app_says_the_same() -> None:
    for name in shipped_mappings():
        text = workforce_question.mapping_text(load_mapping(name))
        assert workforce_question.mapping_of_data(parse(text, "mapping.yaml").data, "mapping.yaml") == load_mapping(
            name
        )


NOTHING_SAID = (
    "Assignment Number,Payscale Description,Grade Step,FTE,Unsocial Hours Percent\n"
    "A,Review Body Band 5,1,1,\nB,Review Body Band 6,3,0.5,\nC,Review Body Band 6,3,1,10%\nD,Review Body Band 7,1,1,\n"
)
HELD_BY = {
    # what is said of rows that say nothing: the same said in the list
    "none": ("unsocial_hours_payment", "0"),
    "20%": ("unsocial_hours_percent", "20%"),
    "20 per cent": ("unsocial_hours_percent", "20%"),
    "ambulance-ten-week": ("rota", "ambulance-ten-week"),
}


@pytest.mark.parametrize("what", HELD_BY)
def test_rows_that_say_nothing_of_unsocial_hours_are_taken_as_an_option_says(what: str, tmp_path: Path) -> None:
    assert workforce(tmp_path / "without", NOTHING_SAID, posts()) == 0
    assert set(changes(tmp_path / "without")) == {"C"}
    assert "or say --unsocial-hours-unstated none, 20% or a rota" in listed(tmp_path / "without")[0][2]
    assert workforce(tmp_path / "option", NOTHING_SAID, posts(), "--unsocial-hours-unstated", what) == 0
    assert listed(tmp_path / "option") == []
    assert "Rows that say nothing of unsocial hours are taken to be" in answer(tmp_path / "option")
    column, said = HELD_BY[what]
    rows = [row.split(",") for row in NOTHING_SAID.splitlines()]
    rows = [[*rows[0], column], *([*row, "" if row[-1] else said] for row in rows[1:])]
    if column == "unsocial_hours_percent":
        rows = [rows[0][:-1], *([*row[:-2], row[-2] or row[-1]] for row in rows[1:])]
    assert workforce(tmp_path / "list", "\n".join(map(",".join, rows)) + "\n", posts()) == 0
    assert changes(tmp_path / "option") == changes(tmp_path / "list")
    assert len(changes(tmp_path / "list")) == 4


def test_what_is_no_answer_for_rows_that_say_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for what, words in {
        "20": "'20' is not none, nor a percentage of basic pay such as 20%, nor a rota",
        "120%": "'120%' is not a percentage between 0 and 100",
        "ward": "nor a rota: 'ward' is not a shipped rota",
    }.items():
        assert workforce(tmp_path, NOTHING_SAID, posts(), "--unsocial-hours-unstated", what) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("--unsocial-hours-unstated: ")
        assert words in line
    hours = "id,band,step,whole_time_equivalent,sunday_holiday_hours_a_year\nA,5,1,1,0\nB,6,3,1,100\n"
    assert workforce(tmp_path, hours, posts(), "--unsocial-hours-unstated", "20%") == 0
    assert [identity for identity, *_ in listed(tmp_path)] == ["A"]  # 0 hours were said
