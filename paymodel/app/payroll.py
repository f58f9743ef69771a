"""Month by month: twelve payslips under a tax code, beside the annual view, and why they differ."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from paymodel.answers.blocks import Heading, Paragraph
from paymodel.answers.payroll import (
    annual_words,
    assumed_blocks,
    conditions,
    months_in_words,
    months_table,
    net_difference,
    part_months,
    payroll_json,
    summary,
    year_lines,
    year_table,
)
from paymodel.answers.phrasing import signed_pounds
from paymodel.answers.tables import Table, csv_file
from paymodel.app import labels, render, state
from paymodel.app.form import Form, draw_bound
from paymodel.app.questions import Question, file_of
from paymodel.app.save_and_share import draw_commands
from paymodel.app.shell_words import shell_line
from paymodel.errors import Fault, PaymodelError, Refused
from paymodel.moves.comparison import Move, Scenario
from paymodel.moves.payroll import PayrollYear, days_to_move
from paymodel.moves.posts import Post
from paymodel.pay.calendar import pay_year
from paymodel.reports.parts import Worked
from paymodel.scenarios.payroll import payroll

WITHIN, HELD, OFFERED = "A move within the year", "The post held, all year", "The post offered, all year"
BASES = {False: "Cumulative", True: "Month 1"}
CODE, DAY = ("--tax-code",), ("--promoted-on",)
BESIDE = {"tax_code": CODE, "--tax-code": CODE, "--promoted-on": DAY}
"""Beside which field a refusal is said, by the place that it names."""


@dataclass
class Asked:
    """What is asked of the payslips beside the question: kept in the session."""

    posts: str = WITHIN
    day: datetime.date | None = None
    code: str = ""
    month_1: bool = False

    def options(self, worked: Worked, move: Move) -> dict[str, str]:
        """What is asked as the options of `paymodel payroll`, without their dashes; nothing for one without a value."""
        scenario, options = worked.scenario, dict[str, str]()
        if len(scenario.cases) > 1:
            options["policy"] = move.policy_name
        if self.posts != HELD:
            moves = [other for other in worked.moves if other.policy_name == move.policy_name]
            first, _ = pay_year(scenario.as_at)
            options["promoted_on"] = str(first if self.posts == OFFERED else self.day or scenario.as_at)
            if len({other.post.name for other in moves}) > 1:
                options["offer"] = move.post.name
            if move.post.pattern == "unsure":
                options["pattern"] = str(move.pattern)
        if self.code.strip():
            options["tax_code"] = self.code.strip()
        if self.month_1:
            options["month_1"] = ""
        return options


def draw_payslips(worked: Worked, move: Move) -> None:
    """The answer, what is asked, the payslips, and the year beside the annual view."""
    top = st.container()
    asked = st.session_state.setdefault("payroll", Asked())
    form = Form(state.question(), state.revision())
    _draw_fields(asked, form, worked.scenario, move.post)
    question = form.question
    state.keep_question(question)
    now = state.answer(question).worked
    if now is None:
        return
    options = asked.options(now, move)
    try:
        year = twelve_payslips(now.scenario, options)
    except PaymodelError as error:
        place = error.place if isinstance(error, Refused) else ""
        message = error.message if isinstance(error, Refused) else str(error)
        rest = form.say_faults([Fault("", place, message, at=BESIDE.get(place, ()))])
        with top:
            if rest:
                render.faults(rest, "The payslips cannot be worked out.")
            else:
                render.note("The payslips cannot be worked out yet. The field to correct says so too.")
        return
    with top:
        render.answer(summary(year), loses=False)
    _months(now.scenario, year)
    _year(year)
    _draw_downloads(now.scenario, year, question, options)
    with st.expander("Assumptions, and the figures used"):
        render.blocks(assumed_blocks(now.scenario, year))


def twelve_payslips(scenario: Scenario, options: Mapping[str, str]) -> PayrollYear:
    """The payslips that the options of the command ask for. Raises as `payroll` does."""
    day = options.get("promoted_on")
    return payroll(
        scenario,
        promoted_on=None if day is None else datetime.date.fromisoformat(day),
        offer=options.get("offer"),
        policy=options.get("policy"),
        pattern=options.get("pattern"),
        tax_code=options.get("tax_code"),
        month_1="month_1" in options,
    )


def _draw_fields(asked: Asked, form: Form, scenario: Scenario, offer: Post) -> None:
    draw_bound(
        asked,
        "posts",
        "payroll-posts",
        st.radio,
        "Which post, April to March",
        [WITHIN, HELD, OFFERED],
        horizontal=True,
    )
    day, code, basis = st.columns([3, 3, 4], gap="medium")
    with day:
        _draw_day(asked, scenario, offer)
        form.watch(DAY)
    with code:
        draw_bound(
            asked,
            "code",
            "payroll-code",
            st.text_input,
            "Tax code",
            placeholder="The standard code",
            max_chars=20,
            help="As the payslip shows it, without W1, M1 or X: such as 1257L, S1257L, C1257L, K585, 0T, BR, D0 or NT.",
        )
        form.watch(CODE)
    with basis:
        draw_bound(
            asked,
            "month_1",
            "payroll-basis",
            st.radio,
            "Basis of the tax code",
            list(BASES),
            format_func=lambda basis: BASES[basis],
            horizontal=True,
            help="Month 1: the payslip shows W1, M1 or X after the code, and each month is taxed on its own.",
        )
    form.yes_no(
        ("switches", "enhancements_in_arrears"),
        "Enhancements and overtime are paid a month after they are worked",
        unstated=False,
    )
    with st.expander("Where law or local practice is unsure", key="payroll-switches"):
        form.choose(("switches", "part_month_by"), "Pay for part of a month goes by", labels.PART_MONTHS)
        form.choose(("switches", "pension_tier_by"), "The pension tier of a month is that of", labels.TIERS)
        form.choose(("switches", "national_insurance_rounding"), "National Insurance is rounded", labels.INSURANCE)


def _draw_day(asked: Asked, scenario: Scenario, offer: Post) -> None:
    """The first day in the post offered: within the pay year, or such that a secondment reaches into it."""
    first, last = days_to_move(pay_year(scenario.as_at), offer)
    key = "payroll-day"
    day = min(max(st.session_state.get(key) or asked.day or scenario.as_at, first), last)
    asked.day = st.session_state[key] = day
    draw_bound(
        asked,
        "day",
        key,
        st.date_input,
        "First day in the post offered",
        min_value=first,
        max_value=last,
        format="DD/MM/YYYY",
        disabled=asked.posts != WITHIN,
        help="A secondment may have begun before the year; when it is over, the post held is held again."
        if offer.lasts_years
        else "Any day of the pay year; the days of a month before it are paid in the post held.",
    )
    asked.day = asked.day or day  # an emptied field keeps its day


def _months(scenario: Scenario, year: PayrollYear) -> None:
    render.blocks([Paragraph(conditions(scenario, year))])
    table = months_in_words(year)
    if render.on_a_phone():
        _folded(table)
    else:
        render.table(table)
    render.blocks([Paragraph(words) for words in part_months(year)])


def _folded(table: Table) -> None:
    """The payslips as a telephone has room for them: gross and take-home pay, and all lines when a month is opened."""
    few = table.pick("month", "gross_pay", "take_home_pay")
    lines = table.labels[1:]
    rows = [
        (month, cells, [": ".join(line) for line in zip(lines, all_cells, strict=True)])
        for (month, *cells), (_, *all_cells) in zip(few.words(), table.words(), strict=True)
    ]
    render.folding_table(rows, few.headings(), f"{table.caption}: open a month to see all of it")


def _year(year: PayrollYear) -> None:
    """The year beside the annual view: every line opens to say why it differs."""
    render.blocks([Heading("The year beside the annual view"), Paragraph(annual_words(year))])
    table, rows = year_table(year), []
    for line, (label, *cells) in zip(year_lines(year), table.words(), strict=True):
        why = [
            f"{signed_pounds(difference.pounds)}: {difference.words}"
            for difference in year.differences
            if difference.line == line
        ]
        rows.append((label.strip(), cells, why))
    render.folding_table(rows, table.headings(), "Open a line to see why it differs")
    words = f"Together the reasons change take-home pay by {signed_pounds(net_difference(year))}."
    rest = "A line that does not open has no reason of its own: it follows from those that do, or is rounded monthly."
    render.blocks([Paragraph(f"{words} {rest}" if year.differences else "They do not differ.")])


def _draw_downloads(scenario: Scenario, year: PayrollYear, question: Question, options: Mapping[str, str]) -> None:
    """Everything to take away, and the command that gives the same."""
    with st.container(horizontal=True):
        render.download("Twelve payslips (CSV)", lambda: csv_file(months_table(year)), "payslips.csv", "payroll")
        render.download("Beside the annual view (CSV)", lambda: csv_file(year_table(year)), "year.csv", "payroll")
        render.download("All of it as data (JSON)", lambda: payroll_json(scenario, year), "payroll.json", "payroll")
    file = file_of(question)
    words = ["paymodel", "payroll", file]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", *([value] if value else [])]
    python = _python_words(file, options)
    draw_commands(question, [shell_line(*words)], "payroll", python=python, report=False)


def _python_words(file: str, options: Mapping[str, str]) -> str:
    given = [f"{name}={value or True!r}" for name, value in options.items() if name != "promoted_on"]
    if "promoted_on" in options:
        given.insert(0, f'promoted_on="{options["promoted_on"]}"')
    lines = [
        "import paymodel",
        "",
        f"year = paymodel.payroll({', '.join([repr(file), *given])})",
        'print(year.slips["take_home_pay"].tolist(), year.totals["take_home_pay"])',
    ]
    return "\n".join(lines)
