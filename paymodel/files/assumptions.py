"""The list of assumptions: what an answer takes for granted, read from its file and checked."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Literal

import msgspec

from paymodel.errors import Fault, Faults, nearest
from paymodel.files.validation import validate
from paymodel.files.value_types import Status, Text
from paymodel.files.yaml_documents import Document, parse, read_text
from paymodel.moves.assumptions import IN_GENERAL
from paymodel.pay.job import FIELDS
from paymodel.pay.rule_book import Assumption


class AssumptionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An assumption as `docs/assumptions.yaml` holds it."""

    id: Text
    what: Text
    status: Status
    why: Text
    source: Text
    quality: Literal["good", "fair", "poor"]
    impact: Literal["small", "moderate", "large"]
    affects: Text
    where_stated: list[Text] = []


def read_assumptions(path: Path, name: str | None = None) -> Mapping[str, Assumption]:
    """Read a list of assumptions, each id once. Raises `Faults` with every fault of the file."""
    document = parse(read_text(path, name), name or str(path))
    if not isinstance(document.data, list):
        raise Faults([document.fault((), "is not a list of assumptions")])
    files = validate(document, list[AssumptionFile])
    faults = list(_faults(document, files))
    if faults:
        raise Faults(faults)
    assumptions = {}
    for file in files:
        values = msgspec.structs.asdict(file)
        words, fields = values.pop("what"), tuple(values.pop("where_stated"))
        assumptions[file.id] = Assumption(words=words, where_stated=fields, **values)
    return assumptions


def _faults(document: Document, files: list[AssumptionFile]) -> Iterator[Fault]:
    ids = [file.id for file in files]
    for index, file in enumerate(files):
        if file.id in ids[:index]:
            yield document.fault((index, "id"), f"the assumption '{file.id}' stands twice")
        if not file.what.endswith("."):
            yield document.fault((index, "what"), "is not a sentence; end it with a full stop")
        for place, field in enumerate(file.where_stated):
            if field not in FIELDS:
                words = f"'{field}' is not a field of a job; {nearest(field, FIELDS)}"
                yield document.fault((index, "where_stated", place), words)
        try:
            names = [name for _, name, _, _ in Formatter().parse(file.what) if name is not None]
        except ValueError:
            yield document.fault((index, "what"), "holds a { or } by itself; write {name}")
            continue
        for unknown in (name for name in names if name not in IN_GENERAL):
            yield document.fault((index, "what"), f"nothing fills in '{{{unknown}}}'; {nearest(unknown, IN_GENERAL)}")
