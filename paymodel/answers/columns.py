"""Columns of more than one table, each once: what it is called in files and in front of people, and its unit."""

from collections.abc import Iterable

from paymodel.answers.phrasing import LINE_LABELS
from paymodel.answers.tables import Column, Unit
from paymodel.pay.lines import LINES


def amount(name: str, label: str = "", unit: Unit = Unit.POUNDS_A_YEAR) -> Column:
    """A column of pounds and pence."""
    return Column(name, label, unit, 2)


def change(name: str, label: str = "", unit: Unit = Unit.POUNDS_A_YEAR) -> Column:
    """A column of differences in pounds and pence, their signs shown."""
    return Column(name, label, unit, 2, signed=True)


def number(name: str, label: str = "", none: str = "") -> Column:
    """A column of numbers that name, such as years and steps."""
    return Column(name, label, Unit.NUMBER, none=none)


OTHER_PAY = "Other pay"
"""What a scenario states of pay that is no line of its own, such as bank shifts: part of gross pay."""
NOT_APPLICABLE = "n/a"
"""The effect of a line that is no part of take-home pay: a sum of lines shown already, or what the employer pays."""

_COLUMNS = (
    # What a row is of.
    Column("policy"),
    Column("post", "Post offered"),
    Column("path", "Career path"),
    Column("line"),
    Column("status"),
    Column("pattern"),
    Column("band", none="as stated"),
    number("step"),
    number("year"),
    # Lines of a payslip, and the same side by side.
    *(amount(line, LINE_LABELS[line].strip()) for line in LINES),
    *(amount("take_home_pay", "Take-home"), amount("pension_built_up")),
    amount("held", "Post held"),
    amount("offered", "Post offered"),
    change("change_of_the_line"),
    Column(
        "effect_on_take_home_pay",
        "Effect on take-home pay",
        Unit.POUNDS_A_YEAR,
        decimals=2,
        signed=True,
        none=NOT_APPLICABLE,
    ),
    # Year by year: a row is a year, so its pounds are pounds.
    number("step_held"),
    number("step_offered"),
    amount("take_home_held", "Take-home held", Unit.POUNDS),
    amount("take_home_offered", "Take-home offered", Unit.POUNDS),
    change("difference", unit=Unit.POUNDS),
    change("cumulative", unit=Unit.POUNDS),
    change("discounted_cumulative", "Discounted", Unit.POUNDS),
    amount("pension_in_all", "Pension", Unit.POUNDS),
    number("catch_up_year", "Catch-up year", none="never"),
    # Moves side by side.
    Column("band_and_step"),
    change("take_home_change", "Take-home change"),
    change("take_home_change_a_month", "Change a month", Unit.POUNDS_A_MONTH),
    change("take_home_change_a_year", "Change a year"),
    change("gross_change"),
    change("employer_cost_change"),
    change("pension_built_up_change", "Yearly pension change"),
    amount("premium_to_break_even"),
    # Remedies.
    change("employer_cost_a_year", "Employer cost"),
    change("employer_cost_over_five_years", "Over five years", Unit.POUNDS),
    # What an answer depends on.
    Column("what", "Uncertain input"),
    Column("lowest_at"),
    change("lowest_a_month", "Lowest", Unit.POUNDS_A_MONTH),
    change("middle_a_month", "Middle", Unit.POUNDS_A_MONTH),
    Column("highest_at"),
    change("highest_a_month", "Highest", Unit.POUNDS_A_MONTH),
    amount("moves_by_a_month", "Moves by", Unit.POUNDS_A_MONTH),
)
MONTH_AND_YEAR = ("take_home_change_a_month", "take_home_change_a_year")
COLUMNS = {column.name: column for column in _COLUMNS}
"""The columns of tables by their names."""


def columns_of(*names: str) -> list[Column]:
    """Columns by their names.

    >>> [column.label for column in columns_of("year", "take_home_pay")]
    ['Year', 'Take-home']
    """
    return [COLUMNS[name] for name in names]


def shared_names(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Which of the names `policy` and `post` tell rows apart; the policy where neither does.

    >>> shared_names([("In force", "Manager"), ("A premium", "Manager")])
    ['policy']
    """
    policies, posts = zip(*rows, strict=True)
    apart = [name for name, held in (("policy", policies), ("post", posts)) if len(set(held)) > 1]
    return apart or ["policy"]
