"""What an answer says beside its figures."""

import json

import pytest

from paymodel import compare, load_scenario
from paymodel.comparison import Comparison
from paymodel.files.documents import parse
from paymodel.files.scenarios import scenario_of
from paymodel.reading.answer import as_json, catch_up, headline

THIN = "thin: a rounding of the assumptions"


def asked(text: str) -> Comparison:
    head = "title: t\nas_at: 2026-11-22\nnation: england\n"
    return compare(scenario_of(parse(head + text, "asked.yaml"), None, "asked"))


class TestThinMargins:
    def test_the_paramedic_catches_up_by_a_thin_margin(self) -> None:
        # -1,350.49 x 2 + 139.66 x 3 + 2,374.62 = 92.62
        result = compare(load_scenario("paramedic-to-operations-manager")).results[1]
        assert catch_up(result, 10) == f"it catches up in year 6, by £92.62 ({THIN})"
        assert headline(result, 10).endswith(f"by £92.62 ({THIN}).")

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
        assert (
            catch_up(comparison.results[1], 10) == f"it catches up in year 6, by £92.62{f' ({THIN})' if thin else ''}"
        )
        assert json.loads(as_json(comparison))["results"][1]["catch_up_is_thin"] is thin
        told = {one.words for one in comparison.assumptions}
        assert any("thin_margin_pounds" in words for words in told) is (pounds != "250")

    def test_a_margin_that_is_no_rounding_is_not_thin(self) -> None:
        # Band 6 with £200 a month to band 7: -739.82 x 2 + 992.77 x 2 = 505.90
        result = compare(load_scenario("band-6-with-200-a-month-to-band-7")).results[1]
        assert catch_up(result, 10) == "it catches up in year 4, by £505.90"

    def test_a_move_that_is_behind_by_little_at_the_end_is_behind_by_a_thin_margin(self) -> None:
        # Out of the scheme £30,000 keeps 72p of each pound: 10 less a year is 7.20, and 72 in ten years
        text = (
            "person: {in_pension_scheme: no}\ncurrent: {basic_pay: 30000, unsocial_hours_payment: 10}\n"
            "offers:\n  - {basic_pay: 30000, pattern: different}\n"
        )
        behind = asked(text).results[1]
        assert catch_up(behind, 10) == f"it never catches up within 10 years (£72.00 behind by then, {THIN})"
        assert catch_up(asked(text.replace("10}", "100}")).results[1], 10) == (
            "it never catches up within 10 years (£720.00 behind by then)"
        )

    def test_a_move_that_is_never_behind_has_no_margin(self) -> None:
        text = "current: {basic_pay: 30000}\noffers:\n  - {basic_pay: 30001, pattern: different}\n"
        comparison = asked(text)
        assert catch_up(comparison.results[1], 10) == "it is never behind within 10 years"
        assert json.loads(as_json(comparison))["results"][1]["catch_up_is_thin"] is False
