"""Whether a folder that paymodel wrote is as it was written, and whether its figures still come out the same."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers import workforce_record
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.contracts import to_json
from paymodel.answers.tables import Table, text_columns
from paymodel.counting import counted
from paymodel.errors import Fault, Faults, PaymodelError
from paymodel.files.digests import digest_of_file
from paymodel.reports.as_written import (
    Record,
    find_changed_files,
    find_changes_since,
    find_file,
    read_bytes,
    read_record,
)
from paymodel.reports.board import results_of_board
from paymodel.reports.record import INPUTS, RECORD, read_inputs, results_of
from paymodel.reports.workforce_answers import WorkforceAnswer, read_answer, under_joint_control
from paymodel.reports.workforce_inputs import Compared, Given, Keyed, compare_files, find_key
from paymodel.reports.zips import unzip_folder

MOST_SHOWN = 40
NOT_OURS = (
    f"holds no {RECORD} or {workforce_record.RECORD}; name a folder that paymodel report or paymodel workforce wrote,"
    " or a zip file of one"
)


class ScenarioId(msgspec.Struct):
    """The scenario of a report."""

    id: str


class AnswerId(msgspec.Struct):
    """An answer for a workforce in a board paper: its folder there, and its label."""

    folder: str
    label: str


class ReportRecord(Record):
    """What is read of the record of a report: of a scenario, or of answers for a workforce (a board paper)."""

    results: str
    scenario: ScenarioId | None = None
    answers: list[AnswerId] = msgspec.field(default_factory=list)


class WorkforceRecord(Record):
    """What is read of the record of a workforce run."""

    inputs: dict[str, Given]
    keyed: Keyed | None


@dataclass(frozen=True)
class Verified:
    """What a check of a folder found, in words.

    `files` are those that are not as they were written, `figures` those that differ (place, then, now), `unworked` why
    figures cannot be worked out again, `changed` what differs of the program and the scales, `compared` what came of
    files that were given to compare with those used (None for a report), `record` the record's name and digest.
    """

    title: str
    record: tuple[str, str]
    files: tuple[str, ...]
    changed: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...] = ()
    unworked: tuple[str, ...] = ()
    compared: Compared | None = None

    @property
    def sound(self) -> bool:
        """Whether every file is as it was written, every figure as it was, and what was given what was used."""
        return not (self.files or self.figures or self.unworked or (self.compared and self.compared.others))


def verify(place: Path, given: Mapping[str, str] | None = None) -> Verified:
    """Hold every file of a folder (or of a zip file of one) against its record, and work a report's figures out again.

    `given` are, for a workforce, files to compare with those that were used: `staff`, `posts`, `policies`, `mapping`
    (shipped ones by name), and the `key` where it is not beside the folder.

    Raises `Faults` where there is no record that can be read, or a file that is given cannot be.
    """
    if place.is_file():
        with unzip_folder(place) as folder:
            return _verify_folder(folder, place, given or {})
    if not place.is_dir():
        raise Faults([Fault(str(place), "", "does not exist; name the folder of a report or of a workforce")])
    return _verify_folder(place, place, given or {})


def _verify_folder(folder: Path, place: Path, given: Mapping[str, str]) -> Verified:
    """Verify a folder that stands at a place, or was unpacked from there."""
    if (folder / RECORD).is_file():
        if given:
            words = "goes with a folder that paymodel workforce wrote; this is a report"
            raise Faults([Fault(str(place), f"--{kind}", words) for kind in given])
        return _verify_report(folder, read_record(folder / RECORD, str(place / RECORD), ReportRecord))
    path = folder / workforce_record.RECORD
    if not path.is_file():
        raise Faults([Fault(str(place), "", NOT_OURS)])
    return _verify_workforce(folder, place, read_record(path, str(place / path.name), WorkforceRecord), given)


def _verify_report(folder: Path, record: ReportRecord) -> Verified:
    figures: tuple[tuple[str, str, str], ...] = ()
    unworked: tuple[str, ...] = ()
    try:
        figures = tuple(_compare_figures(folder, record))
    except PaymodelError as error:
        faults = [str(fault) for fault in error.faults] if isinstance(error, Faults) else [str(error)]
        unworked = tuple(words.replace(f"{folder}{os.sep}", "") for words in faults)
    return Verified(
        title=record.title,
        record=(RECORD, digest_of_file(folder / RECORD)),
        files=tuple(find_changed_files(folder, record.files, [RECORD])),
        changed=tuple(find_changes_since(record)),
        figures=figures,
        unworked=unworked,
    )


def _verify_workforce(folder: Path, place: Path, record: WorkforceRecord, given: Mapping[str, str]) -> Verified:
    name = workforce_record.RECORD
    key, why = find_key(record.keyed, place, given)
    secret = record.keyed.files if record.keyed else {}

    def digest_of(name: str, path: Path) -> str:
        held = digest_of_file(path)
        return key.make_digest(name, held) if key and name in secret else held

    wanted = {**record.files, **(secret if key else {})}
    return Verified(
        title=record.title,
        record=(name, digest_of_file(folder / name)),
        files=tuple(find_changed_files(folder, wanted, [name, *secret], digest_of)),
        changed=tuple(find_changes_since(record)),
        compared=compare_files(record.inputs, record.keyed, key, why, given),
    )


def _compare_figures(folder: Path, record: ReportRecord) -> Iterator[tuple[str, str, str]]:
    """Where the results of a report differ from those of now. Raises `PaymodelError` where there is nothing to hold."""
    try:
        then = json.loads(read_bytes(folder / record.results))
    except (ValueError, RecursionError, OSError):
        raise Faults([Fault(record.results, "", "cannot be read as JSON")]) from None
    if record.scenario is None:
        now = json.loads(to_json(results_of_board(_answers(folder, record))))
        yield from _find_differences(then, now)
        return
    name = f"{INPUTS}/{record.scenario.id}.yaml"
    scenario = find_file(folder, name)
    if scenario is None:
        raise Faults([Fault(name, "", "is missing")])
    swept = then.get("sweep") if isinstance(then, dict) else None
    vary = str(swept.get("vary", "")) if isinstance(swept, dict) else ""
    inputs = read_inputs(str(scenario), with_history=isinstance(then, dict) and "history" in then, vary=vary)
    yield from _find_differences(then, json.loads(to_json(results_of(inputs.worked))))


def _answers(folder: Path, record: ReportRecord) -> list[WorkforceAnswer]:
    """The answers that a board paper was made from. Raises `Faults` for one that is not in the folder any more."""
    held = []
    for answer in record.answers:
        if find_file(folder, f"{answer.folder}/{workforce_record.RECORD}") is None:
            raise Faults([Fault(answer.folder, "", f"holds no {workforce_record.RECORD}")])
        held.append(read_answer(folder / answer.folder, answer.label))
    if not held:
        raise Faults([Fault(RECORD, "", "names neither a scenario nor an answer for a workforce")])
    return under_joint_control(held)


def _find_differences(then: Any, now: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two results differ: the place, what was there then, and now. The version is not a figure."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in [*then, *(key for key in now if key not in then)]:
            if key != "version":
                yield from _find_differences(then.get(key), now.get(key), f"{place}.{key}" if place else str(key))
    elif isinstance(then, list) and isinstance(now, list):
        for number in range(max(len(then), len(now))):
            before, after = (items[number] if number < len(items) else None for items in (then, now))
            yield from _find_differences(before, after, f"{place}.{number}")
    elif then != now:
        yield place, json.dumps(then, ensure_ascii=False), json.dumps(now, ensure_ascii=False)


def verify_blocks(verified: Verified) -> list[Block]:
    """What a check of a folder found, in words."""
    blocks: list[Block] = [Heading(f"Check of the report: {verified.title}", 1)]
    if verified.sound:
        words = "Nothing has changed: every file is as it was written, and every figure comes out as it did."
        blocks.append(Paragraph("Every file is as it was written." if verified.compared else words))
    if verified.files:
        count = counted(len(verified.files), "file")
        verb = "is" if len(verified.files) == 1 else "are"
        blocks += [Heading("Files"), Paragraph(f"{count} {verb} not as written: do not rely on this folder.")]
        blocks.append(Bullets(verified.files))
    blocks += _figures_blocks(verified) if verified.compared is None else _compared_blocks(verified.compared)
    if verified.changed:
        blocks += [Heading("What has changed since"), Bullets(verified.changed)]
    name, digest = verified.record
    blocks.append(
        Paragraph(
            f"This rests on {name} alone, whose digest is {digest}. Whoever changes a file can write the record again:"
            " compare the digest with one that was noted elsewhere when the folder was made."
        )
    )
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return blocks


def _figures_blocks(verified: Verified) -> list[Block]:
    """What came of working the figures of a report out again, where that is not said yet."""
    blocks: list[Block] = [Heading("Figures")]
    if verified.figures:
        shown = [list(row) for row in verified.figures[:MOST_SHOWN]]
        blocks.append(Paragraph(f"{counted(len(verified.figures), 'figure')} would be different now."))
        blocks.append(Table(text_columns("Figure", "Then", "Now"), shown))
        if len(verified.figures) > MOST_SHOWN:
            blocks.append(Paragraph(f"The first {MOST_SHOWN} are shown."))
    elif verified.unworked:
        blocks += [Paragraph("They cannot be worked out again:"), Bullets(verified.unworked)]
    elif verified.files:
        words = "From the scenario in the folder, every figure comes out as its file of results has it."
        blocks.append(Paragraph(words))
    return blocks if len(blocks) > 1 else []


def _compared_blocks(compared: Compared) -> list[Block]:
    """What came of comparing files with those that a workforce run used."""
    blocks: list[Block] = []
    for heading, items in (
        ("Not what was used", compared.others),
        ("What was used", compared.same),
        ("Not checked", compared.unchecked),
    ):
        blocks += [Heading(heading), Bullets(items)] if items else []
    return blocks
