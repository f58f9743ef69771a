"""Mutation testing of the rules: python -m tests.mutation, or `make mutate`.

Every function of the modules named in `pyproject.toml` under `tool.mutmut` is changed in one place at a time (a number,
a comparison, an operator, an argument), and the tests named there are run against each change. Those that no test
notices must stand in the table of `docs/mutation.md`, each with its reason; at least nine tenths must be noticed.
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "mutation.md"
LEAST = 0.90
NOTICED = ("killed", "timeout", "caught by type check", "segfault")
Survivor = tuple[str, str, str]
"""Where a change stands (module and function), the line as it was and as it became."""


def mutmut(*arguments: str) -> str:
    """What a command of mutmut prints."""
    done = subprocess.run(
        [sys.executable, "-m", "mutmut", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def outcomes(said: str) -> dict[str, str]:
    """What came of each change, by its name, from what `mutmut results` prints.

    >>> outcomes("    paymodel.pay.rules.premium.x_whole_time_premium__mutmut_1: survived")
    {'paymodel.pay.rules.premium.x_whole_time_premium__mutmut_1': 'survived'}
    """
    return dict(re.findall(r"^\s*(\S+__mutmut_\d+): (.+?)\s*$", said, flags=re.MULTILINE))


def unnoticed(results: dict[str, str]) -> list[str]:
    """The names of the changes that were tried and that no test noticed.

    >>> unnoticed({"a__mutmut_1": "killed", "a__mutmut_2": "survived", "a__mutmut_3": "not checked"})
    ['a__mutmut_2']
    """
    return [name for name, result in results.items() if result not in (*NOTICED, "not checked")]


def survivor(name: str, difference: str) -> Survivor:
    r"""A change that nothing noticed, from its name and what `mutmut show` prints.

    >>> survivor("paymodel.pay.rules.premium.x_twice__mutmut_1", "--- a\n+++ b\n-    2 * pay\n+    3 * pay")
    ('rules.premium.twice', '2 * pay', '3 * pay')
    """
    where = name.removeprefix("paymodel.").removeprefix("pay.").rpartition("__mutmut_")[0]
    where = re.sub(r"xǁ(\w+)ǁ", r"\1.", where).replace(".x_", ".")
    lines = [line for line in difference.splitlines() if not line.startswith(("---", "+++"))]
    before, after = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return where, before, after


def listed(text: str) -> dict[Survivor, str]:
    r"""The survivors of the table, and the reason of each.

    >>> listed("| where | was | became | why |\n|---|---|---|---|\n| a.b | `x \\| y` | `x` | Both are y. |")
    {('a.b', 'x | y', 'x'): 'Both are y.'}
    """
    rows = re.findall(r"^\| (\S+) \| `(.+?)` \| `(.+?)` \| (.+) \|$", text, flags=re.MULTILINE)
    return {(where, _plain(was), _plain(became)): why for where, was, became, why in rows}


def _plain(cell: str) -> str:
    return cell.replace("\\|", "|")


def row(found: Survivor) -> str:
    """A survivor as a row of the table, its reason still to be given."""
    where, was, became = (part.replace("|", "\\|") for part in found)
    return f"| {where} | `{was}` | `{became}` | ... |"


def verdict(results: dict[str, str], survivors: Iterable[Survivor], known: dict[Survivor, str]) -> tuple[bool, str]:
    """Whether the rules' tests are hard enough, and everything there is to say of it.

    >>> sound, words = verdict({"a__mutmut_1": "killed", "a__mutmut_2": "survived"}, [("a", "x", "y")], {})
    >>> sound, words.splitlines()[0]
    (False, '1 of 2 changes noticed (50.0%; at least 90% must be)')
    """
    noticed = sum(result in NOTICED for result in results.values())
    share = noticed / len(results) if results else 0
    lines = [f"{noticed:,} of {len(results):,} changes noticed ({share:.1%}; at least {LEAST:.0%} must be)"]
    found = set(survivors)
    missing = sorted(found - set(known))
    if missing:
        lines += ["Not listed in docs/mutation.md:", *map(row, missing)]
    gone = sorted(set(known) - found)
    if gone:
        lines += ["Listed, but noticed now or gone; take out:", *map(row, gone)]
    unchecked = [name for name, result in results.items() if result == "not checked"]
    if unchecked:
        lines.append(f"{len(unchecked):,} were not tried")
    return share >= LEAST and not missing and not unchecked, "\n".join(lines)


def main() -> int:
    """Make the changes, run the tests against each, and judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--processes", default="2", help="how many at once [2]")
    parser.add_argument(
        "--keep", action="store_true", help="go on from the last run: try what is new, and again what was not noticed"
    )
    args = parser.parse_args()
    if sys.platform == "win32":
        sys.exit("Mutation testing needs fork, which Windows has not: run it on Linux, macOS or in WSL")
    if not args.keep:
        shutil.rmtree(ROOT / "mutants", ignore_errors=True)
    run = [sys.executable, "-m", "mutmut", "run", "--max-children", args.processes]
    subprocess.run(run, cwd=ROOT, check=True)
    results = outcomes(mutmut("results", "--all", "true"))
    if args.keep and unnoticed(results):
        subprocess.run([*run, *unnoticed(results)], cwd=ROOT, check=True)
        results = outcomes(mutmut("results", "--all", "true"))
    survivors = [survivor(name, mutmut("show", name)) for name in unnoticed(results)]
    sound, words = verdict(results, survivors, listed(LIST.read_text(encoding="utf-8")))
    print(words)
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
