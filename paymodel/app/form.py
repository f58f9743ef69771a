"""The fields of a question: each shows what the question holds at a place, writes what the user makes of it, and says
beside itself what is wrong with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from paymodel.app import render
from paymodel.app.questions import Question
from paymodel.errors import Fault

Place = tuple[str | int, ...]


@dataclass
class Form:
    """Fields over a question, which they change. `revision` begins anew what the fields hold."""

    question: Question
    revision: int
    beside: list[tuple[Place, Any]] = field(default_factory=list)

    def value_at(self, place: Place) -> Any:
        """What the question holds at a place; None where it holds nothing."""
        value: Any = self.question
        for part in place:
            known = isinstance(value, dict) and part in value
            listed = isinstance(value, list) and isinstance(part, int) and part < len(value)
            if not (known or listed):
                return None
            value = value[part]
        return value

    def put(self, place: Place, value: Any) -> None:
        """Write a value at a place; None or nothing takes away what is there."""
        if value in (None, "", []):
            self._take_away(place)
            return
        parent: Any = self.question
        for part in place[:-1]:
            if isinstance(parent, dict) and part not in parent:
                parent[part] = {}
            parent = parent[part]
        parent[place[-1]] = value

    def _take_away(self, place: Place) -> None:
        """Take away what stands at a place, and a mapping that is left with nothing."""
        above = self.value_at(place[:-1])
        if isinstance(above, dict) and place[-1] in above:
            del above[place[-1]]
            if not above and len(place) > 1 and isinstance(place[-2], str):
                self._take_away(place[:-1])

    def key(self, place: Place) -> str:
        """What a field is called in the session."""
        return f"{self.revision}:{'.'.join(map(str, place))}"

    def text(
        self, place: Place, label: str, *, hint: str | None = None, placeholder: str = "", long: bool = False
    ) -> None:
        """A text, or a value that may be written in several ways, such as 5% or 1200."""
        key = self._begin(place, lambda held: "" if held is None else str(held))
        draw = st.text_area if long else st.text_input
        typed = draw(label, key=key, help=hint, placeholder=placeholder, max_chars=500)
        self._end(place, (typed or "").strip())

    def number(
        self, place: Place, label: str, *, step: float = 1.0, hint: str | None = None, placeholder: str = ""
    ) -> None:
        """A number; empty where nothing is stated."""
        if self.value_at(place) is not None and _number(self.value_at(place)) is None:
            self.text(place, label, hint=hint)  # what a file says is no number: it is shown as it is, to be mended
            return
        key = self._begin(place, _number)
        typed = st.number_input(
            label, key=key, step=step, min_value=0.0, help=hint, placeholder=placeholder, format="%0.10g"
        )
        self._end(place, None if typed is None else f"{typed:.10g}")

    def slide(
        self,
        place: Place,
        label: str,
        low: float,
        high: float,
        step: float,
        unstated: float,
        *,
        hint: str | None = None,
    ) -> None:
        """A number between two others; `unstated` where the question says nothing."""
        key = self._begin(place, lambda held: min(max(_number(held) or unstated, low), high))
        chosen = st.slider(label, low, high, key=key, step=step, help=hint)
        self._end(place, None if chosen == unstated and self.value_at(place) is None else f"{chosen:.10g}")

    def choose(
        self, place: Place, label: str, options: Mapping[str | None, str], *, hint: str | None = None
    ) -> str | None:
        """One of some options by their labels; None takes the key away. What a file holds beside them is kept."""
        held = "" if self.value_at(place) is None else str(self.value_at(place))
        shown = {key or "": words for key, words in options.items()}
        if held not in shown:
            shown = {held: f"{held}, as written" if held else "Choose one", **shown}
        key = self._begin(place, lambda _: held)
        if st.session_state[key] not in shown:
            st.session_state[key] = held
        chosen = st.selectbox(label, list(shown), format_func=lambda option: shown[option], key=key, help=hint) or None
        self._end(place, chosen)
        return chosen

    def choose_several(self, place: Place, label: str, options: Mapping[str, str], *, hint: str | None = None) -> None:
        """Some of the options."""
        held = self.value_at(place)
        held = [held] if isinstance(held, str) else list(held or ())
        key = self._begin(place, lambda _: [option for option in held if option in options])
        self._end(
            place, st.multiselect(label, list(options), format_func=lambda option: options[option], key=key, help=hint)
        )

    def yes_no(self, place: Place, label: str, *, unstated: bool, hint: str | None = None) -> None:
        """A choice of two; a question that says nothing means `unstated`."""
        held = self.value_at(place)
        key = self._begin(
            place, lambda _: unstated if held is None else str(held).lower() in ("yes", "true", "1", "on")
        )
        ticked = st.checkbox(label, key=key, help=hint)
        self._end(place, None if ticked == unstated and held is None else "yes" if ticked else "no")

    def say_faults(self, faults: Sequence[Fault]) -> list[Fault]:
        """Say each fault beside the field that it concerns. Returns those that concern no field on the page."""
        rest = []
        for fault in faults:
            near = [(place, slot) for place, slot in self.beside if place and fault.at[: len(place)] == place]
            if near:
                _, slot = max(near, key=lambda beside: len(beside[0]))
                render.message("error", fault.message[:1].upper() + fault.message[1:] + ".", slot)
            else:
                rest.append(fault)
        return rest

    def watch(self, *places: Place) -> None:
        """Where a fault of some places is said: below what was drawn last."""
        slot = st.empty()
        self.beside.extend((place, slot) for place in places)

    def _begin(self, place: Place, shown: Callable[[Any], Any]) -> str:
        key = self.key(place)
        if key not in st.session_state:
            st.session_state[key] = shown(self.value_at(place))
        return key

    def _end(self, place: Place, value: Any) -> None:
        if value != self.value_at(place) and (value or self.value_at(place) is not None):
            self.put(place, value)
        self.watch(place)


def draw_bound(held: object, name: str, key: str, draw: Callable[..., Any], *words: Any, **options: Any) -> Any:
    """A field for an attribute of what the session holds: it is kept while the field is not drawn."""
    if key not in st.session_state:
        st.session_state[key] = getattr(held, name)
    setattr(held, name, draw(*words, key=key, **options))
    return getattr(held, name)


def _number(held: Any) -> float | None:
    try:
        return float(str(held))
    except ValueError:
        return None
