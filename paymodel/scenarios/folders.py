"""A folder of scenario files, read together."""

from collections.abc import Sequence
from pathlib import Path

from paymodel.errors import Fault, Faults
from paymodel.files.yaml_documents import read_document
from paymodel.moves.comparison import Scenario
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.shared_reads import SharedReads

ENDINGS = (".yaml", ".yml")


def load_folder(folder: Path) -> tuple[Sequence[Scenario], Sequence[str]]:
    """The scenarios of a folder, by the names of their files, and the names of other files of its kind.

    A file is a scenario if it says which post is held. Subfolders are left out: they hold what scenarios name.
    Raises `Faults` with every fault of every scenario, or where there is none.
    """
    if not folder.is_dir():
        words = "this is a file; give its folder" if folder.exists() else "does not exist; give a folder of scenarios"
        raise Faults([Fault(str(folder), "", words)])
    shared, scenarios, others, faults = SharedReads(), list[Scenario](), list[str](), list[Fault]()
    for path in sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and path.is_file()):
        try:
            document = read_document(path)
            if isinstance(document.data, dict) and "current" in document.data:
                scenarios.append(scenario_of(document, folder, path.stem, shared=shared))
            else:
                others.append(path.name)
        except Faults as error:
            faults += error.faults
    if not scenarios and not faults:
        faults = [Fault(str(folder), "", "holds no scenario: no .yaml file in it says what the 'current' post is")]
    if faults:
        raise Faults(faults)
    return scenarios, others
