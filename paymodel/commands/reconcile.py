"""`paymodel reconcile`: why somebody else's figure differs."""

import argparse
import math

from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_format, month
from paymodel.commands.output import refusals_of, say_in

HELP = "find what would explain the difference between our figure and another's"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    parser.add_argument("--theirs", type=_pounds, required=True, metavar="POUNDS", help="the other figure")
    when = parser.add_mutually_exclusive_group(required=True)
    when.add_argument("--month", type=month, metavar="YYYY-MM", help="it is of the payslip of this month")
    when.add_argument("--year", action="store_true", help="it is of the whole year")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--net", action="store_true", help="it is take-home pay; so it is taken to be")
    what.add_argument("--gross", action="store_true", help="it is gross pay")
    parser.add_argument("--offer", metavar="NAME", help="it is of this post offered [the post held]")
    parser.add_argument("--tax-code", metavar="CODE", help="the tax code on their payslip [the standard one]")
    add_format(parser, "text", "json", "markdown")


def run(args: Arguments) -> None:
    """Print what explains the difference."""
    from paymodel.answers.reconcile import reconcile_blocks, reconcile_json
    from paymodel.scenarios.load import load_scenario
    from paymodel.scenarios.reconcile import reconcile_scenario

    scenario = load_scenario(args.scenario)
    with refusals_of(args.scenario):
        reconciliation = reconcile_scenario(
            scenario,
            args.theirs,
            line="gross" if args.gross else "net",
            month=args.month,
            offer=args.offer,
            tax_code=args.tax_code,
        )
    post = args.offer or scenario.cases[0].current.name
    when = f"{args.month:%B %Y}" if args.month else "the year"
    answer = (scenario, reconciliation, post, when)
    say_in(args.format, lambda: reconcile_blocks(*answer), json=lambda: reconcile_json(*answer))


def _pounds(text: str) -> float:
    from paymodel.files.cell_values import number_of

    try:
        amount = number_of(text, "pounds")
    except ValueError:
        amount = math.nan
    if not 0 < amount < 1_000_000:
        raise argparse.ArgumentTypeError(f"'{text}' is not pounds: write it such as 3352.79")
    return amount
