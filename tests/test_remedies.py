"""Remedies: the smallest of each kind leaves no loss, a little less leaves one, and costs are worked by hand."""

import json

import pytest

from paymodel import compare, load_scenario
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.documents import Document
from paymodel.files.scenarios import open_scenario, scenario_of, shipped_scenarios
from paymodel.remedy import Remedy, remedies

HEADLINE = "paramedic-to-operations-manager"


def found(name: str = HEADLINE) -> dict[str, Remedy]:
    case = load_scenario(name).cases[0]
    return {one.kind: one for one in remedies(case, case.offers[0])}


def change_with(path: str, value: str) -> float:
    document, folder = open_scenario(HEADLINE)
    data = json.loads(json.dumps(document.data))
    data["offers"][0][path] = value
    result = compare(scenario_of(Document("one.yaml", data), folder, "one")).results[1]
    assert result.take_home_change is not None
    return result.take_home_change


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("long-term premium", "long_term_premium"),
        ("short-term premium", "short_term_premium"),
        ("on-call payment", "on_call_payment"),
        ("higher pay point", "basic_pay"),
    ],
)
def test_a_pound_less_leaves_a_loss(kind: str, path: str) -> None:
    remedy = found()[kind]
    assert remedy.value is not None
    assert change_with(path, f"{remedy.value:.0f}") == remedy.take_home_change
    assert change_with(path, f"{remedy.value:.0f}") >= 0 > change_with(path, f"{remedy.value - 1:.0f}")


def test_the_cost_of_a_premium_is_pay_pension_insurance_and_levy() -> None:
    # 2,619 x (1 + 23.78% pension + 15% National Insurance + 0.5% levy), England 2026-27.
    remedy = found()["long-term premium"]
    assert remedy.value == 2619
    assert remedy.employer_cost_a_year == pytest.approx(2619 * 1.3928, abs=0.02)
    assert remedy.employer_cost_over_five_years == pytest.approx(5 * 2619 * 1.3928, abs=0.1)


def test_a_short_term_premium_bears_no_pension() -> None:
    remedy = found()["short-term premium"]
    assert remedy.value is not None
    assert remedy.employer_cost_a_year == pytest.approx(remedy.value * 1.155, abs=0.02)


def test_a_higher_entry_point_costs_less_as_steps_are_earned() -> None:
    # Entry rises from 57,528 to 60,147 for two years; the middle point, 60,417, is above it and stays.
    remedy = found()["higher pay point"]
    assert remedy.value == 60147
    assert remedy.employer_cost_over_five_years == pytest.approx(2 * (60147 - 57528) * 1.3928, abs=0.1)


def test_a_starting_step_overtakes_those_in_post() -> None:
    remedy = found()["starting step"]
    assert remedy.value == 2
    assert remedy.side_effects == ("overtakes people already in the post on lower steps",)
    # Two years at 60,417 instead of 57,528, then three at the same middle point... two of them at the top instead.
    first_two, last_two = 2 * (60417 - 57528), 2 * (64750 - 60417)
    assert remedy.employer_cost_over_five_years == pytest.approx((first_two + last_two) * 1.3928, abs=0.1)


def test_keeping_annex_5_is_assumed_and_dear() -> None:
    remedy = found()["Annex 5 percentage kept on promotion"]
    assert (remedy.value, remedy.status) == (25, "assumed")
    assert remedy.employer_cost_a_year == pytest.approx(57528 * 0.25 * 1.3928, abs=0.02)


def test_months_of_protection_end_when_the_move_is_ahead() -> None:
    # Ahead in year 3: two years of the gross shortfall, 60,146.25 - 57,528, with on-costs.
    remedy = found()["months of pay protection"]
    assert remedy.value == 24
    assert remedy.employer_cost_over_five_years == pytest.approx(2 * 2618.25 * 1.3928, abs=0.1)


def test_the_cheapest_comes_first_and_what_would_not_do_last() -> None:
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        for case in scenario.cases:
            for offer in case.offers:
                ranked = remedies(case, offer)
                costs = [one.employer_cost_over_five_years for one in ranked if one.value is not None]
                assert costs == sorted(costs, key=lambda cost: cost or 0.0)
                tail = [one.value is None for one in ranked]
                assert tail == sorted(tail)
                for one in ranked:
                    assert one.take_home_change is None or one.take_home_change >= 0


def test_the_command_answers_in_words_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["remedies", HEADLINE]) == 0
    printed = capsys.readouterr().out
    assert "2,619 pounds a year" in printed
    assert "Estimates, not payroll" in printed
    assert main(["remedies", HEADLINE, "--format", "json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    kinds = [one["kind"] for one in whole["results"][0]["remedies"]]
    assert "starting step" in kinds
    assert main(["remedies", "nowhere"]) == 2


def test_an_unsound_scenario_is_refused() -> None:
    with pytest.raises(Faults):
        load_scenario("nowhere")
