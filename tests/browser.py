"""A real browser for the tests: Chromium without a window, shared by the tests of one process."""

import atexit
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--force-color-profile=srgb"),
    # Pages live too briefly for their programs to be improved, and begin with room enough not to look for rubbish.
    "--js-flags=--no-opt --no-maglev --single-threaded --initial-heap-size=600 --min-semi-space-size=32"
    " --max-semi-space-size=64",
)
BROWSERS = ("chromium-headless-shell", "chromium")
"""The first that is there is taken; it draws the same, with a third less work."""
PACKAGES = ("chromium-headless-shell", "fonts-liberation", "libreoffice-writer-nogui", "libreoffice-calc-nogui")
FONTS = Path("/usr/share/fonts/truetype/liberation")
"""Letters as wide as Arial's, which pictures are measured with."""


def installed(*programs: str) -> str:
    """The path of the first program that is there. Fails saying how to install what the tests need."""
    found = [path for program in programs if (path := shutil.which(program))]
    if not found:
        raise RuntimeError(f"the tests need {programs[0]}: apt-get install {' '.join(PACKAGES)}")
    return found[0]


def install() -> None:
    """Install what is missing of the programs and letters that the tests need, where that is possible."""
    if any(map(shutil.which, BROWSERS)) and shutil.which("soffice") and FONTS.is_dir():
        return
    if shutil.which("apt-get"):
        sys.stderr.write(f"Installing {', '.join(PACKAGES)} ...\n")
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(command, check=False, capture_output=True)
    installed(*BROWSERS)
    installed("soffice")


@cache
def browser() -> Any:
    """The browser of this process."""
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    found = started.chromium.launch(executable_path=installed(*BROWSERS), args=list(FLAGS))
    atexit.register(started.stop)
    atexit.register(found.close)
    return found


@cache
def _kept_page(width: int, height: int) -> tuple[Any, list[str]]:
    """A page of this process that is filled time and again, and what it asks for."""
    return _empty_page(width, height)


def _empty_page(width: int, height: int) -> tuple[Any, list[str]]:
    page = browser().new_page(viewport={"width": width, "height": height})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return page, asked


def _check_asked(asked: list[str]) -> None:
    elsewhere = [url for url in asked if not url.startswith(("data:", "about:", "blob:"))]
    assert not elsewhere, elsewhere


@contextmanager
def page_of(html: str, width: int = 1000, height: int = 900) -> Iterator[Any]:
    """A page that holds some HTML. It fails if the page asks for anything from elsewhere."""
    page, asked = _empty_page(width, height)
    try:
        page.set_content(html, wait_until="load")
        yield page
    finally:
        page.close()
    _check_asked(asked)


def look_at(html: str, program: str, width: int = 1000, height: int = 900) -> Any:
    """What a program of JavaScript finds in a page that runs none of its own. It fails as `page_of` does.

    All such looks of a process share a page: a new one takes six times as long as a look.
    """
    page, asked = _kept_page(width, height)
    page.set_content(html, wait_until="load")
    found = page.evaluate(program)
    _check_asked(asked)
    return found


if __name__ == "__main__":
    install()
