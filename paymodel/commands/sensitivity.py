"""`paymodel sensitivity`: which uncertain inputs move the answer most."""

from pathlib import Path

from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_format, add_place_of_list, add_unstated
from paymodel.commands.output import refusals_of, say_in
from paymodel.errors import Fault, Faults

HELP = "show which uncertain inputs move the answer most"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=f"{SCENARIO}; with --posts, a staff list")
    parser.add_argument("--posts", help="the posts to test against a staff list: a file (YAML) or a shipped one")
    parser.add_argument("--mapping", help="with --posts: a column mapping [worked out from the headings]")
    add_place_of_list(parser)
    add_unstated(parser)
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print what moves the answer."""
    from paymodel.answers.sensitivity import sensitivity_blocks, sensitivity_json, tried_table
    from paymodel.scenarios.load import open_scenario, scenario_of
    from paymodel.scenarios.sensitivity import sensitivities

    if args.posts is not None:
        _workforce_sensitivity(args)
        return
    beside = [
        f"--{name.replace('_', '-')}"
        for name in ("mapping", "sheet", "heading_row", "words", "unsocial_hours_unstated")
        if getattr(args, name) is not None
    ]
    if beside:
        raise Faults([Fault("paymodel sensitivity", name, "goes with --posts and a staff list") for name in beside])
    document, folder = open_scenario(args.scenario)
    scenario = scenario_of(document, folder, Path(args.scenario).stem)
    with refusals_of(args.scenario):
        results = sensitivities(scenario, document, folder)
    say_in(
        args.format,
        lambda: sensitivity_blocks(scenario, results),
        json=lambda: sensitivity_json(scenario, results),
        csv=lambda: tried_table(results),
    )


def _workforce_sensitivity(args: Arguments) -> None:
    from paymodel.answers.workforce_sensitivity import (
        tried_on_people,
        workforce_blocks,
        workforce_json,
        workforce_sensitivity,
    )
    from paymodel.workforces.options import Options

    options = Options(
        staff=args.scenario,
        posts=args.posts,
        mapping=args.mapping,
        sheet=args.sheet,
        heading_row=args.heading_row,
        words=args.words,
        by=(),
        unsocial_hours_unstated=args.unsocial_hours_unstated,
    )
    with refusals_of(args.posts):
        sensitivity = workforce_sensitivity(options)
    say_in(
        args.format,
        lambda: workforce_blocks(sensitivity),
        json=lambda: workforce_json(sensitivity),
        csv=lambda: tried_on_people(sensitivity),
    )
