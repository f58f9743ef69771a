"""`paymodel sweep`: a scenario over a grid of values."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_table_to_write
from paymodel.commands.output import refusals_of, say
from paymodel.counting import counted

HELP = "vary a scenario's figures over a grid, and write a table"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", nargs="?", help=f"{SCENARIO}; --ready professions needs none")
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="PATH=VALUES",
        help="a figure and its values: PATH=START:STOP:STEP or PATH=a,b,c; may be repeated",
    )
    parser.add_argument(
        "--ready", choices=("matrix", "rotas", "unsocial", "professions"), help="a ready-made grid instead"
    )
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table, and print what it shows."""
    from paymodel.scenarios.ready_grids import scenario_of_grid
    from paymodel.scenarios.sweeps import sweep

    scenario = scenario_of_grid(args.scenario, args.ready, "paymodel sweep")
    with refusals_of(scenario):
        done, findings = sweep(scenario, args.vary, Path(args.output), ready=args.ready)
    say(f"Wrote {args.output}: {counted(done, 'row')}. {NOT_PAYROLL}\n")
    say("".join(f"{words}\n" for words in findings))
