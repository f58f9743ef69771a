"""Why take-home pay changes across a workforce: what the people of each band are paid now and would be, on average."""

from collections.abc import Mapping

from paymodel.answers.phrasing import whole_pounds
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.answers.workforce_tables import BAND_HELD, NAMES, UNSHOWN
from paymodel.pay.job import BANDS
from paymodel.workforces.disclosure import TOTAL, rounded
from paymodel.workforces.measured import NOW, OFFERED
from paymodel.workforces.run import HELD, PartResult, Run


def _pounds(name: str, label: str, *, signed: bool = True) -> Column:
    return Column(name, label, Unit.POUNDS_A_YEAR, 0, signed=signed, in_pounds=True)


CHANGES = (
    _pounds("basic_pay_change", "Basic pay"),
    _pounds("unsocial_hours_payment_change", "Unsocial hours pay"),
    _pounds("other_pay_change", "Other pay"),
    _pounds("gross_pay_change", "Gross pay"),
    _pounds("deductions_change", "Deductions"),
    _pounds("mean_change", "Take-home pay"),
)
WHY = (
    *NAMES[1:],
    BAND_HELD,
    *CHANGES,
    _pounds("unsocial_hours_payment_now", "Unsocial hours pay now", signed=False),
    _pounds("unsocial_hours_payment_offered", "Unsocial hours pay offered", signed=False),
)


def why_of(run: Run, tally: PartResult, summary: Table) -> Table:
    """The mean change of each part of pay under the first policy, for the people of each row of the summary.

    It is hidden where the mean change of take-home pay is; money is rounded likewise.
    """
    measured, unit = tally.measured, run.options.control.unit
    place = {row: number for number, row in enumerate(measured.rows)}
    move_of = {(run.openings.names[index], pattern or ""): m for m, (index, pattern) in enumerate(run.openings.moves)}
    rows: list[list[Cell]] = []
    for row in summary.where(policy=summary.rows[0][0]).records():
        names: list[Cell] = [row["post"], row["pattern"], row["band_held"]]
        mean = row["mean_change"]
        if mean in UNSHOWN or mean is None:
            rows.append([*names, *[mean] * (len(WHY) - len(names))])
            continue
        move, band = move_of[str(row["post"]), str(row["pattern"])], row["band_held"]
        held = slice(None) if band not in BANDS else slice(BANDS.index(str(band)), BANDS.index(str(band)) + 1)
        people = int(measured.counts["people"][0, move, place[TOTAL if band not in BANDS else (HELD, str(band))]])
        sums = {name: int(values[move, held].sum()) / 100 / people for name, values in measured.lines.items()}
        basic, unsocial, gross = (
            sums[f"{line}{OFFERED}"] - sums[f"{line}{NOW}"]
            for line in ("basic_pay", "unsocial_hours_payment", "gross_pay")
        )
        change = int(measured.counts["change"][0, move, place[TOTAL if band not in BANDS else (HELD, str(band))]])
        means = [basic, unsocial, gross - basic - unsocial, gross, gross - change / 100 / people]
        levels = [sums[f"unsocial_hours_payment{when}"] for when in (NOW, OFFERED)]
        rows.append([*names, *(rounded(m, unit) for m in means), mean, *(rounded(level, unit) for level in levels)])
    about = "Why take-home pay changes: the mean change of each part of pay, by post and band held, as it is now."
    return Table(WHY, rows, name="why", about=about)


def why_words(row: Mapping[str, Cell]) -> str:
    """Why take-home pay changes for the people of a row, in a sentence; empty where it is hidden.

    >>> row = {"basic_pay_change": 1010, "unsocial_hours_payment_change": -14300, "other_pay_change": 0,
    ...     "gross_pay_change": -13290, "deductions_change": -7200, "mean_change": -6090,
    ...     "unsocial_hours_payment_now": 14300, "unsocial_hours_payment_offered": 0}
    >>> why_words(row)[:98]
    'On average unsocial hours pay falls by £14,300 a year (from £14,300 to £0) and basic pay rises by '
    """
    if row["mean_change"] is None or isinstance(row["mean_change"], str):
        return ""
    now, offered = (whole_pounds(float(row[f"unsocial_hours_payment_{when}"] or 0)) for when in ("now", "offered"))
    parts = [
        f"{name} {_moves(row[column])}" + (f" (from {now} to {offered})" if column.startswith("unsocial") else "")
        for name, column in (
            ("unsocial hours pay", "unsocial_hours_payment_change"),
            ("basic pay", "basic_pay_change"),
            ("other pay", "other_pay_change"),
        )
        if row[column]
    ]
    gross, less = float(row["gross_pay_change"] or 0), -float(row["deductions_change"] or 0)
    why = f"{_listed(parts)}: gross pay {_moves(gross)}" if parts else "gross pay does not change"
    if less:
        verb = "lower deductions give back" if less > 0 else "higher deductions take"
        why += f", and {verb} {whole_pounds(abs(less))}"
    return f"On average {why}; take-home pay {_moves(row['mean_change'])}."


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _moves(pounds: Cell) -> str:
    """A change in words.

    >>> _moves(-1350), _moves(20), _moves(0)
    ('falls by £1,350 a year', 'rises by £20 a year', 'does not change')
    """
    change = float(pounds or 0)
    if not change:
        return "does not change"
    return f"{'falls' if change < 0 else 'rises'} by {whole_pounds(abs(change))} a year"
