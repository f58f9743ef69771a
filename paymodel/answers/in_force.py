"""What is in force on a day, from where, with what status."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.figures import CITED, citation_cells
from paymodel.answers.phrasing import NATION_LABELS, percent
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.counting import counted
from paymodel.errors import NotInForce, Refused, nearest
from paymodel.files.cover import OPTIONAL
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scales import InForce, Scales
from paymodel.files.value_types import ClockTime, Share, YesNo
from paymodel.moves.provenance import ending_soon
from paymodel.pay.job import BANDS
from paymodel.pay.rule_book import Citation


@dataclass(frozen=True, eq=False)
class Figure:
    """A figure in force in a nation on a day: its name, values, source and status.

    `unit` and `description` are those of its file. `others` name the rows whose status is not the block's.
    """

    name: str
    nation: str
    unit: str
    description: str
    block: InForce
    others: tuple[str, ...]

    @property
    def cited(self) -> Citation:
        """Its source and status."""
        return self.block.citation


def figures_in_force(scales: Scales, nation: str, day: datetime.date) -> tuple[list[Figure], list[str]]:
    """Every figure in force in a nation on a day, and what ought to be but is not.

    >>> from paymodel.files.scales import shipped_scales
    >>> figures, missing = figures_in_force(shipped_scales(), "england", datetime.date(2026, 11, 22))
    >>> figures[0].name, figures[0].cited.status, missing
    ('pay-points', 'confirmed', [])
    """
    figures, missing = [], []
    for name in PARAMETERS:
        try:
            block = scales.in_force(name, nation, day)
        except NotInForce as error:
            if nation not in OPTIONAL.get(name, ()):
                missing.append(str(error))
            continue
        path = scales.find(name, nation)
        history = None if path is None else scales.history(path)
        about = ("", "") if history is None else (history.unit, history.description)
        figures.append(Figure(name, nation, *about, block, tuple(_other_statuses(name, block))))
    return figures, missing


def in_force(
    scales: Scales, nations: Sequence[str], day: datetime.date, parameter: str | None = None
) -> tuple[list[Block], list[str]]:
    """A table for each nation of what is in force on a day, and what ought to be but is not.

    With a parameter, its values too.
    """
    if parameter is not None and parameter not in PARAMETERS:
        raise Refused("--parameter", f"'{parameter}' is not a figure; {nearest(parameter, PARAMETERS)}")
    blocks: list[Block] = [Heading(f"In force on {day}", 1)]
    missing: list[str] = []
    for nation in nations:
        notes = []
        figures, absent = figures_in_force(scales, nation, day)
        missing += [words for words in absent if parameter is None or words.startswith(f"{parameter}:")]
        chosen = [figure for figure in figures if parameter in (None, figure.name)]
        values: list[str] = []
        for figure in chosen:
            cited = figure.cited
            if cited.until is not None and ending_soon([cited], day):
                notes.append(f"{figure.name}: ends on {cited.until}, in {counted((cited.until - day).days, 'day')}.")
            notes += notes_of(figure)
            values += figure.others
            if parameter:
                values += [f"{cited.title}, {cited.publisher}, {cited.where}. {cited.url}", *_values(figure.block)]
        if chosen:
            blocks.append(Heading(NATION_LABELS[nation]))
            blocks.append(in_force_table(chosen).pick("figure", "status", "from", "until", "source_id"))
            blocks.append(Bullets([*dict.fromkeys([*notes, *values])]))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return (blocks if len(blocks) > 2 else []), list(dict.fromkeys(missing))


def notes_of(figure: Figure) -> list[str]:
    """Why a figure stands until replaced, and what is noted of it."""
    cited = figure.cited
    because = [cited.until_because] if cited.until is None else []
    return [f"{figure.name}: {words}" for words in (*because, cited.note) if words]


IN_FORCE = (
    *("figure", "nation", "unit", "status", "other_statuses", "from", "until", "stands_because"),
    *("source", "publisher", "where", "address", "note", "source_id"),
)


def in_force_table(figures: Sequence[Figure]) -> Table:
    """Everything said of some figures, but for their values, as one table."""
    rows: list[list[Cell]] = []
    for figure in figures:
        cited = figure.cited
        others = "; ".join(figure.others)
        notes = [cited.until_because, cited.note, cited.source]
        rows.append([figure.name, figure.nation, figure.unit, *citation_cells(cited), others, *notes])
    columns = [
        *(CITED[0], Column("nation"), Column("unit"), *CITED[1:], Column("other_statuses")),
        *(Column("stands_because", "Until replaced because"), Column("note"), Column("source_id", "Source")),
    ]
    return Table(columns, rows, "In force", "in-force").pick(*IN_FORCE)


def ends_within(figures: Sequence[Figure], day: datetime.date, days: int) -> list[Figure]:
    """The figures whose last day comes within so many days of a day, the first to end first."""
    last = day + datetime.timedelta(days=days)
    ending = [
        (figure.cited.until, figure)
        for figure in figures
        if figure.cited.until is not None and figure.cited.until <= last
    ]
    return [figure for _, figure in sorted(ending, key=lambda pair: pair[0])]


IN_WORDS = ("part", "status", "name", "date", "note")
"""Parts of a row that are no numbers."""
UNSTATED = {"up_to": "everything above", "pounds": "not found"}
"""What a row that lacks a cell means by that."""


def values_table(figure: Figure) -> Table:
    """The values of a figure as a table: a row for each row of its block.

    >>> from paymodel.files.scales import shipped_scales
    >>> figures, _ = figures_in_force(shipped_scales(), "england", datetime.date(2026, 11, 22))
    >>> table = values_table(figures[0])
    >>> table.names, [row for row in table.rows if row[0] == "8a"][0]
    (('band', 'step', 'years', 'pounds', 'status'), ['8a', '1', '0', '57,528', 'confirmed'])
    """
    status = figure.cited.status
    records = [{**row, "status": row.get("status") or status} for row in _records(figure.block.values, figure)]
    head = (*dict.fromkeys(name for row in records for name in row if name != "status"), "status")
    rows = [[_plain(row.get(name, UNSTATED.get(name, ""))) for name in head] for row in records]
    columns = [Column(name, unit=Unit.TEXT if name in IN_WORDS else Unit.NUMBER) for name in head]
    return Table(columns, rows, figure.name, figure.name)


def _records(values: object, figure: Figure) -> list[dict[str, Any]]:
    """Values as rows with named cells."""
    if isinstance(values, msgspec.Struct):
        values = msgspec.structs.asdict(values)
        return [{"part": name, **_cells(value)} for name, value in values.items() if value is not None]
    if isinstance(values, dict):
        first = "band" if set(values) <= set(BANDS) else "part"
        return [
            {first: name, **({"step": number} if isinstance(value, list) else {}), **_cells(row)}
            for name, value in values.items()
            for number, row in enumerate(value if isinstance(value, list) else [value], 1)
        ]
    if isinstance(values, list):
        return [_cells(row) for row in values]
    return [{figure.unit or "value": values}]


def _cells(value: object) -> dict[str, Any]:
    """A row's cells: the fields of a mapping, or the one value."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(part) for name, part in msgspec.structs.asdict(value).items() if part not in (None, "")}
    return {"value": value}


def _other_statuses(name: str, block: InForce) -> list[str]:
    """Rows of a block whose status is not the block's."""
    others = []
    values = block.values
    rows = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, row in rows:
        for number, part in enumerate(row if isinstance(row, list) else [row], 1):
            status = getattr(part, "status", None)
            if status and status != block.citation.status:
                step = f", step {number}" if isinstance(row, list) else ""
                label = _named(part) or (f"band {key}" if isinstance(key, str) else _bracket(part))
                note = f" ({part.note})" if part.note else ""
                others.append(f"{name}, {label}{step}: {status}{note}")
    return others


def _named(row: object) -> str:
    return ", ".join(str(getattr(row, part)) for part in ("date", "name") if getattr(row, part, None))


def _bracket(row: object) -> str:
    return f"above {getattr(row, 'above', 0):g} hours"


SAID_APART = ("status", "note")
"""What a row may hold beside its values; a line of its own says it."""


def _values(block: InForce) -> list[str]:
    values = block.values
    if isinstance(values, msgspec.Struct):
        values = msgspec.structs.asdict(values)
    if isinstance(values, dict):
        return [f"{key}: {_plain(value)}" for key, value in values.items()]
    if isinstance(values, list):
        return [_plain(value) for value in values]
    return [_plain(values)]


def _plain(value: object) -> str:
    """A value as its file would have it."""
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, msgspec.Struct):
        held = msgspec.structs.asdict(value).items()
        cells = {name: UNSTATED["pounds"] if name == "pounds" and item is None else item for name, item in held}
        value = {name: item for name, item in cells.items() if item not in (None, "") and name not in SAID_APART}
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, Share):
        return percent(value)
    if isinstance(value, YesNo):
        return "yes" if value else "no"
    if isinstance(value, ClockTime):
        return f"{value // 60:02}:{value % 60:02}"
    if isinstance(value, float):
        return f"{value:,.10g}"
    return str(value)
