"""A staff list as it was when a run began: it is read more than once, and two extracts must not be mixed."""

import json
from collections.abc import Mapping
from pathlib import Path

from paymodel.errors import Fault, Faults
from paymodel.files.digests import digest, digest_of_file
from paymodel.files.uploads import Source

Digests = tuple[tuple[str, str], ...]
"""The name of each file of a staff list, and its digest."""


def digests_of_list(source: Source) -> Digests:
    """The files of a staff list with their digests; none where it is held in memory, or is nothing that can be read.

    Reading it says what is wrong with it.
    """
    if not isinstance(source, Path):
        return ()
    try:
        files = sorted(source.glob("*.parquet")) if source.is_dir() else [source]
        return tuple((path.name, digest_of_file(path)) for path in files if path.is_file())
    except OSError:
        return ()


def digest_of_list(digests: Digests) -> str:
    """What tells a whole staff list from another: the digest of its file whatever its name, or that of all with theirs.

    >>> digest_of_list((("a.csv", "1f"),)) == digest_of_list((("b.csv", "1f"),))
    True
    """
    return digests[0][1] if len(digests) == 1 else digest(json.dumps(digests).encode())


def refuse_changed(source: Source, then: Digests, others: Mapping[Path, str]) -> None:
    """Refuse a staff list that is another than it was, and other files that are, by their digests. Raises `Faults`."""
    differ = sorted({name for name, _ in {*then} ^ {*digests_of_list(source)}})
    changed = [str(source / name if isinstance(source, Path) and source.is_dir() else source) for name in differ]
    changed += [str(path) for path, was in others.items() if not path.is_file() or digest_of_file(path) != was]
    if changed:
        words = "changed while the run went on; run it again when nobody writes it any more"
        raise Faults([Fault(name, "", words) for name in changed[:5]])
