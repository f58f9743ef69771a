"""`paymodel.report`."""

import os
from pathlib import Path

from paymodel.errors import Fault, Faults, Refused
from paymodel.python.scenario import AnyScenario, as_loaded
from paymodel.reports.folder import write_report


def report(
    scenario: AnyScenario,
    folder: str | os.PathLike[str],
    *,
    history: bool = False,
    career: bool = False,
    vary: str = "",
) -> Path:
    """Write a report folder to publish: HTML, Word, workbooks, charts, record. Returns the folder.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned: its file is read
    again. `folder` must be new or empty; it appears only when it is whole. With `history` it shows each pay year since
    2018-19 too, with `career` each career path; `vary` (`PATH=START:STOP:STEP`) varies a figure. Needs the reports
    installed (`make setup`).

    Raises `Faults` where the file is at fault, a rule cannot answer or the folder cannot be written.

    >>> import paymodel, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = paymodel.report("paramedic-to-operations-manager", f"{folder}/report")
    ...     (written / "report.html").is_file()
    True
    """
    asked = as_loaded(scenario)
    target = Path(folder)
    try:
        write_report(str(asked.source), target, with_history=history, with_career=career, vary=vary)
    except Refused as error:
        raise Faults([Fault(str(asked.source), error.place, error.message)]) from None
    return target
