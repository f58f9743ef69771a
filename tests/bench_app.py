"""Measure the app: levers moved and pages changed, beside a slider moved on a page that holds nothing else."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
EMPTY = """\
import streamlit as st

st.title("Empty")
st.html(f'<p class="answer">{st.slider("A slider", 0.1, 1.0, 1.0, 0.05)}</p>')
"""
ROUNDS = 20
FEWER = 5
"""How often each lever of Remedies is moved and each page opened."""
MOST_TIMES = 3
MOST_OF_A_LEVER = 1_000
MOST_OF_THE_FIRST = 2_500
SESSIONS, MOST_OF_SESSIONS = 5, 1_000
"""Milliseconds: a lever, the first page of a server that answers, a key where so many sessions press at once."""
STILL = 1_000
"""How long nothing may have changed for a page to stand still, milliseconds."""
WATCH = """() => {
  const seen = window.seen = {};
  addEventListener('keydown', () => { seen.start = performance.now(); }, true);
  new MutationObserver(() => { seen.last = performance.now(); })
    .observe(document.body, {attributes: true, childList: true, subtree: true, characterData: true});
}"""
"""Notes when a key went down and when the page changed last, in the page itself: asking it would slow it."""


def rerun() -> tuple[float, float]:
    """Milliseconds from a key on the slider until the page stands still, the middle of all: ours, the empty page's."""
    from tests.app import address, serving, visit

    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY, encoding="utf-8")
        with serving(script) as other, visit(at=address()) as ours, visit(at=other) as empty:
            ours.evaluate(WATCH)
            empty.evaluate(WATCH)
            times = [(moved(ours), moved(empty)) for _ in range(ROUNDS)]
    return median(one for one, _ in times), median(other for _, other in times)


def moved(page: Any) -> float:
    """Move the first slider of a page by a step: milliseconds until the page has changed for the last time."""
    from tests.app import settled

    settled(page)
    return pressed(page, page.get_by_role("slider").first, "ArrowLeft")


def pressed(page: Any, part: Any, key: str) -> float:
    """Press a key on a part of a page: milliseconds until the page has changed for the last time."""
    part.focus()
    page.keyboard.press(key)
    return stood_still(page)


def stood_still(page: Any) -> float:
    """Milliseconds from the key that was pressed until a page changed for the last time."""
    from tests.app import settled

    page.wait_for_timeout(STILL)
    settled(page)
    page.wait_for_timeout(STILL // 2)
    return float(page.evaluate("seen.last - seen.start"))


def levers() -> Iterator[tuple[str, float]]:
    """Each lever of Remedies that is moved by a key, and milliseconds after it, the middle of some."""
    from tests.app import address, choose, visit

    with visit("remedies", at=address()) as page:
        page.evaluate(WATCH)
        page.get_by_role("combobox", name="Lever").click()
        names = page.get_by_role("option").all_inner_texts()
        page.keyboard.press("Escape")
        for name in names:
            choose(page, "Lever", name, main=True)
            page.wait_for_timeout(STILL)
            slider = page.get_by_test_id("stMain").get_by_role("slider")
            if slider.count():
                slider.first.press("Home")  # from where each key moves it
                stood_still(page)
                yield name, median(pressed(page, slider.first, "ArrowRight") for _ in range(FEWER))


def changes() -> Iterator[tuple[str, float]]:
    """Each page by its name in the navigation, and milliseconds from Enter on its link, the middle of some."""
    from tests.app import address, settled, visit

    with visit(at=address()) as page:
        page.evaluate(WATCH)
        names = page.get_by_test_id("stTopNavLink").all_inner_texts()
        names = [name.splitlines()[-1] for name in names]
        times: dict[str, list[float]] = {name: [] for name in names}
        for _ in range(FEWER):
            for name in (*names[1:], names[0]):
                settled(page)
                link = page.get_by_test_id("stTopNavLink").filter(has_text=name)
                times[name].append(pressed(page, link, "Enter"))
    yield from ((name, median(of_page)) for name, of_page in times.items())


def first_page() -> float:
    """Milliseconds from a new server's first answer until a browser has drawn its first page."""
    from tests.app import end, free_port, serve, settled
    from tests.browser import browser

    port = free_port()
    context = browser().new_context()
    page = context.new_page()
    server = serve(port)
    try:
        start = time.perf_counter()
        page.goto(f"http://localhost:{port}")
        page.locator(".pm-answer").wait_for()
        found = 1_000 * (time.perf_counter() - start)
        settled(page)
    finally:
        end(server)
        context.close()
    return found


def together() -> float:
    """Milliseconds after a key on Compare where several sessions press theirs at once, the middle of all."""
    from tests.app import address, visit

    times = []
    with ExitStack() as open_pages:
        pages = [open_pages.enter_context(visit(at=address())) for _ in range(SESSIONS)]
        for page in pages:
            page.evaluate(WATCH)
        for _ in range(FEWER):
            for page in pages:
                page.get_by_role("slider").first.focus()
            for page in pages:
                page.keyboard.press("ArrowLeft")
            times += [stood_still(page) for page in pages]
    return median(times)


def section() -> tuple[list[str], list[str]]:
    """The part of the page about the app, and what missed its aim."""
    first = first_page()
    ours, empty = rerun()
    of_levers, of_pages, of_sessions = list(levers()), list(changes()), together()

    def row(name: str, taken: float) -> str:
        return f"| {name} | {taken:.0f} | {taken / empty:.1f} |"

    lines = [
        "## The app",
        "",
        "From a key in the browser until the page has been drawn again: a slider of a page that holds it and its value",
        f"alone, and the slider of Compare, in turn, the middle of {ROUNDS}; each lever of Remedies that has a slider,",
        f"and each page from Enter on its link, the middle of {FEWER}; Compare in {SESSIONS} sessions whose keys are",
        f"pressed at once. The aims: Compare at most {MOST_TIMES} times the empty page; milliseconds, a lever",
        f"{MOST_OF_A_LEVER:,}, the first page of a server that answers {MOST_OF_THE_FIRST:,}, sessions at once",
        f"{MOST_OF_SESSIONS:,}.",
        "",
        "| | milliseconds | ratio |",
        "| --- | ---: | ---: |",
        row("an empty page", empty),
        row("Compare", ours),
        *(row(f"Remedies: {name}", taken) for name, taken in of_levers),
        *(row(f"the page {name} is opened", taken) for name, taken in of_pages),
        row(f"Compare, {SESSIONS} sessions at once", of_sessions),
        row("the first page of a server", first),
        "",
    ]
    missed = ["the app"] if ours > MOST_TIMES * empty else []
    missed += [f"the lever {name}" for name, taken in of_levers if taken > MOST_OF_A_LEVER]
    missed += ["the first page"] if first > MOST_OF_THE_FIRST else []
    missed += ["sessions at once"] if of_sessions > MOST_OF_SESSIONS else []
    return lines, missed


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.stdout.write("\n".join(section()[0]))
