"""A pay award: what it does to a rule book and to a job that states its pay in pounds."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from paymodel.pay.job import BANDS, NO_BAND, Job
from paymodel.pay.rule_book import Citation, RuleBook
from paymodel.pay.rules.basic_pay import whole_time_basic_pay
from paymodel.pay.schedules import Clamp, Slab
from paymodel.rounding import Array, as_array, to_pound


@dataclass(frozen=True)
class Award:
    """A rise of every pay point: a share of it (0.033 is 3.3%), then whole-time pounds a year.

    `pension_tiers_rise` says whether the bounds of the pension tiers rise by the share as well. `by_band` are shares of
    bands (codes) in place of that of all. `since` is the first day that it is paid for, which decides what it costs in
    the pay year, and the first of twelve payslips that holds it. An award of nothing is false.

    >>> Award(percent=0.033, pounds=500).words, bool(Award())
    ('3.3% and £500', False)
    >>> Award(percent=0.02, by_band=((7, 0.06),), since=datetime.date(2026, 8, 1)).words
    '2%, 6% in band 8a, from 2026-08-01'
    """

    percent: float = 0.0
    pounds: float = 0.0
    pension_tiers_rise: bool = True
    by_band: tuple[tuple[int, float], ...] = ()
    since: datetime.date | None = None

    def __bool__(self) -> bool:
        return bool(self.percent or self.pounds or any(share for _, share in self.by_band))

    @property
    def words(self) -> str:
        """The award as people say it."""
        parts = [_percent(self.percent)] if self.percent or not (self.pounds or self.by_band) else []
        parts += [f"£{self.pounds:,.10g}"] if self.pounds else []
        of_bands = [f"{_percent(share)} in band {BANDS[band]}" for band, share in self.by_band]
        since = [f"from {self.since}"] if self.since else []
        return ", ".join([*([" and ".join(parts)] if parts else []), *of_bands, *since])

    def share_of(self, band: ArrayLike) -> Array:
        """The share that pay points of a band (a code; -1 for none) rise by.

        >>> Award(percent=0.02, by_band=((7, 0.06),)).share_of([6, 7, -1]).tolist()
        [0.02, 0.06, 0.02]
        """
        shares = np.full(len(BANDS) + 1, self.percent)  # the last is that of no band
        for code, share in self.by_band:
            shares[code] = share
        return np.asarray(shares[np.asarray(band, dtype=np.int64)])

    def applied_to(self, pounds: ArrayLike, times: int = 1, band: ArrayLike = NO_BAND) -> Array:
        """Whole-time pounds a year of a band after so many such awards, each rounded half up to the whole pound.

        >>> Award(percent=0.02, pounds=100).applied_to([57_528, 60_417]).tolist()
        [58779.0, 61725.0]
        """
        risen = as_array(pounds)
        rate = 1 + self.share_of(band)
        for _ in range(times):
            risen = to_pound(risen * rate + self.pounds)
        return risen


def _percent(share: float) -> str:
    return f"{round(share * 100, 6):g}%"


NO_AWARD = Award()
"""No award: everything stays as it is."""


def under_award(rule_book: RuleBook, award: Award) -> RuleBook:
    """The rule book after an award: what it changes has status `assumed`.

    Every pay point rises, to the whole pound. The bounds of the member pension contribution tiers (unless they are to
    stay) and the minimum and maximum of the high cost area supplement rise by the percentage of all, to the whole
    pound. The thresholds of tax, National Insurance, student loans and child benefit stay.

    >>> from paymodel import load_policy
    >>> after = under_award(load_policy("england", "2026-11-22"), Award(percent=0.02))
    >>> float(after.pay_points.pounds[7, 0]), after.member_pension_contribution.up_to[3]   # 57,528 and 52,778 x 1.02
    (58679.0, 53834.0)
    """
    return _under_award(rule_book, award, "by")


def _under_award(rule_book: RuleBook, award: Award, by: str) -> RuleBook:
    """The rule book after an award; what changed is said to have done so `by` it, once."""
    if not award:
        return rule_book
    by_percent = Award(percent=award.percent)
    points, tiers = rule_book.pay_points, rule_book.member_pension_contribution
    zones: Mapping[str, Clamp] = rule_book.high_cost_area_supplement
    changes = {"pay-points": f"{by} an award of {award.words}, to the whole pound"}
    if award.percent and award.pension_tiers_rise:
        tiers = Slab(tuple(float(bound) for bound in by_percent.applied_to(tiers.up_to)), tiers.rates)
        changes["member-pension-contribution"] = f"{by} an award: the bounds of the tiers rise by {by_percent.words}"
    if award.percent:
        zones = {
            name: Clamp(
                zone.share, float(by_percent.applied_to(zone.minimum)), float(by_percent.applied_to(zone.maximum))
            )
            for name, zone in zones.items()
        }
        changes["high-cost-area-supplement"] = f"{by} an award: minimum and maximum rise by {by_percent.words}"
    return replace(
        rule_book,
        pay_points=replace(
            points,
            pounds=award.applied_to(points.pounds, band=np.arange(len(points.pounds))[:, np.newaxis]),
            statuses={
                band: ("assumed",) * len(statuses) if award.pounds or award.share_of(band) else statuses
                for band, statuses in points.statuses.items()
            },
            notes={},
        ),
        member_pension_contribution=tiers,
        high_cost_area_supplement=zones,
        citations={name: _cited(citation, changes.get(name, "")) for name, citation in rule_book.citations.items()},
    )


def _cited(citation: Citation, words: str) -> Citation:
    """A citation with what the award changed, if anything."""
    if not words or citation.changed.endswith(words):
        return citation
    before = f"{citation.changed}; " if citation.changed else ""
    return replace(citation, status="assumed", changed=f"{before}{words}")


def job_under_award(job: Job, award: Award, before: RuleBook, after: RuleBook, times: int = 1) -> Job:
    """A job after so many awards, which lie between the two rule books.

    A stated basic pay gets the award as a pay point does. A stated unsocial hours payment rises in proportion to basic
    pay. Premiums, on-call and other payments in pounds stay.

    >>> from paymodel import load_policy
    >>> before, award = load_policy("england", "2026-11-22"), Award(percent=0.02)
    >>> job = Job(basic_pay=50_000, unsocial_hours_payment=10_000)
    >>> risen = job_under_award(job, award, before, under_award(before, award))
    >>> float(risen.basic_pay), float(risen.unsocial_hours_payment)
    (51000.0, 10200.0)
    """
    if not award or not times:
        return job
    basic = award.applied_to(job.basic_pay, times, job.band)  # not stated stays not stated
    payment = as_array(job.unsocial_hours_payment)
    if not np.all(np.isnan(payment)):
        old = whole_time_basic_pay(before.pay_points, job.band, job.step, job.basic_pay)
        new = whole_time_basic_pay(after.pay_points, job.band, job.step, basic)
        payment = payment * new / old
    return job.with_(basic_pay=basic, unsocial_hours_payment=payment)


def rule_books(rule_book: RuleBook, award_a_year: Award, years: int) -> tuple[RuleBook, ...]:
    """The rule book of each year: today's, then one more award each year.

    >>> from paymodel import load_policy
    >>> books = rule_books(load_policy("england", "2026-11-22"), Award(percent=0.02), 3)
    >>> [float(book.pay_points.pounds[7, 0]) for book in books]     # 58,678.56 and 59,852.58, rounded each year
    [57528.0, 58679.0, 59853.0]
    """
    books = [rule_book]
    for _ in range(years - 1):
        books.append(_under_award(books[-1], award_a_year, "each year after the first by"))
    return tuple(books)
