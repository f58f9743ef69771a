"""Run paymodel from this folder: nothing is installed, no rights are needed, and the network is not used.

    python start.py                    the app, in the browser
    python start.py compare FILE ...   any command of paymodel
    python start.py prepare            unpack the packages now, for a share that users may only read

The packages of `wheels/` are unpacked once, into `unpacked/` beside this file; where that cannot be written, into a
folder of the user's own. Each file is checked against `SHA256SUMS` first. Only Python's own library is used here.
"""

import hashlib
import os
import platform
import runpy
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEMS = {"Windows": "windows", "Darwin": "macos", "Linux": "linux"}
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
DONE, PACKAGES = "whole", "site-packages"
"""What marks a folder that is unpacked to its end, and what packages are in: Streamlit looks for that name."""


def kind_of_this_computer() -> str:
    """What the folder of wheels for this system, processor and Python is called."""
    machine = platform.machine().lower()
    system = SYSTEMS.get(platform.system(), platform.system().lower())
    return f"{system}-{MACHINES.get(machine, machine)}-python{sys.version_info[0]}.{sys.version_info[1]}"


def wheels_for(kind: str, folder: Path = HERE / "wheels") -> list[Path]:
    """The wheels of a kind of computer, sorted. Ends with what this folder holds where it has none."""
    wheels = sorted((folder / kind).glob("*.whl"))
    if not wheels:
        kinds = ", ".join(sorted(each.name for each in folder.iterdir())) if folder.is_dir() else ""
        sys.exit(f"paymodel: this folder holds no packages for {kind}; it has {kinds or 'none'}")
    return wheels


def check_digests(wheels: list[Path], sums: Path = HERE / "SHA256SUMS") -> None:
    """End where a wheel is not the one that was gathered."""
    digests = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        digests[name] = digest
    for wheel in wheels:
        name = wheel.relative_to(sums.parent).as_posix()
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != digests.get(name):
            sys.exit(f"paymodel: {name} is not the file that was gathered; copy the folder again")


def places(kind: str) -> list[Path]:
    """Where packages may be unpacked: beside this file, else in a folder of the user's own."""
    own = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    label = hashlib.sha256((HERE / "SHA256SUMS").read_bytes()).hexdigest()[:12]
    return [HERE / "unpacked" / f"{kind}-{label}", Path(own) / "paymodel" / f"{kind}-{label}"]


def unpacked(kind: str) -> Path:
    """The folder of the unpacked packages, made where there is none yet."""
    for place in places(kind):
        if (place / DONE).is_file():
            return place / PACKAGES
    wheels = wheels_for(kind)
    check_digests(wheels)
    for place in places(kind):
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(dir=place.parent, prefix="unpacking-"))
        except OSError:
            continue  # only to be read: the next place
        sys.stderr.write(f"Unpacking paymodel into {place}, once ...\n")
        try:
            for wheel in wheels:
                unpack(wheel, scratch / PACKAGES)
            (scratch / DONE).touch()
            if not place.exists():
                scratch.rename(place)
            return place / PACKAGES
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    sys.exit("paymodel: neither this folder nor your own can be written; ask for one that can")


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack a wheel as an installer would: what it keeps apart for the folder of packages goes there too."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    for apart in folder.glob("*.data"):
        for part in ("purelib", "platlib"):
            if (apart / part).is_dir():
                shutil.copytree(apart / part, folder, dirs_exist_ok=True)
        shutil.rmtree(apart)  # scripts and manuals: nothing here runs or reads them


def main(arguments: list[str]) -> None:
    """Unpack where that is not done yet, then run."""
    packages = unpacked(kind_of_this_computer())
    if arguments == ["prepare"]:
        print(f"Ready: {packages}")
        return
    sys.path.insert(0, str(packages))
    os.environ["PYTHONPATH"] = str(packages)  # for processes that it starts itself
    if not arguments:
        os.chdir(HERE)  # app.py and its settings are here
        sys.argv = ["paymodel", "--server.headless", "false"]
        runpy.run_module("paymodel.app", run_name="__main__")
    sys.argv = ["paymodel", *arguments]
    runpy.run_module("paymodel.cli", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
