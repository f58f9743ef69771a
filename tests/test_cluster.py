"""The workforce question on a real Dask cluster: the figures of one machine, whatever becomes of the others."""

import contextlib
import functools
import gc
import json
import os
import shutil
import signal
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from paymodel import __version__
from paymodel.answers import run_of_workforce
from paymodel.answers.workforce import QUALITY_FILE
from paymodel.cli import main
from paymodel.errors import Fault, Faults, Refused
from paymodel.files.keys import key_beside
from paymodel.files.staff_lists import Piece, pieces
from paymodel.workforces import cluster_client, engine_dask
from paymodel.workforces.checkpoints import Store
from paymodel.workforces.cluster_client import Watch
from paymodel.workforces.run import PartResult
from paymodel.workforces.synthetic import synthetic
from tests.processes import TIME_OUT, Program, dask, dask_without_paymodel, in_parts

ROWS = 150
"""Rows of each file: little work, so that the tests see what happens between the parts."""
FILES = 4
SHIPPED = Path(__file__).resolve().parent.parent / "scenarios" / "workforce"
ROTA = """title: Ward
public_holidays: worked
shifts:
  D: {start: "07:30", end: "19:30", unpaid_break_minutes: 30}
  N: {start: "19:30", end: "07:30", unpaid_break_minutes: 30}
weeks:
  - "D D N - - - -"
  - "- - - D N N D"
  - "- - D D - - -"
"""

POSTS = """title: Posts
as_at: 2026-11-22
nation: england
if_hours_differ: scale
offers:
  - {post: ambulance-operations-manager-8a, name: Manager, pattern: different, holders: 40}
  - {post: ambulance-sector-manager-8b, name: Sector manager, pattern: unsure, open_to: {profession: [paramedics]}}
"""
POLICIES = """policies:
  - {name: In force}
  - {name: Premium, change: {offers.all.long_term_premium: 2%}}
"""


class Processes:
    """A scheduler and workers, each with a process group of its own, so that each can be killed with its children."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.running: list[Program] = []

    def start(
        self, *arguments: str, work: Callable[..., None] = dask, environment: dict[str, str] | None = None
    ) -> Program:
        log = self.folder / f"{len(self.running)}.log"
        where = ("--scheduler-file", str(self.file))
        process = Program(work, *arguments, *where, folder=self.folder, log=log, environment=environment)
        self.running.append(process)
        return process

    def scheduler(self, **environment: str) -> str:
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", environment=environment)
        ends = time.monotonic() + TIME_OUT
        while time.monotonic() < ends:
            with contextlib.suppress(OSError, ValueError):
                return str(json.loads(self.file.read_text())["address"])
            time.sleep(0.05)
        raise TimeoutError(self.folder)

    def worker(self, work: Callable[..., None] = dask) -> Program:
        """A worker that nothing starts again."""
        here = ("--host", "127.0.0.1", "--local-directory", str(self.folder), "--no-dashboard", "--no-nanny")
        return self.start("worker", *here, "--nthreads", "1", work=work)


@contextlib.contextmanager
def processes(folder: Path) -> Iterator[Processes]:
    started = Processes(folder)
    try:
        yield started
    finally:
        workers = started.running[1:]  # asked to end first, so that what they count for coverage is kept
        for process in workers:
            with contextlib.suppress(ProcessLookupError):
                process.send(signal.SIGTERM)
        for process in workers:
            with contextlib.suppress(TimeoutError):
                process.wait(10)
        for process in reversed(started.running):
            process.kill()


class Cluster:
    """A scheduler with two workers; a worker that a test kills is replaced for the next one."""

    def __init__(self, started: Processes, **environment: str) -> None:
        self.started = started
        self.url = started.scheduler(**environment)
        self.workers: list[Program] = []
        self.mend()

    def client(self) -> Any:
        from distributed import Client

        return Client(self.url, timeout=TIME_OUT, set_as_default=False)  # type: ignore[no-untyped-call]

    def addresses(self) -> list[str]:
        with self.client() as client:
            return sorted(client.scheduler_info(n_workers=-1)["workers"])

    def kill_one(self) -> None:
        """A worker, as when its machine fails."""
        self.workers.pop().kill()

    def mend(self) -> None:
        """Have two workers, and wait until the scheduler knows them."""
        while len(self.workers) < 2:
            self.workers.append(self.started.worker())
        with self.client() as client:
            client.wait_for_workers(2, timeout=TIME_OUT)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with processes(tmp_path_factory.mktemp("cluster")) as started:
        yield Cluster(started)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a staff list in several files (a rota beside them, rows at fault, a person twice), posts, policies.

    The first two files hold one nation, the next another: whether people are grouped by nation must not depend on it.
    """
    folder = tmp_path_factory.mktemp("made")
    (folder / "staff").mkdir()
    frames = []
    for nation, kind, seed, files in (
        ("england", "ambulance", 3, 2),
        ("wales", "ambulance", 4, 1),
        ("england", "acute", 5, 1),
    ):
        synthetic(kind, folder / "one.parquet", rows=files * ROWS, seed=seed, nation=nation)
        frames.append(pd.read_parquet(folder / "one.parquet"))
    (folder / "one.parquet").unlink()
    whole = pd.concat(frames, ignore_index=True).astype({"id": object, "rota": object, "band": object})
    whole["id"] = [f"SYNTHETIC-{number}" for number in range(len(whole))]
    ward = whole.index[whole["rota"].notna() & (whole["rota"] != "")][::3]
    whole.loc[ward, "rota"] = "ward.yaml"
    whole.loc[3 * ROWS + 7, "id"] = "SYNTHETIC-3"
    whole.loc[9, "id"] = "SYNTHETIC-4"
    whole.loc[2 * ROWS, "band"] = "12"
    whole.loc[ward[-1], "rota"] = "no-such-rota"
    whole.loc[ward[-2], "rota"] = "wrong.yaml"
    for number in range(FILES):
        part = whole.iloc[number * ROWS : (number + 1) * ROWS]
        part.to_parquet(folder / "staff" / f"{number}.parquet", index=False)
    (folder / "staff" / "ward.yaml").write_text(ROTA, encoding="utf-8")
    (folder / "staff" / "wrong.yaml").write_text(ROTA.replace("D D N", "D D X"), encoding="utf-8")
    (folder / "posts.yaml").write_text(POSTS, encoding="utf-8")
    (folder / "policies.yaml").write_text(POLICIES, encoding="utf-8")
    return folder


@pytest.fixture
def here(made: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "here"))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (engine_dask, run_of_workforce):
        monkeypatch.setattr(module, "ROWS_IN_A_TASK", ROWS)


def asked(made: Path, target: Path, *more: str) -> list[str]:
    files = ["--posts", str(made / "posts.yaml"), "--policies", str(made / "policies.yaml")]
    return ["workforce", str(made / "staff"), *files, *more, "-o", str(target)]


def on(two: Cluster) -> list[str]:
    return ["--engine", "dask", "--scheduler", two.url]


@pytest.fixture(scope="module")
def local(made: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    target = tmp_path_factory.mktemp("local") / "out"
    assert main(asked(made, target)) == 0
    return written(target)


def written(target: Path) -> dict[str, str]:
    """What was written, file by file, apart from the time at which it was made and what is keyed."""
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(target.iterdir())}
    record = json.loads(found["run.json"])
    for name in ("made", "keyed"):  # when it was, and with which secret
        del record[name]
    return {**found, "run.json": json.dumps(record)}


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The lines of a run that is refused."""
    capsys.readouterr()
    assert main(list(arguments)) == 2
    out, lines = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in lines
    return lines.splitlines()


def nothing_left(folder: Path) -> bool:
    return not any(folder.iterdir())


def watched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The parts that are worked out from now on."""
    kept: list[int] = []
    put = Store.put

    def watching(self: Store, number: int, found: PartResult) -> None:
        kept.append(number)
        put(self, number, found)

    monkeypatch.setattr(Store, "put", watching)
    return kept


def test_two_workers_give_the_same_figures(
    two: Cluster, made: Path, local: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = watched(monkeypatch)
    assert main(asked(made, tmp_path / "out", *on(two))) == 0
    assert sorted(kept) == list(range(FILES))
    assert written(tmp_path / "out") == local
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", key_beside(tmp_path / "out").name]
    assert "nation,wales" in "".join(local.values())
    assert local[QUALITY_FILE].count("\n") == 6


def test_options_reach_the_workers(two: Cluster, made: Path, tmp_path: Path) -> None:
    more = ["--by", "profession", "--threshold", "30", "--round-to", "100", "--only-counts", "--rows"]
    assert main(asked(made, tmp_path / "one", *more)) == 0
    assert main(asked(made, tmp_path / "other", *more, *on(two))) == 0
    assert written(tmp_path / "other") == written(tmp_path / "one")


def test_names_may_be_relative_to_where_the_run_starts(
    two: Cluster, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(made)
    names = ["workforce", "staff", "--posts", "posts.yaml"]
    assert main([*names, "-o", str(tmp_path / "one")]) == 0
    assert main([*names, *on(two), "-o", str(tmp_path / "other")]) == 0
    assert written(tmp_path / "other") == written(tmp_path / "one")


def test_row_groups_of_one_file_are_parts(two: Cluster, made: Path, tmp_path: Path) -> None:
    whole = pd.concat([pd.read_parquet(path) for path in sorted((made / "staff").glob("*.parquet"))])
    shutil.copy(made / "staff" / "ward.yaml", tmp_path / "ward.yaml")
    whole.to_parquet(tmp_path / "staff.parquet", index=False, row_group_size=ROWS // 3)
    assert len(pieces(tmp_path / "staff.parquet", ROWS)) == FILES
    assert len(pieces(tmp_path / "staff.parquet")) == 1
    names = ["workforce", str(tmp_path / "staff.parquet"), "--posts", str(made / "posts.yaml")]
    assert main([*names, "-o", str(tmp_path / "one")]) == 0
    assert main([*names, *on(two), "-o", str(tmp_path / "other")]) == 0
    assert written(tmp_path / "other") == written(tmp_path / "one")


def test_a_cluster_is_started_where_none_is_named(made: Path, local: dict[str, str], tmp_path: Path) -> None:
    command = asked(made, tmp_path / "out", "--engine", "dask")
    status, _, err = Program(in_parts, ROWS, 2, None, "spawn", *command, folder=tmp_path).ended()
    assert (status, err) == (0, "")
    assert written(tmp_path / "out") == local


def test_a_worker_killed_on_the_way_changes_nothing(
    two: Cluster, made: Path, local: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = watched(monkeypatch)
    put = Store.put

    def killing(self: Store, number: int, found: PartResult) -> None:
        put(self, number, found)
        if len(kept) == 1:
            two.kill_one()

    monkeypatch.setattr(Store, "put", killing)
    try:
        assert main(asked(made, tmp_path / "out", *on(two))) == 0
        assert len(two.addresses()) == 1
        assert sorted(kept) == list(range(FILES))
        assert written(tmp_path / "out") == local
    finally:
        two.mend()


@pytest.mark.parametrize(
    ("ends", "status", "method"),
    [
        (functools.partial(os.killpg, 0, signal.SIGINT), 130, ""),
        (functools.partial(os.killpg, 0, signal.SIGINT), 130, "spawn"),
        (functools.partial(signal.raise_signal, signal.SIGKILL), -signal.SIGKILL, ""),
        (functools.partial(signal.raise_signal, signal.SIGTERM), 128 + signal.SIGTERM, ""),
        (functools.partial(os.killpg, 0, signal.SIGHUP), 128 + signal.SIGHUP, "fork"),
    ],
    ids=[
        "stopped by hand",
        "stopped by hand with a cluster of its own",
        "killed",
        "told to end",
        "its terminal closed, with a cluster of its own",
    ],
)
def test_an_interrupted_run_goes_on_from_what_was_finished(
    two: Cluster,
    made: Path,
    local: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ends: Callable[[], object],
    status: int,
    method: str,
) -> None:
    where = ["--engine", "dask"] if method else on(two)
    command = asked(made, tmp_path / "out", *where)
    status_then, out, err = Program(in_parts, ROWS, 1, ends, method, *command, folder=tmp_path).ended()
    assert (status_then, out) == (status, "")
    kept = f"finished parts are kept in {tmp_path}/.out.parts: run the same command again to go on, or delete it"
    if status > 0:
        assert err.splitlines() == [f"paymodel: {kept}", "paymodel: stopped"]
        assert [path.name for path in tmp_path.iterdir()] == [".out.parts"]
    assert not (tmp_path / "out").exists()
    finished = {path.name: path.stat().st_mtime_ns for path in (tmp_path / ".out.parts").glob("part-*.npz")}
    assert len(finished) == 2
    worked_out = watched(monkeypatch)
    clear = Store.clear
    at_the_end: dict[str, int] = {}

    def clearing(self: Store) -> None:
        at_the_end.update({path.name: path.stat().st_mtime_ns for path in self.folder.glob("part-*.npz")})
        clear(self)

    monkeypatch.setattr(Store, "clear", clearing)
    assert main(asked(made, tmp_path / "out", *on(two))) == 0
    assert len(worked_out) == FILES - 2
    assert {name: at_the_end[name] for name in finished} == finished
    assert written(tmp_path / "out") == local
    assert not (tmp_path / ".out.parts").exists()


def test_parts_of_another_run_are_not_used(
    two: Cluster, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by the store, nor by workers that have read the same names before."""
    clear = Store.clear
    monkeypatch.setattr(Store, "clear", lambda _self: None)
    kept = watched(monkeypatch)
    target = tmp_path / "out"

    def runs(*more: str, other_figures: bool = False) -> int:
        shutil.rmtree(target, ignore_errors=True)
        kept.clear()
        assert main(asked(here, target, *more, *on(two))) == 0
        count = len(kept)
        if other_figures:
            assert main(asked(here, tmp_path / "again", *more)) == 0
            assert written(target) == written(tmp_path / "again")
            shutil.rmtree(tmp_path / "again")
            shutil.rmtree(tmp_path / ".again.parts")
        return count

    assert runs() == FILES
    assert runs() == 0
    assert runs("--only-counts") == FILES
    ward = here / "staff" / "ward.yaml"
    ward.write_text(ROTA.replace('"D D N - - - -"', '"D N N - - - -"'), encoding="utf-8")
    assert runs("--only-counts", other_figures=True) == FILES
    (here / "policies.yaml").write_text(POLICIES.replace("2%", "3%"), encoding="utf-8")
    assert runs("--only-counts", other_figures=True) == FILES
    (here / "posts.yaml").write_text(POSTS.replace("different", "same"), encoding="utf-8")
    assert runs("--only-counts", other_figures=True) == FILES
    part = here / "staff" / "0.parquet"
    pd.read_parquet(part).iloc[: ROWS - 20].to_parquet(part, index=False)
    assert runs("--only-counts", other_figures=True) == FILES
    monkeypatch.setattr(engine_dask, "ROWS_IN_A_TASK", 2 * ROWS)
    assert runs("--only-counts") == FILES // 2 + 1  # how long the last piece is does not show
    clear(Store(tmp_path / ".out.parts", "", (0, 0)))


def test_a_rota_that_workers_do_not_see_is_a_plain_line(
    two: Cluster, here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = here / "staff" / "ward.yaml"
    gathered = Watch.gather

    def hiding(*arguments: Any) -> object:
        """Between what the client sees and what the workers see, the rota goes and comes back."""
        ward.rename(ward.with_suffix(".away"))
        try:
            yield from list(gathered(*arguments))
        finally:
            ward.with_suffix(".away").rename(ward)

    monkeypatch.setattr(Watch, "gather", hiding)
    lines = said(capsys, *asked(here, tmp_path / "out", *on(two)))
    assert lines == [f"{ward}: a worker does not see this file; put it where every machine sees it, so named"]
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_a_rota_that_changes_on_the_way_is_a_plain_line(
    two: Cluster, here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = here / "staff" / "ward.yaml"
    check = engine_dask._check_rotas

    def changing(*arguments: object) -> object:
        rotas = check(*arguments)  # type: ignore[arg-type]
        ward.write_text(ROTA.replace("Ward", "Another ward"), encoding="utf-8")
        return rotas

    monkeypatch.setattr(engine_dask, "_check_rotas", changing)
    lines = said(capsys, *asked(here, tmp_path / "out", *on(two)))
    assert lines == [f"{ward}: changed while the run went on, or workers see different ones; run it again"]


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def shorter(path: Path) -> None:
    pd.read_parquet(path).iloc[:-1].to_parquet(path, index=False)


def plainly(frame: pd.DataFrame, path: Path) -> None:
    """Write a table so that its words can be found in the file."""
    frame.to_parquet(path, index=False, compression=None, use_dictionary=False)


def alike(path: Path) -> None:
    """Another extract of the same size and time: some people of band 6 are in band 5."""
    state = path.stat()
    six, five = (2 * (b"\x01\x00\x00\x00" + digit) for digit in (b"6", b"5"))  # as Parquet writes words plainly
    content = path.read_bytes()
    assert six in content
    path.write_bytes(content.replace(six, five))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)


UNSEEN = " does not see this file; put it where every machine sees it, so named"
OTHER = "is not the same file for the worker tcp://127.0.0.1:"


@pytest.mark.parametrize(
    ("name", "change", "starts", "ends"),
    [
        ("posts.yaml", Path.unlink, "the worker tcp://127.0.0.1:", UNSEEN),
        ("staff/3.parquet", Path.unlink, "the worker tcp://127.0.0.1:", UNSEEN),
        ("staff", shutil.rmtree, "the worker tcp://127.0.0.1:", UNSEEN),
        ("posts.yaml", longer, OTHER, ", or it changed while the run went on; run it again"),
        ("staff/3.parquet", shorter, OTHER, ", or it changed while the run went on; run it again"),
    ],
)
def test_a_file_that_workers_do_not_see_as_it_is_is_a_plain_line(
    two: Cluster,
    here: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    change: Callable[[Path], object],
    starts: str,
    ends: str,
) -> None:
    check = engine_dask._check_workers

    def changing(*arguments: object) -> None:
        check(*arguments)  # type: ignore[arg-type]
        change(here / name)

    monkeypatch.setattr(engine_dask, "_check_workers", changing)
    (line,) = said(capsys, *asked(here, tmp_path / "out", *on(two)))
    assert line.startswith(f"{here / name}: {starts}")
    assert line.endswith(ends)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


@pytest.mark.parametrize("moment", ["_check_workers", "_check_rotas", "the last part"])
def test_a_staff_list_that_is_replaced_on_the_way_is_refused(
    two: Cluster,
    here: Path,
    local: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    """Before it is surveyed, between surveying and measuring, and when all is measured: by one of the same size."""
    part = here / "staff" / "1.parquet"
    plainly(pd.read_parquet(part), part)
    kept = watched(monkeypatch)
    module, name = (Store, "put") if moment == "the last part" else (engine_dask, moment)
    before = getattr(module, name)

    def replacing(*arguments: object) -> object:
        found = before(*arguments)
        if module is engine_dask or len(kept) == FILES:
            alike(part)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(module, name, replacing)
        (line,) = said(capsys, *asked(here, tmp_path / "out", *on(two)))
    assert line.startswith(f"{part}: ")
    assert "changed while the run went on" in line
    assert not (tmp_path / "out").exists()
    assert main(asked(here, tmp_path / "out", *on(two))) == 0  # and nothing is taken of the list that was
    assert main(asked(here, tmp_path / "other")) == 0
    assert written(tmp_path / "out") == written(tmp_path / "other") != local


def test_a_worker_of_another_program_that_comes_late_refuses(
    two: Cluster, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = engine_dask._ticket
    monkeypatch.setattr(engine_dask, "_ticket", lambda options: replace(ticket(options), program="9.9 abc"))
    monkeypatch.setattr(engine_dask, "_check_workers", lambda *_: None)  # it was not there to be asked
    (line,) = said(capsys, *asked(made, tmp_path / "out", *on(two)))
    assert line.startswith("paymodel workforce: --scheduler: the worker tcp://127.0.0.1:")
    assert line.endswith(f" runs paymodel {__version__}, this is 9.9; install the same everywhere")


def test_a_list_of_one_part_keeps_nothing_on_the_way(two: Cluster, made: Path, tmp_path: Path) -> None:
    names = ["workforce", str(made / "staff" / "0.parquet"), "--posts", str(made / "posts.yaml")]
    assert main([*names, "-o", str(tmp_path / "one")]) == 0
    assert main([*names, *on(two), "-o", str(tmp_path / "other")]) == 0
    assert written(tmp_path / "other") == written(tmp_path / "one")


def test_rotas_that_workers_see_differently_or_too_many_wrong_ones_are_refused() -> None:
    run: Any = SimpleNamespace(options=SimpleNamespace(staff="staff"))

    def refused(*surveys: tuple[set[tuple[str, str]], frozenset[str]]) -> list[str]:
        seen: Any = [SimpleNamespace(rotas=rotas, wrong_rotas=wrong) for rotas, wrong in surveys]
        with pytest.raises(Faults) as raised:
            engine_dask._check_rotas(run, seen)
        return [str(fault) for fault in raised.value.faults]

    both = ({("ward.yaml", "a1"), ("east.yaml", "c3")}, frozenset[str]()), ({("ward.yaml", "b2")}, frozenset[str]())
    assert refused(*both) == ["ward.yaml: is not the same file for every worker; put it where all of them see one"]
    many = (set[tuple[str, str]](), frozenset(f"r{number}" for number in range(1_001)))
    assert refused(many) == [
        "staff: rota: more than 1,000 different ones cannot be used; put them right, or leave --engine out"
    ]


def test_a_fault_that_only_a_worker_meets_reaches_the_user(
    two: Cluster, here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column of the third file holds what cannot be read as text."""
    part = here / "staff" / "2.parquet"
    frame = pd.read_parquet(part)
    frame["site"] = [[site] for site in frame["site"]]
    frame.to_parquet(part, index=False)
    alone = said(capsys, *asked(here, tmp_path / "out"))
    assert said(capsys, *asked(here, tmp_path / "out", *on(two))) == alone
    assert len(alone) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def test_another_program_on_a_worker_is_refused(
    two: Cluster, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = engine_dask._ticket
    for ours, words in (
        ("9.9 abc", f"runs paymodel {__version__}, this is 9.9; install the same everywhere"),
        (f"{__version__} abc", f"runs another text of paymodel {__version__}, or other scales; install the same"),
    ):
        with monkeypatch.context() as patched:
            other = functools.partial(replace, program=ours)
            patched.setattr(engine_dask, "_ticket", lambda options, other=other: other(ticket(options)))
            lines = said(capsys, *asked(made, tmp_path / "out", *on(two)))
        assert [line.split("the worker ")[1].partition(" ")[2].startswith(words) for line in lines] == [True, True]
    assert nothing_left(tmp_path)


def test_a_worker_without_paymodel_is_refused(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with processes(tmp_path / "processes") as started:
        url = started.scheduler()
        started.worker(dask_without_paymodel)
        (line,) = said(capsys, *asked(made, tmp_path / "out", "--engine", "dask", "--scheduler", url))
    assert line.startswith("paymodel workforce: --scheduler: the worker tcp://127.0.0.1:")
    assert line.endswith(" lacks paymodel or a library that it needs; install paymodel[cluster] there")


class OtherProgram(socketserver.BaseRequestHandler):
    """What listens on a port and is no scheduler: Dask takes its first eight bytes for how many are to come."""

    def handle(self) -> None:
        self.request.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


def test_a_scheduler_that_does_not_answer_is_a_plain_line(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_client, "ANSWERS_WITHIN", 1)
    server = socketserver.TCPServer(("127.0.0.1", 0), OtherProgram)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    other = f"tcp://127.0.0.1:{server.server_address[1]}"
    for address in ("tcp://127.0.0.1:9", "http://127.0.0.1:9", "127.0.0.1", "nonsense://x", "", "tcp://[:8", other):
        words = f"no scheduler answers at '{address}'; give an address such as tcp://localhost:8786, or leave it out"
        lines = said(capsys, *asked(made, tmp_path / "out", "--engine", "dask", "--scheduler", address))
        assert lines == [f"paymodel workforce: --scheduler: {words}"]
    server.shutdown()
    server.server_close()
    lines = said(capsys, *asked(made, tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9"))
    assert lines == ["paymodel workforce: --scheduler: goes with --engine dask"]
    assert nothing_left(tmp_path)


def test_a_list_that_is_read_whole_stays_on_one_machine(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = SHIPPED / "ambulance-trust.csv"
    files = ["--posts", str(made / "posts.yaml"), "--engine", "dask"]
    lines = said(capsys, "workforce", str(source), *files, "-o", str(tmp_path / "out"))
    assert lines == [f"{source}: is read whole on one machine; give Parquet for --engine dask, or leave --engine out"]
    assert nothing_left(tmp_path)


def test_without_dask_it_says_what_to_install(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    gc.collect()  # clients of other tests that are still to be closed need it
    monkeypatch.setitem(sys.modules, "dask", None)
    lines = said(capsys, *asked(made, tmp_path / "out", "--engine", "dask"))
    words = "needs Dask: install paymodel[cluster], or leave --engine out"
    assert lines == [f"paymodel workforce: --engine dask: {words}"]
    assert nothing_left(tmp_path)
    assert main(asked(made, tmp_path / "out")) == 0


def test_small_pieces_go_together() -> None:
    path = Path("staff.parquet")
    many = [Piece(path, 2 + 10 * number, (0,)) for number in range(1000)]
    shares = engine_dask.cut_into_tasks(many, 250)
    assert [piece for share in shares for piece in share] == many
    assert {len(share) for share in shares[:-2]} == {25}
    assert engine_dask.cut_into_tasks([Piece(path, 2, (0,))], 250) == [[Piece(path, 2, (0,))]]
    large = [Piece(path, 2, (0,)), Piece(path, 1_000_002, (1,)), Piece(path, 1_000_003, (2,))]
    assert [len(share) for share in engine_dask.cut_into_tasks(large, 250)] == [1, 1, 1]


def test_what_another_process_refuses_arrives_whole() -> None:
    import pickle

    faults = Faults([Fault("staff.parquet", "row 3, band", "'10' is not a band", at=("band", 3))])
    again = pickle.loads(pickle.dumps(faults))  # noqa: S301  our own
    assert (again.faults, str(again), again.faults[0].at) == (faults.faults, str(faults), ("band", 3))
    refused = pickle.loads(pickle.dumps(Refused("rota", "too long")))  # noqa: S301
    assert (refused.place, refused.message, str(refused)) == ("rota", "too long", "rota: too long")
