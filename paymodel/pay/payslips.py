"""The payslip: every rule, called in the order in which pay is worked out. Pounds a year."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from paymodel.arithmetic import NOUGHT, anywhere, at_least, chosen, not_stated, times, total
from paymodel.errors import Refused
from paymodel.pay.job import BAND_CODE, BANDS, NO_BAND, WHOLE, Job, Payslip
from paymodel.pay.lines import DEDUCTED, LINES
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
    student_loan,
    unsocial_hours,
)
from paymodel.rounding import Array, as_amounts, as_array, to_penny

DEDUCTIONS = LINES[LINES.index("pension_contribution") : LINES.index("take_home_pay") + 1]
BEYOND_TAKE_HOME = LINES[LINES.index("take_home_pay") + 1 :]
JOBS_AT_ONCE = 16_000
"""Rows worked out at a time, so that the arrays of a block stay in the processor's own memory."""


def payslip(job: Job, rule_book: RuleBook, *, may_owe: bool = False, lines: Collection[str] = LINES) -> Payslip:
    """Work out the payslip of a job, or of many at once, under a rule book.

    Returns pounds a year for each name of `LINES` (or the `lines` asked for, which is quicker), each an array of the
    shape that the job's fields broadcast to. Each line is rounded half up to the penny and totals add rounded lines.
    `gross_pay` also holds `other_pay` and `other_pensionable_pay`, which have no line of their own.

    Raises `Refused` where the rules cannot answer: a step that the band lacks, Annex 5 where it has no table, overtime
    or a supplement that cannot be placed, deductions that come to more than pay (unless it `may_owe`, or no deduction
    is asked for).

    >>> from paymodel import load_policy
    >>> slip = payslip(Job(band=BAND_CODE["8a"]), load_policy("england", "2026-11-22"))
    >>> float(slip["basic_pay"]), float(slip["pension_contribution"])        # 57,528 and 10.7% of it
    (57528.0, 6155.5)
    """
    return payslip_of_parts(yearly_parts(job, rule_book), job, rule_book, may_owe=may_owe, lines=lines)


def payslip_of_parts(
    parts: Payslip, job: Job, rule_book: RuleBook, *, may_owe: bool = False, lines: Collection[str] = LINES
) -> Payslip:
    """The payslip of a job (`payslip`) of which `yearly_parts` are known."""
    shape = job.shape()
    worked = _lines_of_parts(parts, job, rule_book, lines)
    if not may_owe and "take_home_pay" in worked and anywhere(owed := pounds_owed(worked)):
        raise Refused("person", beyond_pay(f" by £{np.max(owed):,.2f} a year"))
    return {
        name: np.asarray(line) if line.shape == shape else np.broadcast_to(line, shape)
        for name, line in worked.items()
        if name in lines
    }


def payslip_of_a_shared_year(
    home: Job, away: Job, share: ArrayLike, rule_book: RuleBook, lines: Collection[str] = LINES, **more: ArrayLike
) -> Payslip:
    """The payslip of a year of which a share is spent in another job: pay is that of each job for its share.

    Deductions and on-costs are those of the year's pay as a whole, by what the job at home says of the person (where no
    day is spent in it, the other). `more` is added to the parts of pay of that name, pounds a year. Deductions may come
    to more than pay here.

    >>> from paymodel import load_policy
    >>> six, eight = Job(band=BAND_CODE["6"], step=3), Job(band=BAND_CODE["8a"])
    >>> slip = payslip_of_a_shared_year(six, eight, 0.5, load_policy("england", "2026-11-22"))
    >>> float(slip["gross_pay"])                                              # (48,117 + 57,528) / 2
    52822.5
    """
    share = as_array(share)
    at_home, elsewhere = (yearly_parts(job, rule_book) for job in (home, away))
    parts = {
        name: to_penny((1 - share) * at_home[name] + share * elsewhere[name] + as_array(more.get(name, 0.0)))
        for name in at_home
    }
    worked = _lines_of_parts(parts, home, rule_book, lines)
    shape = np.broadcast_shapes(home.shape(), away.shape(), share.shape, *(np.shape(added) for added in more.values()))
    return {name: np.broadcast_to(line, shape) for name, line in worked.items() if name in lines}


def beyond_pay(where: str = "") -> str:
    """What is said of deductions that come to more than pay, by so much or wherever that is.

    >>> beyond_pay(" in month 1")
    'deductions come to more than pay in month 1; check the salary sacrifice, the pension contribution and the rates'
    """
    cure = "check the salary sacrifice, the pension contribution and the rates"
    return f"deductions come to more than pay{where}; {cure}"


class BeyondGross(NamedTuple):
    """A stated amount that gross pay cannot bear, alone or with the pension contribution, and of which jobs."""

    field: str
    alone: bool
    jobs: NDArray[np.bool_]


def stated_beyond_gross(job: Job, slip: Payslip) -> Iterator[BeyondGross]:
    """Salary sacrifice and pension contribution, as the jobs state them, set against the gross pay of a year.

    >>> gross = {"gross_pay": np.array(30_000.0), "salary_sacrifice": np.array(25_000.0)}
    >>> slip = {**gross, "pension_contribution": np.array(6_000.0)}
    >>> beyond = stated_beyond_gross(Job(salary_sacrifice=25_000), slip)
    >>> [(stated.field, stated.alone, bool(stated.jobs)) for stated in beyond]
    [('salary_sacrifice', True, False), ('salary_sacrifice', False, True), ('pension_contribution', True, False)]
    """
    gross, sacrificed = slip["gross_pay"], slip["salary_sacrifice"]
    yield BeyondGross("salary_sacrifice", True, as_array(job.salary_sacrifice) > gross)
    with_contribution = sacrificed + slip["pension_contribution"] > gross
    yield BeyondGross("salary_sacrifice", False, (sacrificed > 0) & (sacrificed <= gross) & with_contribution)
    yield BeyondGross("pension_contribution", True, np.nan_to_num(as_array(job.pension_contribution)) > gross)


def pounds_owed(slip: Payslip) -> Array:
    """Pounds by which deductions come to more than pay; 0 where something reaches the bank.

    >>> pounds_owed({"take_home_pay": np.array([20_000.0, -12.5])}).tolist()
    [0.0, 12.5]
    """
    return at_least(-slip["take_home_pay"], 0.0)


def payslips_in_blocks(
    job: Job,
    rule_book: RuleBook,
    lines: Collection[str] = LINES,
    *,
    block: int = JOBS_AT_ONCE,
    out: Payslip | None = None,
) -> Payslip:
    """The lines asked for of many jobs (arrays along one axis), worked out a block of rows at a time.

    Quicker than `payslip` on the whole, since a block stays near the processor, and nothing is kept but the lines asked
    for. `out` may hold the arrays to write them to; a line of it may be a part of memory that other processes share.
    Take-home pay may be below 0 here: whoever asks about many says of whom (`pounds_owed`).

    >>> from paymodel import load_policy
    >>> job = Job(band=BAND_CODE["6"], step=np.array([1.0, 3.0]))
    >>> payslips_in_blocks(job, load_policy("england", "2026-11-22"), ["gross_pay"])["gross_pay"].tolist()
    [39959.0, 48117.0]
    """
    (rows,) = job.shape()
    written = {line: np.empty(rows) for line in lines} if out is None else {line: out[line] for line in lines}
    for part, job_of_block in in_blocks(job, block):
        slip = _lines(job_of_block, rule_book, written)
        for line, values in written.items():
            values[part] = slip[line]
    return written


def in_blocks(job: Job, block: int = JOBS_AT_ONCE) -> Iterator[tuple[slice, Job]]:
    """Many jobs (arrays along one axis), a block of rows at a time: which rows, and their jobs.

    >>> [(part.start, block.step.tolist()) for part, block in in_blocks(Job(step=np.array([1, 2, 3])), 2)]
    [(0, [1, 2]), (2, [3])]
    """
    (rows,) = job.shape()
    numbers = {name: np.asarray(values) for name, values in vars(job).items() if name not in WHOLE}
    by_row = {name: values for name, values in numbers.items() if values.size == rows > 1}
    for first in range(0, rows, block):
        part = slice(first, first + block)
        yield part, job.with_(**{name: values[part] for name, values in by_row.items()})


def _lines(job: Job, rule_book: RuleBook, kept: Collection[str]) -> Payslip:
    """The lines kept, and those that they rest on. A line that is the same for a whole group is one number."""
    return _lines_of_parts(yearly_parts(job, rule_book), job, rule_book, kept)


def _lines_of_parts(parts: Payslip, job: Job, rule_book: RuleBook, kept: Collection[str]) -> Payslip:
    lines = pay_lines(parts, rule_book)
    liable = total(lines["gross_pay"], -parts["salary_sacrifice"])
    if any(line in kept for line in DEDUCTIONS):
        lines |= _deductions(job, rule_book, lines["pensionable_pay"], liable)
        lines["salary_sacrifice"] = parts["salary_sacrifice"]
        taken = total(*(lines[line] for line in DEDUCTED))
        lines["take_home_pay"] = to_penny(lines["gross_pay"] - taken)
    if any(line in kept for line in BEYOND_TAKE_HOME):
        lines |= _beyond_take_home(job, rule_book, lines["gross_pay"], lines["pensionable_pay"], liable)
    return lines


def yearly_parts(job: Job, rule_book: RuleBook) -> Payslip:
    """What a job pays a year, part by part, pounds rounded half up to the penny: finer than the lines of a payslip.

    `premiums` holds `long_term_premium`, `on_call_payment` holds `pensionable_on_call`: those are what of them is
    pensionable. Raises `Refused` where a part cannot be worked out.
    """
    whole_time = whole_time_basic_pay(job, rule_book)
    long_term = premium.whole_time_premium(job.long_term_premium, job.long_term_premium_share, whole_time)
    short_term = premium.whole_time_premium(job.short_term_premium, job.short_term_premium_share, whole_time)
    hour = basic_pay.hourly_rate(total(whole_time, long_term), rule_book.weekly_hours)

    basic = to_penny(times(whole_time, job.whole_time_equivalent))
    long_term_paid = to_penny(times(long_term, job.whole_time_equivalent))
    premiums = to_penny(times(total(long_term, short_term), job.whole_time_equivalent))
    supplement = _supplement(job, rule_book, whole_time, long_term)
    unsocial = to_penny(_unsocial_hours_payment(job, rule_book, basic, hour))
    _refuse_unplaced_overtime(job)
    extra_hours = to_penny(overtime.extra_hours_pay(job.extra_hours_a_year, hour))
    overtime_alone = overtime.overtime_pay(
        rule_book.overtime, job.band, job.overtime_hours_a_year, job.public_holiday_overtime_hours_a_year, hour
    )
    basic_and_premium = total(basic, long_term_paid)
    on_call_payment = to_penny(on_call.on_call_payment(job.on_call_payment, job.on_call_share, basic_and_premium))
    return {
        "basic_pay": basic,
        "high_cost_area_supplement": supplement,
        "long_term_premium": long_term_paid,
        "premiums": premiums,
        "unsocial_hours_payment": unsocial,
        "extra_hours_pay": extra_hours,
        "overtime_alone": to_penny(overtime_alone),
        "on_call_payment": on_call_payment,
        "pensionable_on_call": chosen(job.on_call_pensionable, on_call_payment, 0.0),
        "promotion_protection": to_penny(job.promotion_protection),
        "other_pay": to_penny(job.other_pay),
        "other_pensionable_pay": to_penny(job.other_pensionable_pay),
        "salary_sacrifice": to_penny(job.salary_sacrifice),
    }


def pay_lines(parts: Payslip, rule_book: RuleBook) -> Payslip:
    """The lines from basic pay to gross and pensionable pay, from their parts (of a year, or of a month)."""
    basic, supplement, unsocial = (
        parts[name] for name in ("basic_pay", "high_cost_area_supplement", "unsocial_hours_payment")
    )
    protection, other_pensionable = parts["promotion_protection"], parts["other_pensionable_pay"]
    extra_hours, on_call_payment = parts["extra_hours_pay"], parts["on_call_payment"]
    overtime_pay = total(extra_hours, parts["overtime_alone"])
    pensionable = total(
        basic,
        supplement,
        parts["long_term_premium"],
        unsocial,
        extra_hours,
        parts["pensionable_on_call"],
        protection,
        other_pensionable,
    )
    if rule_book.switches.salary_sacrifice_lowers_pensionable_pay:
        pensionable = total(pensionable, -parts["salary_sacrifice"])
    gross = total(
        *(basic, supplement, parts["premiums"], unsocial, overtime_pay, on_call_payment, protection),
        *(parts["other_pay"], other_pensionable),
    )
    return {
        "basic_pay": basic,
        "high_cost_area_supplement": supplement,
        "recruitment_and_retention_premium": parts["premiums"],
        "unsocial_hours_payment": unsocial,
        "overtime_pay": overtime_pay,
        "on_call_payment": on_call_payment,
        "promotion_protection": protection,
        "gross_pay": to_penny(gross),
        "pensionable_pay": to_penny(at_least(pensionable, 0.0)),
    }


def _deductions(job: Job, rule_book: RuleBook, pensionable: Array, liable: Array) -> Payslip:
    """The lines from the pension contribution to the child benefit charge. `liable` is pay after salary sacrifice."""
    contribution = to_penny(
        pension.pension_contribution(
            rule_book.member_pension_contribution,
            pensionable,
            job.in_pension_scheme,
            job.pension_contribution,
            tier_by=pay_of_the_tier(job, rule_book, pensionable),
        )
    )
    taxable = to_penny(at_least(liable - contribution, 0.0))
    tax = to_penny(income_tax.income_tax(rule_book.income_tax, rule_book.personal_allowance, taxable))
    tax = total(tax, -marriage_allowance_of(job, rule_book, taxable))
    insurance = to_penny(national_insurance.national_insurance(rule_book.national_insurance, liable))
    loan = student_loan.student_loan_repayment(rule_book.student_loans, job.student_loan, liable)
    charge = child_benefit.child_benefit_charge(rule_book.child_benefit, job.children, taxable)
    return {
        "pension_contribution": contribution,
        "taxable_pay": taxable,
        "income_tax": tax,
        "national_insurance": insurance,
        "student_loan_repayment": loan,
        "child_benefit_charge": charge,
    }


def pay_of_the_tier(job: Job, rule_book: RuleBook, pensionable: Array) -> Array:
    """What the member's pension tier goes by, pounds a year: pensionable pay, or that of the same post whole time.

    Extra hours up to whole time raise no whole-time pay. Which it is depends on the day: `pension-tier-basis`.
    """
    if not rule_book.pension_tier_by_whole_time_pay:
        return pensionable
    contracted = pensionable
    if anywhere(as_amounts(job.extra_hours_a_year) > 0):
        contracted = total(pensionable, -yearly_parts(job, rule_book)["extra_hours_pay"])
    return pension.whole_time_pensionable_pay(contracted, job.whole_time_equivalent)


def marriage_allowance_of(job: Job, rule_book: RuleBook, taxable_pay: ArrayLike) -> Array:
    """What marriage allowance takes off the tax of a job, pounds a year."""
    rules, bands = rule_book.marriage_allowance, rule_book.income_tax
    return income_tax.marriage_allowance(
        rules, bands, rule_book.personal_allowance, taxable_pay, np.asarray(job.marriage_allowance, dtype=bool)
    )


def _beyond_take_home(job: Job, rule_book: RuleBook, gross: Array, pensionable: Array, liable: Array) -> Payslip:
    """The pension earned and what the employer pays. `liable` is pay after any salary sacrifice."""
    in_scheme = job.in_pension_scheme
    built_up = pension.pension_built_up(rule_book.pension_build_up, pensionable, in_scheme)
    employer_pension = to_penny(
        pension.employer_contribution(rule_book.employer_pension_contribution, pensionable, in_scheme)
    )
    paid_centrally = pension.employer_contribution(rule_book.employer_pension_paid_centrally, pensionable, in_scheme)
    insurance = to_penny(national_insurance.employer_national_insurance(rule_book.national_insurance, liable))
    levy = to_penny(apprenticeship_levy.apprenticeship_levy(rule_book.apprenticeship_levy, liable))
    return {
        "pension_built_up": to_penny(built_up),
        "employer_pension_contribution": employer_pension,
        "employer_pension_paid_centrally": to_penny(paid_centrally),
        "employer_national_insurance": insurance,
        "apprenticeship_levy": levy,
        "employer_cost": to_penny(total(gross, employer_pension, insurance, levy)),
    }


def whole_time_basic_pay(job: Job, rule_book: RuleBook) -> Array:
    """Basic pay of a whole-time post, pounds a year; `Refused` where the band has no such step."""
    whole_time = basic_pay.whole_time_basic_pay(rule_book.pay_points, job.band, job.step, job.basic_pay)
    if anywhere(not_stated(whole_time)):
        raise Refused("step", _why_no_point(job, rule_book, np.isnan(whole_time)))
    return whole_time


def where_and_when(rule_book: RuleBook) -> str:
    """The nation and the day of a rule book, as messages say them."""
    return f"in {rule_book.nation} on {rule_book.as_at}"


def _why_no_point(job: Job, rule_book: RuleBook, lacking: NDArray[np.bool_]) -> str:
    """Why the first job that lacks a pay point does: it was not found, or the band has no such step."""
    where = where_and_when(rule_book)
    bands, steps, lack = np.broadcast_arrays(job.band, job.step, lacking)
    first = int(np.flatnonzero(lack)[0])
    band, step = int(np.ravel(bands)[first]), int(np.ravel(steps)[first])
    note = "" if band == NO_BAND else rule_book.pay_points.why_not_found(band, step)
    return f"band {BANDS[band]}, step {step} {where}: {note}" if note else f"the band has no such step {where}"


def whole_time_long_term_premium(job: Job, rule_book: RuleBook) -> Array:
    """Long-term premium of a whole-time post, pounds a year."""
    whole_time = whole_time_basic_pay(job, rule_book)
    return premium.whole_time_premium(job.long_term_premium, job.long_term_premium_share, whole_time)


def whole_time_short_term_premium(job: Job, rule_book: RuleBook) -> Array:
    """Short-term premium of a whole-time post, pounds a year."""
    whole_time = whole_time_basic_pay(job, rule_book)
    return premium.whole_time_premium(job.short_term_premium, job.short_term_premium_share, whole_time)


def section_2_rates(job: Job, rule_book: RuleBook) -> tuple[Array, Array]:
    """The lower and the higher share for the job's band; without a band, those of bands 4 to 9."""
    band = np.asarray(job.band)
    if anywhere(band == NO_BAND):
        band = np.where(band == NO_BAND, BAND_CODE["4"], band)
    return rule_book.working_time.section_2.lower[band], rule_book.working_time.section_2.higher[band]


def absence_without_section_2(rule_book: RuleBook) -> float:
    """The share of a sickness absence for which Section 2 pay stops.

    England: all of it (handbook 14.4 since 2013). Wales: the first week of an absence. Scotland: none. Northern
    Ireland: none, by 14.4 as it is outside England and Wales, unless the switch says otherwise.

    >>> from paymodel import load_policy
    >>> [absence_without_section_2(load_policy(nation, "2026-11-22")) for nation in ("england", "northern_ireland")]
    [1.0, 0.0]
    """
    switches = rule_book.switches
    return {
        "england": 1.0,
        "wales": 1.0 - switches.wales_sickness_beyond_first_week,
        "scotland": 0.0,
        "northern_ireland": 0.0 if switches.northern_ireland_sickness_keeps_section_2 else 1.0,
    }[rule_book.nation]


def annex_5_share(job: Job, rule_book: RuleBook) -> Array:
    """The Annex 5 share of basic pay: the stated percentage, or that of the bracket. NaN for a job on Section 2."""
    stated = as_amounts(job.annex_5_percent)
    hours = as_amounts(job.annex_5_hours_a_week)
    if not anywhere(~not_stated(stated)) and not anywhere(~not_stated(hours)):
        return stated
    rules = rule_book.annex_5()
    by_hours = np.isnan(stated) & ~np.isnan(hours) & np.isnan(job.unsocial_hours_payment)
    if np.any(by_hours & (as_array(job.band) >= BAND_CODE["8a"])):
        raise Refused("annex_5_hours_a_week", "bands 8 and 9 have no confirmed Annex 5 table; state annex_5_percent")
    average = annex_5.average_hours(hours, job.whole_time_equivalent)
    share = np.where(by_hours, annex_5.share_of_basic_pay(rules, average, rule_book.switches.annex_5_edge), stated)
    if np.any(by_hours & np.isnan(share)):
        raise Refused("annex_5_hours_a_week", annex_5.LOCAL)
    return share


def annex_5_on_a_bound(job: Job, rule_book: RuleBook) -> Array:
    """Whether the job's Annex 5 average decides its percentage and lies exactly on a bound (switch `annex_5_edge`)."""
    by_hours = np.isnan(job.annex_5_percent) & np.isnan(job.unsocial_hours_payment)
    if rule_book.working_time.annex_5 is None:
        return np.zeros(np.shape(by_hours), bool)
    average = annex_5.average_hours(job.annex_5_hours_a_week, job.whole_time_equivalent)
    return np.asarray(by_hours & annex_5.on_a_bound(rule_book.working_time.annex_5, average))


def _supplement(job: Job, rule_book: RuleBook, whole_time: Array, long_term: Array) -> Array:
    if job.high_cost_area is None:
        return NOUGHT
    if job.high_cost_area not in rule_book.high_cost_area_supplement:
        raise Refused("high_cost_area", f"{rule_book.nation} has no high cost area supplement; leave it out")
    zone = rule_book.high_cost_area_supplement[job.high_cost_area]
    return to_penny(high_cost_area.high_cost_area_supplement(zone, whole_time, long_term, job.whole_time_equivalent))


def _unsocial_hours_payment(job: Job, rule_book: RuleBook, basic: Array, hour: Array) -> Array:
    """The stated payment, or the Annex 5 percentage, or Section 2 on the hours."""
    lower, higher = section_2_rates(job, rule_book)
    lower_hours = as_amounts(job.saturday_night_hours_a_year)
    higher_hours = as_amounts(job.sunday_holiday_hours_a_year)
    stated = as_amounts(job.unsocial_hours_payment)
    share = annex_5_share(job, rule_book)
    no_rate = not_stated(lower)
    if anywhere(no_rate) and np.any(no_rate & (lower_hours + higher_hours > 0) & np.isnan(stated) & np.isnan(share)):
        raise Refused("band", f"no unsocial hours rates are established for bands 1 to 3 {where_and_when(rule_book)}")
    absence = times(job.sickness_absence, absence_without_section_2(rule_book))
    section_2 = unsocial_hours.unsocial_hours_payment(
        lower_hours, higher_hours, hour, chosen(no_rate, 0.0, lower), chosen(no_rate, 0.0, higher), absence
    )
    payment = chosen(not_stated(share), section_2, annex_5.annex_5_payment(basic, share))
    return chosen(not_stated(stated), payment, stated)


def _refuse_unplaced_overtime(job: Job) -> None:
    no_band = as_amounts(job.band) == NO_BAND
    hours = as_amounts(job.overtime_hours_a_year) + as_amounts(job.public_holiday_overtime_hours_a_year)
    if anywhere(no_band & (hours > 0)):
        raise Refused("overtime_hours_a_year", "whether overtime is paid depends on the band: state the band")
