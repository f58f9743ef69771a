"""How every chart looks: colours, letters, sizes, and the frame with its title and stamp.

Colours and habits are those of the Government Analysis Function (https://analysisfunction.civilservice.gov.uk/
policy-store/data-visualisation-colours-in-charts/ and .../data-visualisation-charts/): statement titles, direct labels,
few light gridlines, nothing told by colour alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import altair as alt

from paymodel.charts.letters import LINE, TEXT, lines_of

DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
DARK_GREY, LIGHT_PURPLE = "#3D3D3D", "#A285D1"
LIGHT_BLUE = "#6BACE6"
CATEGORIES = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE, DARK_GREY, LIGHT_PURPLE)
"""The six colours of the categorical palette, in its order: use no more."""
GAIN, LOSS, SAME = DARK_BLUE, DARK_PINK, DARK_GREY
INK, FAINT, GRID, PAPER, BLACK = "#0B0C0C", "#505A5F", "#E3E5E6", "#FFFFFF", "#000000"
MUTED = "#8C9296"
"""Bars beside those that matter, such as today's beside those of a change: 3 to 1 against white."""
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
"""Arial is on Windows and macOS; Liberation Sans, which has the same widths, on Linux and in the PNG renderer."""
BOARD, PHONE, SCREEN = 640, 340, 740
"""Widths of a whole picture in pixels: half a landscape board paper, a phone held upright, a page of the app."""
TITLE = 18
MOST_GRIDLINES = 6
MOST_LINES = 12
"""Lines of a title, of what stands below it, and of a stamp."""
Body = dict[str, Any]
"""Marks put together: a view of Vega-Lite with all its data in `datasets`, under the names that its parts give them."""
Layer = alt.Chart | Body


def data(values: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """A chart without a mark yet, that holds rows of data."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in values]))


def pounds_axis(title: str | None, plot: float, **more: Any) -> alt.Axis:
    """An axis of pounds along a plot of some pixels, with a light grid of at most six lines."""
    ticks = max(2, min(MOST_GRIDLINES - 1, round(plot / 90)))
    return alt.Axis(title=title, labelExpr=POUNDS, tickCount=ticks, **more)


POUNDS = "(datum.value < 0 ? '\u2212' : '') + '£' + format(abs(datum.value), ',~r')"
"""A Vega expression that says a tick in pounds. It holds nothing that a user typed."""


def draw_zero_line(at: Literal["x", "y"] = "x") -> alt.Chart:
    """The line at nought."""
    chart = data([{"zero": 0}]).properties(name="zero-line").mark_rule(color=INK, strokeWidth=1.2)
    drawn: alt.Chart = chart.encode(**{at: alt.X("zero:Q") if at == "x" else alt.Y("zero:Q")})
    return drawn


def bounds_with_room(values: Sequence[float], before: float = 0.04, after: float = 0.04) -> tuple[float, float]:
    """The bounds of a scale that holds values and nought, with room for labels on both sides.

    >>> bounds_with_room([-50.0, 100.0], 0.1, 0.1)
    (-65.0, 115.0)
    """
    least, most = min((0.0, *values)), max((0.0, *values))
    span = (most - least) or 1.0
    return least - before * span, most + after * span


def overlay(
    *parts: Layer, width: float | None = None, height: float | None = None, title: alt.TitleParams | None = None
) -> Body:
    """Parts in one plot, each over those before it.

    Each part is turned into Vega-Lite once: altair's own layers would copy all that is in them time and again.
    """
    layers, datasets = _as_views(parts)
    size = {name: pixels for name, pixels in (("width", width), ("height", height)) if pixels is not None}
    head = {} if title is None else {"title": title.to_dict(validate=False)}
    return {"layer": layers, **size, **head, "datasets": datasets}


def stack(*panels: Body, spacing: int) -> Body:
    """Panels one below the other, some pixels apart. What has a name in several is told apart by its panel's number."""
    views, datasets = _as_views(panels)
    for number, view in enumerate(views):
        for part in view["layer"]:
            if "name" in part:
                part["name"] = f"{part['name']}_{number}"
    return {"vconcat": views, "spacing": spacing, "datasets": datasets}


def _as_views(parts: Iterable[Layer]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Parts as views of Vega-Lite, and the data of all of them by name: what two hold alike is there once."""
    views: list[dict[str, Any]] = []
    datasets: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, alt.Chart):
            view = part.to_dict(validate=False, context={"top_level": False, "datasets": datasets})
        else:
            view = dict(part)
            datasets.update(view.pop("datasets"))
        views.append(view)
    return views, datasets


def draw_alone(body: Body) -> dict[str, Any]:
    """The Vega-Lite specification of a chart alone, for a page that says its title and its stamp itself."""
    return {"$schema": alt.SCHEMA_URL, **body, "config": config()}


def frame_chart(body: Body, title: str, subtitle: str, stamp: str, width: int) -> dict[str, Any]:
    """The Vega-Lite specification of a chart with its statement title above and its stamp below."""
    inner = width - 24
    inside = draw_alone(body)
    outside: dict[str, Any] = {name: inside.pop(name) for name in ("$schema", "config", "datasets") if name in inside}
    head = {
        "text": lines_of(title, inner, MOST_LINES, TITLE, bold=True),
        "subtitle": lines_of(subtitle, inner, MOST_LINES),
        "anchor": "start",
        "frame": "bounds",
        "offset": 10,
    }
    foot = {
        "text": lines_of(stamp, inner, MOST_LINES),
        "orient": "bottom",
        "anchor": "start",
        "frame": "bounds",
        "fontSize": TEXT,
        "fontWeight": "normal",
        "color": FAINT,
        "lineHeight": LINE,
        "offset": 8,
    }
    return {**outside, "title": foot, "vconcat": [{**inside, "title": head}]}


def config() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart."""
    quiet = {"labelFont": FONT, "titleFont": FONT, "labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": INK}
    return {
        "background": PAPER,
        "padding": 12,
        "font": FONT,
        "aria": False,
        "mark": {"aria": False},  # the picture as a whole has its words; a screen reader need not walk through bars
        "title": {
            "font": FONT,
            "fontSize": TITLE,
            "fontWeight": "bold",
            "color": INK,
            "subtitleFont": FONT,
            "subtitleFontSize": TEXT,
            "subtitleColor": FAINT,
            "subtitlePadding": 6,
            "lineHeight": 22,
            "subtitleLineHeight": LINE,
        },
        "axis": {**quiet, "titleColor": INK, "titleFontWeight": "normal", "gridColor": GRID, "tickColor": GRID}
        | {"domainColor": GRID, "titlePadding": 8, "labelPadding": 6},
        "legend": {**quiet, "titleColor": INK},
        "text": {"font": FONT, "fontSize": TEXT, "color": INK},
        "view": {"stroke": None},
        "concat": {"spacing": 8},
    }


def contrast(first: str, second: str) -> float:
    """How much two colours differ, as the Web Content Accessibility Guidelines count it: 4.5 or more is readable.

    >>> contrast("#000000", "#FFFFFF")
    21.0
    """
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def choose_ink(ground: str) -> str:
    """The colour of letters on a ground, white or black: one of them always differs by 4.5 to 1 or more."""
    return max((PAPER, BLACK), key=lambda ink: contrast(ink, ground))
