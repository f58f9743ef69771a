"""Sources and method: what is in force, from where, how sure; what is assumed, what is not modelled, how to cite."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import streamlit as st

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.figures import assumptions_table
from paymodel.answers.in_force import Figure, ends_within, figures_in_force, in_force_table, notes_of, values_table
from paymodel.answers.phrasing import NATION_LABELS, sentence
from paymodel.answers.tables import Column, csv_file
from paymodel.app import render, state
from paymodel.app.labels import NATIONS
from paymodel.app.questions import today
from paymodel.counting import counted
from paymodel.days import day_words
from paymodel.errors import Fault
from paymodel.files.scales import shipped_assumptions, shipped_scales
from paymodel.files.value_types import Status
from paymodel.moves.assumptions import every_assumption
from paymodel.moves.provenance import SOON
from paymodel.reports.method import CITATION, LIMITS, METHOD, NOT_MODELLED, QUALITY_WORDS
from paymodel.reports.parts import ASSUMED as OF_AN_ASSUMPTION

NATION, DAY, TEXT, STATUSES, FIGURE = (
    "sources-nation",
    "sources-day",
    "sources-text",
    "sources-status",
    "sources-figure",
)
IN_FORCE, VALUES, ASSUMED, WORKED, CITE = "In force", "Values", "Assumptions", "Method and limits", "Version and citing"
MEANS = {
    "confirmed": "read in an official source, or in two sources that agree",
    "derived": "computed from others",
    "unverified": "anything else that was found",
    "assumed": "made up for a question",
}


def page() -> None:
    """What is in force first; the rest in tabs."""
    render.title("Sources and method", note=render.BEHIND)
    with st.sidebar:
        nation, day = _where_and_when()
    figures, missing = figures_in_force(shipped_scales(), nation, day)
    render.note(f"{NATION_LABELS[nation]}, {day_words(day)}.")
    if missing:
        render.faults([Fault("scales", "", words) for words in missing], "Some figures are not in force on that day.")
    _counts(figures)
    _ending(figures, day)
    tabs = st.tabs([IN_FORCE, VALUES, ASSUMED, WORKED, CITE], on_change="rerun", key="sources-part")
    if tabs[0].open:
        with tabs[0]:
            _in_force(figures, nation, day)
    if tabs[1].open:
        with tabs[1]:
            _values(figures, nation, day)
    for tab, draw in zip(tabs[2:], (_assumed, _method, _cite), strict=True):
        if tab.open:
            with tab:
                draw()


def _where_and_when() -> tuple[str, datetime.date]:
    """The nation and the day; at first those of the question."""
    question = state.question()
    if NATION not in st.session_state:
        st.session_state[NATION] = question.get("nation") if question.get("nation") in NATION_LABELS else "england"
    nation = st.selectbox("Nation", list(NATION_LABELS), format_func=lambda code: NATIONS[code], key=NATION)
    if DAY not in st.session_state:
        st.session_state[DAY] = _day(str(question.get("as_at"))) or datetime.date.fromisoformat(today())
    last: datetime.date = st.session_state.get("sources-day-before", st.session_state[DAY])
    chosen = st.date_input(
        "Day", key=DAY, format="DD/MM/YYYY", help="Tax years start on 6 April, pay years on 1 April."
    )
    day = chosen if isinstance(chosen, datetime.date) else last
    st.session_state["sources-day-before"] = day
    return nation, day


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _counts(figures: Sequence[Figure]) -> None:
    """How many figures have which status."""
    counts = Counter(figure.cited.status for figure in figures)
    render.glance({sentence(status): f"{counts[status]} of {len(figures)}" for status in get_args(Status)})
    mixed = sum(bool(figure.others) for figure in figures)
    words = "; ".join(f"{status}: {means}" for status, means in MEANS.items())
    if mixed:
        words += f". Figures that also hold rows of another status, shown when they are opened: {mixed}"
    render.note(f"{sentence(words)}.")


def _ending(figures: Sequence[Figure], day: datetime.date) -> None:
    """Which figures end soon."""
    ending = ends_within(figures, day, SOON.days)
    if not ending:
        render.blocks([Paragraph(f"No figure ends within {SOON.days} days of {day_words(day)}.")])
        return
    endings = [f"{_name(figure)}: {day_words(figure.cited.until)}" for figure in ending if figure.cited.until]
    render.message("warning", f"{counted(len(ending), 'figure')} end within {SOON.days} days: {'; '.join(endings)}.")


def _name(figure: Figure) -> str:
    return sentence(figure.name.replace("-", " ").replace("national insurance", "National Insurance"))


def _in_force(figures: Sequence[Figure], nation: str, day: datetime.date) -> None:
    text, status = st.columns(2)
    wanted = text.text_input("Filter by text", key=TEXT, placeholder="pension, 8a, 57,528, annex ...", max_chars=100)
    statuses = status.multiselect("Filter by status", list(get_args(Status)), key=STATUSES, placeholder="Every status")
    matching = [figure for figure in figures if _matches(figure, wanted.strip().lower(), statuses)]
    caption = (
        f"In force in {NATION_LABELS[nation]} on {day_words(day)}: {len(matching)} of {counted(len(figures), 'figure')}"
    )
    if matching:
        render.figures([_row(figure) for figure in matching], caption)
    else:
        render.blocks([Paragraph("No figure has that text and status. Clear a filter.")])
    render.download("The whole table (CSV)", lambda: csv_file(in_force_table(figures)), "in-force.csv", "sources")
    _by_hand(nation, day, None)


def _matches(figure: Figure, text: str, statuses: Sequence[str]) -> bool:
    """Whether a figure has a status among some (or any, where there are none), and a text in what is said of it."""
    others = {status for status in get_args(Status) if any(f": {status}" in other for other in figure.others)}
    words = " ".join([_name(figure), *in_force_table([figure]).words()[0]]).lower()
    wanted = not statuses or bool({figure.cited.status, *others} & set(statuses))
    return wanted and (text in words or _holds(figure, text))


def _holds(figure: Figure, text: str) -> bool:
    """Whether a value of a figure, or what it belongs to, such as a band, is a text: 8a, £57,528, 25%."""
    plain = text.replace(",", "").removeprefix("£").removeprefix("band ").strip()
    cells = {str(cell).lower().replace(",", "") for row in values_table(figure).words() for cell in row}
    return bool(plain) and any(cell.removeprefix("band ").removeprefix("£") in (plain, f"{plain}.00") for cell in cells)


def _row(figure: Figure) -> dict[str, object]:
    cited = figure.cited
    until = "until replaced" if cited.until is None else f"to {day_words(cited.until)}"
    return {
        "name": _name(figure),
        "status": f"{cited.status}, some rows not" if figure.others else cited.status,
        "dates": f"{day_words(cited.effective)} {until}",
        "title": cited.title,
        "publisher": cited.publisher,
        "where": cited.where,
        "url": cited.url,
        "notes": [f"{figure.description} In {figure.unit}.", *notes_of(figure), *figure.others],
    }


def _values(figures: Sequence[Figure], nation: str, day: datetime.date) -> None:
    names = {figure.name: figure for figure in figures}
    if not names:
        return
    if st.session_state.get(FIGURE) not in names:
        st.session_state[FIGURE] = next(iter(names))
    figure = names[st.selectbox("Figure", list(names), format_func=lambda name: _name(names[name]), key=FIGURE)]
    cited = figure.cited
    render.blocks([Paragraph(f"{figure.description} In {figure.unit}.")])
    table = values_table(figure)
    caption = f"{_name(figure)}, from {day_words(cited.effective)}"
    render.table(replace(table, caption=caption), figure.name)
    render.figures([_row(figure)], "Its source")
    _by_hand(nation, day, figure.name)


def _by_hand(nation: str, day: datetime.date, figure: str | None) -> None:
    with st.expander("Do this in Python or on the command line", key="sources-by-hand"):
        more = " --format csv" if figure is None else f" --parameter {figure}"
        st.code(f"paymodel scales --nation {nation} --as-at {day}{more}", language="shell")
        st.code(
            f'import paymodel\n\npolicy = paymodel.load_policy("{nation}", "{day}")\n'
            "for name, figure in policy.citations.items():\n"
            "    print(name, figure.status, figure.effective, figure.title, figure.url)",
            language="python",
        )


def _assumed() -> None:
    """Everything that an answer may take for granted, and what the question's own answer does."""
    worked = state.answer(state.question()).worked
    own = {} if worked is None else {assumption.id: assumption for assumption in worked.assumptions}
    every = [own.get(assumption.id, assumption) for assumption in every_assumption(shipped_assumptions().values())]
    asked = ["yes" if assumption.id in own else "no" for assumption in every]
    table = assumptions_table(every).pick(*OF_AN_ASSUMPTION).beside(Column("in_your_question"), asked)
    render.blocks([Paragraph(QUALITY_WORDS)])
    render.folded(replace(table, caption="Assumptions of the answers"), render.MORE_OF_AN_ASSUMPTION, "assumptions")


def _method() -> None:
    content: list[Block] = [Heading("How it is worked out", 2), Bullets(METHOD)]
    content += [Heading("Limits of use", 2), Bullets(LIMITS), Heading("What is not modelled", 2), Bullets(NOT_MODELLED)]
    render.blocks(content)


def _cite() -> None:
    render.blocks([Heading("Version", 2), Paragraph(f"paymodel {__version__}. {NOT_PAYROLL}")])
    render.blocks([Heading("How to cite", 2)])
    st.code(CITATION, language=None, wrap_lines=True)
    render.blocks(
        [
            Paragraph(
                "Name the version, the nation and the day of the rates; cite a figure by its own source. CITATION.cff"
                " in the source code holds the same for reference managers."
            ),
            Heading("Licence", 2),
            Paragraph(
                "MIT: use, change and share it, with its notice. The figures are facts from the sources named; each"
                " source keeps its own terms."
            ),
        ]
    )
