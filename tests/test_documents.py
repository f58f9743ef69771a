"""HTML and Word: accessible, whole elsewhere, the same bytes everywhere, and nothing a user typed does anything."""

import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree

from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.answers.tables import Table
from paymodel.reports.chart import Chart, Part
from paymodel.reports.html import as_html
from paymodel.reports.svg import inline_svg
from paymodel.reports.word import as_docx
from tests.browser import page_of
from tests.documents import HOSTILE, MADE, converted, everything, hostile_parts, paramedic

ROOT = Path(__file__).parent.parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def answer() -> tuple[str, list[Part], str]:
    return paramedic()


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    return everything()


def figure_of(parts: list[Part]) -> Chart:
    return next(part for part in parts if isinstance(part, Chart))


def xml(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def texts(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Heading | Paragraph):
            yield part.text
        elif isinstance(part, Bullets):
            yield from part.items
        elif isinstance(part, Table):
            yield from (cell for row in (part.headings(), *part.words()) for cell in row)


def squeezed(text: str) -> str:
    """Text without spaces and line ends, which programs set as they like, and with one kind of minus."""
    return re.sub(r"\s", "", text).replace("\u2212", "-")


@pytest.mark.parametrize("width", [1000, 360])
def test_a_page_is_accessible_and_fits(written: dict[str, bytes], width: int) -> None:
    with page_of(written["html"].decode(), width) as page:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("[...document.querySelectorAll('svg')].filter(s => s.checkVisibility()).length") == 1
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
        links = page.evaluate("[...document.querySelectorAll('a')].map(e => e.getAttribute('href').slice(1))")
        assert set(links) <= set(ids)
        assert page.evaluate("[...document.querySelectorAll('main h2')].map(e => e.id)") == links[1:]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the main content"


def test_a_page_holds_every_text_and_its_headings_in_order(
    answer: tuple[str, list[Part], str], written: dict[str, bytes]
) -> None:
    title, parts, foot = answer
    with page_of(written["html"].decode()) as page:
        said = squeezed(page.evaluate("document.body.textContent"))
        levels = page.evaluate("[...document.querySelectorAll('h1,main h2,main h3')].map(e => +e.tagName[1])")
        assert page.title() == title
        assert page.evaluate("document.documentElement.lang") == "en-GB"
        assert page.evaluate("document.querySelectorAll('th[scope=row]').length") == 25
        assert page.evaluate("document.querySelectorAll('th[scope=col]').length") == 12
        captions = page.evaluate("[...document.querySelectorAll('caption')].map(e => e.textContent)")
    assert all(squeezed(text) in said for text in (*texts(parts), foot))
    assert levels == [part.level for part in parts if isinstance(part, Heading)]
    assert captions == [
        "Table 1: Payslips: Band 6 paramedic, ten-week rota, Annex 5, and Operations manager",
        "Table 2: Year by year, pounds: staying, and Operations manager (pattern different)",
    ]


def test_nothing_typed_does_anything_in_a_page(answer: tuple[str, list[Part], str]) -> None:
    hostile = HOSTILE[0]
    written = as_html(hostile_parts(figure_of(answer[1])), hostile, hostile)
    assert "<script" not in written
    assert "49" not in written.split("</style>")[1].split("<svg")[0]
    with page_of(written, 360) as page:
        assert page.evaluate("document.querySelectorAll('script,img,iframe,object,link,[onerror]').length") == 0
        assert page.title() == hostile
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        kept = page.evaluate("[...document.querySelectorAll('main > p')].map(e => e.textContent)")
        refused = page.evaluate("fetch('data:,x').then(() => 'went', () => 'refused')")
    assert kept[0] == HOSTILE[0]
    assert kept[2] == HOSTILE[2]
    assert refused == "refused"


def test_a_picture_keeps_only_what_draws() -> None:
    drawn = inline_svg(
        '<!DOCTYPE svg [<!ENTITY e "boo">]><svg xmlns="http://www.w3.org/2000/svg" onload="x()" width="1">'
        '<script>x()</script><style>@import "https://example.org"</style><a href="javascript:x()"><rect/></a>'
        '<g fill="url(#paint)" stroke="url(https://example.org)" style="background:url(x)"><text id="t">&e;</text></g>'
        '<use href="https://example.org#a"/><use href="#t"/><foreignObject><p>no</p></foreignObject></svg>',
        *("f", "<Title>", "Words & more"),
    )
    assert drawn.split(">", 1)[1].replace(' xmlns="http://www.w3.org/2000/svg"', "") == (
        '<title id="f-title">&lt;Title&gt;</title><desc id="f-desc">Words &amp; more</desc>'
        '<g fill="url(#f-paint)"><text id="f-t"/></g><use/><use href="#f-t"/></svg>'
    )
    assert "onload" not in drawn
    for wrong in ("<html/>", "not", '<svg xmlns="http://www.w3.org/2000/svg">'):
        with pytest.raises(ValueError, match="not SVG"):
            inline_svg(wrong, "f", "", "")


def test_a_document_for_word_is_marked_up(answer: tuple[str, list[Part], str], written: dict[str, bytes]) -> None:
    title, parts, foot = answer
    figure = figure_of(parts)
    body = xml(written["docx"], "word/document.xml")
    styles = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    levels = [int(style[-1]) for style in styles if style.startswith("Heading")]
    assert levels == [part.level for part in parts if isinstance(part, Heading)]
    (about,) = body.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")
    assert (about.get("descr"), about.get("title")) == (figure.alt, f"Figure 1: {figure.title}")
    for table in body.iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val").startswith("Table ")
    empty = [p for p in body.iter(f"{W}p") if not "".join(p.itertext()).strip() and p.find(f".//{W}drawing") is None]
    assert not empty
    languages = {mark.get(f"{W}val") for mark in xml(written["docx"], "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"en-GB"}
    core = "".join(xml(written["docx"], "docProps/core.xml").itertext())
    assert all(text in core for text in (title, "paymodel", "en-GB", "2026-11-22T00:00:00Z"))
    assert "Page 1 of 1" in "".join(xml(written["docx"], "word/footer1.xml").itertext()).replace(foot, "")


def test_a_document_for_word_comes_out_whole(
    answer: tuple[str, list[Part], str], written: dict[str, bytes], tmp_path: Path
) -> None:
    _, parts, foot = answer
    hostile = as_docx(hostile_parts(figure_of(parts)), HOSTILE[0], foot, MADE)
    documents = {"answer.docx": written["docx"], "hostile.docx": hostile}
    out = converted(documents, "txt:Text (encoded):UTF8", tmp_path)
    said = squeezed((out / "answer.txt").read_text(encoding="utf-8-sig"))
    assert all(squeezed(text) in said for text in texts(parts))
    said = squeezed((out / "hostile.txt").read_text(encoding="utf-8-sig"))
    assert all(squeezed(text) in said for text in HOSTILE if text.isprintable())
    assert not list(xml(hostile, "word/document.xml").iter(f"{W}instrText"))


def test_documents_are_the_same_bytes_everywhere(written: dict[str, bytes]) -> None:
    assert everything() == written
    said = {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
    asked = (
        "import hashlib, tests.documents as d\n"
        "for name, content in d.everything().items(): print(name, hashlib.sha256(content).hexdigest())"
    )
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**os.environ, **elsewhere},
        check=True,
        capture_output=True,
        text=True,
    )
    assert dict(line.split() for line in run.stdout.splitlines()) == said
