"""Cases worked by hand that ship with the package: payslips whose lines are sums, and moves."""

from pathlib import Path

import msgspec

from paymodel.files.validation import validate
from paymodel.files.yaml_documents import read_document


class WorkedJob(msgspec.Struct, forbid_unknown_fields=True):
    """A job on a day whose payslip was worked by hand: each line a sum of numbers and of lines above it."""

    name: str
    nation: str
    as_at: str
    source: str
    job: dict[str, str]
    lines: dict[str, str]


class WorkedMove(msgspec.Struct, forbid_unknown_fields=True):
    """The first move of a shipped scenario, whose change of take-home pay was worked by hand, as a sum."""

    name: str
    scenario: str
    source: str
    take_home_change: str


class WorkedCases(msgspec.Struct, forbid_unknown_fields=True):
    """Payslips and moves that were worked by hand."""

    cases: list[WorkedJob]
    moves: list[WorkedMove] = []


def read_worked_cases(path: Path) -> WorkedCases:
    """Read a file of worked cases. Raises `Faults`."""
    return validate(read_document(path), WorkedCases)
