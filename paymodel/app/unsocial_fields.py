"""Pay for unsocial hours as people know it: by the rota, as a percentage of basic pay, or in pounds a month."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from paymodel.app import render, state
from paymodel.app.form import Form, Place
from paymodel.app.library import rota_of, rotas_of, whole_post
from paymodel.files.cell_values import number_of
from paymodel.moves.comparison import Result
from paymodel.reports.parts import Worked

ROTA, PERCENT, POUNDS, NONE, HOURS = "Rota", "Per cent", "£ a month", "None", "Hours"
ANNEX_5, SECTION_2 = "annex_5", "section_2"
SCHEMES: dict[str | None, str] = {None: "Section 2", ANNEX_5: "Annex 5 (ambulance, England)"}
GIVEN = (
    *("rota", "if_hours_differ", "annex_5_percent", "annex_5_hours_a_week", "unsocial_hours_payment"),
    *("saturday_night_hours_a_week", "sunday_holiday_hours_a_week"),
    *("saturday_night_hours_a_year", "sunday_holiday_hours_a_year"),
)
"""What a post may say of its unsocial hours: one way of saying it takes the place of the others."""
LEAST_SHARE = 0.02
"""A payment of less than this share of basic pay is asked about: it may be meant by the month, or by the week."""


def draw_unsocial_pay(form: Form, place: Place, label: str) -> None:
    """How unsocial hours of a post are known, then the one field that says them, and which scheme pays them."""
    post = form.value_at(place) or {}
    key = form.key((*place, "unsocial-by"))
    was = st.session_state.get(f"{key}-was")
    held = _way_of(post, was)
    if key not in st.session_state or st.session_state[key] == was:  # the question leads, unless one has just chosen
        st.session_state[key] = held
    ways = [ROTA, PERCENT, POUNDS, NONE, *([HOURS] if held == HOURS else [])]
    way = st.segmented_control(label, ways, key=key, required=True)
    st.session_state[f"{key}-was"] = way
    if way == held and way in (ROTA, NONE, HOURS):
        basic, paid = 0.0, 0.0
    else:
        basic, paid = _amounts(form, place)
    if way != held:
        _change_way(form, place, str(way), basic, paid)
    if way == ROTA:
        own = form.value_at(("rotas",)) or {}
        form.choose((*place, "rota"), "Rota of that post" if place[0] == "offers" else "Rota worked now", rotas_of(own))
    elif way == PERCENT:
        _draw_percent(form, place, basic, paid)
    elif way == POUNDS:
        _draw_pounds(form, place, basic, paid)
    elif way == HOURS:
        render.note("Hours are stated: change them under Everything.")
    if place == ("current",) and way != NONE and form.value_at(("nation",)) == "england":
        before = form.value_at((*place, "unsocial_hours"))
        form.choose((*place, "unsocial_hours"), "Which scheme pays it", _schemes(before))
        _follow_scheme(form, place, before, basic)


def _schemes(held: object) -> dict[str | None, str]:
    return {SECTION_2 if key is None and held == SECTION_2 else key: words for key, words in SCHEMES.items()}


def _way_of(post: Mapping[str, Any], chosen: object) -> str:
    """By what a post states its unsocial hours; between per cent and pounds, as was `chosen`."""
    if rota_of(dict(post)):
        return ROTA
    if post.get("annex_5_percent") or post.get("unsocial_hours_payment"):
        usual = PERCENT if post.get("annex_5_percent") else POUNDS
        return str(chosen) if chosen in (PERCENT, POUNDS) else usual
    return HOURS if any(post.get(name) for name in GIVEN) else NONE


def result_of(worked: Worked | None, place: Place) -> Result | None:
    """What a post of the question comes to, under the first policy; None where that has no answer."""
    if worked is None:
        return None
    case = worked.scenario.cases[0]
    moves = [(number, pattern) for number, post in enumerate(case.offers) for pattern in post.patterns]
    if place == ("current",):
        return worked.held(worked.moves[0])
    at = next((at for at, (number, _) in enumerate(moves) if number == place[1]), 0)
    return worked.moves[at]


def _amounts(form: Form, place: Place) -> tuple[float, float]:
    """Basic pay and unsocial hours pay of a post as they are now, pounds a year; noughts where there is no answer."""
    result = result_of(state.answer(form.question).worked, place)
    if result is None:
        return 0.0, 0.0
    return float(result.payslip["basic_pay"]), float(result.payslip["unsocial_hours_payment"])


def _change_way(form: Form, place: Place, way: str, basic: float, paid: float) -> None:
    """Say the same pay in another way, as far as that can be."""
    on_annex_5 = form.value_at((*place, "unsocial_hours")) == ANNEX_5
    post = whole_post(form.value_at(place) or {})
    for name in GIVEN:
        post.pop(name, None)
    if way == ROTA:
        post["rota"] = "ambulance-ten-week" if place == ("current",) else "monday-to-friday"
    elif way == NONE:
        post.pop("unsocial_hours", None)
    elif on_annex_5:
        post["annex_5_percent"] = _percent_text(paid / basic if basic and paid else 0.25)
    else:
        post["unsocial_hours_payment"] = f"{paid or 0.1 * basic or 1_000.0:.2f}"
    form.put(place, post)
    for name in ("unsocial-percent", "unsocial-pounds", "rota", "unsocial_hours"):
        st.session_state.pop(form.key((*place, name)), None)


def _draw_percent(form: Form, place: Place, basic: float, paid: float) -> None:
    stated = form.value_at((*place, "annex_5_percent"))
    key = form.key((*place, "unsocial-percent"))
    if key not in st.session_state:
        st.session_state[key] = str(stated) if stated else _percent_text(paid / basic if basic else 0.1)
    before = st.session_state.get(f"{key}-read")
    text = st.text_input("Unsocial hours pay, per cent of basic pay", key=key, placeholder="25%", max_chars=20)
    form.watch((*place, "annex_5_percent"), (*place, "unsocial_hours_payment"))
    st.session_state[f"{key}-read"] = text
    number = _read(text.replace("%", ""), "percentage")
    if number is None or (stated and text == before):
        return
    if basic and before is not None:  # Section 2 pays it of basic pay as that is now, whatever else is changed
        _write(form, place, number / 100, number / 100 * basic)


def _draw_pounds(form: Form, place: Place, basic: float, paid: float) -> None:
    key = form.key((*place, "unsocial-pounds"))
    if key not in st.session_state:
        st.session_state[key] = f"{paid / 12:.2f}".removesuffix(".00")
    before = st.session_state.get(f"{key}-read")
    text = st.text_input("Unsocial hours pay, pounds a month", key=key, placeholder="£620", max_chars=20)
    form.watch((*place, "annex_5_percent"), (*place, "unsocial_hours_payment"))
    st.session_state[f"{key}-read"] = text
    number = _read(text, "pounds a month")
    if number is not None and before is not None and text != before:
        _write(form, place, 12 * number / basic if basic else 0.0, 12 * number)
    if number is not None and 0 < 12 * number < LEAST_SHARE * basic:
        share = f"{12 * number / basic:.1%}"
        render.message("warning", f"That is {share} of basic pay. Is it pounds a month, as the payslip shows it?")


def _read(text: str, what: str) -> float | None:
    """A number as people type it; what is wrong with it is said."""
    try:
        number = number_of(text.strip(), "pounds")
    except ValueError as error:
        render.message("error", f"{error}.")
        return None
    if number < 0:
        render.message("error", f"Give the {what} above zero.")
        return None
    return number


def _write(form: Form, place: Place, share: float, pounds_a_year: float) -> None:
    """State the pay: as a percentage where Annex 5 pays it, else in pounds a year."""
    on_annex_5 = form.value_at((*place, "unsocial_hours")) == ANNEX_5
    form.put((*place, "annex_5_percent"), _percent_text(share) if on_annex_5 and share else None)
    amount = None if on_annex_5 or not pounds_a_year else f"{pounds_a_year:.2f}"
    form.put((*place, "unsocial_hours_payment"), amount)


def _follow_scheme(form: Form, place: Place, before: object, basic: float) -> None:
    """Where another scheme pays an amount, state it as that scheme does."""
    after = form.value_at((*place, "unsocial_hours"))
    if after == before or rota_of(form.value_at(place) or {}):
        return
    percent, payment = (form.value_at((*place, name)) for name in ("annex_5_percent", "unsocial_hours_payment"))
    if after == ANNEX_5 and payment and basic:
        _write(form, place, float(str(payment).replace("£", "").replace(",", "")) / basic, 0.0)
    elif after != ANNEX_5 and percent:
        share = float(str(percent).rstrip("% ")) / 100
        _write(form, place, share, share * basic)


def _percent_text(share: float) -> str:
    return f"{round(100 * share, 2):g}%"
