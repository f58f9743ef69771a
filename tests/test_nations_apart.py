"""Where the nations differ and the text is not sure: each is a switch, worked either way, and the answer says which."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from paymodel import compare
from paymodel.answers.blocks import as_text
from paymodel.answers.explanation import explanation
from paymodel.files.scales import as_date, load_policy, shipped_scales
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import Comparison
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rule_book import Switches
from paymodel.scenarios.load import scenario_of


def answer(nation: str, text: str) -> Comparison:
    head = f"title: t\nas_at: 2026-11-22\nnation: {nation}\n"
    return compare(scenario_of(parse(head + text, "apart.yaml"), None, "apart"))


def said(found: Comparison) -> dict[str, tuple[str, str]]:
    """The words and the status of each assumption, by its id."""
    return {one.id: (one.words, one.status) for one in found.assumptions}


def penny(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def take_home(gross: Decimal, rate: str) -> Decimal:
    """Pay less pension, income tax and National Insurance of 2026-27, outside Scotland, below £100,000."""
    pension = penny(gross * Decimal(rate))
    taxed = gross - pension - 12_570
    tax = penny(taxed * Decimal("0.2") + max(taxed - 37_700, Decimal(0)) * Decimal("0.2"))
    insurance = penny(Decimal(37_700) * Decimal("0.08") + (gross - 50_270) * Decimal("0.02"))
    return gross - pension - tax - insurance


# --- Northern Ireland: Section 2 pay in sickness

TO_8A = """person: {sickness_absence: 0.08, years_in_band: 6}
current: {band: '6', step: top, saturday_night_hours_a_week: 17, sunday_holiday_hours_a_week: 7}
offers: [{band: 8a, pattern: different}]
"""
SECTION_2 = penny(Decimal(46_580) / Decimal("37.5") * (17 * Decimal("0.3") + 7 * Decimal("0.6")))
"""Band 6 top in Northern Ireland, 2025-26 points: £1,242.13 a year for each hour a week, times 9.3."""


@pytest.mark.rule("unsocial_hours_payment", "take_home_pay")
@pytest.mark.parametrize(
    ("switch", "kept", "change"),
    [
        ("", Decimal(1), Decimal("-1386.61")),
        ("switches: {northern_ireland_sickness_keeps_section_2: no}\n", Decimal("0.92"), Decimal("-911.05")),
    ],
)
def test_section_2_pay_goes_on_in_sickness_in_northern_ireland(switch: str, kept: Decimal, change: Decimal) -> None:
    # 46,580 and 11,551.84 (or 92% of it) against 55,690; 10.9% up to 67,668
    assert Decimal("11551.84") == SECTION_2
    held = 46_580 + penny(SECTION_2 * kept)
    found = answer("northern_ireland", switch + TO_8A)
    result = found.moves[0]
    assert penny(take_home(Decimal(55_690), "0.109") - take_home(held, "0.109")) == change
    assert result.take_home_change == pytest.approx(float(change), abs=0.011)
    words, status = said(found)["sickness-northern_ireland"]
    assert status == "unverified"
    assert words.startswith("Section 2 pay goes on in sickness" if kept == 1 else "Section 2 pay stops in sickness")
    assert ("switch" in said(found)) == bool(switch)


def test_nothing_is_said_of_sickness_where_none_is_stated() -> None:
    text = TO_8A.replace("sickness_absence: 0.08, ", "")
    for nation in ("northern_ireland", "wales"):
        assert not any(id_.startswith("sickness") for id_ in said(answer(nation, text)))


# --- Wales: after a week's absence


@pytest.mark.rule("unsocial_hours_payment")
@pytest.mark.parametrize(
    ("stated", "beyond", "words"),
    [(None, "0", "0%"), ("0.6", "0.6", "60%"), ("0.25", "0.25", "25%"), ("1", "1", "100%")],
)
def test_section_2_pay_goes_on_in_wales_for_the_share_beyond_the_first_week(
    stated: str | None, beyond: str, words: str
) -> None:
    # Band 6 top, 48,841: 12,112.57 a year; an absence of 8%, of which a share lies beyond the first week
    whole = Decimal(48_841) / Decimal("37.5") * Decimal("9.3")
    assert penny(whole) == Decimal("12112.57")
    switch = f"switches: {{wales_sickness_beyond_first_week: {stated}}}\n" if stated else ""
    found = answer("wales", switch + TO_8A)
    paid = penny(whole * (1 - Decimal("0.08") * (1 - Decimal(beyond))))
    assert float(found.results[0].payslip["unsocial_hours_payment"]) == float(paid)
    text, status = said(found)["sickness-wales"]
    assert f"after a week's absence: {words} of the absence is taken to lie beyond its first week" in text
    assert status == "unverified"


def test_explain_says_which_part_of_an_absence_goes_unpaid_in_wales() -> None:
    found = answer("wales", "switches: {wales_sickness_beyond_first_week: 0.25}\n" + TO_8A)
    text = as_text(explanation(found))
    assert "less sickness absence of 6% of the year (75% of 8%: the first week of an absence)" in " ".join(text.split())


# --- Scotland: overtime of bands 8 and 9


@pytest.mark.rule("overtime_pay")
@pytest.mark.parametrize("band", ["8a", "8b", "8c", "8d", "9"])
def test_bands_8_and_9_are_paid_overtime_in_scotland_unless_the_switch_says_not(band: str) -> None:
    # HSJ, 26 July 2023: bands 8 and 9 are "now allowed to receive overtime payments in Scotland"
    for paid in (True, False):
        rules = load_policy("scotland", "2026-11-22", switches=Switches(scotland_overtime_bands_8_and_9=paid))
        assert (BAND_CODE[band] in rules.overtime.bands) == paid
        assert BAND_CODE["7"] in rules.overtime.bands
        for nation in ("england", "wales", "northern_ireland"):
            elsewhere = load_policy(nation, "2026-11-22", switches=Switches(scotland_overtime_bands_8_and_9=paid))
            assert BAND_CODE[band] not in elsewhere.overtime.bands


@pytest.mark.rule("overtime_pay")
@pytest.mark.parametrize(("switch", "paid"), [("", True), ("switches: {scotland_overtime_bands_8_and_9: no}\n", False)])
def test_scottish_overtime_counts_in_both_posts_and_is_said(switch: str, paid: bool) -> None:
    # 8a top 70,303 and 8b entry 76,888, a week of 36 hours: two hours a week at time and a half
    text = """person: {years_in_band: 6}
current: {band: 8a, step: top, overtime_hours_a_week: 2}
offers: [{band: 8b, pattern: different, overtime_hours_a_week: 2}]
"""
    found = answer("scotland", switch + text)
    for result, basic in zip(found.results, (70_303, 76_888), strict=True):
        expected = penny(Decimal(basic) / 36 * 2 * Decimal("1.5")) if paid else Decimal(0)
        assert float(result.payslip["overtime_pay"]) == float(expected)
    words, status = said(found)["overtime-scotland"]
    assert status == "unverified"
    assert words.startswith(
        f"Overtime of bands 8 and 9 {'is paid as in bands 1 to 7' if paid else 'is not counted'}, in the post held and"
        " in the post offered"
    )


def test_before_it_was_said_bands_8_and_9_were_paid_no_overtime_in_scotland() -> None:
    for day, bands in (("2023-07-25", []), ("2023-07-26", ["8a", "8b", "8c", "8d", "9"])):
        values: Any = shipped_scales().in_force("overtime", "scotland", as_date(day)).values
        assert values.unverified_bands == bands
