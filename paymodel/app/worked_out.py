"""What tabs beyond the one move work out of a question: kept, or its faults drawn in its place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate

import streamlit as st

from paymodel.app import render
from paymodel.app.questions import Outcome, Question, name_of, try_question
from paymodel.errors import Fault
from paymodel.files.yaml_documents import Document

Work = Callable[Concatenate[Document, Path, str, ...], Outcome]
"""Makes something of a question: of its document, the folder of its paths, its name, and words of the tab's own."""


def worked_out(question: Question, work: Work[Outcome], refusal: str, *words: str) -> Outcome | None:
    """What is made of a question; None where it cannot be, and its faults are drawn below a refusal."""
    outcome, faults = _keep(json.dumps(question, sort_keys=True), (work.__name__, *words), work)
    if outcome is None:
        render.faults(faults, refusal)
    return outcome


@st.cache_resource(max_entries=100, show_spinner=False)
def _keep(text: str, how: tuple[str, ...], _work: Work[Outcome]) -> tuple[Outcome | None, tuple[Fault, ...]]:
    """What is made of a question; `how` is the name of the work, and its words."""
    question = json.loads(text)
    return try_question(question, lambda document, folder: _work(document, folder, name_of(question), *how[1:]))
