"""A private folder beside what is written, which takes everything until the whole is there.

It is taken away whatever happens, but by a process that is killed outright; such a one is found by the next that writes
the same, which can tell that nobody uses it any more: its user would hold a lock.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from paymodel.progress import notice

LOCK = "in-use"
PRIVATE, PRIVATE_FOLDER = 0o600, 0o700
"""Files that hold people, and folders that hold such files, are for whoever made them alone."""


@contextmanager
def workspace(target: Path) -> Iterator[Path]:
    """A folder beside a target, readable by its user alone, to write in and move from. Raises `OSError`.

    Those that runs left behind that ended early are taken away first; what may be one is named.
    """
    whole = Path(os.path.abspath(target))  # noqa: PTH100  a link is not followed
    _take_away_old(whole)
    folder = Path(tempfile.mkdtemp(prefix=f".{whole.name}.", suffix=".part", dir=whole.parent))
    try:
        with _open(folder / LOCK, os.O_CREAT) as lock:
            with suppress(OSError):  # a file system without locks
                _lock(lock)
            yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except BaseException:  # told to end while it tidies up, which is told once
            shutil.rmtree(folder, ignore_errors=True)
            raise


def _take_away_old(whole: Path) -> None:
    """Take away what earlier runs left beside a target; name what may still be in use, or is not known."""
    pattern = re.compile(rf"\.{re.escape(whole.name)}\.[^.]+\.part")
    try:
        folders = [path for path in whole.parent.iterdir() if pattern.fullmatch(path.name)]
    except OSError:
        return  # writing there says why
    for folder in folders:
        try:
            with _open(folder / LOCK) as lock:
                _lock(lock)
        except BlockingIOError:
            continue  # another command is writing
        except OSError:
            notice(f"{folder} is left from a run that ended early; if none is going on, delete it")
            continue
        shutil.rmtree(folder, ignore_errors=True)
        notice(f"deleted {folder}, left from a run that ended early")


def _open(path: Path, flags: int = 0) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | flags, PRIVATE), "r+b")


def _lock(file: IO[bytes]) -> None:
    """Hold a file as long as it is open. Raises `BlockingIOError` where another process holds it, else `OSError`."""
    if sys.platform == "win32":  # pragma: no cover
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            raise BlockingIOError from None
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def move_to(written: Path, target: Path, *, private: bool = False) -> None:
    """Move what was written to its place. Raises `OSError`.

    What was there keeps its permissions; a new file that is `private` is for whoever made it alone.
    """
    if target.exists():
        shutil.copymode(target, written)
    elif private:
        written.chmod(PRIVATE)
    written.replace(target)
