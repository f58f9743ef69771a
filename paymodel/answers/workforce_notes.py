"""What an answer about a workforce notes of its staff list: columns filled for some alone, posts open to nobody."""

from collections.abc import Iterable

from paymodel.answers.kinds import kind_and_length
from paymodel.errors import shortened
from paymodel.files.mappings import COLUMNS
from paymodel.moves.posts import Post
from paymodel.workforces.run import NOT_STATED, PartResult


def columns_partly_filled(tally: PartResult) -> list[str]:
    """Columns to group by that are filled for some people alone: perhaps only where a group of rows begins."""
    values: dict[str, set[str]] = {}
    for column, value in tally.measured.rows:
        values.setdefault(column, set()).add(value)
    partly = [name for name, held in values.items() if NOT_STATED in held and len(held) > 1 and name not in COLUMNS]
    if not partly:
        return []
    listed = " and ".join(shortened(name) for name in partly)
    return [f"Empty for some people, who are under {NOT_STATED}: {listed}."]


def posts_for_a_time(offers: Iterable[Post]) -> list[str]:
    """How long posts last that end: a sentence for each.

    >>> from paymodel.moves.kinds import Lasts
    >>> from paymodel.pay.job import Job
    >>> rotation = Post("Primary care", Job(), Job(), move="rotation", lasts=Lasts(12, "weeks"), lasts_years=12 / 52)
    >>> posts_for_a_time([rotation, Post("Manager", Job(), Job())])
    ['Primary care is for a time (rotation of 12 weeks): changes of pay are at the rate of a whole year of it.']
    """
    return [
        f"{offer.name} is for a time ({kind_and_length(offer)}): changes of pay are at the rate of a whole year of it."
        for offer in offers
        if not offer.for_good
    ]


def posts_open_to_nobody(tally: PartResult) -> list[str]:
    """What posts are open to and nobody has: a sentence for each set of posts."""
    offers: dict[tuple[str, str], list[str]] = {}
    for offer, name, value in tally.settled.unheld:
        offers.setdefault((name, value), []).append(offer)
    values: dict[tuple[str, str], list[str]] = {}
    for (name, value), posts in offers.items():
        values.setdefault((name, " and ".join(posts) + (" asks" if len(posts) == 1 else " ask")), []).append(
            f"'{value}'"
        )
    return [
        f"No usable row has the {name} {' or '.join(held)}, which {posts} for. Check the spelling."
        for (name, posts), held in values.items()
    ]
