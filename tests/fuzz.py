"""Corrupted inputs for every reader, for ten minutes: python -m tests.fuzz [--seconds N] [--seed N] [--case N].

Each input is made from a seed and its number, so it can be made again: --seed and --case do so, and show the whole
traceback. The inputs are read in a process of its own, with warnings as errors: a traceback, an answer that is none,
more than a stated time or the end of the process is a finding. What is found is kept in a folder, to be fixed and then
added to `tests/fuzz_regressions`, which the tests read by every door.
"""

import argparse
import faulthandler
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.fuzz_inputs import READERS, ROOT

SECONDS = 60
"""The longest that one input may take, on a busy machine."""
MOST_BYTES = 8 << 30
"""The address space that reading may take, where the system can limit it."""


@dataclass(frozen=True)
class Finding:
    """An input that ended in neither an answer nor faults."""

    number: int
    reader: str
    what: str


@dataclass
class Hunt:
    """What came of some time of corrupted inputs: how many each reader was given, what was found, the slowest."""

    seed: int
    readers: list[str]
    given: Counter[str] = field(default_factory=Counter)
    found: list[Finding] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)

    def report(self) -> str:
        """Everything in lines."""
        readers = [
            f"  {self.given[name]:6,} {name} (slowest {self.slowest.get(name, 0):.1f} s)" for name in self.readers
        ]
        among = "".join(f' --reader "{name}"' for name in self.readers) if self.readers != list(READERS) else ""
        found = [
            f"{one.reader}: {one.what}\n  again: python -m tests.fuzz --seed {self.seed} --case {one.number}{among}"
            for one in self.found
        ]
        total = f"{sum(self.given.values()):,} inputs, seed {self.seed}: {len(found)} ended badly"
        return "\n".join([*found, *readers, total])


def reader_of(number: int, readers: list[str]) -> str:
    """Readers take turns."""
    return readers[number % len(readers)]


def give(seed: int, number: int, readers: list[str]) -> None:
    """Make an input in the working directory and have it read by one of the reader's doors."""
    drawn = Random(f"{seed}:{number}")  # noqa: S311  nothing secret
    reader = READERS[reader_of(number, readers)]
    reader.make(drawn)
    drawn.choice(reader.doors)()


def work(seed: int, first: int, seconds: float, readers: list[str], folder: Path, most: int | None = None) -> None:
    """Give inputs for so many seconds; a line of `log` says what came of each. Ends the process where one hangs."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error")
    for reader in readers:
        READERS[reader].prepare()
    until = time.monotonic() + seconds
    case = folder / "case"
    number = first
    with (folder / "log").open("a", encoding="utf-8") as log, (folder / "hang").open("w", encoding="utf-8") as hang:
        while time.monotonic() < until and (most is None or number < most):
            os.chdir(folder)
            shutil.rmtree(case, ignore_errors=True)
            case.mkdir()
            os.chdir(case)
            _say(log, number, None)
            faulthandler.dump_traceback_later(SECONDS, exit=True, file=hang)
            started = time.monotonic()
            what = ""
            try:
                give(seed, number, readers)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # a panic of a library in another language is no Exception
                what = _in_short(error)
                os.chdir(folder)
                shutil.copytree(case, folder / "found" / f"{reader_of(number, readers)}-{number}", dirs_exist_ok=True)
            faulthandler.cancel_dump_traceback_later()
            _say(log, number, what, time.monotonic() - started)
            number += 1
    os.chdir(folder)


def _say(log: "object", number: int, what: str | None, seconds: float = 0) -> None:
    print(json.dumps([number, what, seconds]), file=log, flush=True)  # type: ignore[call-overload]


def _in_short(error: BaseException) -> str:
    """What was raised, and the last lines of the package that it came from."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "paymodel" in one.filename]
    where = ", ".join(f"{Path(one.filename).name}:{one.lineno}" for one in frames[-3:])
    return f"{type(error).__name__}: {str(error)[:300]} ({where})"


def hunt(
    seed: int,
    seconds: float,
    folder: Path,
    readers: list[str],
    program: Sequence[str] = (sys.executable, "-m", "tests.fuzz"),
    most: int | None = None,
) -> Hunt:
    """Give inputs for some time, or so many, each process of `program` going on where the one before ended."""
    outcome = Hunt(seed, readers)
    until = time.monotonic() + seconds
    number = 0
    while (left := until - time.monotonic()) > 0:
        (folder / "log").write_text("", encoding="utf-8")
        arguments = ["--work", str(number), "--seed", str(seed), "--seconds", str(left), "--keep", str(folder)]
        arguments += [] if most is None else ["--most", str(most)]
        chosen = [f"--reader={name}" for name in readers]
        done = subprocess.run(
            [*program, *arguments, *chosen],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        number = _read_log(outcome, folder, readers)
        if not done.returncode:
            break
        hang = (folder / "hang").read_text(encoding="utf-8") if (folder / "hang").exists() else ""
        what = f"took too long:\n{hang}" if hang else f"the process ended ({done.returncode})"
        reader = reader_of(number, readers)
        shutil.copytree(folder / "case", folder / "found" / f"{reader}-{number}", dirs_exist_ok=True)
        outcome.found.append(Finding(number, reader, f"{what} {done.stderr[-2000:]}"))
        if not outcome.given:
            break  # it does not even start
        number += 1
    return outcome


def _read_log(outcome: Hunt, folder: Path, readers: list[str]) -> int:
    """Add what a process logged; the number of the input that it was at."""
    number = 0
    for line in (folder / "log").read_text(encoding="utf-8").splitlines():
        number, what, seconds = json.loads(line)
        reader = reader_of(number, readers)
        if what is None:
            outcome.given[reader] += 1
            continue
        outcome.slowest[reader] = max(outcome.slowest.get(reader, 0), seconds)
        if what:
            outcome.found.append(Finding(number, reader, what))
    return number


def main() -> int:
    """Hunt, or give one input again."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600, help="how long [600]")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="[a new one]")
    parser.add_argument("--most", type=int, help="end after so many inputs")
    parser.add_argument("--case", type=int, help="make one input again and show its traceback")
    parser.add_argument("--reader", action="append", choices=list(READERS), help="this reader alone; may be repeated")
    parser.add_argument("--keep", type=Path, help="a folder for what is found [a new temporary one]")
    parser.add_argument("--work", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    readers = args.reader or list(READERS)
    folder = (args.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if args.work is not None:
        work(args.seed, args.work, args.seconds, readers, folder, args.most)
        return 0
    if args.case is not None:
        print(f"The input is in {folder}")
        os.chdir(folder)
        warnings.simplefilter("error")
        give(args.seed, args.case, readers)
        return 0
    print(f"Corrupted inputs for {args.seconds:g} s, seed {args.seed} ...", flush=True)
    outcome = hunt(args.seed, args.seconds, folder, readers)
    print(outcome.report())
    if outcome.found:
        print(f"The inputs are in {folder / 'found'}")
    return 1 if outcome.found else 0


if __name__ == "__main__":
    sys.exit(main())
