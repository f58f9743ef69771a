"""Pages of the app without a browser: what each field does, as the server sees it."""

import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import lxml.html
from streamlit.testing.v1 import AppTest

from paymodel.app.links import opened, packed
from paymodel.app.questions import FIRST, Question, answered, shipped

FILE = Path(__file__).resolve().parents[1] / "app.py"
WRITTEN_INTO = ("text_input", "number_input", "text_area")
ADDRESS = "http://localhost:8501/"
SECONDS = 60


class Script:
    """A page of the app, drawn again after each change of a field. It fails where the page does.

    `app` is Streamlit's own handle on what is drawn: its fields, buttons, uploads and tables.
    """

    def __init__(self, question: Question | None = None, page: str = "compare") -> None:
        self.app = AppTest.from_file(str(FILE), default_timeout=SECONDS)
        self.app.context = {"url": ADDRESS}
        if question is not None:
            self.app.query_params["q"] = packed(question)
        self.draw()
        if page != "compare":  # drawn first wherever one comes from
            self.app.context = {"url": f"{ADDRESS}{page}"}
            (self.app._page_hash,) = [
                number for number, about in self.app._registered_pages.items() if about.get("url_pathname") == page
            ]
            self.draw()

    def draw(self) -> None:
        """Draw the page as its fields are now."""
        with patch("paymodel.app.frame._quicken"):  # it would quicken, and not check, every chart of this process
            self.app.run()
        assert [error.value for error in self.app.exception] == []

    @property
    def question(self) -> Question:
        """The question that the address holds."""
        link = self.app.query_params.get("q")
        return opened(link[0] if isinstance(link, list) else link) if link else shipped(FIRST)

    @property
    def html(self) -> str:
        """All that the page writes as HTML."""
        elements: list[Any] = list(self.app.get("html"))
        bodies = [element.proto.body for element in elements]
        return "".join(body for body in bodies if not body.startswith("<style"))

    @property
    def words(self) -> str:
        """All that the page says in HTML."""
        return re.sub(r"\s+", " ", str(lxml.html.fromstring(f"<div>{self.html}</div>").text_content()))

    def _field(self, label: str, *kinds: str) -> Any:
        fields: list[Any] = [field for kind in kinds for field in self.app.sidebar.get(kind)]
        named = [field for field in fields if re.match(rf"(.*\. )?{re.escape(label)}( \(|$)", field.label)]
        assert named, f"{label}: none of {sorted({field.label for field in fields})}"
        return named[-1]

    def labels(self, kind: str) -> list[str]:
        """The labels of the fields of a kind."""
        fields: list[Any] = list(self.app.sidebar.get(kind))
        return [field.label for field in fields]

    def write(self, label: str, value: str) -> None:
        """Write into a field of the sidebar."""
        field = self._field(label, *WRITTEN_INTO)
        field.set_value(float(value) if field.type == "number_input" else value)
        self.draw()

    def choose(self, label: str, words: str) -> None:
        """Choose from the last list or row of buttons whose label begins so, by its words."""
        field = self._field(label, "selectbox", "multiselect", "radio", "button_group")
        options = [option for option in field.options if option == words]
        assert options, f"{words}: none of {field.options}"
        field.set_value([words] if field.type in ("multiselect",) else words)
        self.draw()

    def tick(self, label: str) -> None:
        """Tick a box, or take the tick away."""
        box = self._field(label, "checkbox")
        box.set_value(not box.value)
        self.draw()

    @property
    def alerts(self) -> list[str]:
        """What is said beside fields of the sidebar."""
        return [error.value for error in self.app.sidebar.error]

    def shows_its_answer(self) -> None:
        """What is shown is what the package says of the question in the address."""
        worked = answered(self.question).worked
        assert worked is not None
        moves = worked.moves
        page = lxml.html.fromstring(f"<div>{self.html}</div>")
        rows = [
            [cell.text_content().strip() for cell in row]
            for row in page.xpath('//table[contains(@class, "pm-explained")]/tbody/tr')
        ]
        shown = [row[-1] for row in rows if row[0].startswith("Take-home pay")]
        assert shown == [f"{move.take_home_change:+,.2f}" for move in moves[:1]]
