"""What an answer depends on, in words and tables, as JSON and as CSV."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.answers.phrasing import NATION_LABELS, signed_whole, signed_whole_pounds
from paymodel.counting import counted
from paymodel.files.spreadsheets import harmless
from paymodel.moves.comparison import Scenario
from paymodel.moves.sensitivity import AS_IT_STANDS, Combination, Combined, Sensitivity, Swing

NOT_A_PROBABILITY = "Combinations are counted, not weighed: this is not a probability."
TOGETHER = "together"
"""The name of the thing that varies where several do at once."""


def sensitivity_blocks(scenario: Scenario, found: Sequence[Sensitivity]) -> list[Block]:
    """Every move: what moves its answer, the range over combinations, why these values, what makes no difference."""
    blocks: list[Block] = [
        Heading(f"What the answer depends on: {scenario.title}", 1),
        Paragraph(
            f"{NATION_LABELS[scenario.nation]}, rules in force on {scenario.as_at}, first year. Each uncertain input"
            " takes each of its plausible values; the rest is as the scenario has it. Change of take-home pay, pounds a"
            " month."
        ),
    ]
    for one in found:
        blocks.append(Heading(f"{name_of(one)}, {one.policy_name}"))
        blocks += move_blocks(one)
    blocks += why_blocks(found)
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def name_of(one: Sensitivity) -> str:
    """A move's post, with its pattern where one is stated."""
    return f"{one.post} (pattern {one.pattern})" if one.pattern else one.post


def move_blocks(one: Sensitivity) -> list[Block]:
    """What moves the answer to one move, and its range over plausible combinations."""
    blocks: list[Block] = [Paragraph(" ".join([most_words(one), *turning_words(one)]))]
    if one.swings:
        rows = [
            [f"{swing.what} [{swing.status}]", *_end(swing.low), *_end(swing.high), f"{swing.moves_by / 12:,.0f}"]
            for swing in one.swings
        ]
        blocks.append(Table(["Uncertain input", "Lowest at", "A month", "Highest at", "A month", "Moves by"], rows))
    if one.combined:
        blocks.append(Paragraph(f"{combined_words(one.combined)} {NOT_A_PROBABILITY} {ends_words(one.combined)}"))
    if one.still:
        blocks.append(Paragraph(f"Tried, with no effect here: {'; '.join(swing.what for swing in one.still)}."))
    refused = [f"{swing.what}, {words}." for swing in (*one.swings, *one.not_here) if (words := refused_words(swing))]
    if refused:
        blocks += [Paragraph("Not possible here:"), Bullets(refused)]
    return blocks


def _end(end: tuple[str, float]) -> list[str]:
    return [end[0], signed_whole(end[1] / 12)]


def refused_words(swing: Swing) -> str:
    """The values that cannot be, each with why; nothing where all can."""
    return "; ".join(f"{one.value}: {one.refused}" for one in swing.refused)


def why_blocks(found: Sequence[Sensitivity]) -> list[Block]:
    """Why the values of what moves any answer are plausible, and what they rest on, each once."""
    swings = {swing.id: swing for one in found for swing in one.swings}
    if not swings:
        return []
    return [Heading("Why these values"), Bullets([why_words(swing) for swing in swings.values()])]


def why_words(swing: Swing) -> str:
    """The values of one thing, why these, whom they concern, and the source with its status."""
    values = "; ".join(one.value for one in swing.tried)
    affects = f" Concerns {swing.affects}." if swing.affects else ""
    source = f" Source: {swing.source}{f', {swing.url}' if swing.url else ''}." if swing.source else ""
    return f"{swing.what}: {values}. {swing.why}{affects}{source} [{swing.status}]"


def monthly_pounds(change: float) -> str:
    """A yearly change as pounds a month, its sign shown.

    >>> monthly_pounds(600.0)
    '+£50'
    """
    return signed_whole_pounds(change / 12)


def most_words(one: Sensitivity) -> str:
    """What moves an answer most, in a sentence."""
    stands = f"As the scenario is written, take-home pay changes by {monthly_pounds(one.take_home_change)} a month."
    if not one.swings:
        return f"{stands} No input tried moves it."
    most = one.swings[0]
    (low, least), (high, top) = most.low, most.high
    ends = f"from {monthly_pounds(least)} a month, {low}, to {monthly_pounds(top)}, {high}"
    return f"{stands} The input that moves it most: {most.what} ({ends})."


def turning_words(one: Sensitivity) -> list[str]:
    """What can turn a fall into a rise, or a rise into a fall, by itself."""
    if not one.swings:
        return []
    names = "; ".join(swing.what for swing in one.turning)
    if not names:
        return ["No input tried could reverse the answer on its own."]
    own = "its" if len(one.turning) == 1 else "their"
    return [f"{len(one.turning)} of the {len(one.swings)} that move it could reverse the answer on {own} own: {names}."]


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


def values_words(one: Combination) -> str:
    """The values of a combination, each with what it is of."""
    return "; ".join(f"{what}: {value}" for what, value in one.values.items())


CSV_HEAD = ("post", "policy", "pattern", "name", "value", "take_home_change", "status")


def sensitivity_csv(found: Sequence[Sensitivity]) -> str:
    """Every value tried and every combination, a row each; pounds a year. What cannot be has no figure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_HEAD)
    for row in sensitivity_rows(found):
        pounds = "" if row[CSV_HEAD[5]] is None else f"{row[CSV_HEAD[5]]:.2f}"
        writer.writerow([*(harmless(row[name]) for name in CSV_HEAD[:5]), pounds, row[CSV_HEAD[6]]])
    return out.getvalue()


def sensitivity_rows(found: Sequence[Sensitivity]) -> Iterator[dict[str, Any]]:
    """Every value tried and every combination, a row each, with the columns of the CSV; pounds a year as numbers."""
    for one in found:
        start = (one.post, one.policy_name, one.pattern or "")
        rows: list[tuple[Any, ...]] = [("", AS_IT_STANDS, one.take_home_change, "")]
        for swing in (*one.swings, *one.still, *one.not_here):
            rows += [(swing.id, tried.value, tried.answer, swing.status) for tried in swing.tried]
        for each in one.combined.combinations if one.combined else ():
            rows.append((TOGETHER, values_words(each), each.answer, "assumed"))
        for row in rows:
            yield dict(zip(CSV_HEAD, (*start, *row), strict=True))


def sensitivity_json(scenario: Scenario, found: Sequence[Sensitivity]) -> str:
    """What each answer depends on as JSON, pounds a year."""
    whole = {
        "scenario": {"id": scenario.id, "title": scenario.title, "nation": scenario.nation},
        "run": {"version": __version__, "as_at": scenario.as_at.isoformat(), "not_payroll": NOT_PAYROLL},
        "not_a_probability": NOT_A_PROBABILITY,
        "results": [
            {
                "post": one.post,
                "policy": one.policy_name,
                "pattern": one.pattern,
                "take_home_change": one.take_home_change,
                "verdict": one.verdict,
                "swings": [_swing(swing) for swing in one.swings],
                "moves_nothing": [_swing(swing) for swing in one.still],
                "cannot_be": [_swing(swing) for swing in one.not_here],
                "combined": one.combined and _combined(one.combined),
            }
            for one in found
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _swing(swing: Swing) -> dict[str, object]:
    said = {name: getattr(swing, name) for name in ("id", "what", "why", "affects", "status", "source", "url")}
    tried = [{"value": one.value, "take_home_change": one.answer, "refused": one.refused} for one in swing.tried]
    ends = {}
    if swing.sound:
        ends = {
            name: {"value": value, "take_home_change": change}
            for name, (value, change) in (("lowest", swing.low), ("highest", swing.high))
        }
    return {**said, **ends, "moves_by": swing.moves_by, "tried": tried}


def _combined(combined: Combined) -> dict[str, object]:
    return {
        "of": combined.of,
        "combinations": len(combined.combinations),
        **combined.verdicts,
        "share_losing": round(combined.share_losing, 4),
        "lowest": _combination(combined.lowest),
        "median": combined.median,
        "highest": _combination(combined.highest),
        "all": [_combination(one) for one in combined.combinations],
    }


def _combination(one: Combination) -> dict[str, object]:
    return {"values": dict(one.values), "take_home_change": one.answer}
