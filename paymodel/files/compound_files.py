"""Compound files, in which Excel 97 to 2003 kept its workbooks: the streams of one, without taking any room for lies.

The layout is that of Microsoft's open specification [MS-CFB]: a header, chains of sectors, a directory of streams.
"""

import struct
from typing import IO

ENDS = 0xFFFFFFFE
"""Numbers from here on are no sectors: the end of a chain, or a free one."""
LARGEST_STREAM = 500_000_000
"""Bytes of one stream that are read."""
MOST_ENTRIES = 10_000


class NotSound(Exception):
    """A file that says it is compound and is not."""


class _Compound:
    """An open compound file."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        file.seek(0)
        head = file.read(512)
        if len(head) < 512 or not head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            raise NotSound
        shift, small_shift = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise NotSound
        self.size = 1 << shift
        self.sectors = file.seek(0, 2) // self.size + 1
        count, directory, _, self.cutoff, small, _, more, mores = struct.unpack_from("<IIIIIIII", head, 44)
        table = list(struct.unpack_from("<109I", head, 76))
        for _ in range(min(mores, self.sectors)):
            if more >= ENDS:
                break
            *part, more = struct.unpack(f"<{self.size // 4}I", self._sector(more))
            table += part
        self.next: list[int] = []
        for sector in table[: min(count, self.sectors)]:
            self.next += struct.unpack(f"<{self.size // 4}I", self._sector(sector))
        self.entries = self._directory(self._chain(directory, MOST_ENTRIES * 128))
        self.small_next: list[int] = []
        if small < ENDS:
            data = self._chain(small, LARGEST_STREAM)
            self.small_next = list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _sector(self, number: int) -> bytes:
        if number >= self.sectors:
            raise NotSound
        self.file.seek((number + 1) * self.size)
        return self.file.read(self.size).ljust(self.size, b"\x00")

    def _chain(self, first: int, most: int) -> bytes:
        parts: list[bytes] = []
        at, size = first, 0
        while at < ENDS and size < most:
            if at >= len(self.next) or len(parts) > self.sectors:
                raise NotSound
            parts.append(self._sector(at))
            size += self.size
            at = self.next[at]
        return b"".join(parts)

    def _directory(self, data: bytes) -> dict[str, tuple[int, int]]:
        """For each stream its first sector and its size; the root, under no name, holds the small ones."""
        entries: dict[str, tuple[int, int]] = {}
        for at in range(0, len(data) - 127, 128):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            if kind not in (1, 2, 5) or not 2 <= length <= 64:
                continue
            name = data[at : at + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", data, at + 116)
            entries.setdefault("" if kind == 5 else name, (first, size))
        return entries

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        first, size = self.entries[name]
        if size > LARGEST_STREAM:
            raise NotSound
        if size >= self.cutoff:
            return self._chain(first, size)[:size]
        small = self._chain(self.entries.get("", (ENDS, 0))[0], LARGEST_STREAM)
        parts: list[bytes] = []
        at = first
        while at < ENDS and len(parts) * 64 < size:
            if at >= len(self.small_next):
                raise NotSound
            parts.append(small[at * 64 : at * 64 + 64])
            at = self.small_next[at]
        return b"".join(parts)[:size]


def streams_of(file: IO[bytes]) -> list[str]:
    """The names of the streams of a compound file. Raises `NotSound`."""
    try:
        return list(_Compound(file).entries)
    except (struct.error, OSError, ValueError):
        raise NotSound from None


def stream_of(file: IO[bytes], name: str) -> bytes:
    """The bytes of one of its streams. Raises `NotSound`."""
    try:
        return _Compound(file).stream(name)
    except (struct.error, OSError, ValueError, KeyError):
        raise NotSound from None
