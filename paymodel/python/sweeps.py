"""`paymodel.sweep`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.python.scenario import AnyScenario, LoadedScenario, as_loaded

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """A scenario over a grid of values: `columns` by name, and `findings` in words, as `paymodel sweep` prints them."""

    scenario: LoadedScenario
    columns: Mapping[str, Sequence[Any]]
    findings: tuple[str, ...]

    def to_frame(self) -> "pd.DataFrame":
        """A row for each combination, policy, post and pattern: the values varied, the change, every payslip line."""
        import pandas as pd

        return pd.DataFrame(self.columns)

    def to_dict(self) -> dict[str, list[Any]]:
        """Each column as a list."""
        return {name: list(values) for name, values in self.columns.items()}

    def __str__(self) -> str:
        return "\n".join(self.findings)

    def __repr__(self) -> str:
        return f"<Sweep of {self.scenario!r}: {counted(len(self.columns['post']), 'row')}>"


def sweep(
    scenario: AnyScenario | None = None,
    vary: Mapping[str, str | Sequence[Any]] | None = None,
    *,
    ready: str | None = None,
) -> Sweep:
    """Vary a scenario's figures over a grid of values.

    `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. `vary` maps each path
    to its values: a sequence, or text such as `0:4000:100` (the stop included) or `5%,10%`. `ready` gives a grid of its
    own instead: `matrix`, `rotas`, `unsocial` or `professions`, which alone needs no scenario. Pounds a year. With one
    rising number varied, the findings say from where on each move pays.

    Raises `Faults` where the file, a path or a value is at fault, and `Refused` where a rule cannot answer the scenario
    itself.

    >>> import paymodel
    >>> found = paymodel.sweep("paramedic-to-operations-manager", {"offers.0.long_term_premium": [0, 2000, 4000]})
    >>> offers = found.to_frame().query("post == 'Operations manager'")
    >>> offers[["offers.0.long_term_premium", "take_home_change", "verdict"]].values.tolist()
    [['0', -1350.49, 'loses'], ['2000', -318.89, 'loses'], ['4000', 712.71, 'gains']]
    """
    from paymodel.scenarios.ready_grids import scenario_of_grid
    from paymodel.scenarios.sweeps import blaming_the_scenario, swept_grid

    asked = as_loaded(scenario_of_grid(None, ready, "paymodel.sweep") if scenario is None else scenario)
    if bool(vary) == bool(ready):
        raise Faults([Fault("paymodel.sweep", "", "give vary, which maps paths to values, or ready")])
    empty = [path for path, values in (vary or {}).items() if not isinstance(values, str) and not list(values)]
    if empty:
        raise Faults([Fault("paymodel.sweep", path, "no value is given") for path in empty])
    texts = [f"{path}={values_text(values)}" for path, values in (vary or {}).items()]
    columns: dict[str, list[Any]] = {}

    def collect(block: Mapping[str, Any]) -> None:
        for name, values in block.items():
            columns.setdefault(name, []).extend(values.tolist() if hasattr(values, "tolist") else values)

    with blaming_the_scenario(asked.document, asked.folder):
        _, findings = swept_grid(asked.document, asked.folder, texts, ready).work_out(collect)
    return Sweep(asked, columns, tuple(findings))


def values_text(values: str | Sequence[Any]) -> str:
    """Values that a path takes in turn, as `--vary` has them."""
    return values if isinstance(values, str) else ",".join(str(value) for value in values)
