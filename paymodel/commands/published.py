"""`paymodel published`: published tables of earnings and of people, as shares of basic pay and put to posts."""

from paymodel.commands.arguments import (
    TABLE_TO_READ,
    Arguments,
    Parser,
    add_format,
    add_place_of_list,
    month,
    place_of_list,
)
from paymodel.commands.output import say_beside, say_in

HELP = "read published earnings by staff group and band, and put the averages to posts"


def add(parser: Parser) -> None:
    """Add the arguments."""
    tables = "mean earnings by staff group, band and payment type; and beside it how many people there are"
    parser.add_argument("tables", nargs="+", metavar="FILE", help=f"{tables}: {TABLE_TO_READ}")
    parser.add_argument("--posts", help="the posts to put the averages to: a file (YAML) or shipped ones")
    parser.add_argument("--month", type=month, metavar="YYYY-MM", help="the month of the tables [the last]")
    add_place_of_list(parser)
    add_format(parser, "text", "json", "csv", "markdown")


def run(args: Arguments) -> None:
    """Print the shares, and what a move does to the averages."""
    from paymodel.answers.published import estimate_table, published_blocks, published_json, shares_table
    from paymodel.files.published_tables import read_published
    from paymodel.files.uploads import source_named
    from paymodel.workforces.national import national_estimate

    asked = f"{args.month:%Y-%m}" if args.month else None
    published = read_published([source_named(name) for name in args.tables], place_of_list(args), asked)
    national = national_estimate(published, args.posts) if args.posts else None
    say_in(
        args.format,
        lambda: published_blocks(published, national),
        json=lambda: published_json(published, national),
        csv=lambda: shares_table(published) if national is None else estimate_table(national),
    )
    if args.format == "csv":
        say_beside(published.sentences)
