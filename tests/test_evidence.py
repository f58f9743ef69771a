"""What others have published about pay on promotion, beside what the program works out; docs/evidence.md shows it.

Each claim is a row of the page: its number, address, what comes out here and whether the two agree must be there.
"""

import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import paymodel
from paymodel import Job
from paymodel.answers.phrasing import true_minus
from paymodel.moves.history import YearOfMove
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rule_book import RuleBook

PAGE = (Path(__file__).parent.parent / "docs" / "evidence.md").read_text(encoding="utf-8")

Range = tuple[float, float]


def about(said: float, within: float) -> Range:
    """A published figure and how far ours may lie from it: half of its last digit, unless the claim says "about"."""
    return said - within, said + within


BELOW_ZERO = (-math.inf, -0.005)
ABOVE_ZERO = (0.005, math.inf)


class Claim(NamedTuple):
    """A published claim. `said` gives a range for each of the first values of `ours`; more of `ours` are shown beside.

    `shown` is how the page shows ours, by `words_of`. `agrees` is false where the source and the program differ.
    """

    address: str
    said: tuple[Range, ...]
    ours: Callable[[], tuple[float, ...]]
    shown: str
    agrees: bool = True


def slip(day: str, band: str, step: int, nation: str = "england", **other: Any) -> dict[str, Any]:
    return paymodel.payslip(Job(band=band, step=step, **other), policy(nation, day))


@cache
def policy(nation: str, day: str) -> RuleBook:
    return paymodel.load_policy(nation, day)


def basic(day: str, band: str, step: int, nation: str = "england") -> float:
    return float(slip(day, band, step, nation)["basic_pay"])


def step_of_pay(day: str, nation: str = "england") -> float:
    """The step from the top of band 7, the third since 2021, to the first of 8a, per cent of the former."""
    return 100 * (basic(day, "8a", 1, nation) / basic(day, "7", 3, nation) - 1)


def years_to_second_step_of_8a(day: str) -> float:
    return float(policy("england", day).pay_points.years_to_reach[BAND_CODE["8a"], 1])


def loss_of_a_quarter(day: str, nation: str) -> float:
    """The change of take-home pay from the top of band 7 with 25% of basic pay to the first step of 8a with none."""
    held = slip(day, "7", 3, nation, unsocial_hours_payment=0.25 * basic(day, "7", 3, nation))
    return float(slip(day, "8a", 1, nation)["take_home_pay"] - held["take_home_pay"])


def band_6_to_7_in_2018() -> tuple[float, float]:
    # Top of band 6, the eighth point, with 200 a month; the first point of band 7 that gives a rise is the fourth.
    held = slip("2018-11-01", "6", 8, unsocial_hours_payment=12 * 200)
    offered = slip("2018-11-01", "7", 4)
    return offered["basic_pay"] - held["basic_pay"], offered["take_home_pay"] - held["take_home_pay"]


def arrears_of_2022() -> tuple[float, float, float]:
    """Five months to August 2022 at the first step of 8a: pension, pay, and how far the former is above the latter."""
    before = paymodel.payslip(Job(band="8a", basic_pay=basic("2021-11-01", "8a", 1)), policy("england", "2022-09-01"))
    after = slip("2022-09-01", "8a", 1)
    pension, pay = (5 / 12 * (after[line] - before[line]) for line in ("pension_contribution", "basic_pay"))
    return pension - pay, pension, pay


def contributions_of_2022() -> tuple[float, float]:
    before = paymodel.payslip(Job(band="8a", basic_pay=basic("2021-11-01", "8a", 1)), policy("england", "2022-09-01"))
    after = slip("2022-09-01", "8a", 1)
    rates = [100 * one["pension_contribution"] / one["pensionable_pay"] for one in (before, after)]
    return rates[0], rates[1]


def an_hour(day: str, lower: tuple[str, int], higher: tuple[str, int]) -> float:
    """The difference of two steps in pounds an hour: a year of 52.143 weeks of 37.5 hours."""
    return (basic(day, *higher) - basic(day, *lower)) / (52.143 * 37.5)


def full_rotation() -> float:
    hours = paymodel.rota_hours("ambulance-ten-week", paymodel.load_working_time("england", "2026-11-22")).annex_5
    paid = slip("2026-11-22", "6", 3, annex_5_hours_a_week=hours)
    return float(100 * paid["unsocial_hours_payment"] / paid["basic_pay"])


HSJ = "https://www.hsjjobs.com/article/"
UNISON_NORTH_WEST = "https://www.nwasunison.co.uk/nhs-pay-faqs"

CLAIMS = {
    "E1": Claim(
        HSJ + "band-7-and-8-pay-is-disincentive-to-promotion-government-advisers-warn",
        (about(1.8, 0.05), BELOW_ZERO),
        lambda: (step_of_pay("2022-11-01"), loss_of_a_quarter("2022-11-01", "england")),
        "{:.2f}%; £{:+,.0f} a year with 25%",
    ),
    "E2": Claim(
        HSJ + "faster-pay-rises-for-band-8-and-9s-under-new-framework/",
        (about(1.8, 0.05), about(1.8, 0.05)),
        lambda: (step_of_pay("2023-11-01"), step_of_pay("2024-11-01")),
        "{:.2f}% in 2023-24 and {:.2f}% in 2024-25",
    ),
    "E3": Claim(
        HSJ + "faster-pay-rises-for-band-8-and-9s-under-new-framework/",
        (about(5, 0),),
        lambda: tuple(years_to_second_step_of_8a(day) for day in ("2023-11-01", "2024-11-01")),
        "{:.0f} years in 2023-24; {:.0f} from 2024-25",
    ),
    "E4": Claim(
        "https://www.csp.org.uk/news/2022-09-22-low-pay-award-leads-reduction-take-home-pay-some-band-8a",
        (BELOW_ZERO,),  # "decreased": no size is given
        lambda: (
            step_of_pay("2022-11-01") - step_of_pay("2021-11-01"),
            *(step_of_pay(day) for day in ("2021-11-01", "2022-11-01")),
        ),
        "{:+.2f} points, from {:.2f}% to {:.2f}%",
    ),
    "E5": Claim(
        HSJ + "band-8-staff-face-cut-in-take-home-pay/",
        (about(9.3, 0.05), about(12.5, 0.05)),
        contributions_of_2022,
        "{:.1f}%, then {:.1f}%",
    ),
    "E6": Claim(
        "https://yourspace.merseycare.nhs.uk/trust-wide-news/pay-award-20222023-and-september-pay",
        (ABOVE_ZERO,),  # the arrears of pension are more than those of pay: no size is given
        arrears_of_2022,
        "£{:.0f} more: £{:.0f} of pension, £{:.0f} of pay",
    ),
    "E7": Claim(
        HSJ + "band-8-staff-face-cut-in-take-home-pay/",
        (about(2.6, 0.05),),
        # 8a had two steps: the award of its top was 1,400 of 53,219.
        lambda: (*(100 * (basic("2022-11-01", "8a", step) / basic("2021-11-01", "8a", step) - 1) for step in (1, 2)),),
        "{:.2f}% at the first step, {:.2f}% at the top",
        agrees=False,
    ),
    "E8": Claim(
        HSJ + "band-7-and-8-pay-is-disincentive-to-promotion-government-advisers-warn",
        (about(1.3, 0.05),),
        lambda: (100 * (basic("2022-11-01", "9", 2) / basic("2021-11-01", "9", 2) - 1),),
        "{:.2f}%",
    ),
    "E9": Claim(
        HSJ + "english-band-8-and-9-staff-now-paid-12pc-less-than-scottish-peers",
        (about(56_992, 0), about(50_952, 0)),
        lambda: tuple(basic("2023-11-01", "8a", 1, nation) for nation in ("scotland", "england")),
        "£{:,.0f} and £{:,.0f}",
    ),
    "E10": Claim(
        HSJ + "english-band-8-and-9-staff-now-paid-12pc-less-than-scottish-peers",
        (about(11, 0.5),),
        lambda: (
            100 * (basic("2023-11-01", "8a", 1, "scotland") / basic("2023-11-01", "8a", 1) - 1),
            100 * (1 - basic("2023-11-01", "8a", 1) / basic("2023-11-01", "8a", 1, "scotland")),
        ),
        "{:.1f}% more than in England; England {:.1f}% less",
        agrees=False,
    ),
    "E11": Claim(
        "https://www.gov.scot/publications/nhs-agenda-for-change-review-scope/pages/pay-and-reward/",
        (BELOW_ZERO,),  # a "potential" loss: no size is given
        lambda: (loss_of_a_quarter("2023-11-01", "scotland"), step_of_pay("2023-11-01", "scotland")),
        "£{:+,.0f} a year with 25%; the step is {:.2f}%",
    ),
    "E12": Claim(
        "https://nias.hscni.net/about/working-for-us/staff-pay-and-grading-structures/",
        (about(25, 0),),
        lambda: (
            100 * max(policy("northern_ireland", "2026-06-01").working_time.annex_5.shares),  # type: ignore[union-attr]
            loss_of_a_quarter("2026-06-01", "northern_ireland"),
        ),
        "{:.0f}%; losing it, £{:+,.0f} a year",
    ),
    "E13": Claim(
        "https://forums.moneysavingexpert.com/showthread.php?t=5950615",
        (about(500, 50), BELOW_ZERO),
        band_6_to_7_in_2018,
        "£{:+,.0f} of basic pay; £{:+,.0f} of take-home pay",
    ),
    "E14": Claim(
        "https://lasunison.com/pay-update-from-national-unison-ambulance-sector",
        (about(24_157, 0), about(31_365, 0), about(33_779, 0)),
        lambda: (*(basic("2020-11-01", band, step) for band, step in (("4", 2), ("6", 1), ("6", 3))),),
        "£{:,.0f}, £{:,.0f} and £{:,.0f}",
    ),
    "E15": Claim(
        "https://www.nuffieldtrust.org.uk/resource/ambulance-staff-strikes-facts-and-figures-on-the-uk-ambulance-workforce",
        ((0, 46_643), (46_643, math.inf)),  # the mean lies between
        lambda: (*(slip("2021-11-01", "6", step, annex_5_percent=0.25)["gross_pay"] for step in (2, 3)),),
        "£{:,.0f} in the middle, £{:,.0f} at the top",
    ),
    "E16": Claim(
        "http://www.secamb.nhs.uk/about_us/news/2017/unsocial_hours_preference.aspx",
        (about(25, 0.005),),
        lambda: (full_rotation(),),
        "{:.0f}%",
    ),
    "E17": Claim(
        UNISON_NORTH_WEST,
        (about(433, 0), about(1.14, 0.005)),
        lambda: (
            basic("2023-11-01", "3", 1) - basic("2023-11-01", "2", 1),
            an_hour("2023-11-01", ("5", 1), ("5", 2)),
        ),
        "£{:,.0f} and £{:.2f}",
    ),
    "E18": Claim(
        UNISON_NORTH_WEST,
        (about(0.57, 0.005),),
        lambda: (an_hour("2023-11-01", ("5", 3), ("6", 1)),),
        "£{:.2f}",
        agrees=False,
    ),
}


ONLY_QUOTED = {
    "https://www.nhsemployers.org/articles/pay-promotion-scenarios-faqs",
    "https://publications.parliament.uk/pa/cm201617/cmselect/cmpubacc/1035/103507.htm",
    "https://www.parallelparliament.co.uk/question/25693",
    "https://healthjobsonline.co.uk/uncategorized/paramedics-salaries-as-nhs-ambulance-workers-go-on-strike-over-chronicle-live/",
    "https://rcni.com/nursing-management/newsroom/news/blow-senior-nurses-pay-rise-anomaly-leaves-many-worse-189151",
    "https://gmbemas.org/ambulance-workers-survey-the-results/",
    "https://www.change.org/p/uk-parliament-restoration-of-original-unsocial-hours-payments-contracts-for-ambulance-workers-in-england",
    HSJ + "reforms-to-fix-band-8-pay-gap-at-risk-ministers-warned/",
}
"""Sources of the page that give nothing to work out."""

SOURCES = {claim.address for claim in CLAIMS.values()} | ONLY_QUOTED
"""Every address to which the page links; `tests/test_site.py` lets that page alone link to them."""


def test_the_page_links_to_its_sources_and_to_nothing_else() -> None:
    assert set(re.findall(r"\]\((https?:[^)]+)\)", PAGE)) == SOURCES


def words_of(shown: str, *values: float) -> str:
    """Values as the page shows them: the sign before the pound, the minus a true one."""
    return true_minus(re.sub(r"£([+-])", r"\1£", shown.format(*values)))


def row_of(number: str) -> str:
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| {number} |")]
    assert len(rows) == 1, number
    return rows[0]


@pytest.mark.parametrize("number", CLAIMS)
def test_a_published_claim_agrees_with_what_is_worked_out_here_or_is_said_to_differ(number: str) -> None:
    claim = CLAIMS[number]
    ours = claim.ours()
    inside = [low - 1e-9 <= value <= high + 1e-9 for (low, high), value in zip(claim.said, ours, strict=False)]
    assert len(inside) == len(claim.said)
    assert all(inside) is claim.agrees, ours


@pytest.mark.parametrize("number", CLAIMS)
def test_the_page_shows_the_source_and_what_comes_out_here(number: str) -> None:
    claim, row = CLAIMS[number], row_of(number)
    assert f"]({claim.address})" in row
    assert f"| {words_of(claim.shown, *claim.ours())} |" in row
    assert ("| agrees" in row, "| differs" in row) == (claim.agrees, not claim.agrees)


def test_every_claim_of_the_page_that_is_worked_out_is_tested() -> None:
    assert re.findall(r"^\| (E\d+) \|", PAGE, flags=re.MULTILINE) == list(CLAIMS)


@cache
def moves() -> dict[str, tuple[YearOfMove, ...]]:
    answer = paymodel.history("is-it-getting-worse")
    return {move[0].policy_name: tuple(move) for move in answer.moves}


def pounds_and_share(year: YearOfMove) -> str:
    """As the page shows a year: pounds, and the share of take-home pay in brackets."""
    assert year.take_home_change is not None
    assert year.first_year is not None
    return words_of("£{:+,.0f} ({:+.1f}%)", year.take_home_change, 100 * year.first_year.share_of_take_home_pay)


SHOWN_YEARS = (2018, 2021, 2022, 2023, 2024, 2026)


def change(who: str, year: int) -> float:
    """Pounds a year by which take-home pay changes; fails where the year is not answered."""
    (pounds,) = (one.take_home_change for one in moves()[who] if one.pay_year == year)
    assert pounds is not None
    return pounds


EVERYBODY = tuple(f"{place} of band 7, {share}%" for place in ("Top", "Middle") for share in (25, 15))


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_shows_pounds_and_share_of_each_year(who: str) -> None:
    years = {year.pay_year: year for year in moves()[who]}
    assert f"| {who} | " + " | ".join(pounds_and_share(years[year]) for year in SHOWN_YEARS) + " |" in PAGE


@pytest.mark.parametrize("who", EVERYBODY)
def test_more_than_half_of_the_change_since_2021_came_in_2022(who: str) -> None:
    since = change(who, 2026) - change(who, 2021)
    assert since < 0
    assert (change(who, 2022) - change(who, 2021)) / since > 0.5


def test_the_step_from_the_top_has_been_the_same_in_per_cent_since_2022() -> None:
    assert {f"{step_of_pay(f'{year}-11-01'):.1f}" for year in range(2022, 2027)} == {"1.8"}


def test_the_top_lost_in_every_year_and_the_middle_with_15_per_cent_gained_in_2018_and_2021() -> None:
    assert all(change(who, year) < 0 for who in EVERYBODY[:2] for year in range(2018, 2027))
    gained = [year for year in (2018, *range(2020, 2027)) if change("Middle of band 7, 15%", year) > 0]
    assert gained == [2018, 2021]


def test_the_answer_turns_on_the_year_it_is_counted_from_as_the_page_says() -> None:
    # The page: as a share, from 2021-22 only the top with 25% is better off; from 2023-24 only the middle with 15% is
    # worse off. In pounds all four are worse off than in 2021-22, and all four better off than in 2024-25.
    def shares(first: int) -> list[bool]:
        later = []
        for years in ({year.pay_year: year for year in move} for move in moves().values()):
            before, after = (years[year].first_year for year in (first, 2026))
            assert before is not None
            assert after is not None
            later.append(after.share_of_take_home_pay < before.share_of_take_home_pay)
        return later

    def pounds(first: int) -> list[bool]:
        return [change(who, 2026) < change(who, first) for who in EVERYBODY]

    assert tuple(moves()) == EVERYBODY
    assert shares(2021) == [False, True, True, True]
    assert shares(2023) == [False, False, False, True]
    assert pounds(2021) == [True] * 4
    assert pounds(2024) == [False] * 4


def test_the_page_says_what_it_is_not() -> None:
    assert "not payroll, not advice" in PAGE
