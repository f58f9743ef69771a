"""`paymodel.history`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paymodel.counting import counted
from paymodel.moves import history as moves
from paymodel.python.answer import Answer, Row
from paymodel.python.scenario import AnyScenario, as_loaded
from paymodel.scenarios.history import checked_prices, history_of, years_asked

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(frozen=True, eq=False, repr=False)
class History(moves.History, Answer):
    """A move in each pay year: `years` holds each move in each year, `moves` the years of each.

    `print(history)` shows what `paymodel history` prints. `to_frame` has a row for each move and year.
    """

    def blocks(self) -> "Sequence[Block]":
        """The years in words and tables."""
        from paymodel.answers.history import history_blocks

        return history_blocks(self)

    def to_json(self) -> str:
        """The answer as `paymodel history --format json` prints it."""
        from paymodel.answers.history import history_json

        return history_json(self)

    def rows(self) -> Sequence[Row]:
        """A row for each move and year."""
        from paymodel.answers.history import history_table

        return list(history_table(self).records())

    def __repr__(self) -> str:
        return (
            f"<History of {self.scenario!r}: {counted(len(self.moves), 'move')} in {counted(len(self.years), 'year')}>"
        )


def history(
    scenario: AnyScenario,
    *,
    first: int | None = None,
    last: int | None = None,
    on: str = "11-01",
    prices: Mapping[int, float] | None = None,
) -> History:
    """Ask the same question in each pay year, the person's step and pattern held.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. `first` and `last`
    are the years in which pay years start: from 2018 to that of the scenario's own day by default. `on` is the day of
    each whose rules hold, as month and day. `prices` is a price index by those years: none is invented. Pounds a year.

    Raises `Faults` where the file is at fault, and `Refused` where no year can be answered.

    >>> import paymodel
    >>> answer = paymodel.history("team-leader-annex-5-to-operations-manager", first=2025)
    >>> [(year.pay_year, year.take_home_change) for year in answer.years]
    [(2025, -5918.55), (2026, -6002.15)]
    """
    asked = as_loaded(scenario)
    years = years_asked(asked, first, last, on)
    index = None if prices is None else checked_prices(prices, years)
    return History(**vars(history_of(asked.document, asked.folder, asked.id, years, prices=index)))
