"""What to do with the rota: use it in Compare, save it, and do the same in Python or on the command line."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from paymodel.answers.blocks import Heading
from paymodel.answers.rota import rota_json, rota_table, worth_figures
from paymodel.answers.tables import csv_file
from paymodel.app import render, state
from paymodel.app.form import Place
from paymodel.app.rota_draft import NAME, RotaAnswer, put_in_question, rota_file
from paymodel.app.rota_kept import Kept
from paymodel.app.shell_words import shell_line
from paymodel.moves.assumptions import switches_set
from paymodel.pay.job import BANDS

ON_THE_COMMAND_LINE = (
    *("exactly_half_counts", "break_taken_from"),
    *("weekend_public_holidays", "public_holiday_over_the_cap"),
)


def draw_take(kept: Kept, answer: RotaAnswer | None) -> None:
    """Draw everything that can be done with the rota."""
    use, save = st.columns(2, gap="large")
    with use:
        render.blocks([Heading("Use it in Compare", 2)])
        if answer is None:
            render.note("Correct the rota first.")
        else:
            _draw_use(kept)
    with save:
        render.blocks([Heading("Save it", 2)])
        render.download("Rota file", rota_file(kept.current_draft()), f"{NAME}.yaml", "rota")
        if answer is not None:
            draw_figures_files(answer)
        render.note("The rota file opens here again, under Paste or open, and in any scenario.")
    if answer is not None:
        with st.expander("Do this in Python, or on the command line"):
            render.note("With the rota file beside you:")
            st.code(command_of(answer, kept.asked), language="shell", wrap_lines=True)
            if any(name not in ON_THE_COMMAND_LINE for name, _ in switches_set(answer.rule_book.switches)):
                render.note("The command line sets four of the switches; Python sets all.")
            st.code(python_of(answer, kept.asked), language="python", wrap_lines=True)


def draw_figures_files(answer: RotaAnswer) -> None:
    """The figures of the rota as files."""
    figures = {**answer.shown, **worth_figures(answer.worths)}
    rules, band, rest = answer.rule_book.working_time, answer.band, answer.least_rest
    render.download("Figures as a table (CSV)", lambda: csv_file(rota_table(figures)), "rota-figures.csv", "rota")
    json = "rota-figures.json"
    render.download("Figures as data (JSON)", lambda: rota_json(answer.rota, figures, rules, band, rest), json, "rota")


def _draw_use(kept: Kept) -> None:
    question = state.question()
    held = question.get("current") or {}
    posts: dict[Place, str] = {("current",): f"Post held now: {held.get('name') or 'the post held'}"}
    for number, offer in enumerate(question.get("offers") or ()):
        name = offer.get("name") or offer.get("post") or f"number {number + 1}"
        posts["offers", number] = f"Post offered: {name}"
    place = st.radio(
        "Which post works it?", list(posts), format_func=lambda place: render.plain(posts[place]), key="rota-post"
    )
    if kept.shipped is None and kept.draft.title in (question.get("rotas") or {}):
        render.note("It takes the place of the rota of the same title in your question.")
    if st.button("Use it in Compare", key="press-rota-use", type="primary"):
        used = put_in_question(question, kept.current_draft(), place or ("current",), kept.asked, kept.shipped)
        state.open_on_page("compare", used)


def command_of(answer: RotaAnswer, asked: Mapping[str, Any]) -> str:
    """The command that works the rota out, as it is typed."""
    options = {
        "nation": answer.rule_book.nation,
        "as-at": answer.rule_book.as_at.isoformat(),
        "band": BANDS[answer.band],
        "whole-time-equivalent": f"{answer.whole_time_equivalent:g}",
        "if-hours-differ": asked.get("if_hours_differ", "refuse"),
    }
    switches = answer.rule_book.switches
    names = dict(switches_set(switches)).keys() & set(ON_THE_COMMAND_LINE[1:])
    options |= {name.replace("_", "-"): str(getattr(switches, name)) for name in sorted(names)}
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    words += ["--exactly-half-counts"] if switches.exactly_half_counts else []
    return shell_line("paymodel", "rota", f"{NAME}.yaml", *words)


def python_of(answer: RotaAnswer, asked: Mapping[str, Any]) -> str:
    """The Python that works the rota out."""
    rule_book = answer.rule_book
    switches = dict(switches_set(rule_book.switches))
    given = f"\n    switches={switches!r}," if switches else ""
    return f"""\
import paymodel

answer = paymodel.rota(
    "{NAME}.yaml",
    nation={rule_book.nation!r},
    as_at="{rule_book.as_at}",
    band={BANDS[answer.band]!r},
    whole_time_equivalent={answer.whole_time_equivalent:g},
    if_hours_differ={asked.get("if_hours_differ", "refuse")!r},{given}
)
print(answer.hours.plain, answer.hours.saturday_night, answer.hours.sunday_holiday)
for worth in answer.worths:
    print(worth.way, worth.share, worth.payment, worth.take_home, worth.refused)"""
