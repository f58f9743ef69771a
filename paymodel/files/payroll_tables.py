"""Tables for the payroll view: jobs to twelve payslips each, and PAYE alone."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.errors import NotInForce, Refused
from paymodel.files import parsers, people_tables, table_rows
from paymodel.files.file_kinds import ANYWHERE, Choice
from paymodel.files.scales import load_paye
from paymodel.files.table_rows import Layout, Rows, TableDone, distinct_rows
from paymodel.files.uploads import Source
from paymodel.moves.provenance import figures_of_months
from paymodel.pay.job import MONTHS
from paymodel.pay.months import (
    MONTHLY_LINES,
    beyond_pay_in_month,
    last_days,
    level_year,
    month_beyond_pay,
    payslips_by_month,
)
from paymodel.pay.payslips import marriage_allowance_of, payslip
from paymodel.pay.rule_book import Citation, Paye, RuleBook
from paymodel.pay.rules import basic_pay, paye
from paymodel.pay.rules.paye import CodesInForce, TaxCode, with_marriage_allowance
from paymodel.rounding import Array

PAYE = Layout(
    words=("id", "nation", "as_at", "tax_code", "basis"),
    numbers={
        "period": np.nan,
        "taxable_pay": np.nan,
        "taxable_pay_to_date": np.nan,
        "tax_to_date": np.nan,
    },
    required=("id", "as_at", "tax_code", "period", "taxable_pay"),
)


JOBS = dataclasses.replace(people_tables.JOBS, words=(*people_tables.WORDS, "tax_code", "basis"))


@lru_cache(maxsize=256)
def paye_on(nation: str, as_at: str) -> Paye:
    """What PAYE is worked out from, loaded once."""
    return load_paye(nation, as_at)


def paye_table(source: Source, target: Path, choice: Choice = ANYWHERE) -> TableDone:
    """Read months of taxable pay under tax codes and write the tax deducted, in order.

    The code says whose rates apply: S Scotland's, C Wales's, neither those of England and Northern Ireland.

    Raises `Faults`, each with the row as a spreadsheet numbers it (the header is row 1).
    """
    return table_rows.worked_out(source, target, PAYE, _paye_of_rows, choice)


def _marriage_allowance_due(group: people_tables.Group) -> np.ndarray:
    """Which jobs of a group are due marriage allowance by the annual view, so that their code would hold it."""
    if not np.any(group.job.marriage_allowance):
        return np.zeros(len(group.rows), dtype=bool)
    taxable = payslip(group.job, group.rule_book, may_owe=True)["taxable_pay"]  # whoever owes is named by row
    return np.asarray(marriage_allowance_of(group.job, group.rule_book, taxable) > 0)


def check_paye(source: Source, choice: Choice = ANYWHERE) -> TableDone:
    """Check a table for PAYE without writing anything. Raises `Faults`."""
    return table_rows.each_block(source, lambda _columns: None, PAYE, _paye_of_rows, choice)


def _paye_of_rows(b: Rows, figures: dict[Citation, None]) -> Mapping[str, Any]:
    b.each("nation", "england")
    as_at = people_tables.day_of(b)
    codes, month_1 = _codes_and_bases(b)
    b.fault(~b.text["tax_code"].stated(), "tax_code", "missing")
    n = b.numbers
    for column in ("period", "taxable_pay"):
        b.fault(np.isnan(n[column]) & ~b.faulty(column), column, "missing")
    for column in ("taxable_pay_to_date", "tax_to_date"):
        missing = np.isnan(n[column]) & ~b.faulty(column) & ~b.faulty("basis") & ~month_1
        b.fault(missing, column, "missing: tax on a cumulative basis needs it")
    short = ~month_1 & (n["taxable_pay_to_date"] < n["taxable_pay"] - 0.005)
    b.fault(short, "taxable_pay_to_date", "is less than taxable_pay, which it includes")
    tax = np.full(b.size, np.nan)
    for rows, nation, day in _by_nation_of_code(b, codes, as_at):
        rules = paye_on(nation, day)
        in_force = codes_in_force(b, rows, rules, codes, month_1)
        figures.update(dict.fromkeys(rules.citations.values()))
        tax[rows] = paye.income_tax(
            rules,
            in_force,
            n["taxable_pay"][rows],
            period=np.nan_to_num(n["period"][rows], nan=1.0).astype(np.int64),
            taxable_pay_to_date=n["taxable_pay_to_date"][rows],
            tax_before=n["tax_to_date"][rows],
        )
    return {"id": b.ids, "income_tax": tax}


def _codes_and_bases(b: Rows) -> tuple[np.ndarray, np.ndarray]:
    """The tax code of each row, and whether it is taxed month by month: as its code says, or the column `basis`."""
    both = b.each("tax_code", (None, ""))
    codes = np.array([code for code, _ in both], dtype=object)
    beside = np.array([basis for _, basis in both], dtype=object)
    basis = b.each("basis", "")
    differ = (beside != "") & (basis != "") & (beside != basis)
    b.fault(differ, "basis", lambda row: f"says {basis[row]}, and the tax code says {beside[row]}; give one of them")
    return codes, np.where(basis == "", beside, basis) == parsers.BASES[1]


def _by_nation_of_code(b: Rows, codes: np.ndarray, as_at: np.ndarray) -> list[tuple[np.ndarray, str, str]]:
    """The sound rows by the nation of their tax code and day, where figures are in force."""
    nations = np.array([nation_of(code) for code in codes], dtype=object)
    positions = np.flatnonzero(~b.at_fault)
    group, firsts = distinct_rows(nations[positions], as_at[positions])
    by_nation = []
    for number, first in enumerate(positions[firsts]):
        rows = positions[group == number]
        try:
            paye_on(nations[first], as_at[first])
        except NotInForce as error:
            b.fault(rows, "as_at", str(error))
            continue
        by_nation.append((rows, nations[first], as_at[first]))
    return by_nation


def nation_of(code: TaxCode | None) -> str:
    """The nation whose rates a tax code asks for; England's, where it has no letter."""
    return code.nation or "england" if code else "england"


def codes_in_force(b: Rows, rows: np.ndarray, rules: Paye, codes: np.ndarray, month_1: np.ndarray) -> CodesInForce:
    """The tax codes of rows under the figures of a year, each worked out once; a fault for a rate that there is not."""
    texts = np.array([code.text for code in codes[rows]], dtype=object)
    group, firsts = distinct_rows(texts)
    distinct = codes[rows[firsts]]
    rates = np.full(len(distinct), np.nan)
    for number, code in enumerate(distinct):
        try:
            rates[number] = paye.one_rate(rules, code)
        except Refused as error:
            b.fault(rows[group == number], "tax_code", error.message)
    free_pay: Array = paye.free_pay_a_month(rules, [code.number for code in distinct])
    return CodesInForce(free_pay[group], rates[group], month_1[rows])


def payroll_table(source: Source, target: Path, choice: Choice = ANYWHERE, *, in_arrears: bool = False) -> TableDone:
    """Read a table of jobs with their tax codes and write twelve payslips for each, in order, month by month.

    The months are those of the pay year that holds `as_at`, each under the rules in force on its last day. A row
    without a tax code takes the standard one of the tax residence. Yearly hours are spread evenly; `in_arrears` pays
    enhancements and overtime a month later, at the rates of the month they were worked in.

    Raises `Faults`.
    """
    return table_rows.worked_out(source, target, JOBS, _payroll_of_rows(in_arrears), choice)


def check_payroll(source: Source, choice: Choice = ANYWHERE) -> TableDone:
    """Check a table of jobs with tax codes without writing anything. Raises `Faults`."""
    return table_rows.each_block(source, lambda _columns: None, JOBS, _payroll_of_rows(False), choice)


def books_in_force(days: Sequence[datetime.date], load: Callable[[datetime.date], RuleBook]) -> list[RuleBook]:
    """The rule book of each day: the same one as long as no figure changes, so that nothing is worked out twice."""
    books: list[RuleBook] = []
    for day in days:
        book = load(day)
        books.append(books[-1] if books and books[-1].citations == book.citations else book)
    return books


def _payroll_of_rows(in_arrears: bool) -> table_rows.Work:
    def work(b: Rows, figures: dict[Citation, None]) -> Mapping[str, Any]:
        nation = b.each("nation", "england")
        residence = b.each("tax_residence", "")
        residence = np.where(residence == "", nation, residence)
        codes, month_1 = _codes_and_bases(b)
        as_at = people_tables.day_of(b)
        rates_of = np.array(
            [nation_of(code) if code else at for code, at in zip(codes, residence, strict=True)], object
        )
        lines = {line: np.full((b.size, MONTHS), np.nan) for line in MONTHLY_LINES}
        month_names = np.full((b.size, MONTHS), "", dtype=object)
        for group in people_tables.groups(b, residence, rates_of, as_at):
            code_nation, day = group.shared
            days = last_days(datetime.date.fromisoformat(day))
            try:
                rules, books = paye_on(code_nation, str(days[0])), _books(group, days, in_arrears)
                if _lack_a_step(b, group, books):
                    continue
                months = level_year(group.job, books[-MONTHS:], books[0] if in_arrears else None)
                standard = parsers.tax_code(rules.standard_code)
                married = with_marriage_allowance(standard, group.rule_book.marriage_allowance.transferred)
                codes[group.rows] = [
                    code or (married if due else standard)
                    for code, due in zip(codes[group.rows], _marriage_allowance_due(group), strict=True)
                ]
                in_force = codes_in_force(b, group.rows, rules, codes, month_1)
                slips = payslips_by_month(months, rules, in_force)
            except NotInForce as error:
                b.fault(group.rows, "as_at", str(error))
                continue
            for line, values in slips.items():
                lines[line][group.rows] = values.T
            month_names[group.rows] = [f"{last:%Y-%m}" for last in days]
            people_tables.refuse_beyond_gross(b, group, {line: months.sum(axis=0) for line, months in slips.items()})
            beyond = month_beyond_pay(slips)
            for number in np.unique(beyond[(beyond > 0) & ~b.at_fault[group.rows]]).tolist():
                owing = group.rows[(beyond == number) & ~b.at_fault[group.rows]]
                b.fault(owing, "id", beyond_pay_in_month(number))
            figures.update(dict.fromkeys(figures_of_months(months, rules)))
        return {
            "id": np.repeat(b.ids, MONTHS),
            "period": np.tile(np.arange(1, MONTHS + 1), b.size),
            "month": month_names.ravel(),
            "tax_code": np.repeat([code.text if code else "" for code in codes], MONTHS),
            "basis": np.repeat(np.where(month_1, parsers.BASES[1], parsers.BASES[0]), MONTHS),
            **{line: values.ravel() for line, values in lines.items()},
        }

    return work


def _books(group: people_tables.Group, days: Sequence[datetime.date], in_arrears: bool) -> list[RuleBook]:
    """The rule books of the twelve months of a group of jobs; in arrears, before them that of the month before."""
    nation, needs_points = group.rule_book.nation, bool(np.isnan(group.job.basic_pay).any())
    before = [days[0].replace(day=1) - datetime.timedelta(days=1)] if in_arrears else []
    return books_in_force(
        [*before, *days], lambda day: people_tables.rule_book_on(nation, str(day), nation, needs_points)
    )


def _lack_a_step(b: Rows, group: people_tables.Group, books: Sequence[RuleBook]) -> bool:
    """Whether a rule book lacks the step of a row, as the month before a pay year may. Notes a fault for each row."""
    job, lacks = group.job, False
    for book in {id(book): book for book in books}.values():
        pay = basic_pay.whole_time_basic_pay(book.pay_points, job.band, job.step, job.basic_pay)
        lacking = group.rows[np.isnan(pay)]
        b.fault(lacking, "step", f"the band has no such step in {book.nation} on {book.as_at}")
        lacks |= len(lacking) > 0
    return lacks
