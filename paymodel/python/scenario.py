"""A scenario by its name, its path or as it was loaded: every function takes all three."""

import os
from dataclasses import dataclass
from pathlib import Path

from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Scenario
from paymodel.scenarios.load import open_scenario, scenario_of


@dataclass(frozen=True, eq=False, repr=False)
class LoadedScenario(Scenario):
    """A scenario, with the file that it was read from: `source` is what it was asked for by."""

    source: str | Path
    document: Document
    folder: Path


AnyScenario = str | os.PathLike[str] | Scenario
"""A shipped scenario's name, the path of a file, or a loaded scenario."""


def load_scenario(scenario: str | os.PathLike[str]) -> LoadedScenario:
    """Read a scenario file with the rotas and posts it names, or a shipped scenario by its name.

    Raises `Faults` with every fault found.

    >>> import paymodel
    >>> scenario = paymodel.load_scenario("paramedic-to-operations-manager")
    >>> scenario.nation, scenario.as_at.isoformat(), [offer.name for offer in scenario.cases[0].offers]
    ('england', '2026-11-22', ['Operations manager'])
    """
    source = scenario if isinstance(scenario, str) else Path(scenario)
    document, folder = open_scenario(source)
    loaded = scenario_of(document, folder, Path(source).stem)
    return LoadedScenario(**vars(loaded), source=source, document=document, folder=folder)


def as_scenario(scenario: AnyScenario) -> Scenario:
    """The scenario that was named or given."""
    return scenario if isinstance(scenario, Scenario) else load_scenario(scenario)


def as_loaded(scenario: AnyScenario) -> LoadedScenario:
    """The scenario that was named or given, for questions that read its file once more.

    Raises `TypeError` for a scenario that no file was read for.
    """
    as_loaded = as_scenario(scenario)
    if not isinstance(as_loaded, LoadedScenario):
        raise TypeError("give the scenario's name or path, or what paymodel.load_scenario returned")
    return as_loaded
