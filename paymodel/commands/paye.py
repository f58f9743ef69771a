"""`paymodel paye`: the tax deducted from each month of a table."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import Arguments, Parser, add_table_to_write
from paymodel.commands.output import say, say_doubtful
from paymodel.counting import counted

HELP = "work out the tax deducted (PAYE) for each month in a table"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("table", help="CSV or Parquet: a month's taxable pay and its tax code in each row")
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table."""
    from paymodel.files.payroll_tables import paye_table

    done, figures = paye_table(Path(args.table), Path(args.output))
    say(f"Wrote {args.output}: PAYE of {counted(done, 'month')}. {NOT_PAYROLL}\n")
    say_doubtful(figures)
