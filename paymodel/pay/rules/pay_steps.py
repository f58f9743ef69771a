"""Pay step progression: which step a number of years in the band earns."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.rule_book import PayPoints
from paymodel.rounding import Array, as_array


def step_after(pay_points: PayPoints, band: ArrayLike, years_in_band: ArrayLike) -> Array:
    """The step (from 1) that whole years in the band have earned.

    The step at the start of a year lasts the year. Progression is taken to be granted on time.

    Source: pay circulars and handbook Annex 23; England's bands 8a to 9 wait 2 and then 3 years since 1 April 2024.

    >>> points = PayPoints(np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 2.0, 5.0]]), {})
    >>> step_after(points, band=0, years_in_band=[0, 1, 2, 4, 5, 30]).tolist()
    [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]
    """
    band = np.asarray(band, dtype=np.int64)
    waits = pay_points.years_to_reach[band]
    reached = waits <= as_array(years_in_band)[..., np.newaxis]
    return np.asarray(np.count_nonzero(reached, axis=-1), dtype=np.float64)


def years_to_reach(pay_points: PayPoints, band: ArrayLike, step: ArrayLike) -> Array:
    """Years in the band at which a step (from 1) is reached.

    >>> points = PayPoints(np.array([[1.0, 2.0, 3.0]]), np.array([[0.0, 2.0, 5.0]]), {})
    >>> float(years_to_reach(points, band=0, step=3))
    5.0
    """
    step = np.asarray(step, dtype=np.int64)
    return np.asarray(pay_points.years_to_reach[np.asarray(band, dtype=np.int64), step - 1])
