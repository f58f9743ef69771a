"""Nobody is published under a name: columns that name people, or nearly, are refused as groups, and others are not."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

import paymodel
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.personal_columns import personal_columns, said_by_heading, said_by_values

POSTS = """title: One post
as_at: 2026-11-22
offers:
  - {post: ambulance-operations-manager-no-on-call-8a, name: Manager, pattern: different}
"""
MAPPING = """title: Ours
columns:
  {id: [id], band: [band], step: [step], whole_time_equivalent: [fte], site: [HEADING], unsocial_hours_payment: [paid]}
"""
CURE = "a smaller number of groups in a column mapping (docs/workforce.md), or group by a column that many share"
SURNAMES = ("Smith", "Jones", "Patel", "Khan", "Okafor", "Kowalski", "Begum", "Xu", "Evans", "Taylor")
NAMES = (
    "Jane Smith",
    "JONES, Tom",
    "Dr Patel",
    "A. Khan",
    "Okafor, C",
    "Agnieszka Kowalski",
    "Mrs Begum",
    "Siân Evans",
)
PEOPLE = 200


def write(folder: Path, heading: str, cells: Sequence[str], people: int = PEOPLE, mapping: str = "") -> list[str]:
    """A list of people at the top of band 6, whose cells come round again under one heading more; what to type."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(
        [
            "id",
            "band",
            "step",
            *(("fte", "paid") if mapping else ("whole_time_equivalent", "unsocial_hours_payment")),
            heading,
        ]
    )
    lines.writerows([f"A{number}", "6", "top", "1", "0", cells[number % len(cells)]] for number in range(people))
    (folder / "staff.csv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "posts.yaml").write_text(POSTS, encoding="utf-8")
    said = ["workforce", str(folder / "staff.csv"), "--posts", str(folder / "posts.yaml"), "-o", str(folder / "out")]
    if mapping:
        (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
        said += ["--mapping", str(folder / "mapping.yaml")]
    return said


def refused(folder: Path, said: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that a run is refused with; it leaves nothing, and repeats nothing that the list holds."""
    before = sorted(path.name for path in folder.iterdir())
    assert main(said) == 2
    out, errors = capsys.readouterr()
    assert out == ""
    assert sorted(path.name for path in folder.iterdir()) == before
    assert errors.count("\n") == 1
    return errors.strip().replace(f"{folder}/", "")


HEADINGS = {
    "a name": (
        *(
            "Surname",
            "surname",
            "SURNAME",
            "P_SURNAME",
            "txtSurname",
            "Sur name",
            "First Name",
            "firstName",
            "FIRSTNAME",
        ),
        *("Forename(s)", "Name", "NAME", "Full Name", "fullname", "Employee Name", "EmployeeName", "STAFF_NAME"),
        *("staffname", "Known As", "Preferred Name", "Initials", "Line Manager", "Manager Name", "Name of employee"),
        *(
            "Employee's name",
            "User Name",
            "Login",
            "Job holder name",
            "Ward sister name",
            "\uff33urname",
            "Surname 2",
        ),
    ),
    "an e-mail address": ("email", "E-Mail", "EMailAddress", "emailaddress", "Work Email", "work_e_mail"),
    "an address": ("Address", "Home Address", "home_address", "AddressLine1", "Address 2", "addr1", "House Number"),
    "a post code": ("Postcode", "POST CODE", "postCode", "home_post_code", "homepostcode"),
    "a telephone number": (
        "Phone",
        "Tel",
        "Tel No",
        "telephoneNumber",
        "Mobile",
        "MobileNo",
        "Home phone",
        "Contact No",
    ),
    "a date of birth": ("Date of Birth", "DOB", "D.O.B.", "dateOfBirth", "DATEOFBIRTH", "birth_date", "Birthday"),
    "a National Insurance number": ("NI Number", "NINumber", "ni_number", "NINO", "NI No.", "National Insurance No"),
    "an NHS number": ("NHS Number", "NHSNumber", "nhs_no", "nhsnumber", "CHI Number"),
    "a number of one person": (
        *("Assignment Number", "AssignmentNumber", "assignment_no", "ASG NO", "Employee Number", "EmpNo", "empno"),
        *("employeeid", "Staff ID", "StaffNo", "Payroll Number", "PersonID", "ESR No", "Number", "No.", "ID No", "Ref"),
        *("Unique Identifier", "Passport Number", "Smartcard UUID", "NMC PIN", "HCPC Number", "Position Number"),
    ),
}
ORDINARY_HEADINGS = (
    *(
        "band",
        "step",
        "profession",
        "site",
        "directorate",
        "Directorate Name",
        "cost centre",
        "CostCentre",
        "cost_centre",
    ),
    *("Cost Centre Code", "Cost Centre Number", "Cost centre name", "staff group", "Staff Group Name", "staff_group"),
    *("ethnicity", "Ethnic Group", "ethnic_origin", "sex", "Gender", "age band", "Age Group", "whole_time_equivalent"),
    *(
        "WTE",
        "FTE",
        "rota",
        "Roster Pattern",
        "ward code",
        "WardCode",
        "ward_name",
        "wardname",
        "Ward Number",
        "Site ID",
    ),
    *("Department Name", "Organisation Name", "OrgName", "Job Role", "Job Title", "Position Title", "Area of Work"),
    *("Location", "Base", "Work Location", "Team Name", "Station Number", "Payscale Description", "Grade Step"),
    *(
        "Assignment Category",
        "Employee Category",
        "Employee Type",
        "Occupation Code",
        "Nationality",
        "Country of Birth",
    ),
    *("Disability", "Religion", "Marital Status", "Contract Type", "Care Group", "Business Unit", "Number of children"),
    *("Payroll Name", "Mobile Unit", "Contact Centre", "Annex 5", "increment_date", "Notes", "Home Team", "Age"),
)


@pytest.mark.parametrize(("says", "heading"), [(says, one) for says, some in HEADINGS.items() for one in some])
def test_a_heading_that_looks_like_a_name_or_a_number_is_refused(
    says: str, heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = write(tmp_path, heading, ("a", "b"))
    line = refused(tmp_path, [*said, "--by", heading], capsys)
    assert line == f"staff.csv: --by {heading}: its heading looks like that of {says}; map it to {CURE}"


@pytest.mark.parametrize("heading", ORDINARY_HEADINGS)
def test_an_ordinary_heading_is_not_taken_for_one_of_people(heading: str) -> None:
    assert said_by_heading(heading) is None


HOSTILE = {
    "a name": (
        NAMES,
        SURNAMES,
        ("Jane Smith (paramedic)", "Khan, A - bank", "Dr Patel / locum"),
        ("jane.smith", "tom.jones"),
        ("JaneSmith",),
    ),
    "an e-mail address": (("North", "South", "jo.bloggs@nhs.example"), ("Ask j@trust.nhs.uk",)),
    "an address": (("12 Acacia Avenue, Leeds", "3a High Street", "Flat 2, 14 Mill Lane"),),
    "a post code": (("North", "ls1 4ap"), ("M1 1AE", "EC1A 1BB"), ("LS14AP", "DN551PT", "W1A1HQ")),
    "a telephone number": (("North", "07700 900123"), ("+44 7700 900123",), ("(0113) 496 0999 ext 2",)),
    "a date of birth or another day long past": (
        *(("1980-04-12", "North"), ("12/04/1980",), ("12 April 1980",), ("12-APR-1980",), ("1980-04-12 00:00:00",)),
    ),
    "a National Insurance number": (("North", "AB123456C"), ("ab 12 34 56 c",), ("ref AB-12-34-56-C",)),
    # NHS Data Dictionary: 9 x 10 + 4 x 9 + 3 x 8 + ... + 1 x 2 is 299, which leaves 2 by 11; 11 - 2 is the last digit
    "an NHS number": (("North", "943 476 5919"), ("943-476-5919",), ("9434765919", "4010232137", "9876543210")),
    "an assignment number": (("North", "21034567-2"),),
}
ORDINARY: tuple[tuple[str, ...], ...] = (
    *(("2", "3", "8a", "9"), ("entry", "top"), ("Paramedic", "Staff Nurse", "Art Therapist"), ("female", "male")),
    *(("Station 11", "Station 2"), ("North Hospital", "St James's", "St Thomas'", "Queen Elizabeth", "King George")),
    *(("Medicine", "Women's and Children's", "Estates and Facilities"), ("Leeds", "Bradford", "Lincoln", "Preston")),
    *(("101234", "104433", "990011"), ("A1234", "B12345", "OT12345"), ("E05000001", "E05000002"), ("W12", "RJ121")),
    *(("1023456789", "1023456790", "1023456791", "1023456793", "1023456794", "1023456795", "1023456796"),),
    *(("Additional Clinical Services", "Allied Health Professionals", "Nursing and Midwifery Registered"),),
    *(("White British", "Asian Indian", "Black African", "Mixed White and Black Caribbean", "Not stated"),),
    *(("under 25", "25 to 34", "65 and over"), ("0.6", "0.8", "1"), ("25%", "21%"), ("plan_1", "plan_2+postgraduate")),
    *(("ambulance-ten-week", "ward-three-week"), ("4-3-3", "2-2-3"), ("2027-10-28", "2029-05-28"), ("April", "May")),
    *(("Ward A", "Ward B"), ("Rose", "Lily", "Ivy", "Heather", "Poppy"), ("Nightingale", "Victoria", "Churchill")),
    *(("Edith Cavell Ward", "Mary Seacole Ward"), ("Mary Seacole", "Ward 1", "Ward 2", "Ward 3", "Ward 4", "Ward 5")),
    *(("James Paget Hospital", "Leeds General Infirmary, LS1 3EX"), ("Christian", "Hindu", "Muslim"), ("A&E", "ICU")),
)


@pytest.mark.parametrize("heading", ["profession", "Directorate", "cost_centre"])
@pytest.mark.parametrize(("says", "cells"), [(says, one) for says, some in HOSTILE.items() for one in some])
def test_a_permitted_column_that_holds_names_or_numbers_is_refused(
    says: str, cells: tuple[str, ...], heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = max(PEOPLE, 10 * len(cells))
    said = write(tmp_path, heading, cells, people)
    line = refused(tmp_path, [*said, "--by", heading], capsys)
    assert line == f"staff.csv: --by {heading}: it holds what looks like {says}; map it to {CURE}"
    assert not any(re.search(rf"\b{re.escape(cell)}\b", line) for cell in cells if cell != "North")


@pytest.mark.parametrize("cells", ORDINARY)
def test_an_ordinary_column_is_not_taken_for_one_of_people(cells: tuple[str, ...], tmp_path: Path) -> None:
    assert said_by_values(dict.fromkeys(cells, 20)) is None
    assert main([*write(tmp_path, "directorate", cells), "--by", "directorate"]) == 0


def test_a_name_of_one_person_among_many_groups_is_enough() -> None:
    wards = dict.fromkeys(("Ward 1", "Ward 2", "Ward 3", "Ward 4"), 40)
    assert said_by_values({**wards, "Mary Seacole": 30}) is None
    assert said_by_values({**wards, "Jane Smith": 1}) == "a name"


@pytest.mark.parametrize(
    ("people", "groups", "most"),
    [
        # A tenth as many groups as people: of 400 at most 40, of 409 too
        *((400, 40, None), (400, 41, 40), (409, 41, 40), (410, 41, None)),
        # In a list of up to 100 ten groups are no more than a small table, if there are two people to a group
        *(
            (100, 10, None),
            (60, 10, None),
            (60, 11, 10),
            (20, 10, None),
            (12, 6, None),
            (12, 7, 6),
            (8, 8, 4),
            (3, 2, 1),
        ),
        *((12, 4, None), (3, 1, None), (1, 1, None)),
    ],
)
def test_at_most_a_tenth_as_many_groups_as_people_and_a_few_in_a_small_list(
    people: int, groups: int, most: int | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [*write(tmp_path, "ward", [f"Ward {number}" for number in range(groups)], people), "--by", "ward"]
    if most is None:
        assert main(said) == 0
        return
    said_of_people = f"{groups} different values for {people} people, which nearly names them (at most {most})"
    assert refused(tmp_path, said, capsys) == f"staff.csv: --by ward: it holds {said_of_people}; map it to {CURE}"


def test_a_small_list_by_ward_shows_no_number_of_a_ward(tmp_path: Path) -> None:
    assert main([*write(tmp_path, "ward", ("Ash", "Elm", "Fir", "Yew"), 12), "--by", "ward"]) == 0
    with (tmp_path / "out" / "groups.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["value"] for row in rows] == ["Ash", "Elm", "Fir", "Yew"]  # three people each
    assert {row[name] for row in rows for name in ("people", "gain", "mean_change")} == {"[c]"}


def test_people_who_have_no_value_do_not_hide_that_the_others_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [f"X{number}" if number < 30 else "" for number in range(PEOPLE)]  # 30 of 200: fifteen in a hundred
    line = refused(tmp_path, [*write(tmp_path, "Likes", cells), "--by", "Likes"], capsys)
    assert "it holds 30 different values for 30 people, which nearly names them (at most 10)" in line


USUAL = {
    "it holds 11 different values for 60 people, which nearly names them (at most 10)": tuple(
        f"X{n}" for n in range(11)
    ),
    "it holds what looks like a name": NAMES,
    "it holds more than 1,000 different values": tuple(f"X{number}" for number in range(1_001)),
}


@pytest.mark.parametrize("words", USUAL)
def test_usual_columns_that_name_people_are_left_out_and_said(
    words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = USUAL[words]
    assert main(write(tmp_path, "job_role", cells, max(60, 11 * len(cells) if len(cells) > 11 else 0))) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"People are not grouped by job_role: {words}; map it to {CURE}." in said
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert not any(cell in written for cell in cells)
    assert "In force,Manager,different,band,6," in written


def test_a_small_list_needs_no_options(tmp_path: Path) -> None:
    assert main(write(tmp_path, "site", [f"Station {number}" for number in range(8)], 8)) == 0
    assert "site,Station 7," in (tmp_path / "out" / "groups.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("heading", ["Surname", "EMAIL", "homePostCode", "Assignment No", "D.O.B."])
@pytest.mark.parametrize(
    "more", ["", "values: {site: {zzz: North}}\n", "patterns: {site: [{find: '^(.*)$', write: '\\1'}]}\n"]
)
def test_a_column_that_the_mapping_renames_is_refused_by_the_heading_of_the_list(
    heading: str, more: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = write(tmp_path, heading, ("North", "South"), mapping=MAPPING.replace("HEADING", heading) + more)
    words = f"it stands under the heading '{heading}', which looks like that of a"
    assert words in refused(tmp_path, [*said, "--by", "site"], capsys)
    assert main(said) == 0
    assert f"People are not grouped by site: {words}" in " ".join(capsys.readouterr().out.split())
    assert "North" not in (tmp_path / "out" / "groups.csv").read_text(encoding="utf-8")


def test_the_assignment_is_refused_under_any_heading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = MAPPING.replace("id: [id]", "id: [Post]").replace("HEADING", "Base")
    said = write(tmp_path, "Base", ("North", "South"), mapping=mapping)
    staff = tmp_path / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8").replace("id,", "Post,", 1), encoding="utf-8")
    for name in ("id", "Post"):
        line = refused(tmp_path, [*said, "--by", name], capsys)
        assert line == f"staff.csv: --by: '{name}' names people; group by a column that many share"


def test_post_codes_that_a_mapping_makes_a_few_groups_may_be_grouped_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = MAPPING.replace("HEADING", "Post Code")
    mapping += "patterns: {site: [{find: '^LS', write: Leeds}, {find: '^BD', write: Bradford}]}\n"
    codes = ("LS1 4AP", "LS2 9JT", "BD1 1HX")
    assert main([*write(tmp_path, "Post Code", codes, mapping=mapping), "--by", "site"]) == 0
    written = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "Bradford" in written
    assert not any(code in written for code in codes)
    capsys.readouterr()
    left = tmp_path / "left"
    left.mkdir()
    line = refused(left, [*write(left, "Post Code", (*codes, "HD1 2TA"), mapping=mapping), "--by", "site"], capsys)
    assert "it stands under the heading 'Post Code', which looks like that of a post code" in line


def test_python_and_a_list_of_many_parts_are_refused_too(tmp_path: Path) -> None:
    write(tmp_path, "Area", SURNAMES, 600)
    frame = pd.read_csv(tmp_path / "staff.csv", dtype=str)
    (tmp_path / "parts").mkdir()
    for number in range(5):  # each part holds two of the names, too few to tell alone
        part = frame[frame.index % 5 == number]
        part.to_parquet(tmp_path / "parts" / f"{number}.parquet")
    with pytest.raises(Faults, match="by Area: it holds what looks like a name"):
        paymodel.workforce(tmp_path / "parts", tmp_path / "posts.yaml", by=["Area"])


def test_every_expression_finds_its_example_and_no_list_holds_a_word_twice() -> None:
    known = personal_columns()
    for one in known.contents:
        assert said_by_values({one.example: 9}) == one.says, one.example
    for words in (known.people, known.shared, known.titles, known.given_names, known.surnames, known.places):
        assert sorted(set(words)) == words
    assert not set(known.given_names) & {*known.places, *known.shared}
    assert not set(known.surnames) & {*known.places, *known.shared}
