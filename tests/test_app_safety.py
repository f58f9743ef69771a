"""The app against who wishes it ill: words that are no words, links that ask for too much, pages from elsewhere."""

import ast
import base64
import json
import re
import socket
import textwrap
import threading
import time
import zlib
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from websockets.sync.client import connect
from websockets.typing import Origin

from paymodel.app import background, frame
from paymodel.app.links import MOST_LISTED, MOST_MOVES, pack_link, unpack_link
from paymodel.app.questions import FIRST, Question, answer_question, load_shipped
from paymodel.app.sessions import expire_sessions
from paymodel.errors import Faults
from paymodel.files.uploads import Upload
from tests.app import asked, choose, end, free_port, serve, settled, show, visit
from tests.app_script import Script

APP = Path(background.__file__).parent
DRAWS = {
    *("caption", "info", "warning", "error", "success", "markdown", "write", "title", "header", "subheader", "toast"),
    *("latex", "badge", "metric", "html"),
}
"""What of Streamlit shows words, and reads Markdown or HTML in them."""
LABELLED = {
    *("selectbox", "button", "expander", "checkbox", "radio", "popover", "download_button", "number_input", "tabs"),
    *("text_input", "text_area", "slider", "select_slider", "multiselect", "file_uploader", "toggle", "date_input"),
    *("segmented_control", "pills", "link_button", "page_link", "status", "spinner", "metric"),
}
"""What of Streamlit has a label, and reads Markdown in it."""
OURS = {
    "bands.py: list(PARTS)",
    "comparison.py: list(parts)",
    "doors.py: st.session_state.pages[name]",
    "frame.py: st.session_state.pages[page]",
    "form.py: label",
    "save_and_share.py: 'Do this on the command line' + (' or in Python' if python else '')",
    "remedies.py: kind",
    "remedies.py: label",
    "remedies.py: words",
    "unsocial_fields.py: label",
    "rota.py: PARTS",
    "rota.py: labels.HOURS_DIFFER[choice]",
    "rota_bring.py: label",
    "rota_edit.py: label",
    "workforce_form.py: label",
    "workforce_form.py: f\"{name[:1].upper()}{name[1:]}{(' (required)' if required else '')}\"",
    "workforce_form.py: f'{part}: {known} of {len(names)} found'",
    "render.py: label",
    "sources.py: [IN_FORCE, VALUES, ASSUMED, WORKED, CITE]",
    "workforce.py: label",
    "workforce.py: names",
}
"""Labels that are put together from words of ours alone. One that joins them is read first: may a user type in it?"""


def calls(module: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def test_words_reach_a_page_through_one_module_alone() -> None:
    wrong = []
    for module in APP.glob("*.py"):
        for call in calls(module):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            of = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
            if of in ("render", "form", "sys.stderr") or not call.args:
                continue
            label = ast.unparse(call.args[0])
            plain = isinstance(call.args[0], ast.Constant) or "plain(" in label
            ours = module.name in ("render.py", "frame.py") and name == "html"  # escaped in templates; a style sheet
            if name in DRAWS and not plain and not ours:
                wrong.append(f"{module.name}, line {call.lineno}: {name} reads Markdown; use render.note or message")
            if name in LABELLED and not plain and f"{module.name}: {label}" not in OURS:
                wrong.append(f"{module.name}, line {call.lineno}: may a user type in the label {label}?")
    assert not wrong


def hostile(tag: str) -> str:
    return f"![{tag}](https://example.org/x.png) <img src=https://example.org/y.png>"


PLAIN = {
    *("html.body", "selectbox.options", "selectbox.raw_value", "text_input.value", "bidi_component.json"),
    *("multiselect.options", "multiselect.raw_values", "code.code_text", "bidi_component.mixed.json"),
}
"""What Streamlit draws as it is: HTML, which our templates escape, and what fields hold and offer."""


def read_as_markdown(app: Script) -> list[str]:
    """The words of a page in which Streamlit may read Markdown: labels and helps of fields, captions, boxes."""
    return [text for place, text in app.sent if place not in PLAIN]


def drawn_from_elsewhere(app: Script) -> list[str]:
    """What of a page asks another machine for a picture, or would where it is read as Markdown."""
    drawing = [words for words in read_as_markdown(app) if re.search(r"!\[|(?<!\\)<img", words)]
    return drawing + app.texts("//img/@src[contains(., 'example.org') or contains(., '//a.b')]")


def test_hostile_words_ask_nothing_of_another_machine_on_remedies() -> None:
    question = load_shipped(FIRST)
    question["title"] = question["current"]["name"] = hostile("a")
    question["offers"] = [{**question["offers"][0], "name": hostile(f"o{number}")} for number in range(2)]
    question["policies"] = [
        {"name": hostile("p")},
        {"name": hostile("q"), "because": hostile("b"), "change": {"offers.all.long_term_premium": "1%"}},
    ]
    app = Script(question, page="remedies")
    app.choose("On top of the policy", hostile("q"))
    app.choose("Post offered", f"{hostile('o1')} (pattern different)")
    app.slide("Long-term premium, pounds a year", 2750.0)
    app.press("Add to Compare as a policy")
    assert hostile("q") in app.said
    assert any(hostile("q") in re.sub(r"\\(.)", r"\1", words) for words in read_as_markdown(app))
    assert not drawn_from_elsewhere(app)
    with visit(f"remedies?q={pack_link(app.question)}") as page:  # it fails where another machine is asked for anything
        choose(page, "On top of the policy", hostile("q"))
        assert page.locator("img[src*='example.org']").count() == 0
        assert hostile("q") in page.get_by_test_id("stMain").inner_text()


def drawing(words: str) -> str:
    """Words that draw a picture of another machine, where they are read as Markdown."""
    return f"![{words}](https://example.org/x.png)"


@cache
def of_drawings() -> Question:
    """A question whose every name, of posts, policies, rotas and shifts, draws a picture of another machine."""
    question = load_shipped(FIRST)
    shift = {"start": "07:00", "end": "14:30", "unpaid_break_minutes": "0"}
    week = " ".join([*["![](//a.b)"] * 5, "-", "-"])
    question["title"] = question["current"]["name"] = question["offers"][0]["name"] = drawing("a")
    question["current"] |= {"rota": drawing("b"), "unsocial_hours": "section_2"}
    question["policies"] = [
        {"name": "In force"},
        {"name": drawing("p"), "change": {"offers.all.long_term_premium": "5%"}},
    ]
    question["rotas"] = {
        drawing("b"): {
            "title": drawing("c"),
            "public_holidays": "worked",
            "shifts": {"![](//a.b)": shift},
            "weeks": [week],
        }
    }
    return question


def test_words_of_a_link_are_read_as_they_are_on_every_page_and_tab() -> None:
    app = Script(of_drawings())
    shown = []
    for page in frame.PAGES:
        if page != "compare":
            app.go(page)
        assert not drawn_from_elsewhere(app), page
        assert app.question == of_drawings()
        for tab in app.parts() if page in ("compare", "rota") else ():
            assert not drawn_from_elsewhere(app), tab
            shown.append(tab)
    assert len(shown) == 15
    app.go("compare")
    app.choose("How much to ask", "Everything")
    for part in ("Post held now", "Posts offered", "Policies", "The person", "Day and switches"):
        app.choose("Part of the question", part)
        assert not drawn_from_elsewhere(app), part


def test_words_of_a_link_ask_nothing_of_another_machine() -> None:
    """In a browser, each kind of element that draws them: those of the form, HTML, and the grids of a rota."""
    question = of_drawings()
    with visit(f"?q={pack_link(question)}") as page:  # it fails where another machine is asked for anything
        assert page.locator("h1").inner_text() == drawing("a")
        show(page, "Month by month")
        page.get_by_text("Everything", exact=True).click()
        choose(page, "Part of the question", "Policies")
        for name, (title, *_) in list(frame.PAGES.items())[1:]:
            page.get_by_role("link", name=title).click()
            heading = drawing("c") if name == "rota" else title
            page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()
            settled(page)
            assert asked(page) == question
            if name == "rota":
                show(page, "Edit")


def many(offers: int, policies: int) -> Question:
    question = load_shipped(FIRST)
    question["offers"] = [{**question["offers"][0], "name": f"Post {number}"} for number in range(offers)]
    question["policies"] = [
        {"name": f"Policy {number}", "change": {"offers.all.long_term_premium": f"{number}%"}}
        for number in range(policies)
    ]
    return question


def test_ten_posts_and_ten_policies_are_all_there() -> None:
    app = Script(many(10, 10))
    assert "Post 9 (pattern different)" in app.words
    assert len(app.texts("//h1")) == 1
    for page in ("bands", "workforce", "remedies", "rota"):
        app.go(page)
        assert len(app.texts("//h1")) == 1, page


def test_a_link_that_asks_for_too_much_is_refused_with_the_limit() -> None:
    for offers, policies, words in (
        (21, 1, "holds 21 posts offered; a link may hold 20: open its scenario file instead"),
        (1, 1_000, "holds 1,000 policies; a link may hold 20: open its scenario file instead"),
        (20, 6, r"asks for 120 moves \(20 posts under 6 policies\); a link may ask for 100: open its scenario file"),
    ):
        said = json.dumps({"paymodel": "0", "scenario": many(offers, policies)}).encode()
        letters = base64.urlsafe_b64encode(zlib.compress(said, 9)).decode().rstrip("=")
        with pytest.raises(Faults, match=words):
            unpack_link(f"1.{letters}")
    largest = many(MOST_LISTED, MOST_MOVES // MOST_LISTED)
    link = pack_link(largest)
    assert link is not None
    assert answer_question(unpack_link(link)).worked is not None  # about two seconds


def test_work_ends_when_its_page_stays_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = {"page"}
    server = SimpleNamespace(is_active_session=lambda session: session in here)
    monkeypatch.setattr(runtime, "exists", lambda: True)
    monkeypatch.setattr(runtime, "get_instance", lambda: server)
    monkeypatch.setattr(background, "GRACE", 0.2)
    steps: list[float] = []
    let = threading.Event()

    def long_work() -> None:
        from paymodel.progress import progress

        while not let.is_set():
            steps.append(time.monotonic())
            progress("still at it")
            time.sleep(0.02)

    held = background.Work("key", session="page")
    held.begin(long_work)
    assert not held.done.wait(0.6)  # the page is open: it goes on beyond the grace
    here.clear()
    closed = time.monotonic()
    assert held.done.wait(30)
    let.set()
    assert held.stopped.is_set()
    assert steps[-1] - closed >= 0.1  # a page that comes back soon finds its work


def test_lists_of_the_same_name_are_told_apart_by_what_they_hold() -> None:
    one, other = Upload("staff.csv", b"id,band\n1,6\n"), Upload("staff.csv", b"id,band\n1,7\n")
    assert one.digest != other.digest
    assert one.digest == Upload("another.csv", one.content).digest
    for module in APP.glob("*.py"):
        named = [call.lineno for call in calls(module) if isinstance(call.func, ast.Name) and call.func.id == "id"]
        assert not named, f"{module.name}, line {named}: what stands at a place in memory may be another thing later"


LISTENS = """
import os, socket
def told(address):
    host = str(address[0]) if isinstance(address, tuple) else "local"
    if host not in ("local", "127.0.0.1", "::1", "localhost", "0.0.0.0", "None", "::"):
        with open(os.environ["PM_ASKED"], "a") as file:
            file.write(host + "\\n")
class Socket(socket.socket):
    def connect(self, address):
        told(address)
        return super().connect(address)
    def connect_ex(self, address):
        told(address)
        return super().connect_ex(address)
    def sendto(self, data, *rest):
        told(rest[-1])
        return super().sendto(data, *rest)
looked_up = socket.getaddrinfo
def getaddrinfo(host, *rest, **more):
    told((host.decode() if isinstance(host, bytes) else host,))
    return looked_up(host, *rest, **more)
socket.socket, socket.getaddrinfo = Socket, getaddrinfo
"""


def from_elsewhere(port: int) -> bytes:
    """What the server says to a page of another site that tries to open its stream."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(
            b"GET /_stcore/stream HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Origin: https://site.example\r\n\r\n"
        )
        return line.recv(200)


def open_page(port: int) -> None:
    """Open the landing page as a browser does, and wait until the server has drawn it."""
    address = f"localhost:{port}"
    with connect(f"ws://{address}/_stcore/stream", origin=Origin(f"http://{address}"), max_size=None) as line:
        asks, told = BackMsg(), ForwardMsg()
        asks.rerun_script.query_string = ""
        line.send(asks.SerializeToString())
        drawn = 0
        while told.WhichOneof("type") != "script_finished":
            told.ParseFromString(line.recv(timeout=60, decode=False))
            drawn += told.WhichOneof("type") == "delta"
        assert told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        assert drawn > 20


@pytest.mark.parametrize("way", ["make app", "streamlit run"])
def test_a_page_from_elsewhere_makes_the_server_ask_nobody(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(textwrap.dedent(LISTENS), encoding="utf-8")
    asked = tmp_path / "asked"
    monkeypatch.setenv("PM_ASKED", str(asked))
    port = free_port()
    server = serve(port, way=way, first=str(tmp_path))
    try:
        if way == "streamlit run":  # there it holds from the first page on, be it opened by whoever uses the app
            open_page(port)
        assert from_elsewhere(port).startswith(b"HTTP/1.1 403")
    finally:
        end(server)
    assert not asked.exists(), asked.read_text(encoding="utf-8")


def test_what_an_ended_session_held_is_let_go() -> None:
    """Streamlit keeps an ended session for a time, and drops it when it next stores another: never, it may be."""
    ended: list[str] = []
    stored: Any = [
        SimpleNamespace(session=SimpleNamespace(id=name, shutdown=partial(ended.append, name))) for name in "ab"
    ]
    storage = MemorySessionStorage(ttl_seconds=0.05)  # type: ignore[arg-type]
    for session in stored:
        storage.save(session)
    assert expire_sessions(storage) == 0
    assert storage.list() == stored
    time.sleep(0.1)
    assert expire_sessions(storage) == 2
    assert ended == ["a", "b"]
    assert "a" not in vars(storage._cache)["_data"]
