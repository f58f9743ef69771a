"""A picture as a page of its own: interactive, with its words and its data, without a network."""

import json
from functools import cache
from importlib.resources import files

import vl_convert
from jinja2 import Environment
from markupsafe import Markup

from paymodel.answers.phrasing import true_minus
from paymodel.charts.picture import Picture, as_svg, spec
from paymodel.charts.style import BOARD, FONT

DRAW = "window.draw = (spec) => vegaEmbed('#drawn', spec, {renderer: 'svg', actions: false});"
PAGE = """\
<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<title>{{ picture.title }}</title>
<style>
body { font-family: {{ font }}; color: #0b0c0c; margin: 1.5rem auto; padding: 0 1rem; max-width: 44rem; }
#drawn svg, noscript svg { max-width: 100%; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; } th, td { padding: .3rem .6rem; border-bottom: 1px solid #b1b4b6; }
th { text-align: left; } td.number { text-align: right; font-variant-numeric: tabular-nums; }
</style>
</head>
<body>
<main>
<h1>{{ picture.title }}</h1>
<p>{{ picture.alt }}</p>
<div id="drawn" role="img" aria-label="{{ picture.title }}"></div>
<noscript>{{ svg }}</noscript>
<h2>Data</h2>
<div class="table" tabindex="0" role="region" aria-label="Data">
<table>
<thead><tr>{% for name in picture.table.headings() %}<th scope="col">{{ name }}</th>{% endfor %}</tr></thead>
<tbody>
{% for row in picture.table.words() %}<tr>{% for cell in row -%}
<td{% if picture.table.numeric[loop.index0] %} class="number"{% endif %}>{{ true_minus(cell) }}</td>
{%- endfor %}</tr>
{% endfor %}</tbody>
</table>
</div>
<p><small>{{ picture.stamp }}</small></p>
</main>
<!--
{{ licences }}
-->
<script type="application/json" id="spec">{{ spec }}</script>
<script>{{ program }}</script>
<script>window.draw(JSON.parse(document.getElementById("spec").textContent));</script>
</body>
</html>
"""
POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:"
"""What the page may do. Vega turns its own expressions into functions, hence `unsafe-eval`; nothing may be fetched."""


@cache
def _program() -> Markup:
    """The program that draws, with all it needs. It takes seconds to put together, and is the same for every page."""
    return Markup(vl_convert.javascript_bundle(DRAW).replace("</script", "<\\/script"))  # noqa: S704  Vega's own


@cache
def _licences() -> Markup:
    """The licences of the libraries that the program is put together from: they ask to go with it."""
    text = files("paymodel.charts").joinpath("licences.txt").read_text(encoding="utf-8")
    return Markup(text.replace("--", "- -"))  # noqa: S704  ours; two dashes would end a comment of HTML


def as_html(picture: Picture, width: int = BOARD) -> str:
    """The picture as a page that shows values under the pointer, and holds all it needs (about a megabyte)."""
    held = json.dumps(spec(picture, width), ensure_ascii=True, sort_keys=True).replace("<", "\\u003c")
    page = Environment(autoescape=True).from_string(PAGE)
    return page.render(
        picture=picture,
        true_minus=true_minus,
        policy=Markup(POLICY),  # noqa: S704  ours, with quotes that must stay
        font=Markup(FONT),  # noqa: S704
        svg=Markup(as_svg(picture, width)),  # noqa: S704  made by the renderer, which escapes what it is given
        spec=Markup(held),  # noqa: S704  no letter < is left in it
        program=_program(),
        licences=_licences(),
    )
