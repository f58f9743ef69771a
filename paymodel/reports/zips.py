"""Zipped documents that are the same bytes whenever and wherever they are written."""

import io
import zipfile
from collections.abc import Callable, Mapping

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""


def steady(content: bytes, edits: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """A zip file with every entry dated alike, in the order that it has; `edits` change entries by their name.

    >>> out = io.BytesIO()
    >>> with zipfile.ZipFile(out, "w") as archive:
    ...     archive.writestr("a", "1")
    >>> steady(out.getvalue()) == steady(steady(out.getvalue()))
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            info = zipfile.ZipInfo(name, BEGINNING)
            # The mimetype of an OpenDocument file stays uncompressed, so that it can be read without unzipping.
            info.compress_type = old.getinfo(name).compress_type
            info.create_system = 3
            new.writestr(info, (edits or {}).get(name, bytes)(held))
    return out.getvalue()
