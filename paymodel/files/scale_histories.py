"""Scale files as a whole: their sources and histories, and what is wrong with a file, if anything."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from paymodel.errors import Fault, Faults, nearest
from paymodel.files.scale_files import PARAMETERS, Holiday, Kind, Row
from paymodel.files.validation import validate
from paymodel.files.value_types import Status, Text, WebAddress
from paymodel.files.yaml_documents import Document, Place, parse, read_text


class Source(Row, frozen=True, kw_only=True):
    """A document that figures come from, listed once in `scales/sources.yaml`.

    `url` is the page with the figure. A home page needs a `note` that no page was found.
    """

    id: Text
    title: Text
    publisher: Text
    url: WebAddress
    note: str = ""
    date: datetime.date | None

    @property
    def is_home_page(self) -> bool:
        """Whether the address is a publisher's front door, and not a page.

        >>> Source(id="a", title="A", publisher="B", url="https://www.parliament.scot/", date=None).is_home_page
        True
        """
        address = urlsplit(self.url)
        return not address.path.strip("/") and not address.query


class Block(Row, frozen=True, kw_only=True):
    """One dated block of a figure's history. `until` is inclusive; null only with `until_because`."""

    effective: datetime.date
    until: datetime.date | None
    until_because: str = ""
    status: Status
    source: Text
    where: Text
    note: str = ""
    values: Any

    def __post_init__(self) -> None:
        if self.until is None and not self.until_because:
            raise ValueError("until is null: say in until_because why the block stands until replaced")
        if self.until is not None and self.until < self.effective:
            raise ValueError(f"ends on {self.until}, before it starts on {self.effective}")

    def covers(self, day: datetime.date) -> bool:
        """Whether the block is in force on a day."""
        return self.effective <= day and (self.until is None or day <= self.until)

    def span(self) -> str:
        """The block's dates in words."""
        return f"{self.effective} to {self.until or 'further notice'}"


class NotFound(Row, frozen=True, kw_only=True):
    """Days between two blocks for which no figure was found, and why. `until` is inclusive."""

    effective: datetime.date
    until: datetime.date
    because: Text

    def covers(self, day: datetime.date) -> bool:
        """Whether a day is one of them."""
        return self.effective <= day <= self.until


class Parameter(Row, frozen=True, kw_only=True):
    """A figure's whole history, as its file holds it, and the gaps in it that are known."""

    parameter: Text
    kind: Kind
    unit: Text
    description: Text
    not_found: list[NotFound] = msgspec.field(default_factory=list)
    history: Annotated[list[Block], Meta(min_length=1)]


def values_of(document: Document, parameter: str, raw: Any, index: int) -> Any:
    """The values of a block, checked. Raises `Faults`."""
    place = ("history", index, "values")
    known = PARAMETERS[parameter]
    values = validate(document, known.values, raw, place)
    faults = [document.fault((*place, *where), words) for where, words in known.more(values)]
    if faults:
        raise Faults(faults)
    return values


def read_sources(path: Path, name: str | None = None) -> dict[str, Source]:
    """Read `sources.yaml`: a list, each id once."""
    document = parse(read_text(path, name), name or str(path))
    if not isinstance(document.data, list):
        raise Faults([document.fault((), "is not a list of sources")])
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for index, item in enumerate(document.data):
        try:
            source = validate(document, Source, item, (index,))
        except Faults as error:
            faults.extend(error.faults)
            continue
        if source.is_home_page and not source.note:
            words = "is a home page; give the page with the figure, or say in note that none was found"
            faults.append(document.fault((index, "url"), words))
        if source.id in sources:
            faults.append(document.fault((index, "id"), f"the source '{source.id}' stands twice"))
        sources[source.id] = source
    if faults:
        raise Faults(faults)
    return sources


def check_parameter(document: Document, stem: str, sources: Mapping[str, Source]) -> tuple[Parameter, tuple[Any, ...]]:
    """Check a scale file: keys, dates without overlap or gap, known sources, values of the right shape.

    Returns its history, and the values of each block as they were checked. Raises `Faults`.
    """
    try:
        parameter = validate(document, Parameter)
    except Faults as error:
        raise Faults([*error.faults, *_faults_of_values(document)]) from None
    faults: list[Fault] = []
    known = PARAMETERS.get(parameter.parameter)
    if known is None:
        message = f"'{parameter.parameter}' is not a parameter; {nearest(parameter.parameter, PARAMETERS)}"
        raise Faults([document.fault(("parameter",), message)])
    if parameter.parameter != stem:
        message = f"'{parameter.parameter}' does not match the file's name '{stem}'"
        raise Faults([document.fault(("parameter",), message)])
    if parameter.kind != known.kind:
        faults.append(document.fault(("kind",), f"'{parameter.kind}' should be '{known.kind}' for this parameter"))
    checked: list[Any] = []
    for index, block in enumerate(parameter.history):
        place = ("history", index)
        faults += _unknown_source(document, block.source, sources, (*place, "source"))
        try:
            values = values_of(document, parameter.parameter, block.values, index)
            checked.append(values)
            if known.values == list[Holiday]:
                faults += _faults_of_holidays(document, block, values, sources, (*place, "values"))
        except Faults as error:
            faults.extend(error.faults)
        if index:
            before = parameter.history[index - 1]
            if before.until is None or block.effective <= before.until:
                words = f"overlaps the block of {before.span()}; "
                if block.effective > before.effective:
                    words += f"end that one on {block.effective - datetime.timedelta(days=1)}"
                else:
                    words += "put the blocks in order"
                faults.append(document.fault((*place, "effective"), words))
            elif block.effective > (starts := before.until + datetime.timedelta(days=1)) and not any(
                (gap.effective, gap.until) == (starts, block.effective - datetime.timedelta(days=1))
                for gap in parameter.not_found
            ):
                faults.append(document.fault((*place, "effective"), f"leaves a gap after the block of {before.span()}"))
    if faults:
        raise Faults(faults)
    return parameter, tuple(checked)


def _faults_of_holidays(
    document: Document, block: Block, holidays: Sequence[Holiday], sources: Mapping[str, Source], place: Place
) -> list[Fault]:
    faults = []
    for row, holiday in enumerate(holidays):
        if not block.covers(holiday.date):
            words = f"{holiday.date} lies outside the block of {block.span()}"
            faults.append(document.fault((*place, row, "date"), words))
        faults += _unknown_source(document, holiday.source, sources, (*place, row, "source"))
    return faults


def _unknown_source(document: Document, source: str | None, sources: Mapping[str, Source], place: Place) -> list[Fault]:
    if source is None or source in sources:
        return []
    return [document.fault(place, f"'{source}' is not in sources.yaml; {nearest(source, sources)}")]


def _faults_of_values(document: Document) -> list[Fault]:
    """Faults of the values of each block, where the rest of the file is at fault too."""
    name, history = document.data.get("parameter"), document.data.get("history")
    faults: list[Fault] = []
    if isinstance(name, str) and name in PARAMETERS and isinstance(history, list):
        for index, block in enumerate(history):
            if isinstance(block, dict) and "values" in block:
                try:
                    values_of(document, name, block["values"], index)
                except Faults as error:
                    faults.extend(error.faults)
    return faults
