"""Twelve payslips: cases worked by hand, the annual view beside them, and why they differ."""

import csv
import datetime
import io
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paymodel import Job, load_policy, load_scenario, payroll, payslip
from paymodel.about import NATIONS
from paymodel.answers.columns import OTHER_PAY
from paymodel.answers.payroll import part_months, summary, year_lines, year_table
from paymodel.cli import main
from paymodel.errors import Faults, NotInForce, Refused
from paymodel.files.parsers import tax_code
from paymodel.files.payroll_tables import payroll_table
from paymodel.files.scales import load_paye, shipped_folder
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Scenario
from paymodel.moves.payroll import PayrollYear
from paymodel.pay.calendar import pay_year
from paymodel.pay.job import BAND_CODE, Payslip
from paymodel.pay.lines import DEDUCTED, LINES
from paymodel.pay.months import MONTHLY_LINES, level_year, payslips_by_month
from paymodel.pay.rota import enhanced_hours_between
from paymodel.pay.rule_book import RuleBook, Switches
from paymodel.pay.rules import paye
from paymodel.scenarios.load import scenario_of
from tests.examples_at_random import examples
from tests.test_moves import scenario as offered

Run = pytest.CaptureFixture[str]
DAY = "2026-11-22"
SECTION_2 = "paramedic-section-2-to-operations-manager"
ANNEX_5 = "paramedic-to-operations-manager"
PROMOTED = datetime.date(2026, 9, 14)


@cache
def policy(nation: str = "england", as_at: str = DAY, **switches: Any) -> RuleBook:
    return load_policy(nation, as_at, switches=Switches(**switches))


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(name)


def months_of(job: Job, book: RuleBook, code: str = "", *, month_1: bool = False) -> Payslip:
    """Twelve payslips in one job, its hours spread evenly."""
    rules = load_paye(book.nation, book.as_at)
    codes = paye.in_force(rules, tax_code(code or rules.standard_code), month_1=month_1)
    return payslips_by_month(level_year(job, [book] * 12), rules, codes)


def month(slips: Payslip, number: int = 0) -> dict[str, float]:
    return {line: round(float(values[number]), 2) for line, values in slips.items()}


def added(year: PayrollYear, line: str) -> float:
    """What the differences of a line come to, in whole pence first."""
    return sum(round(one.pounds * 100) for one in year.differences if one.line == line) / 100


class TestOneMonthByHand:
    @pytest.mark.rule("paye", "take_home_pay", "employer_cost")
    def test_top_of_band_6_on_25_per_cent_with_a_loan(self) -> None:
        job = Job(band=BAND_CODE["6"], step=3, annex_5_percent=0.25, student_loan=("plan_2",))
        first = month(months_of(job, policy()))
        assert first["basic_pay"] == 4_009.75  # 48,117 / 12
        assert first["unsocial_hours_payment"] == 1_002.44  # 12,029.25 / 12 is 1,002.4375
        assert first["gross_pay"] == 5_012.19
        assert first["pension_contribution"] == 536.30  # 10.7%: 60,146 lies above 52,778; 536.3043
        assert first["taxable_pay"] == 4_475.89
        assert first["income_tax"] == 742.46  # test_paye.py has the sum
        assert first["national_insurance"] == 267.74
        assert first["student_loan_repayment"] == 230  # 29,385 / 12 is 2,448.75; 9% of 2,563.44 is 230.71
        assert first["child_benefit_charge"] == 0
        assert first["take_home_pay"] == 3_235.69
        assert first["pension_built_up"] == 92.82
        assert first["employer_pension_contribution"] == 1_191.90  # 23.78%
        assert first["employer_national_insurance"] == 689.28
        assert first["employer_cost"] == round(5_012.19 + 1_191.90 + 689.28 + 25.06, 2)

    @pytest.mark.rule("student_loan_repayment")
    def test_loans_are_rounded_down_each_month_and_the_postgraduate_loan_apart(self) -> None:
        job = Job(basic_pay=48_000, student_loan=("plan_1", "plan_4", "postgraduate"))
        # 4,000 a month: the lower threshold, plan 1, 26,900 / 12 down to 2,241.66; 9% of 1,758.34 is 158.25;
        # 6% of 4,000 less 1,750 is 135
        assert month(months_of(job, policy()))["student_loan_repayment"] == 158 + 135

    @pytest.mark.rule("gross_pay", "taxable_pay")
    def test_what_is_stated_by_the_year_is_paid_by_the_month(self) -> None:
        job = Job(
            basic_pay=36_000, on_call_payment=1_200, other_pay=600, salary_sacrifice=2_400, overtime_hours_a_year=12
        )
        job = job.with_(band=BAND_CODE["5"], pension_contribution=3_000)
        first = month(months_of(job, policy()))
        hour = 36_000 / (365 / 7) / 37.5
        assert first["on_call_payment"] == 100
        assert first["overtime_pay"] == round(round(12 * 1.5 * hour, 2) / 12, 2)
        assert first["gross_pay"] == round(3_000 + 100 + 50 + first["overtime_pay"], 2)
        assert first["pensionable_pay"] == 3_000 + 100 - 200  # the sacrifice lowers it
        assert first["pension_contribution"] == 250
        assert first["taxable_pay"] == round(first["gross_pay"] - 200 - 250, 2)

    def test_the_lines_above_gross_pay_add_up_to_it(self) -> None:
        # bank shifts of 1,500 a year are no line of their own
        year = payroll(scenario("low-typical-high-sickness-overtime-bank"))
        rows = dict(zip(year_lines(year), year_table(year).words(), strict=True))
        assert rows[OTHER_PAY] == ["Other pay", "1,500.00", "1,500.00", "0.00"]
        paid = [rows[line] for line in list(rows)[: list(rows).index("gross_pay")]]
        for column in (1, 2):
            added_up = sum(float(row[column].replace(",", "")) for row in paid)
            assert f"{added_up:,.2f}" == rows["gross_pay"][column]

    @pytest.mark.rule("salary_sacrifice", "take_home_pay")
    def test_a_car_of_400_a_month_does_not_reach_the_bank(self) -> None:
        # 64,750 / 12 is 5,395.83. By the yearly 59,950 the tier is 10.7%: of 4,995.83 it is 534.55.
        # Taxable 5,395.83 - 400 - 534.55 = 4,461.28 a month. Code 1257L: 1,048.26 of free pay a month.
        # October: 31,228.96 - 7,337.82, down to 23,891: 20% of 21,991.6666 and 40% above, 5,158.06 to date.
        # September: 26,767.68 - 6,289.56, down to 20,478: 20% of 18,850 and 40% above, 4,421.20. October: 736.86.
        # National Insurance on 4,995.83: 8% of 3,141 and 2% of 806.83, 251.28 + 16.1366 = 267.42
        job = Job(band=BAND_CODE["8a"], step=3, salary_sacrifice=4_800)
        october = month(months_of(job, policy()), 6)
        assert october["gross_pay"] == 5_395.83
        assert october["salary_sacrifice"] == 400
        assert october["pension_contribution"] == 534.55
        assert october["income_tax"] == 736.86
        assert october["national_insurance"] == 267.42
        assert october["take_home_pay"] == 3_457.00  # 5,395.83 - 400 - 534.55 - 736.86 - 267.42

    def test_the_limit_of_a_k_code_reaches_the_payslip(self) -> None:
        slips = months_of(Job(basic_pay=9_600, in_pension_scheme=False), policy(), "K9999")
        assert month(slips)["income_tax"] == 400  # half of 800

    def test_to_date_amounts_add_the_months(self) -> None:
        slips = months_of(Job(band=BAND_CODE["8b"]), policy())
        for to_date, line in (("taxable_pay_to_date", "taxable_pay"), ("income_tax_to_date", "income_tax")):
            np.testing.assert_allclose(slips[to_date], np.cumsum(slips[line]), rtol=0, atol=1e-9)

    def test_outside_the_scheme_nothing_is_contributed(self) -> None:
        slips = months_of(Job(basic_pay=36_000, in_pension_scheme=False), policy())
        assert slips["pension_contribution"].sum() == slips["employer_pension_contribution"].sum() == 0


class TestRulesThatChangeWithinTheYear:
    def test_national_insurance_fell_in_january_2024(self) -> None:
        year = payroll(move_to_8a("2023-11-22"))
        # the main rate of what lies above 1,048 (band 6 top, 42,618 / 12 is 3,551.50): 12%, and 10% from 6 January
        assert month(year.slips, 8)["national_insurance"] == 300.42  # 12% of 2,503.50
        assert month(year.slips, 9)["national_insurance"] == 250.35  # 10%
        assert "insurance-rules" in {one.cause for one in year.differences}

    def test_scotlands_tiers_of_october_2024_hold_from_october(self) -> None:
        year = payroll(move_to_8a("2024-11-22", nation="scotland"))
        assert len(set(year.rates[:6])) == len(set(year.rates[6:])) == 1
        assert year.rates[0] != year.rates[6]
        assert added(year, "pension_contribution") == round(
            year.totals["pension_contribution"] - year.annual["pension_contribution"], 2
        )

    def test_a_year_not_all_of_whose_figures_are_known_is_refused(self) -> None:
        with pytest.raises(NotInForce, match="nothing is in force for scotland on 2023-04-30"):
            payroll(move_to_8a("2024-02-01", nation="scotland"))


def test_an_award_is_on_the_payslips_from_the_month_that_it_is_paid_from(tmp_path: Path) -> None:
    """Band 8a entry is £57,528 (pay scales for 2026/27, England): 6% more is 60,979.68, to the pound 60,980.

    Four months of 57,528 / 12 and eight of 60,980 / 12: 4 x 4,794.00 + 8 x 5,081.67 = 59,829.36.
    """
    text = """title: An award from August
as_at: 2026-11-22
nation: england
current: {band: 8a, step: entry}
offers: [{band: 8b, pattern: different}]
policies: [{name: 8a up, change: {award: {by_band: {8a: 6%}, from: 2026-08-01}}}]
"""
    (tmp_path / "award.yaml").write_text(text, encoding="utf-8")
    for in_arrears in (False, True):
        year = payroll(load_scenario(str(tmp_path / "award.yaml")), in_arrears=in_arrears)
        assert year.slips["basic_pay"].tolist() == [4_794.00] * 4 + [5_081.67] * 8
        assert year.totals["basic_pay"] == pytest.approx(4 * 4_794.00 + 8 * 5_081.67)
        assert sum(each.pounds for each in year.differences if each.cause == "rules" and each.line == "gross_pay") == (
            pytest.approx(59_829.36 - 60_980.04, abs=0.01)
        )
    text = text.replace("2026-08-01", "2026-08-15")
    (tmp_path / "mid.yaml").write_text(text, encoding="utf-8")
    mid = payroll(load_scenario(str(tmp_path / "mid.yaml")))
    assert mid.slips["basic_pay"].tolist() == [4_794.00] * 4 + [5_081.67] * 8  # a month has the rules of its last day


def move_to_8a(as_at: str, nation: str = "england", current: dict[str, str] | None = None) -> Scenario:
    """Band 6 top without unsocial hours, or the post given, and an offer of band 8a, on a day."""
    data = {
        "title": "A move",
        "as_at": as_at,
        "nation": nation,
        "current": current or {"band": "6", "step": "top"},
        "offers": [{"band": "8a"}],
    }
    return scenario_of(Document("a move", data), None, "a-move")


class TestPromotionWithinTheYear:
    def test_a_part_month_goes_by_the_days_of_the_month(self) -> None:
        slips = payroll(scenario(ANNEX_5), promoted_on=PROMOTED).slips
        # 13 of September's 30 days at 48,117, 17 at 57,528: 1,737.5583 and 2,716.60
        assert month(slips, 5)["basic_pay"] == round(1_737.56 + 2_716.60, 2)
        assert month(slips, 5)["unsocial_hours_payment"] == 434.39  # 13 / 30 of 1,002.4375: Annex 5 ends with the post
        assert month(slips, 4)["basic_pay"] == 4_009.75
        assert month(slips, 6)["basic_pay"] == 4_794

    def test_or_by_the_days_of_the_year(self) -> None:
        slips = payroll(switched(ANNEX_5, part_month_by="days_of_the_year"), promoted_on=PROMOTED).slips
        # 13 / 365 of 48,117 is 1,713.756, 17 / 365 of 57,528 is 2,679.386
        assert month(slips, 5)["basic_pay"] == round(1_713.76 + 2_679.39, 2)

    @pytest.mark.parametrize(("day", "held"), [((2026, 4, 1), 0), ((2027, 3, 31), 11 + 30 / 31), ((2026, 7, 1), 3)])
    def test_the_first_and_the_last_day_of_the_year_are_in_it(self, day: tuple[int, int, int], held: float) -> None:
        year = payroll(scenario(ANNEX_5), promoted_on=datetime.date(*day))
        assert year.months_held == pytest.approx(held)

    def test_from_the_first_day_on_it_is_the_year_in_the_new_post(self) -> None:
        year = payroll(scenario(ANNEX_5), promoted_on=datetime.date(2026, 4, 1))
        assert year.totals["gross_pay"] == year.annual["gross_pay"] == 57_528
        assert year.annual["take_home_pay"] == 40_230.34  # as `paymodel compare` has it

    @pytest.mark.parametrize("day", [datetime.date(2026, 3, 31), datetime.date(2027, 4, 1)])
    def test_a_day_outside_the_year_is_refused(self, day: datetime.date) -> None:
        with pytest.raises(Refused, match="give a day from 2026-04-01 to 2027-03-31"):
            payroll(scenario(ANNEX_5), promoted_on=day)

    @pytest.mark.parametrize(
        ("band", "words"), [("7", "a move within the band"), ("6", "a move to a lower band"), ("8a", "promotion")]
    )
    def test_the_summary_says_what_kind_of_move_it_is(self, band: str, words: str) -> None:
        held = {"band": "7", "step": "top"}
        offer = {"name": "Post", "band": band, **({"pattern": "different"} if band == "8a" else {})}
        year = payroll(offered(held, offer), promoted_on=PROMOTED)
        assert f", after {words} on 14 September 2026. " in summary(year)

    @pytest.mark.parametrize(
        "more",
        [{"one_off_payment": 500}, {"protection": {"months": 6}}, {"blocks": {"away": 6, "home": 6}, "lasts_years": 1}],
    )
    def test_what_twelve_payslips_do_not_hold_is_refused(self, more: dict[str, Any]) -> None:
        moved = offered({"band": "7", "step": "top"}, {"name": "Post", "band": "7", **more})
        with pytest.raises(Refused, match=r"'Post' (alternates|has a one-off payment or pay protection).*leave .* out"):
            payroll(moved, promoted_on=PROMOTED)

    def test_the_tier_of_the_new_post_counts_from_the_next_pay_period(self) -> None:
        moved = scenario("student-loan-and-two-children")
        rates = payroll(moved, promoted_on=PROMOTED).rates
        assert rates == (0.125,) * 6 + (0.107,) * 6  # September is still charged at the old tier
        assert payroll(moved, promoted_on=datetime.date(2026, 9, 1)).rates == (0.125,) * 5 + (0.107,) * 7

    def test_or_from_the_month_itself_or_not_before_april(self) -> None:
        name = "student-loan-and-two-children"
        by_month = payroll(switched(name, pension_tier_by="month"), promoted_on=PROMOTED)
        pay = by_month.slips["pensionable_pay"] * 12
        assert by_month.rates == tuple(0.125 if yearly >= 67_669 else 0.107 for yearly in pay)
        assert set(payroll(switched(name, pension_tier_by="april"), promoted_on=PROMOTED).rates) == {0.125}

    def test_protection_is_paid_from_the_day_of_the_promotion(self) -> None:
        protected = move_to_8a(DAY, current={"band": "7", "step": "top", "long_term_premium": "5000"})
        protection = payroll(protected, promoted_on=PROMOTED).slips["promotion_protection"]
        # 56,515 + 5,000 less 57,528 is 3,987 a year, 332.25 a month; 17 days of September's 30 are 188.275
        assert protection.tolist() == [0.0] * 5 + [188.28] + [332.25] * 6

    def test_an_unsure_pattern_must_be_said(self) -> None:
        unsure = scenario("surprise-5-same-person-protected-or-not")
        with pytest.raises(Refused, match="is unsure; say same or different"):
            payroll(unsure, promoted_on=PROMOTED)
        assert payroll(unsure, promoted_on=PROMOTED, pattern="different").offer is not None

    def test_an_offer_is_named_as_the_scenario_names_it(self) -> None:
        with pytest.raises(
            Refused, match="'Operations manger' is not in the scenario; did you mean 'Operations manager'"
        ):
            payroll(scenario(ANNEX_5), promoted_on=PROMOTED, offer="Operations manger")
        with pytest.raises(Refused, match="needs promoted_on"):
            payroll(scenario(ANNEX_5), offer="Operations manager")


def seconded(**offer: str) -> Scenario:
    """Top of band 6 on 25% Annex 5, and a secondment to band 8a for a year."""
    post = {"name": "Manager", "band": "8a", "pattern": "different", "move": "secondment", "lasts_years": "1"}
    data = {
        "title": "A secondment",
        "as_at": DAY,
        "nation": "england",
        "current": {"name": "Paramedic", "band": "6", "step": "top", "annex_5_percent": "25%"},
        "offers": [post | offer],
    }
    return scenario_of(Document("a secondment", data), None, "a-secondment")


class TestASecondmentThatEnds:
    def test_the_post_held_is_paid_again_from_the_day_after_its_last(self) -> None:
        year = payroll(seconded(), promoted_on=datetime.date(2025, 9, 14))
        assert year.back_on == datetime.date(2026, 9, 14)
        assert year.months_held == pytest.approx(6 + 17 / 30)
        assert year.slips["basic_pay"][[4, 6]].tolist() == [4_794.00, 4_009.75]
        # September: 13 of its 30 days at 57,528, which are 2,077.40, and 17 at 48,117, which are 2,272.19
        assert month(year.slips, 5)["basic_pay"] == 4_349.59
        assert month(year.slips, 5)["unsocial_hours_payment"] == 568.05  # 17 / 30 of 1,002.4375, Annex 5 again
        assert part_months(year) == ["September 2026: 13 days of 30 as Manager, and 17 as Paramedic."]
        assert "with the post held again from 14 September 2026, after secondment" in summary(year)

    def test_one_that_goes_on_is_paid_all_year(self) -> None:
        year = payroll(seconded(lasts_years="2"), promoted_on=datetime.date(2025, 9, 14))
        assert (year.back_on, year.months_held) == (None, 0)
        assert year.totals["basic_pay"] == 57_528
        assert ", on secondment since 14 September 2025." in summary(year)

    def test_one_that_starts_within_the_year_does_not_end_in_it(self) -> None:
        year = payroll(seconded(), promoted_on=PROMOTED)
        assert (year.back_on, year.slips["basic_pay"][11]) == (None, 4_794)
        assert ", after secondment from 14 September 2026." in summary(year)

    def test_a_day_of_a_leap_year_ends_on_the_first_of_march(self) -> None:
        year = payroll(seconded(lasts_years="3"), promoted_on=datetime.date(2024, 2, 29))
        assert year.back_on == datetime.date(2027, 3, 1)

    @pytest.mark.parametrize("day", [datetime.date(2025, 4, 1), datetime.date(2027, 4, 1)])
    def test_one_with_no_day_in_the_year_is_refused(self, day: datetime.date) -> None:
        with pytest.raises(Refused, match="give a day from 2025-04-02 to 2027-03-31"):
            payroll(seconded(), promoted_on=day)

    def test_the_differences_still_add_up_to_the_penny(self) -> None:
        year = payroll(seconded(), promoted_on=datetime.date(2025, 9, 14), tax_code="K100", month_1=True)
        for line in (*DEDUCTED, "gross_pay"):
            assert added(year, line) == round(year.totals[line] - year.annual[line], 2)


def switched(name: str, **values: Any) -> Scenario:
    """A shipped scenario with switches set."""
    known = scenario(name)
    time = known.cases[0].rule_book.working_time
    book = replace(known.cases[0].rule_book, working_time=replace(time, switches=replace(time.switches, **values)))
    return replace(known, cases=(replace(known.cases[0], rule_book=book), *known.cases[1:]))


class TestTheRealCalendar:
    def test_the_months_of_a_rota_add_up_to_its_year(self) -> None:
        post, rules = scenario(SECTION_2).cases[0].current, policy().working_time
        assert post.rota is not None
        first, last = pay_year(rules.as_at)
        year = enhanced_hours_between(post.rota, rules, first, last)
        assert post.hours is not None
        averages = (post.hours.saturday_night, post.hours.sunday_holiday)
        np.testing.assert_allclose(year, np.array(averages) * 365 / 7)
        parts = [
            enhanced_hours_between(post.rota, rules, one.replace(day=1), one)
            for one in payroll(scenario(SECTION_2)).days
        ]
        np.testing.assert_allclose(np.sum(parts, axis=0), year)

    def test_enhancements_fall_in_the_month_they_were_worked(self) -> None:
        post, book = scenario(SECTION_2).cases[0].current, policy()
        assert post.rota is not None
        hours = enhanced_hours_between(
            post.rota, book.working_time, datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)
        )
        hour = 48_117 / (365 / 7) / 37.5
        pay = round(hour * (hours[0] * 0.30 + hours[1] * 0.60), 2)  # band 6: 30% and 60%
        assert month(payroll(scenario(SECTION_2)).slips, 8)["unsocial_hours_payment"] == pay

    def test_in_arrears_each_month_pays_what_the_month_before_earned(self) -> None:
        at_once = payroll(scenario(SECTION_2)).slips["unsocial_hours_payment"]
        later = payroll(scenario(SECTION_2), in_arrears=True).slips["unsocial_hours_payment"]
        np.testing.assert_array_equal(later[1:], at_once[:-1])

    def test_the_first_month_in_arrears_is_paid_at_last_years_rates(self) -> None:
        post, before = scenario(SECTION_2).cases[0].current, policy("england", "2026-03-31")
        assert post.rota is not None
        march = enhanced_hours_between(
            post.rota, before.working_time, datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)
        )
        hour = 46_580 / (365 / 7) / 37.5  # band 6 top, 2025-26
        pay = round(hour * (march[0] * 0.30 + march[1] * 0.60), 2)
        assert month(payroll(scenario(SECTION_2), in_arrears=True).slips)["unsocial_hours_payment"] == pay

    def test_annex_5_is_paid_with_the_salary(self) -> None:
        at_once, later = payroll(scenario(ANNEX_5)), payroll(scenario(ANNEX_5), in_arrears=True)
        np.testing.assert_array_equal(at_once.slips["gross_pay"], later.slips["gross_pay"])

    def test_days_without_a_list_of_public_holidays_are_refused(self) -> None:
        post, rules = scenario(SECTION_2).cases[0].current, policy().working_time
        assert post.rota is not None
        words = "public-holidays: the list for england covers .* not the days from 2099-01-01 to 2099-01-31"
        with pytest.raises(NotInForce, match=words):
            enhanced_hours_between(post.rota, rules, datetime.date(2099, 1, 1), datetime.date(2099, 1, 31))

    def test_a_rota_scaled_to_the_contract_pays_the_scaled_hours(self) -> None:
        known = scenario("part-time-carer-paramedic-to-operations-manager")
        year = payroll(known)
        annual = float(payslip(known.cases[0].current.job, known.cases[0].rule_book)["unsocial_hours_payment"])
        assert year.totals["unsocial_hours_payment"] == pytest.approx(annual, abs=0.06)


NAMES = (ANNEX_5, SECTION_2, "student-loan-and-two-children", "inner-london-paramedic-to-operations-manager")


@settings(deadline=None, max_examples=examples(20))
@given(
    st.sampled_from([*NAMES, "scotland-paramedic-to-operations-manager", "wales-paramedic-to-operations-manager"]),
    st.none() | st.dates(datetime.date(2026, 4, 1), datetime.date(2027, 3, 31)),
    st.sampled_from([None, "1257L", "S1257L", "K585", "0T", "BR", "D1", "NT", "1100T"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["post", "month", "april"]),
    st.sampled_from(["days_of_the_month", "days_of_the_year"]),
)
def test_the_differences_of_every_line_add_up_exactly(
    name: str, day: datetime.date | None, code: str | None, month_1: bool, in_arrears: bool, tier: str, part: str
) -> None:
    asked = switched(name, pension_tier_by=tier, part_month_by=part)
    year = payroll(asked, promoted_on=day, tax_code=code, month_1=month_1, in_arrears=in_arrears)
    for line in ("gross_pay", *DEDUCTED):
        assert added(year, line) == round(year.totals[line] - year.annual[line], 2), line
    take_home = sum(round(one.on_take_home * 100) for one in year.differences) / 100
    assert take_home == round(year.totals["take_home_pay"] - year.annual["take_home_pay"], 2)
    assert all(one.pounds for one in year.differences)


@pytest.mark.parametrize("stated", [{"pension_contribution": 3000.0}, {"in_pension_scheme": False}])
def test_a_pension_that_is_no_share_of_pay_differs_by_rounding_alone(stated: dict[str, Any]) -> None:
    known = scenario(SECTION_2)
    case = known.cases[0]
    held = replace(case.current, job=case.current.job.with_(**stated), later_job=case.current.later_job.with_(**stated))
    year = payroll(replace(known, cases=(replace(case, current=held),)))
    assert year.annual["pension_contribution"] == stated.get("pension_contribution", 0.0)
    causes = {one.cause for one in year.differences if one.line == "pension_contribution"}
    assert causes <= {"pension-rounding"}
    assert added(year, "pension_contribution") == round(
        year.totals["pension_contribution"] - year.annual["pension_contribution"], 2
    )


def test_the_same_pattern_is_refused_where_the_offer_does_not_keep_it() -> None:
    known = scenario(SECTION_2)
    with pytest.raises(Refused, match=r"^pattern: "):
        payroll(known, promoted_on=PROMOTED, pattern="same")
    kept = scenario("paramedic-to-operations-commander-same-pattern")
    assert payroll(kept, promoted_on=PROMOTED).offer is not None


def test_a_step_that_the_month_before_did_not_have_is_named_in_arrears(tmp_path: Path) -> None:
    # Bands 8a and above have had an intermediate step since April 2024; March is paid in April.
    source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
    source.write_text("id,as_at,band,step\n1,2024-11-22,6,1\n2,2024-11-22,8a,3\n", encoding="utf-8")
    assert payroll_table(source, target)[0] == 2
    with pytest.raises(Faults) as raised:
        payroll_table(source, tmp_path / "arrears.csv", in_arrears=True)
    assert [str(fault).partition(": ")[2] for fault in raised.value.faults] == [
        "row 3, step: the band has no such step in england on 2024-03-31"
    ]


HALF_A_PENNY_TWELVE_TIMES = 0.06


def thresholds_apart(book: RuleBook) -> float:
    """How much less National Insurance the thresholds of twelve months may take than those of the year, pounds."""
    year, a_month = book.national_insurance, book.national_insurance_a_month
    lower = 12 * a_month.primary_threshold - year.primary_threshold
    upper = year.upper_earnings_limit - 12 * a_month.upper_earnings_limit
    return lower * year.main_rate + upper * (year.main_rate - year.upper_rate)


@settings(deadline=None, max_examples=examples(150))
@given(
    st.sampled_from(NATIONS),
    st.integers(1_000, 109_000),
    st.sampled_from([(), ("plan_1",), ("plan_5", "postgraduate")]),
    st.sampled_from([0.0, 3_000.0, 4_321.09]),
)
def test_level_pay_differs_only_by_what_the_documents_derive(
    nation: str, basic: int, loans: tuple[str, ...], unsocial: float
) -> None:
    book = policy(nation)
    job = Job(basic_pay=basic, unsocial_hours_payment=unsocial, student_loan=loans)
    annual = {line: float(value) for line, value in payslip(job, book).items()}
    assume(annual["taxable_pay"] <= 100_000)  # from there on the personal allowance tapers; payroll's does not
    twelve = {line: float(values.sum()) for line, values in months_of(job, book).items()}
    apart = {line: round(twelve[line] - annual[line], 2) for line in LINES}
    pay = 2 * HALF_A_PENNY_TWELVE_TIMES  # two lines are paid: basic pay, unsocial hours
    highest = max(book.income_tax.rates)
    assert abs(apart["gross_pay"]) <= pay
    assert abs(apart["pension_contribution"]) <= HALF_A_PENNY_TWELVE_TIMES + 0.005 + pay * 0.14
    own_pennies = pay + HALF_A_PENNY_TWELVE_TIMES + 0.01
    free_pay = 12 * 1_048.26 - 12_570
    assert -((free_pay + 1 + own_pennies) * highest + 0.01) <= apart["income_tax"] <= own_pennies * highest
    insurance = HALF_A_PENNY_TWELVE_TIMES + 0.005 + pay * 0.08
    assert -(thresholds_apart(book) + insurance) <= apart["national_insurance"] <= insurance
    kinds = len({loan == "postgraduate" for loan in loans})
    assert -12 * kinds <= apart["student_loan_repayment"] <= kinds
    taken = sum(apart[line] for line in DEDUCTED)
    assert apart["take_home_pay"] == round(apart["gross_pay"] - taken, 2)


def test_above_the_taper_payroll_takes_less_until_the_code_is_changed() -> None:
    # 125,140 and more of taxable pay has no allowance: payroll under 1257L leaves 12,579.12 of it free, at 45%
    job = Job(basic_pay=200_000, in_pension_scheme=False)
    book = policy()
    apart = float(months_of(job, book)["income_tax"].sum()) - float(payslip(job, book)["income_tax"])
    assert apart == pytest.approx(-12_579.12 * 0.45, abs=0.5)
    no_allowance = float(months_of(job, book, "0T")["income_tax"].sum())
    assert no_allowance == pytest.approx(float(payslip(job, book)["income_tax"]), abs=0.5)


JOBS = """id,nation,as_at,band,step,annex_5_percent,tax_code,basis,student_loan,saturday_night_hours_a_year
b,england,2026-11-22,6,top,25%,,,plan_2,
a,scotland,2026-11-22,8a,entry,,,month1,,
c,wales,2027-02-03,5,entry,,K100,cumulative,,300
d,northern_ireland,2026-11-22,7,top,,br,,,
"""


class TestTables:
    def rows(self, capsys: Run, tmp_path: Path, text: str, *options: str) -> list[dict[str, str]]:
        source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
        source.write_text(text, encoding="utf-8")
        assert main(["payroll", str(source), "-o", str(target), *options]) == 0
        assert "Estimates, not payroll, not advice" in capsys.readouterr().out
        return list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))

    def test_each_job_has_twelve_rows_in_order(self, capsys: Run, tmp_path: Path) -> None:
        rows = self.rows(capsys, tmp_path, JOBS)
        assert list(rows[0]) == ["id", "period", "month", "tax_code", "basis", *MONTHLY_LINES]
        assert [row["id"] for row in rows] == [id_ for id_ in "bacd" for _ in range(12)]
        assert [row["period"] for row in rows[:12]] == [str(number) for number in range(1, 13)]
        assert (rows[0]["month"], rows[11]["month"]) == ("2026-04", "2027-03")
        assert [row["tax_code"] for row in rows[::12]] == ["1257L", "S1257L", "K100", "BR"]
        assert [row["basis"] for row in rows[::12]] == ["cumulative", "month1", "cumulative", "cumulative"]
        assert rows[0]["take_home_pay"] == "3235.69"  # the month worked by hand above

    def test_a_row_of_a_table_is_the_job_by_itself(self, capsys: Run, tmp_path: Path) -> None:
        rows = self.rows(capsys, tmp_path, JOBS)[24:36]
        job = Job(band=BAND_CODE["5"], saturday_night_hours_a_year=300)
        slips = months_of(job, policy("wales"), "K100")
        for number, row in enumerate(rows):
            assert {line: float(row[line]) for line in MONTHLY_LINES} == month(slips, number)

    def test_in_arrears_the_first_month_pays_at_last_years_rates(self, capsys: Run, tmp_path: Path) -> None:
        rows = self.rows(capsys, tmp_path, JOBS, "--in-arrears")[24:36]
        assert rows[0]["unsocial_hours_payment"] != rows[1]["unsocial_hours_payment"]
        old = float(policy("wales", "2026-03-31").pay_points.pounds[BAND_CODE["5"], 0])
        hour = old / (365 / 7) / 37.5
        assert float(rows[0]["unsocial_hours_payment"]) == pytest.approx(round(300 * 0.3 * hour, 2) / 12, abs=0.005)

    def test_parquet_holds_the_same(self, capsys: Run, tmp_path: Path) -> None:
        import pandas as pd

        (tmp_path / "jobs.csv").write_text(JOBS, encoding="utf-8")
        for ending in ("csv", "parquet"):
            assert main(["payroll", str(tmp_path / "jobs.csv"), "-o", str(tmp_path / f"out.{ending}")]) == 0
        capsys.readouterr()
        pd.testing.assert_frame_equal(
            pd.read_csv(tmp_path / "out.csv"), pd.read_parquet(tmp_path / "out.parquet"), check_dtype=False
        )

    def test_check_knows_both_kinds_of_table(self, capsys: Run, tmp_path: Path) -> None:
        (tmp_path / "jobs.csv").write_text(JOBS, encoding="utf-8")
        (tmp_path / "months.csv").write_text(
            "id,as_at,tax_code,basis,period,taxable_pay\n1,2026-11-22,1257L,month1,1,3000\n", encoding="utf-8"
        )
        assert main(["check", str(tmp_path / "jobs.csv"), str(tmp_path / "months.csv")]) == 0
        said = capsys.readouterr().out
        assert "jobs.csv: table of jobs with tax codes, no fault found" in said
        assert "months.csv: table of months for PAYE, no fault found" in said

    def test_more_given_up_than_is_paid_is_a_fault(self, capsys: Run, tmp_path: Path) -> None:
        (tmp_path / "jobs.csv").write_text(
            "id,as_at,basic_pay,salary_sacrifice,tax_code\n1,2026-11-22,20000,30000,1257L\n", encoding="utf-8"
        )
        assert main(["payroll", str(tmp_path / "jobs.csv"), "-o", str(tmp_path / "out.csv")]) == 2
        assert "row 2, salary_sacrifice: is more than the gross pay" in capsys.readouterr().err
        assert not (tmp_path / "out.csv").exists()

    def test_more_given_up_and_contributed_together_than_is_paid_is_a_fault(self, capsys: Run, tmp_path: Path) -> None:
        header = "id,as_at,basic_pay,salary_sacrifice,pension_contribution"
        rows = "1,2026-11-22,20000,15000,5000\n2,2026-11-22,20000,15000,5001\n"
        (tmp_path / "jobs.csv").write_text(f"{header}\n{rows}", encoding="utf-8")
        for command in ("payroll", "payslips"):
            assert main([command, str(tmp_path / "jobs.csv"), "-o", str(tmp_path / "out.csv")]) == 2
            said = capsys.readouterr().err
            assert said.count("\n") == 1
            assert "row 3, salary_sacrifice: is, with the pension contribution, more than the gross pay" in said


class TestTheCommand:
    @pytest.mark.parametrize(
        ("arguments", "line"),
        [
            (["jobs.csv"], "paymodel payroll: -o: missing: say which CSV or Parquet file to write"),
            (
                ["jobs.csv", "-o", "out.csv", "--tax-code", "BR"],
                "paymodel payroll: --tax-code: is for a scenario; in a table each row has its own columns",
            ),
            (
                [ANNEX_5, "-o", "out.csv"],
                "paymodel payroll: -o: is for a table; a scenario is answered on standard output",
            ),
            (
                [ANNEX_5, "--tax-code", "1257Q"],
                f"{ANNEX_5}: --tax-code: '1257Q' is not a tax code; write one such as 1257L, S1257L, C1257L, K585, 0T,"
                " BR, D0 or NT",
            ),
            (
                [ANNEX_5, "--promoted-on", "2027-04-01"],
                f"{ANNEX_5}: --promoted-on: '2027-04-01' lies outside the pay year of the scenario: give a day from"
                " 2026-04-01 to 2027-03-31",
            ),
            ([ANNEX_5, "--pattern", "same"], f"{ANNEX_5}: --pattern: needs --promoted-on, the day of the promotion"),
        ],
    )
    def test_what_does_not_go_together_is_one_line(self, capsys: Run, arguments: list[str], line: str) -> None:
        assert main(["payroll", *arguments]) == 2
        said = capsys.readouterr()
        assert (said.err.splitlines(), said.out) == ([line], "")

    def test_json_holds_the_months_the_year_and_the_differences(self, capsys: Run) -> None:
        assert main(["payroll", ANNEX_5, "--promoted-on", "2026-09-14", "--format", "json"]) == 0
        whole = json.loads(capsys.readouterr().out)
        assert [row["period"] for row in whole["months"]] == list(range(1, 13))
        assert whole["tax_code"] == "1257L"
        assert whole["run"]["statuses"]["tax-codes (uk)"] == "confirmed"
        take_home = sum(round(row["take_home_pay"] * 100) for row in whole["months"]) / 100
        assert take_home == whole["year"]["take_home_pay"]
        apart = sum(round(one["take_home_pay"] * 100) for one in whole["differences"]) / 100
        assert apart == round(whole["year"]["take_home_pay"] - whole["annual_view"]["take_home_pay"], 2)

    def test_csv_has_the_columns_of_a_table(self, capsys: Run) -> None:
        assert main(["payroll", ANNEX_5, "--format", "csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert list(rows[0]) == ["period", "month", "tax_code", "basis", *MONTHLY_LINES]
        assert (len(rows), rows[0]["gross_pay"]) == (12, "5012.19")

    @pytest.mark.parametrize("form", ["text", "markdown"])
    def test_every_reading_says_what_is_assumed_and_that_it_is_not_payroll(self, capsys: Run, form: str) -> None:
        arguments = ("--promoted-on", "2026-09-14", "--in-arrears", "--format", form)
        assert main(["payroll", SECTION_2, *arguments]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "Estimates, not payroll, not advice" in said
        assert (
            "Switch enhancements\\_in\\_arrears is set to yes" in said
            or "enhancements_in_arrears is set to yes" in said
        )
        assert "No tax code is stated: the standard code 1257L is taken." in said
        assert "Together they change take-home pay by" in said

    def test_arrears_of_the_scenario_are_taken_back_by_the_command(self, tmp_path: Path, capsys: Run) -> None:
        late = tmp_path / "late.yaml"
        text = (shipped_folder("scenarios") / f"{SECTION_2}.yaml").read_text(encoding="utf-8")
        late.write_text(f"{text}\nswitches: {{enhancements_in_arrears: 'yes'}}\n", encoding="utf-8")
        said = []
        for options in ((), ("--in-arrears",), ("--no-in-arrears",)):
            assert main(["payroll", str(late), "--format", "csv", *options]) == 0
            said.append(capsys.readouterr().out)
        assert said[0] == said[1] != said[2]
        assert main(["payroll", SECTION_2, "--format", "csv"]) == 0
        assert capsys.readouterr().out == said[2]

    def test_a_policy_that_changes_figures_is_held_all_year(self) -> None:
        known = scenario("award-over-a-pension-tier")
        changed = next(case for case in known.cases if case.award or case.rule_book.changed)
        year = payroll(known, policy=changed.policy_name)
        assert all(one.rule_book is changed.rule_book for one in year.months)
        assert "payroll-held" in {one.id for one in year.assumptions}
