"""`paymodel check`: every fault of any file of ours."""

from dataclasses import replace
from pathlib import Path

from paymodel.commands.arguments import (
    Arguments,
    Parser,
    add_grid,
    add_place_of_list,
    add_unstated,
    date,
    day_asked,
    place_of_list,
)
from paymodel.commands.output import say
from paymodel.counting import counted
from paymodel.errors import Fault, Faults, Refused

HELP = "list every fault in your files: scenarios, rotas, tables, staff lists and others"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="files (- is a table on standard input), or a folder of scales [the shipped scales]",
    )
    parser.add_argument(
        "--pay-year", metavar="YEAR", help="list the scales that a pay year, such as 2027-28, still lacks"
    )
    add_place_of_list(parser)
    parser.add_argument("--mapping", metavar="FILE", help="a mapping of a staff list or of duties")
    add_unstated(parser)
    add_grid(parser)
    parser.add_argument("--month-first", action="store_true", help="in duties, read 04/01/2026 as 1 April")
    parser.add_argument(
        "--as-at", type=date, metavar="DATE", help="warn of scales that end soon after this day [today]"
    )


def run(args: Arguments) -> None:
    """Print what each file is and what was read of it; raise `Faults` with every fault."""
    from paymodel.commands.check_files import check_files, is_duty_mapping
    from paymodel.commands.check_tables import HowChecked
    from paymodel.files.duty_rows import Breaks
    from paymodel.files.upkeep import is_folder_of_scales

    paths = [Path(name) for name in args.files]
    folders = [path for path in paths if is_folder_of_scales(path)]
    if not folders and paths:
        beside = [name for name, given in (("--pay-year", args.pay_year), ("--as-at", args.as_at)) if given]
        if beside:
            words = "goes with a folder of scales, or with no file at all"
            raise Faults([Fault("paymodel check", name, words) for name in beside])
    how = HowChecked(
        mapping=args.mapping,
        person=args.person,
        codes=dict(args.code or ()),
        breaks=None if args.default_break is None else Breaks(args.default_break),
        month_first=args.month_first,
        unstated=args.unsocial_hours_unstated,
    )
    if args.mapping and is_duty_mapping(args.mapping):
        how = replace(how, mapping=None, duty_mapping=args.mapping)
    described, faults = check_files([path for path in paths if path not in folders], place_of_list(args), how)
    for path, description in described:
        say("".join(f"{path}: {words}\n" for words in description.split("\n")))
    named_folders: list[tuple[Path | None, str]] = [(path, str(path)) for path in folders]
    for folder, name in named_folders if paths else [(None, "scales")]:
        faults += _check_scales(folder, name, args)
    if faults:
        raise Faults(faults)


def _check_scales(folder: Path | None, name: str, args: Arguments) -> list[Fault]:
    """Check a folder of scales (None: those that ship), and say what ends soon; the faults found."""
    from paymodel.files.scales import shipped_folder
    from paymodel.files.upkeep import check_scales, ended, first_of_pay_year, lacking, warnings_of

    day = day_asked(args)
    try:
        first_day = first_of_pay_year(args.pay_year) if args.pay_year else None
        scales = check_scales(folder or shipped_folder("scales"), name)
    except Refused as error:
        return [Fault("paymodel check", error.place, error.message)]
    except Faults as error:
        return list(error.faults)
    say(f"{name}: {counted(len(scales.paths()), 'scale file')}, no fault found\n")
    say("".join(f"{words}\n" for words in warnings_of(scales, day)))
    if first_day is None:
        return ended(scales, day)
    faults = lacking(scales, first_day)
    if not faults:
        say(f"{args.pay_year}: nothing is lacking\n")
    return faults
