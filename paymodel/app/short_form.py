"""Inputs that give a good answer, in the words of those who ask: the post now, the post offered, the pattern."""

from typing import Any

import streamlit as st

from paymodel.app import labels, render, state
from paymodel.app.form import Form, Place
from paymodel.app.library import (
    ILLUSTRATION,
    has_illustrated_on_call,
    name_with_band,
    on_call_a_year,
    posts_to_hold,
    posts_to_offer,
    rota_of,
    rotas_of,
    whole_post,
)
from paymodel.app.names import title_of
from paymodel.app.questions import Question
from paymodel.app.unsocial_fields import draw_unsocial_pay
from paymodel.moves.posts import share_kept
from paymodel.pay.job import BANDS
from paymodel.workforces.synthetic import SCOTLAND_ROTAS

MOST_OFFERS = 4
SET_ASIDE = "annex-5-set-aside"
ANOTHER = "Another post: not in the list"
HELD, OFFERED, PATTERN = "ask-held", "ask-offered", "ask-pattern"
"""What the parts of the form are called on the page, so that a button can lead to each."""
OWN_BANDS: dict[str | None, str] = {band: f"Band {band}" for band in BANDS}


def draw_main_inputs(form: Form) -> None:
    """Draw the fields that give a good answer, and choose what follows from them: pattern and scaling."""
    offers = form.value_at(("offers",))
    posts = [form.value_at(("current",)), *(offers if isinstance(offers, list) else [])]
    if len(posts) < 2 or not all(isinstance(post, dict) for post in posts):
        render.note("This question lacks a post held or a post offered: open another, or write them in its file.")
        form.watch(("person",), ("current",), ("offers",), ("as_at",))
        return
    with st.container(key=HELD):
        draw_post_held(form)
        band, step = st.columns(2)
        with band:
            form.choose(("current", "band"), "Band", labels.BAND_LABELS)
        with step:
            form.choose(("current", "step"), "Step", labels.STEPS)
        draw_whole_time(form)
        _scale_hours(form)
        draw_unsocial_pay(form, ("current",), "Unsocial hours pay now, known by")
        _draw_on_call(form, ("current",))
    with st.container(key=OFFERED):
        number = _draw_offer(form)
        place: Place = ("offers", number)
        draw_unsocial_pay(form, place, "Unsocial hours of the new post, known by")
        _draw_on_call(form, place)
    if form.value_at(("nation",)) == "england":
        with st.container(key=PATTERN):
            _pattern_of_all(form)
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
    """The rotas to choose from, or none: those that the question holds, then the shipped ones."""
    return {None: "No rota", **rotas_of(form.value_at(("rotas",)) or {})}


def fit_to_nation(form: Form) -> None:
    """Annex 5 is England's, and Scotland's week is shorter: what does not fit the nation is set aside, and said."""
    scotland = form.value_at(("nation",)) == "scotland"
    swaps = SCOTLAND_ROTAS if scotland else {theirs: ours for ours, theirs in SCOTLAND_ROTAS.items()}
    for place in _posts(form):
        rota = rota_of(form.value_at(place) or {})
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
        rota = rota_of(form.value_at(place) or {})
        if rota and (part or (scotland and rota not in SCOTLAND_ROTAS.values())):
            form.put((*place, "if_hours_differ"), form.value_at((*place, "if_hours_differ")) or "scale")


def _posts(form: Form) -> list[Place]:
    return [("current",), *(("offers", number) for number in range(len(form.value_at(("offers",)) or ())))]


def draw_post_held(form: Form) -> None:
    """Pick a typical post in place of the post held now."""
    posts = posts_to_hold()
    held = form.value_at(("current",)) or {}
    own = f"{held.get('name') or 'Post held now'} (band {held.get('band', '?')})"
    same = ("name", "band", "step")
    now = next((name for name, post in posts.items() if all(post.get(key) == held.get(key) for key in same)), own)
    options = [now, *(name for name in posts if name != now)]
    key = form.key(("current", "preset"))
    if st.session_state.get(key) not in options:
        st.session_state[key] = now
    chosen = st.selectbox(
        "Post held now", options, key=key, help="Typical posts, to start from; change any part below or in Everything."
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


def _draw_offer(form: Form) -> int:
    """The post offered, or which of several the fields below it change; its number."""
    offers = form.value_at(("offers",)) or []
    number = 0
    if len(offers) > 1:
        draw_posts_offered(form)
        offers = form.value_at(("offers",)) or []
        names = [name_with_band(offer, f"Post offered {at}") for at, offer in enumerate(offers, start=1)]
        key = form.key(("offers", "shown", len(offers)))
        number = st.selectbox("Change which post", range(len(offers)), format_func=names.__getitem__, key=key) or 0
    elif offers:
        _draw_one_offer(form, offers[0])
    offer = form.value_at(("offers", number)) or {}
    if whole_post(offer).get("name") not in {post["name"] for post in posts_to_offer().values()}:
        name, band = st.columns([3, 2])
        with name:
            form.text(("offers", number, "name"), "Its name")
        with band:
            form.choose(("offers", number, "band"), "Its band", OWN_BANDS)
    if len(offers) == 1 and st.button("Compare with another post", key="press-another-offer"):
        form.put(("offers",), [*offers, _next_in_ladder(form, offers[0])])
        _title(form)
        state.keep_question(form.question)
        st.rerun()
    return number


def _draw_one_offer(form: Form, offer: Question) -> None:
    library = posts_to_offer()
    now = name_with_band(offer, "Post offered")
    options = list(dict.fromkeys([now, *library, ANOTHER]))
    key = form.key(("offers", "preset"))
    if st.session_state.get(key) != f"{now}" and st.session_state.get(f"{key}-was") == st.session_state.get(key):
        st.session_state[key] = now  # the question leads, unless one has just chosen
    chosen = st.selectbox("Post offered", options, key=key)
    if chosen not in (now, None):
        post = {"name": "Another post", "band": offer.get("band") or "8a", "rota": "monday-to-friday"}
        new = dict(library.get(chosen, post))
        if form.value_at(("nation",)) == "england":
            new["pattern"] = offer.get("pattern") or "different"
        form.put(("offers",), [new])
        fit_to_nation(form)
        _title(form)
        forget_fields(form, ("offers", 0))
        st.session_state[f"{key}-was"] = chosen
    else:
        st.session_state[f"{key}-was"] = now


def _next_in_ladder(form: Form, offer: Question) -> Question:
    """A post of the ladder beside one: the first of a higher band that is not that post."""
    band = str(whole_post(offer).get("band") or "")
    higher = BANDS[BANDS.index(band) + 1 :] if band in BANDS else BANDS
    posts = [*posts_to_offer().values()]
    best = next((post for post in posts for of in higher if post["band"] == of), posts[0])
    return {**best, **({"pattern": "different"} if form.value_at(("nation",)) == "england" else {})}


def draw_posts_offered(form: Form) -> None:
    """Pick posts of the leadership ladder, beside those that the question holds."""
    offers = form.value_at(("offers",)) or []
    own = {name_with_band(offer, f"Post offered {number}"): offer for number, offer in enumerate(offers, start=1)}
    library = posts_to_offer()
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


def _draw_on_call(form: Form, place: Place) -> None:
    """On-call payment of a post, pounds a year: where a library made it up, that is said beside it."""
    post = form.value_at(place) or {}
    held = on_call_a_year(post)
    call = whole_post(post).get("on_call")
    if (held is None and place == ("current",)) or (isinstance(call, dict) and "percent" in call):
        return  # a percentage is a field of Everything
    key = form.key((*place, "on-call-in-sight"))
    was = f"{key}-was"
    if key not in st.session_state or st.session_state[key] == st.session_state.get(was):
        st.session_state[key] = "" if held is None else f"{held}"
    typed = st.text_input("On-call pay, pounds a year", key=key, placeholder="None", max_chars=20).strip()
    st.session_state[was] = typed
    if typed != (held or ""):
        whole = whole_post(post)
        whole.pop("on_call", None)
        whole.pop("on_call_payment", None)
        form.put(place, whole if typed in ("", "0") else {**whole, "on_call_payment": typed})
    elif has_illustrated_on_call(post):
        render.note(
            f"£{float(held or 0):,.0f} is {ILLUSTRATION} from the list of posts. Give your own, or leave it empty."
        )
    form.watch((*place, "on_call_payment"), (*place, "on_call"))


def _title(form: Form) -> None:
    """Name the question after its posts."""
    form.put(("title",), title_of(form.question))
    forget_fields(form, ("title",))


def pattern_cannot_be_same(question: Question) -> str:
    """Why no post offered keeps the pattern of the post held, in words; nothing where one may."""
    offers = [{**offer, "pattern": "different"} for offer in question.get("offers") or []]
    worked = state.answer({**question, "offers": offers}).worked
    if worked is None:
        return ""
    case = worked.scenario.cases[0]
    least = case.rule_book.switches.same_pattern_minimum_share
    kept = [share_kept(case.current, offer) for offer in case.offers]
    known = [share for share in kept if share is not None and share < least]
    if len(known) < len(kept) or not known:
        return ""
    return (
        f"The pattern changes: the new post keeps {max(known):.0%} of the unsocial hours, and counts as the same from"
        f" {least:.0%} on."
    )


def _pattern_of_all(form: Form) -> None:
    """Whether the pattern stays the same: asked where it can, and said where it cannot."""
    offers: list[dict[str, Any]] = form.value_at(("offers",)) or []
    patterns = {offer.get("pattern") for offer in offers}
    held = patterns.pop() if len(patterns) == 1 else None
    why = pattern_cannot_be_same(form.question)
    if why and held in ("different", None):
        render.note(f"{why} So earlier unsocial hours pay does not count when pay on promotion is set (Handbook 1.19).")
        for offer in offers:
            offer["pattern"] = "different"
        return
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
    if why:
        render.note(f"{why} Choose Different.")
    if pattern is not None and pattern != held:
        for offer in offers:
            offer["pattern"] = pattern
