"""Payslips side by side, unsocial hours, the matrix and the ladder: at two sizes, with data as bad as it gets."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import paymodel
from paymodel.answers.phrasing import MINUS, signed_whole_pounds
from paymodel.charts.comparison_payslips import PARTS, payslips_side_by_side
from paymodel.charts.comparison_unsocial_hours import UnsocialLine, unsocial_hours, unsocial_line
from paymodel.charts.ladder import Rung, ladder, rungs_of
from paymodel.charts.picture import Picture, as_csv, as_svg, spec
from paymodel.charts.sweeps_bands import band_lines
from paymodel.charts.sweeps_matrix import Cell, cells_of, matrix, ready_matrix
from paymodel.charts.titles import say_change
from paymodel.errors import Faults
from paymodel.files.yaml_documents import Document, parse
from paymodel.moves.comparison import Comparison, Move, PolicyResults, Scenario
from paymodel.moves.crossings import Where, where_it_pays
from paymodel.reports.pictures import picture_of
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.sweeps import bands_of, matrix_moves
from tests.pictures import SIZES, faults_of

DAY = datetime.date(2026, 11, 22)
HOSTILE = (
    *("<script>alert(1)</script>", "datum.x", "{{7*7}}", "=cmd()", 'it\'s "quoted"', "two\nlines", "zero"),
    *("a.b[c](d)", "x" * 60 + " and on", "Lead of a very long name " * 5, "W" * 60),
)
MOVES = (
    *("paramedic-to-operations-manager", "scotland-paramedic-to-operations-manager"),
    *("band-7-top-to-8a-no-unsocial-hours", "paramedic-to-operations-commander-same-pattern"),
)
MANY = tuple(f"Post {number}" for number in range(500))
AMOUNTS: dict[str, Callable[[int], float]] = {
    "falls": lambda at: -10.0 - 137.0 * at,
    "rises": lambda at: 10.0 + 137.0 * at,
    "both": lambda at: 900.0 * (-1) ** at * (at + 1),
    "nought": lambda at: 0.0 * at,
    "vast": lambda at: 1e6 * (at + 1),
}


EACH_AT_A_SIZE = [(amounts, SIZES[number % 2]) for number, amounts in enumerate(AMOUNTS)]
"""Every kind of sum, at one size or the other in turn: each kind of chart is looked at in both."""


@pytest.fixture(scope="module")
def paramedic() -> Comparison:
    return paymodel.compare(paymodel.load_scenario("paramedic-to-operations-manager"))


@pytest.fixture(scope="module")
def scenario(paramedic: Comparison) -> Scenario:
    return paramedic.scenario


def renamed(comparison: Comparison, names: Sequence[str], amounts: Callable[[int], float]) -> Comparison:
    """The post held, and an offer of each name that changes take-home pay by an amount."""
    under = comparison.by_policy[0]
    moves = tuple(_moved(under.moves[0], name, amounts(at)) for at, name in enumerate(names))
    held = replace(under.held, post=replace(under.held.post, name=names[-1]))
    return replace(comparison, by_policy=(PolicyResults(held, moves),))


def _moved(offer: Move, name: str, amount: float) -> Move:
    before = float(offer.payslip["take_home_pay"]) - float(offer.change["take_home_pay"])
    slip = offer.payslip | {"take_home_pay": np.asarray(max(before + amount, 0.0))}
    gross = np.asarray(sum(float(slip[part]) for part in PARTS))
    return replace(
        offer, post=replace(offer.post, name=name), payslip=slip | {"gross_pay": gross}, take_home_change=amount
    )


def safe(picture: Picture, width: int) -> None:
    """What people typed stands in values alone, and never runs; and the picture is as wide as asked for."""
    drawn = as_svg(picture, width)
    assert "<script" not in drawn.lower()
    assert float(drawn.split('width="')[1].split('"')[0]) <= width + 8
    whole = spec(picture, width)
    assert whole == spec(replace(picture), width)  # drawn anew
    for name in HOSTILE[:6]:
        assert name not in [*_outside_values(whole)]
    assert as_csv(picture).count("\n=cmd") == 0


def _outside_values(node: object, key: str = "") -> list[str]:
    """Every text of a specification that is neither data nor a title."""
    if isinstance(node, dict):
        return [
            text
            for name, under in node.items()
            if name not in ("datasets", "values", "title")
            for text in _outside_values(under, name)
        ]
    if isinstance(node, list):
        return [text for under in node for text in _outside_values(under, key)]
    return [node] if isinstance(node, str) else []


@pytest.mark.parametrize(
    ("name", "width"), [("student-loan-and-two-children", SIZES[0]), ("four-fixes-side-by-side", SIZES[1])]
)
def test_payslips_side_by_side(name: str, width: int) -> None:
    picture = payslips_side_by_side(paymodel.compare(paymodel.load_scenario(name)))
    assert not faults_of(picture, width, zero=True)


@pytest.mark.parametrize(("amounts", "width"), EACH_AT_A_SIZE)
def test_payslips_of_any_names_and_sums(paramedic: Comparison, amounts: str, width: int) -> None:
    names = {"falls": HOSTILE[:4], "both": HOSTILE[-4:], "nought": HOSTILE[4:7]}
    picture = payslips_side_by_side(renamed(paramedic, names.get(amounts, MANY), AMOUNTS[amounts]))
    assert not faults_of(picture, width, zero=True)
    safe(picture, width)


def test_payslips_hold_every_part(paramedic: Comparison) -> None:
    picture = payslips_side_by_side(paramedic)
    assert not [fault for width in SIZES for fault in faults_of(picture, width, zero=True)]
    assert picture.title == "Of £57,528 gross pay offered, £40,230 is taken home; now £41,581 of £60,146"
    for row, result in zip(picture.table.rows, paramedic.results, strict=True):
        assert (
            row[1] == float(result.payslip["gross_pay"]) == pytest.approx(sum(float(str(part)) for part in row[2:-1]))
        )
        assert row[2] == float(result.payslip["take_home_pay"])
        assert row[-1] == (result.take_home_change if isinstance(result, Move) else None)
    assert "Take-home pay £40,230" in picture.alt


def test_no_offer_is_left_out_of_the_payslips(paramedic: Comparison) -> None:
    picture = payslips_side_by_side(renamed(paramedic, [f"Post {n}" for n in range(30)], AMOUNTS["falls"]))
    assert "are drawn" not in picture.subtitle
    drawn = as_svg(picture)
    assert [n for n in range(30) if f"Post {n}" not in drawn] == []
    # (10 + 137 x 29) / 12 and 10 / 12
    assert picture.title == f"Take-home pay changes by {MINUS}£332 a month at worst, {MINUS}£1 at best"
    assert "Worst: Post 29 (pattern different). Best: Post 0 (pattern different)." in picture.subtitle
    assert not faults_of(picture, SIZES[0], zero=True)


def test_of_too_many_payslips_those_with_the_largest_changes_are_drawn_and_all_are_in_the_data(
    paramedic: Comparison,
) -> None:
    picture = payslips_side_by_side(renamed(paramedic, [f"Post {n}" for n in range(60)], AMOUNTS["falls"]))
    assert "Of 61, the 40 with the largest changes are drawn; the table holds all." in picture.subtitle
    assert len(picture.table.rows) == 61
    # (10 + 137 x 59) / 12, and 10 / 12 though Post 0 is not drawn
    assert picture.title == f"Take-home pay changes by {MINUS}£674 a month at worst, {MINUS}£1 at best"


def test_a_post_held_that_no_policy_changes_is_drawn_once_and_every_offer_is_drawn() -> None:
    for name, posts_held in (("award-flat-or-percentage", 3), ("three-ways-to-put-it-right", 1)):
        comparison = paymodel.compare(paymodel.load_scenario(name))
        picture = payslips_side_by_side(comparison)
        held = [str(row[0]) for row in picture.table.rows if row[-1] is None]
        moves = comparison.moves
        assert len(held) == posts_held  # an award changes the pay of the post held; a premium for the offer does not
        assert len(picture.table.rows) == posts_held + len(moves)
        assert picture.alt.count("Operations manager") >= len(moves)
        changes = [move.take_home_change for move in moves]
        assert f"{signed_whole_pounds(min(changes) / 12)} a month at worst" in picture.title  # of all offers
        if posts_held == 1:
            assert held == [comparison.by_policy[0].held.post.name]  # of no policy, as it is the same under each


@pytest.mark.parametrize(("name", "width"), [(name, SIZES[number % 2]) for number, name in enumerate(MOVES)])
def test_unsocial_hours(name: str, width: int) -> None:
    comparison = paymodel.compare(paymodel.load_scenario(name))
    line = unsocial_line(comparison, comparison.moves[0])
    assert not faults_of(unsocial_hours(comparison.scenario, line), width, zero=True)


def line_of(name: str, shares: Sequence[float], amounts: Callable[[int], float], jumps: int = 0) -> UnsocialLine:
    change = [amounts(at) for at in range(len(shares))]
    where = where_it_pays(np.asarray(shares), np.asarray(change))
    tiers = tuple((shares[-1] * (0.6 + at / 20), 0.1 + at / 100) for at in range(jumps))
    own = len(shares) // 2
    words = say_change(change[own] / 12)
    return UnsocialLine(name, tuple(shares), tuple(change), where, tiers, shares[own], change[own], words)


@pytest.mark.parametrize(("amounts", "width"), EACH_AT_A_SIZE)
def test_unsocial_hours_of_any_line(scenario: Scenario, amounts: str, width: int) -> None:
    lines = {"rises": (HOSTILE[-2], 1, 0), "both": (HOSTILE[0], 500, 6), "nought": (HOSTILE[8], 6, 2)}
    name, points, jumps = lines.get(amounts, (HOSTILE[9], 20, 1))
    shares = [30.0 * at / max(points - 1, 1) for at in range(points)]
    picture = unsocial_hours(scenario, line_of(name, shares, AMOUNTS[amounts], jumps))
    assert not faults_of(picture, width, zero=True)
    assert len(picture.table.rows) == points
    safe(picture, width)


def test_unsocial_hours_are_those_of_the_comparison(paramedic: Comparison) -> None:
    line = unsocial_line(paramedic, paramedic.moves[0])
    by_share = dict(zip(line.shares, line.change, strict=True))
    assert by_share[line.own] == line.own_change == paramedic.moves[0].take_home_change
    assert by_share[19.55] >= 0 > by_share[19.56]
    assert line.where == Where("up_to", 19.55, ())
    picture = unsocial_hours(paramedic.scenario, line)
    assert picture.title == "The move pays with unsocial hours pay up to 19.55%"
    assert "on moving to Operations manager (pattern different), pounds a month" in picture.subtitle
    assert "With 25%, as now, it falls £113 a month." in picture.subtitle
    assert "The pension rate of the post held jumps to 10.7% from 9.69%." in picture.alt


def test_unsocial_hours_cross_where_the_sweep_says() -> None:
    comparison = paymodel.compare(paymodel.load_scenario("team-leader-section-2-to-operations-manager"))
    assert unsocial_line(comparison, comparison.moves[0]).where == Where("up_to", 1.79, ())  # the cookbook's figure


@pytest.mark.parametrize("width", SIZES)
def test_matrix(width: int) -> None:
    assert not faults_of(ready_matrix("paramedic-section-2-to-operations-manager"), width)


@pytest.mark.parametrize(("amounts", "width"), EACH_AT_A_SIZE)
def test_matrix_of_any_names_and_sums(scenario: Scenario, amounts: str, width: int) -> None:
    change = AMOUNTS[amounts]
    hostile = [Cell(row, post, change(at)) for row in HOSTILE[:3] for at, post in enumerate(HOSTILE)]
    few = [Cell("Band 6", "Lead", change(3)), Cell("Band 8a", "Lead", None)]
    picture = matrix(scenario, {"rises": few, "nought": few[:1]}.get(amounts, hostile))
    assert not faults_of(picture, width)
    safe(picture, width)


def test_a_matrix_of_500_posts_shows_the_largest(scenario: Scenario) -> None:
    cells = [Cell(f"Step {row}", f"Post {at}", float(at)) for row in range(40) for at in range(500)]
    picture = matrix(scenario, cells)
    assert not faults_of(picture, SIZES[1])
    assert "Of 500 posts, the 32 with the largest changes are shown." in picture.subtitle
    assert len(picture.table.rows) == 20_000


def test_matrix_holds_the_moves_of_the_sweep() -> None:
    _, found = matrix_moves("paramedic-section-2-to-operations-manager")
    picture = ready_matrix("paramedic-section-2-to-operations-manager")
    assert len(picture.table.rows) == len(found) == 225  # as the cookbook counts them
    assert picture.title.startswith(f"Take-home pay falls on 39 of 225 moves: {MINUS}£508 to +£")
    rows = {(row[0], row[1]): row[3] for row in picture.table.rows}
    assert rows["Band 7, step 3", "8a Operations manager without on-call"] == -6090.81
    own = paymodel.compare(paymodel.load_scenario("paramedic-section-2-to-operations-manager")).moves[0]
    assert rows["Band 6, step 3", "8a Operations manager without on-call"] == own.take_home_change


def test_a_cell_that_is_no_promotion_is_blank(scenario: Scenario) -> None:
    picture = matrix(scenario, [Cell("Band 6", "Lead", -120.0), Cell("Band 8a", "Lead", None)])
    assert picture.title == "Take-home pay falls £10 a month on the one move shown"
    assert "Blank: no promotion." in picture.subtitle
    assert [row[2] for row in picture.table.rows] == [-10.0, None]
    with pytest.raises(ValueError, match="once"):
        matrix(scenario, [Cell("a", "b", 1.0), Cell("a", "b", 2.0)])


def test_posts_of_one_name_are_told_apart() -> None:
    _, found = matrix_moves("paramedic-section-2-to-operations-manager")
    assert [cell.post for cell in cells_of([found[0]] * 2)][1].endswith(" (2)")


@pytest.mark.parametrize(("nation", "width"), [("england", SIZES[0]), ("scotland", SIZES[1])])
def test_ladder(nation: str, width: int) -> None:
    assert not faults_of(ladder(rungs_of(nation, DAY, 0.2), nation, DAY, note="With 20%."), width, zero=True)


@pytest.mark.parametrize(("amounts", "width"), EACH_AT_A_SIZE)
def test_ladder_of_any_names_and_sums(amounts: str, width: int) -> None:
    names = {"falls": ["one"], "rises": MANY}.get(amounts, HOSTILE)
    picture = ladder([Rung(name, AMOUNTS[amounts](at)) for at, name in enumerate(names)], "england", DAY)
    assert not faults_of(picture, width, zero=True)
    safe(picture, width)
    assert len(picture.table.rows) == len(names)


def test_ladder_is_the_scenarios_own() -> None:
    """The first rung of the shipped ladder: the top of band 7 to band 8a, both in office hours."""
    result = paymodel.compare(paymodel.load_scenario("ahp-ladder-1-profession-lead-8a")).moves[0]
    rungs = rungs_of("england", DAY, 0.0)
    assert rungs[2] == Rung("Band 7 to 8a", result.take_home_change)
    picture = ladder(rungs_of("england", DAY, 0.2), "england", DAY)
    assert picture.title == "Take-home pay falls £381 a month on one rung of 7: Band 7 to 8a"
    assert picture.table.rows[2] == ("Band 7 to 8a", -381.26, -4575.15)  # the cookbook's figure at 20 per cent


ASKED = """
title: A band by itself
as_at: 2026-11-22
nation: england
current: {{name: Held, band: "{held}", step: top, rota: ambulance-ten-week, unsocial_hours: {scheme}}}
offers: [{{name: Offered, band: "{band}", pattern: different}}]
"""


def asked(**words: str) -> Document:
    return parse(ASKED.format(**{"held": "6", "scheme": "annex_5", "band": "9"} | words), "asked.yaml")


def test_five_bands_by_unsocial_hours(paramedic: Comparison) -> None:
    """The line of band 8a is that of the shipped move to it; each other band pays what a scenario of it alone says."""
    picture = picture_of("bands", "paramedic-to-operations-manager")
    assert picture.title == "Band 8a pays up to 19.55% unsocial hours pay, 8b to 9 throughout"
    assert "The amounts at the ends of the lines are at 30%." in picture.subtitle  # and the sentence is at 25%
    lines: dict[str, dict[float, float]] = {}
    for share, band, _, change in picture.table.rows:
        lines.setdefault(str(band), {})[float(str(share))] = float(str(change))
    assert list(lines) == ["8a", "8b", "8c", "8d", "9"]
    own = unsocial_line(paramedic, paramedic.moves[0])
    assert lines["8a"] == dict(zip(own.shares, own.change, strict=True))
    for band in ("8b", "9"):
        alone = paymodel.compare(scenario_of(asked(band=band), None, "asked")).moves[0]
        assert lines[band][25.0] == alone.take_home_change  # Annex 5: 25% of basic pay
        assert f"{band} {signed_whole_pounds(alone.take_home_change / 12)}" in picture.alt
    for width in SIZES:
        assert not faults_of(picture, width, zero=True)


def test_a_band_that_pays_again_beyond_a_pension_tier_has_a_ring_there_too() -> None:
    picture = picture_of("bands", "team-leader-section-2-to-operations-manager")
    assert picture.title == "Band 8a pays up to 1.79% unsocial hours pay, 8b up to 17.81%"
    assert "Band 8b" in picture.alt
    assert "pays with unsocial hours pay up to 17.81% of basic pay, and at 19.74%" in picture.alt
    assert not faults_of(picture, SIZES[1], zero=True)


def test_by_unsocial_hours_draws_the_bands_above_the_post_held_alone() -> None:
    _, by_policy, _ = bands_of(asked(held="8c", scheme="section_2"), Path(), "asked")
    assert [line.post for line in band_lines(by_policy["In force"])] == ["band 8d", "band 9"]
    with pytest.raises(Faults, match="'Held' has no band of 8a to 9 above it"):
        bands_of(asked(held="9", scheme="section_2"), Path(), "asked")
