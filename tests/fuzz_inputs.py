"""Every reader of what people bring: how to make a corrupted input for it, and the doors by which it is read.

An input is one or several files of the working directory. A door reads it as a user would have it read, and must end in
an answer or in faults, one line each; anything else is raised.
"""

import base64
import contextlib
import datetime
import io
import json
import re
import shutil
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter
import yaml

from paymodel.about import NATIONS
from paymodel.answers.contracts import to_json
from paymodel.app import links, questions, rota_draft, workforce_question
from paymodel.cli import main
from paymodel.errors import Fault, Faults, NotInForce, Refused
from paymodel.files.file_kinds import Choice
from paymodel.files.mappings import find_mapping, load_mapping
from paymodel.files.our_workbooks import our_sheets
from paymodel.files.rota_grids import cells_of_file, cells_of_text, weeks_of
from paymodel.files.scales import Scales, load_policy
from paymodel.files.table_reading import open_raw
from paymodel.files.uploads import Upload
from paymodel.pay import fields
from paymodel.pay.fields import Kind
from paymodel.pay.job import fields_at
from paymodel.reports.parts import Worked
from paymodel.reports.record import INPUTS, RECORD, RESULTS, read_inputs, record_of, results_of
from paymodel.reports.template import EXAMPLE_PERSON, template
from tests.corrupt import (
    VALUES,
    Cells,
    Vocabulary,
    as_csv,
    as_parquet,
    as_xlsx,
    corrupted_archive,
    corrupted_bytes,
    corrupted_cells,
    corrupted_json,
    corrupted_text,
    corrupted_tree,
    nodes,
)

ROOT = Path(__file__).resolve().parents[1]
SCENARIOS, SCALES, BROKEN = ROOT / "scenarios", ROOT / "scales", ROOT / "tests" / "broken"
DAY = "2026-11-22"
Door = Callable[[], None]


@dataclass(frozen=True)
class Reader:
    """What makes a corrupted input in the working directory, and the doors by which it is read.

    `prepare` makes what is made once, so that no input's time holds it.
    """

    make: Callable[[Random], None]
    doors: Sequence[Door]
    prepare: Callable[[], object] = lambda: None


# What counts as an answer


def says(*arguments: str, among: tuple[int, ...] = (0, 2)) -> None:
    """Run a command: it answers, or says what is wrong in lines that name their place, and writes nothing."""
    out, faults = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(faults):
        try:
            status: object = main(arguments)
        except SystemExit as error:  # an option that was refused
            status = error.code
    said = faults.getvalue()
    assert status in among, f"exit status {status}: {said}"
    if status == 2:
        lines = said.splitlines()
        assert lines, "refused without a word"
        assert all(line.isprintable() and ": " in line for line in lines), said
        assert "cannot write the answer" not in said, said
        left = [path.name for path in Path().iterdir() if path.name.startswith(("out.", "."))]
        assert not left, f"refused, and yet wrote {left}"
    else:
        assert not re.search(r"£-?(nan|inf)", out.getvalue()), out.getvalue()
        if "json" in arguments:
            json.loads(out.getvalue(), parse_constant=_no_number)


def command(*arguments: str, among: tuple[int, ...] = (0, 2)) -> Door:
    """A door that is a command."""
    return lambda: says(*arguments, among=among)


def _no_number(name: str) -> None:
    raise AssertionError(f"{name} stands in JSON")


def one_line(faults: Sequence[Fault]) -> None:
    """Faults are said, and each can be shown."""
    assert faults
    for fault in faults:
        assert fault.message.strip(), fault
        assert str(fault).encode(), fault  # what cannot be encoded could not be shown


# Documents


@cache
def documents(pattern: str, root: Path = SCENARIOS) -> tuple[str, ...]:
    """The texts of some shipped files."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(root.glob(pattern)))


@cache
def trees(pattern: str, root: Path = SCENARIOS) -> tuple[Any, ...]:
    """The documents as plain text, lists and mappings."""
    return tuple(yaml.load(text, Loader=yaml.CBaseLoader) for text in documents(pattern, root))  # noqa: S506


@cache
def words() -> Vocabulary:
    """What stands in all shipped files."""
    return Vocabulary([*trees("*.yaml"), *trees("*/*.yaml"), *trees("uk/*.yaml", SCALES)])


@cache
def corrupted_already(pattern: str) -> tuple[bytes, ...]:
    """The files of `tests/broken` of a kind."""
    return tuple(path.read_bytes() for path in sorted(BROKEN.glob(pattern)))


def written(tree: Any, random: Random) -> bytes:
    """A document as YAML, its bytes corrupted as well now and then."""
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, default_flow_style=random.random() < 0.2)
    content = text.encode("utf-8", "surrogatepass")
    return corrupted_bytes(content, corrupted_already("*/*.yaml"), random) if random.random() < 0.15 else content


def corrupted_document(pattern: str, random: Random, root: Path = SCENARIOS) -> bytes:
    """A shipped document, corrupted in its parts or bytes; or one that is broken already, corrupted once more."""
    draw = random.random()
    if draw < 0.8:
        return written(corrupted_tree(random.choice(trees(pattern, root)), words(), random), random)
    broken = corrupted_already("*/*.yaml")
    content = random.choice(broken) if draw < 0.9 else random.choice(documents(pattern, root)).encode()
    return corrupted_bytes(content, broken, random)


def document(pattern: str, name: str) -> Callable[[Random], None]:
    """What writes a corrupted document to a file of the working directory."""

    def make(random: Random) -> None:
        Path(name).write_bytes(corrupted_document(pattern, random))

    return make


def make_scenario(random: Random) -> None:
    """A corrupted scenario that may name a rota and posts beside it, corrupted or sound."""
    tree = corrupted_tree(random.choice(trees("*.yaml")), words(), random)
    for name, pattern in (("ward.yaml", "rotas/*.yaml"), ("posts.yaml", "posts/*.yaml")):
        sound = random.random() < 0.6
        text = random.choice(documents(pattern)).encode() if sound else corrupted_document(pattern, random)
        Path(name).write_bytes(text)
    if isinstance(tree, dict) and random.random() < 0.3:
        tree["posts"] = "posts.yaml"
    posts = [part for place, part in nodes(tree) if isinstance(part, dict) and "rota" in part and place]
    if posts and random.random() < 0.3:
        random.choice(posts)["rota"] = "ward.yaml"
    Path("scenario.yaml").write_bytes(written(tree, random))
    if random.random() < 0.15:
        Path("scenario.yaml").write_bytes(corrupted_document("*.yaml", random))


# The app: questions in memory, files and links


def make_question(random: Random) -> None:
    """A corrupted question, as the app holds it."""
    tree = corrupted_tree(random.choice(trees("*.yaml")), words(), random)
    said = json.dumps(tree if isinstance(tree, dict) else {"title": tree}, ensure_ascii=False)
    Path("question.json").write_text(said.encode("utf-8", "replace").decode(), encoding="utf-8")  # as browsers send it


def answer_question() -> None:
    """The app answers the question, and what it saves and shares comes back as it was."""
    question = json.loads(Path("question.json").read_text(encoding="utf-8"))
    before = json.dumps(question)
    _answer(question)
    assert json.dumps(question) == before, "answering changed the question"
    link = links.pack_link(question)
    assert link is None or links.unpack_link(link) == question
    with contextlib.suppress(Faults):
        _answer(questions.read_question(questions.to_yaml(question).encode("utf-8", "surrogatepass"), "question.yaml"))


def _answer(question: dict[str, Any]) -> None:
    found = questions.answer_question(question)
    assert (found.worked is None) != (not found.faults)
    if found.faults:
        one_line(found.faults)
    assert questions.name_of(question)


def read_in_app() -> None:
    """The app opens a scenario file."""
    try:
        question = questions.read_question(Path("scenario.yaml").read_bytes(), "scenario.yaml")
    except Faults as error:
        one_line(error.faults)
    else:
        _answer(question)


def make_link(random: Random) -> None:
    """A link whose question, packing or letters are corrupted."""
    tree: Any = {"paymodel": "0.1.0", "scenario": random.choice(trees("*.yaml"))}
    draw = random.random()
    said = json.dumps(tree)
    packed = zlib.compress(corrupted_json(said, words(), (), random) if draw < 0.6 else said.encode(), 9)
    if 0.6 <= draw < 0.8:
        packed = corrupted_bytes(packed, (), random)
    link = f"1.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"
    if draw >= 0.8:
        link = corrupted_text(link, random)
    Path("link.txt").write_bytes(link.encode("utf-8", "surrogatepass"))


def open_link() -> None:
    """The app opens a link."""
    link = Path("link.txt").read_bytes().decode("utf-8", "surrogatepass")
    try:
        question = links.unpack_link(link)
    except Faults as error:
        one_line(error.faults)
    else:
        _answer(question)
        questions.to_yaml(question)


# Scales


def make_scale(random: Random) -> None:
    """The shipped scales with one file corrupted."""
    shutil.copytree(SCALES, "scales")
    path = random.choice(sorted(Path("scales").rglob("*.yaml")))
    shipped = path.relative_to("scales").as_posix()
    path.write_bytes(corrupted_document(shipped, random, SCALES))
    Path("corrupted.txt").write_text(path.as_posix(), encoding="utf-8")


def check_scale() -> None:
    """The file is checked."""
    says("check", Path("corrupted.txt").read_text(encoding="utf-8"))


def load_scales() -> None:
    """A rule book of each nation is made of the scales."""
    scales = Scales(Path("scales"))
    for nation in NATIONS:
        with contextlib.suppress(NotInForce, Refused, Faults):
            load_policy(nation, DAY, scales=scales)


# Rotas in the app


def open_rota_in_app() -> None:
    """The app opens a rota file, and what it edits and saves is the same rota."""
    try:
        draft = rota_draft.read_draft(Path("rota.yaml").read_bytes(), "rota.yaml")
    except Faults as error:
        one_line(error.faults)
        return
    rota_draft.check_draft(draft)
    assert rota_draft.read_draft(rota_draft.rota_file(draft).encode(), "again.yaml").same_days(draft)
    rota_draft.shifts_of_lines(rota_draft.shift_lines(draft))


WEEKS: Cells = [
    ["Week", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ["1", "E", "E", "N", "N", "", "", ""],
    ["2", "L", "L", "-", "-", "E", "E", "E"],
    ["3", "", "R", "R", "N", "N", "", "off"],
]


def weeks(_: Random) -> Cells:
    """A sound rota as a spreadsheet holds it."""
    return WEEKS


def people_and_dates(_: Random) -> Cells:
    """A sound rota of people down and dates across, with a title and a total."""
    days = [f"{day:02}/11/2026" for day in range(2, 16)]
    rows = [[name, *codes] for name, codes in (("Jo Bloggs", "EEENN--LLL--EE"), ("Al Other", "N" * 14))]
    return [["Rota of the ward"], ["Name", *days], *rows, ["Total", *["2"] * 14]]


MEANINGS = ("E=07:00-15:00/30", "N=19:00-07:30", "L=12:00-20:00", "off=off", "R=relief")
CODES = [part for code in MEANINGS for part in ("--code", code)]


def grid_doors(name: str, form: str, *more: str) -> Sequence[Door]:
    """The doors by which the commands take a rota from a spreadsheet."""
    return (
        command("check", name, *more, *CODES[:6]),
        command("rota", name, "--nation", "england", "--as-at", DAY, "--format", form, *more, *CODES),
        command("rota", name, "--nation", "scotland", "--as-at", DAY, *more, *CODES[:6], "-o", "out.yaml"),
    )


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
SUMMARY:Long day\\, ward
DTSTART;TZID=Europe/London:20261102T070000
DTEND;TZID=Europe/London:20261102T193000
END:VEVENT
BEGIN:VEVENT
SUMMARY:Night
DTSTART:20261107T190000Z
DURATION:PT12H
END:VEVENT
BEGIN:VEVENT
SUMMARY:Annual leave
DTSTART;VALUE=DATE:20261109
RRULE:FREQ=DAILY;COUNT=3
END:VEVENT
END:VCALENDAR
"""


def make_calendar(random: Random) -> None:
    """A calendar of duties, corrupted."""
    Path("calendar.ics").write_bytes(corrupted_bytes(CALENDAR.encode(), [CALENDAR.encode()], random))


def bring_grid(name: str, cells: Callable[[bytes, str], list[list[str]]]) -> Door:
    """A door by which the app takes a rota from a spreadsheet, its codes given a meaning."""

    def read() -> None:
        try:
            grid = weeks_of(cells(Path(name).read_bytes(), name), name)
            cells_of_shift = ["07:00", "15:00", "30", *[""] * (len(rota_draft.SHIFT) - 4)]
            meanings = {code: ["-"] if code in ("", "off") else [code, *cells_of_shift] for code in grid.counts()}
            rota_draft.draft_of_grid(grid, meanings, "A rota", "worked")
        except Faults as error:
            one_line(error.faults)

    return read


def file_cells(content: bytes, name: str) -> list[list[str]]:
    """The cells of a file."""
    return cells_of_file(Upload(name, content))[0]


def pasted(content: bytes, name: str) -> list[list[str]]:
    """The cells of what was pasted."""
    return cells_of_text(content.decode("utf-8", "replace"), name)


# Tables

JOBS: Cells = [
    ["id", "as_at", "nation", "band", "step", "whole_time_equivalent", "saturday_night_hours_a_year"],
    ["a", DAY, "england", "6", "top", "1", "300"],
    ["b", "2025-06-01", "scotland", "7", "2", "0.6", "0"],
    ["c", "2024-10-01", "wales", "8a", "entry", "0.8", "10.5"],
    ["d", DAY, "northern_ireland", "5", "", "", ""],
]
EXAMPLES_OF_KINDS: Mapping[Kind, str] = {
    Kind.POUNDS: "1000",
    Kind.HOURS: "20",
    Kind.HOURS_A_WEEK: "14",
    Kind.SHARE: "0.5",
    Kind.COUNT: "2",
    Kind.YEARS: "12.5",
    Kind.YES_NO: "true",
    Kind.PERCENT: "25%",
    Kind.PREMIUM: "5%",
}
MORE_OF_JOBS = {
    **{
        each.name: EXAMPLES_OF_KINDS[each.kind]
        for each in fields_at(fields.Door.TABLES)
        if each.kind in EXAMPLES_OF_KINDS and each.name not in JOBS[0]
    },
    "student_loan": "plan_2+postgraduate",
    "high_cost_area": "inner",
    "tax_residence": "scotland",
    "tax_code": "1257L",
    "basis": "month1",
}
"""Further columns of tables of jobs and of months: each field that has a kind, and words."""
MONTHS: Cells = [
    ["id", "nation", "as_at", "tax_code", "basis", "period", "taxable_pay", "taxable_pay_to_date", "tax_to_date"],
    ["a", "england", DAY, "1257L", "cumulative", "3", "3000", "9000", "700"],
    ["b", "scotland", DAY, "SD1", "", "12", "3000.55", "40000", "12000.20"],
    ["c", "wales", "2025-06-01", "K585", "month1", "1", "1250", "", ""],
    ["d", "northern_ireland", DAY, "NT", "", "7", "0", "0", "0"],
]
DUTIES: Cells = [
    ["id", "start", "end", "unpaid_break_minutes"],
    ["a", "2026-10-24T19:00", "2026-10-25T07:00", "30"],
    ["b", "2026-12-25 07:00", "2026-12-25 19:30", "0"],
    ["c", "2026-03-28T22:00", "2026-03-29T06:00", "45"],
]


@cache
def staff_list() -> Cells:
    """The first rows of the shipped staff lists, and the same under an ESR-style extract's headings."""
    import csv

    rows = []
    for name in ("ambulance", "acute"):
        with (SCENARIOS / "workforce" / f"{name}-trust.csv").open(encoding="utf-8", newline="") as file:
            head, *more = csv.reader(file)
        rows += more[:12]
    return [head, *rows]


def esr(cells: Cells) -> Cells:
    """A staff list under the headings of an ESR-style extract."""
    columns = trees("mappings/esr.yaml")[0]["columns"]
    return [[columns[name][0] if name in columns else name for name in cells[0]], *cells[1:]]


def jobs(random: Random) -> Cells:
    """A sound table of jobs."""
    more = random.sample(sorted(MORE_OF_JOBS), random.choice((0, 1, 4)))
    return [[*row, *(MORE_OF_JOBS[name] if number else name for name in more)] for number, row in enumerate(JOBS)]


def duties(_: Random) -> Cells:
    """A sound table of duties."""
    return DUTIES


def months(_: Random) -> Cells:
    """A sound table of months under tax codes."""
    return MONTHS


def people(random: Random) -> Cells:
    """A sound staff list."""
    cells = staff_list()
    few = [cells[0], *random.sample(cells[1:], random.choice((1, 6, 20)))]
    return esr(few) if random.random() < 0.3 else few


def corrupted_table(cells: Cells, ending: str, random: Random) -> bytes:
    """A table in a format, its cells or its bytes corrupted."""
    texts = [*cells[0], *MORE_OF_JOBS, *MONTHS[0], *DUTIES[0], *(str(cell) for row in cells[1:5] for cell in row)]
    values = () if ending == "csv" else VALUES
    table = corrupted_cells(cells, texts, random, values) if random.random() < 0.85 else cells
    content = {"csv": as_csv, "parquet": as_parquet, "xlsx": as_xlsx}[ending](table, random)
    if table is cells or random.random() < 0.1:
        if ending == "xlsx" and random.random() < 0.8:
            return corrupted_archive(content, random)
        return corrupted_bytes(content, corrupted_already("tables/*.csv"), random)
    return content


def table(name: str, sound: Callable[[Random], Cells]) -> Callable[[Random], None]:
    """What writes a corrupted table to a file of the working directory."""

    def make(random: Random) -> None:
        Path(name).write_bytes(corrupted_table(sound(random), name.rpartition(".")[2], random))

    return make


# What a workforce needs


@cache
def trust_sheets() -> dict[str, Cells]:
    """The sheets of the workbook that people fill in, of its example: a dozen of its people, the one it names first."""
    day = datetime.date(2026, 11, 22)
    source = Upload("trust.xlsx", template("england", day, "trust.xlsx", example=True))
    sheets = {name: [cells for _, cells in open_raw(source, Choice(name)).rows] for name in our_sheets(source)}
    head, *staff = sheets["staff"]
    named = [row for row in staff if row[0] == EXAMPLE_PERSON]
    return {**sheets, "staff": [head, *named, *staff[:11]]}


def make_trust(random: Random) -> None:
    """A workbook of staff, posts, policies and rotas with one or two of its sheets corrupted, or one missing."""
    sheets = {name: [list(row) for row in rows] for name, rows in trust_sheets().items()}
    said = [str(cell) for rows in sheets.values() for row in rows for cell in row if cell]
    for name in random.sample(["start", "staff", "posts", "policies", "rotas"], random.choice((1, 1, 2))):
        sheets[name] = corrupted_cells(sheets[name], said, random)
    if random.random() < 0.1:
        del sheets[random.choice(["start", "policies", "rotas", "lists"])]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, bool | int | float):
                        sheet.write(row, column, cell)
                    elif cell is not None:
                        sheet.write_string(row, column, str(cell).encode("utf-8", "replace").decode()[:32_000])
    Path("trust.xlsx").write_bytes(out.getvalue())


def open_trust_in_app() -> None:
    """The app takes the workbook on Workforce and on Compare."""
    content = Path("trust.xlsx").read_bytes()
    for take in (workforce_question.of_workbook, lambda source: questions.read_question(source.content, source.name)):
        try:
            taken = take(Upload("trust.xlsx", content))
        except Faults as error:
            one_line(error.faults)
        else:
            if isinstance(taken, dict):
                _answer(taken)


def make_posts_and_policies(random: Random) -> None:
    """Corrupted posts, policies or column mapping, the others sound, beside a few people."""
    Path("staff.csv").write_bytes(as_csv_soundly(staff_list()[:8]))
    corrupted = random.choice(("posts", "policies", "mapping"))
    for name, pattern in (
        ("posts", "workforce/*-posts.yaml"),
        ("policies", "workforce/*-policies.yaml"),
        ("mapping", "mappings/template.yaml"),
    ):
        sound = documents(pattern)[0].encode()
        Path(f"{name}.yaml").write_bytes(corrupted_document(pattern, random) if name == corrupted else sound)


def as_csv_soundly(cells: Cells) -> bytes:
    """A table as CSV."""
    return "".join(",".join(map(str, row)) + "\n" for row in cells).encode()


WORKFORCE = ("workforce", "staff.csv", "--posts", "posts.yaml", "--policies", "policies.yaml", "-o", "out.folder")
PUT_TO_POSTS = ("--posts", "ambulance", "--threshold", "2", "-o", "out.folder")


# Folders that paymodel wrote


@cache
def report() -> dict[str, str]:
    """The files of a report that `verify` reads."""
    inputs = read_inputs("band-7-top-to-8a-no-unsocial-hours")
    worked = Worked(inputs.scenario)
    results = to_json(results_of(worked))
    files = {f"{INPUTS}/{inputs.scenario.id}.yaml": inputs.text, RESULTS: results.encode()}
    record = record_of(inputs, worked.review_by, files)
    return {RECORD: record, **{name: content.decode() for name, content in files.items()}}


def make_report(random: Random) -> None:
    """The folder of a report with its record, results or scenario corrupted."""
    corrupted = random.choice(sorted(report()))
    for name, text in report().items():
        path = Path("report") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = text.encode()
        if name == corrupted and name.endswith(".json"):
            content = corrupted_json(text, words(), corrupted_already("*/*.yaml"), random)
        elif name == corrupted:
            content = corrupted_document("*.yaml", random)
        path.write_bytes(content)


@cache
def workforce_folder() -> dict[str, bytes]:
    """The tables that `paymodel workforce` writes, by name."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "found"
        says("workforce", "ambulance", "--posts", "ambulance", "--policies", "leadership", "-o", str(target))
        names = ("run.json", "summary.csv", "groups.csv", "costs.csv", "remedies.csv")
        return {name: (target / name).read_bytes() for name in names}


def make_workforce_folder(random: Random) -> None:
    """The folder of a workforce with a table or its record corrupted."""
    import csv

    corrupted = random.choice(sorted(workforce_folder()))
    Path("found").mkdir()
    for name, content in workforce_folder().items():
        if name == corrupted and name.endswith(".json"):
            content = corrupted_json(content.decode(), words(), (), random)
        elif name == corrupted:
            cells: Cells = list(csv.reader(io.StringIO(content.decode())))
            content = corrupted_table(cells, "csv", random)
        (Path("found") / name).write_bytes(content)


# What is typed on the command line

VARY = (
    "person.whole_time_equivalent=0.6:1:0.2",
    "offers.0.long_term_premium=0:10:5%",
    "offers.0.long_term_premium=0:5000:1000",
    "current.step=entry,top",
    "person.children=0:3:1",
    "scales.pension-build-up=54:60:2",
    "award.percent=0:5:1%",
    "current.rota=ward-three-week,ambulance-ten-week",
    "horizon_years=1:5:1",
)
QUICK = (
    ("--from", "6 top"),
    ("--to", "8a"),
    ("--rota", "ambulance-ten-week"),
    ("--to-rota", "monday-to-friday"),
    ("--if-hours-differ", "scale"),
    ("--pattern", "different"),
    ("--whole-time-equivalent", "0.8"),
    ("--nation", "scotland"),
    ("--as-at", DAY),
)


def make_options(random: Random) -> None:
    """A command with corrupted options."""
    if random.random() < 0.6:
        paths = [random.choice(VARY) for _ in range(random.choice((1, 1, 2)))]
        if random.random() < 0.3:
            paths[0] = f"{random.choice(words().paths)}={paths[0].partition('=')[2]}"
        paths = [corrupted_text(text, random) if random.random() < 0.7 else text for text in paths]
        scenario = random.choice(sorted(SCENARIOS.glob("*.yaml"))).stem
        said = ["sweep", scenario, *(f"--vary={text}" for text in paths), "-o", "out.csv"]
    else:
        said = ["compare"]
        for name, text in QUICK:
            if name in ("--from", "--to") or random.random() < 0.4:
                said.append(f"{name}={corrupted_text(text, random) if random.random() < 0.4 else text}")
    said = [one.replace("\x00", "") for one in said]  # no command line holds these
    Path("options.json").write_text(json.dumps(said), encoding="utf-8")


def give_options() -> None:
    """The command is given."""
    says(*json.loads(Path("options.json").read_text(encoding="utf-8")))


def staff_doors(name: str) -> Sequence[Door]:
    """The doors for a staff list."""
    return (command("check", name), command("workforce", name, *PUT_TO_POSTS), lambda: upload_staff(name))


def upload_staff(name: str) -> None:
    """The app reads a staff list that is held in memory alone."""
    source = Upload(name, Path(name).read_bytes())
    try:
        found = workforce_question.open_list(source, None)
        if found.sheets and found.sheet is None and len(found.sheets) > 1:
            return  # the app asks which
        mapping = load_mapping(find_mapping(found.headings, source))
        asked = workforce_question.Asked(
            source, None, mapping, workforce_question.shipped_posts("ambulance"), None, threshold=2
        )
        workforce_question.answer_workforce(asked, 20, "template")
        workforce_question.twin_of(asked, "mapping.yaml")
    except Faults as error:
        one_line(error.faults)


def table_doors(name: str) -> Sequence[Door]:
    """The doors for a table of jobs."""
    out = f"out.{name.rpartition('.')[2]}"
    return (
        command("check", name),
        command("payslips", name, "-o", out),
        command("payroll", name, "-o", out),
        command("payroll", name, "--in-arrears", "-o", out),
    )


READERS: dict[str, Reader] = {
    "scenario": Reader(
        make_scenario,
        (
            command("check", "scenario.yaml"),
            *(command("compare", "scenario.yaml", "--format", form) for form in ("text", "json", "csv", "markdown")),
            command("explain", "scenario.yaml"),
            command("remedies", "scenario.yaml", "--format", "json"),
            command("career", "scenario.yaml", "--format", "json"),
            command("history", "scenario.yaml", "--from", "2026", "--format", "json"),
            command("payroll", "scenario.yaml", "--format", "json"),
            command("payroll", "scenario.yaml", "--promoted-on", "2026-09-14", "--in-arrears"),
            read_in_app,
        ),
    ),
    "question": Reader(make_question, (answer_question,)),
    "link": Reader(make_link, (open_link,)),
    "rota": Reader(
        document("rotas/*.yaml", "rota.yaml"),
        (
            command("check", "rota.yaml"),
            open_rota_in_app,
            *(
                command("rota", "rota.yaml", "--nation", nation, "--as-at", DAY, "--format", form, *more)
                for nation, form, more in (
                    ("england", "text", ()),
                    ("scotland", "json", ("--if-hours-differ", "scale")),
                    ("wales", "csv", ("--if-hours-differ", "overtime", "--break-taken-from", "higher")),
                )
            ),
        ),
    ),
    "scale": Reader(make_scale, (check_scale, load_scales)),
    "posts library": Reader(document("posts/*.yaml", "library.yaml"), (command("check", "library.yaml"),)),
    "posts and policies": Reader(
        make_posts_and_policies,
        (
            command("check", "posts.yaml", "policies.yaml", "mapping.yaml", "staff.csv"),
            command(*WORKFORCE),
            command(*WORKFORCE, "--mapping", "mapping.yaml", "--by", "site"),
        ),
    ),
    "staff.csv": Reader(table("staff.csv", people), staff_doors("staff.csv")),
    "staff.parquet": Reader(table("staff.parquet", people), staff_doors("staff.parquet")),
    "trust.xlsx": Reader(
        make_trust,
        (
            command("check", "trust.xlsx"),
            command("compare", "trust.xlsx"),
            command("workforce", "trust.xlsx", "--threshold", "2", "-o", "answer.xlsx"),
            open_trust_in_app,
        ),
    ),
    "staff.xlsx": Reader(table("staff.xlsx", people), staff_doors("staff.xlsx")),
    "jobs.csv": Reader(table("jobs.csv", jobs), table_doors("jobs.csv")),
    "jobs.parquet": Reader(table("jobs.parquet", jobs), table_doors("jobs.parquet")),
    "months.csv": Reader(table("months.csv", months), (command("paye", "months.csv", "-o", "out.csv"),)),
    "months.parquet": Reader(table("months.parquet", months), (command("paye", "months.parquet", "-o", "out.csv"),)),
    "grid.csv": Reader(
        table("grid.csv", weeks),
        (bring_grid("grid.csv", file_cells), bring_grid("grid.csv", pasted), *grid_doors("grid.csv", "text")),
    ),
    "grid.xlsx": Reader(
        table("grid.xlsx", weeks), (bring_grid("grid.xlsx", file_cells), *grid_doors("grid.xlsx", "json"))
    ),
    "people.csv": Reader(
        table("people.csv", people_and_dates), (*grid_doors("people.csv", "csv", "--person", "Jo Bloggs"),)
    ),
    "calendar.ics": Reader(
        make_calendar,
        (command("check", "calendar.ics"), command("hours", "calendar.ics", "--nation", "wales", "-o", "out.csv")),
    ),
    "duties.csv": Reader(
        table("duties.csv", duties), (command("hours", "duties.csv", "--nation", "england", "-o", "out.csv"),)
    ),
    "duties.parquet": Reader(
        table("duties.parquet", duties), (command("hours", "duties.parquet", "--nation", "scotland", "-o", "out.csv"),)
    ),
    "report": Reader(make_report, (command("verify", "report", among=(0, 1, 2)),), report),
    "workforce folder": Reader(
        make_workforce_folder,
        (
            command("chart", "workforce", "found", "-o", "out.csv"),
            command("chart", "workforce", "found", "--by", "site", "-o", "out.txt"),
            command("chart", "policy-costs", "found", "-o", "out.txt"),
        ),
        workforce_folder,
    ),
    "options": Reader(make_options, (give_options,)),
}
