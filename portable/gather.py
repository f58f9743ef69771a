"""Gather the folder that runs from a stick or a share: `make portable`. It needs the network once; the folder does not.

Wheels of the locked versions are fetched for each system with pip, which checks the digests of the lock. The folder is
for the version of Python that gathers it, or for those that the variable PORTABLE_PYTHON names, such as `3.12 3.13`.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.markers import Marker

from portable.locked import LOCK, ROOT, Locked, read_lock

TARGET = ROOT / "dist" / "portable"
SYSTEMS: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
    "windows-x86_64": (
        ["win_amd64"],
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ),
    "macos-arm64": (
        ["macosx_14_0_arm64"],
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    ),
    "linux-x86_64": (
        [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17)] + ["manylinux2014_x86_64"],
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ),
}
"""The systems that the folder runs on: pip's names for their wheels, and what a marker asks of them."""
SOURCE_ALONE = ("odfpy",)
"""Packages that are published as source alone: a wheel for every system is built of them here."""
BESIDE = (
    *("portable/start.py", "portable/start.cmd", "portable/start.sh", "app.py", ".streamlit/config.toml"),
    *("LICENSE", "sbom.json", "requirements/app.txt", "docs/install.md"),
)


def wanted(packages: Sequence[Locked], system: str, python: str) -> list[Locked]:
    """The packages that a system wants under a version of Python."""
    place = {
        **SYSTEMS[system][1],
        "python_version": python,
        "python_full_version": f"{python}.99",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    return [each for each in packages if not each.marker or Marker(each.marker).evaluate(dict(place))]


def _pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", *map(str, arguments), "--quiet", "--disable-pip-version-check"]
    if status := subprocess.run(command, check=False).returncode:  # noqa: S603
        sys.exit(status)


def fetch(packages: Sequence[Locked], system: str, python: str, folder: Path) -> None:
    """Fetch the wheels of packages for a system."""
    names = [part for name in SYSTEMS[system][0] for part in ("--platform", name)]
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch, "wanted.txt")
        listed.write_text("".join(f"{each.requirement}\n" for each in packages), encoding="utf-8")
        _pip(
            *("download", "--no-deps", "--only-binary=:all:", "--require-hashes", "-r", listed, "-d", folder),
            *(*names, "--python-version", python, "--implementation", "cp"),
        )


def build(packages: Sequence[Locked], folder: Path) -> None:
    """Build the wheels of packages that are published as source, and that of paymodel itself."""
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch, "wanted.txt")
        listed.write_text("".join(f"{each.requirement}\n" for each in packages), encoding="utf-8")
        _pip("wheel", "--no-deps", "--require-hashes", "-r", listed, "-w", folder)
    _pip("wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)


def gather(systems: Sequence[str], pythons: Sequence[str], target: Path = TARGET) -> None:
    """Make the folder anew."""
    shutil.rmtree(target, ignore_errors=True)
    packages = read_lock(LOCK.read_text(encoding="utf-8"))
    built = target / "built"
    build([each for each in packages if each.name in SOURCE_ALONE], built)
    for system in systems:
        for python in pythons:
            folder = target / "wheels" / f"{system}-python{python}"
            print(f"Gathering {folder.name} ...", flush=True)
            ours = [each for each in wanted(packages, system, python) if each.name not in SOURCE_ALONE]
            fetch(ours, system, python, folder)
            for wheel in built.glob("*-none-any.whl"):
                shutil.copy(wheel, folder)
    shutil.rmtree(built)
    for name in BESIDE:
        place = target / name.removeprefix("portable/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, place)
    files = sorted(path for path in target.rglob("*") if path.is_file())
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(target).as_posix()}\n" for path in files
    )
    (target / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    megabytes = sum(path.stat().st_size for path in files) / 1_000_000
    print(f"Wrote {target}: {megabytes:,.0f} MB. Copy all of it; docs/install.md says how to start it.")


def main() -> None:
    """Gather for every system."""
    this = f"{sys.version_info[0]}.{sys.version_info[1]}"
    gather(tuple(SYSTEMS), os.environ.get("PORTABLE_PYTHON", this).split())


if __name__ == "__main__":
    main()
