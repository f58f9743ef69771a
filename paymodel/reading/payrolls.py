"""Twelve payslips in words, tables, JSON and CSV."""

import csv
import io
import json
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.comparison import Scenario
from paymodel.job import LINES
from paymodel.monthly_pay import MONTHLY_LINES, MONTHS
from paymodel.payroll_year import PayrollYear
from paymodel.reading.answer import figures_blocks, head_json
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.words import LINE_LABELS, NATION_LABELS, day_words, percent, pounds, signed, signed_pounds
from paymodel.reading.words import MONTHS as MONTH_NAMES

SHOWN = {
    "basic_pay": "Basic",
    "unsocial_hours_payment": "Unsocial",
    "gross_pay": "Gross",
    "pension_contribution": "Pension",
    "income_tax": "Income tax",
    "national_insurance": "Nat. Ins.",
    "student_loan_repayment": "Loan",
    "take_home_pay": "Take-home",
}
"""Lines of the table of months, as a heading has room for them."""
BASIS = {False: "cumulative", True: "month1"}
COLUMNS = ("period", "month", "tax_code", "basis", *MONTHLY_LINES)
"""The columns of the CSV."""


def payroll_blocks(scenario: Scenario, year: PayrollYear) -> list[Block]:
    """The payslips month by month, their sum beside the annual view, why they differ, and what is taken for granted."""
    return [
        Heading(f"Twelve payslips: {scenario.title}", 1),
        Paragraph(summary(year)),
        Paragraph(_conditions(scenario, year)),
        _months_table(year),
        Heading("The year beside the annual view"),
        Paragraph(_annual_words(year)),
        _year_table(year),
        Heading("Why they differ"),
        *_differences(year),
        Heading("What is assumed"),
        Bullets([f"{one.words} [{one.status}]" for one in year.assumptions]),
        *figures_blocks(list(year.figures)),
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
    promoted = f", after promotion on {day_words(year.promoted_on)}" if year.promoted_on else ""
    more = round(year.totals["take_home_pay"] - year.annual["take_home_pay"], 2)
    beside = f"{pounds(abs(more))} {'more' if more > 0 else 'less'} than" if more else "as much as"
    total = pounds(year.totals["take_home_pay"])
    return (
        f"Take-home pay is {first} and {last}{promoted}. The twelve payslips come to {total}, {beside} the annual view."
    )


def _month(year: PayrollYear, number: int) -> str:
    day = year.days[number]
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def _conditions(scenario: Scenario, year: PayrollYear) -> str:
    """The posts, the code and the pension rates."""
    posts = year.held.name if year.offer is None else f"{year.held.name}, then {year.offer.name}"
    how = "month-1 basis" if year.month_1 else "cumulative"
    rates = []
    for number, rate in enumerate(year.rates):
        if number == 0 or rate != year.rates[number - 1]:
            rates.append(f"{percent(rate)} from {_month(year, number)}")
    member = bool(year.held.job.in_pension_scheme)
    pension = f" Pension contribution: {', '.join(rates)}." if member else ""
    nation = NATION_LABELS[scenario.nation]
    return f"{nation}: {posts}. Tax code {year.code.text}, {how}.{pension} Pounds a month."


def _months_table(year: PayrollYear) -> Table:
    lines = [line for line in SHOWN if year.slips[line].any() or line in ("gross_pay", "take_home_pay")]
    rows = [
        [_month(year, number), *(f"{float(year.slips[line][number]):,.2f}" for line in lines)]
        for number in range(MONTHS)
    ]
    rows.append(["The year", *(f"{year.totals[line]:,.2f}" for line in lines)])
    return Table(["Month", *(SHOWN[line] for line in lines)], rows, "Twelve payslips")


def _annual_words(year: PayrollYear) -> str:
    day = year.case.policy.as_at
    words = f"The annual view holds the rules of {day} for twelve months, on yearly thresholds."
    if year.offer is None:
        return words
    held, then = year.months_held, MONTHS - year.months_held
    return f"{words} It is that of {year.held.name} for {held:.2f} months and of {year.offer.name} for {then:.2f}."


def _year_table(year: PayrollYear) -> Table:
    rows = []
    for line in LINES:
        twelve, annual = year.totals[line], year.annual[line]
        if twelve or annual:
            rows.append([LINE_LABELS[line], f"{twelve:,.2f}", f"{annual:,.2f}", signed(round(twelve - annual, 2))])
    return Table(["Pounds a year", "Twelve payslips", "Annual view", "Difference"], rows)


def _differences(year: PayrollYear) -> list[Block]:
    if not year.differences:
        return [Paragraph("They do not differ.")]
    items = [f"{LINE_LABELS[one.line]}, {signed_pounds(one.pounds)}: {one.words}" for one in year.differences]
    net = round(sum(one.on_take_home for one in year.differences), 2)
    return [Bullets(items), Paragraph(f"Together they change take-home pay by {signed_pounds(net)}.")]


def _rows(year: PayrollYear) -> list[dict[str, Any]]:
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
    for row in _rows(year):
        writer.writerow({name: f"{value:.2f}" if isinstance(value, float) else value for name, value in row.items()})
    return out.getvalue()


def payroll_json(scenario: Scenario, year: PayrollYear) -> str:
    """The same as JSON, with the annual view, the differences and what was assumed."""
    whole = {
        **head_json(scenario, year.figures),
        "policy": year.case.policy_name,
        "post": year.held.name,
        "offer": year.offer.name if year.offer else None,
        "promoted_on": str(year.promoted_on) if year.promoted_on else None,
        "tax_code": year.code.text,
        "basis": BASIS[year.month_1],
        "months": [
            {**row, "pension_contribution_rate": rate} for row, rate in zip(_rows(year), year.rates, strict=True)
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
