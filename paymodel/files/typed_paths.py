"""Typed paths: a dotted path into a typed model, and the model with another value there. All else of it is shared.

A path leads through fields of structs, keys of mappings and places of lists, to a last part that may be a field or key
which says nothing yet. The value is text, lists and mappings as people write them, and is read as the field's own type.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import msgspec

from paymodel.errors import Fault, Faults, nearest, shortened
from paymodel.files.validation import validate_as
from paymodel.files.yaml_documents import Document, Model, Place, place_told

EVERY = "all"
"""In a dotted path, every entry of a list: `offers.all.long_term_premium`."""
Entries = list[Any] | tuple[Any, ...]


@dataclass(frozen=True)
class _Change:
    """A value to be set, how many parts of its dotted path lead on from here, and the whole path."""

    path: str
    parts: tuple[str, ...]
    value: Any

    def further_on(self) -> "_Change":
        """The change as the next part of its path sees it."""
        return replace(self, parts=self.parts[1:])


class LeadsNowhere(ValueError):
    """Paths that lead nowhere: why, for each."""

    def __init__(self, why: Mapping[str, str]) -> None:
        self.why = why
        super().__init__("; ".join(why.values()))


def with_values(document: Document, model: Model, changes: Mapping[str, Any]) -> Model:
    """A model with values at dotted paths, every part that no path leads through being the same object.

    What must hold of several fields is judged once, when all of them are set: changes may be sound together alone. Of
    two that set the same place, the later holds. Raises `LeadsNowhere` where paths do, else `Faults` of the document
    where values cannot be.

    >>> from paymodel.files.rotas import ShiftFile
    >>> shift = ShiftFile(start=420, end=900, unpaid_break_minutes=30.0)
    >>> with_values(Document("a.yaml", {}), shift, {"end": None, "hours": "8"}).hours
    8.0
    """
    setting = _Setting(document)
    listed = [_Change(path, tuple(path.split(".")), value) for path, value in changes.items()]
    changed: Model = setting.within(model, type(model), listed, ())
    if setting.nowhere:
        raise LeadsNowhere({path: setting.nowhere[path] for path in changes if path in setting.nowhere})
    if setting.faults:
        raise Faults(setting.faults)
    return changed


class _Setting:
    """Sets values in a model of a document, gathering what is wrong with them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nowhere: dict[str, str] = {}
        self.faults: list[Fault] = []

    def within(self, at: Any, kind: Any, changes: Sequence[_Change], above: Place) -> Any:
        """What is at a place, with values set there or some parts further on."""
        set_here = [number for number, change in enumerate(changes) if not change.parts]
        if set_here:
            last = set_here[-1]
            try:
                at = validate_as(self.document, kind, changes[last].value, above)
            except Faults as error:
                self.faults += error.faults
                return at
            changes = changes[last + 1 :]
        if not changes:
            return at
        if isinstance(at, msgspec.Struct):
            return self._within_struct(at, changes, above)
        kind = _without_none(kind)
        if isinstance(at, list | tuple):
            return self._within_list(at, _kinds_within(kind)[0], changes, above)
        if isinstance(at, dict):
            return self._within_mapping(at, _kinds_within(kind)[-1], changes, above)
        for change in changes:
            words = f"{shortened(change.parts[0])} leads nowhere: {'.'.join(map(str, above))} holds text"
            self.nowhere.setdefault(change.path, words)
        return at

    def _within_struct(self, at: msgspec.Struct, changes: Sequence[_Change], above: Place) -> Any:
        kinds = _kinds_of(type(at))
        values = {}
        for part, group in _by_first_part(changes).items():
            new_key = len(group[0].parts) == 2 and isinstance(getattr(at, part, None), dict)
            if group[0].parts[1:] and not new_key and not _leads_on(at, part):
                self._leads_nowhere(group, _stated(at))
            elif part not in kinds:
                stated = _stated(at)
                words = (
                    f"unknown key {shortened(part)}; {nearest(part, [name for name in kinds if name not in stated])}"
                )
                self.faults.append(self.document.fault((*above, part), words))
            else:
                further = [change.further_on() for change in group]
                values[part] = self.within(getattr(at, part), kinds[part], further, (*above, part))
        try:
            return msgspec.structs.replace(at, **values)
        except ValueError as error:  # two fields that do not go together
            self.faults.append(self.document.fault(above, str(error)))
            return at

    def _within_list(self, at: Entries, inner: Any, changes: Sequence[_Change], above: Place) -> Entries:
        by_number: dict[int, list[_Change]] = {}
        for change in changes:
            try:
                every = change.parts[0] == EVERY and len(change.parts) > 1
                numbers = range(len(at)) if every else [place_in_list(at, change.parts[0])]
            except ValueError as error:
                self.nowhere.setdefault(change.path, str(error))
                continue
            for number in numbers:
                by_number.setdefault(number, []).append(change.further_on())
        entries = list(at)
        for number, group in by_number.items():
            entries[number] = self.within(at[number], inner, group, (*above, number))
        return entries if isinstance(at, list) else tuple(entries)

    def _within_mapping(
        self, at: Mapping[str, Any], inner: Any, changes: Sequence[_Change], above: Place
    ) -> Mapping[str, Any]:
        entries = dict(at)
        for part, group in _by_first_part(changes).items():
            if part not in at and group[0].parts[1:]:
                self._leads_nowhere(group, at)
            else:
                further = [change.further_on() for change in group]
                entries[part] = self.within(at.get(part), inner, further, (*above, part))
        return entries

    def _leads_nowhere(self, changes: Iterable[_Change], known: Collection[str]) -> None:
        for change in changes:
            if change.parts[1:]:
                words = f"{shortened(change.parts[0])} leads nowhere; {nearest(change.parts[0], known)}"
                self.nowhere.setdefault(change.path, words)


def _by_first_part(changes: Iterable[_Change]) -> Mapping[str, Sequence[_Change]]:
    """Changes by the first part of what is left of their paths, in their order."""
    groups: dict[str, list[_Change]] = {}
    for change in changes:
        groups.setdefault(change.parts[0], []).append(change)
    return groups


def place_in_list(at: Collection[Any], part: str) -> int:
    """The place in a list that a part of a path names. Raises `ValueError` with those that there are.

    >>> place_in_list(["a", "b"], "1")
    1
    """
    if re.fullmatch(r"[0-9]{1,4}", part) and int(part) < len(at):
        return int(part)
    valid = "the only one is 0" if len(at) == 1 else f"they are 0 to {len(at) - 1}"
    raise ValueError(f"{shortened(part)} leads nowhere; {valid}")


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
