"""Every line or branch that is left out of `make coverage` stands in `docs/coverage.md` with its reason."""

import re
import tomllib
from pathlib import Path

from paymodel import __file__ as package

ROOT = Path(__file__).resolve().parents[1]
FLOORS = Path(package).resolve().parent
MARK = re.compile(r"(.*?)\s*# pragma: no (?:cover|branch)")


def left_out() -> set[tuple[str, str]]:
    """The marked lines of the package: the file, and the line without its mark."""
    return {
        (path.relative_to(FLOORS).as_posix(), found[1].strip())
        for path in FLOORS.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if (found := MARK.match(line))
    }


def explained() -> dict[tuple[str, str], str]:
    """The rows of the list, and the reason of each."""
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+\.py) \| `(.+?)` \| (.+) \|$", text, flags=re.MULTILINE)
    return {(file, line.replace("\\|", "|")): why for file, line, why in rows}


def test_each_line_left_out_is_explained() -> None:
    assert left_out() == set(explained())
    assert all(len(why) > 15 for why in explained().values())


def test_only_the_upper_floors_are_left_out_whole() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["coverage"]["run"]
    upper = ("__main__.py", "cli.py", "commands/*", "python/*", "app/*", "charts/*", "answers/*", "reports/*")
    assert settings["branch"]
    assert set(settings["omit"]) == {f"*/paymodel/{name}" for name in upper}  # whatever folder a process starts in
