"""A rota file from a grid of a spreadsheet: what each code means is read, said by the user, or asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, shortened
from paymodel.files.duty_mappings import DAY_OFF, LEAVE, said_by_word
from paymodel.files.duty_rows import Breaks
from paymodel.files.grid_shapes import times_in
from paymodel.files.rota_grids import Grid
from paymodel.pay.rota import OFF, RELIEF

MEANINGS = {"off": OFF, "relief": RELIEF, LEAVE: RELIEF}
"""What a code can be beside a shift. Leave is paid as if at work (handbook, Section 13): it counts as relief."""


@dataclass(frozen=True)
class Meaning:
    """What a code is: `-` for a day off, `R` for relief, or a shift's start, end and unpaid break (None: not said)."""

    code: str = ""
    start: str = ""
    end: str = ""
    unpaid_break: float | None = None

    def as_option(self) -> str:
        """As the option `--code` says it after the code.

        >>> Meaning("-").as_option(), Meaning("", "07:00", "19:30", 30.0).as_option()
        ('off', '07:00-19:30/30')
        """
        if self.code:
            return next(word for word, code in MEANINGS.items() if code == self.code)
        return f"{self.start}-{self.end}" + ("" if self.unpaid_break is None else f"/{self.unpaid_break:g}")


def meaning_of(text: str) -> tuple[str, Meaning]:
    """A code and what it means, as an option says it: `E=07:00-19:30/30`, `X=off`, `AL=leave`. Raises `ValueError`.

    >>> meaning_of("E=07:00-19:30/30")
    ('E', Meaning(code='', start='07:00', end='19:30', unpaid_break=30.0))
    >>> meaning_of("D/O=off")
    ('D/O', Meaning(code='-', start='', end='', unpaid_break=None))
    """
    code, equals, means = (part.strip() for part in text.rpartition("="))
    code = re.sub(r"\s+", "_", code)
    if equals and means.lower() in MEANINGS:
        return code, Meaning(MEANINGS[means.lower()])
    times, stroke, pause = times_in(means).partition("/")
    if not code or not times:
        raise ValueError(f"'{text}' is not what a code means: write E=07:00-19:30/30, X=off, AL=leave or R=relief")
    start, end = (f"{part[:2]}:{part[2:]}" for part in times.split("-"))
    return code, Meaning("", start, end, float(pause) if stroke else None)


def rota_of_grid(
    grid: Grid, name: str, title: str, codes: Mapping[str, Meaning], breaks: Breaks, public_holidays: str | None
) -> tuple[dict[str, Any], list[str]]:
    """The document of a rota file, and what is to be said of it. Raises `Faults` for codes that nobody explains.

    A blank cell is a day off, and so is a cell whose whole word says so; times in cells are shifts.
    """
    sentences = list(grid.said)
    meanings: dict[str, Meaning] = {}
    unknown: list[str] = []
    taken: list[str] = []
    plain = {code.casefold(): meaning for code, meaning in codes.items()}
    times, pauses = grid.times(), grid.breaks()
    for code, days in grid.counts().items():
        if code in codes or code.casefold() in plain:
            meanings[code] = codes.get(code, plain.get(code.casefold(), Meaning()))
        elif code in ("", OFF):
            meanings[code] = Meaning(OFF)
            if not code:
                sentences.append(f"{counted(days, 'blank cell is', 'blank cells are')} taken for days off.")
        elif code in times:
            meanings[code] = Meaning("", *times[code], pauses.get(code))
        elif said_by_word(code) == DAY_OFF:
            meanings[code] = Meaning(OFF)
            taken.append(shortened(code))
        else:
            unknown.append(f"{code} ({counted(days, 'day')})")
    if unknown:
        words = (
            f"codes whose times are not known: {', '.join(unknown)}; say what each is, such as"
            f" --code {unknown[0].split(' (')[0]}=07:00-19:30/30, --code X=off, --code X=leave or --code X=relief"
        )
        raise Faults([Fault(name, "", words)])
    if taken:
        sentences.append(f"Taken for days off: {', '.join(taken)}.")
    never = [code for code in codes if code.casefold() not in {one.casefold() for one in meanings}]
    if never:
        raise Faults([Fault(name, "--code", f"no cell holds {' or '.join(map(shortened, never))}")])
    shifts = {code: shift_of_meaning(meaning, breaks) for code, meaning in meanings.items() if not meaning.code}
    silent = [code for code in shifts if meanings[code].unpaid_break is None]
    if silent and breaks.by_length is None:
        sentences.append(
            f"No unpaid break is known of {', '.join(silent)}, and none is taken off: say it with --break MINUTES."
        )
    if public_holidays is None:
        sentences.append("Public holidays are taken to be worked; --public-holidays leave says otherwise.")
    data = {
        "title": title,
        "public_holidays": public_holidays or "worked",
        "shifts": shifts,
        "weeks": [" ".join(meanings[code].code or code for code in week) for week in grid.weeks],
    }
    return data, sentences


def shift_of_meaning(meaning: Meaning, breaks: Breaks) -> dict[str, Any]:
    """A shift of a rota file; an end at the time of the start is 24 hours later."""
    hours = _hours(meaning.start, meaning.end)
    pause = meaning.unpaid_break
    if pause is None:
        pause = float(breaks.of(np.array([hours * 60]))[0])
    shift: dict[str, Any] = {"start": meaning.start, "end": meaning.end}
    if meaning.start == meaning.end:
        shift["hours"] = 24
    return {**shift, "unpaid_break_minutes": int(pause) if pause == int(pause) else pause}


def _hours(start: str, end: str) -> float:
    first, last = (int(text[:2]) + int(text[3:]) / 60 for text in (start, end))
    return last - first if last > first else last - first + 24
