"""`paymodel report`: a folder to publish."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_folder_to_write
from paymodel.commands.output import refusals_of, say

HELP = "write a report folder to publish: HTML, Word, workbook, charts, record"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", help=SCENARIO)
    add_folder_to_write(parser)


def run(args: Arguments) -> None:
    """Write the folder."""
    from paymodel.files.folders import writing_folder
    from paymodel.reports.folder import report
    from paymodel.reports.record import read_inputs

    target = Path(args.output)
    with refusals_of(args.scenario), writing_folder(target) as folder:
        for name, content in report(read_inputs(args.scenario)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    say(f"Wrote {target}: open {target / 'report.html'}. {NOT_PAYROLL}\n")
