"""The greatest losses and gains of a workforce: what may stand out in a sum though many are counted."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from paymodel.pay.job import BANDS
from paymodel.workforces.tally import CodeArray, Losing, Tally, Whole


def extremes(
    worth: Whole, open_to: NDArray[np.bool_], losing: Losing, tally: Tally, keys_of_band: Mapping[int, slice]
) -> Whole:
    """The two lowest and the two highest changes, by offer and band held; 0 where there is no such loss or gain.

    `worth` and `open_to` are by offer and key, `losing` is what a tally found of the offers.
    """
    out = np.zeros((len(worth), len(BANDS), 4), dtype=np.int64)
    # Pay rises within a key, so its highest changes are at the start, its lowest at the end. Where somebody loses
    # is known; where somebody gains is nearly everywhere.
    first, last = tally.start, tally.end - 1
    several = tally.people > 1
    band = np.zeros(tally.keys, dtype=np.intp)
    for code, keys in keys_of_band.items():
        band[keys] = code
    paid = [tally.paid_at(at) for at in (last, np.maximum(last - 1, first), np.minimum(first + 1, last), first)]
    offer, key, place = losing.offer, losing.key, losing.offer * len(BANDS) + band[losing.key]
    pence = worth[offer, key]
    lowest = np.concatenate([pence - paid[0][key], np.where(several[key], pence - paid[1][key], 0)])
    out[..., :2] = _two_lowest(lowest, np.concatenate([place, place]), out[..., 0].size).reshape(*out.shape[:2], 2)
    row = np.arange(len(worth))
    for code, keys in keys_of_band.items():
        is_open = open_to[:, keys]
        gain = worth[:, keys] - paid[3][keys]
        if not is_open.all():
            gain *= is_open
        most = gain.argmax(axis=1)
        key = most + keys.start
        out[:, code, 3] = np.maximum(gain[row, most], 0)
        second = np.where(several[key] & is_open[row, most], worth[row, key] - paid[2][key], 0)
        gain[row, most] = second
        out[:, code, 2] = np.maximum(gain.max(axis=1), 0)
    return out


def _two_lowest(values: Whole, place: CodeArray, places: int) -> Whole:
    """The two lowest values below 0 of each place; 0 where there are none."""
    below = values < 0
    values, place = values[below], place[below]
    order = np.lexsort((values, place))
    values, place = values[order], place[order]
    first = np.flatnonzero(np.diff(place, prepend=-1))
    again = np.append(place, -1)[first + 1] == place[first]
    out = np.zeros((places, 2), dtype=np.int64)
    out[place[first], 0] = values[first]
    out[place[first[again]], 1] = values[first[again] + 1]
    return out
