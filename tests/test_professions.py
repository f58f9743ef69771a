"""The fourteen allied health professions against the ladder: the ready-made grid, the posts by name, the heat map."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

import paymodel
from paymodel.charts.professions import professions_picture
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.scenarios.load import open_scenario
from paymodel.scenarios.professions import ladder_posts, professions
from paymodel.scenarios.sweeps import professions_of
from tests.pictures import SIZES, faults_of
from tests.test_scenarios import SEVEN_DAYS, pay, section_2

# NHS England, The 14 allied health professions (diagnostic and therapeutic radiographers count as one).
FOURTEEN = {
    *("Art therapist", "Drama therapist", "Music therapist", "Podiatrist", "Dietitian", "Occupational therapist"),
    *("Operating department practitioner", "Orthoptist", "Osteopath", "Paramedic", "Physiotherapist"),
    *("Prosthetist or orthotist", "Radiographer", "Speech and language therapist"),
}
BAND_6_TOP, BAND_7_TOP, BAND_8A = 48_117, 56_515, 57_528  # NHS Employers, pay scales for 2026/27


@pytest.fixture(scope="module")
def grid() -> pd.DataFrame:
    table = paymodel.sweep(ready="professions").to_frame()
    return table[table["verdict"] != ""]


def test_each_of_the_fourteen_is_held_at_the_top_of_bands_6_and_7_and_offered_each_post_of_the_ladder(
    grid: pd.DataFrame,
) -> None:
    assert {post.group for post in professions().values()} == FOURTEEN
    assert set(grid["profession"]) == FOURTEEN
    assert set(grid.groupby("profession")["band_held"].unique().map(tuple)) == {("6", "7")}
    # 8a and 8b: profession leads; 8b: bolted on; 8c, 8c, 8d: part-multiprofessional, overarching; 8d, 9: strategic.
    assert [post.band for post in ladder_posts().values()] == ["8a", "8b", "8b", "8c", "8c", "8d", "8d", "9"]
    assert len(grid) == 14 * 2 * 8
    assert all(post.status == "illustration" for post in (*professions().values(), *ladder_posts().values()))


def test_what_a_move_pays_is_worked_out_from_the_rota_of_the_profession(grid: pd.DataFrame) -> None:
    on_annex_5 = BAND_7_TOP * Decimal("1.25")  # 25.1 hours a week: the bracket of 25%
    held = {
        ("Art therapist", "6"): pay(BAND_6_TOP, "9.8"),
        ("Art therapist", "7"): pay(BAND_7_TOP, "10.7"),
        ("Physiotherapist", "7"): pay(BAND_7_TOP + section_2(BAND_7_TOP, SEVEN_DAYS), "10.7"),
        ("Paramedic", "7"): pay(on_annex_5, "12.5"),
    }
    lead = grid[grid["band"] == "8a"].set_index(["profession", "band_held"])["take_home_change"]
    by_hand = {key: float(pay(BAND_8A, "10.7").take_home - post.take_home) for key, post in held.items()}
    assert {key: lead[key] for key in held} == pytest.approx(by_hand, abs=0.005)


def test_the_enhancement_is_said_beside_each_profession(grid: pd.DataFrame) -> None:
    said = grid.groupby("profession")["unsocial_hours_percent"].first()
    # Of 52.142857 weeks of 37.5 hours: 111.3125 at 30% and 165 at 60%, as counted beside the shipped scenario.
    hours = float(Decimal("0.3") * SEVEN_DAYS[0] + Decimal("0.6") * SEVEN_DAYS[1])
    assert said["Physiotherapist"] == round(hours / (37.5 * 365 / 7) * 100, 2) == 6.77
    assert said["Paramedic"] == 25
    assert said["Podiatrist"] == 0


def test_policies_apply_and_a_scenario_gives_the_nation() -> None:
    policies = paymodel.sweep("four-fixes-side-by-side", ready="professions")
    assert "Left out: policy Enhancements kept: it cannot be for every post of the library." in policies.findings
    frame = policies.to_frame()
    entry = frame[(frame["band"] == "8a") & (frame["profession"] == "Podiatrist")].groupby("policy")["basic_pay"].max()
    assert entry[["In force", "A new pay point at entry"]].tolist() == [57_528, 60_300]
    scotland = paymodel.sweep("scotland-paramedic-to-operations-manager", ready="professions").to_frame()
    assert scotland["unsocial_hours_percent"].max() > 25  # Section 2 at Scotland's rates: there is no Annex 5 there
    assert set(scotland["profession"]) == FOURTEEN


@pytest.mark.parametrize("key", ["physiotherapist-7", "operating-department-practitioner-6", "ahp-bolted-on-8b"])
def test_every_shipped_post_is_known_by_its_name(key: str, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    held, offered = (key, "ahp-strategic-9") if "ahp" not in key else ("paramedic-6", key)
    text = f"title: T\nas_at: 2026-11-22\nnation: england\ncurrent: {{post: {held}}}\n"
    file.write_text(f"{text}offers: [{{post: {offered}, pattern: different}}]\n", encoding="utf-8")
    move = paymodel.compare(str(file)).moves[0]
    assert move.take_home_change > 0
    file.write_text(f"{text}offers: [{{post: fysiotherapist-7}}]\n", encoding="utf-8")
    with pytest.raises(Faults, match="'fysiotherapist-7' is not in the post library; did you mean 'physiotherapist-7'"):
        paymodel.compare(str(file))


@pytest.mark.parametrize("width", SIZES)
def test_the_heat_map_is_readable(width: int) -> None:
    document, folder = open_scenario("fourteen-professions")
    picture = professions_picture(*professions_of(document, folder, "fourteen-professions"))
    assert not faults_of(picture, width)
    assert picture.title == "7 of 14 professions lose on the ladder, £500 a month at worst"
    assert "The worst: Paramedic, band 7 to " in picture.subtitle
    assert "Monday to Friday: no unsocial hours pay." in picture.alt
    assert "illustrations, not anybody's own rota" in picture.subtitle
    assert len(picture.table.rows) == 14 * 2 * 8


def test_only_the_professions_need_no_scenario(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "map.csv")
    assert main(["chart", "professions", "-o", out]) == 0
    assert main(["chart", "professions", "four-fixes-side-by-side", "--policy", "A larger gap", "-o", out]) == 0
    capsys.readouterr()
    for command in (["chart", "matrix"], ["sweep"], ["sweep", "--ready", "matrix"]):
        assert main([*command, "-o", out]) == 2
        assert capsys.readouterr().err.endswith(": give a scenario file, or the name of a shipped scenario\n")
