"""The words of a job as people write them (`6`, `top`, `5%`, `plan_2+postgraduate`), worked out to numbers."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paymodel.errors import nearest, shortened
from paymodel.pay.job import BAND_CODE, BANDS, STUDENT_LOANS
from paymodel.pay.rule_book import PayPoints
from paymodel.pay.rules.paye import NO_TAX, TaxCode

STEP_WORDS = ("entry", "intermediate", "top")
TRUE, FALSE = ("true", "yes", "y", "1"), ("false", "no", "n", "0")


@dataclass(frozen=True)
class Premium:
    """A premium: pounds a year of a whole-time post, or a share of basic pay."""

    pounds: float = 0.0
    share: float = 0.0


def band_code(text: str) -> int:
    """The code of a band's name. Raises `ValueError` with what would be right.

    >>> band_code("8a")
    7
    """
    if text not in BAND_CODE:
        raise ValueError(f"{shortened(text)} is not a band; {nearest(text.lower().removeprefix('band '), BANDS)}")
    return BAND_CODE[text]


def step_number(text: str, band: int, pay_points: PayPoints, where: str) -> int:
    """The number (from 1) of a step written as a word or a number. Raises `ValueError` with what would be right.

    `where` names the nation and day for the message.
    """
    steps = pay_points.steps(band)
    if steps == 0:
        raise ValueError(f"band {BANDS[band]} has no pay points in {where}")
    if text == "entry":
        return 1
    if text == "top":
        return steps
    if text == "intermediate":
        if steps != 3:
            raise ValueError(
                f"band {BANDS[band]} has no intermediate step in {where}: it has {steps}; say entry or top"
            )
        return 2
    if not re.fullmatch(r"[0-9]{1,3}", text):
        raise ValueError(f"{shortened(text)} is not a step; {nearest(text, STEP_WORDS)} (or a number from 1)")
    if not 1 <= int(text) <= steps:
        raise ValueError(f"band {BANDS[band]} has no step {text} in {where}: it has steps 1 to {steps}")
    return int(text)


@lru_cache(maxsize=1024)
def premium(text: str) -> Premium:
    """A premium written as pounds a year or as a percentage of basic pay. Raises `ValueError`.

    >>> premium("5%"), premium("1200")
    (Premium(pounds=0.0, share=0.05), Premium(pounds=1200.0, share=0.0))
    """
    number = text.strip().removesuffix("%").rstrip()
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", number):
        raise ValueError(
            f"{shortened(text)} is not a premium; write pounds a year such as 1200, or a percentage such as 5%"
        )
    value = float(number)
    if not text.strip().endswith("%"):
        if value > 1_000_000:
            raise ValueError(f"'{text}' is out of range: a premium is at most £1,000,000 a year")
        refuse_part_of_1(value, text, f"£{number} a year")
        return Premium(pounds=value)
    if value > 100:
        raise ValueError(f"'{text}' is out of range: a premium is at most 100% of basic pay")
    return Premium(share=round(value / 100, 10))


def percentage(text: str) -> float:
    """A percentage written as `25` or `25%`, as a fraction; below 1 only with its sign. Raises `ValueError`.

    >>> percentage("25"), percentage("25%"), percentage("0.5%")
    (0.25, 0.25, 0.005)
    """
    number = text.strip().removesuffix("%").rstrip()
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", number) or float(number) > 100:
        comma = "; write a point, not a comma, before the decimals" if re.fullmatch(r"[0-9]+,[0-9]+", number) else ""
        raise ValueError(f"{shortened(text)} is not a percentage between 0 and 100{comma}")
    if not text.strip().endswith("%"):
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


@lru_cache(maxsize=4096)
def tax_code(text: str) -> TaxCode:
    """A tax code as a payslip shows it, in either letter case. Raises `ValueError` with what would be right.

    >>> tax_code("S1257L").number, tax_code("K585").number, tax_code("0T").number, tax_code("CD0").above_basic
    (1257, -585, 0, 1)
    """
    code = text.replace(" ", "").upper()
    if re.search(r"(W1/?M1|W1|M1|X)$", code):
        raise ValueError(f"{shortened(text)} names its basis; write the code alone, and the basis as month1")
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


def student_loans(text: str) -> tuple[str, ...]:
    """Student loan plans joined with `+`, in a set order. Raises `ValueError`.

    >>> student_loans("postgraduate+plan_2")
    ('plan_2', 'postgraduate')
    """
    plans = [plan.strip() for plan in text.split("+")] if text.strip() else []
    for plan in plans:
        if not plan:
            raise ValueError(f"{shortened(text)} lacks a plan beside +")
        if plan not in STUDENT_LOANS:
            raise ValueError(f"'{plan}' is not a student loan; {nearest(plan, STUDENT_LOANS)}")
        if plans.count(plan) > 1:
            raise ValueError(f"'{plan}' stands twice")
    return tuple(plan for plan in STUDENT_LOANS if plan in plans)


def one_of(valid: Sequence[str], what: str) -> Callable[[str], str]:
    """A reader of one of some words, in either letter case; it raises `ValueError` for any other text.

    >>> one_of(("inner", "outer"), "zone")("Inner")
    'inner'
    """

    def read(text: str) -> str:
        if text.lower() not in valid:
            raise ValueError(f"{shortened(text)} is not a {what}; {nearest(text.lower(), valid)}")
        return text.lower()

    return read


def yes_no(text: str) -> bool:
    """Yes or no, true or false, 1 or 0, in either letter case. Raises `ValueError`.

    >>> yes_no("Yes"), yes_no("0")
    (True, False)
    """
    for words, value in ((TRUE, True), (FALSE, False)):
        if text.lower() in words:
            return value
    raise ValueError(f"{shortened(text)} is neither true nor false")
