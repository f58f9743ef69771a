"""Upkeep of the scales: which figures end soon or have ended, and which scales a new pay year still lacks."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, Refused
from paymodel.files.cover import OPTIONAL
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scale_histories import Block
from paymodel.files.scales import FOLDERS, Scales
from paymodel.moves.provenance import SOON
from paymodel.pay.rule_book import tax_day

PENSION = ("member-pension-contribution", "employer-pension-contribution", "employer-pension-paid-centrally")
NEW_EVERY_YEAR = (
    *(f"{nation}/pay-points" for nation in FOLDERS),
    "england/high-cost-area-supplement",
    *(f"{scheme}/{name}" for name in PENSION for scheme in ("england_and_wales", "scotland", "northern_ireland")),
    "scotland/member-pension-contribution-previous-year-pay",
    *("uk/income-tax", "scotland/income-tax", "uk/personal-allowance", "uk/national-insurance-employee"),
    *("uk/national-insurance-employer", "uk/student-loans", "uk/tax-codes", "uk/child-benefit"),
    *("uk/child-benefit-charge", "uk/apprenticeship-levy", "uk/marriage-allowance", "scotland/marriage-allowance"),
)
"""Scale files, as folder/figure, that need a block for each new year: one that stands until replaced is not enough."""


@dataclass(frozen=True)
class Ending:
    """A scale file, as folder/figure, the last day of its last block, and whether every answer needs the figure."""

    file: str
    until: datetime.date
    needed: bool


def is_folder_of_scales(path: Path) -> bool:
    """Whether a path is a folder of scale files: it holds their `sources.yaml`."""
    return (path / "sources.yaml").is_file()


def check_scales(folder: Path, name: str) -> Scales:
    """Check every file of a folder of scales. Raises `Faults` with all of them."""
    scales = Scales(folder, name)
    faults: list[Fault] = []
    for path in scales.paths():
        try:
            scales.history(path)
        except Faults as error:
            faults += [fault for fault in error.faults if fault not in faults]
    if not scales.paths():
        faults.append(Fault(name, "", "holds no scale files, such as england/pay-points.yaml"))
    if faults:
        raise Faults(faults)
    return scales


def endings(scales: Scales) -> list[Ending]:
    """Every scale file with an end that nothing follows, the first to end first."""
    ends = []
    for path in scales.paths():
        until = scales.history(path).history[-1].until
        if until is not None:
            nations = [nation for nation, folders in FOLDERS.items() if path.parent.name in folders]
            needed = any(nation not in OPTIONAL.get(path.stem, ()) for nation in nations)
            ends.append(Ending(_key(path), until, needed))
    return sorted(ends, key=lambda ending: (ending.until, ending.file))


def warnings_of(scales: Scales, day: datetime.date) -> list[str]:
    """What ends within 60 days of a day, and what has ended that only some answers need, a line each."""
    sentences = []
    ahead = [ending for ending in endings(scales) if ending.until >= day]
    for ending in endings(scales):
        left = ending.until - day
        if left < datetime.timedelta(0) and not ending.needed:
            sentences.append(f"{ending.file}: ended on {ending.until} and nothing follows; few answers need it")
        elif datetime.timedelta(0) <= left <= SOON:
            sentences.append(
                f"{ending.file}: ends on {ending.until}, in {counted(left.days, 'day')}, and nothing follows"
            )
    if ahead and ahead[0].until - day > SOON:
        first = f"the first to end does so on {ahead[0].until}"
        sentences.append(f"No figure ends within {SOON.days} days of {day}; {first}.")
    return sentences


def ended(scales: Scales, day: datetime.date) -> list[Fault]:
    """A fault for each figure that answers need and that has ended before a day."""
    gone = [ending for ending in endings(scales) if ending.until < day and ending.needed]
    words = "nothing follows: add the new figures, or get a newer version of paymodel"
    return [
        Fault(f"{scales.name}/{ending.file}.yaml", "history", f"ended on {ending.until} and {words}") for ending in gone
    ]


def first_of_pay_year(text: str) -> datetime.date:
    """The first day of a pay year written as 2027-28. Raises `Refused`.

    >>> first_of_pay_year("2027-28")
    datetime.date(2027, 4, 1)
    """
    years = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})", text)
    if not years or (int(years[1]) + 1) % 100 != int(years[2]):
        raise Refused("--pay-year", f"'{text[:20]}' is not a pay year; write it as 2027-28")
    return datetime.date(int(years[1]), 4, 1)


def lacking(scales: Scales, first_day: datetime.date) -> list[Fault]:
    """A fault for each scale file that a pay year, given by its first day, still lacks."""
    year = f"{first_day.year}-{(first_day.year + 1) % 100:02}"
    blocks = {_key(path): scales.history(path).history for path in scales.paths()}
    faults = []
    for file in sorted({*blocks, *NEW_EVERY_YEAR}):
        blocks_of_file = blocks.get(file, [])
        if all(_holds(file, blocks_of_file, first_day, day) for day in _ends_of_year(file, first_day)):
            continue
        words = f"the last block is of {blocks_of_file[-1].span()}" if blocks_of_file else "there is no such file"
        faults.append(Fault(f"{scales.name}/{file}.yaml", "history", f"lacks {year}: {words}"))
    return faults


def _key(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _ends_of_year(file: str, first_day: datetime.date) -> Iterator[datetime.date]:
    """The first and the last day of a pay year, or of the tax year where a figure follows that."""
    following = PARAMETERS[file.partition("/")[2]].follows_tax_year
    first = tax_day(first_day) if following else first_day
    yield first
    yield first.replace(year=first.year + 1) - datetime.timedelta(days=1)


def _holds(file: str, blocks: list[Block], first_day: datetime.date, day: datetime.date) -> bool:
    """Whether a block is in force on a day; where each year has its own, one of this year or one with an end."""
    yearly = file in NEW_EVERY_YEAR
    return any(
        block.covers(day) and (not yearly or block.until is not None or block.effective >= first_day)
        for block in blocks
    )
