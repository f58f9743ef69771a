"""The lines of a payslip, each named once: what it is called, its rule, what that rests on, the figures it uses.

Whatever shows, explains, adds up or documents lines goes through `LINE`, in the order of the payslip. A line is worked
out in `paymodel.pay.payslips`: in `yearly_parts` and `pay_lines`, which stay written by hand, as they are how pay is
worked out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.job import Job
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import (
    annex_5,
    apprenticeship_levy,
    basic_pay,
    child_benefit,
    high_cost_area,
    income_tax,
    national_insurance,
    on_call,
    overtime,
    pension,
    premium,
    promotion,
    student_loan,
    unsocial_hours,
)
from paymodel.rounding import as_array

Uses = Callable[[Job], ArrayLike]
"""Which of many jobs use a figure."""


def _always(_: Job) -> ArrayLike:
    return True


def _whatever_holds(_: RuleBook) -> bool:
    return True


def _by_whole_time_pay(rule_book: RuleBook) -> bool:
    return rule_book.pension_tier_by_whole_time_pay


def _in_scheme(job: Job) -> ArrayLike:
    return job.in_pension_scheme


def _paid_by_the_tier(job: Job) -> ArrayLike:
    return np.asarray(job.in_pension_scheme, dtype=bool) & np.isnan(job.pension_contribution)


def _enhanced(job: Job) -> ArrayLike:
    return as_array(job.saturday_night_hours_a_year) + as_array(job.sunday_holiday_hours_a_year) > 0


def _overtime(job: Job) -> ArrayLike:
    return as_array(job.overtime_hours_a_year) + as_array(job.public_holiday_overtime_hours_a_year) > 0


def _children(job: Job) -> ArrayLike:
    return as_array(job.children) > 0


@dataclass(frozen=True)
class Figure:
    """A figure that a line uses, by the name of its scale file, and the jobs that call for it.

    `under` says of a rule book whether the figure tells at all: one that only says that a rule is as usual does not.
    `by_row`: what is cited is a row of it (a pay point, a bracket) or the windows of a rota, which
    `moves.provenance` finds.
    """

    name: str
    used: Uses = _always
    by_row: bool = False
    under: Callable[[RuleBook], bool] = _whatever_holds


@dataclass(frozen=True)
class Line:
    """A line of a payslip, in pounds a year.

    `words` and `rests_on` tell its rule, `rules` are the functions that work it out (none: `payslips` adds it up).
    `worked` is its arithmetic as `explain` shows it, with `job`, `rule_book` and `line` (the payslip, by line) to fill
    in, as in `{line[gross_pay]:pounds}`, `{rule_book.apprenticeship_levy:percent}` or `{job.children:g}`; where it
    takes more than filling in, `answers.explanation` tells it. `in_bars` is what a line is called where there is little
    room.
    """

    name: str
    label: str
    words: str
    rests_on: str
    rules: tuple[Callable[..., object], ...] = ()
    figures: tuple[Figure, ...] = ()
    worked: str = ""
    in_bars: tuple[str, ...] = ()


_LINES = (
    Line(
        "basic_pay",
        "Basic pay",
        "The pay point of the band and step, times the whole time equivalent.",
        "pay circular of the nation and year",
        rules=(basic_pay.whole_time_basic_pay,),
        figures=(Figure("pay-points", by_row=True),),
        worked="{whole_time:pounds} whole time{part}",
    ),
    Line(
        "high_cost_area_supplement",
        "High cost area supplement",
        "A share of basic pay and long-term premium between a minimum and a maximum, pro rata for part-time.",
        "handbook section 4, Annex 9",
        rules=(high_cost_area.high_cost_area_supplement,),
        figures=(Figure("high-cost-area-supplement", lambda job: job.high_cost_area is not None),),
    ),
    Line(
        "recruitment_and_retention_premium",
        "Recruitment and retention premium",
        "Long-term and short-term premium, pro rata for part-time.",
        "handbook section 5",
        rules=(premium.whole_time_premium,),
    ),
    Line(
        "unsocial_hours_payment",
        "Unsocial hours payment",
        "Section 2: hours at each rate times the hourly rate. Annex 5: a percentage of basic pay.",
        "handbook section 2, Annex 5",
        rules=(unsocial_hours.unsocial_hours_payment, annex_5.annex_5_payment),
        figures=(
            Figure("section-2-rates", _enhanced, by_row=True),
            Figure("section-2-windows", by_row=True),
            Figure("annex-5-percentages", lambda job: ~np.isnan(job.annex_5_hours_a_week)),
            Figure("annex-5-windows", by_row=True),
            Figure("public-holidays", by_row=True),
            Figure("weekly-hours", _enhanced),
        ),
    ),
    Line(
        "overtime_pay",
        "Overtime pay",
        "Overtime rates in the bands that are paid overtime; extra hours at plain time.",
        "handbook section 3",
        rules=(overtime.overtime_pay, overtime.extra_hours_pay),
        figures=(
            Figure("overtime", _overtime),
            Figure("weekly-hours", lambda job: as_array(_overtime(job)) + as_array(job.extra_hours_a_year) > 0),
        ),
    ),
    Line(
        "on_call_payment",
        "On-call payment",
        "As the post states it.",
        "handbook Annex 29, local agreement",
        rules=(on_call.on_call_payment,),
    ),
    Line(
        "promotion_protection",
        "Promotion protection",
        "Tops pay up to previous earnings until the new pay exceeds them; after that it does not come back.",
        "handbook 1.18 and 1.19 (England), as NHS Employers quotes them (Pay on promotion scenarios and FAQs)",
        rules=(promotion.promotion_protection,),
    ),
    Line("gross_pay", "Gross pay", "The lines above added, with any other pay stated.", "arithmetic"),
    Line(
        "pensionable_pay",
        "Pensionable pay",
        "Gross pay without overtime, short-term premium and pay that does not count.",
        "SI 2015/94 regulation 27; NHSBSA KA-04362",
    ),
    Line(
        "pension_contribution",
        "Pension contribution",
        "The rate of the tier that pensionable pay falls in, on all of it.",
        "scheme regulations, member contribution rates",
        rules=(pension.pension_contribution,),
        figures=(
            Figure("member-pension-contribution", _paid_by_the_tier),
            Figure("pension-tier-basis", _paid_by_the_tier, under=_by_whole_time_pay),
        ),
        in_bars=("Pension",),
    ),
    Line(
        "taxable_pay",
        "Taxable pay",
        "Gross pay less the pension contribution and salary sacrifice.",
        "net pay arrangement",
        worked="{line[gross_pay]:pounds} - {line[pension_contribution]:pounds}{sacrificed}",
    ),
    Line(
        "income_tax",
        "Income tax",
        "The year's liability: each rate on its part of taxable pay above the personal allowance.",
        "Income Tax Act 2007; Scottish rate resolutions",
        rules=(income_tax.income_tax,),
        figures=(
            Figure("personal-allowance"),
            Figure("income-tax"),
            Figure("marriage-allowance", lambda job: job.marriage_allowance),
        ),
        in_bars=("Income tax", "Tax"),
    ),
    Line(
        "national_insurance",
        "National Insurance",
        "The main rate between the primary threshold and the upper earnings limit, the upper rate above.",
        "SI 2001/1004",
        rules=(national_insurance.national_insurance,),
        figures=(Figure("national-insurance-employee"),),
        worked="{rule_book.national_insurance.main_rate:percent} of pay from"
        " £{rule_book.national_insurance.primary_threshold:,.0f} to"
        " £{rule_book.national_insurance.upper_earnings_limit:,.0f} and"
        " {rule_book.national_insurance.upper_rate:percent} above, on {liable}",
        in_bars=("National Insurance", "NI"),
    ),
    Line(
        "student_loan_repayment",
        "Student loan repayment",
        "A rate above the lowest threshold of the plans held, another for a postgraduate loan, each down to the pound.",
        "student loan regulations; HMRC CSLM17065",
        rules=(student_loan.student_loan_repayment,),
        figures=(Figure("student-loans", lambda job: bool(job.student_loan)),),
        in_bars=("Student loan", "Loan"),
    ),
    Line(
        "child_benefit_charge",
        "Child benefit charge",
        "One per cent of the benefit for each step of income above the start; all is rounded down.",
        "ITEPA 2003 section 681C",
        rules=(child_benefit.child_benefit_charge,),
        figures=(Figure("child-benefit", _children), Figure("child-benefit-charge", _children)),
        in_bars=("Child benefit charge", "Child benefit"),
    ),
    Line(
        "salary_sacrifice",
        "Salary sacrifice",
        "As the person states it: pay given up for a car, a bicycle or childcare, so that it never reaches the bank.",
        "HMRC EIM42750",
        worked="as stated",
        in_bars=("Salary sacrifice", "Sacrifice"),
    ),
    Line(
        "take_home_pay",
        "Take-home pay",
        "Gross pay less pension, tax, National Insurance, loans, child benefit charge and salary sacrifice.",
        "arithmetic",
        in_bars=("Take-home pay", "Take-home"),
    ),
    Line(
        "pension_built_up",
        "Pension built up (yearly pension earned this year)",
        "Yearly pension earned this year: pensionable pay over the build-up number.",
        "SI 2015/94",
        rules=(pension.pension_built_up,),
        figures=(Figure("pension-build-up", _in_scheme),),
        worked="{line[pensionable_pay]:pounds} / {rule_book.pension_build_up:g}",
    ),
    Line(
        "employer_pension_contribution",
        "Employer pension contribution",
        "The employer's rate on pensionable pay.",
        "scheme valuation",
        rules=(pension.employer_contribution,),
        figures=(Figure("employer-pension-contribution", _in_scheme),),
        worked="{rule_book.employer_pension_contribution:percent} of {line[pensionable_pay]:pounds}",
    ),
    Line(
        "employer_pension_paid_centrally",
        "  of which paid centrally",
        "The part of the employer contribution that is paid centrally and not by the employer itself.",
        "NHSBSA, employer contribution rates",
        rules=(pension.employer_contribution,),
        figures=(Figure("employer-pension-paid-centrally", _in_scheme),),
        worked="{rule_book.employer_pension_paid_centrally:percent} of {line[pensionable_pay]:pounds}",
    ),
    Line(
        "employer_national_insurance",
        "Employer National Insurance",
        "The employer's rate above the secondary threshold.",
        "SI 2001/1004",
        rules=(national_insurance.employer_national_insurance,),
        figures=(Figure("national-insurance-employer"),),
        worked="{rule_book.national_insurance.employer_rate:percent} of pay above"
        " £{rule_book.national_insurance.secondary_threshold:,.0f}, on {liable}",
    ),
    Line(
        "apprenticeship_levy",
        "Apprenticeship levy",
        "A rate on pay, with no allowance: the cost of one more post.",
        "HMRC guidance",
        rules=(apprenticeship_levy.apprenticeship_levy,),
        figures=(Figure("apprenticeship-levy"),),
        worked="{rule_book.apprenticeship_levy:percent} of {liable}",
    ),
    Line(
        "employer_cost",
        "Employer cost",
        "Gross pay with the employer's pension contribution, National Insurance and levy.",
        "arithmetic",
    ),
)
LINE: Mapping[str, Line] = {line.name: line for line in _LINES}
"""Each line of a payslip by its name, in order."""
LINES = tuple(LINE)
"""The lines of a payslip in order. Pounds a year; `pension_built_up` is yearly pension earned in the year."""
PAID = LINES[: LINES.index("gross_pay")]
"""The lines that gross pay adds."""
DEDUCTED = tuple(
    line
    for line in LINES[LINES.index("gross_pay") + 1 : LINES.index("take_home_pay")]
    if line not in ("pensionable_pay", "taxable_pay")
)
"""The lines that are taken off gross pay: where one of them falls, take-home pay rises."""
