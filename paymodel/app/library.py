"""The posts of the shipped libraries as the form offers them, and what of a post is an illustration of theirs."""

import functools

from paymodel.app.questions import Question, posts_to_start_from
from paymodel.files.rotas import load_rota, shipped_rotas
from paymodel.files.scales import shipped_folder
from paymodel.files.yaml_documents import read_document

ILLUSTRATION = "an illustration"


def whole_post(post: Question) -> Question:
    """A post with what its library says of it, where it names one."""
    known = posts_to_start_from("leadership").get(str(post.get("post")), {})
    return {**known, **{key: value for key, value in post.items() if key != "post"}}


def name_with_band(post: Question, otherwise: str = "Post") -> str:
    """A post in words, so that no two of a library are the same: its name, band and on-call."""
    post = whole_post(post)
    call = post.get("on_call")
    on_call = f", on call {call['frequency']}" if isinstance(call, dict) and call.get("frequency") else ""
    return f"{post.get('name') or otherwise} ({post.get('band') or 'no band'}{on_call})"


def posts_to_hold() -> dict[str, Question]:
    """Typical posts to hold now, by their words: the clinical ones, and those of band 7 of the leadership ladder."""
    posts = {f"{post['name']}, {post['step']} step": post for post in posts_to_start_from("clinical").values()}
    return posts | {
        f"{post['name']}, band 7, top step": {**post, "step": "top"}
        for post in posts_to_start_from("leadership").values()
        if post["band"] == "7"
    }


def posts_to_offer() -> dict[str, Question]:
    """Posts of the leadership ladder, by their words."""
    return {name_with_band(post): post for post in posts_to_start_from("leadership").values()}


def on_call_a_year(post: Question) -> str | None:
    """Pounds a year of on-call as a post states them, as text; None where it states none, or a percentage."""
    post = whole_post(post)
    call = post.get("on_call")
    amount = call.get("pounds_a_year") if isinstance(call, dict) else post.get("on_call_payment")
    return None if amount is None else str(amount)


def has_illustrated_on_call(post: Question) -> bool:
    """Whether the on-call payment of a post is that of a library, which nobody has confirmed."""
    post = whole_post(post)
    call = post.get("on_call")
    return isinstance(call, dict) and tuple(sorted(map(str, call.items()))) in _illustrated()


@functools.cache
def on_call_note() -> str:
    """What the library of leadership posts says of its on-call payments."""
    note = read_document(shipped_folder("scenarios") / "posts" / "leadership.yaml").data["note"]
    return " ".join(str(note)[str(note).index("On-call amounts") :].split())


@functools.cache
def _illustrated() -> frozenset[tuple[str, ...]]:
    calls = [
        post["on_call"]
        for library in ("leadership", "clinical")
        for post in posts_to_start_from(library).values()
        if post.get("on_call")
    ]
    return frozenset(tuple(sorted(map(str, call.items()))) for call in calls)


def rota_of(post: Question) -> str | None:
    """The rota that a post works, by its own word or its library's."""
    rota = whole_post(post).get("rota")
    return None if rota is None else str(rota)


def rotas_of(own: Question) -> dict[str | None, str]:
    """The rotas to choose from: those that a question holds, then the shipped ones."""
    options: dict[str | None, str] = {name: f"{name} (yours)" for name in own}
    return options | {name: title_of_rota(name) for name in shipped_rotas() if name not in own}


@functools.cache
def title_of_rota(rota: str) -> str:
    """The title of a shipped rota."""
    return load_rota(rota).title.removesuffix(" (illustration)")
