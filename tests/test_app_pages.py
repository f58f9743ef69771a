"""Every page of the app: open to all, the same on a telephone and in the dark, and as it is shown in the guide."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from paymodel.app import frame
from tests.app import settled, show, violations, visit
from tests.app_script import WITHIN

PAGES = ("", "rota", "bands", "workforce", "remedies", "sources")
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 1100
COLOURS = 128
MIDDLE = "[data-testid=stMain]"
"""The part of a page beside the question."""
LIKE = 12.0
"""How far a page may be from its picture in the guide: mean difference of a point's colour, of 255."""


TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && it.getBoundingClientRect().width > 0)
  .filter(it => !it.closest('.pm-scroll, .dvn-scroller, [role=tablist], pre, canvas'))
  .map(it => it.outerHTML.slice(0, 120)).slice(0, 5)"""
"""What reaches beyond the window, where it does not scroll by itself."""


NOT_PLAIN = r"""() => {
  const found = [], main = document.querySelector('[data-testid=stMain]');
  for (const field of document.querySelectorAll('[role=combobox]'))
    if (field.scrollWidth > field.clientWidth && getComputedStyle(field).textOverflow !== 'ellipsis')
      found.push(`cut with no sign: ${field.value}`);
  for (const part of main.querySelectorAll('p.pm, ul.pm li, summary, figcaption')) {
    const words = part.textContent;
    if (/\bswitch [a-z0-9]+_|\b(current|offers|person)\.[a-z0-9]|--[a-z]/.test(words)) found.push(`key: ${words}`);
    if (/\b20\d\d-\d\d-\d\d\b/.test(words)) found.push(`day: ${words}`);
  }
  for (const cell of main.querySelectorAll('table.pm tbody th, table.pm tbody td, table.pm-squares tbody th')) {
    const text = document.createRange();
    text.selectNodeContents(cell);
    const lines = text.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight);
    const words = cell.textContent.trim().split(/\s+/).length;
    if (!cell.querySelector('details') && lines >= 4 && lines > words / 2) found.push(`narrow: ${cell.textContent}`);
  }
  return found;
}"""
"""What a reader stumbles on: a choice that is cut, a key or a day of a file in a sentence, a column of single words."""
BROKEN = r"""() => {
  const found = [], main = document.querySelector('[data-testid=stMain]')
  const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const text = texts.currentNode
    if (!text.parentElement.closest('table.pm, p.pm, ul.pm, .pm-answer, .pm-beside')) continue
    for (const match of text.data.matchAll(/[+\u2212]£?\d[\d,.]*|\b(Annex|Section) \d+/g)) {
      const part = document.createRange()
      part.setStart(text, match.index)
      part.setEnd(text, match.index + match[0].length)
      const lines = new Set([...part.getClientRects()].map(it => it.top))
      if (lines.size > 1) found.push(`on two lines: ${match[0]} of ${text.data}`)
    }
  }
  return found
}"""
"""Amounts parted from their sign by the end of a line, and Annex from its number."""
WIDTHS = "pictures => pictures.map(it => it.naturalWidth)"


def name_of(page: str) -> str:
    return page or "compare"


def parts_of(shown: Any) -> Iterator[tuple[str, str]]:
    """Open each tab of a page in turn, once where it has none; and the part of the page that this changes."""
    tabs = shown.locator("[role=tab]").all_inner_texts() or [""]
    for number, tab in enumerate(tabs):
        if tab:
            show(shown, tab)
        yield tab, MIDDLE if number else ""
        for within in shown.locator("[role=tab]").all_inner_texts() if number else ():
            if within not in tabs and within in WITHIN:
                show(shown, within)
                yield within, MIDDLE


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_open_to_all_and_as_the_guide_shows_it(page: str, tmp_path: Path) -> None:
    """The guide's pictures are made anew by `python -m tests.test_app_pages`; look at each before it is kept.

    In the dark, it is the page with the question at its side; each of its tabs is looked at on a telephone.
    """
    wrong, links = [], set()
    with visit(page, height=HEIGHT) as shown:
        photograph(shown, tmp_path / "now.png")
        for tab, part in parts_of(shown):
            wrong += [f"{tab}, light: {one}" for one in (*violations(shown, part), *shown.evaluate(NOT_PLAIN))]
            if not part:
                shown.emulate_media(color_scheme="dark", reduced_motion="reduce")
                settled(shown)
                wrong += [f"{tab}, dark: {one}" for one in violations(shown, colours=True)]
                shown.emulate_media(color_scheme="light", reduced_motion="reduce")
            links |= set(shown.locator(f"{MIDDLE} a[href^=http]").evaluate_all("links => links.map(it => it.rel)"))
        assert shown.locator("h1").count() == 1
        assert shown.evaluate("document.documentElement.lang") == "en-GB"
        assert bool(shown.locator("#pm-live").inner_text()) == bool(shown.locator(".pm-answer").count())
        assert shown.title() == f"{frame.PAGES[name_of(page)][0]}: paymodel"
        link = shown.get_by_test_id("stTopNavLink").first
        link.focus()
        shown.keyboard.press("Shift+Tab")
        shown.keyboard.press("Tab")  # a ring is for who comes by keyboard
        assert (
            link.evaluate("it => getComputedStyle(it).outlineStyle + getComputedStyle(it).outlineWidth") == "solid3px"
        )
        assert shown.locator("img:not([alt]), img[alt='']").count() == 0
    assert not wrong
    assert links == ({"noopener noreferrer"} if page == "sources" else set())
    now, kept = (Image.open(file).convert("RGB") for file in (tmp_path / "now.png", PICTURES / f"{name_of(page)}.png"))
    assert now.size == kept.size
    assert max(ImageStat.Stat(ImageChops.difference(now, kept)).mean) < LIKE


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_fits_a_telephone_in_the_dark(page: str) -> None:
    wrong = []
    with visit(page, width=390, height=844, phone=True, dark=True) as shown:
        assert max(shown.locator(".pm-drawn img").evaluate_all(WIDTHS), default=0) <= 390  # drawn for a telephone
        for tab, part in parts_of(shown):
            wrong += [
                f"{tab}: {one}"
                for one in (*shown.evaluate(TOO_WIDE), *shown.evaluate(BROKEN), *violations(shown, part))
            ]
    assert not wrong


GROUNDS = """() => {
  const page = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor
  const fades = [...document.querySelectorAll('.pm-scroll')].map(it => getComputedStyle(it).backgroundImage)
  const heads = [...document.querySelectorAll('.pm-squares tbody th')].map(it => getComputedStyle(it).backgroundColor)
  return [...fades, ...heads].map(it => it.includes(page))
}"""
"""Whether the edges and the heads of tables that stay in sight have the colour of the page behind them."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_tables_have_the_ground_of_the_page(dark: bool) -> None:
    with visit("bands", dark=dark) as shown:
        found = shown.evaluate(GROUNDS)
    assert found
    assert all(found)


def photograph(shown: Any, target: Path) -> None:
    """A picture of the page as the guide shows it."""
    settled(shown)
    shown.wait_for_timeout(1000)
    shown.screenshot(path=target)


def keep(shown: Any, name: str) -> None:
    """Keep a picture of the page for the guide, in as many colours as such a page has."""
    target = PICTURES / f"{name}.png"
    photograph(shown, target)
    picture = Image.open(target).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def keep_all(pages: Sequence[str]) -> None:
    """Keep the pictures of some pages; and those of Compare that show its chart, and its page in the dark."""
    for page in pages:
        with visit(page, height=HEIGHT) as shown:
            keep(shown, name_of(page))
            if not page:
                shown.locator("figure.pm").first.evaluate("it => it.scrollIntoView({block: 'start'})")
                keep(shown, "compare-why")
            if page == "workforce":
                shown.get_by_role("button", name="Try the demonstration workforce").click()
                shown.get_by_role("tab", name="Who loses", exact=True).wait_for()
                settled(shown)
                shown.locator("figure.pm").first.evaluate("it => it.scrollIntoView({block: 'start'})")
                keep(shown, "workforce-answer")
    with visit("", height=HEIGHT, dark=True) as shown:
        keep(shown, "compare-dark")


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    keep_all(sys.argv[1:] or PAGES)
