"""What-ifs: a change sets a value in typed terms, and makes only what it touches."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from paymodel.errors import Faults
from paymodel.files.typed_paths import with_values
from paymodel.files.yaml_documents import Document, parse
from paymodel.moves.comparison import Case
from paymodel.scenarios import post_builder, what_ifs
from paymodel.scenarios.load import open_scenario, scenario_of, what_ifs_of
from paymodel.scenarios.offered_posts import load_openings, openings_of, path_of_shipped
from paymodel.scenarios.schema import PolicyFile, ScenarioFile
from paymodel.scenarios.sensitivity import sensitivities
from paymodel.scenarios.sweeps import sweep
from paymodel.scenarios.what_ifs import WhatIfs, cases_at

HEADLINE = "paramedic-to-operations-manager"


def headline() -> WhatIfs[ScenarioFile]:
    """The shipped scenario, to be asked under changes."""
    return what_ifs_of(*open_scenario(HEADLINE))


def test_a_change_shares_all_that_it_does_not_touch() -> None:
    before = headline()
    policy = PolicyFile(name="A premium", change={"offers.0.long_term_premium": "3000"})
    after = before.changed(policy, 0).terms
    assert after.offers[0].long_term_premium == "3000"
    assert before.terms.offers[0].long_term_premium is None
    assert after.current is before.terms.current
    assert after.person is before.terms.person
    assert after.switches is before.terms.switches
    assert after.rotas is before.terms.rotas


@pytest.mark.parametrize(
    ("path", "value", "read"),
    [
        ("offers.all.step", "top", lambda terms: {offer.step for offer in terms.offers} == {"top"}),
        ("switches.annex_5_protected", "no", lambda terms: terms.switches.annex_5_protected == 0),
        ("award.percent", "3%", lambda terms: terms.award.percent == 0.03),
        ("career.award_a_year.pounds", "100", lambda terms: terms.career.award_a_year.pounds == 100.0),
        ("current.rota", None, lambda terms: terms.current.rota is None),
        ("offers.0", {"post": "operations-manager-8b"}, lambda terms: terms.offers[0].name is None),
    ],
)
def test_a_value_is_read_as_the_type_of_its_place(path: str, value: Any, read: Callable[[ScenarioFile], bool]) -> None:
    asked = headline()
    assert read(with_values(asked.document, asked.terms, {path: value}))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("offers.1.band", "8a", "'1' leads nowhere; the only one is 0"),
        ("title.first", "x", "'first' leads nowhere: title holds text"),
        ("current.on_call.percent", "5%", "'on_call' leads nowhere; one of: "),
        ("rotas.ward.weeks", [], "'rotas' leads nowhere; one of: title, question, as_at"),
    ],
)
def test_a_path_that_leads_nowhere_is_told_with_those_that_do(path: str, value: Any, message: str) -> None:
    asked = headline()
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        with_values(asked.document, asked.terms, {path: value})


def test_faults_of_two_changes_are_told_together() -> None:
    policy = PolicyFile(name="Slips", change={"offers.0.band": "11", "award.percent": "60%"})
    with pytest.raises(Faults) as raised:
        headline().changed(policy, 0)
    assert [(fault.at, fault.message.partition(";")[0]) for fault in raised.value.faults] == [
        (("offers", 0, "band"), "'11' is not a band"),
        (("award", "percent"), "'60%' is out of range: 0% to 50%"),
    ]


THE_CHARGE = "thresholds of the child benefit charge"
CHARGE, A_SHIFT = "scales.child-benefit-charge", "rotas.days.shifts.L"
SOUND_TOGETHER = {
    THE_CHARGE: {f"{CHARGE}.start": "70000", f"{CHARGE}.full": "90000"},
    "points that must not fall": {f"scales.pay-points.8a.{step}.pounds": str(70_000 + step) for step in range(3)},
    "the least and the most of a supplement": {
        f"scales.high-cost-area-supplement.inner.{bound}": pounds
        for bound, pounds in (("minimum", "9500"), ("maximum", "9900"))
    },
    "clock times of an evening": {
        "scales.section-2-windows.weekday_before": "20:30",
        "scales.section-2-windows.weekday_from": "21:00",
    },
    "a shift by its hours in place of its end": {f"{A_SHIFT}.end": None, f"{A_SHIFT}.hours": "8"},
}
"""Changes of which one alone is refused: the charge takes 1% for each £200, so that it ends £20,000 above its start."""


def with_a_rota(policies: list[dict[str, Any]]) -> WhatIfs[ScenarioFile]:
    """The shipped scenario with policies of its own, and a rota written in it."""
    document, folder = open_scenario(HEADLINE)
    days = {
        "title": "Days",
        "public_holidays": "leave",
        "shifts": {"L": {"start": "09:00", "end": "17:00", "unpaid_break_minutes": "30"}},
        "weeks": ["L L L L L - -"],
    }
    return what_ifs_of(replace(document, data={**document.data, "rotas": {"days": days}, "policies": policies}), folder)


@pytest.mark.parametrize("together", SOUND_TOGETHER.values(), ids=SOUND_TOGETHER)
def test_changes_that_are_sound_only_together_are_judged_together(together: dict[str, Any]) -> None:
    first, *others = together
    for change in (together, {path: together[path] for path in reversed(together)}):
        cases_at(with_a_rota([{"name": "Together", "change": change}]), [{}])
    rest = with_a_rota([{"name": "The rest", "change": {path: together[path] for path in others}}])
    cases_at(rest, [{first: together[first]}])  # a value of a sweep beside what a policy sets
    with pytest.raises(Faults) as raised:
        cases_at(with_a_rota([{"name": "As it is"}]), [{first: together[first]}])
    above = first.removesuffix(".end")  # a shift with neither end nor hours is at fault as a whole
    assert [fault.message.partition(",")[0] for fault in raised.value.faults] == [above]


def test_a_plausible_value_may_be_several_figures_that_are_sound_only_together() -> None:
    charge = {"what": "where the charge starts", "why": "a Budget", "values": {"later": SOUND_TOGETHER[THE_CHARGE]}}
    document, folder = open_scenario(HEADLINE)
    document = replace(document, data={**document.data, "plausible": {"charge": charge}})
    (of_move,) = sensitivities(scenario_of(document, folder, HEADLINE), document, folder)
    assert "where the charge starts" in [swing.what for swing in of_move.still]  # she has no children


def counting(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> list[object]:
    """What a function of a module is called with first, call by call."""
    calls: list[object] = []
    work = getattr(module, name)

    def counted(*args: Any, **keywords: Any) -> Any:
        calls.append(args[0])
        return work(*args, **keywords)

    monkeypatch.setattr(module, name, counted)
    return calls


def test_a_sweep_of_premiums_lays_no_rota_out_twice_and_reads_one_rule_book(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """41 premiums, and those between that are looked at more closely: two rotas, one rule book."""
    rotas = counting(monkeypatch, post_builder, "averages")
    books = counting(monkeypatch, what_ifs, "load_policy")
    rows, _ = sweep(HEADLINE, ["offers.0.long_term_premium=0:4000:100"], tmp_path / "out.csv")
    assert rows == 41 * 2  # the post held and the post offered
    assert len(rotas) == 2  # that of the post held and that of the post offered
    assert books == ["england"]


def test_a_point_makes_the_post_that_it_touches_and_shares_the_others() -> None:
    points = [{"offers.0.long_term_premium": str(pounds)} for pounds in (0, 1000)]
    first, second = cases_at(headline(), points)
    assert second.current is first.current
    assert second.rule_book is first.rule_book
    assert (first.offers[0].job.long_term_premium, second.offers[0].job.long_term_premium) == (0.0, 1000.0)


def test_a_file_of_posts_is_terms_alone_and_a_policy_cannot_change_whoever_holds_what() -> None:
    posts = Path(path_of_shipped("ambulance", "posts"))
    openings = load_openings(posts, None)
    terms = openings.what_ifs.terms
    assert not {"person", "current", "career"} & set(terms.__struct_fields__)
    assert not isinstance(openings.cases_of("england", "england")[0], Case)
    words = "belongs to the people in post; a policy changes the posts offered, the switches or the award"
    for path in ("person.children", "current.band", "career.discount_rate", "nation.name"):
        policies = Document("p.yaml", {"policies": [{"name": "One", "change": {path: "1"}}]})
        with pytest.raises(Faults) as raised:
            openings_of(openings.document, policies, posts.parent)
        assert [fault.message for fault in raised.value.faults] == [f"'{path.partition('.')[0]}' {words}"]


def test_a_slip_of_a_path_of_posts_is_told_with_keys_of_posts_alone() -> None:
    posts = Path(path_of_shipped("ambulance", "posts"))
    policies = parse("policies: [{name: One, change: {curent.band: 8a}}]", "p.yaml")
    with pytest.raises(Faults) as raised:
        openings_of(load_openings(posts, None).document, policies, posts.parent)
    message = "'curent' leads nowhere; one of: title, as_at, nation, offers"
    assert [fault.message for fault in raised.value.faults] == [message]
