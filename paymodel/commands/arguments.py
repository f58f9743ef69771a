"""Arguments that several commands share: how they are typed, checked and explained."""

import argparse
import datetime
import re
from typing import TYPE_CHECKING

from paymodel.about import NATIONS

if TYPE_CHECKING:
    from paymodel.files.file_kinds import Choice
    from paymodel.files.grid_rotas import Meaning
    from paymodel.pay.rule_book import Switches

LAST_ROW = 1_048_576
"""The last row of any spreadsheet."""
TABLE_TO_READ = "CSV or other text, a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) or Parquet; - is standard input"
Arguments = argparse.Namespace
Parser = argparse.ArgumentParser
IF_HOURS_DIFFER = ("refuse", "scale", "overtime", "lieu")
IF_HOURS_DIFFER_HELP = (
    "what to do where a rota's hours differ from the contract's: refuse it, scale every hour, or pay the excess as"
    " overtime or give it back as time off in lieu [refuse]"
)
SCENARIO = "a scenario file, or the name of a shipped scenario"
TABLE_TO_WRITE = "CSV or Parquet file to write"
FOLDER_TO_WRITE = "folder to write, new or empty"


def date(text: str) -> datetime.date:
    """A date, as the option's type."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2026-04-01") from None


def month(text: str) -> datetime.date:
    """A month, as the option's type: its first day."""
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a month: write it such as 2026-10")
    return datetime.date.fromisoformat(f"{text}-01")


def whole_number(text: str) -> int:
    """A whole number, as the option's type."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is not a whole number")
    return int(text)


def whole_time_equivalent(text: str) -> float:
    """A whole time equivalent, as the option's type."""
    from paymodel.files.person_values import read_number

    try:
        return read_number("whole_time_equivalent", text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def add_nation(parser: Parser, *, required: bool) -> None:
    """Add `--nation`, one of the four; `required` where nothing is taken in its place."""
    parser.add_argument("--nation", choices=NATIONS, required=required, help=", ".join(NATIONS))


def add_as_at(parser: Parser) -> None:
    """Add `--as-at`: the day whose rules apply."""
    parser.add_argument("--as-at", type=date, metavar="DATE", help="the day whose rules apply [today]")


def day_asked(args: Arguments) -> datetime.date:
    """The day of `--as-at`, or the user's own day."""
    day: datetime.date = args.as_at or datetime.date.today()  # noqa: DTZ011
    return day


def add_format(parser: Parser, *formats: str) -> None:
    """Add `--format`; the first is taken where none is given."""
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"how to print it [{formats[0]}]")


def add_place_of_list(parser: Parser) -> None:
    """Add `--sheet` and `--heading-row`, where the list is in its file, and `--words`, by which it is read."""
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook [the only one that is filled]")
    parser.add_argument(
        "--heading-row", type=row_number, metavar="N", help="the row of the headings [the one with known headings]"
    )
    parser.add_argument("--words", metavar="FILE", help="other headings and words of your own (YAML) [those that ship]")


def add_grid(parser: Parser) -> None:
    """Add what a grid of a rota is read with: whose rota it is, what its codes mean, and the breaks of its shifts."""
    parser.add_argument("--person", metavar="NAME", help="in a grid of people: whose rota it is")
    parser.add_argument(
        "--code",
        action="append",
        type=code_of_a_grid,
        metavar="CODE=TIMES",
        help="what a code of a grid means: E=07:00-19:30/30 (with 30 minutes of unpaid break), X=off, AL=leave or"
        " R=relief; again for each code",
    )
    parser.add_argument(
        "--break",
        dest="default_break",
        type=default_break,
        metavar="MINUTES",
        help="the unpaid break of a grid's shifts that state none: minutes, or by their length: 6=30,12=60",
    )


def add_unstated(parser: Parser) -> None:
    """Add `--unsocial-hours-unstated`, for rows of a staff list that say nothing of unsocial hours."""
    parser.add_argument(
        "--unsocial-hours-unstated",
        metavar="WHAT",
        help="what people are taken to be paid whose rows say nothing of unsocial hours: none, a percentage of basic"
        " pay such as 20%%, or a rota [their rows are left out]",
    )


def place_of_list(args: Arguments) -> "Choice":
    """What `add_place_of_list` asks for."""
    from paymodel.files.file_kinds import Choice
    from paymodel.files.vocabulary import use_words

    use_words(args.words)
    return Choice(args.sheet, args.heading_row, args.words)


def row_number(text: str) -> int:
    """The number of a row, as the option's type."""
    number = whole_number(text)
    if not 1 <= number <= LAST_ROW:
        raise argparse.ArgumentTypeError(f"'{text}' is not the number of a row: 1 to {LAST_ROW:,}")
    return number


def add_table_to_write(parser: Parser) -> None:
    """Add `-o` for a table."""
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=TABLE_TO_WRITE)


def add_folder_to_write(parser: Parser) -> None:
    """Add `-o` for a folder."""
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help=FOLDER_TO_WRITE)


def add_section_2(parser: Parser) -> None:
    """Add the switches of Section 2 that hours at each rate depend on."""
    parser.add_argument(
        "--exactly-half-counts",
        action="store_true",
        help="pay a shift at the night rate throughout where exactly half of it is at night",
    )
    parser.add_argument(
        "--break-taken-from",
        choices=("mid-shift", "lower", "higher"),
        default="mid-shift",
        help="where unpaid breaks fall: mid-shift; or in plain time first, then in time at the lower or the higher rate"
        " [mid-shift]",
    )
    parser.add_argument(
        "--weekend-public-holidays",
        choices=("both", "substitute"),
        help="whether a public holiday at a weekend counts as well as its substitute day [both in England and Wales]",
    )
    parser.add_argument(
        "--public-holiday-over-the-cap",
        choices=("weekend_day", "substitute"),
        default="weekend_day",
        help="which day is paid as an ordinary day where somebody works more public holidays than are paid"
        " [weekend_day]",
    )


def switches_of_section_2(args: Arguments) -> "Switches":
    """The switches that `add_section_2` asks for."""
    from paymodel.pay.rule_book import Switches

    names = ("exactly_half_counts", "break_taken_from", "weekend_public_holidays", "public_holiday_over_the_cap")
    return Switches(**{name: getattr(args, name) for name in names})


def default_break(text: str) -> tuple[tuple[float, float], ...]:
    """Breaks by the length of a duty, as the option's type: from so many hours on, so many minutes.

    >>> default_break("30"), default_break("6=30, 12=60")
    (((0.0, 30.0),), ((6.0, 30.0), (12.0, 60.0)))
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and "=" not in parts[0]:
        parts = [f"0={parts[0]}"]
    by_length = {}
    for part in parts:
        match = re.fullmatch(r"([0-9]{1,2}(?:\.[0-9]{1,2})?)\s*=\s*([0-9]{1,3}(?:\.[0-9]{1,2})?)", part)
        hours, minutes = (float(match[1]), float(match[2])) if match else (-1.0, -1.0)
        if not (0 <= hours <= 24 and 0 <= minutes <= 240):
            words = f"'{text}' is no break: write minutes, 0 to 240, or minutes by hours of duty, such as 6=30,12=60"
            raise argparse.ArgumentTypeError(words)
        by_length[hours] = minutes
    return tuple(sorted(by_length.items()))


def code_of_a_grid(text: str) -> "tuple[str, Meaning]":
    """What a code of a grid means, as the option's type."""
    from paymodel.files.grid_rotas import meaning_of

    try:
        return meaning_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
