"""Keys beside a library post go before the library's, also where these say the same in other words."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from paymodel import compare, load_scenario
from paymodel.moves.comparison import Move

WEEKS = 365 / 7
LIBRARY = """
title: Posts of our trust
posts:
  - {key: stated, group: g, status: s, name: Stated, band: 8a, unsocial_hours_payment: 5000, on_call_payment: 1000}
  - {key: hours, group: g, status: s, name: Hours, band: 8a, saturday_night_hours_a_year: 520, overtime_hours_a_week: 1}
  - {key: rota, group: g, status: s, name: Rota, band: 8a, rota: ambulance-ten-week}
  - {key: pay, group: g, status: s, name: Pay, band: 8a, basic_pay: 99999}
  - {key: annex, group: g, status: s, name: Annex 5, band: "6", step: top, annex_5_percent: "25%"}
"""


def offered(folder: Path, offer: Mapping[str, object], posts: bool = True) -> Move:
    """The move to one offer to band 7 top, from the library above or from the one that ships."""
    (folder / "library.yaml").write_text(LIBRARY, encoding="utf-8")
    data = {
        "title": "One offer",
        "as_at": "2026-11-22",
        "nation": "england",
        "current": {"band": "7", "step": "top"},
        "offers": [{"pattern": "different", **offer}],
        **({"posts": "library.yaml"} if posts else {}),
    }
    (folder / "one.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    return compare(load_scenario(folder / "one.yaml")).moves[0]


# The library that ships gives its operations manager 1,528 pounds a year of on-call.
@pytest.mark.parametrize(
    ("own", "paid"),
    [
        ({}, 1_528),
        ({"on_call_payment": 2_000}, 2_000),
        ({"on_call_payment": 0}, 0),
        ({"on_call": {"pounds_a_year": 700}}, 700),
        ({"on_call": {"percent": "2%"}}, round(57_528 * 0.02, 2)),
    ],
)
def test_an_on_call_payment_goes_before_the_on_call_of_a_library_post(
    tmp_path: Path, own: dict[str, object], paid: float
) -> None:
    result = offered(tmp_path, {"post": "ambulance-operations-manager-8a", **own}, posts=False)
    assert float(result.payslip["on_call_payment"]) == paid


@pytest.mark.parametrize(
    ("own", "line", "paid"),
    [
        ({"post": "stated"}, "unsocial_hours_payment", 5_000),
        ({"post": "stated", "on_call": {"pounds_a_year": 300}}, "on_call_payment", 300),
        # Band 8a from entry: 57,528 a year are 29.42 an hour; the lower rate is 30%.
        ({"post": "stated", "saturday_night_hours_a_week": 4}, "unsocial_hours_payment", 4 * 0.3 * 57_528 / 37.5),
        ({"post": "hours", "saturday_night_hours_a_week": 4}, "unsocial_hours_payment", 4 * 0.3 * 57_528 / 37.5),
        ({"post": "rota", "saturday_night_hours_a_year": 100}, "unsocial_hours_payment", 30 * 57_528 / 37.5 / WEEKS),
        ({"post": "stated", "rota": "monday-to-friday"}, "unsocial_hours_payment", 0),
        ({"post": "hours", "rota": "monday-to-friday"}, "unsocial_hours_payment", 0),
        ({"post": "rota", "unsocial_hours_payment": 900}, "unsocial_hours_payment", 900),
        ({"post": "pay", "band": "8b"}, "basic_pay", 66_582),
        ({"post": "pay", "basic_pay": 60_000}, "basic_pay", 60_000),
    ],
)
def test_what_a_scenario_says_goes_before_what_its_library_says(
    tmp_path: Path, own: dict[str, object], line: str, paid: float
) -> None:
    assert float(offered(tmp_path, own).payslip[line]) == pytest.approx(paid, abs=0.02)


def test_hours_a_year_go_before_the_librarys_hours_a_week(tmp_path: Path) -> None:
    # Overtime is not paid in band 8a; the hours beyond contract say which were taken.
    result = offered(tmp_path, {"post": "hours", "overtime_hours_a_year": 104.29})
    assert result.what_else.hours_beyond_contract_a_week == pytest.approx(104.29 / WEEKS)


def test_section_2_goes_before_the_librarys_annex_5(tmp_path: Path) -> None:
    offer = {"post": "annex", "name": "Section 2", "band": "8a", "step": "entry", "unsocial_hours": "section_2"}
    result = offered(tmp_path, offer)
    assert float(result.payslip["unsocial_hours_payment"]) == 0
