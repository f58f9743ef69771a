"""What a workforce is asked, from a staff list to what may be published. Nothing here knows of Streamlit."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from paymodel.answers.workforce import Published, publish
from paymodel.answers.workforce_record import Inputs, Text
from paymodel.app.questions import Question, to_yaml, today
from paymodel.app.shell_words import shell_line
from paymodel.files.file_kinds import Choice
from paymodel.files.grouping import GROUPED_BY, PART_TIME
from paymodel.files.mappings import (
    GROUPS,
    REQUIRED,
    ColumnMapping,
    load_mapping,
    mapping_of,
    path_of_mapping,
    placed,
    shipped_mappings,
)
from paymodel.files.our_columns import HeadingsOfList
from paymodel.files.personal_columns import said_by_heading
from paymodel.files.scales import shipped_folder
from paymodel.files.staff_lists import headings_of, pieces
from paymodel.files.staff_words import says_who_is_in_post
from paymodel.files.uploads import Source, Upload
from paymodel.files.workbooks import sheets_of
from paymodel.files.yaml_documents import Document, read_document
from paymodel.scenarios.offered_posts import Openings, openings_of, path_of_shipped
from paymodel.scenarios.our_workbook import our_workbook
from paymodel.workforces.ask import ask
from paymodel.workforces.disclosure import SMALLEST, STEP
from paymodel.workforces.options import ALL, Options
from paymodel.workforces.row_by_row import Quality, in_another_dress, look_through
from paymodel.workforces.run import Run
from paymodel.workforces.unknown_words import FEWEST_ROWS

DEMONSTRATIONS = {"ambulance": "an ambulance trust", "acute": "an acute hospital trust"}
"""The invented workforces that ship, each with posts of its own."""
LEADERSHIP, DISCUSSED = "leadership", "discussed"
"""The policies that ship: for leadership posts, and reforms that bodies have discussed, none of them agreed."""
POSTS_FILE, POLICIES_FILE, MAPPING_FILE = "posts.yaml", "policies.yaml", "mapping.yaml"
OF_THE_DAY = ("as_at", "nation", "switches", "award", "if_hours_differ", "rotas")
"""What of the posts decides which rows can be used."""
EXAMPLE = "Active Assignment"
"""A word that a column could hold that says who is in post: which words there are is not known yet."""
ANY_POST = {"name": "Any", "band": "9", "pattern": "different"}
LARGEST_DRESSED = 5_000_000
"""Bytes of a list that is read once more to say which cells were read in another dress."""
FEWEST_AT_ONCE, MOST_STEPS = 2_000, 20
"""People who are measured at once, and how often progress is told."""
SHARED = ("title", "as_at", "nation", "offers", "switches", "award", "posts", "rotas")
"""What the posts of a question take from it."""


@dataclass(frozen=True)
class StaffList:
    """A staff list that was opened: its sheets where it has several, and its headings where one is chosen."""

    source: Source
    sheets: Sequence[str]
    sheet: str | None
    headings: HeadingsOfList


@dataclass(frozen=True)
class Asked:
    """All that decides an answer. `mapping_name` is that of a shipped mapping, or of the file it is saved as."""

    source: Source
    sheet: str | None
    mapping: ColumnMapping
    posts: Question
    policies: Question | None
    by: tuple[str, ...] | None = None
    threshold: int = SMALLEST
    round_to: int = STEP
    population: str = ALL
    heading_row: int | None = None
    unstated: str | None = None
    """What people are taken to be paid whose rows say nothing of unsocial hours."""
    internal: bool = False
    paybill: bool = False
    statuses: tuple[str, ...] = ()
    """Headings of columns that say who is in post: what they hold is asked of the list."""

    def for_reading(self) -> "Asked":
        """What the rows of the list are read with: the day and its rules, whatever the posts and the policies."""
        posts = {key: value for key, value in self.posts.items() if key in OF_THE_DAY}
        open_to = {heading: [EXAMPLE] for heading in self.statuses}
        any_post = {**ANY_POST, "open_to": open_to} if open_to else dict(ANY_POST)
        any_posts = {**posts, "title": "Any", "offers": [any_post]}
        return replace(
            Asked(self.source, self.sheet, self.mapping, any_posts, None),
            heading_row=self.heading_row,
            unstated=self.unstated,
        )


def demonstration(kind: str) -> Source:
    """An invented workforce that ships."""
    return Path(path_of_shipped(kind, "staff"))


@dataclass(frozen=True)
class OfWorkbook:
    """What a workbook of ours asks: the sheet of its staff, its posts and its policies."""

    sheet: str
    posts: Question
    policies: Question | None


def of_workbook(source: Source) -> OfWorkbook | None:
    """What a workbook of ours asks, checked; None for any other list. Raises `Faults`, each with its sheet and row."""
    book = our_workbook(source)
    if book is None:
        return None
    posts, policies = book.posts(), book.policies()
    openings_of(posts, policies, shipped_folder("scenarios"))
    return OfWorkbook(book.staff_sheet, posts.data, policies.data if policies else None)


def open_list(source: Source, sheet: str | None, heading_row: int | None = None) -> StaffList:
    """Open a staff list; `heading_row` says where its headings are. Raises `Faults`."""
    sheets = sheets_of(source)
    if len(sheets) > 1 and sheet not in sheets:
        return StaffList(source, sheets, None, HeadingsOfList(()))
    return StaffList(source, sheets, sheet, headings_of(source, Choice(sheet, heading_row)))


def with_columns(mapping: ColumnMapping, columns: Mapping[str, str], nation: str | None) -> ColumnMapping:
    """A mapping whose columns stand under the headings given; `nation` is everybody's, where the list does not say."""
    constants = {name: value for name, value in mapping.constants.items() if name not in (*columns, "nation")}
    if nation and "nation" not in columns:
        constants["nation"] = nation
    return msgspec.structs.replace(
        mapping, columns={column: [heading] for column, heading in columns.items()}, constants=constants
    )


def with_words(mapping: ColumnMapping, words: Mapping[str, Mapping[str, str]]) -> ColumnMapping:
    """A mapping that knows some words of a list, too: by column, each with ours."""
    more = {column: {**mapping.values.get(column, {}), **ours} for column, ours in words.items() if ours}
    return msgspec.structs.replace(mapping, values={**mapping.values, **more})


def columns_of_status(headings: Sequence[str], used: Iterable[str]) -> tuple[str, ...]:
    """Headings of columns that say who is in post, by words of which some may count alone, and not used otherwise."""
    others = (heading for heading in headings if heading not in set(used) and said_by_heading(heading) is None)
    return tuple(
        heading for heading in others if (says := says_who_is_in_post(heading)) is not None and says.example is not None
    )


def open_to_some(posts: Question, some: Mapping[str, Sequence[str]]) -> Question:
    """Posts that are open to people alone whose row has one of some words in a column; of no words, to everybody."""
    open_to = {heading: list(words) for heading, words in some.items() if words}
    offers = posts.get("offers")
    if not open_to or not isinstance(offers, list):
        return posts
    opened = [{**offer, "open_to": {**(offer.get("open_to") or {}), **open_to}} for offer in offers]
    return {**posts, "offers": opened}


def missing_columns(mapping: ColumnMapping) -> list[str]:
    """The columns that must be there and are not."""
    return [name for name in REQUIRED if name not in mapping.columns and name not in mapping.constants]


def mapping_text(mapping: ColumnMapping) -> str:
    """A mapping as its file."""
    return to_yaml({key: value for key, value in msgspec.to_builtins(mapping).items() if value})


def mapping_of_data(data: Question, name: str) -> ColumnMapping:
    """The mapping that a document holds. Raises `Faults`."""
    return mapping_of(Document(name, data))


def mapping_name(mapping: ColumnMapping, headings: Sequence[str]) -> str:
    """The shipped mapping that says the same of a list, or the file that this one is saved as."""
    columns = placed(mapping, headings)
    for name in shipped_mappings():
        known = load_mapping(name)
        same = (known.patterns, known.values, known.constants) == (mapping.patterns, mapping.values, mapping.constants)
        if same and placed(known, headings) == columns:
            return name
    return MAPPING_FILE


def to_group_by(mapping: ColumnMapping, headings: Sequence[str]) -> list[str]:
    """The columns of a list that people may be grouped by, the usual ones first."""
    columns = placed(mapping, headings)
    usual = [name for name in GROUPED_BY if name in columns or name in mapping.constants]
    used = {heading for column, heading in columns.items() if column not in GROUPS}
    return [*usual, PART_TIME, *(name for name in headings if name not in used and name not in usual)]


@cache
def shipped_posts(kind: str) -> Question:
    """Posts that ship, as their file holds them."""
    data: Question = read_document(Path(path_of_shipped(kind, "posts"))).data
    return data


@cache
def shipped_policies(name: str = LEADERSHIP) -> Question:
    """Policies that ship (`LEADERSHIP` or `DISCUSSED`), as their file holds them."""
    data: Question = read_document(Path(path_of_shipped(name, "policies"))).data
    return data


def posts_of(question: Question) -> Question:
    """The posts that a question offers, as posts for a workforce."""
    data = {key: value for key, value in question.items() if key in SHARED and value}
    return {"title": "The posts offered", **data}


def policies_of(question: Question) -> Question | None:
    """The policies of a question; None where there are the rules in force alone."""
    policies = question.get("policies") or []
    return {"policies": policies} if len(policies) > 1 or any(policy.get("change") for policy in policies) else None


def posts_from_library(keys: Sequence[str], nation: str, pattern: str) -> Question:
    """Posts of the shipped leadership library, open to everybody in a lower band."""
    stated = {"pattern": pattern} if nation == "england" else {}
    offers = [{"post": key, **stated} for key in keys]
    return {"title": "Leadership posts", "as_at": today(), "nation": nation, "offers": offers}


def check_rows(asked: Asked) -> Quality:
    """Read every row, on the day of the posts. Raises `Faults` for the list as a whole."""
    reading = asked.for_reading()
    run = Run(_options(reading, ""), **_in_memory(reading))
    quality = look_through(run, pieces(asked.source))
    if not isinstance(asked.source, Upload) or len(asked.source.content) > LARGEST_DRESSED:
        return quality
    dressed = in_another_dress(asked.source, asked.mapping, run.options.choice, FEWEST_ROWS)
    return replace(quality, notes=[*dressed, *quality.notes])


def answer_workforce(asked: Asked, rows: int, name: str) -> Published:
    """Put the posts to the workforce. `rows` is how many there are, `name` that of the mapping. Raises `Faults`."""
    started = datetime.datetime.now(datetime.UTC)
    at_once = max(FEWEST_AT_ONCE, rows // MOST_STEPS)
    run, tally = ask(_options(asked, name), **_in_memory(asked), at_once=at_once)
    return publish(run, tally, started, _inputs(asked, name))


def _options(asked: Asked, name: str) -> Options:
    return Options(
        staff=str(asked.source),
        posts=POSTS_FILE,
        policies=POLICIES_FILE if asked.policies else None,
        mapping=name or None,
        sheet=asked.sheet,
        heading_row=asked.heading_row,
        by=asked.by,
        threshold=asked.threshold,
        round_to=asked.round_to,
        population=asked.population,
        unsocial_hours_unstated=asked.unstated,
        internal=asked.internal,
        paybill=asked.paybill,
    )


def _in_memory(asked: Asked) -> dict[str, Any]:
    return {"staff": asked.source, "mapping": asked.mapping, "openings": _openings(asked)}


def _openings(asked: Asked) -> Openings:
    policies = Document(POLICIES_FILE, asked.policies) if asked.policies else None
    return openings_of(Document(POSTS_FILE, asked.posts), policies, shipped_folder("scenarios"))


@dataclass(frozen=True)
class Twin:
    """A question as the command line and Python ask it, and the files that it needs beside the staff list."""

    command: str
    python: str
    files: Mapping[str, str]


def _shipped_kind(posts: Question) -> str | None:
    """Which of the shipped posts some are, if they are any."""
    return next((kind for kind in DEMONSTRATIONS if shipped_posts(kind) == posts), None)


def _name_of_policies(policies: Question | None) -> str | None:
    """Which of the shipped policies some are, if they are any."""
    return next((name for name in (LEADERSHIP, DISCUSSED) if shipped_policies(name) == policies), None)


def _inputs(asked: Asked, name: str) -> Inputs:
    """Posts, policies and mapping: files that ship, or those to save beside the staff list. `name` is the mapping's."""
    kind = _shipped_kind(asked.posts)
    inputs: dict[str, Path | Text] = {"posts": Text(POSTS_FILE, to_yaml(asked.posts))}
    if kind:
        inputs["posts"] = Path(path_of_shipped(kind, "posts"))
    if known := _name_of_policies(asked.policies):
        inputs["policies"] = Path(path_of_shipped(known, "policies"))
    elif asked.policies is not None:
        inputs["policies"] = Text(POLICIES_FILE, to_yaml(asked.policies))
    own = Text(MAPPING_FILE, mapping_text(asked.mapping))
    inputs["mapping"] = own if name == MAPPING_FILE else path_of_mapping(name)
    return inputs


def twin_of(asked: Asked, name: str) -> Twin:
    """How the question is asked outside the app. `name` is that of the mapping."""
    inputs = _inputs(asked, name)
    files = {file.name: file.text for file in inputs.values() if isinstance(file, Text)}
    staff = next((kind for kind in DEMONSTRATIONS if demonstration(kind) == asked.source), str(asked.source))
    posts = _shipped_kind(asked.posts) or POSTS_FILE
    policies = None if asked.policies is None else _name_of_policies(asked.policies) or POLICIES_FILE
    population = None if asked.population == ALL else asked.population
    options = {"policies": policies, "mapping": None if staff in DEMONSTRATIONS else name, "sheet": asked.sheet}
    options |= {"population": population, "unsocial_hours_unstated": asked.unstated}
    given_options = {key: value for key, value in options.items() if value}
    numbers: dict[str, tuple[int | None, int | None]] = {"heading_row": (asked.heading_row, None)}
    numbers |= {"threshold": (asked.threshold, SMALLEST), "round_to": (asked.round_to, STEP)}
    changed = {key: value for key, (value, usual) in numbers.items() if value != usual}
    words = ["paymodel", "workforce", staff, "--posts", posts]
    words += [word for key, value in given_options.items() for word in (f"--{key.replace('_', '-')}", value)]
    words += [word for column in asked.by or () for word in ("--by", column)]
    words += [word for key, value in changed.items() for word in (f"--{key.replace('_', '-')}", str(value))]
    switched_on = [name for name in ("internal", "paybill") if getattr(asked, name)]
    words += [f"--{name}" for name in switched_on]
    given = [repr(staff), repr(posts), *(f"{key}={value!r}" for key, value in {**given_options, **changed}.items())]
    given += [f"by={list(asked.by)!r}"] if asked.by else []
    given += [f"{name}=True" for name in switched_on]
    python = f"import paymodel\n\ntables = paymodel.workforce({', '.join(given)})\nprint(tables['summary'])"
    return Twin(shell_line(*words, "-o", "answer"), python, files)
