"""Every page of the app: open to all, the same on a telephone and in the dark, and as it is shown in the guide."""

import sys
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops, ImageStat

from paymodel.app.links import packed
from paymodel.app.questions import shipped
from tests.app import choose, settled, show, visit

PAGES = ("", "rota", "bands", "workforce", "remedies", "sources")
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 1100
LIKE = 12.0
"""How far a page may be from its picture in the guide: mean difference of a point's colour, of 255."""


def name_of(page: str) -> str:
    return page or "compare"


def worst(page: Any) -> list[str]:
    """Serious and critical violations of the page as it stands."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_open_to_all_and_as_the_guide_shows_it(page: str, tmp_path: Path) -> None:
    """The guide's pictures are made anew by `python -m tests.test_app_pages`; look at each before it is kept."""
    wrong = []
    with visit(page, height=HEIGHT) as shown:
        photograph(shown, tmp_path / "now.png")
        tabs = shown.get_by_role("tab").all_inner_texts()
        for scheme in ("light", "dark"):
            shown.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for tab in tabs or [""]:
                if tab:
                    show(shown, tab)
                wrong += [f"{tab}, {scheme}: {one}" for one in worst(shown)]
        assert shown.locator("h1").count() == 1
        assert shown.locator("img:not([alt]), img[alt='']").count() == 0
    assert not wrong
    now, kept = (Image.open(file).convert("RGB") for file in (tmp_path / "now.png", PICTURES / f"{name_of(page)}.png"))
    assert now.size == kept.size
    assert max(ImageStat.Stat(ImageChops.difference(now, kept)).mean) < LIKE


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_fits_a_telephone(page: str) -> None:
    with visit(page, width=390, height=844, phone=True) as shown:
        wide = shown.evaluate(
            """() => [...document.querySelectorAll('[data-testid=stMain] *')]
            .filter(it => it.getBoundingClientRect().right > innerWidth + 1 && it.getBoundingClientRect().width > 0)
            .filter(it => !it.closest('.pm-scroll, [role=tablist], [data-testid=stTabs], pre, canvas'))
            .map(it => it.outerHTML.slice(0, 120)).slice(0, 5)"""
        )
        assert not wide
        assert not worst(shown)


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
