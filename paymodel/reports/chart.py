"""A drawn chart as a part of a document."""

from dataclasses import dataclass

from paymodel.answers.blocks import Block
from paymodel.charts.picture import Picture, as_svg
from paymodel.charts.style import PHONE


@dataclass(frozen=True)
class Chart:
    """A chart already drawn.

    `name` is the stem of its file, `title` the statement that it makes, `alt` what a reader would see, in words. `svg`
    goes into HTML and `png` into Word. `narrow`, where given, is the SVG that a phone shows instead.
    `caption` is its number in a document, below it: the picture itself bears the title.
    """

    name: str
    title: str
    alt: str
    svg: str
    png: bytes
    narrow: str = ""
    caption: str = ""


def make_chart(picture: Picture, name: str, svg: str, png: bytes) -> Chart:
    """A picture drawn for a document, and once more for a phone; no `png` where the document is not for Word."""
    return Chart(name, picture.title, picture.alt, svg, png, as_svg(picture, PHONE))


Part = Block | Chart
