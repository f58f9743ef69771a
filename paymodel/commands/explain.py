"""`paymodel explain`: where each line of a comparison comes from."""

from paymodel.commands.arguments import Arguments, Parser, add_format
from paymodel.commands.output import say_in
from paymodel.commands.question import add_question, comparison_of

HELP = "show the rule, inputs, source and status behind each line of a comparison"


def add(parser: Parser) -> None:
    """Add the arguments."""
    add_question(parser)
    add_format(parser, "text", "markdown")


def run(args: Arguments) -> None:
    """Print where each line comes from."""
    from paymodel.answers.explanation import explanation

    say_in(args.format, lambda: explanation(comparison_of(args)))
