"""Are all answers as they were? Write them before a change, and hold them against those of after it.

    python -m tests.same_answers before          # write every answer to a new folder
    python -m tests.same_answers after before    # write them again to another, and say what differs

The answers are those of every shipped scenario (`compare`, `explain`, `career`, `remedies`, `payroll`), every rota,
three reports with their data, the tables of an invented trust and a table of jobs, each through the command line, so
that how the program is laid out does not matter. Figures that differ are told apart from words. Exit status 1 where a
figure differs.
"""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
NUMBER = re.compile(r"-?£?\d[\d,]*(?:\.\d+)?%?")
REPORTS = ("paramedic-to-operations-manager", "scotland-paramedic-to-operations-manager", "four-fixes-side-by-side")
JOBS = """id,as_at,nation,band,step,whole_time_equivalent,saturday_night_hours_a_year,sunday_holiday_hours_a_year
a,2026-11-22,england,6,top,1,390,208
b,2026-11-22,scotland,7,entry,0.8,156,0
c,2026-11-22,wales,8a,top,1,0,0
d,2025-11-22,northern_ireland,5,intermediate,1,520,312
"""


def ask(folder: Path, name: str, *words: str) -> None:
    """Run one command in a folder and keep what it prints, with its exit status, as the file `name`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(
        [sys.executable, "-m", "paymodel.cli", *words], cwd=folder, env=environment, capture_output=True, check=False
    )
    said = ran.stdout.decode() + ran.stderr.decode() + f"exit {ran.returncode}\n"
    (folder / name).write_text(said, encoding="utf-8", newline="")


def write(folder: Path) -> None:
    """Every answer, each a file of the folder, which must not be there yet."""
    folder.mkdir(parents=True)
    (folder / "jobs.csv").write_text(JOBS, encoding="utf-8")
    scenarios = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
    verbs = ("compare", "career", "remedies", "payroll")
    asked: list[tuple[str, ...]] = [
        (f"{verb}-{name}.json", verb, name, "--format", "json") for name in scenarios for verb in verbs
    ]
    asked += [(f"explain-{name}.txt", "explain", name) for name in scenarios]
    rotas = sorted((ROOT / "scenarios" / "rotas").glob("*.yaml"))
    as_at = ("--as-at", "2026-11-22")
    for nation in ("england", "scotland"):
        asked += [
            (f"rota-{nation}-{path.stem}.json", "rota", str(path), "--nation", nation, *as_at, "--format", "json")
            for path in rotas
        ]
    asked += [(f"report-{name}.txt", "report", name, "-o", f"report-{name}") for name in REPORTS]
    asked += [
        ("payslips.txt", "payslips", "jobs.csv", "-o", "payslips.csv"),
        ("scales.txt", "scales", "--nation", "england", *as_at),
        (
            "workforce.txt",
            "workforce",
            "staff.csv",
            "--posts",
            "ambulance",
            "--policies",
            "leadership",
            "--by",
            "profession",
            "-o",
            "tables",
        ),
    ]
    ask(folder, "synthetic.txt", "synthetic", "ambulance", "--rows", "4000", "--seed", "7", "-o", "staff.csv")
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(ask, folder, *one) for one in asked]:
            done.result()


def leaves(data: Any, place: str = "") -> dict[str, str | float | bool | None]:
    """Every value of JSON data by its place."""
    if isinstance(data, dict):
        parts = [leaves(value, f"{place}.{key}") for key, value in data.items()]
    elif isinstance(data, list):
        parts = [leaves(value, f"{place}.{at}") for at, value in enumerate(data)]
    else:
        return {place: data}
    return {key: value for part in parts for key, value in part.items()}


def differences(before: Path, after: Path) -> list[tuple[str, str]]:
    """What differs between two files of one name, each with its kind: `figures` or `words`."""
    old, new = (path.read_bytes() for path in (before, after))
    if old == new:
        return []
    if before.suffix == ".json" and (old.startswith(b"{") or before.parent.name.startswith("report")):
        was, now = leaves(json.loads(old.split(b"exit ")[0])), leaves(json.loads(new.split(b"exit ")[0]))
        told = []
        for place in sorted(was.keys() | now.keys()):
            a, b = was.get(place, "(not there)"), now.get(place, "(not there)")
            if a != b:
                both = isinstance(a, str) and isinstance(b, str) and "(not there)" not in (a, b)
                told.append(("words" if both else "figures", f"{place}: {a} -> {b}"))
        return told or [("words", "the same data, written otherwise")]
    try:
        was_text, now_text = old.decode(), new.decode()
    except UnicodeDecodeError:
        return []  # pictures and workbooks are made of the data that is held above
    kind = "words" if NUMBER.findall(was_text) == NUMBER.findall(now_text) else "figures"
    return [(kind, "text")]


def main(after: str, before: str = "") -> int:
    """Write the answers to the folder `after`; with a folder `before`, print what differs; 1 where a figure does."""
    write(Path(after).absolute())
    if not before:
        return 0
    old, new = (
        {path.relative_to(root): path for path in sorted(Path(root).rglob("*")) if path.is_file()}
        for root in (before, after)
    )
    worst = 0
    for name in sorted(old.keys() | new.keys()):
        if name not in old or name not in new:
            print(f"{name}: {'is new' if name in new else 'is gone'}")
            worst = 1
            continue
        for kind, what in differences(old[name], new[name]):
            print(f"{name}: {kind}: {what}")
            worst |= kind == "figures"
    print("A figure differs." if worst else f"{len(new)} files: every figure is as it was.")
    return worst


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
