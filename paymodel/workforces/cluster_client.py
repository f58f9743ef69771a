"""A Dask cluster as its client sees it: what to say while it is silent, when to give it up, and tasks to put to it.

The scheduler is asked every few seconds whether it is there and which workers it has heard of. A scheduler or a worker
that is frozen (a suspended machine, a network that swallows everything) never says that it is lost.
"""

import asyncio
import logging
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, PaymodelError
from paymodel.progress import notice, progress

TRIM_THRESHOLD = 128 * 1024 * 1024
"""Bytes of freed memory that a worker keeps: handing every block back at once costs a quarter of the time."""
RETRIES = 3
TASKS_A_WORKER = 3
"""Tasks that wait at each worker: it never runs dry, and the scheduler never holds a hundred thousand."""
LOOK_EVERY = 2.0
ANSWERS_WITHIN = 10
"""Seconds in which a scheduler must answer when it is first asked, or a call of ours is given up."""
SAY_EVERY = 30.0
"""Seconds of silence after which it is said, again and again."""
PATIENCE = 60.0
"""Seconds without a single worker after which a run is given up; its finished parts are kept."""
SCHEDULER_GIVEN_UP = 120.0
"""Seconds without an answer of the scheduler after which a run is given up."""
WORKERS_GIVEN_UP = 600.0
"""Seconds in which nothing was finished, while a worker is silent, after which a run is given up.

A scheduler gives a silent worker up after five minutes (its `worker-ttl`), and others then take its parts over.
"""
OURS_GIVEN_UP = "60 s"
"""How long a scheduler that is started here may go without an answer."""
WHERE = "paymodel workforce"
STAYS = "paymodel asks a cluster"
"""The name of threads whose call may never return."""
NOISY = ("distributed", "tornado", "asyncio")
"""Libraries whose loggers tell what goes wrong, with tracebacks."""
GO_ON = "what was finished is kept: run the same command again to go on"

Answer = tuple[Any, PaymodelError | None]
"""What a worker found, or why it could not: with a file at fault, trying again is useless."""
Result = TypeVar("Result")
CANCELLED = (CancelledError, asyncio.CancelledError)


class Watch:
    """A client of a cluster, and when something was last heard of whom."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.workers: Mapping[str, Any] = {}
        now = time.monotonic()
        self.answered = self.alone_since = self.moved = self.last_said = now
        """When the scheduler last answered, last had a worker, when a task was last finished, and silence last said."""
        self.heard: dict[str, tuple[object, float]] = {}
        """What the scheduler last said of when it heard of each worker, and when that changed."""

    def look_at_cluster(self) -> None:
        """Ask the scheduler how things are; say so if they are not well. Raises `Faults` to give the cluster up."""
        if self.client.status in ("closing", "closed"):
            raise Faults([_lost()])
        try:
            state = self.client.sync(self.client.scheduler.identity, n_workers=-1, callback_timeout=ANSWERS_WITHIN)
        except (OSError, RuntimeError, AttributeError, *CANCELLED):  # among them that time is up
            self._silent_scheduler()
            return
        now = time.monotonic()
        self.answered, self.workers = now, state["workers"]
        before = self.heard
        self.heard = {}
        for name, worker in self.workers.items():
            seen, since = before.get(name, (None, now))
            self.heard[name] = worker["last_seen"], since if worker["last_seen"] == seen else now
        if not self.workers:
            self._no_worker(now)
            return
        self.alone_since = now
        self._silent_workers(now)

    def _say(self, words: str) -> None:
        """Say something about silence, if nothing was said for a while."""
        now = time.monotonic()
        if now - self.last_said >= SAY_EVERY:
            self.last_said = now
            notice(words)

    def _silent_scheduler(self) -> None:
        silent = time.monotonic() - self.answered
        if silent >= SCHEDULER_GIVEN_UP:
            raise Faults([_fault(f"the scheduler has not answered for {silent:.0f} seconds; {GO_ON}")])
        if silent >= SAY_EVERY:
            limit = f"the run is given up after {SCHEDULER_GIVEN_UP:g}"
            self._say(f"the scheduler has not answered for {silent:.0f} seconds; {limit}")

    def _no_worker(self, now: float) -> None:
        alone = now - self.alone_since
        if alone > PATIENCE:
            words = f"the cluster has had no worker for {PATIENCE:g} seconds; start some (docs/scaling.md); {GO_ON}"
            raise Faults([_fault(words)])
        if alone >= SAY_EVERY:
            self._say(f"the cluster has had no worker for {alone:.0f} seconds; the run is given up after {PATIENCE:g}")

    def _silent_workers(self, now: float) -> None:
        idle = now - self.moved
        silent = {name: now - since for name, (_, since) in self.heard.items() if now - since >= SAY_EVERY}
        if idle < SAY_EVERY:
            return
        for_so_long = f"nothing was finished for {idle:.0f} seconds"
        if not silent:
            self._say(f"{for_so_long}; workers that answer: {len(self.workers):,}")
            return
        name = max(silent, key=silent.__getitem__)
        words = f"the worker {name} has not been heard of for {silent[name]:.0f} seconds"
        words += f" ({len(silent):,} workers are silent)" if len(silent) > 1 else ""
        if idle >= WORKERS_GIVEN_UP:
            raise Faults([_fault(f"{words}, and {for_so_long}; end it, or start others; {GO_ON}")])
        limit = f"the run is given up when nothing was finished for {WORKERS_GIVEN_UP:g}"
        self._say(f"{words}, and {for_so_long}; its parts go to others when the scheduler gives it up; {limit}")

    def wait_for_worker(self) -> None:
        """Wait until the cluster has a worker. Raises `Faults` where it has none for too long."""
        self.look_at_cluster()
        while not self.workers:
            time.sleep(min(LOOK_EVERY, 0.2))
            self.look_at_cluster()

    def ask_all(self, function: Callable[[], Any]) -> dict[str, Any]:
        """What a function gives on each worker, or the exception that it raised there; without workers that are lost.

        Empty where they take too long: a task finds out for itself. Raises `Faults` where the cluster is lost.
        """
        for _ in range(RETRIES):
            self.wait_for_worker()
            try:
                replies = self._answers(function)
            except _WorkerLostError:
                continue
            except TimeoutError:
                notice(f"not every worker has answered for {SAY_EVERY:g} seconds; going on with those that do")
                return {}
            except (OSError, RuntimeError, AttributeError, KeyError, *CANCELLED):
                time.sleep(LOOK_EVERY)  # the scheduler is lost, or a worker went while it was asked
                continue
            answers = {name: answer for name, answer in replies.items() if not _is_lost(answer)}
            if answers:
                return answers
        self.look_at_cluster()
        return {}

    def _answers(self, function: Callable[[], Any]) -> dict[str, Any]:
        """What the workers there are now answer. Raises `TimeoutError` where they take too long.

        A worker that dies at the wrong moment is called for half a minute: `_WorkerLostError` as soon as it is known.
        """
        asked = set(self.workers)
        call = _in_thread(lambda: self.client.run(function, on_error="return"))
        until = time.monotonic() + SAY_EVERY
        while True:
            try:
                answers: dict[str, Any] = call.result(timeout=min(LOOK_EVERY, max(0.0, until - time.monotonic())))
                return answers
            except TimeoutError:
                if call.done() or time.monotonic() >= until:
                    raise
            self.look_at_cluster()
            if not asked <= set(self.workers):
                raise _WorkerLostError

    def let_go(self, function: Callable[[], None]) -> None:
        """Have the workers that are left let go of what they read. What was found does not depend on it."""
        if self.client.status == "running" and self.workers and time.monotonic() - self.answered < SAY_EVERY:
            with suppress(Exception):
                _within(lambda: self.client.run(function, on_error="ignore"), ANSWERS_WITHIN)

    def gather(
        self, work: Callable[..., Answer], tasks: Mapping[int, tuple[Any, ...]], token: str, word: str
    ) -> Iterator[tuple[int, Any]]:
        """The results of tasks by their number, each as soon as it is there; only a few for each worker wait."""
        from distributed import as_completed

        done = as_completed(loop=self.client.loop, raise_errors=False)
        numbers: dict[Any, int] = {}
        left = iter(tasks.items())
        finished = 0
        self.moved = time.monotonic()
        try:
            while True:
                self.look_at_cluster()
                threads = sum(worker["nthreads"] for worker in self.workers.values())
                for number, task in islice(left, max(0, max(2, TASKS_A_WORKER * threads) - len(numbers))):
                    key = f"paymodel-{word}-{number}-{token}"
                    future = self.client.submit(work, *task, key=key, retries=RETRIES, pure=False)
                    numbers[future] = number
                    done.add(future)
                if not numbers:
                    return
                while not done.has_ready():  # `next` would wait without end for a cluster that is silent
                    with done.thread_condition:
                        heard = done.has_ready() or done.thread_condition.wait(LOOK_EVERY)
                    if not heard:
                        self.look_at_cluster()
                future = next(done)
                number = numbers.pop(future)
                answer, error = self.result(future, number)
                future.release()
                if error:
                    raise error
                finished += 1
                self.moved = time.monotonic()
                progress(f"{finished:,} of {counted(len(tasks), 'part')} {word}")
                yield number, answer
        finally:
            for future in numbers:
                with suppress(Exception):  # a scheduler that is lost has none to cancel
                    future.release()

    def result(self, future: Any, number: int) -> Answer:
        """The result of a future that was done; where its worker was lost since, it is worked out again first."""
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        while True:
            try:
                answer: Answer = future.result(timeout=LOOK_EVERY)
                return answer
            except KilledWorker:
                lost = f"part {number + 1} was lost with {RETRIES + 1} workers, one after the other"
                raise Faults([_fault(f"{lost}; give them more memory")]) from None
            except (*CANCELLED, CommClosedError):
                raise Faults([_lost()]) from None
            except TimeoutError:
                if future.status == "error":
                    raise
                self.look_at_cluster()
            except ImportError as error:
                words = f"a worker lacks {error.name}; install paymodel[cluster] there"
                raise Faults([Fault(WHERE, "--scheduler", words)]) from None
            except (OSError, MemoryError) as error:
                told = "out of memory" if isinstance(error, MemoryError) else error.strerror
                words = f"part {number + 1} failed on a worker: {told or 'it could not read or write'}"
                raise Faults([_fault(f"{words}; {GO_ON}")]) from None


class _WorkerLostError(Exception):
    """A worker that was asked is no longer there."""


def _within(call: Callable[[], Result], seconds: float) -> Result:
    """What a call gives. Raises `TimeoutError` where it takes longer, and what it raises."""
    return _in_thread(call).result(timeout=seconds)


def _in_thread(call: Callable[[], Result]) -> "Future[Result]":
    """What a call will give, in a thread that may stay behind: some calls never return from a frozen cluster."""
    done: Future[Result] = Future()

    def work() -> None:
        try:
            done.set_result(call())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=work, name=STAYS, daemon=True).start()
    return done


def _is_lost(answer: object) -> bool:
    """Whether what came of asking a worker says that it is no longer there, rather than what it lacks."""
    return isinstance(answer, OSError) and not isinstance(answer, FileNotFoundError | PermissionError)


def _fault(words: str) -> Fault:
    return Fault(WHERE, "--engine dask", words)


def _lost() -> Fault:
    return _fault(f"the scheduler was lost; {GO_ON}")


@contextmanager
def watching(scheduler: str | None, tasks: int, preload: str) -> Iterator[Watch]:
    """A watch over the cluster at an address, or over one that lives as long as it. Workers of ours load `preload`."""
    try:
        import dask
        from distributed import Client
    except ImportError:
        words = "needs Dask: install paymodel[cluster], or leave --engine out"
        raise Faults([_fault(words)]) from None
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        if scheduler is not None:
            try:
                within = ANSWERS_WITHIN
                client = _within(lambda: Client(scheduler, timeout=within, set_as_default=False), within + 1)
            except (OSError, ValueError, TypeError, ImportError):
                words = f"no scheduler answers at '{scheduler}'; give an address such as tcp://localhost:8786"
                raise Faults([Fault(WHERE, "--scheduler", f"{words}, or leave it out")]) from None
        else:
            settings = {
                "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": TRIM_THRESHOLD,
                "distributed.scheduler.allowed-failures": RETRIES,
                "distributed.scheduler.worker-ttl": OURS_GIVEN_UP,
                # Rows of staff are not written to a disk that nobody asked for.
                "distributed.worker.memory.target": False,
                "distributed.worker.memory.spill": False,
            }
            stack.enter_context(dask.config.set(settings))
            client = Client(stack.enter_context(_cluster(tasks, preload)), set_as_default=False)
        stack.callback(_close, client)
        yield Watch(client)


def _close(client: Any) -> None:
    """Close what may be frozen or gone."""
    with suppress(Exception):
        client.close(timeout=ANSWERS_WITHIN)


@contextmanager
def _cluster(tasks: int, preload: str) -> Iterator[Any]:
    """A cluster on this machine for as many tasks."""
    from dask.system import CPU_COUNT
    from distributed import LocalCluster

    with tempfile.TemporaryDirectory(prefix="paymodel-", ignore_cleanup_errors=True) as folder:
        with _not_hung_up():
            cluster = LocalCluster(
                n_workers=max(1, min(CPU_COUNT, tasks)),
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                scheduler_kwargs={"dashboard": False},
                local_directory=folder,
                silence_logs=logging.CRITICAL,
                preload=[preload],
            )
        try:
            yield cluster
        finally:
            with suppress(Exception):
                cluster.close(timeout=ANSWERS_WITHIN)


@contextmanager
def _not_hung_up() -> Iterator[None]:
    """Processes that are started within do not hear that the terminal was closed: it is for the client to end them."""
    if not hasattr(signal, "SIGHUP"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is said in one line at the end; what Dask notes on the way there is not.

    Nor what it notes afterwards of a call to a frozen cluster, which ends with the program.
    """
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in NOISY]
    loggers = [logging.getLogger(name) for name in {*names, *NOISY}]  # those below have levels of their own
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        if not any(thread.name == STAYS for thread in threading.enumerate()):
            for logger, level in zip(loggers, before, strict=True):
                logger.setLevel(level)
