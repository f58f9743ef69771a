"""An answer about a workforce begins with the band just below each post: everybody below comes last."""

import json
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import paymodel
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_phrasing import headline, next_rungs, rung_words
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.scenarios.offered_posts import path_of_shipped
from paymodel.workforces.disclosure import rounded

EDUCATION = "Clinical quality or education lead"
SHARED = ["policy", "post", "pattern"]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pd.DataFrame]:
    """The invented ambulance trust of 5,000."""
    staff = tmp_path_factory.mktemp("trust") / "staff.csv"
    assert main(["synthetic", "ambulance", "--rows", "5000", "--seed", "1", "-o", str(staff)]) == 0
    return paymodel.workforce(staff, "ambulance", "leadership", by=["band"])


@cache
def shipped() -> dict[str, pd.DataFrame]:
    return paymodel.workforce("ambulance", "ambulance", "leadership", by=["band", "profession"])


def test_the_first_line_on_a_post_is_of_the_band_just_below_it(trust: dict[str, pd.DataFrame]) -> None:
    summary = trust["summary"]
    rungs = summary[(summary["policy"] == "In force") & (summary["post"] == EDUCATION)]
    assert rungs["band_held"].tolist() == ["7", "6", "5", "all"]
    assert rungs["people"].tolist() == [325, 1615, 235, 2170]  # 323, 1,614, 233 and 2,170
    # 323, 744, nobody and 1,067: all of band 7, and fewer than half of everybody
    assert rungs["lose"].tolist() == [325, 745, "[c]", 1065]
    means = rungs["mean_change"].tolist()
    assert means[0] < -3_000 < 500 < means[-1]  # who is in band 7 loses thousands, where "staff gain on average"
    assert rungs["mean_loss"].tolist()[0] == -means[0]
    table = Table([Column(name) for name in summary.columns], summary.to_numpy(dtype=object).tolist())
    first = next(row for row in next_rungs(table) if row["post"] == EDUCATION)
    assert rung_words(first) == (
        f"{EDUCATION}: nearly all of 325 people in band 7 would lose, £3,880 a year each on average."
    )
    assert f"Most is lost by moving to {rung_words(first)}" in headline(table, None)


def test_bands_add_up_to_everybody_and_are_what_grouping_by_band_says() -> None:
    summary, groups = shipped()["summary"], shipped()["groups"]
    by_band = groups[groups["column"] == "band"].rename(columns={"value": "band_held"})
    both = summary.merge(by_band, on=[*SHARED, "band_held"], suffixes=("", "_of_group"))
    assert len(both) == (summary["band_held"] != "all").sum()
    for name in ("people", "lose", "same", "gain", "mean_change", "mean_loss"):
        assert both[name].tolist() == both[f"{name}_of_group"].tolist(), name
    exact = paymodel.workforce("ambulance", "ambulance", "leadership", by=["band"], internal=True)["summary"]
    for _, rungs in exact.groupby(SHARED):
        bands, everybody = rungs[rungs["band_held"] != "all"], rungs[rungs["band_held"] == "all"]
        for name in ("people", "lose", "gain"):
            assert [sum(bands[name])] == everybody[name].tolist()


def test_costs_are_of_the_holders_and_of_who_would_be_appointed() -> None:
    costs, summary = shipped()["costs"], shipped()["summary"]
    both = costs.merge(summary[[*SHARED, "band_held", "people", "lose"]], on=[*SHARED, "band_held"])
    assert len(both) == len(costs) == len(summary)
    rows = both[(both["policy"] == "Five per cent premium") & (both["people"] != "[c]") & (both["people"] != 0)]
    assert len(rows) >= 10
    for row in rows.to_dict("records"):
        if row["policy_cost"] != "[c]":  # a total is the mean for each of as many people as are shown
            assert row["policy_cost"] == row["policy_cost_for_each_appointed"] * row["people"]
    first = both[(both["policy"] == "In force") & (both["cost_of_making_losers_whole"] != "[c]")]
    for row in first.to_dict("records"):
        assert row["cost_of_making_losers_whole"] == row["cost_of_making_each_loser_whole"] * row["lose"]
    # Eight hold the post of education lead, whole time and in the scheme: a premium costs each its pounds, and 23.78%
    # pension, 15% National Insurance and 0.5% levy on top.
    lead = first[first["post"] == EDUCATION].to_dict("records")[-1]
    assert (lead["band_held"], lead["holders"]) == ("all", 8)
    assert lead["premium_enough_for_95_percent"] % 50 == 0 < lead["premium_enough_for_95_percent"]
    assert lead["cost_of_that_premium_for_holders"] == rounded(8 * lead["premium_enough_for_95_percent"] * 1.3928, 10)


def test_vacancies_are_filled_from_the_band_held() -> None:
    costs = shipped()["costs"]
    rows = costs[(costs["vacancies"] != "[x]") & (costs["policy_cost_for_each_appointed"] != "[c]")]
    assert len(rows) >= 50
    for row in rows.to_dict("records"):
        each, all_of_them = row["policy_cost_for_each_appointed"], row["policy_cost_for_those_appointed"]
        assert all_of_them == row["vacancies"] * each


def test_the_next_band_alone_is_the_first_rung_of_all() -> None:
    alone = paymodel.workforce("ambulance", "ambulance", "leadership", by=["profession"], population="next-band")
    first = shipped()["summary"].drop_duplicates(SHARED)
    assert alone["summary"]["band_held"].tolist() == ["7"] * len(first)
    for name in ("people", "lose", "same", "gain", "mean_change", "mean_loss"):
        assert alone["summary"][name].tolist() == first[name].tolist()
    groups = alone["groups"]
    one = groups[(groups["policy"] == "In force") & (groups["post"] == EDUCATION)]
    assert set(one["column"]) == {"profession"}
    staff = pd.read_csv(path_of_shipped("ambulance", "staff"), dtype=str)
    paramedics = ((staff["band"] == "7") & (staff["profession"] == "paramedics")).sum()
    assert one.set_index("value")["people"].to_dict()["paramedics"] == rounded(paramedics, 5)


def test_a_band_with_too_few_people_is_not_the_next_one(tmp_path: Path) -> None:
    head = "id,band,step,whole_time_equivalent,unsocial_hours_payment\n"
    rows = [f"A{n},6,top,1,0" for n in range(20)] + [f"B{n},7,top,1,0" for n in range(3)]
    (tmp_path / "staff.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "posts.yaml").write_text(
        "title: One post\nas_at: 2026-11-22\noffers: [{name: Lead, band: 8a, rota: monday-to-friday,"
        " pattern: different}]\n",
        encoding="utf-8",
    )
    summary = paymodel.workforce(tmp_path / "staff.csv", tmp_path / "posts.yaml", by=[], population="next-band")[
        "summary"
    ]
    assert summary[["band_held", "people"]].to_numpy().tolist() == [["6", 20]]


def test_parts_of_a_list_have_the_next_band_of_the_whole(tmp_path: Path) -> None:
    names = ["id", "band", "step", "whole_time_equivalent", "unsocial_hours_payment"]
    (tmp_path / "staff").mkdir()
    for part, band in enumerate(("6", "7")):  # whoever looks at the first part alone takes band 6 for the next
        rows = [[f"{part}-{n}", band, "1", "1", 900 * n] for n in range(20)]
        pd.DataFrame(rows, columns=names).to_parquet(tmp_path / "staff" / f"{part}.parquet", index=False)
    (tmp_path / "posts.yaml").write_text(
        "title: One post\nas_at: 2026-11-22\noffers: [{name: Lead, band: 8a, rota: monday-to-friday,"
        " pattern: different}]\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    command = ["workforce", str(tmp_path / "staff"), "--posts", str(tmp_path / "posts.yaml"), "--rows", "-o", str(out)]
    assert main([*command, "--population", "next-band"]) == 0
    summary = pd.read_csv(out / "summary.csv", dtype=str)
    assert summary[["band_held", "people"]].to_numpy().tolist() == [["7", "20"]]
    people = pd.read_csv(out / "individual-rows-not-for-publication.csv", dtype=str)
    assert people["id"].tolist() == [f"1-{n}" for n in range(20)]
    assert json.loads((out / "run.json").read_text(encoding="utf-8"))["population"] == "next-band"


def test_another_population_is_refused() -> None:
    with pytest.raises(Faults, match="workforce: population: no such population; did you mean 'next-band'"):
        paymodel.workforce("ambulance", "ambulance", population="next_band")


def trust_of(tmp_path: Path, **columns: list[str]) -> Path:
    """A list of 400 people of band 6 with further columns, whose values come in turn; and one post."""
    people = pd.DataFrame(
        {"id": [f"P{n}" for n in range(400)], "band": "6", "step": "top", "whole_time_equivalent": "1"}
    )
    people["unsocial_hours_payment"] = [str(40 * n) for n in range(400)]
    for name, values in columns.items():
        people[name] = (values * 400)[:400]
    people.to_csv(tmp_path / "staff.csv", index=False)
    (tmp_path / "posts.yaml").write_text(
        "title: One post\nas_at: 2026-11-22\noffers: [{name: Lead, band: 8a, rota: monday-to-friday,"
        " pattern: different}]\n",
        encoding="utf-8",
    )
    return tmp_path / "staff.csv"


def test_two_columns_are_crossed(tmp_path: Path) -> None:
    staff = trust_of(tmp_path, site=["East", "North", "West"], Ward=["A", "B", "B", "", "B"])
    groups = paymodel.workforce(staff, tmp_path / "posts.yaml", by=["site,Ward"])["groups"]
    assert set(groups["column"]) == {"site,Ward"}
    people = pd.read_csv(staff, dtype=str, keep_default_na=False).replace({"Ward": {"": "(not stated)"}})
    expected = (people["site"] + ", " + people["Ward"]).value_counts().to_dict()
    assert groups.set_index("value")["people"].to_dict() == {cell: rounded(n, 5) for cell, n in expected.items()}
    assert sum(expected.values()) == 400
    both = paymodel.workforce(staff, tmp_path / "posts.yaml", by=["site", "site,Ward"], internal=True)["groups"]
    of_sites = both[both["column"] == "site"].set_index("value")["people"].to_dict()
    for site, count in of_sites.items():  # whoever is in a cell is in its site
        cells = both[(both["column"] == "site,Ward") & both["value"].str.startswith(f"{site}, ")]["people"]
        assert cells.sum() == count


def test_small_cells_of_two_columns_are_redacted(tmp_path: Path) -> None:
    sites = ["East"] * 97 + ["North"] * 300 + ["East"] * 3
    wards = ["A"] * 97 + ["A", "B"] * 150 + ["B"] * 3  # three people are in East and B
    staff = trust_of(tmp_path, site=sites, Ward=wards)
    groups = paymodel.workforce(staff, tmp_path / "posts.yaml", by=["site,Ward"])["groups"]
    people = groups.set_index("value")["people"].to_dict()
    # 97, 3, 150 and 150: as the others are rounded, 3 is not what is left of the 400
    assert people == {"East, A": 95, "East, B": "[c]", "North, A": 150, "North, B": 150}


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("site,Ward,sex", "by: 'site,Ward,sex' crosses more than two columns; name two, with a comma between them"),
        ("site,Wrd", "no column 'Wrd'; did you mean 'Ward'?"),
        ("site,id", "'id' names people; group by a column that many share"),
        ("Ward,Bay", "it holds 60 different values for 400 people, which nearly names them (at most 40)"),
        ("site,Team", "which nearly names them"),  # each of the two is judged by itself as well
    ],
)
def test_columns_that_cannot_be_crossed(by: str, words: str, tmp_path: Path) -> None:
    staff = trust_of(
        tmp_path,
        site=["East", "West"],
        sex=["f", "m"],
        Ward=[f"w{n}" for n in range(12)],
        Bay=[f"b{n}" for n in range(5)],
        Team=[f"n{n}" for n in range(399)],
    )
    with pytest.raises(Faults) as error:
        paymodel.workforce(staff, tmp_path / "posts.yaml", by=[by])
    assert words in str(error.value)


def test_a_heading_with_a_comma_is_one_column(tmp_path: Path) -> None:
    staff = trust_of(tmp_path, **{"Ward, old": ["A", "B"]})
    groups = paymodel.workforce(staff, tmp_path / "posts.yaml", by=["Ward, old"])["groups"]
    assert groups[["column", "value", "people"]].to_numpy().tolist() == [["Ward, old", v, 200] for v in ("A", "B")]
