"""`paymodel compare`: pay now against each post offered."""

from pathlib import Path

from paymodel.commands.arguments import Arguments, Parser, add_format
from paymodel.commands.output import refusals_of, say, say_in
from paymodel.commands.question import add_question, comparison_of

HELP = "compare pay now with each post offered, under each policy"


def add(parser: Parser) -> None:
    """Add the arguments."""
    add_question(parser)
    add_format(parser, "text", "json", "csv", "markdown")
    parser.add_argument("-o", "--output", metavar="FILE", help="write a workbook of it (.xlsx or .ods) [print it]")


def run(args: Arguments) -> None:
    """Print the comparison, or write it as a workbook."""
    from paymodel.answers import comparison, comparison_data
    from paymodel.answers.comparison_tables import lines_table

    if args.output is not None:
        _write(args)
        return
    compared = comparison_of(args)
    say_in(
        args.format,
        lambda: comparison.answer(compared),
        json=lambda: comparison_data.as_json(compared),
        csv=lambda: lines_table(compared),
    )


def _write(args: Arguments) -> None:
    from paymodel.about import NOT_PAYROLL
    from paymodel.files.tabular_io import refuse_same
    from paymodel.files.yaml_documents import write_atomically
    from paymodel.reports.answer_book import check_ending, comparison_book
    from paymodel.reports.parts import Worked

    target = Path(args.output)
    check_ending(target)
    refuse_same(Path(args.scenario or ""), target)
    worked = Worked(comparison_of(args).scenario)
    with refusals_of(args.scenario or "command line"):
        write_atomically(target, comparison_book(worked, target.suffix.lower()))
    say(f"Wrote {target}. {NOT_PAYROLL}\n")
