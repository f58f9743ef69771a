"""Sweeps: a scenario over a grid of values, written as a tidy table."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np

from paymodel.break_evens import smallest_that_pays
from paymodel.comparison import Case
from paymodel.errors import Fault, Faults
from paymodel.files.documents import Document
from paymodel.files.rotas import shipped_rotas
from paymodel.files.scales import load_policy, shipped_folder
from paymodel.files.scenarios import SHIPPED_POSTS, open_scenario, read_library, varied_cases
from paymodel.files.tables import progress, writing
from paymodel.job import BANDS, LINES
from paymodel.many import Moves, moves
from paymodel.posts import Post
from paymodel.rounding import as_array

MOST_POINTS = 200_000
AT_ONCE = 5_000
FROM_BANDS = ("5", "6", "7")


@dataclass(frozen=True)
class Vary:
    """One path of a scenario, and the values it takes in turn, as text."""

    path: str
    values: tuple[str, ...]

    @property
    def numbers(self) -> np.ndarray | None:
        """The values as rising numbers (a per cent sign is left off), or None if they are not such."""
        try:
            found = np.array([float(value.removesuffix("%")) for value in self.values])
        except ValueError:
            return None
        return found if len(found) > 1 and np.all(np.diff(found) > 0) else None


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
    sign = "%" if values.endswith("%") else ""
    try:
        start, stop, step = (Decimal(part.strip().removesuffix("%")) for part in parts)
        if not (start.is_finite() and stop.is_finite() and step.is_finite() and step > 0 and stop >= start):
            raise ValueError
    except (InvalidOperation, ValueError):
        raise ValueError(f"'{values}' is not START:STOP:STEP, rising numbers such as 0:5000:100") from None
    count = int((stop - start) / step) + 1
    if count > MOST_POINTS:
        raise ValueError(f"'{values}' makes {count:,} values; at most {MOST_POINTS:,}")
    return Vary(path.strip(), tuple(f"{start + step * number}{sign}" for number in range(count)))


def sweep(scenario: str, vary: Sequence[str], target: Path, ready: str | None = None) -> tuple[int, list[str]]:
    """Work a scenario out for every combination of values and write a tidy table, CSV or Parquet.

    A row for each combination, policy, post and pattern: the values varied, the post, the change, and every line of the
    payslip in pounds a year. With one rising number varied, also says from where on each move pays for good, and where
    it pays already. `ready` gives a grid of its own: `matrix`, `rotas` or `unsocial`. Returns the number of rows and
    what was found.
    """
    document, folder = open_scenario(scenario)
    varies = _read_all(vary, document.file)
    if bool(varies) == bool(ready):
        raise Faults([Fault("paymodel sweep", "", "give --vary PATH=VALUES (one or several), or --ready")])
    if ready:
        grid = _ready_grid(ready, document)
    else:
        grid = [dict(zip((v.path for v in varies), point, strict=True)) for point in _points(varies)]
    done, changes = 0, _Changes()
    with writing(target, "%.10g") as write:
        for first in range(0, len(grid), AT_ONCE):
            points = grid[first : first + AT_ONCE]
            cases = varied_cases(document, folder, points)
            policies = len(cases) // len(points)
            worked = moves(cases)
            write(_columns(points, policies, cases, worked))
            changes.add(cases, worked)
            done += len(worked.case)
            progress(f"{done:,} rows")
    progress("")
    numbers = varies[0].numbers if len(varies) == 1 else None
    if ready == "unsocial":
        return done, changes.findings(np.arange(len(grid)) / 2, "unsocial hours pay, % of basic pay", rising=False)
    return done, [] if numbers is None else changes.findings(numbers, varies[0].path)


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
        faults.append(Fault(file, "--vary", f"makes {count:,} combinations; at most {MOST_POINTS:,}"))
    if faults:
        raise Faults(faults)
    return varies


def _points(varies: Sequence[Vary]) -> Iterator[tuple[str, ...]]:
    return itertools.product(*(vary.values for vary in varies))


def _columns(
    points: Sequence[Mapping[str, Any]], policies: int, cases: Sequence[Case], worked: Moves
) -> dict[str, Any]:
    point = worked.case // policies
    varied = [path for path, value in points[0].items() if isinstance(value, str)]
    columns: dict[str, Any] = {path: [points[number][path] for number in point] for path in varied}
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


class _Changes:
    """Changes of take-home pay by policy, post and pattern, in the order of the grid."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, str], list[float]] = {}

    def add(self, cases: Sequence[Case], worked: Moves) -> None:
        """Note the changes of some points of the grid."""
        for row, (number, index) in enumerate(zip(worked.case, worked.offer, strict=True)):
            if index >= 0:
                key = (cases[number].policy_name, cases[number].offers[index].name, worked.pattern[row] or "")
                self.found.setdefault(key, []).append(float(worked.take_home_change[row]))

    def findings(self, numbers: np.ndarray, what: str, *, rising: bool = True) -> list[str]:
        """From where on each move pays for good (or, where more makes it lose, up to where), in words."""
        said = []
        for (policy, post, pattern), changes in self.found.items():
            change = np.array(changes)
            if len(change) != len(numbers):
                continue
            name = f"{post}{f' (pattern {pattern})' if pattern else ''}, {policy}"
            order = slice(None) if rising else slice(None, None, -1)
            found = smallest_that_pays(numbers[order], change[order])
            word = "from" if rising else "up to"
            if found is None:
                said.append(f"{name}: does not pay for good at any value of {what} tried.")
                continue
            islands = "; ".join(f"{low:g} to {high:g}" for low, high in found.islands)
            more = f" It also pays at {islands}, but not beyond." if islands else ""
            said.append(f"{name}: pays for good {word} {what} = {found.value:g} (of the values tried).{more}")
        return said


def _ready_grid(ready: str, document: Document) -> list[dict[str, Any]]:
    """A ready-made grid: changes of the scenario for each point."""
    data = document.data
    if ready == "rotas":
        return [{"current.rota": rota, "current.if_hours_differ": "scale"} for rota in shipped_rotas()]
    if ready == "unsocial":
        basic = _basic_pay(data)
        cleared = dict.fromkeys(("current.rota", "current.unsocial_hours", "current.annex_5_percent"))
        return [{"current.unsocial_hours_payment": str(round(basic * half / 200, 2)), **cleared} for half in range(81)]
    return _matrix(data)


def _policy_of(data: Mapping[str, Any]) -> Any:
    return load_policy(str(data.get("nation", "england")), str(data.get("as_at")))


def _basic_pay(data: Mapping[str, Any]) -> float:
    policy = _policy_of(data)
    current = data["current"]
    if current.get("basic_pay"):
        return float(current["basic_pay"])
    from paymodel.files.columns import band_code, step_number

    band = band_code(current["band"])
    step = step_number(current.get("step") or "entry", band, policy.pay_points, str(policy.as_at))
    wte = float(current.get("whole_time_equivalent") or data.get("person", {}).get("whole_time_equivalent") or 1)
    return float(policy.pay_points.pounds[band, step - 1]) * wte


def _matrix(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every band and step from 5 to 7 to every post of the library above it, one offer a point."""
    policy = _policy_of(data)
    library = read_library(shipped_folder("scenarios") / SHIPPED_POSTS)
    grid = []
    for band in FROM_BANDS:
        for step in range(1, policy.pay_points.steps(BANDS.index(band)) + 1):
            for key, post in library.items():
                if post.band is not None and BANDS.index(post.band) >= BANDS.index("8a"):
                    round_the_clock = post.rota not in ("monday-to-friday", "hybrid-one-clinical-week-in-five")
                    grid.append(
                        {
                            "current.band": band,
                            "current.step": str(step),
                            "person.years_in_band": None,
                            "offers.0": {"post": key, "pattern": "unsure" if round_the_clock else "different"},
                        }
                    )
    return grid
