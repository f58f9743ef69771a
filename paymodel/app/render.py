"""What pages show: documents, tables and pictures as HTML that follows the theme, with everything to take away."""

import base64
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import streamlit as st
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from paymodel.answers.blocks import Block, Bullets, Heading, Paragraph
from paymodel.answers.phrasing import true_minus
from paymodel.answers.tables import Table, csv_file
from paymodel.app.plain_words import prose, whole
from paymodel.charts.picture import Picture, as_svg
from paymodel.charts.style import PHONE, SCREEN
from paymodel.errors import Fault
from paymodel.reports.exports import export_picture

MIME = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".html": "text/html",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".yaml": "application/yaml",
}
BEHIND = "Open the question with the two arrows at the top left."
"""What a page says above its title where the side bar is shut: on a telephone, or at 200 per cent."""
SPOKEN = "spoken"
"""Where a run keeps what a screen reader says of its page."""
MORE_OF_AN_ASSUMPTION = ("Why", "Source", "Affects")
"""Headings of what is said of an assumption once its row is opened."""
LONG = 24
"""Letters of a text in a cell that asks for a column of some width."""
FORM_NAMES = {".svg": "SVG", ".png": "PNG", ".html": "Web page", ".csv": "Data (CSV)", ".txt": "Words"}


def html(text: str) -> None:
    """HTML of our own making: whatever a user typed in it has been escaped."""
    st.html(text)


def title(text: object, under: str | None = None, note: str = "") -> None:
    """The title of a page, what stands small below it, and a note above it for whoever reads on a telephone."""
    html(fill_macro("title", text, under, note))


def fill_macro(macro: str, *values: object) -> str:
    """HTML by one of the macros of our parts; every value is escaped."""
    return str(getattr(_template().module, macro)(*values))


def plain(text: object) -> str:
    r"""A user's words as they stand, for titles and labels, where Markdown is read.

    A picture in the title of a link would else be asked for at another machine.

    >>> print(plain("![x](https://example.org/x.png)"))
    !\[x\](https\://example.org/x.png)
    """
    return re.sub(r"([\\`*\[\]<>$:~|])", r"\\\1", true_minus(str(text)))


def note(text: object) -> None:
    """Small words of a page, as they are: whatever a user typed in them is shown and not read as Markdown."""
    st.caption(plain(text))


def message(kind: Literal["info", "warning", "error", "success"], text: object, at: Any = st) -> None:
    """Words in a box, as they are, where the page is drawn or at a place kept for them."""
    getattr(at, kind)(plain(text))


def policy_of(names: Sequence[str], key: str) -> str:
    """The policy that is looked at: chosen from a list, which is not shown where there is one alone."""
    return st.selectbox("Policy", names, key=key) if len(names) > 1 else names[0]


def blocks(shown: Sequence[Block]) -> None:
    """A document: headings, paragraphs, lists and tables."""
    if shown:
        html(_html_of(shown))


def table(shown: Table, name: str | None = None) -> None:
    """One table, and as a file to take away where it has a name."""
    blocks([shown])
    if name:
        download("This table (CSV)", lambda: csv_file(shown), f"{name}.csv", "table")


def _html_of(shown: Sequence[Block]) -> str:
    return fill_macro("blocks", [_describe_block(block) for block in shown])


def _describe_block(block: Block) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": max(2, block.level)}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": block.items}
    head, rows = block.headings(), block.words()
    return {
        "kind": "table",
        "caption": block.caption,
        "head": head,
        "rows": rows,
        "numeric": block.numeric,
        "long": [max(map(len, column), default=0) > LONG for column in zip(*rows, strict=True)] or [False] * len(head),
    }


def answer(sentence: str, *, loses: bool, at_a_glance: Mapping[str, str] | None = None) -> None:
    """The answer in a sentence, to be read first, and spoken; and a few figures below it by what they are."""
    st.session_state.setdefault(SPOKEN, sentence)
    html(fill_macro("answer", sentence, loses) + (fill_macro("glance", at_a_glance) if at_a_glance else ""))


def side_by_side(figures: Sequence[tuple[str, str, str]], why: str, *, loses: bool) -> None:
    """Amounts to read first: what each is, how much, and of what; then why, in a line."""
    html(fill_macro("beside", figures, why, loses))


def blocks_lead(text: str) -> None:
    """The first line of a page: what it is, and for whom."""
    html(fill_macro("lead", text))


def glance(figures: Mapping[str, str]) -> None:
    """A few figures to take in at a glance, by what they are."""
    html(fill_macro("glance", figures))


def folded(shown: Table, inside: Sequence[str], name: str | None = None) -> None:
    """A table of long texts: columns whose headings are `inside` are read in a row that is opened, the others before.

    As a file it holds all, where it has a name.
    """
    first, *others = shown.headings()
    seen = [heading for heading in others if heading not in inside]
    rows = [dict(zip(shown.headings(), cells, strict=True)) for cells in shown.words()]
    folding_table(
        [
            (row[first], [row[one] for one in seen], [f"{one}: {row[one]}" for one in inside if row[one]])
            for row in rows
        ],
        [first, *seen],
        shown.caption,
        numeric=False,
    )
    if name:
        download("This table (CSV)", lambda: csv_file(shown), f"{name}.csv", "table")


def folding_table(
    rows: Iterable[tuple[str, Sequence[str], Sequence[str]]],
    head: Sequence[str],
    caption: str,
    *,
    before: Sequence[Block] = (),
    after: Sequence[Block] = (),
    numeric: bool = True,
) -> None:
    """A table whose every line opens to say how it was worked out: label, cells, and what is said of it."""
    html(_html_of(before) + fill_macro("explained", list(rows), head, caption, numeric) + _html_of(after))


def figures(rows: Sequence[Mapping[str, object]], caption: str) -> None:
    """Figures in force: each with its status, its dates and a link to its source, which opens at the user's click."""
    html(fill_macro("figures", rows, caption))


def picture(shown: Picture, key: str) -> None:
    """A picture with its title, its words, its table and its files. `key` tells its buttons from those of others.

    It stands on white in the dark theme too, as it is published.
    """
    width = PHONE if on_a_phone() else SCREEN
    drawn = as_svg(shown, width, alone=True)
    data = replace(shown.table, caption=shown.title)
    html(fill_macro("picture", shown, base64.b64encode(drawn.encode()).decode(), width, _describe_block(data)))
    with st.popover("Download this chart", key=f"take-{key}"):
        for ending, name in FORM_NAMES.items():
            download(name, _export(shown, ending), f"{shown.kind}{ending}", key)


def on_a_phone() -> bool:
    """Whether the page is read on a telephone."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def _export(shown: Picture, ending: str) -> Callable[[], bytes]:
    return lambda: export_picture(shown, ending)


def download(label: str, data: str | bytes | Callable[[], str | bytes], name: str, key: str) -> None:
    """A button that hands a file to the user's browser; what is costly is made when it is asked for."""
    ending = name[name.rindex(".") :]
    st.download_button(
        label, data, name, MIME.get(ending, "application/octet-stream"), key=f"{key}-{name}", on_click="ignore"
    )


def faults(problems: Sequence[Fault], what: str) -> None:
    """Every fault, in plain words, where the answer would stand."""
    if problems:
        html(fill_macro("faults", problems, what))


@cache
def _template() -> Template:
    text = files("paymodel.app").joinpath("parts.html.jinja").read_text(encoding="utf-8")
    rules: dict[str, Any] = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(autoescape=True, finalize=_with_true_minus, **rules)
    environment.filters.update(prose=prose, whole=whole)
    return environment.from_string(text)


def _with_true_minus(value: object) -> object:
    """A text with the minus signs of charts; what is HTML already stays as it is."""
    return true_minus(value) if isinstance(value, str) and not isinstance(value, Markup) else value
