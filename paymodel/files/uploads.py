"""A file that is held in memory alone, for readers that also read files of a disk."""

import hashlib
import io
import os
import stat
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import IO, Any

from paymodel.errors import Fault, Faults


@dataclass(frozen=True, eq=False)
class Upload:
    """A file in memory: its name and its bytes. Readers ask it what they ask a path, and no disk ever holds it.

    >>> Upload("staff.CSV", b"id,band").open().read(), Upload("staff.CSV", b"").suffix
    ('id,band', '.CSV')
    """

    name: str
    content: bytes

    def __str__(self) -> str:
        return self.name

    @property
    def suffix(self) -> str:
        """How the name ends, with its dot."""
        return PurePath(self.name).suffix

    @cached_property
    def digest(self) -> str:
        """What tells its bytes from any others."""
        return hashlib.sha256(self.content).hexdigest()

    def exists(self) -> bool:
        """It does."""
        return True

    def is_file(self) -> bool:
        """It is one."""
        return True

    def is_dir(self) -> bool:
        """It is none."""
        return False

    def stat(self) -> os.stat_result:
        """What kind of file it is, and its size in bytes."""
        return os.stat_result((stat.S_IFREG | stat.S_IRUSR, 0, 0, 1, 0, 0, len(self.content), 0, 0, 0))

    def open(self, mode: str = "r", *, encoding: str = "utf-8", newline: str | None = None) -> IO[Any]:
        """The content to read from, as text or (`rb`) as bytes."""
        raw = io.BytesIO(self.content)  # shares the bytes
        return raw if "b" in mode else io.TextIOWrapper(raw, encoding=encoding, newline=newline)


Source = Path | Upload
"""Where a table is read from."""
STANDARD_INPUT = "-"
LARGEST_INPUT = 1_000_000_000
"""Bytes of standard input that are read: it is held in memory."""


def source_named(name: str) -> Source:
    """Where a table is read from by its name: a file, or standard input for `-`. Raises `Faults` for too much."""
    if name != STANDARD_INPUT:
        return Path(name)
    content = sys.stdin.buffer.read(LARGEST_INPUT + 1) if sys.stdin is not None else b""
    if len(content) > LARGEST_INPUT:
        words = f"holds more than {LARGEST_INPUT:,} bytes; give a file"
        raise Faults([Fault("standard input", "", words)])
    return Upload("standard input", content)


def for_libraries(source: Source) -> Path | IO[bytes]:
    """What libraries that read files take: a path, which they read themselves, or an open file."""
    return source if isinstance(source, Path) else source.open("rb")
