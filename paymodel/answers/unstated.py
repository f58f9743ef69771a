"""Overtime and on-call that nobody stated, in words."""

from collections.abc import Sequence
from typing import Any

from paymodel.answers.blocks import Block, Bullets, Paragraph
from paymodel.answers.phrasing import catch_up_words, whole_pounds
from paymodel.counting import counted
from paymodel.moves.comparison import Move
from paymodel.moves.unstated import Unstated


def unstated_words(move: Move) -> str:
    """What was not stated of the post held, and what one hour a week beyond contract would do; else nothing."""
    found = move.unstated
    if found is None:
        return ""
    return f"{_before(found)} With {_hour(found)}, {_then(found, move)}."


def unstated_blocks(moves: Sequence[Move], names: Sequence[str]) -> list[Block]:
    """What was not stated, told once, then what an hour would do to each of several moves by name."""
    told = [(name, move, move.unstated) for name, move in zip(names, moves, strict=True) if move.unstated is not None]
    if not told:
        return []
    if len(moves) == 1:
        return [Paragraph(unstated_words(moves[0]))]
    first = told[0][2]
    return [
        Paragraph(f"{_before(first)} With {_hour(first)}:"),
        Bullets([f"{name}: {_then(found, move)}." for name, move, found in told]),
    ]


def _before(found: Unstated) -> str:
    return f"Before {found.what}: none was stated."


def _hour(found: Unstated) -> str:
    kind = "one extra hour a week at plain rate" if found.plain else "one hour of overtime a week"
    return f"{kind} in the post held"


def _then(found: Unstated, move: Move) -> str:
    change = found.take_home_change
    does = f"take-home pay {'falls' if change < 0 else 'rises'} by {whole_pounds(change / 12)} a month"
    thin_below = move.rule_book.switches.thin_margin_pounds
    caught = catch_up_words(found.catch_up_year, found.catch_up_margin, found.years, thin_below)
    never = ""
    if found.never_from is not None and found.never_from > 1:
        never = f"; with {found.never_from:g} hours it never does within {counted(found.years, 'year')}"
    return f"{does} and {caught}{never}"


def unstated_json(found: Unstated | None) -> dict[str, Any] | None:
    """What was not stated, and the move with one hour a week beyond contract, as JSON; null where there is nothing."""
    if found is None:
        return None
    return {
        "words": _before(found),
        "with_one_hour_a_week": {
            "kind": "extra_hours" if found.plain else "overtime",
            "take_home_change": found.take_home_change,
            "catch_up_year": found.catch_up_year,
            "catch_up_margin": found.catch_up_margin,
        },
        "years": found.years,
        "never_catches_up_from_hours_a_week": found.never_from,
    }
