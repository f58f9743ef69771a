"""A workforce worked out in this process, one part after the other."""

from functools import reduce
from pathlib import Path

from paymodel.files.staff_lists import Piece
from paymodel.progress import progress
from paymodel.workforces.checkpoints import Store
from paymodel.workforces.run import PartResult, Run


def run_locally(run: Run, parts: list[Piece], store: Store | None = None) -> PartResult:
    """Survey and then measure every piece, one after the other, in this process. Raises `Faults`."""
    with run.unchanged() as rotas:
        return _in_turn(run, parts, store, rotas)


def _in_turn(run: Run, parts: list[Piece], store: Store | None, rotas: dict[Path, str]) -> PartResult:
    surveys = [run.survey(piece, alone=len(parts) == 1) for piece in parts]
    if store:
        store.settle(surveys)
    settled = run.settle(surveys)
    rotas.update(settled.rotas)

    def measured(number: int) -> PartResult:
        part = store.get(number) if store else None
        if part is None:
            progress(f"part {number + 1} of {len(parts)}", number / len(parts))
            part = run.measure(parts[number], settled.twice[number], settled.scope)
            if store:
                store.put(number, part)
        return part

    whole = reduce(PartResult.add, map(measured, range(len(parts))))
    progress("", 1.0)
    return run.in_order(whole, settled)
