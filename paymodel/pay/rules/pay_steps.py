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


def step_in_other_points(
    before: PayPoints,
    after: PayPoints,
    band: ArrayLike,
    step: ArrayLike,
    years_in_band: ArrayLike | None = None,
    *,
    top_stays_top: bool = False,
) -> Array:
    """The step that holders of a step (from 1) have once their band has other points.

    Where the band has as many points as before, the same step. Else the first that pays no less, or the one that their
    years in the band have earned, whichever is higher; the top where none pays as much. Without years, those at which
    the step was reached. With `top_stays_top` who holds the top step holds the new one. An assumption: no rule says how
    people move to points that nobody has agreed.

    >>> today = PayPoints(np.array([[57.0, 60.0, 64.0]]), np.array([[0.0, 2.0, 5.0]]), {})
    >>> longer = PayPoints(np.array([[57.0, 60.0, 64.0, 68.0]]), np.array([[0.0, 2.0, 5.0, 7.0]]), {})
    >>> step_in_other_points(today, longer, 0, [1, 2, 3]).tolist(), step_in_other_points(today, longer, 0, 3, 8).item()
    ([1.0, 2.0, 3.0], 4.0)
    >>> step_in_other_points(today, longer, 0, [1, 2, 3], top_stays_top=True).tolist()
    [1.0, 2.0, 4.0]
    >>> shorter = PayPoints(np.array([[57.0, 64.0]]), np.array([[0.0, 5.0]]), {})
    >>> step_in_other_points(today, shorter, 0, [1, 2, 3]).tolist()
    [1.0, 2.0, 2.0]
    """
    band, step = np.broadcast_arrays(np.asarray(band, dtype=np.int64), as_array(step))
    moved = step.copy()
    other = np.array([before.steps(code) != after.steps(code) for code in range(len(before.pounds))])[band]
    if not other.any():
        return moved
    codes, steps = band[other], step[other]
    years = years_to_reach(before, codes, steps)
    if years_in_band is not None:
        years = np.maximum(years, np.broadcast_to(as_array(years_in_band), band.shape)[other])
    held = before.pounds[codes, steps.astype(np.int64) - 1]
    tops = np.array([float(after.steps(code)) for code in range(len(before.pounds))])[codes]
    below = np.count_nonzero(after.pounds[codes] < held[..., np.newaxis], axis=-1)
    reached = np.minimum(np.maximum(below + 1.0, step_after(after, codes, years)), tops)
    if top_stays_top:
        old_tops = np.array([float(before.steps(code)) for code in range(len(before.pounds))])[codes]
        reached = np.where(steps == old_tops, tops, reached)
    moved[other] = reached
    return moved
