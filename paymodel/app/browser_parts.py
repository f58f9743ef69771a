"""Small parts that the browser draws by itself: what is spoken, a button that copies, buttons that lead to a field."""

from functools import cache
from typing import Any

import streamlit as st

from paymodel.app import render

ROOT = """
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".NAME");
  if (!root) {
    root = document.createElement("div");
    root.className = "NAME";
    parentElement.appendChild(root);
  }
  if (root.shown !== data) {
    root.innerHTML = data;
    root.shown = data;
  }
"""
"""How the script of a part begins that shows HTML of ours: once in the page, and written again only when it changed."""


def script_of(root: str, what_it_does: str) -> str:
    """The script of a part: its root, of a class of its own, shows what it is given; then what is done with that."""
    return f"{ROOT.replace('NAME', root)}{what_it_does}}}\n"


SPEAK = """
export default function ({ data }) {
  document.documentElement.lang = "en-GB";
  let live = document.getElementById("pm-live");
  if (!live) {
    live = document.createElement("div");
    live.id = "pm-live";
    live.className = "pm-spoken";
    live.setAttribute("role", "status");
    document.body.appendChild(live);
  }
  if (live.textContent !== data) live.textContent = data;
}
"""
"""One part of the page that stays, whatever is drawn anew: only what is put into such a part is spoken."""
COPY = """
export default function ({ data, parentElement }) {
  let root = parentElement.querySelector(".pm-copy");
  if (!root) {
    root = document.createElement("div");
    root.className = "pm-copy";
    root.innerHTML = '<button type="button"></button><span role="status"></span>';
    parentElement.appendChild(root);
  }
  const [button, said] = root.children;
  if (button.textContent !== data.label) button.textContent = data.label;
  button.onclick = async () => {
    const address = window.location.origin + window.location.pathname + data.ending;
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = data.copied;
    } catch {
      said.textContent = address;
    }
  };
}
"""
LEAD = script_of(
    "pm-asked",
    """  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const go = (tries) => {
      const side = document.querySelector('[data-testid="stSidebar"]');
      const shut = document.querySelector('[data-testid="stExpandSidebarButton"]');
      if (shut) shut.click();
      const part = document.querySelector(".st-key-" + button.dataset.part) || side;
      const field = part && (part.querySelector("input, textarea") || part.querySelector("button"));
      if (field && field.offsetParent !== null) {
        part.scrollIntoView({ block: "start" });
        field.focus();
      } else if (tries) setTimeout(() => go(tries - 1), 100);
    };
    go(20);
  };
""",
)
ADDRESS = """
export default function ({ data }) {
  const put = (text) => {
    const url = new URL(window.location.href);
    if (text) url.searchParams.set(data.name, text);
    else url.searchParams.delete(data.name);
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, "", url);
  };
  put(data.text);
  return () => put("");
}
"""
"""No step that the back button takes."""
RUNS = "runs-of-address"


def put_in_address(name: str, text: str) -> None:
    """Keep a text in the address under a name for as long as this is drawn; an empty one takes the name out of it."""
    st.session_state[RUNS] = st.session_state.get(RUNS, 0) + 1  # the browser acts on what is new alone
    _component("address", ADDRESS)(
        data={"name": name, "text": text, "run": st.session_state[RUNS]}, key=f"{name}-in-address"
    )


def speak(sentence: str) -> None:
    """Let a screen reader say a sentence, once it has changed; once in each run of a page, in whose language it is."""
    _component("speak", SPEAK)(data=sentence, key="speak")


def copy_button(label: str, ending: str, copied: str) -> None:
    """A button that copies the address of this page with another ending, and says so."""
    _component("copy", COPY)(data={"label": label, "ending": ending, "copied": copied}, key="copy-link")


def asked_list(rows: list[tuple[str, str, str]]) -> None:
    """What was asked: what it is, the words, and which part of the question at the side a button leads to."""
    _component("asked", LEAD)(data=render.fill_macro("asked", rows), key="you-asked")


@cache
def _component(name: str, js: str) -> Any:
    return st.components.v2.component(f"paymodel-{name}", js=js, isolate_styles=False)
