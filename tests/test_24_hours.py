"""Shifts of 24 hours: how a file, a grid and the app say them, and what they earn, worked out by hand.

Rates are those of NHS Employers' table of unsocial hours payments (handbook section 2): on weekdays before 06:00 and
from 20:00, and on all of Saturday, the lower; on all of Sunday and of a public holiday, the higher.
"""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from paymodel.app.links import pack_link
from paymodel.app.links import unpack_link as question_of
from paymodel.app.rota_draft import (
    Draft,
    check_draft,
    draft_of,
    draft_of_grid,
    put_in_question,
    read_draft,
    rota_file,
    shift_lines,
    shifts_of_lines,
)
from paymodel.charts.picture import as_svg
from paymodel.charts.rota_weeks import SHOWN, rota_weeks
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.rota_grids import cells_of_text, weeks_of
from paymodel.files.rotas import load_rota, rests, rota_of
from paymodel.files.scales import load_working_time
from paymodel.files.yaml_documents import Document
from paymodel.pay.clock import SATURDAY, SUNDAY_OR_HOLIDAY, WEEKDAY, nominal_duties
from paymodel.pay.job import BAND_CODE, WEEKS_IN_A_YEAR
from paymodel.pay.rota import Rota, Shift, enhanced_hours_between, rota_hours, section_2_share
from paymodel.pay.rules.annex_5 import qualifying_hours
from paymodel.pay.rules.unsocial_hours import hours_by_rate, unsocial_hours_payment
from tests.test_charts_of_many import readable
from tests.test_schemas import complaints

DAY = "2026-11-22"
NATIONS = ("england", "wales", "scotland", "northern_ireland")
# what each of the days is that a shift starts and ends on
TUESDAY, FRIDAY = (WEEKDAY, WEEKDAY), (WEEKDAY, SATURDAY)
SATURDAYS, SUNDAY = (SATURDAY, SUNDAY_OR_HOLIDAY), (SUNDAY_OR_HOLIDAY, WEEKDAY)
EVE, HOLIDAY, CHRISTMAS = (WEEKDAY, SUNDAY_OR_HOLIDAY), SUNDAY, (SUNDAY_OR_HOLIDAY, SUNDAY_OR_HOLIDAY)
Hours = tuple[float, float, float]


def split(
    kinds: tuple[int, int],
    *,
    nation: str = "england",
    start: float = 8,
    unpaid_break: float = 0,
    break_start: float = np.nan,
    **switches: Any,
) -> Hours:
    """Plain hours, hours at the lower rate and at the higher of a shift of 24 hours; times in hours."""
    touched = [[*kinds, WEEKDAY]]
    duty = nominal_duties([start * 60], [24 * 60], [unpaid_break * 60], touched, [break_start * 60])
    found = hours_by_rate(duty, load_working_time(nation, DAY).section_2, **switches)
    return float(found.plain[0]), float(found.saturday_night[0]), float(found.sunday_holiday[0])


@pytest.mark.rule("hours_by_rate")
class TestAShiftFromEightToEight:
    @pytest.mark.parametrize("nation", NATIONS)
    @pytest.mark.parametrize(
        ("kinds", "hours"),
        [
            (TUESDAY, (12 + 2, 4 + 6, 0)),  # 08:00 to 20:00 and 06:00 to 08:00 plain; 20:00 to 24:00 and to 06:00 night
            (FRIDAY, (12, 4 + 8, 0)),  # Saturday from 00:00 to 08:00
            (SATURDAYS, (0, 16, 8)),
            (SUNDAY, (2, 6, 16)),  # Monday 00:00 to 06:00, and to 08:00
            (EVE, (12, 4, 8)),
            (HOLIDAY, (2, 6, 16)),
            (CHRISTMAS, (0, 0, 24)),
        ],
    )
    def test_each_hour_takes_the_rate_of_its_day_and_time(
        self, nation: str, kinds: tuple[int, int], hours: Hours
    ) -> None:
        assert split(kinds, nation=nation) == hours

    @pytest.mark.parametrize("start", [0, 5.5, 6, 12, 19.75, 20, 23.5])
    @pytest.mark.parametrize("exactly_half_counts", [False, True])
    def test_it_is_never_lifted_whole_whenever_it_starts(self, start: float, exactly_half_counts: bool) -> None:
        # 20:00 to 06:00 is 10 hours of any 24, less than half, so 14 hours of two weekdays stay plain (2.11)
        assert split(TUESDAY, start=start, exactly_half_counts=exactly_half_counts) == pytest.approx((14, 10, 0))

    @pytest.mark.parametrize("nation", NATIONS)
    def test_an_unpaid_break_comes_out_of_the_time_it_falls_in(self, nation: str) -> None:
        # an hour in the middle of 24 from 08:00 is 19:30 to 20:30: half of it plain
        assert split(TUESDAY, nation=nation, unpaid_break=1) == (13.5, 9.5, 0)
        assert split(SATURDAYS, nation=nation, unpaid_break=1) == (0, 15, 8)
        assert split(TUESDAY, nation=nation, unpaid_break=1, break_start=12) == (13, 10, 0)
        assert split(TUESDAY, nation=nation, unpaid_break=1, break_start=24 + 2) == (14, 9, 0)
        assert split(SUNDAY, nation=nation, unpaid_break=1, break_start=24 + 7) == (1, 6, 16)

    def test_a_break_may_be_taken_from_plain_time_first(self) -> None:
        for taken_from in ("lower", "higher"):
            assert split(SUNDAY, unpaid_break=1, break_taken_from=taken_from) == (1, 6, 16)
        # three hours: two plain, then one of the rate named
        assert split(SUNDAY, unpaid_break=3, break_taken_from="lower") == (0, 5, 16)
        assert split(SUNDAY, unpaid_break=3, break_taken_from="higher") == (0, 6, 15)


@pytest.mark.rule("unsocial_hours_payment")
@pytest.mark.parametrize(
    ("nation", "band", "tuesday", "sunday"),
    [
        # hours' pay on top: 10 at the lower; 6 at the lower and 16 at the higher
        ("england", "6", 10 * 0.30, 6 * 0.30 + 16 * 0.60),
        ("england", "2", 10 * 0.41, 6 * 0.41 + 16 * 0.83),
        ("wales", "3", 10 * 0.35, 6 * 0.35 + 16 * 0.69),
        ("northern_ireland", "1", 10 * 0.47, 6 * 0.47 + 16 * 0.94),
        ("scotland", "5", 10 * 0.30, 6 * 0.30 + 16 * 0.60),
    ],
)
def test_what_24_hours_earn_on_top(nation: str, band: str, tuesday: float, sunday: float) -> None:
    section_2 = load_working_time(nation, DAY).section_2
    lower, higher = (rates[BAND_CODE[band]] for rates in (section_2.lower, section_2.higher))
    for kinds, expected in ((TUESDAY, tuesday), (SUNDAY, sunday)):
        _, at_lower, at_higher = split(kinds, nation=nation)
        assert float(unsocial_hours_payment(at_lower, at_higher, 1.0, lower, higher)) == pytest.approx(expected)


@pytest.mark.rule("annex_5_hours")
def test_annex_5_counts_24_hours_outside_the_day() -> None:
    # Old Annex E. Bands 1 to 7, Tuesday: 19:00 to 07:00 is 12; Sunday: all 16, and Monday to 07:00. Bands 8 and 9:
    # 22:00 to 07:00 is 9; Sunday before 09:00 and from 13:00: 1 + 11, and Monday to 07:00.
    annex = load_working_time("england", DAY).annex_5
    assert annex is not None
    for kinds, weekend, bands_1_to_7, bands_8_to_9 in ((TUESDAY, False, 12, 9), (SUNDAY, True, 16 + 7, 12 + 7)):
        duty = nominal_duties([8 * 60], [24 * 60], [60], [[*kinds, WEEKDAY]])
        touched = [[weekend, False, False]]
        assert qualifying_hours(duty, annex.bands_1_to_7, touched).tolist() == [bands_1_to_7]
        assert qualifying_hours(duty, annex.bands_8_to_9, touched).tolist() == [bands_8_to_9]


WHOLE_DAY = Shift(start=8 * 60, length=24 * 60, unpaid_break=0)


@pytest.mark.rule("rota_hours")
@pytest.mark.parametrize(
    ("nation", "whole_time", "plain", "lower", "higher"),
    [
        # 52 Tuesdays of 2026-27, 14 and 10 hours each; no public holiday falls on a Tuesday or a Wednesday but in
        # Northern Ireland St Patrick's Day, Wednesday 17 March 2027: the Tuesday before it is 12, 4 and 8
        ("england", 37.5, 52 * 14, 52 * 10, 0),
        ("wales", 37.5, 52 * 14, 52 * 10, 0),
        ("scotland", 36, 52 * 14, 52 * 10, 0),
        ("northern_ireland", 37.5, 51 * 14 + 12, 51 * 10 + 4, 8),
    ],
)
def test_a_year_of_tuesdays(nation: str, whole_time: float, plain: float, lower: float, higher: float) -> None:
    rules = load_working_time(nation, DAY)
    rota = Rota("", {"S": WHOLE_DAY}, [["-", "S", "-", "-", "-", "-", "-"]])
    found = rota_hours(rota, rules, whole_time_equivalent=24 / whole_time)
    a_year = [hours * WEEKS_IN_A_YEAR for hours in (found.plain, found.saturday_night, found.sunday_holiday)]
    assert a_year == pytest.approx([plain, lower, higher])
    assert (found.paid, round(found.attendances * WEEKS_IN_A_YEAR, 6)) == (24, 52)
    share = section_2_share(found, rules, BAND_CODE["6"], 24 / whole_time)
    assert share == pytest.approx((lower * 0.30 + higher * 0.60) / WEEKS_IN_A_YEAR / 24)


@pytest.mark.rule("rota_hours")
def test_a_year_of_mondays_holds_six_public_holidays_in_england() -> None:
    # 6 April, 4 and 25 May, 31 August, 28 December and 29 March are 2, 6 and 16; the other 46 are 14, 10 and none
    rota = Rota("", {"S": WHOLE_DAY}, [["S", "-", "-", "-", "-", "-", "-"]])
    found = rota_hours(rota, load_working_time("england", DAY), whole_time_equivalent=24 / 37.5)
    a_year = [hours * WEEKS_IN_A_YEAR for hours in (found.plain, found.saturday_night, found.sunday_holiday)]
    assert a_year == pytest.approx([46 * 14 + 6 * 2, 46 * 10 + 6 * 6, 6 * 16])


@pytest.mark.rule("rota_hours")
@pytest.mark.parametrize(
    ("week", "hours"),
    [
        # Saturday 26 December 2026 counts beside its substitute, which nobody here works: 24 at the higher rate, the
        # other 51 Saturdays 16 and 8
        ("- - - - - S -", (0, 51 * 16, 51 * 8 + 24)),
        # Good Friday (3 April and 26 March) and New Year's Day run on into plain Saturdays, Christmas Day into the 26th
        ("- - - - S - -", (48 * 12, 48 * 12 + 3 * 8, 3 * 16 + 24)),
        ("- - - - S S -", (48 * 12, 48 * 12 + 3 * 8 + 51 * 16, 3 * 16 + 24 + 51 * 8 + 24)),
    ],
)
def test_24_hours_over_christmas_in_england(week: str, hours: Hours) -> None:
    rota = Rota("", {"S": WHOLE_DAY}, [week.split()])
    found = rota_hours(rota, load_working_time("england", DAY), if_hours_differ="scale")
    as_rostered = found.scaled(week.count("S") * 24 / 37.5)
    by_rate = (as_rostered.plain, as_rostered.saturday_night, as_rostered.sunday_holiday)
    assert [each * WEEKS_IN_A_YEAR for each in by_rate] == pytest.approx(hours)


@pytest.mark.rule("rota_hours")
def test_a_rota_counts_24_hours_on_the_clock_and_duties_count_what_has_gone_by(tmp_path: Path) -> None:
    # Clocks go back on Sunday 25 October 2026 and forward on Sunday 28 March 2027. A rota says what is rostered: 16
    # hours on Saturday and 8 on Sunday each time. Of duties 08:00 to 08:00 is 25 hours, which is refused, and 23.
    rules = load_working_time("england", DAY)
    rota = Rota("", {"S": WHOLE_DAY}, [["-", "-", "-", "-", "-", "S", "-"]])
    for saturday in ("2026-10-24", "2026-11-21", "2027-03-27"):
        day = np.datetime64(saturday).astype(object)
        assert enhanced_hours_between(rota, rules, day, day) == (16, 8)
    table, hours = tmp_path / "duties.csv", tmp_path / "hours.csv"
    head = "id,start,end,unpaid_break_minutes\n"
    rows = ["forward,2027-03-27T08:00,2027-03-28T08:00,0\n", "back,2026-10-24T08:00,2026-10-25T07:00,0\n"]
    table.write_text(head + "".join(rows), encoding="utf-8")
    assert main(["hours", str(table), "--nation", "england", "-o", str(hours)]) == 0
    with hours.open(encoding="utf-8", newline="") as file:
        found = {row["id"]: (row["saturday_night_hours"], row["sunday_holiday_hours"]) for row in csv.DictReader(file)}
    assert {name: tuple(map(float, both)) for name, both in found.items()} == {"forward": (16, 7), "back": (16, 8)}
    table.write_text(head + rows[1].replace("T07", "T08"), encoding="utf-8")
    assert main(["hours", str(table), "--nation", "england", "-o", str(tmp_path / "refused.csv")]) == 2


def document(shift: dict[str, str], weeks: tuple[str, ...] = ("S - - - - S -",)) -> Document:
    shifts = {"S": {"unpaid_break_minutes": "60", **shift}}
    return Document("rota", {"title": "Fire crew", "public_holidays": "worked", "shifts": shifts, "weeks": list(weeks)})


def refused(shift: dict[str, str], *weeks: str) -> list[str]:
    with pytest.raises(Faults) as error:
        rota_of(document(shift, weeks or ("S - - - - S -",)))
    return [f"{fault.place}: {fault.message}" for fault in error.value.faults]


class TestHowAFileSaysIt:
    @pytest.mark.parametrize(
        ("shift", "start"),
        [
            ({"start": "08:00", "end": "08:00", "hours": "24"}, 480),
            ({"start": "08:00", "hours": "24"}, 480),
            ({"start": "08:00", "end": "08:00", "hours": "24.0"}, 480),
            ({"start": "00:00", "end": "00:00", "hours": "24"}, 0),
            ({"start": "00:00", "end": "24:00", "hours": "24"}, 0),
            ({"start": "00:00", "end": "24:00"}, 0),
            ({"start": "23:59", "end": "23:59", "hours": "24"}, 1439),
        ],
    )
    def test_24_hours(self, shift: dict[str, str], start: int) -> None:
        held = rota_of(document(shift)).shifts["S"]
        assert (held.start, held.length, held.paid_hours) == (start, 24 * 60, 23)

    def test_hours_may_stand_in_place_of_any_end_or_beside_it(self) -> None:
        for shift in ({"start": "22:30", "hours": "9.25"}, {"start": "22:30", "end": "07:45", "hours": "9.25"}):
            assert rota_of(document(shift)).shifts["S"].length == 9.25 * 60

    def test_a_shift_that_ends_when_it_starts_is_never_guessed(self) -> None:
        words = "the shift ends when it starts; if it lasts 24 hours say so with hours: 24, else give another end"
        for time in ("00:00", "08:00", "23:59"):
            assert refused({"start": time, "end": time}) == [f"shifts.S.end: {words}"]

    @pytest.mark.parametrize(
        ("shift", "fault"),
        [
            ({"hours": "24.5"}, "hours: '24.5' is out of range: it must be at most 24"),
            ({"end": "08:00", "hours": "25"}, "hours: '25' is out of range: it must be at most 24"),
            ({"end": "09:00", "hours": "25"}, "hours: '25' is out of range: it must be at most 24"),
            ({"end": "08:00", "hours": "48"}, "hours: '48' is out of range: it must be at most 24"),
            ({"end": "32:00"}, "end: '32:00' is not a clock time between 00:00 and 24:00"),
            ({"end": "08:00", "hours": "0"}, "hours: '0' is out of range: it must be more than 0"),
            ({"end": "08:00", "hours": "0.001"}, "hours: 0.001 hours are not a whole number of minutes; give the end"),
            ({"end": "08:00", "hours": "24h"}, "hours: '24h' is not a number"),
            ({"end": "08:00", "hours": "nan"}, "hours: 'nan' is not a number"),
            ({"end": "08:00", "hours": "8"}, "hours: from its start to its end the shift lasts 24 hours, not 8"),
            ({"end": "16:00", "hours": "24"}, "hours: from its start to its end the shift lasts 8 hours, not 24"),
            ({"end": "24:00", "hours": "24"}, "hours: from its start to its end the shift lasts 16 hours, not 24"),
        ],
    )
    def test_what_lasts_longer_or_disagrees_is_one_line(self, shift: dict[str, str], fault: str) -> None:
        (line,) = refused({"start": "08:00", **shift})
        assert line.startswith(f"shifts.S.{fault}")

    def test_an_editor_knows_it(self) -> None:
        for stated in ("end: '08:00', hours: 24", "hours: 24", "end: '16:00'", "hours: 24.5", ""):
            shift = f"{{start: '08:00', {stated + ', ' if stated else ''}unpaid_break_minutes: 0}}"
            text = f"title: Crew\npublic_holidays: worked\nshifts: {{S: {shift}}}\nweeks: ['S - - - - - -']\n"
            assert (complaints("rota", text) == []) is (stated not in ("hours: 24.5", ""))

    def test_an_end_or_hours_must_be_there(self) -> None:
        assert refused({"start": "08:00"}) == ["shifts.S: has no end; give its end, or the hours that it lasts"]

    def test_the_break_lies_within_the_24_hours(self) -> None:
        shift = {"start": "08:00", "end": "08:00", "hours": "24"}
        assert rota_of(document({**shift, "break_start": "07:00"})).shifts["S"].break_start == (24 + 7) * 60
        assert refused({**shift, "break_start": "07:01"}) == ["shifts.S.break_start: the break lies outside the shift"]
        leaves_nothing = "a break of 1440 minutes leaves nothing of a shift of 1440"
        assert refused({**shift, "unpaid_break_minutes": "1440"}) == [
            f"shifts.S.unpaid_break_minutes: {leaves_nothing}"
        ]

    def test_the_next_may_start_as_it_ends_and_no_sooner(self) -> None:
        shift = {"start": "08:00", "hours": "24"}
        # two running, with no rest between them; the next begins on Monday: 6 days of 24 hours after the first
        rota = rota_of(document(shift, ("S S - - - - -",)))
        assert [rest for _, _, rest in rests(rota)] == [5 * 24, 0]
        data = document(shift, ("S E - - - - -",)).data
        data["shifts"]["E"] = {"start": "07:59", "end": "16:00", "unpaid_break_minutes": "0"}
        with pytest.raises(Faults, match="Monday: 'S' overlaps the 'E' of the day after"):
            rota_of(Document("rota", data))


ROTA = """\
title: Fire crew
public_holidays: worked
shifts:
  S: {start: "08:00", end: "08:00", hours: 24, unpaid_break_minutes: 0}
weeks:
  - "- S - - - - -"
"""


@pytest.mark.parametrize("nation", NATIONS)
def test_the_rota_command_takes_24_hours(nation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "crew.yaml"
    path.write_text(ROTA, encoding="utf-8")
    assert main(["check", str(path)]) == 0
    asked = ["--nation", nation, "--as-at", DAY, "--if-hours-differ", "scale", "--format", "json"]
    capsys.readouterr()
    assert main(["rota", str(path), *asked]) == 0
    said = json.loads(capsys.readouterr().out)
    hours = said["hours_a_week"]
    scaled = (36 if nation == "scotland" else 37.5) / 24
    lower = 51 * 10 + 4 if nation == "northern_ireland" else 52 * 10  # as in the year of Tuesdays
    assert hours["saturday_night"] == pytest.approx(lower / WEEKS_IN_A_YEAR * scaled, abs=0.0001)
    path.write_text(ROTA.replace("hours: 24, ", ""), encoding="utf-8")
    assert main(["rota", str(path), *asked]) == 2
    assert "S.end, line 4: the shift ends when it starts; if it lasts 24 hours say so" in capsys.readouterr().err


def test_a_scenario_takes_24_hours_in_a_rota_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = "".join(f"    {line}\n" for line in ROTA.splitlines())
    move = (
        f"title: A move\nas_at: {DAY}\nnation: england\nrotas:\n  Crew:\n{held}"
        'current: {name: Crew, band: "6", step: top, rota: Crew, if_hours_differ: scale}\n'
        "offers: [{name: Manager, band: 8a, pattern: different}]\n"
    )
    path = tmp_path / "move.yaml"
    path.write_text(move, encoding="utf-8")
    assert main(["compare", str(path), "--format", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)["results"][0]["payslip"]
    # 520 of 1,248 hours at the lower rate, 30%, of the top of band 6, £48,117, over 365 days in weeks of 37.5 hours
    hours = 52 * 10 / WEEKS_IN_A_YEAR * 37.5 / 24
    assert lines["unsocial_hours_payment"] == pytest.approx(48_117 * 0.30 * hours / 37.5, abs=0.01)
    path.write_text(move.replace("hours: 24, ", ""), encoding="utf-8")
    assert main(["compare", str(path)]) == 2
    assert "rotas.Crew.shifts.S.end, line 9: the shift ends when it starts" in capsys.readouterr().err


CREW = Draft("Crew", "worked", [["S", "08:00", "08:00", "60", "", "24", ""]], [["S", *"-" * 6]])


class TestTheApp:
    def test_a_draft_says_24_hours_in_grids_in_lines_and_in_its_file(self) -> None:
        assert check_draft(CREW).shifts["S"].length == 24 * 60
        assert shift_lines(CREW) == "S 08:00 08:00 60 hours 24"
        assert shifts_of_lines(shift_lines(CREW)) == CREW.shifts
        assert shifts_of_lines("S 08:00 ? 60 hours 24 break 12:00 leave") == [
            ["S", "08:00", "", "60", "12:00", "24", "leave"]
        ]
        assert "hours: 24\n" in rota_file(CREW)
        assert read_draft(rota_file(CREW).encode(), "crew.yaml") == CREW

    def test_it_is_never_guessed(self) -> None:
        draft = Draft("Crew", "worked", [["S", "08:00", "08:00", "60", "", "", ""]], CREW.weeks)
        with pytest.raises(Faults, match=r"^rota: Shift S, end: the shift ends when it starts; if it lasts 24 hours"):
            check_draft(draft)

    def test_a_cell_of_a_grid_means_24_hours_only_where_somebody_says_so(self) -> None:
        grid = weeks_of(cells_of_text("08:00-08:00\tOFF\tOFF\tOFF\tOFF\tOFF\tOFF", "pasted"), "pasted")
        code, times = "0800-0800", ["08:00", "08:00", "60", ""]
        with pytest.raises(Faults, match=rf"Shift {code}, end: the shift ends when it starts; if it lasts 24 hours"):
            draft_of_grid(grid, {code: [code, *times, "", ""], "OFF": ["-"]}, "Crew", "worked")
        draft = draft_of_grid(grid, {code: [code, *times, "24", ""], "OFF": ["-"]}, "Crew", "worked")
        assert check_draft(draft).paid_hours_a_week() == 23

    def test_a_link_and_a_scenario_carry_it(self) -> None:
        question = put_in_question({"current": {"band": "6"}}, CREW, ("current",), {"if_hours_differ": "scale"}, None)
        link = pack_link(question)
        assert link is not None
        assert question_of(link) == question
        held = question_of(link)["rotas"]["Crew"]
        assert draft_of(held) == CREW
        assert rota_of(Document("link", held)).shifts["S"].length == 24 * 60


def test_the_chart_draws_a_bar_of_24_hours() -> None:
    rota = Rota("Crew", {"S": WHOLE_DAY, "T": Shift(0, 24 * 60, 60)}, [["S", "-", "T", "-", "-", "-", "S"]])
    rules = load_working_time("england", DAY)
    picture = rota_weeks(rota, rules, rota_hours(rota, rules, if_hours_differ="scale"), "crew")
    by_day = {row[1]: row[2:] for row in picture.table.rows}
    assert by_day["Monday"] == ("S", "08:00", "08:00", 14.0, 10.0, 0.0)
    assert by_day["Wednesday"] == ("T", "00:00", "00:00", 13.0, 10.0, 0.0)  # the break is at 11:30
    assert by_day["Sunday"] == ("S", "08:00", "08:00", 2.0, 6.0, 16.0)
    readable(picture, zero=False)
    assert "S 08:00 to 08:00 the next day, 24 hours paid" in as_svg(picture).replace("\n", " ")
    drawn = [bar for layer in picture.draw(900)["datasets"].values() for bar in layer if "x2" in bar]
    column = (900 - 24 - 24) / 7  # a day of the plot
    rates = {ink: rate for rate, (_, ink, _) in SHOWN.items()}
    bars = sorted(  # below the key, in hours from the Monday
        (bar["x"] / column * 24, bar["x2"] / column * 24, rates[bar["colour"]]) for bar in drawn if bar["y2"] > 40
    )
    plain, lower, higher = "plain", "saturday_night", "sunday_holiday"
    expected = [
        (0, 6, lower),  # Sunday's shift runs on into Monday, which follows it
        (6, 8, plain),
        (8, 20, plain),
        (20, 24, lower),
        (24, 30, lower),
        (30, 32, plain),
        (48, 54, lower),  # Wednesday from midnight to midnight
        (54, 68, plain),
        (68, 72, lower),
        (152, 164, higher),  # Sunday from 08:00; the cut is at 20:00
        (164, 168, higher),
    ]
    assert [bar[2] for bar in bars] == [bar[2] for bar in expected]
    assert [bar[:2] for bar in bars] == [pytest.approx(bar[:2]) for bar in expected]


def test_a_file_of_24_hours_is_loaded_whole(tmp_path: Path) -> None:
    path = tmp_path / "crew.yaml"
    path.write_text(ROTA.replace('end: "08:00", ', ""), encoding="utf-8")
    assert load_rota(path).paid_hours_a_week() == 24
