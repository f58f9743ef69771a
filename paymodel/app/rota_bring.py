"""A rota from elsewhere: cells pasted from a spreadsheet, or a file. What a code means is asked, never guessed."""

from collections.abc import Callable

import streamlit as st

from paymodel.answers.blocks import Bullets, Heading
from paymodel.answers.tables import Table, text_columns
from paymodel.app import render
from paymodel.app.rota_draft import SHIFT, Draft, draft_of_grid, read_draft
from paymodel.app.rota_edit import HOLIDAYS, MOST_LETTERS
from paymodel.app.rota_kept import Kept
from paymodel.counting import counted
from paymodel.errors import Fault, Faults
from paymodel.files.duty_mappings import DAY_OFF, LEAVE, said_by_word
from paymodel.files.file_kinds import TABLE_ENDINGS
from paymodel.files.rota_grids import Grid, cells_of_text, grid_of_file, weeks_of
from paymodel.files.rotas import DAYS
from paymodel.files.uploads import Upload
from paymodel.pay.rota import OFF, RELIEF

SHIFT_OF_ITS_OWN = "shift"
MEANINGS = {SHIFT_OF_ITS_OWN: "A shift", OFF: "A day off", LEAVE: "Leave", RELIEF: "Relief"}
BY_WORD = {DAY_OFF: OFF, LEAVE: LEAVE}
LARGEST_MEGABYTES = 1
PASTED = "The cells pasted"
MOST_CODES = 40


def draw_bring(kept: Kept, then: str) -> None:
    """Draw what brings a rota in. `then` is the part of the page to open when it is there."""
    whose = (
        st.text_input(
            "Whose rota it is, where the rows are people",
            key="rota-person",
            max_chars=200,
            help="The name as it is in the grid. Leave it empty for a grid of weeks.",
        )
        or ""
    ).strip() or None
    paste, file = st.columns(2, gap="large")
    with paste:
        pasted = st.text_area(
            "Cells copied from a spreadsheet",
            key="rota-pasted",
            height=180,
            max_chars=MOST_LETTERS,
            help="A row a week, seven codes, Monday first. A row of days above and week numbers before may stay.",
            placeholder="Copy the weeks in the spreadsheet, and paste them here",
        )
        if st.button("Read the cells", key="press-rota-read-cells") and pasted and pasted.strip():
            _read_grid(kept, "Pasted rota", lambda: weeks_of(cells_of_text(pasted, PASTED), PASTED, whose))
    with file:
        _draw_file(kept, then, whose)
    if kept.grid is not None:
        _draw_questions(kept, kept.grid, then)


def _draw_file(kept: Kept, then: str, whose: str | None) -> None:
    file = st.file_uploader(
        "A rota file, or a spreadsheet of codes",
        type=["yaml", "yml", *(ending[1:] for ending in TABLE_ENDINGS if ending != ".parquet")],
        key="rota-file",
        max_upload_size=LARGEST_MEGABYTES,
        help="A rota file that was saved here (.yaml), or weeks of codes (a workbook, or CSV). It stays in memory.",
    )
    if not st.button("Read the file", key="press-rota-read-file", disabled=file is None) or file is None:
        return
    content, name = file.getvalue(), file.name
    stem, _, ending = name.rpartition(".")
    if ending.lower() in ("yaml", "yml"):
        _say_faults_of(lambda: _use_draft(kept, read_draft(content, name), then))
        return
    _read_grid(kept, stem, lambda: grid_of_file(Upload(name, content), person=whose))


def _say_faults_of(do: Callable[[], None]) -> None:
    try:
        do()
    except Faults as error:
        render.faults(error.faults, "That could not be taken. The rota is as it was.")


def _read_grid(kept: Kept, title: str, grid_from: Callable[[], Grid]) -> None:
    """Keep what a spreadsheet holds until its codes are known."""

    def do() -> None:
        grid = grid_from()
        if len(grid.counts()) > MOST_CODES:
            codes = counted(len(grid.counts()), "different code")
            words = f"{codes}, more than {MOST_CODES}: these are no weeks of shift codes"
            raise Faults([Fault(title, "", words)])
        kept.grid, kept.grid_of = grid, title
        kept.readings += 1

    _say_faults_of(do)


def _use_draft(kept: Kept, draft: Draft, then: str) -> None:
    kept.begin_with(draft)
    kept.message, kept.open_next = f"The rota is now {draft.title}.", then
    st.rerun()


def _draw_questions(kept: Kept, grid: Grid, then: str) -> None:
    """What was read, and the questions that it leaves open."""
    render.blocks([Heading(f"{counted(len(grid.weeks), 'week')} read", 2), Bullets(grid.said)])
    rows = [[str(number), *(code or "blank" for code in week)] for number, week in enumerate(grid.weeks, start=1)]
    render.table(Table(text_columns("Week", *(day[:3] for day in DAYS)), rows, "The weeks as they were read"))
    start = f"{kept.readings}:rota-read"
    if f"{start}-title" not in st.session_state:
        st.session_state[f"{start}-title"] = kept.grid_of[:200]
    title = st.text_input("Title of the rota", key=f"{start}-title", max_chars=200)
    holidays = st.radio(
        "Public holidays are",
        list(HOLIDAYS),
        index=None,
        format_func=lambda choice: HOLIDAYS[choice],
        key=f"{start}-holidays",
    )
    render.blocks([Heading("What each code means", 2)])
    render.note(
        "Times such as 07:30; an end before the start is the next day. What a code says by itself is filled in: check."
        " Leave is paid as if at work: each day of it counts as that weekday does in the weeks without leave or relief."
    )
    pauses = {code: f"{minutes:g}" for code, minutes in grid.breaks().items()}
    known = {code: [code, *ends, pauses.get(code, ""), "", "", ""] for code, ends in grid.times().items()}
    known |= {row[0]: row for row in kept.draft.shifts}
    meanings = {
        code: _ask_meaning(code, count, known.get(code), f"{start}-{code or 'blank'}")
        for code, count in grid.counts().items()
    }
    if st.button("Use these weeks", key=f"press-{start}-use", type="primary"):
        _say_faults_of(lambda: _use_draft(kept, _draft_of(grid, meanings, (title or "").strip(), holidays or ""), then))


def _draft_of(grid: Grid, meanings: dict[str, list[str] | None], title: str, holidays: str) -> Draft:
    faults = [] if title else [Fault(PASTED, "Title", "missing; give the rota a name")]
    if not holidays:
        faults.append(Fault(PASTED, "Public holidays", "say whether they are worked or taken as leave"))
    known = {code: cells for code, cells in meanings.items() if cells is not None}
    faults += [
        Fault(
            PASTED, f"Code {code}" if code else "Blank cells", "say what it means: a shift, a day off, leave or relief"
        )
        for code in meanings
        if code not in known
    ]
    if faults:
        raise Faults(faults)
    return draft_of_grid(grid, known, title, holidays)


def _ask_meaning(code: str, count: int, known: list[str] | None, key: str) -> list[str] | None:
    """Ask what a code means. Returns off, relief (leave too), or the cells of its shift; None where nothing is said."""
    label = f"{render.plain(code or 'Blank cells')} ({counted(count, 'day')})"
    means, start, end, pause = st.columns([3, 2, 2, 2])
    if f"{key}-means" not in st.session_state:
        _, begins, ends, minutes, _, hours, _ = known or [""] * len(SHIFT)
        ends = ends or (begins if hours == "24" else "")
        st.session_state[f"{key}-means"] = SHIFT_OF_ITS_OWN if known else BY_WORD.get(said_by_word(code))
        for name, text in (("start", begins), ("end", ends), ("break", minutes)):
            st.session_state[f"{key}-{name}"] = text
    meaning = means.selectbox(
        label,
        [choice for choice in MEANINGS if code not in ("", OFF) or choice != SHIFT_OF_ITS_OWN],
        index=None,
        format_func=lambda choice: MEANINGS[choice],
        key=f"{key}-means",
        placeholder="Say what it means",
    )
    if meaning is None:
        return None
    if meaning != SHIFT_OF_ITS_OWN:
        return [RELIEF if meaning == LEAVE else meaning]
    times = [
        (column.text_input(f"{render.plain(code)}: {label}", key=f"{key}-{name}") or "").strip()
        for column, name, label in (
            (start, "start", "start"),
            (end, "end", "end"),
            (pause, "break", "unpaid break, min"),
        )
    ]
    hours = ""
    if times[0] and times[0] == times[1]:
        if f"{key}-24" not in st.session_state:
            st.session_state[f"{key}-24"] = bool(known and known[SHIFT.index("hours")])
        hours = "24" if start.checkbox(f"{render.plain(code)}: lasts 24 hours", key=f"{key}-24") else ""
    return [code, *times, "", hours, ""]
