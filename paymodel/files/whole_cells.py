"""From a cell in the words of a staff list to ours: only where the whole of the cell says one thing."""

import itertools
import re
import time
from collections.abc import Sequence

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, shortened
from paymodel.files.mappings import COLUMNS, ColumnMapping, Pattern
from paymodel.files.parsers import CODE_AND_BAND
from paymodel.files.person_values import CURE, holds, two_bands
from paymodel.files.staff_words import Changing, beside, changed_by

OPEN = re.compile(r"(?<!\\)(?:\.|\\[SwD]|\[\^\]?[^\]]*\])(?:[*+]|\{[0-9,]*\})\??")
"""A part of a regular expression that takes whatever stands there."""
LONGEST_MATCHED, LONGEST_MATCHING = 150, 20.0
"""Characters of a cell that a pattern is put to, and seconds for a column."""
HARMLESS = "\ufeff\u200b\u00ad.,:;()[]-\u2010\u2011\u2013\u2014/|_'\"\u2018\u2019#&\u2022\u00b7"
"""Signs beside a word that change nothing of it."""
LEADING_ON = "of|to|for|with|by|at|the|in|on|from|supporting|per"
OF_A_ROLE = ("profession", "job_role", "staff_group")
SHORTEST_OTHER = 4
"""Letters from which on what another pattern finds in the same cell is a second thing."""


class Words:
    """How the cells of a column become ours by a mapping: by its values, else by its patterns, else as they are.

    `asked` says that a post is open to some words of the column alone: then a cell that may or may not be one of them
    is a problem, and not a word of its own.
    """

    def __init__(self, column: str, mapping: ColumnMapping, *, asked: bool) -> None:
        self.title, self.column, self.asked = mapping.title, column, asked
        self.fixed = column in COLUMNS
        self.known = {key.lower(): value for key, value in mapping.values.get(column, {}).items()}
        self.patterns = [
            (re.compile(pattern.find, re.IGNORECASE), pattern) for pattern in mapping.patterns.get(column, ())
        ]

    @property
    def mapped(self) -> bool:
        """Whether the mapping says anything of the column's words."""
        return bool(self.known or self.patterns)

    def all_ours(self, values: Sequence[str]) -> tuple[list[str], dict[int, str]]:
        """Our words for the distinct cells of a column, and what is wrong with some of them by their place.

        Raises `Faults` for patterns that take too long.
        """
        texts, wrong = list(values), {}
        ends = time.monotonic() + LONGEST_MATCHING
        for place, text in enumerate(values):
            if self.patterns and len(text) > LONGEST_MATCHED and text.lower() not in self.known:
                size = counted(len(text), "character")
                wrong[place] = f"{shortened(text)} has {size}; patterns are put to {LONGEST_MATCHED} at most"
                continue
            if time.monotonic() > ends:
                words = (
                    f"take more than {LONGEST_MATCHING:g} seconds; write simpler ones, or give the words under values"
                )
                raise Faults([Fault(self.title, f"patterns.{self.column}", words)])
            try:
                texts[place] = self.ours(text)
            except ValueError as error:
                wrong[place] = str(error)
        return texts, wrong

    def ours(self, text: str) -> str:
        """Our word for theirs. Raises `ValueError` where the cell is not whole, saying why."""
        if text.lower() in self.known:
            return self.known[text.lower()]
        if self.column == "band" and CODE_AND_BAND.fullmatch(text.lower()):
            return text  # says its band twice, and is read as such a cell is anywhere
        for find, pattern in self.patterns:
            match = find.search(text)
            if match:
                written = match.expand(pattern.write)
                written = written.strip().lower() if self.fixed else written
                return self._whole(text, match, pattern, written)
        return text

    def _whole(self, text: str, match: re.Match[str], pattern: Pattern, written: str) -> str:
        """What was found, if the rest of the cell changes nothing of it."""
        before, within, after = _around(match, pattern)
        rest = f"{before} {within} {after}"
        doubtful = "".join(sign for sign in rest if not (sign.isalnum() or sign.isspace() or sign in HARMLESS))
        if doubtful:
            return self._refused(text, f"{shortened(doubtful)}, which may change what it says; {CURE}")
        if not any(sign.isalnum() for sign in rest):
            return written
        changed = changed_by(rest, "pay" if self.fixed else "profession")
        if changed:
            return self._refused(text, f"{shortened(changed[0])}: {changed[1].why}; {CURE}", changed[1])
        more = f"more than {shortened(match.group())}, which may change what it says; {CURE}"
        if self.column == "band":
            if re.search(r"\d", rest) or _cuts_a_word(text, match):
                raise ValueError(two_bands(text) or f"{holds(text)} more than one number or band; {CURE}")
            return written if _words(rest) <= beside("band") | beside("profession") else self._refused(text, more)
        if self.fixed or pattern.alone == "yes":
            return self._refused(text, more)
        others = {other for other in self._found_in(rest) if other != written}
        if others:
            return self._refused(text, f"two: {' and '.join([written, *sorted(others)])}; {CURE}")
        if self.column in OF_A_ROLE and not _is_what_is_named(before, after):
            return self._refused(text, more)
        return written

    def _found_in(self, rest: str) -> Sequence[str]:
        """What the other patterns find in the rest of a cell."""
        matches = [(find.search(rest), pattern) for find, pattern in self.patterns if not OPEN.search(pattern.find)]
        return [
            match.expand(pattern.write) for match, pattern in matches if match and len(match.group()) >= SHORTEST_OTHER
        ]

    def _refused(self, text: str, why: str, changed: Changing | None = None) -> str:
        """Raise `ValueError`; or leave a word that only groups people as it is, where the pay is not in doubt."""
        if not self.fixed and not self.asked and (changed is None or changed.of == "profession"):
            return text
        raise ValueError(f"{holds(text)} {why}")


def _around(match: re.Match[str], pattern: Pattern) -> tuple[str, str, str]:
    """What a cell holds before, within and after what was found: what a pattern took without looking belongs to it."""
    text = match.string
    before, after = text[: match.start()], text[match.end() :]
    if not OPEN.search(pattern.find):
        return before, "", after
    names = itertools.count()
    try:
        again = re.compile(OPEN.sub(lambda part: f"(?P<open{next(names)}>{part.group()})", pattern.find), re.IGNORECASE)
        taken = again.search(text)
    except re.error:
        return text, "", ""
    if taken is None or taken.span() != match.span():
        return text, "", ""
    written = [match.span(int(number)) for number in re.findall(r"\\([0-9])", pattern.write)]
    spans = [taken.span(name) for name in taken.groupdict() if name.startswith("open")]
    within = []
    for start, end in spans:
        if any(at <= start and end <= to for at, to in written):
            continue
        if start == match.start():
            before += text[start:end]
        elif end == match.end():
            after = text[start:end] + after
        else:
            within.append(text[start:end])
    return before, " ".join(within), after


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def _is_what_is_named(before: str, after: str) -> bool:
    """Whether a role names the profession between two texts, and not somebody else who has to do with it.

    In English the last of several nouns is the one that is meant: a paramedic driver is a driver, a senior paramedic a
    paramedic, and a secretary to the dietitians neither of these.

    >>> _is_what_is_named("Senior ", " - Team A"), _is_what_is_named("", " driver"), _is_what_is_named("Head of ", "")
    (True, False, False)
    """
    known = beside("profession")
    joined = re.search(r"([^\W\d_]+)\s*(?:/|&|\band\b|\bor\b|(?<=\w)-)\s*$", before.lower())
    if joined and joined[1] not in known and not re.search(r"\s-\s*$", before):
        return False
    if any(sign.isalpha() for sign in before) and re.search(rf"(?:[(\[,]|\b(?:{LEADING_ON}))\s*$", before.lower()):
        return False
    return _words(re.split(r"\s-|-\s|[(),;:|\[\]\u2013\u2014]", after, maxsplit=1)[0]) <= known


def _cuts_a_word(text: str, match: re.Match[str]) -> bool:
    """Whether what was found begins or ends within a word."""
    ends = match.end()
    return bool(ends < len(text) and text[ends].isalnum() and text[ends - 1].isalnum())
