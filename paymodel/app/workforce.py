"""Workforce: who loses across a staff list, and ways to fix it. The list stays in this process's memory."""

import datetime
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

import streamlit as st

from paymodel.about import NATIONS
from paymodel.answers.blocks import Heading, Paragraph
from paymodel.answers.tables import csv_file
from paymodel.answers.workforce import QUALITY_FILE, Published
from paymodel.answers.workforce_phrasing import (
    next_rungs,
    quality_blocks,
    without_names,
)
from paymodel.answers.workforce_tables import quality_table
from paymodel.app import background, render, state
from paymodel.app.doors import draw_doors
from paymodel.app.plain_words import HEADING_ROW
from paymodel.app.questions import today
from paymodel.app.sessions import ENDED, WHEN_LET_GO, list_is_lost
from paymodel.app.workforce_answer import (
    draw_downloads,
    draw_groups,
    draw_losers,
    draw_pay_bill,
    draw_picture,
    draw_remedies,
    stamp_of_answer,
)
from paymodel.app.workforce_form import Held, asked_of, draw_columns, draw_fields
from paymodel.app.workforce_question import (
    DEMONSTRATIONS,
    Asked,
    StaffList,
    answer_workforce,
    check_rows,
    demonstration,
    mapping_name,
    missing_columns,
    of_workbook,
    open_list,
    shipped_policies,
    shipped_posts,
)
from paymodel.app.workforce_words import draw_words
from paymodel.charts.workforce_losers import losers
from paymodel.errors import Fault, Faults
from paymodel.files.file_kinds import TABLE_ENDINGS
from paymodel.files.mappings import guessed, load_mapping
from paymodel.files.sheet_shown import LAST_ROW
from paymodel.files.uploads import Source, Upload
from paymodel.reports.template import template
from paymodel.workforces.row_by_row import Quality

OPEN, LIST, READ, ANSWER = "workforce", "staff-list", "staff-rows", "workforce-answer"
"""What the open list and the work on it are called in the session."""
TEMPLATE_FILE = "trust.xlsx"
MEGABYTES = 200
"""The largest staff list that is taken; the same stands in config.toml."""
LOSE, GROUPS, COSTS, BILL = "Who loses", "By group", "Ways to fix it", "Pay bill"
SURE, TAKE = "How sure", "Download"
QUALITY, COLUMNS = "Data quality", "Columns"


def uploads_stay_in_memory() -> None:
    """Keep the server from writing an upload to a temporary file, as it would above one megabyte."""
    parser = import_module("starlette.formparsers").MultiPartParser
    parser.spool_max_size = max(parser.spool_max_size, 2 * MEGABYTES * 1024 * 1024)


uploads_stay_in_memory()


def page() -> None:
    """Open a list, then ask."""
    draw_doors("workforce")
    render.title("Workforce", note=render.BEHIND if OPEN in st.session_state else "")
    held: Held | None = st.session_state.get(OPEN)
    if held is None:
        _nothing_open()
        return
    _draw_list(held)


def has_own_list() -> bool:
    """Whether a staff list of the user's own is open, whichever page is shown: it would be lost with the page."""
    held: Held | None = st.session_state.get(OPEN)
    return held is not None and not isinstance(held.source, Path)


def _nothing_open() -> None:
    if list_is_lost():
        render.message("warning", ENDED)
    render.blocks(
        [
            Paragraph(
                "Test leadership posts against everybody in a staff list: who would take home less by moving, by post"
                " and by group, which remedy costs least, and what each costs. Small numbers are redacted."
            )
        ]
    )
    left, right = st.columns(2, gap="large")
    with left:
        render.blocks([Heading("Try it on invented people", 2)])
        for number, (kind, words) in enumerate(DEMONSTRATIONS.items()):
            label = "Try the demonstration workforce" if number == 0 else f"The same for {words}"
            if st.button(label, type="secondary" if number else "primary", key=f"press-demonstration-{kind}"):
                _take_list(demonstration(kind), kind)
    with right:
        render.blocks([Heading("Open your staff list", 2)])
        file = st.file_uploader(
            "Staff list: CSV, a workbook (Excel, .ods) or Parquet",
            type=[ending[1:] for ending in TABLE_ENDINGS],
            key="staff-file",
            max_upload_size=MEGABYTES,
        )
        render.note(
            f"Up to {MEGABYTES} MB; larger lists go through the command line. The list stays in this computer's memory:"
            f" it is written to no disk, log or link, and is let go {WHEN_LET_GO}. Closing paymodel lets go of all."
        )
        if file is not None:
            _take_list(Upload(file.name, file.getvalue()))
        render.note("Or fill one workbook in: staff, posts, policies and rotas, with lists to choose from. No YAML.")
        day, nation = datetime.date.fromisoformat(today()), state.question().get("nation")
        kinds = (
            (nation if nation in NATIONS else NATIONS[0], False),
            (NATIONS[0], True),
        )  # the invented are in England
        blank, tried = (partial(template, nation, day, TEMPLATE_FILE, example=example) for nation, example in kinds)
        with st.container(horizontal=True):
            render.download("A workbook to fill in (Excel)", blank, TEMPLATE_FILE, "template")
            render.download("The same with invented people", tried, f"example-{TEMPLATE_FILE}", "template")
    example = _example()
    render.blocks([Heading("An answer, for the invented staff of an ambulance trust", 2)])
    render.answer(example.headline, loses=True)
    draw_picture(losers(example.summary, stamp_of_answer(example)), "workforce-example", example)


@st.cache_resource(show_spinner=False)
def _example() -> Published:
    """The answer for the demonstration: nobody's data, so every session may share it."""
    return answer_workforce(_demonstrated("ambulance"), 0, "template")


def _demonstrated(kind: str) -> Asked:
    return Asked(demonstration(kind), None, load_mapping("template"), shipped_posts(kind), shipped_policies())


def _take_list(source: Source, kind: str = "") -> None:
    """Open a list; the demonstration is asked at once."""
    revision = st.session_state.get("workforce-revision", 0) + 1
    st.session_state["workforce-revision"] = revision
    held = Held(source, revision)
    if kind:
        held.posts = kind
    else:
        try:
            if (book := of_workbook(source)) is not None:
                held.take_up(book)
        except Faults as error:
            render.faults(error.faults, "This workbook cannot be used yet.")
            return
    st.session_state[OPEN] = held
    st.session_state["workforce-at-once"] = bool(kind)
    st.rerun()


def _forget_list() -> None:
    for name in (LIST, READ, ANSWER):
        background.forget_work(name)
    st.session_state.pop(OPEN, None)


def _draw_list(held: Held) -> None:
    held.slots = {}
    top = st.container(key="staff-list-top", horizontal=True, vertical_alignment="center")
    begin = top.container(width="content")
    with top:
        invented = ", invented people" if isinstance(held.source, Path) else ""
        render.blocks([Paragraph(f"Staff list: {held.source.name}{invented}")])
        if st.button("Use another list", key="press-another-list"):
            _forget_list()
            st.rerun()
    staff_list = _followed_list(held)
    if staff_list is None:
        return
    if held.mapping is None:
        held.begin_columns(guessed(staff_list.headings), staff_list.headings)
    held.catch_up()
    with st.sidebar:
        offered = draw_fields(held, staff_list)
    asked = asked_of(held, staff_list, offered)
    lacking = missing_columns(asked.mapping)
    if lacking:
        held.by_hand = True
        words = " and ".join(name.replace("_", " ") for name in lacking)
        render.blocks([Paragraph(f"Say below which heading holds the {words}; then the rows are read.")])
        draw_columns(held, staff_list)
        return
    seen = background.follow_work(READ, asked.for_reading(), lambda: check_rows(asked), "Reading the staff list")
    rows = seen.result if seen else None
    if seen is not None and seen.stopped.is_set():
        _stopped(READ, "Reading was stopped. The list, its columns and all that is asked are as they were.")
    elif seen is not None and rows is None:
        rest = held.say_faults(seen.faults)
        render.faults(rest or seen.faults, "The workforce cannot be worked out yet.")
    if rows is not None:
        held.show_statuses(rows.values)
    with begin:
        pressed = st.button("Work it out", type="primary", disabled=not (rows and rows.used), key="press-work-it-out")
    answered = _followed_answer(held, staff_list, asked, rows, pressed)
    _draw_tabs(held, staff_list, asked, rows, answered)


def _followed_list(held: Held) -> StaffList | None:
    """The list with its headings; a sheet is asked for where there are several."""
    source, sheet, heading_row = held.source, held.sheet, held.heading_row
    seen = background.follow_work(
        LIST,
        (source, sheet, heading_row),
        lambda: open_list(source, sheet, heading_row),
        "Opening the staff list",
    )
    if seen is None:
        return None
    if seen.stopped.is_set():
        _stopped(LIST, "Opening the list was stopped.")
        return None
    if seen.result is None:
        render.faults(seen.faults, "This staff list cannot be read.")
        _draw_heading_row(held)
        return None
    staff_list: StaffList = seen.result
    if len(staff_list.sheets) > 1:
        before = held.sheet
        held.draw_field(
            "sheet", st.selectbox, "Sheet of the workbook", options=[None, *staff_list.sheets], format_func=_sheet_words
        )
        if held.sheet != before:
            held.mapping = None
            st.rerun()
        if held.sheet is None:
            return None
    if staff_list.headings.row > 1 or held.heading_row or missing_columns(guessed(staff_list.headings)):
        _draw_heading_row(held)
    return staff_list


def _draw_heading_row(held: Held) -> None:
    """A field for the row of the headings, where it was not found in the first row."""
    before = held.heading_row
    held.draw_field(
        "heading_row",
        st.number_input,
        HEADING_ROW,
        min_value=1,
        max_value=LAST_ROW,
        step=1,
        placeholder="The one with known headings",
    )
    if held.heading_row != before:
        held.mapping = None
        st.rerun()


def _sheet_words(sheet: str | None) -> str:
    return "Choose the sheet that holds the staff" if sheet is None else sheet


def _stopped(name: str, words: str) -> None:
    render.blocks([Paragraph(words)])
    if st.button("Go on", key=f"press-go-on-{name}"):
        background.forget_work(name)
        st.rerun()


def _followed_answer(
    held: Held, staff_list: StaffList, asked: Asked, rows: Quality | None, pressed: bool
) -> Published | None:
    """Run, progress and cancel; the answer, also while something else is asked."""
    at_once = st.session_state.get("workforce-at-once", False)
    if rows is not None and rows.used and (pressed or at_once):
        st.session_state["workforce-at-once"] = False
        background.forget_work(ANSWER)
        held.asked = asked
    if held.asked is None:
        return None
    put, count = held.asked, rows.read if rows else 0
    name = mapping_name(put.mapping, staff_list.headings)
    done = background.follow_work(ANSWER, put, lambda: answer_workforce(put, count, name), "Working it out")
    if done is None:
        return None
    if done.stopped.is_set():
        render.blocks([Paragraph("Stopped. The list and all that is asked are as they were: change them, or go on.")])
        held.asked = None
        return None
    if done.result is None:
        rest = held.say_faults(done.faults)
        render.faults(rest or done.faults, "The workforce cannot be worked out yet.")
        return None
    if put != asked:
        words = "Something was changed since: the answer below is to what was asked before. Press Work it out again."
        render.blocks([Paragraph(words)])
    published: Published = done.result
    return published


def _draw_tabs(
    held: Held, staff_list: StaffList, asked: Asked, rows: Quality | None, answered: Published | None
) -> None:
    if answered is not None:
        loses = any(row["lose"] not in (0, "[x]") for row in next_rungs(answered.summary))
        render.answer(answered.headline, loses=loses)
        render.blocks(answered.opening)
    draw: dict[str, Callable[[], None]] = {}
    if answered is not None:
        of_tables = (LOSE, "summary", draw_losers), (GROUPS, "groups", draw_groups), (COSTS, "costs", draw_remedies)
        for name, table, part in (*of_tables, (BILL, "paybill", draw_pay_bill)):
            if answered.table(table):
                draw[name] = partial(part, answered)
        draw[SURE] = lambda: render.blocks([answered.marks, *answered.assumed])
        draw[TAKE] = lambda: draw_downloads(answered, held.asked or asked, staff_list)
    draw[QUALITY] = lambda: _quality(held, rows, tuple(asked.posts.get("rotas") or ()))
    draw[COLUMNS] = lambda: _columns(held, staff_list, rows)
    names = list(draw)
    kind, first = ("answered", names[0]) if answered else ("asked", COLUMNS if held.by_hand else QUALITY)
    tabs = st.tabs(names, on_change="rerun", default=first, key=held.key(f"part-{kind}"))
    for tab, name in zip(tabs, names, strict=True):
        if tab.open:
            with tab:
                draw[name]()


def _columns(held: Held, staff_list: StaffList, rows: Quality | None) -> None:
    """The columns, below how many rows can be used with them."""
    render.blocks([] if rows is None else quality_blocks(rows, held.columns)[:1])
    draw_columns(held, staff_list)


def _quality(held: Held, rows: Quality | None, own_rotas: tuple[str, ...]) -> None:
    if rows is None:
        render.blocks([Paragraph("The rows are not read yet.")])
        return
    render.blocks(quality_blocks(rows, held.columns))
    draw_words(held, rows, own_rotas)
    if not rows.used:
        words = "no row can be used, so nothing can be worked out; correct the columns, the words or the list"
        render.faults([Fault("", "", words)], "No answer yet.")
    if rows.problems:
        problems = csv_file(quality_table(without_names(rows.problems)))
        render.download("Every such row (CSV, without ids or names)", problems, QUALITY_FILE, "quality")
