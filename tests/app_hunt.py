"""A longer look at the app than the gate has time for: keys held on every slider and number, axe-core everywhere.

`python -m tests.app_hunt` looks at all of it. `--times 3` holds the keys three times in place of twenty; `--only axe`
or `--only keys` does one of the two; `--pages bands remedies` looks at some pages. It ends with 1 where it found
something, which it says.
"""

import argparse
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from playwright.sync_api import Error as NotDone
from playwright.sync_api import TimeoutError as TooSlow

from tests.app import choose, settled, show, violations, visit
from tests.app_script import WITHIN
from tests.test_app_pages import PAGES, TOO_WIDE, name_of

SPEEDS = (33, 150, 250)
"""Milliseconds between two presses: of a held key, of quick and of slow presses."""
STEPS = 8
SLOWER = 4
"""How many times slower the browser's processor is made: an office laptop under load."""
WIDTHS = (1280, 390, 320)
FIELDS = "input[type=range]:not([disabled]), input[type=number]:not([disabled])"
LISTS = {
    "compare": ("Part of the question",),
    "remedies": ("Lever",),
    "bands": ("What varies", "What is changed"),
    "workforce": (),
}
"""Lists of a page that decide which fields it has."""
NEAR, FROM = 1e-6, 20.0
"""How near two numbers are the same; what is written into an empty field first."""


def walk(page: Any, name: str, *, lists: bool = True) -> Iterator[str]:
    """Open a page's parts one after the other: each tab, and each choice of the lists that decide what is there."""
    if name == "workforce":
        page.get_by_role("button", name="Try the demonstration workforce").click()
        page.get_by_role("tab", name="Who loses", exact=True).wait_for()
        settled(page)
    tabs = page.get_by_role("tab").all_inner_texts() or [""]
    for tab in tabs:
        if tab:
            show(page, tab)
        inner = [each for each in page.get_by_role("tab").all_inner_texts() if each not in tabs and each in WITHIN]
        for within in inner or [""]:
            if within:
                show(page, within)
            yield " > ".join(filter(None, (tab, within)))
            if lists:
                yield from _choices(page, name, tab)
    everything = page.get_by_test_id("stSidebar").get_by_text("Everything", exact=True)
    if lists and everything.count() and name == "compare":
        everything.click()
        settled(page)
        yield from _choices(page, name, "Everything")


def _choices(page: Any, name: str, where: str) -> Iterator[str]:
    for label in LISTS.get(name, ()):
        box = page.get_by_role("combobox", name=re.compile(rf"(^|\. ){label}")).last
        if not box.count():
            continue
        box.click()
        words = page.get_by_role("option").all_inner_texts()
        page.keyboard.press("Escape")
        main = not page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile(label)).count()
        for choice in words:
            choose(page, label, choice, main=main)
            yield f"{where} > {choice}"


def open_all(page: Any) -> None:
    """Open every part that is folded."""
    for folded in page.locator("[data-testid=stExpander] details:not([open]) > summary").all():
        with suppress(NotDone):
            folded.click(timeout=2000)
    settled(page)


def hold_keys(page: Any, where: str, times: int, seen: set[str]) -> Iterator[str]:
    """Eight steps down or up in each field that was not seen before, so many times; what went wrong."""
    open_all(page)
    for number in range(page.locator(FIELDS).count()):
        label = _label(page.locator(FIELDS).nth(number))
        if label in seen or not page.locator(FIELDS).nth(number).is_visible():
            continue
        seen.add(label)
        wrong: dict[str, int] = {}
        began = time.monotonic()
        for turn in range(times):
            for apart in SPEEDS:
                for words in _held(page, label, apart, turn):
                    wrong[f"{apart} ms: {words}"] = wrong.get(f"{apart} ms: {words}", 0) + 1
        print(f"  {where}: {label}, {time.monotonic() - began:.0f} s", flush=True)
        yield from (f"{where}: {label}, {count} of {times} times, {words}" for words, count in wrong.items())


def _label(field: Any) -> str:
    words = "it => (it.getAttribute('aria-label') || '') + '|' + it.type + '|' + (it.id.match(/-(\\d+)$/)?.[1] ?? '')"
    return str(field.evaluate(words))


def _field(page: Any, label: str) -> Any:
    found = [each for each in page.locator(FIELDS).all() if _label(each) == label and each.is_visible()]
    return found[0] if found else None


def _number(field: Any) -> float:
    text = str(field.input_value())
    return float(text) if text else 0.0


def _held(page: Any, label: str, apart: int, turn: int) -> Iterator[str]:
    """Hold a key in one field at one speed, then wait until the page is drawn; what is wrong then."""
    field = _field(page, label)
    if field is None:
        yield "the field is gone"
        return
    step, low, high = (field.evaluate(f"it => it.{name}") for name in ("step", "min", "max"))
    size = float(step) if step not in ("", "any") else 1.0
    least, most = (float(bound) if bound else None for bound in (low, high))
    if not field.input_value():  # Streamlit steps no empty field
        field.fill(f"{FROM if most is None else min(FROM, most):g}")
        field.press("Enter")
        settled(page)
        field = _field(page, label)
    before = _number(field)
    down = least is None or before - least >= STEPS * size - NEAR or (most is not None and most - before < STEPS * size)
    down = down if turn % 2 == 0 or most is None or most - before < STEPS * size - NEAR else False
    expected = before + (-1 if down else 1) * STEPS * size
    expected = max(expected, least) if least is not None else expected
    expected = min(expected, most) if most is not None else expected
    is_slider = field.evaluate("it => it.type") == "range"
    key = ("ArrowLeft" if down else "ArrowRight") if is_slider else ("ArrowDown" if down else "ArrowUp")
    field.focus()
    for _ in range(STEPS):
        page.keyboard.press(key)
        page.wait_for_timeout(apart)
    page.wait_for_timeout(1000)
    try:
        settled(page)
    except TooSlow:
        yield f"the page does not come to rest after {key}, at {page.url[-60:]}"
        return
    field = _field(page, label)
    if field is None:
        yield f"the field is gone after {key}"
        return
    if abs(_number(field) - expected) > max(NEAR, size / 100):
        yield f"{before:g} becomes {_number(field):g}, not {expected:g}"
    if not field.evaluate("it => it === document.activeElement"):
        yield "the focus is lost"


def keys(pages: list[str], times: int) -> list[str]:
    """Keys held in every field of some pages."""
    wrong = []
    for name in pages:
        seen: set[str] = set()
        with visit(name, height=1600) as page:
            processor = page.context.new_cdp_session(page)
            processor.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for where in walk(page, name_of(name)):
                wrong += list(hold_keys(page, f"{name_of(name)} > {where}", times, seen))
            processor.send("Emulation.setCPUThrottlingRate", {"rate": 1})
            processor.detach()
    return wrong


def axe(pages: list[str]) -> list[str]:
    """What shuts people out of some pages, at each width, light and dark; and what reaches beyond the window."""
    wrong = []
    for name in pages:
        for width in WIDTHS:
            with visit(name, width=width, phone=width < 640) as page:
                for where in walk(page, name_of(name), lists=width > 640):
                    for colours in ("light", "dark"):
                        page.emulate_media(color_scheme=colours, reduced_motion="reduce")
                        settled(page)
                        found = [*violations(page), *(page.evaluate(TOO_WIDE) if width < 640 else ())]
                        wrong += [f"{name_of(name)} > {where}, {width}, {colours}: {each}" for each in found]
                    page.emulate_media(color_scheme="light", reduced_motion="reduce")
                    settled(page)
                print(f"  {name_of(name)}, {width} pixels: {len(wrong)} found so far", flush=True)
    return wrong


def main() -> int:
    """Look at all of it, and say what is wrong."""
    words = argparse.ArgumentParser(prog="python -m tests.app_hunt", description=__doc__)
    words.add_argument("--times", type=int, default=20, help="how often keys are held in each field (default: 20)")
    words.add_argument("--only", choices=("keys", "axe"))
    words.add_argument("--pages", nargs="*", default=[name_of(page) for page in PAGES])
    asked = words.parse_args()
    pages = [page for page in PAGES if name_of(page) in asked.pages]
    wrong = [] if asked.only == "axe" else keys(pages, asked.times)
    wrong += [] if asked.only == "keys" else axe(pages)
    print("\n".join(dict.fromkeys(wrong)) or "Nothing is wrong.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
