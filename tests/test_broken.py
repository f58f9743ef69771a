"""Broken files: every fault is reported, one line each, with its place, what is wrong and what would be right.

`tests/broken` holds files that are each broken in a way of their own; `tests/broken/expected.json` holds the exact
lines that `paymodel check` prints for each when run from that folder. When messages change on purpose, write them anew:

    python tests/test_broken.py --write

Then read each changed line as somebody who sees it for the first time would (does it name the place, what is wrong and
what would be right?) before it is committed: the tests can only hold what has been read. A file for which nothing is
reported keeps the lines it had, so a fault that goes unnoticed cannot be written away.
"""

import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from paymodel.commands import check_tables as checking
from paymodel.commands.check_files import check_files
from paymodel.errors import Faults
from paymodel.files.duties import duty_hours
from paymodel.files.folders import writing_folder
from paymodel.files.people_tables import payslips
from paymodel.files.rotas import load_rota
from paymodel.files.tabular_io import writing
from paymodel.files.yaml_documents import read_text, write_atomically
from paymodel.progress import progress

FOLDER = Path(__file__).resolve().parent / "broken"
EXPECTED = FOLDER / "expected.json"
SOUND = {"scales/sources.yaml"}
"""Files with no fault, there because the broken ones beside them name them."""
SECONDS = 120
"""The longest that any file may take, however hostile."""


def expected() -> dict[str, list[str]]:
    """Every file of the folder and the lines expected of it."""
    lines: dict[str, list[str]] = json.loads(EXPECTED.read_text(encoding="utf-8")) if EXPECTED.exists() else {}
    return lines


def present() -> list[str]:
    """Every file of the folder but the list of expected lines."""
    files = (path for path in FOLDER.rglob("*") if path.is_file() and path != EXPECTED)
    return sorted(path.relative_to(FOLDER).as_posix() for path in files)


def reported(*names: str) -> list[str]:
    """The lines that a check of these files (relative to the working directory) prints on standard error."""
    _, faults = check_files([Path(name) for name in names])
    return [" ".join(str(fault).splitlines()) for fault in faults]


def run_check(folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """Run `paymodel check` on files of a folder, as a user does; fails where it takes too long."""
    return subprocess.run(
        [sys.executable, "-m", "paymodel.cli", "check", *names],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def refuses(folder: Path, names: list[str], lines: list[str]) -> None:
    """Check that the command says exactly these lines on standard error, nothing else, and exits with 2."""
    done = run_check(folder, *names)
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines() == lines
    assert not done.stdout or re.match(r"[^\n]*(table|list|grid|duties)[^\n]*, [0-9,]+ faults?\n", done.stdout)
    assert done.returncode == 2


@pytest.mark.parametrize("name", sorted(expected()))
def test_every_fault_of_a_broken_file_is_reported(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    started = time.monotonic()
    assert reported(name) == expected()[name]
    assert time.monotonic() - started < SECONDS


def test_every_file_of_the_folder_has_its_lines() -> None:
    assert sorted(expected()) == present()
    assert {name for name, lines in expected().items() if not lines} == SOUND


def test_there_are_many_and_each_is_broken_in_its_own_way() -> None:
    broken = {name: lines for name, lines in expected().items() if lines}
    assert len(broken) >= 60
    seen: dict[frozenset[str], str] = {}
    for name, lines in broken.items():
        messages = frozenset(line.removeprefix(f"{name}: ") for line in lines)
        assert messages not in seen, f"{name} says the same as {seen[messages]}"
        seen[messages] = name


def test_each_file_says_in_plain_words_what_is_broken() -> None:
    for name in present():
        raw = (FOLDER / name).read_bytes()
        encoding = "utf-16" if raw.startswith(b"\xff\xfe") else "latin-1"
        first = raw.decode(encoding).split("\n", 1)[0]
        has_comments = name.endswith(".yaml") and raw
        assert not has_comments or first.startswith("# Sound: " if name in SOUND else "# Broken: "), name


def test_every_line_names_its_file_and_stays_one_line() -> None:
    for name, lines in expected().items():
        for line in lines:
            assert line.isprintable(), name
            assert ": " in line, name
            assert line.split(": ", 1)[0] in present(), line


@pytest.mark.parametrize(
    "name",
    [
        "scenarios/several-faults.yaml",
        "scenarios/unknown-key.yaml",
        "scenarios/utf-16.yaml",
        "scenarios/rota-leaves-the-folder.yaml",
        "rotas/overlap.yaml",
        "posts/duplicate-post.yaml",
        "scales/overlap/student-loans.yaml",
        "tables/unknown-words.csv",
        "tables/duties-clocks-back.csv",
    ],
)
def test_the_command_refuses_in_plain_lines(name: str) -> None:
    refuses(FOLDER, [name], expected()[name])


def test_all_faults_of_several_files_come_at_once() -> None:
    names = [name for name in expected() if name.split("/")[-1].startswith("several-faults")]
    lines = [line for name in names for line in expected()[name]]
    assert len(names) >= 2
    assert len(lines) >= 8
    refuses(FOLDER, names, lines)


def test_a_sound_file_beside_a_broken_one_is_still_named() -> None:
    done = run_check(FOLDER, "scales/sources.yaml", "scenarios/empty.yaml")
    assert done.stdout.splitlines() == ["scales/sources.yaml: list of sources, no fault found"]
    assert done.stderr.splitlines() == expected()["scenarios/empty.yaml"]
    assert done.returncode == 2


KINDS = {
    "plausible.yaml": (
        "title: Ours\nplausible:\n  nights: {what: Nights, why: a guess, values: {few: {current.step: top}}}\n",
        "plausible values",
    ),
    "duties.csv": (
        "id,start,end,unpaid_break_minutes\n1,2026-11-22T07:00,2026-11-22T19:00,30\n",
        "table of duties",
    ),
    "jobs.csv": ("id,as_at,band\n1,2026-11-22,6\n", "table of jobs"),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_sound_file_is_named_by_its_kind(name: str, tmp_path: Path) -> None:
    text, kind = KINDS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    ((path, words),), faults = check_files([tmp_path / name])
    assert (path, words.splitlines()[0], faults) == (tmp_path / name, f"{kind}, no fault found", [])


def test_a_staff_list_on_a_day_without_figures_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("id,band,step,whole_time_equivalent,unsocial_hours_payment\n1,6,top,1,0\n", encoding="utf-8")
    late = SimpleNamespace(date=SimpleNamespace(today=lambda: datetime.date(2099, 1, 1)))
    monkeypatch.setattr(checking, "datetime", late)
    sound, (fault,) = check_files([path])
    assert (fault.file, fault.place) == (str(path), "row 2, nation")
    assert sound[0][1].startswith("staff list (column mapping 'template', 1 row), 1 fault\n")
    assert "nothing is in force for england on 2099-01-01 of pay-points, " in fault.message


SHIFTS = "title: Ward\npublic_holidays: worked\nshifts: {SHIFTS}\nweeks:\n  - 'D D D D D - -'\n"
MOVE = "title: A move\nas_at: 2026-11-22\nnation: england\ncurrent: {band: '6', step: top}\noffers:\n"
OFFER = "  - {band: 8a, pattern: different}\n"
FAULTS: dict[str, tuple[str, list[str]]] = {
    "a value that is one of a few and is left out": (
        MOVE.replace("england", "") + OFFER,
        ["nation, line 3: has no value; write one of: england, wales, scotland, northern_ireland"],
    ),
    "a list for text": (MOVE.replace("A move", "[A, move]") + OFFER, ["title, line 1: a list should be text"]),
    "a secondment that never ends": (
        MOVE + OFFER.replace("}", ", move: secondment}"),
        [
            "offers.0.lasts_years, line 6: missing: a secondment ends; say after how many whole years, or give"
            " lasts_weeks, lasts_months or blocks"
        ],
    ),
    "too many rotas": (
        MOVE + OFFER + "rotas:\n" + "".join(f"  r{number}: {{}}\n" for number in range(101)),
        ["rotas, line 7: holds 101; at most 100"],
    ),
    "more faults than are listed": (
        MOVE + OFFER + "".join(f"k{number}: 1\n" for number in range(1_001)),
        [
            *(
                f"k{number}, line {number + 7}: unknown key 'k{number}'; one of: question, person, policies,"
                " horizon_years, switches, award, career, posts, rotas, plausible"
                for number in range(1_000)
            ),
            "has more faults; the first 1,000 are listed",
        ],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_of_a_scenario_has_its_line(name: str, tmp_path: Path) -> None:
    text, lines = FAULTS[name]
    path = tmp_path / "one.yaml"
    path.write_text(text, encoding="utf-8")
    sound, faults = check_files([path])
    assert (sound, [str(fault) for fault in faults]) == ([], [f"{path}: {line}" for line in lines])


def test_a_rota_that_cannot_be_looked_at_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(MOVE.replace("top", "top, rota: ./ward.yaml") + OFFER, encoding="utf-8")
    is_file = Path.is_file

    def refused(path: Path) -> bool:
        if path.name == "ward.yaml":
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refused)
    words = "current.rota, line 4: './ward.yaml' cannot be followed; name a file"
    assert [str(fault) for fault in check_files([path])[1]] == [f"{path}: {words}"]


def test_a_break_may_begin_within_the_shift_only(tmp_path: Path) -> None:
    shift = "{D: {start: '19:00', end: '07:00', unpaid_break_minutes: 60, break_start: 'BEGINS'}}"
    path = tmp_path / "ward.yaml"

    def read(begins: str) -> float:
        path.write_text(SHIFTS.replace("{SHIFTS}", shift.replace("BEGINS", begins)), encoding="utf-8")
        return load_rota(path).shifts["D"].break_start

    assert read("19:00") == 19 * 60
    assert read("06:00") == (24 + 6) * 60  # of the next day, up to the end
    with pytest.raises(Faults, match=r"shifts.D.break_start, line 3: the break lies outside the shift"):
        read("06:01")
    with pytest.raises(Faults, match=r"^./nowhere.yaml: './nowhere.yaml' does not exist$"):
        load_rota("./nowhere.yaml")


def test_a_file_that_cannot_be_read_or_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "none" / "a.yaml"
    with pytest.raises(Faults, match=r"a.yaml: cannot be written: no such file or directory"):
        write_atomically(nowhere, "a: 1\n")
    path = tmp_path / "a.yaml"
    write_atomically(path, b"a: 0\n")
    assert path.read_bytes() == b"a: 0\n"
    write_atomically(path, "a: 1\n")
    assert path.read_bytes() == b"a: 1\n"

    def refused(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(Faults, match=r"a.yaml: cannot be read: permission denied"):
        read_text(path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]

    opens: Any = Path.open

    def closed(path: Path, *rest: Any, **more: Any) -> Any:
        if path.name == "jobs.csv":
            raise PermissionError(13, "Permission denied")
        return opens(path, *rest, **more)

    table = tmp_path / "jobs.csv"
    table.write_text(KINDS[table.name][0], encoding="utf-8")
    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(Faults, match=r"jobs.csv: cannot be read: permission denied"):
        payslips(table, tmp_path / "out.csv")


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    with writing_folder(target) as beside:
        (beside / "one.txt").write_text("1", encoding="utf-8")
    assert [path.name for path in target.iterdir()] == ["one.txt"]
    late = tmp_path / "late"

    def written_by_others_too() -> None:
        with writing_folder(late) as beside:
            (beside / "one.txt").write_text("1", encoding="utf-8")
            late.mkdir()
            (late / "theirs.txt").write_text("2", encoding="utf-8")

    with pytest.raises(Faults, match="late: cannot be written: "):
        written_by_others_too()
    assert [path.name for path in late.iterdir()] == ["theirs.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["late", "out"]


def test_columns_and_cells_of_a_table_of_jobs_have_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("id,as_at,band,xyz\n1,2026-11-22,6,1\n", encoding="utf-8")
    assert payslips(path, tmp_path / "out.csv").words == ["Column not used: 'xyz'."]
    path.write_text("id,as_at,band,stepp\n1,2026-11-22,6,1\n", encoding="utf-8")
    with pytest.raises(Faults, match=r"row 1: unknown column 'stepp'; did you mean 'step'\?$"):
        payslips(path, tmp_path / "out.csv")
    path.write_text("id,band,xyz\n1,6,1\n", encoding="utf-8")
    with pytest.raises(Faults, match=r"row 1: column not used: 'xyz'; see docs/tables.md for the columns$"):
        payslips(path, tmp_path / "out.csv")
    with pytest.raises(Faults, match=r"jobs.txt: no such file$"):
        payslips(tmp_path / "jobs.txt", tmp_path / "out.csv")
    head = "id,as_at,band,step,basic_pay\n"
    path.write_text(f"{head}1,2026-11-22,,,60000\n2,2026-11-22,,top,60000\n", encoding="utf-8")
    with pytest.raises(Faults, match=r"^\S+: row 3, step: a step needs a band$"):
        payslips(path, tmp_path / "out.csv")
    path.write_text(f"{head}1,2026-11-22,6,,60000\n", encoding="utf-8")
    assert payslips(path, tmp_path / "out.csv")[0] == 1
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["basic_pay"] for row in csv.DictReader(file)] == ["60000.00"]


def test_parquet_may_hold_days_numbers_and_truth_for_words(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = [datetime.date(2026, 11, 22), datetime.date(2026, 11, 22)]
    cells = {"id": [1, 2], "as_at": days, "band": [6, 7], "step": [3.0, 1.0], "in_pension_scheme": [True, False]}
    pq.write_table(pa.table(cells), tmp_path / "jobs.parquet")
    text = "id,as_at,band,step,in_pension_scheme\n1,2026-11-22,6,3,true\n2,2026-11-22,7,1,false\n"
    (tmp_path / "jobs.csv").write_text(text, encoding="utf-8")
    for name in ("jobs.parquet", "jobs.csv"):
        assert payslips(tmp_path / name, tmp_path / f"{name}.out.csv")[0] == 2
    one, other = (tmp_path / f"jobs.{ending}.out.csv" for ending in ("parquet", "csv"))
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")


def test_blocks_of_a_table_are_written_one_after_the_other(tmp_path: Path) -> None:
    import pandas as pd

    for name, read in (("out.csv", pd.read_csv), ("out.parquet", pd.read_parquet)):
        with writing(tmp_path / name) as write:
            write({"id": ["a", "b"], "pounds": [1.0, 2.0]})
            write({"id": ["c"], "pounds": [3.5]})
        assert read(tmp_path / name).to_numpy().tolist() == [["a", 1.0], ["b", 2.0], ["c", 3.5]]


def test_progress_is_shown_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    for shown, expected in ((Terminal(), f"\r{'3 rows':<40}\r{'':<40}\r"), (io.StringIO(), "")):
        monkeypatch.setattr(sys, "stderr", shown)
        progress("3 rows")
        progress("")
        assert shown.getvalue() == expected


def test_a_table_is_not_written_over_itself(tmp_path: Path) -> None:
    duties, jobs = tmp_path / "duties.csv", tmp_path / "jobs.csv"
    works: tuple[tuple[Path, Callable[[Path], object]], ...] = (
        (duties, lambda path: duty_hours(path, path, "england")),
        (jobs, lambda path: payslips(path, path)),
    )
    for path, work in works:
        text = KINDS[path.name][0]
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Faults, match=f"{path.name}: is the table read; write to another file"):
            work(path)
        assert path.read_text(encoding="utf-8") == text


def _text(text: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text.encode(encoding))


def _nothing(_path: Path) -> None:
    pass


def _table_with_a_column_twice(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = [pa.array(["1"]), pa.array(["2026-11-22"]), pa.array(["6"]), pa.array(["7"])]
    pq.write_table(pa.table(columns, names=["id", "as_at", "band", "band"]), path)


def _table_of_bytes(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"id": ["1"], "as_at": [b"\xff\xfe"], "band": ["6"]}), path)


TITLES = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{after}: &{after} [{', '.join(['*' + before] * 10)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
"""A thousand million titles, were the anchors followed."""
SCENARIO = """title: A move
as_at: 2026-11-22
nation: england
current: {band: "6", step: top, rota: ROTA}
offers:
  - {band: 8a, rota: monday-to-friday, pattern: different}
"""
ROTA = """title: Ward
public_holidays: worked
shifts:
  D: {start: "07:30", end: "15:30", unpaid_break_minutes: 30}
weeks:
"""
BANDS = "one of: 1, 2, 3, 4, 5, 6, 7, 8a, 8b, 8c, 8d, 9"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GENERATED: dict[str, tuple[str, Callable[[Path], object], list[str]]] = {
    "more than a megabyte": (
        "huge.yaml",
        _text(f"title: {'a' * 1_500_000}\n"),
        ["is 1,500,008 bytes; a file of this kind has at most 1,000,000"],
    ),
    "exploding anchors": (
        "anchors.yaml",
        _text(TITLES),
        ["line 1: anchors and aliases (& and *) are not allowed: write it out"],
    ),
    "two hundred thousand brackets": (
        "brackets.yaml",
        _text("title: A move\noffers: " + "[" * 200_000 + "\n"),
        ["line 2: is nested more than 20 deep"],
    ),
    "two hundred thousand braces": (
        "braces.yaml",
        _text("title: A move\nas_at: today\noffers: " + "{a: " * 200_000 + "\n"),
        ["line 3: is nested more than 20 deep"],
    ),
    "fifty thousand keys": (
        "keys.yaml",
        _text(ROTA + '  - "D D D D D - -"\n' + "".join(f"k{n}: 1\n" for n in range(50_000))),
        [
            *(f"k{n}, line {n + 7}: unknown key 'k{n}'; one of: status, note" for n in range(1_000)),
            "has more faults; the first 1,000 are listed",
        ],
    ),
    "four hundred thousand days in a week": (
        "week.yaml",
        _text(ROTA + '  - "' + "X " * 400_000 + '"\n'),
        [
            "weeks.0, line 6: has 400,000 days; a week has 7, Monday first",
            *(f"weeks.0, line 6: {day}: 'X' is not in shifts; one of: D, -, R" for day in DAYS),
        ],
    ),
    "a missing file": ("nowhere.yaml", _nothing, ["no such file"]),
    "a missing table": ("nowhere.csv", _nothing, ["no such file"]),
    "a folder": ("folder.yaml", Path.mkdir, ["this is a folder; give a file"]),
    "a folder for a table": ("folder.csv", Path.mkdir, ["this is a folder; give a file"]),
    "UTF-16": (
        "utf-16.yaml",
        _text(SCENARIO, "utf-16"),
        ["line 1: is not UTF-8 text; save the file as UTF-8"],
    ),
    "UTF-16 without a mark": (
        "utf-16.yaml",
        _text(SCENARIO, "utf-16-le"),
        ["line 1: is not UTF-8 text; save the file as UTF-8"],
    ),
    "UTF-16 table": (
        "utf-16.csv",
        _text("id,as_at,band\n1,2026-11-22,sixth\n", "utf-16"),
        ["row 2, band: 'sixth' is not a band; one of: 1, 2, 3, 4, 5, 6, 7, 8a, 8b, 8c, 8d, 9"],
    ),
    "white space": ("blank.yaml", _text("\n  \n\n"), ["is empty"]),
    "an empty table": ("empty.csv", _text(""), ["is empty"]),
    "a header and no duties": (
        "duties.csv",
        _text("id,start,end,unpaid_break_minutes\n"),
        ["holds no rows"],
    ),
    "lines and no table": ("blank.csv", _text("\n\n\n"), ["is empty"]),
    "two thousand faults in a table": (
        "faults.csv",
        _text("id,as_at,band\n" + "1,2026-11-22,13\n" * 2_000),
        [
            *(f"row {row}, band: '13' is not a band; {BANDS}" for row in range(2, 1_002)),
            "has more faults; the first 1,000 are listed",
        ],
    ),
    "a column twice": (
        "twice.parquet",
        _table_with_a_column_twice,
        ["row 1: the column 'band' is there twice; rename one or take it out"],
    ),
    "bytes for a day": (
        "bytes.parquet",
        _table_of_bytes,
        ["row 1: the column 'as_at' holds binary; give text or numbers"],
    ),
}


@pytest.mark.parametrize(("name", "make", "lines"), GENERATED.values(), ids=GENERATED)
def test_hostile_files_are_refused_in_good_time(
    name: str, make: Callable[[Path], object], lines: list[str], tmp_path: Path
) -> None:
    make(tmp_path / name)
    refuses(tmp_path, [name], [f"{name}: {line}" for line in lines])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("name", ["pipe.yaml", "pipe.csv"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    refuses(tmp_path, [name], [f"{name}: is neither a file nor a folder; give a file"])


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_links_neither_leave_the_folder_nor_go_round_for_ever(tmp_path: Path) -> None:
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    (tmp_path / "out.yaml").symlink_to(FOLDER / "scales" / "sources.yaml")
    (tmp_path / "a.yaml").write_text(SCENARIO.replace("ROTA", "./round.yaml"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(SCENARIO.replace("ROTA", "./out.yaml"), encoding="utf-8")
    leaves = "leaves the folder; a file lies beside or below the one that names it"
    lines = [
        "a.yaml: current.rota, line 4: './round.yaml' cannot be followed; name a file",
        f"b.yaml: current.rota, line 4: './out.yaml' {leaves}",
    ]
    refuses(tmp_path, ["a.yaml", "b.yaml"], lines)


def test_a_library_is_read_once_however_many_posts_name_it(tmp_path: Path) -> None:
    offers = "  - {post: theatre-manger-8a, pattern: different}\n" * 50
    policies = "".join(f"  - {{name: P{n}, change: {{current.long_term_premium: {n}%}}}}\n" for n in range(1, 50))
    text = SCENARIO.split("offers:")[0].replace("ROTA", "ambulance-ten-week")
    text += f"offers:\n{offers}policies:\n  - {{name: In force}}\n{policies}"
    (tmp_path / "fifty.yaml").write_text(text, encoding="utf-8")
    wrong = "'theatre-manger-8a' is not in the post library; did you mean 'theatre-manager-8a'?"
    lines = [f"fifty.yaml: offers.{n}.post, line {n + 6}: {wrong}" for n in range(50)]
    started = time.monotonic()
    refuses(tmp_path, ["fifty.yaml"], lines)
    assert time.monotonic() - started < SECONDS


def _write() -> int:
    """Write the lines that are now reported. Each must be read before it is committed. Returns the exit status."""
    before = expected()
    lines: dict[str, list[str]] = {}
    unnoticed = []
    os.chdir(FOLDER)
    for name in present():
        try:
            lines[name] = reported(name)
        except Exception as error:  # whatever it is, the other files are still to be written
            lines[name] = []
            sys.stderr.write(f"{name}: {type(error).__name__}: {error}\n")
        if not lines[name] and name not in SOUND:
            lines[name] = before.get(name, [])
            unnoticed.append(name)
    EXPECTED.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    sys.stderr.writelines(f"{name}: nothing is reported; the lines it had are kept\n" for name in unnoticed)
    sys.stderr.write(f"Wrote {EXPECTED.name}: {len(lines)} files. Read each changed line before it is committed.\n")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python tests/test_broken.py --write")
    sys.exit(_write())
