"""What is in force on a day, from where, with what status."""

import datetime
from collections.abc import Sequence

import msgspec

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.errors import NotInForce, Refused, nearest
from paymodel.files.scales import PARAMETERS, InForce, Scales
from paymodel.files.words import ClockTime, Share
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.words import NATION_LABELS, percent

OPTIONAL = {
    "high-cost-area-supplement": ("wales", "scotland", "northern_ireland"),
    "annex-5-windows": ("scotland",),
    "annex-5-percentages": ("scotland",),
    "member-pension-contribution-previous-year-pay": ("england", "wales", "northern_ireland", "scotland"),
}
"""Figures that a nation need not have."""


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
        rows, notes, values = [], [], []
        for name in [parameter] if parameter else PARAMETERS:
            try:
                found = scales.in_force(name, nation, day)
            except NotInForce as error:
                if nation not in OPTIONAL.get(name, ()):
                    missing.append(str(error))
                continue
            cited = found.citation
            rows.append([name, cited.status, str(cited.effective), str(cited.until or "until replaced"), cited.source])
            if cited.until is None:
                notes.append(f"{name}: {cited.until_because}")
            if cited.note:
                notes.append(f"{name}: {cited.note}")
            values += _other_statuses(name, found)
            if parameter:
                values += [f"{cited.title}, {cited.publisher}, {cited.where}. {cited.url}", *_values(found)]
        if rows:
            blocks.append(Heading(NATION_LABELS[nation]))
            blocks.append(Table(["Figure", "Status", "From", "Until", "Source"], rows))
            blocks.append(Bullets([*dict.fromkeys([*notes, *values])]))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}."))
    return (blocks if len(blocks) > 2 else []), list(dict.fromkeys(missing))


def _other_statuses(name: str, found: InForce) -> list[str]:
    """Rows of a block whose status is not the block's."""
    said = []
    values = found.values
    rows = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, row in rows:
        for number, one in enumerate(row if isinstance(row, list) else [row], 1):
            status = getattr(one, "status", None)
            if status and status != found.citation.status:
                step = f", step {number}" if isinstance(row, list) else ""
                label = getattr(one, "name", None) or (f"band {key}" if isinstance(key, str) else _bracket(one))
                note = f" ({one.note})" if one.note else ""
                said.append(f"{name}, {label}{step}: {status}{note}")
    return said


def _bracket(row: object) -> str:
    return f"above {getattr(row, 'above', 0):g} hours"


def _values(found: InForce) -> list[str]:
    values = found.values
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
        value = {name: item for name, item in msgspec.structs.asdict(value).items() if item not in (None, "")}
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(item)}" for key, item in value.items())
    if isinstance(value, Share):
        return percent(value)
    if isinstance(value, ClockTime):
        return f"{value // 60:02}:{value % 60:02}"
    if isinstance(value, float):
        return f"{value:,.10g}"
    return str(value)
