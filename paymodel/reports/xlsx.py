"""Workbooks as Excel writes them."""

import datetime
import io
import re
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

from paymodel.answers.tables import Table
from paymodel.files.formulas import harmless
from paymodel.reports.sheets import PAGE, Page, PageColumn, clean_cell, count_lines, lay_out_pages
from paymodel.reports.zips import date_alike

A4 = 9
LINE, TALL, TALLEST = 15.5, 24, 409
"""The height of a line, of a title's row, and of the tallest row that Excel knows, in points."""
LOOK = {"font_name": "Arial", "font_size": 12, "valign": "top"}
HEAD_ROW = 2
"""The row of the headings, under the title and the sentence, counted from nought."""


def as_xlsx(
    title: str, cover: Sequence[tuple[str, str]], notes: Sequence[str], tables: Sequence[Table], made: datetime.date
) -> bytes:
    """An Excel workbook: a cover of headings and texts, contents, notes, and one table a sheet.

    `made` is the day that its properties name. Raises ValueError for a row that is not as long as the columns.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, {**options, "default_format_properties": {"font_name": "Arial", "font_size": 12}})
    looks = _Looks(book)
    day = datetime.datetime(made.year, made.month, made.day, tzinfo=datetime.UTC).replace(tzinfo=None)
    book.set_properties({"title": clean_cell(title), "author": "paymodel", "created": day})
    sheet = _new(book, "Cover")
    sheet.set_column(0, 0, PAGE)
    _text(sheet, 0, 0, clean_cell(title), looks, bold=True, font_size=16)
    sheet.set_row(0, TALL)
    for number, (heading, words) in enumerate(cover):
        _text(sheet, 2 * number + 1, 0, clean_cell(heading), looks, bold=True, font_size=14)
        _text(sheet, 2 * number + 2, 0, clean_cell(words), looks, text_wrap=True)
        sheet.set_row(2 * number + 1, TALL)
        sheet.set_row(2 * number + 2, LINE * count_lines(clean_cell(words), PAGE) + 4)
    for number, page in enumerate(lay_out_pages(notes, tables), start=1):
        _write(_new(book, page.name), page, number, looks)
    book.close()
    return date_alike(out.getvalue(), {"docProps/core.xml": set_english})


def set_english(core: bytes) -> bytes:
    """The core properties of a document, with its language."""
    return core.replace(b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>")


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look_of(self, **look: Any) -> Any:
        """The format with some properties beside those of every cell."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**LOOK, **look})
        return self._made[key]

    def look_of_text(self, text: str, **look: Any) -> Any:
        """The format of a text: what looks like a formula is marked as text, and stays so when it is edited."""
        return self.look_of(**look, **({"quote_prefix": True} if harmless(text) != text else {}))


def _new(book: Workbook, name: str) -> Any:
    sheet = book.add_worksheet(name)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&CPage &P of &N")
    return sheet


def _text(sheet: Any, row: int, column: int, text: str, looks: _Looks, **look: Any) -> None:
    sheet.write_string(row, column, text, looks.look_of_text(text, **look))


def _write(sheet: Any, page: Page, number: int, looks: _Looks) -> None:
    _text(sheet, 0, 0, page.title, looks, bold=True, font_size=16)
    _text(sheet, 1, 0, page.about, looks)
    sheet.set_row(0, TALL)
    sheet.set_row(1, TALL)
    for at, column in enumerate(page.columns):
        sheet.set_column(at, at, column.width)
    look = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
    heads = [looks.look_of_text(column.heading, **look, **_side(column, at)) for at, column in enumerate(page.columns)]
    tallest = max(count_lines(column.heading, column.width) for column in page.columns)
    sheet.set_row(HEAD_ROW, LINE * tallest + 4)
    sheet.add_table(
        *(HEAD_ROW, 0, HEAD_ROW + len(page.rows), len(page.columns) - 1),
        {
            "name": re.sub(r"[^A-Za-z0-9]+", "_", f"table_{number}_{page.name}").strip("_"),
            "columns": [
                {"header": column.heading, "header_format": head}
                for column, head in zip(page.columns, heads, strict=True)
            ],
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": False,
            "title": page.title,
            "description": page.about,
        },
    )
    for row, cells in enumerate(page.rows, start=HEAD_ROW + 1):
        tallest = 1
        for at, (cell, column) in enumerate(zip(cells, page.columns, strict=True)):
            side = _side(column, at)
            if not isinstance(cell, str):
                sheet.write_number(row, at, cell, looks.look_of(num_format=column.form, **side))
                continue
            tallest = max(tallest, count_lines(cell, column.width))
            if at == 0 and page.links:
                link = looks.look_of(font_color="#0563C1", underline=1)
                sheet.write_url(row, at, f"internal:'{page.links[row - HEAD_ROW - 1]}'!A1", link, cell)
            else:
                _text(sheet, row, at, cell, looks, text_wrap=True, **side)
        # Said here because not every program works out the height of wrapped text when it opens a file.
        sheet.set_row(row, min(LINE * tallest + 2, TALLEST))
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.repeat_rows(HEAD_ROW)


def _side(column: PageColumn, at: int) -> dict[str, Any]:
    """Numbers to the right; texts to the left, away from the numbers before them."""
    return {"align": "right"} if column.right else {"align": "left", "indent": 1 if at else 0}
