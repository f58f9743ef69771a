"""Careers, losers, remedies, rotas and cliffs as pictures: readable at both sizes, whatever they are called."""

import csv
import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

import paymodel
from paymodel.answers.phrasing import MINUS
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_remedies import REMEDIES
from paymodel.charts.careers import career_lines
from paymodel.charts.cliffs import cliffs
from paymodel.charts.edges import edges_between
from paymodel.charts.picture import Picture, as_csv, as_svg, as_words, stamp_of
from paymodel.charts.remedies import remedy_costs
from paymodel.charts.rota_weeks import rota_weeks
from paymodel.charts.sweeps_line import sweep_line
from paymodel.charts.workforce_costs import policy_costs
from paymodel.charts.workforce_heat import losers_by_group_and_post
from paymodel.charts.workforce_ladder import ladder_of_workforce
from paymodel.charts.workforce_losers import losers
from paymodel.cli import main
from paymodel.moves.career_path import CareerPath, catch_up_year
from paymodel.moves.careers import Careers, PathResult
from paymodel.moves.remedied_offer import RemedyKind
from paymodel.moves.remedies import OfferRemedies, Remedy, remedies
from paymodel.pay.job import Job
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslip
from paymodel.pay.rota import Rota, Shift, rota_hours
from paymodel.reports.pictures import OF_A_SCENARIO, picture_of
from paymodel.scenarios.load import open_scenario
from paymodel.scenarios.sweeps import swept
from tests.pictures import SIZES, faults_of

DAY = datetime.date(2026, 11, 22)
STAMP = stamp_of("", "england", DAY)
HOSTILE = (
    *("<script>alert(1)</script>", "datum.x", "{{7*7}}", "=cmd()", "zero", "a.b[0]", "a\\.b", 'it\'s "quoted"'),
    *("two\nlines", "x" * 60, "An uncommonly long name of a post " * 4, "££ £ 100% & <b>", "7", "year", "from"),
)


def readable(picture: Picture, zero: bool = True, sizes: Sequence[int] = SIZES) -> None:
    for width in sizes:
        assert not faults_of(picture, width, zero=zero), (picture.kind, width)
        svg = as_svg(picture, width)
        assert float(svg.split('width="')[1].split('"')[0]) <= width + 16, (picture.kind, width)
        assert "NaN" not in svg
    assert all(len(row) == len(picture.table.names) for row in picture.table.rows)


@cache
def found_careers(name: str) -> Careers:
    return paymodel.careers(paymodel.load_scenario(name))


def path_of(result: PathResult, name: str, cumulative: Sequence[float]) -> PathResult:
    sums = np.array(cumulative, dtype=float)
    year = catch_up_year(sums)
    career = replace(
        result.career,
        cumulative=sums,
        difference=np.diff(sums, prepend=0.0),
        catch_up_year=year,
        catch_up_margin=float(sums[-1 if year is None else year - 1]),
    )
    none = np.zeros(len(sums))
    held = result.followed._replace(held=none.astype(int), steps=none, slip=dict.fromkeys(LINES, none))
    named = CareerPath(name, result.path.moves)
    return replace(result, path=named, career=career, followed=held, pension_in_all=none)


def careers_of(paths: Sequence[tuple[str, Sequence[float]]]) -> Careers:
    found = found_careers("paramedic-to-operations-manager")
    scenario = replace(found.scenario, horizon_years=len(paths[0][1]))
    stay, move = found.results
    return replace(found, scenario=scenario, results=(stay, *(path_of(move, *path) for path in paths)))


SHIPPED = ("career-now-later-or-through-7", "paramedic-to-operations-manager", "four-fixes-side-by-side")


@pytest.mark.parametrize("name", SHIPPED)
def test_careers(name: str) -> None:
    found = found_careers(name)
    picture = career_lines(found)
    readable(picture)
    assert as_svg(picture) == as_svg(career_lines(found))
    moving = [result for result in found.results if not result.stays]
    last = [row for row in picture.table.rows if row[2] == found.scenario.horizon_years]
    assert [row[4] for row in last] == [float(result.career.cumulative[-1]) for result in moving]
    assert [row[5] for row in last] == [result.career.catch_up_year for result in moving]


def test_a_career_that_catches_up_says_so() -> None:
    picture = career_lines(found_careers("paramedic-to-operations-manager"))
    assert picture.title == "Take-home pay rises £9,591 over 10 years against staying"
    assert "it catches up in year 6, by £93" in picture.alt
    assert "ahead from year 6" in str(as_svg(picture))


def test_a_career_says_of_what_its_pounds_are() -> None:
    """The shipped paths of ten years are worked out under an award of 2% a year, and discounted in their table."""
    picture = career_lines(found_careers("career-now-later-or-through-7"))
    assert " An award each year after the first: 2% [assumed]. Not discounted." in picture.subtitle
    plain = career_lines(found_careers("paramedic-to-operations-manager")).subtitle
    assert "award" not in plain
    assert "discounted" not in plain


@pytest.mark.parametrize(
    ("ends", "says"),
    [((-100.0, -900.0), "falls £700"), ((900.0, 100.0), "rises £900"), ((0.0, 0.0), "stays about the same")],
)
def test_careers_of_one_sign(ends: tuple[float, float], says: str) -> None:
    first, second = ends
    paths = [("one", [first, first * 7 if first < 0 else first]), ("two", [second, second])]
    picture = career_lines(careers_of(paths))
    assert says in picture.title
    readable(picture)


def test_careers_of_every_kind_of_name() -> None:
    for size, first in zip((*SIZES, *SIZES), range(0, len(HOSTILE), 6), strict=False):
        names = HOSTILE[first : first + 6]
        paths = [(name, [-500.0, 900.0 + index, 950.0 + index]) for index, name in enumerate(names)]
        readable(career_lines(careers_of(paths)), sizes=[size])
    assert "'=cmd()" in as_csv(career_lines(careers_of([("=cmd()", [1.0])])))


def test_careers_without_end() -> None:
    picture = career_lines(careers_of([(f"path {number}", [float(number), -number]) for number in range(500)]))
    assert "The 6 of 500 paths" in picture.subtitle
    assert len(picture.table.rows) == 1000
    readable(picture)
    readable(career_lines(careers_of([("one year", [-1.0])])))
    readable(career_lines(careers_of([("long", [float(year**2 - 100 * year) for year in range(500)])])))
    alone = found_careers("paramedic-to-operations-manager")
    with pytest.raises(ValueError, match="stays"):
        career_lines(replace(alone, results=alone.results[:1]))


@cache
def ambulance() -> dict[str, pd.DataFrame]:
    return paymodel.workforce("ambulance", "ambulance", "leadership", by=["profession", "band"])


def test_losers() -> None:
    tables = ambulance()
    picture = losers(tables["summary"], STAMP)
    assert picture.title == "Of those shown, nearly all 30 in band 7 lose £4,330 a year"
    assert "The largest share: Clinical quality or education lead, from band 7; pounds are" in picture.subtitle
    in_force = tables["summary"][tables["summary"].policy == "In force"]
    below = in_force.drop_duplicates(["post", "pattern"])
    assert below["band_held"].tolist() == ["7"] * 11
    assert [row[2] for row in picture.table.rows] == below["lose"].tolist()
    readable(picture)
    ladder = losers(tables["summary"], STAMP, post="Clinical quality or education lead")
    # of the band just below: 96 of all 203 lose
    assert ladder.title == "Of those shown, nearly all 30 in band 7 lose £4,330 a year"
    assert ladder.subtitle.startswith("Moving to Clinical quality or education lead. ")
    assert [row[:3] for row in ladder.table.rows] == [
        ["Band 7", 30, 30],
        ["Band 6", 150, 65],
        ["Band 5", 25, "[c]"],
        ["Everybody", 205, 95],
    ]
    readable(ladder)
    by_band = losers(tables["groups"], STAMP, post="Sector manager", column="band")
    assert "20 of 30 in band 7 lose" in by_band.title
    assert "The largest share: band 7;" in by_band.subtitle
    assert by_band.subtitle.startswith("Moving to Sector manager. ")
    readable(by_band)
    none = losers(tables["groups"], STAMP, post="Operations commander on a 24/7 rota", column="band")
    assert none.title == "Fewer than 8 people would lose, whatever the band"
    with pytest.raises(ValueError, match="no row of the table has the post 'none'"):
        losers(tables["summary"], STAMP, post="none")


def test_the_ladder_of_a_workforce() -> None:
    head = ("policy", "post", "pattern", "band_held", "people", "lose", "mean_loss")
    rows: list[list[str | int | float]] = [
        ["In force", "Chief", "", "8d", 40, 0, "[x]"],
        ["In force", "Chief", "", "all", 900, 500, 9000],
        ["In force", "Manager", "different", "7", 323, 323, 3880],
        ["In force", "Manager", "different", "6", 1614, 744, 1170],
        ["In force", "Manager", "same", "7", 323, "[c]", "[c]"],
        ["In force", "Nobody's", "", "all", 0, 0, "[x]"],
        ["Other", "Chief", "", "8d", 40, 10, 50],
    ]
    table = Table([*map(Column, head)], rows)
    picture = ladder_of_workforce(table, STAMP)
    # the band just below, never everybody; the lowest rung stands first
    assert picture.title == "Of those shown, most lose from band 7 to Manager: all 323"
    assert picture.subtitle.endswith(" Most lose from band 7 to Manager.")
    assert [row[:4] for row in picture.table.rows] == [
        ["7", "Manager", 323, 323],
        ["7", "Manager (pattern same)", 323, "[c]"],
        ["8d", "Chief", 40, 0],
    ]
    assert picture.alt == (
        "A bar for each rung, one below the other. From band 7 to Manager: 323 of 323 lose, £3,880 a year each on"
        " average. From band 7 to Manager (pattern same): fewer than 8 of 323 lose."
        " From band 8d to Chief: 0 of 40 lose."
    )
    readable(picture)
    other = ladder_of_workforce(table, STAMP, policy="Other")
    assert other.title == "Most lose from band 8d to Chief: 10 of 40"
    with pytest.raises(ValueError, match="the ladder has no rung"):
        ladder_of_workforce(Table([*map(Column, head)], rows[5:6]), STAMP)
    readable(ladder_of_workforce(ambulance()["summary"], STAMP))


def test_groups_by_post_are_a_heat_map() -> None:
    head = ("policy", "post", "pattern", "column", "value", "people", "lose", "share_losing")
    rows: list[list[str | int | float]] = [
        ["In force", "Lead", "", "site,profession", "East, nurses", 50, 20, 0.4],
        ["In force", "Lead", "", "site,profession", "West, nurses", 40, "[c]", "[c]"],
        ["In force", "Chief", "", "site,profession", "East, nurses", 50, 0, 0.0],
        ["In force", "Chief", "", "site,profession", "West, nurses", 0, 0, "[x]"],
        ["In force", "Lead", "", "sex", "female", 90, 90, 1.0],
        ["Other", "Lead", "", "sex", "female", 90, 0, 0.0],
    ]
    table = Table([*map(Column, head)], rows)
    picture = losers_by_group_and_post(table, STAMP)
    assert picture.title == "Of those shown, most lose in East, nurses: 20 of 50"
    of_bands = losers_by_group_and_post(ambulance()["groups"], STAMP, column="band")
    assert of_bands.title == "Of those shown, most lose in band 7: nearly all 30"
    assert "The largest share: East, nurses on moving to Lead." in picture.subtitle
    assert picture.alt == (
        "A table of 2 groups by 2 posts; each cell is the share who lose. East, nurses: at most 40% (Lead). West,"
        " nurses: redacted."
    )
    drawn = as_svg(picture)
    assert [words in drawn for words in ("40%", "[c]", "0%")] == [True] * 3
    readable(picture, zero=False)
    other = losers_by_group_and_post(table, STAMP, column="sex", policy="Other")
    assert other.title == "Nobody would lose by sex and post"
    with pytest.raises(ValueError, match="open to anybody"):
        losers_by_group_and_post(Table([*map(Column, head)], rows[3:4]), STAMP)
    readable(losers_by_group_and_post(ambulance()["groups"], STAMP, column="profession"), zero=False)


def test_what_is_redacted_stays_redacted_and_leaves_a_gap_in_its_bar() -> None:
    head = (
        "policy",
        "post",
        "pattern",
        "column",
        "value",
        "people",
        "lose",
        "same",
        "gain",
        "mean_change",
        "mean_loss",
    )
    rows: list[list[str | int | float]] = [
        ["In force", "Lead", "different", "band", "5", 620, "[c]", 500, 120, 1450, "[c]"],
        ["In force", "Lead", "different", "band", "6", 885, 130, "[c]", 760, 1250, 900],
        ["In force", "Lead", "different", "band", "7", 15, "[c]", "[c]", "[c]", -990, "[c]"],
        ["In force", "Lead", "different", "band", "8a", *["[c]"] * 6],
    ]
    picture = losers(Table([*map(Column, head)], rows), STAMP)
    assert picture.title == "Of those shown, 130 of 885 in band 6 lose £900 a year"
    said = picture.alt.split("gains. ")[1]
    assert said == (
        f"7: 15 people, fewer than 8 in each outcome; mean change {MINUS}£990."
        " 6, 885 people: 130 lose, fewer than 8 about the same, 760 gain."
        " 5, 620 people: fewer than 8 lose, 500 about the same, 120 gain."
        " 8a: fewer than 8 people."
    )
    drawn = as_svg(picture)
    assert all(words in drawn for words in ("&lt;8", "81%", "19%", "fewer than 8 people"))  # 500 and 120 of 620
    said = " ".join((picture.title, picture.subtitle, picture.alt)).lower()
    assert not any(words in said for words in ("too few", "hidden"))
    readable(picture)
    higher = losers(Table([*map(Column, head)], rows[-2:]), STAMP, threshold=10)
    assert higher.title == "Fewer than 13 people would lose, whatever the band"
    assert "100%" not in as_svg(higher)  # an axis would measure nothing
    readable(higher)


@pytest.mark.parametrize("kind", [str, float, np.int64])
def test_counts_are_whole_numbers_however_the_table_was_read(kind: type) -> None:
    frame = ambulance()["summary"]
    names = [name for name in frame.columns if name not in ("policy", "post", "pattern", "band_held")]
    read = frame.copy().astype(object)
    for name in names:
        read[name] = [cell if isinstance(cell, str) else kind(cell) for cell in frame[name]]
    picture, same = losers(read, STAMP), losers(frame, STAMP)
    assert picture.alt == same.alt
    assert [row[1:5] for row in picture.table.rows] == [row[1:5] for row in same.table.rows]
    assert all(isinstance(cell, str | int) for row in picture.table.rows for cell in row[1:5])
    assert as_svg(picture) == as_svg(same)


def groups(values: Sequence[str], lose: int, gain: int) -> Table:
    head = (
        *("policy", "post", "pattern", "column", "value", "people", "lose", "same", "gain", "share_losing"),
        *("mean_change", "sum_of_losses", "mean_loss"),
    )
    rows: list[list[str | int | float]] = [
        ["In force", HOSTILE[10], "", "grade", value, lose + gain + n, lose, n, gain, 0.1, -100 - n, 1000, 120]
        for n, value in enumerate(values)
    ]
    return Table([*map(Column, head)], rows)


@pytest.mark.parametrize(("lose", "gain"), [(40, 0), (0, 40), (7, 5)])
def test_losers_of_every_kind_of_name(lose: int, gain: int) -> None:
    readable(losers(groups(HOSTILE, lose, gain), STAMP), sizes=SIZES[1:])
    readable(losers(groups(["one"], lose, gain), STAMP), sizes=SIZES[:1])


def test_five_hundred_groups() -> None:
    picture = losers(groups([f"group {number}" for number in range(500)], 6, 7), STAMP)
    assert "The 20 with most people; 480 more rows in the table." in picture.subtitle
    assert len(picture.table.rows) == 500
    readable(picture)


@pytest.mark.parametrize("name", ["paramedic-to-operations-manager", "three-ways-to-put-it-right"])
def test_remedies(name: str) -> None:
    scenario = paymodel.load_scenario(name)
    for case in scenario.cases:
        found = remedies(case, case.offers[0])
        picture = remedy_costs(scenario, OfferRemedies(case, case.offers[0].name, None, found), -1_350.49)
        for applies in ("yes", "no"):
            costs = [row[5] for row in picture.table.rows if row[5] is not None and row[7] == applies]
            assert costs == sorted(costs)
        assert [row[0] for row in picture.table.rows] == [one.kind for one in found]  # as in words
        assert picture.table.rows[0][7] == "yes"
        assert [row[1] for row in picture.table.rows] == [one.status for one in found]
        assert len(picture.table.rows) == len(found)
        readable(picture, sizes=SIZES if case is scenario.cases[0] else ())


def test_the_title_of_remedies() -> None:
    scenario = paymodel.load_scenario("paramedic-to-operations-manager")
    case = scenario.cases[0]
    found = remedies(case, case.offers[0])
    picture = remedy_costs(scenario, OfferRemedies(case, "Operations manager", None, found), -1_350.49)
    # 2,619 more for the first two years: 2 x 2,619 x 1.3928
    assert picture.title == "Cheapest without a loss: New pay point [assumed], £7,296 over five years"
    assert picture.subtitle.startswith("Moving to Operations manager. Cost to the employer")
    assert "Would not do: pension tiers charged on their own part of pay." in picture.subtitle
    assert "months of pay protection" in str(
        picture.table.rows
    )  # 7,293 is less, and does not apply to a chosen promotion
    would_not = tuple(remedy for remedy in found if remedy.value is None)
    none = remedy_costs(scenario, OfferRemedies(case, "X", None, would_not), -1.0)
    assert none.title == "Nothing tried leaves take-home pay no lower"
    readable(none)


def test_a_move_that_does_not_lose_has_nothing_to_put_right() -> None:
    """On-call of £1,528 a year and a clinical week in five leave this move £604.16 a year ahead."""
    picture = picture_of("remedies", "paramedic-to-hybrid-operations-manager")
    assert picture.title == "Nothing needs fixing: take-home pay rises £50 a month"
    assert "On-call payment: 357 pounds a year instead of 1,528" in as_words(
        picture
    )  # 1,528 less 1,171.30 of gross pay
    assert "Not needed: long-term premium, short-term premium," in picture.subtitle
    assert "Would not do" not in as_words(picture)
    readable(picture)
    none = picture_of("remedies", "band-7-top-to-8a-no-unsocial-hours")
    assert none.title == "Nothing needs fixing: take-home pay rises £44 a month"
    assert "not needed" in as_svg(none)
    assert "Pounds over five years" not in as_svg(none)  # an axis would measure nothing
    readable(none)


def test_remedies_of_a_move_that_is_about_the_same() -> None:
    """£3 a year less is £0 a month: the title says what the answer says, and what would leave no loss at all."""
    scenario = paymodel.load_scenario("paramedic-to-operations-manager")
    found = (Remedy(RemedyKind.LONG_TERM, 6.0, "pounds a year", 0.1, 8.36, 41.8, "confirmed", ()),)
    title = remedy_costs(scenario, OfferRemedies(scenario.cases[0], "X", None, found), -3.0).title
    assert title == "Cheapest without a loss: Long-term premium, £42 over five years"


AWARD = """
title: After an award
as_at: 2026-11-22
nation: england
award: {percent: 3.3%}
current: {name: Paramedic, band: "6", step: top, rota: ambulance-ten-week, unsocial_hours: section_2}
offers: [{name: Manager, band: 8a, rota: monday-to-friday, pattern: different}]
"""
CHANGED = f"""{AWARD.replace("award: {percent: 3.3%}", "")}
policies:
  - name: In force
  - {{name: Higher, change: {{scales.pay-points.8a.0.pounds: 60300}}}}
"""


@pytest.mark.parametrize("kind", [*OF_A_SCENARIO, "matrix"])
def test_every_kind_says_that_its_figures_are_assumed(kind: str, tmp_path: Path) -> None:
    """An award, or a policy that changes a pay point: no picture of money shows its figures as those in force."""
    for name, text in (("award", AWARD), ("changed", CHANGED)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    if kind == "rota":  # hours alone
        return
    if kind == "history":  # it leaves out what is of one day alone, and says so
        for name in ("award", "changed"):
            assert "[assumed]" not in as_words(picture_of(kind, str(tmp_path / f"{name}.yaml")))
        return
    award = picture_of(kind, str(tmp_path / "award.yaml"))
    assert "Figures in force, after an award of 3.3% [assumed]." in award.subtitle
    readable(award, zero=False, sizes=SIZES[1:])
    policy = None if kind in ("payslips", "careers") else "Higher"
    changed = as_words(picture_of(kind, str(tmp_path / "changed.yaml"), policy=policy))
    assert "Higher [assumed]" in changed
    if policy:
        in_force = picture_of(kind, str(tmp_path / "changed.yaml"))
        assert "Policy: In force." in in_force.subtitle


@pytest.mark.parametrize(
    ("vary", "says"),
    [
        ("award.percent=0:2:1%", "Across: What varies [assumed]."),
        ("scales.pay-points.8a.0.pounds=57528:57530:1", "Across: What varies [assumed]."),
        ("offers.0.long_term_premium=0:4000:1000", "Across: What varies. Policy: Higher [assumed]."),
    ],
)
def test_a_sweep_of_other_figures_than_those_in_force_says_so(vary: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "changed.yaml").write_text(CHANGED, encoding="utf-8")
    found = swept(*open_scenario(str(tmp_path / "changed.yaml")), "changed", vary)
    picture = sweep_line(found, found.moves[1], "Manager", "it", "What varies", policy="Higher")
    assert says in picture.subtitle
    readable(picture, sizes=SIZES[1:])


@pytest.mark.parametrize("costs", [(-500.0, -20.0), (10.0, 90_000.0), (-300.0, 400.0), (0.0, 0.0)])
def test_remedies_of_every_kind(costs: tuple[float, float]) -> None:
    scenario = paymodel.load_scenario("paramedic-to-operations-manager")
    kinds = [*HOSTILE, *(f"remedy {number}" for number in range(500))]
    found = [
        Remedy(cast(RemedyKind, kind), 1.0, "pounds a year", 0.0, costs[n % 2], costs[n % 2] * 5, "assumed", ())
        for n, kind in enumerate(kinds)
    ]
    for change, size, name, some in (
        (-100.0, SIZES[0], HOSTILE[9], found),
        (100.0, SIZES[1], HOSTILE[10], found),
        (-100.0, SIZES[1], HOSTILE[9], found[:1]),
    ):
        picture = remedy_costs(scenario, OfferRemedies(scenario.cases[0], name, None, tuple(some)), change)
        readable(picture, sizes=[size])


def test_policies() -> None:
    remedies = ambulance()["remedies"]
    picture = policy_costs(remedies, STAMP, post="Sector manager")
    # costs.csv, band 7: five per cent costs 3,910 for each of 30, and 15 fewer lose: 20, and 7 or fewer, taken as 5
    assert [round(30 * each / 15, -1) for each in (3910, 3280, 5070)] == [7820, 6560, 10140]
    assert round(30 * 3230 / 15, -1) == 6460  # a premium of 2,750, enough for 95 in 100
    assert picture.title == "The first of these costs £6,460 a year for each who no longer loses"
    premium = "a premium of £2,750 for all who could move, enough for 95 in 100 of them"
    assert picture.subtitle.lower().endswith(f" first: {premium}; fewer than 8 would still lose.")
    each = picture.table.names.index("cost_for_each_fewer_loser")
    assert [row[each] for row in picture.table.rows] == ["[x]", 6460, 6560, 7820, 9360, 10140, 2860]
    readable(picture)
    commander = policy_costs(remedies, STAMP, post="Operations commander on a 24/7 rota")
    readable(commander)
    # who now keep their unsocial hours, with one week in five of them: 82 lose, shown as 80; 5 may have lost before
    everybody = policy_costs(remedies, STAMP, post="Operations commander on a 24/7 rota", band_held="all")
    assert "75 more would lose" in as_svg(everybody)
    assert commander.title == "Fewer than 8 people in band 7 would lose"
    assert "redacted: fewer than 8 lose" in as_svg(commander)
    # of everybody: a premium of 2,550 costs 3,070 for each of 205; 95 in 100 of them do not lose, and 20 lose now
    of_all = policy_costs(remedies, STAMP, post="Sector manager", band_held="all")
    shown = {str(row[0]): row[2:] for row in of_all.table.rows}
    premium = "a premium of £2,550 for all who could move, enough for 95 in 100 of them"
    assert shown[premium] == [629350, 10, 62940, 10]
    assert (205 * 3070, 20 - 205 / 20) == (629350, 9.75)


def remedies_of_policies(rows: Sequence[tuple[int, str, str, float, float]]) -> Table:
    """A table of remedies of one post, each rank, remedy, whether it applies, cost and cost for each."""
    names = [column.name for column in REMEDIES]
    now = {"remedy": "In force", "rank": "[x]", "applies": "[x]", "cost_for_each_fewer_loser": "[x]", "still_lose": 10}
    of_rows = [
        {"rank": rank, "remedy": name, "applies": applies, "cost_a_year": cost, "cost_for_each_fewer_loser": each}
        for rank, name, applies, cost, each in rows
    ]
    shared = {"post": HOSTILE[9], "pattern": "", "band_held": "7", "fewer_losers": 10, "still_lose": 0}
    cells: list[dict[str, Any]] = [{**shared, **row} for row in (now, *of_rows)]
    return Table(REMEDIES, [[row.get(name, "[x]") for name in names] for row in cells])


def test_a_policy_that_costs_nothing_is_said_to() -> None:
    table = remedies_of_policies([(1, "Free", "yes", 0, 0), (2, "Dear", "yes", 1000, 100)])
    picture = policy_costs(table, STAMP)
    assert [row[0] for row in picture.table.rows] == ["In force", "Free", "Dear"]
    assert picture.title == "Free: £0 a year for each who no longer loses, the least compared"


def test_the_chart_of_a_folder_agrees_with_its_files(tmp_path: Path) -> None:
    out = tmp_path / "found"
    command = ["workforce", "ambulance", "--posts", "ambulance", "--policies", "leadership", "-o", str(out)]
    assert main([*command, "--round-to", "100"]) == 0
    post = "Sector manager"
    assert main(["chart", "policy-costs", str(out), "--offer", post, "-o", str(tmp_path / "costs.csv")]) == 0
    with (tmp_path / "costs.csv").open(encoding="utf-8-sig", newline="") as file:
        drawn = list(csv.DictReader(file))[:-1]
    with (out / "remedies.csv").open(encoding="utf-8-sig", newline="") as file:
        written = [row for row in csv.DictReader(file) if (row["post"], row["band_held"]) == (post, "7")]
    assert len(drawn) == len(written) == 7
    assert drawn == [{name: row[name] for name in drawn[0]} for row in written]


def test_policies_of_every_kind_of_name() -> None:
    names = [*HOSTILE, *(f"policy {number}" for number in range(500))]
    rows = [(n, name, "yes", 1000.0 * n, -500.0 + 90 * n) for n, name in enumerate(names, start=1)]
    readable(policy_costs(remedies_of_policies(rows), STAMP))


@pytest.mark.parametrize("name", ["ambulance-ten-week", "four-on-four-off-unbroken-42h", "monday-to-friday"])
def test_rotas(name: str) -> None:
    rules = paymodel.load_working_time("england", DAY)
    rota = paymodel.load_rota(name)
    hours = rota_hours(rota, rules, if_hours_differ="overtime")
    picture = rota_weeks(rota, rules, hours, name)
    assert len(picture.table.rows) == 7 * len(rota.weeks)
    for row in picture.table.rows:
        if row[2] in rota.shifts:
            assert sum(float(str(part)) for part in row[5:]) == rota.shifts[str(row[2])].paid_hours
    assert picture.subtitle.startswith(f"{rota.title}. ")
    assert f"{hours.enhanced:.1f} of {hours.plain + hours.enhanced:.1f} hours a week" in picture.title
    assert ("overtime 4.50" in as_svg(picture)) == bool(hours.overtime)
    assert f"Scenario {name}." in picture.stamp
    readable(picture, zero=False)


def test_what_a_shift_earns_on_each_day() -> None:
    rules = paymodel.load_working_time("england", DAY)
    rota = paymodel.load_rota("ambulance-ten-week")
    rows = rota_weeks(rota, rules, rota_hours(rota, rules)).table.rows
    by_place = {(row[0], row[1]): row[2:] for row in rows}
    assert by_place[8, "Monday"] == ("M", "10:00", "22:30", 9.5, 2.5, 0.0)  # the break at 16:00 is plain time
    assert by_place[2, "Wednesday"] == ("N", "18:30", "07:00", 0.0, 12.0, 0.0)  # more than half at night: all of it
    assert by_place[9, "Saturday"] == ("N", "18:30", "07:00", 0.0, 5.5, 6.5)  # the break is at 00:30, on Sunday
    assert by_place[1, "Monday"] == ("-", None, None, None, None, None)


@pytest.mark.parametrize("weeks", [1, 26, 52])
def test_rotas_of_any_length(weeks: int) -> None:
    rules = paymodel.load_working_time("england", DAY)
    codes = ["datum.x", "<b>&\"'", "{{7*7}}", "=cmd()", "a.b[0]", "zero", "LONGESTCODES", "-", "R", "N"]
    shifts = {code: Shift(60 * 2 * n, 600, 30) for n, code in enumerate(code for code in codes if code not in "-R")}
    lines = [[codes[(week * 3 + day) % 10 if day < 6 or week else 0] for day in range(7)] for week in range(weeks)]
    lines[0] = ["datum.x", "N", "-", "zero", "-", "=cmd()", "N"]
    rota = Rota(HOSTILE[10], shifts, lines)
    picture = rota_weeks(rota, rules, rota_hours(rota, rules, if_hours_differ="scale"), "x" * 60)
    assert ("The first 26 of 52 weeks" in picture.subtitle) == (weeks == 52)
    assert len(picture.table.rows) == 7 * weeks
    readable(picture, zero=False, sizes=SIZES[1:] if weeks > 1 else SIZES[:1])


def cliffs_of(name: str, between: tuple[int, int] | None = None) -> Picture:
    found = paymodel.compare(paymodel.load_scenario(name))
    policy, job = found.results[0].rule_book, found.results[0].post.job
    posts = [(result.post.name, result.payslip) for result in found.results]
    children = int(np.asarray(job.children))
    return cliffs(policy, posts, STAMP, student_loan=job.student_loan, children=children, between=between)


@pytest.mark.parametrize(
    ("name", "between"),
    [
        ("paramedic-to-operations-manager", None),
        ("student-loan-and-two-children", (20_000, 140_000)),
        ("scotland-paramedic-to-operations-manager", (20_000, 140_000)),
        ("four-fixes-side-by-side", None),
    ],
)
def test_cliffs(name: str, between: tuple[int, int] | None) -> None:
    readable(cliffs_of(name, between), zero=False, sizes=SIZES if between is None else SIZES[1:])


def test_what_a_cliff_costs() -> None:
    picture = cliffs_of("paramedic-to-operations-manager")
    assert picture.title == "A pound more than £67,668 costs £730 of take-home pay, made up for at £69,116"
    assert "The deepest of 2 cliffs is in the title." in picture.subtitle
    policy = paymodel.load_policy("england", DAY)
    for row in picture.table.rows:
        if row[4] is None:
            continue
        at = int(str(row[1]))
        back = int(str(row[5] or at))  # of a bend: none is lost
        slip = payslip(Job(basic_pay=np.array([at, at + 1.0, back, back - 1.0])), policy)
        take_home = slip["take_home_pay"].tolist()
        assert take_home[:2] == [row[2], row[3]]
        if row[5]:
            assert row[4] == round(take_home[0] - take_home[1], 2) > 0
            assert take_home[2] >= take_home[0] > take_home[3]


def test_every_threshold_is_named() -> None:
    policy = paymodel.load_policy("england", DAY)
    base = Job(student_loan=("plan_2", "postgraduate"), children=2)
    found = {edge.name: edge for edge in edges_between(policy, base, 10_000, 160_000)}
    for words in ("pension tier", "income tax from 20% to 40%", "personal allowance starts", "personal allowance is"):
        assert any(name.startswith(words) for name in found), words
    for words in (
        "National Insurance from 8% to 2%",
        "student loan",
        "postgraduate loan",
        "child benefit charge takes",
    ):
        assert any(name.startswith(words) for name in found), words
    charge = next(edge for name, edge in found.items() if name.startswith("child benefit charge starts"))
    slip = payslip(base.with_(basic_pay=np.array([charge.at, charge.at + 1.0])), policy)
    assert slip["taxable_pay"][0] <= 60_000 < slip["taxable_pay"][1]
    assert all(edge.lost == 0 for edge in found.values() if not edge.name.startswith("pension tier"))


def test_a_post_off_the_line_says_why() -> None:
    """Of £63,082 of the post held £3,425 is overtime and bank shifts, which build no pension."""
    name = "low-typical-high-sickness-overtime-bank"
    picture = cliffs_of(name)
    held = paymodel.compare(paymodel.load_scenario(name)).results[0].payslip
    assert round(float(held["gross_pay"] - held["pensionable_pay"]), 2) == round(1_924.68 + 1_500.00, 2)
    assert "Off the line: A, C, E, G, I, K, posts whose pay is not all pensionable." in picture.subtitle
    assert "Off the line" not in cliffs_of("paramedic-to-operations-manager").subtitle
    readable(picture, zero=False)


def test_cliffs_of_every_kind_of_name() -> None:
    policy = paymodel.load_policy("england", DAY)
    posts = [(name, payslip(Job(basic_pay=50_000.0 + 10 * n), policy)) for n, name in enumerate(HOSTILE * 2)]
    for size, first in zip((*SIZES, SIZES[1]), (0, 6, 9), strict=True):
        picture = cliffs(policy, posts[first:], STAMP)
        assert f"The first 12 of {len(posts) - first} posts." in picture.subtitle
        readable(picture, zero=False, sizes=[size])
    readable(cliffs(policy, posts[:1], STAMP, between=(50_000, 50_000)), zero=False)
    flat = cliffs(policy, (), STAMP, between=(30_000, 32_000))
    assert flat.title == "Take-home pay rises throughout with gross pay from £30,000 to £32,000"
    readable(flat, zero=False)
    with pytest.raises(ValueError, match="bounds must be stated"):
        cliffs(policy, (), STAMP)
