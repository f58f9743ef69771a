"""Every chart, as a picture at two sizes: nothing cut, nothing overlapping, nothing faint; and its data and words."""

import re

import pytest

import paymodel
from paymodel.charts.page import as_html
from paymodel.charts.picture import Picture, as_csv, as_words
from paymodel.charts.waterfall import waterfall
from paymodel.comparison import Comparison
from tests.pictures import SIZES, faults_of, faults_of_svg


@pytest.fixture(scope="module")
def paramedic() -> Comparison:
    return paymodel.compare(paymodel.load_scenario("paramedic-to-operations-manager"))


@pytest.mark.parametrize("width", SIZES)
def test_waterfall(paramedic: Comparison, width: int) -> None:
    picture: Picture = waterfall(paramedic, paramedic.results[1])
    assert not faults_of(picture, width, zero=True)


def test_a_waterfall_adds_up(paramedic: Comparison) -> None:
    picture = waterfall(paramedic, paramedic.results[1])
    *lines, whole = [float(str(row[1])) for row in picture.rows]
    assert round(sum(lines), 2) == whole == paramedic.results[1].take_home_change
    assert picture.title.startswith("Take-home pay falls £113 a month")  # 1,350.49 / 12 = 112.54
    *_, last, stamp = as_csv(picture).splitlines()
    assert last.startswith("Take-home pay,-1350.49")
    assert "Estimates, not payroll." in stamp
    assert "take-home pay changes by -1,350.49" in as_words(picture)


@pytest.mark.parametrize(
    ("fault", "texts"),
    [
        ("cut", '<text x="80" y="30" font-size="12" fill="#000">far too long to fit</text>'),
        (
            "overlap",
            '<text x="5" y="30" font-size="12" fill="#000">one</text><text x="9" y="32" font-size="12">two</text>',
        ),
        ("too small", '<text x="5" y="30" font-size="8" fill="#000">one</text>'),
        (
            "faint",
            '<rect width="100" height="60" fill="#12436D"/><text x="5" y="30" font-size="12" fill="#333">one</text>',
        ),
    ],
)
def test_what_is_wrong_with_a_picture_is_found(fault: str, texts: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="60">{texts}</svg>'
    (found,) = faults_of_svg(svg)
    assert found.startswith(fault)


def test_a_page_of_a_chart_holds_the_licences_of_what_draws_it(paramedic: Comparison) -> None:
    """The texts are those of the packages, with two dashes parted, since they are a comment of HTML."""
    page = as_html(waterfall(paramedic, paramedic.results[1]))
    for name in (
        "vega",
        "vega-lite",
        "vega-embed",
        "d3-scale",
        "topojson-client",
        "fast-json-patch",
        "lodash.debounce",
    ):
        assert re.search(rf"^(.*, )?{re.escape(name)}(,.*)? \((BSD-3-Clause|ISC|MIT)\)$", page, flags=re.MULTILINE), (
            name
        )
    assert page.count("Redistributions in binary form must reproduce") >= 3
    assert "University of Washington Interactive Data Lab" in page
