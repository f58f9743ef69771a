"""What must hold for every job: one by one or all at once, in any order, to the penny."""

import csv
import dataclasses
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paymodel import Job, load_policy
from paymodel.about import NATIONS
from paymodel.files import people_tables
from paymodel.pay.fields import Kind
from paymodel.pay.job import BAND_CODE, BANDS, FIELDS, HIGH_COST_AREAS, NO_BAND, STUDENT_LOANS, WEEKS_IN_A_YEAR, WHOLE
from paymodel.pay.lines import LINES
from paymodel.pay.payslips import marriage_allowance_of, payslip, payslips_in_blocks
from paymodel.pay.rule_book import PersonalAllowance, RuleBook
from paymodel.pay.rules.income_tax import income_tax
from paymodel.pay.rules.national_insurance import national_insurance
from paymodel.pay.schedules import Slab
from tests.examples_at_random import examples

QUICK = settings(deadline=None, max_examples=examples(30))
FEWER = settings(deadline=None, max_examples=examples(8))
DAYS = ("2024-05-01", "2025-11-22", "2026-04-02", "2026-11-22")
UP_TO_GROSS = LINES[: LINES.index("gross_pay")]


@cache
def policy(nation: str, as_at: str = "2026-11-22", tax_residence: str | None = None) -> RuleBook:
    return load_policy(nation, as_at, tax_residence=tax_residence)


def amounts(most: int) -> st.SearchStrategy[float]:
    """Nothing, or pounds and pence."""
    return st.just(0.0) | st.integers(1, most * 100).map(lambda pence: pence / 100)


def hours(most: int) -> st.SearchStrategy[float]:
    return st.just(0.0) | st.integers(1, most * 4).map(lambda quarters: quarters / 4)


SHARES = st.just(1.0) | st.integers(20, 99).map(lambda percent: percent / 100)
LOANS = st.sets(st.sampled_from(STUDENT_LOANS), max_size=3).map(
    lambda held: tuple(p for p in STUDENT_LOANS if p in held)
)
NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "band": st.sampled_from([BAND_CODE[band] for band in BANDS if band >= "4"]),
    "step": st.sampled_from([1, 2]),
    "basic_pay": st.just(np.nan) | st.integers(2_000_000, 14_000_000).map(lambda pence: pence / 100),
    "whole_time_equivalent": SHARES,
    "saturday_night_hours_a_year": hours(900),
    "sunday_holiday_hours_a_year": hours(500),
    "overtime_hours_a_year": hours(300),
    "public_holiday_overtime_hours_a_year": hours(50),
    "annex_5_percent": st.just(np.nan) | st.sampled_from([0.09, 0.13, 0.17, 0.21, 0.25]),
    "unsocial_hours_payment": st.just(np.nan) | amounts(20_000),
    "on_call_payment": amounts(8_000),
    "on_call_share": st.sampled_from([0.0, 0.03, 0.045]),
    "on_call_pensionable": st.booleans(),
    "long_term_premium": amounts(6_000),
    "long_term_premium_share": st.sampled_from([0.0, 0.05, 0.125]),
    "short_term_premium": amounts(6_000),
    "in_pension_scheme": st.booleans(),
    "pension_contribution": st.just(np.nan) | amounts(9_000),
    "children": st.integers(0, 5),
    "sickness_absence": st.sampled_from([0.0, 0.04, 0.1]),
    "salary_sacrifice": amounts(6_000),
    "marriage_allowance": st.booleans(),
    "other_pay": amounts(30_000),
    "other_pensionable_pay": amounts(30_000),
    "promotion_protection": amounts(5_000),
}
LEFT_AS_THEY_ARE = {"extra_hours_a_year", "annex_5_hours_a_week", "short_term_premium_share"}
"""Fields that no random job has: what they may be depends on the others."""
LEFT_AS_THEY_ARE |= {"years_of_1995_section", "years_of_2008_section", *WHOLE}
OF_A_KIND: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.YES_NO: st.booleans(),
    Kind.COUNT: st.integers(0, 5),
    Kind.POUNDS: amounts(6_000),
    Kind.HOURS: hours(100),
    Kind.SHARE: st.sampled_from([0.0, 0.04, 0.1]),
}
NUMBERS |= {
    each.name: OF_A_KIND[each.kind] for each in FIELDS.values() if each.name not in {*NUMBERS, *LEFT_AS_THEY_ARE}
}
JOBS = st.fixed_dictionaries(NUMBERS)
PLACES = st.tuples(st.sampled_from(NATIONS), LOANS, st.sampled_from([None, *HIGH_COST_AREAS]))


def job_of(numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None]) -> Job:
    """A job that its nation's rules can answer."""
    nation, loans, zone = place
    if nation == "scotland":
        numbers = numbers | {"annex_5_percent": np.nan}
    return Job(**numbers, student_loan=loans, high_cost_area=zone if nation == "england" else None)


def pence(value: Any) -> int:
    """A line in whole pence; it must be whole."""
    whole = round(float(value) * 100)
    assert float(value) * 100 == pytest.approx(whole, abs=1e-4)
    return whole


class TestAllAtOnce:
    @QUICK
    @given(st.lists(JOBS, min_size=1, max_size=6), PLACES)
    def test_many_jobs_at_once_are_each_job_by_itself(
        self, jobs: list[dict[str, Any]], place: tuple[str, tuple[str, ...], str | None]
    ) -> None:
        rules = policy(place[0])
        stacked = {name: np.array([job[name] for job in jobs]) for name in NUMBERS}
        together = payslip(job_of(stacked, place), rules)
        for index, job in enumerate(jobs):
            alone = payslip(job_of(job, place), rules)
            assert {line: float(together[line][index]) for line in LINES} == {
                line: float(alone[line]) for line in LINES
            }

    @QUICK
    @given(JOBS, PLACES, st.permutations(range(5)))
    def test_a_grid_is_each_of_its_cells(
        self, job: dict[str, Any], place: tuple[str, tuple[str, ...], str | None], order: list[int]
    ) -> None:
        shares = np.array([0.2, 0.5, 0.61, 0.8, 1.0])[order]
        steps = np.array([[1], [2]])
        rules = policy(place[0])
        # A fifth of the lowest pay may be less than what is sacrificed.
        grid = payslip(job_of(job | {"step": steps, "whole_time_equivalent": shares}, place), rules, may_owe=True)
        assert {value.shape for value in grid.values()} == {(2, 5)}
        for row in range(2):
            for column, share in enumerate(shares):
                cell = job | {"step": row + 1, "whole_time_equivalent": float(share)}
                alone = payslip(job_of(cell, place), rules, may_owe=True)
                assert all(grid[line][row, column] == alone[line] for line in LINES)

    @QUICK
    @given(st.lists(JOBS, min_size=1, max_size=6), PLACES, st.integers(1, 7), st.sets(st.sampled_from(LINES)))
    def test_blocks_are_the_whole(
        self, jobs: list[dict[str, Any]], place: tuple[str, tuple[str, ...], str | None], block: int, lines: set[str]
    ) -> None:
        rules = policy(place[0])
        job = job_of({name: np.array([job[name] for job in jobs]) for name in NUMBERS}, place)
        whole = payslip(job, rules)
        in_blocks = payslips_in_blocks(job, rules, lines, block=block)
        assert {line: in_blocks[line].tolist() for line in in_blocks} == {line: whole[line].tolist() for line in lines}
        out = {line: np.full(len(jobs), np.nan) for line in LINES}
        assert payslips_in_blocks(job, rules, block=block, out=out)["employer_cost"] is out["employer_cost"]
        assert all(out[line].tolist() == whole[line].tolist() for line in LINES)

    @QUICK
    @given(JOBS, PLACES, st.sets(st.sampled_from(sorted(NUMBERS))))
    def test_what_holds_for_all_may_be_one_number(
        self, numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None], by_row: set[str]
    ) -> None:
        rules = policy(place[0])
        rows = {name: np.full(3, numbers[name]) for name in by_row}
        alone, slip = payslip(job_of(numbers, place), rules), payslip(job_of(numbers | rows, place), rules)
        shape = (3,) if by_row - ({"annex_5_percent"} if place[0] == "scotland" else set()) else ()
        assert {line.shape for line in slip.values()} == {shape}
        assert all(np.all(slip[line] == alone[line]) for line in LINES)


class TestLinesAddUp:
    @pytest.mark.rule("gross_pay", "taxable_pay", "take_home_pay", "employer_cost", second=True)
    @QUICK
    @given(JOBS, PLACES)
    def test_every_total_is_its_parts_to_the_penny(
        self, numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None]
    ) -> None:
        slip = {line: pence(value) for line, value in payslip(job_of(numbers, place), policy(place[0])).items()}
        other = pence(numbers["other_pay"]) + pence(numbers["other_pensionable_pay"])
        sacrifice = slip["salary_sacrifice"]
        assert sacrifice == pence(numbers["salary_sacrifice"])
        assert slip["gross_pay"] == sum(slip[line] for line in UP_TO_GROSS) + other
        taken = (
            "pension_contribution",
            "income_tax",
            "national_insurance",
            "student_loan_repayment",
            "child_benefit_charge",
            "salary_sacrifice",
        )
        assert slip["take_home_pay"] == slip["gross_pay"] - sum(slip[line] for line in taken)
        assert slip["taxable_pay"] == max(slip["gross_pay"] - sacrifice - slip["pension_contribution"], 0)
        on_top = ("employer_pension_contribution", "employer_national_insurance", "apprenticeship_levy")
        assert slip["employer_cost"] == slip["gross_pay"] + sum(slip[line] for line in on_top)
        assert slip["employer_pension_paid_centrally"] <= slip["employer_pension_contribution"]
        assert slip["student_loan_repayment"] % 100 == slip["child_benefit_charge"] % 100 == 0

    @pytest.mark.rule("pensionable_pay", second=True)
    @QUICK
    @given(JOBS, PLACES)
    def test_pensionable_pay_is_gross_pay_less_what_does_not_count(
        self, numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None]
    ) -> None:
        slip = {line: pence(value) for line, value in payslip(job_of(numbers, place), policy(place[0])).items()}
        short = numbers["short_term_premium"] * numbers["whole_time_equivalent"] * 100
        left_out = slip["overtime_pay"] + pence(numbers["other_pay"]) + pence(numbers["salary_sacrifice"]) + short
        if not numbers["on_call_pensionable"]:
            left_out += slip["on_call_payment"]
        expected = max(slip["gross_pay"] - left_out, 0)
        assert slip["pensionable_pay"] == pytest.approx(
            expected, abs=1
        )  # a premium is rounded with and without the short


CAUSES = ("pension tier", "allowance taper", "child benefit charge", "marriage allowance")


def without(causes: set[str], job: Job, rules: RuleBook) -> tuple[Job, RuleBook]:
    """The job and the rules with causes taken away: one rate for all pay, no taper, no children, no allowance."""
    if "pension tier" in causes:
        rules = dataclasses.replace(rules, member_pension_contribution=Slab((), (0.10,)))
    if "allowance taper" in causes:
        never = PersonalAllowance(rules.personal_allowance.allowance, np.inf, 2)
        rules = dataclasses.replace(rules, personal_allowance=never)
    if "child benefit charge" in causes:
        job = job.with_(children=0)
    if "marriage allowance" in causes:
        job = job.with_(marriage_allowance=False)
    return job, rules


def take_home_by_step(job: Job, rules: RuleBook) -> np.ndarray:
    steps = np.arange(1, rules.pay_points.steps(int(np.asarray(job.band))) + 1)
    return np.asarray(payslip(job.with_(step=steps), rules)["take_home_pay"])


def falls(job: Job, rules: RuleBook) -> list[tuple[int, set[str]]]:
    """Each step whose take-home pay is below that of the step before, with what its payslip gives as the cause."""
    steps = np.arange(1, rules.pay_points.steps(int(np.asarray(job.band))) + 1)
    slip = payslip(job.with_(step=steps), rules)
    rate = rules.member_pension_contribution.rate(np.floor(slip["pensionable_pay"]))
    by_tier = np.asarray(job.in_pension_scheme) & np.isnan(job.pension_contribution)
    married = np.broadcast_to(marriage_allowance_of(job, rules, slip["taxable_pay"]), len(steps))
    found = []
    for index in range(1, len(steps)):
        if slip["take_home_pay"][index] >= slip["take_home_pay"][index - 1]:
            continue
        told = (
            by_tier and rate[index] > rate[index - 1],
            slip["taxable_pay"][index] > rules.personal_allowance.taper_start,
            slip["child_benefit_charge"][index] > slip["child_benefit_charge"][index - 1],
            bool(marriage_allowance_of(job, rules, slip["taxable_pay"][index - 1])) and married[index] == 0,
        )
        found.append((int(steps[index]), {cause for cause, so in zip(CAUSES, told, strict=True) if so}))
    return found


NO_PAYMENT: dict[str, Any] = {name: 0.0 for name in NUMBERS if name.endswith(("_pay", "_premium", "_share", "_year"))}
NEAR_A_TIER = NO_PAYMENT | {
    "band": BAND_CODE["8a"],
    "basic_pay": np.nan,
    "whole_time_equivalent": 0.2,
    "other_pensionable_pay": 55_500.0,
}
MANY_CHILDREN = NO_PAYMENT | {
    "band": BAND_CODE["8a"],
    "basic_pay": np.nan,
    "in_pension_scheme": False,
    "children": 12,
}


class TestHigherSteps:
    def test_a_pension_tier_can_make_take_home_pay_fall(self) -> None:
        # 8a at 0.2 and 55,500: 67,583.40 at 10.7% in step 2, 68,450 at 12.5% in step 3
        assert falls(Job(**NEAR_A_TIER), policy("england")) == [(3, {"pension tier"})]

    def test_the_taper_makes_such_a_fall_deeper_and_is_named_too(self) -> None:
        # 45,000 more that is not pensionable: taxable pay of about 105,000, where a pound costs 60p in tax
        job = Job(**NEAR_A_TIER | {"other_pay": 45_000.0})
        assert falls(job, policy("england")) == [(3, {"pension tier", "allowance taper"})]

    def test_the_child_benefit_charge_can_make_take_home_pay_fall(self) -> None:
        # twelve children, 11,645 a year: 1% of it for each 200 pounds is 58p in the pound; tax 40p, insurance 2p, two
        # loans 15p. Step 2 is 60,417 (2%), step 3 64,750 (23%).
        assert falls(Job(**MANY_CHILDREN, student_loan=("plan_2", "postgraduate")), policy("england")) == [
            (3, {"child benefit charge"})
        ]

    def test_on_basic_pay_alone_no_step_lowers_take_home_pay(self) -> None:
        for nation in NATIONS:
            for band in BAND_CODE.values():
                if policy(nation).pay_points.steps(band):
                    assert falls(Job(band=band), policy(nation)) == []

    @settings(deadline=None, max_examples=examples(50))
    @given(JOBS, PLACES)
    @example(NEAR_A_TIER, ("england", (), None))
    @example(MANY_CHILDREN, ("england", ("plan_2", "postgraduate"), None))
    @example(NEAR_A_TIER | {"other_pay": 45_000.0}, ("england", (), None))  # in the taper as well
    def test_only_a_tier_the_taper_the_charge_or_marriage_allowance_makes_take_home_pay_fall(
        self, numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None]
    ) -> None:
        job, rules = job_of(numbers | {"basic_pay": np.nan}, place), policy(place[0])
        for step, causes in falls(job, rules):
            assert causes, f"take-home pay falls at step {step} and nothing says why"
            rest = take_home_by_step(*without(causes, job, rules))
            assert rest[step - 1] >= rest[step - 2], f"{causes} do not explain the fall at step {step}"

    @QUICK
    @given(JOBS, PLACES)
    @example(NEAR_A_TIER, ("england", (), None))
    @example(MANY_CHILDREN, ("england", ("plan_2", "postgraduate"), None))
    def test_without_those_four_take_home_pay_never_falls(
        self, numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None]
    ) -> None:
        job = job_of(numbers | {"basic_pay": np.nan}, place)
        assert (np.diff(take_home_by_step(*without(set(CAUSES), job, policy(place[0])))) >= 0).all()


class TestMore:
    @QUICK
    @given(
        JOBS,
        PLACES,
        st.sampled_from([name for name in NUMBERS if name.endswith("_hours_a_year")] + ["extra_hours_a_year"]),
        st.lists(st.integers(0, 4_000).map(lambda quarters: quarters / 4), min_size=2, max_size=6),
    )
    def test_more_hours_never_lower_gross_pay(
        self,
        numbers: dict[str, Any],
        place: tuple[str, tuple[str, ...], str | None],
        column: str,
        worked: list[float],
    ) -> None:
        job = job_of(numbers | {column: np.array(sorted(worked))}, place)
        gross = payslip(job, policy(place[0]))["gross_pay"]
        assert (np.diff(gross) >= 0).all()

    @QUICK
    @given(JOBS, PLACES, st.sampled_from([1.0, 25.0, 400.0]))
    def test_an_hour_at_the_lower_rate_is_worth_half_of_one_at_the_higher(
        self, numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None], worked: float
    ) -> None:
        plain = numbers | {"annex_5_percent": np.nan, "unsocial_hours_payment": np.nan}
        none = {"saturday_night_hours_a_year": 0.0, "sunday_holiday_hours_a_year": 0.0}
        rules = policy(place[0])
        lower = payslip(job_of(plain | none | {"saturday_night_hours_a_year": 2 * worked}, place), rules)
        higher = payslip(job_of(plain | none | {"sunday_holiday_hours_a_year": worked}, place), rules)
        assert lower["unsocial_hours_payment"] == higher["unsocial_hours_payment"] > 0

    @QUICK
    @given(st.lists(st.integers(0, 20_000_000), min_size=2, max_size=20), st.sampled_from(NATIONS))
    def test_tax_and_insurance_never_fall_as_pay_rises(self, in_pence: list[int], nation: str) -> None:
        pay, rules = np.array(sorted(in_pence)) / 100, policy(nation)
        tax = income_tax(rules.income_tax, rules.personal_allowance, pay)
        insurance = national_insurance(rules.national_insurance, pay)
        assert (np.diff(tax) >= -1e-9).all()
        assert (np.diff(insurance) >= -1e-9).all()
        assert (tax + insurance < np.maximum(pay, 0.01)).all()


PRO_RATA = ("saturday_night_hours_a_year", "sunday_holiday_hours_a_year", "overtime_hours_a_year")


@QUICK
@given(JOBS, PLACES, SHARES)
def test_a_share_of_a_post_with_its_share_of_hours_is_paid_its_share(
    numbers: dict[str, Any], place: tuple[str, tuple[str, ...], str | None], share: float
) -> None:
    whole = numbers | {"whole_time_equivalent": 1.0, "unsocial_hours_payment": np.nan}
    part = whole | {"whole_time_equivalent": share} | {name: whole[name] * share for name in PRO_RATA}
    all_of_it, some = (payslip(job_of(job, place), policy(place[0])) for job in (whole, part))
    for line in (
        "basic_pay",
        "high_cost_area_supplement",
        "recruitment_and_retention_premium",
        "unsocial_hours_payment",
    ):
        assert float(some[line]) == pytest.approx(float(all_of_it[line]) * share, abs=0.011)


# Tables: rows as people write them, read back and compared with the payslip of each by itself.


@st.composite
def table_rows(draw: st.DrawFn) -> dict[str, str]:
    nation = draw(st.sampled_from(NATIONS))
    band = draw(st.sampled_from([band for band in BANDS if band >= "4"]))
    share = draw(SHARES)
    row = {
        "nation": nation,
        "as_at": draw(st.sampled_from(DAYS)),
        "band": band,
        "step": draw(st.sampled_from(["", "entry", "top", "1", "2"])),
        "whole_time_equivalent": draw(st.sampled_from([str(share), ""])) if share == 1 else str(share),
        "tax_residence": draw(st.sampled_from(["", "scotland", "england"])),
        "student_loan": "+".join(draw(LOANS)),
        "in_pension_scheme": draw(st.sampled_from(["", "true", "no", "1", "False"])),
        "high_cost_area": draw(st.sampled_from(["", *HIGH_COST_AREAS])) if nation == "england" else "",
        "long_term_premium": draw(st.sampled_from(["", "5%", "1200", "1234.56", "12.5%"])),
        "short_term_premium": draw(st.sampled_from(["", "10%", "800"])),
        "children": draw(st.sampled_from(["", "0", "2"])),
        "marriage_allowance": draw(st.sampled_from(["", "true", "no"])),
        "sickness_absence": draw(st.sampled_from(["", "0.04"])),
        "extra_hours_a_year": str(int((1 - share) * 30 * WEEKS_IN_A_YEAR)) if draw(st.booleans()) else "",
    }
    if draw(st.integers(0, 5)) == 0:
        row |= {"band": "", "step": "", "basic_pay": "45123.45"}
    elif draw(st.booleans()):
        row |= {"overtime_hours_a_year": "52.5", "public_holiday_overtime_hours_a_year": "7.5"}
    unsocial = draw(st.sampled_from(["none", "section_2", "annex_5", "percent", "stated"]))
    if unsocial == "section_2" or (nation == "scotland" and unsocial in ("annex_5", "percent")):
        row |= {"saturday_night_hours_a_year": "412.25", "sunday_holiday_hours_a_year": "180"}
    elif unsocial == "annex_5" and band < "8":
        row |= {"annex_5_hours_a_week": str(round(14 * share, 2))}
    elif unsocial == "percent":
        row |= {"annex_5_percent": draw(st.sampled_from(["25", "21%"]))}
    elif unsocial == "stated":
        row |= {"unsocial_hours_payment": "8123.45"}
    for column in ("on_call_payment", "salary_sacrifice", "other_pay", "other_pensionable_pay", "pension_contribution"):
        if draw(st.integers(0, 3)) == 0:
            row[column] = str(draw(st.just(0) | st.integers(100, 900_000)) / 100)  # less than a pound a year is refused
    return row


PLAIN_NUMBERS = (
    "saturday_night_hours_a_year",
    "sunday_holiday_hours_a_year",
    "overtime_hours_a_year",
    "public_holiday_overtime_hours_a_year",
    "extra_hours_a_year",
    "on_call_payment",
    "children",
    "sickness_absence",
    "salary_sacrifice",
    "other_pay",
    "other_pensionable_pay",
)
STATED_NUMBERS = ("basic_pay", "annex_5_hours_a_week", "unsocial_hours_payment", "pension_contribution")


def by_itself(row: dict[str, str]) -> dict[str, float]:
    """The payslip of one row, its words read here and not by the package."""
    rules = policy(row["nation"], row["as_at"], row["tax_residence"] or row["nation"])
    band = BAND_CODE[row["band"]] if row["band"] else NO_BAND
    steps = {"": 1, "entry": 1, "top": rules.pay_points.steps(band) if row["band"] else 1, "1": 1, "2": 2}
    values: dict[str, Any] = {name: float(row.get(name) or 0) for name in PLAIN_NUMBERS}
    values |= {name: float(row.get(name) or "nan") for name in STATED_NUMBERS}
    for name in ("long_term_premium", "short_term_premium"):
        text = row[name] or "0"
        key, unit = (f"{name}_share", 100) if text.endswith("%") else (name, 1)
        values[key] = float(text.rstrip("%")) / unit
    percent = row.get("annex_5_percent")
    slip = payslip(
        Job(
            band=band,
            step=steps[row["step"]],
            whole_time_equivalent=float(row["whole_time_equivalent"] or 1),
            high_cost_area=row["high_cost_area"] or None,
            student_loan=tuple(row["student_loan"].split("+")) if row["student_loan"] else (),
            in_pension_scheme=row["in_pension_scheme"] not in ("no", "False"),
            marriage_allowance=row["marriage_allowance"] == "true",
            annex_5_percent=float(percent.rstrip("%")) / 100 if percent else np.nan,
            **values,
        ),
        rules,
    )
    return {line: round(float(slip[line]), 2) for line in LINES}


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", *people_tables.COLUMNS[1:]], restval="")
        writer.writeheader()
        writer.writerows(rows)


def write_parquet(path: Path, rows: list[dict[str, str]]) -> None:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["id", *people_tables.COLUMNS[1:]])
    for column in people_tables.NUMBERS:
        frame[column] = pd.to_numeric(frame[column]).astype(float)
    frame.to_parquet(path)


def read_back(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [{k: v if k == "id" else float(v) for k, v in row.items()} for row in csv.DictReader(file)]
    import pandas as pd

    records = pd.read_parquet(path).to_dict("records")
    return [{str(k): v if k == "id" else round(v, 2) for k, v in row.items()} for row in records]


def through_a_table(rows: list[dict[str, str]], read: str = "csv", written: str = "csv") -> list[dict[str, Any]]:
    """The payslips of rows, by way of files."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, f"jobs.{read}"), Path(folder, f"payslips.{written}")
        (write_csv if read == "csv" else write_parquet)(source, rows)
        assert people_tables.payslips(source, target)[0] == len(rows)
        return read_back(target)


def named(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"id": f"job {index}"} | row for index, row in enumerate(rows)]


class TestTables:
    @pytest.mark.parametrize(("read", "written"), [("csv", "csv"), ("csv", "parquet"), ("parquet", "parquet")])
    @FEWER
    @given(rows=st.lists(table_rows(), min_size=1, max_size=8).map(named))
    def test_a_table_is_each_of_its_rows(self, read: str, written: str, rows: list[dict[str, str]]) -> None:
        found = through_a_table(rows, read, written)
        assert found == [{"id": row["id"]} | by_itself(row) for row in rows]
        assert list(found[0]) == ["id", *LINES]

    @FEWER
    @given(st.lists(table_rows(), min_size=2, max_size=10).map(named), st.randoms(use_true_random=False))
    def test_the_order_of_rows_does_not_matter(self, rows: list[dict[str, str]], random: Any) -> None:
        order = list(range(len(rows)))
        random.shuffle(order)
        found = through_a_table(rows)
        assert through_a_table([rows[index] for index in order]) == [found[index] for index in order]

    def test_a_row_alike_in_every_cell_gets_the_same_payslip_wherever_it_stands(self) -> None:
        row = {"nation": "england", "as_at": "2026-11-22", "band": "8a", "step": "top"}
        others = [{"nation": nation, "as_at": "2026-11-22", "band": "6"} for nation in NATIONS]
        found = through_a_table(named([row, *others, row, *others, row]))
        slips = [{k: v for k, v in found[place].items() if k != "id"} for place in (0, 5, 10)]
        assert slips[0] == slips[1] == slips[2]
        assert slips[0]["basic_pay"] == 64_750
