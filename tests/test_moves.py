"""Moves within a band and to a lower one, worked by hand on the rates of 22 November 2026 (England, 2026-27).

Pay points: band 6 39,959, 42,170, 48,117; band 7 49,387, 51,932, 56,515 (NHS Employers, pay scales for 2026/27). Tax:
allowance 12,570, 20% on 37,700, 40% above (gov.uk). National Insurance: 8% from 12,570 to 50,270, 2% above (gov.uk).
Member's pension contribution of all pensionable pay: 9.8% above 35,155, 10.7% above 52,778, 12.5% above 67,668 (NHSBSA,
cost of being in the scheme).
"""

import csv
import math
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from paymodel.answers.blocks import as_text
from paymodel.answers.comparison import answer
from paymodel.answers.comparison_data import comparison_answer
from paymodel.answers.comparison_tables import moves_table
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.yaml_documents import parse
from paymodel.moves.break_evens import BreakEven
from paymodel.moves.careers import careers
from paymodel.moves.comparison import Comparison, compare
from paymodel.moves.remedied_offer import RemedyKind
from paymodel.moves.remedies import remedies_of
from paymodel.scenarios.load import scenario_of
from paymodel.scenarios.offered_posts import load_openings

SIX_ON_ANNEX_5 = {"band": "6", "step": "top", "rota": "ambulance-ten-week", "unsocial_hours": "annex_5"}
SEVEN_ON_ANNEX_5 = {**SIX_ON_ANNEX_5, "band": "7"}


def penny(pounds: float) -> float:
    """Half up to the penny."""
    return math.floor(pounds * 100 + 0.500001) / 100


def taken_home(gross: float) -> float:
    """Take-home pay of a year's gross pay, all of it pensionable."""
    rate = next(rate for above, rate in ((67_668, 0.125), (52_778, 0.107), (35_155, 0.098)) if gross > above)
    pension = penny(gross * rate)
    taxed = gross - pension - 12_570
    tax = 0.2 * min(taxed, 37_700) + 0.4 * max(taxed - 37_700, 0)
    insurance = 0.08 * (min(gross, 50_270) - 12_570) + 0.02 * max(gross - 50_270, 0)
    return round(gross - pension - penny(tax) - penny(insurance), 2)


def scenario(current: dict[str, Any], *offers: dict[str, Any], **more: Any) -> Any:
    """A scenario as a file would hold it: every value as text."""
    data = {"title": "A move", "as_at": "2026-11-22", "nation": "england", "current": current}
    named = [{"name": f"Offer {number}", **offer} for number, offer in enumerate(offers)]
    text = yaml.safe_dump({**data, "offers": named, **more})
    return scenario_of(parse(text, "a-move.yaml"), Path("scenarios"), "a-move")


def asked(current: dict[str, Any], *offers: dict[str, Any], **more: Any) -> Comparison:
    return compare(scenario(current, *offers, **more))


def refused(current: dict[str, Any], *offers: dict[str, Any], **more: Any) -> list[str]:
    with pytest.raises(Faults) as raised:
        scenario(current, *offers, **more)
    return [f"{'.'.join(map(str, fault.at))}: {fault.message}" for fault in raised.value.faults]


def text_of(comparison: Comparison) -> str:
    return " ".join(as_text(answer(comparison)).split())


class TestSideways:
    def test_from_the_rota_to_the_office_the_whole_of_annex_5_is_lost(self) -> None:
        # 25% of 56,515 is 14,128.75; the office pays 56,515 alone
        (move,) = asked(SEVEN_ON_ANNEX_5, {"band": "7", "rota": "monday-to-friday"}).moves
        assert move.take_home_change == round(taken_home(56_515) - taken_home(56_515 + 14_128.75), 2) == -6_524.66
        assert (move.kind, move.direction, move.pattern, move.step) == ("sideways", 0, None, 3)
        assert (move.gross_change, float(move.payslip["promotion_protection"])) == (-14_128.75, 0)

    @pytest.mark.parametrize("pattern", ["same", "different", "unsure", None])
    def test_whatever_is_said_of_the_pattern_nothing_turns_on_it(self, pattern: str | None) -> None:
        # A promotion with the same pattern would be maintained; a move in the band to fewer hours is paid what it pays
        held = {"band": "6", "step": "top", "saturday_night_hours_a_week": 10}
        offer = {"band": "6", "saturday_night_hours_a_week": 9, **({"pattern": pattern} if pattern else {})}
        (move,) = asked(held, offer).moves
        # 48,117 / 52.143 / 37.5 is 24.6077 an hour; 30% of it for an hour a week is 384.94 a year
        assert move.gross_change == pytest.approx(-48_117 / 37.5 * 0.3, abs=0.02)
        assert (move.pattern, float(move.payslip["promotion_protection"])) == (None, 0)

    def test_steps_and_years_in_the_band_carry_over(self) -> None:
        # Four years in band 6: the middle step, and the top a year later, in both posts
        found = asked({"band": "6", "step": "2"}, {"band": "6"}, person={"years_in_band": 4})
        (move,) = found.moves
        assert (move.step, move.take_home_change) == (2, 0)
        assert move.career.move_steps[:3].tolist() == move.career.stay_steps[:3].tolist() == [2, 3, 3]
        assert float(move.payslip["basic_pay"]) == 42_170

    @pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
    def test_no_nation_starts_it_on_a_higher_point(self, nation: str) -> None:
        (move,) = asked({"band": "6", "step": "2"}, {"band": "6"}, nation=nation).moves
        assert (move.step, move.gross_change) == (2, 0)

    def test_basic_pay_that_the_post_held_states_goes_on(self) -> None:
        (move,) = asked({"band": "6", "basic_pay": 50_000}, {"band": "6", "whole_time_equivalent": 0.8}).moves
        assert float(move.payslip["basic_pay"]) == 40_000

    def test_part_time_in_the_same_post_keeps_the_percentage_on_less_basic_pay(self) -> None:
        # 0.8 of 48,117 is 38,493.60, and 25% of that 9,623.40
        offer = {"same_post": "yes", "whole_time_equivalent": 0.8, "if_hours_differ": "scale"}
        (move,) = asked(SIX_ON_ANNEX_5, offer).moves
        assert float(move.payslip["gross_pay"]) == 48_117
        assert move.take_home_change == round(taken_home(48_117) - taken_home(60_146.25), 2)
        assert (move.leaves_annex_5, move.going_back) == (False, 0)

    def test_part_time_in_band_7_against_whole_time_in_band_6(self) -> None:
        # Four hours a week at 30%: 4 x 56,515 / 37.5 x 0.3 is 1,808.48
        held = {"band": "7", "step": "top", "saturday_night_hours_a_week": 4}
        part_time = {"band": "7", "step": "top", "whole_time_equivalent": 0.8, "pattern": "different"}
        down = {"band": "6", "step": "top", "pattern": "different"}
        first, second = asked(held, part_time, down).moves
        now = taken_home(56_515 + 1_808.48)
        assert first.take_home_change == pytest.approx(taken_home(45_212) - now, abs=0.01)
        assert second.take_home_change == pytest.approx(taken_home(48_117) - now, abs=0.01)
        assert (first.kind, second.kind) == ("sideways", "down")


class TestAnnex5:
    OTHER_LINE: ClassVar = {"band": "6", "rota": "four-on-four-off-eight-week"}

    def test_a_new_post_ends_it_unless_the_switch_says_otherwise(self) -> None:
        (ends,) = asked(SIX_ON_ANNEX_5, self.OTHER_LINE).moves
        assert (ends.post.on_annex_5, ends.leaves_annex_5) == (False, True)
        (goes_on,) = asked(SIX_ON_ANNEX_5, self.OTHER_LINE, switches={"annex_5_in_a_new_post": "goes_on"}).moves
        assert (goes_on.post.on_annex_5, goes_on.leaves_annex_5, goes_on.take_home_change) == (True, False, 0)

    def test_the_answer_says_which_and_how_sure(self) -> None:
        ends, goes_on = (
            asked(SIX_ON_ANNEX_5, self.OTHER_LINE, **switches)
            for switches in ({}, {"switches": {"annex_5_in_a_new_post": "goes_on"}})
        )
        statuses = [{each.id: each.status for each in found.assumptions} for found in (ends, goes_on)]
        assert statuses[0]["annex-5-ends-in-the-band"] == "unverified"
        assert "annex-5-ends" not in statuses[0]
        assert (statuses[1]["annex-5-goes-on"], statuses[1]["switch"]) == ("derived", "assumed")
        assert "annex-5-ends-in-the-band" not in statuses[1]

    def test_the_same_post_on_another_rota_is_estimated_again(self) -> None:
        # A stated 25% is that of the old rota; 13.15 hours a week without a part-timer's extra ones are 17%
        held = {"band": "6", "step": "top", "annex_5_percent": "25%"}
        (move,) = asked(held, {"same_post": "yes", "annex_5_hours_a_week": 14}).moves
        assert float(move.payslip["unsocial_hours_payment"]) == round(0.17 * 48_117, 2)

    @pytest.mark.parametrize("same_post", [True, False])
    def test_an_offer_in_the_band_may_say_that_it_is_paid(self, same_post: bool) -> None:
        offer = {"same_post": "yes"} if same_post else {"band": "6", "annex_5_percent": "25%"}
        (move,) = asked(SIX_ON_ANNEX_5, offer).moves
        assert (move.take_home_change, move.leaves_annex_5) == (0, False)

    def test_section_2_by_choice_in_the_same_post(self) -> None:
        # The rota's 17.46 hours at 30% and 7.09 at 60% come to 25.3% of basic pay, 0.3% more than Annex 5
        (move,) = asked(SIX_ON_ANNEX_5, {"same_post": "yes", "unsocial_hours": "section_2"}).moves
        assert 0 < move.gross_change < 0.005 * 48_117
        assert move.leaves_annex_5

    @pytest.mark.parametrize(
        ("held", "offer", "words"),
        [
            (SIX_ON_ANNEX_5, {"band": "7"}, "a promotion ends Annex 5; say section_2"),
            (SEVEN_ON_ANNEX_5, {"band": "6"}, "a post in a lower band ends Annex 5; say section_2"),
            (
                {"band": "6"},
                {"band": "6"},
                "the post held is not paid Annex 5, which nobody comes back to; say section_2",
            ),
        ],
    )
    def test_where_it_cannot_be_one_line_says_so(self, held: dict[str, Any], offer: dict[str, Any], words: str) -> None:
        asked_for = {**offer, "rota": "ambulance-ten-week", "unsocial_hours": "annex_5", "pattern": "same"}
        assert refused(held, asked_for) == [f"offers.0.unsocial_hours: {words}"]


class TestDown:
    def test_where_no_step_is_said_every_step_is_shown(self) -> None:
        found = asked({"band": "7", "step": "top"}, {"band": "6"})
        (move,) = found.moves
        changes = [round(taken_home(point) - taken_home(56_515), 2) for point in (39_959, 42_170, 48_117)]
        assert move.by_step == tuple(changes)
        assert (move.take_home_change, move.step, move.kind) == (changes[-1], 3, "down")
        assert "on the entry step" in text_of(found)

    @pytest.mark.parametrize(("years", "point"), [(0, 39_959), (2, 42_170), (4, 42_170), (5, 48_117), (30, 48_117)])
    def test_years_in_the_lower_band_give_the_step(self, years: int, point: float) -> None:
        (move,) = asked({"band": "8a", "step": "entry"}, {"band": "6", "years_in_band": years}).moves
        assert float(move.payslip["basic_pay"]) == point
        assert move.by_step == ()

    def test_the_years_go_on_from_there(self) -> None:
        (move,) = asked({"band": "8a"}, {"band": "6", "years_in_band": 3}).moves
        assert move.career.move_steps[:3].tolist() == [2, 2, 3]

    def test_years_and_a_step_must_agree(self) -> None:
        words = refused({"band": "7"}, {"band": "6", "years_in_band": 3, "step": "top"})
        at = "offers.0.years_in_band"
        assert words == [f"{at}: 3 years in the band have earned step 2, but offers.0.step is 3; give one of them"]

    @pytest.mark.parametrize("nation", ["england", "wales", "scotland", "northern_ireland"])
    def test_nothing_is_made_up_in_any_nation(self, nation: str) -> None:
        held = {"band": "8a", "step": "top", "saturday_night_hours_a_week": 4}
        (move,) = asked(held, {"band": "7", "saturday_night_hours_a_week": 4}, nation=nation).moves
        assert float(move.payslip["promotion_protection"]) == 0
        assert move.take_home_change < 0


class TestKinds:
    @pytest.mark.parametrize(
        ("stated", "offer", "words"),
        [
            ("promotion", {"band": "6"}, "from band 6 to band 6 is a move sideways; say sideways, or leave this out"),
            ("promotion", {"band": "5"}, "from band 6 to band 5 is a move down; say down, or leave this out"),
            ("sideways", {"band": "7"}, "from band 6 to band 7 is a promotion; say promotion, or leave this out"),
            (
                "down",
                {"basic_pay": 40_000},
                "a move down needs the band of both posts; state it beside basic_pay, or leave this out",
            ),
        ],
    )
    def test_a_stated_kind_agrees_with_the_bands(self, stated: str, offer: dict[str, Any], words: str) -> None:
        assert refused({"band": "6"}, {**offer, "move": stated}) == [f"offers.0.move: {words}"]

    def test_programs_are_told_the_kind(self) -> None:
        found = asked({"band": "7"}, {"band": "7"}, {"band": "6"}, {"band": "8a"})
        assert [result.kind for result in comparison_answer(found).results[1:]] == ["sideways", "down", "promotion"]

    @pytest.mark.parametrize("beside", ["post", "band"])
    def test_the_same_post_is_in_the_same_band(self, beside: str) -> None:
        (words,) = refused({"band": "6"}, {"same_post": "yes", beside: "6"})
        assert words == f"offers.0.{beside}: stands beside same_post, which is the post held; give one of them"


class TestPaths:
    def test_up_and_back_to_the_rota(self) -> None:
        # Band 6 on 25%: 60,146.25. 8a from 57,528 for two years, 60,417 in the third; then band 6 on Section 2 without
        # its hours, and its years since the start: the top, 48,117.
        back = {"band": "6", "step": "top", "name": "Back on the rota", "rota": "ambulance-ten-week"}
        up = {"band": "8a", "name": "Manager", "pattern": "different"}
        moves = [{"to": "Manager", "in_year": 1}, {"to": "Back on the rota", "in_year": 4}]
        found = careers(
            scenario(
                SIX_ON_ANNEX_5,
                up,
                back,
                career={"paths": [{"name": "Up and back", "moves": moves}]},
                horizon_years=5,
            )
        )
        path = found.results[-1]
        assert path.followed.slip["basic_pay"].tolist() == [57_528, 57_528, 60_417, 48_117, 48_117]
        assert path.followed.slip["take_home_pay"][0] == taken_home(57_528)
        assert path.followed.slip["promotion_protection"].tolist() == [0] * 5

    def test_annex_5_does_not_come_back(self) -> None:
        moves = [{"to": "Offer 0", "in_year": 1}, {"to": "Offer 1", "in_year": 4}]
        (words,) = refused(
            SIX_ON_ANNEX_5,
            {"band": "8a", "pattern": "different"},
            {"same_post": "yes"},
            career={"paths": [{"name": "Up and back", "moves": moves}]},
        )
        assert words.startswith("career.paths.0.moves.1.to: 'Offer 1' is paid Annex 5")


def test_remedies_of_a_move_sideways_leave_no_loss() -> None:
    held = {"band": "7", "step": "top", "saturday_night_hours_a_week": 4}
    (offer,) = remedies_of(scenario(held, {"band": "7"}))
    premium = next(remedy for remedy in offer.remedies if str(remedy.kind) == "long-term premium")
    # 1,808.48 is lost, and a long-term premium is pensionable as the enhancement was
    assert premium.value == 1_809


STAFF = """id,band,step,whole_time_equivalent,annex_5_percent,saturday_night_hours_a_year
1,7,3,1,25,
2,7,1,1,,300
3,6,2,1,,200
4,6,2,0.8,,160
5,8a,2,1,,100
"""
POSTS = """title: Moves of every kind
as_at: 2026-11-22
nation: NATION
offers:
  - name: Office
    band: "7"
    rota: monday-to-friday
    if_hours_differ: scale
    pattern: different
    open_to: {band: ["7"]}
  - {name: Rota, band: "6", saturday_night_hours_a_year: 300, pattern: different, open_to: {band: ["5", "6", "7", 8a]}}
  - {name: Manager, band: 8a, pattern: different}
"""
HELD: dict[str, dict[str, Any]] = {
    "1": {"band": "7", "step": "top", "annex_5_percent": "25%"},
    "2": {"band": "7", "step": "1", "saturday_night_hours_a_year": 300},
    "3": {"band": "6", "step": "2", "saturday_night_hours_a_year": 200},
    "5": {"band": "8a", "step": "2", "saturday_night_hours_a_year": 100},
}
OFFERED: dict[str, dict[str, Any]] = {
    "Office": {"band": "7", "rota": "monday-to-friday", "if_hours_differ": "scale"},
    "Rota": {"band": "6", "saturday_night_hours_a_year": 300},
    "Manager": {"band": "8a", "pattern": "different"},
}


class TestWorkforce:
    @pytest.mark.parametrize("nation", ["england", "northern_ireland"])
    def test_each_person_moves_as_in_a_scenario(self, nation: str, tmp_path: Path) -> None:
        (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
        (tmp_path / "posts.yaml").write_text(POSTS.replace("NATION", nation), encoding="utf-8")
        files = [str(tmp_path / name) for name in ("staff.csv", "posts.yaml", "out")]
        assert main(["workforce", files[0], "--posts", files[1], "-o", files[2], "--rows", "--threshold", "2"]) == 0
        with (tmp_path / "out" / "individual-rows-not-for-publication.csv").open(encoding="utf-8-sig") as rows:
            changes = {(row["id"], row["post"]): float(row["take_home_change"]) for row in csv.DictReader(rows)}
        assert {key for key in changes if key[1] != "Manager"} == {
            *((person, "Office") for person in "12"),
            *((person, "Rota") for person in "12345"),
        }
        for (person, post), change in changes.items():
            if person in HELD:
                (move,) = asked(HELD[person], OFFERED[post], nation=nation).moves
                assert change == move.take_home_change, (person, post)

    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("blocks: {away: 1, home: 1}", "is not counted for a staff list"),
            ("one_off_payment: 500", "is not counted for a staff list"),
            ("protection: {months: 12}", "is not counted for a staff list"),
        ],
    )
    def test_what_is_not_counted_is_refused(self, key: str, words: str, tmp_path: Path) -> None:
        path = tmp_path / "posts.yaml"
        path.write_text(
            POSTS.replace("NATION", "england").replace("{name: Manager,", f"{{name: Manager, {key},"), "utf-8"
        )
        with pytest.raises(Faults) as raised:
            load_openings(path, None)
        (fault,) = raised.value.faults
        assert fault.at == ("offers", 2, key.partition(":")[0])
        assert fault.message.startswith(words)

    def test_the_same_post_needs_the_post_held(self, tmp_path: Path) -> None:
        path = tmp_path / "posts.yaml"
        text = POSTS.replace("NATION", "england")
        path.write_text(text.replace("Manager, band: 8a", "Manager, same_post: yes"), encoding="utf-8")
        with pytest.raises(Faults, match="there is no one post held here"):
            load_openings(path, None)


def test_the_same_post_is_within_the_band_where_no_band_is_stated() -> None:
    held = {"basic_pay": 50_000, "unsocial_hours_payment": 2_000}
    (move,) = asked(held, {"same_post": "yes", "whole_time_equivalent": 0.5, "unsocial_hours_payment": 1_000}).moves
    assert (move.kind, move.pattern) == ("sideways", None)
    assert float(move.payslip["gross_pay"]) == 26_000


def test_a_move_that_pays_needs_nothing_though_a_little_more_would_reach_a_pension_tier() -> None:
    """In 2021-22 the top of band 7 is 45,839 and 8a begins at 47,126 (NHS Employers, pay scales for 2021/22).

    From 47,846 on, 12.5% is contributed and not 9.3% (NHS Pensions, member contributions 2021/22): with a premium of
    720, £1,531 more, 80% of it net of tax, beside £779 gained. A premium of 725 in the offer therefore loses £6.52.
    """
    found = scenario(
        {"band": "7", "step": "top"}, {"band": "8a"}, {"band": "8a", "long_term_premium": 725}, as_at="2021-11-22"
    )
    answered = compare(found)
    paying, losing = answered.moves
    assert (paying.take_home_change, losing.take_home_change) == (779.4, -6.52)
    for offered in comparison_answer(answered).results[1:]:
        told = offered.break_even
        assert told
        assert told.long_term_premium is not None
        assert told.long_term_premium.pounds == told.long_term_premium.percent == 0  # in place of any that it has
        assert told.islands.long_term_premium == []
    assert paying.hours_to_break_even == BreakEven(0.0, ())
    assert [row[-1] for row in moves_table(answered.moves).rows] == [0, 0]
    assert "Without the long-term premium offered there is no loss of take-home pay." in text_of(answered)
    of_paying, of_losing = ({remedy.kind: remedy for remedy in offer.remedies} for offer in remedies_of(found))
    for kind in (RemedyKind.LONG_TERM, RemedyKind.SHORT_TERM, RemedyKind.ON_CALL, RemedyKind.NEW_PAY_POINT):
        assert of_paying[kind].take_home_change == 779.4
        assert of_paying[kind].employer_cost_a_year == 0
    assert (of_losing[RemedyKind.LONG_TERM].value, of_losing[RemedyKind.LONG_TERM].take_home_change) == (0, 779.4)


HELD_IN_PAIRS = ("paramedic-6", "paramedic-7", "radiographer-6", "dietitian-7", "drama-therapist-7")
OFFERED_IN_PAIRS = ("ambulance-hart-team-leader-7", "ambulance-consultant-paramedic-8b", "ahp-strategic-9")


@pytest.mark.parametrize("held", [*HELD_IN_PAIRS, *OFFERED_IN_PAIRS])
def test_pairs_of_shipped_posts_answer_both_ways(held: str) -> None:
    """Each kind of rota and pay of the shipped libraries, with every other, up, sideways and down."""
    libraries = (
        yaml.safe_load(Path(f"scenarios/posts/{name}.yaml").read_text("utf-8")) for name in ("clinical", "leadership")
    )
    posts = {
        post["key"]: {key: value for key, value in post.items() if key not in ("key", "group", "status")}
        for library in libraries
        for post in library["posts"]
    }
    offers = [
        # nobody comes to Annex 5: its posts are offered on Section 2
        {**{key: value for key, value in posts[name].items() if key != "unsocial_hours"}, "pattern": "unsure"}
        for name in (*HELD_IN_PAIRS, *OFFERED_IN_PAIRS)
        if name != held
    ]
    found = asked(posts[held], *offers, horizon_years=1)
    assert {move.post.name for move in found.moves} == {offer["name"] for offer in offers}
    assert all(move.kind == ("promotion", "sideways", "down")[1 - move.direction] for move in found.moves)
