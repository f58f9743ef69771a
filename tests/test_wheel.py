"""The wheel holds the scales and the scenarios, and works from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_works_from_an_empty_folder(tmp_path: Path) -> None:
    built, unpacked, empty = tmp_path / "dist", tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
        names = archive.namelist()
    assert "paymodel/shipped/scales/sources.yaml" in names
    assert "paymodel/shipped/docs/assumptions.yaml" in names
    assert "paymodel/shipped/schemas/scenario.json" in names
    assert "paymodel/shipped/scenarios/rotas/ambulance-ten-week.yaml" in names
    run = subprocess.run(
        [sys.executable, "-P", "-m", "paymodel.cli", "compare", "paramedic-to-operations-manager"],
        cwd=empty,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "Take-home pay falls by £113 a month" in run.stdout
    where = [sys.executable, "-P", "-c", "import paymodel; print(paymodel.__file__)"]
    found = subprocess.run(
        where, cwd=empty, env={**os.environ, "PYTHONPATH": str(unpacked)}, check=True, capture_output=True, text=True
    )
    assert str(unpacked) in found.stdout
    assert list(empty.iterdir()) == []
