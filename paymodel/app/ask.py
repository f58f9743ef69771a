"""The question beside the answer: five inputs that give a good answer, or everything."""

import streamlit as st

from paymodel.app import labels, state
from paymodel.app.everything import PARTS
from paymodel.app.five import fit_to_nation, five_inputs
from paymodel.app.form import Form
from paymodel.app.questions import Question

FIVE, EVERYTHING = "Five inputs", "Everything"


def ask() -> tuple[Question, Form]:
    """Draw the fields. Returns the question as the user has left it, and the form, which says faults beside them."""
    question = state.question()
    form = Form(question, state.revision())
    depth = st.segmented_control("How much to ask", [FIVE, EVERYTHING], default=FIVE, key="depth", required=True)
    form.choose(("nation",), "Nation", labels.NATIONS)
    fit_to_nation(form)
    if depth == EVERYTHING:
        part = st.selectbox("Part of the question", list(PARTS), key="part-asked")
        PARTS[part](form)
    else:
        five_inputs(form)
    return question, form
