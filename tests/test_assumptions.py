"""Assumptions: one list, of everything that the program can name and nothing else, with reasons and sources."""

import datetime
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from paymodel.about import NATIONS
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.assumptions import read_assumptions
from paymodel.files.scales import load_policy, shipped_assumptions, shipped_folder
from paymodel.moves.assumptions import IN_GENERAL, _applies, career_assumptions, filled_in, payroll_assumptions
from paymodel.moves.careers import careers
from paymodel.pay.award import NO_AWARD, Award
from paymodel.pay.rule_book import Assumption, Switches
from paymodel.scenarios.load import load_scenario, shipped_scenarios
from paymodel.scenarios.payroll import payroll
from tests.shipped import compared

OF_NO_RULE_BOOK = {"switch", "change", "workforce-posts", "overtime-unstated", "annex-5-counts", "other-points"}
"""Assumptions that come with a switch, a policy's change, a staff list, or with what nobody stated."""
DAY = "2026-03-01"
"""A day with both Scottish tables of member contributions."""


def ids_named() -> set[str]:
    """The id of every assumption that the program can name: in every nation, under every switch that chooses one."""
    case = load_scenario("paramedic-to-operations-manager").cases[0]
    found = set(OF_NO_RULE_BOOK)
    for nation in NATIONS:
        for table, lowers in ((1, True), (2, False)):
            switches = Switches(scotland_pension_table=table, salary_sacrifice_lowers_pensionable_pay=lowers)
            policy = load_policy(nation, DAY, switches=switches)
            applies = _applies(case.current, case.offers, policy, (), NO_AWARD, NO_AWARD, past_service=lowers)
            found |= {name for name in applies if not name.startswith("scotland-pension-table") or nation == "scotland"}
    for revaluation in (None, 0.05):
        taken = career_assumptions(
            load_policy("england", DAY),
            award_a_year=Award(percent=0.03),
            discount_rate=0.03,
            pension_revaluation=revaluation,
            later_promotion=True,
            cut_short=True,
        )
        found |= {one.id for one in taken}
    for late in (False, True):
        policy = load_policy("england", DAY, switches=Switches(enhancements_in_arrears=late))
        taken = payroll_assumptions(policy, code="1257L", code_stated=False, promoted=True, held_all_year=True)
        found |= {one.id for one in taken}
    return found


def test_every_assumption_that_the_program_names_stands_in_the_list_and_no_other() -> None:
    assert ids_named() == set(shipped_assumptions())


@pytest.mark.parametrize("one", shipped_assumptions().values(), ids=lambda one: one.id)
def test_every_assumption_is_in_sentences_and_says_what_it_rests_on(one: Assumption) -> None:
    assert one.words.endswith(".")
    assert one.why.endswith(".")
    assert not one.affects.endswith(".")
    assert one.quality != "good" or not one.source.startswith("Our judgement")
    assert one.status != "confirmed" or one.quality == "good"


def test_every_place_in_the_words_is_filled_in_and_no_name_is_left_over() -> None:
    places = {name for one in shipped_assumptions().values() for _, name, _, _ in Formatter().parse(one.words) if name}
    assert places == set(IN_GENERAL)
    seen = set()
    for answer in map(compared, shipped_scenarios()):
        others = careers(answer.scenario), payroll(answer.scenario)
        for one in (*answer.assumptions, *(one for other in others for one in other.assumptions)):
            assert not any(f"{{{name}}}" in one.words for name in IN_GENERAL)
            assert one == replace(shipped_assumptions()[one.id], words=one.words)
            seen.add(one.id)
    assert {"change", "award", "discount", "path-promotion"} <= seen


def test_the_points_that_stand_are_named_with_their_day() -> None:
    policy = load_policy("northern_ireland", DAY)
    words = filled_in(
        policy, "standing-pay-points", points=datetime.date(2025, 4, 1), pay_year=datetime.date(2026, 4, 1)
    ).words
    assert words.startswith("The pay points are those of 1 April 2025: none from 1 April 2026 was found")


def test_explain_says_why_an_assumption_is_made_and_on_what_it_rests(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "paramedic-to-operations-manager"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    rounding = shipped_assumptions()["pension-rounding"]
    assert f"- {rounding.words} [assumed] {rounding.why} Source: Our judgement (quality fair, impact small)." in said
    assert "Affects members of the pension scheme." in said


SOUND = """- id: spread
  what: "Staff are spread evenly."
  status: assumed
  why: It is not known.
  source: Our judgement.
  quality: fair
  impact: moderate
  affects: everybody
"""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SOUND + SOUND, "1.id, line 9: the assumption 'spread' stands twice"),
        (SOUND.replace("evenly.", "evenly"), "0.what, line 2: is not a sentence; end it with a full stop"),
        (SOUND.replace("evenly", "{as_att}"), "0.what, line 2: nothing fills in '{as_att}'; did you mean 'as_at'?"),
        (SOUND.replace("evenly", "{"), "0.what, line 2: holds a { or } by itself; write {name}"),
        (SOUND.replace("fair", "fine"), "0.quality, line 6: 'fine' is not known; one of: fair, good, poor"),
        (SOUND.replace("  why: It is not known.\n", ""), "0.why, line 1: missing"),
        ("spread: {}\n", "line 1: is not a list of assumptions"),
    ],
)
def test_every_fault_of_the_list_is_said_with_its_place(text: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "assumptions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Faults) as error:
        read_assumptions(path)
    assert [str(fault) for fault in error.value.faults] == [f"{path}: {line}"]


def test_check_knows_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    path = shipped_folder("docs") / "assumptions.yaml"
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: list of assumptions, no fault found\n"
