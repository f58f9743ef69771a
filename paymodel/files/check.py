"""Checking any file of ours: what kind it is, and every fault it holds."""

import csv
from pathlib import Path

from paymodel.comparison import refuse_impossible
from paymodel.errors import Fault, Faults, PaymodelError, Refused
from paymodel.files.documents import not_a_mapping, parse, read_text
from paymodel.files.rotas import rota_of
from paymodel.files.scales import check_parameter, check_scale_file, read_sources, shipped_scales
from paymodel.files.scenarios import read_library, scenario_of

DOCUMENTS = (".yaml", ".yml")
TABLES = (".csv", ".parquet")


def check_file(path: Path) -> str:
    """Check a scenario, rota, post library, scale file, `sources.yaml`, or table of jobs or duties. Says which it is.

    Raises `Faults` with every fault of the file and of the files it names.
    """
    if path.suffix.lower() in TABLES:
        return _check_table(path)
    if path.is_file() and path.suffix.lower() not in DOCUMENTS:
        kinds = "give a .yaml, .csv or .parquet file"
        raise Faults([Fault(str(path), "", f"'{path.suffix}' is not a kind of file known here; {kinds}")])
    document = parse(read_text(path, str(path)), str(path))
    data = document.data
    if path.name == "sources.yaml":
        read_sources(path)
        return "list of sources"
    if not isinstance(data, dict):
        raise Faults([not_a_mapping(document)])
    if "parameter" in data or "history" in data:
        beside = path.parent.parent / "sources.yaml"
        if beside.is_file():
            check_scale_file(path)
        else:
            check_parameter(document, path.stem, shipped_scales().sources())
        return "scale file"
    if "shifts" in data or "weeks" in data:
        rota_of(document)
        return "rota"
    if "posts" in data and "current" not in data and "offers" not in data:
        read_library(path, str(path))
        return "post library"
    scenario = scenario_of(document, path.parent, path.stem)
    try:
        refuse_impossible(scenario)
    except Refused as error:
        place = tuple(int(part) if part.isdigit() else part for part in error.place.split("."))
        raise Faults([document.fault(place, error.message)]) from None
    return "scenario"


def _check_table(path: Path) -> str:
    from paymodel.files import duties, tables  # pandas is needed for tables alone

    if path.suffix.lower() == ".csv" and path.is_file():
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                header = next(csv.reader(file), [])
        except (UnicodeDecodeError, csv.Error):
            header = []
        if "start" in header or "end" in header:
            duties.check(path)
            return "table of duties"
    tables.check(path)
    return "table of jobs"


def check_files(paths: list[Path]) -> tuple[list[tuple[Path, str]], list[Fault]]:
    """Check several files: the sound ones with their kind, and every fault of the others."""
    sound: list[tuple[Path, str]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            sound.append((path, check_file(path)))
        except Faults as error:
            faults.extend(error.faults)
        except PaymodelError as error:
            faults.append(Fault(str(path), "", str(error)))
    return sound, faults
