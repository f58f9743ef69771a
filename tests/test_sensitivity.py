"""What an answer hangs on: worked by hand, against scenarios written out, and against staff lists that were changed."""

import copy
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from paymodel import compare, workforce
from paymodel.answers.workforce_sensitivity import WorkforceSensitivity, workforce_json, workforce_sensitivity
from paymodel.charts.picture import Picture, as_svg
from paymodel.charts.sensitivity import plausible_range, tornado, workforce_tornado
from paymodel.cli import main
from paymodel.errors import Faults, Refused
from paymodel.files.scales import load_policy, shipped_folder
from paymodel.files.yaml_documents import Document
from paymodel.moves.comparison import Scenario
from paymodel.moves.sensitivity import Combination, Sensitivity, Swing, Tried, combine
from paymodel.pay.rule_book import Switches
from paymodel.scenarios.load import open_scenario, scenario_of, shipped_scenarios
from paymodel.scenarios.sensitivity import sensitivities
from paymodel.scenarios.uncertain_inputs import shipped_plausible
from paymodel.workforces.disclosure import control_of
from paymodel.workforces.options import Options
from tests.pictures import SIZES, faults_of
from tests.shipped import compared

HEADLINE = "paramedic-to-operations-manager"
SECTION_2 = "paramedic-section-2-to-operations-manager"


def asked(name: str, **more: object) -> tuple[Scenario, list[Sensitivity]]:
    """A shipped scenario with further keys, and what its answers hang on."""
    document, folder = open_scenario(name)
    data = {**document.data, **more}
    document = Document(document.file, data, document.lines)
    scenario = scenario_of(document, folder, name)
    return scenario, sensitivities(scenario, document, folder)


@cache
def found(name: str) -> tuple[Scenario, list[Sensitivity]]:
    return asked(name)


def by_id(swings: Sequence[Swing]) -> dict[str, Swing]:
    return {swing.id: swing for swing in swings}


def answers(swing: Swing) -> dict[str, float | None]:
    return {one.value: one.answer for one in swing.tried}


def test_overtime_worked_by_hand() -> None:
    # Band 6 top is paid £48,117 for 37.5 hours a week: an hour of overtime a week at time and a half, all year, is
    # 48,117 / 37.5 x 1.5 = £1,924.68. It is not pensionable. With 25% of Annex 5 gross pay is £60,146, above £50,270
    # for income tax (40%) and for National Insurance (2%), so 58% of it is kept. A band 8a is paid no overtime.
    a_week = 48_117 / 37.5 * 1.5
    assert round(a_week, 2) == 1_924.68
    _, (one,) = found(HEADLINE)
    overtime = answers(by_id(one.swings)["overtime"])
    assert overtime["none"] == one.take_home_change == -1_350.49
    assert overtime["one"] == pytest.approx(-1_350.49 - 0.58 * a_week, abs=0.02)  # -2,466.80; each line to the penny
    assert overtime["three"] == pytest.approx(-1_350.49 - 0.58 * 3 * a_week, abs=0.02)


def test_an_unverified_figure_worked_by_hand() -> None:
    # 21% in place of 25% of £48,117 is £1,924.68 less for those who stay, pensionable at 10.7% (both £60,146 and
    # £58,222 lie in that tier), then taxed at 40%; National Insurance of 2% is on all of it.
    # What is lost: 1,924.68 x (0.893 x 0.6 - 0.02).
    _, (one,) = found(HEADLINE)
    swing = by_id(one.swings)["annex-5-maximum"]
    assert swing.status == "unverified"
    assert swing.low == ("25%", -1_350.49)
    assert swing.moves_by == pytest.approx(1_924.68 * (0.893 * 0.6 - 0.02), abs=0.02)


def test_the_range_worked_by_hand() -> None:
    # Annex 5 is paid in sickness and is 25% on every rota that ships for crews, so overtime alone is left to combine.
    _, (one,) = found(HEADLINE)
    assert {"rota-ambulance", "sickness"} <= by_id(one.still).keys()
    assert one.combined is not None
    assert one.combined.of == ("Overtime in the post held, hours a week",)
    assert [each.answer for each in one.combined.combinations] == [-4_699.43, -2_466.81, -1_350.49]
    assert one.combined.median == -2_466.81
    assert one.combined.share_losing == 1.0


def test_every_combination_equals_a_scenario_written_out() -> None:
    _, (one,) = found(SECTION_2)
    assert one.combined is not None
    assert len(one.combined.combinations) == 6 * 3 * 3  # rotas, sickness, overtime
    document, folder = open_scenario(SECTION_2)
    rotas = shipped_plausible()["rota-ambulance"].values
    share = {"none": "0", "5.7%": "0.057", "7.5%": "0.075"}
    hours = {"none": "0", "one": "1", "three": "3"}
    for each in one.combined.combinations[::7]:
        rota, absent, overtime = (each.values[what] for what in one.combined.of)
        data = copy.deepcopy(document.data)
        data.setdefault("person", {})["sickness_absence"] = share[absent]
        data["current"] |= {"rota": rotas[rota]["current.rota"], "if_hours_differ": "scale"}
        data["current"]["overtime_hours_a_week"] = hours[overtime]
        result = compare(scenario_of(Document("one.yaml", data), folder, "one")).moves[0]
        assert result.take_home_change == each.answer
    lowest, highest = one.combined.lowest.answer, one.combined.highest.answer
    assert lowest <= one.take_home_change <= highest


def test_what_moves_most_stands_first() -> None:
    _, (one,) = found(SECTION_2)
    moves = [swing.moves_by for swing in one.swings]
    assert moves == sorted(moves, reverse=True)
    assert all(swing.low[1] <= one.take_home_change <= swing.high[1] for swing in one.swings)
    assert {swing.id for swing in one.turning} == {"step-held", "step-offered"}


def test_each_offer_is_tried_alone() -> None:
    document, _ = open_scenario(SECTION_2)
    commander = {"name": "Commander", "band": "8a", "rota": "operations-commander-five-week", "pattern": "different"}
    _, (manager, other) = asked(SECTION_2, offers=[*document.data["offers"], commander])
    assert "keeps 0% of the enhanced hours" in by_id(manager.not_here)["pattern"].refused[0].refused
    swing = by_id((*other.swings, *other.still))["pattern"]
    assert not swing.refused
    alone = asked(SECTION_2, offers=[{**commander, "pattern": "same"}])[1][0]
    assert answers(swing)["same"] == alone.take_home_change


def test_both_patterns_that_are_shown_are_not_tried() -> None:
    document, _ = open_scenario(SECTION_2)
    offers = [{"name": "Commander", "band": "8a", "rota": "operations-commander-five-week", "pattern": "unsure"}]
    _, both = asked(SECTION_2, offers=offers)
    assert [one.pattern for one in both] == ["different", "same"]
    for one in both:
        assert by_id(one.not_here)["pattern"].refused[0].refused == "both patterns are shown already"
    assert document.data["offers"] != offers


def test_a_policy_holds_what_it_sets() -> None:
    scenario, all_of_them = found("low-typical-high-sickness-overtime-bank")
    named = {one.policy_name: one for one in all_of_them}
    assert list(named) == [case.policy_name for case in scenario.cases]
    assert "overtime" in by_id(named["Typical"].swings)
    assert "overtime" in by_id(named["No overtime"].still)


def test_hours_stated_in_the_other_unit_give_way() -> None:
    document, _ = open_scenario(HEADLINE)
    a_year = 365 / 7
    stated = {**document.data["current"], "overtime_hours_a_year": str(a_year)}
    _, (one,) = asked(HEADLINE, current=stated)
    swing = by_id(one.swings)["overtime"]
    assert one.take_home_change == answers(swing)["one"]
    assert answers(swing) == answers(by_id(found(HEADLINE)[1][0].swings)["overtime"])


def test_an_answer_beyond_the_values_is_an_end_of_its_own() -> None:
    document, _ = open_scenario(HEADLINE)
    _, (one,) = asked(HEADLINE, current={**document.data["current"], "overtime_hours_a_week": "6"})
    assert by_id(one.swings)["overtime"].low == ("as it is", one.take_home_change)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_has_an_answer(name: str) -> None:
    _, all_of_them = found(name)
    answered = compared(name).moves
    assert [one.take_home_change for one in all_of_them] == [one.take_home_change for one in answered]
    assert [(one.post, one.policy_name, one.pattern, one.verdict) for one in all_of_them] == [
        (one.post.name, one.policy_name, one.pattern, one.verdict) for one in answered
    ]
    for one in all_of_them:
        assert one.swings
        if one.combined:
            assert sum(one.combined.verdicts.values()) == len(one.combined.combinations)


def test_a_scenario_puts_its_own_values_in_place() -> None:
    own = {
        "overtime": {
            "what": "Overtime",
            "why": "Our roster of last year.",
            "combined": "yes",
            "values": {"none": {"current.overtime_hours_a_week": "0"}, "two": {"current.overtime_hours_a_week": "2"}},
        },
        "bank-shifts": {"what": "Bank shifts", "why": "Nobody here works any.", "values": {}},
        "premium": {
            "what": "Premium offered",
            "why": "As two other trusts pay.",
            "values": {"2%": {"offers.all.long_term_premium": "2%"}, "5%": {"offers.all.long_term_premium": "5%"}},
        },
    }
    _, (one,) = asked(HEADLINE, plausible=own)
    swings = by_id(one.swings)
    assert answers(swings["overtime"]).keys() == {"none", "two"}
    assert one.combined is not None
    assert len(one.combined.combinations) == 2
    assert "premium" in swings
    assert "bank-shifts" not in {swing.id for swing in (*one.swings, *one.still, *one.not_here)}


def test_too_many_combinations_are_refused() -> None:
    def many(what: str, path: str) -> dict[str, object]:
        values = {f"{number}": {path: f"{number}"} for number in range(40)}
        return {"what": what, "why": "Asked.", "combined": "yes", "values": values}

    own = {
        "overtime": many("Overtime", "current.overtime_hours_a_week"),
        "bank": many("Bank", "current.other_pay"),
        "on-call": many("On-call", "offers.0.on_call_payment"),
    }
    with pytest.raises(Faults, match=r"makes 64,000 combinations; at most 20,000"):
        asked(HEADLINE, plausible=own)


def test_the_shipped_values_are_sourced() -> None:
    values = shipped_plausible()
    for one in values.values():
        assert len(one.values) >= 2
        assert one.why
        assert one.affects
        assert one.status == "assumed" or one.source or one.status == "unverified"
    # NHS Sickness Absence Rates, January 2025, key facts: England 5.7%, ambulance trusts 7.5%.
    assert [change["person.sickness_absence"] for change in values["sickness"].values.values()] == [
        *("0", "0.057", "0.075"),
    ]
    bounds = load_policy("northern_ireland", "2025-11-22").member_pension_contribution.up_to
    tiers = values["northern-ireland-pension-bounds"].values
    for path, value in tiers["with the award"].items():
        assert float(value) == bounds[int(path.split(".")[2])]
    # the payroll service's card, https://payrollquery.hscni.net/employee-fact-cards/pension: 49,913.99 and 63,994.99
    assert list(tiers["as the year began"].values()) == ["49913", "63994"]


def test_every_switch_that_moves_pay_is_tried() -> None:
    paths = {path for one in shipped_plausible().values() for change in one.values.values() for path in change}
    tried = {path.removeprefix("switches.") for path in paths if path.startswith("switches.")}
    # These decide what is refused, said or counted in days: no payslip knows of them.
    silent = {"same_pattern_minimum_share", "same_within_pounds_a_month", "thin_margin_pounds", "annual_leave_days"}
    # These decide in which month of the payroll view something falls: the annual view knows none of them.
    silent |= {"part_month_by", "national_insurance_rounding", "enhancements_in_arrears", "pension_tier_by"}
    silent.add("top_step_stays_top")  # it decides something under a policy alone that gives a band other points
    assert tried | silent == set(Switches.__dataclass_fields__)


def readable(picture: Picture) -> None:
    for width in SIZES:
        assert not faults_of(picture, width, zero=True), (picture.kind, width)
        assert "NaN" not in as_svg(picture, width)
    assert all(len(row) == len(picture.table.names) for row in picture.table.rows)


@pytest.mark.parametrize("name", [HEADLINE, SECTION_2, "surprise-1-top-of-band-7-gains-almost-nothing"])
def test_the_tornado(name: str) -> None:
    scenario, all_of_them = found(name)
    for one in all_of_them:
        picture = tornado(scenario, one)
        assert [row[0] for row in picture.table.rows] == [swing.what for swing in one.swings]
        readable(picture)


def test_the_tornado_says_what_moves_most() -> None:
    scenario, (one,) = found(SECTION_2)
    picture = tornado(scenario, one)
    assert picture.title == "Step of the post held moves the answer most: \u2212£119 to +£382 a month"
    assert "Dashed line: the scenario as it is, \u2212£119." in picture.subtitle


def test_the_range() -> None:
    scenario, (one,) = found(SECTION_2)
    picture = plausible_range(scenario, one)
    assert picture.title == "Take-home pay falls in 52 of 54 plausible combinations: \u2212£441 to £0 a month"
    assert "on moving to Operations manager" in picture.subtitle
    assert "this is not a probability" in picture.subtitle
    assert picture.table.rows[0][4:] == [52, 54]
    assert sum(int(str(row[5])) for row in picture.table.rows[1:]) == 3 * 54  # each combination once for each thing
    readable(picture)


HOSTILE = ("<script>alert(1)</script>", "datum.x", "{{7*7}}", "=cmd()", "a.b[0]", "x" * 60, "A long name " * 9)


def test_pictures_of_every_kind_of_name() -> None:
    scenario, (one,) = found(HEADLINE)
    for low, high in ((-900.0, -100.0), (-700.0, 800.0), (100.0, 90_000.0)):
        swings = tuple(
            Swing(str(number), name, "", "", "assumed", "", "", low, (Tried(name, low), Tried("b", high - number)))
            for number, name in enumerate(HOSTILE * 4)
        )
        tried = [Combination({HOSTILE[0]: name}, low + number) for number, name in enumerate(HOSTILE * 4)]
        combined = combine([HOSTILE[0]], tried, Switches())
        odd = Sensitivity(HOSTILE[5], HOSTILE[6], None, low, "loses", swings, (), (), combined)
        readable(tornado(scenario, odd))
        readable(plausible_range(scenario, odd))
    still = Sensitivity("X", "In force", None, 0.0, "same", (), (), (), None)
    for draw in (tornado, plausible_range):
        with pytest.raises(ValueError, match="moves the answer for X"):
            draw(scenario, still)
    assert one.swings


def test_text_json_csv_and_markdown_agree(capsys: pytest.CaptureFixture[str]) -> None:
    said = {}
    for form in ("text", "json", "csv", "markdown"):
        assert main(["sensitivity", SECTION_2, "--format", form]) == 0
        said[form] = capsys.readouterr().out
    flat = " ".join(said["text"].split())
    assert "In 52 of 54 plausible combinations take-home pay falls, in 2 it stays about the same" in flat
    assert "this is not a probability" in flat
    assert "Sickness absence, share of the year confirmed" in flat
    assert "[unverified]" in said["text"]
    assert "Not an official NHS tool" in flat
    (result,) = json.loads(said["json"])["results"]
    assert (result["combined"]["loses"], result["combined"]["combinations"]) == (52, 54)
    assert result["combined"]["share_losing"] == round(52 / 54, 4)
    rows = [line for line in said["csv"].splitlines() if ",together," in line]
    assert len(rows) == 54
    assert said["markdown"].startswith("# What the answer depends on")


@cache
def ambulance() -> WorkforceSensitivity:
    folder = shipped_folder("scenarios") / "workforce"
    return workforce_sensitivity(Options(str(folder / "ambulance-trust.csv"), str(folder / "ambulance-posts.yaml")))


def test_a_workforce_agrees_with_a_staff_list_that_was_changed(tmp_path: Path) -> None:
    folder = shipped_folder("scenarios")
    staff = pd.read_csv(folder / "workforce" / "ambulance-trust.csv", dtype=str, keep_default_na=False)
    staff["overtime_hours_a_year"] = str(3 * 365 / 7)
    staff["rota"] = staff["rota"].str.replace(r"^rotas/", "", regex=True)
    staff.to_csv(tmp_path / "staff.csv", index=False)
    tables = workforce(tmp_path / "staff.csv", "ambulance", by=[])
    lose = tables["summary"].set_index(["post", "pattern", "band_held"])["lose"]
    cost = tables["costs"].set_index(["post", "pattern", "band_held"])["cost_of_making_losers_whole"]
    checked = 0
    for one in ambulance().posts:
        swing = by_id(one.swings).get("overtime")
        if swing and (shown := answers(swing)["three"]) is not None:
            assert shown == lose[one.post, one.pattern, one.band_held]
            assert answers(one.costs["overtime"])["three"] == cost[one.post, one.pattern, one.band_held]
            checked += 1
    assert checked >= 2


def test_a_workforce_agrees_with_a_policy(tmp_path: Path) -> None:
    policies = tmp_path / "policies.yaml"
    policies.write_text(
        "policies:\n  - {name: In force}\n  - {name: Top, change: {offers.all.step: top}}\n", encoding="utf-8"
    )
    tables = workforce("ambulance", "ambulance", policies, by=[])
    summary = tables["summary"].set_index(["policy", "post", "pattern", "band_held"])["lose"]
    checked = 0
    for one in ambulance().posts:
        swing = by_id(one.swings).get("step-offered")
        if swing is None or (shown := answers(swing)["top"]) is None:
            continue
        if (there := summary["Top", one.post, one.pattern, one.band_held]) != "[c]":
            assert shown == there
            checked += 1
    assert checked >= 1


def test_what_is_redacted_stays_redacted() -> None:
    tables = workforce("ambulance", "ambulance", by=[])
    summary = tables["summary"].set_index(["post", "pattern", "band_held"])["lose"]
    for one in ambulance().posts:
        if summary[one.post, one.pattern, one.band_held] == "[c]":
            assert one.hidden
            assert (one.lose, one.cost, one.swings, one.combined) == (None, None, (), None)
        for swing in (*one.swings, *one.still):
            assert all(each.answer is None or each.answer >= 10 for each in swing.tried)


def test_a_workforce_in_words_and_drawn(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def known(options: Options) -> WorkforceSensitivity:
        """What the command asks is known: docs/sensitivity.md, which test_readme runs, works it out."""
        assert (options.staff, options.posts) == ("ambulance", "ambulance")
        return ambulance()

    monkeypatch.setattr("paymodel.answers.workforce_sensitivity.workforce_sensitivity", known)
    assert json.loads(workforce_json(ambulance()))["how"] == control_of().words()
    assert main(["sensitivity", "ambulance", "--posts", "ambulance"]) == 0
    flat = " ".join(capsys.readouterr().out.split())
    assert "As it is, 20 of 30 in band 7 lose; making them whole costs £57,200 a year." in flat  # 2,860 for each
    assert "[c]: redacted, as fewer than 8 lose, or pounds are of fewer than 10 people or mostly of two." in flat
    for one in [one for one in ambulance().posts if one.swings][:2]:
        readable(workforce_tornado(ambulance(), one))
    nothing = next(one for one in ambulance().posts if one.hidden)
    with pytest.raises(ValueError, match="nothing that can be shown"):
        workforce_tornado(ambulance(), nothing)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["sensitivity", "no-such-scenario"], "not a file or a shipped scenario"),
        (["sensitivity", HEADLINE, "--mapping", "esr"], "goes with --posts"),
        (["sensitivity", "ambulance", "--posts", "nothing"], "not a file or shipped posts"),
        (["sensitivity", "nobody", "--posts", "ambulance"], "not a file or a shipped staff list"),
        (["chart", "sensitivity", HEADLINE, "--by", "band", "-o", "x.svg"], "takes none; leave it out"),
        (["chart", "waterfall", HEADLINE, "--posts", "ambulance", "-o", "x.svg"], "takes none; leave it out"),
        (["chart", "sensitivity", "ambulance", "--posts", "ambulance", "--offer", "X", "-o", "x.svg"], "no post 'X'"),
    ],
)
def test_faults_are_one_line_each(
    arguments: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_posts_may_state_values_of_their_own(tmp_path: Path) -> None:
    folder = shipped_folder("scenarios") / "workforce"
    head, *offers = (folder / "ambulance-posts.yaml").read_text(encoding="utf-8").split("  - post:")
    text = "  - post:".join([head, *offers[:2]])  # two posts say as much of it as all

    def posts(values: str) -> Options:
        own = f"plausible:\n  own: {{what: Own, why: Asked., values: {values}}}\n"
        path = tmp_path / "posts.yaml"
        path.write_text(f"{text}{own}", encoding="utf-8")
        return Options(str(folder / "ambulance-trust.csv"), str(path))

    changed = workforce_sensitivity(posts("{none: {offers.all.long_term_premium: 0}, some: {offers.all.step: top}}"))
    assert any("own" in by_id((*one.swings, *one.still)) for one in changed.posts)
    with pytest.raises(Faults, match=r"posts.yaml: plausible.own.values.none, line \d+: .*'99' leads nowhere"):
        workforce_sensitivity(posts("{none: {offers.99.step: top}}"))


def test_what_cannot_be_answered_as_it_stands_is_refused() -> None:
    data = {
        "title": "An office is never the same pattern",
        "as_at": "2026-11-22",
        "nation": "england",
        "current": {"band": "7", "step": "top", "unsocial_hours_payment": "9000"},
        "offers": [{"band": "8a", "pattern": "same", "rota": "monday-to-friday"}],
    }
    document = Document("one.yaml", data)
    with pytest.raises(Refused, match=r"^offers.0.pattern: 'same' cannot be: the offer keeps 0% of the enhanced hours"):
        sensitivities(scenario_of(document, None, "one"), document, None)
