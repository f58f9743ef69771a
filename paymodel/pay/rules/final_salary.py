"""The final-salary link: what a change of pensionable pay does to the pension of service before 2022."""

from numpy.typing import ArrayLike

from paymodel.arithmetic import times, total
from paymodel.pay.rule_book import FinalSalary
from paymodel.rounding import Array, as_array


def pension_change(
    rules: FinalSalary, pay_change: ArrayLike, years_of_1995_section: ArrayLike, years_of_2008_section: ArrayLike = 0.0
) -> Array:
    """The change of the yearly pension, pounds: 1/80 of that of pay for a year of the 1995 Section, 1/60 of the 2008.

    `pay_change` is pounds a year of whole-time pensionable pay at leaving; years are those of membership, part-time
    counted in proportion.

    Source: NHSBSA KA-04622; SI 1995/300, regulation E1.

    >>> rules = FinalSalary(80, 3, 60)
    >>> round(float(pension_change(rules, 57_528 - 48_117 * 1.25, 15)), 2)       # -2,618.25 x 15 / 80
    -490.92
    """
    return total(
        times(years_of_1995_section, as_array(pay_change) / rules.pay_over_1995),
        times(years_of_2008_section, as_array(pay_change) / rules.pay_over_2008),
    )


def lump_sum_change(rules: FinalSalary, pay_change: ArrayLike, years_of_1995_section: ArrayLike) -> Array:
    """The change of the lump sum, pounds: three times that of the pension of the 1995 Section, none of the 2008.

    Source: NHSBSA KA-04622; SI 1995/300, regulation E6.

    >>> round(float(lump_sum_change(FinalSalary(80, 3, 60), 57_528 - 48_117 * 1.25, 15)), 2)
    -1472.77
    """
    return times(pension_change(rules, pay_change, years_of_1995_section), rules.lump_sum_1995)
