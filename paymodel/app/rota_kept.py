"""The rota that the page holds: kept in the session, so that it is there when the user comes back."""

import copy
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from paymodel.app import state
from paymodel.app.browser_parts import put_in_address
from paymodel.app.links import pack_link, unpack_link
from paymodel.app.questions import Question
from paymodel.app.rota_draft import NAME, SHIFT, Draft, draft_of
from paymodel.errors import Fault, Faults, nearest, shortened
from paymodel.files.rota_grids import Grid
from paymodel.files.rotas import find_rota, rota_of, shipped_rotas
from paymodel.files.yaml_documents import Document, read_document

FIRST = "ambulance-ten-week"
LINK = "rota"
"""What a rota of the user's own is called in the address."""
OF_A_DRAFT = ("title", "public_holidays", "shifts", "weeks")
SWITCHES = (
    *("exactly_half_counts", "break_taken_from", "annex_5_edge", "annual_leave_days"),
    *("weekend_public_holidays", "public_holiday_over_the_cap", "first_year_public_holidays"),
    "unverified_public_holidays",
)
"""The switches that hours turn on."""


@dataclass
class Kept:
    """The rota being edited, what it started from, and what is asked about it.

    `picked` names the rota it started from, None for one that was pasted or opened. `revision` begins anew what the
    fields hold. `grid` is what was read from a spreadsheet and not yet taken up, the latest of so many `readings`.
    `message` is to be said once, and `open_next` is the part of the page to open next. `before` is the rota of the
    user's own that another took the place of.
    """

    draft: Draft = field(default_factory=Draft)
    origin: Draft = field(default_factory=Draft)
    asked: dict[str, Any] = field(default_factory=dict)
    picked: str | None = None
    revision: int = 0
    grid: Grid | None = None
    grid_of: str = ""
    readings: int = 0
    message: str = ""
    open_next: str = ""
    before: "tuple[Draft, Draft, str | None] | None" = None

    @property
    def edited(self) -> bool:
        """Whether the rota is no longer what it started from."""
        return not self.draft.same_days(self.origin) or self.draft.title != self.origin.title

    @property
    def shipped(self) -> str | None:
        """The name of the shipped rota that it still is."""
        return self.picked if self.picked in shipped_rotas() and not self.edited else None

    def current_draft(self) -> Draft:
        """The draft; it is no illustration once its days are the user's own."""
        return self.draft if self.draft.same_days(self.origin) else replace(self.draft, status="", note="")

    @property
    def own(self) -> bool:
        """Whether nothing but this page holds the rota: it was edited, pasted or opened here."""
        return self.edited or self.picked is None

    def go_back(self) -> None:
        """Take up again the rota that another took the place of."""
        if self.before is not None:
            (self.draft, self.origin, self.picked), self.before = self.before, None
            self.revision += 1

    def begin_with(self, draft: Draft, picked: str | None = None) -> None:
        """Edit another rota. One of the user's own is kept, to go back to."""
        self.before = (self.draft, self.origin, self.picked) if self.own and self.draft.weeks else None
        self.draft, self.origin, self.picked = draft, copy.deepcopy(draft), picked
        self.revision += 1
        self.grid = None

    def pick_rota(self, name: str, question: Question) -> None:
        """Start from a rota that the question holds, or a shipped one. Raises `Faults`."""
        own = question.get("rotas") or {}
        if name not in own and name not in shipped_rotas():  # a path is not followed: a link could name any file
            raise Faults([Fault(NAME, "", f"{shortened(name)} is not a rota; {nearest(name, shipped_rotas())}")])
        document = Document(NAME, own[name]) if name in own else read_document(find_rota(name, None), name)
        rota_of(document)
        self.begin_with(draft_of(document.data), name)


def link_of(kept: Kept) -> str | None:
    """A rota of the user's own, and what is asked of it, as letters for the address; None where it is none."""
    draft = {name: getattr(kept.draft, name) for name in OF_A_DRAFT}
    return pack_link({"draft": draft, "asked": kept.asked}) if kept.own else None


def keep_in_address() -> None:
    """Keep a rota of the user's own in the address, so that loading any page anew brings it back; at the end of a run.

    It is put into the place of the address as it is: an edit of a rota is no step that the back button takes.
    """
    kept: Kept | None = st.session_state.get("rota")
    link = None if kept is None else link_of(kept)
    if link is not None:
        put_in_address(LINK, link)


def _of_address() -> Kept | None:
    """The rota that the address holds."""
    link = st.query_params.get(LINK)
    if not link:
        return None
    try:
        held = unpack_link(link)
        draft, asked = held["draft"], held["asked"]
        texts = {name: str(draft[name]) for name in OF_A_DRAFT[:2]}
        shifts, weeks = ([[str(cell) for cell in row] for row in draft[name]] for name in OF_A_DRAFT[2:])
        if any(len(row) != len(SHIFT) for row in shifts) or not {"nation", "band"} <= asked.keys():
            return None
        own = Draft(shifts=shifts, weeks=weeks, **texts)
        return Kept(draft=own, origin=copy.deepcopy(own), asked=dict(asked))
    except (Faults, KeyError, TypeError, AttributeError):
        return None


def kept_rota() -> Kept:
    """The rota of this session; at first that of the post held now, under the rules of the question."""
    if "rota" not in st.session_state:
        st.session_state.rota = _of_address() or _first()
    kept: Kept = st.session_state.rota
    return kept


def _first() -> Kept:
    question = state.question()
    post = question.get("current") or {}
    person = question.get("person") or {}
    switches = question.get("switches") or {}
    asked = {
        "nation": question.get("nation") or "england",
        "as_at": question.get("as_at"),
        "band": post.get("band") or "6",
        "whole_time_equivalent": person.get("whole_time_equivalent"),
        "if_hours_differ": post.get("if_hours_differ"),
        "switches": {name: switches[name] for name in SWITCHES if name in switches},
    }
    kept = Kept(asked={name: value for name, value in asked.items() if value})
    try:
        kept.pick_rota(str(post.get("rota") or FIRST), question)
    except Faults:
        kept.pick_rota(FIRST, question)
    return kept
