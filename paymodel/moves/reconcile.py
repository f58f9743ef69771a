"""Why somebody else's figure differs from ours: known differences, alone or two together, tried to the penny."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from paymodel.errors import PaymodelError
from paymodel.moves.comparison import Case
from paymodel.moves.payroll import RulesOf, months_of_one_post
from paymodel.pay.job import MONTHS, Job
from paymodel.pay.payslips import payslip
from paymodel.pay.rule_book import Paye, RuleBook
from paymodel.pay.rules.paye import TaxCode

NET, GROSS = "take_home_pay", "gross_pay"
MONTH = "month"
"""The kind of a difference that takes another month's payslip."""
MOST_SHOWN = 10
MOST_PAIRS = 40
"""Pairs that are worked out in full: those whose two effects come nearest to what must be explained."""


@dataclass(frozen=True, eq=False)
class Asked:
    """The person whose figure is asked about, and how it is worked out.

    `code` and `month_1` say how tax is deducted; `by_twelfths` divides a year by twelve in place of a payroll,
    `from_months` adds twelve payslips up in place of a year as a whole, and `month` is another month than was asked.
    """

    case: Case
    rules_of: RulesOf
    paye: Paye
    code: TaxCode
    month_1: bool = False
    by_twelfths: bool = False
    from_months: bool = False
    month: int | None = None

    def with_job(self, **values: object) -> "Asked":
        """The question with values of the job changed."""
        current = self.case.current
        changed = replace(current, job=current.job.with_(**values), later_job=current.later_job.with_(**values))
        return replace(self, case=replace(self.case, current=changed))

    def with_rules(self, change: Callable[[RuleBook], RuleBook]) -> "Asked":
        """The question under rule books that were changed, on every day."""
        made: dict[int, RuleBook] = {}
        before = self.rules_of

        def rules_of(day: datetime.date) -> RuleBook:
            rule_book = before(day)
            return made.setdefault(id(rule_book), change(rule_book))

        return replace(self, case=replace(self.case, rule_book=change(self.case.rule_book)), rules_of=rules_of)

    @property
    def job(self) -> Job:
        """The job."""
        return self.case.current.job


@dataclass(frozen=True, eq=False)
class KnownDifference:
    """Something in which others are known to differ: its kind, in words, and what it changes.

    Of one kind only one can hold.
    """

    kind: str
    words: str
    change: Callable[[Asked], Asked]


@dataclass(frozen=True)
class Explanation:
    """Differences that hold together, the figure that they lead to, and what they leave of theirs; pounds."""

    differences: tuple[KnownDifference, ...]
    figure: float
    unexplained: float

    @property
    def words(self) -> str:
        """The differences in words."""
        return "; and ".join(difference.words for difference in self.differences)


@dataclass(frozen=True)
class Reconciliation:
    """Our figure, theirs, and what explains the difference: to the penny, or else what comes nearest."""

    line: str
    month: int | None
    ours: float
    theirs: float
    explained: tuple[Explanation, ...] = ()
    nearest: tuple[Explanation, ...] = field(default=())

    @property
    def difference(self) -> float:
        """Theirs less ours."""
        return round(self.theirs - self.ours, 2)


def figure_of(asked: Asked, line: str, month: int | None) -> float:
    """A line of one payslip (month 1 to 12 of the pay year), or of the year. Raises `PaymodelError`."""
    if month is None and not asked.from_months:
        return float(payslip(asked.job, asked.case.rule_book)[line])
    if asked.by_twelfths and month is not None:
        return float(np.round(float(payslip(asked.job, asked.case.rule_book)[line]) / MONTHS, 2))
    slips = months_of_one_post(asked.case, asked.code, asked.paye, asked.rules_of, month_1=asked.month_1)
    return float(np.round(slips[line].sum(), 2)) if month is None else float(slips[line][(asked.month or month) - 1])


def reconcile(
    asked: Asked, known: Sequence[KnownDifference], theirs: float, line: str = NET, month: int | None = None
) -> Reconciliation:
    """What brings our figure to theirs: single differences first, then two of different kinds together.

    Raises `PaymodelError` where our own figure cannot be worked out; a difference that cannot be is left out.
    """
    ours = figure_of(asked, line, month)
    wanted = round(theirs - ours, 2)
    singles = list(_tried(asked, [(difference,) for difference in known], theirs, line, month))
    effects = {single.differences[0]: round(single.figure - ours, 2) for single in singles}
    telling = [difference for difference, effect in effects.items() if effect]
    pairs = [pair for pair in combinations(telling, 2) if pair[0].kind != pair[1].kind]
    pairs.sort(key=lambda pair: abs(effects[pair[0]] + effects[pair[1]] - wanted))
    doubles = list(_tried(asked, pairs[:MOST_PAIRS], theirs, line, month))
    all_tried = [single for single in singles if effects[single.differences[0]]] + doubles
    explained = [each for each in all_tried if not each.unexplained]
    alone = {each.differences[0] for each in explained if len(each.differences) == 1}
    explained = [each for each in explained if len(each.differences) == 1 or not alone & {*each.differences}]
    explained = _months_once(explained)
    nearer = [each for each in all_tried if abs(each.unexplained) < abs(wanted)]
    nearest = () if explained else sorted(nearer, key=lambda each: (abs(each.unexplained), len(each.differences)))
    return Reconciliation(line, month, ours, theirs, tuple(explained[:MOST_SHOWN]), tuple(nearest[:3]))


def _months_once(explained: Sequence[Explanation]) -> list[Explanation]:
    """Explanations without those that name only another month than one before them does."""
    kept: dict[tuple[KnownDifference | None, ...], Explanation] = {}
    for each in explained:
        kept.setdefault(
            tuple(None if difference.kind == MONTH else difference for difference in each.differences), each
        )
    return list(kept.values())


def _tried(
    asked: Asked, together: Sequence[tuple[KnownDifference, ...]], theirs: float, line: str, month: int | None
) -> Iterator[Explanation]:
    for differences in together:
        changed = asked
        try:
            for difference in differences:
                changed = difference.change(changed)
            figure = figure_of(changed, line, month)
        except PaymodelError:
            continue
        yield Explanation(differences, figure, round(theirs - figure, 2))
