"""Programs that tests run in processes of their own: forked from one that has imported everything once.

A new Python that imports Dask and pandas takes a second or two of a processor before it does anything.
"""

import contextlib
import functools
import multiprocessing
import os
import pkgutil
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TIME_OUT = 60
ROOMS = ("answers", "commands", "files", "moves", "pay", "scenarios", "workforces")


@functools.cache
def _forking() -> Any:
    """What starts processes: a server that holds every module that a command or a cluster needs."""
    context = multiprocessing.get_context("forkserver")
    rooms = [str(ROOT / "paymodel" / room) for room in ROOMS]
    modules = [f"paymodel.{Path(path).name}.{found.name}" for path in rooms for found in pkgutil.iter_modules([path])]
    dask = ["distributed", "distributed.cli.dask_scheduler", "distributed.cli.dask_worker"]
    context.set_forkserver_preload([__name__, "paymodel.cli", "pandas", "pyarrow.parquet", *dask, *modules])
    return context


class Program:
    """A function in a process of its own, with a process group of its own, and what it prints there."""

    def __init__(
        self,
        work: Callable[..., object],
        *arguments: object,
        folder: Path,
        log: Path | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        context = _forking()
        self.read, write = zip(*(context.Pipe(duplex=False) for _ in range(2)), strict=True)
        given = folder, log, {**os.environ, **(environment or {})}, work, arguments
        self.process = context.Process(target=_carry_out, args=(write, *given))
        with contextlib.chdir(ROOT):  # the first time, the server begins here
            self.process.start()
        for end in write:
            end.close()
        self.pid: int = self.process.pid

    @property
    def going(self) -> bool:
        return bool(self.process.is_alive())

    def send(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it and its children at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.join(TIME_OUT)

    def wait(self, seconds: float = TIME_OUT) -> int:
        """Its exit status. Raises `TimeoutError` where it goes on for longer."""
        self.process.join(seconds)
        if self.process.exitcode is None:
            raise TimeoutError(self.pid)
        return int(self.process.exitcode)

    def ended(self, seconds: float = TIME_OUT) -> tuple[int, str, str]:
        """Its exit status, and what it printed on standard output and on standard error."""
        status = self.wait(seconds)
        out, err = (_read(end.fileno()) for end in self.read)
        return status, out, err


def _read(file: int) -> str:
    return b"".join(iter(lambda: os.read(file, 65536), b"")).decode()


def _carry_out(
    write: Sequence[Any],
    folder: Path,
    log: Path | None,
    environment: dict[str, str],
    work: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    """What a forked process does: it begins as a command does that somebody types at a terminal."""
    os.setsid()
    for number, end in enumerate(write, start=1):
        os.dup2(end.fileno(), number)
        end.close()
    if log is not None:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", buffering=1, closefd=False) for number in (1, 2))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job starts with it ignored,
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and what runs under nohup with this
    sys.exit(work(*arguments))  # type: ignore[arg-type]


def dask(name: str, *arguments: str) -> None:
    """`dask scheduler ...` or `dask worker ...`."""
    import dask.config
    from distributed.cli.dask_scheduler import main as scheduler
    from distributed.cli.dask_worker import main as worker

    warnings.simplefilter("ignore")
    dask.config.refresh()  # by the environment of this process
    {"scheduler": scheduler, "worker": worker}[name](list(arguments))


def dask_without_paymodel(name: str, *arguments: str) -> None:
    """The same where paymodel is not installed."""
    for module in [module for module in sys.modules if module.partition(".")[0] == "paymodel"]:
        del sys.modules[module]
    sys.modules["paymodel"] = None  # type: ignore[assignment]  # what is imported is not found then
    dask(name, *arguments)


def command(*arguments: str) -> int:
    """`paymodel ...`."""
    from paymodel.cli import main

    return main(list(arguments))


def held(*arguments: str) -> int:
    """A command that waits when it has written the first rows, or has kept the first part."""
    from paymodel.files.csv_writer import CsvFile
    from paymodel.workforces.checkpoints import Store

    def and_waits(owner: type, name: str) -> None:
        step = getattr(owner, name)

        @functools.wraps(step)
        def stepping(*arguments: Any, **options: Any) -> None:
            step(*arguments, **options)
            if isinstance(arguments[0], CsvFile):
                arguments[0]._file.flush()
            for _ in range(200 * TIME_OUT):  # short ones: where another thread hears the signal, none is cut short
                time.sleep(0.01)

        setattr(owner, name, stepping)

    and_waits(Store, "put")
    and_waits(CsvFile, "write")
    return command(*arguments)


def in_parts(rows: int, workers: int, ends: Callable[[], object] | None, method: str, *arguments: str) -> int:
    """A run in parts of some rows that ends as soon as two are kept.

    A cluster of its own has some workers, which it starts by a method (`spawn` is the one that users have).
    """
    import dask.config
    import dask.system

    from paymodel.workforces.checkpoints import Store

    _cut(rows)
    dask.system.CPU_COUNT = workers
    dask.config.set({"distributed.worker.multiprocessing-method": method})
    put, kept = Store.put, list[int]()

    def ended(self: Store, number: int, found: Any) -> None:
        put(self, number, found)
        kept.append(number)
        if ends is not None and len(kept) == 2:
            ends()

    setattr(Store, "put", ended)  # noqa: B010
    return command(*arguments)


def _cut(rows: int) -> None:
    from paymodel.answers import run_of_workforce
    from paymodel.workforces import engine_dask

    for module in (engine_dask, run_of_workforce):
        setattr(module, "ROWS_IN_A_TASK", rows)  # noqa: B010


def striking(
    rows: int, moment: str, number: signal.Signals, whom: Sequence[int], once: Path, given_up: float, *arguments: str
) -> int:
    """A run that strikes processes of its cluster at a moment: during a step, those that carry it out strike."""
    from paymodel.workforces import cluster_client, engine_dask
    from paymodel.workforces.checkpoints import Store
    from paymodel.workforces.cluster_client import Watch
    from paymodel.workforces.run import Run

    _cut(rows)
    cluster_client.LOOK_EVERY = 0.2
    what, when = moment.split()
    owner = next(owner for owner in (Watch, Store, engine_dask, Run) if what in vars(owner))
    step, begin = getattr(owner, what), Watch.__init__
    done = list[str]()

    def hasty(watch: Watch, client: Any) -> None:
        client._timeout = 1  # looks for a scheduler that it has lost for a second
        begin(watch, client)

    def strike(then: Callable[[], Any] = lambda: None) -> Any:
        with contextlib.suppress(FileExistsError):
            once.touch(exist_ok=False)
            for pid in whom:
                os.killpg(pid, number)
        return then()

    def struck(*arguments: Any) -> Any:
        if done:
            return step(*arguments)
        done.append(what)
        if number == signal.SIGSTOP:  # from now on only: before, a machine may be busy with other things
            cluster_client.ANSWERS_WITHIN, cluster_client.SAY_EVERY = 1, 1.0
            cluster_client.SCHEDULER_GIVEN_UP, cluster_client.WORKERS_GIVEN_UP = 3.0, given_up
        if when == "during":
            watch, function = arguments
            return step(watch, lambda: strike(function))
        if when == "before":
            strike()
        found = step(*arguments)
        if when == "after":
            strike()
        return found

    setattr(Watch, "__init__", hasty)  # noqa: B010
    setattr(owner, what, struck)
    return command(*arguments)
