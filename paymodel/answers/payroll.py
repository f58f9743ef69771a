"""Twelve payslips in words, tables, JSON and CSV."""

from collections.abc import Mapping
from dataclasses import replace

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import COLUMNS, OTHER_PAY, amount, change, columns_of
from paymodel.answers.comparison_data import (
    assumptions_of_answer,
    run_of_answer,
    scenario_of_answer,
)
from paymodel.answers.comparison_tables import other_pay
from paymodel.answers.contracts import to_json
from paymodel.answers.figures import assumptions_blocks, figures_blocks
from paymodel.answers.phrasing import LINE_LABELS, NATION_LABELS, percent, pounds, signed_pounds
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.counting import counted
from paymodel.days import MONTH_NAMES, day_words
from paymodel.moves.comparison import Scenario
from paymodel.moves.kinds import DOWN, SIDEWAYS, kind_words
from paymodel.moves.payroll import PayrollYear
from paymodel.pay.job import MONTHS
from paymodel.pay.lines import LINES
from paymodel.pay.months import MONTHLY_LINES

SHORT = {
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
"""Lines that a table of months in words shows, as a heading has room for them."""
BASIS = {False: "cumulative", True: "month1"}
MONTHLY = [
    *(Column("period", unit=Unit.NUMBER), Column("month"), Column("tax_code"), Column("basis")),
    *(replace(COLUMNS.get(line, amount(line)), unit=Unit.POUNDS) for line in MONTHLY_LINES),
]
"""The columns of the twelve payslips. A row is a month, so its pounds are pounds."""


def payroll_blocks(scenario: Scenario, year: PayrollYear) -> list[Block]:
    """The payslips month by month, their sum beside the annual view, why they differ, and what is taken for granted."""
    return [
        Heading(f"Twelve payslips: {scenario.title}", 1),
        Paragraph(summary(year)),
        Paragraph(conditions(scenario, year)),
        months_in_words(year),
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


MOVED = {SIDEWAYS: "a move within the band", DOWN: "a move to a lower band"}
"""Kinds of move that are not what they are called in a sentence."""


def _moved(year: PayrollYear) -> str:
    """When which post is taken up, as the end of a clause."""
    if year.offer is None or year.promoted_on is None:
        return ""
    kind = MOVED.get(year.offer.move, kind_words(year.offer.move))
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
    sentences = []
    for day, before, after in moves:
        if day is not None and day > year.days[0].replace(day=1) and day.day > 1:
            number = next(number for number, last in enumerate(year.days) if day <= last)
            days, first = year.days[number].day, day.day - 1
            words = f"{counted(first, 'day')} of {days} as {before.name}, and {days - first} as {after.name}"
            sentences.append(f"{_month(year, number)}: {words}.")
    return sentences


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
    """Every month to the penny, with the columns of the table of jobs."""
    rows: list[list[Cell]] = [
        [
            *(number + 1, f"{day:%Y-%m}", year.code.text, BASIS[year.month_1]),
            *(round(float(year.slips[line][number]), 2) for line in MONTHLY_LINES),
        ]
        for number, day in enumerate(year.days)
    ]
    return Table(MONTHLY, rows, "Twelve payslips", "payslips")


def months_in_words(year: PayrollYear) -> Table:
    """The lines that are paid, month by month and of the year."""
    lines = [line for line in SHORT if year.slips[line].any() or line in ("gross_pay", "take_home_pay")]
    table = months_table(year).pick("month", *lines).relabelled(**SHORT)
    rows = [[_month(year, number), *cells] for number, (_, *cells) in enumerate(table.rows)]
    return replace(table, rows=[*rows, ["The year", *(year.totals[line] for line in lines)]])


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


def year_lines(year: PayrollYear) -> list[str]:
    """The lines that are paid in either view, in the order of `year_table`; `OTHER_PAY` for what is no line."""
    lines = [*LINES]
    lines.insert(lines.index("gross_pay"), OTHER_PAY)
    return [line for line in lines if _amount_of(year.totals, line) or _amount_of(year.annual, line)]


def _amount_of(slip: Mapping[str, float], line: str) -> float:
    return other_pay(slip) if line == OTHER_PAY else slip[line]


def year_table(year: PayrollYear) -> Table:
    """The twelve payslips beside the annual view, line by line."""
    rows: list[list[Cell]] = []
    for line in year_lines(year):
        twelve, annual = _amount_of(year.totals, line), _amount_of(year.annual, line)
        rows.append([LINE_LABELS.get(line, OTHER_PAY), twelve, annual, round(twelve - annual, 2)])
    columns = [
        *columns_of("line"),
        *(amount("twelve_payslips"), amount("annual_view"), change("difference")),
    ]
    return Table(columns, rows, "The year beside the annual view", "year")


def _differences(year: PayrollYear) -> list[Block]:
    if not year.differences:
        return [Paragraph("They do not differ.")]
    items = [f"{LINE_LABELS[each.line]}, {signed_pounds(each.pounds)}: {each.words}" for each in year.differences]
    return [Bullets(items), Paragraph(f"Together they change take-home pay by {signed_pounds(net_difference(year))}.")]


def net_difference(year: PayrollYear) -> float:
    """What all the differences do to take-home pay, pounds a year."""
    return round(sum(each.on_take_home for each in year.differences), 2)


def assumed_blocks(scenario: Scenario, year: PayrollYear) -> list[Block]:
    """What the twelve payslips take for granted, and the figures that they used."""
    return [
        *assumptions_blocks(year.assumptions),
        *figures_blocks(list(year.figures), scenario.as_at),
    ]


def payroll_json(scenario: Scenario, year: PayrollYear) -> str:
    """The twelve payslips as JSON, with the annual view, the differences and what was assumed."""
    whole = {
        "scenario": scenario_of_answer(scenario),
        "run": run_of_answer(scenario, year.figures),
        "policy": year.case.policy_name,
        "post": year.held.name,
        "offer": year.offer.name if year.offer else None,
        "promoted_on": str(year.promoted_on) if year.promoted_on else None,
        "back_on": str(year.back_on) if year.back_on else None,
        "tax_code": year.code.text,
        "basis": BASIS[year.month_1],
        "months": [
            {**row, "pension_contribution_rate": rate}
            for row, rate in zip(months_table(year).records(), year.rates, strict=True)
        ],
        "year": dict(year.totals),
        "annual_view": dict(year.annual),
        "months_in_post_held": round(year.months_held, 6),
        "differences": [
            {
                "line": each.line,
                "cause": each.cause,
                "words": each.words,
                "pounds": each.pounds,
                "take_home_pay": each.on_take_home,
            }
            for each in year.differences
        ],
        "assumptions": assumptions_of_answer(year.assumptions),
    }
    return to_json(whole)
