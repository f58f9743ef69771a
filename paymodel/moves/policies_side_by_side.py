"""What each policy of a scenario does for an offer, beside the scenario's first policy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from paymodel.moves.comparison import Case
from paymodel.moves.remedied_offer import COST_YEARS, Question, RemedyKind, penny, side_effects
from paymodel.rounding import as_array


@dataclass(frozen=True)
class PolicyOutcome:
    """What one policy of a scenario does for one offer, beside the scenario's first policy. Pounds.

    `take_home_change` is that of the move under this policy. `offer_on_first` and `held_on_first` are what it adds to
    take-home pay a year of the post offered and of the post held. Costs are the employer's for one holder of the post
    offered, with on-costs, on top of the first policy. `cost_for_each_pound` is the first year's cost for each pound
    that `offer_on_first` holds; None where that is not a gain. `rank` counts from 1, by the cost over five years, those
    that leave no loss; None for the others. Of the five years, the post lasts `cost_years`.
    """

    post: str
    pattern: str | None
    policy: str
    take_home_change: float
    offer_on_first: float
    held_on_first: float
    employer_cost_a_year: float
    employer_cost_over_five_years: float
    cost_for_each_pound: float | None
    side_effects: tuple[str, ...]
    rank: int | None = None
    cost_years: int = COST_YEARS
    lasts: str = ""

    @property
    def leaves_a_loss(self) -> bool:
        """Whether the move still pays less than the post held."""
        return self.take_home_change < 0


def policies_side_by_side(cases: Sequence[Case]) -> tuple[PolicyOutcome, ...]:
    """Every policy of a scenario beside its first, by offer and pattern; those that leave no loss first, by cost.

    >>> from paymodel import load_scenario
    >>> for one in policies_side_by_side(load_scenario("three-ways-to-put-it-right").cases):
    ...     print(one.rank, one.policy, one.take_home_change, one.cost_for_each_pound)
    1 Five per cent premium 56.05 2.7
    None On-call added -639.45 2.7
    None In force -1427.6 None
    """
    ranked: list[PolicyOutcome] = []
    for index in range(len(cases[0].offers)):
        patterns = [case.offers[index].patterns for case in cases]
        # Where a policy changes the pattern itself, all stand in one group.
        groups = [(pattern,) for pattern in patterns[0]] if len(set(patterns)) == 1 else [None]
        for group in groups:
            outcomes = []
            firsts: dict[str | None, Question] = {}
            for case, own in zip(cases, patterns, strict=True):
                for pattern in group or own:
                    this = Question.about(case.current, case.offers[index], case.rule_book, same=pattern == "same")
                    if case is cases[0]:
                        firsts[pattern] = this
                    first = firsts.get(pattern, next(iter(firsts.values())))
                    outcomes.append(_outcome(case.policy_name, pattern, first, this))
            outcomes.sort(key=_by_cost_and_loss)
            sound = sum(not outcome.leaves_a_loss for outcome in outcomes)
            ranked += [replace(outcome, rank=n + 1 if n < sound else None) for n, outcome in enumerate(outcomes)]
    return tuple(ranked)


def _by_cost_and_loss(outcome: PolicyOutcome) -> tuple[bool, float]:
    """The cheapest that leaves no loss first; of those that leave one, the smallest loss first."""
    return (
        outcome.leaves_a_loss,
        -outcome.take_home_change if outcome.leaves_a_loss else outcome.employer_cost_over_five_years,
    )


def _outcome(name: str, pattern: str | None, first: Question, this: Question) -> PolicyOutcome:
    gain = penny(this.before["take_home_pay"] - first.before["take_home_pay"])
    a_year = penny(this.before["employer_cost"] - first.before["employer_cost"])
    raised = float(as_array(this.offer.job.step)) > float(as_array(first.offer.job.step))
    kind = RemedyKind.STARTING_STEP if raised else None
    return PolicyOutcome(
        post=this.offer.name,
        pattern=pattern,
        policy=name,
        take_home_change=penny(this.before["take_home_pay"] - this.held["take_home_pay"]),
        offer_on_first=gain,
        held_on_first=penny(this.held["take_home_pay"] - first.held["take_home_pay"]),
        employer_cost_a_year=a_year,
        employer_cost_over_five_years=first.cost_over_five_years(this.costs_before, this.years),
        cost_for_each_pound=round(a_year / gain, 2) if gain > 0 else None,
        side_effects=tuple(side_effects(kind, first.before, this.before, this.rule_book, this.offer.job)),
        cost_years=max(first.years, this.years),
        lasts=max((first.offer, this.offer), key=lambda offer: offer.lasts_years or np.inf).length,
    )
