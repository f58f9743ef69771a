"""A rota being edited: its shifts and weeks as rows of texts, which may be wrong, and what is made of them."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from paymodel.answers.rota import Worth, figures, worths
from paymodel.errors import Fault, Faults, NotInForce, Refused
from paymodel.files import person_values
from paymodel.files.parsers import band_code
from paymodel.files.rota_grids import LARGEST_GRID, Grid
from paymodel.files.rotas import DAYS, least_rest_hours, rota_of
from paymodel.files.scales import load_policy
from paymodel.files.validation import validate
from paymodel.files.yaml_documents import Document, not_a_mapping, parse
from paymodel.pay.rota import IF_HOURS_DIFFER, OFF, Rota, RotaHours, rota_hours
from paymodel.pay.rule_book import RuleBook
from paymodel.scenarios.schema import SwitchesFile
from paymodel.scenarios.what_ifs import switches_of

SHIFT = ("code", "start", "end", "unpaid_break_minutes", "break_start", "hours", "public_holidays")
"""The cells of a shift: its code, and the keys of its file."""
NAME = "rota"
Asked = Mapping[str, Any]
"""What is asked about a rota: nation, as_at, band, whole_time_equivalent, if_hours_differ, switches, as texts."""


@dataclass
class Draft:
    """A rota as it is edited: texts, right or wrong. `status` and `note` hold while its days are those of its file."""

    title: str = ""
    public_holidays: str = ""
    shifts: list[list[str]] = field(default_factory=list)
    weeks: list[list[str]] = field(default_factory=list)
    status: str = ""
    note: str = ""

    def same_days(self, other: "Draft") -> bool:
        """Whether shifts, weeks and holidays are those of another draft."""
        return (self.public_holidays, self.shifts, self.weeks) == (other.public_holidays, other.shifts, other.weeks)


def draft_of(data: Mapping[str, Any]) -> Draft:
    """The draft of a sound rota document."""
    shifts = [[code, *(_text(keys.get(key)) for key in SHIFT[1:])] for code, keys in data["shifts"].items()]
    weeks = [line.split() for line in data["weeks"]]
    texts = {key: _text(data.get(key)) for key in ("title", "public_holidays", "status", "note")}
    texts["title"] = texts["title"].removesuffix(" (illustration)")
    return Draft(shifts=shifts, weeks=weeks, **texts)


def document_of(draft: Draft) -> tuple[dict[str, Any], list[Fault]]:
    """The draft as its file would hold it, and the faults of what no file can hold: blank cells, a code twice."""
    faults = []
    shifts: dict[str, dict[str, str]] = {}
    for number, row in enumerate(draft.shifts):
        code, *cells = row
        place = f"Shift {code}" if code else f"Shift in row {number + 1}"
        if not code:
            faults.append(Fault(NAME, place, "has no code; give one, such as E, or delete the row", ("shifts",)))
        elif code in shifts:
            faults.append(Fault(NAME, place, "stands twice; give each shift its own code", ("shifts", code)))
        else:
            shifts[code] = {key: cell for key, cell in zip(SHIFT[1:], cells, strict=True) if cell}
    for number, week in enumerate(draft.weeks):
        for day, code in enumerate(week):
            place = f"Week {number + 1}, {DAYS[day] if day < 7 else 'beyond Sunday'}"
            if len(code.split()) != 1:
                words = (
                    f"'{code}' holds a blank; a code is one word" if code else f"is blank; write {OFF} for a day off"
                )
                faults.append(Fault(NAME, place, words, ("weeks", number)))
    data: dict[str, Any] = {"title": draft.title, "public_holidays": draft.public_holidays}
    data |= {key: text for key, text in (("status", draft.status), ("note", draft.note)) if text}
    return {**data, "shifts": shifts, "weeks": [" ".join(week) for week in draft.weeks]}, faults


def rota_file(draft: Draft) -> str:
    """The draft as a rota file."""
    data, _ = document_of(draft)
    for keys in data["shifts"].values():
        for key in ("unpaid_break_minutes", "hours"):
            number = keys.get(key, "")
            if number.isascii() and number.isdigit():
                keys[key] = int(number)
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def read_draft(content: bytes, name: str) -> Draft:
    """The draft of a rota file. Raises `Faults`."""
    if len(content) > LARGEST_GRID:
        raise Faults([Fault(name, "", f"is {len(content):,} bytes; a rota file has at most {LARGEST_GRID:,}")])
    try:
        document = parse(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        raise Faults([Fault(name, "", "is not UTF-8 text; save the file as UTF-8")]) from None
    if not isinstance(document.data, dict):
        raise Faults([not_a_mapping(document)])
    rota_of(document)
    return draft_of(document.data)


def draft_of_grid(grid: Grid, meanings: Mapping[str, Sequence[str]], title: str, public_holidays: str) -> Draft:
    """The draft of weeks from a spreadsheet. `meanings` gives each code `-` or `R`, or else the cells of its shift.

    Raises `Faults` where it is no sound rota.
    """
    plain = {code: cells[0] for code, cells in meanings.items() if len(cells) == 1}
    draft = Draft(
        title,
        public_holidays,
        [list(cells) for code, cells in meanings.items() if code not in plain],
        [[plain.get(code, code) for code in week] for week in grid.weeks],
    )
    check_draft(draft)
    return draft


def check_draft(draft: Draft) -> Rota:
    """The rota of a draft. Raises `Faults`, each in the words of the page: the week and the day, the shift."""
    data, faults = document_of(draft)
    if faults:  # what else is wrong may follow from these
        raise Faults(faults)
    try:
        return rota_of(Document(NAME, data))
    except Faults as error:
        raise Faults(map(_in_words, error.faults)) from None


def _in_words(fault: Fault) -> Fault:
    """A fault with the place as the page names it."""
    at = fault.at
    place, message = fault.place, fault.message
    if at[:1] == ("weeks",) and len(at) > 1:
        place = f"Week {int(at[1]) + 1}"
        day, colon, rest = message.partition(": ")
        if colon and day in DAYS:
            place, message = f"{place}, {day}", rest
    elif at[:1] == ("shifts",) and len(at) > 1:
        place = f"Shift {at[1]}" + (f", {LABELS.get(str(at[2]), str(at[2])).lower()}" if len(at) > 2 else "")
    elif len(at) == 1:
        place = LABELS.get(str(at[0]), str(at[0]))
    return replace(fault, place=place, message=message, at=at)


LABELS = {
    "title": "Title",
    "public_holidays": "Public holidays",
    "shifts": "Shifts",
    "weeks": "Weeks",
    "code": "Code",
    "start": "Start",
    "end": "End",
    "unpaid_break_minutes": "Unpaid break, minutes",
    "break_start": "Break starts",
    "hours": "Hours",
}
"""What the parts of a rota are called on the page."""


@dataclass(frozen=True, eq=False)
class RotaAnswer:
    """What a rota comes to under the rules asked about. `band` is a code; `shown` holds the figures."""

    rota: Rota
    rule_book: RuleBook
    hours: RotaHours
    band: int
    whole_time_equivalent: float
    shown: dict[str, Any]
    worths: tuple[Worth, Worth]
    least_rest: float


def answer_rota(draft: Draft, asked: Asked) -> RotaAnswer:
    """What a draft comes to. Raises `Faults`: those of the draft, or at the place of `asked` that they concern.

    Where hours are not the contract's, the place is followed by what may become of the difference.
    """
    rota = check_draft(draft)
    part = float(asked.get("whole_time_equivalent", 1))
    try:
        band = band_code(asked["band"])
        switches = switches_of(validate(Document(NAME, asked.get("switches") or {}), SwitchesFile))
        rule_book = load_policy(asked["nation"], _day(asked.get("as_at", "")), switches=switches)
        choice = asked.get("if_hours_differ", "refuse")
        rules = rule_book.working_time
        hours = rota_hours(rota, rules, whole_time_equivalent=part, band=band, if_hours_differ=choice)
        worth_pair = worths(hours, rule_book, band, part)
    except Faults as error:
        raise Faults(replace(fault, at=("switches", *fault.at)) for fault in error.faults) from None
    except ValueError as error:
        raise Faults([Fault(NAME, "", str(error), ("band",))]) from None
    except Refused as error:
        if error.place != "rota":
            raise Faults([Fault(NAME, "", error.message, (error.place,))]) from None
        words = f"The rota {error.message.split(';')[0]}; mend either, or say what becomes of the difference"
        short = rota.paid_hours_a_week() < rules.weekly_hours * part
        choices = IF_HOURS_DIFFER[1:2] if short else IF_HOURS_DIFFER[1:]
        raise Faults([Fault(NAME, "", words, ("if_hours_differ", *choices))]) from None
    except NotInForce as error:
        raise Faults([Fault(NAME, "", str(error), ("as_at",))]) from None
    return RotaAnswer(
        rota, rule_book, hours, band, part, figures(hours, rules, band, part), worth_pair, least_rest_hours(rota)
    )


def _day(text: str) -> str:
    """A day as people write it, as files do; what is none stays as it is, to be refused."""
    try:
        return person_values.day(text).isoformat()
    except ValueError:
        return text


def put_in_question(
    question: Mapping[str, Any], draft: Draft, place: Sequence[str | int], asked: Asked, shipped: str | None
) -> dict[str, Any]:
    """A question whose post at a place works the rota: by its shipped name, or held in the question by its title.

    Hours stated in place of a rota are taken away, as the rota gives them.
    """
    new: dict[str, Any] = copy.deepcopy(dict(question))
    if shipped is None:
        data, _ = document_of(draft)
        new["rotas"] = {**(new.get("rotas") or {}), draft.title: data}
    post: Any = new
    for part in place:
        post = post[part]
    for key in [key for key in post if key.startswith(GIVEN_BY_A_ROTA)]:
        del post[key]
    post["rota"] = shipped or draft.title
    post.pop("if_hours_differ", None)
    if asked.get("if_hours_differ"):
        post["if_hours_differ"] = asked["if_hours_differ"]
    return new


GIVEN_BY_A_ROTA = ("saturday_night_hours", "sunday_holiday_hours", "annex_5_hours")


SAID_BY_A_WORD = {"break": "break_start", "hours": "hours"}
"""The cells of a shift that a word goes before in a line of text."""


def shift_lines(draft: Draft) -> str:
    """The shifts as lines of text: code, start, end and minutes of break, then what else is said.

    >>> shift_lines(Draft(shifts=[["N", "21:00", "07:30", "30", "01:00", "", "leave"]]))
    'N 21:00 07:30 30 break 01:00 leave'
    >>> shift_lines(Draft(shifts=[["S", "08:00", "08:00", "0", "", "24", ""]]))
    'S 08:00 08:00 0 hours 24'
    """
    lines = []
    for row in draft.shifts:
        words = [cell or "?" for cell in row[:4]]
        for word, key in SAID_BY_A_WORD.items():
            if cell := row[SHIFT.index(key)]:
                words += [word, cell]
        lines.append(" ".join([*words, *filter(None, row[-1:])]))
    return "\n".join(lines)


def shifts_of_lines(text: str) -> list[list[str]]:
    """Shifts from lines of text; what is missing is left empty.

    >>> shifts_of_lines("N 21:00 07:30 30 break 01:00 leave")
    [['N', '21:00', '07:30', '30', '01:00', '', 'leave']]
    """
    rows = []
    for line in text.splitlines():
        words = [word.strip(",;") for word in line.split()]
        if not words:
            continue
        cells = ["" if word == "?" else word for word in words[:4]]
        rest = words[4:]
        stated = []
        for word in SAID_BY_A_WORD:
            stated.append("")
            if word in rest[:-1]:
                stated[-1] = rest.pop(rest.index(word) + 1)
                rest.remove(word)
        rows.append([*cells, *[""] * (4 - len(cells)), *stated, " ".join(rest)])
    return rows


def _text(value: object) -> str:
    return "" if value is None else str(value)
