"""What an answer says of the kind of a move: which rules apply to it, and where it starts."""

from paymodel.answers.phrasing import signed_pounds, step_words
from paymodel.moves.comparison import Move

NO_RULE = "the rule on promotion does not apply"


def kind_sentences(move: Move) -> list[str]:
    """Which rules a move within the band or to a lower one follows, a sentence each; none for a move up."""
    if move.direction > 0:
        return []
    if move.direction == 0:
        return [f"Within the band {NO_RULE}: the step and the years in the band carry over."]
    return [f"To a lower band {NO_RULE}.", *_steps_of(move)]


def _steps_of(move: Move) -> list[str]:
    """The change on every step of a lower band, where none is stated."""
    if len(move.by_step) < 2:
        return []
    steps = ", ".join(
        f"{signed_pounds(change)} on the {step_words(number, len(move.by_step))}"
        for number, change in enumerate(move.by_step, start=1)
    )
    return [
        "Nobody says which step: the top one is taken. A year's take-home pay changes by"
        f" {steps}: state step, or years_in_band of the offer."
    ]


def other_step(move: Move) -> str:
    """What the move comes to on the entry step of a lower band, where no step is stated; with a blank before it."""
    if len(move.by_step) < 2:
        return ""
    return f" If it starts on the entry step, not the top: {signed_pounds(move.by_step[0])} a year."
