"""Reforms as policies: points added, removed or moved, several rates at once, and who is put on which point."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from paymodel import Job, compare, load_policy, load_scenario, payslip
from paymodel.errors import Faults, Refused
from paymodel.files.staff_lists import pieces
from paymodel.pay.award import Award, job_under_award, under_award
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rules.pay_steps import step_in_other_points
from paymodel.workforces.options import Options
from paymodel.workforces.run import Run

DAY = "2026-11-22"
# NHS Employers, pay scales for 2026/27, England: band 8a 57,528, 60,417 after two years, 64,750 after five.
ENTRY, MIDDLE, TOP = 57_528, 60_417, 64_750
LONGER = {"pay-points.8a": [ENTRY, MIDDLE, TOP, 68_000], "pay-points.8a.years": [0, 2, 5, 7]}
WITH_YEARS = [{"years": 0, "pounds": ENTRY}, {"years": 2, "pounds": TOP}]


def points(changes: Mapping[str, Any], band: str = "8a") -> list[tuple[float, float, str]]:
    """Years, pounds and status of each point of a band under changes."""
    table = load_policy("england", DAY, changes=changes).pay_points
    code = BAND_CODE[band]
    steps = slice(table.steps(code))
    return list(zip(table.years_to_reach[code, steps], table.pounds[code, steps], table.statuses[code], strict=True))


@pytest.mark.parametrize(
    ("changes", "are"),
    [
        (LONGER, [(0, ENTRY), (2, MIDDLE), (5, TOP), (7, 68_000)]),
        ({"pay-points.8a": [ENTRY, TOP], "pay-points.8a.years": [0, 5]}, [(0, ENTRY), (5, TOP)]),
        ({"pay-points.8a": [58_000, 62_000, TOP]}, [(0, 58_000), (2, 62_000), (5, TOP)]),
        ({"pay-points.8a.years": [0, 1, 3]}, [(0, ENTRY), (1, MIDDLE), (3, TOP)]),
        ({"pay-points.8a": WITH_YEARS}, [(0, ENTRY), (2, TOP)]),
        ({"pay-points.8a": [str(TOP)], "pay-points.8a.years": ["0"]}, [(0, TOP)]),
    ],
)
def test_points_are_added_removed_or_moved(changes: Mapping[str, Any], are: list[tuple[float, float]]) -> None:
    found = points(changes)
    assert [(years, pounds) for years, pounds, _ in found] == are
    today = {(0, ENTRY), (2, MIDDLE), (5, TOP)}
    assert [status == "assumed" for *_, status in found] == [point not in today for point in are]
    assert points(changes, "8b") == points({}, "8b")  # other bands stay


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"pay-points.8a": [1, 2]}, r"8a: lists 2 points and 3 years; say after how many years in the band each is"),
        ({"pay-points.8a.years": [0, 5]}, r"8a: lists 3 points and 2 years"),
        ({"pay-points.8a": []}, "8a: needs a point at least"),
        ({"pay-points.8e": [1]}, "8e: leads nowhere; "),
        ({"pay-points.8a": [ENTRY, {"years": 5, "pounds": TOP}]}, r"give each point as \{years: 2, pounds: 60417\}"),
        (
            {"pay-points.8a": WITH_YEARS, "pay-points.8a.years": [0, 5]},
            r"give each point as \{years: 2, pounds: 60417\}",
        ),
        ({"pay-points.8a": [TOP, ENTRY], "pay-points.8a.years": [0, 5]}, "band 8a: pay falls from 64750 to 57528"),
        ({"pay-points.8a": [ENTRY, TOP], "pay-points.8a.years": [0, 0]}, "the years of the steps do not rise"),
        ({"section-2-rates.8a-8e.lower": "0%"}, "leads nowhere"),
        ({"section-2-rates.9-8a.lower": "0%"}, "leads nowhere"),
        ({"section-2-rates.all.lowest": "0%"}, "leads nowhere; one of: lower, higher"),
    ],
)
def test_what_is_wrong_with_a_reform_is_said(changes: Mapping[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        load_policy("england", DAY, changes=changes)


def test_several_bands_take_a_rate_at_once() -> None:
    """Enhancements end in bands 8 and 9, or the rates of all from 4 up are others."""
    ended = load_policy(
        "england", DAY, changes={"section-2-rates.8a-9.lower": "0%", "section-2-rates.8a-9.higher": "0%"}
    )
    job = Job(band=BAND_CODE["8b"], saturday_night_hours_a_year=100.0, sunday_holiday_hours_a_year=50.0)
    assert float(payslip(job, ended)["unsocial_hours_payment"]) == 0
    seven = job.with_(band=BAND_CODE["7"])
    assert (
        payslip(seven, ended)["unsocial_hours_payment"]
        == payslip(seven, load_policy("england", DAY))["unsocial_hours_payment"]
    )
    lower = load_policy("england", DAY, changes={"section-2-rates.4-9.lower": "25%"})
    # 100 hours at 25% and 50 at 60% of 66,582 / (37.5 x 365 / 7) = 34.0511 an hour
    assert float(payslip(job, lower)["unsocial_hours_payment"]) == round(55 * 66_582 / (37.5 * 365 / 7), 2)
    every = load_policy("england", DAY, changes={"section-2-rates.all.higher": "70%"}).working_time.section_2
    assert set(every.higher.tolist()) == {0.7}
    assert np.array_equal(every.lower, load_policy("england", DAY).working_time.section_2.lower)


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        (LONGER, [1, 2, 3]),  # nobody's years are known to be seven
        ({"pay-points.8a": [ENTRY, TOP], "pay-points.8a.years": [0, 5]}, [1, 2, 2]),  # 60,417 lies below 64,750
        ({"pay-points.8a": [ENTRY, TOP], "pay-points.8a.years": [0, 2]}, [1, 2, 2]),
        # A new point after one year: who has two years has earned the third.
        ({"pay-points.8a": [ENTRY, 59_000, MIDDLE, TOP], "pay-points.8a.years": [0, 1, 2, 5]}, [1, 3, 4]),
        ({"pay-points.8a": [60_000], "pay-points.8a.years": [0]}, [1, 1, 1]),  # 64,750 is more than any point pays
        ({"pay-points.8a": [60_500, 61_000, 65_000]}, [1, 2, 3]),  # as many points: the same step
    ],
)
def test_who_holds_a_step_is_put_on_one_that_pays_no_less(changes: Mapping[str, Any], steps: list[float]) -> None:
    today, after = (load_policy("england", DAY, changes=each).pay_points for each in ({}, changes))
    assert step_in_other_points(today, after, BAND_CODE["8a"], [1, 2, 3]).tolist() == steps
    assert step_in_other_points(today, after, BAND_CODE["7"], [1, 2, 3]).tolist() == [1, 2, 3]


def test_a_switch_puts_who_holds_the_top_on_the_new_top(tmp_path: Path) -> None:
    change = {f"scales.{path}": value for path, value in LONGER.items()}
    later = {**change, "switches.top_step_stays_top": "yes"}
    held = {"band": "8a", "step": "top"}
    for policy, pounds, says in (
        (change, TOP, "a new top is reached once its years are"),
        (later, 68_000, "who holds the top holds the new one"),
    ):
        answer = compare(load_scenario(scenario(tmp_path, held, policy)))
        assert float(answer.held("Reform").payslip["basic_pay"]) == pounds
        assert says in " ".join(assumption.words for assumption in answer.assumptions)
    plain = compare(load_scenario(scenario(tmp_path, held, {"award.percent": "1%"})))
    assert "whose points a policy changes" not in " ".join(assumption.words for assumption in plain.assumptions)


def scenario(folder: Path, current: Mapping[str, Any], change: Mapping[str, Any], **more: Any) -> Path:
    """A scenario file with a policy that reforms pay."""
    file = folder / "reform.yaml"
    policies = [{"name": "In force"}, {"name": "Reform", "change": dict(change)}]
    data = {"title": "R", "as_at": DAY, "nation": "england", "current": dict(current), "offers": [{"band": "8b"}]}
    file.write_text(yaml.safe_dump({**data, "policies": policies, **more}), encoding="utf-8")
    return file


def test_the_post_held_moves_to_the_points_of_a_policy(tmp_path: Path) -> None:
    change = {f"scales.{path}": value for path, value in LONGER.items()}
    held = compare(load_scenario(scenario(tmp_path, {"band": "8a", "step": "top"}, change))).held("Reform")
    assert float(held.payslip["basic_pay"]) == TOP
    person = {"years_in_band": 8}
    known = scenario(tmp_path, {"band": "8a", "step": "top"}, change, person=person)
    assert float(compare(load_scenario(known)).held("Reform").payslip["basic_pay"]) == 68_000
    with pytest.raises(Faults, match=r"policies.1.*scales\.pay-points\.8a, line \d+: lists 2 points and 3 years"):
        load_scenario(scenario(tmp_path, {"band": "8a"}, {"scales.pay-points.8a": [1, 2]}))


STAFF = "id,profession,band,step,whole_time_equivalent,unsocial_hours_percent\n" + "".join(
    f"{number},nurses,{band},{step},1,{percent}\n"
    for number, (band, step, percent) in enumerate(
        [("7", "top", "10%"), ("7", "3", "0%"), ("7", "intermediate", "0%"), ("6", "top", "0%"), ("7", "entry", "0%")]
        * 3
    )
)


def test_everybody_on_a_staff_list_moves_too(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    (tmp_path / "posts.yaml").write_text(
        f"title: P\nas_at: {DAY}\noffers: [{{name: Lead, band: 8a, pattern: different}}]\n", encoding="utf-8"
    )
    # Band 7 today: 49,387, 51,932 and 56,515. The middle point goes; the top is reached after two years.
    policies = {"scales.pay-points.7": [49_387, 56_515], "scales.pay-points.7.years": [0, 2], "award.percent": "2%"}
    (tmp_path / "policies.yaml").write_text(
        yaml.safe_dump({"policies": [{"name": "In force"}, {"name": "Shorter", "change": policies}]}), encoding="utf-8"
    )
    staff, posts, policies_file = (str(tmp_path / name) for name in ("staff.csv", "posts.yaml", "policies.yaml"))
    run = Run(Options(staff, posts, policies_file, by=()))
    (piece,) = pieces(run.source, None)
    people, part = run.read_piece(piece)
    assert not part.problems
    today, reformed = (question.staff for question in run.questions(people)[0])
    assert today.number("step").tolist() == [3, 3, 2, 3, 1] * 3
    assert reformed.number("step").tolist() == [2, 2, 2, 3, 1] * 3
    # 10% of the top of band 7 with the award: 56,515 x 1.02 = 57,645.30, to the pound 57,645; the payment rises with it
    assert round(float(reformed.number("unsocial_hours_payment")[0]), 2) == round(5_651.50 * 57_645 / 56_515, 2)


def test_an_award_by_band_takes_the_place_of_that_of_all() -> None:
    # 57,528 x 1.06 = 60,979.68; 66,582 x 1.02 + 100 = 68,013.64; 49,387 x 1.02 + 100 = 50,474.74
    award = Award(percent=0.02, pounds=100, by_band=((BAND_CODE["8a"], 0.06), (BAND_CODE["9"], 0.0)))
    before = load_policy("england", DAY)
    after = under_award(before, award).pay_points.pounds
    assert after[BAND_CODE["8a"], 0] == round(ENTRY * 1.06) + 100
    assert after[BAND_CODE["8b"], 0] == round(66_582 * 1.02 + 100)
    assert after[BAND_CODE["9"], 0] == before.pay_points.pounds[BAND_CODE["9"], 0] + 100


def test_an_award_of_one_band_leaves_the_rest_of_the_rules() -> None:
    before = load_policy("england", DAY)
    award = Award(by_band=((BAND_CODE["8a"], 0.06),), since=datetime.date(2026, 8, 1))
    after = under_award(before, award)
    other = BAND_CODE["7"]
    assert after.pay_points.statuses[other] == before.pay_points.statuses[other]
    assert set(after.pay_points.statuses[BAND_CODE["8a"]]) == {"assumed"}
    assert after.member_pension_contribution.up_to == before.member_pension_contribution.up_to
    assert award.words == "6% in band 8a, from 2026-08-01"
    # Pay stated in pounds rises with its band; pay of no band by what all get, here nothing.
    stated = job_under_award(Job(band=[BAND_CODE["8a"], -1], basic_pay=[60_000, 60_000]), award, before, after)
    assert stated.basic_pay.tolist() == [63_600, 60_000]  # type: ignore[union-attr]


BY_BAND = {"award": {"by_band": {"8b": "6%"}, "from": "2026-08-01"}}


@pytest.mark.parametrize("change", [BY_BAND, {"award.by_band.8b": "6%", "award.from": "2026-08-01"}])
def test_a_policy_may_set_an_award_by_band_whole_or_in_parts(change: Mapping[str, Any], tmp_path: Path) -> None:
    answer = compare(load_scenario(scenario(tmp_path, {"band": "8a", "step": "top"}, change)))
    move = answer.moves[-1]
    assert float(move.payslip["basic_pay"]) == 70_577  # 66,582 x 1.06 = 70,576.92
    assert float(answer.held("Reform").payslip["basic_pay"]) == TOP
    assert (
        "An award of 6% in band 8b, from 2026-08-01 on the pay scale of 22 November 2026 comes before everything else"
        in " ".join(assumption.words for assumption in answer.assumptions)
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"award.by_band.8e": "6%"}, "'8e' is not a band"),
        ({"award.by_band.8a": "0.06"}, r"'0\.06' needs a per cent sign"),
        ({"award.from": "1 August"}, "is not a date"),
        ({"award": "6%"}, "award"),
    ],
)
def test_what_is_wrong_with_an_award_is_said(change: Mapping[str, Any], says: str, tmp_path: Path) -> None:
    with pytest.raises(Faults, match=says):
        load_scenario(scenario(tmp_path, {"band": "8a"}, change))


def test_the_award_of_a_later_year_has_no_day(tmp_path: Path) -> None:
    career = {"award_a_year": {"percent": "2%", "from": "2027-04-01"}}
    with pytest.raises(Faults, match="award_a_year is paid from the start of each year; leave its 'from' out"):
        load_scenario(scenario(tmp_path, {"band": "8a"}, {}, career=career))
