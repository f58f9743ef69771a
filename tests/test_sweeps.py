"""Sweeps agree with one comparison at a time, and say where a move starts to pay."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from paymodel import compare, load_scenario
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.rotas import shipped_rotas
from paymodel.files.yaml_documents import Document, parse
from paymodel.moves.batch import moves
from paymodel.moves.comparison import Move
from paymodel.moves.crossings import TriedPoints, look_closer
from paymodel.pay.job import BAND_CODE
from paymodel.pay.lines import LINES
from paymodel.scenarios.load import open_scenario, scenario_of, shipped_scenarios, varied_cases, what_ifs_of
from paymodel.scenarios.shared_reads import SharedReads
from paymodel.scenarios.sweep_policies import keep_policies_that_let_vary, set_by
from paymodel.scenarios.sweeps import blaming_the_scenario, matrix_moves, matrix_of, sweep, swept, swept_grid
from paymodel.scenarios.vary import read_vary

HEADLINE = "paramedic-to-operations-manager"
SECTION_2 = "paramedic-section-2-to-operations-manager"
PREMIUM = "offers.0.long_term_premium"


@pytest.mark.parametrize("name", shipped_scenarios())
def test_many_at_once_equal_one_at_a_time(name: str) -> None:
    scenario = load_scenario(name)
    worked = moves(scenario.cases)
    results = compare(scenario).results
    assert len(worked.case) == len(results)
    for row, result in enumerate(results):
        move = result if isinstance(result, Move) else None  # else the post held
        assert worked.pattern[row] == (move and move.pattern)
        assert worked.step[row] == result.step
        assert worked.verdict[row] == (move.verdict if move else "")
        for line in LINES:
            assert worked.offered[line][row] == result.payslip[line], line
        if move:
            assert worked.take_home_change[row] == move.take_home_change


def test_a_grid_equals_scenarios_written_out(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    vary = ["current.step=entry,top", "person.whole_time_equivalent=0.6:1:0.2", "offers.0.long_term_premium=0%,5%"]
    vary.append("current.if_hours_differ=scale")
    done, findings = sweep(
        "paramedic-section-2-to-operations-manager", [*vary, "offers.0.if_hours_differ=scale"], target
    )
    assert findings == []  # more than one value varies
    table = pd.read_csv(target)
    assert done == len(table) == 2 * 3 * 2 * 2
    offered = table[table["take_home_change"].notna()]
    text = Path(open_scenario("paramedic-section-2-to-operations-manager")[1]) / (
        "paramedic-section-2-to-operations-manager.yaml"
    )
    for _, row in offered.iterrows():
        document = parse(text.read_text(encoding="utf-8"), "one.yaml")
        document.data["current"] |= {"step": row["current.step"], "if_hours_differ": "scale"}
        document.data.setdefault("person", {})["whole_time_equivalent"] = str(row["person.whole_time_equivalent"])
        document.data["person"].pop("years_in_band", None)
        offer = {"long_term_premium": row["offers.0.long_term_premium"], "if_hours_differ": "scale"}
        document.data["offers"][0] |= offer
        alone = compare(scenario_of(document, text.parent, "one")).moves[0]
        assert row["take_home_change"] == pytest.approx(alone.take_home_change, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "path", "values"),
    [
        (SECTION_2, "scales.section-2-windows.weekday_from", ["18:00", "20:00", "22:00"]),
        (SECTION_2, "scales.section-2-windows.weekday_before", ["05:00", "07:00"]),
        (HEADLINE, "scales.annex-5-windows.bands_1_to_7.weekday_from", ["17:00", "19:00", "21:00"]),
        (HEADLINE, "scales.annex-5-windows.bands_1_to_7.weekend_before", ["08:00", "12:00"]),
    ],
)
def test_each_point_has_the_hours_of_its_own_rules(name: str, path: str, values: list[str]) -> None:
    """A rota that other points share is worked out again where what its hours rest on differs, and only there."""
    document, folder = open_scenario(name)
    together = varied_cases(document, folder, [{path: value} for value in values])
    alone = [case for value in values for case in varied_cases(document, folder, [{path: value}])]
    assert [case.current.hours for case in together] == [case.current.hours for case in alone]
    assert len({case.current.hours for case in together}) == len(values)
    shared = SharedReads()
    points = [{"scales.pay-points.8a.0.pounds": str(pounds)} for pounds in (57_528, 59_000, 60_000)]
    varied_cases(document, folder, points, shared=shared)
    assert len(shared.rotas) == len({key[0] for key in shared.rotas})


def test_the_premium_from_which_the_move_pays_is_the_break_even(tmp_path: Path) -> None:
    _, findings = sweep(HEADLINE, ["offers.0.long_term_premium=2600:2640:1"], tmp_path / "out.parquet")
    assert findings == [
        (
            "Operations manager (pattern different), In force: pays for good from offers.0.long_term_premium = 2619"
            " (exact to £1)."
        )
    ]
    table = pd.read_parquet(tmp_path / "out.parquet")
    change = table.loc[table["offers.0.long_term_premium"] == "2619", "take_home_change"].max()
    assert 0 <= change < 1


def test_unsocial_hours_pay_crosses_zero_where_it_ought(tmp_path: Path) -> None:
    # Band 6 top 48,117 to 8a entry 57,528: equal gross pay at 9,411 / 48,117 = 19.558%, so 19.55% and not 19.56%.
    _, findings = sweep("paramedic-section-2-to-operations-manager", [], tmp_path / "out.csv", ready="unsocial")
    assert len(findings) == 1
    words = "pays for good up to unsocial hours pay, % of basic pay = 19.55 (exact to 0.01% of basic pay)."
    assert findings[0].endswith(words)


@pytest.mark.parametrize("name", shipped_scenarios()[7::4])
def test_every_scenario_has_a_line_of_unsocial_hours(name: str, tmp_path: Path) -> None:
    _, findings = sweep(name, [], tmp_path / "out.csv", ready="unsocial")
    assert findings
    assert all("% of basic pay" in words for words in findings if not words.startswith("Left out: policy "))


@pytest.mark.parametrize("name", ["student-loan-and-two-children", "inner-london-paramedic-to-operations-manager"])
def test_a_coarse_sweep_of_the_premium_finds_the_break_even_of_the_comparison(name: str, tmp_path: Path) -> None:
    premium = compare(load_scenario(name)).moves[0].premium_to_break_even
    assert premium is not None
    _, findings = sweep(name, [f"{PREMIUM}=0:20000:5000"], tmp_path / "out.csv")
    assert f"= {premium.value:.0f} (exact to £1)." in findings[0]
    for low, high in premium.islands:
        assert (f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}") in findings[0]


def test_whole_numbers_and_names_are_not_looked_between(tmp_path: Path) -> None:
    _, findings = sweep(HEADLINE, ["offers.0.step=1:3:1"], tmp_path / "out.csv")
    assert findings[0].endswith("pays for good from offers.0.step = 2 (of the values tried).")
    rotas = "offers.0.rota=monday-to-friday,operations-commander-five-week"
    done, findings = sweep(HEADLINE, [rotas], tmp_path / "out.csv")
    assert (done, findings) == (4, [])
    change = pd.read_csv(tmp_path / "out.csv").set_index("offers.0.rota")["take_home_change"].dropna()
    assert change["monday-to-friday"] < 0 < change["operations-commander-five-week"]


def test_a_value_between_that_cannot_be_leaves_the_values_tried(tmp_path: Path) -> None:
    # 3 and 40 hours are Annex 5; between them lie averages that are settled locally, or refused.
    path = tmp_path / "one.yaml"
    path.write_text(ANNEX_5, encoding="utf-8")
    _, findings = sweep(str(path), ["current.annex_5_hours_a_week=0,30"], tmp_path / "out.csv")
    assert findings[0].endswith("pays for good up to current.annex_5_hours_a_week = 0 (of the values tried).")


NATIONS = [
    "paramedic-to-operations-manager",
    "wales-paramedic-to-operations-manager",
    "scotland-paramedic-to-operations-manager",
    "northern-ireland-paramedic-to-operations-manager",
    "part-time-carer-paramedic-to-operations-manager",
    "team-leader-section-2-to-operations-manager",
]


@pytest.mark.parametrize("name", NATIONS)
def test_the_matrix_is_well_formed_in_every_nation(name: str, tmp_path: Path) -> None:
    sweep(name, [], tmp_path / "out.csv", ready="matrix")
    table = pd.read_csv(tmp_path / "out.csv", dtype={"current.band": str, "current.step": str, "band": str})
    offered, held = table[table["verdict"].notna()], table[table["verdict"].isna()]
    policy = load_scenario(name).cases[0].rule_book
    steps = {(band, str(step)) for band in "567" for step in range(1, policy.pay_points.steps(BAND_CODE[band]) + 1)}
    assert set(zip(offered["current.band"], offered["current.step"], strict=True)) == steps
    assert set(held["post"]) == {f"Band {band}, step {step}" for band, step in steps}
    each = offered.groupby(["current.band", "current.step"])["post"].nunique()
    assert (each == each.iloc[0]).all()
    assert each.iloc[0] > 20
    assert offered["take_home_change"].notna().all()
    assert (offered["band"].map(BAND_CODE) >= BAND_CODE["8a"]).all()


def test_the_matrix_uses_the_library_of_the_scenario(tmp_path: Path) -> None:
    own = "{title: Own, posts: [{key: one, group: g, name: Only post, band: 8b, status: illustration}]}"
    (tmp_path / "own.yaml").write_text(own, encoding="utf-8")
    scenario = tmp_path / "one.yaml"
    scenario.write_text(f"{STATED}posts: own.yaml\n", encoding="utf-8")
    sweep(str(scenario), [], tmp_path / "out.csv", ready="matrix")
    table = pd.read_csv(tmp_path / "out.csv")
    assert set(table.loc[table["verdict"].notna(), "post"]) == {"Only post"}
    (tmp_path / "own.yaml").write_text(own.replace("8b", '"7"'), encoding="utf-8")
    with pytest.raises(Faults, match="the library has no post from band 8a up"):
        sweep(str(scenario), [], tmp_path / "out.csv", ready="matrix")


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("four-fixes-side-by-side", ["Enhancements kept"]),
        (
            "hybrid-curve-clinical-weeks-kept",
            [f"{count} in ten" for count in ("One week", "Two weeks", "Three weeks", "Four weeks", "Five weeks")],
        ),
    ],
)
def test_policies_of_an_offers_own_hours_are_left_out_of_the_matrix(
    name: str, left_out: list[str], tmp_path: Path
) -> None:
    """Such a policy states hours for the scenario's own offer: posts of the library have rotas of their own."""
    _, findings = sweep(name, [], tmp_path / "out.csv", ready="matrix")
    said = [f"Left out: policy {one}: it cannot be for every post of the library." for one in left_out]
    assert [one for one in findings if one.startswith("Left out")] == said
    asked, found = matrix_moves(name)
    policies = {case.policy_name for case in asked.cases}
    assert {move.policy for move in found} == policies - set(left_out)
    assert main(["chart", "matrix", name, "--policy", left_out[0], "-o", str(tmp_path / "no.svg")]) == 2
    assert not (tmp_path / "no.svg").exists()


def test_a_policy_leaves_the_posts_of_the_matrix_as_they_are_for_the_next() -> None:
    """A premium with on-call, then a premium alone: the second counts from the post of the library, without on-call."""
    document, folder = open_scenario("four-fixes-side-by-side")
    alone, with_on_call = document.data["policies"][-2:]
    found = []
    for policies in ([with_on_call, alone], [alone]):
        changed = Document(document.file, {**document.data, "policies": policies}, document.lines)
        _, worked = matrix_of(changed, folder, "one")
        found.append([(one.held, one.post, one.take_home_change) for one in worked if one.policy == alone["name"]])
    assert found[0] == found[1]


def test_the_matrix_of_every_shipped_scenario_can_be_drawn() -> None:
    for name in shipped_scenarios():
        _, found = matrix_moves(name)
        assert found, name


def test_rotas_that_cannot_be_are_named_and_left_out(tmp_path: Path) -> None:
    # Annex 5 has no bracket for the few unsocial hours of one clinical week, or of one weekend, in five.
    _, findings = sweep(HEADLINE, [], tmp_path / "out.csv", ready="rotas")
    assert findings[0] == (
        "Operations manager (pattern different), In force: 10 of 16 lose; take-home pay falls most, in pounds a year:"
        " ambulance-response-car-nine-week 1,350, ambulance-ten-week 1,350, ambulance-ten-week-fewer-nights 1,350."
    )
    assert [words.partition(": the Annex 5")[0] for words in findings[1:]] == [
        "Left out: hybrid-one-clinical-week-in-five: current.unsocial_hours, line 10",
        "Left out: office-one-weekend-in-five: current.unsocial_hours, line 10",
    ]


def test_the_matrix_holds_every_step_and_every_post(tmp_path: Path) -> None:
    _, findings = sweep("paramedic-section-2-to-operations-manager", [], tmp_path / "out.csv", ready="matrix")
    table = pd.read_csv(tmp_path / "out.csv", dtype={"current.band": str, "current.step": str})
    assert set(zip(table["current.band"], table["current.step"], strict=True)) == {
        (band, step) for band in "567" for step in "123"
    }
    offered = table[table["verdict"].notna()]
    assert {"8a", "8b", "8c", "8d", "9"} == set(offered["band"])
    lost = offered[offered["verdict"] == "loses"]["take_home_change"]
    assert findings[0].startswith(f"In force: {len(lost)} of {len(offered)} lose; take-home pay falls most, in pounds")
    assert f"(pattern different) {-lost.min():,.0f}" in findings[0]


def test_every_rota_is_swept(tmp_path: Path) -> None:
    sweep("paramedic-section-2-to-operations-manager", [], tmp_path / "out.csv", ready="rotas")
    table = pd.read_csv(tmp_path / "out.csv")
    lost = table[table["verdict"].notna()].set_index("current.rota")["take_home_change"]
    assert lost["monday-to-friday"] > 0 > lost["four-on-four-off-eight-week"]


def test_the_matrix_as_values_is_the_table(tmp_path: Path) -> None:
    asked, found = matrix_moves(SECTION_2)
    assert asked.title == load_scenario(SECTION_2).title
    sweep(SECTION_2, [], tmp_path / "out.csv", ready="matrix")
    offered = pd.read_csv(tmp_path / "out.csv", keep_default_na=False).query("verdict != ''")
    names = [
        f"{post} (pattern same)" if pattern == "same" else post
        for post, pattern in zip(offered["post"], offered["pattern"], strict=True)
    ]
    assert [(move.post, move.band, move.pattern or "") for move in found] == list(
        zip(names, offered["band"], offered["pattern"], strict=True)
    )
    assert [move.take_home_change for move in found] == offered["take_home_change"].astype(float).tolist()
    assert all(move.held == move.point["current.name"] for move in found)


def test_a_sweep_as_values_says_what_the_command_says(tmp_path: Path) -> None:
    document, folder = open_scenario(HEADLINE)
    found = swept(document, folder, HEADLINE, f"{PREMIUM}=0:5000:2500")
    _, findings = sweep(HEADLINE, [f"{PREMIUM}=0:5000:2500"], tmp_path / "out.csv")
    assert [move.words for move in found.moves] == findings
    assert (found.path, found.form, found.exact) == (PREMIUM, "£{}", "exact to £1")
    (move,) = found.moves
    assert (move.where.direction, move.where.value) == ("from", 2619.0)
    change = dict(zip(found.at, move.change, strict=True))
    assert {0.0, 2500.0, 5000.0, 2618.0, 2619.0} <= set(found.at)
    assert change[2618.0] < 0 <= change[2619.0]
    with pytest.raises(Faults, match=r"--vary offers.0.long_term_premium: give rising numbers, such as 0:5000:100"):
        swept(document, folder, HEADLINE, f"{PREMIUM}=2,1")


def test_too_many_points_to_look_at_leave_those_tried() -> None:
    def line(at: np.ndarray) -> TriedPoints:
        return TriedPoints(at, (at - 37.5)[:, np.newaxis] * 10.0, np.zeros((len(at), 1, 1)))

    # One stretch, halved until it is one unit long: at 50, 25, 37, 43, 40 and 38.
    seen = line(np.array([0, 100]))
    assert look_closer(seen, line, most=5) is None
    closer = look_closer(seen, line, most=6)
    assert closer is not None
    assert closer.at.tolist() == [0, 25, 37, 38, 40, 43, 50, 100]


@pytest.mark.parametrize(
    ("name", "ready", "left_out"),
    [
        # each of these states the unsocial hours pay of the post held: it goes before that of the line
        ("gap-from-7-to-8a-at-10-to-25-per-cent", "unsocial", ["10", "15", "20", "25"]),
        # the post held in band 7: not the band of the row, and not the basic pay that the percentages are of
        ("team-leader-in-band-6-or-7", "matrix", ["In band 7, first step", "In band 7, last step"]),
        ("team-leader-in-band-6-or-7", "unsocial", ["In band 7, first step", "In band 7, last step"]),
        ("roster-review-fewer-nights", "rotas", ["Rota after the review"]),
    ],
)
def test_a_policy_that_sets_what_varies_is_named_and_left_out(
    name: str, ready: str, left_out: list[str], tmp_path: Path
) -> None:
    _, findings = sweep(name, [], tmp_path / "out.csv", ready=ready)
    said = [words for words in findings if words.startswith("Left out: policy ")]
    assert [any(f"policy {one}" in words for words in said) for one in left_out] == [True] * len(left_out)
    assert len(said) == len(left_out)
    table = pd.read_csv(tmp_path / "out.csv")
    held = load_scenario(name).cases[0].policy_name
    assert set(table["policy"]) == {held}


def test_a_path_that_a_policy_sets_varies_under_the_others_alone(tmp_path: Path) -> None:
    document, folder = open_scenario("three-ways-to-put-it-right")
    policies = [case.policy_name for case in load_scenario("three-ways-to-put-it-right").cases]
    _, findings = sweep("three-ways-to-put-it-right", [f"{PREMIUM}=0:6000:3000"], tmp_path / "out.csv")
    setting = [one["name"] for one in document.data["policies"] if PREMIUM in (one.get("change") or {})]
    assert setting == ["Five per cent premium"]
    assert findings[-1] == f"Left out: policy {setting[0]}: it sets {PREMIUM} itself, so nothing varies."
    assert set(pd.read_csv(tmp_path / "out.csv")["policy"]) == {one for one in policies if one not in setting}
    found = swept(document, folder, "one", f"{PREMIUM}=0:6000:3000")  # the app shows every move
    [move] = [one for one in found.moves if not one.varies]
    assert move.words.endswith(f"Five per cent premium: sets {PREMIUM} itself, so nothing varies.")
    assert len(set(move.change)) == 1
    data = {**document.data, "policies": document.data["policies"][1:2]}
    alone = what_ifs_of(Document(document.file, data, document.lines), folder)
    assert set_by(alone.terms.policies[0], [PREMIUM]) == PREMIUM
    with pytest.raises(Faults, match="so nothing would vary"):
        keep_policies_that_let_vary(alone, [PREMIUM])


FOUR_DAYS = """
title: Four days of 7.5 hours, and no other hours
as_at: 2026-11-22
nation: england
person: {whole_time_equivalent: 0.8}
current: {name: Nurse, band: "6", step: top, rota: four-days}
offers: [{name: Manager, band: 8a, pattern: different}]
rotas:
  four-days:
    title: Four days
    public_holidays: leave
    shifts: {D: {start: "09:00", end: "17:00", unpaid_break_minutes: 30}}
    weeks: ["D D D D - - -"]
policies: [{name: Hours as they are, change: {current.if_hours_differ: refuse}}]
"""


def test_where_no_rota_can_be_every_one_is_named_with_its_fault(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(FOUR_DAYS, encoding="utf-8")
    with pytest.raises(Faults) as raised:
        sweep(str(path), [], tmp_path / "out.csv", ready="rotas")
    assert [fault.place.split("=")[1].split(",")[0] for fault in raised.value.faults] == shipped_rotas()


def test_a_fault_of_the_scenario_itself_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(STATED.replace('"7"', "8c").replace("8a,", "8a, move: promotion,"), encoding="utf-8")
    with pytest.raises(Faults) as raised:
        load_scenario(str(path))
    (fault,) = (str(one) for one in raised.value.faults)
    assert "is a move down" in fault
    for ready in ("matrix", "rotas", "unsocial"):
        with pytest.raises(Faults) as raised:
            sweep(str(path), [], tmp_path / "out.csv", ready=ready)
        assert [str(one) for one in raised.value.faults] == [fault]


@pytest.mark.parametrize(
    ("vary", "line"),
    [
        (["current.band"], "--vary current.band: write PATH=START:STOP:STEP or PATH=a,b,c, such as"),
        (["a=1:2"], "'1:2' is not START:STOP:STEP, rising numbers such as 0:5000:100"),
        *(
            ([f"a={values}"], f"'{number}' is out of range: less than 1,000,000,000, at most eight decimals")
            for number in ("1e9999999", "1e999999999", "-1e999999", "1e-999999", "1000000000", "nan", "inf")
            for values in (f"{number}:1:1", f"0:{number}:1", f"0:1:{number}")
        ),
        (["a=5:1:1"], "'5:1:1' is not START:STOP:STEP, rising numbers such as 0:5000:100"),
        (["a=0:1e8:1"], "makes 100,000,001 values; at most 200,000"),
        (["a=0:999:1", "b=0:999:1"], "makes 1,000,000 combinations; at most 200,000"),
        (["current.step=top", "current.step=entry"], "--vary current.step: stands twice"),
        (["current.bond=6"], "--vary current.bond=6: current.bond, line 6: unknown key 'bond'; one of: "),
        (["current.step=top,9"], "--vary current.step=9: current.step"),
        ([], "give --vary PATH=VALUES (one or several), or --ready"),
    ],
)
def test_faults_of_a_sweep_name_the_value(vary: list[str], line: str, tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        sweep(HEADLINE, vary, tmp_path / "out.csv")
    assert line in str(raised.value)
    assert list(tmp_path.iterdir()) == []


OWN_FAULTS = {
    "pattern: different}": ("offers.0.step", "step: 7, pattern: different}"),
    "as_at: 2026-11-22": ("as_at", "as_at: 2017-11-22"),
    "- name: In force": (
        "policies.1.change.offers.0.step",
        "- name: In force\n  - {name: N, change: {offers.0.step: 9}}",
    ),
    "person: {": ("person.salary_sacrifice", "person: {salary_sacrifice: 90000, "),  # 60,147.75 is paid
}
"""A fault of a scenario by itself: the line that it takes the place of, the place that is named, and the line."""


@pytest.mark.parametrize("line", OWN_FAULTS)
@pytest.mark.parametrize("command", ["compare", "sensitivity", "remedies", "premium", "overtime", "matrix", "rotas"])
def test_a_fault_of_the_scenario_itself_is_not_said_of_a_value_tried(
    line: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, faulty = OWN_FAULTS[line]
    file, out = tmp_path / "own.yaml", tmp_path / "out.csv"
    text = (open_scenario(HEADLINE)[1] / f"{HEADLINE}.yaml").read_text(encoding="utf-8")
    assert line in text
    text = text.replace("rotas/ambulance-ten-week.yaml", "ambulance-ten-week")
    file.write_text(text.replace("rotas/monday-to-friday.yaml", "monday-to-friday").replace(line, faulty), "utf-8")
    options = {
        "premium": ["--vary", f"{PREMIUM}=0:1000:500"],
        "overtime": ["--vary", "current.overtime_hours_a_week=0,1"],
        "matrix": ["--ready", "matrix"],
        "rotas": ["--ready", "rotas"],
    }
    given = ["sweep", str(file), *options[command], "-o", str(out)] if command in options else [command, str(file)]
    assert main(given) == 2
    faults = capsys.readouterr().err.splitlines()
    assert [re.split(r"(?:, line \d+)?: ", fault)[:2] for fault in faults] == [[str(file), place]]
    assert not out.exists()


def test_a_value_that_the_rules_refuse_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    assert main(["sweep", HEADLINE, "--vary", "person.salary_sacrifice=0:90000:30000", "-o", str(out)]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{HEADLINE}: --vary person.salary_sacrifice=60000: person: deductions come to more than")
    assert not out.exists()


def test_a_sweep_may_state_what_the_scenario_lacks() -> None:
    document, folder = open_scenario(HEADLINE)
    offer = {key: value for key, value in document.data["offers"][0].items() if key != "pattern"}
    lacking = Document("lacking.yaml", {**document.data, "offers": [offer]}, document.lines)
    with pytest.raises(Faults, match=r"offers.0.pattern.*missing: say whether"):
        scenario_of(lacking, folder, "lacking")
    grid = swept_grid(lacking, folder, ["offers.0.pattern=same,different"])
    assert [point["offers.0.pattern"] for point in grid.points] == ["same", "different"]
    blocks: list[Mapping[str, Any]] = []
    assert grid.work_out(blocks.append)[0] == 4
    with (
        pytest.raises(Faults, match=r"--vary offers.0.pattern=none: offers.0.pattern.*'none' is not known"),
        blaming_the_scenario(lacking, folder),
    ):
        swept_grid(lacking, folder, ["offers.0.pattern=different,none"]).work_out(blocks.append)


def test_values_stay_exact_decimals() -> None:
    assert read_vary("a=0.1:0.3:0.1").values == ("0.1", "0.2", "0.3")
    assert read_vary("a=1:2:0.4").values == ("1.0", "1.4", "1.8")


@pytest.mark.parametrize(
    ("vary", "at", "unit"),
    [
        ("offers.0.long_term_premium=0:10:5%", [0, 500, 1000], "0.01%"),
        ("offers.0.long_term_premium=0:10:5", [0, 5, 10], "£1"),
        ("offers.0.long_term_premium=0:1:0.25", [0, 25, 50, 75, 100], "£0.01"),
        ("offers.0.long_term_premium=0:1:0.5", [0, 5, 10], "£0.10"),
        ("current.overtime_hours_a_week=0,1.5", [0, 15], "0.1 hours"),
        ("scales.weekly-hours=36:37.5:0.5", [360, 365, 370, 375], "0.1 hours"),
        ("person.whole_time_equivalent=0.6:1:0.2", [60, 80, 100], "0.01"),
        ("current.unsocial_hours_payment=0,1e3", [0, 1000], "£1"),
        ("person.children=0:2:1", [0, 1, 2], ""),
        ("scales.overtime.rate=1:2:1", [100, 200], "0.01"),
        ("person.sickness_absence=0:0.1:0.05", [0, 50, 100], "0.001"),
        ("switches.annual_leave_days=27:33:3", [27, 30, 33], "1"),
    ],
)
def test_values_lie_on_a_line_of_units(vary: str, at: list[int], unit: str) -> None:
    read = read_vary(vary)
    assert read.rises
    line = read.line()
    assert (line.at.tolist(), line.unit_words) == (at, unit)
    assert [float(value) for value in map(line.value, line.at)] == [float(v.removesuffix("%")) for v in read.values]


@pytest.mark.parametrize("values", ["x,y", "1", "2,1", "1,1", "0,5%", "0,nan", "0,inf", "0,1e30", "0,1e-30"])
def test_what_is_no_rising_number_is_not_looked_at(values: str) -> None:
    assert not read_vary(f"a={values}").rises


CLIFF = """
title: A loss that a pension tier makes come and go
as_at: 2026-11-22
nation: england
person: {student_loan: [plan_2], children: CHILDREN}
current: {band: 8a, step: entry, unsocial_hours_payment: PAYMENT}
offers:
  - {name: Sector manager, band: 8b, pattern: different}
"""


STATED = """
title: Stated hours
as_at: 2026-11-22
nation: england
current: {band: "7", step: top, saturday_night_hours_a_week: 0}
offers:
  - {name: Manager, band: 8a, sunday_holiday_hours_a_week: 1, pattern: different}
"""
ANNEX_5 = """
title: Annex 5
as_at: 2026-11-22
nation: england
current: {band: "6", step: top, annex_5_hours_a_week: 10}
offers:
  - {name: Manager, band: 8a, pattern: different}
"""
WRITTEN = {"cliff": CLIFF, "stated": STATED, "annex 5": ANNEX_5}


def brute_force(scenario: str, path: str, values: list[str]) -> list[bool]:
    """Whether the first move pays at each value, each tried."""
    document, folder = open_scenario(scenario)
    worked = moves(varied_cases(document, folder, [{path: value} for value in values]))
    return list(worked.take_home_change[worked.offer >= 0] >= 0)


def in_words(values: list[str], pays: list[bool]) -> tuple[str, str, list[str]]:
    """The direction, the bound and the other stretches, counted one value after another."""
    runs: list[tuple[int, int]] = []
    for number, yes in enumerate(pays):
        if yes and runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        elif yes:
            runs.append((number, number))
    shown = [values[a] if a == b else f"{values[a]} to {values[b]}" for a, b in runs]
    if all(pays):
        return "throughout", f"{values[0]} to {values[-1]}", []
    if pays[-1]:
        return "for good from", values[runs[-1][0]], shown[:-1]
    if pays[0]:
        return "for good up to", values[runs[0][1]], shown[1:]
    return "not pay for good", "", shown


@pytest.mark.parametrize(
    ("scenario", "changes", "path", "start", "stop", "step", "unit", "direction"),
    [
        (HEADLINE, {}, "offers.0.long_term_premium", 0, 4000, 500, "1", "for good from"),
        (HEADLINE, {}, "offers.0.long_term_premium", 0, 10, 1, "0.01%", "for good from"),
        # A pension tier ends at 67,668: pays below it, not just above it.
        (
            "cliff",
            {"PAYMENT": "9400", "plan_2": "plan_1", "CHILDREN": "0"},
            PREMIUM,
            0,
            5000,
            400,
            "1",
            "for good from",
        ),
        ("cliff", {"PAYMENT": "10000", "CHILDREN": "3"}, PREMIUM, 0, 6000, 1000, "1", "for good from"),
        ("student-loan-and-two-children", {}, PREMIUM, 11_000, 15_000, 1000, "1", "for good from"),
        ("scotland-paramedic-to-operations-manager", {}, PREMIUM, 0, 2000, 250, "1", "for good from"),
        # First higher point: what the post held is paid moves the step that the new post starts on.
        ("scotland-band-7-top-to-8a", {}, "current.long_term_premium", 0, 5000, 500, "1", None),
        ("scotland-band-7-top-to-8a", {}, "scales.pay-points.7.2.pounds", 61_000, 62_000, 100, "1", None),
        ("stated", {}, "current.saturday_night_hours_a_week", 0, 20, 5, "0.1", "for good up to"),
        ("stated", {"week: 0": "week: 8"}, "offers.0.sunday_holiday_hours_a_week", 0, 20, 5, "0.1", "for good from"),
        ("stated", {}, "current.overtime_hours_a_week", 0, 12, 4, "0.1", "for good up to"),
        ("stated", {}, "offers.0.whole_time_equivalent", 0.5, 1, 0.1, "0.01", "for good from"),
        ("stated", {}, "person.whole_time_equivalent", 0.1, 1, 0.1, "0.01", None),
        ("stated", {}, "current.unsocial_hours_payment", 0, 4000, 250, "1", "for good up to"),
        (SECTION_2, {}, "scales.pay-points.8a.0.pounds", 57_400, 60_400, 1000, "10", "for good from"),
        (SECTION_2, {}, "scales.member-pension-contribution.3.up_to", 52_000, 62_000, 2000, "10", None),
        ("annex 5", {}, "current.annex_5_hours_a_week", 5.5, 30, 6, "0.1", "for good up to"),
    ],
)
def test_where_a_move_pays_is_where_every_unit_says(
    scenario: str,
    changes: dict[str, str],
    path: str,
    start: float,
    stop: float,
    step: float,
    unit: str,
    direction: str | None,
    tmp_path: Path,
) -> None:
    if scenario in WRITTEN:
        text = WRITTEN[scenario]
        for old, new in changes.items():
            text = text.replace(old, new)
        scenario = str(tmp_path / "one.yaml")
        Path(scenario).write_text(text, encoding="utf-8")
    sign = "%" if unit.endswith("%") else ""
    first, last, each = (Decimal(str(number)) for number in (start, stop, step))
    smallest = Decimal(unit.removesuffix("%"))
    grid = [first + number * each for number in range(int((last - first) / each) + 1)]
    every = [
        f"{(grid[0] + number * smallest).normalize():f}" for number in range(int((grid[-1] - grid[0]) / smallest) + 1)
    ]
    pays = brute_force(scenario, path, [f"{value}{sign}" for value in every])
    expected, bound, islands = in_words(every, pays)
    assert direction in (None, expected)
    vary = f"{path}={','.join(f'{value}{sign}' for value in grid)}"
    _, findings = sweep(scenario, [vary], tmp_path / "out.csv")
    assert len(pd.read_csv(tmp_path / "out.csv")) == 2 * len(grid)
    words = findings[0]
    assert expected in words
    if unit != "10":  # tried every tenth pound only
        assert f"= {bound} (exact to " in words or not bound
        found = re.search(r"It pays at (.*?) (too|only)", words)
        assert (found.group(1).split("; ") if found else []) == islands


def test_a_changed_figure_can_be_swept() -> None:
    document, folder = open_scenario(HEADLINE)
    grid = [{"scales.pay-points.8a.0.pounds": str(pounds)} for pounds in (57_528, 60_146, 60_147)]
    change = moves(varied_cases(document, folder, grid)).take_home_change
    assert [change[1] < 0, change[3] < 0, change[5] >= 0] == [True, True, True]  # 60,146.25 is what is paid now
