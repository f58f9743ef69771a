"""Writing a folder so that it appears only when it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paymodel.errors import Fault, Faults


@contextmanager
def writing_folder(target: Path) -> Iterator[Path]:
    """A folder beside the target to write into; it takes the target's place only when all went well.

    The target may be there already if it is empty. Raises `Faults` where it is not, or cannot be written.
    """
    if target.exists() and not target.is_dir():
        raise Faults([Fault(str(target), "", "is a file; name a folder")])
    if target.is_dir() and any(target.iterdir()):
        raise Faults([Fault(str(target), "", "is not empty; name a new folder, or empty this one")])
    if not target.absolute().parent.is_dir():
        raise Faults([Fault(str(target), "", "its folder does not exist")])
    beside = target.absolute().with_name(f".{target.absolute().name}.{os.getpid()}.part")
    try:
        beside.mkdir()
        yield beside
        if target.is_dir():
            target.rmdir()
        beside.replace(target)
    except OSError as error:
        raise Faults([Fault(str(target), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
