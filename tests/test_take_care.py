"""Warnings: each kind of line that a move crosses or comes near, in every year shown, with the first year of it."""

import json

import pytest

from paymodel import compare, load_scenario
from paymodel.cli import main
from paymodel.comparison import Comparison
from paymodel.files.documents import parse
from paymodel.files.scenarios import scenario_of
from paymodel.reading.answer import warned

TAPER = (
    "adjusted net income rises above £100,000: the personal allowance tapers, and tax-free childcare and funded hours"
    " are lost"
)


def asked(text: str) -> Comparison:
    head = "title: t\nas_at: 2026-11-22\nnation: england\n"
    return compare(scenario_of(parse(head + text, "warned.yaml"), None, "warned"))


def offered(text: str) -> list[tuple[str, int]]:
    """Warnings of a move, by year; that of marriage allowance, where it is not stated, has tests of its own."""
    found = [(one.text, one.first_year) for one in asked(text).results[1].warnings]
    return [one for one in found if "marriage allowance" not in one[0]]


# Pay points of England, 2026-27, and member tiers: 9.8% to £52,778, 10.7% to £67,668, 12.5% above.
BY_YEAR = [
    # Band 9: 112,782, then 119,583 from year 3. On-call is 1,222. Income after a contribution of 12.5%:
    # (112,782 + 1,222) x 0.875 = 99,753.50; (119,583 + 1,222) x 0.875 = 105,704.38.
    ("ahp-ladder-7-strategic-9", [(TAPER, 3)]),
    # Band 7: 49,387, then 51,932 from year 3, then 56,515 from year 6. Staying: 48,117 + 2,400 = 50,517.
    (
        "band-6-with-200-a-month-to-band-7",
        [("pensionable pay rises above £52,778: the pension contribution is 10.7% of all of it, in place of 9.8%", 6)],
    ),
]


@pytest.mark.parametrize(("name", "found"), BY_YEAR)
def test_a_line_that_is_crossed_in_a_later_year_is_said_with_the_year(name: str, found: list[tuple[str, int]]) -> None:
    warnings = compare(load_scenario(name)).results[1].warnings
    assert [one for one in warnings if "marriage allowance" not in one.text] == found


PENSION = "pensionable pay {}: the pension contribution is {} of all of it, in place of {}"
KINDS = [
    # Band 8a: 57,528, 60,417 from year 3, 64,750 from year 6. Out of the scheme all of it is income.
    (
        "person: {in_pension_scheme: no, children: 1}\ncurrent: {basic_pay: 58000}\n"
        "offers:\n  - {band: 8a, pattern: different}\n",
        [("adjusted net income rises above £60,000: the child benefit charge starts", 3)],
    ),
    (  # the post held rises past what is offered: 57,528 is below 60,000 and stays there, 60,417 is not
        "person: {in_pension_scheme: no, children: 1}\ncurrent: {band: 8a}\n"
        "offers:\n  - {basic_pay: 59000, pattern: different}\n",
        [("adjusted net income falls to £60,000 or below: the child benefit charge stops", 3)],
    ),
    (  # a premium of 17,259 is 30.0006% of 57,528 and 28.6% of 60,417
        "person: {in_pension_scheme: no}\ncurrent: {basic_pay: 58000}\n"
        "offers:\n  - {band: 8a, pattern: different, long_term_premium: 17259}\n",
        [("the premium is more than 30% of basic pay, the normal maximum", 1)],
    ),
    (  # held 52,000 (9.8%); offered 51,932 for band 7's third year, 56,515 from year 6
        "current: {basic_pay: 52000}\noffers:\n  - {band: '7', step: intermediate, pattern: different}\n",
        [(PENSION.format("rises above £52,778", "10.7%", "9.8%"), 4)],
    ),
    (  # 52,000 + 16,500 is 68,500, in the tier of 12.5%; 52,000 is two tiers down
        "current: {basic_pay: 52000, unsocial_hours_payment: 16500}\n"
        "offers:\n  - {basic_pay: 52000, pattern: different}\n",
        [(PENSION.format("falls to £52,778 or below", "9.8%", "12.5%"), 1)],
    ),
    (  # 66,582, then 70,896 from year 3: 66,000 + 3,000 is in the tier of 12.5%, and 66,582 in that of 10.7%
        "current: {basic_pay: 66000, unsocial_hours_payment: 3000}\noffers:\n  - {band: 8b, pattern: different}\n",
        [(PENSION.format("falls to £67,668 or below", "10.7%", "12.5%"), 1)],
    ),
]


@pytest.mark.parametrize(("text", "found"), KINDS)
def test_each_kind_of_warning_looks_at_every_year(text: str, found: list[tuple[str, int]]) -> None:
    assert offered(text) == found


def test_a_bound_that_pay_comes_near_is_said_once_with_the_pay_of_the_first_year() -> None:
    # Band 8a is 64,750 from year 6, and 64,750 + 2,500 = 67,250 is 418 below 67,668; 57,528 + 2,500 is near nothing.
    found = offered(
        "current: {basic_pay: 60000}\noffers:\n  - {band: 8a, pattern: different, long_term_premium: 2500}\n"
    )
    assert found == [
        (
            "pensionable pay of £67,250.00 is within £500 of the pension tier bound of £67,668, where the rate goes"
            " from 10.7% to 12.5% of all of it",
            6,
        )
    ]


def test_the_post_held_is_looked_at_in_every_year_too() -> None:
    # Band 7: 51,932 from year 3, plus 500 is 52,432, 346 below 52,778; 49,387 + 500 and 56,515 + 500 are not near.
    held, move = asked(
        "current: {band: '7', long_term_premium: 500}\noffers:\n  - {basic_pay: 50000, pattern: different}\n"
    ).results
    near = "pensionable pay of £52,432.00 is within £500 of the pension tier bound of £52,778, where the rate goes from"
    words = f"{near} 9.8% to 10.7% of all of it"
    assert held.warnings == ((words, 3),)
    assert warned(held, move)[0] == f"Post held: {words}, from year 3."


def test_years_after_a_secondment_are_not_the_years_of_its_post() -> None:
    # Band 7 reaches 56,515 in its sixth year, when the secondment of two years is long over.
    text = (
        "current: {basic_pay: 50517}\n"
        "offers:\n  - {band: '7', pattern: different, move: secondment, lasts_years: YEARS}\n"
    )
    assert offered(text.replace("YEARS", "2")) == []
    assert offered(text.replace("YEARS", "6")) == [(PENSION.format("rises above £52,778", "10.7%", "9.8%"), 6)]


def test_somebody_outside_the_scheme_crosses_no_tier() -> None:
    text = "person: {PENSION}\ncurrent: {basic_pay: 50000}\noffers:\n  - {basic_pay: 60000, pattern: different}\n"
    assert offered(text.replace("PENSION", "in_pension_scheme: no")) == []
    assert offered(text.replace("PENSION", "pension_contribution: 100")) == []


def test_text_says_from_which_year_and_json_holds_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "ahp-ladder-7-strategic-9"]) == 0
    assert "are lost, from year 3." in " ".join(capsys.readouterr().out.split())
    assert main(["compare", "ahp-ladder-7-strategic-9", "--format", "json"]) == 0
    held, move = json.loads(capsys.readouterr().out)["results"]
    assert held["warnings"] == []
    assert move["warnings"] == [{"text": TAPER, "first_year": 3}]
