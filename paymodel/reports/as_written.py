"""Whether the files of a folder are as they were written, by the digests in its record."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

import msgspec

from paymodel import __version__
from paymodel.errors import Fault, Faults
from paymodel.files import digests
from paymodel.files.digests import digest_of_file, digest_of_text
from paymodel.files.scales import shipped_folder

MOST_BYTES = 50_000_000
"""The largest record, or file of results, that is read."""


class Code(msgspec.Struct):
    """The program that wrote a folder."""

    version: str
    sha256: str


class Record(msgspec.Struct):
    """What is read of the record of any folder."""

    title: str
    code: Code
    shipped: dict[str, str]
    scales: dict[str, str]
    assumptions: dict[str, str]
    files: dict[str, str]


Kind = TypeVar("Kind", bound=Record)


def read_record(path: Path, name: str, kind: type[Kind]) -> Kind:
    """The record of a folder; `name` is the path that a fault names. Raises `Faults`."""
    try:
        return msgspec.json.decode(read_bytes(path), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError, OSError):
        words = "is not a record that this paymodel can read; make the folder again"
        raise Faults([Fault(name, "", words)]) from None


def find_changed_files(
    folder: Path,
    wanted: Mapping[str, str],
    ours: Collection[str],
    digest_of: Callable[[str, Path], str] = lambda _, path: digest_of_file(path),
) -> Iterator[str]:
    """What differs between a folder and the digests `wanted` of its files: changed, missing and added ones.

    `ours` are files that may be there beside those. `digest_of` digests a file, by its name.
    """
    for name, was in sorted(wanted.items()):
        path = find_file(folder, name)
        if path is None:
            yield f"{name} is missing"
            continue
        try:
            if digest_of(name, path) != was:
                yield f"{name} is not as it was written"
        except OSError as error:
            yield f"{name} cannot be read: {(error.strerror or 'error').lower()}"
    known = {*ours, *wanted, *(str(above) for name in wanted for above in PurePosixPath(name).parents)}
    yield from (f"{name} was added" for name in _list_names(folder) if name not in known)


def _list_names(folder: Path) -> list[str]:
    """Everything in a folder and below it but folders that hold something, each by its path there."""
    names = []
    for parent, folders, files in os.walk(folder):
        inside = Path(parent).relative_to(folder)
        names += [(inside / name).as_posix() for name in files]
        names += [(inside / name).as_posix() for name in folders if (Path(parent) / name).is_symlink()]
        if not (folders or files) and inside != Path():
            names.append(inside.as_posix())
    return sorted(names)


def find_file(folder: Path, name: str) -> Path | None:
    """A file of a folder, if it is one: a record that was changed may name anything."""
    try:
        path = folder / name
        inside = path.resolve().is_relative_to(folder.resolve()) and PurePosixPath(name).as_posix() == name
        return path if inside and path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def find_changes_since(record: Record) -> Iterator[str]:
    """What differs between the program and the figures that a folder was made with and those of now."""
    if record.code.version != __version__:
        yield f"paymodel is {__version__}, then {record.code.version}"
    elif record.code.sha256 != digests.code():
        yield "the program differs from the one that made this"
    kinds = (("scale file", record.scales, "scales"), ("shipped file", record.shipped, "scenarios"))
    for what, kept, place in (*kinds, ("list", record.assumptions, "docs")):
        for name, was in sorted(kept.items()):
            path = find_file(shipped_folder(place), name)
            if path is None:
                yield f"the {what} {name} is gone"
            elif digest_of_text(path) != was:
                yield f"the {what} {name} has changed"
    yield from (f"the scale file {name} is new" for name in digests.scales() if name not in record.scales)


def read_bytes(path: Path) -> bytes:
    """What a file of ours holds. Raises `ValueError` for one that is far too large."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(path)
    return path.read_bytes()
