"""A rehearsal: the next pay year's figures, plainly made up, are added to a copy of the scales by the recipe alone.

The recipe is that of docs/how-to/pay-round.md: a source, an end for the last block, a copy
of it with new dates, status, source and values. The next year is the first that some file lacks, and each rehearsal
adds what is still lacking: real figures come nation by nation, and these tests go on holding at every stage.
"""

import datetime
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from paymodel.cli import main
from paymodel.commands.check_files import check_file
from paymodel.errors import Faults, NotInForce
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scales import FOLDERS, Scales, load_policy, shipped_scales
from paymodel.files.upkeep import NEW_EVERY_YEAR, endings, lacking
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import compare
from paymodel.scenarios.load import load_scenario

ROOT = Path(__file__).parent.parent
MORE = 1.01
"""Every sum of the round is 1% more: made up."""
FIRST = min(
    datetime.date(one.until.year, 4, 1)  # all end on 31 March or 5 April
    for one in endings(shipped_scales())
    if one.needed and one.file in NEW_EVERY_YEAR
)
"""The first day of the first pay year that some file lacks."""
LAST = FIRST.replace(year=FIRST.year + 1) - datetime.timedelta(days=1)
YEAR = f"{FIRST.year}-{(FIRST.year + 1) % 100:02}"
DAY = FIRST.replace(month=5)
OF_ENGLAND = tuple(file for file in NEW_EVERY_YEAR if file.partition("/")[0] in FOLDERS["england"])
STAGES = {
    "nothing": (),
    "pay points of England": ("england/pay-points",),
    "pay points of Wales": ("wales/pay-points",),
    "all of England": OF_ENGLAND,
}
"""What of the round has come before the rehearsal begins."""


def raised(value: Any, key: str = "") -> Any:
    """Values with every sum of money 1% more, to the pound; rates, years, hours and words stay."""
    if isinstance(value, dict):
        kept = {name: item for name, item in value.items() if name not in ("note", "status")}
        return {name: raised(item, name) for name, item in kept.items()}
    if isinstance(value, list):
        return [raised(item, key) for item in value]
    money = key in (
        "pounds",
        "up_to",
        "minimum",
        "maximum",
        "threshold",
        "year",
        "month",
        "week",
        "eldest",
        "additional",
    )
    return str(round(float(value) * MORE)) if money and value is not None else value


def a_year_later(holidays: list[dict[str, str]]) -> list[dict[str, str]]:
    """The public holidays of the last year that ships, a year later."""
    year = datetime.timedelta(days=365)
    days = [(datetime.date.fromisoformat(one["date"]), one["name"]) for one in holidays]
    return [{"date": str(day + year), "name": name} for day, name in days if day >= FIRST - year]


def scenario(nation: str) -> str:
    """A question about the rehearsed year."""
    supplement = ", high_cost_area: inner" if nation == "england" else ""
    return f"""title: A band 6 in the rehearsed year
as_at: {DAY}
nation: {nation}
person: {{student_loan: [plan_2], children: 1}}
current: {{band: "6", step: top, saturday_night_hours_a_week: 10}}
offers:
  - {{band: 8a, pattern: different{supplement}}}
"""


def add_a_round(path: Path, source: str = "made-up-round") -> None:
    """Steps 2 and 3 of the recipe, on one file."""
    data = parse(path.read_text(encoding="utf-8"), path.name).data
    before = data["history"][-1]
    late = datetime.timedelta(days=5 if PARAMETERS[path.stem].follows_tax_year else 0)
    if before["until"] is None:
        before["until"] = str(FIRST + late - datetime.timedelta(days=1))
        del before["until_because"]
    start = datetime.date.fromisoformat(before["until"]) + datetime.timedelta(days=1)
    values = before["values"]
    copy = {name: item for name, item in before.items() if name != "note"}
    copy |= {"effective": str(start), "until": str(LAST + late), "status": "assumed"}
    copy |= {"source": source, "where": "nowhere: made up"}
    copy["values"] = a_year_later(values) if path.stem == "public-holidays" else raised(values)
    data["history"].append(copy)
    path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")


def last_block(folder: Path, file: str) -> dict[str, Any]:
    """The last block of a scale file, read as plain YAML."""
    text = (folder / f"{file}.yaml").read_text(encoding="utf-8")
    block: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)["history"][-1]
    return block


def still_lacking(folder: Path) -> set[str]:
    """The files that a new year needs and whose last block is of an earlier one."""
    return {file for file in NEW_EVERY_YEAR if str(last_block(folder, file)["effective"]) < str(FIRST)}


@pytest.fixture(scope="module", params=STAGES.values(), ids=list(STAGES))
def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped scales in which a part of the next pay year has come."""
    folder = tmp_path_factory.mktemp("begun") / "scales"
    shutil.copytree(shipped_scales().folder, folder)
    with (folder / "sources.yaml").open("a", encoding="utf-8") as sources:
        for name in ("came-before", "made-up-round"):
            sources.write(f'- id: {name}\n  title: "A round that is made up"\n  publisher: Nobody\n')
            sources.write(f"  url: https://example.org/made-up\n  date: {FIRST}\n")
    for file in request.param:
        if file in still_lacking(folder):
            add_a_round(folder / f"{file}.yaml", "came-before")
    return folder


@pytest.fixture(scope="module")
def rehearsed(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it with a made-up round in every file that the next pay year still lacks."""
    folder = tmp_path_factory.mktemp("rehearsal") / "scales"
    shutil.copytree(begun, folder)
    for fault in lacking(Scales(begun), FIRST):
        add_a_round(folder.parent / fault.file)
    return folder


def test_what_the_next_year_still_lacks_is_named_file_by_file(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(begun), "--pay-year", YEAR]) == 2
    named = {line.partition(".yaml:")[0] for line in capsys.readouterr().err.splitlines()}
    files = {Path(name).relative_to(begun).as_posix() for name in named}
    assert files & set(NEW_EVERY_YEAR) == still_lacking(begun)


def test_every_file_of_the_round_is_sound_and_nothing_is_lacking(
    rehearsed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in NEW_EVERY_YEAR:
        assert check_file(rehearsed / f"{file}.yaml") == "scale file"
    assert main(["check", str(rehearsed), "--pay-year", YEAR, "--as-at", str(DAY)]) == 0
    assert f"\n{YEAR}: nothing is lacking\n" in capsys.readouterr().out


def asks_in_vain(nation: str, folder: Path) -> bool:
    """Whether a nation has no rule book yet on a day of the new year."""
    try:
        load_policy(nation, DAY, scales=Scales(folder))
    except NotInForce:
        return True
    return False


def test_a_scenario_of_the_new_year_answers_with_its_figures(begun: Path, rehearsed: Path, tmp_path: Path) -> None:
    nation = next(one for one in FOLDERS if asks_in_vain(one, begun))
    path = tmp_path / "next.yaml"
    path.write_text(scenario(nation), encoding="utf-8")
    with pytest.raises(Faults, match=f"nothing is in force for {nation}"):
        load_scenario(path, scales=Scales(begun))
    held, offer = compare(load_scenario(path, scales=Scales(rehearsed))).results
    points = last_block(rehearsed, f"{nation}/pay-points")["values"]
    assert held.payslip["basic_pay"] == float(points["6"][-1]["pounds"])
    assert offer.payslip["basic_pay"] == float(points["8a"][0]["pounds"])
    if nation == "england":
        inner = last_block(rehearsed, "england/high-cost-area-supplement")["values"]["inner"]
        share = offer.payslip["basic_pay"] * float(inner["percent"].rstrip("%")) / 100
        assert offer.payslip["high_cost_area_supplement"] == min(share, float(inner["maximum"]))
    used = offer.rule_book.citations
    made_up = {name for name, one in used.items() if one.source == "made-up-round"}
    lacks = still_lacking(begun)
    assert made_up == {name for name, one in used.items() if f"{one.scope}/{name}" in lacks}
    assert {used[name].status for name in made_up} == {"assumed"}
    assert (used["pay-points"].effective, used["pay-points"].until) == (FIRST, LAST)


def test_every_sum_of_the_round_is_one_per_cent_more(begun: Path, rehearsed: Path) -> None:
    lacks = still_lacking(begun)
    for file in (f"{nation}/pay-points" for nation in FOLDERS):
        before, after = (last_block(folder, file)["values"]["7"][0]["pounds"] for folder in (begun, rehearsed))
        assert float(after) == (round(float(before) * 1.01) if file in lacks else float(before))


def test_answers_of_the_year_before_do_not_move(rehearsed: Path) -> None:
    name = "paramedic-to-operations-manager"
    before = compare(load_scenario(name)).moves[0]
    after = compare(load_scenario(name, scales=Scales(rehearsed))).moves[0]
    assert (after.take_home_change, after.gross_change) == (before.take_home_change, before.gross_change)


def test_the_scales_of_the_repository_are_as_they_were(rehearsed: Path) -> None:
    assert rehearsed != shipped_scales().folder
    assert lacking(Scales(ROOT / "scales"), FIRST)
