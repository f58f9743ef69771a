"""The page of proof is as it would be made now; what no longer agrees, or is no longer explained, fails."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paymodel import load_policy
from paymodel.pay.rule_book import RuleBook
from tests import independent_results, verification
from tests.independent_results import EXACTLY, HMRC, INDEPENDENT, Held, Origin
from tests.verification import PAGE, Proof, page, proof


@pytest.fixture(scope="module")
def found() -> Proof:
    return proof()


def test_everything_agrees_or_has_its_reason_and_every_rule_a_hand_worked_case(found: Proof) -> None:
    assert found.faults() == []


def test_the_page_is_as_it_would_be_made_now(found: Proof) -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(found), "docs/verification.md is not up to date: run make verification"


def test_every_file_of_independent_results_is_held_against(found: Proof) -> None:
    used = {one.by.place for one in found.held}
    assert {f"tests/independent/{path.name}" for path in INDEPENDENT.glob("*.csv")} <= used
    assert all((Path(verification.__file__).parent.parent / place).is_file() for place in used)


def test_a_figure_that_breaks_agreement_is_a_fault(monkeypatch: pytest.MonkeyPatch, found: Proof) -> None:
    def changed(tax_year: str, nation: str) -> RuleBook:
        changes = {"national-insurance-employee.main_rate": "9%"}
        return load_policy(nation, f"{tax_year[:4]}-11-22", changes=changes)

    monkeypatch.setattr(independent_results, "policy_of", changed)
    broken = independent_results.national_insurance_of_a_year()
    faults = broken.faults()
    pay = independent_results.numbers(independent_results.rows("annual_take_home.csv"), "employment_income")
    assert len(faults) == int((pay > 12_570 + 3).sum()) > 500  # one per cent of 3 pounds is 3p
    assert faults[0].startswith("Employee National Insurance of a year, policyengine-uk 2.162.10: 2024-25, england")
    assert Proof([broken], found.cases, found.figures).faults() == faults


def held(ours: list[float], theirs: list[float], **known: Any) -> Held:
    labels = [f"row {number}" for number in range(1, len(ours) + 1)]
    return Held("Tax", HMRC, ("paye",), labels, np.array(ours), np.array(theirs), EXACTLY, **known)


def test_a_difference_is_known_only_where_its_reason_accounts_for_all_of_it() -> None:
    known: dict[str, Any] = {"reason": "They do not round down.", "without_known": np.array([1.0, 2.0, 3.0])}
    assert held([1, 2, 3], [1, 2.4, 3], **known).faults() == []
    assert held([1, 2, 2], [1, 2.4, 3.3], **known).faults() == ["Tax, HMRC's test data: row 3: 2, not 3.3"]
    assert held([1, np.nan, 3], [1, 2.4, 3], **known).faults() != []


def test_a_known_difference_that_is_gone_and_one_without_a_reason_are_faults() -> None:
    known: dict[str, Any] = {"reason": "They do not round down.", "without_known": np.array([1.0, 2.0])}
    gone = ["Tax, HMRC's test data: no row differs any more by: They do not round down."]
    assert held([1, 2], [1, 2], **known).faults() == gone
    without = held([1, 2], [1, 2.4], without_known=np.array([1.0, 2.0]))
    assert without.faults() == ["Tax, HMRC's test data: a difference has no reason"]


def test_a_rule_without_a_hand_worked_case_and_an_unknown_rule_are_faults(found: Proof) -> None:
    second = [case for case in found.cases["paye"] if case.second]
    assert second
    lacking = Proof(found.held, {**found.cases, "paye": second}, found.figures)
    assert lacking.faults() == ["paye: no test marked as a hand-worked case of it"]
    strange = Held("Tax", Origin("x", "y", "z"), ("pay",), ["row"], np.ones(1), np.ones(1), EXACTLY)
    assert Proof([strange], found.cases, found.figures).faults() == ["Tax: 'pay' is no rule"]
    misspelt = {**found.cases, "pay": second}
    assert Proof([], misspelt, found.figures).faults() == ["the marker of a test: 'pay' is no rule"]


def test_where_something_does_not_agree_the_page_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Proof
) -> None:
    written = tmp_path / "verification.md"
    monkeypatch.setattr(verification, "PAGE", written)
    monkeypatch.setattr(verification, "proof", lambda: Proof([held([1], [2])], found.cases, found.figures))
    with pytest.raises(SystemExit, match="row 1: 1, not 2"):
        verification.main()
    assert not written.exists()
    monkeypatch.setattr(verification, "proof", lambda: found)
    verification.main()
    assert written.read_text(encoding="utf-8") == page(found)


@pytest.mark.parametrize(
    ("rule", "none"), [("on_call_payment", True), ("pension_contribution", False), ("pay_award", True), ("paye", False)]
)
def test_the_page_says_plainly_where_no_independent_result_was_found(found: Proof, rule: str, none: bool) -> None:
    said = "\n".join(verification.section(rule, found))
    assert ("No independent result was found." in said) is none
    assert ("Held against others:" in said) is not none
