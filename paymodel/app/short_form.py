"""Inputs that give a good answer, with the nation: post held, rota, posts offered, pattern, whole time equivalent."""

import streamlit as st

from paymodel.app import labels, render
from paymodel.app.form import Form, Place
from paymodel.app.names import title_of
from paymodel.app.questions import Question, posts_to_start_from
from paymodel.files.rotas import load_rota, shipped_rotas
from paymodel.workforces.synthetic import SCOTLAND_ROTAS

MOST_OFFERS = 4
SET_ASIDE = "annex-5-set-aside"


def draw_main_inputs(form: Form) -> None:
    """Draw the fields that give a good answer, and choose what follows from them: pattern and scaling."""
    draw_post_held(form)
    form.choose(("current", "rota"), "Rota worked now", rotas_to_choose(form))
    draw_posts_offered(form)
    if form.value_at(("nation",)) == "england":
        _pattern_of_all(form)
    draw_whole_time(form)
    _scale_hours(form)
    form.watch(("person",), ("current",), ("offers",), ("as_at",))


def draw_whole_time(form: Form) -> None:
    """What part of whole time the person works, in either post."""
    form.slide(
        ("person", "whole_time_equivalent"),
        "Whole time equivalent",
        0.1,
        1.0,
        0.05,
        1.0,
        hint="0.6 is three days in five.",
    )


def rotas_to_choose(form: Form) -> dict[str | None, str]:
    """The rotas to choose from: those that the question holds, then the shipped ones."""
    own = form.value_at(("rotas",)) or {}
    options: dict[str | None, str] = {None: "No rota"}
    options |= {name: f"{name} (yours)" for name in own}
    return options | {name: _title_of(name) for name in shipped_rotas() if name not in own}


@st.cache_data(show_spinner=False)
def _title_of(rota: str) -> str:
    return load_rota(rota).title.removesuffix(" (illustration)")


def fit_to_nation(form: Form) -> None:
    """Annex 5 is England's, and Scotland's week is shorter: what does not fit the nation is set aside, and said."""
    scotland = form.value_at(("nation",)) == "scotland"
    swaps = SCOTLAND_ROTAS if scotland else {theirs: ours for ours, theirs in SCOTLAND_ROTAS.items()}
    for place in _posts(form):
        rota = _rota_of(form, place)
        if rota in swaps:
            form.put((*place, "rota"), swaps[rota])
            forget_fields(form, (*place, "rota"))
    if scotland and form.value_at(("current", "unsocial_hours")) == "annex_5":
        form.put(("current", "unsocial_hours"), None)
        st.session_state[SET_ASIDE] = True
    elif not scotland and st.session_state.pop(SET_ASIDE, False):
        form.put(("current", "unsocial_hours"), "annex_5")
    if st.session_state.get(SET_ASIDE):
        render.note("Annex 5 is not used in Scotland: the post held now is paid by Section 2.")


def _scale_hours(form: Form) -> None:
    """Scale the hours of a rota to a contract that they do not fit, part-time or of Scotland; the answer says so."""
    scotland = form.value_at(("nation",)) == "scotland"
    part = form.value_at(("person", "whole_time_equivalent")) not in (None, "1", "1.0")
    for place in _posts(form):
        rota = _rota_of(form, place)
        if rota and (part or (scotland and rota not in SCOTLAND_ROTAS.values())):
            form.put((*place, "if_hours_differ"), form.value_at((*place, "if_hours_differ")) or "scale")


def _posts(form: Form) -> list[Place]:
    return [("current",), *(("offers", number) for number in range(len(form.value_at(("offers",)) or ())))]


def _rota_of(form: Form, place: Place) -> str | None:
    known = posts_to_start_from("leadership").get(str(form.value_at((*place, "post"))), {})
    rota = form.value_at((*place, "rota")) or known.get("rota")
    return None if rota is None else str(rota)


def draw_post_held(form: Form) -> None:
    """Pick a typical post in place of the post held now."""
    library = posts_to_start_from("clinical")
    posts = {f"{post['name']}, {post['step']} step": post for post in library.values()}
    posts |= {
        f"{post['name']}, band 7, top step": {**post, "step": "top"}
        for post in posts_to_start_from("leadership").values()
        if post["band"] == "7"
    }
    held = form.value_at(("current",)) or {}
    own = f"{held.get('name') or 'Post held now'} (band {held.get('band', '?')})"
    same = ("name", "band", "step")
    now = next((name for name, post in posts.items() if all(post[key] == held.get(key) for key in same)), own)
    options = [now, *(name for name in posts if name != now)]
    key = form.key(("current", "preset"))
    if st.session_state.get(key) not in options:
        st.session_state[key] = now
    chosen = st.selectbox(
        "Post held now", options, key=key, help="Typical posts, to start from; change any part under Everything."
    )
    if chosen != now:
        form.put(("current",), dict(posts[chosen]))
        form.put(("person", "years_in_band"), None)
        st.session_state.pop(SET_ASIDE, None)
        fit_to_nation(form)
        _title(form)
        forget_fields(form, ("current",))


def forget_fields(form: Form, place: Place) -> None:
    """Let the fields below a place show what the question holds now."""
    start = form.key(place)
    below = [str(key) for key in st.session_state if str(key) == start or str(key).startswith(f"{start}.")]
    for key in below:
        if not key.endswith(".preset"):
            del st.session_state[key]


def draw_posts_offered(form: Form) -> None:
    """Pick posts of the leadership ladder, beside those that the question holds."""
    offers = form.value_at(("offers",)) or []
    own = {name_with_band(offer, f"Post offered {number}"): offer for number, offer in enumerate(offers, start=1)}
    library = {name_with_band(post): post for post in posts_to_start_from("leadership").values()}
    key = form.key(("offers", "chosen"))
    if key not in st.session_state:
        st.session_state[key] = list(own)
    chosen = st.multiselect(
        "Posts offered",
        list({**own, **library}),
        key=key,
        max_selections=max(MOST_OFFERS, len(own)),
        help="Up to four, from the leadership ladder of the allied health professions and the ambulance service.",
    )
    if not chosen:
        render.note("Choose at least one post; until then the last choice is used.")
    elif chosen != list(own):
        pattern = next((offer.get("pattern") for offer in own.values()), None) or "unsure"
        new = {"pattern": pattern} if form.value_at(("nation",)) == "england" else {}
        form.put(("offers",), [own[name] if name in own else {**library[name], **new} for name in chosen])
        _title(form)


def name_with_band(post: Question, otherwise: str = "Post") -> str:
    """A post in words, so that no two of a library are the same: its name, band and on-call."""
    library = posts_to_start_from("leadership").get(str(post.get("post")), {})
    post = {**library, **post}
    call = post.get("on_call")
    on_call = f", on call {call['frequency']}" if isinstance(call, dict) and call.get("frequency") else ""
    return f"{post.get('name') or otherwise} ({post.get('band') or 'no band'}{on_call})"


def _title(form: Form) -> None:
    """Name the question after its posts."""
    form.put(("title",), title_of(form.question))
    forget_fields(form, ("title",))


def _pattern_of_all(form: Form) -> None:
    offers = form.value_at(("offers",)) or []
    patterns = {offer.get("pattern") for offer in offers}
    held = patterns.pop() if len(patterns) == 1 else None
    key = form.key(("offers", "pattern"))
    if key not in st.session_state:
        st.session_state[key] = held
    pattern = st.radio(
        "Is the unsocial hours pattern of the new post substantially the same?",
        list(labels.PATTERNS),
        format_func=lambda choice: labels.PATTERNS[choice],
        key=key,
        help="Handbook 1.19: it decides whether unsocial hours count among the earnings that a promotion must exceed.",
    )
    if pattern is not None and pattern != held:
        for offer in offers:
            offer["pattern"] = pattern
