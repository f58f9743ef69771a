"""`paymodel.sensitivity`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paymodel.moves.sensitivity import Sensitivity
from paymodel.python.answer import Answer, Row
from paymodel.python.scenario import AnyScenario, LoadedScenario, as_loaded
from paymodel.scenarios.sensitivity import sensitivities

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivities(Answer):
    """Which uncertain inputs move an answer most: `results` holds the sensitivity of each move, policy by policy.

    `to_frame` has a row for each value tried, alone or together.
    """

    scenario: LoadedScenario
    results: tuple[Sensitivity, ...]

    def blocks(self) -> "Sequence[Block]":
        """What moves the answer, in words and tables."""
        from paymodel.answers.sensitivity import sensitivity_blocks

        return sensitivity_blocks(self.scenario, self.results)

    def to_json(self) -> str:
        """The answer as `paymodel sensitivity --format json` prints it."""
        from paymodel.answers.sensitivity import sensitivity_json

        return sensitivity_json(self.scenario, self.results)

    def rows(self) -> Sequence[Row]:
        """A row for each value tried."""
        from paymodel.answers.sensitivity import tried_table

        return list(tried_table(self.results).records())

    def __repr__(self) -> str:
        return f"<Sensitivities of {self.scenario!r}>"


def sensitivity(scenario: AnyScenario) -> Sensitivities:
    """Show which uncertain inputs move the answer of a scenario most, and its range over plausible values.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. Pounds a year.

    Raises `Faults` where the file is at fault or combinations are too many, and `Refused` where a rule cannot answer.

    >>> import paymodel
    >>> (move,) = paymodel.sensitivity("paramedic-to-operations-manager").results
    >>> move.post, move.take_home_change
    ('Operations manager', -1350.49)
    """
    asked = as_loaded(scenario)
    return Sensitivities(asked, tuple(sensitivities(asked, asked.document, asked.folder)))
