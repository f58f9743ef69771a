"""`paymodel report`: a folder to publish."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_folder_to_write
from paymodel.commands.output import refusals_of, say

HELP = "write a report folder to publish: HTML, Word, workbook, charts, record"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    parser.add_argument("--history", action="store_true", help="show each pay year since 2018-19 too")
    add_folder_to_write(parser)


def run(args: Arguments) -> None:
    """Write the folder."""
    from paymodel.reports.folder import write_report

    target = Path(args.output)
    with refusals_of(args.scenario):
        write_report(args.scenario, target, with_history=args.history)
    say(f"Wrote {target}: open {target / 'report.html'}. {NOT_PAYROLL}\n")
