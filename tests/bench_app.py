"""Measure the app: a slider moved on Compare, beside a slider moved on a page that holds nothing else."""

import sys
import tempfile
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
MOST_TIMES = 3
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
    """Move the slider of a page by a step: milliseconds until the page has changed for the last time."""
    from tests.app import settled

    settled(page)
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowLeft")
    settled(page)
    page.wait_for_timeout(STILL)
    return float(page.evaluate("seen.last - seen.start"))


def section() -> tuple[list[str], list[str]]:
    """The part of the page about the app, and what missed its aim."""
    ours, empty = rerun()
    lines = [
        "## The app",
        "",
        "From a key on a slider in the browser until the page has been drawn again: Compare, and a page that holds a",
        f"slider and its value alone, in turn, the middle of {ROUNDS}. The aim is at most {MOST_TIMES} times.",
        "",
        "| | milliseconds | ratio |",
        "| --- | ---: | ---: |",
        f"| an empty page | {empty:.0f} | 1 |",
        f"| Compare | {ours:.0f} | {ours / empty:.1f} |",
        "",
    ]
    return lines, ["the app"] if ours > MOST_TIMES * empty else []


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.stdout.write("\n".join(section()[0]))
