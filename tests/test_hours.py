"""Hours by rate: single shifts by hand, rotas over the year, actual duties, and a minute-by-minute count of our own."""

import csv
import datetime
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paymodel import Job, load_policy, payslip
from paymodel.cli import main
from paymodel.errors import Faults, NotInForce, Refused
from paymodel.files.duties import duty_hours
from paymodel.files.rotas import load_rota, shipped_rotas
from paymodel.files.scales import load_working_time
from paymodel.pay.calendar import day_kinds
from paymodel.pay.clock import Duties, nominal_duties
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rota import Rota, RotaHours, Shift, annex_5_average, days_travelled, rota_hours, section_2_share
from paymodel.pay.rule_book import Switches, WorkingTime
from paymodel.pay.rules.annex_5 import qualifying_hours
from paymodel.pay.rules.unsocial_hours import hours_by_rate
from tests.examples_at_random import examples

DAY = 24 * 60
WEEKS = 365 / 7
LONDON = ZoneInfo("Europe/London")
QUICK = settings(deadline=None, max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
Hours = tuple[float, float, float]


@cache
def rules(nation: str = "england", as_at: str = "2026-11-22", **switches: Any) -> WorkingTime:
    return load_working_time(nation, as_at, switches=Switches(**switches))


def clock(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])


def one_duty(
    day: str, start: str, end: str, unpaid_break: float = 0, break_start: str = "", nation: str = "england"
) -> Duties:
    """A shift that starts on a day (ISO); an end that is not after the start is on the next day."""
    first = np.datetime64(day, "D")
    kinds = day_kinds(np.arange(first, first + 3), sorted(rules(nation).public_holidays))
    length = (clock(end) - clock(start) - 1) % DAY + 1
    begins: float = np.nan
    if break_start:
        begins = clock(break_start) + (DAY if clock(break_start) < clock(start) else 0)
    return nominal_duties([clock(start)], [length], [unpaid_break], [kinds], begins)


def split(*duty: Any, **switches: Any) -> Hours:
    """Plain hours, hours at the lower rate and hours at the higher of one duty."""
    found = hours_by_rate(one_duty(*duty), rules().section_2, **switches)
    return float(found.plain[0]), float(found.saturday_night[0]), float(found.sunday_holiday[0])


# 2026: Tuesday 24 November, Friday 27, Saturday 28, Sunday 29. Public holidays: Monday 25 May, Friday 25 December.
TUESDAY, FRIDAY, SATURDAY, SUNDAY = "2026-11-24", "2026-11-27", "2026-11-28", "2026-11-29"
BANK_HOLIDAY, CHRISTMAS_EVE = "2026-05-25", "2026-12-24"


@pytest.mark.rule("hours_by_rate")
class TestOneShift:
    """Handbook 2.8 to 2.13 as NHS Employers explain them; 2.11 for the more-than-half rule."""

    @pytest.mark.parametrize(
        ("duty", "hours"),
        [
            ((TUESDAY, "08:00", "16:00"), (8, 0, 0)),
            ((TUESDAY, "06:00", "20:00"), (14, 0, 0)),
            ((TUESDAY, "20:00", "06:00"), (0, 10, 0)),
            ((TUESDAY, "05:59", "14:00"), (8, 1 / 60, 0)),
            ((TUESDAY, "13:00", "20:01"), (7, 1 / 60, 0)),
            ((SATURDAY, "00:00", "00:00"), (0, 24, 0)),
            ((SUNDAY, "00:00", "00:00"), (0, 0, 24)),
            ((BANK_HOLIDAY, "00:00", "00:00"), (0, 0, 24)),
        ],
    )
    def test_each_hour_takes_the_rate_of_its_day_and_time(self, duty: tuple[str, str, str], hours: Hours) -> None:
        assert split(*duty) == pytest.approx(hours)

    def test_exactly_half_lifts_a_shift_only_where_the_switch_says_so(self) -> None:
        # 16:00 to 24:00: four of eight hours after 20:00
        assert split(TUESDAY, "16:00", "00:00") == (4, 4, 0)
        assert split(TUESDAY, "16:00", "00:00", exactly_half_counts=True) == (0, 8, 0)

    def test_a_minute_more_than_half_lifts_the_whole_shift_and_a_minute_less_does_not(self) -> None:
        # 16:01 to 24:00: 240 of 479 minutes; 15:59 to 24:00: 240 of 481
        assert split(TUESDAY, "16:01", "00:00") == pytest.approx((0, 479 / 60, 0))
        assert split(TUESDAY, "15:59", "00:00") == pytest.approx((241 / 60, 4, 0))
        assert split(TUESDAY, "15:59", "00:00", exactly_half_counts=True) == pytest.approx((241 / 60, 4, 0))

    def test_the_half_is_of_elapsed_time_with_the_break_in(self) -> None:
        # 15:00 to 24:30: 4.5 of 9.5 hours, less than half; without a break of an hour from 16:00 it would be 4.5 of 8.5
        assert split(TUESDAY, "15:00", "00:30", 60, "16:00") == (4, 4.5, 0)

    @pytest.mark.parametrize(
        ("duty", "hours"),
        [
            ((FRIDAY, "18:00", "06:00"), (0, 12, 0)),  # Friday 18:00 to 20:00 lifted; Saturday at the lower rate
            ((FRIDAY, "12:00", "02:00"), (8, 6, 0)),  # 6 of 14: nothing lifted
            ((SATURDAY, "18:00", "06:00"), (0, 6, 6)),
            ((SUNDAY, "19:00", "07:00"), (0, 7, 5)),  # 10 of 12: Monday 06:00 to 07:00 lifted, Sunday stays at 60%
            ((SUNDAY, "23:00", "14:00"), (8, 6, 1)),  # 7 of 15: Monday 06:00 to 14:00 is plain
            ((CHRISTMAS_EVE, "18:00", "06:00"), (0, 6, 6)),  # the eve lifted, the holiday at the higher rate
            ((CHRISTMAS_EVE, "13:00", "01:00"), (7, 4, 1)),  # 5 of 12
            ((BANK_HOLIDAY, "19:00", "07:00"), (0, 7, 5)),  # the Tuesday lifted to 07:00
            ((BANK_HOLIDAY, "22:00", "12:00"), (0, 12, 2)),  # 8 of 14
            ((BANK_HOLIDAY, "23:00", "14:00"), (8, 6, 1)),  # 7 of 15
        ],
    )
    def test_only_the_weekday_part_is_lifted(self, duty: tuple[str, str, str], hours: Hours) -> None:
        assert split(*duty) == hours

    def test_a_holiday_on_a_friday_keeps_its_rate_into_saturday(self) -> None:
        assert split("2027-01-01", "19:00", "07:00") == (0, 7, 5)

    def test_the_break_sits_in_the_middle(self) -> None:
        # 14:00 to 22:00: the middle is 18:00, plain
        assert split(TUESDAY, "14:00", "22:00", 30) == (5.5, 2, 0)
        # Saturday 18:00 to 06:00: half an hour either side of midnight
        assert split(SATURDAY, "18:00", "06:00", 60) == (0, 5.5, 5.5)
        # Sunday 14:00 to 02:00, 45 minutes: the middle is 20:00 on Sunday
        assert split(SUNDAY, "14:00", "02:00", 45) == (0, 2, 9.25)

    def test_a_stated_break_comes_out_of_the_time_it_falls_in(self) -> None:
        assert split(SATURDAY, "19:00", "07:00", 60, "21:00") == (0, 4, 7)
        assert split(SATURDAY, "19:00", "07:00", 60, "02:00") == (0, 5, 6)
        assert split(SATURDAY, "19:00", "07:00", 60, "23:45") == (0, 4.75, 6.25)
        assert split(TUESDAY, "14:00", "22:00", 30, "19:45") == (5.75, 1.75, 0)

    def test_the_break_may_be_taken_from_plain_time_first_and_then_from_one_rate(self) -> None:
        for taken_from, saturday in (("lower", (0, 4, 7)), ("higher", (0, 5, 6))):
            assert split(TUESDAY, "14:00", "22:00", 30, break_taken_from=taken_from) == (5.5, 2, 0)
            assert split(SATURDAY, "19:00", "07:00", 60, break_taken_from=taken_from) == saturday
        # Tuesday 19:30 to 00:30 is lifted whole: nothing plain is left to take it from
        assert split(TUESDAY, "19:30", "00:30", 30, break_taken_from="higher") == (0, 4.5, 0)

    def test_a_break_longer_than_plain_time_takes_the_rest_from_the_rate_named(self) -> None:
        # Tuesday 04:00 to 08:10: 2 hours at the lower rate and 130 minutes plain, less 150
        for taken_from in ("lower", "higher"):
            assert split(TUESDAY, "04:00", "08:10", 150, break_taken_from=taken_from) == pytest.approx((0, 100 / 60, 0))
        # Sunday 22:00 to Monday 16:40: 2 hours higher, 6 lower, 10 and two thirds plain, less 12
        assert split(SUNDAY, "22:00", "16:40", 720, break_taken_from="lower") == pytest.approx((0, 14 / 3, 2))
        assert split(SUNDAY, "22:00", "16:40", 720, break_taken_from="higher") == pytest.approx((0, 6, 2 / 3))

    @pytest.mark.parametrize(("nation", "hours"), [("england", (4, 4, 0)), ("scotland", (0, 0, 8))])
    def test_a_holiday_of_one_nation_is_none_elsewhere(self, nation: str, hours: Hours) -> None:
        # Monday 30 November 2026, St Andrew's Day, 16:00 to 24:00
        found = hours_by_rate(one_duty("2026-11-30", "16:00", "00:00", nation=nation), rules(nation).section_2)
        assert (float(found.plain[0]), float(found.saturday_night[0]), float(found.sunday_holiday[0])) == hours


@pytest.mark.rule("annex_5_hours")
class TestAnnex5Windows:
    """Old Annex E. Weekday 24 November 2026; breaks count in."""

    @pytest.mark.parametrize(
        ("duty", "bands_1_to_7", "bands_8_to_9"),
        [
            ((TUESDAY, "15:00", "23:00"), 4, 1),
            ((TUESDAY, "05:00", "09:00"), 2, 2),
            ((TUESDAY, "07:00", "19:00"), 0, 0),
            ((TUESDAY, "19:00", "07:00"), 12, 9),
            ((SATURDAY, "06:00", "16:00"), 10, 6),  # before 09:00 and from 13:00
            ((SUNDAY, "09:00", "13:00"), 4, 0),
            ((BANK_HOLIDAY, "08:00", "18:00"), 10, 10),
            ((FRIDAY, "19:00", "07:00"), 12, 9),  # Friday 22:00 to 24:00 and Saturday to 07:00
            ((SUNDAY, "22:00", "08:00"), 9, 9),  # Monday 07:00 to 08:00 does not count
        ],
    )
    def test_hours_outside_the_day_count(
        self, duty: tuple[str, str, str], bands_1_to_7: float, bands_8_to_9: float
    ) -> None:
        annex = rules().annex_5
        assert annex is not None
        first = datetime.date.fromisoformat(duty[0])
        weekend = [[(first + datetime.timedelta(days=k)).weekday() >= 5 for k in range(3)]]
        for window, hours in ((annex.bands_1_to_7, bands_1_to_7), (annex.bands_8_to_9, bands_8_to_9)):
            for unpaid_break in (0, 45):
                assert qualifying_hours(one_duty(*duty, unpaid_break), window, weekend).tolist() == [hours]


OFFICE = Shift(start=9 * 60, length=8 * 60, unpaid_break=30)
OFFICE_WITH_LEAVE = Shift(start=9 * 60, length=8 * 60, unpaid_break=30, works_public_holidays=False)
NIGHT = Shift(start=20 * 60, length=10 * 60, unpaid_break=0)


def rota(weeks: list[str], **shifts: Shift) -> Rota:
    return Rota("", shifts, [week.split() for week in weeks])


def a_year(hours: RotaHours, weeks: float = WEEKS) -> tuple[float, float, float, float]:
    """Plain, lower and higher hours and attendances in the pay year."""
    each = (hours.plain, hours.saturday_night, hours.sunday_holiday, hours.attendances)
    plain, lower, higher, attendances = (round(value * weeks, 6) for value in each)
    return plain, lower, higher, attendances


@pytest.mark.rule("rota_hours")
class TestRotas:
    # The pay year 2026-27 (365 days, Wednesday to Wednesday) holds 261 weekdays and, with two Easters, ten public
    # holidays on weekdays in England: 3 and 6 April, 4 and 25 May, 31 August, 25 and 28 December, 1 January, 26 and
    # 29 March.
    def test_holidays_taken_as_leave_are_plain_and_nobody_travels(self) -> None:
        found = rota_hours(rota(["O O O O O - -"], O=OFFICE_WITH_LEAVE), rules())
        assert a_year(found) == (261 * 7.5, 0, 0, 251)
        assert found.holiday_leave * WEEKS == pytest.approx(75)
        assert found.public_holidays == 10

    def test_holidays_worked_earn_the_higher_rate(self) -> None:
        found = rota_hours(rota(["O O O O O - -"], O=OFFICE), rules())
        assert a_year(found) == (251 * 7.5, 0, 10 * 7.5, 261)
        assert found.holiday_leave == 0

    def test_a_year_without_holidays_is_as_usual_as_it_is(self) -> None:
        lines, bare = rota(["O O O O O - -"], O=OFFICE), replace(rules(), public_holidays={})
        found = rota_hours(lines, bare, usual_holidays=True)
        assert a_year(found) == (261 * 7.5, 0, 0, 261)
        assert found.public_holidays == 0

    def test_a_shift_may_differ_from_its_rota_in_holidays(self, tmp_path: Path) -> None:
        path = tmp_path / "clinic.yaml"
        path.write_text(
            "title: A clinic that closes and a ward that does not\n"
            "public_holidays: worked\n"
            "shifts:\n"
            '  C: {start: "09:00", end: "17:00", unpaid_break_minutes: 30, public_holidays: leave}\n'
            '  W: {start: "09:00", end: "17:00", unpaid_break_minutes: 30}\n'
            "weeks:\n"
            '  - "C C W W W - -"\n',
            encoding="utf-8",
        )
        # Mondays: 6 April, 4 and 25 May, 31 August, 28 December, 29 March; Fridays: 3 April, 25 December, 1 January,
        # 26 March. So six clinics close and four ward days are worked.
        found = rota_hours(load_rota(path), rules())
        assert a_year(found) == ((261 - 4) * 7.5, 0, 4 * 7.5, 261 - 6)

    def test_the_usual_year_holds_eight_holidays(self) -> None:
        # 261 weekdays, 8 of them holidays
        worked = rota_hours(rota(["O O O O O - -"], O=OFFICE), rules(), usual_holidays=True)
        assert a_year(worked) == (253 * 7.5, 0, 60, 261)
        assert worked.public_holidays == 8
        leave = rota_hours(rota(["O O O O O - -"], O=OFFICE_WITH_LEAVE), rules(), usual_holidays=True)
        assert a_year(leave) == (261 * 7.5, 0, 0, 253)

    def test_the_usual_year_holds_ten_holidays_in_northern_ireland(self) -> None:
        # 2026-27 there: England's ten, St Patrick's Day and the Twelfth
        northern = rules("northern_ireland")
        worked = rota(["O O O O O - -"], O=OFFICE)
        assert a_year(rota_hours(worked, northern)) == (249 * 7.5, 0, 12 * 7.5, 261)
        assert a_year(rota_hours(worked, northern, usual_holidays=True)) == (251 * 7.5, 0, 75, 261)

    @pytest.mark.parametrize(
        ("as_at", "weekdays", "holidays"),
        [
            (
                "2023-06-01",
                260,
                10,
            ),  # Saturday 1 April 2023 to Sunday 31 March 2024: two Easters' days and a coronation
            ("2027-06-01", 262, 6),  # Thursday 1 April 2027 to Friday 31 March 2028: no Easter at all
        ],
    )
    def test_a_leap_year_has_366_days(self, as_at: str, weekdays: int, holidays: int) -> None:
        found = rota_hours(rota(["O O O O O - -"], O=OFFICE), rules(as_at=as_at))
        assert found.public_holidays == holidays
        assert a_year(found, 366 / 7) == ((weekdays - holidays) * 7.5, 0, holidays * 7.5, weekdays)

    def test_a_pay_year_beyond_the_list_of_holidays_is_refused(self) -> None:
        beyond = WorkingTime(**{**vars(rules()), "as_at": datetime.date(2028, 4, 1)})
        with pytest.raises(NotInForce, match="not the pay year 2028-04-01 to 2029-03-31"):
            rota_hours(rota(["O O O O O - -"], O=OFFICE), beyond)

    def test_a_relief_week_counts_as_the_mean_of_the_others(self) -> None:
        weeks = ["O O O O O - -", "- O O O O O -"]
        of_a_year = rules(as_at="2025-11-22")  # no public holiday at a weekend
        known = rota_hours(rota(weeks, O=OFFICE), of_a_year)
        with_relief = rota_hours(rota([*weeks, "R R R R R R R"], O=OFFICE), of_a_year)
        assert a_year(with_relief) == pytest.approx(a_year(known))
        assert with_relief.weeks_in_cycle == 3

    def test_a_relief_day_counts_as_the_mean_of_its_weekday_in_weeks_without_relief(self) -> None:
        lines = rota(["O O O O O - -", "- - O O O O O", "R O O O O - -"], O=OFFICE)
        shares = lines.shares()["O"]
        # Monday: on in one of two known weeks, so relief is half: (1 + 0 + 0.5) / 3. Tuesday: (1 + 0 + 1) / 3.
        assert shares.tolist() == pytest.approx([1.5 / 3, 2 / 3, 1, 1, 1, 1 / 3, 1 / 3])
        assert lines.paid_hours_a_week() == pytest.approx(7.5 * (1.5 + 2 + 3 + 3 + 3 + 1 + 1) / 3)

    def test_a_night_on_the_last_day_runs_into_the_next_pay_year(self) -> None:
        # Wednesdays only, 2026-27: 53 of them, 1 April to 31 March, each night of ten hours counted whole
        found = rota_hours(rota(["- - N - - - -"], N=NIGHT), rules(), whole_time_equivalent=10 / 37.5)
        assert a_year(found) == (0, 530, 0, 53)


@pytest.mark.rule("rota_hours")
class TestHoursThatDiffer:
    FORTY = Shift(start=9 * 60, length=8 * 60, unpaid_break=0)

    def test_they_are_refused_with_both_figures(self) -> None:
        with pytest.raises(Refused, match=r"averages 40\.00 paid hours a week but the contract is 37\.50"):
            rota_hours(rota(["F F F F F - -"], F=self.FORTY), rules())
        with pytest.raises(Refused, match=r"averages 37\.50 paid hours a week but the contract is 36\.00"):
            rota_hours(rota(["O O O O O - -"], O=OFFICE), rules("scotland"))

    def test_they_may_differ_by_a_twentieth_of_an_hour(self) -> None:
        # half an hour more in ten weeks is 0.05 a week; 33 minutes more is 0.055
        for extra, allowed in ((30, True), (-30, True), (33, False), (-33, False)):
            longer = Shift(start=9 * 60, length=8 * 60 + extra, unpaid_break=30)
            lines = rota(["L O O O O - -"] + 9 * ["O O O O O - -"], L=longer, O=OFFICE)
            if allowed:
                assert rota_hours(lines, rules()).paid == pytest.approx(37.5 + extra / 600)
            else:
                with pytest.raises(Refused, match="but the contract is"):
                    rota_hours(lines, rules())

    def test_scaling_brings_every_hour_to_the_contract(self) -> None:
        lines = rota(["F F F F F - -"], F=self.FORTY)
        found = rota_hours(lines, rules(), if_hours_differ="scale")
        scaled = 37.5 / 40
        assert a_year(found) == pytest.approx((251 * 8 * scaled, 0, 80 * scaled, 261 * scaled))
        assert (found.paid, found.overtime, found.lieu) == (37.5, 0, 0)
        fewer = rota_hours(rota(["F F F F - - -"], F=self.FORTY), rules(), if_hours_differ="scale")
        assert fewer.paid == 37.5

    def test_the_excess_is_paid_as_overtime_and_days_stay(self) -> None:
        found = rota_hours(rota(["F F F F F - -"], F=self.FORTY), rules(), if_hours_differ="overtime")
        assert (found.paid, found.overtime, found.lieu) == (37.5, 2.5, 0)
        assert a_year(found) == pytest.approx((251 * 8 * 37.5 / 40, 0, 80 * 37.5 / 40, 261))

    def test_the_excess_is_given_back_in_days(self) -> None:
        found = rota_hours(rota(["F F F F F - -"], F=self.FORTY), rules(), if_hours_differ="lieu")
        assert (found.paid, found.overtime, found.lieu) == (37.5, 0, 2.5)
        assert a_year(found)[3] == pytest.approx(261 * 37.5 / 40)

    @pytest.mark.parametrize("choice", ["overtime", "lieu", "refuse"])
    def test_too_few_hours_leave_no_excess(self, choice: str) -> None:
        with pytest.raises(Refused, match=r"averages 32\.00 paid hours a week but the contract is 37\.50"):
            rota_hours(rota(["F F F F - - -"], F=self.FORTY), rules(), if_hours_differ=choice)

    def test_a_part_time_contract_is_its_share_of_the_week(self) -> None:
        # three days of 7.5 hours are 0.6
        lines = rota(["O O O - - - -"], O=OFFICE)
        assert rota_hours(lines, rules(), whole_time_equivalent=0.6).paid == pytest.approx(22.5)
        with pytest.raises(Refused, match=r"contract is 18\.75 \(37\.5 x 0\.5\)"):
            rota_hours(lines, rules(), whole_time_equivalent=0.5)
        with pytest.raises(Refused, match=r"contract is 37\.50"):
            rota_hours(lines, rules())


@pytest.mark.rule("rota_hours")
class TestWhatHoursComeTo:
    @pytest.mark.rule("unsocial_hours_payment")
    def test_section_2_and_annex_5_of_a_rota_by_hand(self) -> None:
        # a night of 7.5 paid hours from Monday to Friday, 20:30 to 04:30, in a year without public holidays
        night = Shift(start=20 * 60 + 30, length=8 * 60, unpaid_break=30)
        lines = rota(["N N N N N - -"], N=night)
        plain_year = WorkingTime(**{**vars(rules()), "public_holidays": {}})
        found = rota_hours(lines, plain_year)
        assert a_year(found)[:3] == (0, 261 * 7.5, 0)
        assert section_2_share(found, plain_year, BAND_CODE["6"]) == pytest.approx(0.30 * 261 * 7.5 / WEEKS / 37.5)
        assert annex_5_average(found) == round(261 * 8 / WEEKS, 2)  # with the break: 40.04

    def test_part_time_hours_count_for_their_contract(self) -> None:
        night = Shift(start=20 * 60 + 30, length=8 * 60, unpaid_break=30)
        of_a_year = rules(as_at="2025-11-22")  # no public holiday at a weekend
        half = rota_hours(rota(["N N N N N - -", "- - - - - - -"], N=night), of_a_year, whole_time_equivalent=0.5)
        whole = rota_hours(rota(["N N N N N - -"], N=night), of_a_year)
        assert annex_5_average(half, 0.5) == annex_5_average(whole)
        band = BAND_CODE["6"]
        assert section_2_share(half, of_a_year, band, 0.5) == pytest.approx(section_2_share(whole, of_a_year, band))

    @pytest.mark.rule("unsocial_hours_payment")
    @pytest.mark.parametrize(("choice", "extra"), [("overtime", 7.5), ("scale", 0.0), ("lieu", 0.0)])
    def test_extra_hours_of_a_part_timer_are_no_part_of_the_annex_5_average(self, choice: str, extra: float) -> None:
        # Old Annex E counts "standard hours, but excluding overtime", old Annex F scales the part-timer's own hours up.
        # Contract 0.8 of 37.5, 30 hours; the line works 37.5, of which 10.52 count in a whole-time post. Within the
        # contract 10.52 x 30 / 37.5 = 8.42, and scaled up 8.42 / 0.8 = 10.52: 13%, not 13.15 and 17%.
        # Hours of a year after 19:00, and of Saturdays, breaks included: lates 14:00 to 22:00 have three.
        saturdays = 16 * 52 / 4
        lates = (2 * 52 + 2 * 52 + 2 * 53 + 2 * 52 + 52) / 4 - (2 * 6 + 4) / 4  # as in test_scenarios.py
        found = rota_hours(
            load_rota("community-early-late"), rules(), whole_time_equivalent=0.8, if_hours_differ=choice
        )
        assert found.extra == extra
        assert annex_5_average(found, 0.8) == round((saturdays + 3 * lates) * 7 / 365, 2) == 10.52
        job = Job(band=BAND_CODE["6"], step=3, whole_time_equivalent=0.8, annex_5_hours_a_week=found.annex_5)
        paid = payslip(job, load_policy("england", "2026-11-22"))["unsocial_hours_payment"]
        assert float(paid) == 5_004.17  # 13% of 48,117 x 0.8

    def test_the_rota_command_and_explain_leave_extra_hours_out_of_annex_5_and_say_so(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        asked = ["--nation", "england", "--as-at", "2026-11-22", "--whole-time-equivalent", "0.8"]
        assert main(["rota", "community-early-late", *asked, "--if-hours-differ", "overtime"]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "a whole-time post: 10.52 hours a week (overtime and extra hours left out), 13% of basic pay" in said
        move = tmp_path / "move.yaml"
        move.write_text(
            "title: A move\nas_at: 2026-11-22\nnation: england\nperson: {whole_time_equivalent: 0.8}\n"
            'current: {name: Nurse, band: "6", step: top, unsocial_hours: annex_5, rota: community-early-late,\n'
            "  if_hours_differ: overtime}\n"
            "offers: [{name: Manager, band: 8a, pattern: different}]\n",
            encoding="utf-8",
        )
        assert main(["explain", str(move)]) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "Annex 5 average 10.52 hours of a whole-time post, overtime and extra hours left out." in said
        assert "Annex 5: 13% of basic pay £38,493.60" in said  # 48,117 x 0.8
        assert "Overtime and extra hours are left out of the Annex 5 average" in said

    def test_overtime_beyond_whole_time_is_no_part_of_the_annex_5_average(self) -> None:
        # 0.8 of a 42-hour line: 30 hours of contract, 7.5 extra and 4.5 of overtime. Of each hour the same part counts
        # as in a whole-time post that gives the excess back.
        lines = load_rota("four-on-four-off-unbroken-42h")
        whole = rota_hours(lines, rules(), if_hours_differ="lieu")
        part = rota_hours(lines, rules(), whole_time_equivalent=0.8, if_hours_differ="overtime")
        assert (part.extra, part.overtime) == (7.5, 4.5)
        assert (
            annex_5_average(part, 0.8)
            == annex_5_average(whole)
            == annex_5_average(rota_hours(lines, rules(), if_hours_differ="overtime"))
        )

    def test_scotland_has_no_annex_5_average(self) -> None:
        lines = rota(["S S S S S - -"], S=Shift(start=9 * 60, length=7 * 60 + 12, unpaid_break=0))
        assert np.isnan(rota_hours(lines, rules("scotland")).annex_5)

    def test_days_travelled_leave_out_leave_and_holidays(self) -> None:
        # office post: 261 weekdays less 10 public holidays and 27 days of leave; the same where holidays are worked,
        # as the days come back
        for shift in (OFFICE, OFFICE_WITH_LEAVE):
            found = rota_hours(rota(["O O O O O - -"], O=shift), rules())
            assert days_travelled(found, rules()) == pytest.approx(261 - 10 - 27)
        more_leave = rules(annual_leave_days=33)
        found = rota_hours(rota(["O O O O O - -"], O=OFFICE), more_leave)
        assert days_travelled(found, more_leave) == pytest.approx(261 - 10 - 33)

    def test_nobody_travels_to_no_attendance(self) -> None:
        found = rota_hours(rota(["O O O O O - -"], O=OFFICE), rules())
        assert days_travelled(replace(found, attendances=0.0), rules()) == 0


# A count of our own: half-minute by half-minute (a break of 45 minutes starts on one), on plain dates, sharing nothing
# with the package but the list of holidays.
TICKS = 120  # an hour


def kind_of(day: datetime.date, holidays: frozenset[datetime.date]) -> str:
    if day in holidays or day.weekday() == 6:
        return "higher"
    return "lower" if day.weekday() == 5 else "weekday"


def at_night(moment: datetime.datetime) -> bool:
    return moment.hour >= 20 or moment.hour < 6


def counted(
    moments: list[datetime.datetime],
    break_from: int,
    break_to: int,
    holidays: frozenset[datetime.date],
    *,
    exactly_half: bool = False,
    taken_from: str = "mid-shift",
) -> Hours:
    """Plain, lower and higher hours of a duty given as the local times of its ticks; break by index."""
    night = sum(at_night(moment) for moment in moments)
    lifted = 2 * night >= len(moments) if exactly_half else 2 * night > len(moments)
    totals = {"plain": 0, "lower": 0, "higher": 0}
    for index, moment in enumerate(moments):
        if taken_from == "mid-shift" and break_from <= index < break_to:
            continue
        kind = kind_of(moment.date(), holidays)
        if kind == "weekday":
            kind = "lower" if lifted or at_night(moment) else "plain"
        totals[kind] += 1
    if taken_from != "mid-shift":
        order = ["plain", *(("lower", "higher") if taken_from == "lower" else ("higher", "lower"))]
        for _ in range(break_to - break_from):
            totals[next(name for name in order if totals[name])] -= 1
    return totals["plain"] / TICKS, totals["lower"] / TICKS, totals["higher"] / TICKS


def ticks_from(start: datetime.datetime, minutes: int) -> list[datetime.datetime]:
    return [start + datetime.timedelta(seconds=30 * tick) for tick in range(2 * minutes)]


def break_of(shift: Shift) -> tuple[int, int]:
    """First and last tick of a shift's break, the last left out."""
    begins = (shift.length - shift.unpaid_break) / 2
    if not np.isnan(shift.break_start):
        begins = shift.break_start - shift.start
    return int(2 * begins), int(2 * (begins + shift.unpaid_break))


def counted_annex_5(moments: list[datetime.datetime], holidays: frozenset[datetime.date]) -> float:
    """Hours that bands 1 to 7 count."""
    unsocial = sum(
        moment.weekday() >= 5 or moment.date() in holidays or moment.hour < 7 or moment.hour >= 19 for moment in moments
    )
    return unsocial / TICKS


def days_in_a_row(year: int, month: int, *days: int) -> list[datetime.date]:
    return [datetime.date(year, month, day) for day in days]


# Days of which a person is paid at most so many as public holidays, those that give way first before the others:
# handbook 2.28 and Annex 25 (England and Wales). Elsewhere the day at the weekend is not counted.
AT_MOST = (
    (days_in_a_row(2026, 12, 26, 25, 28), 2),
    (days_in_a_row(2027, 12, 25, 26, 27, 28), 2),
    (days_in_a_row(2028, 1, 1, 3), 1),
)


def brute_force_year(lines: Rota, working_time: WorkingTime) -> dict[str, float]:
    """Average weekly hours, walking the pay year day by day once for each person.

    A person is a starting week and, where there is relief, whom they stand in for. In Scotland the ten bank holidays
    count for eight, and 15 June 2026 is on top.
    """
    whole = frozenset(working_time.public_holidays)
    if working_time.nation != "scotland":
        return brute_force(lines, working_time, whole)
    listed = whole - {datetime.date(2026, 6, 15)}
    all_days, ten, none = (
        brute_force(lines, working_time, days) for days in (whole, listed, frozenset[datetime.date]())
    )
    return {name: none[name] + 0.8 * (ten[name] - none[name]) + all_days[name] - ten[name] for name in none}


def brute_force(lines: Rota, working_time: WorkingTime, counted_days: frozenset[datetime.date]) -> dict[str, float]:
    year = working_time.as_at.year - (working_time.as_at.month < 4)
    first, last = datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)
    days = [first + datetime.timedelta(days=k) for k in range((last - first).days + 1)]
    known = [week for week in lines.weeks if "R" not in week]

    def moments_of(code: str, day: datetime.date) -> list[datetime.datetime]:
        midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        return ticks_from(midnight + datetime.timedelta(minutes=lines.shifts[code].start), lines.shifts[code].length)

    @cache
    def of_kinds(code: str, day: datetime.date, holidays: frozenset[datetime.date]) -> tuple[float, ...]:
        moments = moments_of(code, day)
        hours = counted(moments, *break_of(lines.shifts[code]), holidays)
        return (*hours, counted_annex_5(moments, holidays), 1.0)

    seen: dict[tuple[str, tuple[str, ...]], tuple[datetime.date, frozenset[datetime.date]]] = {}

    def is_off(code: str, day: datetime.date, holidays: frozenset[datetime.date]) -> bool:
        on_a_weekday = day.weekday() < 5  # a holiday at a weekend is worked: its substitute is off
        return day in holidays and on_a_weekday and not lines.shifts[code].works_public_holidays

    def worked(code: str, day: datetime.date, holidays: frozenset[datetime.date]) -> np.ndarray:
        if code == "-":
            return np.zeros(5)
        shift = lines.shifts[code]
        if is_off(code, day, holidays):
            return np.array([(shift.length - shift.unpaid_break) / 60, 0, 0, 0, 0])
        two_days = [day, day + datetime.timedelta(days=1)]
        kinds = tuple(f"{kind_of(d, holidays)}{d in holidays}{d.weekday() > 4}" for d in two_days)
        return np.array(of_kinds(code, *seen.setdefault((code, kinds), (day, holidays & set(two_days)))))

    def own_holidays(codes: dict[datetime.date, str]) -> frozenset[datetime.date]:
        """The days that are public holidays for somebody who is rostered so."""
        own = set(counted_days)
        for group, most in AT_MOST:
            if not counted_days.issuperset(group):
                continue
            on = set()
            for day in (max(group) - datetime.timedelta(days=k) for k in range(5)):
                if (code := codes.get(day, "-")) == "-":
                    continue
                on |= {day} if is_off(code, day, counted_days) else {one.date() for one in moments_of(code, day)}
            at_work = [day for day in group if day in on]
            own -= set(at_work[: max(len(at_work) - most, 0)])
        return frozenset(own)

    total, people = np.zeros(5), 0
    for starting_week in range(len(lines.weeks)):
        for stands_in_for in range(len(known) if any("R" in week for week in lines.weeks) else 1):
            codes, weeks_gone = {}, 0
            for day in days:
                weeks_gone += day.weekday() == 0
                code = lines.weeks[(starting_week + weeks_gone) % len(lines.weeks)][day.weekday()]
                if code == "R":
                    code = known[(stands_in_for + weeks_gone) % len(known)][day.weekday()]
                codes[day] = code
            holidays = own_holidays(codes)
            total += sum((worked(code, day, holidays) for day, code in codes.items()), np.zeros(5))
            people += 1
    averages = total / people / (len(days) / 7)
    names = ("plain", "saturday_night", "sunday_holiday", "annex_5", "attendances")
    return dict(zip(names, averages.tolist(), strict=True))


def agree(found: RotaHours, expected: dict[str, float]) -> None:
    for name, hours in expected.items():
        if name != "annex_5" or not np.isnan(found.annex_5):
            assert getattr(found, name) == pytest.approx(hours, abs=1e-9), name


@pytest.mark.rule("rota_hours", second=True)
@pytest.mark.parametrize("name", shipped_rotas())
def test_a_shipped_rota_agrees_with_a_count_by_the_minute(name: str) -> None:
    working_time = rules("scotland" if name.startswith("scotland") else "england")
    lines = load_rota(name)
    found = rota_hours(lines, working_time, if_hours_differ="scale")
    as_rostered = found.scaled(lines.paid_hours_a_week() / found.paid)
    agree(as_rostered, brute_force_year(lines, working_time))


@pytest.mark.rule("rota_hours", second=True)
def test_a_shipped_rota_agrees_with_a_count_by_the_minute_in_a_leap_year() -> None:
    working_time, lines = rules(as_at="2023-06-01"), load_rota("ambulance-ten-week")
    agree(rota_hours(lines, working_time), brute_force_year(lines, working_time))


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    start = draw(st.integers(0, 287)) * 5
    length = draw(st.integers(1, 288)) * 5
    unpaid_break = draw(st.integers(0, (length - 1) // 10)) * 5
    begins: float = np.nan
    if draw(st.booleans()):
        begins = start + draw(st.integers(0, length - unpaid_break))
    return Shift(start, length, unpaid_break, begins, draw(st.booleans()))


DAYS = st.dates(datetime.date(2023, 4, 1), datetime.date(2028, 3, 29)) | st.sampled_from(
    sorted(rules().public_holidays)
).map(lambda day: day - datetime.timedelta(days=1) if day.month != 4 else day)


@pytest.mark.rule("hours_by_rate", "annex_5_hours", second=True)
@QUICK
@given(shifts(), DAYS, st.booleans(), st.sampled_from(["mid-shift", "lower", "higher"]))
def test_any_shift_agrees_with_a_count_by_the_minute(
    shift: Shift, day: datetime.date, exactly_half: bool, taken_from: str
) -> None:
    holidays = frozenset(rules().public_holidays)
    first = np.datetime64(day, "D")
    kinds = day_kinds(np.arange(first, first + 3), sorted(holidays))
    duty = nominal_duties([shift.start], [shift.length], [shift.unpaid_break], [kinds], shift.break_start)
    found = hours_by_rate(duty, rules().section_2, exactly_half_counts=exactly_half, break_taken_from=taken_from)
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    moments = ticks_from(midnight + datetime.timedelta(minutes=shift.start), shift.length)
    expected = counted(moments, *break_of(shift), holidays, exactly_half=exactly_half, taken_from=taken_from)
    split_up = found.plain[0], found.saturday_night[0], found.sunday_holiday[0]
    assert split_up == pytest.approx(expected, abs=1e-9)
    assert sum(split_up) == pytest.approx(shift.paid_hours)
    annex = rules().annex_5
    assert annex is not None
    weekend = [[(day + datetime.timedelta(days=k)).weekday() >= 5 for k in range(3)]]
    # bands 1 to 7 count the whole weekend, holiday or not
    assert qualifying_hours(duty, annex.bands_1_to_7, weekend)[0] == pytest.approx(counted_annex_5(moments, holidays))


@pytest.mark.rule("rota_hours", second=True)
@settings(deadline=None, max_examples=examples(6))
@given(
    shifts(),
    shifts(),
    st.lists(st.lists(st.sampled_from("-ABR"), min_size=7, max_size=7), min_size=0, max_size=3),
    st.lists(st.sampled_from("-AB"), min_size=7, max_size=7).filter(lambda week: set(week) != {"-"}),
)
def test_any_rota_agrees_with_a_count_by_the_minute(
    a: Shift, b: Shift, weeks: list[list[str]], known: list[str]
) -> None:
    lines = Rota("", {"A": a, "B": b}, [*weeks, known])
    contract = lines.paid_hours_a_week()
    if contract <= 37.5:
        found = rota_hours(lines, rules(), whole_time_equivalent=contract / 37.5)
    else:
        found = rota_hours(lines, rules(), if_hours_differ="scale").scaled(contract / 37.5)
    agree(found, brute_force_year(lines, rules()))


Split = Callable[..., dict[str, Hours]]


@pytest.fixture
def actual(tmp_path: Path) -> Split:
    """Write duties as a table, work them out and read the answer back: id to hours."""

    def run(rows: list[tuple[str, str, str, float]], **options: Any) -> dict[str, Hours]:
        source, target = tmp_path / "duties.csv", tmp_path / "hours.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([("id", "start", "end", "unpaid_break_minutes"), *rows])
        done = duty_hours(source, target, options.pop("nation", "england"), switches=Switches(**options))
        assert done.duties == len(rows)
        with target.open(encoding="utf-8", newline="") as file:
            names = ("plain_hours", "saturday_night_hours", "sunday_holiday_hours")
            return {row["id"]: tuple(float(row[name]) for name in names) for row in csv.DictReader(file)}  # type: ignore[misc]

    return run


@pytest.mark.rule("hours_by_rate")
class TestActualDuties:
    """Clocks went forward on Sunday 29 March 2026 and back on Sunday 25 October 2026, both at 01:00 UTC."""

    def test_a_night_has_11_hours_as_clocks_go_forward_and_13_as_they_go_back(self, actual: Split) -> None:
        found = actual(
            [
                ("forward", "2026-03-28T19:00", "2026-03-29T07:00", 0),
                ("back", "2026-10-24T19:00", "2026-10-25T07:00", 0),
                ("usual", "2026-10-17T19:00", "2026-10-18T07:00", 0),
            ]
        )
        assert found == {"forward": (0, 5, 6), "back": (0, 5, 8), "usual": (0, 5, 7)}

    def test_a_sunday_has_23_or_25_hours(self, actual: Split) -> None:
        found = actual(
            [
                ("forward", "2026-03-29T00:00", "2026-03-30T00:00", 0),
                ("back", "2026-10-25T00:00", "2026-10-25T23:00", 0),
            ]
        )
        assert found == {"forward": (0, 0, 23), "back": (0, 0, 24)}

    def test_the_windows_of_the_day_after_stay_on_the_clock(self, actual: Split) -> None:
        # Sunday 22:00 to Monday 10:00 after the change: 2 hours higher, 6 to 06:00 and 4 lifted (8 of 12 at night)
        found = actual(
            [
                ("forward", "2026-03-29T22:00", "2026-03-30T10:00", 0),
                ("back", "2026-10-25T22:00", "2026-10-26T10:00", 0),
            ]
        )
        assert found == {"forward": (0, 10, 2), "back": (0, 10, 2)}

    def test_the_break_is_in_the_middle_of_elapsed_time(self, actual: Split) -> None:
        # 19:00 to 07:00, 13 hours: the middle is 6.5 hours in, 01:30 BST, on Sunday
        assert actual([("back", "2026-10-24T19:00", "2026-10-25T07:00", 60)]) == {"back": (0, 5, 7)}
        # Saturday 13:00 to Sunday 11:00 is 21 hours as clocks go forward: the middle is 23:30, half an hour each side
        assert actual([("forward", "2026-03-28T13:00", "2026-03-29T11:00", 60)]) == {"forward": (0, 10, 10)}

    def test_24_hours_are_accepted_and_a_minute_more_is_not(self, actual: Split) -> None:
        # Tuesday 08:00 to Wednesday 08:00: 10 hours at night
        assert actual([("day", "2026-11-24T08:00", "2026-11-25T08:00", 0)]) == {"day": (14, 10, 0)}
        # 25 hours on the clock are 24 as clocks go forward, and touch three days
        assert actual([("long", "2026-03-28T23:30", "2026-03-30T00:30", 0)]) == {"long": (0, 1, 23)}
        with pytest.raises(Faults, match=r"row 2, end: .*more than 24 hours"):
            actual([("long", "2026-11-24T08:00", "2026-11-25T08:01", 0)])
        with pytest.raises(Faults, match=r"row 2, end: .*more than 24 hours"):
            actual([("back", "2026-10-24T19:00", "2026-10-25T19:00", 0)])

    def test_an_offset_names_the_moment(self, actual: Split) -> None:
        found = actual(
            [
                ("first", "2026-10-25T01:15+01:00", "2026-10-25T01:15+00:00", 0),
                ("zulu", "2026-07-01T19:00Z", "2026-07-01T21:00Z", 0),  # 20:00 to 22:00 on the clock
                ("abroad", "2026-07-01T21:00+02:00", "2026-07-01T23:00+02:00", 0),  # the same moments
                ("naive", "2026-07-01T20:00", "2026-07-01T22:00", 0),
                ("seconds", "2026-07-01T20:00:00", "2026-07-01T22:00:00", 0),
                ("space", "2026-07-01 20:00", "2026-07-01 22:00", 0),
            ]
        )
        assert found.pop("first") == (0, 0, 1)
        assert set(found.values()) == {(0, 2, 0)}

    def test_a_time_that_comes_twice_or_never_is_refused(self, actual: Split) -> None:
        with pytest.raises(Faults, match=r"row 2, start: .*comes twice"):
            actual([("back", "2026-10-25T01:30", "2026-10-25T09:00", 0)])
        with pytest.raises(Faults, match=r"row 2, end: .*does not exist"):
            actual([("forward", "2026-03-28T20:00", "2026-03-29T01:30", 0)])

    def test_switches_reach_the_rows(self, actual: Split) -> None:
        half = [("half", "2026-11-24T16:00", "2026-11-25T00:00", 0.0)]
        assert actual(half) == {"half": (4, 4, 0)}
        assert actual(half, exactly_half_counts=True) == {"half": (0, 8, 0)}
        saturday = [("saturday", "2026-11-28T19:00", "2026-11-29T07:00", 60.0)]
        assert actual(saturday, break_taken_from="lower") == {"saturday": (0, 4, 7)}
        assert actual(saturday, break_taken_from="higher") == {"saturday": (0, 5, 6)}

    def test_holidays_are_those_of_the_nation(self, actual: Split) -> None:
        duty = [("andrew", "2026-11-30T09:00", "2026-11-30T17:00", 30.0)]
        assert actual(duty) == {"andrew": (7.5, 0, 0)}
        assert actual(duty, nation="scotland") == {"andrew": (0, 0, 7.5)}

    def test_rows_may_overlap_and_repeat(self, actual: Split) -> None:
        found = actual(
            [("a", "2026-11-24T08:00", "2026-11-24T16:00", 0), ("b", "2026-11-24T09:00", "2026-11-24T17:00", 0)]
        )
        assert found == {"a": (8, 0, 0), "b": (8, 0, 0)}


CHANGES = [
    datetime.date(2026, 3, 29),
    datetime.date(2026, 10, 25),
    datetime.date(2027, 3, 28),
    datetime.date(2024, 3, 31),
]
NEAR_A_CHANGE = st.sampled_from(CHANGES).flatmap(
    lambda day: st.integers(-2, 1).map(lambda days: day + datetime.timedelta(days=days))
)


@st.composite
def actual_duties(draw: st.DrawFn) -> tuple[datetime.datetime, int, int]:
    """Start (UTC), length and unpaid break in minutes."""
    day = draw(NEAR_A_CHANGE | st.dates(datetime.date(2023, 4, 2), datetime.date(2028, 3, 28)))
    start = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    length = draw(st.integers(1, 1440))
    return (
        start + datetime.timedelta(minutes=draw(st.integers(0, 1439))),
        length,
        draw(st.integers(0, (length - 1) // 2)),
    )


@pytest.mark.rule("hours_by_rate", second=True)
@QUICK
@given(
    st.lists(actual_duties(), min_size=1, max_size=8), st.booleans(), st.sampled_from(["mid-shift", "lower", "higher"])
)
def test_any_actual_duty_agrees_with_a_count_by_the_minute(
    actual: Split, duties: list[tuple[datetime.datetime, int, int]], exactly_half: bool, taken_from: str
) -> None:
    rows, expected = [], {}
    for index, (start, length, unpaid_break) in enumerate(duties):
        moments = [moment.astimezone(LONDON) for moment in ticks_from(start, length)]
        end = (start + datetime.timedelta(minutes=length)).astimezone(LONDON)
        rows.append(
            (
                str(index),
                moments[0].isoformat(timespec="minutes"),
                end.isoformat(timespec="minutes"),
                float(unpaid_break),
            )
        )
        begins = length - unpaid_break
        expected[str(index)] = counted(
            moments,
            begins,
            begins + 2 * unpaid_break,
            frozenset(rules().public_holidays),
            exactly_half=exactly_half,
            taken_from=taken_from,
        )
    found = actual(rows, exactly_half_counts=exactly_half, break_taken_from=taken_from)
    assert list(found) == list(expected)
    for key, hours in expected.items():
        assert found[key] == pytest.approx(hours, abs=0.00005 + 1e-9)  # written to four places
