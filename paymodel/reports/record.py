"""The record of a report: what it was made from, and whether its results still stand."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.comparison import Scenario
from paymodel.errors import Fault, Faults
from paymodel.files.documents import Document
from paymodel.files.plausible import SHIPPED_VALUES
from paymodel.files.scales import shipped_folder
from paymodel.files.scenario_posts import SHIPPED_POSTS, Seen
from paymodel.files.scenarios import open_scenario, scenario_of
from paymodel.reading.answer import as_json
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.careers import career_json
from paymodel.reading.remedies import remedy_json
from paymodel.reading.sensitivity import sensitivity_json
from paymodel.reading.words import counted
from paymodel.reports.parts import Worked

RECORD, RESULTS, INPUTS, ASSUMPTIONS = "run-record.json", "results.json", "inputs", "assumptions.yaml"
WITH_HASHES = (".svg", ".csv", ".txt")
"""Endings of chart files whose bytes repeat from run to run on any machine."""
MOST_BYTES = 50_000_000
MOST_SHOWN = 40


@dataclass(frozen=True)
class Inputs:
    """A scenario with the files that it was read from: its own, and the rotas and posts that it names.

    `beside` are files below the scenario's folder, `shipped` those that come with paymodel.
    """

    scenario: Scenario
    document: Document
    file: Path
    folder: Path
    beside: tuple[Path, ...]
    shipped: tuple[Path, ...]

    @property
    def worked(self) -> Worked:
        """What a report of them says, not yet worked out."""
        return Worked(self.scenario, self.document, self.folder)


def read_inputs(reference: str) -> Inputs:
    """Read a scenario file, or a shipped scenario by its name. Raises `Faults`."""
    document, folder = open_scenario(reference)
    seen = Seen()
    scenario = scenario_of(document, folder, Path(reference).stem, seen=seen)
    file = Path(reference) if Path(reference).is_file() else folder / f"{reference}.yaml"
    library = shipped_folder("scenarios") / SHIPPED_POSTS
    by_path = {path for (reference, _), path in seen.paths.items() if reference.endswith((".yaml", ".yml"))}
    by_path |= {path for path in seen.libraries if path != library}
    beside = [path for path in seen.files() if path in by_path and path.resolve().is_relative_to(folder.resolve())]
    shipped = [path for path in seen.files() if path not in beside]
    shipped.append(shipped_folder("scenarios") / SHIPPED_VALUES)
    return Inputs(scenario, document, file, folder, tuple(beside), tuple(shipped))


def results_of(worked: Worked) -> dict[str, Any]:
    """Every figure of a report: the comparison, the remedies, the careers, and what the answer hangs on."""
    scenario = worked.scenario
    return {
        "comparison": json.loads(as_json(worked.comparison)),
        "remedies": json.loads(remedy_json(scenario, worked.remedies, worked.outcomes)),
        "careers": json.loads(career_json(worked.careers)),
        "sensitivity": json.loads(sensitivity_json(scenario, worked.sensitivities)),
    }


def as_text(whole: Any) -> str:
    """JSON as it is written: the same for the same values."""
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def record_of(inputs: Inputs, results: str, review_by: datetime.date | None, files: dict[str, bytes]) -> str:
    """The run record as JSON. It holds no time of day, so the same scenario and version give the same record."""
    scales = shipped_folder("scales")
    ours = shipped_folder("scenarios")
    scenario = inputs.scenario
    whole = {
        "title": scenario.title,
        "not_payroll": NOT_PAYROLL,
        "scenario": {"id": scenario.id, "nation": scenario.nation, "as_at": scenario.as_at.isoformat()},
        "review_by": review_by and review_by.isoformat(),
        "code": {"version": __version__, "sha256": code_digest()},
        "inputs": {name: digest(content) for name, content in files.items() if name.startswith(f"{INPUTS}/")},
        "shipped": {path.relative_to(ours).as_posix(): digest(_plain(path)) for path in inputs.shipped},
        "scales": {
            path.relative_to(scales).as_posix(): digest(_plain(path)) for path in sorted(scales.rglob("*.yaml"))
        },
        "assumptions": {ASSUMPTIONS: digest(_plain(shipped_folder("docs") / ASSUMPTIONS))},
        "results": {"file": RESULTS, "sha256": digest(results.encode())},
        "files": {name: digest(content) for name, content in files.items() if name.endswith(WITH_HASHES)},
    }
    return as_text(whole)


def code_digest() -> str:
    """What tells one text of the program from another."""
    package = Path(__file__).resolve().parent.parent
    whole = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        whole.update(path.relative_to(package).as_posix().encode() + b"\0" + _plain(path))
    return whole.hexdigest()


def _plain(path: Path) -> bytes:
    """A text file's bytes with one kind of line end, since Git may change them on Windows."""
    return path.read_bytes().replace(b"\r\n", b"\n")


@dataclass(frozen=True)
class Verified:
    """What a check of a report found: what changed since, in words, and which figures differ (place, then, now)."""

    title: str
    changed: tuple[str, ...]
    figures: tuple[tuple[str, str, str], ...]
    damaged: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether every figure is as it was."""
        return not (self.figures or self.damaged)


def verify(folder: Path) -> Verified:
    """Work a report's figures out anew from the inputs kept in its folder, and say what differs.

    Raises `Faults` where the folder is not a report, or its inputs cannot be read any more.
    """
    record = _json(folder / RECORD)
    then = _json(folder / RESULTS)
    changed, damaged = [], []
    try:
        named = {**record["inputs"], **record["files"], RESULTS: record["results"]["sha256"]}
        title, scenario_id = str(record["title"]), str(record["scenario"]["id"])
        scales, shipped = dict(record["scales"]), dict(record["shipped"])
        code, assumed = dict(record["code"]), dict(record.get("assumptions", {}))
    except (KeyError, TypeError, ValueError):
        raise Faults([Fault(str(folder / RECORD), "", "is not a run record; make the report again")]) from None
    for name, wanted in sorted(named.items()):
        path = _file_in(folder, name)
        if path is None:
            damaged.append(f"{name} is missing")
        elif digest(path.read_bytes()) != wanted:
            damaged.append(f"{name} is not as it was written")
    if code.get("version") != __version__:
        changed.append(f"paymodel is {__version__}, then {code.get('version')}")
    elif code.get("sha256") != code_digest():
        changed.append("the program differs from the one that made the report")
    kinds = (("scale file", scales, "scales"), ("shipped file", shipped, "scenarios"), ("list", assumed, "docs"))
    for what, kept, place in kinds:
        for name, wanted in sorted(kept.items()):
            path = _file_in(shipped_folder(place), name)
            if path is None:
                changed.append(f"the {what} {name} is gone")
            elif digest(_plain(path)) != wanted:
                changed.append(f"the {what} {name} has changed")
    inputs = _file_in(folder, f"{INPUTS}/{scenario_id}.yaml")
    if inputs is None:
        words = f"{INPUTS}/{scenario_id}.yaml is missing; the figures cannot be worked out again"
        raise Faults([Fault(str(folder), "", words)])
    now = json.loads(as_text(results_of(read_inputs(str(inputs)).worked)))
    return Verified(title, tuple(changed), tuple(_differences(then, now)), tuple(damaged))


def _file_in(folder: Path, name: str) -> Path | None:
    """A file of a folder, if it is one: a record that was changed may name anything."""
    try:
        path = folder / name
        return path if path.resolve().is_relative_to(folder.resolve()) and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _json(path: Path) -> Any:
    if not path.is_file():
        raise Faults([Fault(str(path), "", "does not exist; name the folder of a report")])
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError):
        raise Faults([Fault(str(path), "", "cannot be read as JSON; make the report again")]) from None


def _differences(then: Any, now: Any, place: str = "") -> Iterator[tuple[str, str, str]]:
    """Where two results differ: the place, what stood there then, and now. The version is not a figure."""
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
    """What a check of a report found, in words."""
    blocks: list[Block] = [Heading(f"Does it still stand: {found.title}", 1)]
    if found.stands:
        blocks.append(Paragraph("The results still stand: every figure comes out as it did."))
    if found.figures:
        blocks.append(Paragraph(f"{counted(len(found.figures), 'figure')} would be different now."))
        shown = [list(row) for row in found.figures[:MOST_SHOWN]]
        blocks.append(Table(["Figure", "Then", "Now"], shown))
        if len(found.figures) > MOST_SHOWN:
            blocks.append(Paragraph(f"The first {MOST_SHOWN} are shown."))
    if found.damaged:
        blocks += [Heading("Files that are not as they were written"), Bullets(found.damaged)]
    if found.changed:
        blocks += [Heading("What has changed since"), Bullets(found.changed)]
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return blocks
