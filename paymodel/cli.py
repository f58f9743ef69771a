"""The command line. Exit status 0, or 2 with one line for each fault on standard error."""

import argparse
import datetime
import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from paymodel import __version__
from paymodel.about import NATIONS, NOT_PAYROLL
from paymodel.counting import counted
from paymodel.errors import Fault, Faults, PaymodelError, Refused, nearest

CHARTS = (
    *("waterfall", "payslips", "unsocial-hours", "matrix", "careers", "workforce", "remedies", "rota", "cliffs"),
    *("ladder", "policy-costs", "sensitivity", "range"),
)
IF_HOURS_DIFFER = (
    "where a rota's hours are not the contract's: refuse; scale all; overtime or lieu: the excess is paid or given"
    " back [refuse]"
)

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block
    from paymodel.moves.comparison import Comparison, Scenario
    from paymodel.pay.rule_book import Citation, Switches


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, with the nearest valid name."""

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message:
            word = message.split("invalid choice: '")[1].split("'")[0]
            valid = [part.strip(" '") for part in message.split("(choose from ")[1].rstrip(")").split(",")]
            message = f"{message.split(': invalid choice')[0]}: '{word}' is not known; {nearest(word, valid)}"
        self.exit(2, _line(f"{self.prog}: {message}"))


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2026-04-01") from None


def _threshold(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 2 to 1000")
    return int(text)


def _whole_number(text: str) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is not a whole number")
    return int(text)


def _whole_time_equivalent(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number") from None
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"'{text}' is out of range: more than 0, at most 1")
    return value


def _weeks(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 2 <= int(text) <= 52):
        raise argparse.ArgumentTypeError(f"'{text}' is out of range: a whole number of weeks, 2 to 52")
    return int(text)


def _add_nation(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--nation", choices=NATIONS, required=required, help=", ".join(NATIONS))


def _add_section_2(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--exactly-half-counts", action="store_true", help="a shift exactly half at night counts whole")
    parser.add_argument(
        "--break-taken-from",
        choices=("mid-shift", "lower", "higher"),
        default="mid-shift",
        help="where an unpaid break lies; lower and higher: out of plain time first, then out of time at that rate",
    )
    parser.add_argument(
        "--weekend-public-holidays",
        choices=("both", "substitute"),
        help="whether a public holiday at a weekend counts beside its substitute [both in England and Wales]",
    )
    parser.add_argument(
        "--public-holiday-over-the-cap",
        choices=("weekend_day", "substitute"),
        default="weekend_day",
        help="which day is paid as any other where somebody works more of them than are paid",
    )


def _add_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0])


def _add_question(parser: argparse.ArgumentParser) -> None:
    """A scenario file, or options that stand for one."""
    parser.add_argument("scenario", nargs="?", help="a scenario file, or the name of a shipped scenario")
    quick = parser.add_argument_group("instead of a file")
    quick.add_argument("--from", dest="held", help='the post held now, such as "6 top"')
    quick.add_argument("--to", dest="offered", help="the post offered, such as 8a")
    quick.add_argument("--rota", help="rota of the post held: a file or the name of a shipped rota")
    quick.add_argument("--to-rota", help="rota of the post offered [monday-to-friday, scaled to the contract]")
    quick.add_argument("--if-hours-differ", choices=("refuse", "scale", "overtime", "lieu"), help=IF_HOURS_DIFFER)
    quick.add_argument("--unsocial-hours", choices=("section_2", "annex_5"), help="of the post held [section_2]")
    quick.add_argument("--pattern", choices=("same", "different", "unsure"), help="is the unsocial pattern the same?")
    quick.add_argument("--whole-time-equivalent", type=_whole_time_equivalent, help="of both posts [1]")
    quick.add_argument("--nation", choices=NATIONS, help=f"{', '.join(NATIONS)} [england]")
    quick.add_argument("--as-at", type=_date, help="the day whose rules apply [today]")


def build_parser() -> argparse.ArgumentParser:
    """Every command and option."""
    parser = _Parser(
        prog="paymodel",
        description="Does a move from a clinical rota to an NHS leadership post pay?",
        epilog=NOT_PAYROLL,
    )
    parser.add_argument("--version", action="version", version=f"paymodel {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    compare = commands.add_parser("compare", help="answer a promotion scenario: every post, every policy")
    _add_question(compare)
    _add_format(compare, "text", "json", "csv", "markdown")

    explain = commands.add_parser("explain", help="the same, each line with its rule, inputs, source and status")
    _add_question(explain)
    _add_format(explain, "text", "markdown")

    new = commands.add_parser("new", help="write a commented scenario to start from")
    new.add_argument("file", nargs="?", default="scenario.yaml", help="where to write it [scenario.yaml]")

    rota = commands.add_parser("rota", help="hours by rate of a rota, Annex 5 and Section 2")
    rota.add_argument("rota", help="a rota file, or the name of a shipped rota")
    _add_nation(rota, required=True)
    rota.add_argument("--as-at", type=_date, help="the day whose rules apply [today]")
    rota.add_argument("--whole-time-equivalent", type=_whole_time_equivalent, default=1.0, help="of the post [1]")
    rota.add_argument("--band", default="6", help="band of the enhancement [6]")
    rota.add_argument(
        "--if-hours-differ", choices=("refuse", "scale", "overtime", "lieu"), default="refuse", help=IF_HOURS_DIFFER
    )
    _add_section_2(rota)
    _add_format(rota, "text", "json", "csv", "markdown")

    hours = commands.add_parser("hours", help="actual duties to hours by rate")
    hours.add_argument("duties", help="CSV or Parquet: id, start, end, unpaid_break_minutes; person, if known")
    _add_nation(hours, required=True)
    _add_section_2(hours)
    hours.add_argument("-o", "--output", required=True, help="CSV or Parquet to write")

    payslips = commands.add_parser("payslips", help="a table of jobs to payslip lines")
    payslips.add_argument("table", help="CSV or Parquet: a row a job")
    payslips.add_argument("-o", "--output", required=True, help="CSV or Parquet to write")

    payroll = commands.add_parser("payroll", help="twelve payslips under a tax code: of a table of jobs, or a scenario")
    payroll.add_argument("asked", metavar="TABLE|SCENARIO", help="CSV or Parquet, a row a job; or a scenario")
    payroll.add_argument(
        "--in-arrears",
        action=argparse.BooleanOptionalAction,
        help="enhancements and overtime are paid a month later [as the scenario says; a table: in the month]",
    )
    payroll.add_argument("-o", "--output", metavar="FILE", help="for a table: CSV or Parquet to write")
    one = payroll.add_argument_group("for a scenario")
    one.add_argument("--promoted-on", type=_date, metavar="DATE", help="the day the post offered is taken up [never]")
    one.add_argument("--offer", metavar="NAME", help="the post offered [the first]")
    one.add_argument("--policy", metavar="NAME", help="the policy [the first]")
    one.add_argument("--pattern", choices=("same", "different"), help="of unsocial hours, where the offer is unsure")
    one.add_argument("--tax-code", metavar="CODE", help="such as 1257L, S1257L, K585, BR [the standard one]")
    one.add_argument("--month-1", action="store_true", help="each month is taxed by itself (a code with M1 or X)")
    one.add_argument("--format", choices=("text", "json", "csv", "markdown"), help="[text]")

    paye = commands.add_parser("paye", help="a table of months under tax codes to the tax deducted (PAYE)")
    paye.add_argument("table", help="CSV or Parquet: a row a month's taxable pay, with its tax code")
    paye.add_argument("-o", "--output", required=True, help="CSV or Parquet to write")

    remedies = commands.add_parser("remedies", help="the smallest remedy of each kind, the cheapest first")
    remedies.add_argument("scenario", help="a scenario file, or the name of a shipped scenario")
    remedies.add_argument(
        "--weeks-in", type=_weeks, default=10, metavar="N", help="count clinical weeks kept in N weeks [10]"
    )
    _add_format(remedies, "text", "json", "markdown")

    sensitivity = commands.add_parser(
        "sensitivity", help="what the answer hangs on, and its range over plausible values"
    )
    sensitivity.add_argument("scenario", help="a scenario (a file or a shipped one); with --posts, a staff list")
    sensitivity.add_argument("--posts", help="the posts offered to a staff list: a file (YAML) or a shipped one")
    sensitivity.add_argument("--mapping", help="with --posts: a column mapping [by the headings]")
    sensitivity.add_argument("--sheet", help="with --posts: the sheet of an Excel workbook")
    _add_format(sensitivity, "text", "json", "csv", "markdown")

    synthetic = commands.add_parser("synthetic", help="an invented workforce to try things on")
    synthetic.add_argument("kind", choices=("ambulance", "acute", "national"), help="ambulance, acute, national")
    synthetic.add_argument("--rows", type=_whole_number, help="how many people [5,000; 10,000; 1,500,000]")
    synthetic.add_argument("--seed", type=_whole_number, default=1, help="another number, other people [1]")
    _add_nation(synthetic, required=False)
    synthetic.add_argument("-o", "--output", required=True, help="CSV or Parquet to write")

    career = commands.add_parser("career", help="career paths year by year: stay, move now, and the paths of the file")
    career.add_argument("scenario", help="a scenario file, or the name of a shipped scenario")
    _add_format(career, "text", "json", "csv", "markdown")

    sweep = commands.add_parser("sweep", help="a scenario over a grid of values, as a tidy table")
    sweep.add_argument("scenario", help="a scenario file, or the name of a shipped scenario")
    sweep.add_argument(
        "--vary", action="append", default=[], metavar="PATH=VALUES", help="PATH=START:STOP:STEP or PATH=a,b,c"
    )
    sweep.add_argument("--ready", choices=("matrix", "rotas", "unsocial"), help="a ready-made grid instead")
    sweep.add_argument("-o", "--output", required=True, help="CSV or Parquet to write")

    workforce = commands.add_parser("workforce", help="who loses in a staff list, by post and policy; what it costs")
    workforce.add_argument("staff", help="a staff list: CSV, Excel or Parquet, a folder of Parquet files, or shipped")
    workforce.add_argument("--posts", required=True, help="the posts offered: a file (YAML) or a shipped one")
    workforce.add_argument("--policies", help="the policies: a file (YAML) or a shipped one [in force]")
    workforce.add_argument("--mapping", help="a column mapping: a file or a shipped one [by the headings]")
    workforce.add_argument("--sheet", help="the sheet of an Excel workbook")
    workforce.add_argument(
        "--by", action="append", metavar="COLUMN", help="group people by this column; may be repeated"
    )
    workforce.add_argument("--threshold", type=_threshold, default=5, help="hide counts below this [5]")
    workforce.add_argument("--round-to", type=_threshold, default=10, help="round money to so many pounds [10]")
    workforce.add_argument("--only-counts", action="store_true", help="no deciles and no cost of making losers whole")
    workforce.add_argument("--rows", action="store_true", help="also write each person's changes, not for publication")
    workforce.add_argument("--engine", choices=("local", "dask"), default="local", help="where to work it out [local]")
    workforce.add_argument("--scheduler", metavar="URL", help="the scheduler of a Dask cluster [one is started here]")
    workforce.add_argument("-o", "--output", required=True, metavar="DIR", help="a folder to write, new or empty")

    chart = commands.add_parser("chart", help="one chart of a scenario, to publish: SVG, PNG, HTML, its data or words")
    chart.add_argument("kind", choices=CHARTS, metavar="KIND", help=", ".join(CHARTS))
    chart.add_argument("scenario", help="a scenario (a file or a shipped one); for workforce, the folder it wrote")
    chart.add_argument("--offer", metavar="NAME", help="the post offered [the first]")
    chart.add_argument("--policy", metavar="NAME", help="the policy [the first]")
    chart.add_argument("--posts", metavar="POSTS", help="for sensitivity of a staff list: the posts offered")
    chart.add_argument("--by", metavar="COLUMN", help="for workforce: the column to group by [posts side by side]")
    chart.add_argument("--size", choices=("board", "phone"), default="board", help="for a paper or a telephone [board]")
    chart.add_argument("-o", "--output", required=True, metavar="FILE", help="ends in .svg, .png, .html, .csv or .txt")

    report = commands.add_parser("report", help="a folder to publish: HTML, Word, workbook, charts, record")
    report.add_argument("scenario", help="a scenario file, or the name of a shipped scenario")
    report.add_argument("-o", "--output", required=True, metavar="DIR", help="a folder to write, new or empty")

    verify = commands.add_parser(
        "verify",
        help="check that no file of a report or workforce has changed; work a report's figures out again",
        epilog="Exit status: 0 sound; 1 a file has changed, is missing or was added, or a figure differs; 2 not a"
        " folder that paymodel wrote.",
    )
    verify.add_argument("folder", metavar="FOLDER", help="the folder of a report or workforce, or a zip file of one")
    of_workforce = verify.add_argument_group("for a workforce: is this what was used?")
    of_workforce.add_argument("--staff", help="the staff list; needs the key")
    of_workforce.add_argument("--posts", metavar="FILE", help="the posts offered")
    of_workforce.add_argument("--policies", metavar="FILE", help="the policies")
    of_workforce.add_argument("--mapping", metavar="FILE", help="the column mapping")
    of_workforce.add_argument("--key", metavar="FILE", help="the key [FOLDER-key-not-for-publication.json beside it]")

    scales = commands.add_parser("scales", help="what is in force, from where, with what status")
    _add_nation(scales, required=False)
    scales.add_argument("--as-at", type=_date, help="the day asked about [today]")
    scales.add_argument("--parameter", help="show the values of one figure, such as pay-points")
    _add_format(scales, "text", "markdown", "csv")

    schemas = commands.add_parser("schemas", help="JSON Schemas of our files, for editors that check while you write")
    schemas.add_argument("-o", "--output", required=True, metavar="DIR", help="a folder to write, new or empty")

    check = commands.add_parser("check", help="every fault of any file of ours at once: scenarios, tables, staff, ...")
    check.add_argument("files", nargs="*", metavar="FILE", help="files, or a folder of scales [the shipped scales]")
    check.add_argument("--pay-year", metavar="YEAR", help="which scales a pay year, such as 2027-28, still lacks")
    check.add_argument("--as-at", type=_date, help="the day from which a figure of the scales may end soon [today]")
    return parser


def _compare(args: argparse.Namespace) -> None:
    from paymodel.answers import comparison, comparison_data

    compared = _comparison(args)
    _say_in(
        args.format,
        lambda: comparison.answer(compared),
        json=lambda: comparison_data.as_json(compared),
        csv=lambda: comparison_data.as_csv(compared),
    )


def _comparison(args: argparse.Namespace) -> "Comparison":
    from paymodel.moves.comparison import compare
    from paymodel.scenarios.load import load_scenario

    command = f"paymodel {args.command}"
    if args.scenario is None:
        if not (args.held and args.offered):
            raise Faults([Fault(command, "", 'give a scenario file, or --from "6 top" and --to 8a')])
        scenario = _scenario_of_options(args)
    else:
        beside = [name for name in QUICK if getattr(args, name) is not None]
        if beside:
            words = ", ".join(f"--{QUICK[name]}" for name in beside)
            raise Faults([Fault(command, words, "stands beside a scenario file; change the file instead")])
        scenario = load_scenario(args.scenario)
    with _refusals_of(args.scenario or "command line"):
        return compare(scenario)


QUICK = {
    "held": "from",
    "offered": "to",
    "rota": "rota",
    "to_rota": "to-rota",
    "if_hours_differ": "if-hours-differ",
    "unsocial_hours": "unsocial-hours",
    "pattern": "pattern",
    "whole_time_equivalent": "whole-time-equivalent",
    "nation": "nation",
    "as_at": "as-at",
}
"""Options that stand for a scenario file."""


def _scenario_of_options(args: argparse.Namespace) -> "Scenario":
    from paymodel.files.yaml_documents import Document
    from paymodel.scenarios.load import scenario_of

    def post(text: str) -> dict[str, str]:
        band, _, step = text.strip().partition(" ")
        keys = {"name": f"Band {text.strip()}", "band": band}
        return keys | ({"step": step.strip()} if step.strip() else {})

    current = post(args.held) | {"unsocial_hours": args.unsocial_hours or "section_2"}
    if args.rota:
        current |= {"rota": args.rota, "if_hours_differ": args.if_hours_differ or "refuse"}
    differ = "scale" if args.to_rota is None else args.if_hours_differ or "refuse"
    offer = post(args.offered) | {"rota": args.to_rota or "monday-to-friday", "if_hours_differ": differ}
    if args.pattern:
        offer["pattern"] = args.pattern
    data = {
        "title": f"From band {args.held} to band {args.offered}",
        "as_at": str(args.as_at or datetime.date.today()),  # noqa: DTZ011  the user's own day
        "nation": args.nation or "england",
        "person": {"whole_time_equivalent": str(args.whole_time_equivalent or 1)},
        "current": current,
        "offers": [offer],
    }
    return scenario_of(Document("command line", data), None, "command-line")


def _explain(args: argparse.Namespace) -> None:
    from paymodel.answers.explanation import explanation

    _say_in(args.format, lambda: explanation(_comparison(args)))


def _new(args: argparse.Namespace) -> None:
    from paymodel.files.scales import shipped_folder
    from paymodel.files.yaml_documents import write_atomically

    path = Path(args.file)
    if path.suffix not in (".yaml", ".yml"):
        raise Faults([Fault(str(path), "", "give a name that ends in .yaml")])
    if path.exists():
        raise Faults([Fault(str(path), "", "exists already; give another name")])
    template = (shipped_folder("scenarios") / "template" / "scenario.yaml").read_text(encoding="utf-8")
    write_atomically(path, template)
    _say(f"Wrote {path}. Edit it, then run: paymodel compare {path}\n")


def _rota(args: argparse.Namespace) -> None:
    from paymodel.answers import rota
    from paymodel.files.parsers import band_code
    from paymodel.files.rotas import find_rota, least_rest_hours, rota_of
    from paymodel.files.scales import load_working_time
    from paymodel.files.yaml_documents import read_document
    from paymodel.pay.rota import rota_hours

    path = Path(args.rota)
    try:
        band = band_code(args.band)
        if not path.is_file() and path.suffix == "":
            path = find_rota(args.rota, Path())
    except ValueError as error:
        raise Faults([Fault("paymodel rota", "", str(error))]) from None
    laid_out = rota_of(read_document(path, args.rota))
    day = args.as_at or datetime.date.today()  # noqa: DTZ011  the user's own day
    try:
        rules = load_working_time(args.nation, day, switches=_switches_of_hours(args))
        hours = rota_hours(
            laid_out,
            rules,
            whole_time_equivalent=args.whole_time_equivalent,
            band=band,
            if_hours_differ=args.if_hours_differ,
        )
    except Refused as error:
        raise Faults([Fault(args.rota, "weeks" if error.place == "rota" else error.place, error.message)]) from None
    shown = rota.figures(hours, rules, band, args.whole_time_equivalent)
    said = (laid_out, shown, rules, band, least_rest_hours(laid_out))
    _say_in(
        args.format,
        lambda: rota.rota_blocks(*said),
        json=lambda: rota.rota_json(*said),
        csv=lambda: rota.rota_csv(shown),
    )


def _hours(args: argparse.Namespace) -> None:
    from paymodel.files.duties import duty_hours

    done = duty_hours(Path(args.duties), Path(args.output), args.nation, switches=_switches_of_hours(args))
    _say(f"Wrote {args.output}: {counted(done.duties, 'duty', 'duties')}. {NOT_PAYROLL}\n")
    for words in done.words:
        _say(f"{words}\n")
    _say_doubtful(done.figures)


def _switches_of_hours(args: argparse.Namespace) -> "Switches":
    from paymodel.pay.rule_book import Switches

    names = ("exactly_half_counts", "break_taken_from", "weekend_public_holidays", "public_holiday_over_the_cap")
    return Switches(**{name: getattr(args, name) for name in names})


def _payslips(args: argparse.Namespace) -> None:
    from paymodel.files.people_tables import payslips

    done, figures = payslips(Path(args.table), Path(args.output))
    _say(f"Wrote {args.output}: {counted(done, 'payslip')}. {NOT_PAYROLL}\n")
    _say_doubtful(figures)


def _payroll(args: argparse.Namespace) -> None:
    if Path(args.asked).suffix.lower() not in TABLES:
        _payroll_of_scenario(args)
        return
    from paymodel.files.payroll_tables import payroll_table

    beside = [name for name in OF_A_SCENARIO if getattr(args, name)]
    if beside:
        words = ", ".join(f"--{name.replace('_', '-')}" for name in beside)
        raise Faults([Fault("paymodel payroll", words, "is for a scenario; in a table each row has its own columns")])
    if args.output is None:
        raise Faults([Fault("paymodel payroll", "-o", "missing: say which CSV or Parquet file to write")])
    done, figures = payroll_table(Path(args.asked), Path(args.output), in_arrears=bool(args.in_arrears))
    _say(f"Wrote {args.output}: twelve payslips for each of {counted(done, 'job')}. {NOT_PAYROLL}\n")
    _say_doubtful(figures)


TABLES = (".csv", ".parquet")
OF_A_SCENARIO = ("promoted_on", "offer", "policy", "pattern", "tax_code", "month_1", "format")
"""Options of `payroll` that a table has no use for."""


def _payroll_of_scenario(args: argparse.Namespace) -> None:
    from paymodel.answers.payroll import payroll_blocks, payroll_csv, payroll_json
    from paymodel.scenarios.load import load_scenario
    from paymodel.scenarios.payroll import payroll

    if args.output is not None:
        raise Faults([Fault("paymodel payroll", "-o", "is for a table; a scenario is answered on standard output")])
    scenario = load_scenario(args.asked)
    with _refusals_of(args.asked):
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
    _say_in(
        args.format or "text",
        lambda: payroll_blocks(scenario, year),
        json=lambda: payroll_json(scenario, year),
        csv=lambda: payroll_csv(year),
    )


def _paye(args: argparse.Namespace) -> None:
    from paymodel.files.payroll_tables import paye_table

    done, figures = paye_table(Path(args.table), Path(args.output))
    _say(f"Wrote {args.output}: PAYE of {counted(done, 'month')}. {NOT_PAYROLL}\n")
    _say_doubtful(figures)


def _say_doubtful(figures: "Sequence[Citation]") -> None:
    from paymodel.answers.comparison import figure_name

    doubtful = [f"{figure_name(figure)} [{figure.status}]" for figure in figures if figure.status != "confirmed"]
    if doubtful:
        _say(f"Figures used that are not confirmed: {'; '.join(sorted(doubtful))}.\n")


def _workforce(args: argparse.Namespace) -> None:
    from paymodel.answers.blocks import as_text
    from paymodel.answers.run_of_workforce import workforce
    from paymodel.workforces.run import Options

    options = Options(
        staff=args.staff,
        posts=args.posts,
        policies=args.policies,
        mapping=args.mapping,
        sheet=args.sheet,
        by=None if args.by is None else tuple(args.by),
        threshold=args.threshold,
        round_to=args.round_to,
        only_counts=args.only_counts,
    )
    said = workforce(options, Path(args.output), engine=args.engine, scheduler=args.scheduler, rows=args.rows)
    _say(as_text(said))


def _remedies(args: argparse.Namespace) -> None:
    from paymodel.answers.remedies import remedy_blocks, remedy_json
    from paymodel.moves.remedies import policies_side_by_side, remedies_of
    from paymodel.scenarios.load import load_scenario

    scenario = load_scenario(args.scenario)
    with _refusals_of(args.scenario):
        found = remedies_of(scenario, args.weeks_in)
        outcomes = policies_side_by_side(scenario.cases) if len(scenario.cases) > 1 else ()
    said = (scenario, found, outcomes)
    _say_in(args.format, lambda: remedy_blocks(*said), json=lambda: remedy_json(*said))


def _sensitivity(args: argparse.Namespace) -> None:
    from paymodel.answers.sensitivity import sensitivity_blocks, sensitivity_csv, sensitivity_json
    from paymodel.scenarios.load import open_scenario, scenario_of
    from paymodel.scenarios.sensitivity import sensitivities

    if args.posts is not None:
        _workforce_sensitivity(args)
        return
    beside = [f"--{name}" for name in ("mapping", "sheet") if getattr(args, name) is not None]
    if beside:
        raise Faults([Fault("paymodel sensitivity", name, "goes with --posts and a staff list") for name in beside])
    document, folder = open_scenario(args.scenario)
    scenario = scenario_of(document, folder, Path(args.scenario).stem)
    with _refusals_of(args.scenario):
        found = sensitivities(scenario, document, folder)
    _say_in(
        args.format,
        lambda: sensitivity_blocks(scenario, found),
        json=lambda: sensitivity_json(scenario, found),
        csv=lambda: sensitivity_csv(found),
    )


def _workforce_sensitivity(args: argparse.Namespace) -> None:
    from paymodel.answers.workforce_sensitivity import (
        workforce_blocks,
        workforce_csv,
        workforce_json,
        workforce_sensitivity,
    )
    from paymodel.workforces.run import Options

    options = Options(staff=args.scenario, posts=args.posts, mapping=args.mapping, sheet=args.sheet, by=())
    with _refusals_of(args.posts):
        found = workforce_sensitivity(options)
    _say_in(
        args.format,
        lambda: workforce_blocks(found),
        json=lambda: workforce_json(found),
        csv=lambda: workforce_csv(found),
    )


def _synthetic(args: argparse.Namespace) -> None:
    from paymodel.workforces.synthetic import synthetic

    done = synthetic(args.kind, Path(args.output), rows=args.rows, seed=args.seed, nation=args.nation)
    people = "person" if done == 1 else "people"
    _say(f"Wrote {args.output}: {done:,} invented {people} (seed {args.seed}); none is real.\n")


def _career(args: argparse.Namespace) -> None:
    from paymodel.answers.careers import career_blocks, career_csv, career_json
    from paymodel.moves.careers import careers
    from paymodel.scenarios.load import load_scenario

    scenario = load_scenario(args.scenario)
    with _refusals_of(args.scenario):
        found = careers(scenario)
    _say_in(args.format, lambda: career_blocks(found), json=lambda: career_json(found), csv=lambda: career_csv(found))


def _sweep(args: argparse.Namespace) -> None:
    from paymodel.scenarios.sweeps import sweep

    done, findings = sweep(args.scenario, args.vary, Path(args.output), ready=args.ready)
    _say(f"Wrote {args.output}: {counted(done, 'row')}. {NOT_PAYROLL}\n")
    _say("".join(f"{words}\n" for words in findings))


def _chart(args: argparse.Namespace) -> None:
    from paymodel.files.yaml_documents import write_atomically
    from paymodel.reports.exports import check_ending, exported
    from paymodel.reports.pictures import picture_of

    target = Path(args.output)
    check_ending(target)
    with _refusals_of(args.scenario):
        picture = picture_of(
            args.kind, args.scenario, offer=args.offer, policy=args.policy, by=args.by, posts=args.posts
        )
    write_atomically(target, exported(picture, target.suffix, phone=args.size == "phone"))
    _say(f"Wrote {target}: {picture.title}. {picture.stamp}\n")


def _report(args: argparse.Namespace) -> None:
    from paymodel.files.folders import writing_folder
    from paymodel.reports.folder import report
    from paymodel.reports.record import read_inputs

    target = Path(args.output)
    with _refusals_of(args.scenario), writing_folder(target) as folder:
        for name, content in report(read_inputs(args.scenario)).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    _say(f"Wrote {target}: open {target / 'report.html'}. {NOT_PAYROLL}\n")


def _verify(args: argparse.Namespace) -> int:
    from paymodel.answers.blocks import as_text
    from paymodel.reports.verifying import verify, verify_blocks

    names = ("staff", "posts", "policies", "mapping", "key")
    found = verify(Path(args.folder), {name: getattr(args, name) for name in names if getattr(args, name) is not None})
    _say(as_text(verify_blocks(found)))
    return 0 if found.sound else 1


def _scales(args: argparse.Namespace) -> None:
    from paymodel.answers.blocks import as_csv
    from paymodel.answers.in_force import figures_in_force, figures_table, in_force
    from paymodel.files.scales import shipped_scales

    day = args.as_at or datetime.date.today()  # noqa: DTZ011  the user's own day
    nations = [args.nation] if args.nation else list(NATIONS)
    blocks, missing = in_force(shipped_scales(), nations, day, args.parameter)
    if args.format == "csv":
        every = [one for nation in nations for one in figures_in_force(shipped_scales(), nation, day)[0]]
        _say(as_csv(figures_table([one for one in every if args.parameter in (None, one.name)])))
        blocks = []
    if blocks:
        _say_in(args.format, lambda: blocks)
    if missing:
        raise Faults([Fault("scales", "", words) for words in missing])


def _schemas(args: argparse.Namespace) -> None:
    from paymodel.files.folders import writing_folder
    from paymodel.scenarios.json_schemas import schemas

    target = Path(args.output)
    with writing_folder(target) as folder:
        for name, text in schemas().items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    first = f"# yaml-language-server: $schema={target.as_posix()}/scenario.json"
    _say(f"Wrote {target}. First line of a scenario beside it: {first}\n")


def _check(args: argparse.Namespace) -> None:
    from paymodel.commands.check_files import check_files
    from paymodel.files.upkeep import is_folder_of_scales

    paths = [Path(name) for name in args.files]
    folders = [path for path in paths if is_folder_of_scales(path)]
    if not folders and paths:
        beside = [name for name, given in (("--pay-year", args.pay_year), ("--as-at", args.as_at)) if given]
        if beside:
            words = "goes with a folder of scales, or with no file at all"
            raise Faults([Fault("paymodel check", name, words) for name in beside])
    sound, faults = check_files([path for path in paths if path not in folders])
    for path, found in sound:
        kind, *notes = found.split("\n")
        _say(f"{path}: {kind}, no fault found\n" + "".join(f"{path}: {words}\n" for words in notes))
    named: list[tuple[Path | None, str]] = [(path, str(path)) for path in folders]
    for folder, name in named if paths else [(None, "scales")]:
        faults += _check_scales(folder, name, args)
    if faults:
        raise Faults(faults)


def _check_scales(folder: Path | None, name: str, args: argparse.Namespace) -> list[Fault]:
    """Check a folder of scales (None: those that ship), and say what ends soon; the faults found."""
    from paymodel.files.scales import shipped_folder
    from paymodel.files.upkeep import check_scales, ended, first_of_pay_year, lacking, warnings_of

    day = args.as_at or datetime.date.today()  # noqa: DTZ011  the user's own day
    try:
        first_day = first_of_pay_year(args.pay_year) if args.pay_year else None
        scales = check_scales(folder or shipped_folder("scales"), name)
    except Refused as error:
        return [Fault("paymodel check", error.place, error.message)]
    except Faults as error:
        return list(error.faults)
    _say(f"{name}: {counted(len(scales.paths()), 'scale file')}, no fault found\n")
    _say("".join(f"{words}\n" for words in warnings_of(scales, day)))
    if first_day is None:
        return ended(scales, day)
    faults = lacking(scales, first_day)
    if not faults:
        _say(f"{args.pay_year}: nothing is lacking\n")
    return faults


def _say(text: str) -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    sys.stdout.write(text)


def _say_in(form: str, blocks: "Callable[[], Sequence[Block]]", **others: Callable[[], str]) -> None:
    """Say an answer in the format asked for: its blocks, or what `others` makes of it. Only what is said is made."""
    from paymodel.answers.blocks import as_markdown, as_text

    makers = {"text": lambda: as_text(blocks()), "markdown": lambda: as_markdown(blocks()), **others}
    _say(makers[form]())


@contextmanager
def _refusals_of(name: str) -> Iterator[None]:
    """What a rule refuses is a fault of a file, by its name."""
    try:
        yield
    except Refused as error:
        raise Faults([Fault(name, error.place, error.message)]) from None


def _complain(text: str) -> None:
    """Say something on standard error, if there is one."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (AttributeError, OSError):
        pass


COMMANDS = {
    "compare": _compare,
    "explain": _explain,
    "new": _new,
    "rota": _rota,
    "hours": _hours,
    "payslips": _payslips,
    "payroll": _payroll,
    "paye": _paye,
    "remedies": _remedies,
    "sensitivity": _sensitivity,
    "synthetic": _synthetic,
    "career": _career,
    "sweep": _sweep,
    "workforce": _workforce,
    "chart": _chart,
    "report": _report,
    "verify": _verify,
    "scales": _scales,
    "schemas": _schemas,
    "check": _check,
}


def _line(text: str) -> str:
    """A text as one line without what a terminal would obey: what was typed, and names of files, may hold anything."""
    one_line = " ".join(text.splitlines())
    return (
        "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in one_line) + "\n"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    from paymodel.files.stopping import Stopped, ended_by_signals

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    args = build_parser().parse_args(arguments)
    try:
        with ended_by_signals():
            return _carried_out(args)
    except Stopped as error:
        _complain("paymodel: stopped\n")
        return error.status


def _carried_out(args: argparse.Namespace) -> int:
    """Carry a command out; the exit status."""
    try:
        status = COMMANDS[args.command](args) or 0
        if sys.stdout is not None:
            sys.stdout.flush()
    except PaymodelError as error:
        lines = [str(fault) for fault in error.faults] if isinstance(error, Faults) else [f"paymodel: {error}"]
        _complain("".join(map(_line, lines)))
        return 2
    except ModuleNotFoundError as error:
        _complain(f"paymodel: this needs {error.name}; install it with: make setup\n")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _complain(f"paymodel: cannot write the answer: {(error.strerror or 'error').lower()}\n")
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        _complain("paymodel: stopped\n")
        return 130
    return status


def run() -> NoReturn:
    """A command in its own process, which soon ends: to look for what could be freed would take a seventh of it."""
    gc.disable()
    status = main()
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    run()
