"""Numbers as people write them: signs, units, dashes for nothing, thousands and percentages, worked out to numbers."""

import re

OF_A_YEAR = r"(?:p[./]?\s?a\.?|per annum|(?:a|per|each|/)\s?(?:year|yr|annum)|annually|yearly)"
OF_A_WEEK = r"(?:p\.?\s?w\.?|(?:a|per|each|/)\s?(?:week|wk)|weekly)"
OF_A_MONTH = r"(?:p\.?\s?c?\.?\s?m\.?|(?:a|per|each|/)\s?(?:calendar )?(?:month|mth)|monthly)"
UNIT_OF: dict[str, str] = {
    "pounds": rf"(?:pounds|gbp|£)?\s*{OF_A_YEAR}?",
    "hours": rf"(?:hours?|hrs?|h)\.?\s*{OF_A_YEAR}?|{OF_A_YEAR}",
    "hours a week": rf"(?:hours?|hrs?|h)\.?\s*{OF_A_WEEK}?|{OF_A_WEEK}",
    "share": r"(?:f\.?t\.?e\.?|w\.?t\.?e\.?)",
    "years": r"(?:years?|yrs?|y)\.?",
    "count": r"(?:children|child)",
}
"""What may follow a number, by what it is of: the unit that it has anyway."""
NOTHING = re.compile(r"(?:£\s*)?-(?:\s*-)?|nil|none|zero", re.IGNORECASE)
"""What accounts write for nothing."""
OTHER_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
    | {"\uff05": "%", "\uffe1": "£", "\u00bc": ".25", "\u00bd": ".5", "\u00be": ".75"}
)
"""Dashes, blanks and wide signs that other programs put in the place of those of a keyboard."""
PERCENT = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})\s*(?:%|per\s?cent\b|pct\b|p\.?c\b)\.?"
    r"(?:\s*of\s+(?:the\s+)?(?:basic\s+(?:pay|salary)|pay|salary|basic))?",
    re.IGNORECASE,
)


def in_plain_signs(text: str) -> str:
    """A text with the signs of a keyboard in place of others that look like them, and without outer blanks.

    >>> in_plain_signs("\u22125\u00a0000 \u2013 Band\u00a08a")
    '-5 000 - Band 8a'
    """
    return (text if text.isascii() else text.translate(OTHER_SIGNS)).strip()


def percent_number(text: str) -> str | None:
    """The number of a percentage that has its sign or its word; None for any other text.

    >>> percent_number("5 %"), percent_number("12.5 per cent"), percent_number("5"), percent_number("5% or 6%")
    ('5', '12.5', None, None)
    """
    match = PERCENT.fullmatch(in_plain_signs(text))
    return match and match[1]


def two_amounts(text: str) -> str:
    """Why an amount could be two, as its point may be before decimals or thousands; nothing for any other.

    >>> two_amounts("£3.000")
    "'£3.000' could be £3 or £3,000; write 3.00 or 3000"
    >>> two_amounts("3.50"), two_amounts("312.125"), two_amounts("3000.125")
    ('', '', '')
    """
    plain = in_plain_signs(text)
    parts = re.fullmatch(r"(£|GBP)?\s?([1-9][0-9]{0,2})\.([0-9]{3})", plain, re.IGNORECASE)
    if parts is None or not (parts[1] or float(parts[2]) < 100 or parts[3].endswith("0")):
        return ""
    small = f"{float(f'{parts[2]}.{parts[3]}'):.2f}"
    either = f"£{small.removesuffix('.00')} or £{parts[2]},{parts[3]}"
    return f"'{plain}' could be {either}; write {small} or {parts[2]}{parts[3]}"


def plain_number(text: str, kind: str = "count") -> float | None:
    """The number that a text says in one of the usual ways, or None; `kind` says which unit may be written after it.

    >>> plain_number("£2,000 p.a.", "pounds"), plain_number("(250)"), plain_number("312:30", "hours")
    (2000.0, -250.0, 312.5)
    """
    text = in_plain_signs(text).removeprefix("'")  # a spreadsheet's mark of text
    if kind == "share":
        text = re.sub(r"^(?:f\.?t\.?e\.?|w\.?t\.?e\.?)\s*[:=]?\s*(?=[0-9.])", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?", text):
        return float(text)
    if NOTHING.fullmatch(text):
        return 0.0
    text = re.sub(rf"(?<=[0-9)k.])\s*(?:{UNIT_OF[kind]})$", "", text, flags=re.IGNORECASE)
    clock = re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])", text) if kind.startswith("hours") else None
    if clock:
        return int(clock[1]) + int(clock[2]) / 60
    sign = 1.0
    if re.fullmatch(r"\(.*\)|.*[0-9]\s?-", text):  # as accounts write what is owed
        sign, text = -1.0, text.strip("()- ")
    elif text[:1] in ("-", "+"):
        sign, text = (-1.0 if text[0] == "-" else 1.0), text[1:].strip()
    thousands = 1
    if kind == "pounds":
        text = re.sub(r"^(?:£|GBP)\s?", "", text, flags=re.IGNORECASE)
        if text.startswith("-"):
            sign, text = -sign, text[1:].strip()
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?\s?k", text, re.IGNORECASE):
            thousands, text = 1_000, text[:-1].strip()
    if re.fullmatch(r"[1-9][0-9]{0,2}((,[0-9]{3})+|( [0-9]{3})+)(\.[0-9]{1,6})?|[0-9]+\.?[0-9]*|\.[0-9]+", text):
        return sign * thousands * float(text.replace(",", "").replace(" ", ""))
    return None
