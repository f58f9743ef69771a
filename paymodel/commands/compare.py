"""`paymodel compare`: pay now against each post offered."""

from paymodel.commands.arguments import Arguments, Parser, add_format
from paymodel.commands.output import say_in
from paymodel.commands.question import add_question, comparison_of

HELP = "compare pay now with each post offered, under each policy"


def add(parser: Parser) -> None:
    """Add the arguments."""
    add_question(parser)
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print the comparison."""
    from paymodel.answers import comparison, comparison_data
    from paymodel.answers.comparison_tables import lines_table

    compared = comparison_of(args)
    say_in(
        args.format,
        lambda: comparison.answer(compared),
        json=lambda: comparison_data.as_json(compared),
        csv=lambda: lines_table(compared),
    )
