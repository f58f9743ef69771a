"""Documents for Word: real headings, tables, lists and alternative texts, the same bytes whenever they are written."""

import datetime
import io
import math
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.answers.tables import Table
from paymodel.reports.chart import Chart, Part
from paymodel.reports.outline import clean_text, outline_parts
from paymodel.reports.word_styles import CELL, ENGLISH, PICTURE, TABLE, set_styles
from paymodel.reports.zips import date_alike

WIDTH, TALLEST = Mm(166), Mm(200)
"""The width of the text on A4, and the tallest that a picture may be."""
LETTERS = 95
"""How many letters of a table stand across the page, about."""
TOGETHER = 4
"""Rows of a table that is not parted by the end of a page."""
COMFORTABLE, LONGEST_WORD = 30, 14
"""Letters that a column of text takes where there is room, and those of a word that is not broken."""


def as_docx(
    parts: Sequence[Part], title: str, foot: str, made: datetime.date, language: str = ENGLISH, *, pages: bool = True
) -> bytes:
    """A Word document. `foot` and, with `pages`, the number of the page are at the foot of every page.

    `made` dates its properties.

    >>> as_docx([Heading("Pay", 1)], "A move", "Estimates.", datetime.date(2026, 4, 1))[:2]
    b'PK'
    """
    name, rest = outline_parts(parts, title)
    document = Document()
    set_styles(document, WIDTH, language)
    _set_properties(document, clean_text(title) or name, name, made)
    document.core_properties.language = language
    _add_foot(document, clean_text(foot), pages=pages)
    _add_paragraph(document, name, "Heading 1")
    for number, part in enumerate(rest, start=1):
        if isinstance(part, Heading):
            heading = _add_paragraph(document, part.text, f"Heading {part.level}")
            heading.paragraph_format.page_break_before = part.new_page or None
        elif isinstance(part, Paragraph):
            followed = number < len(rest) and isinstance(rest[number], Table | Chart)
            document.add_paragraph(part.text).paragraph_format.keep_with_next = followed or None
        elif isinstance(part, Bullets):
            for item in part.items:
                _add_paragraph(document, item, "List Bullet")
        elif isinstance(part, Table):
            _add_table(document, part)
        else:
            _add_chart(document, part, number)
    out = io.BytesIO()
    document.save(out)
    return date_alike(out.getvalue())


def _set_properties(document: Any, title: str, subject: str, made: datetime.date) -> None:
    held, day = document.core_properties, datetime.datetime(made.year, made.month, made.day, tzinfo=datetime.UTC)
    # Word allows 255 letters in each.
    held.title, held.subject, held.author, held.last_modified_by = title[:255], subject[:255], "paymodel", "paymodel"
    held.created = held.modified = day
    held.comments, held.revision = "", 1
    package = document.part.package
    for key, relation in list(package.rels.items()):
        # The template's thumbnail shows another document.
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]


def _add_foot(document: Any, foot: str, *, pages: bool) -> None:
    """The words of the foot, then the page and how many there are."""
    footer = document.sections[0].footer
    paragraph = footer.paragraphs[0]
    paragraph.text = foot
    if pages:
        _add_pages(footer, paragraph, foot)


def _add_pages(footer: Any, paragraph: WordParagraph, foot: str) -> None:
    pages = footer.add_paragraph(style="Footer") if foot else paragraph
    pages.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        pages.add_run(words)
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        run = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        shown.text = "1"
        run.append(shown)
        simple.append(run)
        pages._p.append(simple)


def _add_paragraph(document: Any, words: str, style: str) -> WordParagraph:
    """A paragraph in a style, by its identifier: python-docx would look through all styles for the usual one."""
    paragraph: WordParagraph = document.add_paragraph(words)
    paragraph._p.style = document.styles[style].style_id
    return paragraph


def _add_chart(document: Any, chart: Chart, number: int) -> None:
    paragraph = _add_paragraph(document, "", PICTURE)
    picture = paragraph.add_run().add_picture(io.BytesIO(chart.png))
    scale = min(WIDTH / picture.width, TALLEST / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    about = picture._inline.docPr
    about.set("name", f"Picture {number}")
    about.set("title", chart.title)
    about.set("descr", chart.alt)
    document.add_paragraph(chart.caption, style="Caption")


def _add_table(document: Any, table: Table) -> None:
    caption = _add_paragraph(document, table.caption, "Caption")
    caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style=TABLE)
    made.autofit = False
    right, widths, style = table.numeric, _widths(table), document.styles[CELL].style_id
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    cells = iter(made._cells)
    for at, row in enumerate((table.headings(), *table.words())):
        for column, text in enumerate(row):
            cell = next(cells)
            cell.width = widths[column]
            kept = at == 0 or at < len(table.rows) <= TOGETHER
            _write(cell, text, style, head=at == 0, right=right[column], kept=kept)
    for at, row_made in enumerate(made.rows):
        marks = row_made._tr.get_or_add_trPr()
        marks.append(OxmlElement("w:cantSplit"))
        if at == 0:
            marks.append(OxmlElement("w:tblHeader"))
    _describe(made, table.caption)


def _write(cell: _Cell, text: str, style: str, *, head: bool, right: bool, kept: bool) -> None:
    """Fill a cell, in the style of an identifier: to look it up by its name for each cell takes most of the time.

    One that is `kept` is on the page of the row below it.
    """
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph._p.style = style
    paragraph.add_run(text.strip()).bold = True if head else None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if text.startswith(" "):
        paragraph.paragraph_format.left_indent = Mm(4)
    if kept:
        paragraph.paragraph_format.keep_with_next = True


def _widths(table: Table) -> list[Emu]:
    """Widths by what the columns hold: no word broken where there is room, and most of it where most text is."""
    rows, heads = table.words(), table.headings()
    columns = [[head, *(row[at] for row in rows)] for at, head in enumerate(heads)]
    least = [max(6, min(LONGEST_WORD, _longest_word(cells)) + 3) for cells in columns]
    most = [max(low, *(len(cell) + 3 for cell in cells[1:]), low) for low, cells in zip(least, columns, strict=True)]
    wanted = [max(low, min(COMFORTABLE, high)) for low, high in zip(least, most, strict=True)]
    spare = LETTERS - sum(wanted)
    if max(most) > LETTERS and sum(least) < LETTERS:  # long texts: room by the root of what each column still needs
        lack = [math.sqrt(high - low) for low, high in zip(least, most, strict=True)]
        room = LETTERS - sum(least)
        needs = [low + room * more / sum(lack) for low, more in zip(least, lack, strict=True)]
    elif spare < 0:  # columns of text give way, as far as their longest words let them
        give = [want - low for want, low in zip(wanted, least, strict=True)]
        lost = min(1.0, -spare / sum(give)) if sum(give) else 0.0
        needs = [want - lost * room for want, room in zip(wanted, give, strict=True)]
    else:  # what is left goes where a cell would take several lines, then to all alike
        short = [high - want for high, want in zip(most, wanted, strict=True)]
        first = min(spare, sum(short))
        needs = [want + (first * more / sum(short) if first else 0.0) for want, more in zip(wanted, short, strict=True)]
        needs = [need + (spare - first) / len(needs) for need in needs]
    return [Emu(int(WIDTH * need / sum(needs))) for need in needs]


def _longest_word(cells: Sequence[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=0)


def _describe(made: Any, caption: str) -> None:
    """The table's title for those who hear it, and which row and column are headings."""
    properties = made._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    for name, value in (("firstRow", "1"), ("firstColumn", "1"), ("noHBand", "1"), ("noVBand", "1"), ("val", "06A0")):
        look.set(qn(f"w:{name}"), value)
    title = OxmlElement("w:tblCaption")
    title.set(qn("w:val"), caption)
    properties.append(title)
