"""A picture in each form in which it may be published."""

from collections.abc import Callable
from pathlib import Path

from paymodel.charts.page import as_html
from paymodel.charts.picture import Picture, as_csv, as_png, as_svg, as_words
from paymodel.charts.style import BOARD, PHONE
from paymodel.errors import Fault, Faults

FORMS: dict[str, Callable[[Picture, int], str | bytes]] = {
    ".svg": as_svg,
    ".png": as_png,
    ".html": as_html,
    ".csv": lambda picture, _width: as_csv(picture),
    ".txt": lambda picture, _width: as_words(picture),
}
"""What makes each form of a picture, by the ending of its file."""


def export_picture(picture: Picture, ending: str, *, phone: bool = False) -> bytes:
    """A picture in the form that an ending names, for a paper or for a phone."""
    content = FORMS[ending.lower()](picture, PHONE if phone else BOARD)
    return content.encode() if isinstance(content, str) else content


def export_all_forms(picture: Picture) -> dict[str, bytes]:
    """A picture in every form, by ending."""
    return {ending: export_picture(picture, ending) for ending in FORMS}


def check_ending(target: Path) -> None:
    """Refuse a file whose ending names no form. Raises `Faults`."""
    if target.suffix.lower() not in FORMS:
        raise Faults([Fault(str(target), "", f"give a name that ends in {', '.join(FORMS)}")])
