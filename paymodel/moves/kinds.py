"""Kinds of move: to a higher band, within the band, to a lower one; for good or for a time."""

import numpy as np

from paymodel.pay.job import NO_BAND, Job
from paymodel.rounding import as_array

PROMOTION, SIDEWAYS, DOWN = "promotion", "sideways", "down"
FOR_GOOD = (PROMOTION, SIDEWAYS, DOWN)
"""Moves that do not end, by the sign of the change of band: 1, 0, -1."""
FOR_A_TIME = ("acting_up", "secondment", "rotation", "shadowing")
"""Moves that end, and moves that alternate with the post held."""
KINDS = (*FOR_GOOD, *FOR_A_TIME)


def direction(held: Job, offered: Job) -> np.ndarray:
    """1 where a job is in a higher band than the one held, 0 in the same, -1 in a lower one.

    Where a band is not stated the move is taken to be up: nothing else is known of it.

    >>> from paymodel.pay.job import BAND_CODE
    >>> six, eight = Job(band=BAND_CODE["6"]), Job(band=BAND_CODE["8a"])
    >>> [int(direction(six, job)) for job in (eight, six, Job(basic_pay=20_000.0))], int(direction(eight, six))
    ([1, 0, 1], -1)
    """
    old, new = as_array(held.band), as_array(offered.band)
    unknown = (old == NO_BAND) | (new == NO_BAND)
    return np.asarray(np.where(unknown, 1, np.sign(new - old)), dtype=np.int64)


def rises(held: Job, offered: Job) -> np.ndarray:
    """Whether the rule on promotion applies: to a higher band, for good or for a time."""
    return direction(held, offered) > 0


def kind_of(held: Job, offered: Job, stated: str) -> str:
    """The kind of a move: as stated where it is for a time, else by the bands.

    >>> from paymodel.pay.job import BAND_CODE
    >>> six, eight = Job(band=BAND_CODE["6"]), Job(band=BAND_CODE["8a"])
    >>> kind_of(eight, six, "promotion"), kind_of(six, eight, "acting_up")
    ('down', 'acting_up')
    """
    if stated in FOR_A_TIME:
        return stated
    return {1: PROMOTION, 0: SIDEWAYS, -1: DOWN}[int(np.ravel(direction(held, offered))[0])]


def kind_words(kind: str) -> str:
    """A kind of move in words.

    >>> kind_words("acting_up")
    'acting up'
    """
    return kind.replace("_", " ")
