"""Rotas from spreadsheets, drafts of rotas, and what a rota is worth."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import paymodel
from paymodel.answers.rota import rota_headline, rota_warnings, worth_figures, worth_table, worths
from paymodel.app import rota_draft
from paymodel.app.rota_draft import Draft, check_draft, document_of, draft_of, draft_of_grid, put_in_question, rota_file
from paymodel.errors import Faults
from paymodel.files.rota_grids import MERGED, Grid, cells_of_file, cells_of_text, grid_of_file, weeks_of
from paymodel.files.rotas import find_rota, load_rota, rests, shipped_rotas
from paymodel.files.uploads import Upload
from paymodel.files.yaml_documents import read_document
from paymodel.pay.job import BAND_CODE, Job

WEEK = ("E", "E", "N", "N", "", "", "")
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def cells_of(content: bytes) -> list[list[str]]:
    """The cells of a file in memory."""
    return cells_of_file(Upload("f", content))[0]


def grid_of(content: bytes) -> Grid:
    """The grid of a file in memory."""
    return grid_of_file(Upload("f", content))


def refused(cells: Sequence[Sequence[str]]) -> list[str]:
    with pytest.raises(Faults) as error:
        weeks_of(cells, "f")
    return [f"{fault.place}: {fault.message}" for fault in error.value.faults]


def of_a_draft(draft: Draft) -> list[str]:
    with pytest.raises(Faults) as error:
        check_draft(draft)
    return [f"{fault.place}: {fault.message}" for fault in error.value.faults]


def ward() -> Draft:
    return draft_of(read_document(find_rota("ward-three-week", None)).data)


def workbook(
    rows: Sequence[Sequence[str]], *, sheets: int = 1, merge: str = "", hide: Sequence[int | str] = ()
) -> bytes:
    """A workbook of these rows; `hide` are rows (from 1) and columns (`C:C`) of it."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if merge:
                sheet.merge_range(merge, "N")
            for place in hide:
                if isinstance(place, int):
                    sheet.set_row(place - 1, None, None, {"hidden": True})
                else:
                    sheet.set_column(place, None, None, {"hidden": True})
    return held.getvalue()


@pytest.mark.parametrize(
    "cells",
    [
        [WEEK],
        [["1", *WEEK]],
        [["Week 1", *WEEK]],
        [DAYS, WEEK],
        [["", " "], [], WEEK],
        [["", *"MTWTFSS"], ["wk 1", *WEEK]],
        [
            ["Rota of the ward"],
            [],
            ["Week", *DAYS, "Hours"],
            ["1", *WEEK, "37.5"],
            ["", "", "", "", "", "", "", "", ""],
        ],
        [["Team", "Week", *(f"{day} 1" for day in DAYS)], ["A", "1", *WEEK]],
    ],
)
def test_weeks_are_found_with_or_without_days_and_numbers(cells: list[list[str]]) -> None:
    assert weeks_of(cells, "f").weeks == (WEEK,)


def test_a_week_that_starts_on_sunday_runs_on_into_the_next_row() -> None:
    sunday_first = [["Sun", *DAYS[:6]], ["a", *"bcdefg"], ["h", *"ijklmn"]]
    found = weeks_of(sunday_first, "f")
    # Monday b to Saturday g, then the Sunday of the next row; the first Sunday, a, follows the last Saturday, n
    assert found.weeks == (tuple("bcdefgh"), tuple("ijklmna"))
    assert "Rows start on Sunday" in found.said[-1]


def test_what_was_left_out_is_said() -> None:
    found = weeks_of([["Ward 7"], ["Week", *DAYS, "Hours"], ["1", *WEEK, "37.5"]], "f")
    assert found.said == ("The days are those of row 2.", "Left out: 'Ward 7', 'Week', 'Hours'.")
    assert found.counts() == {"E": 2, "N": 2, "": 3}


def test_what_is_no_week_is_refused_with_its_row() -> None:
    assert refused([]) == [": holds 0 weeks; give 1 to 520, a row of seven codes for each, Monday first"]
    assert refused([["E", "E"], WEEK]) == [
        "row 1: has 2 cells; a week has 7 days, Monday first, and may have its number before them"
    ]
    empty = "leave the row out, or write - for each day off"
    assert refused([DAYS, WEEK, [], WEEK]) == [f"row 3: holds no codes; {empty}"]
    assert refused([["", *DAYS], ["1", *WEEK], [], ["2", *WEEK]]) == [f"row 3: holds no codes; {empty}"]
    assert refused([DAYS, ["E", MERGED, "N", "N", "", "", ""]]) == [
        "row 2, Tuesday: is merged with another cell; give each day a cell of its own"
    ]
    assert refused([DAYS, ["Long day at night", *WEEK[1:]]]) == [
        "row 2, Monday: 'Long day at night' is too long for a code: 12 letters at most"
    ]
    assert refused([WEEK] * 521)[0].startswith(": holds 521 weeks")


def test_a_week_off_with_its_number_stays_a_week() -> None:
    assert weeks_of([["", *DAYS], ["1", *WEEK], ["2", *[""] * 7]], "f").weeks == (WEEK, ("",) * 7)


def test_a_code_of_two_words_becomes_one() -> None:
    assert weeks_of([["Long day", *WEEK[1:]]], "f").weeks[0][0] == "Long_day"


def test_pasted_cells_of_a_spreadsheet_may_hold_line_ends_in_quotation_marks() -> None:
    assert cells_of_text('"E\n"\tN\r\nE\t\r\n', "f") == [["E\n", "N"], ["E", ""]]


def test_a_csv_file_and_a_workbook_hold_the_same_cells() -> None:
    rows = [["Week", *DAYS], ["1", *WEEK]]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    assert weeks_of(cells_of(text.getvalue().encode("utf-8-sig")), "f").weeks == (WEEK,)
    assert weeks_of(cells_of(workbook(rows)), "f").weeks == (WEEK,)


def test_hidden_rows_and_columns_of_a_workbook_are_told_of() -> None:
    rows = [DAYS, WEEK, WEEK, WEEK]
    plain = grid_of(workbook(rows))
    assert not [said for said in plain.said if "idden" in said]
    found = grid_of(workbook(rows, hide=[1, 3, 9, "C:C", "F:G", "K:K"]))
    assert found.weeks == plain.weeks == (WEEK, WEEK, WEEK)
    assert found.said[len(plain.said) :] == (
        "2 rows of the sheet are hidden, by a filter or by hand, and count like any other: rows 1, 3. Take them out if"
        " they are not meant.",
        "Hidden and read like any other: columns C and F and G.",
    )


def test_merged_cells_without_end_are_refused() -> None:
    content = workbook([DAYS, WEEK, WEEK], merge="A3:B3")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in archive.namelist():
            far = b'<mergeCell ref="A3:XFD1048576"/>'
            written.writestr(name, archive.read(name).replace(b'<mergeCell ref="A3:B3"/>', far))
    with pytest.raises(Faults, match="f: merges cells far beyond the rota; unmerge them, or paste its cells"):
        cells_of(out.getvalue())


def test_a_workbook_with_merged_days_or_several_sheets_is_refused() -> None:
    rows = [["Week", *DAYS], ["1", *WEEK]]
    merged = cells_of(workbook(rows, merge="D2:E2"))
    assert refused(merged) == ["row 2, Thursday: is merged with another cell; give each day a cell of its own"]
    with pytest.raises(Faults, match=r"has several sheets: 'Sheet1', 'Sheet2'; say which with --sheet NAME"):
        cells_of(workbook(rows, sheets=2))


def test_what_is_neither_text_nor_a_workbook_is_refused() -> None:
    with pytest.raises(Faults, match="not UTF-8 text"):
        cells_of(b"\xff\xfe\x00")
    for content in (b"", b"PK not a zip", b"\xd0\xcf\x11\xe0 old"):
        with pytest.raises(Faults):
            cells_of(content)
    with zipfile.ZipFile(io.BytesIO(workbook([WEEK]))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, b"<workbook" if name == "xl/workbook.xml" else part)
    with pytest.raises(
        Faults, match=r"^f: cannot be read as a workbook: a part of it is damaged; save it as .xlsx or CSV UTF-8 again$"
    ):
        cells_of(broken.getvalue())


def test_a_workbook_with_an_error_in_a_cell_is_refused() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet().write_formula(0, 0, "=1/0", None, "#DIV/0!")
    with pytest.raises(
        Faults,
        match=r"^f: holds a cell with an error, such as #REF!, or a formula without a value; correct it, or paste the",
    ):
        cells_of(held.getvalue())


def test_a_cell_far_from_the_rota_is_said_and_not_waited_for() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, DAYS)
        sheet.write_row(1, 0, WEEK)
        sheet.write(999_999, 8, "a note")
    with pytest.raises(Faults, match=r"^f: holds more than 1,000,000 cells; clear what is far from the rota"):
        cells_of(held.getvalue())


def test_pasted_text_that_is_no_rota_is_refused() -> None:
    with pytest.raises(Faults, match=r"^f: holds 1,000,001 letters; a rota has at most 1,000,000$"):
        cells_of_text("N" * 1_000_001, "f")
    with pytest.raises(Faults, match=r"^f: a cell holds over 131,072 letters, or a quotation mark is opened and never"):
        cells_of_text("E,N" + "N" * 131_072, "f")


@pytest.mark.parametrize("name", shipped_rotas())
def test_a_draft_saved_and_opened_again_is_the_same_rota(name: str, tmp_path: Path) -> None:
    draft = draft_of(read_document(find_rota(name, None)).data)
    path = tmp_path / "rota.yaml"
    path.write_text(rota_file(draft), encoding="utf-8")
    saved, shipped = load_rota(path), load_rota(name)
    assert (saved.shifts, [*map(list, saved.weeks)], saved.status) == (shipped.shifts, shipped.weeks, shipped.status)
    assert rota_draft.read_draft(path.read_bytes(), "rota.yaml") == draft
    assert rota_draft.shifts_of_lines(rota_draft.shift_lines(draft)) == draft.shifts


def test_a_fault_names_the_week_and_the_day_or_the_shift() -> None:
    draft = ward()
    codes = [row[0] for row in draft.shifts]
    draft.weeks[2][2] = "Q"
    assert of_a_draft(draft) == [f"Week 3, Wednesday: 'Q' is not in shifts; one of: {', '.join(codes)}, -, R"]
    draft.weeks[2][2] = ""
    draft.weeks[0][6] = "A B"
    assert of_a_draft(draft) == [
        "Week 1, Sunday: 'A B' holds a blank; a code is one word",
        "Week 3, Wednesday: is blank; write - for a day off",
    ]
    draft = ward()
    draft.shifts[0][1] = "7 am"
    assert of_a_draft(draft) == [f"Shift {codes[0]}, start: '7 am' is not a clock time; write it as \"07:30\""]
    draft.shifts[0][1] = ""
    assert of_a_draft(draft) == [f"Shift {codes[0]}, start: missing"]
    draft.shifts[0] = draft.shifts[1]
    assert f"Shift {codes[1]}: stands twice; give each shift its own code" in of_a_draft(draft)
    draft.shifts[0] = ["", "07:00", "", "", "", "", ""]
    assert of_a_draft(draft)[0] == "Shift in row 1: has no code; give one, such as E, or delete the row"
    draft = ward()
    draft.weeks[1].pop()
    draft.title = ""
    assert [words.split(":")[0] for words in of_a_draft(draft)] == ["Title", "Week 2"]


def test_codes_mean_what_the_user_says() -> None:
    grid = weeks_of([["E", "E", "E", "E", "E", "OFF", ""], ["E", "E", "E", "R", "R", "OFF", "X"]], "f")
    early = ["E", "08:00", "16:00", "30", "", "", ""]
    draft = draft_of_grid(grid, {"E": early, "OFF": ["-"], "": ["-"], "R": ["-"], "X": ["R"]}, "Team", "worked")
    assert draft.weeks == [["E", "E", "E", "E", "E", "-", "-"], ["E", "E", "E", "-", "-", "-", "R"]]
    assert draft.shifts == [early]
    with pytest.raises(Faults, match="Shift R: 'R' cannot be a shift code"):
        draft_of_grid(grid, {"E": early, "OFF": ["-"], "": ["-"], "R": ["R", *early[1:]], "X": ["R"]}, "T", "worked")


SHORT = Draft("Two days", "worked", [["E", "08:00", "16:00", "0", "", "", ""]], [["E", "E", "-", "-", "-", "-", "-"]])
"""A rota of 16 hours a week."""


def answer(draft: Draft, **asked: object) -> rota_draft.RotaAnswer:
    return rota_draft.answer_rota(draft, {"nation": "england", "as_at": "2026-11-22", "band": "6", **asked})


@pytest.mark.parametrize(
    ("asked", "at", "words"),
    [
        ({"as_at": "tomorrow"}, ("as_at",), "'tomorrow' is not a date; write it as 2026-04-01"),
        ({"as_at": "1999-01-01"}, ("as_at",), "1999-01-01"),
        ({"band": "10"}, ("band",), "'10' is not a band"),
        (
            {"whole_time_equivalent": "0.6"},
            ("if_hours_differ", "scale", "overtime", "lieu"),
            "paid hours a week but the contract is 22.50",
        ),
        ({"if_hours_differ": "lieu", "rota": SHORT}, ("if_hours_differ", "scale"), "mend either, or say what becomes"),
        ({"switches": {"annual_leave_days": "99"}}, ("switches", "annual_leave_days"), "60"),
    ],
)
def test_a_fault_of_what_is_asked_stands_at_its_field(asked: dict[str, Any], at: tuple[str], words: str) -> None:
    with pytest.raises(Faults) as error:
        answer(asked.pop("rota", ward()), **asked)
    (fault,) = error.value.faults
    assert fault.at == at
    assert words in fault.message
    assert "if_hours_differ" not in fault.message


def test_a_rota_is_used_in_a_question() -> None:
    question = {
        "current": {"band": "6", "saturday_night_hours_a_week": "5"},
        "offers": [{"post": "x"}],
        "rotas": {"Old": {}},
    }
    draft = ward()
    used = put_in_question(question, draft, ("current",), {"if_hours_differ": "scale"}, None)
    assert used["current"] == {"band": "6", "rota": draft.title, "if_hours_differ": "scale"}
    assert used["rotas"] == {"Old": {}, draft.title: document_of(draft)[0]}
    assert question["rotas"] == {"Old": {}}
    shipped = put_in_question(question, draft, ("offers", 0), {}, "ward-three-week")
    assert shipped["offers"] == [{"post": "x", "rota": "ward-three-week"}]
    assert shipped["rotas"] == {"Old": {}}


def test_what_a_rota_is_worth_is_the_payslip_with_it_less_the_payslip_without() -> None:
    policy, rota = paymodel.load_policy("england", "2026-11-22"), load_rota("ambulance-ten-week")
    hours = paymodel.rota_hours(rota, policy.working_time)
    section_2, annex_5 = worths(hours, policy, BAND_CODE["6"])
    # Annex 5: 25% of the top of band 6 (NHS Employers, pay scales 2026/27: 48,117)
    assert (annex_5.share, annex_5.payment) == (0.25, 48_117 * 0.25)
    job = Job(band=BAND_CODE["6"], step=3)
    without = float(paymodel.payslip(job, policy)["take_home_pay"])
    with_it = float(paymodel.payslip(job.with_(annex_5_percent=0.25), policy)["take_home_pay"])
    assert annex_5.take_home == round(with_it - without, 2)
    assert section_2.share * 100 == pytest.approx(
        answer(draft_of(read_document(find_rota("ambulance-ten-week", None)).data)).shown["section_2_percent"],
        abs=0.0002,
    )
    assert (section_2.doubt, annex_5.doubt) == (" [unverified]", " [unverified]")  # a public holiday at a weekend is
    assert rota_headline(hours, (section_2, annex_5), BAND_CODE["6"]).endswith(
        "Annex 5 pays £12,029 a year on top, 25.0% of basic pay [unverified]."
    )
    assert worth_figures((section_2, annex_5))["annex_5_pounds_a_year"] == 12029.25


@pytest.mark.parametrize(
    ("nation", "name", "band", "refused"),
    [
        ("scotland", "scotland-ambulance-ten-week-36h", "6", "it is not used in Scotland"),
        ("england", "ambulance-ten-week", "8a", "bands 8 and 9 have no confirmed Annex 5 table"),
        ("england", "hybrid-one-clinical-week-in-five", "5", "up to 5 hours a week the percentage is settled locally"),
    ],
)
def test_where_annex_5_says_nothing_the_reason_is_said(nation: str, name: str, band: str, refused: str) -> None:
    policy = paymodel.load_policy(nation, "2026-11-22")
    hours = paymodel.rota_hours(load_rota(name), policy.working_time, band=BAND_CODE[band])
    found = worths(hours, policy, BAND_CODE[band])
    assert found[1].refused == refused
    assert worth_table(found, policy, BAND_CODE[band]).rows[1] == [f"Annex 5 ({refused})", None, None, None, None]
    assert "Annex 5" not in rota_headline(hours, found, BAND_CODE[band])
    assert worth_figures(found)["annex_5_pounds_a_year"] is None


def test_office_hours_are_worth_nothing_on_top() -> None:
    policy = paymodel.load_policy("england", "2026-11-22")
    hours = paymodel.rota_hours(load_rota("monday-to-friday"), policy.working_time)
    found = worths(hours, policy, BAND_CODE["6"])
    assert [(one.payment, one.take_home) for one in found] == [(0.0, 0.0), (0.0, 0.0)]
    assert rota_headline(hours, found, BAND_CODE["6"]).startswith("None of 37.5 hours a week is unsocial")


def test_short_rest_and_hours_beyond_the_contract_are_said_with_their_place() -> None:
    draft = Draft(
        "Late, then early",
        "worked",
        [["L", "14:00", "22:00", "0", "", "", ""], ["E", "07:00", "15:00", "0", "", "", ""]],
    )
    draft.weeks = [["L", "E", "-", "L", "E", "-", "-"]]
    found = answer(draft, if_hours_differ="scale")
    assert list(rests(found.rota)) == [(0, 0, 71.0), (0, 1, 9.0), (0, 3, 47.0), (0, 4, 9.0)]
    hours, rest = rota_warnings(found.rota, found.hours, found.rule_book.working_time)
    assert "averages 32.00 paid hours a week but the contract is 37.50: all hours are scaled" in hours
    assert "Under 11 hours of rest before the shift of week 1, Tuesday (9 hours), week 1, Friday (9 hours):" in rest
    more = answer(
        Draft(draft.title, "worked", draft.shifts, [["E", "E", "E", "E", "L", "-", "-"]]), if_hours_differ="overtime"
    )
    assert (
        "2.50 hours a week are taken to be paid on top"
        in rota_warnings(more.rota, more.hours, more.rule_book.working_time)[0]
    )
