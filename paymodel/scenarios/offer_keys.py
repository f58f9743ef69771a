"""What an offer alone may say: that it is the post held itself, how long it lasts, what is paid beside it."""

from collections.abc import Iterator
from typing import Any

from paymodel.files import parsers
from paymodel.files.yaml_documents import Place
from paymodel.moves.conditions import Protection
from paymodel.moves.kinds import FOR_A_TIME, FOR_GOOD, PROMOTION, ROTATION, SECONDMENT, Blocks, Lasts, kind_words
from paymodel.scenarios.schema import OfferFile, PostFile

LENGTHS = ("lasts_weeks", "lasts_months", "lasts_years")


def offer_faults(keys: OfferFile) -> Iterator[tuple[Place, str]]:
    """What is wrong with what an offer says, whatever the post held: its place and the words.

    Acting up and its kin end, or alternate with the post held; a promotion and its kin do neither.
    """
    if keys.same_post:
        for name in ("post", "band"):
            if getattr(keys, name) is not None:
                yield (name,), "stands beside same_post, which is the post held; give one of them"
    lengths = [name for name in LENGTHS if getattr(keys, name) is not None]
    for name in lengths[1:]:
        yield (name,), f"stands beside {lengths[0]}; give one of them"
    if keys.move in FOR_A_TIME and not lengths and keys.blocks is None:
        what = f"a {keys.move}" if keys.move in (SECONDMENT, ROTATION) else kind_words(keys.move)
        words = f"missing: {what} ends; say after how many whole years"
        yield ("lasts_years",), f"{words}, or give lasts_weeks, lasts_months or blocks"
    if keys.move in FOR_GOOD:
        what = "a promotion" if keys.move == PROMOTION else f"a move {keys.move}"
        words = f"{what} has no end; say move: {', '.join(FOR_A_TIME[:-1])} or {FOR_A_TIME[-1]}, or leave it out"
        for name in lengths[:1] or (["blocks"] if keys.blocks else []):
            yield (name,), words


def move_of(keys: PostFile) -> dict[str, Any]:
    """How long an offer lasts, the blocks in which it alternates, and what is paid beside it, as a post has them."""
    if not isinstance(keys, OfferFile):
        return {}
    lasts = [Lasts(getattr(keys, name), name.removeprefix("lasts_")) for name in LENGTHS if getattr(keys, name)]
    stated: dict[str, Any] = {
        "blocks": keys.blocks and Blocks(keys.blocks.away, keys.blocks.home, keys.blocks.first or ""),
        "one_off_payment": keys.one_off_payment or 0.0,
    }
    if keys.protection is not None:
        taper = tuple(map(parsers.percentage, keys.protection.taper))
        stated["protection"] = Protection(keys.protection.months, taper, bool(keys.protection.mark_time))
    return stated | ({"lasts_years": lasts[0].years, "lasts": lasts[0]} if lasts else {})
