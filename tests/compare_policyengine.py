"""Measure take-home pay beside policyengine-uk, and print a section of Markdown for docs/performance-policyengine.md.

A script, not a test. policyengine-uk (AGPL-3.0) is no dependency of paymodel: install it in an environment of its own,
and run the script there, from the top folder of the project:

    python -m venv elsewhere
    elsewhere/bin/pip install policyengine-uk .
    elsewhere/bin/python tests/compare_policyengine.py

`--rows 1000 10000` measures fewer people. A million takes some minutes and some gigabytes. Each number of people and
nation has a process of its own, in which the two are timed in turn; the best of a few rounds of each counts.
"""

import argparse
import contextlib
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from typing import Any, TypeVar

import numpy as np

import paymodel
from paymodel.pay.job import Job
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslips_in_blocks

YEAR = 2026
AS_AT = "2026-11-22"
LEAST, MOST = 20_000, 110_000
PENSION_SHARE = 0.05
"""Low enough that the highest incomes lose some of their personal allowance."""
TAPER = 100_000
ROWS = (1_000, 10_000, 100_000, 1_000_000)
REGION = {"england": "LONDON", "scotland": "SCOTLAND"}
SAME = {
    "income_tax": "income_tax",
    "national_insurance": "national_insurance",
    "student_loan_repayment": "student_loan_repayment",
}
"""Our line, and the variable of policyengine-uk that stands for the same thing."""

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds that the work takes, and what it returns."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def peak_gib() -> float:
    """The most memory this process has held, in GiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def incomes(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Pay, evenly spread, and a pension contribution stated as an amount; pounds a year, whole pence."""
    pay = np.round(np.linspace(LEAST, MOST, rows), 2)
    return pay, np.round(pay * PENSION_SHARE, 2)


def simulation(nation: str, pay: np.ndarray, contribution: np.ndarray) -> Any:
    """A simulation of single adults, each a household of one, from tables of one year (which are not uprated)."""
    import pandas as pd
    from policyengine_uk import Simulation  # type: ignore[import-not-found]
    from policyengine_uk.data import UKMultiYearDataset, UKSingleYearDataset  # type: ignore[import-not-found]

    ids = np.arange(pay.size)
    person = pd.DataFrame(
        {
            "person_id": ids,
            "person_benunit_id": ids,
            "person_household_id": ids,
            "age": 40,
            "employment_income": pay,
            "employee_pension_contributions_reported": contribution,
            "student_loan_plan": "PLAN_2",
        }
    )
    household = pd.DataFrame({"household_id": ids, "region": REGION[nation], "household_weight": 1.0})
    year = UKSingleYearDataset(
        person=person, benunit=pd.DataFrame({"benunit_id": ids}), household=household, fiscal_year=YEAR
    )
    return Simulation(dataset=UKMultiYearDataset(datasets=[year]))


def calculated(built: Any) -> dict[str, np.ndarray]:
    """The deductions that policyengine-uk works out, as 64-bit numbers."""
    return {line: np.asarray(built.calculate(name, YEAR), dtype=float) for line, name in SAME.items()}


def measure(rows: int, nation: str, rounds: int) -> dict[str, Any]:
    """Seconds, memory and differences, for one number of people in one nation."""
    pay, contribution = incomes(rows)
    policy = paymodel.load_policy(nation, AS_AT)
    job = Job(basic_pay=pay, pension_contribution=contribution, student_loan=("plan_2",))
    payslips_in_blocks(job, policy)
    found: dict[str, Any] = {"rows": rows, "nation": nation, "our_peak": peak_gib()}
    __import__("policyengine_uk")
    parts: list[tuple[float, float, float, float]] = []
    for _ in range(rounds):
        built = theirs = None  # frees the last round's memory
        for _ in range(3):
            take_home, _lines = timed(lambda: payslips_in_blocks(job, policy, ["take_home_pay"]))
            every_line, ours = timed(lambda: payslips_in_blocks(job, policy))
            parts.append((take_home, every_line, np.inf, np.inf))
        building, built = timed(lambda: simulation(nation, pay, contribution))
        calculating, theirs = timed(lambda built=built: calculated(built))  # type: ignore[misc]
        parts.append((np.inf, np.inf, building, calculating))
    found["take_home"], found["every_line"], found["building"], found["calculating"] = np.min(parts, axis=0).tolist()
    found["peak"] = peak_gib()
    assert theirs is not None
    apart = {line: np.abs(ours[line] - theirs[line]) for line in SAME}
    net = pay - contribution - sum(theirs.values())
    tapered = pay - contribution > TAPER
    found["apart"] = {
        "income tax, income to 100,000": float(apart["income_tax"][~tapered].max()),
        "income tax above": float(apart["income_tax"][tapered].max()),
        "National Insurance": float(apart["national_insurance"].max()),
        "student loan": float(apart["student_loan_repayment"].max()),
        "take-home pay": float(np.abs(ours["take_home_pay"] - net).max()),
    }
    return found


def in_a_process(rows: int, nation: str) -> dict[str, Any]:
    """Measure in a process of its own."""
    rounds = 3 if rows < 100_000 else 2 if rows < 1_000_000 else 1
    command = [sys.executable, __file__, "--one", str(rows), nation, str(rounds)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return result


def starting(code: str) -> float:
    """Seconds that a fresh Python takes to run some code."""
    return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))[0]


def section(results: list[dict[str, Any]]) -> str:
    """The section of Markdown."""
    ready = f"import paymodel, paymodel.pay.payslips; paymodel.load_policy('england', '{AS_AT}')"
    starts = [(starting("import policyengine_uk"), starting(ready)) for _ in range(3)]
    theirs, ours = (min(found) for found in zip(*starts, strict=True))
    lines = [
        f"Measured {date.today().isoformat()}: policyengine-uk {version('policyengine-uk')}, policyengine-core "  # noqa: DTZ011
        f"{version('policyengine-core')}, paymodel {paymodel.__version__}, numpy {np.__version__}, Python "
        f"{platform.python_version()}.",
        "",
        "| people | nation | policyengine-uk: build | calculate | ours: take-home pay | ours: all "
        f"{len(LINES)} lines | calculate / take-home pay | build and calculate / take-home pay |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in results:
        whole = one["building"] + one["calculating"]
        lines.append(
            f"| {one['rows']:,} | {one['nation'].capitalize()} | {one['building']:.2f} | {one['calculating']:.2f} | "
            f"{one['take_home']:.4f} | {one['every_line']:.4f} | {one['calculating'] / one['take_home']:,.0f} | "
            f"{whole / one['take_home']:,.0f} |"
        )
    lines += [
        "",
        "| people | nation | peak memory, GiB: policyengine-uk | ours |",
        "| ---: | --- | ---: | ---: |",
        *(
            f"| {one['rows']:,} | {one['nation'].capitalize()} | {one['peak']:.2f} | {one['our_peak']:.2f} |"
            for one in results
        ),
        "",
        f"To start Python and import policyengine-uk: {theirs:.1f} seconds. To start Python, import paymodel and load "
        f"its figures: {ours:.2f}.",
        "",
        "The most that the two are apart, pounds a year:",
        "",
        f"| people | nation | {' | '.join(results[0]['apart'])} |",
        "| ---: | --- |" + " ---: |" * len(results[0]["apart"]),
        *(
            f"| {one['rows']:,} | {one['nation'].capitalize()} | "
            + " | ".join(f"{apart:.3f}" for apart in one["apart"].values())
            + " |"
            for one in results
        ),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure each number of people in each nation, and print the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--nations", nargs="+", default=list(REGION), choices=list(REGION))
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        rows, nation, rounds = options.one
        with contextlib.redirect_stdout(sys.stderr):
            found = measure(int(rows), nation, int(rounds))
        sys.stdout.write(json.dumps(found) + "\n")
        return
    sys.stdout.write(section([in_a_process(rows, nation) for rows in options.rows for nation in options.nations]))


if __name__ == "__main__":
    main()
