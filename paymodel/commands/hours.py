"""`paymodel hours`: the hours of recorded duties at each rate."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import (
    TABLE_TO_READ,
    Arguments,
    Parser,
    add_nation,
    add_place_of_list,
    add_section_2,
    add_table_to_write,
    place_of_list,
    switches_of_section_2,
)
from paymodel.commands.output import say, say_doubtful, say_lines
from paymodel.counting import counted

HELP = "split recorded duties into hours at each rate"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("duties", help=f"id, start, end, unpaid_break_minutes; person, if known: {TABLE_TO_READ}")
    add_place_of_list(parser)
    add_nation(parser, required=True)
    add_section_2(parser)
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table."""
    from paymodel.files.duties import duty_hours
    from paymodel.files.uploads import source_named

    source, choice = source_named(args.duties), place_of_list(args)
    done = duty_hours(source, Path(args.output), args.nation, choice, switches=switches_of_section_2(args))
    say(f"Wrote {args.output}: {counted(done.duties, 'duty', 'duties')}. {NOT_PAYROLL}\n")
    say_lines(done.words)
    say_doubtful(done.figures)
