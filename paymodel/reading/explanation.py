"""Every line of every payslip: its rule, what went in, the figures used, their source and status."""

import numpy as np

from paymodel import __version__
from paymodel.comparison import Comparison, Result
from paymodel.job import LINES
from paymodel.payslips import annex_5_share, section_2_rates, whole_time_basic_pay, whole_time_long_term_premium
from paymodel.policy import Citation
from paymodel.provenance import RULES, figures_of_line
from paymodel.reading.answer import band_and_step, figure_name, title_of
from paymodel.reading.blocks import NOT_PAYROLL, Block, Bullets, Heading, Paragraph
from paymodel.reading.words import LINE_LABELS, pounds
from paymodel.rota import annex_5_average
from paymodel.rules import basic_pay, income_tax, pension


def explanation(comparison: Comparison) -> list[Block]:
    """The explanation of a comparison, post by post and line by line."""
    scenario = comparison.scenario
    blocks: list[Block] = [Heading(f"How it was worked out: {scenario.title}", 1)]
    for result in comparison.results:
        policy = f", policy: {result.policy_name}" if len(scenario.cases) > 1 else ""
        blocks.append(Heading(f"{title_of(result)}{policy}"))
        blocks.append(Paragraph(f"{band_and_step(result).capitalize()}. {rota_words(result)}".strip()))
        for line in LINES:
            amount = float(result.payslip[line])
            if amount == 0 and line not in ("gross_pay", "take_home_pay"):
                continue
            rule = RULES[line]
            blocks.append(Heading(f"{LINE_LABELS[line].strip()}: {pounds(amount)}", 3))
            items = [f"Rule: {rule.words} ({rule.rests_on}; paymodel.{_module(rule.function)})"]
            items += [f"Worked: {words}" for words in inputs(line, result)]
            items += [_figure(f) for f in figures_of_line(line, result.post, result.payslip, result.policy)]
            blocks.append(Bullets(items))
    blocks.append(Heading("What is assumed"))
    blocks.append(Bullets([f"{a.words} [{a.status}]" for a in comparison.assumptions]))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def _module(functions: str) -> str:
    return ", ".join(f if f.startswith("payslips.") else f"rules.{f}" for f in functions.split(", "))


def _figure(figure: Citation) -> str:
    until = f"until {figure.until}" if figure.until else f"until replaced ({figure.until_because.rstrip('.')})"
    note = f" {figure.note}" if figure.note else ""
    return (
        f"Figure: {figure_name(figure)} [{figure.status}], in force from {figure.effective} {until}. Source:"
        f" {figure.title}, {figure.publisher}, {figure.where}. {figure.url}{note}"
    )


def rota_words(result: Result) -> str:
    """The hours behind a post."""
    hours = result.post.hours
    if hours is None:
        return ""
    wte = float(np.asarray(result.post.job.whole_time_equivalent))
    words = (
        f"Rota: {result.post.rota_title}: {hours.plain:.2f} plain hours a week, {hours.saturday_night:.2f} on Saturdays"
        f" and nights, {hours.sunday_holiday:.2f} on Sundays and public holidays; {hours.attendances:.2f} attendances."
    )
    if result.post.on_annex_5:
        words += f" Annex 5 average {annex_5_average(hours, wte):.2f} hours."
    return words


def inputs(line: str, result: Result) -> list[str]:
    """What went into a line, as arithmetic with this post's numbers."""
    job, policy, slip = result.post.job, result.policy, result.payslip
    value = {name: float(slip[name]) for name in LINES}
    wte = float(np.asarray(job.whole_time_equivalent))
    whole_time = float(whole_time_basic_pay(job, policy))
    long_term = float(whole_time_long_term_premium(job, policy))
    hour = float(basic_pay.hourly_rate(whole_time + long_term, policy.weekly_hours))
    part = f" x {wte:g} whole time equivalent" if wte != 1 else ""
    hourly = f"£{hour:.4f} an hour (£{whole_time + long_term:,.2f} / (365/7) weeks / {policy.weekly_hours:g} hours)"
    if line == "basic_pay":
        return [f"£{whole_time:,.2f} whole time{part}"]
    if line == "high_cost_area_supplement":
        zone = policy.high_cost_area_supplement[job.high_cost_area or ""]
        base = whole_time + long_term
        return [f"{zone.share:.0%} of £{base:,.2f}, between £{zone.minimum:,.0f} and £{zone.maximum:,.0f}{part}"]
    if line == "recruitment_and_retention_premium":
        short = value[line] / wte - long_term
        return [f"long-term £{long_term:,.2f} and short-term £{short:,.2f}, whole time{part}"]
    if line == "unsocial_hours_payment":
        return _unsocial_inputs(result, hourly)
    if line == "overtime_pay":
        hours = [float(np.asarray(h)) for h in (job.overtime_hours_a_year, job.public_holiday_overtime_hours_a_year)]
        extra = float(np.asarray(job.extra_hours_a_year))
        rates = policy.overtime
        return [
            (
                f"{hours[0]:.2f} hours x {rates.rate:g}, {hours[1]:.2f} hours on public holidays x"
                f" {rates.public_holiday_rate:g} and {extra:.2f} extra hours x 1, at {hourly}"
            )
        ]
    if line == "gross_pay":
        return ["the lines above added" + _others(result)]
    if line == "pensionable_pay":
        left_out = value["gross_pay"] - value["pensionable_pay"]
        return [f"gross pay £{value['gross_pay']:,.2f} less £{left_out:,.2f} that does not count"]
    if line == "pension_contribution":
        if not np.isnan(job.pension_contribution):
            return ["as stated"]
        rate = float(pension.member_contribution_rate(policy.member_pension_contribution, value["pensionable_pay"]))
        return [f"{rate:.1%} of £{value['pensionable_pay']:,.2f}"]
    if line == "taxable_pay":
        return [f"£{value['gross_pay']:,.2f} - £{value['pension_contribution']:,.2f}{_sacrificed(result)}"]
    if line == "income_tax":
        return _tax_inputs(result)
    if line in ("national_insurance", "employer_national_insurance"):
        rules = policy.national_insurance
        if line == "employer_national_insurance":
            return [f"{rules.employer_rate:.1%} of pay above £{rules.secondary_threshold:,.0f}"]
        between = f"£{rules.primary_threshold:,.0f} to £{rules.upper_earnings_limit:,.0f}"
        liable = f"£{value['gross_pay']:,.2f}{_sacrificed(result)}"
        return [f"{rules.main_rate:.0%} of pay from {between} and {rules.upper_rate:.0%} above, on {liable}"]
    if line == "student_loan_repayment":
        plans = [(plan, policy.student_loans[plan]) for plan in job.student_loan]
        said = [f"{p}: {loan.rate:.0%} above £{loan.threshold:,.0f}" for p, loan in plans if loan.threshold is not None]
        return [f"{', '.join(said)}, on £{value['gross_pay']:,.2f}"]
    if line == "child_benefit_charge":
        benefit = policy.child_benefit
        return [
            (
                f"benefit for {int(np.asarray(job.children))}, charged 1% for each £{benefit.charge_step:,.0f} of"
                f" £{value['taxable_pay']:,.2f} above £{benefit.charge_start:,.0f}"
            )
        ]
    if line == "take_home_pay":
        taken = ("pension_contribution", "income_tax", "national_insurance", "student_loan_repayment")
        less = " - ".join(f"£{value[name]:,.2f}" for name in (*taken, "child_benefit_charge") if value[name])
        return [f"£{value['gross_pay']:,.2f} - {less}" if less else f"£{value['gross_pay']:,.2f}"]
    if line == "pension_built_up":
        return [f"£{value['pensionable_pay']:,.2f} / {policy.pension_build_up:g}"]
    if line == "employer_pension_contribution":
        return [f"{policy.employer_pension_contribution:.2%} of £{value['pensionable_pay']:,.2f}"]
    if line == "employer_pension_paid_centrally":
        return [f"{policy.employer_pension_paid_centrally:.2%} of £{value['pensionable_pay']:,.2f}"]
    if line == "apprenticeship_levy":
        return [f"{policy.apprenticeship_levy:.1%} of £{value['gross_pay']:,.2f}{_sacrificed(result)}"]
    if line == "employer_cost":
        added = ("employer_pension_contribution", "employer_national_insurance", "apprenticeship_levy")
        return [" + ".join(f"£{value[name]:,.2f}" for name in ("gross_pay", *added))]
    return ["as the post states it" if line == "on_call_payment" else "previous earnings less new earnings compared"]


def _others(result: Result) -> str:
    job = result.post.job
    other = float(np.asarray(job.other_pay)) + float(np.asarray(job.other_pensionable_pay))
    return f", and other pay of £{other:,.2f}" if other else ""


def _sacrificed(result: Result) -> str:
    sacrifice = float(np.asarray(result.post.job.salary_sacrifice))
    return f" less £{sacrifice:,.2f} salary sacrifice" if sacrifice else ""


def _unsocial_inputs(result: Result, hourly: str) -> list[str]:
    job, policy = result.post.job, result.policy
    if not np.isnan(job.unsocial_hours_payment):
        return ["as stated"]
    if result.post.on_annex_5:
        share = float(annex_5_share(job, policy))
        return [f"Annex 5: {share:.0%} of basic pay £{float(result.payslip['basic_pay']):,.2f}"]
    lower, higher = (float(rate) for rate in section_2_rates(job, policy))
    at_lower, at_higher = (
        float(np.asarray(h)) for h in (job.saturday_night_hours_a_year, job.sunday_holiday_hours_a_year)
    )
    absence = float(np.asarray(job.sickness_absence))
    sick = f"; sickness absence {absence:.1%} of the year" if absence else ""
    return [
        (
            f"Section 2: {at_lower:.2f} hours a year x {lower:.0%} and {at_higher:.2f} hours a year x {higher:.0%},"
            f" at {hourly}{sick}"
        )
    ]


def _tax_inputs(result: Result) -> list[str]:
    policy, taxable = result.policy, float(result.payslip["taxable_pay"])
    allowance = float(income_tax.personal_allowance(policy.personal_allowance, taxable))
    after = max(taxable - allowance, 0.0)
    bands, parts, lower = policy.income_tax, [], 0.0
    for upper, rate in zip((*bands.up_to, np.inf), bands.rates, strict=True):
        part = min(after, upper) - lower
        if part > 0:
            parts.append(f"{rate:.0%} of £{part:,.2f}")
        lower = upper
    return [f"£{taxable:,.2f} less the allowance of £{allowance:,.0f}: {' + '.join(parts) or 'nothing to tax'}"]
