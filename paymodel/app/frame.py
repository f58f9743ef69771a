"""The frame of every page: navigation, style, foot, and what to do with the question as a whole."""

import gc
from collections.abc import Callable
from importlib.resources import files

import streamlit as st

from paymodel import __version__
from paymodel.about import NOT_PAYROLL
from paymodel.app import bands, comparison, remedies, render, rota, rota_kept, sources, state, workforce
from paymodel.app.network import ask_nobody
from paymodel.app.sessions import let_go_of_ended, watch_list

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


def main() -> None:
    """Draw the page that the address asks for."""
    ask_nobody()
    title = f"{PAGES[_asked_for()][0]}: paymodel"  # tabs, bookmarks and the history of the browser are told apart
    st.set_page_config(page_title=title, page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDE)
    pages = [
        st.Page(_page_of(name), title=title, icon=icon, url_path=name, default=number == 0)
        for number, (name, (title, icon, _)) in enumerate(PAGES.items())
    ]
    state.register_pages(dict(zip(PAGES, pages, strict=True)))
    state.open_page(_asked_for())  # the address is written before the navigation, or back would lead to the bare page
    st.html(f"<style>{files('paymodel.app').joinpath('style.css').read_text(encoding='utf-8')}</style>")
    st.navigation(pages, position="top").run()
    rota_kept.keep_in_address()
    watch_list(held=workforce.has_own_list())
    state.end_run()
    let_go_of_ended()
    _quicken()


def _asked_for() -> str:
    """Which page the address asks for."""
    name = (st.context.url or "").rpartition("/")[2]
    return name if name in PAGES else next(iter(PAGES))


def _page_of(name: str) -> Callable[[], None]:
    def page() -> None:
        render.faults(state.take_notices(), "That could not be opened. The question is as it was.")
        PAGES[name][2]()
        _draw_foot()

    page.__name__ = name
    return page


@st.cache_resource(show_spinner=False)
def _quicken() -> None:
    """Once for a server, after its first run: leave out what would slow each run after it."""
    gc.collect()
    gc.freeze()  # Streamlit looks for rubbish in all memory after each run: what is there now stays for good


def _draw_foot() -> None:
    render.note(f"{NOT_PAYROLL} paymodel {__version__}. Nothing leaves this computer.")
