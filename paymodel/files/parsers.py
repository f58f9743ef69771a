"""The words of a job as people write them (`6`, `top`, `5%`, `plan_2+postgraduate`), worked out to numbers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paymodel.errors import bare, nearest, shortened
from paymodel.files.number_texts import NOTHING, in_plain_signs, percent_number, plain_number, two_amounts
from paymodel.pay.job import BAND_CODE, BANDS, STUDENT_LOANS
from paymodel.pay.rule_book import PayPoints
from paymodel.pay.rules.paye import NO_TAX, TaxCode

STEP_WORDS = ("entry", "intermediate", "top")
TRUE, FALSE = ("true", "yes", "y", "1"), ("false", "no", "n", "0")


BAND_1_BY_RATES = (
    "band 1 is paid as band 2, but at its own rates for unsocial hours; give unsocial_hours_payment in place of a rota"
    " or hours"
)
"""What is said of band 1, which has no pay points of its own, where its rates would be needed."""
BAND_1_AS_2 = "Band 1 is paid as band 2, as NHS Employers say."


@dataclass(frozen=True)
class Premium:
    """A premium: pounds a year of a whole-time post, or a share of basic pay."""

    pounds: float = 0.0
    share: float = 0.0


BEFORE_A_BAND = r"(?:nhs|hsc(?:ni)?|afc|a4c|agenda for change|\(afc\)|(?:non[\s-]?)?review body|pay)"
BAND_AS_WRITTEN = re.compile(
    rf"(?:{BEFORE_A_BAND}[\s:_/-]*)*(?:bands?|bnd|bd|b|grade|gr)?[\s.:#_-]*0?"
    r"(?:([1-79])(?:\.0+)?|8\s*[-_.(\[]?\s*(?:range\s*)?([a-d])\s*[)\]]?)"
    rf"(?:\s*[-,:]?\s*\(?(?:{BEFORE_A_BAND})\)?)?\.?"
)
"""A band with what may come before and after its number; 8a may be written 8(a), 8 A or 8 - Range A."""
CODE_AND_BAND = re.compile(r"(?:nhs\s*[|:-]\s*)?(x[rn](?:0?[1-9]|1[0-2]))\s*[|:,\s-]\s*(.+)")
"""A band as ESR exports it with the code of its grade: XR06 | Review Body Band 6."""
NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ROMAN_NUMBERS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
STEP_AS_WRITTEN = re.compile(
    r"(?:(?:(?:afc|pay|grade|spine) )?(?:step|point|increment(?:al)?|inc|pt|ps|sp|s|p)(?: point)?[ .:#-]{0,2})"
    r"0?([0-9]{1,2})(?: ?(?:of|/) ?([0-9]{1,2}))?"
    r"|([1-9])(?:st|nd|rd|th)(?: (?:step|point)(?: point)?)?"
)
PART_OF_THE_STEPS = re.compile(r"([1-9]) ?(?:of|/) ?([1-9])")
"""A step among those of the band, such as 2 of 3."""
WORD_AND_NUMBER = re.compile(
    r"(entry|intermediate|top) ?[(,:/-]? ?([1-9])\)?|([1-9]) ?[(,:/-]? ?(entry|intermediate|top)\)?"
)
"""A step that is said twice, such as Top (3)."""
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
YEARS_AS_WRITTEN = re.compile(r"(?:year|yr) ?([0-9]{1,2})")
WAIT_AS_WRITTEN = re.compile(
    r"(?:(?:(<|under|less than|up to|0 ?(?:-|to)) ?)?([0-9]{1,2}) ?(\+|plus|or more|and over|and above)?"
    r"(?: ?(?:-|to) ?(<)?([0-9]{1,2}))?) ?(?:years?|yrs?)(?: ?(or more|plus|\+))?"
    r"(?: (?:in band|of experience|experience))?"
)
"""Years in the band at which a step is reached, as pay tables name the steps: 5+ years, 2-5 years, <2 years."""


def without_decimals(text: str) -> str:
    """A whole number without the noughts that some programs add: `6.0` is `6`; any other text as it is.

    >>> without_decimals("6.0"), without_decimals("6.5"), without_decimals("top")
    ('6', '6.5', 'top')
    """
    return re.sub(r"^([0-9]{1,3})\.0+$", r"\1", text.strip())


def band_code(text: str) -> int:
    """The code of a band's name. Raises `ValueError` with what would be right.

    >>> band_code("8a"), band_code("Band 8(a)"), band_code("AfC 7") == band_code("B7")
    (7, 7, True)
    """
    if text in BAND_CODE:
        return BAND_CODE[text]
    plain = " ".join(in_plain_signs(text).lower().split()).rstrip(".")
    words = re.fullmatch(r"(.*?)(?<![a-z])([a-z]+)(\s*[a-d])?", plain)
    for numbers in (NUMBER_WORDS, ROMAN_NUMBERS):
        if words and words[2] in numbers:
            plain = f"{words[1]}{numbers.index(words[2]) + 1}{words[3] or ''}"
    written = BAND_AS_WRITTEN.fullmatch(plain)
    if written:
        return BAND_CODE[written[1] or f"8{written[2]}"]
    raise ValueError(f"{shortened(text)} is not a band; {nearest(text.lower().removeprefix('band '), BANDS)}")


def step_number(text: str, band: int, pay_points: PayPoints, where: str) -> int:
    """The number (from 1) of a step written as a word or a number. Raises `ValueError` with what would be right.

    `where` names the nation and day for the message.
    """
    steps = pay_points.steps(band)
    if steps == 0:
        raise ValueError(f"band {BANDS[band]} has no pay points in {where}")
    if text == "entry":
        return _found(1, band, pay_points, where)
    if text == "top":
        return _found(steps, band, pay_points, where)
    if text == "intermediate":
        if steps != 3:
            raise ValueError(
                f"band {BANDS[band]} has no intermediate step in {where}: it has {steps}; say entry or top"
            )
        return _found(2, band, pay_points, where)
    number = text if re.fullmatch(r"[0-9]{1,3}", text) else _step_in_words(text, band, pay_points, where)
    if not 1 <= int(number) <= steps:
        raise ValueError(f"band {BANDS[band]} has no step {number} in {where}: it has steps 1 to {steps}")
    return _found(int(number), band, pay_points, where)


def _found(step: int, band: int, pay_points: PayPoints, where: str) -> int:
    """A step whose pay point is known. Raises `ValueError` for one that was not found."""
    if note := pay_points.why_not_found(band, step):
        raise ValueError(f"band {BANDS[band]}, step {step} in {where}: {note}")
    return step


def _step_in_words(text: str, band: int, pay_points: PayPoints, where: str) -> str:
    """The number of a step that is written with its name or with years. Raises `ValueError`."""
    plain = " ".join(text.lower().replace("_", " ").split())
    if re.fullmatch(r"[0-9]{1,2}\.[1-9]", plain):
        raise ValueError(f"{shortened(text)} looks like a point of the pay spine, not a step; give the step, from 1")
    twice = WORD_AND_NUMBER.fullmatch(plain)
    if twice:
        number = step_number(twice[1] or twice[4], band, pay_points, where)
        if number != int(twice[2] or twice[3]):
            raise ValueError(f"{shortened(text)} says two steps, of band {BANDS[band]} in {where}; give one")
        return str(number)
    of_band = rf"(?: of)? ?\bband {BANDS[band]}\b[ ,:-]*"
    without = re.sub(of_band, "", plain).strip()
    if without and without != plain:  # the band of the row once more
        return str(step_number(without, band, pay_points, where))
    for place, (ordinal, word, roman) in enumerate(zip(ORDINALS, NUMBER_WORDS, ROMAN_NUMBERS, strict=True), 1):
        if re.fullmatch(rf"{ordinal}(?: (?:step|point))?|(?:(?:step|point) )?(?:{word}|{roman})", plain):
            return str(place)
    part = PART_OF_THE_STEPS.fullmatch(plain)
    plain = f"step {part[1]} of {part[2]}" if part else plain
    written = STEP_AS_WRITTEN.fullmatch(plain)
    if written:
        if written[2] and int(written[2]) != pay_points.steps(band):
            steps = pay_points.steps(band)
            raise ValueError(f"{shortened(text)}: band {BANDS[band]} has {steps} steps in {where}, not {written[2]}")
        return written[1] or written[3]
    year = YEARS_AS_WRITTEN.fullmatch(plain)
    if year and int(year[1]) <= 2:
        return year[1]
    if year:
        words = "may be the step of that number, or the one that so many years earn; give the step, from 1"
        raise ValueError(f"{shortened(text)} {words}")
    wait = WAIT_AS_WRITTEN.fullmatch(_as_a_wait(plain))
    reached = [int(years) for years in pay_points.years_to_reach[band] if years == years]  # NaN beyond the last
    if wait:
        below, years, more, _, until, last = wait.groups()
        first, then = (0, int(years)) if below else (int(years), int(until) if until else None)
        ends = dict(zip(reached, [*reached[1:], None], strict=True))
        if first in ends and (then == ends[first] if (below or until) else ends[first] is None or not (more or last)):
            return str(reached.index(first) + 1)
        waits = ", ".join(map(str, reached))
        raise ValueError(
            f"{shortened(text)} is not the wait for one step: band {BANDS[band]} reaches its steps at {waits} years"
        )
    raise ValueError(f"{shortened(text)} is not a step; {nearest(text, STEP_WORDS)} (or a number from 1)")


def _as_a_wait(text: str) -> str:
    """Years in a band in the form of pay tables; any other text as it is.

    >>> _as_a_wait("over 5 years"), _as_a_wait("5+"), _as_a_wait("years 2-5")
    ('5+ years', '5+ years', '2-5 years')
    """
    text = re.sub(r"^(?:after|at least|over|more than|>=?) ?([0-9]{1,2}) ?(?:years?|yrs?)$", r"\1+ years", text)
    text = re.sub(r"^([0-9]{1,2}) ?\+$", r"\1+ years", text)
    return re.sub(r"^(?:years|yrs) ?([0-9]{1,2}) ?(?:-|to) ?([0-9]{1,2})$", r"\1-\2 years", text)


@lru_cache(maxsize=1024)
def premium(text: str) -> Premium:
    """A premium written as pounds a year or as a percentage of basic pay. Raises `ValueError`.

    >>> premium("5%"), premium("1200")
    (Premium(pounds=0.0, share=0.05), Premium(pounds=1200.0, share=0.0))
    """
    percent = percent_number(text)
    if percent is not None:
        if float(percent) > 100:
            raise ValueError(f"{shortened(text)} is out of range: a premium is at most 100% of basic pay")
        return Premium(share=round(float(percent) / 100, 10))
    if words := two_amounts(text):
        raise ValueError(words)
    value = plain_number(text, "pounds")
    if value is None or not 0 <= value < 1e12:
        raise ValueError(
            f"{shortened(text)} is not a premium; write pounds a year such as 1200, or a percentage such as 5%"
        )
    if value > 1_000_000:
        raise ValueError(f"{shortened(text)} is out of range: a premium is at most £1,000,000 a year")
    refuse_part_of_1(value, text, f"£{value:g} a year")
    return Premium(pounds=value)


def percentage(text: str) -> float:
    """A percentage written as `25` or `25%`, as a fraction; below 1 only with its sign. Raises `ValueError`.

    >>> percentage("25"), percentage("25%"), percentage("0.5%")
    (0.25, 0.25, 0.005)
    """
    plain = in_plain_signs(text)
    if NOTHING.fullmatch(plain):
        return 0.0
    percent = percent_number(plain)
    number = plain if percent is None else percent
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{0,6})?|\.[0-9]{1,6}", number) or float(number) > 100:
        comma = re.fullmatch(r"[0-9]+,[0-9]+\s*%?", number)
        cure = "; write a point, not a comma, before the decimals" if comma else ""
        raise ValueError(f"{shortened(text)} is not a percentage between 0 and 100{cure}")
    if percent is None:
        refuse_part_of_1(float(number), text, f"{number}%")
    return round(float(number) / 100, 10)


def refuse_part_of_1(number: float, text: str, plain: str) -> None:
    """Refuse a number above 0 and below 1 that may be a percentage as a spreadsheet keeps it. Raises `ValueError`.

    `plain` is what it would be if it was not.
    """
    if 0 < number < 1:
        meant = f"{round(number * 100, 8):g}%"
        raise ValueError(f"'{text}' would be {plain}; a percentage kept by a spreadsheet as a part of 1? Write {meant}")


NATIONS_OF_CODES = {"S": "scotland", "C": "wales", "": None}


MONTH_1 = re.compile(
    r"(?:w(?:ee)?k?1|m(?:on)?th?1|m1|w1|wk1|mth1|x|non-?cum(?:ulative|ul|m)?|emergency|month1?basis)"
    r"(?:[/&+]?(?:m(?:on)?th?1|m1|mth1|w(?:ee)?k1|w1))?(?:basis)?",
    re.IGNORECASE,
)
"""How payslips say that each week or month is taxed by itself. Source: gov.uk, tax codes: W1, M1 and X."""
CODE_AND_BASIS = re.compile(
    r"([SC]?\s*(?:BR|NT|D\s*[0-9]|K\s*[0-9]+|[0-9]+\s*[LMNT]))(?![0-9])[-\s(*\[/:,._]*(\S.*?)[\s)\]*.]*", re.IGNORECASE
)
BASIS_AND_CODE = re.compile(
    r"(?P<basis>(?:w(?:ee)?k?\s*1|m(?:on)?th?\s*1|m1|w1)(?:/(?:m(?:on)?th?\s*1|m1))?)[\s/:,-]+(?P<code>[SC]?\s*[A-Z0-9]+)",
    re.IGNORECASE,
)
"""A code with its basis before it, such as M1 1257L."""
CUMULATIVE = re.compile(r"c|cum(?:ul(?:ative)?|m)?(?:basis)?", re.IGNORECASE)
BASES = ("cumulative", "month1")


def tax_basis(text: str) -> str:
    """The basis of a tax code as a payslip prints it. Raises `ValueError` with what would be right.

    >>> tax_basis("Wk1/Mth1"), tax_basis("Cumul"), tax_basis("Month 1")
    ('month1', 'cumulative', 'month1')
    """
    plain = re.sub(r"[\s._*()\[\]-]", "", text)
    if CUMULATIVE.fullmatch(plain):
        return BASES[0]
    if MONTH_1.fullmatch(plain) or plain == "1":
        return BASES[1]
    raise ValueError(f"{shortened(text)} is not a basis; {nearest(text.lower(), BASES)}")


@lru_cache(maxsize=4096)
def tax_code_and_basis(text: str) -> tuple[TaxCode, str]:
    """A tax code, and the basis that is written beside it; no text where none is. Raises `ValueError`.

    >>> [tax_code_and_basis(text)[1] for text in ("1257L M1", "s1257l (w1/m1)", "1257LX", "1257L")]
    ['month1', 'month1', 'month1', '']
    """
    text = re.sub(r"^([SC]?)O(?=T)", r"\g<1>0", in_plain_signs(text), flags=re.IGNORECASE)
    parts = CODE_AND_BASIS.fullmatch(text) or BASIS_AND_CODE.fullmatch(text)
    if parts is None:
        return tax_code(text), ""
    code, basis = ("code", "basis") if "code" in parts.groupdict() else (1, 2)
    try:
        return tax_code(parts[code]), tax_basis(parts[basis])
    except ValueError:
        return tax_code(text), ""


@lru_cache(maxsize=4096)
def tax_code(text: str) -> TaxCode:
    """A tax code as a payslip shows it, in either letter case. Raises `ValueError` with what would be right.

    >>> tax_code("S1257L").number, tax_code("K585").number, tax_code("0T").number, tax_code("CD0").above_basic
    (1257, -585, 0, 1)
    """
    code = text.replace(" ", "").upper()
    if code == NO_TAX:
        return TaxCode(code, no_tax=True)
    parts = re.fullmatch(r"([SC]?)(?:BR|D([0-9])|K([1-9][0-9]{0,3})|([0-9]{1,6})[LMNT])", code)
    if not parts:
        raise ValueError(
            f"{shortened(text)} is not a tax code; write one such as 1257L, S1257L, C1257L, K585, 0T, BR, D0 or NT"
        )
    letter, above, added, number = parts.groups()
    nation = NATIONS_OF_CODES[letter]
    if number is not None:
        return TaxCode(code, nation, number=int(number))
    if added is not None:
        return TaxCode(code, nation, number=-int(added))
    return TaxCode(code, nation, above_basic=0 if above is None else int(above) + 1)


def student_loans(text: str, ours: Callable[[str], str] = str) -> tuple[str, ...]:
    """Student loan plans joined with `+`, in a set order; `ours` turns other words for a plan into it.

    Raises `ValueError`.

    >>> student_loans("postgraduate+plan_2"), student_loans("Plan 2")
    (('plan_2', 'postgraduate'), ('plan_2',))
    """
    text = re.sub(r"(?i)\bplans(?= ?[1-5])", "plan", text)
    text = re.sub(r"(?<=[1-5])(\s*(?:[+&,/]|and)\s*)(?=[1245]\b)", r"\1plan ", text)  # Plans 1 and 2
    parts = [plan.strip() for plan in re.split(r"[+&,/;]|\band\b", text)] if text.strip() else []
    names = {bare(plan): plan for plan in STUDENT_LOANS}
    plans = [names.get(bare(ours(plan)), plan) if plan else plan for plan in parts]
    for plan in plans:
        if not plan:
            raise ValueError(f"{shortened(text)} lacks a plan beside +")
        if plan not in STUDENT_LOANS:
            raise ValueError(f"'{plan}' is not a student loan; {nearest(plan, STUDENT_LOANS)}")
        if plans.count(plan) > 1:
            raise ValueError(f"'{plan}' stands twice")
    return tuple(plan for plan in STUDENT_LOANS if plan in plans)


def one_of(valid: Sequence[str], what: str) -> Callable[[str], str]:
    """A reader of one of some words, whatever their dress; it raises `ValueError` for any other text.

    >>> one_of(("inner", "outer"), "zone")("Inner"), one_of(("section_2",), "kind")("Section 2")
    ('inner', 'section_2')
    """
    names = {bare(word): word for word in valid}

    def read(text: str) -> str:
        if bare(text) not in names:
            raise ValueError(f"{shortened(text)} is not a {what}; {nearest(text.lower(), valid)}")
        return names[bare(text)]

    return read


def yes_no(text: str) -> bool:
    """Yes or no, true or false, 1 or 0, in any dress. Raises `ValueError`.

    >>> yes_no("Yes"), yes_no("0"), yes_no("N."), yes_no("1.0")
    (True, False, False, True)
    """
    plain = bare(without_decimals(text))
    for words, value in ((TRUE, True), (FALSE, False)):
        if plain in words:
            return value
    raise ValueError(f"{shortened(text)} is neither true nor false")
