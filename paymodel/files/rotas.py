"""Rota files: a shift dictionary and lines of shift codes."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import msgspec
import numpy as np
from msgspec import Meta

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, Refused, bare, nearest, shortened
from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import ClockTime, Line, Name
from paymodel.files.yaml_documents import Document, Place, mapping_in, read_text
from paymodel.pay.clock import DAY
from paymodel.pay.rota import OFF, RELIEF, Rota, Shift

MOST_HOURS = 100
MOST_WEEKS, LONGEST_CODE = 520, 12
A_HAIR = 1e-6
"""Minutes by which hours written in decimals may miss a whole minute."""
LEAST_REST = 11
"""Hours of rest that a worker is due in each 24: Working Time Regulations 1998 (SI 1998/1833), regulation 10."""
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ShiftFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A shift as its file holds it: its end, or how many hours it lasts, break included; either or both.

    A shift that ends when it starts must say its hours: 24, as no clock tells 24 hours from none.
    """

    EITHER: ClassVar = ("end", "hours")

    start: ClockTime
    end: ClockTime | None = None
    hours: Annotated[float, Meta(gt=0, le=DAY // 60)] | None = None
    unpaid_break_minutes: Annotated[float, Meta(ge=0, le=DAY)]
    break_start: ClockTime | None = None
    public_holidays: Literal["worked", "leave"] | None = None

    def __post_init__(self) -> None:
        if self.end is None and self.hours is None:
            raise ValueError("has no end; give its end, or the hours that it lasts")


class RotaFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rota as its file holds it."""

    title: Name
    status: Annotated[str, Meta(max_length=40)] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""
    public_holidays: Literal["worked", "leave"]
    shifts: Annotated[dict[str, ShiftFile], Meta(min_length=1, max_length=200)]
    weeks: Annotated[list[Line], Meta(min_length=1, max_length=MOST_WEEKS)]


def shipped_rotas() -> list[str]:
    """Names of the rotas that ship with the package."""
    return sorted(path.stem for path in (shipped_folder("scenarios") / "rotas").glob("*.yaml"))


def find_rota(reference: str, folder: Path | None) -> Path:
    """The file that a reference names: a bare name is a shipped rota, a path stays inside the folder, if any.

    Raises `ValueError` with what would be right.
    """
    if re.fullmatch(r"[A-Za-z0-9 _-]+", reference):
        reference = {bare(name): name for name in shipped_rotas()}.get(bare(reference), reference)
    if re.fullmatch(r"[A-Za-z0-9_-]+", reference):
        path = shipped_folder("scenarios") / "rotas" / f"{reference}.yaml"
        if not path.is_file():
            raise ValueError(f"'{reference}' is not a shipped rota; {nearest(reference, shipped_rotas())}")
        return path
    return inside(reference, folder)


def inside(reference: str, folder: Path | None) -> Path:
    """A path relative to a folder that does not leave it; any path where no folder is given.

    Raises `ValueError` with what would be right.
    """
    if "\x00" in reference or "\\" in reference:
        raise ValueError(f"'{reference[:60]}' is not a path; write it with forward slashes, such as rotas/ward.yaml")
    path = Path(reference) if folder is None else folder / reference
    try:
        stays = folder is None or (
            not Path(reference).is_absolute() and path.resolve().is_relative_to(folder.resolve())
        )
        there = stays and path.is_file()
    except (OSError, RuntimeError):
        raise ValueError(f"'{reference[:60]}' cannot be followed; name a file") from None
    if not stays:
        raise ValueError(f"'{reference[:60]}' leaves the folder; a file lies beside or below the one that names it")
    if not there:
        names = [] if folder is None else [p.relative_to(folder).as_posix() for p in folder.glob("*/*.yaml")]
        hint = nearest(reference, names) if names else ""
        raise ValueError(f"'{reference[:60]}' does not exist" + (f"; {hint}" if hint.startswith("did") else ""))
    return path


def load_rota(path: Path | str) -> Rota:
    """Read a rota file, or a shipped rota by its name.

    Raises `Faults` with every fault of the file.

    >>> load_rota("monday-to-friday").paid_hours_a_week()
    37.5
    """
    if isinstance(path, str):
        try:
            path = find_rota(path, Path())
        except ValueError as error:
            raise Faults([Fault(str(path), "", str(error))]) from None
    return _rota_of_text(read_text(path), str(path))


@lru_cache(maxsize=256)
def _rota_of_text(text: str, name: str) -> Rota:
    """The rota of a text, checked once as long as it is the same."""
    return rota_of(mapping_in(text, name))


def rota_of(document: Document) -> Rota:
    """Check a rota document and make the rota."""
    try:
        file = validate(document, RotaFile)
    except Faults as error:
        lines = document.data.get("weeks")
        shifts = document.data.get("shifts")
        whole = isinstance(lines, list) and all(isinstance(line, str) for line in lines)
        known = list(shifts) if isinstance(shifts, dict) else None
        raise Faults([*error.faults, *(_lines(document, lines, known)[1] if whole else [])]) from None
    return rota_from(file, document)


def rota_from(file: RotaFile, document: Document) -> Rota:
    """The rota of a file whose shape is sound; `document` names the place of each fault. Raises `Faults`."""
    faults: list[Fault] = []
    shifts: dict[str, Shift] = {}
    for code, shift in file.shifts.items():
        place: Place = ("shifts", code)
        if code in (OFF, RELIEF) or not re.fullmatch(rf"\S{{1,{LONGEST_CODE}}}", code):
            faults.append(
                document.fault(place, f"'{code}' cannot be a shift code: '-' is off, 'R' is relief; no spaces")
            )
            continue
        if shift.start == DAY:
            faults.append(document.fault((*place, "start"), "a shift starts at 00:00, not at 24:00"))
            continue
        try:
            length = _minutes(shift)
        except Refused as error:
            faults.append(document.fault((*place, error.place), error.message))
            continue
        if shift.unpaid_break_minutes >= length:
            message = f"a break of {shift.unpaid_break_minutes:g} minutes leaves nothing of a shift of {length}"
            faults.append(document.fault((*place, "unpaid_break_minutes"), message))
            continue
        begins = np.nan
        if shift.break_start is not None:
            begins = shift.break_start + (DAY if shift.break_start < shift.start else 0)
            if begins + shift.unpaid_break_minutes > shift.start + length:
                faults.append(document.fault((*place, "break_start"), "the break lies outside the shift"))
        shifts[code] = Shift(
            start=shift.start,
            length=length,
            unpaid_break=shift.unpaid_break_minutes,
            break_start=begins,
            works_public_holidays=(shift.public_holidays or file.public_holidays) == "worked",
        )
    weeks, faults_of_weeks = _lines(document, file.weeks, list(file.shifts))
    faults += faults_of_weeks
    if faults:
        raise Faults(faults)
    if all(RELIEF in week for week in weeks):
        raise Faults([document.fault(("weeks",), "every week holds relief; at least one must be known")])
    if all(code in (OFF, RELIEF) for week in weeks for code in week):
        raise Faults([document.fault(("weeks",), "nobody works; at least one shift is needed")])
    rota = Rota(file.title, shifts, weeks, file.status)
    paid = rota.paid_hours_a_week()
    if paid > MOST_HOURS:
        message = f"averages {paid:.2f} paid hours a week; nobody works more than {MOST_HOURS}"
        raise Faults([document.fault(("weeks",), message)])
    faults = _overlaps(document, shifts, weeks)
    if faults:
        raise Faults(faults)
    return rota


def _minutes(shift: ShiftFile) -> int:
    """How long a shift lasts. Raises `Refused` at the key that is wrong.

    >>> _minutes(ShiftFile(start=ClockTime(480), end=ClockTime(480), hours=24.0, unpaid_break_minutes=0.0))
    1440
    """
    stated = round((shift.hours or 0) * 60)
    if shift.hours is not None and (stated == 0 or abs(stated - shift.hours * 60) > A_HAIR):
        raise Refused("hours", f"{shift.hours:g} hours are not a whole number of minutes; give the end instead")
    if shift.end is None:
        return stated
    length = shift.end - shift.start if shift.end == DAY else (shift.end - shift.start) % DAY
    if not (length or stated):
        words = "the shift ends when it starts; if it lasts 24 hours say so with hours: 24, else give another end"
        raise Refused("end", words)
    length = length or DAY
    if stated and stated != length:
        raise Refused("hours", f"from its start to its end the shift lasts {length / 60:g} hours, not {stated / 60:g}")
    return length


def _lines(
    document: Document, lines: Sequence[str], shifts: Sequence[str] | None
) -> tuple[list[list[str]], list[Fault]]:
    """The codes of each line, and the faults of the lines: their length, and codes that are not in shifts, if known."""
    known = [] if shifts is None else [*shifts, OFF, RELIEF]
    weeks, faults = [], []
    for number, text in enumerate(lines):
        codes = text.split()
        if len(codes) != 7:
            faults.append(
                document.fault(("weeks", number), f"has {counted(len(codes), 'day')}; a week has 7, Monday first")
            )
        for day, code in enumerate(codes[:7]):
            if known and code not in known:
                message = f"{DAYS[day]}: {shortened(code)} is not in shifts; {nearest(code, known)}"
                faults.append(document.fault(("weeks", number), message))
        weeks.append(codes)
    return weeks, faults


def _overlaps(document: Document, shifts: dict[str, Shift], weeks: list[list[str]]) -> list[Fault]:
    """Shifts that run into the next day's shift, the last line followed by the first."""
    days = [(number, day, code) for number, week in enumerate(weeks) for day, code in enumerate(week)]
    faults = []
    for (number, day, code), (_, _, after) in zip(days, [*days[1:], days[0]], strict=True):
        if code in shifts and after in shifts and shifts[code].start + shifts[code].length > DAY + shifts[after].start:
            message = f"{DAYS[day]}: '{code}' overlaps the '{after}' of the day after"
            faults.append(document.fault(("weeks", number), message))
    return faults


def rests(rota: Rota) -> Iterator[tuple[int, int, float]]:
    """The rest before each shift whose shift before is known: week and weekday from 0, and hours.

    The last line is followed by the first.

    >>> late, early = Shift(start=900, length=480, unpaid_break=0), Shift(start=480, length=480, unpaid_break=0)
    >>> list(rests(Rota("", {"L": late, "E": early}, ["L E - - - - -".split()])))
    [(0, 0, 143.0), (0, 1, 9.0)]
    """
    codes = [code for week in rota.weeks for code in week]
    last_end = None
    for index, code in enumerate(codes * 2):
        if code == RELIEF:
            last_end = None
        elif code in rota.shifts:
            begin = index * DAY + rota.shifts[code].start
            if last_end is not None and index >= len(codes):
                week, day = divmod(index - len(codes), len(rota.weeks[0]))
                yield week, day, (begin - last_end) / 60
            last_end = begin + rota.shifts[code].length


def least_rest_hours(rota: Rota) -> float:
    """The shortest rest between two shifts on known days, hours; infinite with fewer than two shifts."""
    return min((hours for _, _, hours in rests(rota)), default=float(np.inf))
