"""Whether a folder that paymodel wrote is as it was written, and whether its figures still come out the same."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.errors import Fault, Faults, PaymodelError
from paymodel.files import digests
from paymodel.files.digests import digest_of_file, digest_of_text
from paymodel.files.scales import shipped_folder
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.words import counted
from paymodel.reports.record import INPUTS, RECORD, as_text, read_inputs, results_of
from paymodel.reports.zips import unzipped

MOST_BYTES = 50_000_000
"""The largest record, or file of results, that is read."""
MOST_SHOWN = 40
NOT_WHAT_WE_WROTE = f"holds no {RECORD}; name a folder that paymodel report wrote, or such a folder in a zip file"


class Code(msgspec.Struct):
    """The program that wrote a folder."""

    version: str
    sha256: str


class ScenarioId(msgspec.Struct):
    """The scenario of a report."""

    id: str


class Record(msgspec.Struct):
    """What is read of the record of a report."""

    title: str
    scenario: ScenarioId
    code: Code
    shipped: dict[str, str]
    scales: dict[str, str]
    assumptions: dict[str, str]
    results: str
    files: dict[str, str]


@dataclass(frozen=True)
class Verified:
    """What a check of a folder found, in words.

    `files` are those that are not as they were written, `figures` those that differ (place, then, now), `unworked` why
    figures cannot be worked out again, `changed` what differs of the program and the scales, `record` the record's name
    and digest.
    """

    title: str
    files: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    unworked: tuple[str, ...]
    changed: tuple[str, ...]
    record: tuple[str, str]

    @property
    def sound(self) -> bool:
        """Whether every file is as it was written and every figure as it was."""
        return not (self.files or self.figures or self.unworked)


def verify(place: Path) -> Verified:
    """Hold every file of a folder (or of a zip file of one) against its record, and work its figures out again.

    Raises `Faults` where it has no record that can be read.
    """
    if place.is_file():
        with unzipped(place) as folder:
            return _verified(folder, str(place))
    return _verified(place, str(place))


def _verified(folder: Path, name: str) -> Verified:
    if not folder.is_dir():
        raise Faults([Fault(name, "", "does not exist; name the folder of a report")])
    path = folder / RECORD
    if not path.is_file():
        raise Faults([Fault(name, "", NOT_WHAT_WE_WROTE)])
    try:
        record = msgspec.json.decode(_bytes(path), type=Record)
        own = digest_of_file(path)
    except (msgspec.MsgspecError, ValueError, RecursionError, OSError):
        words = "is not a record that this paymodel can read; make the report again"
        raise Faults([Fault(f"{name}/{RECORD}", "", words)]) from None
    figures: tuple[tuple[str, str, str], ...] = ()
    unworked: tuple[str, ...] = ()
    try:
        figures = tuple(_figures(folder, record))
    except PaymodelError as error:
        faults = [str(fault) for fault in error.faults] if isinstance(error, Faults) else [str(error)]
        unworked = tuple(words.replace(f"{folder}{os.sep}", "") for words in faults)
    return Verified(
        title=record.title,
        files=tuple(_not_as_written(folder, record.files, RECORD)),
        figures=figures,
        unworked=unworked,
        changed=tuple(_changed_since(record)),
        record=(RECORD, own),
    )


def _not_as_written(folder: Path, wanted: Mapping[str, str], record: str) -> Iterator[str]:
    """What differs between a folder and the digests in its record: changed, missing and added files."""
    for name, digest in sorted(wanted.items()):
        path = _file_in(folder, name)
        if path is None:
            yield f"{name} is missing"
            continue
        try:
            if digest_of_file(path) != digest:
                yield f"{name} is not as it was written"
        except OSError as error:
            yield f"{name} cannot be read: {(error.strerror or 'error').lower()}"
    ours = {record, *wanted, *(str(above) for name in wanted for above in PurePosixPath(name).parents)}
    yield from (f"{name} was added" for name in _names(folder) if name not in ours)


def _names(folder: Path) -> list[str]:
    """Everything in a folder and below it but folders that hold something, each by its path there."""
    found = []
    for here, folders, files in os.walk(folder):
        inside = Path(here).relative_to(folder)
        found += [(inside / name).as_posix() for name in files]
        found += [(inside / name).as_posix() for name in folders if (Path(here) / name).is_symlink()]
        if not (folders or files) and inside != Path():
            found.append(inside.as_posix())
    return sorted(found)


def _file_in(folder: Path, name: str) -> Path | None:
    """A file of a folder, if it is one: a record that was changed may name anything."""
    try:
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve()) and PurePosixPath(name).as_posix() == name
        return path if inside and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _changed_since(record: Record) -> Iterator[str]:
    """What differs between the program and the figures that a folder was made with and those of now."""
    if record.code.version != __version__:
        yield f"paymodel is {__version__}, then {record.code.version}"
    elif record.code.sha256 != digests.code():
        yield "the program differs from the one that made this"
    kinds = (("scale file", record.scales, "scales"), ("shipped file", record.shipped, "scenarios"))
    for what, kept, place in (*kinds, ("list", record.assumptions, "docs")):
        for name, wanted in sorted(kept.items()):
            path = _file_in(shipped_folder(place), name)
            if path is None:
                yield f"the {what} {name} is gone"
            elif digest_of_text(path) != wanted:
                yield f"the {what} {name} has changed"
    yield from (f"the scale file {name} is new" for name in digests.scales() if name not in record.scales)


def _figures(folder: Path, record: Record) -> Iterator[tuple[str, str, str]]:
    """Where the results of a report differ from those of now. Raises `PaymodelError` where there is nothing to hold."""
    try:
        then = json.loads(_bytes(folder / record.results))
    except (ValueError, RecursionError, OSError):
        raise Faults([Fault(record.results, "", "cannot be read as JSON")]) from None
    name = f"{INPUTS}/{record.scenario.id}.yaml"
    scenario = _file_in(folder, name)
    if scenario is None:
        raise Faults([Fault(name, "", "is missing")])
    yield from _differences(then, json.loads(as_text(results_of(read_inputs(str(scenario)).worked))))


def _bytes(path: Path) -> bytes:
    """What a file of ours holds. Raises `ValueError` for one that is far too large."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(path)
    return path.read_bytes()


def _differences(then: Any, now: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two results differ: the place, what was there then, and now. The version is not a figure."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in [*then, *(key for key in now if key not in then)]:
            if key != "version":
                yield from _differences(then.get(key), now.get(key), f"{place}.{key}" if place else str(key))
    elif isinstance(then, list) and isinstance(now, list):
        for number in range(max(len(then), len(now))):
            before, after = (one[number] if number < len(one) else None for one in (then, now))
            yield from _differences(before, after, f"{place}.{number}")
    elif then != now:
        yield place, json.dumps(then, ensure_ascii=False), json.dumps(now, ensure_ascii=False)


def verify_blocks(found: Verified) -> list[Block]:
    """What a check of a folder found, in words."""
    blocks: list[Block] = [Heading(f"Does it still stand: {found.title}", 1)]
    if found.sound:
        words = "The results still stand: every file is as it was written, and every figure comes out as it did."
        blocks.append(Paragraph(words))
    if found.files:
        count = counted(len(found.files), "file")
        verb = "is" if len(found.files) == 1 else "are"
        blocks += [Heading("Files"), Paragraph(f"{count} {verb} not as written: do not rely on this folder.")]
        blocks.append(Bullets(found.files))
    if found.figures:
        words = f"{counted(len(found.figures), 'figure')} would be different now."
        shown = [list(row) for row in found.figures[:MOST_SHOWN]]
        blocks += [Heading("Figures"), Paragraph(words), Table(["Figure", "Then", "Now"], shown)]
        if len(found.figures) > MOST_SHOWN:
            blocks.append(Paragraph(f"The first {MOST_SHOWN} are shown."))
    elif found.unworked:
        blocks += [Heading("Figures"), Paragraph("They cannot be worked out again:"), Bullets(found.unworked)]
    elif found.files:
        words = "From the scenario in the folder, every figure comes out as its file of results has it."
        blocks += [Heading("Figures"), Paragraph(words)]
    if found.changed:
        blocks += [Heading("What has changed since"), Bullets(found.changed)]
    name, digest = found.record
    blocks.append(
        Paragraph(
            f"This rests on {name} alone, whose digest is {digest}. Whoever changes a file can write the record again:"
            " compare the digest with one that was noted elsewhere when the folder was made."
        )
    )
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return blocks
