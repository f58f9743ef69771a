"""Income tax on pay: the year's liability."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.arithmetic import NOUGHT, anywhere, at_least, at_most, chosen
from paymodel.pay.rule_book import MarriageAllowance, PersonalAllowance
from paymodel.pay.schedules import Marginal
from paymodel.rounding import Array, as_amounts, to_penny, up_to_pound


def personal_allowance(rules: PersonalAllowance, adjusted_net_income: ArrayLike) -> Array:
    """The allowance, pounds a year: less 1 pound for every 2 of income over the taper start, rounded up to a pound.

    Source: Income Tax Act 2007, section 35.

    >>> rules = PersonalAllowance(12_570, 100_000, 2)
    >>> personal_allowance(rules, [100_000, 100_001, 110_000, 125_140]).tolist()
    [12570.0, 12570.0, 7570.0, 0.0]
    """
    over = at_least(as_amounts(adjusted_net_income) - rules.taper_start, 0.0)
    return up_to_pound(at_least(rules.allowance - over / rules.pounds_for_each_pound_lost, 0.0))


def income_tax(bands: Marginal, allowance_rules: PersonalAllowance, taxable_pay: ArrayLike) -> Array:
    """Tax for the year, pounds, on pay after pension contributions (and before the allowance).

    Not PAYE under a tax code: payroll does not taper the allowance and rounds differently, by up to 4.50 a year.

    Source: Income Tax Act 2007, sections 10 and 23; Scottish rate resolutions.

    >>> bands = Marginal((37_700, 125_140), (0.20, 0.40, 0.45))
    >>> float(income_tax(bands, PersonalAllowance(12_570, 100_000, 2), 52_570))   # 37,700 at 20% and 2,300 at 40%
    8460.0
    """
    taxable_pay = as_amounts(taxable_pay)
    return bands.charge(at_least(taxable_pay - personal_allowance(allowance_rules, taxable_pay), 0.0))


def may_receive_marriage_allowance(
    rules: MarriageAllowance, bands: Marginal, allowance_rules: PersonalAllowance, taxable_pay: ArrayLike
) -> np.ndarray:
    """Whether tax on pay is due in no higher band than a recipient of marriage allowance may reach.

    Source: Income Tax Act 2007, section 55B(2)(b): no rate above the basic rate, in Scotland the intermediate rate.

    >>> bands = Marginal((37_700, 125_140), (0.20, 0.40, 0.45))
    >>> rules = MarriageAllowance(1_260, 0.20, bands=1)
    >>> may_receive_marriage_allowance(rules, bands, PersonalAllowance(12_570, 100_000, 2), [50_270, 50_271]).tolist()
    [True, False]
    """
    taxable_pay = as_amounts(taxable_pay)
    charged = taxable_pay - personal_allowance(allowance_rules, taxable_pay)
    return np.asarray(charged <= (*bands.up_to, np.inf)[min(rules.bands, len(bands.rates)) - 1])


def marriage_allowance(
    rules: MarriageAllowance,
    bands: Marginal,
    allowance_rules: PersonalAllowance,
    taxable_pay: ArrayLike,
    receives: ArrayLike = True,
) -> Array:
    """What marriage allowance takes off a recipient's tax of the year, pounds: no more than the tax, to the penny.

    Source: Income Tax Act 2007, sections 29 and 55B.

    >>> bands = Marginal((37_700, 125_140), (0.20, 0.40, 0.45))
    >>> rules = MarriageAllowance(1_260, 0.20, bands=1)
    >>> allowance = PersonalAllowance(12_570, 100_000, 2)
    >>> marriage_allowance(rules, bands, allowance, [12_670, 30_000, 50_270, 50_271]).tolist()    # 20% of 100, of 1,260
    [20.0, 252.0, 252.0, 0.0]
    """
    if not anywhere(receives):
        return NOUGHT
    tax = income_tax(bands, allowance_rules, taxable_pay)
    due = np.asarray(receives) & may_receive_marriage_allowance(rules, bands, allowance_rules, taxable_pay)
    return chosen(due, to_penny(at_most(rules.transferred * rules.rate, tax)), 0.0)
