"""Sweeps: a scenario over a grid of values, written as a tidy table."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, Refused, shortened
from paymodel.files.rotas import inside, shipped_rotas
from paymodel.files.scales import shipped_folder
from paymodel.files.tabular_io import writing
from paymodel.files.yaml_documents import Document
from paymodel.moves.batch import Moves, marks, moves
from paymodel.moves.comparison import Case, Scenario, refuse_impossible
from paymodel.moves.crossings import Seen, Where, looked_at_closer, where_it_pays
from paymodel.moves.posts import Post
from paymodel.pay.job import BANDS, LINES
from paymodel.pay.payslips import payslip
from paymodel.progress import progress
from paymodel.rounding import as_array
from paymodel.scenarios.load import open_scenario, scenario_of, varied_cases
from paymodel.scenarios.post_builder import SHIPPED_POSTS, read_library
from paymodel.scenarios.schema import LibraryPost
from paymodel.scenarios.sweep_policies import of_one_basic_pay, set_by, that_can_be, that_let_vary

FROM_AND_TO: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "matrix": lambda point: str(point["current.name"]),
    "rotas": lambda point: str(point["current.rota"]),
}
"""Ready-made grids of things that have no order, and what a point of each is called."""
MOST_FALLS = 3
MOST_POINTS = 200_000
AT_ONCE = 5_000
FROM_BANDS = ("5", "6", "7")
READY = {
    "matrix": ("current.band", "current.step"),
    "rotas": ("current.rota", "current.if_hours_differ"),
    "unsocial": ("current.unsocial_hours_payment",),
}
"""Ready-made grids, and the paths that they write as columns."""
HELD_POSTS = ("current.band", "current.step", "current.basic_pay", "current.post", "person.years_in_band")
"""What the ready-made matrix sets of the post held."""
HELD_HOURS = (
    *("current.rota", "current.unsocial_hours_payment"),
    *("current.annex_5_percent", "current.annex_5_hours_a_week"),
    *("current.saturday_night_hours_a_week", "current.saturday_night_hours_a_year"),
    *("current.sunday_holiday_hours_a_week", "current.sunday_holiday_hours_a_year"),
)
"""What a rota of the post held comes to, or stands in place of it."""
WHOLE_NUMBERS = frozenset(
    {"step", "years_in_band", "lasts_years", "horizon_years", "children", "band", "bands", "years"}
)
"""Keys whose values are whole numbers: nothing lies between two of them."""
SHARES = ("rate", "public_holiday_rate", "lower", "higher", "same_pattern_minimum_share")
"""Keys that hold a fraction or a multiple."""
NUMBERS = (
    *("annual_leave_days", "pension-build-up", "pay_over_1995", "lump_sum_1995", "pay_over_2008"),
    *("years_of_1995_section", "years_of_2008_section"),
)
"""Keys that hold a number of something other than pounds."""


@dataclass(frozen=True)
class Vary:
    """One path of a scenario, and the values it takes in turn, as text."""

    path: str
    values: tuple[str, ...]

    @property
    def rises(self) -> bool:
        """Whether the values are rising numbers, all of them with a per cent sign or none."""
        numbers = self._decimals()
        return numbers is not None and len(numbers) > 1 and all(a < b for a, b in itertools.pairwise(numbers))

    @property
    def sign(self) -> str:
        """The per cent sign of the values, or nothing."""
        return "%" if self.values[0].endswith("%") else ""

    def _decimals(self) -> list[Decimal] | None:
        if any(value.endswith("%") != bool(self.sign) for value in self.values):
            return None
        try:
            return [_number(value.removesuffix("%")) for value in self.values]
        except ValueError:
            return None

    def line(self) -> "_Line":
        """Rising values as places on a line, in the unit that a person would write such a value to."""
        numbers = self._decimals() or []
        unit, form = _unit_of(self.path, self.sign)
        unit = min(unit, Decimal(1).scaleb(min(_exponent(number) for number in numbers)))
        at = np.array([int(number / unit) for number in numbers])

        sign = "%" if self.path.endswith("percent") else self.sign  # a point below 1 needs its sign

        def point(place: int) -> dict[str, Any]:
            return {self.path: f"{place * unit:f}{sign}"}

        whole = self.path.rpartition(".")[2] in WHOLE_NUMBERS and self.path != "scales.child-benefit-charge.step"
        form = "{}" if whole else form
        shown = "0.10" if form == "£{}" and unit == Decimal("0.1") else f"{unit:f}"
        return _Line(self.path, at, unit, "" if whole else form.format(shown), point, form)


def _number(text: str) -> Decimal:
    """A number of a grid. Raises `ValueError` for one of a thousand million or more, or finer than eight decimals.

    Its size is looked at before anything is worked out with it: sums with `1e999999` take minutes.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError(f"{shortened(text)} is not a number") from None
    if not number.is_finite() or (number and number.adjusted() > 8) or _exponent(number) < -8:
        raise ValueError(f"{shortened(text)} is out of range: less than 1,000,000,000, at most eight decimals")
    return number


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return min(exponent, 0) if isinstance(exponent, int) else 0


def _unit_of(path: str, sign: str) -> tuple[Decimal, str]:
    """What a value of a path is written to (a pound, a tenth of an hour, a hundredth of others), and how to say it."""
    key = path.rpartition(".")[2]
    if sign or key.endswith("percent"):
        return Decimal("0.01"), "{}%"
    if key == "sickness_absence":
        return Decimal("0.001"), "{}"
    if key in ("whole_time_equivalent", *SHARES):
        return Decimal("0.01"), "{}"
    if key in NUMBERS:
        return Decimal(1), "{}"
    if "hours" in key and not key.endswith("payment"):
        return Decimal("0.1"), "{} hours"
    return Decimal(1), "£{}"


def read_vary(text: str) -> Vary:
    """Read `PATH=START:STOP:STEP` (stop included) or `PATH=a,b,c`. Raises `ValueError` with what would be right.

    >>> read_vary("person.whole_time_equivalent=0.6:1:0.2").values
    ('0.6', '0.8', '1.0')
    >>> read_vary("offers.0.long_term_premium=0:10:5%").values
    ('0%', '5%', '10%')
    """
    path, equals, values = text.partition("=")
    if not (equals and path.strip() and values.strip()):
        raise ValueError("write PATH=START:STOP:STEP or PATH=a,b,c, such as offers.0.long_term_premium=0:5000:100")
    parts = values.split(":")
    if len(parts) == 1:
        return Vary(path.strip(), tuple(value.strip() for value in values.split(",")))
    if len(parts) != 3:
        raise ValueError(f"{shortened(values)} is not START:STOP:STEP, rising numbers such as 0:5000:100")
    sign = "%" if values.endswith("%") else ""
    try:
        start, stop, step = (_number(part.strip().removesuffix("%")) for part in parts)
    except ValueError as error:
        raise ValueError(f"{shortened(values)} is not START:STOP:STEP, such as 0:5000:100: {error}") from None
    if not (step > 0 and stop >= start):
        raise ValueError(f"{shortened(values)} is not START:STOP:STEP, rising numbers such as 0:5000:100")
    count = int((stop - start) / step) + 1
    if count > MOST_POINTS:
        raise ValueError(f"'{values}' makes {counted(count, 'value')}; at most {MOST_POINTS:,}")
    return Vary(path.strip(), tuple(f"{start + step * number:f}{sign}" for number in range(count)))


def sweep(scenario: str, vary: Sequence[str], target: Path, ready: str | None = None) -> tuple[int, list[str]]:
    """Work a scenario out for every combination of values and write a tidy table, CSV or Parquet.

    A row for each combination, policy, post and pattern: the values varied, the post, the change, and every line of the
    payslip in pounds a year. With one rising number varied, also says from where on (or up to where) each move pays for
    good, and where else it pays, exact to the unit that a person would write: points between those of the grid are
    worked out for that, and not written. `ready` gives a grid of its own: `matrix`, `rotas` or `unsocial`. Returns the
    number of rows and what was found.
    """
    document, folder = open_scenario(scenario)
    varies = _read_all(vary, document.file)
    if bool(varies) == bool(ready):
        raise Faults([Fault("paymodel sweep", "", "give --vary PATH=VALUES (one or several), or --ready")])
    line: _Line | None = None
    left_out: list[str] = []
    if ready == "unsocial":
        document, left_out = that_let_vary(document, READY[ready])
        document, others = of_one_basic_pay(document, folder)
        left_out += others
        line = _unsocial_line(document, folder)
        grid = [line.point(at) for at in line.at]
    elif ready == "rotas":
        document, left_out = that_let_vary(document, HELD_HOURS)
        grid, impossible = _rotas(document, folder)
        left_out += impossible
    elif ready:
        document, grid, left_out = _matrix(document, folder)
    else:
        document, left_out = that_let_vary(document, [vary.path for vary in varies])
        grid = [dict(zip((v.path for v in varies), point, strict=True)) for point in _points(varies)]
        if len(varies) == 1 and varies[0].rises:
            line = varies[0].line()
    written = READY[ready] if ready else [vary.path for vary in varies]
    done, seen, moved = 0, [], None
    falls = _Falls()
    with writing(target, "%.10g", private=False) as write:
        for first in range(0, len(grid), AT_ONCE):
            points = grid[first : first + AT_ONCE]
            cases = varied_cases(document, folder, points)
            worked = moves(cases)
            write(_columns(points, written, cases, worked))
            done += len(worked.case)
            progress(counted(done, "row"))
            if ready is not None and ready in FROM_AND_TO:
                falls.add([FROM_AND_TO[ready](point) for point in points], cases, worked, named_post=ready == "rotas")
            if line is not None:
                moved = moved or _names(cases[: len(cases) // len(points)])
                seen.append(_seen(line.at[first : first + AT_ONCE], cases, worked, with_marks=line.looks))
        findings = falls.words() if line is None else _findings(line, moved or [], _joined(seen), document, folder)
    progress("")
    return done, [*findings, *left_out]


@dataclass(frozen=True, eq=False)
class SweptMove:
    """One move of a sweep of one rising number: pounds a year at each place, where it pays, and that in words.

    `varies` is false where the move's policy sets the number itself.
    """

    name: str
    change: tuple[float, ...]
    where: Where
    said: str
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
    asked = scenario_of(document, folder, identity)
    refuse_impossible(asked)
    varies = _read_all([vary], document.file)
    if not varies[0].rises:
        raise Faults([Fault(document.file, f"--vary {varies[0].path}", "give rising numbers, such as 0:5000:100")])
    line = varies[0].line()
    cases = varied_cases(document, folder, [line.point(at) for at in line.at])
    seen = _seen(line.at, cases, moves(cases), with_marks=line.looks)
    seen, exact = _closer(line, seen, document, folder)
    first = cases[: len(cases) // len(line.at)]
    names = _names(first)
    fixed = _fixed(document, varies[0].path, first)
    kept = np.isin(seen.at, line.at)
    turns = np.any(np.diff(seen.change >= 0, axis=0), axis=1) | np.any(np.diff(seen.marks, axis=0) != 0, axis=(1, 2))
    kept[:-1] |= turns
    kept[1:] |= turns
    return Swept(
        asked,
        line.what,
        line.form,
        _nearness(line, exact=exact),
        tuple(float(line.value(at)) for at in seen.at[kept]),
        tuple(
            SweptMove(
                name,
                tuple(seen.change[kept, number].tolist()),
                _in_values(line, where_it_pays(seen.at.astype(float), seen.change[:, number])),
                f"{name}: sets {line.what} itself, so nothing varies."
                if fixed[number]
                else _finding(name, line, seen, number, exact=exact),
                not fixed[number],
            )
            for number, name in enumerate(names)
        ),
    )


def _fixed(document: Document, path: str, cases: Sequence[Case]) -> list[bool]:
    """For each move of one point whether its policy sets the path itself, which goes before a value of the grid."""
    policies = document.data.get("policies") or ()
    sets = {policy["name"] for policy in policies if set_by(policy, [path]) is not None}
    return [case.policy_name in sets for case in cases for offer in case.offers for _ in offer.patterns]


def _in_values(line: "_Line", found: Where) -> Where:
    """Where a move pays, in values in place of places on a line."""

    def value(at: float) -> float:
        return float(line.value(at))

    islands = tuple((value(low), value(high)) for low, high in found.islands)
    return Where(found.direction, None if found.value is None else value(found.value), islands)


@dataclass(frozen=True)
class MatrixMove:
    """A move of the matrix: its policy, the band and step held, the post with its band and pattern, pounds a year.

    `pattern` is None where it does not matter. `point` is what the move changes in the scenario, dotted path to value,
    None for what it takes away.
    """

    policy: str
    held: str
    band: str
    post: str
    take_home_change: float
    pattern: str | None
    point: Mapping[str, Any] = field(hash=False)


def matrix_moves(scenario: str) -> tuple[Scenario, list[MatrixMove]]:
    """The ready-made grid `matrix` of a scenario file, or of a shipped scenario by its name, as values."""
    return matrix_of(*open_scenario(scenario), Path(scenario).stem)


def matrix_of(document: Document, folder: Path, identity: str) -> tuple[Scenario, list[MatrixMove]]:
    """The ready-made grid `matrix` as values: every band and step from 5 to 7 to every post of the library from 8a up.

    The scenario comes with it. Raises `Faults`.
    """
    asked = scenario_of(document, folder, identity)
    document, grid, _ = _matrix(document, folder)
    cases = varied_cases(document, folder, grid)
    worked = moves(cases)
    found = []
    for row in np.flatnonzero(worked.offer >= 0).tolist():
        case = cases[worked.case[row]]
        offer = case.offers[worked.offer[row]]
        pattern = f" (pattern {worked.pattern[row]})" if worked.pattern[row] == "same" else ""
        band = BANDS[int(as_array(offer.job.band))]
        change = float(worked.take_home_change[row])
        point = grid[worked.case[row] // (len(cases) // len(grid))]
        name = f"{offer.name}{pattern}"
        found.append(MatrixMove(case.policy_name, case.current.name, band, name, change, worked.pattern[row], point))
    return asked, found


class _Falls:
    """Which points of a grid without an order lose most."""

    def __init__(self) -> None:
        self.tried: dict[str, int] = {}
        self.found: dict[str, list[tuple[float, str]]] = {}

    def add(self, points: Sequence[str], cases: Sequence[Case], worked: Moves, *, named_post: bool) -> None:
        """Take in points: under the name of each move, or (of a matrix) all moves together."""
        in_each = len(cases) // len(points)
        for row in np.flatnonzero(worked.offer >= 0).tolist():
            case = cases[worked.case[row]]
            pattern = f" (pattern {worked.pattern[row]})" if worked.pattern[row] else ""
            post = f"{case.offers[worked.offer[row]].name}{pattern}"
            point = points[worked.case[row] // in_each]
            group, words = f"{post}, {case.policy_name}", point
            if not named_post:
                group, words = case.policy_name, f"{point} to {post}"
            self.tried[group] = self.tried.get(group, 0) + 1
            if worked.verdict[row] == "loses":
                self.found.setdefault(group, []).append((float(worked.take_home_change[row]), words))

    def words(self) -> list[str]:
        """How many lose, and the largest falls."""
        said = []
        for group, tried in self.tried.items():
            falls = sorted(self.found.get(group, ()))
            worst = ", ".join(f"{words} {-change:,.0f}" for change, words in falls[:MOST_FALLS])
            most = f"; take-home pay falls most, in pounds a year: {worst}" if falls else ""
            said.append(f"{group}: {len(falls)} of {tried} lose{most}.")
        return said


@dataclass(frozen=True)
class _Line:
    """A single number that rises through a grid: where its points lie in whole units, and how one is written.

    `unit_words` is empty where only the values tried have a meaning. `form` is how a value is written, such as `{}%`.
    """

    what: str
    at: np.ndarray
    unit: Decimal
    unit_words: str
    point: Callable[[int], dict[str, Any]]
    form: str

    @property
    def looks(self) -> bool:
        """Whether there is anything to look at between the points."""
        return bool(self.unit_words) and bool(np.any(np.diff(self.at) > 1))

    def value(self, at: float) -> str:
        """A place on the line as a person writes it."""
        return f"{(int(at) * self.unit).normalize():f}"


def _seen(at: np.ndarray, cases: Sequence[Case], worked: Moves, *, with_marks: bool) -> Seen:
    """What the moves of each point do, and what applies there."""
    offers = worked.offer >= 0
    change = worked.take_home_change[offers].reshape(len(at), -1)
    if not with_marks:
        return Seen(at, change, np.zeros((*change.shape, 1)))
    found = marks(cases, worked)[offers]
    return Seen(at, change, found.reshape(*change.shape, -1))


def _joined(parts: Sequence[Seen]) -> Seen:
    at, change, found = (np.concatenate([getattr(part, name) for part in parts]) for name in ("at", "change", "marks"))
    return Seen(at, change, found)


def _names(cases: Sequence[Case]) -> list[str]:
    """Each move of one point, in the order of its rows."""
    return [
        f"{offer.name}{f' (pattern {pattern})' if pattern else ''}, {case.policy_name}"
        for case in cases
        for offer in case.offers
        for pattern in offer.patterns
    ]


def _findings(line: _Line, names: Sequence[str], seen: Seen, document: Document, folder: Path) -> list[str]:
    """Where each move pays, in words: exact to the unit if what lies between the values could be looked at."""
    seen, exact = _closer(line, seen, document, folder)
    return [_finding(name, line, seen, number, exact=exact) for number, name in enumerate(names)]


def _closer(line: _Line, seen: Seen, document: Document, folder: Path) -> tuple[Seen, bool]:
    """The values with those between them that matter, and whether a crossing is exact to the unit."""

    def work(at: np.ndarray) -> Seen:
        progress(f"looking at {counted(len(at), 'point')} more closely")
        cases = varied_cases(document, folder, [line.point(int(place)) for place in at])
        return _seen(at, cases, moves(cases), with_marks=True)

    if not line.looks:
        return seen, bool(line.unit_words)
    try:
        closer = looked_at_closer(seen, work)
    except (Faults, Refused):  # not every value between two sound ones is sound
        closer = None
    return closer or seen, closer is not None


def _finding(name: str, line: _Line, seen: Seen, number: int, *, exact: bool) -> str:
    """Where one move pays, in words."""
    said = _nearness(line, exact=exact)
    return _found_words(name, line, where_it_pays(seen.at.astype(float), seen.change[:, number]), said)


def _nearness(line: _Line, *, exact: bool) -> str:
    return f"exact to {line.unit_words}" if exact else "of the values tried"


def _found_words(name: str, line: _Line, found: Where, said: str) -> str:
    islands = "; ".join(
        line.value(low) if low == high else f"{line.value(low)} to {line.value(high)}" for low, high in found.islands
    )
    ends = f"{line.value(line.at[0])} to {line.value(line.at[-1])}"
    if found.value is None:
        pays = f" It pays at {islands} only ({said})." if islands else ""
        return f"{name}: does not pay for good at any value of {line.what} tried, {ends}.{pays}"
    if found.direction == "throughout":
        return f"{name}: pays throughout {line.what} = {ends} ({said})."
    word = "from" if found.direction == "from" else "up to"
    more = f" It pays at {islands} too, but not between." if islands else ""
    return f"{name}: pays for good {word} {line.what} = {line.value(found.value)} ({said}).{more}"


def _read_all(texts: Sequence[str], file: str) -> list[Vary]:
    varies, faults = [], []
    for text in texts:
        try:
            varies.append(read_vary(text))
        except ValueError as error:
            faults.append(Fault(file, f"--vary {text[:60]}", str(error)))
    paths = [vary.path for vary in varies]
    faults += [
        Fault(
            file, f"--vary {path[:60]}", "a sweep looks at the first year, where career changes nothing; leave it out"
        )
        for path in paths
        if path.split(".")[0] == "career"
    ]
    faults += [Fault(file, f"--vary {path}", "stands twice") for path in sorted(set(paths)) if paths.count(path) > 1]
    count = int(np.prod([float(len(vary.values)) for vary in varies])) if varies else 0
    if count > MOST_POINTS:
        faults.append(Fault(file, "--vary", f"makes {counted(count, 'combination')}; at most {MOST_POINTS:,}"))
    if faults:
        raise Faults(faults)
    return varies


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
    }


def _post_of(cases: Sequence[Case], number: int, index: int) -> Post:
    return cases[number].current if index < 0 else cases[number].offers[index]


def _base(document: Document, folder: Path) -> Case:
    """The scenario as it stands, under its first policy."""
    return varied_cases(document, folder, [{}])[0]


def _cleared(document: Document, keys: Sequence[str]) -> dict[str, None]:
    """Changes that take stated keys of the post held away."""
    hours = [f"{kind}_hours_a_{unit}" for kind in ("saturday_night", "sunday_holiday") for unit in ("week", "year")]
    stated = [key for key in (*keys, *hours) if document.data["current"].get(key) is not None]
    return {f"current.{key}": None for key in stated}


def _both_patterns(document: Document, base: Case) -> dict[str, str]:
    """Offers that do not say whether the pattern is the same are shown both ways, where it matters."""
    if base.policy.promotion_method != "maintain":
        return {}
    offers = enumerate(document.data["offers"])
    return {f"offers.{number}.pattern": "unsure" for number, offer in offers if offer.get("pattern") is None}


def _unsocial_line(document: Document, folder: Path) -> _Line:
    """Unsocial hours pay of the post held from 0% to 40% of its basic pay, in halves of a per cent."""
    base = _base(document, folder)
    basic = float(payslip(base.current.job, base.policy)["basic_pay"])
    cleared = _cleared(
        document, ("rota", "if_hours_differ", "unsocial_hours", "annex_5_percent", "annex_5_hours_a_week")
    )
    others = {**cleared, **_both_patterns(document, base)}

    def point(place: int) -> dict[str, Any]:
        return {"current.unsocial_hours_payment": f"{basic * place / 10_000:.2f}", **others}

    what = "unsocial hours pay, % of basic pay"
    return _Line(what, np.arange(0, 4_001, 50), Decimal("0.01"), "0.01% of basic pay", point, "{}%")


def _rotas(document: Document, folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """Every shipped rota for the post held, and in words those that cannot be for it."""
    cleared = _cleared(document, ("unsocial_hours_payment", "annex_5_hours_a_week"))
    others = {**cleared, **_both_patterns(document, _base(document, folder))}
    grid, left_out = [], []
    faults: list[Fault] = []
    for rota in shipped_rotas():
        point = {"current.rota": rota, "current.if_hours_differ": "scale", **others}
        try:
            varied_cases(document, folder, [point])
            grid.append(point)
        except Faults as error:
            faults += error.faults
            left_out.append(f"Left out: {rota}: {error.faults[0].message}")
    if not grid:
        raise Faults(faults)
    return grid, left_out


def _matrix(document: Document, folder: Path) -> tuple[Document, list[dict[str, Any]], list[str]]:
    """Every band and step from 5 to 7 to every post of the library from band 8a up, one offer a point.

    Rotas are scaled to the contract: a post of the library is whole time at 37.5 hours. Other offers of the scenario
    are left out; so are policies that cannot be for posts of the library, in words as the third part.
    """
    document, left_out = that_let_vary(document, HELD_POSTS)
    base = _base(document, folder)
    policy = base.policy
    own = document.data.get("posts")
    library = read_library(inside(own, folder) if own else shipped_folder("scenarios") / SHIPPED_POSTS)
    alone = Document(document.file, {**document.data, "offers": document.data["offers"][:1]}, document.lines)
    grid: list[dict[str, Any]] = []
    for band in FROM_BANDS:
        for step in range(1, policy.pay_points.steps(BANDS.index(band)) + 1):
            held = {
                "current.band": band,
                "current.step": str(step),
                "current.name": f"Band {band}, step {step}",
                "current.basic_pay": None,
                "person.years_in_band": None,
            }
            for key, post in library.items():
                if post.band is None or BANDS.index(post.band) < BANDS.index("8a"):
                    continue
                offer: dict[str, Any] = {"post": key}
                if policy.promotion_method == "maintain":
                    offer["pattern"] = _pattern(post)
                if post.rota is not None:
                    offer["if_hours_differ"] = "scale"
                grid.append({**held, "offers.0": offer})
    if not grid:
        raise Faults([Fault(document.file, "posts", "the library has no post from band 8a up")])
    posts = {str(point["offers.0"]): point for point in grid}
    alone, impossible = that_can_be(alone, folder, list(posts.values()))
    return alone, grid, [*left_out, *impossible]


def _pattern(post: LibraryPost) -> str:
    """Office posts are a different pattern; of the others it has to be said."""
    office = ("monday-to-friday", "hybrid-one-clinical-week-in-five", "scotland-monday-to-friday-36h")
    return "different" if post.rota in office else "unsure"
