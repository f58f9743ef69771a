"""`paymodel.payslip`, `paymodel.payslips`, `paymodel.load_policy` and `paymodel.load_working_time`."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from paymodel.files import scales
from paymodel.files.parsers import band_code
from paymodel.files.validation import validate
from paymodel.files.yaml_documents import Document
from paymodel.pay import payslips as paid
from paymodel.pay.job import Job
from paymodel.pay.rule_book import RuleBook, Switches, WorkingTime
from paymodel.scenarios.schema import SwitchesFile
from paymodel.scenarios.what_ifs import switches_of

if TYPE_CHECKING:
    import pandas as pd

AnySwitches = Mapping[str, Any] | Switches | None
"""Switches by name, such as `{"exactly_half_counts": True}`; None leaves all at their defaults."""


def load_policy(
    nation: str = "england",
    as_at: datetime.date | str = "",
    *,
    tax_residence: str | None = None,
    switches: AnySwitches = None,
    changes: Mapping[str, Any] | None = None,
    needs_pay_points: bool = True,
) -> RuleBook:
    """Load the rule book in force for a nation on a day (a date, or text such as `2026-11-22`).

    `tax_residence` (default: the nation) decides income tax. `switches` are those of a scenario file
    (docs/scenarios.md), such as `{"exactly_half_counts": True}`. `changes` maps `figure.path` to a value; a changed
    figure has status `assumed`. `needs_pay_points=False` serves jobs that all state their basic pay.

    Raises `NotInForce` where a figure has no value for the day, `Refused` for an unknown nation or change, and `Faults`
    for an unknown switch.

    >>> import paymodel
    >>> policy = paymodel.load_policy("england", "2026-11-22", changes={"pay-points.8a.0.pounds": "60000"})
    >>> paymodel.payslip(paymodel.Job(band="8a"), policy)["basic_pay"]
    60000.0
    """
    return scales.load_policy(
        nation,
        as_at,
        tax_residence=tax_residence,
        switches=switches_from(switches),
        changes=changes,
        needs_pay_points=needs_pay_points,
    )


def load_working_time(nation: str, as_at: datetime.date | str, *, switches: AnySwitches = None) -> WorkingTime:
    """Load what turns a rota into hours, for a nation on a day: a part of the rule book of `load_policy`.

    Raises what `load_policy` raises.

    >>> import paymodel
    >>> paymodel.load_working_time("england", "2026-11-22").weekly_hours
    37.5
    """
    return scales.load_working_time(nation, as_at, switches=switches_from(switches))


def switches_from(switches: AnySwitches) -> Switches | None:
    """Switches by name, checked as those of a scenario file are. Raises `Faults`."""
    if switches is None or isinstance(switches, Switches):
        return switches
    texts = {name: _text(value) for name, value in switches.items()}
    return switches_of(validate(Document("switches", texts), SwitchesFile))


def _text(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, (bool, np.bool_)) else str(value)


def payslip(job: Job, policy: RuleBook) -> dict[str, Any]:
    """Work out the payslip of a job, or of many at once: pounds a year for each line.

    The `band` of the job may be its name, such as `8a`. One job gives numbers; fields that hold arrays give arrays of
    the shape that they broadcast to. Each line is rounded half up to the penny and totals add rounded lines.

    Raises `Refused` where the rules cannot answer, such as a step that the band lacks.

    >>> import paymodel
    >>> policy = paymodel.load_policy("england", "2026-11-22")
    >>> slip = paymodel.payslip(paymodel.Job(band="8a"), policy)
    >>> slip["basic_pay"], slip["pension_contribution"]        # 57,528 and 10.7% of it
    (57528.0, 6155.5)
    >>> paymodel.payslip(paymodel.Job(band="6", step=[1, 2, 3]), policy)["basic_pay"].tolist()
    [39959.0, 42170.0, 48117.0]
    """
    slip = paid.payslip(job.with_(band=code_of(job.band)), policy)
    if job.shape():
        return slip
    return {line: float(pounds) for line, pounds in slip.items()}


def code_of(band: Any) -> Any:
    """Bands by their names as codes; codes as they are. Raises `ValueError` for what is not a band."""
    given = np.asarray(band)
    if given.dtype.kind not in "UO":
        return band
    codes = np.array([band_code(str(name)) for name in given.flat], dtype=np.int64).reshape(given.shape)
    return codes if given.shape else int(codes)


def payslips(jobs: "pd.DataFrame") -> "pd.DataFrame":
    """Work out a payslip for each row of a data frame of jobs, in order: the columns of `paymodel payslips`.

    Columns in and out are those of docs/tables.md; the frame given stays as it is, and the frame returned has its
    index. Pounds a year. Needs pandas.

    Raises `Faults`, each with the row by its label in the index.

    >>> import pandas as pd, paymodel
    >>> jobs = pd.DataFrame({"id": ["held", "offered"], "as_at": "2026-11-22", "band": ["6", "8a"], "step": [3, 1]})
    >>> paymodel.payslips(jobs)[["id", "basic_pay", "pension_contribution"]].values.tolist()
    [['held', 48117.0, 4715.47], ['offered', 57528.0, 6155.5]]
    """
    import pandas as pd

    from paymodel.files.people_tables import payslips_of

    blocks, _ = payslips_of(jobs)
    return pd.concat([pd.DataFrame(block) for block in blocks], ignore_index=True).set_index(jobs.index)
