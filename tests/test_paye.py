"""PAYE: HMRC's own examples by the command, cases worked by hand, and the specification written out a second time.

Each example of HMRC is held against the rule, to the penny, in `test_independent_results.py`.
"""

import csv
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paymodel.cli import main
from paymodel.errors import Refused
from paymodel.files.parsers import tax_code, tax_code_and_basis
from paymodel.files.payroll_tables import nation_of
from paymodel.files.scales import load_paye
from paymodel.pay.rule_book import Paye
from paymodel.pay.rules import paye
from paymodel.pay.rules.national_insurance import employer_national_insurance, national_insurance, rounded
from paymodel.pay.rules.paye import TaxCode
from paymodel.pay.schedules import Marginal
from tests import second_transcription
from tests.examples_at_random import examples
from tests.independent_results import rows

HEADER = ("id", "nation", "as_at", "tax_code", "basis", "period", "taxable_pay", "taxable_pay_to_date", "tax_to_date")
YEARS = ("2023-24", "2024-25", "2025-26", "2026-27")


@cache
def rules(nation: str = "england", as_at: str = "2026-11-22") -> Paye:
    return load_paye(nation, as_at)


def deducted(
    code: str, pay: float, period: int = 1, to_date: float | None = None, before: float = 0.0, *, month_1: bool = False
) -> float:
    known = tax_code(code)
    book = rules(nation_of(known))
    codes = paye.in_force(book, known, month_1=month_1)
    found = paye.income_tax(
        book,
        codes,
        pay,
        period=period,
        taxable_pay_to_date=pay if to_date is None else to_date,
        tax_before=before,
    )
    return float(found)


def test_the_command_answers_the_examples_of_hmrc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = rows("hmrc_paye_2026_27.csv")
    assert len(examples) == 33
    with (tmp_path / "months.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(HEADER)
        for number, row in enumerate(examples):
            basis = "month1" if row["basis"] == "W1M1" else "cumulative"
            before = Decimal(row["tax_due_to_date"]) - Decimal(row["tax_due"])
            amounts = (row["gross"], row["gross_to_date"], before) if basis == "cumulative" else (row["gross"], "", "")
            write.writerow([number, "", "2026-11-22", row["tax_code"].lower(), basis, row["period"], *amounts])
    assert main(["paye", str(tmp_path / "months.csv"), "-o", str(tmp_path / "tax.csv")]) == 0
    assert "PAYE of 33 months. Estimates, not payroll, not advice." in capsys.readouterr().out
    lines = (tmp_path / "tax.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["id,income_tax", *(f"{number},{row['tax_due']}" for number, row in enumerate(examples))]


class TestTaxCodes:
    @pytest.mark.rule("paye")
    @pytest.mark.parametrize(
        ("text", "nation", "number", "above_basic"),
        [
            ("1257L", None, 1257, None),
            ("s1257l", "scotland", 1257, None),
            (" C1257 M ", "wales", 1257, None),
            ("999999T", None, 999_999, None),
            ("0T", None, 0, None),
            ("S0T", "scotland", 0, None),
            ("K9999", None, -9_999, None),
            ("SK585", "scotland", -585, None),
            ("BR", None, 0, 0),
            ("CBR", "wales", 0, 0),
            ("D1", None, 0, 2),
            ("SD3", "scotland", 0, 4),
        ],
    )
    def test_a_code_says_whose_rates_apply_and_what_is_free(
        self, text: str, nation: str | None, number: int, above_basic: int | None
    ) -> None:
        code = tax_code(text)
        assert (code.nation, code.number, code.above_basic, code.no_tax) == (nation, number, above_basic, False)

    @pytest.mark.parametrize("text", ["", "L1257", "1257", "K0", "K10000", "XBR", "SNT", "D10", "W1257L", "1257.5L"])
    def test_what_is_no_code_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="is not a tax code; write one such as 1257L"):
            tax_code(text)

    @pytest.mark.parametrize("text", ["1257L M1", "1257L W1/M1", "1257LX", "BR w1"])
    def test_a_code_may_have_its_basis_beside_it(self, text: str) -> None:
        code, basis = tax_code_and_basis(text)
        assert (code.text, basis) == (text.upper()[: len(code.text)], "month1")

    def test_a_digit_of_a_code_is_no_basis(self) -> None:
        assert tax_code_and_basis("K4001") == (tax_code("K4001"), "")
        assert tax_code_and_basis("K400 1") == (tax_code("K400"), "month1")

    def test_a_rate_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(Refused, match="'SD4' has no rate on 2026-11-22: there are SD0 to SD3"):
            deducted("SD4", 1_000)
        with pytest.raises(Refused, match="'SD3' has no rate on 2023-11-22: there are SD0 to SD2"):
            paye.one_rate(rules("scotland", "2023-11-22"), tax_code("SD3"))
        with pytest.raises(Refused) as refused:
            paye.one_rate(rules(), tax_code("D2"))
        assert refused.value.place == "tax_code"

    def test_numbers_of_codes_and_months_may_be_whole_numbers_of_any_kind(self) -> None:
        # month 12 of 45T: free pay of 12 x 38.25 (459 / 12), 459; 10,459 less that is 10,000, at 20%
        free = paye.free_pay_a_month(rules(), np.array([45], dtype=np.int8))
        assert free.tolist() == [38.25]
        codes = paye.CodesInForce(free, np.nan, False)
        found = paye.tax_to_date(rules(), codes, [10_459], np.array([12], dtype=np.int8))
        assert (found.dtype.name, found.tolist()) == ("float64", [2_000])

    @pytest.mark.rule("paye")
    def test_a_code_of_one_rate_names_a_rate_of_its_own_nation(self) -> None:
        own = {code: paye.one_rate(rules("scotland"), tax_code(code)) for code in ("SBR", "SD0", "SD1", "SD2", "SD3")}
        assert own == {"SBR": 0.20, "SD0": 0.21, "SD1": 0.42, "SD2": 0.45, "SD3": 0.48}
        assert [paye.one_rate(rules("wales"), tax_code(code)) for code in ("CBR", "CD0", "CD1")] == [0.20, 0.40, 0.45]

    @pytest.mark.rule("paye")
    @pytest.mark.parametrize(
        ("number", "pay"),
        [
            (1257, 2 * 416.67 + 214.92),  # 257 of the third 500: 2,579 / 12 is 214.917
            (500, 417.42),  # 5,009 / 12 is 417.417
            (501, 416.67 + 1.59),  # 19 / 12 is 1.583
            (1000, 416.67 + 417.42),
            (1001, 2 * 416.67 + 1.59),
            (1, 1.59),
            (0, 0),
            (-585, -(416.67 + 71.59)),  # 859 / 12 is 71.583
        ],
    )
    def test_free_pay_goes_up_to_the_penny_by_blocks_of_500(self, number: int, pay: float) -> None:
        assert float(paye.free_pay_a_month(rules(), number)) == pytest.approx(pay, abs=1e-9)

    @pytest.mark.rule("paye")
    def test_a_year_of_the_standard_code_is_free_of_a_little_more_than_the_allowance(self) -> None:
        assert 12 * float(paye.free_pay_a_month(rules(), 1257)) == pytest.approx(12_579.12)

    def test_the_standard_code_bears_the_letter_of_the_nation(self) -> None:
        codes = [rules(nation).standard_code for nation in ("england", "wales", "scotland", "northern_ireland")]
        assert codes == ["1257L", "C1257L", "S1257L", "1257L"]


@pytest.mark.rule("paye")
class TestByHand:
    def test_the_first_month_of_a_top_of_band_6_on_25_per_cent(self) -> None:
        # 5,012.19 less 10.7% is 4,475.89; less 1,048.26 is 3,427.63; 3,427 is above 3,142: 628.3333 + 285.3334 at 40%
        assert deducted("1257L", 4_475.89) == 742.46

    def test_scotland_has_bands_of_its_own(self) -> None:
        # 3,427 of taxable pay; twelfths of 3,967, 16,956 and 31,092 are 330.58, 1,413 and 2,591; so what lies above
        # 2,591 is at 42%: 6,320.09 / 12 is 526.6741, and 836 at 42% is 351.12
        assert deducted("S1257L", 4_475.89) == 877.79

    def test_wales_pays_what_england_pays(self) -> None:
        assert deducted("C1257L", 4_475.89) == deducted("1257L", 4_475.89)

    def test_the_band_is_chosen_before_the_pound_is_rounded_down(self) -> None:
        # month 1, no free pay: the basic rate ends at 3,141.67, up to the pound 3,142
        assert deducted("0T", 3_142.00) == 628.40  # 20% of 3,142
        assert deducted("0T", 3_142.01) == 628.46  # 628.3333 + 40% of (3,142 - 3,141.6666)

    def test_thresholds_and_tax_are_cut_off_after_four_decimals(self) -> None:
        # Scotland 2023-24, month 1: 45,876.68 / 12 is 3,823.0566, 125,140 / 12 is 10,428.3333, and 47% of 9,571.6667 is
        # 4,498.6833: 8,321.7399. Unlimited decimals would make it 8,321.74.
        book = rules("scotland", "2023-11-22")
        found = paye.tax_to_date(book, paye.in_force(book, tax_code("S0T")), 20_000, 1)
        assert float(found) == 8_321.73

    def test_no_more_than_half_of_the_pay_is_deducted(self) -> None:
        # K9999 adds 9,999 x 10 and nine over 12, some 8,334 a month: 20% to 40% of that is far above 50% of 501.01
        assert deducted("K9999", 501.01) == 250.50
        assert deducted("K9999", 501.01, month_1=True) == 250.50
        assert deducted("K9999", 0.0) == 0.0

    def test_all_pay_at_one_rate_is_nothing_without_pay(self) -> None:
        # 20% of whole pounds: 0.99 counts as none, 1.99 as one
        assert [deducted("BR", pay) for pay in (0.0, 0.99, 1.99)] == [0.0, 0.0, 0.20]
        # 500 in month 1 and 600 taken back in month 2: no tax on less than nothing, so all 100 comes back
        assert deducted("BR", 500) == 100.00
        assert deducted("BR", -600, 2, -100, 100.00) == -100.00

    def test_a_code_runs_through_the_year_unless_month_1_is_stated(self) -> None:
        # 3,000 in month 2 after none in month 1: 3,000 less 2,096.52 is 903, at 20%; month 1 alone, 1,951 at 20%
        code = tax_code("1257L")
        amounts: dict[str, float] = {"period": 2, "taxable_pay_to_date": 3_000, "tax_before": 0}
        assert float(paye.income_tax(rules(), paye.in_force(rules(), code), 3_000, **amounts)) == 180.60
        month_1 = paye.in_force(rules(), code, month_1=True)
        assert float(paye.income_tax(rules(), month_1, 3_000, **amounts)) == 390.20

    def test_one_sum_after_each_month_of_the_year(self) -> None:
        # 0T, 3,600: a month's basic rate ends at 3,141.66, so 628.3333 and 458.3334 at 40%; later all is at 20%
        codes = paye.in_force(rules(), tax_code("0T"))
        assert paye.tax_to_date(rules(), codes, 3_600, [1, 2, 12]).tolist() == [811.66, 720.00, 720.00]

    def test_what_the_limit_held_back_is_deducted_later(self) -> None:
        first = deducted("K585", 100.00)  # 588 at 20% is 117.60; half of 100 is 50
        assert first == 50.00
        # month 2: 1,100 + 2 x 488.26 = 2,076.52; 20% of 2,076 is 415.20, of which 50 is deducted
        assert deducted("K585", 1_000.00, 2, 1_100.00, first) == 365.20

    def test_a_change_to_no_tax_gives_all_back_but_not_month_by_month(self) -> None:
        assert deducted("NT", 2_000, 6, 12_000, 1_234.56) == -1_234.56
        assert deducted("NT", 2_000, 6, 12_000, 1_234.56, month_1=True) == 0.0

    def test_a_month_without_pay_gives_tax_back(self) -> None:
        # 3,000 in month 1: 1,951 at 20% is 390.20; by month 2, 3,000 less 2,096.52 is 903 at 20%, 180.60
        assert deducted("1257L", 3_000) == 390.20
        assert deducted("1257L", 0, 2, 3_000, 390.20) == -209.60

    def test_month_1_leaves_the_months_before_alone(self) -> None:
        assert deducted("1257L", 3_000, 7, 99_999, 12_345, month_1=True) == deducted("1257L", 3_000)


def by_the_specification(nation: str, year: str, number: int, pay: Decimal, months: int) -> Decimal:
    """Tax to date, written out from HMRC's specification with decimals, on figures typed apart from the scale files."""
    effective = f"{year[:4]}-04-06"
    typed: Any = second_transcription
    bands = typed.INCOME_TAX["scotland" if nation == "scotland" else "rest_of_uk"][effective]
    four = Decimal("0.0001")
    free = Decimal(0)
    if number:
        blocks, rest = divmod(abs(number) - 1, 500)
        month = Decimal((rest + 1) * 10 + 9) / 12
        free = blocks * Decimal("416.67") + month.quantize(Decimal("0.01"), ROUND_CEILING)
        free *= 1 if number > 0 else -1
    unrounded = pay - months * free
    if unrounded <= 0:
        return Decimal(0)
    pounds = unrounded.quantize(Decimal(1), ROUND_FLOOR)
    below, tax_below = Decimal(0), Decimal(0)
    for bound, percent in bands:
        rate = Decimal(str(percent)) / 100
        start = (below * months / 12).quantize(four, ROUND_DOWN)
        owed = (tax_below * months / 12).quantize(four, ROUND_DOWN)
        if bound is None or unrounded <= (Decimal(bound) * months / 12).quantize(Decimal(1), ROUND_CEILING):
            tax = owed + ((pounds - start) * rate).quantize(four, ROUND_DOWN)
            return tax.quantize(Decimal("0.01"), ROUND_DOWN)
        tax_below += (Decimal(bound) - below) * rate
        below = Decimal(bound)
    raise AssertionError


@pytest.mark.rule("paye", second=True)
@settings(deadline=None, max_examples=examples(200))
@given(
    st.sampled_from(["england", "wales", "scotland", "northern_ireland"]),
    st.sampled_from(YEARS),
    st.sampled_from([0, 1257, 1, 45, 500, 501, 999, 1000, 1001, 2600, -45, -585, -1001]),
    st.integers(0, 30_000_000),
    st.integers(1, 12),
)
@example("scotland", "2023-24", 0, 2_000_000, 1)
@example("england", "2026-27", 0, 314_201, 1)
@example("scotland", "2023-24", 0, 85_000_000_300, 12)  # far beyond any pay, and still exact to the penny
def test_tax_to_date_is_what_the_specification_says(
    nation: str, year: str, number: int, pence: int, months: int
) -> None:
    book = rules(nation, f"{year[:4]}-11-22")
    codes = paye.CodesInForce(paye.free_pay_a_month(book, number), np.nan, False)
    found = float(paye.tax_to_date(book, codes, pence / 100, months))
    assert Decimal(f"{found:.2f}") == by_the_specification(nation, year, number, Decimal(pence) / 100, months)


@settings(deadline=None, max_examples=examples(25))
@given(st.lists(st.tuples(st.integers(0, 1_500_000), st.sampled_from([1257, 0, -585])), min_size=2, max_size=6))
def test_many_at_once_are_each_by_itself(rows: list[tuple[int, int]]) -> None:
    pay, numbers = np.array([pence / 100 for pence, _ in rows]), [number for _, number in rows]
    codes = paye.CodesInForce(paye.free_pay_a_month(rules(), numbers), np.nan, False)
    together = paye.income_tax(rules(), codes, pay, period=3, taxable_pay_to_date=pay * 2, tax_before=100)
    for at, number in enumerate(numbers):
        alone = paye.CodesInForce(paye.free_pay_a_month(rules(), number), np.nan, False)
        found = paye.income_tax(rules(), alone, pay[at], period=3, taxable_pay_to_date=pay[at] * 2, tax_before=100)
        assert float(together[at]) == float(found)


def test_a_table_with_a_rate_too_few_is_no_table() -> None:
    book = replace(rules(), bands=Marginal((37_700, 125_140), (0.20, 0.40)))
    with pytest.raises(ValueError, match="zip"):
        paye.tax_to_date(book, paye.in_force(book, TaxCode("0T")), 1_000, 1)


class TestNationalInsuranceByMonth:
    @pytest.mark.rule("national_insurance", "employer_national_insurance")
    def test_a_month_goes_by_the_thresholds_printed_for_a_month(self) -> None:
        from paymodel import load_policy

        thresholds = load_policy("england", "2026-11-22").national_insurance_a_month
        # 1,048 to 4,189 at 8% is 251.28, and 823.19 at 2% is 16.4638
        assert float(rounded(national_insurance(thresholds, 5_012.19))) == 267.74
        assert float(rounded(national_insurance(thresholds, 1_048.00))) == 0.0
        assert (
            float(rounded(employer_national_insurance(thresholds, 5_012.19))) == 689.28
        )  # 15% of 4,595.19 is 689.2785

    @pytest.mark.rule("national_insurance")
    def test_half_a_penny_is_disregarded_and_more_is_not(self) -> None:
        from paymodel import load_policy

        thresholds = load_policy("england", "2026-11-22").national_insurance_a_month
        pay = [4_189.25, 4_189.26]  # 251.28 and 2% of 0.25 and 0.26: half a penny, and 0.52 of one
        contributions = national_insurance(thresholds, pay)
        assert rounded(contributions).tolist() == [251.28, 251.29]
        assert rounded(contributions, "third_decimal").tolist() == [251.28, 251.28]


class TestTables:
    def wrote(self, tmp_path: Path, *rows: str) -> list[str]:
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_text("\n".join([",".join(HEADER), *rows]) + "\n", encoding="utf-8")
        assert main(["paye", str(source), "-o", str(target)]) == 0
        return target.read_text(encoding="utf-8").splitlines()[1:]

    def test_the_letter_of_the_code_decides_whose_rates_apply(self, tmp_path: Path) -> None:
        month = "month1,1,4475.89,,"
        rows = [f"{n},{nation},2026-11-22,{code},{month}" for n, (nation, code) in enumerate(PAIRS)]
        england, scotland = "742.46", "877.79"
        assert self.wrote(tmp_path, *rows) == [f"0,{england}", f"1,{scotland}", f"2,{england}", f"3,{scotland}"]

    def test_days_of_several_years_stand_side_by_side(self, tmp_path: Path) -> None:
        rows = [f"{year},scotland,{year}-11-22,SD2,month1,1,1000,," for year in (2023, 2024, 2026)]
        assert self.wrote(tmp_path, *rows) == ["2023,470.00", "2024,450.00", "2026,450.00"]

    def test_nothing_is_written_where_a_row_is_at_fault(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source, target = tmp_path / "in.csv", tmp_path / "out.csv"
        good, bad = "1,,2026-11-22,BR,month1,1,100,,", "2,,2026-11-22,B,month1,1,100,,"
        source.write_text("\n".join([",".join(HEADER), good, bad]) + "\n", encoding="utf-8")
        assert main(["paye", str(source), "-o", str(target)]) == 2
        assert "row 3, tax_code: 'B' is not a tax code" in capsys.readouterr().err
        assert not target.exists()


PAIRS = (("england", "1257L"), ("england", "S1257L"), ("scotland", "1257L"), ("scotland", "S1257L"))
