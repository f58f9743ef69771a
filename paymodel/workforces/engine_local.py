"""A workforce worked out in this process, one part after the other."""

from paymodel.files.staff_lists import Piece
from paymodel.progress import progress
from paymodel.workforces.checkpoints import Store
from paymodel.workforces.run import PartResult, Run
from paymodel.workforces.surveys import repeated_rows, too_few


def run_locally(run: Run, parts: list[Piece], store: Store | None = None) -> PartResult:
    """Survey and then measure every piece, one after the other, in this process. Raises `Faults`."""
    with run.unchanged():
        return _in_turn(run, parts, store)


def _in_turn(run: Run, parts: list[Piece], store: Store | None) -> PartResult:
    surveys = [run.survey(piece, alone=len(parts) == 1) for piece in parts]
    if store:
        store.settle(surveys)
    twice, left_out = repeated_rows(surveys), too_few(surveys, run.options.threshold)
    run.note(surveys)
    run.twice = twice

    def measured(number: int) -> PartResult:
        part = store.get(number) if store else None
        if part is None:
            progress(f"part {number + 1} of {len(parts)}", number / len(parts))
            part = run.measure(parts[number], twice[number], left_out, run.grouped)
            if store:
                store.put(number, part)
        return part

    whole = measured(0)
    for number in range(1, len(parts)):
        whole.add(measured(number))
    progress("", 1.0)
    return run.in_order(whole)
