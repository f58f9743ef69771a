"""A move in each pay year: what it did to take-home pay then, and what changed from one year to the next."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from paymodel.errors import Refused
from paymodel.moves import break_evens
from paymodel.moves.assumptions import assumptions
from paymodel.moves.comparison import Case, Scenario, refuse_impossible
from paymodel.moves.posts import Post, offer_payslip, placed
from paymodel.moves.provenance import figures_of_line
from paymodel.pay.job import Payslip
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import payslip, whole_time_basic_pay
from paymodel.pay.rule_book import Assumption, Citation, RuleBook

CAUSES: Mapping[str, str] = {
    "points": "pay points, and the minimum and maximum of high cost areas",
    "hours": "hours: public holidays, the working week, and rates for unsocial hours and overtime",
    "promotion": "the rule of pay on promotion",
    "tiers": "pension tiers, and which pay they go by",
    "tax_and_national_insurance": "income tax, National Insurance, student loans and the child benefit charge",
}
"""What may change between two years, in the order in which each is moved on: pay first, then what is taken off it."""
POINTS = ("pay_points", "high_cost_area_supplement")
TIERS = ("member_pension_contribution", "pension_tier_by_whole_time_pay")


class Asked(NamedTuple):
    """A policy in a pay year, by the year it starts in: its case on a day of that year, or why there is none."""

    pay_year: int
    as_at: datetime.date
    policy_name: str
    case: Case | None
    refused: str = ""


@dataclass(frozen=True, eq=False)
class FirstYear:
    """A move under the rules of a day: the post held, the one offered as it starts, and a year's payslip of each.

    `premium` is the smallest long-term premium that leaves no loss, pounds a year, 0 where the move pays without one;
    None where no premium does.
    """

    rule_book: RuleBook
    held: Post
    held_slip: Payslip
    offer: Post
    slip: Payslip
    same_pattern: bool
    premium: float | None

    def change_of(self, line: str) -> float:
        """The change of a line of the payslip, pounds a year."""
        return float(np.round(self.slip[line] - self.held_slip[line], 2))

    @property
    def share_of_take_home_pay(self) -> float:
        """The change of take-home pay as a fraction of what the post held takes home."""
        return self.change_of("take_home_pay") / float(self.held_slip["take_home_pay"])

    @property
    def basic_step(self) -> float:
        """The rise of whole-time basic pay as a fraction of that of the post held."""
        old, new = (float(whole_time_basic_pay(post.job, self.rule_book)) for post in (self.held, self.offer))
        return new / old - 1

    @property
    def share_of_rise_kept(self) -> float | None:
        """Take-home pay gained for each pound of gross pay gained; None unless gross pay rises."""
        gross = self.change_of("gross_pay")
        return self.change_of("take_home_pay") / gross if gross > 0 else None

    @property
    def figures(self) -> tuple[Citation, ...]:
        """Every figure that take-home pay of the two posts rests on, each once."""
        posts = ((self.held, self.held_slip), (self.offer, self.slip))
        lines = LINES[: LINES.index("take_home_pay")]
        used = (figures_of_line(line, post, slip, self.rule_book) for post, slip in posts for line in lines)
        return tuple(dict.fromkeys(figure for figures in used for figure in figures))


@dataclass(frozen=True, eq=False, kw_only=True)
class YearOfMove:
    """A move in a pay year, pounds a year of that year's rules; why there is none in `refused`.

    `because` takes the change since the pay year `since` apart, by the names of `CAUSES`: it adds up to the penny. It
    is None for the first year that is answered. `of_today` is the change in pounds of the last year, where prices are
    stated.
    """

    pay_year: int
    as_at: datetime.date
    policy_name: str
    post: str
    pattern: str | None
    refused: str = ""
    first_year: FirstYear | None = None
    since: int | None = None
    because: Mapping[str, float] | None = None
    of_today: float | None = None

    @property
    def take_home_change(self) -> float | None:
        """Pounds a year; None where the year is refused."""
        return None if self.first_year is None else self.first_year.change_of("take_home_pay")


@dataclass(frozen=True, eq=False)
class History:
    """A scenario in each pay year: its moves one after the other, each in every year.

    `held_words` says what was held the same; `left_out` what of the scenario is of one day alone. `prices` is the index
    that the user stated, by the year in which a pay year starts. `assumptions` are those of any year, each in the words
    of the last that makes it.
    """

    scenario: Scenario
    years: tuple[YearOfMove, ...]
    held_words: tuple[str, ...]
    left_out: tuple[str, ...]
    prices: Mapping[int, float] | None
    assumptions: tuple[Assumption, ...]

    @property
    def moves(self) -> list[tuple[YearOfMove, ...]]:
        """The years of each move."""
        by_move: dict[tuple[str, str, str | None], list[YearOfMove]] = {}
        for year in self.years:
            by_move.setdefault((year.policy_name, year.post, year.pattern), []).append(year)
        return [tuple(years) for years in by_move.values()]

    @property
    def figures(self) -> tuple[Citation, ...]:
        """Every figure that any year used, each once."""
        return tuple(dict.fromkeys(one for year in self.years if year.first_year for one in year.first_year.figures))


def pay_year_words(first_year: int) -> str:
    """A pay year by the year it starts in.

    >>> pay_year_words(2018), pay_year_words(2099)
    ('2018-19', '2099-00')
    """
    return f"{first_year}-{(first_year + 1) % 100:02}"


def history(
    scenario: Scenario,
    asked: Sequence[Asked],
    *,
    held_words: Sequence[str] = (),
    left_out: Sequence[str] = (),
    prices: Mapping[int, float] | None = None,
) -> History:
    """Answer a scenario in each pay year asked about, policy by policy and move by move.

    A year that a rule refuses is there with the reason. Raises `Refused` where every year is.
    """
    taken: dict[str, Assumption] = {}
    years: list[YearOfMove] = []
    last = max((one.pay_year for one in asked), default=0)
    for policy in dict.fromkeys(one.policy_name for one in asked):
        for number, (post, pattern) in enumerate(_moves_of(scenario, asked, policy)):
            before: YearOfMove | None = None
            for one in (one for one in asked if one.policy_name == policy):
                year = YearOfMove(
                    pay_year=one.pay_year, as_at=one.as_at, policy_name=policy, post=post, pattern=pattern
                )
                try:
                    if one.case is None:
                        raise Refused("", one.refused)
                    first_year = _first_year(scenario, one.case, number, taken)
                except Refused as error:
                    years.append(replace(year, refused=error.message))
                    continue
                year = _compared(replace(year, first_year=first_year), before, prices, last)
                years.append(year)
                before = year
    if years and all(year.first_year is None for year in years):
        words = f"{pay_year_words(years[-1].pay_year)}: {years[-1].refused}"
        raise Refused("as_at", f"no pay year asked about can be answered; {words}")
    return History(scenario, tuple(years), tuple(held_words), tuple(left_out), prices, tuple(taken.values()))


def _moves_of(scenario: Scenario, asked: Sequence[Asked], policy: str) -> list[tuple[str, str | None]]:
    """The posts offered under a policy and the patterns of the moves to them, as any year has them."""
    cases = [one.case for one in asked if one.policy_name == policy and one.case is not None]
    (case, *_) = cases or scenario.cases
    return [(offer.name, pattern) for offer in case.offers for pattern in offer.patterns]


def _first_year(scenario: Scenario, case: Case, number: int, taken: dict[str, Assumption]) -> FirstYear:
    """The move of a number among those of a case, in one year alone: later years would need later scales."""
    refuse_impossible(replace(scenario, cases=(case,)))
    offer, pattern = [(offer, pattern) for offer in case.offers for pattern in offer.patterns][number]
    there, same, book = placed(case.current, offer, case.rule_book), pattern == "same", case.rule_book
    held_slip = payslip(case.current.job, book)
    slip = offer_payslip(case.current, there.job, book, same_pattern=same, conditions=there.conditions)
    premium = break_evens.long_term_premium(case.current, there, book, same_pattern=same)
    made = assumptions(case, case.current, [there], [held_slip, slip], past_service=False, overtime_unstated=False)
    taken.update({each.id: each for each in made})
    return FirstYear(book, case.current, held_slip, there, slip, same, None if premium is None else premium.value)


def _compared(year: YearOfMove, before: YearOfMove | None, prices: Mapping[int, float] | None, last: int) -> YearOfMove:
    """A year with what changed since the one before it, and in pounds of the last."""
    first_year = year.first_year
    if first_year is None:
        return year
    if prices is not None:
        of_today = np.round(first_year.change_of("take_home_pay") * prices[last] / prices[year.pay_year], 2)
        year = replace(year, of_today=float(of_today))
    if before is not None and before.first_year is not None:
        year = replace(year, since=before.pay_year, because=taken_apart(before.first_year, first_year))
    return year


def taken_apart(old: FirstYear, new: FirstYear) -> dict[str, float]:
    """What each cause did to the change of take-home pay between two years, pounds a year; they add up to the penny.

    Causes move on one after the other, in the order of `CAUSES`, from the earlier year's rules to the later's.
    """
    changes = [old.change_of("take_home_pay")]
    for cause, book in zip(CAUSES, _books_between(old.rule_book, new.rule_book), strict=True):
        held, offer = new.held, new.offer
        if cause == "points":
            held, offer = _paid_as(old.held, new.held), _paid_as(old.offer, new.offer)
        there = offer if offer.step_stated or cause not in ("points", "hours") else placed(held, offer, book)
        try:
            before = payslip(held.job, book)
            after = offer_payslip(held, there.job, book, same_pattern=new.same_pattern, conditions=there.conditions)
            changes.append(float(np.round(after["take_home_pay"] - before["take_home_pay"], 2)))
        except Refused:  # a band that the earlier rules have no rate for: counted with the cause after it
            changes.append(changes[-1])
    changes[-1] = new.change_of("take_home_pay")
    steps = zip(CAUSES, changes, changes[1:], strict=False)
    return {cause: float(np.round(now - then, 2)) for cause, then, now in steps}


def _books_between(old: RuleBook, new: RuleBook) -> Iterator[RuleBook]:
    """The rule books from one to another, a cause moved on at a time: one for each of `CAUSES`."""
    book = replace(old, **{name: getattr(new, name) for name in POINTS})
    yield book
    book = replace(book, working_time=new.working_time, overtime=new.overtime)
    yield book
    book = replace(book, as_at=new.as_at)  # the rule of promotion goes by the day
    yield book
    yield replace(book, **{name: getattr(new, name) for name in TIERS})
    yield new


def _paid_as(old: Post, new: Post) -> Post:
    """The post of the earlier year with the step and the stated payments of the later one."""
    moved = ("step", "basic_pay", "unsocial_hours_payment")
    return replace(new, job=old.job.with_(**{name: getattr(new.job, name) for name in moved}))
