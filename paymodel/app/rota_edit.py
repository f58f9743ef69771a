"""The rota itself, to be edited: in grids as in a spreadsheet, or as lines of text by keyboard alone."""

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from paymodel.answers.blocks import Heading
from paymodel.app import render
from paymodel.app.rota_draft import LABELS, SHIFT, Draft, check_draft, shift_lines, shifts_of_lines
from paymodel.app.rota_kept import Kept
from paymodel.errors import Fault, Faults
from paymodel.files.rotas import DAYS
from paymodel.pay.rota import OFF, RELIEF

GRIDS, LINES = "Grids", "Lines of text"
HOLIDAYS = {"worked": "Worked, as any other day", "leave": "Taken as leave, paid"}
MOST_LETTERS = 20_000
FALLBACK = "as the rota"


def draw_editor(kept: Kept) -> None:
    """Draw the fields of the rota and keep what the user makes of them."""
    draft = kept.draft
    name, holidays = st.columns([3, 2])
    with name:
        draft.title = _field(kept, "title", draft.title, lambda key: st.text_input("Title", key=key, max_chars=200))
    title = st.container()
    with holidays:
        draft.public_holidays = _field(kept, "holidays", draft.public_holidays, _holidays)
    way = st.segmented_control("Edit in", [GRIDS, LINES], default=GRIDS, key="rota-edit-in", required=True)
    render.blocks([Heading("Shifts", 2)])
    (_shift_grid if way == GRIDS else _shift_lines)(kept, draft)
    shifts = st.container()
    render.blocks([Heading("Weeks", 2)])
    (_week_grid if way == GRIDS else _week_lines)(kept, draft)
    weeks = st.container()
    for fault in _faults(draft):
        near = {"shifts": shifts, "title": title}.get(str(fault.at[0]) if fault.at else "", weeks)
        render.message("error", f"{fault.place}: {fault.message}.", near)


def _faults(draft: Draft) -> Sequence[Fault]:
    try:
        check_draft(draft)
    except Faults as error:
        return error.faults
    return ()


def _field(kept: Kept, name: str, held: str, draw: Callable[[str], str | None]) -> str:
    key = f"{kept.revision}:rota-{name}"
    if key not in st.session_state:
        st.session_state[key] = held
    return (draw(key) or "").strip()


def _holidays(key: str) -> str | None:
    return st.radio("Public holidays are", list(HOLIDAYS), format_func=lambda choice: HOLIDAYS[choice], key=key)


def _shift_grid(kept: Kept, draft: Draft) -> None:
    render.note(
        "A row a shift. An end before the start is the next day; a shift of 24 hours, which ends when it starts, has 24"
        " under Hours. A break is in the middle of the shift unless its start is given. To delete a row, tick it at the"
        " left and press the bin."
    )
    columns = [LABELS[key] for key in SHIFT[:-1]]
    config: dict[str, Any] = {name: st.column_config.TextColumn(SHORT.get(name), help=name) for name in columns}
    choice = st.column_config.SelectboxColumn(HOLIDAYS_OF_ITS_OWN, options=[FALLBACK, *HOLIDAYS], default=FALLBACK)
    config[HOLIDAYS_OF_ITS_OWN] = choice
    rows = [[*row[:-1], row[-1] or FALLBACK] for row in draft.shifts]
    edited = _grid(kept, "shifts", [*columns, HOLIDAYS_OF_ITS_OWN], rows, config)
    draft.shifts = [[*row[:-1], "" if row[-1] == FALLBACK else row[-1]] for row in edited if any(row[:-1])]


HOLIDAYS_OF_ITS_OWN = "Public holidays"
SHORT = {LABELS["unpaid_break_minutes"]: "Break, min"}
"""Headings that would leave the last column no room, and what stands there."""


def _week_grid(kept: Kept, draft: Draft) -> None:
    codes = ", ".join(render.plain(row[0]) for row in draft.shifts if row[0])
    render.note(
        f"A row a week. Codes: {codes}; {OFF} is off, {RELIEF} is relief. Cells may be copied from a spreadsheet."
    )
    config = {day: st.column_config.TextColumn(day[:3], width=60, default=OFF, help=day) for day in DAYS}
    rows = [(week + [""] * 7)[:7] for week in draft.weeks]
    draft.weeks = _grid(kept, "weeks", DAYS, rows, config)


def _grid(
    kept: Kept, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], config: dict[str, Any]
) -> list[list[str]]:
    """Rows of texts as a grid, and what the user makes of them.

    The grid starts from what is held when it is first drawn, and again when the user comes back to it.
    """
    key = f"{kept.revision}:rota-{name}-grid"
    if key not in st.session_state:
        index = pd.RangeIndex(1, len(rows) + 1, name="Week" if name == "weeks" else "Row")
        st.session_state[f"rota-{name}"] = pd.DataFrame(rows, columns=list(columns), index=index, dtype=object)
    edited = st.data_editor(
        st.session_state[f"rota-{name}"],
        key=key,
        num_rows="dynamic",
        column_config=config,
        height="content",
        hide_index=False,
        alt=f"A grid of {name}; the same is under {LINES}.",
    )
    return [["" if pd.isna(cell) else str(cell).strip() for cell in row] for row in edited.itertuples(index=False)]


def _shift_lines(kept: Kept, draft: Draft) -> None:
    render.note(
        "A line a shift: code, start, end, minutes of unpaid break; then, where it applies, break and when it starts,"
        " hours and 24 where a shift of 24 hours ends when it starts, and worked or leave for its own public holidays."
        " For example: N 21:00 07:30 30 break 01:00 leave."
    )
    typed = _field(kept, "shift-lines", shift_lines(draft), lambda key: _lines("Shifts, one a line", key))
    draft.shifts = shifts_of_lines(typed)


def _week_lines(kept: Kept, draft: Draft) -> None:
    render.note(f"A line a week: seven codes, Monday first; {OFF} is off, {RELIEF} is relief.")
    held = "\n".join(" ".join(code or "?" for code in week) for week in draft.weeks)
    typed = _field(kept, "week-lines", held, lambda key: _lines("Weeks, one a line", key))
    draft.weeks = [line.split() for line in typed.splitlines() if line.strip()]


def _lines(label: str, key: str) -> str:
    return st.text_area(label, key=key, max_chars=MOST_LETTERS, height="content") or ""
