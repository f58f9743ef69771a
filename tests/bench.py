"""Measure speed and memory, as ratios within one run, and write docs/performance.md.

Ratios, because machines are noisy: each is between two things timed in turn, in fresh processes, best of several.
"""

import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.shared_memory import SharedMemory
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import paymodel
from paymodel.pay.job import BAND_CODE, Job
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslips_in_blocks
from paymodel.pay.rule_book import RuleBook

ROOT = Path(__file__).parent.parent
BASE = "import numpy, yaml, pydantic"
ROUNDS = 15
ROWS = 1_000_000
LIMIT_GIB = 1.5
MOST_COPIES = 8
PARTS = [slice(first, first + ROWS // 8) for first in range(0, ROWS, ROWS // 8)]
VARYING = (
    "step",
    "whole_time_equivalent",
    "saturday_night_hours_a_year",
    "sunday_holiday_hours_a_year",
    "long_term_premium",
)
"""What differs from row to row in the payslips measured; all else is the same for the group."""


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


MANY, MOST_TIMES, MOST_SECONDS = 45, 3, 5


def many_scenarios() -> tuple[float, float, float]:
    """Best seconds of `paymodel batch` on `MANY` shipped scenarios, of `compare` on one, and of `self-test`."""
    with tempfile.TemporaryDirectory() as folder:
        many = shutil.copytree(ROOT / "scenarios", Path(folder) / "many")
        for path in sorted(many.glob("*.yaml"))[MANY:]:
            path.unlink()
        commands = (
            ("batch", str(many), "-o", str(Path(folder) / "all.csv")),
            ("compare", "paramedic-to-operations-manager"),
            ("self-test",),
        )
        rounds = []
        for _ in range(3):
            rounds.append([seconds("-m", "paymodel.cli", *command) for command in commands])
            (Path(folder) / "all.csv").unlink()
    batch, one, checked = map(min, zip(*rounds, strict=True))
    return batch, one, checked


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


def in_a_fresh_process(*command: str) -> tuple[float, float]:
    """Seconds and peak memory (GiB) of one run of Python."""
    from tests.bench_workforce import run

    return run(*command)


def table() -> tuple[float, float, float]:
    """Seconds and peak memory (GiB) of `paymodel payslips` on a million rows, and seconds to read them with pandas."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "jobs.parquet", Path(folder) / "payslips.parquet"
        a_million_jobs(source)
        ours, peak = in_a_fresh_process("-m", "paymodel.cli", "payslips", str(source), "-o", str(target))
        reading = seconds("-c", f"import pandas; pandas.read_parquet({str(source)!r})")
    return ours, peak, reading


SWEPT = ("paramedic-to-operations-manager", "offers.0.long_term_premium=0:4000:100")
BEFORE = 6.9
"""How many yardsticks the sweep took while each point read the scenario and each round laid its rotas out."""
QUICKER = 5


def yardstick() -> None:
    """A fixed piece of work of the kind that small questions are: numpy on short arrays, and texts."""
    amounts = np.arange(40.0)
    for _ in range(4_000):
        np.round(np.where(amounts > 20, amounts * 1.1, amounts) + 0.5, 2)
    for number in range(40_000):
        len(str(number))


def sweep_of_premiums() -> tuple[float, float]:
    """CPU seconds of a sweep of 41 premiums with its break-even, and of the yardstick: in turn, the middle of each."""
    from paymodel.scenarios.load import open_scenario
    from paymodel.scenarios.sweeps import swept_grid

    def sweep() -> None:
        name, vary = SWEPT
        swept_grid(*open_scenario(name), [vary]).work_out(lambda _columns: None)

    def seconds_of(work: Callable[[], None]) -> float:
        begun = time.process_time()
        work()
        return time.process_time() - begun

    rounds = [(seconds_of(sweep), seconds_of(yardstick)) for _ in range(2 * ROUNDS + 1)]
    return float(np.median([ours for ours, _ in rounds])), float(np.median([base for _, base in rounds]))


def work_out(memory: np.ndarray, policy: RuleBook, rows: slice) -> None:
    """Work out the payslips of some rows of the memory, and write all their lines to it."""
    columns: dict[str, Any] = {name: memory[row, rows] for row, name in enumerate(VARYING)}
    job = Job(band=BAND_CODE["6"], student_loan=("plan_2",), **columns)
    out = {line: memory[row, rows] for row, line in enumerate(LINES, len(VARYING))}
    payslips_in_blocks(job, policy, out=out)


def work_out_half(name: str, half: int, start: Barrier, end: Barrier) -> None:
    """In a process of its own: in each round, work out one half of each part of the shared memory."""
    shared = SharedMemory(name)
    memory: np.ndarray = np.ndarray((len(VARYING) + len(LINES), ROWS), buffer=shared.buf)
    policy = paymodel.load_policy("england", "2026-11-22")
    for rows in [*PARTS] * (ROUNDS + 1):
        middle = (rows.start + rows.stop) // 2
        start.wait()
        work_out(memory, policy, slice(middle, rows.stop) if half else slice(rows.start, middle))
        end.wait()
    del memory
    shared.close()


def payslips_against_memory() -> tuple[float, float, float]:
    """Best seconds of copying the columns of a million payslips, and of working them out on one core and on two.

    The five columns that go in and the lines that come out lie in one piece of memory that both processes share. For
    each part of the rows in turn, a round copies it, works it out in this process, and then half of it in each of two
    that wait for it. The best of each part is added up, since a whole round is seldom left in peace.
    """
    shared = SharedMemory(create=True, size=8 * ROWS * (len(VARYING) + len(LINES)))
    try:
        copying, one, two = np.sum(np.min(in_turn(shared), axis=0), axis=0).tolist()
    finally:
        shared.close()
        shared.unlink()
    return copying, one, two


def in_turn(shared: SharedMemory) -> list[list[list[float]]]:
    """Seconds of the copy, of one core and of two, for each round and part."""
    policy = paymodel.load_policy("england", "2026-11-22")
    memory: np.ndarray = np.ndarray((len(VARYING) + len(LINES), ROWS), buffer=shared.buf)
    random = np.random.default_rng(20261122)
    memory[0] = random.integers(1, 4, ROWS)
    memory[1] = random.integers(40, 101, ROWS) / 100
    memory[2] = random.integers(0, 3_600, ROWS) / 4
    memory[3] = random.integers(0, 1_600, ROWS) / 4
    memory[4] = np.where(random.random(ROWS) < 0.3, random.integers(0, 3_000, ROWS), 0)
    memory[len(VARYING) :] = np.nan
    copied = np.full_like(memory, np.nan)
    processes = multiprocessing.get_context("spawn")
    start, end = processes.Barrier(3), processes.Barrier(3)
    workers = [processes.Process(target=work_out_half, args=(shared.name, half, start, end)) for half in (0, 1)]
    for worker in workers:
        worker.start()

    def both(_rows: slice) -> None:
        start.wait()
        end.wait()

    def timed(work: Callable[[slice], None], rows: slice) -> float:
        begun = time.perf_counter()
        work(rows)
        return time.perf_counter() - begun

    everything: tuple[Callable[[slice], None], ...] = (
        lambda rows: np.copyto(copied[:, rows], memory[:, rows]),
        lambda rows: work_out(memory, policy, rows),
        both,
    )
    for rows in PARTS:  # warms up
        both(rows)
    if np.isnan(memory).any():
        raise RuntimeError("a line was not written")
    rounds = [[[timed(work, rows) for work in everything] for rows in PARTS] for _ in range(ROUNDS)]
    for worker in workers:
        worker.join()
    return rounds


def main() -> None:
    """Measure everything and write the page. The workforce first: a process starts with the memory of its parent."""
    sys.path.insert(0, str(ROOT))
    from tests import bench_app, bench_workforce  # this file is run as a script

    of_workforce, missed = bench_workforce.section()
    rows = [(name, ours, base, ours / base) for name, ours, base in start_up()]
    batch, one_scenario, checked = many_scenarios()
    table_seconds, peak, reading = table()
    copying, one, two = payslips_against_memory()
    sweeping, measure = sweep_of_premiums()
    of_app, missed_by_app = bench_app.section()
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
        "## Many scenarios",
        "",
        f"`paymodel batch` on a folder of {MANY} shipped scenarios, beside `paymodel compare` on one (at most",
        f"{MOST_TIMES} times), and `paymodel self-test` (at most {MOST_SECONDS} seconds). Fresh processes, best of",
        "three.",
        "",
        "| | seconds | ratio |",
        "| --- | ---: | ---: |",
        f"| one scenario | {one_scenario:.2f} | 1 |",
        f"| {MANY} scenarios | {batch:.2f} | {batch / one_scenario:.1f} |",
        f"| self-test | {checked:.2f} | |",
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
        f"A million payslips of one group in which {len(VARYING)} columns differ from row to row, all {len(LINES)}",
        "lines written to memory. The copy is `np.copyto` of the same columns, in and out, on one core. The rows are",
        f"measured in {len(PARTS)} parts; the best of {ROUNDS} rounds of each, all in turn, are added up. The aim is",
        f"at most {MOST_COPIES} copies on two cores.",
        "",
        "| | seconds | million payslips a second | copies |",
        "| --- | ---: | ---: | ---: |",
        f"| copy, one core | {copying:.3f} | | 1 |",
        *(
            f"| payslips, {cores} | {spent:.3f} | {ROWS / spent / 1e6:.1f} | {spent / copying:.1f} |"
            for cores, spent in (("one core", one), ("two cores, a process on each", two))
        ),
        "",
        "## A sweep",
        "",
        f"`paymodel sweep {SWEPT[0]} --vary {SWEPT[1]}`: 41 premiums, and those",
        "between that the break-even needs, in one process that has read the scales. The yardstick is a fixed piece of",
        f"work, in turn with it; CPU seconds, the middle of {2 * ROUNDS + 1}. Before, each point read the scenario and",
        f"each round laid its rotas out. The aim is at least {QUICKER} times quicker.",
        "",
        "| | seconds | yardsticks | times quicker |",
        "| --- | ---: | ---: | ---: |",
        f"| the yardstick | {measure:.3f} | 1 | |",
        f"| before (kept) | | {BEFORE:.2f} | 1 |",
        f"| the sweep | {sweeping:.3f} | {sweeping / measure:.2f} | {BEFORE * measure / sweeping:.1f} |",
        "",
        *of_workforce,
        *of_app,
        "[Beside policyengine-uk](performance-policyengine.md)",
        "",
    ]
    (ROOT / "docs" / "performance.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    sys.stdout.write("\n".join(lines))
    over = [name for name, _, _, ratio in rows if ratio > 2] + (["peak memory"] if peak > LIMIT_GIB else [])
    over += missed + missed_by_app
    over += [f"{MANY} scenarios"] if batch > MOST_TIMES * one_scenario else []
    over += ["self-test"] if checked > MOST_SECONDS else []
    over += ["the sweep"] if sweeping * QUICKER > BEFORE * measure else []
    over += ["payslips alone"] if two > MOST_COPIES * copying else []
    if over:
        sys.stdout.write(f"Over the aim in this run: {', '.join(over)}\n")


if __name__ == "__main__":
    main()
