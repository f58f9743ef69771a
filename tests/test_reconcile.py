"""`paymodel reconcile`: what would explain that another's figure differs, to the penny."""

import datetime
import json

import pytest

from paymodel.cli import main
from paymodel.files.parsers import tax_code
from paymodel.moves.reconcile import NET, figure_of
from paymodel.pay.rules.paye import with_marriage_allowance
from paymodel.scenarios.load import load_scenario
from paymodel.scenarios.payroll import payroll
from paymodel.scenarios.reconcile import asked_about, known_differences, reconcile_scenario

PARAMEDIC = "paramedic-to-operations-manager"
MANAGER = "Operations manager"
OCTOBER = datetime.date(2026, 10, 1)

# Band 6 top on Annex 5: gross 48,117 + 12,029.25 = 60,146.25. Band 8a entry: 57,528. England, 2026-27.
NI_6 = 3_016 + (60_146.25 - 50_270) * 0.02  # 3,213.525, rounded to 3,213.53
PENSION_6 = 6_435.65  # 10.7% of 60,146.25


def taxed(pay: float, allowance: float = 12_570) -> float:
    """Tax of a year's taxable pay between the higher rate's threshold and £100,000."""
    return 37_700 * 0.2 + (pay - allowance - 37_700) * 0.4


def test_theirs_is_the_payslip_of_another_post_and_month() -> None:
    # 3,352.79 is the manager's payslip of May, June, September ... under 1257L: October's is a penny more (the tax to
    # date is cut to pounds and pence month by month).
    found = reconcile_scenario(load_scenario(PARAMEDIC), 3352.79, month=OCTOBER)
    assert found.explained[0].words.startswith(f"the pay of another post: {MANAGER}; and the payslip of ")
    assert found.explained[0].figure == 3352.79
    assert len(found.explained) == 1  # other months of the same post are not told again


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        # no pension contribution: all of gross pay is taxed
        (60_146.25 - taxed(60_146.25) - 3_213.53, "not in the pension scheme"),
        # the tier below, 9.8%: 60,146.25 x 9.8% = 5,894.33
        (
            60_146.25 - 5_894.33 - taxed(60_146.25 - 5_894.33) - 3_213.53,
            "a pension contribution of 9.8%: the tier of other pay, such as last year's",
        ),
        # plan 2: 9% of what is above 29,385, to the pound: 2,768
        (41_580.83 - 2_768, "a student loan (plan 2)"),
        # £100 a month given up: 1,200 less pensionable (10.7% of 58,946.25 = 6,307.25), taxed and insured pay
        (
            58_946.25 - 6_307.25 - taxed(58_946.25 - 6_307.25) - (3_016 + (58_946.25 - 50_270) * 0.02) - 0.005,
            "a salary sacrifice of £100 a month",
        ),
    ],
)
def test_one_difference_explains_a_year_to_the_penny(theirs: float, words: str) -> None:
    found = reconcile_scenario(load_scenario(PARAMEDIC), round(theirs, 2))
    assert words in [each.words for each in found.explained]


def test_gross_pay_is_explained_by_another_step_or_last_years_points() -> None:
    scenario = load_scenario(PARAMEDIC)
    # Band 6 step 2 of 2026-27 is 42,170, with 25% on top
    entry = reconcile_scenario(scenario, 42_170 * 1.25, line="gross")
    assert "step 2 of band 6" in [each.words for each in entry.explained]
    # Band 6 top of 2025-26 is 46,580 (NHS Employers, pay scales 2025/26)
    last = reconcile_scenario(scenario, 46_580 * 1.25, line="gross")
    assert "last year's pay points" in [each.words for each in last.explained]


def test_two_differences_together_are_found() -> None:
    # Not in the scheme, and a plan 2 loan of 2,768.
    theirs = 60_146.25 - taxed(60_146.25) - 3_213.53 - 2_768
    found = reconcile_scenario(load_scenario(PARAMEDIC), round(theirs, 2))
    assert "not in the pension scheme; and a student loan (plan 2)" in [each.words for each in found.explained]


def test_what_nothing_explains_is_said_with_what_comes_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", PARAMEDIC, "--theirs", "40,123.45", "--year", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ours"], answer["explained"]) == (41_580.83, [])
    assert len(answer["nearest"]) == 3
    for each in answer["nearest"]:
        assert each["unexplained"] == pytest.approx(40_123.45 - each["figure"], abs=0.001)
    assert main(["reconcile", PARAMEDIC, "--theirs", "41580.80", "--year"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "explains it to the penny. None brings ours nearer to theirs." in said


def test_figures_that_agree_need_no_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", PARAMEDIC, "--theirs", "£41,580.83", "--year"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Ours: £41,580.83. Theirs: £41,580.83, the same. The two agree to the penny." in said
    assert "If theirs has" not in said


def test_a_sum_that_fits_is_not_called_proof(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reconcile", PARAMEDIC, "--theirs", "3352.79", "--month", "2026-10", "--offer", MANAGER]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"Take-home pay of {MANAGER}, October 2026" in said
    assert "A sum that fits is not proof" in said
    assert "not payroll" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--theirs", "twelve", "--year"], "'twelve' is not pounds: write it such as 3352.79"),
        (["--theirs", "3000", "--month", "2026-13"], "'2026-13' is not a month: write it such as 2026-10"),
        (["--theirs", "3000"], "one of the arguments --month --year is required"),
        (["--theirs", "3000", "--month", "2025-10"], "'2025-10' is outside the pay year of the scenario"),
        (["--theirs", "3000", "--year", "--offer", "Operations manger"], "did you mean 'Operations manager'?"),
        (["--theirs", "3000", "--year", "--tax-code", "12X"], "--tax-code"),
    ],
)
def test_bad_input_is_one_line(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(["reconcile", PARAMEDIC, *options])
    except SystemExit as stop:
        status = stop.code  # type: ignore[assignment]
    assert status == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert said in lines[0]


@pytest.mark.parametrize(
    "scenario",
    ["scotland-paramedic-to-operations-manager", "student-loan-and-two-children", "radiographer-to-service-manager"],
)
def test_a_figure_made_by_a_known_difference_is_explained_by_it(scenario: str) -> None:
    loaded = load_scenario(scenario)
    asked = asked_about(loaded)
    for known in known_differences(asked, loaded, month=None)[::12]:
        theirs = figure_of(known.change(asked), NET, None)
        if theirs != figure_of(asked, NET, None):
            assert known.words in [each.words for each in reconcile_scenario(loaded, theirs).explained]


def test_the_code_is_that_of_the_payroll_view_marriage_allowance_and_all() -> None:
    """A partner's £1,260 is 126 of the code: 1257L is 1383M for who receives it, 1131N for who gives it (gov.uk)."""
    scenario = load_scenario("married-band-6-with-1995-service-to-8a")
    asked = asked_about(scenario, year=False)
    assert asked.code == payroll(scenario).code
    assert asked.code.text == "1383M"
    words = {each.words for each in known_differences(asked, scenario, month=1) if each.kind == "tax code"}
    assert {"gives a tenth of the allowance to a partner (N)", "receives marriage allowance (M)"} <= words
    given = with_marriage_allowance(tax_code("S1257L"), 1_260, given=True)
    assert (given.text, given.number) == ("S1131N", 1257 - 126)
