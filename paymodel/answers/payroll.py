"""Twelve payslips in words, tables, JSON and CSV."""

import csv
import io
import json
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.answers.comparison import OTHER_PAY, figures_blocks, other_pay
from paymodel.answers.comparison_data import head_json
from paymodel.answers.phrasing import (
    LINE_LABELS,
    MONTH_NAMES,
    NATION_LABELS,
    day_words,
    percent,
    pounds,
    signed,
    signed_pounds,
)
from paymodel.counting import counted
from paymodel.moves.comparison import Scenario
from paymodel.moves.payroll import PayrollYear
from paymodel.pay.job import LINES, MONTHS
from paymodel.pay.months import MONTHLY_LINES

SHOWN = {
    "basic_pay": "Basic",
    "unsocial_hours_payment": "Unsocial",
    "gross_pay": "Gross",
    "pension_contribution": "Pension",
    "income_tax": "Income tax",
    "national_insurance": "Nat. Ins.",
    "student_loan_repayment": "Loan",
    "salary_sacrifice": "Sacrifice",
    "take_home_pay": "Take-home",
}
"""Lines of the table of months, as a heading has room for them."""
YEAR_HEAD = ("Pounds a year", "Twelve payslips", "Annual view", "Difference")
BASIS = {False: "cumulative", True: "month1"}
COLUMNS = ("period", "month", "tax_code", "basis", *MONTHLY_LINES)
"""The columns of the CSV."""


def payroll_blocks(scenario: Scenario, year: PayrollYear) -> list[Block]:
    """The payslips month by month, their sum beside the annual view, why they differ, and what is taken for granted."""
    return [
        Heading(f"Twelve payslips: {scenario.title}", 1),
        Paragraph(summary(year)),
        Paragraph(conditions(scenario, year)),
        months_table(year),
        *([Bullets(part_months(year))] if part_months(year) else []),
        Heading("The year beside the annual view"),
        Paragraph(annual_words(year)),
        year_table(year),
        Heading("Why they differ"),
        *_differences(year),
        *assumed_blocks(scenario, year),
        Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."),
    ]


def summary(year: PayrollYear) -> str:
    """Take-home pay of the first and the last month, of the year, and beside the annual view, in two sentences.

    >>> import paymodel
    >>> year = paymodel.payroll(paymodel.load_scenario("paramedic-to-operations-manager"))
    >>> summary(year).partition(". ")[2]
    'The twelve payslips come to £41,585.40, £4.57 more than the annual view.'
    """
    take_home = year.slips["take_home_pay"]
    first, last = (f"{pounds(float(take_home[n]))} in {_month(year, n)}" for n in (0, MONTHS - 1))
    more = round(year.totals["take_home_pay"] - year.annual["take_home_pay"], 2)
    beside = f"{pounds(abs(more))} {'more' if more > 0 else 'less'} than" if more else "as much as"
    total = pounds(year.totals["take_home_pay"])
    months = f"Take-home pay is {first} and {last}{_moved(year)}."
    return f"{months} The twelve payslips come to {total}, {beside} the annual view."


def _moved(year: PayrollYear) -> str:
    """When which post is taken up, as the end of a clause."""
    if year.offer is None or year.promoted_on is None:
        return ""
    kind = year.offer.move.replace("_", " ")
    if year.back_on is not None:
        return f", with the post held again from {day_words(year.back_on)}, after {kind}"
    if year.promoted_on < year.days[0].replace(day=1):
        return f", on {kind} since {day_words(year.promoted_on)}"
    return f", after {kind} {'on' if year.offer.lasts_years is None else 'from'} {day_words(year.promoted_on)}"


def part_months(year: PayrollYear) -> list[str]:
    """Which days of a month are paid in which post, where two are held in it; a sentence each.

    >>> import datetime, paymodel
    >>> scenario = paymodel.load_scenario("paramedic-to-operations-manager")
    >>> part_months(paymodel.payroll(scenario, promoted_on=datetime.date(2026, 9, 14)))
    ['September 2026: 13 days of 30 as Band 6 paramedic, ten-week rota, Annex 5, and 17 as Operations manager.']
    """
    if year.offer is None:
        return []
    moves = [(year.promoted_on, year.held, year.offer), (year.back_on, year.offer, year.held)]
    said = []
    for day, before, after in moves:
        if day is not None and day > year.days[0].replace(day=1) and day.day > 1:
            number = next(number for number, last in enumerate(year.days) if day <= last)
            days, first = year.days[number].day, day.day - 1
            words = f"{counted(first, 'day')} of {days} as {before.name}, and {days - first} as {after.name}"
            said.append(f"{_month(year, number)}: {words}.")
    return said


def _month(year: PayrollYear, number: int) -> str:
    day = year.days[number]
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def conditions(scenario: Scenario, year: PayrollYear) -> str:
    """The posts, the code and the pension rates."""
    posts = ", then ".join(_posts_in_order(year))
    how = "month-1 basis" if year.month_1 else "cumulative"
    rates = []
    for number, rate in enumerate(year.rates):
        if number == 0 or rate != year.rates[number - 1]:
            rates.append(f"{percent(rate)} from {_month(year, number)}")
    member = bool(year.held.job.in_pension_scheme)
    pension = f" Pension contribution: {', '.join(rates)}." if member else ""
    nation = NATION_LABELS[scenario.nation]
    return f"{nation}: {posts}. Tax code {year.code.text}, {how}.{pension} Pounds a month."


def _posts_in_order(year: PayrollYear) -> list[str]:
    """The posts held within the year."""
    if year.offer is None:
        return [year.held.name]
    posts = [(year.held.name, year.months_held), (year.offer.name, MONTHS - year.months_held)]
    return [name for name, months in (posts if year.back_on is None else posts[::-1]) if months]


def months_table(year: PayrollYear) -> Table:
    """The lines of each month, and of the year."""
    lines = [line for line in SHOWN if year.slips[line].any() or line in ("gross_pay", "take_home_pay")]
    rows = [
        [_month(year, number), *(f"{float(year.slips[line][number]):,.2f}" for line in lines)]
        for number in range(MONTHS)
    ]
    rows.append(["The year", *(f"{year.totals[line]:,.2f}" for line in lines)])
    return Table(["Month", *(SHOWN[line] for line in lines)], rows, "Twelve payslips")


def annual_words(year: PayrollYear) -> str:
    """What the annual view holds, in a sentence or two."""
    day = day_words(year.case.rule_book.as_at)
    words = f"The annual view holds the rules of {day} for twelve months, on yearly thresholds."
    if year.offer is None:
        return words
    held, then = year.months_held, MONTHS - year.months_held
    if not held:
        return f"{words} It is that of {year.offer.name}."
    return f"{words} For {held:.2f} months it is that of {year.held.name}; for {then:.2f} that of {year.offer.name}."


def year_rows(year: PayrollYear) -> dict[str, list[str]]:
    """Each line that is paid: its label, the twelve payslips, the annual view and the difference, pounds a year."""
    amounts = [(line, year.totals[line], year.annual[line]) for line in LINES]
    amounts.insert(LINES.index("gross_pay"), (OTHER_PAY, other_pay(year.totals), other_pay(year.annual)))
    return {
        line: [
            LINE_LABELS.get(line, OTHER_PAY),
            f"{twelve:,.2f}",
            f"{annual:,.2f}",
            signed(round(twelve - annual, 2)),
        ]
        for line, twelve, annual in amounts
        if twelve or annual
    }


def year_table(year: PayrollYear) -> Table:
    """The twelve payslips beside the annual view, line by line."""
    return Table(YEAR_HEAD, list(year_rows(year).values()))


def _differences(year: PayrollYear) -> list[Block]:
    if not year.differences:
        return [Paragraph("They do not differ.")]
    items = [f"{LINE_LABELS[one.line]}, {signed_pounds(one.pounds)}: {one.words}" for one in year.differences]
    return [Bullets(items), Paragraph(f"Together they change take-home pay by {signed_pounds(net_difference(year))}.")]


def net_difference(year: PayrollYear) -> float:
    """What all the differences do to take-home pay, pounds a year."""
    return round(sum(one.on_take_home for one in year.differences), 2)


def assumed_blocks(scenario: Scenario, year: PayrollYear) -> list[Block]:
    """What the twelve payslips take for granted, and the figures that they used."""
    return [
        Heading("Assumptions"),
        Bullets([f"{one.words} [{one.status}]" for one in year.assumptions]),
        *figures_blocks(list(year.figures), scenario.as_at),
    ]


def payroll_rows(year: PayrollYear) -> list[dict[str, Any]]:
    """Every month to the penny."""
    return [
        {
            "period": number + 1,
            "month": f"{day:%Y-%m}",
            "tax_code": year.code.text,
            "basis": BASIS[year.month_1],
            **{line: round(float(year.slips[line][number]), 2) for line in MONTHLY_LINES},
        }
        for number, day in enumerate(year.days)
    ]


def payroll_csv(year: PayrollYear) -> str:
    """A row for each month, to the penny, with the columns of the table of jobs."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in payroll_rows(year):
        writer.writerow({name: f"{value:.2f}" if isinstance(value, float) else value for name, value in row.items()})
    return out.getvalue()


def payroll_json(scenario: Scenario, year: PayrollYear) -> str:
    """The twelve payslips as JSON, with the annual view, the differences and what was assumed."""
    whole = {
        **head_json(scenario, year.figures),
        "policy": year.case.policy_name,
        "post": year.held.name,
        "offer": year.offer.name if year.offer else None,
        "promoted_on": str(year.promoted_on) if year.promoted_on else None,
        "back_on": str(year.back_on) if year.back_on else None,
        "tax_code": year.code.text,
        "basis": BASIS[year.month_1],
        "months": [
            {**row, "pension_contribution_rate": rate} for row, rate in zip(payroll_rows(year), year.rates, strict=True)
        ],
        "year": dict(year.totals),
        "annual_view": dict(year.annual),
        "months_in_post_held": round(year.months_held, 6),
        "differences": [
            {
                "line": one.line,
                "cause": one.cause,
                "words": one.words,
                "pounds": one.pounds,
                "take_home_pay": one.on_take_home,
            }
            for one in year.differences
        ],
        "assumptions": [{"id": one.id, "words": one.words, "status": one.status} for one in year.assumptions],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
