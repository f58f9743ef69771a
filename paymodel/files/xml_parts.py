"""Parts of a workbook in XML, gone through an element at a time: no tree is made, and no entity is taken."""

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

CHUNK = 1 << 20


class Entities(Exception):
    """A part declares entities, which no sheet needs."""


def parse_part(
    file: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Go through the elements of a part. Raises `Entities` or `expat.ExpatError`."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse_entities
    while chunk := file.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_entities(*_: object) -> None:
    raise Entities
