"""The public holidays of a nation: which rows of its list are counted, by the switches, and where each comes from."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from paymodel.files.scale_files import Holiday
from paymodel.files.scale_histories import Source
from paymodel.pay.rule_book import Citation, PublicHoliday, Switches

USUAL_PUBLIC_HOLIDAYS = {"england": 8, "wales": 8, "scotland": 8, "northern_ireland": 10}
"""NHS Employers, public holidays and time in lieu. Scotland: 60 hours, DL(2024)07. Northern Ireland has ten."""
AS_USUAL_FROM_THE_FIRST_YEAR = ("scotland",)
"""Where the first year holds the usual number too: boards give eight days, and the list holds ten bank holidays."""
BOTH_COUNT = ("england", "wales")
"""Where a public holiday at a weekend counts beside its substitute: handbook 2.28 and Annex 25."""


def first_year_as_usual(nation: str, switches: Switches) -> bool:
    """Whether the pay year asked about holds the usual number of public holidays, whatever the calendar holds."""
    own = "usual" if nation in AS_USUAL_FROM_THE_FIRST_YEAR else "calendar"
    return (switches.first_year_public_holidays or own) == "usual"


def is_counted(holiday: PublicHoliday, nation: str, switches: Switches) -> bool:
    """Whether a day is paid as a public holiday: one at a weekend by its own switch, an unverified one by another."""
    if holiday.beside:
        own = "both" if nation in BOTH_COUNT else "substitute"
        return (switches.weekend_public_holidays or own) == "both"
    return holiday.citation is None or holiday.citation.status != "unverified" or switches.unverified_public_holidays


def days_of(
    rows: Sequence[Holiday], block: Citation, sources: Mapping[str, Source]
) -> dict[datetime.date, PublicHoliday]:
    """The public holidays of a block by day; one with a status or a source of its own has a citation of its own."""
    return {
        row.date: PublicHoliday(row.name, tuple(row.beside or ()), bool(row.additional), _citation(row, block, sources))
        for row in rows
    }


def _citation(row: Holiday, block: Citation, sources: Mapping[str, Source]) -> Citation | None:
    if not (row.status or row.source):
        return None
    source = sources[row.source or block.source]
    return replace(
        block,
        status=row.status or block.status,
        source=source.id,
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        where=row.where or block.where,
        note=row.note,
        row=f"{row.date}, {row.name}",
    )
