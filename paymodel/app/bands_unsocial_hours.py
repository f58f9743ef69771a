"""By unsocial hours: a move to each band from 8a up, as unsocial hours pay of the post held grows."""

import json

import streamlit as st

from paymodel.app import render
from paymodel.app.questions import Question, file_of, name_of, try_question
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.charts.sweeps_bands import band_lines, by_unsocial_hours, own_words
from paymodel.errors import Fault
from paymodel.moves.comparison import Case, Scenario
from paymodel.reports.parts import Worked
from paymodel.scenarios.sweeps import bands_of

Bands = tuple[Scenario, dict[str, list[Case]], list[str]]


def draw(question: Question, _worked: Worked) -> None:
    """Draw the tab: a line for each band under a policy, and the command that draws the same."""
    answer, faults = _bands_of(json.dumps(question, sort_keys=True))
    if answer is None:
        render.faults(faults, "The bands cannot be worked out yet.")
        return
    scenario, by_policy, left_out = answer
    names = list(by_policy)
    policy = render.policy_of(names, "unsocial-policy")
    lines = band_lines(by_policy[policy])
    render.answer(own_words(lines), loses=any(line.own_change < 0 for line in lines))
    render.note(
        "Each band starts on the step of a promotion and works Monday to Friday. The person and the post held are those"
        " of the question at the side; only unsocial hours pay of the post held varies."
    )
    for words in left_out:
        render.note(words)
    render.picture(by_unsocial_hours(scenario, lines, policy), "bands")
    option = ["--policy", policy] if len(names) > 1 else []
    line = shell_line("paymodel", "chart", "bands", file_of(question), *option, "-o", "bands.svg")
    draw_commands(question, [line], "bands-file")


@st.cache_resource(max_entries=50, show_spinner=False)
def _bands_of(text: str) -> tuple[Bands | None, tuple[Fault, ...]]:
    question = json.loads(text)
    return try_question(question, lambda document, folder: bands_of(document, folder, name_of(question)))
