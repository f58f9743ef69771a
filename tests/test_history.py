"""The same question in each pay year: what was held, what came of it, and what changed from one year to the next."""

import itertools
import json
import math
from functools import cache
from pathlib import Path

import jsonschema
import pytest

import paymodel
from paymodel import Faults, Refused
from paymodel.answers.blocks import Heading
from paymodel.answers.contracts import schema_of_answer
from paymodel.answers.history import CAUSE_LABELS, headline, history_blocks, history_json, history_table
from paymodel.answers.phrasing import true_minus
from paymodel.charts.history import history_lines
from paymodel.cli import main
from paymodel.files.yaml_documents import parse
from paymodel.moves.comparison import compare
from paymodel.moves.history import CAUSES, History, YearOfMove, pay_year_words, taken_apart
from paymodel.reports.parts import parts_of
from paymodel.reports.record import read_inputs, results_of
from paymodel.reports.report_charts import draw_pictures
from paymodel.reports.tables import sheets_of
from paymodel.scenarios.history import Years, history_of, prices_of
from paymodel.scenarios.load import open_scenario, scenario_of

HEAD = "title: A move\nas_at: 2026-11-22\nnation: england\n"
TOP_25 = (
    "current: {name: Team leader, band: '7', step: top, annex_5_percent: 25%}\n"
    "offers:\n  - {name: Manager, band: 8a, pattern: different}\n"
)


@cache
def asked(text: str, first: int = 2018, last: int = 2026, on: tuple[int, int] = (11, 1)) -> History:
    return history_of(parse(HEAD + text, "move.yaml"), None, "move", Years(first, last, *on))


def changes(history: History) -> dict[int, float | None]:
    return {year.pay_year: year.take_home_change for year in history.years}


def share(year: YearOfMove) -> float:
    assert year.first_year is not None
    return year.first_year.share_of_take_home_pay


def test_band_7_top_with_25_per_cent_to_8a_in_each_year_is_what_was_worked_out_apart() -> None:
    # Worked out apart, by annual thresholds and the tier of the current year: pounds a year, and as a share of what the
    # top of band 7 with 25% of basic pay takes home.
    history = asked(TOP_25)
    expected = {2018: (-5_084, -14.5), 2021: (-5_397, -14.4), 2023: (-5_985, -14.7), 2026: (-6_002, -13.0)}
    for year in history.years:
        if year.pay_year in expected:
            pounds, per_cent = expected[year.pay_year]
            assert year.take_home_change == pytest.approx(pounds, abs=1.0)
            assert round(100 * share(year), 1) == per_cent


def test_the_first_year_is_its_own_sum_by_hand() -> None:
    # 2021-22. Band 7 top 45,839 and 25%: 57,298.75, pension 12.5% (47,846 to 70,630), 7,162.34; 8a 47,126, 9.3%,
    # 4,382.72. Taxable 50,136.41 and 42,743.28, both taxed at 20%. National Insurance: 12% to 50,270, 2% above.
    held = 57_298.75 - 7_162.34 - 0.2 * (50_136.41 - 12_570) - (0.12 * (50_270 - 9_568) + 0.02 * (57_298.75 - 50_270))
    offered = 47_126 - 4_382.72 - 0.2 * (42_743.28 - 12_570) - 0.12 * (47_126 - 9_568)
    assert changes(asked(TOP_25, 2021, 2021))[2021] == pytest.approx(offered - held, abs=0.02)


def test_what_changed_between_two_years_adds_up_to_the_penny() -> None:
    for history in (asked(TOP_25), asked(ROTA)):
        answered = [year for year in history.years if year.first_year is not None]
        for before, year in itertools.pairwise(answered):
            assert before.take_home_change is not None
            assert year.take_home_change is not None
            assert year.because is not None
            assert list(year.because) == list(CAUSES)
            assert year.since == before.pay_year
            assert math.fsum(year.because.values()) == pytest.approx(
                year.take_home_change - before.take_home_change, abs=0.001
            )
        assert answered[0].because is None


ROTA = (
    "current: {name: Team leader, band: '7', step: top, rota: ambulance-ten-week, unsocial_hours: section_2}\n"
    "offers:\n  - {name: Manager, band: 8a, rota: monday-to-friday, pattern: different}\n"
)


def test_each_cause_is_seen_where_it_alone_changed() -> None:
    # October 2022: new tiers on 1 October alone; 6 November: National Insurance alone; April 2021: promotion too.
    before, after = (asked(TOP_25, 2022, 2022, on).years[0] for on in ((9, 30), (10, 1)))
    assert before.first_year is not None
    assert after.first_year is not None
    because = taken_apart(before.first_year, after.first_year)
    assert because["tiers"] == sum(because.values()) != 0
    later = asked(TOP_25, 2022, 2022, (11, 6)).years[0]
    assert later.first_year is not None
    insurance = taken_apart(after.first_year, later.first_year)
    assert insurance["tax_and_national_insurance"] == pytest.approx(sum(insurance.values())) != 0


def test_hours_are_a_cause_of_their_own_where_a_year_has_more_public_holidays() -> None:
    # 2022-23 had the Platinum Jubilee and the state funeral: more hours at the higher rate are lost than in 2021-22.
    years = {year.pay_year: year for year in asked(ROTA).years}
    because = years[2022].because
    assert because is not None
    assert because["hours"] < 0


def test_a_person_keeps_their_place_in_the_band() -> None:
    middle = TOP_25.replace("step: top", "step: intermediate")
    history = asked(middle)
    assert history.held_words == ("Team leader: after 2 years in band 7 in every year",)
    steps = {year.pay_year: year.first_year and float(year.first_year.held.job.step) for year in history.years}  # type: ignore[arg-type]
    # 2018-19: two years earned the second of eight points; 2019-20 was not found; from 2021-22 the second of three.
    assert steps == {2018: 2, 2019: None, 2020: 2, 2021: 2, 2022: 2, 2023: 2, 2024: 2, 2025: 2, 2026: 2}
    assert "which old points between were left" in history.years[1].refused
    entry = asked(TOP_25.replace("step: top", "step: entry"))
    assert {float(year.first_year.held.job.step) for year in entry.years if year.first_year} == {1.0}  # type: ignore[arg-type]
    assert entry.held_words == ("Team leader: the first step of band 7 in every year",)


def test_a_step_that_years_in_the_band_give_is_held_where_the_band_had_more_steps() -> None:
    """Six years in band 6 are its top today; in 2018-19 the top was the last of its points (AfC Handbook, Annex 2)."""
    text = "current: {band: 8a, step: entry}\noffers:\n  - {name: Back, band: '6', years_in_band: 6}\n"
    years = asked(text).years
    assert [year.pay_year for year in years if year.first_year is not None] == list(range(2018, 2027))
    stated = asked(text.replace("years_in_band: 6", "step: top")).years
    assert [year.take_home_change for year in years] == [year.take_home_change for year in stated]


def test_a_stated_payment_for_unsocial_hours_stays_the_same_share_of_basic_pay() -> None:
    # 14,128.75 is 25% of 56,515, the top of band 7 in 2026-27; 25% of 45,839 in 2021-22 is 11,459.75.
    stated = asked(TOP_25.replace("annex_5_percent: 25%", "unsocial_hours_payment: 14128.75"))
    assert changes(stated)[2021] == pytest.approx(changes(asked(TOP_25))[2021], abs=0.02)
    assert "a stated payment for unsocial hours is the same share of basic pay in every year" in stated.held_words


def test_policies_of_one_day_alone_are_left_out_and_named() -> None:
    policies = (
        "policies:\n  - {name: In force}\n"
        "  - {name: A higher point, change: {scales.pay-points.8a.0.pounds: '60000'}}\n"
        "  - {name: A premium, change: {offers.0.long_term_premium: 10%}}\naward: {percent: 2%}\n"
    )
    history = asked(TOP_25 + policies)
    assert history.left_out == ("policy A higher point", "the award")
    assert [move[0].policy_name for move in history.moves] == ["In force", "A premium"]
    assert changes(asked(TOP_25))[2026] == history.moves[0][-1].take_home_change


def test_prices_are_the_users_and_every_year_needs_one() -> None:
    years = Years(2025, 2026)
    text = TOP_25
    history = history_of(parse(HEAD + text, "m.yaml"), None, "m", years, prices=prices_of("2025=100,2026=103.5", years))
    first, last = history.years
    assert first.take_home_change is not None
    assert first.of_today == pytest.approx(first.take_home_change * 1.035, abs=0.005)
    assert last.of_today == last.take_home_change
    assert all(year.of_today is None for year in asked(text).years)
    for typed, words in (
        ("2025=100", "no index for 2026; give one for each pay year: none is invented"),
        ("2025=100,2026", "'2026' is no year with its index"),
        ("2025=1,2025=2,2026=3", "2025 stands twice"),
        ("2025=100,2026=0", "'2026=0' is no year with its index"),
    ):
        with pytest.raises(Refused, match=words):
            prices_of(typed, years)


def test_a_table_says_both_pounds_and_share_and_names_what_is_not_known() -> None:
    history = asked(TOP_25.replace("step: top", "step: intermediate"))
    table = history_table(history)
    assert len(table.rows) == 9
    assert table.values("refused")[1].startswith("band 7, step 2 in england on 2019-11-01")  # type: ignore[union-attr]
    words = " ".join(str(block) for block in history_blocks(history))
    assert "Years that cannot be answered" in words
    assert "as a share of take-home pay by" in headline(history.moves[0])
    assert set(CAUSE_LABELS) == set(CAUSES)


def test_the_json_is_what_its_schema_says() -> None:
    answer = json.loads(history_json(asked(TOP_25.replace("step: top", "step: intermediate"))))
    jsonschema.validate(answer, schema_of_answer("history-answer"))
    first, second = answer["years"][0], answer["years"][1]
    assert first["pay_year"] == "2018-19"
    assert first["as_at"] == "2018-11-01"
    assert first["because"] is None
    assert second["take_home_change"] is None
    assert second["refused"]
    assert second["statuses"] == {}
    assert first["statuses"]["pay-points (england, band 7, step 2)"] == "derived"


def test_the_picture_says_pounds_and_share_in_its_title() -> None:
    picture = history_lines(asked(TOP_25))
    assert picture.title == true_minus("-£5,085 a year (-14.5%) in 2018-19, -£6,002 (-13.0%) in 2026-27")
    assert len(picture.table.rows) == 9
    for width in (640, 340):
        drawn = picture.draw(width)
        assert len(drawn["vconcat"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "2027", "--to", "2026"], "--to: 2026 comes before 2027"),
        (["--on", "02-29"], "--on: '02-29' is not a day of every year; write month and day as 11-01"),
        (["--on", "autumn"], "--on: 'autumn' is not a day of every year"),
        (["--prices", "2018=1"], "--prices: no index for 2019"),
        (
            ["--from", "2016", "--to", "2017"],
            "no pay year asked about can be answered; 2017-18: nothing is in force for",
        ),
    ],
)
def test_what_cannot_be_asked_is_one_line(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "surprise-1-top-of-band-7-gains-almost-nothing", *arguments]) == 2
    printed = capsys.readouterr()
    assert words in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out


def test_pay_of_one_day_has_no_history() -> None:
    with pytest.raises(Faults) as raised:
        asked(TOP_25.replace("band: '7', step: top", "basic_pay: 50000"))
    (fault,) = raised.value.faults
    assert fault.place == "current.basic_pay, line 4"
    assert "history follows pay points" in fault.message


def test_january_to_march_lie_in_the_second_half_of_a_pay_year() -> None:
    years = asked(TOP_25, 2023, 2024, (2, 1)).years
    assert [year.as_at.isoformat() for year in years] == ["2024-02-01", "2025-02-01"]
    assert [pay_year_words(year.pay_year) for year in years] == ["2023-24", "2024-25"]


def test_the_bands_and_rates_of_the_review_of_2018_and_of_june_2023_can_be_asked_on_their_own_day() -> None:
    # AHP leads: 8a and above (2018), and the move to 8a that can lose (June 2023).
    ladder = "current: {name: Lead, band: 8a, step: top}\noffers:\n  - {name: Next, band: 8b}\n"
    first = asked(ladder, 2018, 2018, (6, 1)).years[0].first_year
    assert first is not None
    assert float(first.held_slip["basic_pay"]) == 49_969
    june = asked(TOP_25, 2023, 2023, (6, 1)).years[0]
    assert june.take_home_change == pytest.approx(-5_985, abs=1)


def test_a_report_may_show_each_pay_year_and_is_verified_with_them(tmp_path: Path) -> None:
    path = tmp_path / "move.yaml"
    path.write_text(HEAD + TOP_25.replace("annex_5_percent: 25%", "unsocial_hours_payment: 0"), encoding="utf-8")
    inputs = read_inputs(str(path), with_history=True)
    assert [picture.kind for picture in draw_pictures(inputs.worked)].count("history") == 1
    assert "history" in [table.name for table in sheets_of(inputs.worked)]
    assert len(results_of(inputs.worked)["history"]["years"]) == 9
    parts = parts_of(inputs.worked, [])
    assert "Is it getting worse?" in [part.text for part in parts if isinstance(part, Heading)]
    assert "history" not in results_of(read_inputs(str(path)).worked)


def test_python_has_the_same_answer() -> None:
    answer = paymodel.history("surprise-1-top-of-band-7-gains-almost-nothing", first=2026, prices={2026: 100})
    assert answer.years[0].take_home_change == answer.years[0].of_today
    assert answer.to_frame().shape[0] == 3  # a row for each policy


def test_a_move_that_pays_needs_no_premium_though_a_small_one_would_reach_a_higher_pension_tier() -> None:
    """In 2021-22, 12.5% is contributed from £47,846 (NHS Pensions, member contributions 2021/22), 9.3% below it.

    Band 8a begins at £47,126: a premium of 720 makes that 47,846, for £1,531 more pension, 80% of it net of tax. With
    a premium of 725 the move loses, and pays without it.
    """
    offers = "  - {name: Manager, band: 8a}\n  - {name: With a premium, band: 8a, long_term_premium: 725}\n"
    years = asked("current: {band: '7', step: top}\noffers:\n" + offers).years
    assert [year.pay_year for year in years if (year.take_home_change or 0) < 0] == [2021]
    assert [year.first_year.premium for year in years if year.first_year] == [0] * 18


def test_every_shipped_scenario_of_england_has_nine_years() -> None:
    names = ("ahp-ladder-7-strategic-9", "married-band-6-with-1995-service-to-8a", "student-loan-and-two-children")
    for name in names:
        document, folder = open_scenario(name)
        history = history_of(document, Path(folder), name, Years(2018, 2026))
        for move in history.moves:
            assert [year.pay_year for year in move] == list(range(2018, 2027))
            assert all(year.first_year is not None or year.refused for year in move)


@pytest.mark.parametrize(
    ("nation", "known"),
    [
        ("wales", range(2018, 2027)),
        ("northern_ireland", range(2019, 2027)),  # the scale of 2018-19 was not found
        ("scotland", range(2020, 2027)),  # before, points below the top were not found
    ],
)
def test_the_other_nations_are_answered_as_far_as_they_are_known(nation: str, known: range) -> None:
    text = HEAD.replace("england", nation) + "current: {band: '7', step: top}\noffers:\n  - {name: Manager, band: 8a}\n"
    history = history_of(parse(text, "move.yaml"), None, "move", Years(2018, 2026))
    assert [year.pay_year for year in history.years if year.first_year] == list(known)
    assert all(year.refused for year in history.years if not year.first_year)


def test_a_scottish_rota_is_scaled_to_the_working_week_of_the_year() -> None:
    # 37.5 hours until March 2024, 37 until March 2026, 36 since.
    document, folder = open_scenario("scotland-band-7-top-to-8a")
    history = history_of(document, folder, "s", Years(2022, 2026))
    assert all(year.first_year for year in history.years)
    assert "a rota is scaled to the working week of the year where that was another" in history.held_words


def test_a_missing_part_of_a_year_is_named_with_why() -> None:
    text = (
        HEAD.replace("england", "scotland")
        + "current: {band: '7', step: top}\noffers:\n  - {name: Manager, band: 8a}\n"
    )
    with pytest.raises(
        Refused, match=r"on 2023-06-01 \(seven tiers as in 2022-23, .*all figures are in force from 2023-10-01 on"
    ):
        history_of(parse(text, "move.yaml"), None, "move", Years(2023, 2023, 6, 1))


ROTATION = (
    "current: {name: Team leader, band: '7', step: top, annex_5_percent: 25%}\n"
    "offers:\n"
    "  - {name: Manager, band: 8a, pattern: different}\n"
    "  - {name: Rotation, band: 8a, pattern: different, move: rotation, blocks: {away: 13, home: 13}, lasts_years: 2}\n"
    "  - {name: Sideways, band: '7', pattern: different}\n"
    "  - {name: Down, band: '6', pattern: different}\n"
)


def test_in_the_year_of_its_own_day_it_is_what_compare_says_of_every_kind_of_move() -> None:
    document = parse(HEAD + ROTATION, "move.yaml")
    moves = compare(scenario_of(document, None, "move")).moves
    history = history_of(document, None, "move", Years(2025, 2026, 11, 22))
    assert [years[-1].take_home_change for years in history.moves] == [move.take_home_change for move in moves]
    for years in history.moves:
        before, now = years
        assert before.take_home_change is not None
        assert now.because is not None
        assert before.take_home_change + math.fsum(now.because.values()) == pytest.approx(now.take_home_change)
