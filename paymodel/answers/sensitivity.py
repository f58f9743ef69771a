"""What an answer depends on, in words and tables, as JSON and as CSV."""

from collections.abc import Iterable, Mapping, Sequence

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import columns_of
from paymodel.answers.comparison_data import run_in_short, scenario_in_short
from paymodel.answers.contracts import to_json
from paymodel.answers.phrasing import rules_in_force, signed_whole_pounds
from paymodel.answers.tables import Cell, Column, Table
from paymodel.counting import counted
from paymodel.moves.comparison import Scenario
from paymodel.moves.posts import with_pattern
from paymodel.moves.sensitivity import AS_IT_STANDS, Combination, Combined, Sensitivity, Swing

NOT_A_PROBABILITY = "Combinations are counted, not weighed: this is not a probability."
TOGETHER = "together"
"""The name of the thing that varies where several do at once."""


def sensitivity_blocks(scenario: Scenario, sensitivities: Sequence[Sensitivity]) -> list[Block]:
    """Every move: what moves its answer, the range over combinations, why these values, what makes no difference."""
    blocks: list[Block] = [
        Heading(f"What the answer depends on: {scenario.title}", 1),
        Paragraph(
            f"{rules_in_force(scenario.nation, scenario.as_at)}, first year. Each uncertain input"
            " takes each of its plausible values; the rest is as the scenario has it. Change of take-home pay, pounds a"
            " month."
        ),
    ]
    for sensitivity in sensitivities:
        blocks.append(Heading(f"{name_of(sensitivity)}, {sensitivity.policy_name}"))
        blocks += move_blocks(sensitivity)
    blocks += why_blocks(sensitivities)
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def name_of(sensitivity: Sensitivity) -> str:
    """A move's post, with its pattern where one is stated."""
    return with_pattern(sensitivity.post, sensitivity.pattern)


def move_blocks(sensitivity: Sensitivity) -> list[Block]:
    """What moves the answer to one move, and its range over plausible combinations."""
    blocks: list[Block] = [Paragraph(" ".join([most_words(sensitivity), *turning_words(sensitivity)]))]
    if sensitivity.swings:
        blocks.append(swings_table(sensitivity).in_whole_pounds())
    if combined := sensitivity.combined:
        blocks.append(Paragraph(f"{combined_words(combined)} {NOT_A_PROBABILITY} {ends_words(combined)}"))
    return [*blocks, *without_effect_blocks(sensitivity.swings, sensitivity.still, sensitivity.not_here)]


def without_effect_blocks(swings: Sequence[Swing], still: Sequence[Swing], not_here: Sequence[Swing]) -> list[Block]:
    """What moves nothing, and what cannot be."""
    blocks: list[Block] = []
    if still:
        blocks.append(Paragraph(f"Tried, with no effect here: {'; '.join(swing.what for swing in still)}."))
    refused = [f"{swing.what}, {words}." for swing in (*swings, *not_here) if (words := refused_words(swing))]
    return [*blocks, Paragraph("Not possible here:"), Bullets(refused)] if refused else blocks


def swings_table(sensitivity: Sensitivity) -> Table:
    """How far each uncertain input moves the answer to one move, what moves it most first."""
    rows: list[list[Cell]] = [
        [
            swing.what,
            swing.status,
            swing.low[0],
            _a_month(swing.low[1]),
            swing.high[0],
            _a_month(swing.high[1]),
            _a_month(swing.moves_by),
        ]
        for swing in sensitivity.swings
    ]
    columns = columns_of(
        *("what", "status", "lowest_at", "lowest_a_month", "highest_at", "highest_a_month", "moves_by_a_month")
    )
    return Table(columns, rows, f"What moves the answer: {name_of(sensitivity)}", "sensitivity")


def _a_month(change: float) -> float:
    return round(change / 12, 2)


def refused_words(swing: Swing) -> str:
    """The values that cannot be, each with why; nothing where all can."""
    return "; ".join(f"{tried.value}: {tried.refused}" for tried in swing.refused)


def why_blocks(sensitivities: Sequence[Sensitivity]) -> list[Block]:
    """Why the values of what moves any answer are plausible, and what they rest on, each once."""
    swings = {swing.id: swing for sensitivity in sensitivities for swing in sensitivity.swings}
    if not swings:
        return []
    return [Heading("Why these values"), Bullets([why_words(swing) for swing in swings.values()])]


def why_words(swing: Swing) -> str:
    """The values of one thing, why these, whom they concern, and the source with its status."""
    values = "; ".join(tried.value for tried in swing.tried)
    affects = f" Concerns {swing.affects}." if swing.affects else ""
    source = f" Source: {swing.source}{f', {swing.url}' if swing.url else ''}." if swing.source else ""
    return f"{swing.what}: {values}. {swing.why}{affects}{source} [{swing.status}]"


def monthly_pounds(change: float) -> str:
    """A yearly change as pounds a month, its sign shown.

    >>> monthly_pounds(600.0)
    '+£50'
    """
    return signed_whole_pounds(change / 12)


def most_words(sensitivity: Sensitivity) -> str:
    """What moves an answer most, in a sentence."""
    stands = (
        f"As the scenario is written, take-home pay changes by {monthly_pounds(sensitivity.take_home_change)} a month."
    )
    if not sensitivity.swings:
        return f"{stands} No input tried moves it."
    most = sensitivity.swings[0]
    (low, least), (high, top) = most.low, most.high
    ends = f"from {monthly_pounds(least)} a month, {low}, to {monthly_pounds(top)}, {high}"
    return f"{stands} The input that moves it most: {most.what} ({ends})."


def turning_words(sensitivity: Sensitivity) -> list[str]:
    """What can turn a fall into a rise, or a rise into a fall, by itself."""
    if not sensitivity.swings:
        return []
    names = "; ".join(swing.what for swing in sensitivity.turning)
    if not names:
        return ["No input tried could reverse the answer on its own."]
    own, turning, moving = "its" if len(sensitivity.turning) == 1 else "their", sensitivity.turning, sensitivity.swings
    return [f"{len(turning)} of the {len(moving)} that move it could reverse the answer on {own} own: {names}."]


def combined_words(combined: Combined) -> str:
    """How many plausible combinations lose, and the range of the answer."""
    count, verdicts = len(combined.combinations), combined.verdicts
    same = f", in {verdicts['same']} it stays about the same" if verdicts["same"] else ""
    return (
        f"In {verdicts['loses']} of {counted(count, 'plausible combination')} take-home pay falls{same}; it changes by"
        f" {monthly_pounds(combined.lowest.answer)} to {monthly_pounds(combined.highest.answer)} a month, by"
        f" {monthly_pounds(combined.median)} in the middle."
    )


def ends_words(combined: Combined) -> str:
    """What makes the lowest and the highest answer."""
    return f"Lowest: {values_words(combined.lowest)}. Highest: {values_words(combined.highest)}."


def values_words(combination: Combination) -> str:
    """The values of a combination, each with what it is of."""
    return "; ".join(f"{what}: {value}" for what, value in combination.values.items())


TRIED = [
    *columns_of("post", "policy", "pattern"),
    *(Column("name"), Column("value")),
    *columns_of("take_home_change", "status"),
]


def tried_table(sensitivities: Sequence[Sensitivity]) -> Table:
    """Every value tried and every combination, a row each; pounds a year. What cannot be has no figure."""
    rows: list[list[Cell]] = []
    for sensitivity in sensitivities:
        start = (sensitivity.post, sensitivity.policy_name, sensitivity.pattern or "")
        rows.append([*start, "", AS_IT_STANDS, sensitivity.take_home_change, ""])
        for swing in (*sensitivity.swings, *sensitivity.still, *sensitivity.not_here):
            rows += [[*start, swing.id, tried.value, tried.answer, swing.status] for tried in swing.tried]
        for each in sensitivity.combined.combinations if sensitivity.combined else ():
            rows.append([*start, TOGETHER, values_words(each), each.answer, "assumed"])
    return Table(TRIED, rows, "Every value tried", "sensitivity")


def sensitivity_json(scenario: Scenario, sensitivities: Sequence[Sensitivity]) -> str:
    """What each answer depends on as JSON, pounds a year."""
    whole = {
        "scenario": scenario_in_short(scenario),
        "run": run_in_short(scenario.as_at),
        "not_a_probability": NOT_A_PROBABILITY,
        "results": [
            {
                "post": sensitivity.post,
                "policy": sensitivity.policy_name,
                "pattern": sensitivity.pattern,
                "take_home_change": sensitivity.take_home_change,
                "verdict": sensitivity.verdict,
                "swings": [_swing(swing) for swing in sensitivity.swings],
                "moves_nothing": [_swing(swing) for swing in sensitivity.still],
                "cannot_be": [_swing(swing) for swing in sensitivity.not_here],
                "combined": sensitivity.combined and _combined(sensitivity.combined),
            }
            for sensitivity in sensitivities
        ],
    }
    return to_json(whole)


def swing_json(swing: Swing, answers: Iterable[Mapping[str, object]], ends: Mapping[str, object] = {}) -> object:
    """Something that is not sure as JSON: what it is, what its ends give, how far it moves the answer, what was tried.

    `answers` are those of each value tried, under their names.
    """
    about = {name: getattr(swing, name) for name in ("id", "what", "why", "affects", "status", "source", "url")}
    tried = [
        {"value": value.value, **answer, "refused": value.refused}
        for value, answer in zip(swing.tried, answers, strict=True)
    ]
    return {**about, **ends, "moves_by": swing.moves_by, "tried": tried}


def _swing(swing: Swing) -> object:
    ends = {}
    if swing.sound:
        ends = {
            name: {"value": value, "take_home_change": change}
            for name, (value, change) in (("lowest", swing.low), ("highest", swing.high))
        }
    return swing_json(swing, ({"take_home_change": value.answer} for value in swing.tried), ends)


def _combined(combined: Combined) -> dict[str, object]:
    return {
        "of": combined.of,
        "combinations": len(combined.combinations),
        **combined.verdicts,
        "share_losing": round(combined.share_losing, 4),
        "lowest": _combination(combined.lowest),
        "median": combined.median,
        "highest": _combination(combined.highest),
        "all": [_combination(combination) for combination in combined.combinations],
    }


def _combination(combination: Combination) -> dict[str, object]:
    return {"values": dict(combination.values), "take_home_change": combination.answer}
