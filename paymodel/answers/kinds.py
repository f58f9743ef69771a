"""What an answer says of the kind of a move: which rules apply to it, and where it starts."""

from paymodel.answers.phrasing import percent, pounds, signed_pounds, step_words
from paymodel.moves.comparison import Move
from paymodel.moves.conditions import Protection
from paymodel.moves.kinds import Lasts, kind_words
from paymodel.moves.posts import Post

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


def kind_and_length(offer: Post) -> str:
    """The kind of a move that its holder comes back from, and how long it lasts.

    >>> from paymodel.moves.kinds import Blocks
    >>> from paymodel.pay.job import Job
    >>> kind_and_length(Post("", Job(), Job(), move="acting_up", lasts_years=2))
    'acting up of 2 years'
    >>> kind_and_length(Post("", Job(), Job(), move="rotation", blocks=Blocks(6, 6)))
    'rotation, 6 weeks away and 6 at home'
    """
    words = kind_words(offer.move) + (f" of {offer.length}" if offer.length else "")
    if offer.blocks is None:
        return words
    first = " first" if offer.blocks.first == "home" else ""
    return f"{words}, {weeks_words(offer.blocks.away)} away and {offer.blocks.home:g} at home{first}"


def weeks_words(weeks: float) -> str:
    """Weeks as they are said.

    >>> weeks_words(1), weeks_words(6), weeks_words(26.0714)
    ('1 week', '6 weeks', '26.1 weeks')
    """
    number = f"{round(weeks, 1):g}"
    return f"{number} week{'' if number == '1' else 's'}"


def over_the_move(move: Move) -> str:
    """What a move that ends does in all, in two sentences; empty where it has no end."""
    over, post = move.over, move.post
    if over is None:
        return ""
    change = over.take_home_change
    if change == 0:
        what = "take-home pay does not change"
    else:
        what = f"take-home pay {'falls' if change < 0 else 'rises'} by {pounds(abs(change))} in all"
    away = f", {weeks_words(over.weeks_away)} of them away," if post.blocks else ""
    away = away.replace("of them", "of it") if post.length == "1 year" else away
    return f"Over {post.length}{away} {what}. {harmless_words(over.cost_of_holding_harmless)}"


def harmless_words(cost: float | None) -> str:
    """What it would cost the employer that nobody loses while a move lasts."""
    if cost is None:
        return "Even with gross pay made up, deductions would leave a loss."
    if cost == 0:
        return "Nobody has to be held harmless."
    return f"Holding the person harmless (gross pay made up while it lasts) would cost the employer {pounds(cost)}."


def on_return(move: Move) -> str:
    """What the return from a move that ends, or alternates, brings."""
    words = "On return the post held pays what it would have paid: its years in the band went on counting."
    if move.lost_if_annex_5_ends is None:
        return words
    return (
        f"{words} Annex 5 is taken to go on, which was not established: were it lost, the return would pay"
        f" {signed_pounds(move.lost_if_annex_5_ends)} a year in a usual year."
    )


def once_it_is_over(move: Move) -> str:
    """What is paid beside the pay of a post, what it costs, and what is left without; with a blank before it."""
    beside, post = move.beside, move.post
    if beside is None:
        return ""
    parts = [f"a one-off payment of {pounds(post.one_off_payment)}"] if post.one_off_payment else []
    if post.protection is not None:
        parts.append(protection_words(post.protection))
    return (
        f" This holds {' and '.join(parts)}, which costs the employer {pounds(beside.cost)} in all; in year"
        f" {beside.years + 1}, without it, take-home pay changes by {signed_pounds(beside.take_home_change_then)}."
    )


def protection_words(protection: Protection) -> str:
    """Local pay protection in words.

    >>> protection_words(Protection(24, (1.0, 0.75, 0.5))), protection_words(Protection(12, mark_time=False))
    ('24 months of pay protection (100%, 75%, 50%)', '12 months of pay protection (100%, rising with the post held)')
    """
    tapers = ", ".join(percent(share) for share in protection.taper)
    rising = "" if protection.mark_time else ", rising with the post held"
    return f"{Lasts(protection.months, 'months').words} of pay protection ({tapers}{rising})"
