"""A Dask cluster that is lost or frozen: what is said meanwhile, and one plain line at the end."""

import logging
import os
import re
import signal
import time
from concurrent.futures import CancelledError
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker
from distributed.comm.core import CommClosedError

from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.workforces import cluster_client
from paymodel.workforces.checkpoints import Store
from paymodel.workforces.cluster_client import Watch
from paymodel.workforces.run import PartResult
from tests.processes import TIME_OUT, Program, striking
from tests.test_cluster import (
    FILES,
    ROWS,
    Cluster,
    asked,
    local,
    made,
    on,
    processes,
    said,
    small_parts,
    two,
    watched,
    written,
)

__all__ = ["local", "made", "small_parts", "two"]
"""Fixtures."""


class Client:
    """A client in a state."""

    def __init__(self, status: str = "running", workers: int = 1, *, silent: bool = False) -> None:
        self.status, self.workers, self.silent, self.ran = status, workers, silent, list[object]()

    def run(self, work: object, on_error: str, callback_timeout: float) -> dict[str, object]:
        assert (on_error, callback_timeout) == ("return", cluster_client.ANSWERS_WITHIN)
        self.ran.append(work)
        if self.silent:
            raise TimeoutError
        return {"w0": 1, "w1": CommClosedError("it was lost"), "w2": ImportError("no paymodel")}

    @property
    def scheduler(self) -> Any:
        return SimpleNamespace(identity=lambda n_workers: n_workers)

    def sync(self, ask: Any, *, n_workers: int, callback_timeout: float) -> dict[str, Any]:
        assert (ask(n_workers), callback_timeout) == (-1, cluster_client.ANSWERS_WITHIN)
        if self.silent:
            raise TimeoutError
        return {"workers": {f"w{number}": {"last_seen": 1.0, "nthreads": 1} for number in range(self.workers)}}


class Future:
    """What is to come; each time it is asked for, the next of some answers."""

    def __init__(self, *answers: object, status: str = "pending") -> None:
        self.answers, self.status = list(answers), status

    def result(self, timeout: float) -> object:
        assert timeout == cluster_client.LOOK_EVERY
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def test_a_worker_that_is_lost_while_it_is_asked_says_nothing() -> None:
    """Its call may take half a minute to fail, so none is waited for that long: a task asks again."""
    client = Client()
    answers = Watch(client).ask_all(os.getpid)
    assert (answers["w0"], type(answers["w2"]), set(answers)) == (1, ImportError, {"w0", "w2"})
    assert client.ran == [os.getpid]
    assert Watch(Client(silent=True)).ask_all(os.getpid) == {}


KEPT = "what was finished is kept: run the same command again to go on"


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            KilledWorker("task", None, 3),  # type: ignore[arg-type]
            f"--engine dask: part 5 was lost with 4 workers, one after the other; give them more memory; {KEPT}",
        ),
        (CancelledError(), f"--engine dask: the scheduler was lost; {KEPT}"),
        (ImportError("no", name="pyarrow"), "--scheduler: a worker lacks pyarrow; install paymodel[cluster] there"),
        (OSError(28, "No space left"), f"--engine dask: part 5 failed on a worker: No space left; {KEPT}"),
        (OSError(), f"--engine dask: part 5 failed on a worker: it could not read or write; {KEPT}"),
        (MemoryError(), f"--engine dask: part 5 failed on a worker: out of memory; {KEPT}"),
        (CommClosedError("the connection was closed"), f"--engine dask: the scheduler was lost; {KEPT}"),
    ],
)
def test_what_ends_a_part_is_a_plain_line(error: BaseException, line: str) -> None:
    with pytest.raises(Faults) as raised:
        Watch(Client()).result(Future(error), 4)
    assert [str(fault) for fault in raised.value.faults] == [f"paymodel workforce: {line}"]


def test_a_part_is_waited_for_as_long_as_there_are_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = "found", None
    assert Watch(Client()).result(Future(TimeoutError(), TimeoutError(), found), 4) == found
    assert Watch(Client(workers=0)).result(Future(TimeoutError(), found), 4) == found  # they may come back
    with pytest.raises(Faults, match="part 5 failed on a worker: Connection timed out"):  # where it reads its files
        Watch(Client()).result(Future(TimeoutError(110, "Connection timed out"), status="error"), 4)
    for status, workers, words in (("closed", 1, "the scheduler was lost"), ("running", 0, "has had no worker for 0")):
        monkeypatch.setattr(cluster_client, "PATIENCE", -1)
        with pytest.raises(Faults, match=words):
            Watch(Client(status, workers)).result(Future(TimeoutError()), 4)


def test_a_cluster_that_loses_every_worker_or_its_scheduler_is_a_plain_line(
    two: Cluster,
    made: Path,
    local: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster_client, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(cluster_client, "PATIENCE", 1.0)
    begin = Watch.__init__
    monkeypatch.setattr(Watch, "__init__", lambda watch, client: begin(watch, hasty(client)))
    put = Store.put
    with processes(tmp_path / "processes") as started:
        url = started.scheduler()
        command = asked(made, tmp_path / "out", "--engine", "dask", "--scheduler", url)
        none = r"paymodel workforce: --engine dask: the cluster has had no worker for \d+ seconds; start some"
        none += rf" \(docs/scaling.md\); {KEPT}"
        (line,) = said(capsys, *command)
        assert re.fullmatch(none, line)
        lost = started.worker()

        def losing(self: Store, number: int, found: PartResult) -> None:
            put(self, number, found)
            lost.kill()
            monkeypatch.setattr(cluster_client, "PATIENCE", 1.0)

        monkeypatch.setattr(cluster_client, "PATIENCE", TIME_OUT)
        monkeypatch.setattr(Store, "put", losing)
        (line,) = said(capsys, *command)
        assert re.fullmatch(none, line)
        other = started.worker()
        lost = started.running[0]
        monkeypatch.setattr(cluster_client, "PATIENCE", TIME_OUT)
        assert said(capsys, *command) == [f"paymodel workforce: --engine dask: the scheduler was lost; {KEPT}"]
        other.kill()  # it would look for its scheduler
    monkeypatch.setattr(Store, "put", put)
    kept = watched(monkeypatch)
    assert main(asked(made, tmp_path / "out", *on(two))) == 0
    assert len(kept) < FILES
    assert written(tmp_path / "out") == local


def hasty(client: Any) -> Any:
    """A client that looks for a scheduler that it has lost for a second only."""
    client._timeout = 1
    return client


def struck(
    folder: Path, command: list[str], moment: str, sign: signal.Signals, *whom: Program, given_up: float = 3.0
) -> tuple[int, list[str]]:
    """The exit status of a run of which some processes are struck at a moment, and what it says on standard error.

    That a while went by in which nothing was finished is left out: the machine may be busy with other things.
    """
    pids = [one.pid for one in whom]
    try:
        run = Program(striking, ROWS, moment, sign, pids, folder / "struck", given_up, *command, folder=folder)
        status, _, err = run.ended(2 * TIME_OUT)
    finally:
        if sign == signal.SIGSTOP:
            for pid in pids:
                os.killpg(pid, signal.SIGCONT)
    healthy = re.compile(r"paymodel: nothing was finished for \d+ seconds; workers that answer: \d")
    return status, [line for line in err.splitlines() if not healthy.fullmatch(line)]


MOMENTS = ["ask_all during", "put after", "in_order after"]
"""When workers are asked which program they run; when a part is measured; when all is done."""
SILENT = r"the worker tcp://\S+ has not been heard of for \d+ seconds( \(2 workers are silent\))?, and nothing was"
SILENT += r" finished for \d+ seconds"


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_frozen_scheduler_is_said_and_given_up(two: Cluster, made: Path, tmp_path: Path, moment: str) -> None:
    """It answers nothing and closes nothing: a machine that was suspended."""
    command = asked(made, tmp_path / "out", *on(two))
    status, said = struck(tmp_path, command, moment, signal.SIGSTOP, two.started.running[0])
    if moment == "in_order after":  # all is there
        assert (status, said) == (0, [])
        return
    *words, end = said
    assert status == 2
    assert words
    for line in words:
        assert re.fullmatch(
            r"paymodel: the scheduler has not answered for \d+ seconds; the run is given up after 3", line
        )
    line = rf"paymodel workforce: --engine dask: the scheduler has not answered for \d+ seconds; {KEPT}"
    assert re.fullmatch(line, end)


def test_a_scheduler_that_is_frozen_at_the_beginning_does_not_answer(two: Cluster, made: Path, tmp_path: Path) -> None:
    command = asked(made, tmp_path / "out", *on(two))
    words = f"no scheduler answers at '{two.url}'; give an address such as tcp://localhost:8786, or leave it out"
    answer = struck(tmp_path, command, "watching before", signal.SIGSTOP, two.started.running[0])
    assert answer == (2, [f"paymodel workforce: --scheduler: {words}"])


@pytest.mark.parametrize("moment", ["ask_all before", "put after"])
def test_frozen_workers_are_said_and_given_up(two: Cluster, made: Path, tmp_path: Path, moment: str) -> None:
    """Their scheduler waits for them for five minutes; here the run is given up before."""
    command = asked(made, tmp_path / "out", *on(two))
    status, (*words, end) = struck(tmp_path, command, moment, signal.SIGSTOP, *two.workers)
    assert status == 2
    assert words
    for line in words:
        assert re.fullmatch(
            rf"paymodel: {SILENT}; the run is given up after 3",
            line,
        )
    assert re.fullmatch(rf"paymodel workforce: --engine dask: {SILENT}; end it, or start others; {KEPT}", end)


def test_what_a_frozen_worker_held_goes_to_others(made: Path, local: dict[str, str], tmp_path: Path) -> None:
    """Where the scheduler gives it up soon, and nothing could start it again."""
    with processes(tmp_path / "processes") as started:
        soon = Cluster(started, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="1s")
        command = asked(made, tmp_path / "out", *on(soon))
        status, said = struck(tmp_path, command, "settle after", signal.SIGSTOP, soon.workers[0], given_up=TIME_OUT)
    assert (status, [line for line in said if not re.match(f"paymodel: {SILENT}", line)]) == (0, [])
    assert written(tmp_path / "out") == local


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_scheduler_that_is_killed_is_one_plain_line(made: Path, tmp_path: Path, moment: str) -> None:
    with processes(tmp_path / "processes") as started:
        command = asked(made, tmp_path / "out", "--engine", "dask", "--scheduler", started.scheduler())
        worker = started.worker()
        answer = struck(tmp_path, command, moment, signal.SIGKILL, started.running[0])
        worker.kill()  # it would look for its scheduler
    lost = f"paymodel workforce: --engine dask: the scheduler was lost; {KEPT}"
    assert answer == ((0, []) if moment == "in_order after" else (2, [lost]))


@pytest.mark.parametrize("moment", ["ask_all before", "ask_all during"])
def test_a_worker_killed_while_its_program_is_asked_lacks_nothing(
    two: Cluster, made: Path, local: dict[str, str], tmp_path: Path, moment: str
) -> None:
    """Another is there: the run goes on with it."""
    command = asked(made, tmp_path / "out", *on(two))
    try:
        assert struck(tmp_path, command, moment, signal.SIGKILL, two.workers[-1]) == (0, [])
        assert written(tmp_path / "out") == local
    finally:
        two.kill_one()
        two.mend()


def test_the_only_worker_killed_while_its_program_is_asked_is_waited_for(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask_all = Watch.ask_all
    with processes(tmp_path / "processes") as started:
        url = started.scheduler()
        worker = started.worker()

        def killing(self: Watch, function: Any) -> Any:
            worker.kill()
            monkeypatch.setattr(cluster_client, "PATIENCE", 2.0)
            return ask_all(self, function)

        monkeypatch.setattr(Watch, "ask_all", killing)
        (line,) = said(capsys, *asked(made, tmp_path / "out", "--engine", "dask", "--scheduler", url))
    words = r"paymodel workforce: --engine dask: the cluster has had no worker for \d+ seconds; start some"
    assert re.match(words, line)


def test_silence_is_said_again_and_again_and_work_that_takes_long_is_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By a clock of our own: every 30 seconds, with who is silent and when the run is given up."""
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def heard(watch: Watch, seconds: float) -> list[str]:
        now[0] += seconds
        watch.look_at_cluster()
        return capsys.readouterr().err.splitlines()

    busy = Client(workers=2)
    watch = Watch(busy)
    beats = iter(range(1, 100))
    workers = {"w0": {"last_seen": 0, "nthreads": 1}, "w1": {"last_seen": 0, "nthreads": 1}}

    def beating(*_: object, **__: object) -> dict[str, Any]:
        return {"workers": {name: {"last_seen": next(beats), "nthreads": 1} for name in workers}}

    monkeypatch.setattr(busy, "sync", beating)
    assert heard(watch, 29) == []
    assert heard(watch, 1) == ["paymodel: nothing was finished for 30 seconds; workers that answer: 2"]
    assert heard(watch, 29) == []
    assert heard(watch, 1) == ["paymodel: nothing was finished for 60 seconds; workers that answer: 2"]
    watch.moved = now[0]
    assert heard(watch, 31) == ["paymodel: nothing was finished for 31 seconds; workers that answer: 2"]
    assert heard(watch, 6000) != []  # a part may take as long as it takes, if its worker is heard of

    watch = Watch(Client(workers=2))
    assert heard(watch, 0) == []
    silent = (
        "the worker w0 has not been heard of for 30 seconds (2 workers are silent), and nothing was finished for 30"
    )
    assert heard(watch, 30) == [f"paymodel: {silent} seconds; the run is given up after 600"]
    with pytest.raises(Faults, match="and nothing was finished for 600 seconds; end it, or start others"):
        heard(watch, 570)

    watch = Watch(Client(silent=True))
    assert heard(watch, 29) == []
    words = "paymodel: the scheduler has not answered for {} seconds; the run is given up after 120"
    assert [heard(watch, 30) for _ in range(3)] == [[words.format(seconds)] for seconds in (59, 89, 119)]
    with pytest.raises(Faults, match="the scheduler has not answered for 120 seconds; what was finished is kept"):
        heard(watch, 1)

    watch = Watch(Client(workers=0))
    assert heard(watch, 0) == []
    given_up = "paymodel: the cluster has had no worker for 30 seconds; the run is given up after 60"
    assert heard(watch, 30) == [given_up]
    with pytest.raises(Faults, match="has had no worker for 61 seconds"):
        heard(watch, 31)


def test_what_dask_notes_on_the_way_is_not_said(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_client, "NOISY", ("paymodel-noisy",))
    noisy = logging.getLogger("paymodel-noisy.client")
    noisy.setLevel(logging.ERROR)
    with cluster_client._quiet():
        noisy.error("on the way")
    noisy.error("afterwards")
    assert [record.message for record in caplog.records] == ["afterwards"]
