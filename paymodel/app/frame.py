"""The frame of every page: navigation, style, foot, and what to do with the question as a whole."""

import gc
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.app import bands, comparison, remedies, render, rota, rota_kept, sources, state, workforce
from paymodel.app.browser_parts import speak
from paymodel.app.network import ask_nobody
from paymodel.app.sessions import let_go_of_ended, lost_elsewhere, watch_list

PAGES: dict[str, tuple[str, str, Callable[[], None]]] = {
    "compare": ("Compare", ":material/balance:", comparison.page),
    "rota": ("Rota", ":material/calendar_month:", rota.page),
    "bands": ("Bands", ":material/grid_on:", bands.page),
    "workforce": ("Workforce", ":material/groups:", workforce.page),
    "remedies": ("Remedies", ":material/tune:", remedies.page),
    "sources": ("Sources and method", ":material/menu_book:", sources.page),
}
"""What stands in the navigation: address, name, sign and what draws it. The first is the landing page."""

ICON = files("paymodel.app").joinpath("icon.svg")
SIDE = 380
"""How wide the question at the side is at first, in pixels."""
LANDING, LISTS, ROOT = "compare", "workforce", "-"
"""The landing page, the page of staff lists, and what Streamlit calls the first, whose address names none."""
NO_SUCH_PAGE, MISSING = "There is no such page", "no-such-page"


def main() -> None:
    """Draw the page that the address asks for."""
    ask_nobody()
    out_of_sight = _pages_out_of_sight()
    name = _asked_for()
    title = f"{PAGES[name][0] if name in PAGES else NO_SUCH_PAGE}: paymodel"  # tabs and bookmarks are told apart
    st.set_page_config(page_title=title, page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDE)
    pages = [
        st.Page(
            _page_of(page), title=title, icon=icon, url_path=ROOT if page == LANDING else page, default=page == LANDING
        )
        for page, (title, icon, _) in PAGES.items()
    ]
    state.register_pages(dict(zip(PAGES, pages, strict=True)))
    state.open_page(name)  # the address is written before the navigation, or back would lead to the bare page
    st.html(f"<style>{_style()}</style>")
    st.navigation([*pages, *out_of_sight], position="top").run()
    rota_kept.keep_in_address()
    watch_list(held=workforce.has_own_list())
    state.end_run()
    let_go_of_ended()
    _quicken()


@cache
def _style() -> str:
    """How the parts look that are paymodel's own, on the page's ground: read once in a process, not in each run."""
    light, dark = (st.get_option(f"theme.{theme}.backgroundColor") for theme in ("light", "dark"))
    ground = f":root {{ --pm-ground: light-dark({light or 'Canvas'}, {dark or 'Canvas'}); }}\n"
    return ground + files("paymodel.app").joinpath("style.css").read_text(encoding="utf-8")


def _asked_for() -> str:
    """Which page the address asks for, whether there is one or not; the landing page where it names none."""
    name = unquote((st.context.url or "").rpartition("/")[2])
    return name if name in PAGES or name == st.session_state.get(MISSING) else LANDING


def _pages_out_of_sight() -> list[st.Page]:
    """Addresses that are in no navigation: the landing page by its own name, and one that is no page's."""
    context = get_script_run_ctx()
    name = context.pages_manager.intended_page_name if context else None
    if name == LANDING:
        return [st.Page(lambda: state.go_to_page(LANDING), title=LANDING, url_path=LANDING, visibility="hidden")]
    if name and name not in (*PAGES, ROOT):
        st.session_state[MISSING] = name
    missing = st.session_state.get(MISSING)
    if missing is None:
        return []
    return [st.Page(partial(_draw_none, missing), title=NO_SUCH_PAGE, url_path=missing, visibility="hidden")]


def _draw_none(name: str) -> None:
    """Say that an address is no page's, and which pages there are."""
    render.title(NO_SUCH_PAGE)
    render.note(f"Nothing is at /{name}. The pages are:")
    for page, (title, icon, _) in PAGES.items():
        st.page_link(st.session_state.pages[page], label=title, icon=icon)
    _draw_foot()


def _page_of(name: str) -> Callable[[], None]:
    def page() -> None:
        render.faults(state.take_notices(), "That could not be opened. The question is as it was.")
        if words := lost_elsewhere(name, LISTS):
            render.message("warning", words)
        st.session_state.pop(render.SPOKEN, None)  # of a run that was broken off
        PAGES[name][2]()
        _draw_foot()
        speak(st.session_state.pop(render.SPOKEN, ""))

    page.__name__ = name
    return page


@st.cache_resource(show_spinner=False)
def _quicken() -> None:
    """Once for a server, after its first run: leave out what would slow each run after it."""
    gc.collect()
    gc.freeze()  # Streamlit looks for rubbish in all memory after each run: what is there now stays for good


def _draw_foot() -> None:
    render.note(f"{NOT_PAYROLL} paymodel {__version__}. Nothing leaves this computer.")
