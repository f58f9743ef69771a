"""The locked packages: name, version, where each is wanted, and the digests of its files."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "app.txt"
"""The lock of the app: the command line, reports and the app need it, and nothing else."""


@dataclass(frozen=True)
class Locked:
    """A locked package. `marker` says on which systems and versions of Python it is wanted: everywhere where empty."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def requirement(self) -> str:
        """As pip reads it, with its digests and without its marker."""
        return " ".join([f"{self.name}=={self.version}", *(f"--hash={each}" for each in self.hashes)])


def read_lock(text: str) -> list[Locked]:
    r"""The packages of a lock.

    >>> read_lock("a==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:ab \\\n    --hash=sha256:cd\nb==2\n")[0]
    Locked(name='a', version='1.0', marker="sys_platform == 'win32'", hashes=('sha256:ab', 'sha256:cd'))
    """
    packages = []
    for entry in re.sub(r"\\\n\s+", "", text).splitlines():
        wanted, *hashes = entry.split("--hash=")
        name, _, rest = wanted.strip().partition("==")
        version, _, marker = rest.partition(";")
        if name and not name.startswith("#"):
            packages.append(Locked(name, version.strip(), marker.strip(), tuple(each.strip() for each in hashes)))
    return packages
