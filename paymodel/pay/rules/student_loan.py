"""Student loan repayments."""

from collections.abc import Mapping, Sequence

from numpy.typing import ArrayLike

from paymodel.arithmetic import NOUGHT, at_least, total
from paymodel.pay.rule_book import StudentLoan
from paymodel.rounding import Array, as_amounts, down_to_penny, down_to_pound

POSTGRADUATE = "postgraduate"


def student_loan_repayment(loans: Mapping[str, StudentLoan], held: Sequence[str], pay: ArrayLike) -> Array:
    """Repayments for the year, pounds: 9% above the lowest threshold of the numbered plans held, 6% postgraduate.

    Each is rounded down to the pound. Pension contributions do not reduce `pay`. A plan with no threshold yet takes
    nothing.

    Source: HMRC CSLM17065 (rounding); GOV.UK thresholds.

    >>> loans = {"plan_2": StudentLoan(29_385, 0.09), "postgraduate": StudentLoan(21_000, 0.06)}
    >>> float(student_loan_repayment(loans, ["plan_2"], 48_117))              # 9% of 18,732 is 1,685.88
    1685.0
    >>> float(student_loan_repayment(loans, ["plan_2", "postgraduate"], 48_117))       # and 6% of 27,117, 1,627.02
    3312.0
    """
    pay = as_amounts(pay)
    repayment = NOUGHT
    numbered = [loans[plan] for plan in held if plan != POSTGRADUATE]
    postgraduate = [loans[plan] for plan in held if plan == POSTGRADUATE]
    for group in (numbered, postgraduate):
        due = [(loan.threshold, loan.rate) for loan in group if loan.threshold is not None]
        if due:
            threshold, rate = min(due)
            repayment = total(repayment, down_to_pound(at_least(pay - threshold, 0.0) * rate))
    return repayment


def loans_a_month(loans: Mapping[str, StudentLoan]) -> dict[str, StudentLoan]:
    """The loans with their thresholds of a month: a twelfth of the year's, rounded down to the penny.

    What `student_loan_repayment` then gives is a month's repayment, rounded down to the pound; months are not added up.

    Source: HMRC CSLM17065.

    >>> loans = loans_a_month({"plan_2": StudentLoan(29_385, 0.09)})
    >>> loans["plan_2"].threshold, float(student_loan_repayment(loans, ["plan_2"], 4_009.75))     # 9% of 1,561.00
    (2448.75, 140.0)
    """
    return {
        plan: StudentLoan(None if loan.threshold is None else float(down_to_penny(loan.threshold / 12)), loan.rate)
        for plan, loan in loans.items()
    }
