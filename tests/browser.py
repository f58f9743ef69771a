"""A real browser for the tests: Debian's Chromium, headless, shared by the tests of one process."""

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
)
PROGRAMS = ("chromium", "soffice")
PACKAGES = ("chromium", "fonts-liberation", "libreoffice-writer-nogui", "libreoffice-calc-nogui")
FONTS = Path("/usr/share/fonts/truetype/liberation")
"""Letters as wide as Arial's, which pictures are measured with."""


def installed(program: str) -> str:
    """The path of a program that the tests need. Fails saying how to install it."""
    found = shutil.which(program)
    if not found:
        raise RuntimeError(f"the tests need {program}: apt-get install {' '.join(PACKAGES)}")
    return found


def install() -> None:
    """Install what is missing of the programs and letters that the tests need, where that is possible."""
    if all(map(shutil.which, PROGRAMS)) and FONTS.is_dir():
        return
    if shutil.which("apt-get"):
        sys.stderr.write(f"Installing {', '.join(PACKAGES)} ...\n")
        subprocess.run(["apt-get", "update", "-qq"], check=False, capture_output=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(command, check=False, capture_output=True)
    for program in PROGRAMS:
        installed(program)


@cache
def browser() -> Any:
    """The browser of this process."""
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    found = started.chromium.launch(executable_path=installed("chromium"), args=list(FLAGS))
    atexit.register(started.stop)
    atexit.register(found.close)
    return found


@contextmanager
def page_of(html: str, width: int = 1000, height: int = 900) -> Iterator[Any]:
    """A page that holds some HTML. It fails if the page asks for anything from elsewhere."""
    page = browser().new_page(viewport={"width": width, "height": height})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.set_content(html, wait_until="load")
        yield page
    finally:
        page.close()
    elsewhere = [url for url in asked if not url.startswith(("data:", "about:", "blob:"))]
    assert not elsewhere, elsewhere


if __name__ == "__main__":
    install()
