"""The workforce question from Python: the tables that may be published, as data frames."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from paymodel.answers.tables import of_invented_people
from paymodel.answers.workforce_remedies import published_tables
from paymodel.errors import Fault, Faults, nearest
from paymodel.python.sweeps import values_text
from paymodel.workforces.ask import ask
from paymodel.workforces.disclosure import SMALLEST, STEP
from paymodel.workforces.options import ALL, POPULATIONS, Options, with_shipped

if TYPE_CHECKING:
    import pandas as pd


def workforce(
    staff: str | os.PathLike[str],
    posts: str | os.PathLike[str] = "",
    policies: str | os.PathLike[str] | None = None,
    *,
    mapping: str | None = None,
    sheet: str | None = None,
    heading_row: int | None = None,
    words: str | None = None,
    by: Sequence[str] | None = None,
    threshold: int = SMALLEST,
    round_to: int = STEP,
    only_counts: bool = False,
    population: str = ALL,
    person: str | None = None,
    unsocial_hours_unstated: str | None = None,
    internal: bool = False,
    paybill: bool = False,
    vary: Mapping[str, str | Sequence[object]] | None = None,
) -> "dict[str, pd.DataFrame]":
    """Test posts and policies against a staff list: `summary`, `groups`, `costs`, `remedies`; small numbers redacted.

    With `paybill` also `paybill` and `incentive`: what each policy costs on everybody in post, beside who no longer
    loses. `vary` maps a path to its values and makes a policy of each. Counts of people are rounded to 5 and money to
    10 pounds. With `internal` figures are exact, for people inside: not for publication.

    Files are given by path, or shipped ones by name; a workbook of `paymodel template` holds its own posts. The
    options are those of `paymodel workforce`; nothing is
    written. Columns that hold a mark (`[c]`, or `[x]` for what does not apply) are of type object.

    Raises `Faults` where files are at fault, or no row can be used; other rows that cannot be used are left out.

    >>> import paymodel
    >>> tables = paymodel.workforce("ambulance", "ambulance", by=["profession"])
    >>> print(tables["summary"].set_index(["post", "band_held"]).loc[("Sector manager", "7"), "mean_loss"])
    1010
    """
    import pandas as pd

    given = Options(
        staff=os.fspath(staff),
        posts=os.fspath(posts),
        policies=None if policies is None else os.fspath(policies),
        mapping=mapping,
        sheet=sheet,
        heading_row=heading_row,
        words=words,
        by=None if by is None else tuple(by),
        threshold=threshold,
        round_to=round_to,
        only_counts=only_counts,
        population=population,
        person=person,
        unsocial_hours_unstated=unsocial_hours_unstated,
        internal=internal,
        paybill=paybill,
        vary=tuple(f"{path}={values_text(values)}" for path, values in (vary or {}).items()),
    )
    wrong = [
        Fault("workforce", name, f"{value} is not a whole number from 2 to 1000")
        for name, value in (("threshold", threshold), ("round_to", round_to))
        if not 2 <= value <= 1000
    ]
    if population not in POPULATIONS:
        wrong.append(Fault("workforce", "population", f"no such population; {nearest(population, POPULATIONS)}"))
    if wrong:
        raise Faults(wrong)
    run, tally = ask(with_shipped(given))
    tables = published_tables(run, tally)
    if tally.settled.invented:
        tables = [of_invented_people(table) for table in tables]
    return {table.name: pd.DataFrame(table.rows, columns=list(table.names)) for table in tables}
