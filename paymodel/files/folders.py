"""Writing a folder so that it appears only when it is whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from paymodel.errors import Fault, Faults
from paymodel.files.workspace import workspace


@contextmanager
def writing_folder(target: Path) -> Iterator[Path]:
    """A folder to write into; it takes the target's place only when all went well.

    The target may be there already if it is empty. Raises `Faults` where it is not, or cannot be written.
    """
    refuse_unfit(target)
    try:
        with workspace(target) as scratch:
            whole = scratch / "whole"
            whole.mkdir()
            yield whole
            if target.is_dir():
                whole.chmod(target.stat().st_mode)
                target.rmdir()
            whole.replace(target)
    except OSError as error:
        raise Faults([Fault(str(target), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None


def refuse_unfit(target: Path) -> None:
    """Refuse a folder that cannot be written: a file, one that holds something, one whose own folder is not there."""
    if target.exists() and not target.is_dir():
        raise Faults([Fault(str(target), "", "is a file; name a folder")])
    if target.is_dir() and any(target.iterdir()):
        raise Faults([Fault(str(target), "", "is not empty; name a new folder, or empty this one")])
    if not target.absolute().parent.is_dir():
        raise Faults([Fault(str(target), "", "its folder does not exist")])
