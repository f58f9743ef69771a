"""A report as a folder: what it holds, that it repeats, that it can be checked, and that nothing typed runs."""

import functools
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

import paymodel
from paymodel.answers.blocks import as_text
from paymodel.answers.comparison import marked_policy
from paymodel.cli import main
from paymodel.reports import pictures, zips
from paymodel.reports.folder import page_to_print
from paymodel.reports.parts import Worked
from paymodel.reports.pictures import picture_of
from paymodel.reports.record import RECORD
from paymodel.reports.report_charts import describe_charts, draw_pictures
from paymodel.reports.verifying import verify, verify_blocks
from paymodel.scenarios.load import open_scenario, scenario_of
from tests.browser import page_of

PARAMEDIC = "paramedic-to-operations-manager"
HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(1)> {{7*7}} =cmd() ../../x datum['a.b']"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "paramedic"
    assert main(["report", PARAMEDIC, "-o", str(folder)]) == 0
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_report_holds_all_its_parts(made: Path) -> None:
    found = names(made)
    for name in ("report.html", "report.docx", "workbook.xlsx", "workbook.ods", "results.json", "run-record.json"):
        assert name in found
    assert f"inputs/{PARAMEDIC}.yaml" in found
    assert "inputs/rotas/ambulance-ten-week.yaml" in found
    stems = {name.rsplit(".", 1)[0] for name in found if name.startswith("charts/")}
    assert len(stems) >= 6
    assert {"charts/08-sensitivity", "charts/09-range"} <= stems
    assert {f"{stem}.{ending}" for stem in stems for ending in ("svg", "png", "html", "csv", "txt")} <= set(found)


SIX_POSTS = """title: Up the ladder
question: Which post pays?
as_at: 2026-11-22
nation: england
current: {name: Team leader, band: "7", step: top, unsocial_hours_payment: 9000}
offers:
  - {name: First, band: 8a, pattern: different}
  - {name: Second, band: 8b, pattern: different}
  - {name: Third, band: 8d, step: top, pattern: different}
  - {name: Fourth, band: "9", step: top, pattern: different}
  - {name: Fifth, band: 8c, pattern: different}
  - {name: Sixth, band: 8c, step: top, pattern: different}
"""


def test_a_report_draws_each_move_it_discusses_and_names_those_left_out(tmp_path: Path) -> None:
    """8d top is 112,112 and 9 top 129,783 in England in 2026-27: the personal allowance tapers from 100,000."""
    path = tmp_path / "six.yaml"
    path.write_text(SIX_POSTS, encoding="utf-8")
    document, folder = open_scenario(str(path))
    worked = Worked(scenario_of(document, folder, "six"), document, folder)
    drawn = draw_pictures(worked)
    kinds = [picture.kind for picture in drawn]
    assert kinds.count("waterfall") == 4
    falls = [one.post.name for one in worked.moves if one.take_home_change < 0]
    assert falls == ["First"]  # 56,515 and 9,000 are more than the 57,528 of 8a, and less than the 66,582 of 8b
    remedies = [picture.subtitle for picture in drawn if picture.kind == "remedies"]
    assert [words.removeprefix("Moving to ")[:5] for words in remedies] == falls
    (cliffs,) = [picture for picture in drawn if picture.kind == "cliffs"]
    said = f"{cliffs.title} {cliffs.alt} {cliffs.table.rows}"
    assert "personal allowance starts to taper (£100,000" in said
    for name in ("Team leader", "First", "Second", "Third", "Fourth", "Fifth", "Sixth"):
        assert name in said
    (side_by_side,) = [picture for picture in drawn if picture.kind == "payslips-side-by-side"]
    assert "Sixth" in side_by_side.alt
    assert describe_charts(worked) == (
        "Why take-home pay changes is drawn for the first 4 of 6 moves. Not drawn: Fifth (pattern different); Sixth"
        " (pattern different). Unsocial hours and what moves the answer most are drawn for First (pattern different)"
        " alone. Not drawn: Second (pattern different); Third (pattern different); Fourth (pattern different); Fifth"
        " (pattern different); Sixth (pattern different). Ways to fix it are drawn where take-home pay falls. It does"
        " not on: Second (pattern different); Third (pattern different); Fourth (pattern different); Fifth (pattern"
        " different); Sixth (pattern different)."
    )
    page = page_to_print(worked)
    assert "Not drawn: Fifth (pattern different); Sixth (pattern different)." in page
    assert page.count("<figure") == len(drawn)


@pytest.mark.parametrize("name", ["four-fixes-side-by-side", "low-typical-high-sickness-overtime-bank"])
def test_a_report_of_policies_marks_every_post_among_the_cliffs(name: str) -> None:
    document, folder = open_scenario(name)
    worked = Worked(scenario_of(document, folder, name), document, folder)
    drawn = draw_pictures(worked)
    marked = [str(row[0]) for picture in drawn if picture.kind == "cliffs" for row in picture.table.rows]
    for one in worked.moves:
        assert f"{one.post.name} (pattern different), {marked_policy(worked.scenario, one.policy_name)}" in marked
    moves = [picture.subtitle for picture in drawn if picture.kind == "waterfall"]
    assert len(set(moves)) == len(moves) == 4  # each names its policy
    assert sum(picture.kind == "remedies" for picture in drawn) == sum(one.take_home_change < 0 for one in worked.moves)


def test_cliffs_reach_what_a_post_grows_into() -> None:
    """8d at the entry step pays 92,628 to 95,378 a year and its top 110,036 to 112,112: the taper begins at 114,285."""
    for name in ("ahp-ladder-5-overarching-8d", "ahp-ladder-6-strategic-8d", "ahp-ladder-7-strategic-9"):
        picture = picture_of("cliffs", name)
        (taper,) = [row for row in picture.table.rows if str(row[0]).startswith("personal allowance starts to taper")]
        assert taper[1] == 114_285  # 100,000 / (1 - 12.5%) = 114,285.71, the last whole pound before


def test_a_chart_is_of_the_pattern_that_is_named() -> None:
    name = "surprise-5-same-person-protected-or-not"
    said = {
        pattern: picture_of("unsocial-hours", name, offer=f"Operations commander, 24/7 (pattern {pattern})").subtitle
        for pattern in ("different", "same")
    }
    assert "falls £97 a month" in said["different"]
    assert "stays about the same" in said["same"]


def test_the_report_says_what_it_rests_on(made: Path) -> None:
    text = (made / "report.html").read_text(encoding="utf-8")
    for words in (
        "The question",
        "The answer",
        "Ways to fix it",
        "What the answer depends on",
        "How it was worked out",
        "Assumptions",
    ):
        assert words in text
    for words in ("Figures used", "Limits of use", "Review by 31 March 2027", "Not payroll", "£113 a month"):
        assert words in text.replace("Estimates, not payroll", "Not payroll")


def test_the_report_is_accessible_and_asks_for_nothing(made: Path) -> None:
    html = (made / "report.html").read_text(encoding="utf-8")
    for width in (1000, 360):
        with page_of(html, width) as page:
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_report_stands_until_something_changes(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(made)]) == 0
    assert "Nothing has changed: every file" in capsys.readouterr().out
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    scenario = copy / "inputs" / f"{PARAMEDIC}.yaml"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("step: top", "step: entry"), encoding="utf-8")
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("{years_in_band: 6}", "{}"), encoding="utf-8")
    assert main(["verify", str(copy)]) == 1
    said = capsys.readouterr().out
    assert f"inputs/{PARAMEDIC}.yaml is not as it was written" in said
    assert "comparison.results.1.take_home_change" in said
    assert "-1350.49" in said


def test_a_figure_that_was_altered_is_found(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    results = copy / "results.json"
    results.write_text(results.read_text(encoding="utf-8").replace("-1350.49", "-1350.48"), encoding="utf-8")
    found = verify(copy)
    assert not found.sound
    assert ("comparison.results.1.take_home_change", "-1350.48", "-1350.49") in found.figures
    assert found.files == ("results.json is not as it was written",)


def bullets(text: str) -> list[str]:
    """The items of the lists in what a command said."""
    return [line.removeprefix("  - ") for line in text.splitlines() if line.startswith("  - ")]


def test_each_file_that_was_changed_or_taken_away_or_added_is_named(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure of the page, junk in a workbook, a workbook gone, and a file that is none of ours."""
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    page = copy / "report.html"
    text = page.read_text(encoding="utf-8")
    assert "113" in text
    page.write_text(text.replace("113", "999"), encoding="utf-8")
    with (copy / "workbook.xlsx").open("ab") as book:
        book.write(b"junk")
    (copy / "workbook.ods").unlink()
    (copy / "charts" / "added.txt").write_text("added", encoding="utf-8")
    assert main(["verify", str(copy)]) == 1
    said = capsys.readouterr().out
    assert "4 files are not as written: do not rely on this folder." in said
    assert "every figure comes out as its file of results has it" in said
    assert bullets(said) == [
        "report.html is not as it was written",
        "workbook.ods is missing",
        "workbook.xlsx is not as it was written",
        "charts/added.txt was added",
    ]


def test_no_file_is_left_out_of_the_record(made: Path, tmp_path: Path) -> None:
    """Whichever is changed by one byte at its end, or taken away; only the record cannot vouch for itself."""
    held = [name for name in names(made) if name != RECORD]
    for damage, words in (("longer", "is not as it was written"), ("gone", "is missing")):
        copy = tmp_path / damage
        shutil.copytree(made, copy)
        for name in held:
            path = copy / name
            path.write_bytes(path.read_bytes() + b" ") if damage == "longer" else path.unlink()
        assert list(verify(copy).files) == [f"{name} {words}" for name in held]


def test_whatever_is_added_to_a_report_is_named(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / ".hidden").touch()
    (copy / "charts" / "empty" / "within").mkdir(parents=True)
    (copy / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    (copy / "nowhere").symlink_to(tmp_path / "nowhere")
    os.mkfifo(copy / "pipe")
    held = copy / "workbook.ods"  # a link out of the folder to the same bytes is no file of the folder
    held.rename(tmp_path / "workbook.ods")
    held.symlink_to(tmp_path / "workbook.ods")
    added = [".hidden", "charts/empty/within", "elsewhere", "nowhere", "pipe"]
    assert list(verify(copy).files) == ["workbook.ods is missing", *(f"{name} was added" for name in added)]


def test_a_record_vouches_for_nothing_outside_of_its_folder(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    record = json.loads((copy / RECORD).read_text(encoding="utf-8"))
    other = tmp_path / "other.txt"
    other.write_text("abc", encoding="utf-8")
    # SHA-256 of "abc": FIPS 180-4, example B.1
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    outside = ["../other.txt", str(other), "charts/../../other.txt", "no\0name"]
    record["files"] |= dict.fromkeys(outside, digest)
    (copy / RECORD).write_text(json.dumps(record), encoding="utf-8")
    assert sorted(verify(copy).files) == sorted(f"{name} is missing" for name in outside)


@pytest.mark.parametrize("damage", ["unlink", "text"])
def test_a_report_whose_figures_cannot_be_worked_out_again_is_not_sound(
    made: Path, tmp_path: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    name = f"inputs/{PARAMEDIC}.yaml"
    (copy / name).unlink() if damage == "unlink" else (copy / name).write_text("title: [", encoding="utf-8")
    assert main(["verify", str(copy)]) == 1
    said, err = capsys.readouterr()
    assert err == ""
    how, why = ("is missing", "is missing") if damage == "unlink" else ("is not as it was written", "is not valid YAML")
    first, second = bullets(said)
    assert first == f"{name} {how}"
    assert second.startswith(f"{name}: ")
    assert why in second
    assert "They cannot be worked out again:" in said


@pytest.mark.parametrize("below", ["", "paper"])
def test_a_report_in_a_zip_file_is_verified_too(made: Path, tmp_path: Path, below: str) -> None:
    copy = tmp_path / "all" / below
    shutil.copytree(made, copy)
    archive = shutil.make_archive(str(tmp_path / "sound"), "zip", tmp_path / "all")
    assert main(["verify", archive]) == 0
    (copy / "workbook.ods").unlink()
    archive = shutil.make_archive(str(tmp_path / "less"), "zip", tmp_path / "all")
    assert main(["verify", archive]) == 1


def test_a_hostile_zip_file_is_a_plain_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "paper.zip"

    def refused(*names: str, size: int = 1) -> str:
        with warnings.catch_warnings(), zipfile.ZipFile(path, "w") as archive:
            warnings.simplefilter("ignore")  # a name that stands twice
            for name in names:
                archive.writestr(name, bytes(size))
        return line(path)

    def line(path: Path) -> str:
        assert main(["verify", str(path)]) == 2
        (words,) = capsys.readouterr().err.splitlines()
        return words.removeprefix(f"{path}: ")

    outside = "names a file twice, or one outside of itself; name the folder"
    for name in ("../a", "/a", "a/../../b", "C:/a", "a\\b", "a//b", "./a"):
        assert refused(name, "b") == outside
    assert refused("a", "a") == outside
    assert refused("a").startswith(f"holds no {RECORD}")
    monkeypatch.setattr(zips, "MOST_UNPACKED", 10_000_000)
    assert refused("a", size=10_000_001).startswith("holds more than 10 MB or 10,000 files")
    path.write_bytes(path.read_bytes()[:-40])
    assert line(path) == "is neither a folder nor a zip file that can be read"
    assert not (tmp_path / "a").exists()


def test_what_verify_cannot_know_is_said_with_what_to_do(made: Path) -> None:
    said = as_text(verify_blocks(verify(made))).replace("\n", " ")
    assert hashlib.sha256((made / RECORD).read_bytes()).hexdigest() in said
    assert "Whoever changes a file can write the record again" in said


@pytest.mark.parametrize("name", ["run-record.json", "results.json"])
@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"title": 1}'])
def test_a_damaged_record_is_a_plain_line(
    made: Path, tmp_path: Path, name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / name).write_text(text, encoding="utf-8")
    assert main(["verify", str(copy)]) == (2 if name == RECORD else 1)
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert len(said.err.splitlines()) <= 1


def test_a_staff_list_does_not_go_with_a_report(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["verify", str(made), "--staff", "staff.csv"]) == 2
    words = "goes with a folder that paymodel workforce wrote; this is a report"
    assert capsys.readouterr().err == f"{made}: --staff: {words}\n"


def test_what_is_no_report_is_a_plain_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert main(["report", "nobody", "-o", str(tmp_path / "out")]) == 2
    assert main(["report", PARAMEDIC, "-o", str(tmp_path / "a" / "b")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert not list(tmp_path.iterdir())


def test_a_report_repeats_in_other_places_and_languages_and_by_the_door_of_python(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    program = f"import paymodel; print(paymodel.report({PARAMEDIC!r}, {str(other)!r}))"
    ran = subprocess.run([sys.executable, "-c", program], check=True, env=environment, capture_output=True, text=True)
    assert ran.stdout == f"{other}\n"
    assert names(other) == names(made)
    different = [name for name in names(made) if (made / name).read_bytes() != (other / name).read_bytes()]
    assert different == []
    with pytest.raises(paymodel.Faults):  # a folder that holds a report already
        paymodel.report(PARAMEDIC, made)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("hostile")
    text = Path("scenarios", f"{PARAMEDIC}.yaml").read_text(encoding="utf-8")
    shutil.copytree("scenarios/rotas", here / "rotas")
    typed = json.dumps(HOSTILE)
    text = re.sub(r"^title: .*$", lambda _: f"title: {typed}", text, flags=re.MULTILINE)
    text = re.sub(r"^question: .*$", lambda _: f"question: {typed}", text, flags=re.MULTILINE)
    text = text.replace("name: Operations manager", f"name: {typed}").replace("name: In force", f"name: {typed}")
    text = text.replace("name: Band 6 paramedic, ten-week rota, Annex 5", f"name: {typed}")
    (here / "a.yaml").write_text(text, encoding="utf-8")
    assert main(["report", str(here / "a.yaml"), "-o", str(here / "out")]) == 0
    return here / "out"


def test_nothing_typed_runs_in_a_page(hostile: Path) -> None:
    pages = [hostile / "report.html", *sorted((hostile / "charts").glob("*.html"))]
    for path in pages:
        html = path.read_text(encoding="utf-8")
        with page_of(html) as page:
            assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
            if path.name == "report.html":
                assert "<script>alert" in page.inner_text("h1")  # as text
            assert page.evaluate("[...document.scripts].every(s => !s.textContent.startsWith('alert'))")


def test_nothing_typed_runs_elsewhere(hostile: Path) -> None:
    for path in sorted((hostile / "charts").glob("*.svg")):
        assert "<script" not in path.read_text(encoding="utf-8")
    for path in sorted((hostile / "charts").glob("*.csv")):
        cells = re.split(r"[\n,]", path.read_text(encoding="utf-8"))
        assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "@"))]
    assert all(".." not in name for name in names(hostile))


def test_charts_of_a_workforce(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "out"
    asked = ["workforce", "ambulance", "--posts", "ambulance", "--policies", "leadership", "-o", str(folder)]
    assert main(asked) == 0
    for name, options in (
        ("posts.svg", ["workforce"]),
        ("professions.svg", ["workforce", "--by", "profession", "--offer", "Sector manager"]),
        ("costs.csv", ["policy-costs"]),
    ):
        assert main(["chart", options[0], str(folder), *options[1:], "-o", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 100
    assert main(["chart", "workforce", str(folder), "--by", "colour", "-o", str(tmp_path / "none.svg")]) == 2
    assert "no column 'colour'" in capsys.readouterr().err
    for text, words in (("", "is not a folder"), ("post,policy\na,b\n", "its tables lack"), ("post\na,b\n", "")):
        (folder / "summary.csv").write_text(text, encoding="utf-8")
        assert main(["chart", "workforce", str(folder), "-o", str(tmp_path / "none.svg")]) == 2
        said = capsys.readouterr().err
        assert words in said
        assert len(said.splitlines()) == 1


def charts(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    for kind in (
        "waterfall",
        "payslips",
        "unsocial-hours",
        "matrix",
        "careers",
        "remedies",
        "rota",
        "cliffs",
        "ladder",
    ):
        for ending in (".svg", ".png", ".html", ".csv", ".txt"):
            yield kind, tmp_path / f"{kind}{ending}"


def test_every_chart_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "picture_of", functools.cache(picture_of))  # worked out once for all its forms
    for kind, target in charts(tmp_path):
        assert main(["chart", kind, PARAMEDIC, "-o", str(target)]) == 0, (kind, capsys.readouterr().err)
        assert target.stat().st_size > 100
        assert "Estimates, not payroll." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["waterfall", PARAMEDIC, "-o", "a.pdf"], "a.pdf: give a name that ends in .svg, .png, .html, .csv, .txt"),
        (["waterfall", PARAMEDIC, "--offer", "Manger", "-o", "a.svg"], "no offer 'Manger'"),
        (["waterfall", PARAMEDIC, "--policy", "X", "-o", "a.svg"], "no policy 'X'"),
        (["matrix", PARAMEDIC, "--policy", "X", "-o", "a.svg"], "no policy 'X'"),
        (["matrix", PARAMEDIC, "--offer", "X", "-o", "a.svg"], "paymodel chart matrix: --offer: this kind takes none"),
        (["careers", PARAMEDIC, "--by", "X", "-o", "a.svg"], "paymodel chart careers: --by: this kind takes none"),
        (["workforce", PARAMEDIC, "-o", "a.svg"], "is not a folder that paymodel workforce wrote"),
        (["waterfall", PARAMEDIC, "-o", "none/a.svg"], "cannot be written"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_a_plain_line(
    arguments: list[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["chart", *arguments]) == 2
    said = capsys.readouterr().err
    assert line in said
    assert len(said.splitlines()) == 1
    assert not list(tmp_path.iterdir())
