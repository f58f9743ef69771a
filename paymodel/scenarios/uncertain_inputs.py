"""Plausible values of uncertain inputs: those that ship, and those that a scenario puts in their place."""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from paymodel.errors import Fault, Faults
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name, Status, WebAddress, YesNo
from paymodel.files.yaml_documents import Document, read_document
from paymodel.moves.sensitivity import Swing, Tried
from paymodel.pay.rule_book import CONFIRMED

SHIPPED_VALUES = "plausible/values.yaml"
Change = Mapping[str, Any]
"""What makes a value: dotted paths of a scenario, each with what it is set to."""


class Plausible(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something that is not sure, and the values that it may plausibly have, by name.

    `combined` says that its values are also tried together with those of others; `workforce` that everybody in a staff
    list may be given them, in place of what the list says. `nations`, `effective` and `until` say where and when it is
    open, everywhere and always without them. Without values it is left out.
    """

    what: Name
    why: Annotated[str, Meta(max_length=500)]
    affects: Annotated[str, Meta(max_length=200)] = ""
    status: Status = "assumed"
    source: Annotated[str, Meta(max_length=200)] = ""
    url: WebAddress | None = None
    nations: list[Literal["england", "wales", "scotland", "northern_ireland"]] = []
    effective: datetime.date | None = None
    until: datetime.date | None = None
    combined: YesNo = YesNo(0)
    workforce: YesNo = YesNo(0)
    values: Annotated[dict[Name, dict[str, Any]], Meta(max_length=40)]

    def is_open(self, nation: str, day: datetime.date) -> bool:
        """Whether it is open in a nation on a day."""
        started = self.effective is None or self.effective <= day
        return started and (self.until is None or day <= self.until) and (not self.nations or nation in self.nations)

    def swing(self, name: str, stands: float, tried: Iterable[Tried]) -> Swing:
        """How far an answer that stands so moves as this takes each of its values."""
        return Swing(
            id=name,
            what=self.what,
            why=self.why.strip(),
            affects=self.affects,
            status=self.status,
            source=self.source,
            url=self.url or "",
            as_it_stands=stands,
            tried=tuple(tried),
        )

    @property
    def rotas(self) -> frozenset[str]:
        """The rotas among which the post held may have another; empty where this is not about the rota held."""
        return frozenset(change["current.rota"] for change in self.values.values() if "current.rota" in change)


Plausibles = Annotated[dict[Name, Plausible], Meta(max_length=200)]


class PlausibleFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of plausible values."""

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    plausible: Plausibles


def read_plausible(document: Document) -> Mapping[str, Plausible]:
    """The plausible values of a document, by the name of what is not sure. Raises `Faults`."""
    plausible = validate(document, PlausibleFile).plausible
    if faults := plausible_faults(document, plausible):
        raise Faults(faults)
    return plausible


def plausible_faults(document: Document, plausible: Mapping[str, Plausible]) -> list[Fault]:
    """What is wrong with plausible values beyond their shape."""
    faults = [
        document.fault(("plausible", name, "status"), "confirmed needs a source: name the document, or say assumed")
        for name, stated in plausible.items()
        if stated.status == CONFIRMED and not stated.source
    ]
    faults += [
        document.fault(("plausible", name, "values", words), "changes nothing; give a path and a value")
        for name, stated in plausible.items()
        for words, change in stated.values.items()
        if not change
    ]
    return faults


@cache
def shipped_plausible() -> Mapping[str, Plausible]:
    """The plausible values that ship with the package.

    >>> list(shipped_plausible()["sickness"].values)
    ['none', '5.7%', '7.5%']
    """
    return read_plausible(read_document(shipped_folder("scenarios") / SHIPPED_VALUES, SHIPPED_VALUES))


def combinations(together: Sequence[Plausible]) -> Iterator[tuple[dict[str, str], list[Change]]]:
    """Every combination of the values of some things: what each is called, by what it is of, and what makes it."""
    for values in itertools.product(*(plausible.values.items() for plausible in together)):
        names, changes = zip(*values, strict=True)
        yield {plausible.what: name for plausible, name in zip(together, names, strict=True)}, list(changes)


def point_of(change: Change, terms: object, offer: int | None = None) -> dict[str, Any]:
    """The changes of a value for the terms of a scenario, for one offer alone if its number is given.

    Hours stated in the other unit are taken away.

    >>> from types import SimpleNamespace
    >>> terms = SimpleNamespace(current=SimpleNamespace(overtime_hours_a_year=50.0))
    >>> point_of({"current.overtime_hours_a_week": "1"}, terms)
    {'current.overtime_hours_a_week': '1', 'current.overtime_hours_a_year': None}
    >>> point_of({"offers.all.step": "top"}, terms, 2)
    {'offers.2.step': 'top'}
    """
    point: dict[str, Any] = {}
    for path, value in change.items():
        point[path if offer is None else path.replace("offers.all.", f"offers.{offer}.")] = value
        above, _, key = path.rpartition(".")
        for unit, other in (("_a_week", "_a_year"), ("_a_year", "_a_week")):
            twin = f"{key.removesuffix(unit)}{other}"
            if key.endswith(unit) and getattr(getattr(terms, above, None), twin, None) is not None:
                point[f"{above}.{twin}"] = None
    return point
