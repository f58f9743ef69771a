"""Marriage allowance: £252 a year off the tax of a recipient who is taxed at no more than the basic rate.

Income Tax Act 2007, section 55B: 20% of 1,260; in Scotland as far as the intermediate rate.
"""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paymodel import Job, compare, load_policy, payslip
from paymodel.answers.explanation import inputs
from paymodel.answers.figures import figures_of
from paymodel.answers.workforce import ROWS_FILE
from paymodel.cli import main
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import Comparison
from paymodel.moves.remedies import remedies_of
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rules.paye import TaxCode, with_marriage_allowance
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.payroll import payroll

DAY = "2026-11-22"
OUT = "in_pension_scheme: no, "
LOST = "income is taxed at 40%: marriage allowance of £252 a year is lost"
IF = "income is taxed at 40%: who receives marriage allowance (£252 a year; not stated) loses it"


def asked(text: str, nation: str = "england") -> Comparison:
    head = f"title: t\nas_at: {DAY}\nnation: {nation}\n"
    return compare(scenario_of(parse(head + text, "married.yaml"), None, "married"))


def offered(text: str, nation: str = "england") -> list[tuple[str, int]]:
    return [(one.text, one.first_year) for one in asked(text, nation).moves[0].warnings if "marriage" in one.text]


def tax(pay: float, nation: str = "england", day: str = DAY, **of_the_job: Any) -> float:
    """Income tax of somebody outside the pension scheme, all of whose pay is income."""
    job = Job(basic_pay=pay, in_pension_scheme=False, **of_the_job)
    return float(payslip(job, load_policy(nation, day, needs_pay_points=False))["income_tax"])


@pytest.mark.rule("income_tax")
@pytest.mark.parametrize("day", ["2023-11-01", "2024-06-01", "2025-06-01", DAY])
@pytest.mark.parametrize(
    ("nation", "pay", "less"),
    [
        # 12,570 + 37,700 = 50,270 is the last pound at 20%
        *((nation, 50_270, 252) for nation in ("england", "wales", "northern_ireland")),
        *((nation, 50_271, 0) for nation in ("england", "wales", "northern_ireland")),
        # 12,570 + 31,092 = 43,662 is the last pound at 21%
        ("scotland", 43_662, 252),
        ("scotland", 43_663, 0),
        ("england", 30_000, 252),
        ("england", 12_570, 0),  # no tax is due
        ("england", 12_670, 20),  # 20% of 100 is all the tax there is
        ("england", 110_000, 0),
    ],
)
def test_a_recipient_pays_252_less_as_long_as_no_higher_rate_is_due(
    nation: str, pay: float, less: float, day: str
) -> None:
    assert tax(pay, nation, day) - tax(pay, nation, day, marriage_allowance=True) == pytest.approx(less, abs=1e-6)


@pytest.mark.rule("income_tax", "take_home_pay")
def test_the_payslip_of_a_recipient() -> None:
    # Band 6 top: 48,117 x 9.8% = 4,715.47; (48,117 - 4,715.47 - 12,570) x 20% = 6,166.31; less 252
    job = Job(band=BAND_CODE["6"], step=3)
    policy = load_policy("england", DAY)
    alone, married = payslip(job, policy), payslip(job.with_(marriage_allowance=True), policy)
    assert float(married["income_tax"]) == pytest.approx(6_166.31 - 252)
    assert float(married["take_home_pay"] - alone["take_home_pay"]) == pytest.approx(252)


@pytest.mark.rule("income_tax")
def test_many_people_at_once_are_each_by_themselves() -> None:
    pay = np.array([12_600.0, 30_000.0, 50_270.0, 50_271.0, 60_000.0])
    receives = np.array([True, False, True, True, False])
    found = payslip(
        Job(basic_pay=pay, in_pension_scheme=False, marriage_allowance=receives), load_policy("england", DAY)
    )
    expected = [tax(one, marriage_allowance=yes) for one, yes in zip(pay, receives, strict=True)]
    assert found["income_tax"].tolist() == expected


MOVE = "person: {%s}\ncurrent: {band: '6', step: top}\noffers:\n  - {band: 8a, pattern: different}\n"


class TestAMoveThatCrosses:
    def test_a_recipient_who_crosses_into_the_higher_rate_loses_252(self) -> None:
        """Band 6 top to 8a: 43,401.53 and 51,372.50 of income after pension, on either side of 50,270."""
        without, received = (asked(MOVE % said).moves[0] for said in ("children: 0", "marriage_allowance: yes"))
        assert received.take_home_change == pytest.approx(without.take_home_change - 252)
        assert offered(MOVE % "marriage_allowance: yes") == [(LOST, 1)]

    def test_where_nothing_is_said_the_warning_says_if(self) -> None:
        assert offered(MOVE % "children: 0") == [(IF, 1)]

    def test_who_says_that_there_is_none_is_not_warned(self) -> None:
        assert offered(MOVE % "marriage_allowance: no") == []

    def test_the_line_may_be_crossed_in_a_later_year(self) -> None:
        # Band 7 outside the scheme: 49,387, then 51,932 from year 3
        text = (
            f"person: {{{OUT}marriage_allowance: yes}}\ncurrent: {{basic_pay: 48000}}\n"
            "offers:\n  - {band: '7', pattern: different}\n"
        )
        assert offered(text) == [(LOST, 3)]
        assert offered(text.replace("marriage_allowance: yes", "children: 0")) == [(IF, 3)]

    def test_a_move_that_falls_below_the_line_brings_it_back(self) -> None:
        text = (
            f"person: {{{OUT}marriage_allowance: yes}}\ncurrent: {{basic_pay: 50000, unsocial_hours_payment: 1000}}\n"
            "offers:\n  - {basic_pay: 50000, pattern: different}\n"
        )
        assert offered(text) == [("no income is taxed at 40% any more: marriage allowance of £252 a year counts", 1)]
        result = asked(text).moves[0]
        # 730 above 50,270 at 40% and 270 at 20% are 346 of tax, and 252 more
        assert float(result.change["income_tax"]) == pytest.approx(-(730 * 0.4 + 270 * 0.2) - 252)

    @pytest.mark.parametrize(("pay", "crosses"), [(43_662, False), (43_663, True)])
    def test_in_scotland_the_line_is_the_end_of_the_intermediate_rate(self, pay: int, crosses: bool) -> None:
        text = (
            f"person: {{{OUT}marriage_allowance: yes}}\ncurrent: {{basic_pay: 40000}}\n"
            f"offers:\n  - {{basic_pay: {pay}}}\n"
        )
        lost = "income is taxed at 42%: marriage allowance of £252 a year is lost"
        assert offered(text, "scotland") == ([(lost, 1)] if crosses else [])


def test_the_arithmetic_and_the_figure_are_named() -> None:
    result = asked(MOVE % "marriage_allowance: yes").results[0]
    assert inputs("income_tax", result)[0].endswith("20% of £30,831.53, less marriage allowance of £252.00")
    comparison = asked(MOVE % "marriage_allowance: yes")
    assert "marriage-allowance" in {one.parameter for one in figures_of(comparison)}
    assert "marriage-allowance" not in {one.parameter for one in figures_of(asked(MOVE % "children: 0"))}


def test_a_table_of_jobs_takes_it(tmp_path: Path) -> None:
    source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
    source.write_text(
        f"id,as_at,band,step,marriage_allowance,years_of_1995_section\na,{DAY},6,top,yes,12\nb,{DAY},6,top,,\nc,{DAY},8a,,true,\n",
        encoding="utf-8",
    )
    assert main(["payslips", str(source), "-o", str(target)]) == 0
    with target.open(encoding="utf-8") as file:
        found = {row["id"]: float(row["income_tax"]) for row in csv.DictReader(file)}
    assert found == {"a": 5_914.31, "b": 6_166.31, "c": 7_981.00}


@pytest.mark.parametrize("wrong", ["maybe", "252"])
def test_what_is_neither_yes_nor_no_is_one_line(wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "jobs.csv"
    source.write_text(f"id,as_at,band,marriage_allowance\na,{DAY},6,{wrong}\n", encoding="utf-8")
    assert main(["payslips", str(source), "-o", str(tmp_path / "out.csv")]) == 2
    assert "row 2, marriage_allowance" in capsys.readouterr().err


def test_a_staff_list_takes_it(tmp_path: Path) -> None:
    """Of two people alike but for marriage allowance, the recipient loses £252 more on the move to 8a."""
    staff, posts = tmp_path / "staff.csv", tmp_path / "posts.yaml"
    staff.write_text(
        "id,band,step,whole_time_equivalent,unsocial_hours_payment,marriage_allowance\n1,6,top,1,0,yes\n2,6,top,1,0,\n",
        encoding="utf-8",
    )
    posts.write_text(
        f"title: t\nas_at: {DAY}\nnation: england\noffers:\n  - {{name: Manager, band: 8a, pattern: different}}\n",
        encoding="utf-8",
    )
    out = tmp_path / "answer"
    assert main(["workforce", str(staff), "--posts", str(posts), "--rows", "-o", str(out)]) == 0
    with (out / ROWS_FILE).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    changes = {row["id"]: float(row["take_home_change"]) for row in rows}
    assert changes["1"] == pytest.approx(changes["2"] - 252)


class TestPayroll:
    def person(self, said: str, band: str = "'6', step: top") -> Any:
        head = f"title: t\nas_at: {DAY}\nnation: england\nperson: {{{said}}}\n"
        text = f"{head}current: {{band: {band}}}\noffers:\n  - {{band: 8b, pattern: different}}\n"
        return scenario_of(parse(text, "married.yaml"), None, "married")

    def test_the_code_of_a_recipient_ends_in_m(self) -> None:
        assert with_marriage_allowance(TaxCode("1257L", None, 1257), 1_260) == TaxCode("1383M", None, 1383)
        assert with_marriage_allowance(TaxCode("C1257L", "wales", 1257), 1_260).text == "C1383M"
        assert payroll(self.person("marriage_allowance: yes")).code.text == "1383M"
        assert payroll(self.person("marriage_allowance: no")).code.text == "1257L"
        assert payroll(self.person("children: 0")).code.text == "1257L"
        # 8a is taxed at 40%: nobody is due it there
        assert payroll(self.person("marriage_allowance: yes", "8a")).code.text == "1257L"

    def test_it_is_counted_once(self) -> None:
        """The twelve months under 1383M and the annual view agree but for the rounding of a code."""
        year = payroll(self.person("marriage_allowance: yes"))
        found = {one.cause: one.pounds for one in year.differences if one.line == "income_tax"}
        assert found["tax-marriage-allowance"] == 252
        assert found["tax-code"] == pytest.approx(-252, abs=5)
        assert year.totals["income_tax"] == pytest.approx(year.annual["income_tax"], abs=5)

    def test_a_code_without_m_does_not_give_it(self) -> None:
        year = payroll(self.person("marriage_allowance: yes"), tax_code="1257L")
        assert year.totals["income_tax"] == pytest.approx(year.annual["income_tax"] + 252, abs=5)
        assert {one.cause: one.pounds for one in year.differences}["tax-marriage-allowance"] == 252

    def test_a_code_with_m_gives_it_whether_it_is_stated_or_not(self) -> None:
        said, unsaid = (
            payroll(self.person(one), tax_code="1383M") for one in ("marriage_allowance: yes", "children: 0")
        )
        assert said.totals["income_tax"] == unsaid.totals["income_tax"]
        assert unsaid.totals["income_tax"] == pytest.approx(unsaid.annual["income_tax"] - 252, abs=5)
        assert "tax-marriage-allowance" not in {one.cause for one in unsaid.differences}

    def test_a_table_of_jobs_gives_the_code_where_it_is_due(self, tmp_path: Path) -> None:
        source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
        rows = f"a,{DAY},6,top,yes\nb,{DAY},6,top,\nc,{DAY},8a,,yes\n"
        source.write_text(f"id,as_at,band,step,marriage_allowance\n{rows}", encoding="utf-8")
        assert main(["payroll", str(source), "-o", str(target)]) == 0
        with target.open(encoding="utf-8") as file:
            codes = {row["id"]: row["tax_code"] for row in csv.DictReader(file)}
        assert codes == {"a": "1383M", "b": "1257L", "c": "1257L"}


def test_json_holds_the_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = tmp_path / "married.yaml"
    scenario.write_text(
        f"title: t\nas_at: {DAY}\nnation: england\n{MOVE % 'marriage_allowance: yes'}", encoding="utf-8"
    )
    assert main(["compare", str(scenario), "--format", "json"]) == 0
    warnings = json.loads(capsys.readouterr().out)["results"][1]["warnings"]
    assert {"text": LOST, "first_year": 1} in warnings


def test_a_remedy_that_crosses_the_line_says_so() -> None:
    # 49,000 is below 50,270, and the premium that makes good 4,000 of unsocial pay takes it above.
    text = (
        f"title: t\nas_at: {DAY}\nnation: england\nperson: {{{OUT}marriage_allowance: yes}}\n"
        "current: {basic_pay: 49000, unsocial_hours_payment: 4000}\n"
        "offers:\n  - {basic_pay: 49000, pattern: different}\n"
    )
    (offer,) = remedies_of(scenario_of(parse(text, "married.yaml"), None, "married"))
    premium = next(remedy for remedy in offer.remedies if remedy.kind == "long-term premium")
    assert "income is taxed at a higher rate: marriage allowance of £252 a year is lost" in premium.side_effects
