"""The worked examples of the how-to pages, followed to the letter on a fresh clone: a pay round, a rule, a scenario.

Every step is a file under `worked_examples`, carried out in its order: a `.patch` is applied, what a `.console` shows
is typed and what it prints is compared. Nothing is installed and no network is used: the clone's `.venv` is the
environment of the tests, as if `make setup` had been run.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_readme import agrees, commands

ROOT = Path(__file__).parent.parent
EXAMPLES = Path("tests") / "worked_examples"
TOPICS = {"pay_round": "pay-round.md", "rule": "rule.md", "scenario": "scenario.md"}


def steps(topic: str) -> list[Path]:
    """The files of one worked example in their order, from the project's folder."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / EXAMPLES / topic).iterdir())


def run(command: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Type a command in a folder, in an environment that knows the folder's `.venv` and no network."""
    path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]])
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "GIT_"))}
    here = {"PATH": path, "PYTHONPATH": str(folder), "PIP_NO_INDEX": "1"}
    return subprocess.run(  # noqa: S602
        command,
        shell=True,  # as somebody types it
        cwd=folder,
        env=clean | here,
        input=typed,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def installed(folder: Path) -> None:
    """What `make setup` leaves behind, with the packages that these tests run with."""
    venv = folder / ".venv"
    venv.mkdir()
    for part in ("bin", "lib"):
        (venv / part).symlink_to(Path(sys.prefix) / part, target_is_directory=True)
    if (Path(sys.prefix) / "pyvenv.cfg").exists():
        shutil.copyfile(Path(sys.prefix) / "pyvenv.cfg", venv / "pyvenv.cfg")
    lock = (folder / "requirements" / "dev.txt").read_bytes() + (folder / "pyproject.toml").read_bytes()
    (venv / ".installed-dev").write_text(hashlib.sha256(lock).hexdigest(), encoding="utf-8")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone, with what is changed here and not committed yet."""
    folder = tmp_path_factory.mktemp("fresh") / "paymodel"
    assert run(f"git clone --quiet '{ROOT}' '{folder}'", ROOT).returncode == 0
    for name in run("git ls-files --modified --others --exclude-standard", ROOT).stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    installed(folder)
    return folder


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or not shutil.which("make") or sys.platform == "win32",
    reason="needs a git checkout and make",
)
def test_the_worked_examples_are_followed_to_the_letter(clone: Path) -> None:
    for step in [step for topic in TOPICS for step in steps(topic)]:
        text = (clone / step).read_text(encoding="utf-8")
        if step.suffix == ".patch":
            applied = run("git apply -", clone, text)
            assert applied.returncode == 0, f"{step}: {applied.stderr}"
            continue
        assert step.suffix == ".console", step
        for command, shown in commands(text):
            ran = run(command, clone)
            printed = ran.stdout + ran.stderr
            assert agrees(printed, shown), f"{step} shows of {command}\n{shown}\nit prints now\n{printed}"
            assert ran.returncode == 0 or set(ran.stderr.splitlines()) & set(shown.splitlines()), printed
    tidy = run("python -m ruff check . && python -m ruff format --check .", clone)
    assert tidy.returncode == 0, tidy.stdout
    assert run("python -c 'import paymodel; print(paymodel.__file__)'", clone).stdout.startswith(str(clone))


@pytest.mark.parametrize(("topic", "page"), TOPICS.items())
def test_each_page_names_the_steps_of_its_example_in_their_order(topic: str, page: str) -> None:
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    assert re.findall(r"\]\(\.\./\.\./(tests/worked_examples/[^)]+)\)", text) == [
        step.as_posix() for step in steps(topic)
    ]


def test_an_allowance_is_added_in_twelve_files() -> None:
    patches = [(ROOT / step).read_text(encoding="utf-8") for step in steps("rule") if step.suffix == ".patch"]
    changed = {name for text in patches for name in re.findall(r"^\+\+\+ b/(.+)$", text, re.MULTILINE)}
    assert "scales/uk/mentor-allowance.yaml" in changed
    assert len(changed) <= 12, sorted(changed)


def test_the_page_for_contributors_is_one_page() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split()) <= 500
