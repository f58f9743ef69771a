"""`paymodel career`: career paths year by year."""

from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_format
from paymodel.commands.output import refusals_of, say_in

HELP = "follow career paths year by year: stay, move now, and those in the file"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print the paths."""
    from paymodel.answers.careers import career_blocks, career_json, years_of_paths
    from paymodel.moves.careers import careers
    from paymodel.scenarios.load import load_scenario

    scenario = load_scenario(args.scenario)
    with refusals_of(args.scenario):
        paths = careers(scenario)
    say_in(
        args.format,
        lambda: career_blocks(paths),
        json=lambda: career_json(paths),
        csv=lambda: years_of_paths(paths),
    )
