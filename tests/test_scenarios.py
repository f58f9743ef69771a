"""The scenarios and rotas that ship: every answer, most of them worked out again by hand.

The working of pay year 2026-27 uses the tables as published and plain decimal arithmetic; nothing of the package's own
rules or figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from paymodel import load_policy
from paymodel.errors import Faults, Refused
from paymodel.files.rotas import find_rota, least_rest_hours, load_rota, shipped_rotas
from paymodel.moves.careers import careers
from paymodel.moves.comparison import Move, compare
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rota import RotaHours, rota_hours, section_2_share
from paymodel.scenarios.load import load_scenario, shipped_scenarios
from tests.independent_results import rows
from tests.shipped import compared

Number = Decimal | int | str

# Verdict, change of take-home pay, change of gross pay and catch-up year of every offer, in the order of the answer.
# Regression figures, not proof: they are what the package answered when the scenario was written. Year 1 of most of
# them is proved by the working below.
ANSWERS: dict[str, list[tuple[str, float, float, int | None]]] = {
    "ahp-ladder-1-profession-lead-8a": [
        ("gains", 522.51, 1013.0, 1),
    ],
    "ahp-ladder-2-profession-lead-8b": [
        ("gains", 944.95, 1832.0, 1),
    ],
    "ahp-ladder-3-part-multiprofessional-8c": [
        ("gains", 1593.27, 3155.0, 1),
    ],
    "ahp-ladder-4-overarching-8c": [
        ("gains", 7266.06, 15773.0, 1),
    ],
    "ahp-ladder-5-overarching-8d": [
        ("gains", 1387.23, 2747.0, 1),
    ],
    "ahp-ladder-6-strategic-8d": [
        ("gains", 1489.75, 2950.0, 1),
    ],
    "ahp-ladder-7-strategic-9": [
        ("gains", 2003.84, 3968.0, 1),
    ],
    "annex-5-ends-on-promotion": [
        ("gains", 897.97, 1740.92, 1),
        ("gains", 5381.38, 11942.47, 1),
        ("gains", 253.22, 490.91, 1),
        ("gains", 4646.06, 10486.39, 1),
    ],
    "annex-5-to-section-2-by-choice": [
        ("gains", 77.11, 149.48, 1),
        ("loses", -425.44, -824.82, None),
    ],
    "award-flat-or-percentage": [
        ("loses", -1350.49, -2618.25, 6),
        ("loses", -1395.37, -2705.25, 6),
        ("loses", -1543.92, -2993.25, 7),
    ],
    "award-over-a-pension-tier": [
        ("loses", -681.95, -2767.73, 6),
        ("loses", -695.14, -2822.22, 6),
        ("loses", -1428.52, -2828.77, 7),
        ("loses", -1444.14, -2859.66, 7),
        ("loses", -1460.32, -2891.7, 7),
        ("loses", -697.01, -2828.77, 6),
    ],
    "back-from-8a-to-the-rota": [
        ("gains", 1427.6, 2767.73, None),
        ("gains", 1427.6, 2767.73, None),
    ],
    "band-6-with-200-a-month-to-band-7": [
        ("loses", -739.82, -1130.0, 4),
    ],
    "band-7-at-fewer-hours": [
        ("loses", -7184.77, -11664.7, None),
        ("loses", -5261.29, -8666.74, None),
    ],
    "band-7-from-the-rota-to-the-office": [
        ("loses", -6524.66, -14128.75, None),
    ],
    "band-7-top-to-8a-no-unsocial-hours": [
        ("gains", 522.51, 1013.0, 1),
    ],
    "career-now-later-or-through-7": [
        ("loses", -1350.49, -2618.25, 6),
        ("gains", 897.97, 1740.92, 1),
        ("loses", -1350.49, -2618.25, None),
    ],
    "catch-up-with-and-without-the-2024-point": [
        ("loses", -1350.49, -2618.25, 6),
        ("loses", -1350.49, -2618.25, 8),
    ],
    "four-fixes-side-by-side": [
        ("loses", -1427.6, -2767.73, 7),
        ("same", 2.2, 4.27, 1),
        ("same", 55.84, 108.27, 1),
        ("gains", 74.56, 144.57, 1),
        ("same", 56.05, 108.67, 1),
        ("same", -45.99, -89.17, 3),
    ],
    "fourteen-professions": [
        ("loses", -1451.22, -2813.53, 6),
        ("gains", 3218.84, 6240.47, 1),
    ],
    "gap-from-7-to-8a-at-10-to-25-per-cent": [
        ("gains", 522.51, 1013.0, 1),
        ("loses", -2392.54, -4638.5, None),
        ("loses", -3850.06, -7464.25, None),
        ("loses", -4575.15, -10290.0, None),
        ("loses", -6002.15, -13115.75, None),
    ],
    "half-the-weeks-in-the-office": [
        ("loses", -3488.42, -6014.62, None),
        ("loses", -3321.37, -5774.04, None),
    ],
    "hybrid-curve-clinical-weeks-kept": [
        ("loses", -1427.6, -2767.73, 7),
        ("loses", -676.51, -1311.58, 4),
        ("gains", 74.56, 144.57, 1),
        ("gains", 825.65, 1600.72, 1),
        ("gains", 1576.73, 3056.86, 1),
        ("gains", 2327.81, 4513.01, 1),
    ],
    "inner-london-paramedic-to-operations-manager": [
        ("loses", -681.95, -2767.73, 6),
    ],
    "is-it-getting-worse": [
        ("loses", -6002.15, -13115.75, None),
        ("loses", -3850.06, -7464.25, None),
        ("loses", -3810.21, -7387.0, None),
        ("loses", -1131.56, -2193.8, None),
    ],
    "low-typical-high-sickness-overtime-bank": [
        ("loses", -3099.82, -5583.47, None),
        ("loses", -3288.27, -5948.83, None),
        ("loses", -2785.74, -4974.54, None),
        ("loses", -1983.5, -3658.79, 8),
        ("loses", -5332.44, -9432.83, None),
        ("loses", -2229.82, -4083.47, 10),
        ("loses", -5709.82, -10083.47, None),
    ],
    "married-band-6-with-1995-service-to-8a": [
        ("gains", 5586.88, 9411.0, 1),
    ],
    "northern-ireland-paramedic-to-operations-manager": [
        ("loses", -1548.23, -2755.9, 7),
    ],
    "odp-to-theatre-manager": [
        ("gains", 3136.61, 5375.31, 1),
    ],
    "paramedic-section-2-to-operations-manager": [
        ("loses", -1427.6, -2767.73, 7),
    ],
    "paramedic-to-hybrid-operations-manager": [
        ("gains", 604.16, 1171.3, 1),
    ],
    "paramedic-to-operations-commander-same-pattern": [
        ("gains", 4088.72, 9385.97, 1),
    ],
    "paramedic-to-operations-manager": [
        ("loses", -1350.49, -2618.25, 6),
    ],
    "part-time-carer-paramedic-to-operations-manager": [
        ("loses", -651.25, -1660.64, 6),
    ],
    "radiographer-to-service-manager": [
        ("loses", -4060.86, -7872.94, None),
    ],
    "roster-review-fewer-nights": [
        ("loses", -1427.6, -2767.73, 7),
        ("loses", -880.7, -1707.44, 5),
    ],
    "rotation-six-weeks-about-for-a-year": [
        ("loses", -3488.42, -6014.62, None),
    ],
    "rotation-to-primary-care-for-12-weeks": [
        ("loses", -7189.37, -12029.25, None),
    ],
    "scotland-band-7-top-to-8a": [
        ("gains", 1802.86, 3659.0, 1),
    ],
    "scotland-paramedic-to-operations-manager": [
        ("loses", -329.24, -668.2, 6),
    ],
    "secondment-that-becomes-permanent": [
        ("loses", -1350.49, -2618.25, None),
        ("loses", -1350.49, -2618.25, 6),
    ],
    "six-months-acting-up-to-8a": [
        ("loses", -1350.49, -2618.25, None),
    ],
    "student-loan-and-two-children": [
        ("loses", -4683.81, -13291.32, None),
    ],
    "surprise-1-top-of-band-7-gains-almost-nothing": [
        ("gains", 522.51, 1013.0, 1),
        ("same", 9.45, 18.34, 1),
        ("same", -13.87, -26.88, 3),
    ],
    "surprise-2-new-band-7s-do-not-lose": [
        ("gains", 3291.45, 5596.0, 1),
        ("same", -6.54, -12.66, 6),
    ],
    "surprise-3-band-6-with-annex-5-beats-8a": [
        ("loses", -1350.49, -2618.25, 6),
        ("gains", 139.66, 270.75, 1),
    ],
    "surprise-4-band-7-with-20-per-cent-beats-all-of-8a": [
        ("loses", -4575.15, -10290.0, None),
        ("loses", -850.04, -3068.0, None),
    ],
    "surprise-5-same-person-protected-or-not": [
        ("loses", -1164.15, -2305.25, 6),
        ("same", 0.0, 0.0, 1),
    ],
    "surprise-6-pension-tier-softens-the-loss-or-makes-it": [
        ("loses", -846.26, -3099.7, None),
        ("loses", -892.87, -1768.06, None),
        ("loses", -793.71, -1571.7, None),
    ],
    "surprise-7-the-second-loss-is-pension": [
        ("loses", -3849.75, -8897.12, None),
    ],
    "team-leader-annex-5-to-operations-commander": [
        ("loses", -485.83, -962.05, 3),
        ("same", 0.0, 0.0, 1),
    ],
    "team-leader-annex-5-to-operations-manager": [
        ("loses", -6002.15, -13115.75, None),
    ],
    "team-leader-in-band-6-or-7": [
        ("loses", -1427.6, -2767.73, 7),
        ("loses", -2248.46, -4359.17, None),
        ("loses", -6090.81, -13291.32, None),
    ],
    "team-leader-section-2-to-operations-manager": [
        ("loses", -6090.81, -13291.32, None),
    ],
    "three-ways-to-put-it-right": [
        ("loses", -1427.6, -2767.73, 7),
        ("same", 56.05, 108.67, 1),
        ("loses", -639.45, -1239.73, 4),
    ],
    "wales-paramedic-to-operations-manager": [
        ("loses", -1456.61, -2823.98, 7),
    ],
    "why-8a-loses-pattern-eligibility-overtime": [
        ("loses", -3024.96, -5505.27, None),
        ("gains", 3706.91, 9055.45, 1),
        ("loses", -1674.47, -2887.02, None),
        ("loses", -1022.98, -2053.59, 6),
        ("gains", 5708.88, 12507.13, 1),
    ],
}


def offers(name: str | Path) -> tuple[Move, ...]:
    """The moves of a scenario, in the order of the answer."""
    return compare(load_scenario(name)).moves


def row(name: str, found: Sequence[tuple[object, ...]]) -> str:
    """The row of `ANSWERS` for what a scenario answers."""
    moves = "".join(f'        ("{one[0]}", {", ".join(map(str, one[1:]))}),\n' for one in found)
    return f'    "{name}": [\n{moves}    ],'


def test_a_row_of_the_answers_is_written_as_it_stands_here() -> None:
    name, found = next(iter(ANSWERS.items()))
    assert row(name, found) in Path(__file__).read_text(encoding="utf-8")


def test_the_answers_stand_in_the_order_of_their_files_and_each_has_one() -> None:
    assert list(ANSWERS) == [name for name in shipped_scenarios() if name in ANSWERS]


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_scenario_gives_its_answer(name: str) -> None:
    comparison = compared(name)
    scenario = comparison.scenario
    assert scenario.id == name
    assert scenario.title
    assert scenario.question.endswith("?"), "a shipped scenario puts its question, with a question mark"
    found = [
        (move.verdict, move.take_home_change, move.gross_change, move.career.catch_up_year) for move in comparison.moves
    ]
    assert found == ANSWERS.get(name), f"read the answer; if it is right, the row of ANSWERS is\n{row(name, found)}"


# --- Pay worked out by hand --------------------------------------------------------------------------------


def pence(amount: Number) -> Decimal:
    """Half up to the penny."""
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def pounds_down(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_DOWN)


def per_cent(rate: Number, amount: Number) -> Decimal:
    return Decimal(rate) / 100 * Decimal(amount)


@dataclass(frozen=True)
class Pay:
    """A year's pay worked out by hand, pounds."""

    gross: Decimal
    pension: Decimal
    tax: Decimal
    insurance: Decimal
    loan: Decimal = Decimal(0)
    charge: Decimal = Decimal(0)

    @property
    def take_home(self) -> Decimal:
        return self.gross - self.pension - self.tax - self.insurance - self.loan - self.charge


def income_tax(taxable: Decimal) -> Decimal:
    """Income tax 2026-27 outside Scotland on pay up to £100,000: allowance 12,570, 20% of the next 37,700, then 40%.

    GOV.UK, rates and allowances for 2026-27.
    """
    assert 12_570 < taxable <= 100_000
    basic, higher = min(taxable - 12_570, Decimal(37_700)), max(taxable - 12_570 - 37_700, Decimal(0))
    return pence(per_cent(20, basic) + per_cent(40, higher))


def scottish_income_tax(taxable: Decimal) -> Decimal:
    """Scottish income tax 2026-27 on pay from £43,663 to £75,000.

    Scottish rate resolution 2026-27: of income after the allowance of 12,570, 19% up to 3,967, 20% up to 16,956, 21% up
    to 31,092 and 42% up to 62,430.
    """
    income = taxable - 12_570
    assert 31_092 < income <= 62_430
    lower = per_cent(19, 3_967) + per_cent(20, 16_956 - 3_967) + per_cent(21, 31_092 - 16_956)
    return pence(lower + per_cent(42, income - 31_092))


def national_insurance(gross: Decimal) -> Decimal:
    """Employee's contributions 2026-27, GOV.UK: 8% from 12,570 to 50,270 and 2% above, yearly thresholds."""
    main, above = min(gross, Decimal(50_270)) - 12_570, max(gross - 50_270, Decimal(0))
    return pence(per_cent(8, main) + per_cent(2, above))


def pay(gross: Number, pension_rate: Number, *, loan: Number = 0, charge: Number = 0, scottish: bool = False) -> Pay:
    """Pay of which every pound is pensionable; the pension rate, a percentage of all of it, is read off the tiers.

    Tiers of 2026-27, NHSBSA, cost of being in the scheme: 6.5% up to 28,854, 8.3% up to 35,155, 9.8% up to 52,778,
    10.7% up to 67,668 and 12.5% above.
    """
    gross = pence(gross)
    pension = pence(per_cent(pension_rate, gross))
    tax = scottish_income_tax(gross - pension) if scottish else income_tax(gross - pension)
    return Pay(gross, pension, tax, national_insurance(gross), Decimal(loan), Decimal(charge))


def agrees(result: Move, held: Pay, offered: Pay) -> None:
    """The change of every line from gross pay to take-home pay is the one worked out by hand, to the penny."""
    by_hand = {
        "gross_pay": offered.gross - held.gross,
        "pension_contribution": offered.pension - held.pension,
        "income_tax": offered.tax - held.tax,
        "national_insurance": offered.insurance - held.insurance,
        "student_loan_repayment": offered.loan - held.loan,
        "child_benefit_charge": offered.charge - held.charge,
        "take_home_pay": offered.take_home - held.take_home,
    }
    assert {line: pence(str(float(result.change[line]))) for line in by_hand} == by_hand
    assert pence(str(float(result.payslip["take_home_pay"]))) == offered.take_home
    assert result.gross_change == float(by_hand["gross_pay"])
    assert result.take_home_change == float(by_hand["take_home_pay"])
    about_the_same = abs(by_hand["take_home_pay"]) <= 5 * 12  # pounds: £5 a month
    assert result.verdict == ("same" if about_the_same else "gains" if offered.take_home > held.take_home else "loses")


# NHS Employers, pay scales 2026/27.
BAND_6_TOP = 48_117
BAND_7, BAND_7_MIDDLE, BAND_7_TOP = 49_387, 51_932, 56_515
BAND_8A, BAND_8A_MIDDLE, BAND_8A_TOP = 57_528, 60_417, 64_750
BAND_8B, BAND_8B_TOP = 66_582, 77_368
BAND_8C, BAND_8C_TOP = 79_504, 91_609
BAND_8D, BAND_8D_TOP = 94_356, 108_814
BAND_9 = 112_782

HOURS_A_YEAR = Decimal("37.5") * 365 / 7  # of a whole-time post: handbook section 10
SCOTTISH_HOURS_A_YEAR = Decimal(36) * 365 / 7  # PCS(AfC)2026/2
TO_8A = pay(BAND_8A, "10.7")  # 57,528 - 6,155.50 - 7,981.00 - 3,161.16 = 40,230.34


def section_2(basic: int, hours: tuple[Decimal, Decimal], hours_a_year: Decimal = HOURS_A_YEAR) -> Decimal:
    """Section 2 pay of bands 4 to 9: 30% on Saturdays and weekday nights, 60% on Sundays and public holidays.

    NHS Employers, unsocial hours payments.
    """
    lower, higher = hours
    return pence((per_cent(30, lower) + per_cent(60, higher)) * basic / hours_a_year)


# Hours a year at the lower and the higher rate, counted off the lines of the rota and the calendar of 1 April 2026 to
# 31 March 2027: 365 days, 53 Wednesdays and 52 of every other day; ten public holidays in England, Wales and Scotland,
# six of them Mondays and four Fridays (England: 3 and 6 April, 4 and 25 May, 31 August, 25 and 28 December, 1 January,
# 26 and 29 March). So 62 days are Sundays or holidays, 52 are Saturdays and 251 neither. Breaks fall in mid-shift.
#
# Ambulance, ten weeks. In the eight known lines a D, an M and an N stand on every day, an L from Thursday to Sunday.
#   D and M    12 hours on the day they start; on a weekday only M has any, 20:00 to 22:30.
#   N          5.5 hours to midnight and 6.5 after; more than half at night, so all of it is enhanced.
#   L          8.5 hours to midnight and 3.5 after; 20:00 to 03:30 is more than half of 12.5, so all of it too. Of the
#              days on which it stands, 52 + 4 are Sundays or holidays, and 52 + 6 + 4 come before one.
#
# Boxing Day 2026 is a Saturday. It counts beside Monday 28 December, but of Friday 25, Saturday 26 and Monday 28 nobody
# is paid more than two (handbook 2.28, Annex 25): whoever works all three is paid the Saturday as any Saturday. Each
# line is one person, on the next line from the Monday on; a relief week is a person on each known line as likely.
#   lines     4: L Saturday (8.5), L Sunday into Monday; not Friday. 6: D Friday and Saturday (12); Monday off. 8: M
#             Saturday (12); not Friday. 7: L Friday (3.5 on Saturday), then M on Monday: all three. 9: N Friday to
#             Sunday, into Monday: all three. The others are off on Saturday.
#   relief    twice, off on Monday: line 4 8.5, 6 12, 7 3.5, 8 12; as line 9 all three.
BOXING_DAY = (Decimal("8.5") + 12 + 12 + 2 * (Decimal("8.5") + 12 + Decimal("3.5") + 12) / 8) / 10
TEN_WEEKS = (
    (
        12 * 52
        + (12 * 52 + Decimal("2.5") * 251)
        + 12 * (365 - 62)
        + (12 * 208 - Decimal("8.5") * 56 - Decimal("3.5") * 62)
    )
    / 8
    - BOXING_DAY,
    (3 * 12 * 62 + Decimal("8.5") * 56 + Decimal("3.5") * 62) / 8 + BOXING_DAY,
)
# Northern Ireland has two holidays more, Monday 13 July and Wednesday 17 March: 64 Sundays or holidays, 249 weekdays.
TEN_WEEKS_NORTHERN_IRELAND = (
    (
        12 * 52
        + (12 * 52 + Decimal("2.5") * 249)
        + 12 * (365 - 64)
        + (12 * 208 - Decimal("8.5") * 56 - Decimal("3.5") * 63)
    )
    / 8,
    (3 * 12 * 64 + Decimal("8.5") * 56 + Decimal("3.5") * 63) / 8,
)
# Scotland, 36 hours: the same shifts, but L from Friday to Sunday. Scotland's ten bank holidays are six Mondays and
# four Fridays too, of which eight are counted, eight tenths of each, as boards give eight days; Monday 15 June 2026 is
# on top. L stands on 52 Sundays and so many Fridays that are Sundays or holidays, and on 52 Saturdays and so many
# Sundays before one.
SCOTTISH_MONDAYS, SCOTTISH_FRIDAYS = Decimal("0.8") * 6 + 1, Decimal("0.8") * 4
TEN_WEEKS_SCOTLAND = (
    (
        12 * 52
        + (12 * 52 + Decimal("2.5") * (261 - SCOTTISH_MONDAYS - SCOTTISH_FRIDAYS))
        + 12 * (365 - 52 - SCOTTISH_MONDAYS - SCOTTISH_FRIDAYS)
        + (12 * 156 - Decimal("8.5") * (52 + SCOTTISH_FRIDAYS) - Decimal("3.5") * (52 + SCOTTISH_MONDAYS))
    )
    / 8,
    (
        3 * 12 * (52 + SCOTTISH_MONDAYS + SCOTTISH_FRIDAYS)
        + Decimal("8.5") * (52 + SCOTTISH_FRIDAYS)
        + Decimal("3.5") * (52 + SCOTTISH_MONDAYS)
    )
    / 8,
)
# Operations commander, five weeks: a D (11.25 hours) and an N (5 to midnight, 6.25 after) every day, an O (7.5) from
# Monday to Thursday, so on the six Mondays that are holidays. On Boxing Day line 1 works D, and Monday, but not Friday;
# line 2 works N from Friday into Monday.
COMMANDER = (
    (Decimal("11.25") * 52 + Decimal("11.25") * (365 - 62) - Decimal("11.25")) / 5,
    (2 * Decimal("11.25") * 62 + Decimal("7.5") * 6 + Decimal("11.25")) / 5,
)
# Four on, four off, eight weeks: two Ns (5 hours to midnight, 7 after) every day; two Ds (12) on Saturday and Sunday,
# and one on Monday and Friday, the days of the holidays. On Boxing Day line 2 works 7 hours (N of Friday), 3, 5 and 6
# work 12, none of them all three days; line 4 works 5 (N), after D on Friday and before N into Monday.
FOUR_ON_FOUR_OFF = (
    Decimal(12 * 2 * 52 + 2 * 12 * (365 - 62) - (7 + 3 * 12)) / 8,
    Decimal(12 * (2 * 52 + 6 + 4) + 2 * 12 * 62 + (7 + 3 * 12)) / 8,
)
# Hazardous area response team, seven weeks: Ds (11.25) twice on Saturday, once on Sunday, Monday and Friday; Ns (5 to
# midnight, 6.25 after) 521 a year, twice on Thursday, Friday and Sunday, once on the other days; a training day (7.5)
# on each of the ten holidays. Ns start on a Sunday or holiday 2 x 52 + 6 + 2 x 4 = 118 times, and the day before one
# 52 + 2 x 6 + 2 x 4 = 72 times. On Boxing Day lines 2 and 3 work 6.25 hours (N of Friday), 6 11.25 and 7 5, none of
# them all three days; line 1 works D on Friday and Saturday, and N on Sunday into Monday.
RESPONSE_TEAM_BOXING_DAY = 2 * Decimal("6.25") + Decimal("11.25") + 5
RESPONSE_TEAM = (
    (Decimal("11.25") * 2 * 52 + 5 * (521 - 118) + Decimal("6.25") * (521 - 72) - RESPONSE_TEAM_BOXING_DAY) / 7,
    (Decimal("11.25") * (52 + 6 + 4) + 5 * 118 + Decimal("6.25") * 72 + Decimal("7.5") * 10 + RESPONSE_TEAM_BOXING_DAY)
    / 7,
)


@pytest.mark.rule("take_home_pay")
def test_paramedic_on_annex_5() -> None:
    # 48,117 and 25%: 60,146.25 - 6,435.65 (10.7%) - 8,916.24 - 3,213.53 = 41,580.83
    held = pay(BAND_6_TOP + per_cent(25, BAND_6_TOP), "10.7")
    assert (held.gross, held.take_home) == (Decimal("60146.25"), Decimal("41580.83"))
    assert TO_8A.take_home == Decimal("40230.34")
    result, *_ = offers("paramedic-to-operations-manager")
    agrees(result, held, TO_8A)
    # Years 1 and 2 on the first step, 3 to 5 on the second, from 6 on the third; the post held is at its top.
    steps = [TO_8A] * 2 + [pay(BAND_8A_MIDDLE, "10.7")] * 3 + [pay(BAND_8A_TOP, "10.7")] * 5
    cumulative = [sum(step.take_home - held.take_home for step in steps[: year + 1]) for year in range(10)]
    assert [year + 1 for year, total in enumerate(cumulative) if total >= 0] == [6, 7, 8, 9, 10]
    assert result.career.catch_up_year == 6
    assert result.career.cumulative.tolist() == [float(total) for total in cumulative]


def test_paramedic_now_or_through_band_7() -> None:
    # Promotion ends Annex 5: the team leader works the same rota on Section 2.
    held = pay(BAND_6_TOP + per_cent(25, BAND_6_TOP), "10.7")
    manager, leader, _ = offers("career-now-later-or-through-7")
    agrees(manager, held, TO_8A)
    agrees(leader, held, pay(BAND_7 + section_2(BAND_7, TEN_WEEKS), "10.7"))


# --- Moves within the band, down, for a time -------------------------------------------------------------------

ON_ANNEX_5 = BAND_6_TOP + per_cent(25, BAND_6_TOP)  # 48,117 + 12,029.25


def over(move: Move) -> tuple[float, float | None]:
    """What a move that ends does in all: to take-home pay, and to the employer who holds its holder harmless."""
    assert move.over is not None
    return move.over.take_home_change, move.over.cost_of_holding_harmless


def with_on_costs(lost: Decimal) -> Any:
    """What pensionable pay costs the employer: 23.78% pension, 15% National Insurance, 0.5% levy (39.28%)."""
    return pytest.approx(float(lost * Decimal("1.3928")), abs=0.03)


def test_half_a_year_of_acting_up() -> None:
    held, half = pay(ON_ANNEX_5, "10.7"), pay((ON_ANNEX_5 + BAND_8A) / 2, "10.7")
    (result,) = offers("six-months-acting-up-to-8a")
    agrees(result, held, TO_8A)
    assert over(result) == (float(half.take_home - held.take_home), with_on_costs((ON_ANNEX_5 - BAND_8A) / 2))


def test_twelve_weeks_of_a_year_and_half_of_its_weeks() -> None:
    # 12 weeks are 84 of 365 days; six weeks about are half of a year's weeks. 54,131.63 and 57,377.87 pay 10.7%.
    held = pay(ON_ANNEX_5, "10.7")
    for name, share in (
        ("to-primary-care-for-12-weeks", Decimal(84) / 365),
        ("six-weeks-about-for-a-year", Decimal("0.5")),
    ):
        lost = per_cent(25, BAND_6_TOP) * share
        in_part = pay(BAND_6_TOP + pence(per_cent(25, BAND_6_TOP) - lost), "10.7")
        (result,) = offers(f"rotation-{name}")
        assert over(result) == (float(in_part.take_home - held.take_home), with_on_costs(lost))


def test_half_the_weeks_in_the_office_for_good() -> None:
    # Of ten weeks, five on the ambulance hold these hours outside 07:00 to 19:00 or at weekends, breaks included: three
    # M of 3.5, four N of 12, five D of 0.5 on weekdays, two L and two D of 12.5 at weekends. 10.5 + 48 + 2.5 + 50 are
    # 111, or 11.1 a week, which is in the bracket of 13% (over 9, not over 13).
    held = pay(ON_ANNEX_5, "10.7")
    week_about, one_rota = offers("half-the-weeks-in-the-office")
    agrees(week_about, held, pay(BAND_6_TOP + pence(per_cent("12.5", BAND_6_TOP)), "10.7"))
    agrees(one_rota, held, pay(BAND_6_TOP + per_cent(13, BAND_6_TOP), "10.7"))


def test_a_secondment_that_becomes_permanent() -> None:
    held = pay(ON_ANNEX_5, "10.7")
    for result in offers("secondment-that-becomes-permanent"):
        agrees(result, held, TO_8A)
    path = careers(load_scenario("secondment-that-becomes-permanent")).results[-1]
    # seconded in year 1, then for good: the entry step until two years after year 2 began, so in years 2 and 3
    steps = [BAND_8A, BAND_8A, BAND_8A, *[BAND_8A_MIDDLE] * 3, *[BAND_8A_TOP] * 4]
    assert path.followed.slip["gross_pay"].tolist() == steps
    assert path.career.difference[0] == float(TO_8A.take_home - held.take_home)


def test_back_from_8a() -> None:
    on_the_rota = {
        point: pay(point + section_2(point, TEN_WEEKS), rate) for point, rate in ((39_959, "9.8"), (BAND_6_TOP, "10.7"))
    }
    six_years, not_agreed = offers("back-from-8a-to-the-rota")
    for result in (six_years, not_agreed):
        agrees(result, TO_8A, on_the_rota[BAND_6_TOP])
    assert not_agreed.by_step[0] == float(on_the_rota[39_959].take_home - TO_8A.take_home)


def test_band_7_in_the_office_and_at_fewer_hours() -> None:
    (office,) = offers("band-7-from-the-rota-to-the-office")
    agrees(office, pay(BAND_7_TOP + per_cent(25, BAND_7_TOP), "12.5"), pay(BAND_7_TOP, "10.7"))
    # four Saturday or night hours a week, 3.2 at 0.8
    four, fewer = ((hours * Decimal(365) / 7, Decimal(0)) for hours in (4, Decimal("3.2")))
    held = pay(BAND_7_TOP + section_2(BAND_7_TOP, four), "10.7")
    part_time, lower_band = offers("band-7-at-fewer-hours")
    agrees(part_time, held, pay(per_cent(80, BAND_7_TOP) + section_2(BAND_7_TOP, fewer), "9.8"))
    agrees(lower_band, held, pay(BAND_6_TOP + section_2(BAND_6_TOP, four), "9.8"))


def test_section_2_by_choice() -> None:
    # 0.92 of the year's Section 2 pay where 8% of it is sickness; Annex 5 is paid in sickness (handbook 14.4)
    held = pay(ON_ANNEX_5, "10.7")
    well, sick = offers("annex-5-to-section-2-by-choice")
    agrees(well, held, pay(BAND_6_TOP + section_2(BAND_6_TOP, TEN_WEEKS), "10.7"))
    less = (TEN_WEEKS[0] * 92 / 100, TEN_WEEKS[1] * 92 / 100)
    agrees(sick, held, pay(BAND_6_TOP + section_2(BAND_6_TOP, less), "10.7"))


def test_an_award_in_proportion_and_a_flat_one() -> None:
    # 48,117 x 1.033 is 49,704.86, 57,528 x 1.033 is 59,426.42; with 1,500 they are 49,617 and 59,028. All in the tier
    # of 10.7%, which is 54,520 to 69,901 after 3.3%.
    in_force, in_proportion, flat = offers("award-flat-or-percentage")
    held = pay(BAND_6_TOP + per_cent(25, BAND_6_TOP), "10.7")
    agrees(in_force, held, TO_8A)
    agrees(in_proportion, pay(49_705 + per_cent(25, 49_705), "10.7"), pay(59_426, "10.7"))
    agrees(flat, pay(49_617 + per_cent(25, 49_617), "10.7"), pay(59_028, "10.7"))


def test_annex_5_ends_on_promotion() -> None:
    # The same rota on Section 2. Off sick for a tenth of the year, nine tenths of that are left, and all of Annex 5
    # (handbook 14.4). 57,528 and 14,560.72 are over 67,668.
    held = pay(BAND_6_TOP + per_cent(25, BAND_6_TOP), "10.7")
    leader, commander, sick_leader, sick_commander = offers("annex-5-ends-on-promotion")
    agrees(leader, held, pay(BAND_7 + section_2(BAND_7, TEN_WEEKS), "10.7"))
    agrees(commander, held, pay(BAND_8A + section_2(BAND_8A, TEN_WEEKS), "12.5"))
    nine_tenths = (TEN_WEEKS[0] * 9 / 10, TEN_WEEKS[1] * 9 / 10)
    agrees(sick_leader, held, pay(BAND_7 + section_2(BAND_7, nine_tenths), "10.7"))
    agrees(sick_commander, held, pay(BAND_8A + section_2(BAND_8A, nine_tenths), "12.5"))


def test_an_award_over_a_pension_tier() -> None:
    # The supplement's maximum of 8,746 rises with the award, to the whole pound as pay points do. £66,274 and 2% are
    # 67,599, in the tier of 10.7% up to 67,668; with 2.2% they are 67,732, over it unless the tiers rise too.
    for result, percent, rate in zip(
        offers("award-over-a-pension-tier"),
        ("0", "2", "2.2", "3.3", "4.5", "2.2"),
        ("10.7", "10.7", "12.5", "12.5", "12.5", "10.7"),
        strict=True,
    ):
        paramedic, manager, most = (
            int(pounds * (100 + Decimal(percent)) / 100 + Decimal("0.5")) for pounds in (BAND_6_TOP, BAND_8A, 8_746)
        )
        held = pay(paramedic + most + section_2(paramedic, TEN_WEEKS), "12.5")
        agrees(result, held, pay(manager + most, rate))


def test_200_a_month() -> None:
    # 48,117 and 2,400 are in the tier of 9.8%, and so are the first two steps of band 7; its top is in that of 10.7%.
    held = pay(BAND_6_TOP + 2_400, "9.8")
    (result,) = offers("band-6-with-200-a-month-to-band-7")
    agrees(result, held, pay(BAND_7, "9.8"))
    steps = [pay(BAND_7, "9.8")] * 2 + [pay(BAND_7_MIDDLE, "9.8")] * 3 + [pay(BAND_7_TOP, "10.7")] * 5
    cumulative = [float(sum(step.take_home - held.take_home for step in steps[: year + 1])) for year in range(10)]
    assert result.career.cumulative.tolist() == cumulative


@pytest.mark.rule("income_tax", "final_salary")
def test_marriage_allowance_and_past_service() -> None:
    # 20% of 1,260 is 252 off the tax of 43,401.53, which is below 50,270; 51,372.50 is not.
    alone = pay(BAND_6_TOP, "9.8")
    held = Pay(alone.gross, alone.pension, alone.tax - 252, alone.insurance)
    (result,) = offers("married-band-6-with-1995-service-to-8a")
    agrees(result, held, TO_8A)
    change = BAND_8A - BAND_6_TOP  # 9,411
    assert result.final_salary is not None
    assert result.final_salary.in_all == (
        float(round(change * 15 / 80, 2)),
        float(round(change * 45 / 80, 2)),
    )


def test_catching_up_without_the_point_of_2024() -> None:
    held = pay(BAND_6_TOP + per_cent(25, BAND_6_TOP), "10.7")
    _, without = offers("catch-up-with-and-without-the-2024-point")
    agrees(without, held, TO_8A)
    # Five years on the first point, then on the last.
    steps = [TO_8A] * 5 + [pay(BAND_8A_TOP, "10.7")] * 5
    cumulative = [float(sum(step.take_home - held.take_home for step in steps[: year + 1])) for year in range(10)]
    assert without.career.cumulative.tolist() == cumulative


def test_a_team_leader_in_band_6_or_7() -> None:
    in_6, first, last = offers("team-leader-in-band-6-or-7")
    agrees(in_6, pay(BAND_6_TOP + section_2(BAND_6_TOP, TEN_WEEKS), "10.7"), TO_8A)
    agrees(first, pay(BAND_7 + section_2(BAND_7, TEN_WEEKS), "10.7"), TO_8A)
    agrees(last, pay(BAND_7_TOP + section_2(BAND_7_TOP, TEN_WEEKS), "12.5"), TO_8A)


@pytest.mark.rule("take_home_pay", "unsocial_hours_payment")
def test_paramedic_on_section_2() -> None:
    # 48,117 and 12,178.73: 60,295.73 - 6,451.64 (10.7%) - 8,969.64 - 3,216.51 = 41,657.94
    held = pay(BAND_6_TOP + section_2(BAND_6_TOP, TEN_WEEKS), "10.7")
    assert held.gross == Decimal("60295.73")
    agrees(offers("paramedic-section-2-to-operations-manager")[0], held, TO_8A)


def test_team_leader_on_section_2() -> None:
    # 56,515 and 14,304.32: 70,819.32, in the tier of 12.5%
    held = pay(BAND_7_TOP + section_2(BAND_7_TOP, TEN_WEEKS), "12.5")
    assert held.gross == Decimal("70819.32")
    agrees(offers("team-leader-section-2-to-operations-manager")[0], held, TO_8A)


def test_team_leader_on_annex_5() -> None:
    # 56,515 and 25%: 70,643.75 - 8,830.47 (12.5%) - 12,157.31 - 3,423.48 = 46,232.49
    held = pay(BAND_7_TOP + per_cent(25, BAND_7_TOP), "12.5")
    assert held.take_home == Decimal("46232.49")
    result, *_ = offers("team-leader-annex-5-to-operations-manager")
    agrees(result, held, TO_8A)
    # Even the top of 8a takes home less: it can never catch up.
    assert pay(BAND_8A_TOP, "10.7").take_home < held.take_home
    assert result.career.catch_up_year is None


def test_paramedic_to_commander() -> None:
    # 57,528 and 12,153.70 is more than 60,295.73, so nothing is to be protected.
    held = pay(BAND_6_TOP + section_2(BAND_6_TOP, TEN_WEEKS), "10.7")
    offered = pay(BAND_8A + section_2(BAND_8A, COMMANDER), "12.5")
    agrees(offers("paramedic-to-operations-commander-same-pattern")[0], held, offered)


def test_team_leader_on_annex_5_to_commander() -> None:
    # Handbook 1.18 maintains "any applicable unsocial hours payment": where Annex 5 is one, the same pattern keeps
    # 70,643.75, and nothing changes; where it is not, the answer is that of a different pattern.
    held = pay(BAND_7_TOP + per_cent(25, BAND_7_TOP), "12.5")
    offered = pay(BAND_8A + section_2(BAND_8A, COMMANDER), "12.5")
    different, same = offers("team-leader-annex-5-to-operations-commander")
    assert (different.pattern, same.pattern) == ("different", "same")
    agrees(different, held, offered)
    agrees(same, held, held)
    assert pence(str(float(same.payslip["promotion_protection"]))) == Decimal("70643.75") - Decimal("69681.70")
    assert same.take_home_change_if_annex_5_counts == 0
    assert same.take_home_change_if_annex_5_does_not_count == different.take_home_change == -485.83
    assert different.take_home_change_if_annex_5_counts is None


def test_band_7_top_with_no_unsocial_hours() -> None:
    # 1,013 on 56,515 is 1.79%. Both in the tier of 10.7%.
    assert round(Decimal(BAND_8A - BAND_7_TOP) / BAND_7_TOP * 100, 2) == Decimal("1.79")
    agrees(offers("band-7-top-to-8a-no-unsocial-hours")[0], pay(BAND_7_TOP, "10.7"), TO_8A)


def test_scotland_band_7_top() -> None:
    # PCS(AfC)2026/1: band 7 top 61,466, band 8a 65,125, a rise of 5.95%. SPPA circular 2026/03, table 2: 11.6% from
    # 59,370 to 83,026.
    assert round(Decimal(65_125 - 61_466) / 61_466 * 100, 2) == Decimal("5.95")
    held, offered = pay(61_466, "11.6", scottish=True), pay(65_125, "11.6", scottish=True)
    agrees(offers("scotland-band-7-top-to-8a")[0], held, offered)


@pytest.mark.rule("take_home_pay")
def test_scotland_paramedic() -> None:
    # PCS(AfC)2026/1: band 6 top 52,679, band 8a 65,125. 11.6% in both posts.
    held = pay(52_679 + section_2(52_679, TEN_WEEKS_SCOTLAND, SCOTTISH_HOURS_A_YEAR), "11.6", scottish=True)
    assert held.gross == Decimal("65793.20")
    agrees(offers("scotland-paramedic-to-operations-manager")[0], held, pay(65_125, "11.6", scottish=True))


def test_wales_paramedic() -> None:
    # AfC(W)02/2026: band 6 top 48,841, band 8a 58,379. Tax, tiers and holidays as in England.
    held = pay(48_841 + section_2(48_841, TEN_WEEKS), "10.7")
    agrees(offers("wales-paramedic-to-operations-manager")[0], held, pay(58_379, "10.7"))


def test_northern_ireland_paramedic() -> None:
    # HSC (AfC) 06/2025, which still applies: band 6 top 46,580, band 8a 55,690. HSC tiers of 2026-27: 10.9% from 52,779
    # to 67,668.
    held = pay(46_580 + section_2(46_580, TEN_WEEKS_NORTHERN_IRELAND), "10.9")
    agrees(offers("northern-ireland-paramedic-to-operations-manager")[0], held, pay(55_690, "10.9"))


@pytest.mark.rule("take_home_pay")
def test_part_time_carer() -> None:
    # Six tenths of basic pay and of the hours: 36,177.44 is in the tier of 9.8%, 34,516.80 in that of 8.3%.
    lower, higher = TEN_WEEKS
    hours = (lower * 6 / 10, higher * 6 / 10)
    held = pay(pence(Decimal("0.6") * BAND_6_TOP) + section_2(BAND_6_TOP, hours), "9.8")
    assert held.gross == Decimal("36177.44")
    agrees(offers("part-time-carer-paramedic-to-operations-manager")[0], held, pay(Decimal("0.6") * BAND_8A, "8.3"))


@pytest.mark.rule("take_home_pay", "high_cost_area_supplement")
def test_inner_london_paramedic() -> None:
    # 20% of basic pay, at most 8,746 (Annex 9, 2026/27): at the maximum in both posts, and pensionable. The post held
    # is over 67,668 with it, the post offered is not.
    assert per_cent(20, BAND_6_TOP) > 8_746
    held = pay(BAND_6_TOP + 8_746 + section_2(BAND_6_TOP, TEN_WEEKS), "12.5")
    result, *_ = offers("inner-london-paramedic-to-operations-manager")
    agrees(result, held, pay(BAND_8A + 8_746, "10.7"))
    assert float(result.change["high_cost_area_supplement"]) == 0


@pytest.mark.rule("take_home_pay")
def test_student_loan_and_two_children() -> None:
    # Plan 2: 9% above 29,385, down to the pound. Child benefit of two, 52 x (27.05 + 17.90) = 2,337 and pence; the
    # charge is 1% of it for each 200 that pay after pension is above 60,000: 9% at 61,966.90, none in the post offered.
    gross = BAND_7_TOP + section_2(BAND_7_TOP, TEN_WEEKS)
    after_pension = gross - pence(per_cent("12.5", gross))
    charge = pounds_down(per_cent(pounds_down((after_pension - 60_000) / 200), 2_337))
    assert charge == 210
    held = pay(gross, "12.5", loan=pounds_down(per_cent(9, gross - 29_385)), charge=charge)
    offered = pay(BAND_8A, "10.7", loan=pounds_down(per_cent(9, BAND_8A - 29_385)))
    agrees(offers("student-loan-and-two-children")[0], held, offered)


# On-call amounts are those of the post library: 1,019 (1 in 12), 1,222 (1 in 10), 1,528 (1 in 8), 2,037 (1 in 6).
@pytest.mark.parametrize(
    ("name", "held", "offered"),
    [
        ("ahp-ladder-1-profession-lead-8a", pay(BAND_7_TOP, "10.7"), TO_8A),
        ("ahp-ladder-2-profession-lead-8b", pay(BAND_8A_TOP, "10.7"), pay(BAND_8B, "10.7")),
        ("ahp-ladder-3-part-multiprofessional-8c", pay(BAND_8B_TOP, "12.5"), pay(BAND_8C + 1_019, "12.5")),
        ("ahp-ladder-4-overarching-8c", pay(BAND_8A_TOP, "10.7"), pay(BAND_8C + 1_019, "12.5")),
        ("ahp-ladder-5-overarching-8d", pay(BAND_8C_TOP + 1_019, "12.5"), pay(BAND_8D + 1_019, "12.5")),
        ("ahp-ladder-6-strategic-8d", pay(BAND_8C_TOP + 1_019, "12.5"), pay(BAND_8D + 1_222, "12.5")),
        ("ahp-ladder-7-strategic-9", pay(BAND_8D_TOP + 1_222, "12.5"), pay(BAND_9 + 1_222, "12.5")),
    ],
)
def test_ladder_of_the_allied_health_professions(name: str, held: Pay, offered: Pay) -> None:
    agrees(offers(name)[0], held, offered)


def test_three_ways_to_put_it_right() -> None:
    held = pay(BAND_6_TOP + section_2(BAND_6_TOP, TEN_WEEKS), "10.7")
    in_force, premium, on_call = offers("three-ways-to-put-it-right")
    agrees(in_force, held, TO_8A)
    agrees(premium, held, pay(BAND_8A + per_cent(5, BAND_8A), "10.7"))
    agrees(on_call, held, pay(BAND_8A + 1_528, "10.7"))


# --- The answers that surprise -----------------------------------------------------------------------------


def hours_worth(rise: int, basic: int) -> Decimal:
    """Hours a week at 30% that are worth a rise."""
    return rise / (per_cent(30, basic) / HOURS_A_YEAR) * 7 / 365


def test_surprise_1() -> None:
    assert round(hours_worth(BAND_8A - BAND_7_TOP, BAND_7_TOP), 1) == Decimal("2.2")
    nothing, fewer, more = offers("surprise-1-top-of-band-7-gains-almost-nothing")
    agrees(nothing, pay(BAND_7_TOP, "10.7"), TO_8A)
    # 2.2 hours a week, 114.71 a year, at 30% of 28.90 are 994.66, less than the rise of 1,013; 2.3 are 1,039.88
    for result, hours in ((fewer, "2.2"), (more, "2.3")):
        year = (Decimal(hours) * 365 / 7, Decimal(0))
        agrees(result, pay(BAND_7_TOP + section_2(BAND_7_TOP, year), "10.7"), TO_8A)
    assert fewer.gross_change > 0 > more.gross_change


def test_surprise_2() -> None:
    assert round(Decimal(BAND_8A - BAND_7_MIDDLE) / BAND_7_MIDDLE * 100, 1) == Decimal("10.8")
    assert round(hours_worth(BAND_8A - BAND_7_MIDDLE, BAND_7_MIDDLE), 1) == Decimal("13.5")
    nothing, hours = offers("surprise-2-new-band-7s-do-not-lose")
    # 51,932 is in the tier of 9.8%; with 13.5 hours a week it passes 52,778.
    agrees(nothing, pay(BAND_7_MIDDLE, "9.8"), TO_8A)
    year = (Decimal("13.5") * 365 / 7, Decimal(0))
    agrees(hours, pay(BAND_7_MIDDLE + section_2(BAND_7_MIDDLE, year), "10.7"), TO_8A)
    assert hours.verdict == "same"


def test_surprise_3() -> None:
    # 60,146.25 is more than 57,528 and almost 60,417.
    held = pay(BAND_6_TOP + per_cent(25, BAND_6_TOP), "10.7")
    first, middle = offers("surprise-3-band-6-with-annex-5-beats-8a")
    agrees(first, held, TO_8A)
    agrees(middle, held, pay(BAND_8A_MIDDLE, "10.7"))


def test_surprise_4() -> None:
    # 56,515 and 20%: 67,818, more than 64,750, for ever.
    held = pay(BAND_7_TOP + per_cent(20, BAND_7_TOP), "12.5")
    assert held.gross == Decimal("67818.00")
    first, top = offers("surprise-4-band-7-with-20-per-cent-beats-all-of-8a")
    agrees(first, held, TO_8A)
    agrees(top, held, pay(BAND_8A_TOP, "10.7"))
    for result in (first, top):
        assert result.career.first_year_ahead is None
        assert result.career.catch_up_year is None


def test_surprise_5() -> None:
    # 71,986.95 now; 69,681.70 as the rota pays, and 71,986.95 again where the pattern is the same.
    held = pay(BAND_7_TOP + section_2(BAND_7_TOP, FOUR_ON_FOUR_OFF), "12.5")
    different, same = offers("surprise-5-same-person-protected-or-not")
    agrees(different, held, pay(BAND_8A + section_2(BAND_8A, COMMANDER), "12.5"))
    agrees(same, held, held)
    assert pence(str(float(same.payslip["promotion_protection"]))) == Decimal("71986.95") - Decimal("69681.70")


def test_surprise_6() -> None:
    held = pay(BAND_8A + section_2(BAND_8A, COMMANDER), "12.5")
    in_force, more, on_call = offers("surprise-6-pension-tier-softens-the-loss-or-makes-it")
    without, with_more = pay(BAND_8B, "10.7"), pay(BAND_8B + per_cent(2, BAND_8B), "12.5")
    agrees(in_force, held, without)
    agrees(more, held, with_more)
    agrees(on_call, held, pay(BAND_8B + 1_528, "12.5"))
    # 1,331.64 more gross is 46.61 less to take home: 12.5% of 67,913.64 is 1,364.94 more than 10.7% of 66,582.
    assert with_more.take_home - without.take_home == Decimal("-46.61")


def test_surprise_7() -> None:
    held = pay(BAND_7_TOP + section_2(BAND_7_TOP, RESPONSE_TEAM), "12.5")
    offered = pay(BAND_8A + 2_037, "10.7")
    result, *_ = offers("surprise-7-the-second-loss-is-pension")
    agrees(result, held, offered)
    # Yearly pension earned in the year is a fifty-fourth of pensionable pay.
    lost = pence(offered.gross / 54) - pence(held.gross / 54)
    assert pence(str(float(result.change["pension_built_up"]))) == lost == Decimal("-164.76")


@pytest.mark.parametrize(
    ("name", "words", "gross_held", "gross_offered"),
    [
        # NHS Employers, pay scales 2025/26: 980 is 1.79% of 54,710, and 5,417 is 10.8% of 50,273.
        ("surprise-1-top-of-band-7-gains-almost-nothing", {}, 54_710, 55_690),
        ("surprise-2-new-band-7s-do-not-lose", {}, 50_273, 55_690),
        # 46,580 and 25%
        ("surprise-3-band-6-with-annex-5-beats-8a", {}, 58_225, 55_690),
        # 54,710 and 20%, which is 10,942
        ("surprise-4-band-7-with-20-per-cent-beats-all-of-8a", {"payment: 11303": "payment: 10942"}, 65_652, 55_690),
    ],
)
def test_surprises_in_2025_26(
    tmp_path: Path, name: str, words: dict[str, str], gross_held: int, gross_offered: int
) -> None:
    text = find_scenario(name).read_text(encoding="utf-8")
    for old, new in {"as_at: 2026-11-22": "as_at: 2025-11-22", **words}.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    file = tmp_path / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    comparison = compare(load_scenario(file))
    assert float(comparison.by_policy[0].held.payslip["gross_pay"]) == gross_held
    assert float(comparison.moves[0].payslip["gross_pay"]) == gross_offered
    last = comparison.moves[-1]
    if name.startswith(("surprise-1", "surprise-2")):
        assert last.verdict == "same"  # 2.2 and 13.5 hours a week are worth 980 and 5,417 too
    if name.startswith("surprise-3"):
        assert last.gross_change == 58_487 - 58_225
    if name.startswith("surprise-4"):
        assert last.gross_change == 62_682 - 65_652
        assert last.career.catch_up_year is None


def find_scenario(name: str) -> Path:
    """The file of a shipped scenario: beside the folder of the shipped rotas."""
    return find_rota("monday-to-friday", Path()).parent.parent / f"{name}.yaml"


# Community therapy, seven days, eight lines. Of Saturdays and of Sundays two lines work 7.5 hours; a weekday late of
# one line in eight has half an hour after 20:00, on 251 days. Seven lines in eight work each Monday and each Friday, so
# the ten holidays; both who work on Boxing Day, a Saturday, work one other day of the three alone.
SEVEN_DAYS = (
    Decimal(15 * 52 - 15) / 8 + Decimal("0.5") * 251 / 8,
    Decimal(15 * 52) / 8 + Decimal("7.5") * 7 * 10 / 8 + Decimal(15) / 8,
)


def test_a_physiotherapist_on_the_first_rungs_of_the_ladder() -> None:
    # 111.3125 hours at 30% and 165 at 60% are 132.39375 hours: 56,515 / 1,955.357 of them, 3,826.53. Band 8b: 66,582.
    held = pay(BAND_7_TOP + section_2(BAND_7_TOP, SEVEN_DAYS), "10.7")
    assert held.gross == Decimal("60341.53")
    lead, bolted_on = offers("fourteen-professions")
    agrees(lead, held, TO_8A)
    agrees(bolted_on, held, pay(66_582, "10.7"))


# --- Rotas -------------------------------------------------------------------------------------------------

SINCE = {
    "ambulance-ten-week-fewer-nights",
    "four-on-four-off-unbroken-42h",
    "community-early-late",
    "office-one-weekend-in-five",
    "scotland-monday-to-friday-36h",
}


def hours_of(name: str, nation: str = "england") -> RotaHours:
    """Average hours in pay year 2026-27. England has no post of 36 hours, so there it is 0.96 of one."""
    rules = load_policy(nation, "2026-11-22").working_time
    share = 0.96 if nation == "england" and "scotland" in name else 1.0
    differs = "lieu" if "42h" in name else "refuse"
    return rota_hours(load_rota(name), rules, whole_time_equivalent=share, if_hours_differ=differs)


def test_no_rota_is_missing_from_the_hours() -> None:
    assert sorted({*(row["rota"] for row in rows("rota_hours.csv")), *SINCE}) == shipped_rotas()


@pytest.mark.rule("rota_hours")
@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("ambulance-ten-week", TEN_WEEKS),
        ("operations-commander-five-week", COMMANDER),
        ("four-on-four-off-eight-week", FOUR_ON_FOUR_OFF),
        ("hart-seven-week", RESPONSE_TEAM),
        ("scotland-ambulance-ten-week-36h", TEN_WEEKS_SCOTLAND),
    ],
)
def test_rota_hours_agree_with_those_counted_by_hand(name: str, by_hand: tuple[Decimal, Decimal]) -> None:
    hours = hours_of(name, "scotland" if name.startswith("scotland") else "england")
    weekly = [float(hours_a_year * 7 / 365) for hours_a_year in by_hand]
    assert [hours.saturday_night, hours.sunday_holiday] == pytest.approx(weekly, abs=1e-9)


def test_the_unbroken_rota_needs_to_be_told_what_becomes_of_its_excess() -> None:
    rules = load_policy("england", "2026-11-22").working_time
    rota = load_rota("four-on-four-off-unbroken-42h")
    assert rota.paid_hours_a_week() == 42
    with pytest.raises(Refused, match=r"42\.00 paid hours"):
        rota_hours(rota, rules)
    assert rota_hours(rota, rules, if_hours_differ="overtime").overtime == 4.5
    assert rota_hours(rota, rules, if_hours_differ="lieu").lieu == 4.5


@pytest.mark.rule("rota_hours")
def test_community_early_and_late() -> None:
    # In four weeks: an early and a late Saturday of 7.5 hours, and two hours after 20:00 of each of nine late weekdays.
    # Of the holidays, on Mondays one line in four was to have worked late, and on Fridays one: 6 / 2 + 4 / 4 = 4 fewer.
    # Lates stand on Monday, Tuesday, Wednesday and Thursday in two lines of four, on Friday in one. On Boxing Day, a
    # Saturday, line 4 works 7.5 hours as on a public holiday, being off with pay on Monday 28 alone; line 3, who is off
    # with pay on Friday 25 and Monday 28, works as on any Saturday.
    boxing_day = Decimal("7.5") / 4
    saturdays = Decimal(15 * 52) / 4 - boxing_day
    lates = Decimal(2 * 52 + 2 * 52 + 2 * 53 + 2 * 52 + 52) / 4 - Decimal(2 * 6 + 4) / 4
    hours = hours_of("community-early-late")
    assert hours.saturday_night == pytest.approx(float((saturdays + 2 * lates) * 7 / 365), abs=1e-9)
    assert hours.sunday_holiday == pytest.approx(float(boxing_day * 7 / 365), abs=1e-9)


@pytest.mark.parametrize("name", shipped_rotas())
def test_every_rota_says_what_it_comes_to(name: str) -> None:
    nation = "scotland" if name.startswith("scotland") else "england"
    hours, rules = hours_of(name, nation), load_policy(nation, "2026-11-22").working_time
    text = " ".join(find_rota(name, Path()).read_text(encoding="utf-8").split())
    assert "(illustration) status: illustration note: > " in text
    assert f"plain {hours.plain:.2f}, " in text
    for label, rate in (("Saturday and night", hours.saturday_night), ("Sunday and holiday", hours.sunday_holiday)):
        assert f"{label} {rate:.2f}" in text or rate == 0
    assert f"Section 2 pays {section_2_share(hours, rules, BAND_CODE['6']):.1%} of basic pay" in text
    if nation == "england":
        assert f"Annex 5 average {hours.annex_5:.2f} hours" in text
    assert least_rest_hours(load_rota(name)) >= 11


HOLDS_ITS_ROTA = """\
title: A rota of our own
as_at: 2026-11-22
nation: england
current: {band: "6", step: top, rota: Our nights}
offers: [{band: 8a, rota: monday-to-friday, pattern: different}]
rotas:
  Our nights:
    title: Three nights a week
    public_holidays: worked
    shifts: {N: {start: "19:00", end: "08:00", unpaid_break_minutes: 30}}
    weeks: ["N N N - - - -"]
"""


def test_a_scenario_may_hold_its_rotas(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(HOLDS_ITS_ROTA, encoding="utf-8")
    held = load_scenario(file).cases[0].current
    assert held.rota_title == "Three nights a week"
    assert held.hours is not None
    assert held.hours.paid == 3 * 12.5
    # 10 of the 13 hours from 19:00 to 08:00 lie between 20:00 and 06:00: more than half, so all of it is enhanced.
    assert held.hours.plain == 0


@pytest.mark.parametrize(
    ("was", "is_", "fault"),
    [
        ('["N N N', '["N N X', "rotas.Our nights.weeks.0, line 11: Wednesday: 'X' is not in shifts; one of: N, -, R"),
        ("start: ", "begin: ", "rotas.Our nights.shifts.N.start, line 10: missing"),
        ("rota: Our", "rota: Your", "current.rota, line 4: 'Your nights' does not exist"),
    ],
)
def test_faults_of_a_rota_that_a_scenario_holds(tmp_path: Path, was: str, is_: str, fault: str) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(HOLDS_ITS_ROTA.replace(was, is_), encoding="utf-8")
    with pytest.raises(Faults) as error:
        load_scenario(file)
    assert any(f"{file.name}: {fault}" in str(one) for one in error.value.faults), str(error.value)


@pytest.mark.rule("income_tax", "national_insurance", "pension_contribution")
def test_is_it_getting_worse() -> None:
    # 2026-27: the top of band 7 is 56,515 and the middle 51,932; 25% and 15% of them on top; 8a starts at 57,528.
    moves = compare(load_scenario("is-it-getting-worse")).moves
    offered = pay(57_528, "10.7")
    for move, held in zip(
        moves,
        (pay("70643.75", "12.5"), pay("64992.25", "10.7"), pay("64915", "10.7"), pay("59721.80", "10.7")),
        strict=True,
    ):
        agrees(move, held, offered)
