"""The pay bill: what everybody in post costs the employer under each policy, whichever posts are offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paymodel.pay.job import BANDS
from paymodel.pay.payslips import payslips_in_blocks
from paymodel.workforces.measured import two_at_each_end
from paymodel.workforces.people import Rules, Staff, pence
from paymodel.workforces.questions import Question
from paymodel.workforces.tally import Whole

LINES = ("employer_cost", "employer_pension_paid_centrally", "take_home_pay")
SUMS = ("people", "paybill", "change", "central", "size", "changing", "lower")
"""What is summed up for each policy and band held: see `Paybill`."""


@dataclass(frozen=True, eq=False)
class Paybill:
    """Sums over everybody in post, in whole numbers, so that parts of a workforce can be added up exactly.

    `sums[name]` are arrays of policies by the band held (all of `BANDS`): `people`; in whole pence `paybill` (the
    employer's cost, with pension, National Insurance and levy), `change` (on top of the first policy), `central` (the
    part of the change that is paid centrally) and `size` (the changes without their signs); of people again `changing`
    (whose cost changes) and `lower` (whose take-home pay in the post held falls by more than what is about the same).
    `extremes` are the two lowest and the two highest changes, `costs` the same of what each person costs, in whole
    pence.
    """

    sums: dict[str, Whole]
    extremes: Whole
    costs: Whole

    def plus(self, other: "Paybill") -> "Paybill":
        """The sums with those of another part of the same workforce."""
        sums = {name: values + other.sums[name] for name, values in self.sums.items()}
        pairs = ((self.extremes, other.extremes), (self.costs, other.costs))
        return Paybill(sums, *(two_at_each_end(np.concatenate(pair, axis=-1)) for pair in pairs))

    def sums_of(self, policy: int, band: int | None) -> Mapping[str, int]:
        """The sums of those who hold a band, or of everybody where it is None."""
        held = slice(None) if band is None else slice(band, band + 1)
        return {name: int(values[policy, held].sum()) for name, values in self.sums.items()}

    def extremes_of(self, policy: int, band: int | None) -> Whole:
        """The two lowest and the two highest changes of those who hold a band, or of everybody where it is None."""
        return _of_band(self.extremes[policy], band)

    def costs_of(self, policy: int, band: int | None) -> Whole:
        """The two lowest and the two highest costs of a person who holds a band, or of anybody where it is None."""
        return _of_band(self.costs[policy], band)


def _of_band(extremes: Whole, band: int | None) -> Whole:
    return two_at_each_end(extremes.reshape(-1)) if band is None else extremes[band]


def paybill_of(questions: Sequence[Question]) -> Paybill:
    """What everybody costs under the rules of each question."""
    first = questions[0]
    shape = (len(questions), len(BANDS))
    sums = {name: np.zeros(shape, dtype=np.int64) for name in SUMS}
    bill = Paybill(sums, *np.zeros((2, *shape, 4), dtype=np.int64))
    if not first.staff.size:
        return bill
    band = first.staff.number("band").astype(np.intp)
    switches = next(iter(first.rules.values())).switches
    tolerance = round(switches.same_within_pounds_a_month * 1200)
    known: dict[object, dict[str, Whole]] = {}
    for number, question in enumerate(questions):
        rules = tuple(id(rule_book) for rule_book in question.rules.values())
        if (id(question.staff), rules) not in known:
            known[id(question.staff), rules] = _costs(question.staff, question.rules)
        lines, before = known[id(question.staff), rules], known[next(iter(known))]
        cost, central, take_home = (lines[line] - before[line] for line in LINES)
        each = {
            "people": np.ones(len(band), dtype=np.int64),
            "paybill": lines["employer_cost"],
            "change": cost,
            "central": central,
            "size": np.abs(cost),
            "changing": cost != 0,
            "lower": take_home < -tolerance,
        }
        for name, values in each.items():
            sums[name][number] = np.rint(np.bincount(band, values, len(BANDS))).astype(np.int64)
        bill.extremes[number] = _extremes(cost, band)
        bill.costs[number] = _extremes(lines["employer_cost"], band)
    return bill


def _costs(staff: Staff, rules: Rules) -> dict[str, Whole]:
    """The lines of everybody that a pay bill needs, whole pence a year."""
    lines = {line: np.empty(staff.size, dtype=np.int64) for line in LINES}
    for group in staff.groups:
        slip = payslips_in_blocks(group.job, rules[group.nation, group.tax_residence], LINES)
        for line in LINES:
            lines[line][group.rows] = pence(slip[line])
    return lines


def _extremes(amount: Whole, band: NDArray[np.intp]) -> Whole:
    """The two lowest and the two highest amounts of each band, 0 in place of those that there are not."""
    extremes = np.zeros((len(BANDS), 4), dtype=np.int64)
    for code in np.unique(band).tolist():
        held = np.sort(amount[band == code])
        ends = np.concatenate((held[:2], held[-2:], np.zeros(4, dtype=np.int64)))
        extremes[code] = two_at_each_end(ends)
    return extremes
