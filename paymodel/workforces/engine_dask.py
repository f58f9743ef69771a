"""The workforce question on a Dask cluster: the same parts, the same figures, more machines.

Workers are given the names of files and read them themselves. Nothing here starts a process unless it is called.
"""

import threading
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from itertools import islice
from pathlib import Path
from typing import Any

from paymodel.errors import Fault, Faults
from paymodel.files.digests import digest_of_file, program
from paymodel.files.rotas import find_rota
from paymodel.files.staff_lists import Piece
from paymodel.progress import progress
from paymodel.workforces.checkpoints import Store
from paymodel.workforces.cluster_client import WHERE, Watch, watching
from paymodel.workforces.options import Options
from paymodel.workforces.run import ROWS_IN_A_TASK, PartResult, Run
from paymodel.workforces.staff_rows import MOST_HINTS
from paymodel.workforces.surveys import Scope, Survey

Task = tuple[tuple[Piece, str], ...]
"""Pieces that are worked out together, each with the digest of its file."""


@dataclass(frozen=True)
class Ticket:
    """What a worker needs for a run: its options with full paths, and what its program and files must be.

    `token` is another for every run, so that a worker never answers from files that it read for an earlier one.
    """

    token: str
    options: Options
    program: str
    digests: tuple[tuple[Path, str], ...]


_ONE_AT_A_TIME = threading.Lock()
"""A run holds what it has read, so threads of one worker take turns; give workers one thread."""


@lru_cache(maxsize=1)
def _run(ticket: Ticket) -> Run:
    """A worker's own run: rule books and posts are read once, not once for every part."""
    if program() != ticket.program:
        raise Faults([_other_program(_here(), program(), ticket.program)])
    for path, digest in ticket.digests:
        _refuse_another(path, digest)
    if not Path(ticket.options.staff).exists():
        raise Faults([_unseen(ticket.options.staff)])
    return Run(ticket.options, list_was=())  # each part is held against the client's digest of its file


def _here() -> str:
    """The address of this worker."""
    from distributed import get_worker

    return str(get_worker().address)


def _other_program(worker: str, theirs: str, ours: str) -> Fault:
    version, other = ours.partition(" ")[0], theirs.partition(" ")[0]
    words = f"runs paymodel {other}, this is {version}"
    if version == other:
        words = f"runs another text of paymodel {version}, or other scales"
    return Fault(WHERE, "--scheduler", f"the worker {worker} {words}; install the same everywhere")


def _unseen(name: str) -> Fault:
    return Fault(name, "", f"the worker {_here()} does not see this file; put it where every machine sees it, so named")


def _refuse_another(path: Path, digest: str) -> None:
    """Refuse a file that this worker does not see, or sees as another. Raises `Faults`."""
    try:
        about = path.stat()
        seen = _digest_in_state(path, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns)
    except OSError:
        raise Faults([_unseen(str(path))]) from None
    if seen != digest:
        words = f"is not the same file for the worker {_here()}, or it changed while the run went on; run it again"
        raise Faults([Fault(str(path), "", words)])


@lru_cache(maxsize=10_000)
def _digest_in_state(path: Path, *_state: int) -> str:
    """The digest of a file in a state: a file of many parts is not digested again for each of them."""
    return digest_of_file(path)


def _pieces(task: Task) -> Iterator[Piece]:
    """The pieces of a task, as long as their files are those that the client sees, before and after they are read."""
    for piece, digest in task:
        _refuse_another(piece.path, digest)
        yield piece
        _refuse_another(piece.path, digest)


def _survey(ticket: Ticket, task: Task) -> list[Survey]:
    with _ONE_AT_A_TIME:
        run = _run(ticket)
        return [run.survey(piece) for piece in _pieces(task)]


def _measure(
    ticket: Ticket, task: Task, twice: Sequence[Mapping[int, str]], scope: Scope
) -> tuple[PartResult, tuple[tuple[str, str], ...]]:
    """The pieces of a task added up, and the rotas behind them with their digests."""
    with _ONE_AT_A_TIME:
        run = _run(ticket)
        parts = (run.measure(piece, rows, scope) for piece, rows in zip(_pieces(task), twice, strict=True))
        whole = reduce(PartResult.add, parts)
        run.held = {}
        return whole, run.rotas_read()


def _forget() -> None:
    """Let go of what was read: a worker outlives the run."""
    _run.cache_clear()
    _digest_in_state.cache_clear()


def cut_into_tasks(parts: Sequence[Piece], most: int) -> list[list[Piece]]:
    """Pieces in order, small ones together up to `most` rows: a task of a few rows costs more than it does.

    >>> [len(task) for task in cut_into_tasks([Piece(Path("staff.parquet"), row, (0,)) for row in (2, 12, 22, 32)], 20)]
    [2, 1, 1]
    """
    shares: list[list[Piece]] = []
    for piece, after in zip(parts, [*parts[1:], None], strict=True):
        end = after.first_row if after else piece.first_row + most  # how long the last one is does not show
        if shares and end - shares[-1][0].first_row <= most:
            shares[-1].append(piece)
        else:
            shares.append([piece])
    return shares


def run_on_cluster(run: Run, parts: list[Piece], store: Store | None, scheduler: str | None) -> PartResult:
    """Survey and measure every piece on a cluster: the one at `scheduler`, or one that is started here.

    Workers must see the same files under the same names. A part that a lost worker held is worked out again by another.
    Raises `Faults` where the list is not Parquet, Dask is not installed, the scheduler does not answer, no worker is
    left, or a worker sees other files or runs another program.
    """
    if any(not piece.row_groups for piece in parts):
        words = "is read whole on one machine; give Parquet for --engine dask, or leave --engine out"
        raise Faults([Fault(run.options.staff, "", words)])
    was = dict(run.list_was)
    tasks: list[Task] = [
        tuple((replace(piece, source=piece.path.absolute()), was.get(piece.path.name, "")) for piece in share)
        for share in cut_into_tasks(parts, ROWS_IN_A_TASK)
    ]
    try:
        with watching(scheduler, len(tasks)) as watch:
            whole = _run_with(watch, run, tasks, store)
        run.refuse_changed(whole.settled.rotas)
        return whole
    except Faults as error:
        raise Faults([replace(fault, file=_as_given(fault.file)) for fault in error.faults]) from None


def _run_with(watch: Watch, run: Run, tasks: Sequence[Task], store: Store | None) -> PartResult:
    ticket = _ticket(run.options)
    _check_workers(watch, ticket)
    try:
        of_tasks = dict(
            watch.gather(_survey, {number: (ticket, task) for number, task in enumerate(tasks)}, "surveyed")
        )
        surveys = [survey for number in range(len(tasks)) for survey in of_tasks.pop(number)]
        rotas = _check_rotas(run, surveys)
        if store:
            store.settle(surveys, [len(task) for task in tasks])
        settled = run.settle(surveys)
        del surveys

        def measured() -> Iterator[PartResult]:
            todo, repeats = {}, iter(settled.twice)
            for number, task in enumerate(tasks):
                twice = tuple(islice(repeats, len(task)))
                kept = store.get(number) if store else None
                if kept is None:
                    todo[number] = ticket, task, twice, settled.scope
                else:
                    yield kept
            for number, (part, read) in watch.gather(_measure, todo, "measured"):
                changed = sorted(set(read) - rotas)
                if changed:
                    words = "changed while the run went on, or workers see different ones; run it again"
                    raise Faults([Fault(path, "", words) for path, _ in changed])
                if not Path(run.options.staff).is_absolute():
                    part.problems = [(*cell, _as_given(words)) for *cell, words in part.problems]
                if store:
                    store.put(number, part)
                yield part

        return run.in_order(reduce(PartResult.add, measured()), settled)
    finally:
        progress("")
        watch.ask_all(_forget)


def _ticket(options: Options) -> Ticket:
    """The options with full paths, as a worker has another working directory, and what its files must be."""
    names: dict[str, Any] = {"staff": str(Path(options.staff).absolute())}
    digests = []
    for key in ("posts", "policies", "mapping", "words"):
        name = getattr(options, key)
        if name is not None and Path(name).is_file():  # a mapping may be a shipped one, by its name
            path = Path(name).absolute()
            names[key] = str(path)
            digests.append((path, digest_of_file(path)))
    return Ticket(uuid.uuid4().hex, replace(options, **names), program(), tuple(digests))


def _as_given(text: str) -> str:
    """A text that begins with a full path, with the path as it was given here."""
    return text.removeprefix(f"{Path.cwd()}/")


def _check_workers(watch: Watch, ticket: Ticket) -> None:
    """Refuse workers without paymodel or with another. Raises `Faults`."""
    faults = []
    for worker, answer in sorted(watch.ask_all(program).items()):
        if not isinstance(answer, str):
            words = f"the worker {worker} lacks paymodel or a library that it needs; install paymodel[cluster] there"
            faults.append(Fault(WHERE, "--scheduler", words))
        elif answer != ticket.program:
            faults.append(_other_program(worker, answer, ticket.program))
    if faults:
        raise Faults(faults[:5])  # one line for each of a thousand workers would say no more


def _check_rotas(run: Run, surveys: Sequence[Survey]) -> set[tuple[str, str]]:
    """Every rota that was read, with its digest; refuses a run whose workers see different ones."""
    rotas = {rota for survey in surveys for rota in survey.rotas}
    several = sorted(path for path, times in Counter(path for path, _ in rotas).items() if times > 1)
    if several:
        words = "is not the same file for every worker; put it where all of them see one"
        raise Faults([Fault(path, "", words) for path in several])
    wrong = frozenset[str]().union(*(survey.wrong_rotas for survey in surveys))
    if len(wrong) > MOST_HINTS:
        words = f"more than {MOST_HINTS:,} different ones cannot be used; put them right, or leave --engine out"
        raise Faults([Fault(run.options.staff, "rota", words)])
    for seen, unusable in dict.fromkeys((survey.rotas, survey.wrong_rotas) for survey in surveys):
        for name in sorted(unusable):
            try:
                path = str(find_rota(name, run.reader.folder.absolute()))
            except (ValueError, OSError, Faults):
                continue  # it is missing here, too
            if path not in dict(seen):
                words = "a worker does not see this file; put it where every machine sees it, so named"
                raise Faults([Fault(path, "", words)])
    return rotas
