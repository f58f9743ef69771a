"""National Insurance, class 1, category A: the employee's and the employer's."""

import numpy as np
from numpy.typing import ArrayLike

from paymodel.policy import NationalInsurance
from paymodel.rounding import Array, as_array


def national_insurance(rules: NationalInsurance, pay: ArrayLike) -> Array:
    """The employee's contributions, pounds a year, on yearly thresholds. Pension contributions do not reduce `pay`.

    Source: Social Security (Contributions) Regulations 2001. Payroll works by the month: a level salary pays up to 66p
    a year less than here.

    >>> rules = NationalInsurance(12_570, 50_270, 0.08, 0.02, 5_000, 0.15)
    >>> float(national_insurance(rules, 60_270))          # 37,700 at 8% and 10,000 at 2%
    3216.0
    """
    pay = as_array(pay)
    main = np.maximum(np.minimum(pay, rules.upper_earnings_limit) - rules.primary_threshold, 0.0)
    upper = np.maximum(pay - rules.upper_earnings_limit, 0.0)
    return np.asarray(main * rules.main_rate + upper * rules.upper_rate)


def employer_national_insurance(rules: NationalInsurance, pay: ArrayLike) -> Array:
    """The employer's contributions, pounds a year.

    >>> rules = NationalInsurance(12_570, 50_270, 0.08, 0.02, 5_000, 0.15)
    >>> float(employer_national_insurance(rules, 55_000))
    7500.0
    """
    return np.maximum(as_array(pay) - rules.secondary_threshold, 0.0) * rules.employer_rate
