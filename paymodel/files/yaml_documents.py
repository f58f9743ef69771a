"""Reading YAML documents safely and strictly: text only, no duplicate keys, no anchors, every fault with its line."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from paymodel.errors import Fault, Faults, shortened

DOCUMENT_ENDINGS = (".yaml", ".yml")
"""How the names of documents in text end."""
LARGEST_FILE = 1_000_000
MOST_KEPT = 50_000
"""Characters of a text up to which what it holds is kept: no file that ships is as long."""
DEEPEST = 20
SCHEMA_KEY = "$schema"
"""A key for editors, at the top of any file: where its JSON Schema lies. It says nothing to us."""
Place = tuple[str | int, ...]
Model = TypeVar("Model")


@dataclass
class Document:
    """A document as plain text, lists and mappings, with the line each part stands on, or where it is in words.

    `under` is the place of a part within the whole document, whose lines it keeps.
    """

    file: str
    data: Any
    lines: dict[Place, int | str] = field(default_factory=dict)
    under: Place = ()

    def part(self, *keys: str | int) -> "Document":
        """A part of the document as a document, its places those of the whole."""
        data = self.data
        for key in keys:
            data = data[key]
        return replace(self.at(*keys), data=data)

    def at(self, *keys: str | int) -> "Document":
        """A place of the document as a document that holds nothing yet, its places those of the whole."""
        return Document(self.file, None, self.lines, (*self.under, *keys))

    def place(self, place: Place) -> str:
        """A place in words: its dotted path and line."""
        place = (*self.under, *place)
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known, "")
        told = isinstance(line, str) and line != ""  # in a sheet: its row says what the path to it does
        rest = place[len(known) :] if told else place
        dotted = ".".join(shortened(part, 120)[1:-1] if isinstance(part, str) else str(part) for part in rest)
        if told:
            return ", ".join(part for part in (str(line), dotted) if part)
        line = f"line {line}" if line else ""
        return ", ".join(part for part in (dotted, line) if part)

    def fault(self, place: Place, message: str) -> Fault:
        """A fault of this document."""
        return Fault(self.file, self.place(place), message, (*self.under, *place))


def read_text(path: Path, name: str | None = None) -> str:
    """The text of a file that ought to be UTF-8, or a fault that says why not."""
    name = name or str(path)
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Faults([Fault(name, "", "this is a folder; give a file")])
        if not path.is_file():
            raise Faults([Fault(name, "", "is neither a file nor a folder; give a file")])
        if size > LARGEST_FILE:
            raise Faults([Fault(name, "", f"is {size:,} bytes; a file of this kind has at most {LARGEST_FILE:,}")])
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Faults([Fault(name, "", "no such file")]) from None
    except OSError as error:
        raise Faults([Fault(name, "", f"cannot be read: {(error.strerror or 'error').lower()}")]) from None
    if not raw.strip():
        raise Faults([Fault(name, "", "is empty")])
    if b"\x00" in raw[:2]:
        raise Faults([Fault(name, "line 1", "is not UTF-8 text; save the file as UTF-8")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Faults([Fault(name, f"line {line}", "is not UTF-8 text; save the file as UTF-8")]) from None
    return text


def parse(text: str, name: str) -> Document:
    """Parse one YAML document. Everything that is not a list or a mapping stays text.

    A `$schema` at the top is left out. Works from events, so that neither depth nor anchors can exhaust the machine.
    The last 256 texts of a process are not parsed again; each caller has data of its own.

    >>> parse('on: [yes, 37:30]', "example.yaml").data
    {'on': ['yes', '37:30']}
    """
    if len(text) > MOST_KEPT:
        return _parsed(text, name)
    kept = _kept(text, name)
    return replace(kept, data=msgspec.to_builtins(kept.data))


@lru_cache(maxsize=256)
def _kept(text: str, name: str) -> Document:
    return _parsed(text, name)


def _parsed(text: str, name: str) -> Document:
    document = Document(name, None)
    faults: list[Fault] = []
    stack: list[tuple[Any, Place]] = []
    key: list[str | None] = []
    documents = 0
    try:
        for event in _events(text):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise Faults([Fault(name, f"line {line}", "a second document starts here; one file holds one")])
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise Faults(
                    [Fault(name, f"line {line}", "anchors and aliases (& and *) are not allowed: write it out")]
                )
            if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
                key.pop()
                continue
            if not isinstance(event, yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent):
                continue
            value: Any = {}
            if isinstance(event, yaml.SequenceStartEvent):
                value = []
            elif isinstance(event, yaml.ScalarEvent):
                quoted = event.style in ("'", '"')
                value = None if not quoted and event.value in ("", "null", "~") else event.value
            place: Place = ()
            if stack:
                parent, above = stack[-1]
                if isinstance(parent, list):
                    place = (*above, len(parent))
                    parent.append(value)
                elif key[-1] is None:
                    if not isinstance(event, yaml.ScalarEvent):
                        raise Faults([Fault(name, f"line {line}", "a key must be plain text")])
                    key[-1] = event.value
                    if event.value in parent:
                        faults.append(document.fault((*above, event.value), f"the key stands again on line {line}"))
                    else:
                        document.lines[(*above, event.value)] = line
                    continue
                else:
                    place = (*above, key[-1])
                    parent[key[-1]] = value
                    key[-1] = None
            else:
                document.data = value
            document.lines.setdefault(place, line)
            if isinstance(value, dict | list):
                stack.append((value, place))
                key.append(None)
                if len(stack) > DEEPEST:
                    raise Faults([Fault(name, f"line {line}", f"is nested more than {DEEPEST} deep")])
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 1}" if error.problem_mark else ""
        tab = "cannot start any token" in str(error.problem) and "\t" in _line(text, error.problem_mark)
        words = "holds a tab; indent with spaces" if tab else f"is not valid YAML: {error.problem}"
        raise Faults([*faults, Fault(name, where, words)]) from None
    except yaml.reader.ReaderError as error:
        where = f"line {text[: error.position].count(chr(10)) + 1}"
        raise Faults([Fault(name, where, "holds a control character that YAML does not allow")]) from None
    if faults:
        raise Faults(faults)
    if isinstance(document.data, dict):
        document.data.pop(SCHEMA_KEY, None)
    return document


def _line(text: str, mark: yaml.Mark | None) -> str:
    lines = text.splitlines()
    return lines[mark.line] if mark is not None and mark.line < len(lines) else ""


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def read_document(path: Path, name: str | None = None) -> Document:
    """Read one YAML file whose top level is a mapping."""
    name = name or str(path)
    return mapping_in(read_text(path, name), name)


def mapping_in(text: str, name: str) -> Document:
    """Parse one YAML document whose top level is a mapping."""
    document = parse(text, name)
    if not isinstance(document.data, dict):
        raise Faults([not_a_mapping(document)])
    return document


def not_a_mapping(document: Document) -> Fault:
    """The fault of a document that holds something other than keys and values."""
    if document.data is None:
        return Fault(document.file, "", "holds no keys, only comments")
    return Fault(document.file, "line 1", "is not a mapping of keys to values")


def convert(data: Any, model: type[Model]) -> Model:
    """Turn plain text, lists and mappings into a model; the first fault raises `msgspec.ValidationError`.

    A choice may be written in any dress: `Acting up` is `acting_up`.
    """
    try:
        return _as_written(data, model)
    except msgspec.ValidationError:
        from msgspec import inspect  # what is written in our words needs neither

        from paymodel.files.choices import in_our_words

        return _as_written(in_our_words(inspect.type_info(model), data), model)


def _as_written(data: Any, model: type[Model]) -> Model:
    return msgspec.convert(data, model, strict=False, dec_hook=lambda kind, value: kind.read(value))


def place_told(model: type[msgspec.Struct], name: str) -> int:
    """Where people are told of a field of a model: its place in the model's `ORDER`, or among its fields."""
    order: tuple[str, ...] = getattr(model, "ORDER", model.__struct_fields__)
    return order.index(name)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file (of text, or of bytes) beside its place and then rename it, so that nothing half-written is left.

    A fault where the folder does not exist or cannot be written.
    """
    from paymodel.files.workspace import move_to, workspace  # only those who write need it

    try:
        with workspace(path) as scratch:
            written = scratch / path.name
            written.write_bytes(content.encode() if isinstance(content, str) else content)
            move_to(written, path)
    except OSError as error:
        raise Faults([Fault(str(path), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None
