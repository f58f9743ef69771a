"""The workforce part of the measurements: the national question, a trust from a cold start, and growth."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import paymodel
from paymodel.files.staff_lists import pieces
from paymodel.pay.job import BAND_CODE, Job
from paymodel.pay.payslips import payslips_in_blocks
from paymodel.workforces.options import Options, with_shipped
from paymodel.workforces.run import Run

POSTS, NATIONAL_POLICIES, TRUST_POLICIES = 50, 100, 20
NATIONAL, TRUST = 1_500_000, 10_000
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
MOST_READINGS, MOST_IMPORTS, MOST_GIB = 6, 3, 1.0
BANDS = ("8a", "8b", "8c", "8d", "9")
ROTAS = ("monday-to-friday", "operations-commander-five-week", "hybrid-one-clinical-week-in-five")
SHIPPED = Path("ambulance"), Path("leadership")
"""The posts and policies that are shipped: what a trust asks first."""
SAMPLE = 20_000
READ, READ_BEFORE, MOST_OF_BEFORE = 200_000, 19.0, 1.5
"""Rows of a list that is read; how many times as long as pandas that took before other words were understood."""


def run(*command: str) -> tuple[float, float]:
    """Seconds by the clock and peak memory (GiB) of one run of Python in a fresh process."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    spent = time.perf_counter() - start
    if status:
        raise RuntimeError(f"{' '.join(command)} failed")
    return spent, used.ru_maxrss / 2**20


def write_posts(folder: Path) -> Path:
    """Fifty posts of bands 8a to 9, on three rotas, with different premiums."""
    path = folder / "posts.yaml"
    rows = [
        f"  - {{name: Post {number}, band: {BANDS[number % 5]}, rota: {ROTAS[number // 5 % 3]}, if_hours_differ: scale,"
        f" pattern: different, long_term_premium: {100 * (number // 15)}}}"
        for number in range(POSTS)
    ]
    head = ["title: Fifty posts", "as_at: 2026-11-22", "if_hours_differ: scale", "offers:"]
    path.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
    return path


def write_policies(folder: Path, count: int) -> Path:
    """What stands, rising premiums, and every tenth a higher step with an on-call payment; all for all posts."""
    path = folder / f"policies-{count}.yaml"
    rows = ["  - name: In force"]
    for number in range(1, count):
        change = f"offers.all.short_term_premium: {50 * number}"
        if number % 10 == 0:
            change = f"offers.all.step: top, offers.all.on_call_payment: {10 * number}"
        rows.append(f"  - {{name: Policy {number}, change: {{{change}}}}}")
    path.write_text("\n".join(["policies:", *rows, ""]), encoding="utf-8")
    return path


def staff(folder: Path, kind: str, rows: int, ending: str = ".parquet") -> Path:
    """An invented workforce, in Parquet unless it says otherwise."""
    path = folder / f"{kind}-{rows}{ending}"
    if not path.exists():
        run("-m", "paymodel.cli", "synthetic", kind, "--rows", str(rows), "-o", str(path))
    return path


def workforce(people: Path, posts: Path, policies: Path, *options: str) -> tuple[float, float]:
    """Seconds and peak memory (GiB) of `paymodel workforce` from a cold start."""
    with tempfile.TemporaryDirectory() as out:
        files = ("--posts", str(posts), "--policies", str(policies), "-o", str(Path(out) / "out"))
        return run("-m", "paymodel.cli", "workforce", str(people), *files, *options)


def brute_force() -> float:
    """Seconds to work out one offer for one person, without keys or sorting, on a sample."""
    policy = paymodel.load_policy("england", "2026-11-22")
    random = np.random.default_rng(20261122)
    part = random.integers(40, 101, SAMPLE) / 100
    now = random.integers(2_000_000, 6_000_000, SAMPLE)
    best = np.inf
    for _ in range(5):
        start = time.perf_counter()
        job = Job(band=BAND_CODE["8a"], step=1.0, whole_time_equivalent=part, student_loan=("plan_2",))
        offered = np.rint(payslips_in_blocks(job, policy, ["take_home_pay"])["take_home_pay"] * 100)
        change = offered - now
        counts = (change < -6_000).sum(), (change > 6_000).sum(), change.sum(), change[change < -6_000].sum()
        best = min(best, (time.perf_counter() - start) / len(now))
        if not np.isfinite(counts).all():
            raise RuntimeError("the sample is not sound")
    return best


def reading_a_list(path: Path) -> tuple[float, float]:
    """CPU seconds that reading and checking a staff list takes, and those that pandas takes for the file: best of 5."""
    options = with_shipped(Options(staff=str(path), posts=str(SHIPPED[0]), only_counts=True))
    ours, theirs = [], []
    for _ in range(5):
        run_of_list = Run(options)
        start = time.process_time()
        for piece in pieces(path):
            run_of_list.read_piece(piece)
        ours.append(time.process_time() - start)
        start = time.process_time()
        pd.read_csv(path)
        theirs.append(time.process_time() - start)
    return min(ours), min(theirs)


def section() -> tuple[list[str], list[str]]:
    """The lines of the page, and which aims this run missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        posts, hundred = write_posts(folder), write_policies(folder, NATIONAL_POLICIES)
        twenty, ten = write_policies(folder, TRUST_POLICIES), write_policies(folder, 10)
        counts = ("--only-counts", "--by", "nation")
        national = staff(folder, "national", NATIONAL)
        runs = [workforce(national, posts, hundred, *counts) for _ in range(3)]
        reads = [run("-c", f"import pandas; pandas.read_parquet({str(national)!r})")[0] for _ in range(5)]
        spent, peak, reading = min(r[0] for r in runs), max(r[1] for r in runs), min(reads)
        pairs = NATIONAL * POSTS * NATIONAL_POLICIES
        brute = brute_force() * pairs
        trust = staff(folder, "acute", TRUST)
        rounds = [
            (workforce(trust, *SHIPPED)[0], workforce(trust, posts, twenty)[0], run("-c", "import pandas, pyarrow")[0])
            for _ in range(7)
        ]
        usual, cold, imports = (min(seconds) for seconds in zip(*rounds, strict=True))
        read, plain = reading_a_list(staff(folder, "acute", READ, ".csv"))
        growth = [(rows, *workforce(staff(folder, "national", rows), posts, ten, *counts)) for rows in SIZES]
    lines = [
        "## A whole nation",
        "",
        f"`paymodel workforce --only-counts` on {NATIONAL:,} invented people, {POSTS} posts and {NATIONAL_POLICIES}",
        f"policies: {pairs / 1e9:.1f} thousand million comparisons, counted exactly. From a cold start, reading the",
        "Parquet file, checking every row and writing the tables included; best of three. Brute force works every pair",
        f"out in arrays, on a sample of {SAMPLE:,} people, scaled up.",
        "",
        "| | seconds | ratio |",
        "| --- | ---: | ---: |",
        f"| pandas reads the file (fresh process) | {reading:.2f} | 1 |",
        f"| `paymodel workforce` (aim: at most {MOST_READINGS}) | {spent:.1f} | {spent / reading:.1f} |",
        f"| brute force, scaled up | {brute:,.0f} | {brute / reading:,.0f} |",
        "",
        f"Peak memory {peak:.2f} GiB (aim: under {MOST_GIB:.0f}).",
        "",
        "## A trust from a cold start",
        "",
        f"{TRUST:,} people, with all tables, deciles and the cost of making losers whole, beside",
        f'`python -c "import pandas, pyarrow"`, in turn, best of seven. The aim is at most {MOST_IMPORTS} imports.',
        "",
        "| | seconds | ratio |",
        "| --- | ---: | ---: |",
        f"| the import | {imports:.2f} | 1 |",
        f"| the shipped posts and policies ({' and '.join(map(str, SHIPPED))}) | {usual:.2f} | {usual / imports:.1f} |",
        f"| {POSTS} posts and {TRUST_POLICIES} policies: 1,000 pairs | {cold:.2f} | {cold / imports:.1f} |",
        "",
        "## Reading a list",
        "",
        f"A CSV file of {READ:,} people and 19 columns, read, checked and typed; pandas reads",
        "the same file in turn, and checks nothing. CPU seconds, best of five. Before, only our own words were",
        f"understood; the aim is at most {MOST_OF_BEFORE} times what that took.",
        "",
        "| | seconds | pandas | times before |",
        "| --- | ---: | ---: | ---: |",
        f"| pandas | {plain:.2f} | 1 | |",
        f"| before (kept) | | {READ_BEFORE} | 1 |",
        f"| the list | {read:.2f} | {read / plain:.1f} | {read / plain / READ_BEFORE:.2f} |",
        "",
        "## Growth",
        "",
        f"{POSTS} posts and 10 policies, counts only, one process.",
        "",
        "| people | seconds | peak memory, GiB | seconds a million people |",
        "| ---: | ---: | ---: | ---: |",
        *(f"| {rows:,} | {took:.1f} | {gib:.2f} | {took / rows * 1e6:.1f} |" for rows, took, gib in growth),
        "",
    ]
    missed = {
        "national question": spent > MOST_READINGS * reading,
        "memory of the national question": peak >= MOST_GIB,
        "a trust from a cold start": usual > MOST_IMPORTS * imports,
        "reading a list": read > MOST_OF_BEFORE * READ_BEFORE * plain,
        "a trust with fifty posts and twenty policies": cold > MOST_IMPORTS * imports,
    }
    return lines, [name for name, over in missed.items() if over]


if __name__ == "__main__":
    text, over = section()
    sys.stdout.write("\n".join(text))
    sys.stdout.write(f"Over the aim in this run: {', '.join(over)}\n" if over else "")
