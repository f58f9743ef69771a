"""National Insurance, class 1, category A: the employee's and the employer's."""

from numpy.typing import ArrayLike

from paymodel.arithmetic import at_least, at_most
from paymodel.pay.rule_book import NationalInsurance
from paymodel.rounding import Array, as_amounts, down_to_penny, to_penny_half_down


def national_insurance(rules: NationalInsurance, pay: ArrayLike) -> Array:
    """The employee's contributions, pounds, not rounded. Pension contributions do not reduce `pay`.

    `rules` and `pay` are of a year or of a month: each month stands by itself, on thresholds printed for the month.

    Source: Social Security (Contributions) Regulations 2001.

    >>> rules = NationalInsurance(12_570, 50_270, 0.08, 0.02, 5_000, 0.15)
    >>> float(national_insurance(rules, 60_270))          # 37,700 at 8% and 10,000 at 2%
    3216.0
    """
    pay = as_amounts(pay)
    main = at_least(at_most(pay, rules.upper_earnings_limit) - rules.primary_threshold, 0.0)
    upper = at_least(pay - rules.upper_earnings_limit, 0.0)
    return main * rules.main_rate + upper * rules.upper_rate


def employer_national_insurance(rules: NationalInsurance, pay: ArrayLike) -> Array:
    """The employer's contributions, pounds, not rounded; `rules` and `pay` are of a year or of a month.

    >>> rules = NationalInsurance(12_570, 50_270, 0.08, 0.02, 5_000, 0.15)
    >>> float(employer_national_insurance(rules, 55_000))
    7500.0
    """
    return at_least(as_amounts(pay) - rules.secondary_threshold, 0.0) * rules.employer_rate


def rounded(contributions: ArrayLike, rounding: str = "half_down") -> Array:
    """A month's contributions to the penny, once for the employee and once for the employer.

    `half_down`: the nearest penny, half a penny or less disregarded. `third_decimal`: the same, but looking at three
    decimals alone.

    Source: Social Security (Contributions) Regulations 2001, regulation 12(1); the other is how payroll is taught.

    >>> rounded([10.005, 10.0058, 10.0061]).tolist(), rounded([10.005, 10.0058, 10.0061], "third_decimal").tolist()
    ([10.0, 10.01, 10.01], [10.0, 10.0, 10.01])
    """
    if rounding == "third_decimal":
        contributions = down_to_penny(as_amounts(contributions) * 10) / 10
    return to_penny_half_down(contributions)
