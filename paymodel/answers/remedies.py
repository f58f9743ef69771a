"""Remedies in words and as JSON."""

from collections.abc import Sequence
from dataclasses import fields, replace

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.columns import change, columns_of, number
from paymodel.answers.comparison_data import run_in_short, scenario_in_short
from paymodel.answers.contracts import to_json
from paymodel.answers.phrasing import rules_in_force, sentence
from paymodel.answers.tables import Cell, Column, Table, Unit
from paymodel.moves.comparison import Case, Scenario
from paymodel.moves.policies_side_by_side import PolicyOutcome
from paymodel.moves.posts import with_pattern
from paymodel.moves.remedied_offer import COST_YEARS
from paymodel.moves.remedies import OfferRemedies, Remedy


def remedy_blocks(
    scenario: Scenario, offers: Sequence[OfferRemedies], outcomes: Sequence[PolicyOutcome] = ()
) -> list[Block]:
    """The policies side by side, if any, then every remedy of every offer, the cheapest first."""
    blocks: list[Block] = [
        Heading(f"Ways to fix it: {scenario.title}", 1),
        Paragraph(
            f"{rules_in_force(scenario.nation, scenario.as_at)}. The smallest remedy of each kind"
            " that leaves no loss of take-home pay in the first year, the cheapest over five years, or as long as the"
            " post lasts, first; what does not apply to such a move comes after what does. Costs are the employer's for"
            " one holder, with"
            f" {on_costs_words([offer.case for offer in offers])}, on top of the offer as it is."
        ),
    ]
    if outcomes:
        blocks += _policies_blocks(outcomes)
    for offer in offers:
        blocks.append(Heading(f"{offer.name}, {offer.case.policy_name}"))
        if offer.case.award:
            blocks.append(Paragraph(f"Pay points after an award of {offer.case.award.words} [assumed]."))
        blocks.append(smallest_table(offer))
        effects = [sentence(f"{remedy.kind}: {effect}.") for remedy in offer.remedies for effect in remedy.side_effects]
        would_not = [remedy for remedy in offer.remedies if remedy.value is None]
        effects += [sentence(f"{remedy.kind} would not do: {remedy.why}.") for remedy in would_not]
        if effects:
            blocks.append(Bullets(effects))
    blocks.append(
        Paragraph(
            "A premium, a pay point or a rule goes with the post: every holder is paid it, so multiply by the number of"
            " holders. Percentages are of basic pay. Clinical weeks cost the share of a manager lost and save the share"
            " of a clinician gained. A post that ends costs what it costs for as long as it lasts, of five years."
        )
    )
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


REMEDY_COLUMNS = [
    *columns_of("policy", "post"),
    Column("remedy", capital=True),
    *columns_of("status"),
    Column("smallest"),
    Column("value", unit=Unit.NUMBER),
    Column("unit"),
    Column("now", "There now", Unit.NUMBER),
    Column("on_top", "On top of it"),
    Column("percent", "Per cent of basic pay", Unit.NUMBER),
    *columns_of("take_home_change", "employer_cost_a_year", "employer_cost_over_five_years"),
    Column("years_costed", unit=Unit.NUMBER),
    Column("applies", "Applies to a chosen move"),
    Column("side_effects"),
    Column("why_it_would_not_do"),
]
AT_A_GLANCE = (
    "remedy",
    "status",
    "smallest",
    "take_home_change",
    "employer_cost_a_year",
    "employer_cost_over_five_years",
)
"""Columns that a table in words shows; workbooks hold all."""


def remedies_table(offers: Sequence[OfferRemedies]) -> Table:
    """Every remedy of every offer, the cheapest of each offer first."""
    rows: list[list[Cell]] = [
        [
            offer.case.policy_name,
            offer.name,
            str(remedy.kind),
            remedy.status,
            smallest_words(remedy),
            None if remedy.unit == "rule" else remedy.value,
            "" if remedy.value is None or remedy.unit == "rule" else remedy.unit,
            remedy.now,
            _yes_or_no(remedy.on_top),
            remedy.percent,
            remedy.take_home_change,
            remedy.employer_cost_a_year,
            remedy.employer_cost_over_five_years,
            remedy.cost_years,
            _yes_or_no(remedy.applies),
            "; ".join(remedy.side_effects),
            remedy.why,
        ]
        for offer in offers
        for remedy in offer.remedies
    ]
    about = "The smallest remedy of each kind that leaves no loss of take-home pay in the first year, for one holder."
    return Table(REMEDY_COLUMNS, rows, "Ways to fix it", "Remedies", about)


def smallest_table(offer: OfferRemedies) -> Table:
    """The remedies of one offer in few columns."""
    costs = f"Over {years_words(offer.remedies)}"
    table = remedies_table([offer]).pick(*AT_A_GLANCE).relabelled(employer_cost_over_five_years=costs)
    return replace(table, caption=f"{offer.name}: what would leave no loss, for one holder")


def _yes_or_no(true: bool) -> str:
    return "yes" if true else "no"


def on_costs_words(cases: Sequence[Case]) -> str:
    """What the employer pays on top of the pay of the posts offered, by who is in the pension scheme."""
    members = {bool(offer.job.in_pension_scheme) for case in cases for offer in case.offers}
    if members == {False}:
        return "National Insurance and levy (no pension: the person is not in the scheme)"
    also = ", where the person is in the scheme" if False in members else ""
    return f"pension{also}, National Insurance and levy"


def years_words(costed: Sequence[Remedy] | Sequence[PolicyOutcome]) -> str:
    """The time that is costed: five years, or as long as a post lasts."""
    years, lasts = max(((each.cost_years, each.lasts) for each in costed), default=(COST_YEARS, ""))
    return "five years" if years == COST_YEARS else f"its {lasts}"


def smallest_words(remedy: Remedy) -> str:
    """The smallest value of a remedy that does, beside what there is; whether a rule does; or that nothing would do.

    >>> smallest_words(Remedy("on-call payment", 1811.0, "pounds a year", 0, 0, 0, "confirmed", (), now=1528.0))
    '1,811 pounds a year instead of 1,528'
    >>> hours = Remedy("hours kept", 0.6, "hours a week", 0, 0, 0, "confirmed", (), now=2.1, on_top=True)
    >>> smallest_words(hours)
    '0.6 hours a week on top of 2.1'
    """
    if remedy.value is None:
        return "would not do"
    if remedy.unit == "rule":
        return "does" if remedy.value else "not needed"
    words = value_words(remedy.value, remedy.unit)
    if remedy.percent is not None:
        words += f", {remedy.percent:.2f}%"
    if remedy.on_top:
        words += f" on top of {remedy.now:,.10g}" if remedy.now else " on top"
    elif remedy.now and remedy.now != remedy.value:
        words += f" instead of {remedy.now:,.10g}"
    return words if remedy.applies else f"{words}; does not apply"


def value_words(value: float, unit: str) -> str:
    """A value of a remedy with its unit.

    >>> value_words(1, "weeks in 10"), value_words(2, "the step of band 8a"), value_words(2619, "pounds a year")
    ('1 week in 10', 'step 2 of band 8a', '2,619 pounds a year')
    """
    if unit.startswith("the step"):
        return f"step {value:g}{unit.removeprefix('the step')}"
    unit = unit.replace("s", "", 1) if value == 1 and unit[-1].isdigit() else unit
    return f"{value:,.10g} {unit}"


OUTCOME_COLUMNS = [
    *columns_of("policy", "post"),
    number("rank", none="-"),
    *columns_of("take_home_change_a_month", "take_home_change"),
    Column("leaves_a_loss", "A loss left"),
    *(change("offer_on_first"), change("held_on_first")),
    *columns_of("employer_cost_a_year", "employer_cost_over_five_years"),
    Column("cost_for_each_pound", "For each pound", Unit.COUNT, 2),
]


def outcomes_table(outcomes: Sequence[PolicyOutcome]) -> Table:
    """The policies of a scenario side by side, offer by offer, each beside the first policy."""
    both_patterns = len({(each.post, each.policy) for each in outcomes}) < len(outcomes)
    rows: list[list[Cell]] = [
        [
            outcome.policy,
            with_pattern(outcome.post, outcome.pattern if both_patterns else None),
            outcome.rank,
            round(outcome.take_home_change / 12, 2),
            outcome.take_home_change,
            _yes_or_no(outcome.leaves_a_loss),
            outcome.offer_on_first,
            outcome.held_on_first,
            outcome.employer_cost_a_year,
            outcome.employer_cost_over_five_years,
            outcome.cost_for_each_pound,
        ]
        for outcome in outcomes
    ]
    about = "What each policy does for each post offered, beside the scenario's first policy, for one holder."
    return Table(OUTCOME_COLUMNS, rows, "The policies side by side", "Policies", about)


def _policies_blocks(outcomes: Sequence[PolicyOutcome]) -> list[Block]:
    """What each policy does for each offer, beside the first policy."""
    table = outcomes_table(outcomes)
    held_differs = any(outcome.held_on_first for outcome in outcomes)
    one_post = len(set(table.values("post"))) == 1
    left_out = {*(() if held_differs else ("held_on_first",)), *(("post",) if one_post else ())}
    words = (
        "Change of take-home pay on the move a month and a year; whether a loss is left; what the policy adds to a"
        " year's take-home pay of the post offered, on top of the first policy; the employer's cost of one holder of"
        " it, likewise, of that holder's pay alone; and the first year's cost for each pound that the holder gains."
        " Those that leave no loss are"
        " ranked by their cost over five years; the others follow, the smallest loss first."
    )
    if held_differs:
        words += " Held on first: what the policy changes for those who stay in the post held now."
    costs = f"Over {years_words(outcomes)}"
    shown = table.pick(*(name for name in table.names if name not in left_out))
    blocks: list[Block] = [
        Heading("The policies side by side"),
        Paragraph(words),
        shown.relabelled(employer_cost_over_five_years=costs),
    ]
    names = [
        policy if one_post else f"{post}: {policy}"
        for policy, post in zip(*map(table.values, ("policy", "post")), strict=True)
    ]
    effects = [
        f"{name}: {effect}." for name, outcome in zip(names, outcomes, strict=True) for effect in outcome.side_effects
    ]
    return [*blocks, Bullets(effects)] if effects else blocks


def remedy_json(scenario: Scenario, offers: Sequence[OfferRemedies], outcomes: Sequence[PolicyOutcome] = ()) -> str:
    """The remedies of each offer under each policy as JSON, and the policies side by side."""
    whole = {
        "scenario": scenario_in_short(scenario),
        "run": run_in_short(scenario.as_at),
        "policies": [{**_fields(outcome), "leaves_a_loss": outcome.leaves_a_loss} for outcome in outcomes],
        "results": [
            {
                "post": offer.name,
                "policy": offer.case.policy_name,
                "award": offer.case.award.words if offer.case.award else None,
                "remedies": [_fields(remedy) for remedy in offer.remedies],
            }
            for offer in offers
        ],
    }
    return to_json(whole)


def _fields(each: Remedy | PolicyOutcome) -> dict[str, object]:
    return {field.name: getattr(each, field.name) for field in fields(each)}
