"""The answer to a scenario, in words and tables."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph, Table
from paymodel.answers.past_service import final_salary_words
from paymodel.answers.phrasing import (
    LINE_LABELS,
    NATION_LABELS,
    catch_up_words,
    per_cent,
    pounds,
    signed,
    signed_pounds,
    step_words,
    whole_pounds,
)
from paymodel.answers.unstated import unstated_blocks
from paymodel.counting import counted
from paymodel.moves.break_evens import BreakEven
from paymodel.moves.comparison import Comparison, Move, Result, Scenario
from paymodel.moves.provenance import SOON, ending_soon, figures_used
from paymodel.pay.job import BANDS, DEDUCTED, LINES, NO_BAND, PAID
from paymodel.pay.rule_book import Citation

TOTALS = ("gross_pay", "take_home_pay", "employer_cost")
PAYSLIPS_HEAD = ("Pounds a year", "Post held", "Post offered", "Change of the line", "Effect on take-home pay")
"""What two payslips side by side show: a deduction that falls has a change below zero and an effect above it."""
OTHER_PAY = "Other pay"
"""What a scenario states of pay that is no line of its own, such as bank shifts: part of gross pay."""
NOT_APPLICABLE = "n/a"
"""The effect of a line that is no part of take-home pay: a sum of lines shown already, or what the employer pays."""


def headline(move: Move, horizon_years: int) -> str:
    """One sentence to quote: pounds a month, share of the rise kept, when it catches up."""
    change, gross = move.take_home_change, move.gross_change
    monthly = f"{whole_pounds(change / 12)} a month ({whole_pounds(change)} a year)"
    if change == 0 and gross == 0:
        first = "Take-home pay does not change"
    elif move.verdict == "same":
        first = f"Take-home pay stays about the same ({signed_pounds(change)} a year)"
    elif change < 0:
        first = f"Take-home pay falls by {monthly}"
    else:
        first = f"Take-home pay rises by {monthly}"
    if (kept := move.share_of_rise_kept) is not None:
        second = f"{per_cent(kept)} of the gross rise of {whole_pounds(gross)} is kept"
        if kept < 0:
            second = f"none of the gross rise of {whole_pounds(gross)} is kept"
    elif (absorbed := move.fall_absorbed) is not None:
        second = f"gross pay falls by {whole_pounds(gross)}"
        if absorbed > 0:
            second += f", and lower deductions absorb {per_cent(absorbed)} of that"
    else:
        second = "gross pay does not change"
    sentence = first if change == 0 and gross == 0 else f"{first}: {second}"
    return f"{sentence}; {catch_up(move, horizon_years)}.{_other_reading_of_annex_5(move)}"


def _other_reading_of_annex_5(move: Move) -> str:
    """What the move comes to where Annex 5 pay is read the other way, if that is another amount."""
    counts, does_not = move.take_home_change_if_annex_5_counts, move.take_home_change_if_annex_5_does_not_count
    if counts is None or does_not is None or counts == does_not:
        return ""
    words, other = ("counts", counts)
    if move.rule_book.switches.annex_5_protected:
        words, other = ("does not count", does_not)
    return f" If Annex 5 pay {words} as previous earnings, take-home pay changes by {signed_pounds(other)} a year."


def catch_up(move: Move, horizon_years: int) -> str:
    """When the move catches up, in words."""
    career, thin_below = move.career, move.rule_book.switches.thin_margin_pounds
    return catch_up_words(career.catch_up_year, career.catch_up_margin, horizon_years, thin_below)


def title_of(result: Result) -> str:
    """The name of a result: the post, with its pattern and policy where they tell results apart."""
    pattern = f" (pattern {result.pattern})" if isinstance(result, Move) and result.pattern else ""
    years = result.post.lasts_years
    ends = f", {result.post.move.replace('_', ' ')} of {counted(years, 'year')}" if years is not None else ""
    return f"{result.post.name}{ends}{pattern}"


def title_with_policy(result: Result, *, several: bool) -> str:
    """The name of a result, with its policy where there are several."""
    return f"{title_of(result)}{f', {result.policy_name}' if several else ''}"


def marked_policy(scenario: Scenario, policy_name: str) -> str:
    """The name of a policy, marked where it changes figures in force.

    >>> from paymodel import load_scenario
    >>> scenario = load_scenario("four-fixes-side-by-side")
    >>> marked_policy(scenario, "A larger gap"), marked_policy(scenario, "A premium of 5%")
    ('A larger gap [assumed]', 'A premium of 5%')
    """
    assumed = any(case.assumed for case in scenario.cases if case.policy_name == policy_name)
    return f"{policy_name}{' [assumed]' if assumed else ''}"


def policy_note(scenario: Scenario, policy_name: str) -> str:
    """A sentence, or none, below a chart's title: its policy where there are several, and whether figures are assumed.

    >>> from paymodel import load_scenario
    >>> policy_note(load_scenario("four-fixes-side-by-side"), "A larger gap")
    ' Policy: A larger gap [assumed].'
    >>> policy_note(load_scenario("paramedic-to-operations-manager"), "In force")
    ''
    """
    if len(scenario.cases) > 1:
        return f" Policy: {marked_policy(scenario, policy_name)}."
    (case,) = scenario.cases
    award = f"after an award of {case.award.words}" if case.award else "some are changed"
    return f" Figures in force, {award} [assumed]." if case.assumed else ""


def assumed_note(scenario: Scenario) -> str:
    """A sentence, or none, below a chart of all policies, whose names are marked: where one alone is assumed."""
    return policy_note(scenario, scenario.cases[0].policy_name) if len(scenario.cases) == 1 else ""


def band_and_step(result: Result) -> str:
    """Band and step in words."""
    band = int(np.asarray(result.post.job.band))
    if band == NO_BAND:
        return "basic pay as stated"
    return f"band {BANDS[band]}, {step_words(result.step, result.rule_book.pay_points.steps(band))}"


def answer(comparison: Comparison) -> list[Block]:
    """The whole answer: headlines, payslips side by side, what else changes, years, remedies, assumptions, figures."""
    scenario = comparison.scenario
    blocks: list[Block] = [Heading(scenario.title, 1)]
    if scenario.question:
        blocks.append(Paragraph(scenario.question))
    blocks += [*headlines(comparison), *offers_blocks(comparison)]
    blocks.append(Heading("Assumptions"))
    blocks.append(Bullets([f"{a.words} [{a.status}]" for a in comparison.assumptions]))
    blocks += figures_blocks(figures_of(comparison), scenario.as_at)
    blocks.append(Paragraph(f"{NOT_PAYROLL} paymodel {__version__}, scenario {scenario.id}."))
    return blocks


def headlines(comparison: Comparison) -> list[Block]:
    """The answer in a sentence, or one for each offer and policy, and what was not stated that it depends on."""
    scenario = comparison.scenario
    several = len(scenario.cases) > 1
    moves = comparison.moves
    sentences = [headline(move, scenario.horizon_years) for move in moves]
    names = [title_with_policy(move, several=several) for move in moves]
    told = [f"{name}. {sentence}" for name, sentence in zip(names, sentences, strict=True)]
    return [Paragraph(sentences[0]) if len(moves) == 1 else Bullets(told), *unstated_blocks(moves, names)]


def offers_blocks(comparison: Comparison) -> list[Block]:
    """Policies side by side, then each offer: payslips, what else changes, year by year, ways to fix it."""
    scenario = comparison.scenario
    several = len(scenario.cases) > 1
    blocks: list[Block] = []
    if several:
        blocks.append(_policies_table(comparison.moves))
    nation = NATION_LABELS[scenario.nation]
    blocks.append(
        Paragraph(f"{nation}, rules in force on {scenario.as_at}, held for twelve months. Pounds a year unless said.")
    )
    for under in comparison.by_policy:
        for move in under.moves:
            blocks += _about_move(under.held, move, several, scenario.horizon_years)
    return blocks


def _policies_table(moves: Sequence[Move]) -> Table:
    """Every policy and offer on one page, pounds a year."""
    rows = []
    one_each = len({title_of(move) for move in moves}) == 1
    for move in moves:
        year = move.career.catch_up_year
        rows.append(
            [
                move.policy_name if one_each else f"{move.policy_name}: {title_of(move)}",
                signed(move.take_home_change),
                signed(move.gross_change),
                signed(move.what_else.employer_cost_change),
                "never" if year is None else str(year),
            ]
        )
    return Table(["Change, pounds a year", "Take-home", "Gross", "Employer cost", "Catch-up year"], rows)


def _about_move(held: Result, move: Move, several: bool, horizon_years: int) -> list[Block]:
    policy = f", policy: {move.policy_name}" if several else ""
    blocks: list[Block] = [Heading(f"{title_of(move)}{policy}")]
    if move.because:
        blocks.append(Paragraph(f"Why this policy: {move.because}"))
    blocks.append(Paragraph(f"From {_described(held)} to {_described(move)}."))
    rows = [[LINE_LABELS.get(line, OTHER_PAY), *cells] for line, cells in payslips_side_by_side(held, move)]
    blocks.append(Table(PAYSLIPS_HEAD, rows))
    blocks.append(Heading("What else changes", 3))
    blocks.append(Bullets(what_else(move)))
    blocks.append(Heading("Year by year", 3))
    blocks += _career_blocks(move, horizon_years)
    if move.take_home_change < 0:
        blocks.append(Heading("Ways to fix it", 3))
        blocks.append(Bullets(remedies(move)))
    if noted := warned(held, move):
        blocks += [Heading("Take care", 3), Bullets(noted)]
    return blocks


def warned(held: Result, offered: Result) -> list[str]:
    """The warnings of a post held and of one offered, a sentence each."""
    posts = (("Post held", held), ("Post offered", offered))
    return [f"{name}: {one.words}." for name, post in posts for one in post.warnings]


def effect_on_take_home(line: str, change: float) -> float | None:
    """What a change of a line of the payslip does to take-home pay; None for a line that is no part of it.

    >>> effect_on_take_home("basic_pay", 1013.0), effect_on_take_home("pension_contribution", -280.15)
    (1013.0, 280.15)
    >>> effect_on_take_home("gross_pay", -2618.25) is None  # its parts have been counted
    True
    """
    if line in DEDUCTED:
        return -change
    return change if line in (*PAID, "take_home_pay") else None


def payslips_side_by_side(held: Result, offered: Result) -> list[tuple[str, list[str]]]:
    """Each line of two payslips that either has, with its cells: held, offered, change, effect on take-home pay.

    Above gross pay stands other pay, under `OTHER_PAY`, where there is any: so the lines add up.
    """
    amounts = [(line, float(held.payslip[line]), float(offered.payslip[line])) for line in LINES]
    amounts.insert(LINES.index("gross_pay"), (OTHER_PAY, other_pay(held.payslip), other_pay(offered.payslip)))
    rows = []
    for line, before, after in amounts:
        if before or after or line in TOTALS:
            change = after - before
            effect = change if line == OTHER_PAY else effect_on_take_home(line, change)
            cells = [
                f"{before:,.2f}",
                f"{after:,.2f}",
                signed(change),
                NOT_APPLICABLE if effect is None else signed(effect),
            ]
            rows.append((line, cells))
    return rows


def other_pay(slip: Mapping[str, Any]) -> float:
    """Gross pay less the lines that it adds: pay that a scenario states and that is no line of its own.

    >>> other_pay({**dict.fromkeys(PAID, 0.0), "basic_pay": 48_117.0, "gross_pay": 49_617.0})
    1500.0
    """
    return round(float(slip["gross_pay"]) - sum(float(slip[line]) for line in PAID), 2)


def _described(result: Result) -> str:
    rota = f"; rota: {result.post.rota_title}" if result.post.rota_title else ""
    wte = float(np.asarray(result.post.job.whole_time_equivalent))
    part = f"; {wte:g} whole time equivalent" if wte != 1 else ""
    return f"{result.post.name} ({band_and_step(result)}{part}{rota})"


def what_else(move: Move) -> list[str]:
    """What changes beside take-home pay, a sentence each."""
    other = move.what_else
    said = []
    if other.unsocial_hours_given_up_a_week is None:
        said.append("Unsocial hours given up are not known: a post states a payment or a percentage, not hours.")
    else:
        hours = other.unsocial_hours_given_up_a_week
        word = "given up" if hours >= 0 else "taken on"
        each = other.take_home_lost_for_each
        more = f"; take-home pay falls by {pounds(each)} for each" if each is not None else ""
        said.append(
            f"Unsocial hours {word}: {abs(hours):.1f} a week{more}."
            if round(hours, 1)
            else "Unsocial hours do not change."
        )
    if other.days_travelled_change is not None and round(other.days_travelled_change):
        more_or_fewer = "more" if other.days_travelled_change >= 0 else "fewer"
        days = (
            f"Days travelled: {abs(other.days_travelled_change):.0f} {more_or_fewer} a year, after leave and holidays"
        )
        if other.travel_cost_change is not None:
            days += f"; travel costs change by {signed_pounds(other.travel_cost_change)} a year (not in take-home pay)"
        said.append(days + ".")
    said.append(f"Yearly pension earned this year: {signed_pounds(other.pension_built_up_change)}.")
    said += final_salary_words(move)
    central = ""
    if other.employer_cost_change_without_central_pension != other.employer_cost_change:
        without = signed_pounds(other.employer_cost_change_without_central_pension)
        central = f" ({without} without the pension part paid centrally)"
    said.append(f"Employer cost: {signed_pounds(other.employer_cost_change)} a year{central}.")
    if other.hours_beyond_contract_a_week:
        said.append(f"Unpaid hours beyond contract in the new post: {other.hours_beyond_contract_a_week:.1f} a week.")
    said.append(going_back_words(move.going_back, on_annex_5=move.leaves_annex_5))
    counts, does_not = move.take_home_change_if_annex_5_counts, move.take_home_change_if_annex_5_does_not_count
    if counts is not None and does_not is not None:
        said.append(
            "Whether Annex 5 pay counts as previous earnings (handbook 1.18; switch annex_5_protected) is not"
            f" confirmed: take-home pay changes by {signed_pounds(counts)} a year if it does, by"
            f" {signed_pounds(does_not)} if it does not."
        )
    return said


def going_back_words(change: float | None, *, on_annex_5: bool) -> str:
    """What a return to the post held would pay."""
    if change is None:
        return "What going back would pay is not known: the hours behind the Annex 5 percentage are not stated."
    if not on_annex_5:
        return "Going back to the post held would pay what it pays now."
    amount = "the same" if change == 0 else f"{pounds(abs(change))} a year {'less' if change < 0 else 'more'}"
    return (
        f"Going back to the post held would pay {amount} take-home in a usual year, on Section 2; Annex 5, which is"
        " paid in sickness too, would be lost."
    )


def _career_blocks(move: Move, horizon_years: int) -> list[Block]:
    career = move.career
    rows = [
        [
            str(year + 1),
            f"{int(career.stay_steps[year])}",
            f"{int(career.move_steps[year])}" if career.away[year] else "returned",
            f"{float(career.stay['take_home_pay'][year]):,.2f}",
            f"{float(career.move['take_home_pay'][year]):,.2f}",
            signed(float(career.difference[year])),
            signed(float(career.cumulative[year])),
        ]
        for year in range(horizon_years)
    ]
    head = ["Year", "Step held", "Step offered", "Take-home held", "Take-home offered", "Difference", "Cumulative"]
    first = f"The first year ahead is year {career.first_year_ahead}" if career.first_year_ahead else "No year is ahead"
    return [Table(head, rows), Paragraph(f"{first}; {catch_up(move, horizon_years)}.")]


def remedies(move: Move) -> list[str]:
    """The two simplest levers, in words."""
    job = move.post.job
    own = float(np.asarray(job.long_term_premium)) + float(np.asarray(job.long_term_premium_share)) > 0
    instead = " in place of the one offered" if own else ""
    whole = " for a whole-time post" if float(np.asarray(job.whole_time_equivalent)) != 1 else ""
    premium, hours = move.premium_to_break_even, move.hours_to_break_even
    said = []
    if premium is None:
        said.append("No long-term premium up to the whole of basic pay would do.")
    else:
        said.append(
            f"A long-term premium of £{premium.value:,.0f} a year{whole} ({move.premium_percent:.2f}% of basic pay)"
            f"{instead} leaves no loss of take-home pay{_islands(premium, '£{:,.0f}')}."
        )
    if not np.isnan(job.unsocial_hours_payment):
        said.append("Hours kept at the Saturday-and-night rate were not tried: the offer states its payment.")
    elif hours is None:
        said.append("Keeping hours at the Saturday-and-night rate would not do within the contract.")
    else:
        said.append(
            f"{'So do' if premium else 'What would do:'} {hours.value:.1f} hours a week at the Saturday-and-night rate,"
            " on top of those"
            f" offered{_islands(hours, '{:.1f}')}."
        )
    return said


def _islands(found: BreakEven, form: str) -> str:
    if not found.islands:
        return ""
    spans = ", ".join(f"{form.format(a)} to {form.format(b)}" for a, b in found.islands)
    return f"; {spans} would do too, but a little more than that would not"


def figures_of(comparison: Comparison) -> list[Citation]:
    """Every figure used in any result, each once."""
    citations: dict[Citation, None] = {}
    for result in comparison.results:
        citations.update(dict.fromkeys(figures_used(result.post, result.payslip, result.rule_book)))
        if isinstance(result, Move) and result.final_salary is not None:
            citations[result.rule_book.citations["final-salary"]] = None
    return list(citations)


def statuses(figures: Sequence[Citation]) -> dict[str, str]:
    """The status of each figure by name; a figure that a policy or an award changed is named with the change."""
    return {
        figure_name(figure) + (f", {figure.changed}" if figure.changed else ""): figure.status for figure in figures
    }


def figure_name(figure: Citation) -> str:
    """A figure's name: parameter, place and row."""
    row = f", {figure.row}" if figure.row else ""
    return f"{figure.parameter} ({figure.scope.replace('_', ' ')}{row})"


def figures_blocks(figures: Sequence[Citation], as_at: datetime.date) -> list[Block]:
    """Figures whose status is not confirmed, how many are, and how many end soon after the day asked about."""
    doubtful = [figure for figure in figures if figure.status != "confirmed"]
    blocks: list[Block] = [Heading("Figures that are not confirmed")]
    if doubtful:
        blocks.append(Bullets([_doubt(figure) for figure in doubtful]))
    else:
        blocks.append(Paragraph("None: every figure used is confirmed."))
    ends = [figure.until for figure in figures if figure.until]
    until = f" The first to end does so on {min(ends)}." if ends else ""
    soon = len(ending_soon(figures, as_at))
    if soon:
        until += f" {soon} end within {SOON.days} days of {as_at}: then ask about a later day."
    confirmed = len(figures) - len(doubtful)
    blocks.append(
        Paragraph(
            f"{confirmed} of {counted(len(figures), 'figure')} used are confirmed.{until}"
            " `paymodel explain` lists each."
        )
    )
    return blocks


def _doubt(figure: Citation) -> str:
    if figure.changed:
        return f"{figure_name(figure)} [{figure.status}]: changed {figure.changed}."
    note = f" {figure.note}" if figure.note else ""
    until = f" {figure.until_because}" if figure.until is None and figure.parameter == "pay-points" else ""
    return f"{figure_name(figure)} [{figure.status}]: {figure.title}, {figure.publisher}.{note}{until}"
