"""Compare: does the move pay, why, and what would fix it? The landing page."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.answers.columns import OTHER_PAY
from paymodel.answers.comparison import headline, remedies, warning_sentences, what_else
from paymodel.answers.comparison_tables import (
    TOTALS,
    lines_of_two,
    moves_at_a_glance,
    payslips_table,
    title_with_policy,
    years_of_move,
)
from paymodel.answers.explanation import inputs, rota_words
from paymodel.answers.figures import (
    assumptions_table,
    confirmed_words,
    figures_blocks,
    figures_of,
    rated_words,
)
from paymodel.answers.history import SHARES, TAKEN_APART, doubtful_blocks, left_out_words, name_of_move
from paymodel.answers.history import move_blocks as history_of_move
from paymodel.answers.phrasing import rules_in_force, sentence, whole_pounds
from paymodel.answers.remedies import remedy_blocks
from paymodel.answers.sensitivity import move_blocks, why_blocks
from paymodel.answers.unstated import unstated_words
from paymodel.app import payroll, render, state
from paymodel.app.asked import (
    asked_rows,
    difference_words,
    number_of_offer,
    on_call_words,
    why_words,
    without_on_call,
)
from paymodel.app.browser_parts import asked_list, copy_button
from paymodel.app.doors import draw_doors
from paymodel.app.library import ILLUSTRATION, has_illustrated_on_call, on_call_note
from paymodel.app.questions import Question, in_words
from paymodel.app.save_and_share import draw_save_and_share
from paymodel.app.sidebar import draw_question
from paymodel.app.take_report import draw_report
from paymodel.charts.comparison_waterfall import waterfall
from paymodel.charts.history import history_lines
from paymodel.charts.sensitivity import plausible_range, tornado
from paymodel.counting import counted
from paymodel.errors import Faults, Refused
from paymodel.moves.comparison import Move, Result, Scenario
from paymodel.moves.provenance import figures_of_line
from paymodel.moves.sensitivity import Sensitivity
from paymodel.pay.lines import LINE
from paymodel.reports.parts import ASSUMED, Worked
from paymodel.reports.pictures import OF_A_SCENARIO

WHY, TIME, RIGHT, DETAILS = "Why", "Over time", "What would fix it", "Details"
YEARS, SINCE, MONTHS = "Year by year", "By year", "Month by month"
ELSE, SURE, TAKE = "What else changes", "How sure", "Save and share"
MONTH, YEAR = "A month", "A year"
PER = "pounds-by"
HOLIDAYS = "holidays"
"""The assumption about public holidays in later years."""
HIDDEN_LABEL: dict[str, Any] = {"label_visibility": "collapsed"}
"""Of a field whose options say what it is; a screen reader is told the label."""


def page() -> None:
    """The question at the side, the answer in the middle."""
    with st.sidebar:
        question, form = draw_question()
    state.keep_edited(question)
    answer = state.answer(question)
    rest = form.say_faults(answer.faults)
    draw_doors("compare", question)
    rates = _rates_words(answer.worked.scenario) if answer.worked else None
    render.title(question.get("title") or "A move", rates, render.BEHIND)
    if answer.worked is None:
        render.faults(in_words(rest or answer.faults), "There is a problem. Correct the field marked in red.")
        draw_save_and_share(question)
        return
    _draw_answer(question, answer.worked)


def _rates_words(scenario: Scenario) -> str:
    return f"{rules_in_force(scenario.nation, scenario.as_at)}, held for twelve months."


def _draw_answer(question: Question, worked: Worked) -> None:
    moves = worked.moves
    names = _names(worked)
    move = moves[0]
    if len(moves) > 1:
        render.table(moves_at_a_glance(moves, "band_and_step", "take_home_change_a_month"))
        place = st.selectbox("Look closer at", range(len(moves)), format_func=lambda index: names[index], key="closer")
        move = moves[place if place < len(moves) else 0]
    _draw_answer_block(question, worked, move)
    _draw_asked(question, worked, move)
    over_time = {YEARS: _years, SINCE: _draw_history, MONTHS: payroll.draw_payslips}
    details = {
        ELSE: _draw_what_else,
        SURE: _draw_how_sure,
        TAKE: lambda worked, move: draw_save_and_share(question, move),  # noqa: ARG005
    }
    parts = {
        WHY: _draw_why,
        TIME: lambda worked, move: _draw_tabs(over_time, "part-time", worked, move),
        RIGHT: _draw_remedies,
        DETAILS: lambda worked, move: _draw_tabs(details, "part-details", worked, move),
    }
    _draw_tabs(parts, "part", worked, move)


Part = Callable[[Worked, Move], None]


def _draw_tabs(parts: Mapping[str, Part], key: str, worked: Worked, move: Move) -> None:
    """Tabs, of which the open one alone is worked out and drawn."""
    for tab, draw in zip(st.tabs(list(parts), on_change="rerun", key=key), parts.values(), strict=True):
        if tab.open:
            with tab:
                draw(worked, move)


def _draw_answer_block(question: Question, worked: Worked, move: Move) -> None:
    """Now and then side by side with the difference; why, in a line; the sentence to quote; what to take away."""
    sentence = headline(move, worked.scenario.horizon_years)
    loses, held = move.verdict == "loses", worked.held(move)
    spoken = sentence
    if move.over is None:
        st.session_state.setdefault(PER, MONTH)
        per = st.segmented_control("Pounds", [MONTH, YEAR], key=PER, required=True, **HIDDEN_LABEL)
        parts = 12 if per == MONTH else 1
        now, then = (float(result.payslip["take_home_pay"]) / parts for result in (held, move))
        figures = [
            ("Now", whole_pounds(now), held.post.name),
            ("After the move", whole_pounds(then), move.post.name),
            ("Difference", difference_words(move.take_home_change / parts), f"take-home pay {str(per).lower()}"),
        ]
        spoken = f"Now {figures[0][1]}, after the move {figures[1][1]}: {figures[2][1]}, {figures[2][2]}."
        render.side_by_side(figures, why_words(held, move, parts), loses=loses)
    render.answer(sentence, loses=loses, at_a_glance=_at_a_glance(worked, move))
    render.note(confirmed_words(figures_of(worked.comparison)))
    number = number_of_offer(worked, move)
    other = without_on_call(question, number)
    bare = None if other is None else state.answer(other).worked
    if bare is not None and move in worked.moves:
        without = bare.moves[worked.moves.index(move)].take_home_change
        render.message("warning", on_call_words(without, float(move.payslip["on_call_payment"])))
    if words := unstated_words(move):
        render.blocks([Paragraph(words)])
    link = st.session_state.link
    with st.container(horizontal=True, key="answer-actions"):
        ending = "" if link is None else f"?{state.LINK}={link}"
        copy_button("Copy link", ending, "Copied. Whoever opens it needs this app; a staff list is never in it.")
        draw_report(question, "answer-report")
    st.session_state[render.SPOKEN] = spoken


def _draw_asked(question: Question, worked: Worked, move: Move) -> None:
    render.blocks([Heading("You asked", 2)])
    asked_list(asked_rows(question, worked, move))


def _names(worked: Worked) -> list[str]:
    several = len(worked.scenario.cases) > 1
    return [title_with_policy(move, several=several) for move in worked.moves]


def _at_a_glance(worked: Worked, move: Move) -> dict[str, str]:
    """Figures below the answer: none that would say nothing of this move."""
    change, kept, year = move.take_home_change, move.share_of_rise_kept, move.career.catch_up_year
    premium, figures = move.premium_to_break_even, figures_of(worked.comparison)
    confirmed = sum(figure.is_confirmed for figure in figures)
    shown = {}
    if kept is not None and kept > 0:
        shown["Share of the gross rise kept"] = f"{kept:.0%}"
    if change < 0:
        looked_at = counted(worked.scenario.horizon_years, "year")
        shown["Catches up"] = f"not in {looked_at}" if year is None else f"in year {year}"
        shown["Premium that leaves no loss"] = (
            "none would do" if premium is None else f"{whole_pounds(premium.value)} a year"
        )
    shown["Figures confirmed"] = f"{confirmed} of {len(figures)}"
    return shown


def _draw_why(worked: Worked, move: Move) -> None:
    held = worked.held(move)
    pictures = st.container()
    table = payslips_table(held, move)
    offered = (state.question().get("offers") or [{}])[number_of_offer(worked, move)]
    made_up = has_illustrated_on_call(offered)
    rows = []
    for line, (label, *cells) in zip(lines_of_two(held, move), table.words(), strict=True):
        reasons = ["As the question states it: bank shifts, for example."]
        if line != OTHER_PAY:
            reasons = [LINE[line].words, *explain_line("Post held", line, held)]
            reasons += explain_line("Post offered", line, move)
        name = label.strip()
        if made_up and line == "on_call_payment":
            name, reasons = f"{name} ({ILLUSTRATION})", [*reasons, on_call_note()]
        rows.append((name, cells, reasons))
    render.folding_table(
        rows,
        table.headings(),
        table.caption,
        before=[Heading("The payslips side by side", 2), Paragraph("Open a line to see how it was worked out.")],
        after=[Paragraph(words) for words in (rota_words(held), rota_words(move)) if words],
    )
    with pictures:  # drawn last: the browser lays out the rest meanwhile
        each = st.toggle("Show each deduction", key="each-deduction")
        picture = waterfall(worked.comparison, move, each_deduction=each)
        if made_up:
            words = f"On-call pay is {ILLUSTRATION}."
            picture = replace(picture, subtitle=f"{picture.subtitle} {words}", alt=f"{picture.alt} {words}")
        render.picture(picture, "waterfall")
        if len(worked.moves) > 1:
            render.picture(OF_A_SCENARIO["payslips"](worked, move), "payslips")


def explain_line(post: str, line: str, result: Result) -> list[str]:
    """How a line of a post came about, and the figures that it used, a sentence each."""
    if not float(result.payslip[line]) and line not in TOTALS:
        return [f"{post}: none."]
    sentences = [f"{post}: {words}." for words in inputs(line, result)]
    for figure in figures_of_line(line, result.post, result.payslip, result.rule_book):
        source = figure.changed or f"{figure.title}, {figure.publisher}, {figure.where}"
        sentences.append(f"{post}: {rated_words(figure)}, {source}. {figure.url}".rstrip())
    return sentences


def _years(worked: Worked, move: Move) -> None:
    render.picture(OF_A_SCENARIO["careers"](worked, move), "careers")
    render.table(years_of_move(move), "years")
    for assumption in worked.assumptions:
        if assumption.id == HOLIDAYS:  # why pay may dip after the first year
            render.note(f"{assumption.words} [{assumption.status}]")


def _draw_history(worked: Worked, move: Move) -> None:
    """What the move did in each pay year since 2018-19: is it getting worse?"""
    try:
        history = worked.history
    except (Faults, Refused) as error:
        render.message("info", f"Earlier pay years cannot be asked about here: {error}.")
        return
    left_out = [Paragraph(words)] if (words := left_out_words(history)) else []
    render.blocks([Paragraph(f"{SHARES}."), *left_out])
    render.picture(history_lines(history), "history")
    wanted = (move.policy_name, move.post.name, move.pattern)
    years = next(
        (years for years in history.moves if (years[0].policy_name, years[0].post, years[0].pattern) == wanted),
        history.moves[0],
    )
    render.blocks([Heading(name_of_move(history, years), 2), *history_of_move(history, years), Paragraph(TAKEN_APART)])
    render.blocks([Bullets([f"{sentence(words)}." for words in history.held_words]), *doubtful_blocks(history)])


def _draw_remedies(worked: Worked, move: Move) -> None:
    if move.take_home_change < 0:
        render.blocks([Bullets(remedies(move))])
    render.blocks(remedy_blocks(worked.scenario, worked.remedies, worked.outcomes)[1:-1])


def _draw_what_else(worked: Worked, move: Move) -> None:
    render.blocks([Bullets(what_else(move))])
    if noted := warning_sentences(worked.held(move), move):
        render.blocks([Heading("Take care", 2), Bullets(noted)])


def _draw_how_sure(worked: Worked, move: Move) -> None:
    _draw_sensitivity(worked, worked.sensitivities[worked.moves.index(move)])
    render.blocks([Heading("Assumptions", 2)])
    render.folded(assumptions_table(worked.assumptions).pick(*ASSUMED), render.MORE_OF_AN_ASSUMPTION)
    render.blocks(figures_blocks(worked.figures, worked.scenario.as_at))


def _draw_sensitivity(worked: Worked, sensitivity: Sensitivity) -> None:
    render.blocks([Heading("What the answer depends on", 2)])
    if sensitivity.swings:
        render.picture(tornado(worked.scenario, sensitivity), "sensitivity")
    if sensitivity.combined:
        render.picture(plausible_range(worked.scenario, sensitivity), "range")
    render.blocks([*move_blocks(sensitivity), *why_blocks([sensitivity])])
