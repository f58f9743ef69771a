"""Names that say what is asked: they follow the band, the step and the rota, unless somebody typed them."""

import re
from functools import cache
from typing import Any

from paymodel.app.questions import Question, posts_to_start_from
from paymodel.files.rotas import load_rota, shipped_rotas
from paymodel.files.scales import shipped_folder

Place = tuple[str | int, ...]

TOLD = ("post", "band", "step", "basic_pay", "rota", "unsocial_hours", "annex_5_percent", "annex_5_hours_a_week")
"""What the name of a post may tell."""
BAND = re.compile(r"\bband (?:[1-9][a-d]?)\b", re.IGNORECASE)
OF_THE_ROTA = re.compile(
    r"\brota\b|annex|section 2|24/7|\bweeks?\b|-week|monday|weekday|\bstep\b|\btop\b|\bentry\b|intermediate",
    re.IGNORECASE,
)
"""Words by which a part of a name tells the step, the rota or how it is paid."""
LONGEST = 200


def following_names(before: Question, after: Question, made: set[str]) -> list[Place]:
    """Let the names of posts and the title of a question follow what has changed in it; which places were written.

    A name or a title that somebody typed stays: one that is neither shipped nor `made` here, as those of this session
    are kept.
    """
    written: list[Place] = []
    for place in _posts(after):
        was, now = _at(before, place), _at(after, place)
        changed = {key for key in TOLD if was.get(key) != now.get(key)}
        if not was or not changed or was.get("name") != now.get("name"):
            continue
        given = was.get("name") in made | _shipped_words() or renamed(was, before) == was.get("name")
        name = renamed(now, after, rota=bool(changed - {"band"}))
        if given and name != now.get("name"):
            now["name"] = name
            made.add(name)
            written.append((*place, "name"))
    if before.get("title") == after.get("title") and _asks_otherwise(before, after) and _is_given_title(before, made):
        title = title_of(after)
        made.add(title)
        if title != after.get("title"):
            after["title"] = title
            written.append(("title",))
    return written


def renamed(post: Question, question: Question, *, rota: bool = True) -> str:
    """The name of a post with what it tells of its band, and of step, rota and Annex 5 where asked, as the post has it.

    >>> renamed({"name": "Band 6 paramedic, ten-week rota, Annex 5", "band": "7", "rota": "monday-to-friday"}, {})
    'Band 7 paramedic, Monday to Friday'
    >>> renamed({"name": "Art therapist, band 6", "band": "7"}, {}), renamed({"name": "Head of EPRR", "band": "8c"}, {})
    ('Art therapist, band 7', 'Head of EPRR')
    >>> renamed({"name": "Band 6 paramedic, Monday to Friday, 36 hours, Scotland", "rota": "monday-to-friday"}, {})
    'Band 6 paramedic, Monday to Friday'
    """
    name = str(post.get("name") or "")
    post = {**posts_to_start_from("leadership").get(str(post.get("post")), {}), **post}
    every = _parts_of(name)
    parts = [part for part in every if not rota or not (part in _rota_titles() or OF_THE_ROTA.search(part))]
    told = len(parts) < len(every)
    band = f"and {post['band']}" if post.get("band") else ""
    parts = [BAND.sub(lambda match: f"{match[0][0]}{band}", part) for part in parts] if band else parts
    if not told:
        return ", ".join(parts)[:LONGEST]
    if not parts:
        parts = [f"B{band}" if band else f"Basic pay £{post.get('basic_pay')}"]
    if re.search(r"\bstep\b|\btop\b|\bentry\b|intermediate", name, re.IGNORECASE) and post.get("step"):
        parts.append(f"step {post['step']}" if str(post["step"]).isdigit() else str(post["step"]))
    if post.get("rota"):
        parts.append(_rota_title(str(post["rota"]), question))
    if post.get("unsocial_hours") == "annex_5" or post.get("annex_5_percent"):
        parts.append("Annex 5")
    return ", ".join(parts)[:LONGEST]


def _parts_of(name: str) -> list[str]:
    """What stands between the commas of a name; the title of a rota, which may hold commas, is one part."""
    for title in _rota_titles():
        if title in name:
            before, _, after = name.partition(title)
            return [*_split(before), title, *_split(after)]
    return _split(name)


def _split(words: str) -> list[str]:
    return [part for part in words.strip(", ").split(", ") if part]


def title_of(question: Question) -> str:
    """What a question is about: the post held and the posts offered, by their names.

    >>> title_of({"current": {"name": "Team leader"}, "offers": [{"name": "Manager"}, {"post": "profession-lead-8a"}]})
    'Team leader to Manager or profession-lead-8a'
    """
    offers = " or ".join(str(offer.get("name") or offer.get("post")) for offer in question.get("offers") or [])
    held = (question.get("current") or {}).get("name") or "Post held now"
    return f"{held} to {offers}"[:LONGEST]


def _posts(question: Question) -> list[Place]:
    return [("current",), *(("offers", number) for number in range(len(question.get("offers") or [])))]


def _at(question: Question, place: Place) -> dict[str, Any]:
    if place == ("current",):
        return question.get("current") or {}
    offers = question.get("offers") or []
    number = int(place[1])
    return offers[number] if number < len(offers) else {}


def _asks_otherwise(before: Question, after: Question) -> bool:
    """Whether the title of a question would be another now: a post, or what a name tells of it, has changed."""
    places = _posts(after)
    return len(places) != len(_posts(before)) or any(
        any(was.get(key) != now.get(key) for key in (*TOLD, "name"))
        for was, now in ((_at(before, place), _at(after, place)) for place in places)
    )


def _is_given_title(question: Question, made: set[str]) -> bool:
    title = question.get("title")
    return not title or title in made | _shipped_words() or title == title_of(question)


@cache
def _shipped_words() -> frozenset[str]:
    """The titles of the shipped scenarios, and the names of posts in them and in the libraries."""
    folder = shipped_folder("scenarios")
    texts = [path.read_text(encoding="utf-8") for path in (*folder.glob("*.yaml"), *(folder / "posts").glob("*.yaml"))]
    pattern = re.compile(r"(?:title|name): *(?=([^\n]+))(?=([^,}\n]+))")
    words = (word for text in texts for match in pattern.findall(text) for word in match)
    quoted = (word for text in texts for word in re.findall(r"(?:title|name): *[\"']([^\"'\n]+)", text))
    return frozenset(word.strip().strip("\"'") for word in (*words, *quoted))


@cache
def _rota_titles() -> tuple[str, ...]:
    """The titles of the shipped rotas as names hold them, the longest first: one may begin with another."""
    titles = (load_rota(name).title.removesuffix(" (illustration)") for name in shipped_rotas())
    return tuple(sorted(set(titles), key=len, reverse=True))


def _rota_title(rota: str, question: Question) -> str:
    if rota in (question.get("rotas") or {}):
        return rota
    name = rota.rpartition("/")[2].removesuffix(".yaml")
    return load_rota(name).title.removesuffix(" (illustration)") if name in shipped_rotas() else rota
