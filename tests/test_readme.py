"""The examples of the pages run, and say what they are shown to say.

A block whose language is followed by a name (`csv staff.csv`) is written to that file, for the commands of the page. A
line of three dots stands for lines left out. A command may fail where the page shows what it then says.
"""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from paymodel.cli import main

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").glob("*.md")))]


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def steps(page: str) -> list[tuple[str, str]]:
    """What a page does in turn: the name of a file and its text, or `$` and a block of commands."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"```(?:console|(?:csv|yaml) ([\w.-]+))\n(.*?)```", text, flags=re.DOTALL)
    return [(name or "$", block) for name, block in found]


def agrees(printed: str, shown: str) -> bool:
    """Whether the lines shown stand in what was printed, in order; a line of three dots stands for lines left out.

    The version is left out: pages show that of the day they were written.
    """
    printed, shown = (re.sub(r"\bpaymodel \d+\.\d+\.\d+", "paymodel", text) for text in (printed, shown))
    pattern = "".join(
        "(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in shown.removesuffix("\n").split("\n")
    )
    return re.fullmatch(pattern if shown else "", printed) is not None


def commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def test_the_readme_has_examples() -> None:
    assert len(blocks("README.md", "console")) >= 1
    assert len(blocks("README.md", "python")) >= 1
    assert len(blocks("docs/commands.md", "console")) >= 8


def test_the_readme_can_be_read_in_three_minutes() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").split()) <= 700


def pounds_that_no_output_shows(text: str) -> list[str]:
    """Pounds that the words of a part of a page name and none of its outputs shows, rounded or not."""
    words = re.sub(r"```.*?```|^#.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
    shown = [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", "".join(fenced(text)))]
    said = re.findall(r"£(\d[\d,]*(?:\.\d+)?)", words)
    half = {one: 0.005 if "." in one else 0.5 for one in said}
    return [one for one in said if all(abs(float(one.replace(",", "")) - two) > half[one] for two in shown)]


def fenced(text: str) -> list[str]:
    return re.findall(r"```.*?\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page == "README.md" or "guide" in page or "cookbook" in page]
)
def test_pounds_in_words_stand_in_the_output_beside_them(page: str) -> None:
    parts = re.split(r"^(?=##+ )", (ROOT / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {part.partition("\n")[0]: found for part in parts if (found := pounds_that_no_output_shows(part))} == {}


def test_words_that_name_other_pounds_than_the_output_are_found() -> None:
    part = (
        "# £5 of a heading\n\n```console\n$ x\nfalls by £1,350.49\n```\n\nThat is £1,350, or £1,350.49, and not £1,351."
    )
    assert pounds_that_no_output_shows(part) == ["1,351"]


@pytest.mark.parametrize("page", PAGES)
def test_console_examples_print_what_they_show(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, block in steps(page):
        if name != "$":
            (tmp_path / name).write_text(block, encoding="utf-8")
            continue
        for command, shown in commands(block):
            program, *arguments = shlex.split(command)
            assert program == "paymodel"
            status = main(arguments)
            said = capsys.readouterr()
            told = said.out + said.err
            assert agrees(told, shown), f"{page} shows of {command}\n{shown}\nit says now\n{told}"
            assert status == 0 or set(said.err.splitlines()) & set(shown.splitlines()), command


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ("a\nb\nc\n", True),
        ("a\n...\n", True),
        ("...\nb\n...\n", True),
        ("a\n...\nc\n", True),
        ("a\nb\n", False),
        ("b\n...\n", False),
        ("...\nc\n...\nb\n...\n", False),
        ("", False),
    ],
)
def test_dots_stand_for_lines_left_out(shown: str, same: bool) -> None:
    assert agrees("a\nb\nc\n", shown) is same


def test_a_page_may_show_an_earlier_version() -> None:
    assert agrees("Made by paymodel 0.2.0. Fine.\n", "Made by paymodel 0.1.0. Fine.\n")
    assert not agrees("Made by paymodel 0.2.0. Fine.\n", "Made by paymodel 0.1.0. Bad.\n")


@pytest.mark.parametrize("page", PAGES)
def test_python_examples_run(page: str) -> None:
    for block in blocks(page, "python"):
        test = doctest.DocTestParser().get_doctest(block, {}, page, page, 0)
        assert doctest.DocTestRunner().run(test).failed == 0


def test_the_rota_of_the_commands_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, block in enumerate(blocks("docs/commands.md", "yaml")):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        assert main(["check", str(path)]) == 0
        assert "rota, no fault found" in capsys.readouterr().out


def test_links_in_the_pages_lead_somewhere() -> None:
    for page in [*PAGES, "CONTRIBUTING.md", "CHANGELOG.md"]:
        whole = (ROOT / page).read_text(encoding="utf-8")
        text = re.sub(r"^```.*?^```$", "", whole, flags=re.DOTALL | re.MULTILINE)
        for link in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", text):
            assert ((ROOT / page).parent / link).exists(), f"{page}: {link}"
