"""`paymodel payroll`: twelve payslips under a tax code, of a scenario or of a table of jobs."""

import argparse
from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import (
    TABLE_TO_READ,
    TABLE_TO_WRITE,
    Arguments,
    Parser,
    add_place_of_list,
    date,
    place_of_list,
)
from paymodel.commands.output import refusals_of, say, say_doubtful, say_in, say_lines
from paymodel.counting import counted
from paymodel.errors import Fault, Faults

OF_A_SCENARIO = ("promoted_on", "offer", "policy", "pattern", "tax_code", "month_1", "format")
"""Options that a table has no use for."""

HELP = "work out twelve payslips under a tax code, for a scenario or a table of jobs"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("asked", metavar="TABLE|SCENARIO", help=f"one job in each row: {TABLE_TO_READ}; or a scenario")
    parser.add_argument(
        "--in-arrears",
        action=argparse.BooleanOptionalAction,
        help="pay enhancements and overtime a month later [as the scenario says; for a table: in the same month]",
    )
    add_place_of_list(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help=f"for a table: {TABLE_TO_WRITE}")
    of_scenario = parser.add_argument_group("for a scenario")
    of_scenario.add_argument("--promoted-on", type=date, metavar="DATE", help="the day the move happens [never]")
    of_scenario.add_argument("--offer", metavar="NAME", help="the post offered [the first]")
    of_scenario.add_argument("--policy", metavar="NAME", help="the policy [the first]")
    of_scenario.add_argument(
        "--pattern", choices=("same", "different"), help="of unsocial hours, where the offer says it is unsure"
    )
    of_scenario.add_argument("--tax-code", metavar="CODE", help="such as 1257L, S1257L, K585, BR [the standard one]")
    of_scenario.add_argument("--month-1", action="store_true", help="tax each month by itself (a code with M1 or X)")
    of_scenario.add_argument("--format", choices=("text", "json", "csv", "markdown"), help="how to print it [text]")


def run(args: Arguments) -> None:
    """Print or write the payslips."""
    if not _is_table(args.asked):
        _payroll_of_scenario(args)
        return
    from paymodel.files.payroll_tables import payroll_table
    from paymodel.files.uploads import source_named

    beside = [name for name in OF_A_SCENARIO if getattr(args, name)]
    if beside:
        words = ", ".join(f"--{name.replace('_', '-')}" for name in beside)
        raise Faults([Fault("paymodel payroll", words, "is for a scenario; in a table each row has its own columns")])
    if args.output is None:
        raise Faults([Fault("paymodel payroll", "-o", "missing: say which CSV or Parquet file to write")])
    source, choice = source_named(args.asked), place_of_list(args)
    done = payroll_table(source, Path(args.output), choice, in_arrears=bool(args.in_arrears))
    say(f"Wrote {args.output}: twelve payslips for each of {counted(done.rows, 'job')}. {NOT_PAYROLL}\n")
    say_lines(done.words)
    say_doubtful(done.figures)


def _is_table(asked: str) -> bool:
    """Whether a table is asked about: standard input, and any file that is no YAML; a scenario may be a name alone."""
    from paymodel.files.file_kinds import TABLE_ENDINGS
    from paymodel.files.uploads import STANDARD_INPUT
    from paymodel.files.yaml_documents import DOCUMENT_ENDINGS

    path = Path(asked)
    ending = path.suffix.lower()
    return asked == STANDARD_INPUT or ending in TABLE_ENDINGS or (path.is_file() and ending not in DOCUMENT_ENDINGS)


def _payroll_of_scenario(args: Arguments) -> None:
    from paymodel.answers.payroll import months_table, payroll_blocks, payroll_json
    from paymodel.scenarios.load import load_scenario
    from paymodel.scenarios.payroll import payroll

    beside = [
        name
        for name in ("--sheet", "--heading-row", "--words")
        if getattr(args, name[2:].replace("-", "_")) is not None
    ]
    if beside:
        raise Faults([Fault("paymodel payroll", ", ".join(beside), "is for a table, not for a scenario")])
    if args.output is not None:
        raise Faults([Fault("paymodel payroll", "-o", "is for a table; a scenario is answered on standard output")])
    scenario = load_scenario(args.asked)
    with refusals_of(args.asked):
        year = payroll(
            scenario,
            promoted_on=args.promoted_on,
            offer=args.offer,
            policy=args.policy,
            pattern=args.pattern,
            tax_code=args.tax_code,
            month_1=args.month_1,
            in_arrears=args.in_arrears,
        )
    say_in(
        args.format or "text",
        lambda: payroll_blocks(scenario, year),
        json=lambda: payroll_json(scenario, year),
        csv=lambda: months_table(year),
    )
