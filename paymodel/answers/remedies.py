"""Remedies in words and as JSON."""

import json
from collections.abc import Sequence

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.answers.phrasing import NATION_LABELS, signed
from paymodel.counting import counted
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.remedied_offer import COST_YEARS
from paymodel.moves.remedies import PolicyOutcome, Remedy

Found = Sequence[tuple[Case, str, Sequence[Remedy]]]


def remedy_blocks(scenario: Scenario, found: Found, outcomes: Sequence[PolicyOutcome] = ()) -> list[Block]:
    """The policies side by side, if any, then every remedy of every offer, the cheapest first."""
    blocks: list[Block] = [
        Heading(f"Ways to fix it: {scenario.title}", 1),
        Paragraph(
            f"{NATION_LABELS[scenario.nation]}, rules in force on {scenario.as_at}. The smallest remedy of each kind"
            " that leaves no loss of take-home pay in the first year, the cheapest over five years first; what does not"
            " apply to such a move comes after what does. Costs are the employer's for one holder, with"
            f" {on_costs_words([case for case, _, _ in found])}, on top of the offer as it is."
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
        head = ["Remedy", "Smallest", "Take-home change", "Cost a year", f"Cost over {years_words(remedies)}"]
        blocks.append(Table(head, rows))
        effects = [f"{one.kind}: {effect}." for one in remedies for effect in one.side_effects]
        effects += [f"{one.kind} would not do: {one.why}." for one in remedies if one.value is None]
        if effects:
            blocks.append(Bullets(effects))
    blocks.append(
        Paragraph(
            "A premium, a pay point or a rule goes with the post: every holder is paid it, so multiply by the number of"
            " holders. Percentages are of basic pay. Clinical weeks cost the share of a manager lost and save the share"
            " of a clinician gained. What a post that ends costs is that of the years it lasts, of five."
        )
    )
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def on_costs_words(cases: Sequence[Case]) -> str:
    """What the employer pays on top of the pay of the posts offered, by who is in the pension scheme."""
    members = {bool(offer.job.in_pension_scheme) for case in cases for offer in case.offers}
    if members == {False}:
        return "National Insurance and levy (no pension: the person is not in the scheme)"
    also = ", where the person is in the scheme" if False in members else ""
    return f"pension{also}, National Insurance and levy"


def years_words(found: Sequence[Remedy] | Sequence[PolicyOutcome]) -> str:
    """The years that are costed: five, or those that a post lasts."""
    years = max((one.cost_years for one in found), default=COST_YEARS)
    return "five years" if years == COST_YEARS else f"its {counted(years, 'year')}"


def smallest_words(one: Remedy) -> str:
    """The smallest value of a remedy that does, beside what there is; that a rule does; or that nothing would do.

    >>> smallest_words(Remedy("on-call payment", 1811.0, "pounds a year", 0, 0, 0, "confirmed", (), now=1528.0))
    '1,811 pounds a year instead of 1,528'
    >>> hours = Remedy("hours kept", 0.6, "hours a week", 0, 0, 0, "confirmed", (), now=2.1, on_top=True)
    >>> smallest_words(hours)
    '0.6 hours a week on top of 2.1'
    """
    if one.value is None:
        return "would not do"
    if one.unit == "rule":
        return "does"
    said = value_words(one.value, one.unit)
    if one.percent is not None:
        said += f", {one.percent:.2f}%"
    if one.on_top:
        said += f" on top of {one.now:,.10g}" if one.now else " on top"
    elif one.now and one.now != one.value:
        said += f" instead of {one.now:,.10g}"
    return said if one.applies else f"{said}; does not apply"


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
    over = f"Over {years_words(outcomes)}"
    head += [*(["Held on first"] if held_differs else []), "Cost a year", over, "For each pound"]
    words = (
        "Change of take-home pay on the move a month and a year; whether a loss is left; what the policy adds to a"
        " year's take-home pay of the post offered, on top of the first policy; the employer's cost of one holder of"
        " it, likewise, of that holder's pay alone; and the first year's cost for each pound that the holder gains."
        " Those that leave no loss are"
        " ranked by their cost over five years; the others follow, the smallest loss first."
    )
    if held_differs:
        words += " Held on first: what the policy changes for those who stay in the post held now."
    blocks: list[Block] = [Heading("The policies side by side"), Paragraph(words), Table(head, rows)]
    effects = [f"{name_of(one)}: {effect}." for one in outcomes for effect in one.side_effects]
    return [*blocks, Bullets(effects)] if effects else blocks


def remedy_json(scenario: Scenario, found: Found, outcomes: Sequence[PolicyOutcome] = ()) -> str:
    """The remedies of each offer under each policy as JSON, and the policies side by side."""
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
