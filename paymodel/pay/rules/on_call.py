"""On-call availability: local, so the post states it."""

from numpy.typing import ArrayLike

from paymodel.arithmetic import times, total
from paymodel.rounding import Array


def on_call_payment(stated: ArrayLike, share: ArrayLike, basic_pay: ArrayLike) -> Array:
    """Availability payment, pounds a year: a stated sum as paid, or a share of basic pay as paid, or both.

    `basic_pay` is with any long-term premium, which counts for on-call (handbook section 5).

    Work done on call is paid or given back under the local agreement and is left out.

    Source: handbook Annex 29: local agreements set a flat sum, a sum for each session or a percentage.

    >>> float(on_call_payment(1_528, 0.0, 57_528)), float(on_call_payment(0, 0.03, 57_528))
    (1528.0, 1725.84)
    """
    return total(stated, times(share, basic_pay))
