"""`paymodel hours`: the hours of recorded duties at each rate."""

from pathlib import Path

from paymodel.about import NOT_PAYROLL
from paymodel.commands.arguments import (
    TABLE_TO_READ,
    Arguments,
    Parser,
    add_nation,
    add_place_of_list,
    add_section_2,
    add_table_to_write,
    date,
    default_break,
    place_of_list,
    switches_of_section_2,
)
from paymodel.commands.output import say, say_doubtful, say_lines
from paymodel.counting import counted
from paymodel.errors import Fault, Faults

HELP = "split recorded duties into hours at each rate"


def add(parser: Parser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "duties", help=f"start, end, and if known id, person and break, or a roster export: {TABLE_TO_READ}"
    )
    add_place_of_list(parser)
    parser.add_argument(
        "--mapping",
        metavar="FILE",
        help="which headings hold what: healthroster, rosteron, teams-shifts, calendar, general, or a file of your own"
        " [the one that fits]",
    )
    parser.add_argument(
        "--break",
        dest="default_break",
        type=default_break,
        metavar="MINUTES",
        help="the unpaid break of a duty that states none: minutes, or by its length: 6=30,12=60 is 30 minutes from six"
        " hours on and 60 from twelve [none, and it is said]",
    )
    parser.add_argument(
        "--month-first", action="store_true", help="read 04/01/2026 as 1 April [as 4 January: the day is first]"
    )
    parser.add_argument(
        "--per-person",
        action="store_true",
        help="write a row for each person instead: hours a year at each rate, the average week, weeks covered and gaps",
    )
    parser.add_argument(
        "--from", dest="first", type=date, metavar="DATE", help="per person: the first day covered [the first duty's]"
    )
    parser.add_argument(
        "--to", dest="last", type=date, metavar="DATE", help="per person: the last day covered [the last duty's]"
    )
    parser.add_argument(
        "--gaps-are-off",
        action="store_true",
        help="per person: weeks without a row are weeks off [they are left out of the average]",
    )
    for name in ("band", "step", "whole-time-equivalent"):
        parser.add_argument(
            f"--{name}", metavar="VALUE", help=f"per person: the {name} of whoever has none in the table"
        )
    add_nation(parser, required=True)
    add_section_2(parser)
    add_table_to_write(parser)


def run(args: Arguments) -> None:
    """Write the table."""
    from paymodel.files.duties import duty_hours
    from paymodel.files.duty_people import OfPeople, hours_of_people
    from paymodel.files.duty_rows import Breaks, HowRead
    from paymodel.files.uploads import source_named

    source, target = source_named(args.duties), Path(args.output)
    how = HowRead(place_of_list(args), args.mapping, Breaks(args.default_break), args.month_first)
    given = {name: getattr(args, name) for name in ("band", "step", "whole_time_equivalent") if getattr(args, name)}
    switches = switches_of_section_2(args)
    if args.per_person:
        asked = OfPeople(args.first, args.last, args.gaps_are_off, given)
        done = hours_of_people(source, target, args.nation, how, asked, switches=switches)
    elif args.first or args.last or args.gaps_are_off or given:
        words = "--from, --to, --gaps-are-off, --band, --step and --whole-time-equivalent go with --per-person"
        raise Faults([Fault("paymodel hours", "", words)])
    else:
        done = duty_hours(source, target, args.nation, how, switches=switches)
    say(f"Wrote {args.output}: {counted(done.duties, 'duty', 'duties')}. {NOT_PAYROLL}\n")
    say_lines(done.words)
    say_doubtful(done.figures)
