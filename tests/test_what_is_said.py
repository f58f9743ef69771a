"""Nobody's words are overruled, and no cell is half read.

All people are invented; the shapes of the files are those in which staff lists come.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from paymodel.app import staff as asked_in_the_app
from paymodel.app.questions import Question
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.mappings import COLUMNS, GROUPS, guessed, load_mapping, shipped_mappings
from paymodel.files.uploads import Upload
from paymodel.reading.workforces import QUALITY_FILE, ROWS_FILE

ROTAS = {"england": "monday-to-friday", "scotland": "scotland-monday-to-friday-36h"}
ESR = """Assignment Number,Payscale Description,Grade Step,FTE,Job Role,Unsocial Hours Payment
30000001,Review Body Band 5,1,1,Staff Nurse,3000
30000002,Review Body Band 5,3,1,Staff Nurse,3000
30000003,Review Body Band 6,1,1,Staff Nurse,3000
30000004,Review Body Band 6,3,1,Staff Nurse,3000
30000005,Review Body Band 7,3,1,Staff Nurse,3000
30000006,Review Body Band 3,2,1,HCSW,3000
"""
TEMPLATE = """id,band,step,whole_time_equivalent,unsocial_hours_payment
30000001,5,1,1,3000
30000002,5,3,1,3000
30000003,6,1,1,3000
30000004,6,3,1,3000
30000005,7,3,1,3000
30000006,3,2,1,3000
"""
OURS = """title: Ours
columns:
  id: [id]
  band: [band]
  step: [step]
  whole_time_equivalent: [whole_time_equivalent]
  unsocial_hours_payment: [unsocial_hours_payment]
"""


def posts(nation: str = "england", *, says: bool = True, more: str = "") -> str:
    """One post for anybody."""
    rota = ROTAS.get(nation, ROTAS["england"])
    stated = f"nation: {nation}\n" if says else ""
    return (
        f"title: One post\nas_at: 2026-11-22\n{stated}offers:\n"
        f"  - {{name: Operations manager, band: 8a, rota: {rota}, pattern: different{more}}}\n"
    )


def workforce(folder: Path, staff: str | bytes, offered: str, *said: str, name: str = "staff.csv", **files: str) -> int:
    """Ask for a workforce in a folder of its own; the exit status. `files` are further YAML files."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(staff.encode() if isinstance(staff, str) else staff)
    (folder / "posts.yaml").write_text(offered, encoding="utf-8")
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    options = ["--posts", str(folder / "posts.yaml"), "-o", str(folder / "out"), "--rows", "--threshold", "2"]
    return main(["workforce", str(folder / name), *options, *said])


def changes(folder: Path) -> Mapping[str, float]:
    """Each person's change of take-home pay, by id."""
    with (folder / "out" / ROWS_FILE).open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["take_home_change"]) for row in csv.DictReader(file)}


def listed(folder: Path) -> list[tuple[str, str, str]]:
    """The rows that were left out: id, column, what is wrong."""
    with (folder / "out" / QUALITY_FILE).open(encoding="utf-8", newline="") as file:
        return [(row["id"], row["column"], row["problem"]) for row in csv.DictReader(file)]


def answer(folder: Path) -> str:
    """What was said of the answer, in one line."""
    return " ".join((folder / "out" / "README.md").read_text(encoding="utf-8").split())


# A mapping says where columns are, and states no fact about people


@pytest.mark.parametrize("name", shipped_mappings())
def test_a_shipped_mapping_states_nothing_of_people_and_knows_every_column(name: str) -> None:
    mapping = load_mapping(name)
    assert mapping.constants == {}
    assert set(mapping.columns) == {*COLUMNS, *GROUPS}


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_a_list_under_other_headings_is_paid_in_the_nation_of_the_posts(nation: str, tmp_path: Path) -> None:
    found = []
    for name, text in (("esr", ESR), ("template", TEMPLATE)):
        assert workforce(tmp_path / name, text, posts(nation)) == 0
        found.append(changes(tmp_path / name))
    assert found[0] == found[1]
    assert len(found[0]) == 6


def test_a_row_says_its_nation_under_any_headings(tmp_path: Path) -> None:
    lines = ESR.splitlines()
    staff = "\n".join([f"{lines[0]},Nation", *(f"{line},Wales" for line in lines[1:])]) + "\n"
    assert workforce(tmp_path / "rows", staff, posts("england")) == 0
    assert workforce(tmp_path / "posts", ESR, posts("wales")) == 0
    assert changes(tmp_path / "rows") == changes(tmp_path / "posts")


def test_a_guessed_mapping_states_nothing_of_people() -> None:
    for headings in (ESR.splitlines()[0].split(","), TEMPLATE.splitlines()[0].split(","), ["Pay Grade", "WTE", "Ward"]):
        assert guessed(headings).constants == {}


def test_a_mapping_of_ones_own_that_contradicts_the_posts_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = OURS + "constants: {nation: england}\n"
    said = ("--mapping", str(tmp_path / "own.yaml"))
    assert workforce(tmp_path, TEMPLATE, posts("wales"), *said, own=own) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "own.yaml: constants.nation: says nation england for everybody, but" in line
    assert "posts.yaml says nation wales; take it out of the column mapping, or say the same in both" in line
    assert not (tmp_path / "out").exists()
    # posts that say no nation contradict nothing: what somebody said fills it
    own = OURS + "constants: {nation: wales}\n"
    assert workforce(tmp_path, TEMPLATE, posts("wales", says=False), *said, own=own) == 0
    assert workforce(tmp_path / "wales", TEMPLATE, posts("wales")) == 0
    assert changes(tmp_path) == changes(tmp_path / "wales")


@pytest.mark.parametrize(
    ("column", "everybody", "other", "heading"),
    [
        ("nation", "england", "Wales", "nation"),
        ("nation", "england", "Wales", "Country"),
        ("student_loan", "plan_2", "plan_1", "student_loan"),
        ("in_pension_scheme", "true", "no", "in_pension_scheme"),
        ("children", "2", "1", "children"),
    ],
)
def test_a_row_that_says_otherwise_than_a_mapping_is_one_line(
    column: str, everybody: str, other: str, heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = OURS + (f"  {column}: [{heading}]\n" if heading != column else "")
    own += f"constants: {{{column}: '{everybody}'}}\n"
    said = ("--mapping", str(tmp_path / "own.yaml"))
    first, *lines = TEMPLATE.splitlines()

    def staff(*cells: str) -> str:
        rows = [f"{line},{cell}" for line, cell in zip(lines, cells, strict=True)]
        return "\n".join([f"{first},{heading}", *rows]) + "\n"

    agreed = ("", everybody, everybody.upper(), "", "", "")
    if column == "student_loan":
        agreed = ("", everybody, everybody, "", "", "")
    assert workforce(tmp_path, staff("", everybody, other, other, "", ""), posts(), *said, own=own) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"staff.csv: row 4, {column}: says other than '{everybody}' (2 rows do), which the column" in line
    assert f"'{other}'" not in line
    # an empty cell is filled, and the same said in other letters is no contradiction
    assert workforce(tmp_path, staff(*agreed), posts(), *said, own=own) == 0
    assert workforce(tmp_path / "alone", TEMPLATE, posts(), "--mapping", str(tmp_path / "own.yaml")) == 0
    assert changes(tmp_path) == changes(tmp_path / "alone")


def test_the_nation_of_everybody_in_the_app_is_held_against_the_posts() -> None:
    offered: Question = {
        "title": "One post",
        "as_at": "2026-11-22",
        "nation": "wales",
        "offers": [{"name": "Manager", "band": "8a", "rota": "monday-to-friday", "pattern": "different"}],
    }
    source = Upload("staff.csv", ESR.encode())
    headings = ESR.splitlines()[0].split(",")
    mapping = guessed(headings)
    columns = {column: names[0] for column, names in mapping.columns.items()}
    for nation, agrees in (("england", False), ("wales", True), (None, True)):
        whole = asked_in_the_app.with_columns(mapping, columns, nation)
        asked = asked_in_the_app.Asked(source, None, whole, offered, None)
        if agrees:
            assert asked_in_the_app.quality(asked).used == 6
            continue
        with pytest.raises(Faults, match=r"says nation england for everybody, but posts\.yaml says nation wales"):
            asked_in_the_app.quality(asked)
