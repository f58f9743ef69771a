"""A change of the bands beside today: an award, pay points, a pension tier, rates of unsocial hours."""

import datetime
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import streamlit as st

from paymodel.answers.blocks import Bullets, Heading
from paymodel.answers.columns import columns_of
from paymodel.answers.comparison import headline
from paymodel.answers.comparison_tables import title_of
from paymodel.answers.figures import rated_words
from paymodel.answers.pay_points import point_pay, points_in_words, points_table
from paymodel.answers.phrasing import percent, step_words, whole_pounds
from paymodel.answers.tables import Cell, Table, csv_file
from paymodel.app import labels, render, state
from paymodel.app.form import Form
from paymodel.app.full_form import MOST_POLICIES
from paymodel.app.questions import Question, file_of
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.charts.ladder import TODAY_AND_AFTER, ladder_beside, rungs_under, unsocial_share_of, with_share
from paymodel.errors import NotInForce
from paymodel.files.scales import shipped_scales
from paymodel.moves.comparison import Move
from paymodel.reports.parts import Worked
from paymodel.scenarios.schema import DEFAULT_POLICY

COMPARE = "compare"
CHANGE, KEPT = "change", "bands-change"
NAMED = "Changed bands"
EXAMPLE = {"award.percent": "3.3%"}
"""What is shown at first: an award, made up for the question."""
AWARD, POINTS, TIERS, SECTION_2, ANNEX_5, OTHER = (
    "Pay award",
    "Pay points of a band",
    "Pension tiers",
    "Unsocial hours rates (Section 2)",
    "Annex 5 percentages",
    "Another figure",
)
STARTS = {
    AWARD: "award.",
    POINTS: "scales.pay-points.",
    TIERS: "scales.member-pension-contribution.",
    SECTION_2: "scales.section-2-rates.",
    ANNEX_5: "scales.annex-5-percentages.",
}
"""How the paths of each kind of change begin; all others belong to the last."""


def draw(question: Question, worked: Worked) -> None:
    """Draw the tab: what may change, and the move, the ladder and the pay scale today and after."""
    form = _draw_fields(worked)
    change = form.value_at((CHANGE,)) or {}
    st.session_state[KEPT] = change
    if not change:
        render.message("info", "Nothing is changed yet: the fields show today's figures, in grey.")
        return
    trial = beside_today(question, change)
    answer = state.answer(trial)
    faults = [replace(fault, at=fault.at[2:]) if fault.at[:2] == ("policies", 1) else fault for fault in answer.faults]
    rest = form.say_faults(faults)
    if answer.worked is None:
        render.faults(rest or answer.faults, "The change cannot be worked out. The field to correct says so too.")
        return
    _draw_answer(answer.worked)
    _into_compare(question, trial["policies"][1])
    name = trial["policies"][1]["name"]
    file = file_of(trial)
    lines = [
        f"paymodel compare {file}",
        f"paymodel chart ladder {file} -o today.svg",
        shell_line("paymodel", "chart", "ladder", file, "--policy", name, "-o", "after.svg"),
    ]
    draw_commands(trial, lines, "change-file")


def beside_today(question: Question, change: Mapping[str, str]) -> Question:
    """The question under its first policy, and under that with the change on top."""
    first = (question.get("policies") or [{"name": DEFAULT_POLICY}])[0]
    because = "A change of the bands, made up for this question."
    after = {
        "name": _new_name(question, change),
        "because": because,
        "change": {**(first.get("change") or {}), **change},
    }
    return {**question, "policies": [first, after]}


def _new_name(question: Question, change: Mapping[str, str]) -> str:
    taken = {policy.get("name") for policy in question.get("policies") or ()}
    named = name_of_change(change)
    names = (named, *(f"{named} {number}" for number in range(2, 99)))
    return next(name for name in names if name not in taken)


def name_of_change(change: Mapping[str, str]) -> str:
    """What a change of the bands is called: an award by its amount.

    >>> name_of_change({"award.percent": "3.3%"}), name_of_change({"award.pounds": "1500"})
    ('Award of 3.3%', 'Award of £1,500')
    >>> name_of_change({"award.percent": "2%", "award.pounds": "500"}), name_of_change({"pay_points.8a.0": "60300"})
    ('Award of 2% and £500', 'Changed bands')
    """
    if not change or not all(path.startswith("award.") for path in change):
        return NAMED
    amounts = [change["award.percent"]] if "award.percent" in change else []
    with suppress(ValueError):
        amounts += [f"£{float(change['award.pounds']):,.10g}"] if "award.pounds" in change else []
    return f"Award of {' and '.join(amounts)}" if amounts else NAMED


def _draw_fields(worked: Worked) -> Form:
    """The fields of the change: those of each kind that is chosen."""
    scenario = worked.scenario
    held = st.session_state.setdefault(KEPT, dict(EXAMPLE))
    form = Form({CHANGE: dict(held)}, state.revision())
    kinds = [kind for kind in KINDS if kind != ANNEX_5 or scenario.nation != "scotland"]
    key = f"change-kinds-{state.revision()}"
    if key not in st.session_state:
        st.session_state[key] = [kind for kind in kinds if any(_kind_of(path) == kind for path in held)]
    chosen = st.multiselect("What changes", kinds, key=key, placeholder="Choose what changes")
    for path in held:
        if _kind_of(path) not in chosen:
            form.put((CHANGE, path), None)
    for kind in chosen:
        try:
            KINDS[kind](form, scenario.nation, scenario.as_at)
        except NotInForce as error:
            render.message("error", str(error))
    form.watch((CHANGE,))
    return form


def _kind_of(path: str) -> str:
    return next((kind for kind, start in STARTS.items() if path.startswith(start)), OTHER)


def _award(form: Form, _nation: str, _day: datetime.date) -> None:
    left, middle, right = st.columns(3)
    with left:
        form.text((CHANGE, "award.percent"), "Award on every pay point, per cent", placeholder="3.3%")
    with middle:
        form.number((CHANGE, "award.pounds"), "and pounds on top", step=100.0, placeholder="0")
    with right:
        form.choose((CHANGE, "award.pension_tiers"), "Pension tiers", {None: "Rise with it", "stay": "Stay"})


def _values(parameter: str, nation: str, day: datetime.date) -> Any:
    return shipped_scales().in_force(parameter, nation, day).values


def _points(form: Form, nation: str, day: datetime.date) -> None:
    points = _values("pay-points", nation, day)
    names = [band for band in labels.BAND_LABELS if band in points]
    band = st.selectbox(
        "Band", names, index=names.index("8a"), format_func=lambda code: labels.BAND_LABELS[code], key="change-band"
    )
    steps = points[band]
    for number, (column, point) in enumerate(zip(st.columns(len(steps)), steps, strict=True)):
        with column:
            place = (CHANGE, f"{STARTS[POINTS]}{band}.{number}.pounds")
            words = step_words(number + 1, len(steps)).capitalize()
            if point.pounds is not None:  # one that was not found cannot be changed
                form.number(place, f"{words}, pounds a year", step=100.0, placeholder=f"today {point.pounds:,.0f}")


def _tiers(form: Form, nation: str, day: datetime.date) -> None:
    tiers = _values("member-pension-contribution", nation, day)
    low, names = 0.0, []
    for tier in tiers:
        bounds = (
            f"from {whole_pounds(low)}" if tier.up_to is None else f"{whole_pounds(low)} to {whole_pounds(tier.up_to)}"
        )
        names.append(f"{bounds}: {percent(tier.rate)}")
        low = (tier.up_to or 0.0) + 1
    number = st.selectbox(
        "Tier of member contributions, by pensionable pay",
        range(len(tiers)),
        index=min(3, len(tiers) - 1),
        format_func=lambda index: names[index],
        key="change-tier",
    )
    place, tier = f"{STARTS[TIERS]}{number}", tiers[number]
    left, right = st.columns(2)
    with left:
        if tier.up_to is not None:
            label, today = "It holds up to, pounds a year", f"today {tier.up_to:,.0f}"
            form.number((CHANGE, f"{place}.up_to"), label, step=100.0, placeholder=today)
    with right:
        form.text((CHANGE, f"{place}.rate"), "Its rate, per cent", placeholder=f"today {percent(tier.rate)}")


def _section_2(form: Form, nation: str, day: datetime.date) -> None:
    rates = _values("section-2-rates", nation, day)
    names = [band for band in labels.BAND_LABELS if band in rates]
    band = st.selectbox(
        "Band of the rates",
        names,
        index=names.index("6"),
        format_func=lambda code: labels.BAND_LABELS[code],
        key="change-rates",
    )
    left, right = st.columns(2)
    for column, part, label in (
        (left, "lower", "Saturday and night, per cent"),
        (right, "higher", "Sunday and public holiday, per cent"),
    ):
        with column:
            place = (CHANGE, f"{STARTS[SECTION_2]}{band}.{part}")
            form.text(place, label, placeholder=f"today {percent(getattr(rates[band], part))}")


def _annex_5(form: Form, nation: str, day: datetime.date) -> None:
    brackets = _values("annex-5-percentages", nation, day)
    number = st.selectbox(
        "Average unsocial hours a week",
        range(len(brackets)),
        index=len(brackets) - 1,
        format_func=lambda index: f"above {brackets[index].above:g}: {percent(brackets[index].percent)}",
        key="change-bracket",
    )
    place = (CHANGE, f"{STARTS[ANNEX_5]}{number}.percent")
    form.text(place, "Its percentage", placeholder=f"today {percent(brackets[number].percent)}")


def _other(form: Form, _nation: str, _day: datetime.date) -> None:
    held = [path for path in form.value_at((CHANGE,)) or {} if _kind_of(path) == OTHER]
    left, right = st.columns(2)
    key = form.key((CHANGE, "path"))
    if key not in st.session_state:
        st.session_state[key] = held[0] if held else ""
    path = left.text_input(
        "Path of the figure",
        key=key,
        placeholder="scales.overtime.rate",
        max_chars=120,
        help="As a policy writes it: scales.weekly-hours, scales.overtime.rate, offers.all.long_term_premium ...",
    ).strip()
    for other in held:
        if other != path:
            form.put((CHANGE, other), None)
    if path:
        with right:
            form.text((CHANGE, path), "Its value", placeholder="2")


KINDS: dict[str, Callable[[Form, str, datetime.date], None]] = {
    AWARD: _award,
    POINTS: _points,
    TIERS: _tiers,
    SECTION_2: _section_2,
    ANNEX_5: _annex_5,
    OTHER: _other,
}
"""What may change, and what draws its fields."""


def _draw_answer(worked: Worked) -> None:
    """The move, the ladder and the pay scale, today and after."""
    scenario = worked.scenario
    half = len(worked.moves) // 2
    pairs = list(zip(worked.moves[:half], worked.moves[half:], strict=True))
    today, after = pairs[0]
    answer = headline(after, scenario.horizon_years)
    render.answer(f"After the change, {answer[:1].lower()}{answer[1:]}", loses=after.verdict == "loses")
    render.table(_moves(pairs))
    shares = [unsocial_share_of(worked.held(move).payslip) for move in (today, after)]
    note = with_share(shares[0])
    if shares[0] != shares[1]:
        note += f" After the change: {percent(shares[1])}."
    rungs = [rungs_under(move.rule_book, share) for move, share in zip((today, after), shares, strict=True)]
    ladder = ladder_beside(rungs[0], rungs[1], "The change", scenario.nation, scenario.as_at, scenario.id, note)
    render.picture(ladder, "ladder")
    points = [point_pay(move.rule_book, share) for move, share in zip((today, after), shares, strict=True)]
    caption = "Basic pay and take-home pay of every band and step, whole time, today and after the change"
    table = points_in_words(points_table(points[0], points[1], caption))
    with st.expander("Every band and step: take-home pay today, after, and the difference"):
        render.table(table)
        render.note(f"Whole time, in the pension scheme, no student loan. {note}")
        render.download(
            "Data (CSV)", csv_file(points_table(points[0], points[1]), ladder.stamp), "pay-points.csv", "change"
        )
    changed = [figure for figure in after.rule_book.citations.values() if figure.changed]
    sentences = [f"{rated_words(figure)}: {figure.changed}." for figure in changed]
    render.blocks([Heading("What is changed", 2), Bullets(sentences)] if sentences else [])


def _moves(pairs: list[tuple[Move, Move]]) -> Table:
    rows: list[list[Cell]] = []
    for today, after in pairs:
        yearly = (today.take_home_change, after.take_home_change)
        monthly = [round(pounds / 12, 2) for pounds in yearly]
        rows.append([title_of(today), *monthly, *yearly, round(yearly[1] - yearly[0], 2)])
    return Table([*columns_of("post"), *TODAY_AND_AFTER], rows, "Take-home pay on the move, today and after")


def _into_compare(question: Question, policy: Question) -> None:
    policies = question.get("policies") or [{"name": DEFAULT_POLICY}]
    full = len(policies) >= MOST_POLICIES
    if st.button("Add as a policy in Compare", key="press-change-add", type="primary", disabled=full):
        state.open_on_page(COMPARE, {**question, "policies": [*policies, policy]})
    if full:
        render.note(f"Compare holds {MOST_POLICIES} policies at most; drop one there first.")
