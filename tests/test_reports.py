"""A report as a folder: what it holds, that it repeats, that it can be checked, and that nothing typed runs."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from paymodel.cli import main
from paymodel.reports.record import verify
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


def test_the_report_says_what_it_rests_on(made: Path) -> None:
    text = (made / "report.html").read_text(encoding="utf-8")
    for words in (
        "The question",
        "The answer",
        "What would put it right",
        "What the answer hangs on",
        "How it was worked out",
        "What is assumed",
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
    assert "The results still stand" in capsys.readouterr().out
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
    assert not found.stands
    assert ("comparison.results.1.take_home_change", "-1350.48", "-1350.49") in found.figures
    assert "results.json is not as it was written" in found.damaged


@pytest.mark.parametrize("name", ["run-record.json", "results.json"])
@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"title": 1}'])
def test_a_damaged_record_is_a_plain_line(
    made: Path, tmp_path: Path, name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(made, copy)
    (copy / name).write_text(text, encoding="utf-8")
    assert main(["verify", str(copy)]) in (1, 2)
    said = capsys.readouterr()
    assert "Traceback" not in said.err + said.out
    assert len(said.err.splitlines()) <= 1


def test_what_is_no_report_is_a_plain_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path / "none")]) == 2
    assert main(["report", "nobody", "-o", str(tmp_path / "out")]) == 2
    assert main(["report", PARAMEDIC, "-o", str(tmp_path / "a" / "b")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert not list(tmp_path.iterdir())


def test_a_report_repeats_in_other_places_and_languages(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "paymodel.cli", "report", PARAMEDIC, "-o", str(other)]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    assert names(other) == names(made)
    different = [name for name in names(made) if (made / name).read_bytes() != (other / name).read_bytes()]
    assert different == []


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


def test_every_chart_by_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
