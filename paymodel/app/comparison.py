"""Compare: does the move pay, why, and what would fix it? The landing page."""

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
from paymodel.answers.figures import assumptions_table, confirmed_words, figure_name, figures_blocks, figures_of
from paymodel.answers.history import BOTH_WAYS, TAKEN_APART, doubtful_blocks, left_out_words, name_of_move
from paymodel.answers.history import move_blocks as history_of_move
from paymodel.answers.phrasing import rules_in_force, sentence, signed_pounds, whole_pounds
from paymodel.answers.remedies import remedy_blocks
from paymodel.answers.sensitivity import move_blocks, why_blocks
from paymodel.answers.unstated import unstated_words
from paymodel.app import payroll, render, state
from paymodel.app.questions import Question
from paymodel.app.save_and_share import draw_save_and_share
from paymodel.app.sidebar import draw_question
from paymodel.charts.history import history_lines
from paymodel.charts.sensitivity import plausible_range, tornado
from paymodel.errors import Faults, Refused
from paymodel.moves.comparison import Move, Result, Scenario
from paymodel.moves.provenance import figures_of_line
from paymodel.moves.sensitivity import Sensitivity
from paymodel.pay.lines import LINE
from paymodel.reports.parts import ASSUMED, Worked
from paymodel.reports.pictures import OF_A_SCENARIO

WHY, YEARS, SINCE, MONTHS, RIGHT, ELSE, SURE, TAKE = (
    "Why",
    "Year by year",
    "By year",
    "Month by month",
    "Ways to fix it",
    "What else changes",
    "How sure",
    "Save and share",
)

BEHIND = "Open the question with the two arrows at the top left."


def page() -> None:
    """The question at the side, the answer in the middle."""
    with st.sidebar:
        question, form = draw_question()
    state.keep_edited(question)
    answer = state.answer(question)
    rest = form.say_faults(answer.faults)
    render.title(
        question.get("title") or "A move", _rates_words(answer.worked.scenario) if answer.worked else None, BEHIND
    )
    if answer.worked is None:
        advice = "The question cannot be answered yet. The field to correct says so too."
        render.faults(rest or answer.faults, advice)
        draw_save_and_share(question)
        return
    _draw_answer(question, answer.worked)


def _rates_words(scenario: Scenario) -> str:
    return f"{rules_in_force(scenario.nation, scenario.as_at)}, held for twelve months."


def _draw_answer(question: Question, worked: Worked) -> None:
    scenario = worked.scenario
    moves = worked.moves
    names = _names(worked)
    move = moves[0]
    if len(moves) > 1:
        render.table(moves_at_a_glance(moves, "band_and_step", "take_home_change_a_month"))
        place = st.selectbox("Look closer at", range(len(moves)), format_func=lambda index: names[index], key="closer")
        move = moves[place if place < len(moves) else 0]
    sentence = headline(move, scenario.horizon_years)
    render.answer(sentence, loses=move.verdict == "loses", at_a_glance=_at_a_glance(move))
    render.note(confirmed_words(figures_of(worked.comparison)))
    if words := unstated_words(move):
        render.blocks([Paragraph(words)])
    tabs = st.tabs([WHY, YEARS, SINCE, MONTHS, RIGHT, ELSE, SURE, TAKE], on_change="rerun", key="part")
    draw = (_draw_why, _years, _draw_history, payroll.draw_payslips, _draw_remedies, _draw_what_else, _draw_how_sure)
    for tab, part in zip(tabs, draw, strict=False):
        if tab.open:
            with tab:
                part(worked, move)
    if tabs[-1].open:
        with tabs[-1]:
            draw_save_and_share(question)


def _names(worked: Worked) -> list[str]:
    several = len(worked.scenario.cases) > 1
    return [title_with_policy(move, several=several) for move in worked.moves]


def _at_a_glance(move: Move) -> dict[str, str]:
    change, kept, year = move.take_home_change, move.share_of_rise_kept, move.career.catch_up_year
    premium = move.premium_to_break_even
    needed = "none" if change >= 0 else "none would do" if premium is None else f"{whole_pounds(premium.value)} a year"
    return {
        "Take-home pay a month": signed_pounds(round(change / 12, 2)),
        **({} if kept is None else {"Share of the gross rise kept": f"{max(kept, 0):.0%}"}),
        "Catches up": "never" if year is None else f"in year {year}" if year > 1 else "never behind",
        "Premium that leaves no loss": needed,
    }


def _draw_why(worked: Worked, move: Move) -> None:
    held = worked.held(move)
    pictures = st.container()
    table = payslips_table(held, move)
    rows = [
        (
            label.strip(),
            cells,
            ["As the question states it: bank shifts, for example."]
            if line == OTHER_PAY
            else [LINE[line].words, *explain_line("Post held", line, held), *explain_line("Post offered", line, move)],
        )
        for line, (label, *cells) in zip(lines_of_two(held, move), table.words(), strict=True)
    ]
    render.folding_table(
        rows,
        table.headings(),
        table.caption,
        before=[Heading("The payslips side by side", 2), Paragraph("Open a line to see how it was worked out.")],
        after=[Paragraph(words) for words in (rota_words(held), rota_words(move)) if words],
    )
    with pictures:  # drawn last: the browser lays out the rest meanwhile
        render.picture(OF_A_SCENARIO["waterfall"](worked, move), "waterfall")
        if len(worked.moves) > 1:
            render.picture(OF_A_SCENARIO["payslips"](worked, move), "payslips")


def explain_line(post: str, line: str, result: Result) -> list[str]:
    """How a line of a post came about, and the figures that it used, a sentence each."""
    if not float(result.payslip[line]) and line not in TOTALS:
        return [f"{post}: none."]
    sentences = [f"{post}: {words}." for words in inputs(line, result)]
    for figure in figures_of_line(line, result.post, result.payslip, result.rule_book):
        source = figure.changed or f"{figure.title}, {figure.publisher}, {figure.where}"
        sentences.append(f"{post}: {figure_name(figure)} [{figure.status}], {source}. {figure.url}".rstrip())
    return sentences


def _years(worked: Worked, move: Move) -> None:
    render.picture(OF_A_SCENARIO["careers"](worked, move), "careers")
    render.table(years_of_move(move), "years")


def _draw_history(worked: Worked, move: Move) -> None:
    """What the move did in each pay year since 2018-19: is it getting worse?"""
    try:
        history = worked.history
    except (Faults, Refused) as error:
        render.message("info", f"Earlier pay years cannot be asked about here: {error}.")
        return
    left_out = [Paragraph(words)] if (words := left_out_words(history)) else []
    render.blocks([Paragraph(BOTH_WAYS), *left_out])
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
    render.table(assumptions_table(worked.assumptions).pick(*ASSUMED))
    render.blocks(figures_blocks(worked.figures, worked.scenario.as_at))


def _draw_sensitivity(worked: Worked, sensitivity: Sensitivity) -> None:
    render.blocks([Heading("What the answer depends on", 2)])
    if sensitivity.swings:
        render.picture(tornado(worked.scenario, sensitivity), "sensitivity")
    if sensitivity.combined:
        render.picture(plausible_range(worked.scenario, sensitivity), "range")
    render.blocks([*move_blocks(sensitivity), *why_blocks([sensitivity])])
