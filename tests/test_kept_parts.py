"""Finished parts of a long run: taken up again where they are that run's own, and never else."""

import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pandas as pd
import pytest

from paymodel.files.staff_lists import pieces
from paymodel.workforces.checkpoints import Store, store_beside
from paymodel.workforces.engine_local import run_locally
from paymodel.workforces.options import Options
from paymodel.workforces.run import PartResult, Run
from tests.test_workforce import POLICIES, POSTS, put

PARTS = 4


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Posts, policies and a list of four parts, in each of which others earn other amounts."""
    put(tmp_path, posts__yaml=POSTS, policies__yaml=POLICIES)
    (tmp_path / "staff").mkdir()
    for part in range(PARTS):
        rows = [[f"{part}-{n}", "6", str(1 + n % 3), "1", 900 * part + 100 * n, "AB"[n % 2]] for n in range(12)]
        columns = ["id", "band", "step", "whole_time_equivalent", "unsocial_hours_payment", "site"]
        pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "staff" / f"{part}.parquet", index=False)
    return tmp_path


def options(here: Path, **more: Any) -> Options:
    return Options(str(here / "staff"), str(here / "posts.yaml"), str(here / "policies.yaml"), **more)


def worked_out(here: Path, **more: Any) -> tuple[PartResult, list[int]]:
    """A run that keeps its parts, and those that it worked out rather than took up."""
    run, put_part, kept = Run(options(here, **more)), Store.put, []

    def putting(self: Store, number: int, found: PartResult) -> None:
        kept.append(number)
        put_part(self, number, found)

    with mock.patch.object(Store, "put", putting):
        parts = pieces(here / "staff")
        return run_locally(run, parts, store_beside(here / "out", run, parts)), kept


def figures(found: PartResult) -> list[Any]:
    """All that was found, so that it can be compared."""
    measured = found.measured
    spreads = [(one.lowest, one.counts.tolist()) for by_band in chain(*(measured.spreads or ())) for one in by_band]
    spreads += [(one.lowest, one.counts.tolist()) for by_band in chain(*(measured.premiums or ())) for one in by_band]
    arrays = (*measured.counts.values(), *measured.costs.values(), measured.extremes)
    return [measured.rows, [one.tolist() for one in arrays], spreads, found.read, found.used, found.problems]


def part(here: Path, number: int) -> Path:
    return here / ".out.parts" / f"part-{number:06}.npz"


def rewritten(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the arrays of a part, as a program that knows its form would."""
    with np.load(path) as kept:
        arrays = {name: kept[name] for name in kept.files}
    change(arrays)
    with path.open("wb") as file:
        np.savez(file, **arrays)


@pytest.mark.parametrize("only_counts", [False, True])
def test_finished_parts_are_taken_up(here: Path, only_counts: bool) -> None:
    whole, kept = worked_out(here, only_counts=only_counts)
    assert kept == [0, 1, 2, 3]
    again, kept = worked_out(here, only_counts=only_counts)
    assert kept == []
    assert figures(again) == figures(whole)


def test_a_part_in_the_place_of_another_is_not_used(here: Path) -> None:
    whole, _ = worked_out(here)
    shutil.copy(part(here, 1), part(here, 2))
    again, kept = worked_out(here)
    assert kept == [2]
    assert figures(again) == figures(whole)
    for number, other in ((0, 3), (3, 0)):  # each in the place of the other
        part(here, number).rename(part(here, number).with_suffix(f".{other}"))
    for number, other in ((0, 3), (3, 0)):
        part(here, other).with_suffix(f".{number}").rename(part(here, number))
    again, kept = worked_out(here)
    assert kept == [0, 3]
    assert figures(again) == figures(whole)


def more_rows(arrays: dict[str, Any]) -> None:
    words = json.loads(str(arrays["words"]))
    words["rows"].append(["site", "C"])
    arrays["words"] = np.array(json.dumps(words))


def other_count(arrays: dict[str, Any]) -> None:
    arrays["count_people"] = arrays["count_people"] + 1


SHAPES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a policy less": lambda arrays: arrays.update({k: v[:-1] for k, v in arrays.items() if v.ndim > 1}),
    "a move more": lambda arrays: arrays.update({k: np.repeat(v, 2, axis=1) for k, v in arrays.items() if v.ndim > 1}),
    "a row more": more_rows,
    "one number": other_count,
    "an array less": lambda arrays: arrays.pop("extremes"),
    "an array more": lambda arrays: arrays.update(more=np.zeros(1)),
    "another kind": lambda arrays: arrays.update(extremes=arrays["extremes"].astype(float)),
    "flat": lambda arrays: arrays.update(extremes=arrays["extremes"].reshape(-1)),
    "no seal": lambda arrays: arrays.pop("seal"),
    "another seal": lambda arrays: arrays.update(seal=np.array("0" * 64)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_part_that_was_changed_or_is_of_another_shape_is_not_used(here: Path, name: str) -> None:
    whole, _ = worked_out(here)
    rewritten(part(here, 1), SHAPES[name])
    again, kept = worked_out(here)
    assert kept == [1]
    assert figures(again) == figures(whole)


@pytest.mark.parametrize("name", ["a policy less", "a move more", "a row more", "flat"])
def test_a_part_of_another_shape_is_not_used_though_its_seal_is_right(here: Path, name: str) -> None:
    """As one that an error of ours, and not an error of a disk, had written."""
    whole, _ = worked_out(here)
    run = Run(options(here))
    parts = pieces(here / "staff")
    store = store_beside(here / "out", run, parts)
    store.settle([run.survey(piece) for piece in parts])

    def sealed(arrays: dict[str, Any]) -> None:
        SHAPES[name](arrays)
        del arrays["seal"]
        arrays["seal"] = np.array(store._seal(1, arrays))

    rewritten(part(here, 1), lambda arrays: arrays)
    assert store.get(1) is not None
    rewritten(part(here, 1), sealed)
    assert store.get(1) is None
    again, kept = worked_out(here)
    assert kept == [1]
    assert figures(again) == figures(whole)


def test_a_part_of_which_a_byte_changed_is_not_used(here: Path) -> None:
    """Wherever it is, and however much is cut off: it is read as none, and never ends badly."""
    worked_out(here)
    run = Run(options(here))
    parts = pieces(here / "staff")
    store = store_beside(here / "out", run, parts)
    store.settle([run.survey(piece) for piece in parts])
    content = part(here, 1).read_bytes()
    sound = store.get(1)
    assert sound is not None
    dice = random.Random(11)  # noqa: S311
    for _ in range(600):
        corrupted = bytearray(content)
        corrupted[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        part(here, 1).write_bytes(corrupted)
        found = store.get(1)  # where a byte that nobody reads has changed, it is as it was
        assert found is None or figures(found) == figures(sound)
    for _ in range(60):
        part(here, 1).write_bytes(content[: dice.randrange(len(content))])
        assert store.get(1) is None
    for text in (b"", b"PK", b"\x93NUMPY", b"not a part"):
        part(here, 1).write_bytes(text)
        assert store.get(1) is None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # an array said to be far too large
        head = b"{'descr': '<i8', 'fortran_order': False, 'shape': (99999999999999,), }"
        head += b" " * (117 - len(head)) + b"\n"
        archive.writestr("seal.npy", b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head)
    part(here, 1).write_bytes(out.getvalue())
    assert store.get(1) is None
