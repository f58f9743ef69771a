"""Corrupted inputs end in an answer or in faults; so does every input that once did not (`tests/fuzz_regressions`)."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.fuzz import hunt
from tests.fuzz_inputs import READERS, ROOT, says

REGRESSIONS = ROOT / "tests" / "fuzz_regressions"
SEED = 1
"""The same inputs for the same code, so that a test fails nobody by chance; `make fuzz` takes a new seed each time."""
PATIENCE = 600
"""Seconds, on a busy machine."""


@pytest.mark.parametrize(
    "place",
    sorted(path.relative_to(REGRESSIONS).as_posix() for path in REGRESSIONS.glob("*/*")),
    ids=lambda place: str(place),
)
def test_what_once_ended_badly_ends_well(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, door in enumerate(READERS[place.split("/")[0]].doors):
        case = shutil.copytree(REGRESSIONS / place, tmp_path / str(number))
        monkeypatch.chdir(case)
        door()


def test_four_corrupted_inputs_for_each_reader_end_well(tmp_path: Path) -> None:
    outcome = hunt(SEED, PATIENCE, tmp_path, list(READERS), most=4 * len(READERS))
    print(outcome.report())
    assert not outcome.found, outcome.report()
    assert outcome.given == dict.fromkeys(READERS, 4)


def test_each_bad_end_is_noticed_and_the_hunt_goes_on(tmp_path: Path) -> None:
    script = """
import os, time, warnings
from tests import fuzz, fuzz_inputs
DOORS = {
    "answers": lambda: None,
    "raises": lambda: {}["x"],
    "warns": lambda: warnings.warn("hm"),
    "hangs": lambda: time.sleep(60),
    "dies": os.abort,
}
fuzz.SECONDS = 1
fuzz_inputs.READERS.clear()
fuzz_inputs.READERS.update({name: fuzz_inputs.Reader(lambda random: None, (door,)) for name, door in DOORS.items()})
fuzz.main()
"""
    said = {"raises": "KeyError: 'x'", "warns": "hm", "hangs": "took too long", "dies": "the process ended"}
    readers = ["answers", *said]
    outcome = hunt(SEED, PATIENCE, tmp_path, readers, (sys.executable, "-c", script), most=len(readers) + 1)
    assert outcome.given == {**dict.fromkeys(said, 1), "answers": 2}
    assert {one.reader for one in outcome.found} == set(said)
    for one in outcome.found:
        assert said[one.reader] in one.what
        assert (tmp_path / "found" / f"{one.reader}-{one.number}").is_dir()


@pytest.mark.parametrize(
    "main",
    [
        lambda _: 1,
        lambda _: 2,
        lambda _: print("no place", file=sys.stderr) or 2,
        lambda _: print("a: cannot write the answer", file=sys.stderr) or 2,
        lambda _: print("a: b", file=sys.stderr) or Path("out.csv").write_text("half") % 1 or 2,
        lambda _: print("£nan a year") or 0,
        lambda _: print('{"json": NaN}') or 0,
    ],
)
def test_what_is_no_answer_does_not_pass_for_one(main: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tests.fuzz_inputs.main", main)
    with pytest.raises(AssertionError):
        says("compare", "scenario.yaml", "--format", "json")
