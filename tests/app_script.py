"""Pages of the app without a browser: what each field does, as the server sees it."""

import datetime
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import lxml.html
import streamlit as st
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.testing.v1 import AppTest

from paymodel.answers.phrasing import true_minus
from paymodel.app.links import pack_link, unpack_link
from paymodel.app.questions import FIRST, Question, answer_question, load_shipped

FILE = Path(__file__).resolve().parents[1] / "app.py"
WRITTEN_INTO = ("text_input", "number_input", "text_area")
ADDRESS = "http://localhost:8501/"
SECONDS = 60
WITHIN = {
    **dict.fromkeys(("Year by year", "By year", "Month by month"), "Over time"),
    **dict.fromkeys(("What else changes", "How sure", "Save and share"), "Details"),
}
"""Tabs within a tab."""
ANSWERED, FAULTS = ('//*[contains(@class, "pm-answer")]', '//*[@class="pm-faults"]')
"""Where a page has its answer, and what is wrong."""


@cache
def _components() -> list[Any]:
    """Components that other packages bring to Streamlit: it looks through each package for them, for each app."""
    return scan_component_manifests()


class Script:
    """A page of the app, drawn again after each change of a field. It fails where the page does.

    `app` is Streamlit's own handle on what is drawn: its fields, buttons, uploads and tables. `files` are what the
    page hands out: the words of the button, the name of the file, and what is in it or what makes that.
    """

    def __init__(self, question: Question | None = None, page: str = "compare", link: str | None = None) -> None:
        self.files: list[tuple[str, str, Any]] = []
        self.app = AppTest.from_file(str(FILE), default_timeout=SECONDS)
        self.app.context = {"url": ADDRESS}
        if link or question is not None:
            self.app.query_params["q"] = link or pack_link(question or {})
        self.draw()
        if page != "compare":  # drawn first wherever one comes from
            self.go(page)

    def go(self, page: str) -> None:
        """Open another page, as the navigation does."""
        name = "" if page == "compare" else page
        self.app.context = {"url": f"{ADDRESS}{name}"}
        (self.app._page_hash,) = [
            number for number, about in self.app._registered_pages.items() if about.get("url_pathname") == name
        ]
        self.draw()

    def draw(self) -> None:
        """Draw the page as its fields are now."""
        self.files.clear()
        main = sys.modules["__main__"]
        try:
            with (
                patch("streamlit.components.v2.manifest_scanner.scan_component_manifests", _components),
                patch("streamlit.download_button", self._hand_out(st.download_button)),
            ):
                self.app.run()
        finally:
            sys.modules["__main__"] = main  # Streamlit leaves the page there; a process that is spawned would run it
        assert [error.value for error in self.app.exception] == []

    def _hand_out(self, draw: Callable[..., bool]) -> Callable[..., bool]:
        def button(label: str, data: Any, name: str, *rest: Any, **options: Any) -> bool:
            self.files.append((label, name, data))
            return draw(label, data, name, *rest, **options)

        return button

    def file_of(self, button: str, name: str = "") -> bytes:
        """What is in the file of the last download button of this name; of several, that of a file's name."""
        data = [data for label, file, data in self.files if label == button and name in ("", file)][-1]
        content = data() if callable(data) else data
        return content.encode() if isinstance(content, str) else bytes(content)

    def take(self, button: str, folder: Path) -> Path:
        """The file that the last download button of this name hands out, put into a folder."""
        target = folder / [name for label, name, _ in self.files if label == button][-1]
        target.write_bytes(self.file_of(button))
        return target

    @property
    def question(self) -> Question:
        """The question that the address holds."""
        link = self.app.query_params.get("q")
        return unpack_link(link[0] if isinstance(link, list) else link) if link else load_shipped(FIRST)

    @property
    def html(self) -> str:
        """All that the page writes as HTML."""
        elements: list[Any] = list(self.app.get("html"))
        bodies = [element.proto.body for element in elements]
        return "".join(body for body in bodies if not body.startswith("<style"))

    @property
    def words(self) -> str:
        """All that the page says in HTML."""
        return words_of(lxml.html.fromstring(f"<div>{self.html}</div>"))

    def texts(self, path: str) -> list[str]:
        """The words of each part, or the text of each attribute, of the page's HTML at an XPath."""
        return [words_of(part) for part in lxml.html.fromstring(f"<div>{self.html}</div>").xpath(path)]

    def rows(self, table: str = "//table") -> list[list[str]]:
        """The cells of the tables at an XPath, row by row; of a cell that opens, what is seen of it before."""
        page = lxml.html.fromstring(f"<div>{self.html}</div>")
        return [
            [words_of(next(iter(cell.xpath(".//summary")), cell)) for cell in row]
            for row in page.xpath(f"{table}/tbody/tr")
        ]

    @property
    def said(self) -> str:
        """All that the page says in boxes and in small words, as they are written."""
        kinds = ("caption", "info", "warning", "error", "success")
        parts: list[Any] = [part for kind in kinds for part in self.app.get(kind)]
        return " ".join(re.sub(r"\\(.)", r"\1", part.value) for part in parts)

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Each text that the browser is sent to draw, after the kind of its element and the names of its fields."""
        parts = [(node.type, getattr(node, "proto", None)) for node in self.app]
        return [text for kind, proto in parts if hasattr(proto, "ListFields") for text in _texts_of(proto, kind)]

    def _field(self, label: str, *kinds: str, main: bool = False) -> Any:
        """The last field whose label begins so: of the sidebar, or of the middle where it is not there or so said."""
        where = (self.app.main,) if main else (self.app.main, self.app.sidebar)
        fields: list[Any] = [field for place in where for kind in kinds for field in place.get(kind)]
        named = [field for field in fields if re.match(rf"(.*\. )?{re.escape(label)}( \(|$)", field.label)]
        assert named, f"{label}: none of {sorted({field.label for field in fields})}"
        return named[-1]

    def value(self, label: str) -> Any:
        """What a field holds."""
        return self._field(label, *WRITTEN_INTO, "selectbox", "checkbox").value

    def labels(self, kind: str) -> list[str]:
        """The labels of the fields of a kind."""
        fields: list[Any] = list(self.app.sidebar.get(kind))
        return [field.label for field in fields]

    def write(self, label: str, value: str, *, main: bool = False) -> None:
        """Write into a field of the sidebar, unless said."""
        self.write_all({label: value}, main=main)

    def write_all(self, values: dict[str, str], *, main: bool = False) -> None:
        """Write into several fields by their labels; the page is drawn once, after the last."""
        for label, value in values.items():
            field = self._field(label, *WRITTEN_INTO, main=main)
            field.set_value(float(value) if field.type == "number_input" else value)
        self.draw()

    def choose(self, label: str, words: str, *, main: bool = False) -> None:
        """Choose from the last list or row of buttons of the sidebar, unless said, whose label begins so."""
        field = self._field(label, "selectbox", "multiselect", "radio", "button_group", main=main)
        options = [option for option in field.options if option == words]
        assert options, f"{words}: none of {field.options}"
        field.set_value([*field.values, words] if field.type == "multiselect" else words)
        self.draw()

    def tick(self, *labels: str, main: bool = False) -> None:
        """Tick boxes, or take the ticks away; the page is drawn once, after the last."""
        for label in labels:
            box = self._field(label, "checkbox", "toggle", main=main)
            box.set_value(not box.value)
        self.draw()

    def slide(self, label: str, value: float | tuple[float, float]) -> None:
        """Move a slider, or both of its ends."""
        self._field(label, "slider", "select_slider").set_value(value)
        self.draw()

    def edit(self, grid: int, row: int, column: str, text: str) -> None:
        """Write into a cell of a grid that can be edited: the row from 1, the column by its name."""
        key = self.app.data_editor[grid].key
        assert key
        edits = self.app.session_state[key]
        rows: dict[int, dict[str, str]] = {**edits["edited_rows"]}
        rows[row - 1] = {**rows.get(row - 1, {}), column: text}
        self.app.session_state[key] = {**edits, "edited_rows": rows}
        self.draw()

    def give(self, name: str, content: bytes) -> None:
        """Choose a file for the first field that takes one."""
        self.app.file_uploader[0].set_value((name, content, ""))
        self.draw()

    def on_day(self, label: str, day: datetime.date, *, main: bool = False) -> None:
        """Write another day into a field of days."""
        self._field(label, "date_input", main=main).set_value(day)
        self.draw()

    def press(self, label: str) -> None:
        """Press a button of the page, by its words."""
        buttons: list[Any] = [button for button in self.app.button if button.label == label]
        assert len(buttons) == 1, f"{label}: of {[button.label for button in self.app.button]}"
        buttons[0].click()
        self.draw()

    @property
    def tabs(self) -> list[str]:
        """The names of the tabs that the page has, as it is now."""
        rows: list[Any] = list(self.app.get("tab_container"))
        return [*dict.fromkeys(part.label for row in rows for part in row.get("tab"))]  # those within a tab: once

    def parts(self) -> Iterator[str]:
        """Open each tab of the page in turn, and those within it."""
        for tab in [tab for tab in self.tabs if tab not in WITHIN]:
            self.show(tab)
            yield tab
            for within in [within for within in self.tabs if WITHIN.get(within) == tab]:
                self.show(within)
                yield within

    def show(self, tab: str) -> None:
        """Open a tab of the page, and before it the one that it is within."""
        rows: list[Any] = list(self.app.get("tab_container"))
        if tab in WITHIN and tab not in self.tabs:
            self.show(WITHIN[tab])
            rows = list(self.app.get("tab_container"))
        found = [row for row in rows if tab in [part.label for part in row.get("tab")]][-1]  # tabs within a tab: both
        self.app.session_state[found.proto.id.split("-", maxsplit=2)[-1]] = tab  # its number, then its key
        self.draw()

    @property
    def alerts(self) -> list[str]:
        """What is said beside fields of the sidebar."""
        return [error.value for error in self.app.sidebar.error]

    def shows_its_answer(self) -> None:
        """What is shown is what the package says of the question in the address."""
        worked = answer_question(self.question).worked
        assert worked is not None
        moves = worked.moves
        page = lxml.html.fromstring(f"<div>{self.html}</div>")
        rows = [
            [cell.text_content().strip() for cell in row]
            for row in page.xpath('//table[contains(@class, "pm-explained")]/tbody/tr')
        ]
        shown = [row[-1] for row in rows if row[0].startswith("Take-home pay")]
        expected = [pounds(move.take_home_change or 0.0) for move in moves[:1]]
        if len(moves) > 1:
            shown += [row[3] for row in self.rows("(//table)[1]")]
            expected += [pounds(move.take_home_change or 0.0) for move in moves]
        assert shown == expected


def _texts_of(message: Any, place: str) -> list[tuple[str, str]]:
    """The texts that a message holds, itself or in a message within it, each after its place."""
    found = []
    for field, held in message.ListFields():
        here = f"{place}.{field.name}"
        for one in [held] if isinstance(held, str | bytes) or not hasattr(held, "__iter__") else held:
            if isinstance(one, str):
                found.append((here, one))
            elif hasattr(one, "ListFields"):
                found += _texts_of(one, here)
    return found


def pounds(amount: float) -> str:
    """A change as tables write it."""
    return true_minus(f"{amount:+,.2f}") if amount else "0.00"


def words_of(part: Any) -> str:
    """The words of a part of a page, or those of an attribute, with one space between them."""
    text = part if isinstance(part, str) else str(part.text_content())
    return re.sub(r"\s+", " ", text).strip()


def table_of(words: str) -> str:
    """The XPath of the first table that holds some words."""
    return f'(//table[contains(., "{words}")])[1]'
