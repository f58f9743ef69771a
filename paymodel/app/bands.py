"""Bands: every move, bands by unsocial hours pay, the professions, a sweep of one figure, a change of the bands."""

import streamlit as st

from paymodel.app import bands_change, bands_matrix, bands_professions, bands_sweep, bands_unsocial_hours, render, state
from paymodel.app.doors import draw_doors
from paymodel.app.questions import in_words
from paymodel.app.sidebar import draw_question

MATRIX, UNSOCIAL, PROFESSIONS = "Every move", "By unsocial hours", "Professions"
SWEEP, CHANGE = "Sweep", "Change the bands"
PARTS = {
    MATRIX: bands_matrix.draw,
    UNSOCIAL: bands_unsocial_hours.draw,
    PROFESSIONS: bands_professions.draw,
    SWEEP: bands_sweep.draw,
    CHANGE: bands_change.draw,
}


def page() -> None:
    """The question at the side; five ways to look beyond its one move in the middle."""
    with st.sidebar:
        question, form = draw_question()
    state.keep_edited(question)
    answer = state.answer(question)
    rest = form.say_faults(answer.faults)
    draw_doors("bands", question)
    render.title("Bands", note=render.BEHIND)
    if answer.worked is None:
        render.faults(in_words(rest or answer.faults), "There is a problem. Correct the field marked in red.")
        return
    tabs = st.tabs(list(PARTS), on_change="rerun", key="bands-part")
    for tab, draw in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                draw(question, answer.worked)
