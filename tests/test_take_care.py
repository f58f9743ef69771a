"""Warnings: each kind of line that a move crosses or comes near, in every year shown, with the first year of it."""

import json

import pytest

from paymodel import careers, compare, load_scenario
from paymodel.answers.comparison import warning_sentences
from paymodel.cli import main
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import Comparison
from paymodel.scenarios.load import scenario_of, shipped_scenarios

TAPER = (
    "adjusted net income rises above £100,000: the personal allowance tapers, and tax-free childcare and funded hours"
    " are lost"
)


def asked(text: str) -> Comparison:
    head = "title: t\nas_at: 2026-11-22\nnation: england\n"
    return compare(scenario_of(parse(head + text, "warned.yaml"), None, "warned"))


def offered(text: str) -> list[tuple[str, int]]:
    """Warnings of a move, by year; that of marriage allowance, where it is not stated, has tests of its own."""
    found = [(one.text, one.first_year) for one in asked(text).moves[0].warnings]
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
    warnings = compare(load_scenario(name)).moves[0].warnings
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
    assert warning_sentences(held, move)[0] == f"Post held: {words}, from year 3."


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


# --- Careers ------------------------------------------------------------------------------------------------


def paths(text: str, *each: str) -> dict[str, list[tuple[str, int]]]:
    """The warnings of career paths by name, by year; that of marriage allowance left out, where it is not stated."""
    head = "title: t\nas_at: 2026-11-22\nnation: england\nhorizon_years: 6\n"
    career = "career:\n  paths:\n" + "".join(f"    - {one}\n" for one in each) if each else ""
    found = careers(scenario_of(parse(head + text + career, "paths.yaml"), None, "paths"))
    return {
        result.path.name: [
            (one.text, one.first_year) for one in result.warnings if "marriage allowance" not in one.text
        ]
        for result in found.results
    }


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_move_now_is_warned_of_in_careers_as_in_a_comparison(name: str) -> None:
    scenario = load_scenario(name)
    if any(case.plan.award_a_year for case in scenario.cases):  # a comparison has none in later years
        return
    standing = [r for r in careers(scenario).results if r.stays or r.path.name.startswith("Move now: ")]
    assert [result.warnings for result in standing] == [result.warnings for result in compare(scenario).results]


TWO_STEPS = "{name: Both, moves: [{to: A, in_year: 2}, {to: B, in_year: 4}]}"
WAIT = "{name: Wait, moves: [{to: B, in_year: 3}]}"


def two_offers(person: str, current: int, a: int, b: int) -> str:
    return (
        f"person: {{{person}}}\ncurrent: {{basic_pay: {current}}}\noffers:\n"
        f"  - {{name: A, basic_pay: {a}, pattern: different}}\n  - {{name: B, basic_pay: {b}, pattern: different}}\n"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # out of the scheme all of pay is income: staying 95,000, A 98,000, B 101,000
        (two_offers("in_pension_scheme: no", 95_000, 98_000, 101_000), TAPER),
        (
            two_offers("in_pension_scheme: no, children: 1", 58_000, 59_500, 61_000),
            "adjusted net income rises above £60,000: the child benefit charge starts",
        ),
        (two_offers("", 50_000, 52_000, 55_000), PENSION.format("rises above £52,778", "10.7%", "9.8%")),
    ],
)
def test_a_line_is_said_from_the_year_in_which_a_path_crosses_it(text: str, words: str) -> None:
    found = paths(text, TWO_STEPS, WAIT)
    assert found == {
        "Stay": [],
        "Move now: A": [],
        "Move now: B": [(words, 1)],
        "Both": [(words, 4)],
        "Wait": [(words, 3)],
    }


def test_yearly_awards_carry_a_path_over_a_fixed_line_and_move_the_bounds_of_the_tiers() -> None:
    award = "career:\n  award_a_year: {percent: 2%}\n"
    # B is 99,000 and 100,980 in year 2, when staying is 96,900; a comparison, without later awards, sees none
    text = two_offers("in_pension_scheme: no", 95_000, 96_000, 99_000)
    found = paths(text + award)
    assert (found["Move now: B"], offered(text)) == ([(TAPER, 2)], [])
    # 52,778 x 1.02 is 53,834; in year 2 staying is 51,000 and B is 56,100
    found = paths(
        two_offers("", 50_000, 50_500, 55_000) + award + "  paths: [{name: Wait, moves: [{to: B, in_year: 2}]}]\n"
    )
    assert found["Wait"] == [(PENSION.format("rises above £53,834", "10.7%", "9.8%"), 2)]
    # 52,500 is 278 below 52,778; with 2% a year it stays as near, and is said once
    near = "pensionable pay of £52,500.00 is within £500 of the pension tier bound of £52,778, where the rate goes from"
    found = paths(two_offers("", 50_000, 50_500, 52_500) + award)
    assert found["Move now: B"] == [(f"{near} 9.8% to 10.7% of all of it", 1)]


def test_annex_5_is_given_up_in_the_year_of_the_move_for_good_and_not_by_a_secondment() -> None:
    found = careers(load_scenario("career-now-later-or-through-7"))
    given_up = {
        result.path.name: [one.first_year for one in result.warnings if "gives up Annex 5" in one.text]
        for result in found.results
    }
    assert given_up == {
        "Stay": [],
        "Move now: Operations manager": [1],
        "Move now: Team leader": [1],
        "Move now: Two-year secondment": [],
        "Wait three years": [4],
        "Through 7, then 8a": [1],
        "Secondment, then for good": [4],
    }


def test_a_policy_that_changes_nothing_is_said_of_careers_too() -> None:
    policies = "policies:\n  - {name: In force}\n  - {name: Empty, change: {offers.0.lasts_years: LASTS}}\n"
    text = "title: t\nas_at: 2026-11-22\nnation: england\ncurrent: {basic_pay: 50000}\noffers:\n"
    text += "  - {band: 8a, pattern: different, move: secondment, lasts_years: 2}\n"
    for lasts, said in (("2", ["the policy 'Empty' changes nothing"]), ("3", [])):
        scenario = scenario_of(parse(text + policies.replace("LASTS", lasts), "paths.yaml"), None, "paths")
        stays = [result for result in careers(scenario).results if result.stays]
        assert [[one.text for one in result.warnings] for result in stays] == [[], said]


def test_a_policy_that_changes_later_years_alone_or_only_what_else_is_said_changes_something() -> None:
    # without the intermediate point of 8a the first year is as it was, and the move catches up later
    found = compare(load_scenario("catch-up-with-and-without-the-2024-point"))
    assert not [one.text for result in found.results for one in result.warnings if "changes nothing" in one.text]
    text = "current: {basic_pay: 50000}\noffers:\n  - {basic_pay: 60000, pattern: different}\n"
    for change, said in (
        ("switches.thin_margin_pounds: 300", True),  # no answer here turns on it
        ("switches.same_within_pounds_a_month: 500", False),  # £492 more a month is then about the same
    ):
        policies = f"policies:\n  - {{name: In force}}\n  - {{name: Other, change: {{{change}}}}}\n"
        warned_of = [one.text for result in asked(text + policies).results for one in result.warnings]
        assert ("the policy 'Other' changes nothing" in warned_of) is said


def test_career_says_its_warnings_in_text_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["career", "ahp-ladder-7-strategic-9"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"Take care: - {TAPER[0].upper()}{TAPER[1:]}, from year 3." in said
    assert main(["career", "ahp-ladder-7-strategic-9", "--format", "json"]) == 0
    stay, move = json.loads(capsys.readouterr().out)["results"]
    assert (stay["warnings"], move["warnings"]) == ([], [{"text": TAPER, "first_year": 3}])


def test_text_says_from_which_year_and_json_holds_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "ahp-ladder-7-strategic-9"]) == 0
    assert "are lost, from year 3." in " ".join(capsys.readouterr().out.split())
    assert main(["compare", "ahp-ladder-7-strategic-9", "--format", "json"]) == 0
    held, move = json.loads(capsys.readouterr().out)["results"]
    assert held["warnings"] == []
    assert move["warnings"] == [{"text": TAPER, "first_year": 3}]
