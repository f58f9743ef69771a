"""Documents as one HTML file that needs nothing else: no script, no request, readable without its styles."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from paymodel.answers.blocks import Bullets, Heading, Paragraph
from paymodel.reports.chart import Chart, Part
from paymodel.reports.outline import clean_text, outline_parts
from paymodel.reports.svg import inline_svg


def as_html(parts: Sequence[Part], title: str, foot: str) -> str:
    """A page of HTML. `foot` stands at its end. Raises ValueError where a chart's SVG cannot be read.

    >>> "<h1>Pay</h1>" in as_html([Heading("Pay", 1), Paragraph("It rises.")], "A move", "Estimates.")
    True
    """
    name, rest = outline_parts(parts, title)
    shown = [_describe_part(part, number) for number, part in enumerate(rest, start=1)]
    return _template().render(
        title=clean_text(title) or name,
        name=name,
        parts=shown,
        contents=[part for part in shown if part["kind"] == "heading" and part["level"] == 2],
        foot=clean_text(foot),
    )


def _describe_part(part: Part, number: int) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "text": part.text, "level": part.level, "id": f"part-{number}", "new": part.new_page}
    if isinstance(part, Paragraph):
        return {"kind": "paragraph", "text": part.text}
    if isinstance(part, Bullets):
        return {"kind": "bullets", "items": part.items}
    if isinstance(part, Chart):
        wide = inline_svg(part.svg, f"part-{number}", part.title, part.alt)
        narrow = inline_svg(part.narrow, f"part-{number}-narrow", part.title, part.alt) if part.narrow else ""
        # Both went through a list of what may stand in a picture, with their words escaped.
        return {"kind": "figure", "caption": part.caption, "wide": Markup(wide), "narrow": Markup(narrow)}  # noqa: S704
    return {
        "kind": "table",
        "id": f"part-{number}",
        "caption": part.caption,
        "head": part.headings(),
        "rows": part.words(),
        "numeric": part.numeric,
    }


@cache
def _template() -> Template:
    text = files("paymodel.reports").joinpath("page.html.jinja").read_text(encoding="utf-8")
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    ).from_string(text)
