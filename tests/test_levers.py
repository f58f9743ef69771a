"""Levers: what a value does is what the remedy of its kind says; the people are those of the front door; the chart."""

import datetime
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

import paymodel
from paymodel.answers.levers import LeverPoint, PeoplePoint, setting_words, try_lever, try_lever_on_people
from paymodel.charts.levers import lever_panels, lose_words
from paymodel.charts.picture import Picture, as_csv, stamp_of
from paymodel.errors import Faults
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Scenario
from paymodel.moves.remedied_offer import RemedyKind
from paymodel.scenarios.levers import (
    AS_IT_STANDS,
    IN_PER_CENT,
    Lever,
    LeverContext,
    changed_to,
    levers_of,
    openings_along,
    policies_along,
    posts_and_policies,
)
from paymodel.scenarios.load import load_scenario, open_scenario, scenario_of, shipped_scenarios
from paymodel.workforces.disclosure import rounded
from tests.pictures import SIZES, faults_of

PARAMEDIC = "paramedic-to-operations-manager"
DAY = datetime.date(2026, 11, 22)
KINDS = [
    *(
        RemedyKind.LONG_TERM,
        IN_PER_CENT,
        RemedyKind.SHORT_TERM,
        RemedyKind.ON_CALL,
        RemedyKind.STARTING_STEP,
        RemedyKind.NEW_PAY_POINT,
        RemedyKind.CLINICAL_WEEKS,
        RemedyKind.HOURS_KEPT,
    ),
    *(RemedyKind.ANNEX_5_KEPT, RemedyKind.OVERTIME_PAID),
]
BAND_6 = {"band": ["6"]}


def ground_of(name: str, policy: int = 0, offer: int = 0, **changed: object) -> LeverContext:
    document, folder = open_scenario(name)
    document = Document(document.file, {**document.data, **changed})
    scenario = scenario_of(document, folder, name)
    pattern = scenario.cases[policy].offers[offer].patterns[0]
    return LeverContext.of_offer(document, folder, scenario, policy, offer, pattern)


@cache
def of_paramedic() -> LeverContext:
    """The ground of the paramedic's move as it is shipped, for the tests that only read it."""
    return ground_of(PARAMEDIC)


@cache
def tried(kind: str) -> tuple[Lever, list[LeverPoint], list[PeoplePoint]]:
    """A lever of the paramedic's move, and what each of its values does for it and for the ambulance trust's band 6."""
    ground = of_paramedic()
    lever = lever_of(ground, kind)
    return lever, try_lever(ground, lever), try_lever_on_people(ground, lever, "ambulance", BAND_6)


def lever_of(ground: LeverContext, kind: str) -> Lever:
    (found,) = [lever for lever in levers_of(ground) if lever.kind == kind]
    return found


def point(points: list[LeverPoint], value: float) -> LeverPoint:
    (found,) = [one for one in points if one.value == value]
    return found


def test_the_premium_that_leaves_no_loss_for_the_paramedic() -> None:
    ground = of_paramedic()
    lever = lever_of(ground, RemedyKind.LONG_TERM)
    points = try_lever(ground, lever)
    assert (lever.smallest, lever.rest) == (2619.0, 0.0)
    assert points[0].take_home_change == point(points, 0.0).take_home_change == -1350.49
    # Gross 57,528 + 2,619 = 60,147: pension at 10.7%; tax 7,540 and 40% above 50,270; insurance 3,016 and 2% above it.
    pension = round(60147 * 0.107, 2)
    tax = round(7540 + 0.4 * (60147 - pension - 50270), 2)
    insurance = round(3016 + 0.02 * (60147 - 50270), 2)
    held = 60146.25 - 6435.65 - 8916.24 - 3213.53  # 48,117 and 25% of it, after the same deductions
    found = point(points, 2619.0)
    assert found.take_home_change == round(60147 - pension - tax - insurance - held, 2) == 0.39
    # 23.78% pension, 15% National Insurance, 0.5% levy
    assert found.employer_cost == pytest.approx(2619 * 1.3928, abs=0.02)


@pytest.mark.parametrize(
    "name", [*shipped_scenarios()[::9], "wales-paramedic-to-operations-manager", "four-fixes-side-by-side"]
)
def test_a_lever_at_its_smallest_does_what_the_remedy_says(name: str) -> None:
    scenario = load_scenario(name)
    for policy in range(min(2, len(scenario.cases))):
        ground = ground_of(name, policy)
        for lever in levers_of(ground):
            remedy = next((one for one in ground.remedies if one.kind == lever.kind), None)
            points = try_lever(ground, lever)
            assert [one.value for one in points] == [None, *lever.values]
            assert points[0].employer_cost == 0
            if lever.smallest is None:
                continue
            found = point(points, lever.smallest)
            assert found.take_home_change >= 0
            if remedy is not None:
                assert found.take_home_change == pytest.approx(remedy.take_home_change, abs=0.011)
                assert found.employer_cost == pytest.approx(remedy.employer_cost_a_year, abs=0.02)
                # A scenario states hours and payments as they are in every year; a remedy has the holidays of each.
                if lever.kind not in (RemedyKind.CLINICAL_WEEKS, RemedyKind.HOURS_KEPT, RemedyKind.ANNEX_5_KEPT):
                    over_five = remedy.employer_cost_over_five_years
                    assert found.employer_cost_over_five_years == pytest.approx(over_five, abs=0.1)
                assert set(found.side_effects) <= {*remedy.side_effects, *points[0].side_effects}


def test_clinical_weeks_of_a_post_that_ends_cost_what_its_years_cost() -> None:
    offer = {"band": "8a", "pattern": "different", "move": "secondment", "lasts_years": 2}
    ground = ground_of(PARAMEDIC, offers=[offer])
    [remedy] = [one for one in ground.remedies if one.kind == RemedyKind.CLINICAL_WEEKS]
    lever = lever_of(ground, RemedyKind.CLINICAL_WEEKS)
    assert lever.values[-1] == 10  # all weeks
    points = try_lever(ground, lever)
    assert remedy.value is not None
    found = point(points, remedy.value)
    assert found.employer_cost_over_five_years == pytest.approx(remedy.employer_cost_over_five_years, abs=0.02)
    assert found.employer_cost_over_five_years == pytest.approx(2 * found.employer_cost, rel=0.05)
    assert points[-1].side_effects[-1] == "no week is left to lead: nobody would do the post offered"


def test_every_kind_of_lever_is_found_somewhere_and_moves_something() -> None:
    found: dict[str, tuple[LeverContext, Lever]] = {}
    for name in (PARAMEDIC, "why-8a-loses-pattern-eligibility-overtime"):
        ground = ground_of(name)
        found |= {lever.kind: (ground, lever) for lever in levers_of(ground)}
    assert sorted(found) == sorted(KINDS)
    for kind, (ground, lever) in found.items():
        points = try_lever(ground, lever)
        changes = [one.take_home_change for one in points]
        assert changes[-1] > changes[0], kind
        resting = point(points, lever.rest)
        assert (resting.take_home_change, resting.employer_cost) == (changes[0], 0)


def test_a_lever_on_top_of_a_policy_starts_where_the_policy_stands() -> None:
    ground = ground_of("four-fixes-side-by-side", 4)  # a premium of 5%
    lever = lever_of(ground, RemedyKind.ON_CALL)
    with_premium = paymodel.compare(load_scenario("four-fixes-side-by-side")).moves[4].take_home_change
    assert try_lever(ground, lever)[0].take_home_change == with_premium
    change = changed_to(lever, 1000.0, ground.policy_file.change)
    assert change == {
        "offers.0.long_term_premium": "5%",
        "offers.0.on_call": {"pounds_a_year": "1000", "pensionable": "yes"},
    }
    premium = lever_of(ground, RemedyKind.LONG_TERM)
    assert premium.rest == round(57528 * 0.05, 2)
    assert changed_to(premium, 0.0, ground.policy_file.change) == {"offers.0.long_term_premium": "0"}


def test_hours_of_a_post_of_the_library_take_the_place_of_its_rota() -> None:
    post = {"post": "ambulance-operations-manager-8a", "pattern": "different"}
    ground = ground_of(PARAMEDIC, offers=[post])
    for kind in (RemedyKind.CLINICAL_WEEKS, RemedyKind.HOURS_KEPT):
        lever = lever_of(ground, kind)
        points = try_lever(ground, lever)
        assert points[-1].take_home_change > points[0].take_home_change == point(points, 0.0).take_home_change


def test_a_new_pay_point_beyond_the_next_lifts_the_next_with_it() -> None:
    lever = lever_of(ground_of(PARAMEDIC), RemedyKind.NEW_PAY_POINT)
    assert lever.changes(60000.0, 1.0) == {"scales.pay-points.8a.0.pounds": "60000"}
    assert lever.changes(61000.0, 1.0) == {
        "scales.pay-points.8a.0.pounds": "61000",
        "scales.pay-points.8a.1.pounds": "61000",  # 60,417 in force
    }


def test_the_people_are_those_of_the_front_door(tmp_path: Path) -> None:
    ground = of_paramedic()
    lever, _, people = tried(RemedyKind.LONG_TERM)
    posts, policies = posts_and_policies(ground, policies_along(ground, lever), BAND_6)
    posts["offers"][0]["rota"] = "monday-to-friday"
    files = []
    for name, whole in (("posts", posts), ("policies", {"policies": policies})):
        files.append(tmp_path / f"{name}.yaml")
        files[-1].write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
    tables = paymodel.workforce("ambulance", *files, by=[])
    tables = {name: table[table["band_held"] == "all"] for name, table in tables.items() if name != "groups"}
    assert [one.lose for one in people] == tables["summary"]["lose"].tolist()
    assert [one.cost_for_each for one in people] == tables["costs"]["policy_cost_for_each_fewer_loser"].tolist()
    exact = paymodel.workforce("ambulance", *files, by=[], internal=True)["summary"]
    assert (
        exact["people"].tolist()[0] == 152
    )  # of band 6: 147 paramedics, 2 administrative staff, 2 nurses, 1 dispatcher
    assert people[0].people == 150
    lose = exact[exact["band_held"] == "all"]["lose"].tolist()
    assert [one.lose for one in people] == ["[c]" if count <= 7 else rounded(count, 5) for count in lose]
    assert lose == sorted(lose, reverse=True)
    assert lose[-1] == 0


def test_a_part_time_persons_pounds_are_those_of_a_whole_time_post_for_the_people() -> None:
    ground = ground_of("part-time-carer-paramedic-to-operations-manager")
    share = float(ground.post.job.whole_time_equivalent)  # type: ignore[arg-type]
    assert share < 1
    lever = lever_of(ground, RemedyKind.ON_CALL)
    (path,) = (key for key in lever.changes(600.0, 1.0) if "on_call" in key)
    said = openings_along(ground, lever, {}).policies[1 + lever.values.index(500.0)].change
    assert said[path]["pounds_a_year"] == f"{500.0 / share:.8g}"
    assert lever.changes(500.0, 1.0)[path]["pounds_a_year"] == "500"


def test_a_list_in_memory_is_counted_as_on_a_disk_and_bands_are_known_however_they_are_written() -> None:
    ground = of_paramedic()
    lever, _, shipped = tried(RemedyKind.STARTING_STEP)
    folder = Path(__file__).parent.parent / "scenarios" / "workforce"
    content = (folder / "ambulance-trust.csv").read_bytes()
    assert try_lever_on_people(ground, lever, Upload("staff.csv", content), BAND_6) == shipped
    strict = try_lever_on_people(ground, lever, Upload("staff.csv", content), BAND_6, threshold=100)
    assert {one.lose for one in strict} == {"[c]"}
    assert lose_words(strict[0]) == "fewer than 103 of 150"
    nobody = try_lever_on_people(ground, lever, Upload("staff.csv", content), BAND_6, threshold=1000)
    assert lose_words(nobody[0]) == "fewer than 1003"
    with pytest.raises(Faults, match="not a file or a shipped staff list"):
        try_lever_on_people(ground, lever, "nowhere")


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("pounds a year", 2619.0, "£2,619"),
        ("per cent of basic pay", 4.56, "4.56%"),
        ("the step of band 8a", 2.0, "step 2 of band 8a"),
        ("weeks in 10", 1.0, "1 week in 10"),
        ("hours a week", 5.7, "5.7 hours a week"),
        ("rule", 1.0, "paid"),
        ("rule", 0.0, "not paid"),
    ],
)
def test_a_setting_in_words(unit: str, value: float, words: str) -> None:
    assert setting_words(unit, value) == words


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(PARAMEDIC)


def drawn(scenario: Scenario, kind: str, value: float | None = None) -> Picture:
    lever, points, people = tried(kind)
    chosen = lever.values[-1] if value is None else value
    stamp = stamp_of(scenario.id, scenario.nation, scenario.as_at)
    status = of_paramedic().status(kind)
    return lever_panels(lever, points, people, chosen, 40, stamp, move="Paramedic to manager", status=status)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize(
    "kind", [RemedyKind.LONG_TERM, RemedyKind.STARTING_STEP, RemedyKind.CLINICAL_WEEKS, RemedyKind.ANNEX_5_KEPT]
)
def test_the_picture_of_a_lever(scenario: Scenario, kind: str, width: int) -> None:
    assert not faults_of(drawn(scenario, kind), width, zero=True)


@pytest.mark.parametrize("width", SIZES)
def test_the_picture_where_everything_is_hidden_or_vast(width: int) -> None:
    ground = of_paramedic()
    lever = lever_of(ground, RemedyKind.SHORT_TERM)
    hidden = try_lever_on_people(ground, lever, "ambulance", BAND_6, threshold=100)
    points = [replace(one, take_home_change=-9e5, employer_cost=9.9e8) for one in try_lever(ground, lever)]
    picture = lever_panels(lever, points, hidden, lever.values[0], 10_000, stamp_of("x" * 60, "england", DAY))
    assert "fewer than 103 of 150 lose" in picture.title
    assert not faults_of(picture, width, zero=True)


def test_the_picture_says_its_move_and_the_status_of_its_remedy(scenario: Scenario) -> None:
    kept = drawn(scenario, RemedyKind.ANNEX_5_KEPT)
    assert kept.subtitle.startswith(
        "Annex 5 percentage kept on promotion [assumed] at 25%. Paramedic to manager. The pounds of this move"
    )
    assert drawn(scenario, RemedyKind.LONG_TERM).subtitle.startswith("Long-term premium at £")


def test_the_picture_says_what_its_table_holds(scenario: Scenario) -> None:
    picture = drawn(scenario, RemedyKind.LONG_TERM, 2619.0)
    (row,) = [row for row in picture.table.rows if row[0] == 2619.0]
    assert row[1:6] == (0.39, 3647.75, 145910.0, 150, 25)  # 40 times 3,647.75; of 152 people 24 lose
    assert picture.title == "+£0.03 a month, 25 of 150 lose, 40 holders cost +£145,910 a year"
    assert "People who still lose: 25 of 150" in picture.alt
    assert f"{AS_IT_STANDS}" not in as_csv(picture)


STATED = """
title: Stated pay
as_at: 2026-11-22
nation: england
current: {band: "6", step: top, CURRENT}
offers:
  - {name: Manager, pattern: different, OFFER}
"""


def stated(folder: Path, offer: str, current: str = "rota: ambulance-ten-week") -> LeverContext:
    path = folder / "one.yaml"
    path.write_text(STATED.replace("CURRENT", current).replace("OFFER", offer), encoding="utf-8")
    return ground_of(str(path))


@pytest.mark.parametrize(
    ("offer", "current", "kinds"),
    [
        ("basic_pay: 60000", "rota: ambulance-ten-week", {RemedyKind.STARTING_STEP, RemedyKind.NEW_PAY_POINT}),
        (
            "band: 8a, unsocial_hours_payment: 100",
            "rota: ambulance-ten-week",
            {RemedyKind.CLINICAL_WEEKS, RemedyKind.HOURS_KEPT},
        ),
        ("band: 8a", "unsocial_hours_payment: 9000", {RemedyKind.CLINICAL_WEEKS}),
        (
            "band: 8a, sunday_holiday_hours_a_week: 37.5",
            "rota: ambulance-ten-week",
            {RemedyKind.HOURS_KEPT},
        ),  # no hour is left
    ],
)
def test_a_lever_that_would_do_nothing_is_not_offered(
    offer: str, current: str, kinds: set[str], tmp_path: Path
) -> None:
    usual = {lever.kind for lever in levers_of(stated(tmp_path, "band: 8a"))}
    assert usual == set(KINDS) - {RemedyKind.ANNEX_5_KEPT, RemedyKind.OVERTIME_PAID}
    assert {lever.kind for lever in levers_of(stated(tmp_path, offer, current))} == usual - kinds


def test_an_on_call_payment_is_changed_where_it_stands(tmp_path: Path) -> None:
    for said, path, value in (
        ("on_call_payment: 900", "offers.0.on_call_payment", "500"),
        (
            "on_call: {percent: 2%, pensionable: no}",
            "offers.0.on_call",
            {"pounds_a_year": "500", "pensionable": "no"},
        ),
    ):
        lever = lever_of(stated(tmp_path, f"band: 8a, {said}"), RemedyKind.ON_CALL)
        assert lever.changes(500.0, 1.0) == {path: value}


def test_a_pattern_that_does_not_matter_to_the_person_is_different_for_the_people(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    text = STATED.replace(", CURRENT", "").replace(", pattern: different, OFFER", ", band: 8a")
    path.write_text(text, encoding="utf-8")
    ground = ground_of(str(path))
    assert ground.pattern is None
    posts, _ = posts_and_policies(ground, [], BAND_6)
    assert posts["offers"] == [{"name": "Manager", "band": "8a", "pattern": "different", "open_to": BAND_6}]
    path.write_text(text.replace("england", "scotland"), encoding="utf-8")  # where a pattern never matters
    posts, _ = posts_and_policies(ground_of(str(path)), [], BAND_6)
    assert posts["offers"] == [{"name": "Manager", "band": "8a", "open_to": BAND_6}]
