"""Workbooks as LibreOffice writes them: OpenDocument spreadsheets."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

from lxml import etree
from odf import config, dc, meta, number, style, table, text
from odf.element import Text
from odf.namespaces import STYLENS
from odf.opendocument import OpenDocumentSpreadsheet

from paymodel.answers.tables import Table
from paymodel.reports.sheets import PAGE, Page, PageColumn, clean_cell, lay_out_pages
from paymodel.reports.zips import date_alike

PARTS = ("content.xml", "meta.xml", "settings.xml", "styles.xml", "META-INF/manifest.xml")
LETTER = 0.25
"""The width of a letter of Arial at 12 points, in centimetres, with a little room."""
TALL = "0.9cm"
"""The height of a row of a title or a heading."""
HEAD_ROWS = 3
"""Rows that stay in sight: the title, the sentence and the headings."""
_WRAP, _HEAD = {"wrapoption": "wrap"}, {"wrapoption": "wrap", "borderbottom": "0.75pt solid #000000"}
_RIGHT, _AWAY = {"textalign": "end"}, {"textalign": "start", "marginleft": "0.25cm"}
LOOKS: dict[str, tuple[dict[str, str], dict[str, str], dict[str, str]]] = {
    "text": ({}, {}, {}),
    "first": (_WRAP, {"textalign": "start"}, {}),
    "left": (_WRAP, _AWAY, {}),
    "right": (_WRAP, _RIGHT, {}),
    "link": (_WRAP, {}, {"color": "#0563c1", "textunderlinestyle": "solid"}),
    "head-first": (_HEAD, {}, {"fontweight": "bold"}),
    "head-left": (_HEAD, _AWAY, {"fontweight": "bold"}),
    "head-right": (_HEAD, _RIGHT, {"fontweight": "bold"}),
    "title": ({}, {}, {"fontweight": "bold", "fontsize": "16pt"}),
    "heading": ({}, {}, {"fontweight": "bold", "fontsize": "14pt"}),
}
"""Each style: its cells, its paragraphs and its letters, beside what every cell has."""


def as_ods(
    title: str, cover: Sequence[tuple[str, str]], notes: Sequence[str], tables: Sequence[Table], made: datetime.date
) -> bytes:
    """An OpenDocument spreadsheet: a cover of headings and texts, contents, notes, and one table a sheet.

    `made` is the day that its properties name. Raises ValueError for a row that is not as long as the columns.
    """
    book = OpenDocumentSpreadsheet()
    laid_out = lay_out_pages(notes, tables)
    day = f"{made.isoformat()}T00:00:00"
    book.meta.addElement(dc.Title(text=clean_cell(title)))
    book.meta.addElement(dc.Language(text="en-GB"))
    book.meta.addElement(meta.InitialCreator(text="paymodel"))
    book.meta.addElement(dc.Creator(text="paymodel"))
    book.meta.addElement(meta.CreationDate(text=day))
    book.meta.addElement(dc.Date(text=day))
    styles = _Styles(book)
    first = table.Table(name="Cover")
    first.addElement(table.TableColumn(stylename=styles.width(PAGE), defaultcellstylename="text"))
    rows = [(clean_cell(title), "title")]
    for heading, words in cover:
        rows += [(clean_cell(heading), "heading"), (clean_cell(words), "first")]
    for words, look in rows:
        first.addElement(_row([_text(words, look)], "" if look == "first" else "tall"))
    book.spreadsheet.addElement(first)
    for page in laid_out:
        book.spreadsheet.addElement(_table(page, styles))
    ranges = table.DatabaseRanges()
    for at, page in enumerate(laid_out, start=1):
        ranges.addElement(_range(at, page))
    book.spreadsheet.addElement(ranges)
    book.settings.addElement(_freeze_heads([page.name for page in laid_out]))
    out = io.BytesIO()
    book.write(out)
    return date_alike(out.getvalue(), dict.fromkeys(PARTS, _settle_namespaces))


def _settle_namespaces(xml: bytes) -> bytes:
    """XML that names only the namespaces it uses, in one order: odfpy names all that this process has used before."""
    root = etree.fromstring(xml)
    etree.cleanup_namespaces(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(etree.tostring(root, method="c14n"))


class _Styles:
    """The styles of a spreadsheet, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        every = style.DefaultStyle(family="table-cell")
        every.addElement(style.TableCellProperties(verticalalign="top"))
        words = {"fontname": "Arial", "fontsize": "12pt", "language": "en", "country": "GB"}
        every.addElement(style.TextProperties(**words))
        book.fontfacedecls.addElement(style.FontFace(name="Arial", fontfamily="Arial", fontfamilygeneric="swiss"))
        book.styles.addElement(every)
        for name, (cell, paragraph, letters) in LOOKS.items():
            look = style.Style(name=name, family="table-cell")
            low = "bottom" if name.startswith("head") else "top"
            look.addElement(style.TableCellProperties(verticalalign=low, padding="0.05cm", **cell))
            look.addElement(style.ParagraphProperties(**paragraph))
            look.addElement(style.TextProperties(**letters))
            book.styles.addElement(look)
        tall = style.Style(name="tall", family="table-row")
        tall.addElement(style.TableRowProperties(rowheight=TALL, useoptimalrowheight="false"))
        book.automaticstyles.addElement(tall)
        page = style.PageLayout(name="page")
        paper = style.PageLayoutProperties(pagewidth="29.7cm", pageheight="21cm", printorientation="landscape")
        # As wide as the page and as long as it needs.
        paper.setAttrNS(STYLENS, "scale-to-X", "1")
        paper.setAttrNS(STYLENS, "scale-to-Y", "0")
        page.addElement(paper)
        book.automaticstyles.addElement(page)
        book.masterstyles.addElement(style.MasterPage(name="Default", pagelayoutname=page))
        shown = style.Style(name="shown", family="table", masterpagename="Default")
        shown.addElement(style.TableProperties(display="true"))
        book.automaticstyles.addElement(shown)

    def width(self, letters: int) -> Any:
        """The style of a column of some letters."""
        name = f"width-{letters}"
        if name not in self._made:
            self._made[name] = style.Style(name=name, family="table-column")
            width = f"{letters * LETTER:.2f}cm"
            self._made[name].addElement(style.TableColumnProperties(columnwidth=width, breakbefore="auto"))
            self._book.automaticstyles.addElement(self._made[name])
        return self._made[name]

    def has(self, name: str) -> bool:
        """Whether a style is there: one of text, or one of numbers that was made for a cell."""
        return name in LOOKS or name in self._made

    def of_numbers(self, column: PageColumn, side: str) -> Any:
        """The style of a column's numbers."""
        name = _name_of_numbers(column, side)
        if name not in self._made:
            form = number.NumberStyle(name=f"form-{name}")
            places = str(column.decimals or 0)
            grouping = "true" if column.grouped else "false"
            form.addElement(number.Number(decimalplaces=places, minintegerdigits="1", grouping=grouping))
            self._book.automaticstyles.addElement(form)
            look = style.Style(name=name, family="table-cell", parentstylename=side, datastylename=form)
            self._book.automaticstyles.addElement(look)
            self._made[name] = look
        return self._made[name]


def _name_of_numbers(column: PageColumn, side: str) -> str:
    return f"number-{column.decimals}-{column.grouped}-{side}"


class _Row(Text):  # type: ignore[misc]  # odfpy has no types
    """A row of cells and the names of their styles, which writes itself: odfpy takes ten times as long.

    It is a text to odfpy, which therefore looks for no styles in it: those it names must be there.
    """

    def toXml(self, level: int, out: Any) -> None:  # noqa: N802  odfpy's name
        """Write the row."""
        out.write("<table:table-row>")
        for cell, look in self.data:
            typed, words = 'office:value-type="string"', cell
            if not isinstance(cell, str):
                words = f"{cell:.15g}"
                typed = f'office:value-type="float" office:value="{words}"'
            out.write(f'<table:table-cell table:style-name="{look}" {typed}><text:p>')
            Text(words).toXml(level, out)
            out.write("</text:p></table:table-cell>")
        out.write("</table:table-row>")


def _table(page: Page, styles: _Styles) -> Any:
    element = table.Table(name=page.name, stylename="shown")
    for column in page.columns:
        element.addElement(table.TableColumn(stylename=styles.width(column.width), defaultcellstylename="text"))
    element.addElement(_row([_text(page.title, "title")], "tall"))
    element.addElement(_row([_text(page.about, "text")], "tall"))
    sides = ["right" if column.right else "left" if at else "first" for at, column in enumerate(page.columns)]
    heads = table.TableHeaderRows()
    both = list(zip(page.columns, sides, strict=True))
    heads.addElement(_row([_text(column.heading, f"head-{side}") for column, side in both]))
    element.addElement(heads)
    for at, cells in enumerate(page.rows):
        looks = [
            side if isinstance(cell, str) else _name_of_numbers(column, side)
            for cell, (column, side) in zip(cells, both, strict=True)
        ]
        if not page.links and all(map(styles.has, looks)):
            element.appendChild(_Row(list(zip(cells, looks, strict=True))))
            continue
        written = []
        for cell, (column, side) in zip(cells, both, strict=True):
            if not isinstance(cell, str):
                written.append(_number(cell, styles.of_numbers(column, side)))
            elif not written and page.links:
                written.append(_text(cell, "link", link=page.links[at]))
            else:
                written.append(_text(cell, side))
        element.addElement(_row(written))
    return element


def _row(cells: Sequence[Any], height: str = "") -> Any:
    element = table.TableRow(stylename=height) if height else table.TableRow()
    for cell in cells:
        element.addElement(cell)
    return element


def _text(words: str, look: str, link: str = "") -> Any:
    """A cell of text: its type says so, whatever it looks like."""
    cell = table.TableCell(valuetype="string", stylename=look)
    paragraph = text.P()
    if link:
        paragraph.addElement(text.A(href=f"#'{link}'.A1", type="simple", text=words))
    else:
        paragraph.addText(words)
    cell.addElement(paragraph)
    return cell


def _number(value: float, look: Any) -> Any:
    cell = table.TableCell(valuetype="float", value=f"{value:.15g}", stylename=look)
    cell.addElement(text.P(text=f"{value:.15g}"))
    return cell


def _range(at: int, page: Page) -> Any:
    """What makes the cells a table with a row of headings."""
    last = _column_letters(len(page.columns))
    area = f"'{page.name}'.A{HEAD_ROWS}:'{page.name}'.{last}{HEAD_ROWS + len(page.rows)}"
    return table.DatabaseRange(name=f"table_{at}", targetrangeaddress=area, containsheader="true")


def _column_letters(column: int) -> str:
    """The letters of a column counted from one.

    >>> _column_letters(1), _column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _freeze_heads(names: Sequence[str]) -> Any:
    """Settings that keep the title, the sentence and the headings of each sheet in sight."""
    tables = config.ConfigItemMapNamed(name="Tables")
    for name in names:
        entry = config.ConfigItemMapEntry(name=name)
        # 2 stands for a frozen split; the pane below it is the active one.
        for key, value in (("VerticalSplitMode", 2), ("VerticalSplitPosition", HEAD_ROWS), ("ActiveSplitRange", 2)):
            kind = "int" if key == "VerticalSplitPosition" else "short"
            entry.addElement(config.ConfigItem(name=key, type=kind, text=str(value)))
        entry.addElement(config.ConfigItem(name="PositionBottom", type="int", text=str(HEAD_ROWS)))
        tables.addElement(entry)
    view = config.ConfigItemMapEntry()
    view.addElement(config.ConfigItem(name="ViewId", type="string", text="view1"))
    view.addElement(tables)
    view.addElement(config.ConfigItem(name="ActiveTable", type="string", text="Cover"))
    views = config.ConfigItemMapIndexed(name="Views")
    views.addElement(view)
    whole = config.ConfigItemSet(name="ooo:view-settings")
    whole.addElement(views)
    return whole
