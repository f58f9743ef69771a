"""Published averages in words and tables: shares of basic pay, and what a move to posts does to them."""

from collections.abc import Sequence

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import amount, change
from paymodel.answers.contracts import MoveOfAverage, PublishedAnswer, ShareOfBasicPay, to_json
from paymodel.answers.figures import doubt_words, not_confirmed, statuses
from paymodel.answers.phrasing import signed_whole_pounds
from paymodel.answers.tables import Column, Table, Unit
from paymodel.files.published_tables import Paid, Published
from paymodel.pay.job import BAND_CODE
from paymodel.workforces.national import AverageMove, National

AVERAGES = (
    "A national estimate: averages, not people. A share is mean pay of a staff group and band over its mean basic pay,"
    " those who work no unsocial hours or overtime included. It says nothing of how many people gain or lose."
)
GROUPS_OVERLAP = "Staff groups are those of the table, and may hold one another: do not add them up."
SOURCE = (
    "Layout of NHS Staff Earnings Estimates and NHS Workforce Statistics, NHS England: staff in England, with the Open"
    " Government Licence. The figures are those of the file that you gave."
)
WHOLE_TIME = (
    "Each average is whole time, at the step shown, on the pay scale of the posts' day, with the share of the table;"
    " the overtime of the post held ends. Whom a post is open to is left out, as the table names no professions."
)
AT_THE_TOP = "top"
_GROUP = (Column("staff_group"), Column("band", none="all"))
_SHARES = (
    Column("unsocial_percent", "Unsocial, % of basic", Unit.NUMBER, none="not published"),
    Column("overtime_percent", "Overtime, % of basic", Unit.NUMBER, none="not published"),
)
_PEOPLE = (Column("fte", "FTE", Unit.COUNT), Column("headcount", "People", Unit.COUNT, 0))


def shares_table(published: Published) -> Table:
    """Pay for unsocial hours and overtime as shares of basic pay, by staff group and band."""
    columns = [
        *_GROUP,
        *(amount("basic_pay"), amount("unsocial_pay"), amount("overtime_pay")),
        *_SHARES,
        Column("sample_size", "Sample", Unit.COUNT, 0),
        *_PEOPLE,
        Column("month"),
    ]
    rows = []
    for paid in published.paid:
        people = published.people_in(paid)
        pay = (paid.basic_pay, paid.unsocial_pay, paid.overtime_pay, *_shares(paid))
        counts = (paid.sample_size, people.fte, people.headcount)
        rows.append([paid.staff_group, paid.band or None, *pay, *counts, published.month])
    about = "Mean pay of a person for unsocial hours and overtime as a share of mean basic pay. " + AVERAGES
    return Table(columns, rows, "Shares of basic pay", "shares", about)


def estimate_table(national: National) -> Table:
    """What a move to each post does to the average of each staff group, band and step."""
    columns = [
        *(Column("post", "Post offered"), Column("band_of_post", "Its band"), Column("pattern")),
        *(Column("staff_group"), Column("band", "Band held"), Column("step")),
        *_SHARES,
        *(amount("take_home_pay", "Take-home now"), change("take_home_change", "Change of take-home")),
        *_PEOPLE,
    ]
    rows = [
        [
            *(move.post, move.band_of_post, move.pattern or None),
            *(move.average.paid.staff_group, move.average.paid.band, move.average.step, *_shares(move.average.paid)),
            *(move.take_home_pay, move.take_home_change, move.average.people.fte, move.average.people.headcount),
        ]
        for move in national.moves
    ]
    return Table(columns, rows, "What a move does to the average", "estimate", AVERAGES)


def _shares(paid: Paid) -> tuple[float | None, float | None]:
    """Both shares as percentages of basic pay, to a tenth."""
    unsocial, overtime = (
        None if share is None else round(100 * share, 1) for share in (paid.unsocial_share, paid.overtime_share)
    )
    return unsocial, overtime


def published_blocks(published: Published, national: National | None) -> list[Block]:
    """The shares, and what posts do to the averages of the band just below each, at its top step."""
    ends = f", twelve months to {published.month}" if published.month else ""
    shares = shares_table(published).pick(
        *("staff_group", "band", "basic_pay", "unsocial_percent", "overtime_percent", "fte", "headcount")
    )
    blocks: list[Block] = [
        Heading(f"Unsocial hours and overtime as a share of basic pay{ends}", 1),
        Paragraph(AVERAGES),
        shares.in_whole_pounds().without_empty("fte", "headcount"),
    ]
    if national is not None:
        blocks += [
            Heading(f"{national.title}: what a move does to the average"),
            Bullets([_verdict(moves) for moves in _by_post(national)]),
            _just_below(national),
            Paragraph(f"{WHOLE_TIME} [assumed]"),
        ]
        if doubtful := doubt_words(_not_confirmed(national)):
            blocks.append(Paragraph(doubtful))
    notes = [*published.sentences, GROUPS_OVERLAP, SOURCE]
    return [*blocks, Bullets(notes), Paragraph(f"{NOT_PAYROLL} paymodel {__version__}.")]


def _not_confirmed(national: National) -> list[str]:
    return sorted(not_confirmed(statuses(national.figures)))


def _by_post(national: National) -> list[list[AverageMove]]:
    """For each post and pattern, the averages at the top of the highest band below it."""
    by_post: dict[tuple[str, str], list[AverageMove]] = {}
    for move in national.moves:
        by_post.setdefault((move.post, move.pattern), []).append(move)
    kept = []
    for moves in by_post.values():
        highest = max(BAND_CODE[move.average.paid.band] for move in moves)
        kept.append(
            [move for move in moves if BAND_CODE[move.average.paid.band] == highest and move.average.step == AT_THE_TOP]
        )
    return kept


def _verdict(moves: Sequence[AverageMove]) -> str:
    first = moves[0]
    post = f"{first.post} (band {first.band_of_post}{f', pattern {first.pattern}' if first.pattern else ''})"
    held = f"at the top of band {first.average.paid.band}"
    changes = sorted(move.take_home_change for move in moves)
    if len(moves) == 1:
        group, pounds = first.average.paid.staff_group, abs(changes[0])
        what = f"£{pounds:,.0f} {'less' if changes[0] < 0 else 'more'} a year"
        return f"{post}: the average of {group} {held} takes home {what}."
    lose = sum(change < 0 for change in changes)
    spread = f"{signed_whole_pounds(changes[0])} to {signed_whole_pounds(changes[-1])} a year"
    return f"{post}: in {lose} of {len(moves)} staff groups the average {held} takes home less; the change is {spread}."


def _just_below(national: National) -> Table:
    moves = [move for of_post in _by_post(national) for move in of_post]
    table = estimate_table(National(moves, national.title, national.as_at))
    return table.in_whole_pounds().without_empty("pattern", "fte", "headcount")


def published_json(published: Published, national: National | None) -> str:
    """The shares, and every move of every average, as JSON."""
    shares = [
        ShareOfBasicPay(**record)
        for record in shares_table(published).pick(*ShareOfBasicPay.__struct_fields__).records()
    ]
    moves = [] if national is None else [MoveOfAverage(**record) for record in estimate_table(national).records()]
    answer = PublishedAnswer(
        what_it_is=f"{AVERAGES} {GROUPS_OVERLAP}",
        month=published.month or None,
        month_of_people=published.month_of_people or None,
        shares=shares,
        posts=None if national is None else national.title,
        as_at=None if national is None else national.as_at,
        estimate=moves,
        figures_not_confirmed=[] if national is None else _not_confirmed(national),
        read_as=published.sentences,
        source=SOURCE,
        not_payroll=NOT_PAYROLL,
        version=__version__,
    )
    return to_json(answer)
