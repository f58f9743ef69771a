"""`paymodel self-test`: the installed copy against sums worked by hand."""

from pathlib import Path

import pytest

from paymodel.answers import self_test
from paymodel.answers.self_test import check_worked_cases, result_of
from paymodel.cli import main
from paymodel.files.scales import shipped_folder

CASES = shipped_folder("scenarios") / "self-test" / "cases.yaml"


def test_every_figure_agrees_and_every_nation_has_one(capsys: pytest.CaptureFixture[str]) -> None:
    figures = list(check_worked_cases())
    assert [figure.words for figure in figures if not figure.agrees] == []
    assert {figure.case.partition(":")[0] for figure in figures} >= {"England", "Scotland", "Wales", "Northern Ireland"}
    assert main(["self-test"]) == 0
    assert capsys.readouterr().out.startswith(f"{len(figures)} of {len(figures)} figures worked by hand agree")


def test_a_sum_is_not_typed_in_as_its_result() -> None:
    # Hand sums use pay points, rates and thresholds; a line of one number is a pay point, in whole pounds.
    for line in CASES.read_text(encoding="utf-8").splitlines():
        name, _, words = line.strip().partition(": ")
        if name in ("income_tax", "national_insurance", "pension_contribution", "take_home_pay"):
            assert "*" in words or " - " in words, line


def test_a_figure_that_differs_is_a_line_and_exit_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "cases.yaml"
    wrong.write_text(CASES.read_text(encoding="utf-8").replace('"48117 * 0.25"', '"48117 * 0.24"'), encoding="utf-8")
    figures = list(check_worked_cases(wrong))
    monkeypatch.setattr(self_test, "check_worked_cases", lambda: iter(figures))
    assert main(["self-test"]) == 2
    lines = capsys.readouterr().out.splitlines()
    # 48,117 x 24% = 11,548.08
    assert "Unsocial hours payment: £12,029.25, by hand £11,548.08" in lines[0]


@pytest.mark.parametrize(
    ("words", "pounds"), [("1 + 2 * 3", "7.00"), ("down(9.99)", "9.00"), ("up(9.01)", "10.00"), ("0.125 * 1", "0.13")]
)
def test_a_sum_is_worked_out_to_the_penny(words: str, pounds: str) -> None:
    assert str(result_of(words)) == pounds


@pytest.mark.parametrize("words", ["__import__('os')", "'a'", "[1]"])
def test_a_sum_holds_numbers_and_lines_alone(words: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        result_of(words)
