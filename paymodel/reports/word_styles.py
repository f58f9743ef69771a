"""How Word documents look: A4, Arial, headings in dark blue, tables with light rules, in the charts' colours."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt, RGBColor

from paymodel.charts.style import DARK_BLUE, FAINT, INK

FONT, ENGLISH = "Arial", "en-GB"
TABLE, CELL, PICTURE = "Paymodel Table", "Table Text", "Picture"
"""Styles that Word does not have of its own."""
HEADINGS = ((20, DARK_BLUE, 0, 10), (15, DARK_BLUE, 18, 6), (12, INK, 14, 4), (11, INK, 12, 4), (11, INK, 12, 4))
"""Points of each level's type, its colour, and the points above and below; deeper levels are as the last."""
_RULES = """
<w:style {names} w:type="table" w:customStyle="1" w:styleId="PaymodelTable">
  <w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr><w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/>
  </w:tblBorders><w:tblCellMar>
    <w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
    <w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="12" w:space="0" w:color="0B0C0C"/>
  </w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
</w:style>
"""


def set_styles(document: Any, width: Length, language: str = ENGLISH) -> None:
    """Set the page, the language and every style that the documents use; the text is of a width."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Length((Mm(210) - width) // 2)
    section.top_margin, section.bottom_margin = Mm(20), Mm(26)
    section.footer_distance = Mm(10)
    styles = document.styles
    _set_language(styles.element, language)
    _set_type(styles["Normal"], 11, INK)
    _set_spaces(styles["Normal"], 5, 5)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for level in range(1, 10):
        size, colour, above, below = HEADINGS[min(level, len(HEADINGS)) - 1]
        heading = styles[f"Heading {level}"]
        _set_type(heading, size, colour, bold=True)
        _set_spaces(heading, above, below)
        heading.paragraph_format.keep_with_next = True
    _set_type(styles["List Bullet"], 11, INK)
    _set_spaces(styles["List Bullet"], 2, 3)
    # The template keeps no space between the items of a list.
    for close in styles["List Bullet"].element.xpath("./w:pPr/w:contextualSpacing"):
        close.getparent().remove(close)
    _set_type(styles["Caption"], 10, INK, bold=True)
    _set_spaces(styles["Caption"], 6, 4)
    _set_type(styles["Footer"], 8.5, FAINT)
    _set_spaces(styles["Footer"], 0, 2)
    _set_spaces(styles.add_style(PICTURE, WD_STYLE_TYPE.PARAGRAPH), 8, 0)
    styles[PICTURE].paragraph_format.keep_with_next = True
    styles[PICTURE].paragraph_format.line_spacing = 1.0
    cell = styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    _set_type(cell, 9.5, INK)
    _set_spaces(cell, 0, 0)
    cell.paragraph_format.line_spacing = 1.0
    styles.element.append(parse_xml(_RULES.format(names=nsdecls("w"), name=TABLE)))


def _set_language(styles: Any, language: str) -> None:
    for mark in styles.iter(qn("w:lang")):
        mark.set(qn("w:val"), language)


def _set_type(style: Any, size: float, colour: str, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for name in list(fonts.attrib):
        # The template's themes would otherwise choose the letters.
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _set_spaces(style: Any, above: float, below: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
