"""Cases worked by hand, worked out by the installed copy and compared: does it still do its sums?"""

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from paymodel.answers.phrasing import LINE_LABELS, pounds
from paymodel.files.people_tables import payslips_of
from paymodel.files.scales import shipped_folder
from paymodel.moves.comparison import compare
from paymodel.pay.lines import LINES
from paymodel.scenarios.load import load_scenario
from paymodel.scenarios.worked_cases import WorkedJob, read_worked_cases

PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Checked:
    """One figure: pounds by hand and pounds by the program, both to the penny, and what it is of."""

    case: str
    what: str
    by_hand: Decimal
    by_program: Decimal
    source: str

    @property
    def agrees(self) -> bool:
        """Whether the two are the same to the penny."""
        return self.by_hand == self.by_program

    @property
    def words(self) -> str:
        """What does not agree, in a line."""
        ours, by_hand = (pounds(float(amount)) for amount in (self.by_program, self.by_hand))
        return f"{self.case}, {self.what}: {ours}, by hand {by_hand} ({self.source})"


def check_worked_cases(path: Path | None = None) -> Iterator[Checked]:
    """Every figure of the worked cases that ship, or of a file of the same form, beside what the program makes of it.

    >>> all(figure.agrees for figure in check_worked_cases())
    True
    """
    worked = read_worked_cases(path or shipped_folder("scenarios") / "self-test" / "cases.yaml")
    for case, slip in zip(worked.cases, _payslips(worked.cases), strict=True):
        yield from _of_a_job(case, slip)
    for move in worked.moves:
        change = compare(load_scenario(move.scenario)).moves[0].take_home_change
        yield Checked(
            move.name, "change of take-home pay", result_of(move.take_home_change), _penny(change), move.source
        )


def _payslips(cases: Sequence[WorkedJob]) -> Iterator[Mapping[str, Decimal]]:
    """The payslip of each case, worked out as a row of a table of jobs."""
    import pandas as pd

    rows = [{"id": case.name, "nation": case.nation, "as_at": case.as_at, **case.job} for case in cases]
    blocks, _ = payslips_of(pd.DataFrame(rows).fillna(""))
    for block in blocks:
        for place in range(len(block["id"])):
            yield {line: _penny(float(block[line][place])) for line in LINES}


def _of_a_job(case: WorkedJob, slip: Mapping[str, Decimal]) -> Iterator[Checked]:
    by_hand = dict(slip)
    for line, words in case.lines.items():
        by_hand[line] = result_of(words, by_hand)
        yield Checked(case.name, LINE_LABELS[line].strip(), by_hand[line], slip[line], case.source)


_DOES: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_ROUNDS: Mapping[str, Callable[[Decimal], int]] = {"down": math.floor, "up": math.ceil}


def result_of(words: str, lines: Mapping[str, Decimal] = {}) -> Decimal:
    """What a sum of numbers and named lines comes to, to the penny, half a penny up. Raises `ValueError`.

    >>> result_of("48117 * 0.25"), result_of("down((45000 - 29385) * 0.09)")
    (Decimal('12029.25'), Decimal('1405.00'))
    """
    return _to_penny(_worked(ast.parse(words.strip(), mode="eval").body, lines))


def _worked(part: ast.expr, lines: Mapping[str, Decimal]) -> Decimal:
    match part:
        case ast.Constant(value=int() | float() as number):
            return Decimal(str(number))
        case ast.Name(id=line):
            return lines[line]
        case ast.BinOp(left=left, op=op, right=right):
            return _DOES[type(op)](_worked(left, lines), _worked(right, lines))
        case ast.Call(func=ast.Name(id=name), args=[amount]):
            return Decimal(_ROUNDS[name](_worked(amount, lines)))
    raise ValueError(f"'{ast.unparse(part)}' is not part of a sum")


def _penny(amount: float) -> Decimal:
    return _to_penny(Decimal(str(round(amount, 4))))


def _to_penny(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)
