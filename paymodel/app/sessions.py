"""Sessions that have ended are let go, with the lists they hold; a page with unsaved work asks before it is left."""

import gc
import threading
import time
from functools import cache
from typing import Any

import streamlit as st
from streamlit import runtime

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


def ask_before_leaving() -> None:
    """Let the browser ask before the page is closed or loaded anew, as long as this is drawn."""
    _component()(key="ask-before-leaving")


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
