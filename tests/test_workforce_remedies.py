"""Which remedy for a workforce: one ranked table, whom each overtakes, who is paid more for the same step."""

from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import paymodel
from paymodel.answers.blocks import Bullets
from paymodel.answers.tables import Column, Table
from paymodel.answers.workforce_phrasing import headline
from paymodel.answers.workforce_remedies import (
    EACH_PAID,
    REMEDIES,
    remedies_in_words,
    remedies_ranked,
    what_comes_with,
    which_remedy,
)
from paymodel.charts.picture import as_svg
from paymodel.charts.workforce_costs import policy_costs
from paymodel.cli import main

LEAD, SECTOR = "Clinical quality or education lead", "Sector manager"


@cache
def ambulance() -> dict[str, pd.DataFrame]:
    return paymodel.workforce("ambulance", "ambulance", "leadership", by=["band"])


def as_table(frame: pd.DataFrame) -> Table:
    columns = {column.name: column for column in REMEDIES}
    named = [columns.get(str(name), Column(str(name))) for name in frame.columns]
    return Table(named, frame.to_numpy(dtype=object).tolist(), name="remedies")


def rung(frame: pd.DataFrame, post: str, band: str = "7") -> list[dict[Hashable, Any]]:
    return frame[(frame["post"] == post) & (frame["band_held"] == band)].to_dict("records")


def test_rows_are_those_of_the_published_costs_and_their_quotients() -> None:
    tables = ambulance()
    costs = {row["policy"]: row for row in rung(tables["costs"], SECTOR)}
    lose = {row["policy"]: row["lose"] for row in rung(tables["summary"], SECTOR)}
    now, *ranked = rung(tables["remedies"], SECTOR)
    assert (now["remedy"], now["rank"], now["still_lose"]) == ("In force", "[x]", lose["In force"])
    checked = 0
    for row in ranked:
        if row["remedy"] in costs:
            of_policy = costs[row["remedy"]]
            assert row["cost_a_year"] == of_policy["policy_cost"]
            assert row["fewer_losers"] == of_policy["fewer_losers"]
            assert row["cost_for_each_fewer_loser"] == of_policy["policy_cost_for_each_fewer_loser"]
            assert row["still_lose"] == lose[row["remedy"]]
            assert row["share_of_cost_to_people_not_losing"] == of_policy["share_of_policy_cost_to_people_not_losing"]
            checked += 1
    assert checked == 4
    of_all = rung(tables["remedies"], SECTOR, "all")
    (premium,) = [row for row in of_all if str(row["remedy"]).startswith("a premium of")]
    first = rung(tables["costs"], SECTOR, "all")[0]
    assert premium["cost_a_year"] == first["cost_of_that_premium_for_all"]
    # 205 people, of whom 20 lose: 5 in 100 still do, so 10 to the nearest 5
    assert premium["fewer_losers"] == premium["still_lose"] == 10
    assert premium["cost_for_each_fewer_loser"] == pytest.approx(premium["cost_a_year"] / 10, abs=5)
    assert premium["share_of_cost_to_people_not_losing"] == first["share_of_it_to_people_not_losing"]


def test_what_does_not_apply_never_leads_however_cheap() -> None:
    """Paid person by person it is pay protection, which is for organisational change."""
    for _, rows in ambulance()["remedies"].groupby(["post", "pattern", "band_held"], sort=False):
        ranked = rows.to_dict("records")[1:]
        ranks = [row["rank"] for row in ranked if row["rank"] != "[x]"]
        assert ranks == list(range(1, len(ranks) + 1))
        each = [row["cost_for_each_fewer_loser"] for row in ranked if row["rank"] != "[x]"]
        assert each == sorted(each)
        applies = [row["applies"] == "yes" for row in ranked]
        assert applies == sorted(applies, reverse=True)  # all that apply, then those that do not
    lead = rung(ambulance()["remedies"], LEAD, "all")
    paid = lead[-1]
    assert (paid["remedy"], paid["applies"], paid["rank"]) == (EACH_PAID, "no", "[x]")
    # it costs least for each, and yet another leads
    assert paid["cost_for_each_fewer_loser"] < min(row["cost_for_each_fewer_loser"] for row in lead if row["rank"] == 1)


def test_the_headline_the_table_and_the_chart_name_one_cheapest() -> None:
    tables = ambulance()
    remedies = as_table(tables["remedies"])
    for post, band in ((LEAD, "7"), (SECTOR, "7")):
        ranked = remedies_ranked(remedies, {"post": post, "pattern": "different", "band_held": band})
        assert ranked is not None
        (first,) = [row for row in ranked.records() if row["rank"] == 1]
        assert ranked.rows[0][ranked.names.index("remedy")] == first["remedy"]
        picture = policy_costs(remedies, "Stamp.", post=post, band_held=band)
        assert f" First: {first['remedy']}".lower() in picture.subtitle.lower()
        assert f"£{first['cost_for_each_fewer_loser']:,} a year for each" in picture.title
        words = remedies_in_words(ranked).words()
        assert words[0][0].lower() == str(first["remedy"]).lower()
        assert words[-1][0].endswith("(does not apply)")
    said = headline(as_table(tables["summary"]), remedies)
    assert "The cheapest remedy there for each who no longer loses: a premium of" in said


POSTS = """title: One post
as_at: 2026-11-22
offers:
  - {name: Lead, band: 8a, rota: monday-to-friday, pattern: different, holders: 4%s}
"""
POLICIES = """policies:
  - {name: In force}
  - {name: Small premium, change: {offers.0.long_term_premium: 1000}}
  - {name: Large premium, change: {offers.0.long_term_premium: 10000}}
  - {name: Step up, change: {offers.0.step: intermediate}}
  - {name: First point at the next, change: {scales.pay-points.8a.0.pounds: 60417}}
  - {name: On call, change: {offers.0.on_call_payment: 3000}}
  - {name: A sum for nights, change: {offers.0.rota: null, offers.0.unsocial_hours_payment: 8000}}
"""


def asked(folder: Path, more: str = "") -> pd.DataFrame:
    """Twenty whole time at the top of band 7 with £9,000, of whom all lose, and as many in band 6 with nothing."""
    head = "id,band,step,whole_time_equivalent,unsocial_hours_payment\n"
    rows = [f"A{n},7,top,1,9000" for n in range(20)] + [f"B{n},6,top,1,0" for n in range(20)]
    (folder / "staff.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (folder / "posts.yaml").write_text(POSTS % more, encoding="utf-8")
    (folder / "policies.yaml").write_text(POLICIES, encoding="utf-8")
    return paymodel.workforce(folder / "staff.csv", folder / "posts.yaml", folder / "policies.yaml", by=[])["remedies"]


def test_whom_a_remedy_overtakes_and_who_is_paid_more_for_the_same_step(tmp_path: Path) -> None:
    """England, 22 November 2026: 8a is 57,528, 60,417 from the second step, 66,246 at the top; 8b begins at 66,582."""
    rows = {row["remedy"]: row for row in rung(asked(tmp_path), "Lead")}
    overtakes = {name: row["overtakes"] for name, row in rows.items()}
    assert overtakes["Small premium"] == overtakes["On call"] == overtakes["A sum for nights"] == "nobody"
    # 57,528 + 10,000 is more than 66,582; 57,528 + 1,000 is not
    assert overtakes["Large premium"] == "people on the first point of band 8b (£66,582), the post above"
    assert overtakes["Step up"] == "holders of the post on lower steps, unless they rise too"
    assert overtakes["First point at the next"] == "people on the pay point of £60,417, unless it rises too"
    more = {name: row["paid_more_for_the_same_step"] for name, row in rows.items()}
    assert more["On call"] == more["First point at the next"] == "nobody"
    assert more["Small premium"] == "holders of this post, beside posts of band 8a that are not paid the premium"
    assert more["A sum for nights"].startswith("people paid the sum for unsocial hours, beside holders of the post")
    assert more[EACH_PAID] == "people appointed who were paid more before, on every step of the post"


def test_a_post_that_ends_is_costed_for_its_length(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for_good = {row["remedy"]: row for row in rung(asked(tmp_path), "Lead")}
    assert {row["lasts"] for row in for_good.values()} == {"for good"}
    assert {row["cost_over_its_length"] for row in for_good.values()} == {"[x]"}
    half = asked(tmp_path, ", move: acting_up, lasts_months: 6")
    rows = {row["remedy"]: row for row in rung(half, "Lead")}
    assert {row["lasts"] for row in rows.values()} == {"6 months"}
    # 20 people, each with 1,000 and 23.78% pension, 15% National Insurance and 0.5% levy: 1,392.80, shown as 1,390;
    # half in 6 months
    small = rows["Small premium"]
    assert (small["cost_a_year"], small["cost_over_its_length"]) == (20 * 1_390, 20 * 1_390 / 2)
    ranked = remedies_ranked(as_table(half), {"post": "Lead", "pattern": "different", "band_held": "7"})
    assert ranked is not None
    assert "Over 6 months" in remedies_in_words(ranked).labels
    posts = ("--posts", str(tmp_path / "posts.yaml"), "-o", str(tmp_path / "answer"))
    assert main(["workforce", str(tmp_path / "staff.csv"), *posts]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Lead is for a time (acting up of 6 months): changes of pay are at the rate of a whole year of it." in said


def test_what_comes_with_a_remedy_is_said_once_for_all_posts() -> None:
    """Two posts with the same remedies, of which one overtakes somebody else in the second."""
    comes = {"side_effects": "", "paid_more_for_the_same_step": "nobody"}
    names = ["remedy", "overtakes", "paid_more_for_the_same_step", "side_effects"]

    def ranked(premium_overtakes: str) -> Table:
        remedies = {"A premium": premium_overtakes, "a step": "holders below", "nothing": "nobody"}
        rows = [{**comes, "remedy": remedy, "overtakes": whom} for remedy, whom in remedies.items()]
        return Table([Column(name) for name in names], [[row[name] for name in names] for row in rows])

    (bullets,) = what_comes_with({"Lead": ranked("band 8b"), "Manager": ranked("band 8c"), "Head": ranked("band 8b")})
    assert isinstance(bullets, Bullets)
    assert bullets.items == [
        "A premium (Lead, Head): Overtakes band 8b.",
        "A step: Overtakes holders below.",
        "A premium (Manager): Overtakes band 8c.",
    ]


def test_where_nobody_loses_there_is_nothing_to_fix(tmp_path: Path) -> None:
    table = as_table(asked(tmp_path))
    ranked = remedies_ranked(table, {"post": "Lead", "pattern": "different", "band_held": "6"})
    assert ranked is not None
    assert not [row for row in ranked.records() if row["rank"] == 1 and row["fewer_losers"]]
    drawn = policy_costs(table, "Stamp.", post="Lead", band_held="6")
    assert drawn.title == "Fewer than 8 people in band 6 would lose"
    assert "(does not apply)" in as_svg(policy_costs(table, "Stamp.", post="Lead"))
    shown = [str(block) for block in which_remedy(table)]
    assert any("Lead, people in band 7: 20 lose now" in words for words in shown)
