"""`paymodel payslips`: a payslip for each job of a table."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import Arguments, Parser, add_table_to_write
from paymodel.commands.output import say, say_doubtful
from paymodel.counting import counted

HELP = "work out a payslip for each job in a table"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("table", help="CSV or Parquet: one job in each row")
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table."""
    from paymodel.files.people_tables import payslips

    done, figures = payslips(Path(args.table), Path(args.output))
    say(f"Wrote {args.output}: {counted(done, 'payslip')}. {NOT_PAYROLL}\n")
    say_doubtful(figures)
