"""What is half written when a command ends early: nobody else reads it, and the next run at the latest deletes it."""

import os
import shutil
import signal
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from paymodel.answers.workforce import QUALITY_FILE, ROWS_FILE
from paymodel.cli import main
from paymodel.files import stopping, workspace
from paymodel.files.folders import writing_folder
from paymodel.files.keys import key_beside
from paymodel.files.tabular_io import writing
from paymodel.files.yaml_documents import write_atomically
from paymodel.workforces.synthetic import synthetic
from tests.processes import TIME_OUT, Program, held
from tests.processes import command as typed
from tests.test_workforce import POLICIES, POSTS, put

PEOPLE = 50
JOB = "2026-11-22,6,top,1,0\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A staff list, another in two files, and a table of jobs."""
    folder = tmp_path_factory.mktemp("made")
    synthetic("ambulance", folder / "staff.csv", rows=PEOPLE)
    synthetic("ambulance", folder / "one.parquet", rows=PEOPLE)
    (folder / "staff").mkdir()
    for number in range(2):
        shutil.copy(folder / "one.parquet", folder / "staff" / f"{number}.parquet")
    put(folder, posts__yaml=POSTS, policies__yaml=POLICIES)
    jobs = "".join(f"J{number},{JOB}" for number in range(PEOPLE))
    put(folder, jobs__csv=f"id,as_at,band,step,whole_time_equivalent,children\n{jobs}")
    return folder


def rows_begun(here: Path) -> bool:
    """Whether a person's pay is in some file below a hidden folder."""
    return any(path.stat().st_size for path in here.glob(f".out.*.part/whole/.{ROWS_FILE}.*.part/{ROWS_FILE}"))


def jobs_begun(here: Path) -> bool:
    return any(path.stat().st_size for path in here.glob(".out.csv.*.part/out.csv"))


def parts_begun(here: Path) -> bool:
    return any(here.glob(".out.parts/part-*.npz"))


COMMANDS: dict[str, tuple[list[str], Callable[[Path], bool]]] = {
    "people": (["workforce", "staff.csv", "--posts", "ambulance", "--rows", "-o", "out"], rows_begun),
    "payslips": (["payslips", "jobs.csv", "-o", "out.csv"], jobs_begun),
    "parts": (["workforce", "staff", "--posts", "ambulance", "--policies", "leadership", "-o", "out"], parts_begun),
}


def begun(made: Path, here: Path, name: str, *, waits: bool = True) -> Program:
    """A command on its way: something of a person is on the disk. It is held there, or goes on with its work."""
    command, begins = COMMANDS[name]
    for path in made.iterdir():
        if not (here / path.name).exists():
            (here / path.name).symlink_to(path)
    process = Program(held if waits else typed, *command, folder=here)
    ends = time.monotonic() + TIME_OUT
    while not begins(here):
        assert process.going, process.ended()
        assert time.monotonic() < ends
        time.sleep(0.002)
    return process


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def left(here: Path, made: Path) -> list[str]:
    """What is there beside what was given."""
    return sorted(path.name for path in here.iterdir() if not (made / path.name).exists())


@pytest.mark.parametrize("name", ["people", "payslips"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_command_that_is_told_to_end_leaves_nothing(
    made: Path, tmp_path: Path, name: str, number: signal.Signals
) -> None:
    process = begun(made, tmp_path, name)
    process.send(number)
    assert process.ended() == (128 + number, "", "paymodel: stopped\n")
    assert left(tmp_path, made) == []


def test_told_twice_it_still_takes_all_away(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A terminal that is closed says so twice. Here the command is busy: the list is long enough for seconds."""
    made = tmp_path_factory.mktemp("long")
    synthetic("ambulance", made / "staff.csv", rows=20_000)
    process = begun(made, tmp_path, "people", waits=False)
    for _ in range(3):
        process.send(signal.SIGHUP)
    process.send(signal.SIGTERM)
    assert process.ended() == (128 + signal.SIGHUP, "", "paymodel: stopped\n")
    assert left(tmp_path, made) == []


def test_told_to_end_while_it_tidies_up_it_still_takes_all_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Path] = []

    def take_away(folder: Path, *, ignore_errors: bool) -> None:
        if not told:
            told.append(folder)
            raise stopping.Stopped(signal.SIGTERM)
        rmtree(folder, ignore_errors=ignore_errors)

    rmtree = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", take_away)
    with pytest.raises(stopping.Stopped), workspace.workspace(tmp_path / "out"):
        pass
    assert told
    assert not list(tmp_path.iterdir())


def test_nobody_else_can_read_what_is_half_written(made: Path, tmp_path: Path) -> None:
    for name in COMMANDS:
        here = tmp_path / name
        here.mkdir()
        process = begun(made, here, name)
        process.send(signal.SIGSTOP)
        try:
            hidden = [path for path in here.iterdir() if path.name.startswith(".")]
            assert hidden
            assert {mode(path) for path in hidden} == {0o700}
            files = [path for path in here.glob(".out.parts/part-*") if path.is_file()]
            assert {mode(path) for path in files} <= {0o600}
        finally:
            process.send(signal.SIGCONT)
            process.send(signal.SIGTERM)
            process.ended()


def test_finished_parts_that_are_kept_are_named(made: Path, tmp_path: Path) -> None:
    """They hold ids of rows at fault, and the same command goes on from them: so they stay, and it is said."""
    process = begun(made, tmp_path, "parts")
    process.send(signal.SIGTERM)
    _, _, err = process.ended()
    kept = tmp_path / ".out.parts"
    words = f"finished parts are kept in {kept}: run the same command again to go on, or delete it"
    assert err.splitlines() == [f"paymodel: {words}", "paymodel: stopped"]
    assert left(tmp_path, made) == [".out.parts"]
    assert mode(kept) == 0o700
    assert {mode(path) for path in kept.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["people", "payslips"])
def test_what_a_killed_command_left_is_taken_away_by_the_next(
    made: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    process = begun(made, tmp_path, name)
    process.kill()
    process.ended()
    (hidden,) = left(tmp_path, made)
    assert hidden.startswith(".out")
    assert mode(tmp_path / hidden) == 0o700
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.csv").write_text(f"id,as_at,band,step,whole_time_equivalent,children\nJ,{JOB}", encoding="utf-8")
    again = ["payslips", "small.csv", "-o", "out.csv"]
    if name == "people":
        again = ["workforce", "ambulance", "--posts", "ambulance", "-o", "out"]
    assert main(again) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [f"paymodel: deleted {tmp_path / hidden}, left from a run that ended early"]
    assert not (tmp_path / hidden).exists()


def test_what_another_command_writes_is_left_alone(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    process = begun(made, tmp_path, "payslips")
    process.send(signal.SIGSTOP)
    try:
        monkeypatch.chdir(tmp_path)
        small = tmp_path / "small.csv"
        small.write_text(f"id,as_at,band,step,whole_time_equivalent,children\nJ,{JOB}", encoding="utf-8")
        assert main(["payslips", "small.csv", "-o", "out.csv"]) == 0
        assert capsys.readouterr().err == ""
        assert jobs_begun(tmp_path)
    finally:
        process.send(signal.SIGCONT)
        process.send(signal.SIGTERM)
        process.ended()


def test_what_may_be_left_by_another_is_named_and_not_deleted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file, a folder without our mark, and files of other names."""
    old = tmp_path / ".out.csv.4711.part"
    old.write_text("J1,2000\n", encoding="utf-8")
    (tmp_path / ".out.csv.abc.part").mkdir()
    for name in (".out.csv.part", "out.csv.1.part", ".other.csv.1.part", ".out.csv.1.2.part"):
        (tmp_path / name).mkdir()
    before = sorted(tmp_path.iterdir())
    with writing(tmp_path / "out.csv") as write:
        write({"id": ["J1"]})
    words = "is left from a run that ended early; if none is going on, delete it"
    said = [f"paymodel: {path} {words}" for path in (old, tmp_path / ".out.csv.abc.part")]
    assert sorted(capsys.readouterr().err.splitlines()) == sorted(said)
    assert sorted({*tmp_path.iterdir()} - {tmp_path / "out.csv"}) == before


def test_files_that_hold_people_are_for_whoever_made_them_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        out = tmp_path / "out"
        assert main(["workforce", "ambulance", "--posts", "ambulance", "--rows", "-o", str(out)]) == 0
        private = {QUALITY_FILE, ROWS_FILE}
        assert {path.name: mode(path) for path in out.iterdir()} == {
            path.name: 0o600 if path.name in private else 0o644 for path in out.iterdir()
        }
        assert (mode(out), mode(key_beside(out))) == (0o755, 0o600)
        small = tmp_path / "small.csv"
        small.write_text(f"id,as_at,band,step,whole_time_equivalent,children\nJ,{JOB}", encoding="utf-8")
        for ending in ("csv", "parquet"):
            target = tmp_path / f"payslips.{ending}"
            assert main(["payslips", str(small), "-o", str(target)]) == 0
            assert mode(target) == 0o600
            target.chmod(0o640)  # who shares a file with a group goes on doing so
            assert main(["payslips", str(small), "-o", str(target)]) == 0
            assert mode(target) == 0o640
        synthetic("ambulance", tmp_path / "invented.csv", rows=10)
        write_atomically(tmp_path / "a.yaml", "a: 1\n")
        assert {mode(tmp_path / name) for name in ("invented.csv", "a.yaml")} == {0o644}
    finally:
        os.umask(before)


def test_a_folder_that_was_there_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(0o700)
    with writing_folder(tmp_path / "out") as folder:
        (folder / "a.txt").touch()
    assert mode(tmp_path / "out") == 0o700


def test_a_file_system_without_locks_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_locks(_file: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(workspace, "_lock", no_locks)
    with writing(tmp_path / "out.csv") as write:
        write({"id": ["J1"]})
        with writing(tmp_path / "out.csv") as other:  # it cannot be known whether the first is still in use
            other({"id": ["J2"]})
    assert "if none is going on, delete it" in capsys.readouterr().err
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "id\nJ1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_signals_that_are_ignored_or_handled_already_stay_so() -> None:
    """`nohup paymodel ...`, and a program that calls `main` and has handlers of its own."""
    before = signal.getsignal(signal.SIGHUP), signal.getsignal(signal.SIGTERM)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with stopping.ended_by_signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            os.kill(os.getpid(), signal.SIGHUP)
        with pytest.raises(stopping.Stopped) as raised, stopping.ended_by_signals():
            signal.raise_signal(signal.SIGTERM)
        assert raised.value.status == 143  # 128 and 15, as shells say it
        assert signal.getsignal(signal.SIGTERM) is before[1]
    finally:
        for number, handler in zip((signal.SIGHUP, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)


def test_a_thread_that_carries_a_command_out_sets_no_signals(tmp_path: Path) -> None:
    import threading

    found: list[int] = []
    here = ["synthetic", "ambulance", "--rows", "5", "-o", str(tmp_path / "staff.csv")]
    thread = threading.Thread(target=lambda: found.append(main(here)))
    thread.start()
    thread.join(TIME_OUT)
    assert found == [0]
