"""Cells and headings as people write them, the same for every reader of tables; what is unsure is said."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files import parsers, vocabulary
from paymodel.files.cell_values import number_in
from paymodel.files.mappings import (
    COLUMNS,
    CONTRACTED_HOURS,
    FULL_TIME_HOURS,
    GROUPS,
    find_mapping,
    guessed,
    load_mapping,
    placed,
    plain_heading,
)
from paymodel.files.our_columns import HeadingsOfList
from paymodel.files.payroll_tables import PAYE
from paymodel.files.people_tables import JOBS, _payslips, check
from paymodel.files.person_values import in_our_words
from paymodel.files.published_tables import EARNINGS, WORKFORCE
from paymodel.files.scales import load_policy
from paymodel.files.staff_lists import pieces, read_part
from paymodel.files.table_rows import each_block
from paymodel.files.uploads import Upload
from paymodel.files.value_types import YesNo
from paymodel.files.vocabulary import other_headings, our_word
from paymodel.files.whole_cells import Words
from paymodel.pay.job import BANDS
from tests.table_files import Cells, text, xlsx

NUMBERS = [
    *(("whole_time_equivalent", text, 0.8) for text in ("0.8 (30/37.5)", "30:00/37:30", "30 hrs / 37.5 hrs")),
    *(("whole_time_equivalent", text, 1) for text in ("1.0 FT", "1 (FT)", "W/T", "1.0000000000000002")),
    ("unsocial_hours_payment", "312.125", 312.125),
    ("whole_time_equivalent", "80%", 0.8),
    ("whole_time_equivalent", "100%", 1.0),
    ("whole_time_equivalent", "FT", 1.0),
    ("whole_time_equivalent", "f/t", 1.0),
    ("whole_time_equivalent", "Full-time", 1.0),
    ("whole_time_equivalent", "Whole time", 1.0),
    ("whole_time_equivalent", "0.6 WTE", 0.6),
    ("unsocial_hours_payment", "£2,000.00", 2000.0),
    ("unsocial_hours_payment", "£ 2,000", 2000.0),
    ("unsocial_hours_payment", "2,000", 2000.0),
    ("unsocial_hours_payment", "1,234,567.5", 1_234_567.5),
    ("unsocial_hours_payment", "2 000", 2000.0),
    ("unsocial_hours_payment", "2\u00a0000.00", 2000.0),
    ("unsocial_hours_payment", "GBP 2000", 2000.0),
    ("unsocial_hours_payment", "£2,000 p.a.", 2000.0),
    ("unsocial_hours_payment", "2000 per annum", 2000.0),
    ("unsocial_hours_payment", "nil", 0.0),
    ("unsocial_hours_payment", "-", 0.0),
    ("unsocial_hours_payment", "\u2013", 0.0),
    ("unsocial_hours_payment", "£ -", 0.0),
    ("unsocial_hours_payment", "(250.00)", -250.0),
    ("unsocial_hours_payment", "250-", -250.0),
    ("unsocial_hours_payment", "-£250", -250.0),
    ("unsocial_hours_payment", "\u2212250", -250.0),
    ("saturday_night_hours_a_year", "312.5 hours", 312.5),
    ("saturday_night_hours_a_year", "1,040 hrs", 1040.0),
    ("children", "none", 0.0),
]
NO_NUMBERS = [
    ("whole_time_equivalent", "0,8", "write a point, not a comma, before the decimals"),
    ("whole_time_equivalent", "1,000", "write a point, not a comma, before the decimals"),
    ("whole_time_equivalent", "PT", "say which part of full time, such as 0.6"),
    ("unsocial_hours_payment", "2,00", "write a point, not a comma, before the decimals"),
    ("unsocial_hours_payment", "2.000,00", "leave out the points"),
    ("unsocial_hours_payment", "£3.000", "could be £3 or £3,000; write 3.00 or 3000"),
    ("unsocial_hours_payment", "12.345", "could be £12.35 or £12,345; write 12.35 or 12345"),
    ("unsocial_hours_payment", "£250 pm", "is not a number of pounds a year"),
    ("whole_time_equivalent", "30 hrs", "is not a number but hours; say of how many, such as 30/37.5"),
    ("whole_time_equivalent", "0.6 (30/37.5)", "is not a number"),
    ("unsocial_hours_payment", "12,34,567", "is not a number"),
    ("unsocial_hours_payment", "£200 a month", "is not a number"),
    ("unsocial_hours_payment", "25%", "but a percentage"),
    ("unsocial_hours_payment", "2000 or 3000", "is not a number"),
    ("unsocial_hours_payment", "n/a", "is not a number"),
    ("saturday_night_hours_a_year", "6 hours a week", "is not a number"),
    ("children", "2 or 3", "is not a number"),
]


@pytest.mark.parametrize(("column", "text", "number"), NUMBERS)
def test_signs_units_dashes_and_thousands_are_read(column: str, text: str, number: float) -> None:
    assert number_in(column, text) == number


@pytest.mark.parametrize(("column", "text", "words"), NO_NUMBERS)
def test_what_could_be_two_numbers_is_none(column: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        number_in(column, text)


BAND_NAMES = [
    *((text, "6") for text in ("6", "B6", "Band 6", "band-6", "AfC 6", "AfC Band 6", "Band 06", "NHS Band 6", "XR06")),
    *((text, "8a") for text in ("8a", "8A", "Band 8(a)", "Band 8 a", "8-a", "Band 8 - Range A", "XR08", "B8a")),
    *((text, "7") for text in ("AfC 7", "XR07", "Agenda for Change Band 7", "Review Body Band 7", "Pay Band 7")),
    *((f"XR{code:02}", band) for code, band in ((9, "8b"), (10, "8c"), (11, "8d"), (12, "9"))),
]


@pytest.mark.parametrize(("text", "band"), BAND_NAMES)
def test_a_band_in_another_dress_is_that_band(text: str, band: str) -> None:
    assert BANDS[parsers.band_code(our_word("band", text))] == band


@pytest.mark.parametrize(
    ("text", "band"),
    [
        *((f"{before}Band 6{after}", "6") for before, after in (("", " - Staff Nurse"), ("RN ", ""), ("HSC AfC ", ""))),
        ("AfC Band 8a Team Lead", "8a"),
        ("Band 5 (Permanent)", "5"),
        ("NHS|XR07", "7"),
        ("A4C Band 7", "7"),
    ],
)
def test_words_beside_a_band_that_change_nothing_are_read_over(text: str, band: str) -> None:
    assert in_our_words("band", Words("band", load_mapping("esr"), asked=False).ours(text)) == band


@pytest.mark.parametrize("text", ["Band 6 Step 3", "Band 6 Top", "Band 5 Nurse Trainee", "Band 6 Bank", "Band 6+"])
def test_words_beside_a_band_that_may_change_it_are_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match="holds"):
        Words("band", load_mapping("esr"), asked=False).ours(text)


@pytest.mark.parametrize("text", ["8", "Band 8", "5/6", "Band 10", "8e", "6+", "VSM", "Consultant", "XR13", "6a"])
def test_what_is_no_band_or_more_than_one_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not a band"):
        parsers.band_code(our_word("band", text))


STEPS = [
    *(
        (text, "6", 1)
        for text in ("entry", "Year 1", "min", "Minimum", "bottom of band", "<2 years", "0-2 years", "1st")
    ),
    *((text, "6", 2) for text in ("intermediate", "Year 2", "Step 2", "Intermediate step point", "2-5 years", "mid")),
    *((text, "6", 3) for text in ("top", "5+ years", "Top step point", "max", "top of band", "Step 3 of 3", "Point 3")),
    *((text, "8a", 3) for text in ("5+ years", "5 years or more", "Top-step point", "MAX")),
    *((text, "2", 2) for text in ("2+ years", "top of scale", "step 2/2")),
    *((text, "6", 1) for text in ("new starter", "min/entry", "Years 0-2", "I")),
    *((text, "6", 2) for text in ("Inc 2", "two", "Step II", "Band 6 step 2")),
    *(
        (text, "6", 3)
        for text in ("Top of Band 6", "over 5 years", "after 5 years", "5+", "Band maximum", "final point")
    ),
]


@pytest.mark.parametrize(("text", "band", "step"), STEPS)
def test_a_step_is_known_by_its_names_and_by_the_years_that_earn_it(text: str, band: str, step: int) -> None:
    """England, 2026-11-22: band 6 and 8a reach their steps at 0, 2 and 5 years, band 2 at 0 and 2 (NHS Employers)."""
    points = load_policy("england", "2026-11-22").pay_points
    assert parsers.step_number(our_word("step", text.lower()), parsers.band_code(band), points, "here") == step


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("16.1", "looks like a point of the pay spine, not a step"),
        ("Year 3", "may be the step of that number, or the one that so many years earn"),
        ("Step 3 of 4", "band 6 has 3 steps in here, not 4"),
        ("2+ years", "is not the wait for one step: band 6 reaches its steps at 0, 2, 5 years"),
        ("1-3 years", "is not the wait for one step"),
        ("29", "band 6 has no step 29 in here: it has steps 1 to 3"),
        ("senior", "is not a step"),
    ],
)
def test_a_step_that_could_be_two_is_none(text: str, words: str) -> None:
    points = load_policy("england", "2026-11-22").pay_points
    with pytest.raises(ValueError, match=words):
        parsers.step_number(our_word("step", text.lower()), parsers.band_code("6"), points, "here")


WORDS = [
    ("nation", "Northern Ireland", "northern_ireland"),
    ("nation", "N. Ireland", "northern_ireland"),
    ("nation", "NHS Scotland", "scotland"),
    ("student_loan", "Plan 2", "plan_2"),
    ("student_loan", "PLAN-5", "plan_5"),
    ("student_loan", "Postgraduate Loan", "postgraduate"),
    ("student_loan", "Plan 2 + PGL", "plan_2+postgraduate"),
    ("student_loan", "Plan 1 and Postgraduate", "plan_1+postgraduate"),
    ("high_cost_area", "Inner London", "inner"),
    ("high_cost_area", "London fringe", "fringe"),
    ("in_pension_scheme", "Opted Out", "false"),
    ("in_pension_scheme", "Member", "true"),
    ("in_pension_scheme", "Y", "true"),
    ("marriage_allowance", "yes", "true"),
    ("tax_residence", "Cymru", "wales"),
    ("high_cost_area", "High Cost Area Supplement - Inner London", "inner"),
    ("high_cost_area", "HCAS Outer 15%", "outer"),
    ("high_cost_area", "-", ""),
    ("high_cost_area", "Rest of England", ""),
    ("student_loan", "SLC Plan 2", "plan_2"),
    ("student_loan", "-", ""),
    ("in_pension_scheme", "HSC Pension Scheme 2015", "true"),
    ("in_pension_scheme", "Auto-enrolled", "true"),
    ("in_pension_scheme", "Non-superannuable", "false"),
    ("annex_5_percent", "-", "0%"),
]


@pytest.mark.parametrize(("column", "text", "same"), WORDS)
def test_a_table_of_jobs_pays_other_words_as_it_pays_ours(column: str, text: str, same: str, tmp_path: Path) -> None:
    lines = {}
    for name, word in (("other", text), ("ours", same)):
        table, out = tmp_path / f"{name}.csv", tmp_path / f"{name}-out.csv"
        table.write_text(f'id,as_at,band,step,{column}\nA,2026-11-22,6,top,"{word}"\n', encoding="utf-8")
        assert main(["payslips", str(table), "-o", str(out)]) == 0
        lines[name] = out.read_text(encoding="utf-8")
    assert lines["other"] == lines["ours"]


def test_a_table_of_jobs_reads_numbers_and_headings_as_a_staff_list_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, other = tmp_path / "plain.csv", tmp_path / "other.csv"
    plain.write_text(
        "id,as_at,band,step,whole_time_equivalent,other_pay\nA,2026-11-22,6,3,0.8,2000\n", encoding="utf-8"
    )
    other.write_text(
        'Employee No,As at,AfC Band,Pay Point,Contracted WTE,Other pay\nA,2026-11-22,Band 6,max,80%,"£2,000 p.a."\n',
        encoding="utf-8",
    )
    for path in (plain, other):
        assert main(["payslips", str(path), "-o", str(path.with_suffix(".parquet"))]) == 0
    assert plain.with_suffix(".parquet").read_bytes() == other.with_suffix(".parquet").read_bytes()
    plain.write_text("id,as_at,band,step,other_pay\nA,2026-11-22,6,3,0.25\n", encoding="utf-8")
    assert main(["payslips", str(plain), "-o", str(other)]) == 2
    assert "'0.25' would be £0.25 a year; give pounds a year, not a part of 1" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["y", "Y", "yes", "true", "1", "n", "No", "false", "0"])
def test_yes_and_no_are_the_same_in_scenarios_and_tables(word: str) -> None:
    assert bool(YesNo.read(word)) == parsers.yes_no(word)


@pytest.mark.parametrize(
    "headings",
    [
        ["Staff No", "AfC Band", "Spine Point", "Contracted WTE", "Job Role", "Unsocial hours £"],
        ["Payroll Number", "AfC Band", "Pay Point", "Contracted WTE", "Job Role", "Unsocial Hours Payment"],
        ["employee_id", "PAY-BAND", "Step Point", "f.t.e.", "role", "Annual Enhancements"],
        [
            "Asg No",
            "Salary Band",
            "Grade Step Point",
            "F/T Equiv",
            "Role",
            "Unsocial Hours Payment (12 months to Oct 2026)",
        ],
        ["Pay No", "AfC Banding", "Point on Band", "WTE (0.00-1.00)", "Job Role", "USH Annual Value"],
        ["Staff ID", "Grade", "Increment Point", "Full Time Equivalent", "ROLE", "unsocial £"],
    ],
)
def test_headings_in_other_words_are_found_by_the_command_line_and_by_the_app(headings: list[str]) -> None:
    wanted = ["id", "band", "step", "whole_time_equivalent", "job_role", "unsocial_hours_payment"]
    mapping = load_mapping(find_mapping(HeadingsOfList(headings), Path("s.csv")))
    assert {column: placed(mapping, headings)[column] for column in wanted} == dict(zip(wanted, headings, strict=True))
    assert {column: guessed(headings).columns[column] for column in wanted} == {
        column: [heading] for column, heading in zip(wanted, headings, strict=True)
    }


def test_a_sign_says_which_column_is_meant() -> None:
    headings = ["Staff No", "Band", "Step", "FTE", "Unsocial Hours %"]
    found = guessed(headings).columns
    assert found["unsocial_hours_percent"] == ["Unsocial Hours %"]
    assert "unsocial_hours_payment" not in found
    assert "unsocial_hours" not in found


def test_no_other_name_stands_for_two_columns_and_each_column_is_ours() -> None:
    shipped = vocabulary._shipped()
    of_people = {*COLUMNS, *GROUPS, *JOBS.columns, *PAYE.columns, "basis", FULL_TIME_HOURS, CONTRACTED_HOURS}
    of_averages = {*EARNINGS, *WORKFORCE}
    known = of_people | of_averages
    assert {entry.column for entry in shipped.headings} <= known
    assert {column for entry in shipped.words for column in entry.columns} <= known
    for columns in (of_people, of_averages):  # no table is of both
        names = [plain_heading(name) for entry in shipped.headings if entry.column in columns for name in entry.also]
        assert len(set(names)) == len(names)
    said = [
        (column, plain_heading(word), entry.means)
        for entry in shipped.words
        for column in entry.columns
        for word in entry.also
    ]
    assert len({(column, word) for column, word, _ in said}) == len({*said})
    assert "FTE" in other_headings("whole_time_equivalent")


CODES = [
    *((f"1257L{basis}", "month1") for basis in (" M1", "M1", " W1", " X", "X", " W1/M1", " wk1/mth1", " (M1)", "/1")),
    *((f"1257L{basis}", "month1") for basis in (" noncum", " Non-Cumulative", " Month 1", " Mth1", " - M1")),
    *((f"{code} M1", "month1") for code in ("S1257L", "C1257L", "BR", "0T", "D0", "K500", "SD1")),
    *((f"1257L{basis}", "cumulative") for basis in (" Cumul", " cumulative", " C", " Cum")),
    *((f"{basis}1257L", "month1") for basis in ("M1 ", "W1/M1 ", "Wk1/", "Mth1: ")),
    ("1257L", "cumulative"),
]


def test_a_tax_code_is_read_with_its_basis_in_every_form_of_a_payslip(tmp_path: Path) -> None:
    table, out = tmp_path / "jobs.csv", tmp_path / "out.csv"
    rows = "".join(f"{number},2026-11-22,6,top,{code}\n" for number, (code, _) in enumerate(CODES))
    table.write_text(f"id,as_at,band,step,tax_code\n{rows}", encoding="utf-8")
    assert main(["payroll", str(table), "-o", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        basis = {int(row["id"]): row["basis"] for row in csv.DictReader(file)}
    assert [basis[number] for number in range(len(CODES))] == [expected for _, expected in CODES]


def test_a_code_and_a_basis_that_differ_are_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "jobs.csv"
    table.write_text("id,as_at,band,step,tax_code,basis\nA,2026-11-22,6,top,1257L M1,Cumul\n", encoding="utf-8")
    assert main(["payroll", str(table), "-o", str(tmp_path / "out.csv")]) == 2
    assert "row 2, basis: says cumulative, and the tax code says month1; give one of them" in capsys.readouterr().err
    scenario = ["payroll", "paramedic-to-operations-manager", "--format", "csv"]
    assert main([*scenario, "--tax-code", "1257L M1"]) == 0
    first = capsys.readouterr().out
    assert main([*scenario, "--tax-code", "1257L", "--month-1"]) == 0
    assert capsys.readouterr().out == first


def test_words_of_ones_own_go_first(tmp_path: Path) -> None:
    own = tmp_path / "words.yaml"
    own.write_text(
        "title: Ours\nheadings: [{column: band, also: [Tier], source: our trust}]\n"
        "words: [{columns: [step], means: top, also: [mature], source: our trust}]\n",
        encoding="utf-8",
    )
    with vocabulary.own_words(str(own)):
        assert our_word("step", "Mature") == "top"
        assert other_headings("band")[0] == "Tier"
    assert our_word("step", "Mature") == "Mature"
    own.write_text("title: Ours\nwords: [{columns: [step], means: top, also: []}]\n", encoding="utf-8")
    with pytest.raises(Faults), vocabulary.own_words(str(own)):
        pass  # pragma: no cover


def test_contracted_hours_of_full_time_hours_are_a_whole_time_equivalent() -> None:
    """36 of 36 hours are 1, 18 of 36 a half, 30 of 37.5 are 0.8; what is at most 1 is one already."""
    text = "Pay Number,AfC Band,Pay Point,FTE,Conditioned Hours\n"
    text += "1,5,1,36,36\n2,5,1,18,36\n3,5,1,30,37.5\n4,5,1,0.6,36\n5,5,1,40,36\n6,5,1,20,\n"
    (piece,) = pieces(Upload("s.csv", text.encode()))
    part = read_part(piece, load_mapping("esr"), ())
    assert part.figures["whole_time_equivalent"][:4].tolist() == [1, 0.5, 0.8, 0.6]
    assert sorted(int(row) for problem in part.problems for row in problem.rows) == [4, 5]
    assert part.notes == ["'FTE' of more than 1 are hours, of those in 'Conditioned Hours'."]


def test_contracted_hours_beside_those_of_full_time_are_found_by_themselves() -> None:
    """As SWISS has them: 18 of 36 hours are a half. Beside a whole time equivalent, hours are not used."""
    text = "Pay Number,AfC Band,Pay Point,Contracted Hours,Conditioned Hours\n1,5,1,36,36\n2,5,1,18,36\n"
    (piece,) = pieces(Upload("s.csv", text.encode()))
    assert read_part(piece, load_mapping("esr"), ()).figures["whole_time_equivalent"].tolist() == [1, 0.5]
    assert (
        placed(load_mapping("esr"), ["FTE", "Contracted Hours", "Conditioned Hours"])["whole_time_equivalent"] == "FTE"
    )
    assert "whole_time_equivalent" not in placed(load_mapping("esr"), ["Contracted Hours"])


@pytest.mark.parametrize(
    ("role", "profession"),
    [
        ("Staff Nurse", "nurses"),
        ("Community Nurse", "nurses"),
        ("Sister/Charge Nurse", "nurses"),
        ("Modern Matron", "nurses"),
        ("Midwife", "midwives"),
        ("Health Visitor", "health visitors"),
        ("Nursery Nurse", "nursery nurses"),
        ("Dental Nurse", "dental nurses"),
        ("Nursing Associate", "Nursing Associate"),
        ("Nurse Secretary", "Nurse Secretary"),
        ("Healthcare Assistant", "Healthcare Assistant"),
    ],
)
def test_a_role_of_nursing_is_the_profession_that_it_names(role: str, profession: str) -> None:
    assert Words("profession", load_mapping("esr"), asked=False).ours(role).lower() == profession.lower()


def test_the_commands_take_words_of_ones_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words, jobs, staff = tmp_path / "words.yaml", tmp_path / "jobs.csv", tmp_path / "staff.csv"
    words.write_text(
        "title: Ours\nheadings: [{column: band, also: [Tier], source: our trust}]\n"
        "words: [{columns: [step], means: top, also: [mature], source: our trust}]\n",
        encoding="utf-8",
    )
    jobs.write_text("id,as_at,Tier,step\nA,2026-11-22,6,mature\n", encoding="utf-8")
    staff.write_text("Staff No,Tier,Step,FTE,Unsocial £\n1,6,mature,1,2000\n2,6,top,1,0\n", encoding="utf-8")
    out = ["-o", str(tmp_path / "out.csv")]
    assert main(["payslips", str(jobs), *out]) == 2
    assert main(["payslips", str(jobs), *out, "--words", str(words)]) == 0
    assert main(["check", str(jobs), str(staff), "--words", str(words)]) == 0
    assert main(["check", str(words)]) == 0
    capsys.readouterr()
    run = ["workforce", str(staff), "--posts", "acute", "--threshold", "2", "--words", str(words)]
    assert main([*run, "-o", str(tmp_path / "folder")]) == 0
    assert "2 of 2 rows of the staff list could be used" in capsys.readouterr().out
    assert main(["payslips", str(jobs), *out]) == 2  # the words of one run are not those of the next


def test_band_1_is_paid_as_band_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has no pay points of its own, but other rates for unsocial hours (handbook, section 2): those are a fault."""
    table, out = tmp_path / "jobs.csv", tmp_path / "out.csv"
    table.write_text("id,as_at,band,step\nA,2026-11-22,Band 1,top\nB,2026-11-22,2,top\n", encoding="utf-8")
    assert main(["payslips", str(table), "-o", str(out)]) == 0
    assert parsers.BAND_1_AS_2 in capsys.readouterr().out
    with out.open(encoding="utf-8", newline="") as file:
        first, second = ({**row, "id": ""} for row in csv.DictReader(file))
    assert first == second
    hours = "id,as_at,band,step,sunday_holiday_hours_a_year\nA,2026-11-22,1,top,100\n"
    table.write_text(hours, encoding="utf-8")
    assert main(["payslips", str(table), "-o", str(out)]) == 2
    assert f"row 2, band: {parsers.BAND_1_BY_RATES}" in capsys.readouterr().err


HEADINGS = {
    "id": "Emp No|ESR Number|Personnel Number|Staff ID|Payroll Ref|EMPLOYEE_NO|Unique ID|Assignment|id",
    "band": "Band|Current Grade|Substantive Band|Band (AfC)|Post Grade|pay-band|Grade Code|Agenda for Change Band"
    "|Band / Grade|Grade/Band",
    "step": "Step|Increment|Point|SCP|Pay Scale Point|Current Step|AfC Pay Point|Grade-Step|Step no.|Spine Pt",
    "whole_time_equivalent": "FTE|WTE (contracted)|Sum of FTE|Actual WTE|f.t.e.|Substantive FTE|FTE %"
    "|FTE/WTE|FTE (0-1)",
    "unsocial_hours_payment": "Unsocial Hours Payment (£ p.a.)|USH Payment|Enhancement £|Annual Enhancement"
    "|Unsocial Hours Payment (Annual)|ENHANCEMENTS £",
}
"""Names of our columns in lists of trusts, apart by bars; our own name is one of them."""


@pytest.mark.parametrize(
    ("column", "heading"), [(at, one) for at, names in HEADINGS.items() for one in names.split("|")]
)
def test_a_heading_is_found_beside_names_of_ours_and_of_others(column: str, heading: str) -> None:
    usual = dict(zip(HEADINGS, ("id", "Band", "Grade Step", "FTE", "Unsocial Hours Payment"), strict=True))
    headings = list({**usual, column: heading}.values())
    mapping = load_mapping(find_mapping(HeadingsOfList(headings), Path("s.csv")))
    assert placed(mapping, headings)[column] == heading


SAID_BY_HEADINGS = {
    # a heading and a cell below it: our column, and how the cell is written there. 365 / 7 weeks a year
    ("FTE %", "80"): ("whole_time_equivalent", "0.8"),
    ("% WTE", "100"): ("whole_time_equivalent", "1"),
    ("FTE (%)", "62.5"): ("whole_time_equivalent", "0.625"),
    ("Percentage FTE", "50%"): ("whole_time_equivalent", "0.5"),
    ("WTE %", "0.8"): ("whole_time_equivalent", "0.8"),  # nobody works 0.8% of full time
    ("Sickness Absence %", "4"): ("sickness_absence", "0.04"),
    ("sickness_absence (per cent)", "12.5"): ("sickness_absence", "0.125"),
    ("Long-term premium %", "5"): ("long_term_premium", "5%"),
    ("Long-term premium %", "£500"): ("long_term_premium", "500"),  # the cell says its own
    ("Long-term premium (£)", "1,200"): ("long_term_premium", "1200"),
    ("Unsocial Hours Payment (monthly)", "250"): ("unsocial_hours_payment", "3000"),
    ("Unsocial Hours £ pcm", "£250.50"): ("unsocial_hours_payment", "3006"),
    ("Unsocial Hours £ pcm", "£2,400 p.a."): ("unsocial_hours_payment", "2400"),
    ("Unsocial hours payment, £/week", "70"): ("unsocial_hours_payment", "3650"),  # 70 x 365 / 7
    ("Salary sacrifice £ per month", "100"): ("salary_sacrifice", "1200"),
    ("Monthly other pay", "-"): ("other_pay", "0"),
    ("Other pay (£)", "100"): ("other_pay", "100"),
    ("Basic Pay (£k)", "45"): ("basic_pay", "45000"),
    ("Basic salary £000", "45.5"): ("basic_pay", "45500"),
    ("Basic salary per annum", "45,000"): ("basic_pay", "45000"),
    ("Overtime (hrs per week)", "3.5"): ("overtime_hours_a_year", "182.5"),  # 3.5 x 365 / 7
    ("Overtime (hrs/wk)", "7"): ("overtime_hours_a_year", "365"),
    ("Salary sacrifice £/month", "100"): ("salary_sacrifice", "1200"),
    ("Weekly overtime hours", "7"): ("overtime_hours_a_year", "365"),
    ("Overtime hours per month", "10"): ("overtime_hours_a_year", "120"),
    ("Overtime hours p.a.", "52"): ("overtime_hours_a_year", "52"),
    ("Sunday/holiday hours pw", "14 hours"): ("sunday_holiday_hours_a_year", "14"),  # the cell says hours a year
}


def one_person(column: str, heading: str, cell: object) -> Upload:
    """A list of one person with a cell under a heading; a number makes it a workbook."""
    usual = {"id": "A", "band": "6", "step": "2", "as_at": "2026-11-22", "whole_time_equivalent": "1"}
    row = {name: said for name, said in usual.items() if name != column} | {heading: cell}
    cells: Cells = [list(row), list(row.values())]
    return Upload("s.csv", text(cells)) if isinstance(cell, str) else Upload("s.xlsx", xlsx(cells))


@pytest.mark.parametrize(("heading", "cell"), SAID_BY_HEADINGS)
def test_a_heading_says_the_unit_of_bare_numbers(heading: str, cell: str) -> None:
    """In staff lists and in tables of jobs alike, whether a file holds texts or numbers."""
    column, ours = SAID_BY_HEADINGS[heading, cell]
    lists, jobs = [], []
    forms = [(column, ours), (heading, cell), *([(heading, float(cell))] if cell.replace(".", "").isdigit() else [])]
    for name, said in forms:
        (piece,) = pieces(one_person(column, name, said))
        part = read_part(piece, load_mapping("esr"), ())
        figures = part.figures.get(column)
        lists.append(in_our_words(column, part.text(column).values[0]) if figures is None else round(figures[0], 6))
        done: list[Mapping[str, Any]] = []
        each_block(one_person(column, name, said), done.append, JOBS, _payslips)
        jobs.append({line: np.asarray(values).tolist() for line, values in done[0].items()})
    assert all(read == lists[0] for read in lists), lists
    assert all(read == jobs[0] for read in jobs), jobs


def test_a_bare_number_that_may_be_either_is_listed_and_the_unit_of_a_heading_is_said() -> None:
    with pytest.raises(Faults, match=r"row 2, sickness_absence: '0\.5' may be 0\.5% or 50%; write it"):
        check(one_person("sickness_absence", "Sickness absence %", "0.5"))
    with pytest.raises(Faults, match=r"row 2, long_term_premium: .* Write 5%"):
        check(one_person("long_term_premium", "Long-term premium %", "0.05"))
    said = check(one_person("other_pay", "Other pay (£k per month)", "0.1")).words  # £1,200 a year
    words = "Numbers under 'Other pay (£k per month)' are thousands of pounds, of a month: each is multiplied by 12."
    assert words in said


@pytest.mark.parametrize("heading", ["Budgeted WTE", "FTE (hours)", "Post Number", "Unsocial hours per month"])
def test_a_heading_that_says_something_else_is_not_found(heading: str) -> None:
    mapping = load_mapping("esr")
    assert heading not in placed(mapping, ["id", "Band", "Grade Step", heading]).values()
