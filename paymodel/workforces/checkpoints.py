"""Finished parts of a long run, kept beside its output until the whole is written, and what a run depends on."""

import datetime
import json
import shutil
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.files.digests import digest, program
from paymodel.files.staff_lists import Piece
from paymodel.files.uploads import Source
from paymodel.files.workspace import PRIVATE_FOLDER, move_to, workspace
from paymodel.pay.job import BANDS
from paymodel.pay.rule_book import Citation
from paymodel.progress import notice
from paymodel.workforces.measured import COSTS, COUNTS, LINES, Measured, Spread
from paymodel.workforces.paybill import SUMS, Paybill
from paymodel.workforces.run import PartResult, Run
from paymodel.workforces.surveys import Survey

UNREADABLE = (
    *(OSError, ValueError, TypeError, KeyError, IndexError, EOFError, MemoryError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error, struct.error, tokenize.TokenError),
)
"""What comes of reading a part of which a byte has changed."""


class Store:
    """Finished parts of a run, kept beside its output until it is whole, so that an interrupted run goes on.

    A part of another run (other files, options or version) is never used, nor one in another part's place, of another
    shape, or of which a byte has changed: its seal differs. `shape` is how many policies and moves a part is of.
    """

    def __init__(self, folder: Path, fingerprint: str, shape: tuple[int, int]) -> None:
        self.folder, self.fingerprint, self.shape = folder, fingerprint, shape

    def settle(self, surveys: Sequence[Survey], cut: Sequence[int] = ()) -> None:
        """Take the rotas that were read into the fingerprint: a part worked out from another rota is not used.

        `cut` says how many pieces go into each part, where it is not one.
        """
        rotas = sorted({rota for survey in surveys for rota in survey.rotas})
        settled = json.dumps([self.fingerprint, rotas, list(cut)])
        self.fingerprint = digest(settled.encode())[:32]

    def get(self, number: int) -> PartResult | None:
        """A finished part, or None."""
        path = self._path(number)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                arrays = {name: kept[name] for name in kept.files}
            seal = str(arrays.pop("seal"))
            part = _unpacked(arrays) if seal == self._seal(number, arrays) else None
        except UNREADABLE:
            return None  # half-written or not ours: work it out again
        return part if part and self._fits(part.measured) else None

    def put(self, number: int, part: PartResult) -> None:
        """Keep a finished part."""
        self.folder.mkdir(PRIVATE_FOLDER, exist_ok=True)
        self.folder.chmod(PRIVATE_FOLDER)
        path, arrays = self._path(number), _packed(part)
        with workspace(path) as scratch:
            np.savez(scratch / path.name, allow_pickle=False, **arrays, seal=np.array(self._seal(number, arrays)))
            move_to(scratch / path.name, path, private=True)

    def say_what_is_kept(self) -> None:
        """Say where finished parts are, which hold ids of rows at fault, and what may be done with them."""
        if self.folder.is_dir():
            notice(f"finished parts are kept in {self.folder}: run the same command again to go on, or delete it")

    def clear(self) -> None:
        """Take the parts away, once the output is whole."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _seal(self, number: int, arrays: Mapping[str, NDArray[Any]]) -> str:
        """What tells a part from any other: its run, its place, and the name, shape and content of each array."""
        held = [[name, array.dtype.str, array.shape, digest(array.tobytes())] for name, array in sorted(arrays.items())]
        return digest(json.dumps([self.fingerprint, number, self.shape, held]).encode())

    def _fits(self, measured: Measured) -> bool:
        """Whether a part is of as many policies, moves and rows as it says, and as are asked for."""
        counts = all(array.shape == (*self.shape, len(measured.rows)) for array in measured.counts.values())
        extremes = measured.extremes.shape == (*self.shape, len(BANDS), 4)
        lines = all(array.shape == (self.shape[1], len(BANDS)) for array in measured.lines.values())
        costs = all(array.shape == (*self.shape, len(BANDS)) for array in measured.costs.values())
        return counts and extremes and lines and costs

    def _path(self, number: int) -> Path:
        return self.folder / f"part-{number:06}.npz"


def fingerprint(run: Run, parts: Sequence[Piece]) -> str:
    """What a run depends on, as a short text: the program, its options, and what the files it reads hold."""
    inputs: list[object] = [program(), asdict(run.options), run.list_was, sorted(run.files_were.values())]
    inputs += [[_place_of(piece.source), piece.first_row, piece.row_groups] for piece in parts]
    return digest(json.dumps(inputs, sort_keys=True).encode())[:32]


def store_beside(target: Path, run: Run, parts: Sequence[Piece]) -> Store:
    """Where the finished parts of a run are kept: beside its output."""
    whole = target.absolute()
    shape = len(run.openings.policies), len(run.openings.moves)
    return Store(whole.with_name(f".{whole.name}.parts"), fingerprint(run, parts), shape)


def _place_of(source: Source) -> str:
    """What tells a source from others: where a file is; what a list in memory holds."""
    return str(source.resolve()) if isinstance(source, Path) else source.digest


def _packed(part: PartResult) -> dict[str, NDArray[Any]]:
    """A part as plain arrays."""
    measured = part.measured
    words = {
        "rows": measured.rows,
        "read": part.read,
        "used": part.used,
        "step": measured.step,
        "premium_step": measured.premium_step,
        "problems": part.problems,
        "figures": [_citation_words(figure) for figure in part.figures],
        "spreads": _bounds(measured.spreads),
        "premiums": _bounds(measured.premiums),
    }
    arrays: dict[str, NDArray[Any]] = {"words": np.array(json.dumps(words)), "extremes": measured.extremes}
    arrays |= {f"count_{name}": values for name, values in measured.counts.items()}
    arrays |= {f"cost_{name}": values for name, values in measured.costs.items()}
    if part.paybill is not None:
        arrays |= {f"paybill_{name}": values for name, values in part.paybill.sums.items()}
        arrays["paybill_extremes"], arrays["paybill_costs"] = part.paybill.extremes, part.paybill.costs
    arrays |= {f"line_{name}": values for name, values in measured.lines.items()}
    for name, spreads in (("spreads", measured.spreads), ("premiums", measured.premiums)):
        counts = [spread.counts for by_band in chain(*(spreads or [])) for spread in by_band]
        arrays[name] = np.concatenate(counts) if counts else np.zeros(0, dtype=np.int64)
    return arrays


Bounds = list[list[list[list[int]]]]
"""Where each spread begins and how long it is, by policy, move and band held."""


def _bounds(spreads: list[list[list[Spread]]] | None) -> Bounds | None:
    if spreads is None:
        return None
    return [[[[spread.lowest, len(spread.counts)] for spread in by_band] for by_band in moves] for moves in spreads]


def _spreads(bounds: Bounds | None, counts: NDArray[np.int64]) -> list[list[list[Spread]]] | None:
    if bounds is None:
        return None
    sizes = [length for by_band in chain(*bounds) for _, length in by_band]
    parts = iter(np.split(counts, np.cumsum(sizes)[:-1]))
    return [[[Spread(lowest, next(parts)) for lowest, _ in by_band] for by_band in moves] for moves in bounds]


def _unpacked(kept: Mapping[str, NDArray[Any]]) -> PartResult:
    words = json.loads(str(kept["words"]))
    measured = Measured(
        rows=[(column, value) for column, value in words["rows"]],
        counts={name: kept[f"count_{name}"] for name in COUNTS},
        costs={name: kept[f"cost_{name}"] for name in COSTS},
        lines={name: kept[f"line_{name}"] for name in LINES},
        extremes=kept["extremes"],
        spreads=_spreads(words["spreads"], kept["spreads"]),
        premiums=_spreads(words["premiums"], kept["premiums"]),
        step=words["step"],
        premium_step=words["premium_step"],
    )
    paybill = None
    if "paybill_extremes" in kept:
        paybill = Paybill(
            {name: kept[f"paybill_{name}"] for name in SUMS}, kept["paybill_extremes"], kept["paybill_costs"]
        )
    return PartResult(
        measured,
        words["read"],
        words["used"],
        [(row, identity, column, message) for row, identity, column, message in words["problems"]],
        {_citation(figure): None for figure in words["figures"]},
        paybill=paybill,
    )


def _citation_words(figure: Citation) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in asdict(figure).items()}


def _citation(words: Mapping[str, Any]) -> Citation:
    dates = {name: words[name] and datetime.date.fromisoformat(words[name]) for name in ("effective", "until")}
    return Citation(**{**words, **dates})
