"""Kinds of move: to a higher band, within the band, to a lower one; for good or for a time."""

from typing import NamedTuple

import numpy as np

from paymodel.counting import counted
from paymodel.pay.job import MONTHS, NO_BAND, WEEKS_IN_A_YEAR, Job
from paymodel.rounding import as_array

PROMOTION, SIDEWAYS, DOWN = "promotion", "sideways", "down"
FOR_GOOD = (PROMOTION, SIDEWAYS, DOWN)
"""Moves that do not end, by the sign of the change of band: 1, 0, -1."""
ACTING_UP, SECONDMENT, ROTATION, SHADOWING = "acting_up", "secondment", "rotation", "shadowing"
FOR_A_TIME = (ACTING_UP, SECONDMENT, ROTATION, SHADOWING)
"""Moves that end, and moves that alternate with the post held."""
KINDS = (*FOR_GOOD, *FOR_A_TIME)


UNITS = {"weeks": WEEKS_IN_A_YEAR, "months": float(MONTHS), "years": 1.0}
"""How long a move lasts, by unit: how many of it a year has."""


class Lasts(NamedTuple):
    """How long a move lasts, as it was stated.

    >>> Lasts(12, "weeks").words, round(Lasts(12, "weeks").years, 4), round(Lasts(6, "months").months, 4)
    ('12 weeks', 0.2301, 6.0)
    """

    number: float
    unit: str

    @property
    def years(self) -> float:
        """The length in years, of 365 days."""
        return self.number / UNITS[self.unit]

    @property
    def months(self) -> float:
        """The length in months, twelfths of a year."""
        return self.years * MONTHS

    @property
    def words(self) -> str:
        """The length in words."""
        unit = self.unit.removesuffix("s")
        return counted(int(self.number), unit) if self.number == int(self.number) else f"{self.number:g} {self.unit}"


class Blocks(NamedTuple):
    """Weeks away that alternate with weeks in the post held. `first` is `away` or `home`, empty where nobody says.

    Where nobody says which comes first, each year has its share of weeks away, however it ends.

    >>> blocks = Blocks(6, 6)
    >>> [blocks._replace(first=first).weeks_away(15) for first in ("", "away", "home")]
    [7.5, 9.0, 6.0]
    """

    away: float
    home: float
    first: str = ""

    @property
    def share(self) -> float:
        """The share of weeks away in the long run."""
        return self.away / (self.away + self.home)

    def weeks_away(self, weeks: float) -> float:
        """Weeks away of the first so many weeks."""
        if not self.first:
            return weeks * self.share
        cycles, rest = divmod(weeks, self.away + self.home)
        last = min(rest, self.away) if self.first == "away" else max(rest - self.home, 0.0)
        return float(cycles * self.away + last)


def shares_away(lasts_years: float | None, blocks: Blocks | None, years: int) -> np.ndarray:
    """The share of each year that is spent in the post offered, from its first on; for good where there is no end.

    >>> shares_away(1.5, None, 3).tolist(), shares_away(None, Blocks(1, 3), 2).tolist()
    ([1.0, 0.5, 0.0], [0.25, 0.25])
    """
    bounds = np.minimum(np.arange(years + 1.0), np.inf if lasts_years is None else lasts_years)
    if blocks is not None:
        bounds = np.array([blocks.weeks_away(bound * WEEKS_IN_A_YEAR) / WEEKS_IN_A_YEAR for bound in bounds])
    return np.diff(bounds)


def direction(held: Job, offered: Job) -> np.ndarray:
    """1 where a job is in a higher band than the one held, 0 in the same, -1 in a lower one.

    Where a band is not stated the move is taken to be up: nothing else is known of it.

    >>> from paymodel.pay.job import BAND_CODE
    >>> six, eight = Job(band=BAND_CODE["6"]), Job(band=BAND_CODE["8a"])
    >>> [int(direction(six, job)) for job in (eight, six, Job(basic_pay=20_000.0))], int(direction(eight, six))
    ([1, 0, 1], -1)
    """
    if isinstance(held.band, int) and isinstance(offered.band, int):  # one job: quicker than as arrays
        either_unknown = NO_BAND in (held.band, offered.band)
        return np.asarray(1 if either_unknown else (offered.band > held.band) - (offered.band < held.band))
    old, new = as_array(held.band), as_array(offered.band)
    unknown = (old == NO_BAND) | (new == NO_BAND)
    return np.asarray(np.where(unknown, 1, np.sign(new - old)), dtype=np.int64)


def rises(held: Job, offered: Job) -> np.ndarray:
    """Whether the rule on promotion applies: to a higher band, for good or for a time."""
    return direction(held, offered) > 0


def kind_of(held: Job, offered: Job, stated: str) -> str:
    """The kind of a move: as stated where it is for a time or a band is not known, else by the bands.

    >>> from paymodel.pay.job import BAND_CODE
    >>> six, eight = Job(band=BAND_CODE["6"]), Job(band=BAND_CODE["8a"])
    >>> kind_of(eight, six, "promotion"), kind_of(six, eight, "acting_up")
    ('down', 'acting_up')
    """
    if stated in FOR_A_TIME or NO_BAND in (*np.ravel(held.band), *np.ravel(offered.band)):
        return stated
    return {1: PROMOTION, 0: SIDEWAYS, -1: DOWN}[int(np.ravel(direction(held, offered))[0])]


def kind_words(kind: str) -> str:
    """A kind of move in words.

    >>> kind_words("acting_up")
    'acting up'
    """
    return kind.replace("_", " ")
