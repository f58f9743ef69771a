"""The software bill of materials, `sbom.json`: every package that the app needs, as CycloneDX 1.6. Made by `make lock`.

It is written from the lock, which holds the digests of every file; the bill names the lock and its digest.
"""

import hashlib
import json
import re
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

from portable.locked import LOCK, ROOT, Locked, read_lock

BILL = ROOT / "sbom.json"


def bill(lock: Path = LOCK) -> dict[str, Any]:
    """The bill of a lock: the same for the same lock and version, wherever it is made."""
    text = lock.read_bytes().replace(b"\r\n", b"\n")
    packages = read_lock(text.decode())
    version = re.search(r'__version__ = "(.+)"', (ROOT / "paymodel" / "__init__.py").read_text(encoding="utf-8"))
    assert version  # noqa: S101
    whole = f"pkg:pypi/paymodel@{version[1]}"
    digest = hashlib.sha256(text).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{whole}#{digest}')}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": whole,
                "name": "paymodel",
                "version": version[1],
                "purl": whole,
                "licenses": [{"license": {"id": "MIT"}}],
            },
            "properties": [
                {"name": "paymodel:lock", "value": lock.relative_to(ROOT).as_posix()},
                {"name": "paymodel:lock:sha256", "value": digest},
            ],
        },
        "components": [_component(package) for package in packages],
        "dependencies": [{"ref": whole, "dependsOn": [_address(package) for package in packages]}],
    }


def _address(package: Locked) -> str:
    return f"pkg:pypi/{re.sub(r'[-_.]+', '-', package.name).lower()}@{package.version}"


def _component(package: Locked) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": _address(package),
        "name": package.name,
        "version": package.version,
        "purl": _address(package),
        "scope": "required",
    }
    if licence := _licence(package.name):
        component["licenses"] = [{"license": {"name": licence}}]
    if package.marker:
        component["properties"] = [{"name": "paymodel:where", "value": package.marker}]
    return component


def _licence(name: str) -> str:
    """What an installed package says its licence is; nothing where it says none in a line, or is not installed."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")
    ]
    stated = [*(about.get_all("License-Expression") or ()), *classified, *(about.get_all("License") or ())]
    said = str(stated[0]) if stated else ""
    return said if "\n" not in said and len(said) < 100 else ""


def main() -> None:
    """Write the bill."""
    BILL.write_text(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    print(f"Wrote {BILL.name}: {len(read_lock(LOCK.read_text(encoding='utf-8')))} packages")


if __name__ == "__main__":
    main()
