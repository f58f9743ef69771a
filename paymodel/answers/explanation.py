"""Every line of every payslip: its rule, what went in, the figures used, their source and status."""

from collections.abc import Callable, Mapping
from string import Formatter

import numpy as np
from numpy.typing import ArrayLike

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.comparison_tables import band_and_step, other_pay, title_of
from paymodel.answers.figures import figure_name, with_status
from paymodel.answers.phrasing import percent, pounds
from paymodel.days import day_words
from paymodel.moves.comparison import Comparison, Move, Result
from paymodel.moves.kinds import Blocks
from paymodel.moves.provenance import figures_of_line, where_worked_out
from paymodel.pay.job import WEEKS_IN_A_YEAR
from paymodel.pay.lines import DEDUCTED, LINE, LINES, PAID
from paymodel.pay.payslips import (
    absence_without_section_2,
    annex_5_share,
    marriage_allowance_of,
    pay_of_the_tier,
    payslip,
    section_2_rates,
    whole_time_basic_pay,
    whole_time_long_term_premium,
)
from paymodel.pay.rota import annex_5_average
from paymodel.pay.rule_book import Assumption, Citation
from paymodel.pay.rules import basic_pay, child_benefit, income_tax, pension
from paymodel.rounding import as_array


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
            rule = LINE[line]
            blocks.append(Heading(f"{rule.label.strip()}: {pounds(amount)}", 3))
            items = [f"Rule: {rule.words} ({rule.rests_on}; {', '.join(where_worked_out(rule))})"]
            items += [f"Worked: {words}" for words in inputs(line, result)]
            items += [_figure(f) for f in figures_of_line(line, result.post, result.payslip, result.rule_book)]
            blocks.append(Bullets(items))
    blocks.append(Heading("Assumptions"))
    blocks.append(Bullets([_assumption(assumption) for assumption in comparison.assumptions]))
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def _assumption(assumption: Assumption) -> str:
    sure = f"(quality {assumption.quality}, impact {assumption.impact})"
    source = assumption.source.rstrip(".")
    words = f"{assumption.words} [{assumption.status}] {assumption.why}"
    return f"{words} Source: {source} {sure}. Affects {assumption.affects}."


def _figure(figure: Citation) -> str:
    until = (
        f"until {day_words(figure.until)}" if figure.until else f"until replaced ({figure.until_because.rstrip('.')})"
    )
    note = f" {figure.note}" if figure.note else ""
    name = with_status(figure_name(figure), figure.status)
    if figure.changed:
        return f"Figure: {name}, changed {figure.changed}."
    return (
        f"Figure: {name}, in force from {day_words(figure.effective)} {until}. Source:"
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
        beyond = ", overtime and extra hours left out" if hours.extra or hours.overtime else ""
        words += f" Annex 5 average {annex_5_average(hours, wte):.2f} hours of a whole-time post{beyond}."
    return words


def inputs(line: str, result: Result) -> list[str]:
    """What went into a line, as arithmetic with this post's numbers."""
    numbers = _Numbers(result)
    if isinstance(result, Move) and result.post.blocks is not None and line in PAID:
        return [_of_both_posts(line, result, result.post.blocks)]
    if line in _INPUTS:
        return _INPUTS[line](numbers)
    return [_Arithmetic().vformat(LINE[line].worked, (), {**vars(numbers), "hourly": numbers.hourly})]


def _of_both_posts(line: str, move: Move, blocks: Blocks) -> str:
    """A line of a year of which the weeks alternate between the post offered and the one held."""
    total = float(move.payslip[line])
    home = total - float(move.change[line])
    away = float(payslip(move.post.job, move.rule_book, may_owe=True, lines=(line,))[line])
    if line == "promotion_protection":  # it belongs to the move, not to the job
        away = (total - (1 - blocks.share) * home) / blocks.share
    weeks = blocks.away + blocks.home
    return (
        f"{blocks.away:g} of each {weeks:g} weeks at {pounds(away)} a year, {blocks.home:g} at {pounds(home)} in the"
        " post held"
    )


class _Arithmetic(Formatter):
    """Fills numbers in: `:pounds` and `:percent` as people write these, other formats as Python does."""

    def format_field(self, value: object, format_spec: str) -> str:
        words = {"pounds": pounds, "percent": percent}.get(format_spec)
        return words(float(np.asarray(value))) if words else str(super().format_field(value, format_spec))


class _Numbers:
    """One result's numbers, by name."""

    def __init__(self, result: Result) -> None:
        job, rule_book = result.post.job, result.rule_book
        self.result, self.job, self.rule_book = result, job, rule_book
        self.line = {name: float(result.payslip[name]) for name in LINES}
        self.wte = self.number(job.whole_time_equivalent)
        self.whole_time = float(whole_time_basic_pay(job, rule_book))
        self.long_term = float(whole_time_long_term_premium(job, rule_book))
        self.hour = float(basic_pay.hourly_rate(self.whole_time + self.long_term, rule_book.weekly_hours))
        self.part = f" x {self.wte:g} whole time equivalent" if self.wte != 1 else ""
        sacrifice = self.line["salary_sacrifice"]
        self.sacrificed = f" less {pounds(sacrifice)} salary sacrifice" if sacrifice else ""
        self.liable = f"{pounds(self.line['gross_pay'])}{self.sacrificed}"

    @staticmethod
    def number(value: ArrayLike) -> float:
        """A field of the job as a number."""
        return float(np.asarray(value))

    @property
    def hourly(self) -> str:
        """The hourly rate, and how it comes about."""
        pay = pounds(self.whole_time + self.long_term)
        return f"£{self.hour:.6f} an hour ({pay} / (365/7) weeks / {self.rule_book.weekly_hours:g} hours)"


def _supplement(n: _Numbers) -> list[str]:
    zone = n.rule_book.high_cost_area_supplement[n.job.high_cost_area or ""]
    base = pounds(n.whole_time + n.long_term)
    return [f"{percent(zone.share)} of {base}, between £{zone.minimum:,.0f} and £{zone.maximum:,.0f}{n.part}"]


def _premium(n: _Numbers) -> list[str]:
    short = n.line["recruitment_and_retention_premium"] / n.wte - n.long_term
    return [f"long-term {pounds(n.long_term)} and short-term {pounds(short)}, whole time{n.part}"]


def _unsocial_hours(n: _Numbers) -> list[str]:
    job, rule_book = n.job, n.rule_book
    if not np.isnan(job.unsocial_hours_payment):
        return ["as stated"]
    if n.result.post.on_annex_5:
        return [f"Annex 5: {percent(float(annex_5_share(job, rule_book)))} of basic pay {pounds(n.line['basic_pay'])}"]
    lower, higher = (float(rate) for rate in section_2_rates(job, rule_book))
    at_lower, at_higher = n.number(job.saturday_night_hours_a_year), n.number(job.sunday_holiday_hours_a_year)
    absence, share = n.number(job.sickness_absence), absence_without_section_2(rule_book)
    sick = f", less sickness absence of {percent(absence * share)} of the year" if absence * share else ""
    if sick and share < 1:
        sick += f" ({percent(share)} of {percent(absence)}: the first week of an absence)"
    return [
        f"Section 2: {at_lower:.4f} hours a year x {percent(lower)} and {at_higher:.4f} hours a year x"
        f" {percent(higher)}, at {n.hourly}{sick}"
    ]


def _overtime(n: _Numbers) -> list[str]:
    usual, holiday = n.number(n.job.overtime_hours_a_year), n.number(n.job.public_holiday_overtime_hours_a_year)
    extra, rates = n.number(n.job.extra_hours_a_year), n.rule_book.overtime
    return [
        f"{usual:.4f} hours x {rates.rate:g}, {holiday:.4f} hours on public holidays x"
        f" {rates.public_holiday_rate:g} and {extra:.4f} extra hours x 1, at {n.hourly}",
        "hours of a year are those paid for, holiday pay on regular overtime (handbook 13.9) in them: hours a week x"
        f" {WEEKS_IN_A_YEAR:.3f}",
    ]


def _on_call(n: _Numbers) -> list[str]:
    share = n.number(n.job.on_call_share)
    if not share:
        return ["as the post states it"]
    base = n.line["basic_pay"] + n.long_term * n.wte
    return [f"{percent(share)} of basic pay and long-term premium {pounds(base)}"]


def _protection(n: _Numbers) -> list[str]:
    made_up = n.line["promotion_protection"]
    same = isinstance(n.result, Move) and n.result.pattern == "same"
    counted = n.line["basic_pay"] + n.long_term * n.wte + (n.line["unsocial_hours_payment"] if same else 0.0)
    return [f"previous earnings of {pounds(counted + made_up)} less new earnings of {pounds(counted)}"]


def _gross(n: _Numbers) -> list[str]:
    parts = [pounds(n.line[name]) for name in PAID if n.line[name]]
    if other := other_pay(n.line):
        post = n.result.post
        what = {
            "other pay": n.number(n.job.other_pay) + n.number(n.job.other_pensionable_pay) > 0,
            "one-off payment": post.one_off_payment > 0,
            "pay protection": post.protection is not None,
        }
        parts.append(f"{pounds(other)} ({', '.join(name for name, paid in what.items() if paid)})")
    return [" + ".join(parts) or pounds(0.0)]


def _pensionable(n: _Numbers) -> list[str]:
    left_out = n.line["gross_pay"] - n.line["pensionable_pay"]
    if not round(left_out, 2):
        return ["all of gross pay"]
    what = "overtime, short-term premium, salary sacrifice, other pay and on-call that is not pensionable, if any"
    return [f"{pounds(n.line['gross_pay'])} less {pounds(left_out)} that does not count ({what})"]


def _contribution(n: _Numbers) -> list[str]:
    if not np.isnan(n.job.pension_contribution):
        return ["as stated"]
    tiers, pay = n.rule_book.member_pension_contribution, n.line["pensionable_pay"]
    tier_by = float(pay_of_the_tier(n.job, n.rule_book, as_array(pay)))
    rate = float(pension.member_contribution_rate(tiers, tier_by))
    row = int(np.searchsorted(tiers.up_to, np.floor(tier_by), side="left"))
    below = f"above £{tiers.up_to[row - 1]:,.0f}" if row else "from £0"
    above = f" to £{tiers.up_to[row]:,.0f}" if row < len(tiers.up_to) else ""
    whole_time = f" of whole-time pay, here {pounds(tier_by)}" if round(tier_by - pay, 2) else ""
    return [f"{percent(rate)} (the tier {below}{above}{whole_time}) of {pounds(pay)}"]


def _income_tax(n: _Numbers) -> list[str]:
    taxable = n.line["taxable_pay"]
    allowance = float(income_tax.personal_allowance(n.rule_book.personal_allowance, taxable))
    after = max(taxable - allowance, 0.0)
    bands, parts, lower = n.rule_book.income_tax, [], 0.0
    for upper, rate in zip((*bands.up_to, np.inf), bands.rates, strict=True):
        part = min(after, upper) - lower
        if part > 0:
            parts.append(f"{percent(rate)} of {pounds(part)}")
        lower = upper
    less = float(marriage_allowance_of(n.job, n.rule_book, taxable))
    married = f", less marriage allowance of {pounds(less)}" if less else ""
    taxed = " + ".join(parts) or "nothing to tax"
    return [f"{pounds(taxable)} less the allowance of £{allowance:,.0f}: {taxed}{married}"]


def _loan(n: _Numbers) -> list[str]:
    loans = [(plan, n.rule_book.student_loans[plan]) for plan in n.job.student_loan]
    plans = [f"{plan}: {percent(loan.rate)} above £{loan.threshold:,.0f}" for plan, loan in loans if loan.threshold]
    return [f"{', '.join(plans)}, on {n.liable}, down to the pound"]


def _charge(n: _Numbers) -> list[str]:
    rules, taxable = n.rule_book.child_benefit, n.line["taxable_pay"]
    benefit = float(child_benefit.child_benefit(rules, n.job.children))
    steps = min(int((taxable - rules.charge_start) // rules.charge_step), 100)
    return [
        f"child benefit of {pounds(benefit)}, down to £{np.floor(benefit):,.0f}; {steps}% for {pounds(taxable)}, 1% for"
        f" each whole £{rules.charge_step:,.0f} above £{rules.charge_start:,.0f}; down to the pound"
    ]


def _take_home(n: _Numbers) -> list[str]:
    return [
        " - ".join(pounds(n.line[name]) for name in ("gross_pay", *DEDUCTED) if n.line[name] or name == "gross_pay")
    ]


def _employer_cost(n: _Numbers) -> list[str]:
    added = ("gross_pay", "employer_pension_contribution", "employer_national_insurance", "apprenticeship_levy")
    return [" + ".join(pounds(n.line[name]) for name in added)]


_INPUTS: Mapping[str, Callable[[_Numbers], list[str]]] = {
    "high_cost_area_supplement": _supplement,
    "recruitment_and_retention_premium": _premium,
    "unsocial_hours_payment": _unsocial_hours,
    "overtime_pay": _overtime,
    "on_call_payment": _on_call,
    "promotion_protection": _protection,
    "gross_pay": _gross,
    "pensionable_pay": _pensionable,
    "pension_contribution": _contribution,
    "income_tax": _income_tax,
    "student_loan_repayment": _loan,
    "child_benefit_charge": _charge,
    "take_home_pay": _take_home,
    "employer_cost": _employer_cost,
}
"""How the arithmetic of a line is told where it takes more than filling in its numbers (`Line.worked`)."""
