"""`paymodel workforce`: posts tested against everybody on a staff list."""

import argparse
from pathlib import Path

from paymodel.commands.arguments import (
    FOLDER_TO_WRITE,
    TABLE_TO_READ,
    Arguments,
    Parser,
    add_place_of_list,
    add_unstated,
)
from paymodel.commands.output import say
from paymodel.errors import Fault, Faults

HELP = "test posts against a staff list: who would lose, and what it would cost to put right"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("staff", help=f"a staff list: {TABLE_TO_READ}; a folder of Parquet files, or a shipped one")
    posts = "the posts offered: a file (YAML) or a shipped one [those of a workbook of paymodel template]"
    parser.add_argument("--posts", help=posts)
    parser.add_argument("--policies", help="the policies: a file (YAML) or a shipped one [the rules in force]")
    parser.add_argument("--mapping", help="a column mapping: a file or a shipped one [worked out from the headings]")
    add_place_of_list(parser)
    parser.add_argument(
        "--by",
        action="append",
        metavar="COLUMN",
        help="group people by this column, or two crossed: site,profession; may be repeated",
    )
    parser.add_argument(
        "--population",
        choices=("next-band", "all"),
        default="all",
        help="count the people of the band just below each post alone, or of every lower band, that one first [all]",
    )
    person = "the column that names the person, where some have several assignments [ids that end in -2, -3, ...]"
    parser.add_argument("--person", metavar="COLUMN", help=person)
    add_unstated(parser)
    parser.add_argument(
        "--threshold",
        type=_threshold,
        default=5,
        metavar="N",
        help="redact counts up to this and 2 more [5, the least]",
    )
    parser.add_argument(
        "--round-to", type=_threshold, default=10, metavar="N", help="round money to this many pounds [10, the least]"
    )
    parser.add_argument(
        "--internal",
        action="store_true",
        help="exact figures, for people inside: not for publication",
    )
    parser.add_argument(
        "--only-counts", action="store_true", help="leave out deciles and the cost of making up every loss"
    )
    parser.add_argument(
        "--paybill", action="store_true", help="what each policy costs on everybody in post, beside who no longer loses"
    )
    parser.add_argument(
        "--vary",
        action="append",
        default=[],
        metavar="PATH=VALUES",
        help="a policy for each value, PATH=START:STOP:STEP or PATH=a,b,c; repeated, for each combination",
    )
    parser.add_argument("--report", metavar="DIR", help="also write a board paper to a new folder")
    parser.add_argument("--rows", action="store_true", help="also write each person's changes (not for publication)")
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where to work it out [local]")
    parser.add_argument("--scheduler", metavar="URL", help="the scheduler of a Dask cluster [start one here]")
    parser.add_argument(
        *("-o", "--output"),
        required=True,
        metavar="DIR",
        help=f"{FOLDER_TO_WRITE}; or a workbook (.xlsx, .ods) of what may be published",
    )


def run(args: Arguments) -> None:
    """Write the folder, or a workbook of what may be published, and print the answer."""
    from paymodel.answers.blocks import as_text
    from paymodel.answers.run_of_workforce import workforce
    from paymodel.files.file_kinds import ANSWER_BOOKS
    from paymodel.workforces.options import Options

    options = Options(
        staff=args.staff,
        posts=args.posts or "",
        policies=args.policies,
        mapping=args.mapping,
        sheet=args.sheet,
        heading_row=args.heading_row,
        words=args.words,
        by=None if args.by is None else tuple(args.by),
        threshold=args.threshold,
        round_to=args.round_to,
        only_counts=args.only_counts,
        population=args.population,
        person=args.person,
        unsocial_hours_unstated=args.unsocial_hours_unstated,
        internal=args.internal,
        paybill=args.paybill,
        vary=tuple(args.vary),
    )
    target = Path(args.output)
    if target.suffix.lower() in ANSWER_BOOKS:
        from paymodel.reports.answer_book import write_workforce_book  # reports draw charts, which takes long to import

        beside = {"--rows": args.rows, "--engine dask": args.engine == "dask", "--scheduler": args.scheduler}
        beside["--report"] = args.report
        words = "goes with a folder to write (-o DIR)"
        if wrong := [Fault("paymodel workforce", option, words) for option, given in beside.items() if given]:
            raise Faults(wrong)
        say(as_text(write_workforce_book(options, target)))
        return
    if args.report is not None:
        _refuse_report(Path(args.report), target, internal=args.internal)
    answer = workforce(options, target, engine=args.engine, scheduler=args.scheduler, rows=args.rows)
    say(as_text(answer))
    if args.report is not None:
        from paymodel.reports.board_folder import write_board

        write_board([args.output], Path(args.report))
        say(f"Wrote {args.report}: open {Path(args.report) / 'report.html'}.\n")


def _refuse_report(report: Path, target: Path, *, internal: bool) -> None:
    """Refuse a folder for the paper that cannot be written, before a long run. Raises `Faults`."""
    if internal:
        words = "is to publish; exact figures are not: leave out --internal, or --report"
        raise Faults([Fault("paymodel workforce", "--report", words)])
    from paymodel.files.folders import refuse_unfit

    if report.absolute() == target.absolute() or target.absolute() in report.absolute().parents:
        raise Faults([Fault(str(report), "--report", "name a folder beside that of the answer")])
    refuse_unfit(report)


def _threshold(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 2 to 1000")
    return int(text)
