"""The question in the session and in the address: kept between pages, shared as a link, undone by the back button."""

import copy
import datetime
import json
from typing import NoReturn

import streamlit as st

from paymodel.app.links import pack_link, unpack_link
from paymodel.app.names import following_names
from paymodel.app.questions import FIRST, Answer, Question, answer_question, load_shipped
from paymodel.errors import Fault, Faults
from paymodel.scenarios.shared_reads import SharedReads

LINK = "q"
"""What the question is called in the address."""
FIELDS = "fields"
"""Where the values of the fields at the end of the last whole run are kept."""
PLAIN = (str, bool, int, float, list, tuple, datetime.date)
"""Types of what a field holds. What is kept beside the fields is of other types, or named in `OF_THE_PAGE`."""
MADE = "names-made"
"""Where the names and titles that were made in this session are kept."""
PRESS = "press-"
"""In the key of every button: it holds that it was pressed for one run alone, so that is no edit."""
CHOICES = {
    "compare": ("part", "pounds-by", "closer"),
    "bands": ("bands-part", "unsocial-policy", "sweep-what"),
    "remedies": ("remedies-",),
    "sources": ("sources-",),
}
"""How the keys of a page's fields begin that hold how it is looked at, and nothing of the question."""
KEPT = "choices"
"""Where what those fields held is kept, by page."""
OF_THE_PAGE = ("page", "link", "revision", "notices")


def open_page(page: str) -> None:
    """Take up the question of the address, where the user went back, opened a link or wrote one; once a run."""
    state = st.session_state
    link, moved = st.query_params.get(LINK), state.get("page") != page
    state.page = page
    if moved:
        _take_up_choices(page)
    if "question" not in state:
        state.question, state.link, state.revision, state.notices = _first_question(), None, 0, ()
    if moved:  # fields of one page are others than those of the next, even under the same key
        state.revision += 1
    if link == state.link:
        return
    if not moved and _edited():
        # The browser writes the address a little after each edit: this one is behind, and nobody went back.
        _write_link(state.link)
        return
    if link is None and moved:  # another page is opened without the address's end
        _write_link(state.link)
        return
    try:
        replace_question(_first_question() if link is None else unpack_link(link), link)
    except Faults as error:
        state.notices = error.faults
        _write_link(state.link)


def _take_up_choices(page: str) -> None:
    """How a page was looked at when another was opened: Streamlit has forgotten the fields of a page that is left."""
    state = st.session_state
    for key, value in state.get(KEPT, {}).get(page, {}).items():
        if key not in state:
            state[key] = value


def end_run() -> None:
    """Remember what the fields held, at the end of a run that was not broken off."""
    state = st.session_state
    state[FIELDS] = _values_of_fields()
    if begin := CHOICES.get(state.page):
        state.setdefault(KEPT, {}).setdefault(state.page, {}).update(
            {key: state[key] for key in state if str(key).startswith(begin) and _is_choice(key)}
        )


def _is_choice(key: str | int) -> bool:
    """Whether a field holds a choice: no button does."""
    value = st.session_state[key]
    return PRESS not in str(key) and isinstance(value, PLAIN) and not isinstance(value, bool)


def _edited() -> bool:
    """Whether an edit began this run: a field holds another value than when the last whole run ended.

    A run that an edit began is never taken for one that the browser's back button began.
    """
    before, now = st.session_state.get(FIELDS, {}), _values_of_fields()
    return any(now[key] != value for key, value in before.items() if key in now)


def _values_of_fields() -> dict[str, str]:
    """What each field that is known by a text holds, in words."""
    return {
        str(key): repr(value)
        for key, value in st.session_state.items()
        if isinstance(value, PLAIN) and key not in OF_THE_PAGE and PRESS not in str(key)
    }


def question() -> Question:
    """The question, to be changed at will and then given to `keep`."""
    return copy.deepcopy(st.session_state.question)


def revision() -> int:
    """A number that rises when the question is replaced as a whole, so that fields start anew."""
    return int(st.session_state.revision)


def keep_question(new: Question) -> None:
    """Keep the question as the fields have left it, here and in the address."""
    state = st.session_state
    if new != state.question:
        state.question = new
        state.link = None if new == _first_question() else pack_link(new)
        _write_link(state.link)


def keep_edited(new: Question) -> None:
    """Keep the question as the fields have left it; names that do not fit it any more follow, in their fields too."""
    state = st.session_state
    if new == state.question:
        return
    renamed = following_names(state.question, new, state.setdefault(MADE, set()))
    keep_question(new)
    if renamed:
        for place in renamed:
            state.pop(f"{state.revision}:{'.'.join(map(str, place))}", None)
        st.rerun()


def replace_question(new: Question, link: str | None = None) -> None:
    """Put another question in place of this one."""
    state = st.session_state
    state.revision += 1
    state.notices = ()
    if link is None:
        keep_question(new)
    else:
        state.question, state.link = new, link


def register_pages(pages: dict[str, st.Page]) -> None:
    """Keep the pages by their names, for `go`."""
    st.session_state.pages = pages


def open_on_page(page: str, new: Question) -> NoReturn:
    """Show another question on another page; going back leads to this page, and once more to the question before."""
    replace_question(new, pack_link(new))
    go_to_page(page)


def go_to_page(page: str) -> NoReturn:
    """Go to another page, with the question."""
    link = st.session_state.link
    st.switch_page(st.session_state.pages[page], query_params=None if link is None else {LINK: link})


def take_notices() -> tuple[Fault, ...]:
    """What was wrong with a link or a file, said once."""
    problems: tuple[Fault, ...] = st.session_state.notices
    st.session_state.notices = ()
    return problems


def answer(asked: Question) -> Answer:
    """The answer to a question, worked out once for each question."""
    return _answer(json.dumps(asked, sort_keys=True))


@st.cache_resource(max_entries=200, show_spinner=False)
def _answer(text: str) -> Answer:
    return answer_question(json.loads(text), _shared())


MOST_ROTAS = 1_000


def _shared() -> SharedReads:
    """Rule books and rotas of the questions before; begun anew before they fill the memory."""
    reads = _held_reads()
    reads.forget_many()
    if len(reads.rotas) > MOST_ROTAS:
        _held_reads.clear()
        reads = _held_reads()
    return reads


@st.cache_resource(show_spinner=False)
def _held_reads() -> SharedReads:
    return SharedReads()


@st.cache_resource(show_spinner=False)
def _first_text() -> str:
    return json.dumps(load_shipped(FIRST))


def _first_question() -> Question:
    question: Question = json.loads(_first_text())
    return question


def _write_link(link: str | None) -> None:
    if link is None:
        st.query_params.pop(LINK, None)
    else:
        st.query_params[LINK] = link
