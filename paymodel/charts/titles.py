"""Titles of fifteen words at most; what take-home pay does on a move, as they say it; which of many are shown."""

from collections.abc import Sequence

from paymodel.answers.phrasing import signed_whole_pounds, whole_pounds
from paymodel.moves.comparison import Move
from paymodel.workforces.disclosure import SMALLEST

MOST_WORDS = 15
"""The words of a title: the finding first, and no more (https://service-manual.ons.gov.uk/data-visualisation)."""
MOST_WORDS_OF_PEOPLE = MOST_WORDS - 2
"""The words of a title about a workforce: it may be told that the people are invented."""


def first_that_fits(*titles: str, most: int = MOST_WORDS) -> str:
    """The first of some titles that has no more words than allowed: the fullest first, one that always fits last.

    >>> first_that_fits("Take-home pay falls £113 a month", "It falls", most=3)
    'It falls'
    """
    return next((title for title in titles if len(title.split()) <= most), titles[-1])


def out_of(some: float, people: float) -> str:
    """How many of some people, in a title: counts are rounded where they are published, so two alike may differ.

    >>> out_of(20, 30), out_of(325, 325), out_of(323, 323)
    ('20 of 30', 'nearly all 325', 'all 323')
    """
    if some != people:
        return f"{some:,.0f} of {people:,.0f}"
    return f"all {people:,.0f}" if people % SMALLEST else f"nearly all {people:,.0f}"


def say_change(monthly: float, within: float = 0.0) -> str:
    """What take-home pay does, in a title; `within` is how few pounds a month are about the same, as in the answer.

    >>> say_change(-112.54), say_change(43.5), say_change(0.2)
    ('falls £113 a month', 'rises £44 a month', 'stays about the same')
    >>> say_change(1.5, within=5.0)
    'stays about the same (+£2 a month)'
    """
    amount = signed_whole_pounds(monthly)
    if amount == "£0":
        return "stays about the same"
    if abs(monthly) <= within:
        return f"stays about the same ({amount} a month)"
    return f"{'rises' if monthly > 0 else 'falls'} {whole_pounds(monthly)} a month"


def say_move(move: Move) -> str:
    """What take-home pay does on a move, in a title, in the words of the answer's verdict."""
    return say_change(move.take_home_change / 12, move.rule_book.switches.same_within_pounds_a_month)


def pick_largest(values: Sequence[float], most: int) -> list[int]:
    """The places of the largest values, whatever their sign, in the order in which they stand.

    >>> pick_largest([1.0, -5.0, 3.0], 2)
    [1, 2]
    """
    return sorted(sorted(range(len(values)), key=lambda at: -abs(values[at]))[:most])
