"""A staff list, posts or rotas that are replaced while they are read: two extracts are never mixed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import paymodel
from paymodel.answers import run_of_workforce
from paymodel.answers.workforce_sensitivity import workforce_sensitivity
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.staff_lists import pieces
from paymodel.workforces.options import Options
from paymodel.workforces.row_by_row import look_through
from paymodel.workforces.run import Run
from tests.test_workforce import POSTS, put

CHANGED = "changed while the run went on; run it again when nobody writes it any more"


@pytest.mark.parametrize("moment", ["survey", "measure", "rows_of_people"])
@pytest.mark.parametrize("kind", ["one file", "a folder", "a file more", "a file less", "posts", "policies", "rota"])
def test_what_is_replaced_while_a_run_reads_it_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str, moment: str
) -> None:
    """After the first look at a part, after the last part is measured, and while each person's rows are written."""
    people = "id,band,step,whole_time_equivalent,rota\n" + "".join(f"P{n},6,1,1,ward.yaml\n" for n in range(20))
    rota = Path("scenarios/rotas/monday-to-friday.yaml").read_text(encoding="utf-8")
    put(
        tmp_path, posts__yaml=POSTS, policies__yaml="policies: [{name: In force}]\n", staff__csv=people, ward__yaml=rota
    )
    frame = pd.read_csv(tmp_path / "staff.csv", dtype=str)
    (tmp_path / "parts").mkdir()
    put(tmp_path / "parts", ward__yaml=rota)
    for number in range(2):
        frame[number * 10 : number * 10 + 10].to_parquet(tmp_path / "parts" / f"{number}.parquet", index=False)
    monkeypatch.chdir(tmp_path)

    def replace() -> str:
        path = Path("staff.csv")
        if kind == "one file":
            path.write_text(people.replace("P3,6,1", "P3,7,1"), encoding="utf-8")
        elif kind in ("posts", "policies", "rota"):
            path = Path("ward.yaml" if kind == "rota" else f"{kind}.yaml")
            path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        else:
            path = Path("parts", {"a folder": "0.parquet", "a file more": "2.parquet"}.get(kind, "1.parquet"))
            path.unlink() if kind == "a file less" else frame[:10].replace("P", "Q").iloc[::-1].to_parquet(path)
        return str(path)

    module: Any = run_of_workforce if moment == "rows_of_people" else Run
    before = getattr(module, moment)
    replaced: list[str] = []

    def replacing(*arguments: Any, **more: Any) -> Any:
        if moment == "rows_of_people" and not replaced:
            replaced.append(replace())
        found = before(*arguments, **more)
        if not replaced:
            replaced.append(replace())
        return found

    staff = "staff.csv" if kind in ("one file", "posts", "policies", "rota") else "parts"
    asked = ["workforce", staff, "--posts", "posts.yaml", "--policies", "policies.yaml", "--rows", "-o", "out"]
    with monkeypatch.context() as patched:
        patched.setattr(module, moment, replacing)
        assert main(asked) == 2
    assert capsys.readouterr().err.splitlines() == [f"{replaced[0]}: {CHANGED}"]
    assert [path.name for path in Path().glob("out*")] == []


@pytest.mark.parametrize("door", ["python", "sensitivity", "looked through"])
def test_no_door_mixes_two_staff_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: str) -> None:
    people = "id,band,step,whole_time_equivalent,unsocial_hours_payment\n"
    people += "".join(f"P{n},6,1,1,{100 * n}\n" for n in range(40))
    put(tmp_path, posts__yaml=POSTS, staff__csv=people)
    path, survey = tmp_path / "staff.csv", Run.survey
    asked = Options(staff=str(path), posts=str(tmp_path / "posts.yaml"), by=())

    def replacing(self: Run, *arguments: Any, **more: Any) -> Any:
        found = survey(self, *arguments, **more)
        path.write_text(people.replace("P3,6", "P3,7"), encoding="utf-8")
        return found

    monkeypatch.setattr(Run, "survey", replacing)
    doors: dict[str, Callable[[], object]] = {
        "python": lambda: paymodel.workforce(path, tmp_path / "posts.yaml"),
        "sensitivity": lambda: workforce_sensitivity(asked),
        "looked through": lambda: look_through(Run(asked), pieces(path)),
    }
    with pytest.raises(Faults) as raised:
        doors[door]()
    assert [str(fault) for fault in raised.value.faults] == [f"{path}: {CHANGED}"]


def test_what_a_list_hangs_on_is_asked_of_one_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of its many runs reads the list anew: the second run finds another, which stays as it is from then on."""
    people = "id,band,step,whole_time_equivalent,unsocial_hours_payment\n"
    people += "".join(f"P{n},6,1,1,{100 * n}\n" for n in range(40))
    put(tmp_path, posts__yaml=POSTS, staff__csv=people)
    path, whole = tmp_path / "staff.csv", Run.in_order

    def replacing(self: Run, found: Any, settled: Any) -> Any:
        found = whole(self, found, settled)
        path.write_text(people.replace("P3,6", "P3,7"), encoding="utf-8")
        return found

    monkeypatch.setattr(Run, "in_order", replacing)
    with pytest.raises(Faults) as raised:
        workforce_sensitivity(Options(staff=str(path), posts=str(tmp_path / "posts.yaml"), by=()))
    assert [str(fault) for fault in raised.value.faults] == [f"{path}: {CHANGED}"]
