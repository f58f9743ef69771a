"""Finished parts of a long run, kept beside its output until the whole is written, and what a run depends on."""

import datetime
import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.files.digests import program
from paymodel.files.staff_lists import Piece
from paymodel.files.workforces import Found, Run, Survey
from paymodel.losses import COSTS, COUNTS, Measured, Spread
from paymodel.policy import Citation


class Store:
    """Finished parts of a run, kept beside its output until it is whole, so that an interrupted run goes on.

    A part of another run (other files, options or version) is never used: its fingerprint differs.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder, self.fingerprint = folder, fingerprint

    def settle(self, surveys: Sequence[Survey], cut: Sequence[int] = ()) -> None:
        """Take the rotas that were read into the fingerprint: a part worked out from another rota is not used.

        `cut` says how many pieces go into each part, where it is not one.
        """
        rotas = sorted({rota for survey in surveys for rota in survey.rotas})
        said = json.dumps([self.fingerprint, rotas, list(cut)])
        self.fingerprint = hashlib.sha256(said.encode()).hexdigest()[:32]

    def get(self, number: int) -> Found | None:
        """A finished part, or None."""
        path = self._path(number)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                return _unpacked(kept) if str(kept["fingerprint"]) == self.fingerprint else None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None  # half-written or not ours: work it out again

    def put(self, number: int, found: Found) -> None:
        """Keep a finished part."""
        self.folder.mkdir(exist_ok=True)
        path = self._path(number)
        beside = path.with_name(f".{path.name}.{os.getpid()}.part")
        with beside.open("wb") as file:
            np.savez(file, allow_pickle=False, **_packed(found), fingerprint=np.array(self.fingerprint))
        beside.replace(path)

    def clear(self) -> None:
        """Take the parts away, once the output is whole."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.npz"


def fingerprint(run: Run, parts: Sequence[Piece]) -> str:
    """What a run depends on, as a short text: the program, its options, and what the files it reads hold."""
    said: list[object] = [program(), asdict(run.options), run.list_was, sorted(run.files_were.values())]
    said += [[str(piece.path.resolve()), piece.first_row, piece.row_groups] for piece in parts]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _packed(found: Found) -> dict[str, NDArray[Any]]:
    """A part as plain arrays."""
    measured = found.measured
    words = {
        "rows": measured.rows,
        "read": found.read,
        "used": found.used,
        "step": measured.step,
        "problems": found.problems,
        "pairs": [[*columns, sorted(together)] for columns, together in found.pairs.items()],
        "figures": [_citation_words(figure) for figure in found.figures],
        "spreads": None
        if measured.spreads is None
        else [[[spread.lowest, len(spread.counts)] for spread in spreads] for spreads in measured.spreads],
    }
    arrays: dict[str, NDArray[Any]] = {"words": np.array(json.dumps(words)), "premium": measured.premium}
    arrays |= {f"count_{name}": values for name, values in measured.counts.items()}
    arrays |= {f"cost_{name}": values for name, values in measured.costs.items()}
    if measured.spreads is not None:
        counts = [spread.counts for spreads in measured.spreads for spread in spreads]
        arrays["spreads"] = np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)
    return arrays


def _unpacked(kept: Mapping[str, NDArray[Any]]) -> Found:
    words = json.loads(str(kept["words"]))
    spreads: list[list[Spread]] | None = None
    if words["spreads"] is not None:
        counts, at, spreads = kept["spreads"], 0, []
        for sizes in words["spreads"]:
            spreads.append([])
            for lowest, length in sizes:
                spreads[-1].append(Spread(lowest, counts[at : at + length]))
                at += length
    measured = Measured(
        rows=[(column, value) for column, value in words["rows"]],
        counts={name: kept[f"count_{name}"] for name in COUNTS},
        costs={name: kept[f"cost_{name}"] for name in COSTS},
        premium=kept["premium"],
        spreads=spreads,
        step=words["step"],
    )
    return Found(
        measured,
        words["read"],
        words["used"],
        [(row, identity, column, message) for row, identity, column, message in words["problems"]],
        {(one, other): {(a, b) for a, b in together} for one, other, together in words["pairs"]},
        {_citation(figure): None for figure in words["figures"]},
    )


def _citation_words(figure: Citation) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in asdict(figure).items()}


def _citation(words: Mapping[str, Any]) -> Citation:
    dates = {name: words[name] and datetime.date.fromisoformat(words[name]) for name in ("effective", "until")}
    return Citation(**{**words, **dates})
