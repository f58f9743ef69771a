"""`paymodel batch`: a folder of scenarios as one table, equal to what `compare` says of each."""

import csv
import shutil
from pathlib import Path

import pytest

from paymodel.cli import main
from paymodel.files.scales import shipped_folder
from paymodel.moves.comparison import compare
from paymodel.scenarios.load import load_scenario

SEVERAL = (
    "award-over-a-pension-tier",
    "four-fixes-side-by-side",
    "paramedic-section-2-to-operations-manager",
    "paramedic-to-operations-manager",
    "scotland-paramedic-to-operations-manager",
    "student-loan-and-two-children",
    "wales-paramedic-to-operations-manager",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Scenarios of three nations, of one policy and of several, with their rotas beside them."""
    there = tmp_path / "ours"
    shutil.copytree(shipped_folder("scenarios") / "rotas", there / "rotas")
    for name in SEVERAL:
        shutil.copy(shipped_folder("scenarios") / f"{name}.yaml", there)
    return there


def rows_of(folder: Path, target: Path) -> list[dict[str, str]]:
    assert main(["batch", str(folder), "-o", str(target)]) == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_is_what_compare_says_of_the_move(folder: Path, tmp_path: Path) -> None:
    rows = rows_of(folder, tmp_path / "all.csv")
    moves = [(name, move) for name in SEVERAL for move in compare(load_scenario(name)).moves]
    assert [(row["scenario"], row["policy"], row["post_offered"]) for row in rows] == [
        (name, move.policy_name, move.post.name) for name, move in moves
    ]
    for row, (_, move) in zip(rows, moves, strict=True):
        assert float(row["take_home_change"]) == move.take_home_change
        assert float(row["gross_change"]) == move.gross_change
        assert float(row["employer_cost_change"]) == move.what_else.employer_cost_change
        assert float(row["take_home_offered"]) == float(move.payslip["take_home_pay"])
        assert (row["verdict"], row["pattern"], int(row["step_offered"])) == (
            move.verdict,
            move.pattern or "",
            move.step,
        )


def test_figures_that_are_not_confirmed_are_named_in_the_row(folder: Path, tmp_path: Path) -> None:
    rows = {row["scenario"]: row["not_confirmed"] for row in rows_of(folder, tmp_path / "all.csv")}
    assert "annex-5-percentages (england, above 21 hours: 25%) [unverified]" in rows["paramedic-to-operations-manager"]
    assert "annex-5" not in rows["wales-paramedic-to-operations-manager"]  # Wales pays Section 2


def test_other_files_of_the_folder_are_left_out_and_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(shipped_folder("scenarios") / "rotas" / "monday-to-friday.yaml", folder)
    assert main(["batch", str(folder), "-o", str(tmp_path / "all.csv")]) == 0
    assert "Left out, as they are not scenarios: monday-to-friday.yaml." in capsys.readouterr().out


def test_every_fault_of_every_scenario_is_a_line_and_nothing_is_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, old, new in ((SEVERAL[2], "nation: england", "nation: englund"), (SEVERAL[4], "title:", "titel:")):
        path = folder / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (folder / "broken.yaml").write_text("current: [", encoding="utf-8")
    assert main(["batch", str(folder), "-o", str(tmp_path / "all.csv")]) == 2
    said = capsys.readouterr().err
    for name in (SEVERAL[2], SEVERAL[4], "broken"):
        assert f"{name}.yaml" in said
    assert not (tmp_path / "all.csv").exists()


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("nowhere", "nowhere: does not exist; give a folder of scenarios"),
        ("a.yaml", "a.yaml: this is a file; give its folder"),
        ("empty", "empty: holds no scenario: no .yaml file in it says what the 'current' post is"),
    ],
)
def test_what_is_no_folder_of_scenarios_is_said(
    folder: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("current: {}", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert main(["batch", folder, "-o", "all.csv"]) == 2
    assert capsys.readouterr().err == f"{said}\n"
