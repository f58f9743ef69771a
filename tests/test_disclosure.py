"""Nobody can work out a hidden count from all that a run publishes: linear programmes try."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array

from paymodel.workforces.disclosure import OPEN_TO, TOTAL, Columns, Hidden, Row, find_nested_columns, hide, pair_values

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
        self.within = find_nested_columns(pair_values(self.columns))
        self.hidden = hide(
            self.rows, self.counts["people"], self.counts["lose"], self.counts["gain"], self.within, self.threshold
        )

    def hidden_cells(self) -> list[tuple[str, int, int, int]]:
        return [
            (name, int(q), int(m), int(row))
            for name in ("people", *OUTCOMES)
            for q, m, row in zip(*np.nonzero(getattr(self.hidden, name)), strict=True)
            if self.rows[row][0] != OPEN_TO
        ]


class Attacker:
    """Knows all that is published, which columns are nested, to which classes of people each move is open and how many
    people each class has. Unknowns: the people of each row in each class, and what comes of each row for each move.
    """

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
                self.equal({(o, q, m, n): 1 for o in OUTCOMES} | dict.fromkeys(self.cell("people", q, m, n), -1), 0)
                for count in ("people", *OUTCOMES):
                    if not getattr(run.hidden, count)[q, m, n]:
                        self.equal(dict.fromkeys(self.cell(count, q, m, n), 1), run.counts[count][q, m, n])
        line, unknown, factor = zip(*self.entries, strict=True)
        self.matrix = coo_array((factor, (line, unknown)), shape=(len(self.right), len(self.number))).tocsr()

    def cell(self, name: str, q: int, m: int, row: int) -> list[Any]:
        """The unknowns whose sum a count is."""
        if name == "people":
            return [("n", row, c) for c in range(self.classes) if self.open[q, m, c]]
        return [(name, q, m, row)]

    def equal(self, terms: Mapping[Any, int], amount: int) -> None:
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
            if high[place] - low[place] < 1 or (way < 0 and high[place] < self.run.threshold):
                look(way * picks[place])
        return dict(zip(cells, zip(low.tolist(), high.tolist(), strict=True), strict=True))


def coded(values: NDArray[Any]) -> tuple[list[str], NDArray[np.intp]]:
    names, codes = np.unique(values, return_inverse=True)
    return [str(name) for name in names], codes.astype(np.intp)


def random_run(seed: int, *, tangled: bool) -> Run:
    """A workforce with chains of columns (step, band, open to; ward, site, region), and others by chance."""
    rng = np.random.default_rng(seed)
    threshold = int(rng.choice([3, 5, 10]))
    size = int(rng.integers(12, rng.choice([40, 100, 500])))
    policies, moves = (int(number) for number in rng.choice([(1, 1), (1, 2), (2, 1), (1, 3)]))
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


def faults(run: Run, *, chains: bool) -> list[str]:
    """Hidden counts that the attacker works out: to less than one person or, in `chains`, as a small count.

    Where columns are tangled a count that is nothing may follow from the others: it singles nobody out. And a count may
    follow from the totals of the moves and the nesting alone, which no hiding of rows can help.
    """
    found = []
    bounds = Attacker(run).bounds()
    if not chains and any(high - low < 1 - 1e-6 for low, high in bounds.values()):
        shown, run.hidden = run.hidden, Hidden(*(np.ones_like(run.hidden.people) for _ in range(6)))
        for name in ("people", *OUTCOMES):
            getattr(run.hidden, name)[..., 0] = getattr(shown, name)[..., 0]
        without = Attacker(run).bounds()
        bounds = {cell: ends for cell, ends in bounds.items() if without[cell][1] - without[cell][0] >= 1 - 1e-6}
    for (name, q, m, row), (low, high) in bounds.items():
        true = run.counts[name][q, m, row]
        if (high - low < 1 - 1e-6 and (true or chains)) or (chains and high < run.threshold - 1e-6):
            found.append(f"{name} of {run.rows[row]}, policy {q}, move {m}: {true} is in {low}..{high}")
    return found


@pytest.mark.parametrize("seed", [*range(30), 1001, 1108])
def test_no_hidden_count_can_be_worked_out(seed: int) -> None:
    assert not faults(random_run(seed, tangled=False), chains=True)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 7, 8, 9])
def test_no_hidden_count_can_be_worked_out_where_columns_are_tangled(seed: int) -> None:
    assert not faults(random_run(seed, tangled=True), chains=False)


def test_a_published_count_is_never_small() -> None:
    for seed in (*range(60), 95):  # under 95 a hidden row is tied down by rows that are all hidden already
        run = random_run(seed, tangled=seed % 2 == 1)
        for name in ("people", *OUTCOMES):
            shown = run.counts[name][~getattr(run.hidden, name)]
            assert not ((shown > 0) & (shown < run.threshold)).any()


def by_hand(
    rows: dict[Row, tuple[int, int, int]], within: Any = None, threshold: int = 5
) -> dict[Row, tuple[int | None, ...]]:
    """People, lose, same and gain of one move as they are published; None stands for a hidden count."""
    people, lose, gain = (np.array([[[counts[place] for counts in rows.values()]]]) for place in range(3))
    found = hide(list(rows), people, lose, gain, within or {}, threshold)
    counts = (people, lose, people - lose - gain, gain)
    marks = (found.people, found.lose, found.same, found.gain)
    return {
        row: tuple(None if m[0, 0, n] else int(c[0, 0, n]) for c, m in zip(counts, marks, strict=True))
        for n, row in enumerate(rows)
    }


EAST, NORTH, WEST = ("site", "East"), ("site", "North"), ("site", "West")


def test_a_small_row_takes_the_smallest_other_with_it_and_zeros_stay() -> None:
    # 3 alone is 40 - 20 - 17, so 17 goes too: 3 + 17 = 20 is all that is known. Nobody loses, and that is said.
    found = by_hand({TOTAL: (40, 0, 40), EAST: (20, 0, 20), NORTH: (3, 0, 3), WEST: (17, 0, 17)})
    assert found[TOTAL] == (40, 0, 0, 40)
    assert found[EAST] == (20, 0, 0, 20)
    assert found[NORTH] == found[WEST] == (None, 0, 0, None)


def test_two_small_rows_hide_each_other_only_from_the_threshold_on() -> None:
    # 2 + 3 = 5 is enough for a threshold of 5, not for 6.
    rows = {TOTAL: (45, 0, 45), EAST: (40, 0, 40), NORTH: (2, 0, 2), WEST: (3, 0, 3)}
    assert by_hand(rows)[EAST] == (40, 0, 0, 40)
    assert by_hand(rows, threshold=6)[EAST] == (None, 0, 0, None)


def test_a_small_outcome_hides_the_outcomes_of_another_row_but_not_the_people() -> None:
    # Of 10, 2 lose; the smallest other row is West's. 2 + 8 lose and 8 + 12 gain: enough of both.
    found = by_hand({TOTAL: (60, 25, 35), EAST: (30, 15, 15), NORTH: (10, 2, 8), WEST: (20, 8, 12)})
    assert found[TOTAL] == (60, 25, 0, 35)
    assert found[EAST] == (30, 15, 0, 15)
    assert found[NORTH] == (10, None, 0, None)
    assert found[WEST] == (20, None, 0, None)


def test_a_small_outcome_of_everybody_closes_the_breakdown() -> None:
    # 3 of 60 lose: with 57 shown and nobody the same, 3 would be 60 - 57.
    found = by_hand({TOTAL: (60, 3, 57), EAST: (30, 0, 30), NORTH: (10, 3, 7), WEST: (20, 0, 20)})
    assert found[TOTAL] == (60, None, 0, None)
    assert found[EAST] == (30, None, 0, None)


def test_everybody_loses_is_said_and_so_is_a_column_of_one_value() -> None:
    found = by_hand({TOTAL: (30, 30, 0), ("sex", "F"): (30, 30, 0), EAST: (28, 28, 0), WEST: (2, 2, 0)})
    assert found["sex", "F"] == (30, 30, 0, 0)
    assert found[EAST] == found[WEST] == (None, None, 0, 0)


def test_a_move_open_to_few_tells_nothing_and_one_open_to_nobody_tells_zeros() -> None:
    assert set(by_hand({TOTAL: (4, 1, 3), EAST: (4, 1, 3)}).values()) == {(None,) * 4}
    assert set(by_hand({TOTAL: (0, 0, 0), EAST: (0, 0, 0)}).values()) == {(0,) * 4}


def test_rows_within_a_hidden_row_are_hidden() -> None:
    # Band 6 has 3, and band 5 hides it; so step "5 top" must not show 16 of the 17 and step "5 low" the 1.
    within = {"step": {"band": {"5 low": "5", "5 top": "5", "6 top": "6", "7 top": "7"}}}
    rows = {TOTAL: (60, 0, 60), ("band", "5"): (17, 0, 17), ("band", "6"): (3, 0, 3), ("band", "7"): (40, 0, 40)} | {
        ("step", step): (size, 0, size) for step, size in {"5 low": 8, "5 top": 9, "6 top": 3, "7 top": 40}.items()
    }
    people = {value: counts[0] for (_, value), counts in by_hand(rows, within).items()}
    assert people == {"": 60, "5": None, "6": None, "7": 40, "5 low": None, "5 top": None, "6 top": None, "7 top": 40}


def test_a_column_that_is_not_published_hides_nothing() -> None:
    within = {"step": {"band": {"5 low": "5", "5 top": "5", "6 top": "6"}}}
    rows = {TOTAL: (42, 0, 42)} | {
        ("step", step): (size, 0, size) for step, size in {"5 low": 3, "5 top": 9, "6 top": 30}.items()
    }
    assert by_hand(rows, within) == by_hand(rows)


def test_two_columns_that_part_the_people_alike_hide_alike() -> None:
    columns = {"site": (["a", "b", "c"], np.array([0, 1, 2])), "code": (["1", "2", "3"], np.array([0, 1, 2]))}
    sizes = {"a": 3, "b": 9, "c": 30, "1": 3, "2": 9, "3": 30}
    rows = {TOTAL: (42, 0, 42)} | {
        (name, value): (sizes[value], 0, sizes[value]) for name, (values, _) in columns.items() for value in values
    }
    found = by_hand(rows, find_nested_columns(pair_values(columns)))
    assert [value for (_, value), counts in found.items() if counts[0] is None] == ["a", "b", "1", "2"]


def test_a_row_hidden_under_one_move_is_hidden_under_all() -> None:
    people = np.array([[[40, 20, 3, 17], [100, 20, 60, 20]]])
    lose = np.zeros_like(people)
    assert hide([TOTAL, EAST, NORTH, WEST], people, lose, people, {}).people.tolist() == [
        [[False, False, True, True], [False, False, True, True]]
    ]


def test_pounds_do_not_tell_what_counts_hide() -> None:
    # 2 of North's 10 lose and nobody gains: the mean change of the 10 would be a fifth of that of the 2.
    rows = [TOTAL, EAST, NORTH, WEST]
    found = hide(
        rows, np.array([[[60, 30, 10, 20]]]), np.array([[[25, 15, 2, 8]]]), np.zeros((1, 1, 4), dtype=np.int64), {}
    )
    assert found.losses[0, 0].tolist() == [False, False, True, True]
    assert found.change[0, 0].tolist() == [False, False, True, True]
    assert not found.people.any()


def test_parts_of_a_workforce_are_put_together() -> None:
    one = pair_values({"band": (["5", "6"], np.array([0, 1])), "site": (["a", "b"], np.array([0, 1]))})
    other = pair_values({"band": (["5", "6"], np.array([0, 0])), "site": (["a", "c"], np.array([0, 1]))})
    assert find_nested_columns(one) == {"band": {"site": {"5": "a", "6": "b"}}, "site": {"band": {"a": "5", "b": "6"}}}
    both = {key: one[key] | other[key] for key in one}
    assert find_nested_columns(both) == {"site": {"band": {"a": "5", "b": "6", "c": "5"}}}


def test_the_same_policy_twice_is_hidden_alike() -> None:
    run = random_run(4, tangled=False)
    people, lose, gain = (np.concatenate((run.counts[name], run.counts[name])) for name in ("people", "lose", "gain"))
    found = hide(run.rows, people, lose, gain, run.within, run.threshold)
    policies = len(run.open_to)
    for name in ("people", "lose", "same", "gain", "change", "losses"):
        marks = getattr(found, name)
        assert np.array_equal(marks[:policies], marks[policies:])
        assert np.array_equal(marks[:policies], getattr(run.hidden, name))


def test_most_of_a_trust_stays_published() -> None:
    rng = np.random.default_rng(3)
    size = 2000
    band = rng.choice(5, size, p=[0.2, 0.3, 0.25, 0.15, 0.1])
    columns: dict[str, tuple[list[str], NDArray[np.intp]]] = {
        "site": coded(rng.choice(8, size, p=[0.3, 0.2, 0.15, 0.1, 0.1, 0.08, 0.05, 0.02])),
        "profession": coded(rng.choice(14, size, p=np.arange(1, 15) / 105)),
        "band": coded(band),
        "step": coded(band * 3 + rng.choice(3, size)),
        OPEN_TO: coded(band // 2),
    }
    open_to = np.stack([band < 2, band < 4, band >= 2, band >= 0])[np.newaxis].repeat(3, axis=0)
    change = 2 * (rng.integers(0, 90, (3, 4, 1)) - band * 10 - rng.integers(0, 40, size)) + 1
    run = Run(columns, open_to, change, 5)
    shown = [number for number, row in enumerate(run.rows) if row[0] != OPEN_TO]
    assert not run.hidden.people[..., shown].any()
    assert run.hidden.lose[..., shown].mean() < 0.25


@pytest.mark.parametrize("threshold", [1, 1001])
def test_a_threshold_out_of_bounds_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="from 2 to 1000"):
        by_hand({TOTAL: (40, 0, 40)}, threshold=threshold)
