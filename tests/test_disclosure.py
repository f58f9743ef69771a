"""What of a workforce may be published: redacted and rounded counts, and pounds of enough people."""

import csv
import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import paymodel
from paymodel.answers.workforce_phrasing import rung_words
from paymodel.app import workforce_question
from paymodel.cli import main
from paymodel.files.mappings import load_mapping
from paymodel.workforces.disclosure import EXACT, Control, Counts, Hidden, control_of, hide, rounded, two_largest
from tests.disclosure_attack import hidden_counts, people_singled_out, trust_at_random


def hidden(people: int, lose: int, gain: int, *changes: int, threshold: int = 5) -> Hidden:
    """What is hidden of a row of these counts; of these changes, pounds a year, where they are given."""
    pence = np.array(changes, dtype=np.int64) * 100
    counts = {"people": people, "lose": lose, "gain": gain, "change": pence.sum(), "losses": -pence[pence < 0].sum()}
    ends = np.sort([0, 0, *pence, 0, 0])
    extremes = np.array([*np.minimum(ends[:2], 0), *np.maximum(ends[-2:], 0)])
    largest = two_largest(extremes[np.newaxis, np.newaxis, np.newaxis])
    return hide({name: np.array([[[count]]]) for name, count in counts.items()}, largest, control_of(threshold))


@pytest.mark.parametrize(("count", "redacted"), [(0, True), (1, True), (7, True), (8, False), (9, False)])
def test_counts_of_seven_or_fewer_are_redacted_and_so_is_nobody(count: int, redacted: bool) -> None:
    assert hidden(count, count, 0).people.item() == redacted
    assert hidden(100, count, 100 - count).lose.item() == redacted
    assert hidden(100, 100 - count, count).gain.item() == redacted
    assert hidden(100, 50, 50 - count).same.item() == redacted
    assert hidden(100, count, 100 - count).same.item()  # nobody


def test_a_higher_threshold_redacts_more_and_a_lower_one_is_taken_as_five() -> None:
    # Counts up to two more than the threshold: all that would be rounded to no more than it, where it is 5, 10, ...
    assert [hidden(count, count, 0, threshold=10).people.item() for count in (12, 13)] == [True, False]
    assert [hidden(count, count, 0, threshold=2).people.item() for count in (7, 8)] == [True, False]
    assert control_of(2).notes == ("The threshold asked for is 2; the lowest is 5, which is used.",)
    assert control_of(5, 2).notes == (
        "The pounds that money is to be rounded to is 2; the lowest is 10, which is used.",
    )
    assert control_of(5, 100).unit == 100


def test_other_counts_are_rounded_to_five() -> None:
    counts = np.array([8, 12, 13, 17, 18, 323])
    assert control_of().counts(counts).tolist() == [10, 10, 15, 15, 20, 325]


def test_pounds_are_of_ten_people_or_more() -> None:
    nine, ten = [-100] * 9, [-100] * 10
    assert hidden(9, 9, 0, *nine).losses.item()
    assert hidden(9, 9, 0, *nine).change.item()
    assert not hidden(10, 10, 0, *ten).losses.item()
    assert not hidden(10, 10, 0, *ten).change.item()
    assert hidden(20, 9, 11, *nine, *[500] * 11).losses.item()  # nine of the twenty lose
    assert not hidden(20, 9, 11, *nine, *[500] * 11).change.item()


def test_pounds_of_which_two_people_are_more_than_half_are_none() -> None:
    # Ten who lose 100 each and two who lose 500: 1,000 of 2,000 is half, and no more; 501 makes it more.
    assert not hidden(12, 12, 0, *[-100] * 10, -500, -500).losses.item()
    assert hidden(12, 12, 0, *[-100] * 10, -500, -501).losses.item()
    # Losses and gains both count: two who gain 2,000 each are more than half of 20 x 100 and 4,000 together
    found = hidden(22, 20, 2, *[-100] * 20, 2_000, 2_000)
    assert (found.change.item(), found.losses.item()) == (True, False)


@pytest.mark.parametrize("seed", range(12))
def test_no_small_count_and_nobodys_change_follow_from_what_is_published(seed: int) -> None:
    trust = trust_at_random(seed, most_policies=2)
    counts = hidden_counts(trust)
    assert counts.redacted
    assert (counts.undecided, counts.recovered) == (0, [])
    _, singled_out = people_singled_out(trust)
    assert not singled_out


@dataclass(frozen=True)
class AsBefore(Control):
    """Counts of 1 to 4 hidden by themselves and nothing rounded, pounds of everybody: what the attack must break."""

    @property
    def most_redacted(self) -> int:
        return 4

    @property
    def fewest_for_pounds(self) -> int:
        return 1

    def count(self, people: int) -> int:
        return people

    def counts(self, people: Counts) -> Counts:
        return people


def test_the_attack_finds_what_is_not_protected() -> None:
    found = [trust_at_random(seed, most_policies=2, control=AsBefore(5, 1, internal=False)) for seed in range(4)]
    assert sum(len(hidden_counts(trust).recovered) for trust in found) >= 10
    assert sum(len(people_singled_out(trust)[1]) for trust in found) >= 3


POSTS = """title: One post
as_at: 2026-11-22
nation: england
offers: [{name: Lead, band: 8a, rota: monday-to-friday, pattern: different}]
"""
HEAD = "id,band,step,whole_time_equivalent,unsocial_hours_payment,site\n"


def asked(folder: Path, sites: dict[str, int], *more: str) -> Path:
    """A folder of people of band 7 at sites, every third of whom has no unsocial hours pay."""
    people = [site for site, count in sites.items() for _ in range(count)]
    rows = [f"P{n},7,top,1,{0 if n % 3 == 0 else 9000 + 10 * n},{site}\n" for n, site in enumerate(people)]
    (folder / "staff.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    (folder / "posts.yaml").write_text(POSTS, encoding="utf-8")
    command = ["workforce", str(folder / "staff.csv"), "--posts", str(folder / "posts.yaml"), "--by", "site"]
    assert main([*command, *more, "-o", str(folder / "out")]) == 0
    return folder


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_published_folder_holds_no_exact_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = asked(tmp_path, {"East": 103, "North": 7, "West": 12}) / "out"
    people = {row["value"]: row["people"] for row in table(out / "groups.csv")}
    assert people == {"East": "105", "North": "[c]", "West": "10"}
    assert {row["people"] for row in table(out / "summary.csv")} == {"120"}  # 122
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (record["staff_list"]["rows"], record["staff_list"]["used"]) == (120, 120)
    assert "120 of 120 rows of the staff list could be used." in (out / "README.md").read_text(encoding="utf-8")
    assert "122 of 122 rows of the staff list could be used." in capsys.readouterr().out  # for whoever asked


def test_exact_figures_are_for_people_inside_and_every_file_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(tmp_path, {"East": 103, "North": 7, "West": 12}, "--internal")
    assert not (tmp_path / "out").exists()
    out = tmp_path / "out-not-for-publication"
    people = {row["value"]: row["people"] for row in table(out / "groups.csv")}
    assert people == {"East": "103", "North": "7", "West": "12"}
    for path in sorted(out.glob("*.csv")):
        if not path.name.startswith("data-quality"):
            assert {row["note"] for row in table(path)} == {EXACT}, path.name
    words = (out / "README.md").read_text(encoding="utf-8")
    assert words.startswith(f"# One post ({EXACT})")
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert EXACT in record["title"]
    assert record["disclosure"]["internal"] is True
    assert EXACT in capsys.readouterr().out
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert main(["chart", "workforce", str(out), "-o", str(tmp_path / "chart.svg")]) == 0
    assert EXACT in " ".join((tmp_path / "chart.svg").read_text(encoding="utf-8").split())


def test_a_workbook_of_exact_figures_says_so(tmp_path: Path) -> None:
    (tmp_path / "posts.yaml").write_text(POSTS, encoding="utf-8")
    rows = "".join(f"P{n},7,top,1,0,East\n" for n in range(11))
    (tmp_path / "staff.csv").write_text(HEAD + rows, encoding="utf-8")
    command = ["workforce", str(tmp_path / "staff.csv"), "--posts", str(tmp_path / "posts.yaml"), "--internal"]
    assert main([*command, "-o", str(tmp_path / "answer.xlsx")]) == 0
    book = tmp_path / "answer-not-for-publication.xlsx"
    assert stat.S_IMODE(book.stat().st_mode) == 0o600
    assert not (tmp_path / "answer.xlsx").exists()
    summary = pd.read_excel(book, sheet_name=None, header=None, engine="calamine")
    assert any(EXACT in str(cell) for sheet in summary.values() for cell in sheet.to_numpy().ravel())


def test_the_app_asks_for_exact_figures_as_the_command_does() -> None:
    kind = "ambulance"
    asked = workforce_question.Asked(
        workforce_question.demonstration(kind),
        None,
        load_mapping("template"),
        workforce_question.shipped_posts(kind),
        None,
        internal=True,
    )
    answered = workforce_question.answer_workforce(asked, 400, "template")
    assert answered.control.internal
    assert EXACT in answered.title
    twin = workforce_question.twin_of(asked, "template")
    assert " --internal " in twin.command
    assert "internal=True" in twin.python


def test_a_total_tells_no_more_than_its_mean(tmp_path: Path) -> None:
    out = asked(tmp_path, {"East": 103, "West": 22}) / "out"
    rows = [
        row for name in ("summary", "groups") for row in table(out / f"{name}.csv") if row["sum_of_losses"] != "[c]"
    ]
    assert len(rows) == 4
    for row in rows:
        assert int(row["sum_of_losses"]) == int(row["mean_loss"]) * int(row["lose"])
        assert float(row["share_losing"]) == rounded(int(row["lose"]) / int(row["people"]) * 100, 1) / 100
    for row in table(out / "costs.csv"):
        whole, each = row["cost_of_making_losers_whole"], row["cost_of_making_each_loser_whole"]
        lose = next(of["lose"] for of in table(out / "summary.csv") if of["band_held"] == row["band_held"])
        assert int(whole) == int(each) * int(lose)
        assert int(row["premium_enough_for_95_percent"]) % 50 == 0


def test_what_a_row_says_of_few() -> None:
    row: dict[str, Any] = {"post": "Lead", "pattern": "", "band_held": "7", "people": 30, "lose": "[c]"}
    assert rung_words(row) == "Lead: fewer than 8 of 30 people in band 7 would lose."
    assert rung_words({**row, "people": "[c]"}) == "Lead: open to fewer than 8 people in band 7."
    exact = control_of(internal=True)
    everybody = {**row, "lose": 30, "mean_loss": 100}
    assert rung_words(everybody, exact) == "Lead: all 30 people in band 7 would lose, £100 a year each on average."


def test_exact_and_published_figures_are_of_the_same_people() -> None:
    shown = paymodel.workforce("ambulance", "ambulance", "leadership", by=["band"])
    exact = paymodel.workforce("ambulance", "ambulance", "leadership", by=["band"], internal=True)
    keys = ["policy", "post", "pattern", "band_held"]
    both = shown["summary"].merge(exact["summary"], on=keys, suffixes=("", "_exact"))
    assert len(both) == len(shown["summary"])
    for name in ("people", "lose", "same", "gain"):
        for cell, count in zip(both[name], both[f"{name}_exact"], strict=True):
            assert cell == ("[c]" if count <= 7 else rounded(count, 5)), name
    means = both[both["mean_change"] != "[c]"]
    apart = (pd.to_numeric(means["mean_change"]) - means["mean_change_exact"]).abs()
    in_force = means["policy"] == "In force"
    assert apart[in_force].max() <= 5.5  # exact figures are rounded to a pound
    assert apart[~in_force].max() <= 10.5  # the first policy's mean rounded, and the rounded difference from it


def test_policies_do_not_tell_the_pay_that_people_have_now_more_exactly_than_one_does() -> None:
    # A mean of 104 under the first policy; each of a hundred others brings 1 pound more. One by one they would be
    # rounded up from 105 on, which tells that the first is 104. As differences they are rounded up from 109 on.
    means = np.array([104.0 + more for more in range(101)])
    shown = control_of().means(means)
    assert shown[0] == 100
    assert shown.tolist() == [100 + rounded(more, 10) for more in range(101)]
    assert control_of().means(means - 3).tolist() == shown.tolist()  # 101 cannot be told from 104
