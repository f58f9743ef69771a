"""`paymodel.payroll`."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paymodel.files.scales import as_date
from paymodel.moves.comparison import Scenario
from paymodel.moves.payroll import PayrollYear
from paymodel.python.answer import Answer, Row
from paymodel.python.scenario import AnyScenario, as_scenario
from paymodel.scenarios.payroll import payroll as asked_payroll

if TYPE_CHECKING:
    from paymodel.answers.blocks import Block


@dataclass(frozen=True, eq=False, repr=False)
class Payroll(PayrollYear, Answer):
    """Twelve payslips, what they come to (`totals`), and where the year differs from the annual view.

    `print(payroll)` shows what `paymodel payroll` prints. `to_frame` has a row for each month.
    """

    scenario: Scenario

    def blocks(self) -> "Sequence[Block]":
        """The year in words and tables."""
        from paymodel.answers.payroll import payroll_blocks

        return payroll_blocks(self.scenario, self)

    def to_json(self) -> str:
        """The year as `paymodel payroll --format json` prints it."""
        from paymodel.answers.payroll import payroll_json

        return payroll_json(self.scenario, self)

    def rows(self) -> Sequence[Row]:
        """A row for each month."""
        from paymodel.answers.payroll import months_table

        return list(months_table(self).records())


def payroll(
    scenario: AnyScenario,
    *,
    promoted_on: datetime.date | str | None = None,
    offer: str | None = None,
    policy: str | None = None,
    pattern: str | None = None,
    tax_code: str | None = None,
    month_1: bool = False,
    in_arrears: bool | None = None,
) -> Payroll:
    """Work out twelve payslips of a scenario's person under a tax code.

    They are paid in the post held, and from `promoted_on` (a date, or text such as `2026-09-14`) in an offer [the
    first]. `scenario` is a shipped scenario's name, the path of a file, or what `load_scenario` returned. `policy`
    names one of the scenario's [the first]; `pattern` (same, different) is needed where the offer's is unsure;
    `tax_code` is the standard one of the tax residence unless given, with marriage allowance where the post held now
    is due it; `month_1` taxes each month by itself; `in_arrears` overrides the scenario's switch. `slips` maps each
    line to an array of twelve, in pounds.

    Raises `Faults` where the file is at fault, `Refused` and `NotInForce` where the rules cannot answer.

    >>> import paymodel
    >>> year = paymodel.payroll("paramedic-to-operations-manager", promoted_on="2026-09-14")
    >>> year.code.text, year.slips["basic_pay"][4:7].tolist()        # September: 13 days at 48,117, 17 at 57,528
    ('1257L', [4009.75, 4454.16, 4794.0])
    """
    asked = as_scenario(scenario)
    year = asked_payroll(
        asked,
        promoted_on=None if promoted_on is None else as_date(promoted_on),
        offer=offer,
        policy=policy,
        pattern=pattern,
        tax_code=tax_code,
        month_1=month_1,
        in_arrears=in_arrears,
    )
    return Payroll(**{name: value for name, value in vars(year).items() if name != "totals"}, scenario=asked)
