"""What it would take to leave nobody worse off: for each person, the pensionable pay at which an offer matches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.pay.job import Job
from paymodel.pay.payslips import payslips_in_blocks
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules.on_costs import cost_of_a_pound
from paymodel.rounding import Array, as_array
from paymodel.workforces.people import Group, Rules, pence
from paymodel.workforces.tally import Whole, runs

COARSE = 100
"""Pounds between the points of a first look."""
PEOPLE_WORTH_A_TABLE = 2_000
"""Fewer people of a kind than this are worked out by halving."""
FLICKER, FLICKER_WITH_LOANS = 3, 12
"""Pounds of pay about an answer that are tried one by one."""
ROWS_AT_ONCE, MOST_TRIES = 800, 63
"""Tries that cost about as much as a single one does, and the most of them for a person at once."""
RATE_UNIT = 10_000
"""Rates of on-costs are held in ten-thousandths, so that sums of whole numbers stay exact."""


@dataclass(frozen=True, eq=False)
class Matched:
    """The pay that matches, for the best paid of each key: running sums in the order of a tally, whole pence.

    `end[key]` is where a key's people end in that order, `covered[key]` how many of them, from there back, are known.
    """

    running: Whole
    end: Whole
    covered: Whole

    def pence_needed(self, losers: Whole, offered: Whole) -> Whole:
        """What an offer lacks for the losers of each key, who are its best paid, in all; whole pence a year."""
        return np.asarray(self.running[self.end] - self.running[self.end - losers] - losers * offered)

    def needed_by_each(self, losers: Whole, offered: Whole) -> Whole:
        """What an offer lacks for each loser, key by key; whole pence a year."""
        places = runs(self.end - losers, losers)
        return np.asarray(self.running[places + 1] - self.running[places] - np.repeat(offered, losers))


def on_cost_rate(group: Group, rule_book: RuleBook) -> Whole:
    """What a pound of pensionable pay costs the employer, in ten-thousandths of a pound: one for each job."""
    rate = cost_of_a_pound(
        group.job.in_pension_scheme,
        pension=rule_book.employer_pension_contribution,
        national_insurance=rule_book.national_insurance.employer_rate,
        levy=rule_book.apprenticeship_levy,
    )
    return np.rint(rate * RATE_UNIT).astype(np.int64) + np.zeros(len(group.rows), dtype=np.int64)


def pay_that_matches(
    paid: Whole, people: Whole, wanted: Sequence[tuple[Whole, Whole]], groups: Sequence[Group], rules: Rules
) -> list[Matched]:
    """The smallest whole pounds of pensionable pay that match what people take home now, for good.

    `paid` is take-home pay now in whole pence, by key and then rising; `people` how many each key has; `groups` hold
    one job for each key. `wanted` are pairs of arrays by key, and each gives one answer: for how many of the best paid
    it is wanted, and what an offer pays beside pensionable pay, in whole pence.
    """
    end = np.cumsum(people)
    matched = np.zeros((len(wanted), len(paid)), dtype=np.int64)
    for group in groups:
        rule_book = rules[group.nation, group.tax_residence]
        few: list[tuple[Kind, int, NDArray[np.intp]]] = []
        for number, (covered, beside) in enumerate(wanted):
            for kind, keys in _kinds_of_jobs(group, beside):
                which = runs(end[keys] - covered[keys], covered[keys])
                if len(which) >= PEOPLE_WORTH_A_TABLE or ((kind[1] or kind[2]) and len(which)):
                    matched[number, which] = _by_table(paid[which], kind, group, rule_book)
                elif len(which):
                    few.append((kind, number, which))
        if few:
            counts = [len(which) for _, _, which in few]
            numbers = np.repeat([number for _, number, _ in few], counts)
            which = np.concatenate([which for _, _, which in few])
            alike = tuple(np.repeat([kind[at] for kind, _, _ in few], counts) for at in range(len(few[0][0])))
            matched[numbers, which] = _by_halves(paid[which], alike, group, rule_book)
    return [
        Matched(np.concatenate(([0], np.cumsum(row))), end, covered)
        for row, (covered, _) in zip(matched, wanted, strict=True)
    ]


def _kinds_of_jobs(group: Group, beside: Whole) -> Iterator[tuple["Kind", NDArray[np.intp]]]:
    """The kinds of jobs of a group, and the keys of each."""
    job = group.job
    columns = (job.in_pension_scheme, job.children, job.marriage_allowance, job.salary_sacrifice, beside[group.rows])
    rows = zip(*(np.broadcast_to(np.asarray(column), len(group.rows)).tolist() for column in columns), strict=True)
    kinds: dict[Kind, list[int]] = {}
    for place, kind in enumerate(rows):
        kinds.setdefault(kind, []).append(place)
    for kind, places in kinds.items():
        yield kind, group.rows[places]


Kind = tuple[Any, ...]
"""Pension membership, children, marriage allowance, salary sacrifice, and whole pence beside pensionable pay: of one
kind or of many."""


def _by_table(paid: Whole, kind: Kind, group: Group, rule_book: RuleBook) -> Whole:
    """The pay that matches, whole pence, of people alike in all but pay: every pound of pay is worked out once."""
    least, most = int(paid.min()), int(paid.max())
    coarse = np.arange(0.0, 4 * most / 100 + 50_000, COARSE)
    rough = _lowest_from(_take_home_pay(coarse, kind, group, rule_book))
    top = min(int(np.searchsorted(rough, most + COARSE * 100)) + 1, len(coarse) - 1)
    bottom = max(int(np.searchsorted(rough, least)) - 1, 0)
    pounds = np.arange(coarse[bottom], coarse[top] + 1)
    exact = _lowest_from(_take_home_pay(pounds, kind, group, rule_book))
    return pence(pounds[np.searchsorted(exact, paid)])


def _by_halves(paid: Whole, kind: Kind, group: Group, rule_book: RuleBook) -> Whole:
    """The pay that matches, whole pence, of people with no children nor marriage allowance, each of its own kind.

    Take-home pay rises with pay but at the bounds of the pension tiers, where it falls. So the answer lies in the last
    tier whose start would still be too little; there it is found by halving, or where people are few, by cutting into
    many parts at once. Loans, in whole pounds, make it flicker by less than a pound, so the pounds about the answer are
    tried too.
    """

    def enough(pounds: Array) -> NDArray[np.bool_]:
        """Whether each person takes home as much as now: `pounds` has a row for each try, of a number for each."""
        each = tuple(np.tile(np.broadcast_to(column, len(paid)), len(pounds)) for column in kind)
        return (_take_home_pay(pounds.ravel(), each, group, rule_book) >= np.tile(paid, len(pounds))).reshape(
            pounds.shape
        )

    starts = np.array([0.0, *(np.floor(bound) + 1 for bound in rule_book.member_pension_contribution.up_to)])
    ends = np.array([*(starts[1:] - 1), 4 * float(paid.max()) / 100 + 50_000])
    too_little = ~enough(np.repeat(starts[:, np.newaxis], len(paid), axis=1))
    tier = np.where(too_little.any(axis=0), len(starts) - 1 - np.argmax(too_little[::-1], axis=0), 0)
    low, high = starts[tier], ends[tier]
    in_tier = enough(high[np.newaxis])[0]
    low, high = np.where(in_tier, low, high), np.where(in_tier, high, high + 1)
    tries = min(max(ROWS_AT_ONCE // len(paid), 1), MOST_TRIES)
    parts = np.arange(1, tries + 1)[:, np.newaxis] / (tries + 1)
    while np.any(high - low > 1):
        bounds = np.concatenate(([low], np.floor(low + (high - low) * parts), [high]))
        first = 1 + np.argmax(np.concatenate((enough(bounds[1:-1]), np.ones((1, len(paid)), dtype=bool))), axis=0)
        low, high = (np.take_along_axis(bounds, at[np.newaxis], axis=0)[0] for at in (first - 1, first))
    flicker = FLICKER_WITH_LOANS if group.job.student_loan else FLICKER
    tried = np.maximum(high + np.arange(-flicker, flicker + 1)[:, np.newaxis], 0.0)
    too_little = ~enough(tried)
    last = len(tried) - 1 - np.argmax(too_little[::-1], axis=0)
    best = np.where(too_little.any(axis=0), np.take_along_axis(tried, last[np.newaxis], axis=0)[0] + 1, tried[0])
    return pence(best)


def _lowest_from(values: Whole) -> Whole:
    """For each place, the lowest value from there on: what holds for good."""
    return np.minimum.accumulate(values[::-1])[::-1]


def _take_home_pay(pensionable: Array, kind: Kind, group: Group, rule_book: RuleBook) -> Whole:
    in_pension_scheme, children, marriage_allowance, sacrifice, beside = kind
    lowers = rule_book.switches.salary_sacrifice_lowers_pensionable_pay
    job = Job(
        basic_pay=pensionable + (sacrifice if lowers else 0.0),
        other_pay=np.asarray(beside) / 100,
        in_pension_scheme=in_pension_scheme,
        children=children,
        marriage_allowance=marriage_allowance,
        salary_sacrifice=sacrifice,
        student_loan=group.job.student_loan,
    )
    return pence(payslips_in_blocks(job, rule_book, ("take_home_pay",))["take_home_pay"])


def shares(groups: Sequence[Group], own: Mapping[str, float | None], keys: int) -> Array:
    """The whole time equivalent of each key in an offer: the offer's own in its nation, or the person's."""
    out = np.empty(keys)
    for group in groups:
        stated = own[group.nation]
        out[group.rows] = as_array(group.job.whole_time_equivalent) if stated is None else stated
    return out
