"""The final-salary link: what a move does to the pension of service in the 1995 and 2008 Sections.

NHSBSA KA-04622: pensionable pay x membership x 1/80 and a lump sum of 3/80 in the 1995 Section; x 1/60 in the 2008.
"""

import json
from decimal import ROUND_HALF_UP, Decimal

import pytest

from paymodel import compare, load_scenario
from paymodel.answers.comparison import what_else
from paymodel.answers.comparison_data import as_json
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import Comparison, Move
from paymodel.pay.rules.final_salary import lump_sum_change, pension_change
from paymodel.scenarios.load import scenario_of
from tests.test_scales import in_force

# Pay points of England, 2026-27.
BAND_6_TOP, BAND_7_TOP, BAND_8A, BAND_8A_TOP = map(Decimal, ("48117", "56515", "57528", "64750"))
ANNEX_5 = Decimal("1.25")


def penny(pounds: Decimal) -> float:
    return float(pounds.quantize(Decimal("0.01"), ROUND_HALF_UP))


def asked(person: str, band: str = "6", offer: str = "{band: 8a, pattern: different}") -> Comparison:
    text = (
        f"title: t\nas_at: 2026-11-22\nnation: england\nperson: {{{person}}}\n"
        f"current: {{band: '{band}', step: top, annex_5_percent: 25%}}\noffers:\n  - {offer}\n"
    )
    return compare(scenario_of(parse(text, "link.yaml"), None, "link"))


def moved(*arguments: str) -> Move:
    return asked(*arguments).moves[0]


def link(move: Move) -> list[str]:
    return [words for words in what_else(move) if words.startswith("Final-salary link")]


CASES = [
    # 57,528 - 60,146.25 = -2,618.25; x 15 / 80 = -490.92 and three times that
    ("6", "years_of_1995_section: 15", BAND_8A - BAND_6_TOP * ANNEX_5, Decimal(15) / 80, Decimal(45) / 80),
    # 57,528 - 70,643.75 = -13,115.75; x 15 / 80 = -2,459.20, and -7,377.61
    ("7", "years_of_1995_section: 15", BAND_8A - BAND_7_TOP * ANNEX_5, Decimal(15) / 80, Decimal(45) / 80),
    # -2,618.25 x 6.5 / 60 = -283.64, and no lump sum
    ("6", "years_of_2008_section: 6.5", BAND_8A - BAND_6_TOP * ANNEX_5, Decimal("6.5") / 60, Decimal(0)),
    # 10 / 80 + 6 / 60
    (
        "6",
        "years_of_1995_section: 10, years_of_2008_section: 6",
        BAND_8A - BAND_6_TOP * ANNEX_5,
        Decimal(10) / 80 + Decimal(6) / 60,
        Decimal(30) / 80,
    ),
    ("6", "years_of_1995_section: 0", BAND_8A - BAND_6_TOP * ANNEX_5, Decimal(0), Decimal(0)),
]


@pytest.mark.rule("final_salary")
@pytest.mark.parametrize(("band", "person", "change", "pension", "lump_sum"), CASES)
def test_past_service_changes_by_a_share_of_the_change_of_pensionable_pay(
    band: str, person: str, change: Decimal, pension: Decimal, lump_sum: Decimal
) -> None:
    found = moved(person, band).final_salary
    assert found is not None
    assert found.in_all == (penny(change * pension), penny(change * lump_sum))


@pytest.mark.rule("final_salary")
def test_the_rules_alone_take_many_people() -> None:
    rules = in_force("final-salary", "england", "2026-11-22")
    # 8,000 / 80 = 100 and 6,000 / 60 = 100 for a year
    assert pension_change(rules, [8_000, -8_000], [1, 2]).tolist() == [100, -200]
    assert pension_change(rules, 6_000, 0, [1, 45]).tolist() == [100, 4_500]
    assert lump_sum_change(rules, [8_000, -8_000], [1, 2]).tolist() == [300, -600]


def test_without_service_stated_each_year_of_it_is_said() -> None:
    result = moved("children: 0")
    each = BAND_8A - BAND_6_TOP * ANNEX_5
    assert result.final_salary is not None
    assert result.final_salary.in_all is None
    assert result.final_salary.for_each_year_of_1995_section == (penny(each / 80), penny(each * 3 / 80))
    assert result.final_salary.for_each_year_of_2008_section == (penny(each / 60), 0.0)
    top = BAND_8A_TOP - BAND_6_TOP * ANNEX_5  # 4,603.75: year 10 is on the top step
    assert link(result) == [
        "Final-salary link: for each year of 1995 Section service -£32.73 a year and a lump sum of -£98.18, for each of"
        " the 2008 Section -£43.64 a year, if the link is kept and pay at leaving moves with this change; on the steps"
        f" of year 10, for each year of 1995 Section service +£{penny(top / 80)} a year and a lump sum of"
        f" +£{penny(top * 3 / 80)}, for each of the 2008 Section +£{penny(top / 60)} a year."
    ]


def test_with_service_stated_the_sums_are_said() -> None:
    # 4,603.75 x 15 / 80 = 863.20, and 2,589.61
    assert link(moved("years_of_1995_section: 15")) == [
        "Final-salary link, 15 years of the 1995 Section: -£490.92 a year and a lump sum of -£1,472.77, if the link is"
        " kept and pay at leaving moves with this change; on the steps of year 10, +£863.20 a year and a lump sum of"
        " +£2,589.61."
    ]
    both = link(moved("years_of_1995_section: 1, years_of_2008_section: 6.5"))[0]
    assert both.startswith("Final-salary link, 1 year of the 1995 Section and 6.5 years of the 2008 Section: ")


def test_nothing_is_said_of_service_that_there_is_none_of() -> None:
    assert link(moved("years_of_1995_section: 0")) == []
    assert link(moved("years_of_1995_section: 0, years_of_2008_section: 0")) == []


@pytest.mark.parametrize(
    ("person", "offer"),
    [
        ("years_of_1995_section: 15, in_pension_scheme: no", "{band: 8a, pattern: different}"),
        ("years_of_1995_section: 15", "{band: 8a, pattern: different, in_pension_scheme: no}"),
        ("years_of_1995_section: 15", "{band: 8a, pattern: different, move: secondment, lasts_years: 2}"),
    ],
)
def test_outside_the_scheme_or_in_a_post_that_ends_pay_at_leaving_does_not_move(person: str, offer: str) -> None:
    comparison = asked(person, "6", offer)
    assert comparison.moves[0].final_salary is None
    assert link(comparison.moves[0]) == []
    shown = json.loads(as_json(comparison))["results"][1]
    assert shown["final_salary"] == {"pension_a_year": None, "lump_sum": None}


@pytest.mark.rule("final_salary")
def test_pay_at_leaving_is_that_of_a_whole_time_post() -> None:
    """Part-time years count in proportion, and pay whole: fewer hours, or hours beyond the contract, change neither."""
    whole = moved("years_of_1995_section: 15").final_salary
    part = moved("years_of_1995_section: 15, whole_time_equivalent: 0.6").final_salary
    fewer = moved("years_of_1995_section: 15", "6", "{band: 8a, pattern: different, whole_time_equivalent: 0.6}")
    more = moved(
        "years_of_1995_section: 15",
        "6",
        "{band: 8a, pattern: different, whole_time_equivalent: 0.6, extra_hours_a_week: 5}",
    )
    assert whole == part == fewer.final_salary == more.final_salary


def test_json_holds_it_for_each_move() -> None:
    held, move = json.loads(as_json(asked("years_of_1995_section: 15")))["results"]
    assert "final_salary" not in held
    assert move["final_salary"] == {"pension_a_year": -490.92, "lump_sum": -1472.77}
    assert move["final_salary_for_each_year"] == {
        "1995_section": {"pension_a_year": -32.73, "lump_sum": -98.18},
        "2008_section": {"pension_a_year": -43.64, "lump_sum": 0.0},
    }


def test_the_assumption_and_the_figure_are_named() -> None:
    comparison = compare(load_scenario("paramedic-to-operations-manager"))
    assert "final-salary" in {one.id for one in comparison.assumptions}
    assert json.loads(as_json(comparison))["run"]["statuses"]["final-salary (uk)"] == "confirmed"


def test_other_views_say_that_it_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["career", "paramedic-to-operations-manager"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "The final-salary link of the 1995 and 2008 Sections is left out here" in said


def test_years_that_nobody_has_are_refused() -> None:
    with pytest.raises(Faults, match=r"person\.years_of_1995_section"):
        asked("years_of_1995_section: 46")
    with pytest.raises(Faults, match=r"person\.years_of_2008_section"):
        asked("years_of_2008_section: -1")
