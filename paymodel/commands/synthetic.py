"""`paymodel synthetic`: an invented workforce."""

from pathlib import Path

from paymodel.commands.arguments import Arguments, Parser, add_nation, add_table_to_write, whole_number
from paymodel.commands.output import say

HELP = "write an invented workforce to test with"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", choices=("ambulance", "acute", "national"), help="ambulance, acute or national")
    parser.add_argument("--rows", type=whole_number, metavar="N", help="number of people [5,000; 10,000; 1,500,000]")
    parser.add_argument("--seed", type=whole_number, default=1, metavar="N", help="random seed [1]")
    add_nation(parser, required=False)
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the staff list."""
    from paymodel.workforces.synthetic import synthetic

    done = synthetic(args.kind, Path(args.output), rows=args.rows, seed=args.seed, nation=args.nation)
    people = "person" if done == 1 else "people"
    say(f"Wrote {args.output}: {done:,} invented {people} (seed {args.seed}); none is real.\n")
