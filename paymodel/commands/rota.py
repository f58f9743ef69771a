"""`paymodel rota`: the hours of a rota at each rate."""

from pathlib import Path

from paymodel.commands.arguments import (
    IF_HOURS_DIFFER,
    IF_HOURS_DIFFER_HELP,
    Arguments,
    Parser,
    add_as_at,
    add_format,
    add_nation,
    add_section_2,
    day_asked,
    switches_of_section_2,
    whole_time_equivalent,
)
from paymodel.commands.output import say_in
from paymodel.errors import Fault, Faults, Refused

HELP = "show a rota's hours at each rate, under Section 2 and Annex 5"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument("rota", help="a rota file, or the name of a shipped rota")
    add_nation(parser, required=True)
    add_as_at(parser)
    parser.add_argument(
        "--whole-time-equivalent", type=whole_time_equivalent, default=1.0, metavar="N", help="of the post [1]"
    )
    parser.add_argument("--band", default="6", help="the band whose enhancements apply [6]")
    parser.add_argument("--if-hours-differ", choices=IF_HOURS_DIFFER, default="refuse", help=IF_HOURS_DIFFER_HELP)
    add_section_2(parser)
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print the hours, and what they add to pay."""
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
    day = day_asked(args)
    try:
        rules = load_working_time(args.nation, day, switches=switches_of_section_2(args))
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
    answer = (laid_out, shown, rules, band, least_rest_hours(laid_out))
    say_in(
        args.format,
        lambda: rota.rota_blocks(*answer),
        json=lambda: rota.rota_json(*answer),
        csv=lambda: rota.rota_table(shown),
    )
