"""Which rule gives each line of a payslip, which figures it used, and how sure they are."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from paymodel.moves.posts import Post
from paymodel.pay.calendar import in_the_pay_year
from paymodel.pay.job import BAND_CODE, BANDS, NO_BAND, Job, Payslip
from paymodel.pay.lines import LINE, LINES, Figure, Line
from paymodel.pay.payslips import annex_5_share, payslip
from paymodel.pay.rule_book import Citation, Paye, RuleBook, WorkingTime
from paymodel.pay.rules import annex_5
from paymodel.rounding import as_array

if TYPE_CHECKING:
    from paymodel.pay.months import Month  # no annual view needs it


SOON = datetime.timedelta(days=60)
"""How long before a figure ends readers are warned."""


def where_worked_out(line: Line) -> tuple[str, ...]:
    """Where the functions of a line's rule are: module and name of each. What adds lines up is `payslip`.

    >>> where_worked_out(LINE["basic_pay"]), where_worked_out(LINE["gross_pay"])
    (('paymodel.pay.rules.basic_pay.whole_time_basic_pay',), ('paymodel.pay.payslips.payslip',))
    """
    return tuple(f"{rule.__module__}.{rule.__qualname__}" for rule in line.rules or (payslip,))


def figures_of_line(line: str, post: Post, slip: Payslip, rule_book: RuleBook) -> tuple[Citation, ...]:
    """The figures that a line of one job's payslip used, each with its source and status."""
    job, cited = post.job, rule_book.citations
    if line == "basic_pay":
        on_scale = bool(np.isnan(job.basic_pay))
        return (_pay_point(rule_book, int(as_array(job.band)), int(as_array(job.step))),) if on_scale else ()
    if line == "unsocial_hours_payment":
        return _unsocial_figures(post, rule_book)
    if line == "overtime_pay" and not np.any(slip[line]):
        return ()
    return tuple(cited[figure.name] for figure in LINE[line].figures if _tells(figure, job, rule_book))


def _tells(figure: Figure, job: Job, rule_book: RuleBook) -> bool:
    """Whether a figure tells on the payslips of some jobs under a rule book."""
    return figure.under(rule_book) and bool(np.any(figure.used(job)))


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
    if np.any(hours > 0):
        statuses = rule_book.working_time.section_2.statuses
        codes = np.unique(np.broadcast_to(band, hours.shape)[hours > 0]) if band.shape != () else [int(band)]
        citations += [
            _row(cited["section-2-rates"], statuses[int(code)], f"band {BANDS[int(code)]}")
            for code in codes
            if int(code) in statuses
        ]
    figures = (figure for line in LINE.values() for figure in line.figures if not figure.by_row)
    citations += [cited[figure.name] for figure in figures if _tells(figure, job, rule_book)]
    return tuple(dict.fromkeys(citations))


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
    for line in LINES:
        citations.update(dict.fromkeys(figures_of_line(line, post, slip, rule_book)))
    return tuple(citations)


def ending_soon(figures: Iterable[Citation], day: datetime.date) -> tuple[Citation, ...]:
    """The figures that end within 60 days of a day."""
    return tuple(figure for figure in figures if figure.until is not None and figure.until - day <= SOON)
