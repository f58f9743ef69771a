"""What an answer says beside its figures."""

import importlib
import json
import re

import pytest

from paymodel import compare, load_scenario
from paymodel.answers.comparison import catch_up, headline
from paymodel.answers.comparison_data import as_json
from paymodel.answers.explanation import inputs
from paymodel.answers.unstated import unstated_words
from paymodel.cli import main
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import Comparison
from paymodel.scenarios.load import scenario_of

THIN = "thin: a rounding of the assumptions"


def asked(text: str) -> Comparison:
    head = "title: t\nas_at: 2026-11-22\nnation: england\n"
    return compare(scenario_of(parse(head + text, "asked.yaml"), None, "asked"))


class TestThinMargins:
    def test_the_paramedic_catches_up_by_a_thin_margin(self) -> None:
        # -1,350.49 x 2 + 139.66 x 3 + 2,374.62 = 92.62
        result = compare(load_scenario("paramedic-to-operations-manager")).moves[0]
        assert catch_up(result, 10) == f"it catches up in year 6, by £93 ({THIN})"
        assert headline(result, 10).endswith(f"by £93 ({THIN}).")

    @pytest.mark.parametrize(
        ("pounds", "thin"), [("92.62", False), ("92.63", True), ("0", False), ("250", True), ("100000", True)]
    )
    def test_the_switch_says_below_how_many_pounds(self, pounds: str, thin: bool) -> None:
        text = (
            f"switches: {{thin_margin_pounds: {pounds}}}\nperson: {{years_in_band: 6}}\n"
            "current: {band: '6', step: top, unsocial_hours: annex_5, rota: ambulance-ten-week}\n"
            "offers:\n  - {band: 8a, pattern: different, rota: monday-to-friday}\n"
        )
        comparison = asked(text)
        assert catch_up(comparison.moves[0], 10) == f"it catches up in year 6, by £93{f' ({THIN})' if thin else ''}"
        assert json.loads(as_json(comparison))["results"][1]["catch_up_is_thin"] is thin
        told = {one.words for one in comparison.assumptions}
        assert any("thin_margin_pounds" in words for words in told) is (pounds != "250")

    def test_a_margin_that_is_no_rounding_is_not_thin(self) -> None:
        # Band 6 with £200 a month to band 7: -739.82 x 2 + 992.77 x 2 = 505.90
        result = compare(load_scenario("band-6-with-200-a-month-to-band-7")).moves[0]
        assert catch_up(result, 10) == "it catches up in year 4, by £506"

    def test_a_move_that_is_behind_by_little_at_the_end_is_behind_by_a_thin_margin(self) -> None:
        # Out of the scheme £30,000 keeps 72p of each pound: 10 less a year is 7.20, and 72 in ten years
        text = (
            "person: {in_pension_scheme: no}\ncurrent: {basic_pay: 30000, unsocial_hours_payment: 10}\n"
            "offers:\n  - {basic_pay: 30000, pattern: different}\n"
        )
        behind = asked(text).moves[0]
        assert catch_up(behind, 10) == f"it never catches up within 10 years (£72 behind by then, {THIN})"
        assert catch_up(asked(text.replace("10}", "100}")).moves[0], 10) == (
            "it never catches up within 10 years (£720 behind by then)"
        )

    def test_a_move_that_is_never_behind_has_no_margin(self) -> None:
        text = "current: {basic_pay: 30000}\noffers:\n  - {basic_pay: 30001, pattern: different}\n"
        comparison = asked(text)
        assert catch_up(comparison.moves[0], 10) == "it is never behind within 10 years"
        assert json.loads(as_json(comparison))["results"][1]["catch_up_is_thin"] is False


ROTA = "current: {band: '6', step: top, rota: ambulance-ten-week}\noffers:\n  - {band: 8a, pattern: different}\n"


class TestOvertimeThatNobodyStated:
    def test_an_hour_of_overtime_a_week_is_worked_out_beside_the_answer(self) -> None:
        """The flagship. An hour a week is 48,117 / 37.5 x 1.5 = 1,924.68 a year; tax and insurance leave 58% of it."""
        found = compare(load_scenario("paramedic-to-operations-manager")).moves[0].unstated
        assert found is not None
        kept = 48_117 / 37.5 * 1.5 * (1 - 0.40 - 0.02)  # income is 53,710.60, above 50,270
        assert found.take_home_change == pytest.approx(-1_350.49 - kept, abs=0.02)
        # Steps: 8a rises in years 3 and 6. Two years, three years, then seven more make it whole in year 12.
        by_year = [-1_350.49 - kept] * 2 + [139.66 - kept] * 3 + [2_374.62 - kept] * 7
        assert sum(by_year[:11]) < 0 < sum(by_year)
        assert (found.catch_up_year, found.years) == (12, 20)
        assert found.catch_up_margin == pytest.approx(sum(by_year), abs=0.15)
        # With an hour and a half the last fifteen years do not make good the first five.
        assert 20 * 1.5 * kept > 2 * -1_350.49 + 3 * 139.66 + 15 * 2_374.62
        assert found.never_from == 1.5

    def test_the_first_lines_say_so(self, capsys: pytest.CaptureFixture[str]) -> None:
        said = (
            "Before overtime and on-call: none was stated. With one hour of overtime a week in the post held, take-home"
            " pay falls by £206 a month and it catches up in year 12, by £945; with 1.5 hours it never does within"
            " 20 years."
        )
        for form in ("text", "markdown"):
            assert main(["compare", "paramedic-to-operations-manager", "--format", form]) == 0
            blocks = capsys.readouterr().out.split("\n\n")
            assert " ".join(blocks[3].split()) == said
            assert blocks[2].startswith("Take-home pay falls by £113 a month")

    def test_json_holds_both(self) -> None:
        result = json.loads(as_json(compare(load_scenario("paramedic-to-operations-manager"))))["results"][1]
        assert result["catch_up_year"] == 6
        assert result["unstated"] == {
            "words": "Before overtime and on-call: none was stated.",
            "with_one_hour_a_week": {
                "kind": "overtime",
                "take_home_change": -2466.81,
                "catch_up_year": 12,
                "catch_up_margin": 944.5,
            },
            "years": 20,
            "never_catches_up_from_hours_a_week": 1.5,
        }

    @pytest.mark.parametrize(
        "stated",
        [
            "overtime_hours_a_week: 0",
            "overtime_hours_a_week: 2",
            "overtime_hours_a_year: 0",
            "public_holiday_overtime_hours_a_year: 5",
        ],
    )
    def test_who_states_overtime_is_not_told(self, stated: str) -> None:
        result = asked(ROTA.replace("top,", f"top, {stated},")).moves[0]
        assert result.unstated is None
        assert unstated_words(result) == ""

    @pytest.mark.parametrize("on_call", ["on_call_payment: 0", "on_call: {frequency: 1 in 8, pounds_a_year: 1200}"])
    def test_who_states_on_call_is_told_of_overtime_alone(self, on_call: str) -> None:
        words = unstated_words(asked(ROTA.replace("top,", f"top, {on_call},")).moves[0])
        assert words.startswith("Before overtime: none was stated. With one hour of overtime a week")

    @pytest.mark.parametrize(
        "held",
        [
            "{band: '6', step: top}",  # in office hours, as far as anybody said
            "{basic_pay: 48117, unsocial_hours_payment: 9000}",  # without a band, nobody knows
            "{band: 8a, rota: ambulance-ten-week}",  # handbook 3.6: bands 8 and 9 have none
        ],
    )
    def test_a_post_without_a_rota_or_without_overtime_pay_is_not_asked_about_it(self, held: str) -> None:
        text = f"current: {held}\noffers:\n  - {{band: 8b, pattern: different}}\n"
        assert asked(text).moves[0].unstated is None

    @pytest.mark.parametrize(
        "held", ["saturday_night_hours_a_week: 12", "annex_5_percent: 25%", "unsocial_hours_payment: 9000"]
    )
    def test_unsocial_hours_that_are_stated_are_a_rota_too(self, held: str) -> None:
        assert asked(ROTA.replace("rota: ambulance-ten-week", held)).moves[0].unstated is not None

    def test_a_part_time_holder_is_paid_extra_hours_at_plain_rate(self) -> None:
        # 0.6 of 37.5 hours leaves room for 15: an hour a week is 48,117 / 37.5 = 1,283.12 a year, and pensionable.
        held = ROTA.replace("rota: ambulance-ten-week", "annex_5_percent: 25%")
        text = f"person: {{whole_time_equivalent: 0.6}}\n{held}"
        found = asked(text).moves[0].unstated
        stated = asked(text.replace("top,", "top, extra_hours_a_week: 1,")).moves[0]
        assert found is not None
        assert found.plain
        assert stated.unstated is None
        assert found.take_home_change == stated.take_home_change
        assert unstated_words(asked(text).moves[0]).startswith(
            "Before overtime and on-call: none was stated. With one extra hour a week at plain rate in the post held, "
        )

    def test_of_several_offers_each_is_said_once(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["compare", "team-leader-in-band-6-or-7"]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert said.count("none was stated") == 1
        assert "Team leader in band 6: take-home pay falls by £212 a month and it catches up in year 12" in said

    def test_what_it_rests_on_is_assumed(self) -> None:
        for name, told in (
            ("paramedic-to-operations-manager", True),
            ("low-typical-high-sickness-overtime-bank", False),
        ):
            found = {one.id for one in compare(load_scenario(name)).assumptions}
            assert ("overtime-unstated" in found) is told


class TestHolidayPayOnOvertime:
    HELD = "current: {band: '6', step: top, STATED}\noffers:\n  - {band: 8a, pattern: different}\n"

    def test_an_hour_a_week_is_that_many_a_year(self) -> None:
        """The two spellings mean one thing: hours paid for, in 365 / 7 weeks. 48,117 / 37.5 x 1.5 is 1,924.68."""
        weekly, yearly = (
            asked(self.HELD.replace("STATED", stated)).results[0].payslip["overtime_pay"]
            for stated in ("overtime_hours_a_week: 1", f"overtime_hours_a_year: {365 / 7}")
        )
        assert float(weekly) == float(yearly) == 1_924.68

    @pytest.mark.parametrize("stated", ["overtime_hours_a_week: 1", "public_holiday_overtime_hours_a_year: 12"])
    def test_the_answer_says_that_holiday_pay_is_in_the_hours(self, stated: str) -> None:
        comparison = asked(self.HELD.replace("STATED", stated))
        (words,) = [one.words for one in comparison.assumptions if one.id == "overtime-holiday-pay"]
        assert "holiday pay on regular ones is in them (handbook 13.9)" in words
        assert "hours a week x 52.143" in inputs("overtime_pay", comparison.results[0])[1]

    def test_extra_hours_are_meant_likewise(self) -> None:
        text = self.HELD.replace("STATED", "whole_time_equivalent: 0.6, extra_hours_a_week: 1")
        assert "overtime-holiday-pay" in {one.id for one in asked(text).assumptions}

    def test_where_no_overtime_is_stated_nothing_is_said_of_it(self) -> None:
        found = {one.id for one in asked(self.HELD.replace("STATED", "overtime_hours_a_week: 0")).assumptions}
        assert "overtime-holiday-pay" not in found


def test_the_function_that_an_explanation_names_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A name such as paymodel.pay.rules.pension.pension_contribution leads to the rule in the program."""
    assert main(["explain", "low-typical-high-sickness-overtime-bank"]) == 0
    named = set(re.findall(r"paymodel\.pay\.[a-z0-9_.]+[a-z0-9_]", re.sub(r"\s+", " ", capsys.readouterr().out)))
    assert len(named) >= 10
    for one in named:
        module, _, function = one.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function)), one
