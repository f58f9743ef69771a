"""Published averages put to posts: what somebody on the mean pay of a staff group and band would gain or lose.

An average is a person that nobody need be. It tells what a move does at the mean pay for unsocial hours and overtime of
a group, and nothing of how many people gain or lose.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from paymodel.errors import Fault, Faults
from paymodel.files.csv_writer import csv_text
from paymodel.files.published_tables import Counted, Paid, Published
from paymodel.files.staff_lists import pieces
from paymodel.files.uploads import Upload
from paymodel.pay.job import BAND_CODE, BANDS, WEEKS_IN_A_YEAR
from paymodel.pay.rule_book import Citation, RuleBook
from paymodel.scenarios.offered_posts import Openings, openings_of, path_of_shipped, posts_document
from paymodel.workforces.ask import ask
from paymodel.workforces.options import Options
from paymodel.workforces.row_by_row import changes_by_row

NATION = "england"
"""Whose staff the published tables are of."""
STEPS = ("entry", "top")
NO_BASIC = ("1",)
"""Bands without pay points of their own."""
HEADINGS = (
    *("id", "band", "step", "whole_time_equivalent", "unsocial_hours_percent"),
    *("overtime_hours_a_year", "other_pay"),
)


@dataclass(frozen=True)
class Average:
    """Somebody on the mean pay of a group and band, at a step, whole time; `people` are those of the group and band."""

    paid: Paid
    step: str
    people: Counted


@dataclass(frozen=True)
class AverageMove:
    """What a move to a post does to an average, pounds a year; `band_of_post` is that of the post."""

    average: Average
    policy: str
    post: str
    band_of_post: str
    pattern: str
    take_home_pay: float
    take_home_change: float


@dataclass(frozen=True)
class National:
    """Averages put to posts: each move of each, the title of the posts, the day whose rules hold, the figures used."""

    moves: Sequence[AverageMove]
    title: str
    as_at: str
    figures: Sequence[Citation] = ()


def national_estimate(published: Published, posts: str) -> National:
    """Put the averages of published tables to posts of England. Raises `Faults`.

    Whom a post is open to is left out of account: the tables name no professions. Overtime is hours at the rate of the
    band; where a band is not paid overtime, it is pay that any post leaves as it is.
    """
    openings = _open_to_all(posts)
    if openings.nation != NATION:
        words = f"says nation {openings.nation}: the published tables are of staff in England"
        raise Faults([Fault(posts, "nation", words)])
    rule_book = openings.rules(0, NATION, NATION)
    averages = list(_averages(published, rule_book))
    if not averages:
        words = (
            "no staff group and band has both basic pay and pay for unsocial hours: give a table with bands (AFC_BAND)"
        )
        raise Faults([Fault("the published tables", "", words)])
    rows = [_row(number, average, rule_book) for number, average in enumerate(averages)]
    staff = Upload("averages.csv", csv_text(HEADINGS, rows).encode())
    options = Options(staff="averages.csv", posts=posts, mapping="template", by=(), only_counts=True)
    run, tally = ask(options, staff=staff, openings=openings)
    offers = openings.cases_of(NATION, NATION)[0].offers
    bands = {offer.name: BANDS[int(np.asarray(offer.job.band))] for offer in offers}
    moves = [
        AverageMove(averages[int(identity)], policy, post, bands[post], pattern, float(pay), float(change))
        for rows_of_move in changes_by_row(run, pieces(staff), tally.settled)
        for identity, policy, post, pattern, pay, change in zip(*rows_of_move.values(), strict=True)
    ]
    return National(moves, openings.file.title, openings.file.as_at.isoformat(), list(tally.figures))


def _open_to_all(posts: str) -> Openings:
    path = Path(path_of_shipped(posts, "posts"))
    document = posts_document(path)
    offers = document.data.get("offers") if isinstance(document.data, dict) else None
    for offer in offers if isinstance(offers, list) else []:
        if isinstance(offer, dict):
            offer.pop("open_to", None)
    return openings_of(document, None, path.parent)


def _averages(published: Published, rule_book: RuleBook) -> Iterator[Average]:
    for paid in published.paid:
        if paid.band and paid.band not in NO_BASIC and paid.unsocial_share is not None:
            steps = STEPS if rule_book.pay_points.steps(BAND_CODE[paid.band]) > 1 else STEPS[1:]
            for step in steps:
                yield Average(paid, step, published.people_in(paid))


def _row(number: int, average: Average, rule_book: RuleBook) -> list[str]:
    """An average as a row of a staff list."""
    paid, code = average.paid, BAND_CODE[average.paid.band]
    unsocial, overtime = paid.unsocial_share or 0.0, paid.overtime_share or 0.0
    hours = other = 0.0
    if code in rule_book.overtime.bands:
        hours = overtime * rule_book.weekly_hours * WEEKS_IN_A_YEAR / rule_book.overtime.rate
    else:
        point = 1 if average.step == STEPS[0] else rule_book.pay_points.steps(code)
        other = overtime * float(rule_book.pay_points.pounds[code, point - 1])
    return [
        *(str(number), paid.band, average.step, "1", f"{unsocial * 100:.4f}%"),
        *(f"{hours:.4f}", f"{other:.2f}" if other >= 1 else "0"),
    ]
