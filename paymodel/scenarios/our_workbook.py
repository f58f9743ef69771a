"""What a workbook of ours says, as the documents that it stands in for: posts, policies, and one person's scenario.

Sheets become the texts that a YAML file would hold, each with the sheet and row that it comes from, and are checked as
those are. A part-time person has a share of what a post offered says for whole time, as in a workforce.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import yaml

from paymodel.errors import Fault, Faults, nearest, shortened
from paymodel.files.duty_rows import Breaks
from paymodel.files.grid_rotas import meaning_of, shift_of_meaning
from paymodel.files.mappings import GROUPS, KNOWN, REQUIRED, UNUSED, WHO
from paymodel.files.our_workbooks import POLICIES, POSTS, ROTAS, STAFF, START, SheetRow, our_sheets, rows_of_sheet
from paymodel.files.person_values import read_number
from paymodel.files.rotas import DAYS, LONGEST_CODE
from paymodel.files.uploads import Source
from paymodel.files.vocabulary import heading_key
from paymodel.files.yaml_documents import Document, Place
from paymodel.pay.fields import Door
from paymodel.pay.job import BANDS, FIELDS, fields_at
from paymodel.pay.rota import OFF, RELIEF
from paymodel.scenarios.schema import (
    DEFAULT_POLICY,
    PERSON_KEYS,
    AwardFile,
    OfferFile,
    SwitchesFile,
)

SETTINGS = {
    "title": "What the answer is called.",
    "question": "What you want to know, in a sentence.",
    "as_at": "The day whose rules apply, such as 2026-11-22; they are held for twelve months.",
    "nation": "The nation whose pay applies, where a row of the staff does not say its own.",
    "person": "The id of the row of the staff that a comparison or a letter is about; empty where there is one row.",
    "if_hours_differ": "Where a rota's hours are not the contract's: refuse, scale, overtime or lieu.",
}
"""The settings of the sheet `start`, and what each holds."""
NESTED = ("post", "on_call", "blocks", "protection")
"""Keys of an offer that a sheet has not: those that hold more than one value, and the post of a library."""
OPEN_TO = "open_to_"
"""How the name of a column begins that says whom a post is open to, by a column of the staff."""
BESIDE_OFFERS = {
    "holders": "how many people would hold the post",
    "vacancies": "how many of its posts are empty",
}
"""What a row of the sheet `posts` says beside an offer, and what each holds."""
WORDS_OF_KEYS = {
    "name": "what the post is called; each its own name",
    "unsocial_hours": "section_2 or annex_5 (not in Scotland)",
    "rota": "a rota of the sheet rotas, or the name of a shipped one; in place of hours",
    "if_hours_differ": "as the setting of the sheet start, for this post",
    "tax_residence": "a nation, where the post is taxed in another than its own",
    "travel_cost_per_attendance": "pounds a day travelled; shown beside take-home pay",
    "same_post": "yes: the post held itself, on another rota or for other hours",
    "years_in_band": "years that count towards the step of the new band",
    "pattern": "same, different or unsure: is the unsocial hours pattern substantially the same? (England, 1.19)",
    "move": "promotion, sideways, down, acting_up, secondment, rotation or shadowing",
    **dict.fromkeys(("lasts_weeks", "lasts_months", "lasts_years"), "how long a move lasts that ends; one of these"),
    "one_off_payment": "pounds paid once, with the first year; for one person, not for a workforce",
    **BESIDE_OFFERS,
}
"""What keys of an offer hold that are no fields of a job."""
POST_COLUMNS = (*(key for key in OfferFile.__struct_fields__ if key not in NESTED), *BESIDE_OFFERS)
POLICY_COLUMNS = {
    "policy": "the name of a set of changes; the same on each row of it. The rules in force are always compared too",
    "because": "why, in a sentence",
    "post": "the name of the post that is changed; empty for every post",
    "what": "what is changed: a heading of the posts, a part of the award, or a switch",
    "value": "what it becomes",
}
"""The columns of the sheet `policies`, and what each holds."""
ROTA_COLUMNS = {
    "rota": "the name of the rota, on its first row; the rows below belong to it",
    "public_holidays": "worked, or leave (paid time off); on the first row of a rota",
    "week": "1, 2, 3 and so on; for you alone",
    **{day.lower(): "a shift such as 07:00-19:30/30 (30 minutes of unpaid break), off, or relief" for day in DAYS},
}
"""The columns of the sheet `rotas`, and what each holds."""
A_SHIFT = "write 07:00-19:30/30 (its unpaid break in minutes, /0 where there is none), off, or relief"
NOT_OF_ONE_MOVE = "is for a workforce; for one person give pounds a year as unsocial_hours_payment, or a rota"


def our_workbook(source: Source) -> "OurWorkbook | None":
    """A workbook of ours, its sheets not yet read; None for any other file."""
    sheets = our_sheets(source)
    return OurWorkbook(source, sheets) if sheets else None


class OurWorkbook:
    """A workbook of ours: each sheet is read once, when something asks for it. Reading raises `Faults`."""

    def __init__(self, source: Source, sheets: Mapping[str, str]) -> None:
        self.source, self.sheets = source, sheets
        self.file = str(source)

    @property
    def staff_sheet(self) -> str:
        """The name of the sheet of staff, as the workbook has it."""
        return self.sheets[STAFF]

    def names_one(self) -> bool:
        """Whether it says whose move is compared: it names a person, or has one."""
        return "person" in self._settings or len(self._staff) == 1

    def posts(self) -> Document:
        """The posts as `POSTS.yaml` would hold them."""
        data, lines = dict[str, Any](), dict[Place, int | str]()
        for key in ("title", "as_at", "nation", "if_hours_differ"):
            self._set(data, lines, key)
        data["offers"] = [self._offer(row, number, lines, whom=True) for number, row in enumerate(self._posts)]
        self._add_rotas(data, lines)
        return Document(self.file, data, lines)

    def policies(self) -> Document | None:
        """The policies as `POLICIES.yaml` would hold them; None where the sheet has none."""
        policies, lines = self._policies(1.0)
        return Document(self.file, {"policies": policies}, lines) if policies else None

    def scenario(self) -> Document:
        """The scenario of one person of the staff: the one that the sheet `start` names, or the only one."""
        row = self._person()
        data, lines = dict[str, Any](), dict[Place, int | str]()
        for key in ("title", "question", "as_at", "nation"):
            self._set(data, lines, key)
        where = f"{STAFF}, row {row.number}"
        lines |= {("person",): where, ("current",): where}
        if "nation" in row.cells:
            data["nation"] = row.cells["nation"]
            lines["nation",] = f"{where}, nation"
        data.setdefault("nation", "england")
        data["person"], data["current"] = self._person_and_post(row, lines)
        share = _share(row)
        data["offers"] = [self._offer(post, number, lines, share=share) for number, post in enumerate(self._posts)]
        policies, of_policies = self._policies(share)
        if policies:
            data["policies"] = policies
            lines |= of_policies
        self._add_rotas(data, lines)
        return Document(self.file, data, lines)

    # --- The sheets --------------------------------------------------------------------------------------------

    @cached_property
    def _settings(self) -> dict[str, tuple[str, str]]:
        """The settings that are filled, each with its place."""
        if START not in self.sheets:
            return {}
        settings, faults = dict[str, tuple[str, str]](), list[Fault]()
        plain = {heading_key(name): name for name in SETTINGS}
        for row in rows_of_sheet(
            self.source, self.sheets[START], ("setting", "value"), ("setting",), lambda _: None, others=True
        ):
            word = row.cells.get("setting", "")
            where = f"{START}, row {row.number}"
            name = plain.get(heading_key(word))
            if name is None and "value" in row.cells:
                faults.append(Fault(self.file, where, f"unknown setting {shortened(word)}; {nearest(word, SETTINGS)}"))
            elif name is not None and "value" in row.cells:
                settings[name] = row.cells["value"], f"{where}, {name.replace('_', ' ')}"
        if faults:
            raise Faults(faults)
        return settings

    @cached_property
    def _posts(self) -> list[SheetRow]:
        def whom(heading: str) -> str | None:
            words = re.match(r"open[\s_]+to[\s_]+(\S.*)", heading, re.IGNORECASE)
            column = words[1].strip() if words else ""
            ours = next((name for name in KNOWN if heading_key(name) == heading_key(column)), column)
            return f"{OPEN_TO}{ours}" if ours else None

        rows = rows_of_sheet(self.source, self.sheets[POSTS], POST_COLUMNS, ("name", "band"), whom)
        if not rows:
            raise Faults([Fault(self.file, POSTS, "holds no post; give a row for each post that is offered")])
        return rows

    @cached_property
    def _staff(self) -> list[SheetRow]:
        return rows_of_sheet(self.source, self.staff_sheet, KNOWN, REQUIRED, others=True)

    @cached_property
    def _changes(self) -> list[SheetRow]:
        if POLICIES not in self.sheets:
            return []
        return rows_of_sheet(self.source, self.sheets[POLICIES], POLICY_COLUMNS, ("policy",))

    @cached_property
    def _rotas(self) -> tuple[dict[str, Any], dict[Place, int | str]]:
        """The rotas as a document holds them, and where each part comes from. Raises `Faults`."""
        rotas, lines, faults = dict[str, Any](), dict[Place, int | str](), list[Fault]()
        if ROTAS not in self.sheets:
            return rotas, lines
        name = ""
        for row in rows_of_sheet(self.source, self.sheets[ROTAS], ROTA_COLUMNS, ("rota", "monday")):
            where = f"{ROTAS}, row {row.number}"
            name = row.cells.get("rota", name)
            if not name:
                faults.append(Fault(self.file, where, "no name above it; give the rota a name in the column rota"))
                continue
            if name not in rotas:
                rotas[name] = {"title": name, "shifts": {}, "weeks": []}
                lines["rotas", name] = where
            rota = rotas[name]
            if "public_holidays" in row.cells:
                rota["public_holidays"] = row.cells["public_holidays"].lower()
            codes = []
            for day in DAYS:
                try:
                    codes.append(_code(row.cells.get(day.lower(), ""), rota["shifts"]))
                except ValueError as error:
                    faults.append(Fault(self.file, f"{where}, {day}", str(error)))
            lines["rotas", name, "weeks", len(rota["weeks"])] = where
            rota["weeks"].append(" ".join(codes))
        if faults:
            raise Faults(faults)
        return rotas, lines

    # --- Parts of documents ------------------------------------------------------------------------------------

    def _set(self, data: dict[str, Any], lines: dict[Place, int | str], key: str) -> None:
        """A setting as a key of a document; a title where none is given."""
        if key in self._settings:
            data[key], lines[key,] = self._settings[key]
        elif key == "title":
            data[key] = "The posts offered"

    def _offer(
        self, row: SheetRow, number: int, lines: dict[Place, int | str], *, whom: bool = False, share: float = 1.0
    ) -> dict[str, Any]:
        """A post offered; with whom it is open to, or as a part-time person with a `share` of it has it."""
        where = f"{POSTS}, row {row.number}"
        lines["offers", number] = where
        share = 1.0 if "whole_time_equivalent" in row.cells else share  # the post says for how much of a week it is
        offer: dict[str, Any] = {}
        for name, text in row.cells.items():
            if name.startswith(OPEN_TO):
                values = [part.strip() for part in text.split(";") if part.strip()]
                if whom:
                    offer.setdefault("open_to", {})[name.removeprefix(OPEN_TO)] = values
            elif whom or name not in BESIDE_OFFERS:
                offer[name] = _loans(text) if name == "student_loan" else _part_of(name, text, share)
        if "rota" in offer and "if_hours_differ" not in offer and "if_hours_differ" in self._settings:
            offer["if_hours_differ"] = self._settings["if_hours_differ"][0]
        return offer

    def _person(self) -> SheetRow:
        """The row of the person who is compared. Raises `Faults` where it is not said whose."""
        wanted, where = self._settings.get("person", ("", f"{START}, person"))
        if wanted:
            rows = [row for row in self._staff if row.cells.get("id", "").casefold() == wanted.casefold()]
            if len(rows) == 1:
                return rows[0]
            words = f"stands on several rows of the sheet {STAFF}" if rows else f"is no id of the sheet {STAFF}"
            raise Faults([Fault(self.file, where, f"{shortened(wanted)} {words}")])
        if len(self._staff) != 1:
            words = f"the sheet {STAFF} has {len(self._staff):,} rows; write the id of the one to compare, or keep one"
            raise Faults([Fault(self.file, where, words)])
        return self._staff[0]

    def _person_and_post(self, row: SheetRow, lines: dict[Place, int | str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a row of the staff says of the person, and of the post held."""
        person, current = dict[str, Any](), dict[str, Any]()
        for name, text in row.cells.items():
            if name in ("id", "nation", *GROUPS, *UNUSED):
                continue
            where = f"{STAFF}, row {row.number}, {name}"
            if name == "unsocial_hours_percent":
                raise Faults([Fault(self.file, where, NOT_OF_ONE_MOVE)])
            if name in PERSON_KEYS or (name in FIELDS and FIELDS[name].theirs):
                person[name] = _loans(text) if name == "student_loan" else text
                lines["person", name] = where
            else:
                current[name] = text
                lines["current", name] = where
        current["name"] = row.cells.get("job_role", f"Band {row.cells.get('band', '')}".strip())
        if "rota" in current and "if_hours_differ" in self._settings:
            current["if_hours_differ"] = self._settings["if_hours_differ"][0]
        return person, current

    def _policies(self, share: float) -> tuple[list[dict[str, Any]], dict[Place, int | str]]:
        """Policies with their changes, the rules in force first, and where each comes from. Raises `Faults`."""
        policies: list[dict[str, Any]] = []
        lines: dict[Place, int | str] = {}
        faults: list[Fault] = []
        names = [row.cells.get("name", "") for row in self._posts]
        for row in self._changes:
            where = f"{POLICIES}, row {row.number}"
            name = row.cells.get("policy", "")
            number = next((at for at, policy in enumerate(policies) if policy["name"] == name), len(policies))
            if not policies and row.cells.keys() & {"what", "value"}:
                policies.append({"name": DEFAULT_POLICY})
                number = 1
            if not name:
                faults.append(Fault(self.file, where, "the policy has no name; give it one, the same for each change"))
                continue
            if number == len(policies):
                policies.append({"name": name})
                lines["policies", number] = lines["policies", number, "name"] = where
            policy = policies[number]
            policy |= {"because": row.cells["because"]} if "because" in row.cells else {}
            if not row.cells.keys() & {"what", "value", "post"}:
                continue
            try:
                path, key = _path(row.cells.get("what", ""), row.cells.get("post", ""), names)
            except ValueError as error:
                faults.append(Fault(self.file, where, str(error)))
                continue
            if "value" not in row.cells:
                faults.append(Fault(self.file, where, "the change has no value; write what it becomes"))
                continue
            policy.setdefault("change", {})[path] = _part_of(key, row.cells["value"], share)
            lines["policies", number, "change", path] = f"{where}, {row.cells['what']}"
        if faults:
            raise Faults(faults)
        return policies, lines

    def _add_rotas(self, data: dict[str, Any], lines: dict[Place, int | str]) -> None:
        rotas, where = self._rotas
        if rotas:
            data["rotas"] = rotas
            lines |= where


def headings() -> Iterator[tuple[str, str, str]]:
    """Every heading of the sheets: the sheet, our name, and what it holds."""
    of_staff, of_posts = ({each.name: each for each in fields_at(door)} for door in (Door.STAFF_LISTS, Door.POSTS))
    for name in (*REQUIRED, *(name for name in KNOWN if name not in REQUIRED)):
        yield STAFF, name, WHO[name][1] if name in WHO else of_staff[name].said_at(Door.STAFF_LISTS)
    weekly = {each.by_the_week: each for each in of_posts.values() if each.by_the_week}
    for key in POST_COLUMNS:
        if key in weekly:
            yield POSTS, key, f"as {weekly[key].name.replace('_', ' ')}, by the week"
        else:
            yield POSTS, key, WORDS_OF_KEYS.get(key) or FIELDS[key].said_at()
    for column in GROUPS:
        yield (
            POSTS,
            f"{OPEN_TO}{column}",
            "whom the post is open to, by this column of the staff; ; between several",
        )
    yield from ((POLICIES, name, words) for name, words in POLICY_COLUMNS.items())
    yield from ((ROTAS, name, words) for name, words in ROTA_COLUMNS.items())


def as_text(document: Document) -> str:
    """A document of a workbook as the YAML file that would say the same."""
    return yaml.safe_dump(document.data, allow_unicode=True, sort_keys=False, width=110)


def changes() -> Iterator[tuple[str, str]]:
    """What a policy of a sheet may change: the words for it and the key, posts first."""
    for key in POST_COLUMNS:
        if key not in ("name", *BESIDE_OFFERS):
            yield key.replace("_", " "), key
    for key in AwardFile.__struct_fields__:
        if key == "by_band":
            yield from ((f"award in band {band}", f"award.by_band.{band}") for band in BANDS)
        else:
            yield f"award {key.replace('_', ' ')}", f"award.{key}"
    for key in SwitchesFile.__struct_fields__:
        yield key.replace("_", " "), f"switches.{key}"


def _loans(text: str) -> list[str]:
    return [part.strip() for part in text.split("+")]


def _path(what: str, post: str, posts: Sequence[str]) -> tuple[str, str]:
    """The dotted path of a change of a post, or of every post, and its key. Raises `ValueError`."""
    known = {heading_key(words): key for words, key in changes()}
    key = known.get(heading_key(what))
    if key is None:
        raise ValueError(f"{shortened(what)} cannot be changed; {nearest(what, [words for words, _ in changes()])}")
    if "." in key:
        if post:
            raise ValueError(f"{shortened(what)} is changed for all; leave the column post empty")
        return key, key
    if not post:
        return f"offers.all.{key}", key
    if post not in posts:
        raise ValueError(f"{shortened(post)} is no name of a post; {nearest(post, posts)}")
    return f"offers.{posts.index(post)}.{key}", key


def _share(row: SheetRow) -> float:
    """The whole time equivalent of a person, as far as it can be read: its own fault is told elsewhere."""
    try:
        return read_number("whole_time_equivalent", row.cells.get("whole_time_equivalent", "1"))
    except ValueError:
        return 1.0


PRO_RATA = frozenset(
    name for each in fields_at(Door.POSTS) if each.pro_rata for name in (each.name, each.by_the_week) if name
)
"""What a post states for whole time, so that a part-time holder has a share of it."""


def _part_of(name: str, text: str, share: float) -> str:
    """A value of a post as a person with a share of whole time has it. What cannot be read is told elsewhere."""
    if name not in PRO_RATA or share == 1:
        return text
    try:
        return f"{read_number(name, text) * share:.10g}"
    except ValueError:
        return text


def _code(text: str, shifts: dict[str, Any]) -> str:
    """The code of a day, its shift added to those of the rota. Raises `ValueError`."""
    word = text.strip().casefold()
    if word in ("", OFF, "off"):
        return OFF
    if word in (RELIEF.casefold(), "relief"):
        return RELIEF
    _, _, pause = text.partition("/")
    try:
        _, meaning = meaning_of(f"x={text}")
    except ValueError:
        raise ValueError(f"{shortened(text)} is not a shift: {A_SHIFT}") from None
    if not pause.strip():
        raise ValueError(f"{shortened(text)} says no unpaid break: {A_SHIFT}")
    shift = shift_of_meaning(meaning, Breaks())
    short = f"{meaning.start}-{meaning.end}".replace(":", "")
    taken = [short, f"{short}/{pause.strip()}", *(f"S{number}" for number in range(1, len(shifts) + 2))]
    code = next(code for code in taken if len(code) <= LONGEST_CODE and shifts.get(code, shift) == shift)
    shifts[code] = shift
    return code
