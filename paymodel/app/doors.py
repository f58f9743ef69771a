"""Three doors: one person, a staff list, policy. What the app is, for whom, and a worked example of each."""

import copy
from dataclasses import dataclass

import streamlit as st

from paymodel.app import render, state
from paymodel.app.library import posts_to_hold, posts_to_offer
from paymodel.app.names import title_of
from paymodel.app.questions import Question, today

LEAD = (
    "Does a promotion pay? Compare take-home pay before and after a move between NHS pay bands. Estimates only: not"
    " payroll, not advice."
)


@dataclass(frozen=True)
class Door:
    """One way in: what it is called, its first question, for whom it is and what they do there, in order."""

    name: str
    asks: str
    tasks: str


DOORS = {
    "compare": Door(
        "One person",
        "What would this move do to one person's pay?",
        "HR directors: choose the two posts, read the answer, see What would fix it, try it on Remedies, download the"
        " report.",
    ),
    "workforce": Door(
        "A staff list",
        "Who would take home less across a workforce, and what would fix it?",
        "Workforce planners: open a list or try invented people, check the columns, work it out, download the tables.",
    ),
    "bands": Door(
        "Policy",
        "What would another pay award, band gap or rule do?",
        "Policy staff: see every move, draw the bands by unsocial hours, change the bands, compare awards.",
    ),
}
"""The doors by the page that each opens."""
EXAMPLE_HELD = "Clinical team leader or manager, band 7, top step"
EXAMPLE_OFFERED = "ambulance-sector-manager-8b"
EXAMPLE_ROTA = "office-one-weekend-in-five"


def draw_doors(page: str, question: Question | None = None) -> None:
    """What this is and for whom, and the three ways in; the one that is open says what is done there."""
    render.blocks_lead(LEAD)
    with st.container(horizontal=True, vertical_alignment="center", key="doors"):
        for name, door in DOORS.items():
            st.page_link(st.session_state.pages[name], label=door.name, help=door.asks)
        if question is not None:
            _draw_example(page, question)
    render.note(DOORS[page].tasks)


def _draw_example(page: str, question: Question) -> None:
    """A worked example of a door, one press away."""
    if page == "compare":
        if st.button("Example: an 8b, one weekend in five", key="press-example"):
            state.replace_question(example())
            st.rerun()
    elif st.button("Example: 3.3%, or £1,500 for all", key="press-example-awards"):
        state.open_on_page("compare", two_awards(question))


def example() -> Question:
    """The top of band 7 on the ten-week rota, offered a mostly office post at 8b that keeps one weekend in five."""
    offer = next(post for post in posts_to_offer().values() if post["name"] == "Sector or group operations manager")
    offered = {key: value for key, value in offer.items() if key != "on_call"}
    question: Question = {
        "as_at": today(),
        "nation": "england",
        "current": dict(posts_to_hold()[EXAMPLE_HELD]),
        "offers": [{**offered, "rota": EXAMPLE_ROTA, "pattern": "different"}],
        "policies": [{"name": "In force"}],
        "horizon_years": "10",
    }
    return {"title": title_of(question), **question}


def two_awards(question: Question) -> Question:
    """A question under an award of 3.3 per cent and one of £1,500, beside the rules in force."""
    new = copy.deepcopy(question)
    new["policies"] = [
        {"name": "In force"},
        {"name": "Award of 3.3%", "change": {"award.percent": "3.3%"}},
        {"name": "£1,500 for everybody", "change": {"award.pounds": "1500"}},
    ]
    return new
