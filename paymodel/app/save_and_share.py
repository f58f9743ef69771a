"""Save, open and share the question; the same in Python and on the command line."""

from collections.abc import Callable, Sequence

import streamlit as st

from paymodel.answers.blocks import Heading
from paymodel.answers.comparison_data import as_json
from paymodel.answers.comparison_tables import lines_table
from paymodel.answers.tables import csv_file
from paymodel.app import render, state
from paymodel.app.links import unpack_link
from paymodel.app.questions import Question, file_of, load_shipped, read_question, to_yaml
from paymodel.app.take_report import draw_papers, draw_report
from paymodel.errors import Faults
from paymodel.moves.comparison import Move
from paymodel.reports.folder import page_to_print
from paymodel.scenarios.load import load_scenario, shipped_scenarios

LARGEST_MEGABYTES = 20


def draw_save_and_share(question: Question, move: Move | None = None) -> None:
    """Everything to take away, and everything to bring in; `move` is the one that is looked at."""
    take, bring = st.columns(2, gap="large")
    with take:
        _draw_downloads(question, move)
    with bring:
        _draw_openers()


def _draw_downloads(question: Question, move: Move | None) -> None:
    render.blocks([Heading("Download", 2)])
    file = file_of(question)
    render.download("Scenario file", to_yaml(question), file, "save")
    worked = state.answer(question).worked
    if worked is not None:
        draw_papers(question, worked, move or worked.moves[0], "report")
        render.download(
            "The answer as a table (CSV)", lambda: csv_file(lines_table(worked.comparison)), "answer.csv", "save"
        )
        render.download("The answer as data (JSON)", lambda: as_json(worked.comparison), "answer.json", "save")
        render.download("A page to print", lambda: page_to_print(worked), "answer.html", "save")
    link = st.session_state.link
    render.note("A link that holds the question, and nothing of any staff list:")
    st.code(_address(link), language=None, wrap_lines=True)
    if link is None and question != state.question():
        render.note("The question is too long for a link; send the scenario file.")
    render.note("The same on the command line, and in Python, with the scenario file beside you:")
    st.code(f"paymodel compare {file}\npaymodel report {file} -o report", language="shell", wrap_lines=True)
    python = f'import paymodel\n\ncomparison = paymodel.compare(paymodel.load_scenario("{file}"))'
    st.code(
        f"{python}\nfor move in comparison.moves:\n    print(move.post.name, move.take_home_change)",
        wrap_lines=True,
    )


def draw_commands(question: Question, lines: Sequence[str], key: str, python: str = "", *, report: bool = True) -> None:
    """The commands that give the same figures, and the scenario file that they read; in Python too where it is said.

    Before them the whole `report` of the question, to take away.
    """
    if report:
        draw_report(question, key)
    with st.expander("Do this on the command line" + (" or in Python" if python else "")):
        render.note("Save the scenario file beside you, then:")
        st.code("\n".join(lines), language="shell", wrap_lines=True)
        if python:
            st.code(python, wrap_lines=True)
        render.download("Scenario file", to_yaml(question), file_of(question), key)


def _address(link: str | None) -> str:
    base = st.context.url or ""
    return base.split("?", 1)[0] + ("" if link is None else f"?{state.LINK}={link}")


def _draw_openers() -> None:
    render.blocks([Heading("Bring one in", 2)])
    titles = _titles()
    name = st.selectbox(
        "A shipped scenario",
        list(titles),
        index=None,
        format_func=lambda name: titles[name],
        key="shipped",
        placeholder="Choose one",
    )
    if st.button("Open the scenario", disabled=name is None):
        _open_question(lambda: load_shipped(str(name)))
    file = st.file_uploader(
        "A scenario file (YAML), or a workbook of staff and posts",
        type=["yaml", "yml", "xlsx", "ods"],
        key="scenario-file",
        max_upload_size=LARGEST_MEGABYTES,
    )
    if st.button("Open the file", disabled=file is None) and file is not None:
        content, called = file.getvalue(), file.name
        _open_question(lambda: read_question(content, called))
    link = st.text_input("A link from a colleague", key="link-given", placeholder="Paste it here")
    if st.button("Open the link") and link:
        _open_question(lambda: unpack_link(link.rsplit(f"{state.LINK}=", 1)[-1].split("&")[0].strip()))


def _open_question(load: Callable[[], Question]) -> None:
    try:
        state.replace_question(load())
    except Faults as error:
        render.faults(error.faults, "That could not be opened. The question is as it was.")
        return
    st.rerun()


@st.cache_data(show_spinner=False)
def _titles() -> dict[str, str]:
    return {name: load_scenario(name).title for name in shipped_scenarios()}
