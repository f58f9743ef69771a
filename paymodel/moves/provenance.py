"""Which rule gives each line of a payslip, which figures it used, and how sure they are."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from paymodel.moves.posts import Post
from paymodel.pay import payslips
from paymodel.pay.calendar import in_the_pay_year
from paymodel.pay.job import BAND_CODE, BANDS, NO_BAND, Job, Payslip
from paymodel.pay.payslips import annex_5_share
from paymodel.pay.rule_book import Citation, Paye, RuleBook, WorkingTime
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

if TYPE_CHECKING:
    from paymodel.pay.months import Month  # no annual view needs it


SOON = datetime.timedelta(days=60)
"""How long before a figure ends readers are warned."""


@dataclass(frozen=True)
class Rule:
    """A rule in words: what it does, the functions that do it, and the text it rests on."""

    words: str
    functions: tuple[Callable[..., object], ...]
    rests_on: str

    @property
    def names(self) -> tuple[str, ...]:
        """Where each function is: its module and name.

        >>> RULES["basic_pay"].names
        ('paymodel.pay.rules.basic_pay.whole_time_basic_pay',)
        """
        return tuple(f"{function.__module__}.{function.__qualname__}" for function in self.functions)


RULES: Mapping[str, Rule] = {
    "basic_pay": Rule(
        "The pay point of the band and step, times the whole time equivalent.",
        (basic_pay.whole_time_basic_pay,),
        "pay circular of the nation and year",
    ),
    "high_cost_area_supplement": Rule(
        "A share of basic pay and long-term premium between a minimum and a maximum, pro rata for part-time.",
        (high_cost_area.high_cost_area_supplement,),
        "handbook section 4, Annex 9",
    ),
    "recruitment_and_retention_premium": Rule(
        "Long-term and short-term premium, pro rata for part-time.", (premium.whole_time_premium,), "handbook section 5"
    ),
    "unsocial_hours_payment": Rule(
        "Section 2: hours at each rate times the hourly rate. Annex 5: a percentage of basic pay.",
        (unsocial_hours.unsocial_hours_payment, annex_5.annex_5_payment),
        "handbook section 2, Annex 5",
    ),
    "overtime_pay": Rule(
        "Overtime rates in the bands that are paid overtime; extra hours at plain time.",
        (overtime.overtime_pay, overtime.extra_hours_pay),
        "handbook section 3",
    ),
    "on_call_payment": Rule("As the post states it.", (on_call.on_call_payment,), "handbook Annex 29, local agreement"),
    "promotion_protection": Rule(
        "Tops pay up to previous earnings until the new pay exceeds them; after that it does not come back.",
        (promotion.promotion_protection,),
        "handbook 1.18 and 1.19 (England), as NHS Employers quotes them (Pay on promotion scenarios and FAQs)",
    ),
    "gross_pay": Rule("The lines above added, with any other pay stated.", (payslips.payslip,), "arithmetic"),
    "pensionable_pay": Rule(
        "Gross pay without overtime, short-term premium and pay that does not count.",
        (payslips.payslip,),
        "SI 2015/94 regulation 27; NHSBSA KA-04362",
    ),
    "pension_contribution": Rule(
        "The rate of the tier that pensionable pay falls in, on all of it.",
        (pension.pension_contribution,),
        "scheme regulations, member contribution rates",
    ),
    "taxable_pay": Rule(
        "Gross pay less the pension contribution and salary sacrifice.", (payslips.payslip,), "net pay arrangement"
    ),
    "income_tax": Rule(
        "The year's liability: each rate on its part of taxable pay above the personal allowance.",
        (income_tax.income_tax,),
        "Income Tax Act 2007; Scottish rate resolutions",
    ),
    "national_insurance": Rule(
        "The main rate between the primary threshold and the upper earnings limit, the upper rate above.",
        (national_insurance.national_insurance,),
        "SI 2001/1004",
    ),
    "student_loan_repayment": Rule(
        "A rate above the lowest threshold of the plans held, another for a postgraduate loan, each down to the pound.",
        (student_loan.student_loan_repayment,),
        "student loan regulations; HMRC CSLM17065",
    ),
    "child_benefit_charge": Rule(
        "One per cent of the benefit for each step of income above the start; all is rounded down.",
        (child_benefit.child_benefit_charge,),
        "ITEPA 2003 section 681C",
    ),
    "salary_sacrifice": Rule(
        "As the person states it: pay given up for a car, a bicycle or childcare, so that it never reaches the bank.",
        (payslips.payslip,),
        "HMRC EIM42750",
    ),
    "take_home_pay": Rule(
        "Gross pay less pension, tax, National Insurance, loans, child benefit charge and salary sacrifice.",
        (payslips.payslip,),
        "arithmetic",
    ),
    "pension_built_up": Rule(
        "Yearly pension earned this year: pensionable pay over the build-up number.",
        (pension.pension_built_up,),
        "SI 2015/94",
    ),
    "employer_pension_contribution": Rule(
        "The employer's rate on pensionable pay.", (pension.employer_contribution,), "scheme valuation"
    ),
    "employer_pension_paid_centrally": Rule(
        "The part of the employer contribution that is paid centrally and not by the employer itself.",
        (pension.employer_contribution,),
        "NHSBSA, employer contribution rates",
    ),
    "employer_national_insurance": Rule(
        "The employer's rate above the secondary threshold.",
        (national_insurance.employer_national_insurance,),
        "SI 2001/1004",
    ),
    "apprenticeship_levy": Rule(
        "A rate on pay, with no allowance: the cost of one more post.",
        (apprenticeship_levy.apprenticeship_levy,),
        "HMRC guidance",
    ),
    "employer_cost": Rule(
        "Gross pay with the employer's pension contribution, National Insurance and levy.",
        (payslips.payslip,),
        "arithmetic",
    ),
}


def figures_of_line(line: str, post: Post, slip: Payslip, rule_book: RuleBook) -> tuple[Citation, ...]:
    """The figures that a line of one job's payslip used, each with its source and status."""
    job, cited = post.job, rule_book.citations
    stated_pay = not bool(np.isnan(job.basic_pay))
    if line == "basic_pay" and not stated_pay:
        return (_pay_point(rule_book, int(as_array(job.band)), int(as_array(job.step))),)
    if line == "high_cost_area_supplement" and job.high_cost_area:
        return (cited["high-cost-area-supplement"],)
    if line == "unsocial_hours_payment":
        return _unsocial_figures(post, rule_book)
    if line == "overtime_pay" and np.any(slip[line]):
        overtime = np.any(np.asarray(job.overtime_hours_a_year) + np.asarray(job.public_holiday_overtime_hours_a_year))
        return (*((cited["overtime"],) if overtime else ()), cited["weekly-hours"])
    in_scheme = bool(job.in_pension_scheme)
    names: Mapping[str, tuple[str, ...]] = {
        "pension_contribution": ("member-pension-contribution",)
        if in_scheme and np.isnan(job.pension_contribution)
        else (),
        "income_tax": (
            *("personal-allowance", "income-tax"),
            *(("marriage-allowance",) if np.any(job.marriage_allowance) else ()),
        ),
        "national_insurance": ("national-insurance-employee",),
        "student_loan_repayment": ("student-loans",) if job.student_loan else (),
        "child_benefit_charge": ("child-benefit", "child-benefit-charge") if np.any(job.children) else (),
        "pension_built_up": ("pension-build-up",) if in_scheme else (),
        "employer_pension_contribution": ("employer-pension-contribution",) if in_scheme else (),
        "employer_pension_paid_centrally": ("employer-pension-paid-centrally",) if in_scheme else (),
        "employer_national_insurance": ("national-insurance-employer",),
        "apprenticeship_levy": ("apprenticeship-levy",),
    }
    return tuple(cited[name] for name in names.get(line, ()))


def _row(citation: Citation, status: str, row: str) -> Citation:
    """The citation of one row of a block."""
    return replace(citation, status=status, row=row, changed=citation.changed if status == "assumed" else "")


def _pay_point(rule_book: RuleBook, band: int, step: int) -> Citation:
    points, cited = rule_book.pay_points, rule_book.citations["pay-points"]
    notes = (f"{points.notes[band][step - 1]}." if points.notes and points.notes[band][step - 1] else "", cited.note)
    row = _row(cited, points.statuses[band][step - 1], f"band {BANDS[band]}, step {step}")
    return replace(row, note=" ".join(note for note in notes if note))


def _unsocial_figures(post: Post, rule_book: RuleBook) -> tuple[Citation, ...]:
    job, cited = post.job, rule_book.citations
    if not np.isnan(job.unsocial_hours_payment):
        return ()
    hours = float(np.asarray(job.saturday_night_hours_a_year) + np.asarray(job.sunday_holiday_hours_a_year))
    from_rota = (*holiday_figures(rule_book.working_time), cited["section-2-windows"]) if post.hours else ()
    if post.on_annex_5:
        if not np.isnan(job.annex_5_percent):
            return ()
        rules = rule_book.annex_5()
        average = annex_5.average_hours(job.annex_5_hours_a_week, job.whole_time_equivalent)
        row = int(annex_5.bracket(rules, average, rule_book.switches.annex_5_edge))
        share = float(annex_5_share(job, rule_book))
        bracket = replace(cited["annex-5-percentages"], row="no unsocial hours")
        if row:
            row_text = f"above {rules.above[row - 1]:g} hours: {share:.0%}"
            status = annex_5.status(rules, float(average), rule_book.switches.annex_5_edge)
            bracket = _row(cited["annex-5-percentages"], status, row_text)
        if not post.hours:
            return (bracket,)
        return (bracket, cited["annex-5-windows"], *holiday_figures(rule_book.working_time, weekend=False))
    if hours <= 0:
        return ()
    band = int(np.asarray(job.band))
    band = BAND_CODE["4"] if band == NO_BAND else band
    rates = cited["section-2-rates"]
    status = rule_book.working_time.section_2.statuses[band]
    return (_row(rates, status, f"band {BANDS[band]}"), cited["weekly-hours"], *from_rota)


def holiday_figures(rules: WorkingTime, *, weekend: bool = True) -> tuple[Citation, ...]:
    """The list of public holidays, and those counted in the pay year that have a status or a source of their own.

    Days at a weekend that count beside their substitutes are among them where `weekend`: Annex 5 counts the whole
    weekend, holiday or not.
    """
    own = [
        holiday.citation
        for holiday in in_the_pay_year(rules, rules.public_holidays).values()
        if holiday.citation and (weekend or not holiday.beside)
    ]
    return (rules.citations["public-holidays"], *own)


def figures_of_jobs(job: Job, rule_book: RuleBook) -> tuple[Citation, ...]:
    """Every figure that the payslips of many jobs can have used, each once: those that some job calls for."""
    cited = rule_book.citations
    band = np.asarray(job.band)
    on_scale = bool(np.any(np.isnan(job.basic_pay)))
    bands, steps = np.broadcast_arrays(band, np.asarray(job.step, dtype=np.int64))
    most = int(steps.max(initial=0)) + 1
    pairs = np.flatnonzero(np.bincount((bands[bands != NO_BAND] * most + steps[bands != NO_BAND]).ravel()))
    citations = [_pay_point(rule_book, *divmod(int(pair), most)) for pair in pairs if on_scale]
    hours = as_array(job.saturday_night_hours_a_year) + as_array(job.sunday_holiday_hours_a_year)
    overtime = as_array(job.overtime_hours_a_year) + as_array(job.public_holiday_overtime_hours_a_year)
    if np.any(hours > 0):
        statuses = rule_book.working_time.section_2.statuses
        codes = np.unique(np.broadcast_to(band, hours.shape)[hours > 0]) if band.shape != () else [int(band)]
        citations += [
            _row(cited["section-2-rates"], statuses[int(code)], f"band {BANDS[int(code)]}")
            for code in codes
            if int(code) in statuses
        ]
    names = {
        "high-cost-area-supplement": job.high_cost_area is not None,
        "annex-5-percentages": bool(np.any(~np.isnan(job.annex_5_hours_a_week))),
        "weekly-hours": bool(np.any(hours + overtime + as_array(job.extra_hours_a_year) > 0)),
        "overtime": bool(np.any(overtime > 0)),
        "member-pension-contribution": bool(np.any(job.in_pension_scheme)),
        "pension-build-up": bool(np.any(job.in_pension_scheme)),
        "employer-pension-contribution": bool(np.any(job.in_pension_scheme)),
        "employer-pension-paid-centrally": bool(np.any(job.in_pension_scheme)),
        "personal-allowance": True,
        "income-tax": True,
        "marriage-allowance": bool(np.any(job.marriage_allowance)),
        "national-insurance-employee": True,
        "national-insurance-employer": True,
        "student-loans": bool(job.student_loan),
        "child-benefit": bool(np.any(job.children)),
        "child-benefit-charge": bool(np.any(job.children)),
        "apprenticeship-levy": True,
    }
    return (*citations, *(cited[name] for name, used in names.items() if used))


OF_THE_ANNUAL_VIEW = ("personal-allowance", "income-tax", "marriage-allowance", "child-benefit", "child-benefit-charge")
"""Figures of a rule book that payslips under a tax code have no use for: their tax is PAYE's."""


def figures_of_months(months: Sequence["Month"], rules: Paye) -> tuple[Citation, ...]:
    """Every figure that twelve payslips can have used, each once."""
    citations: dict[Citation, None] = {}
    pairs = {(id(s.job), id(s.rule_book)): s for month in months for s in (*month.held, *month.worked)}
    for spell in pairs.values():
        used = list(figures_of_jobs(spell.job, spell.rule_book))
        if spell.hours is not None:
            used += [*holiday_figures(spell.rule_book.working_time), spell.rule_book.citations["section-2-windows"]]
        citations.update(dict.fromkeys(citation for citation in used if citation.parameter not in OF_THE_ANNUAL_VIEW))
    return (*citations, *rules.citations.values())


def figures_used(post: Post, slip: Payslip, rule_book: RuleBook) -> tuple[Citation, ...]:
    """Every figure that a payslip used, each once, in the order of the lines."""
    citations: dict[Citation, None] = {}
    for line in RULES:
        citations.update(dict.fromkeys(figures_of_line(line, post, slip, rule_book)))
    return tuple(citations)


def ending_soon(figures: Iterable[Citation], day: datetime.date) -> tuple[Citation, ...]:
    """The figures that end within 60 days of a day."""
    return tuple(figure for figure in figures if figure.until is not None and figure.until - day <= SOON)
