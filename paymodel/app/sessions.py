"""Sessions that have ended are let go, with the lists they hold; a page with unsaved work asks before it is left."""

import gc
import threading
import time
from functools import cache
from typing import Any

import streamlit as st
from streamlit import runtime

from paymodel.app.browser_parts import put_in_address

LOOK_EVERY = 20.0
"""Seconds between two looks for sessions that have ended."""
WHEN_LET_GO = "within three minutes of your closing the page"
"""When a list is let go: Streamlit keeps a session for two minutes, in case its page comes back."""
ASK = """
export default function () {
  const ask = (event) => { event.preventDefault(); event.returnValue = ""; };
  window.onbeforeunload = ask;
  return () => { if (window.onbeforeunload === ask) window.onbeforeunload = null; };
}
"""
"""The browser asks, in its own words, whether to leave."""
MARK, HELD = "list", "open"
"""What the address says of a page that holds a staff list, and nothing of the list itself."""
OF_THE_LIST, LOST, OPENED = "state-of-the-list", "lost", "opened"
SAID_ON = "page-that-says-it"
ENDED = "The session ended; open the list again."
ENDED_ELSEWHERE = "The session ended; open the list again on the page Workforce."


def watch_list(*, held: bool) -> None:
    """Let the browser ask before the page is closed or loaded anew that holds a list, and mark that in its address."""
    if held:
        _component()(key="ask-before-leaving")
        st.session_state[OF_THE_LIST] = OPENED
        put_in_address(MARK, HELD)
    elif list_is_lost():
        put_in_address(MARK, "")


def list_is_lost() -> bool:
    """Whether the page held a list in a session that has ended: the server started again, or the page was loaded anew.

    Then the address has the mark, and this session has opened no list.
    """
    if OF_THE_LIST not in st.session_state and st.query_params.get(MARK) == HELD:
        st.session_state[OF_THE_LIST] = LOST
    return bool(st.session_state.get(OF_THE_LIST) == LOST)


def lost_elsewhere(page: str, page_of_lists: str) -> str:
    """What a page says of a list that is lost, where it is the first to be opened; the page of lists says it itself."""
    if not list_is_lost():
        return ""
    first = st.session_state.setdefault(SAID_ON, page)
    return ENDED_ELSEWHERE if page == first != page_of_lists else ""


@cache
def _component() -> Any:
    return st.components.v2.component("paymodel-leaving", js=ASK, isolate_styles=False)


@st.cache_resource(show_spinner=False)
def let_go_of_ended() -> None:
    """Once for a server: look now and then for sessions that have ended.

    Streamlit itself lets them go when another page is opened, which may be never.
    """
    if runtime.exists():
        threading.Thread(target=_watch, args=(runtime.get_instance(),), daemon=True).start()


def _watch(server: Any) -> None:
    while True:
        time.sleep(LOOK_EVERY)
        try:
            loop = server._get_async_objs().eventloop
            loop.call_soon_threadsafe(expire_sessions, server._session_mgr._session_storage)
        except (AttributeError, RuntimeError):  # the server has ended
            return


def expire_sessions(storage: Any) -> int:
    """Let go of every stored session whose time is over, and of what it holds; how many they were."""
    ended = [session for _, session in storage._cache.expire() or ()]
    for stored in ended:
        stored.session.shutdown()
    if ended:
        gc.collect()
    return len(ended)
