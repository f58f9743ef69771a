"""`paymodel self-test`: whether this copy does its sums."""

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import Arguments, Parser
from paymodel.commands.output import say, say_lines
from paymodel.counting import counted

HELP = "check this copy against sums worked by hand"


def add(parser: Parser) -> None:
    """Add the arguments: there are none."""


def run(_: Arguments) -> int:
    """Print what does not agree, and how many figures do; status 2 where one does not."""
    from paymodel.answers.self_test import check_worked_cases

    figures = list(check_worked_cases())
    wrong = [figure for figure in figures if not figure.agrees]
    say_lines([figure.words for figure in wrong])
    of_all = f"{len(figures) - len(wrong)} of {counted(len(figures), 'figure')}"
    say(f"{of_all} worked by hand agree to the penny. {NOT_PAYROLL}\n")
    return 2 if wrong else 0
