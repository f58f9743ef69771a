"""Sweeps: a scenario over a grid of values, written as a tidy table."""

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, Refused, nearest, shortened
from paymodel.files.tabular_io import writing
from paymodel.files.yaml_documents import Document
from paymodel.moves.batch import Moves, marks, moves
from paymodel.moves.comparison import Case, Scenario, compare, refuse_impossible
from paymodel.moves.crossings import TriedPoints, Where, look_closer, where_it_pays
from paymodel.moves.posts import Post, with_pattern
from paymodel.moves.temporary import change_over_the_move
from paymodel.pay.job import BANDS
from paymodel.pay.lines import LINES
from paymodel.progress import progress
from paymodel.rounding import as_array
from paymodel.scenarios.load import open_scenario, scenario_of, what_ifs_of
from paymodel.scenarios.professions import held_columns, professions_grid, shares_of_unsocial_hours
from paymodel.scenarios.ready_grids import (
    FROM_AND_TO,
    HELD_HOURS,
    READY,
    bands_grid,
    matrix_grid,
    rotas_grid,
    unsocial_line,
)
from paymodel.scenarios.sweep_policies import (
    Asked,
    keep_policies_of_one_basic_pay,
    keep_policies_that_let_vary,
    set_by,
)
from paymodel.scenarios.vary import SweptLine, Vary, read_varies
from paymodel.scenarios.what_ifs import cases_at, fault_of_point

MOST_FALLS = 3
AT_ONCE, CUTS_AT_ONCE = 5_000, 16
"""How many points are worked out at once; into how many parts a round cuts what it looks at more closely."""


def sweep(scenario: str, vary: Sequence[str], target: Path, ready: str | None = None) -> tuple[int, list[str]]:
    """Work a scenario out for every combination of values and write a tidy table, CSV or Parquet.

    A row for each combination, policy, post and pattern: the values varied, the post, the change, and every line of the
    payslip in pounds a year. With one rising number varied, also says from where on (or up to where) each move pays for
    good, and where else it pays, exact to the unit that a person would write: points between those of the grid are
    worked out for that, and not written. `ready` gives a grid of its own, one of `READY`. Returns the
    number of rows and what was found. Raises `Faults`, and `Refused` where the rules cannot answer the scenario itself.
    """
    document, folder = open_scenario(scenario)
    with blaming_the_scenario(document, folder):
        grid = swept_grid(document, folder, vary, ready)
        with writing(target, "%.10g", private=False) as write:
            return grid.work_out(write)


@contextmanager
def blaming_the_scenario(document: Document, folder: Path) -> Iterator[None]:
    """What is wrong with a scenario by itself is said of the scenario, and not of a value that a sweep gives it."""
    try:
        yield
    except Faults as error:
        try:
            compare(scenario_of(document, folder, document.file))
        except Faults as own:
            messages = tuple(fault.message for fault in own.faults)
            if any(fault.message.endswith(messages) for fault in error.faults):
                raise own from None
        except Refused as own:
            if isinstance(error.__cause__, Refused):
                raise own from None
        raise


def swept_grid(document: Document, folder: Path, vary: Sequence[str], ready: str | None = None) -> "SweptGrid":
    """The grid that a sweep of a scenario works out. Raises `Faults`."""
    varies = read_varies(vary, document.file)
    if bool(varies) == bool(ready):
        raise Faults([Fault("paymodel sweep", "", "give --vary PATH=VALUES (one or several), or --ready")])
    if ready and ready not in READY:
        raise Faults([Fault("paymodel sweep", "--ready", f"{shortened(ready)} is not a grid; {nearest(ready, READY)}")])
    line: SweptLine | None = None
    left_out: list[str] = []
    asked = what_ifs_of(document, folder)
    if ready == "unsocial":
        asked, left_out = keep_policies_that_let_vary(asked, (*READY[ready], *HELD_HOURS))
        asked, others = keep_policies_of_one_basic_pay(asked)
        left_out += others
        line = unsocial_line(asked)
        grid = [line.point(at) for at in line.at]
    elif ready == "rotas":
        asked, left_out = keep_policies_that_let_vary(asked, HELD_HOURS)
        grid, impossible = rotas_grid(asked)
        left_out += impossible
    elif ready:
        asked, grid, left_out = {"matrix": matrix_grid, "professions": professions_grid}[ready](asked)
    else:
        asked, left_out = keep_policies_that_let_vary(asked, [vary.path for vary in varies])
        grid = [dict(zip((v.path for v in varies), point, strict=True)) for point in _points(varies)]
        if len(varies) == 1 and varies[0].rises:
            line = varies[0].line()
    written = READY[ready] if ready else [vary.path for vary in varies]
    return SweptGrid(asked, tuple(written), tuple(grid), ready, line, tuple(left_out))


@dataclass(frozen=True, eq=False)
class SweptGrid:
    """Points of a scenario to be worked out: dotted path to value. `written` are the paths that become columns.

    `line` is what rises through the points, if one number does; `left_out` says which points cannot be.
    """

    asked: Asked
    written: tuple[str, ...]
    points: tuple[Mapping[str, Any], ...]
    ready: str | None
    line: SweptLine | None
    left_out: tuple[str, ...]

    def work_out(self, write: Callable[[Mapping[str, Any]], None]) -> tuple[int, list[str]]:
        """Work the points out, hand the columns of a block of them on at a time; the number of rows, what was found."""
        done, tried, moved = 0, [], None
        line, falls = self.line, _Falls()
        say = FROM_AND_TO.get(self.ready or "")
        for first in range(0, len(self.points), AT_ONCE):
            points = self.points[first : first + AT_ONCE]
            self.asked.shared.forget_many()
            cases = cases_at(self.asked, points)
            worked = self._moves(points, cases)
            write(self._columns(points, cases, worked))
            done += len(worked.case)
            progress(counted(done, "row"))
            if say is not None:
                falls.add([say(point) for point in points], cases, worked, named_post=self.ready == "rotas")
            if line is not None:
                moved = moved or _names(cases[: len(cases) // len(points)])
                tried.append(
                    _points_tried(line.at[first : first + AT_ONCE], cases, worked, with_marks=line.may_hide_crossings)
                )
        progress("")
        findings = falls.words() if line is None else _findings(line, moved or [], _joined_points(tried), self.asked)
        return done, [*findings, *self.left_out]

    def _columns(self, points: Sequence[Mapping[str, Any]], cases: Sequence[Case], worked: Moves) -> Mapping[str, Any]:
        """The columns of some points; of the professions, also which each is and what its unsocial hours add."""
        columns = _columns(points, self.written, cases, worked)
        return columns if self.ready != "professions" else {**held_columns(cases, worked), **columns}

    def _moves(self, points: Sequence[Mapping[str, Any]], cases: Sequence[Case]) -> Moves:
        """The moves of some points. Raises `Faults`, which name the first point that the rules cannot answer."""
        try:
            return moves(cases)
        except Refused as error:
            each = len(cases) // len(points)
            first = bisect_left(range(1, len(points)), True, key=lambda count: bool(_refusal(cases[: count * each])))
            refusal = _refusal(cases[first * each : (first + 1) * each]) or error
            fault = Fault(self.asked.document.file, refusal.place, refusal.message)
            raise Faults([fault_of_point(points[first], fault)]) from error


def _refusal(cases: Sequence[Case]) -> Refused | None:
    """Why the rules cannot answer some cases; None where they can."""
    try:
        moves(cases)
    except Refused as error:
        return error
    return None


@dataclass(frozen=True, eq=False)
class SweptMove:
    """One move of a sweep of one rising number: pounds a year at each place, where it pays, and that in words.

    `varies` is false where the move's policy sets the number itself.
    """

    name: str
    change: tuple[float, ...]
    where: Where
    words: str
    varies: bool = True


@dataclass(frozen=True, eq=False)
class Swept:
    """A sweep of one rising number as values: every move at every place.

    `at` holds the values tried and, beside each jump and each crossing of nothing, those next to it; `form` is how a
    value is written, such as `£{}` or `{}%`; `exact` says how near a crossing is known. `scenario` is the question as
    it stands.
    """

    scenario: Scenario
    path: str
    form: str
    exact: str
    at: tuple[float, ...]
    moves: tuple[SweptMove, ...]


def swept(document: Document, folder: Path, identity: str, vary: str) -> Swept:
    """What `paymodel sweep --vary` works out for one rising number, such as `award.percent=0:5:0.5%`.

    Raises `Faults`, and `Refused` where the rules cannot answer.
    """
    asked = what_ifs_of(document, folder)
    scenario = scenario_of(document, folder, identity, shared=asked.shared)
    refuse_impossible(scenario)
    varies = read_varies([vary], document.file)
    if not varies[0].rises:
        raise Faults([Fault(document.file, f"--vary {varies[0].path}", "give rising numbers, such as 0:5000:100")])
    line = varies[0].line()
    cases = cases_at(asked, [line.point(at) for at in line.at])
    tried = _points_tried(line.at, cases, moves(cases), with_marks=line.may_hide_crossings)
    tried, exact = _closer(line, tried, asked)
    first = cases[: len(cases) // len(line.at)]
    names = _names(first)
    fixed = _fixed(asked, varies[0].path, first)
    kept = np.isin(tried.at, line.at)
    turns = np.any(np.diff(tried.change >= 0, axis=0), axis=1) | np.any(np.diff(tried.marks, axis=0) != 0, axis=(1, 2))
    kept[:-1] |= turns
    kept[1:] |= turns
    return Swept(
        scenario,
        line.what,
        line.form,
        _nearness(line, exact=exact),
        tuple(float(line.value(at)) for at in tried.at[kept]),
        tuple(
            SweptMove(
                name,
                tuple(tried.change[kept, number].tolist()),
                _in_values(line, where_it_pays(tried.at.astype(float), tried.change[:, number])),
                f"{name}: sets {line.what} itself, so nothing varies."
                if fixed[number]
                else _finding(name, line, tried, number, exact=exact),
                not fixed[number],
            )
            for number, name in enumerate(names)
        ),
    )


def _fixed(asked: Asked, path: str, cases: Sequence[Case]) -> list[bool]:
    """For each move of one point whether its policy sets the path itself, which goes before a value of the grid."""
    sets = {policy.name for policy in asked.terms.policies if set_by(policy, [path]) is not None}
    return [case.policy_name in sets for case in cases for offer in case.offers for _ in offer.patterns]


def _in_values(line: "SweptLine", where: Where) -> Where:
    """Where a move pays, in values in place of places on a line."""

    def value(at: float) -> float:
        return float(line.value(at))

    islands = tuple((value(low), value(high)) for low, high in where.islands)
    return Where(where.direction, None if where.value is None else value(where.value), islands)


@dataclass(frozen=True)
class MatrixMove:
    """A move of a ready-made grid: its policy, the post held, that offered with its band and pattern, pounds a year.

    `pattern` is None where it does not matter. `point` is what the move changes in the scenario, dotted path to value,
    None for what it takes away. `unsocial_share` is unsocial hours pay of the post held as a share of its basic pay.
    """

    policy: str
    held: str
    band: str
    post: str
    take_home_change: float
    pattern: str | None
    point: Mapping[str, Any] = field(hash=False)
    unsocial_share: float = 0.0


def matrix_moves(scenario: str) -> tuple[Scenario, list[MatrixMove]]:
    """The ready-made grid `matrix` of a scenario file, or of a shipped scenario by its name, as values."""
    return matrix_of(*open_scenario(scenario), Path(scenario).stem)


def matrix_of(document: Document, folder: Path, identity: str) -> tuple[Scenario, list[MatrixMove]]:
    """The ready-made grid `matrix` as values: every band and step from 5 to 7 to every post of the library from 8a up.

    The scenario comes with it. Raises `Faults`.
    """
    scenario = scenario_of(document, folder, identity)
    return scenario, moves_of_grid(*matrix_grid(what_ifs_of(document, folder))[:2])


def moves_of_grid(asked: Asked, grid: Sequence[Mapping[str, Any]]) -> list[MatrixMove]:
    """The moves of a ready-made grid whose points are a post held and a post offered."""
    cases = cases_at(asked, grid)
    worked = moves(cases)
    shares = shares_of_unsocial_hours(worked)
    matrix = []
    for row in np.flatnonzero(worked.offer >= 0).tolist():
        case = cases[worked.case[row]]
        offer = case.offers[worked.offer[row]]
        pattern = worked.pattern[row]
        band = BANDS[int(as_array(offer.job.band))]
        change = float(worked.take_home_change[row])
        point = grid[worked.case[row] // (len(cases) // len(grid))]
        name = with_pattern(offer.name, pattern if pattern == "same" else None)
        share = float(shares[worked.case[row]])
        matrix.append(MatrixMove(case.policy_name, case.current.name, band, name, change, pattern, point, share))
    return matrix


def professions_of(document: Document, folder: Path, identity: str) -> tuple[Scenario, list[MatrixMove]]:
    """The ready-made grid `professions` as values, with the scenario that gives the day, the nation and the person.

    Raises `Faults`.
    """
    scenario = scenario_of(document, folder, identity)
    return scenario, moves_of_grid(*professions_grid(what_ifs_of(document, folder))[:2])


def bands_of(document: Document, folder: Path, identity: str) -> tuple[Scenario, dict[str, list[Case]], list[str]]:
    """The post held beside a post of each band from 8a up, in office hours: cases by policy, the lowest band first.

    The scenario comes first; in words at the end what policies are left out. Raises `Faults`.
    """
    scenario = scenario_of(document, folder, identity)
    asked, grid, left_out = bands_grid(what_ifs_of(document, folder))
    by_policy: dict[str, list[Case]] = {}
    for case in cases_at(asked, grid):
        by_policy.setdefault(case.policy_name, []).append(case)
    return scenario, by_policy, left_out


class _Falls:
    """Which points of a grid without an order lose most."""

    def __init__(self) -> None:
        self.tried: dict[str, int] = {}
        self.losing: dict[str, list[tuple[float, str]]] = {}

    def add(self, points: Sequence[str], cases: Sequence[Case], worked: Moves, *, named_post: bool) -> None:
        """Take in points: under the name of each move, or (of a matrix) all moves together."""
        in_each = len(cases) // len(points)
        for row in np.flatnonzero(worked.offer >= 0).tolist():
            case = cases[worked.case[row]]
            post = with_pattern(case.offers[worked.offer[row]].name, worked.pattern[row])
            point = points[worked.case[row] // in_each]
            group, words = f"{post}, {case.policy_name}", point
            if not named_post:
                group, words = case.policy_name, f"{point} to {post}"
            self.tried[group] = self.tried.get(group, 0) + 1
            if worked.verdict[row] == "loses":
                self.losing.setdefault(group, []).append((float(worked.take_home_change[row]), words))

    def words(self) -> list[str]:
        """How many lose, and the largest falls."""
        sentences = []
        for group, tried in self.tried.items():
            falls = sorted(self.losing.get(group, ()))
            worst = ", ".join(f"{words} {-change:,.0f}" for change, words in falls[:MOST_FALLS])
            most = f"; take-home pay falls most, in pounds a year: {worst}" if falls else ""
            sentences.append(f"{group}: {len(falls)} of {tried} lose{most}.")
        return sentences


def _points_tried(at: np.ndarray, cases: Sequence[Case], worked: Moves, *, with_marks: bool) -> TriedPoints:
    """What the moves of each point do, and what applies there."""
    offers = worked.offer >= 0
    change = worked.take_home_change[offers].reshape(len(at), -1)
    if not with_marks:
        return TriedPoints(at, change, np.zeros((*change.shape, 1)))
    return TriedPoints(at, change, marks(cases, worked).reshape(*change.shape, -1))


def _joined_points(parts: Sequence[TriedPoints]) -> TriedPoints:
    at, change, all_marks = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("at", "change", "marks")
    )
    return TriedPoints(at, change, all_marks)


def _names(cases: Sequence[Case]) -> list[str]:
    """Each move of one point, in the order of its rows."""
    return [
        f"{with_pattern(offer.name, pattern)}, {case.policy_name}"
        for case in cases
        for offer in case.offers
        for pattern in offer.patterns
    ]


def _findings(line: SweptLine, names: Sequence[str], tried: TriedPoints, asked: Asked) -> list[str]:
    """Where each move pays, in words: exact to the unit if what lies between the values could be looked at."""
    tried, exact = _closer(line, tried, asked)
    return [_finding(name, line, tried, number, exact=exact) for number, name in enumerate(names)]


def _closer(line: SweptLine, tried: TriedPoints, asked: Asked) -> tuple[TriedPoints, bool]:
    """The values with those between them that matter, and whether a crossing is exact to the unit."""

    def work(at: np.ndarray) -> TriedPoints:
        progress(f"looking at {counted(len(at), 'point')} more closely")
        cases = cases_at(asked, [line.point(int(place)) for place in at])
        return _points_tried(at, cases, moves(cases), with_marks=True)

    if not line.may_hide_crossings:
        return tried, bool(line.unit_words)
    try:
        closer = look_closer(tried, work, at_once=CUTS_AT_ONCE)
    except (Faults, Refused):  # not every value between two sound ones is sound
        closer = None
    return closer or tried, closer is not None


def _finding(name: str, line: SweptLine, tried: TriedPoints, number: int, *, exact: bool) -> str:
    """Where one move pays, in words."""
    nearness = _nearness(line, exact=exact)
    return _where_words(name, line, where_it_pays(tried.at.astype(float), tried.change[:, number]), nearness)


def _nearness(line: SweptLine, *, exact: bool) -> str:
    return f"exact to {line.unit_words}" if exact else "of the values tried"


def _where_words(name: str, line: SweptLine, where: Where, nearness: str) -> str:
    islands = "; ".join(
        line.value(low) if low == high else f"{line.value(low)} to {line.value(high)}" for low, high in where.islands
    )
    ends = f"{line.value(line.at[0])} to {line.value(line.at[-1])}"
    if where.value is None:
        pays = f" It pays at {islands} only ({nearness})." if islands else ""
        return f"{name}: does not pay for good at any value of {line.what} tried, {ends}.{pays}"
    if where.direction == "throughout":
        return f"{name}: pays throughout {line.what} = {ends} ({nearness})."
    word = "from" if where.direction == "from" else "up to"
    more = f" It pays at {islands} too, but not between." if islands else ""
    return f"{name}: pays for good {word} {line.what} = {line.value(where.value)} ({nearness}).{more}"


def _points(varies: Sequence[Vary]) -> Iterator[tuple[str, ...]]:
    return itertools.product(*(vary.values for vary in varies))


def _columns(
    points: Sequence[Mapping[str, Any]], written: Sequence[str], cases: Sequence[Case], worked: Moves
) -> dict[str, Any]:
    point = worked.case // (len(cases) // len(points))
    columns: dict[str, Any] = {path: [points[number][path] for number in point] for path in written}
    posts = [_post_of(cases, number, index) for number, index in zip(worked.case, worked.offer, strict=True)]
    held = worked.offer < 0
    gross = worked.gross_change
    return columns | {
        "policy": [cases[number].policy_name for number in worked.case],
        "post": [post.name for post in posts],
        "pattern": [pattern or "" for pattern in worked.pattern],
        "band": [BANDS[int(as_array(post.job.band))] if as_array(post.job.band) >= 0 else "" for post in posts],
        "step": worked.step.astype(int),
        "verdict": list(worked.verdict),
        "take_home_change": np.where(held, np.nan, worked.take_home_change),
        "gross_change": np.where(held, np.nan, gross),
        "share_of_rise_kept": np.where(
            ~held & (gross > 0), np.round(worked.take_home_change / np.where(gross > 0, gross, 1.0), 6), np.nan
        ),
        **{line: worked.offered[line] for line in LINES},
        "take_home_change_over_the_move": np.array(
            [
                None
                if index < 0
                else change_over_the_move(cases[number].current, post, cases[number].rule_book, pattern)
                for number, index, post, pattern in zip(worked.case, worked.offer, posts, worked.pattern, strict=True)
            ],
            dtype=np.float64,
        ),
    }


def _post_of(cases: Sequence[Case], number: int, index: int) -> Post:
    return cases[number].current if index < 0 else cases[number].offers[index]
