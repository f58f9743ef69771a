"""The worked examples of CONTRIBUTING.md, followed to the letter on a fresh clone: a pay round, a rule, a scenario.

Every fenced block is carried out in its order and as it stands: commands are typed, files written, diffs applied.
Nothing is installed and no network is used: the clone's `.venv` is the environment of the tests, as if `make setup` had
been run.
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
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)


def run(command: str, folder: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Type a command in a folder, in an environment that knows the folder's `.venv` and no network."""
    path = os.pathsep.join([str(folder / ".venv" / "bin"), os.environ["PATH"]])
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "GIT_"))}
    here = {"PATH": path, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "PIP_NO_INDEX": "1"}
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
    found = BLOCK.findall((clone / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert len(found) >= 15
    assert {language for language, _, _ in found} == {"console", "diff", "python", "yaml"}
    for language, name, block in found:
        if name:
            assert not (clone / name).exists(), name
            (clone / name).write_text(block, encoding="utf-8")
        elif language == "diff":
            applied = run("git apply -", clone, block)
            assert applied.returncode == 0, f"{applied.stderr}\n{block}"
        else:
            assert language == "console"
            for command, shown in commands(block):
                said = run(command, clone)
                told = said.stdout + said.stderr
                assert agrees(told, shown), f"CONTRIBUTING.md shows of {command}\n{shown}\nit says now\n{told}"
                assert said.returncode == 0 or set(said.stderr.splitlines()) & set(shown.splitlines()), told
    tidy = run("python -m ruff check . && python -m ruff format --check .", clone)
    assert tidy.returncode == 0, tidy.stdout
    assert run("python -c 'import paymodel; print(paymodel.__file__)'", clone).stdout.startswith(str(clone))


def test_every_fence_of_the_recipes_is_a_block_that_is_carried_out() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^\s*(?:```|~~~)", text, flags=re.MULTILINE)) == 2 * len(BLOCK.findall(text))
