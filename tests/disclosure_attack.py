"""An attack on what a workforce publishes: integer programmes look for hidden counts, linear ones for one person's pay.

The attacker has every folder that was published of a list: with other groupings, policies and posts, and of the same
list with one person more. They know the rules of what is redacted and rounded, which columns lie within which, that a
premium lowers nobody's pay and brings nobody more than its pounds, and that a post open to fewer people pays the same.
The published cells are those that the program makes.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, vstack

from paymodel.answers.workforce_tables import HIDDEN, NOT_KNOWN, Rung, cells_of, spread_cells
from paymodel.pay.job import BANDS
from paymodel.workforces.disclosure import SMALLEST, TOTAL, Control, control_of
from paymodel.workforces.measured import COSTS, Measured, Spread, no_spreads

OUTCOMES = ("lose", "same", "gain")
SAME = 6_000
"""Pence a year that are about the same either way: 5 pounds a month."""
FIRST_BAND = BANDS.index("5")
PATIENCE = 60.0
"""Seconds that are spent on the counts of a trust."""
WITHIN = 50
"""Pounds to within which nobody's change may be known."""
Row = tuple[str, str]
Folder = tuple[bool, tuple[str, ...]]
"""What was published: of everybody (else without the last person), and grouped by which columns."""


@dataclass(eq=False)
class Trust:
    """Some people put to policies (each a premium on top of the one before) and posts, the second of which fewer have.

    `change` is everybody's in whole pence: policies by posts by people; `codes` their groups by column.
    """

    codes: dict[str, NDArray[np.intp]]
    open_to: NDArray[np.bool_]  # posts, people
    change: NDArray[np.int64]
    premiums: list[int]
    folders: tuple[Folder, ...]
    control: Control = field(default_factory=control_of)

    def columns(self) -> dict[bool, dict[str, None]]:
        """By which columns each list was grouped, in any folder."""
        columns_of: dict[bool, dict[str, None]] = {}
        for everybody, names in self.folders:
            columns_of.setdefault(everybody, {}).update(dict.fromkeys(names))
        return columns_of

    def rows(self, columns: Iterable[str]) -> list[Row]:
        return [TOTAL, *((name, str(code)) for name in columns for code in np.unique(self.codes[name]).tolist())]

    def members(self, row: Row) -> NDArray[np.bool_]:
        return np.ones(len(self.change[0, 0]), dtype=bool) if row == TOTAL else self.codes[row[0]] == int(row[1])

    def counts(self, rows: list[Row], *, everybody: bool) -> dict[str, NDArray[np.int64]]:
        there = np.stack([self.members(row) for row in rows]) * 1
        there[:, -1] *= everybody
        change, is_open = self.change, np.broadcast_to(self.open_to, self.change.shape)
        lose, gain = is_open & (change < -SAME), is_open & (change > SAME)
        each = {"people": is_open, "lose": lose, "same": is_open & ~lose & ~gain, "gain": gain}
        each |= {"change": np.where(is_open, change, 0), "losses": np.where(lose, -change, 0)}
        return {name: np.einsum("qmp,rp->qmr", values * 1, there) for name, values in each.items()}

    def published(self, folder: Folder) -> tuple[list[Row], NDArray[np.object_], NDArray[np.object_]]:
        """The rows of a folder, its cells, and the deciles of everybody, as the program makes them."""
        everybody, columns = folder
        rows = self.rows(columns)
        policies, moves, _ = self.change.shape
        by_band = (policies, moves, len(BANDS))
        measured = Measured(
            rows=[(name, BANDS[FIRST_BAND + int(value)]) if name == "band" else (name, value) for name, value in rows],
            counts={name: each for name, each in self.counts(rows, everybody=everybody).items() if name != "same"},
            costs={name: np.zeros(by_band, dtype=np.int64) for name in COSTS},
            extremes=np.zeros((*by_band, 4), dtype=np.int64),
            spreads=(spreads := no_spreads(policies, moves)),
            premiums=no_spreads(policies, moves),
        )
        there = np.arange(len(self.change[0, 0])) < len(self.change[0, 0]) - (not everybody)
        for q, m, code in product(range(policies), range(moves), np.unique(self.codes["band"]).tolist()):
            change = np.sort(self.change[q, m, there & self.open_to[m] & (self.codes["band"] == code)])
            ends = [0, 0, *change, 0, 0]
            measured.extremes[q, m, FIRST_BAND + code] = [
                *np.minimum(np.sort(ends)[:2], 0),
                *np.maximum(np.sort(ends)[-2:], 0),
            ]
            spreads[q][m][FIRST_BAND + code] = Spread.of(change, measured.step)
        hidden, coded = cells_of(measured, self.control)
        cells = np.stack([column.texts() for column in coded], axis=-1)
        deciles = np.empty((policies, moves, 9), dtype=object)
        for q, m in np.ndindex(policies, moves):
            deciles[q, m] = spread_cells(Rung(q, m, None, 0, []), measured, hidden, self.control)[1:]
        return rows, cells, deciles


WITHIN_WHICH = {"site,profession": ("site", "profession"), "step": ("band",)}
"""Columns that lie within others, as everybody knows."""


def trust_at_random(seed: int, most_policies: int = 8, control: Control | None = None) -> Trust:
    """Few or many people in bands, steps, sites and professions; premiums from 25 pounds to thousands."""
    rng = np.random.default_rng(seed)
    size = int(rng.choice([15, 30, 60, 120, 300]))
    site = rng.choice(5, size, p=rng.dirichlet(np.full(5, 0.8)))
    profession = rng.choice(4, size, p=rng.dirichlet(np.full(4, 0.6)))
    step = rng.choice(6, size, p=rng.dirichlet(np.full(6, 0.8)))
    codes = {"site": site, "profession": profession, "band": step // 2, "step": step}
    codes["site,profession"] = site * 4 + profession
    policies = min(int(rng.choice([1, 2, 4, 8])), most_policies)
    premiums = np.cumsum([0, *rng.choice([25, 50, 100, 500, 2_000], policies - 1)]).tolist()
    now = rng.integers(0, int(rng.choice([1_000, 6_000])), size) * 100 + rng.integers(0, 100, size) + step * 80_000
    offer = int(rng.integers(now.min(), now.max() + 1))
    kept = rng.choice([0.58, 0.62, 0.72], size)  # of a pound of premium, after deductions
    change = np.stack([offer + np.floor(premium * 100 * kept) - now for premium in premiums]).astype(np.int64)
    open_to = np.stack([np.ones(size, dtype=bool), profession > 0])
    open_to[1, -1] = bool(rng.integers(2))
    columns = [("site", "band"), ("site", "profession", "site,profession"), ("band", "step"), ("profession",)]
    chosen = tuple(
        (bool(rng.integers(2)), columns[at]) for at in rng.permutation(4)[: int(rng.integers(1, 4))].tolist()
    )
    folders = (*chosen, (not chosen[0][0], chosen[0][1])) if rng.random() < 0.6 else chosen
    return Trust(
        {name: each.astype(np.intp) for name, each in codes.items()},
        open_to,
        np.stack([change, change], axis=1),
        premiums,
        folders,
        control or control_of(),
    )


class Programme:
    """Unknown numbers, and what is known of their sums."""

    def __init__(self) -> None:
        self.number: dict[Any, int] = {}
        self.entries: list[tuple[int, int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        self.least: list[float] = []
        self.most: list[float] = []

    def known(self, terms: Mapping[Any, float], low: float, high: float) -> None:
        for term, factor in terms.items():
            self.entries.append((len(self.low), self.at(term), factor))
        self.low.append(low)
        self.high.append(high)

    def at(self, term: Any) -> int:
        if term not in self.number:
            self.number[term] = len(self.number)
            self.least.append(-np.inf)
            self.most.append(np.inf)
        return self.number[term]

    def between(self, term: Any, low: float, high: float) -> None:
        at = self.at(term)
        self.least[at], self.most[at] = max(self.least[at], low), min(self.most[at], high)

    def matrix(self) -> Any:
        line, unknown, factor = zip(*self.entries, strict=True)
        return coo_array((factor, (line, unknown)), shape=(len(self.low), len(self.number))).tocsr()


def count_bounds(cell: Any, control: Control) -> tuple[float, float]:
    """What a published count tells of a count."""
    if isinstance(cell, str):
        return 0, control.most_redacted
    may_be = [n for n in range(cell - SMALLEST, cell + SMALLEST + 1) if n > control.most_redacted]
    may_be = [n for n in may_be if control.count(n) == cell]
    return may_be[0], may_be[-1]


class Attacked(NamedTuple):
    """How many counts are redacted, how many of 1 to 4 are not decided, and those that follow from the rest."""

    redacted: int
    undecided: int
    recovered: list[str]


def hidden_counts(trust: Trust) -> Attacked:
    """Which counts of 1 to 4 that are redacted in the folders follow from them exactly."""
    programme = Programme()
    known, true, cells = programme.known, {}, {}
    policies, moves, _ = trust.change.shape
    columns_of = trust.columns()
    for everybody, columns in trust.folders:
        rows, shown, deciles = trust.published((everybody, columns))
        counts = trust.counts(rows, everybody=everybody)
        for (q, m), (r, row), (place, name) in product(
            np.ndindex(policies, moves), enumerate(rows), enumerate(("people", *OUTCOMES))
        ):
            term = (everybody, name, 0 if name == "people" else q, m, row)
            true[term], cells[term] = int(counts[name][q, m, r]), shown[q, m, r, place]
            programme.between(term, *count_bounds(shown[q, m, r, place], trust.control))
        for (q, m), decile in product(np.ndindex(policies, moves), range(1, 10)):
            value = deciles[q, m, decile - 1]
            if value == HIDDEN:
                continue
            lose, same = ((everybody, name, q, m, TOTAL) for name in ("lose", "same"))
            part = {(everybody, "people", 0, m, TOTAL): -decile / 10}
            half = trust.control.unit / 2
            if value + half < -SAME / 100:
                known({lose: 1, **part}, 0, np.inf)
            if value - half > -SAME / 100:
                known({lose: 1, **part}, -np.inf, 0)
            if value + half < SAME / 100:
                known({lose: 1, same: 1, **part}, 0, np.inf)
            if value - half > SAME / 100:
                known({lose: 1, same: 1, **part}, -np.inf, 0)
    for everybody, names in columns_of.items():
        rows = trust.rows(names)
        for m, row in product(range(moves), rows):
            for q in range(policies):
                of = {name: (everybody, name, q, m, row) for name in OUTCOMES}
                known({**dict.fromkeys(of.values(), 1), (everybody, "people", 0, m, row): -1}, 0, 0)
                if q + 1 < policies:  # a premium lowers nobody
                    known({of["lose"]: 1, (everybody, "lose", q + 1, m, row): -1}, 0, np.inf)
                    known({of["gain"]: 1, (everybody, "gain", q + 1, m, row): -1}, -np.inf, 0)
        for name, (over, under) in product(("people", *OUTCOMES), parts_of(rows, trust)):
            for q, m in product(range(1 if name == "people" else policies), range(moves)):
                parts = {(everybody, name, q, m, row): -1 for row in under}
                known({(everybody, name, q, m, over): 1, **parts}, 0, 0)
        for name, row in product(("people", *OUTCOMES), rows):  # the second post pays the same, and fewer have it
            for q in range(1 if name == "people" else policies):
                known({(everybody, name, q, 0, row): 1, (everybody, name, q, 1, row): -1}, 0, np.inf)
    if len(columns_of) == 2:
        one_person_more(programme, trust, set(columns_of[True]) & set(columns_of[False]))
    redacted = [term for term, cell in cells.items() if cell == HIDDEN]
    small = {term for term in redacted if 0 < true[term] < SMALLEST}
    found, fixed = alternatives(programme, true, redacted)
    return Attacked(len(redacted), len(small - found - fixed), [f"{term} is {true[term]}" for term in fixed])


def parts_of(rows: list[Row], trust: Trust) -> Iterator[tuple[Row, list[Row]]]:
    """Rows with those that they are made of."""
    columns = dict.fromkeys(name for name, _ in rows if name)
    for name in columns:
        inside = [row for row in rows if row[0] == name]
        yield TOTAL, inside
        for outer in WITHIN_WHICH.get(name, ()):
            for over in (row for row in rows if row[0] == outer):
                yield over, [row for row in inside if trust.codes[outer][trust.members(row)][0] == int(over[1])]


def one_person_more(programme: Programme, trust: Trust, columns: Iterable[str]) -> None:
    """One list holds one person more than the other: in one group of each column, with one outcome, or none."""
    policies, moves, _ = trust.change.shape
    rows = trust.rows(sorted(columns))
    for q, m, row, name in product(range(policies), range(moves), rows, ("people", *OUTCOMES)):
        q = 0 if name == "people" else q
        more = ("more", name, q, m, row)
        programme.between(more, 0, 1)
        programme.known({(True, name, q, m, row): 1, (False, name, q, m, row): -1, more: -1}, 0, 0)


def alternatives(programme: Programme, true: Mapping[Any, int], terms: list[Any]) -> tuple[set[Any], set[Any]]:
    """The unknowns that may be another whole number than they are, by a solution of all that is known.

    Then those that cannot: neither is said of what takes longer than `PATIENCE`.
    """
    rules = LinearConstraint(programme.matrix(), np.array(programme.low), np.array(programme.high))
    least, most = np.array(programme.least), np.array(programme.most)
    place = {term: programme.number[term] for term in terms}
    found: set[Any] = set()
    fixed: set[Any] = set()
    started = time.monotonic()

    def look(aim: NDArray[np.float64], least: NDArray[np.float64], most: NDArray[np.float64]) -> bool:
        """Enter what another solution shows; whether it is certain that there is none."""
        answer = milp(
            aim,
            constraints=rules,
            bounds=Bounds(least, most),
            integrality=np.ones(len(aim)),
            options={"time_limit": PATIENCE / 6, "mip_rel_gap": 0.5},
        )
        if answer.x is not None:
            found.update(term for term in terms if round(answer.x[place[term]]) != true[term])
        return bool(answer.status == 2)

    rng = np.random.default_rng(1)
    for _ in range(3):
        aim = np.zeros(len(programme.number))
        for term in (open_still := [term for term in terms if term not in found]):
            aim[place[term]] = rng.normal()
        if open_still:
            look(aim, least, most)
    for term in terms:
        if term in found or not 0 < true[term] < SMALLEST or time.monotonic() - started > PATIENCE:
            continue
        fewer, more = most.copy(), least.copy()
        fewer[place[term]], more[place[term]] = true[term] - 1, true[term] + 1
        nothing = np.zeros(len(least))
        if all([look(nothing, least, fewer), term not in found and look(nothing, more, most)]):
            fixed.add(term)
    return found, fixed


def people_singled_out(trust: Trust, *, counts_known: bool = False) -> tuple[int, list[str]]:
    """How many people stand alone between two published sums, and whose change is known to within 50 pounds.

    They are the one person more of the longer list, and whoever alone has the first post open and not the second.
    `counts_known` gives the attacker every exact count besides.
    """
    checked, found = 0, []
    size = len(trust.change[0, 0])
    lists = {everybody for everybody, _ in trust.folders}
    targets = [("list", size - 1)] if len(lists) == 2 else []
    rows = trust.rows(dict.fromkeys(name for _, columns in trust.folders for name in columns))
    alone = {
        int(np.flatnonzero(trust.members(row) & ~trust.open_to[1])[0])
        for row in rows
        if (trust.members(row) & ~trust.open_to[1]).sum() == 1
    }
    targets += [("post", person) for person in sorted(alone)]
    for kind, person in targets:
        checked += 1
        low, high = change_bounds(trust, kind, person, counts_known=counts_known)
        if high - low <= 2 * WITHIN:
            found.append(f"person {person} by {kind}: {low:.0f} to {high:.0f}, {trust.change[0, 0, person] / 100:.2f}")
    return checked, found


def change_bounds(trust: Trust, kind: str, person: int, *, counts_known: bool) -> tuple[float, float]:
    """From what to what a person's change under the first policy may be, pounds a year."""
    programme = Programme()
    policies, moves, _ = trust.change.shape
    half = trust.control.unit / 2
    columns_of = trust.columns()
    for everybody, columns in trust.folders:
        rows, shown, _ = trust.published((everybody, columns))
        counts = trust.counts(rows, everybody=everybody)
        for (q, m), (r, row) in product(np.ndindex(policies, moves), enumerate(rows)):
            for what, place, among, at in (("change", 5, "people", 0), ("losses", 7, "lose", 1)):
                of, exact, mean = (
                    people(everybody, among, q, m, row),
                    int(counts[among][q, m, r]),
                    shown[q, m, r, place],
                )
                programme.between(
                    of, *(exact, exact) if counts_known else count_bounds(shown[q, m, r, at], trust.control)
                )
                term, first = ((everybody, what, policy, m, row) for policy in (q, 0))
                programme.at(term)
                if mean in (HIDDEN, NOT_KNOWN):
                    continue
                wide = half * (1 + (q > 0))
                programme.known({term: 1, of: -(mean - wide)}, 0, np.inf)
                programme.known({term: 1, of: -(mean + wide)}, -np.inf, 0)
                # a policy's mean is that of the first, rounded, and the rounded difference
                before = shown[0, m, r, place]
                if q and before not in (HIDDEN, NOT_KNOWN) and what == "change":
                    programme.known({term: 1, first: -1, of: -(mean - before - half)}, 0, np.inf)
                    programme.known({term: 1, first: -1, of: -(mean - before + half)}, -np.inf, 0)
    for q, (before, after) in enumerate(pairwise(trust.premiums)):
        programme.known({("theirs", q + 1): 1, ("theirs", q): -1}, 0, after - before)
    for everybody, names in columns_of.items():
        rows = trust.rows(names)
        for among, q, m in product(("people", "lose"), range(policies), range(moves)):
            for over, under in parts_of(rows, trust):
                what = "change" if among == "people" else "losses"
                parts = {(everybody, what, q, m, row): -1.0 for row in under}
                programme.known({(everybody, what, q, m, over): 1.0, **parts}, 0, 0)
                parts = {people(everybody, among, q, m, row): -1.0 for row in under}
                programme.known({people(everybody, among, q, m, over): 1.0, **parts}, 0, 0)
        for m, row, (q, (before, after)) in product(range(moves), rows, enumerate(pairwise(trust.premiums))):
            step = {(everybody, "change", q + 1, m, row): 1.0, (everybody, "change", q, m, row): -1.0}
            programme.known(step, 0, np.inf)
            programme.known({**step, people(everybody, "people", q, m, row): before - after}, -np.inf, 0)
    for q in range(policies):
        loses = bool(trust.change[q, 0, person] < -SAME)
        for what, among, share in (("change", "people", 1.0), ("losses", "lose", -1.0 if loses else 0.0)):
            for more, less, mine in pairs(trust, kind, person, what, among, q):
                programme.known({more[0]: 1.0, less[0]: -1.0, ("theirs", q): -share * mine}, 0, 0)
                programme.known({more[1]: 1.0, less[1]: -1.0}, abs(share) * mine, abs(share) * mine)
    target = programme.at(("theirs", 0))
    programme.between(("theirs", 0), -50_000, 50_000)
    matrix, low, high = programme.matrix(), np.array(programme.low), np.array(programme.high)
    ends = []
    for way in (1.0, -1.0):
        aim = np.zeros(len(programme.number))
        aim[target] = way
        above, below = np.isfinite(high), np.isfinite(low)
        rules = np.concatenate((high[above], -low[below]))
        lines = [matrix[np.flatnonzero(above)], -matrix[np.flatnonzero(below)]]
        answer = linprog(aim, vstack(lines), rules, bounds=list(zip(programme.least, programme.most, strict=True)))
        assert answer.status == 0, answer.message
        ends.append(float(answer.x[target]))
    return ends[0], ends[1]


def people(everybody: bool, among: str, q: int, m: int, row: Row) -> Any:
    """The unknown that counts people: whom a post is open to does not depend on the policy."""
    return ("n", everybody, among, 0 if among == "people" else q, m, row)


def pairs(
    trust: Trust, kind: str, person: int, what: str, among: str, q: int
) -> Iterator[tuple[tuple[Any, Any], tuple[Any, Any], int]]:
    """Two sums with their counts that differ by one person alone or are the same, and by how many."""
    columns_of = trust.columns()

    def both(everybody: bool, m: int, row: Row) -> tuple[Any, Any]:
        return (everybody, what, q, m, row), people(everybody, among, q, m, row)

    if kind == "list":
        for m, row in product(range(len(trust.open_to)), trust.rows(set(columns_of[True]) & set(columns_of[False]))):
            yield both(True, m, row), both(False, m, row), int(trust.members(row)[person] and trust.open_to[m, person])
        return
    for everybody, names in columns_of.items():
        for row in trust.rows(names):
            apart = trust.members(row) & ~trust.open_to[1]
            if apart.sum() == 1 and apart[person] and (everybody or not apart[-1]):
                yield both(everybody, 0, row), both(everybody, 1, row), 1


def main() -> None:
    """The longer attack: `python -m tests.disclosure_attack`, which `make fuzz` runs too."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trusts", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1_000)
    asked = parser.parse_args()
    redacted = undecided = alone = insiders = 0
    faults: list[str] = []
    for seed in range(asked.seed, asked.seed + asked.trusts):
        trust = trust_at_random(seed)
        counts = hidden_counts(trust)
        several, singled_out = people_singled_out(trust)
        redacted, undecided, alone = redacted + counts.redacted, undecided + counts.undecided, alone + several
        insiders += len(people_singled_out(trust, counts_known=True)[1])
        faults += [f"seed {seed}: {fault}" for fault in (*counts.recovered, *singled_out)]
    print(
        f"{asked.trusts} trusts: {redacted:,} redacted counts attacked, {undecided} not decided; {alone} people"
        f" attacked. {len(faults)} found; {insiders} people by who also knows every count."
    )
    for fault in faults:
        print(fault)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
