"""Every fault of what people typed, in words: found by walking the data beside the type it ought to have."""

import copy
import datetime
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from math import inf
from typing import Any

import msgspec
from msgspec import inspect

from paymodel.errors import MOST_FAULTS, Fault, at_most, nearest, shortened
from paymodel.files.choices import same_word
from paymodel.files.yaml_documents import Document, Model, Place, convert, place_told


def faults_of(document: Document, model: Any, data: Any, under: Place) -> list[Fault]:
    """Every fault (up to a thousand) of a document, or of the part of it that stands under a place."""
    faults = list(islice(_faults(document, inspect.type_info(model), data, under), MOST_FAULTS + 1))
    return at_most(faults, document.file)


def sound_part(document: Document, model: type[Model], needed: frozenset[str]) -> Model | None:
    """The model made from what is left when the faulty keys are taken out, so that what is left can be checked too.

    None where too little is left: a fault lies in a list's item, or in (or near, for a misspelling) a key on which the
    other checks rest, named in `needed`.
    """
    data = copy.deepcopy(document.data)
    for place in {fault.at for fault in faults_of(document, model, data, ())}:
        at = data
        try:
            for part in place[:-1]:
                at = at[part]
            last = place[-1]
            if not isinstance(last, str) or get_close_matches(last, needed, n=1, cutoff=0.7):
                return None
            at.pop(last, None)
        except (KeyError, IndexError, TypeError, AttributeError):
            return None
    try:
        return convert(data, model)
    except msgspec.ValidationError:
        return None


def _without_path(error: msgspec.ValidationError) -> str:
    return str(error).rsplit(" - at `", maxsplit=1)[0]


def _faults(document: Document, kind: inspect.Type, data: Any, place: Place) -> Iterator[Fault]:
    """Every fault of a part of a document, by the type it ought to have."""
    if isinstance(kind, inspect.UnionType):
        if data is not None:
            inner = next(type_of_item for type_of_item in kind.types if not isinstance(type_of_item, inspect.NoneType))
            yield from _faults(document, inner, data, place)
    elif isinstance(kind, inspect.StructType):
        yield from _struct_faults(document, kind, data, place)
    elif isinstance(kind, inspect.ListType | inspect.VarTupleType):
        if not isinstance(data, list):
            yield document.fault(place, f"{_shown(data)} should be a list")
        elif message := _length(len(data), kind):
            yield document.fault(place, message)
        else:
            for index, item in enumerate(data):
                yield from _faults(document, kind.item_type, item, (*place, index))
    elif isinstance(kind, inspect.DictType):
        if not isinstance(data, dict):
            yield document.fault(place, f"{_shown(data)} should be a mapping of keys to values")
        elif message := _length(len(data), kind):
            yield document.fault(place, message)
        else:
            for key, item in data.items():
                yield from _faults(document, kind.key_type, key, (*place, key))
                yield from _faults(document, kind.value_type, item, (*place, key))
    elif message := _leaf_message(kind, data):
        yield document.fault(place, message)


def _struct_faults(document: Document, kind: inspect.StructType, data: Any, place: Place) -> Iterator[Fault]:
    if not isinstance(data, dict):
        yield document.fault(place, f"{_shown(data)} should be a mapping of keys to values")
        return
    known = {field.encode_name: field for field in in_order(kind)}
    at_fault = False
    for key in data:
        if key not in known:
            at_fault = True
            valid = [name for name in known if name not in data]
            yield document.fault((*place, key), f"unknown key {shortened(key)}; {nearest(key, valid)}")
    for name, field in known.items():
        if name not in data:
            if field.required:
                at_fault = True
                yield document.fault((*place, name), "missing")
            continue
        for fault in _faults(document, field.type, data[name], (*place, name)):
            at_fault = True
            yield fault
    if not at_fault:
        try:
            convert(data, kind.cls)
        except msgspec.ValidationError as error:
            yield document.fault(place, _without_path(error))


def in_order(kind: inspect.StructType) -> Sequence[inspect.Field]:
    """The fields of a struct in the order in which people are told of them."""
    return sorted(kind.fields, key=lambda field: place_told(kind.cls, field.name))


def _length(length: int, kind: inspect.ListType | inspect.VarTupleType | inspect.DictType) -> str:
    if kind.min_length is not None and length < kind.min_length:
        return "is empty; give at least one"
    if kind.max_length is not None and length > kind.max_length:
        return f"holds {length}; at most {kind.max_length}"
    return ""


def _leaf_message(kind: inspect.Type, data: Any) -> str:
    """What is wrong with a single value; nothing if it is sound."""
    shown = _shown(data)
    if data is None and not isinstance(kind, inspect.AnyType | inspect.CustomType):
        return f"has no value; write {_wanted(kind)}"
    if isinstance(kind, inspect.CustomType):
        try:
            kind.cls.read(data)  # type: ignore[attr-defined]
        except ValueError as error:
            return str(error)
        return ""
    if isinstance(kind, inspect.LiteralType):
        names = [str(value) for value in kind.values]
        return "" if same_word(data, names) else f"{shown} is not known; {nearest(str(data), names)}"
    if isinstance(kind, inspect.DateType):
        return "" if _is_date(data) else f"{shown} is not a date; write it as 2026-04-01"
    if isinstance(kind, inspect.FloatType | inspect.IntType):
        return _number_message(kind, data)
    if not isinstance(kind, inspect.StrType):  # anything is sound
        return ""
    if not isinstance(data, str):
        return f"{shown} should be text"
    if kind.min_length is not None and len(data) < kind.min_length:
        return "is empty; write something"
    if kind.max_length is not None and len(data) > kind.max_length:
        return f"is too long; at most {kind.max_length} characters"
    return ""


def _wanted(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.DateType):
        return "a date as 2026-04-01"
    if isinstance(kind, inspect.LiteralType):
        return "one of: " + ", ".join(str(value) for value in kind.values)
    return "some text" if isinstance(kind, inspect.StrType) else "a number"


def _is_date(data: Any) -> bool:
    try:
        datetime.date.fromisoformat(data)
    except (TypeError, ValueError):
        return False
    return len(data) == len("2026-04-01")


def _number_message(kind: inspect.FloatType | inspect.IntType, data: Any) -> str:
    whole = isinstance(kind, inspect.IntType)
    what = "a whole number" if whole else "a number"
    try:
        number = msgspec.convert(data, int if whole else float, strict=False)
    except msgspec.ValidationError:
        return f"{_shown(data)} is not {what}"
    if not -inf < number < inf:
        return f"{_shown(data)} is not {what}"
    if kind.ge is not None and number < kind.ge:
        return f"{_shown(data)} is out of range: it must be at least {kind.ge:,.10g}"
    if kind.gt is not None and number <= kind.gt:
        return f"{_shown(data)} is out of range: it must be more than {kind.gt:,.10g}"
    if kind.le is not None and number > kind.le:
        return f"{_shown(data)} is out of range: it must be at most {kind.le:,.10g}"
    return ""


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return shortened(value)
