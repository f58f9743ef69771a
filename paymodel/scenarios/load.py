"""Scenario files: what people write, checked, and made into the cases that a comparison answers."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from paymodel.errors import Fault, Faults, nearest
from paymodel.files.rotas import RotaFile, rota_from
from paymodel.files.scales import Scales, shipped_folder
from paymodel.files.validation import validate
from paymodel.files.yaml_documents import DOCUMENT_ENDINGS, Document, read_document
from paymodel.moves.comparison import Case, Scenario
from paymodel.scenarios.schema import PolicyFile, ScenarioFile
from paymodel.scenarios.shared_reads import SharedReads
from paymodel.scenarios.uncertain_inputs import plausible_faults, point_of
from paymodel.scenarios.what_ifs import (
    WhatIfs,
    case_of,
    cases_at,
    fault_of_policy,
    faults_of_repeated_names,
)

CHECKS_REST_ON = frozenset(
    {
        *("nation", "as_at", "person", "current", "offers", "policies", "change", "switches", "posts", "post", "band"),
        *("step", "basic_pay", "rota", "pattern", "whole_time_equivalent", "years_in_band", "if_hours_differ"),
        *("unsocial_hours", "high_cost_area"),
    }
)
"""Keys without which further checks of a scenario would only guess."""


def shipped_scenarios() -> list[str]:
    """Names of the scenarios that ship with the package."""
    return sorted(path.stem for path in shipped_folder("scenarios").glob("*.yaml"))


def load_scenario(path: Path | str, *, scales: Scales | None = None) -> Scenario:
    """Read a scenario file with the rotas and posts it names, or a shipped scenario by its name.

    Raises `Faults` with every fault found.

    >>> load_scenario("paramedic-to-operations-manager").nation
    'england'
    """
    document, folder = open_scenario(path)
    return scenario_of(document, folder, Path(path).stem, scales)


def open_scenario(path: Path | str) -> tuple[Document, Path]:
    """The document of a scenario file, or of a shipped scenario by its name, and the folder its paths start from.

    A workbook of ours is the scenario of one person of its staff.
    """
    file = Path(path)
    if isinstance(path, str) and re.fullmatch(r"[A-Za-z0-9_-]+", path) and not file.exists():
        file = shipped_folder("scenarios") / f"{path}.yaml"
        if not file.is_file():
            raise Faults([Fault(path, "", f"not a file or a shipped scenario; {nearest(path, shipped_scenarios())}")])
    if file.suffix.lower() not in DOCUMENT_ENDINGS:
        from paymodel.scenarios.our_workbook import our_workbook  # readers of tables: a scenario in text needs none

        if book := our_workbook(file):
            return book.scenario(), file.parent
    return read_document(file, str(path)), file.parent


def scenario_of(
    document: Document,
    folder: Path | None,
    identity: str,
    scales: Scales | None = None,
    shared: SharedReads | None = None,
) -> Scenario:
    """Check a scenario document and make the scenario. Relative paths start from `folder`, if given, and stay in it.

    `shared`, if given, holds afterwards which rotas and post libraries were read.
    """
    faults: list[Fault] = []
    try:
        base = validate(document, ScenarioFile)
    except Faults as error:
        from paymodel.files.model_faults import sound_part  # only a fault needs it

        left = sound_part(document, ScenarioFile, CHECKS_REST_ON)
        if left is None:
            raise
        base, faults = left, list(error.faults)
    faults += faults_of_repeated_names(document, "policies", [policy.name for policy in base.policies])
    faults += rota_faults(document, base.rotas)
    faults += plausible_faults(document, base.plausible)
    cases = []
    what_ifs = WhatIfs(document, base, folder, scales, shared or SharedReads())
    for index, policy in enumerate(base.policies):
        try:
            cases.append(case_of(what_ifs, policy, index))
        except Faults as error:
            of_policy = [fault_of_policy(document, document, policy, index, fault) for fault in error.faults]
            known = {(fault.file, fault.place) for fault in faults}
            faults.extend(fault for fault in of_policy if (fault.file, fault.place) not in known)
    if not faults:
        faults += _plausible_faults(what_ifs)
    if faults:
        raise Faults(faults)
    return Scenario(identity, base.title, base.question, base.as_at, base.nation, base.horizon_years, tuple(cases))


def _plausible_faults(what_ifs: WhatIfs[ScenarioFile]) -> list[Fault]:
    """What is wrong with the plausible values that a scenario states itself: each must be possible in it."""
    faults, document = [], what_ifs.document
    for name, plausible in what_ifs.terms.plausible.items():
        for words, change in plausible.values.items():
            try:
                policy = PolicyFile(name=words, change=point_of(change, what_ifs.terms))
                case_of(what_ifs, policy, 0, with_career=False)
            except Faults as error:
                fault = error.faults[0]
                place = "" if "policies" in fault.at else f"{fault.place}: "
                faults.append(document.fault(("plausible", name, "values", words), f"{place}{fault.message}"))
    return faults


def rota_faults(document: Document, rotas: Mapping[str, RotaFile]) -> list[Fault]:
    """What is wrong with the rotas that a document holds, beyond their shape."""
    faults: list[Fault] = []
    for name, file in rotas.items():
        try:
            rota_from(file, document.at("rotas", name))
        except Faults as error:
            faults += error.faults
    return faults


def varied_cases(
    document: Document,
    folder: Path | None,
    grid: Sequence[Mapping[str, Any]],
    scales: Scales | None = None,
    shared: SharedReads | None = None,
) -> list[Case]:
    """The cases of a scenario for each point of a grid (dotted path to value), policy by policy within a point.

    `shared`, if given, shares rotas and rule books with other grids of the same document. Raises `Faults`, each naming
    the path and the value that brought it in.
    """
    return cases_at(what_ifs_of(document, folder, scales, shared), grid)


def what_ifs_of(
    document: Document, folder: Path | None, scales: Scales | None = None, shared: SharedReads | None = None
) -> WhatIfs[ScenarioFile]:
    """A scenario document whose shape is sound, to be asked under changes. Raises `Faults`."""
    return WhatIfs(document, validate(document, ScenarioFile), folder, scales, shared or SharedReads())
