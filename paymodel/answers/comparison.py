"""The answer to a scenario, in words and tables."""

import numpy as np

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.comparison_tables import (
    band_and_step,
    moves_at_a_glance,
    payslips_table,
    title_of,
    title_with_policy,
    years_of_move,
)
from paymodel.answers.figures import assumptions_blocks, figures_blocks, figures_of
from paymodel.answers.kinds import kind_sentences, on_return, once_it_is_over, other_step, over_the_move
from paymodel.answers.past_service import final_salary_words
from paymodel.answers.phrasing import (
    catch_up_words,
    margin_words,
    per_cent,
    pounds,
    rules_in_force,
    signed_pounds,
    whole_pounds,
)
from paymodel.answers.unstated import unstated_blocks
from paymodel.counting import counted
from paymodel.moves.break_evens import BreakEven
from paymodel.moves.comparison import Comparison, Move, Result, Scenario


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
        second = f"{per_cent(kept)} of the gross rise of {whole_pounds(gross)} a year is kept"
        if kept < 0:
            second = f"none of the gross rise of {whole_pounds(gross)} a year is kept"
    elif (absorbed := move.fall_absorbed) is not None:
        second = f"gross pay falls by {whole_pounds(gross)} a year"
        if absorbed > 0:
            second += f", and lower deductions absorb {per_cent(absorbed)} of that"
    else:
        second = "gross pay does not change"
    sentence = first if change == 0 and gross == 0 else f"{first}: {second}"
    more = f"{other_step(move)}{once_it_is_over(move)}"
    if over := over_the_move(move):
        return f"{over} At a yearly rate, {sentence[0].lower()}{sentence[1:]}.{more}"
    return f"{sentence}; {catch_up(move, horizon_years)}.{_other_reading_of_annex_5(move)}{more}"


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
    if career.catch_up_year is None and career.difference[0] > 0:
        behind = margin_words(career.catch_up_margin)
        return f"it is ahead at first, and {behind} behind after {counted(horizon_years, 'year')}"
    return catch_up_words(career.catch_up_year, career.catch_up_margin, horizon_years, thin_below)


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


def answer(comparison: Comparison) -> list[Block]:
    """The whole answer: headlines, payslips side by side, what else changes, years, remedies, assumptions, figures."""
    scenario = comparison.scenario
    blocks: list[Block] = [Heading(scenario.title, 1)]
    if scenario.question:
        blocks.append(Paragraph(scenario.question))
    blocks += [*headlines(comparison), *offers_blocks(comparison)]
    blocks += assumptions_blocks(comparison.assumptions)
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
        blocks.append(moves_at_a_glance(comparison.moves))
    blocks.append(
        Paragraph(
            f"{rules_in_force(scenario.nation, scenario.as_at)}, held for twelve months. Pounds a year unless said."
        )
    )
    for under in comparison.by_policy:
        for move in under.moves:
            blocks += _about_move(under.held, move, several, scenario.horizon_years)
    return blocks


def _about_move(held: Result, move: Move, several: bool, horizon_years: int) -> list[Block]:
    policy = f", policy: {move.policy_name}" if several else ""
    blocks: list[Block] = [Heading(f"{title_of(move)}{policy}")]
    if move.because:
        blocks.append(Paragraph(f"Why this policy: {move.because}"))
    blocks.append(Paragraph(f"From {_described(held)} to {_described(move)}."))
    if kind := kind_sentences(move):
        blocks.append(Paragraph(" ".join(kind)))
    blocks.append(payslips_table(held, move))
    blocks.append(Heading("What else changes", 3))
    blocks.append(Bullets(what_else(move)))
    blocks.append(Heading("Year by year", 3))
    blocks += _career_blocks(move, horizon_years)
    if move.take_home_change < 0:
        blocks.append(Heading("Ways to fix it", 3))
        blocks.append(Bullets(remedies(move)))
    if noted := warning_sentences(held, move):
        blocks += [Heading("Take care", 3), Bullets(noted)]
    return blocks


def warning_sentences(held: Result, offered: Result) -> list[str]:
    """The warnings of a post held and of one offered, a sentence each."""
    posts = (("Post held", held), ("Post offered", offered))
    return [f"{name}: {warning.words}." for name, post in posts for warning in post.warnings]


def _described(result: Result) -> str:
    rota = f"; rota: {result.post.rota_title}" if result.post.rota_title else ""
    wte = float(np.asarray(result.post.job.whole_time_equivalent))
    part = f"; {wte:g} whole time equivalent" if wte != 1 else ""
    return f"{result.post.name} ({band_and_step(result)}{part}{rota})"


def what_else(move: Move) -> list[str]:
    """What changes beside take-home pay, a sentence each."""
    other = move.what_else
    sentences = []
    if other.unsocial_hours_given_up_a_week is None:
        sentences.append("Unsocial hours given up are not known: a post states a payment or a percentage, not hours.")
    else:
        hours = other.unsocial_hours_given_up_a_week
        word = "given up" if hours >= 0 else "taken on"
        each = other.take_home_lost_for_each
        more = f"; take-home pay falls by {pounds(each)} for each" if each is not None else ""
        sentences.append(
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
        sentences.append(days + ".")
    sentences.append(f"Yearly pension earned this year: {signed_pounds(other.pension_built_up_change)}.")
    sentences += final_salary_words(move)
    central = ""
    if other.employer_cost_change_without_central_pension != other.employer_cost_change:
        without = signed_pounds(other.employer_cost_change_without_central_pension)
        central = f" ({without} without the pension part paid centrally)"
    sentences.append(f"Employer cost: {signed_pounds(other.employer_cost_change)} a year{central}.")
    if other.hours_beyond_contract_a_week:
        sentences.append(
            f"Unpaid hours beyond contract in the new post: {other.hours_beyond_contract_a_week:.1f} a week."
        )
    if move.post.for_good:
        sentences.append(going_back_words(move.going_back, on_annex_5=move.leaves_annex_5))
    else:
        sentences.append(on_return(move))
    counts, does_not = move.take_home_change_if_annex_5_counts, move.take_home_change_if_annex_5_does_not_count
    if counts is not None and does_not is not None:
        sentences.append(
            "Whether Annex 5 pay counts as previous earnings (handbook 1.18; switch annex_5_protected) is not"
            f" confirmed: take-home pay changes by {signed_pounds(counts)} a year if it does, by"
            f" {signed_pounds(does_not)} if it does not."
        )
    return sentences


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
    first = f"The first year ahead is year {career.first_year_ahead}" if career.first_year_ahead else "No year is ahead"
    return [years_of_move(move), Paragraph(f"{first}; {catch_up(move, horizon_years)}.")]


def remedies(move: Move) -> list[str]:
    """The two simplest levers, in words."""
    job = move.post.job
    own = float(np.asarray(job.long_term_premium)) + float(np.asarray(job.long_term_premium_share)) > 0
    instead = " in place of the one offered" if own else ""
    whole = " for a whole-time post" if float(np.asarray(job.whole_time_equivalent)) != 1 else ""
    premium, hours = move.premium_to_break_even, move.hours_to_break_even
    sentences = []
    if premium is None:
        sentences.append("No long-term premium up to the whole of basic pay would do.")
    elif premium.value == 0:
        sentences.append("Without the long-term premium offered there is no loss of take-home pay.")
    else:
        sentences.append(
            f"A long-term premium of £{premium.value:,.0f} a year{whole} ({move.premium_percent:.2f}% of basic pay)"
            f"{instead} leaves no loss of take-home pay{_islands(premium, '£{:,.0f}')}."
        )
    if not np.isnan(job.unsocial_hours_payment):
        sentences.append("Hours kept at the Saturday-and-night rate were not tried: the offer states its payment.")
    elif hours is None:
        sentences.append("Keeping hours at the Saturday-and-night rate would not do within the contract.")
    else:
        sentences.append(
            f"{'So do' if premium else 'What would do:'} {hours.value:.1f} hours a week at the Saturday-and-night rate,"
            " on top of those"
            f" offered{_islands(hours, '{:.1f}')}."
        )
    return sentences


def _islands(break_even: BreakEven, form: str) -> str:
    if not break_even.islands:
        return ""
    spans = ", ".join(f"{form.format(a)} to {form.format(b)}" for a, b in break_even.islands)
    return f"; {spans} would do too, but a little more than that would not"
