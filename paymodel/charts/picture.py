"""A picture: a chart with all that is published beside it. Exports are texts and bytes; nothing is written here."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import vl_convert
from altair.utils import schemapi

from paymodel import __version__
from paymodel.about import ESTIMATES, INVENTED
from paymodel.answers.phrasing import NATION_LABELS, true_minus
from paymodel.answers.tables import Table, csv_file, of_invented_people
from paymodel.charts.style import BOARD, Body, draw_alone, frame_chart
from paymodel.days import day_words

KEPT = 4
"""How many drawings are kept, so that the forms of one picture share them."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A chart before it is drawn.

    `title` says in a sentence what the chart shows, `subtitle` what is measured and in what unit, `alt` says in words
    what a reader would see. `table` holds the data. `draw` makes the body for a width of the plot
    in pixels. `stamp` says where it comes from.
    """

    kind: str
    title: str
    subtitle: str
    alt: str
    table: Table
    stamp: str
    draw: Callable[[int], Body]

    def __post_init__(self) -> None:
        """Give what is read true minus signs, whatever it was put together from."""
        for name in ("title", "subtitle", "alt"):
            object.__setattr__(self, name, true_minus(getattr(self, name)))


def mark_invented(picture: Picture, *, invented: bool = True) -> Picture:
    """A picture of people who were made up, which says so wherever a part of it may be taken by itself."""
    if not invented:
        return picture
    return replace(
        picture,
        title=f"Invented people: {picture.title}",
        subtitle=f"{picture.subtitle} {INVENTED}",
        alt=f"{INVENTED} {picture.alt}",
        table=of_invented_people(picture.table),
        stamp=f"{picture.stamp} {INVENTED}",
    )


def stamp_of(scenario_id: str, nation: str, as_at: datetime.date) -> str:
    """What stands below every chart: the version of the model, the day of the rates, the scenario, and what it is not.

    What belongs to no scenario leaves its name empty.

    >>> stamp_of("a-move", "england", datetime.date(2026, 11, 22)).split(". ")[1:]
    ['Rates in force in England on 22 November 2026', 'Scenario a-move', 'Estimates, not payroll.']
    """
    return _stamp(f" Scenario {scenario_id}." if scenario_id else "", nation, as_at)


def stamp_of_posts(title: str, nation: str, as_at: datetime.date) -> str:
    """What stands below a chart of a workforce: in place of the scenario, the title of the posts that were offered.

    >>> stamp_of_posts("Leadership posts", "england", datetime.date(2026, 11, 22)).split(". ")[2]
    'Posts: Leadership posts'
    """
    return _stamp(f" Posts: {title}.", nation, as_at)


def _stamp(asked: str, nation: str, as_at: datetime.date) -> str:
    rates = f"Rates in force in {NATION_LABELS[nation]} on {day_words(as_at)}"
    return f"paymodel {__version__}. {rates}.{asked} {ESTIMATES}"


def spec(picture: Picture, width: int = BOARD, *, alone: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a picture of a width in pixels, with all data inside; not to be changed.

    `alone` leaves out title, subtitle and stamp, for a page that shows them itself.
    """
    return _spec(picture, width, alone)


@lru_cache(KEPT)
def _spec(picture: Picture, width: int, alone: bool) -> dict[str, Any]:
    with schemapi.debug_mode(False):  # altair would check each part against its schema; the tests check the whole
        body = picture.draw(width)
        return draw_alone(body) if alone else frame_chart(body, picture.title, picture.subtitle, picture.stamp, width)


def as_svg(picture: Picture, width: int = BOARD, *, alone: bool = False) -> str:
    """The picture as SVG, with its title and its words for those who cannot see it; `alone` as for `spec`."""
    return _as_svg(picture, width, alone)


@lru_cache(KEPT)
def _as_svg(picture: Picture, width: int, alone: bool) -> str:
    head, body = _drawn(json.dumps(_spec(picture, width, alone))).split(">", 1)
    words = f"<title>{escape(picture.title)}</title><desc>{escape(picture.alt)}</desc>"
    return f'{head} role="img">{words}{body}\n'


@lru_cache(KEPT)
def _drawn(spec: str) -> str:
    """What is drawn of a specification: a page of the app that is drawn again makes each of its pictures again."""
    drawn: str = vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[])  # of text it reads figures loosely
    return drawn


def as_png(picture: Picture, width: int = BOARD, scale: float = 2.0) -> bytes:
    """The picture as PNG, with twice as many pixels each way as its width says."""
    return bytes(vl_convert.svg_to_png(as_svg(picture, width), scale=scale))


def as_csv(picture: Picture) -> str:
    """The data of the picture as a CSV file for people; the last row holds the stamp alone."""
    return csv_file(picture.table, picture.stamp)


def as_words(picture: Picture) -> str:
    """The picture in words: what a screen reader is given."""
    return f"{picture.title}\n\n{picture.subtitle}\n\n{picture.alt}\n\n{picture.stamp}\n"
