"""Scale files: every figure against a second transcription, every block with its source, every gap refused."""

import datetime
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from paymodel.about import NATIONS
from paymodel.commands.check_files import check_files
from paymodel.errors import Faults, NotInForce, Refused
from paymodel.files import scale_histories
from paymodel.files import scales as scales_module
from paymodel.files.scale_files import PARAMETERS
from paymodel.files.scale_histories import values_of
from paymodel.files.scales import Scales, load_paye, load_policy, shipped_scales
from paymodel.files.yaml_documents import Document, parse
from paymodel.pay.job import BAND_CODE, BANDS
from paymodel.pay.lines import LINE
from paymodel.scenarios.load import varied_cases
from tests import second_transcription

typed: Any = second_transcription
SCALES = shipped_scales()
PATHS = SCALES.paths()
FOLDER = {"england_and_wales": "england", "scotland": "scotland", "northern_ireland": "northern_ireland"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def in_force(parameter: str, nation: str, on: str) -> Any:
    return SCALES.in_force(parameter, nation, day(on)).values


def history(parameter: str, nation: str) -> list[str]:
    path = SCALES.find(parameter, nation)
    assert path is not None
    return [str(block.effective) for block in SCALES.history(path).history]


def first_of(parameter: str, nation: str) -> str:
    return history(parameter, nation)[0]


def percent(share: float) -> float:
    return round(share * 100, 6)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_block_has_source_place_status_and_end(path: Path) -> None:
    for block in SCALES.history(path).history:
        assert block.source in SCALES.sources()
        assert block.where
        assert block.status in ("confirmed", "derived", "unverified", "assumed")
        assert block.until or block.until_because


def test_every_source_is_used_and_every_file_is_a_known_figure() -> None:
    used = {block.source for path in PATHS for block in SCALES.history(path).history}
    days = ("2022-11-22", "2026-11-22")
    holidays = [
        in_force("public-holidays", nation, on)
        for nation in NATIONS
        for on in days
        if on >= first_of("public-holidays", nation)
    ]
    used |= {row.source for rows in holidays for row in rows if row.source}
    assert used == set(SCALES.sources())
    assert {path.stem for path in PATHS} == set(PARAMETERS)


@pytest.mark.rule("basic_pay", "pay_steps", second=True)
@pytest.mark.parametrize(("nation", "effective"), list(typed.PAY_POINTS))
def test_pay_points_equal_the_second_transcription(nation: str, effective: str) -> None:
    values = in_force("pay-points", nation, effective)
    assert isinstance(values, dict)
    found = {band: tuple((point.years, point.pounds) for point in points) for band, points in values.items()}
    assert found == {band: tuple(points) for band, points in typed.PAY_POINTS[(nation, effective)].items()}


def test_there_is_no_pay_point_block_that_was_not_typed_twice() -> None:
    blocks = {(nation, start) for nation in NATIONS for start in history("pay-points", nation)}
    assert blocks == set(typed.PAY_POINTS)


@pytest.mark.rule("high_cost_area_supplement", second=True)
def test_high_cost_area_supplements_equal_the_second_transcription() -> None:
    assert history("high-cost-area-supplement", "england") == sorted(typed.HIGH_COST_AREA_SUPPLEMENTS)
    for effective, zones in typed.HIGH_COST_AREA_SUPPLEMENTS.items():
        values = in_force("high-cost-area-supplement", "england", effective)
        assert isinstance(values, dict)
        found = {zone: (percent(v.percent), v.minimum, v.maximum) for zone, v in values.items()}
        assert found == {zone: tuple(row) for zone, row in zones.items()}


def by_band(values: Any) -> dict[str, tuple[float, float]]:
    assert isinstance(values, dict)
    return {band: (percent(row.lower), percent(row.higher)) for band, row in values.items()}


def spelt_out(rates_by_bands: Any) -> dict[str, tuple[float, float]]:
    """Rates by band, where they were typed for several bands at once."""
    expected: dict[str, tuple[float, float]] = {}
    for bands, rates in rates_by_bands.items():
        first, _, last = bands.partition("-")
        span = BANDS[BAND_CODE[first] : BAND_CODE[last or first] + 1]
        expected.update(dict.fromkeys(span, (rates[0], rates[1])))
    return expected


@pytest.mark.rule("unsocial_hours_payment", second=True)
@pytest.mark.parametrize("nation", NATIONS)
def test_section_2_rates_equal_the_second_transcription(nation: str) -> None:
    assert by_band(in_force("section-2-rates", nation, "2026-11-22")) == spelt_out(typed.SECTION_2_RATES[nation])
    before = typed.SECTION_2_RATES_BEFORE[nation]
    assert history("section-2-rates", nation)[:-1] == list(before)
    for effective, rates in before.items():
        assert by_band(in_force("section-2-rates", nation, effective)) == spelt_out(rates)


@pytest.mark.rule("unsocial_hours_payment", second=True)
@pytest.mark.parametrize("nation", ["england", "wales", "northern_ireland"])
def test_annex_5_brackets_equal_the_second_transcription(nation: str) -> None:
    values = in_force("annex-5-percentages", nation, "2026-11-22")
    assert isinstance(values, list)
    assert tuple((row.above, percent(row.percent)) for row in values) == typed.ANNEX_5_BRACKETS


@pytest.mark.rule("overtime_pay", second=True)
@pytest.mark.parametrize("nation", NATIONS)
def test_overtime_equals_the_second_transcription(nation: str) -> None:
    values = in_force("overtime", nation, "2026-11-22")
    first_day, unverified = typed.OVERTIME_UNVERIFIED.get(nation, ("2018-04-01", ()))
    assert tuple(values.bands) == typed.OVERTIME["bands"]
    assert tuple(values.unverified_bands) == unverified
    assert history("overtime", nation)[-1] == first_day
    assert values.rate == typed.OVERTIME["rate"]
    assert values.public_holiday_rate == typed.OVERTIME["public_holiday_rate"]


@pytest.mark.rule("hours_by_rate", "annex_5_hours", second=True)
def test_windows_are_those_of_the_texts() -> None:
    # NHS Employers: weekdays before 6am and after 8pm. Old Annex E: bands 1 to 7 before 7am and after 7pm and all of
    # the weekend; bands 8 and 9 before 7am and after 10pm, at weekends before 9am and after 1pm.
    for on in ("2018-04-01", "2026-11-22"):  # nothing but percentages changed in 2018 (NHS Pay in Cymru)
        section_2 = in_force("section-2-windows", "england", on)
        assert (section_2.weekday_before, section_2.weekday_from) == (6 * 60, 20 * 60)
    assert history("section-2-windows", "england") == ["2018-04-01", "2020-04-01"]
    for nation in ("england", "wales", "northern_ireland"):
        windows = in_force("annex-5-windows", nation, "2026-11-22")
        low, high = windows.bands_1_to_7, windows.bands_8_to_9
        assert (low.weekday_before, low.weekday_from) == (7 * 60, 19 * 60)
        assert low.weekend_before == 24 * 60
        assert (high.weekday_before, high.weekday_from) == (7 * 60, 22 * 60)
        assert (high.weekend_before, high.weekend_from) == (9 * 60, 13 * 60)


@pytest.mark.rule("hourly_rate", second=True)
@pytest.mark.parametrize("nation", NATIONS)
def test_weekly_hours_equal_the_second_transcription(nation: str) -> None:
    for effective, hours in typed.WEEKLY_HOURS[nation]:
        assert in_force("weekly-hours", nation, effective) == hours


def tiers(values: Any) -> tuple[tuple[float | None, float], ...]:
    assert isinstance(values, list)
    return tuple((row.up_to, percent(row.rate)) for row in values)


@pytest.mark.rule(
    "pension_contribution", "employer_pension_contribution", "employer_pension_paid_centrally", second=True
)
@pytest.mark.parametrize("scheme", list(FOLDER))
def test_pension_tiers_and_employer_rates_equal_the_second_transcription(scheme: str) -> None:
    nation = FOLDER[scheme]
    for effective, rows in typed.MEMBER_PENSION[scheme].items():
        assert tiers(in_force("member-pension-contribution", nation, effective)) == tuple(rows)
    extra = {"2024-04-01"} if scheme == "scotland" else set()  # one table, two blocks of different status
    assert set(history("member-pension-contribution", nation)) - extra == set(typed.MEMBER_PENSION[scheme])
    basis = typed.PENSION_TIER_BASIS[scheme]
    assert {on: in_force("pension-tier-basis", nation, on) for on in history("pension-tier-basis", nation)} == basis
    for effective, (total, central) in typed.EMPLOYER_PENSION[scheme].items():
        assert percent(in_force("employer-pension-contribution", nation, effective)) == total
        assert percent(in_force("employer-pension-paid-centrally", nation, effective)) == central


def test_one_scottish_table_stands_in_both_blocks_of_2023_24_and_2024() -> None:
    first = in_force("member-pension-contribution", "scotland", "2023-10-01")
    assert tiers(first) == tiers(in_force("member-pension-contribution", "scotland", "2024-04-01"))


@pytest.mark.rule("pension_contribution", second=True)
def test_scottish_table_1_equals_the_second_transcription() -> None:
    name = "member-pension-contribution-previous-year-pay"
    assert history(name, "scotland") == sorted(typed.SCOTLAND_TABLE_1)
    for effective, rows in typed.SCOTLAND_TABLE_1.items():
        assert tiers(in_force(name, "scotland", effective)) == tuple(rows)


@pytest.mark.rule("income_tax", second=True)
@pytest.mark.parametrize(("residence", "nation"), [("rest_of_uk", "england"), ("scotland", "scotland")])
def test_income_tax_equals_the_second_transcription(residence: str, nation: str) -> None:
    assert history("income-tax", nation) == sorted(typed.INCOME_TAX[residence])
    for effective, rows in typed.INCOME_TAX[residence].items():
        assert tiers(in_force("income-tax", nation, effective)) == tuple(rows)


@pytest.mark.rule("income_tax", second=True)
def test_personal_allowance_equals_the_second_transcription() -> None:
    for effective, (allowance, taper_start) in typed.PERSONAL_ALLOWANCE.items():
        values = in_force("personal-allowance", "england", effective)
        assert (values.allowance, values.taper_start) == (allowance, taper_start)
        assert values.pounds_for_each_pound_lost == 2  # ITA 2007 s.35: half the excess


def by_period(values: Any) -> tuple[float, float, float]:
    return values.week, values.month, values.year


@pytest.mark.rule("national_insurance", "employer_national_insurance", second=True)
def test_national_insurance_equals_the_second_transcription() -> None:
    assert history("national-insurance-employee", "england") == sorted(typed.NATIONAL_INSURANCE_EMPLOYEE)
    for effective, row in typed.NATIONAL_INSURANCE_EMPLOYEE.items():
        values = SCALES.in_force("national-insurance-employee", "england", day(effective)).values
        for limit in ("lower_earnings_limit", "primary_threshold", "upper_earnings_limit"):
            assert by_period(getattr(values, limit)) == row[limit]
        assert (percent(values.main_rate), percent(values.upper_rate)) == (row["main"], row["upper"])
    assert history("national-insurance-employer", "england") == sorted(typed.NATIONAL_INSURANCE_EMPLOYER)
    for effective, row in typed.NATIONAL_INSURANCE_EMPLOYER.items():
        values = SCALES.in_force("national-insurance-employer", "england", day(effective)).values
        assert by_period(values.secondary_threshold) == row["secondary_threshold"]
        assert percent(values.rate) == row["rate"]


@pytest.mark.rule("student_loan_repayment", second=True)
def test_student_loans_equal_the_second_transcription() -> None:
    assert history("student-loans", "england") == sorted(typed.STUDENT_LOANS)
    for effective, plans in typed.STUDENT_LOANS.items():
        values = SCALES.in_force("student-loans", "england", day(effective)).values
        for plan, threshold in plans.items():
            assert getattr(values, plan).threshold == threshold
            assert percent(getattr(values, plan).rate) == typed.STUDENT_LOAN_RATES[plan]


@pytest.mark.rule("child_benefit_charge", second=True)
def test_child_benefit_and_its_charge_equal_the_second_transcription() -> None:
    for effective, rates in typed.CHILD_BENEFIT.items():
        values = SCALES.in_force("child-benefit", "england", day(effective)).values
        assert (values.eldest, values.additional) == rates
    for effective, row in typed.CHILD_BENEFIT_CHARGE.items():
        values = SCALES.in_force("child-benefit-charge", "england", day(effective)).values
        assert (values.start, values.full, values.step) == row


@pytest.mark.rule("paye", second=True)
def test_what_paye_works_with_equals_the_second_transcription() -> None:
    assert history("tax-codes", "england") == sorted(typed.TAX_CODES)
    for effective, (code, basic_rate, free_pay_of_500, most_deducted) in typed.TAX_CODES.items():
        for nation in NATIONS:
            values = SCALES.in_force("tax-codes", nation, day(effective)).values
            assert (values.standard_code, percent(values.basic_rate)) == (code, basic_rate)
            assert (values.free_pay_of_500, percent(values.most_deducted)) == (free_pay_of_500, most_deducted)


@pytest.mark.rule("income_tax", second=True)
@pytest.mark.parametrize("nation", NATIONS)
def test_marriage_allowance_equals_the_second_transcription(nation: str) -> None:
    assert history("marriage-allowance", nation) == sorted(typed.MARRIAGE_ALLOWANCE)
    for effective, (transferred, rate, bands) in typed.MARRIAGE_ALLOWANCE.items():
        values = SCALES.in_force("marriage-allowance", nation, day(effective)).values
        assert (values.transferred, percent(values.rate), values.bands) == (transferred, rate, bands.get(nation, 1))
        tax = SCALES.in_force("income-tax", nation, day(effective)).values
        assert percent(tax[values.bands - 1].rate) == (21 if nation == "scotland" else 20)


@pytest.mark.rule("final_salary", second=True)
@pytest.mark.parametrize("nation", NATIONS)
def test_final_salary_equals_the_second_transcription(nation: str) -> None:
    values = in_force("final-salary", nation, "2026-11-22")
    assert (values.pay_over_1995, values.lump_sum_1995, values.pay_over_2008) == typed.FINAL_SALARY


@pytest.mark.rule("apprenticeship_levy", second=True)
def test_the_apprenticeship_levy_equals_the_second_transcription() -> None:
    for effective, row in typed.APPRENTICESHIP_LEVY.items():
        values = SCALES.in_force("apprenticeship-levy", "england", day(effective)).values
        assert (percent(values.rate), values.allowance) == row


OF_ONE_NUMBER = [line.name for line in LINE.values() if any(figure.name in typed.AMOUNTS for figure in line.figures)]
"""Lines with a figure that is one number of the UK."""


@pytest.mark.rule(*OF_ONE_NUMBER, second=True)
@pytest.mark.parametrize("name", list(typed.AMOUNTS))
def test_a_figure_that_is_one_number_equals_the_second_transcription(name: str) -> None:
    values = {first: in_force(name, "england", first) for first in history(name, "england")}
    assert values == typed.AMOUNTS[name]


@pytest.mark.rule("rota_hours", second=True)
@pytest.mark.parametrize("nation", NATIONS)
def test_public_holidays_equal_the_second_transcription(nation: str) -> None:
    values = in_force("public-holidays", nation, "2026-11-22")
    assert isinstance(values, list)
    listed = [str(row.date) for row in values if not row.beside and row.source is None]
    assert tuple(listed) == tuple(typed.PUBLIC_HOLIDAYS[nation])
    announced = [str(row.date) for row in values if not row.beside and row.source is not None]
    assert tuple(announced) == tuple(typed.PUBLIC_HOLIDAYS_UNVERIFIED.get(nation, ()))
    beside = {str(row.date): tuple(map(str, row.beside)) for row in values if row.beside}
    assert beside == typed.PUBLIC_HOLIDAYS_AT_A_WEEKEND[nation]
    assert {row.status for row in values if row.beside or row.source or row.additional} <= {"unverified"}


@pytest.mark.rule("rota_hours", second=True)
@pytest.mark.parametrize("nation", list(typed.PUBLIC_HOLIDAYS_BEFORE))
def test_public_holidays_before_2023_equal_the_second_transcription(nation: str) -> None:
    values = in_force("public-holidays", nation, "2022-11-22")
    assert tuple(str(row.date) for row in values if not row.beside) == typed.PUBLIC_HOLIDAYS_BEFORE[nation]
    beside = {str(row.date): tuple(map(str, row.beside)) for row in values if row.beside}
    assert beside == typed.PUBLIC_HOLIDAYS_AT_A_WEEKEND_BEFORE[nation]
    assert {row.status for row in values if row.beside or row.additional} == {"unverified"}


TYPED_BY_YEAR = {
    "personal-allowance": typed.PERSONAL_ALLOWANCE,
    "child-benefit": typed.CHILD_BENEFIT,
    "child-benefit-charge": typed.CHILD_BENEFIT_CHARGE,
    "student-loans": typed.STUDENT_LOANS,
    "national-insurance-employee": typed.NATIONAL_INSURANCE_EMPLOYEE,
    "national-insurance-employer": typed.NATIONAL_INSURANCE_EMPLOYER,
    "apprenticeship-levy": typed.APPRENTICESHIP_LEVY,
}


@pytest.mark.parametrize("parameter", TYPED_BY_YEAR)
def test_no_block_of_the_tax_year_was_typed_once_only(parameter: str) -> None:
    assert history(parameter, "england") == sorted(TYPED_BY_YEAR[parameter])


@pytest.mark.parametrize("scheme", list(FOLDER))
def test_no_block_of_employer_pension_or_hours_was_typed_once_only(scheme: str) -> None:
    nation = FOLDER[scheme]
    assert len(history("employer-pension-contribution", nation)) == len(typed.EMPLOYER_PENSION[scheme])
    assert len(history("weekly-hours", nation)) == len(typed.WEEKLY_HOURS[nation])


@pytest.mark.parametrize(
    ("parameter", "nation"),
    [
        (parameter, nation)
        for parameter in ("annex-5-windows", "annex-5-percentages", "overtime")
        for nation in NATIONS
        if nation != "scotland" or not parameter.startswith("annex")
    ],
)
def test_figures_typed_without_a_date_have_one_block(parameter: str, nation: str) -> None:
    dated = parameter == "overtime" and nation in typed.OVERTIME_UNVERIFIED
    assert len(history(parameter, nation)) == (2 if dated else 1)


@pytest.mark.parametrize(
    ("parameter", "nation", "on", "words"),
    [
        ("pay-points", "northern_ireland", "2018-06-01", "the nearest block is 2019-04-01 to 2020-03-31"),
        (
            "pay-points",
            "scotland",
            "2021-01-15",
            r"\(the award of 2021-22 was paid from 1 December 2020, and",
        ),
        ("pay-points", "england", "2099-04-01", "the nearest block is 20"),
        ("pay-points", "england", "2017-06-01", "the nearest block is 2018-04-01 to 2019-03-31"),
        ("member-pension-contribution", "scotland", "2023-06-01", r"\(seven tiers as in 2022-23, .*\); the nearest"),
        ("income-tax", "england", "2099-04-06", "the nearest block is 20"),
        ("high-cost-area-supplement", "wales", "2026-06-01", "wales has none"),
    ],
)
def test_outside_a_block_is_not_in_force_and_names_the_nearest(
    parameter: str, nation: str, on: str, words: str
) -> None:
    with pytest.raises(NotInForce, match=words):
        SCALES.in_force(parameter, nation, day(on))


def test_what_stands_until_replaced_says_why() -> None:
    found = SCALES.in_force("weekly-hours", "northern_ireland", day("2026-11-22"))
    assert found.citation.until is None
    assert found.citation.until_because


def test_the_first_days_of_april_take_the_tax_year_that_starts_on_the_sixth() -> None:
    assert SCALES.in_force("student-loans", "england", day("2026-04-01")).citation.effective == day("2026-04-06")


@pytest.mark.parametrize(
    ("nation", "changes", "words"),
    [
        (
            "england",
            {"child-benefit-charge.step": "300"},
            "scales.child-benefit-charge.step: full is 80000, but 100 steps of 300 from 60000 end elsewhere",
        ),
        (
            "england",
            {"weekly-hours.whole": "36"},
            "scales.weekly-hours.whole: leads nowhere; weekly-hours is one figure: scales.weekly-hours",
        ),
        ("england", {"overtime.rate.band": "2"}, "scales.overtime.rate.band: leads nowhere"),
        (
            "scotland",
            {"high-cost-area-supplement.inner.share": "25%"},
            "scales.high-cost-area-supplement.inner.share: high-cost-area-supplement is not used in scotland; a change"
            " of it changes nothing",
        ),
        (
            "england",
            {"national-insurance-employee.primary_threshold.year": "60000"},
            "scales.national-insurance-employee.primary_threshold.year: the upper earnings limit of a year, 50270, is"
            " below the primary threshold, 60000",
        ),
        (
            "england",
            {"pay-points.7.0.pounds": "49000", "pay-points.8a.2.pounds": "10"},
            "scales.pay-points.8a.2.pounds: band 8a: pay falls from 60417 to 10",
        ),
        (
            "england",
            {"child-benefit-charge.start": "many", "overtime.rte": "2", "child-benefit-charge.full": "more"},
            "scales.overtime.rte: leads nowhere; did you mean 'rate'?\n"
            "scales.child-benefit-charge.start: 'many' is not a number\n"
            "scales.child-benefit-charge.full: 'more' is not a number",
        ),
    ],
)
def test_a_change_that_cannot_be_is_refused(nation: str, changes: dict[str, str], words: str) -> None:
    with pytest.raises(Refused) as raised:
        load_policy(nation, "2026-11-22", changes=changes)
    assert str(raised.value) == words


def test_one_figure_can_be_changed() -> None:
    changed = load_policy("england", "2026-11-22", changes={"weekly-hours": "36"})
    assert changed.weekly_hours == 36
    assert changed.citations["weekly-hours"].changed == "from 37.5 to 36"


def test_faults_of_the_values_are_said_beside_those_of_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "weekly-hours.yaml"
    text = (SCALES.folder / "uk" / path.name).read_text(encoding="utf-8")
    path.write_text(text.replace("values: 37.5", "values: many") + "  - {effective: 2030-04-01}\n", encoding="utf-8")
    _, faults = check_files([path])
    said = {fault.place.split(",")[0]: fault.message for fault in faults}
    assert said["history.0.values"] == "'many' is not a number"
    assert said["history.1.values"] == "missing"


def test_the_basic_rate_of_tax_codes_is_one_of_the_rates_of_income_tax(tmp_path: Path) -> None:
    shutil.copytree(SCALES.folder, tmp_path, dirs_exist_ok=True)
    codes = tmp_path / "uk" / "tax-codes.yaml"
    codes.write_text(codes.read_text(encoding="utf-8").replace("basic_rate: 20%", "basic_rate: 22%"), encoding="utf-8")
    with pytest.raises(Refused, match=r"scales.tax-codes.basic_rate: 22% is not a rate of income tax in england"):
        load_paye("england", "2026-11-22", scales=Scales(tmp_path))


def test_a_rota_beyond_the_list_of_public_holidays_is_refused(tmp_path: Path) -> None:
    shutil.copytree(SCALES.folder, tmp_path, dirs_exist_ok=True)
    listed = tmp_path / "england_and_wales" / "public-holidays.yaml"
    text = listed.read_text(encoding="utf-8").replace("until: 2028-03-31", "until: 2026-12-31")
    listed.write_text(re.sub(r"\n +- \{date: 202[78].*", "", text), encoding="utf-8")
    head = "title: t\nas_at: 2026-11-22\nnation: england\n"
    text = "current: {band: '6', step: top, rota: monday-to-friday}\noffers:\n  - {band: 8a, pattern: different}\n"
    with pytest.raises(Faults) as raised:
        varied_cases(parse(head + text, "one.yaml"), None, [{}], Scales(tmp_path))
    (fault,) = raised.value.faults
    assert fault.place == "current.rota, line 4"
    assert fault.message.startswith("public-holidays: ")


def test_scales_of_another_folder_can_be_used(tmp_path: Path) -> None:
    (tmp_path / "uk").mkdir()
    (tmp_path / "sources.yaml").write_bytes((SCALES.folder / "sources.yaml").read_bytes())
    text = (SCALES.folder / "uk" / "weekly-hours.yaml").read_text(encoding="utf-8")
    (tmp_path / "uk" / "weekly-hours.yaml").write_text(text.replace("values: 37.5", "values: 35"), encoding="utf-8")
    assert Scales(tmp_path).in_force("weekly-hours", "england", day("2026-11-22")).values == 35


def test_the_values_of_a_block_are_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many days and nations are asked about, and whatever a policy changes: a change alone is checked again."""
    checked: list[tuple[str, int]] = []

    def counting(document: Document, parameter: str, raw: Any, index: int) -> Any:
        checked.append((document.file, index))
        return values_of(document, parameter, raw, index)

    for module in (scale_histories, scales_module):
        monkeypatch.setattr(module, "values_of", counting)
    scales = Scales()
    for nation in NATIONS:
        for on in ("2026-04-06", "2026-11-22"):
            load_policy(nation, on, scales=scales)
    blocks = {
        (f"scales/{path.parent.name}/{path.name}", index)
        for path in PATHS
        for index in range(len(scales.history(path).history))
    }
    assert len(checked) == len(set(checked))
    assert set(checked) == blocks
    load_policy("england", "2026-11-22", scales=scales, changes={"pay-points.8a.0.pounds": "60000"})
    assert len(checked) == len(blocks) + 1
