"""Overtime and on-call that nobody stated, in words."""

from collections.abc import Sequence

from paymodel.answers.blocks import Block, Bullets, Paragraph
from paymodel.answers.contracts import OneHourAWeek, UnstatedOfAnswer
from paymodel.answers.phrasing import catch_up_words, whole_pounds
from paymodel.counting import counted
from paymodel.moves.comparison import Move
from paymodel.moves.unstated import Unstated


def unstated_words(move: Move) -> str:
    """What was not stated of the post held, and what one hour a week beyond contract would do; else nothing."""
    unstated = move.unstated
    if unstated is None:
        return ""
    return f"{_before(unstated)} With {_hour(unstated)}, {_then(unstated, move)}."


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
        Bullets([f"{name}: {_then(unstated, move)}." for name, move, unstated in told]),
    ]


def _before(unstated: Unstated) -> str:
    return f"Before {unstated.what}: none was stated."


def _hour(unstated: Unstated) -> str:
    kind = "one extra hour a week at plain rate" if unstated.plain else "one hour of overtime a week"
    return f"{kind} in the post held"


def _then(unstated: Unstated, move: Move) -> str:
    change = unstated.take_home_change
    if move.over is not None:
        return f"take-home pay {'falls' if change < 0 else 'rises'} by {whole_pounds(change)} in the first year"
    does = f"take-home pay {'falls' if change < 0 else 'rises'} by {whole_pounds(change / 12)} a month"
    if change == 0:
        does = "take-home pay does not change at first"
    thin_below = move.rule_book.switches.thin_margin_pounds
    caught = catch_up_words(unstated.catch_up_year, unstated.catch_up_margin, unstated.years, thin_below)
    never = ""
    if unstated.never_from is not None and unstated.never_from > 1:
        never = f"; with {unstated.never_from:g} hours it never does within {counted(unstated.years, 'year')}"
    return f"{does} and {caught}{never}"


def unstated_of_answer(unstated: Unstated | None) -> UnstatedOfAnswer | None:
    """What was not stated, and the move with one hour a week beyond contract, as JSON; null where there is nothing."""
    if unstated is None:
        return None
    return UnstatedOfAnswer(
        words=_before(unstated),
        with_one_hour_a_week=OneHourAWeek(
            kind="extra_hours" if unstated.plain else "overtime",
            take_home_change=unstated.take_home_change,
            catch_up_year=unstated.catch_up_year,
            catch_up_margin=unstated.catch_up_margin,
        ),
        years=unstated.years,
        never_catches_up_from_hours_a_week=unstated.never_from,
    )
