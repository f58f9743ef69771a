"""Zip files: documents that are the same bytes whenever and wherever they are written, and folders to look into."""

import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from paymodel.errors import Fault, Faults

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""
MOST_UNPACKED, MOST_ENTRIES = 500_000_000, 10_000
"""Bytes and files that a zip file may hold."""


def date_alike(content: bytes, edits: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """A zip file with every entry dated alike, in the order that it has; `edits` change entries by their name.

    >>> out = io.BytesIO()
    >>> with zipfile.ZipFile(out, "w") as archive:
    ...     archive.writestr("a", "1")
    >>> date_alike(out.getvalue()) == date_alike(date_alike(out.getvalue()))
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            # The mimetype of an OpenDocument file stays uncompressed, so that it can be read without unzipping.
            entry = _entry(name, old.getinfo(name).compress_type)
            new.writestr(entry, (edits or {}).get(name, bytes)(old.read(name)))
    return out.getvalue()


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, BEGINNING)
    info.compress_type = compression
    info.create_system = 3
    return info


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip file, which is the same whenever it is made.

    >>> zip_files({"a": b"1"}) == zip_files({"a": b"1"})
    True
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), content)
    return out.getvalue()


@contextmanager
def unzip_folder(path: Path) -> Iterator[Path]:
    """The folder that a zip file holds, for a while: its only one, or all that it holds. Raises `Faults`."""
    with tempfile.TemporaryDirectory(prefix="paymodel-") as scratch:
        try:
            with zipfile.ZipFile(path) as archive:
                top = _unpack(archive, path, scratch)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
            raise Faults([Fault(str(path), "", "is neither a folder nor a zip file that can be read")]) from None
        folder = Path(scratch, *top)
        yield folder if len(top) == 1 and folder.is_dir() else Path(scratch)


def _unpack(archive: zipfile.ZipFile, path: Path, scratch: str) -> set[str]:
    """Unpack what is within bounds; what stands at the top. Raises `Faults`."""
    names = [info.filename for info in archive.infolist()]
    if len(set(names)) < len(names) or not all(map(_within, names)):
        raise Faults([Fault(str(path), "", "names a file twice, or one outside of itself; name the folder")])
    if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED or len(names) > MOST_ENTRIES:
        words = f"holds more than {MOST_UNPACKED // 1_000_000:,} MB or {MOST_ENTRIES:,} files; name the folder"
        raise Faults([Fault(str(path), "", words)])
    archive.extractall(scratch)
    return {name.split("/")[0] for name in names}


def _within(name: str) -> bool:
    """Whether the name of an entry leads to a place inside the folder it is unpacked in, on any system."""
    parts = name.rstrip("/").split("/")
    return not any(part in ("", ".", "..") or set(part) & set('\\:*?"<>|\0') for part in parts)
