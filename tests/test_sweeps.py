"""Sweeps agree with one comparison at a time, and say where a move starts to pay."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from paymodel import compare, load_scenario
from paymodel.errors import Faults
from paymodel.files.documents import parse
from paymodel.files.scenarios import open_scenario, scenario_of, shipped_scenarios, varied_cases
from paymodel.files.sweeps import read_vary, sweep
from paymodel.job import LINES
from paymodel.many import moves

HEADLINE = "paramedic-to-operations-manager"


@pytest.mark.parametrize("name", shipped_scenarios())
def test_many_at_once_equal_one_at_a_time(name: str) -> None:
    scenario = load_scenario(name)
    worked = moves(scenario.cases)
    results = compare(scenario).results
    assert len(worked.case) == len(results)
    for row, result in enumerate(results):
        assert worked.pattern[row] == result.pattern
        assert worked.step[row] == result.step
        assert worked.verdict[row] == (result.verdict or "")
        for line in LINES:
            assert worked.offered[line][row] == result.payslip[line], line
        if result.take_home_change is not None:
            assert worked.take_home_change[row] == result.take_home_change


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
        alone = compare(scenario_of(document, text.parent, "one")).results[1]
        assert row["take_home_change"] == pytest.approx(alone.take_home_change, abs=1e-9)


def test_the_premium_from_which_the_move_pays_is_the_break_even(tmp_path: Path) -> None:
    _, findings = sweep(HEADLINE, ["offers.0.long_term_premium=2600:2640:1"], tmp_path / "out.parquet")
    assert findings == [
        (
            "Operations manager (pattern different), In force: pays for good from offers.0.long_term_premium = 2619"
            " (of the values tried)."
        )
    ]
    table = pd.read_parquet(tmp_path / "out.parquet")
    change = table.loc[table["offers.0.long_term_premium"] == "2619", "take_home_change"].max()
    assert 0 <= change < 1


def test_unsocial_hours_pay_crosses_zero_where_it_ought(tmp_path: Path) -> None:
    # Band 6 top 48,117 to 8a entry 57,528: equal gross pay at 9,411 / 48,117 = 19.56%.
    _, findings = sweep("paramedic-section-2-to-operations-manager", [], tmp_path / "out.csv", ready="unsocial")
    assert len(findings) == 1
    assert "pays for good up to unsocial hours pay, % of basic pay = 19.5" in findings[0]


def test_the_matrix_holds_every_step_and_every_post(tmp_path: Path) -> None:
    sweep("paramedic-section-2-to-operations-manager", [], tmp_path / "out.csv", ready="matrix")
    table = pd.read_csv(tmp_path / "out.csv", dtype={"current.band": str, "current.step": str})
    assert set(zip(table["current.band"], table["current.step"], strict=True)) == {
        (band, step) for band in "567" for step in "123"
    }
    offered = table[table["verdict"].notna()]
    assert {"8a", "8b", "8c", "8d", "9"} == set(offered["band"])


def test_every_rota_is_swept(tmp_path: Path) -> None:
    sweep("paramedic-section-2-to-operations-manager", [], tmp_path / "out.csv", ready="rotas")
    table = pd.read_csv(tmp_path / "out.csv")
    lost = table[table["verdict"].notna()].set_index("current.rota")["take_home_change"]
    assert lost["monday-to-friday"] > 0 > lost["four-on-four-off-eight-week"]


@pytest.mark.parametrize(
    ("vary", "line"),
    [
        (["current.band"], "--vary current.band: write PATH=START:STOP:STEP or PATH=a,b,c, such as"),
        (["a=5:1:1"], "'5:1:1' is not START:STOP:STEP, rising numbers such as 0:5000:100"),
        (["a=0:1e9:1"], "makes 1,000,000,001 values; at most 200,000"),
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


def test_values_stay_exact_decimals() -> None:
    assert read_vary("a=0.1:0.3:0.1").values == ("0.1", "0.2", "0.3")
    assert read_vary("a=1:2:0.4").values == ("1.0", "1.4", "1.8")
    assert read_vary("a=x,y").numbers is None
    numbers = read_vary("a=0:10:5%").numbers
    assert numbers is not None
    assert np.array_equal(numbers, [0, 5, 10])


def test_a_changed_figure_can_be_swept() -> None:
    document, folder = open_scenario(HEADLINE)
    grid = [{"scales.pay-points.8a.0.pounds": str(pounds)} for pounds in (57_528, 60_146, 60_147)]
    change = moves(varied_cases(document, folder, grid)).take_home_change
    assert [change[1] < 0, change[3] < 0, change[5] >= 0] == [True, True, True]  # 60,146.25 is what is paid now
