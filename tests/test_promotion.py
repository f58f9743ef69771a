"""Promotion: where the new post starts, what is made up, how the two paths compare, and from where it pays.

England, 22 November 2026, unless a test says otherwise. Pay points: band 6 top 48,117; band 7 49,387, 51,932 and 56,515
after 0, 2 and 5 years; band 8a 57,528, 60,417 and 64,750 likewise.
"""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paymodel import Job, load_policy, payslip
from paymodel.cli import main
from paymodel.errors import Refused
from paymodel.files.rotas import load_rota
from paymodel.moves.break_evens import BreakEven, long_term_premium, saturday_night_hours
from paymodel.moves.career_path import Career, PlannedMove, career, catch_up_year, follow
from paymodel.moves.comparison import Move, compare
from paymodel.moves.posts import Post, offer_payslip, placed
from paymodel.moves.remedied_offer import cost
from paymodel.pay.job import BAND_CODE, WEEKS_IN_A_YEAR
from paymodel.pay.rota import rota_hours
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.scenarios.load import load_scenario

HOUR = 7 / 365 / 37.5
"""An hour's pay for each pound a year."""


@cache
def policy(nation: str = "england", **switches: Any) -> RuleBook:
    return load_policy(nation, "2026-11-22", switches=Switches(**switches))


def post(band: str, step: int | None = None, *, years: float = 0, lasts: int | None = None, **job: Any) -> Post:
    """A post without a rota; a step counts as stated."""
    work = Job(band=BAND_CODE[band], step=step or 1, **job)
    return Post("", work, work, step_stated=step is not None, years_in_band=years, lasts_years=lasts)


def slip_of(current: Post, offer: Post, rules: RuleBook, *, same_pattern: bool) -> dict[str, float]:
    """The payslip of an offer in its first year."""
    slip = offer_payslip(current, placed(current, offer, rules).job, rules, same_pattern=same_pattern)
    return {line: float(value) for line, value in slip.items()}


def pennies(pounds: Any) -> Any:
    """Within the rounding of two lines."""
    return pytest.approx(pounds, rel=0, abs=0.0100001)


def hours(lower: float, higher: float) -> dict[str, Any]:
    return {"saturday_night_hours_a_year": lower, "sunday_holiday_hours_a_year": higher}


def test_what_is_deducted_is_held_against_all_that_is_paid() -> None:
    """Top of band 6 with 25% of Annex 5 is 48,117 x 1.25 = £60,146.25, made up to in band 8a at £57,528, its entry.

    A sacrifice of £58,500 is more than £57,528, and leaves £1,646.25 of what is paid: 5.2% of that is contributed
    (NHS Pensions, member contributions 2026/27), and nothing of it is taxed.
    """
    current, offer = post("6", 3, annex_5_percent=0.25), post("8a", 1, salary_sacrifice=58_500)
    slip = slip_of(current, offer, policy(), same_pattern=True)
    assert slip["gross_pay"] == 48_117 * 1.25
    assert slip["take_home_pay"] == pennies(1_646.25 * (1 - 0.052))
    with pytest.raises(Refused, match=r"deductions come to more than pay by £972\.00 a year"):  # 58,500 - 57,528
        slip_of(current, offer, policy(), same_pattern=False)


# 1,000 hours at 30% and 300 at 60% are worth 480 hours' pay; four fifths of them 384.
ROTA, FOUR_FIFTHS = hours(1_000, 300), hours(800, 240)
OLD_EARNINGS = 48_117 * (1 + 480 * HOUR)


@pytest.mark.rule("salary_sacrifice", "take_home_pay")
def test_an_equal_sacrifice_leaves_the_comparison_of_two_posts_as_it_was() -> None:
    # 400 a month in both posts. Band 6 top: 43,317 is pensionable, 9.8% of it is 4,245.07; taxable 39,071.93,
    # less 12,570 at 20% is 5,300.39; National Insurance 8% of 43,317 - 12,570 is 2,459.76.
    # Band 8a entry: 52,728, 9.8% is 5,167.34; taxable 47,560.66, 20% is 6,998.13; 8% of 37,700 and 2% of 2,458 is
    # 3,065.16. Each has 4,800 less in the bank; the change is that of gross pay and of what it lowers.
    held, offered = (
        payslip(Job(band=band, step=step, salary_sacrifice=4_800), policy()) for band, step in ((5, 3), (7, 1))
    )
    assert float(held["take_home_pay"]) == pennies(48_117 - 4_245.07 - 5_300.39 - 2_459.76 - 4_800)
    assert float(offered["take_home_pay"]) == pennies(57_528 - 5_167.34 - 6_998.13 - 3_065.16 - 4_800)
    change = float(offered["take_home_pay"] - held["take_home_pay"])
    assert change == pennies(57_528 - 48_117 - (5_167.34 - 4_245.07) - (6_998.13 - 5_300.39) - (3_065.16 - 2_459.76))


@pytest.mark.rule("promotion_protection")
class TestMaintain:
    """Handbook 1.18 and 1.19."""

    def test_the_same_pattern_is_protected_until_the_new_pay_exceeds_the_old(self) -> None:
        found = career(post("6", 3, years=5, **ROTA), post("7", **FOUR_FIFTHS), policy(), same_pattern=True, years=7)
        # 59,928.74 against 59,085.81 at the entry point; 62,130.58 from year 3
        first = OLD_EARNINGS - 49_387 * (1 + 384 * HOUR)
        assert first > 800
        assert 51_932 * (1 + 384 * HOUR) > OLD_EARNINGS
        assert found.move["promotion_protection"].tolist() == pennies([first, first, 0, 0, 0, 0, 0])
        assert found.move["gross_pay"][:2].tolist() == pennies([OLD_EARNINGS] * 2)
        assert found.move["gross_pay"][2] == pennies(51_932 * (1 + 384 * HOUR))
        assert found.difference[:2].tolist() == pennies([0, 0])
        assert found.move_steps.tolist() == [1, 1, 2, 2, 2, 3, 3]

    def test_the_sum_maintained_is_fixed_cash(self) -> None:
        # band 6 step 2 (42,170) reaches the top a year after the move; what is maintained stays at 42,170 and its hours
        old = 42_170 * (1 + 480 * HOUR)
        found = career(post("6", 2, years=4, **ROTA), post("7"), policy(), same_pattern=True, years=6)
        assert found.stay_steps.tolist() == [2, 3, 3, 3, 3, 3]
        basic = [49_387, 49_387, 51_932, 51_932, 51_932, 56_515]
        assert found.move["promotion_protection"].tolist() == pennies([max(old - pay, 0) for pay in basic])
        assert found.move["promotion_protection"][4] > 0

    def test_once_ended_protection_stays_ended_though_pay_falls_below_again(self) -> None:
        # Old: band 7 top and 13,134.09 are 69,649.09. New: 57,528 on the commander's rota. Pay year 2026-27 holds ten
        # public holidays and pays 12,153.70 (test_scenarios.py), in all 69,681.70: more than the old by 32.61. A usual
        # year holds eight: less. From year 3 the second step, 60,417.
        rota = load_rota("operations-commander-five-week")
        first, usual = (
            rota_hours(rota, policy().working_time, band=BAND_CODE["8a"], usual_holidays=usual).as_job_hours()
            for usual in (False, True)
        )
        new = Job(band=BAND_CODE["8a"]).with_(**first)
        offer = Post("", new, new.with_(**usual))
        held = post("7", 3, years=5, unsocial_hours_payment=13_134.09)
        found = career(held, offer, policy(), same_pattern=True, years=4)
        assert found.move["gross_pay"][0] == 69_681.70 > 69_649.09 > found.move["gross_pay"][1]
        assert found.move["promotion_protection"].tolist() == [0, 0, 0, 0]
        _, costs = cost(held, offer, offer.job, policy(), True)  # what a remedy is costed on
        assert costs[1] == payslip(offer.later_job, policy())["employer_cost"]
        # 69,681.71 is a penny more than the new: never exceeded
        dearer = post("7", 3, years=5, unsocial_hours_payment=13_166.71)
        found = career(dearer, offer, policy(), same_pattern=True, years=4)
        second = 57_528 + float(payslip(offer.later_job, policy())["unsocial_hours_payment"])
        assert found.move["promotion_protection"][:2].tolist() == pennies([0.01, 69_681.71 - second])
        assert found.move["promotion_protection"][2:].tolist() == [0, 0]

    @pytest.mark.parametrize(("low", "made_up"), [(1, [842.94, 7_308.80, 0, 0]), (3, [842.94, 842.94, 0, 0])])
    def test_it_may_rise_while_never_exceeded_and_ends_for_good_when_exceeded(
        self, low: int, made_up: list[float]
    ) -> None:
        # Band 6 top on 480 hours' pay: 59,928.73. Band 7 on 384: 59,085.79 in years 1 and 2, 842.94 below; 62,130.56
        # from year 3, and protection has ended. A rule book that pays a third of the enhancements in year 2 or 4, 128
        # hours' pay. Year 2: 49,387 + 3,232.93 = 52,619.93, and 7,308.80 is made up. Year 4: 51,932 + 3,399.53 =
        # 55,331.53, below the old by 4,597.20, and nothing is made up.
        rules = policy()
        section_2 = replace(
            rules.working_time.section_2,
            lower=rules.working_time.section_2.lower / 3,
            higher=rules.working_time.section_2.higher / 3,
        )
        thin = replace(rules, working_time=replace(rules.working_time, section_2=section_2))
        books = [thin if year == low else rules for year in range(4)]
        move = PlannedMove(post("7", **FOUR_FIFTHS), pattern="same")
        found = follow(post("6", 3, years=5, **ROTA), [move], books)
        assert found.slip["promotion_protection"].tolist() == pytest.approx(made_up, abs=0.015)
        assert (found.slip["gross_pay"][3] < OLD_EARNINGS) == (low == 3)

    def test_equal_earnings_need_nothing_and_do_not_end_it(self) -> None:
        # 1.18 maintains until the new salary is higher: 57,528 is not higher than 57,528. In year 2 a pattern that pays
        # 100 less leaves 100 to make up; had year 1 paid a penny more, nothing.
        held = post("7", 3, years=5, basic_pay=57_428, unsocial_hours_payment=500)
        for more, second in ((0.0, 100.0), (0.01, 0.0)):
            new = Job(band=BAND_CODE["8a"], unsocial_hours_payment=400 + more)
            assert offer_payslip(held, new, policy(), same_pattern=True)["promotion_protection"] == 0
            years = new.with_(unsocial_hours_payment=np.array([400 + more, 300]))
            slip = offer_payslip(held, years, policy(), same_pattern=True, in_years=True)
            assert slip["promotion_protection"].tolist() == [0, second]
            alone = offer_payslip(held, years, policy(), same_pattern=True)  # each the first year of its own
            assert alone["promotion_protection"].tolist() == [0, 100]

    def test_protection_is_pensionable_and_taxed(self) -> None:
        slip = slip_of(post("6", 3, **ROTA), post("7"), policy(), same_pattern=True)
        assert slip["promotion_protection"] == pennies(OLD_EARNINGS - 49_387)
        assert slip["pensionable_pay"] == slip["gross_pay"] == pennies(OLD_EARNINGS)
        alike = payslip(Job(basic_pay=slip["gross_pay"]), policy())
        assert slip["take_home_pay"] == float(alike["take_home_pay"])

    def test_another_pattern_leaves_unsocial_pay_out_on_both_sides(self) -> None:
        assert slip_of(post("6", 3, **ROTA), post("7"), policy(), same_pattern=False)["promotion_protection"] == 0
        # band 7 top with a premium of 10% is 62,166.50; the unsocial pay of the new post does not lower what is made up
        old = post("7", 3, long_term_premium_share=0.10, **ROTA)
        for unsocial in ({}, ROTA):
            slip = slip_of(old, post("8a", **unsocial), policy(), same_pattern=False)
            assert slip["promotion_protection"] == pennies(62_166.50 - 57_528)

    def test_a_long_term_premium_counts_and_a_short_term_one_does_not(self) -> None:
        old = post("7", 3, long_term_premium_share=0.10)
        with_premium = post("8a", long_term_premium=3_000, short_term_premium=2_000)
        slip = slip_of(old, with_premium, policy(), same_pattern=False)
        assert slip["promotion_protection"] == pennies(62_166.50 - 60_528)
        short = post("7", 3, short_term_premium_share=0.10)
        assert slip_of(short, post("8a"), policy(), same_pattern=False)["promotion_protection"] == 0

    def test_overtime_on_call_and_supplements_do_not_count(self) -> None:
        old = post("7", 3, overtime_hours_a_year=200, on_call_payment=5_000, high_cost_area="inner", other_pay=3_000)
        assert slip_of(old, post("8a"), policy(), same_pattern=True)["promotion_protection"] == 0

    @pytest.mark.parametrize(("basic", "protection"), [(57_527, 0), (57_528, 0), (57_529, 1), (57_528.01, 0.01)])
    def test_protection_starts_where_the_old_pay_is_more(self, basic: float, protection: float) -> None:
        slip = slip_of(post("7", 3, basic_pay=basic), post("8a"), policy(), same_pattern=False)
        assert slip["promotion_protection"] == pytest.approx(protection, abs=1e-9)

    @pytest.mark.parametrize(("protected", "made_up"), [(False, 0), (True, 60_146.25 - 57_528 - 57_528 * 30 * HOUR)])
    def test_annex_5_pay_is_protected_only_where_the_switch_says_so(self, protected: bool, made_up: float) -> None:
        # 48,117 and 25% is 60,146.25; the offer works 100 hours at 30%
        rules = policy(annex_5_protected=protected)
        old, new = post("6", 3, annex_5_percent=0.25), post("8a", **hours(100, 0))
        assert slip_of(old, new, rules, same_pattern=True)["promotion_protection"] == pennies(made_up)
        assert slip_of(old, new, rules, same_pattern=False)["promotion_protection"] == 0

    def test_a_stated_unsocial_payment_counts_as_the_pattern_does(self) -> None:
        old = post("6", 3, unsocial_hours_payment=12_000)
        made_up = slip_of(old, post("8a"), policy(), same_pattern=True)["promotion_protection"]
        assert made_up == 60_117 - 57_528
        assert slip_of(old, post("8a"), policy(), same_pattern=False)["promotion_protection"] == 0


@pytest.mark.rule("promotion_protection")
class TestPartTime:
    def test_from_whole_time_to_three_days_the_share_is_maintained(self) -> None:
        new = post("7", whole_time_equivalent=0.6, **hours(480, 144))
        slip = slip_of(post("6", 3, **ROTA), new, policy(), same_pattern=True)
        # 0.6 of 59,928.74, less 0.6 of 49,387 and 480 x 30% + 144 x 60% = 230.4 hours' pay
        made_up = 0.6 * OLD_EARNINGS - 0.6 * 49_387 - 49_387 * 230.4 * HOUR
        assert slip["promotion_protection"] == pennies(made_up)
        assert made_up == pytest.approx(0.6 * (OLD_EARNINGS - 49_387 * (1 + 384 * HOUR)))

    def test_from_three_days_to_whole_time_the_whole_is_maintained(self) -> None:
        old = post("6", 3, whole_time_equivalent=0.6, **hours(600, 180))
        slip = slip_of(old, post("7", **FOUR_FIFTHS), policy(), same_pattern=True)
        assert slip["promotion_protection"] == pytest.approx(OLD_EARNINGS - 49_387 * (1 + 384 * HOUR), abs=0.02)

    def test_a_part_time_offer_is_paid_its_share(self) -> None:
        slip = slip_of(post("7", 3), post("8a", whole_time_equivalent=0.6), policy(), same_pattern=False)
        assert slip["basic_pay"] == slip["gross_pay"] == pennies(57_528 * 0.6)
        assert slip["pension_contribution"] == pennies(34_516.80 * 0.083)  # the tier of 34,516.80

    def test_a_part_time_premium_is_maintained_by_its_share(self) -> None:
        old = post("7", 3, long_term_premium_share=0.10, whole_time_equivalent=0.5)
        slip = slip_of(old, post("8a", whole_time_equivalent=0.8), policy(), same_pattern=False)
        assert slip["promotion_protection"] == pennies(0.8 * (62_166.50 - 57_528))


@pytest.mark.rule("first_higher_point")
class TestFirstHigherPoint:
    """Old handbook 6.35. Scotland 2026-27: band 6 top 52,679; band 7 52,845, 54,863 and 61,466."""

    @pytest.mark.parametrize(
        ("old", "new", "step"),
        [
            ({}, {}, 1),  # 52,679 < 52,845
            ({"long_term_premium": 165}, {}, 1),  # 52,844
            ({"long_term_premium": 166}, {}, 2),  # 52,845 does not beat itself
            ({"long_term_premium_share": 0.05}, {}, 3),  # 55,312.95 > 54,863
            ({"long_term_premium_share": 0.05}, {"long_term_premium_share": 0.05}, 1),  # 52,845 and 5% is 55,487.25
            ({"long_term_premium_share": 0.05}, {"long_term_premium": 1_000}, 2),  # 55,863
            ({"long_term_premium_share": 0.20}, {}, 3),  # 63,214.80: none beats it, so the top
            ({"short_term_premium_share": 0.20}, {"short_term_premium_share": 0.20}, 1),  # 63,214.80 < 63,414
            ({"short_term_premium": 165}, {}, 1),  # any premium counts, of either post: 52,844
            ({"short_term_premium": 166}, {}, 2),
            ({"short_term_premium": 166}, {"short_term_premium": 1}, 1),  # 52,846 beats 52,845
            ({"short_term_premium": 100, "long_term_premium": 66}, {}, 2),
            ({"short_term_premium_share": 0.05}, {"long_term_premium": 1_000}, 2),  # 55,312.95 < 55,863
            ({"long_term_premium_share": 0.05}, {"short_term_premium_share": 0.05}, 1),
            (ROTA, {}, 1),  # unsocial hours do not count
            ({"overtime_hours_a_year": 300, "on_call_payment": 4_000}, {}, 1),
        ],
    )
    def test_basic_pay_and_any_premium_decide(self, old: dict[str, Any], new: dict[str, Any], step: int) -> None:
        found = placed(post("6", 3, **old), post("7", **new), policy("scotland"))
        assert float(np.asarray(found.job.step)) == step
        assert found.years_in_band == [0, 2, 5][step - 1]

    def test_a_short_term_premium_of_4000_leads_to_the_second_point_of_band_8a(self) -> None:
        # Scotland 2026-27: 61,466 and 4,000 is 65,466, more than the 65,125 at which band 8A starts; then 70,303
        old = post("7", 3, short_term_premium=4_000)
        found = placed(old, post("8a"), policy("scotland"))
        assert float(np.asarray(found.job.step)) == 2
        assert slip_of(old, post("8a"), policy("scotland"), same_pattern=False)["basic_pay"] == 70_303

    def test_part_time_posts_are_compared_whole_time(self) -> None:
        old = post("6", 3, whole_time_equivalent=0.5, long_term_premium_share=0.05)
        found = placed(old, post("7", whole_time_equivalent=0.9), policy("scotland"))
        assert float(np.asarray(found.job.step)) == 3

    def test_nothing_is_made_up(self) -> None:
        slip = slip_of(post("6", 3, **ROTA), post("7"), policy("scotland"), same_pattern=True)
        assert slip["promotion_protection"] == 0
        assert slip["gross_pay"] == 52_845

    def test_the_steps_go_on_from_the_point_reached(self) -> None:
        old = post("6", 3, years=5, long_term_premium=166)
        found = career(old, post("7"), policy("scotland"), years=5)
        assert found.move_steps.tolist() == [2, 2, 2, 3, 3]  # two years in, so the top three years later

    def test_a_stated_step_stands(self) -> None:
        found = placed(post("6", 3, long_term_premium_share=0.20), post("7", 1), policy("scotland"))
        assert float(np.asarray(found.job.step)) == 1

    @pytest.mark.parametrize(
        ("nation", "method"),
        [
            ("england", "maintain"),
            ("wales", "first_higher_point"),
            ("scotland", "first_higher_point"),
            ("northern_ireland", "first_higher_point"),
        ],
    )
    def test_each_nation_has_its_method_unless_switched(self, nation: str, method: str) -> None:
        assert policy(nation).promotion_method == method
        for other in ("maintain", "first_higher_point"):
            assert policy(nation, promotion_method=other).promotion_method == other

    def test_england_starts_at_the_minimum(self) -> None:
        # 56,515 and 10% is 62,166.50, above the first two points of 8a
        old = post("7", 3, long_term_premium_share=0.10)
        assert float(np.asarray(placed(old, post("8a"), policy()).job.step)) == 1
        switched = policy(promotion_method="first_higher_point")
        assert float(np.asarray(placed(old, post("8a"), switched).job.step)) == 3


SCENARIO = """
title: From a ward to its management
as_at: 2026-11-22
nation: england
person: {{years_in_band: 5}}
current:
  band: "6"
  step: top
  {current}
offers:
  - band: "7"
    saturday_night_hours_a_year: {lower}
    sunday_holiday_hours_a_year: {higher}
    pattern: {pattern}
"""
ROTA_KEYS = "saturday_night_hours_a_year: 1000\n  sunday_holiday_hours_a_year: 300"


def answer(
    folder: Path, pattern: str, lower: float, higher: float, current: str = ROTA_KEYS, more: str = ""
) -> tuple[Move, ...]:
    file = folder / "ward.yaml"
    text = SCENARIO.format(pattern=pattern, lower=lower, higher=higher, current=current) + more
    file.write_text(text, encoding="utf-8")
    return compare(load_scenario(file)).moves


class TestPatterns:
    def test_unsure_gives_both_answers(self, tmp_path: Path) -> None:
        different, same = answer(tmp_path, "unsure", 800, 240)
        assert [different.pattern, same.pattern] == ["different", "same"]
        made_up = OLD_EARNINGS - 49_387 * (1 + 384 * HOUR)
        assert float(different.payslip["promotion_protection"]) == 0
        assert float(same.payslip["promotion_protection"]) == pennies(made_up)
        assert different.take_home_change < 0
        assert same.take_home_change == pennies(0)
        assert same.verdict == "same"

    @pytest.mark.parametrize("pattern", ["same", "different"])
    def test_a_stated_pattern_gives_one_answer(self, tmp_path: Path, pattern: str) -> None:
        both = {move.pattern: move for move in answer(tmp_path, "unsure", 800, 240)}
        (offered,) = answer(tmp_path, pattern, 800, 240)
        assert offered.pattern == pattern
        assert offered.take_home_change == both[pattern].take_home_change

    def test_same_needs_three_quarters_of_the_hours(self, tmp_path: Path) -> None:
        # 975 of 1,300 hours is 75%; an hour less is not
        assert len(answer(tmp_path, "same", 750, 225)) == 1
        with pytest.raises(Refused, match="'same' cannot be: the offer keeps 75% of the enhanced hours"):
            answer(tmp_path, "same", 749, 225)
        with pytest.raises(Refused, match="keeps 0% of the enhanced hours and 'same' needs 75%"):
            answer(tmp_path, "same", 0, 0)

    @pytest.mark.parametrize(("switch", "counts"), [("", True), ("yes", True), ("no", False)])
    def test_annex_5_under_the_same_pattern_is_answered_both_ways(
        self, tmp_path: Path, switch: str, counts: bool, capsys: pytest.CaptureFixture[str]
    ) -> None:
        # 48,117 and 25% is 60,146.25, which 1.18 maintains if Annex 5 is an "applicable unsocial hours payment" (the
        # default): 49,387 and 100 hours at 30%, 757.72, need 10,001.53. Take-home pay of 60,146.25 is 41,580.83; of
        # 50,144.72: 9.8% is 4,914.18; taxable 45,230.54, 20% is 6,532.11; 8% of 37,574.72 is 3,005.98
        more = f"switches: {{annex_5_protected: {switch}}}" if switch else ""
        (offered,) = answer(tmp_path, "same", 100, 0, current="annex_5_percent: 25%", more=more)
        made_up = 60_146.25 - 49_387 * (1 + 30 * HOUR)
        assert made_up == pytest.approx(10_001.53, abs=0.01)
        assert float(offered.payslip["promotion_protection"]) == pennies(made_up if counts else 0)
        lost = 50_144.72 - 4_914.18 - 6_532.11 - 3_005.98 - 41_580.83
        assert offered.take_home_change_if_annex_5_counts == pennies(0)
        assert offered.take_home_change_if_annex_5_does_not_count == pennies(lost)
        assert offered.take_home_change == pennies(0 if counts else lost)
        assert main(["compare", str(tmp_path / "ward.yaml")]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert f"changes by £0.00 a year if it does, by -£{-lost:,.2f} if it does not." in said
        other = f"does not count as previous earnings, take-home pay changes by -£{-lost:,.2f}"
        if not counts:
            other = "counts as previous earnings, take-home pay changes by £0.00"
        assert f"If Annex 5 pay {other} a year." in said
        assert ("Annex 5 pay counts as previous earnings on a promotion" in said) == counts
        assert main(["explain", str(tmp_path / "ward.yaml")]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert ("(switch annex_5_protected). [unverified] Paragraph 1.18 maintains" in said) == counts
        assert ("Switch annex_5_protected is set to no." in said) != counts

    def test_both_amounts_are_in_json_whichever_way_the_switch_is_set(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        amounts = set()
        for switch in ("yes", "no"):
            answer(tmp_path, "same", 100, 0, "annex_5_percent: 25%", more=f"switches: {{annex_5_protected: {switch}}}")
            assert main(["compare", str(tmp_path / "ward.yaml"), "--format", "json"]) == 0
            held, offered = json.loads(capsys.readouterr().out)["results"]
            assert not any("annex_5_counts" in key for key in held)
            names = ("take_home_change_if_annex_5_counts", "take_home_change_if_annex_5_does_not_count")
            amounts.add(tuple(offered[name] for name in names))
        assert len(amounts) == 1


class TestSecondment:
    def test_it_returns_to_the_post_held_annex_5_and_all(self) -> None:
        current = post("6", 3, years=5, annex_5_percent=0.25)
        found = career(current, post("8a", lasts=2), policy(), years=5)
        for_good = career(current, post("8a"), policy(), years=5)
        assert found.difference[:2].tolist() == for_good.difference[:2].tolist()
        assert found.difference[2:].tolist() == [0, 0, 0]
        assert found.move["unsocial_hours_payment"].tolist() == [0, 0, 12_029.25, 12_029.25, 12_029.25]
        assert found.move["basic_pay"].tolist() == [57_528, 57_528, 48_117, 48_117, 48_117]
        assert found.cumulative[-1] == found.cumulative[1]

    def test_steps_in_the_post_held_are_earned_meanwhile(self) -> None:
        found = career(post("6", 2, years=4), post("7", lasts=2), policy(), years=4)
        assert found.move["basic_pay"].tolist() == [49_387, 49_387, 48_117, 48_117]
        assert found.stay["basic_pay"].tolist() == [42_170, 48_117, 48_117, 48_117]


def plainly(difference: list[float]) -> tuple[int | None, int | None, float]:
    """First year ahead, catch-up year and margin, read straight off their definitions."""
    years = range(1, len(difference) + 1)
    totals = [round(sum(difference[:year]), 2) for year in years]
    first = next((year for year in years if difference[year - 1] >= 0), None)
    catch_up = next((year for year in years if all(total >= 0 for total in totals[year - 1 :])), None)
    return first, catch_up, totals[-1 if catch_up is None else catch_up - 1]


class TestCatchUp:
    @pytest.mark.parametrize(
        ("cumulative", "year"),
        [
            ([0, 0, 0], 1),
            ([1, 2, 3], 1),
            ([-1, 0, 1], 2),
            ([-1, 1, -1, 0], 4),
            ([1, -1, 1], 3),
            ([-3, -2, -1], None),
            ([3, 2, -0.01], None),
        ],
    )
    def test_it_is_the_year_from_which_the_sum_stays_up(self, cumulative: list[float], year: int | None) -> None:
        assert catch_up_year(np.array(cumulative, dtype=np.float64)) == year

    @pytest.mark.parametrize("unsocial", [0, 500, 1_500, 3_000, 4_500, 6_000, 9_000, 30_000])
    @pytest.mark.parametrize("horizon", [1, 5, 10, 25])
    def test_a_career_keeps_to_the_definitions(self, unsocial: float, horizon: int) -> None:
        current = post("7", 3, years=5, unsocial_hours_payment=unsocial)
        found = career(current, post("8a"), policy(), years=horizon)
        answers = found.first_year_ahead, found.catch_up_year, found.catch_up_margin
        assert answers == plainly(found.difference.tolist())
        assert len(found.difference) == horizon
        difference = found.move["take_home_pay"] - found.stay["take_home_pay"]
        np.testing.assert_allclose(found.difference, difference, atol=1e-6)

    def test_never_behind_is_year_1_and_never_ahead_is_none(self) -> None:
        def moved(unsocial: float) -> Career:
            return career(post("7", 3, years=5, unsocial_hours_payment=unsocial), post("8a"), policy(), years=10)

        always, never = moved(0), moved(30_000)
        assert (always.first_year_ahead, always.catch_up_year) == (1, 1)
        assert always.catch_up_margin == always.difference[0] > 0
        assert (never.first_year_ahead, never.catch_up_year) == (None, None)
        assert never.catch_up_margin == never.cumulative[-1] < 0

    def test_ahead_in_a_year_comes_before_ahead_in_all(self) -> None:
        # 56,515 and 6,000 is 62,515: more than 57,528 and 60,417, less than 64,750 from year 6
        found = career(post("7", 3, years=5, unsocial_hours_payment=6_000), post("8a"), policy(), years=40)
        assert found.first_year_ahead == 6
        assert found.catch_up_year is not None
        assert found.catch_up_year > 6
        assert found.cumulative[found.catch_up_year - 2] < 0 <= found.catch_up_margin


def take_home_pence(pence: int) -> int:
    """Take-home pay in pence of pay that is all pensionable, England 2026-27, in whole numbers throughout."""
    tiers = ((13_259, 52), (28_854, 65), (35_155, 83), (52_778, 98), (67_668, 107), (10**9, 125))
    rate = next(rate for bound, rate in tiers if pence // 100 <= bound)
    contribution = (pence * rate + 500) // 1_000
    taxable = pence - contribution
    twice_allowance = max(2 * 1_257_000 - max(taxable - 10_000_000, 0), 0)
    above = max(taxable - -(-twice_allowance // 200) * 100, 0)
    tax = 20 * min(above, 3_770_000) + 40 * min(max(above - 3_770_000, 0), 8_744_000) + 45 * max(above - 12_514_000, 0)
    insurance = 8 * max(min(pence, 5_027_000) - 1_257_000, 0) + 2 * max(pence - 5_027_000, 0)
    return taxable - (tax + 50) // 100 - (insurance + 50) // 100


def scanned(values: list[float], pays: list[bool]) -> BreakEven | None:
    """The first value from which all pay, and the stretches below it that pay, by looking at each in turn.

    Where the lowest pays, nothing more is needed.
    """
    if pays[0]:
        return BreakEven(values[0], ())
    found = None
    for value, paid in zip(reversed(values), reversed(pays), strict=True):
        if not paid:
            break
        found = value
    if found is None:
        return None
    islands: list[tuple[float, float]] = []
    before = None
    for value, paid in zip(values, pays, strict=True):
        if value >= found:
            break
        if paid:
            islands = [*islands[:-1], (islands[-1][0], value)] if before else [*islands, (value, value)]
        before = paid
    return BreakEven(found, tuple(islands))


class TestBreakEven:
    @pytest.mark.parametrize(
        "pounds", [12_570, 28_854.99, 28_855, 50_270.37, 57_528, 67_668.99, 67_669, 112_782, 150_000]
    )
    def test_the_whole_number_sum_is_the_payslip(self, pounds: float) -> None:
        slip = payslip(Job(basic_pay=pounds), policy())
        assert round(float(slip["take_home_pay"]) * 100) == take_home_pence(round(pounds * 100))

    @pytest.mark.parametrize(
        "unsocial", [0, 500, 1_013, 1_014, 5_000, 9_000, 11_100, 11_152, 11_153, 12_000, 58_000, 60_000]
    )
    def test_the_premium_agrees_with_a_scan_of_every_pound(self, unsocial: int) -> None:
        current = post("7", 3, unsocial_hours_payment=unsocial)
        found = long_term_premium(current, post("8a"), policy())
        held = take_home_pence((56_515 + unsocial) * 100)
        values = [float(premium) for premium in range(57_528 + 1)]
        pays = [take_home_pence((57_528 + int(premium)) * 100) >= held for premium in values]
        assert found == scanned(values, pays)

    def test_a_pension_tier_makes_an_island(self) -> None:
        # the post held pays 67,615; the offer's 57,528 with 10,087 to 10,140 comes to 67,615 to 67,668, the last pound
        # of the tier; a pound more costs 1.8% of it all, won back only some 1,500 later
        found = long_term_premium(post("7", 3, unsocial_hours_payment=11_100), post("8a"), policy())
        assert found is not None
        assert found.islands == ((10_087, 10_140),)
        assert 11_000 < found.value < 13_000
        held = take_home_pence(6_761_500)
        assert take_home_pence(5_752_800 + 100 * int(found.value)) >= held
        assert take_home_pence(5_752_800 + 100 * int(found.value) - 100) < held

    def test_no_island_where_the_post_held_is_past_the_tier(self) -> None:
        # 56,515 and 11,154 is 67,669
        found = long_term_premium(post("7", 3, unsocial_hours_payment=11_154), post("8a"), policy())
        assert found is not None
        lowest = 57_528 + (found.islands[0][0] if found.islands else found.value)
        assert take_home_pence(int(lowest) * 100) >= take_home_pence(6_766_900)

    def test_a_part_time_premium_is_that_of_a_whole_time_post(self) -> None:
        current = post("6", 3, unsocial_hours_payment=0)
        found = long_term_premium(current, post("8a", whole_time_equivalent=0.8), policy())
        # 0.8 of 57,528 is 46,022.40, and of each pound of premium 80p
        held = take_home_pence(4_811_700)
        values = [float(premium) for premium in range(57_528 + 1)]
        pays = [take_home_pence(4_602_240 + 80 * int(premium)) >= held for premium in values]
        assert found == scanned(values, pays)
        assert found is not None
        assert found.value == 2_619  # 80% of it is 2,095.20, and 48,117 less 46,022.40 is 2,094.60

    def test_a_premium_in_place_is_replaced(self) -> None:
        current = post("7", 3, unsocial_hours_payment=5_000)
        bare = long_term_premium(current, post("8a"), policy())
        assert bare == long_term_premium(current, post("8a", long_term_premium_share=0.05), policy())

    @pytest.mark.parametrize("unsocial", [0, 1_500, 5_000, 11_100, 30_000])
    @pytest.mark.parametrize("own", [(0, 0), (100, 50)])
    def test_the_hours_agree_with_a_scan_of_every_tenth(self, unsocial: int, own: tuple[float, float]) -> None:
        current, offer = post("7", 3, unsocial_hours_payment=unsocial), post("8a", **hours(*own))
        found = saturday_night_hours(current, offer, policy())
        held = float(payslip(current.job, policy())["take_home_pay"])
        most = 37.5 - sum(own) / WEEKS_IN_A_YEAR
        values = [tenth / 10 for tenth in range(376) if tenth / 10 <= most]
        pays = []
        for value in values:
            more = offer.job.with_(saturday_night_hours_a_year=own[0] + value * WEEKS_IN_A_YEAR)
            pays.append(float(payslip(more, policy())["take_home_pay"]) >= held)
        assert found == scanned(values, pays)

    def test_hours_mean_nothing_where_the_payment_is_stated(self) -> None:
        assert saturday_night_hours(post("7", 3), post("8a", unsocial_hours_payment=1_000), policy()) is None

    def test_protection_under_the_same_pattern_needs_no_premium(self) -> None:
        found = long_term_premium(post("6", 3, **ROTA), post("7", **FOUR_FIFTHS), policy(), same_pattern=True)
        assert found == BreakEven(0, ())

    def test_in_scotland_each_premium_is_placed_anew(self) -> None:
        # 55,312.95 counts: up to 449 the first higher point is the top, 61,466; from 450 the middle, 54,863; from 2,468
        # the entry, 52,845. With 6,300 of unsocial pay 61,612.95 is held: 61,466 and 147 is enough, and 54,863 and 450
        # is not, nor any premium below 61,613 - 52,845 = 8,768
        current = post("6", 3, long_term_premium_share=0.05, unsocial_hours_payment=6_300)
        found = long_term_premium(current, post("7"), policy("scotland"))
        held = float(payslip(current.job, policy("scotland"))["take_home_pay"])
        values, pays = [], []
        for premium in range(9_001):
            points = [point for point in (52_845, 54_863, 61_466) if point + premium > 55_312.95]
            after = payslip(Job(basic_pay=(points or [61_466])[0] + premium), policy("scotland"))
            values.append(float(premium))
            pays.append(float(after["take_home_pay"]) >= held)
        assert found == scanned(values, pays)
        assert found == BreakEven(8_768, ((147, 449),))
