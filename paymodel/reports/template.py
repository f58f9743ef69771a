"""The workbook that people fill in: sheets of staff, posts, policies and rotas, with our headings and lists to choose.

`scenarios.our_workbook` reads it back. Headings, what they hold, bands, steps and rotas come from where the program has
them; nothing of it is told here a second time.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from paymodel.about import NATIONS, NOT_PAYROLL
from paymodel.answers.phrasing import step_words
from paymodel.files.mappings import REQUIRED
from paymodel.files.our_workbooks import POLICIES, POSTS, ROTAS, STAFF, START
from paymodel.files.parsers import STEP_WORDS
from paymodel.files.rotas import load_rota, shipped_rotas
from paymodel.files.scales import load_policy
from paymodel.pay.fields import Kind
from paymodel.pay.job import BANDS, FIELDS, HIGH_COST_AREAS, STUDENT_LOANS
from paymodel.reports.sheets import count_lines
from paymodel.reports.xlsx import LINE, LOOK, set_english
from paymodel.reports.zips import date_alike
from paymodel.scenarios.offered_posts import path_of_shipped
from paymodel.scenarios.our_workbook import SETTINGS, changes, headings

LISTS, POINTS, HEADINGS = "lists", "bands and steps", "headings"
FIRST_OF_POSTS = (
    *("name", "band", "step", "rota", "unsocial_hours", "pattern", "annex_5_percent", "unsocial_hours_payment"),
    *("long_term_premium", "short_term_premium", "on_call_payment", "open_to_profession", "holders", "vacancies"),
)
"""The columns that the sheet of posts begins with; every other one of the sheet of headings may be added."""
HOW = (
    "Fill in the sheets staff, posts, policies and rotas: a row for each. Policies and rotas may stay empty.",
    "Every heading is explained on the sheet headings; the sheets lists and bands and steps show what may be chosen.",
    "Then open this workbook in the app, or type: paymodel workforce {file} -o answer.xlsx (everybody),"
    " paymodel compare {file} -o answer.xlsx (the one person named below).",
    f"Only what these sheets hold is read, and it stays on your computer. {NOT_PAYROLL}",
)
LAST_CHOSEN_ROW = 5_000
"""The last row in which a cell offers its list: more rows may be filled."""
LONGEST_PROMPT, LONGEST_PROMPT_TITLE = 255, 32
EXAMPLE_STAFF, EXAMPLE_PERSON = "ambulance", "SYNTHETIC-0000002"
EXAMPLE: Mapping[str, Sequence[Mapping[str, Any]]] = {
    POSTS: [
        {
            "name": "Operations manager",
            "band": "8a",
            "rota": "monday-to-friday",
            "pattern": "different",
            "open_to_profession": "paramedics; nurses",
            "holders": 40,
            "vacancies": 9,
        },
        {
            "name": "Operations commander",
            "band": "8a",
            "rota": "four weeks of ours",
            "pattern": "same",
            "unsocial_hours": "section_2",
            "open_to_profession": "paramedics",
            "holders": 20,
            "vacancies": 2,
        },
    ],
    POLICIES: [
        {"policy": "Two per cent premium", "because": "Hard to fill.", "what": "long term premium", "value": "2%"},
        {"policy": "Five per cent premium", "because": "Hard to fill.", "what": "long term premium", "value": "5%"},
        {"policy": "Start a step higher", "post": "Operations manager", "what": "step", "value": "intermediate"},
    ],
    ROTAS: [
        {"rota": "four weeks of ours", "public_holidays": "worked", "week": 1, "monday": "E", "tuesday": "E"}
        | {"wednesday": "N", "thursday": "N"},
        {"week": 2, "wednesday": "E", "thursday": "E", "friday": "N", "saturday": "N"},
        {"week": 3, "friday": "E", "saturday": "E", "sunday": "N"},
        {"week": 4, "monday": "N", "thursday": "E", "friday": "E", "saturday": "E"},
    ],
}
"""Invented rows, to try the workbook with; the shifts are E and N of `EXAMPLE_SHIFTS`."""
EXAMPLE_SHIFTS = {"E": "07:00-17:30/30", "N": "21:00-07:30/30"}


def template(nation: str, as_at: datetime.date, name: str, *, example: bool = False) -> bytes:
    """The workbook to fill in, for a nation and a day; as an `example` it is filled with invented people.

    `name` is what the file is called. The same day, nation and version give the same bytes.
    """
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    created = datetime.datetime(as_at.year, as_at.month, as_at.day, tzinfo=datetime.UTC).replace(tzinfo=None)
    book.set_properties({"title": "Staff, posts, policies and rotas", "author": "paymodel", "created": created})
    writer = _Writer(book)
    settings = {
        "title": "Our leadership posts",
        "as_at": as_at.isoformat(),
        "nation": nation,
        "if_hours_differ": "scale",
        "person": EXAMPLE_PERSON if example else "",
    }
    writer.add_start(settings, name)
    columns: dict[str, dict[str, str]] = {}
    for sheet, column, words in headings():
        columns.setdefault(sheet, {})[column] = _plain(words)
    first = {STAFF: tuple(columns[STAFF]), POSTS: FIRST_OF_POSTS}
    filled: dict[str, Sequence[Mapping[str, Any]]] = _example_rows() if example else {}
    for sheet in (STAFF, POSTS, POLICIES, ROTAS):
        names = first.get(sheet, tuple(columns[sheet]))
        writer.add_sheet(sheet, {column: columns[sheet][column] for column in names}, filled.get(sheet, ()))
    writer.add_lists()
    points = load_policy(nation, as_at).pay_points
    rows = [
        [band, step, step_words(step, points.steps(code)), points.pounds[code, step - 1]]
        for code, band in enumerate(BANDS)
        for step in range(1, points.steps(code) + 1)
        if not points.why_not_found(code, step)
    ]
    writer.add_table(POINTS, ["band", "step", "also called", f"pounds a year, {nation} on {as_at}"], rows)
    told = [[sheet, _words(column), _plain(words)] for sheet, column, words in headings()]
    writer.add_table(HEADINGS, ["sheet", "heading", "what it holds"], told)
    book.close()
    return date_alike(out.getvalue(), {"docProps/core.xml": set_english})


def _example_rows() -> dict[str, Sequence[Mapping[str, Any]]]:
    """The rows of the example: the staff list of the invented trust that ships, and posts beside it."""
    with open(path_of_shipped(EXAMPLE_STAFF, "staff"), encoding="utf-8", newline="") as file:  # noqa: PTH123
        staff = [{column: text for column, text in row.items() if text} for row in csv.DictReader(file)]
    rotas = [{column: EXAMPLE_SHIFTS.get(str(cell), cell) for column, cell in row.items()} for row in EXAMPLE[ROTAS]]
    return {**EXAMPLE, STAFF: staff, ROTAS: rotas}


def _plain(words: str) -> str:
    """Words of the documents without their links and marks."""
    return re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", words).replace("`", "")


def _words(column: str) -> str:
    """A column as a heading: the words of its name.

    >>> _words("whole_time_equivalent")
    'Whole time equivalent'
    """
    words = column.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def _choices() -> dict[str, Sequence[str]]:
    """What may be chosen, by what it is a list of."""
    return {
        "band": BANDS,
        "step": STEP_WORDS,
        "rota": shipped_rotas(),
        "nation": NATIONS,
        "unsocial_hours": ("section_2", "annex_5"),
        "pattern": ("same", "different", "unsure"),
        "if_hours_differ": ("refuse", "scale", "overtime", "lieu"),
        "high_cost_area": HIGH_COST_AREAS,
        "student_loan": STUDENT_LOANS,
        "yes_or_no": ("yes", "no"),
        "public_holidays": ("worked", "leave"),
        "what": [words for words, _ in changes()],
    }


OPEN_LISTS = ("step", "rota", "student_loan")
"""Lists that do not name all: a number, a rota of one's own, and several with + are right, too."""


class _Writer:
    """Writes the sheets of the workbook, with one look."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.plain = book.add_format(LOOK)
        self.wrapped = book.add_format({**LOOK, "text_wrap": True})
        self.head = book.add_format({**LOOK, "bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1})
        self.title = book.add_format({**LOOK, "bold": True, "font_size": 16})
        self.text = book.add_format({**LOOK, "num_format": "@"})
        self.lists = _choices()

    def add_start(self, settings: Mapping[str, str], name: str) -> None:
        """The first sheet: what to do, and the settings."""
        sheet = self.book.add_worksheet(START)
        for at, width in enumerate((24, 40, 80)):
            sheet.set_column(at, at, width)
        sheet.set_row(0, 2 * LINE)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, "Does the move pay? Staff, posts, policies and rotas", self.title)
        for row, words in enumerate(HOW, start=1):
            sheet.merge_range(row, 0, row, 2, words.format(file=name), self.wrapped)
            sheet.set_row(row, LINE * count_lines(words, 130) + 4)
        first = len(HOW) + 2
        for at, words in enumerate(("Setting", "Value", "What it is")):
            sheet.write_string(first, at, words, self.head)
        for row, (setting, words) in enumerate(SETTINGS.items(), start=first + 1):
            sheet.write_string(row, 0, _words(setting), self.plain)
            sheet.write(row, 1, settings.get(setting) or None, self.text)
            sheet.write_string(row, 2, words, self.wrapped)
            sheet.set_row(row, LINE * count_lines(words, 80) + 2)
            self._offer_choices(sheet, setting, row, row, 1, words)

    def add_sheet(self, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
        """A sheet to fill in: headings that say what they hold, lists to choose from, and any rows there are."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, 2 * LINE + 4)
        for at, (column, words) in enumerate(columns.items()):
            heading = _words(column)
            width = max([12, len(heading) // 2 + 4, *(len(str(row.get(column, ""))) + 2 for row in rows[:50])])
            sheet.set_column(at, at, min(width, 44))
            sheet.write_string(0, at, heading, self.head)
            must = " Required." if name == STAFF and column in REQUIRED else ""
            self._offer_choices(sheet, column, 1, LAST_CHOSEN_ROW, at, f"{words}.{must}")
            for number, row in enumerate(rows, start=1):
                if column in row:
                    sheet.write(number, at, row[column], self.text)

    def _offer_choices(self, sheet: Any, column: str, first: int, last: int, at: int, words: str) -> None:
        """What a column holds, beside the cell that is filled in; with a list to choose from, where there is one."""
        kind = "yes_or_no" if column in FIELDS and FIELDS[column].kind is Kind.YES_NO else column
        rule: dict[str, Any] = {
            "validate": "any",
            "input_title": _words(column)[:LONGEST_PROMPT_TITLE],
            "input_message": words[:LONGEST_PROMPT],
        }
        if kind in self.lists:
            place = list(self.lists).index(kind)
            letter = chr(ord("A") + place)
            source = f"={LISTS}!${letter}$2:${letter}${len(self.lists[kind]) + 1}"
            open_list = kind in OPEN_LISTS or (kind == "rota" and sheet.get_name() == ROTAS)
            rule |= {"validate": "list", "source": source, "error_type": "information" if open_list else "stop"}
            rule |= {"show_error": not open_list}
        if column == "rota" and sheet.get_name() == ROTAS:  # a name of one's own
            rule = {key: rule[key] for key in ("input_title", "input_message")} | {"validate": "any"}
        if column == "post":
            rule |= {"validate": "list", "source": f"={POSTS}!$A$2:$A$1000", "error_type": "stop"}
        sheet.data_validation(first, at, last, at, rule)

    def add_lists(self) -> None:
        """Every list, each in a column of its own; what each shipped rota is, beside it all."""
        sheet = self.book.add_worksheet(LISTS)
        sheet.freeze_panes(1, 0)
        for at, (name, values) in enumerate(self.lists.items()):
            sheet.set_column(at, at, max(12, *(len(value) + 2 for value in values)))
            self._fill(sheet, at, _words(name), values)
        titles = [f"{name}: {load_rota(name).title}" for name in self.lists["rota"]]
        sheet.set_column(len(self.lists), len(self.lists), 90)
        self._fill(sheet, len(self.lists), "What each shipped rota is", titles)

    def _fill(self, sheet: Any, at: int, heading: str, values: Iterable[str]) -> None:
        sheet.write_string(0, at, heading, self.head)
        for row, value in enumerate(values, start=1):
            sheet.write_string(row, at, value, self.text)

    def add_table(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """A sheet to look at."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, head in enumerate(heads):
            widest = max(len(str(row[at])) for row in rows) + 2
            sheet.set_column(at, at, min(max(12, len(head) + 2, widest), 110))
            sheet.write_string(0, at, head, self.head)
            for row, cells in enumerate(rows, start=1):
                sheet.write(row, at, cells[at], self.wrapped)
