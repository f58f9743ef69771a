"""One way to ask about a workforce, for everybody who does: from options to what was measured."""

from collections.abc import Callable
from typing import Any

from paymodel.errors import Fault, Faults, Refused
from paymodel.files.staff_lists import Piece, pieces
from paymodel.workforces.engine_local import run_locally
from paymodel.workforces.options import Options
from paymodel.workforces.run import PartResult, Run

Engine = Callable[[Run, list[Piece]], PartResult]
"""What surveys and measures the pieces of a list."""


def ask(
    options: Options, *, engine: Engine = run_locally, rows_in_a_task: int | None = None, **in_memory: Any
) -> tuple[Run, PartResult]:
    """Read the files that the options name, survey the staff list, settle whom to count, and measure.

    `in_memory` is what `Run` takes in place of files, and what else decides it. `rows_in_a_task` cuts a list of Parquet
    into tasks for a cluster. Raises `Faults` where files are at fault, no row can be used, or pay cannot be worked out.
    """
    try:
        run = Run(options, **in_memory)
        tally = engine(run, pieces(run.source, rows_in_a_task))
        if not tally.used:
            raise fault_of_no_usable_row(options, tally)
    except Refused as error:
        raise Faults([Fault(options.posts, error.place, error.message)]) from None
    return run, tally


def place_of(row: int, column: str) -> str:
    """Where something is wrong in a list: a row, and a column if it is one.

    >>> place_of(3, "band"), place_of(9, "")
    ('row 3, band', 'row 9')
    """
    return f"row {row}, {column}" if column else f"row {row}"


def fault_of_no_usable_row(options: Options, whole: PartResult) -> Faults:
    """The fault of a staff list without a row that can be used: the first of each kind of problem."""
    kinds = {(column, words): row for row, _, column, words in reversed(whole.problems)}
    shown = sorted((row, column, words) for (column, words), row in kinds.items())[:3]
    first = "".join(f"; {place_of(row, column)}: {words}" for row, column, words in shown)
    return Faults([Fault(options.staff, "", f"no row can be used{first}")])
