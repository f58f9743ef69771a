"""One way to ask about a workforce, for everybody who does: from options to what was measured."""

from collections.abc import Callable
from typing import Any

from paymodel.errors import Fault, Faults, Refused
from paymodel.files.staff_lists import Piece, pieces
from paymodel.workforces.engine_local import run_locally
from paymodel.workforces.run import Options, PartResult, Run, fault_of_no_usable_row

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
