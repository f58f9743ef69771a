"""Checking any file of ours: what kind it is, and every fault it holds."""

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from paymodel.commands.check_tables import HowChecked, TableChecked, check_table
from paymodel.counting import counted
from paymodel.errors import Fault, Faults, PaymodelError, Refused, at_most
from paymodel.files.assumptions import read_assumptions
from paymodel.files.file_kinds import ANYWHERE, Choice, kind_of
from paymodel.files.letter_sentences import checked_sentences
from paymodel.files.rotas import rota_of
from paymodel.files.scale_histories import check_parameter, read_sources
from paymodel.files.scales import shipped_scales
from paymodel.files.staff_words import StaffWords
from paymodel.files.uploads import STANDARD_INPUT
from paymodel.files.validation import validate
from paymodel.files.vocabulary import Vocabulary
from paymodel.files.yaml_documents import DOCUMENT_ENDINGS, Document, not_a_mapping, parse, read_text
from paymodel.moves.comparison import refuse_impossible
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.our_workbook import OurWorkbook, our_workbook
from paymodel.scenarios.shared_reads import read_library
from paymodel.scenarios.uncertain_inputs import read_plausible

OF_A_SCENARIO = ("current", "person", "question", "policies", "career", "horizon_years")
"""Keys that a scenario may have and posts for a workforce may not."""
COLUMN_MAPPING, DUTY_MAPPING = "column mapping", "mapping of duties"
OPENED_WITH = {
    "scenario": "paymodel compare {file}",
    "rota": "paymodel rota {file} --nation NATION",
    "posts": "paymodel workforce STAFF --posts {file} -o OUT",
    "policies": "paymodel workforce STAFF --posts POSTS --policies {file} -o OUT",
    COLUMN_MAPPING: "paymodel workforce STAFF --posts POSTS --mapping {file} -o OUT",
    DUTY_MAPPING: "paymodel hours DUTIES --mapping {file} --nation NATION -o OUT.csv",
    "words of tables": "paymodel workforce STAFF --posts POSTS --words {file} -o OUT",
}
"""The command that opens each kind of document."""
SHAPE_ALONE = "policies (their shape alone: name the posts in the same command to check what they change)"


def describe(path: Path, how: HowChecked) -> tuple[str, Sequence[Fault]]:
    """What is said of a file, a line each: its kind and whether it is sound, which command opens it, what was read.

    The faults of a table whose kind is known come beside it. Raises `Faults` for those of any other file.
    """
    if str(path) != STANDARD_INPUT and path.suffix.lower() in DOCUMENT_ENDINGS:
        kind = check_file(path, how.posts)
        command = OPENED_WITH.get(kind, "").format(file=shlex.quote(str(path)))
        return "\n".join([f"{kind}, no fault found", *([f"Open it with: {command}"] if command else [])]), ()
    if path.is_dir() and not any(path.glob("*.parquet")):
        raise Faults([Fault(str(path), "", "this is a folder; give a file")])
    book = our_workbook(path) if how.choice.sheet is None and str(path) != STANDARD_INPUT else None
    checked = check_table(path, how) if book is None else check_our_workbook(path, book, how)
    sound = counted(len(checked.faults), "fault") if checked.faults else "no fault found"
    opens = [f"Open it with: {checked.opens}"]
    return "\n".join([f"{checked.kind}, {sound}", *opens, *checked.sentences]), checked.faults


def check_our_workbook(path: Path, book: OurWorkbook, how: HowChecked) -> TableChecked:
    """Check a workbook of ours: posts and policies, every row of the staff, and the person whom it compares, if any."""
    from paymodel.scenarios.offered_posts import load_openings

    faults: list[Fault] = []
    try:
        load_openings(path, path if book.policies() is not None else None)
    except Faults as error:
        faults += error.faults
    opens = [f"paymodel workforce {shlex.quote(str(path))} -o ANSWER.xlsx"]
    try:
        document = book.scenario() if book.names_one() else None
        if document is not None:
            scenario_of(document, path.parent, path.stem)
            opens.append(f"paymodel compare {shlex.quote(str(path))} -o ANSWER.xlsx")
    except Faults as error:
        faults += [fault for fault in error.faults if fault not in faults]
    kind = "workbook of staff, posts, policies and rotas"
    if faults:
        return TableChecked(kind, " or ".join(opens), (), at_most(faults, str(path)))
    staff = check_table(path, replace(how, choice=replace(how.choice, sheet=book.staff_sheet), posts=path))
    return TableChecked(f"{kind}: {staff.kind}", " or ".join(opens), staff.sentences, staff.faults)


def check_file(path: Path, posts: Path | None = None) -> str:
    """Check a document of ours, and say which kind it is: a scenario, a rota, posts, a mapping, ...

    Policies are checked beside `posts`, if given. Raises `Faults` with every fault of the file and of the files it
    names.
    """
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
    if "sentences" in data:
        checked_sentences(document)
        return "sentences of letters"
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
        of_duties = data.keys() & {"kinds", "reasons", "apart", "all_day", "on_call"}
        columns = data["columns"] if isinstance(data["columns"], dict) else {}
        return DUTY_MAPPING if of_duties or columns.keys() & {"start", "end"} else COLUMN_MAPPING
    if "policies" in data and len(data) == 1:
        return "policies"
    posts = "offers" in data and not any(key in data for key in OF_A_SCENARIO)
    return "posts" if posts else ""


def _check_for_a_workforce(path: Path, document: Document, posts: Path | None) -> str:
    from paymodel.files.duty_mappings import load_duty_mapping
    from paymodel.files.mappings import load_mapping
    from paymodel.scenarios.offered_posts import load_openings, policies_of  # a scenario needs neither

    kind = _kind_for_a_workforce(document)
    if kind == COLUMN_MAPPING:
        load_mapping(str(path))
    elif kind == DUTY_MAPPING:
        load_duty_mapping(str(path))
    elif kind == "posts":
        load_openings(path, None)
    elif posts is None:
        policies_of(document)
        return SHAPE_ALONE
    else:
        load_openings(posts, path)
    return kind


def _kind_beside(path: Path) -> str:
    """What a sound document is that tables are checked beside: posts, or a mapping; nothing for any other file."""
    if path.suffix.lower() not in DOCUMENT_ENDINGS:
        return ""
    try:
        document = parse(read_text(path, str(path)), str(path))
        kind = _kind_for_a_workforce(document) if isinstance(document.data, dict) else ""
        return kind if kind and describe(path, HowChecked())[0].startswith(kind) else ""
    except PaymodelError:
        return ""


def check_files(
    paths: list[Path], choice: Choice = ANYWHERE, how: HowChecked | None = None
) -> tuple[list[tuple[Path, str]], list[Fault]]:
    """Check several files: what is said of each whose kind is known, and every fault.

    Where one of them holds posts for a workforce or a mapping, tables are checked beside those. A sheet that is asked
    for is that of the workbooks among them.
    """
    described: list[tuple[Path, str]] = []
    faults: list[Fault] = []
    how = replace(how or HowChecked(), choice=choice)
    how = _with_files_beside(how, paths)
    for path in paths:
        try:
            own = replace(how, choice=replace(choice, sheet=None)) if len(paths) > 1 and _is_text(path) else how
            words, of_file = describe(path, own)
            described += [(path, words)] if words else []
            faults += of_file
        except Faults as error:
            faults.extend(error.faults)
        except PaymodelError as error:
            faults.append(Fault(str(path), "", str(error)))
    return described, faults


def _with_files_beside(how: HowChecked, paths: list[Path]) -> HowChecked:
    """How tables are checked, beside the posts and the mapping among the files."""
    documents = {path: kind for path in paths if (kind := _kind_beside(path))}
    only = {
        kind: beside[0]
        for kind in ("posts", COLUMN_MAPPING, DUTY_MAPPING)
        if len(beside := [path for path, other in documents.items() if other == kind]) == 1
    }
    mapping, duties = (str(only[kind]) if kind in only else None for kind in (COLUMN_MAPPING, DUTY_MAPPING))
    return replace(
        how,
        posts=how.posts or only.get("posts"),
        mapping=how.mapping or mapping,
        duty_mapping=how.duty_mapping or duties,
    )


def _is_text(path: Path) -> bool:
    """Whether a file is a table in text, which has no sheets."""
    try:
        return str(path) != STANDARD_INPUT and path.is_file() and kind_of(path) == "text"
    except Faults:
        return False


def is_duty_mapping(reference: str) -> bool:
    """Whether a mapping, a file or a shipped one by its name, is one of duties."""
    from paymodel.files.duty_mappings import shipped_duty_mappings

    path = Path(reference)
    if not path.exists():
        return reference in shipped_duty_mappings()
    document = parse(read_text(path, str(path)), str(path))
    return isinstance(document.data, dict) and _kind_for_a_workforce(document) == DUTY_MAPPING
