"""The app for the tests: a server of this process, and pages of it in a browser that asks nothing of anyone else."""

import atexit
import datetime
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlparse

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import TimeoutError as TooSlow

from paymodel.app.links import unpack_link
from paymodel.app.questions import FIRST, Question, load_shipped
from tests.app_script import WITHIN
from tests.browser import browser

Found = TypeVar("Found")

ROOT = Path(__file__).resolve().parents[1]
OFTEN = 50
"""How often a page is asked whether it stands still, milliseconds; at each frame, it would be drawn for that."""
PATIENCE = int(os.environ.get("PM_PATIENCE", "60000"))
"""How long a page may take on a busy machine, milliseconds."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def serve(
    port: int, log: Path | None = None, script: Path | str = "app.py", *, way: str = "streamlit run", first: str = ""
) -> subprocess.Popen[bytes]:
    """Start the app on a port, and wait until it answers: by streamlit alone, or as `make app` does.

    `first` is a folder that modules are looked for in before any other.
    """
    module = ["streamlit", "run", str(script)] if way == "streamlit run" else ["paymodel.app"]
    command = [sys.executable, "-m", *module, "--server.port", str(port)]
    out: Any = subprocess.DEVNULL if log is None else log.open("ab")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (first, str(ROOT)))),
    }
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    if log is not None:
        out.close()  # the server has its own
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError("the app did not start")
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health") as answer:
                if answer.status == 200:
                    return server
        except OSError:
            time.sleep(0.25)
    server.kill()
    raise RuntimeError("the app did not answer")


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop a server."""
    server.kill()
    server.wait()


@contextmanager
def serving(script: Path | str) -> Iterator[str]:
    """The address of a server of its own, for as long as it is needed."""
    port = free_port()
    server = serve(port, script=script)
    try:
        yield f"http://localhost:{port}"
    finally:
        end(server)


@cache
def address() -> str:
    """The address of the app of this process."""
    port = free_port()
    server = serve(port)
    atexit.register(end, server)
    return f"http://localhost:{port}"


TELEPHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36 Mobi"
AT_REST: dict[bool, list[Any]] = {False: [], True: []}
"""Pages that were visited and left well, of phones and others."""


@cache
def _context() -> Any:
    """Whose pages share what they have read of the app's programs, which is half of the work of opening one."""
    context = browser().new_context(accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    return context


def _page(phone: bool) -> Any:
    """A page that nobody is on, with nothing kept by those that were before."""
    if AT_REST[phone]:
        return AT_REST[phone].pop()
    page = _context().new_page()
    if phone:
        page.context.new_cdp_session(page).send("Emulation.setUserAgentOverride", {"userAgent": TELEPHONE})
    return page


@contextmanager
def visit(
    page: str = "",
    *,
    width: int = 1280,
    height: int = 900,
    dark: bool = False,
    phone: bool = False,
    at: str | None = None,
) -> Iterator[Any]:
    """A page of the app, drawn. It fails where anything is asked of another machine, or an error is shown."""
    base = at or address()
    visited = _page(phone)
    visited.set_viewport_size({"width": width, "height": height})
    visited.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    elsewhere: list[str] = []

    def note(request: Any) -> None:
        if not _ours(request.url, base):
            elsewhere.append(request.url)

    visited.on("request", note)
    try:
        visited.goto(f"{base}/{page}")
        settled(visited)
        if at is None:  # the foot is drawn last
            visited.locator(
                "[data-testid=stCaptionContainer]", has_text="Estimates, not payroll, not advice."
            ).wait_for()
            settled(visited)
        yield visited
        assert visited.locator('[data-testid="stException"]').count() == 0
        assert not elsewhere, elsewhere
    except BaseException:  # what it kept goes with it
        visited.context.close()
        _context.cache_clear()
        for pages in AT_REST.values():
            pages.clear()
        raise
    visited.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    visited.goto("about:blank")
    visited.context.clear_cookies()
    visited.remove_listener("request", note)
    if at is not None:
        visited.close()  # its server may be gone
        return
    AT_REST[phone].append(visited)


def _ours(url: str, base: str) -> bool:
    return url.startswith((base, base.replace("http", "ws", 1), "data:", "blob:", "about:"))


def settled(page: Any) -> None:
    """Wait until the page has drawn what it was asked for."""
    page.wait_for_selector("h1")
    page.wait_for_function(
        """() => !document.querySelector('[data-testid="stStatusWidget"]') &&
        document.querySelector('[data-testid="stApp"]')?.getAttribute('data-test-script-state') !== 'running'""",
        polling=OFTEN,
    )
    page.wait_for_timeout(200)
    page.wait_for_function("() => !document.querySelector('[data-test-script-state=running]')", polling=OFTEN)


LOOK = """([part, colours]) => {
  const lesser = axe._audit.rules.filter(rule => ['moderate', 'minor'].includes(rule.impact))
  const rules = Object.fromEntries(lesser.map(rule => [rule.id, {enabled: false}]))
  const only = colours ? {runOnly: ['color-contrast', 'link-in-text-block']} : {rules}
  return axe.run(part || document, {resultTypes: ['violations'], ...only})
}"""
"""Ask axe for all but what its rules themselves call minor or moderate, or for the rules of colours alone."""


def violations(page: Any, part: str = "", *, colours: bool = False) -> list[str]:
    """What shuts people out of a page, or of a part of it, seriously, and where; in its colours alone, where said."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(LOOK, [part, colours])["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:200]}" for one in grave for node in one["nodes"]]


def asked(page: Any) -> Question:
    """The question that the address holds."""
    found = parse_qs(urlparse(page.url).query).get("q")
    return unpack_link(found[0]) if found else load_shipped(FIRST)


def at(question: Question, path: str) -> Any:
    """What a question holds at a dotted path."""
    here: Any = question
    for part in path.split("."):
        here = here[int(part)] if isinstance(here, list) else here.get(part)
        if here is None:
            return None
    return here


def reaches(page: Any, path: str, value: object) -> None:
    """Wait until the question of the address holds a value at a dotted path."""
    page.wait_for_url(lambda _: at(asked(page), path) == value)


def choose(page: Any, label: str, words: str, *, main: bool = False) -> None:
    """Choose from the last list whose label begins so, by its words: a list of the sidebar, unless said."""
    where = page.get_by_test_id("stMain" if main else "stSidebar")
    box = where.get_by_role("combobox", name=re.compile(rf"(^|\. ){re.escape(label)}( \(|$)")).last
    _until_it_takes(lambda patience: _chosen(page, box, words, patience))
    settled(page)


def _chosen(page: Any, box: Any, words: str, patience: int) -> None:
    if page.get_by_role("option").count() == 0:
        box.click(timeout=patience)
    box.fill(words, timeout=patience)  # a long list holds only what is in sight
    page.get_by_role("option", name=words).first.wait_for(timeout=patience)
    exact = page.get_by_role("option", name=words, exact=True)
    (exact if exact.count() else page.get_by_role("option", name=words)).first.click(timeout=patience)


def taken(page: Any, button: Any) -> Any:
    """The download of a button (or of the only one of this name), which a page that is still moving may miss."""
    found = page.get_by_role("button", name=button, exact=True) if isinstance(button, str) else button

    def take(patience: int) -> Any:
        with page.expect_download(timeout=patience) as coming:
            found.press("Enter", timeout=patience)
        return coming.value

    return _until_it_takes(take)


def file_of(page: Any, button: Any) -> bytes:
    """What stands in the file of a download."""
    return Path(taken(page, button).path()).read_bytes()


def _until_it_takes(act: Callable[[int], Found]) -> Found:
    """Do what a page drawn anew in the meantime may undo: thrice at most."""
    for _ in range(2):
        with suppress(TooSlow):
            return act(PATIENCE // 6)
    return act(PATIENCE)


def on_day(page: Any, label: str, day: datetime.date) -> None:
    """Write another day into a field of days."""
    for part, value in zip(("day", "month", "year"), (day.day, day.month, day.year), strict=True):
        page.get_by_role("spinbutton", name=f"{part}, {label}").click()
        page.keyboard.type(f"{value:04}" if part == "year" else f"{value:02}")
    for _ in range(2):  # past the calendar, out of the field
        page.keyboard.press("Tab")
    settled(page)


def back(page: Any) -> None:
    """Go back as a user does: from a page that stands, which would else write its address again."""
    settled(page)
    page.wait_for_timeout(800)  # a page's address is written last
    page.go_back()


def tick(page: Any, words: str) -> None:
    """Choose one of the radio buttons of the page by its words."""
    page.get_by_test_id("stRadioGroup").get_by_text(words, exact=True).click()
    settled(page)


def show(page: Any, tab: str) -> None:
    """Open a tab of the page, and before it the one that it is within."""
    if tab in WITHIN and not page.locator("[role=tab]").get_by_text(tab, exact=True).count():
        show(page, WITHIN[tab])
    page.locator("[role=tab]").get_by_text(tab, exact=True).click()  # quicker than by the roles of all that is drawn
    settled(page)
