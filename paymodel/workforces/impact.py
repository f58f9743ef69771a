"""Who loses and who gains in a whole workforce: every person against every post, under every policy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paymodel.errors import Refused
from paymodel.moves.posts import Post
from paymodel.pay.job import BANDS
from paymodel.pay.payslips import beyond_pay
from paymodel.rounding import Array
from paymodel.workforces.disclosure import PREMIUM_STEP, STEP, TOTAL, Columns
from paymodel.workforces.extremes import extremes
from paymodel.workforces.measured import (
    COSTS,
    COUNTS,
    LINES,
    NOW,
    OFFERED,
    WHY,
    Measured,
    Spread,
    no_spreads,
    spreads_between,
    steps_of,
)
from paymodel.workforces.pay_to_match import RATE_UNIT, Matched, on_cost_rate, pay_that_matches, shares
from paymodel.workforces.people import Group, Keys, Rules, jobs_of, number_alike, pence, price_offers
from paymodel.workforces.questions import Question, is_of_any_band, keys_of, rules_key
from paymodel.workforces.tally import Filled, Losing, Tally, Whole, distinct_masks
from paymodel.workforces.threads import ahead, in_threads

MOST_AT_ONCE = 1_000_000
"""How many offers times keys are worked out at once."""
CHANGES_AT_ONCE = 100_000
"""How many offers times people are spread at once: that many changes stay near the processor."""


OF_DEDUCTIONS = ("in_pension_scheme", "children", "salary_sacrifice", "student_loan")
"""What of a person's own decides what a pound of pay comes to, beside the tax residence."""


def measure(
    questions: Sequence[Question],
    columns: Columns,
    *,
    step: int = STEP,
    premium_step: int = PREMIUM_STEP,
    only_counts: bool = False,
) -> Measured:
    """Put every question to a workforce and count.

    All questions are put to the same people (`Staff.size`), with the same moves. `only_counts` leaves out spreads and
    the cost of making losers whole, for very large runs. Counts are by group, costs and spreads by the band held.
    """
    people = questions[0].staff.size
    moves = len(questions[0].moves)
    rows = [TOTAL, *((name, value) for name, (values, _) in columns.items() for value in values)]
    shape, by_band = (len(questions), moves), (len(questions), moves, len(BANDS))
    measured = Measured(
        rows=rows,
        counts={name: np.zeros((*shape, len(rows)), dtype=np.int64) for name in COUNTS},
        costs={name: np.zeros(by_band, dtype=np.int64) for name in COSTS},
        lines={name: np.zeros(by_band[1:], dtype=np.int64) for name in LINES},
        extremes=np.zeros((*by_band, 4), dtype=np.int64),
        spreads=None if only_counts else no_spreads(len(questions), moves),
        premiums=None if only_counts else no_spreads(len(questions), moves),
        step=step,
        premium_step=premium_step,
    )
    if not people:
        return measured
    people_asked = _People(questions, columns, why=() if only_counts else WHY)

    def enter(batch: _Batch) -> None:
        people_asked.refuse_owing(batch)
        people_asked.enter(batch, questions, measured)

    batches = ahead(people_asked.batches(questions))
    enter(next(batches))  # what the others are beside
    if only_counts:
        in_threads(enter, batches)
    for batch in batches:
        enter(batch)
    return measured


Change = tuple[tuple[int, str | None], Whole, Whole, NDArray[np.bool_]]
"""A move, everybody's change and pay now in whole pence, and to whom the move is open."""


def changes_of(questions: Sequence[Question]) -> Iterator[tuple[Question, list[Change]]]:
    """Everybody's change of take-home pay, one question after another: what `measure` counts, person by person."""
    if not questions[0].staff.size:
        return
    people_asked = _People(questions, {})
    for batch in people_asked.batches(questions):
        people_asked.refuse_owing(batch)
        for number in batch.numbers:
            question, now = questions[number], batch.under.tally.current
            offered = batch.lines_of(number)["take_home_pay"][:, people_asked.price[people_asked.key]]
            moves = zip(question.moves, offered, question.open_to, strict=True)
            yield question, [(move, worth - now, now, open_to) for move, worth, open_to in moves]


def owing(questions: Sequence[Question]) -> NDArray[np.bool_]:
    """Whose deductions come to more than pay, in the post held or in one that is open to them, under any question."""
    owes = np.zeros(questions[0].staff.size, dtype=bool)
    if len(owes):
        people_asked = _People(questions, {})
        for batch in people_asked.batches(questions):
            owes |= people_asked.owing(batch)
    return owes


@dataclass(eq=False)
class _UnderRules:
    """Everybody's pay under one set of rule books, sorted; the kinds of people that offers are worked out for; and one
    job for each key.
    """

    rules: Rules
    tally: Tally
    prices: Keys
    groups: tuple[Group, ...]
    paid_now: Mapping[str, Whole]
    matched: dict[tuple["_Own", bytes], Matched] = field(default_factory=dict)
    shares: dict[object, Array] = field(default_factory=dict)
    by_band: dict[int, Filled] = field(default_factory=dict)

    def groups_of(self, own: "_Own") -> tuple[Group, ...]:
        """The groups as holders of a post that states itself some of what is otherwise a person's own."""
        return tuple(replace(group, job=group.job.with_(**dict(own))) for group in self.groups) if own else self.groups


@dataclass(frozen=True, eq=False)
class _Batch:
    """Questions worked out together: what the offers are worth to each price, the offers of each under one another."""

    under: _UnderRules
    numbers: Sequence[int]
    lines: Mapping[str, Whole]

    def lines_of(self, number: int) -> dict[str, Whole]:
        """The lines of one question."""
        moves = len(self.lines["take_home_pay"]) // len(self.numbers)
        start = self.numbers.index(number) * moves
        return {line: values[start : start + moves] for line, values in self.lines.items()}


class _People:
    """The people of a workforce by key, ready for every question."""

    def __init__(self, questions: Sequence[Question], columns: Columns, why: Sequence[str] = ()) -> None:
        self.why = why
        self.columns = [(len(values), codes) for values, codes in columns.values()]
        # Two steps save most of the work. People of one price are worth the same in every offer, so an offer is
        # worked out once for each price. A key is a band held, a price and the set of offers open to it: what is
        # counted together. Keys of one band lie side by side, and so do their people once they are sorted.
        band = questions[0].staff.number("band").astype(np.int8)
        masks, which = distinct_masks([question.open_to for question in questions])
        self.of_any_band = is_of_any_band(questions, band, masks, which)
        price, self.first_of_price, self.previous = keys_of(questions, self.of_any_band)
        self.key, self.first = number_alike([band, price, *masks], questions[0].staff.size)
        self.price = price[self.first]
        self.band = band[self.first].astype(np.intp)
        bounds = np.searchsorted(self.band, np.arange(len(BANDS) + 1)).tolist()
        self.keys_of_band = {code: slice(*pair) for code, pair in enumerate(pairwise(bounds)) if pair[0] < pair[1]}
        self.sets = np.stack([mask[self.first] for mask in masks])
        self.which = np.array(which, dtype=np.intp)
        self.base: tuple[Whole, Losing] | None = None

    def batches(self, questions: Sequence[Question]) -> Iterator[_Batch]:
        """The questions in turn; those that share rule books together, as many at once as memory allows."""
        by_rules: dict[object, _UnderRules] = {}
        moves = len(questions[0].moves)
        at_once = max(1, MOST_AT_ONCE // max(1, moves * len(self.first)))
        priced_at_once = at_once * (len(self.first) // max(1, len(self.first_of_price)))
        # Policies that change only the offers share the pay that people have now: it is sorted once for all of them.
        for name, together in groupby(range(len(questions)), key=lambda number: rules_key(questions[number])):
            numbers = list(together)
            if name not in by_rules:
                by_rules[name] = self._under_rules(questions[numbers[0]])
            under = by_rules[name]
            for start in range(0, len(numbers), priced_at_once):
                priced = numbers[start : start + priced_at_once]
                asked = [questions[number] for number in priced]
                offers = {
                    nation: [question.offers[nation][index] for question in asked for index, _ in question.moves]
                    for nation in asked[0].offers
                }
                same = [pattern == "same" for question in asked for _, pattern in question.moves]
                lines = price_offers(offers, same, under.prices, under.rules)
                for first in range(0, len(priced), at_once):
                    counted = priced[first : first + at_once]
                    rows = slice(first * moves, (first + len(counted)) * moves)
                    yield _Batch(under, counted, {line: each[rows] for line, each in lines.items()})

    def _under_rules(self, question: Question) -> _UnderRules:
        lines = ("take_home_pay", *(() if self.base else self.why))
        paid = question.staff.paid_now(question.rules, lines)
        now = {line: np.bincount(self.key, paid[line], len(self.first)) for line in lines[1:]}
        tally = Tally(paid["take_home_pay"], self.key, self.columns, self.price)
        previous, previous_same = self.previous[rules_key(question)]
        enhanced_hours = np.full(len(self.first_of_price), np.nan)
        if any(pattern == "same" for _, pattern in question.moves):
            enhanced_hours = question.staff.enhanced_hours()[self.first_of_price]
        prices = Keys(
            groups=jobs_of(question.staff, self.first_of_price),
            previous=previous[self.first_of_price],
            previous_same=previous_same[self.first_of_price],
            enhanced_hours=enhanced_hours,
            of_any_band=self.of_any_band,
        )
        sums = {line: np.rint(pence_of_key).astype(np.int64) for line, pence_of_key in now.items()}
        return _UnderRules(question.rules, tally, prices, jobs_of(question.staff, self.first), sums)

    def owing(self, batch: _Batch) -> NDArray[np.bool_]:
        """Whose deductions come to more than pay, now or in a post that is open to them."""
        owes = batch.under.tally.current < 0
        for number in batch.numbers:
            below = batch.lines_of(number)["take_home_pay"] < 0
            if below.any():
                owes = owes | np.any(below[:, self.price] & self.sets[self.which[number]], axis=0)[self.key]
        return np.asarray(owes)

    def refuse_owing(self, batch: _Batch) -> None:
        """Raise `Refused` where deductions come to more than pay."""
        if people := int(np.count_nonzero(self.owing(batch))):
            raise Refused("salary_sacrifice", beyond_pay(f" for {people:,} of the people"))

    def enter(self, batch: _Batch, questions: Sequence[Question], measured: Measured) -> None:
        """Count questions and enter what was found."""
        under, numbers, lines = batch.under, batch.numbers, batch.lines
        # Questions and moves lie one after another along the first axis; `by_move` gives them two axes again.
        by_move = (len(numbers), len(lines["take_home_pay"]) // len(numbers), -1)
        switches = next(iter(under.rules.values())).switches
        tolerance = round(switches.same_within_pounds_a_month * 1200)
        worth = lines["take_home_pay"][:, self.price]
        which = self.which[numbers].ravel()
        tallied = under.tally.count(lines["take_home_pay"], worth, self.sets, which, tolerance)
        for count in COUNTS:
            measured.counts[count][numbers] = getattr(tallied, count).reshape(by_move)
        open_to = self.sets[which]
        lowest_and_highest = extremes(worth, open_to, tallied.losing, under.tally, self.keys_of_band)
        measured.extremes[numbers] = lowest_and_highest.reshape(*by_move[:2], len(BANDS), 4)
        # The first question changes nothing: costs of the others are beside it, and who lost under it is who is to
        # gain.
        if self.base is None:
            first = batch.lines_of(0)
            self.base = first["employer_cost"].copy(), under.tally.losing(worth[: by_move[1]], tolerance)
        self._enter_costs(batch, self.base, measured)
        if measured.spreads is None or measured.premiums is None:
            return
        if 0 in numbers:
            self._enter_why(under, questions[0], measured)
        lines = {line: lines[line][:, self.price] for line in ("gross_pay", "pensionable_pay")}
        held, lost = under.tally.people, self.base[1].by_offer_and_key(by_move[1], len(self.first))
        people = np.where(open_to, held, 0).reshape(by_move)
        not_losing = np.where(open_to.reshape(by_move), held - lost, 0)
        own = [_own_of(questions[number], index) for number in numbers for index, _ in questions[number].moves]
        rate = self._on_cost_rates(own, under)
        part = np.stack([self._shares(questions[number], under) for number in numbers])
        whole_time = np.rint(part * rate.reshape(part.shape) * RATE_UNIT).astype(np.int64)
        measured.costs["whole_time"][numbers] = self._sums(whole_time, people)
        measured.costs["whole_time_not_losing"][numbers] = self._sums(whole_time, not_losing)
        self._enter_spreads(batch, worth, measured.spreads, measured.step)
        losers = tallied.losing.by_offer_and_key(*open_to.shape)
        part, step = part.reshape(losers.shape), measured.premium_step
        whole_again, premiums = self._make_whole(under, lines, losers, own, rate, part, step)
        measured.costs["whole_again"][numbers] = whole_again.reshape(*by_move[:2], len(BANDS))
        for offer, by_band in enumerate(premiums):
            number, move = divmod(offer, by_move[1])
            measured.premiums[numbers[number]][move] = by_band

    def _enter_costs(self, batch: _Batch, base: tuple[Whole, Losing], measured: Measured) -> None:
        """Enter what questions cost on top of the first: in all, and for those who did not lose under the first."""
        cost_before, lost = base
        price, band = self.price[lost.key], self.band[lost.key]
        for number in batch.numbers:
            more = batch.lines_of(number)["employer_cost"] - cost_before
            which = self.which[number]
            cost = np.zeros((len(more), len(BANDS)), dtype=np.int64)
            for place in np.unique(which).tolist():
                offers = np.flatnonzero(which == place)
                cost[offers] = self._people_by_band(batch.under, place).sums(more[offers])
            losing = np.where(self.sets[which[lost.offer], lost.key], lost.people, 0)
            weights, room = more[lost.offer, price] * losing, len(more) * len(BANDS)
            to_losing = np.rint(np.bincount(lost.offer * len(BANDS) + band, weights, room)).astype(np.int64)
            measured.costs["cost"][number] = cost
            measured.costs["cost_to_not_losing"][number] = cost - to_losing.reshape(cost.shape)

    def _people_by_band(self, under: _UnderRules, place: int) -> Filled:
        """How many people of each price hold each band, of the keys of a set."""
        if place not in under.by_band:
            people = np.where(self.sets[place], under.tally.people, 0)
            under.by_band[place] = Filled(self.price, self.band, people, len(self.first_of_price), len(BANDS))
        return under.by_band[place]

    def _enter_spreads(self, batch: _Batch, worth: Whole, spreads: Sequence[Sequence[list[Spread]]], step: int) -> None:
        """Enter the spreads of everybody's change, a few offers at once; `worth` is what each is worth to each key.

        Each person's change is needed, so this is the part that takes longest; `only_counts` leaves it out.
        """
        tally = batch.under.tally
        now, held, key = tally.pence(), tally.people, np.repeat(np.arange(len(self.first)), tally.people)
        starts = [keys.start for keys in self.keys_of_band.values()]
        edges = [*tally.start[starts].tolist(), len(now)]
        opened = np.add.reduceat(self.sets, starts, axis=1, dtype=np.intp)
        whole = (opened == np.diff([*starts, len(self.first)])).tolist()
        moves = len(worth) // len(batch.numbers)
        at_once = max(1, CHANGES_AT_ONCE // len(now))
        for first in range(0, len(worth), at_once):
            steps = steps_of(worth[first : first + at_once].take(key, axis=1) - now, step)
            for row, between in enumerate(spreads_between(steps, edges), start=first):
                number, move = batch.numbers[row // moves], row % moves
                place = self.which[number][move]
                for at, (code, keys) in enumerate(self.keys_of_band.items()):
                    if whole[place][at]:
                        spreads[number][move][code] = between[at]
                    elif opened[place, at]:
                        some = steps[row - first, edges[at] : edges[at + 1]]
                        some = some[np.repeat(self.sets[place, keys], held[keys])]
                        spreads[number][move][code] = Spread.of_steps(some)

    def _enter_why(self, under: _UnderRules, question: Question, measured: Measured) -> None:
        """Enter what the lines come to that say why pay changes, in the posts held and in those offered."""
        offers = {nation: [posts[index] for index, _ in question.moves] for nation, posts in question.offers.items()}
        same = [pattern == "same" for _, pattern in question.moves]
        offered = price_offers(offers, same, under.prices, under.rules, self.why)
        open_to = self.sets[self.which[0]][np.newaxis].astype(np.int64)
        for line in self.why:
            now, then = under.paid_now[line][np.newaxis, np.newaxis], offered[line][np.newaxis, :, self.price]
            measured.lines[f"{line}{NOW}"] = self._sums(np.broadcast_to(now, open_to.shape), open_to)[0]
            measured.lines[f"{line}{OFFERED}"] = self._sums(then, open_to * under.tally.people)[0]

    def _sums(self, each: Whole, people: Whole) -> Whole:
        """By question, move and band held: what there is of each key, for the people it holds."""
        sums = np.zeros((*each.shape[:2], len(BANDS)), dtype=np.int64)
        for code, keys in self.keys_of_band.items():
            sums[..., code] = np.einsum("ijk,ijk->ij", each[..., keys], people[..., keys])
        return sums

    def _shares(self, question: Question, under: _UnderRules) -> Array:
        """The whole time equivalent of each key in each move."""
        own = tuple(
            tuple((nation, _own_share(posts[index])) for nation, posts in question.offers.items())
            for index, _ in question.moves
        )
        if own not in under.shares:
            groups, keys = under.groups, len(self.first)
            of_each = {stated: shares(groups, dict(stated), keys) for stated in set(own)}
            under.shares[own] = np.stack([of_each[stated] for stated in own])
        return under.shares[own]

    def _on_cost_rates(self, own: Sequence["_Own"], under: _UnderRules) -> Whole:
        """What a pound of pensionable pay costs the employer, in ten-thousandths of a pound, by offer and key."""
        of_each = {}
        for stated in set(own):
            rate = np.empty(len(self.first), dtype=np.int64)
            for group in under.groups_of(stated):
                rate[group.rows] = on_cost_rate(group, under.rules[group.nation, group.tax_residence])
            of_each[stated] = rate
        return np.stack([of_each[stated] for stated in own])

    def _make_whole(
        self,
        under: _UnderRules,
        lines: Mapping[str, Whole],
        losers: Whole,
        own: Sequence["_Own"],
        rate: Whole,
        part: Array,
        step: int,
    ) -> tuple[Whole, list[list[Spread]]]:
        """For each offer and band held, what making each loser whole would cost, and the premiums that they need.

        `lines`, `losers`, `rate` and `part` (the whole time equivalent) are by offer and key, `own` by offer; `step` is
        what premiums are rounded up to.
        """
        beside = lines["gross_pay"] - lines["pensionable_pay"]
        kinds: dict[tuple[_Own, bytes], list[int]] = {}
        missing: dict[_Own, dict[tuple[_Own, bytes], tuple[Whole, Whole]]] = {}
        for stated in set(own):
            lowered = np.zeros(len(self.first), dtype=np.int64)
            for group in under.groups_of(stated):
                if under.rules[group.nation, group.tax_residence].switches.salary_sacrifice_lowers_pensionable_pay:
                    lowered[group.rows] = pence(np.asarray(group.job.salary_sacrifice))
            if lowered.any():
                beside[[offer for offer, each in enumerate(own) if each == stated]] -= lowered
        for offer, stated in enumerate(own):
            kinds.setdefault((stated, beside[offer].tobytes()), []).append(offer)
        for kind, offers in kinds.items():
            known = under.matched.get(kind)
            covered = losers[offers].max(axis=0)
            if known is None or np.any(covered > known.covered):
                covered = covered if known is None else np.maximum(covered, known.covered)
                missing.setdefault(kind[0], {})[kind] = covered, beside[offers[0]]
        for stated, wanted in missing.items():
            groups = under.groups_of(stated)
            matched = pay_that_matches(
                under.tally.pence(), under.tally.people, list(wanted.values()), groups, under.rules
            )
            under.matched.update(zip(wanted, matched, strict=True))
        whole_again = np.zeros((len(losers), len(BANDS)), dtype=np.int64)
        premiums = [[Spread() for _ in BANDS] for _ in losers]
        for kind, offers in kinds.items():
            known = under.matched[kind]
            for offer in offers:
                lose, offered = losers[offer], lines["pensionable_pay"][offer]
                if not lose.any():
                    continue
                needed = known.pence_needed(lose, offered) * rate[offer]
                each = known.needed_by_each(lose, offered) / 100 / np.repeat(part[offer], lose)
                steps = np.ceil(np.ceil(each) / step).astype(np.int64)
                bounds = np.concatenate(([0], np.cumsum(lose)))
                for code, keys in self.keys_of_band.items():
                    start, stop = bounds[keys.start], bounds[keys.stop]
                    if start < stop:
                        whole_again[offer, code] = needed[keys].sum()
                        premiums[offer][code] = Spread.of_steps(steps[start:stop])
        return whole_again, premiums


_Own = tuple[tuple[str, Any], ...]
"""What a post states itself of what decides a person's deductions, by name."""


def _own_of(question: Question, offer: int) -> _Own:
    """What a post states itself, whatever the nation."""
    post = next(iter(question.offers.values()))[offer]
    return tuple((name, getattr(post.job, name)) for name in OF_DEDUCTIONS if name in post.own)


def _own_share(post: Post) -> float | None:
    return float(np.asarray(post.job.whole_time_equivalent)) if "whole_time_equivalent" in post.own else None
