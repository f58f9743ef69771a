"""Remedies in words and as JSON."""

import json
from collections.abc import Sequence

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.comparison import Case, Scenario
from paymodel.reading.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.reading.words import NATION_LABELS, signed
from paymodel.remedy import PolicyOutcome, Remedy

Found = Sequence[tuple[Case, str, Sequence[Remedy]]]


def remedy_blocks(scenario: Scenario, found: Found, outcomes: Sequence[PolicyOutcome] = ()) -> list[Block]:
    """The policies side by side, if any, then every remedy of every offer, the cheapest first."""
    blocks: list[Block] = [
        Heading(f"What would put it right: {scenario.title}", 1),
        Paragraph(
            f"{NATION_LABELS[scenario.nation]}, rules in force on {scenario.as_at}. The smallest remedy of each kind"
            " that leaves no loss of take-home pay in the first year, the cheapest over five years first. Costs are the"
            " employer's for one holder, with pension, National Insurance and levy, on top of the offer as it stands."
        ),
    ]
    if outcomes:
        blocks += _policies_blocks(outcomes)
    for case, name, remedies in found:
        blocks.append(Heading(f"{name}, {case.policy_name}"))
        if case.award:
            blocks.append(Paragraph(f"Pay points after an award of {case.award.words} [assumed]."))
        rows = [
            [
                f"{one.kind} [{one.status}]",
                smallest_words(one),
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


def smallest_words(one: Remedy) -> str:
    """The smallest value of a remedy that does, with its unit; that a rule does; or that nothing would do."""
    if one.value is None:
        return "would not do"
    return "does" if one.unit == "rule" else value_words(one.value, one.unit)


def value_words(value: float, unit: str) -> str:
    """A value of a remedy with its unit.

    >>> value_words(1, "weeks in 10"), value_words(2, "the step of band 8a"), value_words(2619, "pounds a year")
    ('1 week in 10', 'step 2 of band 8a', '2,619 pounds a year')
    """
    if unit.startswith("the step"):
        return f"step {value:g}{unit.removeprefix('the step')}"
    unit = unit.replace("s", "", 1) if value == 1 and unit[-1].isdigit() else unit
    return f"{value:,.10g} {unit}"


def _policies_blocks(outcomes: Sequence[PolicyOutcome]) -> list[Block]:
    """What each policy does for each offer, beside the first policy."""
    held_differs = any(one.held_on_first for one in outcomes)
    posts = {one.post for one in outcomes}
    both_patterns = len({(one.post, one.policy) for one in outcomes}) < len(outcomes)

    def name_of(one: PolicyOutcome) -> str:
        pattern = f" (pattern {one.pattern})" if one.pattern and both_patterns else ""
        return f"{one.policy}{pattern}" if len(posts) == 1 else f"{one.post}{pattern}: {one.policy}"

    rows = []
    for one in outcomes:
        pounds = "" if one.cost_for_each_pound is None else f"{one.cost_for_each_pound:.2f}"
        row = [
            f"{'-' if one.rank is None else one.rank}  {name_of(one)}",
            signed(one.take_home_change / 12),
            signed(one.take_home_change),
            "yes" if one.leaves_a_loss else "no",
            signed(one.offer_on_first),
            *([signed(one.held_on_first)] if held_differs else []),
            signed(one.employer_cost_a_year),
            signed(one.employer_cost_over_five_years),
            pounds,
        ]
        rows.append(row)
    head = ["Rank, policy", "A month", "A year", "A loss left", "Offer on first"]
    head += [*(["Held on first"] if held_differs else []), "Cost a year", "Over five years", "For each pound"]
    words = (
        "Change of take-home pay on the move a month and a year; whether a loss is left; what the policy adds to a"
        " year's take-home pay of the post offered, on top of the first policy; the employer's cost of one holder of"
        " it, likewise; and the first year's cost for each pound that the holder gains. Those that leave no loss are"
        " ranked by their cost over five years; the others follow, the smallest loss first."
    )
    if held_differs:
        words += " Held on first: what the policy changes for those who stay in the post held now."
    blocks: list[Block] = [Heading("The policies side by side"), Paragraph(words), Table(head, rows)]
    effects = [f"{name_of(one)}: {effect}." for one in outcomes for effect in one.side_effects]
    return [*blocks, Bullets(effects)] if effects else blocks


def remedy_json(scenario: Scenario, found: Found, outcomes: Sequence[PolicyOutcome] = ()) -> str:
    """The same as JSON."""
    whole = {
        "scenario": {"id": scenario.id, "title": scenario.title, "nation": scenario.nation},
        "run": {"version": __version__, "as_at": scenario.as_at.isoformat(), "not_payroll": NOT_PAYROLL},
        "policies": [
            {**{field: getattr(one, field) for field in one.__dataclass_fields__}, "leaves_a_loss": one.leaves_a_loss}
            for one in outcomes
        ],
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
