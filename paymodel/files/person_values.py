"""What a cell, a key or an option says of a person or a job: one set of bounds, words and sentences for all of them.

Tables of jobs and of months, staff lists, duties, scenarios and options of commands all read with these functions.
"""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.about import NATIONS
from paymodel.errors import shortened
from paymodel.files import parsers
from paymodel.files.cell_values import COUNTS, POUNDS, less_than_a_pound, no_value, number_in
from paymodel.files.duty_cells import Dates
from paymodel.files.number_texts import NOTHING, in_plain_signs
from paymodel.files.staff_words import changed_by
from paymodel.files.vocabulary import our_word, own_word
from paymodel.pay.fields import BOUNDS as BOUNDS_OF_KINDS
from paymodel.pay.fields import Kind
from paymodel.pay.job import BAND_CODE, BANDS, FIELDS, HIGH_COST_AREAS
from paymodel.pay.rule_book import PayPoints
from paymodel.rounding import Array

Bounds = tuple[float, float]
TO_DATE = (0.0, 100_000_000.0)
_NUMBERS = [each for each in FIELDS.values() if each.doors and each.is_number]
BOUNDS: Mapping[str, Bounds] = {
    **{each.name: each.bounds for each in _NUMBERS},
    **{each.by_the_week: BOUNDS_OF_KINDS[Kind.HOURS_A_WEEK] for each in _NUMBERS if each.by_the_week},
    "period": (1.0, 12.0),
    **dict.fromkeys(("taxable_pay", "taxable_pay_to_date", "tax_to_date"), TO_DATE),
}
"""The least and the most of each number."""
HOURS_IN_A_YEAR = BOUNDS_OF_KINDS[Kind.HOURS][1]
BESIDE_SECTION_2 = "stands beside Section 2 hours; give one of them"
BESIDE_ANNEX_5 = "stands beside Annex 5; give one of them"
ONLY_ENGLAND = "only England has a high cost area supplement; leave it out"
NOT_IN_SCOTLAND = "Annex 5 is not used in Scotland"
NO_TABLE_OF_ANNEX_5 = "bands 8 and 9 have no confirmed Annex 5 table; state annex_5_percent"
NEEDS_A_BAND = "whether overtime is paid depends on the band: state the band"
_BEYOND = {
    "whole_time_equivalent": " (a part of full time, not hours)",
    "sickness_absence": " (a part of the year, or a percentage with its sign)",
    "basic_pay": " (pounds a year of a whole-time post)",
}
"""What is said after the bounds of some numbers."""


def read_number(column: str, text: str) -> float:
    """The number that a text says in a column, within its bounds. Raises `ValueError` with what would be right.

    >>> read_number("whole_time_equivalent", "80%"), read_number("other_pay", "£2,000 p.a.")
    (0.8, 2000.0)
    """
    number = number_in(column, text)
    wrong = wrong_number(column, number, text)
    if wrong:
        raise ValueError(wrong)
    return number


def wrong_number(column: str, number: float, text: str) -> str:
    """What is wrong with a number of a column, written as a text; nothing where it is sound.

    >>> wrong_number("children", 2.5, "2.5"), wrong_number("whole_time_equivalent", 30, "30")
    ("'2.5' is not a whole number", "'30' is out of range: 0.0001 to 1 (a part of full time, not hours)")
    """
    least, most = BOUNDS[column]
    if column in POUNDS and 0 < number < 1:
        return less_than_a_pound(text, number)
    if column in COUNTS and number % 1:
        return f"{shortened(text)} is not a whole number"
    if not least <= number <= most:
        return f"{shortened(text)} is out of range: {least:,.10g} to {most:,.10g}{_BEYOND.get(column, '')}"
    return ""


def too_many_hours(total: float) -> str:
    """What is said of hours a year that come to more than a year has.

    >>> too_many_hours(16_000)
    'the hours stated come to 16,000; a year has 8,784'
    """
    return f"the hours stated come to {total:,.0f}; a year has {HOURS_IN_A_YEAR:,.0f}"


def doubtful(column: str, numbers: Array) -> NDArray[np.bool_]:
    """Which numbers of a column `wrong_number` has something to say of."""
    least, most = BOUNDS[column]
    with np.errstate(invalid="ignore"):
        wrong = ~((numbers >= least) & (numbers <= most))
        if column in POUNDS:
            wrong |= (numbers > 0) & (numbers < 1)
        if column in COUNTS:
            wrong |= numbers % 1 != 0
    return np.asarray(wrong)


@lru_cache(maxsize=4096)
def day(text: str) -> datetime.date:
    """A day as people write it; of 04/01/2026 the day is first. Raises `ValueError`.

    >>> str(day("2026-04-01")), str(day("1 April 2026")), str(day("01/04/2026"))
    ('2026-04-01', '2026-04-01', '2026-04-01')
    """
    plain = in_plain_signs(text)
    if re.fullmatch(r"20[0-9]{2}[01][0-9][0-3][0-9]", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    dates = Dates()
    moment = dates.moment(plain[:10] if plain.endswith(" 00:00:00") else plain)
    try:
        if moment is None or dates.serial or not moment.day or moment.time.strip("0:"):
            raise ValueError
        return datetime.date.fromisoformat(moment.day)
    except ValueError:
        raise ValueError(f"{shortened(text)} is not a date; write it as 2026-04-01") from None


def could_be_month_first(text: str) -> bool:
    """Whether day and month of a date could change places.

    >>> could_be_month_first("04/01/2026"), could_be_month_first("22/11/2026"), could_be_month_first("2026-04-01")
    (True, False, False)
    """
    parts = re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](?:[0-9]{4}|[0-9]{2})(?: 00:00:00)?", text.strip())
    return bool(parts and int(parts[1]) <= 12 and int(parts[2]) <= 12 and int(parts[1]) != int(parts[2]))


def band(text: str) -> int:
    """The code of a band as people and payrolls write it. Raises `ValueError` with what would be right.

    >>> band("Band 8a"), band("XR06 | Review Body Band 6") == band("6.0")
    (7, True)
    """
    plain = parsers.without_decimals(text)
    if plain in BAND_CODE:
        return BAND_CODE[plain]
    both = parsers.CODE_AND_BAND.fullmatch(in_plain_signs(text).lower())
    if both:
        code, named = (parsers.band_code(our_word("band", part)) for part in both.groups())
        if code != named:
            raise ValueError(f"{shortened(text)} holds two bands; give the one that is paid")
        return code
    try:
        return parsers.band_code(plain)
    except ValueError:
        if why := two_bands(text):
            raise ValueError(why) from None
        raise


JOINS = re.compile("(?:\\s|[/&,+;|>\u2192\u2013\u2014-]|\\b(?:to|or|and)\\b)+")
"""What stands between two bands."""
BAND_PREFIX = r"(?:bands?|grades?|review body|afc|agenda for change)"
CURE = "give the whole cell under values of a column mapping, or correct it"


def two_bands(text: str) -> str:
    """Why a cell that should hold a band holds something else beside it; nothing where there is no such reason.

    >>> two_bands("Band 5/6"), two_bands("VSM")
    ("'Band 5/6' holds two bands, 5 and 6; give the one that is paid", '')
    """
    changed = changed_by(text, "pay")
    if changed:
        return f"{holds(text)} {shortened(changed[0])}: {changed[1].why}; {CURE}"
    plain = re.sub(rf"(?<![a-z])(?:{BAND_PREFIX}(?![a-z])|b(?=[1-9]))", " ", text.lower())
    parts = [part for part in JOINS.split(re.sub(r"8\s+([a-d])(?![a-z])", r"8\1", plain)) if part]
    for place, part in enumerate(parts[1:], 1):  # 8a-b
        if re.fullmatch("[a-d]", part) and parts[place - 1].startswith("8"):
            parts[place] = f"8{part}"
    bands = list(dict.fromkeys(parts))
    if len(bands) > 1 and all(re.fullmatch("[1-79]|8[a-d]?", one) for one in bands):
        many = "two" if len(bands) == 2 else f"{len(bands)}"
        return f"{holds(text)} {many} bands, {', '.join(bands[:-1])} and {bands[-1]}; give the one that is paid"
    return ""


def holds(text: str) -> str:
    """How a sentence begins that says what a cell holds."""
    return f"{shortened(text)} holds"


def plain_step(text: str) -> str:
    """A step as it is compared: our word for it, in small letters; a formula or an error stays as it is.

    >>> plain_step("Top of band"), plain_step("2.0"), plain_step("Intermediate")
    ('top', '2', 'intermediate')
    """
    plain = parsers.without_decimals(in_plain_signs(text).lower())
    return text if no_value(text) else own_word("step", plain) or _known_step(plain)


def _known_step(plain: str) -> str:
    return plain if plain in parsers.STEP_WORDS or plain.isdigit() else our_word("step", plain)


def could_be_a_step(text: str) -> bool:
    """Whether a text says a step of some band.

    >>> could_be_a_step("top of band"), could_be_a_step("senior")
    (True, False)
    """
    return re.fullmatch(r"entry|intermediate|top|[1-9]", plain_step(text)) is not None


def step(text: str, of_band: int, pay_points: PayPoints, where: str) -> int:
    """The number (from 1) of a step as people write it. Raises `ValueError`; `where` names nation and day."""
    if words := no_value(text):
        raise ValueError(words)
    return parsers.step_number(plain_step(text), of_band, pay_points, where)


READERS_OF_KINDS: Mapping[Kind, Callable[[str], Any]] = {
    Kind.YES_NO: parsers.yes_no,
    Kind.PERCENT: parsers.percentage,
    Kind.PREMIUM: parsers.premium,
}
READERS: Mapping[str, Callable[[str], Any]] = {
    **{each.name: READERS_OF_KINDS[each.kind] for each in FIELDS.values() if each.kind in READERS_OF_KINDS},
    "nation": parsers.one_of(NATIONS, "nation"),
    "tax_residence": parsers.one_of(NATIONS, "nation"),
    "as_at": day,
    "band": band,
    "high_cost_area": parsers.one_of(HIGH_COST_AREAS, "high cost area"),
    "unsocial_hours": parsers.one_of(("section_2", "annex_5"), "kind of unsocial hours pay"),
    "unsocial_hours_percent": parsers.percentage,
    "on_call_percent": parsers.percentage,
    "student_loan": lambda text: parsers.student_loans(text, partial(our_word, "student_loan")),
    "tax_code": parsers.tax_code_and_basis,
    "basis": parsers.tax_basis,
}
"""What reads each word. `step` needs the band and the pay points, too."""


NONE_BY_A_DASH = ("high_cost_area", "student_loan")
"""Columns in which a dash says that there is none, as accounts write it."""


def read_word(column: str, text: str, empty: Any = "") -> Any:
    """What a text says in a column of words, `empty` where it says that there is none. Raises `ValueError`.

    The user's own words go first, then ours, then those of the vocabulary.

    >>> read_word("nation", "N. Ireland"), read_word("in_pension_scheme", "Opted Out"), read_word("band", "Band 8a")
    ('northern_ireland', False, 7)
    """
    text = text.strip()
    if words := no_value(text):
        raise ValueError(words)
    read = READERS[column]
    own = own_word(column, text)
    if own is not None:
        return empty if own == "" else read(own)
    if text == "" or (column in NONE_BY_A_DASH and NOTHING.fullmatch(in_plain_signs(text))):
        return empty
    try:
        return read(text)
    except ValueError:
        ours = our_word(column, in_plain_signs(text))
        if ours == "":
            return empty
        if ours == in_plain_signs(text):
            raise
        return read(ours)


def in_our_words(column: str, text: str) -> str:
    """How we would write what a cell says. Raises `ValueError` for a cell that says nothing that can be read.

    >>> in_our_words("band", "AfC Band 7"), in_our_words("whole_time_equivalent", "80%"), in_our_words("step", "Max")
    ('7', '0.8', 'top')
    """
    if column in BOUNDS:
        return f"{read_number(column, text):.10g}"
    if column == "step":
        written = parsers.STEP_AS_WRITTEN.fullmatch(plain_step(text))
        return (written[1] or written[3]) if written else plain_step(text)
    read = read_word(column, text, None)
    if read is None:
        return "none"
    if column == "band":
        return BANDS[read]
    if isinstance(read, bool):
        return "yes" if read else "no"
    if isinstance(read, parsers.Premium):
        return f"{read.share * 100:.10g}%" if read.share else f"{read.pounds:.10g}"
    if isinstance(read, float):
        return f"{read * 100:.10g}%"
    if column == "student_loan":
        return "+".join(read) or "none"
    if column == "tax_code":
        code, basis = read
        return f"{code.text} {basis}".strip()
    return str(read)


def same_words(text: str, ours: str) -> bool:
    """Whether a cell is as we would write it: letter case, a per cent sign and zeros at the end do not matter.

    >>> same_words("25", "25%"), same_words("1.0", "1"), same_words("Yes", "yes"), same_words("Band 6", "6")
    (True, True, True, False)
    """
    plain, other = (form.strip().lower().removesuffix("%") for form in (text, ours))
    try:
        return float(plain) == float(other)
    except ValueError:
        return plain == other or (other in ("yes", "no") and plain in (*parsers.TRUE, *parsers.FALSE))
