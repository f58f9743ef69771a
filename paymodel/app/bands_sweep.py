"""A sweep: one figure varies, and the line shows where the move starts or stops paying."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from paymodel.answers.blocks import Bullets, Heading
from paymodel.answers.comparison_tables import title_with_policy
from paymodel.app import render
from paymodel.app.form import Form
from paymodel.app.questions import Question, file_of, place_of
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.app.worked_out import worked_out
from paymodel.charts.sweeps_line import say_where, sweep_line
from paymodel.moves.comparison import Result
from paymodel.pay.job import BANDS, NO_BAND
from paymodel.reports.parts import Worked
from paymodel.rounding import as_array
from paymodel.scenarios.sweeps import Swept, swept

OWN_PATH = "Another figure, by its path"


@dataclass(frozen=True)
class Choice:
    """What may vary: its path, what it is called on an axis and in a sentence, its bounds, where it starts, its step.

    `sign` is the per cent sign of its values, or nothing; `unstated` is the value of a question that says nothing.
    """

    path: str
    axis: str
    what: str
    bounds: tuple[float, float]
    first: tuple[float, float]
    step: float
    sign: str = ""
    unstated: float | None = 0.0

    def vary(self, low: float, high: float) -> str:
        """What the command line calls it."""
        return f"{self.path}={low:.10g}:{high:.10g}:{self.step:.10g}{self.sign}"


PREMIUM = "offers.all.long_term_premium"
ALWAYS = (
    Choice(
        PREMIUM,
        "Long-term premium of the posts offered, pounds a year",
        "long-term premium",
        (0.0, 12_000.0),
        (0.0, 6_000.0),
        50.0,
    ),
    Choice(
        PREMIUM,
        "Long-term premium of the posts offered, % of basic pay",
        "long-term premium",
        (0.0, 30.0),
        (0.0, 12.0),
        0.25,
        "%",
    ),
    Choice(
        "offers.all.unsocial_hours_payment",
        "Unsocial hours pay in the posts offered, pounds a year",
        "unsocial hours pay in the post offered",
        (0.0, 20_000.0),
        (0.0, 8_000.0),
        100.0,
        unstated=None,
    ),
    Choice(
        "person.whole_time_equivalent",
        "Whole time equivalent",
        "whole time equivalent",
        (0.1, 1.0),
        (0.4, 1.0),
        0.05,
        unstated=1.0,
    ),
    Choice(
        "current.overtime_hours_a_week",
        "Overtime in the post held, hours a week",
        "overtime in the post held",
        (0.0, 15.0),
        (0.0, 8.0),
        0.25,
    ),
    Choice("award.percent", "Pay award, %", "pay award", (0.0, 10.0), (0.0, 6.0), 0.1, "%"),
    Choice("award.pounds", "Pay award, pounds a year", "pay award", (0.0, 6_000.0), (0.0, 3_000.0), 50.0),
    Choice(
        "person.sickness_absence",
        "Sickness absence, share of the year",
        "sickness absence",
        (0.0, 0.3),
        (0.0, 0.12),
        0.005,
    ),
)
ANNEX_5 = Choice(
    "current.annex_5_percent",
    "Annex 5 percentage of the post held",
    "Annex 5 percentage",
    (0.0, 30.0),
    (0.0, 25.0),
    0.5,
    "%",
    None,
)
SECTION_2 = Choice(
    "current.unsocial_hours_payment",
    "Unsocial hours pay of the post held, pounds a year",
    "unsocial hours pay in the post held",
    (0.0, 20_000.0),
    (0.0, 14_000.0),
    100.0,
    unstated=None,
)


def choices_of(worked: Worked) -> list[Choice]:
    """What may vary in a question, the likeliest first."""
    held, offer = worked.held(worked.moves[0]), worked.moves[0]
    likely = [ALWAYS[0], ANNEX_5 if held.post.on_annex_5 else SECTION_2, *ALWAYS[1:]]
    band = int(as_array(offer.post.job.band))
    points = (
        [] if band == NO_BAND else offer.rule_book.pay_points.pounds[band][: offer.rule_book.pay_points.steps(band)]
    )
    if len(points) > 1 and not any(point != point for point in points[:2]):
        bounds = (float(points[0]), float(points[1]))
        name = BANDS[band]
        path = f"scales.pay-points.{name}.0.pounds"
        axis, what = f"First pay point of band {name}, pounds a year", f"first pay point of band {name}"
        likely.insert(2, Choice(path, axis, what, bounds, bounds, 50.0, unstated=bounds[0]))
    return likely


def draw(question: Question, worked: Worked) -> None:
    """Draw the tab: what varies between which values, and the line of one move."""
    known = {choice.axis: choice for choice in choices_of(worked)}
    axis = st.selectbox("What varies", [*known, OWN_PATH], key="sweep-what")
    choice = known.get(axis)
    if choice is None:
        own = _ask_own_path()
        if own is None:
            return
        vary, axis, what = own
    else:
        vary, what = _choose_range(choice), choice.what
    asked = with_scaled_rotas(question, vary.partition("=")[0])
    sweep = worked_out(asked, swept, "These values cannot be worked out.", vary)
    if sweep is None:
        return
    names = [title_with_policy(move, several=len(sweep.scenario.cases) > 1) for move in worked.moves]
    number = 0
    if len(names) > 1:
        number = st.selectbox(
            "Look closer at", range(len(names)), format_func=lambda index: names[index], key="sweep-closer"
        )
        number = min(number or 0, len(names) - 1)
    result, move = worked.moves[number], sweep.moves[number]
    own_value = (
        None if choice is None or asked != question else _own_value(choice, question, worked.held(result), sweep)
    )
    own_place = None if own_value is None else (own_value, result.take_home_change)
    picture = sweep_line(sweep, move, names[number], what, axis, own_place, result.policy_name)
    words = say_where(sweep, move, what) if move.varies else f"{what} is set by the policy, so nothing varies"
    render.answer(f"{names[number]}: {words} ({sweep.exact}).", loses=move.where.direction == "never")
    if asked != question:
        render.note("Rotas are scaled to the contract, so that each part of whole time can be worked out.")
    render.picture(picture, "sweep")
    if len(sweep.moves) > 1:
        render.blocks([Heading("Every move", 3), Bullets([swept_move.words for swept_move in sweep.moves])])
    draw_commands(
        asked, [shell_line("paymodel", "sweep", file_of(asked), "--vary", vary, "-o", "sweep.csv")], "sweep-file"
    )


def _choose_range(choice: Choice) -> str:
    low, high = st.slider(
        "From and to",
        *choice.bounds,
        value=choice.first,
        step=choice.step,
        format="%g%%" if choice.sign else "%g",
        key=f"sweep-range-{choice.axis}",
    )
    if low == high:
        low, high = choice.first
        render.note(f"From and to are the same; {low:,.10g} to {high:,.10g} is shown.")
    return choice.vary(low, high)


def _ask_own_path() -> tuple[str, str, str] | None:
    """A path and values as a user writes them; None until both are there."""
    left, right = st.columns(2)
    path = left.text_input(
        "Path of the figure", key="sweep-path", placeholder="current.on_call_payment", max_chars=120,
        help="As a policy writes it: offers.0.on_call_payment, person.other_pay, scales.overtime.rate ...",
    ).strip()  # fmt: skip
    values = right.text_input(
        "Values: from:to:step", key="sweep-values", placeholder="0:3000:50", max_chars=60, help="0:3000:50 or 0:5:0.25%"
    ).strip()
    if not (path and values):
        render.note("Write a path and its values: they are those of a policy and of the command line.")
        return None
    return f"{path}={values}", path, path


def with_scaled_rotas(question: Question, path: str) -> Question:
    """The question with rotas scaled to the contract, where what varies is the contract."""
    if not path.endswith("whole_time_equivalent"):
        return question
    form = Form(json.loads(json.dumps(question)), 0)
    for place in (("current",), *(("offers", number) for number in range(len(question.get("offers") or ())))):
        library = form.value_at((*place, "post"))
        if (form.value_at((*place, "rota")) or library) and form.value_at((*place, "if_hours_differ")) is None:
            form.put((*place, "if_hours_differ"), "scale")
    return form.question


def _own_value(choice: Choice, question: Question, held: Result, sweep: Swept) -> float | None:
    """The value of the question as it stands, where it has one among those tried."""
    value = choice.unstated
    if choice is ANNEX_5 or choice is SECTION_2:
        pay = float(held.payslip["unsocial_hours_payment"])
        value = pay if choice is SECTION_2 else round(100 * pay / float(held.payslip["basic_pay"]), 2)
    stated = _stated_value(question, choice)
    if stated is not None:
        text = stated.removesuffix("%")
        value = float(text) if stated.endswith("%") == bool(choice.sign) and _is_number(text) else None
    return value if value is not None and sweep.at[0] <= value <= sweep.at[-1] else None


def _stated_value(question: Question, choice: Choice) -> str | None:
    """What the question, or its first policy, says of what varies; a text that is no number where offers differ."""
    form = Form(question, 0)
    policies: Sequence[Question] = question.get("policies") or ()
    if any(choice.path in (policy.get("change") or {}) for policy in policies):
        return "by policy"
    first, every, rest = choice.path.partition(".all.")
    if not every:
        held = form.value_at(place_of(choice.path))
        return None if held is None else str(held)
    values = {str(form.value_at((first, number, rest))) for number in range(len(form.value_at((first,)) or ()))}
    return None if values == {"None"} else values.pop() if len(values) == 1 else "several"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
