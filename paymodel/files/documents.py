"""Reading YAML documents safely and strictly: text only, no duplicate keys, no anchors, every fault with its line."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from paymodel.errors import Fault, Faults, nearest

LARGEST_FILE = 1_000_000
DEEPEST = 20
Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)


@dataclass
class Document:
    """A document as plain text, lists and mappings, with the line each part stands on."""

    file: str
    data: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def place(self, place: Place) -> str:
        """A place in words: its dotted path and line."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        dotted = ".".join(str(part) for part in place)
        line = f"line {self.lines[known]}" if known in self.lines else ""
        return ", ".join(part for part in (dotted, line) if part)

    def fault(self, place: Place, message: str) -> Fault:
        """A fault of this document."""
        return Fault(self.file, self.place(place), message)


def read_text(path: Path, name: str | None = None) -> str:
    """The text of a file that ought to be UTF-8, or a fault that says why not."""
    name = name or path.name
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise Faults([Fault(name, "", "this is a folder; give a file")])
        if size > LARGEST_FILE:
            raise Faults([Fault(name, "", f"is {size:,} bytes; a file of this kind has at most {LARGEST_FILE:,}")])
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Faults([Fault(name, "", "no such file")]) from None
    except OSError as error:
        raise Faults([Fault(name, "", f"cannot be read: {(error.strerror or 'error').lower()}")]) from None
    if not raw.strip():
        raise Faults([Fault(name, "", "is empty")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Faults([Fault(name, f"line {line}", "is not UTF-8 text; save the file as UTF-8")]) from None
    return text


def parse(text: str, name: str) -> Document:
    """Parse one YAML document. Everything that is not a list or a mapping stays text.

    Works from events, so that neither depth nor anchors can exhaust the machine.

    >>> parse('on: [yes, 37:30]', "example.yaml").data
    {'on': ['yes', '37:30']}
    """
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
        raise Faults([*faults, Fault(name, where, f"is not valid YAML: {error.problem}")]) from None
    except yaml.reader.ReaderError as error:
        where = f"line {text[: error.position].count(chr(10)) + 1}"
        raise Faults([Fault(name, where, "holds a control character that YAML does not allow")]) from None
    if faults:
        raise Faults(faults)
    return document


def _events(text: str) -> Iterator[Any]:
    return yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))


def read_document(path: Path, name: str | None = None) -> Document:
    """Read one YAML file whose top level is a mapping."""
    name = name or path.name
    document = parse(read_text(path, name), name)
    if not isinstance(document.data, dict):
        raise Faults([Fault(name, "line 1", "is not a mapping of keys to values")])
    return document


def validate(document: Document, model: type[Model], data: Any = None, under: Place = ()) -> Model:
    """Check a document, or a part of it, against a model; every fault at once, each with its place."""
    try:
        return model.model_validate(document.data if data is None else data)
    except ValidationError as error:
        raise Faults([explain_error(document, model, detail, under) for detail in error.errors()]) from None


def explain_error(document: Document, model: type[BaseModel], detail: ErrorDetails, under: Place = ()) -> Fault:
    """One of pydantic's errors in our words."""
    inner = tuple(part for part in detail["loc"] if not _is_branch(part))
    place = (*under, *inner)
    kind = detail["type"]
    value = detail.get("input")
    shown = _shown(value)
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        valid = [name for name in _fields_at(model, inner[:-1]) if name not in _mapping_at(document, place[:-1])]
        message = f"unknown key '{place[-1]}'; {nearest(str(place[-1]), valid)}"
    elif kind == "missing":
        message = "missing"
    elif kind in ("value_error", "assertion_error"):
        message = str(context["error"])
    elif kind in ("literal_error", "enum"):
        names = [name.strip("'") for name in str(context["expected"]).replace(" or ", ", ").split(", ")]
        message = f"{shown} is not known; {nearest(str(value), names)}"
    elif kind.startswith(("float", "decimal", "int", "finite")):
        message = f"{shown} is not a {'whole number' if kind.startswith('int') else 'number'}"
    elif kind.startswith("bool"):
        message = f"{shown} is neither true nor false"
    elif kind.startswith("date"):
        message = f"{shown} is not a date; write it as 2026-04-01"
    elif kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        word = {"greater": "at least", "less": "at most"}[kind.split("_")[0]]
        word = word if kind.endswith("equal") else {"greater": "more than", "less": "less than"}[kind.split("_")[0]]
        bound = next(iter(context.values()))
        message = f"{shown} is out of range: it must be {word} {bound:g}"
    elif kind in ("model_type", "dict_type", "model_attributes_type", "mapping_type"):
        message = f"{shown} should be a mapping of keys to values"
    elif kind in ("list_type", "tuple_type"):
        message = f"{shown} should be a list"
    elif kind == "string_type":
        message = f"{shown} should be text" + ("" if value is not None else ": nothing is written here")
    elif kind in ("too_short", "string_too_short"):
        message = "is empty; give at least one"
    elif kind == "string_too_long":
        message = f"is too long; at most {context['max_length']} characters"
    elif kind == "too_long":
        message = f"holds too many; at most {context['max_length']}"
    else:
        message = f"{shown}: {detail['msg'][0].lower()}{detail['msg'][1:]}"
    return document.fault(place, message)


def _is_branch(part: str | int) -> bool:
    """Pydantic adds the name of a union's branch to the place of an error."""
    return isinstance(part, str) and (part.startswith(("function-", "constrained-", "list[", "tagged-")) or "[" in part)


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"'{text if len(text) <= 40 else text[:37] + '...'}'"


def _mapping_at(document: Document, place: Place) -> Mapping[str, Any]:
    data = document.data
    for part in place:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return {}
    return data if isinstance(data, dict) else {}


def _fields_at(model: type[BaseModel], place: Place) -> list[str]:
    """Names of the fields of the model that stands at a place inside another."""
    current: Any = model
    for part in place:
        if isinstance(current, type) and issubclass(current, BaseModel):
            found = next((f for n, f in current.model_fields.items() if part in (n, f.alias)), None)
            current = found.annotation if found else None
        current = _model_inside(current)
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [field.alias or name for name, field in current.model_fields.items()]
    return []


def _model_inside(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_inside(inner)
        if found is not None:
            return found
    return None


def write_atomically(path: Path, text: str) -> None:
    """Write a text file beside its place and then rename it, so that nothing half-written is left.

    A fault where the folder does not exist or cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Faults([Fault(str(path), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None
