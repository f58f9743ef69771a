"""Why take-home pay changes: the lines of the payslip, one after another, from nothing to the whole change."""

import altair as alt

from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import GAIN, LOSS, Body, amounts, data, label, names_axis, pounds_axis, room, zero_line
from paymodel.comparison import Comparison, Result
from paymodel.job import PAID
from paymodel.reading.answer import title_of
from paymodel.reading.words import LINE_LABELS, signed, signed_whole_pounds, whole_pounds

OTHER_PAY = "Other pay"
DEDUCTED = (
    *("pension_contribution", "income_tax", "national_insurance", "student_loan_repayment", "child_benefit_charge"),
)
"""Lines that lower take-home pay when they rise."""
WHOLE = "Take-home pay"


def waterfall(comparison: Comparison, result: Result) -> Picture:
    """Why take-home pay changes on one move: each line that changes, and the change that they make together."""
    scenario, change = comparison.scenario, result.change
    if change is None:
        raise ValueError("the post held now has no change to show")
    steps = [(LINE_LABELS[line], float(change[line])) for line in PAID]
    rest = float(change["gross_pay"]) - sum(amount for _, amount in steps)
    steps += [(OTHER_PAY, rest), *((LINE_LABELS[line], -float(change[line])) for line in DEDUCTED)]
    steps = [(name, round(amount, 2)) for name, amount in steps if round(amount, 2)]
    whole = round(float(change["take_home_pay"]), 2)
    rows: list[tuple[str, float, float, float]] = []
    at = 0.0
    for name, amount in steps:
        rows.append((name, amount, at, at + amount))
        at += amount
    rows.append((WHOLE, whole, 0.0, whole))
    verb = "rises" if whole > 0 else "falls"
    title = f"Take-home pay {verb} {whole_pounds(whole / 12)} a month on moving to {title_of(result)}"
    if not round(whole / 12):
        title = f"Take-home pay stays about the same on moving to {title_of(result)}"
    said = ", ".join(f"{name} {signed(amount)}" for name, amount, _, _ in rows[:-1]) or "no line changes"
    return Picture(
        kind="waterfall",
        title=title,
        subtitle="Change of each line of the payslip, pounds a year. Deductions that rise lower take-home pay.",
        alt=f"Bars one below the other, each beginning where the one above ends. In pounds a year: {said}. Together,"
        f" take-home pay changes by {signed(whole)}.",
        head=("line", "effect_on_take_home_pay", "from", "to"),
        rows=[(name, amount, round(start, 2), round(end, 2)) for name, amount, start, end in rows],
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(rows, width),
    )


def _draw(rows: list[tuple[str, float, float, float]], width: int) -> Body:
    names, amounts_of = round(width * 0.3), 62
    plot = width - names - amounts_of - 40
    values = [
        {
            "line": label(name, names),
            "from": start,
            "to": end,
            "effect": "raises" if amount >= 0 else "lowers",
            "text": signed_whole_pounds(amount),
        }
        for name, amount, start, end in rows
    ]
    base = data(values)
    down = alt.Y("line:N", sort=None, axis=names_axis(), scale=alt.Scale(paddingInner=0.35))
    across = alt.Scale(domain=room([edge for _, _, *edges in rows for edge in edges]), nice=False)
    bars = base.mark_bar().encode(
        y=down,
        x=alt.X("from:Q", axis=pounds_axis("Pounds a year", plot), scale=across),
        x2=alt.X2("to:Q"),
        color=alt.Color("effect:N", scale=alt.Scale(domain=["raises", "lowers"], range=[GAIN, LOSS]), legend=None),
    )
    said = amounts(base, down, plot + amounts_of)
    return alt.layer(bars, zero_line(), said, width=plot, height=34 * len(rows))
