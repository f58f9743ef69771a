"""`paymodel report`: a folder to publish."""

import argparse
from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import SCENARIO, Arguments, Parser, add_folder_to_write
from paymodel.commands.output import refusals_of, say
from paymodel.errors import Fault, Faults

HELP = "write a report folder to publish, of a scenario or of a workforce: HTML, Word, workbook, charts, record"


def add(parser: Parser) -> None:
    """Add the arguments."""
    folders = "or, for a board paper, the folder that paymodel workforce wrote (several: side by side)"
    parser.add_argument("scenario", nargs="+", help=f"{SCENARIO}; {folders}")
    of_one = parser.add_argument_group("for a scenario")
    of_one.add_argument("--history", action="store_true", help="show each pay year since 2018-19 too")
    of_one.add_argument("--career", action="store_true", help="show career paths year by year too")
    varied = "vary a figure, and say where each move pays: PATH=START:STOP:STEP, as in paymodel sweep [none varies]"
    of_one.add_argument("--vary", default="", metavar="PATH=VALUES", help=varied)
    of_board = parser.add_argument_group("for a board paper")
    of_board.add_argument("--labels", metavar="A,B", help="what each answer is called [its folder]")
    _add_sign_off(of_board)
    add_folder_to_write(parser)


def _add_sign_off(parser: "argparse._ActionsContainer") -> None:
    """Add who answers for a board paper."""
    for step in ("prepared", "checked", "approved"):
        words = f"who {step} it, and when: 'NAME, ROLE, DATE' [left to fill in]"
        parser.add_argument(f"--{step}-by", default="", metavar="WHO", help=words)


def run(args: Arguments) -> None:
    """Write the folder."""
    target = Path(args.output)
    if len(args.scenario) > 1 or Path(args.scenario[0]).is_dir():
        _write_board(args, target)
    else:
        _write_report(args, target)
    say(f"Wrote {target}: open {target / 'report.html'}. {NOT_PAYROLL}\n")


def _write_board(args: Arguments, target: Path) -> None:
    from paymodel.reports.board import SignOff
    from paymodel.reports.board_folder import write_board

    _refuse(args, ("history", "career", "vary"), "goes with a scenario; a board paper is of a workforce")
    labels = [label.strip() for label in args.labels.split(",")] if args.labels is not None else []
    sign_off = SignOff(args.prepared_by, args.checked_by, args.approved_by)
    write_board(args.scenario, target, labels=labels, sign_off=sign_off)


def _write_report(args: Arguments, target: Path) -> None:
    from paymodel.reports.folder import write_report

    of_board = ("labels", "prepared_by", "checked_by", "approved_by")
    _refuse(args, of_board, "goes with folders that paymodel workforce wrote")
    (scenario,) = args.scenario
    with refusals_of(scenario):
        write_report(scenario, target, with_history=args.history, with_career=args.career, vary=args.vary)


def _refuse(args: Arguments, names: tuple[str, ...], words: str) -> None:
    """Refuse options that belong to the other kind of report. Raises `Faults`."""
    given = [f"--{name.replace('_', '-')}" for name in names if getattr(args, name)]
    if given:
        raise Faults([Fault("paymodel report", option, words) for option in given])
