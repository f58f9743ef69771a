"""`paymodel remedies`: the smallest remedy of each kind."""

import argparse

from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_format
from paymodel.commands.output import refusals_of, say_in

HELP = "find the smallest remedy of each kind, cheapest first"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    parser.add_argument(
        "--weeks-in", type=_weeks, default=10, metavar="N", help="keep clinical weeks out of every N weeks [10]"
    )
    parser.add_argument(
        "--years", type=_years, default=5, metavar="N", help="make a one-off payment come out even over N years [5]"
    )
    add_format(parser, "text", "json", "markdown")


def run(args: Arguments) -> None:
    """Print the remedies."""
    from paymodel.answers.remedies import remedy_blocks, remedy_json
    from paymodel.moves.policies_side_by_side import policies_side_by_side
    from paymodel.moves.remedies import remedies_of
    from paymodel.scenarios.load import load_scenario

    scenario = load_scenario(args.scenario)
    with refusals_of(args.scenario):
        remedies = remedies_of(scenario, args.weeks_in, args.years)
        outcomes = policies_side_by_side(scenario.cases) if len(scenario.cases) > 1 else ()
    answer = (scenario, remedies, outcomes)
    say_in(args.format, lambda: remedy_blocks(*answer), json=lambda: remedy_json(*answer))


def _years(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 40):
        raise argparse.ArgumentTypeError(f"'{text}' is out of range: a whole number of years, 1 to 40")
    return int(text)


def _weeks(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text) <= 52):
        raise argparse.ArgumentTypeError(f"'{text}' is out of range: a whole number of weeks, 2 to 52")
    return int(text)
