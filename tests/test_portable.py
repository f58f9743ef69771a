"""The folder that runs where nothing may be installed, and the bill of what it is made of."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import tasks
from paymodel import __version__
from portable import start
from portable.bill import BILL, bill
from portable.gather import BESIDE, SOURCE_ALONE, SYSTEMS, wanted
from portable.locked import LOCK, ROOT, read_lock

PACKAGES = read_lock(LOCK.read_text(encoding="utf-8"))


def test_the_bill_names_every_locked_package_and_is_that_of_the_lock() -> None:
    held = json.loads(BILL.read_text(encoding="utf-8"))
    now = bill()
    for component in (*held["components"], *now["components"]):
        component.pop("licenses", None)  # as far as they are installed where the bill was made
    assert held == now, "run: python -m portable.bill"
    names = {component["name"] for component in now["components"]}
    lines = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if re.match(r"[A-Za-z]", line)]
    assert names == {line.partition("==")[0] for line in lines}
    assert len(now["components"]) == len(lines)  # numpy is there twice, for two spans of Python
    assert now["metadata"]["component"]["version"] == __version__
    text = LOCK.read_bytes().replace(b"\r\n", b"\n")
    assert now["metadata"]["properties"][1]["value"] == hashlib.sha256(text).hexdigest()


def test_the_bill_is_shaped_as_cyclonedx_asks() -> None:
    """Required keys and enumerations of the CycloneDX 1.6 specification (ECMA-424): bom, component, dependency."""
    held = json.loads(BILL.read_text(encoding="utf-8"))
    assert (held["bomFormat"], held["specVersion"], held["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", held["serialNumber"])
    references = [component["bom-ref"] for component in held["components"]]
    assert len(set(references)) == len(references)
    for component in held["components"]:
        assert component["type"] == "library"
        assert component["scope"] == "required"
        assert component["purl"] == f"pkg:pypi/{component['name'].lower()}@{component['version']}"
        assert all(set(each) == {"license"} for each in component.get("licenses", ()))
    licensed = sum("licenses" in component for component in held["components"])
    assert licensed > 0.9 * len(references)
    (whole,) = held["dependencies"]
    assert whole["dependsOn"] == references


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_gets_one_version_of_each_package_it_wants(system: str) -> None:
    for python in ("3.11", "3.12", "3.14"):
        names = [each.name for each in wanted(PACKAGES, system, python)]
        assert len(set(names)) == len(names)
        assert {"numpy", "msgspec", "streamlit", "odfpy"} <= {*names}
        assert ("watchdog" in names) == (not system.startswith("macos"))  # its marker: sys_platform != 'darwin'
        assert set(SOURCE_ALONE) <= {*names}
    assert all(each.hashes for each in PACKAGES)
    assert [name for name in BESIDE if not (ROOT / name).is_file()] == []


def wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / name, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return folder / name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as it is gathered, of one small package in place of paymodel."""
    kind = start.kind_of_this_computer()
    said = "import sys\nfrom inner import words\nprint(words, *sys.argv[1:])\n"
    held = {"paymodel/__init__.py": "", "paymodel/cli.py": said, "p.data/purelib/inner.py": "words = 'ran'\n"}
    made = wheel(tmp_path / "wheels" / kind, "paymodel-1-py3-none-any.whl", {**held, "p.data/scripts/x": "never"})
    (tmp_path / "start.py").write_bytes((ROOT / "portable" / "start.py").read_bytes())
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{digest}  {made.relative_to(tmp_path).as_posix()}\n", encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(folder / "start.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_folder_unpacks_once_and_runs(folder: Path) -> None:
    first = run(folder, "compare", "x.yaml")
    assert (first.returncode, first.stdout) == (0, "ran compare x.yaml\n")
    assert "Unpacking paymodel into" in first.stderr
    (packages,) = (folder / "unpacked").glob("*/site-packages")
    assert sorted(path.name for path in packages.iterdir() if path.name != "__pycache__") == ["inner.py", "paymodel"]
    (made,) = (folder / "wheels").rglob("*.whl")
    made.unlink()  # it is not read again
    again = run(folder, "compare")
    assert (again.returncode, again.stdout, again.stderr) == (0, "ran compare\n", "")


def test_a_damaged_file_and_another_python_are_said_and_nothing_runs(folder: Path) -> None:
    (made,) = (folder / "wheels").rglob("*.whl")
    content = made.read_bytes()
    made.write_bytes(content + b"x")
    damaged = run(folder)
    assert damaged.returncode == 1
    assert damaged.stderr.endswith("is not the file that was gathered; copy the folder again\n")
    made.write_bytes(content)
    made.parent.rename(made.parent.with_name("windows-x86_64-python3.99"))
    other = run(folder, "prepare")
    assert other.returncode == 1
    assert f"no packages for {start.kind_of_this_computer()}; it has windows-x86_64-python3.99" in other.stderr
    assert not (folder / "unpacked").exists()


def test_on_a_server_the_app_opens_no_browser_and_takes_pages_of_one_address() -> None:
    assert tasks._where_shown("") == ("--server.headless", "false")
    options = ("--server.headless", "true", "--browser.serverAddress", "pay.trust.example")
    assert tasks._where_shown("pay.trust.example") == options
