"""A question as the end of a link: packed so that it fits an address. A link holds a scenario and nothing else."""

import base64
import binascii
import json
import zlib
from typing import Any

from paymodel import __version__
from paymodel.counting import counted
from paymodel.errors import Fault, Faults

FORM = "1"
"""How a link is packed. A later form gets another number, and this one is still opened."""
MOST_LETTERS = 8_000
"""The longest link that browsers and mail programs let through unharmed."""
MOST_BYTES = 200_000
MOST_MOVES, MOST_LISTED = 100, 20
"""Moves (posts offered times policies) that a link may ask for, and posts, policies, paths or rotas that it may list.

Each move is a second part of a second of work, which somebody else's link asks of this computer unseen.
"""
FILE = "link"


def pack_link(question: dict[str, Any]) -> str | None:
    """A question as letters that an address may hold; None where they are too many.

    >>> unpack_link(pack_link({"title": "A move"}))
    {'title': 'A move'}
    """
    content = json.dumps({"paymodel": __version__, "scenario": question}, ensure_ascii=False, separators=(",", ":"))
    letters = base64.urlsafe_b64encode(zlib.compress(content.encode(), 9)).decode().rstrip("=")
    text = f"{FORM}.{letters}"
    return text if len(text) <= MOST_LETTERS else None


def unpack_link(text: str) -> dict[str, Any]:
    """The question that a link holds. Raises `Faults` where it is damaged or of a later form."""
    form, _, letters = text.strip().partition(".")
    if form != FORM:
        later = form.isascii() and form.isdigit() and int(form[:9]) > int(FORM)
        words = "is not one of paymodel's; copy it again"
        if later:
            words = "was made by a later version of paymodel; open it there"
        raise Faults([Fault(FILE, "", f"The link {words}, or ask for the scenario file")])
    try:
        raw = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
        unpacked = zlib.decompressobj()
        content = unpacked.decompress(raw, MOST_BYTES)
        if unpacked.unconsumed_tail or not unpacked.eof:
            raise ValueError("cut off, or longer than any question")
        whole = json.loads(content)
        question = _texts(whole["scenario"])
        if not isinstance(question, dict):
            raise ValueError("no scenario")
        json.dumps(question, ensure_ascii=False).encode()  # half of a pair of surrogates is no text
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error, zlib.error):
        words = "is damaged: part of it is missing or changed; copy the whole link again, or ask for the scenario file"
        raise Faults([Fault(FILE, "", f"The link {words}")]) from None
    _refuse_large(question)
    return question


def _refuse_large(question: dict[str, Any]) -> None:
    """Refuse a question that would keep the computer busy for long. A scenario file may ask for more."""

    def count(*place: str) -> int:
        value: Any = question
        for key in place:
            value = value.get(key) if isinstance(value, dict) else None
        return len(value) if isinstance(value, (list, dict)) else 0

    listed = {
        "posts offered": count("offers"),
        "policies": count("policies"),
        "career paths": count("career", "paths"),
        "rotas": count("rotas"),
    }
    ends = "open its scenario file instead"
    faults = [
        Fault(FILE, "", f"holds {number:,} {what}; a link may hold {MOST_LISTED}: {ends}")
        for what, number in listed.items()
        if number > MOST_LISTED
    ]
    moves = listed["posts offered"] * max(listed["policies"], 1)
    if not faults and moves > MOST_MOVES:
        posts, policies = counted(listed["posts offered"], "post"), counted(listed["policies"], "policy", "policies")
        words = f"asks for {counted(moves, 'move')} ({posts} under {policies})"
        faults = [Fault(FILE, "", f"{words}; a link may ask for {MOST_MOVES}: {ends}")]
    if faults:
        raise Faults(faults)


def _texts(data: Any, depth: int = 0) -> Any:
    """Data with every number a text, as the scenario files are read. Raises `ValueError` for what no file can hold."""
    if depth > 20:
        raise ValueError("too deep")
    if isinstance(data, dict):
        return {str(key): _texts(value, depth + 1) for key, value in data.items()}
    if isinstance(data, list):
        return [_texts(value, depth + 1) for value in data]
    if data is None or isinstance(data, str):
        return data
    if isinstance(data, bool):
        return "yes" if data else "no"
    return str(data)
