"""The pay bill of everybody in post under a policy, beside who no longer loses; the frontier of a grid of reforms."""

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import paymodel
from paymodel.charts.workforce_frontier import Reform, best_of, frontier
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.scales import shipped_folder
from paymodel.files.staff_lists import pieces
from paymodel.files.yaml_documents import read_document
from paymodel.reports.pictures import picture_of
from paymodel.scenarios.offered_posts import policies_of
from paymodel.workforces.checkpoints import Store
from paymodel.workforces.options import Options
from paymodel.workforces.paybill import SUMS, Paybill
from paymodel.workforces.run import Run
from paymodel.workforces.surveys import Scope
from tests.pictures import SIZES, faults_of

SEVEN, ENTRY, TOP = 56_515, 57_528, 64_750  # NHS Employers, pay scales for 2026/27, England
UNSOCIAL = {"7": 3_000, "8a": 0, "8b": 0}
"""Unsocial hours pay, pounds a year: who moves from band 7 gives it up."""
HELD = {("7", "top"): 15, ("8a", "entry"): 10, ("8a", "top"): 20, ("8b", "entry"): 3}


def cost(pay: int) -> Decimal:
    """What pay costs the employer: 23.78% pension, 15% National Insurance above 5,000 and 0.5% levy, each to the penny.

    NHS Employers, pension contributions; HMRC, rates and thresholds for employers 2026 to 2027.
    """
    parts = (pay * Decimal("0.2378"), (pay - 5_000) * Decimal("0.15"), pay * Decimal("0.005"))
    return Decimal(pay) + sum((part.quantize(Decimal("0.01"), ROUND_HALF_UP) for part in parts), Decimal(0))


def files(folder: Path, policies: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """A staff list, the posts offered and the policies."""
    rows = [kind for kind, count in HELD.items() for _ in range(count)]
    lines = [f"{number},nurses,{band},{step},1,{UNSOCIAL[band]}" for number, (band, step) in enumerate(rows)]
    head = "id,profession,band,step,whole_time_equivalent,unsocial_hours_payment"
    (folder / "staff.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    posts = {"title": "P", "as_at": "2026-11-22", "offers": [{"name": "Lead", "band": "8a", "pattern": "different"}]}
    (folder / "posts.yaml").write_text(yaml.safe_dump(posts), encoding="utf-8")
    listed = [{"name": "In force"}, *({"name": name, "change": dict(change)} for name, change in policies.items())]
    (folder / "policies.yaml").write_text(yaml.safe_dump({"policies": listed}), encoding="utf-8")
    return [str(folder / name) for name in ("staff.csv", "posts.yaml", "policies.yaml")]


def tables(folder: Path, policies: Mapping[str, Mapping[str, Any]], **more: Any) -> dict[str, pd.DataFrame]:
    return paymodel.workforce(*files(folder, policies), by=[], paybill=True, **more)


def row(table: pd.DataFrame, policy: str, band: str = "all") -> dict[str, Any]:
    ((_, found),) = table[(table["policy"] == policy) & (table["band_held"] == band)].iterrows()
    return {str(name): cell for name, cell in found.items()}


BY_BAND = {"8a up": {"award": {"by_band": {"8a": "6%"}, "from": "2026-08-01"}}}


def test_the_pay_bill_is_of_everybody_in_post_in_a_full_year_and_from_its_day(tmp_path: Path) -> None:
    """Exact figures. 57,528 x 1.06 = 60,979.68 and 64,750 x 1.06 = 68,635; 1 August to 31 March are 243 days of 365."""
    found = tables(tmp_path, BY_BAND, internal=True)["paybill"]
    before = 15 * cost(SEVEN + 3_000) + 10 * cost(ENTRY) + 20 * cost(TOP) + 3 * cost(66_582)
    more = 10 * (cost(60_980) - cost(ENTRY)) + 20 * (cost(68_635) - cost(TOP))
    now, reform = row(found, "In force"), row(found, "8a up")
    assert now["paybill"] == round(before)
    assert reform["paybill"] == round(before + more)
    assert reform["people"] == 48
    assert reform["people_whose_cost_changes"] == 30
    assert reform["change_in_a_full_year"] == round(more)
    assert reform["change_in_the_pay_year"] == pytest.approx(round(more) * 243 / 365, abs=1)
    assert reform["paid_from"] == "2026-08-01"
    central = Decimal("0.094") * (10 * (60_980 - ENTRY) + 20 * (68_635 - TOP))  # 9.4% of pay is paid centrally
    assert reform["of_it_paid_centrally"] == pytest.approx(float(central), abs=1)
    assert row(found, "8a up", "7")["people_whose_cost_changes"] == 0
    assert row(found, "8a up", "8a")["change_in_a_full_year"] == round(more)


def test_what_is_published_of_it_is_redacted_and_rounded(tmp_path: Path) -> None:
    found = tables(tmp_path, {**BY_BAND, "8b up": {"award.by_band.8b": "6%"}})["paybill"]
    reform = row(found, "8a up")
    each = (10 * (cost(60_980) - cost(ENTRY)) + 20 * (cost(68_635) - cost(TOP))) / 30
    assert reform["people"] == 50  # 48, to the nearest five
    assert reform["change_for_each_of_them"] == round(each / 10) * 10
    assert reform["change_in_a_full_year"] == 30 * round(each / 10) * 10
    # Three people hold band 8b: they are counted with everybody, and nothing of them shows.
    assert "8b" not in set(found["band_held"])
    few = row(found, "8b up")
    hidden = (
        "paybill",
        "people_whose_cost_changes",
        "change_for_each_of_them",
        "change_in_a_full_year",
        "change_in_the_pay_year",
    )
    assert {few[name] for name in hidden} == {"[c]"}
    assert row(found, "In force")["change_in_a_full_year"] == 0


def test_a_pay_bill_of_which_two_people_are_more_than_half_is_not_shown(tmp_path: Path) -> None:
    staff, posts, policies = files(tmp_path, BY_BAND)
    text = Path(staff).read_text(encoding="utf-8").splitlines()
    rows = [line.replace(",1,", ",0.05,") if number > 2 else line for number, line in enumerate(text)]
    Path(staff).write_text("\n".join(rows) + "\n", encoding="utf-8")  # two whole-time people in band 7, thirteen at 5%
    found = paymodel.workforce(staff, posts, policies, by=[], paybill=True)["paybill"]
    assert row(found, "In force", "7")["paybill"] == "[c]"
    assert row(found, "In force", "7")["people"] == 15
    assert row(found, "In force", "8a")["paybill"] != "[c]"


def test_incentive_and_cost_stand_side_by_side(tmp_path: Path) -> None:
    """With 3,000 of unsocial hours pay 59,515 are left for 57,528 and all fifteen lose; for 60,980 nobody does."""
    policies: dict[str, Mapping[str, Any]] = {"7 up": {"award.by_band.7": "6%"}, **BY_BAND}
    found = tables(tmp_path, policies, internal=True)["incentive"]
    of_policy = {found["policy"][place]: dict(found.iloc[place]) for place in range(len(found))}
    assert [of_policy[name]["lose"] for name in ("In force", "7 up", "8a up")] == [15, 15, 0]
    assert [of_policy[name]["fewer_losers"] for name in ("In force", "7 up", "8a up")] == [0, 0, 15]
    # 56,515 x 1.06 = 59,905.90; what is paid for unsocial hours rises with it: 3,000 x 59,906 / 56,515 = 3,180.01
    full = of_policy["7 up"]["change_in_a_full_year"]
    assert full == pytest.approx(15 * float(cost(59_906 + 3_180) - cost(SEVEN + 3_000)), abs=2)
    assert of_policy["7 up"]["for_each_fewer_loser"] == "[x]"
    reform = of_policy["8a up"]
    assert reform["for_each_fewer_loser"] == pytest.approx(reform["change_in_a_full_year"] / 15, abs=5)


def test_enhancements_that_end_lower_pay_in_the_post_held(tmp_path: Path) -> None:
    names = files(tmp_path, {"Ended": {"scales.section-2-rates.8a-9.lower": "0%"}})
    text = (tmp_path / "staff.csv").read_text(encoding="utf-8")
    text = text.replace("unsocial_hours_payment", "saturday_night_hours_a_week").replace("8a,top,1,0", "8a,top,1,5")
    text = text.replace(",3000", ",0")
    (tmp_path / "staff.csv").write_text(text, encoding="utf-8")
    found = paymodel.workforce(*names, by=[], paybill=True, internal=True)["paybill"]
    assert row(found, "Ended")["take_home_less"] == row(found, "Ended", "8a")["take_home_less"] == 20
    # Five hours a week at 30% of 64,750 / 37.5 an hour: 5 x 0.3 / 37.5 = 4% of pay, 2,590
    assert row(found, "Ended")["change_in_a_full_year"] == round(20 * (cost(TOP) - cost(TOP + 2_590)))


def test_parts_add_up_and_are_kept(tmp_path: Path) -> None:
    staff, posts, policies = files(tmp_path, BY_BAND)
    options = Options(staff, posts, policies, by=(), paybill=True)
    bills: list[Paybill] = []
    for at_once in (None, 7):
        run = Run(options, at_once=at_once)
        (piece,) = pieces(run.source, None)
        part = run.measure(piece, {}, Scope())
        store = Store(tmp_path / f"parts-{at_once}", "fingerprint", (2, 1))
        store.put(0, part)
        kept = store.get(0)
        assert kept is not None
        assert part.paybill is not None
        assert kept.paybill is not None
        bills += [part.paybill, kept.paybill]
    for other in bills[1:]:
        assert all((bills[0].sums[name] == other.sums[name]).all() for name in SUMS)
        assert (bills[0].extremes == other.extremes).all()
        assert (bills[0].costs == other.costs).all()


def test_a_grid_of_reforms_is_a_policy_each(tmp_path: Path) -> None:
    grid = {"award.by_band.8a": "0%:6%:3%", "award.percent": ["0%", "1%"]}
    found = tables(tmp_path, {}, vary=grid, internal=True)["incentive"]
    assert found["policy"].tolist()[1:3] == [
        "award.by_band.8a = 0%, award.percent = 0%",
        "award.by_band.8a = 0%, award.percent = 1%",
    ]
    assert len(found) == 7
    with pytest.raises(Faults, match="vary: makes more than 200 policies"):
        tables(tmp_path, {}, vary={"award.percent": "0%:6%:0.01%"})
    with pytest.raises(Faults, match=r"award\.by_band\.8e"):
        tables(tmp_path, {}, vary={"award.by_band.8e": ["1%"]})


INCENTIVES = [
    ("In force", 0, 0),
    ("Dear", 900_000, 40),
    ("Cheap", 100_000, 40),
    ("Worse", 50_000, -5),
    ("Most", 500_000, 95),
    ("Hidden", "[c]", 5),
    ("=cmd()", 300_000, 60),
]


def incentive(rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "policy": name,
                "post": "Lead",
                "pattern": "different",
                "band_held": "all",
                "people": 200,
                "lose": 100,
                "fewer_losers": fewer,
                "change_in_a_full_year": full,
                "change_in_the_pay_year": full,
                "for_each_fewer_loser": "[x]",
                "policy_cost_for_holders": "[x]",
            }
            for name, full, fewer in rows
        ]
    )


@pytest.mark.parametrize("width", SIZES)
def test_the_frontier_joins_what_no_other_beats(width: int) -> None:
    picture = frontier(incentive(INCENTIVES), "stamp")
    assert not faults_of(picture, width, zero=False)
    assert picture.title == "95 fewer would lose on moving to Lead for £500,000 a year: Most"
    assert "1 policy is left out: a figure is redacted." in picture.subtitle
    assert "Cheap: +£100,000 a year, 40 fewer lose; =cmd(): +£300,000 a year, 60 fewer lose" in picture.alt
    assert "Dear" not in picture.alt


def test_a_frontier_of_many_one_or_none() -> None:
    many = [(f"Reform {number}", number * 10_000, number) for number in range(60)]
    assert not faults_of(frontier(incentive(many), "stamp"), SIZES[0], zero=False)
    assert frontier(incentive([("In force", 0, 0)]), "stamp").title.startswith("No policy leaves fewer who lose")
    assert best_of([Reform("a", 1, 0), Reform("b", 0, 0)]) == [Reform("b", 0, 0)]
    with pytest.raises(ValueError, match="nothing to draw"):
        frontier(incentive([("In force", "[c]", "[c]")]), "stamp")


def test_the_command_writes_what_the_frontier_is_drawn_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    staff, posts, _ = files(tmp_path, {})
    out = str(tmp_path / "out")
    given = ["workforce", staff, "--posts", posts, "--paybill", "--vary", "award.by_band.8a=0%,3%,6%", "-o", out]
    assert main(given) == 0
    said = capsys.readouterr().out
    assert "The pay bill of everybody in post" in said
    assert "Who loses on moving to Lead" in said
    picture = picture_of("frontier", out)
    assert [row[0] for row in picture.table.rows][-1] == "award.by_band.8a = 6%"
    assert main(["workforce", staff, "--posts", posts, "-o", str(tmp_path / "plain")]) == 0
    assert not (tmp_path / "plain" / "paybill.csv").exists()
    with pytest.raises(Faults, match=r"incentive\.csv"):
        picture_of("frontier", str(tmp_path / "plain"))


def test_the_reforms_that_ship_name_a_source_and_say_that_they_are_not_agreed() -> None:
    first, *reforms = policies_of(read_document(shipped_folder("scenarios") / "workforce" / "discussed-policies.yaml"))
    assert not first.change
    assert len({reform.name for reform in reforms}) == len(reforms) >= 4
    for reform in reforms:
        assert reform.because.startswith("Discussed, not agreed: ")
        assert re.search(r"https://[a-z.]+/\S+", reform.because), reform.name
        assert "illustration" in reform.because


@pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
def test_the_reforms_that_ship_hold_for_every_nation(nation: str, tmp_path: Path) -> None:
    names = files(tmp_path, {})
    posts = Path(names[1])
    posts.write_text(f"nation: {nation}\n" + posts.read_text(encoding="utf-8"), encoding="utf-8")
    found = paymodel.workforce(names[0], names[1], "discussed", by=[], paybill=True, internal=True)["paybill"]
    gap = row(found, "A wider gap from band 7 to band 8a")
    assert gap["people_whose_cost_changes"] == 30
    assert gap["change_in_a_full_year"] > 0
    assert row(found, "Overtime paid in band 8a")["change_in_a_full_year"] == 0  # nobody on the list works any
