"""Pictures looked at by a machine: a real browser finds what is cut, overlaps or fades."""

from collections.abc import Iterator
from typing import Any

import altair as alt
from jsonschema import ValidationError

from paymodel.charts.picture import Picture, as_svg, spec
from paymodel.charts.style import BOARD, PHONE
from paymodel.charts.titles import MOST_WORDS
from tests.browser import look_at

SIZES = (BOARD, PHONE)
MOST_HEIGHT = 8000
"""Pixels of the page: what lies under a text is found only where the page shows it."""
LOOK = """
() => {
  const svg = document.querySelector('svg'), frame = svg.getBoundingClientRect(), found = [];
  const lum = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const contrast = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p); return (x + .05) / (y + .05) };
  const shown = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()
    && getComputedStyle(t).opacity > 0 && getComputedStyle(t).fill !== 'none');
  const boxes = shown.map(t => ({t, b: t.getBoundingClientRect(), words: t.textContent}));
  for (const {t, b, words} of boxes) {
    if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1)
      found.push(`cut: ${words}`);
    if (parseFloat(getComputedStyle(t).fontSize) < 14) found.push(`too small: ${words}`);
    const under = document.elementsFromPoint(b.left + b.width / 2, b.top + b.height / 2)
      .find(e => e !== t && ['rect', 'path'].includes(e.tagName) && e.getAttribute('fill')
        && !['none', 'transparent'].includes(e.getAttribute('fill')));
    const paper = under ? rgb(getComputedStyle(under).fill) : [255, 255, 255];
    const ratio = contrast(rgb(getComputedStyle(t).fill).slice(0, 3), paper.slice(0, 3));
    if (ratio < 4.5) found.push(`faint (${ratio.toFixed(1)}): ${words}`);
  }
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const a = boxes[i].b, c = boxes[j].b;
    const across = Math.min(a.right, c.right) - Math.max(a.left, c.left);
    const down = Math.min(a.bottom, c.bottom) - Math.max(a.top, c.top);
    if (across > 1 && down > 2.5) found.push(`overlap: ${boxes[i].words} | ${boxes[j].words}`);
  }
  return found;
}
"""
"""Every text inside the frame, none on another, 14 pixels high or more, and 4.5 to 1 or more against its ground.

Lines of text touch by a pixel or two where the type's own box is higher than its letters.
"""


CHECKED: set[tuple[str, int]] = set()
"""Kinds and widths of pictures that were held against the schema of Vega-Lite in this process: one of each will do."""


def against_schema(whole: dict[str, Any]) -> list[str]:
    """What a specification holds that is not Vega-Lite: the program leaves this check out, as it takes long."""
    try:
        alt.VConcatChart.validate(whole)
    except ValidationError as fault:
        return [f"not Vega-Lite: {fault.message}"]
    return []


def faults_of(picture: Picture, width: int, zero: bool = False) -> list[str]:
    """What is wrong with a picture of a width; `zero` says that a line at nought belongs to it."""
    svg = as_svg(picture, width)
    faults = faults_of_svg(svg)
    if len(picture.title.removeprefix("Invented people: ").split()) > MOST_WORDS:
        faults.append(f"long title: {picture.title}")
    whole = spec(picture, width)
    if (picture.kind, width) not in CHECKED:
        CHECKED.add((picture.kind, width))
        faults += against_schema(whole)
    if zero and "zero-line" not in str(whole):
        faults.append("no zero line")
    return faults + [f"{count} gridlines" for count in gridlines(svg) if count > 10]


def faults_of_svg(svg: str) -> list[str]:
    """What is wrong with the texts of a picture."""
    html = f"<!doctype html><html><body style='margin:0'>{svg}</body></html>"
    found: list[str] = look_at(html, LOOK, height=MOST_HEIGHT)
    return found


def gridlines(svg: str) -> Iterator[int]:
    """How many gridlines each axis draws."""
    for part in svg.split("mark-rule role-axis-grid")[1:]:
        yield part.split("</g>")[0].count("<line")
