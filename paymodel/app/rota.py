"""Rota: pick one, edit it, paste or open one; see its weeks, its hours by rate and what they are worth."""

import copy
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from paymodel.answers.blocks import Paragraph
from paymodel.answers.figures import figures_blocks
from paymodel.answers.phrasing import percent, rules_in_force
from paymodel.answers.rota import ILLUSTRATION, hours_blocks, rota_headline, rota_warnings, worth_table
from paymodel.app import labels, render, state
from paymodel.app.form import Form
from paymodel.app.full_form import draw_public_holidays
from paymodel.app.rota_bring import draw_bring
from paymodel.app.rota_draft import RotaAnswer, answer_rota
from paymodel.app.rota_edit import draw_editor
from paymodel.app.rota_kept import Kept, kept_rota
from paymodel.app.rota_take import draw_figures_files, draw_take
from paymodel.app.short_form import rotas_to_choose
from paymodel.charts.rota_weeks import rota_weeks
from paymodel.errors import Fault, Faults
from paymodel.moves.assumptions import switches_set
from paymodel.moves.provenance import holiday_figures
from paymodel.pay.job import BAND_CODE, BANDS

WEEKS, WORTH, EDIT, BRING, TAKE = "Week by week", "Hours and worth", "Edit", "Paste or open", "Use and save"
PARTS = (WEEKS, WORTH, EDIT, BRING, TAKE)
PART = "rota-part"
"""Which part of the page is open, in the session."""


def page() -> None:
    """What is asked at the side; the answer in the middle, and the rota itself below it."""
    kept = kept_rota()
    with st.sidebar:
        undo = st.container()
        form = _draw_fields(kept)
    top = st.container()
    if kept.open_next:
        st.session_state[PART], kept.open_next = kept.open_next, ""
    tabs = dict(zip(PARTS, st.tabs(PARTS, on_change="rerun", key=PART), strict=True))
    if tabs[EDIT].open:
        with tabs[EDIT]:
            draw_editor(kept)
    if tabs[BRING].open:
        with tabs[BRING]:
            draw_bring(kept, then=WEEKS)
    if kept.edited and undo.button("Undo all edits of the rota", key="press-rota-undo"):
        kept.begin_with(copy.deepcopy(kept.origin), kept.picked)
        st.rerun()
    if kept.before and undo.button(f"Go back to: {render.plain(kept.before[0].title)}", key="press-rota-before"):
        kept.go_back()
        st.rerun()
    answer, faults = _answer(kept)
    hours = [fault for fault in faults if fault.at[:1] == ("if_hours_differ",)]
    rest = form.say_faults([replace(fault, at=("rota", *fault.at)) for fault in faults if fault not in hours])
    with top:
        _draw_top(kept, answer, hours or rest or faults)
    if answer is not None:
        for part, draw in ((WEEKS, _draw_weeks), (WORTH, _draw_worth)):
            if tabs[part].open:
                with tabs[part]:
                    draw(answer)
    if tabs[TAKE].open:
        with tabs[TAKE]:
            draw_take(kept, answer)


def _draw_fields(kept: Kept) -> Form:
    _draw_picker(kept)
    form = Form({"rota": kept.asked}, kept.revision)
    form.choose(("rota", "nation"), "Nation", labels.NATIONS)
    form.text(("rota", "as_at"), "Rules in force on", hint="A day, such as 2026-11-22; its pay year is counted.")
    form.choose(("rota", "band"), "Band", {band: labels.BAND_LABELS[band] for band in BANDS})
    form.slide(("rota", "whole_time_equivalent"), "Whole time equivalent", 0.1, 1.0, 0.05, 1.0)
    form.choose(("rota", "if_hours_differ"), "Where its hours are not the contract's", labels.HOURS_DIFFER)
    with st.expander("Switches: where the law or local practice is unsure"):
        form.yes_no(("rota", "switches", "exactly_half_counts"), labels.HALF, unstated=False)
        form.choose(("rota", "switches", "break_taken_from"), "Unpaid breaks are taken from", labels.BREAKS)
        form.choose(("rota", "switches", "annex_5_edge"), "Edges of the Annex 5 brackets", labels.EDGES)
        form.number(("rota", "switches", "annual_leave_days"), "Days of annual leave", hint="27, unless stated.")
        draw_public_holidays(form, ("rota", "switches"))
    form.watch(("rota", "switches"))
    return form


def _draw_picker(kept: Kept) -> None:
    known = {name: title for name, title in rotas_to_choose(Form(state.question(), kept.revision)).items() if name}
    own: dict[str | None, str] = {} if kept.picked else {None: f"{kept.draft.title} (this one)"}
    options = own | known
    key = f"{kept.revision}:rota-picked"
    if key not in st.session_state:
        st.session_state[key] = kept.picked
    chosen = st.selectbox("Rota to start from", list(options), format_func=lambda name: options[name], key=key)
    if chosen is not None and chosen != kept.picked:
        _start_from(kept, chosen)


def _start_from(kept: Kept, name: str) -> None:
    try:
        kept.pick_rota(name, state.question())
    except Faults as error:
        render.faults(error.faults, "That rota cannot be used. The rota is as it was.")
        return
    st.rerun()


def _answer(kept: Kept) -> tuple[RotaAnswer | None, Sequence[Fault]]:
    try:
        return answer_rota(kept.current_draft(), kept.asked), ()
    except Faults as error:
        return None, error.faults


def _draw_top(kept: Kept, answer: RotaAnswer | None, faults: Sequence[Fault]) -> None:
    render.title(kept.draft.title or "Rota", note=render.BEHIND)
    if kept.message:
        render.message("success", kept.message)
        kept.message = ""
    if answer is None:
        render.faults(faults, "The rota cannot be worked out yet.")
        for fault in faults:
            if fault.at[:1] == ("if_hours_differ",):
                _hours_differ(kept, [str(choice) for choice in fault.at[1:]])
        return
    rules = answer.rule_book.working_time
    render.note(f"{rules_in_force(rules.nation, rules.as_at)}. Averages over the pay year.")
    section_2, annex_5 = answer.shown["section_2_percent"], answer.shown["annex_5_percent"]
    figures = {
        "Unsocial hours a week": f"{answer.hours.enhanced:.1f} of {answer.hours.plain + answer.hours.enhanced:.1f}",
        "Section 2, of basic pay": "no rate" if section_2 is None else f"{section_2:.1f}%",
        "Annex 5, of basic pay": _annex_5(answer) if annex_5 is None else percent(annex_5 / 100),
        "Days travelled a year": f"{answer.shown['days_travelled_a_year']:.0f}",
    }
    sentence = rota_headline(answer.hours, answer.worths, answer.band)
    render.answer(sentence, loses=False, at_a_glance=figures)
    for words in rota_warnings(answer.rota, answer.hours, rules, answer.whole_time_equivalent):
        render.message("warning", words)
    if answer.rota.status == "illustration":
        render.note(ILLUSTRATION)
    switches = [f"{name} {value}" for name, value in switches_set(rules.switches)]
    if switches:
        render.note(f"Switches set: {', '.join(switches)}.")


def _annex_5(answer: RotaAnswer) -> str:
    if answer.rule_book.working_time.annex_5 is None:
        return "not used"
    return "no table" if answer.band >= BAND_CODE["8a"] else "local"


def _hours_differ(kept: Kept, choices: Sequence[str]) -> None:
    """What may become of the difference, a press away."""
    with st.container(horizontal=True):
        for choice in choices:
            if st.button(labels.HOURS_DIFFER[choice], key=f"press-rota-differ-{choice}"):
                kept.asked["if_hours_differ"] = choice
                kept.revision += 1
                st.rerun()


def _draw_weeks(answer: RotaAnswer) -> None:
    render.picture(rota_weeks(answer.rota, answer.rule_book.working_time, answer.hours), "rota-weeks")


def _draw_worth(answer: RotaAnswer) -> None:
    rules = answer.rule_book.working_time
    render.table(worth_table(answer.worths, answer.rule_book, answer.band))
    render.blocks([Paragraph("For somebody in the pension scheme, without loans or other income.")])
    render.blocks(hours_blocks(answer.shown, rules, answer.band, answer.least_rest))
    figures = dict.fromkeys(figure for worth in answer.worths for figure in worth.figures)
    used = [rules.citations["section-2-windows"], *holiday_figures(rules), rules.citations["weekly-hours"]]
    render.blocks(figures_blocks([*dict.fromkeys([*used, *figures])], rules.as_at)[:-1])
    draw_figures_files(answer)
