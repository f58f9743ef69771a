"""Results that others worked out or published, compared with ours; docs/verification.md counts them."""

from collections.abc import Callable

import numpy as np
import pytest

from paymodel import Job, load_policy, payslip
from paymodel.about import NATIONS
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rules.income_tax import income_tax, personal_allowance
from tests.independent_results import COMPARISONS, YEARS, Held, numbers, policy_of, rows, take_home_rows


def test_the_files_hold_all_their_rows() -> None:
    assert [len(rows(f"{name}.csv")) for name in ("annual_take_home", "child_benefit_charge")] == [600, 100]
    assert [len(rows(f"{name}.csv")) for name in ("published_hourly_rates", "hmrc_paye_2026_27")] == [30, 33]
    assert len(rows("rota_hours.csv")) == 13
    assert sum(len(take_home_rows(year, nation)) for year in YEARS for nation in NATIONS) == 600


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda comparison: comparison.__name__)
def test_every_row_agrees_or_differs_for_the_reason_known(comparison: Callable[[], Held]) -> None:
    assert comparison().faults() == []


@pytest.mark.rule("income_tax")
@pytest.mark.parametrize("nation", NATIONS)
@pytest.mark.parametrize("tax_year", YEARS)
def test_rounding_the_allowance_up_lowers_tax_by_less_than_its_rate_on_a_pound(tax_year: str, nation: str) -> None:
    # ITA 2007 s.35(3) rounds the tapered allowance up to a pound, and so does the file: the two agree. Against an
    # allowance left unrounded that is up to a pound more. While it tapers, taxable income lies between 87,430 and
    # 125,140: one band, of 40% (Scotland 45%). So tax is lower by less than 40p (45p).
    found, policy = take_home_rows(tax_year, nation), policy_of(tax_year, nation)
    income = numbers(found, "adjusted_net_income")
    unrounded = np.clip(12_570 - (income - 100_000) / 2, 0, 12_570)
    more = personal_allowance(policy.personal_allowance, income) - unrounded
    assert (more >= 0).all()
    assert (more < 1).all()
    exact_tax = policy.income_tax.charge(np.maximum(income - unrounded, 0))
    lower = exact_tax - income_tax(policy.income_tax, policy.personal_allowance, income)
    np.testing.assert_allclose(lower, more * (0.45 if nation == "scotland" else 0.40), rtol=0, atol=1e-6)


@pytest.mark.rule("unsocial_hours_payment")
def test_the_published_part_time_example_of_annex_5_is_paid() -> None:
    # old Annex F: 18.75 hours a week of which 7 are unsocial count as 14, so 17% of the part-time salary
    job = Job(band=BAND_CODE["6"], step=3, whole_time_equivalent=0.5, annex_5_hours_a_week=7)
    paid = float(payslip(job, load_policy("england", "2026-11-22"))["unsocial_hours_payment"])
    assert paid == 4_089.95  # 17% of 24,058.50, half up
