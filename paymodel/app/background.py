"""Long work: done beside the page, which shows how far it is; stopped at will, and nothing else is lost."""

import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from paymodel.errors import Fault, Faults, PaymodelError, Refused
from paymodel.progress import listening

PATIENCE = 0.5
"""Seconds that a page waits before it shows progress."""
LOOK_EVERY = 0.4
GRACE = 60.0
"""Seconds that work goes on after its page was closed: a page that lost its connection comes back sooner."""


class Stopped(BaseException):
    """The user has stopped the work."""


@dataclass(eq=False)
class Work:
    """Some work, known by its key: how far it is, and in the end its result or its faults."""

    key: object
    words: str = ""
    share: float | None = None
    result: Any = None
    faults: tuple[Fault, ...] = ()
    session: str = ""
    seen: float = field(default_factory=time.monotonic)
    done: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def begin(self, function: Callable[[], Any]) -> None:
        """Do the work in a thread of its own."""
        threading.Thread(target=self._run, args=(function,), daemon=True).start()

    def _run(self, function: Callable[[], Any]) -> None:
        try:
            with listening(self._note_progress):
                self.result = function()
        except Stopped:
            pass
        except Faults as error:
            self.faults = error.faults
        except Refused as error:
            self.faults = (Fault("", error.place, error.message),)
        except PaymodelError as error:
            self.faults = (Fault("", "", str(error)),)
        except Exception as error:  # its words could hold what a list holds, so they are not said
            self.faults = (
                Fault("", "", f"cannot be worked out: {_describe_place(error)}. Please report these words."),
            )
            sys.stderr.write(f"paymodel: {_describe_place(error)}\n")
        finally:
            self.done.set()

    def _note_progress(self, words: str, share: float | None) -> None:
        if self._is_abandoned():
            self.stopped.set()
        if self.stopped.is_set():
            raise Stopped
        self.words, self.share = words, share

    def _is_abandoned(self) -> bool:
        """Whether the page that asked was closed, and stays closed."""
        if not (self.session and runtime.exists()) or runtime.get_instance().is_active_session(self.session):
            self.seen = time.monotonic()
        return time.monotonic() - self.seen > GRACE


def _describe_place(error: Exception) -> str:
    """What kind of error it was and where, without its words."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at line {last.lineno} of {last.filename.rpartition('paymodel')[2]}"


def follow_work(name: str, key: object, function: Callable[[], Any], doing: str) -> Work | None:
    """The work of a name, begun where its key is new. None while it goes on: progress stands on the page instead."""
    held: Work | None = st.session_state.get(_session_key(name))
    if held is None or held.key != key:
        if held is not None:
            held.stopped.set()
        held = st.session_state[_session_key(name)] = Work(key, session=_session())
        held.begin(function)
    if held.stopped.is_set() or held.done.wait(PATIENCE):
        return held
    _draw_progress(name, doing)
    return None


def _session() -> str:
    """The session that asks; nothing in tests without a server."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""


def forget_work(name: str) -> None:
    """Stop the work of a name, and forget it."""
    held = st.session_state.pop(_session_key(name), None)
    if held is not None:
        held.stopped.set()


@st.fragment(run_every=LOOK_EVERY)
def _draw_progress(name: str, doing: str) -> None:
    held: Work | None = st.session_state.get(_session_key(name))
    if held is None or held.done.is_set() or held.stopped.is_set():
        st.rerun()
        return
    st.progress(min(held.share or 0.0, 1.0), text=f"{doing}{f': {held.words}' if held.words else ''}")
    if st.button("Cancel", key=f"press-cancel-{name}"):
        held.stopped.set()
        st.rerun()


def _session_key(name: str) -> str:
    return f"work-{name}"
