"""What a sweep varies: one path of a scenario and the values that it takes in turn."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np

from paymodel.counting import counted
from paymodel.errors import Fault, Faults, shortened
from paymodel.pay.fields import Kind
from paymodel.pay.job import FIELDS

MOST_POINTS = 200_000


WHOLE_NUMBERS = frozenset(
    {
        *("step", "years_in_band", "lasts_years", "horizon_years", "band", "bands", "years"),
        *(each.name for each in FIELDS.values() if each.kind is Kind.COUNT),
    }
)
"""Keys whose values are whole numbers: nothing lies between two of them."""


SHARES = ("rate", "public_holiday_rate", "lower", "higher", "same_pattern_minimum_share")
"""Keys that hold a fraction or a multiple."""


NUMBERS = (
    *("annual_leave_days", "pension-build-up", "pay_over_1995", "lump_sum_1995", "pay_over_2008"),
    *(each.name for each in FIELDS.values() if each.kind is Kind.YEARS),
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

    def line(self) -> "SweptLine":
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
        return SweptLine(self.path, at, unit, "" if whole else form.format(shown), point, form)


@dataclass(frozen=True)
class SweptLine:
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
    def may_hide_crossings(self) -> bool:
        """Whether there is anything to look at between the points."""
        return bool(self.unit_words) and bool(np.any(np.diff(self.at) > 1))

    def value(self, at: float) -> str:
        """A place on the line as a person writes it."""
        return f"{(int(at) * self.unit).normalize():f}"


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
    if key in SHARES or (key in FIELDS and FIELDS[key].kind is Kind.SHARE):
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


def read_varies(texts: Sequence[str], file: str) -> list[Vary]:
    """Read what a sweep varies. Raises `Faults` with every fault at once, which name `file`."""
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
