"""What it would take to leave nobody worse off: for each person, the pensionable pay at which an offer matches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paymodel.job import Job
from paymodel.payslips import payslip
from paymodel.policy import Policy
from paymodel.rounding import Array, as_array
from paymodel.staff import Group, Rules, pence
from paymodel.tally import Whole

COARSE = 100
"""Pounds between the points of a first look."""
RATE_UNIT = 10_000
"""Rates of on-costs are held in ten-thousandths, so that sums of whole numbers stay exact."""


@dataclass(frozen=True, eq=False)
class Matched:
    """For everybody, in the order of a tally (by key, then by pay): running sums of the pay that matches, whole pence.

    `end[key]` is where a key's people end in that order.
    """

    running: Whole
    end: Whole

    def needed(self, losers: Whole, offered: Whole) -> Whole:
        """What an offer lacks for the losers of each key, who are its best paid, in all; whole pence a year."""
        return np.asarray(self.running[self.end] - self.running[self.end - losers] - losers * offered)

    def most(self, offered: Whole) -> Whole:
        """What an offer lacks for the best paid of each key, whole pence a year."""
        return np.asarray(self.running[self.end] - self.running[self.end - 1] - offered)


def on_cost_rate(group: Group, policy: Policy) -> Whole:
    """What a pound of pensionable pay costs the employer, in ten-thousandths of a pound: one for each job."""
    pension = np.where(group.job.in_pension_scheme, policy.employer_pension_contribution, 0.0)
    rate = 1 + pension + policy.national_insurance.employer_rate + policy.apprenticeship_levy
    return np.rint(rate * RATE_UNIT).astype(np.int64) + np.zeros(len(group.rows), dtype=np.int64)


def pay_that_matches(paid: Whole, people: Whole, groups: Sequence[Group], rules: Rules, unpensioned: Whole) -> Matched:
    """For everybody, the smallest whole pounds of pensionable pay that match what they take home now, for good.

    `paid` is take-home pay now in whole pence, by key and then rising; `people` how many each key has; `groups` hold
    one job for each key; `unpensioned` is, by key, what an offer pays beside pensionable pay, in whole pence.
    """
    end = np.cumsum(people)
    matched = np.zeros(len(paid), dtype=np.int64)
    for group in groups:
        policy = rules[group.nation, group.tax_residence]
        job = group.job
        beside = unpensioned[group.rows]
        columns = (job.in_pension_scheme, job.children, job.salary_sacrifice, beside)
        kinds: dict[tuple[float, ...], list[int]] = {}
        rows = zip(*(np.broadcast_to(np.asarray(column), beside.shape).tolist() for column in columns), strict=True)
        for place, kind in enumerate(rows):
            kinds.setdefault(kind, []).append(place)
        for kind, places in kinds.items():
            keys = group.rows[places]
            which = _runs(end[keys] - people[keys], people[keys])
            matched[which] = _matches(paid[which], kind, group, policy)
    return Matched(np.concatenate(([0], np.cumsum(matched))), end)


def _runs(start: Whole, length: Whole) -> NDArray[np.intp]:
    """Places of several runs, one after another.

    >>> _runs(np.array([5, 0]), np.array([2, 1])).tolist()
    [5, 6, 0]
    """
    before = np.concatenate(([0], np.cumsum(length)[:-1]))
    return np.repeat(start - before, length) + np.arange(int(length.sum()))


def _matches(paid: Whole, kind: tuple[float, ...], group: Group, policy: Policy) -> Whole:
    """The pay that matches each of some take-home pays, whole pence; the people are alike in all but pay."""
    least, most = int(paid.min()), int(paid.max())
    coarse = np.arange(0.0, 4 * most / 100 + 50_000, COARSE)
    rough = _lowest_from(_take_home_pay(coarse, kind, group, policy))
    top = min(int(np.searchsorted(rough, most + COARSE * 100)) + 1, len(coarse) - 1)
    bottom = max(int(np.searchsorted(rough, least)) - 1, 0)
    pounds = np.arange(coarse[bottom], coarse[top] + 1)
    exact = _lowest_from(_take_home_pay(pounds, kind, group, policy))
    return pence(pounds[np.searchsorted(exact, paid)])


def _lowest_from(values: Whole) -> Whole:
    """For each place, the lowest value from there on: what holds for good."""
    return np.minimum.accumulate(values[::-1])[::-1]


def _take_home_pay(pensionable: Array, kind: tuple[float, ...], group: Group, policy: Policy) -> Whole:
    in_pension_scheme, children, sacrifice, beside = kind
    lowers = policy.switches.salary_sacrifice_lowers_pensionable_pay
    job = Job(
        basic_pay=pensionable + (sacrifice if lowers else 0.0),
        other_pay=beside / 100,
        in_pension_scheme=bool(in_pension_scheme),
        children=children,
        salary_sacrifice=sacrifice,
        student_loan=group.job.student_loan,
    )
    return pence(payslip(job, policy)["take_home_pay"])


def shares(groups: Sequence[Group], own: Mapping[str, float | None], keys: int) -> Array:
    """The whole time equivalent of each key in an offer: the offer's own in its nation, or the person's."""
    out = np.empty(keys)
    for group in groups:
        stated = own[group.nation]
        out[group.rows] = as_array(group.job.whole_time_equivalent) if stated is None else stated
    return out
