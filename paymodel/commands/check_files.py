"""Checking any file of ours: what kind it is, and every fault it holds."""

import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, PaymodelError, Refused, at_most
from paymodel.files.assumptions import read_assumptions
from paymodel.files.file_kinds import ANYWHERE, DOCUMENT_ENDINGS, Choice
from paymodel.files.rotas import rota_of
from paymodel.files.scale_histories import check_parameter, read_sources
from paymodel.files.scales import shipped_scales
from paymodel.files.staff_words import StaffWords
from paymodel.files.uploads import STANDARD_INPUT, Source, source_named
from paymodel.files.validation import validate
from paymodel.files.vocabulary import Vocabulary
from paymodel.files.yaml_documents import Document, not_a_mapping, parse, read_text
from paymodel.moves.comparison import refuse_impossible
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.post_builder import read_library
from paymodel.scenarios.uncertain_inputs import read_plausible

if TYPE_CHECKING:
    from paymodel.workforces.row_by_row import Quality

OF_A_SCENARIO = ("current", "person", "question", "policies", "career", "horizon_years")
"""Keys that a scenario may have and posts for a workforce may not."""
FEWEST_OF_JOBS = 2
"""Columns of a table of jobs from which on a table is taken for one."""
SHAPE_ALONE = "policies (their shape alone: name the posts in the same command to check what they change)"


def check_file(path: Path, posts: Path | None = None, choice: Choice = ANYWHERE) -> str:
    """Check any file of ours, and say which kind it is: a scenario, a rota, a table of jobs, a staff list, ...

    What is no fault and to be told of stands on further lines.

    Policies and staff lists are checked beside `posts`, if given. Raises `Faults` with every fault of the file and of
    the files it names.
    """
    if str(path) == STANDARD_INPUT or path.suffix.lower() not in DOCUMENT_ENDINGS:
        if path.is_dir():
            raise Faults([Fault(str(path), "", "this is a folder; give a file")])
        return _check_table(path, posts, choice)
    document = parse(read_text(path, str(path)), str(path))
    data = document.data
    if path.name == "sources.yaml":
        read_sources(path)
        return "list of sources"
    if path.name == "assumptions.yaml":
        read_assumptions(path)
        return "list of assumptions"
    if not isinstance(data, dict):
        raise Faults([not_a_mapping(document)])
    if "parameter" in data or "history" in data:
        beside = path.parent.parent / "sources.yaml"
        sources = read_sources(beside) if beside.is_file() else shipped_scales().sources()
        check_parameter(document, path.stem, sources)
        return "scale file"
    if "shifts" in data or "weeks" in data:
        rota_of(document)
        return "rota"
    if "in_post" in data:
        validate(document, StaffWords)
        return "words of staff lists"
    if {"words", "headings"} & data.keys() and not data.keys() & {"offers", "current", "columns"}:
        validate(document, Vocabulary)
        return "words of tables"
    if "plausible" in data and not data.keys() & {"current", "offers"}:
        read_plausible(document)
        return "plausible values"
    if "posts" in data and "current" not in data and "offers" not in data:
        read_library(path, str(path))
        return "post library"
    if _kind_for_a_workforce(document):
        return _check_for_a_workforce(path, document, posts)
    scenario = scenario_of(document, path.parent, path.stem)
    try:
        refuse_impossible(scenario)
    except Refused as error:
        place = tuple(int(part) if part.isdigit() else part for part in error.place.split("."))
        raise Faults([document.fault(place, error.message)]) from None
    return "scenario"


def _kind_for_a_workforce(document: Document) -> str:
    """Posts, policies or a column mapping; nothing for any other document."""
    data = document.data
    if "columns" in data and "offers" not in data:
        return "column mapping"
    if "policies" in data and len(data) == 1:
        return "policies"
    posts = "offers" in data and not any(key in data for key in OF_A_SCENARIO)
    return "posts" if posts else ""


def _check_for_a_workforce(path: Path, document: Document, posts: Path | None) -> str:
    from paymodel.files.mappings import load_mapping
    from paymodel.scenarios.offered_posts import load_openings, policies_of  # a scenario needs neither

    kind = _kind_for_a_workforce(document)
    if kind == "column mapping":
        load_mapping(str(path))
    elif kind == "posts":
        load_openings(path, None)
    elif posts is None:
        policies_of(document)
        return SHAPE_ALONE
    else:
        load_openings(posts, path)
    return kind


def _check_table(path: Path, posts: Path | None, choice: Choice) -> str:
    from paymodel.files import duties, payroll_tables, people_tables  # pandas is needed for tables alone
    from paymodel.files.duty_mappings import fitting, known_duty_headings, placed
    from paymodel.files.duty_rows import HowRead
    from paymodel.files.mappings import find_mapping, known_headings, plain_heading
    from paymodel.files.staff_lists import headings_of

    source = source_named(str(path))
    ours = frozenset([*known_headings(), *people_tables.COLUMNS, *payroll_tables.PAYE.columns, *known_duty_headings()])
    headings = headings_of(source, choice, known=ours)
    plain = {plain_heading(heading) for heading in headings}
    if plain & {"start", "end"}:
        return "\n".join(["table of duties", *duties.check(source, HowRead(choice)).words])
    mapping = ""
    if plain_heading("as_at") not in plain:
        try:
            mapping = find_mapping(headings, source)
        except Faults:
            if {"start", "end"} <= placed(headings, fitting(headings)).heading_of.keys():
                return "\n".join(["table of duties", *duties.check(source, HowRead(choice)).words])
            if len(plain & {plain_heading(column) for column in people_tables.COLUMNS}) < FEWEST_OF_JOBS:
                raise
    if mapping:
        return _check_staff(source, mapping, posts, choice)
    if plain_heading("tax_code") not in plain:
        kind, done = "table of jobs", people_tables.check(source, choice)
    elif plain_heading("taxable_pay") in plain:
        kind, done = "table of months for PAYE", payroll_tables.check_paye(source, choice)
    else:
        kind, done = "table of jobs with tax codes", payroll_tables.check_payroll(source, choice)
    return "\n".join([kind, *done.words])


def _check_staff(path: Source, mapping_name: str, posts: Path | None, choice: Choice) -> str:
    """Check every row of a staff list: beside posts as a run does, else on this day in England."""
    from paymodel.workforces.run import place_of

    quality = _beside_posts(path, mapping_name, posts, choice) if posts else _alone(path, mapping_name, choice)
    faults = [Fault(str(path), place_of(row, column), words) for row, _, column, words in quality.problems]
    if faults:
        raise Faults(at_most(faults, str(path)))
    kind = f"staff list (column mapping '{mapping_name}', {counted(quality.read, 'row')})"
    return "\n".join([kind, *quality.notes])


def _beside_posts(path: Source, mapping_name: str, posts: Path, choice: Choice) -> "Quality":
    from paymodel.files.staff_lists import pieces
    from paymodel.workforces.row_by_row import look_through
    from paymodel.workforces.run import Options, Run

    options = Options(str(path), str(posts), None, mapping_name, choice.sheet, choice.heading_row, choice.words)
    return look_through(Run(options, staff=path), pieces(path))


def _alone(path: Source, mapping_name: str, choice: Choice) -> "Quality":
    from paymodel.files.mappings import load_mapping
    from paymodel.files.scales import load_policy
    from paymodel.files.staff_lists import headings_of, pieces, read_part
    from paymodel.pay.rule_book import RuleBook
    from paymodel.workforces.row_by_row import Quality
    from paymodel.workforces.run import notes_of
    from paymodel.workforces.staff_rows import Reader
    from paymodel.workforces.surveys import list_problems

    day = datetime.date.today()  # noqa: DTZ011  the user's own day
    folder = path.parent if isinstance(path, Path) else Path()
    reader = Reader("england", folder, "refuse")

    @cache
    def rules_of(nation: str, tax_residence: str) -> RuleBook:
        return load_policy(nation, day, tax_residence=tax_residence)

    mapping = load_mapping(mapping_name)
    notes = notes_of(mapping, headings_of(path, choice, mapping), None)
    seen: dict[str, int] = {}
    rows, problems = 0, []
    for piece in pieces(path):
        _, part = reader.people(read_part(piece, mapping, (), choice), rules_of)
        rows += part.lines
        notes += part.notes
        problems += list_problems(part)
        ids = part.id_of(np.arange(part.size))
        for row, identity in zip(part.numbers.tolist(), ids, strict=True):
            before = seen.setdefault(identity.casefold(), row) if identity else row
            if before != row:
                problems.append((row, identity, "id", f"the assignment stands on row {before} already"))
    return Quality(rows, rows, sorted(problems), notes)


def _holds_posts(path: Path) -> bool:
    """Whether a file holds sound posts for a workforce."""
    if path.suffix.lower() not in DOCUMENT_ENDINGS:
        return False
    try:
        document = parse(read_text(path, str(path)), str(path))
        sound = isinstance(document.data, dict) and _kind_for_a_workforce(document) == "posts"
        return sound and check_file(path) == "posts"
    except PaymodelError:
        return False


def check_files(paths: list[Path], choice: Choice = ANYWHERE) -> tuple[list[tuple[Path, str]], list[Fault]]:
    """Check several files: the sound ones with their kind, and every fault of the others.

    Where one of them holds posts for a workforce, policies and staff lists are checked beside those.
    """
    sound: list[tuple[Path, str]] = []
    faults: list[Fault] = []
    posts_files = [path for path in paths if _holds_posts(path)]
    posts = posts_files[0] if len(posts_files) == 1 else None
    for path in paths:
        try:
            sound.append((path, check_file(path, posts, choice)))
        except Faults as error:
            faults.extend(error.faults)
        except PaymodelError as error:
            faults.append(Fault(str(path), "", str(error)))
    return sound, faults
