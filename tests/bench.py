"""Measure speed and memory, as ratios within one run, and write docs/performance.md.

Ratios, because machines are noisy: each is between two things timed in turn, in fresh processes, best of several.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import paymodel
from paymodel.job import BAND_CODE, Job

ROOT = Path(__file__).parent.parent
BASE = "import numpy, yaml, pydantic"
ROUNDS = 15
ROWS = 1_000_000
LIMIT_GIB = 1.5


def seconds(*command: str) -> float:
    """Wall-clock seconds of one run of Python in a fresh process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def start_up() -> list[tuple[str, float, float]]:
    """Each command beside importing numpy, yaml and pydantic, in turn: best seconds of both."""
    commands = {
        "`paymodel --help`": ("-m", "paymodel.cli", "--help"),
        "`paymodel compare paramedic-to-operations-manager`": (
            "-m",
            "paymodel.cli",
            "compare",
            "paramedic-to-operations-manager",
        ),
    }
    found = []
    for name, command in commands.items():
        pairs = [(seconds(*command), seconds("-c", BASE)) for _ in range(ROUNDS)]
        found.append((name, min(ours for ours, _ in pairs), min(base for _, base in pairs)))
    return found


def a_million_jobs(path: Path) -> None:
    """Write a million made-up jobs to Parquet."""
    random = np.random.default_rng(20261122)
    bands = np.array(["5", "6", "7", "8a"])[random.integers(0, 4, ROWS)]
    pd.DataFrame(
        {
            "id": np.arange(ROWS),
            "nation": np.array(["england", "wales", "scotland", "northern_ireland"])[random.integers(0, 4, ROWS)],
            "as_at": "2026-11-22",
            "band": bands,
            "step": np.where(random.random(ROWS) < 0.5, "entry", "top"),
            "whole_time_equivalent": np.where(random.random(ROWS) < 0.7, 1.0, 0.6),
            "saturday_night_hours_a_year": random.integers(0, 900, ROWS).astype(float),
            "sunday_holiday_hours_a_year": random.integers(0, 400, ROWS).astype(float),
            "student_loan": np.array(["", "plan_1", "plan_2", "plan_2+postgraduate"])[random.integers(0, 4, ROWS)],
            "children": random.integers(0, 3, ROWS),
        }
    ).to_parquet(path)


def table() -> tuple[float, float, float]:
    """Seconds and peak memory (GiB) of `paymodel payslips` on a million rows, and seconds to read them with pandas."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "jobs.parquet", Path(folder) / "payslips.parquet"
        a_million_jobs(source)
        ours = seconds("-m", "paymodel.cli", "payslips", str(source), "-o", str(target))
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        reading = seconds("-c", f"import pandas; pandas.read_parquet({str(source)!r})")
    return ours, peak, reading


def payslips_against_memory() -> tuple[float, float]:
    """Millions of payslips a second in one group, and seconds over those of copying the same bytes."""
    policy = paymodel.load_policy("england", "2026-11-22")
    rows = 1_000_000
    hours = np.linspace(0, 1_000, rows)
    out, block = 0.0, 16_000
    start = time.perf_counter()
    for first in range(0, rows, block):
        job = Job(band=BAND_CODE["6"], step=3, saturday_night_hours_a_year=hours[first : first + block])
        out += float(paymodel.payslip(job, policy)["take_home_pay"].sum())
    ours = time.perf_counter() - start
    source = np.zeros((22, rows))
    target = np.empty_like(source)
    np.copyto(target, source)
    start = time.perf_counter()
    np.copyto(target, source)
    copying = time.perf_counter() - start
    return rows / ours / 1e6, ours / copying


def main() -> None:
    """Measure everything and write the page."""
    rows = [(name, ours, base, ours / base) for name, ours, base in start_up()]
    table_seconds, peak, reading = table()
    millions, multiple = payslips_against_memory()
    lines = [
        "# Performance",
        "",
        "Written by `make bench`. Ratios within one run; the seconds are those of one noisy machine.",
        "",
        "## Start-up",
        "",
        f'Fresh processes, best of {ROUNDS}, each beside `python -c "{BASE}"` in turn. The aim is at most 2.',
        "",
        "| command | seconds | import alone | ratio |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {name} | {ours:.3f} | {base:.3f} | {ratio:.2f} |" for name, ours, base, ratio in rows),
        "",
        "## A table of a million jobs",
        "",
        "`paymodel payslips` on a Parquet file of a million rows, four nations, written to Parquet.",
        "",
        "| seconds | ratio to reading it with pandas | peak memory, GiB (at most 1.5) |",
        "| ---: | ---: | ---: |",
        f"| {table_seconds:.1f} | {table_seconds / reading:.1f} | {peak:.2f} |",
        "",
        "## Payslips alone",
        "",
        "All 22 lines, one group, blocks of 16,000 rows, one process.",
        "",
        "| million payslips a second | time over that of copying the same bytes |",
        "| ---: | ---: |",
        f"| {millions:.2f} | {multiple:.0f} |",
        "",
    ]
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    sys.stdout.write("\n".join(lines))
    over = [name for name, _, _, ratio in rows if ratio > 2] + (["peak memory"] if peak > LIMIT_GIB else [])
    if over:
        sys.stdout.write(f"Over the aim in this run: {', '.join(over)}\n")


if __name__ == "__main__":
    main()
