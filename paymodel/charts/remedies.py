"""Ways to fix it, by what it costs the employer: the cheapest first."""

from collections.abc import Sequence
from dataclasses import replace

import altair as alt

from paymodel.answers.comparison import policy_note
from paymodel.answers.phrasing import pounds, sentence, signed_whole_pounds, whole_pounds
from paymodel.answers.remedies import AT_A_GLANCE, on_costs_words, remedies_table, smallest_words, years_words
from paymodel.charts.bars import Part, Row, draw_bars, plot_width
from paymodel.charts.picture import Picture, stamp_of
from paymodel.charts.style import BOARD, GAIN, LOSS, MUTED, Body, bounds_with_room, draw_zero_line, overlay, pounds_axis
from paymodel.charts.titles import first_that_fits, say_change
from paymodel.counting import counted
from paymodel.moves.comparison import Scenario
from paymodel.moves.remedies import OfferRemedies, Remedy
from paymodel.pay.rule_book import CONFIRMED

COLUMN = 82
MOST_ROWS = 20


SHOWN = (*AT_A_GLANCE, "years_costed", "applies", "why_it_would_not_do")
"""The columns of the data."""


def remedy_costs(scenario: Scenario, offer: OfferRemedies, change: float) -> Picture:
    """What each remedy of one offer costs the employer over five years for one holder, on top of the offer as it is.

    `change` is what the move does to take-home pay as it is offered, pounds a year. Those that would not do at any
    value are listed in words. Where take-home pay does not fall nothing needs fixing: only what would save is drawn.
    """
    case, name, remedies = offer.case, offer.name, offer.remedies
    loses = change < 0
    would = [remedy for remedy in remedies if remedy.value is not None]
    ranked = [remedy for remedy in would if loses or round(_over_five(remedy))]
    would_not = [remedy for remedy in remedies if remedy.value is None]
    years = years_words(remedies)
    subtitle = (
        f"Moving to {name}. Cost to the employer of one holder over {years}, with {on_costs_words([case])}, pounds; the"
        " cheapest first."
        " The first year in figures."
    )
    if not loses and any(_over_five(remedy) < 0 for remedy in ranked):
        subtitle += " Below £0: with less than is offered take-home pay would still not fall."
    if any(remedy.status != CONFIRMED for remedy in ranked):
        subtitle += " [assumed]: the rules in force do not provide it."
    if any(not remedy.applies for remedy in ranked):
        subtitle += " What does not apply to such a move comes last."
    subtitle += policy_note(scenario, case.policy_name)
    if len(ranked) > MOST_ROWS:
        subtitle += f" The {MOST_ROWS} cheapest; {counted(len(ranked) - MOST_ROWS, 'more')} in the table."
    drawn = ranked[:MOST_ROWS]
    remedy_words = "; ".join(f"{_name(remedy)}, {pounds(_over_five(remedy))}" for remedy in drawn) or "none"
    if loses:
        left_out = [remedy.kind for remedy in would_not]
    else:
        left_out = [remedy.kind for remedy in would if not round(_over_five(remedy))]
    without = f" {'Would not do' if loses else 'Not needed'}: {', '.join(left_out)}." if left_out else ""
    return Picture(
        kind="remedies",
        title=_title(ranked, years, change / 12, case.rule_book.switches.same_within_pounds_a_month),
        subtitle=subtitle + without,
        alt=f"Bars one below the other, the cheapest remedy over {years} first: {remedy_words}.{without}",
        table=remedies_table([replace(offer, remedies=(*would, *would_not))]).pick(*SHOWN),
        stamp=stamp_of(scenario.id, scenario.nation, scenario.as_at),
        draw=lambda width: _draw(drawn, years, "would not do" if loses else "not needed", width),
    )


def _over_five(remedy: Remedy) -> float:
    return float(remedy.employer_cost_over_five_years or 0.0)


def _kind(remedy: Remedy) -> str:
    return f"{sentence(remedy.kind)}{'' if remedy.status == 'confirmed' else f' [{remedy.status}]'}"


def _name(remedy: Remedy) -> str:
    kind = _kind(remedy)
    return kind if remedy.unit == "rule" else f"{kind}: {smallest_words(remedy)}"


def _title(ranked: Sequence[Remedy], years: str, monthly: float, same_within: float) -> str:
    if monthly >= 0:
        return f"Nothing needs fixing: take-home pay {say_change(monthly, same_within)}"
    applying = [remedy for remedy in ranked if remedy.applies]
    if not applying:
        return "Nothing tried leaves take-home pay no lower"
    first = applying[0]
    rounded = round(_over_five(first))
    cost = f"{'saves ' if rounded < 0 else ''}{whole_pounds(rounded)} over {years}" if rounded else "at no cost"
    return first_that_fits(f"Cheapest without a loss: {_kind(first)}, {cost}", f"Cheapest without a loss: {cost}")


def _draw(ranked: Sequence[Remedy], years: str, nothing: str, width: int) -> Body:
    rows = [] if ranked else [Row("Every remedy tried", words=nothing)]
    for remedy in ranked:
        a_year, cost = float(remedy.employer_cost_a_year or 0.0), _over_five(remedy)
        part = Part(min(cost, 0.0), max(cost, 0.0), (LOSS if cost > 0 else GAIN) if remedy.applies else MUTED)
        rows.append(Row(_name(remedy), (part,), (signed_whole_pounds(a_year), signed_whole_pounds(cost))))
    costs = [_over_five(remedy) for remedy in ranked]
    bounds = bounds_with_room(costs, before=0.04 if min(costs, default=0.0) < 0 else 0.0)
    plot = plot_width(width, 2, COLUMN)
    scale = alt.Scale(domain=bounds, nice=False)
    axis = pounds_axis(f"Pounds over {years}" if width >= BOARD else None, plot) if any(costs) else None
    heads = ("A year", f"Over {years}") if ranked else ("", "")
    layers, plot, height, _ = draw_bars(rows, heads, COLUMN, width, alt.X("from:Q", scale=scale, axis=axis), bounds)
    return overlay(layers[0], draw_zero_line(), *layers[1:], width=plot, height=max(height, 20))
