"""`paymodel.remedies`."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paymodel.moves.comparison import Scenario
from paymodel.moves.policies_side_by_side import PolicyOutcome, policies_side_by_side
from paymodel.moves.remedies import OfferRemedies, remedies_of
from paymodel.python.answer import Answer, Row
from paymodel.python.scenario import AnyScenario, as_scenario

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(frozen=True, eq=False, repr=False)
class Remedies(Answer):
    """The remedies of a scenario. `results` holds for each policy and offer its case, post, pattern and remedies.

    `policies` sets the policies side by side where there are several. `to_frame` has a row for each remedy.
    """

    scenario: Scenario
    results: tuple[OfferRemedies, ...]
    policies: tuple[PolicyOutcome, ...]

    def blocks(self) -> "Sequence[Block]":
        """The remedies in words and tables."""
        from paymodel.answers.remedies import remedy_blocks

        return remedy_blocks(self.scenario, self.results, self.policies)

    def to_json(self) -> str:
        """The remedies as `paymodel remedies --format json` prints them."""
        from paymodel.answers.remedies import remedy_json

        return remedy_json(self.scenario, self.results, self.policies)

    def rows(self) -> Sequence[Row]:
        """A row for each policy, offer and remedy."""
        return [
            {
                "policy": offer.case.policy_name,
                "post": offer.name,
                **{field.name: getattr(remedy, field.name) for field in dataclasses.fields(remedy)},
            }
            for offer in self.results
            for remedy in offer.remedies
        ]

    def __repr__(self) -> str:
        return f"<Remedies of {self.scenario!r}: {sum(len(offer.remedies) for offer in self.results)}>"


def remedies(scenario: AnyScenario, *, weeks_in: int = 10) -> Remedies:
    """Find the smallest remedy of each kind, the cheapest first, for each offer and policy of a scenario.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. Clinical weeks are
    kept out of every `weeks_in` weeks, 2 to 52. Costs are the employer's for one holder, pounds a year.

    Raises `Faults` where the file is at fault, `Refused` where a rule cannot answer, and `ValueError` for `weeks_in`.

    >>> import paymodel
    >>> (offer,) = paymodel.remedies("paramedic-to-operations-manager").results
    >>> offer.post, offer.pattern, offer.remedies[0].kind.value
    ('Operations manager', 'different', 'new pay point')
    """
    if not 2 <= weeks_in <= 52:
        raise ValueError(f"weeks_in={weeks_in} is out of range: a whole number of weeks, 2 to 52")
    asked = as_scenario(scenario)
    results = remedies_of(asked, weeks_in)
    return Remedies(asked, results, policies_side_by_side(asked.cases) if len(asked.cases) > 1 else ())
