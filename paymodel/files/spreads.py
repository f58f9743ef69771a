"""How people of an invented workforce are spread: the file of weights, typed.

Every number of `scenarios/synthetic/spreads.yaml` is an assumption of an illustration. Weights are whole numbers and
only their proportions matter.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from paymodel.files.scales import shipped_folder
from paymodel.files.validation import validate
from paymodel.files.value_types import Name
from paymodel.files.yaml_documents import read_document

SHIPPED_SPREADS = "synthetic/spreads.yaml"
PAID = "paid"
"""Among rotas: no rota is held, only what is paid, as staff systems do."""
NO_LOAN = "none"
ELSEWHERE = "elsewhere"
"""Among the settings of sites: every other setting."""

HighCostArea = Literal["inner", "outer", "fringe", ""]
Weight = Annotated[int, Meta(ge=0)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Spread(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of the file."""


class Work(Spread, frozen=True, kw_only=True):
    """How people work: weights of rotas, where, and whether an old contract may pay it by Annex 5.

    `paid` is the least and the most that is paid for unsocial hours where no rota is given, as percentages of basic pay
    in bands 4 to 9; in lower bands they are as much more as their rates are.
    """

    rotas: dict[Name, Weight]
    paid: tuple[Percent, Percent] = (0, 0)
    setting: Name = "hospital"
    annex_5: Literal["yes", "no"] = "no"


class Rung(Spread, frozen=True, kw_only=True):
    """A band of a ladder: how its people work, and its weight within the profession."""

    band: Name
    work: Name
    weight: Weight


class Profession(Spread, frozen=True, kw_only=True):
    """A profession: staff group, women in a hundred, ethnic spread, how many in each kind of workforce, ladder."""

    staff_group: Name
    women: Percent
    ethnic: Name
    ambulance: Weight
    acute: Weight
    national: Weight
    ladder: Name


class Ethnic(Spread, frozen=True, kw_only=True):
    """Weights of the ethnic groups in a nation, of all professions or of some."""

    nation: Name
    profession: Name = ""
    weights: list[Weight]


class Site(Spread, frozen=True, kw_only=True):
    """A place of work: its weight, and its high cost area."""

    weight: Weight
    high_cost_area: HighCostArea = ""


class Spreads(Spread, frozen=True, kw_only=True):
    """The whole file; each part is explained there."""

    title: Name
    status: Literal["assumed"]
    works: dict[Name, Work]
    ladders: dict[Name, list[Rung]]
    professions: dict[Name, Profession]
    other_work: dict[Name, dict[Name, Name]]
    nation_shares: dict[Name, Weight]
    age_bands: list[Name]
    ages: dict[Name, list[Weight]]
    steps: dict[int, list[list[Weight]]]
    full_time: dict[Name, Percent]
    part_time: dict[int, Weight]
    odd_part_time: list[Percent]
    loans: dict[Name, list[dict[Name, Weight]]]
    loans_elsewhere: dict[Name, dict[Name, Name]]
    pension: dict[Name, list[Percent]]
    annex_5: list[Percent]
    annex_5_bands: list[Name]
    annex_5_percent: Percent
    ethnic_groups: list[Name]
    ethnic: list[Ethnic]
    sites: dict[Name, dict[Name, dict[Name, Site]]]
    employers: dict[Name, Weight]
    london: dict[HighCostArea, Weight]

    def sites_of(self, kind: str, setting: str) -> Mapping[str, Site]:
        """The sites of one trust where work of a setting is done."""
        return self.sites[kind].get(setting) or self.sites[kind][ELSEWHERE]

    def ethnic_row(self, nation: str, profession: str) -> int:
        """Which of the ethnic spreads holds for the people of a nation whose profession has this spread."""
        of = [(spread.nation, spread.profession) for spread in self.ethnic]
        return of.index((nation, profession) if (nation, profession) in of else (nation, ""))

    def loan_weights(self, plans: Sequence[str]) -> list[list[int]]:
        """Weights of the plans (the first is no loan), an entry for each kind and age band."""
        keys = [plan or NO_LOAN for plan in plans]
        return [[ages.get(key, 0) for key in keys] for kind in self.loans.values() for ages in kind]


@cache
def spreads() -> Spreads:
    """The spreads that ship with the package.

    >>> spreads().nation_shares["england"], spreads().professions["paramedics"].women
    (80, 46)
    """
    return validate(read_document(shipped_folder("scenarios") / SHIPPED_SPREADS, SHIPPED_SPREADS), Spreads)
