"""A table of squares to press: each is a button that a pointer, a finger or the keyboard can reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from paymodel.app import render
from paymodel.app.browser_parts import script_of
from paymodel.charts.heat import shade
from paymodel.charts.style import choose_ink

JS = script_of(
    "pm-grid",
    """  root.onclick = (event) => {
    const square = event.target.closest("button");
    if (square) setTriggerValue("pressed", Number(square.dataset.number));
  };
  root.onkeydown = (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const from = event.target.closest("td");
    if (!step || !from) return;
    event.preventDefault();
    const row = from.parentElement;
    const rows = row.parentElement.rows;
    const next = rows[row.rowIndex - rows[0].rowIndex + step[0]]?.cells[from.cellIndex + step[1]];
    const square = next?.querySelector("button");
    if (!square) return;
    root.querySelectorAll("button").forEach((one) => (one.tabIndex = -1));
    square.tabIndex = 0;
    square.focus();
  };
""",
)
"""Pressing sends the number of the square; arrows walk from square to square, so that Tab passes the table in one."""


@dataclass(frozen=True)
class Square:
    """A square: the group and the column that it stands in, its row, its size (which colours it), text and name."""

    group: str
    column: str
    row: str
    size: float
    text: str
    name: str


def draw_grid(squares: Sequence[Square], corner: str, key: str) -> int | None:
    """Draw squares as a table. Returns the number of the one that was pressed just now, None where none was."""
    columns = list(dict.fromkeys((square.group, square.column) for square in squares))
    groups = [(name, sum(group == name for group, _ in columns)) for name in dict.fromkeys(g for g, _ in columns)]
    most = max(abs(square.size) for square in squares) or 1.0
    rows: dict[str, list[dict[str, Any] | None]] = {}
    for number, square in enumerate(squares):
        ground = shade(square.size / most)
        line = rows.setdefault(square.row, [None] * len(columns))
        line[columns.index((square.group, square.column))] = {
            "number": number,
            "text": square.text,
            "name": square.name,
            "ground": ground,
            "ink": choose_ink(ground),
        }
    html = render.fill_macro("grid", groups, [column for _, column in columns], list(rows.items()), corner)
    pressed = _component()(data=html, key=f"grid-{key}", on_pressed_change=_ignore_press).pressed
    return int(pressed) if pressed is not None and 0 <= int(pressed) < len(squares) else None


@cache
def _component() -> Any:
    return st.components.v2.component("paymodel-grid", js=JS, isolate_styles=False)


def _ignore_press() -> None:
    """What is pressed is read where the table is drawn."""
