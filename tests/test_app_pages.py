"""Every page of the app: open to all, the same on a telephone and in the dark, and as it is shown in the guide."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from paymodel.app.links import packed
from paymodel.app.questions import shipped
from tests.app import choose, settled, show, violations, visit

PAGES = ("", "rota", "bands", "workforce", "remedies", "sources")
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 1100
LIKE = 12.0
"""How far a page may be from its picture in the guide: mean difference of a point's colour, of 255."""


TOO_WIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && it.getBoundingClientRect().width > 0)
  .filter(it => !it.closest('.pm-scroll, .dvn-scroller, [role=tablist], pre, canvas'))
  .map(it => it.outerHTML.slice(0, 120)).slice(0, 5)"""
"""What reaches beyond the window, where it does not scroll by itself."""


def name_of(page: str) -> str:
    return page or "compare"


def parts_of(shown: Any) -> Iterator[str]:
    """Open each tab of a page in turn; once where it has none."""
    for tab in shown.get_by_role("tab").all_inner_texts() or [""]:
        if tab:
            show(shown, tab)
        yield tab


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_open_to_all_and_as_the_guide_shows_it(page: str, tmp_path: Path) -> None:
    """The guide's pictures are made anew by `python -m tests.test_app_pages`; look at each before it is kept."""
    wrong = []
    with visit(page, height=HEIGHT) as shown:
        photograph(shown, tmp_path / "now.png")
        for tab in parts_of(shown):
            for scheme in ("light", "dark"):
                shown.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                settled(shown)
                wrong += [f"{tab}, {scheme}: {one}" for one in violations(shown)]
        assert shown.locator("h1").count() == 1
        assert shown.locator("img:not([alt]), img[alt='']").count() == 0
    assert not wrong
    now, kept = (Image.open(file).convert("RGB") for file in (tmp_path / "now.png", PICTURES / f"{name_of(page)}.png"))
    assert now.size == kept.size
    assert max(ImageStat.Stat(ImageChops.difference(now, kept)).mean) < LIKE


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_fits_a_telephone_in_the_dark(page: str) -> None:
    wrong = []
    with visit(page, width=390, height=844, phone=True, dark=True) as shown:
        for tab in parts_of(shown):
            wrong += [f"{tab}: {one}" for one in (*shown.evaluate(TOO_WIDE), *violations(shown))]
    assert not wrong


def drawing(words: str) -> str:
    """Words that draw a picture of another machine, where they are read as Markdown."""
    return f"![{words}](https://example.org/x.png)"


def test_words_of_a_link_ask_nothing_of_another_machine() -> None:
    question = shipped("paramedic-to-operations-manager")
    shift = {"start": "07:00", "end": "14:30", "unpaid_break_minutes": "0"}
    week = " ".join([*["![](//a.b)"] * 5, "-", "-"])
    question["title"] = question["current"]["name"] = question["offers"][0]["name"] = drawing("a")
    question["current"] |= {"rota": drawing("b"), "unsocial_hours": "section_2"}
    question["policies"] = [{"name": "In force"}, {"name": drawing("p"), "change": {"horizon_years": "11"}}]
    question["rotas"] = {
        drawing("b"): {
            "title": drawing("c"),
            "public_holidays": "worked",
            "shifts": {"![](//a.b)": shift},
            "weeks": [week],
        }
    }
    link = packed(question)
    for page in PAGES:
        with visit(f"{page}?q={link}") as shown:  # it fails where another machine is asked for anything
            if page in ("", "rota"):
                assert shown.locator("h1").inner_text() == drawing("a" if page == "" else "c")
                for tab in shown.get_by_role("tab").all_inner_texts():
                    shown.get_by_role("tab", name=tab, exact=True).click()
                    settled(shown)
            if page == "":
                shown.get_by_text("Everything", exact=True).click()
                choose(shown, "Part of the question", "Policies")


def photograph(shown: Any, target: Path) -> None:
    """A picture of the page as the guide shows it."""
    settled(shown)
    shown.wait_for_timeout(1000)
    shown.screenshot(path=target)


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for one in sys.argv[1:] or PAGES:
        with visit(one, height=HEIGHT) as opened:
            photograph(opened, PICTURES / f"{name_of(one)}.png")
    with visit("", height=HEIGHT, dark=True) as opened:
        photograph(opened, PICTURES / "compare-dark.png")
