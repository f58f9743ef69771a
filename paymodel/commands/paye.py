"""`paymodel paye`: the tax deducted from each month of a table."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import (
    TABLE_TO_READ,
    Arguments,
    Parser,
    add_place_of_list,
    add_table_to_write,
    place_of_list,
)
from paymodel.commands.output import say, say_doubtful, say_lines
from paymodel.counting import counted

HELP = "work out the tax deducted (PAYE) for each month in a table"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("table", help=f"a month's taxable pay and its tax code in each row: {TABLE_TO_READ}")
    add_place_of_list(parser)
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table."""
    from paymodel.files.payroll_tables import paye_table
    from paymodel.files.uploads import source_named

    done = paye_table(source_named(args.table), Path(args.output), place_of_list(args))
    say(f"Wrote {args.output}: PAYE of {counted(done.rows, 'month')}. {NOT_PAYROLL}\n")
    say_lines(done.words)
    say_doubtful(done.figures)
