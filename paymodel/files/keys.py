"""Keyed digests of what may not be published, and the key, which stays with whoever ran it.

A plain digest of a staff list would confirm a guess: whoever suspects what it holds could digest the suspicion and
compare. A keyed digest (HMAC, RFC 2104) says nothing to anybody who lacks the key.
"""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from paymodel.about import NOT_PAYROLL
from paymodel.errors import Fault, Faults

HOW = "HMAC-SHA-256"
ENDING = "-key-not-for-publication.json"
KEY_BYTES = 32
ABOUT = (
    "The key of the keyed digests in the run.json of the folder of this name. Whoever has it can confirm a guess at the"
    " staff list: keep it where the staff list is kept, and do not publish it. Without it nobody can confirm that a"
    " staff list is the one that was used."
)


@dataclass(frozen=True)
class Key:
    """A secret, and what is digested with it. `run` is another for every run, so that equal files do not show."""

    secret: bytes = field(repr=False)
    run: str

    def make_digest(self, kind: str, digest: str = "") -> str:
        """The keyed digest of a file of a kind, from its digest.

        >>> Key(bytes(32), "1").make_digest("staff list", "a") == Key(bytes(32), "2").make_digest("staff list", "a")
        False
        """
        return hmac.new(self.secret, "\0".join((self.run, kind, digest)).encode(), hashlib.sha256).hexdigest()


def key_beside(folder: Path) -> Path:
    """Where the key of a folder is kept: beside it, never in it.

    >>> key_beside(Path("results/answer")).name
    'answer-key-not-for-publication.json'
    """
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  a link is not followed, and '..' names nothing
    return whole.with_name(f"{whole.name}{ENDING}")


def new_key(folder: Path) -> Key:
    """A key for a run whose output is a folder: the one that is beside it already, or else a new one, written there.

    A key that earlier runs were published with is thus never lost. Raises `Faults`.
    """
    path, run = key_beside(folder), secrets.token_hex(16)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            secret = secrets.token_hex(KEY_BYTES)
            file.write(json.dumps({"about": ABOUT, "not_payroll": NOT_PAYROLL, "key": secret}, indent=2) + "\n")
    except FileExistsError:
        return read_key(path, run)
    except OSError as error:
        raise Faults([Fault(str(path), "", f"cannot be written: {(error.strerror or 'error').lower()}")]) from None
    return Key(bytes.fromhex(secret), run)


def read_key(path: Path, run: str) -> Key:
    """The key in a file, for a run. Raises `Faults`."""
    words = "is not a key that paymodel wrote; name another, or move it away"
    try:
        secret = bytes.fromhex(msgspec.json.decode(path.read_bytes()[:10_000], type=dict[str, str])["key"])
    except FileNotFoundError:
        raise Faults([Fault(str(path), "", "no such file; name the key that was written beside the folder")]) from None
    except OSError as error:
        raise Faults([Fault(str(path), "", f"cannot be read: {(error.strerror or 'error').lower()}")]) from None
    except (msgspec.MsgspecError, KeyError, ValueError, RecursionError):
        raise Faults([Fault(str(path), "", words)]) from None
    if len(secret) != KEY_BYTES:
        raise Faults([Fault(str(path), "", words)])
    return Key(secret, run)
