"""Remedies: the smallest of each kind leaves no loss, a little less leaves one, and costs are worked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from paymodel import compare, load_scenario
from paymodel.cli import main
from paymodel.comparison import Case
from paymodel.errors import Faults, Refused
from paymodel.files.documents import Document
from paymodel.files.scenarios import open_scenario, scenario_of, shipped_scenarios
from paymodel.payslips import payslip
from paymodel.remedy import (
    ANNEX_5_KEPT,
    LONG_TERM,
    NEW_PAY_POINT,
    STARTING_STEP,
    Remedy,
    policies_side_by_side,
    remedies,
)

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
        ("new pay point", "basic_pay"),
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
    remedy = found()["new pay point"]
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


def scenario_with(**keys: Any) -> Case:
    """The first case of a scenario of plain values."""
    data = {
        "title": "Plain",
        "as_at": "2026-11-22",
        "nation": "england",
        "person": keys.pop("person", {}),
        "current": keys.pop("current"),
        "offers": [{"name": "Offer", "pattern": "different", **keys.pop("offer")}],
    }
    return scenario_of(Document("plain.yaml", data), None, "plain").cases[0]


def effects(case: Case, kind: str) -> tuple[str, ...]:
    [remedy] = [one for one in remedies(case, case.offers[0]) if one.kind == kind]
    assert remedy.value
    return remedy.side_effects


def test_clinical_weeks_are_counted_in_any_cycle() -> None:
    case = load_scenario(HEADLINE).cases[0]
    smallest = {}
    for weeks_in in (2, 5, 10, 52):
        [remedy] = [
            one for one in remedies(case, case.offers[0], weeks_in=weeks_in) if one.kind == "clinical weeks kept"
        ]
        assert remedy.unit == f"weeks in {weeks_in}"
        assert remedy.value is not None
        smallest[weeks_in] = remedy.value
        # The hours of the ten-week rota for so many weeks leave no loss; those of one week less leave one.
        hours = case.current.hours
        assert hours is not None
        changes = []
        for weeks in (remedy.value, remedy.value - 1):
            kept = {
                "saturday_night_hours_a_year": hours.saturday_night,
                "sunday_holiday_hours_a_year": hours.sunday_holiday,
            }
            kept = {name: weeks / weeks_in * weekly * 365 / 7 for name, weekly in kept.items()}
            slip = payslip(case.offers[0].job.with_(**kept), case.policy)
            changes.append(float(slip["take_home_pay"] - payslip(case.current.job, case.policy)["take_home_pay"]))
        assert changes[0] >= 0 > changes[1]
    assert smallest == {2: 1, 5: 1, 10: 2, 52: 10}


@pytest.mark.parametrize("weeks_in", [0, 1, 53])
def test_a_cycle_is_two_to_fifty_two_weeks(weeks_in: int, capsys: pytest.CaptureFixture[str]) -> None:
    case = load_scenario(HEADLINE).cases[0]
    with pytest.raises(Refused, match="2 to 52"):
        remedies(case, case.offers[0], weeks_in=weeks_in)
    with pytest.raises(SystemExit) as stopped:
        main(["remedies", HEADLINE, "--weeks-in", str(weeks_in)])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_premium_above_thirty_per_cent_is_said() -> None:
    # 56,515 and 24,000 against 57,528: 22,987 is lost, 40% of basic pay.
    case = scenario_with(current={"band": "7", "step": "top", "unsocial_hours_payment": 24_000}, offer={"band": "8a"})
    assert "the premium is above 30% of basic pay, the normal maximum" in effects(case, "long-term premium")
    assert not any("30%" in words for words in found()["long-term premium"].side_effects)


def test_a_premium_overtakes_nobody_because_every_holder_is_paid_it() -> None:
    assert not any("overtake" in words for words in found()["long-term premium"].side_effects)


def test_a_new_pay_point_that_reaches_the_next_one_says_so() -> None:
    # 8a: 57,528 and then 60,417. The headline's new point, 60,147, stays below; with more lost it does not.
    assert found()["new pay point"].side_effects == ()
    case = scenario_with(current={"band": "7", "step": "top", "unsocial_hours_payment": 5_000}, offer={"band": "8a"})
    [words] = effects(case, "new pay point")
    assert words.startswith("reaches the next pay point, £60,417: people on it would be overtaken")


def test_crossing_a_pension_tier_is_said() -> None:
    # 8b entry, 66,582, lies 1,086 below the end of the 10.7% tier.
    case = scenario_with(
        current={"band": "8a", "step": "top", "unsocial_hours_payment": 6_000}, offer={"band": "8b", "step": "entry"}
    )
    assert "crosses a pension tier: 10.7% to 12.5% of all pensionable pay" in effects(case, "long-term premium")
    out = scenario_with(
        person={"in_pension_scheme": False},
        current={"band": "8a", "step": "top", "unsocial_hours_payment": 6_000},
        offer={"band": "8b"},
    )
    assert not any("tier" in words for words in effects(out, "long-term premium"))


@pytest.mark.parametrize(("children", "said"), [(0, False), (1, True)])
def test_the_child_benefit_line_is_said_to_those_it_concerns(children: int, said: bool) -> None:
    # 66,582 less 10.7% is 59,457.73; less 12.5% of 72,000, 63,000.
    case = scenario_with(
        person={"children": children},
        current={"band": "8a", "step": "top", "unsocial_hours_payment": 10_000},
        offer={"band": "8b"},
    )
    line = "adjusted net income rises above £60,000, where the child benefit charge starts"
    assert (line in effects(case, "long-term premium")) is said


def test_the_line_of_the_personal_allowance_is_said() -> None:
    # Band 9 entry, 112,782, less 12.5%: 98,684.25. Above 114,286 it passes 100,000.
    case = scenario_with(current={"band": "8d", "step": "top", "unsocial_hours_payment": 12_000}, offer={"band": "9"})
    line = "adjusted net income rises above £100,000, where the personal allowance starts to taper"
    assert line in effects(case, "long-term premium")


def test_annex_5_kept_sets_a_newcomer_above_those_in_post() -> None:
    kind = "Annex 5 percentage kept on promotion"
    assert "pays more than people already in the post who are paid by Section 2" in found()[kind].side_effects


def test_policies_stand_side_by_side() -> None:
    scenario = load_scenario("three-ways-to-put-it-right")
    change = {
        result.policy_name: result.take_home_change
        for result in compare(scenario).results
        if result.take_home_change is not None
    }
    ranked = policies_side_by_side(scenario.cases)
    assert [(one.rank, one.policy) for one in ranked] == [
        (1, "Five per cent premium"),
        (None, "On-call added"),
        (None, "In force"),
    ]
    for one in ranked:
        assert one.take_home_change == change[one.policy]
        assert one.offer_on_first == round(change[one.policy] - change["In force"], 2)
        assert one.held_on_first == 0
        assert one.leaves_a_loss == (change[one.policy] < 0)
    premium, on_call, first = ranked
    # 5% of 57,528 is 2,876.40; on-call 1,528; with 23.78% pension, 15% National Insurance and 0.5% levy.
    assert premium.employer_cost_a_year == pytest.approx(2876.40 * 1.3928, abs=0.02)
    assert on_call.employer_cost_a_year == pytest.approx(1528 * 1.3928, abs=0.02)
    # Two years at entry, two in the middle... the fifth on top: steps after 2 and 5 years.
    assert premium.employer_cost_over_five_years == pytest.approx(0.05 * (2 * 57528 + 3 * 60417) * 1.3928, abs=0.1)
    assert premium.cost_for_each_pound == round(premium.employer_cost_a_year / premium.offer_on_first, 2)
    assert (first.employer_cost_a_year, first.cost_for_each_pound) == (0, None)


def test_one_policy_may_hold_several_remedies_and_change_the_post_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """
title: Together
as_at: 2026-11-22
nation: england
current: {band: "6", step: top, unsocial_hours_payment: 12000}
offers:
  - {name: Offer, band: 8a, unsocial_hours_payment: 100, pattern: unsure}
policies:
  - {name: In force}
  - name: Premium and on-call
    change: {offers.0.long_term_premium: 1000, offers.0.on_call_payment: 1500}
  - {name: Second step, change: {offers.0.step: 2}}
  - {name: Fewer nights, change: {current.unsocial_hours_payment: 9000}}
  - {name: The same pattern, change: {offers.0.pattern: same}}
"""
    path = tmp_path / "together.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["remedies", str(path), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["policies"]
    assert len(rows) == 4 * 2 + 1
    by = {(row["policy"], row["pattern"]): row for row in rows}
    assert by["Premium and on-call", "different"]["employer_cost_a_year"] == pytest.approx(2500 * 1.3928, abs=0.02)
    assert by["Second step", "different"]["side_effects"] == ["overtakes people already in the post on lower steps"]
    assert by["Fewer nights", "different"]["held_on_first"] < 0 == by["Fewer nights", "different"]["offer_on_first"]
    assert by["The same pattern", "same"]["offer_on_first"] == 0
    ranks = [row["rank"] for row in rows]
    sound = [rank for rank in ranks if rank is not None]
    assert sound == list(range(1, len(sound) + 1))
    assert all(row["leaves_a_loss"] == (row["rank"] is None) for row in rows)
    assert main(["remedies", str(path)]) == 0
    printed = capsys.readouterr().out
    assert printed.index("The policies side by side") < printed.index("Offer (pattern different), In force")
    assert "Held on first" in printed
    assert main(["remedies", HEADLINE]) == 0
    assert "side by side" not in capsys.readouterr().out


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


def test_annex_5_kept_is_no_remedy_where_a_loss_is_left() -> None:
    # The premium, 20% of £56,515, is more than what the starting step and 25% of it add.
    held = {"band": "7", "step": "top", "annex_5_percent": "25%", "short_term_premium": "20000"}
    case = scenario_with(current=held, offer={"band": "8a"})
    (remedy,) = [one for one in remedies(case, case.offers[0]) if one.kind == ANNEX_5_KEPT]
    assert (remedy.value, remedy.take_home_change, remedy.employer_cost_a_year) == (None, None, None)


def test_basic_pay_without_a_band_has_neither_steps_nor_pay_points() -> None:
    case = scenario_with(current={"band": "6", "step": "top"}, offer={"basic_pay": "47000"})
    kinds = {one.kind for one in remedies(case, case.offers[0])}
    assert LONG_TERM in kinds
    assert not kinds & {STARTING_STEP, NEW_PAY_POINT}


def test_an_unsound_scenario_is_refused() -> None:
    with pytest.raises(Faults):
        load_scenario("nowhere")
