"""The question that the app asks: a scenario as its file holds it, read, answered and written again."""

import datetime
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from paymodel.errors import Fault, Faults, PaymodelError, Refused
from paymodel.files.rotas import shipped_rotas
from paymodel.files.scales import shipped_folder
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import LARGEST_FILE, Document, not_a_mapping, parse, read_document
from paymodel.pay.job import FIELDS
from paymodel.reports.parts import Worked
from paymodel.scenarios.load import open_scenario, scenario_of
from paymodel.scenarios.our_workbook import our_workbook
from paymodel.scenarios.shared_reads import SharedReads

Question = dict[str, Any]
"""A scenario as its file holds it: mappings, lists and texts."""
Outcome = TypeVar("Outcome")
FIRST = "paramedic-to-operations-manager"
NOT_OF_A_POST = ("key", "group", "status")
ZIP = b"PK"
"""How a workbook begins."""
NAME = "question"
"""What a question is called in faults."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What is made of a question: the answer, or every fault that stands in its way."""

    worked: Worked | None
    faults: tuple[Fault, ...]


def name_of(question: Question) -> str:
    """What a question is called in stamps and as a file: the same for the same question, another for any other.

    >>> name_of({"title": "A move"})
    'move-de916dd8'
    """
    text = json.dumps(question, sort_keys=True, ensure_ascii=False)
    return f"move-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def file_of(question: Question) -> str:
    """What the scenario file of a question is called."""
    return f"{name_of(question)}.yaml"


def answer_question(question: Question, shared: SharedReads | None = None) -> Answer:
    """The answer to a question. Nothing is raised: faults are part of it.

    `shared` keeps rule books and rotas for the next question, which is mostly the same but for one thing.
    """

    def work(document: Document, folder: Path) -> Worked:
        worked = Worked(scenario_of(document, folder, name_of(question), shared=shared), document, folder)
        _ = worked.comparison  # worked out here, so that it can refuse
        return worked

    return Answer(*try_question(question, work))


def try_question(
    question: Question, work: Callable[[Document, Path], Outcome]
) -> tuple[Outcome | None, tuple[Fault, ...]]:
    """What is made of a question as a document, with the folder that its paths start from; or every fault."""
    document = Document(NAME, question)
    try:
        return work(document, shipped_folder("scenarios")), ()
    except Refused as error:
        return None, (document.fault(place_of(error.place), error.message),)
    except Faults as error:
        return None, error.faults
    except PaymodelError as error:
        return None, (Fault(NAME, "", str(error)),)


def place_of(path: str) -> tuple[str | int, ...]:
    """A dotted path as the keys of a question.

    >>> place_of("offers.0.pattern")
    ('offers', 0, 'pattern')
    """
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def place_in_words(fault: Fault) -> str:
    """Where something is wrong in a question, as its form says it: no key of the file.

    >>> place_in_words(Fault(NAME, "offers.0.long_term_premium", "", ("offers", 0, "long_term_premium")))
    'Post offered 1, long-term premium'
    >>> place_in_words(Fault(NAME, "current.annex_5_percent", "", ("current", "annex_5_percent")))
    'Post held now, Annex 5 percentage'
    """
    if fault.file != NAME or not fault.at:
        return fault.place
    first, *rest = fault.at
    words = [PARTS_IN_WORDS.get(str(first), str(first).replace("_", " "))]
    if rest and isinstance(rest[0], int):
        words[0] += f" {int(rest.pop(0)) + 1}"
    for key in rest:
        field = FIELDS.get(str(key))
        label = field.label.removeprefix("or ") if field and field.label else str(key).replace("_", " ")
        words.append(label if label.startswith(("Annex", "NHS")) else label[:1].lower() + label[1:])
    text = ", ".join(str(word) for word in words)
    return text[:1].upper() + text[1:]


def in_words(faults: Sequence[Fault]) -> list[Fault]:
    """Faults of a question, each with its place as the form says it."""
    return [replace(fault, place=place_in_words(fault)) for fault in faults]


PARTS_IN_WORDS = {
    "current": "Post held now",
    "offers": "Post offered",
    "person": "The person",
    "switches": "Switches",
    "award": "Pay award",
    "policies": "Policy",
    "as_at": "Rules in force on",
}
"""The parts of a question as its form calls them."""


def load_shipped(name: str) -> Question:
    """A shipped scenario by its name. Raises `Faults`."""
    document, folder = open_scenario(name)
    return _with_bare_names(document.data, folder)


def read_question(content: bytes, name: str) -> Question:
    """The question that a scenario file holds, or a workbook of ours for the person it names. Raises `Faults`."""
    if content.startswith(ZIP):
        book = our_workbook(Upload(name, content))
        if book is None:
            words = "is a workbook without sheets of staff and posts; paymodel template writes one that has them"
            raise Faults([Fault(name, "", words)])
        return _with_bare_names(book.scenario().data, shipped_folder("scenarios"))
    if len(content) > LARGEST_FILE:
        raise Faults([Fault(name, "", f"is {len(content):,} bytes; a scenario has at most {LARGEST_FILE:,}")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Faults([Fault(name, "", "is not UTF-8 text; save the file as UTF-8")]) from None
    document = parse(text, name)
    if not isinstance(document.data, dict):
        raise Faults([not_a_mapping(document)])
    return _with_bare_names(document.data, shipped_folder("scenarios"))


def to_yaml(question: Question) -> str:
    """The question as a scenario file."""
    return yaml.safe_dump(question, allow_unicode=True, sort_keys=False, width=110)


def _with_bare_names(question: Question, folder: Path) -> Question:
    """A question whose shipped rotas are called by name, not by path."""
    known = {(folder / "rotas" / f"{name}.yaml").relative_to(folder).as_posix(): name for name in shipped_rotas()}
    posts = [question.get("current"), *(question.get("offers") or ())]
    for post in posts:
        rota = post.get("rota") if isinstance(post, dict) else None
        if isinstance(rota, str) and rota in known:
            post["rota"] = known[rota]
    return question


@cache
def posts_to_start_from(library: str) -> dict[str, Question]:
    """What the posts of a shipped library say, by key: `clinical` posts to hold now, `leadership` posts to offer."""
    document = read_document(shipped_folder("scenarios") / "posts" / f"{library}.yaml")
    return {
        post["key"]: {key: post[key] for key in post if key not in NOT_OF_A_POST} for post in document.data["posts"]
    }


def today() -> str:
    """The user's own day, as files write it."""
    return datetime.date.today().isoformat()  # noqa: DTZ011
