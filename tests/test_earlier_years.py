"""Pay before 2023: rules with dates, points that were not found, and what a day without figures is told."""

import datetime

import numpy as np
import pytest

from paymodel import Job, NotInForce, Refused, load_policy, payslip
from paymodel.answers.in_force import figures_in_force, values_table
from paymodel.cli import main
from paymodel.files.parsers import step_number
from paymodel.files.scales import load_paye, shipped_scales
from paymodel.moves.posts import Post, placed
from paymodel.pay.job import BAND_CODE


def slip(on: str, **job: object) -> dict[str, float]:
    lines = payslip(Job(**job), load_policy("england", on))  # type: ignore[arg-type]
    return {line: float(value) for line, value in lines.items()}


def test_until_october_2022_the_tier_of_part_time_staff_is_that_of_the_whole_time_post() -> None:
    # NHSBSA: whole time equivalent pay up to 1 October 2022, actual pay from then on. Band 7 top, half time: 47,672 is
    # in the tier of 9.3% (26,824 to 47,845); half of it, 23,836, in the tier of 6.8% (22,879 to 23,948).
    half = {"band": BAND_CODE["7"], "step": 3, "whole_time_equivalent": 0.5}
    assert slip("2022-09-30", **half)["pension_contribution"] == pytest.approx(23836 * 0.093, abs=0.005)
    assert slip("2022-10-01", **half)["pension_contribution"] == pytest.approx(23836 * 0.068, abs=0.005)


def test_extra_hours_up_to_whole_time_do_not_raise_the_whole_time_pay_that_the_tier_goes_by() -> None:
    # Band 7 top, half time, with 200 extra hours at 47,672 / (365 / 7) / 37.5 = 24.38: 28,712 of pensionable pay. Twice
    # that, 57,424, would be in the tier of 12.5%.
    extra = slip("2022-09-30", band=BAND_CODE["7"], step=3, whole_time_equivalent=0.5, extra_hours_a_year=200)
    assert extra["pensionable_pay"] == pytest.approx(23836 + 200 * 47672 * 7 / 365 / 37.5, abs=0.005)
    assert extra["pension_contribution"] == pytest.approx(extra["pensionable_pay"] * 0.093, abs=0.005)


def test_a_payslip_of_2021_22_is_that_of_a_published_calculator() -> None:
    # newsbasis.com, band 7 of 2021-22 on 42,121 a year: a month's pension 326.44, tax 427.23, National Insurance
    # 325.57, 2,430.84 in the bank. A year as a whole differs by pennies: thresholds of a month are printed apart.
    year = slip("2021-11-01", band=BAND_CODE["7"], step=2)
    month = {line: year[line] / 12 for line in year}
    assert month["pension_contribution"] == pytest.approx(326.44, abs=0.01)
    assert month["income_tax"] == pytest.approx(427.23, abs=0.02)
    assert month["national_insurance"] == pytest.approx(325.57, abs=0.05)
    assert month["take_home_pay"] == pytest.approx(2430.84, abs=0.05)


def test_the_award_of_september_2022_cost_the_first_step_of_8a_a_pension_tier() -> None:
    # HSJ, 6 September 2022: band 8a took less home after the award. 48,526 pays 12.5% (6,065.75), 47,126 paid 9.3%
    # (4,382.72): 1,683.03 more from 1,400 more. Tax falls by 20% of the 283.03 between, National Insurance rises by
    # 13.25% of 1,400.
    before = slip("2022-09-01", basic_pay=47126)["take_home_pay"]
    after = slip("2022-09-01", band=BAND_CODE["8a"])["take_home_pay"]
    assert after - before == pytest.approx(1400 - 1683.03 + 0.20 * 283.03 - 0.1325 * 1400, abs=0.01)


@pytest.mark.parametrize(
    ("on", "main", "threshold", "employer"),
    [
        ("2022-07-05", 0.1325, 9880, 0.1505),
        ("2022-07-06", 0.1325, 12570, 0.1505),
        ("2022-11-05", 0.1325, 12570, 0.1505),
        ("2022-11-06", 0.12, 12570, 0.138),
    ],
)
def test_national_insurance_changed_three_times_in_2022_23(
    on: str, main: float, threshold: float, employer: float
) -> None:
    rules = load_policy("england", on).national_insurance
    assert (rules.main_rate, rules.primary_threshold, rules.employer_rate) == (main, threshold, employer)


@pytest.mark.parametrize(("on", "step"), [("2018-11-01", 2), ("2019-11-01", 1), ("2021-03-31", 1), ("2021-04-01", 1)])
def test_a_promotion_before_april_2021_started_on_the_first_point_that_gave_a_rise(on: str, step: int) -> None:
    # In 2018-19 the first point of 8a (42,414) lay below the top of band 7 (43,041); the second is 44,121.
    rule_book = load_policy("england", on)
    top = rule_book.pay_points.steps(BAND_CODE["7"])
    held, offer = (Post("", job, job) for job in (Job(band=BAND_CODE["7"], step=top), Job(band=BAND_CODE["8a"])))
    assert placed(held, offer, rule_book).job.step == step
    assert rule_book.promotion_method == ("maintain" if on >= "2021-04-01" else "first_higher_point")


def test_a_pay_point_that_was_not_found_is_refused_and_says_so() -> None:
    rule_book = load_policy("england", "2019-11-01")
    words = "band 7, step 2 in england on 2019-11-01: which old points between were left"
    with pytest.raises(Refused, match=words):
        payslip(Job(band=BAND_CODE["7"], step=np.array([1, 2])), rule_book)
    with pytest.raises(ValueError, match="band 7, step 2 in england on 2019-11-01: which old points"):
        step_number("2", BAND_CODE["7"], rule_book.pay_points, "england on 2019-11-01")
    assert step_number("top", BAND_CODE["7"], rule_book.pay_points, "england on 2019-11-01") == 3
    assert float(payslip(Job(band=BAND_CODE["7"], step=3), rule_book)["basic_pay"]) == 43772


def test_a_pay_point_that_was_not_found_is_shown_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scales", "--nation", "england", "--as-at", "2019-11-01", "--parameter", "pay-points"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "7: years 0, pounds 37,570; years 1, pounds not found; years 8, pounds 43,772" in shown
    figures, _ = figures_in_force(shipped_scales(), "england", datetime.date(2019, 11, 1))
    points = values_table(next(figure for figure in figures if figure.name == "pay-points"))
    assert ["7", "2", "1", "not found"] in [list(row[:4]) for row in points.rows]


def test_a_promotion_never_skips_a_point_that_was_not_found() -> None:
    # From 26,000 to band 5 of 2019-20: 24,214 is less, 30,112 is more, and which points lie between was not found.
    rule_book = load_policy("england", "2019-11-01")
    held, offer = (Post("", job, job) for job in (Job(basic_pay=26_000), Job(band=BAND_CODE["5"])))
    there = placed(held, offer, rule_book)
    with pytest.raises(Refused, match="step 2 in england on 2019-11-01"):
        payslip(there.job, rule_book)


def test_a_day_without_figures_is_told_all_that_is_missing_and_the_first_day_that_has_it_all() -> None:
    with pytest.raises(NotInForce) as raised:
        load_policy("england", "2018-03-31")
    words = str(raised.value)
    assert words.startswith("nothing is in force for england on 2018-03-31 of pay-points, high-cost-area-supplement, ")
    assert words.endswith("public-holidays; all figures are in force from 2018-04-01 on")
    with pytest.raises(NotInForce, match="; all figures were last in force on 20"):
        load_policy("england", "2099-04-01")
    # From 1 April 2023 Scotland's pension tiers were not found for half a year.
    with pytest.raises(NotInForce, match="; all figures are in force from 2021-04-01 to 2023-03-31"):
        load_policy("scotland", "2021-01-15")
    with pytest.raises(NotInForce, match="; all figures are in force from 2023-10-01 on"):
        load_policy("scotland", "2023-06-01")


@pytest.mark.parametrize(("on", "band_3"), [("2018-04-01", 0.37), ("2018-07-01", 0.36), ("2020-04-01", 0.35)])
def test_unsocial_hours_of_bands_1_to_3_came_down_from_july_2018(on: str, band_3: float) -> None:
    assert load_policy("england", on).working_time.section_2.lower[BAND_CODE["3"]] == band_3


def test_unsocial_hours_of_bands_1_to_3_in_2019_20_are_refused() -> None:
    with pytest.raises(Refused, match="for bands 1 to 3 in england on 2019-11-01"):
        slip("2019-11-01", band=BAND_CODE["3"], saturday_night_hours_a_year=100)


@pytest.mark.parametrize(
    ("nation", "on", "code"),
    [
        ("wales", "2019-03-31", "1185L"),  # Welsh rates, and codes with C, began on 6 April 2019
        ("wales", "2019-04-06", "C1250L"),
        ("scotland", "2018-04-06", "S1185L"),
        ("england", "2020-04-01", "1250L"),
        ("england", "2021-04-06", "1257L"),
    ],
)
def test_the_standard_tax_code_is_that_of_the_day(nation: str, on: str, code: str) -> None:
    assert load_paye(nation, on).standard_code == code
