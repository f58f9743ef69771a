"""Typed paths: a dotted path into a typed model, and the model with another value there. All else of it is shared.

A path leads through fields of structs, keys of mappings and places of lists, to a last part that may be a field or key
which says nothing yet. The value is text, lists and mappings as people write them, and is read as the field's own type.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from paymodel.errors import Faults, nearest, shortened
from paymodel.files.validation import validate_as
from paymodel.files.yaml_documents import Document, Model, Place, place_told

EVERY = "all"
"""In a dotted path, every entry of a list: `offers.all.long_term_premium`."""


def with_value(document: Document, model: Model, path: str, value: Any) -> Model:
    """A model with a value at a dotted path, every part that the path does not lead through being the same object.

    Raises `ValueError` where the path leads nowhere, and `Faults` of the document where the value cannot be.

    >>> from paymodel.files.rotas import ShiftFile
    >>> shift = ShiftFile(start=420, end=900, unpaid_break_minutes=30.0)
    >>> with_value(Document("a.yaml", {}), shift, "end", "15:30").end
    930
    """
    changed: Model = _set(document, model, type(model), tuple(path.split(".")), value, ())
    return changed


def _set(document: Document, at: Any, kind: Any, parts: tuple[str, ...], value: Any, above: Place) -> Any:
    """What stands at a place, with a value set some parts further on."""
    if not parts:
        return validate_as(document, kind, value, above)
    part, *rest = parts
    if isinstance(at, msgspec.Struct):
        return _set_in_struct(document, at, parts, value, above)
    kind = _without_none(kind)
    if isinstance(at, list | tuple):
        inner = _kinds_within(kind)[0]
        if part == EVERY and rest:
            return [_set(document, item, inner, tuple(rest), value, (*above, n)) for n, item in enumerate(at)]
        number = place_in_list(at, part)
        changed = _set(document, at[number], inner, tuple(rest), value, (*above, number))
        return type(at)([*at[:number], changed, *at[number + 1 :]])
    if isinstance(at, dict):
        if rest and part not in at:
            raise leads_nowhere(part, at)
        return {**at, part: _set(document, at.get(part), _kinds_within(kind)[-1], tuple(rest), value, (*above, part))}
    raise ValueError(f"{shortened(part)} leads nowhere: {'.'.join(map(str, above))} holds text")


def _set_in_struct(document: Document, at: msgspec.Struct, parts: tuple[str, ...], value: Any, above: Place) -> Any:
    part, *rest = parts
    kinds = _kinds_of(type(at))
    new_key = len(rest) == 1 and isinstance(getattr(at, part, None), dict)
    if rest and not new_key and not _leads_on(at, part):
        raise leads_nowhere(part, _stated(at))
    if part not in kinds:
        words = f"unknown key {shortened(part)}; {nearest(part, [name for name in kinds if name not in _stated(at)])}"
        raise Faults([document.fault((*above, part), words)])
    inner = _set(document, getattr(at, part), kinds[part], tuple(rest), value, (*above, part))
    try:
        return msgspec.structs.replace(at, **{part: inner})
    except ValueError as error:  # two fields that do not go together
        raise Faults([document.fault(above, str(error))]) from None


def place_in_list(at: Collection[Any], part: str) -> int:
    """The place in a list that a part of a path names. Raises `ValueError` with those that there are.

    >>> place_in_list(["a", "b"], "1")
    1
    """
    if re.fullmatch(r"[0-9]{1,4}", part) and int(part) < len(at):
        return int(part)
    valid = "the only one is 0" if len(at) == 1 else f"they are 0 to {len(at) - 1}"
    raise ValueError(f"{shortened(part)} leads nowhere; {valid}")


def leads_nowhere(part: str, known: Collection[str]) -> ValueError:
    """Why a part of a path leads nowhere: none of the keys that are known."""
    return ValueError(f"{shortened(part)} leads nowhere; {nearest(part, known)}")


def _leads_on(at: msgspec.Struct, name: str) -> bool:
    """Whether a path may lead through a field of a struct: what it holds has fields of its own, or was stated."""
    value = getattr(at, name, None)
    if isinstance(value, list | dict):
        return bool(value)
    return isinstance(value, msgspec.Struct) or name in _stated(at)


def _stated(at: msgspec.Struct) -> list[str]:
    """The fields of a struct that say something of their own, in the order in which people are told of them."""
    stated = []
    for field in sorted(msgspec.structs.fields(type(at)), key=lambda field: place_told(type(at), field.name)):
        made = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
        if getattr(at, field.name) != made:
            stated.append(field.name)
    return stated


@cache
def _kinds_of(struct: type[msgspec.Struct]) -> Mapping[str, Any]:
    """The type of each field of a struct."""
    hints = get_type_hints(struct, include_extras=True)
    return {name: hints[name] for name in struct.__struct_fields__}


def _without_none(kind: Any) -> Any:
    """The type of what is there, of a field that may say nothing."""
    if get_origin(kind) in (Union, UnionType):
        return next(inner for inner in get_args(kind) if inner is not type(None))
    return kind


def _kinds_within(kind: Any) -> tuple[Any, ...]:
    """The types that a list's or a mapping's type names; the last is that of its values."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_args(kind) or (Any,)
