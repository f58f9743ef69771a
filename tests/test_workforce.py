"""A workforce by name, checked, and from Python; what is printed agrees with the tables."""

from pathlib import Path

import pandas as pd
import pytest

import paymodel
from paymodel.cli import main
from paymodel.errors import Faults

POSTS = """title: One post
as_at: 2026-11-22
offers:
  - {post: ambulance-operations-manager-no-on-call-8a, name: Manager, pattern: different}
"""
POLICIES = "policies:\n  - {name: In force}\n  - {name: Premium, change: {offers.0.long_term_premium: 5%}}\n"
STAFF = "id,band,step,whole_time_equivalent,unsocial_hours_payment\nA1,6,top,1,0\nA2,6,9,1,0\na1,7,top,1.5,0\n"

MEANT = " did you mean 'ambulance'?"


def put(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("ambulence", "--posts", "ambulance"),
            "ambulence: not a file or a shipped staff list;" + MEANT,
        ),
        (("ambulance", "--posts", "amblance"), "amblance: not a file or shipped posts;" + MEANT),
        (
            ("ambulance", "--posts", "ambulance", "--policies", "leaders"),
            "leaders: not a file or shipped policies; did you mean 'leadership'?",
        ),
        (("staff.csv", "--posts", "ambulance"), "staff.csv: no such file"),
    ],
)
def test_names_that_are_not_shipped(
    arguments: tuple[str, ...],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["workforce", *arguments, "-o", "out"]) == 2
    assert capsys.readouterr().err == f"{words}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_file_goes_before_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ambulance").write_text(POSTS, encoding="utf-8")
    assert paymodel.workforce("acute", "ambulance")["summary"]["post"].tolist() == ["Manager"]


def test_the_tables_are_those_of_the_command(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["workforce", "ambulance", "--posts", "ambulance", "--policies", "leadership", "--by", "band"]
    assert main([*words, "--threshold", "7", "-o", str(out)]) == 0
    tables = paymodel.workforce("ambulance", "ambulance", "leadership", by=["band"], threshold=7)
    assert list(tables) == ["summary", "groups", "costs"]
    for name, table in tables.items():
        assert table.to_csv(index=False, lineterminator="\n") == (out / f"{name}.csv").read_text(encoding="utf-8")


def test_what_python_asks_wrongly_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Faults) as error:
        paymodel.workforce("ambulance", "ambulance", threshold=1, round_to=5_000)
    assert [str(fault) for fault in error.value.faults] == [
        "workforce: threshold: 1 is not a whole number from 2 to 1000",
        "workforce: round_to: 5000 is not a whole number from 2 to 1000",
    ]
    put(tmp_path, staff__csv=STAFF.replace(",6,top,", ",10,top,"))
    with pytest.raises(Faults, match="no row can be used; row 2, band: '10' is not a band"):
        paymodel.workforce(tmp_path / "staff.csv", "ambulance")


def test_people_are_grouped_by_part_and_whole_time(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    posts = tmp_path / "posts.yaml"
    posts.write_text(POSTS, encoding="utf-8")
    out = tmp_path / "out"
    words = ["workforce", "acute", "--posts", str(posts), "--by", "part_or_whole_time", "-o", str(out)]
    assert main(words) == 0
    groups = pd.read_csv(out / "groups.csv")
    assert groups["value"].tolist() == ["part time", "whole time"]
    staff = pd.read_csv(Path(__file__).parent.parent / "scenarios/workforce/acute-trust.csv", dtype={"band": str})
    below = staff[staff["band"].isin(list("1234567"))]
    part = below["whole_time_equivalent"] < 1
    assert groups["people"].tolist() == [part.sum(), (~part).sum()]
    printed = capsys.readouterr().out
    assert "By part or whole time, In force: the lowest mean changes that are shown" in printed
    assert f"part time           Manager     {part.sum()}" in printed


def test_a_column_of_that_name_in_the_list_goes_first(tmp_path: Path) -> None:
    rows = "".join(f"{n},6,top,1,0,{'x' if n < 8 else 'y'}\n" for n in range(20))
    put(
        tmp_path,
        posts__yaml=POSTS,
        staff__csv=f"id,band,step,whole_time_equivalent,unsocial_hours_payment,part_or_whole_time\n{rows}",
    )
    tables = paymodel.workforce(tmp_path / "staff.csv", tmp_path / "posts.yaml", by=["part_or_whole_time"])
    assert tables["groups"][["value", "people"]].to_numpy().tolist() == [["x", 8], ["y", 12]]


def test_nobody_is_offered_a_post_by_a_column_of_our_making(tmp_path: Path) -> None:
    put(tmp_path, posts__yaml=POSTS.replace("}", ", open_to: {part_or_whole_time: [part time]}}"))
    with pytest.raises(Faults, match="the staff list has no column 'part_or_whole_time'"):
        paymodel.workforce("acute", tmp_path / "posts.yaml")


def test_costs_stand_in_the_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    put(tmp_path, posts__yaml=POSTS, policies__yaml=POLICIES)
    files = ["--posts", str(tmp_path / "posts.yaml"), "--policies", str(tmp_path / "policies.yaml")]
    assert main(["workforce", "ambulance", *files, "-o", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    costs = pd.read_csv(tmp_path / "out" / "costs.csv", dtype=str).set_index("policy")
    first, second = printed.split("\nPremium\n")
    assert "Policy, for all" not in first
    row = next(line for line in second.splitlines() if line.startswith("Manager ") and line.count("£") > 4)
    assert f"£{int(costs['policy_cost'].to_dict()['Premium']):,}" in row


CHECKS: dict[str, tuple[dict[str, str], list[str]]] = {
    "posts and policies": (
        {"a__yaml": POSTS, "b__yaml": POLICIES},
        ["a.yaml: posts, no fault found", "b.yaml: policies, no fault found"],
    ),
    "policies alone": (
        {"b__yaml": POLICIES.replace("offers.0", "offers.9")},
        [
            "b.yaml: policies (their shape alone: name the posts in the same command to check what they change), no"
            " fault found"
        ],
    ),
    "policies that change nothing that is there": (
        {"a__yaml": POSTS, "b__yaml": POLICIES.replace("offers.0", "offers.9")},
        [
            "a.yaml: posts, no fault found",
            "b.yaml: policies.1.change.offers.9.long_term_premium, line 3: '9' leads nowhere; the only one is 0",
        ],
    ),
    "policies whose shape is wrong": (
        {"b__yaml": POLICIES.replace("offers.0", "current") + "  - {nmae: A}\n"},
        [
            "b.yaml: policies.2.nmae, line 4: unknown key 'nmae'; did you mean 'name'?",
            "b.yaml: policies.2.name, line 4: missing",
        ],
    ),
    "policies for the person": (
        {"b__yaml": POLICIES.replace("offers.0", "current")},
        [
            "b.yaml: policies.1.change.current.long_term_premium, line 3: 'current' belongs to the people in post; a"
            " policy changes the posts offered, the switches or the award"
        ],
    ),
    "posts at fault": (
        {"a__yaml": POSTS.replace("8a", "8x")},
        [
            "a.yaml: offers.0.post, line 4: 'ambulance-operations-manager-no-on-call-8x' is not in the post library;"
            " did you mean 'ambulance-operations-manager-no-on-call-8a'?"
        ],
    ),
    "a mapping": (
        {"m__yaml": "title: Ours\ncolumns: {id: [Number], bnd: [Band]}\n"},
        ["m.yaml: columns.bnd, line 2: 'bnd' is not a column of a staff list; did you mean 'band'?"],
    ),
    "a staff list": (
        {"a__yaml": POSTS, "s__csv": STAFF},
        [
            "a.yaml: posts, no fault found",
            "s.csv: row 3, step: band 6 has no step 9 in england on 2026-11-22: it has steps 1 to 3",
            "s.csv: row 4, id: the assignment stands on row 2 already",
            "s.csv: row 4, whole_time_equivalent: '1.5' is out of range: 0.0001 to 1 (a part of full time, not hours)",
        ],
    ),
    "a sound staff list": (
        {"a__yaml": POSTS, "s__csv": "".join(STAFF.splitlines(keepends=True)[:2])},
        ["a.yaml: posts, no fault found", "s.csv: staff list (column mapping 'template', 1 row), no fault found"],
    ),
}


@pytest.mark.parametrize("name", CHECKS)
def test_files_of_a_workforce_are_checked(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    files, lines = CHECKS[name]
    put(tmp_path, **files)
    status = main(["check", *sorted(path.name for path in tmp_path.iterdir())])
    said = capsys.readouterr()
    assert (said.out + said.err).splitlines() == lines
    assert status == (2 if said.err else 0)


def test_a_workbook_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.split(",") for line in STAFF.splitlines()]
    pd.DataFrame(lines[1:], columns=lines[0]).to_excel(tmp_path / "staff.xlsx", index=False, engine="xlsxwriter")
    put(tmp_path, posts__yaml=POSTS)
    assert main(["check", str(tmp_path / "staff.xlsx"), str(tmp_path / "posts.yaml")]) == 2
    assert capsys.readouterr().err.count("\n") == 3
