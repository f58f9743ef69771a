"""A pay award: pay points, tiers and supplements after it, worked by hand, and through every question.

England, 22 November 2026, unless a test says otherwise. Pay points: band 6 top 48,117, band 8a 57,528, 60,417 and
64,750 (NHS Employers, pay scales 2026/27).
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from paymodel import compare, load_policy, load_scenario
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Comparison
from paymodel.pay.award import NO_AWARD, Award, job_under_award, rule_books, under_award
from paymodel.pay.job import BAND_CODE, Job
from paymodel.pay.rule_book import RuleBook
from paymodel.scenarios.load import open_scenario, scenario_of
from paymodel.scenarios.sweeps import sweep
from tests.test_scenarios import pay, pence

HEADLINE = "paramedic-to-operations-manager"


def england() -> RuleBook:
    return load_policy("england", "2026-11-22")


def points(policy: RuleBook, band: str) -> list[float]:
    return [float(pounds) for pounds in policy.pay_points.pounds[BAND_CODE[band], : policy.pay_points.steps(7)]]


def answered(**keys: Any) -> Comparison:
    document, folder = open_scenario(HEADLINE)
    data = json.loads(json.dumps(document.data)) | keys
    return compare(scenario_of(Document("one.yaml", data), folder, "one"))


@pytest.mark.rule("pay_award")
class TestRuleBook:
    @pytest.mark.parametrize(
        ("award", "after"),
        [
            (Award(percent=0.033), [59_426, 62_411, 66_887]),  # 59,426.42, 62,410.76 and 66,886.75
            (Award(pounds=1_500), [59_028, 61_917, 66_250]),
            (Award(percent=0.02, pounds=100), [58_779, 61_725, 66_145]),  # 58,678.56, 61,625.34 and 66,045 with 100
            (Award(percent=0.5), [86_292, 90_626, 97_125]),  # 90,625.50 is rounded up
        ],
    )
    def test_every_pay_point_rises_to_the_whole_pound(self, award: Award, after: list[float]) -> None:
        assert points(under_award(england(), award), "8a") == after

    def test_the_bounds_that_go_by_pay_rise_by_the_percentage(self) -> None:
        after = under_award(england(), Award(percent=0.033, pounds=1_500))
        # 13,259, 28,854, 35,155, 52,778 and 67,668 x 1.033
        assert after.member_pension_contribution.up_to == (13_697, 29_806, 36_315, 54_520, 69_901)
        assert after.member_pension_contribution.rates == england().member_pension_contribution.rates
        inner = after.high_cost_area_supplement["inner"]
        assert (inner.share, inner.minimum, inner.maximum) == (0.2, 5_985, 9_035)  # 5,794 and 8,746 x 1.033
        assert after.national_insurance.upper_earnings_limit == 50_270
        assert after.income_tax.up_to == england().income_tax.up_to

    def test_the_tiers_stay_where_the_award_says_so_or_is_in_pounds_alone(self) -> None:
        before = england()
        for award in (Award(percent=0.033, pension_tiers_rise=False), Award(pounds=1_500)):
            after = under_award(before, award)
            assert after.member_pension_contribution == before.member_pension_contribution
            assert after.citations["member-pension-contribution"].status == "confirmed"
        assert after.high_cost_area_supplement == before.high_cost_area_supplement

    def test_what_changed_is_assumed_and_says_how(self) -> None:
        after = under_award(england(), Award(percent=0.033))
        for name in ("pay-points", "member-pension-contribution", "high-cost-area-supplement"):
            assert after.citations[name].status == "assumed"
            assert "3.3%" in after.citations[name].changed
        assert {status for row in after.pay_points.statuses.values() for status in row} == {"assumed"}
        assert after.citations["income-tax"] == england().citations["income-tax"]

    def test_no_award_is_the_same_rule_book(self) -> None:
        policy = england()
        assert under_award(policy, NO_AWARD) is policy
        assert all(book is policy for book in rule_books(policy, NO_AWARD, 5))

    def test_awards_of_later_years_compound_and_add_their_pounds(self) -> None:
        books = rule_books(england(), Award(percent=0.02, pounds=100), 3)
        # 57,528; x 1.02 + 100 is 58,778.56; 58,779 x 1.02 + 100 is 60,054.58
        assert [points(book, "8a")[0] for book in books] == [57_528, 58_779, 60_055]
        assert books[2].member_pension_contribution.up_to[3] == 54_911  # 53,834 x 1.02 is 54,910.68


@pytest.mark.rule("pay_award")
class TestJob:
    def test_stated_basic_pay_rises_as_a_pay_point_does(self) -> None:
        award = Award(percent=0.033, pounds=500)
        after = under_award(england(), award)
        job = job_under_award(Job(basic_pay=48_117, long_term_premium=1_000), award, england(), after)
        assert float(np.asarray(job.basic_pay)) == 50_205  # 49,704.86 and 500
        assert job.long_term_premium == 1_000

    def test_a_stated_unsocial_payment_rises_with_basic_pay(self) -> None:
        award = Award(pounds=1_500)
        after = under_award(england(), award)
        job = Job(band=BAND_CODE["6"], step=3, unsocial_hours_payment=9_000, on_call_payment=800)
        risen = job_under_award(job, award, england(), after)
        assert float(np.asarray(risen.unsocial_hours_payment)) == pytest.approx(9_000 * 49_617 / 48_117)
        assert (risen.on_call_payment, np.isnan(np.asarray(risen.basic_pay))) == (800, True)


def test_a_comparison_sees_the_award_before_anything_else() -> None:
    # 48,117 x 1.033 is 49,704.86 and a quarter of 49,705 is 12,426.25; 57,528 x 1.033 is 59,426.42. Both in the tier of
    # 10.7%, 54,520 to 69,901; taxes on today's thresholds.
    comparison = answered(award={"percent": "3.3%"})
    held, offered = comparison.held("In force"), comparison.moves[0]
    before, after = pay("62131.25", "10.7"), pay(59_426, "10.7")
    assert pence(str(float(held.payslip["take_home_pay"]))) == before.take_home
    assert offered.take_home_change == float(after.take_home - before.take_home)
    assert offered.career.move["basic_pay"][[0, 2, 5]].tolist() == [59_426, 62_411, 66_887]


def test_the_tiers_matter_where_pay_would_cross_a_bound() -> None:
    # The top of band 8a, 64,750, with 5%: 67,988 (67,987.50), above 67,668 but not above 71,051 (67,668 x 1.05).
    def contribution(tiers: str) -> float:
        offers = [{"name": "Top", "band": "8a", "step": "top", "pattern": "different"}]
        worked = answered(award={"percent": "5%", "pension_tiers": tiers}, offers=offers)
        return float(worked.moves[0].payslip["pension_contribution"])

    assert contribution("rise") == float(pay(67_988, "10.7").pension)
    assert contribution("stay") == float(pay(67_988, "12.5").pension)


def test_the_answer_says_the_award() -> None:
    found = {one.id: one for one in answered(award={"percent": "3.3%", "pounds": "500"}).assumptions}
    assert found["award"].status == "assumed"
    assert "An award of 3.3% and £500 on the pay scale of 22 November 2026" in found["award"].words
    assert "the bounds of the pension tiers and of the high cost area supplement rise" in found["award"].words
    assert "progression" not in found
    stay = {one.id: one.words for one in answered(award={"percent": "3%", "pension_tiers": "stay"}).assumptions}
    assert "the bounds of the pension tiers stay" in stay["award"]
    assert "award" not in {one.id for one in answered(award={"percent": "0%"}).assumptions}


def test_a_policy_sets_an_award_that_the_scenario_lacks() -> None:
    scenario = load_scenario("award-flat-or-percentage")
    assert [case.award for case in scenario.cases] == [NO_AWARD, Award(percent=0.033), Award(pounds=1_500)]
    entry = [float(case.rule_book.pay_points.pounds[BAND_CODE["8a"], 0]) for case in scenario.cases]
    assert entry == [57_528, 59_426, 59_028]


def test_an_award_comes_on_top_of_a_changed_pay_point() -> None:
    changes = {"scales.pay-points.8a.0.pounds": "60000", "award.pounds": "500"}
    worked = answered(policies=[{"name": "Both", "change": changes}])
    assert float(worked.moves[0].payslip["basic_pay"]) == 60_500


def test_the_first_higher_point_is_found_after_the_award() -> None:
    # The top of band 7 and the start of 8a rise alike; what is stated in pounds rises too, so the step stays.
    current = {"name": "Stated", "basic_pay": "58000", "unsocial_hours_payment": "0"}
    keys = {"current": current, "switches": {"promotion_method": "first_higher_point"}, "person": {}}
    for award in ({}, {"percent": "3.3%"}):
        assert answered(award=award, **keys).moves[0].step == 2  # 60,417 is the first above 58,000


@pytest.mark.parametrize("vary", ["award.percent=0:6:1%", "award.pounds=0:2000:500"])
def test_a_sweep_varies_the_award(vary: str, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    done, _ = sweep(HEADLINE, [vary], target)
    table = pd.read_csv(target)
    path = vary.partition("=")[0]
    offered = table[table["take_home_change"].notna()]
    assert done == 2 * len(offered)
    for _, row in offered.iterrows():
        alone = answered(award={path.removeprefix("award."): str(row[path])}).moves[0]
        assert row["take_home_change"] == pytest.approx(alone.take_home_change, abs=1e-9)


def test_a_sweep_of_a_career_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="a sweep looks at the first year"):
        sweep(HEADLINE, ["career.discount_rate=1%,2%"], tmp_path / "out.csv")


def test_every_command_says_the_award(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("compare", "explain", "remedies", "career"):
        assert main([command, "award-flat-or-percentage"]) == 0
        printed = " ".join(capsys.readouterr().out.split())
        assert "award of 3.3%" in printed
        assert "[assumed]" in printed
    assert main(["compare", "award-flat-or-percentage", "--format", "json"]) == 0
    statuses = json.loads(capsys.readouterr().out)["run"]["statuses"]
    assert statuses["pay-points (england, band 8a, step 1), by an award of 3.3%, to the whole pound"] == "assumed"
    assert statuses["pay-points (england, band 8a, step 1)"] == "confirmed"
    assert main(["remedies", "award-flat-or-percentage", "--format", "json"]) == 0
    awards = [one["award"] for one in json.loads(capsys.readouterr().out)["results"]]
    assert awards == [None, "3.3%", "£1,500"]
