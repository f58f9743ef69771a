"""Public holidays at a weekend beside their substitutes, capped person by person; Scotland's eight and 15 June 2026.

The days: in 2026 Christmas Day is a Friday, Boxing Day a Saturday with Monday 28 December for it. In 2027 they are
Saturday and Sunday, with Monday 27 and Tuesday 28; New Year's Day 2028 is a Saturday, with Monday 3 January. CSP, 8
November 2021 (https://www.csp.org.uk/news/2021-11-08-nhs-holiday-working-over-christmas-new-year-period-202122), of the
same days in 2021-22: all four days and both New Year days at bank holiday rates; for more than two days worked from 25
to 28 December, or both New Year days, the usual rate for the others. Mersey Care, 25 November 2022, quoting Annex 25 of
Sunday 25 to Tuesday 27 December: at most "two public holidays and one 'Sunday'".
"""

import csv
import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from paymodel import load_policy
from paymodel.cli import main
from paymodel.files import table_reading
from paymodel.files.duties import duty_hours
from paymodel.files.scales import load_working_time
from paymodel.pay.job import BAND_CODE
from paymodel.pay.rota import Rota, RotaHours, Shift, averages, enhanced_hours_between, in_a_usual_year
from paymodel.pay.rule_book import Switches, WorkingTime

DAY = Shift(start=7 * 60, length=12 * 60, unpaid_break=0)
NIGHT = Shift(start=19 * 60, length=12 * 60, unpaid_break=0)  # five hours to midnight, seven after
LEAVE = Shift(start=7 * 60, length=12 * 60, unpaid_break=0, works_public_holidays=False)
BAND = BAND_CODE["6"]
Hours = tuple[float, float, float]


def rules(nation: str = "england", as_at: str = "2026-11-22", **switches: Any) -> WorkingTime:
    return load_working_time(nation, as_at, switches=Switches(**switches))


def rota(*weeks: str) -> Rota:
    return Rota("", {"D": DAY, "N": NIGHT, "L": LEAVE}, [week.split() for week in weeks])


def of_a_year(hours: RotaHours, as_at: str = "2026-11-22") -> tuple[float, float]:
    """Hours of the pay year at the lower and at the higher rate, as one person works them."""
    weeks = (366 if as_at.startswith("2027") else 365) / 7  # February 2028 has 29 days
    return round(hours.saturday_night * weeks, 6), round(hours.sunday_holiday * weeks, 6)


def worked(lines: Rota, as_at: str = "2026-11-22", nation: str = "england", **switches: Any) -> tuple[float, float]:
    return of_a_year(averages(lines, rules(nation, as_at, **switches), BAND), as_at)


@pytest.mark.rule("rota_hours")
class TestInARota:
    """Pay year 2026-27: 52 of each weekday (53 Wednesdays); ten holidays, six on Mondays, four on Fridays, and Saturday
    26 December. 2027-28: 52 of each (53 Thursdays and Fridays); six holidays, five on Mondays and Tuesday 28 December,
    and 25 and 26 December and 1 January at weekends. Shifts of twelve hours, so lower and higher are 12 times days.
    """

    @pytest.mark.parametrize(
        ("weeks", "lower", "higher"),
        [
            (["- - - - - D -"], 51, 1),  # Boxing Day alone
            (["D - - - - D -"], 51, 1 + 6),  # Boxing Day and Monday 28: two, which are paid
            (["- - - - D D -"], 51, 1 + 4),  # Christmas Day and Boxing Day
            (["D - - - D D -"], 52, 6 + 4),  # all three: the Saturday is paid as any Saturday
            (["D D D D D D D"], 52, 52 + 10),
            # the Monday after is on the next line: of one person on the second line, of another on the third
            (["- - - - D D -", "D - - - - - -"], 52 / 2, (4 + 6) / 2),
            (["- - - - D D -", "- - - - - - -", "D - - - - - -"], 51 / 3, (1 + 4 + 6) / 3),
        ],
    )
    def test_nobody_is_paid_three_of_25_26_and_28_december_2026(
        self, weeks: list[str], lower: float, higher: float
    ) -> None:
        for nation in ("england", "wales"):
            assert worked(rota(*weeks), nation=nation) == pytest.approx((12 * lower, 12 * higher), abs=1e-5)

    @pytest.mark.parametrize(
        ("week", "lower", "higher"),
        [
            ("- - - - - D -", 50, 2),  # 25 December and 1 January
            ("D - - - - D -", 51, 1 + 5),  # 25 and 27 December are two; of 1 and 3 January one, the Saturday gives way
            ("D D - - - D -", 52, 5 + 1),  # three of the four days, and both of New Year
            ("- D - - - D D", 51, 1 + 52 + 1),  # Saturday, Sunday, Tuesday: the Saturday; 1 January alone is paid
            ("- - - - - D D", 50, 2 + 52),  # Saturday and Sunday: two
            ("D D - - - D D", 52, 52 + 5 + 1),  # all four: Saturday and Sunday are paid as such
        ],
    )
    def test_nobody_is_paid_more_than_two_at_christmas_2027_and_one_at_new_year_2028(
        self, week: str, lower: float, higher: float
    ) -> None:
        assert worked(rota(week), "2027-11-22") == pytest.approx((12 * lower, 12 * higher), abs=1e-5)

    def test_the_switch_lets_the_substitute_give_way(self) -> None:
        switch = {"public_holiday_over_the_cap": "substitute"}
        # Monday 28 December 2026 is plain; in 2027-28 Tuesday 28 December and Monday 3 January
        assert worked(rota("D - - - D D -"), **switch) == (12 * 51, 12 * (1 + 5 + 4))
        assert worked(rota("D D - - - D -"), "2027-11-22", **switch) == (12 * 50, 12 * (2 + 4))
        assert worked(rota("D D - - - D D"), "2027-11-22", **switch) == (12 * 50, 12 * (2 + 52 + 3))

    def test_the_switch_counts_the_substitute_alone(self) -> None:
        assert worked(rota("- - - - - D -"), weekend_public_holidays="substitute") == (12 * 52, 0)
        assert worked(rota("D - - - D D -"), weekend_public_holidays="substitute") == (12 * 52, 12 * 10)

    def test_a_day_is_worked_whose_hours_a_night_runs_into(self) -> None:
        # Fridays, 19:00 to 07:00: five hours on four holidays, and seven on Boxing Day
        assert worked(rota("- - - - N - -")) == (12 * 52 - 27, 4 * 5 + 7)
        # Sundays too, into Monday 28: the person works all three days, so the seven hours are a Saturday's
        higher = 4 * 5 + 52 * 5 + 6 * 7
        assert worked(rota("- - - - N - N")) == (12 * 104 - higher, higher)

    def test_who_is_on_relief_stands_in_for_somebody(self) -> None:
        # Saturdays: line 1, and half of the relief week: 52 x (1 + 1/2) / 3. On Boxing Day the person on line 1 is on
        # relief from Monday 28, at work then (for line 3) or not: half of them are paid. The person on relief that
        # Saturday, for line 1, has been at work on Friday and is again on Monday, on line 3: all three days.
        lines = rota("- - - - D D -", "R R R R R R R", "D - - - - - -")
        lower, higher = worked(lines)
        boxing_day, fridays, mondays = 12 * 0.5 / 3, 12 * 4 * 1.5 / 3, 12 * 6 * 1.5 / 3
        assert lower == pytest.approx(12 * 52 * 1.5 / 3 - boxing_day, abs=1e-5)
        assert higher == pytest.approx(boxing_day + fridays + mondays, abs=1e-5)

    def test_a_rota_that_takes_holidays_as_leave_is_off_on_the_substitute_alone(self) -> None:
        found = averages(rota("L - - - - L -"), rules(), BAND)
        assert of_a_year(found) == (12 * 51, 12)
        assert found.holiday_leave * 365 / 7 == pytest.approx(12 * 6)
        # off with pay on Friday 25 and Monday 28: two, so Saturday is paid as any Saturday
        assert worked(rota("L - - - L L -")) == (12 * 52, 0)

    def test_the_number_of_public_holidays_is_that_of_the_substitutes(self) -> None:
        for as_at, number in (("2026-11-22", 10), ("2027-11-22", 6)):
            assert averages(rota("- - - - - D -"), rules(as_at=as_at), BAND).public_holidays == number

    def test_a_usual_year_holds_its_part_of_the_day_at_the_weekend(self) -> None:
        # eight of ten holidays: eight tenths of what they change, Boxing Day among them
        lines, of_2026 = rota("D - - - - D -"), rules()
        usual = in_a_usual_year(averages(lines, of_2026, BAND), lines, of_2026, BAND)
        assert of_a_year(usual) == pytest.approx((12 * (52 - 0.8), 12 * 0.8 * (1 + 6)), abs=1e-5)
        over = rota("D - - - D D -")  # over the cap
        usual = in_a_usual_year(averages(over, of_2026, BAND), over, of_2026, BAND)
        assert of_a_year(usual) == pytest.approx((12 * 52, 12 * 0.8 * 10), abs=1e-5)

    def test_annex_5_of_bands_8_and_9_counts_the_whole_of_a_holiday_at_a_weekend(self) -> None:
        # old Annex E: Saturdays before 09:00 and from 13:00, 2 and 6 of twelve hours; all twelve on a public holiday
        found = averages(rota("- - - - - D -"), rules(), BAND_CODE["8a"])
        assert found.annex_5 * 365 / 7 == pytest.approx(51 * 8 + 12)
        found = averages(rota("D - - - D D -"), rules(), BAND_CODE["8a"])  # over the cap, and ten holidays of twelve
        assert found.annex_5 * 365 / 7 == pytest.approx(52 * 8 + 10 * 12)

    def test_the_days_of_a_month_are_those_of_the_year(self) -> None:
        lines, of_2026 = rota("D - - - D D -", "- - - - - D -", "R R R R R R R"), rules()
        for days in ([(12, 1), (12, 26), (12, 31)], [(12, 1), (12, 25), (12, 27), (12, 31)]):
            parts = [datetime.date(2026, *day) for day in days]
            starts = [parts[0], *(day + datetime.timedelta(days=1) for day in parts[1:-1])]
            found = [enhanced_hours_between(lines, of_2026, *pair) for pair in zip(starts, parts[1:], strict=True)]
            whole = enhanced_hours_between(lines, of_2026, parts[0], parts[-1])
            assert tuple(map(sum, zip(*found, strict=True))) == pytest.approx(whole)
        # one line, over the cap: four Saturdays; Sundays none; Friday 25 and Monday 28
        assert enhanced_hours_between(rota("D - - - D D -"), of_2026, parts[0], parts[-1]) == (12 * 4, 12 * 2)


@pytest.mark.rule("rota_hours")
class TestScotlandAndNorthernIreland:
    """Scotland in 2026-27: ten bank holidays (3 April, 4 and 25 May, 3 August, 30 November, 25 and 28 December, 1 and 4
    January, 26 March: six Mondays and four Fridays) and Monday 15 June. Boards give 60 hours, eight days of 7.5.
    """

    def test_eight_are_counted_in_the_first_year_and_15_june_2026_on_top(self) -> None:
        lines, scotland = rota("D - - - D - -"), rules("scotland")
        found = averages(lines, scotland, BAND)
        assert of_a_year(found) == pytest.approx((0, 12 * (0.8 * 10 + 1)), abs=1e-5)
        assert found.public_holidays == 9
        later = in_a_usual_year(found, lines, scotland, BAND)
        assert of_a_year(later) == pytest.approx((0, 12 * 8), abs=1e-5)
        assert later.public_holidays == 8

    @pytest.mark.parametrize(
        ("switches", "higher", "number"),
        [
            ({"unverified_public_holidays": False}, 0.8 * 10, 8),
            ({"first_year_public_holidays": "calendar"}, 11, 11),
            ({"first_year_public_holidays": "calendar", "unverified_public_holidays": False}, 10, 10),
        ],
    )
    def test_switches_count_otherwise(self, switches: dict[str, Any], higher: float, number: int) -> None:
        found = averages(rota("D - - - D - -"), rules("scotland", **switches), BAND)
        assert of_a_year(found)[1] == pytest.approx(12 * higher, abs=1e-5)
        assert found.public_holidays == number

    def test_the_coronation_of_2023_is_on_top_too(self) -> None:
        # 2023-24: Mondays 1, 29 May, 7 August, 25 December, 1 January; others on Tuesday, Thursday, Fridays; 8 May
        found = averages(rota("D - - - - - -"), rules("scotland", "2023-11-22"), BAND)
        assert found.sunday_holiday * 366 / 7 == pytest.approx(12 * (0.8 * 5 + 1))
        assert found.public_holidays == 9

    def test_england_may_count_the_usual_number_too(self) -> None:
        found = averages(rota("D - - - D - -"), rules(first_year_public_holidays="usual"), BAND)
        assert of_a_year(found)[1] == pytest.approx(12 * 8, abs=1e-5)
        assert found.public_holidays == 8

    @pytest.mark.parametrize("nation", ["scotland", "northern_ireland"])
    def test_a_day_at_a_weekend_is_as_any_other_unless_the_switch_counts_it(self, nation: str) -> None:
        calendar = {"first_year_public_holidays": "calendar"}
        assert worked(rota("- - - - - D -"), nation=nation, **calendar) == (12 * 52, 0)
        both = {**calendar, "weekend_public_holidays": "both"}
        assert worked(rota("- - - - - D -"), nation=nation, **both) == (12 * 51, 12)

    def test_in_scotland_nobody_is_paid_for_both_the_day_and_its_substitute(self) -> None:
        switches = {"weekend_public_holidays": "both", "first_year_public_holidays": "calendar"}
        # Saturday 26 and Monday 28 December 2026, one; in England they are two of two
        assert worked(rota("D - - - - D -"), nation="scotland", **switches) == (12 * 52, 12 * 7)
        # 2027-28: 25 December and Monday 27 are one, 1 January and Monday 3 are one
        higher = 5 + 3  # Mondays: 3 and 31 May, 2 August, 27 December, 3 January; and Tuesdays: 30 November, 28, 4
        assert worked(rota("D D - - - D -"), "2027-11-22", "scotland", **switches) == (12 * 52, 12 * higher)

    def test_the_months_of_a_year_hold_eight_and_15_june(self) -> None:
        lines, scotland = rota("D - - - D - -"), rules("scotland")
        june = enhanced_hours_between(lines, scotland, datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))
        may = enhanced_hours_between(lines, scotland, datetime.date(2026, 5, 1), datetime.date(2026, 5, 31))
        assert june == pytest.approx((0, 12))
        assert may == pytest.approx((0, 0.8 * 2 * 12))


TABLE = [
    # id, person, start, end: 07:00 to 19:00 but for the nights
    ("boxing day alone", "a", "2026-12-26T07:00", "2026-12-26T19:00"),
    ("boxing day and monday", "b", "2026-12-26T07:00", "2026-12-26T19:00"),
    ("monday", "b", "2026-12-28T07:00", "2026-12-28T19:00"),
    ("christmas day of three", "c", "2026-12-25T07:00", "2026-12-25T19:00"),
    ("boxing day of three", "c", "2026-12-26T07:00", "2026-12-26T19:00"),
    ("monday of three", "c", "2026-12-28T07:00", "2026-12-28T19:00"),
    ("night of friday", "d", "2026-12-25T19:00", "2026-12-26T07:00"),
    ("night into monday", "d", "2026-12-27T19:00", "2026-12-28T07:00"),
    ("new year alone", "a", "2028-01-01T07:00", "2028-01-01T19:00"),
    ("new year of both", "b", "2028-01-01T07:00", "2028-01-01T19:00"),
    ("its substitute", "b", "2028-01-03T07:00", "2028-01-03T19:00"),
    ("christmas 2027", "a", "2027-12-25T07:00", "2027-12-25T19:00"),
    ("christmas 2027 of four", "c", "2027-12-25T07:00", "2027-12-25T19:00"),
    ("sunday of four", "c", "2027-12-26T07:00", "2027-12-26T19:00"),
    ("monday of four", "c", "2027-12-27T07:00", "2027-12-27T19:00"),
    ("tuesday of four", "c", "2027-12-28T07:00", "2027-12-28T19:00"),
]


def hours_of(folder: Path, *, by_person: bool = True, nation: str = "england", **switches: Any) -> dict[str, Hours]:
    """Work the table out and read the answer: id to plain hours, and hours at the lower and the higher rate."""
    source, target = folder / "duties.csv", folder / "hours.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        head = ("id", "person", "start", "end", "unpaid_break_minutes")
        rows = [head, *((*duty, 0) for duty in TABLE)]
        csv.writer(file).writerows(rows if by_person else [(row[0], *row[2:]) for row in rows])
    duty_hours(source, target, nation, switches=Switches(**switches))
    with target.open(encoding="utf-8", newline="") as file:
        names = ("plain_hours", "saturday_night_hours", "sunday_holiday_hours")
        return {row["id"]: tuple(float(row[name]) for name in names) for row in csv.DictReader(file)}  # type: ignore[misc]


CAPPED: dict[str, Hours] = {
    "boxing day of three": (0, 12, 0),
    "night of friday": (0, 7, 5),
    "new year of both": (0, 12, 0),
    "christmas 2027 of four": (0, 12, 0),
}
"""Paid as on any Saturday; the Sunday of four days is paid as a Sunday, which pays the same."""


@pytest.mark.rule("hours_by_rate")
class TestDuties:
    @pytest.mark.parametrize("nation", ["england", "wales"])
    def test_a_day_counts_unless_its_person_works_more_of_them_than_are_paid(self, tmp_path: Path, nation: str) -> None:
        expected = {duty[0]: (0, 0, 12) for duty in TABLE} | CAPPED
        assert hours_of(tmp_path, nation=nation) == expected

    def test_people_are_known_across_blocks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("paymodel.files.duty_rows.reading", partial(table_reading.reading, most=2))
        assert hours_of(tmp_path) == {duty[0]: (0, 0, 12) for duty in TABLE} | CAPPED

    def test_without_people_each_day_counts_and_it_is_said(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert hours_of(tmp_path, by_person=False) == {duty[0]: (0, 0, 12) for duty in TABLE}
        out = str(tmp_path / "out.csv")
        assert main(["hours", str(tmp_path / "duties.csv"), "--nation", "england", "-o", out]) == 0
        said = capsys.readouterr().out
        assert "9 duties on a public holiday at a weekend, paid as on a public holiday." in said
        assert "add a column person that says who works each duty" in said
        assert "Public holidays (England and Wales, 2026-12-26, Boxing Day) [unverified]" in said
        assert "Estimates, not payroll" in said

    def test_with_people_it_is_said_whom_the_cap_concerns(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        hours_of(tmp_path)
        out = str(tmp_path / "out.csv")
        assert main(["hours", str(tmp_path / "duties.csv"), "--nation", "wales", "-o", out]) == 0
        assert "5 duties on a public holiday paid as on any other day" in capsys.readouterr().out

    def test_switches(self, tmp_path: Path) -> None:
        found = hours_of(tmp_path, public_holiday_over_the_cap="substitute")
        # of the night into Monday 28 the seven hours are a weekday's, and more than half of the shift is at night
        plain = dict.fromkeys(("monday of three", "its substitute", "monday of four", "tuesday of four"), (12, 0, 0))
        assert found == {duty[0]: (0, 0, 12) for duty in TABLE} | plain | {"night into monday": (0, 7, 5)}
        found = hours_of(tmp_path, weekend_public_holidays="substitute")
        assert found["boxing day alone"] == found["new year alone"] == found["christmas 2027"] == (0, 12, 0)

    def test_in_scotland_and_northern_ireland_the_substitute_alone_counts(self, tmp_path: Path) -> None:
        for nation in ("scotland", "northern_ireland"):
            found = hours_of(tmp_path, nation=nation)
            assert found["boxing day alone"] == found["new year alone"] == (0, 12, 0)
            assert found["monday"] == found["its substitute"] == (0, 0, 12)
        found = hours_of(tmp_path, nation="scotland", weekend_public_holidays="both")
        assert found["boxing day alone"] == (0, 0, 12)
        assert found["boxing day and monday"] == (0, 12, 0)  # never both

    @pytest.mark.parametrize("nation", ["scotland", "northern_ireland"])
    def test_a_day_whose_substitute_alone_counts_is_named(
        self, nation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        source, out = tmp_path / "duties.csv", str(tmp_path / "out.csv")
        head = "id,start,end,unpaid_break_minutes\n"
        weekend = [f"{day},{day}T07:00,{day}T19:00,0\n" for day in ("2026-12-26", "2027-12-25", "2028-01-01")]
        source.write_text(head + "".join(weekend) + "4,2026-12-28T07:00,2026-12-28T19:00,0\n", encoding="utf-8")
        command = ["hours", str(source), "--nation", nation, "-o", out]
        words = "on a public holiday at a weekend, paid as on any other day at a weekend: its substitute counts"
        assert main(command) == 0
        assert f"3 duties {words} in its place [unverified]." in capsys.readouterr().out
        assert main([*command, "--weekend-public-holidays", "both"]) == 0
        assert words not in capsys.readouterr().out

    def test_scotland_is_told_that_boards_set_their_own_days(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        hours_of(tmp_path)
        out = str(tmp_path / "out.csv")
        assert main(["hours", str(tmp_path / "duties.csv"), "--nation", "scotland", "-o", out]) == 0
        assert "on bank holidays: health boards set their own eight public holidays" in capsys.readouterr().out

    def test_a_duty_without_its_person_is_listed(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        source = tmp_path / "duties.csv"
        source.write_text(
            "id,person,start,end,unpaid_break_minutes\n1,ann,2026-12-26T07:00,2026-12-26T19:00,0\n"
            "2, ,2026-12-26T07:00,2026-12-26T19:00,0\n",
            encoding="utf-8",
        )
        out = tmp_path / "out.csv"
        assert main(["hours", str(source), "--nation", "england", "-o", str(out)]) == 0
        said = capsys.readouterr().out
        assert "row 3, person: missing; say who works the duty, or leave the column out" in said
        assert out.read_text(encoding="utf-8").splitlines()[1:] == ["1,0.0000,0.0000,12.0000"]


@pytest.mark.parametrize(
    ("nation", "rota_name", "said"),
    [
        (
            "england",
            "ambulance-ten-week",
            [
                "Of 25 December 2026, 26 December 2026 and 28 December 2026 one person is paid at most 2",
                "public-holidays, 2026-12-26, Boxing Day [unverified]",
            ],
        ),
        (
            "scotland",
            "scotland-ambulance-ten-week-36h",
            [
                "9 public holidays in the pay year",
                "public-holidays, 2026-06-15, World Cup bank holiday [unverified]",
                "Not counted as a public holiday: 26 December 2026 (unverified)",
            ],
        ),
    ],
)
def test_a_rota_says_how_public_holidays_are_counted(
    capsys: pytest.CaptureFixture[str], nation: str, rota_name: str, said: list[str]
) -> None:
    assert main(["rota", rota_name, "--nation", nation, "--as-at", "2026-11-22"]) == 0
    flat = " ".join(capsys.readouterr().out.split())
    assert [words for words in said if words not in flat] == []


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        (
            "paramedic-section-2-to-operations-manager",
            [
                "public-holidays (england and wales, 2026-12-26, Boxing Day) [unverified]",
                "NHS holiday working over the Christmas and New Year period 2021/22, Chartered Society of",
                "are paid as public holidays beside their substitutes: of 25 December 2026, 26 December 2026 and",
            ],
        ),
        (
            "scotland-paramedic-to-operations-manager",
            [
                "public-holidays (scotland, 2026-06-15, World Cup bank holiday) [unverified]",
                "NHS staff to benefit from World Cup bank holiday, Scottish Government",
                "Counted in full on top of the usual number of public holidays: 15 June 2026.",
                "This pay year is taken to hold the usual 8 public holidays too",
                "Paid as any other day at a weekend, their substitutes as public holidays: 26 December 2026",
            ],
        ),
    ],
)
def test_explain_names_rule_source_and_status(
    capsys: pytest.CaptureFixture[str], scenario: str, said: list[str]
) -> None:
    assert main(["explain", scenario]) == 0
    flat = " ".join(capsys.readouterr().out.split())
    assert [words for words in said if words not in flat] == []


def test_a_switch_set_is_shown_in_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    move = tmp_path / "move.yaml"
    move.write_text(
        "title: A move\nas_at: 2026-11-22\nnation: scotland\n"
        'current: {band: "6", step: top, rota: scotland-ambulance-ten-week-36h}\n'
        "offers: [{band: 8a, pattern: different}]\n"
        "switches: {weekend_public_holidays: both, public_holiday_over_the_cap: substitute,"
        " first_year_public_holidays: calendar, unverified_public_holidays: no}\n",
        encoding="utf-8",
    )
    assert main(["compare", str(move)]) == 0
    flat = " ".join(capsys.readouterr().out.split())
    assert "Switch weekend_public_holidays is set to both." in flat
    assert "Switch public_holiday_over_the_cap is set to substitute." in flat
    assert "Switch first_year_public_holidays is set to calendar." in flat
    assert "Switch unverified_public_holidays is set to no." in flat
    assert "Not counted as a public holiday: 15 June 2026 (unverified; switch unverified_public_holidays)." in flat


def test_the_days_at_a_weekend_say_whom_they_rest_on() -> None:
    for nation in ("england", "wales", "scotland", "northern_ireland"):
        policy = load_policy(nation, "2026-11-22", switches=Switches(weekend_public_holidays="both"))
        days = {day: one for day, one in policy.working_time.public_holidays.items() if one.beside}
        assert {day.weekday() for day in days} == {5, 6}
        for one in days.values():
            assert one.citation is not None
            assert (one.citation.status, one.citation.source != "gov-uk-bank-holidays") == ("unverified", True)


def test_the_list_is_shown_with_the_date_of_each_day_that_is_unverified(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["scales", "--nation", "scotland", "--as-at", "2026-11-22", "--parameter", "public-holidays"]
    assert main(command) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "public-holidays, 2026-06-15, World Cup bank holiday: unverified" in said
    assert "date 2026-06-15, name World Cup bank holiday, additional yes" in said
    assert "date 2026-12-26, name Boxing Day, beside 2026-12-28" in said
    assert "date 2026-12-25, name Christmas Day -" in said
