"""The columns of a staff list, and the mappings that find them under other headings and in other words."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import numpy as np
from msgspec import Meta

from paymodel.errors import Fault, Faults, likeness, nearest, shortened
from paymodel.files.heading_units import headings_with_units
from paymodel.files.our_columns import HeadingsOfList, columns_of
from paymodel.files.person_values import READERS, read_number, read_word
from paymodel.files.scales import shipped_folder
from paymodel.files.uploads import Source
from paymodel.files.validation import validate
from paymodel.files.value_types import Name
from paymodel.files.vocabulary import heading_key, other_headings
from paymodel.files.yaml_documents import Document, read_document
from paymodel.pay.fields import Door, Kind
from paymodel.pay.job import fields_at

TEXTS = (
    *("id", "nation", "rota", "unsocial_hours", "unsocial_hours_percent", "tax_residence"),
    *(each.name for each in fields_at(Door.STAFF_LISTS) if not each.is_number),
)
NUMBERS: Mapping[str, float] = {
    **{each.name: float(each.default) for each in fields_at(Door.STAFF_LISTS) if each.is_number},
    "whole_time_equivalent": np.nan,
}
"""Columns that hold numbers, and what an empty cell means."""
WORDS = (
    *("nation", "tax_residence", "high_cost_area", "unsocial_hours", "student_loan"),
    *(each.name for each in fields_at(Door.STAFF_LISTS, Kind.YES_NO)),
)
"""Columns that hold one of a few words."""
COLUMNS = (*TEXTS, *NUMBERS)
GROUPS = ("staff_group", "job_role", "profession", "site", "sex", "age_band", "ethnic_group")
"""Columns that only group people. Any other column of the list may, too."""
UNUSED = ("increment_date",)
"""Columns that we have a name for and that nothing uses, unless somebody groups by them: what they hold is not read."""
KNOWN = (*COLUMNS, *GROUPS, *UNUSED)
WHOLE_TIME, FULL_TIME_HOURS, CONTRACTED_HOURS = "whole_time_equivalent", "full_time_hours", "contracted_hours"
"""A part of full time; and the hours of full time and of the contract, where a list has both in its place."""
REQUIRED = ("id", "band", "step", "whole_time_equivalent")
_ONE_OF = "one of a rota, hours, a payment and a percentage"
WHO: Mapping[str, tuple[str, str]] = {
    "id": ("required", "the assignment; it appears once, and only in files that are not for publication"),
    "nation": ("that of the posts", "england, wales, scotland, northern_ireland"),
    "tax_residence": ("the nation", "a nation"),
    "rota": (_ONE_OF, "the name of a shipped rota or of one that the posts hold, or a file beside or below the list"),
    "unsocial_hours": (
        "section_2, or annex_5 where a percentage of it is given",
        "section_2, annex_5 (not in Scotland)",
    ),
    "unsocial_hours_percent": (_ONE_OF, "Section 2 pay as a percentage of basic pay, such as 22.5%"),
    **dict.fromkeys(UNUSED, ("not known", "the day of the next step: known by name, not used and not read")),
    **dict.fromkeys(GROUPS, ("(not stated)", "words to group people by, and to say whom a post is open to")),
}
"""What an empty cell means, and what a column holds, where it says who somebody is: others are fields of a job."""
TEMPLATE = "template"
"""The mapping of the template of staff lists, whose headings are our own names of columns."""
"""What a spreadsheet shows where a formula has failed."""
NO_ID = frozenset(
    form
    for word in ("-", "--", "\u2013", "\u2014", "?", ".", "n/a", "na", "none", "nil", "null", "nan", "tbc", "unknown")
    for form in (word, word.upper(), word.title())
)
"""What people write who leave an id out."""
MOST_NAMES = 12
"""Names of a column that are listed where none of them is there."""
MOST_REPEATS, MOST_OPTIONAL = 4, 10
"""Repeats and optional parts in a pattern."""


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    r"""A regular expression to find in a cell, and what to write for it (`\1` is its first group).

    With `alone: yes` the cell may hold nothing else.
    """

    find: Name
    write: Name
    alone: Literal["yes", "no"] = "no"


class ColumnMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column mapping: for each of our columns the headings it may have, and how their words become ours."""

    title: Name
    note: Annotated[str, Meta(max_length=2000)] = ""
    columns: Annotated[dict[Name, Annotated[list[Name], Meta(min_length=1)]], Meta(min_length=1)]
    patterns: dict[Name, list[Pattern]] = {}
    values: dict[Name, dict[str, str]] = {}
    constants: dict[Name, str] = {}


def shipped_mappings() -> list[str]:
    """Names of the column mappings that ship with the package."""
    return sorted(path.stem for path in (shipped_folder("scenarios") / "mappings").glob("*.yaml"))


def load_mapping(reference: str) -> ColumnMapping:
    """Read a column mapping: a file, or a shipped one by its name. Raises `Faults`.

    >>> load_mapping("template").columns["band"]
    ['band']
    """
    path = path_of_mapping(reference)
    mapping = mapping_of(read_document(path, reference))
    return with_other_headings(mapping) if path.parent == shipped_folder("scenarios") / "mappings" else mapping


def with_other_headings(mapping: ColumnMapping) -> ColumnMapping:
    """A shipped mapping that knows our own names of columns and the vocabulary's, too: after its own, none that it has.

    The template is what it says: our own names.
    """
    if all(names == [column] for column, names in mapping.columns.items()):
        return mapping
    taken = {plain_heading(name) for names in mapping.columns.values() for name in names}
    columns = {
        column: [*names, *(name for name in (column, *other_headings(column)) if plain_heading(name) not in taken)]
        for column, names in mapping.columns.items()
    }
    more = {column: [column, *other_headings(column)] for column in COLUMNS if column not in columns}
    return msgspec.structs.replace(mapping, columns={**columns, **more})


def path_of_mapping(reference: str) -> Path:
    """The file of a column mapping: as it is given, or a shipped one by its name. Raises `Faults`."""
    path = Path(reference)
    if re.fullmatch(r"[a-z0-9-]+", reference) and not path.exists():
        path = shipped_folder("scenarios") / "mappings" / f"{reference}.yaml"
        if not path.is_file():
            words = f"not a file or a shipped mapping; {nearest(reference, shipped_mappings())}"
            raise Faults([Fault(reference, "", words)])
    return path


def mapping_of(document: Document) -> ColumnMapping:
    """Check the document of a column mapping. Raises `Faults`."""
    mapping = validate(document, ColumnMapping)
    faults = []
    for where in ("columns", "patterns", "values", "constants"):
        for name in getattr(mapping, where):
            if name not in KNOWN and not (where != "columns" and name in mapping.columns):
                words = f"'{name}' is not a column of a staff list; {nearest(name, KNOWN)}"
                faults.append(document.fault((where, name), words))
    for name, patterns in mapping.patterns.items():
        for index, pattern in enumerate(patterns):
            try:
                expression = re.compile(pattern.find)
                _repeats(pattern.find)
            except (re.error, OverflowError, RecursionError, ValueError) as error:
                words = f"is not a regular expression that can be used: {error}"
                faults.append(document.fault(("patterns", name, index, "find"), words))
                continue
            try:
                expression.sub(pattern.write, "")
            except (re.error, IndexError) as error:
                words = f"cannot be written: {error}; \\1 is the first group of find"
                faults.append(document.fault(("patterns", name, index, "write"), words))
    for name, text in mapping.constants.items():
        try:
            if name in NUMBERS:
                read_number(name, text)
            elif name in READERS:
                read_word(name, text)
        except ValueError as error:
            faults.append(document.fault(("constants", name), str(error)))
    if faults:
        raise Faults(faults)
    return mapping


def against_posts(mapping: ColumnMapping, name: str, stated: str | None, posts: str) -> list[Fault]:
    """What a mapping says of everybody against what the posts say: which of them is meant is not for us to choose.

    `stated` is the nation that the posts state, if they do; what a row says goes before both.
    """
    key, everybody = said_of_everybody(mapping).get("nation", ("", ""))
    try:
        everybody = read_word("nation", everybody)
    except ValueError:
        return []
    if stated is None or everybody in ("", stated):
        return []
    words = (
        f"says nation {everybody} for everybody, but {posts} says nation {stated}; take it out of the column mapping,"
        " or say the same in both (a row of the list may say its own)"
    )
    return [Fault(name, f"{key}.nation", words)]


def said_of_everybody(mapping: ColumnMapping) -> dict[str, tuple[str, str]]:
    """What a mapping says of everybody whose row says nothing, by our columns: under which key, and our word.

    An empty cell that `values` or `patterns` turn into a word is said so, as `constants` are.

    >>> said_of_everybody(ColumnMapping(title="Ours", columns={"id": ["id"]}, values={"nation": {"": "Wales"}}))
    {'nation': ('values', 'wales')}
    """
    everybody: dict[str, tuple[str, str]] = {}
    for column, patterns in mapping.patterns.items():
        empty = next((pattern.write for pattern in patterns if re.search(pattern.find, "", re.IGNORECASE)), "")
        everybody |= {column: ("patterns", empty)}
    everybody |= {column: ("values", words[""]) for column, words in mapping.values.items() if "" in words}
    everybody |= {column: ("constants", word) for column, word in mapping.constants.items()}
    return {column: (key, word.strip().lower()) for column, (key, word) in everybody.items() if word.strip()}


def filled_in(mapping: ColumnMapping) -> list[str]:
    """A sentence on what a mapping says of people whose rows say nothing, if it does."""
    words = [f"{column} {shortened(word)}" for column, (_, word) in said_of_everybody(mapping).items()]
    return [f"The column mapping says of everybody whose row does not: {', '.join(words)}."] if words else []


def _repeats(pattern: str) -> None:
    """Refuse a regular expression that could take for ever: a repeat within a repeat, or many repeats.

    >>> _repeats("(a+)+$")
    Traceback (most recent call last):
    ValueError: a group that repeats holds a repeat or a choice, which can take for ever; write it without
    """
    plain = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "x", pattern, flags=re.DOTALL)
    again = r"(?:[*+]|\{\d*,?\d*\})"
    count, maybe, groups = 0, 0, [False]
    for part in re.finditer(rf"\((?:\?[a-zA-Z#<>!=:]*)?|\)(?:{again})?|{again}|\||\?", plain):
        sign = part.group()
        if sign.startswith("("):
            groups.append(False)
            continue
        if sign.startswith(")"):
            inside = groups.pop() if len(groups) > 1 else False
            if len(sign) > 1 and inside:
                words = "a group that repeats holds a repeat or a choice, which can take for ever; write it without"
                raise ValueError(words)
            sign = sign[1:]
            groups[-1] |= inside
        if sign:
            groups[-1] = True
            count += sign not in ("|", "?")
            maybe += sign == "?"
    if count > MOST_REPEATS:
        raise ValueError(f"it has {count} repeats (* + {{m,n}}); at most {MOST_REPEATS}, or it can take for ever")
    if maybe > MOST_OPTIONAL:
        raise ValueError(f"it has {maybe} optional parts (?); at most {MOST_OPTIONAL}, or it can take for ever")


def find_mapping(headings: HeadingsOfList, source: Source) -> str:
    """The shipped mapping whose headings a list has, or a fault that says what is missing."""
    best: list[tuple[bool, int, str]] = []
    for name in shipped_mappings():
        mapping = load_mapping(name)
        heading_of = placed(mapping, headings)
        if all(column in heading_of or column in mapping.constants for column in REQUIRED):
            best.append((name != TEMPLATE, -len(heading_of), name))  # our own names are those of the template
    if not best:
        known = _template_first()
        near = max(
            known, key=lambda candidate: len(set(REQUIRED) & {*placed(candidate, headings), *candidate.constants})
        )
        if len(set(REQUIRED) & set(placed(near, headings))) > 1:
            check_required(placed(near, headings), near, headings, source)
        words = (
            "its headings are not those of the staff template ("
            + ", ".join(REQUIRED)
            + " ...) nor of an ESR-style extract (Assignment Number, Payscale Description ...); name a mapping with"
            " --mapping FILE (docs/workforce.md shows one). The headings are: "
            + ", ".join(shortened(heading) for heading in headings[:12])
            + ". If they are in another row, say which with --heading-row"
        )
        why = [Fault(str(source), "", text) for text in headings.why]
        raise Faults([Fault(str(source), f"row {headings.row}", words), *why])
    return min(best)[-1]


def _template_first() -> list[ColumnMapping]:
    """The shipped mappings; of two that find as many columns, the template's names are the plainer ones."""
    return [load_mapping(name) for name in sorted(shipped_mappings(), key=lambda name: name != TEMPLATE)]


def guessed(headings: Sequence[str]) -> ColumnMapping:
    """A column mapping for a list, as near as can be guessed, to be put right by hand.

    The shipped mapping that finds most of what is required reads the words; a column that it does not find stands under
    a heading that another shipped mapping knows, else under its own name with a slip in it. `columns` has one heading
    for each column that was found.

    >>> guessed(["Assignment Number", "Pay Grade", "WTE", "Ward"]).columns["whole_time_equivalent"]
    ['WTE']
    """
    known = _template_first()
    known.sort(key=lambda candidate: -len(set(REQUIRED) & set(placed(candidate, headings))))
    heading_of: dict[str, str] = {}
    for mapping in known:
        for column, heading in placed(mapping, headings).items():
            if heading not in heading_of.values() or column in placed(known[0], headings):
                heading_of.setdefault(column, heading)
    for heading in headings:
        near = likeness(str(heading), (*COLUMNS, *GROUPS))
        if near is not None and near not in heading_of and heading not in heading_of.values():
            heading_of[near] = heading
    return msgspec.structs.replace(known[0], columns={column: [heading] for column, heading in heading_of.items()})


def placed(mapping: ColumnMapping, headings: Sequence[str]) -> dict[str, str]:
    """Our columns that a list has, with the heading of each; letter case and outer blanks do not matter.

    A heading may also say a unit that the column can have, such as `(£ per month)`.
    """
    known = {plain_heading(heading): heading for heading in headings}
    heading_of = {}
    for column, names in mapping.columns.items():
        heading = next((known[plain_heading(name)] for name in names if plain_heading(name) in known), None)
        if heading is not None:
            heading_of[column] = heading
    hours = [known[plain] for name in other_headings(CONTRACTED_HOURS) if (plain := plain_heading(name)) in known]
    full_time = any(plain_heading(name) in known for name in other_headings(FULL_TIME_HOURS))
    if hours and full_time and WHOLE_TIME in mapping.columns and WHOLE_TIME not in heading_of:
        heading_of[WHOLE_TIME] = hours[0]
    others = {column: names for column, names in mapping.columns.items() if column not in heading_of}
    return heading_of | headings_with_units(list(map(str, headings)), others, heading_of.values())


def passed_over(mapping: ColumnMapping, headings: Sequence[str]) -> list[str]:
    """A sentence for each heading that could have been a column of ours as well, and is not used.

    >>> passed_over(load_mapping("esr"), ["Assignment Number", "FTE", "Contracted FTE"])
    ["'FTE' is read as whole_time_equivalent, and 'Contracted FTE' is not: name the right one in a column mapping."]
    """
    heading_of = placed(mapping, headings)
    used = {plain_heading(heading) for heading in heading_of.values()}
    sentences = []
    for column, heading in heading_of.items():
        names = {plain_heading(name) for name in mapping.columns[column]} - used
        others = [shortened(other) for other in headings if plain_heading(other) in names]
        if others and column in COLUMNS:
            listed = f"{' and '.join(others)} {'is' if len(others) == 1 else 'are'} not"
            sentences.append(
                f"{shortened(heading)} is read as {column}, and {listed}: name the right one in a column mapping."
            )
    return sentences


def plain_heading(heading: str) -> str:
    """A heading as it is compared: by its letters and digits, and by signs of money and percentages.

    >>> plain_heading("Pay-Scale  Description") == plain_heading("payscale_description")
    True
    """
    return heading_key(str(heading)) or str(heading).strip().lower()


@cache
def _shipped_headings() -> frozenset[str]:
    known = [load_mapping(name) for name in shipped_mappings()]
    return frozenset([*KNOWN, *(heading for one in known for names in one.columns.values() for heading in names)])


def known_headings(mapping: ColumnMapping | None = None) -> frozenset[str]:
    """Headings by which the row of them is found: our columns, those of the shipped mappings, and of another one."""
    own = mapping.columns.values() if mapping else ()
    return _shipped_headings().union(heading for names in own for heading in names)


def check_required(
    heading_of: Mapping[str, str],
    mapping: ColumnMapping,
    headings: HeadingsOfList,
    source: Source,
) -> None:
    """Refuse a list that lacks a required column, or has two under one name. Raises `Faults`."""
    row = f"row {headings.row}"
    missing = [name for name in REQUIRED if name not in heading_of and name not in mapping.constants]
    faults = []
    for name, heading in heading_of.items():
        same = [shortened(other) for other in headings if plain_heading(other) == plain_heading(heading)]
        if len(same) > 1:
            words = f"{' and '.join(same)} are both the heading of '{name}'; keep one, or rename one"
            faults.append(Fault(str(source), row, words))
    for name in COLUMNS:
        wanted = mapping.columns.get(name, [name])
        several = "" if name in heading_of else next(filter(None, (columns_of(one, headings) for one in wanted)), "")
        if several:
            words = f"{several} are both the heading of '{name}'; keep one, rename one, or name one in a column mapping"
            faults.append(Fault(str(source), row, f"{words}, such as {_of_column(several, wanted, headings)}"))
        elif name in missing:
            more = f" or {len(wanted) - MOST_NAMES} other names" if len(wanted) > MOST_NAMES + 1 else ""
            names = wanted[:MOST_NAMES] if more else wanted
            looked = f"{' or '.join(map(repr, names))}{more}"
            words = f"no column for '{name}': the mapping looks for {looked}; --mapping names another"
            close = nearest(wanted[0], headings)
            faults.append(Fault(str(source), row, words + (f"; {close}" if close.startswith("did") else "")))
    if faults:
        raise Faults([*faults, *(Fault(str(source), "", text) for text in headings.why)])


def _of_column(several: str, wanted: Sequence[str], headings: Sequence[str]) -> str:
    """The name under which the last of several columns with one heading can be asked for."""
    last = several.rpartition(" ")[2]
    named = (name for name in headings if name.endswith(f"(column {last})"))
    return shortened(next(named, wanted[0]))
