"""`paymodel scales`: the figures in force."""

from paymodel.about import NATIONS
from paymodel.commands.arguments import Arguments, Parser, add_as_at, add_format, add_nation, day_asked
from paymodel.commands.output import say, say_in
from paymodel.errors import Fault, Faults

HELP = "list the figures in force, with source and status"


def add(parser: Parser) -> None:
    """Add the arguments."""
    add_nation(parser, required=False)
    add_as_at(parser)
    parser.add_argument("--parameter", metavar="NAME", help="show the values of one figure, such as pay-points")
    add_format(parser, "text", "markdown", "csv")


def run(args: Arguments) -> None:
    """Print the figures."""
    from paymodel.answers.in_force import figures_in_force, in_force, in_force_table
    from paymodel.answers.tables import as_csv
    from paymodel.files.scales import shipped_scales

    day = day_asked(args)
    nations = [args.nation] if args.nation else list(NATIONS)
    blocks, missing = in_force(shipped_scales(), nations, day, args.parameter)
    if args.format == "csv":
        every = [figure for nation in nations for figure in figures_in_force(shipped_scales(), nation, day)[0]]
        say(as_csv(in_force_table([figure for figure in every if args.parameter in (None, figure.name)])))
        blocks = []
    if blocks:
        say_in(args.format, lambda: blocks)
    if missing:
        raise Faults([Fault("scales", "", words) for words in missing])
