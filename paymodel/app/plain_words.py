"""Sentences of the package as the app says them: the form's words in place of keys, days as people write them."""

import datetime
import re

from markupsafe import Markup, escape

from paymodel.answers.phrasing import true_minus
from paymodel.app.questions import NAME, place_in_words, place_of
from paymodel.days import day_words
from paymodel.errors import Fault

HEADING_ROW = "Row of the headings"
"""The field in which the app asks what an option asks on the command line."""
_SWITCH = re.compile(r"\b(the )?switch [a-z0-9]+(?:_[a-z0-9]+)+")
_PATH = re.compile(r"(?<=sets )(?:current|offers|person|award)\.(?:[a-z0-9_]+\.)*[a-z0-9_]+")
_COMMAND = re.compile("`(paymodel [a-z -]+)`")
_ROW = "say which with --heading-row"
_WHOLE = re.compile(
    "[+\u2212]£?[0-9][0-9,.]*[0-9]%?|[+\u2212]£?[0-9]%?|[0-9]{4}-[0-9]{2}(?![0-9-])|\\b(?:Annex|Section) [0-9]+"
)
"""What a line may not end within: an amount with its sign, a pay year, a part of the handbook."""
_DAY = re.compile(r"\b[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\b")


def without_keys(text: str) -> str:
    """A sentence with the form's own words in place of the keys of a scenario file, and days in words.

    A path that the reader typed, to vary a figure by it, stays as it is.

    >>> without_keys("The policy 'More' sets offers.all.long_term_premium to 2%.")
    "The policy 'More' sets Post offered, long-term premium to 2%."
    >>> without_keys("'same' needs 75% (switch same_pattern_minimum_share)")
    "'same' needs 75% (a switch under Everything)"
    >>> without_keys("The rules of 2026-11-22 hold.")
    'The rules of 22 November 2026 hold.'
    >>> without_keys("If they are in another row, say which with --heading-row.")
    'If they are in another row, say which under Row of the headings.'
    """
    text = text.replace(_ROW, f"say which under {HEADING_ROW}")
    text = _DAY.sub(lambda match: _day(match[0]), text)
    text = _SWITCH.sub(lambda match: f"{'the' if match[1] else 'a'} switch under Everything", text)
    return _PATH.sub(lambda match: _place(match[0]), text)


def _day(text: str) -> str:
    try:
        return day_words(datetime.date.fromisoformat(text))
    except ValueError:  # 31 February
        return text


def _place(path: str) -> str:
    of_first = path.replace(".all.", ".")
    return place_in_words(Fault(NAME, of_first, "", place_of(of_first)))


def prose(text: object) -> Markup:
    """HTML of a sentence, escaped.

    >>> str(prose("a < b: -£12.50 in 2018-19")).replace(chr(0x2212), "-")
    'a &lt; b: <span class="pm-whole">-£12.50</span> in <span class="pm-whole">2018-19</span>'
    >>> str(prose("`paymodel compare` shows it"))
    '<code>paymodel compare</code> shows it'
    """
    words = whole(without_keys(str(text)))
    return Markup(_COMMAND.sub(r"<code>\1</code>", str(words)))  # noqa: S704


def whole(text: object) -> Markup:
    """HTML of words, escaped, in which no line ends within an amount, a pay year or a part of the handbook.

    >>> str(whole("rota, Annex 5"))
    'rota, <span class="pm-whole">Annex 5</span>'
    """
    words = str(escape(true_minus(str(text))))
    return Markup(_WHOLE.sub(lambda match: f'<span class="pm-whole">{match[0]}</span>', words))  # noqa: S704
