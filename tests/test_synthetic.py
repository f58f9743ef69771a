"""A synthetic workforce: the same for the same seed, sound in every row, and spread as its tables say."""

import datetime
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from paymodel.cli import main
from paymodel.errors import Faults, Refused
from paymodel.files import parsers
from paymodel.files.rotas import load_rota, shipped_rotas
from paymodel.files.scales import load_policy, load_working_time
from paymodel.files.spreads import PAID, spreads
from paymodel.files.yaml_documents import Document, read_document
from paymodel.pay.job import BAND_CODE, BANDS, HIGH_COST_AREAS
from paymodel.pay.rota import rota_hours
from paymodel.pay.rules import annex_5
from paymodel.scenarios.load import scenario_of
from paymodel.workforces import synthetic

WORKFORCE = Path(__file__).parent.parent / "scenarios" / "workforce"
NATIONS = tuple(spreads().nation_shares)


def made(kind: str, folder: Path, **options: Any) -> pd.DataFrame:
    synthetic.synthetic(kind, folder / "staff.csv", **options)
    return read(folder / "staff.csv")


def read(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return made("national", tmp_path_factory.mktemp("national"), rows=100_000, seed=7)


@pytest.fixture(scope="module")
def ambulance(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return made("ambulance", tmp_path_factory.mktemp("ambulance"), rows=20_000, seed=7)


@pytest.fixture(scope="module")
def acute(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    return made("acute", tmp_path_factory.mktemp("acute"), rows=20_000, seed=7)


@pytest.mark.parametrize(("kind", "rows", "seed"), [("ambulance", 400, 1), ("acute", 600, 2)])
def test_the_shipped_workforces_are_written_again_byte_for_byte(
    kind: str, rows: int, seed: int, tmp_path: Path
) -> None:
    target = tmp_path / "again.csv"
    assert main(["synthetic", kind, "--rows", str(rows), "--seed", str(seed), "-o", str(target)]) == 0
    assert target.read_bytes() == (WORKFORCE / f"{kind}-trust.csv").read_bytes()


def test_the_same_seed_gives_the_same_people_in_both_formats(tmp_path: Path) -> None:
    text = made("national", tmp_path, rows=3_000, seed=5)
    synthetic.synthetic("national", tmp_path / "staff.parquet", rows=3_000, seed=5)
    table = pq.read_table(tmp_path / "staff.parquet")
    assert table.column_names == list(synthetic.COLUMNS) == list(text.columns)
    assert table.schema.metadata[b"note"] == b"synthetic: no real person"
    frame = table.to_pandas()
    for column in synthetic.COLUMNS:
        if column in ("step", "whole_time_equivalent"):
            assert frame[column].tolist() == pd.to_numeric(text[column]).tolist()
        elif column == "unsocial_hours_payment":
            assert frame[column].map(lambda pounds: "" if np.isnan(pounds) else f"{pounds:.2f}").tolist() == (
                text[column].tolist()
            )
        elif column == "in_pension_scheme":
            assert frame[column].map({True: "true", False: "false"}).tolist() == text[column].tolist()
        else:
            assert frame[column].astype(object).where(frame[column].notna(), "").tolist() == text[column].tolist()


def test_a_longer_file_begins_with_the_shorter_one_and_another_seed_gives_other_people(tmp_path: Path) -> None:
    short = made("acute", tmp_path, rows=50, seed=3)
    assert made("acute", tmp_path, rows=500, seed=3).head(50).equals(short)
    assert not made("acute", tmp_path, rows=50, seed=4).drop(columns="id").equals(short.drop(columns="id"))


def test_blocks_go_on_where_the_last_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "PEOPLE_AT_ONCE", 400)
    target = tmp_path / "staff.parquet"
    assert synthetic.synthetic("ambulance", target, rows=1_000, seed=1) == 1_000
    with pq.ParquetFile(target) as file:
        assert [file.metadata.row_group(group).num_rows for group in range(3)] == [400, 400, 200]
        people = file.read().to_pandas()
    assert people["id"].tolist() == [f"SYNTHETIC-{number:07}" for number in range(1, 1_001)]
    assert not people.iloc[:200, 1:].reset_index(drop=True).equals(people.iloc[400:600, 1:].reset_index(drop=True))


def test_a_parquet_file_holds_words_once(tmp_path: Path) -> None:
    synthetic.synthetic("acute", tmp_path / "staff.parquet", rows=1_000)
    schema = pq.read_schema(tmp_path / "staff.parquet")
    words = set(synthetic.COLUMNS) - {
        *("id", "step", "whole_time_equivalent", "unsocial_hours_payment", "in_pension_scheme")
    }
    assert {name for name in schema.names if str(schema.field(name).type).startswith("dictionary")} == words


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    code = (
        "import resource, sys; from pathlib import Path; from paymodel.workforces.synthetic import synthetic;"
        "synthetic('national', Path(sys.argv[1]), rows=1_000_000);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    target = tmp_path / "staff.parquet"
    # Started from a small process: what it is started from counts as its own memory.
    small = "import subprocess, sys; subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True)"
    command = [sys.executable, "-c", small, code, str(target)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(run.stdout) * unit < 0.6 * 2**30
    assert pq.read_metadata(target).num_rows == 1_000_000


@pytest.mark.parametrize("name", ["national", "ambulance", "acute"])
def test_every_row_is_sound(name: str, request: pytest.FixtureRequest) -> None:
    people: pd.DataFrame = request.getfixturevalue(name)
    policies = {nation: load_policy(nation, synthetic.AS_AT) for nation in NATIONS}
    for nation, band, step in people[["nation", "band", "step"]].drop_duplicates().itertuples(index=False):
        parsers.step_number(step, parsers.band_code(band), policies[nation].pay_points, nation)
    for plans in people["student_loan"].unique():
        assert "+".join(parsers.student_loans(plans)) == plans
    assert people["id"].is_unique
    assert people["id"].str.fullmatch(r"SYNTHETIC-\d{7}").all()
    shares = pd.to_numeric(people["whole_time_equivalent"])
    assert ((shares >= 0.4) & (shares <= 1)).all()
    assert set(people["high_cost_area"]) <= {"", *HIGH_COST_AREAS}
    assert (people.loc[people["high_cost_area"] != "", "nation"] == "england").all()
    assert people.groupby("site")["high_cost_area"].nunique().max() == 1
    assert set(people["in_pension_scheme"]) == {"true", "false"}
    assert set(people["unsocial_hours"]) <= {"", "section_2", "annex_5"}
    for column in ("staff_group", "profession", "site", "sex", "age_band", "ethnic_group"):
        assert (people[column] != "").all()


@pytest.mark.parametrize("name", ["national", "ambulance", "acute"])
def test_hours_are_a_rota_or_a_payment_never_both(name: str, request: pytest.FixtureRequest) -> None:
    people: pd.DataFrame = request.getfixturevalue(name)
    office = people["rota"].isin(synthetic.OFFICE_ROTAS)
    said = (people[["rota", "annex_5_percent", "unsocial_hours_payment"]] != "").sum(axis=1)
    assert (said == 1).all()
    assert (people.loc[people["annex_5_percent"] != "", "unsocial_hours"] == "annex_5").all()
    assert ((people["unsocial_hours"] == "") == office).all()
    paid = people[people["unsocial_hours_payment"] != ""]
    assert (pd.to_numeric(paid["unsocial_hours_payment"]) > 0).all()
    older = people[people["unsocial_hours"] == "annex_5"]
    assert set(older["band"]) <= {"4", "5", "6", "7"}
    assert set(older["nation"]) <= {"england"}


@pytest.mark.parametrize("nation", NATIONS)
def test_every_rota_fits_the_week_of_its_nation_and_can_be_paid(nation: str, national: pd.DataFrame) -> None:
    rules = load_working_time(nation, synthetic.AS_AT)
    held = national.loc[(national["nation"] == nation) & (national["rota"] != "")]
    kinds = held[["rota", "band", "unsocial_hours"]].drop_duplicates()
    assert set(kinds["rota"]) <= set(shipped_rotas())
    for name, band, unsocial in kinds.itertuples(index=False):
        hours = rota_hours(load_rota(name), rules, band=BAND_CODE[band], if_hours_differ="refuse")
        assert hours.enhanced == 0 or not np.isnan(rules.section_2.lower[BAND_CODE[band]])
        assert (hours.enhanced > 0) == (unsocial != "")
        if unsocial == "annex_5":
            assert rules.annex_5 is not None
            assert annex_5.share_of_basic_pay(rules.annex_5, hours.annex_5) > 0


def test_no_rota_of_another_week_is_ever_given() -> None:
    used = {rota for work in spreads().works.values() for rota in work.rotas} - {PAID}
    rules = load_working_time("england", synthetic.AS_AT)
    for name in used:
        rota_hours(load_rota(name), rules, if_hours_differ="refuse")
    with pytest.raises(Refused):
        rota_hours(load_rota("four-on-four-off-unbroken-42h"), rules, if_hours_differ="refuse")
    for work in spreads().works.values():
        assert work.paid[0] > 0 or set(work.rotas) <= set(synthetic.OFFICE_ROTAS)


def near(people: pd.DataFrame, expected: Mapping[str, float], column: str) -> None:
    """Each value's count lies within five standard deviations of what its weight says."""
    whole = sum(expected.values())
    counts = people[column].value_counts()
    assert set(counts.index) <= {value for value, weight in expected.items() if weight}
    for value, weight in expected.items():
        share = weight / whole
        allowed = 5 * np.sqrt(len(people) * share * (1 - share)) + 1
        assert abs(counts.get(value, 0) - len(people) * share) <= allowed, value


@pytest.mark.parametrize("name", ["ambulance", "acute", "national"])
def test_professions_have_their_weights(name: str, request: pytest.FixtureRequest) -> None:
    weights = {profession: getattr(of, name) for profession, of in spreads().professions.items()}
    near(request.getfixturevalue(name), weights, "profession")


def test_nations_bands_ages_and_sexes_have_their_weights(national: pd.DataFrame) -> None:
    near(national, spreads().nation_shares, "nation")
    for profession in ("paramedics", "radiographers", "nurses"):
        own = spreads().professions[profession]
        held = national[national["profession"] == profession]
        near(held, {rung.band: float(rung.weight) for rung in spreads().ladders[own.ladder]}, "band")
        near(held, {"female": own.women, "male": 100 - own.women}, "sex")
    sixes = national[national["band"] == "6"]
    near(sixes, dict(zip(spreads().age_bands, spreads().ages["6"], strict=True)), "age_band")
    middle = sixes[sixes["age_band"] == "45 to 54"]
    near(middle, {str(step + 1): weight for step, weight in enumerate(spreads().steps[3][2])}, "step")
    scots = national[(national["nation"] == "scotland") & (national["band"] == "8a")]
    assert set(scots["step"]) == {"1", "2"}
    assert set(national.loc[(national["nation"] == "northern_ireland") & (national["band"] == "2"), "step"]) == {"1"}


def test_about_six_in_ten_work_whole_time_and_92_in_a_hundred_are_in_the_pension_scheme(
    national: pd.DataFrame,
) -> None:
    assert (national["whole_time_equivalent"] == "1").mean() == pytest.approx(0.60, abs=0.02)
    assert (national["in_pension_scheme"] == "true").mean() == pytest.approx(0.92, abs=0.01)
    odd = national["whole_time_equivalent"].isin([f"{part / 100:g}" for part in spreads().odd_part_time])
    part_time = national["whole_time_equivalent"] != "1"
    assert odd.sum() / part_time.sum() == pytest.approx(0.03, abs=0.005)


def test_loans_and_old_contracts_have_their_weights(ambulance: pd.DataFrame) -> None:
    graduates = ambulance[~ambulance["band"].isin(["2", "3", "4"])]
    for number, age in enumerate(spreads().age_bands):
        near(
            graduates[graduates["age_band"] == age],
            {plan.replace("none", ""): weight for plan, weight in spreads().loans["graduate"][number].items()},
            "student_loan",
        )
    crews = ambulance[ambulance["profession"].isin(["paramedics", "emergency medical technicians"])]
    crews = crews[crews["band"].isin(["4", "5", "6", "7"]) & (crews["age_band"] == "45 to 54")]
    near(crews, {"annex_5": spreads().annex_5[3], "section_2": 100 - spreads().annex_5[3]}, "unsocial_hours")


def test_loans_are_those_of_the_nation(national: pd.DataFrame) -> None:
    loans = {nation: set(own["student_loan"]) for nation, own in national.groupby("nation")}
    assert loans["scotland"] == {"", "plan_4", "plan_4+postgraduate"}
    assert loans["northern_ireland"] == {"", "plan_1", "plan_1+postgraduate"}
    assert "plan_5" in loans["england"]
    assert "plan_5" not in loans["wales"]


def test_all_fourteen_allied_health_professions_stand_in_a_nation(national: pd.DataFrame) -> None:
    own = national.loc[national["staff_group"] == "allied health professions", "profession"]
    assert own.nunique() == 14
    assert (national["band"].isin(BANDS[7:])).any()


def test_a_payment_is_a_whole_percentage_of_basic_pay(national: pd.DataFrame) -> None:
    policies = {nation: load_policy(nation, synthetic.AS_AT) for nation in NATIONS}
    for row in national[national["unsocial_hours_payment"] != ""].head(300).itertuples():
        points = policies[str(row.nation)].pay_points
        basic = points.pounds[BAND_CODE[str(row.band)], int(str(row.step)) - 1]
        percent = 100 * float(str(row.unsocial_hours_payment)) / (basic * float(str(row.whole_time_equivalent)))
        assert percent == pytest.approx(round(percent), abs=0.001)
        assert 1 <= percent <= 40


def test_increment_dates_lie_before_the_wait_for_the_next_step_is_over(national: pd.DataFrame) -> None:
    policies = {nation: load_policy(nation, synthetic.AS_AT) for nation in NATIONS}
    seen = set()
    for row in national.head(20_000).itertuples():
        points, band = policies[str(row.nation)].pay_points, BAND_CODE[str(row.band)]
        step = int(str(row.step))
        if step == points.steps(band):
            assert row.increment_date == ""
            continue
        wait = points.years_to_reach[band, step] - points.years_to_reach[band, step - 1]
        days = (datetime.date.fromisoformat(str(row.increment_date)) - synthetic.AS_AT).days
        assert 1 <= days <= 365 * wait
        seen.add(wait)
    assert seen == {2, 3, 5}


@pytest.mark.parametrize("nation", NATIONS)
def test_a_trust_can_lie_in_any_nation(nation: str, tmp_path: Path) -> None:
    people = made("ambulance", tmp_path, rows=500, nation=nation)
    assert set(people["nation"]) == {nation}
    if nation == "scotland":
        assert set(people["rota"]) == {"", *synthetic.SCOTLAND_ROTAS.values()}


def test_a_spread_picks_by_its_weights_at_the_very_edges() -> None:
    spread = synthetic._Spread([[0, 1, 1], [1, 0, 0], [0, 0, 5]])
    most = 2**31 - 1
    draws = np.array([0, 2**30 - 1, 2**30, most, 0, most, 0, most], dtype=np.uint64)
    assert spread.pick(draws, np.array([0, 0, 0, 0, 1, 1, 2, 2])).tolist() == [1, 1, 2, 2, 0, 0, 2, 2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ambulance", "--rows", "0"], "--rows: 0 is out of range: 1 to 50,000,000"),
        (["ambulance", "--rows", "-5"], "--rows: -5 is out of range"),
        (["ambulance", "--rows", "50000001"], "--rows: 50000001 is out of range"),
        (["ambulance", "--rows", "1e6"], "'1e6' is not a whole number"),
        (["ambulance", "--seed", "-1"], "--seed: -1 is out of range"),
        (["ambulances"], "did you mean 'ambulance'?"),
        (["national", "--nation", "wales"], "--nation: the national workforce holds all four nations"),
        (["acute", "--nation", "walse"], "did you mean 'wales'?"),
    ],
)
def test_bad_options_give_one_line(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(["synthetic", *arguments, "-o", str(tmp_path / "staff.csv")])
    except SystemExit as stop:
        status = int(str(stop.code))
    printed = capsys.readouterr()
    assert (status, printed.out, len(printed.err.splitlines())) == (2, "", 1)
    assert words in printed.err
    assert list(tmp_path.iterdir()) == []


def test_what_python_asks_wrongly_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        synthetic.synthetic("ambulances", tmp_path / "staff.csv", rows=0, seed=-1, nation="walse")
    assert [fault.message for fault in raised.value.faults] == [
        "'ambulances' is not a kind of workforce; did you mean 'ambulance'?",
        "0 is out of range: 1 to 50,000,000",
        "-1 is out of range: 0 to 9223372036854775807",
        "'walse' is not a nation; did you mean 'wales'?",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("staff.xlsx", "'.xlsx' is not a table"),
        ("staff", "'' is not a table"),
        ("nowhere/staff.csv", "its folder does not exist"),
        ("folder.csv", "this is a folder; give a file"),
    ],
)
def test_bad_targets_give_one_line(name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder.csv").mkdir()
    assert main(["synthetic", "acute", "--rows", "5", "-o", str(tmp_path / name)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_nothing_is_left_half_written(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = synthetic._draws

    def fails(seed: int, kind: str, block: int, rows: int) -> Any:
        if block:
            raise OSError(28, "No space left on device")
        return draws(seed, kind, block, rows)

    monkeypatch.setattr(synthetic, "PEOPLE_AT_ONCE", 10)
    monkeypatch.setattr(synthetic, "_draws", fails)
    with pytest.raises(Faults, match="cannot be written: no space left on device"):
        synthetic.synthetic("acute", tmp_path / f"staff.{ending}", rows=20)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("file", "kind"), [("ambulance-posts.yaml", "ambulance"), ("acute-posts.yaml", "acute")])
def test_the_shipped_posts_and_policies_make_a_sound_scenario(file: str, kind: str) -> None:
    posts = read_document(WORKFORCE / file).data
    policies = read_document(WORKFORCE / "leadership-policies.yaml").data["policies"]
    assert set(posts) == {"title", "note", "as_at", "nation", "offers"}
    professions = set(read(WORKFORCE / f"{kind}-trust.csv")["profession"])
    offers = []
    for offer in posts["offers"]:
        assert int(offer["holders"]) >= 1
        open_to = offer["open_to"]["profession"]
        assert set(open_to) <= set(spreads().professions)
        assert set(open_to) & professions
        offers.append({key: value for key, value in offer.items() if key not in ("open_to", "holders", "vacancies")})
    changed = [
        {
            **policy,
            "change": {
                path.replace("all", str(number), 1): value
                for path, value in policy.get("change", {}).items()
                for number in range(len(offers))
            },
        }
        for policy in policies
    ]
    data = {key: value for key, value in posts.items() if key != "note"}
    data |= {"current": {"band": "6", "rota": "ambulance-ten-week"}, "offers": offers, "policies": changed}
    scenario = scenario_of(Document(file, data), None, file)
    assert [len(case.offers) for case in scenario.cases] == [len(offers)] * len(policies)
    assert scenario.as_at == synthetic.AS_AT
