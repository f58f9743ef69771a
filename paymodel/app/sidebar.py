"""The question beside the answer: the main inputs, which give a good answer, or everything."""

import streamlit as st

from paymodel.app import labels, state
from paymodel.app.form import Form
from paymodel.app.full_form import PARTS
from paymodel.app.questions import Question
from paymodel.app.short_form import draw_main_inputs, fit_to_nation

MAIN, EVERYTHING = "Main inputs", "Everything"


def draw_question() -> tuple[Question, Form]:
    """Draw the fields. Returns the question as the user has left it, and the form, which says faults beside them."""
    question = state.question()
    form = Form(question, state.revision())
    depth = st.segmented_control("How much to ask", [MAIN, EVERYTHING], default=MAIN, key="depth", required=True)
    form.choose(("nation",), "Nation", labels.NATIONS)
    fit_to_nation(form)
    if depth == EVERYTHING:
        part = st.selectbox("Part of the question", list(PARTS), key="part-asked")
        PARTS[part](form)
    else:
        draw_main_inputs(form)
    return question, form
