"""`paymodel.rota`, `paymodel.load_rota` and `paymodel.rota_hours`."""

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paymodel.errors import shortened
from paymodel.files import rotas
from paymodel.pay import rota as paid
from paymodel.pay.rota import Rota, RotaHours
from paymodel.pay.rule_book import RuleBook, WorkingTime
from paymodel.python.answer import Answer, Row
from paymodel.python.pay import AnySwitches, code_of, load_policy

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block
    from paymodel.answers.rota import Worth

AnyRota = str | os.PathLike[str] | Rota
"""A shipped rota's name, the path of a file, or a loaded rota."""


def load_rota(rota: str | os.PathLike[str]) -> Rota:
    """Read a rota file, or a shipped rota by its name.

    Raises `Faults` with every fault of the file.

    >>> import paymodel
    >>> paymodel.load_rota("monday-to-friday").paid_hours_a_week()
    37.5
    """
    return rotas.load_rota(rota if isinstance(rota, str) and Path(rota).suffix == "" else Path(rota))


def rota_hours(
    rota: AnyRota,
    rules: WorkingTime | RuleBook,
    *,
    whole_time_equivalent: float = 1.0,
    band: str | int = "6",
    if_hours_differ: str = "refuse",
) -> RotaHours:
    """Work out the average weekly hours of a rota at each rate: `plain`, `saturday_night`, `sunday_holiday` and others.

    `rules` are what `load_working_time` or `load_policy` returned; `if_hours_differ` says what becomes of hours that
    are not the contract's: `refuse`, `scale`, `overtime` or `lieu`. `paymodel.rota` says what they are worth too.

    Raises `Refused` where hours differ and the choice is `refuse`, and `NotInForce` where the list of public holidays
    does not cover the pay year.

    >>> import paymodel
    >>> hours = paymodel.rota_hours("scotland-monday-to-friday-36h", paymodel.load_policy("scotland", "2026-11-22"))
    >>> round(hours.plain + hours.enhanced, 1)
    36.0
    """
    return paid.rota_hours(
        rota if isinstance(rota, Rota) else load_rota(rota),
        rules.working_time if isinstance(rules, RuleBook) else rules,
        whole_time_equivalent=whole_time_equivalent,
        band=code_of(band),
        if_hours_differ=if_hours_differ,
    )


@dataclass(frozen=True, eq=False, repr=False)
class RotaAnswer(Answer):
    """What a rota comes to: `hours` at each rate a week, `figures` as `paymodel rota` gives them, and `worths`.

    `to_frame` has one row, a column for each figure.
    """

    rota: Rota
    rule_book: RuleBook
    hours: RotaHours
    band: int
    whole_time_equivalent: float

    @cached_property
    def figures(self) -> dict[str, Any]:
        """Hours by rate, Annex 5 and Section 2 as a percentage of basic pay, days travelled and others."""
        from paymodel.answers.rota import figures

        return figures(self.hours, self.rule_book.working_time, self.band, self.whole_time_equivalent)

    @cached_property
    def worths(self) -> "tuple[Worth, Worth]":
        """What the unsocial hours are worth by Section 2 and by Annex 5, at the top step of the band, pounds a year."""
        from paymodel.answers.rota import worths

        return worths(self.hours, self.rule_book, self.band, self.whole_time_equivalent)

    def _arguments(self) -> tuple[Rota, dict[str, Any], WorkingTime, int, float]:
        return self.rota, self.figures, self.rule_book.working_time, self.band, rotas.least_rest_hours(self.rota)

    def blocks(self) -> "Sequence[Block]":
        """The figures in words and tables."""
        from paymodel.answers.rota import rota_blocks

        return rota_blocks(*self._arguments())

    def to_json(self) -> str:
        """The figures as `paymodel rota --format json` prints them."""
        from paymodel.answers.rota import rota_json

        return rota_json(*self._arguments())

    def rows(self) -> Sequence[Row]:
        """One row: a column for each figure."""
        hours = {f"{name}_hours_a_week": value for name, value in self.figures["hours_a_week"].items()}
        return [hours | {name: value for name, value in self.figures.items() if name != "hours_a_week"}]

    def __repr__(self) -> str:
        hours = self.hours
        total, enhanced = hours.plain + hours.enhanced, hours.enhanced
        return f"<RotaAnswer {shortened(self.rota.title)}: {total:.2f} hours a week, {enhanced:.2f} of them unsocial>"


def rota(
    rota: AnyRota,
    *,
    nation: str = "england",
    as_at: datetime.date | str | None = None,
    band: str | int = "6",
    whole_time_equivalent: float = 1.0,
    if_hours_differ: str = "refuse",
    switches: AnySwitches = None,
) -> RotaAnswer:
    """Show a rota's hours at each rate, and what they are worth under Section 2 and Annex 5.

    `rota` is a shipped rota's name, the path of a file, or what `load_rota` returned; `as_at` the day whose rules apply
    [today]; `switches` by name, such as `{"exactly_half_counts": True}`. Hours are a week, averaged over every starting
    week.

    Raises `Faults` where the file or a switch is at fault, `Refused` where hours differ from the contract's and
    `if_hours_differ` is `refuse`, and `NotInForce` where a figure has no value for the day.

    >>> import paymodel
    >>> answer = paymodel.rota("ambulance-ten-week", nation="england", as_at="2026-11-22")
    >>> round(answer.hours.plain, 2), answer.figures["annex_5_percent"]
    (12.94, 25.0)
    >>> [(worth.way, worth.payment) for worth in answer.worths][1]        # 25% of 48,117
    ('Annex 5', 12029.25)
    """
    laid_out = rota if isinstance(rota, Rota) else load_rota(rota)
    rule_book = load_policy(nation, as_at or datetime.date.today(), switches=switches)  # noqa: DTZ011  the user's own day
    code = code_of(band)
    hours = rota_hours(
        laid_out, rule_book, whole_time_equivalent=whole_time_equivalent, band=code, if_hours_differ=if_hours_differ
    )
    return RotaAnswer(laid_out, rule_book, hours, code, whole_time_equivalent)
