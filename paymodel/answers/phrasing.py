"""Numbers and names as people read them."""

import datetime
import math
import re

from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.pay.lines import LINE

LINE_LABELS = {name: line.label for name, line in LINE.items()}
"""What each line of a payslip is called in front of people."""

NATION_LABELS = {
    "england": "England",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}


MINUS = "\u2212"
"""A true minus, as long as a plus."""
_HYPHEN = re.compile(r"(?<![\w-])-(?=£?[0-9])")


def rules_in_force(nation: str, day: datetime.date) -> str:
    """Whose rules an answer rests on, and of which day.

    >>> rules_in_force("england", datetime.date(2026, 11, 22))
    'England, rules in force on 22 November 2026'
    """
    return f"{NATION_LABELS[nation]}, rules in force on {day_words(day)}"


def pounds(amount: float) -> str:
    """Pounds and pence.

    >>> pounds(-1350.49), pounds(0.0)
    ('-£1,350.49', '£0.00')
    """
    return f"{'-' if round(amount, 2) < 0 else ''}£{abs(amount):,.2f}"


def whole_pounds(amount: float) -> str:
    """Pounds without pence, half a pound rounded up, without a sign.

    >>> whole_pounds(-112.54)
    '£113'
    """
    return f"£{math.floor(abs(amount) + 0.5):,}"


def signed_whole(amount: float) -> str:
    """A difference in pounds without pence, its sign shown.

    >>> signed_whole(1234.5), signed_whole(-1350.49), signed_whole(0.2)
    ('+1,235', '-1,350', '0')
    """
    rounded = math.floor(abs(amount) + 0.5)
    return f"{'+' if amount > 0 else '-'}{rounded:,}" if rounded else "0"


def signed_whole_pounds(amount: float) -> str:
    """A difference in pounds without pence, sign and pound shown; the minus is a true one, for charts.

    >>> signed_whole_pounds(1234.5), signed_whole_pounds(-1350.49) == f"{MINUS}£1,350", signed_whole_pounds(0.2)
    ('+£1,235', True, '£0')
    """
    rounded = math.floor(abs(amount) + 0.5)
    return f"{'+' if amount > 0 else MINUS}£{rounded:,}" if rounded else "£0"


def signed(amount: float) -> str:
    """A difference in pounds and pence, its sign shown.

    >>> signed(12.5), signed(-12.5), signed(0.0)
    ('+12.50', '-12.50', '0.00')
    """
    return "0.00" if round(amount, 2) == 0 else f"{amount:+,.2f}"


def true_minus(text: str) -> str:
    """Text whose minus signs are true ones; a day, a range and a name with a hyphen stay as they are.

    >>> true_minus("-£12 and -12.50 on 2026-11-22") == f"{MINUS}£12 and {MINUS}12.50 on 2026-11-22"
    True
    """
    return _HYPHEN.sub(MINUS, text)


def signed_pounds(amount: float) -> str:
    """A difference in pounds and pence, sign and pound shown.

    >>> signed_pounds(12.5), signed_pounds(-48.49), signed_pounds(0.0)
    ('+£12.50', '-£48.49', '£0.00')
    """
    return f"{'+' if round(amount, 2) > 0 else ''}{pounds(amount)}"


def per_cent(share: float) -> str:
    """A share as a whole per cent.

    >>> per_cent(0.482)
    '48%'
    """
    return f"{share:.0%}"


def percent(share: float) -> str:
    """A rate as it is printed, with as many decimals as it has.

    >>> percent(0.107), percent(0.2378), percent(0.25)
    ('10.7%', '23.78%', '25%')
    """
    return f"{round(share * 100, 6):g}%"


def catch_up_words(year: int | None, margin: float, horizon_years: int, thin_below: float = 0.0) -> str:
    """When something catches up with staying, and by how much; `year` is None where it does not.

    A forecast of years is in whole pounds. A margin, ahead or behind, of less than `thin_below` pounds is said to be
    thin.

    >>> catch_up_words(6, 92.62, 10), catch_up_words(None, -5.0, 10)
    ('it catches up in year 6, by £93', 'it never catches up within 10 years (£5 behind by then)')
    >>> catch_up_words(6, 92.62, 10, thin_below=250)
    'it catches up in year 6, by £93 (thin: a rounding of the assumptions)'
    """
    if year == 1:
        return f"it is never behind within {counted(horizon_years, 'year')}"
    thin = "thin: a rounding of the assumptions" if is_thin(margin, thin_below) else ""
    if year is None:
        behind = f"{margin_words(margin)} behind by then{thin and f', {thin}'}"
        return f"it never catches up within {counted(horizon_years, 'year')} ({behind})"
    return f"it catches up in year {year}, by {margin_words(margin)}{thin and f' ({thin})'}"


def margin_words(margin: float) -> str:
    """How far ahead or behind years from now: whole pounds, as pence of a forecast would say more than is known.

    >>> margin_words(92.62), margin_words(-0.3)
    ('£93', 'less than £1')
    """
    return whole_pounds(margin) if abs(margin) >= 0.5 else "less than £1"


def is_thin(margin: float, thin_below: float) -> bool:
    """Whether a margin is so small, in pounds, that a rounding of what is assumed would turn it."""
    return abs(margin) < thin_below


def sentence(words: str) -> str:
    """Words as a sentence begins, whatever else stands in them.

    >>> sentence("on-call payment"), sentence("Saturday and night hours kept")
    ('On-call payment', 'Saturday and night hours kept')
    """
    return f"{words[:1].upper()}{words[1:]}"


def step_words(step: int, steps: int) -> str:
    """A step as people name it.

    >>> step_words(1, 3), step_words(2, 3), step_words(2, 2)
    ('entry step', 'intermediate step', 'top step')
    """
    if steps == 1:
        return "only step"
    if step in (1, steps):
        return "entry step" if step == 1 else "top step"
    return "intermediate step" if steps == 3 else f"step {step}"
