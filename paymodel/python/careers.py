"""`paymodel.career`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paymodel.moves import careers as moves
from paymodel.python.answer import Answer, Row
from paymodel.python.scenario import AnyScenario, as_scenario

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(frozen=True, eq=False, repr=False)
class Careers(moves.Careers, Answer):
    """The career paths of a scenario: `results` by policy, staying first; `assumptions`; the `figures` used.

    `print(careers)` shows what `paymodel career` prints. `to_frame` has a row for each policy, path and year.
    """

    def blocks(self) -> "Sequence[Block]":
        """The paths in words and tables."""
        from paymodel.answers.careers import career_blocks

        return career_blocks(self)

    def to_json(self) -> str:
        """The paths as `paymodel career --format json` prints them."""
        from paymodel.answers.careers import career_json

        return career_json(self)

    def rows(self) -> Sequence[Row]:
        """A row for each policy, path and year."""
        from paymodel.answers.careers import years_of_paths

        return list(years_of_paths(self).records())


def career(scenario: AnyScenario) -> Careers:
    """Follow career paths year by year: stay, move now, and those that the scenario names.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. Pounds a year.

    Raises `Faults` where the file is at fault, and `Refused` where a rule cannot answer or a pattern is impossible.

    >>> import paymodel
    >>> stay, move = paymodel.career("paramedic-to-operations-manager").results
    >>> move.path.name, move.career.catch_up_year, move.career.catch_up_margin
    ('Move now: Operations manager', 6, 92.62)
    """
    return Careers(**vars(moves.careers(as_scenario(scenario))))


careers = career
"""`career` by the name of what it returns."""
