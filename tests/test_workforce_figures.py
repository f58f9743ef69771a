"""The workforce command from files to figures: it says of each person what a comparison of that person says."""

import csv
import json
from pathlib import Path

import pytest

from paymodel.cli import main

POSTS = """
title: One post
as_at: 2026-11-22
offers:
  - {post: ambulance-operations-manager-8a, name: Operations manager, pattern: different}
"""
POLICIES = """
policies:
  - name: In force
  - {name: Award, change: {award.percent: 3%}}
  - {name: Tier, change: {scales.member-pension-contribution.3.rate: 12%}}
  - {name: Premium, change: {offers.all.long_term_premium: 5%}}
"""
HEADINGS = (
    *("id", "band", "step", "whole_time_equivalent", "rota", "unsocial_hours", "unsocial_hours_payment"),
    *("student_loan", "overtime_hours_a_year"),
)
STAFF = f"""{",".join(HEADINGS)}
P1,6,top,1,ambulance-ten-week,annex_5,,plan_2,78.25
P2,6,top,0.6,ambulance-ten-week,section_2,,,0
P3,7,1,0.8,,,9000,,0
"""
PEOPLE = {  # the same three people, as scenarios of one person each
    "P1": (
        "{student_loan: plan_2}",
        '{band: "6", step: top, rota: ambulance-ten-week, unsocial_hours: annex_5, overtime_hours_a_year: 78.25}',
        "overtime_hours_a_year: 0",
    ),
    "P2": (
        "{whole_time_equivalent: 0.6}",
        '{band: "6", step: top, rota: ambulance-ten-week, if_hours_differ: scale}',
        "if_hours_differ: scale, on_call: {pounds_a_year: 916.8}",  # 0.6 of the post's 1,528 pounds
    ),
    "P3": (
        "{whole_time_equivalent: 0.8}",
        '{band: "7", step: "1", unsocial_hours_payment: 9000}',
        "if_hours_differ: scale, on_call: {pounds_a_year: 1222.4}",  # 0.8 of it
    ),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("staff.csv", STAFF), ("posts.yaml", POSTS), ("policies.yaml", POLICIES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*more: str) -> int:
    return main(["workforce", "staff.csv", "--posts", "posts.yaml", "--policies", "policies.yaml", "-o", "out", *more])


def test_what_a_workforce_takes_for_granted_names_the_award_of_its_posts_as_a_comparison_does(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "posts.yaml").write_text(POSTS + "award: {percent: 2%}\n", encoding="utf-8")
    assert run() == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "An award of 2% on the pay scale of 22 November 2026 comes before everything else" in said
    assert "An award of 3% on the pay scale of 22 November 2026 comes before everything else" in said  # a policy's own
    assert "careers stay in the pay scale of the award, with no other" in said
    assert "with no award" not in said


def test_each_person_is_told_what_a_comparison_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--rows") == 0
    capsys.readouterr()
    with (folder / "out" / "individual-rows-not-for-publication.csv").open(encoding="utf-8") as file:
        rows = {(row["id"], row["policy"]): row for row in csv.DictReader(file)}
    assert len(rows) == 12
    for person, (who, current, offer) in PEOPLE.items():
        text = (
            f"title: check\nas_at: 2026-11-22\nnation: england\nperson: {who}\ncurrent: {current}\noffers:\n"
            f"  - {{post: ambulance-operations-manager-8a, name: Operations manager, pattern: different, {offer}}}\n"
        )
        (folder / "one.yaml").write_text(text + POLICIES, encoding="utf-8")
        assert main(["compare", "one.yaml", "--format", "json"]) == 0
        results = json.loads(capsys.readouterr().out)["results"]
        offers = [result for result in results if "take_home_change" in result]
        assert len(offers) == 4
        for result in offers:
            row = rows[person, result["policy"]]
            assert float(row["take_home_change"]) == result["take_home_change"], (person, result["policy"])


def test_too_few_people_to_show_are_redacted_and_it_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "open to fewer than 8 people in the bands below" in said
    assert "3 of 3 rows of the staff list could be used" in said
    with (folder / "out" / "summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["band_held"] for row in rows} == {"all"}
    assert {row[name] for row in rows for name in ("people", "lose", "gain", "mean_change")} == {"[c]"}
    assert not (folder / "out" / "individual-rows-not-for-publication.csv").exists()
    assert run("--rows") == 2  # the folder is not empty: nothing is written over
    assert "is not empty" in capsys.readouterr().err


def test_a_percentage_of_basic_pay_is_the_payment_that_it_comes_to(folder: Path) -> None:
    # Band 6 top, whole time and at 0.8: 25% of 48,117 is 12,029.25, and 0.8 of that 9,623.40. Basic pay stated: 40,000.
    people = [("6,top,1", "", 12_029.25), ("6,top,0.8", "", 9_623.40), ("6,top,0.5", "40000", 5_000.00)]
    changes = []
    for name, said in (("percent", "25,"), ("payment", ",{2:.2f}")):
        rows = "".join(f"P{n},{one[0]},{one[1]},{said.format(*one)}\n" for n, one in enumerate(people))
        head = "id,band,step,whole_time_equivalent,basic_pay,unsocial_hours_percent,unsocial_hours_payment\n"
        (folder / "staff.csv").write_text(head + rows, encoding="utf-8")
        command = ["workforce", "staff.csv", "--posts", "posts.yaml", "--rows", "-o", name]
        assert main(command) == 0
        with (folder / name / "individual-rows-not-for-publication.csv").open(encoding="utf-8") as file:
            changes.append([(row["id"], row["take_home_change"]) for row in csv.DictReader(file)])
    assert len(changes[0]) == len(people)
    assert changes[0] == changes[1]
