"""PAYE: the tax deducted from a month's pay under a tax code, as HMRC tells payroll software to work it out.

Sums are made in whole ten-thousandths of a pound: HMRC cuts thresholds and tax off after four decimals.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paymodel.errors import Refused
from paymodel.pay.job import MONTHS
from paymodel.pay.rule_book import Paye
from paymodel.rounding import Array, as_array, down_to_penny, down_to_pound, to_penny, up_to_penny

NO_TAX = "NT"
_PARTS = 10_000
"""Parts of a pound that HMRC works in: four decimals."""
_RATE_PARTS = 1_000_000


@dataclass(frozen=True)
class TaxCode:
    """A tax code: whose rates it asks for, and the free pay, or the one rate, that it stands for.

    `nation` is scotland (S), wales (C) or None. `number` is the code's number, below nought for a K code. `above_basic`
    is None, or for a code that taxes all pay at one rate how many rates above the basic rate that is: 0 for BR, 1 for
    D0. `no_tax` is NT.
    """

    text: str
    nation: str | None = None
    number: int = 0
    above_basic: int | None = None
    no_tax: bool = False


def with_marriage_allowance(code: TaxCode, transferred: float, *, given: bool = False) -> TaxCode:
    """The code of who receives marriage allowance besides: a tenth of the pounds transferred is added, and M ends it.

    From that of the partner who has `given` it the same is taken away, and N ends it. Source: gov.uk, what tax codes
    mean.

    >>> standard = TaxCode("S1257L", "scotland", number=1257)
    >>> [with_marriage_allowance(standard, 1_260, given=given).text for given in (False, True)]
    ['S1383M', 'S1131N']
    """
    number = code.number + (-1 if given else 1) * int(transferred // 10)
    return replace(code, text=f"{code.text.rstrip('0123456789LMNT')}{number}{'N' if given else 'M'}", number=number)


@dataclass(frozen=True, eq=False)
class CodesInForce:
    """Tax codes under the figures of one year and nation, ready to work with; each an array or one for all.

    `free_pay` is pounds a month, below nought for a K code; `one_rate` is the rate (a fraction) on all pay, NaN where
    the bands apply; `month_1` says that each month is taxed by itself.
    """

    free_pay: ArrayLike
    one_rate: ArrayLike
    month_1: ArrayLike


def free_pay_a_month(rules: Paye, number: ArrayLike) -> Array:
    """Free pay of month 1, pounds, for the number of a code; below nought (pay added) for a K code, whose number is.

    Ten times the number and nine, over twelve, up to the penny; each whole 500 below it has a figure of its own.

    Source: HMRC, specification for PAYE tax table routines, 4.3.1.

    >>> from paymodel.files.scales import load_paye
    >>> free_pay_a_month(load_paye("england", "2026-11-22"), [1257, 1000, 45, -585, 0]).tolist()
    [1048.26, 834.09, 38.25, -488.26, 0.0]
    """
    number = np.asarray(number, dtype=np.int64)
    blocks, rest = np.divmod(np.abs(number) - 1, 500)
    pay = blocks * rules.free_pay_of_500 + up_to_penny(((rest + 1) * 10 + 9) / MONTHS)
    return np.asarray(np.sign(number) * to_penny(pay))


def one_rate(rules: Paye, code: TaxCode) -> float:
    """The rate (a fraction) on all pay under BR, D and NT codes; NaN for a code with a number.

    Raises `Refused` where there is no such rate.

    >>> from paymodel.files.scales import load_paye
    >>> scotland = load_paye("scotland", "2026-11-22")
    >>> one_rate(scotland, TaxCode("SBR", "scotland", above_basic=0)), one_rate(scotland, TaxCode("NT", no_tax=True))
    (0.2, 0.0)
    """
    if code.no_tax:
        return 0.0
    if code.above_basic is None:
        return np.nan
    rates = rules.bands.rates[rules.basic_band :]
    if code.above_basic >= len(rates):
        first = code.text.rstrip("0123456789")
        raise Refused(
            "tax_code", f"'{code.text}' has no rate on {rules.as_at}: there are {first}0 to {first}{len(rates) - 2}"
        )
    return rates[code.above_basic]


def in_force(rules: Paye, code: TaxCode, *, month_1: bool = False) -> CodesInForce:
    """One code under the figures of a year. Raises `Refused` for a rate that there is not."""
    return CodesInForce(float(free_pay_a_month(rules, code.number)), one_rate(rules, code), month_1)


def tax_to_date(rules: Paye, codes: CodesInForce, pay_to_date: ArrayLike, period: ArrayLike) -> Array:
    """Tax due on taxable pay to date at the end of a month (1 to 12), pounds.

    Pay less free pay to date is rounded down to the pound. Its rate is that of the band that the unrounded figure falls
    in, bands being twelfths rounded up to the pound; the tax below the band is exact. The sum is rounded down to the
    penny.

    Source: HMRC, specification for PAYE tax table routines, 4.3 to 4.4.5 and 5 to 7.

    >>> from paymodel.files.scales import load_paye
    >>> rules = load_paye("england", "2026-11-22")
    >>> codes = in_force(rules, TaxCode("1257L", number=1257))
    >>> tax_to_date(rules, codes, [2_312.51, 33_435.77], [2, 3]).tolist()      # 215 at 20%; as HMRC prints
    [43.0, 10231.0]
    """
    pay, months = as_array(pay_to_date), np.asarray(period, dtype=np.int64)
    rate = as_array(codes.one_rate)
    banded = to_penny(pay - as_array(codes.free_pay) * months)
    flat = down_to_penny(np.maximum(down_to_pound(pay), 0.0) * np.nan_to_num(rate))
    return np.asarray(np.where(np.isnan(rate), _by_bands(rules, banded, months), flat))


def _by_bands(rules: Paye, taxable: Array, months: NDArray[np.int64]) -> Array:
    pounds = np.maximum(down_to_pound(taxable), 0.0).astype(np.int64)
    tax = np.zeros_like(pounds)
    below, tax_below = 0, 0  # in parts of a pound, and in parts of a part
    for bound, rate in zip((*rules.bands.up_to, None), rules.bands.rates, strict=True):
        parts = round(rate * _RATE_PARTS)
        start, owed = months * below // MONTHS, months * tax_below // (MONTHS * _RATE_PARTS)
        due = owed + (pounds * _PARTS - start) * parts // _RATE_PARTS
        within = taxable > -(-start // _PARTS)  # the first band starts at nought
        tax = np.where(within, due, tax)
        if bound is not None:
            tax_below += (round(bound * _PARTS) - below) * parts
            below = round(bound * _PARTS)
    return np.asarray(tax // (_PARTS // 100) / 100)


def income_tax(
    rules: Paye,
    codes: CodesInForce,
    taxable_pay: ArrayLike,
    *,
    period: ArrayLike,
    taxable_pay_to_date: ArrayLike,
    tax_before: ArrayLike,
) -> Array:
    """Tax deducted from a month's taxable pay, pounds; below nought for a refund.

    `taxable_pay` is after pension contributions and before free pay; `taxable_pay_to_date` includes it; `tax_before` is
    what was deducted in the year before this month. On a month-1 basis the month stands by itself, whatever came
    before. No more is deducted than half of the month's pay (`rules.most_deducted`), rounded down to the penny.

    Source: HMRC, specification for PAYE tax table routines, 4.5 and 8.

    >>> from paymodel.files.scales import load_paye
    >>> rules = load_paye("england", "2026-11-22")
    >>> k_code = in_force(rules, TaxCode("K585", number=-585))
    >>> float(income_tax(rules, k_code, 1_250, period=2, taxable_pay_to_date=2_145, tax_before=276.60))
    347.6
    >>> float(income_tax(rules, k_code, 100, period=1, taxable_pay_to_date=100, tax_before=0))    # 588 at 20%, but half
    50.0
    """
    pay = as_array(taxable_pay)
    to_date, months = np.where(codes.month_1, pay, taxable_pay_to_date), np.where(codes.month_1, 1, period)
    due = to_penny(tax_to_date(rules, codes, to_date, months) - np.where(codes.month_1, 0.0, tax_before))
    return np.minimum(due, down_to_penny(np.maximum(pay, 0.0) * rules.most_deducted))
