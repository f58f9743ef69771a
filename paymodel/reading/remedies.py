"""Remedies in words and as JSON."""

import json
from collections.abc import Sequence

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.comparison import Case, Scenario
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.words import NATION_LABELS, signed
from paymodel.remedy import Remedy

Found = Sequence[tuple[Case, str, Sequence[Remedy]]]


def remedy_blocks(scenario: Scenario, found: Found) -> list[Block]:
    """Every remedy of every offer, the cheapest first."""
    blocks: list[Block] = [
        Heading(f"What would put it right: {scenario.title}", 1),
        Paragraph(
            f"{NATION_LABELS[scenario.nation]}, rules in force on {scenario.as_at}. The smallest remedy of each kind"
            " that leaves no loss of take-home pay in the first year, the cheapest over five years first. Costs are the"
            " employer's for one holder, with pension, National Insurance and levy, on top of the offer as it stands."
        ),
    ]
    for case, name, remedies in found:
        blocks.append(Heading(f"{name}, {case.policy_name}"))
        if case.award:
            blocks.append(Paragraph(f"Pay points after an award of {case.award.words} [assumed]."))
        rows = [
            [
                f"{one.kind} [{one.status}]",
                _smallest(one),
                "" if one.take_home_change is None else signed(one.take_home_change),
                "" if one.employer_cost_a_year is None else signed(one.employer_cost_a_year),
                "" if one.employer_cost_over_five_years is None else signed(one.employer_cost_over_five_years),
            ]
            for one in remedies
        ]
        blocks.append(Table(["Remedy", "Smallest", "Take-home change", "Cost a year", "Cost over five years"], rows))
        effects = [f"{one.kind}: {effect}." for one in remedies for effect in one.side_effects]
        if effects:
            blocks.append(Bullets(effects))
    blocks.append(
        Paragraph(
            "A premium, a pay point or a rule goes with the post: every holder is paid it, so multiply by the number of"
            " holders. Clinical weeks cost the share of a manager lost and save the share of a clinician gained."
        )
    )
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def _smallest(one: Remedy) -> str:
    if one.value is None:
        return "would not do"
    if one.unit == "rule":
        return "does"
    if one.unit.startswith("the step"):
        return f"step {one.value:g}{one.unit.removeprefix('the step')}"
    return f"{one.value:,.10g} {one.unit}"


def remedy_json(scenario: Scenario, found: Found) -> str:
    """The same as JSON."""
    whole = {
        "scenario": {"id": scenario.id, "title": scenario.title, "nation": scenario.nation},
        "run": {"version": __version__, "as_at": scenario.as_at.isoformat(), "not_payroll": NOT_PAYROLL},
        "results": [
            {
                "post": name,
                "policy": case.policy_name,
                "award": case.award.words if case.award else None,
                "remedies": [{field: getattr(one, field) for field in one.__dataclass_fields__} for one in remedies],
            }
            for case, name, remedies in found
        ],
    }
    return json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
