"""Duties whose start and end are in one cell, such as `07:00-19:30` or `Night 1930 - 0800`: as two cells."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paymodel.errors import shortened
from paymodel.files.duty_cells import Dates, span_in
from paymodel.files.duty_mappings import Placed
from paymodel.files.tabular_io import Block

ENDS = ("start", "end")
BREAK = "unpaid_break_minutes"


@dataclass(frozen=True)
class Spans:
    """The heading of the column that holds spans, and others that do too and are not used."""

    heading: str
    others: Sequence[str] = ()

    def placed(self, place: Placed) -> Placed:
        """Where the table has our columns, the start and the end under the one heading."""
        return replace(
            place,
            heading_of={**place.heading_of, **dict.fromkeys(ENDS, self.heading)},
            kinds=list(dict.fromkeys([self.heading, *place.kinds])),
        )

    def words(self) -> str:
        """What is said of it."""
        more = f" {', '.join(map(shortened, self.others))} could be, too, and is not used." if self.others else ""
        return f"The start and the end of each duty are in one column: {shortened(self.heading)}.{more}"


def no_span(text: str) -> str:
    """What is wrong with a cell that holds no start and end, in a form that is still to be filled in."""
    if not text:
        return "missing"
    words = f"{shortened(text)} is not a start and an end, such as 07:00-19:30"
    return words.replace("{", "{{").replace("}", "}}")


def spans_of(block: Block, place: Placed) -> Spans | None:
    """The column that holds starts and ends together, where a table has no columns of them.

    Of several, actual times go before those that were planned, else the first.
    """
    if {*ENDS} & place.heading_of.keys():
        return None
    taken = set(place.heading_of.values())
    dated = bool({"date", "start_date"} & place.heading_of.keys())
    many = {
        heading: sum(_is_duty(text, dated) for text in _texts(block, heading))
        for heading in map(str, block.cells.columns)
        if heading not in taken
    }
    most = max(many.values(), default=0)
    if not most:
        return None
    several = [heading for heading, count in many.items() if 2 * count > most]
    several.sort(key=lambda heading: ("actual" not in heading.lower(), "worked" not in heading.lower()))
    return Spans(several[0], several[1:])


def _is_duty(text: str, dated: bool) -> bool:
    """Whether a cell holds a start and an end whose day is known, from a column of days or from the cell itself."""
    span = span_in(text)
    if span is None or dated:
        return span is not None
    moment = Dates().moment(span.start)
    return moment is not None and moment.day != ""


def as_two_cells(block: Block, place: Placed, spans: Spans) -> tuple[Block, Placed]:
    """A block with the start and the end of each duty in columns of their own, and where they are.

    What a cell says beside its times stays under its heading, as it may say that nobody worked.
    """
    cells = block.cells.copy()
    read = [(text, span_in(text)) for text in _texts(block, spans.heading)]
    cells["start"] = [span.start if span else "" for _, span in read]
    cells["end"] = [span.end if span else "" for _, span in read]
    cells[spans.heading] = [span.label if span else text for text, span in read]
    heading_of = {**place.heading_of, **dict(zip(ENDS, ENDS, strict=True))}
    pauses = [span.unpaid_break if span else "" for _, span in read]
    if BREAK not in heading_of:
        cells[BREAK], heading_of[BREAK] = pauses, BREAK
    else:
        stated = _texts(block, heading_of[BREAK])
        cells[heading_of[BREAK]] = [one or other for one, other in zip(stated, pauses, strict=True)]
    kinds = list(dict.fromkeys([spans.heading, *place.kinds]))
    return replace(block, cells=cells), replace(place, heading_of=heading_of, kinds=kinds)


def _texts(block: Block, heading: str) -> list[str]:
    cells = block.cells[heading]
    return [text.strip() for text in cells.astype(object).where(cells.notna(), "").astype(str).tolist()]
