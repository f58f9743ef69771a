"""Remedies: the smallest of each kind leaves no loss, a little less leaves one, and costs are worked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from paymodel import compare, load_scenario
from paymodel.cli import main
from paymodel.errors import Faults, Refused
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Case
from paymodel.moves.policies_side_by_side import policies_side_by_side
from paymodel.moves.remedied_offer import RemedyKind, cost_of_clinical_weeks
from paymodel.moves.remedies import Remedy, remedies
from paymodel.pay.payslips import payslip
from paymodel.scenarios.load import open_scenario, scenario_of, shipped_scenarios

HEADLINE = "paramedic-to-operations-manager"


def found(name: str = HEADLINE) -> dict[str, Remedy]:
    case = load_scenario(name).cases[0]
    return {one.kind: one for one in remedies(case, case.offers[0])}


def change_with(path: str, value: str) -> float:
    document, folder = open_scenario(HEADLINE)
    data = json.loads(json.dumps(document.data))
    data["offers"][0][path] = value
    result = compare(scenario_of(Document("one.yaml", data), folder, "one")).moves[0]
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


PARAMEDIC = {"band": "6", "step": "top", "annex_5_percent": "25%"}


def of_kind(case: Case, kind: str) -> Remedy:
    [remedy] = [one for one in remedies(case, case.offers[0]) if one.kind == kind]
    return remedy


# England 2026-27. A member's pound costs 23.78% pension, 15% National Insurance and 0.5% levy on top; somebody who has
# opted out has no pension.
@pytest.mark.parametrize(("member", "pound"), [(True, 1.3928), (False, 1.155)])
def test_every_cost_takes_the_persons_own_membership(member: bool, pound: float) -> None:
    case = scenario_with(
        person={"in_pension_scheme": member},
        current={**PARAMEDIC, "rota": "ambulance-ten-week"},
        offer={"band": "8a", "overtime_hours_a_week": 4},
    )
    found = {one.kind: one for one in remedies(case, case.offers[0])}
    # 48,117 and 25% of it are 60,146.25; band 8a is 57,528, then 60,417 after two years.
    assert found[RemedyKind.PAY_PROTECTION].value == 24
    assert found[RemedyKind.PAY_PROTECTION].employer_cost_a_year == pytest.approx(2618.25 * pound, abs=0.01)
    assert found[RemedyKind.PAY_PROTECTION].employer_cost_over_five_years == pytest.approx(
        2 * 2618.25 * pound, abs=0.02
    )
    if not member:
        assert found[RemedyKind.PAY_PROTECTION].employer_cost_a_year == pytest.approx(3024.08, abs=0.01)
    for kind, beside in ((RemedyKind.LONG_TERM, 0), (RemedyKind.ON_CALL, 0), (RemedyKind.NEW_PAY_POINT, 57_528)):
        remedy = found[kind]
        assert remedy.value is not None
        assert remedy.employer_cost_a_year == pytest.approx((remedy.value - beside) * pound, abs=0.02)
    # A short-term premium and overtime are not pensionable. The rate of overtime is time and a half.
    short, overtime = found[RemedyKind.SHORT_TERM], found[RemedyKind.OVERTIME_PAID]
    assert short.value is not None
    assert short.employer_cost_a_year == pytest.approx(short.value * 1.155, abs=0.02)
    assert overtime.employer_cost_a_year == pytest.approx(4 * 365 / 7 * 1.5 * 57528 / 1955.36 * 1.155, rel=1e-3)
    assert found[RemedyKind.STARTING_STEP].employer_cost_a_year == pytest.approx((60417 - 57528) * pound, abs=0.02)
    assert found[RemedyKind.ANNEX_5_KEPT].employer_cost_a_year == pytest.approx(57528 * 0.25 * pound, abs=0.02)
    hour = 57528 / (37.5 * 365 / 7)
    hours, weeks = found[RemedyKind.HOURS_KEPT], found[RemedyKind.CLINICAL_WEEKS]
    assert hours.value is not None
    assert hours.employer_cost_a_year == pytest.approx(hours.value * 365 / 7 * 0.30 * hour * pound, rel=1e-4)
    # Each week in ten: a tenth of the rota's hours at 30% and 60%; a tenth of a manager lost and of a paramedic gained.
    assert weeks.value is not None
    rota = case.current.hours
    assert rota is not None
    kept = weeks.value / 10 * 365 / 7 * hour * (0.30 * rota.saturday_night + 0.60 * rota.sunday_holiday)
    backfill = weeks.value / 10 * (57528 - 60146.25) * pound  # the threshold of insurance falls out
    assert weeks.employer_cost_a_year == pytest.approx(kept * pound + backfill, rel=1e-3)


def test_protection_is_pensionable_as_far_as_pensionable_pay_falls() -> None:
    # Band 6 top with a stated 10,000 and 200 hours of overtime at time and a half: 48,117 / 1,955.357 x 1.5 x 200.
    overtime = round(200 * 1.5 * 48117 / (37.5 * 365 / 7), 2)
    held = {"band": "6", "step": "top", "unsocial_hours_payment": 10_000, "overtime_hours_a_year": 200}
    offer = {"band": "8a", "move": "secondment", "lasts_years": 2}
    remedy = of_kind(scenario_with(current=held, offer=offer), RemedyKind.PAY_PROTECTION)
    # 58,117 against 57,528: 589 of what gross pay falls short is pensionable, the overtime is not.
    assert remedy.employer_cost_a_year == pytest.approx(589 * 1.3928 + overtime * 1.155, abs=0.02)
    assert remedy.take_home_change == 0


def test_protection_of_gross_pay_would_not_do_where_deductions_make_the_loss() -> None:
    # 64,750 + 2,500 pays 10.7% for the pension; 66,582 + 1,200 lies above 67,668: 12.5%. Gross pay rises by 532.
    pension = 0.125 * 67_782 - 0.107 * 67_250
    loss = -(532 - pension - 0.4 * (532 - pension) - 0.02 * 532)
    case = scenario_with(
        current={"band": "8a", "step": "top", "unsocial_hours_payment": 2_500},
        offer={"band": "8b", "on_call_payment": 1_200},
    )
    remedy = of_kind(case, RemedyKind.PAY_PROTECTION)
    assert (remedy.value, remedy.employer_cost_a_year) == (None, None)
    assert f"with gross pay made up, deductions would still leave a loss of £{loss:.2f} a year, in year 1" == remedy.why


@pytest.mark.parametrize("part", [1.0, 0.6])
def test_clinical_weeks_save_a_clinician_for_the_hours_worked_in_the_post(part: float) -> None:
    held = {"band": "6", "step": "top", "saturday_night_hours_a_week": 17, "sunday_holiday_hours_a_week": 7}
    case = scenario_with(
        person={"in_pension_scheme": False}, current=held, offer={"band": "8a", "whole_time_equivalent": part}
    )
    manager, clinician = (
        float(payslip(post.job, case.rule_book)["employer_cost"]) for post in (*case.offers, case.current)
    )
    found = cost_of_clinical_weeks(case.current, case.offers[0], case.rule_book, 0.5)
    assert found == pytest.approx(0.5 * (manager - part * clinician))


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
            slip = payslip(case.offers[0].job.with_(**kept), case.rule_book)
            changes.append(float(slip["take_home_pay"] - payslip(case.current.job, case.rule_book)["take_home_pay"]))
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
    change = {move.policy_name: move.take_home_change for move in compare(scenario).moves}
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
                do = [one for one in ranked if one.value is not None]
                for alike in ([one for one in do if one.applies], [one for one in do if not one.applies]):
                    costs = [one.employer_cost_over_five_years for one in alike]
                    assert costs == sorted(costs, key=lambda cost: cost or 0.0)
                places = [(one.value is None, one.value is not None and not one.applies) for one in ranked]
                assert places == sorted(places)
                for one in ranked:
                    assert (one.value is None) is bool(one.why)
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
    (remedy,) = [one for one in remedies(case, case.offers[0]) if one.kind == RemedyKind.ANNEX_5_KEPT]
    assert (remedy.value, remedy.take_home_change, remedy.employer_cost_a_year) == (None, None, None)


def test_basic_pay_without_a_band_has_neither_steps_nor_pay_points() -> None:
    case = scenario_with(current={"band": "6", "step": "top"}, offer={"basic_pay": "47000"})
    kinds = {one.kind for one in remedies(case, case.offers[0])}
    assert RemedyKind.LONG_TERM in kinds
    assert not kinds & {RemedyKind.STARTING_STEP, RemedyKind.NEW_PAY_POINT}


def test_an_unsound_scenario_is_refused() -> None:
    with pytest.raises(Faults):
        load_scenario("nowhere")


# --- What a reader is told of each remedy --------------------------------------------------------------------


def secondment(**more: Any) -> Case:
    """Two years from band 6 top on Annex 5 to band 8a, and back."""
    offer = {"band": "8a", "move": "secondment", "lasts_years": 2, **more}
    return scenario_with(current={**PARAMEDIC, "rota": "ambulance-ten-week"}, offer=offer)


def test_a_post_that_ends_costs_what_its_years_cost() -> None:
    # Both years are at entry, 57,528; a member's pound costs 1.3928.
    found = {one.kind: one for one in remedies(secondment(), secondment().offers[0])}
    assert {one.cost_years for one in found.values() if one.value is not None} == {2}
    for kind, a_year in (
        (RemedyKind.LONG_TERM, 2619),
        (RemedyKind.NEW_PAY_POINT, 60147 - 57528),
        (RemedyKind.STARTING_STEP, 60417 - 57528),
    ):
        assert found[kind].employer_cost_a_year == pytest.approx(a_year * 1.3928, abs=0.02), kind
        assert found[kind].employer_cost_over_five_years == pytest.approx(2 * a_year * 1.3928, abs=0.05), kind
    weeks = found[RemedyKind.CLINICAL_WEEKS]
    assert weeks.employer_cost_a_year is not None
    case = secondment()
    # In the second year the rota has the usual number of public holidays, so that pay differs a little.
    backfill = cost_of_clinical_weeks(case.current, case.offers[0], case.rule_book, (weeks.value or 0) / 10)
    assert weeks.employer_cost_over_five_years == pytest.approx(2 * weeks.employer_cost_a_year, rel=0.05)
    assert (weeks.employer_cost_over_five_years or 0) > backfill * 2


@pytest.mark.parametrize(("years", "costed"), [(1, 1), (2, 2), (4, 4), (5, 5), (9, 5)])
def test_policies_of_a_post_that_ends_cost_what_its_years_cost(years: int, costed: int, tmp_path: Path) -> None:
    text = f"""
title: A secondment
as_at: 2026-11-22
nation: england
current: {{band: "6", step: top, annex_5_percent: 25%}}
offers: [{{band: 8a, pattern: different, move: secondment, lasts_years: {years}}}]
policies: [{{name: In force}}, {{name: Premium, change: {{offers.0.long_term_premium: 1000}}}}]
"""
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    outcomes = policies_side_by_side(load_scenario(tmp_path / "one.yaml").cases)
    [premium] = [one for one in outcomes if one.policy == "Premium"]
    assert premium.employer_cost_over_five_years == pytest.approx(costed * 1000 * 1.3928, abs=0.05)
    assert premium.cost_years == costed


def test_a_longer_secondment_costs_the_post_in_place_of_the_one_held(tmp_path: Path) -> None:
    text = """
title: A secondment
as_at: 2026-11-22
nation: england
person: {in_pension_scheme: no}
current: {band: "6", step: top}
offers: [{band: 8a, pattern: different, move: secondment, lasts_years: 1}]
policies: [{name: In force}, {name: A year more, change: {offers.0.lasts_years: 2}}]
"""
    (tmp_path / "one.yaml").write_text(text, encoding="utf-8")
    outcomes = policies_side_by_side(load_scenario(tmp_path / "one.yaml").cases)
    [longer] = [one for one in outcomes if one.policy == "A year more"]
    # 57,528 in place of 48,117 in the second year, without pension
    assert longer.employer_cost_over_five_years == pytest.approx((57528 - 48117) * 1.155, abs=0.02)


def test_24_months_of_protection_leave_no_loss_on_a_secondment_of_two_years() -> None:
    remedy = of_kind(secondment(), RemedyKind.PAY_PROTECTION)
    assert (remedy.value, remedy.take_home_change) == (24, 0)
    # 60,146.25 less 57,528, in each of two years
    assert remedy.employer_cost_over_five_years == pytest.approx(2 * 2618.25 * 1.3928, abs=0.02)
    longer = of_kind(secondment(lasts_years=9), RemedyKind.PAY_PROTECTION)
    assert longer.value == 24  # ahead in year 3 on the second step, 60,417
    [words] = [one for one in remedy.side_effects if "organisational" in one]
    assert words.endswith("not for a chosen secondment")


def test_protection_does_not_lead_and_says_that_it_does_not_apply(capsys: pytest.CaptureFixture[str]) -> None:
    case = load_scenario(HEADLINE).cases[0]
    ranked = remedies(case, case.offers[0])
    protection = next(one for one in ranked if one.kind == RemedyKind.PAY_PROTECTION)
    assert not protection.applies
    assert protection.employer_cost_over_five_years == min(one.employer_cost_over_five_years or 1e9 for one in ranked)
    applying = [one for one in ranked if one.applies and one.value is not None]
    assert ranked.index(protection) == len(applying)
    assert main(["remedies", HEADLINE]) == 0
    assert "24 months; does not apply" in capsys.readouterr().out


def test_all_clinical_weeks_are_tried() -> None:
    # Half of the ten-week rota's hours in band 8a are too little for somebody who has all of them in band 7.
    held = {"band": "7", "step": "top", "rota": "ambulance-ten-week"}
    case = scenario_with(current=held, offer={"band": "8a"})
    hours = case.current.hours
    assert hours is not None
    for weeks_in in (2, 10):
        [remedy] = [
            one for one in remedies(case, case.offers[0], weeks_in=weeks_in) if one.kind == RemedyKind.CLINICAL_WEEKS
        ]
        changes = []
        for share in (1.0, (weeks_in - 1) / weeks_in):
            kept = case.offers[0].job.with_(
                saturday_night_hours_a_year=share * hours.saturday_night * 365 / 7,
                sunday_holiday_hours_a_year=share * hours.sunday_holiday * 365 / 7,
            )
            held_pay = payslip(case.current.job, case.rule_book)["take_home_pay"]
            changes.append(float(payslip(kept, case.rule_book)["take_home_pay"] - held_pay))
        assert changes[0] >= 0 > changes[1]
        assert remedy.value == weeks_in
        assert not remedy.applies
        assert remedy.side_effects[-1] == "no week is left to lead: nobody would do the post offered"


BAND_7 = {"band": "7", "step": "top"}


@pytest.mark.parametrize(
    ("current", "offer", "kind", "why"),
    [
        (
            {**BAND_7, "other_pay": 200_000},
            {"band": "8a"},
            RemedyKind.LONG_TERM,
            "even a premium of the whole of basic pay leaves a loss",
        ),
        (
            {**BAND_7, "other_pay": 200_000},
            {"band": "8a"},
            RemedyKind.SHORT_TERM,
            "even a premium of the whole of basic pay leaves a loss",
        ),
        (
            {**BAND_7, "other_pay": 200_000},
            {"band": "8a"},
            RemedyKind.ON_CALL,
            "even a payment of the whole of basic pay leaves a loss",
        ),
        ({**BAND_7, "other_pay": 70_000}, {"band": "8a"}, RemedyKind.STARTING_STEP, "even the top step leaves a loss"),
        (
            {**BAND_7, "other_pay": 70_000},
            {"band": "8a", "basic_pay": 60_000},
            RemedyKind.STARTING_STEP,
            "the offer states its basic pay",
        ),
        (
            {**BAND_7, "other_pay": 200_000},
            {"band": "8a"},
            RemedyKind.NEW_PAY_POINT,
            "even a point of twice as much leaves a loss",
        ),
        (
            {**BAND_7, "other_pay": 70_000, "unsocial_hours_payment": 9},
            {"band": "8a"},
            RemedyKind.CLINICAL_WEEKS,
            "of the post held are not",
        ),
        (
            {**BAND_7, "other_pay": 70_000},
            {"band": "8a"},
            RemedyKind.CLINICAL_WEEKS,
            "the unsocial hours of the post held are none",
        ),
        (
            {**BAND_7, "other_pay": 70_000, "saturday_night_hours_a_week": 9},
            {"band": "8a", "unsocial_hours_payment": 9},
            RemedyKind.CLINICAL_WEEKS,
            "the offer states its unsocial hours payment",
        ),
        (
            {**BAND_7, "other_pay": 90_000, "saturday_night_hours_a_week": 9},
            {"band": "8a"},
            RemedyKind.CLINICAL_WEEKS,
            "even all 10 weeks leave a loss",
        ),
        (
            {**BAND_7, "other_pay": 100_000},
            {"band": "8a"},
            RemedyKind.HOURS_KEPT,
            "even every hour of the contract leaves a loss",
        ),
        (
            {**BAND_7, "other_pay": 70_000},
            {"band": "8a", "unsocial_hours_payment": 9},
            RemedyKind.HOURS_KEPT,
            "the offer states its unsocial hours payment",
        ),
        (
            {**BAND_7, "other_pay": 70_000},
            {"band": "8a"},
            RemedyKind.PAY_PROTECTION,
            "the move is still behind after 40 years",
        ),
        (
            {"band": "7", "step": "top", "annex_5_percent": "25%", "short_term_premium": "20000"},
            {"band": "8a"},
            RemedyKind.ANNEX_5_KEPT,
            "even 25% leaves a loss",
        ),
        (
            {**PARAMEDIC},
            {"band": "8a", "unsocial_hours_payment": 9},
            RemedyKind.ANNEX_5_KEPT,
            "the offer states its unsocial",
        ),
        (
            {**BAND_7, "other_pay": 90_000},
            {"band": "8a", "overtime_hours_a_week": 1},
            RemedyKind.OVERTIME_PAID,
            "it leaves a loss",
        ),
        ({**BAND_7, "other_pay": 90_000}, {"band": "8a"}, RemedyKind.MARGINAL_TIERS, "they leave a loss"),
        (
            {**BAND_7, "other_pay": 90_000, "in_pension_scheme": False},
            {"band": "8a", "in_pension_scheme": False},
            RemedyKind.MARGINAL_TIERS,
            "the person is not in the pension scheme",
        ),
        (
            {**BAND_7, "other_pay": 90_000, "pension_contribution": 100},
            {"band": "8a", "pension_contribution": 100},
            RemedyKind.MARGINAL_TIERS,
            "the pension contribution is stated",
        ),
    ],
)
def test_a_remedy_that_would_not_do_says_why(
    current: dict[str, Any], offer: dict[str, Any], kind: str, why: str
) -> None:
    remedy = of_kind(scenario_with(current=current, offer=offer), kind)
    assert (remedy.value, remedy.employer_cost_a_year, remedy.side_effects) == (None, None, ())
    assert why in remedy.why


def test_the_loss_that_a_reason_names_is_the_one_left() -> None:
    # 56,515 and 20,000 that is not pensionable; band 8a top is 64,750. 10.7% pension, 40% of the rest, 2% insurance.
    pension = 6_928.25 - 6_047.11  # of 64,750 and of 56,515
    gross = 64_750 - 76_515
    loss = gross - pension - 0.4 * (gross - pension) - 0.02 * gross
    case = scenario_with(current={**BAND_7, "other_pay": 20_000}, offer={"band": "8a"})
    assert of_kind(case, RemedyKind.STARTING_STEP).why == f"even the top step leaves a loss of £{-loss:,.2f} a year"


def test_each_row_says_whether_it_is_in_all_or_on_top(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = """
title: A post with on-call, a premium and hours
as_at: 2026-11-22
nation: england
current: {band: "7", step: top, unsocial_hours_payment: 12000}
offers:
  - {band: 8a, pattern: different, on_call_payment: 1528, short_term_premium: 2%, saturday_night_hours_a_week: 3}
"""
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(path)
    found = {one.kind: one for one in remedies(scenario.cases[0], scenario.cases[0].offers[0])}
    assert main(["remedies", str(path)]) == 0
    printed = capsys.readouterr().out
    on_call, short, hours = found[RemedyKind.ON_CALL], found[RemedyKind.SHORT_TERM], found[RemedyKind.HOURS_KEPT]
    assert (on_call.now, on_call.on_top) == (1528, False)
    assert f"{on_call.value:,.0f} pounds a year instead of 1,528" in printed
    # 2% of 57,528 is there now; what it would have to be is a percentage of basic pay too, rounded up
    assert short.now == pytest.approx(1150.56)
    assert short.value is not None
    percent = -(-short.value * 1e4 // 57528) / 100
    assert short.percent == percent
    assert f"{short.value:,.0f} pounds a year, {percent:.2f}% instead of 1,150.56" in printed
    assert (hours.now, hours.on_top) == (3, True)
    assert f"{hours.value:g} hours a week on top of 3" in printed
    assert f"{found[RemedyKind.NEW_PAY_POINT].value:,.0f} pounds a year instead of 57,528" in printed


@pytest.mark.parametrize("kind", [RemedyKind.LONG_TERM, RemedyKind.SHORT_TERM])
def test_both_premiums_show_their_percentage(kind: RemedyKind) -> None:
    remedy = found()[kind]
    of_57_528 = {RemedyKind.LONG_TERM: 4.56, RemedyKind.SHORT_TERM: 4.05}  # 2,619 and 2,329, rounded up
    assert remedy.percent == of_57_528[kind]


@pytest.mark.parametrize(
    ("member", "words"), [("yes", "with pension, National Insurance and levy"), ("no", "no pension")]
)
def test_the_words_say_what_the_costs_hold(
    member: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"""
title: In or out
as_at: 2026-11-22
nation: england
person: {{in_pension_scheme: {member}}}
current: {{band: "6", step: top, annex_5_percent: 25%}}
offers: [{{band: 8a, pattern: different}}]
"""
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["remedies", str(path)]) == 0
    assert words in " ".join(capsys.readouterr().out.split())
