"""`paymodel.compare` and `paymodel.explain`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from paymodel.moves.comparison import Comparison as Compared
from paymodel.moves.comparison import PolicyResults
from paymodel.moves.comparison import compare as compared
from paymodel.pay.job import Payslip
from paymodel.python.answer import Answer, Document, Row
from paymodel.python.scenario import AnyScenario, as_scenario

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Compared, Answer):
    """The answer to a scenario: its `moves`, and `results` (the post held, then its moves) by policy; `assumptions`.

    `print(comparison)` shows what `paymodel compare` prints. `to_frame` has a row for each post, policy and payslip
    line: pounds a year, and the change against the post held (NaN for the post held itself).
    """

    def blocks(self) -> "Sequence[Block]":
        """The answer in words and tables."""
        from paymodel.answers.comparison import answer

        return answer(self)

    def to_json(self) -> str:
        """The answer as `paymodel compare --format json` prints it."""
        from paymodel.answers.comparison_data import as_json

        return as_json(self)

    def rows(self) -> Sequence[Row]:
        """A row for each post, policy and line."""
        from paymodel.answers.comparison_tables import lines_table

        return list(lines_table(self).records())


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(Document):
    """Where each line of a comparison comes from: its rule, inputs, figures with source and status."""

    comparison: Comparison

    def blocks(self) -> "Sequence[Block]":
        """Every post, line by line."""
        from paymodel.answers.explanation import explanation

        return explanation(self.comparison)

    def __repr__(self) -> str:
        return f"<Explanation of {self.comparison!r}>"


def compare(scenario: AnyScenario) -> Comparison:
    """Compare pay now with each post offered, under each policy of a scenario.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. The payslip of a
    result maps each line to pounds a year. An offer with `pattern: unsure` gives two results, `different` then `same`.

    Raises `Faults` where the file is at fault, and `Refused` where a rule cannot answer.

    >>> import paymodel
    >>> comparison = paymodel.compare("paramedic-to-operations-manager")
    >>> move = comparison.moves[0]
    >>> move.verdict, move.take_home_change, move.payslip["pension_contribution"]
    ('loses', -1350.49, 6155.5)
    >>> comparison.to_dict()["results"][1]["catch_up_year"]
    6
    """
    comparison = compared(as_scenario(scenario))
    return Comparison(
        comparison.scenario, tuple(_results_to_numbers(under) for under in comparison.by_policy), comparison.assumptions
    )


def _results_to_numbers(under: PolicyResults) -> PolicyResults:
    """Results whose payslips hold numbers, where the rules work on arrays without a dimension."""
    held = replace(under.held, payslip=to_numbers(under.held.payslip))
    moves = [replace(move, payslip=to_numbers(move.payslip), change=to_numbers(move.change)) for move in under.moves]
    return PolicyResults(held, tuple(moves))


def to_numbers(slip: Payslip) -> Payslip:
    """A payslip of one person as Python numbers: what reads arrays without a dimension reads these alike."""
    return cast(Payslip, {line: float(pounds) for line, pounds in slip.items()})


def explain(scenario: AnyScenario | Comparison) -> Explanation:
    """Show the rule, inputs, source and status behind each line of a comparison.

    `scenario` is a name, a path, a loaded scenario, or a comparison already made. `print` shows it, `to_markdown`
    writes it. Raises what `compare` raises.

    >>> import paymodel
    >>> "pay-points (england, band 8a, step 1)" in str(paymodel.explain("paramedic-to-operations-manager"))
    True
    """
    return Explanation(scenario if isinstance(scenario, Comparison) else compare(scenario))
