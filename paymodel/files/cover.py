"""What a rule book needs, and on which days all of it is in force."""

import datetime
from collections.abc import Mapping, Sequence

from paymodel.errors import NotInForce
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scale_histories import Block, NotFound, Parameter
from paymodel.pay.rule_book import tax_day

PREVIOUS_YEAR_TIERS = "member-pension-contribution-previous-year-pay"
NOT_IN_A_RULE_BOOK = ("tax-codes", PREVIOUS_YEAR_TIERS)
"""Figures that a rule book does without; the second takes the place of Scotland's other table under a switch."""
OPTIONAL = {
    "high-cost-area-supplement": ("wales", "scotland", "northern_ireland"),
    "annex-5-windows": ("scotland",),
    "annex-5-percentages": ("scotland",),
    PREVIOUS_YEAR_TIERS: ("england", "wales", "northern_ireland", "scotland"),
}
"""Figures that a nation need not have."""
OF_THE_TAX_RESIDENCE = ("income-tax", "marriage-allowance")
"""Figures of the nation that a person pays tax in."""


def day_of(parameter: str, day: datetime.date) -> datetime.date:
    """The day that counts for a figure: one that follows the tax year takes 1 to 5 April as the 6th."""
    return tax_day(day) if PARAMETERS[parameter].follows_tax_year else day


def nearest_to(blocks: Sequence[Block], day: datetime.date) -> Block:
    """The block that is in force closest to a day."""

    def days_away(block: Block) -> int:
        return (block.effective - day).days if day < block.effective else (day - (block.until or day)).days

    return min(blocks, key=days_away)


def why_not_found(gaps: Sequence[NotFound], day: datetime.date) -> str:
    """Why a figure was not found for a day, in brackets; nothing where it is not said."""
    return next((f" ({gap.because})" for gap in gaps if gap.covers(day)), "")


def needed_by_a_rule_book(nation: str, *, pay_points: bool = True, previous_year_tiers: bool = False) -> list[str]:
    """The figures that a nation's rule book is made of, with pay points where jobs need them.

    >>> "tax-codes" in needed_by_a_rule_book("england"), "annex-5-windows" in needed_by_a_rule_book("scotland")
    (False, False)
    """
    swapped = {"member-pension-contribution": PREVIOUS_YEAR_TIERS} if previous_year_tiers else {}
    return [
        swapped.get(name, name)
        for name in PARAMETERS
        if name not in NOT_IN_A_RULE_BOOK
        and nation not in OPTIONAL.get(name, ())
        and (pay_points or name != "pay-points")
    ]


def refuse_lacking(nation: str, day: datetime.date, histories: Mapping[str, Parameter]) -> None:
    """Refuse a day that lacks some figures: names them all, and the nearest day that has every one.

    Raises `NotInForce`.
    """

    def lacking(on: datetime.date) -> list[str]:
        return [
            name
            for name, figure in histories.items()
            if not any(block.covers(day_of(name, on)) for block in figure.history)
        ]

    missing = lacking(day)
    if not missing:
        return
    if len(missing) == 1:
        (figure,) = (histories[name] for name in missing)
        span, why = nearest_to(figure.history, day).span(), why_not_found(figure.not_found, day)
        words = f"{missing[0]}: nothing is in force for {nation} on {day}{why}; the nearest block is {span}"
    else:
        named = [f"{name}{why_not_found(histories[name].not_found, day)}" for name in missing]
        words = f"nothing is in force for {nation} on {day} of {', '.join(named)}"
    blocks = [block for figure in histories.values() for block in figure.history]
    later = sorted({block.effective for block in blocks if block.effective > day})
    ends = sorted({block.until for block in blocks if block.until})
    earlier = [until for until in reversed(ends) if until < day]
    if first := next((on for on in later if not lacking(on)), None):
        stop = next((until for until in ends if until >= first and lacking(until + datetime.timedelta(days=1))), None)
        goes_on = stop is not None and any(on > stop and not lacking(on) for on in later)
        words += f"; all figures are in force from {first} {f'to {stop}' if goes_on else 'on'}"
    elif last := next((on for on in earlier if not lacking(on)), None):
        words += f"; all figures were last in force on {last}"
    raise NotInForce(words)
