"""Published tables of earnings and of people: shares of basic pay, averages put to posts. All figures are made up."""

import json
from pathlib import Path

import jsonschema
import pytest

import paymodel
from paymodel.answers.contracts import schema_of_answer
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.published_tables import Counted, Paid, Published, read_published
from paymodel.files.scales import load_policy
from paymodel.files.uploads import Upload
from paymodel.pay.job import BAND_CODE, WEEKS_IN_A_YEAR, Job
from paymodel.pay.payslips import payslip
from paymodel.workforces.national import national_estimate
from tests.table_files import Cells, ods, text, xls, xlsx

FOLDER = Path(__file__).resolve().parent / "published"
EARNINGS, PEOPLE = FOLDER / "earnings.csv", FOLDER / "workforce.csv"
POSTS = """title: One post
as_at: 2026-11-22
nation: england
offers:
  - {name: Manager, band: 8a, rota: monday-to-friday, pattern: different, open_to: {profession: [paramedics]}}
"""
PAID = [
    # pounds a year of a person: basic pay, shift work, overtime; how many
    Paid("Ambulance staff", "", 36_000, 6_480, None, 1_700),
    Paid("Ambulance staff", "6", 40_000, 9_000, 2_000, 1_200),
    Paid("Ambulance staff", "7", 50_000, 10_000, None, 300),  # overtime is not published
    Paid("Managers", "7", 48_000, 480, 96, 900),
]
SHARES = [
    (6_480 / 36_000, None),
    (9_000 / 40_000, 2_000 / 40_000),
    (10_000 / 50_000, None),
    (480 / 48_000, 96 / 48_000),
]


@pytest.fixture
def posts(tmp_path: Path) -> str:
    """A post, open to paramedics alone: published tables name no professions."""
    path = tmp_path / "posts.yaml"
    path.write_text(POSTS, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["earnings.csv", "earnings-before-2023.csv"])
def test_shares_of_basic_pay_are_those_of_the_last_month(name: str) -> None:
    published = read_published([FOLDER / name])
    assert published.paid == PAID
    assert [(paid.unsocial_share, paid.overtime_share) for paid in published.paid] == SHARES
    assert published.month == "2026-03"


def test_another_month_can_be_asked_for() -> None:
    (paid,) = read_published([EARNINGS], month="2025-03").paid
    assert paid.unsocial_share == 7_600 / 38_000
    with pytest.raises(Faults, match="--month: '2026-01' is not in the table; it holds 2025-03 to 2026-03"):
        read_published([EARNINGS], month="2026-01")


@pytest.mark.parametrize("name", ["workforce.csv", "workforce-before-2025.csv"])
def test_people_are_those_of_england_or_of_all_organisations_together(name: str) -> None:
    published = read_published([FOLDER / name, EARNINGS])  # in any order
    assert published.people == {
        ("ambulancestaff", "6"): Counted(1_100.5, 1_200),
        ("ambulancestaff", "7"): Counted(280, 300),
    }
    assert [published.people_in(paid).headcount for paid in published.paid] == [None, 1_200, 300, None]
    assert f"{FOLDER / name}: 1 staff group of the earnings is not in it by name." in published.sentences


@pytest.mark.parametrize(
    "form", [lambda rows: text(rows, ";"), lambda rows: text(rows, "\t", "utf-16"), xlsx, xls, ods]
)
def test_the_tables_are_read_in_any_format(form: object) -> None:
    rows: Cells = [
        ["Staff group", "Band", "Payment type", "Amount (£)", "Sample size"],
        ["Nurses", "Band 5", "Basic pay per person", 30_000, 10],
        ["Nurses", "Band 5", "Shift work payments", 3_000, 10],
    ]
    published = read_published([Upload("table", form(rows))])  # type: ignore[operator]
    assert published.paid == [Paid("Nurses", "5", 30_000, 3_000, None, 10)]


FAULTS = {
    "Staff group,Payment type,Amount\nNurses,Basic pay per FTE,30000\n": "only that per FTE; other payments are per",
    "Staff group,Payment type,Amount\nNurses,Local payments,30\n": "holds no basic pay, shift work or overtime",
    "Staff group,Payment type,Amount\nNurses,Basic pay,many\n": "row 2, amount: 'many' is not a number",
    "Staff group,Payment type,Amount\nNurses,Basic pay,1\nNurses,Basic Pay,2\n": "row 3, payment_type: .* as row 2",
    "Date,Staff group,Payment type,Amount\nsoon,Nurses,Basic pay,1\n": "row 2, month: 'soon' is not a date",
    "Staff group,FTE,Headcount\nNurses,10,12\n": "holds how many people there are alone; give the table of",
    "Data Level,Staff group,FTE,Headcount\nRegion,Nurses,10,12\nTrust,Nurses,1,2\n": "none of them is England",
    "Staff group,Grade\nNurses,5\n": "the column 'fte' is missing \\(or 'total'\\)",
}


@pytest.mark.parametrize("table", FAULTS)
def test_a_table_that_cannot_be_used_is_refused_with_what_is_wrong(table: str) -> None:
    with pytest.raises(Faults, match=FAULTS[table]):
        read_published([Upload("t.csv", table.encode())])


def test_an_average_is_paid_as_a_person_would_be(posts: str) -> None:
    """Whole time at the top of band 6: 48,117; 22.5% more for unsocial hours, 5% for overtime at time and a half."""
    national = national_estimate(read_published([EARNINGS, PEOPLE]), posts)
    rules = load_policy("england", "2026-11-22")
    held = Job(
        band=BAND_CODE["6"],
        step=3,
        unsocial_hours_payment=round(0.225 * 48_117, 2),
        overtime_hours_a_year=0.05 * 37.5 * WEEKS_IN_A_YEAR / 1.5,
    )
    slip = payslip(held, rules)
    assert float(slip["overtime_pay"]) == pytest.approx(0.05 * 48_117, abs=0.01)
    offered = payslip(Job(band=BAND_CODE["8a"], step=1), rules)
    (move,) = (one for one in national.moves if (one.average.paid.band, one.average.step) == ("6", "top"))
    assert move.take_home_pay == float(slip["take_home_pay"])
    assert move.take_home_change == pytest.approx(float(offered["take_home_pay"] - slip["take_home_pay"]), abs=0.005)
    assert (move.post, move.band_of_post, move.average.people.fte) == ("Manager", "8a", 1_100.5)
    assert {(one.average.paid.staff_group, one.average.paid.band) for one in national.moves} == {
        *(("Ambulance staff", band) for band in "67"),
        ("Managers", "7"),
    }


def test_the_command_says_that_they_are_averages(posts: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("published", str(EARNINGS), str(PEOPLE), "--posts", posts)
    assert main([*asked]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "A national estimate: averages, not people." in said
    assert "Manager (band 8a, pattern different): in 1 of 2 staff groups the average at the top of band 7" in said
    assert "Figures used that are not confirmed: Employer pension paid centrally" in said
    assert "rows of no band of Agenda for Change are left out: 'Non AfC'" in said
    assert main([*asked, "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    jsonschema.validate(answer, schema_of_answer("published-answer"))
    assert [(share["band"], share["unsocial_percent"]) for share in answer["shares"]] == [
        *((None, 18.0), ("6", 22.5), ("7", 20.0), ("7", 1.0))
    ]
    assert len(answer["estimate"]) == 3 * 2  # three averages, each at two steps
    assert main([*asked[:3], "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[2] == "Ambulance staff,6,40000.00,9000.00,2000.00,22.5,5.0,1200,1100.5,1200,2026-03"
    assert "'Non AfC'" in err


def test_python_answers_as_the_command_does(posts: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = paymodel.published([EARNINGS, PEOPLE], posts=posts)
    assert main(["published", str(EARNINGS), str(PEOPLE), "--posts", posts]) == 0
    assert str(answer) == capsys.readouterr().out
    assert repr(answer) == "<Published 2026-03: 4 staff groups and bands>"
    assert (len(answer.to_frame()), len(paymodel.published(EARNINGS).to_frame())) == (3 * 2, 4)
    assert answer.to_dict()["month"] == "2026-03"


def test_averages_of_england_are_put_to_posts_of_england_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wales.yaml"
    path.write_text(POSTS.replace("england", "wales").replace(", pattern: different", ""), encoding="utf-8")
    assert main(["published", str(EARNINGS), "--posts", str(path)]) == 2
    assert "nation: says nation wales: the published tables are of staff in England" in capsys.readouterr().err
    with pytest.raises(Faults, match="no staff group and band has both basic pay and pay for unsocial hours"):
        national_estimate(Published(paid=[Paid("All", "", 30_000, 3_000, None, None)]), "ambulance")


def test_check_says_which_command_opens_a_published_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(EARNINGS), str(PEOPLE)]) == 0
    said = capsys.readouterr().out
    assert f"Open it with: paymodel published {EARNINGS}\n" in said
    assert f"Open it with: paymodel published EARNINGS {PEOPLE}\n" in said
    assert "Month: 2026-03, the last of the table. 4 staff groups and bands can be used." in said
