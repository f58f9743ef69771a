"""`paymodel hours`: the hours of recorded duties at each rate."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import (
    Arguments,
    Parser,
    add_nation,
    add_section_2,
    add_table_to_write,
    switches_of_section_2,
)
from paymodel.commands.output import say, say_doubtful
from paymodel.counting import counted

HELP = "split recorded duties into hours at each rate"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("duties", help="CSV or Parquet: id, start, end, unpaid_break_minutes; person, if known")
    add_nation(parser, required=True)
    add_section_2(parser)
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table."""
    from paymodel.files.duties import duty_hours

    done = duty_hours(Path(args.duties), Path(args.output), args.nation, switches=switches_of_section_2(args))
    say(f"Wrote {args.output}: {counted(done.duties, 'duty', 'duties')}. {NOT_PAYROLL}\n")
    for words in done.words:
        say(f"{words}\n")
    say_doubtful(done.figures)
