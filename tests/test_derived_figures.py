"""Figures that nobody printed, or that were read once, held against the arithmetic that they come from.

Each expected value is a published figure times a published rise, worked in decimals; the source stands beside it.
"""

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from paymodel import compare
from paymodel.files.scales import as_date, shipped_scales
from paymodel.files.yaml_documents import parse
from paymodel.moves.provenance import figures_used
from paymodel.pay.job import BANDS
from paymodel.scenarios.load import scenario_of

SCALES = shipped_scales()


def block(parameter: str, nation: str, day: str) -> Any:
    return SCALES.in_force(parameter, nation, as_date(day))


def bounds(nation: str, day: str, parameter: str = "member-pension-contribution") -> list[int]:
    return [int(tier.up_to) for tier in block(parameter, nation, day).values if tier.up_to is not None]


def up(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_CEILING))


def nearest(value: Decimal) -> int:
    return int(value.to_integral_value(ROUND_HALF_UP))


def raised(figures: list[int], rise: str, rounded: Callable[[Decimal], int]) -> list[int]:
    return [rounded(figure * Decimal(rise)) for figure in figures]


def points(nation: str, day: str) -> dict[tuple[str, int], Any]:
    """Pay points by band and step (-1 is the top)."""
    values = block("pay-points", nation, day).values
    found = {(band, step): point for band in values for step, point in enumerate(values[band], 1)}
    return found | {(band, -1): values[band][-1] for band in values}


# --- Northern Ireland


@pytest.mark.rule("pension_contribution", second=True)
def test_northern_ireland_tiers_of_2025_26_rose_with_the_backdated_award() -> None:
    # NISR 2024/117: 26,831, 32,691, 49,078, 62,924. The award of 3.6% was backdated to 1 April 2025
    # (HSC (AfC) 06/2025): 27,796.9, 33,867.9, 50,844.8, 65,189.3, each rounded up.
    frozen, *rest = bounds("northern_ireland", "2024-11-22")
    assert (frozen, rest) == (13_259, [26_831, 32_691, 49_078, 62_924])
    assert raised(rest, "1.036", up) == [27_797, 33_868, 50_845, 65_190]
    assert bounds("northern_ireland", "2025-11-22") == [13_259, 27_797, 33_868, 50_845, 65_190]
    # They are England's, and what the published bounds of 2026-27 were raised from: by 3.8%, prices of September 2025.
    assert bounds("england", "2025-11-22") == bounds("northern_ireland", "2025-11-22")
    assert raised([27_797, 33_868, 50_845, 65_190], "1.038", up) == [28_854, 35_155, 52_778, 67_668]
    assert bounds("northern_ireland", "2026-11-22") == [13_259, 28_854, 35_155, 52_778, 67_668]
    # Those that the year began with, 27,288 ..., cannot give them: 27,288 x 1.038 is 28,324.9.
    assert raised([27_288], "1.038", up) == [28_325]
    assert block("member-pension-contribution", "northern_ireland", "2025-11-22").citation.status == "derived"


@pytest.mark.rule("pension_contribution")
def test_band_8b_entry_in_northern_ireland_is_in_the_tier_below_the_highest() -> None:
    # 64,455 in 2025-26: up to 65,190 it is 10.9%, 7,025.60; the first bounds put it at 12.7%, 8,185.79: 1,160.19 more
    text = (
        "title: t\nas_at: 2026-01-22\nnation: northern_ireland\ncurrent: {band: 8b}\noffers:\n"
        "  - {band: 8c, pattern: different}\n"
    )
    held = compare(scenario_of(parse(text, "ni.yaml"), None, "ni")).results[0]
    assert float(held.payslip["pension_contribution"]) == 7_025.60
    assert float(nearest(Decimal("64455") * Decimal("12.7"))) / 100 - 7_025.60 == pytest.approx(1_160.19, abs=0.001)


@pytest.mark.rule("basic_pay", second=True)
def test_northern_ireland_points_of_2024_25_are_those_of_england() -> None:
    england = points("england", "2024-11-22")
    for place, point in points("northern_ireland", "2024-11-22").items():
        assert point.pounds == england[place].pounds, place


# --- Scotland

TIERS_BY_POINT = (("2", -1), ("4", -1), ("5", -1), ("6", 2), ("7", 2))
"""The pay points a pound above which the second to sixth tiers end: tops of 2, 4 and 5, middles of 6 and 7."""


def a_pound_below(day: str, places: tuple[tuple[str, int], ...] = TIERS_BY_POINT) -> list[int]:
    return [int(points("scotland", day)[place].pounds) - 1 for place in places]


@pytest.mark.rule("pension_contribution", second=True)
def test_scottish_tiers_end_a_pound_below_pay_points() -> None:
    # Published by SPPA for October 2024 (table 2), confirmed: the rule is read there first.
    assert bounds("scotland", "2024-11-22") == [13_330, 26_762, 31_669, 39_734, 41_669, 50_650, 54_811, 76_652]
    assert bounds("scotland", "2024-11-22")[1:6] == a_pound_below("2024-11-22")
    # 2026-27, PCS(AFC)2026/1: 28,988, 34,303, 43,039, 45,135, 54,863
    assert a_pound_below("2026-11-22") == [28_987, 34_302, 43_038, 45_134, 54_862]
    assert bounds("scotland", "2026-11-22")[1:6] == [28_987, 34_302, 43_038, 45_134, 54_862]
    # The last two: 54,812 and 76,653 of October 2024 by 4.4% and 3.75%, less a pound: 59,368.6 and 83,025.7
    two = [nearest(above * Decimal("1.044") * Decimal("1.0375")) - 1 for above in (54_812, 76_653)]
    assert two == [59_369, 83_026]
    assert bounds("scotland", "2026-11-22")[6:] == two


@pytest.mark.rule("pension_contribution", second=True)
@pytest.mark.parametrize("day", ["2023-11-22", "2024-06-22"])
def test_scottish_tiers_from_october_2023_end_a_pound_below_pay_points_of_2023_24(day: str) -> None:
    # 25,368, 30,019, 37,664, 37,831, 39,498, 48,010 (tops of 2, 4 and 5; 6 entry and middle; 7 middle)
    places = (("2", -1), ("4", -1), ("5", -1), ("6", 1), ("6", 2), ("7", 2))
    assert a_pound_below("2023-11-22", places) == [25_367, 30_018, 37_663, 37_830, 39_497, 48_009]
    assert bounds("scotland", day)[1:7] == a_pound_below("2023-11-22", places)
    # The last two, by the award of 5.5%, are those published for October 2024, 54,811 and 76,652, within a pound:
    # 51,955 and 72,657 x 1.055, less a pound, are 54,811.5 and 76,652.1
    assert bounds("scotland", day)[7:] == [51_954, 72_656]
    for bound, published in zip((51_954, 72_656), bounds("scotland", "2024-11-22")[6:], strict=True):
        assert abs((bound + 1) * Decimal("1.055") - 1 - published) < 1


@pytest.mark.rule("pension_contribution", second=True)
def test_scottish_table_1_of_2026_27_goes_by_pay_of_2025_26_as_revised() -> None:
    name = "member-pension-contribution-previous-year-pay"
    # PCS(AFC)2026/1, 2025-26 at 4.4%: 27,941, 33,063, 41,483, 43,503, 52,880
    assert a_pound_below("2025-11-22") == [27_940, 33_062, 41_482, 43_502, 52_879]
    # 54,812 and 76,653 of October 2024, table 2, by 4.4%, less a pound: 57,222.7 and 80,024.7
    two = [nearest(above * Decimal("1.044") - 1) for above in (54_812, 76_653)]
    assert two == [57_223, 80_025]
    assert bounds("scotland", "2026-11-22", name) == [13_330, *a_pound_below("2025-11-22"), *two]
    # The rule is that of the tables published: table 1 of a year is table 2 of the year before. That of 2025-26 was at
    # 4.25%, 57,140 and 79,910, before pay was revised to 4.4%.
    assert bounds("scotland", "2025-11-22", name) == bounds("scotland", "2024-11-22")
    for above, published in zip((54_812, 76_653), bounds("scotland", "2025-11-22")[6:], strict=True):
        assert abs(above * Decimal("1.0425") - 1 - published) < 1
    rates = {day: [tier.rate for tier in block(name, "scotland", day).values] for day in ("2025-11-22", "2026-11-22")}
    assert rates["2026-11-22"] == rates["2025-11-22"]
    table_2 = block("member-pension-contribution", "scotland", "2026-11-22").values
    assert rates["2026-11-22"] == [tier.rate for tier in table_2]


@pytest.mark.rule("basic_pay", second=True)
def test_scottish_points_of_bands_8d_and_9_in_2024_25_give_those_of_2025_26() -> None:
    # PCS(AFC)2026/1, 2025-26 as revised to 4.4%: 103,913, 108,362; 122,912, 128,236
    places = (("8d", 1), ("8d", 2), ("9", 1), ("9", 2))
    before = [int(points("scotland", "2024-11-22")[place].pounds) for place in places]
    assert before == [99_534, 103_795, 117_732, 122_831]
    assert raised(before, "1.044", nearest) == [103_913, 108_362, 122_912, 128_236]
    assert [points("scotland", "2025-11-22")[place].pounds for place in places] == raised(before, "1.044", nearest)


def test_no_scottish_pay_point_changes_tier_by_the_award_of_2025_26_as_revised() -> None:
    # The bounds of 2025-26 were made at 4.25%, and pay was revised to 4.4%: every point keeps its tier.
    tiers = bounds("scotland", "2025-11-22")
    revised = {place: point.pounds for place, point in points("scotland", "2025-11-22").items()}
    for place, point in points("scotland", "2024-11-22").items():
        at_first = nearest(int(point.pounds) * Decimal("1.0425"))
        tier_then, tier_now = (sum(pay > bound for bound in tiers) for pay in (at_first, revised[place]))
        assert tier_then == tier_now, place


# --- England


@pytest.mark.rule("basic_pay", second=True)
@pytest.mark.parametrize(
    ("band", "middle"),
    [("8a", 56_454), ("8b", 66_246), ("8c", 78_814), ("8d", 93_572), ("9", 111_740)],
)
def test_middle_points_of_2024_25_in_england_give_those_of_2025_26(band: str, middle: int) -> None:
    # RCNi, citing NHS Employers: 56,454, 66,246, 78,814, 93,572; that of band 9 is worked back. 2025-26 is 3.6% more.
    assert points("england", "2024-11-22")[band, 2].pounds == middle
    published = points("england", "2025-11-22")[band, 2].pounds
    by_award = middle * Decimal("1.036")
    assert by_award.to_integral_value(ROUND_CEILING) == published


@pytest.mark.rule("basic_pay", second=True)
def test_other_derived_points_of_england_2024_25_fit_the_years_either_side() -> None:
    now, before, after = (points("england", f"{year}-11-22") for year in (2024, 2023, 2025))
    # 45,996 x 1.055 = 48,525.8 and 48,526 x 1.036 = 50,272.9; 96,376 x 1.055 = 101,676.7, x 1.036 = 105,337.4
    for band, step in (("7", 2), ("8d", -1), ("8d", 1)):
        assert abs(before[band, step].pounds * 1.055 - now[band, step].pounds) < 1
        assert abs(now[band, step].pounds * 1.036 - after[band, step].pounds) < 1


def known(nation: str, day: str) -> dict[str, list[int]]:
    """The pay points of each band that were found, in order."""
    values = block("pay-points", nation, day).values
    return {band: [int(point.pounds) for point in values[band] if point.pounds is not None] for band in values}


@pytest.mark.rule("basic_pay", second=True)
def test_points_of_2018_to_2023_in_england_follow_the_deal_and_the_awards() -> None:
    by_year = {year: known("england", f"{year}-11-01") for year in range(2018, 2024)}
    for band, points_of_2019 in by_year[2019].items():
        # Second year of the deal of 2018: 1.1% on every point that was kept, 1.7% at the top, a pound either way.
        top_known = block("pay-points", "england", "2019-11-01").values[band][-1].pounds is not None
        *kept, top = points_of_2019 if top_known else [*points_of_2019, 0]
        before = by_year[2018][band]
        assert all(any(abs(old * 1.011 - new) < 1 for old in before) for new in kept)
        assert not top_known or abs(before[-1] * 1.017 - top) < 1
    for band, points_of_2021 in by_year[2021].items():
        # The award of 2021: 3%, rounded up. 33,779 was a point of the transition alone.
        assert raised([each for each in by_year[2020][band] if each != 33_779], "1.03", up) == points_of_2021
        # That of 2022: 1,400, or 4% at the top of band 6 and in band 7; the entry of band 2 rose further.
        share = [band == "7" or (band == "6" and number == 2) for number in range(3)]
        for number, (old, new) in enumerate(zip(points_of_2021, by_year[2022][band], strict=True)):
            assert (band, number) == ("2", 0) or abs((old * 1.04 if share[number] else old + 1_400) - new) < 1
        # That of 2023: 5%.
        for number, (old, new) in enumerate(zip(by_year[2022][band], by_year[2023][band], strict=True)):
            assert (band, number) == ("2", 0) or abs(old * 1.05 - new) < 1


@pytest.mark.rule("basic_pay", second=True)
def test_points_of_scotland_follow_the_awards_of_2021_to_2023() -> None:
    by_year = {year: known("scotland", f"{year}-11-01") for year in range(2020, 2025)}
    for band, points_of_2021 in by_year[2021].items():
        for old, new, next_year in zip(by_year[2020][band], points_of_2021, by_year[2022][band], strict=True):
            # 2021: 1,009 in bands 2 to 4, 4% in 5 to 7, 3% above; both ends are worked out, each to a pound.
            rise = 1_009 if band in "234" else old * (0.04 if band in "567" else 0.03)
            assert abs(old + rise - new) < 2
            # 2022: announced as 2,205 to 2,751 (inews), a pound either way.
            assert 2_204 <= next_year - new <= 2_752
        # 2023: 6.5%, at least 1,548 and at most 3,755 (RCM).
        for old, new in zip(by_year[2022][band], by_year[2023][band], strict=True):
            assert abs(old + min(max(old * 0.065, 1_548), 3_755) - new) < 1
    # Bounds of pension tiers are a pound below tops: SSI 2021/102 of 2020-21, SPPA of 2021-22.
    for year, tops in ((2020, "2021-11-01"), (2021, "2022-11-01")):
        below = [by_year[year][band][-1] - 1 for band in ("2", "4", "5", "8b", "8d")]
        assert bounds("scotland", tops)[:5] == below


@pytest.mark.rule("high_cost_area_supplement", second=True)
def test_high_cost_area_supplements_before_2023_follow_the_awards() -> None:
    # 2018 deal: 1.7% in 2019, 1.67% in 2020; 3% in 2021; in 2022 a share of the flat 1,400 (20%, 15%, 5%).
    def of(year: int) -> list[int]:
        zones = block("high-cost-area-supplement", "england", f"{year}-11-01").values
        return [
            int(sum_) for zone in ("inner", "outer", "fringe") for sum_ in (zones[zone].minimum, zones[zone].maximum)
        ]

    for year, rise in ((2019, 1.017), (2020, 1.0167), (2021, 1.03)):
        assert all(abs(old * rise - new) <= 1.5 for old, new in zip(of(year - 1), of(year), strict=True))
    assert [new - old for old, new in zip(of(2021), of(2022), strict=True)] == [280, 280, 210, 210, 70, 70]


@pytest.mark.rule("high_cost_area_supplement", second=True)
def test_high_cost_area_supplements_follow_the_awards() -> None:
    # NHSBSA KA-23439, 2022-23: 4,888, 7,377; 4,108, 5,177; 1,136, 1,915. The award of 2023 was 5%.
    zones = ("inner", "outer", "fringe")

    def of(day: str) -> list[int]:
        found = block("high-cost-area-supplement", "england", day).values
        return [int(sum_) for zone in zones for sum_ in (found[zone].minimum, found[zone].maximum)]

    in_2023 = raised([4_888, 7_377, 4_108, 5_177, 1_136, 1_915], "1.05", nearest)
    assert in_2023 == [5_132, 7_746, 4_313, 5_436, 1_193, 2_011]
    assert of("2023-11-22") == in_2023
    # Handbook, amendment 62, Annex 9, 2025-26: each is the sum of 2024-25 raised by 3.6% to the nearest pound.
    assert of("2025-11-22") == [5_609, 8_466, 4_714, 5_941, 1_303, 2_198]
    assert of("2024-11-22") == [5_414, 8_172, 4_550, 5_735, 1_258, 2_122]
    assert raised(of("2024-11-22"), "1.036", nearest) == of("2025-11-22")
    # No other whole pound does, for a pound more or less moves a sum by more than a pound.
    for less_or_more in (-1, 1):
        others = raised([each + less_or_more for each in of("2024-11-22")], "1.036", nearest)
        assert not set(zip(others, range(6), strict=True)) & set(zip(of("2025-11-22"), range(6), strict=True))
    # From 2023-24 by 5.5%, five of the six agree and one is a pound more.
    assert raised(in_2023, "1.055", nearest) == [5_414, 8_172, 4_550, 5_735, 1_259, 2_122]


@pytest.mark.rule("employer_pension_paid_centrally", second=True)
@pytest.mark.parametrize("day", ["2024-11-22", "2025-11-22", "2026-11-22"])
def test_what_is_paid_centrally_is_the_whole_rate_less_what_is_collected(day: str) -> None:
    # https://nhsbsa.nhs.uk/nhs-pension-scheme-employer-contribution-rates-202526: 14.38% is collected and 9.4% is paid
    # centrally. Written question 84241: the whole is 23.7% and the levy of 0.08%.
    whole = block("employer-pension-contribution", "england", day).values
    assert round(whole, 6) == round(0.237 + 0.0008, 6)
    assert round(whole - 0.1438, 6) == block("employer-pension-paid-centrally", "england", day).values == 0.094


# --- Wales


@pytest.mark.rule("basic_pay", second=True)
def test_welsh_points_of_2022_and_2023_are_englands_with_the_awards_of_april_2023() -> None:
    # Welsh Government, 20 April 2023: 1.5% on 2022-23, consolidated, then 5%.
    england, before, now = known("england", "2022-11-01"), known("wales", "2022-11-01"), known("wales", "2023-11-01")
    for band, points_of_england in england.items():
        assert raised(points_of_england, "1.015", nearest) == before[band]
        assert raised(before[band], "1.05", nearest) == now[band]


@pytest.mark.rule("basic_pay", second=True)
def test_welsh_points_of_2024_25_give_the_circular_when_raised_by_its_award() -> None:
    now, after = points("wales", "2024-11-22"), points("wales", "2025-11-22")
    for place, point in now.items():
        assert up(int(point.pounds) * Decimal("1.036")) == after[place].pounds, place


def test_the_welsh_8a_entry_of_2024_25_is_unverified_and_an_answer_says_why() -> None:
    # 54,550 x 1.036 = 56,513.8, the 56,514 of AfC(W) 02/2025; but England's 50,952 of 2023-24, by 1.5% (2022) and 5.5%
    # (2024), would be 54,560.7.
    assert up(Decimal(54_550) * Decimal("1.036")) == 56_514
    assert nearest(Decimal(50_952) * Decimal("1.015") * Decimal("1.055")) == 54_561
    text = (
        "title: t\nas_at: 2024-11-22\nnation: wales\ncurrent: {band: '7'}\noffers: [{band: 8a, pattern: different}]\n"
    )
    offered = compare(scenario_of(parse(text, "wales.yaml"), None, "wales")).moves[0]
    (said,) = (
        figure
        for figure in figures_used(offered.post, offered.payslip, offered.rule_book)
        if figure.parameter == "pay-points"
    )
    assert (said.row, said.status) == ("band 8a, step 1", "unverified")
    assert "54,550 x 1.036 = 56,513.8" in said.note
    assert "54,560.7" in said.note


# --- All


def test_every_derived_figure_says_how_it_was_derived() -> None:
    for path in SCALES.paths():
        for one in SCALES.history(path).history:
            if one.status == "derived":
                assert one.note, f"{path}: {one.effective}"
    for nation in ("england", "wales", "scotland", "northern_ireland"):
        for year in (2023, 2024, 2025, 2026):
            if (nation, year) == ("wales", 2023):
                continue
            for (band, step), point in points(nation, f"{year}-11-22").items():
                assert band in BANDS
                if point.status is not None:
                    assert point.note, f"{nation} {year}: {band}, {step}"


def test_a_source_names_the_page_with_the_figure_or_says_that_none_was_found() -> None:
    sources = SCALES.sources()
    home = {id_: source.note for id_, source in sources.items() if source.is_home_page}
    assert set(home) == {
        *("hsc-pension-contribution-rates", "nhsbsa-cost-of-being-in-the-scheme"),
        *("sppa-circular-2025-07", "sppa-circular-2026-03"),
    }
    for note in home.values():
        assert "was found" in note
        assert note.startswith("No page with ")
    for cited in (
        block("member-pension-contribution", "scotland", "2026-11-22").citation,
        block("member-pension-contribution", "england", "2026-11-22").citation,
    ):
        assert cited.note.endswith(home[cited.source])
