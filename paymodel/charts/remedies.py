"""What would put it right, by what it costs the employer: the cheapest first."""

from collections.abc import Sequence

import altair as alt

from paymodel.charts.bars import Part, Row, bar_room, rows_of_bars
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import BOARD, GAIN, LOSS, Body, pounds_axis, room, zero_line
from paymodel.comparison import Case, Scenario
from paymodel.counting import counted
from paymodel.reading.answer import policy_note
from paymodel.reading.remedies import on_costs_words, smallest_words, years_words
from paymodel.reading.words import pounds, signed_whole_pounds, whole_pounds
from paymodel.remedy import Remedy

HEAD = (
    *("remedy", "smallest", "take_home_change", "employer_cost_a_year", "employer_cost_over_five_years"),
    *("years_costed", "applies", "why_it_would_not_do"),
)
COLUMN = 68
MOST_ROWS = 20


def remedy_costs(scenario: Scenario, case: Case, name: str, found: Sequence[Remedy]) -> Picture:
    """What each remedy of one offer costs the employer over five years for one holder, on top of the offer as it is.

    `name` is the offer's, `found` its remedies as `paymodel.remedy.remedies` gives and orders them. Those that would
    not do at any value are listed in words.
    """
    ranked = [one for one in found if one.value is not None]
    years = years_words(found)
    not_do = [one.kind for one in found if one.value is None]
    subtitle = (
        f"Cost to the employer of one holder over {years}, with {on_costs_words([case])}, pounds; the cheapest first."
        " The first year in figures."
    )
    if any(not one.applies for one in ranked):
        subtitle += " What does not apply to such a move comes last."
    subtitle += policy_note(scenario, case.policy_name)
    if len(ranked) > MOST_ROWS:
        subtitle += f" The {MOST_ROWS} cheapest; {counted(len(ranked) - MOST_ROWS, 'more')} in the table."
    said = "; ".join(f"{_name(one)}, {pounds(_over_five(one))}" for one in ranked[:MOST_ROWS]) or "none would do"
    without = f" Would not do: {', '.join(not_do)}." if not_do else ""
    return Picture(
        kind="remedies",
        title=_title(name, ranked, years),
        subtitle=subtitle + without,
        alt=f"Bars one below the other, the cheapest remedy over {years} first: {said}.{without}",
        head=HEAD,
        rows=[
            (
                one.kind,
                smallest_words(one),
                one.take_home_change,
                one.employer_cost_a_year,
                one.employer_cost_over_five_years,
                one.cost_years,
                "yes" if one.applies else "no",
                one.why,
            )
            for one in (*ranked, *(one for one in found if one.value is None))
        ],
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(ranked[:MOST_ROWS], years, width),
    )


def _over_five(one: Remedy) -> float:
    return float(one.employer_cost_over_five_years or 0.0)


def _name(one: Remedy) -> str:
    kind = f"{one.kind[0].upper()}{one.kind[1:]}"
    return kind if one.unit == "rule" else f"{kind}: {smallest_words(one)}"


def _title(name: str, ranked: Sequence[Remedy], years: str) -> str:
    if not any(one.applies for one in ranked):
        return f"Nothing tried leaves take-home pay no lower on moving to {name}"
    first = ranked[0]
    rounded = round(_over_five(first))
    if not rounded:
        return f"Take-home pay need not fall on moving to {name}: that costs nothing more than the offer as it stands"
    verb = "costs" if rounded > 0 else "saves"
    said = f"the cheapest way {verb} {whole_pounds(rounded)} over {years}"
    return f"Take-home pay need not fall on moving to {name}: {said} ({_name(first)[0].lower()}{_name(first)[1:]})"


def _draw(ranked: Sequence[Remedy], years: str, width: int) -> Body:
    rows = []
    for one in ranked:
        a_year, cost = float(one.employer_cost_a_year or 0.0), _over_five(one)
        part = Part(min(cost, 0.0), max(cost, 0.0), LOSS if cost > 0 else GAIN)
        rows.append(Row(_name(one), (part,), (signed_whole_pounds(a_year), signed_whole_pounds(cost))))
    costs = [_over_five(one) for one in ranked]
    bounds = room(costs, before=0.04 if min(costs, default=0.0) < 0 else 0.0)
    plot = bar_room(width, 2, COLUMN)
    scale = alt.Scale(domain=bounds, nice=False)
    x = alt.X("from:Q", scale=scale, axis=pounds_axis(f"Pounds over {years}" if width >= BOARD else None, plot))
    layers, plot, height, _ = rows_of_bars(rows, ("A year", f"Over {years}"), COLUMN, width, x, bounds)
    return alt.layer(layers[0], zero_line(), *layers[1:], width=plot, height=max(height, 20))
