"""The record of a report: what it was made from, and the digest of every file of its folder."""

import datetime
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.careers import career_json
from paymodel.answers.comparison_data import as_json
from paymodel.answers.contracts import to_json
from paymodel.answers.history import history_json
from paymodel.answers.remedies import remedy_json
from paymodel.answers.sensitivity import sensitivity_json
from paymodel.files.digests import code, digest, digest_of_text, scales
from paymodel.files.our_workbooks import our_sheets
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Scenario
from paymodel.reports.parts import Worked
from paymodel.scenarios.load import open_scenario, scenario_of
from paymodel.scenarios.our_workbook import as_text
from paymodel.scenarios.post_builder import SHIPPED_POSTS
from paymodel.scenarios.shared_reads import SharedReads
from paymodel.scenarios.uncertain_inputs import SHIPPED_VALUES

RECORD, RESULTS, INPUTS, ASSUMPTIONS = "run-record.json", "results.json", "inputs", "assumptions.yaml"


@dataclass(frozen=True)
class Inputs:
    """A scenario with the files that it was read from: its own, and the rotas and posts that it names.

    `text` is what the file holds; of a workbook that holds people too, the scenario of the one alone.
    `beside` are files below the scenario's folder, `shipped` those that come with paymodel.
    """

    scenario: Scenario
    document: Document
    text: bytes
    folder: Path
    beside: tuple[Path, ...]
    shipped: tuple[Path, ...]
    with_history: bool = False
    with_career: bool = False
    vary: str = ""

    @property
    def worked(self) -> Worked:
        """What a report of them says, not yet worked out."""
        also = (self.with_history, self.with_career, self.vary)
        return Worked(self.scenario, self.document, self.folder, *also)


def read_inputs(reference: str, *, with_history: bool = False, with_career: bool = False, vary: str = "") -> Inputs:
    """Read a scenario file, or a shipped scenario by its name, for a report.

    It may show each pay year and each career path, and vary a figure. Raises `Faults`.
    """
    document, folder = open_scenario(reference)
    file = Path(reference) if Path(reference).is_file() else folder / f"{reference}.yaml"
    text = as_text(document).encode() if our_sheets(file) else file.read_bytes()
    inputs = inputs_of(document, folder, Path(reference).stem, text, with_history=with_history)
    return replace(inputs, with_career=with_career, vary=vary)


def inputs_of(document: Document, folder: Path, identity: str, text: bytes, *, with_history: bool = False) -> Inputs:
    """A scenario document whose paths start from a folder, for a report; `text` is its file. Raises `Faults`."""
    shared = SharedReads()
    scenario = scenario_of(document, folder, identity, shared=shared)
    libraries = [shipped_folder("scenarios") / path for path in SHIPPED_POSTS]
    by_path = {path for (reference, _), path in shared.paths.items() if reference.endswith((".yaml", ".yml"))}
    by_path |= {path for path in shared.libraries if path not in libraries}
    beside = [path for path in shared.files() if path in by_path and path.resolve().is_relative_to(folder.resolve())]
    shipped = [path for path in shared.files() if path not in beside]
    shipped.append(shipped_folder("scenarios") / SHIPPED_VALUES)
    return Inputs(scenario, document, text, folder, tuple(beside), tuple(shipped), with_history)


def results_of(worked: Worked) -> dict[str, Any]:
    """Every figure of a report: the comparison, remedies, careers, what the answer depends on, and any history."""
    scenario = worked.scenario
    results = {
        "comparison": json.loads(as_json(worked.comparison)),
        "remedies": json.loads(remedy_json(scenario, worked.remedies, worked.outcomes)),
        "careers": json.loads(career_json(worked.careers)),
        "sensitivity": json.loads(sensitivity_json(scenario, worked.sensitivities)),
    }
    if worked.with_history:
        results["history"] = json.loads(history_json(worked.history))
    if worked.vary:
        moves = [{"name": move.name, "words": move.words, "change": move.change} for move in worked.sweep.moves]
        results["sweep"] = {"vary": worked.vary, "at": worked.sweep.at, "moves": moves}
    return results


def record_of(inputs: Inputs, review_by: datetime.date | None, files: dict[str, bytes]) -> str:
    """The run record as JSON: what the report was made from, and the digest of each of its `files`.

    It holds no time of day, so the same scenario and version give the same record.
    """
    ours = shipped_folder("scenarios")
    scenario = inputs.scenario
    whole = {
        **frame_of_record(scenario.title),
        "scenario": {"id": scenario.id, "nation": scenario.nation, "as_at": scenario.as_at.isoformat()},
        "review_by": review_by and review_by.isoformat(),
        "shipped": {path.relative_to(ours).as_posix(): digest_of_text(path) for path in inputs.shipped},
        "files": {name: digest(content) for name, content in files.items()},
    }
    return to_json(whole)


def frame_of_record(title: str) -> dict[str, Any]:
    """What the record of any report says: its title, the program, the scale files and the list of assumptions."""
    return {
        "title": title,
        "not_payroll": NOT_PAYROLL,
        "code": {"version": __version__, "sha256": code()},
        "scales": scales(),
        "assumptions": {ASSUMPTIONS: digest_of_text(shipped_folder("docs") / ASSUMPTIONS)},
        "results": RESULTS,
    }
