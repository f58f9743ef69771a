"""A Dask cluster as its client sees it: what to say while it is silent, when to give it up, and tasks to put to it.

The scheduler is asked every few seconds whether it is there and which workers it has heard of. A scheduler or a worker
that is frozen (a suspended machine, a network that swallows everything) never says that it is lost.
"""

import asyncio
import logging
import math
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.progress import notice, progress

RETRIES = 3
"""How often a part that fails is tried again, by whichever worker is free."""
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
WHERE = "paymodel workforce"
NOISY = ("distributed", "tornado", "asyncio")
"""Libraries whose loggers tell what goes wrong, with tracebacks."""
CANCELLED = (CancelledError, asyncio.CancelledError)
UNANSWERED = (OSError, RuntimeError, AttributeError, KeyError, *CANCELLED)
"""What comes of asking a scheduler that is lost or lets time run up, or a worker that goes while it is asked."""


def _given_up(words: str) -> Faults:
    kept = "what was finished is kept: run the same command again to go on"
    return Faults([Fault(WHERE, "--engine dask", f"{words}; {kept}")])


class Watch:
    """A client of a cluster, and when something was last heard of whom."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.workers: Mapping[str, Any] = {}
        self.answered = self.alone_since = self.moved = self.last_said = time.monotonic()
        """When the scheduler last answered, last had a worker, when a task was last finished, and silence last said."""
        self.heard: dict[tuple[str, object], float] = {}
        """Each worker with the time at which its scheduler heard of it, by its clock, and when we learned of that."""

    def look_at_cluster(self) -> Mapping[str, Any]:
        """Its workers. Says again and again that things are not well, if so. Raises `Faults` to give the cluster up."""
        if self.client.status in ("closing", "closed"):
            raise _given_up("the scheduler was lost")
        try:
            state = self.client.sync(self.client.scheduler.identity, n_workers=-1, callback_timeout=ANSWERS_WITHIN)
        except UNANSWERED:
            silent = time.monotonic() - self.answered
            self._say(f"the scheduler has not answered for {silent:.0f} seconds", silent, SCHEDULER_GIVEN_UP)
            return self.workers
        self.answered = now = time.monotonic()
        self.workers = state["workers"]
        seen = [(name, worker["last_seen"]) for name, worker in self.workers.items()]
        self.heard = {which: self.heard.get(which, now) for which in seen}
        if self.workers:
            self.alone_since = now
            self._look_at_workers(now)
        else:
            alone, advice = now - self.alone_since, "; start some (docs/scaling.md)"
            self._say(f"the cluster has had no worker for {alone:.0f} seconds", alone, PATIENCE, advice)
        return self.workers

    def _look_at_workers(self, now: float) -> None:
        idle = now - self.moved
        words = f"nothing was finished for {idle:.0f} seconds"
        silent = {name: now - since for (name, _), since in self.heard.items() if now - since >= SAY_EVERY}
        if silent:
            name = max(silent, key=silent.__getitem__)
            several = f" ({len(silent):,} workers are silent)" if len(silent) > 1 else ""
            words = f"the worker {name} has not been heard of for {silent[name]:.0f} seconds{several}, and {words}"
            self._say(words, idle, WORKERS_GIVEN_UP, "; end it, or start others")
        else:
            self._say(f"{words}; workers that answer: {len(self.workers):,}", idle)

    def _say(self, words: str, seconds: float, limit: float = math.inf, advice: str = "") -> None:
        """Say again and again what has lasted for some seconds, and when the run is given up; then give it up."""
        if seconds >= limit:
            raise _given_up(words + advice)
        now = time.monotonic()
        if min(seconds, now - self.last_said) >= SAY_EVERY:
            self.last_said = now
            notice(words if limit == math.inf else f"{words}; the run is given up after {limit:g}")

    def ask_all(self, function: Callable[[], Any]) -> dict[str, Any]:
        """What a function gives on each worker, or what it raises there; nothing of those that are lost, or too slow.

        A worker that was just lost would be called for half a minute.
        """
        replies: dict[str, Any] = {}
        with suppress(*UNANSWERED):
            replies = self.client.run(function, on_error="return", callback_timeout=ANSWERS_WITHIN)
        return {name: answer for name, answer in replies.items() if not isinstance(answer, OSError)}

    def gather(
        self, work: Callable[..., Any], tasks: Mapping[int, tuple[Any, ...]], word: str
    ) -> Iterator[tuple[int, Any]]:
        """The results of tasks by their number, each as soon as it is there."""
        from distributed import as_completed

        left = {self.client.submit(work, *task, retries=RETRIES, pure=False): at for at, task in tasks.items()}
        done = as_completed(left, loop=self.client.loop, raise_errors=False)
        self.moved = time.monotonic()
        try:
            while left:
                self.look_at_cluster()
                with done.thread_condition:  # `next` would wait without end for a cluster that is silent
                    if not (done.has_ready() or done.thread_condition.wait(LOOK_EVERY)):
                        continue
                future = next(done)
                number = left.pop(future)
                answer = self.result(future, number)
                future.release()
                self.moved = time.monotonic()
                progress(f"{len(tasks) - len(left):,} of {counted(len(tasks), 'part')} {word}")
                yield number, answer
        finally:
            for future in left:
                future.release()

    def result(self, future: Any, number: int) -> Any:
        """The result of a future that was done; where its worker was lost since, it is worked out again first."""
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        part = f"part {number + 1}"
        while True:
            try:
                return future.result(timeout=LOOK_EVERY)
            except KilledWorker as error:
                lost = f"{part} was lost with {error.allowed_failures + 1} workers, one after the other"
                raise _given_up(f"{lost}; give them more memory") from None
            except (*CANCELLED, CommClosedError):
                raise _given_up("the scheduler was lost") from None
            except ImportError as error:
                words = f"a worker lacks {error.name}; install paymodel[cluster] there"
                raise Faults([Fault(WHERE, "--scheduler", words)]) from None
            except (OSError, MemoryError) as error:
                if future.status != "error" and isinstance(error, TimeoutError):
                    self.look_at_cluster()
                    continue
                told = "out of memory" if isinstance(error, MemoryError) else error.strerror
                raise _given_up(f"{part} failed on a worker: {told or 'it could not read or write'}") from None


@contextmanager
def watching(scheduler: str | None, tasks: int) -> Iterator[Watch]:
    """A watch over the cluster at an address, or over one that lives as long as it, once it has a worker."""
    try:
        import dask.config
        from distributed import Client
    except ImportError:
        words = "needs Dask: install paymodel[cluster], or leave --engine out"
        raise Faults([Fault(WHERE, "--engine dask", words)]) from None

    class Impatient(Client):
        """A client that does not wait without end for the first word of what takes its connection and is frozen."""

        def start(self, **options: Any) -> None:
            super().start(callback_timeout=ANSWERS_WITHIN, **options)

    def close(what: Any) -> None:  # it may be frozen or gone
        with suppress(Exception):
            what.close(timeout=ANSWERS_WITHIN)

    client: Client
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        if scheduler is not None:
            try:
                client = Impatient(scheduler, timeout=ANSWERS_WITHIN, set_as_default=False)
            except (OSError, ValueError, TypeError, ImportError, MemoryError):
                words = f"no scheduler answers at '{scheduler}'; give an address such as tcp://localhost:8786"
                raise Faults([Fault(WHERE, "--scheduler", f"{words}, or leave it out")]) from None
        else:
            settings = {
                # Handing every block of freed memory back at once costs a quarter of the time.
                "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": 128 * 1024 * 1024,
                # Others take the parts of a worker over that is silent for so long.
                "distributed.scheduler.worker-ttl": "60 s",
                # Rows of staff are not written to a disk that nobody asked for.
                "distributed.worker.memory.target": False,
                "distributed.worker.memory.spill": False,
            }
            stack.enter_context(dask.config.set(settings))
            cluster = _cluster(tasks)
            stack.callback(close, cluster)
            client = Client(cluster, set_as_default=False)
        stack.callback(close, client)
        watch = Watch(client)
        while not watch.look_at_cluster():
            time.sleep(min(LOOK_EVERY, 0.2))
        yield watch


def _cluster(tasks: int) -> Any:
    """A cluster on this machine for as many tasks, whose processes do not hear that the terminal was closed.

    It is for the client to end them.
    """
    from dask.system import CPU_COUNT
    from distributed import LocalCluster

    with ExitStack() as stack:
        if hasattr(signal, "pthread_sigmask"):  # Windows knows no such thing
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
            stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, before)
        return LocalCluster(
            n_workers=max(1, min(CPU_COUNT, tasks)),
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
            preload=[__name__],
        )


def dask_setup(_worker: object) -> None:
    """What Dask calls in each worker that is started here: Ctrl-C goes to all, and the client says so once for all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is said in one line at the end; what Dask notes on the way there is not."""
    with ExitStack() as stack:
        for name in list(logging.root.manager.loggerDict):
            if name.partition(".")[0] in NOISY:  # those below have levels of their own
                logger = logging.getLogger(name)
                stack.callback(logger.setLevel, logger.level)
                logger.setLevel(logging.CRITICAL + 1)
        yield
