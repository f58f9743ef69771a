"""`paymodel rota`: the hours of a rota at each rate."""

from pathlib import Path
from typing import TYPE_CHECKING

from paymodel.commands.arguments import (
    IF_HOURS_DIFFER,
    IF_HOURS_DIFFER_HELP,
    Arguments,
    Parser,
    add_as_at,
    add_format,
    add_grid,
    add_nation,
    add_place_of_list,
    add_section_2,
    day_asked,
    place_of_list,
    switches_of_section_2,
    whole_time_equivalent,
)
from paymodel.commands.output import say_beside, say_in, say_lines
from paymodel.errors import Fault, Faults, Refused

if TYPE_CHECKING:
    from paymodel.files.yaml_documents import Document

HELP = "show a rota's hours at each rate, under Section 2 and Annex 5"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "rota",
        help="a rota file, the name of a shipped rota, or a grid of weeks or of people and dates: CSV, a workbook or -",
    )
    add_place_of_list(parser)
    add_grid(parser)
    parser.add_argument(
        "--public-holidays", choices=("worked", "leave"), help="whether a grid's shifts are worked then [worked]"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write a grid's rota to this file (.yaml)")
    add_nation(parser, required=True)
    add_as_at(parser)
    parser.add_argument(
        "--whole-time-equivalent", type=whole_time_equivalent, default=1.0, metavar="N", help="of the post [1]"
    )
    parser.add_argument("--band", default="6", help="the band whose enhancements apply [6]")
    parser.add_argument("--if-hours-differ", choices=IF_HOURS_DIFFER, help=f"{IF_HOURS_DIFFER_HELP}; scale for a grid")
    add_section_2(parser)
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print the hours, and what they add to pay."""
    from paymodel.answers import rota
    from paymodel.files.person_values import read_word
    from paymodel.files.rotas import A_HAIR, find_rota, least_rest_hours, rota_of
    from paymodel.files.scales import load_working_time
    from paymodel.files.uploads import STANDARD_INPUT
    from paymodel.files.yaml_documents import DOCUMENT_ENDINGS, read_document
    from paymodel.pay.rota import rota_hours

    path = Path(args.rota)
    sentences: list[str] = []
    try:
        band = read_word("band", args.band)
        if args.rota != STANDARD_INPUT and not path.is_file() and path.suffix == "":
            path = find_rota(args.rota, Path())
    except ValueError as error:
        raise Faults([Fault("paymodel rota", "", str(error))]) from None
    of_grid = args.rota == STANDARD_INPUT or path.suffix.lower() not in DOCUMENT_ENDINGS
    if of_grid:
        document, sentences = _document_of_grid(args)
    else:
        _refuse_options_of_a_grid(args)
        document = read_document(path, args.rota)
    laid_out = rota_of(document)
    if args.output:
        _write(Path(args.output), document.data)
    day = day_asked(args)
    try:
        rules = load_working_time(args.nation, day, switches=switches_of_section_2(args))
        hours = rota_hours(
            laid_out,
            rules,
            whole_time_equivalent=args.whole_time_equivalent,
            band=band,
            if_hours_differ=args.if_hours_differ or ("scale" if of_grid else "refuse"),
        )
    except Refused as error:
        words = error.message.replace("set if_hours_differ to", "give --if-hours-differ")
        raise Faults([Fault(args.rota, "weeks" if error.place == "rota" else error.place, words)]) from None
    shown = rota.figures(hours, rules, band, args.whole_time_equivalent)
    answer = (laid_out, shown, rules, band, least_rest_hours(laid_out))
    if of_grid and args.if_hours_differ is None and abs(laid_out.paid_hours_a_week() - hours.paid) > A_HAIR:
        sentences.append(
            f"The grid has {laid_out.paid_hours_a_week():.2f} paid hours a week and the contract {hours.paid:.2f}:"
            " hours at each rate are scaled to the contract, unless --if-hours-differ says otherwise."
        )
    if args.output:
        sentences.append(f"Wrote {args.output}.")
    say_in(
        args.format,
        lambda: rota.rota_blocks(*answer),
        json=lambda: rota.rota_json(*answer, sentences),
        csv=lambda: rota.rota_table(shown),
    )
    if args.format in ("text", "markdown"):
        say_lines(sentences)
    elif args.format == "csv":  # the table holds its columns alone
        say_beside(sentences)


def _document_of_grid(args: Arguments) -> "tuple[Document, list[str]]":
    """The rota of a grid as the document of a rota file, and what is to be said of how it was read."""
    from paymodel.files.duty_rows import Breaks
    from paymodel.files.grid_rotas import rota_of_grid
    from paymodel.files.rota_grids import grid_of_file
    from paymodel.files.uploads import source_named
    from paymodel.files.yaml_documents import Document

    source = source_named(args.rota)
    grid = grid_of_file(source, place_of_list(args), args.person)
    title = " - ".join(filter(None, [Path(str(source)).stem, args.person]))
    codes = dict(args.code or ())
    data, sentences = rota_of_grid(grid, str(source), title, codes, Breaks(args.default_break), args.public_holidays)
    return Document(str(source), data), sentences


def _refuse_options_of_a_grid(args: Arguments) -> None:
    names = ("sheet", "heading_row", "person", "code", "default_break", "public_holidays", "output")
    given = [name for name in names if getattr(args, name) is not None]
    if given:
        option = {"default_break": "--break", "output": "-o"}.get(given[0], f"--{given[0].replace('_', '-')}")
        raise Faults([Fault(args.rota, option, "goes with a grid, and this is a rota file; leave it out")])


def _write(target: Path, data: object) -> None:
    """Write a rota file."""
    import yaml

    from paymodel.files.workspace import move_to, workspace
    from paymodel.files.yaml_documents import DOCUMENT_ENDINGS

    if target.suffix.lower() not in DOCUMENT_ENDINGS:
        raise Faults([Fault(str(target), "-o", "write a rota to a .yaml file")])
    try:
        with workspace(target) as scratch:
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
            (scratch / target.name).write_text(text, encoding="utf-8")
            move_to(scratch / target.name, target, private=False)
    except OSError as error:
        raise Faults([Fault(str(target), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None
