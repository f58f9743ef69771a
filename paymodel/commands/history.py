"""`paymodel history`: a move in each pay year."""

from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_format, whole_number
from paymodel.commands.output import refusals_of, say_in

HELP = "ask the same question in each pay year: is it getting worse, in pounds and as a share?"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    parser.add_argument(
        "--from",
        dest="first",
        type=whole_number,
        metavar="YEAR",
        help="the year that the first pay year starts in [2018]",
    )
    parser.add_argument(
        "--to", dest="last", type=whole_number, metavar="YEAR", help="and the last [that of the scenario's own day]"
    )
    parser.add_argument("--on", default="11-01", metavar="MM-DD", help="the day of each year whose rules hold [11-01]")
    parser.add_argument(
        "--prices",
        metavar="YEAR=INDEX,...",
        help="a price index, one value for each pay year: also gives pounds of the last year [none]",
    )
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print the years."""
    from pathlib import Path

    from paymodel.answers.history import history_blocks, history_json, history_table
    from paymodel.scenarios.history import history_of, prices_of, years_asked
    from paymodel.scenarios.load import open_scenario, scenario_of

    document, folder = open_scenario(args.scenario)
    identity = Path(args.scenario).stem
    with refusals_of(args.scenario):
        years = years_asked(scenario_of(document, folder, identity), args.first, args.last, args.on)
        history = history_of(document, folder, identity, years, prices=prices_of(args.prices, years))
    say_in(
        args.format,
        lambda: history_blocks(history),
        json=lambda: history_json(history),
        csv=lambda: history_table(history),
    )
