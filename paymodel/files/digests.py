"""What tells one file, one text of the program or one set of figures from another: SHA-256 digests."""

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from paymodel import __version__
from paymodel.files.scales import shipped_folder

OURS = (("scales", "*.yaml"), ("scenarios", "*.yaml"), ("docs", "*.yaml"))
"""What ships beside the program and decides figures: folders, and the files of each."""


def digest(content: bytes) -> str:
    """The SHA-256 of some bytes.

    >>> digest(b"abc")[:16]
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """The SHA-256 of a file as it is, read a block at a time. Raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_text(path: Path) -> str:
    """The SHA-256 of a text file with one kind of line end, since Git may change them on Windows. Raises `OSError`."""
    return digest(path.read_bytes().replace(b"\r\n", b"\n"))


def digests_of_texts(folder: Path, kind: str) -> dict[str, str]:
    """The digest of each text file of a kind in a folder and below it, by its path there."""
    start = len(str(folder)) + 1
    files = {
        tuple(file.path[start:].replace(os.sep, "/").split("/")): file
        for file in _below(str(folder), kind.removeprefix("*"))
    }
    return {"/".join(name): _as_last_changed(files[name]) for name in sorted(files)}


def _below(folder: str, ending: str) -> Iterator["os.DirEntry[str]"]:
    """The files in a folder and below it whose names end so: every answer tells of all that ship, so this is quick."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path, ending)
            elif entry.name.endswith(ending):
                yield entry


def _as_last_changed(file: "os.DirEntry[str]") -> str:
    about = file.stat()
    return _digest_when(file.path, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=4096)
def _digest_when(path: str, _changed: int, _size: int) -> str:
    """The digest of a text file that was changed then: the program's own files, of which every answer tells."""
    return digest_of_text(Path(path))


def scales() -> dict[str, str]:
    """The digest of each scale file that ships."""
    return digests_of_texts(shipped_folder("scales"), "*.yaml")


def code() -> str:
    """What tells one text of the program from another."""
    return _together(digests_of_texts(Path(__file__).resolve().parent.parent, "*.py"))


def program() -> str:
    """What tells one text of the program and its figures from another: the version, and a digest of every file.

    >>> program().startswith(__version__)
    True
    """
    figures = {kind: _together(digests_of_texts(shipped_folder(kind), names)) for kind, names in OURS}
    return f"{__version__} {_together({'code': code(), **figures})[:32]}"


def _together(digests: dict[str, str]) -> str:
    return digest("".join(f"{name}\0{held}\n" for name, held in digests.items()).encode())
