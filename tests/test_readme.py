"""The README's examples run, and say what they are shown to say."""

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


def commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]


def test_the_readme_has_examples() -> None:
    assert len(blocks("README.md", "console")) >= 4
    assert len(blocks("README.md", "python")) >= 1


@pytest.mark.parametrize("page", PAGES)
def test_console_examples_print_what_they_show(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks(page, "console"):
        for command, shown in commands(block):
            program, *arguments = shlex.split(command)
            assert program == "paymodel"
            assert main(arguments) == 0, command
            printed = capsys.readouterr().out
            if shown.endswith("...\n"):
                assert printed.startswith(shown.removesuffix("...\n")), command
            else:
                assert printed == shown, command


@pytest.mark.parametrize("page", PAGES)
def test_python_examples_run(page: str) -> None:
    for block in blocks(page, "python"):
        test = doctest.DocTestParser().get_doctest(block, {}, page, page, 0)
        assert doctest.DocTestRunner().run(test).failed == 0


def test_the_rota_of_the_readme_is_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, block in enumerate(blocks("README.md", "yaml")):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block, encoding="utf-8")
        assert main(["check", str(path)]) == 0
        assert "rota, no fault found" in capsys.readouterr().out


def test_links_in_the_pages_lead_somewhere() -> None:
    for page in [*PAGES, "CONTRIBUTING.md", "CHANGELOG.md"]:
        text = (ROOT / page).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert ((ROOT / page).parent / link).exists(), f"{page}: {link}"
