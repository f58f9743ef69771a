"""The site of the documentation: every page is found, every link leads somewhere, nothing is asked of anybody else."""

import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import lxml.html
import pytest
import yaml

import paymodel
from paymodel.about import NOT_PAYROLL
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scales import shipped_scales
from paymodel.pay.lines import LINE
from paymodel.reports.method import METHOD
from tasks import finish
from tests.browser import browser
from tests.test_evidence import SOURCES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SETTINGS = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
ELSEWHERE = {
    *("https://digital.nhs.uk", "https://distributed.dask.org", "https://docs.opensafely.org"),
    *("https://github.com", "https://www.gov.uk"),
}
"""Where pages link to beside the publishers of `scales/sources.yaml`."""

VISITED = (
    *("index.md", "guide-hr-director.md", "guide-workforce-planner.md", "guide-policy-staff.md"),
    *("cookbook.md", "method.md", "api.md", "workforce.md"),
)
"""Pages that a browser opens: the first ones that anybody reads, and those with the widest tables."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make site` builds it, from a copy: a warning is an error."""
    folder = tmp_path_factory.mktemp("documentation")
    shutil.copytree(DOCS, folder / "docs")
    shutil.copyfile(ROOT / "mkdocs.yml", folder / "mkdocs.yml")
    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    finish(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    """The address of the site, served on this computer."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name that it has there
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@functools.cache
def pages(site: Path) -> dict[Path, Any]:
    return {path: lxml.html.parse(str(path)).getroot() for path in sorted(site.rglob("*.html"))}


def links(page: Any) -> list[str]:
    return [link for _, name, link, _ in page.iterlinks() if name in ("href", "src")]


def in_nav(entries: Any) -> list[str]:
    """The pages of the navigation, in order."""
    if isinstance(entries, str):
        return [entries]
    inside = entries.values() if isinstance(entries, dict) else entries
    return [page for entry in inside for page in in_nav(entry)]


def test_every_page_stands_once_in_the_navigation() -> None:
    assert sorted(in_nav(SETTINGS["nav"])) == sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))


def test_every_link_and_anchor_of_the_site_leads_somewhere(site: Path) -> None:
    found = pages(site)
    names = {path: {*page.xpath("//@id"), *page.xpath("//a/@name"), ""} for path, page in found.items()}
    astray = []
    for path, page in found.items():
        for link in links(page):
            if urlsplit(link).scheme:
                continue
            where, anchor = urldefrag(unquote(link))
            target = (path.parent / where).resolve() if where else path
            whole = target.is_relative_to(site) and target.is_file()
            if not whole or (target in names and anchor not in names[target]):
                astray.append(f"{path.name}: {link}")
    assert len(found) > len(in_nav(SETTINGS["nav"]))
    assert astray == []


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = [
        f"{path.name}: {link}"
        for path, page in pages(site).items()
        for element, name, link, _ in page.iterlinks()
        if element.tag != "a" and urlsplit(link).scheme not in ("", "data")
    ]
    assert loaded == []


def test_links_to_elsewhere_go_to_known_publishers(site: Path) -> None:
    known = {source.url.split("/")[2] for source in shipped_scales().sources().values()}
    plain = {source.url.split("/")[2] for source in shipped_scales().sources().values() if source.url[:5] == "http:"}
    allowed = {f"https://{host}" for host in known} | {f"http://{host}" for host in plain} | ELSEWHERE
    outside = {
        link
        for path, page in pages(site).items()
        for link in links(page)
        if urlsplit(link).scheme and not (path.name == "evidence.html" and link in SOURCES)
    }
    assert len(outside) >= 2
    assert [link for link in sorted(outside) if "/".join(link.split("/")[:3]).removesuffix("/") not in allowed] == []


def test_blocks_are_read_as_blocks(site: Path) -> None:
    assert [path.name for path, page in pages(site).items() if "```" in page.text_content()] == []


def test_every_public_name_is_described(site: Path) -> None:
    page = lxml.html.parse(str(site / "docs" / "api.html")).getroot()
    assert {f"paymodel.{name}" for name in paymodel.__all__ if name != "__version__"} <= set(page.xpath("//@id"))
    assert "paymodel.__version__" in page.text_content()
    shown = page.text_content()
    assert ">>> paymodel.load_rota(" in shown
    assert "overtime_hours_a_year: ArrayLike" in shown
    assert page.xpath("//blockquote") == []


def test_the_method_is_that_of_the_program() -> None:
    page = " ".join((DOCS / "method.md").read_text(encoding="utf-8").split())
    assert [words for words in METHOD if words not in page] == []
    rows = [f"| {rule.words} | {rule.rests_on} |" for rule in LINE.values()]
    places = [page.find(row) for row in rows]
    assert -1 not in places, rows[places.index(-1)]
    assert places == sorted(places)
    linked = set(re.findall(r"\]\(\.\./scales/([\w/-]+)\.yaml\)", page))
    held = {path.relative_to(ROOT / "scales").with_suffix("").as_posix() for path in (ROOT / "scales").glob("*/*.yaml")}
    assert linked == {*held, "sources"}
    assert {name.rpartition("/")[2] for name in held} == set(PARAMETERS)


def test_pages_ask_nobody_else_and_fit_a_telephone(served: str) -> None:
    shown = browser().new_page(viewport={"width": 390, "height": 844})
    asked: list[str] = []
    failed: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    shown.on("pageerror", lambda error: failed.append(str(error)))
    wide = []
    for name in VISITED:
        shown.goto(f"{served}docs/{name.replace('.md', '.html')}", wait_until="load")
        if shown.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
        foot = shown.locator("footer").inner_text()
        assert NOT_PAYROLL in foot, name
    shown.close()
    assert len(asked) > len(VISITED)
    assert [url for url in asked if not url.startswith((served, "data:", "blob:"))] == []
    assert failed == []
    assert wide == []


def test_the_site_opens_and_is_searched_from_a_folder(site: Path) -> None:
    shown = browser().new_page()
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    shown.goto((site / "index.html").as_uri())
    shown.wait_for_url("**/docs/index.html", wait_until="load")
    shown.locator("button:has-text('Search')").first.click()
    shown.locator("input[placeholder]:visible").fill("promotion protection")
    shown.locator("a:has-text('The rule of each line')").click(timeout=10_000)
    shown.wait_for_url("**/docs/method.html*")
    shown.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
