"""Pay on promotion: where the new post starts, and what is made up if it would not pay more."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.rule_book import PayPoints
from paymodel.rounding import Array, as_array, to_penny


def earnings_compared(
    basic_pay: ArrayLike, long_term_premium: ArrayLike, unsocial_hours_payment: ArrayLike, same_pattern: ArrayLike
) -> Array:
    """Earnings that the promotion test compares, pounds a year.

    Basic pay and long-term premium; unsocial hours pay counts only if the unsocial pattern of the new post is
    substantially the same.

    Source: handbook 1.18 and 1.19 (England, since April 2021), quoted in full by NHS Employers, "Pay on promotion
    scenarios and FAQs", 7 February 2023: https://www.nhsemployers.org/articles/pay-promotion-scenarios-faqs. Of 1.20
    only the beginning could be read: "The earnings calculations in 1.18".

    >>> float(earnings_compared(48_117, 0, 12_029.25, same_pattern=False))
    48117.0
    >>> float(earnings_compared(48_117, 0, 12_029.25, same_pattern=True))
    60146.25
    """
    counted = np.where(same_pattern, unsocial_hours_payment, 0.0)
    return np.asarray(as_array(basic_pay) + as_array(long_term_premium) + as_array(counted))


def promotion_protection(previous_earnings: ArrayLike, new_earnings: ArrayLike) -> Array:
    """What is added to the new earnings so that the previous ones are maintained, pounds a year.

    Of one year by itself; of several, see `protection_in_years`. The previous earnings are a fixed sum of cash. That
    the payment is pensionable is assumed.

    Source: handbook 1.18 (England).

    >>> promotion_protection(previous_earnings=60_000, new_earnings=[57_528, 60_000, 61_000]).tolist()
    [2472.0, 0.0, 0.0]
    """
    return to_penny(np.maximum(as_array(previous_earnings) - as_array(new_earnings), 0.0))


def protection_in_years(
    previous_earnings: ArrayLike, new_earnings: ArrayLike, ended: ArrayLike = False
) -> tuple[Array, np.ndarray]:
    """What is added in each of some years in a row (along the last axis), and whether it has ended by the last.

    The previous earnings are maintained until the new ones are higher. From then on nothing is added, even where the
    new earnings fall below again: fewer public holidays, a new pattern. Equal earnings (to the penny) need nothing, and
    are not higher. `ended` says that it had ended before the first of the years.

    Source: handbook 1.18 (England): "maintained until the combination of basic pay, any unsocial hours payment and/or
    RRP in the new band does produce a higher salary".

    >>> added, ended = protection_in_years(60_000, [59_000, 60_000, 58_500, 60_000.01, 59_000])
    >>> added.tolist(), bool(ended)
    ([1000.0, 0.0, 1500.0, 0.0, 0.0], True)
    """
    previous, new = np.broadcast_arrays(as_array(previous_earnings), as_array(new_earnings))
    higher = to_penny(new) > to_penny(previous)
    over = np.logical_or.accumulate(np.atleast_1d(higher), axis=-1).reshape(higher.shape) | ended
    return np.where(over, 0.0, promotion_protection(previous, new)), over[..., -1] if over.ndim else over


def first_higher_step(
    pay_points: PayPoints,
    band: int,
    previous_earnings: ArrayLike,
    premium: ArrayLike = 0.0,
    premium_share: ArrayLike = 0.0,
) -> Array:
    """The first step (from 1) of the new band whose basic pay and premium beat the old ones; else the top.

    All in pounds a year, whole time. Any recruitment and retention premium counts, long-term and short-term alike, of
    the old post and of the new. Unsocial hours do not count. A step whose pay point was not found may be the one: then
    it is taken, and its pay is refused.

    Source: old handbook 6.35, as RCN advice and nhsbands.co.uk give it ("by reference to basic pay plus any recruitment
    and retention premium, if applicable"); Scotland and Northern Ireland, Wales (not confirmed there), England until
    31 March 2021.

    >>> points = PayPoints(np.array([[52_845.0, 54_863.0, 61_466.0]]), np.array([[0.0, 2.0, 5.0]]), {})
    >>> first_higher_step(points, 0, previous_earnings=[52_679, 52_845, 54_000, 70_000]).tolist()
    [1.0, 2.0, 2.0, 3.0]
    """
    steps = pay_points.steps(band)
    pounds = pay_points.pounds[band, :steps]
    added = as_array(premium)[..., np.newaxis]
    share = as_array(premium_share)[..., np.newaxis]
    beats = (pounds * (1 + share) + added > as_array(previous_earnings)[..., np.newaxis]) | np.isnan(pounds)
    return np.asarray(np.where(beats.any(axis=-1), beats.argmax(axis=-1) + 1, steps), dtype=np.float64)


def share_of_pattern_kept(old_enhanced_hours: float, new_enhanced_hours: float) -> float:
    """The share of the old enhanced hours that the new post keeps; 1 where there were none.

    The unit does not matter as long as it is the same for both.

    >>> share_of_pattern_kept(24.5, 20.9) > 0.75
    True
    """
    return 1.0 if old_enhanced_hours <= 0 else new_enhanced_hours / old_enhanced_hours
