"""A whole workforce against many posts: who is alike, and what each post is worth to each kind of person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from paymodel.arithmetic import total
from paymodel.moves.batch import stacked
from paymodel.moves.kinds import direction
from paymodel.moves.posts import Post, maintained_payslip, paid_annex_5, pay_to_beat, previous_earnings
from paymodel.pay.fields import Door
from paymodel.pay.job import FIELDS, WHOLE, Job, Payslip, fields_at
from paymodel.pay.payslips import (
    payslip,
    payslips_in_blocks,
    whole_time_basic_pay,
    whole_time_long_term_premium,
)
from paymodel.pay.rule_book import RuleBook
from paymodel.pay.rules import promotion
from paymodel.pay.rules.student_loan import student_loan_repayment
from paymodel.rounding import Array, as_array
from paymodel.workforces.tally import Whole
from paymodel.workforces.threads import in_threads

Rules = Mapping[tuple[str, str], RuleBook]
"""Rule books in force, by nation and tax residence."""

THEIRS = tuple(each.name for each in fields_at(Door.STAFF_LISTS) if each.theirs and each.name not in WHOLE)
"""What stays a person's own in another post, unless the post says otherwise."""
PRO_RATA = tuple(each.name for each in FIELDS.values() if each.pro_rata)
"""Hours and payments of a post: a part-time holder has a share of them."""
STARTS = (
    "band",
    *("long_term_premium", "long_term_premium_share", "short_term_premium", "short_term_premium_share"),
)
"""What decides the first higher point, beside a step that is stated."""
OFFERS_AT_ONCE = 64_000
"""How many offers times people are worked out at once: each step of a payslip takes longer than to begin it."""
KEPT = ("take_home_pay", "gross_pay", "pensionable_pay", "employer_cost")
"""The lines of an offer that counting needs."""
_REPAID_FROM = ("gross_pay", "salary_sacrifice")
"""The lines that say what student loans are repaid from."""


@dataclass(frozen=True, eq=False)
class Group:
    """People of one nation, tax residence, high cost area and set of student loans.

    `job` holds arrays of one length (the posts they hold now), `rows` their places in the staff list.
    """

    nation: str
    tax_residence: str
    job: Job
    rows: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Staff:
    """People in post, as groups that together hold each place from 0 to `size` once."""

    groups: tuple[Group, ...]
    size: int

    def number(self, name: str) -> Array:
        """One number of every job, in the order of the list."""
        out = np.empty(self.size)
        for group in self.groups:
            out[group.rows] = getattr(group.job, name)
        return out

    def paid_now(self, rules: Rules, lines: Sequence[str]) -> dict[str, Whole]:
        """Lines of everybody's payslip now, whole pence a year; take-home pay is below 0 where deductions are more."""
        out = {line: np.empty(self.size, dtype=np.int64) for line in lines}

        def pay(group: Group) -> None:
            slip = payslips_in_blocks(group.job, rules[group.nation, group.tax_residence], tuple(lines))
            for line, paid in out.items():
                paid[group.rows] = pence(slip[line])

        in_threads(pay, iter(self.groups))
        return out

    def previous_earnings(self, rules: Rules, *, same_pattern: bool) -> Whole:
        """What a promotion must not pay less than, whole pence a year of a whole-time post."""
        out = np.empty(self.size, dtype=np.int64)
        for group in self.groups:
            rule_book = rules[group.nation, group.tax_residence]
            if same_pattern:
                protected = rule_book.switches.annex_5_protected
                earnings = previous_earnings(group.job, rule_book, same_pattern=True, annex_5_protected=protected)
            elif rule_book.promotion_method == "first_higher_point":
                earnings = pay_to_beat(group.job, rule_book)
            else:
                earnings = whole_time_basic_pay(group.job, rule_book) + whole_time_long_term_premium(
                    group.job, rule_book
                )
            out[group.rows] = pence(earnings)
        return out

    def differ(self, name: str) -> bool:
        """Whether a number of the jobs is not the same for everybody."""
        numbers = [values for group in self.groups if (values := np.asarray(getattr(group.job, name))).size]
        return len({float(end) for values in numbers for end in (values.min(), values.max())}) > 1

    def enhanced_hours(self) -> Array:
        """Hours a year at the lower or higher rate of a whole-time post; NaN where only a payment is known."""
        out = np.empty(self.size)
        for group in self.groups:
            job = group.job
            hours = as_array(job.saturday_night_hours_a_year) + as_array(job.sunday_holiday_hours_a_year)
            known = np.isnan(job.unsocial_hours_payment) & (~paid_annex_5(job) | (hours > 0))
            out[group.rows] = np.where(known, hours / as_array(job.whole_time_equivalent), np.nan)
        return out


def pence(pounds: Array) -> Whole:
    """Whole pence of pounds that are already rounded to the penny.

    >>> pence(np.array([0.1, 1234.56])).tolist()
    [10, 123456]
    """
    return np.rint(as_array(pounds) * 100).astype(np.int64)


def pick_jobs(job: Job, which: slice | NDArray[np.intp]) -> Job:
    """Some of the jobs that are held as arrays of one length; a single number holds for all of them."""
    arrays = {f.name: np.asarray(getattr(job, f.name)) for f in fields(Job) if f.name not in WHOLE}
    return job.with_(**{name: values[which] for name, values in arrays.items() if values.ndim})


def jobs_of(staff: Staff, first: NDArray[np.intp]) -> tuple[Group, ...]:
    """The groups of a workforce with one person of each key; `rows` of a group are its keys, rising."""
    place = np.full(staff.size, -1, dtype=np.intp)
    place[first] = np.arange(len(first))
    groups = []
    for group in staff.groups:
        chosen = np.flatnonzero(place[group.rows] >= 0)
        chosen = chosen[np.argsort(place[group.rows[chosen]])]
        groups.append(Group(group.nation, group.tax_residence, pick_jobs(group.job, chosen), place[group.rows[chosen]]))
    return tuple(groups)


def number_alike(columns: Sequence[NDArray[np.generic]], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """People who are alike in every column share a key. Returns each person's key (from 0) and one person of each key.

    >>> key, first = number_alike([np.array([7, 7, 9]), np.array([0.5, 0.5, 0.5])], 3)
    >>> key.tolist(), first.tolist()
    ([0, 0, 1], [0, 2])
    """
    key = np.zeros(size, dtype=np.intp)
    kinds = 1
    for column in columns:
        if not size or bool(np.all(column == column[0])):
            continue
        codes, values = (column.astype(np.intp), 2) if column.dtype == bool else _numbered(column)
        key, kinds = _close_up(key * values + codes, kinds * values)
    first = np.zeros(kinds, dtype=np.intp)
    first[key[::-1]] = np.arange(size - 1, -1, -1)
    return key, first


def _numbered(column: NDArray[np.generic]) -> tuple[NDArray[np.intp], int]:
    """Each row's value of a column as a number from 0, and how many values there are."""
    whole = column
    if column.dtype == float:
        whole = np.rint(column * 100)
        if not np.array_equal(whole / 100, column):
            values, codes = np.unique(column, return_inverse=True)
            return codes, len(values)
    lowest = int(whole.min())
    return _close_up(whole.astype(np.intp) - lowest, int(whole.max()) - lowest + 1)


def _close_up(key: NDArray[np.intp], room: int) -> tuple[NDArray[np.intp], int]:
    """Keys numbered anew without gaps."""
    if room > 4 * len(key) + 1_000_000:
        values, codes = np.unique(key, return_inverse=True)
        return codes, len(values)
    used = np.zeros(room, dtype=bool)
    used[key] = True
    held = np.flatnonzero(used)
    number = np.empty(room, dtype=np.intp)  # memory that is not written to takes no time
    number[held] = np.arange(len(held))
    return number[key], len(held)


@dataclass(frozen=True, eq=False)
class Keys:
    """The kinds of people of a workforce: for each key one job held (in groups), and what its promotion must match.

    `previous` and `previous_same` are whole pence of a whole-time post, without and with unsocial hours;
    `enhanced_hours` those of the pattern now, NaN where not known or where no offer has the same pattern. All are by
    key. `of_any_band` says that offers are open within the band held or above them, so that people of a key share band
    and step too.
    """

    groups: tuple[Group, ...]
    previous: Whole
    previous_same: Whole
    enhanced_hours: Array
    of_any_band: bool = False

    @cached_property
    def but_for_loans(self) -> Sequence[tuple[Group, Sequence[tuple[Group, NDArray[np.intp]]]]]:
        """Groups that differ in their student loans alone as one, in which people alike but for those stand once.

        `rows` of it are one key of each; with it come the groups it is of, and the place in it of each of their keys.
        """
        together: dict[object, list[Group]] = {}
        for group in self.groups:
            together.setdefault((group.nation, group.tax_residence, group.job.high_cost_area), []).append(group)
        return [self._without_loans(groups) for groups in together.values()]

    def _without_loans(self, groups: Sequence[Group]) -> tuple[Group, Sequence[tuple[Group, NDArray[np.intp]]]]:
        rows = np.concatenate([group.rows for group in groups])
        theirs = (*THEIRS, *(("band", "step", "basic_pay") if self.of_any_band else ()))
        numbers = {
            name: np.concatenate([np.broadcast_to(getattr(group.job, name), group.rows.shape) for group in groups])
            for name in theirs
        }
        decide = [*numbers.values(), self.enhanced_hours[rows]]
        columns = [self.previous[rows], self.previous_same[rows], *(np.nan_to_num(each, nan=-1.0) for each in decide)]
        place, first = number_alike(columns, len(rows))
        job = groups[0].job.with_(student_loan=(), **{name: values[first] for name, values in numbers.items()})
        places = np.split(place, np.cumsum([len(group.rows) for group in groups])[:-1])
        merged = Group(groups[0].nation, groups[0].tax_residence, job, rows[first])
        return merged, list(zip(groups, places, strict=True))


def price_offers(
    offers_of: Mapping[str, Sequence[Post]],
    same: Sequence[bool],
    keys: Keys,
    rules: Rules,
    lines: Sequence[str] = KEPT,
) -> dict[str, Whole]:
    """What the offers of each nation are worth to each key: lines in whole pence, arrays of offers by keys.

    Take-home pay is below 0 where deductions would come to more than pay. A student loan touches nothing but its
    repayment, so that all else is worked out once for people who are alike but for their loans.
    """
    out = {line: np.zeros((len(same), len(keys.previous)), dtype=np.int64) for line in lines}
    sets = {
        nation: [(np.array(rows), Offers.of_posts([offers[row] for row in rows])) for rows in _offers_by_area(offers)]
        for nation, offers in offers_of.items()
    }
    for merged, groups in keys.but_for_loans:
        rule_book = rules[merged.nation, merged.tax_residence]
        for rows, offers in sets[merged.nation]:
            liable, worth = _priced(offers, np.array(same)[rows], merged, keys, rule_book, lines)
            for group, places in groups:
                loans = offers.loans_of(group.job)
                repaid = pence(student_loan_repayment(rule_book.student_loans, loans, liable[:, places]))
                chosen = group.rows
                across = slice(chosen[0], chosen[-1] + 1) if chosen[-1] - chosen[0] == len(chosen) - 1 else chosen
                for line in lines:
                    values = worth[line][:, places]
                    if line == "take_home_pay":
                        values = values - repaid
                    elif line == "student_loan_repayment":
                        values = np.broadcast_to(repaid, values.shape)
                    if len(rows) == len(same):
                        out[line][:, across] = values
                    else:
                        out[line][np.ix_(rows, chosen)] = values
    return out


def _priced(
    offers: "Offers", same: NDArray[np.bool_], group: Group, keys: Keys, rule_book: RuleBook, lines: Sequence[str]
) -> tuple[Array, dict[str, Whole]]:
    """What offers are worth to people without loans: the pay that loans are repaid from, and lines in whole pence."""
    shape = (len(same), len(group.rows))
    liable, worth = np.empty(shape), {line: np.empty(shape, dtype=np.int64) for line in lines}
    step = max(1, OFFERS_AT_ONCE // len(same))
    needed = {*lines, *_REPAID_FROM}
    for first in range(0, len(group.rows), step):
        part = slice(first, first + step)
        chosen = group.rows[part]
        slip = _offered(
            offers,
            same,
            pick_jobs(group.job, part),
            rule_book,
            keys.previous[chosen] / 100,
            keys.previous_same[chosen] / 100,
            keys.enhanced_hours[chosen],
            needed,
            of_any_band=keys.of_any_band,
        )
        liable[:, part] = total(slip["gross_pay"], -slip["salary_sacrifice"])
        for line, values in worth.items():
            values[:, part] = pence(slip[line])
    return liable, worth


@dataclass(frozen=True, eq=False)
class Offers:
    """Posts offered side by side: their numbers as a column, or as one number where all have the same.

    `own` says, by name, which of them state themselves what is otherwise a person's own. `starts` are the different
    ways they start (the step stated or NaN, band, long-term and short-term premium, each in pounds and as a share),
    `start_of_each` which of them each post has.
    """

    posts: Sequence[Post]
    numbers: Mapping[str, NDArray[np.generic]]
    own: Mapping[str, NDArray[np.bool_]]
    starts: Sequence[tuple[float, ...]]
    start_of_each: NDArray[np.intp]

    def loans_of(self, held: Job) -> tuple[str, ...]:
        """The student loans of a holder: those that the posts state, or the holder's own."""
        first = self.posts[0]
        return first.job.student_loan if "student_loan" in first.own else held.student_loan

    @classmethod
    def of_posts(cls, posts: Sequence[Post]) -> "Offers":
        """Stack posts that share area and student loans, as far as they state them."""
        job = stacked([post.job for post in posts])
        numbers = {f.name: _column(np.asarray(getattr(job, f.name))) for f in fields(Job) if f.name not in WHOLE}
        own = {name: np.array([name in post.own for post in posts])[:, np.newaxis] for name in THEIRS}
        step = np.where([post.step_stated for post in posts], as_array(job.step), np.nan)
        of_each = np.stack([step, *(as_array(getattr(job, name)) for name in STARTS)], axis=1).tolist()
        starts = list(dict.fromkeys((str(start[0]), *start[1:]) for start in of_each))
        place = {start: number for number, start in enumerate(starts)}
        which = np.array([place[str(start[0]), *start[1:]] for start in of_each])
        return cls(posts, numbers, own, [(float(start[0]), *start[1:]) for start in starts], which)


def _column(values: NDArray[np.generic]) -> NDArray[np.generic]:
    """Values as a column; one number where all are the same, which is quicker to work with."""
    first = values[0]
    alike = values == first if first == first else values != values
    return np.asarray(first) if alike.all() else values[:, np.newaxis]


def _offers_by_area(offers: Sequence[Post]) -> list[list[int]]:
    """Offers by what must be one for a whole payslip: the area and the loans that a post states itself."""
    groups: dict[object, list[int]] = {}
    for row, offer in enumerate(offers):
        own = tuple((name, getattr(offer.job, name)) for name in WHOLE if name in offer.own)
        groups.setdefault(own, []).append(row)
    return list(groups.values())


def _offered(
    offers: Offers,
    same: NDArray[np.bool_],
    held: Job,
    rule_book: RuleBook,
    previous: Array,
    previous_same: Array,
    enhanced_hours: Array,
    lines: Collection[str],
    *,
    of_any_band: bool,
) -> Payslip:
    """The payslips of offers (down) to the holders of jobs (across), with promotion protection where it applies."""
    job = _offered_job(offers, held)
    by_rule = rule_book.promotion_method != "maintain"
    if by_rule:
        job = job.with_(step=_first_steps(offers, rule_book, previous))
    up = direction(held, job) if of_any_band else np.ones((), dtype=np.int64)
    if np.any(up <= 0):
        job = _within_or_below(offers, job, held, rule_book, up)
    if by_rule:
        return payslip(job, rule_book, may_owe=True, lines=lines)
    least = rule_book.switches.same_pattern_minimum_share
    if not (previous.any() or previous_same.any()):  # nothing is maintained
        return payslip(job, rule_book, may_owe=True, lines=lines)
    same_pattern = same[:, np.newaxis] & _can_be_same(job, enhanced_hours, least)
    maintained = np.where(up > 0, np.where(same_pattern, previous_same, previous), 0.0)
    return maintained_payslip(job, rule_book, maintained, same_pattern=same_pattern, may_owe=True, lines=lines)


def _within_or_below(offers: Offers, job: Job, held: Job, rule_book: RuleBook, up: NDArray[np.int64]) -> Job:
    """Offers as they start within the band held (the step, and basic pay that is stated) or below it (the top step)."""
    stated = ~np.isnan(np.array([start[0] for start in offers.starts])[offers.start_of_each])[:, np.newaxis]
    tops = np.array([rule_book.pay_points.steps(int(np.asarray(post.job.band))) for post in offers.posts], dtype=float)
    step = np.select([stated | (up > 0), up == 0], [as_array(job.step), as_array(held.step)], tops[:, np.newaxis])
    own = as_array(job.basic_pay)
    basic = np.where(~stated & (up == 0) & np.isnan(own), as_array(held.basic_pay), own)
    return job.with_(step=step, basic_pay=basic)


def _can_be_same(job: Job, enhanced_hours: Array, least: float) -> NDArray[np.bool_]:
    """Where an offer may be called the same pattern: it keeps enough of the enhanced hours, or these are not known."""
    new = as_array(job.saturday_night_hours_a_year) + as_array(job.sunday_holiday_hours_a_year)
    new = np.where(np.isnan(job.unsocial_hours_payment), new / as_array(job.whole_time_equivalent), np.nan)
    office = (new == 0) & ~(enhanced_hours == 0)
    return np.asarray(~office & ~(new < least * enhanced_hours))


def _first_steps(offers: Offers, rule_book: RuleBook, previous: Array) -> Array:
    """The step that each promotion starts on where the first higher point is given: offers down, people across."""
    starts = np.array(offers.starts)
    steps = np.broadcast_to(starts[:, :1], (len(starts), len(previous))).copy()  # as stated, or NaN
    earned, whose = np.unique(previous, return_inverse=True)
    for band in np.unique(starts[np.isnan(starts[:, 0]), 1]).tolist():
        alike = np.isnan(starts[:, 0]) & (starts[:, 1] == band)
        pounds, share, more, more_share = starts[alike, 2:].T
        premiums = (pounds + more)[:, np.newaxis], (share + more_share)[:, np.newaxis]
        first = promotion.first_higher_step(rule_book.pay_points, int(band), earned, *premiums)
        steps[alike] = np.broadcast_to(first, (int(alike.sum()), len(earned)))[:, whose]
    return np.asarray(steps[offers.start_of_each])


def _offered_job(offers: Offers, held: Job) -> Job:
    """Offers (down) as the holders of jobs (across) would hold them.

    Hours and payments are those of the post, in proportion to the whole time equivalent; what is a person's own comes
    along, unless the post says otherwise. Student loans do not: what they take is worked out beside the job.
    """
    down = dict(offers.numbers)
    for name, own in offers.own.items():
        if not own.all():
            theirs = np.asarray(getattr(held, name))
            down[name] = np.where(own, down[name], theirs) if own.any() else theirs
    part = as_array(down["whole_time_equivalent"]) / as_array(offers.numbers["whole_time_equivalent"])
    for name in PRO_RATA:
        if np.any(as_array(down[name]) > 0):
            down[name] = as_array(down[name]) * part
    first = offers.posts[0]
    area = first.job.high_cost_area if "high_cost_area" in first.own else held.high_cost_area
    return Job(**down, high_cost_area=area, student_loan=())
