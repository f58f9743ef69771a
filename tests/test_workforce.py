"""A workforce by name, checked, and from Python; what is printed agrees with the tables."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter

import paymodel
from paymodel.answers.workforce import ROWS_FILE
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files import mappings
from paymodel.files.mappings import guessed, shipped_mappings
from paymodel.files.scales import load_policy
from paymodel.files.staff_lists import Piece, pieces
from paymodel.files.uploads import Upload
from paymodel.files.workbooks import sheets_of
from paymodel.files.yaml_documents import parse
from paymodel.pay.job import BAND_CODE
from paymodel.progress import listening
from paymodel.scenarios.load import scenario_of
from paymodel.workforces.disclosure import control_of, rounded
from paymodel.workforces.engine_local import run_locally
from paymodel.workforces.measured import COUNTS
from paymodel.workforces.options import Options
from paymodel.workforces.row_by_row import look_through
from paymodel.workforces.run import Run
from paymodel.workforces.staff_rows import Reader

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
    assert set(paymodel.workforce("acute", "ambulance")["summary"]["post"]) == {"Manager"}


def test_the_tables_are_those_of_the_command(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["workforce", "ambulance", "--posts", "ambulance", "--policies", "leadership", "--by", "band"]
    assert main([*words, "--threshold", "7", "-o", str(out)]) == 0
    tables = paymodel.workforce("ambulance", "ambulance", "leadership", by=["band"], threshold=7)
    assert list(tables) == ["summary", "groups", "costs", "remedies", "why"]
    for name, table in tables.items():
        assert table.to_csv(index=False, lineterminator="\n") == (out / f"{name}.csv").read_text("utf-8-sig")


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
    counts = [rounded(part.sum(), 5), rounded((~part).sum(), 5)]
    assert groups["people"].tolist() == counts
    printed = capsys.readouterr().out
    assert "By part or whole time, In force: the lowest mean changes that are shown" in printed
    assert f"part time           Manager     {counts[0]}" in printed


def test_a_column_of_that_name_in_the_list_goes_first(tmp_path: Path) -> None:
    rows = "".join(f"{n},6,top,1,0,{'x' if n < 8 else 'y'}\n" for n in range(20))
    put(
        tmp_path,
        posts__yaml=POSTS,
        staff__csv=f"id,band,step,whole_time_equivalent,unsocial_hours_payment,part_or_whole_time\n{rows}",
    )
    tables = paymodel.workforce(tmp_path / "staff.csv", tmp_path / "posts.yaml", by=["part_or_whole_time"])
    assert tables["groups"][["value", "people"]].to_numpy().tolist() == [["x", 10], ["y", 10]]  # 8 and 12


def test_nobody_is_offered_a_post_by_a_column_of_our_making(tmp_path: Path) -> None:
    put(tmp_path, posts__yaml=POSTS.replace("}", ", open_to: {part_or_whole_time: [part time]}}"))
    with pytest.raises(Faults, match="the staff list has no column 'part_or_whole_time'"):
        paymodel.workforce("acute", tmp_path / "posts.yaml")


def test_costs_stand_in_the_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    put(tmp_path, posts__yaml=POSTS, policies__yaml=POLICIES)
    files = ["--posts", str(tmp_path / "posts.yaml"), "--policies", str(tmp_path / "policies.yaml")]
    assert main(["workforce", "ambulance", *files, "-o", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    costs = pd.read_csv(tmp_path / "out" / "costs.csv", dtype=str).drop_duplicates("policy").set_index("policy")
    first, second = printed.split("\nPremium\n")
    assert "Policy, for each appointed" not in first
    table = second[second.index("Policy, for each appointed") :]
    row = next(line for line in table.splitlines() if line.startswith("Manager "))
    assert costs["band_held"].to_dict() == {"In force": "7", "Premium": "7"}
    assert f"£{int(costs['policy_cost_for_each_appointed'].to_dict()['Premium']):,}" in row


def test_every_answer_says_what_is_redacted_and_rounded(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = control_of().words()
    out = tmp_path / "out"
    assert main(["workforce", "ambulance", "--posts", "ambulance", "--threshold", "2", "-o", str(out)]) == 0
    said = capsys.readouterr().out.split("\n---")[0]  # before the first table
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    for text in (said, (out / "README.md").read_text(encoding="utf-8")):
        assert f"{words} The threshold asked for is 2; the lowest is 5, which is used." in " ".join(text.split())
    assert record["disclosure"] == {
        "internal": False,
        "threshold": 5,
        "redacted_up_to": 7,
        "counts_rounded_to": 5,
        "money_rounded_to": 10,
        "hidden": "[c]",
        "how": words,
    }


OPENED = "Open it with: paymodel workforce STAFF"
SOUND_POSTS = ["a.yaml: posts, no fault found", f"a.yaml: {OPENED} --posts a.yaml -o OUT"]
USED = "s.csv: Columns used: 'id', 'band', 'step', 'whole_time_equivalent', 'unsocial_hours_payment'."
CHECKS: dict[str, tuple[dict[str, str], list[str]]] = {
    "posts and policies": (
        {"a__yaml": POSTS, "b__yaml": POLICIES},
        [*SOUND_POSTS, "b.yaml: policies, no fault found", f"b.yaml: {OPENED} --posts POSTS --policies b.yaml -o OUT"],
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
            *SOUND_POSTS,
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
            *SOUND_POSTS,
            "s.csv: staff list (column mapping 'template', 3 rows), 3 faults",
            "s.csv: Open it with: paymodel workforce s.csv --posts a.yaml -o OUT",
            "s.csv: Rows: 3 read, 1 used, 2 left out (step: 1, id: 1, whole_time_equivalent: 1).",
            USED,
            "s.csv: The command leaves rows with a fault out, lists them and uses the others.",
            "s.csv: row 3, step: band 6 has no step 9 in england on 2026-11-22: it has steps 1 to 3",
            "s.csv: row 4, id: the assignment stands on row 2 already",
            "s.csv: row 4, whole_time_equivalent: '1.5' is out of range: 0.0001 to 1 (a part of full time, not hours)",
        ],
    ),
    "a sound staff list": (
        {"a__yaml": POSTS, "s__csv": "".join(STAFF.splitlines(keepends=True)[:2])},
        [
            *SOUND_POSTS,
            "s.csv: staff list (column mapping 'template', 1 row), no fault found",
            "s.csv: Open it with: paymodel workforce s.csv --posts a.yaml -o OUT",
            "s.csv: Rows: 1 read, 1 used, none left out.",
            USED,
        ],
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


BESIDE = """title: Two posts
as_at: 2026-11-22
nation: england
offers:
  - {name: In London, band: 8a, pattern: different, high_cost_area: inner, children: 1}
  - {name: Elsewhere, band: 8b, pattern: different}
"""


def options(folder: Path, **more: Any) -> Options:
    return Options(staff=str(folder / "staff.csv"), posts=str(folder / "posts.yaml"), policies=None, **more)


def test_posts_in_and_out_of_a_high_cost_area_stand_side_by_side(tmp_path: Path) -> None:
    put(tmp_path, posts__yaml=BESIDE, staff__csv="".join(STAFF.splitlines(keepends=True)[:2]))
    assert (
        main(
            [
                "workforce",
                str(tmp_path / "staff.csv"),
                "--posts",
                str(tmp_path / "posts.yaml"),
                "--rows",
                "-o",
                str(tmp_path / "out"),
            ]
        )
        == 0
    )
    rows = pd.read_csv(tmp_path / "out" / ROWS_FILE).set_index("post")["take_home_change"]
    for offer in BESIDE.splitlines()[-2:]:
        head = BESIDE.split("offers:")[0] + 'current: {band: "6", step: top, unsocial_hours_payment: 0}\noffers:\n'
        alone = paymodel.compare(scenario_of(parse(head + offer, "one.yaml"), None, "one")).moves[0]
        assert rows[alone.post.name] == alone.take_home_change


def test_a_file_without_a_usable_row_has_no_rows_of_people(tmp_path: Path) -> None:
    frame = pd.DataFrame([line.split(",") for line in STAFF.splitlines()[1:]], columns=STAFF.split("\n")[0].split(","))
    (tmp_path / "staff").mkdir()
    frame[:1].to_parquet(tmp_path / "staff" / "0.parquet", index=False)
    frame[1:].to_parquet(tmp_path / "staff" / "1.parquet", index=False)
    put(tmp_path, posts__yaml=POSTS)
    names = ["workforce", str(tmp_path / "staff"), "--posts", str(tmp_path / "posts.yaml"), "--rows"]
    assert main([*names, "-o", str(tmp_path / "out")]) == 0
    assert pd.read_csv(tmp_path / "out" / ROWS_FILE)["id"].tolist() == ["A1"]


def test_a_column_that_pandas_made_the_index_is_a_column_of_the_table(tmp_path: Path) -> None:
    frame = pd.DataFrame([line.split(",") for line in STAFF.splitlines()[1:]], columns=STAFF.split("\n")[0].split(","))
    frame.set_index("id").to_parquet(tmp_path / "staff.parquet")
    put(tmp_path, posts__yaml=POSTS)
    names = ["workforce", str(tmp_path / "staff.parquet"), "--posts", str(tmp_path / "posts.yaml"), "--rows"]
    assert main([*names, "-o", str(tmp_path / "out")]) == 0
    assert pd.read_csv(tmp_path / "out" / ROWS_FILE)["id"].tolist() == ["A1"]
    jobs = pd.DataFrame({"id": ["A1"], "nation": ["wales"], "as_at": ["2026-11-22"], "band": ["6"], "step": ["top"]})
    jobs.set_index("band").to_parquet(tmp_path / "jobs.parquet")
    assert main(["payslips", str(tmp_path / "jobs.parquet"), "-o", str(tmp_path / "payslips.csv")]) == 0


def test_people_measured_a_few_at_once_are_those_measured_together(tmp_path: Path) -> None:
    rows = "".join(f"P{n},6,{1 + n % 3},{0.5 + n % 6 / 10:g},{100 * n}\n" for n in range(25))
    put(tmp_path, posts__yaml=POSTS, staff__csv=STAFF.splitlines(keepends=True)[0] + rows)
    parts = pieces(tmp_path / "staff.csv")
    whole = run_locally(Run(options(tmp_path)), parts)
    few = Run(options(tmp_path))
    few.at_once = 7
    told: list[tuple[str, float | None]] = []
    with listening(lambda words, share: told.append((words, share))):
        again = run_locally(few, parts)
    assert [(words, share) for words, share in told if words.endswith("people")] == [
        (f"{start} of 25 people", start / 25) for start in (7, 14, 21)
    ]
    for name in COUNTS:
        assert again.measured.counts[name].tolist() == whole.measured.counts[name].tolist()
    assert (again.read, again.used) == (whole.read, whole.used) == (25, 25)


def test_a_list_is_looked_through_as_the_run_reads_it(tmp_path: Path) -> None:
    put(tmp_path, posts__yaml=POSTS, staff__csv=STAFF.replace("a1,7,top,1.5", "a1,7,top,1"))
    parts = pieces(tmp_path / "staff.csv")
    found = look_through(Run(options(tmp_path)), parts)
    run = run_locally(Run(options(tmp_path)), parts)
    assert (found.read, found.used, found.problems) == (run.read, run.used, run.problems)
    assert (found.read, found.used) == (3, 1)
    assert [(row, column) for row, _, column, _ in found.problems] == [(3, "step"), (4, "id")]
    put(tmp_path, staff__csv="".join(STAFF.splitlines(keepends=True)[:3]))  # nobody stands twice
    found = look_through(Run(options(tmp_path)), parts)
    assert (found.read, found.used, [row for row, *_ in found.problems]) == (2, 1, [3])


def test_a_list_in_memory_is_asked_as_a_file_is(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(b"id,band\n")
    upload = Upload("staff.csv", b"id,band\n")
    for name in ("exists", "is_file", "is_dir"):
        assert getattr(upload, name)() == getattr(path, name)()
    assert (upload.suffix, upload.stat().st_size) == (path.suffix, path.stat().st_size)
    with pytest.raises(TypeError, match=r"staff.csv is held in memory"):
        _ = Piece(upload, 2).path


def test_the_sheets_of_a_workbook_are_those_shown_and_filled(tmp_path: Path) -> None:
    path = tmp_path / "staff.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Staff", "Empty", "Hidden", "Leavers"):
            sheet = book.add_worksheet(name)
            if name != "Empty":
                sheet.write(0, 0, "id")
            if name == "Hidden":
                sheet.hide()
    assert sheets_of(path) == ["Staff", "Leavers"]
    (tmp_path / "staff.csv").write_text("id\n1\n", encoding="utf-8")
    assert sheets_of(tmp_path / "staff.csv") == []
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = b"<workbook"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(Faults, match=r"staff.xlsx: "):
        sheets_of(path)


def test_headings_are_guessed_from_any_mapping_that_ships_or_from_what_they_are_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    headings = ["Employee Number", "Grade", "Step", "FTE", "rotas", "Depot"]
    found = {"id": "Employee Number", "band": "Grade", "step": "Step", "whole_time_equivalent": "FTE", "rota": "rotas"}
    assert guessed(headings).columns == {column: [heading] for column, heading in found.items()}
    # a heading that stands for a column already stands for no other
    put(tmp_path, more__yaml="title: More\ncolumns: {site: [Depot], profession: [Grade]}\n")
    known = [*shipped_mappings(), str(tmp_path / "more.yaml")]
    monkeypatch.setattr(mappings, "shipped_mappings", lambda: known)
    assert guessed(headings).columns == {column: [heading] for column, heading in {**found, "site": "Depot"}.items()}


def test_a_rota_of_the_staff_list_has_the_hours_of_each_policys_own_rules(tmp_path: Path) -> None:
    """Two policies set the same figure to different values: the second is not answered with the hours of the first."""
    reader = Reader("england", tmp_path, "refuse")
    books = [
        load_policy("england", "2026-11-22", changes={"section-2-windows.weekday_from": hour})
        for hour in ("18:00", "22:00")
    ]
    together = [reader.hours("ambulance-ten-week", book, BAND_CODE["6"]) for book in books]
    alone = [Reader("england", tmp_path, "refuse").hours("ambulance-ten-week", book, BAND_CODE["6"]) for book in books]
    assert together == alone
    assert together[0] != together[1]
