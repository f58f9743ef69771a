"""Policies put to a workforce, and who is alike for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paymodel.moves.posts import Post
from paymodel.pay.job import BANDS
from paymodel.workforces.people import THEIRS, Rules, Staff, number_alike, pence
from paymodel.workforces.tally import Whole


@dataclass(frozen=True, eq=False)
class Question:
    """One policy put to a workforce: who is in post, the rule books, and the posts offered in each nation.

    `moves` are the offers with their pattern; `open_to[move]` says to which people of the list a move is open.
    """

    policy_name: str
    because: str
    staff: Staff
    rules: Rules
    offers: Mapping[str, Sequence[Post]]
    moves: Sequence[tuple[int, str | None]]
    open_to: Sequence[NDArray[np.bool_]]


def keys_of(
    questions: Sequence[Question], of_any_band: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp], dict[object, tuple[Whole, Whole]]]:
    """What an offer to somebody depends on, as a key from 0, and one person of each key.

    Then the previous earnings that matter, without and with unsocial hours, for each set of rule books.
    """
    staff, size = questions[0].staff, questions[0].staff.size
    belongs = np.empty(size, dtype=np.intp)
    for number, group in enumerate(staff.groups):
        belongs[group.rows] = number
    columns: list[NDArray[np.generic]] = [belongs, *(staff.number(name) for name in THEIRS if staff.differ(name))]
    like: dict[object, list[Question]] = {}
    for question in questions:
        like.setdefault(rules_key(question), []).append(question)
    previous: dict[object, tuple[Whole, Whole]] = {}
    for name, asked in like.items():
        rules, people = asked[0].rules, asked[0].staff
        earned = _earnings_that_matter(people.previous_earnings(rules, same_pattern=False), asked)
        previous[name] = earned, earned
        columns.append(earned)
        if any(pattern == "same" for _, pattern in asked[0].moves):
            with_hours = _earnings_that_matter(people.previous_earnings(rules, same_pattern=True), asked)
            previous[name] = earned, with_hours
            columns += [with_hours, np.nan_to_num(people.enhanced_hours(), nan=-1.0)]
    if of_any_band:
        columns += [np.nan_to_num(staff.number(name), nan=-1.0) for name in ("band", "step", "basic_pay")]
    key, first = number_alike(columns, size)
    return key, first, previous


def is_of_any_band(
    questions: Sequence[Question],
    band: NDArray[np.int8],
    masks: Sequence[NDArray[np.bool_]],
    which: Sequence[Sequence[int]],
) -> bool:
    """Whether an offer is open to somebody of its own band or of a higher one.

    `masks` say to whom moves are open, `which` of them it is for each question and move.
    """
    highest = [int(np.where(mask, band, -1).max(initial=-1)) for mask in masks]
    return any(
        highest[place] >= int(np.asarray(posts[index].job.band))
        for question, places in zip(questions, which, strict=True)
        for posts in list(question.offers.values())[:1]
        for place, (index, _) in zip(places, question.moves, strict=True)
    )


def rules_key(question: Question) -> object:
    """What decides everybody's pay now: the people and the rule books."""
    return id(question.staff), tuple(id(rule_book) for rule_book in question.rules.values())


def _earnings_that_matter(previous: Whole, questions: Sequence[Question]) -> Whole:
    """Previous earnings, or 0 where they are below what every offer in a higher band starts at: they decide nothing."""
    least = {place: _least_above(place, questions) for place in questions[0].rules}
    out = previous.copy()
    for group in questions[0].staff.groups:
        earned = previous[group.rows]
        decides = earned >= least[group.nation, group.tax_residence][np.asarray(group.job.band)]
        out[group.rows] = np.where(decides, earned, 0)
    return out


def _least_above(place: tuple[str, str], questions: Sequence[Question]) -> Whole:
    """For each band, the least whole-time basic pay that an offer in a higher band can start at, in whole pence."""
    points = questions[0].rules[place].pay_points.pounds
    starts = np.full(len(BANDS), np.inf)
    for question in questions:
        for post in question.offers[place[0]]:
            band, stated = int(np.asarray(post.job.band)), float(np.asarray(post.job.basic_pay))
            starts[band] = min(starts[band], points[band, 0] if stated != stated else stated)
    above = np.append(np.minimum.accumulate(starts[::-1])[::-1][1:], np.inf)
    return np.where(np.isinf(above), np.iinfo(np.int64).max, pence(np.where(np.isinf(above), 0.0, above)))
