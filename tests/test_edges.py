"""Edges that an independent calculation found: part-time rotas above contract, patterns, roundings, names."""

import subprocess
import sys
from pathlib import Path

import pytest

from paymodel import Job, Refused, compare, load_policy, payslip
from paymodel.cli import main
from paymodel.errors import Faults
from paymodel.files.yaml_documents import parse
from paymodel.moves.provenance import figures_used
from paymodel.pay.job import BAND_CODE
from paymodel.scenarios.load import scenario_of

HOUR = 48_117 / (365 / 7) / 37.5  # band 6 top, England 2026-27


def scenario(text: str) -> object:
    head = "title: t\nas_at: 2026-11-22\nnation: england\n"
    return compare(scenario_of(parse(head + text, "edge.yaml"), None, "edge"))


PART_TIME = """
person: {{whole_time_equivalent: 0.8}}
current: {{band: "{band}", step: top, rota: four-on-four-off-unbroken-42h, if_hours_differ: overtime}}
offers:
  - {{band: 8d, pattern: different, rota: monday-to-friday, if_hours_differ: scale}}
"""


@pytest.mark.rule("overtime_pay", "pensionable_pay")
def test_part_time_hours_up_to_whole_time_are_plain_and_pensionable() -> None:
    # Contract 30, whole time 37.5, rota 42: 7.5 hours plain and 4.5 at time and a half.
    held = scenario(PART_TIME.format(band="6")).results[0].payslip  # type: ignore[attr-defined]
    plain, overtime = 7.5 * 365 / 7 * HOUR, 4.5 * 365 / 7 * HOUR * 1.5
    assert float(held["overtime_pay"]) == pytest.approx(plain + overtime, abs=0.01)
    assert float(held["overtime_pay"]) == 18_284.46
    assert float(held["pensionable_pay"]) == pytest.approx(
        0.8 * 48_117 + float(held["unsocial_hours_payment"]) + plain, abs=0.02
    )


@pytest.mark.rule("overtime_pay")
def test_band_8a_is_paid_plain_for_extra_hours_and_nothing_beyond() -> None:
    held = scenario(PART_TIME.format(band="8a")).results[0].payslip  # type: ignore[attr-defined]
    assert float(held["overtime_pay"]) == pytest.approx(64_750 * 7.5 / 37.5, abs=0.01)


def test_extra_hours_attract_the_enhancement() -> None:
    # Enhanced hours of 37.5 of the 42 worked, not of 30.
    whole = scenario(PART_TIME.format(band="6")).results[0].post.hours  # type: ignore[attr-defined]
    scaled = scenario(PART_TIME.format(band="6").replace("differ: overtime", "differ: scale")).results[0]  # type: ignore[attr-defined]
    assert whole.enhanced == pytest.approx(scaled.post.hours.enhanced * 37.5 / 30)


@pytest.mark.rule("unsocial_hours_payment")
@pytest.mark.parametrize(
    ("stated", "percent", "said"),
    [
        ("annex_5_hours_a_week: 21", 21, True),
        ("annex_5_hours_a_week: 17", 17, True),
        ("annex_5_hours_a_week: 20.99", 21, False),
        ("annex_5_percent: 21%", 21, False),
        ("annex_5_hours_a_week: 0", 0, False),
    ],
)
def test_an_annex_5_average_exactly_on_a_bound_is_said_to_be_unverified(stated: str, percent: int, said: bool) -> None:
    text = f"current: {{band: '6', step: top, {stated}}}\noffers:\n  - {{band: 8a, pattern: different}}\n"
    answer = scenario(text)
    held = answer.results[0]  # type: ignore[attr-defined]
    assert float(held.payslip["unsocial_hours_payment"]) == pytest.approx(48_117 * percent / 100, abs=0.006)
    taken = {one.id: one for one in answer.assumptions}  # type: ignore[attr-defined]
    assert ("annex-5-edge" in taken) == said
    if said:
        assert taken["annex-5-edge"].status == "unverified"
        used = figures_used(held.post, held.payslip, held.rule_book)
        (figure,) = (one for one in used if one.parameter == "annex-5-percentages")
        assert (figure.row, figure.status) == (f"above {percent - 4} hours: {percent}%", "unverified")
    other = scenario(f"switches: {{annex_5_edge: lower_bound_in}}\n{text}")
    if said:  # the bracket above, under a switch that the answer names
        assert float(other.results[0].payslip["unsocial_hours_payment"]) == pytest.approx(  # type: ignore[attr-defined]
            48_117 * (percent + 4) / 100, abs=0.006
        )
    assert "annex-5-edge" not in {one.id for one in other.assumptions}  # type: ignore[attr-defined]


@pytest.mark.parametrize("stated", ["unsocial_hours_payment: 9000", "annex_5_percent: 25%"])
def test_an_office_post_is_never_the_same_pattern(stated: str) -> None:
    offer = "{band: 8a, pattern: same, rota: monday-to-friday}"
    text = f"current: {{band: '7', step: top, {stated}}}\noffers:\n  - {offer}\n"
    with pytest.raises(Refused, match="the offer keeps 0%"):
        scenario(text)


@pytest.mark.rule("unsocial_hours_payment")
@pytest.mark.parametrize(
    ("hours", "share"), [(9.005, 0.13), (13.005, 0.17), (17.005, 0.21), (21.005, 0.25), (5.005, 0.09)]
)
def test_annex_5_averages_round_half_up(hours: float, share: float) -> None:
    policy = load_policy("england", "2026-11-22")
    slip = payslip(Job(band=BAND_CODE["6"], step=3, annex_5_hours_a_week=hours), policy)
    assert float(slip["unsocial_hours_payment"]) == pytest.approx(48_117 * share, abs=0.005)


def test_the_break_even_percentage_leaves_no_loss() -> None:
    text = (
        "current: {band: '6', step: top, unsocial_hours: annex_5, rota: ambulance-ten-week}\n"
        "offers:\n  - {band: 8a, pattern: different, rota: monday-to-friday PREMIUM}\n"
    )
    percent = scenario(text.replace(" PREMIUM", "")).moves[0].premium_percent  # type: ignore[attr-defined]
    assert percent == 4.56  # 2,619 / 57,528 = 4.5526%, rounded up
    paid = scenario(text.replace(" PREMIUM", f", long_term_premium: {percent}%"))
    assert paid.moves[0].take_home_change >= 0  # type: ignore[attr-defined]


def test_two_offers_of_one_name_are_refused_and_nameless_ones_are_numbered() -> None:
    text = "current: {band: '6'}\noffers:\n  - {name: B, band: 7}\n  - {name: B, band: 8a}\n"
    with pytest.raises(Faults, match=r"offers\.1\.name.*'B' stands twice"):
        scenario(text)
    results = scenario(text.replace("name: B, ", "")).results  # type: ignore[attr-defined]
    assert [result.post.name for result in results] == ["Post held now", "Post offered 1", "Post offered 2"]


def test_stated_basic_pay_needs_no_pay_scale(tmp_path: Path) -> None:
    # Northern Ireland has no pay points before April 2019; tax, pension and hours it has.
    source, target = tmp_path / "jobs.csv", tmp_path / "out.csv"
    source.write_text("id,as_at,nation,basic_pay\na,2018-06-01,northern_ireland,30000\n", encoding="utf-8")
    assert main(["payslips", str(source), "-o", str(target)]) == 0
    assert ",30000.00," in target.read_text(encoding="utf-8")
    source.write_text("id,as_at,nation,band\na,2018-06-01,northern_ireland,6\n", encoding="utf-8")
    assert main(["payslips", str(source), "-o", str(target)]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="the shell there closes no streams")
def test_a_closed_stream_is_no_traceback() -> None:
    for closed in (">&-", "2>&-", ">/dev/full"):
        command = f'"{sys.executable}" -m paymodel.cli compare paramedic-to-operations-manager {closed}'
        done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=Path.cwd())  # noqa: S602
        assert done.returncode == (0 if closed == "2>&-" else 2)
        assert "Traceback" not in done.stderr


OUT_OF_SCHEME = "person: {in_pension_scheme: no, children: 1}\n"
WARNED = [
    (
        f"{OUT_OF_SCHEME}current: {{basic_pay: 99000}}\noffers:\n  - {{basic_pay: 100001, pattern: different}}\n",
        "adjusted net income rises above £100,000: the personal allowance tapers, and tax-free childcare and funded"
        " hours are lost",
    ),
    (  # a short-term premium does not count on promotion, so that pay falls
        f"{OUT_OF_SCHEME}current: {{basic_pay: 99000, short_term_premium: 1001}}\n"
        "offers:\n  - {basic_pay: 100000, pattern: different}\n",
        "adjusted net income falls to £100,000 or below: the personal allowance is whole again",
    ),
    (
        f"{OUT_OF_SCHEME}current: {{basic_pay: 60000}}\noffers:\n  - {{basic_pay: 60001, pattern: different}}\n",
        "adjusted net income rises above £60,000: the child benefit charge starts",
    ),
    (  # 31% of 57,528
        "person: {in_pension_scheme: no}\ncurrent: {band: '6', step: top}\n"
        "offers:\n  - {band: 8a, pattern: different, long_term_premium: 17834}\n",
        "the premium is more than 30% of basic pay, the normal maximum",
    ),
    (
        "current: {band: '6', step: top, rota: ambulance-ten-week}\n"
        "offers:\n  - {band: 8a, pattern: unsure, rota: monday-to-friday}\n",
        "'same' is shown because the pattern is unsure, but the offer keeps only 0% of the enhanced hours (the least"
        " for 'same' is 75%)",
    ),
]


@pytest.mark.parametrize(("text", "words"), WARNED)
def test_a_line_that_a_move_crosses_is_said(text: str, words: str) -> None:
    results = scenario(text).results[1:]  # type: ignore[attr-defined]
    said = [one for result in results for one in result.warnings if "marriage allowance" not in one.text]
    assert said == [(words, 1)]


def test_a_line_that_is_only_reached_is_not_said() -> None:
    text = WARNED[0][0].replace("100001", "100000")
    assert scenario(text).moves[0].warnings == ()  # type: ignore[attr-defined]


def test_hours_given_back_as_time_off_are_said() -> None:
    text = PART_TIME.format(band="6").replace("whole_time_equivalent: 0.8", "children: 0").replace("overtime", "lieu")
    held = scenario(text).results[0].post  # type: ignore[attr-defined]
    # 42 hours on the rota, 37.5 on the contract
    assert held.notes == ("the rota holds 4.50 hours a week above contract, given back as time off",)


def test_a_band_without_pay_points_needs_its_basic_pay_alone() -> None:
    # Band 1 has been closed since 2018.
    text = "current: {band: '1', basic_pay: 24000}\noffers:\n  - {band: '2', pattern: different}\n"
    assert float(scenario(text).results[0].payslip["basic_pay"]) == 24_000  # type: ignore[attr-defined]
