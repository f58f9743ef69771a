"""Nobody can work out a hidden count from all that a run publishes: linear programmes try."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from paymodel.disclosure import OPEN_TO, TOTAL, Columns, Hidden, Row, hide, pairs, within_of

OUTCOMES = ("lose", "same", "gain")


@dataclass
class Run:
    """A small workforce put to several moves under several policies, counted person by person."""

    columns: Columns
    open_to: NDArray[np.bool_]  # policies, moves, people
    change: NDArray[np.int64]
    threshold: int
    rows: list[Row] = field(init=False)
    counts: dict[str, NDArray[np.int64]] = field(init=False)
    hidden: Hidden = field(init=False)

    def __post_init__(self) -> None:
        self.rows = [TOTAL, *((name, value) for name, (values, _) in self.columns.items() for value in values)]
        self.member = np.stack(
            [np.ones(self.open_to.shape[2], dtype=bool)]
            + [codes == code for values, codes in self.columns.values() for code in range(len(values))]
        )
        counted = {
            "people": self.open_to,
            "lose": self.open_to & (self.change < 0),
            "same": self.open_to & (self.change == 0),
            "gain": self.open_to & (self.change > 0),
        }
        self.counts = {name: np.einsum("qmp,rp->qmr", mask, self.member * 1) for name, mask in counted.items()}
        self.within = within_of(pairs(self.columns))
        self.hidden = hide(
            self.rows, self.counts["people"], self.counts["lose"], self.counts["gain"], self.within, self.threshold
        )

    def hidden_cells(self) -> list[tuple[str, int, int, int]]:
        return [
            (name, *map(int, place))
            for name in ("people", *OUTCOMES)
            for place in zip(*np.nonzero(getattr(self.hidden, name)), strict=True)
            if self.rows[place[2]][0] != OPEN_TO
        ]


class Attacker:
    """Knows all that is published, which columns are nested, to which classes of people each move is open and how many
    people each class has. Unknowns: the people of each row in each class, and what comes of each row for each move."""

    def __init__(self, run: Run) -> None:
        self.run, self.number = run, dict[Any, int]()
        self.entries: list[tuple[int, int, float]] = []
        self.right: list[float] = []
        values, codes = run.columns[OPEN_TO]
        self.classes = len(values)
        sizes = np.bincount(codes, minlength=self.classes)
        # To which classes each move is open, read off anybody of the class.
        self.open = np.array([[[m[codes == c].any() for c in range(self.classes)] for m in q] for q in run.open_to])
        published = [name for name in run.columns if name != OPEN_TO]
        numbers = {name: [n for n, row in enumerate(run.rows) if row[0] == name] for name in ("", *published)}
        moves = list(product(*map(range, run.open_to.shape[:2])))
        for c in range(self.classes):
            self.equal({("n", 0, c): 1}, sizes[c])
        groups = [(0, numbers[name]) for name in published]
        for name in published:
            for outer, holder in run.within.get(name, {}).items():
                for value in {row[1] for row in run.rows if row[0] == outer}:
                    inside = [n for n in numbers[name] if holder.get(run.rows[n][1]) == value]
                    if outer == OPEN_TO:
                        c = list(values).index(value)
                        for n in inside:
                            for other in set(range(self.classes)) - {c}:
                                self.equal({("n", n, other): 1}, 0)
                    else:
                        groups.append((run.rows.index((outer, value)), inside))
        for name, holder in run.within.get(OPEN_TO, {}).items():
            for c, n in product(range(self.classes), numbers[name]):
                if sizes[c] and holder[values[c]] != run.rows[n][1]:
                    self.equal({("n", n, c): 1}, 0)
        for over, under in groups:
            for c in range(self.classes):
                self.equal({("n", over, c): 1} | {("n", n, c): -1 for n in under}, 0)
            for (q, m), name in product(moves, OUTCOMES):
                self.equal({(name, q, m, over): 1} | {(name, q, m, n): -1 for n in under}, 0)
        for (q, m), name in product(moves, published):
            for n in (*numbers[name], 0):
                self.equal({(o, q, m, n): 1 for o in OUTCOMES} | {x: -1 for x in self.cell("people", q, m, n)}, 0)
                for count in ("people", *OUTCOMES):
                    if not getattr(run.hidden, count)[q, m, n]:
                        self.equal(dict.fromkeys(self.cell(count, q, m, n), 1), run.counts[count][q, m, n])
        row, column, value = zip(*self.entries, strict=True)
        self.matrix = coo_array((value, (row, column)), shape=(len(self.right), len(self.number))).tocsr()

    def cell(self, name: str, q: int, m: int, row: int) -> list[Any]:
        """The unknowns whose sum a count is."""
        if name == "people":
            return [("n", row, c) for c in range(self.classes) if self.open[q, m, c]]
        return [(name, q, m, row)]

    def equal(self, terms: dict[Any, float], amount: float) -> None:
        for term, factor in terms.items():
            self.entries.append((len(self.right), self.number.setdefault(term, len(self.number)), factor))
        self.right.append(float(amount))

    def bounds(self) -> dict[tuple[str, int, int, int], tuple[float, float]]:
        """For each hidden count, how low and how high it may be; as wide as is asked for, not as wide as can be.

        Every solution found says something of all counts, so most need no programme of their own.
        """
        cells = self.run.hidden_cells()
        if not cells:
            return {}
        picks = np.zeros((len(cells), len(self.number)))
        for place, (name, *where) in enumerate(cells):
            for unknown in self.cell(name, *where):
                picks[place, self.number[unknown]] = 1
        low, high = np.full(len(cells), np.inf), np.full(len(cells), -np.inf)

        def look(aim: NDArray[np.float64]) -> None:
            found = linprog(aim, A_eq=self.matrix, b_eq=self.right, method="highs")
            assert found.status == 0, found.message
            worth = picks @ found.x
            np.minimum(low, worth, out=low)
            np.maximum(high, worth, out=high)

        rng = np.random.default_rng(1)
        for _ in range(8):
            open_still = (high - low < 1) | (high < self.run.threshold)
            if open_still.any():
                look(-(rng.pareto(0.5, len(cells)) * open_still) @ picks)
        for place, way in product(range(len(cells)), (-1, 1)):
            if high[place] < self.run.threshold if way < 0 else high[place] - low[place] < 1:
                look(way * picks[place])
        return dict(zip(cells, zip(low.tolist(), high.tolist(), strict=True), strict=True))


def coded(values: NDArray[Any]) -> tuple[list[str], NDArray[np.intp]]:
    names, codes = np.unique(values, return_inverse=True)
    return [str(name) for name in names], codes.astype(np.intp)


def random_run(seed: int, *, tangled: bool) -> Run:
    """A workforce with chains of columns (step, band, open to; ward, site, region), and others by chance."""
    rng = np.random.default_rng(seed)
    threshold = int(rng.choice([3, 5, 10]))
    size = int(rng.integers(12, rng.choice([60, 120, 500])))
    policies, moves = int(rng.integers(1, 3)), int(rng.integers(1, 4))
    skew = rng.dirichlet(np.full(12, rng.choice([0.3, 1.0, 5.0])))
    site = rng.choice(12, size, p=skew)
    step = rng.choice(8, size, p=rng.dirichlet(np.full(8, 0.7)))
    found = {
        "region": site // 4,
        "site": site,
        "band": step // 2,
        "step": step,
        "sex": rng.choice(3, size, p=[0.75, 0.2, 0.05]),
        "profession": rng.choice(9, size, p=rng.dirichlet(np.full(9, 0.5))),
    }
    if rng.random() < 0.5:
        found["nation"] = np.zeros(size, dtype=int)
    if tangled:
        found["rota"] = site // 2 * 4 + step // 2
        found["post"] = site * 8 + step if rng.random() < 0.3 else found["profession"] * 3 + found["sex"]
        found["duty"] = found["profession"] * 5 + found["rota"] % 5
    else:
        found["ward"] = site * 2 + rng.choice(2, size, p=[0.8, 0.2])
    names = list(found)
    keep = [name for name in names if rng.random() < 0.75]
    chosen = {name: found[name] for name in (rng.permutation(keep).tolist() if keep else ["sex"])}
    by = found["band"] if rng.random() < 0.8 else found["sex"] if rng.random() < 0.5 else found["region"]
    doors = rng.random((policies, moves, 4)) < 0.6
    if rng.random() < 0.6:
        doors[:] = doors[:1]
    open_to = doors[:, :, np.minimum(by, 3)]
    kinds = np.unique(open_to.reshape(-1, size), axis=1, return_inverse=True)[1].reshape(-1)
    enough = np.bincount(kinds)[kinds] >= threshold
    if not enough.any():
        return random_run(seed + 100_000, tangled=tangled)
    pay = found["band"] * 3 + rng.choice(4, size) + (site % 3 == 0) * 2
    offer = rng.integers(0, 14, (policies, moves, 1))
    change = offer - pay + np.zeros((policies, moves, size), dtype=int)
    columns = {name: coded(values[enough]) for name, values in chosen.items()}
    columns[OPEN_TO] = coded(kinds[enough])
    return Run(columns, open_to[:, :, enough], change[:, :, enough].astype(np.int64), threshold)


def faults(run: Run, *, wide: bool) -> list[str]:
    """Hidden counts that the attacker works out: to less than one person or, if `wide`, as a small count."""
    found = []
    for (name, q, m, row), (low, high) in Attacker(run).bounds().items():
        if high - low < 1 - 1e-6 or (wide and high < run.threshold - 1e-6):
            true = run.counts[name][q, m, row]
            found.append(f"{name} of {run.rows[row]}, policy {q}, move {m}: {true} is in {low}..{high}")
    return found


@pytest.mark.parametrize("seed", range(40))
def test_no_hidden_count_can_be_worked_out(seed: int) -> None:
    assert not faults(random_run(seed, tangled=False), wide=True)


@pytest.mark.parametrize("seed", range(15))
def test_no_hidden_count_can_be_worked_out_where_columns_are_tangled(seed: int) -> None:
    assert not faults(random_run(seed, tangled=True), wide=False)
